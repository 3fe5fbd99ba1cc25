//! User pools: the operations that set-up scripts use.

use super::{defaults, mfa};
use crate::errors::CognitoError;
use crate::operations::shared::custom_ids;
use crate::operations::shared::paging::page;
use crate::pool::UserPool;
use crate::pool::account_recovery::AccountRecoverySetting;
use crate::pool::settings::PoolSettings;
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateUserPool {
    pool_name: String,
    #[serde(flatten)]
    settings: PoolSettings,
}

pub(crate) fn create_user_pool(call: &mut Call<'_>, request: CreateUserPool) -> Result<Value, CognitoError> {
    let settings = checked_new(request.settings)?;
    call.service.functions.check(&settings.lambda_config)?;
    let id = match custom_ids::of_user_pool(call, &settings.tags())? {
        Some(id) => id,
        None => format!("{}_{}", call.sender.region, random::letters_and_digits(9)?),
    };
    let pool = UserPool::new(id.clone(), request.pool_name, settings, call.now);
    let described = describe(&pool);
    call.world.pools.insert(id, pool);
    call.service.keys.prepare_next();
    Ok(json!({ "UserPool": described }))
}

/// Settings of a new pool, in a request or in a file.
pub(crate) fn checked_new(settings: PoolSettings) -> Result<PoolSettings, CognitoError> {
    let settings = checked(settings)?;
    settings.check_schema()?;
    mfa::check_new(&settings)?;
    Ok(settings)
}

/// Refuses settings that contradict each other, or that the local pool can't put into effect. Drops the members that
/// only a description has.
fn checked(settings: PoolSettings) -> Result<PoolSettings, CognitoError> {
    let settings = settings.without_facts();
    if let Some(name) = settings.unsupported() {
        return Err(CognitoError::unsupported(&format!("The setting {name}")));
    }
    settings.check_tags()?;
    settings.check_attribute_updates()?;
    settings.other.get("SmsConfiguration").map_or(Ok(()), mfa::check_sms)?;
    settings.lambda_config.check()?;
    settings.account_recovery_setting.as_ref().map_or(Ok(()), AccountRecoverySetting::check)?;
    if !settings.alias_attributes.is_empty() && !settings.username_attributes.is_empty() {
        let text = "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.";
        return Err(CognitoError::invalid_parameter(text));
    }
    if !settings.sign_in_policy().allows("PASSWORD") {
        return Err(CognitoError::invalid_parameter("AllowedFirstAuthFactors must include PASSWORD."));
    }
    Ok(settings)
}

fn describe(pool: &UserPool) -> Value {
    let mut described = defaults::of_user_pool(&pool.settings);
    let facts = json!({
        "Id": pool.id,
        "Name": pool.name,
        "Arn": pool.arn(),
        "CreationDate": pool.created.date(),
        "LastModifiedDate": pool.modified.date(),
        "MfaConfiguration": pool.mfa.configuration,
        "SchemaAttributes": pool.schema(),
        "EstimatedNumberOfUsers": pool.users.len(),
    });
    if let (Some(described), Value::Object(facts)) = (described.as_object_mut(), facts) {
        described.remove("Schema");
        described.extend(facts);
        described.extend(pool.domains.iter().map(|one| (one.member().to_owned(), json!(one.domain))));
    }
    described
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OnePool {
    user_pool_id: String,
}

impl OnePool {
    pub(super) fn id(&self) -> &str {
        &self.user_pool_id
    }
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
    pool_name: Option<String>,
    #[serde(flatten)]
    settings: PoolSettings,
}

/// Replaces the settings: [`PoolSettings::updated`] says which stay. The name and MFA stay too if the request leaves
/// them out.
pub(crate) fn update_user_pool(call: &mut Call<'_>, request: UpdateUserPool) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.user_pool_id)?;
    pool.require_no_import()?;
    check_facts(&json!(request.settings), &describe(pool))?;
    let settings = checked(pool.settings.updated(request.settings))?;
    call.service.functions.check(&settings.lambda_config)?;
    mfa::check_update(pool, &settings)?;
    pool.mfa.configuration = settings.mfa_configuration.unwrap_or(pool.mfa.configuration);
    pool.settings = settings;
    pool.name = request.pool_name.unwrap_or_else(|| std::mem::take(&mut pool.name));
    pool.modified = now;
    Ok(json!({}))
}

/// Set-up tools send a description back with their changes. Such a request may have members that UpdateUserPool can't
/// change, if they have the values in force.
fn check_facts(asked: &Value, described: &Value) -> Result<(), CognitoError> {
    const FIXED: [&str; 7] = [
        "Id",
        "Name",
        "Arn",
        "AliasAttributes",
        "UsernameAttributes",
        "UsernameConfiguration",
        "SchemaAttributes",
    ];
    let differs = |name: &&str| asked.get(*name).is_some_and(|value| described.get(*name) != Some(value));
    match FIXED.into_iter().find(|name| differs(name)) {
        Some(name) => Err(CognitoError::invalid_parameter(format!("UpdateUserPool cannot change {name}."))),
        None => Ok(()),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUserPools {
    max_results: usize,
    next_token: Option<String>,
}

pub(crate) fn list_user_pools(call: &mut Call<'_>, request: ListUserPools) -> Result<Value, CognitoError> {
    let (pools, token) = (call.world.pools.values(), request.next_token.as_deref());
    let (page, last) = page(pools, |pool: &UserPool| &pool.id, request.max_results, token)?;
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
        "LambdaConfig": pool.settings.lambda_config,
        "CreationDate": pool.created.date(),
        "LastModifiedDate": pool.modified.date(),
    })
}
