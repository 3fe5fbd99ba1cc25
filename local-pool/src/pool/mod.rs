//! The state of the local pool: user pools, each with its clients, users, codes and Sessions.

pub(crate) mod account_recovery;
pub(crate) mod attempts;
mod attribute_name;
pub(crate) mod attribute_updates;
pub(crate) mod attributes;
pub(crate) mod auth_events;
pub(crate) mod authorization_codes;
pub(crate) mod browser_sessions;
mod challenges;
pub(crate) mod client;
mod client_attributes;
pub(crate) mod client_secrets;
pub(crate) mod codes;
pub(crate) mod devices;
pub(crate) mod domains;
pub(crate) mod first_factor;
pub(crate) mod grants;
pub(crate) mod groups;
pub(crate) mod identities;
pub(crate) mod identity_providers;
mod import_file;
pub(crate) mod import_jobs;
mod imported_users;
pub(crate) mod inbox;
pub(crate) mod mfa;
mod names;
pub(crate) mod oauth_settings;
mod one_time;
pub(crate) mod passkeys;
pub(crate) mod password_policy;
pub(crate) mod provider_sign_ins;
pub(crate) mod records;
pub(crate) mod resource_servers;
pub(crate) mod schema;
mod schema_rules;
pub(crate) mod scopes;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod standard_attributes;
pub(crate) mod tags;
pub(crate) mod user_sessions;
mod user_terms;
pub(crate) mod users;

use crate::clock::Moment;
use crate::collections::{Collection, Indexed, Name, Owner, Tracked};
use crate::errors::CognitoError;
use crate::identity_pool::IdentityPools;
use crate::random;
use crate::region;
use crate::signer::PoolKey;
use crate::srp::Verifier;
use auth_events::AuthEvent;
use authorization_codes::AuthorizationCodes;
use browser_sessions::BrowserSessions;
use client::Client;
use domains::Domain;
use grants::Grants;
use groups::Groups;
use identity_providers::IdentityProvider;
use import_jobs::ImportJob;
use inbox::Inbox;
use mfa::MfaSettings;
use one_time::OneTime;
use passkeys::WebAuthnSettings;
use provider_sign_ins::{ProviderSignIn, StandInSignIn};
use records::Records;
use resource_servers::ResourceServer;
use serde::{Deserialize, Serialize};
use sessions::Sessions;
use settings::PoolSettings;
use std::collections::BTreeMap;
use user_sessions::UserSessions;
use users::{Status, User};

/// The id of the pool that needs no configuration.
pub(crate) const READY_MADE_POOL: &str = "local_LocalPool";

/// All pools of this server.
#[derive(Default)]
pub(crate) struct World {
    /// The user pools, by id.
    pub pools: Tracked<String, UserPool>,
    pub identity_pools: IdentityPools,
}

impl World {
    /// Stored pools replace those with the same id.
    pub(crate) fn restore(&mut self, mut stored: Self) {
        for mut pool in stored.pools.take_all() {
            if let Some(replaced) = self.pools.remove(&pool.id) {
                pool.signing_key = replaced.signing_key.restored(pool.signing_key);
            }
            self.pools.insert(pool.id.clone(), pool);
        }
        self.identity_pools.restore(stored.identity_pools);
    }

    /// Takes over the signing keys of the pools with the same ids.
    pub(crate) fn keep_keys(&mut self, former: &mut Self) {
        for held in former.pools.take_all() {
            if let Some(pool) = self.pools.get_mut(&held.id) {
                pool.signing_key = held.signing_key;
            }
        }
    }

    pub(crate) fn pool(&mut self, id: &str) -> Result<&mut UserPool, CognitoError> {
        self.pools.get_mut(id).ok_or_else(|| CognitoError::pool_not_found(id))
    }

    /// The pool of a client, and a copy of the client.
    pub(crate) fn client(&mut self, client_id: &str) -> Result<(&mut UserPool, Client), CognitoError> {
        let unknown = || CognitoError::client_not_found(client_id);
        let client = |pool: &UserPool| Some((pool.id.clone(), pool.clients.get(client_id)?.clone()));
        let (id, client) = self.pools.values().find_map(client).ok_or_else(unknown)?;
        Ok((self.pool(&id)?, client))
    }

    /// The client of this id, if it belongs to this pool.
    pub(crate) fn client_of(&mut self, pool_id: &str, client_id: &str) -> Result<&mut Client, CognitoError> {
        let pool = self.pool(pool_id)?;
        pool.clients.get_mut(client_id).ok_or_else(|| CognitoError::client_not_found(client_id))
    }
}

