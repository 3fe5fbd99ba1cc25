//! The confirmation of a new device at the service (ConfirmDevice).
//!
//! The service does not refresh a session whose device is not confirmed. A confirmation that failed is therefore tried
//! again while the access token is valid, in the background and before a refresh, unless the service has refused it
//! permanently.

use std::sync::Arc;

use super::device::DeviceConfirmation;
use crate::cognito::{ConfirmDeviceRequest, DeviceSecretVerifier};
use crate::error::{AuthError, AuthErrorCode, AuthErrorKind};
use crate::session::record::SessionRecord;
use crate::session::{Session, SessionInner, end_reason, refuses_user};
use crate::tasks::spawn;

/// The key of the device that needs no further confirmation: it is confirmed, or the service has permanently refused
/// it. The lock is held while a confirmation runs.
pub(in crate::session) type ConfirmedDeviceKey = Arc<tokio::sync::Mutex<Option<String>>>;

impl Session {
    /// Confirms the device of the session, unless it needs no further confirmation. Once started, the work goes on even
    /// if this future is dropped.
    pub(crate) async fn confirm_device(&self) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let Some(record) = inner.manager.newest() else { return Err(AuthErrorCode::NotSignedIn.into()) };
            let Some(key) = record.device_key() else { return Ok(()) };
            let mut confirmed = inner.manager.confirmed_device_key.lock().await;
            inner.confirm_device_once(&record, &key, &mut confirmed).await
        };
        spawn(work).await?
    }
}

impl SessionInner {
    /// Confirms the device of the session in the background, unless it needs no further confirmation.
    pub(in crate::session) fn confirm_device_in_background(self: &Arc<Self>, record: &Arc<SessionRecord>) {
        let Some(key) = record.device_key() else { return };
        // While the key is locked, a confirmation is running.
        let Ok(mut confirmed) = Arc::clone(&self.manager.confirmed_device_key).try_lock_owned() else {
            return;
        };
        if confirmed.as_deref() != Some(&*key) {
            let (inner, record) = (Arc::clone(self), Arc::clone(record));
            spawn(async move { inner.confirm_device_once(&record, &key, &mut confirmed).await });
        }
    }

    /// Confirms the device of the session before a refresh, while the access token is valid. If a confirmation fails
    /// for a transient reason, this fails too, and the refresh has to wait. After a permanent refusal this succeeds,
    /// and the refresh goes on without a confirmation.
    pub(in crate::session) async fn ensure_device_is_confirmed(
        &self,
        record: &SessionRecord,
    ) -> Result<(), AuthError> {
        let Some(key) = record.device_key() else { return Ok(()) };
        if !self.is_valid(record) {
            return Ok(());
        }
        let mut confirmed = self.manager.confirmed_device_key.lock().await;
        match self.confirm_device_once(record, &key, &mut confirmed).await {
            Err(error) if confirmed.as_deref() != Some(&*key) => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Confirms the device, if a confirmation is stored for it. A transient failure leaves `confirmed` as it is, so
    /// that the next call tries again.
    async fn confirm_device_once(
        &self,
        record: &SessionRecord,
        key: &str,
        confirmed: &mut Option<String>,
    ) -> Result<(), AuthError> {
        if confirmed.as_deref() == Some(key) {
            return Ok(());
        }
        if let Some(confirmation) = self.devices().await?.confirmation(key) {
            if let Err(error) = self.request_confirmation(record, key, confirmation).await {
                if is_permanent(&error) {
                    *confirmed = Some(key.to_owned());
                }
                return Err(error);
            }
            self.change_devices(|records| records.confirmed(key)).await?;
        }
        *confirmed = Some(key.to_owned());
        Ok(())
    }

    async fn request_confirmation(
        &self,
        record: &SessionRecord,
        key: &str,
        confirmation: DeviceConfirmation,
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
            // An earlier request has confirmed the device, and its response was lost.
            Err(error) if error.code() == AuthErrorCode::DeviceKeyExists => Ok(()),
            Err(error) => {
                if refuses_user(&error) {
                    // If the store fails, an event reports it.
                    let _ = self.end(&record.access_token, end_reason(&error)).await;
                }
                Err(error.into())
            }
            Ok(()) => Ok(()),
        }
    }
}

/// Whether the service will refuse again: it has answered, and the error is not retryable.
fn is_permanent(error: &AuthError) -> bool {
    !error.retryable && !matches!(error.kind, AuthErrorKind::Network | AuthErrorKind::Cancelled)
}
