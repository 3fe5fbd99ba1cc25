//! CUSTOM_AUTH: the pool's triggers make the challenges, check the answers, and decide when the sign-in is complete.

use super::next_step::check_account;
use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::pool::sessions::{Challenge, Custom, Session};
use crate::triggers::{Response, Trigger, unrecognizable};
use serde_json::{Map, Value, json};

impl SignInStep<'_, '_> {
    /// Begins with the triggers alone, or with SRP if CHALLENGE_NAME is SRP_A.
    pub(crate) fn begin_custom(&mut self) -> Result<Value, CognitoError> {
        let typed = self.typed_name()?;
        if !self.call.has_trigger(&self.pool_id, Trigger::DefineAuthChallenge)? {
            let text = "Custom auth lambda trigger is not configured for the user pool.";
            return Err(CognitoError::invalid_parameter(text));
        }
        let username = self.known_or_feigned(&typed)?;
        let mut history = Vec::new();
        match self.given("CHALLENGE_NAME") {
            Some("SRP_A") => {
                self.parameter("SRP_A")?;
                history.push(json!({ "challengeName": "SRP_A", "challengeResult": true }));
            }
            Some(_) => return Err(CognitoError::invalid_parameter("CHALLENGE_NAME must be SRP_A.")),
            None => self.recognise_device(&username)?,
        }
        self.progress.custom = Some(history);
        self.define_challenge(&username)
    }

    /// Lets DefineAuthChallenge decide the next step from the history of the sign-in.
    pub(crate) fn define_challenge(&mut self, username: &str) -> Result<Value, CognitoError> {
        let request = json!({ "session": self.history() });
        let response = self.call_required_trigger(Trigger::DefineAuthChallenge, username, request)?;
        let decides = |name: &str| response.get(name).and_then(Value::as_bool).unwrap_or(false);
        if decides("failAuthentication") {
            return Err(CognitoError::wrong_credentials());
        }
        if decides("issueTokens") {
            check_account(self.pool()?.user(username).map_err(|_| CognitoError::wrong_credentials())?)?;
            return self.finish(username);
        }
        match response.get("challengeName").and_then(Value::as_str) {
            Some("CUSTOM_CHALLENGE") => self.create_challenge(username),
            Some("PASSWORD_VERIFIER") if self.given("SRP_A").is_some() => self.begin_srp_for(username),
            _ => Err(unrecognizable()),
        }
    }

    fn create_challenge(&mut self, username: &str) -> Result<Value, CognitoError> {
        let request = json!({ "challengeName": "CUSTOM_CHALLENGE", "session": self.history() });
        let mut response = self.call_required_trigger(Trigger::CreateAuthChallenge, username, request)?;
        let metadata = response.get("challengeMetadata").and_then(Value::as_str).map(str::to_owned);
        let private = response.remove("privateChallengeParameters").unwrap_or_default();
        let mut public = match response.remove("publicChallengeParameters") {
            Some(Value::Object(public)) => public,
            None | Some(Value::Null) => Map::new(),
            Some(_) => return Err(unrecognizable()),
        };
        public.insert("USERNAME".to_owned(), json!(username));
        self.open(username, Challenge::Custom(Custom { private, metadata }), Value::Object(public))
    }

    /// Lets a trigger check an answer, and adds the result to the history. DefineAuthChallenge decides the next step.
    pub(crate) fn custom_challenge(
        &mut self,
        session: &Session,
        custom: &Custom,
    ) -> Result<Value, CognitoError> {
        let username = session.username.as_str();
        let answer = self.parameter("ANSWER")?.to_owned();
        let request = json!({ "privateChallengeParameters": custom.private, "challengeAnswer": answer });
        let response = self.call_required_trigger(Trigger::VerifyAuthChallengeResponse, username, request)?;
        let right = response.get("answerCorrect").and_then(Value::as_bool).unwrap_or(false);
        self.close_session()?;
        let mut entry = json!({ "challengeName": "CUSTOM_CHALLENGE", "challengeResult": right });
        if let Some(metadata) = &custom.metadata {
            entry["challengeMetadata"] = json!(metadata);
        }
        self.add_to_history(entry);
        self.define_challenge(username)
    }

    /// Adds an entry to the history of a custom sign-in.
    pub(crate) fn add_to_history(&mut self, entry: Value) {
        self.progress.custom.get_or_insert_default().push(entry);
    }

    fn history(&self) -> &[Value] {
        self.progress.custom.as_deref().unwrap_or_default()
    }

    /// Calls a trigger that a custom sign-in needs.
    fn call_required_trigger(
        &mut self,
        trigger: Trigger,
        username: &str,
        request: Value,
    ) -> Result<Response, CognitoError> {
        let answer =
            self.call.call_trigger_for(&self.pool_id, trigger, "Authentication", username, request)?;
        answer.ok_or_else(|| {
            let text = format!("The trigger {} is not configured for the user pool.", trigger.name());
            CognitoError::invalid_parameter(text)
        })
    }
}
