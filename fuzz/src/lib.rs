//! Functions that feed the product what an attacker can write, for fuzzers and property tests.
//!
//! A target takes any bytes and panics if the product fails on them: if the product panics, if a call ends with
//! [`Internal`](cognito_auth_core::AuthErrorCode::Internal), if text from outside breaks a line of the log or of an
//! error, or if the local pool hangs or fails with an internal error. The targets use the product through public calls
//! only. `make fuzz` runs libFuzzer on them, and `tests/properties.rs` feeds them the seeds and variants of the seeds.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a target ends with a panic")]

mod calls;
mod claims;
mod configuration;
mod former;
mod identity;
mod phone;
mod pool;
mod responses;
mod seeds;
mod srp;
mod stored;
mod web;
mod web_authn;

pub use seeds::seeds;

/// A target: its name, and a function that takes an input. Most targets have seeds in the folder of their name in
/// `corpus/`.
pub struct Target {
    /// The name.
    pub name: &'static str,
    /// Feeds the input to the product.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "configuration_files", run: configuration::files },
    Target { name: "device_records", run: stored::devices },
    Target { name: "former_items", run: former::items },
    Target { name: "identity_records", run: identity::record },
    Target { name: "identity_responses", run: identity::responses },
    Target { name: "pending_records", run: stored::pending },
    Target { name: "pool_connections", run: pool::connection },
    Target { name: "pool_requests", run: pool::requests },
    Target { name: "service_responses", run: responses::play },
    Target { name: "session_records", run: stored::session },
    Target { name: "srp_inputs", run: srp::inputs },
    Target { name: "token_claims", run: claims::tokens },
    Target { name: "web_attempts", run: web::attempt },
    Target { name: "web_authn", run: web_authn::credentials },
    Target { name: "web_claims", run: web::claims },
    Target { name: "web_redirects", run: web::redirect },
    Target { name: "web_responses", run: web::response },
];

/// Feeds an input to the target of this name.
///
/// # Panics
/// If there is no such target, and if the product fails on the input.
pub fn run(name: &str, input: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of this name");
    (target.run)(input);
}
