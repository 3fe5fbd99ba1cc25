//! What the service calls things: flows, challenges and their parameters, and what of the machine's they are. The
//! members of an operation stand in its own file (API reference: InitiateAuth, RespondToAuthChallenge).

use std::collections::BTreeMap;

use super::{AuthenticationResponse, InitiateAuthRequest, RespondToAuthChallengeRequest, TokenSet};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::{
    Answer, Asked, Context, Credential, DeviceProofRequest, Event, FromService, Initiation, IssuedTokens,
    MfaOption, NewPassword, PasskeyRequest, PasswordClaim, PasswordVerifier, Question, Response, Username,
};
use crate::model::{
    AuthCodeDeliveryDetails, AuthFactorType, AuthFlowType, AuthUserAttributeKey, DeliveryMedium, MfaType,
    UserMfaPreference,
};
use crate::secret::Secret;

/// The flow that proves a password without sending it.
pub(super) const USER_SRP_AUTH: &str = "USER_SRP_AUTH";

const PASSWORD_VERIFIER: &str = "PASSWORD_VERIFIER";
const SMS_MFA: &str = "SMS_MFA";
const SOFTWARE_TOKEN_MFA: &str = "SOFTWARE_TOKEN_MFA";
const EMAIL_OTP: &str = "EMAIL_OTP";
const SELECT_MFA_TYPE: &str = "SELECT_MFA_TYPE";
const NEW_PASSWORD_REQUIRED: &str = "NEW_PASSWORD_REQUIRED";
const MFA_SETUP: &str = "MFA_SETUP";
const CUSTOM_CHALLENGE: &str = "CUSTOM_CHALLENGE";
const SELECT_CHALLENGE: &str = "SELECT_CHALLENGE";
const PASSWORD: &str = "PASSWORD";
const PASSWORD_SRP: &str = "PASSWORD_SRP";
const SMS_OTP: &str = "SMS_OTP";
const WEB_AUTHN: &str = "WEB_AUTHN";
const DEVICE_SRP_AUTH: &str = "DEVICE_SRP_AUTH";
const DEVICE_PASSWORD_VERIFIER: &str = "DEVICE_PASSWORD_VERIFIER";

const USERNAME: &str = "USERNAME";
const SRP_A: &str = "SRP_A";
const ANSWER: &str = "ANSWER";
const DEVICE_KEY: &str = "DEVICE_KEY";
const USER_ID_FOR_SRP: &str = "USER_ID_FOR_SRP";

/// What stands before an attribute's name where several things are named in one list.
const ATTRIBUTE_PREFIX: &str = "userAttributes.";

/// The second factors, by each name that the service has for them.
const MFA_TYPES: &[(&str, MfaType)] = &[
    (SMS_MFA, MfaType::Sms),
    (SOFTWARE_TOKEN_MFA, MfaType::Totp),
    (EMAIL_OTP, MfaType::Email),
    ("EMAIL_MFA", MfaType::Email),
];

/// The first factors, by the service's names.
const FACTORS: &[(&str, AuthFactorType)] = &[
    (PASSWORD, AuthFactorType::Password),
    (PASSWORD_SRP, AuthFactorType::PasswordSrp),
    (EMAIL_OTP, AuthFactorType::EmailOtp),
    (SMS_OTP, AuthFactorType::SmsOtp),
    (WEB_AUTHN, AuthFactorType::WebAuthn),
];

/// The second factor of one of the service's names, if this version knows it.
pub(crate) fn mfa_type(name: &str) -> Option<MfaType> {
    MFA_TYPES.iter().find(|(known, _)| *known == name).map(|(_, mfa_type)| *mfa_type)
}

/// The first factor of one of the service's names, if this version knows it.
fn factor(name: &str) -> Option<AuthFactorType> {
    FACTORS.iter().find(|(known, _)| *known == name).map(|(_, factor)| *factor)
}

fn factor_name(factor: AuthFactorType) -> &'static str {
    FACTORS.iter().find(|(_, known)| *known == factor).map_or("", |(name, _)| name)
}

/// The first factors of the service's names; those that this version does not know are left out.
pub(crate) fn factors(names: &[String]) -> Vec<AuthFactorType> {
    names.iter().filter_map(|name| factor(name)).collect()
}

/// The second factors that the service says are switched on, and the one that it prefers.
pub(crate) fn mfa_preference(settings: &[String], preferred: Option<&str>) -> UserMfaPreference {
    UserMfaPreference {
        enabled: settings.iter().filter_map(|name| mfa_type(name)).collect(),
        preferred: preferred.and_then(mfa_type),
    }
}

