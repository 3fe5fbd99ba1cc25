//! Identities: of guests, of users, and of guests who become users.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::identities::{
    GUEST_ROLE, USER_POOL, USER_ROLE, forbidden, guests_refused, in_identity_pool, mismatch, unsigned,
};
use crate::support::{Fixture, claims, refusal};
use cognito_local_pool::{DEFAULT_IDENTITY_POOL_ID, Options};
use serde_json::{Value, json};

#[tokio::test]
async fn a_guest_gets_an_identity_and_credentials() {
    let pool = Fixture::start().await;
    let id = pool.guest().await;
    assert!(id.as_str().unwrap().starts_with("local:"), "{id}");
    assert_ne!(pool.guest().await, id, "each GetId without logins makes a new guest");
    for logins in [json!(null), json!({})] {
        let given = pool.credentials(&id, &logins).await;
        assert_eq!(given["IdentityId"], id);
        let credentials = &given["Credentials"];
        let key = credentials["AccessKeyId"].as_str().unwrap();
        assert!(key.len() == 20 && key.starts_with("ASIA"), "{key}");
        assert_eq!(credentials["SecretKey"].as_str().unwrap().len(), 40);
        let session = claims(&credentials["SessionToken"]);
        assert_eq!((&session["role"], &session["sub"]), (&json!(GUEST_ROLE), &id));
    }
}

#[tokio::test]
async fn credentials_last_an_hour_by_the_pools_clock_and_their_expiration_is_a_number() {
    let pool = Fixture::start().await;
    let now = pool.pool.advance_clock(-86_400);
    let given = pool.credentials(&pool.guest().await, &json!({})).await;
    let expiration = &given["Credentials"]["Expiration"];
    assert!(expiration.is_f64(), "{expiration}");
    assert!((now + 3600..now + 3700).contains(&(expiration.as_f64().unwrap() as i64)), "{expiration}");
}

