//! The helpers of the core's tests that these tests use.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test uses a part of it")]

#[path = "../../../core/tests/support/clock.rs"]
pub mod clock;
#[path = "../../../core/tests/support/events.rs"]
pub mod events;
#[path = "../../../core/tests/support/gate.rs"]
pub mod gate;
#[path = "../../../core/tests/support/log.rs"]
pub mod log;
#[path = "../../../core/tests/support/store.rs"]
pub mod store;
#[path = "../../../core/tests/support/transport.rs"]
pub mod transport;
