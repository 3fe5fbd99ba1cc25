//! DescribeIdentity, ListIdentities, DeleteIdentities, UnlinkIdentity.

use super::logins::{Logins, verify};
use crate::errors::CognitoError;
use crate::identity_pool::identity::Identity;
use crate::identity_pool::linking::mismatch;
use crate::identity_pool::providers::canonical;
use crate::operations::shared::paging::page;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

fn describe(identity: &Identity) -> Value {
    let mut described = json!({
        "IdentityId": identity.id,
        "CreationDate": identity.created.date(),
        "LastModifiedDate": identity.modified.date(),
    });
    if !identity.is_guest() {
        described["Logins"] = identity.logins.iter().map(|(provider, _)| provider.as_str()).collect();
    }
    described
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneIdentity {
    identity_id: String,
}

pub(crate) fn describe_identity(call: &mut Call<'_>, request: OneIdentity) -> Result<Value, CognitoError> {
    Ok(describe(call.world.identity_pools.identity(&request.identity_id)?))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListIdentities {
    identity_pool_id: String,
    max_results: usize,
    next_token: Option<String>,
    #[serde(default)]
    hide_disabled: bool,
}

pub(crate) fn list_identities(call: &mut Call<'_>, request: ListIdentities) -> Result<Value, CognitoError> {
    let pool = call.world.identity_pools.pool(&request.identity_pool_id)?;
    let shown = pool.identities.values().filter(|identity| !(request.hide_disabled && identity.disabled));
    let (limit, token) = (request.max_results, request.next_token.as_deref());
    let (page, last) = page(shown, |identity: &Identity| &identity.id, limit, token)?;
    let identities: Vec<Value> = page.into_iter().map(describe).collect();
    let mut answer = json!({ "IdentityPoolId": pool.id, "Identities": identities });
    if let Some(last) = last {
        answer["NextToken"] = json!(last);
    }
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteIdentities {
    identity_ids_to_delete: Vec<String>,
}

/// Deletes identities. The response lists those that do not exist.
pub(crate) fn delete_identities(
    call: &mut Call<'_>,
    request: DeleteIdentities,
) -> Result<Value, CognitoError> {
    let mut unprocessed = Vec::new();
    for id in &request.identity_ids_to_delete {
        match call.world.identity_pools.pool_of_identity(id) {
            Ok(pool) => drop(pool.identities.remove(id.as_str())),
            Err(_) => unprocessed.push(json!({ "IdentityId": id, "ErrorCode": "AccessDenied" })),
        }
    }
    Ok(json!({ "UnprocessedIdentityIds": unprocessed }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UnlinkIdentity {
    identity_id: String,
    logins: Logins,
    logins_to_remove: Vec<String>,
}

/// Removes logins from an identity. The next request with such a login gets a new identity. An identity that has lost
/// its last login gives no credentials.
pub(crate) fn unlink_identity(call: &mut Call<'_>, request: UnlinkIdentity) -> Result<Value, CognitoError> {
    let pool_id = call.world.identity_pools.pool_of_identity(&request.identity_id)?.id.clone();
    let logins = verify(call, &pool_id, &request.logins)?;
    let (service, now) = (call.service, call.now);
    let identity = call.world.identity_pools.identity(&request.identity_id)?;
    if !logins.iter().any(|login| identity.has(login)) {
        return Err(mismatch());
    }
    let removed: Vec<String> =
        request.logins_to_remove.iter().map(|name| canonical(name, &service.issuer)).collect();
    removed.iter().for_each(|provider| identity.logins.remove(provider));
    identity.disabled |= identity.is_guest();
    identity.modified = now;
    Ok(json!({}))
}
