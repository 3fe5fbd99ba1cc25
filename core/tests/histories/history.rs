//! The acts of a history, and the checks after each of them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use cognito_auth_core::{
    Auth, AuthError, AuthErrorCode, AuthErrorKind, AuthSession, FetchAuthSessionOptions, Ports, SecureStore,
    SignOutOptions, SignOutResult, StoreError,
};
use proptest::prelude::*;

use crate::service::{Fault, Line, Service};
use crate::support::clock::{ManualClock, RepeatedBytes};
use crate::support::options::by_password;
use crate::support::sessions::{NOW, SESSION_KEY, configuration, settle};
use crate::support::store::{FaultyStore, StoreOperation};

/// One thing that happens.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    SignIn {
        bob: bool,
    },
    /// A sign-in that is dropped after the runtime was polled a number of times.
    LeaveSignIn {
        turns: u8,
    },
    SignOut {
        everywhere: bool,
    },
    Fetch {
        force: bool,
        at_once: u8,
    },
    /// A fetch that is dropped after the runtime was polled a number of times.
    LeaveFetch {
        turns: u8,
    },
    FetchWhileSigningOut {
        turns: u8,
        everywhere: bool,
    },
    CurrentUser,
    FetchAttributes,
    DeleteUser,
    /// A refresh whose tokens the store does not save. The store saves nothing until it works again.
    RefreshUnsaved,
    /// All running work ends, and the app's other process goes on. That process may not know the stored session.
    Switch,
    HoursPass,
    /// All running work ends.
    Settle,
    /// The app is killed, loses what it has not stored, and starts again.
    Restart,
    Network(Fault),
    StoreFails {
        only: Option<StoreOperation>,
        error: StoreError,
    },
    KeyFails {
        key: &'static str,
        operation: StoreOperation,
        error: StoreError,
    },
    StoreWorks,
    /// An administrator ends every session at the service.
    Revoke,
    /// The store loses the session, which no store may do. Random histories do not have this act.
    LoseRecord,
}

impl Act {
    pub(crate) fn any() -> impl Strategy<Value = Self> {
        let fault = prop::sample::select(vec![
            Fault::Offline,
            Fault::RequestLost,
            Fault::ResponseLost,
            Fault::NoResponse,
            Fault::ServerError,
            Fault::Throttled,
            Fault::Html,
            Fault::UnknownRefusal,
            Fault::UserRefused,
            Fault::HalfResponse,
        ]);
        let operation =
            prop::sample::select(vec![StoreOperation::Load, StoreOperation::Save, StoreOperation::Delete]);
        let key = prop::sample::select(vec![".session", ".pending", ".devices", ".aside"]);
        let error = prop::sample::select(vec![StoreError::Locked, StoreError::Unavailable, StoreError::Full]);
        prop_oneof![
            4 => any::<bool>().prop_map(|bob| Self::SignIn { bob }),
            1 => (0u8..40).prop_map(|turns| Self::LeaveSignIn { turns }),
            2 => any::<bool>().prop_map(|everywhere| Self::SignOut { everywhere }),
            5 => (any::<bool>(), 1u8..4).prop_map(|(force, at_once)| Self::Fetch { force, at_once }),
            2 => (0u8..40).prop_map(|turns| Self::LeaveFetch { turns }),
            2 => (0u8..40, any::<bool>())
                .prop_map(|(turns, everywhere)| Self::FetchWhileSigningOut { turns, everywhere }),
            2 => Just(Self::CurrentUser),
            2 => Just(Self::FetchAttributes),
            1 => Just(Self::DeleteUser),
            3 => Just(Self::RefreshUnsaved),
            4 => Just(Self::Switch),
            4 => Just(Self::HoursPass),
            1 => Just(Self::Settle),
            2 => Just(Self::Restart),
            4 => fault.prop_map(Self::Network),
            3 => (prop::option::of(operation.clone()), error.clone())
                .prop_map(|(only, error)| Self::StoreFails { only, error }),
            2 => (key, operation, error)
                .prop_map(|(key, operation, error)| Self::KeyFails { key, operation, error }),
            4 => Just(Self::StoreWorks),
            1 => Just(Self::Revoke),
        ]
    }
}

/// Plays a history with a paused clock, which jumps ahead when nothing happens.
pub(crate) fn play(acts: &[Act]) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let mut world = World::new();
        for (number, act) in acts.iter().enumerate() {
            world.perform(act).await.map_err(|failure| format!("act {number}, {act:?}: {failure}"))?;
        }
        world.end().await.map_err(|failure| format!("at the end: {failure}"))
    })
}

