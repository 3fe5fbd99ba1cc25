//! Lets known-answer tests choose the private value, and see every value between the challenge and the proof.
//!
//! No shipped code uses the feature of this module: the values are secrets.

use crate::{KeyPair, SrpError, device::DeviceChallenge, encoding, exchange::Exchange, user::UserChallenge};

/// The key pair with a chosen private value: a hexadecimal number of any length.
///
/// # Errors
/// [`SrpError::MalformedHex`], and [`SrpError::NoEntropy`] for zero.
pub fn key_pair(private_hex: &str) -> Result<KeyPair, SrpError> {
    KeyPair::from_private(&encoding::number_from_hex(private_hex, "a")?)
}

/// The values of one exchange.
#[derive(Clone)]
pub struct Transcript {
    /// The salt as it is hashed.
    pub padded_salt: Vec<u8>,
    /// H(scope | name | ":" | password).
    pub inner_hash: Vec<u8>,
    /// The password's exponent.
    pub x: Vec<u8>,
    /// The scrambling parameter.
    pub u: Vec<u8>,
    /// The scrambling parameter as the salt of HKDF.
    pub padded_u: Vec<u8>,
    /// g^x, in 384 bytes.
    pub verifier: Vec<u8>,
    /// The premaster secret S, in 384 bytes.
    pub premaster_secret: Vec<u8>,
    /// The key that signs.
    pub key: Vec<u8>,
    /// The proof, in base64.
    pub signature: String,
}

/// The values of a user's exchange.
///
/// # Errors
/// As [`crate::user::prove`].
pub fn user(
    key_pair: &KeyPair,
    challenge: &UserChallenge<'_>,
    password: &str,
) -> Result<Transcript, SrpError> {
    Ok(transcript(&Exchange::run(key_pair, &challenge.challenge(), password)?))
}

/// The values of a device's exchange.
///
/// # Errors
/// As [`crate::device::prove`].
pub fn device(
    key_pair: &KeyPair,
    challenge: &DeviceChallenge<'_>,
    device_password: &str,
) -> Result<Transcript, SrpError> {
    Ok(transcript(&Exchange::run(key_pair, &challenge.challenge(), device_password)?))
}

/// The group's prime N, its generator g and the multiplier k, in big-endian bytes.
pub fn parameters() -> [Vec<u8>; 3] {
    crate::group::parameters()
}

fn transcript(exchange: &Exchange) -> Transcript {
    Transcript {
        padded_salt: exchange.password.padded_salt.to_vec(),
        inner_hash: exchange.password.inner_hash.to_vec(),
        x: exchange.password.x.to_vec(),
        u: exchange.scrambling.to_vec(),
        padded_u: encoding::padded(&exchange.scrambling).to_vec(),
        verifier: exchange.verifier.to_be_bytes().to_vec(),
        premaster_secret: exchange.premaster_secret.to_be_bytes().to_vec(),
        key: exchange.key.to_vec(),
        signature: exchange.proof().signature_base64().to_owned(),
    }
}
