//! Accepts only those URLs that every parser reads in the same way.

use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

/// The address of the local machine inside an Android emulator.
const ANDROID_EMULATORS_HOST: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 2, 2));

/// Parses an absolute URL without user, query or fragment. `None` if the text is anything else, or if the parsed host
/// differs from the host in the text.
pub(super) fn plain_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|_| is_strict_url(text))?;
    let is_plain = url.query().is_none() && url.fragment().is_none() && url.port() != Some(0);
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    let is_as_written = url.host_str() == host_as_written(text).as_deref();
    let holds = is_plain && is_anonymous && is_as_written && url.host().is_some_and(is_host);
    holds.then_some(url)
}

/// Whether plain http to this host is safe. It is safe if the host is the local machine, which an Android emulator sees
/// at an address of its own, or a `.local` name of the local network (multicast DNS, RFC 6762).
pub(super) fn is_local_machine(host: Host<&str>) -> bool {
    let is_local = |address: IpAddr| address.is_loopback() || address == ANDROID_EMULATORS_HOST;
    match host {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local"),
        Host::Ipv4(address) => is_local(address.into()),
        Host::Ipv6(address) => is_local(address.into()),
    }
}

/// Whether every byte is a character of RFC 3986.
pub(super) fn has_only_url_characters(text: &str) -> bool {
    let is_url_character =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    text.bytes().all(is_url_character)
}

/// Whether the text is a URL as it stands: it has only characters of RFC 3986, and the host follows right after `://`.
///
/// `Url::parse` alone is too lenient: like a browser, it drops white space and reads `\` as `/`. A request is sent to
/// the URL as the text has it, not to the parsed one.
fn is_strict_url(text: &str) -> bool {
    has_only_url_characters(text) && text.split_once("://").is_some_and(|(_, rest)| !rest.starts_with('/'))
}

/// The host as the text has it, in lower case.
///
/// The platform's HTTP has its own parser. Two parsers may read different hosts in a text such as `0177.0.0.1`, `127.1`
/// or `local%68ost`. The parsed host then differs from the written one, and the URL is refused.
fn host_as_written(text: &str) -> Option<String> {
    let (_scheme, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let end_of_address = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    let end = authority[end_of_address..].find(':').map_or(authority.len(), |colon| end_of_address + colon);
    Some(authority[..end].to_ascii_lowercase())
}

/// Whether the host is an address, or a name of labels with letters, digits, hyphens and underscores. A name that ends
/// with a dot is refused: not every resolver reads it as the name without the dot.
fn is_host(host: Host<&str>) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    match host {
        Host::Domain(name) => name.split('.').all(is_label),
        Host::Ipv4(_) | Host::Ipv6(_) => true,
    }
}
