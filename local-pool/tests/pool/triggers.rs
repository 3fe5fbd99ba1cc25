//! The triggers, except those of CUSTOM_AUTH and the custom senders: their events, the effect of their responses, and
//! their errors.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::limit::LIMIT;
use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, claims, password_auth, refusal, wrong_credentials};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// Starts a pool with the triggers that have these names. `fill_in` makes their response from the event.
async fn with(
    triggers: &[&str],
    fill_in: impl Fn(&Value) -> Value + Send + Sync + 'static,
) -> (Fixture, TriggerServer) {
    let pool = Fixture::start().await;
    let server = TriggerServer::start(fill_in).await;
    server.serve_pool(&pool, triggers).await;
    (pool, server)
}

#[tokio::test]
async fn pre_sign_up_can_confirm_a_user_and_verify_the_address() {
    let (pool, server) = with(
        &["PreSignUp", "PostConfirmation"],
        |event| json!({ "autoConfirmUser": event["userName"] == "alice", "autoVerifyEmail": true }),
    )
    .await;
    let request = |username: &str| {
        json!({
            "ClientId": DEFAULT_CLIENT_ID, "Username": username, "Password": PASSWORD,
            "UserAttributes": [{ "Name": "email", "Value": format!("{username}@example.com") }],
            "ValidationData": [{ "Name": "invitation", "Value": "42" }],
            "ClientMetadata": { "screen": "welcome" },
        })
    };
    let signed_up = pool.ok("SignUp", request("alice")).await;
    assert_eq!(signed_up["UserConfirmed"], true);
    assert!(pool.pool.messages("alice").is_empty(), "there is nothing to confirm");
    let id_token = pool.tokens("alice").await["IdToken"].take();
    assert_eq!(claims(&id_token)["email_verified"], true);
    assert_eq!(server.sources(), ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"]);
    let told = &server.events()[0]["request"];
    assert_eq!(told["userAttributes"], json!({ "email": "alice@example.com" }));
    assert_eq!(told["validationData"], json!({ "invitation": "42" }));
    assert_eq!(told["clientMetadata"], json!({ "screen": "welcome" }));
    assert_eq!(pool.ok("SignUp", request("bob")).await["UserConfirmed"], false);
}

#[tokio::test]
async fn the_error_of_a_trigger_reaches_the_app_and_stops_the_sign_up() {
    let pool = Fixture::start().await;
    let thrown = json!({ "errorMessage": "No invitation", "errorType": "Error" });
    let server = TriggerServer::answering(move |_| (200, thrown.clone())).await;
    server.serve_pool(&pool, &["PreSignUp"]).await;
    let request = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "Password": PASSWORD });
    let text = "PreSignUp failed with error No invitation.";
    assert_eq!(pool.refused("SignUp", request).await, refusal("UserLambdaValidationException", text));
    let user = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Username": "alice" });
    assert_eq!(pool.refused("AdminGetUser", user).await.0, "UserNotFoundException");
}

#[tokio::test]
async fn a_failed_trigger_and_a_malformed_response_have_different_errors() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    for (status, body, exception) in [
        (500, json!({}), "UnexpectedLambdaException"),
        (200, json!("what?"), "InvalidLambdaResponseException"),
        (200, json!({ "response": null }), "InvalidLambdaResponseException"),
        // This response exceeds Lambda's limit of 6 MiB.
        (200, json!({ "response": { "of": "x".repeat(7 << 20) } }), "UnexpectedLambdaException"),
    ] {
        let server = TriggerServer::answering(move |_| (status, body.clone())).await;
        server.serve_pool(&pool, &["PreAuthentication"]).await;
        let refused = pool.refused("InitiateAuth", password_auth("alice", PASSWORD)).await;
        assert_eq!(refused.0, exception);
    }
}

