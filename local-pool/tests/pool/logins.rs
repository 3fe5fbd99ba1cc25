//! The member Logins: which tokens the pool accepts as logins, and how it refuses others.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::identities::{USER_POOL, in_identity_pool, mismatch, not_authorized, unsigned};
use crate::support::{Fixture, claims, in_default_pool, refusal};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, Options, SigningKey};
use serde_json::{Value, json};

const ONLY_REGISTERED: &str = "Token is not from a supported provider of this identity pool.";

/// The refusal of a login. GetId, GetCredentialsForIdentity and GetOpenIdToken must give the same refusal.
async fn refused(pool: &Fixture, logins: &Value) -> (String, String) {
    let by_get_id = pool.identity_refused("GetId", in_identity_pool(json!({ "Logins": logins }))).await;
    let guest = pool.guest().await;
    let expected = without_now(&by_get_id);
    assert_eq!(without_now(&pool.no_credentials(&guest, logins).await), expected);
    let token = json!({ "IdentityId": guest, "Logins": logins });
    assert_eq!(without_now(&pool.identity_refused("GetOpenIdToken", token).await), expected);
    by_get_id
}

/// A refusal without the current time, which can differ between two calls.
fn without_now((kind, text): &(String, String)) -> (String, String) {
    match text.split_once(" >= ") {
        Some((before, after)) => {
            (kind.clone(), format!("{}{after}", before.trim_end_matches(|it: char| it.is_ascii_digit())))
        }
        None => (kind.clone(), text.clone()),
    }
}

fn invalid(reason: &str) -> (String, String) {
    not_authorized(&format!("Invalid login token. {reason}"))
}

#[tokio::test]
async fn only_an_id_token_of_a_user_pool_is_a_login_of_that_pool() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let tokens = pool.tokens("alice").await;
    let id_token = tokens["IdToken"].as_str().unwrap();
    let (message, signature) = id_token.rsplit_once('.').unwrap();
    let other_signature = format!("{message}.{}{}", &signature[1..], &signature[..1]);
    let own_issuer = json!({ "iss": claims(&tokens["IdToken"])["iss"], "aud": DEFAULT_CLIENT_ID });
    for (token, reason) in [
        ("garbage".to_owned(), "Not a Cognito token."),
        ("a.b.c".to_owned(), "Not a Cognito token."),
        (format!("{id_token}.more"), "Not a Cognito token."),
        (tokens["RefreshToken"].as_str().unwrap().to_owned(), "Not a Cognito token."),
        (tokens["AccessToken"].as_str().unwrap().to_owned(), "Missing a required claim: aud"),
        (other_signature, "Couldn't verify signed token."),
        (unsigned(&own_issuer), "Couldn't verify signed token."),
        (unsigned(&json!({ "iss": "https://elsewhere.example" })), "Issuer doesn't match providerName"),
        (unsigned(&json!({})), "Issuer doesn't match providerName"),
    ] {
        assert_eq!(refused(&pool, &json!({ USER_POOL: token })).await, invalid(reason), "{token}");
    }
}

#[tokio::test]
async fn the_refusal_of_an_expired_login_has_the_current_time_and_the_expiry() {
    let pool = Fixture::start().await;
    let login = pool.new_login("alice").await;
    let expires = claims(&login[USER_POOL])["exp"].as_i64().unwrap();
    pool.pool.advance_clock(2 * 3600);
    let (kind, text) = refused(&pool, &login).await;
    assert_eq!(kind, "NotAuthorizedException");
    let times = text.strip_prefix("Invalid login token. Token expired: ").unwrap();
    let (now, said) = times.split_once(" >= ").unwrap();
    assert_eq!(said.parse::<i64>().unwrap(), expires);
    assert!(now.parse::<i64>().unwrap() >= expires, "{text}");
}

