//! The sessions of browsers: each says which user is signed in there. A cookie in the browser identifies its session.

use crate::clock::Moment;
use crate::collections::{Indexed, Searchable, Term, Threshold};
use serde::{Deserialize, Serialize};

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

fn term_of_user(username: &str) -> Term {
    Term::new("user", &[username.as_bytes()])
}

fn term_of_id(id: &str) -> Term {
    Term::new("id", &[id.as_bytes()])
}

impl Searchable for BrowserSession {
    fn terms(&self) -> Vec<Term> {
        self.id.iter().map(|id| term_of_id(id)).chain([term_of_user(&self.username)]).collect()
    }
}

/// The sessions by the secret in the cookie.
#[derive(Default)]
pub(crate) struct BrowserSessions {
    pub by_cookie: Indexed<String, BrowserSession>,
    full: Threshold,
}

impl BrowserSessions {
    pub(crate) fn begin(&mut self, cookie: String, session: BrowserSession, now: Moment) {
        if self.full.is_reached(self.by_cookie.len()) {
            let expired = |(cookie, session): (&String, &BrowserSession)| {
                (now >= session.expires).then(|| cookie.clone())
            };
            let expired: Vec<String> = self.by_cookie.iter().filter_map(expired).collect();
            expired.iter().for_each(|cookie| drop(self.by_cookie.remove(cookie)));
            self.full.follows(self.by_cookie.len());
        }
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

    /// The live sessions of the user with this name, and of deleted users who had the name.
    pub(crate) fn active_of(&self, username: &str, now: Moment) -> impl Iterator<Item = &BrowserSession> {
        let of_user = self.by_cookie.with(term_of_user(username));
        of_user.filter(move |session| session.username == username && now < session.expires)
    }

    /// Ends the SSO session with this id.
    pub(crate) fn end_by_id(&mut self, id: &str) {
        for cookie in self.by_cookie.keys_of(term_of_id(id)) {
            if self.by_cookie.get(&cookie).is_some_and(|session| session.id.as_deref() == Some(id)) {
                self.by_cookie.remove(&cookie);
            }
        }
    }

    pub(crate) fn end(&mut self, cookie: &str) -> Option<BrowserSession> {
        self.by_cookie.remove(cookie)
    }
}
