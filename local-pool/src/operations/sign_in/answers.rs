//! Takes the answers to challenges. This file takes those to PASSWORD_VERIFIER, NEW_PASSWORD_REQUIRED and the second
//! factors. Other kinds of challenges have files of their own.

use super::srp_exchange::PasswordClaim;
use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::mfa::{Factor, TotpCheck};
use crate::pool::password_policy::SetBy;
use crate::pool::sessions::{Challenge, PasswordOf, Progress, Session};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The members that the requests of RespondToAuthChallenge and AdminRespondToAuthChallenge have in common.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RespondToAuthChallenge {
    pub client_id: String,
    challenge_name: String,
    session: Option<String>,
    #[serde(default)]
    challenge_responses: HashMap<String, String>,
}

/// Takes the answer to a challenge, and gives the next step.
pub(crate) fn respond(call: &mut Call<'_>, request: RespondToAuthChallenge) -> Result<Value, CognitoError> {
    let (pool, client) = call.world.client(&request.client_id)?;
    let pool_id = pool.id.clone();
    let (parameters, session) = (request.challenge_responses, request.session);
    let progress = Progress::default();
    let mut step = SignInStep { call, pool_id, client, parameters, session, progress };
    step.typed_name()?;
    match request.challenge_name.as_str() {
        "PASSWORD_VERIFIER" => return step.password_verifier(),
        "DEVICE_PASSWORD_VERIFIER" => return step.device_verifier(),
        _ => {}
    }
    if request.challenge_name == "DEVICE_SRP_AUTH" && step.session.is_none() {
        step.session = step.waiting_for_device()?;
    }
    let session = step.find_session()?;
    if session.challenge.name() != request.challenge_name {
        return Err(CognitoError::invalid_session());
    }
    step.notice_alias(&session.username)?;
    // The device is checked before the answer: if the pool has forgotten the device, the client can send the same
    // answer again without the device.
    if !matches!(session.challenge, Challenge::DeviceSrp) {
        step.recognise_device(&session.username)?;
    }
    step.answer(&session)
}

impl SignInStep<'_, '_> {
    /// Takes the answer to the Session's challenge.
    pub(crate) fn answer(&mut self, session: &Session) -> Result<Value, CognitoError> {
        let username = session.username.as_str();
        match &session.challenge {
            Challenge::SelectFirstFactor { available } => self.select_challenge(session, available),
            Challenge::Password => self.password(username),
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
            | Challenge::ConfirmSignUp { .. }
            | Challenge::SignedUp
            | Challenge::Confirmed => Err(CognitoError::invalid_session()),
        }
    }

    /// PASSWORD_VERIFIER: verifies the password by SRP. An exchange takes one claim, right or wrong. There is one
    /// exception: if the pool has forgotten the device, the client may send the same claim without the device.
    fn password_verifier(&mut self) -> Result<Value, CognitoError> {
        let claim = PasswordClaim::read(self)?;
        let open = self.take_exchange(&claim)?;
        let (username, session) = (open.username.clone(), open.session.clone());
        let verified = match open.password_of {
            PasswordOf::User => {
                let group = self.pool()?.short_name().to_owned();
                self.verify_password(&username, |user| claim.fits(&open.srp, &group, &user.username))
            }
            PasswordOf::Nobody => self.verify_password(&username, |_| false),
            PasswordOf::Device(_) => Err(CognitoError::invalid_session()),
        };
        if verified.is_ok()
            && let Err(forgotten) = self.recognise_device(&username)
        {
            self.pool()?.sessions.expect_claim(&claim.secret_block, open);
            return Err(forgotten);
        }
        self.pool()?.sessions.close(&session)?;
        verified?;
        if self.progress.custom.is_some() {
            self.add_to_history(json!({ "challengeName": "PASSWORD_VERIFIER", "challengeResult": true }));
        }
        self.password_verified(&username)
    }

    fn new_password(&mut self, username: &str) -> Result<Value, CognitoError> {
        let (password, now) = (self.parameter("NEW_PASSWORD")?.to_owned(), self.now());
        let attributes: Vec<Attribute> = self
            .parameters
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("userAttributes.")?, value)))
            .map(|(name, value)| Attribute { name: name.to_owned(), value: value.clone() })
            .collect();
        let client = self.client.settings.clone();
        let pool = self.pool()?;
        pool.settings.password_policy().check(&password, SetBy::Change)?;
        pool.check_attributes(&attributes, Writer::User(&client))?;
        let verifier = pool.verifier_for(username, &password)?;
        let held = pool.user(username)?.attribute_list();
        pool.check_not_provided(&attributes, &held)?;
        pool.check_required(&[held, attributes.clone()].concat())?;
        pool.claim_changed(username, &attributes)?;
        self.close_session()?;
        let user = self.pool()?.user(username)?;
        user.set_attributes(&attributes);
        user.set_password(verifier, now);
        self.progress.new_password = true;
        self.second_factor_or_tokens(username)
    }

    fn second_factor(
        &mut self,
        username: &str,
        factor: Factor,
        sent: Option<&str>,
    ) -> Result<Value, CognitoError> {
        let (code, now) = (self.parameter(factor.response_name())?.to_owned(), self.now());
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
            TotpCheck::Wrong => {
                let wrong = match factor {
                    Factor::SoftwareToken => CognitoError::wrong_totp_code(),
                    Factor::Sms | Factor::Email => CognitoError::wrong_sent_code(),
                };
                Err(self.count_wrong_answer(wrong))
            }
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
