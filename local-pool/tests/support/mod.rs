//! Helpers for the tests: an HTTP client for the pool, and requests that many tests send.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "no test file uses all of this")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

pub mod authenticator;
pub mod browser;
pub mod data_file;
pub mod identities;
pub mod limit;
pub mod set_up_requests;
pub mod srp_client;
pub mod trigger_server;

use axum::body::Body;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, LocalPool, Options, TriggerOptions};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use limit::LIMIT;
use serde_json::{Value, json};

pub const PASSWORD: &str = "Passw0rd!";

/// A response of the pool.
#[derive(Debug)]
pub struct PoolResponse {
    pub status: u16,
    pub error_type: Option<String>,
    pub request_id: Option<String>,
    pub content_type: String,
    pub text: String,
    headers: HeaderMap,
}

impl PoolResponse {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The values of a header that can come several times.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

/// A running pool, and a client for it.
pub struct Fixture {
    pub pool: LocalPool,
    http: Client<HttpConnector, Body>,
}

impl Fixture {
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Self {
        let pool = LocalPool::start(options).await.unwrap();
        Self { pool, http: Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http() }
    }

    /// Starts a pool whose triggers may take as long as a request of a test, however busy the machine is.
    pub async fn with_patience() -> Self {
        let triggers = TriggerOptions { timeout: LIMIT, ..TriggerOptions::default() };
        Self::with(Options { triggers, ..Options::default() }).await
    }

    /// Sends a request. Fails if the connection ends before the whole response.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        target: &str,
        body: String,
    ) -> Result<PoolResponse, String> {
        self.send_with(method, path, &[("x-amz-target", target)], body).await
    }

    /// Sends a request with these headers. Fails the test if the response takes too long.
    pub async fn send_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<PoolResponse, String> {
        let sent = tokio::time::timeout(LIMIT, self.send_and_wait(method, path, headers, body));
        sent.await.unwrap_or_else(|_| panic!("no response to {method} {path} {headers:?} within {LIMIT:?}"))
    }

    async fn send_and_wait(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<PoolResponse, String> {
        let mut request =
            hyper::Request::builder().method(method).uri(format!("http://{}{path}", self.pool.address()));
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/x-amz-json-1.1");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.http.request(request).await.map_err(|error| error.to_string())?;
        let headers = response.headers().clone();
        let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        let (error_type, request_id) = (header("x-amzn-errortype"), header("x-amzn-requestid"));
        let content_type = header("content-type").unwrap_or_default();
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(Body::new(response.into_body()), usize::MAX).await;
        let text = String::from_utf8(bytes.map_err(|error| error.to_string())?.to_vec()).unwrap();
        Ok(PoolResponse { status, error_type, request_id, content_type, text, headers })
    }

    pub async fn operation(&self, name: &str, body: &Value) -> Result<PoolResponse, String> {
        self.send("POST", "/", &format!("AWSCognitoIdentityProviderService.{name}"), body.to_string()).await
    }

    /// Performs an operation, and fails the test if the pool refuses it.
    pub async fn ok(&self, name: &str, body: Value) -> Value {
        let answer = self.operation(name, &body).await.unwrap();
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
        answer.json()
    }

    /// Performs an operation that must fail. Returns the exception and its text.
    pub async fn refused(&self, name: &str, body: Value) -> (String, String) {
        refusal_in(name, &self.operation(name, &body).await.unwrap())
    }

    /// Answers a challenge with a RespondToAuthChallenge that must succeed.
    pub async fn respond(&self, response: Value) -> Value {
        self.ok("RespondToAuthChallenge", response).await
    }

    /// Answers a challenge with a RespondToAuthChallenge that must fail. Returns the exception and its text.
    pub async fn refused_response(&self, response: Value) -> (String, String) {
        self.refused("RespondToAuthChallenge", response).await
    }

    /// Calls the control API. The call must succeed.
    pub async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.send(method, path, "", body.to_string()).await.unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    /// The code in the newest message to a user.
    pub fn latest_code(&self, username: &str) -> String {
        self.pool.latest_code(username).unwrap()
    }

    /// Signs a user up in the default pool. The username becomes the first part of the e-mail address.
    pub async fn sign_up(&self, username: &str) -> Value {
        let email = json!({ "Name": "email", "Value": format!("{username}@example.com") });
        self.ok(
            "SignUp",
            json!({
                "ClientId": DEFAULT_CLIENT_ID, "Username": username, "Password": PASSWORD,
                "UserAttributes": [email],
            }),
        )
        .await
    }

    /// Signs a user up and confirms with the code from the inbox.
    pub async fn confirmed_user(&self, username: &str) {
        self.sign_up(username).await;
        self.ok("ConfirmSignUp", confirmation(username, &self.latest_code(username))).await;
    }

    /// Performs an administrator's operation on a user of the default pool.
    pub async fn administer(&self, name: &str, username: &str, mut more: Value) -> Value {
        more["Username"] = json!(username);
        self.ok(name, in_default_pool(more)).await
    }

    /// Makes a confirmed user with a verified e-mail address and phone number.
    pub async fn user_with_phone(&self, username: &str) {
        self.confirmed_user(username).await;
        let attributes = json!({ "UserAttributes": [
            { "Name": "phone_number", "Value": "+15555551234" },
            { "Name": "phone_number_verified", "Value": "true" },
        ]});
        self.administer("AdminUpdateUserAttributes", username, attributes).await;
    }

    /// Changes settings of the default client that has no secret. The other settings stay.
    pub async fn change_client(&self, changes: &Value) {
        let one = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "ClientId": DEFAULT_CLIENT_ID });
        let mut client = self.ok("DescribeUserPoolClient", one).await["UserPoolClient"].take();
        for (name, value) in changes.as_object().unwrap() {
            client[name] = value.clone();
        }
        self.ok("UpdateUserPoolClient", client).await;
    }

    /// Signs in by USER_PASSWORD_AUTH. Returns the tokens or the challenge.
    pub async fn sign_in(&self, username: &str) -> Value {
        self.ok("InitiateAuth", password_auth(username, PASSWORD)).await
    }

    /// Signs in, and returns the AuthenticationResult.
    pub async fn tokens(&self, username: &str) -> Value {
        self.sign_in(username).await["AuthenticationResult"].take()
    }

    /// Signs in, and returns the access token.
    pub async fn access_token(&self, username: &str) -> Value {
        self.tokens(username).await["AccessToken"].take()
    }

    /// Makes a user pool with these settings, and a client that may use USER_PASSWORD_AUTH. Returns the ids of both.
    pub async fn pool_with(&self, mut settings: Value) -> (String, String) {
        settings["PoolName"] = json!("own");
        let pool = self.ok("CreateUserPool", settings).await["UserPool"]["Id"].take();
        let flows = ["ALLOW_USER_PASSWORD_AUTH"];
        let client = json!({ "UserPoolId": pool, "ClientName": "app", "ExplicitAuthFlows": flows });
        let client = self.ok("CreateUserPoolClient", client).await["UserPoolClient"]["ClientId"].take();
        (pool.as_str().unwrap().to_owned(), client.as_str().unwrap().to_owned())
    }
}

