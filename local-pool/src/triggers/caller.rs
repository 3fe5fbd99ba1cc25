//! Sends an event to a trigger by HTTP, and reads the response.

use super::{Response, Trigger};
use crate::errors::CognitoError;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use std::sync::mpsc;
use std::time::Duration;
use tokio::runtime::Handle;

/// The largest response, in bytes. It is Lambda's limit.
const LARGEST: usize = 6 * 1024 * 1024;

/// Calls triggers on the server's threads. Any thread may wait for the response.
pub(crate) struct Caller {
    runtime: Handle,
    client: Client<HttpConnector, Body>,
    /// How long a function may take.
    limit: Duration,
}

/// In this header, Lambda says that the function has failed.
const FUNCTION_ERROR: &str = "x-amz-function-error";

/// What came back from a function.
struct Answer {
    status: u16,
    failed: bool,
    body: Vec<u8>,
}

/// Why there is no response.
enum Failure {
    Unreachable,
    TimedOut(Duration),
    Status(u16),
    Function,
}

impl Caller {
    pub(crate) fn new(runtime: Handle, limit: Duration) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { runtime, client, limit }
    }

    /// Sends an event and waits for the trigger to return it.
    pub(crate) fn send(
        &self,
        trigger: Trigger,
        address: &str,
        event: Value,
    ) -> Result<Response, CognitoError> {
        let answer = self.invoke(trigger, address, event)?;
        match answer.and_then(|mut answer| answer.get_mut("response").map(Value::take)) {
            Some(Value::Object(response)) => Ok(response),
            _ => Err(unrecognizable()),
        }
    }

    /// Sends an event and waits until the trigger has taken it. Ignores what the trigger returns.
    pub(crate) fn notify(&self, trigger: Trigger, address: &str, event: Value) -> Result<(), CognitoError> {
        self.invoke(trigger, address, event).map(|_| ())
    }

    /// Sends an event. Returns the body of the answer, if it is JSON. Fails if the trigger has failed.
    fn invoke(&self, trigger: Trigger, address: &str, event: Value) -> Result<Option<Value>, CognitoError> {
        let (sender, receiver) = mpsc::channel();
        let (client, address) = (self.client.clone(), address.to_owned());
        let limit = self.limit;
        self.runtime.spawn(async move {
            let exchange = tokio::time::timeout(limit, exchange(&client, &address, &event));
            let _ = sender.send(exchange.await.unwrap_or(Err(Failure::TimedOut(limit))));
        });
        // If the server stops, it drops the sender unused, and `recv` fails.
        let answer = receiver
            .recv()
            .unwrap_or(Err(Failure::Unreachable))
            .map_err(|failure| failed(trigger, &failure))?;
        read(trigger, &answer)
    }
}

async fn exchange(
    client: &Client<HttpConnector, Body>,
    address: &str,
    event: &Value,
) -> Result<Answer, Failure> {
    let request = Request::post(address)
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(event.to_string()))
        .map_err(|_| Failure::Unreachable)?;
    let response = client.request(request).await.map_err(|_| Failure::Unreachable)?;
    let (status, failed) = (response.status().as_u16(), response.headers().contains_key(FUNCTION_ERROR));
    let body = to_bytes(Body::new(response.into_body()), LARGEST).await;
    Ok(Answer { status, failed, body: body.map_err(|_| Failure::Unreachable)?.to_vec() })
}

/// Reads an answer. Fails with Lambda's report of an error that the trigger threw.
fn read(trigger: Trigger, answer: &Answer) -> Result<Option<Value>, CognitoError> {
    let body = serde_json::from_slice::<Value>(&answer.body).ok();
    if let Some(thrown) = body.as_ref().and_then(|body| body["errorMessage"].as_str()) {
        let text = format!("{} failed with error {thrown}.", trigger.name());
        return Err(CognitoError::new("UserLambdaValidationException", text));
    }
    match answer {
        Answer { failed: true, .. } => Err(failed(trigger, &Failure::Function)),
        Answer { status: 200..300, .. } => Ok(body),
        Answer { status, .. } => Err(failed(trigger, &Failure::Status(*status))),
    }
}

/// The error for a response that does not have the form of the event.
pub(crate) fn unrecognizable() -> CognitoError {
    CognitoError::new("InvalidLambdaResponseException", "Unrecognizable lambda output")
}

fn failed(trigger: Trigger, failure: &Failure) -> CognitoError {
    let reason = match failure {
        Failure::Unreachable => "the trigger cannot be reached".to_owned(),
        Failure::TimedOut(limit) => {
            format!("the trigger did not answer within {} seconds", limit.as_secs_f64())
        }
        Failure::Status(status) => format!("the trigger answered with HTTP status {status}"),
        Failure::Function => "the trigger has failed".to_owned(),
    };
    let text = format!("{} invocation failed: {reason}.", trigger.name());
    CognitoError::new("UnexpectedLambdaException", text)
}
