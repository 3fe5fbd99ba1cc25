//! Sign-ins on web pages: any app can open a redirect, and an attacker's server can write the tokens.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cognito_auth_core::{Auth, RedirectResult, Secret, WebSignInOptions};
use serde_json::{Value, json};

use crate::phone::{Page, Phone, Response, SUB, checked, run, success, token};
use crate::responses;
use crate::stored::force_refresh;

/// The state, the verifier and the nonce of every attempt: the phone's entropy never changes.
const SECRET: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";

const ISSUER: &str = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI";

/// The input is an address. First the browser comes back with it, then it reaches the app as a late redirect.
pub(crate) fn redirect(address: &[u8]) {
    let _alone = alone();
    let Ok(address) = std::str::from_utf8(address) else { return };
    // Only a redirect with the state signs in. In a redirect with escapes, the state can look different.
    let may_sign_in = address.contains(SECRET) || address.contains('%');
    let auth = phone(vec![valid()]).auth();
    let is_signed_in = run(async { sign_in(&auth, Some(address)).await });
    assert!(may_sign_in || !is_signed_in, "a redirect without the state signs in");

    let auth = phone(vec![valid()]).auth();
    run(async {
        assert!(!sign_in(&auth, None).await);
        let handled = checked(auth.handle_redirect(Secret::new(address.to_owned())).await);
        let is_signed_in = matches!(handled, Some(RedirectResult::SignedIn(_)));
        assert!(may_sign_in || !is_signed_in, "a late redirect without the state signs in");
        assert_eq!(checked(auth.get_current_user().await).is_some(), is_signed_in);
        let again = checked(auth.handle_redirect(Secret::new(address.to_owned())).await);
        assert!(!matches!(again, Some(RedirectResult::SignedIn(_))), "a redirect signs in twice");
    });
}

/// The input is the response of the token endpoint.
pub(crate) fn response(response: &[u8]) {
    let _alone = alone();
    let responses = vec![responses::response(response), success(&json!({})), success(&json!({}))];
    let auth = phone(responses).auth();
    run(async {
        if sign_in(&auth, Some(&own_redirect())).await {
            checked(auth.fetch_auth_session(Default::default()).await);
            checked(auth.fetch_auth_session(force_refresh()).await);
            checked(auth.fetch_user_attributes().await);
            auth.sign_out(Default::default()).await;
        }
    });
}

/// The input has the claims of the access token, a line break, and the claims of the ID token.
pub(crate) fn claims(claims: &[u8]) {
    let _alone = alone();
    let (access, id) = responses::first_line(claims);
    let auth = phone(vec![issued(access, id), success(&json!({}))]).auth();
    let is_signed_in = run(async { sign_in(&auth, Some(&own_redirect())).await });
    assert!(!is_signed_in || belong_to_the_attempt(access, id), "tokens of another attempt sign in");
}

/// The input is a stored attempt. The redirect that arrives has the usual state. The stored attempt may have another
/// state.
pub(crate) fn attempt(record: &[u8]) {
    let _alone = alone();
    let store = [("web", record.to_vec())].into();
    let auth = Phone { store, ..phone(vec![valid()]) }.auth();
    run(async {
        let handled = checked(auth.handle_redirect(Secret::new(own_redirect())).await);
        let is_signed_in = matches!(handled, Some(RedirectResult::SignedIn(_)));
        assert_eq!(checked(auth.get_current_user().await).is_some(), is_signed_in);
        if is_signed_in {
            // The library ignores unknown members, even one that `Value` refuses, such as a number out of range.
            let Ok(record) = serde_json::from_slice::<Value>(record) else { return };
            assert_eq!((&record["state"], &record["nonce"]), (&json!(SECRET), &json!(SECRET)));
        }
    });
}

/// Makes the other targets of this file wait. A process has at most one page open, and all attempts here have the same
/// state. Without the lock, a redirect would reach the page of another target's attempt.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn phone(responses: Vec<Response>) -> Phone {
    Phone { responses, ..Phone::default() }
}

/// Signs in with a browser that comes back with this address; without one, the user closes it. Returns whether the user
/// is signed in.
async fn sign_in(auth: &Auth, address: Option<&str>) -> bool {
    let browser = Arc::new(Page(address.map(str::to_owned)));
    let is_signed_in =
        checked(auth.sign_in_with_web_ui(WebSignInOptions::default(), browser).await).is_some();
    assert_eq!(checked(auth.get_current_user().await).is_some(), is_signed_in);
    is_signed_in
}

/// The redirect that belongs to every attempt here.
fn own_redirect() -> String {
    format!("myapp://callback/?code=c&state={SECRET}")
}

/// The token endpoint's response with tokens that have these claims.
fn issued(access: &[u8], id: &[u8]) -> Response {
    success(&json!({
        "access_token": token(access), "id_token": token(id), "refresh_token": "r", "token_type": "Bearer",
        "expires_in": 3600,
    }))
}

/// The token endpoint's response with tokens that belong to the attempt.
fn valid() -> Response {
    let access =
        json!({ "sub": SUB, "iss": ISSUER, "client_id": "client", "token_use": "access", "username": "ann" });
    let id = json!({ "sub": SUB, "iss": ISSUER, "aud": "client", "token_use": "id", "nonce": SECRET,
        "iat": 1_795_348_800, "exp": 1_795_352_400 });
    issued(access.to_string().as_bytes(), id.to_string().as_bytes())
}

/// Whether the claims belong to the attempt. This check shares no code with the library's own check. The library reads
/// only the claims that it needs, so it also accepts tokens that this check can't parse. For such tokens, this check
/// gives true.
fn belong_to_the_attempt(access: &[u8], id: &[u8]) -> bool {
    let read = |claims: &[u8]| serde_json::from_slice::<Value>(claims);
    let (Ok(access), Ok(id)) = (read(access), read(id)) else { return true };
    (id["aud"] == "client" || id["aud"] == json!(["client"]))
        && id["nonce"] == SECRET
        && (id["iss"] == ISSUER && access["iss"] == ISSUER)
        && (id["token_use"] == "id" && access["token_use"] == "access")
        && access["client_id"] == "client"
        && (id["sub"].is_string() && id["sub"] == access["sub"])
        && id["iat"].as_i64() < id["exp"].as_i64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_tokens_and_their_redirect_sign_the_user_in() {
        assert!(run(async { sign_in(&phone(vec![valid()]).auth(), Some(&own_redirect())).await }));
    }
}
