//! The service's side of SRP, by RFC 5054 and Cognito's formulas. It uses another big-integer crate than the core.

use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use num_bigint::BigUint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRIME: &str = include_str!("../../srp/tests/prime.hex");

/// The pool's id without its region.
const POOL: &str = "AbCdEfGhI";
const SALT: &[u8] = b"the salt of every user";
const PRIVATE: &[u8] = b"the private value of every exchange";

/// What the service needs to check a proof.
pub(crate) struct Verifier {
    verifier: BigUint,
    name: String,
}

impl Verifier {
    pub(crate) fn of(name: &str, password: &str) -> Self {
        let inner = Sha256::digest(format!("{POOL}{name}:{password}"));
        let salt = signed_bytes(&BigUint::from_bytes_be(SALT));
        let x = Sha256::new().chain_update(salt).chain_update(inner).finalize();
        let verifier = BigUint::from(2_u8).modpow(&BigUint::from_bytes_be(&x), prime());
        Self { verifier, name: name.to_owned() }
    }

    /// What the service tells the client.
    pub(crate) fn parameters(&self, name: &str) -> Value {
        json!({
            "USER_ID_FOR_SRP": name,
            "SALT": BigUint::from_bytes_be(SALT).to_str_radix(16),
            "SRP_B": self.public().to_str_radix(16),
            "SECRET_BLOCK": self.secret_block(),
        })
    }

    pub(crate) fn secret_block(&self) -> String {
        STANDARD.encode(format!("the secret block of {}", self.name))
    }

    fn public(&self) -> BigUint {
        let k = Sha256::new().chain_update(signed_bytes(prime())).chain_update([2]).finalize();
        let power = BigUint::from(2_u8).modpow(&BigUint::from_bytes_be(PRIVATE), prime());
        (BigUint::from_bytes_be(&k) * &self.verifier + power) % prime()
    }

    pub(crate) fn accepts(&self, name: &str, client_public: &str, signature: &str, timestamp: &str) -> bool {
        let Some(a) = BigUint::parse_bytes(client_public.as_bytes(), 16) else { return false };
        let u = Sha256::new()
            .chain_update(signed_bytes(&a))
            .chain_update(signed_bytes(&self.public()))
            .finalize();
        let u = BigUint::from_bytes_be(&u);
        let private = BigUint::from_bytes_be(PRIVATE);
        let secret = (a * self.verifier.modpow(&u, prime())).modpow(&private, prime());
        let extracted = authenticate(&signed_bytes(&u), &signed_bytes(&secret));
        let key = &authenticate(&extracted, b"Caldera Derived Key\x01")[..16];
        let secret_block = STANDARD.decode(self.secret_block()).unwrap();
        let message = [POOL.as_bytes(), name.as_bytes(), &secret_block, timestamp.as_bytes()].concat();
        STANDARD.encode(authenticate(key, &message)) == signature
    }
}

fn prime() -> &'static BigUint {
    static NUMBER: OnceLock<BigUint> = OnceLock::new();
    NUMBER.get_or_init(|| {
        BigUint::parse_bytes(PRIME.split_whitespace().collect::<String>().as_bytes(), 16).unwrap()
    })
}

/// A number as Java writes it: in two's complement. So a number whose highest bit is set gets a zero byte in front.
fn signed_bytes(number: &BigUint) -> Vec<u8> {
    let mut bytes = number.to_bytes_be();
    if bytes[0] >= 0x80 {
        bytes.insert(0, 0);
    }
    bytes
}

fn authenticate(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut code = Hmac::<Sha256>::new_from_slice(key).unwrap();
    code.update(message);
    code.finalize().into_bytes().to_vec()
}
