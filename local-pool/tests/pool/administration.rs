//! Administrators' operations, as set-up scripts call them.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, by_client, in_default_pool, password_auth, refusal, response_to};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, Medium, MessageKind};
use serde_json::{Value, json};

#[tokio::test]
async fn an_invited_user_chooses_a_password_at_the_first_sign_in() {
    let pool = Fixture::start().await;
    let attributes = json!({ "UserAttributes": [{ "Name": "email", "Value": "bob@example.com" }] });
    let created = pool.administer("AdminCreateUser", "bob", attributes).await;
    assert_eq!(created["User"]["UserStatus"], "FORCE_CHANGE_PASSWORD");
    let invitation = pool.pool.messages("bob").pop().unwrap();
    assert_eq!((invitation.kind, invitation.medium), (MessageKind::Invite, Medium::Email));
    assert!(invitation.body.contains(&invitation.code));

    let challenge = pool.ok("InitiateAuth", password_auth("bob", &invitation.code)).await;
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    assert_eq!(challenge["ChallengeParameters"]["requiredAttributes"], "[]");
    let held = challenge["ChallengeParameters"]["userAttributes"].as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(held).unwrap()["email"], "bob@example.com");
    let weak = response_to(&challenge, "bob", "NEW_PASSWORD", "weak");
    assert_eq!(pool.refused_response(weak).await.0, "InvalidPasswordException");
    let mut chosen = response_to(&challenge, "bob", "NEW_PASSWORD", PASSWORD);
    chosen["ChallengeResponses"]["userAttributes.name"] = json!("Bob");
    pool.respond(chosen).await;
    pool.tokens("bob").await;
    let user = pool.administer("AdminGetUser", "bob", json!({})).await;
    assert_eq!(user["UserStatus"], "CONFIRMED");
    assert!(user["UserAttributes"].as_array().unwrap().contains(&json!({ "Name": "name", "Value": "Bob" })));
}

#[tokio::test]
async fn a_temporary_password_expires_and_an_invitation_can_be_sent_again() {
    let pool = Fixture::start().await;
    let request = json!({ "TemporaryPassword": "Temp0rary!", "MessageAction": "SUPPRESS" });
    pool.administer("AdminCreateUser", "bob", request).await;
    assert!(pool.pool.messages("bob").is_empty());
    pool.pool.advance_clock(7 * 24 * 3600);
    let text = "Temporary password has expired and must be reset by an administrator.";
    let refused = pool.refused("InitiateAuth", password_auth("bob", "Temp0rary!")).await;
    assert_eq!(refused, refusal("NotAuthorizedException", text));
    let again = json!({ "TemporaryPassword": "Temp0rary?", "MessageAction": "RESEND" });
    pool.administer("AdminCreateUser", "bob", again.clone()).await;
    pool.ok("InitiateAuth", password_auth("bob", "Temp0rary?")).await;

    pool.administer("AdminSetUserPassword", "bob", json!({ "Password": PASSWORD, "Permanent": true })).await;
    pool.tokens("bob").await;
    let mut request = again;
    request["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
    request["Username"] = json!("bob");
    assert_eq!(pool.refused("AdminCreateUser", request).await.0, "UnsupportedUserStateException");
}

#[tokio::test]
async fn disabling_a_user_or_signing_the_user_out_ends_the_tokens() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let tokens = pool.tokens("alice").await;
    pool.administer("AdminUserGlobalSignOut", "alice", json!({})).await;
    let revoked = pool.refused("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
    assert_eq!(revoked.1, "Access Token has been revoked");
    let tokens = pool.tokens("alice").await;
    pool.administer("AdminDisableUser", "alice", json!({})).await;
    let refresh = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": tokens["RefreshToken"] });
    assert_eq!(
        pool.refused("GetTokensFromRefreshToken", refresh).await,
        refusal("NotAuthorizedException", "User is disabled.")
    );
    pool.administer("AdminDeleteUser", "alice", json!({})).await;
    let gone = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Username": "alice" });
    for operation in ["AdminGetUser", "AdminDeleteUser", "AdminDisableUser", "AdminConfirmSignUp"] {
        assert_eq!(pool.refused(operation, gone.clone()).await.0, "UserNotFoundException", "{operation}");
    }
}

#[tokio::test]
async fn users_are_listed_by_filter_and_by_page() {
    let pool = Fixture::start().await;
    for name in ["ada", "adele", "bob"] {
        pool.sign_up(name).await;
    }
    let names = |answer: &Value| -> Vec<String> {
        let users = answer["Users"].as_array().unwrap();
        users.iter().map(|user| user["Username"].as_str().unwrap().to_owned()).collect()
    };
    for (filter, expected) in [
        ("", vec!["ada", "adele", "bob"]),
        ("username = \"bob\"", vec!["bob"]),
        ("username = \"BOB\"", vec!["bob"]),
        ("username ^= \"Ad\"", vec!["ada", "adele"]),
        ("email ^= \"ad\"", vec!["ada", "adele"]),
        ("cognito:user_status = \"CONFIRMED\"", vec![]),
        ("status = \"Enabled\"", vec!["ada", "adele", "bob"]),
    ] {
        assert_eq!(
            names(&pool.ok("ListUsers", in_default_pool(json!({ "Filter": filter }))).await),
            expected,
            "{filter}"
        );
    }
    for bad in ["bob", "username = bob", "password = \"x\""] {
        let refused = pool.refused("ListUsers", in_default_pool(json!({ "Filter": bad }))).await;
        assert_eq!(refused.0, "InvalidParameterException", "{bad}");
    }
    let junk = pool.refused("ListUsers", in_default_pool(json!({ "PaginationToken": "junk" }))).await;
    assert_eq!(junk.0, "InvalidParameterException");
    assert_eq!(
        names(&pool.ok("ListUsers", in_default_pool(json!({ "Limit": 0 }))).await),
        ["ada", "adele", "bob"]
    );
    let first =
        pool.ok("ListUsers", in_default_pool(json!({ "Limit": 2, "AttributesToGet": ["email"] }))).await;
    assert_eq!(names(&first), ["ada", "adele"]);
    assert_eq!(first["Users"][0]["Attributes"], json!([{ "Name": "email", "Value": "ada@example.com" }]));
    let next = pool
        .ok("ListUsers", in_default_pool(json!({ "Limit": 2, "PaginationToken": first["PaginationToken"] })))
        .await;
    assert_eq!(names(&next), ["bob"]);
    assert!(next["PaginationToken"].is_null());
}

/// Makes a pool whose users sign in by e-mail address, and a client.
async fn pool_by_email(pool: &Fixture) -> (String, String) {
    let settings = json!({
        "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"],
        "Policies": { "PasswordPolicy": { "MinimumLength": 12 } },
        "Schema": [{ "Name": "tier", "AttributeDataType": "String" }, { "Name": "name", "Required": true }],
    });
    pool.pool_with(settings).await
}

