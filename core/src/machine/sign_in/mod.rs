//! Sign-in: prove the password, answer what the service asks, store the session.

mod challenge;
mod display;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
mod transitions;

use std::collections::BTreeMap;

use cognito_auth_srp::KeyPair;

pub(crate) use challenge::{Answer, Challenge, MfaOption, NewPassword, Question, Reply};

use super::{Effects, Machine, Unexpected};
use crate::error::AuthError;
use crate::model::{AuthFlowType, AuthSignInStep};
use crate::secret::Secret;

/// Where a sign-in stands.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// Nothing was sent yet.
    NotStarted,
    /// The key pair of the password's proof is being made.
    PreparingProof(Attempt),
    /// InitiateAuth is at the service; with a key pair if the password is to be proved.
    Initiating(Attempt, Option<KeyPair>),
    /// The password's proof is being computed. The password itself is no longer needed here.
    ProvingPassword { client_metadata: BTreeMap<String, String> },
    /// The password's proof is at the service.
    VerifyingPassword { user_id: String },
    /// The service asks the user something.
    Awaiting(Challenge),
    /// The user's answer is at the service. The question stands until the answer is taken.
    Answering(Challenge),
    /// The service gave tokens, which are being stored: from here on nothing stops the sign-in.
    StoringSession,
    /// The user is signed in, and the session is stored.
    SignedIn,
    /// Something else has to be done before the user can sign in: confirm the sign-up, or reset the password.
    Redirected,
    /// The sign-in failed.
    Failed,
    /// The app let go of the sign-in, or started a newer one.
    Cancelled,
}

/// What can happen to a sign-in.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// The app starts it.
    SignIn(Attempt),
    /// A question that was stored by an earlier run of the app is taken up again.
    Resume(Challenge),
    /// The app answers the open question.
    Answer(Reply),
    /// The key pair is ready.
    ProofPrepared(KeyPair),
    /// The service wants the password proved.
    ProofRequested(PasswordVerifier),
    /// The password's proof is ready.
    PasswordProved(PasswordClaim),
    /// The service asks the user something.
    QuestionReceived(Asked),
    /// The service gave tokens.
    TokensReceived(IssuedTokens),
    /// The session is stored.
    SessionStored,
    /// The work under way failed: the service refused, no answer came, or the store would not take the session.
    WorkFailed(AuthError),
    /// The call's time limit passed.
    DeadlinePassed,
    /// The app let go of the call, or started a newer sign-in.
    Cancel,
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
    /// Answer the service's challenge.
    Respond(Response),
    /// Store the session, then let everyone know of it.
    StoreSession(IssuedTokens),
}

/// What a sign-in does in passing.
#[derive(Clone, Debug)]
pub(crate) enum Note {
    /// Keep the open question, so that it outlives the process.
    RememberChallenge(Challenge),
    /// No question is open any more.
    ForgetChallenge,
}

/// A sign-in as the app asked for it.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// The user name, or alias, as it was typed.
    pub(crate) username: String,
    pub(crate) password: Secret,
    pub(crate) flow: AuthFlowType,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

/// How to begin: with the password proved, or sent.
#[derive(Clone, Debug)]
pub(crate) struct Initiation {
    pub(crate) username: String,
    pub(crate) credential: Credential,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

/// What goes with the user name.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    /// The public value of the key pair, A.
    SrpA(String),
    /// The password itself.
    Password(Secret),
}

/// The service's half of the password's proof.
#[derive(Clone, Debug)]
pub(crate) struct PasswordVerifier {
    /// The user's own name, which a typed alias may differ from.
    pub(crate) user_id: String,
    pub(crate) salt: String,
    pub(crate) srp_b: String,
    pub(crate) secret_block: Secret,
    pub(crate) session: Option<Secret>,
}

/// All that the proof is computed from, but for the time.
#[derive(Clone, Debug)]
pub(crate) struct ProofTask {
    pub(crate) key_pair: KeyPair,
    pub(crate) verifier: PasswordVerifier,
    pub(crate) password: Secret,
}

/// The proof of the password.
#[derive(Clone, Debug)]
pub(crate) struct PasswordClaim {
    pub(crate) user_id: String,
    pub(crate) secret_block: Secret,
    pub(crate) signature: Secret,
    /// The time that was signed, in Cognito's form.
    pub(crate) timestamp: String,
    pub(crate) session: Option<Secret>,
}

/// A question of the service's, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) question: Question,
    pub(crate) session: Option<Secret>,
    /// The user's own name, if the service said it.
    pub(crate) user_id: Option<String>,
    /// When it came, in milliseconds since 1970.
    pub(crate) at_milliseconds: i64,
}

/// An answer on its way to the service.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// The user name that the answer carries: the user's own one, once it is known.
    pub(crate) username: String,
    pub(crate) session: Option<Secret>,
    pub(crate) answer: Answer,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

/// The tokens of a finished sign-in.
#[derive(Clone, Debug)]
pub(crate) struct IssuedTokens {
    pub(crate) id_token: Secret,
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Secret,
    /// How long the access token is valid from now, in seconds.
    pub(crate) expires_in_seconds: i64,
}

impl Machine for State {
    type Event = Event;
    type Work = Work;
    type Note = Note;
    type Step = AuthSignInStep;

    fn on(&self, event: Event) -> Result<(Self, Effects<Self>), Unexpected> {
        transitions::on(self, event)
    }
}
