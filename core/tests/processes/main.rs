//! Real processes over one store of files, and a local pool that rotates refresh tokens: they take turns to refresh,
//! one is frozen in its turn, and one is killed (SIGKILL) in the middle of a call. Whoever comes next goes on.
//!
//! `KILLS=200 KILLS_SEED=7 cargo test -p cognito-auth-core --test processes -- --nocapture` kills two hundred processes
//! in each of three calls, at the points of that seed. The seed does not determine what a process does meanwhile.

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
