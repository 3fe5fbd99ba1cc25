//! This device, as the device of one user.

use std::sync::Arc;

use cognito_auth_srp::device::DeviceSecret;
use zeroize::Zeroizing;

use crate::challenge::Username;
use crate::error::AuthErrorCode;
use crate::machine::sign_in::NewDevice;
use crate::ports::Entropy;
use crate::proof;
use crate::secret::Secret;

/// The key, the group key and the password with which this device signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::session) struct Device {
    pub(in crate::session) key: String,
    pub(in crate::session) group_key: String,
    pub(in crate::session) password: Secret,
}

/// What ConfirmDevice sends for a new device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DeviceConfirmation {
    /// The salt, in base64.
    pub(super) salt: String,
    /// The verifier of the device's password, in base64.
    pub(super) password_verifier: Secret,
    pub(super) device_name: Option<String>,
}

/// A device that the service saw for the first time, with the password that was made for it.
#[derive(Clone, Debug)]
pub(crate) struct NewDeviceSecret {
    pub(super) user: Username,
    pub(super) device: Device,
    pub(super) confirmation: DeviceConfirmation,
}

impl NewDeviceSecret {
    /// Makes the password of a new device, with the salt and the verifier for the service.
    pub(super) async fn make(
        entropy: Arc<dyn Entropy>,
        user: Username,
        new: NewDevice,
        device_name: Option<String>,
    ) -> Result<Self, AuthErrorCode> {
        let secret = device_secret(entropy, new.clone()).await?;
        let confirmation = DeviceConfirmation {
            salt: secret.salt_base64().to_owned(),
            password_verifier: Secret::new(secret.verifier_base64()),
            device_name,
        };
        let device =
            Device { key: new.key, group_key: new.group_key, password: Secret::new(secret.password()) };
        Ok(Self { user, device, confirmation })
    }
}

/// Computes the secret on a blocking thread: that takes milliseconds of pure arithmetic.
async fn device_secret(entropy: Arc<dyn Entropy>, new: NewDevice) -> Result<DeviceSecret, AuthErrorCode> {
    proof::blocking(move || {
        let mut password = Zeroizing::new([0; DeviceSecret::PASSWORD_BYTES]);
        let mut salt = [0; DeviceSecret::SALT_BYTES];
        entropy.fill(&mut *password).map_err(|_| AuthErrorCode::NoEntropy)?;
        entropy.fill(&mut salt).map_err(|_| AuthErrorCode::NoEntropy)?;
        DeviceSecret::from_entropy(&new.group_key, &new.key, &password, &salt).map_err(proof::code)
    })
    .await
}
