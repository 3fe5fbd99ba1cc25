//! Sign-in: verify the user as the service asks, answer its challenges, store the session.

mod data;
mod display;
mod effects;
mod event;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
mod transitions;

pub(crate) use data::{
    AssociatedToken, Attempt, Credential, DeviceProof, Initiation, IssuedTokens, NewDevice, OpenPasskey,
    OutgoingResponse, ProofTask, Prover, ReceivedChallenge, TokenCode,
};
pub(crate) use effects::{Effects, Then, Unexpected};
pub(crate) use event::{Concluding, Event, FromApp, FromService, Leaving, Proving, SettingUp};

use cognito_auth_srp::KeyPair;

use crate::challenge::{Challenge, FirstFactors, PasskeyChallenge, Username};
use crate::model::RequestContext;
use crate::secret::Secret;

/// The state of a sign-in. Only [`State::on`] changes it. `Display` of a state or an event prints its name and no data.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// Nothing was sent yet.
    NotStarted,
    /// The SRP key pair is being made.
    PreparingProof(Attempt),
    /// InitiateAuth was sent. There is a key pair if SRP verifies the password.
    Initiating(Attempt, Option<KeyPair>),
    /// The password's proof is being computed. The password itself is no longer needed here.
    ProvingPassword { username: Username, context: RequestContext },
    /// The password's proof, or the passkey's credential, was sent.
    VerifyingProof { username: Username, context: RequestContext },
    /// The device proves itself to the service, which the user does not see.
    ProvingDevice { username: Username },
    /// The platform asks the user for the passkey.
    AskingPasskey(OpenPasskey, RequestContext),
    /// The passkey sheet failed, the user closed it, or the deadline passed. The user can try again.
    AwaitingPasskey(OpenPasskey),
    /// A challenge is open for the user.
    Awaiting(Challenge),
    /// The user answered with a password for SRP: the key pair is being made.
    PreparingAnswer(Challenge, Secret, RequestContext),
    /// The response was sent. There is a key pair if SRP verifies the password. The challenge stays open until the
    /// service accepts the response.
    Answering(Challenge, RequestContext, Option<Prover>, FirstFactors),
    /// The service makes the secret of an authenticator app. The selection of the factor stays open until the secret
    /// arrives.
    AssociatingToken(Challenge),
    /// The first code of the authenticator app was sent.
    VerifyingToken(Challenge, RequestContext),
    /// The tokens are being stored. From here on, the caller and a new sign-in can't stop the sign-in. It fails only if
    /// its session can't be stored, or a sign-out or a purge ends it.
    StoringSession { has_new_device: bool },
    /// The user is signed in. The service gets the verifier with which this device proves itself next time.
    ConfirmingDevice,
    /// The user is signed in, and the session is stored.
    SignedIn,
    /// The user can sign in after another step: confirm the sign-up, or reset the password.
    Redirected,
    /// The sign-in failed.
    Failed,
    /// The app dropped the call, or closed the instance.
    Cancelled,
}

/// Work of a sign-in that takes time.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    /// Make the SRP key pair.
    PrepareProof,
    /// Ask the service to begin.
    Initiate(Initiation),
    /// Compute the password's proof.
    ProvePassword(Box<ProofTask>),
    /// Let the device prove itself, in two requests.
    ProveDevice(DeviceProof),
    /// Let the platform ask the user for the passkey.
    AskPasskey(PasskeyChallenge),
    /// Ask the service for the secret of an authenticator app.
    AssociateToken { session: Option<Secret> },
    /// Let the service verify the authenticator app's first code.
    VerifyToken(TokenCode),
    /// Send a response to the challenge.
    Respond(OutgoingResponse),
    /// Store this device, if the service saw it for the first time. Then store the session, and tell
    /// the app's listeners that the user has signed in.
    StoreSession { username: Username, tokens: IssuedTokens },
    /// Send the verifier of this device to the service.
    ConfirmDevice,
}

/// A side effect of a sign-in. It runs before the work or the conclusion, and its result changes nothing.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "made once for a call; a box would only burden the reader")]
pub(crate) enum SideEffect {
    /// Store the open challenge, so that it outlives the process.
    RememberChallenge(Challenge),
    /// Remove the stored challenge: it is no longer open.
    ForgetChallenge,
}

impl State {
    /// Whether the sign-in is over: the state takes no event.
    pub(crate) fn has_ended(&self) -> bool {
        match self {
            Self::SignedIn | Self::Redirected | Self::Failed | Self::Cancelled => true,
            Self::NotStarted
            | Self::PreparingProof(_)
            | Self::Initiating(..)
            | Self::ProvingPassword { .. }
            | Self::VerifyingProof { .. }
            | Self::ProvingDevice { .. }
            | Self::AskingPasskey(..)
            | Self::AwaitingPasskey(_)
            | Self::Awaiting(_)
            | Self::PreparingAnswer(..)
            | Self::Answering(..)
            | Self::AssociatingToken(_)
            | Self::VerifyingToken(..)
            | Self::StoringSession { .. }
            | Self::ConfirmingDevice => false,
        }
    }

    /// The user whose challenge is open for an answer.
    pub(crate) fn awaited_user(&self) -> Option<&Username> {
        match self {
            Self::Awaiting(challenge) => Some(&challenge.username),
            Self::AwaitingPasskey(open) => Some(&open.username),
            Self::NotStarted
            | Self::PreparingProof(_)
            | Self::Initiating(..)
            | Self::ProvingPassword { .. }
            | Self::VerifyingProof { .. }
            | Self::ProvingDevice { .. }
            | Self::AskingPasskey(..)
            | Self::PreparingAnswer(..)
            | Self::Answering(..)
            | Self::AssociatingToken(_)
            | Self::VerifyingToken(..)
            | Self::StoringSession { .. }
            | Self::ConfirmingDevice
            | Self::SignedIn
            | Self::Redirected
            | Self::Failed
            | Self::Cancelled => None,
        }
    }

    /// Whether work of the sign-in is running.
    pub(crate) fn is_working(&self) -> bool {
        !matches!(self, Self::NotStarted) && self.awaited_user().is_none() && !self.has_ended()
    }

    /// The next state and its effects. An event that the state does not expect leaves the state as it was, and gives
    /// [`Unexpected`].
    pub(crate) fn on(self, event: Event) -> (Self, Result<Effects, Unexpected>) {
        transitions::on(self, event)
    }
}
