//! The payload of a JWT. The tokens come from the service over TLS, so their signatures need no check here (OpenID
//! Connect Core, section 3.1.3.7).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::json;
use crate::secret::Secret;

/// A text that is not a JWT, or lacks a claim. The error holds nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token is malformed")]
pub(crate) struct MalformedToken;

/// Reads the claims of a JWT in compact form (RFC 7515, section 3.1) without verifying its signature.
pub(crate) fn claims<T: DeserializeOwned>(token: &Secret) -> Result<T, MalformedToken> {
    json::read(&payload(token.expose())?).map_err(|_| MalformedToken)
}

/// The payload of a JWT in compact form: the claims as JSON.
pub(crate) fn payload(token: &str) -> Result<Zeroizing<Vec<u8>>, MalformedToken> {
    let parts: Vec<&str> = token.split('.').collect();
    let [_header, payload, _signature] = parts[..] else { return Err(MalformedToken) };
    URL_SAFE_NO_PAD.decode(payload).map(Zeroizing::new).map_err(|_| MalformedToken)
}
