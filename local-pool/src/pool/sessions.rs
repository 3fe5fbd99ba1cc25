//! The active sign-ins: challenges by their Session, and SRP exchanges by their SECRET_BLOCK.

use super::first_factor::FirstFactor;
use super::mfa::{Factor, SoftwareToken};
use super::passkeys::Ceremony;
use crate::clock::Moment;
use crate::collections::{Name, Threshold};
use crate::errors::CognitoError;
use crate::random;
use crate::srp::Exchange;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// A Session ends after this many wrong answers.
const WRONG_ANSWERS: u32 = 5;

/// What a Session waits for.
#[derive(Clone)]
pub(crate) enum Challenge {
    /// The choice of a first factor.
    SelectFirstFactor {
        available: Vec<FirstFactor>,
    },
    Password,
    /// SRP_A, from a client that has chosen SRP.
    PasswordSrp,
    PasswordVerifier,
    Passkey(Ceremony),
    /// The code of a first factor.
    FirstFactorCode {
        factor: FirstFactor,
        sent: String,
    },
    NewPasswordRequired,
    /// The code of a second factor. `sent` is `None` if an authenticator app makes the code.
    SecondFactor {
        factor: Factor,
        sent: Option<String>,
    },
    SelectMfaType {
        offered: Vec<Factor>,
    },
    /// The set-up of a second factor: the pool requires a second factor, and the user has none.
    MfaSetup,
    /// The code of a second factor that is being set up, and the address that it went to.
    SetUpCode {
        factor: Factor,
        destination: String,
        sent: String,
    },
    /// SRP_A, for the device's SRP exchange.
    DeviceSrp,
    /// The claim of the device's password.
    DeviceVerifier,
    /// A challenge that the pool's triggers define.
    Custom(Custom),
    /// The code of the sign-up. Only the pages of managed login ask for it within a sign-in. They ask a user who gave
    /// the right password, who has no password, or who has just signed up there.
    ConfirmSignUp {
        signed_up_here: bool,
    },
    /// Not a challenge: the Session between SignUp and ConfirmSignUp.
    SignedUp,
    /// Not a challenge: the Session between ConfirmSignUp and the first sign-in. With it, the user signs in without any
    /// factor.
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
            Self::ConfirmSignUp { .. } => "CONFIRM_SIGN_UP_IN_BROWSER",
            Self::SignedUp => "SIGN_UP",
            Self::Confirmed => "CONFIRM_SIGN_UP",
        }
    }
}

/// The results of a sign-in's earlier steps.
#[derive(Clone, Default)]
pub(crate) struct Progress {
    /// Whether the user signs in on the pages of managed login. Then no app can answer the challenges, and the sign-in
    /// ends without tokens.
    pub in_browser: bool,
    /// The key of the device that the user signs in on.
    pub device: Option<String>,
    /// Whether that device has signed in by SRP.
    pub device_verified: bool,
    /// Whether a challenge response had an alias as USERNAME.
    pub by_alias: bool,
    /// Whether the user replaced a temporary password.
    pub new_password: bool,
    /// The history of a custom sign-in, as DefineAuthChallenge gets it.
    pub custom: Option<Vec<Value>>,
}

/// The parts of CreateAuthChallenge's response that the client does not see.
#[derive(Clone)]
pub(crate) struct Custom {
    /// The private parameters, for VerifyAuthChallengeResponse.
    pub private: Value,
    pub metadata: Option<String>,
}

/// A sign-in between two steps.
#[derive(Clone)]
pub(crate) struct Session {
    pub challenge: Challenge,
    /// The pool user name, or the typed name if there is no such user.
    pub username: String,
    pub client_id: String,
    pub expires: Moment,
    pub progress: Progress,
    wrong_answers: u32,
    /// A software token that is being set up within this sign-in.
    pub software_token: Option<Box<SoftwareToken>>,
}

/// Whose password an SRP exchange verifies.
pub(crate) enum PasswordOf {
    User,
    /// The user does not exist or has no password: no claim is right.
    Nobody,
    /// The device of this key.
    Device(String),
}

/// An SRP exchange that waits for the client's claim.
pub(crate) struct OpenExchange {
    pub srp: Exchange,
    /// USER_ID_FOR_SRP.
    pub username: String,
    pub password_of: PasswordOf,
    pub client_id: String,
    pub expires: Moment,
    pub session: String,
}

#[derive(Default)]
pub(crate) struct Sessions {
    open: HashMap<Name, Box<Session>>,
    /// The tokens of closed and renewed Sessions, each with the time at which its Session would have expired.
    spent: HashMap<Name, Moment>,
    exchanges: HashMap<Name, Box<OpenExchange>>,
    sessions_of: KeysOfUsers,
    exchanges_of: KeysOfUsers,
    full: Threshold,
}

/// The names of users, each with a key in [`Sessions::open`] or in [`Sessions::exchanges`].
type KeysOfUsers = BTreeSet<(Name, Name)>;

