//! The parameters of a query or a form (application/x-www-form-urlencoded).

use std::collections::HashMap;
use url::form_urlencoded;

/// Parameters in the order in which they came.
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    /// Reads a query or the body of a form. Bytes that are not UTF-8 become replacement characters.
    pub(crate) fn parse(encoded: impl AsRef<[u8]>) -> Self {
        Self { pairs: form_urlencoded::parse(encoded.as_ref()).into_owned().collect() }
    }

    /// The value of a parameter. A parameter without a value counts as absent (RFC 6749 section 3.1).
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(held, _)| held == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// Whether a parameter comes more than once, which OAuth forbids.
    pub(crate) fn repeats(&self, name: &str) -> bool {
        self.pairs.iter().filter(|(held, _)| held == name).count() > 1
    }

    /// The first parameter that comes more than once.
    pub(crate) fn repeated(&self) -> Option<&str> {
        self.pairs.iter().map(|(name, _)| name.as_str()).find(|name| self.repeats(name))
    }

    /// The last value of each parameter.
    pub(crate) fn to_map(&self) -> HashMap<String, String> {
        self.pairs.iter().cloned().collect()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_without_a_value_is_absent() {
        let parameters = Parameters::parse("a=1&b=&c&d=x%20y+z");
        assert_eq!(
            ["a", "b", "c", "d"].map(|name| parameters.get(name)),
            [Some("1"), None, None, Some("x y z")]
        );
        assert_eq!(parameters.repeated(), None);
        assert_eq!(Parameters::parse("a=1&b=2&a=").repeated(), Some("a"));
    }
}
