//! Secrets in JSON: `#[serde(with = "secret::json")]`. No copy of the text stays outside the secret.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::Secret;

/// Writes a secret.
pub(crate) fn serialize<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

/// Reads a secret from JSON that is in memory as a whole.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    optional::deserialize(deserializer)?.ok_or_else(|| Error::custom("null"))
}

/// Writes and reads a secret that may be missing.
pub(crate) mod optional {
    use super::{Deserialize, Deserializer, Error, RawValue, Secret, Serializer, text};

    /// Writes a secret, or `null`.
    pub(crate) fn serialize<S: Serializer>(
        secret: &Option<Secret>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match secret {
            Some(secret) => super::serialize(secret, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a secret, or `None` for `null`.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Secret>, D::Error> {
        let json = <&RawValue>::deserialize(deserializer)?;
        if json.get() == "null" {
            return Ok(None);
        }
        // The error holds nothing of the text.
        text(json).map(Some).ok_or_else(|| Error::custom("no text"))
    }
}

/// The text of a string, or `None` for other JSON. Serde would unescape the text in memory that nobody wipes.
pub(crate) fn text(json: &RawValue) -> Option<Secret> {
    let mut rest = json.get().strip_prefix('"')?.strip_suffix('"')?;
    // A text is never longer than its JSON form.
    let mut text = Zeroizing::new(String::with_capacity(rest.len()));
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let (character, length) = unescaped(escape)?;
        text.push(character);
        rest = escape.get(length..)?;
    }
    text.push_str(rest);
    Some(Secret::from(text.as_str()))
}

/// The character of an escape (RFC 8259, section 7), and the length of the escape without its backslash.
fn unescaped(escape: &str) -> Option<(char, usize)> {
    let character = match escape.as_bytes().first()? {
        b'u' => return unescaped_unit(escape),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        itself => char::from(*itself),
    };
    Some((character, 1))
}

/// The character of `uXXXX`, or of two of them that are a surrogate pair.
fn unescaped_unit(escape: &str) -> Option<(char, usize)> {
    let unit = |at: usize| u16::from_str_radix(escape.get(at..at + 4)?, 16).ok();
    let first = unit(1)?;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((character, 5));
    }
    let second = unit(7).filter(|_| escape.get(5..7) == Some("\\u"))?;
    Some((char::decode_utf16([first, second]).next()?.ok()?, 11))
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;
    use crate::secret;

    #[derive(Serialize, Deserialize)]
    struct Both {
        #[serde(with = "secret::json")]
        one: Secret,
        #[serde(default, with = "secret::json::optional")]
        other: Option<Secret>,
    }

    fn read(json: &str) -> Option<String> {
        let both: Both = serde_json::from_str(&format!("{{\"one\":{json}}}")).ok()?;
        Some(both.one.expose().to_owned())
    }

    #[test]
    fn a_secret_is_read_as_serde_reads_a_text() {
        for json in [
            r#""""#,
            r#""plain""#,
            r#""\"\\\/\b\f\n\r\t""#,
            r#""a\u0041\u00e9\u20ac\ud83d\ude00z""#,
            "\"\u{e9}\u{1f600}\"",
            r#""\u003d\u003D""#,
            r#""\ud83d""#,
            r#""\ud83dxx""#,
            r#""\ud83dxxxxxx""#,
            r#""\ud83d\u0041""#,
            r#""\ude00\ud83d""#,
            r#""\x""#,
            r#""\u12""#,
            r#""\u+123""#,
            r#""open"#,
            "\"\n\"",
            "7",
            "null",
            "true",
            r#"["a"]"#,
            r#"{"a":"b"}"#,
        ] {
            assert_eq!(read(json), serde_json::from_str::<String>(json).ok(), "{json}");
        }
    }

    #[test]
    fn a_secret_may_be_missing() {
        for (json, other) in [(r#""two""#, Some("two")), ("null", None)] {
            let both = format!(r#"{{"one":"1","other":{json}}}"#);
            let read: Both = serde_json::from_str(&both).unwrap();
            assert_eq!(read.other.as_ref().map(Secret::expose), other);
            assert_eq!(serde_json::to_string(&read).unwrap(), both);
        }
        assert!(serde_json::from_str::<Both>(r#"{"one":"1"}"#).unwrap().other.is_none());
        assert!(serde_json::from_str::<Both>(r#"{"one":"1","other":7}"#).is_err());
    }
}
