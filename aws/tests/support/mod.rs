//! What the core's tests share, as far as it serves here.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test uses a part of it")]

#[path = "../../../core/tests/support/clock.rs"]
pub mod clock;
#[path = "../../../core/tests/support/events.rs"]
pub mod events;
#[path = "../../../core/tests/support/log.rs"]
pub mod log;
#[path = "../../../core/tests/support/store.rs"]
pub mod store;
#[path = "../../../core/tests/support/transport.rs"]
pub mod transport;
