//! Checks arguments before anything is sent.

use crate::config::{OAuthConfiguration, is_account_name, is_scope};
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{
    AuthProvider, AuthUserAttribute, AuthUserAttributeKey, MfaPreference, SignOutOptions, WebPrompt,
    WebSignInOptions,
};
use crate::secret::Secret;

/// The longest user name in Cognito, in characters.
const LONGEST_USERNAME: usize = 128;

/// Checks a user name or alias: 1 to 128 characters, without white space or control characters.
pub(super) fn username(username: &str) -> Result<(), AuthError> {
    let is_malformed = username.chars().count() > LONGEST_USERNAME
        || username.chars().any(|character| character.is_whitespace() || character.is_control());
    if username.is_empty() {
        Err(empty("username"))
    } else if is_malformed {
        Err(AuthError::from(AuthErrorCode::MalformedArgument).with_field("username"))
    } else {
        Ok(())
    }
}

/// The longest label of an account, in characters.
pub(super) const LONGEST_LABEL: usize = 256;

/// Checks an account's name. The default account has none.
pub(super) fn account(name: Option<&str>) -> Result<(), AuthError> {
    match name {
        Some("") => Err(empty("account")),
        Some(name) if !is_account_name(name) => {
            Err(AuthError::from(AuthErrorCode::MalformedArgument).with_field("account"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Checks an account's label: 1 to 256 characters.
pub(super) fn label(label: Option<&str>) -> Result<(), AuthError> {
    match label {
        Some("") => Err(empty("label")),
        Some(label) if label.chars().count() > LONGEST_LABEL => {
            Err(AuthError::from(AuthErrorCode::MalformedArgument).with_field("label"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Checks that a secret is not empty.
pub(super) fn not_empty(secret: &Secret, field: &str) -> Result<(), AuthError> {
    if secret.is_empty() { Err(empty(field)) } else { Ok(()) }
}

/// Checks that a minimum validity is not negative.
pub(super) fn minimum_validity(milliseconds: i64) -> Result<(), AuthError> {
    if milliseconds >= 0 {
        return Ok(());
    }
    Err(AuthError::from(AuthErrorCode::MalformedArgument).with_field("minimum_validity"))
}

/// Checks that every attribute has a name.
pub(super) fn attributes(attributes: &[AuthUserAttribute]) -> Result<(), AuthError> {
    if attributes.iter().any(|it| is_nameless(&it.key)) { Err(empty("user_attributes")) } else { Ok(()) }
}

/// Checks that an attribute's key has a name.
pub(super) fn attribute_key(key: &AuthUserAttributeKey) -> Result<(), AuthError> {
    if is_nameless(key) { Err(empty("user_attribute_key")) } else { Ok(()) }
}

fn is_nameless(key: &AuthUserAttributeKey) -> bool {
    matches!(key.name().as_str(), "" | "custom:")
}

/// Checks that at least one preference is given, and that at most one factor is preferred.
pub(super) fn mfa_preferences(preferences: &[Option<MfaPreference>]) -> Result<(), AuthError> {
    let preferred = preferences.iter().filter(|it| **it == Some(MfaPreference::Preferred)).count();
    if preferences.iter().all(Option::is_none) {
        Err(empty("preferences"))
    } else if preferred > 1 {
        Err(AuthError::from(AuthErrorCode::MalformedArgument).with_field("preferences"))
    } else {
        Ok(())
    }
}

/// Checks the options of a sign-in on the web, and gives its redirect.
pub(super) fn web_sign_in<'a>(
    options: &WebSignInOptions,
    oauth: &'a OAuthConfiguration,
) -> Result<&'a str, AuthError> {
    let malformed = |field: &str| AuthError::from(AuthErrorCode::MalformedArgument).with_field(field);
    if !has_openid(&options.scopes) || !options.scopes.iter().all(|scope| is_scope(scope)) {
        return Err(malformed("scopes"));
    }
    if options.scopes.is_empty() && !has_openid(&oauth.scopes) {
        return Err(AuthError::from(AuthErrorCode::InvalidConfiguration).with_field("oauth.scopes"));
    }
    if options.prompt.len() > 1 && options.prompt.contains(&WebPrompt::None) {
        return Err(malformed("prompt"));
    }
    for (text, field) in [
        (options.provider.as_ref().map(AuthProvider::name), "provider"),
        (options.idp_identifier.as_deref(), "idp_identifier"),
        (options.language.as_deref(), "language"),
        (options.login_hint.as_deref(), "login_hint"),
        (options.nonce.as_ref().map(Secret::expose), "nonce"),
        (options.resource.as_deref(), "resource"),
    ] {
        if text.is_some_and(str::is_empty) {
            return Err(empty(field));
        }
    }
    oauth.sign_in_redirect_uri(options.redirect_uri.as_deref()).ok_or_else(|| malformed("redirect_uri"))
}

/// The redirect of a sign-out on the web.
pub(super) fn web_sign_out<'a>(
    options: &SignOutOptions,
    oauth: &'a OAuthConfiguration,
) -> Result<&'a str, AuthError> {
    let named = options.redirect_uri.as_deref();
    oauth.sign_out_redirect_uri(named).ok_or_else(|| match named {
        Some(_) => AuthError::from(AuthErrorCode::MalformedArgument).with_field("redirect_uri"),
        None => {
            AuthError::from(AuthErrorCode::InvalidConfiguration).with_field("oauth.sign_out_redirect_uris")
        }
    })
}

/// Whether these scopes get an ID token. No scopes means all that the app client allows.
fn has_openid(scopes: &[String]) -> bool {
    scopes.is_empty() || scopes.iter().any(|scope| scope == "openid")
}

/// The error for an empty argument.
pub(super) fn empty(field: &str) -> AuthError {
    AuthError::from(AuthErrorCode::EmptyArgument).with_field(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<(), AuthError>) -> Option<AuthErrorCode> {
        result.err().map(|error| error.code)
    }

    #[test]
    fn a_user_name_has_1_to_128_visible_characters() {
        assert_eq!(code(username("")), Some(AuthErrorCode::EmptyArgument));
        for malformed in [" ", "a b", "a\n", "a\u{0}", "\u{3000}", &"a".repeat(129)] {
            assert_eq!(code(username(malformed)), Some(AuthErrorCode::MalformedArgument), "{malformed:?}");
        }
        for fine in ["a", "ann@example.com", "+15550100", "\u{540d}\u{524d}", &"\u{e9}".repeat(128)] {
            assert_eq!(code(username(fine)), None, "{fine:?}");
        }
    }

    #[test]
    fn an_account_name_is_absent_or_well_formed_and_a_label_has_1_to_256_characters() {
        for (name, expected) in [
            (None, None),
            (Some("work"), None),
            (Some(""), Some(AuthErrorCode::EmptyArgument)),
            (Some("a b"), Some(AuthErrorCode::MalformedArgument)),
        ] {
            assert_eq!(code(account(name)), expected, "{name:?}");
        }
        assert_eq!(code(label(None)), None);
        assert_eq!(code(label(Some(""))), Some(AuthErrorCode::EmptyArgument));
        assert_eq!(code(label(Some(&"\u{e9}".repeat(256)))), None);
        assert_eq!(code(label(Some(&"a".repeat(257)))), Some(AuthErrorCode::MalformedArgument));
    }

    #[test]
    fn an_attribute_without_a_name_is_refused() {
        let attribute = |name: &str| AuthUserAttribute::new(AuthUserAttributeKey::Custom(name.into()), "x");
        assert_eq!(code(attributes(&[attribute("")])), Some(AuthErrorCode::EmptyArgument));
        assert_eq!(code(attributes(&[attribute("custom:")])), Some(AuthErrorCode::EmptyArgument));
        assert_eq!(code(attributes(&[attribute("team")])), None);
    }
}