/// One user pool. What grows with the number of users is in the collections that [`Owner::collections`] lists: the
/// data folder stores their entries one by one. It stores the rest of the pool as one value.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserPool {
    pub id: String,
    pub name: String,
    pub created: Moment,
    pub modified: Moment,
    pub settings: PoolSettings,
    pub mfa: MfaSettings,
    pub web_authn: Option<WebAuthnSettings>,
    pub clients: BTreeMap<String, Client>,
    /// The users, by pool user name. This name is USER_ID_FOR_SRP and the claim `username`.
    #[serde(skip)]
    pub users: Indexed<Name, User>,
    pub groups: Groups,
    /// Not stored: an active sign-in ends when the server stops.
    #[serde(skip)]
    pub sessions: Sessions,
    #[serde(skip)]
    pub grants: Grants,
    /// The domains: at most one prefix domain, and one custom domain.
    #[serde(default)]
    pub domains: Vec<Domain>,
    /// The resource servers, by identifier.
    #[serde(default)]
    pub resource_servers: BTreeMap<String, ResourceServer>,
    /// The identity providers, by name.
    #[serde(default)]
    pub identity_providers: BTreeMap<String, IdentityProvider>,
    #[serde(default)]
    pub records: Records,
    /// The oldest first.
    #[serde(skip)]
    pub import_jobs: Tracked<u64, ImportJob>,
    /// The certificate for SAML, in base64.
    #[serde(default)]
    pub signing_certificate: Option<String>,
    /// The oldest first.
    #[serde(skip)]
    pub auth_events: Tracked<u64, AuthEvent>,
    #[serde(default)]
    pub user_sessions: UserSessions,
    #[serde(skip)]
    pub browser_sessions: BrowserSessions,
    /// Not stored, like `sessions`.
    #[serde(skip)]
    pub authorization_codes: AuthorizationCodes,
    #[serde(skip)]
    pub provider_sign_ins: OneTime<ProviderSignIn>,
    #[serde(skip)]
    pub stand_in_sign_ins: OneTime<StandInSignIn>,
    #[serde(skip)]
    pub inbox: Inbox,
    #[serde(default)]
    pub signing_key: PoolKey,
    /// The salts of users who don't exist derive from this secret. The pool makes it at its first use.
    #[serde(default)]
    feigning_secret: Option<String>,
}

impl Owner for UserPool {
    fn collections(&mut self) -> Vec<(&'static str, &mut dyn Collection)> {
        vec![
            ("user", &mut self.users),
            ("member", &mut self.groups.members),
            ("grant", &mut self.grants),
            ("tokenSession", &mut self.user_sessions.tokens),
            ("browserSession", &mut self.browser_sessions.by_cookie),
            ("message", &mut self.inbox.messages),
            ("authEvent", &mut self.auth_events),
            ("importJob", &mut self.import_jobs),
        ]
    }
}

impl UserPool {
    pub(crate) fn new(id: String, name: String, settings: PoolSettings, now: Moment) -> Self {
        Self {
            id,
            name,
            created: now,
            modified: now,
            mfa: MfaSettings::from_pool_settings(&settings),
            web_authn: None,
            settings,
            clients: BTreeMap::new(),
            users: Indexed::default(),
            groups: Groups::default(),
            sessions: Sessions::default(),
            grants: Grants::default(),
            domains: Vec::new(),
            resource_servers: BTreeMap::new(),
            identity_providers: BTreeMap::new(),
            records: Records::default(),
            import_jobs: Tracked::default(),
            signing_certificate: None,
            auth_events: Tracked::default(),
            user_sessions: UserSessions::default(),
            browser_sessions: BrowserSessions::default(),
            authorization_codes: AuthorizationCodes::default(),
            provider_sign_ins: OneTime::default(),
            stand_in_sign_ins: OneTime::default(),
            inbox: Inbox::default(),
            signing_key: PoolKey::default(),
            feigning_secret: None,
        }
    }

    /// The verifier of a user's password.
    pub(crate) fn verifier_for(&self, username: &str, password: &str) -> Result<Verifier, CognitoError> {
        Verifier::register(self.short_name(), username, password)
    }

    /// Gives a user a temporary password. The sign-in with it asks for a new password.
    pub(crate) fn set_temporary_password(
        &mut self,
        username: &str,
        password: &str,
        now: Moment,
    ) -> Result<(), CognitoError> {
        let days = self.settings.password_policy().temporary_password_validity_days;
        let verifier = self.verifier_for(username, password)?;
        let user = self.user(username)?;
        user.verifier = Some(verifier);
        user.temporary_password_expires = Some(now.plus_seconds(days.saturating_mul(Moment::DAY)));
        user.status = Status::ForceChangePassword;
        user.modified = now;
        Ok(())
    }

    /// A verifier for a name without a password. A name always gets the same salt, as a user does: two different salts
    /// would show that there is no such user.
    pub(crate) fn feigned_verifier(&mut self, name: &str) -> Result<Verifier, CognitoError> {
        let secret = match self.feigning_secret.take() {
            Some(secret) => secret,
            None => random::block::<32>()?,
        };
        let verifier = Verifier::feign(self.short_name(), &self.folded(name), secret.as_bytes());
        self.feigning_secret = Some(secret);
        verifier
    }

    /// The pool id after `_`: the group name in SRP.
    pub(crate) fn short_name(&self) -> &str {
        self.id.split_once('_').map_or(self.id.as_str(), |(_, name)| name)
    }

    /// The region that the pool id names.
    pub(crate) fn region(&self) -> &str {
        region::of_pool(&self.id)
    }

    pub(crate) fn arn(&self) -> String {
        let (region, id) = (self.region(), &self.id);
        format!("arn:{}:cognito-idp:{region}:000000000000:userpool/{id}", region::partition(region))
    }

    pub(crate) fn user(&mut self, name: &str) -> Result<&mut User, CognitoError> {
        let username = self.resolve(name).ok_or_else(CognitoError::user_not_found)?;
        self.users.get_mut(username.as_str()).ok_or_else(CognitoError::user_not_found)
    }

    /// Removes a user, their memberships and their active sign-ins.
    pub(crate) fn remove_user(&mut self, username: &str) {
        self.users.remove(username);
        self.groups.remove_user(username);
        self.sessions.close_all_of(username);
    }
}
