//! Refuses a successful response that does not come from the service.

use aws_sdk_cognitoidentityprovider::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_cognitoidentityprovider::error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::AfterDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use cognito_auth_core::service::is_response;

use crate::errors::request_id;

/// Refuses a successful response that the core would refuse. Without this, any server's success could pass for the
/// service's: the SDK reads an empty body as an empty object, and accepts any object if all members of a response are
/// optional. For some operations, an empty object means "confirmed" or "signed out". An empty body passes only if the
/// response has a request id: then the service sent it.
#[derive(Debug)]
pub(crate) struct OwnResponses;

#[dyn_dispatch_hint]
impl Intercept for OwnResponses {
    fn name(&self) -> &'static str {
        "OwnResponses"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let body = response.body().bytes().unwrap_or_default();
        let is_empty = body.is_empty();
        let operation = config.load::<Metadata>().map_or("", Metadata::name);
        let is_of_the_service = is_response(operation, if is_empty { b"{}" } else { body })
            && (!is_empty || request_id(response).is_some());
        if response.status().is_success() && !is_of_the_service {
            return Err("another service's success".into());
        }
        Ok(())
    }
}
