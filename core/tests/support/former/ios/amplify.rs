//! What Amplify for Swift leaves, release by release.

use serde_json::{Value, json};

use super::super::{CLIENT, EXPIRES_AT, FormerDevice, FormerUser, IDENTITY, IDENTITY_POOL, USER_POOL};
use super::TestKeychain;

pub const SERVICE: &str = "com.amplify.awsCognitoAuthPlugin";
pub const SHARED_SERVICE: &str = "com.amplify.awsCognitoAuthPluginShared";
pub const ACCESS_GROUP: &str = "ABCDE12345.com.example.shared";
const ACCESS_GROUP_KEY: &str = "amplify_secure_storage_scopes.awsCognitoAuthPlugin.accessGroup";

/// Foundation counts the seconds from this time: the start of 2001, in seconds since 1970.
const FOUNDATION_EPOCH: i64 = 978_307_200;

/// Foundation's distant past. Amplify stores it as the time of a sign-in that it took over from AWSMobileClient.
const DISTANT_PAST: f64 = -63_114_076_800.0;

/// The releases that changed the form of the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// The first one.
    V2_0,
    /// The sign-in method is an object.
    V2_45,
    /// Shared access groups.
    V2_46,
    /// `isRefreshTokenExpired`.
    V2_48,
    /// More options of web pages, which can be null.
    V2_52,
    /// `inputUsername`, and lower-case names of devices.
    V2_57,
    /// The beta of the client for several sessions. It stores no `deviceMetadata`.
    Beta,
}

pub const RELEASES: [Release; 7] = [
    Release::V2_0,
    Release::V2_45,
    Release::V2_46,
    Release::V2_48,
    Release::V2_52,
    Release::V2_57,
    Release::Beta,
];

/// How the user signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Srp,
    Passwordless,
    WebPages,
}

/// An app with Amplify.
#[derive(Clone, Copy)]
pub struct AmplifyApp {
    pub release: Release,
    pub user_pool: Option<&'static str>,
    pub identity_pool: Option<&'static str>,
    pub access_group: Option<&'static str>,
}

impl AmplifyApp {
    /// An app with a user pool.
    pub fn of(release: Release) -> Self {
        Self { release, user_pool: Some(USER_POOL), identity_pool: None, access_group: None }
    }

    pub fn with_identity_pool(self) -> Self {
        Self { identity_pool: Some(IDENTITY_POOL), ..self }
    }

    pub fn without_user_pool(self) -> Self {
        Self { user_pool: None, ..self }
    }

    pub fn shared(self) -> Self {
        Self { access_group: Some(ACCESS_GROUP), ..self }
    }

    fn store_key(&self) -> String {
        let pools: Vec<&str> = [self.user_pool, self.identity_pool].into_iter().flatten().collect();
        format!("amplify.{}", pools.join("."))
    }

    pub fn session_account(&self) -> String {
        format!("{}.session", self.store_key())
    }

    pub fn device_account(&self, name: &str) -> String {
        let name = if self.release < Release::V2_57 { name.to_owned() } else { name.to_lowercase() };
        format!("{}.{name}.deviceMetadata", self.store_key())
    }

    pub fn fingerprint_account(&self, name: &str) -> String {
        format!("{}.{name}.deviceASF", self.store_key())
    }

    /// Writes an item as Swift's encoder does: with escaped slashes.
    pub fn write(&self, keychain: &TestKeychain, account: &str, value: &Value) {
        let service = if self.access_group.is_some() { SHARED_SERVICE } else { SERVICE };
        keychain.put(service, self.access_group, account, value.to_string().replace('/', "\\/"));
    }

    /// What each start of Amplify writes.
    pub fn start(&self, keychain: &TestKeychain) {
        let mut configuration = json!({});
        if let Some(pool) = self.user_pool {
            configuration["userPools"] = json!({
                "poolId": pool, "clientId": CLIENT, "region": "eu-central-1", "authFlowType": flow(self.release, Method::Srp),
                "usernameAttributes": [], "signUpAttributes": [], "verificationMechanisms": [],
            });
        }
        if let Some(pool) = self.identity_pool {
            configuration["identityPools"] = json!({ "poolId": pool, "region": "eu-central-1" });
        }
        self.write(keychain, "authConfiguration", &configuration);
        if let Some(group) = self.access_group {
            keychain.set_user_default(ACCESS_GROUP_KEY, group);
        }
    }

    pub fn write_session(&self, keychain: &TestKeychain, session: &Value) {
        self.write(keychain, &self.session_account(), session);
    }

    pub fn write_device(&self, keychain: &TestKeychain, name: &str, device: &FormerDevice) {
        self.write(keychain, &self.device_account(name), &metadata(device));
    }

