//! Moving in: takes over the session that the app's former library stored, once.
//!
//! This happens at the first read of the default account's store, if the store has no session and the move is not
//! settled. The move is settled once something was taken over, a user has signed in, or a sign-out, a purge or the
//! service has ended a session. After that, nothing more of the former library is taken over: a user who signed out
//! stays signed out.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::devices::Device;
use super::identity::{IdentityOwner, IdentityRecord};
use super::manager::{SessionManager, SessionStatus};
use super::record::{BoundDevice, SessionRecord};
use super::store::{Found, Swap};
use super::{Session, SessionInner};
use crate::challenge::Username;
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::events::AuthEvent;
use crate::model::{MoveReport, MoveWarning};
use crate::moving as former;
use crate::moving::{Former, Imported, ImportedDevice};
use crate::ports::{FormerLibrary, Ports, StoreError};
use crate::tasks::{spawn, spawn_blocking};

/// The content of the entry that marks the move as settled.
const SETTLED: &[u8] = br#"{"version":1}"#;

/// The move of the default account.
pub(super) struct Move {
    library: FormerLibrary,
    configuration: AuthConfiguration,
    progress: Mutex<Progress>,
}

#[derive(Default)]
struct Progress {
    /// Whether the store is known to have the mark of a settled move.
    is_settled: bool,
    /// The result of this process's attempt, if there is something to report.
    report: Option<MoveReport>,
}

/// The result of an attempt for the session manager, and the event that reports it.
pub(super) type Moved = (Found, Option<AuthEvent>);

impl Move {
    /// The move that the app asks for. Only the default account has one.
    pub(super) fn of(ports: &Ports, configuration: &AuthConfiguration) -> Option<Self> {
        let library = ports.former.clone().filter(|_| configuration.account.is_none())?;
        Some(Self { library, configuration: configuration.clone(), progress: Mutex::default() })
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        // No code panics while it holds the lock. Even after a panic, every field would be valid.
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls the former library's storage, which may block. If the call panics, the storage counts as unavailable.
    async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&FormerLibrary, &AuthConfiguration) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let (library, configuration) = (self.library.clone(), self.configuration.clone());
        spawn_blocking(move || call(&library, &configuration)).await.map_err(|_| StoreError::Unavailable)
    }
}

impl Session {
    /// What was taken over in this process, or why nothing was. This reads the store first.
    pub(crate) async fn move_report(&self) -> Result<Option<MoveReport>, AuthError> {
        let Some(moving) = &self.inner.manager.moving else { return Ok(None) };
        self.inner.readable_status().await?;
        let report = moving.progress().report.clone();
        Ok(report)
    }

    /// Removes what the former library has stored for the configuration's pools. Once started, the work goes on even if
    /// this future is dropped.
    pub(crate) async fn finish_move(&self) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        spawn(async move { inner.finish_move().await }).await?
    }
}

impl SessionInner {
    /// Reads the store, which also moves in if that is still to be done. An unreadable session is an error: it may be
    /// one that moved in, and then the former library has the only other copy.
    async fn readable_status(&self) -> Result<(), StoreError> {
        match self.status().await? {
            SessionStatus::Unreadable(error) => Err(error),
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::SignedIn(_) => Ok(()),
        }
    }

    async fn finish_move(&self) -> Result<(), AuthError> {
        let Some(moving) = &self.manager.moving else { return Ok(()) };
        self.readable_status().await?;
        let _change = self.manager.change().await;
        let has_failed = moving.progress().report.as_ref().is_some_and(|report| report.source.is_none());
        if has_failed && !self.manager.is_move_settled().await? {
            return Err(AuthErrorCode::MoveIncomplete.into());
        }
        self.manager.settle_move().await?;
        let removed = moving.call(|library, configuration| former::remove(&library.storage, configuration));
        Ok(removed.await??)
    }
}

impl SessionManager {
    /// Whether a refresh of this session has to wait until the app no longer defers it.
    pub(super) fn defers_refresh_of(&self, record: &SessionRecord) -> bool {
        record.is_moved && self.moving.as_ref().is_some_and(|moving| moving.library.defers_refresh)
    }

