//! The client data (WebAuthn section 5.8.1), in which the browser or the platform names the page or app, and the
//! challenge.

use super::refused::Refused;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use url::{Host, Url};

/// The values that the pool expects in a credential.
pub(crate) struct Expected<'a> {
    pub relying_party_id: &'a str,
    /// The challenge as the pool sent it, in base64url.
    pub challenge: &'a str,
    pub user_verification_required: bool,
}

/// The ceremony of WebAuthn that client data belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientDataType {
    Create,
    Get,
}

impl ClientDataType {
    fn name(self) -> &'static str {
        match self {
            Self::Create => "webauthn.create",
            Self::Get => "webauthn.get",
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

fn parse(json: &[u8]) -> Result<ClientData, Refused> {
    serde_json::from_slice(json).map_err(|_| Refused::Malformed("clientDataJSON is not client data"))
}

/// The challenge that a credential answers, in base64url.
pub(crate) fn challenge_of(json: &[u8]) -> Result<String, Refused> {
    Ok(parse(json)?.challenge)
}

pub(super) fn check(json: &[u8], kind: ClientDataType, expected: &Expected<'_>) -> Result<(), Refused> {
    let data = parse(json)?;
    if data.kind != kind.name() {
        return Err(Refused::Malformed("the client data is for another ceremony"));
    }
    if data.challenge != expected.challenge {
        return Err(Refused::Challenge);
    }
    if data.cross_origin || !belongs(&data.origin, expected.relying_party_id) {
        return Err(Refused::Origin);
    }
    Ok(())
}

/// Whether an origin may use the relying party's credentials. Pages of its domain and subdomains may use them over
/// `https`, or over `http` on `localhost`. Every app may use them: the platform checks which apps belong to a domain,
/// by what the domain publishes (`assetlinks.json`, `apple-app-site-association`).
fn belongs(origin: &str, relying_party_id: &str) -> bool {
    if let Some(hash) = origin.strip_prefix("android:apk-key-hash:") {
        return URL_SAFE_NO_PAD.decode(hash).is_ok_and(|hash| hash.len() == 32);
    }
    if let Some(bundle) = origin.strip_prefix("ios:bundle-id:") {
        return !bundle.is_empty();
    }
    let Ok(url) = Url::parse(origin) else { return false };
    let Some(Host::Domain(host)) = url.host() else { return false };
    let within = |domain: &str| {
        host == domain || host.strip_suffix(domain).is_some_and(|prefix| prefix.ends_with('.'))
    };
    let secure = url.scheme() == "https" || (url.scheme() == "http" && within("localhost"));
    secure && url.origin().ascii_serialization() == origin && within(relying_party_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_the_relying_party_and_all_apps_are_accepted_as_origins() {
        let hash = "A".repeat(43);
        for (origin, relying_party_id) in [
            ("https://example.com", "example.com"),
            ("https://auth.example.com", "example.com"),
            ("https://example.com:8443", "example.com"),
            ("https://localhost", "localhost"),
            ("http://localhost:3000", "localhost"),
            ("http://app.localhost", "localhost"),
            (&format!("android:apk-key-hash:{hash}"), "example.com"),
            ("ios:bundle-id:com.example.app", "example.com"),
        ] {
            assert!(belongs(origin, relying_party_id), "{origin}");
        }
    }

    #[test]
    fn other_pages_and_malformed_origins_are_refused() {
        for origin in [
            "",
            "null",
            "http://example.com",
            "https://example.com.evil.test",
            "https://evil-example.com",
            "https://com",
            "https://127.0.0.1",
            "https://example.com/path",
            "https://user@example.com",
            "android:apk-key-hash:",
            "android:apk-key-hash:short",
            "ios:bundle-id:",
            "http://localhost",
        ] {
            assert!(!belongs(origin, "example.com"), "{origin}");
        }
    }
}
