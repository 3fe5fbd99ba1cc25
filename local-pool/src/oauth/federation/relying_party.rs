//! Redeems a provider's code at its token endpoint, and checks the ID token.

use super::{client_id, issuer_of, redirect_uri};
use crate::errors::CognitoError;
use crate::jwt::{self, Claims};
use crate::oauth::stand_in;
use crate::pool::identity_providers::ProviderSettings;
use crate::reply::Dropped;
use crate::service::Service;
use crate::state::State;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt as _;
use url::form_urlencoded;

/// How long the token endpoint may take.
const LIMIT: Duration = Duration::from_secs(5);
/// The largest response of the token endpoint, in bytes.
const LARGEST: usize = 1024 * 1024;

/// A code to redeem, and what its ID token must say.
pub(super) struct CodeOfProvider {
    provider: String,
    path: String,
    form: String,
    issuer: String,
    audience: String,
    nonce: String,
}

impl CodeOfProvider {
    pub(super) fn new(
        service: &Service,
        pool_id: &str,
        provider: &ProviderSettings,
        code: String,
        nonce: String,
    ) -> Self {
        let (issuer, audience) = (issuer_of(service, pool_id, provider), client_id(provider, pool_id));
        let redirect_uri = redirect_uri(service);
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &redirect_uri),
            ("client_id", audience),
        ];
        let secret = provider.provider_details.get("client_secret");
        form.extend(secret.map(|secret| ("client_secret", secret.as_str())));
        Self {
            provider: provider.provider_name.clone(),
            path: format!("{}/token", stand_in::path(pool_id, &provider.provider_name)),
            form: form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish(),
            audience: audience.to_owned(),
            issuer,
            nonce,
        }
    }
}

/// Redeems a code. Returns the claims of the ID token. Blocks the thread.
pub(super) fn redeem(state: &Arc<State>, code: &CodeOfProvider) -> Result<Claims, CognitoError> {
    let exchange = tokio::time::timeout(LIMIT, exchange(state, code));
    let answer = tokio::runtime::Handle::current().block_on(exchange);
    let (status, body) = answer.ok().flatten().ok_or_else(|| {
        CognitoError::new("ProviderTimeout", "Timeout occurred in calling IdP token endpoint")
    })?;
    let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(token) = answer.get("id_token").and_then(Value::as_str).filter(|_| status == 200) else {
        let error = answer.get("error").and_then(Value::as_str).map(|error| format!("{error} "));
        let text =
            format!("{} Error - {status} {}error getting token", code.provider, error.unwrap_or_default());
        return Err(CognitoError::new("ProviderError", text));
    };
    let claims = jwt::decode(&*state.service.own_signer()?, token).ok_or_else(|| bad("signature"))?;
    check(&claims, code, state.service.clock.now().seconds())?;
    Ok(claims)
}

/// Checks an ID token (OpenID Connect Core 1.0 section 3.1.3.7).
fn check(claims: &Claims, code: &CodeOfProvider, now: i64) -> Result<(), CognitoError> {
    let is = |name: &str, value: &str| claims.get(name).and_then(Value::as_str) == Some(value);
    let lives = claims.get("exp").and_then(Value::as_i64).is_some_and(|expires| now < expires);
    let checked = [
        ("issuer", is("iss", &code.issuer)),
        ("audience", is("aud", &code.audience)),
        ("nonce", is("nonce", &code.nonce)),
        ("expiry", lives),
    ];
    match checked.into_iter().find(|(_, right)| !right) {
        None => Ok(()),
        Some((what, _)) => Err(bad(what)),
    }
}

fn bad(what: &str) -> CognitoError {
    CognitoError::new("ProviderError", format!("Bad id_token {what}"))
}

/// The status and the body of the token endpoint's response. `None` if a fault drops the response, or if the body is
/// too long. The stand-in runs in this process. So the call needs no socket, and works with any public address and with
/// TLS.
async fn exchange(state: &Arc<State>, code: &CodeOfProvider) -> Option<(u16, Vec<u8>)> {
    let request = Request::post(&code.path)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(code.form.clone()))
        .ok()?;
    let Ok(response) = stand_in::for_apps().with_state(Arc::clone(state)).oneshot(request).await;
    if response.extensions().get::<Dropped>().is_some() {
        return None;
    }
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), LARGEST).await.ok()?;
    Some((status, body.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_expired_id_token_or_one_of_another_sign_in_is_refused() {
        let code = CodeOfProvider {
            provider: "Google".into(),
            path: String::new(),
            form: String::new(),
            issuer: "https://idp".into(),
            audience: "app".into(),
            nonce: "n".into(),
        };
        let right = json!({ "iss": "https://idp", "aud": "app", "nonce": "n", "exp": 11 });
        let check = |name: &str, value: Value| {
            let mut claims = right.as_object().unwrap().clone();
            claims.insert(name.to_owned(), value);
            super::check(&claims, &code, 10).map_err(|error| error.message)
        };
        assert_eq!(check("sub", json!("1")), Ok(()));
        for (name, value, what) in [
            ("iss", json!("https://other"), "issuer"),
            ("aud", json!("other"), "audience"),
            ("nonce", json!("other"), "nonce"),
            ("nonce", Value::Null, "nonce"),
            ("exp", json!(10), "expiry"),
            ("exp", Value::Null, "expiry"),
        ] {
            assert_eq!(check(name, value), Err(format!("Bad id_token {what}")));
        }
    }
}