    /// Takes over what the former library has, if the move is not settled. The store had no session, and the caller
    /// holds the change lock. If there is nothing to take over, the store is read again: another process may have taken
    /// everything over since.
    ///
    /// # Errors
    /// Those of both stores. The next read tries again: a store that fails signs nobody out.
    pub(super) async fn move_in(&self) -> Result<Moved, StoreError> {
        let Some(moving) = &self.moving else { return Ok((Found::Nothing, None)) };
        if self.is_move_settled().await? {
            return Ok((self.store.found().await?, None));
        }
        match moving.call(|library, configuration| former::read(&library.storage, configuration)).await? {
            Former::Absent => Ok((self.store.found().await?, None)),
            // The app has to be changed before this storage can be read.
            Former::Unreachable(StoreError::Misconfigured) => {
                Ok(move_failed(moving, vec![MoveWarning::StorageMisconfigured]))
            }
            Former::Unreachable(error) => Err(error),
            Former::Undecodable(warnings) => Ok(move_failed(moving, warnings)),
            Former::Found(imported) => self.take_over(moving, *imported).await,
        }
    }

    /// Stores what was found: the devices and the identity first, because the session ends the move. If the app is
    /// killed in between, the next start begins again.
    async fn take_over(&self, moving: &Move, imported: Imported) -> Result<Moved, StoreError> {
        let Imported { source, session, devices, fingerprint_id, identity_id, mut warnings } = imported;
        let typed = session.as_ref().and_then(|session| session.typed_username.clone());
        let record = session.and_then(|session| {
            let record = SessionRecord::of_move(session, self.now_milliseconds());
            record.inspect_err(|_| warnings.push(MoveWarning::IncompleteSession)).ok()
        });
        if record.is_none() && warnings.iter().any(|warning| warning.loses_session()) {
            return Ok(move_failed(moving, warnings));
        }
        let (owned, others) = owned_by(record.as_ref(), typed.as_deref(), devices);
        let record = record.map(|record| {
            let key = owned.first().map(|device| BoundDevice::Key(device.key.clone()));
            Arc::new(SessionRecord { generation: 1, ..record.of_device(key) })
        });
        if let Some(record) = &record
            && self.is_moved_out(record).await
        {
            self.settle_move().await?;
            return Ok((Found::Nothing, None));
        }
        let taken_devices = self.take_devices(record.as_deref(), typed.as_deref(), &owned, &others).await?;
        let has_identity = match identity_id {
            Some(identity_id) => self.take_identity(record.as_deref(), identity_id).await?,
            None => false,
        };
        let is_empty = record.is_none() && taken_devices == 0 && !has_identity;
        let report = MoveReport {
            source: Some(source),
            user: record.as_ref().map(|record| record.user()),
            devices: taken_devices,
            has_identity,
            fingerprint_id,
            warnings,
        };
        // Nothing is settled yet: a user who signs in with the former library later still moves in.
        if is_empty {
            moving.progress().report = (!report.warnings.is_empty()).then_some(report);
            return Ok((Found::Nothing, None));
        }
        let found = match &record {
            Some(record) => self.store_moved(Arc::clone(record)).await?,
            None => Found::Nothing,
        };
        // If this fails, a later sign-out settles the move. If there is no session, the next start takes over the same
        // devices and identity again.
        let _ = self.settle_move().await;
        let is_taken = match (&record, &found) {
            (Some(record), Found::Record(stored)) => record == stored,
            (Some(_), Found::Nothing | Found::Unreadable(_) | Found::Garbled) => false,
            (None, _) => true,
        };
        if !is_taken {
            return Ok((found, None));
        }
        moving.progress().report = Some(report);
        Ok((found, Some(AuthEvent::MovedIn)))
    }

    /// Stores the session, unless another process was faster. That process may have signed the user out since. It may
    /// also have signed another user in and out.
    async fn store_moved(&self, record: Arc<SessionRecord>) -> Result<Found, StoreError> {
        if self.is_move_settled().await? {
            return self.store.found().await;
        }
        if let Swap::Found(other) = self.store.add_moved(Arc::clone(&record)).await? {
            return Ok(other);
        }
        if self.is_moved_out(&record).await {
            return Ok(self.unless_signed_out(record).await);
        }
        Ok(Found::Record(record))
    }

    /// Whether another process has moved in with this session, and has signed it out.
    async fn is_moved_out(&self, record: &Arc<SessionRecord>) -> bool {
        !has_bug!(MovesAgain) && self.store.is_signed_out(Arc::clone(record)).await
    }