#[tokio::test]
async fn the_answer_with_a_new_password_can_set_attributes_but_not_replace_a_required_one() {
    let pool = Fixture::start().await;
    let (id, client) = pool_by_email(&pool).await;
    let (long, chosen) = ("Passw0rd-Passw0rd!", "Passw0rd-Passw0rd?");
    let invited = |username: &str, attributes: Value| {
        json!({
            "UserPoolId": id, "Username": username, "TemporaryPassword": long, "MessageAction": "SUPPRESS",
            "UserAttributes": attributes,
        })
    };
    for (username, attributes, has_name) in [
        ("ada@example.com", json!([{ "Name": "name", "Value": "Ada" }]), true),
        ("bob@example.com", json!([]), false),
    ] {
        pool.ok("AdminCreateUser", invited(username, attributes)).await;
        let challenge = pool.ok("InitiateAuth", by_client(&client, password_auth(username, long))).await;
        let mut named = by_client(&client, response_to(&challenge, username, "NEW_PASSWORD", chosen));
        named["ChallengeResponses"]["userAttributes.name"] = json!("Ada");
        named["ChallengeResponses"]["userAttributes.custom:tier"] = json!("gold");
        if has_name {
            let text = "Cannot modify an already provided name";
            let refused = pool.refused_response(named.clone()).await;
            assert_eq!(refused, refusal("NotAuthorizedException", text));
            // The challenge stays open.
            named["ChallengeResponses"].as_object_mut().unwrap().remove("userAttributes.name");
        }
        pool.respond(named).await;
    }
}

