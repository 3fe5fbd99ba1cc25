//! Tokens: their claims, their lifetimes, and how they end.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, password_auth, refusal};
use cognito_local_pool::{DEFAULT_CLIENT_ID, Options, SigningKey, TokenSigner};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};
use std::sync::Arc;

/// The claims of a token, checked by jsonwebtoken with the keys that the pool publishes.
async fn verified(pool: &Fixture, token: &Value) -> Value {
    let token = token.as_str().unwrap();
    let issuer = format!("{}/local_LocalPool", pool.pool.base_url());
    let published = pool.control("GET", "/local_LocalPool/.well-known/jwks.json", json!(null)).await;
    let keys: JwkSet = serde_json::from_value(published).unwrap();
    let header = decode_header(token).unwrap();
    let key = DecodingKey::from_jwk(keys.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = Validation::new(jsonwebtoken::Algorithm::RS256);
    validation.set_issuer(&[issuer]);
    validation.validate_aud = false;
    decode::<Value>(token, &key, &validation).unwrap().claims
}

fn refresh(token: &Value) -> Value {
    json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": token })
}

fn bearer(token: &Value) -> Value {
    json!({ "AccessToken": token })
}

#[tokio::test]
async fn the_tokens_carry_cognitos_claims_and_verify_by_the_published_keys() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let tokens = pool.tokens("alice").await;
    let access = verified(&pool, &tokens["AccessToken"]).await;
    let id = verified(&pool, &tokens["IdToken"]).await;
    assert_eq!(access["token_use"], "access");
    assert_eq!(access["client_id"], DEFAULT_CLIENT_ID);
    assert_eq!(access["scope"], "aws.cognito.signin.user.admin");
    assert_eq!(access["username"], "alice");
    assert_eq!(id["token_use"], "id");
    assert_eq!(id["aud"], DEFAULT_CLIENT_ID);
    assert_eq!(id["cognito:username"], "alice");
    assert_eq!((&id["email"], &id["email_verified"]), (&json!("alice@example.com"), &json!(true)));
    for claims in [&access, &id] {
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
        assert_eq!(claims["auth_time"], claims["iat"]);
        assert_eq!(claims["sub"].as_str().unwrap().len(), 36);
        assert!(claims["jti"].is_string() && claims["event_id"].is_string());
    }
    assert_eq!((&access["origin_jti"], &access["event_id"]), (&id["origin_jti"], &id["event_id"]));
    assert_ne!(access["jti"], id["jti"]);

    let metadata = "/local_LocalPool/.well-known/openid-configuration";
    assert_eq!(pool.control("GET", metadata, json!(null)).await["issuer"], access["iss"]);
    let missing = pool.send("GET", "/local_Other/.well-known/jwks.json", "", String::new()).await.unwrap();
    assert_eq!(missing.status, 400);
}

#[tokio::test]
async fn a_changed_token_and_a_token_of_another_kind_are_refused() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let tokens = pool.tokens("alice").await;
    let access = tokens["AccessToken"].as_str().unwrap();
    let (rest, signature) = access.rsplit_once('.').unwrap();
    let mut touched: Vec<char> = rest.chars().collect();
    let middle = touched.len() - 10;
    touched[middle] = if touched[middle] == 'A' { 'B' } else { 'A' };
    let touched: String = touched.into_iter().collect();
    for bad in [
        "a.b.c".to_owned(),
        format!("{touched}.{signature}"),
        format!("{rest}."),
        tokens["IdToken"].as_str().unwrap().to_owned(),
        tokens["RefreshToken"].as_str().unwrap().to_owned(),
    ] {
        let refused = pool.refused("GetUser", json!({ "AccessToken": bad })).await;
        assert_eq!(refused, refusal("NotAuthorizedException", "Invalid Access Token"));
    }
}

