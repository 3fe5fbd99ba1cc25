//! A user pool's settings, as CreateUserPool, UpdateUserPool or a configuration asked for them. A setting that nobody
//! asked for is absent. The functions here say what is in force.

use super::account_recovery::AccountRecoverySetting;
use super::attribute_updates::UserAttributeUpdateSettings;
use super::auth_events::UserPoolAddOns;
use super::devices::DeviceConfiguration;
use super::schema::SchemaAttribute;
use super::tags::Tags;
use crate::triggers::LambdaConfig;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The settings that were asked for. `other` holds those of [`DESCRIPTIVE`].
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct PoolSettings {
    pub policies: Policies,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub auto_verified_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alias_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub username_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username_configuration: Option<UsernameConfiguration>,
    /// The value in the request. The pool's `MfaSettings` hold what is in force.
    #[serde(skip_serializing)]
    pub mfa_configuration: Option<MfaConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_protection: Option<DeletionProtection>,
    pub admin_create_user_config: AdminCreateUserConfig,
    #[serde(skip_serializing_if = "LambdaConfig::is_empty")]
    pub lambda_config: LambdaConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_configuration: Option<DeviceConfiguration>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schema: Vec<SchemaAttribute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_recovery_setting: Option<AccountRecoverySetting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_attribute_update_settings: Option<UserAttributeUpdateSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_pool_tags: Option<Tags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_pool_tier: Option<UserPoolTier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_pool_add_ons: Option<UserPoolAddOns>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The settings that the pool only keeps and describes. Every other setting has an effect, or is refused.
const DESCRIPTIVE: [&str; 10] = [
    "DcrConfiguration",
    "EmailConfiguration",
    "EmailVerificationMessage",
    "EmailVerificationSubject",
    "IssuerConfiguration",
    "KeyConfiguration",
    "SmsAuthenticationMessage",
    "SmsConfiguration",
    "SmsVerificationMessage",
    "VerificationMessageTemplate",
];

/// The descriptive settings that UpdateUserPool keeps if the request leaves them out.
const KEPT: [&str; 3] = ["DcrConfiguration", "IssuerConfiguration", "KeyConfiguration"];

impl PoolSettings {
    /// The settings without the members that only a description has, such as dates.
    pub(crate) fn without_facts(mut self) -> Self {
        self.other.retain(|name, _| DESCRIPTIVE.contains(&name.as_str()));
        self
    }

    /// The settings after an UpdateUserPool that asked for `asked`. A setting that the request leaves out is reset, with
    /// the exceptions that Cognito makes: each policy stays, and so do UserAttributeUpdateSettings, the tags, the
    /// tier and the settings in [`KEPT`]. What only CreateUserPool can set stays too.
    pub(crate) fn updated(&self, mut asked: Self) -> Self {
        let policies = &mut asked.policies;
        policies.password_policy = policies.password_policy.or(self.policies.password_policy);
        policies.sign_in_policy =
            policies.sign_in_policy.take().or_else(|| self.policies.sign_in_policy.clone());
        asked.alias_attributes.clone_from(&self.alias_attributes);
        asked.username_attributes.clone_from(&self.username_attributes);
        asked.username_configuration = self.username_configuration;
        asked.schema.clone_from(&self.schema);
        asked.user_attribute_update_settings =
            asked.user_attribute_update_settings.or_else(|| self.user_attribute_update_settings.clone());
        asked.user_pool_tier = asked.user_pool_tier.or(self.user_pool_tier);
        asked.user_pool_tags = asked.user_pool_tags.or_else(|| self.user_pool_tags.clone());
        for name in KEPT {
            if let (None, Some(held)) = (asked.other.get(name), self.other.get(name)) {
                asked.other.insert(name.to_owned(), held.clone());
            }
        }
        asked
    }

    /// A setting that the pool does not support, if there is one.
    pub(crate) fn unsupported(&self) -> Option<&'static str> {
        if self.password_policy().password_history_size.unwrap_or_default() != 0 {
            return Some("PasswordHistorySize");
        }
        let member = |name: &str, member: &str| self.other.get(name)?.get(member)?.as_str();
        let template = "VerificationMessageTemplate";
        let refused = [
            (
                "DcrConfiguration",
                self.other.contains_key("DcrConfiguration")
                    && member("DcrConfiguration", "EnableStatus") != Some("Disabled"),
            ),
            ("KeyConfiguration", member("KeyConfiguration", "KeyType") == Some("CUSTOMER_MANAGED_KEY")),
            ("IssuerConfiguration", member("IssuerConfiguration", "Type") == Some("UPDATED")),
            (
                "VerificationMessageTemplate.DefaultEmailOption",
                member(template, "DefaultEmailOption") == Some("CONFIRM_WITH_LINK"),
            ),
        ];
        refused.into_iter().find_map(|(name, on)| on.then_some(name))
    }

    pub(crate) fn password_policy(&self) -> PasswordPolicy {
        let mut policy = self.policies.password_policy.unwrap_or_default();
        if policy.temporary_password_validity_days == 0 {
            // Cognito reads 0 as the default.
            policy.temporary_password_validity_days = PasswordPolicy::TEMPORARY_PASSWORD_DAYS;
        }
        policy
    }

    pub(crate) fn sign_in_policy(&self) -> SignInPolicy {
        self.policies.sign_in_policy.clone().unwrap_or_default()
    }

    /// Whether case matters in the names of users.
    pub(crate) fn is_case_sensitive(&self) -> bool {
        self.username_configuration.is_none_or(|configuration| configuration.case_sensitive)
    }

    /// Whether the pool is protected from deletion.
    pub(crate) fn is_protected(&self) -> bool {
        self.deletion_protection == Some(DeletionProtection::Active)
    }

    pub(crate) fn verifies(&self, attribute: &str) -> bool {
        self.auto_verified_attributes.iter().any(|name| name == attribute)
    }

    pub(crate) fn has_alias(&self, attribute: &str) -> bool {
        self.alias_attributes.iter().any(|name| name == attribute)
    }

    /// Whether a user of the pool signs up with this attribute in place of a user name.
    pub(crate) fn is_username_attribute(&self, attribute: &str) -> bool {
        self.username_attributes.iter().any(|name| name == attribute)
    }

    pub(crate) fn account_recovery_setting(&self) -> AccountRecoverySetting {
        let asked = self.account_recovery_setting.clone();
        asked.filter(AccountRecoverySetting::has_mechanisms).unwrap_or_default()
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Policies {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_policy: Option<PasswordPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_policy: Option<SignInPolicy>,
}

/// What a password needs. As at Cognito, a policy in a request requires no kind of character that it leaves out. The
/// default is for a pool without a policy: at least eight characters, of all four kinds. A temporary password is valid
/// for seven days.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PasswordPolicy {
    #[serde(default = "PasswordPolicy::default_length")]
    pub minimum_length: usize,
    #[serde(default)]
    pub require_uppercase: bool,
    #[serde(default)]
    pub require_lowercase: bool,
    #[serde(default)]
    pub require_numbers: bool,
    #[serde(default)]
    pub require_symbols: bool,
    #[serde(default)]
    pub temporary_password_validity_days: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_history_size: Option<u32>,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: Self::default_length(),
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            temporary_password_validity_days: Self::TEMPORARY_PASSWORD_DAYS,
            password_history_size: None,
        }
    }
}

impl PasswordPolicy {
    const TEMPORARY_PASSWORD_DAYS: i64 = 7;

    fn default_length() -> usize {
        8
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

    pub(crate) fn allows(&self, factor: &str) -> bool {
        self.allowed_first_auth_factors.iter().any(|allowed| allowed == factor)
    }
}

impl Default for SignInPolicy {
    fn default() -> Self {
        Self { allowed_first_auth_factors: vec!["PASSWORD".to_owned()] }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UsernameConfiguration {
    pub case_sensitive: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum DeletionProtection {
    Active,
    Inactive,
}

/// The feature plan.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum UserPoolTier {
    Lite,
    Essentials,
    Plus,
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
