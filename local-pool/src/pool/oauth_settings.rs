//! A client's settings for OAuth 2.0: its grants, scopes, redirect URIs and identity providers.

use super::UserPool;
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The name of the pool itself among the identity providers.
pub(crate) const POOL_AS_PROVIDER: &str = "COGNITO";

/// The members of CreateUserPoolClient for OAuth.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OAuthSettings {
    /// If this is false, the client gets no codes and no tokens from the OAuth endpoints.
    #[serde(rename = "AllowedOAuthFlowsUserPoolClient")]
    pub enabled: bool,
    #[serde(rename = "AllowedOAuthFlows", skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<String>,
    #[serde(rename = "AllowedOAuthScopes", skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    #[serde(rename = "CallbackURLs", skip_serializing_if = "Vec::is_empty")]
    pub callback_urls: Vec<String>,
    #[serde(rename = "LogoutURLs", skip_serializing_if = "Vec::is_empty")]
    pub logout_urls: Vec<String>,
    #[serde(rename = "DefaultRedirectURI", skip_serializing_if = "Option::is_none")]
    pub default_redirect_uri: Option<String>,
    #[serde(rename = "SupportedIdentityProviders", skip_serializing_if = "Vec::is_empty")]
    pub identity_providers: Vec<String>,
}

impl OAuthSettings {
    /// Whether the client may use a grant: `code`, `implicit` or `client_credentials`.
    pub(crate) fn allows_flow(&self, flow: &str) -> bool {
        self.flows.iter().any(|allowed| allowed == flow)
    }

    /// Whether users of the client may sign in with a provider. A client without a list of providers uses the pool
    /// itself.
    pub(crate) fn allows_provider(&self, name: &str) -> bool {
        match self.identity_providers.as_slice() {
            [] => name == POOL_AS_PROVIDER,
            named => named.iter().any(|allowed| allowed == name),
        }
    }

    /// Checks the redirect URIs, and settings that depend on each other, on the client's secret or on the pool.
    pub(crate) fn check(&self, pool: &UserPool, has_secret: bool) -> Result<(), CognitoError> {
        self.check_flows(has_secret)?;
        if let Some(unknown) = self.scopes.iter().find(|scope| !pool.has_scope(scope)) {
            let text = format!("Invalid scope requested: {unknown}");
            return Err(CognitoError::new("ScopeDoesNotExistException", text));
        }
        self.callback_urls.iter().chain(&self.logout_urls).try_for_each(|url| check_redirect(url))?;
        if self.default_redirect_uri.as_ref().is_some_and(|url| !self.callback_urls.contains(url)) {
            return Err(CognitoError::invalid_parameter(
                "DefaultRedirectURI must be one of the CallbackURLs.",
            ));
        }
        match self.identity_providers.iter().find(|name| !pool.has_identity_provider(name)) {
            Some(unknown) => {
                let text = format!("The provider {unknown} does not exist for User Pool {}", pool.id);
                Err(CognitoError::invalid_parameter(text))
            }
            None => Ok(()),
        }
    }

    fn check_flows(&self, has_secret: bool) -> Result<(), CognitoError> {
        let refused = |text: &str| Err(CognitoError::new("InvalidOAuthFlowException", text));
        let with_user = self.allows_flow("code") || self.allows_flow("implicit");
        if self.enabled && (self.flows.is_empty() || self.scopes.is_empty()) {
            let text = "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use \
                        OAuth flows.";
            return Err(CognitoError::invalid_parameter(text));
        }
        if self.allows_flow("client_credentials") {
            if with_user {
                return refused(
                    "client_credentials flow can not be selected along with code flow or implicit flow.",
                );
            }
            if !has_secret {
                return refused(
                    "client_credentials flow can not be selected if client does not have a client secret.",
                );
            }
        }
        if with_user && self.callback_urls.is_empty() {
            return refused("CallbackUrls can not be empty when code flow or implicit flow is selected");
        }
        Ok(())
    }
}

/// Checks a redirect URI. It must be absolute and have no fragment, and only an address of this machine may use `http`.
fn check_redirect(text: &str) -> Result<(), CognitoError> {
    let refused = |reason: &str| Err(CognitoError::invalid_parameter(format!("{text} {reason}")));
    let Ok(url) = Url::parse(text) else { return refused("is not a valid redirect URI.") };
    if text.contains('#') {
        return refused("must not contain a fragment.");
    }
    match url.scheme() {
        "http" if !is_loopback(&url) => refused("cannot use the HTTP protocol."),
        "javascript" | "data" | "vbscript" | "file" | "blob" | "about" => {
            refused("is not a valid redirect URI.")
        }
        _ => Ok(()),
    }
}

/// Whether an address is on this machine: `localhost`, `127.0.0.1` or `[::1]`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address == std::net::Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(address)) => address == std::net::Ipv6Addr::LOCALHOST,
        None => false,
    }
}
