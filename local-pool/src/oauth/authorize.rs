//! GET `/oauth2/authorize`: where an app sends its user to sign in.

use super::browser::Browser;
use super::errors::OAuthError;
use super::pages::texts::Texts;
use super::sign_in_request::SignInRequest;
use super::{pages, redirect, signed_in};
use crate::errors::CognitoError;
use crate::pool::oauth_settings::POOL_AS_PROVIDER;
use crate::reply::Reply;
use crate::service::Call;

/// A user who is signed in in this browser goes straight back to the app. Everyone else gets the form, unless the app
/// asks for no prompt: then the app gets an error.
pub(crate) fn answer(call: &mut Call<'_>, browser: &Browser, query: &str) -> Result<Reply, CognitoError> {
    let request = match SignInRequest::read(call, query) {
        Ok(request) => request,
        Err(refusal) => return Ok(pages::refusal(Texts::of(browser.language), &refusal)),
    };
    let provider = match provider(&request) {
        Ok(provider) => provider,
        Err(error) => return Ok(request.back.refuse(&error)),
    };
    let reply = match signed_in::renewed(call, browser, &request, provider)? {
        Some(reply) => reply,
        None if request.prompts("none") => request.back.refuse(&OAuthError::new("login_required")),
        None => redirect::to(&format!("/login?{}", request.query)),
    };
    Ok(match request.language {
        Some(language) => browser.keep_language(reply, language),
        None => reply,
    })
}

/// The identity provider that the app chose, if it chose one. The pool itself is the only provider.
fn provider(request: &SignInRequest) -> Result<Option<&str>, OAuthError> {
    match (request.identity_provider.as_deref(), &request.idp_identifier) {
        (Some(POOL_AS_PROVIDER), _) if request.client.settings.oauth.allows_provider(POOL_AS_PROVIDER) => {
            Ok(Some(POOL_AS_PROVIDER))
        }
        (Some(_), _) => Err(OAuthError::invalid_request("The identity provider is not one of the client's")),
        (None, Some(_)) => Err(OAuthError::invalid_request("No identity provider has this identifier")),
        (None, None) => Ok(None),
    }
}
