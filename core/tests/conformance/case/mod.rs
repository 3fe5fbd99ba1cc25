//! Reads a case of the corpus. A key that the format does not have is an error.

mod configuration;

use std::collections::BTreeMap;

use cognito_auth_core::{
    AuthConfiguration, BrowserFailure, PasskeyCeremony, PasskeyFailure, StoreError, TransportFailure,
};
use serde::Deserialize;
use serde_json::Value;

pub(crate) use configuration::Flow;
use configuration::{Configuration, EVERY_PREFIX};

use crate::support::store::StoreOperation;
use crate::support::transport::Step as Answer;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Case {
    pub(crate) format: u32,
    #[serde(rename = "title")]
    _title: String,
    pub(crate) clock_milliseconds: i64,
    entropy: String,
    configuration: Configuration,
    #[serde(default)]
    values: BTreeMap<String, String>,
    pub(crate) store: BTreeMap<String, Value>,
    /// The instances. Only a case of format 2 has them.
    #[serde(default)]
    instances: BTreeMap<String, Instance>,
    pub(crate) steps: Vec<Step>,
}

/// An instance, and the process that it is in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instance {
    process: u32,
    account: Option<String>,
}

/// The name of the only instance of format 1.
const ONLY_INSTANCE: &str = "";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Step {
    #[serde(default)]
    pub(crate) instance: String,
    pub(crate) call: String,
    #[serde(default = "no_arguments")]
    pub(crate) arguments: Value,
    #[serde(default)]
    pub(crate) responses: Vec<Response>,
    /// The steps between the call's first request and its response.
    #[serde(default)]
    pub(crate) meanwhile: Vec<Step>,
    #[serde(default)]
    pub(crate) requests: Vec<Request>,
    #[serde(default)]
    pub(crate) passkeys: Vec<PasskeyAnswer>,
    #[serde(default)]
    pub(crate) passkey_requests: Vec<AskedPasskey>,
    #[serde(default)]
    pub(crate) browser: Vec<BrowserAnswer>,
    #[serde(default)]
    pub(crate) browser_requests: Vec<Page>,
    pub(crate) store_failure: Option<StoreFailure>,
    pub(crate) result: Option<Value>,
    pub(crate) error: Option<Value>,
    #[serde(default)]
    events: Events,
    pub(crate) store: Option<BTreeMap<String, Value>>,
}

/// The events of the only instance, or of each instance by its name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Events {
    OfOne(Vec<String>),
    OfEach(BTreeMap<String, Vec<String>>),
}

impl Default for Events {
    fn default() -> Self {
        Self::OfEach(BTreeMap::new())
    }
}

impl Step {
    fn is_of_case(&self, format: u32, processes: &BTreeMap<String, u32>) -> bool {
        let names_known_instances = match &self.events {
            Events::OfOne(_) => format == 1,
            Events::OfEach(events) => events.keys().all(|name| processes.contains_key(name)),
        };
        processes.contains_key(&self.instance)
            && names_known_instances
            && (format > 1 || self.meanwhile.is_empty())
            && self.meanwhile.iter().all(|step| step.is_of_case(format, processes))
    }

    /// Whether a `store` of the step, or of a step within its `meanwhile`, has this key.
    fn has_in_store(&self, key: &str) -> bool {
        self.store.as_ref().is_some_and(|store| store.contains_key(key))
            || self.meanwhile.iter().any(|step| step.has_in_store(key))
    }

    /// The events that an instance must publish.
    pub(crate) fn events_of(&self, instance: &str) -> Vec<String> {
        match &self.events {
            Events::OfOne(events) => events.clone(),
            Events::OfEach(events) => events.get(instance).cloned().unwrap_or_default(),
        }
    }
}

