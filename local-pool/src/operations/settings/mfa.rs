//! A pool's second factors and passkeys: SetUserPoolMfaConfig and GetUserPoolMfaConfig.

use super::user_pools::OnePool;
use crate::errors::CognitoError;
use crate::pool::mfa::{Factor, MfaSettings};
use crate::pool::passkeys::{FactorConfiguration, WebAuthnSettings};
use crate::pool::settings::{MfaConfiguration, PoolSettings, SignInPolicy};
use crate::pool::{READY_MADE_POOL, UserPool};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The members of SmsMfaConfiguration. They are also settings of the pool itself.
const SMS_SETTINGS: [&str; 2] = ["SmsAuthenticationMessage", "SmsConfiguration"];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetUserPoolMfaConfig {
    user_pool_id: String,
    #[serde(flatten)]
    configuration: MfaRequest,
}

/// The members of a pool's MFA configuration, in a request or in a file. A factor that is left out is off.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MfaRequest {
    sms_mfa_configuration: Option<Value>,
    software_token_mfa_configuration: Option<Enabled>,
    email_mfa_configuration: Option<Value>,
    #[serde(default)]
    mfa_configuration: MfaConfiguration,
    web_authn_configuration: Option<WebAuthnSettings>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Enabled {
    #[serde(default)]
    enabled: bool,
}

impl MfaRequest {
    /// Puts the configuration into effect. If it has no member for passkeys, their configuration stays.
    pub(crate) fn apply(&self, pool: &mut UserPool) -> Result<(), CognitoError> {
        let mfa = self.settings()?;
        if let Some(web_authn) = &self.web_authn_configuration {
            web_authn.validate()?;
        }
        let web_authn = self.web_authn_configuration.as_ref().or(pool.web_authn.as_ref()).cloned();
        check_first_factors(
            &pool.id,
            &pool.settings.sign_in_policy(),
            mfa.configuration,
            web_authn.as_ref(),
        )?;
        let sms = self.sms_mfa_configuration.as_ref().and_then(|sms| sms.get("SmsConfiguration"));
        sms.map_or(Ok(()), check_sms)?;
        pool.web_authn = web_authn;
        pool.mfa = mfa;
        for name in SMS_SETTINGS {
            let asked = self.sms_mfa_configuration.as_ref().and_then(|sms| sms.get(name));
            pool.settings.other.extend(asked.map(|value| (name.to_owned(), value.clone())));
        }
        Ok(())
    }

    fn settings(&self) -> Result<MfaSettings, CognitoError> {
        let refused = |text: &str| Err(CognitoError::invalid_parameter(text));
        let software_token = self.software_token_mfa_configuration.as_ref();
        // Whether the request has each factor's member, and whether that turns the factor on.
        let members = [
            (Factor::Sms, self.sms_mfa_configuration.is_some(), true),
            (
                Factor::SoftwareToken,
                software_token.is_some(),
                software_token.is_some_and(|token| token.enabled),
            ),
            (Factor::Email, self.email_mfa_configuration.is_some(), true),
        ];
        let has_member = members.iter().any(|(_, given, _)| *given);
        let offered: Vec<Factor> = members
            .into_iter()
            .filter_map(|(factor, given, enabled)| (given && enabled).then_some(factor))
            .collect();
        if self.mfa_configuration == MfaConfiguration::Off {
            if has_member {
                return refused(
                    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
                );
            }
        } else if !has_member {
            return refused(
                "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
            );
        } else if offered.is_empty() {
            return refused(
                "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
            );
        }
        let email = self.email_mfa_configuration.clone();
        let software_token_is_off = software_token.is_some_and(|token| !token.enabled);
        Ok(MfaSettings { configuration: self.mfa_configuration, offered, email, software_token_is_off })
    }
}

/// Refuses an SmsConfiguration that names both of the services that can send messages.
pub(super) fn check_sms(configuration: &Value) -> Result<(), CognitoError> {
    match ["SnsCallerArn", "EumsSms"].iter().all(|name| configuration.get(*name).is_some()) {
        true => Err(CognitoError::invalid_parameter(
            "SmsConfiguration can have only one of SnsCallerArn and EumsSms.",
        )),
        false => Ok(()),
    }
}

