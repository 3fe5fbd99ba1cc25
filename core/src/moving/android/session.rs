//! When the tokens that were stored are a session of the configured app client.

use std::ops::Range;

use serde::Deserialize;

use crate::config::UserPoolConfiguration;
use crate::jwt;
use crate::moving::ImportedSession;
use crate::secret::Secret;

/// The first second of 2014 and of 2100, since 1970. User pools came after the one, and no token lives until the other.
const SENSIBLE_SECONDS: Range<i64> = 1_388_534_400..4_102_444_800;

/// The tokens as they were stored.
pub(super) struct StoredTokens {
    pub(super) id: Option<Secret>,
    pub(super) access: Option<Secret>,
    pub(super) refresh: Option<Secret>,
    /// The end of the tokens, in seconds or milliseconds since 1970.
    pub(super) expiration: Option<i64>,
    pub(super) is_web: bool,
}

/// A session, and what its access token says of its user.
pub(super) struct FoundSession {
    pub(super) session: ImportedSession,
    pub(super) user: SignedInUser,
}

/// The user of a session.
pub(super) struct SignedInUser {
    /// The user name in the pool.
    pub(super) username: String,
    /// The device that the session is bound to.
    pub(super) device_key: Option<String>,
}

/// Why stored tokens are no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoSession {
    /// A token is missing, or the tokens belong to different users.
    Incomplete,
    /// The tokens belong to another user pool or app client.
    OfAnotherClient,
    /// A token is none of Cognito's.
    Malformed,
}

/// The claims that every token has.
#[derive(Deserialize)]
struct Claims {
    sub: String,
}

/// The claims of an access token.
#[derive(Deserialize)]
struct AccessClaims {
    sub: String,
    username: String,
    #[serde(default)]
    iss: Option<String>,
    #[serde(default)]
    client_id: Option<String>,
    #[serde(default)]
    device_key: Option<String>,
}

impl StoredTokens {
    /// The tokens as a session of the app client.
    pub(super) fn session(self, user_pool: &UserPoolConfiguration) -> Result<FoundSession, NoSession> {
        let present = |token: Option<Secret>| token.filter(|token| !token.is_empty());
        let access_token = present(self.access).ok_or(NoSession::Incomplete)?;
        let access: AccessClaims = jwt::claims(&access_token).map_err(|_| NoSession::Malformed)?;
        if user_pool.is_absent() || !access.belong_to(user_pool) {
            return Err(NoSession::OfAnotherClient);
        }
        let id_token = present(self.id).ok_or(NoSession::Incomplete)?;
        let refresh_token = present(self.refresh).ok_or(NoSession::Incomplete)?;
        let id: Claims = jwt::claims(&id_token).map_err(|_| NoSession::Malformed)?;
        if id.sub != access.sub || access.sub.is_empty() {
            return Err(NoSession::Incomplete);
        }
        let session = ImportedSession {
            id_token,
            access_token,
            refresh_token,
            expires_at_milliseconds: self.expiration.and_then(milliseconds),
            is_web: self.is_web,
            typed_username: None,
        };
        let user = SignedInUser { username: access.username, device_key: access.device_key };
        Ok(FoundSession { session, user })
    }
}

impl AccessClaims {
    /// Cognito writes both claims into every access token. One that is missing says nothing.
    fn belong_to(&self, user_pool: &UserPoolConfiguration) -> bool {
        let is_client = self.client_id.as_ref().is_none_or(|client| *client == user_pool.client_id);
        let issuer_end = format!("/{}", user_pool.pool_id);
        is_client && self.iss.as_ref().is_none_or(|issuer| issuer.ends_with(&issuer_end))
    }
}

