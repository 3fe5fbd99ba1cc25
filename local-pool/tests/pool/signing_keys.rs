//! The keys of user pools, and the issuer of their tokens.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

use crate::support::data_file::DataFile;
use crate::support::identities::{USER_POOL, in_identity_pool};
use crate::support::{Fixture, PASSWORD, by_client, claims, password_auth, refusal};
use cognito_local_pool::{
    Configuration, DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, LocalPool, Options, SigningKey, StartError,
};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The keys that a path publishes.
async fn keys(fixture: &Fixture, path: &str) -> JwkSet {
    serde_json::from_value(fixture.control("GET", path, json!(null)).await).unwrap()
}

async fn keys_of(fixture: &Fixture, pool: &str) -> JwkSet {
    keys(fixture, &format!("/{pool}/.well-known/jwks.json")).await
}

/// The id of a pool's first key.
async fn key_id(fixture: &Fixture, pool: &str) -> String {
    keys_of(fixture, pool).await.keys[0].common.key_id.clone().unwrap()
}

/// Whether the keys verify a token. A key is tried even if its id is not that of the token.
fn verify(keys: &JwkSet, token: &Value) -> bool {
    let mut validation = Validation::new(jsonwebtoken::Algorithm::RS256);
    validation.validate_aud = false;
    let token = token.as_str().unwrap();
    keys.keys
        .iter()
        .any(|key| decode::<Value>(token, &DecodingKey::from_jwk(key).unwrap(), &validation).is_ok())
}

/// Makes a pool with a user, and signs the user in. Returns the pool's id and the tokens.
async fn pool_with_tokens(fixture: &Fixture) -> (String, Value) {
    let (pool, client) = fixture.pool_with(json!({})).await;
    fixture.ok("SignUp", json!({ "ClientId": client, "Username": "ada", "Password": PASSWORD })).await;
    fixture.ok("AdminConfirmSignUp", json!({ "UserPoolId": pool, "Username": "ada" })).await;
    let tokens = fixture.ok("InitiateAuth", by_client(&client, password_auth("ada", PASSWORD))).await;
    (pool, tokens["AuthenticationResult"].clone())
}

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("cognito-local-pool-keys-of-{name}-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn options(&self) -> Options {
        Options { data: Some(self.0.clone()), ..Options::default() }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn the_keys_of_a_pool_verify_no_token_of_another_pool() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("alice").await;
    let default = (DEFAULT_USER_POOL_ID.to_owned(), fixture.tokens("alice").await);
    let pools = [default, pool_with_tokens(&fixture).await, pool_with_tokens(&fixture).await];
    let mut ids = BTreeSet::new();
    for (pool, tokens) in &pools {
        let published = keys_of(&fixture, pool).await;
        assert_eq!(published.keys.len(), 1);
        ids.insert(published.keys[0].common.key_id.clone());
        for (other, theirs) in &pools {
            for kind in ["AccessToken", "IdToken"] {
                assert_eq!(verify(&published, &theirs[kind]), pool == other, "{pool}, {kind} of {other}");
            }
        }
        let header = decode_header(tokens["IdToken"].as_str().unwrap()).unwrap();
        assert_eq!(header.kid, published.keys[0].common.key_id);
        fixture.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
    }
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn a_token_that_names_another_pool_is_refused_there() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("alice").await;
    let (pool, _) = pool_with_tokens(&fixture).await;
    let token = fixture.access_token("alice").await;
    let [header, payload, signature] =
        <[&str; 3]>::try_from(token.as_str().unwrap().split('.').collect::<Vec<_>>()).unwrap();
    let mut stated = claims(&token);
    stated["iss"] = json!(format!("{}/{pool}", fixture.pool.base_url()));
    use base64::Engine as _;
    let changed = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(stated.to_string());
    assert_ne!(changed, payload);
    let request = json!({ "AccessToken": format!("{header}.{changed}.{signature}") });
    let invalid = refusal("NotAuthorizedException", "Invalid Access Token");
    assert_eq!(fixture.refused("GetUser", request).await, invalid);
}

#[tokio::test]
async fn identity_pools_sign_with_a_published_key_that_is_not_the_user_pools() {
    let fixture = Fixture::start().await;
    let id = fixture.guest().await;
    let token = fixture.identity_ok("GetOpenIdToken", json!({ "IdentityId": id })).await["Token"].take();
    assert!(verify(&keys(&fixture, "/.well-known/jwks_uri").await, &token));
    assert!(!verify(&keys_of(&fixture, DEFAULT_USER_POOL_ID).await, &token));
    let metadata = fixture.control("GET", "/.well-known/openid-configuration", json!(null)).await;
    assert_eq!(metadata["issuer"], claims(&token)["iss"]);
    assert_eq!(metadata["jwks_uri"], format!("{}/.well-known/jwks_uri", fixture.pool.base_url()));
    let session = fixture.credentials(&id, &json!({})).await["Credentials"]["SessionToken"].take();
    assert!(verify(&keys(&fixture, "/.well-known/jwks_uri").await, &session));
}

