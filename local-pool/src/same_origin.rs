//! In a browser, the control API and the console serve the pool's own pages, and no pages of other sites.

use crate::state::State;
use axum::extract::{Request, State as Shared};
use axum::http::StatusCode;
use axum::http::header::{HOST, HeaderMap, ORIGIN};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Json, Response};
use serde_json::json;
use std::sync::Arc;
use url::{Host, Url};

/// Refuses pages of other sites. Otherwise any page that a developer has open could reset the pool.
pub(crate) async fn require(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let refusal = if is_foreign(headers) {
        "the control API serves no pages of other sites"
    } else if !is_addressed_to_pool(headers, &state.service.base_url) {
        "the control API answers only under an IP address, localhost or the host of the pool's own address"
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

/// Whether the request uses a name that belongs to the pool alone: an IP address, a loopback name, or the name in its
/// public URL. Another site can let its name resolve to this machine (DNS rebinding), and its pages would pass as the
/// pool's.
fn is_addressed_to_pool(headers: &HeaderMap, base_url: &str) -> bool {
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
    fn only_requests_to_a_host_name_of_the_pool_are_accepted() {
        let named = |host: &str| {
            let headers = HeaderMap::from_iter([(HOST, host.parse().unwrap())]);
            is_addressed_to_pool(&headers, "https://pool.example:8443")
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
        assert!(!is_addressed_to_pool(&HeaderMap::new(), "http://127.0.0.1:9229"));
    }
}
