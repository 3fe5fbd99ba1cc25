//! Redirects of a browser: to the app with a result, to the pool's own pages, and to other identity providers.

use crate::reply::Reply;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use std::fmt::Write as _;
use url::{Origin, Url, form_urlencoded};

/// Sends the browser to an address. No cache may keep the answer: it may hold a code.
pub(crate) fn to(address: &str) -> Reply {
    Reply::new(StatusCode::FOUND, String::new())
        .with(LOCATION, &ascii(address))
        .with(CACHE_CONTROL, "no-store")
}

/// Adds parameters to a redirect URI. The rest of the URI stays as it was registered.
pub(crate) fn with_parameters(redirect_uri: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    let separator = if redirect_uri.contains('?') { '&' } else { '?' };
    format!("{redirect_uri}{separator}{}", query.finish())
}

/// The address, with percent-encoding for each character that a header may not have.
fn ascii(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'!'..=b'~' => text.push(char::from(byte)),
            // Writing into a string can't fail.
            _ => drop(write!(text, "%{byte:02X}")),
        }
    }
    text
}

/// This URI's entry in the content security policy of a page with a form. After the form was submitted, a browser
/// follows a redirect only if the policy has an entry for its target.
pub(crate) fn policy_source(redirect_uri: &str) -> Option<String> {
    let url = Url::parse(redirect_uri).ok()?;
    match url.origin() {
        origin @ Origin::Tuple(..) => Some(origin.ascii_serialization()),
        Origin::Opaque(_) => Some(format!("{}:", url.scheme())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_uri_keeps_its_own_query() {
        let added = [("code", "a b&c"), ("state", "\u{e9}")];
        for (registered, expected) in [
            ("myapp://callback/", "myapp://callback/?code=a+b%26c&state=%C3%A9"),
            ("https://shop.example/in?x=1", "https://shop.example/in?x=1&code=a+b%26c&state=%C3%A9"),
        ] {
            assert_eq!(with_parameters(registered, &added), expected);
        }
    }

    #[test]
    fn a_location_has_only_characters_that_a_header_may_have() {
        assert_eq!(
            ascii("https://x.example/\u{e9} \r\nset-cookie:"),
            "https://x.example/%C3%A9%20%0D%0Aset-cookie:"
        );
    }

    #[test]
    fn the_content_security_policy_allows_the_redirect_uris_origin_or_scheme() {
        assert_eq!(policy_source("http://localhost:3000/x?y").as_deref(), Some("http://localhost:3000"));
        assert_eq!(policy_source("myapp://callback/").as_deref(), Some("myapp:"));
        assert_eq!(policy_source("com.example.app:/in").as_deref(), Some("com.example.app:"));
    }
}
