//! Which user pool to talk to, and how.

mod files;
mod validation;

use crate::model::AuthFlowType;
use crate::secret::Secret;

/// The configuration of one [`Auth`](crate::Auth): in code, or from a file that people have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthConfiguration {
    /// The user pool and its app client.
    pub user_pool: UserPoolConfiguration,
    /// The flow of a sign-in whose options name none.
    pub default_flow: AuthFlowType,
    /// What this device is called in the list of the user's devices, such as `Pixel 9`.
    pub device_name: Option<String>,
    /// How long one call may take, in milliseconds (1 to 600,000; 30,000 unless set): network and storage time,
    /// never time with the user.
    pub deadline_milliseconds: u64,
}

/// A user pool and one of its app clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPoolConfiguration {
    /// The AWS region, such as `eu-central-1`.
    pub region: String,
    /// The user pool's id: `<region>_<name>`.
    pub pool_id: String,
    /// The app client's id.
    pub client_id: String,
    /// The app client's secret, if it has one.
    pub client_secret: Option<Secret>,
    /// Where the service is, if not at AWS: an absolute URL, such as the local pool's.
    pub endpoint: Option<String>,
    /// Allows plain http to a host other than loopback, `10.0.2.2` and `.local` names.
    pub allow_insecure_endpoint: bool,
}

impl AuthConfiguration {
    /// How long a call may take unless the configuration says otherwise, in milliseconds.
    pub const DEFAULT_DEADLINE_MILLISECONDS: u64 = 30_000;

    /// A pool and a client at AWS, with everything else at its default.
    pub fn new(region: impl Into<String>, pool_id: impl Into<String>, client_id: impl Into<String>) -> Self {
        Self {
            user_pool: UserPoolConfiguration {
                region: region.into(),
                pool_id: pool_id.into(),
                client_id: client_id.into(),
                client_secret: None,
                endpoint: None,
                allow_insecure_endpoint: false,
            },
            default_flow: AuthFlowType::UserSrp,
            device_name: None,
            deadline_milliseconds: Self::DEFAULT_DEADLINE_MILLISECONDS,
        }
    }
}
