//! The signed-in user and the tokens.

use std::collections::BTreeMap;
use std::fmt;

use super::AuthIdentity;
use crate::error::AuthError;
use crate::redacted::redacted_debug;
use crate::secret::{AccessToken, IdToken, RefreshToken};

/// Options of [`Auth::fetch_auth_session`](crate::Auth::fetch_auth_session).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FetchAuthSessionOptions {
    /// Refreshes the tokens, and gets new AWS credentials, even if they are still valid.
    pub force_refresh: bool,
    /// Leaves the identity and its AWS credentials out: the identity pool gets no request.
    pub without_credentials: bool,
    /// Gives no credentials of a guest, even if the configuration allows guests. While nobody is signed in, the
    /// identity's error is [`AuthErrorCode::NotSignedIn`](crate::AuthErrorCode::NotSignedIn).
    pub without_guests: bool,
    /// How long the tokens must stay valid, in milliseconds; 0 or more. Tokens that expire sooner are refreshed. Tokens
    /// that expire within a minute are always refreshed. The option has no effect on AWS credentials.
    ///
    /// If even new tokens expire sooner, the call returns the new ones. Too large a value would make every call refresh
    /// the tokens. So once the library knows the lifetime of new tokens, it limits the value: a value above
    /// `lifetime - 1 minute` becomes `lifetime / 2`.
    pub minimum_validity_milliseconds: i64,
    /// Passed to the pool's triggers when a refresh is made.
    pub client_metadata: BTreeMap<String, String>,
}

redacted_debug! {
    FetchAuthSessionOptions {
        force_refresh, without_credentials, without_guests, minimum_validity_milliseconds
    } names { client_metadata };
}

/// The tokens of a signed-in user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPoolTokens {
    /// The ID token: a signed JWT about the user.
    pub id_token: IdToken,
    /// The access token: a signed JWT for the user pool's own operations and for APIs.
    pub access_token: AccessToken,
    /// The refresh token. Send it to Cognito only.
    pub refresh_token: RefreshToken,
    /// When the access token or the ID token expires, whichever comes first. In milliseconds since 1970, by the
    /// device's clock as it was when the tokens were received.
    pub expires_at_milliseconds: i64,
}

/// The session: whether a user is signed in, which one, the tokens, and the identity with its AWS credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthSession {
    /// Whether a user is signed in, or the app is federated to the identity pool.
    pub is_signed_in: bool,
    /// The user's id (`sub`).
    pub user_sub: Option<String>,
    /// The tokens, valid when they were returned.
    pub tokens: Option<UserPoolTokens>,
    /// Why there are neither user nor tokens although [`Self::is_signed_in`] is true:
    /// [`AuthErrorCode::FederatedToIdentityPool`](crate::AuthErrorCode::FederatedToIdentityPool).
    pub user_pool_error: Option<AuthError>,
    /// The identity and its AWS credentials. `None` if the configuration has no identity pool, or if the options leave
    /// the identity out.
    pub identity: Option<AuthIdentity>,
}

/// The signed-in user.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthUser {
    /// The user name in the pool (Cognito's `username` claim), which may differ from what the user typed.
    pub username: String,
    /// The user's id (`sub`).
    pub user_id: String,
}

/// Leaves out the user name, which may be an e-mail address.
impl fmt::Debug for AuthUser {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AuthUser").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UserAuthFactors;

    #[test]
    fn debug_shows_no_user_name() {
        let username = "ann@example.com".to_owned();
        let user = AuthUser { username: username.clone(), user_id: "the-id".to_owned() };
        let factors = UserAuthFactors {
            username,
            first_factors: Vec::new(),
            enabled_mfa_types: Vec::new(),
            preferred_mfa_type: None,
        };
        assert_eq!(format!("{user:?}"), r#"AuthUser { user_id: "the-id", .. }"#);
        assert!(!format!("{factors:?}").contains("ann"));
    }
}
