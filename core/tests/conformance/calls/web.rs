//! Signing in and out on web pages.

use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthProvider, Browser, IdentityExpectation, SignOutOptions, WebPrompt, WebSignInOptions,
};
use serde::Deserialize;

use super::CallResult;
use crate::words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SignInWithWebUi {
    provider: Option<Provider>,
    idp_identifier: Option<String>,
    #[serde(default)]
    scopes: Vec<String>,
    language: Option<String>,
    login_hint: Option<String>,
    #[serde(default)]
    prompt: Vec<Prompt>,
    nonce: Option<String>,
    resource: Option<String>,
    #[serde(default)]
    prefers_private_session: bool,
    redirect_uri: Option<String>,
    identity_expectation: Option<Expectation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Provider {
    Apple,
    Amazon,
    Facebook,
    Google,
    Named(String),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Prompt {
    None,
    Login,
    SelectAccount,
    Consent,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Expectation {
    User(String),
    OtherThan(Vec<String>),
}

pub(super) async fn sign_in_with_web_ui(
    auth: &Auth,
    browser: Arc<dyn Browser>,
    given: SignInWithWebUi,
) -> CallResult {
    let options = WebSignInOptions {
        provider: given.provider.map(Into::into),
        idp_identifier: given.idp_identifier,
        scopes: given.scopes,
        language: given.language,
        login_hint: given.login_hint,
        prompt: given.prompt.into_iter().map(Into::into).collect(),
        nonce: given.nonce.map(Into::into),
        resource: given.resource,
        prefers_private_session: given.prefers_private_session,
        redirect_uri: given.redirect_uri,
        identity_expectation: given.identity_expectation.map(Into::into).unwrap_or_default(),
        // Cases may run beside each other, and a process shows one page at a time.
        waits_for_browser: true,
    };
    Ok(words::sign_in(&auth.sign_in_with_web_ui(options, browser).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HandleRedirect {
    url: String,
}

pub(super) async fn handle_redirect(auth: &Auth, HandleRedirect { url }: HandleRedirect) -> CallResult {
    Ok(words::redirect(&auth.handle_redirect(url.into()).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SignOutWithWebUi {
    #[serde(default)]
    global_sign_out: bool,
    redirect_uri: Option<String>,
}

pub(super) async fn sign_out_with_web_ui(
    auth: &Auth,
    browser: Arc<dyn Browser>,
    given: SignOutWithWebUi,
) -> CallResult {
    let SignOutWithWebUi { global_sign_out, redirect_uri } = given;
    // Cases may run beside each other, as for a sign-in.
    let options = SignOutOptions { global_sign_out, redirect_uri, waits_for_browser: true };
    Ok(words::sign_out(&auth.sign_out_with_web_ui(options, browser).await))
}

impl From<Provider> for AuthProvider {
    fn from(provider: Provider) -> Self {
        match provider {
            Provider::Apple => Self::Apple,
            Provider::Amazon => Self::Amazon,
            Provider::Facebook => Self::Facebook,
            Provider::Google => Self::Google,
            Provider::Named(name) => Self::Named(name),
        }
    }
}

impl From<Prompt> for WebPrompt {
    fn from(prompt: Prompt) -> Self {
        match prompt {
            Prompt::None => Self::None,
            Prompt::Login => Self::Login,
            Prompt::SelectAccount => Self::SelectAccount,
            Prompt::Consent => Self::Consent,
        }
    }
}

impl From<Expectation> for IdentityExpectation {
    fn from(expectation: Expectation) -> Self {
        match expectation {
            Expectation::User(id) => Self::User(id),
            Expectation::OtherThan(ids) => Self::OtherThan(ids),
        }
    }
}
