//! Many callers and one refresh, against the local pool.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::{Clock, SystemClock};
use cognito_local_pool::{Fault, FaultRule};
use support::clock::ManualClock;
use support::pool::{PASSWORD, TestPool, auth, ports};

#[tokio::test]
async fn fifty_callers_share_one_slow_refresh() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let clock = Arc::new(ManualClock::at(SystemClock.now_milliseconds()));
    let mut ports = ports();
    ports.clock = clock.clone();
    let auth = auth(pool.configuration(), ports);
    auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let first = auth.fetch_auth_session(Default::default()).await.unwrap().tokens.unwrap();

    clock.advance_seconds(3600);
    pool.pool.inject_fault(FaultRule {
        operation: "GetTokensFromRefreshToken".into(),
        times: 1,
        fault: Fault::Delay { milliseconds: 500 },
    });
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let auth = auth.clone();
            tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap() })
        })
        .collect();
    let mut sessions = Vec::new();
    for caller in callers {
        sessions.push(caller.await.unwrap());
    }
    assert!(sessions.iter().all(|session| session == &sessions[0]));
    assert_ne!(sessions[0].tokens.as_ref().unwrap().access_token, first.access_token);
    let refreshes =
        pool.operations().into_iter().filter(|operation| operation == "GetTokensFromRefreshToken");
    assert_eq!(refreshes.count(), 1);
}
