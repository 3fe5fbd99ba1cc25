//! The two implementations side by side, each over a transport that records its request.

use std::sync::{Arc, Mutex};

use cognito_auth_aws::AwsUserPool;
use cognito_auth_core::service::{
    Request, Response, ServiceError, StartWebAuthnRegistrationResponse, UserPoolService, user_pool,
};
use cognito_auth_core::{
    AuthConfiguration, HttpHeader, HttpReply, HttpRequest, HttpResponse, HttpTransport, TransportFailure,
};
use serde_json::Value;

/// The compared parts of a request on the wire.
#[derive(Debug, PartialEq)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) target: Option<String>,
    pub(crate) content_type: Option<String>,
    /// `None` for a correct request: these operations take no signature.
    pub(crate) authorization: Option<String>,
    pub(crate) body: Value,
}

/// What an implementation sent, and how it read the response.
pub(crate) struct Observed {
    /// `None` if nothing was sent.
    pub(crate) sent: Option<Sent>,
    pub(crate) result: Result<Response, ServiceError>,
}

/// A transport that records its one request, and answers it with `answer`. Without an `answer`, it is offline.
struct Wire {
    answer: Mutex<Option<HttpResponse>>,
    sent: Mutex<Option<HttpRequest>>,
    fault: fn(&mut HttpRequest),
}

impl HttpTransport for Wire {
    fn start(&self, mut request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        (self.fault)(&mut request);
        assert!(self.sent.lock().unwrap().replace(request).is_none(), "two requests");
        match self.answer.lock().unwrap().clone() {
            Some(answer) => reply.succeed(answer),
            None => reply.fail(TransportFailure::Offline),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), TransportFailure> {
        Ok(())
    }
}

/// One of the two implementations, over a transport that records.
pub(crate) struct Side {
    wire: Arc<Wire>,
    service: Arc<dyn UserPoolService>,
}

impl Side {
    /// The core's own implementation.
    pub(crate) fn ours(configuration: &AuthConfiguration) -> Self {
        Self::ours_with(configuration, |_| {})
    }

    /// The core's own implementation, with a fault between it and the wire.
    pub(crate) fn ours_with(configuration: &AuthConfiguration, fault: fn(&mut HttpRequest)) -> Self {
        Self::over(fault, |wire| user_pool(configuration, wire))
    }

    /// AWS's client.
    pub(crate) fn aws(configuration: &AuthConfiguration) -> Self {
        Self::over(|_| {}, |wire| Arc::new(AwsUserPool::over(wire, configuration)))
    }

    fn over(
        fault: fn(&mut HttpRequest),
        service: impl FnOnce(Arc<dyn HttpTransport>) -> Arc<dyn UserPoolService>,
    ) -> Self {
        let wire = Arc::new(Wire { answer: Mutex::default(), sent: Mutex::default(), fault });
        Self { service: service(Arc::<Wire>::clone(&wire)), wire }
    }

    /// Puts another service in front of the implementation.
    pub(crate) fn behind(
        self,
        wrap: impl FnOnce(Arc<dyn UserPoolService>) -> Arc<dyn UserPoolService>,
    ) -> Self {
        Self { service: wrap(self.service), wire: self.wire }
    }

    /// Sends a request, and answers it with this response. `None` means that the network is down.
    pub(crate) async fn ask(&self, request: &Request, answer: Option<&HttpResponse>) -> Observed {
        *self.wire.answer.lock().unwrap() = answer.cloned();
        let result = self.service.send(request).await;
        let sent = self.wire.sent.lock().unwrap().take();
        Observed { sent: sent.map(Sent::from), result: result.map(settled) }
    }
}

/// The response. A JSON text inside it is rewritten without spaces and with its members in a fixed order, so that equal
/// contents are equal texts.
fn settled(response: Response) -> Response {
    match response {
        Response::StartWebAuthnRegistration(StartWebAuthnRegistrationResponse {
            credential_creation_options: options,
        }) => {
            let options: Value = serde_json::from_str(options.expose()).unwrap();
            let credential_creation_options = options.to_string().into();
            Response::StartWebAuthnRegistration(StartWebAuthnRegistrationResponse {
                credential_creation_options,
            })
        }
        other => other,
    }
}

impl From<HttpRequest> for Sent {
    fn from(request: HttpRequest) -> Self {
        let header = |name: &str| {
            let field = request.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
            field.map(|field| field.value.clone())
        };
        Self {
            target: header("x-amz-target"),
            content_type: header("content-type"),
            authorization: header("authorization"),
            body: serde_json::from_slice(&request.body).unwrap(),
            method: request.method.clone(),
            url: request.url.clone(),
        }
    }
}

/// Both implementations, for the same pool.
pub(crate) struct Pair {
    pub(crate) ours: Side,
    pub(crate) aws: Side,
}

impl Pair {
    pub(crate) fn of(configuration: &AuthConfiguration) -> Self {
        Self { ours: Side::ours(configuration), aws: Side::aws(configuration) }
    }

    /// Lets both implementations send a request while the network is down. Describes the sent requests and the results
    /// if they differ.
    pub(crate) async fn difference_of_request(&self, request: &Request) -> Option<String> {
        let (ours, aws) = (self.ours.ask(request, None).await, self.aws.ask(request, None).await);
        if ours.sent == aws.sent && ours.result == aws.result {
            return None;
        }
        let shown = |outcome: Observed| shortened(&format!("{:?} {:?}", outcome.sent, outcome.result));
        Some(format!("{}\n  ours {}\n  aws  {}", request.operation(), shown(ours), shown(aws)))
    }
}

/// The text, cut after 600 characters.
pub(crate) fn shortened(text: &str) -> String {
    if text.chars().count() <= 600 {
        text.to_owned()
    } else {
        text.chars().take(600).chain("…".chars()).collect()
    }
}

/// The configuration for every comparison except that of addresses.
pub(crate) fn configuration() -> AuthConfiguration {
    AuthConfiguration::new("eu-central-1", "eu-central-1_Example", "client")
}

/// A response with this status, these headers and this body.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> HttpResponse {
    let header =
        |&(name, value): &(&str, &str)| HttpHeader { name: name.to_owned(), value: value.to_owned() };
    HttpResponse { status, headers: headers.iter().map(header).collect(), body: body.into() }
}

/// The request id of a response.
pub(crate) const REQUEST_ID: (&str, &str) = ("x-amzn-requestid", "8a7b6c5d-0000-4000-8000-000000000001");
