//! What the local pool remembers: user pools, and in each its clients, users, codes and sessions.

pub(crate) mod attempts;
pub(crate) mod attributes;
pub(crate) mod client;
pub(crate) mod codes;
pub(crate) mod grants;
pub(crate) mod inbox;
pub(crate) mod mfa;
pub(crate) mod password_policy;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod users;

use crate::clock::Moment;
use crate::errors::CognitoError;
use client::Client;
use grants::Grants;
use inbox::Inbox;
use mfa::MfaSettings;
use sessions::Sessions;
use settings::PoolSettings;
use std::collections::BTreeMap;
use users::User;

/// All user pools of this server, by id.
#[derive(Default)]
pub(crate) struct World {
    pub pools: BTreeMap<String, UserPool>,
}

impl World {
    pub(crate) fn pool(&mut self, id: &str) -> Result<&mut UserPool, CognitoError> {
        self.pools.get_mut(id).ok_or_else(|| CognitoError::pool_not_found(id))
    }

    /// The pool that a client belongs to, and a copy of the client's settings.
    pub(crate) fn client(&mut self, client_id: &str) -> Result<(&mut UserPool, Client), CognitoError> {
        self.pools
            .values_mut()
            .find_map(|pool| pool.clients.get(client_id).cloned().map(|client| (pool, client)))
            .ok_or_else(|| CognitoError::client_not_found(client_id))
    }
}

/// One user pool.
pub(crate) struct UserPool {
    pub id: String,
    pub name: String,
    pub created: Moment,
    pub modified: Moment,
    pub settings: PoolSettings,
    pub mfa: MfaSettings,
    pub clients: BTreeMap<String, Client>,
    /// By internal username: USER_ID_FOR_SRP, and the `username` claim.
    pub users: BTreeMap<String, User>,
    pub sessions: Sessions,
    pub grants: Grants,
    pub inbox: Inbox,
}

impl UserPool {
    pub(crate) fn new(id: String, name: String, settings: PoolSettings, now: Moment) -> Self {
        Self {
            id,
            name,
            created: now,
            modified: now,
            mfa: MfaSettings::from_pool_settings(&settings),
            settings,
            clients: BTreeMap::new(),
            users: BTreeMap::new(),
            sessions: Sessions::default(),
            grants: Grants::default(),
            inbox: Inbox::default(),
        }
    }

    /// The pool id after `_`: the group name in SRP.
    pub(crate) fn short_name(&self) -> &str {
        self.id.split_once('_').map_or(self.id.as_str(), |(_, name)| name)
    }

    /// The region that the pool id names.
    pub(crate) fn region(&self) -> &str {
        self.id.split_once('_').map_or("local", |(region, _)| region)
    }

    pub(crate) fn arn(&self) -> String {
        format!("arn:aws:cognito-idp:{}:000000000000:userpool/{}", self.region(), self.id)
    }

    /// The internal username behind a sign-in name: the username itself, `sub`, or an alias.
    pub(crate) fn resolve(&self, name: &str) -> Option<String> {
        if self.users.contains_key(name) {
            return Some(name.to_owned());
        }
        let same = |candidate: &str| self.same_name(candidate, name);
        let named = self.users.values().find(|user| same(&user.username) || user.sub == name);
        let found = named.or_else(|| self.users.values().find(|user| self.is_alias_of(user, name)));
        found.map(|user| user.username.clone())
    }

    pub(crate) fn user(&mut self, name: &str) -> Result<&mut User, CognitoError> {
        let username = self.resolve(name).ok_or_else(CognitoError::user_not_found)?;
        self.users.get_mut(&username).ok_or_else(CognitoError::user_not_found)
    }

    fn same_name(&self, one: &str, other: &str) -> bool {
        match self.settings.username_configuration.case_sensitive {
            true => one == other,
            false => one.to_lowercase() == other.to_lowercase(),
        }
    }

    /// Whether `name` is an e-mail address, phone number or preferred username that signs this user in.
    /// An alias counts once it is verified; a username attribute counts from the start.
    fn is_alias_of(&self, user: &User, name: &str) -> bool {
        let holds =
            |attribute: &str| user.attribute(attribute).is_some_and(|value| self.same_name(value, name));
        let is_username = |attribute: &String| holds(attribute);
        let is_alias = |attribute: &String| {
            holds(attribute) && (attribute == "preferred_username" || user.is_verified(attribute))
        };
        self.settings.username_attributes.iter().any(is_username)
            || self.settings.alias_attributes.iter().any(is_alias)
    }

    /// Another user who already signs in with this value, if the attribute signs anybody in.
    pub(crate) fn alias_holder(&self, attribute: &str, value: &str, except: &str) -> Option<&User> {
        let signs_in = |list: &[String]| list.iter().any(|name| name == attribute);
        if !signs_in(&self.settings.alias_attributes) && !signs_in(&self.settings.username_attributes) {
            return None;
        }
        self.users.values().find(|user| {
            user.username != except
                && self.is_alias_of(user, value)
                && user.attribute(attribute).is_some_and(|held| self.same_name(held, value))
        })
    }
}