#[tokio::test]
async fn the_credentials_of_a_role_can_have_a_shorter_lifetime() {
    let pool = Fixture::start().await;
    let id = pool.guest().await;
    pool.control("POST", "/_pool/roles", json!({ "roleArn": GUEST_ROLE, "sessionSeconds": 60 })).await;
    let now = pool.pool.advance_clock(0);
    let given = pool.credentials(&id, &json!({})).await;
    let seconds = given["Credentials"]["Expiration"].as_f64().unwrap() as i64 - now;
    assert!((59..80).contains(&seconds), "{seconds}");
    pool.pool.set_session_seconds(USER_ROLE, 900).unwrap();
    let login = pool.new_login("alice").await;
    let now = pool.pool.advance_clock(0);
    let given = pool.credentials(&id, &login).await;
    let seconds = given["Credentials"]["Expiration"].as_f64().unwrap() as i64 - now;
    assert!((899..920).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_user_has_one_identity_whichever_name_of_the_user_pool_is_the_key_of_the_login() {
    let pool = Fixture::start().await;
    let login = pool.new_login("alice").await;
    let get_id = |logins: Value| pool.identity_ok("GetId", in_identity_pool(json!({ "Logins": logins })));
    let id = get_id(login.clone()).await["IdentityId"].take();
    assert_eq!(get_id(pool.login("alice").await).await["IdentityId"], id, "a fresh token, the same user");
    let issuer = claims(&login[USER_POOL])["iss"].as_str().unwrap().to_owned();
    let by_issuer = json!({ issuer.strip_prefix("http://").unwrap(): login[USER_POOL] });
    assert_eq!(get_id(by_issuer.clone()).await["IdentityId"], id);
    let given = pool.credentials(&id, &by_issuer).await;
    assert_eq!(claims(&given["Credentials"]["SessionToken"])["role"], USER_ROLE);
    assert_ne!(get_id(pool.new_login("bob").await).await["IdentityId"], id);
    let described = pool.identity_ok("DescribeIdentity", json!({ "IdentityId": id })).await;
    assert_eq!(described["Logins"], json!([USER_POOL]));
}

#[tokio::test]
async fn a_guests_identity_becomes_the_users_or_is_disabled_if_the_user_already_has_an_identity() {
    let pool = Fixture::start().await;
    let guest = json!({});
    let first = pool.guest().await;
    let alice = pool.new_login("alice").await;
    let linked = pool.credentials(&first, &alice).await;
    assert_eq!(linked["IdentityId"], first, "the login was unknown");
    assert_eq!(claims(&linked["Credentials"]["SessionToken"])["role"], USER_ROLE);
    assert_eq!(pool.no_credentials(&first, &guest).await, forbidden(&first), "the identity is a user's now");

    let second = pool.guest().await;
    assert_ne!(second, first);
    let known = pool.credentials(&second, &alice).await;
    assert_eq!(known["IdentityId"], first, "the login was known");
    assert_eq!(pool.no_credentials(&second, &guest).await, forbidden(&second));
    assert_eq!(pool.no_credentials(&second, &alice).await, forbidden(&second));

    let third = pool.guest().await;
    let bob = pool.new_login("bob").await;
    assert_eq!(pool.credentials(&third, &bob).await["IdentityId"], third);
    assert_eq!(pool.no_credentials(&third, &alice).await, mismatch(), "alice has another identity");
    let by_get_id = pool.identity_ok("GetId", in_identity_pool(json!({ "Logins": alice }))).await;
    assert_eq!(by_get_id["IdentityId"], first);
}

#[tokio::test]
async fn a_guest_whose_login_is_refused_stays_a_guest() {
    let pool = Fixture::start().await;
    let id = pool.guest().await;
    let tampered = json!({ USER_POOL: unsigned(&json!({ "iss": "https://elsewhere.example" })) });
    pool.no_credentials(&id, &tampered).await;
    assert_eq!(pool.credentials(&id, &json!({})).await["IdentityId"], id);
}

#[tokio::test]
async fn a_pool_may_refuse_guests() {
    let pool = Fixture::start().await;
    let id = pool.guest().await;
    pool.change_identity_pool(&json!({ "AllowUnauthenticatedIdentities": false })).await;
    assert_eq!(pool.identity_refused("GetId", in_identity_pool(json!({}))).await, guests_refused());
    assert_eq!(pool.no_credentials(&id, &json!({})).await, guests_refused());
    let token = json!({ "IdentityId": id });
    assert_eq!(pool.identity_refused("GetOpenIdToken", token).await, guests_refused());
    let login = pool.new_login("alice").await;
    assert_eq!(pool.credentials(&id, &login).await["IdentityId"], id, "a user may keep the identity");
    assert_eq!(pool.no_credentials(&id, &json!({})).await, guests_refused(), "the login was left out");
}

#[tokio::test]
async fn logins_of_several_providers_join_one_identity() {
    let pool = Fixture::start().await;
    pool.change_identity_pool(&json!({ "SupportedLoginProviders": { "graph.facebook.com": "app" } })).await;
    let alice = pool.new_login("alice").await;
    let facebook = json!({ "graph.facebook.com": "alice at Facebook" });
    let both = json!({ USER_POOL: alice[USER_POOL], "graph.facebook.com": "alice at Facebook" });
    let id =
        pool.identity_ok("GetId", in_identity_pool(json!({ "Logins": alice }))).await["IdentityId"].take();
    let apart =
        pool.identity_ok("GetId", in_identity_pool(json!({ "Logins": { "graph.facebook.com": "b" } })));
    assert_ne!(apart.await["IdentityId"], id);
    assert_eq!(pool.credentials(&id, &both).await["IdentityId"], id);
    assert_eq!(pool.credentials(&id, &facebook).await["IdentityId"], id, "either login is enough now");
    let others = json!({ USER_POOL: alice[USER_POOL], "graph.facebook.com": "b" });
    let conflict = refusal("ResourceConflictException", "Logged in user has different identity");
    assert_eq!(pool.no_credentials(&id, &others).await, conflict);
    assert_eq!(pool.identity_refused("GetId", in_identity_pool(json!({ "Logins": others }))).await, conflict);
    let second_at_facebook = json!({ USER_POOL: alice[USER_POOL], "graph.facebook.com": "c" });
    assert_eq!(
        pool.no_credentials(&id, &second_at_facebook).await,
        conflict,
        "an identity has at most one user of each provider"
    );
}

#[tokio::test]
async fn an_identity_has_at_most_twenty_logins() {
    let pool = Fixture::start().await;
    let issuer = |number: usize| format!("issuer{number}.example");
    let arn = |number: usize| format!("arn:aws:iam::000000000000:oidc-provider/{}", issuer(number));
    let arns: Vec<String> = (0..21).map(arn).collect();
    pool.change_identity_pool(&json!({ "OpenIdConnectProviderARNs": arns })).await;
    let id = pool.guest().await;
    let logins = |numbers: std::ops::Range<usize>| {
        let named: serde_json::Map<String, Value> =
            numbers.chain([0]).map(|number| (issuer(number), json!(format!("user {number}")))).collect();
        json!(named)
    };
    for numbers in [0..10, 10..19, 19..20] {
        assert_eq!(pool.credentials(&id, &logins(numbers)).await["IdentityId"], id);
    }
    assert_eq!(
        pool.no_credentials(&id, &logins(20..21)).await,
        refusal("LimitExceededException", "An identity has at most 20 logins.")
    );
    let (kind, text) = pool.no_credentials(&id, &logins(0..11)).await;
    assert_eq!(kind, "ValidationException");
    assert!(text.ends_with(
        "at 'logins' failed to satisfy constraint: Member must have length less than or equal to 10"
    ));
}

#[tokio::test]
async fn a_test_can_forbid_an_identity_and_allow_it_again() {
    let pool = Fixture::start().await;
    let login = pool.new_login("alice").await;
    let id = pool.credentials(&pool.guest().await, &login).await["IdentityId"].take();
    let switch = |forbidden: bool| json!({ "identityId": id, "forbidden": forbidden });
    pool.control("POST", "/_pool/identities", switch(true)).await;
    assert_eq!(pool.no_credentials(&id, &login).await, forbidden(&id));
    assert_eq!(pool.no_credentials(&pool.guest().await, &login).await, forbidden(&id));
    pool.control("POST", "/_pool/identities", switch(false)).await;
    assert_eq!(pool.credentials(&id, &login).await["IdentityId"], id);
    pool.pool.forbid_identity(id.as_str().unwrap(), true).unwrap();
    assert_eq!(pool.no_credentials(&id, &login).await, forbidden(&id));
    let unknown = json!({ "identityId": "local:0", "forbidden": true });
    let answer = pool.send("POST", "/_pool/identities", "", unknown.to_string()).await.unwrap();
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn unknown_pools_and_identities_are_not_found() {
    let pool = Fixture::start().await;
    let not_found =
        |what: &str| refusal("ResourceNotFoundException", &format!("{what} 'local:0' not found."));
    let unknown_pool = json!({ "IdentityPoolId": "local:0" });
    assert_eq!(pool.identity_refused("GetId", unknown_pool.clone()).await, not_found("IdentityPool"));
    assert_eq!(pool.identity_refused("DescribeIdentityPool", unknown_pool).await, not_found("IdentityPool"));
    let id = json!("local:0");
    assert_eq!(pool.no_credentials(&id, &json!({})).await, not_found("Identity"));
    for operation in ["GetOpenIdToken", "DescribeIdentity"] {
        let request = json!({ "IdentityId": id });
        assert_eq!(pool.identity_refused(operation, request).await, not_found("Identity"), "{operation}");
    }
}

#[tokio::test]
async fn an_open_id_token_names_the_identity_and_how_it_was_authenticated() {
    let pool = Fixture::start().await;
    let id = pool.guest().await;
    let token = pool.identity_ok("GetOpenIdToken", json!({ "IdentityId": id })).await;
    let stated = claims(&token["Token"]);
    assert_eq!((&stated["sub"], &stated["aud"]), (&id, &json!(DEFAULT_IDENTITY_POOL_ID)));
    assert_eq!(stated["amr"], json!(["unauthenticated"]));
    assert_eq!(stated["exp"].as_i64().unwrap() - stated["iat"].as_i64().unwrap(), 600);
    let login = pool.new_login("alice").await;
    let sub = claims(&login[USER_POOL])["sub"].as_str().unwrap().to_owned();
    let token = pool.identity_ok("GetOpenIdToken", json!({ "IdentityId": id, "Logins": login })).await;
    assert_eq!(token["IdentityId"], id);
    let signed_in = format!("{USER_POOL}:CognitoSignIn:{sub}");
    assert_eq!(claims(&token["Token"])["amr"], json!(["authenticated", USER_POOL, signed_in]));
    pool.change_identity_pool(&json!({ "AllowClassicFlow": false })).await;
    assert_eq!(
        pool.identity_refused("GetOpenIdToken", json!({ "IdentityId": id, "Logins": login })).await,
        refusal(
            "InvalidParameterException",
            "Basic (classic) flow is not enabled, please use enhanced flow."
        )
    );
}

#[tokio::test]
async fn identities_survive_a_restart_but_not_a_reset() {
    let folder = std::env::temp_dir().join(format!("cognito-local-pool-identities-{}", std::process::id()));
    let options = || Options { data: Some(folder.clone()), port: 0, ..Options::default() };
    let pool = Fixture::with(options()).await;
    let login = pool.new_login("alice").await;
    let id = pool.credentials(&pool.guest().await, &login).await["IdentityId"].take();
    pool.pool.set_session_seconds(USER_ROLE, 60).unwrap();
    pool.change_identity_pool(&json!({ "AllowUnauthenticatedIdentities": false })).await;
    let port = pool.pool.address().port();
    pool.pool.shutdown().await;

    // The pool keeps its port, because its address is in the token.
    let pool = Fixture::with(Options { port, ..options() }).await;
    assert_eq!(pool.identity_refused("GetId", in_identity_pool(json!({}))).await, guests_refused());
    let now = pool.pool.advance_clock(0);
    let given = pool.credentials(&id, &login).await;
    assert_eq!(given["IdentityId"], id);
    assert!(given["Credentials"]["Expiration"].as_f64().unwrap() < (now + 100) as f64);
    pool.pool.reset().unwrap();
    let gone = pool.no_credentials(&id, &json!({})).await;
    pool.guest().await;
    pool.pool.shutdown().await;
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(gone.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn faults_and_the_request_log_cover_the_operations_on_identities() {
    let pool = Fixture::start().await;
    let throttled = json!({
        "operation": "GetCredentialsForIdentity",
        "fault": { "kind": "error", "type": "TooManyRequestsException", "message": "Rate exceeded" },
    });
    let id = pool.guest().await;
    pool.control("POST", "/_pool/faults", throttled).await;
    assert_eq!(
        pool.no_credentials(&id, &json!({})).await,
        refusal("TooManyRequestsException", "Rate exceeded")
    );
    pool.credentials(&id, &json!({})).await;
    let served: Vec<(String, Option<u16>)> =
        pool.pool.requests().into_iter().map(|request| (request.operation, request.status)).collect();
    let expected = [("GetId", 200), ("GetCredentialsForIdentity", 400), ("GetCredentialsForIdentity", 200)];
    assert_eq!(served, expected.map(|(name, status)| (name.to_owned(), Some(status))));
}
