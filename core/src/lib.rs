//! Sign users in to Amazon Cognito: the state machines, the calls and the session, once, for every platform.

mod auth;
mod cognito;
mod config;
mod error;
mod events;
#[cfg(feature = "host")]
pub mod host;
mod machine;
mod model;
mod ports;
mod secret;
mod session;

pub use auth::Auth;
pub use config::{AuthConfiguration, UserPoolConfiguration};
pub use error::{AuthError, AuthErrorCode, AuthErrorKind};
pub use events::{AuthEvent, AuthEventListener, Subscription};
pub use model::*;
pub use ports::{
    Clock, Entropy, EntropyError, HttpHeader, HttpReply, HttpRequest, HttpResponse, HttpTransport, LogLevel,
    LogSink, NoProcessGuard, Ports, ProcessGuard, SecureStore, StoreError, SystemClock, SystemEntropy,
    TransportFailure,
};
pub use secret::Secret;

#[cfg(test)]
extern crate self as cognito_auth_core;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod test_support;
