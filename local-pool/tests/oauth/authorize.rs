//! GET `/oauth2/authorize`: its parameters, and where its errors go.

use super::app::{self, CALLBACK, query};
use crate::support::browser::{Browser, alert, attribute, element, encoded, parameters_of, returned};
use crate::support::{Fixture, PASSWORD, claims};
use serde_json::json;

#[tokio::test]
async fn a_wrong_client_or_redirect_uri_shows_a_page_and_never_redirects() {
    let fixture = Fixture::start().await;
    for (changes, kind) in [
        (vec![("client_id", "")], "invalid_request"),
        (vec![("client_id", "another")], "invalid_client"),
        (vec![("redirect_uri", "")], "invalid_request"),
        (vec![("redirect_uri", "myapp://callback")], "redirect_mismatch"),
        (vec![("redirect_uri", "myapp://callback/?x=1")], "redirect_mismatch"),
        (vec![("redirect_uri", "MYAPP://callback/")], "redirect_mismatch"),
        (vec![("redirect_uri", "https://elsewhere.example/")], "redirect_mismatch"),
        (vec![("client_id", "local-client"), ("client_id", "local-client")], "invalid_request"),
        (vec![("redirect_uri", CALLBACK), ("redirect_uri", CALLBACK)], "invalid_request"),
        // Another mistake in the same request does not turn the page into a redirect.
        (vec![("redirect_uri", "https://elsewhere.example/"), ("scope", "unknown")], "redirect_mismatch"),
    ] {
        for path in ["/oauth2/authorize", "/login"] {
            let answer = Browser::new(&fixture).get(&format!("{path}?{}", query(&changes))).await;
            assert_eq!((answer.status, answer.header("location")), (400, None), "{path} {changes:?}");
            assert!(answer.content_type.starts_with("text/html"), "{changes:?}");
            assert!(answer.text.contains(kind), "{changes:?}: {}", answer.text);
        }
    }
    let missing =
        Browser::new(&fixture).get(&format!("/oauth2/authorize?{}", query(&[("redirect_uri", "")]))).await;
    assert_eq!(alert(&missing), "Required String parameter 'redirect_uri' is not present");
}

#[tokio::test]
async fn with_the_right_client_and_redirect_uri_any_other_error_goes_to_the_app_with_its_state() {
    let fixture = Fixture::start().await;
    // A SHA-256 hash in base64url has 43 characters.
    let long = "x".repeat(43);
    for (changes, error) in [
        (vec![("response_type", "")], "invalid_request"),
        (vec![("response_type", "token")], "unauthorized_client"),
        (vec![("response_type", "id_token")], "unsupported_response_type"),
        (vec![("scope", "openid unknown")], "invalid_scope"),
        (vec![("scope", "email")], "invalid_scope"),
        (vec![("code_challenge_method", "plain")], "invalid_request"),
        (vec![("code_challenge_method", "")], "invalid_request"),
        (vec![("code_challenge", "")], "invalid_request"),
        (vec![("code_challenge", "short")], "invalid_request"),
        (vec![("code_challenge", &long[..42])], "invalid_request"),
        (vec![("prompt", "always")], "invalid_request"),
        (vec![("prompt", "none login")], "invalid_request"),
        (vec![("prompt", "none")], "login_required"),
        (vec![("resource", "not a url")], "invalid_request"),
        (vec![("resource", "http://api.example/")], "invalid_request"),
        (vec![("resource", "https://api.example/#x")], "invalid_request"),
        (vec![("identity_provider", "Google")], "invalid_request"),
        (vec![("idp_identifier", "example.com")], "invalid_request"),
        (vec![("nonce", "1"), ("nonce", "2")], "invalid_request"),
    ] {
        let answer = Browser::new(&fixture).get(&format!("/oauth2/authorize?{}", query(&changes))).await;
        let back = returned(&answer, CALLBACK);
        assert_eq!(back["error"], error, "{changes:?}");
        assert_eq!((back["state"].as_str(), back.get("code")), ("st/ate&1", None), "{changes:?}");
    }
    let without_state = Browser::new(&fixture)
        .get(&format!("/oauth2/authorize?{}", query(&[("state", ""), ("scope", "x")])))
        .await;
    assert_eq!(without_state.header("location"), Some("myapp://callback/?error=invalid_scope"));
    let recorded = fixture.pool.requests().pop().unwrap();
    assert_eq!(
        (recorded.operation.as_str(), recorded.status, recorded.error_type.as_deref()),
        ("Authorize", Some(302), Some("invalid_scope"))
    );
}

