//! AdminSetUserMFAPreference.

use crate::errors::CognitoError;
use crate::operations::shared::mfa_preference::{FactorSettings, set_preference};
use crate::service::Call;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminSetUserMfaPreference {
    user_pool_id: String,
    username: String,
    #[serde(flatten)]
    settings: FactorSettings,
}

pub(crate) fn admin_set_user_mfa_preference(
    call: &mut Call<'_>,
    request: AdminSetUserMfaPreference,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    set_preference(pool, &request.username, request.settings, call.now)
}
