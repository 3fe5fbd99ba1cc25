//! The pool's refusals, with Cognito's texts.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{
    Fixture, PASSWORD, confirmation, in_default_pool, other_than, password_auth, refusal, response_to,
    wrong_credentials,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID, DEFAULT_USER_POOL_ID};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

fn secret_hash(secret: &str, username: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{username}{DEFAULT_CLIENT_WITH_SECRET_ID}").as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[tokio::test]
async fn a_client_with_a_secret_requires_its_hash_or_the_secret_everywhere() {
    let pool = Fixture::start().await;
    let secret = pool.pool.client_secret();
    let sign_up = |hash: Option<String>| json!({ "ClientId": DEFAULT_CLIENT_WITH_SECRET_ID, "Username": "alice", "Password": PASSWORD, "SecretHash": hash });
    let missing = "Client local-client-secret is configured with secret but SECRET_HASH was not received";
    let wrong = "Unable to verify secret hash for client local-client-secret";
    assert_eq!(pool.refused("SignUp", sign_up(None)).await, refusal("NotAuthorizedException", missing));
    for bad in ["notahash", &secret_hash("another secret", "alice"), &secret_hash(secret, "bob")] {
        let refused = pool.refused("SignUp", sign_up(Some(bad.to_owned()))).await;
        assert_eq!(refused, refusal("NotAuthorizedException", wrong), "{bad}");
    }
    pool.ok("SignUp", sign_up(Some(secret_hash(secret, "alice")))).await;
    pool.administer("AdminConfirmSignUp", "alice", json!({})).await;

    let mut sign_in = password_auth("alice", PASSWORD);
    sign_in["ClientId"] = json!(DEFAULT_CLIENT_WITH_SECRET_ID);
    assert_eq!(pool.refused("InitiateAuth", sign_in.clone()).await.1, missing);
    sign_in["AuthParameters"]["SECRET_HASH"] = json!(secret_hash(secret, "alice"));
    let tokens = pool.ok("InitiateAuth", sign_in).await["AuthenticationResult"].take();

    // REFRESH_TOKEN_AUTH carries no user name. The hash covers the name of the token's user.
    let refresh = |hash: Option<String>| {
        json!({
            "ClientId": DEFAULT_CLIENT_WITH_SECRET_ID, "AuthFlow": "REFRESH_TOKEN_AUTH",
            "AuthParameters": { "REFRESH_TOKEN": tokens["RefreshToken"], "SECRET_HASH": hash },
        })
    };
    assert_eq!(pool.refused("InitiateAuth", refresh(None)).await.1, missing);
    assert_eq!(pool.refused("InitiateAuth", refresh(Some(secret_hash(secret, "bob")))).await.1, wrong);
    pool.ok("InitiateAuth", refresh(Some(secret_hash(secret, "alice")))).await;

    // The newer operations take the secret itself.
    let by_token = |secret: Option<&str>| {
        json!({
            "ClientId": DEFAULT_CLIENT_WITH_SECRET_ID, "RefreshToken": tokens["RefreshToken"],
            "Token": tokens["RefreshToken"], "ClientSecret": secret,
        })
    };
    for bad in [None, Some("another")] {
        assert_eq!(
            pool.refused("GetTokensFromRefreshToken", by_token(bad)).await.0,
            "NotAuthorizedException"
        );
        assert_eq!(pool.refused("RevokeToken", by_token(bad)).await.0, "UnauthorizedException");
    }
    pool.ok("GetTokensFromRefreshToken", by_token(Some(secret))).await;
    pool.ok("RevokeToken", by_token(Some(secret))).await;
}

#[tokio::test]
async fn a_client_without_a_secret_refuses_a_hash() {
    let pool = Fixture::start().await;
    let mut request = password_auth("alice", PASSWORD);
    request["AuthParameters"]["SECRET_HASH"] = json!(secret_hash("made up", "alice"));
    let text = "Unable to verify secret hash for client local-client";
    assert_eq!(pool.refused("InitiateAuth", request).await, refusal("NotAuthorizedException", text));
}

#[tokio::test]
async fn a_flow_that_the_client_does_not_allow_is_refused() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.change_client(&json!({ "ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"] })).await;
    for (flow, refused) in [
        ("USER_SRP_AUTH", "is not enabled for the client."),
        ("USER_PASSWORD_AUTH", "flow not enabled for this client"),
        ("REFRESH_TOKEN_AUTH", "flow not enabled for this client"),
        ("USER_AUTH", "flow not enabled for this client"),
    ] {
        let request = json!({ "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": flow, "AuthParameters": {} });
        let text = format!("{flow} {refused}");
        assert_eq!(pool.refused("InitiateAuth", request).await, refusal("InvalidParameterException", &text));
    }
    let request = json!({ "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "TELEPATHY" });
    let text = pool.refused("InitiateAuth", request).await.1;
    assert!(
        text.starts_with("1 validation error detected: Value 'TELEPATHY' at 'authFlow' failed"),
        "{text}"
    );
    for (operation, flow) in
        [("InitiateAuth", "ADMIN_USER_PASSWORD_AUTH"), ("AdminInitiateAuth", "USER_PASSWORD_AUTH")]
    {
        let mut request = password_auth("alice", PASSWORD);
        request["AuthFlow"] = json!(flow);
        request["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
        let text = "Initiate Auth method not supported.";
        assert_eq!(pool.refused(operation, request).await, refusal("InvalidParameterException", text));
    }
}

#[tokio::test]
async fn an_unsupported_or_unknown_operation_or_address_is_refused() {
    let pool = Fixture::start().await;
    let unsupported = pool.refused("CreateUserPoolReplica", json!({ "RegionName": "x" })).await;
    let text = "The operation CreateUserPoolReplica is not supported by the local pool.";
    assert_eq!(unsupported, refusal("UnsupportedOperationException", text));
    let unknown = pool.refused("CreateUserPoolWithLove", json!({})).await;
    let text = "Cognito has no operation of this name.";
    assert_eq!(unknown, refusal("UnknownOperationException", text));
    let elsewhere = pool.send("GET", "/oauth2/device", "", String::new()).await.unwrap();
    assert_eq!(
        (elsewhere.status, elsewhere.json()["__type"].as_str()),
        (404, Some("ResourceNotFoundException"))
    );
}

#[tokio::test]
async fn wrong_passwords_lock_a_user_out_for_a_while() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.confirmed_user("bob").await;
    let sign_in = |password: &str| password_auth("alice", password);
    for _ in 0..5 {
        let refused = pool.refused("InitiateAuth", sign_in("Wr0ng-password")).await;
        assert_eq!(refused, wrong_credentials());
    }
    // The fifth failure locks the user out for a second by the pool's clock. Each later failure doubles that time. An
    // attempt while the user is locked out does not count.
    for _ in 0..3 {
        pool.refused("InitiateAuth", sign_in("Wr0ng-password")).await;
        pool.pool.advance_clock(1);
    }
    pool.refused("InitiateAuth", sign_in("Wr0ng-password")).await;
    let locked = pool.refused("InitiateAuth", sign_in(PASSWORD)).await;
    assert_eq!(locked, refusal("NotAuthorizedException", "Password attempts exceeded"));
    pool.tokens("bob").await;
    pool.pool.advance_clock(15 * 60);
    pool.tokens("alice").await;
}

#[tokio::test]
async fn too_many_wrong_codes_lock_the_confirmation_for_a_while() {
    let pool = Fixture::start().await;
    pool.sign_up("alice").await;
    let code = pool.latest_code("alice");
    let confirm = |code: &str| confirmation("alice", code);
    let mut last = String::new();
    for _ in 0..20 {
        last = pool.refused("ConfirmSignUp", confirm(&other_than(&code))).await.0;
    }
    assert_eq!(last, "LimitExceededException");
    assert_eq!(
        pool.refused("ConfirmSignUp", confirm(&code)).await,
        refusal("LimitExceededException", "Attempt limit exceeded, please try after some time.")
    );
    pool.pool.advance_clock(15 * 60);
    pool.ok("ConfirmSignUp", confirm(&code)).await;
}

#[tokio::test]
async fn a_client_reveals_or_hides_that_a_user_does_not_exist() {
    let pool = Fixture::start().await;
    let named = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "nobody", "ConfirmationCode": "123456", "Password": PASSWORD });
    let srp = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": { "USERNAME": "nobody", "SRP_A": "abcdef" },
    });
    let refused = pool.refused("InitiateAuth", password_auth("nobody", PASSWORD)).await;
    assert_eq!(refused, wrong_credentials());
    assert_eq!(pool.ok("InitiateAuth", srp.clone()).await["ChallengeName"], "PASSWORD_VERIFIER");
    assert_eq!(pool.refused("ConfirmSignUp", named.clone()).await.0, "ExpiredCodeException");
    assert_eq!(pool.refused("ConfirmForgotPassword", named.clone()).await.0, "CodeMismatchException");
    for operation in ["ForgotPassword", "ResendConfirmationCode"] {
        let feigned = pool.ok(operation, named.clone()).await;
        assert_eq!(feigned["CodeDeliveryDetails"]["DeliveryMedium"], "EMAIL", "{operation}");
    }

    pool.change_client(&json!({ "PreventUserExistenceErrors": "LEGACY" })).await;
    let unknown = refusal("UserNotFoundException", "User does not exist.");
    assert_eq!(pool.refused("InitiateAuth", password_auth("nobody", PASSWORD)).await, unknown);
    assert_eq!(pool.refused("InitiateAuth", srp).await, unknown);
    for operation in ["ConfirmSignUp", "ConfirmForgotPassword", "ForgotPassword", "ResendConfirmationCode"] {
        assert_eq!(pool.refused(operation, named.clone()).await, unknown, "{operation}");
    }
}

