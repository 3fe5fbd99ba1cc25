//! Which user pool to talk to, and how.

use cognito_auth_core::{AuthConfiguration, AuthFlowType, ClientSecret, UserPoolConfiguration};

use crate::error::AuthError;
use crate::runtime::run_now;

#[uniffi::remote(Record)]
pub struct AuthConfiguration {
    pub user_pool: UserPoolConfiguration,
    pub default_flow: AuthFlowType,
    #[uniffi(default = None)]
    pub device_name: Option<String>,
    #[uniffi(default = 30000)]
    pub deadline_milliseconds: u64,
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

#[uniffi::export]
pub fn auth_configuration_from_amplify_outputs(json: String) -> Result<AuthConfiguration, AuthError> {
    run_now(|| AuthConfiguration::from_amplify_outputs(&json))
}

#[uniffi::export]
pub fn validate_auth_configuration(configuration: AuthConfiguration) -> Result<(), AuthError> {
    run_now(|| configuration.validate())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_deadline_and_flow_are_the_cores() {
        // The attribute above takes only a literal.
        assert_eq!(AuthConfiguration::DEFAULT_DEADLINE_MILLISECONDS, 30_000);
        assert_eq!(AuthFlowType::default(), AuthFlowType::UserSrp);
    }
}
