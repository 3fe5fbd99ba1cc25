//! Which user pool to talk to, and how.

use cognito_auth_core::{
    AuthConfiguration, AuthFlowType, ClientSecret, IdentityPoolConfiguration, OAuthConfiguration,
    UserPoolConfiguration, UserPoolSettings,
};

use crate::error::AuthError;
use crate::runtime::run_now;

#[uniffi::remote(Record)]
pub struct AuthConfiguration {
    pub user_pool: UserPoolConfiguration,
    pub oauth: Option<OAuthConfiguration>,
    pub identity_pool: Option<IdentityPoolConfiguration>,
    pub pool_settings: UserPoolSettings,
    pub default_flow: AuthFlowType,
    #[uniffi(default = None)]
    pub device_name: Option<String>,
    #[uniffi(default = 30000)]
    pub deadline_milliseconds: u64,
    #[uniffi(default)]
    pub ignored_fields: Vec<String>,
    #[uniffi(default = None)]
    pub account: Option<String>,
}

#[uniffi::remote(Record)]
pub struct UserPoolConfiguration {
    pub region: String,
    pub pool_id: String,
    pub client_id: String,
    #[uniffi(default = None)]
    pub client_secret: Option<ClientSecret>,
    #[uniffi(default = None)]
    pub endpoint: Option<String>,
    #[uniffi(default = false)]
    pub allow_insecure_endpoint: bool,
}

#[uniffi::remote(Record)]
pub struct OAuthConfiguration {
    pub domain: String,
    pub scopes: Vec<String>,
    pub sign_in_redirect_uris: Vec<String>,
    pub sign_out_redirect_uris: Vec<String>,
    pub identity_providers: Vec<String>,
}

#[uniffi::remote(Record)]
pub struct IdentityPoolConfiguration {
    pub pool_id: String,
    pub allows_guests: bool,
}

#[uniffi::export]
pub fn auth_configuration_from_amplify_outputs(json: String) -> Result<AuthConfiguration, AuthError> {
    run_now(|| AuthConfiguration::from_amplify_outputs(&json))
}

#[uniffi::export]
pub fn auth_configuration_from_json(
    json: Vec<u8>,
    entry: Option<String>,
) -> Result<AuthConfiguration, AuthError> {
    run_now(|| match entry {
        Some(entry) => AuthConfiguration::from_json_entry(json, &entry),
        None => AuthConfiguration::from_json(json),
    })
}

#[uniffi::export]
pub fn validate_auth_configuration(configuration: AuthConfiguration) -> Result<(), AuthError> {
    run_now(|| configuration.validate())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_deadline_and_flow_are_those_of_the_core() {
        // The attribute of `deadline_milliseconds` takes only a literal.
        assert_eq!(AuthConfiguration::DEFAULT_DEADLINE_MILLISECONDS, 30_000);
        assert_eq!(AuthFlowType::default(), AuthFlowType::UserSrp);
    }
}
