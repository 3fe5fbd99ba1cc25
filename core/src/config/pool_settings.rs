//! The user pool's settings that an app's forms read.

use super::validation::check;
use crate::error::AuthError;
use crate::model::{AuthFactorType, AuthUserAttributeKey, MfaType};

/// The minimum length of a password, if the file does not give one. It is the service's default.
pub(super) const DEFAULT_MINIMUM_LENGTH: u32 = 8;

/// The user pool's settings as a configuration file gives them, for the app's forms: which fields to show and what to
/// ask for. The library itself uses none of them, and the service may decide otherwise. A setting that the file lacks
/// is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserPoolSettings {
    /// What a password has to look like.
    pub password_policy: Option<PasswordPolicy>,
    /// Whether a sign-in asks for a second factor.
    pub mfa_configuration: Option<MfaConfiguration>,
    /// The second factors that the pool allows.
    pub mfa_types: Vec<MfaType>,
    /// What a user may type as the user name.
    pub username_attributes: Vec<UsernameAttribute>,
    /// The attributes that a sign-up must have.
    pub required_sign_up_attributes: Vec<AuthUserAttributeKey>,
    /// The attributes that the pool verifies with a code: the e-mail address, the phone number.
    pub verification_types: Vec<AuthUserAttributeKey>,
    /// The ways to sign in without a password.
    pub passwordless: Option<PasswordlessSettings>,
    /// The names of the pool's groups. The group with the lowest precedence value is the first.
    pub groups: Vec<String>,
}

/// What a password of the pool has to look like (Cognito: `PasswordPolicyType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The least number of characters, 6 to 99.
    pub min_length: u32,
    /// Whether a password needs a lower-case letter of the basic Latin alphabet.
    pub requires_lowercase: bool,
    /// Whether a password needs an upper-case letter of the basic Latin alphabet.
    pub requires_uppercase: bool,
    /// Whether a password needs a digit.
    pub requires_numbers: bool,
    /// Whether a password needs a symbol: one of ``^ $ * . [ ] { } ( ) ? - " ! @ # % & / \ , > < ' : ; | _ ~ ` + =``,
    /// or a space that is neither the password's first nor its last character.
    pub requires_symbols: bool,
}

/// Whether a sign-in asks for a second factor (Cognito: `MfaConfiguration`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum MfaConfiguration {
    /// A sign-in never asks for a second factor.
    Off,
    /// A sign-in asks users who have switched a second factor on.
    Optional,
    /// A sign-in asks every user for a second factor.
    Required,
}

/// What a user may type as the user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum UsernameAttribute {
    /// A name of the user's choice.
    Username,
    /// The e-mail address.
    Email,
    /// The phone number.
    PhoneNumber,
    /// The attribute `preferred_username`.
    PreferredUsername,
}

/// The ways to sign in without a password, in the flow [`AuthFlowType::UserAuth`](crate::AuthFlowType::UserAuth).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasswordlessSettings {
    /// Whether a user can sign in with a code by e-mail.
    pub email_otp_enabled: bool,
    /// Whether a user can sign in with a code by text message.
    pub sms_otp_enabled: bool,
    /// The settings of passkeys, if a user can sign in with one.
    pub web_authn: Option<WebAuthnSettings>,
    /// The factor that a form offers first.
    pub preferred_challenge: Option<AuthFactorType>,
}

/// The pool's settings of passkeys (Cognito: `WebAuthnConfigurationType`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebAuthnSettings {
    /// The domain that the passkeys are for.
    pub relying_party_id: Option<String>,
    /// Whether the authenticator has to verify the user, for example by a fingerprint.
    pub user_verification: Option<UserVerification>,
}

/// Whether an authenticator has to verify the user (Web Authentication, section 5.8.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum UserVerification {
    /// The authenticator verifies the user if it can.
    Preferred,
    /// The authenticator always verifies the user.
    Required,
}

impl UserPoolSettings {
    pub(super) fn validate(&self) -> Result<(), AuthError> {
        let policy = self.password_policy.as_ref();
        check(
            policy.is_none_or(|policy| (6..=99).contains(&policy.min_length)),
            "pool_settings.password_policy.min_length",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minimum_length_of_a_password_is_6_to_99_characters() {
        for (min_length, expected) in [(0, false), (5, false), (6, true), (99, true), (100, false)] {
            let policy = PasswordPolicy {
                min_length,
                requires_lowercase: false,
                requires_uppercase: false,
                requires_numbers: false,
                requires_symbols: false,
            };
            let settings = UserPoolSettings { password_policy: Some(policy), ..UserPoolSettings::default() };
            let found = settings.validate().map_err(|error| error.field);
            let named = Err(Some("pool_settings.password_policy.min_length".to_owned()));
            assert_eq!(found, if expected { Ok(()) } else { named }, "{min_length}");
        }
    }
}