/// The request that begins a sign-in, from a device of this key if it has one.
pub(crate) fn initiate_auth(initiation: Initiation, device_key: Option<&str>) -> InitiateAuthRequest {
    let mut parameters = named([(USERNAME, Secret::from(initiation.username.as_str()))]);
    match initiation.credential {
        Some(Credential::SrpA(srp_a)) => parameters.extend(named([(SRP_A, srp_a)])),
        Some(Credential::Password(password)) => parameters.extend(named([(PASSWORD, password)])),
        None => {}
    }
    let flow = match initiation.flow {
        AuthFlowType::UserSrp => USER_SRP_AUTH,
        AuthFlowType::UserPassword => "USER_PASSWORD_AUTH",
        AuthFlowType::CustomWithSrp => {
            parameters.extend(named([("CHALLENGE_NAME", Secret::from(SRP_A))]));
            "CUSTOM_AUTH"
        }
        AuthFlowType::CustomWithoutSrp => "CUSTOM_AUTH",
        AuthFlowType::UserAuth { preferred_first_factor } => {
            let preferred = preferred_first_factor.map(factor_name).map(Secret::from);
            parameters.extend(preferred.map(|name| ("PREFERRED_CHALLENGE".to_owned(), name)));
            "USER_AUTH"
        }
    };
    with_device_key(&mut parameters, device_key);
    let Context { client_metadata, user_context_data } = initiation.context;
    InitiateAuthRequest {
        flow: flow.to_owned(),
        username: initiation.username,
        parameters,
        session: initiation.session,
        client_metadata,
        user_context_data,
    }
}

/// The request that answers a challenge, from a device of this key if it has one.
pub(crate) fn respond_to_auth_challenge(
    response: Response,
    device_key: Option<&str>,
) -> RespondToAuthChallengeRequest {
    let selected = |factor: &'static str| (ANSWER, Secret::from(factor));
    let (challenge_name, responses) = match response.answer {
        Answer::PasswordClaim(claim) => (PASSWORD_VERIFIER, password_claim(claim)),
        Answer::SmsMfaCode(code) => (SMS_MFA, named([("SMS_MFA_CODE", code)])),
        Answer::TotpCode(code) => (SOFTWARE_TOKEN_MFA, named([("SOFTWARE_TOKEN_MFA_CODE", code)])),
        Answer::EmailOtpCode(code) => (EMAIL_OTP, named([("EMAIL_OTP_CODE", code)])),
        Answer::SmsOtpCode(code) => (SMS_OTP, named([("SMS_OTP_CODE", code)])),
        Answer::MfaSelection(chosen) => (SELECT_MFA_TYPE, named([(ANSWER, Secret::new(chosen.offered_as))])),
        Answer::NewPassword(new) => (NEW_PASSWORD_REQUIRED, new_password(new)),
        Answer::Custom(answer) => (CUSTOM_CHALLENGE, named([(ANSWER, answer)])),
        Answer::FirstFactor(factor) => (SELECT_CHALLENGE, named([selected(factor_name(factor))])),
        Answer::Password { password, is_selected: true } => {
            (SELECT_CHALLENGE, named([selected(PASSWORD), (PASSWORD, password)]))
        }
        Answer::Password { password, is_selected: false } => (PASSWORD, named([(PASSWORD, password)])),
        Answer::PasswordSrp { srp_a, is_selected: true } => {
            (SELECT_CHALLENGE, named([selected(PASSWORD_SRP), (SRP_A, srp_a)]))
        }
        Answer::PasswordSrp { srp_a, is_selected: false } => (PASSWORD_SRP, named([(SRP_A, srp_a)])),
        Answer::Passkey(credential) => (WEB_AUTHN, named([("CREDENTIAL", credential)])),
        Answer::TotpSetup => (MFA_SETUP, named([])),
        Answer::EmailMfaSetup(address) => (MFA_SETUP, named([("EMAIL", address)])),
    };
    let username = response.username.in_answers().to_owned();
    answer_to(challenge_name, username, response.session, responses, device_key, response.context)
}

/// The request with which a device of this key begins to prove itself.
pub(crate) fn begin_device_proof(
    request: &DeviceProofRequest,
    device_key: &str,
    srp_a: Secret,
) -> RespondToAuthChallengeRequest {
    let username = request.username.in_answers().to_owned();
    let responses = named([(SRP_A, srp_a)]);
    let (session, context) = (request.session.clone(), request.context.clone());
    answer_to(DEVICE_SRP_AUTH, username, session, responses, Some(device_key), context)
}

