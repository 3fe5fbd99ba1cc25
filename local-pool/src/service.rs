//! What every operation needs in addition to the pools: the clock, the signer, the server's address and the triggers.

use crate::clock::{Clock, Moment};
use crate::errors::CognitoError;
use crate::pool::World;
use crate::region;
use crate::same_origin::{TrustedPages, Untrusted};
use crate::signer::{LazySigner, TokenSigner};
use crate::triggers::{Caller, Context};
use axum::http::Method;
use axum::http::header::HeaderMap;
use parking_lot::MutexGuard;
use std::sync::Arc;
use std::time::Duration;

/// The parts of the server that all requests use.
pub(crate) struct Service {
    pub clock: Clock,
    pub signer: LazySigner,
    pub base_url: String,
    pub triggers: Caller,
    pub trusted_pages: Arc<TrustedPages>,
    /// Whether the pool refuses requests that Cognito accepts although AWS's documentation forbids them.
    pub strict: bool,
    /// How long a request may take to arrive, and how long a client may take to read the response.
    pub request_timeout: Duration,
}

impl Service {
    /// The signer. Waits until the key is made.
    pub(crate) fn signer(&self) -> Result<&dyn TokenSigner, CognitoError> {
        let signer = self.signer.get().ok_or_else(|| CognitoError::internal("no signing key can be made"))?;
        Ok(signer.as_ref())
    }

    /// The `iss` of a pool's tokens.
    pub(crate) fn issuer(&self, pool_id: &str) -> String {
        format!("{}/{pool_id}", self.base_url)
    }
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
