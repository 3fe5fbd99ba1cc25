//! Plays a case step by step.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthError, AuthUserAttribute, AuthUserAttributeKey, ConfirmSignInOptions, ConfirmSignUpOptions,
    FetchAuthSessionOptions, Ports, ResendSignUpCodeOptions, SignInOptions, SignOutOptions, SignUpOptions,
    Subscription,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::case::{Case, Flow, Request, Step};
use crate::support::clock::{ManualClock, RepeatedBytes};
use crate::support::events::EventLog;
use crate::support::store::FaultyStore;
use crate::support::transport::ScriptedTransport;
use crate::words;

/// Plays a case to its end, or to the first step that comes out otherwise.
pub(crate) async fn play(text: &Value) -> Result<(), String> {
    let case = Case::read(text)?;
    let mut stage = Stage::set(&case)?;
    for (number, step) in case.steps.iter().enumerate() {
        stage.step(step).await.map_err(|failure| format!("step {number} ({}): {failure}", step.call))?;
    }
    // What nobody waits for has this long to happen.
    tokio::time::sleep(Duration::from_millis(20)).await;
    same("events after the end", &stage.events.heard(), &Vec::new())?;
    same("responses left", &stage.transport.left(), &0)
}

struct Stage<'a> {
    case: &'a Case,
    transport: Arc<ScriptedTransport>,
    store: Arc<FaultyStore>,
    clock: Arc<ManualClock>,
    events: Arc<EventLog>,
    auth: Auth,
    _subscription: Subscription,
    requests_seen: usize,
}

impl<'a> Stage<'a> {
    fn set(case: &'a Case) -> Result<Self, String> {
        let prefix = case.key_prefix();
        let entries =
            case.store.iter().map(|(key, value)| (format!("{prefix}{key}"), value.to_string().into()));
        let transport = Arc::new(ScriptedTransport::default());
        let store = Arc::new(FaultyStore::with(entries));
        let clock = Arc::new(ManualClock::at(case.clock_milliseconds));
        let events = Arc::<EventLog>::default();
        let auth = instance(case, &transport, &store, &clock)?;
        let subscription = auth.subscribe(events.clone());
        Ok(Self {
            case,
            transport,
            store,
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
        if let Some(failure) = step.store_failure {
            let (operation, error) = failure.parts();
            self.store.fail_at(operation, error);
        }
        let outcome = self.call(step).await?;
        self.store.fail(None);
        match &outcome {
            None => same("result", &(None, None), &(step.result.as_ref(), step.error.as_ref()))?,
            Some(Ok(result)) => {
                same("result", &(Some(result), None), &(step.result.as_ref(), step.error.as_ref()))?
            }
            Some(Err(error)) => {
                let error = words::error(error);
                same("error", &(None, Some(&error)), &(step.result.as_ref(), step.error.as_ref()))?;
            }
        }
        same("requests", &self.new_requests(), &step.requests)?;
        same("responses left", &self.transport.left(), &0)?;
        same("store", &self.stored()?, step.store.as_ref().unwrap_or(&store_before))?;
        let heard = self.events.take(step.events.len()).await;
        same("events", &heard.iter().map(|event| event.name().to_owned()).collect(), &step.events)
    }

    fn new_requests(&mut self) -> Vec<Request> {
        let recorded = self.transport.recorded();
        let seen = std::mem::replace(&mut self.requests_seen, recorded.len());
        let new = recorded.into_iter().skip(seen);
        new.map(|request| Request { target: request.operation, body: request.body }).collect()
    }

    fn stored(&self) -> Result<BTreeMap<String, Value>, String> {
        let prefix = self.case.key_prefix();
        let entry = |(key, bytes): (String, Vec<u8>)| {
            let key = key.strip_prefix(&prefix).ok_or(format!("a key of somebody else's: {key}"))?;
            let value = serde_json::from_slice(&bytes).map_err(|error| format!("{key}: {error}"))?;
            Ok((key.to_owned(), value))
        };
        self.store.entries().into_iter().map(entry).collect()
    }

    /// Makes the step's call; `None` for what is no call of an app's.
    async fn call(&mut self, step: &Step) -> Result<Option<Result<Value, AuthError>>, String> {
        let auth = &self.auth;
        let given = &step.arguments;
        Ok(Some(match step.call.as_str() {
            "signUp" => sign_up(auth, read(given)?).await,
            "confirmSignUp" => confirm_sign_up(auth, read(given)?).await,
            "resendSignUpCode" => resend_sign_up_code(auth, read(given)?).await,
            "signIn" => sign_in(auth, read(given)?).await,
            "confirmSignIn" => confirm_sign_in(auth, read(given)?).await,
            "fetchAuthSession" => fetch_auth_session(auth, read(given)?).await,
            "getCurrentUser" => {
                let NoArguments {} = read(given)?;
                auth.get_current_user().await.map(|user| words::user(&user))
            }
            "signOut" => {
                let SignOut { global_sign_out } = read(given)?;
                Ok(words::sign_out(&auth.sign_out(SignOutOptions { global_sign_out }).await))
            }
            "restart" => {
                let NoArguments {} = read(given)?;
                self.restart()?;
                return Ok(None);
            }
            "advanceClock" => {
                let AdvanceClock { seconds } = read(given)?;
                self.clock.advance_seconds(seconds);
                return Ok(None);
            }
            other => return Err(format!("there is no call {other}")),
        }))
    }

    fn restart(&mut self) -> Result<(), String> {
        self.auth = instance(self.case, &self.transport, &self.store, &self.clock)?;
        self._subscription = self.auth.subscribe(self.events.clone());
        Ok(())
    }
}

fn instance(
    case: &Case,
    transport: &Arc<ScriptedTransport>,
    store: &Arc<FaultyStore>,
    clock: &Arc<ManualClock>,
) -> Result<Auth, String> {
    let mut ports = Ports::new(transport.clone(), store.clone());
    ports.clock = clock.clone();
    ports.entropy = Arc::new(RepeatedBytes(case.entropy()?));
    Auth::new(case.configuration(), ports).map_err(|error| error.to_string())
}

fn read<T: DeserializeOwned>(arguments: &Value) -> Result<T, String> {
    serde_json::from_value(arguments.clone()).map_err(|error| format!("arguments: {error}"))
}

fn same<T: std::fmt::Debug + PartialEq>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}\n  found    {found:?}\n  expected {expected:?}"))
}

