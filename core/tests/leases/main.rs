//! Processes that share one store take turns to refresh its session. Here, each process is only an instance in the
//! test's own process. The tests in `core/tests/processes/` start real processes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

#[path = "../support/mod.rs"]
mod support;
mod turns;
