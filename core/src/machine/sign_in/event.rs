//! The events of a sign-in, grouped by their source: a state refuses a whole group in one line.

use cognito_auth_srp::KeyPair;

use super::{AssociatedToken, Attempt, IssuedTokens, ReceivedChallenge};
use crate::challenge::{Challenge, ChallengeAnswer, PasskeyChallenge, PasswordClaim, PasswordVerifier};
use crate::error::{AuthError, AuthErrorCode};
use crate::model::RequestContext;
use crate::secret::Secret;

/// An event of a sign-in.
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
    /// A step that follows the tokens is done.
    Concluding(Concluding),
    /// The current work failed: for example, the service refused, no response came, or the store failed.
    WorkFailed(AuthError),
    /// The caller no longer waits.
    Leaving(Leaving),
}

/// A request of the app.
#[derive(Clone, Debug)]
pub(crate) enum FromApp {
    /// The sign-in starts.
    SignIn(Attempt),
    /// A challenge that an earlier run of the app stored is open again.
    Resume(Challenge),
    /// The user answered the open challenge.
    Answer(ChallengeAnswer, RequestContext),
}

/// The service's response to the start of a sign-in, or to a challenge response.
#[derive(Clone, Debug)]
pub(crate) enum FromService {
    /// SRP has to verify the password.
    ProofRequested(PasswordVerifier),
    /// The device has to prove itself. The service may give the user name in the pool.
    DeviceProofRequested { session: Option<Secret>, pool_username: Option<String> },
    /// The service wants a passkey.
    PasskeyRequested(PasskeyChallenge),
    /// There is a challenge for the user.
    ChallengeReceived(ReceivedChallenge),
    /// The service gave tokens.
    TokensReceived(IssuedTokens),
}

/// The step of a proof that is done.
#[derive(Clone, Debug)]
pub(crate) enum Proving {
    /// The key pair is ready.
    ProofPrepared(KeyPair),
    /// The password's proof is ready.
    PasswordProved(PasswordClaim),
    /// The authenticator has signed with the passkey.
    PasskeyAnswered { credential: Secret, session: Option<Secret> },
}

/// The step that is done in the set-up of an authenticator app.
#[derive(Clone, Debug)]
pub(crate) enum SettingUp {
    /// The service made the app's secret.
    TokenAssociated(AssociatedToken),
    /// The service accepted the app's first code.
    TokenVerified { session: Option<Secret> },
}

/// The step that is done after the service gave tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Concluding {
    /// The session is stored.
    SessionStored,
    /// The service has the verifier of this device.
    DeviceConfirmed,
}

/// Why the caller no longer waits.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leaving {
    /// The call's time limit passed.
    DeadlinePassed,
    /// The app dropped the call, or closed the instance.
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
