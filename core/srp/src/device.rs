//! The password of a remembered device. Each new device gets one, and `ConfirmDevice` sends the password's verifier. At
//! later sign-ins, SRP verifies the password (`DEVICE_SRP_AUTH`).

use std::fmt;

use zeroize::Zeroizing;

use crate::{
    KeyPair, Proof, SrpError, encoding,
    exchange::{Challenge, Exchange, Identity, PasswordExponent},
};

/// What Cognito sends with the challenge `DEVICE_PASSWORD_VERIFIER`, and the other values that the proof signs.
#[derive(Debug, Clone, Copy)]
pub struct DeviceChallenge<'a> {
    /// `DeviceGroupKey` from `NewDeviceMetadata`, whole.
    pub device_group_key: &'a str,
    /// `DeviceKey` from `NewDeviceMetadata`, whole.
    pub device_key: &'a str,
    /// `SRP_B`: the server's public value, in hexadecimal.
    pub srp_b: &'a str,
    /// `SALT`, in hexadecimal.
    pub salt: &'a str,
    /// `SECRET_BLOCK`, in base64: the proof signs it.
    pub secret_block: &'a str,
    /// `TIMESTAMP` as it will be sent: see [`crate::timestamp::format`].
    pub timestamp: &'a str,
}

impl<'a> DeviceChallenge<'a> {
    pub(crate) fn challenge(&self) -> Challenge<'a> {
        Challenge {
            identity: Identity { scope: self.device_group_key, name: self.device_key },
            srp_b: self.srp_b,
            salt: self.salt,
            secret_block: self.secret_block,
            timestamp: self.timestamp,
        }
    }
}

/// Makes the proof that answers the challenge, with the password that [`DeviceSecret::from_entropy`] has made.
///
/// # Errors
/// As [`crate::user::prove`].
pub fn prove(
    key_pair: &KeyPair,
    challenge: &DeviceChallenge<'_>,
    device_password: &str,
) -> Result<Proof, SrpError> {
    Ok(Exchange::run(key_pair, &challenge.challenge(), device_password)?.proof())
}

/// A new device's password, and its verifier for `ConfirmDevice`.
///
/// The password is wiped when the secret is dropped. The secret's `Debug` shows no value.
pub struct DeviceSecret {
    password: Zeroizing<String>,
    salt: String,
    verifier: Zeroizing<String>,
}

impl DeviceSecret {
    /// Bytes of entropy for the password.
    pub const PASSWORD_BYTES: usize = 40;
    /// Bytes of entropy for the salt.
    pub const SALT_BYTES: usize = 16;

    /// Makes the secret from fresh random bytes of the system's cryptographic source. The caller has to wipe these
    /// bytes.
    ///
    /// # Errors
    /// [`SrpError::NoEntropy`] when the password's or the salt's bytes are all zero.
    pub fn from_entropy(
        device_group_key: &str,
        device_key: &str,
        password: &[u8; Self::PASSWORD_BYTES],
        salt: &[u8; Self::SALT_BYTES],
    ) -> Result<Self, SrpError> {
        if encoding::is_zero(password) || encoding::is_zero(salt) {
            return Err(SrpError::NoEntropy);
        }
        let identity = Identity { scope: device_group_key, name: device_key };
        let password = Zeroizing::new(encoding::to_base64(password));
        let exponent = PasswordExponent::new(identity, salt, &password);
        let verifier = encoding::padded(&*exponent.verifier().to_be_bytes());
        Ok(Self {
            password,
            salt: encoding::to_base64(&exponent.padded_salt),
            verifier: Zeroizing::new(encoding::to_base64(&verifier)),
        })
    }

    /// The device's password. Store it with the device, and never send it.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// `DeviceSecretVerifierConfig.Salt`, in base64.
    pub fn salt_base64(&self) -> &str {
        &self.salt
    }

    /// `DeviceSecretVerifierConfig.PasswordVerifier`, in base64.
    pub fn verifier_base64(&self) -> &str {
        &self.verifier
    }
}

impl fmt::Debug for DeviceSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DeviceSecret").finish_non_exhaustive()
    }
}