#[tokio::test]
async fn a_token_of_another_pool_or_another_server_is_refused() {
    let pool = Fixture::start().await;
    let login = pool.new_login("alice").await;
    let (other, client) = pool.pool_with(json!({})).await;
    let named = |id: &str| format!("cognito-idp.local.amazonaws.com/{id}");
    let mine = json!({ named(&other): login[USER_POOL] });
    assert_eq!(refused(&pool, &mine).await, mismatch(), "the identity pool does not know the user pool");
    let both = json!([
        { "ProviderName": named(&other), "ClientId": client },
        { "ProviderName": USER_POOL, "ClientId": DEFAULT_CLIENT_ID },
    ]);
    pool.change_identity_pool(&json!({ "CognitoIdentityProviders": both })).await;
    assert_eq!(refused(&pool, &mine).await, invalid("Issuer doesn't match providerName"));
    for key in
        ["cognito-idp.eu-west-1.amazonaws.com/local_LocalPool", "127.0.0.1:1/local_LocalPool", "nobody"]
    {
        assert_eq!(refused(&pool, &json!({ key: login[USER_POOL] })).await, mismatch(), "{key}");
    }
    let elsewhere = Fixture::with(Options { signing_key: SigningKey::Fresh, ..Options::default() }).await;
    let foreign = elsewhere.new_login("alice").await;
    assert_eq!(refused(&pool, &foreign).await, invalid("Issuer doesn't match providerName"));
}

#[tokio::test]
async fn only_an_id_token_for_a_registered_app_client_is_a_login() {
    let pool = Fixture::start().await;
    let login = pool.new_login("alice").await;
    let other = json!([{ "ProviderName": USER_POOL, "ClientId": "another" }]);
    pool.change_identity_pool(&json!({ "CognitoIdentityProviders": other })).await;
    assert_eq!(refused(&pool, &login).await, not_authorized(ONLY_REGISTERED));
    pool.change_identity_pool(&json!({ "CognitoIdentityProviders": [] })).await;
    assert_eq!(refused(&pool, &login).await, mismatch());
    let issuer = claims(&login[USER_POOL])["iss"].as_str().unwrap().to_owned();
    let by_issuer =
        json!([{ "ProviderName": issuer.strip_prefix("http://"), "ClientId": DEFAULT_CLIENT_ID }]);
    pool.change_identity_pool(&json!({ "CognitoIdentityProviders": by_issuer })).await;
    pool.identity_ok("GetId", in_identity_pool(json!({ "Logins": login }))).await;
}

#[tokio::test]
async fn a_login_works_after_the_sign_out_unless_server_side_token_check_is_on() {
    let pool = Fixture::start().await;
    let check = |on: bool| {
        let provider =
            json!({ "ProviderName": USER_POOL, "ClientId": DEFAULT_CLIENT_ID, "ServerSideTokenCheck": on });
        json!({ "CognitoIdentityProviders": [provider] })
    };
    let signed_out = invalid("The user has signed out.");
    for revokes in [true, false] {
        pool.change_client(&json!({ "EnableTokenRevocation": revokes })).await;
        let name = format!("user-{revokes}");
        let login = pool.new_login(&name).await;
        pool.change_identity_pool(&check(true)).await;
        pool.credentials(&pool.guest().await, &login).await;
        let access_token = pool.access_token(&name).await;
        pool.pool.advance_clock(2);
        pool.ok("GlobalSignOut", json!({ "AccessToken": access_token })).await;
        assert_eq!(refused(&pool, &login).await, signed_out, "revokes tokens: {revokes}");
        let again = pool.login(&name).await;
        pool.credentials(&pool.guest().await, &again).await;
        pool.change_identity_pool(&check(false)).await;
        pool.credentials(&pool.guest().await, &login).await;
    }
    let login = pool.new_login("bob").await;
    pool.ok("AdminDeleteUser", in_default_pool(json!({ "Username": "bob" }))).await;
    pool.credentials(&pool.guest().await, &login).await;
    pool.change_identity_pool(&check(true)).await;
    assert_eq!(refused(&pool, &login).await, signed_out);
}

