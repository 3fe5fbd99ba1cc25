//! The form for the name and the password.

use super::app::{self, CALLBACK, query};
use crate::support::browser::{Browser, alert, attribute, element, encoded, returned, title};
use crate::support::trigger_server::TriggerServer;
use crate::support::{Fixture, PASSWORD, claims};
use cognito_local_pool::{DEFAULT_CLIENT_ID, Options};
use serde_json::json;

#[tokio::test]
async fn the_form_signs_in_by_name_or_alias_and_returns_a_code() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    for name in ["ada", "ADA", " ada ", "ada@example.com"] {
        let back = Browser::new(&fixture).sign_in(&query(&[]), name, PASSWORD).await;
        let back = returned(&back, CALLBACK);
        assert_eq!(back["state"], "st/ate&1", "{name}");
        assert!(back["code"].len() >= 32);
    }
}

#[tokio::test]
async fn a_wrong_password_shows_cognitos_text_on_the_form_again() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    for (name, password) in [("ada", "Wrong-1234"), ("ad\"a<", PASSWORD), ("ada", "")] {
        let page = browser.sign_in(&query(&[]), name, password).await;
        assert_eq!((page.status, alert(&page).as_str()), (400, "Incorrect username or password."), "{name}");
        assert_eq!(title(&page), "Sign in");
        assert_eq!(attribute(element(&page.text, "<input id=\"username\""), "value").as_deref(), Some(name));
        assert!(!page.text.contains("Wrong-1234"), "the form does not show the password");
    }
    let recorded = fixture.pool.requests().pop().unwrap();
    assert_eq!(
        (recorded.operation.as_str(), recorded.status, recorded.error_type.as_deref()),
        ("Login", Some(400), Some("NotAuthorizedException"))
    );
    // The same browser signs in from the page with the error.
    let page = browser.sign_in(&query(&[]), "ada", "Wrong-1234").await;
    let back = browser.submit(&page, &[("username", "ada"), ("password", PASSWORD)]).await;
    assert!(returned(&back, CALLBACK).contains_key("code"));
}

#[tokio::test]
async fn the_page_is_accessible_and_can_be_neither_cached_nor_framed() {
    let fixture = Fixture::start().await;
    let page = Browser::new(&fixture).open_form(&query(&[])).await;
    assert!(page.text.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    for (field, kind) in [("username", "username"), ("password", "current-password")] {
        let tag = element(&page.text, &format!("<input id=\"{field}\""));
        assert_eq!(attribute(tag, "autocomplete").as_deref(), Some(kind));
        assert!(page.text.contains(&format!("<label for=\"{field}\">")));
    }
    assert!(!page.text.contains("<script"), "it works without scripts");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    // With `no-referrer`, a browser would send `null` as a form's Origin.
    assert_eq!(page.header("referrer-policy"), Some("same-origin"));
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self' myapp:; \
                  frame-ancestors 'none'";
    assert_eq!(page.header("content-security-policy"), Some(policy));
    let web = Browser::new(&fixture).open_form(&query(&[("redirect_uri", "http://localhost:3000/")])).await;
    let policy = web.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self' http://localhost:3000;"), "{policy}");
    let style = attribute(element(&page.text, "<link"), "href").unwrap();
    let style = Browser::new(&fixture).get(&style).await;
    assert_eq!((style.status, style.content_type.as_str()), (200, "text/css; charset=utf-8"));
}

#[tokio::test]
async fn the_cookies_are_http_only_and_same_site_and_are_secure_under_https() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let form = browser.open_form(&query(&[])).await;
    let back = browser.submit(&form, &[("username", "ada"), ("password", PASSWORD)]).await;
    for (response, name) in [(&form, "XSRF-TOKEN="), (&back, "cognito=")] {
        let cookie = response.headers("set-cookie").concat();
        assert!(cookie.starts_with(name), "{cookie}");
        assert!(cookie.contains("Path=/") && cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
        assert!(!cookie.contains("Secure"), "plain http");
    }
    assert_eq!(back.header("cache-control"), Some("no-store"), "the address holds a code");

    let public_url = Some("https://pool.example".to_owned());
    let behind_tls = Fixture::with(Options { public_url, ..Options::default() }).await;
    let form = Browser::new(&behind_tls).open_form(&query(&[])).await;
    assert!(form.headers("set-cookie").concat().ends_with("; Secure"));
}

#[tokio::test]
async fn only_the_pools_own_page_in_this_browser_may_submit_the_form() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    browser.open_form(&query(&[])).await;
    let own = browser.cookies["XSRF-TOKEN"].clone();
    let action = format!("/login?{}", query(&[]));
    let fields = |csrf: &str| encoded(&[("username", "ada"), ("password", PASSWORD), ("_csrf", csrf)]);
    let other = "00000000-0000-4000-8000-000000000000";
    for csrf in ["", other, &own[..35]] {
        let refused = browser.send("POST", &action, &[], fields(csrf)).await;
        assert_eq!((refused.status, refused.header("location")), (403, None), "{csrf}");
    }
    let mut planted = Browser::new(&fixture);
    planted.cookies.insert("XSRF-TOKEN".to_owned(), "\"><b>".to_owned());
    assert_eq!(planted.send("POST", &action, &[], fields("\"><b>")).await.status, 403);
    assert!(!planted.open_form(&query(&[])).await.text.contains("<b>"));

    let port = fixture.pool.address().port();
    let page = format!("http://127.0.0.1:{port}");
    for origin in ["https://elsewhere.example", "http://localhost:3000", "null"] {
        let refused = browser.send("POST", &action, &[("origin", origin)], fields(&own)).await;
        assert_eq!(refused.status, 403, "{origin}");
    }
    let foreign = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    assert_eq!(browser.send("POST", &action, &foreign, fields(&own)).await.status, 403);
    let back = browser.send("POST", &action, &[("origin", &page)], fields(&own)).await;
    assert!(returned(&back, CALLBACK).contains_key("code"));

    let allowed_origins = vec!["http://localhost:5173".to_owned()];
    let allowing = Fixture::with(Options { allowed_origins, ..Options::default() }).await;
    let mut browser = Browser::new(&allowing);
    browser.open_form(&query(&[])).await;
    let own = browser.cookies["XSRF-TOKEN"].clone();
    let administering = [("origin", "http://localhost:5173")];
    assert_eq!(browser.send("POST", &action, &administering, fields(&own)).await.status, 403);
}

