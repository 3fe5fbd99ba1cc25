//! Challenges that the user does not answer with a text: SRP verifies the password or the device, or the platform asks
//! for the passkey.

use super::{ChallengeResponse, Parameters};
use crate::error::AuthErrorCode;
use crate::secret::Secret;

const PASSWORD_VERIFIER: &str = "PASSWORD_VERIFIER";
const WEB_AUTHN: &str = "WEB_AUTHN";
const DEVICE_SRP_AUTH: &str = "DEVICE_SRP_AUTH";
/// The challenge in which SRP verifies the device's password.
pub(crate) const DEVICE_PASSWORD_VERIFIER: &str = "DEVICE_PASSWORD_VERIFIER";

/// A challenge that needs no text from the user.
pub(crate) enum AutomaticChallenge {
    Password(PasswordVerifier),
    Device,
    Passkey(PasskeyChallenge),
}

/// The values that the service sends for SRP.
#[derive(Clone, Debug)]
pub(crate) struct PasswordVerifier {
    /// The user name in the pool. A typed alias may differ from it.
    pub(crate) pool_username: String,
    pub(crate) salt: Secret,
    pub(crate) srp_b: Secret,
    pub(crate) secret_block: Secret,
    pub(crate) session: Option<Secret>,
}

/// What the client sends in SRP: the proof of a user's password or of a device's password.
#[derive(Clone, Debug)]
pub(crate) struct PasswordClaim {
    pub(crate) secret_block: Secret,
    pub(crate) signature: Secret,
    /// The time that was signed, in Cognito's form.
    pub(crate) timestamp: String,
    pub(crate) session: Option<Secret>,
}

/// The service's request for a passkey.
#[derive(Clone, Debug)]
pub(crate) struct PasskeyChallenge {
    /// The WebAuthn request options, as JSON.
    pub(crate) options_json: String,
    pub(crate) session: Option<Secret>,
    /// The user name in the pool, if the service gave it.
    pub(crate) pool_username: Option<String>,
    /// When the challenge came, in milliseconds since 1970.
    pub(crate) at_milliseconds: i64,
}

impl AutomaticChallenge {
    /// The challenge of this name, if it is an automatic one.
    pub(crate) fn read(
        name: &str,
        parameters: &Parameters,
        session: Option<Secret>,
        at_milliseconds: i64,
    ) -> Result<Option<Self>, AuthErrorCode> {
        Ok(match name {
            PASSWORD_VERIFIER => {
                let pool_username = parameters.pool_username().ok_or(AuthErrorCode::MalformedResponse)?;
                Some(Self::Password(PasswordVerifier::read(parameters, pool_username, session)?))
            }
            DEVICE_SRP_AUTH => Some(Self::Device),
            WEB_AUTHN => Some(Self::Passkey(PasskeyChallenge {
                options_json: parameters.required("CREDENTIAL_REQUEST_OPTIONS")?.to_owned(),
                session,
                pool_username: parameters.pool_username(),
                at_milliseconds,
            })),
            _ => None,
        })
    }
}

impl PasswordVerifier {
    fn read(
        parameters: &Parameters,
        pool_username: String,
        session: Option<Secret>,
    ) -> Result<Self, AuthErrorCode> {
        Ok(Self {
            pool_username,
            salt: parameters.required("SALT")?.into(),
            srp_b: parameters.required("SRP_B")?.into(),
            secret_block: parameters.required("SECRET_BLOCK")?.into(),
            session,
        })
    }

    /// The values that the service sends for a device's SRP. The proof is made with the device's key and not with the
    /// user's name, so the name may be missing.
    pub(crate) fn of_device(parameters: &Parameters, session: Option<Secret>) -> Result<Self, AuthErrorCode> {
        Self::read(parameters, parameters.pool_username().unwrap_or_default(), session)
    }
}

impl ChallengeResponse {
    /// Begins a device's SRP with its public value A.
    pub(crate) fn device_srp_a(srp_a: Secret) -> Self {
        Self::new(DEVICE_SRP_AUTH, [("SRP_A", srp_a)])
    }

    pub(crate) fn device_claim(claim: PasswordClaim) -> Self {
        Self::claim(DEVICE_PASSWORD_VERIFIER, claim)
    }

    pub(crate) fn password_claim(claim: PasswordClaim) -> Self {
        Self::claim(PASSWORD_VERIFIER, claim)
    }

    /// The passkey's credential, as JSON.
    pub(crate) fn passkey(credential: Secret) -> Self {
        Self::new(WEB_AUTHN, [("CREDENTIAL", credential)])
    }

    fn claim(challenge_name: &'static str, claim: PasswordClaim) -> Self {
        Self::new(
            challenge_name,
            [
                ("PASSWORD_CLAIM_SECRET_BLOCK", claim.secret_block),
                ("PASSWORD_CLAIM_SIGNATURE", claim.signature),
                ("TIMESTAMP", Secret::new(claim.timestamp)),
            ],
        )
    }
}