#[tokio::test]
async fn an_unknown_user_always_gets_the_same_salt() {
    let pool = Fixture::start().await;
    let mut salts = Vec::new();
    for name in ["nobody", "Nobody", "nobody-else"] {
        let srp = json!({
            "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": { "USERNAME": name, "SRP_A": "abcdef" },
        });
        for _ in 0..2 {
            let asked = pool.ok("InitiateAuth", srp.clone()).await;
            salts.push(asked["ChallengeParameters"]["SALT"].as_str().unwrap().to_owned());
        }
    }
    assert!(salts[..4].iter().all(|salt| *salt == salts[0]), "{salts:?}");
    assert_eq!(salts[4], salts[5]);
    assert_ne!(salts[0], salts[4]);
}

#[tokio::test]
async fn a_disabled_user_cant_reset_the_password_even_with_the_right_code() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.ok("ForgotPassword", json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice" })).await;
    let code = pool.latest_code("alice");
    let confirm = json!({
        "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "ConfirmationCode": code, "Password": "Passw0rd?",
    });
    pool.administer("AdminDisableUser", "alice", json!({})).await;
    assert_eq!(pool.refused("ConfirmForgotPassword", confirm.clone()).await.0, "CodeMismatchException");
    pool.change_client(&json!({ "PreventUserExistenceErrors": "LEGACY" })).await;
    let disabled = refusal("NotAuthorizedException", "User is disabled.");
    assert_eq!(pool.refused("ConfirmForgotPassword", confirm.clone()).await, disabled);
    pool.administer("AdminEnableUser", "alice", json!({})).await;
    pool.ok("ConfirmForgotPassword", confirm).await;
}

