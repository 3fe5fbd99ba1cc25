//! An app with sign-in on web pages.

use std::sync::Arc;

use cognito_auth_core::{
    AuthConfiguration, AuthErrorCode, OAuthConfiguration, RedirectResult, SignOutOptions, SignOutResult,
    WebSignInOptions,
};
use tokio::sync::Mutex;

use super::browser::ScriptedBrowser;
use super::sessions::{TestApp, configuration};
use super::store::FaultyStore;

/// A process shows only one page at a time. Each test that shows a page holds this lock.
pub static PAGE: Mutex<()> = Mutex::const_new(());

pub const WEB_KEY: &str = "cognito-auth.eu-central-1_AbCdEfGhI.client.web";

/// The entry that says that the browser may have a cookie.
pub const COOKIE_KEY: &str = "cognito-auth.eu-central-1_AbCdEfGhI.client.cookie";

/// The address of the token endpoint.
pub const TOKEN: &str = "https://auth.example.com/oauth2/token";

/// This configuration, with a domain for sign-in on web pages.
pub fn with_oauth(configuration: AuthConfiguration) -> AuthConfiguration {
    let oauth = OAuthConfiguration {
        scopes: vec!["openid".into(), "email".into()],
        sign_out_redirect_uris: vec!["myapp://signed-out/".into()],
        ..OAuthConfiguration::new("auth.example.com", "myapp://callback/")
    };
    AuthConfiguration { oauth: Some(oauth), ..configuration }
}

pub fn app() -> TestApp {
    app_over(Arc::default())
}

/// An app over this store: another process, or the next start of the app.
pub fn app_over(store: Arc<FaultyStore>) -> TestApp {
    TestApp::made(with_oauth(configuration()), store)
}

/// The stored attempt: the entry of a web sign-in whose page is open, or was closed by the user.
pub fn stored_attempt(app: &TestApp) -> Option<Vec<u8>> {
    app.store.entries().get(WEB_KEY).cloned()
}

/// Whether the store says that the browser may have a cookie.
pub fn has_cookie(app: &TestApp) -> bool {
    app.store.entries().contains_key(COOKIE_KEY)
}

/// Signs out with this browser. Gives the error code if only the browser's page failed. Panics if anything else failed.
pub async fn sign_out(
    app: &TestApp,
    browser: &Arc<ScriptedBrowser>,
    options: SignOutOptions,
) -> Option<AuthErrorCode> {
    match app.auth.sign_out_with_web_ui(options, browser.clone()).await {
        SignOutResult::Complete => None,
        SignOutResult::Partial { revoke_token_error: None, global_sign_out_error: None, hosted_ui_error } => {
            hosted_ui_error.map(|error| error.code)
        }
        other => panic!("{other:?}"),
    }
}

pub async fn sign_in(app: &TestApp, browser: &Arc<ScriptedBrowser>) -> Result<(), AuthErrorCode> {
    sign_in_with(app, browser, WebSignInOptions::default()).await
}

pub async fn sign_in_with(
    app: &TestApp,
    browser: &Arc<ScriptedBrowser>,
    options: WebSignInOptions,
) -> Result<(), AuthErrorCode> {
    let signed_in = app.auth.sign_in_with_web_ui(options, browser.clone()).await;
    signed_in.map(|result| assert!(result.is_signed_in())).map_err(|error| error.code)
}

/// Starts a sign-in in the background. Gives the task that returns its result.
pub fn signing_in(
    app: &TestApp,
    browser: &Arc<ScriptedBrowser>,
    options: WebSignInOptions,
) -> tokio::task::JoinHandle<Result<(), AuthErrorCode>> {
    let (auth, browser) = (app.auth.clone(), browser.clone());
    tokio::spawn(async move {
        let signed_in = auth.sign_in_with_web_ui(options, browser).await;
        signed_in.map(|result| assert!(result.is_signed_in())).map_err(|error| error.code)
    })
}

/// Calls `handle_redirect` with the redirect that answers the browser's request number `place`. Gives the result.
pub async fn redirected(
    app: &TestApp,
    browser: &ScriptedBrowser,
    place: usize,
) -> Result<RedirectResult, AuthErrorCode> {
    let redirect = browser.redirect(place, "c-1");
    app.auth.handle_redirect(redirect).await.map_err(|error| error.code)
}
