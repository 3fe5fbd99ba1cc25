//! The sessions that a user or an administrator can list and revoke, while the pool tracks them. A token session is a
//! grant with its tokens. An SSO session is the session of a browser.

use super::UserPool;
use super::browser_sessions::BrowserSession;
use super::client::Feature;
use super::grants::Grant;
use crate::clock::Moment;
use crate::collections::Tracked;
use crate::errors::CognitoError;
use crate::random;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a client without a setting of its own reuses an SSO session, in minutes.
pub(crate) const DEFAULT_SSO_MINUTES: i64 = 60;
/// How many letters and digits follow the prefix of a session's id.
const ID_LENGTH: usize = 25;

/// SetUserPoolSessionConfiguration.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SessionConfiguration {
    pub user_session_tracking: Feature,
    pub token_session: TokenSessionConfiguration,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TokenSessionConfiguration {
    /// How many token sessions a user can have.
    pub max_per_user: usize,
}

impl Default for SessionConfiguration {
    fn default() -> Self {
        let token_session = TokenSessionConfiguration { max_per_user: 20 };
        Self { user_session_tracking: Feature::Disabled, token_session }
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct UserSessions {
    pub configuration: SessionConfiguration,
    /// How long a client reuses an SSO session, in minutes, by client id.
    pub sso_minutes: BTreeMap<String, i64>,
    /// The tracked token sessions, by the `origin_jti` of their grants.
    #[serde(skip)]
    pub tokens: Tracked<String, TokenSession>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenSession {
    id: String,
    created: Moment,
    last_active: Moment,
    /// The SSO session that it came from.
    sso: Option<String>,
}

/// A session in a list.
pub(crate) struct ListedSession {
    pub id: String,
    /// `None` for an SSO session, which belongs to no client.
    pub client_id: Option<String>,
    pub created: Moment,
    pub last_active: Moment,
    /// The SSO session that a token session came from.
    pub sso: Option<String>,
    /// The `origin_jti` in the tokens of a token session.
    pub origin_jti: Option<String>,
}

impl UserSessions {
    /// Notes that a token session was used.
    pub(crate) fn touch(&mut self, origin_jti: &str, now: Moment) {
        if let Some(session) = self.tokens.get_mut(origin_jti) {
            session.last_active = now;
        }
    }
}

impl UserPool {
    pub(crate) fn tracks_sessions(&self) -> bool {
        self.user_sessions.configuration.user_session_tracking == Feature::Enabled
    }

    /// The id for a new SSO session, if the pool tracks sessions.
    pub(crate) fn new_sso_session(&self) -> Result<Option<String>, CognitoError> {
        if self.tracks_sessions() { new_id("sso").map(Some) } else { Ok(None) }
    }

    /// Adds the grant of a sign-in. `sso` is the SSO session that the sign-in came from, if there is one. If the user
    /// already has as many token sessions as the pool allows, the least recently used ones end.
    pub(crate) fn begin_token_session(
        &mut self,
        grant: Grant,
        sso: Option<String>,
        now: Moment,
    ) -> Result<(), CognitoError> {
        if self.tracks_sessions() {
            let most = self.user_sessions.configuration.token_session.max_per_user;
            let mut held = self.token_sessions(&grant.username, now);
            held.sort_by_key(|session| std::cmp::Reverse(session.last_active));
            for session in held.iter().skip(most.saturating_sub(1)) {
                self.end(session);
            }
            let session = TokenSession { id: new_id("tkn")?, created: now, last_active: now, sso };
            self.user_sessions.tokens.insert(grant.origin_jti.clone(), session);
        }
        self.grants.push(grant);
        Ok(())
    }

    /// The active sessions of a user, the oldest first.
    pub(crate) fn sessions_of(&self, username: &str, now: Moment) -> Vec<ListedSession> {
        let mut all = self.token_sessions(username, now);
        let browsers = self.browser_sessions.active_of(username, now);
        let browsers = browsers.filter(|session| self.is_of(session, username));
        all.extend(browsers.filter_map(|session| {
            Some(ListedSession {
                id: session.id.clone()?,
                client_id: None,
                created: session.auth_time,
                last_active: session.last_active(),
                sso: None,
                origin_jti: None,
            })
        }));
        all.sort_by_key(|session| session.created);
        all
    }

    fn is_of(&self, session: &BrowserSession, username: &str) -> bool {
        let user = self.users.get(username);
        session.username == username && user.is_some_and(|user| user.sub == session.sub)
    }

    fn token_sessions(&self, username: &str, now: Moment) -> Vec<ListedSession> {
        let Some(user) = self.users.get(username) else { return Vec::new() };
        let grants = self.grants.of_user(username);
        let active = grants.filter(|grant| grant.sub == user.sub && !grant.revoked && now < grant.expires);
        let listed = active.filter_map(|grant| {
            let session = self.user_sessions.tokens.get(&grant.origin_jti)?.clone();
            Some(ListedSession {
                id: session.id,
                client_id: Some(grant.client_id.clone()),
                created: session.created,
                last_active: session.last_active,
                sso: session.sso,
                origin_jti: Some(grant.origin_jti.clone()),
            })
        });
        listed.collect()
    }

    /// Ends a session of a user. With `linked`, a token session also ends the SSO session that it came from, and an SSO
    /// session also ends the token sessions that came from it.
    pub(crate) fn revoke_session(
        &mut self,
        username: &str,
        id: &str,
        linked: bool,
        now: Moment,
    ) -> Result<(), CognitoError> {
        let all = self.sessions_of(username, now);
        let unknown = || CognitoError::new("ResourceNotFoundException", "The session does not exist.");
        let target = all.iter().find(|session| session.id == id).ok_or_else(unknown)?;
        self.end(target);
        let is_linked = |other: &&ListedSession| {
            target.sso.as_ref() == Some(&other.id) || other.sso.as_ref() == Some(&target.id)
        };
        all.iter().filter(|_| linked).filter(is_linked).for_each(|session| self.end(session));
        Ok(())
    }

    /// Ends a session: its tokens are revoked, or its browser is signed out.
    fn end(&mut self, session: &ListedSession) {
        match &session.origin_jti {
            Some(origin_jti) => {
                self.grants.revoke(origin_jti);
                self.user_sessions.tokens.remove(origin_jti);
            }
            None => self.browser_sessions.end_by_id(&session.id),
        }
    }

    /// Whether a client signs a user in with a browser's session that began at `began`.
    pub(crate) fn reuses_browser_session(&self, client_id: &str, began: Moment, now: Moment) -> bool {
        !self.tracks_sessions() || now < began.plus_seconds(self.sso_seconds(client_id))
    }

    fn sso_seconds(&self, client_id: &str) -> i64 {
        let minutes = self.user_sessions.sso_minutes.get(client_id).copied().unwrap_or(DEFAULT_SSO_MINUTES);
        minutes.saturating_mul(Moment::MINUTE)
    }

    /// The longest time for which a client of the pool reuses a browser's session, in seconds; 0 if the pool does not
    /// track sessions.
    pub(crate) fn longest_sso_seconds(&self) -> i64 {
        let clients = self.clients.keys().filter(|_| self.tracks_sessions());
        clients.map(|id| self.sso_seconds(id)).max().unwrap_or_default()
    }
}

fn new_id(prefix: &str) -> Result<String, CognitoError> {
    Ok(format!("{prefix}{}", random::alphanumeric(ID_LENGTH)?))
}
