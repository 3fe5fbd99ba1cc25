//! Who is signed in.

use cognito_auth_core as core;
use cognito_auth_core::{AccessToken, AuthUser, IdToken, RefreshToken, UserPoolTokens};

use super::TextMap;

#[derive(uniffi::Record)]
pub struct FetchAuthSessionOptions {
    #[uniffi(default = false)]
    pub force_refresh: bool,
    #[uniffi(default)]
    pub client_metadata: TextMap,
}

/// Asks for no AWS credentials: the packages do not show them yet.
impl From<FetchAuthSessionOptions> for core::FetchAuthSessionOptions {
    fn from(options: FetchAuthSessionOptions) -> Self {
        let FetchAuthSessionOptions { force_refresh, client_metadata } = options;
        Self { force_refresh, without_credentials: true, client_metadata }
    }
}

#[uniffi::remote(Record)]
pub struct UserPoolTokens {
    pub id_token: IdToken,
    pub access_token: AccessToken,
    pub refresh_token: RefreshToken,
    pub expires_at_milliseconds: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthSession {
    pub is_signed_in: bool,
    pub user_sub: Option<String>,
    pub tokens: Option<UserPoolTokens>,
}

impl From<core::AuthSession> for AuthSession {
    fn from(session: core::AuthSession) -> Self {
        let core::AuthSession { is_signed_in, user_sub, tokens, user_pool_error: _, identity: _ } = session;
        Self { is_signed_in, user_sub, tokens }
    }
}

#[uniffi::remote(Record)]
pub struct AuthUser {
    pub username: String,
    pub user_id: String,
}
