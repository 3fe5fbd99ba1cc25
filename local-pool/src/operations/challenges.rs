//! RespondToAuthChallenge: the answers to PASSWORD_VERIFIER, NEW_PASSWORD_REQUIRED and the second factors.

use super::app_user::check_username;
use super::next_step;
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::client::Client;
use crate::pool::mfa::{Factor, TotpCheck};
use crate::pool::sessions::{Challenge, Session};
use crate::pool::users::Status;
use crate::service::{Call, Service};
use crate::srp::{Claim, Verifier};
use crate::tokens;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use time::format_description::FormatItem;
use time::macros::format_description;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RespondToAuthChallenge {
    client_id: String,
    challenge_name: String,
    session: Option<String>,
    #[serde(default)]
    challenge_responses: HashMap<String, String>,
}

impl RespondToAuthChallenge {
    fn answer(&self, name: &str) -> Result<&str, CognitoError> {
        self.challenge_responses
            .get(name)
            .map(String::as_str)
            .ok_or_else(|| CognitoError::missing_parameter(name))
    }

    fn session(&self) -> Result<&str, CognitoError> {
        self.session.as_deref().ok_or_else(|| CognitoError::missing_parameter("Session"))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminRespondToAuthChallenge {
    user_pool_id: String,
    #[serde(flatten)]
    request: RespondToAuthChallenge,
}

pub(crate) fn admin_respond_to_auth_challenge(
    call: &mut Call<'_>,
    request: AdminRespondToAuthChallenge,
) -> Result<Value, CognitoError> {
    call.world.client_of(&request.user_pool_id, &request.request.client_id)?;
    respond_to_auth_challenge(call, request.request)
}

/// An answer under way: everything that each kind of answer needs.
struct Answer<'a> {
    service: &'a Service,
    pool: &'a mut UserPool,
    client: &'a Client,
    request: &'a RespondToAuthChallenge,
    now: Moment,
}

pub(crate) fn respond_to_auth_challenge(
    call: &mut Call<'_>,
    request: RespondToAuthChallenge,
) -> Result<Value, CognitoError> {
    let (pool, client) = call.world.client(&request.client_id)?;
    let username = request.answer("USERNAME")?;
    check_username(username)?;
    let secret_hash = request.challenge_responses.get("SECRET_HASH").map(String::as_str);
    client.check_secret_hash(username, secret_hash)?;
    let mut answer =
        Answer { service: call.service, pool, client: &client, request: &request, now: call.now };
    if request.challenge_name == "PASSWORD_VERIFIER" {
        return answer.password_verifier();
    }
    let session = answer.find_session()?;
    match session.challenge {
        Challenge::PasswordVerifier => Err(CognitoError::invalid_session()),
        Challenge::NewPasswordRequired => answer.new_password(&session.username),
        Challenge::SecondFactor { factor, sent } => {
            answer.second_factor(&session.username, factor, sent.as_deref())
        }
        Challenge::SelectMfaType { offered } => answer.select_mfa_type(&session.username, &offered),
        Challenge::MfaSetup => answer.mfa_setup(&session),
    }
}

impl Answer<'_> {
    /// The open session, when it asks what is being answered and belongs to the user named.
    fn find_session(&mut self) -> Result<Session, CognitoError> {
        let token = self.request.session()?;
        let session = self.pool.sessions.find(token, &self.client.id, self.now)?.clone();
        let named = self.pool.resolve(self.request.answer("USERNAME")?);
        if session.challenge.name() != self.request.challenge_name || named != Some(session.username.clone())
        {
            return Err(CognitoError::invalid_session());
        }
        Ok(session)
    }

    fn close_session(&mut self) -> Result<(), CognitoError> {
        let token = self.request.session()?;
        self.pool.sessions.close(token);
        Ok(())
    }

    /// The proof of the password. It is found by its secret block, because not every client sends the Session
    /// back; USERNAME may be USER_ID_FOR_SRP or the name typed.
    fn password_verifier(&mut self) -> Result<Value, CognitoError> {
        let block = self.request.answer("PASSWORD_CLAIM_SECRET_BLOCK")?;
        let signature = self.request.answer("PASSWORD_CLAIM_SIGNATURE")?;
        let timestamp = self.request.answer("TIMESTAMP")?;
        check_timestamp(timestamp)?;
        let proof = self.pool.sessions.take_proof(block).ok_or_else(CognitoError::invalid_session)?;
        let session_fits = self.request.session.as_ref().is_none_or(|session| *session == proof.session);
        let typed = self.request.answer("USERNAME")?;
        let same_user = typed == proof.username || self.pool.resolve(typed).as_ref() == Some(&proof.username);
        self.pool.sessions.close(&proof.session);
        if !session_fits || !same_user || proof.client_id != self.client.id {
            return Err(CognitoError::invalid_session());
        }
        if proof.expires <= self.now {
            return Err(CognitoError::not_authorized("Invalid session for the user, session is expired."));
        }
        if !proof.genuine {
            return Err(CognitoError::wrong_credentials());
        }
        let group = self.pool.short_name().to_owned();
        let (secret_block, signature) = (STANDARD.decode(block), STANDARD.decode(signature));
        let (service, client, now) = (self.service, self.client, self.now);
        next_step::after_first_factor(service, self.pool, client, &proof.username, now, |user| {
            let (Ok(secret_block), Ok(signature)) = (&secret_block, &signature) else { return false };
            let name = user.username.as_str();
            proof.exchange.accepts(&Claim { group: &group, name, secret_block, timestamp, signature })
        })
    }

