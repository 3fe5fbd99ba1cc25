//! Cognito's operations on identity pools, by the name in X-Amz-Target. An app calls its operations without a
//! signature.

mod credentials;
mod get_id;
mod identities;
mod logins;
mod open_id_token;
mod other_logins;
pub(crate) mod pools;
mod principal_tags;
mod roles;
mod tags;

use super::shared::constraints;
use super::shared::request::{Operation, parse};
use crate::errors::CognitoError;
use crate::service::Call;
use serde_json::Value;

/// Performs one operation, as Cognito would.
pub(crate) fn perform(name: &str, body: &[u8], call: &mut Call<'_>) -> Result<Value, CognitoError> {
    let operation = match of_apps(name) {
        Some(operation) => operation,
        None => {
            call.sender.administration?;
            of_administrators(name).ok_or_else(|| refusal(name))?
        }
    };
    if let Ok(request) = serde_json::from_slice(body) {
        constraints::identity_pools::check(name, &request)?;
    }
    operation(call, body)
}

/// Whether a request is for this service. Both services have the operations on tags, so there the ARN decides.
pub(crate) fn serves(name: &str, request: &Value) -> bool {
    match request.get("ResourceArn").and_then(Value::as_str) {
        Some(arn) => tags::is_arn(arn),
        None => has(name),
    }
}

pub(super) fn has(name: &str) -> bool {
    of_apps(name).or_else(|| of_administrators(name)).is_some()
}

/// The operations that an app calls. For a user they need a login, and for a guest only the id of the identity or of
/// the pool.
fn of_apps(name: &str) -> Option<Operation> {
    let operation: Operation = match name {
        "GetId" => |call, body| get_id::get_id(call, parse(body)?),
        "GetCredentialsForIdentity" => {
            |call, body| credentials::get_credentials_for_identity(call, parse(body)?)
        }
        "GetOpenIdToken" => |call, body| open_id_token::get_open_id_token(call, parse(body)?),
        "UnlinkIdentity" => |call, body| identities::unlink_identity(call, parse(body)?),
        _ => return None,
    };
    Some(operation)
}

/// The operations of administrators. They need the same rights as the administrators' operations on user pools.
fn of_administrators(name: &str) -> Option<Operation> {
    let operation: Operation = match name {
        "CreateIdentityPool" => |call, body| pools::create_identity_pool(call, parse(body)?),
        "DescribeIdentityPool" => |call, body| pools::describe_identity_pool(call, parse(body)?),
        "UpdateIdentityPool" => |call, body| pools::update_identity_pool(call, parse(body)?),
        "DeleteIdentityPool" => |call, body| pools::delete_identity_pool(call, parse(body)?),
        "ListIdentityPools" => |call, body| pools::list_identity_pools(call, parse(body)?),

        "SetIdentityPoolRoles" => |call, body| roles::set_identity_pool_roles(call, parse(body)?),
        "GetIdentityPoolRoles" => |call, body| roles::get_identity_pool_roles(call, parse(body)?),

        "DescribeIdentity" => |call, body| identities::describe_identity(call, parse(body)?),
        "ListIdentities" => |call, body| identities::list_identities(call, parse(body)?),
        "DeleteIdentities" => |call, body| identities::delete_identities(call, parse(body)?),

        "SetPrincipalTagAttributeMap" => {
            |call, body| principal_tags::set_principal_tag_attribute_map(call, parse(body)?)
        }
        "GetPrincipalTagAttributeMap" => {
            |call, body| principal_tags::get_principal_tag_attribute_map(call, parse(body)?)
        }

        "TagResource" => |call, body| tags::tag_resource(call, parse(body)?),
        "UntagResource" => |call, body| tags::untag_resource(call, parse(body)?),
        "ListTagsForResource" => |call, body| tags::list_tags_for_resource(call, parse(body)?),
        _ => return None,
    };
    Some(operation)
}

/// The operations that Cognito's API has and the local pool does not serve, with the reason that `docs/operations.md`
/// gives.
pub(super) const UNSUPPORTED: &[(&str, &[&str])] = &[(
    "The pool has no developer identities",
    &[
        "GetOpenIdTokenForDeveloperIdentity",
        "LookupDeveloperIdentity",
        "MergeDeveloperIdentities",
        "UnlinkDeveloperIdentity",
    ],
)];

/// Whether the service has an operation of this name, even one that the pool refuses.
pub(super) fn is_known(name: &str) -> bool {
    has(name) || is_unsupported(name)
}

fn is_unsupported(operation: &str) -> bool {
    UNSUPPORTED.iter().any(|(_, names)| names.contains(&operation))
}

fn refusal(operation: &str) -> CognitoError {
    match is_unsupported(operation) {
        true => CognitoError::unsupported_operation(operation),
        false => CognitoError::new("UnknownOperationException", "Cognito has no operation of this name."),
    }
}

#[cfg(test)]
pub(super) fn is_of_apps(name: &str) -> bool {
    of_apps(name).is_some()
}