#[tokio::test]
async fn token_lifetimes_follow_the_clients_units() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.change_client(&json!({
        "AccessTokenValidity": 10, "IdTokenValidity": 2, "RefreshTokenValidity": 90,
        "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "hours", "RefreshToken": "minutes" },
    }))
    .await;
    let tokens = pool.tokens("alice").await;
    assert_eq!(tokens["ExpiresIn"], 600);
    let id = verified(&pool, &tokens["IdToken"]).await;
    assert_eq!(id["exp"].as_i64().unwrap() - id["iat"].as_i64().unwrap(), 7200);
    pool.ok("GetUser", bearer(&tokens["AccessToken"])).await;
    pool.pool.advance_clock(600);
    let expired = refusal("NotAuthorizedException", "Access Token has expired");
    assert_eq!(pool.refused("GetUser", bearer(&tokens["AccessToken"])).await, expired);
    pool.ok("GetTokensFromRefreshToken", refresh(&tokens["RefreshToken"])).await;
    pool.pool.advance_clock(90 * 60);
    let expired = refusal("NotAuthorizedException", "Refresh Token has expired");
    assert_eq!(pool.refused("GetTokensFromRefreshToken", refresh(&tokens["RefreshToken"])).await, expired);
}

#[tokio::test]
async fn both_operations_that_refresh_keep_origin_jti_and_the_refresh_token() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let tokens = pool.tokens("alice").await;
    let first = verified(&pool, &tokens["AccessToken"]).await;
    let older = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": tokens["RefreshToken"] },
    });
    for refreshed in [
        pool.ok("InitiateAuth", older).await,
        pool.ok("GetTokensFromRefreshToken", refresh(&tokens["RefreshToken"])).await,
    ] {
        let result = &refreshed["AuthenticationResult"];
        assert!(result["RefreshToken"].is_null());
        let claims = verified(&pool, &result["AccessToken"]).await;
        assert_eq!(claims["origin_jti"], first["origin_jti"]);
        assert_eq!(claims["auth_time"], first["auth_time"]);
        assert_ne!(claims["jti"], first["jti"]);
    }
    let made_up = refresh(&json!("made.up"));
    let refused = pool.refused("GetTokensFromRefreshToken", made_up).await;
    assert_eq!(refused, refusal("NotAuthorizedException", "Invalid Refresh Token"));
}

#[tokio::test]
async fn with_rotation_a_replaced_refresh_token_works_until_the_grace_period_ends() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.change_client(&json!({
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 30 },
    }))
    .await;
    let first = pool.tokens("alice").await["RefreshToken"].take();
    let new = |answer: Value| answer["AuthenticationResult"]["RefreshToken"].clone();
    let second = new(pool.ok("GetTokensFromRefreshToken", refresh(&first)).await);
    assert_ne!(second, first);
    // A client that did not get the response asks again, and gets the same refresh token.
    assert_eq!(new(pool.ok("GetTokensFromRefreshToken", refresh(&first)).await), second);
    pool.pool.advance_clock(30);
    assert_eq!(
        pool.refused("GetTokensFromRefreshToken", refresh(&first)).await.0,
        "RefreshTokenReuseException"
    );
    let third = new(pool.ok("GetTokensFromRefreshToken", refresh(&second)).await);
    // Rotation does not extend the life of the sign-in.
    pool.pool.advance_clock(30 * 24 * 3600);
    let expired = pool.refused("GetTokensFromRefreshToken", refresh(&third)).await;
    assert_eq!(expired, refusal("NotAuthorizedException", "Refresh Token has expired"));
}

#[tokio::test]
async fn with_rotation_the_refresh_flow_is_refused() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.change_client(&json!({
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 },
    }))
    .await;
    let tokens = pool.tokens("alice").await;
    let older = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": tokens["RefreshToken"] },
    });
    let text = "REFRESH_TOKEN_AUTH flow not enabled for this client";
    assert_eq!(pool.refused("InitiateAuth", older).await, refusal("InvalidParameterException", text));
}

#[tokio::test]
async fn revoking_ends_one_sign_in_with_its_access_tokens() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let (phone, tablet) = (pool.tokens("alice").await, pool.tokens("alice").await);
    let revoke = |token: &Value| json!({ "ClientId": DEFAULT_CLIENT_ID, "Token": token });
    let wrong_kind = pool.refused("RevokeToken", revoke(&phone["AccessToken"])).await;
    assert_eq!(wrong_kind.0, "UnsupportedTokenTypeException");
    pool.ok("RevokeToken", revoke(&json!("unknown"))).await;
    for _ in 0..2 {
        pool.ok("RevokeToken", revoke(&phone["RefreshToken"])).await;
    }
    assert_eq!(
        pool.refused("GetTokensFromRefreshToken", refresh(&phone["RefreshToken"])).await,
        refusal("NotAuthorizedException", "Refresh Token has been revoked")
    );
    assert_eq!(
        pool.refused("GetUser", bearer(&phone["AccessToken"])).await,
        refusal("NotAuthorizedException", "Access Token has been revoked")
    );
    pool.ok("GetUser", bearer(&tablet["AccessToken"])).await;
}

