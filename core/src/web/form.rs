//! Parameters of a query or a body (application/x-www-form-urlencoded). No copy of them stays in memory.

use std::mem::take;

use form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use crate::secret::Secret;
use crate::wiped::WipedBytes;

/// Parameters, to which more can be added.
#[derive(Default)]
pub(crate) struct Form {
    bytes: WipedBytes,
    has_pairs: bool,
}

impl Form {
    /// A form that starts with the text `start`, and has no parameters yet.
    pub(super) fn after(start: &str) -> Self {
        let mut form = Self::default();
        form.bytes.push(start.as_bytes());
        form
    }

    /// Adds a parameter.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        if self.has_pairs {
            self.bytes.push(b"&");
        }
        self.has_pairs = true;
        self.encode(name);
        self.bytes.push(b"=");
        self.encode(value);
    }

    /// Adds a text in encoded form. A form usually writes a space as `+`, which some servers take literally. All
    /// servers read `%20` as a space.
    fn encode(&mut self, text: &str) {
        for piece in byte_serialize(text.as_bytes()) {
            self.bytes.push(if piece == "+" { b"%20" } else { piece.as_bytes() });
        }
    }

    /// The bytes, which are wiped when they are dropped.
    pub(crate) fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        self.bytes.into_bytes()
    }

    /// The start and the parameters, as one text.
    pub(super) fn into_secret(self) -> Secret {
        // The bytes are ASCII, so this never fails.
        Secret::new(String::from_utf8(take(&mut *self.into_bytes())).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_encoded_and_a_space_becomes_percent_20() {
        let mut form = Form::after("https://example.com/?");
        form.add("a b", "c+d &=\u{e4}");
        form.add("e", "");
        let expected = "https://example.com/?a%20b=c%2Bd%20%26%3D%C3%A4&e=";
        assert_eq!(form.into_secret(), expected.into());
    }
}
