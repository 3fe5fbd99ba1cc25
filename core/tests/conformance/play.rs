//! Plays a case step by step.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cognito_auth_core::{AuthConfiguration, AuthError, Ports, Subscription};
use serde::Deserialize;
use serde_json::Value;

use crate::browser::ScriptedBrowser;
use crate::calls::{self, Callee, NoArguments, read};
use crate::case::{Case, Request, Response, Step};
use crate::passkeys::ScriptedAuthenticator;
use crate::support::clock::{ManualClock, RepeatedBytes};
use crate::support::events::EventLog;
use crate::support::store::{FaultyStore, NamedStore};
use crate::support::transport::{ScriptedTransport, Step as Answer};
use crate::words;

/// Counts the stages and the restarts. Their numbers make the names of the played processes unique.
static STAGES: AtomicUsize = AtomicUsize::new(0);

/// Plays a case to its end, or to the first step that fails. Gives what failed.
pub(crate) async fn play(text: &Value) -> Result<(), String> {
    let case = Case::read(text)?;
    let mut stage = Stage::set(&case)?;
    for (number, step) in case.steps.iter().enumerate() {
        stage.step(step).await.map_err(|failure| format!("step {number} ({}): {failure}", step.call))?;
    }
    // Gives work in the background time to end.
    tokio::time::sleep(Duration::from_millis(20)).await;
    for player in stage.players.values() {
        same("events after the end", &player.events.heard(), &Vec::new())?;
    }
    same("responses left", &stage.transport.left(), &0)
}

struct Stage<'a> {
    case: &'a Case,
    ports: Ports,
    transport: Arc<ScriptedTransport>,
    store: Arc<FaultyStore>,
    passkeys: Arc<ScriptedAuthenticator>,
    browser: Arc<ScriptedBrowser>,
    clock: Arc<ManualClock>,
    players: BTreeMap<String, Player>,
    requests_seen: usize,
}

/// An instance of the case, and the listener that records its events.
struct Player {
    callee: Callee,
    events: Arc<EventLog>,
    _subscription: Subscription,
}

impl Player {
    /// Starts an instance. Instances with the same `process` are in one process.
    fn start(
        configuration: AuthConfiguration,
        ports: &Ports,
        process: &str,
        events: Arc<EventLog>,
    ) -> Result<Self, String> {
        let store = Arc::new(NamedStore { name: process.to_owned(), inner: Arc::clone(&ports.store) });
        let ports = Ports { store, ..ports.clone() };
        let text = |error: AuthError| error.to_string();
        let accounts = crate::accounts(configuration.clone(), ports.clone()).map_err(text)?;
        let auth = crate::instance(configuration, ports).map_err(text)?;
        let subscription = auth.subscribe(events.clone());
        Ok(Self { callee: Callee { auth, accounts }, events, _subscription: subscription })
    }
}

impl<'a> Stage<'a> {
    fn set(case: &'a Case) -> Result<Self, String> {
        let entries = case.store.iter().map(|(key, value)| (case.stored_key(key), value.to_string().into()));
        let transport = Arc::new(ScriptedTransport::default());
        let store = Arc::new(FaultyStore::with(entries));
        let passkeys = Arc::<ScriptedAuthenticator>::default();
        let browser = Arc::<ScriptedBrowser>::default();
        let clock = Arc::new(ManualClock::at(case.clock_milliseconds));
        let mut ports = Ports::new(transport.clone(), store.clone());
        ports.passkeys = passkeys.clone();
        ports.clock = clock.clone();
        ports.entropy = Arc::new(RepeatedBytes(case.entropy()?));
        let number = STAGES.fetch_add(1, Ordering::SeqCst);
        let players = case.processes().into_iter().map(|(name, process)| {
            let process = format!("stage {number}, process {process}");
            let player = Player::start(case.configuration_of(&name), &ports, &process, Arc::default())?;
            Ok((name, player))
        });
        let players = players.collect::<Result<_, String>>()?;
        Ok(Self { case, ports, transport, store, passkeys, browser, clock, players, requests_seen: 0 })
    }