#[tokio::test]
async fn sign_ins_in_two_tabs_do_not_disturb_each_other() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    let first = browser.open_form(&query(&[])).await;
    let second = browser.open_form(&query(&[("state", "two")])).await;
    for (form, state) in [(first, "st/ate&1"), (second, "two")] {
        let back = browser.submit(&form, &[("username", "ada"), ("password", PASSWORD)]).await;
        assert_eq!(returned(&back, CALLBACK)["state"], state);
    }
}

#[tokio::test]
async fn submitting_the_form_checks_the_request_again() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let mut browser = Browser::new(&fixture);
    browser.open_form(&query(&[])).await;
    let csrf = browser.cookies["XSRF-TOKEN"].clone();
    let body = encoded(&[("username", "ada"), ("password", PASSWORD), ("_csrf", &csrf)]);
    let elsewhere = query(&[("redirect_uri", "https://elsewhere.example/")]);
    let page = browser.send("POST", &format!("/login?{elsewhere}"), &[], body.clone()).await;
    assert_eq!((page.status, page.header("location")), (400, None));
    let unknown = format!("/login?{}", query(&[("scope", "unknown")]));
    let back = browser.send("POST", &unknown, &[], body).await;
    assert_eq!(returned(&back, CALLBACK)["error"], "invalid_scope");
}

#[tokio::test]
async fn the_triggers_of_a_sign_in_are_called() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let server = TriggerServer::start(|event| match event["triggerSource"].as_str() {
        Some("TokenGeneration_HostedAuth") => json!({
            "claimsOverrideDetails": { "claimsToAddOrOverride": { "tier": "gold", "nonce": "false" } },
        }),
        _ => json!({}),
    })
    .await;
    server.serve_pool(&fixture, &["PreAuthentication", "PostAuthentication", "PreTokenGeneration"]).await;
    let tokens = app::tokens(&fixture, "ada", &[("nonce", "n-1")]).await;
    let expected = [
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_HostedAuth",
    ];
    assert_eq!(server.sources(), expected);
    for event in server.events() {
        assert_eq!(event["callerContext"]["clientId"], DEFAULT_CLIENT_ID);
    }
    let claims = claims(&tokens["id_token"]);
    assert_eq!((&claims["tier"], &claims["nonce"]), (&json!("gold"), &json!("n-1")));
}

#[tokio::test]
async fn the_page_shows_the_text_of_a_trigger_that_refuses() {
    let fixture = Fixture::start().await;
    fixture.confirmed_user("ada").await;
    let server =
        TriggerServer::answering(|_| (200, json!({ "errorMessage": "Not <today>", "errorType": "Error" })))
            .await;
    server.serve_pool(&fixture, &["PreAuthentication"]).await;
    let page = Browser::new(&fixture).sign_in(&query(&[]), "ada", PASSWORD).await;
    assert_eq!(page.status, 400);
    assert!(alert(&page).ends_with("Not <today>."), "{}", alert(&page));
}
