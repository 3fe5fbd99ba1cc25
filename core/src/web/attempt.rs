//! One attempt to sign in on the web, with the values that tie the redirect and the tokens to this attempt.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::model::IdentityExpectation;
use crate::secret::Secret;

/// How many random bytes an attempt needs.
pub(crate) const SECRET_BYTES: usize = 3 * EACH;

/// How many random bytes each of the three values has. RFC 7636, section 4.1, recommends 32 for the verifier.
const EACH: usize = 32;

/// How long an attempt waits for its redirect, in milliseconds.
const LIFETIME_MILLISECONDS: i64 = 10 * 60 * 1000;

/// An attempt's three random values, which nobody can guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WebSecrets {
    /// Comes back in the redirect (RFC 6749, section 10.12).
    pub(crate) state: Secret,
    /// Proves that the app that redeems the code is the one that asked for it (RFC 7636).
    pub(crate) verifier: Secret,
    /// Comes back in the ID token (OpenID Connect Core, section 3.1.2.1).
    pub(crate) nonce: Secret,
}

impl WebSecrets {
    /// The values from random bytes.
    pub(crate) fn of_random(bytes: &[u8; SECRET_BYTES]) -> Self {
        let text = |place: usize| {
            let part = &bytes[place * EACH..(place + 1) * EACH];
            Secret::new(URL_SAFE_NO_PAD.encode(part))
        };
        Self { state: text(0), verifier: text(1), nonce: text(2) }
    }

    /// The challenge of the verifier, by the method `S256` (RFC 7636, section 4.2).
    pub(super) fn challenge(&self) -> String {
        let hash = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(self.verifier.expose().as_bytes())));
        URL_SAFE_NO_PAD.encode(*hash)
    }
}

/// An attempt that waits for its redirect. It is stored before the browser opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WebAttempt {
    pub(crate) secrets: WebSecrets,
    /// The redirect URI of the authorization request. The token request repeats it.
    pub(crate) redirect_uri: String,
    /// Whether the app asked for a private page. Only the browser knows whether the page was private.
    pub(crate) prefers_private_session: bool,
    /// Which users the app accepts.
    pub(crate) expectation: IdentityExpectation,
    /// When the attempt began, in milliseconds since 1970 by the device's clock.
    pub(crate) began_at_milliseconds: i64,
}

impl WebAttempt {
    /// Whether the attempt is too old. An attempt that began in the future counts as too old: the clock was set back,
    /// and the attempt's age is unknown.
    pub(crate) fn is_expired(&self, now_milliseconds: i64) -> bool {
        let age = now_milliseconds.saturating_sub(self.began_at_milliseconds);
        !(0..LIFETIME_MILLISECONDS).contains(&age)
    }
}

/// The request of `/oauth2/token` (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeExchange {
    pub(crate) code: Secret,
    pub(crate) verifier: Secret,
    pub(crate) redirect_uri: String,
}

impl CodeExchange {
    /// The request for a code that this attempt has received.
    pub(crate) fn of(attempt: &WebAttempt, code: Secret) -> Self {
        let (verifier, redirect_uri) = (attempt.secrets.verifier.clone(), attempt.redirect_uri.clone());
        Self { code, verifier, redirect_uri }
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    pub(crate) fn attempt() -> WebAttempt {
        let mut bytes = [0; SECRET_BYTES];
        bytes.iter_mut().enumerate().for_each(|(place, byte)| *byte = place as u8);
        WebAttempt {
            secrets: WebSecrets::of_random(&bytes),
            redirect_uri: "myapp://callback/".into(),
            prefers_private_session: false,
            expectation: IdentityExpectation::Anyone,
            began_at_milliseconds: 1_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::attempt;
    use super::*;

    #[test]
    fn the_challenge_for_the_rfcs_verifier_is_the_rfcs_challenge() {
        // RFC 7636, appendix B.
        let secrets = WebSecrets {
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
            ..attempt().secrets
        };
        assert_eq!(secrets.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn the_three_values_differ_and_have_43_characters_of_a_url() {
        let WebSecrets { state, verifier, nonce } = attempt().secrets;
        for value in [&state, &verifier, &nonce] {
            let is_url_character = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            assert!(value.expose().len() == 43 && value.expose().bytes().all(is_url_character));
        }
        assert!(state != verifier && verifier != nonce && nonce != state);
    }

    #[test]
    fn an_attempt_lives_for_ten_minutes() {
        let attempt = attempt();
        assert!(!attempt.is_expired(1_000));
        assert!(!attempt.is_expired(600_999));
        assert!(attempt.is_expired(601_000));
        assert!(attempt.is_expired(999));
        assert!(attempt.is_expired(i64::MIN));
    }
}
