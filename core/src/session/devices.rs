//! Remembered devices: what this device proves itself with, for each user who signed in here. Signing out leaves
//! them: the device is the user's still.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Inner, Session, detached};
use crate::error::AuthError;
use crate::machine::sign_in::Username;
use crate::ports::StoreError;
use crate::secret::Secret;

/// The version that is written, and the only one that there was so far.
const VERSION: u32 = 1;

/// So many users' devices are kept; the one that was remembered first makes room.
const MOST_DEVICES: usize = 16;

/// This device, as one user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Device {
    pub(crate) key: String,
    pub(crate) group_key: String,
    pub(crate) password: Secret,
}

impl Session {
    /// The device of the user of this name, typed or own.
    pub(crate) async fn device(&self, username: &str) -> Result<Option<Device>, StoreError> {
        let records = self.inner.devices().await?;
        Ok(records.devices.iter().find(|it| it.is_of(username)).map(StoredDevice::device))
    }

    /// Remembers the device under both of the user's names.
    pub(crate) async fn remember_device(&self, user: &Username, device: Device) -> Result<(), AuthError> {
        let (inner, user) = (Arc::clone(&self.inner), user.clone());
        let change = move |records: &mut DeviceRecords| records.remember(&user, &device);
        Ok(detached(async move { inner.change_devices(change).await }).await??)
    }

    /// Forgets the device of this key; one that is not there is no error.
    pub(crate) async fn forget_device(&self, key: &str) -> Result<(), AuthError> {
        let (inner, key) = (Arc::clone(&self.inner), key.to_owned());
        let change = move |records: &mut DeviceRecords| records.devices.retain(|it| it.key != key);
        Ok(detached(async move { inner.change_devices(change).await }).await??)
    }
}

impl Inner {
    /// Forgets the device of a user who is no more, by the own name.
    pub(super) async fn forget_device_of(&self, username: &str) -> Result<(), StoreError> {
        self.change_devices(|records| records.forget_user(username)).await
    }

    /// What can't be read is worth no more than nothing: the service takes the device for a new one.
    async fn devices(&self) -> Result<DeviceRecords, StoreError> {
        let store = &self.keeper.store;
        match store.load(store.devices_key()).await {
            Ok(bytes) => Ok(bytes.and_then(|bytes| DeviceRecords::read(&bytes)).unwrap_or_default()),
            Err(StoreError::Corrupt | StoreError::Unrecoverable) => Ok(DeviceRecords::default()),
            Err(error) => Err(error),
        }
    }

    async fn change_devices(&self, change: impl FnOnce(&mut DeviceRecords)) -> Result<(), StoreError> {
        let _change = self.keeper.change().await;
        let mut records = self.devices().await?;
        let before = records.devices.len();
        change(&mut records);
        if before == 0 && records.devices.is_empty() {
            return Ok(());
        }
        // A struct of texts always has a JSON form; serde can't promise it.
        let bytes = serde_json::to_vec(&records).map_err(|_| StoreError::Unavailable)?;
        self.keeper.store.save(self.keeper.store.devices_key(), bytes).await
    }
}

/// All devices, as they are stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeviceRecords {
    version: u32,
    /// The one that was remembered first comes first.
    devices: Vec<StoredDevice>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredDevice {
    /// The user's own name.
    username: String,
    /// Names that the user typed.
    aliases: Vec<String>,
    key: String,
    group_key: String,
    password: Zeroizing<String>,
}

impl Default for DeviceRecords {
    fn default() -> Self {
        Self { version: VERSION, devices: Vec::new() }
    }
}

impl DeviceRecords {
    fn read(bytes: &[u8]) -> Option<Self> {
        let records: Self = serde_json::from_slice(bytes).ok()?;
        (records.version == VERSION).then_some(records)
    }

