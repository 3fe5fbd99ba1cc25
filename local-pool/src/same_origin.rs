//! Whose pages in a browser may use the control API and the console: the pool's own.

use crate::state::State;
use axum::extract::{Request, State as Shared};
use axum::http::StatusCode;
use axum::http::header::{HOST, HeaderMap, ORIGIN};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Json, Response};
use serde_json::json;
use std::sync::Arc;
use url::{Host, Url};

/// Keeps pages of other sites out: without this, any page open in a developer's browser could reset the pool.
pub(crate) async fn only(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let refusal = if is_foreign(headers) {
        "the control API serves no pages of other sites"
    } else if !names_the_pool(headers, &state.service.base_url) {
        "the control API answers under an IP address, localhost and the host of the pool's own address alone"
    } else {
        return next.run(request).await;
    };
    (StatusCode::FORBIDDEN, Json(json!({ "error": refusal }))).into_response()
}

fn text(headers: &HeaderMap, name: axum::http::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether a browser sends the request for a page that came from somewhere else.
fn is_foreign(headers: &HeaderMap) -> bool {
    let page = text(headers, ORIGIN).map(|origin| origin.split_once("://").map(|(_, host)| host));
    page.is_some_and(|page| page.is_none() || page != text(headers, HOST))
}

/// Whether the request means the pool by a name that is nobody else's. The name of another site can be made to lead
/// here (DNS rebinding), and its pages would then count as the pool's own. An address made of numbers, a loopback
/// name and the name that the pool was given cannot.
fn names_the_pool(headers: &HeaderMap, base_url: &str) -> bool {
    let named = text(headers, HOST).and_then(|host| Url::parse(&format!("http://{host}/")).ok());
    match named.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => {
            let own = Url::parse(base_url).ok();
            name == "localhost"
                || name.ends_with(".localhost")
                || own.as_ref().and_then(Url::host_str) == Some(name)
        }
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pool_has_its_own_names_only() {
        let named = |host: &str| {
            let headers = HeaderMap::from_iter([(HOST, host.parse().unwrap())]);
            names_the_pool(&headers, "https://pool.example:8443")
        };
        for own in
            ["127.0.0.1:9229", "localhost:9229", "LOCALHOST", "pool.localhost", "[::1]:9229", "10.0.2.2:9229"]
        {
            assert!(named(own), "{own}");
        }
        assert!(named("pool.example:8443"));
        for foreign in ["evil.example:9229", "localhost.evil.example", "notlocalhost", "evil.example@", ""] {
            assert!(!named(foreign), "{foreign}");
        }
        assert!(!names_the_pool(&HeaderMap::new(), "http://127.0.0.1:9229"));
    }
}
