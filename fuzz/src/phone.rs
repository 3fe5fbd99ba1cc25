//! A phone in memory: ports that return the values of the input, a clock that stands still, and entropy that never
//! changes. So the same input always has the same effect.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthErrorCode, Browser, BrowserFailure, BrowserRedirect,
    BrowserReply, BrowserRequest, Clock, Entropy, EntropyError, FormerLibrary, HttpReply, HttpRequest,
    HttpResponse, HttpTransport, IdentityPoolConfiguration, LogLevel, LogSink, OAuthConfiguration,
    PasskeyAuthenticator, PasskeyFailure, PasskeyReply, PasskeyRequest, Ports, SecureStore, StoreError,
    TransportFailure,
};

/// The user of valid sessions and tokens.
pub(crate) const SUB: &str = "5f0c9e6a-7c1b-4d0e-9a55-0b1a2c3d4e5f";

/// The identity pool of the apps that use one.
pub(crate) const IDENTITY_POOL: &str = "eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f";

/// 2026-11-22, in milliseconds since 1970.
const NOW: i64 = 1_795_348_800_000;

/// The service's response to one request, or the reason why none comes.
pub(crate) type Response = Result<HttpResponse, TransportFailure>;

/// The state in which a phone starts.
#[derive(Default)]
pub(crate) struct Phone {
    /// The entries of the store, by the last part of their keys: `session`, `pending`, `devices`, `web`, `identity`.
    pub(crate) store: BTreeMap<&'static str, Vec<u8>>,
    /// The responses to the requests, in order. After the last one the phone is offline.
    pub(crate) responses: Vec<Response>,
    /// The credential that the authenticator returns. Without one, the authenticator fails.
    pub(crate) credential: Option<String>,
    /// Whether the app uses an identity pool.
    pub(crate) has_identity_pool: bool,
    /// What the app's former library has stored, if the app moves in.
    pub(crate) former: Option<FormerLibrary>,
}

impl Phone {
    /// The library on this phone.
    pub(crate) fn auth(self) -> Auth {
        let store = Store { planted: self.store, entries: Mutex::default() };
        let service = Service { responses: Mutex::new(self.responses.into()) };
        let ports = Ports {
            passkeys: Arc::new(Authenticator(self.credential)),
            log: Some(Arc::new(Lines)),
            clock: Arc::new(Stopped),
            entropy: Arc::new(Fixed),
            former: self.former,
            ..Ports::new(Arc::new(service), Arc::new(store))
        };
        let mut configuration = AuthConfiguration::new("eu-central-1", "eu-central-1_AbCdEfGhI", "client");
        configuration.oauth = Some(OAuthConfiguration::new("auth.example.com", "myapp://callback/"));
        if self.has_identity_pool {
            configuration.identity_pool = Some(IdentityPoolConfiguration::new(IDENTITY_POOL).with_guests());
        }
        Auth::new(configuration, ports).expect("the configuration is valid")
    }
}

/// Runs calls to their end, on a runtime whose clock is paused. Gives their result.
pub(crate) fn run<T>(calls: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(calls)
}

/// Makes a call, and checks only its error.
pub(crate) async fn check<T>(call: impl Future<Output = Result<T, AuthError>>) {
    checked(call.await);
}

/// Gives the value of a call that succeeded. Panics if the call's error is a defect of the library, or if a text of the
/// error is not one line.
pub(crate) fn checked<T>(result: Result<T, AuthError>) -> Option<T> {
    let error = match result {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    assert_ne!(error.code, AuthErrorCode::Internal, "a call ends with a defect of the library");
    assert_is_a_line(&error.to_string());
    assert_is_a_line(error.field.as_deref().unwrap_or_default());
    assert_is_a_line(error.request_id.as_deref().unwrap_or_default());
    None
}

pub(crate) fn assert_is_a_line(text: &str) {
    assert!(!text.contains(char::is_control), "{text:?} is not one line");
}

/// A JWT with these claims and an invalid signature: an app does not check signatures.
pub(crate) fn token(claims: &[u8]) -> String {
    format!("e30.{}.bm9uZQ", URL_SAFE_NO_PAD.encode(claims))
}

/// A successful response of the service with this body.
pub(crate) fn success(body: &serde_json::Value) -> Response {
    Ok(HttpResponse { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() })
}

struct Store {
    planted: BTreeMap<&'static str, Vec<u8>>,
    /// The entries that the library has written since, or `None` for those that it has removed.
    entries: Mutex<BTreeMap<String, Option<Vec<u8>>>>,
}

impl SecureStore for Store {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        let written = self.entries.lock().unwrap().get(&key).cloned();
        let planted = || self.planted.get(key.rsplit('.').next()?).cloned();
        Ok(written.unwrap_or_else(planted))
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.entries.lock().unwrap().insert(key, Some(value));
        Ok(())
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.entries.lock().unwrap().insert(key, None);
        Ok(())
    }
}

struct Service {
    responses: Mutex<VecDeque<Response>>,
}

impl HttpTransport for Service {
    fn start(&self, _request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        match self.responses.lock().unwrap().pop_front() {
            Some(Ok(response)) => reply.succeed(response),
            Some(Err(failure)) => reply.fail(failure),
            None => reply.fail(TransportFailure::Offline),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), TransportFailure> {
        Ok(())
    }
}

struct Authenticator(Option<String>);

impl PasskeyAuthenticator for Authenticator {
    fn start(&self, _request: PasskeyRequest, reply: PasskeyReply) -> Result<(), PasskeyFailure> {
        match &self.0 {
            Some(credential) => reply.succeed(credential.clone()),
            None => reply.fail(PasskeyFailure::Cancelled),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), PasskeyFailure> {
        Ok(())
    }
}

/// A browser that comes back with an address. Without an address, the user closes the browser.
pub(crate) struct Page(pub(crate) Option<String>);

impl Browser for Page {
    fn start(&self, _request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure> {
        match &self.0 {
            Some(address) => reply.succeed(BrowserRedirect { url: address.clone(), is_private: false }),
            None => reply.fail(BrowserFailure::Cancelled),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), BrowserFailure> {
        Ok(())
    }
}

struct Lines;

impl LogSink for Lines {
    fn log(&self, _level: LogLevel, line: String) {
        assert_is_a_line(&line);
    }
}

struct Stopped;

impl Clock for Stopped {
    fn now_milliseconds(&self) -> i64 {
        NOW
    }
}

struct Fixed;

impl Entropy for Fixed {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        buffer.fill(7);
        Ok(())
    }
}
