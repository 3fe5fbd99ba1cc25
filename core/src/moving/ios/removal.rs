//! Finds what the former library stored for the configured pools, and removes it once the move is finished.

use super::amplify;
use super::items::Items;
use super::mobile_client;
use crate::config::AuthConfiguration;
use crate::ports::{FormerKeychain, StoreError};

/// The Keychain items of one service that belong to the configured pools.
pub(super) struct Owned {
    pub(super) service: String,
    pub(super) access_group: Option<String>,
    /// The items' Keychain accounts (`kSecAttrAccount`).
    pub(super) accounts: Vec<String>,
}

impl Owned {
    /// Reads the items of a service, and keeps those whose Keychain account `is_owned` accepts.
    pub(super) fn of(
        keychain: &dyn FormerKeychain,
        service: &str,
        access_group: Option<&str>,
        is_owned: impl Fn(&str) -> bool,
    ) -> Result<Self, StoreError> {
        let items = Items::read(keychain, service, access_group)?;
        let accounts = items.accounts().into_iter().filter(|account| is_owned(account));
        Ok(Self {
            service: service.to_owned(),
            access_group: access_group.map(str::to_owned),
            accounts: accounts.map(str::to_owned).collect(),
        })
    }
}

pub(in crate::moving) fn remove(
    keychain: &dyn FormerKeychain,
    configuration: &AuthConfiguration,
) -> Result<(), StoreError> {
    let owned = amplify::owned(keychain, configuration)?
        .into_iter()
        .chain(mobile_client::owned(keychain, configuration)?);
    for Owned { service, access_group, accounts } in owned.filter(|owned| !owned.accounts.is_empty()) {
        keychain.remove(service, access_group, accounts)?;
    }
    Ok(())
}
