//! Moving in: the library takes over what the app's former library stored, once. A user who signed out stays out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod answers;
mod devices;
mod finished;
mod interrupted;
mod once;
mod platforms;
mod remembered_device;
mod rollback;
#[path = "../support/mod.rs"]
mod support;
mod taken_over;

use std::sync::Arc;

use cognito_auth_core::{AuthErrorCode, FormerLibrary, FormerStorage, SignOutOptions, SignOutResult};
use serde_json::{Value, json};
use support::former::FormerUser;
use support::former::ios::TestKeychain;
use support::former::ios::amplify::{AmplifyApp, Method, Release};
use support::sessions::TestApp;
use support::store::FaultyStore;
use support::transport::Step;

const MOVED_KEY: &str = "cognito-auth.eu-central-1_AbCdEfGhI.client.moved";

/// Ann. The scripted service has tokens for Ann too, such as `FIRST`.
fn ann() -> FormerUser {
    user("ann")
}

fn user(name: &str) -> FormerUser {
    FormerUser {
        username: name.to_owned(),
        typed: format!("{name}@example.com"),
        sub: format!("sub-of-{name}"),
        ..FormerUser::bob()
    }
}

/// The Keychain of an app in which a user signed in with Amplify.
fn keychain_of(user: &FormerUser) -> Arc<TestKeychain> {
    Arc::new(AmplifyApp::of(Release::V2_57).signed_in(user, Method::Srp))
}

fn amplify(keychain: &Arc<TestKeychain>) -> FormerLibrary {
    FormerLibrary { storage: FormerStorage::Keychain(keychain.clone()), defers_refresh: false }
}

/// The first start of the app with CognitoAuth.
fn first_start(keychain: &Arc<TestKeychain>) -> TestApp {
    start(keychain, &Arc::default())
}

/// A start of the app over this store.
fn start(keychain: &Arc<TestKeychain>, store: &Arc<FaultyStore>) -> TestApp {
    TestApp::moving_from(amplify(keychain), store)
}

async fn current_user(app: &TestApp) -> Result<String, AuthErrorCode> {
    app.auth.get_current_user().await.map(|user| user.username).map_err(|error| error.code)
}

/// The entry of the store whose key ends with `ending`.
fn json_of(store: &FaultyStore, ending: &str) -> Value {
    let entries = store.entries();
    let (_, bytes) = entries.iter().find(|(key, _)| key.ends_with(ending)).unwrap();
    serde_json::from_slice(bytes).unwrap()
}

async fn sign_out(app: &TestApp) {
    app.transport.push(Step::success(json!({})));
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
}
