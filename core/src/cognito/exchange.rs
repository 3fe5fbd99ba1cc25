//! One HTTP exchange with an AWS service, over the platform's transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::{ServiceError, ServiceTime};
use crate::ports::{HttpHeader, HttpRequest, HttpResponse, HttpTransport, send};

/// The shortest time limit of an exchange. Some work goes on after its caller's deadline, and still gets this much time
/// for an exchange.
const LEAST_TIME_LIMIT: Duration = Duration::from_secs(30);

/// The range of status codes that HTTP libraries accept.
const STATUS_CODES: std::ops::RangeInclusive<u16> = 100..=999;

/// The header with the service's id of the request. Only the service sends it: a captive portal between the app and the
/// service does not.
const REQUEST_ID: &str = "x-amzn-requestid";

/// Sends requests to an AWS service and takes its responses, over the platform's HTTP.
#[derive(Clone)]
pub struct Exchange {
    transport: Arc<dyn HttpTransport>,
    time_limit: Duration,
    /// Receives the time of each response.
    service_time: Option<ServiceTime>,
}

impl Exchange {
    /// An exchange over this transport, for calls with this deadline.
    pub fn new(transport: Arc<dyn HttpTransport>, deadline: Duration) -> Self {
        Self { transport, time_limit: Self::time_limit(deadline), service_time: None }
    }

    /// The same exchange, which also gives the time of each response to `service_time`.
    pub(super) fn telling(self, service_time: &ServiceTime) -> Self {
        Self { service_time: Some(service_time.clone()), ..self }
    }

    /// How long one exchange may take: the deadline of a whole call, or half a minute if that is longer.
    pub fn time_limit(deadline: Duration) -> Duration {
        deadline.max(LEAST_TIME_LIMIT)
    }

    /// Sends a POST and gives the response, whatever its status. Dropping the response wipes its body.
    ///
    /// # Errors
    /// [`ServiceError::Transport`]; [`ServiceError::Malformed`] for a response that can't come from the service.
    pub async fn post(
        &self,
        url: String,
        headers: Vec<HttpHeader>,
        body: Vec<u8>,
    ) -> Result<Zeroizing<HttpResponse>, ServiceError> {
        let request = HttpRequest::post(url, headers, body, self.time_limit);
        let response = send(&self.transport, request).await.map_err(ServiceError::Transport)?;
        // An empty body is read as an empty object, which for some operations means success, such as "confirmed" or
        // "signed out". So an empty success needs the service's request id, which a captive portal does not send.
        let is_empty_success = is_success(response.status) && response.body.is_empty();
        let is_of_the_service = STATUS_CODES.contains(&response.status)
            && response.body.len() <= HttpResponse::LARGEST_BODY
            && (!is_empty_success || request_id(&response).is_some());
        if is_of_the_service {
            self.service_time.iter().for_each(|time| time.take(&response));
            return Ok(response);
        }
        Err(ServiceError::malformed(request_id(&response)))
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Exchange")
    }
}

/// Whether this HTTP status is a success.
pub(super) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The service's id of the request.
pub(super) fn request_id(response: &HttpResponse) -> Option<&str> {
    header(response, REQUEST_ID)
}

/// The value of a header field, the first one if there are several.
pub(super) fn header<'a>(response: &'a HttpResponse, name: &str) -> Option<&'a str> {
    let field = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
    Some(&field.value)
}
