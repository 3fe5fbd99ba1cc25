//! Which second factors a user has, and which one they prefer. The user or an administrator can change both.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::mfa::Factor;
use serde::Deserialize;
use serde_json::{Value, json};

/// Whether a second factor is on, and whether it is the preferred one.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FactorSetting {
    enabled: Option<bool>,
    preferred_mfa: Option<bool>,
}

/// The settings of each second factor, in a request of SetUserMFAPreference or of AdminSetUserMFAPreference. A factor
/// that the request leaves out stays as it is.
#[derive(Default, Deserialize)]
pub(crate) struct FactorSettings {
    #[serde(rename = "SMSMfaSettings")]
    pub sms: Option<FactorSetting>,
    #[serde(rename = "SoftwareTokenMfaSettings")]
    pub software_token: Option<FactorSetting>,
    #[serde(rename = "EmailMfaSettings")]
    pub email: Option<FactorSetting>,
}

/// Turns second factors of a user on or off, and sets the preferred one.
pub(crate) fn set_preference(
    pool: &mut UserPool,
    name: &str,
    settings: FactorSettings,
    now: Moment,
) -> Result<Value, CognitoError> {
    let settings = [
        (Factor::Sms, settings.sms),
        (Factor::SoftwareToken, settings.software_token),
        (Factor::Email, settings.email),
    ];
    let settings = settings.into_iter().filter_map(|(factor, setting)| {
        let setting = setting?;
        Some((factor, setting.enabled.unwrap_or(false), setting.preferred_mfa.unwrap_or(false)))
    });
    let settings: Vec<(Factor, bool, bool)> = settings.collect();
    if settings.iter().filter(|(_, _, preferred)| *preferred).count() > 1 {
        return Err(CognitoError::invalid_parameter("Only one MFA type can be preferred."));
    }
    let username = pool.resolve(name).ok_or_else(CognitoError::user_not_found)?;
    for (factor, enabled, preferred) in &settings {
        if *preferred && !enabled {
            let text = format!("{} cannot be preferred without being enabled.", factor.name());
            return Err(CognitoError::invalid_parameter(text));
        }
        if *enabled {
            require_usable(pool, &username, *factor)?;
        }
    }
    let user = pool.user(&username)?;
    settings.into_iter().for_each(|(factor, enabled, preferred)| user.mfa.set(factor, enabled, preferred));
    user.modified = now;
    Ok(json!({}))
}

fn require_offer(pool: &UserPool, factor: Factor) -> Result<(), CognitoError> {
    if pool.mfa.offers(factor) {
        return Ok(());
    }
    let text = format!("{} is not enabled for the user pool.", factor.name());
    Err(CognitoError::invalid_parameter(text))
}

/// Refuses a factor that the pool does not offer, or that the user has not set up.
fn require_usable(pool: &mut UserPool, username: &str, factor: Factor) -> Result<(), CognitoError> {
    require_offer(pool, factor)?;
    let user = pool.user(username)?;
    let ready = match factor {
        Factor::Sms => user.is_verified("phone_number"),
        Factor::Email => user.is_verified("email"),
        Factor::SoftwareToken => user.software_token.as_ref().is_some_and(|token| token.verified),
    };
    match (ready, factor) {
        (true, _) => Ok(()),
        (false, Factor::SoftwareToken) => {
            Err(CognitoError::invalid_parameter("User has not verified software token mfa"))
        }
        (false, _) => {
            let text = format!("User does not have delivery config set to turn on {}", factor.name());
            Err(CognitoError::invalid_parameter(text))
        }
    }
}
