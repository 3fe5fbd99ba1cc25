//! Chooses the device of each user, and the id for threat protection.
//!
//! The former libraries stored both under a name of the user. The version of the library decides which name that is,
//! and whether it is in lower case.

use crate::moving::ImportedDevice;
use crate::moving::tokens::User;

/// Something that was stored under a name of a user. If a list has two for one name, the likelier one comes first.
pub(super) struct Named<T> {
    pub(super) name: String,
    pub(super) value: T,
}

impl User {
    /// The names that something of the user can be stored under, the likeliest first.
    fn names(&self) -> Vec<String> {
        let as_is = self.typed_username.iter().chain([&self.pool_username, &self.sub]);
        as_is.flat_map(|name| [name.clone(), name.to_lowercase()]).collect()
    }

    /// The index of the user's entry in a list.
    fn find<T>(&self, list: &[Named<T>]) -> Option<usize> {
        self.names().iter().find_map(|name| list.iter().position(|it| it.name == *name))
    }
}

/// At most one device for each user. The signed-in user's device is the one that the access token is bound to, or else
/// one under a name of the user. This device gets the pool user name.
pub(super) fn of_users(user: Option<&User>, mut stored: Vec<Named<ImportedDevice>>) -> Vec<ImportedDevice> {
    let mut devices = Vec::new();
    if let Some(user) = user {
        let is_bound = |it: &Named<ImportedDevice>| Some(&it.value.key) == user.device_key.as_ref();
        if let Some(own) = stored.iter().position(is_bound).or_else(|| user.find(&stored)) {
            let device = stored.remove(own).value;
            stored.retain(|it| it.value.key != device.key);
            devices.push(ImportedDevice { username: user.pool_username.clone(), ..device });
        }
        let names = user.names();
        stored.retain(|it| !names.contains(&it.name));
    }
    for Named { value, .. } in stored {
        if devices.iter().all(|known| known.username != value.username && known.key != value.key) {
            devices.push(value);
        }
    }
    devices
}

/// The id for threat protection that belongs to the signed-in user, or else the only id. An id identifies the phone, so the
/// only id can be taken even if it is under an unknown name.
pub(super) fn fingerprint_id(user: Option<&User>, stored: Vec<Named<String>>) -> Option<String> {
    if let Some(own) = user.and_then(|user| user.find(&stored)) {
        return stored.into_iter().nth(own).map(|it| it.value);
    }
    let first = stored.first()?.value.clone();
    stored.iter().all(|it| it.value == first).then_some(first)
}
