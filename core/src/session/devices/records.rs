//! The stored form of the remembered devices, as JSON.

use serde::{Deserialize, Serialize};

use super::device::{Device, DeviceConfirmation};
use crate::challenge::Username;
use crate::json;
use crate::secret::{self, Secret};

/// The version that is written, and the only one so far.
const VERSION: u32 = 1;

/// The most devices that are stored. When one more is added, the oldest is removed.
const MOST_DEVICES: usize = 16;

/// All stored devices.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::session) struct DeviceRecords {
    version: u32,
    /// The oldest comes first.
    devices: Vec<StoredDevice>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoredDevice {
    /// The user name in the pool.
    #[serde(rename = "username")]
    pool_username: String,
    /// The other names that the user typed.
    aliases: Vec<String>,
    key: String,
    group_key: String,
    #[serde(with = "secret::json")]
    password: Secret,
    /// Present until the device is confirmed at the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confirmation: Option<StoredConfirmation>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredConfirmation {
    salt: String,
    #[serde(with = "secret::json")]
    password_verifier: Secret,
    device_name: Option<String>,
}

impl Default for DeviceRecords {
    fn default() -> Self {
        Self { version: VERSION, devices: Vec::new() }
    }
}

impl DeviceRecords {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let records: Self = json::read(bytes).ok()?;
        (records.version == VERSION).then_some(records)
    }

    /// The device of the user with this user name in the pool, or else of the user who typed this name. If no name
    /// matches exactly, upper and lower case no longer matter, as in most pools. In a case-sensitive pool, this may find
    /// another user's device, which the service refuses.
    pub(super) fn find(&self, name: &str) -> Option<&StoredDevice> {
        let lowercase = name.to_lowercase();
        let exactly = self.find_known_as(|known| known == name);
        exactly.or_else(|| self.find_known_as(|known| known.to_lowercase() == lowercase))
    }

    /// The device of the user with this user name in the pool.
    pub(super) fn find_by_pool_username(&self, name: &str) -> Option<&StoredDevice> {
        self.devices.iter().find(|it| it.pool_username == name)
    }

    fn find_known_as(&self, is_name: impl Fn(&str) -> bool) -> Option<&StoredDevice> {
        let typed = || self.devices.iter().find(|it| it.aliases.iter().any(|alias| is_name(alias)));
        self.devices.iter().find(|it| is_name(&it.pool_username)).or_else(typed)
    }

    pub(super) fn remember(&mut self, user: &Username, device: &Device, confirmation: &DeviceConfirmation) {
        self.store(
            user,
            device,
            Some(StoredConfirmation {
                salt: confirmation.salt.clone(),
                password_verifier: confirmation.password_verifier.clone(),
                device_name: confirmation.device_name.clone(),
            }),
        );
    }

    /// Remembers a device that the former library has confirmed, unless the user has one here.
    pub(in crate::session) fn take_over(&mut self, user: &Username, device: &Device) {
        if self.find_by_pool_username(user.in_responses()).is_none() {
            self.store(user, device, None);
        }
    }

    fn store(&mut self, user: &Username, device: &Device, confirmation: Option<StoredConfirmation>) {
        let pool_username = user.in_responses();
        let mut aliases = Vec::new();
        if let Some(former) = self.devices.iter().position(|it| it.pool_username == pool_username) {
            aliases = self.devices.remove(former).aliases;
        }
        // The typed alias may have belonged to another user before.
        for other in &mut self.devices {
            other.aliases.retain(|alias| *alias != user.typed);
        }
        if user.typed != pool_username && !aliases.contains(&user.typed) {
            aliases.push(user.typed.clone());
        }
        self.devices.push(StoredDevice {
            pool_username: pool_username.to_owned(),
            aliases,
            key: device.key.clone(),
            group_key: device.group_key.clone(),
            password: device.password.clone(),
            confirmation,
        });
        if self.devices.len() > MOST_DEVICES {
            self.devices.remove(0);
        }
    }

    /// The confirmation that the device with this key still needs.
    pub(super) fn confirmation(&self, key: &str) -> Option<DeviceConfirmation> {
        self.devices.iter().find(|it| it.key == key)?.confirmation()
    }

    pub(super) fn forget(&mut self, key: &str) {
        self.devices.retain(|it| it.key != key);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.devices.is_empty()
    }

    /// Marks the device with this key as confirmed.
    pub(super) fn confirmed(&mut self, key: &str) {
        for device in self.devices.iter_mut().filter(|it| it.key == key) {
            device.confirmation = None;
        }
    }

    /// Removes the device if `name` is the user name in the pool. If `name` is an alias, removes only the alias.
    pub(super) fn forget_as(&mut self, key: &str, name: &str) {
        self.devices.retain(|it| it.key != key || it.pool_username != name);
        for device in self.devices.iter_mut().filter(|it| it.key == key) {
            device.aliases.retain(|alias| alias != name);
        }
    }

    pub(super) fn forget_user(&mut self, pool_username: &str) {
        self.devices.retain(|it| it.pool_username != pool_username);
    }
}

impl StoredDevice {
    pub(super) fn is_confirmed(&self) -> bool {
        self.confirmation.is_none()
    }

