//! Writes what Amplify for Android, version 2, stores.

use serde_json::{Value, json};

use super::super::{EXPIRES_AT, FormerDevice, FormerUser, IDENTITY, IDENTITY_POOL, USER_POOL};
use super::Phone;
use super::encrypted::EncryptedFile;

pub const IDENTIFIER_FILE: &str = "com.amplify.credentialStore.installationIdentifier";
pub const UUID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
pub const MASTER_KEY: &str = "amplify_master_key";
pub const OLD_MASTER_KEY: &str = "_androidx_security_master_key_";

/// The start of the names of the user pool's entries, if there is no identity pool.
pub fn prefix() -> String {
    format!("amplify.{USER_POOL}")
}

/// The start of the names of the user pool's entries, if there is an identity pool.
pub fn prefix_with_identity_pool() -> String {
    format!("amplify.{USER_POOL}.{IDENTITY_POOL}")
}

/// Amplify on a phone.
pub struct Amplify<'a> {
    pub file: EncryptedFile<'a>,
}

impl<'a> Amplify<'a> {
    /// Installs Amplify as version 2.14.10 and later versions do.
    pub fn install(phone: &'a Phone) -> Self {
        let (identifier, file) = (format!("__amplify__{UUID}"), Self::file());
        phone.write_file(IDENTIFIER_FILE, identifier);
        Self { file: EncryptedFile::make(phone, &file, MASTER_KEY) }
    }

    /// Installs Amplify as the versions before 2.14.10 did.
    pub fn install_old(phone: &'a Phone) -> Self {
        phone.write_file(IDENTIFIER_FILE, UUID);
        let file = format!("com.amplify.credentialStore.{UUID}");
        Self { file: EncryptedFile::make(phone, &file, OLD_MASTER_KEY) }
    }

    /// The Amplify that is installed already. Its keysets stay.
    pub fn of(phone: &'a Phone) -> Self {
        Self { file: EncryptedFile::of(phone, &Self::file()) }
    }

    /// The name of the preferences file.
    pub fn file() -> String {
        format!("com.amplify.credentialStore.__amplify__{UUID}")
    }

    /// Stores a session without an identity pool.
    pub fn session(&self, session: &Value) -> &Self {
        self.put(&format!("{}.session", prefix()), session)
    }

    /// Stores a session with a user pool and an identity pool.
    pub fn session_with_identity_pool(&self, session: &Value) -> &Self {
        self.put(&format!("{}.session", prefix_with_identity_pool()), session)
    }

    pub fn device(&self, username: &str, device: &FormerDevice) -> &Self {
        self.put(&format!("{}.{username}.deviceMetadata", prefix()), &metadata(device))
    }

    pub fn fingerprint(&self, id: &str) -> &Self {
        self.put(&format!("{}.asfDevice", prefix()), &json!({ "id": id }))
    }

    pub fn put(&self, name: &str, value: &Value) -> &Self {
        self.file.put(name, &value.to_string());
        self
    }
}

pub fn metadata(device: &FormerDevice) -> Value {
    json!({
        "type": "metadata", "deviceKey": device.key, "deviceGroupKey": device.group,
        "deviceSecret": device.password,
    })
}

pub fn by_call() -> Value {
    json!({ "type": "SignInMethod.ApiBased", "authType": "USER_SRP_AUTH" })
}

pub fn by_web() -> Value {
    json!({ "type": "SignInMethod.HostedUI", "browserPackage": "com.android.chrome" })
}

pub fn tokens(user: &FormerUser) -> Value {
    json!({
        "idToken": user.id_token(), "accessToken": user.access_token(), "refreshToken": user.refresh_token(),
        "expiration": EXPIRES_AT,
    })
}

pub fn signed_in_data(user: &FormerUser) -> Value {
    json!({
        "userId": user.sub, "username": user.username, "signedInDate": (EXPIRES_AT - 3_600) * 1000,
        "signInMethod": by_call(), "cognitoUserPoolTokens": tokens(user),
    })
}

pub fn credentials() -> Value {
    json!({
        "accessKeyId": "ASIAEXAMPLE", "secretAccessKey": "secret-access-key",
        "sessionToken": "aws-session-token", "expiration": EXPIRES_AT,
    })
}

pub fn user_pool(user: &FormerUser) -> Value {
    json!({ "type": "userPool", "signedInData": signed_in_data(user) })
}

pub fn user_and_identity_pool(user: &FormerUser) -> Value {
    json!({
        "type": "userAndIdentityPool", "signedInData": signed_in_data(user), "identityId": IDENTITY,
        "credentials": credentials(),
    })
}

pub fn identity_pool() -> Value {
    json!({ "type": "identityPool", "identityId": IDENTITY, "credentials": credentials() })
}

pub fn identity_pool_federated() -> Value {
    json!({
        "type": "identityPoolFederated", "identityId": IDENTITY, "credentials": credentials(),
        "federatedToken": { "token": "provider-token", "providerName": "accounts.google.com" },
    })
}

pub fn empty() -> Value {
    json!({ "type": "empty" })
}
