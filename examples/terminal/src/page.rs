//! What a screen shows, and what the user can choose there.

use cognito_auth_core::{AuthUser, Secret, TotpSetupDetails};

use crate::action::{Action, Field};
use crate::challenges;
use crate::screen::{Form, Home, Screen};

/// A page: a title, some lines, and the choices. It has no `Debug`, because the lines may have personal data.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    /// The key to type into an authenticator app. The app shows it once.
    pub(crate) key: Option<Secret>,
    pub(crate) choices: Vec<Choice>,
}

/// One of the choices of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) label: String,
    pub(crate) asks: Vec<Ask>,
    pub(crate) action: Action,
}

/// A field to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) field: Field,
    /// What an empty line stands for; may be empty.
    pub(crate) suggestion: String,
}

impl From<Field> for Ask {
    fn from(field: Field) -> Self {
        Self { field, suggestion: String::new() }
    }
}

impl Page {
    /// The page of a screen. Each page ends with the choice to quit.
    pub(crate) fn of(screen: &Screen) -> Self {
        let page = match screen {
            Screen::Loading => Self::new("One moment…"),
            Screen::Form(Form::SignIn { username }) => sign_in(username),
            Screen::Form(Form::SignUp) => sign_up(),
            Screen::Form(Form::ConfirmSignUp { username }) => confirm_sign_up(username),
            Screen::Form(Form::ResetPassword { username }) => reset_password(username),
            Screen::Challenge(pending) => challenges::page(pending),
            Screen::Home(user, Home::Start) => home(user),
            Screen::Home(_, Home::SetUpApp(details)) => set_up_app(details),
            Screen::TryAgain => {
                Self::new("Your session can't be read now").choice("Try again", [], Action::TryAgain)
            }
        };
        page.choice("Quit", [], Action::Quit)
    }

    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    pub(crate) fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// The lines about a key for an authenticator app.
    pub(crate) fn key(mut self, key: &Secret) -> Self {
        self.key = Some(key.clone()).filter(|key| !key.is_empty());
        let line = match self.key {
            Some(_) => "Type this key into your authenticator app. It is shown once.",
            None => "The key was shown before. If you do not have it any more, begin again.",
        };
        self.line(line)
    }

    pub(crate) fn choice(
        mut self,
        label: impl Into<String>,
        fields: impl IntoIterator<Item = Field>,
        action: Action,
    ) -> Self {
        let asks = fields.into_iter().map(Ask::from).collect();
        self.choices.push(Choice { label: label.into(), asks, action });
        self
    }

    /// The same page. An empty line for the user name of the choices so far stands for `username`.
    fn suggesting(mut self, username: &str) -> Self {
        let asks = self.choices.iter_mut().flat_map(|choice| &mut choice.asks);
        for ask in asks.filter(|ask| ask.field == Field::Username) {
            username.clone_into(&mut ask.suggestion);
        }
        self
    }
}

fn sign_in(username: &str) -> Page {
    Page::new("Sign in")
        .choice("Sign in", [Field::Username, Field::Password], Action::SignIn)
        .choice("Sign in without a password", [Field::Username], Action::SignInWithoutPassword)
        .choice("Sign up", [], Action::Show(Form::SignUp))
        .choice("I forgot my password", [Field::Username], Action::ForgotPassword)
        .suggesting(username)
}

fn sign_up() -> Page {
    Page::new("Sign up")
        .choice("Sign up", [Field::Username, Field::Email, Field::NewPassword], Action::SignUp)
        .choice("Back", [], Action::Show(Form::default()))
}

fn confirm_sign_up(username: &str) -> Page {
    let username = || username.to_owned();
    Page::new(format!("Confirm the sign-up of {}", username()))
        .choice("Type the code", [Field::Code], Action::ConfirmSignUp { username: username() })
        .choice("Send another code", [], Action::ResendSignUpCode { username: username() })
        .choice("Back", [], Action::Show(Form::SignIn { username: username() }))
}

fn reset_password(username: &str) -> Page {
    let username = || username.to_owned();
    let reset = Action::ResetPassword { username: username() };
    Page::new(format!("Replace the password of {}", username()))
        .choice("Type the code and a new password", [Field::Code, Field::NewPassword], reset)
        .choice("Send another code", [], Action::ResendResetCode { username: username() })
        .choice("Back", [], Action::Show(Form::SignIn { username: username() }))
}

fn home(user: &AuthUser) -> Page {
    let delete = Action::Delete { username: user.username.clone() };
    Page::new(format!("Hello, {}", user.username))
        .choice("Show my account", [], Action::ShowAccount)
        .choice("Set up an authenticator app", [], Action::SetUpApp)
        .choice("Sign out", [], Action::SignOut)
        .choice("Delete my account", [Field::UsernameAgain], delete)
}

fn set_up_app(details: &TotpSetupDetails) -> Page {
    Page::new("Set up an authenticator app")
        .key(&details.shared_secret)
        .choice("Type the code that it shows", [Field::Code], Action::VerifyApp)
        .choice("Back", [], Action::ShowHome(Home::Start))
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
