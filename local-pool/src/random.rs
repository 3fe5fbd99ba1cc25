//! Randomness from the operating system, in the forms that the pool needs.

use crate::errors::CognitoError;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// Fills an array with random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], CognitoError> {
    let mut buffer = [0; N];
    getrandom::fill(&mut buffer).map_err(|_| CognitoError::internal("no randomness is available"))?;
    Ok(buffer)
}

/// A version 4 UUID, e.g. for a `sub`.
pub(crate) fn uuid() -> Result<String, CognitoError> {
    let mut bytes = bytes::<16>()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
}

/// Uniformly distributed digits: a code for an e-mail or a text message.
pub(crate) fn code<const DIGITS: usize>() -> Result<String, CognitoError> {
    let mut code = String::with_capacity(DIGITS);
    while code.len() < DIGITS {
        let [byte] = bytes::<1>()?;
        // 250 is the largest multiple of 10 in a byte. With the other six values, the digits 0 to 5 would be more
        // likely.
        if byte < 250 {
            code.push(char::from(b'0' + byte % 10));
        }
    }
    Ok(code)
}

/// A string that can't be guessed, in base64url, e.g. for a refresh token. It begins with a letter: AWS's CLI takes a text
/// that begins with `-` for an option.
pub(crate) fn opaque<const N: usize>() -> Result<String, CognitoError> {
    let mut bytes = bytes::<N>()?;
    // The first 32 characters of base64url are letters.
    bytes[0] &= 0x7f;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A string that can't be guessed, in base64, e.g. for SECRET_BLOCK.
pub(crate) fn block<const N: usize>() -> Result<String, CognitoError> {
    Ok(STANDARD.encode(bytes::<N>()?))
}

/// Lower-case letters and the digits 0 to 5, e.g. for a client id.
pub(crate) fn alphanumeric(length: usize) -> Result<String, CognitoError> {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz012345";
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let [byte] = bytes::<1>()?;
        text.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    Ok(text)
}

/// Letters of both cases and digits, e.g. for the second part of a user pool's id.
pub(crate) fn letters_and_digits(length: usize) -> Result<String, CognitoError> {
    const ALPHABET: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let [byte] = bytes::<1>()?;
        // 248 is the largest multiple of 62 in a byte. The other values would make some characters more likely.
        if byte < 248 {
            text.push(char::from(ALPHABET[usize::from(byte % 62)]));
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_carries_its_version_and_variant() {
        let uuid = uuid().unwrap();
        assert_eq!(uuid.len(), 36);
        assert_eq!(&uuid[14..15], "4");
        assert!("89ab".contains(&uuid[19..20]));
    }

    #[test]
    fn a_code_has_as_many_digits_as_are_asked_for() {
        for _ in 0..100 {
            let code = code::<6>().unwrap();
            assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        }
    }

    #[test]
    fn an_opaque_text_begins_with_a_letter() {
        for _ in 0..300 {
            let text = opaque::<16>().unwrap();
            assert!(text.starts_with(|first: char| first.is_ascii_alphabetic()), "{text}");
        }
    }

    #[test]
    fn no_two_random_texts_are_equal() {
        assert_ne!(opaque::<16>().unwrap(), opaque::<16>().unwrap());
        assert_ne!(alphanumeric(26).unwrap(), alphanumeric(26).unwrap());
    }
}
