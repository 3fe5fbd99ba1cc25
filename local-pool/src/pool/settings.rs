//! A user pool's settings, in the form of CreateUserPool and DescribeUserPool.

use super::devices::DeviceConfiguration;
use super::inbox::Medium;
use super::schema::SchemaAttribute;
use crate::errors::CognitoError;
use crate::triggers::LambdaConfig;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The settings in CreateUserPool and UpdateUserPool. `other` holds the rest, such as tags and message templates, for
/// DescribeUserPool. Of the rest, only DeletionProtection has an effect, and [`PoolSettings::unsupported`] refuses two
/// others unless they are off.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct PoolSettings {
    pub policies: Policies,
    pub auto_verified_attributes: Vec<String>,
    pub alias_attributes: Vec<String>,
    pub username_attributes: Vec<String>,
    pub username_configuration: UsernameConfiguration,
    /// The value in the request. The pool's `MfaSettings` hold the current value.
    pub mfa_configuration: MfaConfiguration,
    pub admin_create_user_config: AdminCreateUserConfig,
    #[serde(skip_serializing_if = "LambdaConfig::is_empty")]
    pub lambda_config: LambdaConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_configuration: Option<DeviceConfiguration>,
    pub schema: Vec<SchemaAttribute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_recovery_setting: Option<AccountRecoverySetting>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl PoolSettings {
    /// A setting that the pool does not support, if there is one.
    pub(crate) fn unsupported(&self) -> Option<&'static str> {
        const ABSENT: [&str; 2] = ["UserPoolAddOns", "UserAttributeUpdateSettings"];
        if self.policies.password_policy.password_history_size != 0 {
            return Some("PasswordHistorySize");
        }
        ABSENT.into_iter().find(|name| self.other.get(*name).is_some_and(turns_something_on))
    }

    /// Whether the pool is protected from deletion.
    pub(crate) fn is_protected(&self) -> bool {
        self.other.get("DeletionProtection").and_then(Value::as_str) == Some("ACTIVE")
    }

    pub(crate) fn verifies(&self, attribute: &str) -> bool {
        self.auto_verified_attributes.iter().any(|name| name == attribute)
    }

    pub(crate) fn has_alias(&self, attribute: &str) -> bool {
        self.alias_attributes.iter().any(|name| name == attribute)
    }
}

/// Whether a setting turns something on.
fn turns_something_on(setting: &Value) -> bool {
    match setting {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => text != "OFF",
        Value::Array(members) => !members.is_empty(),
        Value::Object(members) => members.values().any(turns_something_on),
        Value::Bool(true) | Value::Number(_) => true,
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Policies {
    pub password_policy: PasswordPolicy,
    pub sign_in_policy: SignInPolicy,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Cognito's defaults: at least eight characters, with all four kinds of characters. A temporary password is valid for
/// seven days.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct PasswordPolicy {
    pub minimum_length: usize,
    pub require_uppercase: bool,
    pub require_lowercase: bool,
    pub require_numbers: bool,
    pub require_symbols: bool,
    pub temporary_password_validity_days: i64,
    #[serde(skip_serializing)]
    pub password_history_size: u32,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: 8,
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            temporary_password_validity_days: 7,
            password_history_size: 0,
        }
    }
}

/// The first factors of USER_AUTH: by default only the password.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct SignInPolicy {
    pub allowed_first_auth_factors: Vec<String>,
}

impl SignInPolicy {
    pub(crate) const FACTORS: [&str; 4] = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"];

    /// A policy that allows every first factor that Cognito has.
    pub(crate) fn everything() -> Self {
        Self { allowed_first_auth_factors: Self::FACTORS.map(str::to_owned).to_vec() }
    }
}

impl Default for SignInPolicy {
    fn default() -> Self {
        Self { allowed_first_auth_factors: vec!["PASSWORD".to_owned()] }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct UsernameConfiguration {
    pub case_sensitive: bool,
}

impl Default for UsernameConfiguration {
    fn default() -> Self {
        Self { case_sensitive: true }
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct AdminCreateUserConfig {
    pub allow_admin_create_user_only: bool,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// How a forgotten password is replaced.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct AccountRecoverySetting {
    recovery_mechanisms: Vec<RecoveryOption>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RecoveryOption {
    priority: u32,
    name: RecoveryMechanism,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RecoveryMechanism {
    VerifiedEmail,
    VerifiedPhoneNumber,
    AdminOnly,
}

impl AccountRecoverySetting {
    /// The media for the code, the preferred one first. Empty if only an administrator may replace a password.
    fn media(&self) -> Vec<Medium> {
        let mut options = self.recovery_mechanisms.clone();
        options.sort_by_key(|option| option.priority);
        let medium = |option: RecoveryOption| match option.name {
            RecoveryMechanism::VerifiedEmail => Some(Medium::Email),
            RecoveryMechanism::VerifiedPhoneNumber => Some(Medium::Sms),
            RecoveryMechanism::AdminOnly => None,
        };
        options.into_iter().filter_map(medium).collect()
    }

    /// Refuses `admin_only` together with other mechanisms.
    pub(crate) fn check(&self) -> Result<(), CognitoError> {
        let admin_only = |option: &RecoveryOption| option.name == RecoveryMechanism::AdminOnly;
        match self.recovery_mechanisms.len() > 1 && self.recovery_mechanisms.iter().any(admin_only) {
            true => Err(CognitoError::invalid_parameter("admin_only must be the only recovery mechanism.")),
            false => Ok(()),
        }
    }
}

impl PoolSettings {
    /// The media for the code of a password reset, the preferred one first: by default text message, then e-mail.
    pub(crate) fn recovery_media(&self) -> Vec<Medium> {
        match &self.account_recovery_setting {
            Some(setting) if !setting.recovery_mechanisms.is_empty() => setting.media(),
            _ => vec![Medium::Sms, Medium::Email],
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum MfaConfiguration {
    #[default]
    Off,
    Optional,
    On,
}
