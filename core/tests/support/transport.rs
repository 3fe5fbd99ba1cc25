//! A transport that follows a script and records its requests.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use cognito_auth_core::{HttpHeader, HttpReply, HttpRequest, HttpResponse, HttpTransport, TransportFailure};
use serde_json::{Value, json};

/// The request id in every scripted response of the service.
pub const REQUEST_ID: &str = "8a7b6c5d-0000-4000-8000-000000000001";

/// What the transport does with one request.
#[derive(Clone)]
pub enum Step {
    /// Gives this response.
    Answer(HttpResponse),
    /// Gives the response that the closure makes when the request comes.
    Make(Arc<dyn Fn() -> HttpResponse + Send + Sync>),
    /// Reports a failure.
    Fail(TransportFailure),
    /// Refuses to start.
    Refuse(TransportFailure),
    /// Gives no response until the test calls [`ScriptedTransport::release`].
    Hang,
    /// Drops the reply, so no response can come.
    Forget,
    /// Panics in `start`.
    Panic,
}

impl fmt::Debug for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(response) => {
                write!(formatter, "Answer({}, {})", response.status, String::from_utf8_lossy(&response.body))
            }
            Self::Make(_) => formatter.write_str("Make"),
            Self::Fail(failure) => write!(formatter, "Fail({failure:?})"),
            Self::Refuse(failure) => write!(formatter, "Refuse({failure:?})"),
            Self::Hang => formatter.write_str("Hang"),
            Self::Forget => formatter.write_str("Forget"),
            Self::Panic => formatter.write_str("Panic"),
        }
    }
}

impl Step {
    /// A successful response of the service.
    pub fn success(body: Value) -> Self {
        Self::json(200, &[], body)
    }

    /// An exception of the service.
    pub fn exception(name: &str, message: &str) -> Self {
        Self::json(400, &[("x-amzn-errortype", name)], json!({ "__type": name, "message": message }))
    }

    /// A JSON response with the headers that the service always sends, and with these headers.
    pub fn json(status: u16, headers: &[(&str, &str)], body: Value) -> Self {
        let common = [("content-type", "application/x-amz-json-1.1"), ("x-amzn-requestid", REQUEST_ID)];
        let headers: Vec<_> = common.iter().chain(headers).copied().collect();
        Self::raw(status, &headers, body.to_string())
    }

    /// An HTML page, as a captive portal or a broken proxy sends it.
    pub fn html(status: u16) -> Self {
        Self::raw(status, &[("content-type", "text/html")], "<html><body>Welcome to the hotel</body></html>")
    }

    /// A response with exactly this status, these headers and this body.
    pub fn raw(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let header = |&(name, value): &(&str, &str)| HttpHeader { name: name.into(), value: value.into() };
        Self::Answer(HttpResponse {
            status,
            headers: headers.iter().map(header).collect(),
            body: body.into(),
        })
    }
}

impl Step {
    fn perform(self, reply: HttpReply, kept: &Mutex<Vec<HttpReply>>) -> Result<(), TransportFailure> {
        match self {
            Self::Answer(response) => reply.succeed(response),
            Self::Make(response) => reply.succeed(response()),
            Self::Fail(failure) => reply.fail(failure),
            Self::Refuse(failure) => return Err(failure),
            Self::Hang => kept.lock().unwrap().push(reply),
            Self::Forget => drop(reply),
            Self::Panic => panic!("the transport panics, as its script says"),
        }
        Ok(())
    }
}

/// The parts of a recorded request that tests compare. Headers are not recorded: AWS's client uses this transport too,
/// and its headers differ each time.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The operation that `x-amz-target` names. Without this header, the address.
    pub operation: String,
    /// The body.
    pub body: Value,
}

/// A transport that takes one step of its script for each request. After the last step, every request gets the step of
/// [`Self::repeat`]. If there is no such step, the request fails like a refused connection.
#[derive(Default)]
pub struct ScriptedTransport {
    script: Mutex<VecDeque<Step>>,
    repeated: Mutex<Option<Step>>,
    recorded: Mutex<Vec<(u64, Recorded)>>,
    cancelled: Mutex<Vec<u64>>,
    kept: Mutex<Vec<HttpReply>>,
}

impl ScriptedTransport {
    /// A transport with this script.
    pub fn new(script: impl IntoIterator<Item = Step>) -> Self {
        Self { script: Mutex::new(script.into_iter().collect()), ..Self::default() }
    }

