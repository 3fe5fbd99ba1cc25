//! `/forgotPassword`: a new password for a user who has forgotten the old one.

use super::login;
use super::pages::account;
use super::parameters::Parameters;
use super::visit::Visit;
use crate::errors::CognitoError;
use crate::operations::browser::{self as steps, forgot_password, reset_password};
use crate::reply::Reply;
use crate::service::Call;

/// Shows the form that asks for the user's name. The page's address takes the same query parameters as
/// `/oauth2/authorize`.
pub(crate) fn page(call: &mut Call<'_>, visit: &Visit<'_>) -> Result<Reply, CognitoError> {
    let hint = visit.request.login_hint.as_deref().unwrap_or_default();
    ask_name(call, visit, hint, None)
}

/// Takes a submitted form. It has the name, or the code and the new password.
pub(crate) fn submitted(
    call: &mut Call<'_>,
    visit: &Visit<'_>,
    typed: &Parameters,
) -> Result<Reply, CognitoError> {
    visit.require_pool()?;
    let text = |name: &str| typed.get(name).unwrap_or_default();
    let username = text("username").trim();
    let has_code = typed.iter().any(|(name, _)| name == "code");
    if has_code && typed.get("resend").is_none() {
        let (code, password) = (text("code").trim(), text("new_password"));
        return match reset_password(call, visit.client_id(), username, code, password) {
            Ok(()) => login::show_form(call, visit, username, None, Some(visit.texts.password_changed)),
            Err(error) => ask_code(call, visit, username, None, Some(&error)),
        };
    }
    match forgot_password(call, visit.client_id(), username) {
        Ok(sent_to) => ask_code(call, visit, username, Some(&sent_to), None),
        Err(error) if has_code => ask_code(call, visit, username, None, Some(&error)),
        Err(error) => ask_name(call, visit, username, Some(&error)),
    }
}

fn ask_name(
    call: &mut Call<'_>,
    visit: &Visit<'_>,
    username: &str,
    error: Option<&CognitoError>,
) -> Result<Reply, CognitoError> {
    visit.require_pool()?;
    let names = steps::sign_in_form(call, visit.client_id())?.names;
    let page = account::forgot_password(&visit.form(username, error), names);
    Ok(visit.respond(page, error))
}

/// Asks for the code and the new password. `sent_to` is the address to which a code has just been sent.
fn ask_code(
    call: &mut Call<'_>,
    visit: &Visit<'_>,
    username: &str,
    sent_to: Option<&str>,
    error: Option<&CognitoError>,
) -> Result<Reply, CognitoError> {
    let policy = steps::password_policy(call, visit.client_id())?;
    let page = account::reset_password(&visit.form(username, error), sent_to, &policy);
    Ok(visit.respond(page, error))
}
