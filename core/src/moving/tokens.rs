//! Checks the tokens of a former session: they must be whole, and of the configuration's user pool and app client.

use serde::Deserialize;

use crate::config::UserPoolConfiguration;
use crate::jwt;
use crate::model::MoveWarning;
use crate::secret::Secret;

/// The tokens as they were stored.
pub(super) struct StoredTokens {
    pub(super) id: Option<Secret>,
    pub(super) access: Option<Secret>,
    pub(super) refresh: Option<Secret>,
}

/// Tokens of one user, who signed in through the configuration's app client.
pub(super) struct Tokens {
    pub(super) id: Secret,
    pub(super) access: Secret,
    pub(super) refresh: Secret,
    pub(super) user: User,
}

/// The signed-in user.
pub(super) struct User {
    /// The user name in the pool.
    pub(super) pool_username: String,
    /// The name that the user typed, if it was stored.
    #[cfg_attr(target_os = "android", allow(dead_code, reason = "only Apple's platforms need it"))]
    pub(super) typed_username: Option<String>,
    #[cfg_attr(target_os = "android", allow(dead_code, reason = "only Apple's platforms need it"))]
    pub(super) sub: String,
    /// The device that the access token is bound to.
    pub(super) device_key: Option<String>,
}

/// The claims of an access token.
#[derive(Deserialize)]
struct AccessClaims {
    sub: String,
    username: String,
    #[serde(default)]
    client_id: Option<String>,
    #[serde(default)]
    iss: Option<String>,
    #[serde(default)]
    device_key: Option<String>,
}

/// The claims of an ID token.
#[derive(Deserialize)]
struct IdClaims {
    sub: String,
}

impl StoredTokens {
    pub(super) fn are_absent(&self) -> bool {
        [&self.id, &self.access, &self.refresh].into_iter().all(Option::is_none)
    }

    /// The tokens, or why they can't be used.
    ///
    /// After `clearSession`, the older SDKs have only a refresh token, and still count the user as signed in. Such a
    /// session is not taken over: a session here needs the user's id, which is not in the refresh token. A refresh would
    /// give the id. But the move makes no request: with rotation, a refresh would invalidate the former library's copy.
    pub(super) fn check(self, configured: &UserPoolConfiguration) -> Result<Tokens, MoveWarning> {
        let access = present(self.access)?;
        let claims: AccessClaims = claims(&access)?;
        if configured.is_absent() || !claims.belong_to(configured) {
            return Err(MoveWarning::OtherAppClient);
        }
        let (id, refresh) = (present(self.id)?, present(self.refresh)?);
        if claims.sub.is_empty() || self::claims::<IdClaims>(&id)?.sub != claims.sub {
            return Err(MoveWarning::IncompleteSession);
        }
        let AccessClaims { sub, username: pool_username, device_key, .. } = claims;
        Ok(Tokens {
            id,
            access,
            refresh,
            user: User { pool_username, typed_username: None, sub, device_key },
        })
    }
}

/// The pool user name in an access token.
#[cfg(feature = "android-ciphers")]
pub(super) fn pool_username(access: &Secret) -> Option<String> {
    claims::<AccessClaims>(access).ok().map(|claims| claims.username)
}

impl AccessClaims {
    /// Whether the claims `client_id` and `iss` are those of the configuration. Cognito writes both into every access
    /// token. A missing claim does not make the token another client's.
    fn belong_to(&self, configured: &UserPoolConfiguration) -> bool {
        let is_client = self.client_id.as_ref().is_none_or(|client| *client == configured.client_id);
        let issuer_end = format!("/{}", configured.pool_id);
        is_client && self.iss.as_ref().is_none_or(|issuer| issuer.ends_with(&issuer_end))
    }
}

fn present(token: Option<Secret>) -> Result<Secret, MoveWarning> {
    token.filter(|token| !token.is_empty()).ok_or(MoveWarning::IncompleteSession)
}

