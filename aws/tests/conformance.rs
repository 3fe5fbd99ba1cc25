//! Runs every case of `conformance/cases` through AWS's client; see `conformance/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

#[path = "../../core/tests/conformance/browser.rs"]
mod browser;
#[path = "../../core/tests/conformance/calls/mod.rs"]
mod calls;
#[path = "../../core/tests/conformance/case/mod.rs"]
mod case;
#[path = "../../core/tests/conformance/corpus.rs"]
mod corpus;
#[path = "../../core/tests/conformance/passkeys.rs"]
mod passkeys;
#[path = "../../core/tests/conformance/play.rs"]
mod play;
mod support;
#[path = "../../core/tests/conformance/words/mod.rs"]
mod words;

use std::path::Path;
use std::sync::Arc;

use cognito_auth_aws::AwsUserPool;
use cognito_auth_core::{Accounts, Auth, AuthConfiguration, AuthError, Ports};

/// The instance that the cases are played with.
fn instance(configuration: AuthConfiguration, ports: Ports) -> Result<Auth, AuthError> {
    let service = AwsUserPool::over(Arc::clone(&ports.transport), &configuration);
    Auth::over(Arc::new(service), configuration, ports)
}

/// The [`Accounts`] that the cases call.
fn accounts(configuration: AuthConfiguration, ports: Ports) -> Result<Accounts, AuthError> {
    let service = AwsUserPool::over(Arc::clone(&ports.transport), &configuration);
    Accounts::over(Arc::new(service), configuration, ports)
}

#[tokio::test]
async fn every_case_of_the_corpus_has_the_results_that_it_states() {
    corpus::play_all(&corpus::cases(), Path::new("conformance/cases")).await;
}
