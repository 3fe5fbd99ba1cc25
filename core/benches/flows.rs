//! How many requests each flow sends. Prints rows for `bench/table`; `bench/peers/flows.py` does the same with others'
//! clients.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement prints, and fails loudly")]

#[path = "../tests/support/mod.rs"]
mod support;

use cognito_auth_core::{Auth, AuthSignInStep, FetchAuthSessionOptions, SignOutResult};
use support::pool::{PASSWORD, TestPool, with_email};

const USERNAME: &str = "ann";

#[tokio::main]
async fn main() {
    let pool = TestPool::start().await;
    let auth = pool.auth();
    let flows = Flows { pool: &pool, auth: &auth };

    flows.count("sign-up", flows.sign_up()).await;
    flows.count("sign-in", flows.sign_in()).await;
    flows.count("fetch", flows.fetch(false)).await;
    flows.count("refresh", flows.fetch(true)).await;
    flows.count("sign-out", flows.sign_out()).await;
    flows.require_code();
    flows.count("sms-sign-in", flows.sign_in_with_code()).await;
}

struct Flows<'a> {
    pool: &'a TestPool,
    auth: &'a Auth,
}

impl Flows<'_> {
    /// Plays a flow, and prints how many requests the pool has answered meanwhile.
    async fn count(&self, flow: &str, work: impl Future<Output = ()>) {
        let before = self.pool.operations().len();
        work.await;
        let requests = self.pool.operations().len() - before;
        println!("row\t{flow}-requests\tCognitoAuth\t{requests}");
    }

    async fn sign_up(&self) {
        self.auth.sign_up(USERNAME, Some(PASSWORD.into()), with_email("ann@example.com")).await.unwrap();
        let code = self.pool.code(USERNAME).as_str().into();
        self.auth.confirm_sign_up(USERNAME, code, Default::default()).await.unwrap();
    }

    async fn start_sign_in(&self) -> AuthSignInStep {
        self.auth.sign_in(USERNAME, Some(PASSWORD.into()), Default::default()).await.unwrap().next_step
    }

    async fn sign_in(&self) {
        assert_eq!(self.start_sign_in().await, AuthSignInStep::Done);
    }

    async fn sign_in_with_code(&self) {
        assert_ne!(self.start_sign_in().await, AuthSignInStep::Done);
        let code = self.pool.code(USERNAME).as_str().into();
        let result = self.auth.confirm_sign_in(code, Default::default()).await.unwrap();
        assert_eq!(result.next_step, AuthSignInStep::Done);
    }

    async fn fetch(&self, force_refresh: bool) {
        let options = FetchAuthSessionOptions { force_refresh, ..Default::default() };
        assert!(self.auth.fetch_auth_session(options).await.unwrap().is_signed_in);
    }

    async fn sign_out(&self) {
        assert_eq!(self.auth.sign_out(Default::default()).await, SignOutResult::Complete);
    }

    /// Makes the user's sign-ins need a code by text message.
    fn require_code(&self) {
        let phone = serde_json::json!({ "Username": USERNAME, "UserAttributes": [
            { "Name": "phone_number", "Value": "+15550001111" },
            { "Name": "phone_number_verified", "Value": "true" },
        ]});
        self.pool.admin("AdminUpdateUserAttributes", phone);
        self.pool.enable_factors(USERNAME, &["SMSMfaSettings"]);
    }
}