#[tokio::test]
async fn a_created_pool_has_its_own_rules() {
    let pool = Fixture::start().await;
    let (id, client) = pool_by_email(&pool).await;
    let described = pool.ok("DescribeUserPool", json!({ "UserPoolId": id })).await;
    let schema = described["UserPool"]["SchemaAttributes"].as_array().unwrap();
    assert!(schema.iter().any(|attribute| attribute["Name"] == "custom:tier"));
    assert_eq!(described["UserPool"]["Policies"]["PasswordPolicy"]["MinimumLength"], 12);
    let sign_up = |username: &str, password: &str, attributes: Value| json!({ "ClientId": client, "Username": username, "Password": password, "UserAttributes": attributes });
    let name = json!([{ "Name": "name", "Value": "Ada" }, { "Name": "custom:tier", "Value": "gold" }]);
    let long = "Passw0rd-Passw0rd!";
    let short = pool.refused("SignUp", sign_up("ada@example.com", PASSWORD, name.clone())).await;
    assert_eq!(short.0, "InvalidPasswordException");
    let nameless = pool.refused("SignUp", sign_up("ada@example.com", long, json!([]))).await;
    assert_eq!(nameless.1, "Attributes did not conform to the schema: name: The attribute is required\n");
    let no_address = pool.refused("SignUp", sign_up("ada", long, name.clone())).await;
    assert_eq!(no_address.1, "Username should be an email.");
    let by_both = json!({ "PoolName": "both", "UsernameAttributes": ["email", "phone_number"] });
    let both = pool.ok("CreateUserPool", by_both).await["UserPool"]["Id"].take();
    let neither = pool.refused("AdminCreateUser", json!({ "UserPoolId": both, "Username": "ada" })).await;
    assert_eq!(neither.1, "Username should be either an email or a phone number.");
    let sub = pool.ok("SignUp", sign_up("ada@example.com", long, name.clone())).await["UserSub"].take();
    let taken = pool.refused("SignUp", sign_up("ada@example.com", long, name)).await;
    let text = "An account with the given email already exists.";
    assert_eq!(taken, refusal("UsernameExistsException", text));

    let code = pool.latest_code("ada@example.com");
    let confirm = json!({ "ClientId": client, "Username": "ada@example.com", "ConfirmationCode": code });
    pool.ok("ConfirmSignUp", confirm).await;
    let sign_in = by_client(&client, password_auth("ada@example.com", long));
    let token = pool.ok("InitiateAuth", sign_in).await["AuthenticationResult"]["AccessToken"].take();
    // In a pool whose users sign in by an address, the user name in the pool is the sub.
    assert_eq!(pool.ok("GetUser", json!({ "AccessToken": token })).await["Username"], sub);

    pool.ok("DeleteUserPool", json!({ "UserPoolId": id })).await;
    assert_eq!(
        pool.refused("DescribeUserPool", json!({ "UserPoolId": id })).await.0,
        "ResourceNotFoundException"
    );
    assert_eq!(pool.refused("GetUser", json!({ "AccessToken": token })).await.1, "Invalid Access Token");
}

#[tokio::test]
async fn a_clients_settings_have_bounds_and_its_secret_is_generated() {
    let pool = Fixture::start().await;
    let create = |mut request: Value| {
        request["ClientName"] = json!("app");
        in_default_pool(request)
    };
    for bad in [
        json!({ "AccessTokenValidity": 25 }),
        json!({ "AccessTokenValidity": 4, "TokenValidityUnits": { "AccessToken": "minutes" } }),
        json!({ "RefreshTokenValidity": 3651 }),
        json!({ "RefreshTokenValidity": i64::MAX }),
        json!({ "IdTokenValidity": -1 }),
        json!({ "AuthSessionValidity": 2 }),
        json!({ "AuthSessionValidity": 16 }),
        json!({ "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 61 } }),
        json!({
            "RefreshTokenRotation": { "Feature": "ENABLED" }, "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
        }),
    ] {
        let refused = pool.refused("CreateUserPoolClient", create(bad.clone())).await;
        assert_eq!(refused.0, "InvalidParameterException", "{bad}");
    }
    let client = pool.ok("CreateUserPoolClient", create(json!({ "GenerateSecret": true }))).await;
    let client = &client["UserPoolClient"];
    assert_eq!(client["ClientSecret"].as_str().unwrap().len(), 51);
    let one = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": client["ClientId"] });
    assert_eq!(&pool.ok("DescribeUserPoolClient", one.clone()).await["UserPoolClient"], client);
    let listed = pool.ok("ListUserPoolClients", json!({ "UserPoolId": DEFAULT_USER_POOL_ID })).await;
    assert_eq!(listed["UserPoolClients"].as_array().unwrap().len(), 3);
    pool.ok("DeleteUserPoolClient", one.clone()).await;
    assert_eq!(pool.refused("DescribeUserPoolClient", one).await.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn only_administrators_sign_users_in_with_the_admin_flow() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let mut request = password_auth("alice", PASSWORD);
    request["AuthFlow"] = json!("ADMIN_USER_PASSWORD_AUTH");
    assert_eq!(pool.refused("InitiateAuth", request.clone()).await.0, "InvalidParameterException");
    request["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
    assert!(pool.ok("AdminInitiateAuth", request.clone()).await["AuthenticationResult"].is_object());
    request["UserPoolId"] = json!("local_Other");
    assert_eq!(pool.refused("AdminInitiateAuth", request).await.0, "ResourceNotFoundException");
}
