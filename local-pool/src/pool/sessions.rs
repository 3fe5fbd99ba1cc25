//! The active sign-ins: challenges by their Session, and SRP exchanges by their SECRET_BLOCK.

use super::mfa::SoftwareToken;
use crate::clock::Moment;
use crate::collections::{Term, Threshold};
use crate::errors::CognitoError;
use crate::hashing;
use crate::random;
use crate::srp::Exchange;
use std::collections::{BTreeSet, HashMap};

pub(crate) use super::challenges::{Challenge, Custom, Progress};

/// A Session ends after this many wrong answers.
const WRONG_ANSWERS: u32 = 5;

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
    /// The token, if the pool must find the Session for a client that does not send it back.
    token: Option<Box<str>>,
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
    open: HashMap<Digest, Box<Session>>,
    /// The tokens of closed and renewed Sessions, each with the time at which its Session would have expired.
    spent: HashMap<Digest, Moment>,
    exchanges: HashMap<Digest, Box<OpenExchange>>,
    sessions_of: KeysOfUsers,
    exchanges_of: KeysOfUsers,
    full: Threshold,
}

/// Stands for a token or a SECRET_BLOCK, and is much shorter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Digest([u8; 16]);

impl Digest {
    const LEAST: Self = Self([0; 16]);

    fn of(secret: &str) -> Self {
        let mut first = [0; 16];
        first.copy_from_slice(&hashing::sha256(&[secret.as_bytes()])[..16]);
        Self(first)
    }
}

/// The fingerprints of users' names, each with a key in [`Sessions::open`] or in [`Sessions::exchanges`].
type KeysOfUsers = BTreeSet<(Term, Digest)>;

fn term(username: &str) -> Term {
    Term::new("user", &[username.as_bytes()])
}

/// The keys of a user. Another user's name can have the same fingerprint.
fn keys_of(keys: &KeysOfUsers, username: &str) -> Vec<Digest> {
    let term = term(username);
    keys.range((term, Digest::LEAST)..).take_while(|(other, _)| *other == term).map(|(_, key)| *key).collect()
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
            token: None,
        };
        self.insert(&token, session);
        Ok(token)
    }

    fn insert(&mut self, token: &str, mut session: Session) {
        session.token = matches!(session.challenge, Challenge::DeviceSrp).then(|| token.into());
        self.sessions_of.insert((term(&session.username), Digest::of(token)));
        self.open.insert(Digest::of(token), Box::new(session));
    }

    fn remove(&mut self, key: Digest) -> Option<Session> {
        let session = self.open.remove(&key)?;
        self.sessions_of.remove(&(term(&session.username), key));
        Some(*session)
    }

    fn remove_exchange(&mut self, key: Digest) -> Option<OpenExchange> {
        let exchange = self.exchanges.remove(&key)?;
        self.exchanges_of.remove(&(term(&exchange.username), key));
        Some(*exchange)
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
        let session = self.open.get_mut(&Digest::of(token)).ok_or_else(CognitoError::invalid_session)?;
        Ok(&mut **session)
    }

    /// [`Self::find_for_any_client`], for a Session that stays as it is.
    pub(crate) fn look_up(&self, token: &str, now: Moment) -> Result<&Session, CognitoError> {
        if self.spent.contains_key(&Digest::of(token)) {
            return Err(CognitoError::spent_session());
        }
        let session = &**self.open.get(&Digest::of(token)).ok_or_else(CognitoError::invalid_session)?;
        if session.expires <= now {
            return Err(CognitoError::not_authorized("Invalid session for the user, session is expired."));
        }
        Ok(session)
    }

    /// The token of the newest Session that waits for SRP_A from the device of this key.
    pub(crate) fn waiting_for_device(&self, username: &str, client_id: &str, key: &str) -> Option<String> {
        let waits = |session: &&Session| {
            matches!(session.challenge, Challenge::DeviceSrp)
                && session.username == username
                && session.client_id == client_id
                && session.progress.device.as_deref() == Some(key)
        };
        let keys = keys_of(&self.sessions_of, username);
        let sessions = keys.iter().filter_map(|key| self.open.get(key)).map(|session| &**session);
        let newest = sessions.filter(waits).max_by_key(|session| session.expires)?;
        newest.token.as_deref().map(str::to_owned)
    }

    /// Gives a Session a new token. The old token is spent.
    pub(crate) fn renew(&mut self, token: &str) -> Result<String, CognitoError> {
        let new_token = random::opaque::<96>()?;
        let session = self.take(token).ok_or_else(CognitoError::invalid_session)?;
        self.insert(&new_token, session);
        Ok(new_token)
    }

    /// Ends a Session, because the sign-in has gone on or failed. The Session's token is spent. Fails if another request
    /// has used the Session while a trigger worked. A trigger itself may have ended it, e.g. with AdminSetUserPassword.
    pub(crate) fn close(&mut self, token: &str) -> Result<(), CognitoError> {
        match self.take(token) {
            None if self.spent.contains_key(&Digest::of(token)) => Err(CognitoError::spent_session()),
            Some(_) | None => Ok(()),
        }
    }

    /// Takes a Session out. Its token is spent.
    fn take(&mut self, token: &str) -> Option<Session> {
        let session = self.remove(Digest::of(token))?;
        self.spent.insert(Digest::of(token), session.expires);
        Some(session)
    }

    /// Counts a wrong answer. Too many wrong answers end the Session.
    pub(crate) fn count_wrong_answer(&mut self, token: &str) {
        let key = Digest::of(token);
        let Some(session) = self.open.get_mut(&key) else { return };
        session.wrong_answers += 1;
        if session.wrong_answers >= WRONG_ANSWERS {
            self.remove(key);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Session> {
        self.open.values().map(|session| &**session)
    }

    /// Ends a user's active sign-ins, because the user's password or state has changed. The user's grants stay.
    pub(crate) fn close_all_of(&mut self, username: &str) {
        for key in keys_of(&self.sessions_of, username) {
            if self.open.get(&key).is_some_and(|session| session.username == username) {
                self.remove(key);
            }
        }
        for key in keys_of(&self.exchanges_of, username) {
            if self.exchanges.get(&key).is_some_and(|exchange| exchange.username == username) {
                self.remove_exchange(key);
            }
        }
    }

    pub(crate) fn expect_claim(&mut self, secret_block: &str, exchange: OpenExchange) {
        let key = Digest::of(secret_block);
        self.exchanges_of.insert((term(&exchange.username), key));
        self.exchanges.insert(key, Box::new(exchange));
    }

    /// Takes an exchange out, so that it checks only one claim, right or wrong.
    pub(crate) fn take_exchange(&mut self, secret_block: &str) -> Option<OpenExchange> {
        self.remove_exchange(Digest::of(secret_block))
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
