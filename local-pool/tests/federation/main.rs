//! Identity providers: the operations for them, and the sign-in with them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

#[path = "../support/mod.rs"]
mod support;

#[path = "../oauth/app.rs"]
#[allow(dead_code, reason = "these tests need a part of it")]
mod app;

mod account;
mod browsing;
mod failures;
mod links;
mod provider;
mod providers;
mod sign_in;
mod stand_in;
