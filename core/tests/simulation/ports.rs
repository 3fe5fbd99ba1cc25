//! The ports of a process. Each boundary can have a fault.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use cognito_auth_core::{
    Clock, Entropy, EntropyError, HttpReply, HttpRequest, HttpResponse, HttpTransport, LeaseStore, LogLevel,
    LogSink, SecureStore, StoreError, TransportFailure,
};
use serde_json::Value;

use crate::fault::{Effect, Place};
use crate::world::{Late, Run, Slot, World};

/// The ports of one run of a process.
#[derive(Clone)]
pub(crate) struct Port {
    pub(crate) world: Arc<World>,
    pub(crate) run: Run,
    /// The name of the store. Each run in each history gives the store another name, because instances over stores of
    /// one name share their session.
    pub(crate) identity: String,
    pub(crate) entropy: Arc<AtomicU64>,
}

impl Port {
    pub(crate) fn ensure_alive(&self) -> Result<(), StoreError> {
        if self.run.gate.is_dead() { Err(StoreError::Unavailable) } else { Ok(()) }
    }

    fn is_frozen(&self) -> bool {
        !self.run.gate.is_running() && !self.run.gate.is_dead()
    }

    /// Gives the fault that a call of this port meets, if there is one. If the fault makes the call fail, gives the error.
    pub(crate) fn before(&self, place: Place) -> Result<Option<Effect>, StoreError> {
        self.ensure_alive()?;
        let effect = if self.is_frozen() { None } else { self.world.cross(&self.run, place) };
        self.ensure_alive()?;
        if let Some(error) = effect.and_then(Effect::store_error) {
            return Err(error);
        }
        Ok(effect)
    }

    fn ensure_store_works(&self) -> Result<(), StoreError> {
        let mut state = self.world.lock();
        let failure = state.store_failure;
        if failure.is_some() {
            state.slots[self.run.slot].faults += 1;
        }
        failure.map_or(Ok(()), Err)
    }

    fn change(&self, place: Place, late: Late) -> Result<(), StoreError> {
        let effect = self.before(place)?;
        if self.is_frozen() {
            self.world.lock().put_off(&self.run, late);
            return Ok(());
        }
        self.ensure_store_works()?;
        let mut state = self.world.lock();
        let Slot { read, known, .. } = state.slots[self.run.slot];
        match late {
            Late::Save(key, value) if effect == Some(Effect::HalfWritten) => {
                state.put_half(&self.run, &key, &value);
            }
            Late::Save(key, value) => state.put(&self.run, key, value),
            Late::Delete(key) => state.remove(&self.run, &key),
        }
        if effect == Some(Effect::MadeAndFailed) {
            // The process does not know that the change was made.
            let slot = &mut state.slots[self.run.slot];
            (slot.read, slot.known) = (read, known);
        }
        drop(state);
        self.world.crossed(&self.run, effect);
        self.ensure_alive()?;
        if effect == Some(Effect::MadeAndFailed) { Err(StoreError::Unavailable) } else { Ok(()) }
    }
}

impl SecureStore for Port {
    fn identity(&self) -> Option<String> {
        Some(self.identity.clone())
    }

    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        let effect = match self.before(Place::StoreRead) {
            // What the store lacks can't be corrupt.
            Err(StoreError::Corrupt) if !self.world.lock().entries.contains_key(&key) => None,
            Err(error) => {
                let mut state = self.world.lock();
                if error == StoreError::Corrupt && key == state.session_key {
                    let now = state.wall_milliseconds();
                    state.slots[self.run.slot].told_corrupt_at = Some(now);
                    state.model.is_damaged();
                }
                return Err(error);
            }
            Ok(effect) => effect,
        };
        self.ensure_store_works()?;
        let (found, newest) = {
            let state = self.world.lock();
            let newest = (key == state.session_key).then(|| state.model.stored.len() - 1);
            (state.entries.get(&key).cloned(), newest)
        };
        self.world.crossed(&self.run, effect);
        self.ensure_alive()?;
        // A process may have been frozen within the read. When it wakes, the call that has read may be over.
        if let Some(newest) = newest.filter(|_| !self.is_frozen()) {
            self.world.lock().slots[self.run.slot].read = newest;
        }
        Ok(found)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.change(Place::StoreWrite, Late::Save(key, value))
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.change(Place::StoreDelete, Late::Delete(key))
    }
}

