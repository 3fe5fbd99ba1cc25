//! Names of hosts in other scripts, as they are written in URLs: in Punycode (RFC 3492), behind the prefix `xn--`.

/// The parameters of RFC 3492, section 5.
const BASE: u32 = 36;
const LEAST_THRESHOLD: u32 = 1;
const MOST_THRESHOLD: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CHARACTER: u32 = 128;

/// Whether a label in lower case, without its prefix, encodes a text that is not ASCII.
pub(super) fn is_encoded(label: &str) -> bool {
    let (ascii, encoded) = label.rsplit_once('-').unwrap_or(("", label));
    !encoded.is_empty() && decode(ascii.len(), encoded.bytes()).is_some()
}

/// Decodes the characters that are inserted among `ascii` other ones (RFC 3492, section 6.2). Gives the number of all
/// characters, or `None` if the encoding is malformed.
fn decode(ascii: usize, encoded: impl ExactSizeIterator<Item = u8>) -> Option<u32> {
    let mut digits = encoded.map(|byte| match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    });
    let mut length = u32::try_from(ascii).ok()?;
    let (mut character, mut bias, mut place) = (FIRST_CHARACTER, FIRST_BIAS, 0_u32);
    while digits.len() > 0 {
        let former = place;
        let (mut weight, mut position) = (1_u32, BASE);
        loop {
            let digit = digits.next()??;
            place = place.checked_add(digit.checked_mul(weight)?)?;
            let threshold = position.saturating_sub(bias).clamp(LEAST_THRESHOLD, MOST_THRESHOLD);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            position = position.checked_add(BASE)?;
        }
        length = length.checked_add(1)?;
        bias = adapted((place - former) / if former == 0 { DAMP } else { 2 }, length);
        character = character.checked_add(place / length)?;
        char::from_u32(character)?;
        place = place % length + 1;
    }
    Some(length)
}

/// The bias after a step (RFC 3492, section 6.1).
fn adapted(delta: u32, length: u32) -> u32 {
    let mut delta = delta + delta / length;
    let mut position = 0;
    while delta > (BASE - LEAST_THRESHOLD) * MOST_THRESHOLD / 2 {
        delta /= BASE - LEAST_THRESHOLD;
        position += BASE;
    }
    position + (BASE - LEAST_THRESHOLD + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_of_the_rfc_and_names_of_hosts_are_encodings() {
        for label in [
            "mller-kva",
            "egbpdaj6bu4bxfgehfvwxn",
            "ihqwcrb4cv8a8dqg056pqjye",
            "fsqu00a",
            "3b-ww4c5e180e575a65lsy2b",
            "d9juau41awczczp",
        ] {
            assert!(is_encoded(label), "{label}");
        }
        for label in ["", "-", "abc-", "zzzzzz-99999", "mller-kv\u{e9}", "9", "a_"] {
            assert!(!is_encoded(label), "{label}");
        }
    }
}
