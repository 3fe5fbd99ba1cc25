//! User attributes.

use cognito_auth_core::{AuthUserAttribute, AuthUserAttributeKey, Secret};

/// The key of a user attribute: a standard one of OpenID Connect's, or one of the pool's own.
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
    /// An attribute of the pool's own. Cognito's prefix `custom:` may be there or not.
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

/// The key of Cognito's name; a name that is not standard is the pool's own.
#[uniffi::export]
pub fn user_attribute_key(name: String) -> AuthUserAttributeKey {
    AuthUserAttributeKey::from_name(&name)
}
