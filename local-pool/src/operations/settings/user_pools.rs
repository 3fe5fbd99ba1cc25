//! User pools: the operations that set-up scripts use.

use crate::errors::CognitoError;
use crate::operations::shared::custom_ids;
use crate::operations::shared::paging::page;
use crate::pool::UserPool;
use crate::pool::mfa::{Factor, MfaSettings};
use crate::pool::passkeys::WebAuthnSettings;
use crate::pool::schema::SchemaAttribute;
use crate::pool::settings::{AccountRecoverySetting, MfaConfiguration, PoolSettings};
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

const SMS_MFA_CONFIGURATION: &str = "SmsMfaConfiguration";
const EMAIL_MFA_CONFIGURATION: &str = "EmailMfaConfiguration";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateUserPool {
    pool_name: String,
    #[serde(flatten)]
    settings: PoolSettings,
}

pub(crate) fn create_user_pool(call: &mut Call<'_>, request: CreateUserPool) -> Result<Value, CognitoError> {
    check_settings(&request.settings)?;
    call.service.functions.check(&request.settings.lambda_config)?;
    let id = match custom_ids::of_user_pool(call, request.settings.other.get("UserPoolTags"))? {
        Some(id) => id,
        None => format!("{}_{}", call.sender.region, random::letters_and_digits(9)?),
    };
    let pool = UserPool::new(id.clone(), request.pool_name, request.settings, call.now);
    let described = describe(&pool);
    call.world.pools.insert(id, pool);
    call.service.keys.prepare_next();
    Ok(json!({ "UserPool": described }))
}

/// Refuses settings that the local pool can't put into effect.
pub(crate) fn check_settings(settings: &PoolSettings) -> Result<(), CognitoError> {
    if let Some(name) = settings.unsupported() {
        return Err(CognitoError::unsupported(&format!("The setting {name}")));
    }
    settings.lambda_config.check()?;
    settings.account_recovery_setting.as_ref().map_or(Ok(()), AccountRecoverySetting::check)?;
    if !settings.alias_attributes.is_empty() && !settings.username_attributes.is_empty() {
        let text = "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.";
        return Err(CognitoError::invalid_parameter(text));
    }
    let factors = &settings.policies.sign_in_policy.allowed_first_auth_factors;
    if !factors.iter().any(|factor| factor == "PASSWORD") {
        return Err(CognitoError::invalid_parameter("AllowedFirstAuthFactors must include PASSWORD."));
    }
    Ok(())
}

