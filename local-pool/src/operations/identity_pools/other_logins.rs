//! Logins of providers other than user pools. As a stand-in for these providers, the local pool checks no signature.
//!
//! The local pool can't ask Google, Apple, Facebook or Amazon about a token. So an app's test makes tokens up. A token
//! that looks like a JWT must have the claims that Cognito checks; every other text means a user of its own.

use super::logins::{check_expiry, invalid, text, unsupported_provider};
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::hashing::sha256;
use crate::identity_pool::identity::Login;
use crate::identity_pool::settings::OtherProvider;
use crate::jwt::{self, Claims};
use serde_json::Value;

/// The login of the user whom a token means.
pub(super) fn read(
    name: &str,
    provider: &OtherProvider<'_>,
    token: &str,
    now: Moment,
) -> Result<Login, CognitoError> {
    let (user, claims) = match jwt::unverified(token) {
        Some(claims) => {
            check(name, provider, &claims, now)?;
            let user = text(&claims, "sub").ok_or_else(|| invalid("Missing a required claim: sub"))?;
            (user.to_owned(), claims)
        }
        None => (digest(token), Claims::new()),
    };
    Ok(Login { provider: name.to_owned(), client_id: None, user, claims })
}

fn check(name: &str, provider: &OtherProvider<'_>, claims: &Claims, now: Moment) -> Result<(), CognitoError> {
    let issuer = text(claims, "iss").map(|issuer| issuer.strip_prefix("https://").unwrap_or(issuer));
    if issuer != Some(name) {
        return Err(invalid("Issuer doesn't match providerName"));
    }
    check_expiry(claims, now.seconds())?;
    let audience = claims.get("aud").ok_or_else(|| invalid("Missing a required claim: aud"))?;
    let is_app = |app_id: &str| match audience {
        Value::Array(several) => several.iter().any(|one| one.as_str() == Some(app_id)),
        single => single.as_str() == Some(app_id),
    };
    match provider.app_ids.is_none_or(|app_ids| app_ids.split(';').any(is_app)) {
        true => Ok(()),
        false => Err(unsupported_provider()),
    }
}

/// A hash that identifies a token, so that the pool does not have to keep the token.
fn digest(token: &str) -> String {
    sha256(&[token.as_bytes()]).iter().map(|byte| format!("{byte:02x}")).collect()
}
