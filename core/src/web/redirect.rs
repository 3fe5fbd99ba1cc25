//! The redirect: the address through which the browser gives the code, or an error, to the app.

use std::str::from_utf8;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::attempt::WebAttempt;
use crate::secret::Secret;

/// The longest redirect that is read, in bytes. Cognito's are far shorter.
const LONGEST: usize = 16 * 1024;

/// What an address means for an attempt that waits for its redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Redirect {
    /// The user signed in (RFC 6749, section 4.1.2).
    Code(Secret),
    /// The service refuses (RFC 6749, section 4.1.2.1).
    Refused {
        /// The error's name.
        error: Secret,
        /// The service's text.
        description: Option<Secret>,
    },
    /// The redirect has the attempt's state. The rest of it is malformed.
    Malformed,
    /// The redirect has no readable state, or that of another attempt.
    OfAnother,
    /// The address is not the attempt's redirect URI.
    Elsewhere,
}

impl Redirect {
    /// Reads an address as a redirect of this attempt.
    pub(crate) fn of(attempt: &WebAttempt, url: &str) -> Self {
        if !is_same_target(url, &attempt.redirect_uri) {
            return Self::Elsewhere;
        }
        let Some(parameters) = Parameters::of(url) else { return Self::OfAnother };
        match &parameters.state {
            Parameter::Once(state) if is_equal(state, &attempt.secrets.state) => parameters.into_redirect(),
            Parameter::Absent | Parameter::Once(_) | Parameter::Repeated => Self::OfAnother,
        }
    }
}

/// Whether a redirect has this state. The comparison takes the same time wherever the two states differ.
pub(crate) fn matches_state(url: &str, state: &Secret) -> bool {
    matches!(Parameters::of(url), Some(Parameters { state: Parameter::Once(found), .. }) if is_equal(&found, state))
}

/// Whether an address is this redirect URI with parameters added. The scheme and the host are case-insensitive, and an
/// empty path is the path `/` (RFC 3986, sections 6.2.2.1 and 6.2.3).
pub(crate) fn is_same_target(url: &str, redirect_uri: &str) -> bool {
    match (Target::of(url), Target::of(redirect_uri)) {
        (Some(found), Some(own)) => found == own,
        (None, _) | (_, None) => false,
    }
}

/// An address without its query and fragment.
#[derive(PartialEq, Eq)]
struct Target<'a> {
    scheme: String,
    authority: String,
    path: &'a str,
}

impl<'a> Target<'a> {
    fn of(url: &'a str) -> Option<Self> {
        if url.len() > LONGEST || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let (scheme, rest) = url.split_once(':')?;
        let rest = rest.split(['?', '#']).next()?;
        let (authority, path) = match rest.strip_prefix("//") {
            None => ("", rest),
            Some(rest) => rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash)),
        };
        Some(Self {
            scheme: scheme.to_ascii_lowercase(),
            authority: authority.to_ascii_lowercase(),
            path: if path.is_empty() { "/" } else { path },
        })
    }
}

/// The value of one parameter.
#[derive(Default)]
enum Parameter {
    #[default]
    Absent,
    Once(Secret),
    /// RFC 6749, section 3.1: a parameter must not be included more than once.
    Repeated,
}

impl Parameter {
    fn add(&mut self, value: Secret) {
        *self = match self {
            Self::Absent => Self::Once(value),
            Self::Once(_) | Self::Repeated => Self::Repeated,
        };
    }
}

/// The parameters of a redirect that the attempt needs. Others are ignored.
#[derive(Default)]
struct Parameters {
    state: Parameter,
    code: Parameter,
    error: Parameter,
    description: Parameter,
    has_fragment: bool,
}

impl Parameters {
    /// `None` for a query that is not percent-encoded UTF-8.
    fn of(url: &str) -> Option<Self> {
        let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
        let (_target, query) = url.split_once('?').unwrap_or((url, ""));
        // Facebook ends its redirects with `#_=_`, and a browser may keep that fragment.
        let mut parameters = Self { has_fragment: !matches!(fragment, "" | "_=_"), ..Self::default() };
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value)?;
            match decoded(name)?.expose() {
                "state" => parameters.state.add(value),
                "code" => parameters.code.add(value),
                "error" => parameters.error.add(value),
                "error_description" => parameters.description.add(value),
                _ => {}
            }
        }
        Some(parameters)
    }

    fn into_redirect(self) -> Redirect {
        match (self.code, self.error, self.description) {
            _ if self.has_fragment => Redirect::Malformed,
            (Parameter::Once(code), Parameter::Absent, _) if !code.is_empty() => Redirect::Code(code),
            (Parameter::Absent, Parameter::Once(error), description) if !error.is_empty() => {
                let description = match description {
                    Parameter::Once(description) => Some(description).filter(|text| !text.is_empty()),
                    Parameter::Absent | Parameter::Repeated => None,
                };
                Redirect::Refused { error, description }
            }
            _ => Redirect::Malformed,
        }
    }
}

