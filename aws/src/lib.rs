//! Makes the calls of `cognito-auth-core` through AWS's own typed client.
//!
//! The core speaks Cognito's protocol itself, over the transport that it is given. A program that has an AWS
//! configuration, with its own HTTP client, endpoints, FIPS or dual stack, can make its sign-ins with that
//! configuration too, through an [`AwsUserPool`]. Everything else of an `Auth` stays as it is:
//!
//! ```
//! use std::sync::Arc;
//!
//! use aws_config::SdkConfig;
//! use cognito_auth_aws::AwsUserPool;
//! use cognito_auth_core::{Auth, AuthConfiguration, AuthError, Ports};
//!
//! fn auth(sdk: &SdkConfig, configuration: AuthConfiguration, ports: Ports) -> Result<Auth, AuthError> {
//!     Auth::over(Arc::new(AwsUserPool::new(sdk, &configuration)), configuration, ports)
//! }
//! ```
//!
//! The other way round, [`http_client`] runs AWS's client over the core's transport, for a program that has no other
//! HTTP client. [`AwsUserPool::over`] uses it, and a client for signed calls can use it too. [`region`] finds the
//! region that the machine's AWS tools would use.
//!
//! The core's own service wipes the texts that it has sent and received. AWS's client does not wipe its copies.

mod account;
mod authentication;
mod connector;
mod convert;
mod devices;
mod errors;
mod mfa;
mod own_responses;
mod passkeys;
mod passwords;
mod region;
mod registration;
mod service;
mod tokens;

pub use connector::http_client;
pub use region::region;
pub use service::AwsUserPool;

/// The README of the local pool, whose lines for AWS's client are a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../../local-pool/README.md")]
struct LocalPool;
