//! GET `/oauth2/idpresponse`: the browser comes back from a provider.

use super::relying_party::{CodeOfProvider, redeem};
use crate::errors::CognitoError;
use crate::hashing;
use crate::jwt::Claims;
use crate::oauth::browser::Browser;
use crate::oauth::pages::texts::Texts;
use crate::oauth::parameters::Parameters;
use crate::oauth::sign_in_request::{ReturnAddress, SignInRequest};
use crate::oauth::{pages, perform, signed_in};
use crate::operations::browser::sign_in_with_provider;
use crate::pool::UserPool;
use crate::pool::identity_providers::ProviderSettings;
use crate::pool::provider_sign_ins::ProviderSignIn;
use crate::reply::Reply;
use crate::service::Call;
use crate::state::State;
use std::sync::Arc;

/// A sign-in whose browser is back from the provider: what the app asked for, and the provider's code.
struct Returned {
    request: SignInRequest,
    provider: ProviderSettings,
    code: CodeOfProvider,
}

/// Redeems the code while the pools are unlocked, because the stand-in locks them too.
pub(super) fn answer(state: &Arc<State>, browser: &Browser, query: &str) -> Reply {
    match perform(state, |call| read(call, browser, query)) {
        Ok(Ok(returned)) => finish(state, browser, &returned),
        Ok(Err(reply)) => reply,
        Err(error) => pages::failure(Texts::of(browser.language), &error),
    }
}

fn finish(state: &Arc<State>, browser: &Browser, returned: &Returned) -> Reply {
    let Returned { request, provider, code } = returned;
    let signed_in = redeem(state, code)
        .and_then(|claims| perform(state, |call| complete(call, browser, request, provider, &claims)));
    signed_in.unwrap_or_else(|error| refuse(&request.back, &error))
}

fn complete(
    call: &mut Call<'_>,
    browser: &Browser,
    request: &SignInRequest,
    provider: &ProviderSettings,
    claims: &Claims,
) -> Result<Reply, CognitoError> {
    let client_id = &request.client.id;
    let username = sign_in_with_provider(call, &request.pool_id, client_id, provider, claims)?;
    signed_in::begin(call, browser, request, &username, &provider.provider_name)
}

/// Reads what the provider sent with the browser. Returns the sign-in that goes on, or, if it ends here, the reply for
/// the browser.
fn read(
    call: &mut Call<'_>,
    browser: &Browser,
    query: &str,
) -> Result<Result<Returned, Reply>, CognitoError> {
    let parameters = Parameters::parse(query);
    let waiting = match waiting(call, browser, &parameters) {
        Ok(waiting) => waiting,
        Err(error) => return Ok(Err(pages::failure(Texts::of(browser.language), &error))),
    };
    let request = match SignInRequest::read(call, &waiting.query) {
        Ok(request) => request,
        Err(refusal) => return Ok(Err(pages::refusal(Texts::of(browser.language), &refusal))),
    };
    let Some(code) = parameters.owned("code") else {
        return Ok(Err(refused_by_provider(&request.back, &parameters)));
    };
    let pool = call.world.pool(&request.pool_id)?;
    let provider = match pool.identity_provider(&waiting.provider) {
        Ok(provider) => provider.settings.clone(),
        Err(error) => return Ok(Err(refuse(&request.back, &error))),
    };
    let code = CodeOfProvider::new(call.service, &request.pool_id, &provider, code, waiting.nonce);
    Ok(Ok(Returned { request, provider, code }))
}

/// The sign-in that the parameter `state` identifies. Only the browser that began it may go on.
fn waiting(
    call: &mut Call<'_>,
    browser: &Browser,
    parameters: &Parameters,
) -> Result<ProviderSignIn, CognitoError> {
    let now = call.now;
    let invalid = || CognitoError::new("invalid_request", "Invalid state");
    let state = parameters.get("state").filter(|_| !parameters.repeats("state")).ok_or_else(invalid)?;
    let holds = |pool: &&UserPool| pool.provider_sign_ins.holds(state);
    let pool = call.world.pools.values().find(holds).ok_or_else(invalid)?.id.clone();
    let found = call.world.pool(&pool)?.provider_sign_ins.take(state, now).ok_or_else(invalid)?;
    let digest = |token: &str| hashing::sha256(&[token.as_bytes()]);
    match browser.csrf.as_deref().map(digest) == Some(digest(&found.browser)) {
        true => Ok(found),
        false => Err(invalid()),
    }
}

/// Tells the app why the provider refused the sign-in, in the provider's words.
fn refused_by_provider(back: &ReturnAddress, parameters: &Parameters) -> Reply {
    let error = parameters.get("error").unwrap_or("invalid_request");
    let description = parameters.get("error_description").map(|text| ("error_description", text));
    let result: Vec<(&str, &str)> = [("error", error)].into_iter().chain(description).collect();
    back.reply(&result).failed("ProviderRefused")
}

/// Tells the app why the sign-in failed after the browser came back from the provider.
fn refuse(back: &ReturnAddress, error: &CognitoError) -> Reply {
    let name = if error.status < 500 { "invalid_request" } else { "server_error" };
    back.reply(&[("error", name), ("error_description", &error.message)]).failed(&error.kind)
}

/// Answers with an injected error in place of the work. The app gets the error's name and text. If the request belongs
/// to no sign-in, a page shows the error.
pub(super) fn refused(state: &State, browser: &Browser, query: &str, error: &CognitoError) -> Reply {
    let told = perform(state, |call| match waiting(call, browser, &Parameters::parse(query)) {
        Ok(waiting) => Ok(match SignInRequest::read(call, &waiting.query) {
            Ok(request) => {
                let told = [("error", error.kind.as_ref()), ("error_description", error.message.as_str())];
                request.back.reply(&told).failed(&error.kind)
            }
            Err(refusal) => pages::refusal(Texts::of(browser.language), &refusal),
        }),
        Err(_) => Ok(pages::failure(Texts::of(browser.language), error)),
    });
    told.unwrap_or_else(|error| pages::failure(Texts::of(browser.language), &error))
}
