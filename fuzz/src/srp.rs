//! The inputs of an SRP proof: what the service sends, and what the user types. An attacker's server can send anything.

use std::sync::OnceLock;

use cognito_auth_srp::{KeyPair, SrpError, device, user};

/// The input has five lines: `SRP_B`, `SALT`, `SECRET_BLOCK`, the user's name, the password. For a device, the fourth
/// line is its group key, and the fifth one is its key and its password.
pub(crate) fn inputs(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (srp_b, salt, secret_block, name, password) = (line(), line(), line(), line(), line());
    let timestamp = "Sun Nov 22 18:45:00 UTC 2026";
    let challenge = user::UserChallenge {
        pool_name: "AbCdEfGhI",
        pool_username: name,
        srp_b,
        salt,
        secret_block,
        timestamp,
    };
    check(srp_b, user::prove(key_pair(), &challenge, password));
    let challenge = device::DeviceChallenge {
        device_group_key: name,
        device_key: password,
        srp_b,
        salt,
        secret_block,
        timestamp,
    };
    check(srp_b, device::prove(key_pair(), &challenge, password));
}

/// Checks that a proof's signature has 44 characters, and that there is no proof for a public value of zero.
fn check(srp_b: &str, proof: Result<cognito_auth_srp::Proof, SrpError>) {
    if let Ok(proof) = proof {
        assert_eq!(proof.signature_base64().len(), 44);
        assert!(srp_b.chars().any(|digit| digit != '0'), "there is a proof for a public value of zero");
    }
}

fn key_pair() -> &'static KeyPair {
    static KEY_PAIR: OnceLock<KeyPair> = OnceLock::new();
    KEY_PAIR.get_or_init(|| KeyPair::from_entropy(&[7; KeyPair::ENTROPY_BYTES]).expect("a key pair"))
}
