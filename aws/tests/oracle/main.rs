//! The core's own JSON against AWS's client and AWS's model: what is sent, where to, and what is made of each answer.
//! Both implementations of the core's service are asked the same, each over a transport that remembers; `model.json`
//! is AWS's model as the script `model` reduces it.

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
