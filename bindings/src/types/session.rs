//! Who is signed in.

use cognito_auth_core::{AuthSession, AuthUser, FetchAuthSessionOptions, Secret, UserPoolTokens};

use super::TextMap;

/// Options of fetching the session.
#[uniffi::remote(Record)]
pub struct FetchAuthSessionOptions {
    /// Refreshes the tokens even if they are still valid.
    #[uniffi(default = false)]
    pub force_refresh: bool,
    /// Passed to the pool's triggers when a refresh is made.
    #[uniffi(default)]
    pub client_metadata: TextMap,
}

/// The tokens of a signed-in user.
#[uniffi::remote(Record)]
pub struct UserPoolTokens {
    /// The ID token: a signed JWT about the user.
    pub id_token: Secret,
    /// The access token: a signed JWT for the user pool's own operations and for APIs.
    pub access_token: Secret,
    /// The refresh token. Never send it anywhere but to Cognito.
    pub refresh_token: Secret,
    /// When the first of the access token and the ID token expires, in milliseconds since 1970, by the device's clock.
    pub expires_at_milliseconds: i64,
}

/// The session: whether somebody is signed in, who, and the tokens.
#[uniffi::remote(Record)]
pub struct AuthSession {
    /// Whether a user is signed in.
    pub is_signed_in: bool,
    /// The user's id (`sub`).
    pub user_sub: Option<String>,
    /// The tokens, valid when they were returned.
    pub tokens: Option<UserPoolTokens>,
}

/// The signed-in user.
#[uniffi::remote(Record)]
pub struct AuthUser {
    /// The user name in the pool (Cognito's `username` claim), which may differ from what was typed.
    pub username: String,
    /// The user's id (`sub`).
    pub user_id: String,
}
