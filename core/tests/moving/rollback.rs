//! The app goes back to the former library, which finds its items as it left them. A new instance stands in for the
//! former library: its store is empty, so it has only those items. The service is the local pool.

use std::sync::Arc;

use cognito_auth_core::{Auth, AuthErrorCode, FetchAuthSessionOptions, FormerLibrary, Ports};
use serde_json::json;

use crate::amplify;
use crate::remembered_device::signed_in_with_amplify;
use crate::support::former::ios::TestKeychain;
use crate::support::pool::{TestPool, auth, ports};

/// A pool, and the Keychain of an app whose user has signed in with Amplify.
async fn start() -> (TestPool, Arc<TestKeychain>) {
    let pool = TestPool::start().await;
    pool.remember_devices(false);
    let keychain = signed_in_with_amplify(&pool).await;
    (pool, keychain)
}

/// Lets the pool rotate refresh tokens, and refuse a replaced token at once.
fn rotate(pool: &TestPool) {
    let flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"];
    let rotation = json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 });
    let client = pool.configuration().user_pool.client_id;
    pool.admin(
        "UpdateUserPoolClient",
        json!({ "ClientId": client, "ExplicitAuthFlows": flows, "RefreshTokenRotation": rotation }),
    );
}

/// An instance with a store of its own.
fn instance(pool: &TestPool, former: FormerLibrary) -> Auth {
    auth(pool.configuration(), Ports { former: Some(former), ..ports() })
}

async fn refresh(auth: &Auth) -> Result<(), AuthErrorCode> {
    let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
    auth.fetch_auth_session(options).await.map(drop).map_err(|error| error.code)
}

#[tokio::test]
async fn without_rotation_the_former_library_can_refresh_after_this_library_has_refreshed() {
    let (pool, keychain) = start().await;
    let before = keychain.contents();
    refresh(&instance(&pool, amplify(&keychain))).await.unwrap();
    assert_eq!(keychain.contents(), before);
    assert_eq!(refresh(&instance(&pool, amplify(&keychain))).await, Ok(()));
}

#[tokio::test]
async fn with_rotation_the_former_library_can_not_refresh_after_this_library_has_refreshed() {
    let (pool, keychain) = start().await;
    rotate(&pool);
    let before = keychain.contents();
    refresh(&instance(&pool, amplify(&keychain))).await.unwrap();
    assert_eq!(keychain.contents(), before);
    assert_eq!(refresh(&instance(&pool, amplify(&keychain))).await, Err(AuthErrorCode::RefreshTokenReuse));
}

#[tokio::test]
async fn with_rotation_the_former_library_can_refresh_if_this_library_has_deferred_its_refresh() {
    let (pool, keychain) = start().await;
    rotate(&pool);
    let deferring = FormerLibrary { defers_refresh: true, ..amplify(&keychain) };
    let moved = instance(&pool, deferring);
    assert_eq!(moved.get_current_user().await.unwrap().username, "ann");
    assert_eq!(refresh(&moved).await, Err(AuthErrorCode::RefreshDeferred));
    assert_eq!(refresh(&instance(&pool, amplify(&keychain))).await, Ok(()));
}
