//! Identity pools as set-up scripts see them: settings, roles, and the administration of identities.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::identities::{
    USER_POOL, USER_ROLE, forbidden, in_identity_pool, mismatch, not_authorized,
};
use crate::support::{Fixture, claims, in_default_pool, refusal};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_IDENTITY_POOL_ID};
use serde_json::{Value, json};

const STAFF: &str = "arn:aws:iam::000000000000:role/staff";
const BOSS: &str = "arn:aws:iam::000000000000:role/boss";

#[tokio::test]
async fn an_identity_pool_is_created_changed_listed_and_deleted() {
    let pool = Fixture::start().await;
    let settings = json!({
        "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true,
        "CognitoIdentityProviders": [{ "ProviderName": USER_POOL, "ClientId": DEFAULT_CLIENT_ID }],
    });
    let made = pool.identity_ok("CreateIdentityPool", settings).await;
    assert!(made["IdentityPoolId"].as_str().unwrap().starts_with("local:"), "{made}");
    let one = json!({ "IdentityPoolId": made["IdentityPoolId"] });
    assert_eq!(pool.identity_ok("DescribeIdentityPool", one.clone()).await, made);
    let list = async |more: Value| {
        let mut request = json!({ "MaxResults": 1 });
        request["NextToken"] = more;
        pool.identity_ok("ListIdentityPools", request).await
    };
    let first = list(json!(null)).await;
    let second = list(first["NextToken"].clone()).await;
    assert_eq!(second["NextToken"], json!(null));
    let mut ids = [&first, &second].map(|page| page["IdentityPools"][0]["IdentityPoolId"].as_str().unwrap());
    ids.sort_unstable();
    let mut expected = [DEFAULT_IDENTITY_POOL_ID, made["IdentityPoolId"].as_str().unwrap()];
    expected.sort_unstable();
    assert_eq!(ids, expected);

    let guest = pool.identity_ok("GetId", one.clone()).await["IdentityId"].take();
    let no_role = refusal(
        "InvalidIdentityPoolConfigurationException",
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    );
    assert_eq!(pool.no_credentials(&guest, &json!({})).await, no_role, "a new pool has no roles");
    let mut roles = one.clone();
    roles["Roles"] = json!({ "unauthenticated": STAFF });
    pool.identity_ok("SetIdentityPoolRoles", roles.clone()).await;
    assert_eq!(pool.identity_ok("GetIdentityPoolRoles", one.clone()).await, roles);
    pool.credentials(&guest, &json!({})).await;
    let login = pool.new_login("alice").await;
    assert_eq!(pool.no_credentials(&guest, &login).await, no_role, "the pool has no role for users");

    pool.identity_ok("DeleteIdentityPool", one.clone()).await;
    assert_eq!(pool.no_credentials(&guest, &json!({})).await.0, "ResourceNotFoundException");
    assert_eq!(pool.identity_refused("DeleteIdentityPool", one).await.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn unsupported_settings_and_operations_are_refused() {
    let pool = Fixture::start().await;
    let name = json!({ "IdentityPoolName": "p", "AllowUnauthenticatedIdentities": false });
    for (setting, value) in [
        ("DeveloperProviderName", json!("login.shop")),
        ("SamlProviderARNs", json!(["arn:aws:iam::000000000000:saml-provider/x"])),
    ] {
        let mut request = name.clone();
        request[setting] = value;
        let expected = refusal(
            "InvalidParameterException",
            &format!("The setting {setting} is not supported by the local pool."),
        );
        assert_eq!(pool.identity_refused("CreateIdentityPool", request).await, expected);
    }
    let (kind, _) = pool.identity_refused("GetOpenIdTokenForDeveloperIdentity", json!({})).await;
    assert_eq!(kind, "UnsupportedOperationException");
    let (kind, _) = pool.identity_refused("InitiateAuth", json!({})).await;
    assert_eq!(kind, "UnknownOperationException", "it is an operation of the other service");
    let (kind, text) = pool.identity_refused("CreateIdentityPool", json!({})).await;
    assert!(kind == "ValidationException" && text.starts_with("2 validation errors detected: "), "{text}");
}

#[tokio::test]
async fn identities_are_described_listed_unlinked_and_deleted() {
    let pool = Fixture::start().await;
    let guest = pool.guest().await;
    let login = pool.new_login("alice").await;
    let user =
        pool.identity_ok("GetId", in_identity_pool(json!({ "Logins": login }))).await["IdentityId"].take();
    let described = pool.identity_ok("DescribeIdentity", json!({ "IdentityId": guest })).await;
    assert!(described.get("Logins").is_none() && described["CreationDate"].is_number(), "{described}");
    assert_eq!(
        pool.credentials(&guest, &login).await["IdentityId"],
        user,
        "alice's login disables the guest's identity"
    );
    let list = async |more: Value| {
        let mut request = in_identity_pool(json!({ "MaxResults": 60 }));
        request["HideDisabled"] = more;
        let listed = pool.identity_ok("ListIdentities", request).await;
        assert_eq!(listed["IdentityPoolId"], DEFAULT_IDENTITY_POOL_ID);
        let ids = listed["Identities"].as_array().unwrap().iter();
        ids.map(|identity| identity["IdentityId"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(list(json!(false)).await.len(), 2);
    assert_eq!(list(json!(true)).await, std::slice::from_ref(&user));

    let unlink =
        |logins: &Value| json!({ "IdentityId": user, "Logins": logins, "LoginsToRemove": [USER_POOL] });
    let bob = pool.new_login("bob").await;
    assert_eq!(pool.identity_refused("UnlinkIdentity", unlink(&bob)).await, mismatch());
    pool.identity_ok("UnlinkIdentity", unlink(&login)).await;
    assert_eq!(
        pool.no_credentials(&user, &json!({})).await,
        forbidden(&user),
        "the identity lost its last login"
    );
    let request = in_identity_pool(json!({ "Logins": login }));
    assert_ne!(pool.identity_ok("GetId", request).await["IdentityId"], user);

    let ids = json!({ "IdentityIdsToDelete": [user, "local:0"] });
    assert_eq!(
        pool.identity_ok("DeleteIdentities", ids).await["UnprocessedIdentityIds"],
        json!([{ "IdentityId": "local:0", "ErrorCode": "AccessDenied" }])
    );
    assert_eq!(pool.no_credentials(&user, &json!({})).await.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn a_user_deleted_and_made_again_does_not_get_the_old_identity() {
    let pool = Fixture::start().await;
    let old = pool.new_login("alice").await;
    let id = pool.credentials(&pool.guest().await, &old).await["IdentityId"].take();
    pool.ok("AdminDeleteUser", in_default_pool(json!({ "Username": "alice" }))).await;
    assert_eq!(pool.credentials(&id, &old).await["IdentityId"], id, "the token has not expired");
    let new = pool.new_login("alice").await;
    assert_eq!(pool.no_credentials(&id, &new).await, mismatch());
}

/// The key of the default user pool's client in RoleMappings.
fn mapping_key() -> String {
    format!("{USER_POOL}:{DEFAULT_CLIENT_ID}")
}

async fn map_roles(pool: &Fixture, mapping: Value) {
    let roles =
        json!({ "Roles": { "authenticated": USER_ROLE }, "RoleMappings": { mapping_key(): mapping } });
    pool.identity_ok("SetIdentityPoolRoles", in_identity_pool(roles)).await;
}

/// Makes a group with a role, and puts a user into it.
async fn add_to_group(pool: &Fixture, username: &str, group: &str, role: &str, precedence: u32) {
    let made = json!({ "GroupName": group, "RoleArn": role, "Precedence": precedence });
    pool.ok("CreateGroup", in_default_pool(made)).await;
    pool.administer("AdminAddUserToGroup", username, json!({ "GroupName": group })).await;
}

/// The role of the credentials for a login.
async fn role_of(pool: &Fixture, login: &Value) -> Value {
    let given = pool.credentials(&pool.guest().await, login).await;
    claims(&given["Credentials"]["SessionToken"])["role"].take()
}

fn denied() -> (String, String) {
    not_authorized(&format!("The ambiguous role mapping rules for: {} denied this request.", mapping_key()))
}

#[tokio::test]
async fn the_token_may_choose_the_role() {
    let pool = Fixture::start().await;
    let login = pool.new_login("alice").await;
    map_roles(&pool, json!({ "Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole" })).await;
    assert_eq!(role_of(&pool, &login).await, USER_ROLE, "the token has no role");
    map_roles(&pool, json!({ "Type": "Token", "AmbiguousRoleResolution": "Deny" })).await;
    assert_eq!(pool.no_credentials(&pool.guest().await, &login).await, denied());
    add_to_group(&pool, "alice", "staff", STAFF, 2).await;
    assert_eq!(role_of(&pool, &pool.login("alice").await).await, STAFF);
    add_to_group(&pool, "alice", "boss", BOSS, 1).await;
    assert_eq!(role_of(&pool, &pool.login("alice").await).await, BOSS, "the preferred role");
}

#[tokio::test]
async fn roles_of_groups_with_the_same_precedence_are_ambiguous() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    add_to_group(&pool, "alice", "staff", STAFF, 1).await;
    add_to_group(&pool, "alice", "boss", BOSS, 1).await;
    map_roles(&pool, json!({ "Type": "Token", "AmbiguousRoleResolution": "Deny" })).await;
    let login = pool.login("alice").await;
    assert_eq!(pool.no_credentials(&pool.guest().await, &login).await, denied());
}

#[tokio::test]
async fn an_app_may_choose_a_role_of_the_token() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    add_to_group(&pool, "alice", "staff", STAFF, 2).await;
    add_to_group(&pool, "alice", "boss", BOSS, 1).await;
    let login = pool.login("alice").await;
    let id = pool.credentials(&pool.guest().await, &login).await["IdentityId"].take();
    let choose = |role: &str| json!({ "IdentityId": id, "Logins": login, "CustomRoleArn": role });
    for role in [STAFF, BOSS] {
        let given = pool.identity_ok("GetCredentialsForIdentity", choose(role)).await;
        assert_eq!(claims(&given["Credentials"]["SessionToken"])["role"], role);
    }
    let expected = not_authorized(&format!("Access to Role '{USER_ROLE}' is forbidden."));
    assert_eq!(pool.identity_refused("GetCredentialsForIdentity", choose(USER_ROLE)).await, expected);
    let guest = json!({ "IdentityId": pool.guest().await, "CustomRoleArn": STAFF });
    let expected = not_authorized(&format!("Access to Role '{STAFF}' is forbidden."));
    assert_eq!(
        pool.identity_refused("GetCredentialsForIdentity", guest).await,
        expected,
        "a guest has no token"
    );
}

#[tokio::test]
async fn rules_choose_the_role_by_the_claims() {
    let pool = Fixture::start().await;
    let login = pool.new_login("alice").await;
    let rule = |claim: &str, kind: &str, value: &str, role: &str| json!({ "Claim": claim, "MatchType": kind, "Value": value, "RoleARN": role });
    let rules = |rules: Value| json!({ "Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": { "Rules": rules } });
    for (kind, value, fulfilled) in [
        ("Equals", "alice@example.com", true),
        ("Equals", "alice", false),
        ("StartsWith", "alice@", true),
        ("StartsWith", "example", false),
        ("Contains", "example", true),
        ("Contains", "elsewhere", false),
        ("NotEqual", "bob@example.com", true),
        ("NotEqual", "alice@example.com", false),
    ] {
        map_roles(&pool, rules(json!([rule("email", kind, value, STAFF)]))).await;
        match fulfilled {
            true => assert_eq!(role_of(&pool, &login).await, STAFF, "{kind} {value}"),
            false => {
                assert_eq!(pool.no_credentials(&pool.guest().await, &login).await, denied(), "{kind} {value}")
            }
        }
    }
    let first_fits =
        json!([rule("absent", "NotEqual", "x", BOSS), rule("email_verified", "Equals", "true", STAFF)]);
    map_roles(&pool, rules(first_fits)).await;
    assert_eq!(role_of(&pool, &login).await, STAFF, "a rule whose claim is absent does not apply");
    add_to_group(&pool, "alice", "staff", STAFF, 1).await;
    map_roles(&pool, rules(json!([rule("cognito:groups", "Equals", "staff", BOSS)]))).await;
    assert_eq!(role_of(&pool, &pool.login("alice").await).await, BOSS, "one element of a list is enough");
}

#[tokio::test]
async fn an_incomplete_or_invalid_role_mapping_is_refused() {
    let pool = Fixture::start().await;
    let rules = json!({ "Rules": vec![json!({ "Claim": "c", "MatchType": "Equals", "Value": "v", "RoleARN": STAFF }); 26] });
    for (mapping, kind) in [
        (json!({ "Type": "Token" }), "InvalidParameterException"),
        (json!({ "Type": "Rules", "AmbiguousRoleResolution": "Deny" }), "InvalidParameterException"),
        (
            json!({ "Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": rules }),
            "InvalidParameterException",
        ),
        (json!({ "Type": "Guess", "AmbiguousRoleResolution": "Deny" }), "ValidationException"),
        (json!({ "AmbiguousRoleResolution": "Deny" }), "ValidationException"),
    ] {
        let request = in_identity_pool(json!({ "Roles": {}, "RoleMappings": { mapping_key(): mapping } }));
        assert_eq!(pool.identity_refused("SetIdentityPoolRoles", request).await.0, kind, "{mapping}");
    }
}

#[tokio::test]
async fn pages_of_other_sites_get_credentials_but_do_not_administer() {
    let pool = Fixture::start().await;
    let id = pool.guest().await;
    let send = async |operation: &str, body: Value| {
        let target = format!("AWSCognitoIdentityService.{operation}");
        let headers = [("x-amz-target", target.as_str()), ("origin", "https://elsewhere.example")];
        pool.send_with("POST", "/", &headers, body.to_string()).await.unwrap()
    };
    let one = in_identity_pool(json!({}));
    for (operation, body) in [
        ("CreateIdentityPool", json!({ "IdentityPoolName": "p", "AllowUnauthenticatedIdentities": true })),
        ("DescribeIdentityPool", one.clone()),
        ("UpdateIdentityPool", one.clone()),
        ("DeleteIdentityPool", one.clone()),
        ("ListIdentityPools", json!({ "MaxResults": 1 })),
        ("SetIdentityPoolRoles", one.clone()),
        ("GetIdentityPoolRoles", one.clone()),
        ("DescribeIdentity", json!({ "IdentityId": id })),
        ("ListIdentities", one.clone()),
        ("DeleteIdentities", json!({ "IdentityIdsToDelete": [id] })),
        ("AnOperationOfALaterDay", json!({})),
    ] {
        let refused = send(operation, body).await;
        assert_eq!(
            (refused.status, refused.error_type.as_deref()),
            (403, Some("ForbiddenException")),
            "{operation}"
        );
    }
    for path in ["/_pool/identities", "/_pool/roles"] {
        let page = [("origin", "https://elsewhere.example")];
        assert_eq!(pool.send_with("POST", path, &page, "{}".to_owned()).await.unwrap().status, 403);
    }
    let given = send("GetCredentialsForIdentity", json!({ "IdentityId": id })).await;
    assert_eq!((given.status, given.header("access-control-allow-origin")), (200, Some("*")));
}
