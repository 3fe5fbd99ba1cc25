//! The session's state, and the calls for a federation.

use cognito_auth_core::{Auth, FederateToIdentityPoolOptions, LoginProvider};
use serde::Deserialize;

use super::{CallResult, NoArguments, done};
use crate::words;

pub(super) async fn session_state(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::session_state(&auth.session_state().await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct FederateToIdentityPool {
    provider: Provider,
    token: String,
    developer_provided_identity_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Provider {
    Apple,
    Amazon,
    Facebook,
    Google,
    Twitter,
    Developer,
    Oidc(String),
    Saml(String),
    Other(String),
}

impl From<Provider> for LoginProvider {
    fn from(provider: Provider) -> Self {
        match provider {
            Provider::Apple => Self::Apple,
            Provider::Amazon => Self::Amazon,
            Provider::Facebook => Self::Facebook,
            Provider::Google => Self::Google,
            Provider::Twitter => Self::Twitter,
            Provider::Developer => Self::Developer,
            Provider::Oidc(issuer) => Self::Oidc(issuer),
            Provider::Saml(arn) => Self::Saml(arn),
            Provider::Other(name) => Self::Other(name),
        }
    }
}

pub(super) async fn federate_to_identity_pool(auth: &Auth, given: FederateToIdentityPool) -> CallResult {
    let options = FederateToIdentityPoolOptions {
        developer_provided_identity_id: given.developer_provided_identity_id,
    };
    let (provider, token) = (given.provider.into(), given.token.into());
    Ok(words::federation(&auth.federate_to_identity_pool(provider, token, options).await?))
}

pub(super) async fn clear_federation_to_identity_pool(
    auth: &Auth,
    NoArguments {}: NoArguments,
) -> CallResult {
    auth.clear_federation_to_identity_pool().await.map(done)
}