/// Who must be signed in.
#[derive(Clone, Debug, PartialEq)]
enum Expected {
    Nobody,
    /// This user, unless the service has ended the session of this refresh token.
    User {
        name: &'static str,
        refresh_token: String,
    },
    /// A call was dropped, so a user may be signed in, or nobody.
    Unknown,
}

/// A store that a killed process can no longer reach.
struct Plug {
    store: Arc<FaultyStore>,
    /// Every record that was ever stored.
    saved: Arc<Mutex<Vec<Vec<u8>>>>,
    is_alive: AtomicBool,
}

impl Plug {
    fn store(&self) -> Result<&FaultyStore, StoreError> {
        if self.is_alive.load(Ordering::SeqCst) { Ok(&self.store) } else { Err(StoreError::Unavailable) }
    }
}

impl SecureStore for Plug {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.store()?.load(key)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.store()?.save(key, value.clone())?;
        self.saved.lock().unwrap().push(value);
        Ok(())
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.store()?.delete(key)
    }
}

struct Process {
    auth: Auth,
    line: Arc<Line>,
    plug: Arc<Plug>,
    /// Whether the other process was the last to change the stored session. This one may then not know the session.
    is_stale: bool,
}

impl Process {
    fn start(environment: &Environment) -> Self {
        let line = Arc::new(Line::to(&environment.service));
        let plug = Arc::new(Plug {
            store: Arc::clone(&environment.store),
            saved: Arc::clone(&environment.saved),
            is_alive: AtomicBool::new(true),
        });
        let mut ports = Ports::new(line.clone(), plug.clone());
        ports.clock = environment.clock.clone();
        ports.entropy = Arc::new(RepeatedBytes(vec![0]));
        Self { auth: Auth::new(configuration(), ports).unwrap(), line, plug, is_stale: false }
    }

    fn kill(&self) {
        self.plug.is_alive.store(false, Ordering::SeqCst);
        self.line.is_alive.store(false, Ordering::SeqCst);
    }
}

/// Everything that stays when a process ends.
struct Environment {
    service: Arc<Service>,
    store: Arc<FaultyStore>,
    saved: Arc<Mutex<Vec<Vec<u8>>>>,
    clock: Arc<ManualClock>,
}

impl Environment {
    fn stored(&self) -> Option<Vec<u8>> {
        self.store.entries().remove(SESSION_KEY)
    }
}

struct World {
    environment: Environment,
    process: Process,
    /// The app's other process. It does nothing until the history switches to it.
    other: Process,
    expected: Expected,
}

type Checked = Result<(), String>;

