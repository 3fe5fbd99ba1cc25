//! A running pool inside a program.

use crate::clock::Clock;
use crate::errors::CognitoError;
use crate::faults::FaultRule;
use crate::issuer::Issuer;
use crate::listen;
use crate::operations;
use crate::operations::identity_pools;
use crate::options::{Options, StartError};
use crate::origin::WebOrigin;
use crate::pool::inbox::Message;
use crate::random;
use crate::recorded_requests::RecordedRequest;
use crate::same_origin::TrustedPages;
use crate::server;
use crate::service::{Sender, Service};
use crate::setup::{DEFAULT_IDENTITY_POOL_ID, DEFAULT_USER_POOL_ID, Setup};
use crate::signer::Keys;
use crate::state::State;
use crate::store::{Store, StoredState};
use crate::tls;
use crate::triggers::{Caller, Functions};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};

/// The exception with which the pool refused an operation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{exception}: {message}")]
pub struct OperationError {
    /// The exception's name, e.g. `UserNotFoundException`.
    pub exception: String,
    /// The exception's text.
    pub message: String,
}

impl From<CognitoError> for OperationError {
    fn from(error: CognitoError) -> Self {
        Self { exception: error.kind.into_owned(), message: error.message }
    }
}

/// A running local pool. It serves until it is shut down or dropped. It has its own threads, so it answers even while
/// the caller's runtime is busy or paused.
pub struct LocalPool {
    state: Arc<State>,
    addresses: Vec<SocketAddr>,
    base_url: String,
    ca_certificate: Option<String>,
    client_secret: String,
    runtime: Option<Runtime>,
}

