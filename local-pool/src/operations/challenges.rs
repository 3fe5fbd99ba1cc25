//! RespondToAuthChallenge: the answers to PASSWORD_VERIFIER, NEW_PASSWORD_REQUIRED and the second factors.

use super::flow::Flow;
use crate::errors::CognitoError;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::mfa::{Factor, TotpCheck};
use crate::pool::sessions::{Challenge, PendingProof, Progress, Proves, Session};
use crate::pool::users::Status;
use crate::service::Call;
use crate::srp::{Claim, Exchange, Verifier};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
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

pub(crate) fn respond_to_auth_challenge(
    call: &mut Call<'_>,
    request: RespondToAuthChallenge,
) -> Result<Value, CognitoError> {
    let (pool, client) = call.world.client(&request.client_id)?;
    let pool_id = pool.id.clone();
    let (parameters, session) = (request.challenge_responses, request.session);
    let progress = Progress::default();
    let mut flow = Flow { call, pool_id, client, parameters, session, progress };
    flow.typed_name()?;
    match request.challenge_name.as_str() {
        "PASSWORD_VERIFIER" => return flow.password_verifier(),
        "DEVICE_PASSWORD_VERIFIER" => return flow.device_verifier(),
        _ => {}
    }
    if request.challenge_name == "DEVICE_SRP_AUTH" && flow.session.is_none() {
        flow.session = flow.waiting_for_device()?;
    }
    let session = flow.find_session()?;
    if session.challenge.name() != request.challenge_name {
        return Err(CognitoError::invalid_session());
    }
    flow.answer(&session)
}

impl Flow<'_, '_> {
    /// Takes the answer to what the session waits for.
    fn answer(&mut self, session: &Session) -> Result<Value, CognitoError> {
        let username = session.username.as_str();
        match &session.challenge {
            Challenge::SelectFirstFactor { available } => self.select_challenge(session, available),
            Challenge::Password => {
                let answer = self.check_password(username)?;
                self.close_session()?;
                Ok(answer)
            }
            Challenge::PasswordSrp => {
                let answer = self.begin_srp_for(username)?;
                self.close_session()?;
                Ok(answer)
            }
            Challenge::FirstFactorCode { factor, sent } => self.first_factor_code(session, *factor, sent),
            Challenge::Passkey(ceremony) => self.passkey(session, ceremony),
            Challenge::NewPasswordRequired => self.new_password(username),
            Challenge::SecondFactor { factor, sent } => {
                self.second_factor(username, *factor, sent.as_deref())
            }
            Challenge::SelectMfaType { offered } => self.select_mfa_type(username, offered),
            Challenge::MfaSetup => self.mfa_setup(session),
            Challenge::SetUpCode { factor, destination, sent } => {
                self.set_up_code(username, *factor, destination, sent)
            }
            Challenge::DeviceSrp => self.device_srp(username),
            Challenge::Custom(custom) => self.custom_challenge(session, custom),
            Challenge::PasswordVerifier
            | Challenge::DeviceVerifier
            | Challenge::SignedUp
            | Challenge::Confirmed => Err(CognitoError::invalid_session()),
        }
    }

    /// The exchange that a proof answers. It is found by its secret block, because not every client sends the
    /// Session back; USERNAME may be USER_ID_FOR_SRP or the name typed.
    pub(crate) fn take_proof(&mut self, signed: &Signed) -> Result<PendingProof, CognitoError> {
        let typed = self.parameter("USERNAME")?.to_owned();
        let now = self.now();
        let pool = self.pool()?;
        let proof = pool.sessions.take_proof(&signed.block).ok_or_else(CognitoError::invalid_session)?;
        let progress = pool.sessions.find_for_any_client(&proof.session, now).map(|s| s.progress.clone());
        let same_user = typed == proof.username || pool.resolve(&typed).as_ref() == Some(&proof.username);
        let session_fits = self.session.as_ref().is_none_or(|session| *session == proof.session);
        if !session_fits || !same_user || proof.client_id != self.client.id {
            self.pool()?.sessions.close(&proof.session);
            return Err(CognitoError::invalid_session());
        }
        self.progress = progress?;
        Ok(proof)
    }

