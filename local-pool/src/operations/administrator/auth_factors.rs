//! What a user can sign in with: an administrator sees it, and deletes a lost software token.

use super::users::OneUser;
use crate::errors::CognitoError;
use crate::operations::shared::account::auth_factors;
use crate::pool::mfa::Factor;
use crate::pool::users::Status;
use crate::service::Call;
use serde_json::{Value, json};

pub(crate) fn admin_get_user_auth_factors(
    call: &mut Call<'_>,
    request: OneUser,
) -> Result<Value, CognitoError> {
    let (pool, username) = request.find(call)?;
    auth_factors(pool, &username)
}

/// Deletes the software token. The user can register another one.
pub(crate) fn admin_delete_software_token(
    call: &mut Call<'_>,
    request: OneUser,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.find(call)?;
    let user = pool.user(&username)?;
    if user.status == Status::Unconfirmed {
        return Err(CognitoError::new("UserNotConfirmedException", "User is not confirmed."));
    }
    user.software_token = None;
    user.next_software_token = None;
    user.mfa.set(Factor::SoftwareToken, false, false);
    user.modified = now;
    Ok(json!({}))
}