    fn new_password(&mut self, username: &str) -> Result<Value, CognitoError> {
        let password = self.request.answer("NEW_PASSWORD")?;
        self.pool.settings.policies.password_policy.check(password)?;
        let attributes: Vec<Attribute> = self
            .request
            .challenge_responses
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("userAttributes.")?, value)))
            .map(|(name, value)| Attribute { name: name.to_owned(), value: value.clone() })
            .collect();
        self.pool.check_attributes(&attributes, Writer::User)?;
        let verifier = Verifier::register(self.pool.short_name(), username, password)?;
        let held = self.pool.user(username)?.attribute_list();
        self.pool.check_required(&[held, attributes.clone()].concat())?;
        self.close_session()?;
        let user = self.pool.user(username)?;
        user.set_attributes(&attributes);
        user.verifier = Some(verifier);
        user.temporary_password_expires = None;
        user.status = Status::Confirmed;
        user.modified = self.now;
        next_step::after_password(self.service, self.pool, self.client, username, self.now)
    }

    fn second_factor(
        &mut self,
        username: &str,
        factor: Factor,
        sent: Option<&str>,
    ) -> Result<Value, CognitoError> {
        let code = self.request.answer(factor.answer())?;
        let now = self.now;
        let checked = match (factor, sent) {
            (Factor::SoftwareToken, _) => match &mut self.pool.user(username)?.software_token {
                Some(token) => token.redeem(code, now),
                None => TotpCheck::Wrong,
            },
            (_, Some(sent)) if sent == code => TotpCheck::Right,
            _ => TotpCheck::Wrong,
        };
        match checked {
            TotpCheck::Right => {
                self.close_session()?;
                tokens::sign_in(self.service, self.pool, self.client, username, now)
            }
            TotpCheck::UsedBefore => {
                let text = "Your software token has already been used once.";
                Err(CognitoError::new("ExpiredCodeException", text))
            }
            TotpCheck::Wrong => {
                let token = self.request.session()?;
                self.pool.sessions.answered_wrongly(token);
                Err(CognitoError::new("CodeMismatchException", "Invalid code received for user"))
            }
        }
    }

    /// Ends a set-up: VerifySoftwareToken has accepted a code under this session.
    fn mfa_setup(&mut self, session: &Session) -> Result<Value, CognitoError> {
        if session.software_token.as_ref().is_none_or(|token| !token.verified) {
            return Err(CognitoError::invalid_parameter("The software token has not been verified."));
        }
        self.close_session()?;
        let user = self.pool.user(&session.username)?;
        user.software_token.clone_from(&session.software_token);
        user.mfa.set(Factor::SoftwareToken, true, true);
        tokens::sign_in(self.service, self.pool, self.client, &session.username, self.now)
    }

    fn select_mfa_type(&mut self, username: &str, offered: &[Factor]) -> Result<Value, CognitoError> {
        let chosen = Factor::parse(self.request.answer("ANSWER")?).filter(|factor| offered.contains(factor));
        let Some(factor) = chosen else {
            return Err(CognitoError::invalid_parameter(
                "ANSWER is not one of the MFA types that were offered.",
            ));
        };
        self.close_session()?;
        next_step::second_factor(self.pool, self.client, username, factor, self.now)
    }
}

/// TIMESTAMP as clients must write it: `Sun Nov 2 08:05:00 UTC 2026`, English, the day without padding.
fn check_timestamp(timestamp: &str) -> Result<(), CognitoError> {
    const FORM: &[FormatItem<'_>] = format_description!(
        "[weekday repr:short] [month repr:short] [day padding:none] [hour]:[minute]:[second] UTC [year]"
    );
    match time::PrimitiveDateTime::parse(timestamp, FORM) {
        Ok(_) => Ok(()),
        Err(_) => Err(CognitoError::invalid_parameter(
            "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_english_and_in_utc() {
        for good in ["Sun Nov 22 18:45:00 UTC 2026", "Mon Nov 2 08:05:09 UTC 2026"] {
            check_timestamp(good).unwrap_or_else(|error| panic!("{good}: {error:?}"));
        }
        for bad in [
            "",
            "2026-11-22T18:45:00Z",
            "So Nov 22 18:45:00 UTC 2026",
            "Sun Nov 22 18:45:00 GMT 2026",
            "Sun Nov 32 18:45:00 UTC 2026",
            "Sun Nov 22 8:45:00 UTC 2026",
            "Sun Nov 22 18:45:00 UTC 2026 ",
        ] {
            assert_eq!(check_timestamp(bad).unwrap_err().kind, "InvalidParameterException", "{bad}");
        }
    }
}
