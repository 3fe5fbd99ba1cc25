//! An identity pool's settings, in the form of CreateIdentityPool and DescribeIdentityPool.

use super::providers::{of_oidc_arn, user_pool_id};
use crate::issuer::Issuer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The settings in CreateIdentityPool and UpdateIdentityPool. The tag `_custom_id_` chooses the pool's id, and the other
/// tags are only kept.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct IdentityPoolSettings {
    pub identity_pool_name: String,
    pub allow_unauthenticated_identities: bool,
    /// Whether GetOpenIdToken works. As at Cognito, GetOpenIdToken works unless this setting is `false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_classic_flow: Option<bool>,
    /// The app's ids at Google, Apple, Facebook or Amazon, by the provider's name. `;` separates several ids.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub supported_login_providers: BTreeMap<String, String>,
    /// Refused: see [`IdentityPoolSettings::unsupported`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_provider_name: Option<String>,
    #[serde(rename = "OpenIdConnectProviderARNs", skip_serializing_if = "Vec::is_empty")]
    pub open_id_connect_provider_arns: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cognito_identity_providers: Vec<UserPoolProvider>,
    /// Refused: see [`IdentityPoolSettings::unsupported`].
    #[serde(rename = "SamlProviderARNs", skip_serializing_if = "Vec::is_empty")]
    pub saml_provider_arns: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub identity_pool_tags: BTreeMap<String, String>,
}

/// An app client of a user pool. The id tokens for this client are logins.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct UserPoolProvider {
    pub provider_name: String,
    pub client_id: String,
    /// Whether the user pool checks that the token's user exists and is enabled, and that the token's sign-in has not
    /// ended.
    pub server_side_token_check: bool,
}

impl IdentityPoolSettings {
    /// A setting that the local pool does not support, if there is one.
    pub(crate) fn unsupported(&self) -> Option<&'static str> {
        match (&self.developer_provider_name, self.saml_provider_arns.as_slice()) {
            (Some(_), _) => Some("DeveloperProviderName"),
            (None, [_, ..]) => Some("SamlProviderARNs"),
            (None, []) => None,
        }
    }

    /// The app clients of a user pool.
    pub(crate) fn clients_of<'s>(
        &'s self,
        pool_id: &'s str,
        issuer: &'s Issuer,
    ) -> impl Iterator<Item = &'s UserPoolProvider> {
        let named = move |name: &str| user_pool_id(name, issuer) == Some(pool_id);
        self.cognito_identity_providers.iter().filter(move |provider| named(&provider.provider_name))
    }

    /// The provider of this name, among those that are not user pools.
    pub(crate) fn other_provider(&self, name: &str) -> Option<OtherProvider<'_>> {
        if let Some(app_ids) = self.supported_login_providers.get(name) {
            return Some(OtherProvider { app_ids: Some(app_ids) });
        }
        let is_issuer = |arn: &String| of_oidc_arn(arn) == Some(name);
        self.open_id_connect_provider_arns.iter().any(is_issuer).then_some(OtherProvider { app_ids: None })
    }
}

/// A provider that is no user pool: Google, Apple, Facebook, Amazon, or an issuer of OpenID Connect.
pub(crate) struct OtherProvider<'s> {
    /// The app's ids at the provider, separated by `;`. `None` for an issuer of OpenID Connect: AWS keeps those ids in
    /// IAM, which the local pool lacks.
    pub app_ids: Option<&'s str>,
}
