//! User attributes.

use cognito_auth_core::{AuthUserAttribute, AuthUserAttributeKey, Secret};

/// The key of a user attribute: a standard one of OpenID Connect's, or another one.
#[uniffi::remote(Enum)]
pub enum AuthUserAttributeKey {
    /// `address`
    Address,
    /// `birthdate`
    BirthDate,
    /// `email`
    Email,
    /// `email_verified`
    EmailVerified,
    /// `family_name`
    FamilyName,
    /// `gender`
    Gender,
    /// `given_name`
    GivenName,
    /// `locale`
    Locale,
    /// `middle_name`
    MiddleName,
    /// `name`
    Name,
    /// `nickname`
    Nickname,
    /// `phone_number`
    PhoneNumber,
    /// `phone_number_verified`
    PhoneNumberVerified,
    /// `picture`
    Picture,
    /// `preferred_username`
    PreferredUsername,
    /// `profile`
    Profile,
    /// `sub`: the user's id in the pool; never changes.
    Sub,
    /// `updated_at`
    UpdatedAt,
    /// `website`
    Website,
    /// `zoneinfo`
    ZoneInfo,
    /// An attribute of the pool's own, with Cognito's prefix `custom:` or without it; or one of Cognito's that is not
    /// standard, by its whole name, such as `identities` or `dev:custom:department`.
    Custom(String),
}

/// A user attribute: a key and its value.
#[uniffi::remote(Record)]
pub struct AuthUserAttribute {
    /// The key.
    pub key: AuthUserAttributeKey,
    /// The value; up to 2,048 characters. Personal data, so kept like a secret.
    pub value: Secret,
}

/// Cognito's name of an attribute: `email`, `custom:department`.
#[uniffi::export]
pub fn user_attribute_name(key: AuthUserAttributeKey) -> String {
    key.name()
}

/// The key of Cognito's name; a name that is neither standard nor one of Cognito's others is the pool's own, with its
/// prefix or without.
#[uniffi::export]
pub fn user_attribute_key(name: String) -> AuthUserAttributeKey {
    AuthUserAttributeKey::from_name(&name)
}
