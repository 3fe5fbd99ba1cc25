//! The words of the files, in upper or lower case, and what they mean.

use crate::config::{MfaConfiguration, UserVerification, UsernameAttribute};
use crate::model::{AuthFactorType, AuthFlowType, AuthUserAttributeKey, MfaType};

/// Whether a second factor is used, by Cognito's words and those of `amplify_outputs.json`.
pub(super) fn mfa_configuration(word: &str) -> Option<MfaConfiguration> {
    match word.to_ascii_uppercase().as_str() {
        "NONE" | "OFF" => Some(MfaConfiguration::Off),
        "OPTIONAL" => Some(MfaConfiguration::Optional),
        "REQUIRED" | "ON" => Some(MfaConfiguration::Required),
        _ => None,
    }
}

pub(super) fn mfa_type(word: &str) -> Option<MfaType> {
    match word.to_ascii_uppercase().as_str() {
        "SMS" => Some(MfaType::Sms),
        "TOTP" => Some(MfaType::Totp),
        "EMAIL" => Some(MfaType::Email),
        _ => None,
    }
}

pub(super) fn username_attribute(word: &str) -> Option<UsernameAttribute> {
    match word.to_ascii_uppercase().as_str() {
        "USERNAME" => Some(UsernameAttribute::Username),
        "EMAIL" => Some(UsernameAttribute::Email),
        "PHONE_NUMBER" => Some(UsernameAttribute::PhoneNumber),
        "PREFERRED_USERNAME" => Some(UsernameAttribute::PreferredUsername),
        _ => None,
    }
}

/// The key of a standard attribute, or of a custom one whose name has the prefix `custom:`.
pub(super) fn attribute(word: &str) -> Option<AuthUserAttributeKey> {
    let is_custom = word.starts_with("custom:") && crate::model::is_attribute_name(word);
    let standard = AuthUserAttributeKey::from_name(&word.to_ascii_lowercase());
    match standard {
        AuthUserAttributeKey::Custom(_) => is_custom.then(|| AuthUserAttributeKey::from_name(word)),
        standard => Some(standard),
    }
}

/// The key of an attribute, if the pool can verify the attribute with a code.
pub(super) fn verification_type(word: &str) -> Option<AuthUserAttributeKey> {
    attribute(word)
        .filter(|key| matches!(key, AuthUserAttributeKey::Email | AuthUserAttributeKey::PhoneNumber))
}

pub(super) fn first_factor(word: &str) -> Option<AuthFactorType> {
    AuthFactorType::known(&[word.to_ascii_uppercase()]).first().copied()
}

pub(super) fn user_verification(word: &str) -> Option<UserVerification> {
    match word.to_ascii_uppercase().as_str() {
        "PREFERRED" => Some(UserVerification::Preferred),
        "REQUIRED" => Some(UserVerification::Required),
        _ => None,
    }
}

/// The flow for a word. Beside Cognito's words, there are two that say whether SRP comes before the custom challenges.
/// Cognito's `CUSTOM_AUTH` means the flow without SRP here, as in Amplify for Android. In Amplify for Swift, it means
/// the flow with SRP.
pub(super) fn flow(word: &str) -> Option<AuthFlowType> {
    match word.to_ascii_uppercase().as_str() {
        "USER_SRP_AUTH" => Some(AuthFlowType::UserSrp),
        "USER_PASSWORD_AUTH" => Some(AuthFlowType::UserPassword),
        "CUSTOM_AUTH" | "CUSTOM_AUTH_WITHOUT_SRP" => Some(AuthFlowType::CustomWithoutSrp),
        "CUSTOM_AUTH_WITH_SRP" => Some(AuthFlowType::CustomWithSrp),
        "USER_AUTH" => Some(AuthFlowType::UserAuth { preferred_first_factor: None }),
        _ => None,
    }
}

/// The service's name of an identity provider, from its name in a file. The name of an OIDC or SAML provider stays as
/// it is.
pub(super) fn provider(word: String) -> String {
    let name = match word.as_str() {
        "GOOGLE" => "Google",
        "FACEBOOK" => "Facebook",
        "LOGIN_WITH_AMAZON" | "AMAZON" => "LoginWithAmazon",
        "SIGN_IN_WITH_APPLE" | "APPLE" => "SignInWithApple",
        _ => return word,
    };
    name.to_owned()
}
