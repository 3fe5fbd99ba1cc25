//! The OAuth 2.0 token endpoint of the user pool's domain (RFC 6749, section 4.1.3). A code is never sent twice: the
//! service accepts it once, and a second request would revoke the tokens that the first one got.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::errors::known_form;
use super::exchange::{header, is_success, request_id};
use super::{Cognito, ServiceError, http_date, json};
use crate::error::{AuthError, AuthErrorCode, AuthErrorReason};
use crate::ports::{HttpHeader, HttpResponse, LogLevel};
use crate::secret::Secret;
use crate::web::{CodeExchange, Endpoint, Form, WebTokens, refusal};

/// The token endpoint's response (RFC 6749, section 5.1).
#[derive(Deserialize)]
struct TokenResponse {
    #[serde(deserialize_with = "json::required_secret")]
    access_token: Secret,
    #[serde(deserialize_with = "json::required_secret")]
    id_token: Secret,
    #[serde(deserialize_with = "json::required_secret")]
    refresh_token: Secret,
    #[serde(deserialize_with = "json::required")]
    token_type: String,
    #[serde(default, deserialize_with = "json::seconds")]
    expires_in: Option<i64>,
}

/// The token endpoint's refusal (RFC 6749, section 5.2).
#[derive(Deserialize)]
struct TokenError {
    #[serde(deserialize_with = "json::required_secret")]
    error: Secret,
    #[serde(default, deserialize_with = "json::present_secret")]
    error_description: Option<Secret>,
}

impl Cognito {
    /// Exchanges the code for tokens (`/oauth2/token`). `domain` is the address of the user pool's domain.
    ///
    /// # Errors
    /// [`AuthErrorCode::AuthorizationCodeRefused`], and the other errors of [`refusal`];
    /// [`AuthErrorCode::MalformedResponse`], [`AuthErrorCode::TooManyRequests`], [`AuthErrorCode::ServerError`], and
    /// the errors of the network.
    pub(crate) async fn exchange_code(
        &self,
        domain: &str,
        exchange: CodeExchange,
    ) -> Result<WebTokens, AuthError> {
        let mut body = self.token_request(&exchange);
        let sent = self.oauth.post(
            format!("{domain}/oauth2/token"),
            self.token_headers(),
            std::mem::take(&mut *body),
        );
        let tokens = match sent.await {
            Ok(response) => tokens(&response),
            Err(error) => Err(error.into()),
        };
        let result = tokens.as_ref().map_or_else(|error| error.code.name(), |_| "answered");
        if let Some(log) = &self.log {
            log.log(LogLevel::Debug, format!("/oauth2/token: {result}"));
        }
        tokens
    }

    fn token_request(&self, exchange: &CodeExchange) -> Zeroizing<Vec<u8>> {
        let mut form = Form::default();
        for (name, value) in [
            ("grant_type", "authorization_code"),
            ("client_id", self.app_client.id.as_str()),
            ("code", exchange.code.expose()),
            ("redirect_uri", exchange.redirect_uri.as_str()),
            ("code_verifier", exchange.verifier.expose()),
        ] {
            form.add(name, value);
        }
        form.into_bytes()
    }

    /// The request's headers. If the app client has a secret, they carry its id and its secret by HTTP Basic
    /// authentication (RFC 6749, section 2.3.1). Cognito reads the secret as it is, without a further encoding.
    fn token_headers(&self) -> Vec<HttpHeader> {
        let header = |name: &str, value: String| HttpHeader { name: name.to_owned(), value };
        let mut headers = vec![
            header("content-type", "application/x-www-form-urlencoded".to_owned()),
            header("accept", "application/json".to_owned()),
            header("user-agent", super::USER_AGENT.to_owned()),
        ];
        if let Some(secret) = &self.app_client.secret {
            let pair = Zeroizing::new(format!("{}:{}", self.app_client.id, secret.expose()));
            let encoded = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
            headers.push(header("authorization", format!("Basic {}", *encoded)));
        }
        headers
    }
}

/// The tokens of a response, or why there are none.
fn tokens(response: &HttpResponse) -> Result<WebTokens, AuthError> {
    let malformed = || AuthError::from(ServiceError::malformed(request_id(response)));
    if !is_success(response.status) {
        return Err(refused(response));
    }
    let found: TokenResponse = json::read(&response.body).ok_or_else(malformed)?;
    let lifetime = found.expires_in.and_then(|seconds| u32::try_from(seconds).ok()).filter(|it| *it > 0);
    if !found.token_type.eq_ignore_ascii_case("bearer") {
        return Err(malformed());
    }
    Ok(WebTokens {
        id_token: found.id_token,
        access_token: found.access_token,
        refresh_token: found.refresh_token,
        expires_in_seconds: lifetime.ok_or_else(malformed)?,
        server_time_seconds: header(response, "date").and_then(http_date::seconds),
    })
}

fn refused(response: &HttpResponse) -> AuthError {
    let request_id = request_id(response);
    if response.status == 429 || response.status >= 500 {
        let error = ServiceError::refused(response.status, request_id, None, None)
            .postponed(header(response, "retry-after"), header(response, "date"));
        return AuthError {
            reason: error.is_exception().then_some(AuthErrorReason::SignInRefused),
            ..error.into()
        };
    }
    let told: AuthError = match json::read::<TokenError>(&response.body) {
        Some(TokenError { error, error_description }) => refusal(Endpoint::Token, &error, error_description),
        None => AuthErrorCode::MalformedResponse.into(),
    };
    told.with_request_id(known_form(request_id))
}
