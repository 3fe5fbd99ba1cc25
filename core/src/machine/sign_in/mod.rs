//! Sign-in: prove the password or whatever else the service asks for, answer its questions, store the session.

mod challenge;
mod data;
mod display;
mod effects;
mod event;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
mod transitions;

pub(crate) use challenge::{Answer, Challenge, MfaOption, NewPassword, Question, Reply};
pub(crate) use data::{
    Asked, AssociatedToken, Attempt, Context, Credential, DeviceProofRequest, Initiation, IssuedTokens,
    NewDevice, PasskeyRequest, PasswordClaim, PasswordVerifier, ProofTask, Prover, Response, TokenCode,
    Username,
};
pub(crate) use effects::{Effects, Then, Unexpected};
pub(crate) use event::{Concluding, Event, FromApp, FromService, Leaving, Proving, SettingUp};

use cognito_auth_srp::KeyPair;

use crate::secret::Secret;

/// Where a sign-in stands. Only [`State::on`] changes it. `Display` of it and of an event prints the name and no data.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// Nothing was sent yet.
    NotStarted,
    /// The key pair of the password's proof is being made.
    PreparingProof(Attempt),
    /// InitiateAuth is at the service; with a key pair if the password is to be proved.
    Initiating(Attempt, Option<KeyPair>),
    /// The password's proof is being computed. The password itself is no longer needed here.
    ProvingPassword { username: Username, context: Context },
    /// The proof of the password, or of the passkey, is at the service.
    VerifyingProof { username: Username, context: Context },
    /// The device proves itself to the service, which the user does not see.
    ProvingDevice { username: Username },
    /// The user's passkey is asked for by the platform.
    AskingPasskey { username: Username, context: Context },
    /// The service asks the user something.
    Awaiting(Challenge),
    /// The user answered with a password that is to be proved: the key pair is being made.
    PreparingAnswer(Challenge, Secret, Context),
    /// The user's answer is at the service, with a key pair if it is a password to be proved. The question stands
    /// until the answer is taken.
    Answering(Challenge, Context, Option<Prover>),
    /// The service makes the secret of an authenticator app. The question before it stands until then.
    AssociatingToken(Challenge),
    /// The first code of the authenticator app is at the service.
    VerifyingToken(Challenge, Context),
    /// The service gave tokens, which are being stored: from here on only a sign-out stops the sign-in.
    StoringSession { has_new_device: bool },
    /// The user is signed in; the service is told how this device will prove itself the next time.
    ConfirmingDevice,
    /// The user is signed in, and the session is stored.
    SignedIn,
    /// Something else has to be done before the user can sign in: confirm the sign-up, or reset the password.
    Redirected,
    /// The sign-in failed.
    Failed,
    /// The app let go of the sign-in, or started a newer one.
    Cancelled,
}

/// What takes time in a sign-in.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    /// Make the key pair of the password's proof.
    PrepareProof,
    /// Ask the service to begin.
    Initiate(Initiation),
    /// Compute the password's proof.
    ProvePassword(Box<ProofTask>),
    /// Let the device prove itself, in the two requests that it takes.
    ProveDevice(DeviceProofRequest),
    /// Let the platform ask for the user's passkey.
    AskPasskey(PasskeyRequest),
    /// Ask the service for the secret of an authenticator app.
    AssociateToken { session: Option<Secret> },
    /// Show the service the authenticator app's first code.
    VerifyToken(TokenCode),
    /// Answer the service's challenge.
    Respond(Response),
    /// Store the new device, if the tokens come with one, and the session; then let everyone know of it.
    StoreSession { username: Username, tokens: IssuedTokens },
    /// Tell the service how this device proves itself.
    ConfirmDevice,
}

/// What a sign-in does in passing.
#[derive(Clone, Debug)]
pub(crate) enum Note {
    /// Keep the open question, so that it outlives the process.
    RememberChallenge(Challenge),
    /// No question is open any more.
    ForgetChallenge,
}

impl State {
    /// Whether nothing can happen any more.
    pub(crate) fn has_ended(&self) -> bool {
        match self {
            Self::SignedIn | Self::Redirected | Self::Failed | Self::Cancelled => true,
            Self::NotStarted
            | Self::PreparingProof(_)
            | Self::Initiating(..)
            | Self::ProvingPassword { .. }
            | Self::VerifyingProof { .. }
            | Self::ProvingDevice { .. }
            | Self::AskingPasskey { .. }
            | Self::Awaiting(_)
            | Self::PreparingAnswer(..)
            | Self::Answering(..)
            | Self::AssociatingToken(_)
            | Self::VerifyingToken(..)
            | Self::StoringSession { .. }
            | Self::ConfirmingDevice => false,
        }
    }

    /// The next state, and what has to be done to get any further; or the same state, and [`Unexpected`] if the event
    /// does not belong to it.
    pub(crate) fn on(self, event: Event) -> (Self, Result<Effects, Unexpected>) {
        transitions::on(self, event)
    }
}