#[tokio::test]
async fn a_flow_that_the_client_may_not_use_is_an_error_for_the_app() {
    let fixture = Fixture::start().await;
    let refused = async |changes: serde_json::Value, response_type: &str| {
        fixture.change_client(&changes).await;
        let path = format!("/oauth2/authorize?{}", query(&[("response_type", response_type), ("scope", "")]));
        returned(&Browser::new(&fixture).get(&path).await, CALLBACK)["error"].clone()
    };
    let implicit = json!({ "AllowedOAuthFlows": ["implicit"] });
    assert_eq!(refused(implicit.clone(), "code").await, "unauthorized_client");
    assert_eq!(refused(implicit, "token").await, "unsupported_response_type");
    let off = json!({ "AllowedOAuthFlowsUserPoolClient": false, "AllowedOAuthFlows": ["code"] });
    assert_eq!(refused(off, "code").await, "unauthorized_client");
}

#[tokio::test]
async fn a_valid_request_goes_to_the_form_with_its_query() {
    let fixture = Fixture::start().await;
    let sent = query(&[
        ("login_hint", "ada \"<b>"),
        ("nonce", "n-1"),
        ("prompt", "select_account consent"),
        ("resource", "https://api.example/v1"),
        ("identity_provider", "COGNITO"),
        ("lang", "pt-BR"),
        ("userContextData", "e30="),
    ]);
    let mut browser = Browser::new(&fixture);
    let answer = browser.get(&format!("/oauth2/authorize?{sent}")).await;
    assert_eq!((answer.status, answer.header("location")), (302, Some(format!("/login?{sent}").as_str())));
    assert_eq!(browser.cookies["lang"], "pt-BR");
    let page = browser.get(&format!("/login?{sent}")).await;
    assert_eq!(page.status, 200);
    let name = element(&page.text, "<input id=\"username\"");
    assert_eq!(attribute(name, "value").as_deref(), Some("ada \"<b>"), "the hint is in the field, escaped");
    assert!(!page.text.contains("<b>"), "{}", page.text);
    let action = attribute(element(&page.text, "<form"), "action").unwrap();
    assert_eq!(parameters_of(&action), parameters_of(&format!("?{sent}")));
}

#[tokio::test]
async fn a_code_works_once_and_for_five_minutes() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let code = app::code(&mut browser, "ada", &[]).await;
    assert_eq!(app::token(&fixture, &app::redemption(&code)).await.status, 200);
    let again = app::token(&fixture, &app::redemption(&code)).await;
    assert_eq!(app::refusal(&again), (400, "invalid_grant".to_owned()));

    for (seconds, status) in [(240, 200), (300, 400)] {
        let code = app::code(&mut Browser::new(&fixture), "ada", &[]).await;
        fixture.pool.advance_clock(seconds);
        assert_eq!(app::token(&fixture, &app::redemption(&code)).await.status, status, "{seconds}");
    }
}

#[tokio::test]
async fn a_request_without_scopes_gets_all_scopes_of_the_client() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let tokens = app::tokens(&fixture, "ada", &[("scope", "")]).await;
    let scope = claims(&tokens["access_token"])["scope"].take();
    assert_eq!(scope, "openid email phone profile aws.cognito.signin.user.admin");
    let twice = app::tokens(&fixture, "ada", &[("scope", "openid  openid email")]).await;
    assert_eq!(claims(&twice["access_token"])["scope"], "openid email");
}

