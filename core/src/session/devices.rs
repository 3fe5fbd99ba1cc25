//! Remembered devices: what this device proves itself with, for each user who signed in here. Signing out leaves
//! them: the device is the user's still.
//!
//! A new device is stored before the service is told of it (ConfirmDevice): the session is bound to it, and the service
//! refuses to refresh that session as long as the device is not confirmed. So what could not be told is told again,
//! while the access token is good for it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use tokio::task;

use super::record::SessionRecord;
use super::{Inner, Session, detached};
use crate::cognito::ConfirmDeviceRequest;
use crate::error::{AuthError, AuthErrorCode};
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

/// What the service has to be told of a new device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Confirmation {
    /// In base64.
    pub(crate) salt: String,
    /// In base64.
    pub(crate) password_verifier: Secret,
    pub(crate) device_name: Option<String>,
}

impl Session {
    /// The confirmed device of the user of this name, own or typed: a guess, as long as the service has not said who
    /// that is.
    pub(crate) async fn device(&self, username: &str) -> Result<Option<Device>, StoreError> {
        let records = self.inner.devices().await?;
        Ok(records.find(username).filter(|it| it.confirmation.is_none()).map(StoredDevice::device))
    }

    /// The key of the confirmed device of the user whose own name this is.
    pub(crate) async fn device_key_of(&self, own: &str) -> Result<Option<String>, StoreError> {
        let records = self.inner.devices().await?;
        let device = records.devices.iter().find(|it| it.username == own && it.confirmation.is_none());
        Ok(device.map(|it| it.key.clone()))
    }

    /// Stores a new device under both of the user's names, then tells the service of it (ConfirmDevice). Once begun it
    /// goes on, even if nobody waits for it.
    pub(crate) async fn confirm_device(
        &self,
        user: &Username,
        device: Device,
        confirmation: Confirmation,
    ) -> Result<(), AuthError> {
        let (inner, user) = (Arc::clone(&self.inner), user.clone());
        let work = async move {
            let key = device.key.clone();
            let remember = |records: &mut DeviceRecords| records.remember(&user, &device, &confirmation);
            inner.change_devices(remember).await?;
            let Some(record) = inner.keeper.newest() else { return Err(AuthErrorCode::NotSignedIn.into()) };
            inner.device_is_told.store(true, Ordering::Relaxed);
            inner.tell_of_device(&record, key, confirmation).await
        };
        detached(work).await?
    }

    /// Forgets the device of this key; one that is not there is no error.
    pub(crate) async fn forget_device(&self, key: &str) -> Result<(), AuthError> {
        let key = key.to_owned();
        self.change_devices(move |records| records.devices.retain(|it| it.key != key)).await
    }

    /// Forgets the device of this key for who is known by this name: all of it, if that is the own name. An alias alone
    /// may have moved to another user, and the device is still that of the former one.
    pub(crate) async fn forget_device_as(&self, key: &str, name: &str) -> Result<(), AuthError> {
        let (key, name) = (key.to_owned(), name.to_owned());
        self.change_devices(move |records| records.forget_as(&key, &name)).await
    }

    async fn change_devices(
        &self,
        change: impl FnOnce(&mut DeviceRecords) + Send + 'static,
    ) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        Ok(detached(async move { inner.change_devices(change).await }).await??)
    }
}

impl Inner {
    /// Sees to it that the service knows the device that the session is bound to, in passing: nobody waits for it.
    pub(super) fn tell_of_device_in_passing(self: &Arc<Self>, record: &Arc<SessionRecord>) {
        if !self.device_is_told.swap(true, Ordering::Relaxed) {
            let (inner, record) = (Arc::clone(self), Arc::clone(record));
            task::spawn(async move { inner.tell_of_unconfirmed_device(&record).await });
        }
    }

