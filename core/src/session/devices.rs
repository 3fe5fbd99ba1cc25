//! Remembered devices: what this device proves itself with, for each user who signed in here. Signing out leaves
//! them: the device is the user's still.
//!
//! A new device is stored before the session that is bound to it, and the service is told of it after that
//! (ConfirmDevice). The service refuses to refresh a session whose device is not confirmed, so what could not be told is
//! told again: in passing, and before a refresh, while the access token is good for it.

use std::sync::Arc;

use super::device_records::{DeviceRecords, StoredDevice};
use super::record::SessionRecord;
use super::{Inner, Session, detached};
use crate::challenge::Username;
use crate::cognito::{ConfirmDeviceRequest, DeviceSecretVerifier};
use crate::error::{AuthError, AuthErrorCode, AuthErrorKind};
use crate::ports::StoreError;
use crate::secret::Secret;
use crate::tasks::spawn;

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

/// A device that the service saw for the first time, and is to be told of.
#[derive(Clone, Debug)]
pub(crate) struct NewDeviceSecret {
    /// Whose it is, as typed.
    pub(crate) user: Username,
    pub(crate) device: Device,
    pub(crate) confirmation: Confirmation,
}

/// The key of the device that the service needs to be told nothing of any more. Locked while it is told.
pub(super) type ToldDevice = Arc<tokio::sync::Mutex<Option<String>>>;

impl Session {
    /// The confirmed device of the user of this name, own or typed: a guess, as long as the service has not said who
    /// that is.
    pub(crate) async fn device(&self, username: &str) -> Result<Option<Device>, StoreError> {
        let records = self.inner.devices().await?;
        Ok(records.find(username).filter(|it| it.is_confirmed()).map(StoredDevice::device))
    }

    /// The key of the confirmed device of the user whose own name this is.
    pub(crate) async fn device_key_of(&self, own: &str) -> Result<Option<String>, StoreError> {
        let records = self.inner.devices().await?;
        Ok(records.find_own(own).filter(|it| it.is_confirmed()).map(|it| it.device().key))
    }

    /// Tells the service of the device that the session is bound to, unless it knows it. Once begun it goes on, even if
    /// nobody waits for it.
    pub(crate) async fn confirm_device(&self) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let Some(record) = inner.keeper.newest() else { return Err(AuthErrorCode::NotSignedIn.into()) };
            let Some(key) = record.device_key() else { return Ok(()) };
            let mut told = inner.told_device.lock().await;
            inner.tell_of_device(&record, &key, &mut told).await
        };
        detached(work).await?
    }

    /// Forgets the device of this key; one that is not there is no error.
    pub(crate) async fn forget_device(&self, key: &str) -> Result<(), AuthError> {
        let key = key.to_owned();
        self.change_devices(move |records| records.forget(&key)).await
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
        let Some(key) = record.device_key() else { return };
        // Locked, it is being told.
        let Ok(mut told) = Arc::clone(&self.told_device).try_lock_owned() else { return };
        if told.as_deref() != Some(&*key) {
            let (inner, record) = (Arc::clone(self), Arc::clone(record));
            spawn(async move { inner.tell_of_device(&record, &key, &mut told).await });
        }
    }

    /// Sees to the same before a refresh, as long as the access token is good for it. An error says that the refresh
    /// has to wait; what the service refuses for good is none.
    pub(super) async fn ensure_device_is_told(&self, record: &SessionRecord) -> Result<(), AuthError> {
        let Some(key) = record.device_key() else { return Ok(()) };
        if !record.validity.holds_at(self.ports.clock.now_milliseconds()) {
            return Ok(());
        }
        let mut told = self.told_device.lock().await;
        match self.tell_of_device(record, &key, &mut told).await {
            Err(error) if told.as_deref() != Some(&*key) => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// ConfirmDevice, if there is something to tell. What fails is tried again the next time, unless asking again would
    /// change nothing.
    async fn tell_of_device(
        &self,
        record: &SessionRecord,
        key: &str,
        told: &mut Option<String>,
    ) -> Result<(), AuthError> {
        if told.as_deref() == Some(key) {
            return Ok(());
        }
        if let Some(confirmation) = self.devices().await?.confirmation(key) {
            if let Err(refused) = self.confirm_device(record, key, confirmation).await {
                if is_for_good(&refused) {
                    *told = Some(key.to_owned());
                }
                return Err(refused);
            }
            self.change_devices(|records| records.confirmed(key)).await?;
        }
        *told = Some(key.to_owned());
        Ok(())
    }

    async fn confirm_device(
        &self,
        record: &SessionRecord,
        key: &str,
        confirmation: Confirmation,
    ) -> Result<(), AuthError> {
        let request = ConfirmDeviceRequest {
            access_token: record.access_token.clone(),
            device_key: key.to_owned(),
            device_name: confirmation.device_name,
            secret_verifier: DeviceSecretVerifier {
                salt: confirmation.salt.into(),
                password_verifier: confirmation.password_verifier,
            },
        };
        match self.cognito.confirm_device(request).await {
            // It was told before, and the answer was lost.
            Err(error) if error.code() == AuthErrorCode::DeviceKeyExists => Ok(()),
            answer => Ok(answer?),
        }
    }

    /// Stores a new device under both names of its user, whose own name is `owner`, while every other change is kept
    /// out.
    pub(super) async fn remember_device(&self, new: NewDeviceSecret, owner: &str) -> Result<(), StoreError> {
        let user = new.user.known_as(Some(owner.to_owned()));
        self.replace_devices(|records| records.remember(&user, &new.device, &new.confirmation)).await
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
        self.replace_devices(change).await
    }

    /// Changes the devices while every other change is kept out.
    async fn replace_devices(&self, change: impl FnOnce(&mut DeviceRecords)) -> Result<(), StoreError> {
        let mut records = self.devices().await?;
        let was_empty = records.is_empty();
        change(&mut records);
        if was_empty && records.is_empty() {
            return Ok(());
        }
        // A struct of texts always has a JSON form; serde can't promise it.
        let bytes = serde_json::to_vec(&records).map_err(|_| StoreError::Unavailable)?;
        self.keeper.store.save(self.keeper.store.devices_key(), bytes).await
    }
}

/// Whether asking again would change nothing: the service has answered, and will answer the same.
fn is_for_good(refused: &AuthError) -> bool {
    !refused.retryable && !matches!(refused.kind, AuthErrorKind::Network | AuthErrorKind::Cancelled)
}
