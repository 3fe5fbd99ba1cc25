//! Real processes over one store of files, and a local pool that rotates refresh tokens. Processes take turns to
//! refresh. A process is frozen in its turn, or killed (SIGKILL) in the middle of a call, and the next process goes on.
//! In these files:
//!
//! - A **process** is a second start of the test program. The test writes **calls** to its input, one a line
//!   (`child.rs`).
//! - A **point** is the moment before or after a call of a port. A process can be stopped there (`points.rs`).
//! - A **turn** is the time for which a process holds the lease.
//!
//! `KILLS=200 KILLS_SEED=7 cargo test -p cognito-auth-core --test processes -- --nocapture` kills two hundred processes
//! in each of three calls, at the points of that seed. The seed does not determine what a process does before it is
//! killed.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod calls;
mod child;
mod kills;
mod points;
mod process;
mod stage;
#[path = "../support/mod.rs"]
mod support;
mod turns;