    async fn tell_of_unconfirmed_device(&self, record: &SessionRecord) -> Result<(), AuthError> {
        let Some(key) = record.device_key() else { return Ok(()) };
        let records = match self.devices().await {
            Ok(records) => records,
            Err(error) => {
                self.device_is_told.store(false, Ordering::Relaxed);
                return Err(error.into());
            }
        };
        match records.devices.iter().find(|it| it.key == key).and_then(StoredDevice::confirmation) {
            Some(confirmation) => self.tell_of_device(record, key, confirmation).await,
            None => Ok(()),
        }
    }

    /// ConfirmDevice. What fails is tried again the next time that the session is asked for.
    async fn tell_of_device(
        &self,
        record: &SessionRecord,
        key: String,
        confirmation: Confirmation,
    ) -> Result<(), AuthError> {
        let request = ConfirmDeviceRequest {
            access_token: record.access_token.clone(),
            device_key: key.clone(),
            device_name: confirmation.device_name,
            salt: confirmation.salt,
            password_verifier: confirmation.password_verifier,
        };
        match self.cognito.confirm_device(request).await {
            // It was told before, and the answer was lost.
            Err(error) if error.code() != AuthErrorCode::DeviceKeyExists => {
                self.device_is_told.store(false, Ordering::Relaxed);
                return Err(error.into());
            }
            Ok(()) | Err(_) => {}
        }
        Ok(self.change_devices(|records| records.confirmed(&key)).await?)
    }

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
    /// There as long as the service was not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confirmation: Option<StoredConfirmation>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredConfirmation {
    salt: String,
    password_verifier: Zeroizing<String>,
    device_name: Option<String>,
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

    /// The device of the user whose own name this is, else of the one who typed it; else the same without regard to
    /// case, to which most pools have none. Where they do, it is another user's, and the service refuses it.
    fn find(&self, name: &str) -> Option<&StoredDevice> {
        let lowercase = name.to_lowercase();
        let exactly = self.find_known_as(|known| known == name);
        exactly.or_else(|| self.find_known_as(|known| known.to_lowercase() == lowercase))
    }

    fn find_known_as(&self, is_name: impl Fn(&str) -> bool) -> Option<&StoredDevice> {
        let typed = || self.devices.iter().find(|it| it.aliases.iter().any(|alias| is_name(alias)));
        self.devices.iter().find(|it| is_name(&it.username)).or_else(typed)
    }

    fn remember(&mut self, user: &Username, device: &Device, confirmation: &Confirmation) {
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
            confirmation: Some(StoredConfirmation {
                salt: confirmation.salt.clone(),
                password_verifier: Zeroizing::new(confirmation.password_verifier.expose().to_owned()),
                device_name: confirmation.device_name.clone(),
            }),
        });
        if self.devices.len() > MOST_DEVICES {
            self.devices.remove(0);
        }
    }

    /// The service knows the device of this key now.
    fn confirmed(&mut self, key: &str) {
        for device in self.devices.iter_mut().filter(|it| it.key == key) {
            device.confirmation = None;
        }
    }

    fn forget_as(&mut self, key: &str, name: &str) {
        self.devices.retain(|it| it.key != key || it.username != name);
        for device in self.devices.iter_mut().filter(|it| it.key == key) {
            device.aliases.retain(|alias| alias != name);
        }
    }

    fn forget_user(&mut self, own: &str) {
        self.devices.retain(|it| it.username != own);
    }
}

impl StoredDevice {
    fn confirmation(&self) -> Option<Confirmation> {
        let StoredConfirmation { salt, password_verifier, device_name } = self.confirmation.as_ref()?;
        Some(Confirmation {
            salt: salt.clone(),
            password_verifier: Secret::new(password_verifier.as_str()),
            device_name: device_name.clone(),
        })
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
        records.find(name).map(|it| it.key.as_str())
    }

    fn remember(records: &mut DeviceRecords, typed: &str, own: &str, key: &str) {
        records.remember(&user(typed, own), &device(key), &confirmation());
    }

