//! The checks of a configuration.

use super::urls::PlainUrl;
use super::{AuthConfiguration, UserPoolConfiguration};
use crate::error::{AuthError, AuthErrorCode};
use crate::secret::ClientSecret;

impl AuthConfiguration {
    /// The longest time limit of a call, in milliseconds.
    pub const MAXIMUM_DEADLINE_MILLISECONDS: u64 = 600_000;

    /// Checks the values of the user pool, the account, the web pages, the identity pool, the pool's settings, and the
    /// time limit. It does no IO.
    ///
    /// # Errors
    /// [`AuthErrorCode::InvalidConfiguration`] with the field that is wrong, or [`AuthErrorCode::InsecureEndpoint`].
    pub fn validate(&self) -> Result<(), AuthError> {
        if self.user_pool.is_absent() && self.identity_pool.is_some() {
            self.validate_without_user_pool()?;
        } else {
            self.user_pool.validate()?;
        }
        check(self.account.as_deref().is_none_or(is_account_name), "account")?;
        if let Some(oauth) = &self.oauth {
            oauth.validate(self.user_pool.allow_insecure_endpoint)?;
        }
        if let Some(pool) = &self.identity_pool {
            pool.validate()?;
        }
        self.pool_settings.validate()?;
        check(
            (1..=Self::MAXIMUM_DEADLINE_MILLISECONDS).contains(&self.deadline_milliseconds),
            "deadline_milliseconds",
        )
    }

    /// Without a user pool, there must be neither web pages nor a client secret.
    fn validate_without_user_pool(&self) -> Result<(), AuthError> {
        check(self.oauth.is_none(), "oauth")?;
        check(self.user_pool.client_secret.is_none(), "client_secret")?;
        self.user_pool.validate_address()
    }
}

impl UserPoolConfiguration {
    fn validate(&self) -> Result<(), AuthError> {
        check(is_region(&self.region), "region")?;
        check(is_pool_id(&self.pool_id), "pool_id")?;
        // At AWS the id starts with the configured region. At another server the two regions can differ.
        check(self.endpoint.is_some() || self.pool_id.starts_with(&format!("{}_", self.region)), "pool_id")?;
        check(is_client_id(&self.client_id), "client_id")?;
        check(!self.client_secret.as_ref().is_some_and(ClientSecret::is_empty), "client_secret")?;
        self.validate_address()
    }

    fn validate_address(&self) -> Result<(), AuthError> {
        match &self.endpoint {
            None => Ok(()),
            Some(endpoint) => self.validate_endpoint(endpoint),
        }
    }

    fn validate_endpoint(&self, endpoint: &str) -> Result<(), AuthError> {
        let url = PlainUrl::parse(endpoint).ok_or_else(|| invalid("endpoint"))?;
        check_transport(&url, self.allow_insecure_endpoint, "endpoint")
    }
}

/// Checks that the URL is `https`, or that plain http to it is allowed.
pub(super) fn check_transport(
    url: &PlainUrl<'_>,
    allows_insecure: bool,
    field: &str,
) -> Result<(), AuthError> {
    if url.is_https() || allows_insecure || url.is_local_machine() {
        Ok(())
    } else {
        Err(AuthError::from(AuthErrorCode::InsecureEndpoint).with_field(field))
    }
}

impl UserPoolConfiguration {
    /// The scheme, the host and the port of the configured endpoint, if there is one.
    pub(crate) fn endpoint_origin(&self) -> Option<String> {
        let endpoint = self.endpoint.as_ref()?;
        // `validate` has refused a malformed endpoint before, so the fallback to the text itself is never used.
        Some(PlainUrl::parse(endpoint).map_or_else(|| endpoint.clone(), |url| url.origin()))
    }
}