    pub fn write_fingerprint(&self, keychain: &TestKeychain, name: &str, id: &str) {
        self.write(keychain, &self.fingerprint_account(name), &json!(id));
    }

    /// A Keychain after a user signed in.
    pub fn signed_in(&self, user: &FormerUser, method: Method) -> TestKeychain {
        self.keychain(&self.session(user, method))
    }

    /// A Keychain with this session.
    pub fn keychain(&self, session: &Value) -> TestKeychain {
        let keychain = TestKeychain::default();
        self.start(&keychain);
        self.write_session(&keychain, session);
        keychain
    }

    /// The session of a signed-in user.
    pub fn session(&self, user: &FormerUser, method: Method) -> Value {
        let data = self.signed_in_data(user, method);
        if self.identity_pool.is_none() {
            return json!({ "userPoolOnly": { "signedInData": data } });
        }
        json!({ "userPoolAndIdentityPool": { "signedInData": data, "identityID": IDENTITY, "credentials": credentials() } })
    }

    fn signed_in_data(&self, user: &FormerUser, method: Method) -> Value {
        let mut data = json!({
            "userId": user.sub,
            "username": user.username,
            "signedInDate": EXPIRES_AT - FOUNDATION_EPOCH - 3_600,
            "signInMethod": sign_in_method(self.release, method),
            "cognitoUserPoolTokens": {
                "idToken": user.id_token(),
                "accessToken": user.access_token(),
                "refreshToken": user.refresh_token(),
                "expiration": (EXPIRES_AT - FOUNDATION_EPOCH) as f64 + 0.25,
            },
        });
        if self.release != Release::Beta {
            data["deviceMetadata"] = json!({ "noData": {} });
        }
        if self.release >= Release::V2_48 {
            data["isRefreshTokenExpired"] = false.into();
        }
        if self.release >= Release::V2_57 {
            data["inputUsername"] = user.typed.as_str().into();
        }
        data
    }
}

/// When the tokens of [`AmplifyApp::session`] expire, in milliseconds since 1970.
pub const EXPIRES_AT_MILLISECONDS: i64 = EXPIRES_AT * 1_000 + 250;

/// The session of a guest.
pub fn guest() -> Value {
    json!({ "identityPoolOnly": { "identityID": IDENTITY, "credentials": credentials() } })
}

/// The session of a federated login.
pub fn federated() -> Value {
    let token = json!({ "token": "apple-token", "provider": { "apple": {} } });
    let session = json!({ "federatedToken": token, "identityID": IDENTITY, "credentials": credentials() });
    json!({ "identityPoolWithFederation": session })
}

/// The session when nobody is signed in.
pub fn no_credentials() -> Value {
    json!({ "noCredentials": {} })
}

/// The signed-in data of a session.
pub fn data_of(session: &mut Value) -> &mut Value {
    let case = session.as_object_mut().unwrap().values_mut().next().unwrap();
    &mut case["signedInData"]
}

/// A session that Amplify took over from AWSMobileClient.
pub fn taken_over(mut session: Value) -> Value {
    let data = data_of(&mut session);
    data["signedInDate"] = DISTANT_PAST.into();
    data["cognitoUserPoolTokens"]["expiration"] = (-FOUNDATION_EPOCH).into();
    session
}

/// A device's item.
pub fn metadata(device: &FormerDevice) -> Value {
    let data =
        json!({ "deviceKey": device.key, "deviceGroupKey": device.group, "deviceSecret": device.password });
    json!({ "metadata": { "_0": data } })
}

fn credentials() -> Value {
    json!({
        "accessKeyId": "ASIAEXAMPLE", "secretAccessKey": "aws-secret/key", "sessionToken": "aws-session-token",
        "expiration": EXPIRES_AT - FOUNDATION_EPOCH,
    })
}

fn sign_in_method(release: Release, method: Method) -> Value {
    match method {
        Method::Srp | Method::Passwordless => json!({ "apiBased": { "_0": flow(release, method) } }),
        Method::WebPages => json!({ "hostedUI": { "_0": web_options(release) } }),
    }
}

fn flow(release: Release, method: Method) -> Value {
    match method {
        _ if release < Release::V2_45 => json!("userSRP"),
        Method::Passwordless => json!({ "type": "USER_AUTH", "preferredFirstFactor": null }),
        Method::Srp | Method::WebPages => json!({ "type": "USER_SRP_AUTH" }),
    }
}

fn web_options(release: Release) -> Value {
    let provider = if release < Release::V2_52 { json!({}) } else { json!({ "idpIdentifier": null }) };
    let mut options = json!({
        "scopes": ["openid", "email"], "providerInfo": provider, "preferPrivateSession": false,
    });
    if release >= Release::V2_52 {
        for name in ["nonce", "lang", "login_hint", "prompt", "resource"] {
            options[name] = Value::Null;
        }
    }
    options
}
