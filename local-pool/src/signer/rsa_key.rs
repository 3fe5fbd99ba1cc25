//! RS256 (RFC 7518 section 3.3).

use super::TokenSigner;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::pkcs1v15::{Signature, SigningKey as Pkcs1v15Key, VerifyingKey};
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use rsa::rand_core::OsRng;
use rsa::sha2::{Digest as _, Sha256};
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{RsaPrivateKey, RsaPublicKey};
use serde_json::{Value, json};

/// An RSA key of 2048 bits.
pub(super) struct RsaKey {
    key_id: String,
    signing: Pkcs1v15Key<Sha256>,
    verifying: VerifyingKey<Sha256>,
    public: RsaPublicKey,
    pem: String,
}

impl RsaKey {
    const BITS: usize = 2048;

    /// Makes a new key, which takes up to a few seconds. `None` if the system gives no randomness.
    pub(super) fn generate() -> Option<Self> {
        Self::from(RsaPrivateKey::new(&mut OsRng, Self::BITS).ok()?)
    }

    /// Reads a private key (PKCS #8).
    pub(super) fn from_pem(pem: &str) -> Option<Self> {
        Self::from(RsaPrivateKey::from_pkcs8_pem(pem).ok()?)
    }

    fn from(key: RsaPrivateKey) -> Option<Self> {
        let pem = key.to_pkcs8_pem(LineEnding::LF).ok()?.to_string();
        let public = key.to_public_key();
        let key_id = URL_SAFE_NO_PAD.encode(Sha256::digest(public.n().to_bytes_be()));
        let signing = Pkcs1v15Key::new(key);
        Some(Self { key_id, signing, verifying: VerifyingKey::new(public.clone()), public, pem })
    }

    /// The private key (PKCS #8), for a file that its owner alone can read.
    pub(super) fn pem(&self) -> &str {
        &self.pem
    }
}

impl TokenSigner for RsaKey {
    fn key_id(&self) -> &str {
        &self.key_id
    }

    fn algorithm(&self) -> &str {
        "RS256"
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.signing.sign(message).to_vec()
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::try_from(signature)
            .is_ok_and(|signature| self.verifying.verify(message, &signature).is_ok())
    }

    fn public_jwk(&self) -> Value {
        json!({
            "kty": "RSA",
            "alg": "RS256",
            "use": "sig",
            "kid": self.key_id,
            "n": URL_SAFE_NO_PAD.encode(self.public.n().to_bytes_be()),
            "e": URL_SAFE_NO_PAD.encode(self.public.e().to_bytes_be()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbage_is_not_a_signature() {
        let key = RsaKey::generate().unwrap();
        assert!(!key.verify(b"message", b""));
        assert!(!key.verify(b"message", &[0xff; 256]));
        assert!(RsaKey::from_pem("not a key").is_none());
    }
}
