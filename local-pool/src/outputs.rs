//! The configuration file of an app for a running pool.

use crate::local_pool::LocalPool;
use crate::pool::scopes;
use crate::setup::{
    CALLBACK_URLS, DEFAULT_CLIENT_ID, DEFAULT_IDENTITY_POOL_ID, DEFAULT_USER_POOL_ID, LOGOUT_URLS,
};
use serde_json::{Value, json};

impl LocalPool {
    /// An `amplify_outputs.json` for the default user pool, its client without a secret, and the default identity pool.
    ///
    /// The format has no member for an endpoint. CognitoAuth reads the endpoint from `custom.cognito_auth.endpoint`.
    /// Amplify for JavaScript takes the endpoint in code, as `Auth.Cognito.userPoolEndpoint`. Without TLS, the domain
    /// of managed login begins with `http://`, because other clients expect TLS at a domain without a scheme.
    pub fn amplify_outputs(&self) -> Value {
        json!({
            "version": "1.4",
            "auth": {
                "aws_region": "local",
                "user_pool_id": DEFAULT_USER_POOL_ID,
                "user_pool_client_id": DEFAULT_CLIENT_ID,
                "identity_pool_id": DEFAULT_IDENTITY_POOL_ID,
                "oauth": {
                    "identity_providers": [],
                    "domain": self.base_url().trim_start_matches("https://"),
                    "scopes": scopes::STANDARD,
                    "redirect_sign_in_uri": CALLBACK_URLS,
                    "redirect_sign_out_uri": LOGOUT_URLS,
                    "response_type": "code",
                },
                "username_attributes": [],
                "standard_required_attributes": [],
                "user_verification_types": ["email", "phone_number"],
                "mfa_configuration": "OPTIONAL",
                "mfa_methods": ["SMS", "TOTP", "EMAIL"],
                "password_policy": {
                    "min_length": 8,
                    "require_lowercase": true,
                    "require_uppercase": true,
                    "require_numbers": true,
                    "require_symbols": true,
                },
                "unauthenticated_identities_enabled": true,
            },
            "custom": { "cognito_auth": { "endpoint": self.base_url() } },
        })
    }
}
