//! What the processes of a test have in common: a local pool, and a folder with the store.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::Ports;
use cognito_auth_core::host::HostTransport;
use cognito_local_pool::{DEFAULT_CLIENT_ID, RecordedRequest};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::child::DAY;
use crate::process::{Process, REFRESH};
use crate::support::files::FileStore;
use crate::support::pool::{PASSWORD, TestPool, auth};
use crate::support::sessions::until;

pub(crate) struct Stage {
    pub(crate) pool: TestPool,
    folder: PathBuf,
    /// The deadline of a call. A lease lasts a third of it, and at most ten seconds.
    deadline: Duration,
    /// The name of the test in the test harness.
    test: String,
    /// The name that every process has. A test sets it only if its processes run one after the other.
    pub(crate) process_name: Option<&'static str>,
    runtime: Runtime,
}

impl Stage {
    /// `test` is the name of the test with its module.
    pub(crate) fn new(test: &str, deadline: Duration) -> Self {
        let folder = format!("{}-{}", test.replace("::", "-"), std::process::id());
        let folder = std::env::temp_dir().join(folder);
        fs::create_dir_all(&folder).unwrap();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let pool = runtime.block_on(TestPool::start());
        Self { pool, folder, deadline, test: test.to_owned(), process_name: None, runtime }
    }

    /// Lets the pool rotate refresh tokens from now on. The pool accepts a replaced token for another `grace_seconds`.
    pub(crate) fn rotate(&self, grace_seconds: u32) {
        let rotation = json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": grace_seconds });
        let flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"];
        self.pool.admin(
            "UpdateUserPoolClient",
            json!({
                "ClientId": DEFAULT_CLIENT_ID, "ExplicitAuthFlows": flows, "RefreshTokenRotation": rotation,
            }),
        );
    }

    /// Makes a user, signs the user in, and leaves the session in the store.
    pub(crate) fn sign_in(&self, username: &str) {
        self.pool.confirmed_user(username);
        self.runtime.block_on(async {
            let store = FileStore::new(&self.folder);
            let ports = Ports::new(Arc::new(HostTransport::new().unwrap()), Arc::new(store));
            let auth = auth(self.pool.configuration(), ports);
            auth.sign_in(username, Some(PASSWORD.into()), Default::default()).await.unwrap();
        });
    }

    /// Starts a process over this pool and this store.
    pub(crate) fn process(&self) -> Process {
        let configuration = self.pool.configuration();
        Process::start(
            &self.test,
            &json!({
                "poolId": configuration.user_pool.pool_id, "endpoint": configuration.user_pool.endpoint,
                "folder": self.folder, "deadline": u64::try_from(self.deadline.as_millis()).unwrap(),
                "name": self.process_name,
            }),
        )
    }

    /// The refreshes that the pool has answered.
    pub(crate) fn refreshes(&self) -> Vec<RecordedRequest> {
        let requests = self.pool.pool.requests().into_iter();
        requests.filter(|request| request.operation == REFRESH).collect()
    }

    /// Asserts that the pool has refused nothing and revoked nothing.
    pub(crate) fn expect_no_refusal(&self) {
        for request in self.pool.pool.requests() {
            assert_eq!(request.error_type, None, "{}", request.operation);
            assert_ne!(request.operation, "RevokeToken");
        }
    }

    /// Whether the pool accepts this access token. It refuses a revoked one.
    pub(crate) fn is_taken(&self, access_token: &str) -> bool {
        let user = self.pool.pool.perform("GetUser", &json!({ "AccessToken": access_token }));
        let refusal = user.err().map(|refusal| refusal.exception);
        assert!(refusal.as_deref().is_none_or(|it| it == "NotAuthorizedException"), "{refusal:?}");
        refusal.is_none()
    }

    /// Waits until the pool refuses this access token, for ten seconds at most.
    pub(crate) fn wait_until_refused(&self, access_token: &str) {
        self.runtime.block_on(until(|| !self.is_taken(access_token)));
    }

    /// The stored access token.
    pub(crate) fn stored(&self) -> String {
        self.session().1["accessToken"].as_str().unwrap().to_owned()
    }

    /// Makes the stored tokens expire.
    pub(crate) fn expire(&self) {
        let (path, mut session) = self.session();
        let received_at = session["receivedAt"].as_i64().unwrap() - 2 * DAY;
        session["receivedAt"] = received_at.into();
        session["expiresAt"] = (received_at + DAY).into();
        fs::write(path, session.to_string()).unwrap();
    }

    /// The file with the stored session, and its content.
    fn session(&self) -> (PathBuf, Value) {
        let session = fs::read_dir(&self.folder).unwrap().find_map(|entry| {
            let path = entry.unwrap().path();
            let stored: Value = serde_json::from_slice(&fs::read(&path).unwrap()).ok()?;
            stored["accessToken"].is_string().then_some((path, stored))
        });
        session.expect("a stored session")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
