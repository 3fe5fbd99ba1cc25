//! The client's half of SRP in its simplest form, only for tests.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cognito_local_pool::DEFAULT_CLIENT_ID;
use hmac::{Hmac, KeyInit, Mac};
use num_bigint::BigUint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const TIMESTAMP: &str = "Sun Nov 22 18:45:00 UTC 2026";

pub struct SrpClient {
    n: BigUint,
    secret: BigUint,
}

fn padded(integer: &BigUint) -> Vec<u8> {
    let mut bytes = integer.to_bytes_be();
    if bytes[0] >= 0x80 {
        bytes.insert(0, 0);
    }
    bytes
}

fn hash(parts: &[&[u8]]) -> BigUint {
    BigUint::from_bytes_be(&Sha256::digest(parts.concat()))
}

fn tag(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

fn private_key(group: &str, name: &str, password: &str, salt: &BigUint) -> BigUint {
    let identity = Sha256::digest(format!("{group}{name}:{password}"));
    hash(&[&padded(salt), &identity])
}

fn prime() -> BigUint {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/srp_vectors.json")).unwrap();
    BigUint::parse_bytes(vectors["N"].as_str().unwrap().as_bytes(), 16).unwrap()
}

/// DeviceSecretVerifierConfig: the salt, and the verifier of a device's password.
pub fn device_secrets(group: &str, key: &str, password: &str) -> Value {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).unwrap();
    let salt = BigUint::from_bytes_be(&salt);
    let verifier = BigUint::from(2u8).modpow(&private_key(group, key, password, &salt), &prime());
    json!({ "Salt": STANDARD.encode(padded(&salt)), "PasswordVerifier": STANDARD.encode(padded(&verifier)) })
}

impl SrpClient {
    pub fn new() -> Self {
        let n = prime();
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).unwrap();
        Self { n, secret: BigUint::from_bytes_be(&secret) }
    }

    fn public(&self) -> BigUint {
        BigUint::from(2u8).modpow(&self.secret, &self.n)
    }

    /// The client's public value in hexadecimal, for SRP_A.
    pub fn public_hex(&self) -> String {
        self.public().to_str_radix(16)
    }

    /// PASSWORD_CLAIM_SIGNATURE for the parameters of a PASSWORD_VERIFIER challenge.
    pub fn sign(&self, group: &str, password: &str, parameters: &Value) -> String {
        self.sign_as(group, parameters["USER_ID_FOR_SRP"].as_str().unwrap(), password, parameters)
    }

    /// PASSWORD_CLAIM_SIGNATURE for any name, for example a device's key.
    pub fn sign_as(&self, group: &str, name: &str, password: &str, parameters: &Value) -> String {
        let text = |name: &str| parameters[name].as_str().unwrap();
        let number = |name: &str| BigUint::parse_bytes(text(name).as_bytes(), 16).unwrap();
        let (g, server_public) = (BigUint::from(2u8), number("SRP_B"));
        let x = private_key(group, name, password, &number("SALT"));
        let u = hash(&[&padded(&self.public()), &padded(&server_public)]);
        let k = hash(&[&padded(&self.n), &padded(&g)]);
        let masked = k * g.modpow(&x, &self.n) % &self.n;
        let base = (server_public + &self.n - masked) % &self.n;
        let shared = base.modpow(&(&self.secret + &u * x), &self.n);
        let key = tag(&tag(&padded(&u), &padded(&shared)), b"Caldera Derived Key\x01");
        let block = STANDARD.decode(text("SECRET_BLOCK")).unwrap();
        let message = [group.as_bytes(), name.as_bytes(), &block, TIMESTAMP.as_bytes()].concat();
        STANDARD.encode(tag(&key[..16], &message))
    }
}

/// A RespondToAuthChallenge request for PASSWORD_VERIFIER, without the Session.
pub fn proof(client: &SrpClient, challenge: &Value, username: &str, password: &str) -> Value {
    let parameters = &challenge["ChallengeParameters"];
    json!({
        "ClientId": DEFAULT_CLIENT_ID,
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeResponses": {
            "USERNAME": username,
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": client.sign("LocalPool", password, parameters),
            "TIMESTAMP": TIMESTAMP,
        },
    })
}
