//! The stored session: one versioned JSON record. Every version that was ever shipped is readable.

use std::ops::Not;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::tokens::{Claims, MalformedToken, Validity, lacks_scope};
use crate::cognito::TokenSet;
use crate::json;
use crate::machine::sign_in::IssuedTokens;
use crate::model::{AuthSession, AuthUser, UserPoolTokens};
use crate::moving::ImportedSession;
use crate::secret::{self, AccessToken, IdToken, RefreshToken, Secret};
use crate::web::WebTokens;
use crate::wiped::WipedBytes;

/// The version that is written.
const VERSION: u32 = 1;

/// The scope of the user pool's own operations, such as GetUser.
pub(super) const ACCOUNT_SCOPE: &str = "aws.cognito.signin.user.admin";

/// The id of a sign-in is a hash that is cut to this many bytes.
const SIGN_IN_ID_BYTES: usize = 16;

/// A signed-in user's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SessionRecord {
    /// Grows whenever the user or the tokens change, so that no two sessions are equal.
    pub(crate) generation: u64,
    /// The user name in the pool.
    pub(crate) pool_username: String,
    /// The user's id (`sub`).
    pub(crate) user_id: String,
    pub(crate) id_token: Secret,
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Secret,
    pub(crate) validity: Validity,
    /// Whether the service can revoke the refresh token. It can if the access token has the claim `origin_jti`.
    pub(crate) is_revocable: bool,
    /// Present if the user signed in on the user pool's web pages.
    pub(crate) web: Option<WebSession>,
    /// The device with which the service last refreshed the session, if it is not the one in the access token.
    pub(crate) device: Option<BoundDevice>,
    /// Whether the tokens are still those that the app's former library got.
    pub(crate) is_moved: bool,
}

/// The device with which the service refreshes a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum BoundDevice {
    None,
    /// The device with this key.
    Key(String),
}

impl BoundDevice {
    pub(crate) fn key(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Key(key) => Some(key.clone()),
        }
    }
}

/// What the session of a sign-in on the web has beside its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WebSession {
    /// Whether the browser reported that it kept no cookie. If not, a sign-out has to remove the cookie.
    pub(crate) is_private: bool,
}

/// A stored record that this version can't read. The error holds nothing of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored session can't be read")]
pub(crate) struct UnreadableRecord;

impl SessionRecord {
    /// The session of a user who has just signed in. The ID token and the access token must belong to the same user.
    /// The session manager sets the generation.
    pub(crate) fn of_sign_in(tokens: IssuedTokens, now_milliseconds: i64) -> Result<Self, MalformedToken> {
        let access = Claims::of(&tokens.access_token)?;
        let id = Claims::of(&tokens.id_token)?;
        if id.sub != access.sub {
            return Err(MalformedToken);
        }
        Ok(Self {
            generation: 0,
            validity: validity(now_milliseconds, tokens.expires_in_seconds, &access, &id),
            is_revocable: access.origin_jti.is_some(),
            pool_username: access.username.ok_or(MalformedToken)?,
            user_id: access.sub,
            id_token: tokens.id_token,
            access_token: tokens.access_token,
            refresh_token: tokens.refresh_token,
            web: None,
            device: None,
            is_moved: false,
        })
    }

    /// The session of a user whom the app's former library has signed in.
    pub(crate) fn of_move(session: ImportedSession, now_milliseconds: i64) -> Result<Self, MalformedToken> {
        let ImportedSession {
            id_token, access_token, refresh_token, expires_at_milliseconds, is_web, ..
        } = session;
        let tokens =
            IssuedTokens { access_token, id_token, refresh_token, expires_in_seconds: 0, new_device: None };
        let record = Self::of_sign_in(tokens, now_milliseconds)?;
        let ends = [&record.access_token, &record.id_token]
            .into_iter()
            .filter_map(|token| Claims::of(token).ok()?.exp?.checked_mul(1000))
            .chain(expires_at_milliseconds);
        let expires_at_milliseconds = ends.min().unwrap_or(0);
        Ok(Self {
            validity: Validity { expires_at_milliseconds, ..record.validity },
            // How the page was shown is not known. If it left a cookie, a sign-out has to remove it.
            web: is_web.then_some(WebSession { is_private: false }),
            is_moved: true,
            ..record
        })
    }

