//! The sessions of browsers: each says which user is signed in there. A cookie in the browser identifies its session.

use crate::clock::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a session lives after its last use, in seconds.
pub(crate) const LIFETIME: i64 = Moment::HOUR;

/// The session of a browser in which a user is signed in. In this browser, other clients of the pool sign the user in
/// without a form.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BrowserSession {
    pub username: String,
    /// The user's `sub`, because a later user may have the same name.
    pub sub: String,
    /// When the user signed in. Using the session does not change this time.
    pub auth_time: Moment,
    /// The identity provider that the user signed in with.
    pub provider: String,
    expires: Moment,
}

impl BrowserSession {
    pub(crate) fn new(username: String, sub: String, provider: String, now: Moment) -> Self {
        Self { username, sub, provider, auth_time: now, expires: now.plus_seconds(LIFETIME) }
    }
}

/// The sessions by the secret in the cookie.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct BrowserSessions {
    by_cookie: BTreeMap<String, BrowserSession>,
}

impl BrowserSessions {
    pub(crate) fn begin(&mut self, cookie: String, session: BrowserSession, now: Moment) {
        self.by_cookie.retain(|_, session| now < session.expires);
        self.by_cookie.insert(cookie, session);
    }

    /// Finds a live session, and renews it.
    pub(crate) fn renew(&mut self, cookie: &str, now: Moment) -> Option<&BrowserSession> {
        let session = self.by_cookie.get_mut(cookie).filter(|session| now < session.expires)?;
        session.expires = now.plus_seconds(LIFETIME);
        Some(session)
    }

    /// Finds a live session, without renewing it.
    pub(crate) fn find(&self, cookie: &str, now: Moment) -> Option<&BrowserSession> {
        self.by_cookie.get(cookie).filter(|session| now < session.expires)
    }

    pub(crate) fn end(&mut self, cookie: &str) -> Option<BrowserSession> {
        self.by_cookie.remove(cookie)
    }
}