/// The exception and its text in a response.
fn refusal_in(name: &str, answer: &PoolResponse) -> (String, String) {
    assert_eq!(answer.status, 400, "{name}: {}", answer.text);
    let error = answer.json();
    let kind = error["__type"].as_str().unwrap().to_owned();
    assert_eq!(answer.error_type.as_ref(), Some(&kind), "the header names the exception too");
    (kind, error["message"].as_str().unwrap().to_owned())
}

/// Adds the id of the default pool to a request.
pub fn in_default_pool(mut request: Value) -> Value {
    request["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
    request
}

/// Makes this client send the request, in place of the default client.
pub fn by_client(client_id: &str, mut request: Value) -> Value {
    request["ClientId"] = json!(client_id);
    request
}

/// A ConfirmSignUp request.
pub fn confirmation(username: &str, code: &str) -> Value {
    json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": username, "ConfirmationCode": code })
}

/// An InitiateAuth request with USER_PASSWORD_AUTH.
pub fn password_auth(username: &str, password: &str) -> Value {
    json!({
        "ClientId": DEFAULT_CLIENT_ID,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": username, "PASSWORD": password },
    })
}

/// A RespondToAuthChallenge request with one response.
pub fn response_to(challenge: &Value, username: &str, key: &str, value: &str) -> Value {
    json!({
        "ClientId": DEFAULT_CLIENT_ID,
        "ChallengeName": challenge["ChallengeName"],
        "Session": challenge["Session"],
        "ChallengeResponses": { "USERNAME": username, key: value },
    })
}

/// An exception and its text, as [`Fixture::refused`] returns them.
pub fn refusal(kind: &str, text: &str) -> (String, String) {
    (kind.to_owned(), text.to_owned())
}

pub fn wrong_credentials() -> (String, String) {
    refusal("NotAuthorizedException", "Incorrect username or password.")
}

pub fn invalid_session() -> (String, String) {
    refusal("NotAuthorizedException", "Invalid session for the user.")
}

pub fn spent_session() -> (String, String) {
    refusal("NotAuthorizedException", "Invalid session for the user, session can only be used once.")
}

pub fn expired_session() -> (String, String) {
    refusal("NotAuthorizedException", "Invalid session for the user, session is expired.")
}

/// The claims of a token. Does not check its signature.
pub fn claims(token: &Value) -> Value {
    let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// Another code of the same length.
pub fn other_than(code: &str) -> String {
    let (zeros, last) = ("0".repeat(code.len()), code.len() - 1);
    if code == zeros { format!("{}1", &zeros[..last]) } else { zeros }
}