    fn confirmation() -> Confirmation {
        Confirmation { salt: "c2FsdA==".into(), password_verifier: "dmVyaWZpZXI=".into(), device_name: None }
    }

    #[test]
    fn a_device_is_found_under_every_name_of_its_user() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "first");
        remember(&mut records, "+15550100", "ann", "second");
        remember(&mut records, "ben", "ben", "other");
        for name in ["ann", "ann@example.com", "+15550100"] {
            assert_eq!(key_of(&records, name), Some("second"), "{name}");
        }
        assert_eq!(key_of(&records, "ben"), Some("other"));
        assert_eq!(key_of(&records, "cleo"), None);
    }

    #[test]
    fn a_device_is_found_in_spite_of_another_case_but_not_before_one_of_the_same_case() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "of ann");
        for name in ["Ann@Example.com", "ANN"] {
            assert_eq!(key_of(&records, name), Some("of ann"), "{name}");
        }
        remember(&mut records, "Ann@Example.com", "Ann", "of Ann");
        for (name, expected) in [("ann", "of ann"), ("Ann", "of Ann"), ("Ann@Example.com", "of Ann")] {
            assert_eq!(key_of(&records, name), Some(expected), "{name}");
        }
    }

    #[test]
    fn an_address_that_moved_to_another_user_is_no_name_of_the_former_one() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "first");
        remember(&mut records, "ann@example.com", "ben", "second");
        assert_eq!(key_of(&records, "ann@example.com"), Some("second"));
        assert_eq!(key_of(&records, "ann"), Some("first"));
    }

    #[test]
    fn the_device_of_a_user_who_is_no_more_is_forgotten_and_no_other_one() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "first");
        remember(&mut records, "ann", "ben", "second");
        records.forget_user("ann");
        assert_eq!(key_of(&records, "ann@example.com"), None);
        assert_eq!(key_of(&records, "ben"), Some("second"));
    }

    #[test]
    fn an_own_name_counts_before_what_another_user_typed() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ben", "ann", "of ann");
        remember(&mut records, "ben", "ben", "of ben");
        records.devices[0].aliases.push("ben".into());
        assert_eq!(key_of(&records, "ben"), Some("of ben"));
    }

    #[test]
    fn what_the_service_forgot_under_an_alias_is_kept_for_its_own_user() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "key");
        records.forget_as("key", "ann@example.com");
        assert_eq!((key_of(&records, "ann@example.com"), key_of(&records, "ann")), (None, Some("key")));
        records.forget_as("key", "ann");
        assert_eq!(key_of(&records, "ann"), None);
    }

    #[test]
    fn a_device_that_the_service_was_not_told_of_keeps_what_to_tell() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann", "ann", "key");
        let bytes = serde_json::to_vec(&records).unwrap();
        let mut read = DeviceRecords::read(&bytes).unwrap();
        assert_eq!(read.devices[0].confirmation(), Some(confirmation()));
        read.confirmed("key");
        assert_eq!(read.devices[0].confirmation(), None);
        assert!(!serde_json::to_string(&read).unwrap().contains("confirmation"));
    }

    #[test]
    fn the_oldest_of_too_many_makes_room() {
        let mut records = DeviceRecords::default();
        for number in 0..=MOST_DEVICES {
            remember(&mut records, "typed", &format!("user {number}"), "key");
        }
        assert_eq!(records.devices.len(), MOST_DEVICES);
        assert_eq!(key_of(&records, "user 0"), None);
    }

    #[test]
    fn what_is_stored_is_read_back_and_what_is_damaged_is_not() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "key");
        let bytes = serde_json::to_vec(&records).unwrap();
        assert_eq!(DeviceRecords::read(&bytes).unwrap().devices[0].device(), device("key"));
        for text in ["", "{}", r#"{"version":2,"devices":[]}"#] {
            assert!(DeviceRecords::read(text.as_bytes()).is_none(), "{text}");
        }
    }
}
