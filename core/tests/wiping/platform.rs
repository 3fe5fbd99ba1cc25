//! A platform for the library. Copies of secrets in the platform's own memory do not count. The platform wipes each
//! value that it gets from the library. A value that it hands to the library counts as the library's memory.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use cognito_auth_core::{
    Browser, BrowserFailure, BrowserRedirect, BrowserReply, BrowserRequest, Clock, Entropy, EntropyError,
    HttpHeader, HttpReply, HttpRequest, HttpResponse, HttpTransport, SecureStore, StoreError,
    TransportFailure,
};
use zeroize::Zeroize;

use crate::allocator::{inside, outside};
use crate::secrets::random_byte;

/// The time of every test, in milliseconds since 1970.
pub(crate) const NOW: i64 = 1_790_000_000_000;

/// A service that responds to each request with the next of its answers.
#[derive(Default)]
pub(crate) struct Service {
    answers: Mutex<VecDeque<(u16, String)>>,
    is_late: AtomicBool,
    unanswered: Mutex<Vec<HttpReply>>,
}

impl Service {
    pub(crate) fn will_answer(&self, status: u16, body: &str) {
        outside(|| self.answers.lock().unwrap().push_back((status, body.to_owned())));
    }

    /// From now on, no request gets an answer until [`Service::answer_late`] is called.
    pub(crate) fn wait(&self) {
        self.is_late.store(true, Ordering::SeqCst);
    }

    pub(crate) fn has_request(&self) -> bool {
        !self.unanswered.lock().unwrap().is_empty()
    }

    pub(crate) fn answer_late(&self) {
        self.is_late.store(false, Ordering::SeqCst);
        for reply in self.unanswered.lock().unwrap().drain(..) {
            reply.succeed(self.next());
        }
    }

    fn next(&self) -> HttpResponse {
        let (status, body) = outside(|| self.answers.lock().unwrap().pop_front().expect("an answer"));
        let header = |name: &str, value: &str| HttpHeader { name: name.into(), value: value.into() };
        let response = inside(|| HttpResponse {
            status,
            headers: vec![header("x-amzn-requestid", "8a7b6c5d-0000-4000-8000-000000000001")],
            body: body.as_bytes().to_owned(),
        });
        outside(|| drop(body));
        response
    }

    pub(crate) fn is_done(&self) -> bool {
        self.answers.lock().unwrap().is_empty()
    }
}

impl HttpTransport for Service {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        drop(request);
        if self.is_late.load(Ordering::SeqCst) {
            self.unanswered.lock().unwrap().push(reply);
        } else {
            reply.succeed(self.next());
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), TransportFailure> {
        Ok(())
    }
}

/// A store in memory. Its entries are in the platform's own memory.
#[derive(Default)]
pub(crate) struct Store(Mutex<BTreeMap<String, Vec<u8>>>);

impl Store {
    fn entries(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.0.lock().unwrap()
    }
}

impl SecureStore for Store {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.entries().get(&key).map(|value| inside(|| value.clone())))
    }

    fn save(&self, key: String, mut value: Vec<u8>) -> Result<(), StoreError> {
        outside(|| self.entries().insert(key.clone(), value.clone()));
        value.zeroize();
        Ok(())
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        outside(|| self.entries().remove(&key));
        Ok(())
    }
}

/// A clock that stands still.
pub(crate) struct StoppedClock;

impl Clock for StoppedClock {
    fn now_milliseconds(&self) -> i64 {
        NOW
    }
}

/// Entropy that gives the same bytes each time, so that the device's password is known.
pub(crate) struct KnownBytes;

impl Entropy for KnownBytes {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        buffer.iter_mut().enumerate().for_each(|(place, byte)| *byte = random_byte(place));
        Ok(())
    }
}

/// A browser that comes back with an address. Without an address, the user closes the browser.
pub(crate) struct Page(pub(crate) Option<String>);

impl Browser for Page {
    fn start(&self, request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure> {
        drop(request);
        match &self.0 {
            Some(address) => {
                reply.succeed(BrowserRedirect { url: inside(|| address.clone()), is_private: false });
            }
            None => reply.fail(BrowserFailure::Cancelled),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), BrowserFailure> {
        Ok(())
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        outside(|| drop(self.0.take()));
    }
}
