//! User attributes.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::secret::Secret;

/// Declares [`AuthUserAttributeKey`] with Cognito's name of each standard attribute.
macro_rules! standard_attributes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// The key of a user attribute: a standard attribute of OpenID Connect, or another attribute.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
        pub enum AuthUserAttributeKey {
            $($(#[$doc])* $variant,)+
            /// A custom attribute of the pool, with Cognito's prefix `custom:` or without it. It can also be a Cognito
            /// attribute that is not standard, by its whole name, such as `identities` or `dev:custom:department`.
            Custom(String),
        }

        impl AuthUserAttributeKey {
            /// The standard attributes.
            pub const STANDARD: &'static [Self] = &[$(Self::$variant,)+];

            /// Cognito's name of the attribute: `email`, `custom:department`.
            pub fn name(&self) -> String {
                match self {
                    $(Self::$variant => $name.to_owned(),)+
                    Self::Custom(name) if is_whole(name) => name.clone(),
                    Self::Custom(name) => format!("custom:{name}"),
                }
            }

            /// The key with this name. A name that Cognito does not define is a custom attribute of the pool, with the
            /// prefix `custom:` or without it.
            pub fn from_name(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)+
                    _ => {
                        let own = name.strip_prefix("custom:").filter(|own| !is_whole(own));
                        Self::Custom(own.unwrap_or(name).to_owned())
                    }
                }
            }
        }
    };
}

/// Whether this is an attribute's whole name: it has one of Cognito's prefixes, or is `identities`, which lists a
/// user's accounts at other providers.
fn is_whole(name: &str) -> bool {
    name == "identities" || ["custom:", "dev:", "cognito:"].iter().any(|prefix| name.starts_with(prefix))
}

/// Whether an attribute can have this name: up to 32 letters, digits and ASCII punctuation marks. (API reference:
/// AttributeType, which also allows other symbols.)
pub(crate) fn is_attribute_name(name: &str) -> bool {
    (1..=32).contains(&name.chars().count())
        && name.chars().all(|character| character.is_alphanumeric() || character.is_ascii_punctuation())
}

standard_attributes! {
    /// `address`
    Address = "address",
    /// `birthdate`
    BirthDate = "birthdate",
    /// `email`
    Email = "email",
    /// `email_verified`
    EmailVerified = "email_verified",
    /// `family_name`
    FamilyName = "family_name",
    /// `gender`
    Gender = "gender",
    /// `given_name`
    GivenName = "given_name",
    /// `locale`
    Locale = "locale",
    /// `middle_name`
    MiddleName = "middle_name",
    /// `name`
    Name = "name",
    /// `nickname`
    Nickname = "nickname",
    /// `phone_number`
    PhoneNumber = "phone_number",
    /// `phone_number_verified`
    PhoneNumberVerified = "phone_number_verified",
    /// `picture`
    Picture = "picture",
    /// `preferred_username`
    PreferredUsername = "preferred_username",
    /// `profile`
    Profile = "profile",
    /// `sub`: the user's id in the pool; never changes.
    Sub = "sub",
    /// `updated_at`
    UpdatedAt = "updated_at",
    /// `website`
    Website = "website",
    /// `zoneinfo`
    ZoneInfo = "zoneinfo",
}

/// Serializes a key as Cognito's name.
impl Serialize for AuthUserAttributeKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for AuthUserAttributeKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|name| Self::from_name(&name))
    }
}

/// A user attribute: a key and its value. `Debug` shows only the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthUserAttribute {
    /// The key.
    pub key: AuthUserAttributeKey,
    /// The value, up to 2,048 characters. It is personal data, so it is a [`Secret`].
    pub value: Secret,
}

impl AuthUserAttribute {
    /// An attribute.
    pub fn new(key: AuthUserAttributeKey, value: impl Into<Secret>) -> Self {
        Self { key, value: value.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_standard_attributes_and_each_is_found_by_its_name() {
        assert_eq!(AuthUserAttributeKey::STANDARD.len(), 20);
        for key in AuthUserAttributeKey::STANDARD {
            assert_eq!(&AuthUserAttributeKey::from_name(&key.name()), key);
        }
    }

    #[test]
    fn the_custom_prefix_is_added_unless_it_is_there() {
        assert_eq!(AuthUserAttributeKey::Custom("team".into()).name(), "custom:team");
        assert_eq!(AuthUserAttributeKey::Custom("custom:team".into()).name(), "custom:team");
    }

    #[test]
    fn attribute_names_stay_the_same_when_they_are_read_and_written() {
        for name in [
            "custom:team",
            "custom:email",
            "identities",
            "custom:identities",
            "dev:custom:team",
            "custom:dev:custom:team",
            "custom:custom:team",
            "cognito:user_status",
        ] {
            assert_eq!(AuthUserAttributeKey::from_name(name).name(), name);
        }
        let bare = AuthUserAttributeKey::Custom("team".into());
        assert_eq!(AuthUserAttributeKey::from_name("custom:team"), bare);
        assert_eq!(AuthUserAttributeKey::from_name("team"), bare);
    }
}
