//! Checks that the tokens belong to this attempt and to the expected user (OpenID Connect Core, section 3.1.3.7). The
//! token endpoint is reached over TLS, so the signature needs no check. Only an endpoint for development may do without
//! TLS.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::attempt::WebAttempt;
use super::redirect::is_equal;
use crate::error::AuthErrorCode;
use crate::jwt::{self, MalformedToken};
use crate::model::IdentityExpectation;
use crate::secret::{self, Secret};

/// The tokens of a web sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WebTokens {
    pub(crate) id_token: Secret,
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Secret,
    /// How long the access token is valid, in seconds; positive.
    pub(crate) expires_in_seconds: u32,
    /// The time of the response by the server's clock, in seconds since 1970, if the server said it.
    pub(crate) server_time_seconds: Option<i64>,
}

/// Who may issue the tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Issuer {
    /// The user pool at AWS: exactly this issuer.
    Aws(String),
    /// A server with a configured endpoint: any issuer that ends with `/` and the pool's id.
    OfPool(String),
}

impl Issuer {
    fn is(&self, found: &str) -> bool {
        match self {
            Self::Aws(issuer) => found == issuer,
            Self::OfPool(pool_id) => {
                found.strip_suffix(pool_id.as_str()).is_some_and(|rest| rest.ends_with('/'))
            }
        }
    }
}

/// The client and the issuer that the tokens must have.
#[derive(Clone, Debug)]
pub(crate) struct WebIdentity {
    pub(crate) client_id: String,
    pub(crate) issuer: Issuer,
}

#[derive(Deserialize)]
struct IdClaims {
    sub: String,
    iss: String,
    #[serde(deserialize_with = "audience")]
    aud: String,
    token_use: String,
    #[serde(with = "secret::json")]
    nonce: Secret,
    exp: i64,
    iat: i64,
}

#[derive(Deserialize)]
struct AccessClaims {
    sub: String,
    iss: String,
    client_id: String,
    token_use: String,
}

/// Reads the audience, `aud`: one receiver, as a text or as a list with one entry. A token for several receivers is
/// refused. Serde could derive this for an enum, but that code would make the gzipped library 15 KB larger.
fn audience<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let receiver = match Value::deserialize(deserializer)? {
        Value::Array(mut receivers) if receivers.len() == 1 => receivers.swap_remove(0),
        receiver => receiver,
    };
    match receiver {
        Value::String(receiver) => Ok(receiver),
        _ => Err(D::Error::custom("not one receiver")),
    }
}

/// Checks that the tokens belong to this attempt, and that their user is the expected one.
///
/// # Errors
/// [`AuthErrorCode::InvalidIdToken`] and [`AuthErrorCode::UnexpectedIdentity`].
pub(crate) fn check_identity(
    tokens: &WebTokens,
    attempt: &WebAttempt,
    expected: &WebIdentity,
) -> Result<(), AuthErrorCode> {
    let user_id =
        answered_by(tokens, attempt, expected).map_err(|MalformedToken| AuthErrorCode::InvalidIdToken)?;
    match &attempt.expectation {
        IdentityExpectation::User(other) if *other != user_id => Err(AuthErrorCode::UnexpectedIdentity),
        IdentityExpectation::OtherThan(known) if known.contains(&user_id) => {
            Err(AuthErrorCode::UnexpectedIdentity)
        }
        IdentityExpectation::Anyone | IdentityExpectation::User(_) | IdentityExpectation::OtherThan(_) => {
            Ok(())
        }
    }
}

/// Checks that the tokens belong to this attempt, and gives the id of their user.
fn answered_by(
    tokens: &WebTokens,
    attempt: &WebAttempt,
    expected: &WebIdentity,
) -> Result<String, MalformedToken> {
    let id: IdClaims = jwt::claims(&tokens.id_token)?;
    let access: AccessClaims = jwt::claims(&tokens.access_token)?;
    let is_current = id.iat < id.exp && tokens.server_time_seconds.is_none_or(|now| now < id.exp);
    let holds = is_equal(&id.nonce, &attempt.secrets.nonce)
        && id.aud == expected.client_id
        && expected.issuer.is(&id.iss)
        && id.token_use == "id"
        && is_current
        && access.token_use == "access"
        && access.client_id == expected.client_id
        && expected.issuer.is(&access.iss)
        && access.sub == id.sub;
    if holds { Ok(id.sub) } else { Err(MalformedToken) }
}

#[cfg(test)]
pub(crate) mod samples {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    use super::*;
    use crate::web::samples::attempt;

    pub(crate) const ISSUER: &str = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC";

    pub(crate) fn expected() -> WebIdentity {
        WebIdentity { client_id: "client".into(), issuer: Issuer::Aws(ISSUER.into()) }
    }

