//! The pools that a server starts with. A reset builds them anew.

mod configuration;
mod default_identity_pool;
mod default_pool;

pub use configuration::{Configuration, ConfigurationError};
pub use default_identity_pool::DEFAULT_IDENTITY_POOL_ID;
pub(crate) use default_pool::{CALLBACK_URLS, LOGOUT_URLS};
pub use default_pool::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID, DEFAULT_USER_POOL_ID};

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::World;
use crate::triggers::Functions;

/// How to build the pools that a server starts with.
pub(crate) struct Setup {
    /// The secret of `local-client-secret`.
    pub client_secret: String,
    /// The user pools in addition to the default one.
    pub configuration: Configuration,
    /// Where the functions of triggers are.
    pub functions: Functions,
}

impl Setup {
    /// Builds the pools. A stored pool later replaces the one with the same id. So the one built here gets no users,
    /// because making many users takes long.
    pub(crate) fn build(&self, stored: Option<&World>, now: Moment) -> Result<World, CognitoError> {
        let is_stored = |id: &str| stored.is_some_and(|world| world.pools.contains_key(id));
        let mut pools = self.configuration.build(DEFAULT_USER_POOL_ID, is_stored, now)?;
        pools.iter().try_for_each(|pool| self.functions.check(&pool.settings.lambda_config))?;
        pools.push(default_pool::build(&self.client_secret, now));
        let mut world = World::default();
        pools.into_iter().for_each(|pool| world.pools.insert(pool.id.clone(), pool));
        let identity_pools = &mut world.identity_pools.pools;
        identity_pools.insert(DEFAULT_IDENTITY_POOL_ID.to_owned(), default_identity_pool::build());
        Ok(world)
    }
}
