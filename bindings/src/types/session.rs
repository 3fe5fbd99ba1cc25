//! Who is signed in.

use cognito_auth_core as core;
use cognito_auth_core::{
    AccessToken, AuthUser, FetchAuthSessionOptions, IdToken, RefreshToken, TokenClaims, UserPoolClaims,
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
    #[uniffi(default = 0)]
    pub minimum_validity_milliseconds: i64,
    #[uniffi(default)]
    pub client_metadata: TextMap,
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct UserPoolTokens {
    pub id_token: IdToken,
    pub access_token: AccessToken,
    pub refresh_token: RefreshToken,
    pub expires_at_milliseconds: i64,
    pub claims: UserPoolClaims,
}

impl From<core::UserPoolTokens> for UserPoolTokens {
    fn from(tokens: core::UserPoolTokens) -> Self {
        let claims = tokens.claims();
        let core::UserPoolTokens { id_token, access_token, refresh_token, expires_at_milliseconds } = tokens;
        Self { id_token, access_token, refresh_token, expires_at_milliseconds, claims }
    }
}

#[uniffi::remote(Record)]
pub struct UserPoolClaims {
    pub id_token: TokenClaims,
    pub access_token: TokenClaims,
}

#[uniffi::remote(Record)]
pub struct TokenClaims {
    pub user_id: Option<String>,
    pub username: Option<String>,
    pub groups: Vec<String>,
    pub email: Option<String>,
    pub is_email_verified: Option<bool>,
    pub phone_number: Option<String>,
    pub is_phone_number_verified: Option<bool>,
    pub custom_attributes: TextMap,
    pub scopes: Vec<String>,
    pub issued_at_milliseconds: Option<i64>,
    pub expires_at_milliseconds: Option<i64>,
    pub claims_json: String,
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
            tokens: tokens.map(Into::into),
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
