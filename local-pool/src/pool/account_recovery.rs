//! AccountRecoverySetting: where the code for a new password goes.

use super::inbox::Medium;
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};

/// How a forgotten password is replaced. By default, the code goes to the e-mail address, or else to the phone.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountRecoverySetting {
    recovery_mechanisms: Vec<RecoveryOption>,
}

impl Default for AccountRecoverySetting {
    fn default() -> Self {
        let order = [RecoveryMechanism::VerifiedEmail, RecoveryMechanism::VerifiedPhoneNumber];
        let option = |(priority, name)| RecoveryOption { priority, name };
        Self { recovery_mechanisms: (1..).zip(order).map(option).collect() }
    }
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
    /// A file of an older version can have a setting without a mechanism.
    pub(crate) fn has_mechanisms(&self) -> bool {
        !self.recovery_mechanisms.is_empty()
    }

    /// The media for the code, the preferred one first. Empty if only an administrator may replace a password.
    pub(crate) fn media(&self) -> Vec<Medium> {
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
