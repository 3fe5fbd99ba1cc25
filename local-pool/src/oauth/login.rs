//! `/login`: the form, and the steps that follow the password.

use super::browser::Browser;
use super::forms;
use super::pages::sign_in::{Form, form, step};
use super::pages::{self, respond};
use super::parameters::Parameters;
use super::sign_in_request::SignInRequest;
use super::signed_in;
use crate::errors::CognitoError;
use crate::operations::browser::{self as steps, StepOutcome, asked};
use crate::pool::oauth_settings::POOL_AS_PROVIDER;
use crate::reply::Reply;
use crate::service::Call;

/// The form. It takes the query of `/oauth2/authorize`.
pub(crate) fn page(call: &mut Call<'_>, browser: &Browser, query: &str) -> Result<Reply, CognitoError> {
    match SignInRequest::read(call, query) {
        Ok(request) => show_form(browser, &request, request.login_hint.as_deref(), None),
        Err(refusal) => Ok(pages::refusal(&refusal)),
    }
}

/// Takes a form: the name and the password, or the answer to a step.
pub(crate) fn submitted(
    call: &mut Call<'_>,
    browser: &Browser,
    query: &str,
    typed: &Parameters,
) -> Result<Reply, CognitoError> {
    let request = match SignInRequest::read(call, query) {
        Ok(request) => request,
        Err(refusal) => return Ok(pages::refusal(&refusal)),
    };
    let client_id = &request.client.id;
    let text = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    let outcome = match typed.get("session") {
        Some(session) => {
            let fields = typed.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            steps::answer(call, client_id, session, &fields)
        }
        None => steps::begin(call, client_id, text("username").trim(), &text("password")),
    };
    match outcome {
        Ok(StepOutcome::SignedIn(username)) => {
            signed_in::begin(call, browser, &request, &username, POOL_AS_PROVIDER)
        }
        Ok(StepOutcome::Asks(session)) => show_step(call, browser, &request, &session, None),
        Err(error) => {
            // A wrong answer leaves the step open. If the step has ended, the user begins again.
            let session = text("session");
            match show_step(call, browser, &request, &session, Some(&error)) {
                Ok(reply) => Ok(reply),
                Err(_) => show_form(browser, &request, Some(&text("username")), Some(&error)),
            }
        }
    }
}

fn show_form(
    browser: &Browser,
    request: &SignInRequest,
    username: Option<&str>,
    error: Option<&CognitoError>,
) -> Result<Reply, CognitoError> {
    let csrf = forms::token(browser)?;
    let page = form(&Form { query: &request.query, csrf: &csrf, error }, username.unwrap_or_default());
    Ok(finish(browser, request, respond(page, &request.back, error), &csrf))
}

fn show_step(
    call: &mut Call<'_>,
    browser: &Browser,
    request: &SignInRequest,
    session: &str,
    error: Option<&CognitoError>,
) -> Result<Reply, CognitoError> {
    let asked = asked(call, &request.client.id, session)?;
    let csrf = forms::token(browser)?;
    let page = step(&Form { query: &request.query, csrf: &csrf, error }, session, &asked);
    Ok(finish(browser, request, respond(page, &request.back, error), &csrf))
}

/// Adds the cookies of a page with a form.
fn finish(browser: &Browser, request: &SignInRequest, reply: Reply, csrf: &str) -> Reply {
    let reply = browser.keep_csrf(reply, csrf);
    match request.language {
        Some(language) => browser.keep_language(reply, language),
        None => reply,
    }
}