/// A time since 1970 in milliseconds. A number that would be too late as seconds is one of milliseconds. `None` if it
/// makes no sense.
fn milliseconds(time: i64) -> Option<i64> {
    let seconds = if time < SENSIBLE_SECONDS.end { time } else { time / 1000 };
    let milliseconds = if seconds == time { time.checked_mul(1000) } else { Some(time) };
    milliseconds.filter(|_| SENSIBLE_SECONDS.contains(&seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::former::android::{CLIENT, FormerUser, USER_POOL, configuration};

    fn tokens(id: &str, access: &str, refresh: &str) -> StoredTokens {
        let secret = |text: &str| (text != "-").then(|| Secret::from(text));
        StoredTokens {
            id: secret(id),
            access: secret(access),
            refresh: secret(refresh),
            expiration: Some(1_790_003_600),
            is_web: false,
        }
    }

    fn reason(id: &str, access: &str, refresh: &str) -> Option<NoSession> {
        tokens(id, access, refresh).session(&configuration().user_pool).err()
    }

    #[test]
    fn tokens_of_the_configured_client_are_a_session() {
        let ann = FormerUser { device_key: Some("key".to_owned()), ..FormerUser::ann() };
        let stored = tokens(&ann.id_token(), &ann.access_token(), "refresh");
        let found = stored.session(&configuration().user_pool).ok().unwrap();
        assert_eq!(
            (found.user.username, found.user.device_key),
            (ann.username.clone(), ann.device_key.clone())
        );
        assert_eq!(found.session.id_token.expose(), ann.id_token());
        assert_eq!(found.session.access_token.expose(), ann.access_token());
        assert_eq!(found.session.refresh_token.expose(), "refresh");
        assert_eq!(found.session.expires_at_milliseconds, Some(1_790_003_600_000));
        assert_eq!(found.session.typed_username, None);
    }

    #[test]
    fn a_missing_token_makes_a_session_incomplete() {
        let (id, access) = (FormerUser::ann().id_token(), FormerUser::ann().access_token());
        for missing in ["-", ""] {
            assert_eq!(reason(missing, &access, "refresh"), Some(NoSession::Incomplete));
            assert_eq!(reason(&id, missing, "refresh"), Some(NoSession::Incomplete));
            assert_eq!(reason(&id, &access, missing), Some(NoSession::Incomplete));
        }
    }

    #[test]
    fn tokens_of_two_users_are_no_session() {
        let (ann, bob) = (FormerUser::ann(), FormerUser::bob());
        assert_eq!(reason(&ann.id_token(), &bob.access_token(), "refresh"), Some(NoSession::Incomplete));
        let nobody = FormerUser { sub: String::new(), ..ann };
        assert_eq!(reason(&nobody.id_token(), &nobody.access_token(), "r"), Some(NoSession::Incomplete));
    }

    #[test]
    fn tokens_of_another_client_or_pool_are_of_no_use() {
        let longer = format!("x{USER_POOL}");
        for (pool, client) in
            [(USER_POOL, "other"), ("eu-central-1_Other", CLIENT), (longer.as_str(), CLIENT), ("", CLIENT)]
        {
            let user =
                FormerUser { user_pool: pool.to_owned(), client: client.to_owned(), ..FormerUser::ann() };
            let whole = reason(&user.id_token(), &user.access_token(), "refresh");
            assert_eq!(whole, Some(NoSession::OfAnotherClient), "{pool} {client}");
            // That they are incomplete too does not matter.
            assert_eq!(reason("-", &user.access_token(), "-"), Some(NoSession::OfAnotherClient));
        }
    }

    #[test]
    fn without_a_user_pool_no_token_is_of_use() {
        let user = FormerUser { user_pool: String::new(), client: String::new(), ..FormerUser::ann() };
        let nothing = crate::config::AuthConfiguration::new("", "", "").user_pool;
        let found = tokens(&user.id_token(), &user.access_token(), "r").session(&nothing);
        assert_eq!(found.err(), Some(NoSession::OfAnotherClient));
    }

    #[test]
    fn a_token_of_another_form_is_malformed() {
        let ann = FormerUser::ann();
        // An ID token has no `username`.
        for text in ["token", "e30.e30.c2ln", "e30.!!.c2ln", &ann.id_token()] {
            assert_eq!(reason(&ann.id_token(), text, "refresh"), Some(NoSession::Malformed), "{text}");
        }
        assert_eq!(reason("token", &ann.access_token(), "refresh"), Some(NoSession::Malformed));
    }

    #[test]
    fn a_time_is_in_seconds_or_in_milliseconds() {
        for (time, expected) in [
            (1_790_003_600, Some(1_790_003_600_000)),
            (1_790_003_600_123, Some(1_790_003_600_123)),
            (1_388_534_400, Some(1_388_534_400_000)),
            (1_388_534_399, None),
            (4_102_444_799, Some(4_102_444_799_000)),
            (4_102_444_800, None),
            (1_388_534_400_000, Some(1_388_534_400_000)),
            (1_388_534_399_999, None),
            (4_102_444_799_999, Some(4_102_444_799_999)),
            (4_102_444_800_000, None),
            (0, None),
            (-1, None),
            (i64::MAX, None),
            (i64::MIN, None),
        ] {
            assert_eq!(milliseconds(time), expected, "{time}");
        }
    }
}
