//! Which requests may administer the pool: those of programs, of the pool's own pages, and of the allowed origins.
//!
//! A browser sends requests for every page that a developer has open. The control API, the console and the operations
//! of administrators need no credentials, so they refuse the pages of other sites.

use crate::errors::CognitoError;
use crate::origin::WebOrigin;
use axum::extract::{Request, State as Shared};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_REQUEST_HEADERS,
};
use axum::http::header::{HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN, VARY};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Json, Response};
use serde_json::json;
use std::sync::Arc;
use url::{Host, Url};

/// In this header, a browser says how the sending page is related to the pool. A page can't change the header.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// This header is `navigate` if the browser opens the address as a page.
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// The pages that may administer the pool.
pub(crate) struct TrustedPages {
    /// The origin of the pool's public URL: `--public-url`, or else the address on which the pool listens.
    own: Option<WebOrigin>,
    /// The origins of `--allow-origin`.
    allowed: Vec<WebOrigin>,
    /// The names of `--allow-host` and of `--host`, in lower case.
    hosts: Vec<String>,
    /// How the pool's own pages are loaded: `http`, or `https` with TLS.
    scheme: &'static str,
}

/// Why a request is not allowed to administer the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Untrusted {
    /// A page of another site sends the request.
    Page,
    /// The request is addressed to a name that may belong to another site.
    Name,
}

impl Untrusted {
    fn reason(self) -> &'static str {
        match self {
            Self::Page => {
                "pages of other sites cannot administer the pool, unless --allow-origin names their origin"
            }
            Self::Name => {
                "the pool is administered only under an IP address, localhost, the host of its own address, or a \
                 host that --allow-host names"
            }
        }
    }
}

impl From<Untrusted> for CognitoError {
    fn from(untrusted: Untrusted) -> Self {
        let mut error = Self::new("ForbiddenException", untrusted.reason());
        error.status = 403;
        error
    }
}

impl TrustedPages {
    /// Fails with the first text of `allowed` that is not an origin.
    pub(crate) fn new(base_url: &str, allowed: &[String]) -> Result<Self, String> {
        let allowed: Result<_, String> =
            allowed.iter().map(|text| WebOrigin::parse(text).ok_or_else(|| text.clone())).collect();
        Ok(Self { own: WebOrigin::parse(base_url), allowed: allowed?, hosts: Vec::new(), scheme: "http" })
    }

    /// The same pages, for a pool with these host names too. Fails with the first text that is no host name.
    pub(crate) fn under(self, hosts: &[String]) -> Result<Self, String> {
        let name = |text: &String| match Url::parse(&format!("http://{text}/")).ok()?.host()? {
            Host::Domain(name) if name.eq_ignore_ascii_case(text) && !name.contains('*') => {
                Some(name.to_owned())
            }
            _ => None,
        };
        let hosts: Result<_, String> =
            hosts.iter().map(|text| name(text).ok_or_else(|| text.clone())).collect();
        Ok(Self { hosts: hosts?, ..self })
    }

    /// The same pages, for a pool that speaks TLS itself.
    pub(crate) fn with_tls(self) -> Self {
        Self { scheme: "https", ..self }
    }

    /// The origin of the pool's own pages at the address in the request's `Host`.
    fn requested(&self, headers: &HeaderMap) -> Option<WebOrigin> {
        WebOrigin::parse(&format!("{}://{}", self.scheme, text(headers, &HOST)?))
    }

