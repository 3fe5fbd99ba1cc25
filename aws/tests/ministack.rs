//! Runs the example against ministack, a Cognito server that others wrote. `core/tests/ministack/run` starts the server
//! and passes its address in an environment variable.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support {
    pub(crate) mod example;
}

#[test]
fn the_example_creates_a_pool_signs_two_users_in_and_deletes_the_pool() {
    let endpoint = std::env::var("MINISTACK_ENDPOINT")
        .expect("MINISTACK_ENDPOINT is not set: run core/tests/ministack/run");
    support::example::owns_a_pool(&endpoint, "us-east-1");
}
