//! Processes over one store take turns to refresh it. `core/tests/processes/` has the real ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

#[path = "../support/mod.rs"]
mod support;
mod turns;
