//! The app over the library itself, with a local pool in this process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod passwords;
mod program;
mod sessions;
mod sign_ins;
mod sign_ups;
mod support;
mod transcript;
