//! The session's tasks in many orders. Each test checks what must be true in every order. For each part of the session,
//! a test plants a bug too, and fails unless some order shows the bug.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod changes;
mod explore;
mod leases;
mod registry;
mod single_flight;
mod whole_sessions;
mod world;
