//! Who is signed in.

use cognito_auth_core as core;
use cognito_auth_core::{
    AccessToken, AuthUser, FetchAuthSessionOptions, IdToken, RefreshToken, UserPoolTokens,
};

use super::{AuthIdentity, TextMap};
use crate::error::AuthError;

#[uniffi::remote(Record)]
pub struct FetchAuthSessionOptions {
    #[uniffi(default = false)]
    pub force_refresh: bool,
    #[uniffi(default = false)]
    pub without_credentials: bool,
    #[uniffi(default = false)]
    pub without_guests: bool,
    #[uniffi(default)]
    pub client_metadata: TextMap,
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
    pub user_pool_error: Option<AuthError>,
    pub identity: Option<AuthIdentity>,
}

impl From<core::AuthSession> for AuthSession {
    fn from(session: core::AuthSession) -> Self {
        let core::AuthSession { is_signed_in, user_sub, tokens, user_pool_error, identity } = session;
        Self {
            is_signed_in,
            user_sub,
            tokens,
            user_pool_error: user_pool_error.map(Into::into),
            identity: identity.map(Into::into),
        }
    }
}

#[uniffi::remote(Record)]
pub struct AuthUser {
    pub username: String,
    pub user_id: String,
}