impl LocalPool {
    /// Starts a pool. Returns as soon as the pool accepts connections.
    ///
    /// # Errors
    /// When the address cannot be bound, an option is not valid, the data folder can't be used, no certificate can be
    /// made, or the system gives no threads or no randomness.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("local-pool")
            .enable_all()
            .build()
            .map_err(|error| StartError::System(error.to_string()))?;
        let handle = runtime.handle().clone();
        let runtime = StoppedOnDrop(Some(runtime));
        let (host, port) = (options.host.clone(), options.port);
        let binding = handle.spawn(async move { listen::on(&host, port).await });
        let listeners = binding.await.map_err(|error| StartError::System(error.to_string()))??;
        let addresses: Result<Vec<SocketAddr>, _> =
            listeners.iter().map(|listener| listener.local_addr()).collect();
        let addresses = addresses.map_err(|error| StartError::System(error.to_string()))?;
        let bound: Vec<IpAddr> = addresses.iter().map(SocketAddr::ip).collect();
        let hosts = own_hosts(&options.host, &options.allowed_hosts);
        let names = tls::names(&bound, &hosts, options.public_url.as_deref());
        let tls = options.tls.then(|| tls::make(names)).transpose().map_err(StartError::System)?;
        let base_url = match options.public_url {
            Some(url) => WebOrigin::parse_http(&url).ok_or(StartError::PublicUrl(url))?.as_str().to_owned(),
            None => reachable(&options.host, addresses.first().copied(), tls.is_some())?,
        };
        let issuer = match options.issuer {
            Some(text) => Issuer::parse(&text).ok_or(StartError::Issuer(text))?,
            None => Issuer::At(base_url.clone()),
        };
        let functions = Functions::new(&options.triggers, &options.configuration.triggers);
        let functions = functions.map_err(StartError::Trigger)?;
        let (store, stored) = open_store(options.data.as_deref())?;
        let (client_secret, world) = match stored {
            Some(stored) => (stored.client_secret, Some(stored.world)),
            None => (random::alphanumeric(51)?, None),
        };
        let pages = TrustedPages::new(&base_url, &options.allowed_origins).map_err(StartError::Origin)?;
        let pages = pages.under(&hosts).map_err(StartError::AllowedHost)?;
        let service = Service {
            clock: Clock::default(),
            keys: Arc::new(Keys::new(options.signing_key)),
            base_url: base_url.clone(),
            issuer,
            triggers: Caller::new(handle.clone(), options.triggers.timeout),
            functions: functions.clone(),
            trusted_pages: Arc::new(if tls.is_some() { pages.with_tls() } else { pages }),
            started: Clock::default().now(),
            log: options.log,
            request_timeout: options.request_timeout,
            strict: options.strict,
        };
        let setup =
            Setup { client_secret: client_secret.clone(), configuration: options.configuration, functions };
        let state = State::new(service, setup, store, world)
            .map_err(|error| StartError::Configuration(error.message))?;
        if let Some(folder) = options.data {
            state.save().map_err(|error| StartError::Data { folder, reason: error.message })?;
        }
        let state = Arc::new(state);
        let for_keys = Arc::clone(&state);
        // Reading or making the keys takes a while. The pool answers its first requests meanwhile.
        handle.spawn_blocking(move || for_keys.prepare_keys());
        let (acceptor, ca_certificate) = tls.map(|tls| (tls.acceptor, tls.authority)).unzip();
        server::serve(&handle, listeners, &state, acceptor.as_ref());
        Ok(Self { state, addresses, base_url, ca_certificate, client_secret, runtime: runtime.keep() })
    }

    /// The address for clients: [`Options::public_url`], or an address at which clients on this machine reach the pool,
    /// e.g. `http://127.0.0.1:9229`. The tokens' `iss` begins with it, unless [`Options::issuer`] says otherwise.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The address that the pool listens on: the first one, if there are several.
    pub fn address(&self) -> SocketAddr {
        self.addresses.first().copied().unwrap_or_else(|| SocketAddr::from(([0, 0, 0, 0], 0)))
    }

    /// All addresses that the pool listens on. There is at least one; a name as [`Options::host`] can have several.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// The certificate of the authority that signed the server's certificate, as PEM; `None` without [`Options::tls`].
    /// Each start makes a new one. Clients that trust it reach the pool under `localhost`, `127.0.0.1`, `[::1]`, the
    /// bound addresses, the names in [`Options::host`] and [`Options::allowed_hosts`], and the host of
    /// [`Options::public_url`].
    pub fn ca_certificate(&self) -> Option<&str> {
        self.ca_certificate.as_deref()
    }

    /// The id of the default pool.
    pub fn user_pool_id(&self) -> &'static str {
        DEFAULT_USER_POOL_ID
    }

    /// The id of the default identity pool.
    pub fn identity_pool_id(&self) -> &'static str {
        DEFAULT_IDENTITY_POOL_ID
    }

    /// The secret of the client `local-client-secret`. A reset keeps it.
    pub fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// The messages to a user in any pool, oldest first: `GET /_pool/messages`. `username` is the pool user name, the
    /// `sub`, an alias, or the address that a message was sent to.
    pub fn messages(&self, username: &str) -> Vec<Message> {
        self.state.messages(Some(username), None)
    }

    /// The code in the newest message to a user.
    pub fn latest_code(&self, username: &str) -> Option<String> {
        self.messages(username).pop().map(|message| message.code)
    }

    /// The requests served so far, oldest first: `GET /_pool/requests`.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.requests()
    }

    /// Performs an operation without HTTP: no fault applies, and the log does not record it. A test or a demo
    /// administers the pool this way, e.g. with `AdminSetUserMFAPreference` or `UpdateIdentityPool`.
    ///
    /// # Errors
    /// [`OperationError`], with the exception that a client would get.
    pub fn perform(
        &self,
        operation: &str,
        request: &serde_json::Value,
    ) -> Result<serde_json::Value, OperationError> {
        let service = match identity_pools::serves(operation, request) {
            true => identity_pools::perform,
            false => operations::perform,
        };
        Ok(self.state.perform(
            service,
            operation,
            request.to_string().as_bytes(),
            Sender::unsigned(Ok(())),
        )?)
    }

    /// Moves the pool's clock, and returns its time in seconds since 1970: `POST /_pool/clock`.
    pub fn advance_clock(&self, seconds: i64) -> i64 {
        self.state.advance_clock(seconds).seconds()
    }

    /// Makes requests fail: `POST /_pool/faults`.
    pub fn inject_fault(&self, rule: FaultRule) {
        self.state.inject_fault(rule);
    }

    /// Removes the injected faults that are not used up: `DELETE /_pool/faults`.
    pub fn clear_faults(&self) {
        self.state.clear_faults();
    }

    /// Forbids AWS credentials for an identity, or allows them again: `POST /_pool/identities`.
    ///
    /// # Errors
    /// [`OperationError`], when there is no such identity, or the data folder can't be written.
    pub fn forbid_identity(&self, identity_id: &str, forbidden: bool) -> Result<(), OperationError> {
        Ok(self.state.forbid_identity(identity_id, forbidden)?)
    }

    /// Sets how long credentials for a role last, in seconds: `POST /_pool/roles`. Unless set, they last an hour.
    ///
    /// # Errors
    /// [`OperationError`], when the data folder can't be written.
    pub fn set_session_seconds(&self, role_arn: &str, seconds: u32) -> Result<(), OperationError> {
        Ok(self.state.set_session_seconds(role_arn, seconds)?)
    }

    /// Starts again with the default pools and those of the configuration: `POST /_pool/reset`. The clock shows the
    /// system's time again, and the faults and the log of requests are removed. The signing keys and the client secret
    /// stay.
    ///
    /// # Errors
    /// When the system gives no randomness, or the data folder can't be written.
    pub fn reset(&self) -> Result<(), StartError> {
        Ok(self.state.reset()?)
    }

    /// Stops the pool: connections close, and the port is free again.
    pub async fn shutdown(mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        // Shutting a runtime down blocks until its threads end. An async caller must not block.
        let (done, stopped) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
            let _ = done.send(());
        });
        let _ = stopped.await;
    }
}