/// The request with which a device of this key proves itself.
pub(crate) fn prove_device(
    request: &DeviceProofRequest,
    device_key: &str,
    claim: PasswordClaim,
) -> RespondToAuthChallengeRequest {
    let username = request.username.in_answers().to_owned();
    let (session, context) = (claim.session.clone(), request.context.clone());
    let responses = password_claim(claim);
    answer_to(DEVICE_PASSWORD_VERIFIER, username, session, responses, Some(device_key), context)
}

/// What a device has to prove itself with, from the answer to [`begin_device_proof`].
pub(crate) fn device_verifier(response: AuthenticationResponse) -> Result<PasswordVerifier, AuthErrorCode> {
    match response {
        AuthenticationResponse::Challenge { name, session, parameters, .. }
            if name == DEVICE_PASSWORD_VERIFIER =>
        {
            let parameters = Parameters(parameters);
            // Here the service says the user's name, or nothing: what is proved is the device's key.
            let user_id = parameters.optional(USERNAME).unwrap_or_default().to_owned();
            parameters.verifier(user_id, session)
        }
        _ => Err(AuthErrorCode::UnsupportedChallenge),
    }
}

fn answer_to(
    challenge_name: &str,
    username: String,
    session: Option<Secret>,
    mut responses: BTreeMap<String, Secret>,
    device_key: Option<&str>,
    context: Context,
) -> RespondToAuthChallengeRequest {
    responses.insert(USERNAME.to_owned(), Secret::from(username.as_str()));
    with_device_key(&mut responses, device_key);
    let Context { client_metadata, user_context_data } = context;
    RespondToAuthChallengeRequest {
        challenge_name: challenge_name.to_owned(),
        session,
        username,
        responses,
        client_metadata,
        user_context_data,
    }
}

fn with_device_key(parameters: &mut BTreeMap<String, Secret>, device_key: Option<&str>) {
    parameters.extend(device_key.map(|key| (DEVICE_KEY.to_owned(), Secret::from(key))));
}

fn password_claim(claim: PasswordClaim) -> BTreeMap<String, Secret> {
    named([
        ("PASSWORD_CLAIM_SECRET_BLOCK", claim.secret_block),
        ("PASSWORD_CLAIM_SIGNATURE", claim.signature),
        ("TIMESTAMP", Secret::new(claim.timestamp)),
    ])
}

fn new_password(new: NewPassword) -> BTreeMap<String, Secret> {
    let attributes = new
        .user_attributes
        .into_iter()
        .map(|attribute| (format!("{ATTRIBUTE_PREFIX}{}", attribute.key.name()), attribute.value));
    attributes.chain([("NEW_PASSWORD".to_owned(), new.password)]).collect()
}

