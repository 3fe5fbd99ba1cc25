//! A stand-in for other identity providers: a small OpenID provider that asks who signs in, and takes whatever is
//! typed. It does the same for a SAML provider, so no XML is exchanged.

mod authorize;
mod documents;
mod page;
mod token;

use super::{for_app, for_browser, forms};
use crate::errors::CognitoError;
use crate::faults::{IDP_AUTHORIZE, IDP_CONFIGURATION, IDP_KEYS, IDP_TOKEN};
use crate::oauth::parameters::Parameters;
use crate::pool::identity_providers::ProviderSettings;
use crate::service::{Call, Service};
use crate::state::State;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::header::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use std::sync::Arc;
use url::form_urlencoded::byte_serialize;

/// The provider in a request's path: the pool's id and the provider's name.
type Named = Path<(String, String)>;

/// The endpoints for clients of OpenID Connect. The pool itself calls only the token endpoint.
pub(super) fn for_apps() -> Router<Arc<State>> {
    Router::new()
        .route("/_idp/{pool_id}/{provider}/token", post(token_endpoint))
        .route("/_idp/{pool_id}/{provider}/jwks", get(keys))
        .route("/_idp/{pool_id}/{provider}/.well-known/openid-configuration", get(configuration))
}

pub(super) fn for_browsers() -> Router<Arc<State>> {
    Router::new().route("/_idp/{pool_id}/{provider}/authorize", get(authorize_page).post(authorize_form))
}

/// The path of a provider's stand-in.
pub(super) fn path(pool_id: &str, provider: &str) -> String {
    let provider: String = byte_serialize(provider.as_bytes()).collect();
    format!("/_idp/{pool_id}/{provider}")
}

/// The stand-in's `iss`.
pub(super) fn issuer(service: &Service, pool_id: &str, provider: &str) -> String {
    format!("{}{}", service.base_url, path(pool_id, provider))
}

/// The settings of the provider that a path names.
fn named(
    call: &mut Call<'_>,
    (pool_id, provider): &(String, String),
) -> Result<ProviderSettings, CognitoError> {
    Ok(call.world.pool(pool_id)?.identity_provider(provider)?.settings.clone())
}

async fn authorize_page(
    Shared(state): Shared<Arc<State>>,
    Path(named): Named,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    for_browser(state, IDP_AUTHORIZE, headers, move |call, browser| {
        authorize::page(call, browser, &named, &query)
    })
    .await
}

async fn authorize_form(
    Shared(state): Shared<Arc<State>>,
    Path(named): Named,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let query = query.unwrap_or_default();
    let own_page = state.service.trusted_pages.is_own_page(&headers);
    for_browser(state, IDP_AUTHORIZE, headers, move |call, browser| {
        let form = Parameters::parse(&body);
        forms::check(own_page, browser, &form)?;
        authorize::submitted(call, &named, &query, &form)
    })
    .await
}

async fn token_endpoint(
    Shared(state): Shared<Arc<State>>,
    Path(named): Named,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    for_app(state, IDP_TOKEN, move |call| token::answer(call, &named, &headers, &body)).await
}

async fn keys(Shared(state): Shared<Arc<State>>, Path(named): Named) -> Response {
    for_app(state, IDP_KEYS, move |call| documents::keys(call, &named)).await
}

async fn configuration(Shared(state): Shared<Arc<State>>, Path(named): Named) -> Response {
    for_app(state, IDP_CONFIGURATION, move |call| documents::configuration(call, &named)).await
}
