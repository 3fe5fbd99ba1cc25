//! Sign-ins that wait for an answer: the opaque Session strings, and SRP exchanges by their SECRET_BLOCK.

use super::first_factor::FirstFactor;
use super::mfa::{Factor, SoftwareToken};
use super::passkeys::Ceremony;
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::random;
use crate::srp::Exchange;
use serde_json::Value;
use std::collections::HashMap;

/// After this many wrong answers a session is spent.
const WRONG_ANSWERS: u32 = 5;

/// What a session waits for.
#[derive(Clone)]
pub(crate) enum Challenge {
    /// The choice of a first factor.
    SelectFirstFactor {
        available: Vec<FirstFactor>,
    },
    Password,
    /// A client that has chosen SRP still owes its A.
    PasswordSrp,
    PasswordVerifier,
    Passkey(Ceremony),
    /// The code of a first factor.
    FirstFactorCode {
        factor: FirstFactor,
        sent: String,
    },
    NewPasswordRequired,
    /// A code: the one that was sent, or none for an authenticator app.
    SecondFactor {
        factor: Factor,
        sent: Option<String>,
    },
    SelectMfaType {
        offered: Vec<Factor>,
    },
    /// The set-up of a second factor: the pool demands one and the user has none.
    MfaSetup,
    /// The code of a second factor that is being set up, and the address that it went to.
    SetUpCode {
        factor: Factor,
        destination: String,
        sent: String,
    },
    /// The device's A.
    DeviceSrp,
    /// The proof of the device's password.
    DeviceVerifier,
    /// A question of the app's own.
    Custom(Custom),
    /// No challenge: the thread from SignUp to ConfirmSignUp.
    SignedUp,
    /// No challenge: the thread from ConfirmSignUp to the first sign-in, which asks for nothing more.
    Confirmed,
}

impl Challenge {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::SelectFirstFactor { .. } => "SELECT_CHALLENGE",
            Self::Password => FirstFactor::Password.name(),
            Self::PasswordSrp => FirstFactor::PasswordSrp.name(),
            Self::Passkey(_) => FirstFactor::WebAuthn.name(),
            Self::FirstFactorCode { factor, .. } => factor.name(),
            Self::PasswordVerifier => "PASSWORD_VERIFIER",
            Self::NewPasswordRequired => "NEW_PASSWORD_REQUIRED",
            Self::SecondFactor { factor, .. } => factor.name(),
            Self::SelectMfaType { .. } => "SELECT_MFA_TYPE",
            Self::MfaSetup => "MFA_SETUP",
            Self::SetUpCode { factor, .. } => factor.name(),
            Self::DeviceSrp => "DEVICE_SRP_AUTH",
            Self::DeviceVerifier => "DEVICE_PASSWORD_VERIFIER",
            Self::Custom(_) => "CUSTOM_CHALLENGE",
            Self::SignedUp => "SIGN_UP",
            Self::Confirmed => "CONFIRM_SIGN_UP",
        }
    }
}

/// What the steps of a sign-in have settled so far.
#[derive(Clone, Default)]
pub(crate) struct Progress {
    /// The key of the device that the user signs in on.
    pub device: Option<String>,
    /// That device has proven itself.
    pub device_proven: bool,
    /// A temporary password was replaced on the way.
    pub new_password: bool,
    /// The answers of a custom sign-in, as DefineAuthChallenge is told of them.
    pub custom: Option<Vec<Value>>,
}

/// What CreateAuthChallenge keeps to itself.
#[derive(Clone)]
pub(crate) struct Custom {
    /// What VerifyAuthChallengeResponse is told.
    pub private: Value,
    pub metadata: Option<String>,
}

/// A sign-in between two steps.
#[derive(Clone)]
pub(crate) struct Session {
    pub challenge: Challenge,
    /// The internal username; for a user that does not exist, the name typed.
    pub username: String,
    pub client_id: String,
    pub expires: Moment,
    pub progress: Progress,
    wrong_answers: u32,
    /// A software token that is being set up within this sign-in.
    pub software_token: Option<SoftwareToken>,
}

/// Whose password an SRP exchange is about.
pub(crate) enum Proves {
    User,
    /// A user who does not exist or has no password: the exchange is a pretence that no proof satisfies.
    Nobody,
    /// The device of this key.
    Device(String),
}

