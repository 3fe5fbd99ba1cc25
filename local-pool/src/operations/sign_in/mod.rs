//! The steps of a sign-in, whoever begins it: an app, the pages of managed login, or an administrator for a user.
//!
//! A flow begins the sign-in. Each step asks for something or issues the tokens, and an answer leads to the next step.

pub(crate) mod answers;
mod custom_auth;
mod device;
pub(crate) mod first_factor;
pub(crate) mod flows;
mod mfa_setup;
pub(crate) mod next_step;
pub(crate) mod passkey;
mod srp_exchange;
pub(crate) mod step;
mod triggers;