/// A name or a value of a query without its encoding. `None` if it is not percent-encoded UTF-8.
fn decoded(text: &str) -> Option<Secret> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex_digit(rest.next()?)? << 4 | hex_digit(rest.next()?)?,
            other => other,
        });
    }
    from_utf8(&bytes).ok().map(Secret::from)
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Compares two secrets in a time that does not depend on where they differ.
pub(super) fn is_equal(one: &Secret, other: &Secret) -> bool {
    one.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::attempt::samples::attempt;

    fn of(query: &str) -> Redirect {
        let attempt = attempt();
        let query = query.replace("STATE", attempt.secrets.state.expose());
        Redirect::of(&attempt, &format!("myapp://callback/{query}"))
    }

    fn refused(error: &str, description: Option<&str>) -> Redirect {
        Redirect::Refused { error: error.into(), description: description.map(Secret::from) }
    }

    #[test]
    fn a_redirect_with_the_attempts_state_gives_its_code() {
        for query in [
            "?code=c-1&state=STATE",
            "?state=STATE&code=c-1",
            "?code=c%2D1&state=STATE#_=_",
            "?code=c-1&state=STATE#",
            "?%63ode=c-1&state=STATE&session_state=x&code_hint=y",
        ] {
            assert_eq!(of(query), Redirect::Code("c-1".into()), "{query}");
        }
    }

    #[test]
    fn a_refusal_has_the_redirects_description_unless_the_redirect_repeats_it() {
        assert_eq!(of("?error=access_denied&state=STATE"), refused("access_denied", None));
        let described = "?error=invalid_request&error_description=Read+timed%20out%21&state=STATE";
        assert_eq!(of(described), refused("invalid_request", Some("Read timed out!")));
        let twice = "?error=server_error&error_description=a&error_description=b&state=STATE";
        assert_eq!(of(twice), refused("server_error", None));
    }

    #[test]
    fn a_redirect_without_the_attempts_state_belongs_to_another_attempt() {
        for query in [
            "",
            "?",
            "?code=c",
            "?code=c&state=",
            "?code=c&state=other",
            "?code=c&state=STATE&state=STATE",
            "?code=c&state=STATEx",
            "?error=access_denied",
            "#code=c&state=STATE",
            "?code=c&state=%",
            "?code=%ff&state=STATE",
            "?code=c&state=STATE&x=%zz",
        ] {
            assert_eq!(of(query), Redirect::OfAnother, "{query}");
        }
    }

    #[test]
    fn a_redirect_with_the_state_is_malformed_unless_it_has_exactly_one_result() {
        for query in [
            "?state=STATE",
            "?code=&state=STATE",
            "?code=a&code=b&state=STATE",
            "?code=a&error=access_denied&state=STATE",
            "?error=&state=STATE",
            "?error=a&error=b&state=STATE",
            "?code=a&state=STATE#access_token=t",
        ] {
            assert_eq!(of(query), Redirect::Malformed, "{query}");
        }
    }

    #[test]
    fn an_address_other_than_the_redirect_uri_is_not_the_attempts_redirect() {
        let attempt = attempt();
        let query = format!("?code=c&state={}", attempt.secrets.state.expose());
        for target in [
            "myapp://other/",
            "myapp://callback/more",
            "myapp://callback//",
            "myapp:callback/",
            "other://callback/",
            "myapp://user@callback/",
            "myapp://callback:1/",
            "https://callback/",
            "myapp",
            "",
            "my app://callback/",
            "myapp://callb\u{e4}ck/",
        ] {
            let url = format!("{target}{query}");
            assert_eq!(Redirect::of(&attempt, &url), Redirect::Elsewhere, "{url}");
        }
        let long = format!("myapp://callback/{query}&x={}", "a".repeat(LONGEST));
        assert_eq!(Redirect::of(&attempt, &long), Redirect::Elsewhere);
    }

    #[test]
    fn scheme_and_host_are_case_insensitive_and_an_empty_path_is_a_slash() {
        for (url, redirect_uri) in [
            ("MyApp://CallBack/?code=c", "myapp://callback/"),
            ("myapp://callback?code=c", "myapp://callback/"),
            ("myapp://?code=c", "myapp://"),
            ("https://example.com/back?code=c", "https://example.com/back"),
        ] {
            assert!(is_same_target(url, redirect_uri), "{url}");
        }
        assert!(!is_same_target("https://example.com/Back?code=c", "https://example.com/back"));
    }
}
