//! The user pool's pages for the sign-in in a browser, and where they send the user back to.

use super::urls::{PlainUrl, has_only_url_characters};
use super::validation::{check, check_transport, invalid};
use crate::error::AuthError;

/// The domain of the user pool's OAuth 2.0 endpoints, and the app client's scopes, redirects and identity providers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthConfiguration {
    /// The domain, such as `example.auth.eu-central-1.amazoncognito.com`, with a port if it has one. It can start with
    /// `https://`. For a pool on the local machine it can also start with `http://`, as
    /// [`UserPoolConfiguration::endpoint`](super::UserPoolConfiguration::endpoint) can.
    pub domain: String,
    /// The scopes to ask for (RFC 6749, section 3.3), such as `openid` and `aws.cognito.signin.user.admin`. If the list
    /// is empty, the service gives all that the app client allows. Otherwise `openid` has to be among them: the ID
    /// token says who signed in.
    pub scopes: Vec<String>,
    /// Where a sign-in ends: the app client's callback URLs, at least one. The list can have URIs of websites too:
    /// [`OAuthConfiguration::sign_in_redirect_uri`] chooses a URI of the app.
    pub sign_in_redirect_uris: Vec<String>,
    /// Where a sign-out ends: the app client's sign-out URLs.
    pub sign_out_redirect_uris: Vec<String>,
    /// The identity providers that the sign-in offers, by the service's names: `Google`, `Facebook`, `LoginWithAmazon`,
    /// `SignInWithApple`, or the pool's own names of its OIDC and SAML providers. They are for the app's form.
    pub identity_providers: Vec<String>,
}

impl OAuthConfiguration {
    /// A domain, and the URI that its pages send the user back to after a sign-in and after a sign-out. A sign-in asks
    /// for every scope that the app client allows.
    pub fn new(domain: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        let redirect_uri = redirect_uri.into();
        Self {
            domain: domain.into(),
            scopes: Vec::new(),
            sign_in_redirect_uris: vec![redirect_uri.clone()],
            sign_out_redirect_uris: vec![redirect_uri],
            identity_providers: Vec::new(),
        }
    }

    /// The address before a path such as `/oauth2/authorize`: the domain with its scheme, or with `https://` if it has
    /// none, and without a slash at the end.
    pub fn base_url(&self) -> String {
        let (scheme, domain) = self.domain.split_once("://").unwrap_or(("https", &self.domain));
        format!("{scheme}://{}", domain.strip_suffix('/').unwrap_or(domain))
    }

    /// The URI that a sign-in of the app comes back to.
    ///
    /// A URI that the app gives in `named` has to be one of [`OAuthConfiguration::sign_in_redirect_uris`]: any other
    /// gives `None`. If the app gives no URI, the result is the first URI whose scheme is neither `http` nor `https`,
    /// or else the first.
    pub fn sign_in_redirect_uri(&self, named: Option<&str>) -> Option<&str> {
        app_redirect_uri(&self.sign_in_redirect_uris, named)
    }

    /// The URI that a sign-out of the app comes back to. It is chosen from
    /// [`OAuthConfiguration::sign_out_redirect_uris`] by the same rule as for a sign-in.
    pub fn sign_out_redirect_uri(&self, named: Option<&str>) -> Option<&str> {
        app_redirect_uri(&self.sign_out_redirect_uris, named)
    }

    pub(super) fn validate(&self, allows_insecure: bool) -> Result<(), AuthError> {
        let base = self.base_url();
        let url = PlainUrl::parse(&base).ok_or_else(|| invalid("oauth.domain"))?;
        check(url.is_origin() && !base.ends_with([':', '/']), "oauth.domain")?;
        check_transport(&url, allows_insecure, "oauth.domain")?;
        check(self.scopes.iter().all(|scope| is_scope(scope)), "oauth.scopes")?;
        let sign_in = &self.sign_in_redirect_uris;
        check(
            !sign_in.is_empty() && sign_in.iter().all(|uri| is_redirect_uri(uri)),
            "oauth.sign_in_redirect_uris",
        )?;
        check(
            self.sign_out_redirect_uris.iter().all(|uri| is_redirect_uri(uri)),
            "oauth.sign_out_redirect_uris",
        )?;
        check(self.identity_providers.iter().all(|name| is_provider_name(name)), "oauth.identity_providers")
    }
}

