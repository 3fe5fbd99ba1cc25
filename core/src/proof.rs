//! SRP proofs: the service verifies a password without seeing it. A proof takes milliseconds of arithmetic, so it is
//! computed on a blocking thread.

use std::sync::Arc;

use cognito_auth_srp::{KeyPair, Proof, SrpError, timestamp, user};
use zeroize::Zeroizing;

use crate::challenge::{PasswordClaim, PasswordVerifier};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::ProofTask;
use crate::ports::{Clock, Entropy};
use crate::secret::Secret;
use crate::tasks::spawn_blocking;

/// Makes the SRP key pair of one sign-in.
pub(crate) async fn prepare(entropy: Arc<dyn Entropy>) -> Result<KeyPair, AuthErrorCode> {
    blocking(move || {
        let mut seed = Zeroizing::new([0; KeyPair::ENTROPY_BYTES]);
        entropy.fill(&mut *seed).map_err(|_| AuthErrorCode::NoEntropy)?;
        KeyPair::from_entropy(&seed).map_err(code)
    })
    .await
}

/// Computes the SRP proof of a user's password, with the current time.
pub(crate) async fn prove(
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

/// The current time, in the form that a proof signs.
pub(crate) fn timestamp_of(clock: &dyn Clock) -> Result<String, AuthErrorCode> {
    timestamp::format(clock.now_milliseconds().div_euclid(1000)).map_err(code)
}

/// A proof in the form in which it is sent: with the secret block and the time that it signs.
pub(crate) fn claim(proof: &Proof, verifier: PasswordVerifier, timestamp: String) -> PasswordClaim {
    PasswordClaim {
        signature: Secret::from(proof.signature_base64()),
        secret_block: verifier.secret_block,
        timestamp,
        session: verifier.session,
    }
}

/// Runs arithmetic on a blocking thread.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AuthErrorCode> + Send + 'static,
) -> Result<T, AuthErrorCode> {
    spawn_blocking(work).await.unwrap_or(Err(AuthErrorCode::Internal))
}

/// The code of an SRP error.
pub(crate) fn code(error: SrpError) -> AuthErrorCode {
    match error {
        SrpError::MalformedHex { .. } | SrpError::MalformedBase64 { .. } | SrpError::TooLong { .. } => {
            AuthErrorCode::MalformedResponse
        }
        SrpError::PublicValueZero | SrpError::ScramblingParameterZero => AuthErrorCode::InvalidServerProof,
        SrpError::NoEntropy => AuthErrorCode::NoEntropy,
        // The clock is outside the years 0 to 9999, or the error is newer than this match.
        _ => AuthErrorCode::Internal,
    }
}
