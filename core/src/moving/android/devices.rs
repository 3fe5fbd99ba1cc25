//! The remembered devices.

use super::entries::Failure;
use crate::moving::ImportedDevice;
use crate::moving::tokens::User;
use crate::secret::Secret;

/// A device from what was stored of it. `None` if nothing was stored.
pub(super) fn imported_device(
    username: &str,
    key: Option<String>,
    group_key: Option<String>,
    password: Option<Secret>,
) -> Result<Option<ImportedDevice>, Failure> {
    match (key.unwrap_or_default(), group_key.unwrap_or_default()) {
        (key, group_key) if key.is_empty() && group_key.is_empty() => Ok(None),
        (key, group_key) if key.is_empty() || group_key.is_empty() => Err(Failure::Damaged),
        (key, group_key) => Ok(Some(ImportedDevice {
            username: username.to_owned(),
            key,
            group_key,
            password: password.filter(|password| !password.is_empty()),
        })),
    }
}

/// Adds devices, except for those of users who have one already.
pub(super) fn add(devices: &mut Vec<ImportedDevice>, more: impl IntoIterator<Item = ImportedDevice>) {
    for device in more {
        if devices.iter().all(|known| known.username != device.username) {
            devices.push(device);
        }
    }
}

/// Puts the session's device under the pool user name. Before version 2.14.2, Amplify stored this device under the name
/// that the user had typed.
pub(super) fn name_bound(devices: &mut Vec<ImportedDevice>, user: &User) {
    let Some(bound) = devices.iter().position(|device| Some(&device.key) == user.device_key.as_ref()) else {
        return;
    };
    let bound = ImportedDevice { username: user.pool_username.clone(), ..devices.remove(bound) };
    devices.retain(|device| device.username != user.pool_username && device.key != bound.key);
    devices.insert(0, bound);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(username: &str, key: &str) -> ImportedDevice {
        let key = Some(key.to_owned());
        imported_device(username, key, Some("group".to_owned()), None).unwrap().unwrap()
    }

    fn bound(devices: [ImportedDevice; 3], device_key: Option<&str>) -> Vec<(String, String)> {
        let mut devices = devices.to_vec();
        let user = User {
            pool_username: "ann".to_owned(),
            typed_username: None,
            sub: "sub-of-ann".to_owned(),
            device_key: device_key.map(str::to_owned),
        };
        name_bound(&mut devices, &user);
        devices.into_iter().map(|device| (device.username, device.key)).collect()
    }

    fn names(devices: &[(&str, &str)]) -> Vec<(String, String)> {
        devices.iter().map(|(name, key)| ((*name).to_owned(), (*key).to_owned())).collect()
    }

    #[test]
    fn a_device_needs_both_keys() {
        let stored = |key: &str, group: &str| {
            imported_device("ann", Some(key.to_owned()), Some(group.to_owned()), Some(Secret::from("")))
        };
        let whole = stored("key", "group").unwrap().unwrap();
        assert_eq!((whole.key.as_str(), whole.group_key.as_str(), whole.password), ("key", "group", None));
        assert_eq!(stored("", ""), Ok(None));
        assert_eq!(imported_device("ann", None, None, Some(Secret::from("password"))), Ok(None));
        assert_eq!(stored("key", ""), Err(Failure::Damaged));
        assert_eq!(stored("", "group"), Err(Failure::Damaged));
    }

    #[test]
    fn only_the_first_device_of_a_user_is_added() {
        let mut devices = vec![device("ann", "1")];
        add(&mut devices, [device("bob", "2"), device("ann", "3"), device("bob", "4")]);
        let found: Vec<_> = devices.into_iter().map(|device| device.key).collect();
        assert_eq!(found, ["1", "2"]);
    }

    #[test]
    fn the_sessions_device_gets_the_pool_user_name() {
        let devices = [device("ann", "1"), device("ann@example.com", "2"), device("bob", "3")];
        let as_is = names(&[("ann", "1"), ("ann@example.com", "2"), ("bob", "3")]);
        assert_eq!(bound(devices.clone(), None), as_is);
        assert_eq!(bound(devices.clone(), Some("4")), as_is);
        assert_eq!(bound(devices.clone(), Some("1")), as_is);
        assert_eq!(bound(devices, Some("2")), names(&[("ann", "2"), ("bob", "3")]));
    }

    #[test]
    fn a_device_under_two_names_is_taken_once() {
        let devices = [device("ann@example.com", "1"), device("bob", "2"), device("ann", "1")];
        assert_eq!(bound(devices, Some("1")), names(&[("ann", "1"), ("bob", "2")]));
    }
}