    /// Whether a request may administer the pool.
    pub(crate) fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), Untrusted> {
        match (self.is_trusted_page(method, headers), self.is_addressed_to_pool(headers)) {
            (false, _) => Err(Untrusted::Page),
            (true, false) => Err(Untrusted::Name),
            (true, true) => Ok(()),
        }
    }

    /// Whether the request comes from a program or from a trusted page.
    fn is_trusted_page(&self, method: &Method, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(ORIGIN) else { return !is_loaded_by_another_site(method, headers) };
        let Some(origin) = origin.to_str().ok().and_then(WebOrigin::parse) else { return false };
        // Behind a proxy, the pool's public URL differs from the requested one.
        self.requested(headers).iter().chain(&self.own).chain(&self.allowed).any(|trusted| *trusted == origin)
    }

    /// Whether a form that changes something comes from the pool's own page, or from a program. The pages of the
    /// allowed origins may administer the pool, but their forms are refused, because no user signs in on those pages.
    pub(crate) fn is_own_page(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(ORIGIN) else {
            return !is_loaded_by_another_site(&Method::POST, headers);
        };
        let Some(origin) = origin.to_str().ok().and_then(WebOrigin::parse) else { return false };
        self.requested(headers).iter().chain(&self.own).any(|own| *own == origin)
    }

    /// The allowed origin that a request comes from. The response has to name this origin in a header for the browser.
    fn allowed_origin<'h>(&self, headers: &'h HeaderMap) -> Option<&'h HeaderValue> {
        headers.get(ORIGIN).filter(|origin| {
            let origin = origin.to_str().ok().and_then(WebOrigin::parse);
            origin.is_some_and(|origin| self.allowed.contains(&origin))
        })
    }

    /// Whether the request uses a name that belongs to the pool alone: an IP address, a loopback name, the name in the
    /// pool's public URL, or one that an option gives the pool. Another site can let its name resolve to this machine
    /// (DNS rebinding). Without this check, its pages would then pass as pages of the pool.
    fn is_addressed_to_pool(&self, headers: &HeaderMap) -> bool {
        let named = text(headers, &HOST).and_then(|host| Url::parse(&format!("http://{host}/")).ok());
        match named.as_ref().and_then(Url::host) {
            Some(Host::Domain(name)) => {
                name == "localhost"
                    || name.ends_with(".localhost")
                    || self.own.as_ref().is_some_and(|own| own.host() == name)
                    || self.hosts.iter().any(|host| host == name)
            }
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
            None => false,
        }
    }
}

