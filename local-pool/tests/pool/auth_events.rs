//! A user's history of sign-ins, and the user's factors, as an administrator sees and changes them.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::trigger_server::TriggerServer;
use crate::support::{
    Fixture, PASSWORD, in_default_pool, other_than, password_auth, refusal, response_to, wrong_credentials,
};
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::{Value, json};
use std::sync::Arc;

async fn noting() -> Fixture {
    let fixture = Fixture::with_patience().await;
    let settings = in_default_pool(json!({
        "AutoVerifiedAttributes": ["email"], "UserPoolAddOns": { "AdvancedSecurityMode": "AUDIT" },
        "MfaConfiguration": "OPTIONAL",
    }));
    fixture.ok("UpdateUserPool", settings).await;
    fixture
}

/// Types, responses and challenges of the events, the newest first.
async fn events(fixture: &Fixture) -> Vec<(String, String, String)> {
    let list = fixture.administer("AdminListUserAuthEvents", "ada", json!({})).await["AuthEvents"].take();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let challenges = |event: &Value| {
        let all = event["ChallengeResponses"].as_array().unwrap().iter();
        let one =
            |one: &Value| format!("{} {}", text(&one["ChallengeName"]), text(&one["ChallengeResponse"]));
        all.map(one).collect::<Vec<_>>().join(", ")
    };
    let event = |event: &Value| (text(&event["EventType"]), text(&event["EventResponse"]), challenges(event));
    list.as_array().unwrap().iter().map(event).collect()
}

fn event(kind: &str, response: &str, challenges: &str) -> (String, String, String) {
    (kind.to_owned(), response.to_owned(), challenges.to_owned())
}

#[tokio::test]
async fn what_a_user_does_is_listed_the_newest_first() {
    let fixture = noting().await;
    fixture.confirmed_user("ada").await;
    fixture.refused("InitiateAuth", password_auth("ada", "Wr0ng-password")).await;
    let token = fixture.access_token("ada").await;
    let change =
        json!({ "AccessToken": token, "PreviousPassword": PASSWORD, "ProposedPassword": "An0ther-password" });
    fixture.ok("ChangePassword", change).await;
    fixture.ok("ForgotPassword", json!({ "ClientId": "local-client", "Username": "ada" })).await;
    let expected = [
        event("ForgotPassword", "Pass", ""),
        event("PasswordChange", "Pass", ""),
        event("SignIn", "Pass", "Password Success"),
        event("SignIn", "Fail", "Password Failure"),
        event("SignUp", "Pass", ""),
    ];
    assert_eq!(events(&fixture).await, expected);

    let first = fixture.administer("AdminListUserAuthEvents", "ada", json!({ "MaxResults": 4 })).await;
    let rest = json!({ "MaxResults": 4, "NextToken": first["NextToken"] });
    let rest = fixture.administer("AdminListUserAuthEvents", "ada", rest).await;
    assert_eq!((rest["AuthEvents"].as_array().unwrap().len(), rest.get("NextToken")), (1, None));
    let risk = json!({ "RiskDecision": "NoRisk", "CompromisedCredentialsDetected": false });
    assert_eq!(rest["AuthEvents"][0]["EventRisk"], risk);
    let feedback = json!({ "EventId": rest["AuthEvents"][0]["EventId"], "FeedbackValue": "Invalid" });
    fixture.administer("AdminUpdateAuthEventFeedback", "ada", feedback).await;
    let all = fixture.administer("AdminListUserAuthEvents", "ada", json!({})).await;
    let given = &all["AuthEvents"][4]["EventFeedback"];
    assert_eq!((&given["FeedbackValue"], &given["Provider"]), (&json!("Invalid"), &json!("Admin")));
}

