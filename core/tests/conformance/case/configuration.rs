//! The configuration of a case's instance.

use cognito_auth_core::{
    AuthConfiguration, AuthFactorType, AuthFlowType, IdentityPoolConfiguration, OAuthConfiguration,
};
use serde::Deserialize;

/// The beginning of every key that the library stores.
pub(super) const EVERY_PREFIX: &str = "cognito-auth.";

/// The configuration as a case has it. Without a user pool, `region`, `user_pool_id` and `client_id` are empty.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Configuration {
    #[serde(default)]
    region: String,
    #[serde(default)]
    user_pool_id: String,
    #[serde(default)]
    client_id: String,
    client_secret: Option<String>,
    endpoint: Option<String>,
    #[serde(default)]
    default_flow: Flow,
    device_name: Option<String>,
    oauth: Option<OAuth>,
    identity_pool: Option<IdentityPool>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct OAuth {
    domain: String,
    scopes: Vec<String>,
    sign_in_redirect_uris: Vec<String>,
    sign_out_redirect_uris: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct IdentityPool {
    pool_id: String,
    /// If absent, the configuration allows no guests.
    allows_guests: Option<bool>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Flow {
    #[default]
    UserSrp,
    UserPassword,
    CustomWithSrp,
    CustomWithoutSrp,
    UserAuth,
}

impl Configuration {
    pub(super) fn read(&self) -> AuthConfiguration {
        let mut configuration = AuthConfiguration::new(&self.region, &self.user_pool_id, &self.client_id);
        configuration.user_pool.client_secret = self.client_secret.as_deref().map(Into::into);
        configuration.user_pool.endpoint.clone_from(&self.endpoint);
        configuration.default_flow = self.default_flow.preferring(None);
        configuration.device_name.clone_from(&self.device_name);
        configuration.oauth = self.oauth.clone().map(|oauth| OAuthConfiguration {
            domain: oauth.domain,
            scopes: oauth.scopes,
            sign_in_redirect_uris: oauth.sign_in_redirect_uris,
            sign_out_redirect_uris: oauth.sign_out_redirect_uris,
            identity_providers: Vec::new(),
        });
        configuration.identity_pool = self.identity_pool.clone().map(|pool| {
            let default = IdentityPoolConfiguration::new(pool.pool_id);
            IdentityPoolConfiguration {
                allows_guests: pool.allows_guests.unwrap_or(default.allows_guests),
                ..default
            }
        });
        configuration
    }

    /// The prefix of all keys of the case's instance. It contains the endpoint's origin: what comes before the path.
    pub(super) fn key_prefix(&self) -> String {
        let pool = match &self.identity_pool {
            Some(pool) if self.user_pool_id.is_empty() => pool.pool_id.clone(),
            Some(_) | None => format!("{}.{}", self.user_pool_id, self.client_id),
        };
        let origin =
            |endpoint: &String| format!("@{}", endpoint.split('/').take(3).collect::<Vec<_>>().join("/"));
        let origin = self.endpoint.as_ref().map(origin).unwrap_or_default();
        format!("{EVERY_PREFIX}{pool}{origin}.")
    }
}

impl Flow {
    /// The flow. Only `userAuth` has a preferred first factor.
    pub(crate) fn preferring(self, preferred_first_factor: Option<AuthFactorType>) -> AuthFlowType {
        match self {
            Self::UserSrp => AuthFlowType::UserSrp,
            Self::UserPassword => AuthFlowType::UserPassword,
            Self::CustomWithSrp => AuthFlowType::CustomWithSrp,
            Self::CustomWithoutSrp => AuthFlowType::CustomWithoutSrp,
            Self::UserAuth => AuthFlowType::UserAuth { preferred_first_factor },
        }
    }
}
