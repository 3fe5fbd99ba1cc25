//! A success without a body, at whatever HTTP client the program has.

use aws_sdk_cognitoidentityprovider::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_cognitoidentityprovider::error::BoxError;
use aws_sdk_cognitoidentityprovider::operation::RequestId;
use aws_smithy_runtime_api::client::interceptors::context::AfterDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;

/// Refuses a success that has no body, unless the service sent it: the SDK takes it for an empty object, so for
/// "confirmed" or "signed out". Over the core's transport the core itself sees to that.
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
        let is_empty = response.body().bytes().is_none_or(<[u8]>::is_empty);
        let is_of_the_service = response.request_id().is_some();
        if response.status().is_success() && is_empty && !is_of_the_service {
            return Err("an empty success".into());
        }
        Ok(())
    }
}
