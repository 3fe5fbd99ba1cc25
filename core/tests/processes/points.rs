//! The points at which a process can be stopped: before and after each call of a port.

use std::collections::VecDeque;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{
    HttpReply, HttpRequest, HttpTransport, LeaseStore, SecureStore, StoreError, TransportFailure,
};

use crate::child::{next_line, say};
use crate::process::REFRESH;
use crate::support::files::{FileLeases, FileStore};

/// Counts the points that the process passes. One of them can be armed: the process waits there.
#[derive(Default)]
pub(crate) struct Points(Mutex<State>);

#[derive(Default)]
struct State {
    passed: usize,
    armed: Armed,
}

enum Armed {
    Number(usize),
    /// The names of the points that the process has yet to pass, in this order. It waits at the last one.
    Names(VecDeque<String>),
}

impl Default for Armed {
    fn default() -> Self {
        Self::Number(0)
    }
}

impl Points {
    /// Starts to count the points that the process passes, and arms the point at which it waits. `point` is one of:
    /// - a number: the process waits at the point with this number. The first one is 1, so with 0 it waits at none.
    /// - names, separated by `, `: the process waits at the last of these points, once it has passed the others in
    ///   their order.
    pub(crate) fn arm(&self, point: &str) {
        let names = || Armed::Names(point.split(", ").map(str::to_owned).collect());
        let armed = point.parse().map_or_else(|_| names(), Armed::Number);
        *self.0.lock().unwrap() = State { passed: 0, armed };
    }

    /// How many points the process has passed since a point was armed.
    pub(crate) fn passed(&self) -> usize {
        self.0.lock().unwrap().passed
    }

    /// Passes a point. At the armed point, it prints the point's name and waits for a line on standard input. A test
    /// that kills the process there writes no line.
    fn pass(&self, name: &str) {
        let is_armed = self.0.lock().unwrap().passes(name);
        if is_armed {
            say(&format!("point {name}"));
            next_line();
        }
    }

    fn around<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        self.pass(&format!("before {name}"));
        let result = work();
        self.pass(&format!("after {name}"));
        result
    }
}

impl State {
    /// Counts a point of this name. Gives whether the process has to wait there.
    fn passes(&mut self, name: &str) -> bool {
        self.passed += 1;
        match &mut self.armed {
            Armed::Number(number) => self.passed == *number,
            Armed::Names(names) => {
                names.pop_front_if(|next| next.as_str() == name);
                let is_last = names.is_empty();
                if is_last {
                    self.armed = Armed::default();
                }
                is_last
            }
        }
    }
}

/// The store of a process, with a point before and after each call.
pub(crate) struct PointedStore {
    points: Arc<Points>,
    flight: Arc<Flight>,
    files: FileStore,
}

impl PointedStore {
    pub(crate) fn new(folder: &Path, points: &Arc<Points>, flight: &Arc<Flight>) -> Self {
        Self { points: Arc::clone(points), flight: Arc::clone(flight), files: FileStore::new(folder) }
    }
}

impl SecureStore for PointedStore {
    fn identity(&self) -> Option<String> {
        self.files.identity()
    }

    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.points.around(&format!("load {}", entry(&key)), || self.files.load(key))
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        let entry = entry(&key);
        let saved = self.points.around(&format!("save {entry}"), || self.files.save(key, value));
        if entry == "session" {
            self.flight.end();
        }
        saved
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.points.around(&format!("delete {}", entry(&key)), || self.files.delete(key))
    }
}

/// What an entry of the store holds, such as `session`: the last part of its key.
fn entry(key: &str) -> String {
    key.rsplit('.').next().unwrap().to_owned()
}

/// The leases of a process, with a point before and after each call.
pub(crate) struct PointedLeases {
    points: Arc<Points>,
    files: FileLeases,
}

impl PointedLeases {
    pub(crate) fn new(folder: &Path, process: Option<String>, points: &Arc<Points>) -> Self {
        Self { points: Arc::clone(points), files: FileLeases::new(folder, process) }
    }
}

impl LeaseStore for PointedLeases {
    fn process(&self) -> Option<String> {
        self.files.process()
    }

    fn read(&self, name: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.points.around("read lease", || self.files.read(name))
    }

    fn swap(&self, name: String, expected: Option<Vec<u8>>, lease: Vec<u8>) -> Result<bool, StoreError> {
        self.points.around("swap lease", || self.files.swap(name, expected, lease))
    }
}

/// The transport of a process. Before it sends a request, it prints the request's operation.
pub(crate) struct PointedTransport {
    points: Arc<Points>,
    flight: Arc<Flight>,
    host: HostTransport,
}

impl PointedTransport {
    pub(crate) fn new(points: &Arc<Points>, flight: &Arc<Flight>) -> Self {
        let host = HostTransport::new().unwrap();
        Self { points: Arc::clone(points), flight: Arc::clone(flight), host }
    }
}

impl HttpTransport for PointedTransport {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        let target = request.headers.iter().find(|it| it.name.eq_ignore_ascii_case("x-amz-target")).unwrap();
        let operation = target.value.rsplit('.').next().unwrap().to_owned();
        self.points.pass(&format!("before {operation}"));
        if operation == REFRESH {
            self.flight.begin();
        }
        say(&format!("sent {operation}"));
        let started = self.host.start(request, reply);
        self.points.pass(&format!("after {operation}"));
        started
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        self.host.cancel(id)
    }
}

/// Notices a refresh that begins while a refresh of another process runs. A refresh runs from its request until its
/// tokens are stored, or until its call ends without new tokens. For this time the process holds a file lock, which
/// also ends with the process.
pub(crate) struct Flight {
    path: PathBuf,
    lock: Mutex<Option<File>>,
}

impl Flight {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { path: folder.join("flight"), lock: Mutex::default() }
    }

    fn begin(&self) {
        let mut held = self.lock.lock().unwrap();
        // A request that is sent again is not a second refresh.
        *held = None;
        let lock = File::create(&self.path).unwrap();
        match lock.try_lock() {
            Ok(()) => *held = Some(lock),
            Err(TryLockError::WouldBlock) => say("overlap"),
            Err(TryLockError::Error(error)) => panic!("{error}"),
        }
    }

    /// Ends the refresh that this process runs, if there is one.
    pub(crate) fn end(&self) {
        *self.lock.lock().unwrap() = None;
    }
}
