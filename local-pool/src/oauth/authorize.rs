//! GET `/oauth2/authorize`: where an app sends its user to sign in.

use super::browser::Browser;
use super::errors::OAuthError;
use super::pages::texts::Texts;
use super::sign_in_request::SignInRequest;
use super::{federation, pages, redirect, signed_in};
use crate::errors::CognitoError;
use crate::pool::oauth_settings::POOL_AS_PROVIDER;
use crate::reply::Reply;
use crate::service::Call;

/// If the browser has a session that the request accepts, the user goes straight back to the app. Otherwise, an app
/// that forbids prompts (`prompt=none`) gets an error. Every other user gets the form, or goes to the identity provider
/// that the app chose or that is the client's only one.
pub(crate) fn answer(call: &mut Call<'_>, browser: &Browser, query: &str) -> Result<Reply, CognitoError> {
    let request = match SignInRequest::read(call, query) {
        Ok(request) => request,
        Err(refusal) => return Ok(pages::refusal(Texts::of(browser.language), &refusal)),
    };
    let provider = match federation::chosen(call.world.pool(&request.pool_id)?, &request) {
        Ok(provider) => provider,
        Err(error) => return Ok(request.back.refuse(&error)),
    };
    let reply = match signed_in::renewed(call, browser, &request, provider.as_deref())? {
        Some(reply) => reply,
        None if request.prompts("none") => request.back.refuse(&OAuthError::new("login_required")),
        None => match provider.filter(|provider| provider != POOL_AS_PROVIDER) {
            Some(provider) => federation::start(call, browser, &request, &provider)?,
            None => redirect::to(&format!("/login?{}", request.query)),
        },
    };
    Ok(match request.language {
        Some(language) => browser.keep_language(reply, language),
        None => reply,
    })
}
