//! Makes every call with every fault, except for the calls for web pages. Each call either works, or fails with a typed
//! error that has a recovery suggestion. No call panics or hangs.
//!
//! `calls` and `fault` list the calls and the faults, `table` has the expected effect of each pair (a **cell**), and
//! `stage` is the app. The table is a `match` over the kinds of calls and the faults. It names every kind and every
//! fault, so a missing pair does not compile. A test compares the list of calls with the source.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

/// Defines an enum, and a constant `ALL` with the list of its variants.
macro_rules! listed {
    ($name:ident { $($variant:ident),+ $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(crate) enum $name { $($variant),+ }

        impl $name {
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}

mod calls;
mod fault;
mod stage;
#[path = "../support/mod.rs"]
mod support;
mod table;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cognito_local_pool::FaultRule;

use calls::{Call, Kind};
use fault::Fault;
use stage::Stage;
use support::pool::TestPool;
use support::sessions::until;
use table::{FaultEffect, described_code, expected};

/// The calls for web pages. `web_sign_in.rs`, `web_bad_input.rs` and `web_races.rs` test their faults.
const WITH_A_BROWSER: [&str; 3] = ["handle_redirect", "sign_in_with_web_ui", "sign_out_with_web_ui"];

/// Longer than any call may take.
const NEVER: Duration = Duration::from_secs(120);

#[tokio::test]
async fn every_call_with_every_fault_ends_as_the_table_says() {
    let mut pool = TestPool::start().await;
    let mut wrong = Vec::new();
    let mut cells = 0;
    for &call in Call::ALL {
        for &fault in Fault::ALL {
            let expected = expected(call, fault);
            if expected == FaultEffect::Inapplicable {
                continue;
            }
            let stage = Stage::new(pool, cells);
            let auth = stage.prepare(call).await;
            stage.inject(&auth, fault).await;
            if fault == Fault::Hang {
                // The paused clock jumps to the deadline as soon as nothing else can happen.
                tokio::time::pause();
            }
            let made = tokio::time::timeout(NEVER, stage.make(&auth, call, fault)).await;
            if fault == Fault::Hang {
                tokio::time::resume();
            }
            let outcome = match made.unwrap_or_else(|_| panic!("{call:?} hangs with {fault:?}")) {
                Ok(outcome) => outcome,
                Err(error) => FaultEffect::Fails(described_code(&error)),
            };
            if outcome != expected {
                wrong.push(format!("{call:?} with {fault:?}: {outcome:?} instead of {expected:?}"));
            }
            cells += 1;
            pool = stage.pool;
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
    println!("{cells} cells");
}

#[tokio::test]
async fn dropping_a_call_ends_it_before_a_slow_server_responds() {
    let mut pool = TestPool::start().await;
    let needs_the_service =
        |kind| !matches!(kind, Kind::Store | Kind::Local | Kind::StoreAlone | Kind::Listing);
    let at_the_service = Call::ALL.iter().copied().filter(|call| needs_the_service(call.kind()));
    for (number, call) in at_the_service.enumerate() {
        let stage = Arc::new(Stage::new(pool, number));
        let auth = stage.prepare(call).await;
        let delay = cognito_local_pool::Fault::Delay { milliseconds: 120_000 };
        stage.pool.pool.inject_fault(FaultRule { operation: "*".into(), times: 1, fault: delay });
        let served = stage.pool.operations().len();
        let begun = Instant::now();
        let its_stage = Arc::clone(&stage);
        let made = tokio::spawn(async move { its_stage.make(&auth, call, Fault::Hang).await });
        until(|| stage.pool.operations().len() > served).await;
        made.abort();
        assert!(made.await.unwrap_err().is_cancelled(), "{call:?}");
        assert!(begun.elapsed() < NEVER, "{call:?}");
        stage.pool.pool.clear_faults();
        pool = Arc::into_inner(stage).expect("the call has let go of everything").pool;
    }
}

#[test]
fn the_table_has_every_call_of_the_api() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/auth");
    let mut in_the_source = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let calls =
            source.lines().filter_map(|line| line.strip_prefix("    pub async fn ")?.split('(').next());
        in_the_source.extend(calls.map(str::to_owned));
    }
    let in_the_table: BTreeSet<_> = Call::ALL.iter().map(|call| snake_case(&format!("{call:?}"))).collect();
    let with_a_browser = WITH_A_BROWSER.map(str::to_owned);
    assert_eq!(in_the_table, &in_the_source - &BTreeSet::from(with_a_browser));
}

fn snake_case(name: &str) -> String {
    let words = name.chars().map(|letter| match letter.is_uppercase() {
        true => format!("_{}", letter.to_lowercase()),
        false => letter.to_string(),
    });
    words.collect::<String>().trim_start_matches('_').to_owned()
}
