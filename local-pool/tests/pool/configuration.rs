//! User pools from a configuration.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, by_client, claims, password_auth};
use cognito_local_pool::{Configuration, DEFAULT_USER_POOL_ID, LocalPool, Options};
use serde_json::{Value, json};

const CONFIGURATION: &str = r#"{ "UserPools": [ {
    "Id": "local_Shop", "PoolName": "shop",
    "Mfa": { "MfaConfiguration": "OPTIONAL", "EmailMfaConfiguration": {} },
    "Clients": [ { "ClientId": "shop-app", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"] } ],
    "Users": [ { "Username": "ada", "Password": "Passw0rd!", "UserAttributes": [ { "Name": "name", "Value": "Ada" } ] } ]
} ] }"#;

#[tokio::test]
async fn configured_pools_exist_from_the_start_and_after_a_reset() {
    let configuration = Configuration::from_json(CONFIGURATION).unwrap();
    let pool = Fixture::with(Options { configuration, ..Options::default() }).await;
    let sign_in = by_client("shop-app", password_auth("ada", PASSWORD));
    pool.ok("InitiateAuth", sign_in.clone()).await;
    pool.ok("AdminDeleteUser", json!({ "UserPoolId": "local_Shop", "Username": "ada" })).await;
    pool.pool.reset().unwrap();
    pool.ok("InitiateAuth", sign_in).await;
    pool.confirmed_user("alice").await;
    pool.tokens("alice").await;
}

