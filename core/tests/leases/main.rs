//! Processes over one store take turns to refresh it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

#[cfg(unix)]
mod processes;
#[path = "../support/mod.rs"]
mod support;
mod turns;
