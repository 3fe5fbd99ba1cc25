//! A success that says nothing.

use aws_sdk_cognitoidentityprovider::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_cognitoidentityprovider::error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::AfterDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;

use crate::errors::request_id;

/// Refuses a success whose body is empty or only white space. The SDK takes such a body for an empty object, which for
/// some operations means "confirmed" or "signed out". An empty body passes if the response has a request id: then the
/// service sent it.
#[derive(Debug)]
pub(crate) struct NoEmptySuccess;

#[dyn_dispatch_hint]
impl Intercept for NoEmptySuccess {
    fn name(&self) -> &'static str {
        "NoEmptySuccess"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let body = response.body().bytes().unwrap_or_default();
        let is_of_the_service = body.is_empty() && request_id(response).is_some();
        if response.status().is_success() && body.trim_ascii().is_empty() && !is_of_the_service {
            return Err("an empty success".into());
        }
        Ok(())
    }
}