impl World {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::at(NOW));
        let environment =
            Environment { service: Arc::default(), store: Arc::default(), saved: Arc::default(), clock };
        let process = Process::start(&environment);
        let other = Process::start(&environment);
        Self { environment, process, other, expected: Expected::Nobody }
    }

    async fn perform(&mut self, act: &Act) -> Checked {
        let before = self.environment.stored();
        if let Act::Switch = act {
            settle().await;
            self.note_change_since(before.as_ref());
            std::mem::swap(&mut self.process, &mut self.other);
        } else {
            self.act(act).await?;
            self.note_change_since(before.as_ref());
        }
        self.check_store()?;
        match self.environment.service.violations().first() {
            Some(violation) => Err(violation.clone()),
            None => Ok(()),
        }
    }

    async fn act(&mut self, act: &Act) -> Checked {
        match act {
            Act::SignIn { bob } => self.sign_in(if *bob { "bob" } else { "ann" }).await?,
            Act::LeaveSignIn { turns } => self.leave_sign_in(*turns).await?,
            Act::SignOut { everywhere } => self.sign_out(*everywhere).await?,
            Act::Fetch { force, at_once } => self.fetch(*force, *at_once).await?,
            Act::LeaveFetch { turns } => {
                let caller = tokio::spawn(fetch(self.process.auth.clone(), true));
                pass(*turns).await;
                caller.abort();
            }
            Act::FetchWhileSigningOut { turns, everywhere } => {
                let caller = tokio::spawn(fetch(self.process.auth.clone(), true));
                pass(*turns).await;
                self.sign_out(*everywhere).await?;
                // The call may have ended before. Only the state from now on counts.
                let _ = caller.await;
            }
            Act::CurrentUser => self.check_current_user().await?,
            Act::FetchAttributes => {
                self.resolve().await;
                // Only its effect on the session counts.
                let _ = self.process.auth.fetch_user_attributes().await;
            }
            Act::DeleteUser => self.delete_user().await?,
            Act::RefreshUnsaved => {
                self.environment.store.fail_at(StoreOperation::Save, StoreError::Full);
                self.fetch(true, 1).await?;
            }
            // `perform` switches.
            Act::Switch => {}
            Act::HoursPass => self.environment.clock.advance_seconds(7200),
            Act::Settle => settle().await,
            Act::Restart => self.restart(),
            Act::Network(fault) => self.environment.service.add_fault(*fault),
            Act::StoreFails { only: None, error } => self.environment.store.fail(Some(*error)),
            Act::StoreFails { only: Some(operation), error } => {
                self.environment.store.fail_at(*operation, *error)
            }
            Act::KeyFails { key, operation, error } => {
                self.environment.store.fail_key(key, *operation, *error)
            }
            Act::StoreWorks => self.environment.store.fail(None),
            Act::Revoke => self.environment.service.revoke_all(),
            Act::LoseRecord => self.environment.store.delete(SESSION_KEY.to_owned()).unwrap(),
        }
        Ok(())
    }

    fn restart(&mut self) {
        self.process.kill();
        self.process = Process::start(&self.environment);
    }

    /// Everything works again, and the app starts once more: then the expected user must be signed in.
    async fn end(&mut self) -> Checked {
        settle().await;
        self.environment.store.fail(None);
        self.environment.service.clear_faults();
        self.check_current_user().await?;
        self.restart();
        self.check_current_user().await?;
        self.fetch(true, 3).await?;
        self.check_store()
    }

    /// If this process has changed the stored session, the other one does not know it.
    fn note_change_since(&mut self, before: Option<&Vec<u8>>) {
        if self.environment.stored().as_ref() != before {
            self.process.is_stale = false;
            self.other.is_stale = true;
        }
    }

    /// The stored session is that of the expected user, whatever this process knew.
    fn check_store(&self) -> Checked {
        match (&self.expected, self.stored("username")) {
            (Expected::Nobody, Some(_)) => Err("a session came back into the store".into()),
            (Expected::User { name, .. }, Some(stored)) => {
                self.check(stored == *name, "another user's session is stored")
            }
            (Expected::User { .. }, None) => self.check(self.may_be_nobody(), "a stored session was lost"),
            (Expected::Nobody, None) | (Expected::Unknown, _) => Ok(()),
        }
    }

    async fn delete_user(&mut self) -> Checked {
        self.resolve().await;
        if self.process.is_stale {
            return Ok(());
        }
        match self.process.auth.delete_user().await {
            Ok(()) => self.expected = Expected::Nobody,
            Err(error) => self.check(error.kind != AuthErrorKind::Internal, "an internal error")?,
        }
        Ok(())
    }

    async fn sign_in(&mut self, name: &'static str) -> Checked {
        self.resolve().await;
        match sign_in(self.process.auth.clone(), name).await {
            Ok(()) if !self.may_be_nobody() => Err("a user signed in over a session".into()),
            Ok(()) => {
                let refresh_token = self.stored("refreshToken").ok_or("a sign-in was not stored")?;
                self.expected = Expected::User { name, refresh_token };
                Ok(())
            }
            Err(error) if error.code == AuthErrorCode::AlreadySignedIn => {
                self.check(self.expected != Expected::Nobody, "a session came back")
            }
            Err(_) => Ok(()),
        }
    }

    async fn leave_sign_in(&mut self, turns: u8) -> Checked {
        self.resolve().await;
        let caller = tokio::spawn(sign_in(self.process.auth.clone(), "ann"));
        pass(turns).await;
        caller.abort();
        if self.expected == Expected::Nobody || self.may_be_nobody() {
            self.expected = Expected::Unknown;
        }
        Ok(())
    }

    async fn sign_out(&mut self, everywhere: bool) -> Checked {
        self.resolve().await;
        match self.process.auth.sign_out(SignOutOptions { global_sign_out: everywhere }).await {
            SignOutResult::Complete | SignOutResult::Partial { .. } => {
                self.expected = Expected::Nobody;
                self.check(self.stored("version").is_none(), "a session is stored after the sign-out")
            }
            SignOutResult::Failed(error) => {
                self.check(error.kind == AuthErrorKind::Storage, "a sign-out failed for another reason")
            }
        }
    }

    async fn fetch(&mut self, force: bool, at_once: u8) -> Checked {
        self.resolve().await;
        let callers: Vec<_> =
            (0..at_once).map(|_| tokio::spawn(fetch(self.process.auth.clone(), force))).collect();
        for caller in callers {
            let result = caller.await.map_err(|error| error.to_string())?;
            self.check_session(result)?;
        }
        Ok(())
    }

    fn check_session(&mut self, result: Result<AuthSession, AuthError>) -> Checked {
        match result {
            Ok(session) if session.is_signed_in => {
                let tokens = session.tokens.ok_or("a session without tokens")?;
                self.check(self.was_stored(tokens.access_token.expose()), "tokens are not stored")?;
                self.check_user(session.user_sub.as_deref().unwrap_or_default())
            }
            Ok(_) => self.check(self.may_be_nobody() || self.process.is_stale, "a session was lost"),
            Err(error) if error.code == AuthErrorCode::SessionExpired => {
                self.check(self.may_be_nobody(), "a session ended although the service did not end it")
            }
            Err(error) => self.check(error.kind != AuthErrorKind::Internal, "an internal error"),
        }
    }

    async fn check_current_user(&mut self) -> Checked {
        self.resolve().await;
        match self.process.auth.get_current_user().await {
            Ok(user) => self.check_user(&user.user_id),
            Err(error) if error.code == AuthErrorCode::NotSignedIn => {
                self.check(self.may_be_nobody() || self.process.is_stale, "a session was lost")
            }
            Err(error) => self.check(error.kind == AuthErrorKind::Storage, "the user is unknown"),
        }
    }

    /// Somebody is signed in. It must be the expected user, unless this process does not know the store.
    fn check_user(&self, user_id: &str) -> Checked {
        match &self.expected {
            _ if self.process.is_stale => Ok(()),
            Expected::Nobody => Err("a session came back".into()),
            Expected::User { name, .. } => {
                self.check(user_id == format!("sub-of-{name}"), "another user is signed in")
            }
            Expected::Unknown => Ok(()),
        }
    }

    /// Whether finding nobody signed in is correct: no user is expected, or the service ended the user's session.
    fn may_be_nobody(&self) -> bool {
        match &self.expected {
            Expected::Nobody | Expected::Unknown => true,
            Expected::User { refresh_token, .. } => {
                self.environment.service.has_ended(refresh_token, self.last_saved(refresh_token).as_deref())
            }
        }
    }

    /// Finds out the result of a dropped call.
    async fn resolve(&mut self) {
        if self.expected != Expected::Unknown {
            return;
        }
        settle().await;
        self.expected = match self.stored("refreshToken") {
            None => Expected::Nobody,
            // The former user stays until a refresh finds out that the service has ended the session.
            Some(refresh_token) if self.stored("username").as_deref() == Some("bob") => {
                Expected::User { name: "bob", refresh_token }
            }
            Some(refresh_token) => Expected::User { name: "ann", refresh_token },
        };
    }

    /// The newest refresh token ever stored that comes from the same sign-in.
    fn last_saved(&self, refresh_token: &str) -> Option<String> {
        let saved = self.environment.saved.lock().unwrap();
        let tokens = saved.iter().rev().filter_map(|record| {
            let record: serde_json::Value = serde_json::from_slice(record).ok()?;
            Some(record["refreshToken"].as_str()?.to_owned())
        });
        tokens.into_iter().find(|token| self.environment.service.are_of_one_sign_in(token, refresh_token))
    }

    fn was_stored(&self, token: &str) -> bool {
        let saved = self.environment.saved.lock().unwrap();
        saved.iter().any(|record| String::from_utf8_lossy(record).contains(token))
    }

    /// A value of the stored session.
    fn stored(&self, member: &str) -> Option<String> {
        let bytes = self.environment.stored()?;
        let record: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
        Some(record[member].as_str().unwrap_or_default().to_owned())
    }

    fn check(&self, holds: bool, otherwise: &str) -> Checked {
        if holds { Ok(()) } else { Err(otherwise.to_owned()) }
    }
}

async fn fetch(auth: Auth, force_refresh: bool) -> Result<AuthSession, AuthError> {
    auth.fetch_auth_session(FetchAuthSessionOptions { force_refresh, ..Default::default() }).await
}

async fn sign_in(auth: Auth, name: &'static str) -> Result<(), AuthError> {
    auth.sign_in(name, Some("Password123!".into()), by_password()).await.map(|_| ())
}

/// Yields to the runtime a number of times.
async fn pass(turns: u8) {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}
