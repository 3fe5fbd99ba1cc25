//! The state of identity pools: their settings, their roles, and the identities that they gave out.

pub(crate) mod identity;
pub(crate) mod linking;
pub(crate) mod principal_tags;
pub(crate) mod providers;
pub(crate) mod roles;
pub(crate) mod settings;

use crate::clock::Moment;
use crate::collections::{Collection, Indexed, Name, Owner, Tracked};
use crate::errors::CognitoError;
use crate::region;
use identity::Identity;
use principal_tags::PrincipalTagMap;
use roles::RoleSettings;
use serde::{Deserialize, Serialize};
use settings::IdentityPoolSettings;
use std::collections::BTreeMap;

/// All identity pools of this server, by id.
#[derive(Default)]
pub(crate) struct IdentityPools {
    pub pools: Tracked<String, IdentityPool>,
    /// How long credentials for a role last, in seconds. For a role that is not listed, they last an hour, as at
    /// Cognito.
    pub session_seconds: Tracked<String, i64>,
}

impl IdentityPools {
    /// Cognito's lifetime of credentials, in seconds.
    const SESSION_SECONDS: i64 = Moment::HOUR;

    pub(crate) fn pool(&mut self, id: &str) -> Result<&mut IdentityPool, CognitoError> {
        self.pools.get_mut(id).ok_or_else(|| pool_not_found(id))
    }

    /// The pool that gave this identity out.
    pub(crate) fn pool_of_identity(&mut self, identity_id: &str) -> Result<&mut IdentityPool, CognitoError> {
        let holds = |pool: &&IdentityPool| pool.identities.contains_key(identity_id);
        let found = self.pools.values().find(holds).map(|pool| pool.id.clone());
        self.pool(&found.ok_or_else(|| not_found(identity_id))?)
    }

    pub(crate) fn identity(&mut self, id: &str) -> Result<&mut Identity, CognitoError> {
        self.pool_of_identity(id)?.identities.get_mut(id).ok_or_else(|| not_found(id))
    }

    /// How long credentials for a role last, in seconds.
    pub(crate) fn session_seconds(&self, role_arn: &str) -> i64 {
        self.session_seconds.get(role_arn).copied().unwrap_or(Self::SESSION_SECONDS)
    }

    /// Stored pools replace those with the same id. Stored lifetimes replace those of the same role.
    pub(crate) fn restore(&mut self, mut stored: Self) {
        stored.pools.take_all().for_each(|pool| self.pools.insert(pool.id.clone(), pool));
        for (role, seconds) in stored.session_seconds.iter() {
            self.session_seconds.insert(role.clone(), *seconds);
        }
    }
}

/// One identity pool. The data folder stores its identities one by one, and the rest as one value.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IdentityPool {
    pub id: String,
    pub settings: IdentityPoolSettings,
    pub roles: RoleSettings,
    /// Which claims become tags of the AWS session, by the provider's name.
    #[serde(default)]
    pub principal_tags: BTreeMap<String, PrincipalTagMap>,
    /// The identities, by id.
    #[serde(skip)]
    pub identities: Indexed<Name, Identity>,
}

impl Owner for IdentityPool {
    fn collections(&mut self) -> Vec<(&'static str, &mut dyn Collection)> {
        vec![("identity", &mut self.identities)]
    }
}

impl IdentityPool {
    pub(crate) fn new(id: String, settings: IdentityPoolSettings) -> Self {
        Self {
            id,
            settings,
            roles: RoleSettings::default(),
            principal_tags: BTreeMap::new(),
            identities: Indexed::default(),
        }
    }

    /// The region that the pool's id names.
    pub(crate) fn region(&self) -> &str {
        self.id.split_once(':').map_or(region::LOCAL, |(region, _)| region)
    }

    pub(crate) fn arn(&self) -> String {
        let (region, id) = (self.region(), &self.id);
        format!("arn:{}:cognito-identity:{region}:000000000000:identitypool/{id}", region::partition(region))
    }
}

fn pool_not_found(id: &str) -> CognitoError {
    CognitoError::new("ResourceNotFoundException", format!("IdentityPool '{id}' not found."))
}

fn not_found(identity_id: &str) -> CognitoError {
    CognitoError::new("ResourceNotFoundException", format!("Identity '{identity_id}' not found."))
}