    /// The session of a user who has just signed in on the web.
    pub(crate) fn of_web_sign_in(
        tokens: WebTokens,
        web: WebSession,
        now_milliseconds: i64,
    ) -> Result<Self, MalformedToken> {
        let tokens = IssuedTokens {
            access_token: tokens.access_token,
            id_token: tokens.id_token,
            refresh_token: tokens.refresh_token,
            expires_in_seconds: tokens.expires_in_seconds.into(),
            new_device: None,
        };
        Self::of_sign_in(tokens, now_milliseconds).map(|record| Self { web: Some(web), ..record })
    }

    /// The session with the tokens of a refresh. They must belong to the same user.
    pub(crate) fn refreshed(&self, tokens: TokenSet, now_milliseconds: i64) -> Result<Self, MalformedToken> {
        let access = Claims::of(&tokens.access_token)?;
        let id = Claims::of(&tokens.id_token)?;
        if access.sub != self.user_id || id.sub != self.user_id {
            return Err(MalformedToken);
        }
        Ok(Self {
            generation: self.generation.saturating_add(1),
            pool_username: self.pool_username.clone(),
            user_id: self.user_id.clone(),
            validity: validity(now_milliseconds, tokens.expires_in_seconds.into(), &access, &id),
            is_revocable: access.origin_jti.is_some(),
            id_token: tokens.id_token,
            access_token: tokens.access_token,
            refresh_token: tokens.refresh_token.unwrap_or_else(|| self.refresh_token.clone()),
            web: self.web,
            device: self.device.clone(),
            is_moved: false,
        })
    }

    /// The session, bound to the device `accepted`. After a refresh, this is the device with which the service
    /// refreshed the session, if it is not the session's own device. After a move, it is the device that the former
    /// library remembered for the user. `None` leaves the session bound to its present device.
    pub(crate) fn of_device(self, accepted: Option<BoundDevice>) -> Self {
        let claimed = Claims::of(&self.access_token).ok().and_then(|claims| claims.device_key);
        let device = accepted.or(self.device).filter(|device| device.key() != claimed);
        Self { device, ..self }
    }

    /// The session with a new refresh token. The other tokens stay the same, and count as expired.
    pub(crate) fn rotated(&self, refresh_token: Secret) -> Self {
        let validity = Validity { expires_at_milliseconds: 0, ..self.validity };
        let generation = self.generation.saturating_add(1);
        Self { generation, refresh_token, validity, is_moved: false, ..self.clone() }
    }

    /// How long the tokens stay valid, in milliseconds.
    ///
    /// The device's clock may have been set back since the tokens were received. So if the time by the service's clock
    /// is known, the tokens' expiry by that clock is a second limit. `ahead_milliseconds` is how far the service's
    /// clock is ahead of the device's.
    pub(crate) fn left_milliseconds(&self, now_milliseconds: i64, ahead_milliseconds: Option<i64>) -> i64 {
        let by_the_device = self.validity.left_milliseconds(now_milliseconds);
        let by_the_service = |ahead: i64| {
            let end = [&self.access_token, &self.id_token]
                .into_iter()
                .filter_map(|token| Claims::of(token).ok()?.exp)
                .min()?;
            Some(end.saturating_mul(1000).saturating_sub(now_milliseconds.saturating_add(ahead)))
        };
        ahead_milliseconds
            .and_then(by_the_service)
            .map_or(by_the_device, |by_the_service| by_the_device.min(by_the_service))
    }

    /// Whether both sessions come from the same sign-in: revoking the refresh token of one also revokes the refresh
    /// token of the other.
    pub(crate) fn is_from_same_sign_in_as(&self, other: &Self) -> bool {
        self.origin().is_some_and(|own_origin| Some(own_origin) == other.origin())
    }

    /// Whether this session can be a later state of the other one. If neither session's tokens have the id of their
    /// sign-in, any session of the same user can be a later state.
    pub(crate) fn continues(&self, other: &Self) -> bool {
        self.user_id == other.user_id && self.origin() == other.origin()
    }

    fn origin(&self) -> Option<String> {
        Claims::of(&self.access_token).ok()?.origin_jti
    }