/// Refuses to require MFA where a first factor would not allow it. The ready-made pool allows every first factor, and
/// this rule does not apply to it: so a single request can require MFA there.
fn check_first_factors(
    pool_id: &str,
    policy: &SignInPolicy,
    configuration: MfaConfiguration,
    web_authn: Option<&WebAuthnSettings>,
) -> Result<(), CognitoError> {
    if configuration != MfaConfiguration::On || pool_id == READY_MADE_POOL {
        return Ok(());
    }
    if policy.allows("EMAIL_OTP") || policy.allows("SMS_OTP") {
        let text =
            "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled";
        return Err(CognitoError::invalid_parameter(text));
    }
    let passkeys = web_authn.map(|settings| settings.factor_configuration).unwrap_or_default();
    if policy.allows("WEB_AUTHN") && passkeys == FactorConfiguration::SingleFactor {
        let text = "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an \
                    allowed first auth factor";
        return Err(CognitoError::invalid_parameter(text));
    }
    Ok(())
}

/// Checks MfaConfiguration in CreateUserPool, which can turn on only text messages.
pub(super) fn check_new(settings: &PoolSettings) -> Result<(), CognitoError> {
    let asked = settings.mfa_configuration.unwrap_or_default();
    check_first_factors("", &settings.sign_in_policy(), asked, None)?;
    match asked != MfaConfiguration::Off && !settings.other.contains_key("SmsConfiguration") {
        true => Err(CognitoError::invalid_parameter(
            "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
        )),
        false => Ok(()),
    }
}

/// Checks MfaConfiguration in UpdateUserPool, which turns on no factor. `settings` are those after the update.
pub(super) fn check_update(pool: &UserPool, settings: &PoolSettings) -> Result<(), CognitoError> {
    let asked = settings.mfa_configuration.unwrap_or_default();
    let in_force = settings.mfa_configuration.unwrap_or(pool.mfa.configuration);
    check_first_factors(&pool.id, &settings.sign_in_policy(), in_force, pool.web_authn.as_ref())?;
    match asked != MfaConfiguration::Off && pool.mfa.offered.is_empty() {
        true => Err(CognitoError::invalid_parameter(
            "Cannot turn MFA functionality ON, once the user pool has been created.",
        )),
        false => Ok(()),
    }
}

pub(crate) fn set_user_pool_mfa_config(
    call: &mut Call<'_>,
    request: SetUserPoolMfaConfig,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.user_pool_id)?;
    request.configuration.apply(pool)?;
    pool.modified = now;
    Ok(describe(pool))
}

pub(crate) fn get_user_pool_mfa_config(call: &mut Call<'_>, request: OnePool) -> Result<Value, CognitoError> {
    Ok(describe(call.world.pool(request.id())?))
}

/// While MFA is off, no second factor is described. Otherwise the offered ones are, and so is a software token that
/// SetUserPoolMfaConfig turned off: with `Enabled: false`.
fn describe(pool: &UserPool) -> Value {
    let mut described = json!({ "MfaConfiguration": pool.mfa.configuration });
    let offered = Factor::ALL.into_iter().filter(|factor| pool.mfa.offers(*factor));
    for factor in offered {
        match factor {
            Factor::Sms => described["SmsMfaConfiguration"] = sms_settings(&pool.settings),
            Factor::SoftwareToken => described["SoftwareTokenMfaConfiguration"] = json!({ "Enabled": true }),
            Factor::Email => {
                described["EmailMfaConfiguration"] = pool.mfa.email.clone().unwrap_or_else(|| json!({}));
            }
        }
    }
    if pool.mfa.configuration != MfaConfiguration::Off && pool.mfa.software_token_is_off {
        described["SoftwareTokenMfaConfiguration"] = json!({ "Enabled": false });
    }
    if let Some(web_authn) = &pool.web_authn {
        described["WebAuthnConfiguration"] = json!(web_authn);
    }
    described
}

fn sms_settings(settings: &PoolSettings) -> Value {
    let held = SMS_SETTINGS
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), settings.other.get(name)?.clone())));
    Value::Object(held.collect())
}
