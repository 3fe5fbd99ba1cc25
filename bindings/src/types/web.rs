//! Sign-in on web pages: options, the browser, redirects.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthProvider, BrowserFailure, BrowserRedirect, BrowserRequest, IdentityExpectation, Secret, WebPrompt,
    WebSignInOptions,
};

use super::AuthSignInResult;

#[uniffi::remote(Enum)]
pub enum AuthProvider {
    Apple,
    Amazon,
    Facebook,
    Google,
    Named(String),
}

#[uniffi::remote(Enum)]
pub enum WebPrompt {
    None,
    Login,
    SelectAccount,
    Consent,
}

#[uniffi::remote(Enum)]
pub enum IdentityExpectation {
    Anyone,
    User(String),
    OtherThan(Vec<String>),
}

#[uniffi::remote(Record)]
pub struct WebSignInOptions {
    pub provider: Option<AuthProvider>,
    pub idp_identifier: Option<String>,
    pub scopes: Vec<String>,
    pub language: Option<String>,
    pub login_hint: Option<String>,
    pub prompt: Vec<WebPrompt>,
    pub nonce: Option<Secret>,
    pub resource: Option<String>,
    pub prefers_private_session: bool,
    pub redirect_uri: Option<String>,
    pub identity_expectation: IdentityExpectation,
    pub waits_for_browser: bool,
}

#[uniffi::remote(Record)]
pub struct BrowserRequest {
    pub id: u64,
    pub url: Secret,
    pub redirect_uri: String,
    pub prefers_private_session: bool,
}

#[uniffi::remote(Record)]
pub struct BrowserRedirect {
    pub url: String,
    pub is_private: bool,
}

#[uniffi::remote(Enum)]
pub enum BrowserFailure {
    Cancelled,
    Unavailable,
    NotShown,
    Unanswered,
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RedirectResult {
    NotARedirect,
    Ignored,
    Delivered,
    SignedIn { result: AuthSignInResult },
}

impl From<core::RedirectResult> for RedirectResult {
    fn from(result: core::RedirectResult) -> Self {
        match result {
            core::RedirectResult::NotARedirect => Self::NotARedirect,
            core::RedirectResult::Ignored => Self::Ignored,
            core::RedirectResult::Delivered => Self::Delivered,
            core::RedirectResult::SignedIn(result) => Self::SignedIn { result: result.into() },
        }
    }
}