fn claims<T: serde::de::DeserializeOwned>(token: &Secret) -> Result<T, MoveWarning> {
    jwt::claims(token).map_err(|_| MoveWarning::UndecodableSession)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::AuthConfiguration;
    use crate::test_support::former::{CLIENT, FormerUser, PHONE, USER_POOL, configuration};

    fn tokens(id: &str, access: &str, refresh: &str) -> StoredTokens {
        let secret = |text: &str| (text != "-").then(|| Secret::from(text));
        StoredTokens { id: secret(id), access: secret(access), refresh: secret(refresh) }
    }

    fn reason(id: &str, access: &str, refresh: &str) -> Option<MoveWarning> {
        tokens(id, access, refresh).check(&configuration().user_pool).err()
    }

    #[test]
    fn tokens_of_the_configured_client_are_a_session() {
        let ann = FormerUser::ann().of_device(&PHONE);
        let stored = tokens(&ann.id_token(), &ann.access_token(), "refresh");
        let Tokens { id, access, refresh, user } = stored.check(&configuration().user_pool).ok().unwrap();
        assert_eq!((id.expose(), access.expose()), (&*ann.id_token(), &*ann.access_token()));
        assert_eq!(refresh.expose(), "refresh");
        assert_eq!((user.pool_username, user.sub, user.typed_username), (ann.username, ann.sub, None));
        assert_eq!(user.device_key.as_deref(), Some(PHONE.key));
    }

    #[test]
    fn a_missing_token_makes_a_session_incomplete() {
        let (id, access) = (FormerUser::ann().id_token(), FormerUser::ann().access_token());
        for missing in ["-", ""] {
            assert_eq!(reason(missing, &access, "refresh"), Some(MoveWarning::IncompleteSession));
            assert_eq!(reason(&id, missing, "refresh"), Some(MoveWarning::IncompleteSession));
            assert_eq!(reason(&id, &access, missing), Some(MoveWarning::IncompleteSession));
        }
    }

    #[test]
    fn tokens_of_two_users_are_no_session() {
        let (ann, bob) = (FormerUser::ann(), FormerUser::bob());
        let incomplete = Some(MoveWarning::IncompleteSession);
        assert_eq!(reason(&ann.id_token(), &bob.access_token(), "refresh"), incomplete);
        let nobody = FormerUser { sub: String::new(), ..ann };
        assert_eq!(reason(&nobody.id_token(), &nobody.access_token(), "refresh"), incomplete);
    }

    #[test]
    fn tokens_of_another_client_or_pool_are_refused() {
        let longer = format!("x{USER_POOL}");
        for (pool, client) in
            [(USER_POOL, "other"), ("eu-central-1_Other", CLIENT), (longer.as_str(), CLIENT), ("", CLIENT)]
        {
            let user =
                FormerUser { user_pool: pool.to_owned(), client: client.to_owned(), ..FormerUser::ann() };
            let whole = reason(&user.id_token(), &user.access_token(), "refresh");
            assert_eq!(whole, Some(MoveWarning::OtherAppClient), "{pool} {client}");
            // The other client is the reason, even if the tokens are incomplete too.
            assert_eq!(reason("-", &user.access_token(), "-"), Some(MoveWarning::OtherAppClient));
        }
    }

    #[test]
    fn without_a_configured_user_pool_tokens_are_refused() {
        let user = FormerUser { user_pool: String::new(), client: String::new(), ..FormerUser::ann() };
        let nothing = AuthConfiguration::new("", "", "").user_pool;
        let found = tokens(&user.id_token(), &user.access_token(), "refresh").check(&nothing);
        assert_eq!(found.err(), Some(MoveWarning::OtherAppClient));
    }

    #[test]
    fn a_token_of_another_form_is_undecodable() {
        let ann = FormerUser::ann();
        // An ID token has no `username`.
        for text in ["token", "e30.e30.c2ln", "e30.!!.c2ln", &ann.id_token()] {
            let undecodable = Some(MoveWarning::UndecodableSession);
            assert_eq!(reason(&ann.id_token(), text, "refresh"), undecodable, "{text}");
        }
        assert_eq!(reason("token", &ann.access_token(), "refresh"), Some(MoveWarning::UndecodableSession));
    }
}
