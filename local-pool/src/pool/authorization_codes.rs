//! Authorization codes (RFC 6749 section 4.1.2): what an app gets from a sign-in in a browser, and redeems for tokens.

use crate::clock::Moment;
use crate::collections::Threshold;
use crate::errors::CognitoError;
use crate::random;
use std::collections::HashMap;

/// How long a code waits, in seconds.
const LIFETIME: i64 = 5 * Moment::MINUTE;

/// A sign-in in a browser, and what the app asked for in it.
#[derive(Clone)]
pub(crate) struct Authorization {
    pub client_id: String,
    pub redirect_uri: String,
    /// The S256 challenge of PKCE (RFC 7636 section 4.2).
    pub code_challenge: Option<String>,
    pub nonce: Option<String>,
    pub scopes: Vec<String>,
    /// The `aud` of the access token.
    pub resource: Option<String>,
    pub username: String,
    /// The user's `sub`, because a later user may have the same name.
    pub sub: String,
    /// When the user signed in.
    pub auth_time: Moment,
    /// The SSO session of the browser, if the pool tracks sessions.
    pub sso_session: Option<String>,
}

/// The codes that wait to be redeemed. They are not stored: after a restart, an app asks for another code.
#[derive(Default)]
pub(crate) struct AuthorizationCodes {
    waiting: HashMap<String, (Authorization, Moment)>,
    full: Threshold,
}

impl AuthorizationCodes {
    pub(crate) fn issue(
        &mut self,
        authorization: Authorization,
        now: Moment,
    ) -> Result<String, CognitoError> {
        if self.full.is_reached(self.waiting.len()) {
            self.waiting.retain(|_, (_, expires)| now < *expires);
            self.full.follows(self.waiting.len());
        }
        let code = random::uuid()?;
        self.waiting.insert(code.clone(), (authorization, now.plus_seconds(LIFETIME)));
        Ok(code)
    }

    /// Takes a code out: it works once.
    pub(crate) fn redeem(&mut self, code: &str, now: Moment) -> Option<Authorization> {
        let (authorization, expires) = self.waiting.remove(code)?;
        (now < expires).then_some(authorization)
    }
}
