//! Accepts only those URLs whose host and port every parser reads in the same way.
//!
//! A request goes to the host as the configuration has it, and the platform's HTTP parses the URL again. Two
//! parsers may read different hosts in a text such as `0177.0.0.1`, `127.1` or `local%68ost`. So this module accepts no
//! such form. Its grammar is a part of RFC 3986. A test compares the grammar with the parser of browsers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::punycode::is_encoded;

/// The address of the local machine inside an Android emulator.
const ANDROID_EMULATORS_HOST: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 2, 2));

/// An absolute `https` or `http` URL without user, query or fragment.
pub(super) struct PlainUrl<'a> {
    scheme: &'static str,
    host: Host,
    /// `None` for the scheme's own port.
    port: Option<u16>,
    /// From the first slash after the host on.
    path: &'a str,
}

/// A host, with its text in lower case.
enum Host {
    Name(String),
    /// An IPv6 address has brackets in its text.
    Address(String, IpAddr),
}

impl<'a> PlainUrl<'a> {
    /// Reads a URL. `None` if the text is anything else.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let known = [("https", 443), ("http", 80)];
        let (scheme, own_port) = known.into_iter().find(|(name, _)| scheme.eq_ignore_ascii_case(name))?;
        if !has_only_url_characters(rest) || rest.contains(['?', '#']) {
            return None;
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let end_of_address = authority.rfind(']').map_or(0, |bracket| bracket + 1);
        let end =
            authority[end_of_address..].find(':').map_or(authority.len(), |colon| end_of_address + colon);
        let (host, port) = authority.split_at(end);
        let port = match port.get(1..) {
            None | Some("") => own_port,
            Some(digits) => {
                digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?
            }
        };
        let host = Host::read(host.to_ascii_lowercase())?;
        (port != 0).then_some(Self { scheme, host, port: (port != own_port).then_some(port), path })
    }

    pub(super) fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    /// Whether nothing follows the host and the port, except for a slash.
    pub(super) fn is_origin(&self) -> bool {
        matches!(self.path, "" | "/")
    }

    /// The scheme, the host and the port, without the scheme's own port.
    pub(super) fn origin(&self) -> String {
        let (Host::Name(host) | Host::Address(host, _)) = &self.host;
        match self.port {
            Some(port) => format!("{}://{host}:{port}", self.scheme),
            None => format!("{}://{host}", self.scheme),
        }
    }

    /// Whether plain http to the host is safe. It is safe if the host is the local machine, which an Android emulator
    /// sees at an address of its own, or a `.local` name of the local network (multicast DNS, RFC 6762).
    pub(super) fn is_local_machine(&self) -> bool {
        match &self.host {
            Host::Name(name) => {
                name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local")
            }
            Host::Address(_, address) => address.is_loopback() || *address == ANDROID_EMULATORS_HOST,
        }
    }
}

impl Host {
    /// Reads an address in the one form that serializers write, or a name of labels with letters, digits, hyphens and
    /// underscores. A name that ends with a dot is refused: not every resolver reads it as the name without the dot.
    fn read(text: String) -> Option<Self> {
        if let Some(address) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            let read: Ipv6Addr = address.parse().ok()?;
            return (written(read) == address).then(|| Self::Address(text.clone(), read.into()));
        }
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let is_label = |label: &str| {
            let is_sound = label.strip_prefix("xn--").is_none_or(is_encoded);
            !label.is_empty() && label.bytes().all(is_letter) && is_sound
        };
        if !text.split('.').all(is_label) {
            return None;
        }
        if !ends_with_number(&text) {
            return Some(Self::Name(text));
        }
        let read: Ipv4Addr = text.parse().ok()?;
        Some(Self::Address(text, read.into()))
    }
}

/// Whether the last label is a number. Then some parsers read the host as an address.
fn ends_with_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_hexadecimal = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    last.bytes().all(|byte| byte.is_ascii_digit()) || last.strip_prefix("0x").is_some_and(is_hexadecimal)
}

/// The address as serializers of URLs write it. Rust writes an IPv4-mapped address with an IPv4 address at its end;
/// serializers don't.
fn written(address: Ipv6Addr) -> String {
    match (address.to_ipv4_mapped(), address.segments()) {
        (Some(_), [.., high, low]) => format!("::ffff:{high:x}:{low:x}"),
        (None, _) => address.to_string(),
    }
}

/// Whether every byte is a character of RFC 3986.
pub(super) fn has_only_url_characters(text: &str) -> bool {
    let is_url_character =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    text.bytes().all(is_url_character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    proptest! {
        #[test]
        fn a_browser_reads_every_accepted_url_in_the_same_way(
            text in "(https|HTTP|http)://(\\[[0-9a-f:.]{0,12}\\]|[a-z0-9.%@_-]{0,10}|(0|1|0x1|127|256|08)(\\.[0-9]{1,2}){0,3})(:[0-9]{0,5})?(/[a-z.%]{0,4})?",
        ) {
            let browsers = Url::parse(&text);
            if let Some(url) = PlainUrl::parse(&text) {
                // Only the browser checks which letters of other scripts a name may have.
                prop_assume!(!text.contains("xn--"));
                let browsers = browsers.expect("it is a URL");
                prop_assert_eq!(url.origin(), browsers.origin().ascii_serialization());
                prop_assert!(browsers.username().is_empty() && browsers.password().is_none());
            }
        }

        #[test]
        fn an_address_is_accepted_as_serializers_write_it(segments: [u16; 8], four: [u8; 4], is_mapped: bool) {
            let six = if is_mapped { Ipv4Addr::from(four).to_ipv6_mapped() } else { segments.into() };
            for host in [Ipv4Addr::from(four).to_string(), url::Host::<String>::Ipv6(six).to_string()] {
                let text = format!("https://{host}:8443/");
                prop_assert_eq!(PlainUrl::parse(&text).map(|url| url.origin()), Some(format!("https://{host}:8443")));
            }
        }
    }
}
