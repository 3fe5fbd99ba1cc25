//! What the WebAuthn options of a registration and of a sign-in have in common.

use crate::pool::passkeys::Passkey;
use crate::web_authn;
use serde_json::{Value, json};

/// How long the user may take, in milliseconds: a hint for the browser.
pub(crate) const TIMEOUT: i64 = 60_000;

/// A passkey in the options of WebAuthn: its PublicKeyCredentialDescriptor.
pub(crate) fn descriptor(passkey: &Passkey) -> Value {
    let mut descriptor = json!({ "type": "public-key", "id": web_authn::encode(&passkey.id) });
    if !passkey.transports.is_empty() {
        descriptor["transports"] = json!(passkey.transports);
    }
    descriptor
}