#[tokio::test]
async fn a_token_of_another_provider_identifies_its_user() {
    let pool = Fixture::start().await;
    let google = |token: &str| json!({ "accounts.google.com": token });
    assert_eq!(refused(&pool, &google("token")).await, mismatch(), "not a provider of the pool");
    let providers = json!({
        "accounts.google.com": "ios-app;android-app", "appleid.apple.com": "app", "graph.facebook.com": "app",
        "www.amazon.com": "app", "login.example/tenant": "app",
    });
    pool.change_identity_pool(&json!({ "SupportedLoginProviders": providers })).await;
    let id_of = async |logins: Value| {
        pool.identity_ok("GetId", in_identity_pool(json!({ "Logins": logins }))).await["IdentityId"].take()
    };
    for provider in ["accounts.google.com", "appleid.apple.com", "graph.facebook.com", "www.amazon.com"] {
        let id = id_of(json!({ provider: "opaque" })).await;
        assert_eq!(id_of(json!({ provider: "opaque" })).await, id, "{provider}");
        assert_ne!(id_of(json!({ provider: "another" })).await, id, "{provider}");
    }
    let later = pool.pool.advance_clock(0) + 100;
    let of = |changes: Value| {
        let mut stated = json!({
            "iss": "https://accounts.google.com", "aud": "android-app", "sub": "ada", "exp": later,
        });
        for (name, value) in changes.as_object().unwrap() {
            stated[name] = value.clone();
        }
        google(&unsigned(&stated))
    };
    let ada = id_of(of(json!({}))).await;
    assert_eq!(id_of(of(json!({ "iss": "accounts.google.com", "aud": ["ios-app"], "jti": "2" }))).await, ada);
    assert_ne!(id_of(of(json!({ "sub": "bob" }))).await, ada);
    let oidc = json!({ "iss": "https://login.example/tenant", "aud": "app", "sub": "ada", "exp": later });
    id_of(json!({ "login.example/tenant": unsigned(&oidc) })).await;
    for (changes, expected) in [
        (json!({ "iss": "https://elsewhere.example" }), invalid("Issuer doesn't match providerName")),
        (json!({ "aud": "another-app" }), not_authorized(ONLY_REGISTERED)),
        (json!({ "aud": null }), not_authorized(ONLY_REGISTERED)),
        (json!({ "sub": null }), invalid("Missing a required claim: sub")),
        (json!({ "exp": null }), invalid("Missing a required claim: exp")),
    ] {
        assert_eq!(refused(&pool, &of(changes.clone())).await, expected, "{changes}");
    }
    let (_, text) = refused(&pool, &of(json!({ "exp": later - 200 }))).await;
    assert!(text.starts_with("Invalid login token. Token expired: "), "{text}");
}

#[tokio::test]
async fn logins_that_break_the_constraints_are_refused() {
    let pool = Fixture::start().await;
    let broken = "1 validation error detected: Value at 'logins' failed to satisfy constraint: Map value must satisfy \
                  constraint: [Member must have length less than or equal to 50000, Member must have length greater \
                  than or equal to 1";
    for (token, more) in
        [(json!(""), "]"), (json!("x".repeat(50_001)), "]"), (json!(null), ", Member must not be null]")]
    {
        let said = refusal("ValidationException", &format!("{broken}{more}"));
        assert_eq!(refused(&pool, &json!({ USER_POOL: token })).await, said);
    }
    let long_name = json!({ "n".repeat(129): "token" });
    assert_eq!(refused(&pool, &long_name).await.0, "ValidationException");
    let login = pool.new_login("alice").await;
    let issuer = format!("{}/{DEFAULT_USER_POOL_ID}", pool.pool.base_url().replace("http://", ""));
    let twice = json!({ USER_POOL: login[USER_POOL], issuer: login[USER_POOL] });
    assert_eq!(
        refused(&pool, &twice).await,
        refusal("InvalidParameterException", &format!("There are two logins for {USER_POOL}."))
    );
}
