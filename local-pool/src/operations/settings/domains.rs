//! A pool's domains for managed login. The pool serves every domain at the pool's own address, whatever the domain's
//! name is.

use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::domains::Domain;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The words that the prefix of a domain may not contain.
const RESERVED: [&str; 3] = ["aws", "amazon", "cognito"];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DomainSettings {
    domain: String,
    user_pool_id: String,
    managed_login_version: Option<i64>,
    custom_domain_config: Option<Value>,
}

impl DomainSettings {
    fn build(&self) -> Domain {
        Domain {
            domain: self.domain.clone(),
            managed_login_version: self.managed_login_version.unwrap_or(1),
            custom_domain_config: self.custom_domain_config.clone(),
        }
    }
}

pub(crate) fn create_user_pool_domain(
    call: &mut Call<'_>,
    request: DomainSettings,
) -> Result<Value, CognitoError> {
    let domain = request.build();
    let has = |pool: &UserPool| pool.domains.iter().any(|other| other.domain == domain.domain);
    if call.world.pools.values().any(has) {
        return Err(CognitoError::invalid_parameter("Domain already associated with another user pool."));
    }
    if !domain.is_custom() {
        check_prefix(&domain.domain)?;
    }
    let host = host(call);
    let pool = call.world.pool(&request.user_pool_id)?;
    if pool.domains.iter().any(|other| other.is_custom() == domain.is_custom()) {
        return Err(CognitoError::invalid_parameter("User pool already has a domain configured."));
    }
    let answer = answer(&domain, &host);
    pool.domains.push(domain);
    Ok(answer)
}

/// Checks a prefix of AWS's domain: it has the form of one label of a host name, and contains no reserved word. The
/// constraints of the request limit its length.
fn check_prefix(prefix: &str) -> Result<(), CognitoError> {
    if let Some(word) = RESERVED.into_iter().find(|word| prefix.contains(word)) {
        return Err(CognitoError::invalid_parameter(format!("Domain cannot contain reserved word: {word}")));
    }
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !prefix.chars().all(fits) || prefix.starts_with('-') || prefix.ends_with('-') {
        let pattern =
            r"Member must satisfy regular expression pattern: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$";
        return Err(CognitoError::constraint("domain", pattern));
    }
    Ok(())
}

/// The host that a domain's DNS entry would point to: here, the pool's own address.
fn host(call: &Call<'_>) -> String {
    let base_url = &call.service.base_url;
    base_url.split_once("://").map_or(base_url.as_str(), |(_, host)| host).to_owned()
}

fn answer(domain: &Domain, host: &str) -> Value {
    let mut answer = json!({ "ManagedLoginVersion": domain.managed_login_version });
    if domain.is_custom() {
        answer["CloudFrontDomain"] = json!(host);
    }
    answer
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedDomain {
    domain: String,
}

/// Describes a domain of any pool. For an unknown one the description is empty.
pub(crate) fn describe_user_pool_domain(
    call: &mut Call<'_>,
    request: NamedDomain,
) -> Result<Value, CognitoError> {
    let host = host(call);
    let mut all = call.world.pools.values().flat_map(|pool| pool.domains.iter().map(move |one| (pool, one)));
    let Some((pool, domain)) = all.find(|(_, domain)| domain.domain == request.domain) else {
        return Ok(json!({ "DomainDescription": {} }));
    };
    let mut described = json!(domain);
    described["UserPoolId"] = json!(pool.id);
    described["AWSAccountId"] = json!("000000000000");
    described["CloudFrontDistribution"] = json!(host);
    described["Status"] = json!("ACTIVE");
    Ok(json!({ "DomainDescription": described }))
}

/// Replaces the certificate and the version of a domain.
pub(crate) fn update_user_pool_domain(
    call: &mut Call<'_>,
    request: DomainSettings,
) -> Result<Value, CognitoError> {
    let host = host(call);
    let pool = call.world.pool(&request.user_pool_id)?;
    let held = pool.domains.iter_mut().find(|domain| domain.domain == request.domain);
    let held = held.ok_or_else(no_such_domain)?;
    if held.is_custom() != request.custom_domain_config.is_some() {
        let text = "A custom domain needs CustomDomainConfig, and a prefix domain must not have it.";
        return Err(CognitoError::invalid_parameter(text));
    }
    *held = request.build();
    Ok(answer(held, &host))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DomainOfPool {
    domain: String,
    user_pool_id: String,
}

pub(crate) fn delete_user_pool_domain(
    call: &mut Call<'_>,
    request: DomainOfPool,
) -> Result<Value, CognitoError> {
    let pool = call.world.pools.get_mut(&request.user_pool_id).ok_or_else(no_such_domain)?;
    let count = pool.domains.len();
    pool.domains.retain(|domain| domain.domain != request.domain);
    if pool.domains.len() == count { Err(no_such_domain()) } else { Ok(json!({})) }
}

fn no_such_domain() -> CognitoError {
    CognitoError::invalid_parameter("No such domain or user pool exists.")
}
