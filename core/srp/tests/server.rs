//! A server that verifies our proofs, written from RFC 5054 and Cognito's formulas with another big-integer crate.

#![allow(clippy::unwrap_used, reason = "a test panics on purpose")]

use base64::{Engine, engine::general_purpose::STANDARD};
use cognito_auth_srp::{
    KeyPair, SrpError,
    device::{self, DeviceChallenge, DeviceSecret},
    user::{self, UserChallenge},
};
use hmac::{Hmac, KeyInit, Mac};
use num_bigint::BigUint;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

const PRIME: &str = include_str!("prime.hex");
const TIMESTAMP: &str = "Sun Nov 22 18:45:00 UTC 2026";
const SECRET_BLOCK: &[u8] = b"whatever the server likes";

/// What a server stores about a user or a device, and the server's key pair for one exchange.
struct Server {
    scope: String,
    name: String,
    salt: BigUint,
    verifier: BigUint,
    private: BigUint,
}

impl Server {
    fn for_user(scope: &str, name: &str, password: &str, salt: &[u8], private: &[u8]) -> Self {
        let salt = BigUint::from_bytes_be(salt);
        let inner = Sha256::digest(format!("{scope}{name}:{password}"));
        let x = Sha256::new().chain_update(signed_bytes(&salt)).chain_update(inner).finalize();
        let verifier = BigUint::from(2_u8).modpow(&BigUint::from_bytes_be(&x), &prime());
        let private = BigUint::from_bytes_be(private);
        Self { scope: scope.to_owned(), name: name.to_owned(), salt, verifier, private }
    }

    fn public(&self) -> BigUint {
        let k = Sha256::new().chain_update(signed_bytes(&prime())).chain_update([2]).finalize();
        let power = BigUint::from(2_u8).modpow(&self.private, &prime());
        (BigUint::from_bytes_be(&k) * &self.verifier + power) % prime()
    }

    fn accepts(&self, client_public: &str, signature: &str) -> bool {
        let a = BigUint::parse_bytes(client_public.as_bytes(), 16).unwrap();
        let u = Sha256::new()
            .chain_update(signed_bytes(&a))
            .chain_update(signed_bytes(&self.public()))
            .finalize();
        let u = BigUint::from_bytes_be(&u);
        let secret = (a * self.verifier.modpow(&u, &prime())).modpow(&self.private, &prime());
        let extracted = authenticate(&signed_bytes(&u), &signed_bytes(&secret));
        let key = &authenticate(&extracted, b"Caldera Derived Key\x01")[..16];
        let message =
            [self.scope.as_bytes(), self.name.as_bytes(), SECRET_BLOCK, TIMESTAMP.as_bytes()].concat();
        STANDARD.encode(authenticate(key, &message)) == signature
    }
}

fn prime() -> BigUint {
    BigUint::parse_bytes(PRIME.split_whitespace().collect::<String>().as_bytes(), 16).unwrap()
}

/// A number as Java writes it: in two's complement, so that a set highest bit needs a zero byte in front.
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

fn user_signature(server: &Server, key_pair: &KeyPair, password: &str) -> String {
    let challenge = UserChallenge {
        pool_name: &server.scope,
        pool_username: &server.name,
        srp_b: &server.public().to_str_radix(16),
        salt: &server.salt.to_str_radix(16),
        secret_block: &STANDARD.encode(SECRET_BLOCK),
        timestamp: TIMESTAMP,
    };
    user::prove(key_pair, &challenge, password).unwrap().signature_base64().to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_server_accepts_only_the_proof_of_the_right_password(
        name in ".{1,40}", password in ".{6,60}", other in ".{6,60}",
        salt in prop::collection::vec(any::<u8>(), 1..=16), private in prop::collection::vec(any::<u8>(), 32..=128),
        entropy in prop::collection::vec(any::<u8>(), KeyPair::ENTROPY_BYTES),
    ) {
        prop_assume!(password != other);
        let server = Server::for_user("AbCdEfGhI", &name, &password, &salt, &private);
        let key_pair = KeyPair::from_entropy(entropy.as_slice().try_into().unwrap()).unwrap();
        let public = key_pair.public_hex();
        prop_assert!(server.accepts(&public, &user_signature(&server, &key_pair, &password)));
        prop_assert!(!server.accepts(&public, &user_signature(&server, &key_pair, &other)));
    }

    #[test]
    fn a_server_with_a_devices_verifier_accepts_the_devices_proof(
        password in any::<[u8; 16]>(), salt in any::<[u8; 16]>(), private in prop::collection::vec(any::<u8>(), 32..=128),
        entropy in prop::collection::vec(1_u8.., KeyPair::ENTROPY_BYTES),
    ) {
        let mut password_bytes = [9; DeviceSecret::PASSWORD_BYTES];
        password_bytes[..16].copy_from_slice(&password);
        prop_assume!(salt != [0; 16]);
        let (group, key) = ("-dgk00001", "us-east-1_11111111-2222-3333-4444-555555555555");
        let secret = DeviceSecret::from_entropy(group, key, &password_bytes, &salt).unwrap();
        let server = Server {
            scope: group.to_owned(),
            name: key.to_owned(),
            salt: BigUint::from_bytes_be(&STANDARD.decode(secret.salt_base64()).unwrap()),
            verifier: BigUint::from_bytes_be(&STANDARD.decode(secret.verifier_base64()).unwrap()),
            private: BigUint::from_bytes_be(&private),
        };
        let challenge = DeviceChallenge {
            device_group_key: group,
            device_key: key,
            srp_b: &server.public().to_str_radix(16),
            salt: &server.salt.to_str_radix(16),
            secret_block: &STANDARD.encode(SECRET_BLOCK),
            timestamp: TIMESTAMP,
        };
        let key_pair = KeyPair::from_entropy(entropy.as_slice().try_into().unwrap()).unwrap();
        let proof = device::prove(&key_pair, &challenge, secret.password()).unwrap();
        prop_assert!(server.accepts(&key_pair.public_hex(), proof.signature_base64()));
    }
}

