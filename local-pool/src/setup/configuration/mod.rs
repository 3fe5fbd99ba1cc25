//! The user pools of a configuration. A configuration is JSON with the members of AWS's requests.

mod file;
mod read;
mod schema;
mod users;

pub use read::ConfigurationError;

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::settings::clients;
use crate::operations::settings::mfa::MfaRequest;
use crate::operations::settings::user_pools::checked_new;
use crate::operations::shared::constraints;
use crate::pool::UserPool;
use crate::pool::client::{Client, ClientSettings};
use crate::pool::client_secrets::ClientSecrets;
use crate::pool::groups::Group;
use crate::pool::identity_providers::ProviderSettings;
use crate::pool::resource_servers::ResourceServer;
use crate::pool::settings::PoolSettings;
use crate::signer::PoolKey;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use users::ConfiguredUser;

/// User pools with their clients and users. A start and a reset create them in addition to the default pool.
///
/// ```json
/// { "UserPools": [ {
///     "Id": "local_Shop", "PoolName": "shop", "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"],
///     "Mfa": { "MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": { "Enabled": true } },
///     "Clients": [ { "ClientId": "shop-app", "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"] } ],
///     "Groups": [ { "GroupName": "staff" } ],
///     "Users": [ { "Username": "ada@example.com", "Password": "Passw0rd!", "Groups": ["staff"] } ]
/// } ] }
/// ```
///
/// `Triggers` beside `UserPools` says where the functions of triggers run, by their names or ARNs:
/// `{ "pre-sign-up": "http://127.0.0.1:3000/" }`. Each of the two members can be left out.
///
/// A pool has the members of CreateUserPool and an `Id`. `Mfa` has the members of SetUserPoolMfaConfig. An element of
/// `ResourceServers`, `IdentityProviders` and `Groups` has those of CreateResourceServer, CreateIdentityProvider and
/// CreateGroup. A client has the members of CreateUserPoolClient, a `ClientId` and, if it has a secret, a
/// `ClientSecret`.
///
/// A user has a `Username`. The other members are optional: `Password`, or a `TemporaryPassword` that the first sign-in
/// must replace; `UserAttributes`, also `email_verified` and `phone_number_verified`; `Groups`; `UserStatus`; `Enabled`;
/// the members of AdminSetUserMFAPreference; and `SecretCode`, the secret of the user's authenticator app. Unless
/// `UserStatus` or `TemporaryPassword` says otherwise, a user is confirmed.
#[derive(Clone, Default)]
pub struct Configuration {
    user_pools: Vec<ConfiguredPool>,
    /// The addresses of functions, by name or ARN.
    pub(crate) triggers: BTreeMap<String, String>,
}

impl Configuration {
    /// Reads a configuration.
    ///
    /// # Errors
    /// When the text is not JSON, when a member is unknown, missing or of the wrong type, or when a value is invalid.
    /// The error names the pool, client or user that is wrong and, in most cases, the member.
    pub fn from_json(text: &str) -> Result<Self, ConfigurationError> {
        read::configuration(text)
    }

    /// The JSON schema of a configuration, for editors: it has the names and the types of the members.
    pub fn schema() -> Value {
        schema::of_file()
    }

    /// The configured pools, without the users of the pools that are stored. The ids of the pools must differ from each
    /// other and from `reserved`.
    pub(crate) fn build(
        &self,
        reserved: &str,
        is_stored: impl Fn(&str) -> bool,
        now: Moment,
    ) -> Result<Vec<UserPool>, CognitoError> {
        let mut taken = BTreeSet::from([reserved]);
        if let Some(second) = self.user_pools.iter().find(|pool| !taken.insert(&pool.id)) {
            return Err(CognitoError::invalid_parameter(format!("There are two user pools {}.", second.id)));
        }
        let build = |pool: &ConfiguredPool| {
            pool.build(!is_stored(&pool.id), now)
                .map_err(|error| error.about(&format!("user pool {}", pool.id)))
        };
        self.user_pools.iter().map(build).collect()
    }
}

