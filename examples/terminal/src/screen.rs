//! The screens, as values.

use cognito_auth_core::{AuthUser, PendingSignIn, TotpSetupDetails};

/// What the app shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// The store was not read yet.
    Loading,
    /// Nobody is signed in.
    Form(Form),
    /// A sign-in waits for an answer.
    Challenge(PendingSignIn),
    /// A user is signed in.
    Home(AuthUser, Home),
    /// The store can't be read now. A user may be signed in, so this is not the sign-in.
    TryAgain,
}

/// What a user who is not signed in can fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// User name and password.
    SignIn {
        /// The user name to suggest; may be empty.
        username: String,
    },
    /// A new user.
    SignUp,
    /// The code that confirms a sign-up.
    ConfirmSignUp { username: String },
    /// The code for a forgotten password, and the new password.
    ResetPassword { username: String },
}

impl Default for Form {
    fn default() -> Self {
        Self::SignIn { username: String::new() }
    }
}

/// What a signed-in user sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Home {
    #[default]
    Start,
    /// The set-up of an authenticator app.
    SetUpApp(TotpSetupDetails),
}
