//! The account of a user who comes from another identity provider.

use crate::app::{CALLBACK, redemption, token};
use crate::browsing::{arrive_as, providers};
use crate::provider::google;
use crate::support::browser::{Browser, alert, returned};
use crate::support::limit::connect;
use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, claims, in_default_pool, password_auth, refusal, wrong_credentials};
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::{Value, json};

const GOOGLE: &[(&str, &str)] = &[("identity_provider", "Google")];
const ADA: &[(&str, &str)] =
    &[("sub", "g-1"), ("email", "ada@gmail.com"), ("email_verified", "true"), ("name", "Ada")];

async fn with_google() -> Fixture {
    let fixture = Fixture::start().await;
    providers(&fixture, &[google(json!({}))]).await;
    fixture
}

async fn tokens(fixture: &Fixture) -> Value {
    let back = arrive_as(&mut Browser::new(fixture), fixture, GOOGLE, ADA).await;
    let code = returned(&back, CALLBACK)["code"].clone();
    token(fixture, &redemption(&code)).await.json()
}

#[tokio::test]
async fn the_tokens_of_a_sign_in_with_a_provider_are_refreshed_until_a_global_sign_out() {
    let fixture = with_google().await;
    let tokens = tokens(&fixture).await;
    let user = fixture.ok("GetUser", json!({ "AccessToken": tokens["access_token"] })).await;
    assert_eq!(user["Username"], "Google_g-1");
    let refresh = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": tokens["refresh_token"] });
    let refreshed = fixture.ok("GetTokensFromRefreshToken", refresh.clone()).await;
    let id = claims(&refreshed["AuthenticationResult"]["IdToken"]);
    assert_eq!((&id["cognito:username"], &id["nonce"]), (&json!("Google_g-1"), &Value::Null));
    assert_eq!(id["identities"][0]["userId"], "g-1");
    fixture.ok("GlobalSignOut", json!({ "AccessToken": tokens["access_token"] })).await;
    let revoked = refusal("NotAuthorizedException", "Refresh Token has been revoked");
    assert_eq!(fixture.refused("GetTokensFromRefreshToken", refresh).await, revoked);
}

#[tokio::test]
async fn a_user_of_a_provider_has_no_password_to_sign_in_with_or_to_replace() {
    let fixture = with_google().await;
    let tokens = tokens(&fixture).await;
    for name in ["Google_g-1", "ada@gmail.com"] {
        let refused = fixture.refused("InitiateAuth", password_auth(name, PASSWORD)).await;
        assert_eq!(refused, wrong_credentials(), "{name}");
    }
    let choice = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_AUTH",
        "AuthParameters": { "USERNAME": "Google_g-1", "PREFERRED_CHALLENGE": "EMAIL_OTP" },
    });
    assert_eq!(fixture.refused("InitiateAuth", choice).await, wrong_credentials());
    let state = refusal("NotAuthorizedException", "User password cannot be reset in the current state.");
    let forgot = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "Google_g-1" });
    assert_eq!(fixture.refused("ForgotPassword", forgot).await, state);
    let reset = in_default_pool(json!({ "Username": "Google_g-1" }));
    assert_eq!(fixture.refused("AdminResetUserPassword", reset).await, state);
    for previous in [json!(PASSWORD), Value::Null] {
        let change = json!({
            "AccessToken": tokens["access_token"], "PreviousPassword": previous, "ProposedPassword": "New-1234",
        });
        assert_eq!(fixture.refused("ChangePassword", change).await, wrong_credentials());
    }
    let page = Browser::new(&fixture).sign_in(&crate::app::query(&[]), "Google_g-1", PASSWORD).await;
    assert_eq!(alert(&page), "Incorrect username or password.");
    assert!(fixture.pool.messages("ada@gmail.com").is_empty(), "no code goes out");
}

#[tokio::test]
async fn a_user_of_a_provider_signs_in_with_a_password_that_an_administrator_set() {
    let fixture = with_google().await;
    tokens(&fixture).await;
    let password = json!({ "Password": PASSWORD, "Permanent": true });
    fixture.administer("AdminSetUserPassword", "Google_g-1", password).await;
    let user = fixture.administer("AdminGetUser", "Google_g-1", json!({})).await;
    assert_eq!(user["UserStatus"], "CONFIRMED");
    fixture.tokens("Google_g-1").await;
    assert_eq!(claims(&tokens(&fixture).await["id_token"])["cognito:username"], "Google_g-1");
}

#[tokio::test]
async fn a_sign_in_with_a_provider_calls_the_triggers_that_cognito_calls() {
    let fixture = with_google().await;
    let server = TriggerServer::start(|_| json!({ "autoVerifyEmail": true })).await;
    let all =
        ["PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication", "PreTokenGeneration"];
    server.serve_pool(&fixture, &all).await;
    tokens(&fixture).await;
    let first =
        ["PreSignUp_ExternalProvider", "PostConfirmation_ConfirmSignUp", "TokenGeneration_HostedAuth"];
    assert_eq!(server.sources(), first);
    tokens(&fixture).await;
    let second = [
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_HostedAuth",
    ];
    assert_eq!(server.sources()[3..], second);
    let signed_up = &server.events()[0];
    assert_eq!(
        (&signed_up["userName"], &signed_up["callerContext"]["clientId"]),
        (&json!("Google_g-1"), &json!(DEFAULT_CLIENT_ID))
    );
    assert_eq!(signed_up["request"]["userAttributes"]["email"], "ada@gmail.com");
    let confirmed = &server.events()[1]["request"]["userAttributes"];
    assert_eq!(confirmed["cognito:user_status"], "EXTERNAL_PROVIDER");
    assert!(confirmed["identities"].as_str().unwrap().contains("g-1"));
}

#[tokio::test]
async fn a_trigger_may_refuse_or_link_the_user() {
    let fixture = with_google().await;
    fixture.confirmed_user("ada").await;
    let refusing =
        TriggerServer::answering(|_| (200, json!({ "errorMessage": "Not today", "errorType": "Error" })))
            .await;
    refusing.serve_pool(&fixture, &["PreSignUp"]).await;
    let back = returned(&arrive_as(&mut Browser::new(&fixture), &fixture, GOOGLE, ADA).await, CALLBACK);
    assert_eq!(back["error"], "invalid_request");
    assert_eq!(back["error_description"], "PreSignUp failed with error Not today.");

    let address = fixture.pool.base_url().to_owned();
    let linking = TriggerServer::start(move |_| {
        let source = crate::provider::at("Google", "Cognito_Subject", "g-1");
        perform(&address, "AdminLinkProviderForUser", &crate::provider::link("ada", source));
        json!({})
    })
    .await;
    linking.serve_pool(&fixture, &["PreSignUp"]).await;
    assert_eq!(claims(&tokens(&fixture).await["id_token"])["cognito:username"], "ada");
}

/// Performs an operation from a trigger, on the trigger's thread.
fn perform(address: &str, operation: &str, body: &Value) {
    use std::io::{Read as _, Write as _};
    let host = address.trim_start_matches("http://");
    let mut connection = connect(host).unwrap();
    let body = body.to_string();
    write!(
        connection,
        "POST / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n\
         x-amz-target: AWSCognitoIdentityProviderService.{operation}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}
