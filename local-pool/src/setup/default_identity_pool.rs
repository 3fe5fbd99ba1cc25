//! The identity pool that needs no configuration.

use super::default_pool::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID, DEFAULT_USER_POOL_ID};
use crate::identity_pool::IdentityPool;
use crate::identity_pool::providers::cognito_name;
use crate::identity_pool::settings::{IdentityPoolSettings, UserPoolProvider};

/// The id of the default identity pool. It is in the region of the default user pool.
pub const DEFAULT_IDENTITY_POOL_ID: &str = "local:10ca1d00-0000-4000-8000-000000000000";

/// The default identity pool. It allows guests, and the users of the default user pool through both clients.
pub(super) fn build() -> IdentityPool {
    let provider = |client_id: &str| UserPoolProvider {
        provider_name: cognito_name(DEFAULT_USER_POOL_ID).unwrap_or_default(),
        client_id: client_id.to_owned(),
        server_side_token_check: false,
    };
    let settings = IdentityPoolSettings {
        identity_pool_name: "LocalPool".to_owned(),
        allow_unauthenticated_identities: true,
        cognito_identity_providers: [DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID].map(provider).to_vec(),
        ..IdentityPoolSettings::default()
    };
    let mut pool = IdentityPool::new(DEFAULT_IDENTITY_POOL_ID.to_owned(), settings);
    for kind in ["authenticated", "unauthenticated"] {
        pool.roles.roles.insert(kind.to_owned(), format!("arn:aws:iam::000000000000:role/local-{kind}"));
    }
    pool
}
