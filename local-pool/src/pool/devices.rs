//! Devices: what the pool keeps of the phones and browsers that its users sign in on.

use super::UserPool;
use super::users::User;
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::random;
use crate::srp::Verifier;
use serde::{Deserialize, Serialize};

/// How a pool treats devices; without it the pool does not track them.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct DeviceConfiguration {
    /// A remembered device takes the place of a second factor.
    pub challenge_required_on_new_device: bool,
    /// A device is remembered once the user says so, not from its confirmation on.
    pub device_only_remembered_on_user_prompt: bool,
}

/// A device of a user.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Device {
    pub key: String,
    pub group_key: String,
    pub name: Option<String>,
    /// What ConfirmDevice brought; none until then.
    pub verifier: Option<Verifier>,
    pub remembered: bool,
    pub created: Moment,
    pub modified: Moment,
    pub last_authenticated: Moment,
}

impl Device {
    pub(crate) fn is_confirmed(&self) -> bool {
        self.verifier.is_some()
    }
}

/// The refusal of a device that nobody knows. Clients look for the word in it.
pub(crate) fn no_such_device() -> CognitoError {
    CognitoError::new("ResourceNotFoundException", "Device does not exist.")
}

impl UserPool {
    /// A new device for a user who signs in on one that the pool does not know: its key and its group key.
    pub(crate) fn issue_device(
        &mut self,
        username: &str,
        now: Moment,
    ) -> Result<Option<(String, String)>, CognitoError> {
        if self.settings.device_configuration.is_none() {
            return Ok(None);
        }
        let key = format!("{}_{}", self.region(), random::uuid()?);
        let group_key = format!("-{}", random::alphanumeric(8)?);
        let device = Device {
            key: key.clone(),
            group_key: group_key.clone(),
            name: None,
            verifier: None,
            remembered: false,
            created: now,
            modified: now,
            last_authenticated: now,
        };
        self.user(username)?.devices.insert(key.clone(), device);
        Ok(Some((key, group_key)))
    }

    /// Whether a device that proves itself is second factor enough.
    pub(crate) fn accepts_as_second_factor(&self, device: &Device) -> bool {
        let suppresses = |configuration: DeviceConfiguration| configuration.challenge_required_on_new_device;
        device.remembered && self.settings.device_configuration.is_some_and(suppresses)
    }
}

impl User {
    /// A confirmed device of the user.
    pub(crate) fn device(&self, key: &str) -> Result<&Device, CognitoError> {
        self.devices.get(key).filter(|device| device.is_confirmed()).ok_or_else(no_such_device)
    }

    pub(crate) fn device_mut(&mut self, key: &str) -> Result<&mut Device, CognitoError> {
        self.devices.get_mut(key).filter(|device| device.is_confirmed()).ok_or_else(no_such_device)
    }
}
