//! Runs SRP on secrets that are marked as undefined for valgrind, which then reports every branch and every address
//! that depends on a secret (the method of Langley's ctgrind). `run` starts this program, and `declassified.supp` lists
//! the reports that are allowed.

use std::{arch::asm, env, hint::black_box, process::ExitCode};

use cognito_auth_srp::{
    KeyPair, SrpError,
    device::DeviceSecret,
    user::{self, UserChallenge},
};

/// `VALGRIND_MAKE_MEM_UNDEFINED` of <valgrind/memcheck.h>.
const MAKE_MEM_UNDEFINED: usize = (b'M' as usize) << 24 | (b'C' as usize) << 16 | 1;

fn main() -> ExitCode {
    let result = match env::args().nth(1).as_deref() {
        Some("planted-branch") => planted_branch(),
        Some("planted-address") => planted_address(),
        Some("private-value") => private_value(),
        Some("password") => password(),
        Some("device") => device(),
        _ => return ExitCode::from(2),
    };
    if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Branches on a secret. If valgrind did not report this fault, its silence in the other cases would show nothing.
fn planted_branch() -> Result<(), SrpError> {
    let secret = secret([3]);
    if black_box(secret[0]) == 3 { Ok(()) } else { Err(SrpError::NoEntropy) }
}

/// Reads an address that depends on a secret. valgrind must report this fault too.
fn planted_address() -> Result<(), SrpError> {
    let table: [u8; 256] = black_box([7; 256]);
    black_box(table[usize::from(secret([3])[0])]);
    Ok(())
}

fn private_value() -> Result<(), SrpError> {
    let server = server_public()?;
    let key_pair = KeyPair::from_entropy(&secret([0x5a; KeyPair::ENTROPY_BYTES]))?;
    black_box(user::prove(&key_pair, &challenge(&server), "Passw0rd!")?);
    Ok(())
}

fn password() -> Result<(), SrpError> {
    let server = server_public()?;
    let key_pair = KeyPair::from_entropy(&[0x5a; KeyPair::ENTROPY_BYTES])?;
    let bytes = secret(*b"Passw0rd!");
    // SAFETY: the bytes are ASCII; checking them would be a branch on the secret.
    let password = unsafe { str::from_utf8_unchecked(&*bytes) };
    black_box(user::prove(&key_pair, &challenge(&server), password)?);
    Ok(())
}

fn device() -> Result<(), SrpError> {
    let password = secret([0x5a; DeviceSecret::PASSWORD_BYTES]);
    black_box(DeviceSecret::from_entropy("-group", "key", &password, &[7; DeviceSecret::SALT_BYTES])?);
    Ok(())
}

fn server_public() -> Result<String, SrpError> {
    Ok(KeyPair::from_entropy(&[0x77; KeyPair::ENTROPY_BYTES])?.public_hex())
}

fn challenge(srp_b: &str) -> UserChallenge<'_> {
    UserChallenge {
        pool_name: "AbCdEfGhI",
        pool_username: "testuser",
        srp_b,
        salt: "7e1cda7cc0186cc8f56421409857f51e",
        secret_block: "kEopWBReNnVeh+ovKDe3Lg==",
        timestamp: "Sun Nov 22 18:45:00 UTC 2026",
    }
}

/// Returns the bytes, and marks them as undefined for valgrind.
fn secret<const LENGTH: usize>(bytes: [u8; LENGTH]) -> Box<[u8; LENGTH]> {
    let mut bytes = Box::new(bytes);
    let request = [MAKE_MEM_UNDEFINED, bytes.as_mut_ptr() as usize, LENGTH, 0, 0, 0];
    // SAFETY: the processor rotates by 128 bits in total and exchanges a register with itself, which changes nothing.
    // valgrind takes these instructions for a request, and reads its arguments.
    unsafe {
        asm!(
            "rol rdi, 3", "rol rdi, 13", "rol rdi, 61", "rol rdi, 51", "xchg rbx, rbx",
            inout("rdi") 0_usize => _, in("rax") request.as_ptr(), inout("rdx") 0_usize => _,
        );
    }
    black_box(bytes)
}