    async fn step(&mut self, step: &Step) -> Result<(), String> {
        let store_before = self.stored()?;
        if step.meanwhile.is_empty() {
            self.script(&step.responses);
        } else {
            self.transport.push(Answer::Hang);
        }
        self.passkeys.answer(step.passkeys.clone());
        self.browser.answer(step.browser.clone());
        if let Some(failure) = step.store_failure {
            let (operation, error) = failure.parts();
            self.store.fail_at(operation, error);
        }
        let mut requests = Vec::new();
        let outcome = if step.meanwhile.is_empty() {
            self.call(step).await?
        } else {
            Some(self.call_with_others_meanwhile(step, &mut requests).await?)
        };
        self.store.fail(None);
        match &outcome {
            None => same("result", &(None, None), &(step.result.as_ref(), step.error.as_ref()))?,
            Some(Ok(result)) => {
                let result = words::as_far_as_asked(result.clone(), step.result.as_ref());
                same("result", &(Some(&result), None), &(step.result.as_ref(), step.error.as_ref()))?;
            }
            Some(Err(error)) => {
                let error = words::as_far_as_asked(words::error(error), step.error.as_ref());
                same("error", &(None, Some(&error)), &(step.result.as_ref(), step.error.as_ref()))?;
            }
        }
        requests.extend(self.new_requests());
        for (found, expected) in requests.iter_mut().zip(&step.requests) {
            expected.read_texts(found);
        }
        same("requests", &requests, &step.requests)?;
        same("responses left", &self.transport.left(), &0)?;
        same("passkey requests", &self.passkeys.take_asked(), &step.passkey_requests)?;
        same("passkeys left", &self.passkeys.left(), &0)?;
        same("browser requests", &self.browser.take_asked(), &step.browser_requests)?;
        same("browser replies left", &self.browser.left(), &0)?;
        same("store", &self.stored()?, step.store.as_ref().unwrap_or(&store_before))?;
        for (name, player) in &self.players {
            let expected = step.events_of(name);
            let heard = player.events.take(expected.len()).await;
            let heard = heard.iter().map(|event| event.name().to_owned()).collect();
            same(&format!("events {name}"), &heard, &expected)?;
        }
        Ok(())
    }

    fn script(&self, responses: &[Response]) {
        responses.iter().for_each(|response| self.transport.push(response.answer()));
    }

    /// Makes the call of the step. The call's first request gets its response after other instances have made their
    /// steps.
    async fn call_with_others_meanwhile(
        &mut self,
        step: &Step,
        requests: &mut Vec<Request>,
    ) -> Result<Result<Value, AuthError>, String> {
        let (first, later) =
            step.responses.split_first().ok_or("a step with `meanwhile` needs a response")?;
        let (callee, browser) = (self.players[&step.instance].callee.clone(), self.browser.clone());
        let (name, arguments) = (step.call.clone(), step.arguments.clone());
        let call = tokio::spawn(async move { calls::call(&callee, browser, &name, &arguments).await });
        while self.transport.hanging() == 0 {
            if call.is_finished() {
                return Err("the call has sent no request".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        requests.extend(self.new_requests());
        for other in &step.meanwhile {
            let played = Box::pin(self.step(other)).await;
            played.map_err(|failure| format!("meanwhile ({}): {failure}", other.call))?;
        }
        self.script(later);
        self.transport.release(&first.answer());
        call.await.map_err(|error| error.to_string())?
    }

    /// The requests that were sent since the last call of this function.
    fn new_requests(&mut self) -> Vec<Request> {
        let recorded = self.transport.recorded();
        let seen = std::mem::replace(&mut self.requests_seen, recorded.len());
        let new = recorded.into_iter().skip(seen);
        new.map(|request| Request { target: request.operation, body: request.body }).collect()
    }

    fn stored(&self) -> Result<BTreeMap<String, Value>, String> {
        let entry = |(key, bytes): (String, Vec<u8>)| {
            let key = self.case.key_in_case(&key).ok_or(format!("a key that is not the library's: {key}"))?;
            let value = serde_json::from_slice(&bytes).map_err(|error| format!("{key}: {error}"))?;
            Ok((key, value))
        };
        let entries = self.store.entries().into_iter().map(entry);
        entries.filter(|entry| entry.as_ref().map_or(true, |(key, _)| self.case.compares(key))).collect()
    }

    /// Makes the call of the step, if it has one.
    async fn call(&mut self, step: &Step) -> Result<Option<Result<Value, AuthError>>, String> {
        match step.call.as_str() {
            "restart" => {
                let NoArguments {} = read(&step.arguments)?;
                self.restart(&step.instance)?;
            }
            "advanceClock" => {
                let AdvanceClock { seconds } = read(&step.arguments)?;
                self.clock.advance_seconds(seconds);
            }
            name => {
                let browser = self.browser.clone();
                let callee = &self.players[&step.instance].callee;
                return calls::call(callee, browser, name, &step.arguments).await.map(Some);
            }
        }
        Ok(None)
    }

    /// Starts the instance again, in a new process.
    fn restart(&mut self, name: &str) -> Result<(), String> {
        let process = format!("restart {}", STAGES.fetch_add(1, Ordering::SeqCst));
        let events = Arc::clone(&self.players[name].events);
        let player = Player::start(self.case.configuration_of(name), &self.ports, &process, events)?;
        self.players.insert(name.to_owned(), player);
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdvanceClock {
    seconds: i64,
}

fn same<T: std::fmt::Debug + PartialEq>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}\n  found    {found:?}\n  expected {expected:?}"))
}
