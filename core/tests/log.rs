//! The log has enough to follow a call, and no secret.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::{Auth, Ports};
use support::log::CapturedLog;
use support::options::by_password;
use support::sessions::{FIRST, configuration, until};
use support::store::FaultyStore;
use support::transport::{ScriptedTransport, Step};

#[tokio::test]
async fn the_log_has_a_line_for_each_request_and_each_transition() {
    let refused = Step::exception("NotAuthorizedException", "Incorrect username or password.");
    let transport = Arc::new(ScriptedTransport::new([refused, FIRST.rotated()]));
    let log = CapturedLog::default();
    let mut ports = Ports::new(transport, Arc::new(FaultyStore::default()));
    ports.log = Some(Arc::new(log.clone()));
    let auth = Auth::new(configuration(), ports).unwrap();
    for is_right in [false, true] {
        let signed_in = auth.sign_in("ann", Some("Password123!".into()), by_password()).await;
        assert_eq!(signed_in.is_ok(), is_right);
    }
    let lines = [
        "InitiateAuth: NotAuthorized (WrongUsernameOrPassword), request 8a7b6c5d-0000-4000-8000-000000000001",
        "InitiateAuth: answered",
        "sign-in: SessionStored leads from StoringSession to SignedIn",
    ];
    until(|| lines.iter().all(|line| log.text().contains(line))).await;
    assert!(!log.text().contains("Password123!"));
}
