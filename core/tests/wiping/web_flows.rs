//! The flows of sign-ins on web pages and of AWS credentials.

use std::sync::Arc;
use std::time::{Duration, Instant};

use cognito_auth_core::{
    AuthErrorCode, FederateToIdentityPoolOptions, FetchAuthSessionOptions, LoginProvider, RedirectResult,
    Secret, SignOutOptions, WebSignInOptions,
};
use serde_json::{Value, json};
use tokio::runtime::Handle;

use crate::allocator::outside;
use crate::flows::App;
use crate::platform::Page;
use crate::secrets::{SECRET_KEY, WEB_CODE, aws_session_token, provider_token, web_secrets, web_tokens};

const IDENTITY: &str = "eu-central-1:00000000-0000-4000-8000-000000000001";

/// The address of the app's redirect with these parameters. In them, `CODE` and `STATE` stand for the attempt's code
/// and state.
fn redirect(parameters: &str) -> String {
    let [state, ..] = web_secrets();
    format!("myapp://callback/?{}", parameters.replace("CODE", WEB_CODE).replace("STATE", &state))
}

/// Makes a sign-in whose browser comes back with these parameters, or is closed. A sign-in that fails removes its
/// attempt in the background. This function waits for that removal: all attempts here have the same state, so a late
/// removal could remove the next attempt instead.
async fn sign_in(app: &App, parameters: Option<&str>) -> Result<(), AuthErrorCode> {
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    let page = outside(|| Arc::new(Page(parameters.map(redirect))));
    let signed_in = app.auth.sign_in_with_web_ui(WebSignInOptions::default(), page).await;
    let start = Instant::now();
    while tasks() > before {
        assert!(start.elapsed() < Duration::from_secs(60), "the tasks of the sign-in do not end");
        tokio::task::yield_now().await;
    }
    signed_in.map(drop).map_err(|error| error.code)
}

async fn handle(app: &App, parameters: &str) -> Option<RedirectResult> {
    let url = outside(|| redirect(parameters));
    let secret = Secret::from(url.as_str());
    outside(|| drop(url));
    app.auth.handle_redirect(secret).await.ok()
}

const ANSWER: Option<&str> = Some("code=CODE&state=STATE");

pub(crate) async fn web(app: App) -> App {
    outside(|| app.answers(&web_tokens(1)));
    assert_eq!(sign_in(&app, ANSWER).await, Ok(()));
    app.has_tokens(false).await;
    let app = app.restarted();
    app.gives_tokens(2);
    app.has_tokens(true).await;
    app.answers(&json!({}));
    app.auth.sign_out(SignOutOptions::default()).await;
    app
}

/// The redirect comes after the browser was closed, and after the next start of the app.
pub(crate) async fn late_web(app: App) -> App {
    assert_eq!(sign_in(&app, None).await, Err(AuthErrorCode::BrowserCancelled));
    let app = app.restarted();
    assert_eq!(handle(&app, "code=CODE&state=forged").await, Some(RedirectResult::Ignored));
    outside(|| app.answers(&web_tokens(1)));
    assert!(matches!(handle(&app, "code=CODE&state=STATE").await, Some(RedirectResult::SignedIn(_))));
    assert_eq!(handle(&app, "code=CODE&state=STATE").await, Some(RedirectResult::Ignored));
    app
}

/// Redirects that the library refuses, and responses with tokens that are cut short, have another form, or come with an
/// error status.
pub(crate) async fn malformed_web(app: App) -> App {
    for parameters in [
        "code=CODE&state=STATE&state=STATE",
        "code=CODE&code=CODE&state=STATE",
        "code=CODE&error=CODE&state=STATE",
        "code=CODE&state=STATE&x=%zz",
        "error=access_denied&error_description=CODE&state=STATE",
        "code=CODE",
    ] {
        assert!(sign_in(&app, Some(parameters)).await.is_err(), "{parameters}");
    }
    let whole = outside(|| web_tokens(1).to_string());
    let answers = outside(|| {
        let cut = [whole.len() / 3, whole.len() / 2, whole.len() - 1].map(|end| whole[..end].to_owned());
        let mut answers = cut.to_vec();
        answers.extend([
            format!("[{whole}]"),
            whole.replace("3600", "\"soon\""),
            whole.replace("Bearer", "mac"),
        ]);
        answers
            .extend(["access_token", "id_token", "refresh_token"].map(|name| whole.replace(name, "other")));
        answers
    });
    for status in [200, 400, 500] {
        for answer in &answers {
            app.answers_text(status, answer);
            assert!(sign_in(&app, ANSWER).await.is_err(), "{status}");
        }
    }
    outside(|| drop((whole, answers)));
    app
}