impl fmt::Debug for Configuration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.user_pools.iter().map(|pool| pool.id.as_str()).collect();
        formatter.debug_struct("Configuration").field("user_pools", &ids).finish()
    }
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ConfiguredPool {
    id: String,
    pool_name: String,
    #[serde(skip)]
    mfa: Option<MfaRequest>,
    #[serde(skip)]
    parts: Parts,
    #[serde(flatten)]
    settings: PoolSettings,
}

/// What belongs to a pool.
#[derive(Clone, Default)]
struct Parts {
    resource_servers: Vec<ResourceServer>,
    identity_providers: Vec<ProviderSettings>,
    groups: Vec<ConfiguredGroup>,
    clients: Vec<ConfiguredClient>,
    users: Vec<ConfiguredUser>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ConfiguredGroup {
    group_name: String,
    description: Option<String>,
    role_arn: Option<String>,
    precedence: Option<u32>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ConfiguredClient {
    client_id: String,
    client_secret: Option<String>,
    #[serde(flatten)]
    settings: ClientSettings,
}

impl ConfiguredPool {
    fn build(&self, with_users: bool, now: Moment) -> Result<UserPool, CognitoError> {
        if !constraints::is_user_pool_id(&self.id) {
            let text = format!(
                "The user pool id {} is not of the form region_name, with a name of letters and digits.",
                self.id
            );
            return Err(CognitoError::invalid_parameter(text));
        }
        let settings = checked_new(self.settings.clone())?;
        let mut pool = UserPool::new(self.id.clone(), self.pool_name.clone(), settings, now);
        pool.signing_key = PoolKey::of_configured_pool(&self.id);
        if let Some(mfa) = &self.mfa {
            mfa.apply(&mut pool)?;
        }
        let parts = &self.parts;
        for server in &parts.resource_servers {
            pool.resource_servers.insert(server.identifier.clone(), server.clone());
        }
        for provider in &parts.identity_providers {
            let named =
                |error: CognitoError| error.about(&format!("identity provider {}", provider.provider_name));
            let request = with_pool(json!(provider), &self.id);
            constraints::check("CreateIdentityProvider", &request).map_err(named)?;
            pool.add_identity_provider(provider.clone(), now).map_err(named)?;
        }
        for group in &parts.groups {
            let named = |error: CognitoError| error.about(&format!("group {}", group.group_name));
            group.add_to(&mut pool, now).map_err(named)?;
        }
        for client in &parts.clients {
            let named = |error: CognitoError| error.about(&format!("client {}", client.client_id));
            client.add_to(&mut pool, now).map_err(named)?;
        }
        for user in parts.users.iter().filter(|_| with_users) {
            let named = |error: CognitoError| error.about(&format!("user {}", user.username));
            user.register(&mut pool, now).map_err(named)?;
        }
        Ok(pool)
    }
}

impl ConfiguredGroup {
    fn add_to(&self, pool: &mut UserPool, now: Moment) -> Result<(), CognitoError> {
        constraints::check("CreateGroup", &with_pool(json!(self), &pool.id))?;
        pool.groups.add(Group {
            name: self.group_name.clone(),
            description: self.description.clone(),
            role_arn: self.role_arn.clone(),
            precedence: self.precedence,
            created: now,
            modified: now,
        })?;
        Ok(())
    }
}

impl ConfiguredClient {
    fn add_to(&self, pool: &mut UserPool, now: Moment) -> Result<(), CognitoError> {
        let id = self.client_id.clone();
        let secrets = ClientSecrets::of_new_client(self.client_secret.clone());
        let mut settings = self.settings.clone();
        if settings.client_name.is_empty() {
            settings.client_name.clone_from(&id);
        }
        let settings = clients::checked(settings, pool, !secrets.is_empty(), clients::CREATING)?;
        pool.clients.insert(id.clone(), Client { id, secrets, created: now, modified: now, settings });
        Ok(())
    }
}

/// The settings of a provider or a group in the form of a request.
fn with_pool(mut settings: Value, pool_id: &str) -> Value {
    settings["UserPoolId"] = json!(pool_id);
    settings
}
