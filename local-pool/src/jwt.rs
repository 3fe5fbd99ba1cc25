//! JSON Web Tokens in compact form (RFC 7519), over any [`TokenSigner`].

use crate::signer::TokenSigner;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

/// A token's payload.
pub(crate) type Claims = Map<String, Value>;

pub(crate) fn encode(signer: &dyn TokenSigner, claims: &Claims) -> String {
    let header = json!({ "kid": signer.key_id(), "alg": signer.algorithm() });
    let part = |json: &dyn ToString| URL_SAFE_NO_PAD.encode(json.to_string());
    let message = format!("{}.{}", part(&header), part(&Value::Object(claims.clone())));
    let signature = URL_SAFE_NO_PAD.encode(signer.sign(message.as_bytes()));
    format!("{message}.{signature}")
}

/// The claims that a token states, whoever signed it; `None` if the text is not a JWT whose payload is a JSON object.
pub(crate) fn unverified(token: &str) -> Option<Claims> {
    let mut parts = token.split('.');
    let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

/// The claims of a token that this signer has signed; `None` for any other text. Does not check the expiry.
pub(crate) fn decode(signer: &dyn TokenSigner, token: &str) -> Option<Claims> {
    let (message, signature) = token.rsplit_once('.')?;
    let (_, payload) = message.split_once('.')?;
    if !signer.verify(message.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?) {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}
