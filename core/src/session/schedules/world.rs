//! The surroundings of a session in a schedule test: the store, the leases, and ports that give other tasks a turn.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use shuttle::future::JoinHandle;

use crate::config::AuthConfiguration;
use crate::ports::{
    Clock, HttpReply, HttpRequest, HttpTransport, LeaseStore, Ports, SecureStore, StoreError,
    TransportFailure,
};
use crate::session::record::SessionRecord;
use crate::sync::{clock, turn};
use crate::test_support::leases::TestLeases;
use crate::test_support::sessions::{NOW, SESSION_KEY, Tokens, configuration};
use crate::test_support::store::FaultyStore;

/// What the processes of an app share: the store and the leases.
#[derive(Default)]
pub(super) struct World {
    pub(super) store: Arc<FaultyStore>,
    leases: TestLeases,
}

impl World {
    /// A world with a stored session.
    pub(super) fn with_session(record: &SessionRecord) -> Self {
        let entry = (SESSION_KEY.to_owned(), record.to_bytes().unwrap().to_vec());
        Self { store: Arc::new(FaultyStore::with([entry])), leases: TestLeases::default() }
    }

    /// The ports of a process that uses this world's store and leases.
    pub(super) fn process(&self) -> Ports {
        let store = TurningStore(Arc::clone(&self.store) as Arc<dyn SecureStore>);
        let mut ports = Ports::new(Arc::new(NoTransport), Arc::new(store));
        ports.clock = Arc::new(TestClock);
        ports.leases = Some(Arc::new(TurningLeases(self.leases.another())));
        ports
    }

    /// The ports of an instance. Instances with such ports share one session, because their stores have the same name.
    pub(super) fn instance(&self) -> Ports {
        let mut ports = self.process();
        let named =
            crate::test_support::store::NamedStore { name: "the store".to_owned(), inner: ports.store };
        ports.store = Arc::new(named);
        ports
    }

    /// The stored session.
    pub(super) fn stored(&self) -> Option<SessionRecord> {
        let bytes = self.store.entries().remove(SESSION_KEY);
        bytes.map(|bytes| SessionRecord::from_bytes(&bytes).unwrap())
    }
}

/// A configuration whose lease lapses after this time.
pub(super) fn configuration_with_lease_of(duration: Duration) -> AuthConfiguration {
    let mut configuration = configuration();
    configuration.deadline_milliseconds = u64::try_from(duration.as_millis()).unwrap() * 3;
    configuration
}

/// A session with these tokens.
pub(super) fn record(tokens: Tokens, generation: u64) -> SessionRecord {
    SessionRecord::from_bytes(tokens.record(generation, NOW).to_string().as_bytes()).unwrap()
}

/// A session whose tokens have expired.
pub(super) fn expired(tokens: Tokens) -> SessionRecord {
    SessionRecord::from_bytes(tokens.expired().to_string().as_bytes()).unwrap()
}

/// Lets the time pass until these tasks have ended. After each step the tasks have many turns.
pub(super) async fn pass_time_during<T>(step: Duration, tasks: Vec<JoinHandle<T>>) -> Vec<T> {
    while !tasks.iter().all(JoinHandle::is_finished) {
        clock::advance(step);
        for _ in 0..20 {
            shuttle::future::yield_now().await;
        }
    }
    all(tasks).await
}

/// The results of these tasks.
pub(super) async fn all<T>(tasks: Vec<JoinHandle<T>>) -> Vec<T> {
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

/// A section in which only one task may be at a time. It counts the visits.
#[derive(Default)]
pub(super) struct Inside {
    now: AtomicUsize,
    ever: AtomicUsize,
}

impl Inside {
    /// How often somebody entered.
    pub(super) fn entered(&self) -> usize {
        self.ever.load(Ordering::SeqCst)
    }

    /// Enters the section, gives other tasks some turns, and leaves. The result is the number of this visit.
    pub(super) fn visit(&self, complaint: &str) -> usize {
        let number = self.ever.fetch_add(1, Ordering::SeqCst) + 1;
        assert_eq!(self.now.fetch_add(1, Ordering::SeqCst), 0, "{complaint}");
        (0..3).for_each(|_| turn());
        self.now.fetch_sub(1, Ordering::SeqCst);
        number
    }
}

struct TestClock;

impl Clock for TestClock {
    fn now_milliseconds(&self) -> i64 {
        NOW + i64::try_from(clock::now().as_millis()).unwrap()
    }
}

struct NoTransport;

impl HttpTransport for NoTransport {
    fn start(&self, _request: HttpRequest, _reply: HttpReply) -> Result<(), TransportFailure> {
        panic!("the session must not send a request")
    }

    fn cancel(&self, _id: u64) -> Result<(), TransportFailure> {
        Ok(())
    }
}

/// A store that gives other tasks a turn before and after each call.
struct TurningStore(Arc<dyn SecureStore>);

impl SecureStore for TurningStore {
    fn identity(&self) -> Option<String> {
        self.0.identity()
    }

    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        between_turns(|| self.0.load(key))
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        between_turns(|| self.0.save(key, value))
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        between_turns(|| self.0.delete(key))
    }
}

/// Leases that give other tasks a turn before and after each call.
struct TurningLeases(TestLeases);

impl LeaseStore for TurningLeases {
    fn read(&self, name: String) -> Result<Option<Vec<u8>>, StoreError> {
        between_turns(|| self.0.read(name))
    }

    fn swap(&self, name: String, expected: Option<Vec<u8>>, lease: Vec<u8>) -> Result<bool, StoreError> {
        between_turns(|| self.0.swap(name, expected, lease))
    }
}

fn between_turns<T>(call: impl FnOnce() -> T) -> T {
    turn();
    let result = call();
    turn();
    result
}
