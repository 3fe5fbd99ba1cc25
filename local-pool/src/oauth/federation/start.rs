//! Chooses an identity provider, and sends the browser there.

use super::{client_id, issuer_of, redirect_uri};
use crate::errors::CognitoError;
use crate::oauth::browser::Browser;
use crate::oauth::errors::OAuthError;
use crate::oauth::sign_in_request::SignInRequest;
use crate::oauth::{forms, redirect};
use crate::pool::UserPool;
use crate::pool::oauth_settings::POOL_AS_PROVIDER;
use crate::pool::provider_sign_ins::ProviderSignIn;
use crate::random;
use crate::reply::Reply;
use crate::service::Call;

/// The identity provider that the app chose: [`POOL_AS_PROVIDER`] if the app chose the pool itself. If the app chose
/// none, the result is the client's only provider, unless that is the pool.
pub(crate) fn chosen(pool: &UserPool, request: &SignInRequest) -> Result<Option<String>, OAuthError> {
    let oauth = &request.client.settings.oauth;
    let usable = |name: &str| oauth.allows_provider(name) && pool.has_identity_provider(name);
    let found = match (&request.identity_provider, &request.idp_identifier) {
        (Some(name), _) => Some(name.clone()).filter(|name| usable(name)),
        (None, Some(identifier)) => pool
            .provider_of_identifier(identifier)
            .map(|provider| provider.settings.provider_name.clone())
            .filter(|name| usable(name)),
        (None, None) => {
            return Ok(match oauth.identity_providers.as_slice() {
                [only] if only != POOL_AS_PROVIDER && usable(only) => Some(only.clone()),
                _ => None,
            });
        }
    };
    let text = match &request.identity_provider {
        Some(_) => "The identity provider is not one of the client's",
        None => "No identity provider has this identifier",
    };
    found.map(Some).ok_or_else(|| OAuthError::invalid_request(text))
}

/// The other providers that the form offers. As at Cognito, the form offers them even if the app chose the pool itself.
pub(crate) fn offered(pool: &UserPool, request: &SignInRequest) -> Vec<String> {
    let named = &request.client.settings.oauth.identity_providers;
    let others = named.iter().filter(|name| pool.identity_providers.contains_key(*name));
    others.cloned().collect()
}

/// Sends the browser to a provider.
pub(crate) fn start(
    call: &mut Call<'_>,
    browser: &Browser,
    request: &SignInRequest,
    provider: &str,
) -> Result<Reply, CognitoError> {
    let (service, now) = (call.service, call.now);
    let pool = call.world.pool(&request.pool_id)?;
    let settings = pool.identity_provider(provider)?.settings.clone();
    let (token, nonce) = (forms::token(browser)?, random::opaque::<16>()?);
    let waiting = ProviderSignIn {
        provider: provider.to_owned(),
        query: request.query.clone(),
        browser: token.clone(),
        nonce: nonce.clone(),
    };
    let state = pool.provider_sign_ins.keep(waiting, now)?;
    let (issuer, redirect_uri) = (issuer_of(service, &pool.id, &settings), redirect_uri(service));
    let scope = settings.provider_details.get("authorize_scopes").map_or("openid", String::as_str);
    let prompt = request.forwarded_prompts();
    let mut parameters = vec![
        ("client_id", client_id(&settings, &pool.id)),
        ("redirect_uri", &redirect_uri),
        ("response_type", "code"),
        ("scope", scope),
        ("state", &state),
        ("nonce", &nonce),
    ];
    parameters.extend(request.login_hint.as_deref().map(|hint| ("login_hint", hint)));
    parameters.extend((!prompt.is_empty()).then_some(("prompt", prompt.as_str())));
    let address = redirect::with_parameters(&format!("{issuer}/authorize"), &parameters);
    Ok(browser.keep_csrf(redirect::to(&address), &token))
}
