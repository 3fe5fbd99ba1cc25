//! A Keychain with items of Amplify for Swift, or of AWSMobileClient.

pub mod amplify;
pub mod mobile_client;

use std::collections::BTreeMap;
use std::sync::Mutex;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::{FormerItem, FormerKeychain, StoreError};
use serde_json::{Value, json};

/// The user pool and the app client of every test.
pub const USER_POOL: &str = "eu-central-1_AbCdEfGhI";
pub const CLIENT: &str = "client";
pub const IDENTITY_POOL: &str = super::super::identity::POOL;
pub const IDENTITY: &str = "eu-central-1:5d1f0b3a-7c2e-4a86-9f10-2b3c4d5e6f70";
pub const BUNDLE: &str = "com.example.app";

/// When the tokens expire, in seconds since 1970.
pub const EXPIRES_AT: i64 = 1_790_000_000;

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

    /// The tokens, none of which must show in a log.
    pub fn tokens(&self) -> [String; 3] {
        [self.id_token(), self.access_token(), self.refresh_token()]
    }
}

fn jwt(claims: &Value) -> String {
    let encoded = URL_SAFE_NO_PAD.encode(claims.to_string());
    format!(
        "{}.{encoded}.{}",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#),
        URL_SAFE_NO_PAD.encode("signature")
    )
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

/// A service and its access group.
pub type Place = (String, Option<String>);

/// A Keychain in memory, which fails on demand.
#[derive(Default)]
pub struct TestKeychain {
    items: Mutex<BTreeMap<Place, BTreeMap<String, Vec<u8>>>>,
    user_defaults: Mutex<BTreeMap<String, String>>,
    failures: Mutex<BTreeMap<String, StoreError>>,
    /// The account that the next read does not see.
    missed_once: Mutex<Option<String>>,
    reads: Mutex<Vec<String>>,
}

impl TestKeychain {
    pub fn put(&self, service: &str, access_group: Option<&str>, account: &str, value: impl Into<Vec<u8>>) {
        let place = (service.to_owned(), access_group.map(str::to_owned));
        self.items.lock().unwrap().entry(place).or_default().insert(account.to_owned(), value.into());
    }

    pub fn remove(&self, account: &str) {
        for items in self.items.lock().unwrap().values_mut() {
            items.remove(account);
        }
    }

    pub fn set_user_default(&self, key: &str, value: &str) {
        self.user_defaults.lock().unwrap().insert(key.to_owned(), value.to_owned());
    }

    /// Each read of a service fails from now on.
    pub fn fail(&self, service: &str, error: StoreError) {
        self.failures.lock().unwrap().insert(service.to_owned(), error);
    }

    /// No read fails any more.
    pub fn succeed(&self) {
        self.failures.lock().unwrap().clear();
    }

    /// Every item.
    pub fn contents(&self) -> BTreeMap<Place, BTreeMap<String, Vec<u8>>> {
        self.items.lock().unwrap().clone()
    }

    /// The next read does not see an account, as while Amplify changes the item on macOS.
    pub fn miss_once(&self, account: &str) {
        *self.missed_once.lock().unwrap() = Some(account.to_owned());
    }

    /// The services that were read.
    pub fn reads(&self) -> Vec<String> {
        self.reads.lock().unwrap().clone()
    }

    /// All items, as service, access group, account.
    pub fn accounts(&self) -> Vec<(String, Option<String>, String)> {
        let items = self.items.lock().unwrap();
        let of_place = |((service, group), items): (&Place, &BTreeMap<String, Vec<u8>>)| {
            let account = |account: &String| (service.clone(), group.clone(), account.clone());
            items.keys().map(account).collect::<Vec<_>>()
        };
        items.iter().flat_map(of_place).collect()
    }

    /// Changes the bytes of every item with this account.
    pub fn change(&self, account: &str, change: impl Fn(&mut Vec<u8>)) {
        self.items.lock().unwrap().values_mut().filter_map(|items| items.get_mut(account)).for_each(change);
    }

    /// The bytes of the first item with this account.
    pub fn value(&self, account: &str) -> Vec<u8> {
        self.items.lock().unwrap().values().find_map(|items| items.get(account).cloned()).unwrap()
    }
}

impl FormerKeychain for TestKeychain {
    fn remove(
        &self,
        service: String,
        access_group: Option<String>,
        accounts: Vec<String>,
    ) -> Result<(), StoreError> {
        if let Some(error) = self.failures.lock().unwrap().get(&service) {
            return Err(*error);
        }
        if let Some(items) = self.items.lock().unwrap().get_mut(&(service, access_group)) {
            items.retain(|account, _| !accounts.contains(account));
        }
        Ok(())
    }

    fn bundle_identifier(&self) -> Option<String> {
        Some(BUNDLE.to_owned())
    }

    fn items(&self, service: String, access_group: Option<String>) -> Result<Vec<FormerItem>, StoreError> {
        self.reads.lock().unwrap().push(service.clone());
        if let Some(error) = self.failures.lock().unwrap().get(&service) {
            return Err(*error);
        }
        let items = self.items.lock().unwrap();
        let Some(found) = items.get(&(service, access_group)) else { return Ok(Vec::new()) };
        let mut missed = self.missed_once.lock().unwrap();
        let is_missed = |account: &String| missed.as_ref() == Some(account);
        let seen = found.iter().filter(|(account, _)| !is_missed(account));
        let seen =
            seen.map(|(name, value)| FormerItem { name: name.clone(), value: value.clone() }).collect();
        *missed = None;
        Ok(seen)
    }

    fn user_default(&self, key: String) -> Option<String> {
        self.user_defaults.lock().unwrap().get(&key).cloned()
    }
}
