//! The sign-in that every contestant computes.

use cognito_auth_srp::{KeyPair, user::UserChallenge, vectors};

use crate::BenchResult;

pub struct SignIn {
    pub entropy: [u8; KeyPair::ENTROPY_BYTES],
    pub srp_b: String,
}

pub const POOL_ID: &str = "us-east-1_AbCdEfGhI";
pub const POOL_NAME: &str = "AbCdEfGhI";
pub const USERNAME: &str = "testuser";
pub const PASSWORD: &str = "Passw0rd!";
pub const SALT: &str = "7e1cda7cc0186cc8f56421409857f51e";
pub const SECRET_BLOCK: &str = "kEopWBReNnVeh+ovKDe3Lg==";
const TIMESTAMP: &str = "Sun Nov 22 18:45:00 UTC 2026";

impl SignIn {
    /// Draws `a` at random. `B` is the public value of another random key pair, because any number of the group costs
    /// the same.
    pub fn random() -> BenchResult<Self> {
        let mut entropy = [0; KeyPair::ENTROPY_BYTES];
        getrandom::fill(&mut entropy)?;
        let mut server = [0; KeyPair::ENTROPY_BYTES];
        getrandom::fill(&mut server)?;
        Self::of(entropy, &server)
    }

    /// The same sign-in in every process.
    pub fn fixed() -> BenchResult<Self> {
        Self::of([0x5a; KeyPair::ENTROPY_BYTES], &[0x77; KeyPair::ENTROPY_BYTES])
    }

    fn of(entropy: [u8; KeyPair::ENTROPY_BYTES], server: &[u8; KeyPair::ENTROPY_BYTES]) -> BenchResult<Self> {
        Ok(Self { entropy, srp_b: KeyPair::from_entropy(server)?.public_hex() })
    }

    pub fn challenge(&self) -> UserChallenge<'_> {
        UserChallenge {
            pool_name: POOL_NAME,
            pool_username: USERNAME,
            srp_b: &self.srp_b,
            salt: SALT,
            secret_block: SECRET_BLOCK,
            timestamp: TIMESTAMP,
        }
    }

    pub fn transcript(&self) -> BenchResult<(KeyPair, vectors::Transcript)> {
        let key_pair = KeyPair::from_entropy(&self.entropy)?;
        let transcript = vectors::user(&key_pair, &self.challenge(), PASSWORD)?;
        Ok((key_pair, transcript))
    }
}
