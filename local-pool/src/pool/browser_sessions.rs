//! The sessions of browsers: each says which user is signed in there. A cookie in the browser identifies its session.

use crate::clock::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a session lives after its last use, in seconds. With session tracking, a client can make it live longer.
const LIFETIME: i64 = Moment::HOUR;

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
    /// The id of the SSO session, if the pool tracked sessions when the user signed in.
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    last_used: Option<Moment>,
    expires: Moment,
}

impl BrowserSession {
    /// A session that begins now and lives for `seconds`, if that is longer than usual.
    pub(crate) fn new(
        username: String,
        sub: String,
        provider: String,
        id: Option<String>,
        seconds: i64,
        now: Moment,
    ) -> Self {
        let expires = now.plus_seconds(LIFETIME.max(seconds));
        Self { username, sub, provider, auth_time: now, id, last_used: Some(now), expires }
    }

    pub(crate) fn last_active(&self) -> Moment {
        self.last_used.unwrap_or(self.auth_time)
    }

    /// How long the session lives unless it is used again, in seconds.
    pub(crate) fn seconds_left(&self, now: Moment) -> i64 {
        (self.expires.seconds() - now.seconds()).max(0)
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
        session.expires = session.expires.max(now.plus_seconds(LIFETIME));
        session.last_used = Some(now);
        Some(session)
    }

    /// Finds a live session, without renewing it.
    pub(crate) fn find(&self, cookie: &str, now: Moment) -> Option<&BrowserSession> {
        self.by_cookie.get(cookie).filter(|session| now < session.expires)
    }

    pub(crate) fn active(&self, now: Moment) -> impl Iterator<Item = &BrowserSession> {
        self.by_cookie.values().filter(move |session| now < session.expires)
    }

    /// Ends the SSO session with this id.
    pub(crate) fn end_by_id(&mut self, id: &str) {
        self.by_cookie.retain(|_, session| session.id.as_deref() != Some(id));
    }

    pub(crate) fn end(&mut self, cookie: &str) -> Option<BrowserSession> {
        self.by_cookie.remove(cookie)
    }
}