type Texts = BTreeMap<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoArguments {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attribute {
    name: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SignUp {
    username: String,
    password: Option<String>,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    #[serde(default)]
    client_metadata: Texts,
    #[serde(default)]
    validation_data: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ConfirmSignUp {
    username: String,
    confirmation_code: String,
    #[serde(default)]
    client_metadata: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ResendSignUpCode {
    username: String,
    #[serde(default)]
    client_metadata: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SignIn {
    username: String,
    password: Option<String>,
    flow: Option<Flow>,
    #[serde(default)]
    client_metadata: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ConfirmSignIn {
    challenge_response: String,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    #[serde(default)]
    client_metadata: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct FetchAuthSession {
    #[serde(default)]
    force_refresh: bool,
    #[serde(default)]
    client_metadata: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SignOut {
    #[serde(default)]
    global_sign_out: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdvanceClock {
    seconds: i64,
}

fn attributes(given: Vec<Attribute>) -> Vec<AuthUserAttribute> {
    let attribute =
        |it: Attribute| AuthUserAttribute::new(AuthUserAttributeKey::from_name(&it.name), it.value);
    given.into_iter().map(attribute).collect()
}

async fn sign_up(auth: &Auth, given: SignUp) -> Result<Value, AuthError> {
    let options = SignUpOptions {
        user_attributes: attributes(given.user_attributes),
        validation_data: given.validation_data,
        client_metadata: given.client_metadata,
        user_context_data: None,
    };
    let result = auth.sign_up(&given.username, given.password.map(Into::into), options).await?;
    Ok(words::sign_up(&result))
}

async fn confirm_sign_up(auth: &Auth, given: ConfirmSignUp) -> Result<Value, AuthError> {
    let options = ConfirmSignUpOptions { client_metadata: given.client_metadata, ..Default::default() };
    let result = auth.confirm_sign_up(&given.username, given.confirmation_code.into(), options).await?;
    Ok(words::sign_up(&result))
}

async fn resend_sign_up_code(auth: &Auth, given: ResendSignUpCode) -> Result<Value, AuthError> {
    let options = ResendSignUpCodeOptions { client_metadata: given.client_metadata, ..Default::default() };
    let details = auth.resend_sign_up_code(&given.username, options).await?;
    Ok(words::resent(&details))
}

async fn sign_in(auth: &Auth, given: SignIn) -> Result<Value, AuthError> {
    let options = SignInOptions {
        flow: given.flow.map(Into::into),
        client_metadata: given.client_metadata,
        ..SignInOptions::default()
    };
    let result = auth.sign_in(&given.username, given.password.map(Into::into), options).await?;
    Ok(words::sign_in(&result))
}

async fn confirm_sign_in(auth: &Auth, given: ConfirmSignIn) -> Result<Value, AuthError> {
    let options = ConfirmSignInOptions {
        user_attributes: attributes(given.user_attributes),
        client_metadata: given.client_metadata,
        ..ConfirmSignInOptions::default()
    };
    let result = auth.confirm_sign_in(given.challenge_response.into(), options).await?;
    Ok(words::sign_in(&result))
}

async fn fetch_auth_session(auth: &Auth, given: FetchAuthSession) -> Result<Value, AuthError> {
    let options = FetchAuthSessionOptions {
        force_refresh: given.force_refresh,
        client_metadata: given.client_metadata,
    };
    Ok(words::session(&auth.fetch_auth_session(options).await?))
}