impl LeaseStore for Port {
    fn process(&self) -> Option<String> {
        let is_named = self.world.lock().settings.is_named;
        is_named.then(|| format!("process {}", self.run.slot))
    }

    fn read(&self, name: String) -> Result<Option<Vec<u8>>, StoreError> {
        let effect = self.lease_call(Place::LeaseRead)?;
        let found = self.world.lock().leases.get(&name).cloned();
        self.world.crossed(&self.run, effect);
        self.ensure_alive()?;
        Ok(found)
    }

    fn swap(&self, name: String, expected: Option<Vec<u8>>, lease: Vec<u8>) -> Result<bool, StoreError> {
        let effect = self.lease_call(Place::LeaseSwap)?;
        let mut state = self.world.lock();
        if effect == Some(Effect::Refused) || state.leases.get(&name) != expected.as_ref() {
            return Ok(false);
        }
        state.check_text("a lease", &String::from_utf8_lossy(&lease));
        state.leases.insert(name, lease);
        drop(state);
        self.world.crossed(&self.run, effect);
        self.ensure_alive()?;
        Ok(true)
    }
}

impl Port {
    fn lease_call(&self, place: Place) -> Result<Option<Effect>, StoreError> {
        let effect = self.before(place);
        if effect != Ok(None) {
            let mut state = self.world.lock();
            state.slots[self.run.slot].lease_trouble_at = Some(state.now());
        }
        effect
    }
}

impl Clock for Port {
    fn now_milliseconds(&self) -> i64 {
        self.world.lock().wall_milliseconds()
    }
}

impl Entropy for Port {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        for part in buffer.chunks_mut(8) {
            let number = self.entropy.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst).to_le_bytes();
            part.copy_from_slice(&number[..part.len()]);
        }
        Ok(())
    }
}

impl LogSink for Port {
    fn log(&self, _level: LogLevel, line: String) {
        let mut state = self.world.lock();
        state.say(|| format!("process {} logs: {line}", self.run.slot));
        state.check_text("the log", &line);
    }
}

/// What becomes of a request.
enum Fate {
    Answer(HttpResponse),
    /// The response comes twice.
    AnswerTwice(HttpResponse),
    Fail(TransportFailure),
    Never,
}

impl HttpTransport for Port {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        if self.run.gate.is_dead() {
            return Err(TransportFailure::Other);
        }
        let target = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("x-amz-target"));
        let operation =
            target.and_then(|target| target.value.rsplit('.').next()).unwrap_or_default().to_owned();
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let effect = self.world.cross(&self.run, Place::Request);
        if self.run.gate.is_dead() {
            return Err(TransportFailure::Other);
        }
        let mut state = self.world.lock();
        state.say(|| format!("process {} sends {operation}", self.run.slot));
        state.check_refresh(&self.run, request.id, &operation, &body);
        let latency = state.settings.latency_milliseconds;
        let there = state.random.below(latency + 1);
        let back = match effect {
            Some(Effect::Delayed) => state.random.pick(&[1_000, 12_000, 29_000, 45_000]),
            _ => state.random.below(latency + 1),
        };
        drop(state);
        let (port, id) = (self.clone(), request.id);
        self.world.outside.spawn(async move {
            tokio::time::sleep(Duration::from_millis(there)).await;
            let fate = port.fate(effect, &operation, &body);
            tokio::time::sleep(Duration::from_millis(back)).await;
            port.answer(id, &operation, fate, reply).await;
        });
        self.world.crossed(&self.run, effect);
        Ok(())
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        self.world.lock().end_refresh(&self.run, id);
        Ok(())
    }
}

