//! An app with an identity pool, and the service's responses to it.

use std::sync::Arc;

use cognito_auth_core::{
    AuthConfiguration, AuthErrorCode, AuthIdentity, AuthSession, FetchAuthSessionOptions,
    IdentityPoolConfiguration,
};
use serde_json::{Value, json};

use super::sessions::{NOW, SESSION_KEY, TestApp, configuration};
use super::store::FaultyStore;
use super::transport::Step;

pub const POOL: &str = "eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f";
pub const IDENTITY_KEY: &str = "cognito-auth.eu-central-1_AbCdEfGhI.client.identity";

/// The name under which `Logins` has a token of the user pool.
pub const LOGIN: &str = "cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI";

/// The time [`NOW`] as HTTP writes it.
pub const DATE: &str = "Mon, 21 Sep 2026 14:13:20 GMT";

/// A configuration with the user pool of every test, and with an identity pool that allows guests.
pub fn with_pool() -> AuthConfiguration {
    AuthConfiguration {
        identity_pool: Some(IdentityPoolConfiguration::new(POOL).with_guests()),
        ..configuration()
    }
}

/// Like [`with_pool`], but the identity pool allows no guests.
pub fn without_guests() -> AuthConfiguration {
    let mut configuration = with_pool();
    configuration.identity_pool.as_mut().unwrap().allows_guests = false;
    configuration
}

/// An app with an identity pool that allows guests. Its store has the given records of a session and of an identity.
pub fn app(session: Option<Value>, identity: Option<Value>) -> TestApp {
    app_of(with_pool(), session, identity)
}

/// Like [`app`], with this configuration.
pub fn app_of(configuration: AuthConfiguration, session: Option<Value>, identity: Option<Value>) -> TestApp {
    let entry = |key: &str, record: Option<Value>| Some((key.to_owned(), record?.to_string().into_bytes()));
    let entries = [entry(SESSION_KEY, session), entry(IDENTITY_KEY, identity)];
    TestApp::made(configuration, Arc::new(FaultyStore::with(entries.into_iter().flatten())))
}

/// Another process over the app's store, with the configuration [`with_pool`].
pub fn another(app: &TestApp) -> TestApp {
    TestApp::made(with_pool(), Arc::clone(&app.store))
}

/// The id of identity number `serial`.
pub fn identity(serial: u32) -> String {
    format!("eu-central-1:00000000-0000-4000-8000-{serial:012}")
}

/// The record of identity number `serial`, which belongs to `owner`. Its credentials are valid for an hour from
/// `received_at`.
pub fn record(serial: u32, owner: Value, received_at: i64) -> Value {
    json!({
        "version": 1, "poolId": POOL, "identityId": identity(serial), "owner": owner,
        "credentials": {
            "accessKeyId": format!("ASIASTORED{serial}"), "secretAccessKey": "stored-secret",
            "sessionToken": "stored-token", "receivedAt": received_at, "expiresAt": received_at + 3_600_000,
            "clockOffset": 0,
        },
    })
}

/// The record of a guest's identity, with valid credentials.
pub fn guests(serial: u32) -> Value {
    record(serial, json!("guest"), NOW)
}

/// The record of Ann's identity, with valid credentials.
pub fn anns(serial: u32) -> Value {
    record(serial, json!({ "user": { "userId": "sub-of-ann" } }), NOW)
}

/// The given record of an identity, with credentials that have expired.
pub fn expired(mut record: Value) -> Value {
    record["credentials"]["receivedAt"] = (NOW - 7_200_000).into();
    record["credentials"]["expiresAt"] = (NOW - 3_600_000).into();
    record
}

/// The response of GetId with identity number `serial`.
pub fn id(serial: u32) -> Step {
    Step::success(json!({ "IdentityId": identity(serial) }))
}

/// The response of GetCredentialsForIdentity with credentials of identity number `serial`, which are valid for an hour
/// from [`NOW`].
pub fn credentials(serial: u32) -> Step {
    credentials_until(serial, NOW / 1000 + 3600, Some(DATE))
}

/// Like [`credentials`], but valid until `expiration`, in seconds since 1970. `date` is the response's `Date` header.
pub fn credentials_until(serial: u32, expiration: i64, date: Option<&str>) -> Step {
    let headers: Vec<_> = date.iter().map(|date| ("date", *date)).collect();
    Step::json(
        200,
        &headers,
        json!({ "IdentityId": identity(serial), "Credentials": {
            "AccessKeyId": format!("ASIANEW{serial}"), "SecretKey": "new-secret", "SessionToken": "new-token",
            "Expiration": expiration,
        }}),
    )
}

/// The response by which the identity pool refuses a request, as a NotAuthorizedException with this text.
pub fn refusal(text: &str) -> Step {
    Step::exception("NotAuthorizedException", text)
}

/// The part of a session that is about its identity. Panics if the session has none.
pub fn part(session: &AuthSession) -> &AuthIdentity {
    session.identity.as_ref().expect("an identity")
}

/// The id of the session's identity, and the id of its access key. Panics if the session has no credentials.
pub fn got(session: &AuthSession) -> (String, String) {
    let AuthIdentity { identity_id, credentials, error } = part(session);
    assert_eq!(*error, None);
    (identity_id.clone().unwrap(), credentials.as_ref().unwrap().access_key_id.clone())
}

/// What [`got`] returns for new credentials of identity number `serial`.
pub fn new(serial: u32) -> (String, String) {
    (identity(serial), format!("ASIANEW{serial}"))
}

/// What [`got`] returns for the stored credentials of identity number `serial`.
pub fn stored(serial: u32) -> (String, String) {
    (identity(serial), format!("ASIASTORED{serial}"))
}

/// The code that says why the session has no credentials. Panics if it has some.
pub fn failure(session: &AuthSession) -> AuthErrorCode {
    let AuthIdentity { credentials, error, .. } = part(session);
    assert_eq!(*credentials, None);
    error.as_ref().expect("an error").code
}

impl TestApp {
    /// The stored record of the identity.
    pub fn stored_identity(&self) -> Option<Value> {
        self.store.entries().get(IDENTITY_KEY).map(|bytes| serde_json::from_slice(bytes).unwrap())
    }

    /// Lets the service answer the next requests with these steps, in this order.
    pub fn script(&self, steps: impl IntoIterator<Item = Step>) {
        steps.into_iter().for_each(|step| self.transport.push(step));
    }

    /// Fetches the session without credentials.
    pub async fn fetch_without_credentials(&self) -> AuthSession {
        let options = FetchAuthSessionOptions { without_credentials: true, ..Default::default() };
        self.auth.fetch_auth_session(options).await.unwrap()
    }

    /// The operations of the requests after the first `seen` ones. Adds their number to `seen`.
    pub fn took(&self, seen: &mut usize) -> Vec<String> {
        let operations = self.transport.operations().split_off(*seen);
        *seen += operations.len();
        operations
    }
}
