//! A device's part in a sign-in, which the user does not see: it is named, it proves itself, and a new one is
//! confirmed.

use std::future::Future;
use std::sync::Arc;

use cognito_auth_srp::device::DeviceSecret;
use zeroize::Zeroizing;

use super::{Inner, proof};
use crate::challenge::Username;
use crate::cognito::{AuthenticationResponse, Reason, ServiceError, wire};
use crate::error::{AuthError, AuthErrorCode};
use crate::machine::sign_in::{DeviceProof, NewDevice};
use crate::ports::Entropy;
use crate::secret::Secret;
use crate::session::{Confirmation, Device, NewDeviceSecret};

impl Inner {
    /// Sends a request that names the user's device, if there is one. When the service has forgotten the device, so
    /// does this side, and the request is sent once more without it.
    pub(super) async fn naming_device<Sending>(
        &self,
        username: &str,
        send: impl Fn(Option<String>) -> Sending,
    ) -> Result<AuthenticationResponse, ServiceError>
    where
        Sending: Future<Output = Result<AuthenticationResponse, ServiceError>>,
    {
        let Some(device) = self.device(username).await else { return send(None).await };
        match send(Some(device.key.clone())).await {
            Err(error) if error.reason() == Some(Reason::DeviceUnknown) => {
                self.forget(&device, username).await;
                send(None).await
            }
            answer => answer,
        }
    }

    /// Proves to the service that this is the device that it knows (DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER).
    pub(super) async fn prove_device(
        &self,
        request: DeviceProof,
    ) -> Result<AuthenticationResponse, AuthError> {
        let username = request.username.in_responses();
        // The service asks only a device that was named to it, so it is there, unless the store lost it meanwhile.
        let device = self.device(username).await.ok_or(AuthErrorCode::UnsupportedChallenge)?;
        match self.exchange_device_proof(&request, &device).await {
            Ok(answer) => Ok(answer),
            Err(Refusal { error, is_of_the_device }) => {
                if is_of_the_device {
                    // Kept, it would be in the way of every later sign-in.
                    self.forget(&device, username).await;
                }
                Err(error)
            }
        }
    }

    async fn exchange_device_proof(
        &self,
        request: &DeviceProof,
        device: &Device,
    ) -> Result<AuthenticationResponse, Refusal> {
        let key_pair = proof::prepare(Arc::clone(&self.ports.entropy)).await?;
        let begin = wire::begin_device_proof(request, &device.key, key_pair.public_hex().into());
        let verifier = wire::device_verifier(self.cognito.respond_to_auth_challenge(begin).await?)?;
        let claim =
            proof::prove_device(key_pair, verifier, device.clone(), Arc::clone(&self.ports.clock)).await?;
        let prove = wire::prove_device(request, &device.key, claim);
        Ok(self.cognito.respond_to_auth_challenge(prove).await?)
    }

    /// Makes the password of a device that the service saw for the first time, and what verifies it. A device that can't
    /// be made is no reason to fail a sign-in.
    pub(super) async fn make_device(&self, user: Username, new: NewDevice) -> Option<NewDeviceSecret> {
        match device_secret(Arc::clone(&self.ports.entropy), new.clone()).await {
            Ok(secret) => Some(self.new_device(user, new, &secret)),
            Err(code) => {
                self.warn(format_args!("sign-in: could not make the device's password: {}", code.name()));
                None
            }
        }
    }

    fn new_device(&self, user: Username, new: NewDevice, secret: &DeviceSecret) -> NewDeviceSecret {
        let device =
            Device { key: new.key, group_key: new.group_key, password: Secret::new(secret.password()) };
        let confirmation = Confirmation {
            salt: secret.salt_base64().to_owned(),
            password_verifier: Secret::new(secret.verifier_base64()),
            device_name: self.configuration.device_name.clone(),
        };
        NewDeviceSecret { user, device, confirmation }
    }

    /// The user's device. A store that can't be read now is no reason to fail a sign-in: the service takes the
    /// device for a new one.
    async fn device(&self, username: &str) -> Option<Device> {
        match self.session.device(username).await {
            Ok(device) => device,
            Err(error) => {
                self.warn(format_args!(
                    "sign-in: could not read the device: {}",
                    AuthErrorCode::from(error).name()
                ));
                None
            }
        }
    }

    async fn forget(&self, device: &Device, username: &str) {
        if let Err(error) = self.session.forget_device_as(&device.key, username).await {
            self.warn(format_args!("sign-in: could not forget the device: {}", error.code.name()));
        }
    }
}

/// Why a device could not prove itself.
struct Refusal {
    error: AuthError,
    /// The service does not know the device, or not by this password; and not that the user or the moment was wrong.
    is_of_the_device: bool,
}

impl From<ServiceError> for Refusal {
    fn from(error: ServiceError) -> Self {
        let is_of_the_device = match error.reason() {
            Some(Reason::DeviceUnknown | Reason::WrongUsernameOrPassword) => true,
            Some(_) => false,
            None => error.code() == AuthErrorCode::NotAuthorized,
        };
        Self { error: error.into(), is_of_the_device }
    }
}

impl From<AuthErrorCode> for Refusal {
    fn from(code: AuthErrorCode) -> Self {
        Self { error: code.into(), is_of_the_device: false }
    }
}

/// Makes a device's password, on a blocking thread: it takes milliseconds of pure arithmetic.
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
