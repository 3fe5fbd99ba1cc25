//! The device's part in a sign-in: requests carry its key, it signs in with SRP, and a new device gets its password.
//! The user sees none of this.

use std::future::Future;
use std::sync::Arc;

use cognito_auth_srp::{KeyPair, device};

use super::device::{Device, NewDeviceSecret};
use crate::challenge::{PasswordClaim, PasswordVerifier, Username};
use crate::cognito::{AuthenticationResponse, ServiceError, wire};
use crate::error::{AuthError, AuthErrorCode, AuthErrorReason};
use crate::machine::sign_in::{DeviceProof, NewDevice};
use crate::ports::Clock;
use crate::proof;
use crate::session::Session;

impl Session {
    /// Sends a request with the key of the user's device, if there is one. If the service then does not find something,
    /// the request is sent once more without the key. If that succeeds, the service does not know the device, so the
    /// device is removed here too.
    pub(crate) async fn naming_device<Sent>(
        &self,
        username: &str,
        send: impl Fn(Option<String>) -> Sent,
    ) -> Result<AuthenticationResponse, ServiceError>
    where
        Sent: Future<Output = Result<AuthenticationResponse, ServiceError>>,
    {
        let Some(device) = self.readable_device(username).await else { return send(None).await };
        match send(Some(device.key.clone())).await {
            Err(error) if error.code() == AuthErrorCode::ResourceNotFound => {
                let response = send(None).await;
                if response.is_ok() {
                    self.forget_refused_device(&device, username).await;
                }
                response
            }
            response => response,
        }
    }

    /// Signs the device in with SRP (DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER).
    pub(crate) async fn prove_device(
        &self,
        request: DeviceProof,
    ) -> Result<AuthenticationResponse, AuthError> {
        let username = request.username.in_responses();
        // The service asks for a device only if a request had its key. So the user has a device here, unless the store
        // has lost it since.
        let device = self.readable_device(username).await.ok_or(AuthErrorCode::UnsupportedChallenge)?;
        match self.exchange_device_proof(&request, &device).await {
            Ok(response) => Ok(response),
            Err(RefusedDeviceProof { error, is_device_at_fault }) => {
                if is_device_at_fault {
                    // The device is removed, because with it every later sign-in would fail in the same way.
                    self.forget_refused_device(&device, username).await;
                }
                Err(error)
            }
        }
    }

    async fn exchange_device_proof(
        &self,
        request: &DeviceProof,
        device: &Device,
    ) -> Result<AuthenticationResponse, RefusedDeviceProof> {
        let (cognito, ports) = (&self.inner.cognito, &self.inner.ports);
        let key_pair = proof::prepare(Arc::clone(&ports.entropy)).await?;
        let begin = wire::begin_device_proof(request, &device.key, key_pair.public_hex().into());
        let verifier = wire::device_challenge(cognito.respond_to_auth_challenge(begin).await?)?;
        let claim = prove(key_pair, verifier, device.clone(), Arc::clone(&ports.clock)).await?;
        let prove = wire::prove_device(request, &device.key, claim);
        Ok(cognito.respond_to_auth_challenge(prove).await?)
    }

    /// Makes the password of a device that the service saw for the first time. If that fails, the sign-in goes on
    /// without a device.
    pub(crate) async fn make_device(
        &self,
        user: Username,
        new: NewDevice,
        device_name: Option<String>,
    ) -> Option<NewDeviceSecret> {
        let ports = &self.inner.ports;
        match NewDeviceSecret::make(Arc::clone(&ports.entropy), user, new, device_name).await {
            Ok(secret) => Some(secret),
            Err(code) => {
                ports.warn(format_args!("sign-in: could not make the device's password: {}", code.name()));
                None
            }
        }
    }

    /// The user's device. If the store can't be read now, the sign-in goes on without a device: the service then treats
    /// this device as new.
    async fn readable_device(&self, username: &str) -> Option<Device> {
        match self.device(username).await {
            Ok(device) => device,
            Err(error) => {
                let name = AuthErrorCode::from(error).name();
                self.inner.ports.warn(format_args!("sign-in: could not read the device: {name}"));
                None
            }
        }
    }

    async fn forget_refused_device(&self, device: &Device, username: &str) {
        if let Err(error) = self.forget_device_as(&device.key, username).await {
            let name = error.code.name();
            self.inner.ports.warn(format_args!("sign-in: could not forget the device: {name}"));
        }
    }
}

/// Why the device could not sign in.
struct RefusedDeviceProof {
    error: AuthError,
    /// True if the service does not know the device, or if the device's password is wrong. False for any other reason,
    /// such as a disabled user or a network failure.
    is_device_at_fault: bool,
}

impl From<ServiceError> for RefusedDeviceProof {
    fn from(error: ServiceError) -> Self {
        let is_device_at_fault = match error.code() {
            // Only the device can be missing: the service found the pool, the app client and the user just before.
            AuthErrorCode::ResourceNotFound => true,
            AuthErrorCode::NotAuthorized => {
                matches!(error.reason(), None | Some(AuthErrorReason::WrongUsernameOrPassword))
            }
            _ => false,
        };
        Self { error: error.into(), is_device_at_fault }
    }
}

impl From<AuthErrorCode> for RefusedDeviceProof {
    fn from(code: AuthErrorCode) -> Self {
        Self { error: code.into(), is_device_at_fault: false }
    }
}

/// Computes the SRP proof of the device's password, with the current time.
async fn prove(
    key_pair: KeyPair,
    verifier: PasswordVerifier,
    device: Device,
    clock: Arc<dyn Clock>,
) -> Result<PasswordClaim, AuthErrorCode> {
    proof::blocking(move || {
        let timestamp = proof::timestamp_of(&*clock)?;
        let challenge = device::DeviceChallenge {
            device_group_key: &device.group_key,
            device_key: &device.key,
            srp_b: verifier.srp_b.expose(),
            salt: verifier.salt.expose(),
            secret_block: verifier.secret_block.expose(),
            timestamp: &timestamp,
        };
        let proof = device::prove(&key_pair, &challenge, device.password.expose()).map_err(proof::code)?;
        Ok(proof::claim(&proof, verifier, timestamp))
    })
    .await
}
