//! The keys that sign tokens: one for each user pool, and one of the server's own.

mod cache;
mod keys;
mod rsa_key;

pub(crate) use keys::{Keys, PoolKey};

use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// Signs the tokens of a pool. The default is RS256 with a key of 2048 bits, as at Cognito.
///
/// [`SigningKey::Custom`] takes another signer, e.g. a cheap one for a simulation that makes many tokens.
pub trait TokenSigner: Send + Sync {
    /// The `kid` in the header of each token and in the JWKS.
    fn key_id(&self) -> &str;
    /// The `alg` in the header of each token, e.g. `RS256`.
    fn algorithm(&self) -> &str;
    /// The signature over `message`, the first two parts of a JWT (RFC 7515 section 5.1).
    fn sign(&self, message: &[u8]) -> Vec<u8>;
    /// Whether this signer made `signature` over `message`.
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool;
    /// The public key as a JWK (RFC 7517), published at `/<poolId>/.well-known/jwks.json`.
    fn public_jwk(&self) -> Value;
}

/// Where the signing keys come from.
#[derive(Clone, Default)]
pub enum SigningKey {
    /// Each user pool has a key of its own. A key is made once, and stored in the user's cache folder, readable by the
    /// user alone. Later starts give the same key to the default pool and to each pool of the configuration; the other
    /// pools get the rest of the stored keys. Without such a folder it is like [`SigningKey::Fresh`].
    #[default]
    Cached,
    /// Each user pool has a key of its own. The keys are new at each start, and not stored outside of
    /// [`Options::data`](crate::Options::data).
    Fresh,
    /// The caller's own signer. It signs all tokens, also those of identity pools.
    Custom(Arc<dyn TokenSigner>),
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Cached => "Cached",
            Self::Fresh => "Fresh",
            Self::Custom(_) => "Custom",
        })
    }
}