#[tokio::test]
async fn a_trigger_has_five_seconds_and_blocks_no_other_request() {
    let pool = Arc::new(Fixture::start().await);
    pool.confirmed_user("alice").await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", silent.local_addr().unwrap());
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "OPTIONAL",
        "LambdaConfig": { "PreAuthentication": address },
    });
    pool.ok("UpdateUserPool", settings).await;
    let started = Instant::now();
    let waiting = Arc::clone(&pool);
    let sign_in =
        tokio::spawn(async move { waiting.refused("InitiateAuth", password_auth("alice", PASSWORD)).await });
    // The sign-in waits for the trigger from here on.
    let (_connection, _) = tokio::time::timeout(LIMIT, silent.accept()).await.unwrap().unwrap();
    pool.ok("DescribeUserPool", json!({ "UserPoolId": DEFAULT_USER_POOL_ID })).await;
    assert!(!sign_in.is_finished(), "another request waited for the trigger");
    let (exception, text) = sign_in.await.unwrap();
    assert_eq!(exception, "UnexpectedLambdaException");
    assert!(text.contains("5 seconds"), "{text}");
    assert!(started.elapsed() >= Duration::from_secs(5));
}

#[tokio::test]
async fn a_trigger_may_call_the_pool() {
    let pool = Arc::new(Fixture::start().await);
    pool.confirmed_user("alice").await;
    let called: Arc<OnceLock<Value>> = Arc::default();
    let (runtime, calls, answer) =
        (tokio::runtime::Handle::current(), Arc::clone(&pool), Arc::clone(&called));
    let server = TriggerServer::start(move |_| {
        let user = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Username": "alice" });
        let found = runtime.block_on(calls.ok("AdminGetUser", user));
        answer.set(found["Username"].clone()).unwrap();
        json!({})
    })
    .await;
    server.serve_pool(&pool, &["PostAuthentication"]).await;
    assert!(pool.tokens("alice").await["AccessToken"].is_string());
    assert_eq!(called.get(), Some(&json!("alice")));
}

#[tokio::test]
async fn a_sign_in_calls_its_triggers_in_order_with_their_data() {
    let triggers = ["PreAuthentication", "PostAuthentication", "PreTokenGeneration"];
    let (pool, server) = with(&triggers, |_| json!({})).await;
    pool.confirmed_user("alice").await;
    let mut request = password_auth("alice", PASSWORD);
    request["ClientMetadata"] = json!({ "screen": "front door" });
    pool.ok("InitiateAuth", request).await;
    let sources = [
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_Authentication",
    ];
    assert_eq!(server.sources(), sources);
    let events = server.events();
    assert_eq!(events[0]["request"]["validationData"], json!({ "screen": "front door" }));
    assert!(
        events[1]["request"].get("clientMetadata").is_none(),
        "InitiateAuth's ClientMetadata is for validation only"
    );
    assert_eq!(events[0]["request"]["userAttributes"]["cognito:user_status"], "CONFIRMED");
}

#[tokio::test]
async fn pre_token_generation_changes_claims_and_groups_at_sign_in_and_refresh() {
    let (pool, server) = with(&["PreTokenGeneration"], |_| {
        json!({ "claimsOverrideDetails": {
            "claimsToAddOrOverride": { "tier": "gold", "email": "hidden@example.com", "sub": "somebody else" },
            "claimsToSuppress": ["email_verified", "iss"],
            "groupOverrideDetails": { "groupsToOverride": ["editors"], "preferredRole": "arn:aws:iam::1:role/editor" },
        }})
    })
    .await;
    pool.confirmed_user("alice").await;
    let group = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "GroupName": "readers" });
    pool.ok("CreateGroup", group).await;
    pool.administer("AdminAddUserToGroup", "alice", json!({ "GroupName": "readers" })).await;
    let tokens = pool.tokens("alice").await;
    let refresh = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": tokens["RefreshToken"] });
    let refreshed = pool.ok("GetTokensFromRefreshToken", refresh).await["AuthenticationResult"].take();
    for result in [&tokens, &refreshed] {
        let (id, access) = (claims(&result["IdToken"]), claims(&result["AccessToken"]));
        assert_eq!((&id["tier"], &id["email"]), (&json!("gold"), &json!("hidden@example.com")));
        assert!(id.get("email_verified").is_none());
        assert_eq!(id["sub"], access["sub"], "a reserved claim stays");
        assert!(id["iss"].is_string());
        assert_eq!(
            (&id["cognito:groups"], &access["cognito:groups"]),
            (&json!(["editors"]), &json!(["editors"]))
        );
        assert_eq!(id["cognito:preferred_role"], "arn:aws:iam::1:role/editor");
        assert!(access.get("tier").is_none());
    }
    assert_eq!(server.sources(), ["TokenGeneration_Authentication", "TokenGeneration_RefreshTokens"]);
    let told = &server.events()[0]["request"]["groupConfiguration"];
    assert_eq!(
        *told,
        json!({ "groupsToOverride": ["readers"], "iamRolesToOverride": [], "preferredRole": null })
    );
}