#[test]
fn a_composed_and_a_decomposed_password_differ() {
    let key_pair = KeyPair::from_entropy(&[3; KeyPair::ENTROPY_BYTES]).unwrap();
    let server = Server::for_user("AbCdEfGhI", "jos\u{e9}", "caf\u{e9}-1234", &[7; 16], &[5; 32]);
    let public = key_pair.public_hex();
    assert!(server.accepts(&public, &user_signature(&server, &key_pair, "caf\u{e9}-1234")));
    assert!(!server.accepts(&public, &user_signature(&server, &key_pair, "cafe\u{301}-1234")));
}

#[test]
fn leading_zeros_of_the_salt_change_nothing() {
    let key_pair = KeyPair::from_entropy(&[3; KeyPair::ENTROPY_BYTES]).unwrap();
    let public = KeyPair::from_entropy(&[4; KeyPair::ENTROPY_BYTES]).unwrap().public_hex();
    let signature = |salt| {
        let challenge = challenge_with(&public, salt, "Zm9v");
        user::prove(&key_pair, &challenge, "Passw0rd!").unwrap().signature_base64().to_owned()
    };
    assert_eq!(signature("0000a1b2"), signature("a1b2"));
    assert_eq!(signature("0A1B2"), signature("a1b2"));
    assert_ne!(signature("a1b200"), signature("a1b2"));
}

fn challenge_with<'a>(srp_b: &'a str, salt: &'a str, secret_block: &'a str) -> UserChallenge<'a> {
    UserChallenge {
        pool_name: "AbCdEfGhI",
        pool_username: "testuser",
        srp_b,
        salt,
        secret_block,
        timestamp: TIMESTAMP,
    }
}

#[test]
fn a_server_with_an_insecure_public_value_is_refused() {
    let key_pair = KeyPair::from_entropy(&[3; KeyPair::ENTROPY_BYTES]).unwrap();
    let prove =
        |srp_b: &str| user::prove(&key_pair, &challenge_with(srp_b, "a1b2", "Zm9v"), "Passw0rd!").err();
    let multiple_of_the_prime = (prime() * 2_u8).to_str_radix(16);
    assert_eq!(prove("0"), Some(SrpError::PublicValueZero));
    assert_eq!(prove(&"0".repeat(768)), Some(SrpError::PublicValueZero));
    assert_eq!(prove(&prime().to_str_radix(16)), Some(SrpError::PublicValueZero));
    assert_eq!(prove(&multiple_of_the_prime), Some(SrpError::TooLong { parameter: "SRP_B" }));
    assert_eq!(prove(&(prime() - 1_u8).to_str_radix(16)), None);
    assert_eq!(prove(&(prime() + 1_u8).to_str_radix(16)), None);
}

#[test]
fn the_error_names_a_malformed_parameter() {
    let key_pair = KeyPair::from_entropy(&[3; KeyPair::ENTROPY_BYTES]).unwrap();
    let prove = |srp_b, salt, secret_block| {
        user::prove(&key_pair, &challenge_with(srp_b, salt, secret_block), "Passw0rd!").err()
    };
    let malformed = |parameter| Some(SrpError::MalformedHex { parameter });
    for text in ["", "xyz", "0x2a", "-2a", "2a ", "\u{665}"] {
        assert_eq!(prove(text, "a1b2", "Zm9v"), malformed("SRP_B"), "{text:?}");
        assert_eq!(prove("2a", text, "Zm9v"), malformed("SALT"), "{text:?}");
    }
    for text in ["Zm9", "Zm9v!", "=", "Zm 9v"] {
        assert_eq!(
            prove("2a", "a1b2", text),
            Some(SrpError::MalformedBase64 { parameter: "SECRET_BLOCK" }),
            "{text:?}"
        );
    }
    assert_eq!(prove("2a", "a1b2", "Zm9v"), None);
}

#[test]
fn a_random_source_that_gives_zeros_is_refused() {
    assert_eq!(KeyPair::from_entropy(&[0; KeyPair::ENTROPY_BYTES]).err(), Some(SrpError::NoEntropy));
    let secret = |password: u8, salt: u8| {
        DeviceSecret::from_entropy(
            "-group",
            "key",
            &[password; DeviceSecret::PASSWORD_BYTES],
            &[salt; DeviceSecret::SALT_BYTES],
        )
    };
    assert_eq!(secret(0, 1).err(), Some(SrpError::NoEntropy));
    assert_eq!(secret(1, 0).err(), Some(SrpError::NoEntropy));
    assert!(secret(1, 1).is_ok());
}

#[test]
fn debug_output_shows_no_secret() {
    let key_pair = KeyPair::from_entropy(&[0x5a; KeyPair::ENTROPY_BYTES]).unwrap();
    assert_eq!(format!("{key_pair:?}"), "KeyPair { .. }");
    let public = KeyPair::from_entropy(&[4; KeyPair::ENTROPY_BYTES]).unwrap().public_hex();
    let proof = user::prove(&key_pair, &challenge_with(&public, "a1b2", "Zm9v"), "Passw0rd!").unwrap();
    assert_eq!(format!("{proof:?}"), "Proof { .. }");
    let secret = DeviceSecret::from_entropy("-group", "key", &[1; 40], &[1; 16]).unwrap();
    assert_eq!(format!("{secret:?}"), "DeviceSecret { .. }");
}
