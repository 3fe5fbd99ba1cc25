//! The identity of the identity pool, and logins of other providers.

use cognito_auth_core as core;
use cognito_auth_core::{
    AwsCredentials, AwsSessionToken, FederateToIdentityPoolOptions, FederateToIdentityPoolResult,
    LoginProvider, SecretAccessKey,
};

use crate::error::AuthError;

#[uniffi::remote(Record)]
pub struct AwsCredentials {
    pub access_key_id: String,
    pub secret_access_key: SecretAccessKey,
    pub session_token: AwsSessionToken,
    pub expires_at_milliseconds: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthIdentity {
    pub identity_id: Option<String>,
    pub credentials: Option<AwsCredentials>,
    pub error: Option<AuthError>,
}

impl From<core::AuthIdentity> for AuthIdentity {
    fn from(identity: core::AuthIdentity) -> Self {
        let core::AuthIdentity { identity_id, credentials, error } = identity;
        Self { identity_id, credentials, error: error.map(Into::into) }
    }
}

#[uniffi::remote(Enum)]
pub enum LoginProvider {
    Apple,
    Amazon,
    Facebook,
    Google,
    Twitter,
    Oidc(String),
    Saml(String),
    Developer,
    Other(String),
}

#[uniffi::remote(Record)]
pub struct FederateToIdentityPoolOptions {
    #[uniffi(default = None)]
    pub developer_provided_identity_id: Option<String>,
}

#[uniffi::remote(Record)]
pub struct FederateToIdentityPoolResult {
    pub identity_id: String,
    pub credentials: AwsCredentials,
}
