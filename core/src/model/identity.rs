//! The identity of the identity pool and its AWS credentials.

use std::fmt;

use crate::error::AuthError;
use crate::secret::{AwsSessionToken, SecretAccessKey};

/// AWS credentials of an identity, for requests to AWS services (GetCredentialsForIdentity).
#[derive(Clone, PartialEq, Eq)]
pub struct AwsCredentials {
    /// The access key's id.
    pub access_key_id: String,
    /// The secret access key, which signs requests.
    pub secret_access_key: SecretAccessKey,
    /// The session token, which is sent with each request.
    pub session_token: AwsSessionToken,
    /// When the credentials expire, in milliseconds since 1970, by the device's clock. In the last two minutes before
    /// that time, the library gets new ones.
    pub expires_at_milliseconds: i64,
}

/// Shows neither the secret key nor the session token.
impl fmt::Debug for AwsCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AwsCredentials")
            .field("expires_at_milliseconds", &self.expires_at_milliseconds)
            .finish_non_exhaustive()
    }
}

/// The identity pool's part of a session. A failure of the identity pool does not fail the session, because the tokens
/// do not depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthIdentity {
    /// The id of the identity, `<region>:<GUID>`, if it is known. It may be present even without credentials.
    pub identity_id: Option<String>,
    /// The credentials, valid when they were returned.
    pub credentials: Option<AwsCredentials>,
    /// Why there are no credentials. [`AuthErrorCode::NotSignedIn`](crate::AuthErrorCode::NotSignedIn) if nobody is
    /// signed in and the configuration allows no guests.
    pub error: Option<AuthError>,
}

/// Who gave a token to [`Auth::federate_to_identity_pool`](crate::Auth::federate_to_identity_pool).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum LoginProvider {
    /// Sign in with Apple: the identity token.
    Apple,
    /// Login with Amazon: the access token.
    Amazon,
    /// Facebook: the access token. Limited Login gives an ID token instead: use [`Self::Oidc`] with Facebook's issuer.
    Facebook,
    /// Google: the ID token.
    Google,
    /// Twitter: `<token>;<secret>`.
    Twitter,
    /// An OpenID Connect provider: the ID token. The value is the issuer, with or without `https://`.
    Oidc(String),
    /// A SAML provider: the assertion in base64. The value is the provider's ARN.
    Saml(String),
    /// The app's own server: the token of GetOpenIdTokenForDeveloperIdentity. It needs
    /// [`FederateToIdentityPoolOptions::developer_provided_identity_id`].
    Developer,
    /// Another provider, by the name that the identity pool has for it.
    Other(String),
}

/// Options of [`Auth::federate_to_identity_pool`](crate::Auth::federate_to_identity_pool).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FederateToIdentityPoolOptions {
    /// The identity's id that the app's own server got together with the token.
    pub developer_provided_identity_id: Option<String>,
}

/// The result of a federation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FederateToIdentityPoolResult {
    /// The id of the login's identity.
    pub identity_id: String,
    /// The identity's credentials.
    pub credentials: AwsCredentials,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_key() {
        let credentials = AwsCredentials {
            access_key_id: "ASIAEXAMPLE".to_owned(),
            secret_access_key: "secret".into(),
            session_token: "token".into(),
            expires_at_milliseconds: 7,
        };
        assert_eq!(format!("{credentials:?}"), "AwsCredentials { expires_at_milliseconds: 7, .. }");
    }
}