#[tokio::test]
async fn values_out_of_bounds_are_refused_with_the_texts_of_aws() {
    let pool = Fixture::start().await;
    for (operation, request, said) in [
        (
            "AdminCreateUser",
            json!({ "Username": "bob", "MessageAction": "FOO" }),
            "Value 'FOO' at 'messageAction' failed to satisfy constraint: Member must satisfy enum value set: [RESEND, SUPPRESS]",
        ),
        (
            "AdminCreateUser",
            json!({ "Username": "bob", "DesiredDeliveryMediums": ["FAX"] }),
            "Value '[FAX]' at 'desiredDeliveryMediums' failed to satisfy constraint: \
             Member must satisfy constraint: [Member must satisfy enum value set: [SMS, EMAIL]]",
        ),
        (
            "SetUserPoolMfaConfig",
            json!({ "MfaConfiguration": "MAYBE" }),
            "Value 'MAYBE' at 'mfaConfiguration' failed",
        ),
        ("ListUsers", json!({ "Limit": -1 }), "Member must have value greater than or equal to 0"),
        (
            "AdminUpdateDeviceStatus",
            json!({ "Username": "bob", "DeviceKey": "local_0", "DeviceRememberedStatus": "perhaps" }),
            "Member must satisfy enum value set: [remembered, not_remembered]",
        ),
        (
            "CreateUserPoolClient",
            json!({}),
            "Value at 'clientName' failed to satisfy constraint: Member must not be null",
        ),
        (
            "CreateUserPoolClient",
            json!({ "ClientName": "c", "PreventUserExistenceErrors": "FOO" }),
            "Value 'FOO' at 'preventUserExistenceErrors' failed",
        ),
        (
            "CreateUserPoolClient",
            json!({ "ClientName": "c", "ExplicitAuthFlows": ["ALLOW_FOO"] }),
            "Value '[ALLOW_FOO]' at 'explicitAuthFlows' failed",
        ),
        (
            "CreateUserPoolClient",
            json!({ "ClientName": "c", "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "USER_PASSWORD_AUTH"] }),
            "ExplicitAuthFlows must not mix names",
        ),
        ("CreateUserPool", json!({ "PoolName": "" }), "Value '' at 'poolName' failed"),
        (
            "CreateUserPool",
            json!({ "PoolName": "p", "AutoVerifiedAttributes": ["name"], "AliasAttributes": ["foo"] }),
            "2 validation errors detected: Value '[name]' at 'autoVerifiedAttributes' failed",
        ),
        (
            "RespondToAuthChallenge",
            json!({ "ClientId": DEFAULT_CLIENT_ID, "ChallengeName": "NOPE" }),
            "Value 'NOPE' at 'challengeName' failed",
        ),
        (
            "ConfirmSignUp",
            json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "bob", "ConfirmationCode": "hunter 2" }),
            r"Value at 'confirmationCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+",
        ),
        ("ForgotPassword", json!({ "ClientId": "a b", "Username": "bob" }), "Value at 'clientId' failed"),
        (
            "ForgotPassword",
            json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "bob", "SecretHash": "hunter 2" }),
            r"Value at 'secretHash' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=/]+",
        ),
        ("GetUser", json!({ "AccessToken": "hunter 2" }), "Value at 'accessToken' failed"),
        ("AssociateSoftwareToken", json!({ "Session": "hunter" }), "Value at 'session' failed"),
        ("AdminGetUser", json!({ "Username": "hunter 2" }), "Value at 'username' failed"),
        (
            "AdminGetDevice",
            json!({ "Username": "bob", "DeviceKey": "hunter" }),
            "Value at 'deviceKey' failed",
        ),
        ("CreateGroup", json!({ "GroupName": "g", "RoleArn": "role" }), "Value 'role' at 'roleArn' failed"),
        ("CreateGroup", json!({ "GroupName": "g", "Precedence": -1 }), "Value '-1' at 'precedence' failed"),
        ("ListGroups", json!({ "NextToken": "" }), "Value at 'nextToken' failed"),
        (
            "UpdateUserPool",
            json!({ "SmsVerificationMessage": "No code" }),
            r"Member must satisfy regular expression pattern: .*\{####\}.*",
        ),
        (
            "UpdateUserPool",
            json!({ "VerificationMessageTemplate": { "EmailSubject": "" } }),
            "Value '' at 'verificationMessageTemplate.emailSubject' failed",
        ),
    ] {
        let (kind, text) = pool.refused(operation, in_default_pool(request)).await;
        assert_eq!(kind, "InvalidParameterException", "{text}");
        assert!(text.contains(said) && !text.contains("hunter"), "{text}");
    }
    pool.administer("AdminCreateUser", "bob", json!({})).await;
    let again = in_default_pool(json!({ "Username": "bob" }));
    let taken = refusal("UsernameExistsException", "User account already exists");
    assert_eq!(pool.refused("AdminCreateUser", again).await, taken);
}