/// An SRP exchange that waits for the client's proof.
pub(crate) struct PendingProof {
    pub exchange: Exchange,
    /// USER_ID_FOR_SRP.
    pub username: String,
    pub proves: Proves,
    pub client_id: String,
    pub expires: Moment,
    pub session: String,
}

#[derive(Default)]
pub(crate) struct Sessions {
    open: HashMap<String, Session>,
    proofs: HashMap<String, PendingProof>,
}

impl Sessions {
    pub(crate) fn open(
        &mut self,
        challenge: Challenge,
        username: &str,
        client_id: &str,
        progress: Progress,
        expires: Moment,
    ) -> Result<String, CognitoError> {
        let token = random::opaque::<96>()?;
        let session = Session {
            challenge,
            username: username.to_owned(),
            client_id: client_id.to_owned(),
            expires,
            progress,
            wrong_answers: 0,
            software_token: None,
        };
        self.open.insert(token.clone(), session);
        Ok(token)
    }

    /// The session of this token, for the client that it was opened for.
    pub(crate) fn find(
        &mut self,
        token: &str,
        client_id: &str,
        now: Moment,
    ) -> Result<&mut Session, CognitoError> {
        let session = self.find_for_any_client(token, now)?;
        if session.client_id == client_id { Ok(session) } else { Err(CognitoError::invalid_session()) }
    }

    /// The session of this token, for the operations that name no client: software token set-up.
    pub(crate) fn find_for_any_client(
        &mut self,
        token: &str,
        now: Moment,
    ) -> Result<&mut Session, CognitoError> {
        let session = self.open.get_mut(token).ok_or_else(CognitoError::invalid_session)?;
        if session.expires <= now {
            return Err(CognitoError::not_authorized("Invalid session for the user, session is expired."));
        }
        Ok(session)
    }

    /// The token of the newest session that waits for a device to prove itself.
    pub(crate) fn waiting_for_device(&self, username: &str, client_id: &str, key: &str) -> Option<String> {
        let waits = |session: &Session| {
            matches!(session.challenge, Challenge::DeviceSrp)
                && session.username == username
                && session.client_id == client_id
                && session.progress.device.as_deref() == Some(key)
        };
        let waiting = self.open.iter().filter(|(_, session)| waits(session));
        waiting.max_by_key(|(_, session)| session.expires).map(|(token, _)| token.clone())
    }

    /// Goes on under a new token; the one before is spent.
    pub(crate) fn renew(&mut self, token: &str) -> Result<String, CognitoError> {
        let new_token = random::opaque::<96>()?;
        let session = self.open.remove(token).ok_or_else(CognitoError::invalid_session)?;
        self.open.insert(new_token.clone(), session);
        Ok(new_token)
    }

    /// Spends a session: an answer was accepted.
    pub(crate) fn close(&mut self, token: &str) {
        self.open.remove(token);
    }

    /// Counts a wrong answer, which leaves the session standing until there are too many.
    pub(crate) fn answered_wrongly(&mut self, token: &str) {
        let Some(session) = self.open.get_mut(token) else { return };
        session.wrong_answers += 1;
        if session.wrong_answers >= WRONG_ANSWERS {
            self.open.remove(token);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Session> {
        self.open.values()
    }

    /// Spends every session of a user: the account changed under it.
    pub(crate) fn close_all_of(&mut self, username: &str) {
        self.open.retain(|_, session| session.username != username);
        self.proofs.retain(|_, proof| proof.username != username);
    }

    pub(crate) fn expect_proof(&mut self, secret_block: String, proof: PendingProof) {
        self.proofs.insert(secret_block, proof);
    }

    /// Takes an exchange out: right or wrong, a proof is tried once.
    pub(crate) fn take_proof(&mut self, secret_block: &str) -> Option<PendingProof> {
        self.proofs.remove(secret_block)
    }

    /// Forgets what expired long ago. Until then an expired session is told apart from an unknown one.
    pub(crate) fn prune(&mut self, now: Moment) {
        self.open.retain(|_, session| now < session.expires.plus_seconds(Moment::DAY));
        self.proofs.retain(|_, proof| now < proof.expires.plus_seconds(Moment::DAY));
    }
}