/// Chooses the app's redirect URI from the URIs of the app client.
///
/// A URI that the app gives in `named` has to be one of `uris`: any other gives `None`. If the app gives no URI, the
/// result is the first URI whose scheme is neither `http` nor `https`, because a file for several programs also lists
/// the URIs of websites. Without such a URI, the browser comes back to the app by an `https` link: then the result is
/// the first URI.
pub(crate) fn app_redirect_uri<'a>(uris: &'a [String], named: Option<&str>) -> Option<&'a str> {
    let is_of_the_web = |uri: &str| {
        uri.split_once(':').is_some_and(|(scheme, _)| {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        })
    };
    let mut uris = uris.iter().map(String::as_str);
    match named {
        Some(named) => uris.find(|uri| *uri == named),
        None => uris.clone().find(|uri| !is_of_the_web(uri)).or_else(|| uris.next()),
    }
}

/// Whether a text is a scope token of RFC 6749, section 3.3.
pub(crate) fn is_scope(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\".contains(&byte))
}

/// Whether a text is an absolute URI (RFC 3986, section 4.3) of up to 1,024 characters, as in the service's API model,
/// without a fragment (RFC 6749, section 3.1.2).
fn is_redirect_uri(text: &str) -> bool {
    let is_scheme = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    text.len() <= 1024
        && has_only_url_characters(text)
        && !text.contains('#')
        && text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty())
}

