//! The user pool's settings that an app's forms read.

use cognito_auth_core::{
    AuthFactorType, AuthUserAttributeKey, MfaConfiguration, MfaType, PasswordPolicy, PasswordlessSettings,
    UserPoolSettings, UserVerification, UsernameAttribute, WebAuthnSettings,
};

#[uniffi::remote(Record)]
pub struct UserPoolSettings {
    pub password_policy: Option<PasswordPolicy>,
    pub mfa_configuration: Option<MfaConfiguration>,
    pub mfa_types: Vec<MfaType>,
    pub username_attributes: Vec<UsernameAttribute>,
    pub required_sign_up_attributes: Vec<AuthUserAttributeKey>,
    pub verification_types: Vec<AuthUserAttributeKey>,
    pub passwordless: Option<PasswordlessSettings>,
    pub groups: Vec<String>,
}

#[uniffi::remote(Record)]
pub struct PasswordPolicy {
    pub min_length: u32,
    pub requires_lowercase: bool,
    pub requires_uppercase: bool,
    pub requires_numbers: bool,
    pub requires_symbols: bool,
}

#[uniffi::remote(Enum)]
pub enum MfaConfiguration {
    Off,
    Optional,
    Required,
}

#[uniffi::remote(Enum)]
pub enum UsernameAttribute {
    Username,
    Email,
    PhoneNumber,
    PreferredUsername,
}

#[uniffi::remote(Record)]
pub struct PasswordlessSettings {
    pub email_otp_enabled: bool,
    pub sms_otp_enabled: bool,
    pub web_authn: Option<WebAuthnSettings>,
    pub preferred_challenge: Option<AuthFactorType>,
}

#[uniffi::remote(Record)]
pub struct WebAuthnSettings {
    pub relying_party_id: Option<String>,
    pub user_verification: Option<UserVerification>,
}

#[uniffi::remote(Enum)]
pub enum UserVerification {
    Preferred,
    Required,
}
