//! The remembered devices as JSON.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::devices::{Confirmation, Device};
use crate::challenge::Username;
use crate::secret::Secret;

/// The version that is written, and the only one that there was so far.
const VERSION: u32 = 1;

/// So many users' devices are kept; the one that was remembered first makes room.
const MOST_DEVICES: usize = 16;

/// All devices, as they are stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeviceRecords {
    version: u32,
    /// The one that was remembered first comes first.
    devices: Vec<StoredDevice>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoredDevice {
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
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let records: Self = serde_json::from_slice(bytes).ok()?;
        (records.version == VERSION).then_some(records)
    }

    /// The device of the user whose own name this is, else of the one who typed it; else the same without regard to
    /// case, to which most pools have none. Where they do, it is another user's, and the service refuses it.
    pub(super) fn find(&self, name: &str) -> Option<&StoredDevice> {
        let lowercase = name.to_lowercase();
        let exactly = self.find_known_as(|known| known == name);
        exactly.or_else(|| self.find_known_as(|known| known.to_lowercase() == lowercase))
    }

    /// The device of the user whose own name this is.
    pub(super) fn find_own(&self, name: &str) -> Option<&StoredDevice> {
        self.devices.iter().find(|it| it.username == name)
    }

    fn find_known_as(&self, is_name: impl Fn(&str) -> bool) -> Option<&StoredDevice> {
        let typed = || self.devices.iter().find(|it| it.aliases.iter().any(|alias| is_name(alias)));
        self.devices.iter().find(|it| is_name(&it.username)).or_else(typed)
    }

    pub(super) fn remember(&mut self, user: &Username, device: &Device, confirmation: &Confirmation) {
        let own = user.in_responses();
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

    /// What the service has to be told of the device of this key, if anything.
    pub(super) fn confirmation(&self, key: &str) -> Option<Confirmation> {
        self.devices.iter().find(|it| it.key == key)?.confirmation()
    }

    pub(super) fn forget(&mut self, key: &str) {
        self.devices.retain(|it| it.key != key);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.devices.is_empty()
    }

    /// The service knows the device of this key now.
    pub(super) fn confirmed(&mut self, key: &str) {
        for device in self.devices.iter_mut().filter(|it| it.key == key) {
            device.confirmation = None;
        }
    }

    pub(super) fn forget_as(&mut self, key: &str, name: &str) {
        self.devices.retain(|it| it.key != key || it.username != name);
        for device in self.devices.iter_mut().filter(|it| it.key == key) {
            device.aliases.retain(|alias| alias != name);
        }
    }

    pub(super) fn forget_user(&mut self, own: &str) {
        self.devices.retain(|it| it.username != own);
    }
}

impl StoredDevice {
    pub(super) fn is_confirmed(&self) -> bool {
        self.confirmation.is_none()
    }

    fn confirmation(&self) -> Option<Confirmation> {
        let StoredConfirmation { salt, password_verifier, device_name } = self.confirmation.as_ref()?;
        Some(Confirmation {
            salt: salt.clone(),
            password_verifier: Secret::new(password_verifier.as_str()),
            device_name: device_name.clone(),
        })
    }

    pub(super) fn device(&self) -> Device {
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
        Username { typed: typed.into(), pool_username: Some(own.into()) }
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
