//! What the tests have in common: a scripted service, a store that can fail, a log that records its lines, and more.
//! The core's unit tests use this module too, and the tests of `aws/` use a part of it.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

pub mod browser;
pub mod clock;
pub mod events;
pub mod files;
pub mod form_browser;
pub mod former;
pub mod gate;
pub mod identity;
pub mod leases;
pub mod log;
pub mod options;
pub mod passkey;
pub mod pool;
pub mod programs;
pub mod sessions;
pub mod store;
pub mod transport;
pub mod triggers;
pub mod web;
pub mod wiretap;
