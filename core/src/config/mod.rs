//! The configuration: which user pool and identity pool to call, and how.

mod files;
mod identity_pool;
mod oauth;
mod pool_settings;
mod punycode;
mod urls;
mod validation;

pub use identity_pool::IdentityPoolConfiguration;
pub(crate) use identity_pool::is_region_and_guid;
pub use oauth::OAuthConfiguration;
pub(crate) use oauth::is_scope;
pub use pool_settings::{
    MfaConfiguration, PasswordPolicy, PasswordlessSettings, UserPoolSettings, UserVerification,
    UsernameAttribute, WebAuthnSettings,
};
pub(crate) use validation::is_account_name;

use crate::model::AuthFlowType;
use crate::redacted::redacted_debug;
use crate::secret::ClientSecret;

/// The configuration of one [`Auth`](crate::Auth), made in code or from a file.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthConfiguration {
    /// The user pool and its app client. Without a user pool, its region and its ids are empty: see
    /// [`AuthConfiguration::without_user_pool`].
    pub user_pool: UserPoolConfiguration,
    /// The name of the instance's account in this user pool: 1 to 64 letters, digits, `.`, `_` and `-`. `Work` and
    /// `work` are two accounts. `None` is the default account. Each account has a session, an identity and remembered
    /// devices of its own. [`Accounts`](crate::Accounts) lists the accounts. A configuration file never sets this
    /// field.
    pub account: Option<String>,
    /// The user pool's pages for the sign-in in a browser, if the app uses them.
    pub oauth: Option<OAuthConfiguration>,
    /// The identity pool that gives AWS credentials, if the app uses one.
    pub identity_pool: Option<IdentityPoolConfiguration>,
    /// The user pool's settings from the configuration file, for the app's forms.
    pub pool_settings: UserPoolSettings,
    /// The flow of a sign-in whose options have no flow.
    pub default_flow: AuthFlowType,
    /// The name of this device in the list of the user's devices, such as `Pixel 9`.
    pub device_name: Option<String>,
    /// The time limit of a call, in milliseconds (1 to 600,000; the default is 30,000). The time that the user spends
    /// on the platform's passkey sheet or in a browser does not count.
    pub deadline_milliseconds: u64,
    /// The members of the configuration file that have no effect, as paths such as `auth.oauth.response_type`: members
    /// that this version does not know, and values that it does not support. At most 100. A path holds no value of the
    /// file.
    pub ignored_fields: Vec<String>,
}

// A device's name may contain its owner's name.
redacted_debug! {
    AuthConfiguration { user_pool, default_flow, deadline_milliseconds };
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
    pub client_secret: Option<ClientSecret>,
    /// The service's address, if the pool is not at AWS: an absolute URL, such as that of the local pool. The library
    /// stores the sessions of each address apart: after a change of the address, it does not read the former sessions.
    pub endpoint: Option<String>,
    /// Allows plain http to a host other than loopback, `10.0.2.2` and `.local` names.
    pub allow_insecure_endpoint: bool,
}

impl AuthConfiguration {
    /// The default time limit of a call, in milliseconds.
    pub const DEFAULT_DEADLINE_MILLISECONDS: u64 = 30_000;

    /// A user pool and app client at AWS, with defaults for everything else.
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
            account: None,
            oauth: None,
            identity_pool: None,
            pool_settings: UserPoolSettings::default(),
            default_flow: AuthFlowType::UserSrp,
            device_name: None,
            deadline_milliseconds: Self::DEFAULT_DEADLINE_MILLISECONDS,
            ignored_fields: Vec::new(),
        }
    }

    /// An identity pool at AWS without a user pool: it gives AWS credentials to guests and to logins of other
    /// providers. A call that needs the user pool fails with
    /// [`AuthErrorCode::UserPoolNotConfigured`](crate::AuthErrorCode::UserPoolNotConfigured) and sends nothing.
    pub fn without_user_pool(identity_pool: IdentityPoolConfiguration) -> Self {
        Self { identity_pool: Some(identity_pool), ..Self::new("", "", "") }
    }
}

impl UserPoolConfiguration {
    /// Whether there is no user pool: the region and the ids are empty.
    pub fn is_absent(&self) -> bool {
        self.region.is_empty() && self.pool_id.is_empty() && self.client_id.is_empty()
    }
}
