//! The items of devices, and of the id for threat protection.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::entry::text;
use super::keys::{self, Pools};
use crate::moving::ImportedDevice;
use crate::moving::ios::devices::Named;
use crate::moving::ios::items::Items;
use crate::secret::{self, Secret};

/// The form of a device's item.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored<'a> {
    #[serde(default, borrow)]
    metadata: Option<Associated<'a>>,
    #[serde(default, borrow)]
    no_data: Option<&'a RawValue>,
}

/// Swift's encoder writes the value of an enum's case in this form.
#[derive(Deserialize)]
struct Associated<'a> {
    #[serde(rename = "_0", borrow)]
    metadata: Metadata<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata<'a> {
    #[serde(default, borrow)]
    device_key: Option<&'a RawValue>,
    #[serde(default, borrow)]
    device_group_key: Option<&'a RawValue>,
    #[serde(default, with = "secret::json::optional")]
    device_secret: Option<Secret>,
}

/// An item that can't be understood.
struct Undecodable;

fn device(json: &[u8], username: &str) -> Result<Option<ImportedDevice>, Undecodable> {
    let stored: Stored<'_> = serde_json::from_slice(json).map_err(|_| Undecodable)?;
    let Some(Associated { metadata }) = stored.metadata else {
        return if stored.no_data.is_some() { Ok(None) } else { Err(Undecodable) };
    };
    Ok(Some(ImportedDevice {
        username: username.to_owned(),
        key: text(metadata.device_key).ok_or(Undecodable)?,
        group_key: text(metadata.device_group_key).ok_or(Undecodable)?,
        password: metadata.device_secret.filter(|password| !password.is_empty()),
    }))
}

/// What was found, the likeliest first, and whether there is an item that can't be understood.
pub(super) struct Found<T> {
    pub(super) list: Vec<Named<T>>,
    pub(super) has_undecodable: bool,
}

pub(super) fn devices(items: &Items, preferred: &Pools) -> Found<ImportedDevice> {
    found(items, preferred, "deviceMetadata", device)
}

pub(super) fn fingerprint_ids(items: &Items, preferred: &Pools) -> Found<String> {
    found(items, preferred, "deviceASF", |json, _| {
        let id: String = serde_json::from_slice(json).map_err(|_| Undecodable)?;
        Ok(Some(id).filter(|id| !id.is_empty()))
    })
}

/// The device that the session itself names. It is stale in most sessions: it is right only if the token is bound to
/// the same device.
pub(super) fn of_session(json: Option<&RawValue>, username: &str) -> Option<ImportedDevice> {
    device(json?.get().as_bytes(), username).ok()?
}

fn found<T>(
    items: &Items,
    preferred: &Pools,
    kind: &str,
    read: impl Fn(&[u8], &str) -> Result<Option<T>, Undecodable>,
) -> Found<T> {
    let mut found = Found { list: Vec::new(), has_undecodable: false };
    for (account, name) in keys::of_users(items, preferred, kind) {
        match read(items.bytes(&account).unwrap_or_default(), &name) {
            Ok(Some(value)) => found.list.push(Named { name, value }),
            Ok(None) => {}
            Err(Undecodable) => found.has_undecodable = true,
        }
    }
    found
}
