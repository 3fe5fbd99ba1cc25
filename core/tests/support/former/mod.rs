//! What the former libraries leave on a device. The items have the formats of those libraries, and the users are
//! invented.

pub mod android;
pub mod ios;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::{AuthConfiguration, IdentityPoolConfiguration};
use serde_json::{Value, json};

/// The user pool, the app client and the identity pool of every test.
pub const USER_POOL: &str = "eu-central-1_AbCdEfGhI";
pub const CLIENT: &str = "client";
pub const IDENTITY_POOL: &str = super::identity::POOL;
pub const IDENTITY: &str = "eu-central-1:5d1f0b3a-7c2e-4a86-9f10-2b3c4d5e6f70";

/// When the tokens expire, in seconds since 1970.
pub const EXPIRES_AT: i64 = 1_790_000_000;

pub fn configuration() -> AuthConfiguration {
    AuthConfiguration::new("eu-central-1", USER_POOL, CLIENT)
}

pub fn configuration_with_identity_pool() -> AuthConfiguration {
    let identity_pool = Some(IdentityPoolConfiguration::new(IDENTITY_POOL));
    AuthConfiguration { identity_pool, ..configuration() }
}

/// A user, and what the service knows of the sign-in.
#[derive(Clone)]
pub struct FormerUser {
    /// The user name in the pool.
    pub username: String,
    /// The name that the user types.
    pub typed: String,
    pub sub: String,
    pub user_pool: String,
    pub client: String,
    /// The device that the tokens are bound to.
    pub device_key: Option<String>,
}

impl FormerUser {
    /// A user who signs in with an e-mail address. The pool made up her user name.
    pub fn ann() -> Self {
        let sub = "7f3c1a52-0d4e-4b6a-9c81-5e2f7a9b0c1d".to_owned();
        Self { username: sub.clone(), typed: "Ann@example.com".to_owned(), sub, ..Self::bob() }
    }

    /// A user who signs in with a user name.
    pub fn bob() -> Self {
        Self {
            username: "Bob".to_owned(),
            typed: "Bob".to_owned(),
            sub: "c2a9e8d7-6b5c-4d3e-8f21-0a1b2c3d4e5f".to_owned(),
            user_pool: USER_POOL.to_owned(),
            client: CLIENT.to_owned(),
            device_key: None,
        }
    }

    pub fn of_device(self, device: &FormerDevice) -> Self {
        Self { device_key: Some(device.key.to_owned()), ..self }
    }

    fn issuer(&self) -> String {
        format!("https://cognito-idp.eu-central-1.amazonaws.com/{}", self.user_pool)
    }

    pub fn access_token(&self) -> String {
        let mut claims = json!({
            "sub": self.sub, "username": self.username, "iss": self.issuer(), "client_id": self.client,
            "token_use": "access", "origin_jti": "origin-1", "scope": "aws.cognito.signin.user.admin",
            "iat": EXPIRES_AT - 3_600, "exp": EXPIRES_AT,
        });
        if let Some(key) = &self.device_key {
            claims["device_key"] = key.as_str().into();
        }
        jwt(&claims)
    }

    pub fn id_token(&self) -> String {
        jwt(&json!({
            "sub": self.sub, "cognito:username": self.username, "iss": self.issuer(), "aud": self.client,
            "token_use": "id", "origin_jti": "origin-1", "iat": EXPIRES_AT - 3_600, "exp": EXPIRES_AT,
        }))
    }

    pub fn refresh_token(&self) -> String {
        format!("refresh-token-of-{}", self.sub)
    }

    /// The tokens. None of them may appear in a log.
    pub fn tokens(&self) -> [String; 3] {
        [self.id_token(), self.access_token(), self.refresh_token()]
    }
}

fn jwt(claims: &Value) -> String {
    let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{}", encoded(r#"{"alg":"RS256"}"#), encoded(&claims.to_string()), encoded("signature"))
}

/// A remembered device.
#[derive(Clone, Copy)]
pub struct FormerDevice {
    pub key: &'static str,
    pub group: &'static str,
    pub password: &'static str,
}

pub const PHONE: FormerDevice = FormerDevice {
    key: "eu-central-1_0a1b2c3d-1111-4222-8333-444455556666",
    group: "-aBcDeFgH",
    password: "E2F5A0B1-93C4-4D7E-8A6F-1B2C3D4E5F60",
};

pub const OLDER_PHONE: FormerDevice = FormerDevice {
    key: "eu-central-1_9f8e7d6c-5555-4666-8777-888899990000",
    group: "-zYxWvUtS",
    password: "0F1E2D3C-4B5A-4697-8877-665544332211",
};
