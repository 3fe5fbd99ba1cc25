//! Requests of the operations on identity pools.

use super::{Fixture, PoolResponse, refusal, refusal_in};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_local_pool::DEFAULT_IDENTITY_POOL_ID;
use serde_json::{Value, json};

/// The default user pool's key in Logins.
pub const USER_POOL: &str = "cognito-idp.local.amazonaws.com/local_LocalPool";
pub const GUEST_ROLE: &str = "arn:aws:iam::000000000000:role/local-unauthenticated";
pub const USER_ROLE: &str = "arn:aws:iam::000000000000:role/local-authenticated";

impl Fixture {
    pub async fn identity_operation(&self, name: &str, body: &Value) -> PoolResponse {
        let target = format!("AWSCognitoIdentityService.{name}");
        self.send("POST", "/", &target, body.to_string()).await.unwrap()
    }

    /// Performs an operation on identity pools, and fails the test if the pool refuses it.
    pub async fn identity_ok(&self, name: &str, body: Value) -> Value {
        let answer = self.identity_operation(name, &body).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
        answer.json()
    }

    /// Performs an operation on identity pools that must fail. Returns the exception and its text.
    pub async fn identity_refused(&self, name: &str, body: Value) -> (String, String) {
        refusal_in(name, &self.identity_operation(name, &body).await)
    }

    /// A new guest's identity in the default identity pool.
    pub async fn guest(&self) -> Value {
        self.identity_ok("GetId", in_identity_pool(json!({}))).await["IdentityId"].take()
    }

    /// Signs a user up and in. Returns the id token as a login.
    pub async fn new_login(&self, username: &str) -> Value {
        self.confirmed_user(username).await;
        self.login(username).await
    }

    /// Signs a user in. Returns the id token as a login.
    pub async fn login(&self, username: &str) -> Value {
        json!({ USER_POOL: self.tokens(username).await["IdToken"] })
    }

    /// Performs a GetCredentialsForIdentity that must succeed.
    pub async fn credentials(&self, id: &Value, logins: &Value) -> Value {
        self.identity_ok("GetCredentialsForIdentity", json!({ "IdentityId": id, "Logins": logins })).await
    }

    /// Performs a GetCredentialsForIdentity that must fail. Returns the exception and its text.
    pub async fn no_credentials(&self, id: &Value, logins: &Value) -> (String, String) {
        let request = json!({ "IdentityId": id, "Logins": logins });
        self.identity_refused("GetCredentialsForIdentity", request).await
    }

    /// Changes settings of the default identity pool. The other settings stay.
    pub async fn change_identity_pool(&self, changes: &Value) {
        let mut pool = self.identity_ok("DescribeIdentityPool", in_identity_pool(json!({}))).await;
        for (name, value) in changes.as_object().unwrap() {
            pool[name] = value.clone();
        }
        self.identity_ok("UpdateIdentityPool", pool).await;
    }
}

/// Adds the id of the default identity pool to a request.
pub fn in_identity_pool(mut request: Value) -> Value {
    request["IdentityPoolId"] = json!(DEFAULT_IDENTITY_POOL_ID);
    request
}

pub fn not_authorized(text: &str) -> (String, String) {
    refusal("NotAuthorizedException", text)
}

pub fn forbidden(id: &Value) -> (String, String) {
    not_authorized(&format!("Access to Identity '{}' is forbidden.", id.as_str().unwrap()))
}

pub fn mismatch() -> (String, String) {
    not_authorized(
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    )
}

pub fn guests_refused() -> (String, String) {
    not_authorized("Unauthenticated access is not supported for this identity pool.")
}

/// A token that nobody signed.
pub fn unsigned(claims: &Value) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!(
        "{}.{}.{}",
        part(&json!({ "alg": "RS256" })),
        part(claims),
        URL_SAFE_NO_PAD.encode("no signature")
    )
}
