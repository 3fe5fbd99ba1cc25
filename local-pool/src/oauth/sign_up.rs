//! `/signup`: a new user, who is signed in after the confirmation.

use super::login;
use super::pages::account;
use super::parameters::Parameters;
use super::visit::Visit;
use crate::errors::CognitoError;
use crate::operations::browser::{sign_up, sign_up_form};
use crate::reply::Reply;
use crate::service::Call;

/// Shows the form. The page's address takes the same query parameters as `/oauth2/authorize`.
pub(crate) fn page(call: &mut Call<'_>, visit: &Visit<'_>) -> Result<Reply, CognitoError> {
    let hint = visit.request.login_hint.as_deref().unwrap_or_default();
    show(call, visit, hint, None, None)
}

/// Takes the form. The next page asks for the code that confirms the account, unless it is confirmed already; it is a
/// step of the sign-in.
pub(crate) fn submitted(
    call: &mut Call<'_>,
    visit: &Visit<'_>,
    typed: &Parameters,
) -> Result<Reply, CognitoError> {
    visit.require_pool()?;
    let username = typed.get("username").unwrap_or_default();
    match sign_up(call, visit.client_id(), &typed.to_map()) {
        Ok(outcome) => login::follow(call, visit, &outcome, username.trim(), None),
        Err(error) => show(call, visit, username, Some(typed), Some(&error)),
    }
}

fn show(
    call: &mut Call<'_>,
    visit: &Visit<'_>,
    username: &str,
    typed: Option<&Parameters>,
    error: Option<&CognitoError>,
) -> Result<Reply, CognitoError> {
    visit.require_pool()?;
    let asks = sign_up_form(call, visit.client_id())?;
    let page = account::sign_up(&visit.form(username, error), &asks, typed);
    Ok(visit.respond(page, error))
}
