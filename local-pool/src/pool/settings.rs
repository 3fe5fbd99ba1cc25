//! A user pool's settings, in the shape of CreateUserPool and DescribeUserPool.

use super::attributes::SchemaAttribute;
use super::devices::DeviceConfiguration;
use crate::triggers::LambdaConfig;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What CreateUserPool and UpdateUserPool take. Members that only describe the pool (tags, message templates)
/// are kept in `other` and described again.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct PoolSettings {
    pub policies: Policies,
    pub auto_verified_attributes: Vec<String>,
    pub alias_attributes: Vec<String>,
    pub username_attributes: Vec<String>,
    pub username_configuration: UsernameConfiguration,
    /// As a request asks for it; what holds is in the pool's `MfaSettings`.
    pub mfa_configuration: MfaConfiguration,
    pub admin_create_user_config: AdminCreateUserConfig,
    #[serde(skip_serializing_if = "LambdaConfig::is_empty")]
    pub lambda_config: LambdaConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_configuration: Option<DeviceConfiguration>,
    pub schema: Vec<SchemaAttribute>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl PoolSettings {
    /// A setting whose effect the pool does not have; to keep it silently would be a lie.
    pub(crate) fn unsupported(&self) -> Option<&'static str> {
        const ABSENT: [&str; 2] = ["UserPoolAddOns", "UserAttributeUpdateSettings"];
        ABSENT.into_iter().find(|name| self.other.get(*name).is_some_and(asks_for_something))
    }

    pub(crate) fn verifies(&self, attribute: &str) -> bool {
        self.auto_verified_attributes.iter().any(|name| name == attribute)
    }

    pub(crate) fn has_alias(&self, attribute: &str) -> bool {
        self.alias_attributes.iter().any(|name| name == attribute)
    }
}

/// Whether a setting does more than say that something is off or empty.
fn asks_for_something(setting: &Value) -> bool {
    match setting {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => text != "OFF",
        Value::Array(members) => !members.is_empty(),
        Value::Object(members) => members.values().any(asks_for_something),
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

/// Cognito's defaults: eight characters of all four kinds, temporary passwords for seven days.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct PasswordPolicy {
    pub minimum_length: usize,
    pub require_uppercase: bool,
    pub require_lowercase: bool,
    pub require_numbers: bool,
    pub require_symbols: bool,
    pub temporary_password_validity_days: i64,
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
        }
    }
}

/// What a sign-in by USER_AUTH may begin with: by default a password alone.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct SignInPolicy {
    pub allowed_first_auth_factors: Vec<String>,
}

impl SignInPolicy {
    pub(crate) const FACTORS: [&str; 4] = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"];

    /// A policy that allows everything that Cognito has.
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

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum MfaConfiguration {
    #[default]
    Off,
    Optional,
    On,
}
