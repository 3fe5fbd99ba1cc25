//! The proof of a password, a user's or a device's: computed on a blocking thread, because it takes milliseconds of pure arithmetic.

use std::sync::Arc;

use cognito_auth_srp::{KeyPair, Proof, SrpError, device, timestamp, user};
use zeroize::Zeroizing;

use crate::challenge::{PasswordClaim, PasswordVerifier};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::ProofTask;
use crate::ports::{Clock, Entropy};
use crate::secret::Secret;
use crate::session::Device;
use crate::tasks::spawn_blocking;

/// Makes the key pair of one sign-in.
pub(super) async fn prepare(entropy: Arc<dyn Entropy>) -> Result<KeyPair, AuthErrorCode> {
    blocking(move || {
        let mut seed = Zeroizing::new([0; KeyPair::ENTROPY_BYTES]);
        entropy.fill(&mut *seed).map_err(|_| AuthErrorCode::NoEntropy)?;
        KeyPair::from_entropy(&seed).map_err(code)
    })
    .await
}

/// Proves that the user knows the password, to the pool of this name, now.
pub(super) async fn prove(
    task: ProofTask,
    pool_name: String,
    clock: Arc<dyn Clock>,
) -> Result<PasswordClaim, AuthErrorCode> {
    blocking(move || {
        let ProofTask { key_pair, verifier, password } = task;
        let timestamp = timestamp_of(&*clock)?;
        let challenge = user::UserChallenge {
            pool_name: &pool_name,
            pool_username: &verifier.pool_username,
            srp_b: verifier.srp_b.expose(),
            salt: verifier.salt.expose(),
            secret_block: verifier.secret_block.expose(),
            timestamp: &timestamp,
        };
        let proof = user::prove(&key_pair, &challenge, password.expose()).map_err(code)?;
        Ok(claim(&proof, verifier, timestamp))
    })
    .await
}

/// Proves that this is the device that the service knows, now.
pub(super) async fn prove_device(
    key_pair: KeyPair,
    verifier: PasswordVerifier,
    device: Device,
    clock: Arc<dyn Clock>,
) -> Result<PasswordClaim, AuthErrorCode> {
    blocking(move || {
        let timestamp = timestamp_of(&*clock)?;
        let challenge = device::DeviceChallenge {
            device_group_key: &device.group_key,
            device_key: &device.key,
            srp_b: verifier.srp_b.expose(),
            salt: verifier.salt.expose(),
            secret_block: verifier.secret_block.expose(),
            timestamp: &timestamp,
        };
        let proof = device::prove(&key_pair, &challenge, device.password.expose()).map_err(code)?;
        Ok(claim(&proof, verifier, timestamp))
    })
    .await
}

fn timestamp_of(clock: &dyn Clock) -> Result<String, AuthErrorCode> {
    timestamp::format(clock.now_milliseconds().div_euclid(1000)).map_err(code)
}

fn claim(proof: &Proof, verifier: PasswordVerifier, timestamp: String) -> PasswordClaim {
    PasswordClaim {
        signature: Secret::from(proof.signature_base64()),
        secret_block: verifier.secret_block,
        timestamp,
        session: verifier.session,
    }
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AuthErrorCode> + Send + 'static,
) -> Result<T, AuthErrorCode> {
    spawn_blocking(work).await.unwrap_or(Err(AuthErrorCode::Internal))
}

pub(super) fn code(error: SrpError) -> AuthErrorCode {
    match error {
        SrpError::MalformedHex { .. } | SrpError::MalformedBase64 { .. } | SrpError::TooLong { .. } => {
            AuthErrorCode::MalformedResponse
        }
        SrpError::PublicValueZero | SrpError::ScramblingParameterZero => AuthErrorCode::InvalidServerProof,
        SrpError::NoEntropy => AuthErrorCode::NoEntropy,
        // A device whose clock is outside the years 0 to 9999, or an error of a later version.
        _ => AuthErrorCode::Internal,
    }
}