#[tokio::test]
async fn a_restart_with_a_data_folder_keeps_the_keys_and_a_reset_keeps_those_of_the_first_pools() {
    let folder = Folder::new("restart");
    let fresh = || Options { signing_key: SigningKey::Fresh, ..folder.options() };
    let fixture = Fixture::with(fresh()).await;
    let (pool, tokens) = pool_with_tokens(&fixture).await;
    let ids = [key_id(&fixture, &pool).await, key_id(&fixture, DEFAULT_USER_POOL_ID).await];
    fixture.pool.shutdown().await;

    let fixture = Fixture::with(fresh()).await;
    assert_eq!([key_id(&fixture, &pool).await, key_id(&fixture, DEFAULT_USER_POOL_ID).await], ids);
    fixture.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
    fixture.pool.reset().unwrap();
    assert_eq!(key_id(&fixture, DEFAULT_USER_POOL_ID).await, ids[1]);
    fixture.pool.shutdown().await;
    assert_eq!(key_id(&Fixture::with(fresh()).await, DEFAULT_USER_POOL_ID).await, ids[1]);
}

#[tokio::test]
async fn a_file_of_an_older_version_without_keys_is_read_and_one_with_a_damaged_key_is_not() {
    let folder = Folder::new("older");
    let fixture = Fixture::with(folder.options()).await;
    fixture.confirmed_user("alice").await;
    let token = fixture.access_token("alice").await;
    fixture.pool.shutdown().await;
    let file = folder.0.join("pools.json");
    let mut stored = DataFile::read(&file).as_version_1();
    let pool = &mut stored["world"]["pools"][DEFAULT_USER_POOL_ID];
    let key = pool.as_object_mut().unwrap().remove("signingKey").unwrap();
    assert!(key.as_str().unwrap().contains("PRIVATE KEY"));
    fs::write(&file, stored.to_string()).unwrap();
    let fixture = Fixture::with(folder.options()).await;
    // The older version signed with the key that the default pool still has.
    fixture.ok("GetUser", json!({ "AccessToken": token })).await;
    fixture.pool.shutdown().await;

    stored["world"]["pools"][DEFAULT_USER_POOL_ID]["signingKey"] = json!("not a key");
    fs::write(&file, stored.to_string()).unwrap();
    match LocalPool::start(folder.options()).await {
        Err(error @ StartError::Data { .. }) => assert!(error.to_string().contains("damaged"), "{error}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_configured_pool_has_the_same_cached_key_at_each_start() {
    let configuration = r#"{ "UserPools": [
        { "Id": "local_Keys1", "PoolName": "one" }, { "Id": "local_Keys2", "PoolName": "two" }
    ] }"#;
    let start = || async {
        let configuration = Configuration::from_json(configuration).unwrap();
        Fixture::with(Options { configuration, ..Options::default() }).await
    };
    let (first, second) = (start().await, start().await);
    let mut ids = BTreeSet::new();
    for pool in ["local_Keys2", "local_Keys1", DEFAULT_USER_POOL_ID] {
        let id = key_id(&first, pool).await;
        assert_eq!(key_id(&second, pool).await, id, "{pool}");
        ids.insert(id);
    }
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn the_issuer_can_be_another_address_than_that_of_the_pool() {
    for (issuer, expected, identities) in [
        (
            "aws",
            "https://cognito-idp.local.amazonaws.com/local_LocalPool",
            "https://cognito-identity.amazonaws.com",
        ),
        (
            "https://gateway.example/auth/",
            "https://gateway.example/auth/local_LocalPool",
            "https://gateway.example/auth",
        ),
    ] {
        let fixture = Fixture::with(Options { issuer: Some(issuer.to_owned()), ..Options::default() }).await;
        fixture.confirmed_user("alice").await;
        let tokens = fixture.tokens("alice").await;
        for kind in ["AccessToken", "IdToken"] {
            assert_eq!(claims(&tokens[kind])["iss"], expected);
        }
        fixture.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
        let refresh = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": tokens["RefreshToken"] });
        fixture.ok("GetTokensFromRefreshToken", refresh).await;

        let metadata = "/local_LocalPool/.well-known/openid-configuration";
        let metadata = fixture.control("GET", metadata, json!(null)).await;
        assert_eq!(metadata["issuer"], expected);
        let base_url = fixture.pool.base_url();
        assert_eq!(metadata["jwks_uri"], format!("{base_url}/local_LocalPool/.well-known/jwks.json"));
        assert_eq!(metadata["token_endpoint"], format!("{base_url}/oauth2/token"));
        assert!(verify(&keys_of(&fixture, DEFAULT_USER_POOL_ID).await, &tokens["IdToken"]));

        // An identity pool knows the user pool by the issuer too.
        for name in [USER_POOL, expected.strip_prefix("https://").unwrap()] {
            let login = in_identity_pool(json!({ "Logins": { name: tokens["IdToken"] } }));
            fixture.identity_ok("GetId", login).await;
        }
        let guest = fixture.guest().await;
        let token =
            fixture.identity_ok("GetOpenIdToken", json!({ "IdentityId": guest })).await["Token"].take();
        assert_eq!(claims(&token)["iss"], identities);
    }
    for bad in ["AWS", "pool.example", "ftp://pool.example", "https://pool.example/?a"] {
        match LocalPool::start(Options { issuer: Some(bad.to_owned()), ..Options::default() }).await {
            Err(StartError::Issuer(text)) => assert_eq!(text, bad),
            other => panic!("{bad}: {other:?}"),
        }
    }
}
