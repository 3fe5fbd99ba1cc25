//! Processes that share one store take turns to refresh its session. Instances play the processes here. The tests in
//! `core/tests/processes/` start real ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

#[path = "../support/mod.rs"]
mod support;
mod turns;
