//! Tests the readers with Keychains that our generator writes by the former libraries' formats.

mod amplify;
mod amplify_accounts;
mod amplify_devices;
mod damage;
mod mobile_client;

use crate::config::AuthConfiguration;
use crate::moving::{Former, Imported, ImportedDevice, ImportedSession};
use crate::secret::Secret;
use crate::test_support::former::ios::TestKeychain;
use crate::test_support::former::{FormerDevice, FormerUser};
use crate::test_support::{identity, sessions};

/// The user pool of every test.
fn user_pool() -> AuthConfiguration {
    sessions::configuration()
}

/// The user pool, and an identity pool.
fn both_pools() -> AuthConfiguration {
    identity::with_pool()
}

/// The identity pool, without a user pool.
fn identity_pool() -> AuthConfiguration {
    both_pools().identity_pool.map(AuthConfiguration::without_user_pool).unwrap()
}

fn read(keychain: &TestKeychain, configuration: &AuthConfiguration) -> Former {
    super::read(keychain, configuration)
}

#[track_caller]
fn found(keychain: &TestKeychain, configuration: &AuthConfiguration) -> Imported {
    match read(keychain, configuration) {
        Former::Found(imported) => *imported,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn session(imported: &Imported) -> &ImportedSession {
    imported.session.as_ref().unwrap()
}

/// Checks that these are the tokens of the user.
#[track_caller]
fn assert_tokens(imported: &Imported, user: &FormerUser) {
    let session = session(imported);
    let tokens = [&session.id_token, &session.access_token, &session.refresh_token];
    assert_eq!(tokens.map(|token| token.expose().to_owned()), user.tokens());
}

fn imported_device(username: &str, device: &FormerDevice) -> ImportedDevice {
    ImportedDevice {
        username: username.to_owned(),
        key: device.key.to_owned(),
        group_key: device.group.to_owned(),
        password: Some(Secret::new(device.password)),
    }
}