#[tokio::test]
async fn a_global_sign_out_ends_every_sign_in() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let (phone, tablet) = (pool.tokens("alice").await, pool.tokens("alice").await);
    pool.ok("GlobalSignOut", bearer(&phone["AccessToken"])).await;
    for tokens in [&phone, &tablet] {
        assert_eq!(
            pool.refused("GetUser", bearer(&tokens["AccessToken"])).await.1,
            "Access Token has been revoked"
        );
        let refused = pool.refused("GetTokensFromRefreshToken", refresh(&tokens["RefreshToken"])).await;
        assert_eq!(refused.1, "Refresh Token has been revoked");
    }
    pool.tokens("alice").await;
}

#[tokio::test]
async fn the_tokens_of_a_client_without_revocation_have_no_origin_jti() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.change_client(&json!({ "EnableTokenRevocation": false })).await;
    let tokens = pool.tokens("alice").await;
    assert!(verified(&pool, &tokens["AccessToken"]).await["origin_jti"].is_null());
    let revoke = json!({ "ClientId": DEFAULT_CLIENT_ID, "Token": tokens["RefreshToken"] });
    assert_eq!(pool.refused("RevokeToken", revoke).await.0, "UnsupportedOperationException");
}

#[tokio::test]
async fn a_deleted_users_tokens_do_not_work_for_a_later_user_of_the_same_name() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let tokens = pool.tokens("alice").await;
    pool.ok("DeleteUser", bearer(&tokens["AccessToken"])).await;
    pool.confirmed_user("alice").await;
    let gone = refusal("UserNotFoundException", "User does not exist.");
    assert_eq!(pool.refused("GetUser", bearer(&tokens["AccessToken"])).await, gone);
    let refused = pool.refused("GetTokensFromRefreshToken", refresh(&tokens["RefreshToken"])).await;
    assert_eq!(refused, refusal("NotAuthorizedException", "User has been deleted."));
}

#[tokio::test]
async fn pools_started_one_after_another_use_the_same_cached_key() {
    let keys = "/local_LocalPool/.well-known/jwks.json";
    let (first, second) = (Fixture::start().await, Fixture::start().await);
    assert_eq!(first.control("GET", keys, json!(null)).await, second.control("GET", keys, json!(null)).await);
    assert_ne!(first.pool.client_secret(), second.pool.client_secret());
}

/// A signer for simulations: its signature is the message's length.
struct Cheap;

impl TokenSigner for Cheap {
    fn key_id(&self) -> &str {
        "cheap"
    }
    fn algorithm(&self) -> &str {
        "none-at-all"
    }
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        message.len().to_be_bytes().to_vec()
    }
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.sign(message) == signature
    }
    fn public_jwk(&self) -> Value {
        json!({ "kid": "cheap" })
    }
}

#[tokio::test]
async fn a_custom_signer_signs_and_verifies_the_tokens() {
    let options = Options { signing_key: SigningKey::Custom(Arc::new(Cheap)), ..Options::default() };
    let pool = Fixture::with(options).await;
    pool.confirmed_user("alice").await;
    let tokens = pool.tokens("alice").await;
    pool.ok("GetUser", bearer(&tokens["AccessToken"])).await;
    let longer = format!("{}A", tokens["AccessToken"].as_str().unwrap());
    assert_eq!(pool.refused("GetUser", json!({ "AccessToken": longer })).await.1, "Invalid Access Token");
    let keys = pool.control("GET", "/local_LocalPool/.well-known/jwks.json", json!(null)).await;
    assert_eq!(keys, json!({ "keys": [{ "kid": "cheap" }] }));
}

#[tokio::test]
async fn the_public_url_is_the_issuer() {
    let options = Options { public_url: Some("https://pool.example.test".to_owned()), ..Options::default() };
    let pool = Fixture::with(options).await;
    pool.confirmed_user("alice").await;
    let request = password_auth("alice", PASSWORD);
    let tokens = pool.ok("InitiateAuth", request).await["AuthenticationResult"].take();
    let claims = verified(&pool, &tokens["IdToken"]).await;
    assert_eq!(claims["iss"], "https://pool.example.test/local_LocalPool");
}
