//! An Amazon Cognito user pool on this machine, for development and tests.
//!
//! [`LocalPool::start`] runs one within a program, e.g. a test; the binary `cognito-local-pool` runs one as a server.
//! It speaks Cognito's protocol with real SRP and real signed tokens. It keeps its state in memory, or in the folder of
//! [`Options::data`]. It sends no message to anybody. A test reads the codes, moves the clock, and makes requests fail.
//!
//! ```
//! # async fn example() -> Result<(), cognito_local_pool::StartError> {
//! use cognito_local_pool::{LocalPool, Options};
//!
//! let pool = LocalPool::start(Options::default()).await?;
//! println!("endpoint {}, user pool {}", pool.base_url(), pool.user_pool_id());
//! // … sign up "alice" through the endpoint …
//! let code = pool.latest_code("alice");
//! pool.shutdown().await;
//! # Ok(())
//! # }
//! ```

/// The page with the lines for a test in Rust, as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../docs/control-api.md")]
struct ControlApi;

mod clock;
mod collections;
mod console;
mod control;
mod errors;
mod faults;
mod hashing;
mod health;
mod identity_pool;
mod imports;
mod issuer;
mod jwt;
mod listen;
mod local_pool;
mod oauth;
mod operations;
mod options;
mod origin;
mod outputs;
mod overrides;
mod pool;
mod private_files;
mod random;
mod read_in_time;
mod recorded_requests;
mod region;
mod reply;
mod request_log;
mod same_origin;
mod server;
mod service;
mod setup;
mod signer;
mod srp;
mod state;
mod store;
mod tls;
mod tokens;
mod trigger_calls;
mod triggers;
mod web_authn;

pub use faults::{Fault, FaultRule, When};
pub use local_pool::{LocalPool, OperationError};
pub use options::{Options, StartError};
pub use pool::inbox::{Medium, Message, MessageKind};
pub use recorded_requests::RecordedRequest;
pub use request_log::RequestLog;
pub use setup::{
    Configuration, ConfigurationError, DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID,
    DEFAULT_IDENTITY_POOL_ID, DEFAULT_USER_POOL_ID,
};
pub use signer::{SigningKey, TokenSigner};
pub use triggers::TriggerOptions;
