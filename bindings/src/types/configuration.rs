//! Which user pool to talk to, and how.

use cognito_auth_core::{AuthConfiguration, AuthFlowType, Secret, UserPoolConfiguration};

use crate::error::AuthError;
use crate::runtime::run_now;

/// The configuration of one instance.
#[uniffi::remote(Record)]
pub struct AuthConfiguration {
    /// The user pool and its app client.
    pub user_pool: UserPoolConfiguration,
    /// The flow of a sign-in whose options name none.
    pub default_flow: AuthFlowType,
    /// What this device is called in the list of the user's devices, such as `Pixel 9`.
    #[uniffi(default = None)]
    pub device_name: Option<String>,
    /// How long one call may take, in milliseconds (1 to 600,000; 30,000 unless set): network and storage time,
    /// never time with the user.
    #[uniffi(default = 30000)]
    pub deadline_milliseconds: u64,
}

/// A user pool and one of its app clients.
#[uniffi::remote(Record)]
pub struct UserPoolConfiguration {
    /// The AWS region, such as `eu-central-1`.
    pub region: String,
    /// The user pool's id: `<region>_<name>`.
    pub pool_id: String,
    /// The app client's id.
    pub client_id: String,
    /// The app client's secret, if it has one.
    #[uniffi(default = None)]
    pub client_secret: Option<Secret>,
    /// Where the service is, if not at AWS: an absolute URL, such as the local pool's.
    #[uniffi(default = None)]
    pub endpoint: Option<String>,
    /// Allows plain http to a host other than loopback, `10.0.2.2` and `.local` names.
    #[uniffi(default = false)]
    pub allow_insecure_endpoint: bool,
}

/// Reads an `amplify_outputs.json`.
///
/// # Errors
/// `Configuration` if it is not JSON, or lacks a value that is needed.
#[uniffi::export]
pub fn auth_configuration_from_amplify_outputs(json: String) -> Result<AuthConfiguration, AuthError> {
    run_now(|| AuthConfiguration::from_amplify_outputs(&json))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_deadline_here_is_the_cores() {
        // The attribute above takes a literal alone.
        assert_eq!(AuthConfiguration::DEFAULT_DEADLINE_MILLISECONDS, 30_000);
        assert_eq!(AuthFlowType::default(), AuthFlowType::UserSrp);
    }
}
