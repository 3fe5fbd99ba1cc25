//! The server's half of Cognito's SRP-6a.
//!
//! It is written from the protocol's definition, shares no code with the client's half, and uses another big-integer
//! crate, so that the same mistake can't be in both. The identity is `group | name`. For a user, the group is the part
//! of the pool id after `_`, and the name is USER_ID_FOR_SRP. For a device, the group is the device group key, and the
//! name is the device key.

use crate::errors::CognitoError;
use crate::{hashing, random};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hmac::Mac as _;
use num_bigint::BigUint;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The 3072-bit group of RFC 3526; its generator is 2.
const PRIME: &[u8] = b"\
    FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
    EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
    EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F\
    83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
    E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510\
    15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
    ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C\
    BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

static N: LazyLock<BigUint> = LazyLock::new(|| BigUint::parse_bytes(PRIME, 16).unwrap_or_default());
static K: LazyLock<BigUint> = LazyLock::new(|| hash_to_integer(&[&padded(&N), &padded(&generator())]));

fn generator() -> BigUint {
    BigUint::from(2u8)
}

/// Cognito's `padHex`: big-endian bytes, with a zero in front when the top bit is set.
fn padded(integer: &BigUint) -> Vec<u8> {
    let mut bytes = integer.to_bytes_be();
    if bytes[0] >= 0x80 {
        bytes.insert(0, 0);
    }
    bytes
}

fn hash_to_integer(parts: &[&[u8]]) -> BigUint {
    BigUint::from_bytes_be(&hashing::sha256(parts))
}

/// A client's public value, A.
pub(crate) type ClientPublic = BigUint;

/// Reads a hexadecimal integer as clients send it: no sign, no prefix, no separators.
pub(crate) fn integer(hex: &str) -> Option<BigUint> {
    let plain = !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| BigUint::parse_bytes(hex.as_bytes(), 16)).flatten()
}

/// What the server stores instead of a password.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Verifier {
    #[serde(with = "hexadecimal")]
    salt: BigUint,
    #[serde(with = "hexadecimal")]
    verifier: BigUint,
}

/// Integers as text, for the data folder.
mod hexadecimal {
    use num_bigint::BigUint;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(integer: &BigUint, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&integer.to_str_radix(16))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BigUint, D::Error> {
        super::integer(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("no integer"))
    }
}

impl Verifier {
    /// Makes the verifier of a password, with a new random salt.
    pub(crate) fn register(group: &str, name: &str, password: &str) -> Result<Self, CognitoError> {
        Ok(Self::with_salt(group, name, password, BigUint::from_bytes_be(&random::bytes::<16>()?)))
    }

    /// A verifier for a user who has no password or does not exist. A name always has the same salt, and no password
    /// matches.
    pub(crate) fn feign(group: &str, name: &str, secret: &[u8]) -> Result<Self, CognitoError> {
        let salt = hashing::mac(secret, &[name.as_bytes()]).finalize().into_bytes();
        let password = random::block::<32>()?;
        Ok(Self::with_salt(group, name, &password, BigUint::from_bytes_be(&salt[..16])))
    }

    fn with_salt(group: &str, name: &str, password: &str, salt: BigUint) -> Self {
        let verifier = generator().modpow(&private_key(group, name, password, &salt), &N);
        Self { salt, verifier }
    }

    /// The salt and the verifier of a device, in base64. AWS's own example of ConfirmDevice leaves the padding out. `None`
    /// if the verifier can't come from a password.
    pub(crate) fn received(salt: &str, verifier: &str) -> Option<Self> {
        let number = |text: &str| {
            let bytes = STANDARD_NO_PAD.decode(text.trim_end_matches('=')).ok()?;
            Some(BigUint::from_bytes_be(&bytes))
        };
        let (salt, verifier) = (number(salt)?, number(verifier)?);
        (verifier > BigUint::from(1u8) && verifier < *N).then_some(Self { salt, verifier })
    }

    /// Whether the password is right. For the flows that send the password itself.
    pub(crate) fn matches(&self, group: &str, name: &str, password: &str) -> bool {
        let presented = Self::with_salt(group, name, password, self.salt.clone());
        // Comparing hashes takes a time that says nothing about the verifier.
        hashing::sha256(&[&presented.verifier.to_bytes_be()])
            == hashing::sha256(&[&self.verifier.to_bytes_be()])
    }

    /// The salt in hexadecimal: the SALT challenge parameter.
    pub(crate) fn salt_hex(&self) -> String {
        self.salt.to_str_radix(16)
    }
}

/// x = H(padHex(salt) | H(group | name | ":" | password))
fn private_key(group: &str, name: &str, password: &str, salt: &BigUint) -> BigUint {
    let identity = hashing::sha256(&[group.as_bytes(), name.as_bytes(), b":", password.as_bytes()]);
    hash_to_integer(&[&padded(salt), &identity])
}

/// One run of the protocol: the server has sent B and waits for the client's proof.
pub(crate) struct Exchange {
    verifier: BigUint,
    client_public: BigUint,
    secret: BigUint,
    server_public: BigUint,
}

impl Exchange {
    /// Answers the client's A with a random B. `None` if A is a multiple of N: such a client would know the key without
    /// the password.
    pub(crate) fn begin(
        verifier: &Verifier,
        client_public: ClientPublic,
    ) -> Result<Option<Self>, CognitoError> {
        let secret = BigUint::from_bytes_be(&random::bytes::<40>()?);
        Ok(Self::with_secret(verifier, client_public, secret))
    }

