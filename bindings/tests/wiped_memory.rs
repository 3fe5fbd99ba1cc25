//! The library that ships wipes all memory that it frees: no copy of a secret is left in the whole process.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test panics on purpose")]

use std::fs;
use std::io::{Read, Seek, SeekFrom};

use cognito_auth_core::{
    AccessToken, AwsCredentials, AwsSessionToken, IdToken, Password, ProviderToken, RefreshToken,
    SecretAccessKey, UserPoolClaims,
};
use cognito_auth_ffi::{AuthIdentity, AuthSession, UniFfiTag, UserPoolTokens};
use uniffi::{Lift, Lower, RustBuffer};

/// A secret in a masked form, so that the program's own data has no copy of the secret.
const MASKED: [u8; 32] = *b"\x1a\x1b\x1c\x1d\x0a\x0b\x0c\x0d\x3a\x3b\x3c\x3d\x2a\x2b\x2c\x2d\x5a\x5b\x5c\x5d\x4a\x4b\x4c\x4d\x7a\x7b\x7c\x7d\x6a\x6b\x6c\x6d";

fn unmasked(byte: u8) -> u8 {
    byte ^ 0x03
}

fn secret() -> String {
    let bytes = MASKED.iter().map(|byte| unmasked(*byte)).collect();
    String::from_utf8(bytes).unwrap()
}

/// Whether the writable memory of the process has a copy of the secret.
fn has_copy() -> bool {
    let mut memory = fs::File::open("/proc/self/mem").unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|access| access.starts_with("rw"))).any(
        |line| {
            let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let [start, end] = [start, end].map(|address| u64::from_str_radix(address, 16).unwrap());
            let mut bytes = vec![0; usize::try_from(end - start).unwrap()];
            let is_read =
                memory.seek(SeekFrom::Start(start)).is_ok() && memory.read_exact(&mut bytes).is_ok();
            is_read && has_copy_in(&bytes)
        },
    )
}

fn has_copy_in(bytes: &[u8]) -> bool {
    let is_copy = |window: &[u8]| window.iter().zip(MASKED).all(|(byte, masked)| *byte == unmasked(masked));
    bytes.windows(MASKED.len()).any(is_copy)
}

#[test]
fn a_secret_that_crosses_the_bridge_leaves_no_copy() {
    let held = secret();
    assert!(has_copy(), "the search misses a text that is there");
    drop(held);
    assert!(!has_copy(), "a freed text leaves a copy");

    let mut buffer = vec![1];
    buffer.extend_from_slice(&32_u32.to_be_bytes());
    buffer.extend_from_slice(secret().as_bytes());
    let password = <Option<Password> as Lift<UniFfiTag>>::try_lift(RustBuffer::from_vec(buffer)).unwrap();
    assert!(password.is_some_and(|password| password.expose().len() == 32));
    assert!(!has_copy(), "a password in an option leaves a copy");

    let tokens = UserPoolTokens {
        id_token: IdToken::new(secret()),
        access_token: AccessToken::new(secret()),
        refresh_token: RefreshToken::new(secret()),
        expires_at_milliseconds: 0,
        claims: UserPoolClaims::default(),
    };
    let credentials = AwsCredentials {
        access_key_id: String::new(),
        secret_access_key: SecretAccessKey::new(secret()),
        session_token: AwsSessionToken::new(secret()),
        expires_at_milliseconds: 0,
    };
    let identity = AuthIdentity { identity_id: None, credentials: Some(credentials), error: None };
    let session = AuthSession {
        is_signed_in: true,
        user_sub: None,
        tokens: Some(tokens),
        user_pool_error: None,
        identity: Some(identity),
    };
    <AuthSession as Lower<UniFfiTag>>::lower(session).destroy();
    assert!(!has_copy(), "tokens or credentials for the app leave a copy");

    let buffer = RustBuffer::from_vec(secret().into_bytes());
    let token = <ProviderToken as Lift<UniFfiTag>>::try_lift(buffer).unwrap();
    assert!(has_copy(), "the search misses a provider's token that is held");
    drop(token);
    assert!(!has_copy(), "a provider's token leaves a copy");
}
