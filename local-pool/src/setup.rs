//! The user pools that a server starts with. A reset builds them anew.

use crate::clock::Moment;
use crate::configuration::Configuration;
use crate::errors::CognitoError;
use crate::pool::client::{Client, ClientSettings, TimeUnit, TokenValidityUnits, UserExistenceErrors};
use crate::pool::mfa::Factor;
use crate::pool::passkeys::WebAuthnSettings;
use crate::pool::settings::{MfaConfiguration, Policies, PoolSettings, SignInPolicy, UsernameConfiguration};
use crate::pool::{UserPool, World};

/// The id of the default pool, which needs no configuration.
pub const DEFAULT_USER_POOL_ID: &str = "local_LocalPool";
/// The default pool's client without a secret. Every flow is allowed.
pub const DEFAULT_CLIENT_ID: &str = "local-client";
/// The default pool's client with a secret. Every flow is allowed.
pub const DEFAULT_CLIENT_WITH_SECRET_ID: &str = "local-client-secret";

/// How to build the user pools that a server starts with.
pub(crate) struct Setup {
    /// The secret of `local-client-secret`.
    pub client_secret: String,
    /// The pools in addition to the default one.
    pub configuration: Configuration,
}

impl Setup {
    pub(crate) fn build(&self, now: Moment) -> Result<World, CognitoError> {
        let mut pools = self.configuration.build(DEFAULT_USER_POOL_ID, now)?;
        pools.push(self.default_pool(now));
        Ok(World { pools: pools.into_iter().map(|pool| (pool.id.clone(), pool)).collect() })
    }

    /// The default pool. MFA is optional, with every factor. Every first factor is allowed, and passkeys work for
    /// `localhost`. E-mail address and phone number are verified, and are aliases. The password policy is Cognito's.
    fn default_pool(&self, now: Moment) -> UserPool {
        let addresses = || vec!["email".to_owned(), "phone_number".to_owned()];
        let settings = PoolSettings {
            policies: Policies { sign_in_policy: SignInPolicy::everything(), ..Policies::default() },
            auto_verified_attributes: addresses(),
            alias_attributes: addresses(),
            username_configuration: UsernameConfiguration { case_sensitive: false },
            mfa_configuration: MfaConfiguration::Optional,
            ..PoolSettings::default()
        };
        let mut pool = UserPool::new(DEFAULT_USER_POOL_ID.to_owned(), "LocalPool".to_owned(), settings, now);
        pool.mfa.offered = Factor::ALL.to_vec();
        pool.web_authn = Some(WebAuthnSettings::for_domain("localhost"));
        let secret = Some(self.client_secret.clone());
        for (id, secret) in [(DEFAULT_CLIENT_ID, None), (DEFAULT_CLIENT_WITH_SECRET_ID, secret)] {
            pool.clients.insert(id.to_owned(), default_client(id, secret, now));
        }
        pool
    }
}

fn default_client(id: &str, secret: Option<String>, now: Moment) -> Client {
    const FLOWS: [&str; 6] = [
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_CUSTOM_AUTH",
        "ALLOW_USER_AUTH",
    ];
    let settings = ClientSettings {
        client_name: id.to_owned(),
        explicit_auth_flows: FLOWS.map(str::to_owned).to_vec(),
        access_token_validity: Some(60),
        id_token_validity: Some(60),
        refresh_token_validity: Some(30),
        token_validity_units: TokenValidityUnits {
            access_token: TimeUnit::Minutes,
            id_token: TimeUnit::Minutes,
            refresh_token: TimeUnit::Days,
        },
        prevent_user_existence_errors: UserExistenceErrors::Enabled,
        enable_token_revocation: Some(true),
        auth_session_validity: Some(3),
        ..ClientSettings::default()
    };
    Client { id: id.to_owned(), secret, created: now, modified: now, settings }
}
