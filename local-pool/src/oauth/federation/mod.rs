//! The pool as a client of other identity providers (OpenID Connect Core 1.0 section 3.1): it sends the browser to the
//! provider, redeems the code, checks the ID token, and signs in the user whom the token names.

mod relying_party;
mod response;
mod start;

pub(crate) use start::{chosen, offered, start};

use super::browser::Browser;
use super::stand_in::issuer;
use crate::errors::CognitoError;
use crate::faults::IDP_RESPONSE;
use crate::pool::identity_providers::ProviderSettings;
use crate::reply;
use crate::service::Service;
use crate::state::State;
use axum::Router;
use axum::extract::{RawQuery, State as Shared};
use axum::http::header::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use std::sync::Arc;

/// Where providers send the browser back to.
const PATH: &str = "/oauth2/idpresponse";

pub(super) fn for_browsers() -> Router<Arc<State>> {
    Router::new().route(PATH, get(idp_response))
}

async fn idp_response(
    Shared(state): Shared<Arc<State>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let browser = Arc::new(Browser::of(&headers, &state.service.base_url));
    let query: Arc<str> = query.unwrap_or_default().into();
    let (of_fault, with_fault) = (Arc::clone(&state), Arc::clone(&browser));
    let asked = Arc::clone(&query);
    // A fault reaches the app, as an error of Cognito would.
    let refuse = move |error: &CognitoError| response::refused(&of_fault, &with_fault, &asked, error);
    let shared = Arc::clone(&state);
    reply::serve(state, IDP_RESPONSE, refuse, move |_| response::answer(&shared, &browser, &query)).await
}

/// The pool's redirect URI at every provider.
pub(super) fn redirect_uri(service: &Service) -> String {
    format!("{}{PATH}", service.base_url)
}

/// The pool's client id at a provider. A SAML provider gives the pool no client id, so the pool's own id takes its
/// place.
pub(super) fn client_id<'p>(provider: &'p ProviderSettings, pool_id: &'p str) -> &'p str {
    provider.provider_details.get("client_id").map_or(pool_id, String::as_str)
}

/// The `iss` of a provider's ID tokens.
fn issuer_of(service: &Service, pool_id: &str, provider: &ProviderSettings) -> String {
    issuer(service, pool_id, &provider.provider_name)
}
