//! The sessions of browsers, while the pool tracks sessions.

use super::app::{self, CALLBACK, query};
use crate::support::browser::{Browser, returned};
use crate::support::{Fixture, in_default_pool};
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::{Value, json};

async fn tracked() -> Fixture {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let tracking =
        in_default_pool(json!({ "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": 20 } }));
    fixture.ok("SetUserPoolSessionConfiguration", tracking).await;
    fixture
}

async fn sessions(fixture: &Fixture, kind: &str) -> Vec<Value> {
    let mut all = fixture.administer("AdminListUserSessions", "ada", json!({})).await["Sessions"].take();
    all.as_array_mut().unwrap().retain(|session| session["SessionType"] == kind);
    all.as_array().unwrap().clone()
}

/// Signs in with a browser, and redeems the code. Returns the refresh token.
async fn refresh_token(fixture: &Fixture, browser: &mut Browser<'_>) -> String {
    let code = app::code(browser, "ada", &[]).await;
    let tokens = app::token(fixture, &app::redemption(&code)).await.json();
    tokens["refresh_token"].as_str().unwrap().to_owned()
}

/// Whether the browser is signed in without a form.
async fn is_signed_in(browser: &mut Browser<'_>) -> bool {
    let silent = format!("/oauth2/authorize?{}", query(&[("prompt", "none")]));
    returned(&browser.get(&silent).await, CALLBACK).contains_key("code")
}

async fn is_live(fixture: &Fixture, refresh_token: &str) -> bool {
    let request = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": refresh_token });
    fixture.operation("GetTokensFromRefreshToken", &request).await.unwrap().status == 200
}

#[tokio::test]
async fn a_browsers_session_is_listed_and_can_be_revoked_with_its_tokens() {
    let fixture = tracked().await;
    let mut browser = Browser::new(&fixture);
    let token = refresh_token(&fixture, &mut browser).await;
    let [sso] = <[Value; 1]>::try_from(sessions(&fixture, "SSO").await).unwrap();
    let id = sso["SessionId"].as_str().unwrap();
    assert!(id.len() == 28 && id.starts_with("sso"), "{id}");
    let [of_app] = <[Value; 1]>::try_from(sessions(&fixture, "TOKEN").await).unwrap();
    assert_eq!(of_app["OriginSessionId"], id);
    fixture.tokens("ada").await;
    let elsewhere = &sessions(&fixture, "TOKEN").await[1];
    assert_eq!(elsewhere.get("OriginSessionId"), None, "this sign-in had no browser");

    let revoke = |more: Value| {
        let mut request = more;
        request["SessionId"] = json!(id);
        request
    };
    fixture.administer("AdminRevokeUserSession", "ada", revoke(json!({}))).await;
    assert!(!is_signed_in(&mut browser).await && is_live(&fixture, &token).await);
    let token = refresh_token(&fixture, &mut browser).await;
    let [sso] = <[Value; 1]>::try_from(sessions(&fixture, "SSO").await).unwrap();
    let linked = json!({ "SessionId": sso["SessionId"], "RevokeAssociatedSessions": "LINKED" });
    fixture.administer("AdminRevokeUserSession", "ada", linked).await;
    assert!(!is_signed_in(&mut browser).await && !is_live(&fixture, &token).await);
    assert_eq!(sessions(&fixture, "TOKEN").await.len(), 2, "the other sign-ins go on");
}

#[tokio::test]
async fn revoking_a_token_session_can_revoke_the_browsers_session_too() {
    let fixture = tracked().await;
    let mut browser = Browser::new(&fixture);
    refresh_token(&fixture, &mut browser).await;
    let [of_app] = <[Value; 1]>::try_from(sessions(&fixture, "TOKEN").await).unwrap();
    let linked = json!({ "SessionId": of_app["SessionId"], "RevokeAssociatedSessions": "LINKED" });
    fixture.administer("AdminRevokeUserSession", "ada", linked).await;
    assert!(!is_signed_in(&mut browser).await);
    assert_eq!(sessions(&fixture, "SSO").await.len(), 0);
}

#[tokio::test]
async fn a_client_says_how_long_it_reuses_a_browsers_session() {
    let fixture = tracked().await;
    let validity = async |minutes: i64| {
        let request = in_default_pool(json!({
            "ClientId": DEFAULT_CLIENT_ID, "SSOSession": { "MaxValidityMinutes": minutes },
        }));
        fixture.ok("SetUserPoolClientSessionConfiguration", request).await;
    };
    validity(180).await;
    let mut browser = Browser::new(&fixture);
    app::code(&mut browser, "ada", &[]).await;
    fixture.pool.advance_clock(179 * 60);
    assert!(is_signed_in(&mut browser).await);
    // The time counts from the sign-in, not from the last use.
    fixture.pool.advance_clock(60);
    assert!(!is_signed_in(&mut browser).await);
    validity(0).await;
    app::code(&mut browser, "ada", &[]).await;
    assert!(!is_signed_in(&mut browser).await);
}