/// Whether a text can be a provider's name: up to 32 characters without control characters, as in the service's API
/// model.
fn is_provider_name(text: &str) -> bool {
    (1..=32).contains(&text.chars().count()) && !text.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AuthErrorCode;

    fn oauth() -> OAuthConfiguration {
        OAuthConfiguration::new("example.auth.eu-central-1.amazoncognito.com", "myapp://callback/")
    }

    fn with(change: impl FnOnce(&mut OAuthConfiguration)) -> Result<(), (AuthErrorCode, String)> {
        let mut oauth = oauth();
        change(&mut oauth);
        oauth.validate(false).map_err(|error| (error.code, error.field.unwrap_or_default()))
    }

    fn invalid_field(field: &str) -> Result<(), (AuthErrorCode, String)> {
        Err((AuthErrorCode::InvalidConfiguration, field.to_owned()))
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().copied().map(str::to_owned).collect()
    }

    #[test]
    fn the_base_url_is_the_domain_over_https() {
        for (domain, url) in [
            ("login.example.com", "https://login.example.com"),
            ("https://login.example.com", "https://login.example.com"),
            ("https://login.example.com/", "https://login.example.com"),
            ("login.example.com:8443", "https://login.example.com:8443"),
            ("http://127.0.0.1:9229", "http://127.0.0.1:9229"),
        ] {
            assert_eq!(with(|it| it.domain = domain.into()), Ok(()), "{domain}");
            assert_eq!(OAuthConfiguration::new(domain, "myapp://").base_url(), url);
        }
    }

    #[test]
    fn a_domain_that_is_not_a_host_is_refused() {
        for domain in [
            "",
            "https://",
            "https:",
            "https:/",
            "login.example.com:",
            "login.example.com/oauth2",
            "login.example.com//",
            "login.example.com?a",
            "login.example.com#a",
            "ann@login.example.com",
            "login example.com",
            "login..example.com",
            "ftp://login.example.com",
            "https://https://login.example.com",
        ] {
            assert_eq!(with(|it| it.domain = domain.into()), invalid_field("oauth.domain"), "{domain}");
        }
    }

    #[test]
    fn a_domain_over_plain_http_on_another_machine_is_refused_unless_it_is_allowed() {
        let mut oauth = oauth();
        oauth.domain = "http://login.example.com".into();
        let refused = oauth.validate(false).unwrap_err();
        assert_eq!(refused.code, AuthErrorCode::InsecureEndpoint);
        assert_eq!(refused.field.as_deref(), Some("oauth.domain"));
        assert_eq!(oauth.validate(true), Ok(()));
    }

    #[test]
    fn the_error_has_the_name_of_a_malformed_list() {
        for scope in ["", " ", "openid email", "a\"b", "a\\b", "\u{fc}"] {
            assert_eq!(
                with(|it| it.scopes = texts(&["openid", scope])),
                invalid_field("oauth.scopes"),
                "{scope}"
            );
        }
        let too_long = format!("myapp://{}", "a".repeat(1017));
        for uri in [
            "",
            "myapp",
            "myapp:",
            "://callback",
            "1app://callback",
            "my_app://callback",
            "myapp://callback#a",
            "myapp://call back",
            "myapp://\u{fc}",
            "/callback",
            &too_long,
        ] {
            let sign_in = with(|it| it.sign_in_redirect_uris.push(uri.into()));
            assert_eq!(sign_in, invalid_field("oauth.sign_in_redirect_uris"), "{uri}");
            let sign_out = with(|it| it.sign_out_redirect_uris.push(uri.into()));
            assert_eq!(sign_out, invalid_field("oauth.sign_out_redirect_uris"), "{uri}");
        }
        for name in ["", "a\nb", &"a".repeat(33)] {
            let refused = with(|it| it.identity_providers = texts(&[name]));
            assert_eq!(refused, invalid_field("oauth.identity_providers"), "{name}");
        }
    }

    #[test]
    fn only_the_domain_and_a_sign_in_redirect_are_required() {
        assert_eq!(with(|it| it.sign_in_redirect_uris.clear()), invalid_field("oauth.sign_in_redirect_uris"));
        assert_eq!(with(|it| it.sign_out_redirect_uris.clear()), Ok(()));
        let whole = with(|it| {
            it.scopes = texts(&["openid", "aws.cognito.signin.user.admin", "https://api.example.com/read"]);
            it.sign_in_redirect_uris = texts(&[
                "myapp://",
                "com.example.app:/signed-in",
                "https://example.com/a?b=c",
                "http://localhost:3000",
            ]);
            it.identity_providers = texts(&["Google", "Example SAML"]);
        });
        assert_eq!(whole, Ok(()));
    }

    #[test]
    fn the_redirect_of_an_app_is_the_first_whose_scheme_is_not_http_or_https() {
        for (uris, expected) in [
            (&["myapp://a", "other://b"][..], Some("myapp://a")),
            (&["https://example.com/a", "http://localhost:3000", "myapp://a"], Some("myapp://a")),
            (&["HTTPS://example.com/a", "Http://localhost", "myapp://a"], Some("myapp://a")),
            (&["httpsapp://a", "myapp://a"], Some("httpsapp://a")),
            (&["https://example.com/a", "https://example.com/b"], Some("https://example.com/a")),
            (&[], None),
        ] {
            assert_eq!(app_redirect_uri(&texts(uris), None), expected, "{uris:?}");
        }
    }

    #[test]
    fn the_app_can_choose_a_configured_redirect_and_no_other() {
        let mut oauth = oauth();
        oauth.sign_in_redirect_uris = texts(&["myapp://in", "https://example.com/in"]);
        oauth.sign_out_redirect_uris = texts(&["https://example.com/out", "myapp://out"]);
        assert_eq!(oauth.sign_in_redirect_uri(None), Some("myapp://in"));
        assert_eq!(
            oauth.sign_in_redirect_uri(Some("https://example.com/in")),
            Some("https://example.com/in")
        );
        assert_eq!(oauth.sign_in_redirect_uri(Some("https://example.com/out")), None);
        assert_eq!(oauth.sign_out_redirect_uri(None), Some("myapp://out"));
        assert_eq!(
            oauth.sign_out_redirect_uri(Some("https://example.com/out")),
            Some("https://example.com/out")
        );
    }
}
