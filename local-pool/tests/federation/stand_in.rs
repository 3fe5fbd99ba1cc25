//! The stand-in for a provider, as an OpenID Connect client sees it.

use crate::app::post;
use crate::browsing::{open, providers};
use crate::provider::{google, saml};
use crate::support::browser::{Browser, encoded, parameters_of};
use crate::support::{Fixture, claims};
use serde_json::{Value, json};

const PATH: &str = "/_idp/local_LocalPool/Google";

async fn with_google() -> Fixture {
    let fixture = Fixture::start().await;
    providers(&fixture, &[google(json!({}))]).await;
    fixture
}

/// The path and the query with which a client sends a browser to the stand-in. `changes` replaces parameters.
fn request(fixture: &Fixture, changes: &[(&str, &str)]) -> String {
    let redirect_uri = format!("{}/oauth2/idpresponse", fixture.pool.base_url());
    let mut pairs = vec![
        ("client_id", "google-app"),
        ("redirect_uri", &redirect_uri),
        ("response_type", "code"),
        ("state", "s"),
        ("nonce", "n"),
    ];
    pairs.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    pairs.extend_from_slice(changes);
    format!("{PATH}/authorize?{}", encoded(&pairs))
}

#[tokio::test]
async fn the_stand_in_can_be_discovered_and_publishes_its_keys() {
    let fixture = with_google().await;
    let get = async |path: &str| fixture.send("GET", path, "", String::new()).await.unwrap();
    let document = get(&format!("{PATH}/.well-known/openid-configuration")).await.json();
    let issuer = format!("{}{PATH}", fixture.pool.base_url());
    assert_eq!(document["issuer"], json!(issuer));
    assert_eq!(document["token_endpoint"], json!(format!("{issuer}/token")));
    let keys = get(&format!("{PATH}/jwks")).await.json();
    assert_eq!(keys["keys"][0]["kty"], "RSA");
    let unknown = get("/_idp/local_LocalPool/Other/jwks").await;
    assert_eq!(unknown.status, 400);
}

#[tokio::test]
async fn a_code_is_redeemed_once_by_its_client() {
    let fixture = with_google().await;
    let mut browser = Browser::new(&fixture);
    let redirect_uri = format!("{}/oauth2/idpresponse", fixture.pool.base_url());
    let mut code = async || {
        let page = browser.get(&request(&fixture, &[])).await;
        let back = browser.submit(&page, &[("sub", "g-1"), ("email", "a@b.c")]).await;
        let parameters = parameters_of(back.header("location").unwrap());
        assert_eq!(parameters["state"], "s");
        parameters["code"].clone()
    };
    let token = async |code: &str, changes: &[(&str, &str)]| {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri.as_str()),
            ("client_id", "google-app"),
            ("client_secret", "google-secret"),
        ];
        form.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        form.extend_from_slice(changes);
        post(&fixture, &format!("{PATH}/token"), &[], &form).await
    };
    for (changes, error) in [
        (("client_secret", "wrong"), "invalid_client"),
        (("client_id", "wrong"), "invalid_client"),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("redirect_uri", "https://elsewhere.example/"), "invalid_grant"),
        (("code", "wrong"), "invalid_grant"),
    ] {
        let refused = token(&code().await, &[changes]).await;
        assert_eq!((refused.status, &refused.json()["error"]), (400, &json!(error)));
    }
    let code = code().await;
    let tokens = token(&code, &[]).await.json();
    let id = claims(&tokens["id_token"]);
    assert_eq!((&id["sub"], &id["aud"], &id["nonce"]), (&json!("g-1"), &json!("google-app"), &json!("n")));
    assert_eq!((&id["email"], &id["email_verified"]), (&json!("a@b.c"), &json!(false)));
    assert_eq!(id["token_use"], Value::Null);
    assert_eq!(token(&code, &[]).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_request_that_the_pool_would_never_make_shows_an_error_page() {
    let fixture = with_google().await;
    let mut browser = Browser::new(&fixture);
    for changes in [
        ("client_id", "other"),
        ("redirect_uri", "https://elsewhere.example/"),
        ("redirect_uri", ""),
        ("response_type", "token"),
    ] {
        let page = browser.get(&request(&fixture, &[changes])).await;
        assert_eq!((page.status, page.header("location")), (400, None), "{changes:?}");
    }
    let unknown = request(&fixture, &[]).replace("/Google/", "/Other/");
    assert_eq!(browser.get(&unknown).await.status, 400);
}

#[tokio::test]
async fn the_stand_ins_page_is_accessible_and_can_not_be_framed() {
    let fixture = with_google().await;
    providers(&fixture, &[saml("Corp", json!({}))]).await;
    let page = open(&mut Browser::new(&fixture), &fixture, &[("identity_provider", "Corp")]).await;
    assert!(!page.text.contains("<script"), "it works without scripts");
    for field in ["sub", "email", "name", "error", "error_description"] {
        assert!(page.text.contains(&format!("<label for=\"{field}\">")), "{field}");
    }
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    assert_eq!(page.header("content-security-policy"), Some(policy));
}
