//! SRP-6a of Amazon Cognito, for users and for devices.
//!
//! The server verifies the password without seeing it: Cognito sends a salt and a public value `SRP_B`, and the app
//! responds with a signature that only somebody who knows the password can make ([RFC 5054], [RFC 2945], with Cognito's
//! own generator, hash function, padding, key derivation and signature).
//!
//! ```
//! use cognito_auth_srp::{KeyPair, timestamp, user};
//!
//! # fn main() -> Result<(), cognito_auth_srp::SrpError> {
//! let entropy = [7; KeyPair::ENTROPY_BYTES];        // from the system's random source, and only once
//! let key_pair = KeyPair::from_entropy(&entropy)?;  // can be made long before it is needed
//! let srp_a = key_pair.public_hex();                // InitiateAuth: SRP_A
//! # assert!(!srp_a.is_empty());
//!
//! let timestamp = timestamp::format(1_795_373_100)?;
//! let challenge = user::UserChallenge {             // InitiateAuth's PASSWORD_VERIFIER
//!     pool_name: "AbCdEfGhI",
//!     pool_username: "testuser",
//!     srp_b: "2a",
//!     salt: "7e1cda7cc0186cc8f56421409857f51e",
//!     secret_block: "kEopWBReNnVeh+ovKDe3Lg==",
//!     timestamp: &timestamp,
//! };
//! let proof = user::prove(&key_pair, &challenge, "Passw0rd!")?;
//! let signature = proof.signature_base64();         // RespondToAuthChallenge: PASSWORD_CLAIM_SIGNATURE
//! # assert_eq!(signature.len(), 44);
//! # Ok(())
//! # }
//! ```
//!
//! The crate has no clock and no source of randomness: both are arguments. Secrets are wiped from memory when they are
//! dropped. Code that depends on a secret runs in constant time, with one exception: the length of the premaster secret
//! shows, because the protocol hashes the secret without padding.
//!
//! [RFC 5054]: https://www.rfc-editor.org/rfc/rfc5054
//! [RFC 2945]: https://www.rfc-editor.org/rfc/rfc2945

mod comb;
pub mod device;
mod encoding;
mod error;
mod exchange;
mod exponent;
mod group;
mod key_pair;
mod montgomery;
mod prime;
pub mod timestamp;
pub mod user;
#[cfg(feature = "vectors")]
#[doc(hidden)]
pub mod vectors;

pub use error::SrpError;
pub use exchange::Proof;
pub use key_pair::KeyPair;
