//! The app of these tests: what it asks for, and how it gets its tokens.

use crate::support::browser::{Browser, FORM, encoded, returned};
use crate::support::{Fixture, PASSWORD, PoolResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

pub(crate) const CALLBACK: &str = "myapp://callback/";
/// The code verifier of the example in RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

pub(crate) fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER.as_bytes()))
}

/// A query for `/oauth2/authorize`, with PKCE. `changes` replaces parameters; an empty value leaves its parameter out.
pub(crate) fn query(changes: &[(&str, &str)]) -> String {
    let challenge = challenge();
    let mut pairs = vec![
        ("client_id", DEFAULT_CLIENT_ID),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid email aws.cognito.signin.user.admin"),
        ("state", "st/ate&1"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    pairs.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    pairs.extend(changes.iter().copied().filter(|(_, value)| !value.is_empty()));
    encoded(&pairs)
}

/// Signs in with a browser. Returns the authorization code.
pub(crate) async fn code(browser: &mut Browser<'_>, username: &str, changes: &[(&str, &str)]) -> String {
    let back = browser.sign_in(&query(changes), username, PASSWORD).await;
    let redirect_uri =
        changes.iter().find(|(name, _)| *name == "redirect_uri").map_or(CALLBACK, |(_, uri)| *uri);
    returned(&back, redirect_uri)["code"].clone()
}

/// Sends a form to an endpoint.
pub(crate) async fn post(
    fixture: &Fixture,
    path: &str,
    more: &[(&str, &str)],
    form: &[(&str, &str)],
) -> PoolResponse {
    let mut headers = vec![FORM];
    headers.extend_from_slice(more);
    fixture.send_with("POST", path, &headers, encoded(form)).await.unwrap()
}

pub(crate) async fn token(fixture: &Fixture, form: &[(&str, &str)]) -> PoolResponse {
    post(fixture, "/oauth2/token", &[], form).await
}

/// The form that redeems a code.
pub(crate) fn redemption(code: &str) -> [(&str, &str); 5] {
    [
        ("grant_type", "authorization_code"),
        ("client_id", DEFAULT_CLIENT_ID),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]
}

/// A form with one parameter changed. An empty value leaves the parameter out.
pub(crate) fn with<'p>(
    form: &[(&'p str, &'p str)],
    name: &'p str,
    value: &'p str,
) -> Vec<(&'p str, &'p str)> {
    let kept = form.iter().copied().filter(|(held, _)| *held != name);
    kept.chain([(name, value)]).filter(|(_, value)| !value.is_empty()).collect()
}

/// Signs in with a new browser, and redeems the code. Returns the tokens.
pub(crate) async fn tokens(fixture: &Fixture, username: &str, changes: &[(&str, &str)]) -> Value {
    let code = code(&mut Browser::new(fixture), username, changes).await;
    let answer = token(fixture, &redemption(&code)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// The status and the `error` of a response.
pub(crate) fn refusal(answer: &PoolResponse) -> (u16, String) {
    assert_eq!(answer.content_type, "application/json;charset=UTF-8");
    (answer.status, answer.json()["error"].as_str().unwrap().to_owned())
}
