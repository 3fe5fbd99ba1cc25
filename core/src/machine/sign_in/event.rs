//! What can happen to a sign-in, grouped by where it comes from: a state refuses a whole group in one line.

use cognito_auth_srp::KeyPair;

use super::{
    Asked, AssociatedToken, Attempt, Challenge, DeviceProofRequest, IssuedTokens, PasskeyRequest,
    PasswordClaim, PasswordVerifier, Reply,
};
use crate::error::{AuthError, AuthErrorCode};
use crate::secret::Secret;

/// What can happen to a sign-in.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// The app asks for something.
    App(FromApp),
    /// The service says how the sign-in goes on.
    Service(FromService),
    /// A step of a proof is done.
    Proving(Proving),
    /// A step of setting up an authenticator app is done.
    SettingUp(SettingUp),
    /// A step of what follows the tokens is done.
    Concluding(Concluding),
    /// The work under way failed: the service refused, no answer came, or the store would not take the session.
    WorkFailed(AuthError),
    /// The caller does not wait any longer.
    Leaving(Leaving),
}

/// What the app asks for.
#[derive(Clone, Debug)]
pub(crate) enum FromApp {
    /// The sign-in starts.
    SignIn(Attempt),
    /// A question that was stored by an earlier run of the app is taken up again.
    Resume(Challenge),
    /// The open question is answered.
    Answer(Reply),
}

/// What the service says to the start of a sign-in, and to each of its answers.
#[derive(Clone, Debug)]
pub(crate) enum FromService {
    /// It wants the password proved.
    ProofRequested(PasswordVerifier),
    /// It wants the device to prove itself.
    DeviceProofRequested(DeviceProofRequest),
    /// It wants a passkey.
    PasskeyRequested(PasskeyRequest),
    /// It asks the user something.
    QuestionReceived(Asked),
    /// It gave tokens.
    TokensReceived(IssuedTokens),
}

/// What there is of a proof.
#[derive(Clone, Debug)]
pub(crate) enum Proving {
    /// The key pair is ready.
    ProofPrepared(KeyPair),
    /// The password's proof is ready.
    PasswordProved(PasswordClaim),
    /// The user's passkey answered.
    PasskeyAnswered { credential: Secret, session: Option<Secret> },
}

/// How far an authenticator app is set up.
#[derive(Clone, Debug)]
pub(crate) enum SettingUp {
    /// The service made its secret.
    TokenAssociated(AssociatedToken),
    /// The service took its first code.
    TokenVerified { session: Option<Secret> },
}

/// How far a sign-in is that has its tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Concluding {
    /// The session is stored.
    SessionStored,
    /// The service knows how this device proves itself.
    DeviceConfirmed,
}

/// Why a caller leaves.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leaving {
    /// The call's time limit passed.
    DeadlinePassed,
    /// The app let go of the call, or started a newer sign-in.
    Cancel,
}

impl Leaving {
    pub(super) fn code(self) -> AuthErrorCode {
        match self {
            Self::DeadlinePassed => AuthErrorCode::DeadlinePassed,
            Self::Cancel => AuthErrorCode::Cancelled,
        }
    }
}
