//! No two users sign in with the same attribute, however a user is made.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, by_client, password_auth, refusal, response_to};
use cognito_local_pool::{Configuration, DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, LocalPool, Options};
use serde_json::{Value, json};

fn attributes(pairs: &[(&str, &str)]) -> Value {
    pairs.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect()
}

/// An AdminCreateUser request.
fn creation(pool: &str, name: &str, force: bool, pairs: &[(&str, &str)]) -> Value {
    json!({
        "UserPoolId": pool, "Username": name, "MessageAction": "SUPPRESS", "ForceAliasCreation": force,
        "UserAttributes": attributes(pairs),
    })
}

fn sign_up(client: &str, name: &str, pairs: &[(&str, &str)]) -> Value {
    json!({ "ClientId": client, "Username": name, "Password": PASSWORD, "UserAttributes": attributes(pairs) })
}

/// The value of an attribute of the user whom a name means.
async fn attribute(fixture: &Fixture, pool: &str, name: &str, attribute: &str) -> Value {
    let user = fixture.ok("AdminGetUser", json!({ "UserPoolId": pool, "Username": name })).await;
    let mut all = user["UserAttributes"].as_array().unwrap().iter();
    all.find(|one| one["Name"] == attribute).map(|one| one["Value"].clone()).unwrap_or_default()
}

/// The pool user name of the user whom a name means.
async fn whose(fixture: &Fixture, pool: &str, name: &str) -> Value {
    fixture.ok("AdminGetUser", json!({ "UserPoolId": pool, "Username": name })).await["Username"].take()
}

fn taken(kind: &str, attribute: &str) -> (String, String) {
    refusal(kind, &format!("An account with the given {attribute} already exists."))
}

#[tokio::test]
async fn a_preferred_username_that_is_an_alias_can_not_be_given_at_the_sign_up() {
    let fixture = Fixture::start().await;
    let (_, client) = fixture.pool_with(json!({ "AliasAttributes": ["preferred_username"] })).await;
    let named = [("preferred_username", "ada")];
    let text = "Preferred username cannot be provided for unconfirmed account, since user pool is configured for \
                preferred username alias.";
    let refused = fixture.refused("SignUp", sign_up(&client, "ada-1", &named)).await;
    assert_eq!(refused, refusal("InvalidParameterException", text));
    fixture.ok("SignUp", sign_up(&client, "ada-1", &[("nickname", "ada")])).await;
    fixture.ok("SignUp", sign_up(DEFAULT_CLIENT_ID, "ada-1", &named)).await;
}

#[tokio::test]
async fn an_administrator_can_not_make_two_users_with_the_same_preferred_username() {
    let fixture = Fixture::start().await;
    let alias = json!({ "AliasAttributes": ["email", "preferred_username"] });
    let (pool, _) = fixture.pool_with(alias).await;
    let held = [("preferred_username", "ada"), ("email", "ada@example.com"), ("email_verified", "true")];
    fixture.ok("AdminCreateUser", creation(&pool, "ada-1", false, &held)).await;
    for force in [false, true] {
        let request = creation(&pool, "ada-2", force, &held[..1]);
        let refused = fixture.refused("AdminCreateUser", request).await;
        assert_eq!(refused, taken("AliasExistsException", "preferred_username"), "{force}");
    }
    // ForceAliasCreation moves only an address. If the request is refused, it moves nothing.
    let refused = fixture.refused("AdminCreateUser", creation(&pool, "ada-2", true, &held)).await;
    assert_eq!(refused, taken("AliasExistsException", "preferred_username"));
    assert_eq!(whose(&fixture, &pool, "ada@example.com").await, "ada-1");
    let user = json!({ "UserPoolId": pool, "Username": "ada-2" });
    assert_eq!(fixture.refused("AdminGetUser", user).await.0, "UserNotFoundException");
    fixture.ok("AdminCreateUser", creation(&pool, "ada-2", true, &held[1..])).await;
    assert_eq!(whose(&fixture, &pool, "ada@example.com").await, "ada-2");
    assert_eq!(attribute(&fixture, &pool, "ada-1", "email_verified").await, "false");
    assert_eq!(attribute(&fixture, &pool, "ada", "preferred_username_verified").await, Value::Null);
}

