//! Plays a case step by step.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{Auth, AuthError, Ports, Subscription};
use serde::Deserialize;
use serde_json::Value;

use crate::browser::ScriptedBrowser;
use crate::calls::{self, NoArguments, read};
use crate::case::{Case, Request, Step};
use crate::passkeys::ScriptedAuthenticator;
use crate::support::clock::{ManualClock, RepeatedBytes};
use crate::support::events::EventLog;
use crate::support::store::FaultyStore;
use crate::support::transport::ScriptedTransport;
use crate::words;

/// Plays a case to its end, or to the first step that fails.
pub(crate) async fn play(text: &Value) -> Result<(), String> {
    let case = Case::read(text)?;
    let mut stage = Stage::set(&case)?;
    for (number, step) in case.steps.iter().enumerate() {
        stage.step(step).await.map_err(|failure| format!("step {number} ({}): {failure}", step.call))?;
    }
    // Gives work in the background time to end.
    tokio::time::sleep(Duration::from_millis(20)).await;
    same("events after the end", &stage.events.heard(), &Vec::new())?;
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
    events: Arc<EventLog>,
    auth: Auth,
    _subscription: Subscription,
    requests_seen: usize,
}

impl<'a> Stage<'a> {
    fn set(case: &'a Case) -> Result<Self, String> {
        let entries = case.store.iter().map(|(key, value)| (case.stored_key(key), value.to_string().into()));
        let transport = Arc::new(ScriptedTransport::default());
        let store = Arc::new(FaultyStore::with(entries));
        let passkeys = Arc::<ScriptedAuthenticator>::default();
        let browser = Arc::<ScriptedBrowser>::default();
        let clock = Arc::new(ManualClock::at(case.clock_milliseconds));
        let events = Arc::<EventLog>::default();
        let mut ports = Ports::new(transport.clone(), store.clone());
        ports.passkeys = passkeys.clone();
        ports.clock = clock.clone();
        ports.entropy = Arc::new(RepeatedBytes(case.entropy()?));
        let auth = instance(case, &ports)?;
        let subscription = auth.subscribe(events.clone());
        Ok(Self {
            case,
            ports,
            transport,
            store,
            passkeys,
            browser,
            clock,
            events,
            auth,
            _subscription: subscription,
            requests_seen: 0,
        })
    }

    async fn step(&mut self, step: &Step) -> Result<(), String> {
        let store_before = self.stored()?;
        for response in &step.responses {
            self.transport.push(response.answer());
        }
        self.passkeys.answer(step.passkeys.clone());
        self.browser.answer(step.browser.clone());
        if let Some(failure) = step.store_failure {
            let (operation, error) = failure.parts();
            self.store.fail_at(operation, error);
        }
        let outcome = self.call(step).await?;
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
        same("requests", &self.new_requests(&step.requests), &step.requests)?;
        same("responses left", &self.transport.left(), &0)?;
        same("passkey requests", &self.passkeys.take_asked(), &step.passkey_requests)?;
        same("passkeys left", &self.passkeys.left(), &0)?;
        same("browser requests", &self.browser.take_asked(), &step.browser_requests)?;
        same("browser replies left", &self.browser.left(), &0)?;
        same("store", &self.stored()?, step.store.as_ref().unwrap_or(&store_before))?;
        let heard = self.events.take(step.events.len()).await;
        same("events", &heard.iter().map(|event| event.name().to_owned()).collect(), &step.events)
    }

    /// The requests since the step before, with their texts parsed as in `expected`.
    fn new_requests(&mut self, expected: &[Request]) -> Vec<Request> {
        let recorded = self.transport.recorded();
        let seen = std::mem::replace(&mut self.requests_seen, recorded.len());
        let new = recorded.into_iter().skip(seen);
        let mut requests: Vec<_> =
            new.map(|request| Request { target: request.operation, body: request.body }).collect();
        for (found, expected) in requests.iter_mut().zip(expected) {
            expected.read_texts(found);
        }
        requests
    }

    fn stored(&self) -> Result<BTreeMap<String, Value>, String> {
        let entry = |(key, bytes): (String, Vec<u8>)| {
            let key = self.case.key_in_case(&key).ok_or(format!("a key of somebody else's: {key}"))?;
            let value = serde_json::from_slice(&bytes).map_err(|error| format!("{key}: {error}"))?;
            Ok((key, value))
        };
        self.store.entries().into_iter().map(entry).collect()
    }

    /// Makes the call of the step, if it has one.
    async fn call(&mut self, step: &Step) -> Result<Option<Result<Value, AuthError>>, String> {
        match step.call.as_str() {
            "restart" => {
                let NoArguments {} = read(&step.arguments)?;
                self.restart()?;
            }
            "advanceClock" => {
                let AdvanceClock { seconds } = read(&step.arguments)?;
                self.clock.advance_seconds(seconds);
            }
            name => {
                let browser = self.browser.clone();
                return calls::call(&self.auth, browser, name, &step.arguments).await.map(Some);
            }
        }
        Ok(None)
    }

    fn restart(&mut self) -> Result<(), String> {
        self.auth = instance(self.case, &self.ports)?;
        self._subscription = self.auth.subscribe(self.events.clone());
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdvanceClock {
    seconds: i64,
}

fn instance(case: &Case, ports: &Ports) -> Result<Auth, String> {
    crate::instance(case.configuration(), ports.clone()).map_err(|error| error.to_string())
}

fn same<T: std::fmt::Debug + PartialEq>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}\n  found    {found:?}\n  expected {expected:?}"))
}
