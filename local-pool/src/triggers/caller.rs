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

/// How long a trigger may take: as long as at Cognito.
const LIMIT: Duration = Duration::from_secs(5);
/// The largest response, in bytes. It is Lambda's limit.
const LARGEST: usize = 6 * 1024 * 1024;

/// Calls triggers on the server's threads. Any thread may wait for the response.
pub(crate) struct Caller {
    runtime: Handle,
    client: Client<HttpConnector, Body>,
}

/// Why there is no response.
enum Failure {
    Unreachable,
    TimedOut,
    Status(u16),
}

impl Caller {
    pub(crate) fn new(runtime: Handle) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { runtime, client }
    }

    /// Sends an event and waits for the trigger to return it.
    pub(crate) fn send(
        &self,
        trigger: Trigger,
        address: &str,
        event: Value,
    ) -> Result<Response, CognitoError> {
        let (sender, receiver) = mpsc::channel();
        let (client, address) = (self.client.clone(), address.to_owned());
        self.runtime.spawn(async move {
            let exchange = tokio::time::timeout(LIMIT, exchange(&client, &address, &event));
            let _ = sender.send(exchange.await.unwrap_or(Err(Failure::TimedOut)));
        });
        // If the server stops, it drops the sender unused, and `recv` fails.
        let (status, body) = receiver
            .recv()
            .unwrap_or(Err(Failure::Unreachable))
            .map_err(|failure| failed(trigger, &failure))?;
        read(trigger, status, &body)
    }
}

async fn exchange(
    client: &Client<HttpConnector, Body>,
    address: &str,
    event: &Value,
) -> Result<(u16, Vec<u8>), Failure> {
    let request = Request::post(address)
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(event.to_string()))
        .map_err(|_| Failure::Unreachable)?;
    let response = client.request(request).await.map_err(|_| Failure::Unreachable)?;
    let status = response.status().as_u16();
    let body = to_bytes(Body::new(response.into_body()), LARGEST).await;
    Ok((status, body.map_err(|_| Failure::Unreachable)?.to_vec()))
}

/// Reads a response: the event, or Lambda's report of an error that the trigger threw.
fn read(trigger: Trigger, status: u16, body: &[u8]) -> Result<Response, CognitoError> {
    let answer = serde_json::from_slice::<Value>(body).ok();
    if let Some(thrown) = answer.as_ref().and_then(|answer| answer["errorMessage"].as_str()) {
        let text = format!("{} failed with error {thrown}.", trigger.name());
        return Err(CognitoError::new("UserLambdaValidationException", text));
    }
    if !(200..300).contains(&status) {
        return Err(failed(trigger, &Failure::Status(status)));
    }
    match answer.and_then(|mut answer| answer.get_mut("response").map(Value::take)) {
        Some(Value::Object(response)) => Ok(response),
        _ => Err(unrecognizable()),
    }
}

/// The error for a response that does not have the form of the event.
pub(crate) fn unrecognizable() -> CognitoError {
    CognitoError::new("InvalidLambdaResponseException", "Unrecognizable lambda output")
}

fn failed(trigger: Trigger, failure: &Failure) -> CognitoError {
    let reason = match failure {
        Failure::Unreachable => "the trigger cannot be reached".to_owned(),
        Failure::TimedOut => format!("the trigger did not answer within {} seconds", LIMIT.as_secs()),
        Failure::Status(status) => format!("the trigger answered with HTTP status {status}"),
    };
    let text = format!("{} invocation failed: {reason}.", trigger.name());
    CognitoError::new("UnexpectedLambdaException", text)
}
