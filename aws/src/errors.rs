//! Turns the SDK's errors into the core's errors.

use std::error::Error;
use std::fmt;

use aws_sdk_cognitoidentityprovider::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cognitoidentityprovider::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use cognito_auth_core::TransportFailure;
use cognito_auth_core::service::ServiceError;

/// Why the connector has no response for the SDK.
#[derive(Debug)]
pub(crate) struct Unanswered(pub(crate) ServiceError);

impl fmt::Display for Unanswered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Error for Unanswered {}

impl From<Unanswered> for ConnectorError {
    fn from(unanswered: Unanswered) -> Self {
        // This error has no kind: a kind would make the SDK retry.
        Self::other(Box::new(unanswered), None)
    }
}

/// The core's error for an error of the SDK. It prints no text of the service, whereas the SDK's own `Debug` prints
/// whole responses.
pub(crate) fn from_sdk<Exception>(error: SdkError<Exception, HttpResponse>) -> ServiceError
where
    Exception: ProvideErrorMetadata,
{
    match error {
        SdkError::DispatchFailure(failure) => undelivered(failure.as_connector_error()),
        SdkError::ServiceError(answer) => {
            let meta = answer.err().meta();
            refused(answer.raw(), meta.code(), meta.message())
        }
        SdkError::ResponseError(answer) => refused(answer.raw(), None, None),
        SdkError::TimeoutError(_) => ServiceError::Transport(TransportFailure::TimedOut),
        _ => ServiceError::Request,
    }
}

/// The error for a response that lacks a required member. The SDK has kept no header here, only a request id, which may
/// come from a header that other AWS services use.
pub(crate) fn malformed(answer: &impl RequestId) -> ServiceError {
    ServiceError::malformed(answer.request_id())
}

fn refused(answer: &HttpResponse, exception: Option<&str>, message: Option<&str>) -> ServiceError {
    let header = |name| answer.headers().get(name);
    ServiceError::refused(answer.status().as_u16(), request_id(answer), exception, message)
        .postponed(header("retry-after"), header("date"))
}

/// Cognito's id for the request. The SDK's own method would also read headers of other AWS services.
pub(crate) fn request_id(answer: &HttpResponse) -> Option<&str> {
    answer.headers().get("x-amzn-requestid")
}

/// The error if no response came. Our connector says why. Another connector says only whether the cause was a timeout
/// or a mistake of the caller.
fn undelivered(error: Option<&ConnectorError>) -> ServiceError {
    let Some(error) = error else { return ServiceError::Request };
    match error.source().and_then(|source| source.downcast_ref::<Unanswered>()) {
        Some(Unanswered(error)) => error.clone(),
        None if error.is_timeout() => ServiceError::Transport(TransportFailure::TimedOut),
        None if error.is_user() => ServiceError::Request,
        None => ServiceError::Transport(TransportFailure::Other),
    }
}
