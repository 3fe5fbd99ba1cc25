//! OpenSSL's `BN_mod_exp_mont_consttime`. It is called by name, so that OpenSSL can't choose another function.

use std::{
    ffi::{CStr, c_char},
    ptr,
};

use cognito_auth_srp::vectors;
use openssl_sys as ffi;

use crate::{BenchResult, exchange::SignIn};

#[allow(non_camel_case_types)]
enum BN_MONT_CTX {}

// openssl-sys has no declaration of these; the signatures are those of <openssl/bn.h> and <openssl/crypto.h>.
unsafe extern "C" {
    fn OPENSSL_info(kind: i32) -> *const c_char;
    fn BN_MONT_CTX_new() -> *mut BN_MONT_CTX;
    fn BN_MONT_CTX_set(
        context: *mut BN_MONT_CTX,
        modulus: *const ffi::BIGNUM,
        scratch: *mut ffi::BN_CTX,
    ) -> i32;
    fn BN_get_flags(number: *const ffi::BIGNUM, flags: i32) -> i32;
    fn BN_mod_exp_mont_consttime(
        result: *mut ffi::BIGNUM,
        base: *const ffi::BIGNUM,
        exponent: *const ffi::BIGNUM,
        modulus: *const ffi::BIGNUM,
        scratch: *mut ffi::BN_CTX,
        context: *mut BN_MONT_CTX,
    ) -> i32;
}

const BN_FLG_CONSTTIME: i32 = 4;
const OPENSSL_INFO_CPU_SETTINGS: i32 = 1008;

pub fn version() -> String {
    // SAFETY: OpenSSL's version is a static, NUL-terminated text.
    let text = unsafe { CStr::from_ptr(ffi::OpenSSL_version(0)) }.to_string_lossy().into_owned();
    text.split(' ').nth(1).unwrap_or("?").to_owned()
}

/// The environment variable that tells OpenSSL which instructions the processor has, and its value for this processor.
/// With it, OpenSSL chooses the same code under valgrind as outside of it.
pub fn processor_settings() -> Option<(String, String)> {
    // SAFETY: the result is null, or a static, NUL-terminated text.
    let text = unsafe {
        let text = OPENSSL_info(OPENSSL_INFO_CPU_SETTINGS);
        (!text.is_null()).then(|| CStr::from_ptr(text))
    };
    let (variable, settings) = text?.to_str().ok()?.split_once('=')?;
    // "env:" and what follows repeat the settings that the environment had.
    let settings = settings.split_whitespace().next()?;
    Some((variable.to_owned(), settings.to_owned()))
}

/// A number that OpenSSL allocated. It is never freed.
#[derive(Clone, Copy)]
struct Number(*mut ffi::BIGNUM);

impl Number {
    fn new(big_endian: &[u8]) -> BenchResult<Self> {
        // SAFETY: the pointer and the length are those of one slice; for a null result pointer, OpenSSL allocates the
        // number.
        let number =
            unsafe { ffi::BN_bin2bn(big_endian.as_ptr(), big_endian.len().try_into()?, ptr::null_mut()) };
        if number.is_null() { Err("OpenSSL gave no number".into()) } else { Ok(Self(number)) }
    }

    fn secret(big_endian: &[u8]) -> BenchResult<Self> {
        let number = Self::new(big_endian)?;
        // SAFETY: the number is a live BIGNUM.
        let flags = unsafe {
            ffi::BN_set_flags(number.0, BN_FLG_CONSTTIME);
            BN_get_flags(number.0, BN_FLG_CONSTTIME)
        };
        if flags == BN_FLG_CONSTTIME { Ok(number) } else { Err("BN_FLG_CONSTTIME is not set".into()) }
    }

    fn bytes(self) -> Vec<u8> {
        let mut bytes = vec![0; 384];
        // SAFETY: the buffer has the 384 bytes that are written; every number here is below the modulus.
        unsafe { ffi::BN_bn2binpad(self.0, bytes.as_mut_ptr(), 384) };
        bytes
    }
}

/// Computes g^a, g^x and (B - k g^x)^(a + u x). The Montgomery context is made beforehand.
pub struct ThreePowers {
    powers: [(Number, Number); 3],
    modulus: Number,
    result: Number,
    scratch: *mut ffi::BN_CTX,
    context: *mut BN_MONT_CTX,
}

impl ThreePowers {
    /// The powers of this sign-in. They are compared with ours before the measurement.
    pub fn of(sign_in: &SignIn) -> BenchResult<Self> {
        let (key_pair, transcript) = sign_in.transcript()?;
        let [prime, generator, multiplier] = vectors::parameters();
        // SAFETY: each call gets live numbers and contexts, and results are checked where they can be null.
        unsafe {
            let scratch = ffi::BN_CTX_new();
            let context = BN_MONT_CTX_new();
            let modulus = Number::new(&prime)?;
            if scratch.is_null() || context.is_null() || BN_MONT_CTX_set(context, modulus.0, scratch) != 1 {
                return Err("OpenSSL gave no Montgomery context".into());
            }
            let generator = Number::new(&generator)?;
            let a = Number::secret(&sign_in.entropy)?;
            let x = Number::secret(&transcript.x)?;
            let base = Number::new(&transcript.verifier)?;
            ffi::BN_mod_mul(base.0, base.0, Number::new(&multiplier)?.0, modulus.0, scratch);
            let server = Number::new(&from_hex(&sign_in.srp_b)?)?;
            ffi::BN_mod_sub(base.0, server.0, base.0, modulus.0, scratch);
            let exponent = Number::secret(&[])?;
            ffi::BN_mul(exponent.0, Number::new(&transcript.u)?.0, x.0, scratch);
            ffi::BN_add(exponent.0, exponent.0, a.0);
            let powers = [(generator, a), (generator, x), (base, exponent)];
            let powers = Self { powers, modulus, result: Number::new(&[])?, scratch, context };
            let expected =
                [from_hex(&key_pair.public_hex())?, transcript.verifier, transcript.premaster_secret];
            powers.compare(&expected)?;
            Ok(powers)
        }
    }

    pub fn compute(&self) -> BenchResult {
        self.powers.iter().try_for_each(|power| self.power(power))
    }

    fn power(&self, (base, exponent): &(Number, Number)) -> BenchResult {
        // SAFETY: every number and context is live, and the context was set for this modulus.
        let done = unsafe {
            BN_mod_exp_mont_consttime(
                self.result.0,
                base.0,
                exponent.0,
                self.modulus.0,
                self.scratch,
                self.context,
            )
        };
        if done == 1 { Ok(()) } else { Err("OpenSSL could not compute a power".into()) }
    }

    fn compare(&self, expected: &[Vec<u8>; 3]) -> BenchResult {
        for (power, expected) in self.powers.iter().zip(expected) {
            self.power(power)?;
            if self
                .result
                .bytes()
                .iter()
                .skip_while(|b| **b == 0)
                .ne(expected.iter().skip_while(|b| **b == 0))
            {
                return Err("OpenSSL's power differs from ours".into());
            }
        }
        Ok(())
    }
}

fn from_hex(digits: &str) -> BenchResult<Vec<u8>> {
    let digits = if digits.len() % 2 == 1 { format!("0{digits}") } else { digits.to_owned() };
    let pairs = (0..digits.len()).step_by(2).map(|start| u8::from_str_radix(&digits[start..start + 2], 16));
    Ok(pairs.collect::<Result<_, _>>()?)
}