    fn confirmation(&self) -> Option<DeviceConfirmation> {
        let StoredConfirmation { salt, password_verifier, device_name } = self.confirmation.as_ref()?;
        Some(DeviceConfirmation {
            salt: salt.clone(),
            password_verifier: password_verifier.clone(),
            device_name: device_name.clone(),
        })
    }

    pub(super) fn device(&self) -> Device {
        Device { key: self.key.clone(), group_key: self.group_key.clone(), password: self.password.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(typed: &str, pool_username: &str) -> Username {
        Username { typed: typed.into(), pool_username: Some(pool_username.into()) }
    }

    fn device(key: &str) -> Device {
        Device { key: key.into(), group_key: "group".into(), password: "password".into() }
    }

    fn key_of<'a>(records: &'a DeviceRecords, name: &str) -> Option<&'a str> {
        records.find(name).map(|it| it.key.as_str())
    }

    fn remember(records: &mut DeviceRecords, typed: &str, pool_username: &str, key: &str) {
        records.remember(&user(typed, pool_username), &device(key), &confirmation());
    }

    fn confirmation() -> DeviceConfirmation {
        DeviceConfirmation {
            salt: "c2FsdA==".into(),
            password_verifier: "dmVyaWZpZXI=".into(),
            device_name: None,
        }
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
    fn an_exact_name_is_found_before_one_that_differs_in_case() {
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
    fn an_alias_belongs_to_the_last_user_who_typed_it() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "first");
        remember(&mut records, "ann@example.com", "ben", "second");
        assert_eq!(key_of(&records, "ann@example.com"), Some("second"));
        assert_eq!(key_of(&records, "ann"), Some("first"));
    }

    #[test]
    fn only_the_device_of_the_deleted_user_is_forgotten() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "first");
        remember(&mut records, "ann", "ben", "second");
        records.forget_user("ann");
        assert_eq!(key_of(&records, "ann@example.com"), None);
        assert_eq!(key_of(&records, "ben"), Some("second"));
    }

    #[test]
    fn a_user_name_in_the_pool_is_found_before_an_alias() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ben", "ann", "of ann");
        remember(&mut records, "ben", "ben", "of ben");
        records.devices[0].aliases.push("ben".into());
        assert_eq!(key_of(&records, "ben"), Some("of ben"));
    }

    #[test]
    fn a_device_forgotten_under_an_alias_is_still_found_under_the_pool_username() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "key");
        records.forget_as("key", "ann@example.com");
        assert_eq!((key_of(&records, "ann@example.com"), key_of(&records, "ann")), (None, Some("key")));
        records.forget_as("key", "ann");
        assert_eq!(key_of(&records, "ann"), None);
    }

    #[test]
    fn the_confirmation_of_a_device_is_stored_until_the_device_is_confirmed() {
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
    fn the_seventeenth_device_removes_the_oldest() {
        let mut records = DeviceRecords::default();
        for number in 1..=16 {
            remember(&mut records, "typed", &format!("user {number}"), &format!("key {number}"));
        }
        // A user's newer device replaces the former one, so there are still sixteen.
        remember(&mut records, "typed", "user 2", "newer key 2");
        assert_eq!((records.devices.len(), key_of(&records, "user 1")), (16, Some("key 1")));
        remember(&mut records, "typed", "user 17", "key 17");
        assert_eq!((records.devices.len(), key_of(&records, "user 1")), (16, None));
        assert_eq!(key_of(&records, "user 2"), Some("newer key 2"));
        assert_eq!(key_of(&records, "user 3"), Some("key 3"));
    }

    #[test]
    fn a_change_of_one_device_leaves_the_others_unchanged() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "of ann");
        remember(&mut records, "ben@example.com", "ben", "of ben");
        records.confirmed("of ann");
        assert!(records.find("ann").unwrap().is_confirmed());
        assert!(!records.find("ben").unwrap().is_confirmed());
        assert_eq!(
            (records.confirmation("of ann"), records.confirmation("of ben")),
            (None, Some(confirmation()))
        );
        records.forget_as("of ben", "ann");
        records.forget_as("of ann", "ben@example.com");
        assert_eq!(key_of(&records, "ann@example.com"), Some("of ann"));
        assert_eq!(key_of(&records, "ben@example.com"), Some("of ben"));
        records.forget("of ben");
        assert_eq!((key_of(&records, "ann"), key_of(&records, "ben")), (Some("of ann"), None));
        assert!(records.find_by_pool_username("ann@example.com").is_none());
        assert!(!records.is_empty());
        records.forget("of ann");
        assert!(records.is_empty());
    }

    #[test]
    fn stored_devices_are_read_back_and_damaged_ones_are_not() {
        let mut records = DeviceRecords::default();
        remember(&mut records, "ann@example.com", "ann", "key");
        let bytes = serde_json::to_vec(&records).unwrap();
        assert_eq!(DeviceRecords::read(&bytes).unwrap().devices[0].device(), device("key"));
        for text in ["", "{}", r#"{"version":2,"devices":[]}"#] {
            assert!(DeviceRecords::read(text.as_bytes()).is_none(), "{text}");
        }
    }
}