    fn with_secret(verifier: &Verifier, client_public: BigUint, secret: BigUint) -> Option<Self> {
        if (&client_public % &*N) == BigUint::ZERO {
            return None;
        }
        let server_public = (&*K * &verifier.verifier + generator().modpow(&secret, &N)) % &*N;
        Some(Self { verifier: verifier.verifier.clone(), client_public, secret, server_public })
    }

    /// B in hexadecimal: the SRP_B challenge parameter.
    pub(crate) fn server_public_hex(&self) -> String {
        self.server_public.to_str_radix(16)
    }

    /// The 16-byte key that signs the password claim.
    fn key(&self) -> [u8; 16] {
        let scrambler = hash_to_integer(&[&padded(&self.client_public), &padded(&self.server_public)]);
        let base = &self.client_public * self.verifier.modpow(&scrambler, &N) % &*N;
        let shared = base.modpow(&self.secret, &N);
        let extracted = hashing::tag(&padded(&scrambler), &[&padded(&shared)]);
        let expanded = hashing::tag(&extracted, &[b"Caldera Derived Key", &[1]]);
        let mut key = [0; 16];
        key.copy_from_slice(&expanded[..16]);
        key
    }

    /// Checks PASSWORD_CLAIM_SIGNATURE over `group | name | secret block | timestamp`, in constant time.
    pub(crate) fn accepts(&self, claim: &Claim<'_>) -> bool {
        let parts =
            [claim.group.as_bytes(), claim.name.as_bytes(), claim.secret_block, claim.timestamp.as_bytes()];
        hashing::mac(&self.key(), &parts).verify_slice(claim.signature).is_ok()
    }
}

/// The values that the client signs, and its signature.
pub(crate) struct Claim<'a> {
    pub group: &'a str,
    pub name: &'a str,
    pub secret_block: &'a [u8],
    pub timestamp: &'a str,
    pub signature: &'a [u8],
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use serde_json::Value;

    fn vectors(text: &str) -> Vec<Value> {
        let document: Value = serde_json::from_str(text).unwrap();
        assert_eq!(BigUint::parse_bytes(document["N"].as_str().unwrap().as_bytes(), 16).unwrap(), *N);
        document["vectors"].as_array().unwrap().clone()
    }

    fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
        vector[name].as_str().unwrap_or_else(|| panic!("{name} is missing"))
    }

    fn number(vector: &Value, name: &str) -> BigUint {
        integer(text(vector, name)).unwrap()
    }

    /// Replays one recorded run, and compares everything that the server computes with the recorded values.
    fn replay(vector: &Value, group: &str, name: &str, password: &str) {
        let verifier = Verifier::with_salt(group, name, password, number(vector, "SALT"));
        let expected = vector.get("verifier").or(vector.get("verifier_hex")).unwrap().as_str().unwrap();
        assert_eq!(verifier.verifier, integer(expected).unwrap());
        let exchange =
            Exchange::with_secret(&verifier, number(vector, "SRP_A"), number(vector, "b")).unwrap();
        assert_eq!(exchange.server_public, number(vector, "SRP_B"));
        assert_eq!(BigUint::from_bytes_be(&exchange.key()), number(vector, "hkdf"));

        let secret_block = STANDARD.decode(text(vector, "SECRET_BLOCK")).unwrap();
        let mut signature = STANDARD.decode(text(vector, "PASSWORD_CLAIM_SIGNATURE")).unwrap();
        let timestamp = text(vector, "timestamp");
        let accepts = |name: &str, signature: &[u8]| {
            exchange.accepts(&Claim { group, name, secret_block: &secret_block, timestamp, signature })
        };
        assert!(accepts(name, &signature));
        assert!(!accepts("someone else", &signature));
        signature[31] ^= 1;
        assert!(!accepts(name, &signature));
    }

    #[test]
    fn the_server_agrees_with_the_recorded_user_sign_ins() {
        let vectors = vectors(include_str!("../tests/vectors/srp_vectors.json"));
        assert_eq!(vectors.len(), 8);
        for vector in &vectors {
            let group = text(vector, "pool_name");
            replay(vector, group, text(vector, "username"), text(vector, "password"));
        }
    }

    #[test]
    fn the_server_agrees_with_the_recorded_device_sign_ins() {
        let vectors = vectors(include_str!("../tests/vectors/device_srp_vectors.json"));
        assert_eq!(vectors.len(), 3);
        for vector in &vectors {
            let group = text(vector, "device_group_key");
            replay(vector, group, text(vector, "device_key"), text(vector, "device_password"));
        }
    }

    #[test]
    fn a_public_value_that_is_a_multiple_of_n_is_refused() {
        let verifier = Verifier::register("Pool", "alice", "Passw0rd!").unwrap();
        for forced in [BigUint::ZERO, N.clone(), &*N * 2u8] {
            assert!(Exchange::begin(&verifier, forced).unwrap().is_none());
        }
    }

    #[test]
    fn a_verifier_matches_its_password_and_no_other() {
        let verifier = Verifier::register("Pool", "alice", "Passw0rd!").unwrap();
        assert!(verifier.matches("Pool", "alice", "Passw0rd!"));
        assert!(!verifier.matches("Pool", "alice", "Passw0rd?"));
        assert!(!verifier.matches("Pool", "bob", "Passw0rd!"));
        assert!(!verifier.matches("Other", "alice", "Passw0rd!"));
    }

    #[test]
    fn only_plain_hexadecimal_is_an_integer() {
        for bad in ["", "-1", "+1", "0x10", "1_0", "xyz", "é"] {
            assert!(integer(bad).is_none(), "{bad}");
        }
        assert_eq!(integer("Ff"), Some(BigUint::from(255u8)));
    }
}
