//! The two sign-ins as pure state machines: a state and an event give the next state and what has to be done. Nothing
//! here waits, reads a clock, draws randomness or knows the service's names. `README.md` beside this file has the
//! vocabulary, and `docs/state-machines.md` has the diagrams.

// Every (state, event) pair is written out. Where a state refuses events, one arm may stand for a whole group of them.
#![deny(clippy::wildcard_enum_match_arm)]

#[cfg(test)]
mod diagram;
#[cfg(test)]
mod flows;
pub(crate) mod sign_in;
pub(crate) mod web_sign_in;