#[tokio::test]
async fn a_value_of_another_type_is_refused_before_any_constraint() {
    let pool = Fixture::start().await;
    let sign_up = |member: &str, value: Value| {
        let mut request = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "", "Password": PASSWORD });
        request[member] = value;
        request
    };
    for request in [
        sign_up("ClientMetadata", json!("text")),
        sign_up("ClientMetadata", json!({ "screen": 7 })),
        sign_up("AnalyticsMetadata", json!([])),
        sign_up("ClientId", json!(7)),
    ] {
        assert_eq!(pool.refused("SignUp", request.clone()).await.0, "SerializationException", "{request}");
    }
}

#[tokio::test]
async fn lists_refuse_a_malformed_pagination_token() {
    let pool = Fixture::start().await;
    let refused = refusal("InvalidParameterException", "Invalid pagination token.");
    for operation in
        ["ListUserPoolClients", "ListGroups", "ListResourceServers", "ListIdentityProviders", "ListTerms"]
    {
        let request = in_default_pool(json!({ "NextToken": "nobody" }));
        assert_eq!(pool.refused(operation, request).await, refused, "{operation}");
    }
    let pools = json!({ "MaxResults": 1, "NextToken": "nobody" });
    assert_eq!(pool.refused("ListUserPools", pools).await, refused);
}

