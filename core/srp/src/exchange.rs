//! The exchange: from the server's challenge to the signed proof. It is the same for a user and for a device.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    KeyPair, SrpError,
    encoding::{self, padded},
    exponent::Exponent,
    group::Element,
};

/// HKDF's `info` input, followed by the block number 1 (RFC 5869, section 2.3). `info` separates this key from other
/// keys that are derived from the same secret.
const KEY_PURPOSE: &[u8] = b"Caldera Derived Key\x01";
const KEY_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// A proof that its maker knows the password.
///
/// Wiped when dropped; its `Debug` shows nothing.
pub struct Proof {
    signature: Zeroizing<String>,
}

impl Proof {
    /// `PASSWORD_CLAIM_SIGNATURE`, in base64. Send it with the `SECRET_BLOCK` and the `TIMESTAMP` that were signed.
    pub fn signature_base64(&self) -> &str {
        &self.signature
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Proof").finish_non_exhaustive()
    }
}

/// The owner of the password: a user in a pool, or a device in its group.
#[derive(Clone, Copy)]
pub(crate) struct Identity<'a> {
    pub(crate) scope: &'a str,
    pub(crate) name: &'a str,
}

/// The parameters of the server's challenge.
#[derive(Clone, Copy)]
pub(crate) struct Challenge<'a> {
    pub(crate) identity: Identity<'a>,
    pub(crate) srp_b: &'a str,
    pub(crate) salt: &'a str,
    pub(crate) secret_block: &'a str,
    pub(crate) timestamp: &'a str,
}

/// Every value between the challenge and the proof. The names are those of RFC 2945 and RFC 5054.
#[cfg_attr(not(feature = "vectors"), expect(dead_code, reason = "known-answer tests compare every step"))]
pub(crate) struct Exchange {
    pub(crate) password: PasswordExponent,
    pub(crate) scrambling: [u8; HASH_BYTES],
    pub(crate) verifier: Element,
    pub(crate) premaster_secret: Element,
    pub(crate) key: Zeroizing<[u8; KEY_BYTES]>,
    pub(crate) signature: Zeroizing<[u8; HASH_BYTES]>,
}

impl Exchange {
    pub(crate) fn run(
        key_pair: &KeyPair,
        challenge: &Challenge<'_>,
        password: &str,
    ) -> Result<Self, SrpError> {
        let public = encoding::number_from_hex(challenge.srp_b, "SRP_B")?;
        let salt = encoding::number_from_hex(challenge.salt, "SALT")?;
        let secret_block = encoding::from_base64(challenge.secret_block, "SECRET_BLOCK")?;
        let server = Element::from_be_bytes(&public).ok_or(SrpError::TooLong { parameter: "SRP_B" })?;
        if server.is_zero() {
            return Err(SrpError::PublicValueZero);
        }
        let scrambling = scrambling_parameter(key_pair.public(), &public)?;

        let password = PasswordExponent::new(challenge.identity, &salt, password);
        let verifier = password.verifier();
        let base = server.subtract(&verifier.times_multiplier());
        let exponent =
            key_pair.private().plus_product(&Exponent::from_be_bytes(&scrambling), &password.exponent());
        let premaster_secret = base.to_the(&exponent);

        let key = derive_key(&scrambling, &premaster_secret);
        let signature = sign(&*key, challenge, &secret_block);
        Ok(Self { password, scrambling, verifier, premaster_secret, key, signature })
    }

    pub(crate) fn proof(&self) -> Proof {
        Proof { signature: Zeroizing::new(encoding::to_base64(&*self.signature)) }
    }
}

/// x = H(salt | H(scope | name | ":" | password)): the password as an exponent.
#[cfg_attr(not(feature = "vectors"), expect(dead_code, reason = "known-answer tests compare every step"))]
pub(crate) struct PasswordExponent {
    pub(crate) padded_salt: Zeroizing<Vec<u8>>,
    pub(crate) inner_hash: Zeroizing<[u8; HASH_BYTES]>,
    pub(crate) x: Zeroizing<[u8; HASH_BYTES]>,
}

impl PasswordExponent {
    /// The password is hashed as its UTF-8 bytes, without Unicode normalisation, because Cognito does none.
    pub(crate) fn new(identity: Identity<'_>, salt: &[u8], password: &str) -> Self {
        let padded_salt = padded(salt);
        let inner_hash =
            Zeroizing::new(hash(&[identity.scope, identity.name, ":", password].map(str::as_bytes)));
        let x = Zeroizing::new(hash(&[&padded_salt, &*inner_hash]));
        Self { padded_salt, inner_hash, x }
    }

    pub(crate) fn exponent(&self) -> Exponent {
        Exponent::from_be_bytes(&*self.x)
    }

    /// v = g^x: the server stores it instead of the password.
    pub(crate) fn verifier(&self) -> Element {
        Element::generator_to(&self.exponent())
    }
}

/// u = H(A | B), over the public values as they were sent.
fn scrambling_parameter(client: &[u8], server: &[u8]) -> Result<[u8; HASH_BYTES], SrpError> {
    let scrambling = hash(&[&padded(client), &padded(server)]);
    refuse_zero(scrambling)
}

fn refuse_zero(scrambling: [u8; HASH_BYTES]) -> Result<[u8; HASH_BYTES], SrpError> {
    if encoding::is_zero(&scrambling) {
        return Err(SrpError::ScramblingParameterZero);
    }
    Ok(scrambling)
}

/// HKDF (RFC 5869) with the scrambling parameter as salt, cut to 16 bytes.
fn derive_key(scrambling: &[u8], premaster_secret: &Element) -> Zeroizing<[u8; KEY_BYTES]> {
    let secret = padded(&*premaster_secret.to_be_bytes());
    let extracted = authenticate(&padded(scrambling), &[&secret]);
    let expanded = authenticate(&*extracted, &[KEY_PURPOSE]);
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    key.iter_mut().zip(expanded.iter()).for_each(|(to, from)| *to = *from);
    key
}

fn sign(key: &[u8], challenge: &Challenge<'_>, secret_block: &[u8]) -> Zeroizing<[u8; HASH_BYTES]> {
    let Identity { scope, name } = challenge.identity;
    authenticate(key, &[scope.as_bytes(), name.as_bytes(), secret_block, challenge.timestamp.as_bytes()])
}

fn hash(parts: &[&[u8]]) -> [u8; HASH_BYTES] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// HMAC-SHA256 under a key of at most 64 bytes, which RFC 2104 fills up with zeros.
fn authenticate(key: &[u8], parts: &[&[u8]]) -> Zeroizing<[u8; HASH_BYTES]> {
    let mut block = Zeroizing::new([0; 64]);
    debug_assert!(key.len() <= block.len());
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let mut code = Hmac::<Sha256>::new((&*block).into());
    parts.iter().for_each(|part| code.update(part));
    Zeroizing::new(code.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scrambling_parameter_of_zero_is_refused() {
        assert_eq!(refuse_zero([0; HASH_BYTES]), Err(SrpError::ScramblingParameterZero));
        let mut one = [0; HASH_BYTES];
        one[HASH_BYTES - 1] = 1;
        assert_eq!(refuse_zero(one), Ok(one));
    }
}