    /// A transport without a script, which performs this step for every request.
    pub fn always(step: Step) -> Self {
        Self { repeated: Mutex::new(Some(step)), ..Self::default() }
    }

    /// Adds a step to the end of the script.
    pub fn push(&self, step: Step) {
        self.script.lock().unwrap().push_back(step);
    }

    /// Performs this step for every request after the last step of the script.
    pub fn repeat(&self, step: Step) {
        *self.repeated.lock().unwrap() = Some(step);
    }

    /// Performs this step for every request that hangs.
    pub fn release(&self, step: &Step) {
        for reply in self.kept.lock().unwrap().drain(..) {
            match step {
                Step::Answer(response) => reply.succeed(response.clone()),
                Step::Make(response) => reply.succeed(response()),
                Step::Fail(failure) => reply.fail(*failure),
                Step::Refuse(_) | Step::Hang | Step::Forget | Step::Panic => drop(reply),
            }
        }
    }

    /// How many requests hang.
    pub fn hanging(&self) -> usize {
        self.kept.lock().unwrap().len()
    }

    /// How many steps of the script are left.
    pub fn left(&self) -> usize {
        self.script.lock().unwrap().len()
    }

    /// The requests so far, in order.
    pub fn recorded(&self) -> Vec<Recorded> {
        self.recorded.lock().unwrap().iter().map(|(_, recorded)| recorded.clone()).collect()
    }

    /// The operations of the requests so far, in order.
    pub fn operations(&self) -> Vec<String> {
        self.recorded().into_iter().map(|recorded| recorded.operation).collect()
    }

    /// The ids of the requests so far, in order.
    pub fn ids(&self) -> Vec<u64> {
        self.recorded.lock().unwrap().iter().map(|(id, _)| *id).collect()
    }

    /// The ids of the cancelled requests, in order.
    pub fn cancelled(&self) -> Vec<u64> {
        self.cancelled.lock().unwrap().clone()
    }

    fn next_step(&self) -> Step {
        let scripted = self.script.lock().unwrap().pop_front();
        let repeated = || self.repeated.lock().unwrap().clone();
        scripted.or_else(repeated).unwrap_or(Step::Fail(TransportFailure::Other))
    }

    fn record(&self, request: &HttpRequest) {
        let target = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("x-amz-target"));
        let operation = target.map_or(request.url.as_str(), |header| operation(&header.value)).to_owned();
        let body = serde_json::from_slice(&request.body).unwrap_or_else(|_| form(&request.body));
        self.recorded.lock().unwrap().push((request.id, Recorded { operation, body }));
    }
}

/// The operation in an `x-amz-target` header. If the header names the wrong service for that operation, gives the whole
/// header, so that no test mistakes it for the operation.
fn operation(target: &str) -> &str {
    let operation = target.rsplit('.').next().unwrap_or_default();
    let service = match operation {
        "GetId" | "GetCredentialsForIdentity" => "AWSCognitoIdentityService",
        _ => "AWSCognitoIdentityProviderService",
    };
    let own = target.strip_prefix(service).and_then(|rest| rest.strip_prefix('.'));
    own.unwrap_or(target)
}

/// The fields of a form as a JSON object. The OAuth endpoints take forms.
pub fn form(body: &[u8]) -> Value {
    let pairs = url::form_urlencoded::parse(body).into_owned();
    Value::Object(pairs.map(|(name, value)| (name, value.into())).collect())
}

impl HttpTransport for ScriptedTransport {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        self.record(&request);
        self.next_step().perform(reply, &self.kept)
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        self.cancelled.lock().unwrap().push(id);
        Ok(())
    }
}

/// Hands requests on to another transport, until a test sets a fault.
pub struct Switch {
    inner: Arc<dyn HttpTransport>,
    fault: Mutex<Option<Step>>,
    kept: Mutex<Vec<HttpReply>>,
}

impl Switch {
    /// A switch without a fault.
    pub fn new(inner: Arc<dyn HttpTransport>) -> Self {
        Self { inner, fault: Mutex::default(), kept: Mutex::default() }
    }

    /// Performs this step for every request from now on.
    pub fn fault(&self, step: Step) {
        *self.fault.lock().unwrap() = Some(step);
    }
}

impl HttpTransport for Switch {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        let fault = self.fault.lock().unwrap().clone();
        match fault {
            Some(step) => step.perform(reply, &self.kept),
            None => self.inner.start(request, reply),
        }
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        self.inner.cancel(id)
    }
}