    /// A hash that identifies the sign-in that the session comes from. A refresh does not change the hash, and no other
    /// sign-in has the same hash. There is one exception: tokens that can't be revoked lack the claim `origin_jti`, the
    /// id of their sign-in. For them, the hash is that of the refresh token, so a rotation changes the hash.
    pub(crate) fn sign_in_id(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.user_id);
        match Claims::of(&self.access_token).ok().and_then(|claims| claims.origin_jti) {
            Some(origin) => {
                hash.update("\n");
                hash.update(origin);
            }
            None => {
                hash.update("\nrefresh token\n");
                hash.update(self.refresh_token.expose());
            }
        }
        hash.finalize().iter().take(SIGN_IN_ID_BYTES).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The key of the device that the session is bound to: the one that the service accepted last, or else that of the
    /// access token. The session of a sign-in on the web is bound to no device.
    pub(crate) fn device_key(&self) -> Option<String> {
        match &self.device {
            _ if self.web.is_some() => None,
            Some(device) => device.key(),
            None => Claims::of(&self.access_token).ok()?.device_key,
        }
    }

    /// Whether the access token lacks the scope that the user pool's operations need. Only a sign-in on the web can
    /// leave this scope out.
    pub(crate) fn lacks_account_scope(&self) -> bool {
        self.web.is_some() && lacks_scope(&self.access_token, ACCOUNT_SCOPE)
    }

    /// The session in the form that the app gets.
    pub(crate) fn session(&self) -> AuthSession {
        AuthSession {
            is_signed_in: true,
            user_sub: Some(self.user_id.clone()),
            tokens: Some(UserPoolTokens {
                id_token: IdToken::of(self.id_token.clone()),
                access_token: AccessToken::of(self.access_token.clone()),
                refresh_token: RefreshToken::of(self.refresh_token.clone()),
                expires_at_milliseconds: self.validity.expires_at_milliseconds,
            }),
            ..AuthSession::default()
        }
    }

    /// The user in the form that the app gets.
    pub(crate) fn user(&self) -> AuthUser {
        AuthUser { username: self.pool_username.clone(), user_id: self.user_id.clone() }
    }
}

fn validity(now_milliseconds: i64, expires_in_seconds: i64, access: &Claims, id: &Claims) -> Validity {
    let lifetimes = [Some(expires_in_seconds), access.lifetime_seconds(), id.lifetime_seconds()];
    Validity::from_now(now_milliseconds, lifetimes.into_iter().flatten())
}

/// The member that every version of the record has.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// The stored form of version 1.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version1 {
    version: u32,
    generation: u64,
    #[serde(rename = "username")]
    pool_username: String,
    user_id: String,
    #[serde(with = "secret::json")]
    id_token: Secret,
    #[serde(with = "secret::json")]
    access_token: Secret,
    #[serde(with = "secret::json")]
    refresh_token: Secret,
    /// Milliseconds since 1970, by the device's clock.
    received_at: i64,
    /// Milliseconds since 1970, by the device's clock.
    expires_at: i64,
    is_revocable: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    web: Option<WebSession>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    device: Option<BoundDevice>,
    #[serde(default, skip_serializing_if = "Not::not")]
    is_moved: bool,
}

impl SessionRecord {
    /// The stored form of the record.
    pub(crate) fn to_bytes(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        WipedBytes::json(&Version1 {
            version: VERSION,
            generation: self.generation,
            pool_username: self.pool_username.clone(),
            user_id: self.user_id.clone(),
            id_token: self.id_token.clone(),
            access_token: self.access_token.clone(),
            refresh_token: self.refresh_token.clone(),
            received_at: self.validity.received_at_milliseconds,
            expires_at: self.validity.expires_at_milliseconds,
            is_revocable: self.is_revocable,
            web: self.web,
            device: self.device.clone(),
            is_moved: self.is_moved,
        })
    }

    /// Reads a record of any version up to [`VERSION`].
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, UnreadableRecord> {
        let Versioned { version } = json::read(bytes).map_err(|_| UnreadableRecord)?;
        match version {
            1 => json::read::<Version1>(bytes).map(Self::from).map_err(|_| UnreadableRecord),
            _ => Err(UnreadableRecord),
        }
    }
}

impl From<Version1> for SessionRecord {
    fn from(record: Version1) -> Self {
        Self {
            generation: record.generation,
            pool_username: record.pool_username,
            user_id: record.user_id,
            id_token: record.id_token,
            access_token: record.access_token,
            refresh_token: record.refresh_token,
            validity: Validity {
                received_at_milliseconds: record.received_at,
                expires_at_milliseconds: record.expires_at,
            },
            is_revocable: record.is_revocable,
            web: record.web,
            device: record.device,
            is_moved: record.is_moved,
        }
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
