//! SECRET_HASH: proof that a request comes from an app that has the app client's secret.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::secret::Secret;

/// `base64(HMAC-SHA256(client secret, username + client id))`, where `username` is the one in the request.
pub(super) fn secret_hash(client_secret: &Secret, username: &str, client_id: &str) -> Secret {
    // This can't fail: HMAC takes a key of any length (RFC 2104, section 2).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(client_secret.expose().as_bytes()) else {
        return Secret::new(String::new());
    };
    mac.update(username.as_bytes());
    mac.update(client_id.as_bytes());
    Secret::new(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_equals_that_of_openssl() {
        // printf 'aliceclient-id' | openssl dgst -sha256 -hmac 'client-secret' -binary | base64
        let hash = secret_hash(&Secret::new("client-secret"), "alice", "client-id");
        assert_eq!(hash.expose(), "qROqM+PMKX09MK8ulDVm8LCWdCRqQQEUG9HcF+N7/S4=");
    }
}
