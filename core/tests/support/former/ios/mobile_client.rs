//! What AWSMobileClient leaves. Amplify version 1, which uses AWSMobileClient, leaves the same.

use super::super::{CLIENT, FormerDevice, FormerUser, IDENTITY, IDENTITY_POOL, USER_POOL};
use super::{BUNDLE, TestKeychain};

/// The time [`EXPIRES_AT`](super::super::EXPIRES_AT).
pub const EXPIRATION: &str = "2026-09-21T14:13:20Z";

pub fn user_pool_service() -> String {
    format!("{BUNDLE}.AWSCognitoIdentityUserPool")
}

pub fn identity_service() -> String {
    format!("{BUNDLE}.AWSCognitoCredentialsProvider.{IDENTITY_POOL}")
}

pub fn settings_service() -> String {
    format!("Optional(\"{BUNDLE}\").AWSMobileClient")
}

/// The name of the Keychain item that has a token, or another value, of a user. `kind` says which, such as `idToken`.
pub fn token_account(name: &str, kind: &str) -> String {
    format!("{CLIENT}.{name}.{kind}")
}

pub fn device_account(name: &str, kind: &str) -> String {
    format!("{USER_POOL}.{name}.{kind}")
}

pub fn put_in_user_pool(keychain: &TestKeychain, account: &str, value: &str) {
    keychain.put(&user_pool_service(), None, account, value);
}

/// `provider` is `userPools`, `hostedUI`, `oidcFederation` or `none`.
pub fn write_provider(keychain: &TestKeychain, provider: &str) {
    keychain.put(&settings_service(), None, "federationProvider", provider);
}

/// Writes the tokens of `user`. The names of their items contain `name`.
pub fn write_tokens(keychain: &TestKeychain, name: &str, user: &FormerUser) {
    for (kind, token) in ["idToken", "accessToken", "refreshToken"].into_iter().zip(user.tokens()) {
        put_in_user_pool(keychain, &token_account(name, kind), &token);
    }
    put_in_user_pool(keychain, &token_account(name, "tokenExpiration"), EXPIRATION);
}

pub fn write_current_user(keychain: &TestKeychain, name: &str) {
    put_in_user_pool(keychain, &format!("{CLIENT}.currentUser"), name);
}

pub fn write_device(keychain: &TestKeychain, name: &str, device: &FormerDevice) {
    for (kind, value) in [("id", device.key), ("group", device.group), ("secret", device.password)] {
        put_in_user_pool(keychain, &device_account(name, &format!("device.{kind}")), value);
    }
}

pub fn write_fingerprint(keychain: &TestKeychain, name: &str, id: &str) {
    put_in_user_pool(keychain, &device_account(name, "asf.device.id"), id);
}

/// Writes the identity and its AWS credentials.
pub fn write_identity(keychain: &TestKeychain) {
    for (account, value) in [
        ("identityId", IDENTITY),
        ("accessKey", "ASIAEXAMPLE"),
        ("secretKey", "aws-secret-key"),
        ("sessionKey", "aws-session-token"),
        ("expiration", "1790000000"),
    ] {
        keychain.put(&identity_service(), None, account, value);
    }
}

/// A Keychain after a user signed in with a password.
pub fn signed_in(user: &FormerUser) -> TestKeychain {
    let keychain = TestKeychain::default();
    write_provider(&keychain, "userPools");
    write_current_user(&keychain, &user.username);
    write_tokens(&keychain, &user.username, user);
    keychain
}

/// A Keychain after a user signed in on web pages.
pub fn signed_in_on_web_pages(user: &FormerUser) -> TestKeychain {
    let keychain = signed_in(user);
    write_provider(&keychain, "hostedUI");
    put_in_user_pool(&keychain, &token_account(&user.username, "scopes"), "openid email");
    keychain
}
