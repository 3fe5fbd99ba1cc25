//! A sign-in under way: what a request carries, and the pool and the client that it is for.

use super::app_user::check_username;
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::client::Client;
use crate::pool::sessions::{Challenge, PendingProof, Progress, Proves, Session};
use crate::service::Call;
use crate::srp::Exchange;
use crate::tokens;
use serde_json::{Value, json};
use std::collections::HashMap;

/// One request of a sign-in. InitiateAuth and RespondToAuthChallenge carry the same: names with values, and the
/// Session of the step before.
pub(crate) struct Flow<'c, 'w> {
    pub call: &'c mut Call<'w>,
    pub pool_id: String,
    pub client: Client,
    /// AuthParameters or ChallengeResponses.
    pub parameters: HashMap<String, String>,
    pub session: Option<String>,
    pub progress: Progress,
}

impl Flow<'_, '_> {
    pub(crate) fn now(&self) -> Moment {
        self.call.now
    }

    pub(crate) fn pool(&mut self) -> Result<&mut UserPool, CognitoError> {
        self.call.world.pool(&self.pool_id)
    }

    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    pub(crate) fn parameter(&self, name: &str) -> Result<&str, CognitoError> {
        self.given(name).ok_or_else(|| CognitoError::missing_parameter(name))
    }

    /// The typed name, with its SECRET_HASH checked.
    pub(crate) fn typed_name(&self) -> Result<String, CognitoError> {
        let username = self.parameter("USERNAME")?;
        check_username(username)?;
        self.client.check_secret_hash(username, self.given("SECRET_HASH"))?;
        Ok(username.to_owned())
    }

    fn session_token(&self) -> Result<&str, CognitoError> {
        self.session.as_deref().ok_or_else(|| CognitoError::missing_parameter("Session"))
    }

    /// The internal username behind a typed name; the name itself, where the client does not tell that it is
    /// nobody's.
    pub(crate) fn known_or_feigned(&mut self, typed: &str) -> Result<String, CognitoError> {
        let hides = self.client.settings.hides_existence();
        match self.pool()?.resolve(typed) {
            Some(username) => Ok(username),
            None if hides => Ok(typed.to_owned()),
            None => Err(CognitoError::user_not_found()),
        }
    }

    /// The open session, when it belongs to the user named. A name that is nobody's has a session too, where the
    /// client does not tell who exists.
    pub(crate) fn find_session(&mut self) -> Result<Session, CognitoError> {
        let (token, now) = (self.session_token()?.to_owned(), self.now());
        let named = self.parameter("USERNAME")?.to_owned();
        let client_id = self.client.id.clone();
        let pool = self.pool()?;
        let session = pool.sessions.find(&token, &client_id, now)?.clone();
        if pool.resolve(&named).unwrap_or(named) != session.username {
            return Err(CognitoError::invalid_session());
        }
        self.progress = session.progress.clone();
        Ok(session)
    }

    /// Spends the session: an answer was accepted.
    pub(crate) fn close_session(&mut self) -> Result<(), CognitoError> {
        let token = self.session_token()?.to_owned();
        self.pool()?.sessions.close(&token);
        Ok(())
    }

    /// Counts a wrong answer, which leaves the session standing until there are too many.
    pub(crate) fn answered_wrongly(&mut self, wrong: CognitoError) -> CognitoError {
        if let (Some(token), Ok(pool)) = (self.session.clone(), self.pool()) {
            pool.sessions.answered_wrongly(&token);
        }
        wrong
    }

    /// Asks for something: a challenge, under a new session.
    pub(crate) fn open(
        &mut self,
        username: &str,
        challenge: Challenge,
        parameters: Value,
    ) -> Result<Value, CognitoError> {
        let name = challenge.name();
        let session = self.open_session(username, challenge)?;
        Ok(json!({ "ChallengeName": name, "Session": session, "ChallengeParameters": parameters }))
    }

    pub(crate) fn open_session(
        &mut self,
        username: &str,
        challenge: Challenge,
    ) -> Result<String, CognitoError> {
        let expires = self.now().plus_seconds(self.client.settings.session_seconds());
        let (client_id, progress) = (self.client.id.clone(), self.progress.clone());
        self.pool()?.sessions.open(challenge, username, &client_id, progress, expires)
    }

    /// Waits for the proof to an exchange, whose challenge `answer` holds.
    pub(crate) fn expect_proof(
        &mut self,
        answer: &Value,
        secret_block: String,
        username: &str,
        proves: Proves,
        exchange: Exchange,
    ) -> Result<(), CognitoError> {
        let session = answer["Session"].as_str().unwrap_or_default().to_owned();
        let expires = self.now().plus_seconds(self.client.settings.session_seconds());
        let (username, client_id) = (username.to_owned(), self.client.id.clone());
        let proof = PendingProof { exchange, username, proves, client_id, expires, session };
        self.pool()?.sessions.expect_proof(secret_block, proof);
        Ok(())
    }

    /// Checks a code that was sent; a wrong one leaves the session standing until there are too many.
    pub(crate) fn check_code(&mut self, name: &str, sent: &str) -> Result<(), CognitoError> {
        match self.parameter(name)? == sent {
            true => Ok(()),
            false => Err(self.answered_wrongly(CognitoError::wrong_challenge_code())),
        }
    }

    /// The end of a sign-in: tokens, once the device that it is on has proven itself.
    pub(crate) fn finish(&mut self, username: &str) -> Result<Value, CognitoError> {
        if self.progress.device.is_some() && !self.progress.device_proven {
            return self.ask_device(username);
        }
        self.post_authentication(username)?;
        let occasion = match &self.progress {
            Progress { device_proven: true, .. } => "AuthenticateDevice",
            Progress { new_password: true, .. } => "NewPasswordChallenge",
            _ => "Authentication",
        };
        let device = self.progress.device.as_deref();
        tokens::sign_in(self.call, &self.pool_id, &self.client, username, device, occasion)
    }
}
