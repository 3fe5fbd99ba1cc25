//! CustomEmailSender and CustomSMSSender: functions that send the pool's messages.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::trigger_server::{TriggerServer, configure};
use crate::support::{Fixture, PASSWORD, confirmation, password_auth, refusal};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

fn sender(server: &TriggerServer) -> Value {
    json!({ "LambdaVersion": "V1_0", "LambdaArn": &*server.address })
}

/// Starts a pool in which one function sends all messages.
async fn with_senders(answer: Value) -> (Fixture, TriggerServer) {
    let fixture = Fixture::start().await;
    let server = TriggerServer::answering(move |_| (200, answer.clone())).await;
    let key = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-4000-8000-000000000000";
    let config = json!({
        "CustomEmailSender": sender(&server), "CustomSMSSender": sender(&server), "KMSKeyID": key,
        "CustomMessage": &*server.address,
    });
    configure(&fixture, config).await;
    (fixture, server)
}

/// Makes a user who gets a forgotten password's code by text message, because only the phone number is verified.
async fn user_reached_by_phone(fixture: &Fixture, username: &str) {
    fixture.user_with_phone(username).await;
    let unverified = json!({ "UserAttributes": [{ "Name": "email_verified", "Value": "false" }] });
    fixture.administer("AdminUpdateUserAttributes", username, unverified).await;
}

#[tokio::test]
async fn a_sender_gets_the_code_of_each_message_in_readable_form() {
    // As at Cognito, a sender need not return the event.
    let (fixture, server) = with_senders(Value::Null).await;
    fixture.sign_up("alice").await;
    let event = server.events().pop().unwrap();
    assert_eq!(event["triggerSource"], "CustomEmailSender_SignUp");
    assert_eq!((&event["version"], &event["userName"]), (&json!("1"), &json!("alice")));
    assert_eq!(event["callerContext"]["clientId"], DEFAULT_CLIENT_ID);
    let request = &event["request"];
    assert_eq!(request["type"], "customEmailSenderRequestV1");
    assert_eq!(request["codeEncryption"], "none");
    assert_eq!(request["userAttributes"]["email"], "alice@example.com");
    assert_eq!(request["clientMetadata"], Value::Null);
    let code = request["code"].as_str().unwrap();
    assert_eq!(fixture.latest_code("alice"), code, "the inbox has the message too");
    fixture.ok("ConfirmSignUp", confirmation("alice", code)).await;
}

#[tokio::test]
async fn each_message_has_its_trigger_source_and_its_medium() {
    let (fixture, server) = with_senders(json!({})).await;
    user_reached_by_phone(&fixture, "alice").await;
    let token = fixture.access_token("alice").await;
    let user = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice" });
    let last = || server.sources().pop().unwrap();

    let mut forgot = user.clone();
    forgot["ClientMetadata"] = json!({ "screen": "lost" });
    fixture.ok("ForgotPassword", forgot).await;
    assert_eq!(last(), "CustomSMSSender_ForgotPassword");
    let request = server.events().pop().unwrap()["request"].take();
    assert_eq!(request["type"], "customSMSSenderRequestV1");
    assert_eq!(request["clientMetadata"], json!({ "screen": "lost" }));

    let attribute = json!({ "AccessToken": token, "AttributeName": "email" });
    fixture.ok("GetUserAttributeVerificationCode", attribute).await;
    assert_eq!(last(), "CustomEmailSender_VerifyUserAttribute");
    let email = json!([{ "Name": "email", "Value": "new@example.com" }]);
    fixture.ok("UpdateUserAttributes", json!({ "AccessToken": token, "UserAttributes": email })).await;
    assert_eq!(last(), "CustomEmailSender_UpdateUserAttribute");

    let invited = json!({ "UserAttributes": [{ "Name": "email", "Value": "bob@example.com" }] });
    fixture.administer("AdminCreateUser", "bob", invited).await;
    assert_eq!(last(), "CustomEmailSender_AdminCreateUser");
    let password = server.events().pop().unwrap()["request"]["code"].take();
    let challenge = fixture.ok("InitiateAuth", password_auth("bob", password.as_str().unwrap())).await;
    assert_eq!(
        challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED",
        "the code of an invitation is the password"
    );

    let mfa = json!({ "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true } });
    fixture.administer("AdminSetUserMFAPreference", "alice", mfa).await;
    assert_eq!(fixture.sign_in("alice").await["ChallengeName"], "SMS_MFA");
    assert_eq!(last(), "CustomSMSSender_Authentication");

    fixture.sign_up("carol").await;
    fixture.ok("ResendConfirmationCode", json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "carol" })).await;
    assert_eq!(last(), "CustomEmailSender_ResendCode");
    let sources = server.sources();
    assert!(!sources.iter().any(|source| source.starts_with("CustomMessage")), "{sources:?}");
}

#[tokio::test]
async fn the_error_of_a_sender_reaches_the_app() {
    let (fixture, _) = with_senders(json!({ "errorMessage": "Out of stamps" })).await;
    let email = json!([{ "Name": "email", "Value": "alice@example.com" }]);
    let request = json!({
        "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "Password": PASSWORD, "UserAttributes": email,
    });
    let text = "CustomEmailSender failed with error Out of stamps.";
    assert_eq!(fixture.refused("SignUp", request).await, refusal("UserLambdaValidationException", text));
}

#[tokio::test]
async fn a_medium_without_a_sender_of_its_own_still_has_custom_message() {
    let fixture = Fixture::start().await;
    let server = TriggerServer::start(|_| json!({ "smsMessage": "Hi! {####}" })).await;
    configure(&fixture, json!({ "CustomEmailSender": sender(&server), "CustomMessage": &*server.address }))
        .await;
    user_reached_by_phone(&fixture, "alice").await;
    fixture.ok("ForgotPassword", json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice" })).await;
    assert_eq!(server.sources(), ["CustomEmailSender_SignUp", "CustomMessage_ForgotPassword"]);
    let message = fixture.pool.messages("alice").pop().unwrap();
    assert_eq!(message.body, format!("Hi! {}", message.code));
    let described = fixture.ok("DescribeUserPool", json!({ "UserPoolId": DEFAULT_USER_POOL_ID })).await;
    assert_eq!(described["UserPool"]["LambdaConfig"]["CustomEmailSender"], sender(&server));
}