    /// The claims of an ID token and of an access token that belong to the sample attempt.
    pub(crate) fn claims() -> (Value, Value) {
        let nonce = attempt().secrets.nonce;
        let id = json!({
            "sub": "u-1", "iss": ISSUER, "aud": "client", "token_use": "id", "nonce": nonce.expose(),
            "iat": 1000, "exp": 4600,
        });
        let access = json!({"sub": "u-1", "iss": ISSUER, "client_id": "client", "token_use": "access", "username": "ann"});
        (id, access)
    }

    pub(crate) fn tokens((id, access): (Value, Value)) -> WebTokens {
        let token =
            |claims: &Value| Secret::new(format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string())));
        WebTokens {
            id_token: token(&id),
            access_token: token(&access),
            refresh_token: "r".into(),
            expires_in_seconds: 3600,
            server_time_seconds: Some(1001),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::samples::{claims, expected, tokens};
    use super::*;
    use crate::web::samples::attempt;

    fn with(which: &str, name: &str, value: Option<Value>) -> Result<(), AuthErrorCode> {
        let (mut id, mut access) = claims();
        let changed = if which == "id" { &mut id } else { &mut access };
        let members = changed.as_object_mut().unwrap();
        match value {
            Some(value) => members.insert(name.into(), value),
            None => members.remove(name),
        };
        check_identity(&tokens((id, access)), &attempt(), &expected())
    }

    #[test]
    fn tokens_that_belong_to_the_attempt_are_accepted() {
        assert_eq!(check_identity(&tokens(claims()), &attempt(), &expected()), Ok(()));
        assert_eq!(with("id", "aud", Some(json!(["client"]))), Ok(()));
    }

    #[test]
    fn tokens_with_a_missing_foreign_or_mistyped_claim_are_refused() {
        let foreign = [
            ("id", "nonce", json!("other")),
            ("id", "aud", json!("other")),
            ("id", "aud", json!(["client", "other"])),
            ("id", "aud", json!([])),
            ("id", "iss", json!("https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other")),
            ("id", "iss", json!("https://evil.example.com/eu-central-1_AbC")),
            ("id", "token_use", json!("access")),
            ("id", "sub", json!("u-2")),
            ("id", "exp", json!(1000)),
            ("id", "exp", json!(1001)),
            ("access", "token_use", json!("id")),
            ("access", "client_id", json!("other")),
            ("access", "iss", json!("https://evil.example.com/eu-central-1_AbC")),
            ("access", "sub", json!("u-2")),
        ];
        for (which, name, value) in foreign {
            let shown = value.to_string();
            assert_eq!(with(which, name, Some(value)), Err(AuthErrorCode::InvalidIdToken), "{name} {shown}");
            for odd in [None, Some(json!(null)), Some(json!({}))] {
                assert_eq!(with(which, name, odd), Err(AuthErrorCode::InvalidIdToken), "{name}");
            }
        }
    }

    #[test]
    fn a_text_that_is_not_a_token_is_refused() {
        let whole = tokens(claims());
        for broken in [
            WebTokens { id_token: "a.b.c".into(), ..whole.clone() },
            WebTokens { access_token: "opaque".into(), ..whole },
        ] {
            let checked = check_identity(&broken, &attempt(), &expected());
            assert_eq!(checked, Err(AuthErrorCode::InvalidIdToken));
        }
    }

    #[test]
    fn the_issuer_of_a_configured_endpoint_ends_with_the_pools_id() {
        let own = Issuer::OfPool("local_1".into());
        assert!(own.is("http://127.0.0.1:9229/local_1"));
        for other in ["http://127.0.0.1:9229/local_12", "local_1", "http://127.0.0.1:9229/xlocal_1", ""] {
            assert!(!own.is(other), "{other}");
        }
    }

    #[test]
    fn the_user_has_to_be_the_expected_one() {
        let user = |id: &str| IdentityExpectation::User(id.into());
        let other_than =
            |ids: &[&str]| IdentityExpectation::OtherThan(ids.iter().map(|id| (*id).to_owned()).collect());
        for (expectation, result) in [
            (IdentityExpectation::Anyone, Ok(())),
            (user("u-1"), Ok(())),
            (user("u-2"), Err(AuthErrorCode::UnexpectedIdentity)),
            (other_than(&[]), Ok(())),
            (other_than(&["u-2"]), Ok(())),
            (other_than(&["u-2", "u-1"]), Err(AuthErrorCode::UnexpectedIdentity)),
        ] {
            let attempt = WebAttempt { expectation: expectation.clone(), ..attempt() };
            let checked = check_identity(&tokens(claims()), &attempt, &expected());
            assert_eq!(checked, result, "{expectation:?}");
        }
    }
}