#[tokio::test]
async fn malformed_attributes_and_names_are_refused() {
    let pool = Fixture::start().await;
    let sign_up = |username: &str, name: &str, value: &str| {
        json!({
            "ClientId": DEFAULT_CLIENT_ID, "Username": username, "Password": PASSWORD,
            "UserAttributes": [{ "Name": name, "Value": value }],
        })
    };
    for (username, name, value, kind, text) in [
        ("alice", "email", "not an address", "InvalidParameterException", "Invalid email address format."),
        ("alice", "phone_number", "555", "InvalidParameterException", "Invalid phone number format."),
        (
            "alice",
            "email_verified",
            "true",
            "NotAuthorizedException",
            "A client attempted to write unauthorized attribute",
        ),
        (
            "alice",
            "custom:tier",
            "gold",
            "InvalidParameterException",
            "Attributes did not conform to the schema: custom:tier: Attribute does not exist in the schema.\n",
        ),
        (
            "alice@example.com",
            "name",
            "Alice",
            "InvalidParameterException",
            "Username cannot be of email format, since user pool is configured for email alias.",
        ),
    ] {
        assert_eq!(pool.refused("SignUp", sign_up(username, name, value)).await, refusal(kind, text));
    }
    for username in ["", "a b", &"x".repeat(129)] {
        let refused = pool.refused("SignUp", sign_up(username, "name", "Alice")).await;
        assert_eq!(refused.0, "InvalidParameterException", "{username:?}");
    }
}

#[tokio::test]
async fn an_alias_belongs_to_one_user_unless_it_is_moved_by_force() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let email = json!([{ "Name": "email", "Value": "alice@example.com" }]);
    let sign_up = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alicia", "Password": PASSWORD, "UserAttributes": email });
    pool.ok("SignUp", sign_up).await;
    let code = pool.latest_code("alicia");
    let confirm = |force: bool| json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alicia", "ConfirmationCode": code, "ForceAliasCreation": force });
    assert_eq!(
        pool.refused("ConfirmSignUp", confirm(false)).await,
        refusal("AliasExistsException", "An account with the given email already exists.")
    );
    pool.ok("ConfirmSignUp", confirm(true)).await;
    let tokens = pool.tokens("alice@example.com").await;
    assert_eq!(
        pool.ok("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await["Username"],
        "alicia"
    );
}

