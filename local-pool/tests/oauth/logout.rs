//! GET `/logout`.

use super::app::{self, CALLBACK, query};
use crate::support::browser::{Browser, alert, encoded, returned};
use crate::support::{Fixture, PASSWORD};
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::json;

fn logout(pairs: &[(&str, &str)]) -> String {
    let mut all = vec![("client_id", DEFAULT_CLIENT_ID)];
    all.extend_from_slice(pairs);
    format!("/logout?{}", encoded(&all))
}

#[tokio::test]
async fn a_sign_out_to_a_registered_address_ends_the_browsers_session_and_no_token() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let code = app::code(&mut browser, "ada", &[]).await;
    let tokens = app::token(&fixture, &app::redemption(&code)).await.json();
    let stolen = browser.cookies["cognito"].clone();
    let left = browser.get(&logout(&[("logout_uri", "myapp://signed-out/")])).await;
    assert_eq!((left.status, left.header("location")), (302, Some("myapp://signed-out/")));
    assert!(!browser.cookies.contains_key("cognito"));
    let silent = format!("/oauth2/authorize?{}", query(&[("prompt", "none")]));
    browser.cookies.insert("cognito".to_owned(), stolen);
    assert_eq!(returned(&browser.get(&silent).await, CALLBACK)["error"], "login_required");
    fixture.ok("GetUser", json!({ "AccessToken": tokens["access_token"] })).await;
    let again = Browser::new(&fixture).get(&logout(&[("logout_uri", "http://localhost:3000/")])).await;
    assert_eq!(
        again.header("location"),
        Some("http://localhost:3000/"),
        "a browser without a session is redirected too"
    );
}

#[tokio::test]
async fn a_sign_out_with_a_redirect_uri_leads_to_a_new_sign_in() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    app::code(&mut browser, "ada", &[]).await;
    let left = browser.get(&format!("/logout?{}", query(&[]))).await;
    let location = left.header("location").unwrap().to_owned();
    assert_eq!(location, format!("/oauth2/authorize?{}", query(&[])));
    let form = browser.open_form(location.split_once('?').unwrap().1).await;
    let back = browser.submit(&form, &[("username", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(returned(&back, CALLBACK)["state"], "st/ate&1");
}

#[tokio::test]
async fn an_invalid_logout_shows_a_page_and_keeps_the_session() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    app::code(&mut browser, "ada", &[]).await;
    let missing = |name: &str| format!("Required String parameter '{name}' is not present");
    for (path, text) in [
        (logout(&[]), missing("redirect_uri")),
        ("/logout".to_owned(), missing("client_id")),
        (logout(&[("redirect_uri", CALLBACK)]), missing("response_type")),
    ] {
        let page = browser.get(&path).await;
        assert_eq!((page.status, alert(&page)), (400, text), "{path}");
    }
    for bad in [
        logout(&[("logout_uri", "https://elsewhere.example/")]),
        logout(&[("logout_uri", "myapp://signed-out")]),
        logout(&[("logout_uri", CALLBACK)]),
        logout(&[("logout_uri", "myapp://signed-out/"), ("logout_uri", "myapp://signed-out/")]),
        logout(&[("redirect_uri", "https://elsewhere.example/"), ("response_type", "code")]),
        "/logout?client_id=another&logout_uri=myapp%3A%2F%2Fsigned-out%2F".to_owned(),
    ] {
        let page = browser.get(&bad).await;
        assert_eq!((page.status, page.header("location")), (400, None), "{bad}");
    }
    let silent = format!("/oauth2/authorize?{}", query(&[("prompt", "none")]));
    assert!(returned(&browser.get(&silent).await, CALLBACK).contains_key("code"));
}

#[tokio::test]
async fn the_sessions_of_two_pools_use_one_cookie_and_end_separately() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let (pool, client) = fixture.pool_with(json!({})).await;
    let settings = json!({
        "UserPoolId": pool, "ClientId": client, "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "email", "aws.cognito.signin.user.admin"],
        "CallbackURLs": [CALLBACK], "LogoutURLs": [CALLBACK],
    });
    fixture.ok("UpdateUserPoolClient", settings).await;
    let user = json!({ "UserPoolId": pool, "Username": "bob", "MessageAction": "SUPPRESS" });
    fixture.ok("AdminCreateUser", user).await;
    let password = json!({ "UserPoolId": pool, "Username": "bob", "Password": PASSWORD, "Permanent": true });
    fixture.ok("AdminSetUserPassword", password).await;

    let mut browser = Browser::new(&fixture);
    let silent =
        |client: &str| format!("/oauth2/authorize?{}", query(&[("client_id", client), ("prompt", "none")]));
    app::code(&mut browser, "ada", &[]).await;
    assert_eq!(returned(&browser.get(&silent(&client)).await, CALLBACK)["error"], "login_required");
    app::code(&mut browser, "bob", &[("client_id", &client)]).await;
    for client in [DEFAULT_CLIENT_ID, &client] {
        assert!(returned(&browser.get(&silent(client)).await, CALLBACK).contains_key("code"), "{client}");
    }
    browser.get(&format!("/logout?{}", encoded(&[("client_id", &client), ("logout_uri", CALLBACK)]))).await;
    assert_eq!(returned(&browser.get(&silent(&client)).await, CALLBACK)["error"], "login_required");
    assert!(returned(&browser.get(&silent(DEFAULT_CLIENT_ID)).await, CALLBACK).contains_key("code"));
    browser.get(&logout(&[("logout_uri", "myapp://signed-out/")])).await;
    assert!(!browser.cookies.contains_key("cognito"));
}
