//! Who is signed in.

use cognito_auth_core::{
    AccessToken, AuthSession, AuthUser, FetchAuthSessionOptions, IdToken, RefreshToken, UserPoolTokens,
};

use super::TextMap;

#[uniffi::remote(Record)]
pub struct FetchAuthSessionOptions {
    #[uniffi(default = false)]
    pub force_refresh: bool,
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

#[uniffi::remote(Record)]
pub struct AuthSession {
    pub is_signed_in: bool,
    pub user_sub: Option<String>,
    pub tokens: Option<UserPoolTokens>,
}

#[uniffi::remote(Record)]
pub struct AuthUser {
    pub username: String,
    pub user_id: String,
}
