//! Writes what AWSMobileClient stores on Android.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::{CLIENT, FormerDevice, FormerUser, IDENTITY_POOL, USER_POOL};
use super::{Phone, gcm};

pub const TOKENS: &str = "CognitoIdentityProviderCache";
pub const IDENTITIES: &str = "com.amazonaws.android.auth";
pub const SETTINGS: &str = "com.amazonaws.mobile.client";
pub const CONTEXT_DATA: &str = "AWS.Cognito.ContextData";
const WRAPPED_KEY: &str = "AesGcmNoPadding18-encrypted-encryption-key";

/// How the values of a file are encrypted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Since Android 6: by a key of the Keystore.
    Keystore,
    /// Before Android 6: by a key that is wrapped by a key of the Keystore.
    Wrapped,
    /// By very old versions: not at all.
    Clear,
}

/// AWSMobileClient on a phone.
pub struct MobileClient<'a> {
    pub phone: &'a Phone,
    pub scheme: Scheme,
}

pub fn devices(username: &str) -> String {
    format!("CognitoIdentityProviderDeviceCache.{USER_POOL}.{username}")
}

/// The name of a user's token.
pub fn token(username: &str, name: &str) -> String {
    format!("CognitoIdentityProvider.{CLIENT}.{username}.{name}")
}

pub fn last_user() -> String {
    format!("CognitoIdentityProvider.{CLIENT}.LastAuthUser")
}

impl<'a> MobileClient<'a> {
    pub fn install(phone: &'a Phone) -> Self {
        Self { phone, scheme: Scheme::Keystore }
    }

    /// Stores the tokens of a user who has just signed in.
    pub fn session(&self, user: &FormerUser) -> &Self {
        let tokens = [
            ("idToken", user.id_token()),
            ("accessToken", user.access_token()),
            ("refreshToken", user.refresh_token()),
        ];
        for (name, value) in tokens {
            self.put(TOKENS, &token(&user.username, name), &value);
        }
        self.put(TOKENS, &last_user(), &user.username)
    }

    /// Stores the tokens of a sign-in on the web, and what the client stores beside them.
    pub fn web_session(&self, user: &FormerUser) -> &Self {
        self.put(TOKENS, &token(&user.username, "tokenType"), "JWT");
        self.put(TOKENS, &token(&user.username, "tokenScopes"), "openid,email").session(user)
    }

    pub fn device(&self, username: &str, device: &FormerDevice) -> &Self {
        let file = devices(username);
        self.put(&file, "DeviceKey", device.key).put(&file, "DeviceGroupKey", device.group);
        self.put(&file, "DeviceSecret", device.password)
    }

    pub fn identity(&self, id: &str) -> &Self {
        self.put(IDENTITIES, &format!("{IDENTITY_POOL}.identityId"), id);
        self.put(IDENTITIES, &format!("{IDENTITY_POOL}.accessKey"), "ASIAEXAMPLE")
    }

    pub fn setting(&self, name: &str, value: &str) -> &Self {
        self.put(SETTINGS, name, value)
    }

    pub fn fingerprint(&self, id: &str) -> &Self {
        self.phone.put(CONTEXT_DATA, "CognitoDeviceId", id);
        self
    }

    pub fn put(&self, file: &str, name: &str, value: &str) -> &Self {
        let key = match self.scheme {
            Scheme::Keystore => self.phone.key(&format!("{file}.aesKeyStoreAlias")),
            Scheme::Wrapped => self.wrapped_key(file),
            Scheme::Clear => {
                self.phone.put(file, name, value);
                return self;
            }
        };
        let iv = self.phone.iv();
        let encrypted = gcm(&key, &iv, value.as_bytes(), &[]);
        self.phone.put(file, &format!("{name}.encrypted"), STANDARD.encode(encrypted));
        self.phone.put(file, &format!("{name}.encrypted.iv"), STANDARD.encode(iv));
        self.phone.put(file, &format!("{name}.encrypted.keyvaluestoreversion"), "1");
        self
    }

    /// The file's own key. The Keystore of the test wraps it with AES.
    fn wrapped_key(&self, file: &str) -> [u8; 32] {
        let key = [0x5a; 32];
        let wrapped = gcm(&self.phone.key(&format!("{file}.rsaKeyStoreAlias")), &[0; 12], &key, &[]);
        self.phone.put(&format!("{file}.encryptionkey"), WRAPPED_KEY, STANDARD.encode(wrapped));
        key
    }
}
