//! A web origin (RFC 6454): a scheme, a host and a port.

use url::{Origin, Url};

/// An origin as browsers write it: scheme and host in lower case, without the scheme's default port. So equal origins
/// are equal texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WebOrigin {
    text: String,
    host: String,
    is_http: bool,
}

impl WebOrigin {
    /// Reads an origin, with or without a slash at its end; `None` if the text has other parts, such as a path. Apps in
    /// a web view have schemes of their own, such as `capacitor://localhost`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let host = url.host_str().filter(|host| !host.is_empty() && !host.contains('*'))?;
        let bare = ["", "/"].contains(&url.path())
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let text = match url.origin() {
            origin @ Origin::Tuple(..) => origin.ascii_serialization(),
            // `Url` keeps the case of a host whose scheme browsers do not know.
            Origin::Opaque(_) => url.as_str().trim_end_matches('/').to_ascii_lowercase(),
        };
        let is_http = ["http", "https"].contains(&url.scheme());
        bare.then(|| Self { text, host: host.to_ascii_lowercase(), is_http })
    }

    /// Reads an origin that a client can reach by HTTP; `None` for any other scheme.
    pub(crate) fn parse_http(text: &str) -> Option<Self> {
        Self::parse(text).filter(|origin| origin.is_http)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The host, with the brackets of an IPv6 address.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (written, read) in [
            ("http://localhost:80", "http://localhost"),
            ("https://localhost:443/", "https://localhost"),
            ("https://localhost:80", "https://localhost:80"),
            ("HTTPS://Shop.Example/", "https://shop.example"),
            ("HTTP://[::1]:9229", "http://[::1]:9229"),
            ("ionic://localhost", "ionic://localhost"),
            ("Capacitor://LocalHost/", "capacitor://localhost"),
        ] {
            assert_eq!(WebOrigin::parse(written).unwrap().as_str(), read, "{written}");
        }
    }

    #[test]
    fn an_origin_needs_a_host_and_has_no_path_query_or_user() {
        for bad in [
            "*",
            "null",
            "",
            "localhost:5173",
            "http://",
            "http://a/b",
            "http://u@a",
            "http://:p@a",
            "http://a?b",
            "http://a#b",
            "http://*",
            "http://a:65536",
        ] {
            assert_eq!(WebOrigin::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_address_for_clients_must_be_an_http_or_https_origin() {
        for allowed in ["http://10.0.2.2:9229", "https://pool.example/", "HTTP://a_service:80"] {
            assert!(WebOrigin::parse_http(allowed).is_some(), "{allowed}");
        }
        for bad in
            ["ftp://pool.example", "capacitor://localhost", "ws://localhost", "file:///", "pool.example"]
        {
            assert_eq!(WebOrigin::parse_http(bad), None, "{bad}");
        }
    }
}
