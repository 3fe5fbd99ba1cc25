//! The pages that a user sees. A macro builds them, and escapes every value. They work without scripts, except for the
//! page that asks for a passkey.

pub(crate) mod account;
mod attributes;
mod first_factor;
pub(crate) mod form;
pub(crate) mod providers;
pub(crate) mod sign_in;
pub(crate) mod steps;
pub(crate) mod texts;

use super::redirect::policy_source;
use super::sign_in_request::{RequestRefusal, ReturnAddress};
use crate::errors::CognitoError;
use crate::reply::Reply;
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, Markup, html};
use texts::Texts;

/// A page with its title and its content.
pub(crate) fn layout(texts: &Texts, title: &str, has_error: bool, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(texts.tag) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { @if has_error { (texts.error) ": " } (title) }
                link rel="stylesheet" href="/login/style.css";
            }
            body { main { h1 { (title) } (content) } }
        }
    }
}

/// Whether a page may run scripts.
#[derive(Clone, Copy)]
pub(crate) enum Scripts {
    None,
    /// Only script files of the pool, and no script inside the page.
    Own,
}

/// The response of a page. No cache may keep the page, and no other page may frame it. Its forms may go only to the
/// pool, whose response may send the browser back to the app.
pub(crate) fn respond(
    page: Markup,
    back: &ReturnAddress,
    error: Option<&CognitoError>,
    scripts: Scripts,
) -> Reply {
    let sources = policy_source(&back.redirect_uri).map(|source| format!(" {source}")).unwrap_or_default();
    let reply = page_reply(status(error), page, Some(&format!("'self'{sources}")), scripts);
    error.into_iter().fold(reply, |reply, error| reply.failed(&error.kind))
}

/// Says what was wrong. The fields of a form refer to this text.
fn alert(texts: &Texts, error: &CognitoError) -> Markup {
    let shown = texts.error_text(error);
    html! { p #error lang=[shown.language] role="alert" { (shown.text) } }
}

/// The page for an error that the pool can't send to an app. It has no links and no forms.
pub(crate) fn failure(texts: &Texts, error: &CognitoError) -> Reply {
    let content = html! { (alert(texts, error)) p { code { (error.kind) } } };
    let page = layout(texts, texts.failure, false, &content);
    page_reply(status(Some(error)), page, Some("'none'"), Scripts::None).failed(&error.kind)
}

/// The answer to a refused request to sign in.
pub(crate) fn refusal(texts: &Texts, refusal: &RequestRefusal) -> Reply {
    match refusal {
        RequestRefusal::Page(error) => failure(texts, error),
        RequestRefusal::Redirect(back, error) => back.refuse(error),
    }
}

fn status(error: Option<&CognitoError>) -> StatusCode {
    let status = error.map_or(200, |error| error.status);
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST)
}

/// A page whose forms may lead only to the sources in `form_action`. If `form_action` is `None`, they may lead
/// anywhere.
pub(crate) fn page_reply(
    status: StatusCode,
    page: Markup,
    form_action: Option<&str>,
    scripts: Scripts,
) -> Reply {
    let scripts = match scripts {
        Scripts::None => "",
        Scripts::Own => "script-src 'self'; ",
    };
    let form_action = form_action.map(|sources| format!("form-action {sources}; ")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; {scripts}style-src 'self'; base-uri 'none'; {form_action}frame-ancestors 'none'"
    );
    Reply::new(status, page.into_string())
        .with(CONTENT_TYPE, "text/html; charset=utf-8")
        .with(CACHE_CONTROL, "no-store")
        .with(CONTENT_SECURITY_POLICY, &policy)
        .with(X_FRAME_OPTIONS, "DENY")
        .with(X_CONTENT_TYPE_OPTIONS, "nosniff")
        // Without a referrer, a browser would send `null` as a form's Origin.
        .with(REFERRER_POLICY, "same-origin")
}

/// The style of all pages.
pub(crate) async fn style() -> Response {
    file("text/css", include_str!("style.css"))
}

/// The script of the page that asks for a passkey. No other page has a script.
pub(crate) async fn passkey_script() -> Response {
    file("text/javascript", include_str!("passkey.js"))
}

fn file(kind: &str, text: &'static str) -> Response {
    let kind = format!("{kind}; charset=utf-8");
    let headers =
        [(CONTENT_TYPE, kind.as_str()), (CACHE_CONTROL, "no-cache"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, text).into_response()
}
