//! Errors in the form of OAuth (RFC 6749 section 5.2).

use crate::errors::CognitoError;
use crate::reply::Reply;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use serde_json::{Value, json};

/// An error of an endpoint, perhaps with a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OAuthError {
    pub error: &'static str,
    pub description: Option<String>,
    /// Whether the response asks for credentials in the header `Authorization`, because the client used that header.
    pub challenge: bool,
}

impl OAuthError {
    pub(crate) fn new(error: &'static str) -> Self {
        Self { error, description: None, challenge: false }
    }

    pub(crate) fn because(error: &'static str, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..Self::new(error) }
    }

    pub(crate) fn invalid_request(description: impl Into<String>) -> Self {
        Self::because("invalid_request", description)
    }

    pub(crate) fn reply(&self) -> Reply {
        let mut body = json!({ "error": self.error });
        if let Some(description) = &self.description {
            body["error_description"] = json!(description);
        }
        let status = if self.challenge { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        let reply = json_reply(status, &body).failed(self.error);
        if self.challenge { reply.with(WWW_AUTHENTICATE, "Basic realm=\"local pool\"") } else { reply }
    }
}

/// Why an endpoint refuses a request.
pub(crate) enum EndpointRefusal {
    OAuth(OAuthError),
    /// The pool failed, or a trigger refused.
    Pool(CognitoError),
}

impl EndpointRefusal {
    pub(crate) fn reply(&self) -> Reply {
        match self {
            Self::OAuth(error) => error.reply(),
            Self::Pool(error) => of_pool(error),
        }
    }
}

impl From<OAuthError> for EndpointRefusal {
    fn from(error: OAuthError) -> Self {
        Self::OAuth(error)
    }
}

impl From<CognitoError> for EndpointRefusal {
    fn from(error: CognitoError) -> Self {
        match error.kind.as_ref() {
            // The user no longer exists, or the sign-in has ended.
            "NotAuthorizedException" | "UserNotFoundException" | "RefreshTokenReuseException" => {
                Self::OAuth(OAuthError::because("invalid_grant", error.message))
            }
            _ => Self::Pool(error),
        }
    }
}

/// A response to an app. No cache may keep it: it may hold tokens.
pub(crate) fn json_reply(status: StatusCode, body: &Value) -> Reply {
    Reply::new(status, body.to_string())
        .with(CONTENT_TYPE, "application/json;charset=UTF-8")
        .with(CACHE_CONTROL, "no-store")
}

/// An error of the pool itself, or one that a test injects.
pub(crate) fn of_pool(error: &CognitoError) -> Reply {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    let name = if status.is_server_error() { "server_error" } else { error.kind.as_ref() };
    json_reply(status, &json!({ "error": name, "error_description": error.message })).failed(&error.kind)
}
