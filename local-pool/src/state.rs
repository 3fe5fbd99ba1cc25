//! The running server's state. The control API and the library's own functions both use it.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::faults::{Fault, FaultRule, Faults};
use crate::pool::inbox::{KeptMessage, Message};
use crate::pool::{UserPool, World};
use crate::recorded_requests::{RecordedRequest, RecordedRequests};
use crate::service::{Call, Sender, Service};
use crate::setup::Setup;
use crate::store::{self, Store};
use crate::triggers::Context;
use parking_lot::Mutex;
use serde_json::Value;
use tokio::sync::watch;

/// Performs the operations of one of Cognito's services.
type Perform = fn(&str, &[u8], &mut Call<'_>) -> Result<Value, CognitoError>;

/// The state of the server.
pub(crate) struct State {
    pub service: Service,
    setup: Setup,
    store: Option<Mutex<Store>>,
    world: Mutex<World>,
    faults: Mutex<Faults>,
    requests: Mutex<RecordedRequests>,
    /// Counts up with each change, for the console.
    revision: watch::Sender<u64>,
}

impl State {
    /// Starts with the pools that `setup` builds. A stored pool of an earlier run replaces the pool with the same id.
    pub(crate) fn new(
        service: Service,
        setup: Setup,
        store: Option<Store>,
        stored: Option<World>,
    ) -> Result<Self, CognitoError> {
        let mut world = setup.build(stored.as_ref(), service.clock.now())?;
        if let Some(stored) = stored {
            world.restore(stored);
        }
        world.pools.values().for_each(|pool| service.keys.note(&pool.signing_key));
        Ok(Self {
            service,
            setup,
            store: store.map(Mutex::new),
            world: Mutex::new(world),
            faults: Mutex::default(),
            requests: Mutex::default(),
            revision: watch::Sender::default(),
        })
    }

    /// Writes the state to the data folder, if there is one.
    pub(crate) fn save(&self) -> Result<(), CognitoError> {
        self.write(&mut self.world.lock())
    }

    fn write(&self, world: &mut World) -> Result<(), CognitoError> {
        let Some(store) = &self.store else {
            store::forget_changes(world);
            return Ok(());
        };
        let written = store.lock().write(&self.setup.client_secret, world);
        written.map_err(|error| CognitoError::internal(&format!("cannot write the data folder: {error}")))
    }

    /// Answers one operation of a service.
    pub(crate) fn perform(
        &self,
        service: Perform,
        operation: &str,
        body: &[u8],
        sender: Sender,
    ) -> Result<Value, CognitoError> {
        self.call(sender, |call| service(operation, body, call))
    }

    /// Answers one request, with the pools locked.
    pub(crate) fn call<T>(
        &self,
        sender: Sender,
        work: impl FnOnce(&mut Call<'_>) -> Result<T, CognitoError>,
    ) -> Result<T, CognitoError> {
        let now = self.service.clock.now();
        let (world, context) = (self.world.lock(), Context::default());
        let mut call = Call { service: &self.service, world, now, context, sender };
        call.world.run_import_jobs(now);
        let answer = work(&mut call);
        self.changed();
        // An operation that fails can change the state too: it counts an attempt, or uses a code up.
        self.write(&mut call.world)?;
        answer
    }

    /// Notifies the console of each change.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    fn changed(&self) {
        self.revision.send_modify(|revision| *revision += 1);
    }

    /// Reads something of the pools, and changes nothing.
    pub(crate) fn look<T>(&self, read: impl FnOnce(&World) -> T) -> T {
        read(&self.world.lock())
    }

    /// The result of `describe` for each user pool.
    pub(crate) fn describe_pools(&self, describe: impl FnMut(&UserPool) -> Value) -> Vec<Value> {
        self.world.lock().pools.values().map(describe).collect()
    }

    /// Makes the keys of the pools that the server starts with. Blocks as long as that takes. The pools stay unlocked
    /// meanwhile.
    pub(crate) fn prepare_keys(&self) {
        let file = |pool: &UserPool| pool.signing_key.unmade_file().cloned();
        let files: Vec<String> = self.world.lock().pools.values().filter_map(file).collect();
        files.iter().for_each(|file| self.service.keys.prepare(Some(file)));
    }

    /// The messages to a user or to everybody, oldest first, in one pool or in all. `name` is the pool user name, the
    /// `sub`, an alias, or the address that a message was sent to.
    pub(crate) fn messages(&self, name: Option<&str>, pool_id: Option<&str>) -> Vec<Message> {
        let world = self.world.lock();
        let pools = world.pools.values().filter(|pool| pool_id.is_none_or(|id| pool.id == id));
        let mut messages: Vec<Message> = pools.flat_map(|pool| messages_of(pool, name)).collect();
        messages.sort_by_key(|message| message.sent_at);
        messages
    }

    /// What became of each line in the file of a user import job.
    pub(crate) fn import_log(&self, job_id: &str) -> Result<Vec<String>, CognitoError> {
        let mut world = self.world.lock();
        world.run_import_jobs(self.service.clock.now());
        self.changed();
        self.write(&mut world)?;
        let mut jobs = world.pools.values().flat_map(|pool| pool.import_jobs.values());
        Ok(jobs.find(|job| job.id == job_id).map(|job| job.log.clone()).unwrap_or_default())
    }

    pub(crate) fn record(&self, operation: &str, status: Option<u16>, error_type: Option<&str>) {
        let at = self.service.clock.now().milliseconds();
        self.requests.lock().record(operation, status, error_type, at);
        self.changed();
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.requests.lock().oldest_first().collect()
    }

    /// How many requests the log holds, and its last `most` requests, the newest first.
    pub(crate) fn newest_requests(&self, most: usize) -> (usize, Vec<RecordedRequest>) {
        let requests = self.requests.lock();
        (requests.len(), requests.newest_first().take(most).collect())
    }

    pub(crate) fn take_fault(&self, operation: &str) -> Option<Fault> {
        self.faults.lock().take(operation)
    }

    pub(crate) fn inject_fault(&self, rule: FaultRule) {
        self.faults.lock().inject(rule);
    }

    pub(crate) fn clear_faults(&self) {
        self.faults.lock().clear();
    }

    pub(crate) fn advance_clock(&self, seconds: i64) -> Moment {
        let moved = self.service.clock.advance(seconds);
        self.changed();
        moved
    }

    /// Forbids AWS credentials for an identity, or allows them again. Fails if there is no such identity.
    pub(crate) fn forbid_identity(&self, id: &str, forbidden: bool) -> Result<(), CognitoError> {
        let mut world = self.world.lock();
        world.identity_pools.identity(id)?.disabled = forbidden;
        self.changed();
        self.write(&mut world)
    }

    /// Sets how long credentials for a role last.
    pub(crate) fn set_session_seconds(&self, role_arn: &str, seconds: u32) -> Result<(), CognitoError> {
        let mut world = self.world.lock();
        world.identity_pools.session_seconds.insert(role_arn.to_owned(), i64::from(seconds));
        self.changed();
        self.write(&mut world)
    }

    /// Starts again with the pools that `setup` builds, and writes them to the data folder. The clock shows the
    /// system's time again, and the faults and the log of requests are removed. The client secret and the signing keys
    /// stay, so clients need not fetch them again.
    pub(crate) fn reset(&self) -> Result<(), CognitoError> {
        self.service.clock.reset();
        let mut fresh = self.setup.build(None, self.service.clock.now())?;
        let mut world = self.world.lock();
        fresh.keep_keys(&mut world);
        *world = fresh;
        if let Some(store) = &self.store {
            // The file has entries that the new state does not know of.
            store.lock().forget_file();
        }
        self.write(&mut world)?;
        drop(world);
        self.clear_faults();
        self.requests.lock().clear();
        self.changed();
        Ok(())
    }
}

fn messages_of<'a>(pool: &'a UserPool, name: Option<&'a str>) -> impl Iterator<Item = Message> {
    let resolved = name.and_then(|name| pool.resolve(name));
    let is_to = move |message: &&KeptMessage| {
        name.is_none_or(|name| message.is_to(name))
            || resolved.as_ref().is_some_and(|username| message.is_to(username))
    };
    pool.inbox.messages.values().filter(is_to).map(|message| message.of_pool(&pool.id))
}