/// Refuses requests that are not allowed to administer the pool. For a page of an allowed origin, tells the browser
/// that the page may read the response.
pub(crate) async fn require(
    Shared(pages): Shared<Arc<TrustedPages>>,
    request: Request,
    next: Next,
) -> Response {
    if let Err(untrusted) = pages.check(request.method(), request.headers()) {
        return (StatusCode::FORBIDDEN, Json(json!({ "error": untrusted.reason() }))).into_response();
    }
    let Some(origin) = pages.allowed_origin(request.headers()).cloned() else {
        return next.run(request).await;
    };
    let asked = request.headers().get(ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let is_preflight = request.method() == Method::OPTIONS;
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(VARY, HeaderValue::from_static("origin"));
    if is_preflight {
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET,POST,DELETE"));
        headers.extend(asked.map(|asked| (ACCESS_CONTROL_ALLOW_HEADERS, asked)));
    }
    response
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether a page of another site loads the address, e.g. as a script. Browsers send no Origin then. A link to the
/// console does not count as a load. A submitted form counts as one, because it can change something.
fn is_loaded_by_another_site(method: &Method, headers: &HeaderMap) -> bool {
    let foreign = text(headers, &SITE).is_some_and(|site| ["cross-site", "same-site"].contains(&site));
    let is_link = [Method::GET, Method::HEAD].contains(method) && text(headers, &MODE) == Some("navigate");
    foreign && !is_link
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(allowed: &[&str]) -> TrustedPages {
        let allowed: Vec<String> = allowed.iter().map(|&origin| origin.to_owned()).collect();
        TrustedPages::new("https://pool.example:8443", &allowed).unwrap()
    }

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_requests_to_a_host_name_of_the_pool_are_accepted() {
        let named = |host: &str| pages(&[]).check(&Method::GET, &headers(&[(HOST, host)]));
        for own in
            ["127.0.0.1:9229", "localhost:9229", "LOCALHOST", "pool.localhost", "[::1]:9229", "10.0.2.2:9229"]
        {
            assert_eq!(named(own), Ok(()), "{own}");
        }
        assert_eq!(named("pool.example:8443"), Ok(()));
        for foreign in ["evil.example:9229", "localhost.evil.example", "notlocalhost", "evil.example@", ""] {
            assert_eq!(named(foreign), Err(Untrusted::Name), "{foreign}");
        }
        assert_eq!(pages(&[]).check(&Method::GET, &HeaderMap::new()), Err(Untrusted::Name));
    }

    #[test]
    fn a_name_of_the_options_is_the_pools_own() {
        let hosts = ["pool".to_owned(), "Pool.Internal".to_owned()];
        let named = pages(&[]).under(&hosts).unwrap();
        let check = |host: &str, origin: &str| {
            named.check(&Method::POST, &headers(&[(HOST, host), (ORIGIN, origin)]))
        };
        assert_eq!(check("pool:9229", "http://pool:9229"), Ok(()), "the console's own page");
        assert_eq!(check("pool.internal:80", "http://pool.internal"), Ok(()));
        assert_eq!(
            check("pool:9229", "http://pool:9230"),
            Err(Untrusted::Page),
            "another port is another site"
        );
        assert_eq!(check("spool:9229", "http://spool:9229"), Err(Untrusted::Name));
        for bad in ["", "pool:9229", "http://pool", "*", "*.internal", "10.0.0.1", "a b", "u@pool", "pool/x"]
        {
            assert_eq!(pages(&[]).under(&[bad.to_owned()]).err().as_deref(), Some(bad), "{bad}");
        }
    }

    #[test]
    fn only_the_pools_own_pages_and_allowed_ones_are_trusted() {
        let pages = pages(&["HTTP://LocalHost:5173/", "capacitor://localhost", "https://Shop.example:443"]);
        let from = |origin: &str| {
            pages.check(&Method::POST, &headers(&[(HOST, "127.0.0.1:9229"), (ORIGIN, origin)]))
        };
        for trusted in [
            "http://127.0.0.1:9229",
            "https://pool.example:8443",
            "HTTPS://POOL.example:8443",
            "http://localhost:5173",
            "http://LOCALHOST:5173",
            "capacitor://localhost",
            "capacitor://LocalHost",
            "https://shop.example",
            "https://shop.example:443",
        ] {
            assert_eq!(from(trusted), Ok(()), "{trusted}");
        }
        for foreign in [
            "null",
            "",
            "https://elsewhere.example",
            "http://localhost:5174",
            "https://localhost:5173",
            "http://localhost:51730",
            "https://shop.example:80",
            "http://shop.example",
            "http://127.0.0.1",
            "http://127.0.0.1:9229.elsewhere.example",
            "http://elsewhere.example/http://127.0.0.1:9229",
            "127.0.0.1:9229",
            "\u{e9}",
        ] {
            assert_eq!(from(foreign), Err(Untrusted::Page), "{foreign}");
        }
    }

    #[test]
    fn the_pools_own_page_may_name_the_default_port() {
        let is_same = |host: &str, origin: &str| {
            pages(&[]).check(&Method::POST, &headers(&[(HOST, host), (ORIGIN, origin)])).is_ok()
        };
        for (host, origin) in [
            ("localhost", "http://localhost:80"),
            ("localhost:80", "http://localhost"),
            ("LocalHost:9229", "http://localhost:9229"),
        ] {
            assert!(is_same(host, origin), "{host}, {origin}");
        }
        for (host, origin) in [
            ("localhost:443", "https://localhost"),
            ("localhost", "https://localhost"),
            ("localhost:9229", "http://localhost"),
            ("u@localhost", "http://localhost"),
        ] {
            assert!(!is_same(host, origin), "{host}, {origin}");
        }
    }

    #[test]
    fn another_site_may_link_to_the_pool_but_not_load_from_it_or_submit_to_it() {
        let request = |method: Method, site: &str, mode: &str| {
            pages(&[]).check(&method, &headers(&[(HOST, "127.0.0.1:9229"), (SITE, site), (MODE, mode)]))
        };
        let load = |site: &str, mode: &str| request(Method::GET, site, mode);
        assert_eq!(load("cross-site", "no-cors"), Err(Untrusted::Page));
        assert_eq!(load("same-site", "no-cors"), Err(Untrusted::Page), "another port of this machine");
        assert_eq!(load("cross-site", "navigate"), Ok(()), "a link");
        assert_eq!(load("same-origin", "cors"), Ok(()));
        assert_eq!(load("none", "navigate"), Ok(()), "a typed address");
        assert_eq!(request(Method::HEAD, "cross-site", "navigate"), Ok(()), "a link");
        for method in [Method::POST, Method::DELETE, Method::PUT] {
            for site in ["cross-site", "same-site"] {
                assert_eq!(
                    request(method.clone(), site, "navigate"),
                    Err(Untrusted::Page),
                    "{method}, a form"
                );
            }
            assert_eq!(request(method, "same-origin", "navigate"), Ok(()));
        }
    }
}