fn keys_of<'k>(keys: &'k KeysOfUsers, username: &'k str) -> impl Iterator<Item = &'k Name> {
    let from = keys.range((Name::from(username), Name::from(""))..);
    from.take_while(move |(user, _)| user.as_str() == username).map(|(_, key)| key)
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
        self.insert(&token, session);
        Ok(token)
    }

    fn insert(&mut self, token: &str, session: Session) {
        let token = Name::from(token);
        self.sessions_of.insert((Name::from(session.username.as_str()), token.clone()));
        self.open.insert(token, Box::new(session));
    }

    fn remove(&mut self, token: &str) -> Option<(Name, Session)> {
        let (token, session) = self.open.remove_entry(token)?;
        self.sessions_of.remove(&(Name::from(session.username.as_str()), token.clone()));
        Some((token, *session))
    }

    /// The Session of this token, if it was opened for this client.
    pub(crate) fn find(
        &mut self,
        token: &str,
        client_id: &str,
        now: Moment,
    ) -> Result<&mut Session, CognitoError> {
        let session = self.find_for_any_client(token, now)?;
        if session.client_id == client_id { Ok(session) } else { Err(CognitoError::invalid_session()) }
    }

    /// The Session of this token, whichever client it was opened for. The requests that set up a software token have no
    /// ClientId.
    pub(crate) fn find_for_any_client(
        &mut self,
        token: &str,
        now: Moment,
    ) -> Result<&mut Session, CognitoError> {
        self.look_up(token, now)?;
        let session = self.open.get_mut(token).ok_or_else(CognitoError::invalid_session)?;
        Ok(&mut **session)
    }

    /// [`Self::find_for_any_client`], for a Session that stays as it is.
    pub(crate) fn look_up(&self, token: &str, now: Moment) -> Result<&Session, CognitoError> {
        if self.spent.contains_key(token) {
            return Err(CognitoError::spent_session());
        }
        let session = &**self.open.get(token).ok_or_else(CognitoError::invalid_session)?;
        if session.expires <= now {
            return Err(CognitoError::not_authorized("Invalid session for the user, session is expired."));
        }
        Ok(session)
    }

    /// The token of the newest Session that waits for SRP_A from the device of this key.
    pub(crate) fn waiting_for_device(&self, username: &str, client_id: &str, key: &str) -> Option<String> {
        let waits = |session: &Session| {
            matches!(session.challenge, Challenge::DeviceSrp)
                && session.client_id == client_id
                && session.progress.device.as_deref() == Some(key)
        };
        let tokens = keys_of(&self.sessions_of, username);
        let waiting = tokens.filter_map(|token| Some((token, self.open.get(token)?)));
        let waiting = waiting.filter(|(_, session)| waits(session));
        waiting.max_by_key(|(_, session)| session.expires).map(|(token, _)| token.as_str().to_owned())
    }

    /// Gives a Session a new token. The old token is spent.
    pub(crate) fn renew(&mut self, token: &str) -> Result<String, CognitoError> {
        let new_token = random::opaque::<96>()?;
        let session = self.take(token).ok_or_else(CognitoError::invalid_session)?;
        self.insert(&new_token, session);
        Ok(new_token)
    }

    /// Ends a Session, because the sign-in has gone on or failed. The Session's token is spent.
    pub(crate) fn close(&mut self, token: &str) {
        self.take(token);
    }

    /// Takes a Session out. Its token is spent.
    fn take(&mut self, token: &str) -> Option<Session> {
        let (token, session) = self.remove(token)?;
        self.spent.insert(token, session.expires);
        Some(session)
    }

    /// Counts a wrong answer. Too many wrong answers end the Session.
    pub(crate) fn count_wrong_answer(&mut self, token: &str) {
        let Some(session) = self.open.get_mut(token) else { return };
        session.wrong_answers += 1;
        if session.wrong_answers >= WRONG_ANSWERS {
            self.remove(token);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Session> {
        self.open.values().map(|session| &**session)
    }

    /// Ends a user's active sign-ins, because the user's password or state has changed. The user's grants stay.
    pub(crate) fn close_all_of(&mut self, username: &str) {
        let tokens: Vec<Name> = keys_of(&self.sessions_of, username).cloned().collect();
        tokens.iter().for_each(|token| drop(self.remove(token.as_str())));
        let secret_blocks: Vec<Name> = keys_of(&self.exchanges_of, username).cloned().collect();
        secret_blocks.iter().for_each(|secret_block| drop(self.take_exchange(secret_block.as_str())));
    }

    pub(crate) fn expect_claim(&mut self, secret_block: String, exchange: OpenExchange) {
        let secret_block = Name::from(secret_block);
        self.exchanges_of.insert((Name::from(exchange.username.as_str()), secret_block.clone()));
        self.exchanges.insert(secret_block, Box::new(exchange));
    }

    /// Takes an exchange out, so that it checks only one claim, right or wrong.
    pub(crate) fn take_exchange(&mut self, secret_block: &str) -> Option<OpenExchange> {
        let (secret_block, exchange) = self.exchanges.remove_entry(secret_block)?;
        self.exchanges_of.remove(&(Name::from(exchange.username.as_str()), secret_block));
        Some(*exchange)
    }

    /// Removes Sessions and exchanges that expired more than a day ago. Until then, a request with one of them gets the
    /// error that it has expired.
    pub(crate) fn prune(&mut self, now: Moment) {
        let count = |sessions: &Self| sessions.open.len() + sessions.spent.len() + sessions.exchanges.len();
        if !self.full.is_reached(count(self)) {
            return;
        }
        self.open.retain(|_, session| now < session.expires.plus_seconds(Moment::DAY));
        self.spent.retain(|_, expires| now < expires.plus_seconds(Moment::DAY));
        self.exchanges.retain(|_, exchange| now < exchange.expires.plus_seconds(Moment::DAY));
        self.sessions_of.retain(|(_, token)| self.open.contains_key(token));
        self.exchanges_of.retain(|(_, secret_block)| self.exchanges.contains_key(secret_block));
        self.full.follows(count(self));
    }
}