#[tokio::test]
async fn a_session_skips_the_form_for_an_hour_after_its_last_use() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    app::code(&mut browser, "ada", &[]).await;
    let path = format!("/oauth2/authorize?{}", query(&[]));
    let silent = format!("/oauth2/authorize?{}", query(&[("prompt", "none")]));
    for path in [&path, &silent, &path] {
        fixture.pool.advance_clock(3500);
        let answer = browser.get(path).await;
        let back = returned(&answer, CALLBACK);
        assert_eq!(back["state"], "st/ate&1");
        let tokens = app::token(&fixture, &app::redemption(&back["code"])).await;
        assert_eq!(tokens.status, 200, "{}", tokens.text);
        let cookie = answer.headers("set-cookie").concat();
        assert!(cookie.starts_with("cognito=") && cookie.contains("Max-Age=3600"), "{cookie}");
    }
    let asked = browser.get(&format!("/oauth2/authorize?{}", query(&[("prompt", "login")]))).await;
    assert!(
        asked.header("location").unwrap().starts_with("/login?"),
        "prompt=login asks despite the session"
    );
    fixture.pool.advance_clock(3600);
    assert_eq!(returned(&browser.get(&silent).await, CALLBACK)["error"], "login_required");
    browser.open_form(&query(&[])).await;
}

#[tokio::test]
async fn a_session_is_for_one_browser_and_one_user() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let silent = format!("/oauth2/authorize?{}", query(&[("prompt", "none")]));
    app::code(&mut browser, "ada", &[]).await;
    let first = browser.cookies["cognito"].clone();
    assert!(returned(&browser.get(&silent).await, CALLBACK).contains_key("code"));
    assert_eq!(returned(&Browser::new(&fixture).get(&silent).await, CALLBACK)["error"], "login_required");

    // Another client of the pool needs no form either.
    let secret_client = query(&[("client_id", "local-client-secret"), ("prompt", "none")]);
    let other = browser.get(&format!("/oauth2/authorize?{secret_client}")).await;
    assert!(returned(&other, CALLBACK).contains_key("code"));

    // A new sign-in has a new cookie, and the old one does not work any more.
    let form = browser.open_form(&query(&[("prompt", "login")])).await;
    browser.submit(&form, &[("username", "ada"), ("password", PASSWORD)]).await;
    assert_ne!(browser.cookies["cognito"], first);
    let mut thief = Browser::new(&fixture);
    thief.cookies.insert("cognito".to_owned(), first);
    assert_eq!(returned(&thief.get(&silent).await, CALLBACK)["error"], "login_required");

    // A sign-out everywhere ends the tokens, but not the browser's session.
    fixture.administer("AdminUserGlobalSignOut", "ada", json!({})).await;
    assert!(returned(&browser.get(&silent).await, CALLBACK).contains_key("code"));
    fixture.administer("AdminDisableUser", "ada", json!({})).await;
    assert_eq!(returned(&browser.get(&silent).await, CALLBACK)["error"], "login_required");
    fixture.administer("AdminDeleteUser", "ada", json!({})).await;
    fixture.confirmed_user("ada").await;
    assert_eq!(returned(&browser.get(&silent).await, CALLBACK)["error"], "login_required");
}

#[tokio::test]
async fn a_registered_redirect_uri_keeps_its_own_query() {
    let fixture = Fixture::start().await;
    let registered = "http://localhost:3000/in?app=1";
    fixture.change_client(&json!({ "CallbackURLs": [registered] })).await;
    let refused = query(&[("redirect_uri", registered), ("scope", "unknown"), ("state", "s")]);
    let answer = Browser::new(&fixture).get(&format!("/oauth2/authorize?{refused}")).await;
    let expected = format!("{registered}&{}", encoded(&[("error", "invalid_scope"), ("state", "s")]));
    assert_eq!(answer.header("location"), Some(expected.as_str()));
}
