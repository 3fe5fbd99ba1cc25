//! A password that crosses the bridge as a parameter of its own is never copied.

// A program has only one allocator. This test needs an allocator of its own, which searches memory blocks for the
// password, so it can't run with the allocator that ships.
#![cfg(not(feature = "wiping-allocator"))]
#![allow(clippy::unwrap_used, reason = "a test panics on purpose")]

#[allow(dead_code, reason = "the core's tests use all of it")]
#[path = "../../core/tests/wiping/allocator.rs"]
mod allocator;

use allocator::{freed, held, outside, watch};
use cognito_auth_core::Password;
use cognito_auth_ffi::UniFfiTag;
use uniffi::{Lift, RustBuffer};

const PASSWORD: &str = "Password123!-of-ann";

/// The buffer that Swift or Kotlin fills for a parameter.
fn buffer(bytes: &[u8]) -> RustBuffer {
    RustBuffer::from_vec(bytes.to_vec())
}

#[test]
fn a_password_is_lifted_without_a_copy() {
    outside(|| watch(vec![vec![PASSWORD.as_bytes().to_vec()]]));
    let lifted = <Password as Lift<UniFfiTag>>::try_lift(buffer(PASSWORD.as_bytes())).unwrap();
    assert_eq!((freed()[0], held()[0]), (0, 1));
    drop(lifted);
    assert_eq!((freed()[0], held()[0]), (0, 0));

    // In an option, a password is copied, and the buffer is freed with the password in it.
    let length = u32::try_from(PASSWORD.len()).unwrap().to_be_bytes();
    let option = outside(|| [&[1], &length[..], PASSWORD.as_bytes()].concat());
    let lifted = <Option<Password> as Lift<UniFfiTag>>::try_lift(buffer(&option)).unwrap();
    assert_eq!(lifted.as_ref().map(Password::expose), Some(PASSWORD));
    drop(lifted);
    assert_eq!((freed()[0], held()[0]), (1, 0));
}
