//! Output and input.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

use cognito_auth_core::Secret;

use crate::failure::Failure;

/// Shows a line. If the reader has closed the output, as `head` does, the program goes on.
pub(crate) fn tell(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Shows an error message.
pub(crate) fn complain(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Reads one line of standard input. After an empty line it asks again.
pub(crate) fn ask(prompt: &str) -> Result<Secret, Failure> {
    loop {
        let line = read_line(prompt)?;
        if !line.is_empty() {
            return Ok(line);
        }
    }
}

fn read_line(prompt: &str) -> Result<Secret, Failure> {
    let mut output = io::stdout();
    let _ = write!(output, "{prompt}: ").and_then(|()| output.flush());
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    // On a terminal, the typed line break ends the prompt's line.
    if !io::stdin().is_terminal() || matches!(read, Ok(0)) {
        tell("");
    }
    match read {
        Ok(0) => Err(Failure::InputClosed),
        Ok(_) => Ok(Secret::from(line.trim())),
        Err(_) => Err(Failure::Other("The line of input can't be read. Run again and type it.".to_owned())),
    }
}
