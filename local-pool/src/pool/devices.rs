//! Devices: the phones and browsers that users sign in on.

use super::UserPool;
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::random;
use crate::srp::Verifier;
use serde::{Deserialize, Serialize};

/// How a pool tracks devices. A pool without a configuration does not track them.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct DeviceConfiguration {
    /// Whether a remembered device replaces the second factor.
    pub challenge_required_on_new_device: bool,
    /// Whether a confirmed device is remembered only after the user asks for it.
    pub device_only_remembered_on_user_prompt: bool,
}

/// A device of a user.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Device {
    pub key: String,
    pub group_key: String,
    pub name: Option<String>,
    /// The verifier of the device's password. `None` until ConfirmDevice.
    pub verifier: Option<Verifier>,
    pub remembered: bool,
    /// Whether every challenge response of the sign-in had the pool user name as USERNAME. If one had an alias,
    /// ConfirmDevice refuses the device.
    #[serde(default = "yes")]
    pub confirmable: bool,
    pub created: Moment,
    pub modified: Moment,
    pub last_authenticated: Moment,
}

/// An older file has no `confirmable`: all of its devices can be confirmed.
fn yes() -> bool {
    true
}

impl Device {
    pub(crate) fn is_confirmed(&self) -> bool {
        self.verifier.is_some()
    }
}

/// The error for an unknown device. Clients look for the word Device in its text.
pub(crate) fn no_such_device() -> CognitoError {
    CognitoError::new("ResourceNotFoundException", "Device does not exist.")
}

impl UserPool {
    /// Makes a new device for a user who signs in on an unknown device. Returns the new device's key and group key,
    /// or `None` if the pool does not track devices. `confirmable` is false if a challenge response of the sign-in had
    /// an alias as USERNAME.
    pub(crate) fn issue_device(
        &mut self,
        username: &str,
        confirmable: bool,
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
            confirmable,
            created: now,
            modified: now,
            last_authenticated: now,
        };
        self.user(username)?.devices.insert(key.clone(), device);
        Ok(Some((key, group_key)))
    }

    /// Whether a sign-in of the device replaces the user's second factor.
    pub(crate) fn accepts_as_second_factor(&self, device: &Device) -> bool {
        let suppresses = |configuration: DeviceConfiguration| configuration.challenge_required_on_new_device;
        device.remembered && self.settings.device_configuration.is_some_and(suppresses)
    }
}