    fn remember(&mut self, user: &Username, device: &Device) {
        let own = user.in_answers();
        let mut aliases = Vec::new();
        if let Some(former) = self.devices.iter().position(|it| it.username == own) {
            aliases = self.devices.remove(former).aliases;
        }
        // An address may have moved from one user to another.
        for other in &mut self.devices {
            other.aliases.retain(|alias| *alias != user.typed);
        }
        if user.typed != own && !aliases.contains(&user.typed) {
            aliases.push(user.typed.clone());
        }
        self.devices.push(StoredDevice {
            username: own.to_owned(),
            aliases,
            key: device.key.clone(),
            group_key: device.group_key.clone(),
            password: Zeroizing::new(device.password.expose().to_owned()),
        });
        if self.devices.len() > MOST_DEVICES {
            self.devices.remove(0);
        }
    }

    fn forget_user(&mut self, own: &str) {
        self.devices.retain(|it| it.username != own);
    }
}

impl StoredDevice {
    fn is_of(&self, name: &str) -> bool {
        self.username == name || self.aliases.iter().any(|alias| alias == name)
    }

    fn device(&self) -> Device {
        Device {
            key: self.key.clone(),
            group_key: self.group_key.clone(),
            password: Secret::new(self.password.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(typed: &str, own: &str) -> Username {
        Username { typed: typed.into(), own: Some(own.into()) }
    }

    fn device(key: &str) -> Device {
        Device { key: key.into(), group_key: "group".into(), password: "password".into() }
    }

    fn key_of<'a>(records: &'a DeviceRecords, name: &str) -> Option<&'a str> {
        records.devices.iter().find(|it| it.is_of(name)).map(|it| it.key.as_str())
    }

    #[test]
    fn a_device_is_found_under_every_name_of_its_user() {
        let mut records = DeviceRecords::default();
        records.remember(&user("ann@example.com", "ann"), &device("first"));
        records.remember(&user("+15550100", "ann"), &device("second"));
        records.remember(&user("ben", "ben"), &device("other"));
        for name in ["ann", "ann@example.com", "+15550100"] {
            assert_eq!(key_of(&records, name), Some("second"), "{name}");
        }
        assert_eq!(key_of(&records, "ben"), Some("other"));
        assert_eq!(key_of(&records, "cleo"), None);
    }

    #[test]
    fn an_address_that_moved_to_another_user_is_no_name_of_the_former_one() {
        let mut records = DeviceRecords::default();
        records.remember(&user("ann@example.com", "ann"), &device("first"));
        records.remember(&user("ann@example.com", "ben"), &device("second"));
        assert_eq!(key_of(&records, "ann@example.com"), Some("second"));
        assert_eq!(key_of(&records, "ann"), Some("first"));
    }

    #[test]
    fn the_device_of_a_user_who_is_no_more_is_forgotten_and_no_other_one() {
        let mut records = DeviceRecords::default();
        records.remember(&user("ann@example.com", "ann"), &device("first"));
        records.remember(&user("ann", "ben"), &device("second"));
        records.forget_user("ann");
        assert_eq!(key_of(&records, "ann@example.com"), None);
        assert_eq!(key_of(&records, "ben"), Some("second"));
    }

    #[test]
    fn the_oldest_of_too_many_makes_room() {
        let mut records = DeviceRecords::default();
        for number in 0..=MOST_DEVICES {
            records.remember(&user("typed", &format!("user {number}")), &device("key"));
        }
        assert_eq!(records.devices.len(), MOST_DEVICES);
        assert_eq!(key_of(&records, "user 0"), None);
    }

    #[test]
    fn what_is_stored_is_read_back_and_what_is_damaged_is_not() {
        let mut records = DeviceRecords::default();
        records.remember(&user("ann@example.com", "ann"), &device("key"));
        let bytes = serde_json::to_vec(&records).unwrap();
        assert_eq!(DeviceRecords::read(&bytes).unwrap().devices[0].device(), device("key"));
        for text in ["", "{}", r#"{"version":2,"devices":[]}"#] {
            assert!(DeviceRecords::read(text.as_bytes()).is_none(), "{text}");
        }
    }
}
