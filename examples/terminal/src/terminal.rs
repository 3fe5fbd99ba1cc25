//! The terminal: lines that go out and come in.

use std::io::{self, IsTerminal as _, Write as _};

use cognito_auth_core::Secret;

/// Where the app shows lines, and where the user types.
pub trait Terminal {
    /// Shows a line.
    ///
    /// # Errors
    /// Those of the output.
    fn tell(&mut self, line: &str) -> io::Result<()>;

    /// Asks for a line. It comes without its line break.
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] if the user has ended the input; other errors of the input and the output.
    fn ask(&mut self, prompt: &str) -> io::Result<Secret>;

    /// Asks for a line that nobody may see while it is typed.
    ///
    /// # Errors
    /// As [`Self::ask`].
    fn ask_hidden(&mut self, prompt: &str) -> io::Result<Secret>;
}

/// The terminal of this process. If the standard input is not a terminal, it gives the lines as they are.
#[derive(Debug)]
pub struct Console;

impl Terminal for Console {
    fn tell(&mut self, line: &str) -> io::Result<()> {
        writeln!(io::stdout(), "{line}")
    }

    fn ask(&mut self, prompt: &str) -> io::Result<Secret> {
        show(prompt)?;
        let mut line = String::new();
        let length = io::stdin().read_line(&mut line)?;
        // A terminal shows the typed line break, unless the input ends.
        if length == 0 || !io::stdin().is_terminal() {
            self.tell("")?;
        }
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        Ok(line.into())
    }

    fn ask_hidden(&mut self, prompt: &str) -> io::Result<Secret> {
        if !io::stdin().is_terminal() {
            return self.ask(prompt);
        }
        show(prompt)?;
        let typed = rpassword::read_password();
        // `rpassword` shows the typed line break, unless the input ends.
        if typed.is_err() {
            self.tell("")?;
        }
        Ok(typed?.into())
    }
}

fn show(prompt: &str) -> io::Result<()> {
    let mut output = io::stdout();
    write!(output, "{prompt}")?;
    output.flush()
}
