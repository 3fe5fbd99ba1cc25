use std::fmt;

use crate::{SrpError, encoding, exponent::Exponent, group::Element};

/// The app's key pair for one exchange: a secret number `a`, and the public value `A = g^a mod N`.
///
/// A key pair needs nothing from the server, so it can be made before the user types a password. Use it for one sign-in
/// only. The secret number is wiped when the key pair is dropped.
#[derive(Clone)]
pub struct KeyPair {
    private: Exponent,
    public: Vec<u8>,
}

impl KeyPair {
    /// Bytes of entropy for a key pair: 320 bits. RFC 5054 section 2.5.4 recommends at least 256 bits.
    pub const ENTROPY_BYTES: usize = 40;

    /// Makes the key pair from fresh random bytes of the system's cryptographic source. The caller has to wipe these
    /// bytes.
    ///
    /// # Errors
    /// [`SrpError::NoEntropy`] when every byte is zero.
    pub fn from_entropy(entropy: &[u8; Self::ENTROPY_BYTES]) -> Result<Self, SrpError> {
        Self::from_private(entropy)
    }

    /// `SRP_A`: the public value, in lower-case hexadecimal digits without zeros in front.
    pub fn public_hex(&self) -> String {
        encoding::number_to_hex(&self.public)
    }

    pub(crate) fn from_private(private: &[u8]) -> Result<Self, SrpError> {
        if encoding::is_zero(private) {
            return Err(SrpError::NoEntropy);
        }
        let private = Exponent::from_be_bytes(private);
        let public = Element::generator_to(&private).to_be_bytes().to_vec();
        Ok(Self { private, public })
    }

    pub(crate) fn private(&self) -> &Exponent {
        &self.private
    }

    pub(crate) fn public(&self) -> &[u8] {
        &self.public
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("KeyPair").finish_non_exhaustive()
    }
}
