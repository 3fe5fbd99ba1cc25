//! The user pools of a configuration. A configuration is JSON with the members of AWS's requests.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::operations::settings::clients;
use crate::operations::settings::mfa::MfaRequest;
use crate::operations::settings::user_pools::checked_new;
use crate::operations::shared::constraints;
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::client::{Client, ClientSettings};
use crate::pool::identity_providers::ProviderSettings;
use crate::pool::password_policy::SetBy;
use crate::pool::resource_servers::ResourceServer;
use crate::pool::settings::PoolSettings;
use crate::pool::users::{Status, User};
use crate::random;
use crate::signer::PoolKey;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// User pools with their clients and users. A start and a reset create them beside the default pool.
///
/// ```json
/// { "UserPools": [ {
///     "Id": "local_Shop", "PoolName": "shop", "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"],
///     "Mfa": { "MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": { "Enabled": true } },
///     "Clients": [ { "ClientId": "shop-app", "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"] } ],
///     "Users": [ { "Username": "ada@example.com", "Password": "Passw0rd!", "UserAttributes": [] } ]
/// } ] }
/// ```
///
/// `Triggers` beside `UserPools` says where the functions of triggers run, by their names or ARNs:
/// `{ "pre-sign-up": "http://127.0.0.1:3000/" }`. Each of the two members can be left out.
///
/// A pool has the members of CreateUserPool and an `Id`. `Mfa` has the members of SetUserPoolMfaConfig. An element of
/// `ResourceServers` has those of CreateResourceServer, and an element of `IdentityProviders` has those of
/// CreateIdentityProvider. A client has the members of CreateUserPoolClient, a `ClientId` and, if it has a secret, a
/// `ClientSecret`. A user is confirmed, and has a password.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Configuration {
    #[serde(default)]
    user_pools: Vec<ConfiguredPool>,
    /// The addresses of functions, by name or ARN.
    #[serde(default)]
    pub(crate) triggers: BTreeMap<String, String>,
}

/// Why a configuration can't be read. The text quotes no value of the configuration, because a configuration holds
/// secrets.
#[derive(Debug, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct ConfigurationError {
    line: usize,
    column: usize,
    reason: String,
}

impl Configuration {
    /// Reads a configuration.
    ///
    /// # Errors
    /// When the text is not JSON, or a member is missing or of the wrong kind. An unknown member is an error beside
    /// `UserPools` and `Triggers`, and in a user. Elsewhere, it has no effect.
    pub fn from_json(text: &str) -> Result<Self, ConfigurationError> {
        serde_json::from_str(text).map_err(|error| {
            let text = error.to_string();
            let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            let reason = match missing {
                Some(member) => format!("the member {member} is missing"),
                None if error.is_data() => "a member is unknown, or has a value of the wrong kind".to_owned(),
                None => "this is not JSON".to_owned(),
            };
            ConfigurationError { line: error.line(), column: error.column(), reason }
        })
    }

    /// The configured pools. Their ids must differ from each other and from `reserved`.
    pub(crate) fn build(&self, reserved: &str, now: Moment) -> Result<Vec<UserPool>, CognitoError> {
        let mut taken = BTreeSet::from([reserved]);
        if let Some(second) = self.user_pools.iter().find(|pool| !taken.insert(&pool.id)) {
            return Err(CognitoError::invalid_parameter(format!("There are two user pools {}.", second.id)));
        }
        self.user_pools.iter().map(|pool| pool.build(now)).collect()
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
    mfa: Option<MfaRequest>,
    #[serde(default)]
    resource_servers: Vec<ResourceServer>,
    #[serde(default)]
    identity_providers: Vec<ProviderSettings>,
    #[serde(default)]
    clients: Vec<ConfiguredClient>,
    #[serde(default)]
    users: Vec<ConfiguredUser>,
    #[serde(flatten)]
    settings: PoolSettings,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ConfiguredClient {
    client_id: String,
    client_secret: Option<String>,
    #[serde(flatten)]
    settings: ClientSettings,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ConfiguredUser {
    username: String,
    password: String,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
}

impl ConfiguredPool {
    fn build(&self, now: Moment) -> Result<UserPool, CognitoError> {
        if !constraints::is_user_pool_id(&self.id) {
            let text = format!(
                "The user pool id {} is not of the form region_name, with a name of letters and digits.",
                self.id
            );
            return Err(CognitoError::invalid_parameter(text));
        }
        constraints::check_values(&json!(self.settings))?;
        let settings = checked_new(self.settings.clone())?;
        let mut pool = UserPool::new(self.id.clone(), self.pool_name.clone(), settings, now);
        pool.signing_key = PoolKey::of_configured_pool(&self.id);
        if let Some(mfa) = &self.mfa {
            mfa.apply(&mut pool)?;
        }
        for server in &self.resource_servers {
            constraints::check_values(&json!(server))?;
            pool.resource_servers.insert(server.identifier.clone(), server.clone());
        }
        for provider in &self.identity_providers {
            constraints::check("CreateIdentityProvider", &with_pool(json!(provider), &self.id))?;
            pool.add_identity_provider(provider.clone(), now)?;
        }
        for client in &self.clients {
            let (id, secret) = (client.client_id.clone(), client.client_secret.clone());
            let mut settings = client.settings.clone();
            if settings.client_name.is_empty() {
                settings.client_name.clone_from(&id);
            }
            constraints::check_values(&json!(settings))?;
            let settings = clients::checked(settings, &pool, secret.is_some())?;
            pool.clients.insert(id.clone(), Client { id, secret, created: now, modified: now, settings });
        }
        self.users.iter().try_for_each(|user| user.register(&mut pool, now))?;
        Ok(pool)
    }
}

/// The settings of a provider in the form of a request of CreateIdentityProvider.
fn with_pool(mut settings: Value, pool_id: &str) -> Value {
    settings["UserPoolId"] = json!(pool_id);
    settings
}

impl ConfiguredUser {
    fn register(&self, pool: &mut UserPool, now: Moment) -> Result<(), CognitoError> {
        let mut attributes = self.user_attributes.clone();
        let (username, sub) =
            pool.claim_username(&self.username, random::uuid()?, &mut attributes, Writer::Administrator)?;
        pool.settings.password_policy().check(&self.password, SetBy::AdminCreateUser)?;
        pool.check_attributes(&attributes, Writer::Administrator)?;
        let mut user = User::new(username.clone(), sub, Status::Confirmed, now);
        user.set_attributes(&attributes);
        user.verifier = Some(pool.verifier_for(&username, &self.password)?);
        pool.users.insert(username, user);
        Ok(())
    }
}
