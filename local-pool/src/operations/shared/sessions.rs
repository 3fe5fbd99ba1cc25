//! What the operations of a user and those of an administrator share: they list the user's sessions, and revoke them.

use crate::clock::Moment;
use crate::pool::UserPool;
use crate::pool::user_sessions::ListedSession;
use serde::Deserialize;
use serde_json::{Value, json};

/// How many sessions a list can have.
const MOST: usize = 125;

/// The active sessions of a user. `current` is the `origin_jti` of the token that the request has.
pub(crate) fn list(pool: &UserPool, username: &str, current: Option<&str>, now: Moment) -> Value {
    let describe = |session: ListedSession| {
        let mut described = json!({
            "SessionId": session.id,
            "SessionType": if session.origin_jti.is_some() { "TOKEN" } else { "SSO" },
            "CreateDate": session.created.date(),
            "LastActiveDate": session.last_active.date(),
            "IsCurrentSession": current.is_some() && session.origin_jti.as_deref() == current,
        });
        for (name, value) in [("ClientId", session.client_id), ("OriginSessionId", session.sso)] {
            if let Some(value) = value {
                described[name] = json!(value);
            }
        }
        described
    };
    let sessions: Vec<Value> = pool.sessions_of(username, now).into_iter().take(MOST).map(describe).collect();
    json!({ "Sessions": sessions })
}

/// The members of a request that say which sessions to revoke.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Revocation {
    pub session_id: String,
    #[serde(default)]
    pub revoke_associated_sessions: Associated,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Associated {
    #[default]
    None,
    Linked,
}