#[tokio::test]
async fn a_malformed_request_is_refused_in_cognitos_form() {
    let pool = Fixture::start().await;
    let target = "AWSCognitoIdentityProviderService.InitiateAuth";
    for (target, body, kind) in [
        (target, "", "SerializationException"),
        (target, "<html>", "SerializationException"),
        (target, "[]", "SerializationException"),
        (target, "{\"ClientId\": 5, \"AuthFlow\": \"USER_SRP_AUTH\"}", "SerializationException"),
        (target, "{}", "InvalidParameterException"),
        ("", "{}", "UnknownOperationException"),
        ("AWSCognitoIdentityService.GetId", "{}", "ValidationException"),
        ("AWSCognitoIdentityService.GetId", "[]", "SerializationException"),
        ("AWSCognitoIdentityService.MergeDeveloperIdentities", "{}", "UnsupportedOperationException"),
        ("AWSCognitoIdentityService.Nonsense", "{}", "UnknownOperationException"),
        ("AWSCognitoIdentityProviderService.", "{}", "UnknownOperationException"),
        ("AWSCognitoIdentityProviderService.Nonsense", "{}", "UnknownOperationException"),
        ("AWSCognitoIdentityProviderService.CreateUserPoolReplica", "{}", "UnsupportedOperationException"),
    ] {
        let answer = pool.send("POST", "/", target, body.to_owned()).await.unwrap();
        assert_eq!(answer.status, 400, "{target} {body}");
        assert_eq!(answer.error_type.as_deref(), Some(kind), "{target} {body}");
        assert_eq!(answer.content_type, "application/x-amz-json-1.1");
        assert_eq!(answer.request_id.unwrap().len(), 36);
    }
    let missing =
        json!({ "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {} });
    assert_eq!(
        pool.refused("InitiateAuth", missing).await,
        refusal("InvalidParameterException", "Missing required parameter USERNAME")
    );
    let unknown = json!({ "ClientId": "unknown", "AuthFlow": "USER_PASSWORD_AUTH" });
    assert_eq!(
        pool.refused("InitiateAuth", unknown).await,
        refusal("ResourceNotFoundException", "User pool client unknown does not exist.")
    );
}

#[tokio::test]
async fn the_state_of_the_account_can_prevent_a_sign_in() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.administer("AdminDisableUser", "alice", json!({})).await;
    let disabled = refusal("NotAuthorizedException", "User is disabled.");
    assert_eq!(pool.refused("InitiateAuth", password_auth("alice", PASSWORD)).await, disabled);
    // With a wrong password, the state stays hidden.
    let wrong = pool.refused("InitiateAuth", password_auth("alice", "Wr0ng-password")).await;
    assert_eq!(wrong.1, "Incorrect username or password.");
    pool.administer("AdminEnableUser", "alice", json!({})).await;
    pool.administer("AdminResetUserPassword", "alice", json!({})).await;
    let reset = refusal("PasswordResetRequiredException", "Password reset required for the user");
    assert_eq!(pool.refused("InitiateAuth", password_auth("alice", PASSWORD)).await, reset);
    let code = pool.latest_code("alice");
    let confirm: Value = json!({
        "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "ConfirmationCode": code, "Password": PASSWORD,
    });
    pool.ok("ConfirmForgotPassword", confirm).await;
    pool.tokens("alice").await;
}

/// Makes a user who has a temporary password.
async fn invited(pool: &Fixture, username: &str) {
    let temporary = json!({ "TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS" });
    pool.administer("AdminCreateUser", username, temporary).await;
}

#[tokio::test]
async fn the_text_for_a_refused_password_depends_on_the_operation() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let weak = "passw0rd!";
    let rule = "Password must have uppercase characters";
    let refused =
        |refusal_words: &str| refusal("InvalidPasswordException", &format!("{refusal_words}: {rule}"));
    let sign_up = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "bob", "Password": weak });
    assert_eq!(pool.refused("SignUp", sign_up).await, refused("Password did not conform with policy"));
    let invite = in_default_pool(json!({ "Username": "bob", "TemporaryPassword": weak }));
    assert_eq!(
        pool.refused("AdminCreateUser", invite).await,
        refused("Password did not conform with password policy")
    );

    let does_not = refused("Password does not conform to policy");
    let change = json!({ "AccessToken": token, "PreviousPassword": PASSWORD, "ProposedPassword": weak });
    assert_eq!(pool.refused("ChangePassword", change).await, does_not);
    let reset = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "ConfirmationCode": "123456", "Password": weak });
    assert_eq!(pool.refused("ConfirmForgotPassword", reset).await, does_not);
    let set = in_default_pool(json!({ "Username": "alice", "Password": weak }));
    assert_eq!(pool.refused("AdminSetUserPassword", set).await, does_not);
    invited(&pool, "carol").await;
    let challenge = pool.sign_in("carol").await;
    let new = response_to(&challenge, "carol", "NEW_PASSWORD", weak);
    assert_eq!(pool.refused_response(new).await, does_not);
}

