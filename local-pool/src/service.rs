//! What every operation needs in addition to the pools: the clock, the signer, the server's address and the triggers.

use crate::clock::{Clock, Moment};
use crate::errors::CognitoError;
use crate::issuer::Issuer;
use crate::pool::{UserPool, World};
use crate::region;
use crate::request_log::RequestLog;
use crate::same_origin::{TrustedPages, Untrusted};
use crate::signer::{Keys, TokenSigner};
use crate::triggers::{Caller, Context, Functions};
use axum::http::Method;
use axum::http::header::HeaderMap;
use parking_lot::MutexGuard;
use std::sync::Arc;
use std::time::Duration;

/// The parts of the server that all requests use.
pub(crate) struct Service {
    pub clock: Clock,
    pub keys: Arc<Keys>,
    /// The address for clients.
    pub base_url: String,
    pub issuer: Issuer,
    pub triggers: Caller,
    /// Where the functions of triggers are.
    pub functions: Functions,
    pub trusted_pages: Arc<TrustedPages>,
    /// Whether the pool refuses requests that Cognito accepts although AWS's documentation forbids them.
    pub strict: bool,
    /// When the pool started, by the system's clock.
    pub started: Moment,
    /// Where lines about requests go.
    pub log: Option<RequestLog>,
    /// How long a request may take to arrive, and how long a client may take to read the response.
    pub request_timeout: Duration,
}

impl Service {
    /// The signer of a pool's tokens. Waits until the key is made.
    pub(crate) fn signer_of(&self, pool: &UserPool) -> Result<Arc<dyn TokenSigner>, CognitoError> {
        self.keys.of_pool(&pool.signing_key).ok_or_else(no_key)
    }

    /// The signer of what no user pool signs. Waits until the key is made.
    pub(crate) fn own_signer(&self) -> Result<Arc<dyn TokenSigner>, CognitoError> {
        self.keys.own().ok_or_else(no_key)
    }
}

fn no_key() -> CognitoError {
    CognitoError::internal("no signing key can be made")
}

/// Who sends a request.
pub(crate) struct Sender {
    /// Whether the request may use the operations of administrators.
    pub administration: Result<(), Untrusted>,
    /// The region that the request is signed for.
    pub region: String,
}

impl Sender {
    /// The sender of a request for an operation.
    pub(crate) fn of(headers: &HeaderMap, pages: &TrustedPages) -> Self {
        let region = region::signed_for(headers).unwrap_or(region::LOCAL).to_owned();
        Self { administration: pages.check(&Method::POST, headers), region }
    }

    /// A sender without a signature.
    pub(crate) fn unsigned(administration: Result<(), Untrusted>) -> Self {
        Self { administration, region: region::LOCAL.to_owned() }
    }
}

/// One request being answered.
pub(crate) struct Call<'a> {
    pub service: &'a Service,
    /// The pools. They are locked, except while a trigger works.
    pub world: MutexGuard<'a, World>,
    pub now: Moment,
    pub context: Context,
    pub sender: Sender,
}