    /// The proof of the password. Right or wrong it is tried once, but for a device that the pool has forgotten:
    /// the client may prove the same without it.
    fn password_verifier(&mut self) -> Result<Value, CognitoError> {
        let signed = Signed::read(self)?;
        let proof = self.take_proof(&signed)?;
        let (username, session) = (proof.username.clone(), proof.session.clone());
        let proven = match proof.proves {
            Proves::User => {
                let group = self.pool()?.short_name().to_owned();
                self.prove(&username, |user| signed.proves(&proof.exchange, &group, &user.username))
            }
            Proves::Nobody => Err(CognitoError::wrong_credentials()),
            Proves::Device(_) => Err(CognitoError::invalid_session()),
        };
        if proven.is_ok()
            && let Err(forgotten) = self.recognise_device(&username)
        {
            self.pool()?.sessions.expect_proof(signed.block, proof);
            return Err(forgotten);
        }
        self.pool()?.sessions.close(&session);
        proven?;
        if self.progress.custom.is_some() {
            self.note(json!({ "challengeName": "PASSWORD_VERIFIER", "challengeResult": true }));
        }
        self.after_proof(&username)
    }

    fn new_password(&mut self, username: &str) -> Result<Value, CognitoError> {
        let (password, now) = (self.parameter("NEW_PASSWORD")?.to_owned(), self.now());
        let attributes: Vec<Attribute> = self
            .parameters
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("userAttributes.")?, value)))
            .map(|(name, value)| Attribute { name: name.to_owned(), value: value.clone() })
            .collect();
        let pool = self.pool()?;
        pool.settings.policies.password_policy.check(&password)?;
        pool.check_attributes(&attributes, Writer::User)?;
        let verifier = Verifier::register(pool.short_name(), username, &password)?;
        let held = pool.user(username)?.attribute_list();
        pool.check_not_provided(&attributes, &held)?;
        pool.check_required(&[held, attributes.clone()].concat())?;
        self.close_session()?;
        let user = self.pool()?.user(username)?;
        user.set_attributes(&attributes);
        user.verifier = Some(verifier);
        user.temporary_password_expires = None;
        user.status = Status::Confirmed;
        user.modified = now;
        self.progress.new_password = true;
        self.after_password(username)
    }

    fn second_factor(
        &mut self,
        username: &str,
        factor: Factor,
        sent: Option<&str>,
    ) -> Result<Value, CognitoError> {
        let (code, now) = (self.parameter(factor.answer())?.to_owned(), self.now());
        let checked = match (factor, sent) {
            (Factor::SoftwareToken, _) => match &mut self.pool()?.user(username)?.software_token {
                Some(token) => token.redeem(&code, now),
                None => TotpCheck::Wrong,
            },
            (_, Some(sent)) if sent == code => TotpCheck::Right,
            _ => TotpCheck::Wrong,
        };
        match checked {
            TotpCheck::Right => {
                self.close_session()?;
                self.finish(username)
            }
            TotpCheck::UsedBefore => {
                let text = "Your software token has already been used once.";
                Err(CognitoError::new("ExpiredCodeException", text))
            }
            TotpCheck::Wrong => Err(self.answered_wrongly(CognitoError::wrong_challenge_code())),
        }
    }

    fn select_mfa_type(&mut self, username: &str, offered: &[Factor]) -> Result<Value, CognitoError> {
        let chosen = Factor::parse(self.parameter("ANSWER")?).filter(|factor| offered.contains(factor));
        let Some(factor) = chosen else {
            return Err(CognitoError::invalid_parameter(
                "ANSWER is not one of the MFA types that were offered.",
            ));
        };
        self.close_session()?;
        self.ask_second_factor(username, factor)
    }
}

/// A proof of a password as the client sends it.
pub(crate) struct Signed {
    block: String,
    timestamp: String,
    signature: String,
}

impl Signed {
    pub(crate) fn read(flow: &Flow<'_, '_>) -> Result<Self, CognitoError> {
        let read = |name: &str| flow.parameter(name).map(str::to_owned);
        let block = read("PASSWORD_CLAIM_SECRET_BLOCK")?;
        let signature = read("PASSWORD_CLAIM_SIGNATURE")?;
        let timestamp = read("TIMESTAMP")?;
        check_timestamp(&timestamp)?;
        Ok(Self { block, timestamp, signature })
    }

    /// Whether it proves the password of an exchange.
    pub(crate) fn proves(&self, exchange: &Exchange, group: &str, name: &str) -> bool {
        let (block, signature) = (STANDARD.decode(&self.block), STANDARD.decode(&self.signature));
        let (Ok(secret_block), Ok(signature)) = (&block, &signature) else { return false };
        exchange.accepts(&Claim { group, name, secret_block, timestamp: &self.timestamp, signature })
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