#[tokio::test]
async fn the_error_says_that_a_password_can_not_be_reset_or_has_expired() {
    let pool = Fixture::start().await;
    invited(&pool, "alice").await;
    let named = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice" });
    let state = refusal("NotAuthorizedException", "User password cannot be reset in the current state.");
    assert_eq!(pool.refused("ForgotPassword", named).await, state);
    let by_administrator = in_default_pool(json!({ "Username": "alice" }));
    assert_eq!(pool.refused("AdminResetUserPassword", by_administrator).await, state);
    pool.pool.advance_clock(8 * 24 * 3600);
    let text = "Temporary password has expired and must be reset by an administrator.";
    let expired = refusal("NotAuthorizedException", text);
    assert_eq!(pool.refused("InitiateAuth", password_auth("alice", PASSWORD)).await, expired);

    pool.sign_up("bob").await;
    let unverified = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "bob" });
    let text = "Cannot reset password for the user as there is no registered/verified email or phone_number";
    assert_eq!(pool.refused("ForgotPassword", unverified).await, refusal("InvalidParameterException", text));
}

#[tokio::test]
async fn an_app_writes_only_the_attributes_that_its_client_may_write() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    pool.change_client(&json!({ "WriteAttributes": ["email", "name"] })).await;
    let unauthorized =
        refusal("NotAuthorizedException", "A client attempted to write unauthorized attribute");
    let pair = |name: &str, value: &str| json!([{ "Name": name, "Value": value }]);
    let update = |attributes: Value| json!({ "AccessToken": token, "UserAttributes": attributes });
    pool.ok("UpdateUserAttributes", update(pair("name", "Alice"))).await;
    for name in ["nickname", "custom:tier", "email_verified", "sub"] {
        assert_eq!(
            pool.refused("UpdateUserAttributes", update(pair(name, "true"))).await,
            unauthorized,
            "{name}"
        );
        let delete = json!({ "AccessToken": token, "UserAttributeNames": [name] });
        assert_eq!(pool.refused("DeleteUserAttributes", delete).await, unauthorized, "{name}");
    }
    let sign_up = |attributes: Value| json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "bob", "Password": PASSWORD, "UserAttributes": attributes });
    assert_eq!(pool.refused("SignUp", sign_up(pair("nickname", "Bob"))).await, unauthorized);
    pool.ok("SignUp", sign_up(pair("name", "Bob"))).await;
    invited(&pool, "carol").await;
    let challenge = pool.sign_in("carol").await;
    let mut new = response_to(&challenge, "carol", "NEW_PASSWORD", "An0ther-one!");
    new["ChallengeResponses"]["userAttributes.nickname"] = json!("Carol");
    assert_eq!(pool.refused_response(new.clone()).await, unauthorized);
    new["ChallengeResponses"].as_object_mut().unwrap().remove("userAttributes.nickname");
    pool.respond(new).await;
    // An administrator may write attributes that the client may not write.
    let attributes = json!({ "UserAttributes": pair("nickname", "Ally") });
    pool.administer("AdminUpdateUserAttributes", "alice", attributes).await;
}
