//! The example against ministack, a Cognito that nobody here wrote: `core/tests/ministack/run` starts one, and says in
//! the environment where it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support {
    pub(crate) mod example;
}

#[test]
fn the_example_creates_a_pool_with_signed_calls_signs_a_user_in_and_deletes_it() {
    let endpoint = std::env::var("MINISTACK_ENDPOINT").expect("core/tests/ministack/run says where it is");
    support::example::owns_a_pool(&endpoint, "us-east-1");
}
