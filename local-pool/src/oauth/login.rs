//! `/login`: the form, and the steps that follow it.

use super::pages::sign_in;
use super::pages::steps::step;
use super::parameters::Parameters;
use super::visit::Visit;
use super::{federation, signed_in};
use crate::errors::CognitoError;
use crate::operations::browser::{self as steps, Asked, StepOutcome, asked};
use crate::pool::oauth_settings::POOL_AS_PROVIDER;
use crate::reply::Reply;
use crate::service::Call;

/// Shows the form. The page's address takes the same query parameters as `/oauth2/authorize`.
pub(crate) fn page(call: &mut Call<'_>, visit: &Visit<'_>) -> Result<Reply, CognitoError> {
    let hint = visit.request.login_hint.as_deref().unwrap_or_default();
    show_form(call, visit, hint, None, None)
}

/// Takes a submitted form. It has the name and the password, or the name alone for a choice of first factors, or the
/// answer to a step, or its request for a new code or another first factor.
pub(crate) fn submitted(
    call: &mut Call<'_>,
    visit: &Visit<'_>,
    typed: &Parameters,
) -> Result<Reply, CognitoError> {
    visit.require_pool()?;
    let client_id = visit.client_id();
    let text = |name: &str| typed.get(name).unwrap_or_default();
    let username = text("username").trim();
    let outcome = match typed.get("session") {
        Some(session) => steps::answer(call, client_id, session, &typed.to_map()),
        None if typed.get("choose").is_some() => steps::choose(call, client_id, username, None),
        None => steps::begin(call, client_id, username, text("password")),
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            // A wrong answer leaves the step open. If the step has ended, the user begins again.
            let reply = show_step(call, visit, text("session"), username, Some(&error), None);
            return reply.or_else(|_| show_form(call, visit, text("username"), Some(&error), None));
        }
    };
    let notice = typed.get("resend").map(|_| visit.texts.new_code_sent);
    follow(call, visit, &outcome, username, notice)
}

/// What follows a step: shows the next step, or sends the browser back to the app.
pub(crate) fn follow(
    call: &mut Call<'_>,
    visit: &Visit<'_>,
    outcome: &StepOutcome,
    username: &str,
    notice: Option<&str>,
) -> Result<Reply, CognitoError> {
    match outcome {
        StepOutcome::SignedIn(username) => {
            signed_in::begin(call, visit.browser, &visit.request, username, POOL_AS_PROVIDER)
        }
        StepOutcome::Asks(session) => show_step(call, visit, session, username, None, notice),
    }
}

/// Shows the sign-in page.
pub(crate) fn show_form(
    call: &mut Call<'_>,
    visit: &Visit<'_>,
    username: &str,
    error: Option<&CognitoError>,
    notice: Option<&str>,
) -> Result<Reply, CognitoError> {
    let mut form = visit.form(username, error);
    form.notice = notice;
    let asks = steps::sign_in_form(call, visit.client_id())?;
    let providers = federation::offered(call.world.pool(&visit.request.pool_id)?, &visit.request);
    let page = sign_in::page(&form, &asks, visit.allows_pool(), &providers);
    Ok(visit.respond(page, error))
}

fn show_step(
    call: &mut Call<'_>,
    visit: &Visit<'_>,
    session: &str,
    username: &str,
    error: Option<&CognitoError>,
    notice: Option<&str>,
) -> Result<Reply, CognitoError> {
    let asked = asked(call, visit.client_id(), session)?;
    let mut form = visit.form(username, error);
    form.notice = notice;
    let page = step(&form, session, &asked);
    match asked {
        Asked::Passkey { .. } => Ok(visit.respond_with_script(page, error)),
        _ => Ok(visit.respond(page, error)),
    }
}
