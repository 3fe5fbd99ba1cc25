//! Remembered devices: in a pool that remembers them, each user who signs in here gets a device key and a device
//! password. One record stores the keys and passwords of all users. Signing out keeps them, because the device still
//! belongs to that user.
//!
//! A new device is stored before the session that is bound to it. Then it is confirmed at the service (ConfirmDevice).
//! From then on, it signs in with SRP (DEVICE_SRP_AUTH).

mod confirmation;
mod device;
mod records;
mod sign_in;

use std::sync::Arc;

pub(super) use confirmation::ConfirmedDeviceKey;
pub(super) use device::Device;
pub(crate) use device::NewDeviceSecret;
use records::{DeviceRecords, StoredDevice};

use super::manager::SessionManager;
use super::record::{BoundDevice, SessionRecord};
use super::{Session, SessionInner};
use crate::error::AuthError;
use crate::ports::StoreError;
use crate::tasks::spawn;
use crate::wiped::WipedBytes;

impl Session {
    /// The key of a user's device, if the device is confirmed.
    pub(crate) async fn device_key_of(&self, pool_username: &str) -> Result<Option<String>, StoreError> {
        let records = self.inner.devices().await?;
        let confirmed = records.find_by_pool_username(pool_username).filter(|it| it.is_confirmed());
        Ok(confirmed.map(|it| it.device().key))
    }

    /// Removes the device with this key. An unknown key is not an error.
    pub(crate) async fn forget_device(&self, key: &str) -> Result<(), AuthError> {
        let key = key.to_owned();
        self.change_devices(move |records| records.forget(&key)).await
    }

    /// The confirmed device of the user with this name, which is the user name in the pool or a name that the user
    /// typed. For a typed name, the device may be another user's, until the service gives the user name in the pool.
    async fn device(&self, username: &str) -> Result<Option<Device>, StoreError> {
        let records = self.inner.devices().await?;
        Ok(records.find(username).filter(|it| it.is_confirmed()).map(StoredDevice::device))
    }

    /// Removes the device with this key for the user with this name. If `name` is the user name in the pool, the whole
    /// device is removed. If `name` is an alias, only the alias is removed: it may belong to another user by now, while
    /// the device still belongs to the former user.
    async fn forget_device_as(&self, key: &str, name: &str) -> Result<(), AuthError> {
        let (key, name) = (key.to_owned(), name.to_owned());
        self.change_devices(move |records| records.forget_as(&key, &name)).await
    }

    async fn change_devices(
        &self,
        change: impl FnOnce(&mut DeviceRecords) + Send + 'static,
    ) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        Ok(spawn(async move { inner.change_devices(change).await }).await??)
    }
}

impl SessionInner {
    /// Stores a new device under the user name in the pool and the typed name. The caller holds the change lock.
    pub(super) async fn remember_device(
        &self,
        new: NewDeviceSecret,
        pool_username: &str,
    ) -> Result<(), StoreError> {
        let user = new.user.known_as(Some(pool_username.to_owned()));
        self.replace_devices(|records| records.remember(&user, &new.device, &new.confirmation)).await
    }

    /// The device with which a refused refresh is tried once more: `BoundDevice::None` if the session has a device, and
    /// the user's confirmed device if the session has none. `None` if there is nothing else to try. A session of a
    /// sign-in on the web is bound to no device, so there is nothing else to try for it.
    pub(super) async fn other_device_of(
        &self,
        record: &SessionRecord,
    ) -> Result<Option<BoundDevice>, StoreError> {
        if record.web.is_some() {
            return Ok(None);
        }
        if record.device_key().is_some() {
            return Ok(Some(BoundDevice::None));
        }
        let devices = self.devices().await?;
        let confirmed = devices.find_by_pool_username(&record.pool_username).filter(|it| it.is_confirmed());
        Ok(confirmed.map(|it| BoundDevice::Key(it.device().key)))
    }

    /// Removes the device with this key, which the service no longer knows.
    pub(super) async fn forget_unknown_device(&self, key: &str) -> Result<(), StoreError> {
        self.change_devices(|records| records.forget(key)).await
    }

    /// Removes the device of a user who was deleted.
    pub(super) async fn forget_device_of(&self, pool_username: &str) -> Result<(), StoreError> {
        self.change_devices(|records| records.forget_user(pool_username)).await
    }

    async fn devices(&self) -> Result<DeviceRecords, StoreError> {
        self.manager.devices().await
    }

    async fn change_devices(&self, change: impl FnOnce(&mut DeviceRecords)) -> Result<(), StoreError> {
        let _change = self.manager.change().await;
        self.replace_devices(change).await
    }

    /// Changes the stored devices. The caller holds the change lock.
    async fn replace_devices(&self, change: impl FnOnce(&mut DeviceRecords)) -> Result<(), StoreError> {
        let mut records = self.devices().await?;
        let was_empty = records.is_empty();
        change(&mut records);
        if was_empty && records.is_empty() {
            return Ok(());
        }
        self.manager.save_devices(&records).await
    }
}

impl SessionManager {
    /// The stored devices. A record that can't be read counts as empty: the service then treats this device as new.
    pub(super) async fn devices(&self) -> Result<DeviceRecords, StoreError> {
        match self.store.load(self.store.devices_key()).await {
            Ok(bytes) => Ok(bytes.and_then(|bytes| DeviceRecords::read(&bytes)).unwrap_or_default()),
            Err(StoreError::Corrupt | StoreError::Unrecoverable) => Ok(DeviceRecords::default()),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn save_devices(&self, records: &DeviceRecords) -> Result<(), StoreError> {
        // This never fails: a struct of texts always has a JSON form.
        let bytes = WipedBytes::json(records).map_err(|_| StoreError::Unavailable)?;
        self.store.save(self.store.devices_key(), bytes).await
    }
}