fn describe(pool: &UserPool) -> Value {
    let mut described = json!(pool.settings);
    let schema: Vec<SchemaAttribute> = pool.settings.schema.iter().map(SchemaAttribute::described).collect();
    let more = json!({
        "Id": pool.id,
        "Name": pool.name,
        "Arn": pool.arn(),
        "CreationDate": pool.created.date(),
        "LastModifiedDate": pool.modified.date(),
        "MfaConfiguration": pool.mfa.configuration,
        "SchemaAttributes": schema,
        "EstimatedNumberOfUsers": pool.users.len(),
    });
    if let (Some(described), Value::Object(more)) = (described.as_object_mut(), more) {
        described.remove("Schema");
        described.extend(more);
        described.extend(pool.domains.iter().map(|one| (one.member().to_owned(), json!(one.domain))));
    }
    described
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OnePool {
    user_pool_id: String,
}

pub(crate) fn describe_user_pool(call: &mut Call<'_>, request: OnePool) -> Result<Value, CognitoError> {
    Ok(json!({ "UserPool": describe(call.world.pool(&request.user_pool_id)?) }))
}

pub(crate) fn delete_user_pool(call: &mut Call<'_>, request: OnePool) -> Result<Value, CognitoError> {
    if call.world.pool(&request.user_pool_id)?.settings.is_protected() {
        let text = "The user pool cannot be deleted because deletion protection is activated. \
                    Deletion protection must be inactivated first.";
        return Err(CognitoError::invalid_parameter(text));
    }
    if !call.world.pool(&request.user_pool_id)?.domains.is_empty() {
        let text = "User pool cannot be deleted. It has a domain configured that should be deleted first.";
        return Err(CognitoError::invalid_parameter(text));
    }
    call.world.pools.remove(&request.user_pool_id);
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateUserPool {
    user_pool_id: String,
    #[serde(flatten)]
    settings: PoolSettings,
}

/// Replaces the settings. As at AWS, a setting that is left out gets its default. The settings for usernames and
/// attributes can't change after CreateUserPool.
pub(crate) fn update_user_pool(call: &mut Call<'_>, request: UpdateUserPool) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.user_pool_id)?;
    let mut settings = request.settings;
    settings.alias_attributes.clone_from(&pool.settings.alias_attributes);
    settings.username_attributes.clone_from(&pool.settings.username_attributes);
    settings.username_configuration = pool.settings.username_configuration.clone();
    settings.schema.clone_from(&pool.settings.schema);
    check_settings(&settings)?;
    call.service.functions.check(&settings.lambda_config)?;
    pool.mfa.configuration = settings.mfa_configuration;
    pool.settings = settings;
    pool.modified = now;
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUserPools {
    max_results: usize,
    next_token: Option<String>,
}

pub(crate) fn list_user_pools(call: &mut Call<'_>, request: ListUserPools) -> Result<Value, CognitoError> {
    let (pools, after) = (call.world.pools.values(), request.next_token.as_deref());
    let (page, last) = page(pools, |pool: &UserPool| &pool.id, request.max_results, after);
    let mut answer = json!({ "UserPools": page.into_iter().map(summary).collect::<Vec<_>>() });
    if let Some(last) = last {
        answer["NextToken"] = json!(last);
    }
    Ok(answer)
}

fn summary(pool: &UserPool) -> Value {
    json!({
        "Id": pool.id,
        "Name": pool.name,
        "CreationDate": pool.created.date(),
        "LastModifiedDate": pool.modified.date(),
    })
}

/// Sets the factors of a pool. A factor that is left out is off.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetUserPoolMfaConfig {
    user_pool_id: String,
    #[serde(flatten)]
    configuration: MfaRequest,
}

/// The members of a pool's MFA configuration, in a request or in a file.
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
            pool.web_authn = Some(web_authn.clone());
        }
        pool.mfa = mfa;
        Ok(())
    }

    fn settings(&self) -> Result<MfaSettings, CognitoError> {
        let software_token =
            self.software_token_mfa_configuration.as_ref().is_some_and(|token| token.enabled);
        let asked = [
            (Factor::Sms, self.sms_mfa_configuration.is_some()),
            (Factor::SoftwareToken, software_token),
            (Factor::Email, self.email_mfa_configuration.is_some()),
        ];
        let offered: Vec<Factor> =
            asked.into_iter().filter_map(|(factor, on)| on.then_some(factor)).collect();
        if offered.is_empty() && self.mfa_configuration != MfaConfiguration::Off {
            let text = "MFA cannot be turned on without SMS, software token or e-mail MFA.";
            return Err(CognitoError::invalid_parameter(text));
        }
        let delivery = [
            (SMS_MFA_CONFIGURATION, &self.sms_mfa_configuration),
            (EMAIL_MFA_CONFIGURATION, &self.email_mfa_configuration),
        ];
        let delivery = delivery.into_iter().filter_map(|(name, held)| Some((name.to_owned(), held.clone()?)));
        Ok(MfaSettings { configuration: self.mfa_configuration, offered, delivery: delivery.collect() })
    }
}

pub(crate) fn set_user_pool_mfa_config(
    call: &mut Call<'_>,
    request: SetUserPoolMfaConfig,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    request.configuration.apply(pool)?;
    Ok(describe_mfa(pool))
}

pub(crate) fn get_user_pool_mfa_config(call: &mut Call<'_>, request: OnePool) -> Result<Value, CognitoError> {
    Ok(describe_mfa(call.world.pool(&request.user_pool_id)?))
}

fn describe_mfa(pool: &UserPool) -> Value {
    let mut described = json!({ "MfaConfiguration": pool.mfa.configuration });
    let delivery = |name: &str| pool.mfa.delivery.get(name).cloned().unwrap_or_else(|| json!({}));
    for factor in &pool.mfa.offered {
        match factor {
            Factor::Sms => described[SMS_MFA_CONFIGURATION] = delivery(SMS_MFA_CONFIGURATION),
            Factor::SoftwareToken => described["SoftwareTokenMfaConfiguration"] = json!({ "Enabled": true }),
            Factor::Email => described[EMAIL_MFA_CONFIGURATION] = delivery(EMAIL_MFA_CONFIGURATION),
        }
    }
    if let Some(web_authn) = &pool.web_authn {
        described["WebAuthnConfiguration"] = json!(web_authn);
    }
    described
}
