//! Compares the core's own JSON with AWS's client and AWS's model: requests, addresses, and how responses are read. The
//! core and AWS's client get the same requests, each over a transport that records. The script `model` reduces AWS's
//! model to `model.json`.

#![allow(clippy::print_stdout, reason = "it says what it compared")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod addresses;
mod answers;
mod coverage;
mod faults;
mod given;
mod model;
mod pair;
mod reading;
mod refusals;
mod requests;
mod sending;
mod tally;
