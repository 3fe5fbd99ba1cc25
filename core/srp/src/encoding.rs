//! The bytes that Cognito hashes, and the texts that it sends.

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use crate::SrpError;

/// A number's big-endian bytes as Cognito hashes them: no redundant zeros in front, and one zero byte in front if
/// the highest bit is set (Java's `BigInteger.toByteArray`). The bytes are never filled up to the size of the group.
///
/// The length depends on the number. For the premaster secret and the verifier of a device that can't be avoided,
/// because the protocol has them without leading zeros. This reveals nothing reusable: the secret is new in every
/// exchange, and the verifier is computed only once.
#[inline(never)] // so that bench/constant-time can tell this place from others
pub(crate) fn padded(number: &[u8]) -> Zeroizing<Vec<u8>> {
    let significant = without_leading_zeros(number);
    let mut bytes = Vec::with_capacity(significant.len() + 1);
    if significant.first().is_none_or(|first| first & 0x80 != 0) {
        bytes.push(0);
    }
    bytes.extend_from_slice(significant);
    Zeroizing::new(bytes)
}

/// The bytes of a hexadecimal number with an even or odd number of digits, in either case.
pub(crate) fn number_from_hex(digits: &str, parameter: &'static str) -> Result<Vec<u8>, SrpError> {
    let malformed = SrpError::MalformedHex { parameter };
    if digits.is_empty() {
        return Err(malformed);
    }
    digits.as_bytes().rchunks(2).rev().map(|pair| byte_from_hex(pair).ok_or(malformed)).collect()
}

/// A number as lower-case hexadecimal digits without zeros in front; zero is `0`.
pub(crate) fn number_to_hex(number: &[u8]) -> String {
    let digits: String = number.iter().map(|byte| format!("{byte:02x}")).collect();
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        significant => significant.to_owned(),
    }
}

pub(crate) fn from_base64(text: &str, parameter: &'static str) -> Result<Vec<u8>, SrpError> {
    Base64::decode_vec(text).map_err(|_| SrpError::MalformedBase64 { parameter })
}

/// Encodes in constant time, because the bytes can be a device's password.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Whether every byte is zero. It reads all bytes in constant time; the callers branch on the result.
pub(crate) fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().fold(0, |bits, byte| bits | byte) == 0
}

pub(crate) fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

fn byte_from_hex(digits: &[u8]) -> Option<u8> {
    digits.iter().try_fold(0, |byte, digit| {
        let value = char::from(*digit).to_digit(16)?;
        Some((byte << 4) | u8::try_from(value).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_keeps_a_number_positive_and_short() {
        let cases: [(&[u8], &[u8]); 6] = [
            (&[], &[0]),
            (&[0, 0], &[0]),
            (&[0x0f], &[0x0f]),
            (&[0x7f, 0xff], &[0x7f, 0xff]),
            (&[0x80], &[0, 0x80]),
            (&[0, 0, 0xff, 0], &[0, 0xff, 0]),
        ];
        for (number, expected) in cases {
            assert_eq!(*padded(number), expected, "{number:?}");
        }
    }

    #[test]
    fn hexadecimal_of_either_case_and_odd_length_is_read() {
        assert_eq!(number_from_hex("aBc", "SALT"), Ok(vec![0x0a, 0xbc]));
        assert_eq!(number_from_hex("00ff", "SALT"), Ok(vec![0, 0xff]));
        assert_eq!(number_to_hex(&[0, 0x0a, 0xbc]), "abc");
        assert_eq!(number_to_hex(&[0, 0]), "0");
    }

    #[test]
    fn a_text_that_is_not_hexadecimal_is_refused() {
        for text in ["", "0x12", "-1", "+1", " 12", "g", "1\u{e9}", "\u{ff11}"] {
            assert_eq!(
                number_from_hex(text, "SALT"),
                Err(SrpError::MalformedHex { parameter: "SALT" }),
                "{text}"
            );
        }
    }
}
