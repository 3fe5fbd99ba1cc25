//! The sessions that are open in this process. Instances over the same record of the same store share one session
//! manager, so that they share one refresh and one state.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, Weak};

use super::manager::SessionManager;
use super::store::prefix;
use crate::config::{AuthConfiguration, IdentityPoolConfiguration, UserPoolConfiguration};
use crate::error::{AuthError, AuthErrorCode};
use crate::events::EventHub;
use crate::ports::{Ports, SecureStore};
use crate::sync::{AtomicBool, AtomicUsize, Bug, Mutex, MutexGuard};

#[cfg(not(all(test, feature = "schedules")))]
static OPEN: Mutex<Vec<OpenSession>> = Mutex::new(Vec::new());
// Each run of a schedule test starts with an empty list.
#[cfg(all(test, feature = "schedules"))]
shuttle::lazy_static! {
    static ref OPEN: Mutex<Vec<OpenSession>> = Mutex::new(Vec::new());
}

/// A session in use: an instance has it open, or work on it is still under way.
struct OpenSession {
    record: RecordPlace,
    manager: Weak<SessionManager>,
}

/// Who opens a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opener {
    /// An instance. As long as it is open, other instances have to agree on its settings.
    Instance,
    /// A call by the account's name. An instance that comes later with other settings, or with leases, does not join
    /// this session, but opens its own.
    Name,
}

/// How many instances use a session, and the settings that they agree on.
pub(super) struct Users {
    settings: Settings,
    /// How many instances have the session open. The number changes only while the list of sessions is locked.
    open: AtomicUsize,
}

impl Users {
    pub(super) fn of(configuration: &AuthConfiguration) -> Self {
        Self { settings: Settings::of(configuration), open: AtomicUsize::new(0) }
    }
}

/// Where a record is stored: the store, and the text with which the record's keys start.
#[derive(PartialEq, Eq)]
pub(super) struct RecordPlace {
    store: StoreIdentity,
    prefix: String,
}

impl RecordPlace {
    pub(super) fn of(ports: &Ports, prefix: String) -> Self {
        Self { store: StoreIdentity::of(&ports.store), prefix }
    }
}

#[derive(PartialEq, Eq)]
enum StoreIdentity {
    Named(String),
    /// The address of a store object without an identity. No other object has this address while the session, or the
    /// index of accounts, is open, because both hold the object.
    Object(usize),
}

impl StoreIdentity {
    fn of(store: &Arc<dyn SecureStore>) -> Self {
        match store.identity() {
            Some(name) => Self::Named(name),
            None => Self::Object(Arc::as_ptr(store).cast::<()>() as usize),
        }
    }
}

/// The settings that instances over one session have to agree on.
#[derive(PartialEq, Eq)]
struct Settings {
    user_pool: UserPoolConfiguration,
    identity_pool: Option<IdentityPoolConfiguration>,
}

impl Settings {
    fn of(configuration: &AuthConfiguration) -> Self {
        Self {
            user_pool: configuration.user_pool.clone(),
            identity_pool: configuration.identity_pool.clone(),
        }
    }

    /// The name of the first setting in which the two differ.
    fn difference(&self, other: &Self) -> Option<&'static str> {
        match (self.user_pool == other.user_pool, self.identity_pool == other.identity_pool) {
            (false, _) => Some("user_pool"),
            (true, false) => Some("identity_pool"),
            (true, true) => None,
        }
    }
}

/// One instance's use of a session, until it is closed or dropped.
pub(super) struct SessionHandle {
    pub(super) manager: Arc<SessionManager>,
    events: Arc<EventHub>,
    opener: Opener,
    is_open: AtomicBool,
}

impl SessionHandle {
    /// Joins the session that another instance has open on the same record, or opens it. `events` has the instance's
    /// listeners.
    ///
    /// # Errors
    /// [`AuthErrorCode::ConfigurationMismatch`] if the other instance has another configuration, or if only this
    /// instance has a former library to move from.
    pub(super) fn open(
        ports: &Ports,
        configuration: &AuthConfiguration,
        events: Arc<EventHub>,
        opener: Opener,
    ) -> Result<Self, AuthError> {
        let record = RecordPlace::of(ports, prefix(configuration));
        let manager = join_or_open(record, ports, configuration, opener)?;
        manager.hubs.add(&events);
        Ok(Self { manager, events, opener, is_open: AtomicBool::new(true) })
    }

    /// Whether the instance still uses the session.
    pub(super) fn is_open(&self) -> bool {
        self.is_open.load(Ordering::SeqCst)
    }

    /// Ends the instance's use of the session. The instance's listeners get no more events. Work that is under way goes
    /// on.
    pub(super) fn close(&self) {
        if self.is_open.swap(false, Ordering::SeqCst) {
            self.manager.hubs.remove(&self.events);
            leave(&self.manager, self.opener);
        }
    }
}

impl Drop for SessionHandle {
    fn drop(&mut self) {
        self.close();
    }
}

fn join_or_open(
    record: RecordPlace,
    ports: &Ports,
    configuration: &AuthConfiguration,
    opener: Opener,
) -> Result<Arc<SessionManager>, AuthError> {
    let made = Arc::new(SessionManager::new(ports, configuration));
    let mut open = open_sessions();
    open.retain(|it| it.manager.strong_count() > 0);
    let found = open.iter().find(|it| it.record == record).and_then(|it| it.manager.upgrade());
    let manager = match found.map(|found| (found.users.settings.difference(&made.users.settings), found)) {
        Some((Some(setting), found)) if found.is_in_use() => {
            return Err(AuthError::from(AuthErrorCode::ConfigurationMismatch).with_field(setting));
        }
        // The new instance asks for a move, and the open session does not. The open session may have read its store
        // already, and only the first read moves in.
        Some((None, found)) if found.is_in_use() && !found.can_replace(&made) => {
            return Err(AuthError::from(AuthErrorCode::ConfigurationMismatch).with_field("former"));
        }
        // Every instance may have left this session while work on it is still under way. It is still joined, because
        // two managers would not see each other's changes while they make them.
        Some((None, found))
            if found.is_in_use()
                || found.can_replace(&made) && (found.lease.is_shared() || !made.lease.is_shared()) =>
        {
            found
        }
        // A session without leases would not take turns with other processes. One that knows no former library would not
        // move in.
        Some(_) | None => {
            open.retain(|it| it.record != record);
            open.push(OpenSession { record, manager: Arc::downgrade(&made) });
            made
        }
    };
    if Bug::UserCountedUnlocked.is_planted() {
        drop(open);
    }
    if opener == Opener::Instance {
        manager.users.open.fetch_add(1, Ordering::SeqCst);
    }
    Ok(manager)
}

fn leave(manager: &SessionManager, opener: Opener) {
    if opener == Opener::Instance {
        let _open = open_sessions();
        manager.users.open.fetch_sub(1, Ordering::SeqCst);
    }
}

impl SessionManager {
    /// Whether an instance has the session open.
    fn is_in_use(&self) -> bool {
        self.users.open.load(Ordering::SeqCst) > 0
    }

    /// Whether this session moves in, if the other one would.
    fn can_replace(&self, other: &Self) -> bool {
        self.moving.is_some() || other.moving.is_none()
    }
}

fn open_sessions() -> MutexGuard<'static, Vec<OpenSession>> {
    // No code panics while it holds the lock. Even after a panic, the list would be valid.
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
