//! The app: shows a screen, reads what the user types, makes the call, and follows the session's state.

use std::io;

use cognito_auth_core::{Auth, Secret};

use crate::action::{Action, Field, Typed};
use crate::calls;
use crate::model::{Event, Model};
use crate::page::{Ask, Choice, Page};
use crate::screen::Screen;
use crate::terminal::Terminal;

/// Runs the app until the user quits.
///
/// The app reads the session's state after each call: nothing else in this process changes the session. The app blocks
/// its thread while the user types, so the runtime needs other threads.
///
/// # Errors
/// Those of the terminal. The end of the input is [`io::ErrorKind::UnexpectedEof`].
pub async fn run(auth: &Auth, terminal: &mut impl Terminal) -> io::Result<()> {
    let mut states = auth.observe_session_state();
    let mut model = Model::new(states.current());
    let mut dialog = Dialog { terminal, shown: None };
    loop {
        while model.screen() == Screen::Loading {
            let Some(state) = states.changed().await else { return Ok(()) };
            model.follow(Event::State(state));
        }
        for line in model.take_told() {
            dialog.tell(&line)?;
        }
        let (action, typed) = dialog.choose(model.screen())?;
        if action == Action::Quit {
            return Ok(());
        }
        model.follow(calls::perform(auth, &action, &typed).await);
        model.follow(Event::State(states.current()));
    }
}

struct Dialog<'a, T> {
    terminal: &'a mut T,
    /// The screen that was shown last.
    shown: Option<Screen>,
}

impl<T: Terminal> Dialog<'_, T> {
    /// Lets the user choose on this screen. Shows the screen if it differs from the one before.
    fn choose(&mut self, screen: Screen) -> io::Result<(Action, Typed)> {
        let page = Page::of(&screen);
        if self.shown.as_ref() != Some(&screen) {
            self.show(&page, true)?;
            self.shown = Some(screen);
        }
        loop {
            let line = self.terminal.ask("Choice: ")?;
            let number = line.expose().trim().parse::<usize>().ok();
            match number.and_then(|number| page.choices.get(number.checked_sub(1)?)) {
                Some(choice) => {
                    if let Some(typed) = self.fill_in(choice)? {
                        return Ok((choice.action.clone(), typed));
                    }
                }
                None if line.expose().trim().is_empty() => self.show(&page, false)?,
                None => self.tell(&format!("Type a number from 1 to {}.", page.choices.len()))?,
            }
        }
    }

    fn show(&mut self, page: &Page, with_key: bool) -> io::Result<()> {
        self.tell("")?;
        self.tell(&format!("== {} ==", page.title))?;
        for line in &page.lines {
            self.tell(line)?;
        }
        if let Some(key) = page.key.as_ref().filter(|_| with_key) {
            self.tell(&format!("Key: {}", key.expose()))?;
        }
        for (index, choice) in page.choices.iter().enumerate() {
            self.tell(&format!("  {} {}", index + 1, choice.label))?;
        }
        Ok(())
    }

    /// Asks for the fields of a choice. `None` if the user has to choose again: a field was left empty, or the new
    /// password was typed differently the second time.
    fn fill_in(&mut self, choice: &Choice) -> io::Result<Option<Typed>> {
        let mut typed = Typed::default();
        for ask in &choice.asks {
            let text = self.ask(ask)?;
            if text.is_empty() {
                return Ok(None);
            }
            // The user can't see a typing error in a hidden password, so a new password is typed twice.
            if ask.field == Field::NewPassword && self.terminal.ask_hidden("The same again: ")? != text {
                self.tell("These were two different passwords.")?;
                return Ok(None);
            }
            typed.add(ask.field.clone(), text);
        }
        Ok(Some(typed))
    }

    fn ask(&mut self, Ask { field, suggestion }: &Ask) -> io::Result<Secret> {
        let prompt = match suggestion.as_str() {
            "" => format!("{}: ", field.label()),
            suggestion => format!("{} [{suggestion}]: ", field.label()),
        };
        let prompt = printable(&prompt);
        if field.is_hidden() {
            return self.terminal.ask_hidden(&prompt);
        }
        let typed = self.terminal.ask(&prompt)?;
        Ok(match typed.expose().trim() {
            "" => suggestion.as_str().into(),
            trimmed => trimmed.into(),
        })
    }

    fn tell(&mut self, line: &str) -> io::Result<()> {
        self.terminal.tell(&printable(line))
    }
}

/// The text without control characters. Some texts come from the service, or from other users, and must not control the
/// terminal.
fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_the_service_does_not_control_the_terminal() {
        assert_eq!(printable("a\u{1b}[2J\r\nb\u{9b}1m ü…"), "a\u{fffd}[2J\u{fffd}\u{fffd}b\u{fffd}1m ü…");
    }
}