fn no_arguments() -> Value {
    Value::Object(serde_json::Map::new())
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Response {
    Json(JsonResponse),
    Text(TextResponse),
    None(NoResponse),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct JsonResponse {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextResponse {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoResponse {
    failure: Failure,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Failure {
    Offline,
    TimedOut,
    Tls,
    CleartextBlocked,
    TooLarge,
    Cancelled,
    Unanswered,
    Other,
}

/// A request: an operation with its JSON body, or the address of another endpoint with its form.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    #[serde(alias = "url")]
    pub(crate) target: String,
    #[serde(alias = "form")]
    pub(crate) body: Value,
}

/// What the authenticator answers to one request.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) enum PasskeyAnswer {
    Credential(Value),
    Failure(PasskeyFailureKind),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PasskeyFailureKind {
    Cancelled,
    Unsupported,
    NoCredential,
    AlreadyRegistered,
    DomainMismatch,
    Unanswered,
    Other,
}

/// A request to the authenticator.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedPasskey {
    pub(crate) ceremony: Ceremony,
    pub(crate) options: Value,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Ceremony {
    Registration,
    Authentication,
}

/// What the browser answers to one request.
#[derive(Clone, Deserialize)]
#[serde(untagged, deny_unknown_fields, rename_all_fields = "camelCase")]
pub(crate) enum BrowserAnswer {
    Redirect {
        redirect: String,
        /// Whether the page was private. If absent, the page was private if the request asked for that.
        is_private: Option<bool>,
    },
    Failure {
        failure: BrowserFailureKind,
    },
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum BrowserFailureKind {
    Cancelled,
    Unavailable,
    NotShown,
    Unanswered,
}

impl From<BrowserFailureKind> for BrowserFailure {
    fn from(failure: BrowserFailureKind) -> Self {
        match failure {
            BrowserFailureKind::Cancelled => Self::Cancelled,
            BrowserFailureKind::Unavailable => Self::Unavailable,
            BrowserFailureKind::NotShown => Self::NotShown,
            BrowserFailureKind::Unanswered => Self::Unanswered,
        }
    }
}

/// A page that the browser was asked to show.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Page {
    /// The address without its parameters.
    pub(crate) url: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) redirect_uri: String,
    #[serde(default)]
    pub(crate) prefers_private_session: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoreFailure {
    operation: Operation,
    error: StoreFailureKind,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Operation {
    Load,
    Save,
    Delete,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum StoreFailureKind {
    Locked,
    Unavailable,
    UserPresenceRefused,
    Full,
    Corrupt,
    Unrecoverable,
    Misconfigured,
}

impl Case {
    /// Reads a case. Replaces each text `$name` by the case's value with this name.
    pub(crate) fn read(text: &Value) -> Result<Self, String> {
        let mut case: Self = serde_json::from_value(text.clone()).map_err(|error| error.to_string())?;
        if !case.values.is_empty() {
            let mut filled = text.clone();
            for part in ["store", "steps"] {
                fill(&mut filled[part], &case.values)?;
            }
            case = serde_json::from_value(filled).map_err(|error| error.to_string())?;
        }
        let processes = case.processes();
        if !(1..=2).contains(&case.format) {
            return Err(format!("format {} is not known", case.format));
        }
        if case.format == 1 && !case.instances.is_empty() {
            return Err("a case of format 1 has one instance".into());
        }
        match case.steps.iter().find(|step| !step.is_of_case(case.format, &processes)) {
            Some(step) => {
                Err(format!("{}: the step does not fit the instances or the format of the case", step.call))
            }
            None => Ok(case),
        }
    }

    /// The instances by their names, each with the number of its process.
    pub(crate) fn processes(&self) -> BTreeMap<String, u32> {
        if self.format == 1 {
            return [(ONLY_INSTANCE.to_owned(), 1)].into();
        }
        self.instances.iter().map(|(name, instance)| (name.clone(), instance.process)).collect()
    }

    /// The configuration of an instance.
    pub(crate) fn configuration_of(&self, instance: &str) -> AuthConfiguration {
        let account = self.instances.get(instance).and_then(|instance| instance.account.clone());
        AuthConfiguration { account, ..self.configuration.read() }
    }

    /// Turns a key of the case into the key in the store.
    pub(crate) fn stored_key(&self, key: &str) -> String {
        if key.starts_with(EVERY_PREFIX) {
            key.to_owned()
        } else {
            format!("{}{key}", self.configuration.key_prefix())
        }
    }

    /// Whether the case compares this key. A case compares the mark of an ended session, the mark of sign-outs, and the
    /// note of the browser's cookie only if a `store` of the case has the key.
    pub(crate) fn compares(&self, key: &str) -> bool {
        let kind = key.rsplit('.').next().unwrap_or(key);
        !["ended", "cookie", "signedOut"].contains(&kind)
            || self.store.contains_key(key)
            || self.steps.iter().any(|step| step.has_in_store(key))
    }

    /// Turns a key of the store into the key that the case has for it. `None` if no instance of the library has such a
    /// key.
    pub(crate) fn key_in_case(&self, stored: &str) -> Option<String> {
        let own = stored.strip_prefix(&self.configuration.key_prefix());
        own.or_else(|| Some(stored).filter(|key| key.starts_with(EVERY_PREFIX))).map(str::to_owned)
    }

    pub(crate) fn entropy(&self) -> Result<Vec<u8>, String> {
        let byte = |at: usize| {
            let digits = self.entropy.get(at..at + 2).ok_or("the entropy has an odd number of digits")?;
            u8::from_str_radix(digits, 16).map_err(|error| format!("the entropy: {error}"))
        };
        (0..self.entropy.len()).step_by(2).map(byte).collect()
    }
}

fn fill(value: &mut Value, values: &BTreeMap<String, String>) -> Result<(), String> {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix('$') {
                *text = values.get(name).ok_or(format!("the value {name} is unknown"))?.clone();
            }
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| fill(item, values))?,
        Value::Object(members) => members.values_mut().try_for_each(|member| fill(member, values))?,
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

impl Request {
    /// Parses each text of `found` that is expected to be an object, so that the formatting of its JSON does not
    /// matter.
    pub(crate) fn read_texts(&self, found: &mut Self) {
        read_texts(&self.body, &mut found.body);
    }
}

fn read_texts(expected: &Value, found: &mut Value) {
    let Some(expected) = expected.as_object() else { return };
    if let Some(Ok(read)) = found.as_str().map(serde_json::from_str) {
        *found = read;
    } else if let Some(found) = found.as_object_mut() {
        for (name, member) in found {
            if let Some(expected) = expected.get(name) {
                read_texts(expected, member);
            }
        }
    }
}

impl Response {
    pub(crate) fn answer(&self) -> Answer {
        let (status, headers, body) = match self {
            Self::Json(response) => (response.status, &response.headers, response.body.to_string()),
            Self::Text(response) => (response.status, &response.headers, response.text.clone()),
            Self::None(response) => return Answer::Fail(response.failure.into()),
        };
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Answer::raw(status, &headers, body)
    }
}

impl StoreFailure {
    pub(crate) fn parts(self) -> (StoreOperation, StoreError) {
        let operation = match self.operation {
            Operation::Load => StoreOperation::Load,
            Operation::Save => StoreOperation::Save,
            Operation::Delete => StoreOperation::Delete,
        };
        let error = match self.error {
            StoreFailureKind::Locked => StoreError::Locked,
            StoreFailureKind::Unavailable => StoreError::Unavailable,
            StoreFailureKind::UserPresenceRefused => StoreError::UserPresenceRefused,
            StoreFailureKind::Full => StoreError::Full,
            StoreFailureKind::Corrupt => StoreError::Corrupt,
            StoreFailureKind::Unrecoverable => StoreError::Unrecoverable,
            StoreFailureKind::Misconfigured => StoreError::Misconfigured,
        };
        (operation, error)
    }
}

impl From<Failure> for TransportFailure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Offline => Self::Offline,
            Failure::TimedOut => Self::TimedOut,
            Failure::Tls => Self::Tls,
            Failure::CleartextBlocked => Self::CleartextBlocked,
            Failure::TooLarge => Self::TooLarge,
            Failure::Cancelled => Self::Cancelled,
            Failure::Unanswered => Self::Unanswered,
            Failure::Other => Self::Other,
        }
    }
}

impl From<PasskeyFailureKind> for PasskeyFailure {
    fn from(failure: PasskeyFailureKind) -> Self {
        match failure {
            PasskeyFailureKind::Cancelled => Self::Cancelled,
            PasskeyFailureKind::Unsupported => Self::Unsupported,
            PasskeyFailureKind::NoCredential => Self::NoCredential,
            PasskeyFailureKind::AlreadyRegistered => Self::AlreadyRegistered,
            PasskeyFailureKind::DomainMismatch => Self::DomainMismatch,
            PasskeyFailureKind::Unanswered => Self::Unanswered,
            PasskeyFailureKind::Other => Self::Other,
        }
    }
}

impl From<PasskeyCeremony> for Ceremony {
    fn from(ceremony: PasskeyCeremony) -> Self {
        match ceremony {
            PasskeyCeremony::Registration => Self::Registration,
            PasskeyCeremony::Authentication => Self::Authentication,
        }
    }
}