fn open_store(folder: Option<&Path>) -> Result<(Option<Store>, Option<StoredState>), StartError> {
    let Some(folder) = folder else { return Ok((None, None)) };
    let opened = Store::open(folder);
    let (store, stored) = opened.map_err(|reason| StartError::Data { folder: folder.to_owned(), reason })?;
    Ok((Some(store), stored))
}

/// The address at which clients on this machine reach the pool. They can't connect to an address such as 0.0.0.0. A name
/// stays a name, because the certificate and the issuer should have it too.
fn reachable(host: &str, bound: Option<SocketAddr>, tls: bool) -> Result<String, StartError> {
    let scheme = if tls { "https" } else { "http" };
    let bound = bound.ok_or_else(|| StartError::System("no address is bound".to_owned()))?;
    Ok(match bound.ip() {
        _ if listen::as_ip(host).is_none() => format!("{scheme}://{}:{}", host.to_lowercase(), bound.port()),
        ip if ip.is_unspecified() => format!("{scheme}://127.0.0.1:{}", bound.port()),
        _ => format!("{scheme}://{bound}"),
    })
}

/// The names that the options give the pool.
fn own_hosts(host: &str, allowed: &[String]) -> Vec<String> {
    let name = Some(host.to_owned()).filter(|host| listen::as_ip(host).is_none());
    name.into_iter().chain(allowed.iter().cloned()).collect()
}

impl fmt::Debug for LocalPool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LocalPool").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

impl Drop for LocalPool {
    fn drop(&mut self) {
        drop(StoppedOnDrop(self.runtime.take()));
    }
}

/// A runtime that may be dropped anywhere, also within another runtime.
struct StoppedOnDrop(Option<Runtime>);

impl StoppedOnDrop {
    fn keep(mut self) -> Option<Runtime> {
        self.0.take()
    }
}

impl Drop for StoppedOnDrop {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
