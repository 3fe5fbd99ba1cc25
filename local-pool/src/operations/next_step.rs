//! What follows a first factor: an account state, a second factor, or the tokens.

use super::delivery::{self, Delivery};
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::attributes::mask;
use crate::pool::client::Client;
use crate::pool::inbox::{Medium, MessageKind};
use crate::pool::mfa::Factor;
use crate::pool::sessions::Challenge;
use crate::pool::settings::MfaConfiguration;
use crate::pool::users::{Status, User};
use crate::service::Service;
use crate::{random, tokens};
use serde_json::{Map, Value, json};

/// Checks a first factor under the lock-out, then goes on.
pub(crate) fn after_first_factor(
    service: &Service,
    pool: &mut UserPool,
    client: &Client,
    username: &str,
    now: Moment,
    proves: impl FnOnce(&User) -> bool,
) -> Result<Value, CognitoError> {
    let user = pool.user(username)?;
    if user.password_attempts.is_locked(now) {
        return Err(CognitoError::not_authorized("Password attempts exceeded"));
    }
    if !proves(user) {
        user.password_attempts.failed(now);
        return Err(CognitoError::wrong_credentials());
    }
    user.password_attempts.succeeded();
    if !user.enabled {
        return Err(CognitoError::not_authorized("User is disabled."));
    }
    match user.status {
        Status::Unconfirmed => Err(CognitoError::new("UserNotConfirmedException", "User is not confirmed.")),
        Status::ResetRequired => {
            let text = "Password reset required for the user";
            Err(CognitoError::new("PasswordResetRequiredException", text))
        }
        Status::ForceChangePassword
            if user.temporary_password_expires.is_some_and(|expires| expires <= now) =>
        {
            let text = "Temporary password has expired and must be reset by an administrator.";
            Err(CognitoError::not_authorized(text))
        }
        Status::ForceChangePassword => new_password_required(pool, client, username, now),
        Status::Confirmed => after_password(service, pool, client, username, now),
    }
}

/// A second factor, a choice among several, or the tokens.
pub(crate) fn after_password(
    service: &Service,
    pool: &mut UserPool,
    client: &Client,
    username: &str,
    now: Moment,
) -> Result<Value, CognitoError> {
    let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
    let factors = user.required_factors(&pool.mfa);
    match factors.as_slice() {
        [] if pool.mfa.configuration == MfaConfiguration::On => mfa_setup(pool, client, username, now),
        [] => tokens::sign_in(service, pool, client, username, now),
        [factor] => second_factor(pool, client, username, *factor, now),
        several => {
            let names: Vec<&str> = several.iter().map(|factor| factor.name()).collect();
            let parameters =
                json!({ "MFAS_CAN_CHOOSE": json!(names).to_string(), "USER_ID_FOR_SRP": username });
            let challenge = Challenge::SelectMfaType { offered: several.to_vec() };
            open(pool, client, username, challenge, parameters, now)
        }
    }
}

/// Asks for a code; sends it first where it travels by message.
pub(crate) fn second_factor(
    pool: &mut UserPool,
    client: &Client,
    username: &str,
    factor: Factor,
    now: Moment,
) -> Result<Value, CognitoError> {
    let mut parameters = json!({ "USER_ID_FOR_SRP": username });
    let medium = match factor {
        Factor::Sms => Some(Medium::Sms),
        Factor::Email => Some(Medium::Email),
        Factor::SoftwareToken => None,
    };
    let mut sent = None;
    if let Some(medium) = medium {
        let destination = pool.user(username)?.attribute(medium.attribute()).map(str::to_owned);
        let destination = destination.ok_or_else(|| {
            CognitoError::invalid_parameter(format!("User has no {} to send a code to.", medium.attribute()))
        })?;
        parameters["CODE_DELIVERY_DELIVERY_MEDIUM"] = json!(medium.name());
        parameters["CODE_DELIVERY_DESTINATION"] = json!(mask(&destination));
        let code = random::code()?;
        delivery::send(pool, username, MessageKind::Mfa, &code, &Delivery { medium, destination }, now);
        sent = Some(code);
    }
    open(pool, client, username, Challenge::SecondFactor { factor, sent }, parameters, now)
}

/// Asks a user without a second factor to set one up. Of the factors only the software token can be set up here.
fn mfa_setup(
    pool: &mut UserPool,
    client: &Client,
    username: &str,
    now: Moment,
) -> Result<Value, CognitoError> {
    if !pool.mfa.offers(Factor::SoftwareToken) {
        return Err(CognitoError::unsupported("MFA_SETUP for anything but a software token"));
    }
    let can_setup = json!([Factor::SoftwareToken.name()]).to_string();
    let parameters = json!({ "USER_ID_FOR_SRP": username, "MFAS_CAN_SETUP": can_setup });
    open(pool, client, username, Challenge::MfaSetup, parameters, now)
}

fn new_password_required(
    pool: &mut UserPool,
    client: &Client,
    username: &str,
    now: Moment,
) -> Result<Value, CognitoError> {
    let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
    let lacking: Vec<String> = pool
        .required_attributes()
        .filter(|name| user.attribute(name).is_none())
        .map(|name| format!("userAttributes.{name}"))
        .collect();
    let held: Map<String, Value> = user
        .attributes
        .iter()
        .filter(|(name, _)| *name != "sub")
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let parameters = json!({
        "USER_ID_FOR_SRP": username,
        "requiredAttributes": json!(lacking).to_string(),
        "userAttributes": Value::Object(held).to_string(),
    });
    open(pool, client, username, Challenge::NewPasswordRequired, parameters, now)
}

fn open(
    pool: &mut UserPool,
    client: &Client,
    username: &str,
    challenge: Challenge,
    parameters: Value,
    now: Moment,
) -> Result<Value, CognitoError> {
    let name = challenge.name();
    let expires = now.plus_seconds(client.settings.session_seconds());
    let session = pool.sessions.open(challenge, username, &client.id, expires)?;
    Ok(json!({ "ChallengeName": name, "Session": session, "ChallengeParameters": parameters }))
}