#[tokio::test]
async fn the_first_sign_in_can_not_give_a_user_the_alias_of_another() {
    let fixture = Fixture::start().await;
    let (pool, client) = fixture.pool_with(json!({ "AliasAttributes": ["preferred_username"] })).await;
    fixture.ok("AdminCreateUser", creation(&pool, "ada-1", false, &[("preferred_username", "ada")])).await;
    let mut invited = creation(&pool, "ada-2", false, &[]);
    invited["TemporaryPassword"] = json!("Temp0rary!");
    fixture.ok("AdminCreateUser", invited).await;
    let challenge =
        fixture.ok("InitiateAuth", by_client(&client, password_auth("ada-2", "Temp0rary!"))).await;
    let mut chosen = by_client(&client, response_to(&challenge, "ada-2", "NEW_PASSWORD", PASSWORD));
    chosen["ChallengeResponses"]["userAttributes.preferred_username"] = json!("ada");
    let refused = fixture.refused("RespondToAuthChallenge", chosen.clone()).await;
    assert_eq!(refused, taken("AliasExistsException", "preferred_username"));
    chosen["ChallengeResponses"]["userAttributes.preferred_username"] = json!("countess");
    fixture.ok("RespondToAuthChallenge", chosen).await;
    assert_eq!(whose(&fixture, &pool, "ada").await, "ada-1");
    assert_eq!(whose(&fixture, &pool, "countess").await, "ada-2");
}

#[tokio::test]
async fn a_username_attribute_belongs_to_one_user_and_no_force_moves_it() {
    let fixture = Fixture::start().await;
    let settings = json!({ "UsernameAttributes": ["email", "phone_number"] });
    let (pool, client) = fixture.pool_with(settings).await;
    fixture.ok("AdminCreateUser", creation(&pool, "ada@example.com", false, &[])).await;
    let ada = whose(&fixture, &pool, "ada@example.com").await;
    let error = taken("UsernameExistsException", "email");
    for verified in ["false", "true"] {
        let address = [("email", "ada@example.com"), ("email_verified", verified)];
        for force in [false, true] {
            let request = creation(&pool, "+15555551234", force, &address);
            assert_eq!(fixture.refused("AdminCreateUser", request).await, error, "{verified} {force}");
        }
    }
    let request = sign_up(&client, "+15555551235", &[("email", "ada@example.com")]);
    assert_eq!(fixture.refused("SignUp", request).await, error);
    assert_eq!(whose(&fixture, &pool, "ada@example.com").await, ada);
}

#[tokio::test]
async fn a_configuration_can_not_give_two_users_the_same_preferred_username() {
    let user = |name: &str| json!({ "Username": name, "UserAttributes": attributes(&[("preferred_username", "ada")]) });
    let file = |alias: &str| {
        let pool = json!({
            "Id": "local_Shop", "PoolName": "shop", "AliasAttributes": [alias],
            "Users": [user("ada-1"), user("ada-2")],
        });
        let configuration = Configuration::from_json(&json!({ "UserPools": [pool] }).to_string()).unwrap();
        Options { configuration, ..Options::default() }
    };
    let error = LocalPool::start(file("preferred_username")).await.unwrap_err().to_string();
    let said = "user ada-2: UserAttributes: An account with the given preferred_username already exists.";
    assert!(error.ends_with(said), "{error}");
    LocalPool::start(file("email")).await.unwrap();
}

#[tokio::test]
async fn a_migrated_user_takes_the_alias_of_another_one_only_if_the_trigger_says_so() {
    for force in [false, true] {
        let fixture = Fixture::start().await;
        fixture.confirmed_user("ada").await;
        let server = TriggerServer::start(move |_| {
            json!({
                "userAttributes": { "email": "ada@example.com", "email_verified": "true" },
                "finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS", "forceAliasCreation": force,
            })
        })
        .await;
        server.serve_pool(&fixture, &["UserMigration"]).await;
        let sign_in = by_client(DEFAULT_CLIENT_ID, password_auth("old-ada", PASSWORD));
        let holder = if force {
            fixture.ok("InitiateAuth", sign_in).await;
            "old-ada"
        } else {
            let error = taken("AliasExistsException", "email");
            assert_eq!(fixture.refused("InitiateAuth", sign_in).await, error);
            let user = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Username": "old-ada" });
            assert_eq!(fixture.refused("AdminGetUser", user).await.0, "UserNotFoundException");
            "ada"
        };
        assert_eq!(whose(&fixture, DEFAULT_USER_POOL_ID, "ada@example.com").await, holder);
    }
}

#[tokio::test]
async fn an_address_that_pre_sign_up_verifies_moves_to_the_new_user() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let server = TriggerServer::start(|_| json!({ "autoConfirmUser": true, "autoVerifyEmail": true })).await;
    server.serve_pool(&fixture, &["PreSignUp"]).await;
    let email = [("email", "ada@example.com")];
    fixture.ok("SignUp", sign_up(DEFAULT_CLIENT_ID, "ada-2", &email)).await;
    assert_eq!(whose(&fixture, DEFAULT_USER_POOL_ID, "ada@example.com").await, "ada-2");
    assert_eq!(attribute(&fixture, DEFAULT_USER_POOL_ID, "ada", "email_verified").await, "false");
    fixture.ok("AdminCreateUser", creation(DEFAULT_USER_POOL_ID, "ada-3", false, &email)).await;
    assert_eq!(whose(&fixture, DEFAULT_USER_POOL_ID, "ada@example.com").await, "ada-3");
}