#[tokio::test]
async fn custom_message_writes_the_text_around_the_code() {
    let (pool, server) = with(&["CustomMessage"], |event| {
        let code = event["request"]["codeParameter"].as_str().unwrap();
        json!({ "emailMessage": format!("Welcome! {code} opens the door."), "smsMessage": "no code in it" })
    })
    .await;
    pool.sign_up("alice").await;
    let message = pool.pool.messages("alice").pop().unwrap();
    assert_eq!(message.body, format!("Welcome! {} opens the door.", message.code));
    assert_eq!(server.sources(), ["CustomMessage_SignUp"]);
    pool.ok("ResendConfirmationCode", json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice" })).await;
    assert_eq!(server.sources()[1], "CustomMessage_ResendCode");

    pool.confirmed_user("bob").await;
    let phone = json!({ "UserAttributes": [
        { "Name": "phone_number", "Value": "+15555551234" }, { "Name": "phone_number_verified", "Value": "true" },
    ]});
    pool.administer("AdminUpdateUserAttributes", "bob", phone).await;
    pool.ok("ForgotPassword", json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "bob" })).await;
    let message = pool.pool.messages("bob").pop().unwrap();
    assert!(message.body.contains(&message.code), "a text without the code is not sent: {}", message.body);

    let long = format!("{{####}}{}", "x".repeat(20_000));
    let server = TriggerServer::start(move |_| json!({ "emailMessage": long })).await;
    server.serve_pool(&pool, &["CustomMessage"]).await;
    pool.sign_up("carol").await;
    let message = pool.pool.messages("carol").pop().unwrap();
    assert_eq!(message.body, format!("Your confirmation code is {}. ", message.code));
}

/// UserMigration's answer to an event: the status and the body. The trigger knows only the user "olduser", whose
/// password is [`PASSWORD`].
fn migration(event: &Value) -> (u16, Value) {
    let known = event["userName"] == "olduser";
    let password = &event["request"]["password"];
    if !known || (!password.is_null() && password != PASSWORD) {
        return (200, json!({ "errorMessage": "Bad user" }));
    }
    let mut event = event.clone();
    event["response"] = json!({
        "userAttributes": { "email": "old@example.com", "email_verified": "true" },
        "finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS",
    });
    (200, event)
}

#[tokio::test]
async fn a_user_is_migrated_at_a_sign_in_or_a_password_reset() {
    for reset in [false, true] {
        let pool = Fixture::start().await;
        let server = TriggerServer::answering(migration).await;
        server.serve_pool(&pool, &["UserMigration"]).await;
        let wrong = wrong_credentials();
        for (username, password) in [("olduser", "Wr0ng-password"), ("nobody", PASSWORD)] {
            let refused = pool.refused("InitiateAuth", password_auth(username, password)).await;
            assert_eq!(refused, wrong);
        }
        if reset {
            let forgot = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "olduser" });
            pool.ok("ForgotPassword", forgot).await;
            let code = pool.latest_code("olduser");
            let confirm = json!({
                "ClientId": DEFAULT_CLIENT_ID, "Username": "olduser", "ConfirmationCode": code,
                "Password": "N3w-password",
            });
            pool.ok("ConfirmForgotPassword", confirm).await;
            assert_eq!(server.sources().last().unwrap(), "UserMigration_ForgotPassword");
            pool.ok("InitiateAuth", password_auth("olduser", "N3w-password")).await;
        } else {
            let id_token = pool.tokens("olduser").await["IdToken"].take();
            assert_eq!(claims(&id_token)["email"], "old@example.com");
            let asked = server.events().len();
            pool.tokens("olduser").await;
            assert_eq!(server.events().len(), asked, "a migrated user is not migrated again");
        }
    }
}