    /// Remembers the devices that have a password. Gives how many there were.
    async fn take_devices(
        &self,
        record: Option<&SessionRecord>,
        typed: Option<&str>,
        owned: &[ImportedDevice],
        others: &[ImportedDevice],
    ) -> Result<u32, StoreError> {
        let of_user = record.and_then(|record| Some((record, owned.iter().find_map(device)?)));
        let others: Vec<_> =
            others.iter().filter_map(|it| Some((it.username.as_str(), device(it)?))).collect();
        let count = others.len() + usize::from(of_user.is_some());
        if count > 0 {
            let mut records = self.devices().await?;
            for (username, device) in others {
                records.take_over(&Username::typed(username), &device);
            }
            if let Some((record, device)) = of_user {
                let user = Username::typed(typed.unwrap_or(&record.pool_username));
                records.take_over(&user.known_as(Some(record.pool_username.clone())), &device);
            }
            self.save_devices(&records).await?;
        }
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Stores the identity, as a user's or a guest's, unless a readable one is stored already. Its credentials are not
    /// taken over.
    async fn take_identity(
        &self,
        record: Option<&SessionRecord>,
        identity_id: String,
    ) -> Result<bool, StoreError> {
        let Some(pool) = self.moving.as_ref().and_then(|it| it.configuration.identity_pool.as_ref()) else {
            return Ok(false);
        };
        let owner = match record {
            Some(record) => IdentityOwner::User { user_id: record.user_id.clone() },
            None if pool.allows_guests => IdentityOwner::Guest,
            None => return Ok(false),
        };
        match self.store.load(self.store.identity_key()).await {
            Ok(Some(_)) => return Ok(false),
            Ok(None) | Err(StoreError::Corrupt | StoreError::Unrecoverable) => {}
            Err(error) => return Err(error),
        }
        let pool_id = pool.pool_id.clone();
        let identity = IdentityRecord { pool_id, identity_id, owner, credentials: None };
        // A struct of texts always has a JSON form, but serde's types can't say so.
        let bytes = identity.to_bytes().map_err(|_| StoreError::Unavailable)?;
        self.store.save(self.store.identity_key(), bytes).await.map(|()| true)
    }

    /// Whether the move is settled: nothing may be taken over any more.
    async fn is_move_settled(&self) -> Result<bool, StoreError> {
        let Some(moving) = &self.moving else { return Ok(true) };
        if has_bug!(MovesAgain) {
            return Ok(false);
        }
        if moving.progress().is_settled {
            return Ok(true);
        }
        let is_settled = self.store.has(self.store.moved_key()).await?;
        moving.progress().is_settled = is_settled;
        Ok(is_settled)
    }

    /// Stores the mark of a settled move: nothing is taken over any more.
    pub(super) async fn settle_move(&self) -> Result<(), StoreError> {
        let Some(moving) = &self.moving else { return Ok(()) };
        if !moving.progress().is_settled {
            self.store.save(self.store.moved_key(), SETTLED.to_vec().into()).await?;
            moving.progress().is_settled = true;
        }
        Ok(())
    }
}

/// The result if nothing could be taken over. The next start of the app tries again.
fn move_failed(moving: &Move, warnings: Vec<MoveWarning>) -> Moved {
    moving.progress().report = Some(MoveReport {
        source: None,
        user: None,
        devices: 0,
        has_identity: false,
        fingerprint_id: None,
        warnings,
    });
    (Found::Nothing, Some(AuthEvent::MoveFailed))
}

/// The devices of the session's user, and those of others.
fn owned_by(
    record: Option<&SessionRecord>,
    typed: Option<&str>,
    devices: Vec<ImportedDevice>,
) -> (Vec<ImportedDevice>, Vec<ImportedDevice>) {
    let names: Vec<_> = record
        .into_iter()
        .flat_map(|record| [record.pool_username.as_str(), record.user_id.as_str()])
        .chain(typed)
        .map(str::to_lowercase)
        .collect();
    devices.into_iter().partition(|device| names.contains(&device.username.to_lowercase()))
}

/// The device as it is remembered here, if the former library stored its password.
fn device(imported: &ImportedDevice) -> Option<Device> {
    let ImportedDevice { key, group_key, password, .. } = imported.clone();
    Some(Device { key, group_key, password: password? })
}