/// The response has an access token in place of the ID token, so the tokens are refused and revoked.
pub(crate) async fn foreign_web(app: App) -> App {
    outside(|| {
        let mut tokens = web_tokens(1);
        tokens["id_token"] = tokens["access_token"].clone();
        app.answers(&tokens);
        drop(tokens);
    });
    app.answers(&json!({}));
    assert_eq!(sign_in(&app, ANSWER).await, Err(AuthErrorCode::InvalidIdToken));
    app
}

fn credentials() -> Value {
    json!({ "IdentityId": IDENTITY, "Credentials": {
        "AccessKeyId": "ASIAEXAMPLE", "SecretKey": SECRET_KEY, "SessionToken": aws_session_token(),
        "Expiration": 1_790_003_600,
    }})
}

/// Lets the service answer the next two requests with an identity and with credentials.
fn gives_credentials(app: &App) {
    app.answers(&json!({ "IdentityId": IDENTITY }));
    gives_more_credentials(app);
}

fn gives_more_credentials(app: &App) {
    outside(|| app.answers(&credentials()));
}

async fn has_credentials(app: &App, force_refresh: bool) -> bool {
    let options = FetchAuthSessionOptions { force_refresh, ..FetchAuthSessionOptions::default() };
    let session = app.auth.fetch_auth_session(options).await.unwrap();
    session.identity.unwrap().credentials.is_some()
}

pub(crate) async fn guest(app: App) -> App {
    let app = app.with_identity_pool();
    gives_credentials(&app);
    assert!(has_credentials(&app, false).await);
    let app = app.restarted();
    assert!(has_credentials(&app, false).await);
    gives_more_credentials(&app);
    assert!(has_credentials(&app, true).await);
    app
}

pub(crate) async fn user_with_credentials(app: App) -> App {
    let app = app.with_identity_pool();
    app.signed_in().await;
    gives_credentials(&app);
    assert!(has_credentials(&app, false).await);
    app.gives_tokens(2);
    gives_more_credentials(&app);
    assert!(has_credentials(&app, true).await);
    app
}

pub(crate) async fn user_with_credentials_signs_out(app: App) -> App {
    let app = user_with_credentials(app).await;
    app.answers(&json!({}));
    app.auth.sign_out(SignOutOptions::default()).await;
    app
}

pub(crate) async fn federation(app: App) -> App {
    let app = app.with_identity_pool();
    gives_credentials(&app);
    federate(&app).await.unwrap();
    let app = app.restarted();
    gives_more_credentials(&app);
    assert!(has_credentials(&app, true).await);
    app
}

pub(crate) async fn ended_federation(app: App) -> App {
    let app = federation(app).await;
    app.auth.clear_federation_to_identity_pool().await.unwrap();
    app
}

async fn federate(app: &App) -> Result<(), AuthErrorCode> {
    let token = outside(provider_token);
    let secret = token.as_str().into();
    outside(|| drop(token));
    let options = FederateToIdentityPoolOptions::default();
    let federated = app.auth.federate_to_identity_pool(LoginProvider::Google, secret, options).await;
    federated.map(drop).map_err(|error| error.code)
}

/// Responses with credentials that are cut short, have another form, or come with an error status.
pub(crate) async fn malformed_credentials(app: App) -> App {
    let app = app.with_identity_pool();
    let whole = outside(|| credentials().to_string());
    let answers = outside(|| {
        let mut answers = [whole.len() / 2, whole.len() - 1].map(|end| whole[..end].to_owned()).to_vec();
        answers.extend([format!("[{whole}]"), whole.replace("1790003600", "\"soon\"")]);
        answers.extend(["SecretKey", "SessionToken", "Expiration"].map(|name| whole.replace(name, "Other")));
        answers
    });
    for answer in &answers {
        app.answers(&json!({ "IdentityId": IDENTITY }));
        app.answers_text(200, answer);
        assert!(federate(&app).await.is_err());
        app.answers(&json!({ "IdentityId": IDENTITY }));
        app.answers_text(400, answer);
        assert!(federate(&app).await.is_err());
    }
    outside(|| drop((whole, answers)));
    app
}