fn named<const COUNT: usize>(values: [(&str, Secret); COUNT]) -> BTreeMap<String, Secret> {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What an answer of the service's is to a sign-in. A question that can't be put to the user fails it.
pub(crate) fn event(response: AuthenticationResponse, now_milliseconds: i64) -> Event {
    let said = match response {
        AuthenticationResponse::Tokens(tokens) => issued_tokens(tokens).map(FromService::TokensReceived),
        AuthenticationResponse::Challenge { name, session, parameters, available } => {
            challenge(&name, session, &Parameters(parameters), &available, now_milliseconds)
        }
    };
    said.map_or_else(|code| Event::WorkFailed(code.into()), Event::Service)
}

/// A sign-in without a refresh token would be no session.
fn issued_tokens(tokens: TokenSet) -> Result<IssuedTokens, AuthErrorCode> {
    Ok(IssuedTokens {
        id_token: tokens.id_token,
        access_token: tokens.access_token,
        refresh_token: tokens.refresh_token.ok_or(AuthErrorCode::MalformedResponse)?,
        expires_in_seconds: tokens.expires_in_seconds.into(),
        new_device: tokens.new_device,
    })
}

fn challenge(
    name: &str,
    session: Option<Secret>,
    parameters: &Parameters,
    available: &[String],
    now_milliseconds: i64,
) -> Result<FromService, AuthErrorCode> {
    let user_id = parameters.user_id();
    let question = match name {
        PASSWORD_VERIFIER => {
            let user_id = parameters.required(USER_ID_FOR_SRP)?.to_owned();
            return parameters.verifier(user_id, session).map(FromService::ProofRequested);
        }
        DEVICE_SRP_AUTH => {
            // Who it is, and what goes along, the machine knows.
            let username = Username { typed: String::new(), own: user_id };
            let request = DeviceProofRequest { username, session, context: Context::default() };
            return Ok(FromService::DeviceProofRequested(request));
        }
        WEB_AUTHN => {
            let options_json = parameters.required("CREDENTIAL_REQUEST_OPTIONS")?.to_owned();
            return Ok(FromService::PasskeyRequested(PasskeyRequest { options_json, session, user_id }));
        }
        SMS_MFA => Question::SmsMfa { delivery: parameters.delivery() },
        SOFTWARE_TOKEN_MFA => Question::TotpMfa,
        EMAIL_OTP => Question::EmailOtp { delivery: parameters.delivery() },
        SMS_OTP => Question::SmsOtp { delivery: parameters.delivery() },
        MFA_SETUP => Question::MfaSetupSelection { options: parameters.mfa_setup_options()? },
        CUSTOM_CHALLENGE => Question::Custom { parameters: parameters.public() },
        SELECT_CHALLENGE => Question::FirstFactorSelection { factors: some(factors(available))? },
        PASSWORD => Question::Password { is_proved: false, is_selected: false },
        PASSWORD_SRP => Question::Password { is_proved: true, is_selected: false },
        SELECT_MFA_TYPE => Question::MfaSelection { options: parameters.mfa_options()? },
        NEW_PASSWORD_REQUIRED => {
            Question::NewPassword { required_attributes: parameters.required_attributes()? }
        }
        _ => return Err(AuthErrorCode::UnsupportedChallenge),
    };
    Ok(FromService::QuestionReceived(Asked { question, session, user_id, at_milliseconds: now_milliseconds }))
}

/// A list to choose from. With nothing in it that this version knows, it can't be put to the user.
fn some<Choice>(choices: Vec<Choice>) -> Result<Vec<Choice>, AuthErrorCode> {
    if choices.is_empty() { Err(AuthErrorCode::UnsupportedChallenge) } else { Ok(choices) }
}

/// ChallengeParameters.
struct Parameters(BTreeMap<String, String>);

impl Parameters {
    fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn required(&self, name: &str) -> Result<&str, AuthErrorCode> {
        self.optional(name).ok_or(AuthErrorCode::MalformedResponse)
    }

    /// A list that the service writes as a JSON text; empty if it is not there.
    fn list(&self, name: &str) -> Result<Vec<String>, AuthErrorCode> {
        let Some(text) = self.optional(name) else { return Ok(Vec::new()) };
        serde_json::from_str(text).map_err(|_| AuthErrorCode::MalformedResponse)
    }

    /// The user's own name, if it is said.
    fn user_id(&self) -> Option<String> {
        self.optional(USER_ID_FOR_SRP).map(str::to_owned)
    }

    /// The pool's own parameters, without the service's.
    fn public(&self) -> BTreeMap<String, String> {
        let own = self.0.iter().filter(|(name, _)| !matches!(name.as_str(), USER_ID_FOR_SRP | USERNAME));
        own.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    fn verifier(&self, user_id: String, session: Option<Secret>) -> Result<PasswordVerifier, AuthErrorCode> {
        Ok(PasswordVerifier {
            user_id,
            salt: self.required("SALT")?.into(),
            srp_b: self.required("SRP_B")?.into(),
            secret_block: self.required("SECRET_BLOCK")?.into(),
            session,
        })
    }

    fn delivery(&self) -> AuthCodeDeliveryDetails {
        let medium = self.optional("CODE_DELIVERY_DELIVERY_MEDIUM").unwrap_or_default();
        let medium = DeliveryMedium::from_name(medium);
        let destination = self.optional("CODE_DELIVERY_DESTINATION").unwrap_or_default().to_owned();
        AuthCodeDeliveryDetails { medium, destination, attribute_key: None }
    }

    /// The second factors to choose from; those that this version does not know are left out.
    fn mfa_options(&self) -> Result<Vec<MfaOption>, AuthErrorCode> {
        let offered = self.list("MFAS_CAN_CHOOSE")?;
        let known = offered
            .into_iter()
            .filter_map(|offered_as| Some(MfaOption { mfa_type: mfa_type(&offered_as)?, offered_as }));
        some(known.collect())
    }

    /// The second factors that can be set up in a sign-in: a phone number can't.
    fn mfa_setup_options(&self) -> Result<Vec<MfaType>, AuthErrorCode> {
        let offered = self.list("MFAS_CAN_SETUP")?;
        let known = offered.iter().filter_map(|name| mfa_type(name));
        some(known.filter(|mfa_type| *mfa_type != MfaType::Sms).collect())
    }

    fn required_attributes(&self) -> Result<Vec<AuthUserAttributeKey>, AuthErrorCode> {
        let names = self.list("requiredAttributes")?;
        let bare = |name: &String| {
            AuthUserAttributeKey::from_name(name.strip_prefix(ATTRIBUTE_PREFIX).unwrap_or(name))
        };
        Ok(names.iter().map(bare).collect())
    }
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
