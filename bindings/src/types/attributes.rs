//! User attributes.

use cognito_auth_core::{AuthUserAttribute, AuthUserAttributeKey, Secret};

#[uniffi::remote(Enum)]
pub enum AuthUserAttributeKey {
    Address,
    BirthDate,
    Email,
    EmailVerified,
    FamilyName,
    Gender,
    GivenName,
    Locale,
    MiddleName,
    Name,
    Nickname,
    PhoneNumber,
    PhoneNumberVerified,
    Picture,
    PreferredUsername,
    Profile,
    Sub,
    UpdatedAt,
    Website,
    ZoneInfo,
    Custom(String),
}

#[uniffi::remote(Record)]
pub struct AuthUserAttribute {
    pub key: AuthUserAttributeKey,
    pub value: Secret,
}

#[uniffi::export]
pub fn user_attribute_name(key: AuthUserAttributeKey) -> String {
    key.name()
}

#[uniffi::export]
pub fn user_attribute_key(name: String) -> AuthUserAttributeKey {
    AuthUserAttributeKey::from_name(&name)
}
