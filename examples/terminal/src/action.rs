//! What the user can choose, and what the user has typed for it.

use cognito_auth_core::{AuthUserAttributeKey, Secret};

use crate::screen::{Form, Home};

/// What a choice does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Shows another form.
    Show(Form),
    /// Shows another page to the signed-in user.
    ShowHome(Home),
    SignIn,
    /// Begins the sign-in with the user name alone: the service offers the factors that the user has.
    SignInWithoutPassword,
    SignUp,
    ConfirmSignUp {
        username: String,
    },
    ResendSignUpCode {
        username: String,
    },
    /// Sends a code to the user with the typed name. With this code, the user replaces the password.
    ForgotPassword,
    ResendResetCode {
        username: String,
    },
    ResetPassword {
        username: String,
    },
    /// Answers the challenge of this user's sign-in.
    Answer {
        username: String,
        answer: Answer,
    },
    /// Gives up the sign-in.
    GiveUp,
    ShowAccount,
    SetUpApp,
    VerifyApp,
    SignOut,
    Delete {
        username: String,
    },
    TryAgain,
    Quit,
}

/// Where the answer to a challenge comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The user types it.
    Typed(Field),
    /// The choice is the answer.
    Chosen(&'static str),
    /// The user types a new password, and these attributes.
    NewPassword(Vec<AuthUserAttributeKey>),
}

/// A text that the user types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Username,
    Email,
    Password,
    NewPassword,
    Code,
    /// The answer to a custom challenge.
    Answer,
    Attribute(AuthUserAttributeKey),
    /// The user name once more, before the account is deleted.
    UsernameAgain,
}

impl Field {
    pub(crate) fn label(&self) -> String {
        match self {
            Self::Username => "User name".to_owned(),
            Self::Email => "E-mail address".to_owned(),
            Self::Password => "Password".to_owned(),
            Self::NewPassword => "New password".to_owned(),
            Self::Code => "Code".to_owned(),
            Self::Answer => "Answer".to_owned(),
            Self::Attribute(key) => key.name(),
            Self::UsernameAgain => "Type your user name to delete the account".to_owned(),
        }
    }

    /// Whether the terminal must not show what is typed.
    pub(crate) fn is_hidden(&self) -> bool {
        matches!(self, Self::Password | Self::NewPassword)
    }
}

/// What the user has typed into the fields of a choice.
#[derive(Default)]
pub(crate) struct Typed(Vec<(Field, Secret)>);

impl Typed {
    pub(crate) fn add(&mut self, field: Field, text: Secret) {
        self.0.push((field, text));
    }

    /// The text of a field. It is empty if the choice does not have the field: the library refuses an empty argument.
    pub(crate) fn text(&self, field: &Field) -> &str {
        self.0.iter().find(|(of, _)| of == field).map_or("", |(_, text)| text.expose())
    }
}