#[tokio::test]
async fn a_stored_pool_replaces_the_configured_one_until_a_reset() {
    let folder = std::env::temp_dir().join(format!("cognito-local-pool-configured-{}", std::process::id()));
    let options = || {
        let configuration = Configuration::from_json(CONFIGURATION).unwrap();
        Options { configuration, data: Some(folder.clone()), ..Options::default() }
    };
    let sign_in = |username: &str| by_client("shop-app", password_auth(username, PASSWORD));
    let pool = Fixture::with(options()).await;
    pool.ok("InitiateAuth", sign_in("ada")).await;
    pool.ok("AdminDeleteUser", json!({ "UserPoolId": "local_Shop", "Username": "ada" })).await;
    pool.pool.shutdown().await;
    let pool = Fixture::with(options()).await;
    pool.refused("InitiateAuth", sign_in("ada")).await;
    pool.pool.reset().unwrap();
    pool.ok("InitiateAuth", sign_in("ada")).await;
    pool.pool.shutdown().await;
    let pool = Fixture::with(options()).await;
    pool.ok("InitiateAuth", sign_in("ada")).await;
    pool.pool.shutdown().await;
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_configured_pool_has_groups_and_members() {
    let configuration = json!({ "UserPools": [{
        "Id": "local_Shop", "PoolName": "shop",
        "Clients": [{ "ClientId": "shop-app", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"] }],
        "Groups": [{ "GroupName": "staff", "Precedence": 1, "RoleArn": "arn:aws:iam::000000000000:role/staff" }],
        "Users": [{ "Username": "ada", "Password": PASSWORD, "Groups": ["staff"] }],
    }] });
    let configuration = Configuration::from_json(&configuration.to_string()).unwrap();
    let pool = Fixture::with(Options { configuration, ..Options::default() }).await;
    let signed_in = pool.ok("InitiateAuth", by_client("shop-app", password_auth("ada", PASSWORD))).await;
    let id_token = claims(&signed_in["AuthenticationResult"]["IdToken"]);
    assert_eq!(id_token["cognito:groups"], json!(["staff"]));
    assert_eq!(id_token["cognito:preferred_role"], "arn:aws:iam::000000000000:role/staff");
}

/// A configuration in which one member of one part is replaced.
fn with(part: &str, member: &str, value: Value) -> String {
    let mut file: Value = serde_json::from_str(CONFIGURATION).unwrap();
    let pool = &mut file["UserPools"][0];
    let place = match part {
        "" => pool,
        "Mfa" => &mut pool["Mfa"],
        list => {
            if pool[list].is_null() {
                pool[list] = json!([{}]);
            }
            &mut pool[list][0]
        }
    };
    place[member] = value;
    file.to_string()
}

#[test]
fn the_error_for_an_unreadable_configuration_names_the_member_and_its_owner() {
    for (text, said) in [
        (String::new(), "line 1, column 0: this is not JSON"),
        ("[]".to_owned(), "this is not a JSON object"),
        ("{ \"Triggers\": 5 }".to_owned(), "the member Triggers has a value of the wrong type"),
        ("{ \"Pools\": [] }".to_owned(), "the member Pools is unknown"),
        ("{ \"UserPools\": \"hunter2\" }".to_owned(), "the member UserPools has a value of the wrong type"),
        ("{ \"UserPools\": [5] }".to_owned(), "user pool 1: this is not a JSON object"),
        (
            "{ \"UserPools\": [{ \"Id\": \"local_Shop\" }] }".to_owned(),
            "user pool local_Shop: the member PoolName is missing",
        ),
        (with("", "Schem", json!([])), "user pool local_Shop: the member Schem is unknown"),
        (
            with("", "EnabledMfas", json!(["SMS_MFA"])),
            "user pool local_Shop: the member EnabledMfas is unknown",
        ),
        (
            with("", "Policies", json!({ "PasswordPolicy": { "Length": 9 } })),
            "user pool local_Shop: the member Policies.PasswordPolicy.Length is unknown",
        ),
        (
            with("", "AutoVerifiedAttributes", json!("hunter2")),
            "user pool local_Shop: the member AutoVerifiedAttributes has a value of the wrong type",
        ),
        (
            with("Mfa", "SoftwareToken", json!({})),
            "user pool local_Shop: Mfa: the member SoftwareToken is unknown",
        ),
        (
            with("Clients", "CallbackUrls", json!([])),
            "user pool local_Shop: client shop-app: the member CallbackUrls is unknown",
        ),
        (
            with("Clients", "ClientId", Value::Null),
            "user pool local_Shop: client 1: the member ClientId is missing",
        ),
        (
            with("Clients", "AuthSessionValidity", json!(99)),
            "user pool local_Shop: client shop-app: 1 validation error detected: Value '99' at 'authSessionValidity' \
             failed to satisfy constraint: Member must have value less than or equal to 15",
        ),
        (
            with("Users", "Group", json!("staff")),
            "user pool local_Shop: user ada: the member Group is unknown",
        ),
        (
            with("Users", "Password", json!(5)),
            "user pool local_Shop: user ada: the member Password has a value of the wrong type",
        ),
        (with("Groups", "Name", json!("x")), "user pool local_Shop: group 1: the member Name is unknown"),
        (
            with("Groups", "GroupName", json!("")),
            "user pool local_Shop: group : 2 validation errors detected: Value '' at 'groupName' failed",
        ),
        (
            with("ResourceServers", "Identifier", json!("api")),
            "user pool local_Shop: resource server api: the member Name is missing",
        ),
        (
            with("IdentityProviders", "AcrMapping", json!({})),
            "user pool local_Shop: identity provider 1: the member AcrMapping is unknown",
        ),
    ] {
        let error = Configuration::from_json(&text).unwrap_err().to_string();
        assert!(error.starts_with(said), "{error}");
        assert!(!error.contains("hunter2") && !error.contains(PASSWORD), "{error}");
    }
}

#[tokio::test]
async fn the_error_for_an_invalid_configuration_names_whom_it_is_about_and_quotes_no_secret() {
    let shop = "user pool local_Shop: ";
    for (text, owner, reason) in [
        (
            with("Users", "Password", json!("weak-pass")),
            "user ada: Password: ",
            "Password did not conform with password policy",
        ),
        (with("Users", "Groups", json!(["nobody"])), "user ada: group nobody: ", "Group not found."),
        (
            with("Users", "UserAttributes", json!([{ "Name": "custom:x", "Value": "hunter2" }])),
            "user ada: UserAttributes: ",
            "Attributes did not conform to the schema: custom:x",
        ),
        (
            with("Clients", "RefreshTokenValidity", json!(-1)),
            "client shop-app: ",
            "Invalid range for token validity",
        ),
        (
            with("Clients", "AllowedOAuthScopes", json!(["api/read"])),
            "client shop-app: ",
            "Invalid scope requested: api/read",
        ),
        (
            with("", "LambdaConfig", json!({ "PreSignUp": "x" })),
            "",
            "1 validation error detected: Value at 'lambdaConfig.preSignUp' failed to satisfy constraint: ",
        ),
        (with("", "MfaConfiguration", json!("ON")), "", "SMS configuration and Auto verification"),
        (
            with("", "IssuerConfiguration", json!({ "Type": "UPDATED" })),
            "",
            "The setting IssuerConfiguration",
        ),
    ] {
        let configuration = Configuration::from_json(&text).unwrap();
        let error = LocalPool::start(Options { configuration, ..Options::default() }).await.unwrap_err();
        let said = format!("the configuration is invalid: {shop}{owner}{reason}");
        assert!(error.to_string().starts_with(&said), "{error}");
        assert!(!error.to_string().contains("weak-pass") && !error.to_string().contains("hunter2"));
    }
    for (id, reason) in [
        ("shop", "The user pool id shop is not of the form region_name, with a name of letters and digits."),
        (DEFAULT_USER_POOL_ID, "There are two user pools local_LocalPool."),
    ] {
        let configuration = Configuration::from_json(&with("", "Id", json!(id))).unwrap();
        let error = LocalPool::start(Options { configuration, ..Options::default() }).await.unwrap_err();
        assert!(error.to_string().ends_with(reason), "{error}");
    }
}