fn is_region(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether a text has the form `<region>_<name>` and up to 55 characters, as in the service's API model.
fn is_pool_id(text: &str) -> bool {
    text.len() <= 55
        && text.split_once('_').is_some_and(|(region, name)| {
            is_region(region) && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Whether a text has 1 to 128 letters, digits, `_` and `+`, as in the service's API model, or `-`, which local servers
/// use.
fn is_client_id(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'))
}

/// Whether a text has 1 to 64 letters, digits, `.`, `_` and `-`.
pub(crate) fn is_account_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

pub(super) fn check(holds: bool, field: &str) -> Result<(), AuthError> {
    if holds { Ok(()) } else { Err(invalid(field)) }
}

pub(super) fn invalid(field: &str) -> AuthError {
    AuthError::from(AuthErrorCode::InvalidConfiguration).with_field(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{IdentityPoolConfiguration, OAuthConfiguration};

    /// Puts one mistake into a valid configuration.
    type Change<'c> = &'c dyn Fn(&mut AuthConfiguration);

    fn valid() -> AuthConfiguration {
        AuthConfiguration::new("eu-central-1", "eu-central-1_AbCdEf123", "3n4b5urk1ft4fl3mg5e62d9ado")
    }

    fn with(change: impl FnOnce(&mut AuthConfiguration)) -> Result<(), (AuthErrorCode, Option<String>)> {
        let mut configuration = valid();
        change(&mut configuration);
        configuration.validate().map_err(|error| (error.code, error.field))
    }

    fn with_endpoint(endpoint: &str) -> Result<(), AuthErrorCode> {
        with(|configuration| configuration.user_pool.endpoint = Some(endpoint.to_owned()))
            .map_err(|(code, _)| code)
    }

    fn invalid_field(field: &str) -> Result<(), (AuthErrorCode, Option<String>)> {
        Err((AuthErrorCode::InvalidConfiguration, Some(field.to_owned())))
    }

    #[test]
    fn a_pool_at_aws_is_valid() {
        assert_eq!(valid().validate(), Ok(()));
    }

    #[test]
    fn the_error_has_the_name_of_a_malformed_value() {
        for region in ["", "EU-CENTRAL-1", "eu central", "eu_central"] {
            assert_eq!(with(|it| it.user_pool.region = region.into()), invalid_field("region"), "{region}");
        }
        for pool in ["", "_x", "eu-central-1_", "eu-central-1", "eu-central-1_a b", "eu-central-1_a_b"] {
            assert_eq!(with(|it| it.user_pool.pool_id = pool.into()), invalid_field("pool_id"), "{pool}");
        }
        for client in ["", "a b", "a/b", &"a".repeat(129)] {
            assert_eq!(
                with(|it| it.user_pool.client_id = client.into()),
                invalid_field("client_id"),
                "{client}"
            );
        }
        assert_eq!(with(|it| it.user_pool.client_secret = Some("".into())), invalid_field("client_secret"));
    }

    #[test]
    fn an_account_name_has_1_to_64_letters_digits_dots_underscores_and_hyphens() {
        for name in ["a", "Work", "work.2", "_", "-", "..", &"a".repeat(64)] {
            assert_eq!(with(|it| it.account = Some(name.into())), Ok(()), "{name}");
        }
        for name in ["", " ", "a b", "a#", "a/b", "a@b", "a+b", "\u{e9}", "a\n", &"a".repeat(65)] {
            assert_eq!(with(|it| it.account = Some(name.into())), invalid_field("account"), "{name:?}");
        }
    }

    #[test]
    fn a_pool_at_aws_must_be_configured_with_the_region_of_its_id() {
        assert_eq!(with(|it| it.user_pool.region = "us-east-1".into()), invalid_field("pool_id"));
        let elsewhere = with(|it| {
            it.user_pool.region = "us-east-1".into();
            it.user_pool.endpoint = Some("https://cognito.example.com".into());
        });
        assert_eq!(elsewhere, Ok(()));
    }

    #[test]
    fn an_identity_pool_needs_no_user_pool() {
        let pool = IdentityPoolConfiguration::new("eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f");
        let without = || AuthConfiguration::without_user_pool(pool.clone());
        assert_eq!(without().validate(), Ok(()));
        let field = |change: Change<'_>| {
            let mut configuration = without();
            change(&mut configuration);
            configuration.validate().map_err(|error| error.field.unwrap())
        };
        assert_eq!(field(&|it| it.user_pool.endpoint = Some("http://127.0.0.1:9229".into())), Ok(()));
        let mistakes: [(&str, Change<'_>); 7] = [
            ("region", &|it| it.identity_pool = None),
            ("region", &|it| it.user_pool.client_id = "client".into()),
            ("pool_id", &|it| it.user_pool.region = "eu-central-1".into()),
            ("client_secret", &|it| it.user_pool.client_secret = Some("secret".into())),
            ("endpoint", &|it| it.user_pool.endpoint = Some("http://example.com".into())),
            ("identity_pool.pool_id", &|it| it.identity_pool = Some(IdentityPoolConfiguration::new(""))),
            ("oauth", &|it| {
                it.oauth = Some(OAuthConfiguration::new("auth.example.com", "myapp://callback/"))
            }),
        ];
        for (named, change) in mistakes {
            assert_eq!(field(change), Err(named.to_owned()));
        }
    }

    #[test]
    fn a_deadline_is_between_a_millisecond_and_ten_minutes() {
        for (deadline, expected) in
            [(0, false), (1, true), (600_000, true), (600_001, false), (u64::MAX, false)]
        {
            assert_eq!(with(|it| it.deadline_milliseconds = deadline).is_ok(), expected, "{deadline}");
        }
    }

    #[test]
    fn plain_http_to_another_machine_is_refused_unless_it_is_allowed() {
        for endpoint in [
            "http://127.0.0.1:9229",
            "http://127.8.8.8",
            "http://[::1]:9229/",
            "http://localhost:9229",
            "http://10.0.2.2:9229",
            "http://laptop.local:9229",
            "https://cognito.example.com/base",
            "https://xn--mller-kva.example",
        ] {
            assert_eq!(with_endpoint(endpoint), Ok(()), "{endpoint}");
        }
        for endpoint in [
            "http://10.0.2.3",
            "http://example.com",
            "http://localhost.example.com",
            "http://notlocal",
            "http://127.0.0.1.example.com",
        ] {
            assert_eq!(with_endpoint(endpoint), Err(AuthErrorCode::InsecureEndpoint), "{endpoint}");
            let allowed = with(|it| {
                it.user_pool.endpoint = Some(endpoint.to_owned());
                it.user_pool.allow_insecure_endpoint = true;
            });
            assert_eq!(allowed, Ok(()), "{endpoint}");
        }
    }

    #[test]
    fn an_endpoint_is_an_absolute_url_without_query_or_user() {
        for endpoint in [
            "",
            "127.0.0.1:9229",
            "/path",
            "ftp://example.com",
            "https://a@example.com",
            "https://example.com?a",
            "https://example.com#a",
        ] {
            assert_eq!(with_endpoint(endpoint), Err(AuthErrorCode::InvalidConfiguration), "{endpoint}");
        }
    }

    #[test]
    fn a_malformed_endpoint_is_refused_and_not_repaired() {
        for endpoint in [
            " http://127.0.0.1:9229",
            "http://127.0.0.1:9229 ",
            "http://127.0.0.1:\t9229",
            "http://127.0.\n0.1:9229",
            "http://127.0.0.1:9229/a b",
            "http://127.0.0.1:9229\u{0}",
            "http:\\\\127.0.0.1:9229",
            "http:127.0.0.1:9229",
            "http:///127.0.0.1:9229",
            "http://m\u{fc}ller.local",
            "http://127.0.0.1:9229/<a>",
        ] {
            let refused = with(|it| it.user_pool.endpoint = Some(endpoint.to_owned()));
            assert_eq!(refused, invalid_field("endpoint"), "{endpoint:?}");
        }
    }

    #[test]
    fn an_endpoint_is_refused_if_parsers_may_read_different_hosts_in_it() {
        for endpoint in [
            "http://LocalHost:9229",
            "HTTP://LAPTOP.LOCAL:9229/",
            "http://127.0.0.1",
            "http://127.0.0.1:/",
            "http://[::1]",
            "https://cognito_1.example.com:443/base",
        ] {
            assert_eq!(with_endpoint(endpoint), Ok(()), "{endpoint}");
        }
        for endpoint in [
            "http://0177.0.0.1",
            "http://0x7f.0.0.1",
            "http://127.0.0.01",
            "http://127.1",
            "http://2130706433",
            "http://0x7f000001",
            "http://127.0.0.1.",
            "http://[0:0:0:0:0:0:0:1]",
            "http://[::ffff:127.0.0.1]",
            "http://[::1%25lo]",
            "http://local%68ost",
            "http://localhost%2f.example.com",
            "http://localhost%00.example.com",
            "http://localhost.",
            "http://localhost..",
            "http://laptop..local",
            "http://.local",
            "http://example.com,x.local",
            "http://example.com;x.local",
            "http://@example.com",
            "http://:@example.com",
            "http://localhost@example.com",
            "http://localhost:80@example.com",
            "http://[::1]@example.com",
            "http://localhost:9229:9229",
            "http://localhost:+9229",
            "http://localhost:65536",
            "https://example.com.",
            "https://1.2.3",
            "https://xn--zzzzzz-99999.example",
        ] {
            let refused = with(|it| it.user_pool.endpoint = Some(endpoint.to_owned()));
            assert_eq!(refused, invalid_field("endpoint"), "{endpoint:?}");
        }
    }
}
