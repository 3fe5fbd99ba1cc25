//! One step of a sign-in: a request, with its pool, its client and its Session.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::shared::app_user::check_username;
use crate::pool::UserPool;
use crate::pool::client::Client;
use crate::pool::sessions::{Challenge, Progress, Session};
use crate::service::Call;
use crate::tokens::{self, DeviceOf};
use serde_json::{Value, json};
use std::collections::HashMap;

/// After a sign-in in a browser, this member of the result has the user's name.
pub(crate) const SIGNED_IN: &str = "SignedIn";

/// One step of a sign-in. InitiateAuth and RespondToAuthChallenge have the same form: parameters by name, and the
/// Session of the step before.
pub(crate) struct SignInStep<'c, 'w> {
    pub call: &'c mut Call<'w>,
    pub pool_id: String,
    pub client: Client,
    /// AuthParameters or ChallengeResponses.
    pub parameters: HashMap<String, String>,
    pub session: Option<String>,
    pub progress: Progress,
}

impl SignInStep<'_, '_> {
    pub(crate) fn now(&self) -> Moment {
        self.call.now
    }

    pub(crate) fn pool(&mut self) -> Result<&mut UserPool, CognitoError> {
        self.call.world.pool(&self.pool_id)
    }

    /// A parameter, if the request has it.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// A parameter that the request must have.
    pub(crate) fn parameter(&self, name: &str) -> Result<&str, CognitoError> {
        self.given(name).ok_or_else(|| CognitoError::missing_parameter(name))
    }

    /// The name that the user typed: USERNAME. Checks SECRET_HASH for this name.
    pub(crate) fn typed_name(&self) -> Result<String, CognitoError> {
        let username = self.parameter("USERNAME")?;
        check_username(username)?;
        self.client.check_secret_hash(username, self.given("SECRET_HASH"))?;
        Ok(username.to_owned())
    }

    fn session_token(&self) -> Result<&str, CognitoError> {
        self.session.as_deref().ok_or_else(|| CognitoError::missing_parameter("Session"))
    }

    /// The pool user name for a typed name. If no user has that name and the client hides which users exist, the result
    /// is the typed name itself.
    pub(crate) fn known_or_feigned(&mut self, typed: &str) -> Result<String, CognitoError> {
        let hides = self.client.settings.hides_existence();
        match self.pool()?.resolve(typed) {
            Some(username) => Ok(username),
            None if hides => Ok(typed.to_owned()),
            None => Err(CognitoError::user_not_found()),
        }
    }

    /// The Session of the request. It must belong to the user that the request names. If the client hides which users
    /// exist, a name without a user has a Session too.
    pub(crate) fn find_session(&mut self) -> Result<Session, CognitoError> {
        let (token, now) = (self.session_token()?.to_owned(), self.now());
        let named = self.parameter("USERNAME")?.to_owned();
        let client_id = self.client.id.clone();
        let pool = self.pool()?;
        let session = pool.sessions.find(&token, &client_id, now)?.clone();
        if pool.resolve(&named).unwrap_or(named) != session.username {
            return Err(CognitoError::invalid_session());
        }
        if session.progress.in_browser != self.progress.in_browser {
            return Err(CognitoError::invalid_session());
        }
        self.progress = session.progress.clone();
        Ok(session)
    }

    /// Notes whether a challenge response has an alias as USERNAME. AWS's documentation asks for the pool user name,
    /// which each challenge carries. Cognito takes the alias, but ConfirmDevice then fails for the new device. A strict
    /// pool refuses the alias.
    pub(crate) fn notice_alias(&mut self, username: &str) -> Result<(), CognitoError> {
        let named = self.parameter("USERNAME")?.to_owned();
        if self.pool()?.same_name(&named, username) {
            return Ok(());
        }
        if self.call.service.strict {
            let text =
                format!("USERNAME must be the user name {username} of the challenge, and not an alias.");
            return Err(CognitoError::invalid_parameter(text));
        }
        self.progress.by_alias = true;
        Ok(())
    }

    /// Ends the Session, because its challenge was answered. Comes before what only one answer may do, such as to issue
    /// tokens: it fails if another request has used the Session.
    pub(crate) fn close_session(&mut self) -> Result<(), CognitoError> {
        let token = self.session_token()?.to_owned();
        self.pool()?.sessions.close(&token)
    }

    /// Counts a wrong answer, and returns its error, `wrong`. Too many wrong answers end the Session.
    pub(crate) fn count_wrong_answer(&mut self, wrong: CognitoError) -> CognitoError {
        if let (Some(token), Ok(pool)) = (self.session.clone(), self.pool()) {
            pool.sessions.count_wrong_answer(&token);
        }
        wrong
    }

    /// Answers with a challenge and its new Session.
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

    /// The time at which a Session expires if it opens now.
    pub(crate) fn session_ends(&self) -> Moment {
        self.now().plus_seconds(self.client.settings.session_seconds())
    }

    fn open_session(&mut self, username: &str, challenge: Challenge) -> Result<String, CognitoError> {
        let expires = self.session_ends();
        let (client_id, progress) = (self.client.id.clone(), self.progress.clone());
        self.pool()?.sessions.open(challenge, username, &client_id, progress, expires)
    }

    /// Checks a code that was sent. Too many wrong codes end the Session.
    pub(crate) fn check_code(&mut self, name: &str, sent: &str) -> Result<(), CognitoError> {
        match self.parameter(name)? == sent {
            true => Ok(()),
            false => Err(self.count_wrong_answer(CognitoError::wrong_sent_code())),
        }
    }

    /// Completes the sign-in. If the request named a device, the device first signs in by SRP. Then the pool issues the
    /// tokens. A sign-in in a browser gets no tokens here: the app gets them in exchange for a code.
    pub(crate) fn finish(&mut self, username: &str) -> Result<Value, CognitoError> {
        if self.progress.device.is_some() && !self.progress.device_verified {
            return self.ask_device(username);
        }
        self.post_authentication(username)?;
        if self.progress.in_browser {
            return Ok(json!({ SIGNED_IN: username }));
        }
        let source = match &self.progress {
            Progress { device_verified: true, .. } => "AuthenticateDevice",
            Progress { new_password: true, .. } => "NewPasswordChallenge",
            _ => "Authentication",
        };
        let device = match self.progress.device.as_deref() {
            Some(key) => DeviceOf::Known(key),
            None if self.progress.by_alias => DeviceOf::Alias,
            None => DeviceOf::User,
        };
        tokens::sign_in(self.call, &self.pool_id, &self.client, username, device, source)
    }
}