impl Port {
    /// Serves the request, or does what its fault says.
    fn fate(&self, effect: Option<Effect>, operation: &str, body: &Value) -> Fate {
        let mut state = self.world.lock();
        let now = state.now();
        let slot = self.run.slot;
        let mut serve = |times: usize| {
            let mut response = None;
            for _ in 0..times {
                state.say(|| format!("the service serves {operation} of process {slot}"));
                response = Some(state.service.serve(operation, body, now));
            }
            response.unwrap()
        };
        match effect {
            Some(Effect::Offline) => Fate::Fail(TransportFailure::Offline),
            Some(Effect::RequestLost) => Fate::Fail(TransportFailure::Other),
            Some(Effect::ResponseLost) => {
                serve(1);
                Fate::Fail(TransportFailure::Other)
            }
            Some(Effect::NeverAnswered) => {
                serve(1);
                Fate::Never
            }
            Some(Effect::Doubled) => Fate::AnswerTwice(serve(2)),
            Some(Effect::ServerError) => Fate::Answer(plain(503)),
            Some(Effect::ServedWithError) => {
                serve(1);
                Fate::Answer(plain(500))
            }
            Some(Effect::Throttled) => {
                Fate::Answer(state.service.exception("TooManyRequestsException", "Rate exceeded", now))
            }
            Some(Effect::Html) => Fate::Answer(plain(200)),
            Some(Effect::UnknownRefusal) if operation == "GetTokensFromRefreshToken" => {
                let token = body["RefreshToken"].as_str().unwrap_or_default();
                Fate::Answer(state.service.refuse(token, now))
            }
            Some(Effect::HalfResponse) if operation == "GetTokensFromRefreshToken" => {
                Fate::Answer(half(serve(1)))
            }
            _ => Fate::Answer(serve(1)),
        }
    }

    async fn answer(&self, id: u64, operation: &str, fate: Fate, reply: HttpReply) {
        if self.run.gate.is_dead() {
            return;
        }
        let mut effect = None;
        if !matches!(fate, Fate::Never) && self.run.gate.is_running() {
            effect = self.world.cross(&self.run, Place::Response);
            if self.run.gate.is_dead() {
                return;
            }
        }
        let slot = self.run.slot;
        let is_doubled = matches!(fate, Fate::AnswerTwice(_));
        match fate {
            Fate::Answer(response) | Fate::AnswerTwice(response) => {
                let mut state = self.world.lock();
                state.end_refresh(&self.run, id);
                state.say(|| format!("process {slot} gets {} of {operation}", response.status));
                drop(state);
                if is_doubled {
                    reply.succeed(response.clone());
                }
                reply.succeed(response);
            }
            Fate::Fail(failure) => {
                let mut state = self.world.lock();
                state.end_refresh(&self.run, id);
                state.say(|| format!("process {slot} gets no response of {operation}: {failure:?}"));
                drop(state);
                reply.fail(failure);
            }
            // The reply is kept for an hour, longer than any call waits: a dropped reply is a failure.
            Fate::Never => {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                self.world.lock().end_refresh(&self.run, id);
            }
        }
        if matches!(effect, Some(Effect::CrashAfter)) {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
        }
        self.world.crossed(&self.run, effect);
    }
}

fn plain(status: u16) -> HttpResponse {
    HttpResponse { status, headers: Vec::new(), body: b"<html><body>Welcome</body></html>".to_vec() }
}

/// The response with only the new refresh token.
fn half(response: HttpResponse) -> HttpResponse {
    let mut body: Value = serde_json::from_slice(&response.body).unwrap();
    if let Some(result) = body["AuthenticationResult"].as_object_mut() {
        result.retain(|name, _| name == "RefreshToken");
    }
    HttpResponse { body: body.to_string().into_bytes(), ..response }
}
