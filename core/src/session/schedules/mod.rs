//! The session's tasks in many orders. Each test checks what must be true in every order, and each part of the session
//! is checked with a planted bug too, which the test has to find.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod changes;
mod explore;
mod leases;
mod registry;
mod single_flight;
mod whole_sessions;
mod world;