#[tokio::test]
async fn the_steps_of_a_sign_in_are_one_event() {
    let fixture = noting().await;
    fixture.user_with_phone("ada").await;
    let mfa = json!({ "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true } });
    fixture.administer("AdminSetUserMFAPreference", "ada", mfa).await;
    let challenge = fixture.sign_in("ada").await;
    assert_eq!(events(&fixture).await[0], event("SignIn", "InProgress", "Password Success"));
    let code = fixture.pool.messages("+15555551234").pop().unwrap().code;
    let wrong = response_to(&challenge, "ada", "SMS_MFA_CODE", &other_than(&code));
    fixture.refused_response(wrong).await;
    fixture.respond(response_to(&challenge, "ada", "SMS_MFA_CODE", &code)).await;
    let whole = "Password Success, Mfa Failure, Mfa Success";
    assert_eq!(events(&fixture).await[0], event("SignIn", "Pass", whole));
}

#[tokio::test]
async fn an_abandoned_sign_in_and_the_next_one_are_two_events() {
    let fixture = noting().await;
    fixture.user_with_phone("ada").await;
    let mfa = json!({ "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true } });
    fixture.administer("AdminSetUserMFAPreference", "ada", mfa).await;
    fixture.sign_in("ada").await;
    let days = 3 * 24 * 3600;
    fixture.pool.advance_clock(days);
    let challenge = fixture.sign_in("ada").await;
    let code = fixture.pool.messages("+15555551234").pop().unwrap().code;
    fixture.respond(response_to(&challenge, "ada", "SMS_MFA_CODE", &code)).await;
    let expected = [
        event("SignIn", "Pass", "Password Success, Mfa Success"),
        event("SignIn", "InProgress", "Password Success"),
    ];
    assert_eq!(events(&fixture).await[..2], expected);
    let list = fixture.administer("AdminListUserAuthEvents", "ada", json!({})).await;
    let date = |index: usize| list["AuthEvents"][index]["CreationDate"].as_f64().unwrap();
    assert!(date(0) - date(1) >= days as f64, "{list}");
}

#[tokio::test]
async fn an_abandoned_change_of_the_password_and_the_next_one_are_two_events() {
    let fixture = noting().await;
    fixture.confirmed_user("ada").await;
    let user = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "ada" });
    let confirmation = |code: &str| {
        json!({
            "ClientId": DEFAULT_CLIENT_ID, "Username": "ada", "ConfirmationCode": code, "Password": PASSWORD,
        })
    };
    fixture.ok("ForgotPassword", user.clone()).await;
    let code = fixture.pool.latest_code("ada").unwrap();
    fixture.refused("ConfirmForgotPassword", confirmation(&other_than(&code))).await;
    fixture.pool.advance_clock(3 * 24 * 3600);
    fixture.ok("ForgotPassword", user).await;
    let code = fixture.pool.latest_code("ada").unwrap();
    fixture.ok("ConfirmForgotPassword", confirmation(&code)).await;
    let results = ["Pass", "Pass", "InProgress", "Pass"];
    assert_eq!(events(&fixture).await[..4], results.map(|result| event("ForgotPassword", result, "")));
}

#[tokio::test]
async fn the_own_error_of_an_operation_comes_before_the_error_of_its_event() {
    let fixture = Arc::new(noting().await);
    fixture.confirmed_user("ada").await;
    let (runtime, calls) = (tokio::runtime::Handle::current(), Arc::clone(&fixture));
    let server = TriggerServer::start(move |_| {
        // Then the pool that had the user's history is gone.
        runtime.block_on(calls.ok("DeleteUserPool", in_default_pool(json!({}))));
        json!({ "failAuthentication": true })
    })
    .await;
    let settings = in_default_pool(json!({
        "AutoVerifiedAttributes": ["email"], "UserPoolAddOns": { "AdvancedSecurityMode": "AUDIT" },
        "LambdaConfig": { "DefineAuthChallenge": &*server.address },
    }));
    fixture.ok("UpdateUserPool", settings).await;
    let mut request = password_auth("ada", PASSWORD);
    request["AuthFlow"] = json!("CUSTOM_AUTH");
    assert_eq!(fixture.refused("InitiateAuth", request).await, wrong_credentials());
}

#[tokio::test]
async fn a_pool_without_threat_protection_has_no_history() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let request = in_default_pool(json!({ "Username": "ada" }));
    let refused = fixture.refused("AdminListUserAuthEvents", request).await;
    let text = "User pool add-ons are not enabled for user pool local_LocalPool.";
    assert_eq!(refused, refusal("UserPoolAddOnNotEnabledException", text));
    let bad = in_default_pool(json!({ "UserPoolAddOns": {} }));
    let (kind, text) = fixture.refused("UpdateUserPool", bad).await;
    assert_eq!(kind, "InvalidParameterException");
    assert!(text.contains("at 'userPoolAddOns.advancedSecurityMode' failed"), "{text}");
}

#[tokio::test]
async fn an_administrator_sees_a_users_factors_and_deletes_the_software_token() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let token = fixture.access_token("ada").await;
    let own = json!({ "AccessToken": token });
    let secret = fixture.ok("AssociateSoftwareToken", own.clone()).await["SecretCode"].take();
    let secret = totp_rs::Secret::try_from_base32(secret.as_str().unwrap()).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = fixture.control("GET", "/_pool/clock", json!({})).await["now"].as_u64().unwrap();
    let code = totp.generate(now).to_string();
    fixture.ok("VerifySoftwareToken", json!({ "AccessToken": token, "UserCode": code })).await;
    let mfa = json!({ "AccessToken": token, "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": true } });
    fixture.ok("SetUserMFAPreference", mfa).await;

    let factors = fixture.administer("AdminGetUserAuthFactors", "ada", json!({})).await;
    assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["PASSWORD", "SOFTWARE_TOKEN"]));
    assert_eq!(factors["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(fixture.ok("GetUserAuthFactors", own).await, factors);
    assert_eq!(fixture.sign_in("ada").await["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    fixture.administer("AdminDeleteSoftwareToken", "ada", json!({})).await;
    let factors = fixture.administer("AdminGetUserAuthFactors", "ada", json!({})).await;
    assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["PASSWORD", "EMAIL_OTP"]));
    assert_eq!(factors.get("PreferredMfaSetting"), None);
    fixture.tokens("ada").await;
}
