//! ChangePassword, ForgotPassword, ConfirmForgotPassword.

use crate::errors::CognitoError;
use crate::operations::shared::app_user::AppUser;
use crate::operations::shared::delivery;
use crate::pool::codes::Purpose;
use crate::pool::inbox::MessageKind;
use crate::pool::password_policy::{SetBy, check_shape};
use crate::pool::users::Status;
use crate::service::Call;
use crate::srp::Verifier;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ChangePassword {
    access_token: String,
    /// Only a user who has no password yet may leave the old password out.
    previous_password: Option<String>,
    proposed_password: String,
}

pub(crate) fn change_password(call: &mut Call<'_>, request: ChangePassword) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = call.signed_in(&request.access_token)?;
    if let Some(previous) = &request.previous_password {
        check_shape("previousPassword", previous)?;
    }
    pool.settings.password_policy().check(&request.proposed_password, SetBy::Change)?;
    let group = pool.short_name().to_owned();
    let user = pool.user(&username)?;
    if user.password_attempts.is_locked(now) {
        return Err(CognitoError::attempts_exceeded());
    }
    let is_right = match (&user.verifier, request.previous_password.as_deref()) {
        (Some(held), Some(previous)) => held.matches(&group, &user.username, previous),
        _ if user.status == Status::ExternalProvider => false,
        (held, previous) => held.is_none() && previous.is_none(),
    };
    if !is_right {
        user.password_attempts.failed(now);
        return Err(CognitoError::wrong_credentials());
    }
    user.password_attempts.succeeded();
    user.verifier = Some(Verifier::register(&group, &username, &request.proposed_password)?);
    user.modified = now;
    pool.sessions.close_all_of(&username);
    Ok(json!({}))
}

pub(crate) fn forgot_password(call: &mut Call<'_>, request: AppUser) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, client) = request.open(call)?;
    let pool_id = pool.id.clone();
    call.migrate(&pool_id, "ForgotPassword", &request.username, None)?;
    let pool = call.world.pool(&pool_id)?;
    let Some(username) = pool.resolve(&request.username) else {
        return request.feigned_delivery(&client);
    };
    let user = pool.user(&username)?;
    if !user.enabled {
        return Err(CognitoError::not_authorized("User is disabled."));
    }
    if matches!(user.status, Status::ForceChangePassword | Status::ExternalProvider) {
        return Err(CognitoError::not_authorized("User password cannot be reset in the current state."));
    }
    let to = delivery::recovery(pool, &username)?;
    delivery::send_code(pool, &username, Purpose::ForgotPassword, MessageKind::ForgotPassword, &to, now)?;
    Ok(json!({ "CodeDeliveryDetails": to.details() }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConfirmForgotPassword {
    #[serde(flatten)]
    user: AppUser,
    confirmation_code: String,
    password: String,
}

pub(crate) fn confirm_forgot_password(
    call: &mut Call<'_>,
    request: ConfirmForgotPassword,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, client) = request.user.open(call)?;
    // This check comes before the check of the code: a bad password does not use the code up.
    pool.settings.password_policy().check(&request.password, SetBy::Change)?;
    // If the client hides which users exist, an unknown user looks like a wrong code.
    let unknown = || client.settings.unknown_user(CognitoError::code_mismatch());
    let username = pool.resolve(&request.user.username).ok_or_else(unknown)?;
    let user = pool.user(&username)?;
    if !user.enabled {
        return Err(match client.settings.hides_existence() {
            true => CognitoError::code_mismatch(),
            false => CognitoError::not_authorized("User is disabled."),
        });
    }
    user.codes.redeem(&Purpose::ForgotPassword, &request.confirmation_code, now)?;
    let verifier = pool.verifier_for(&username, &request.password)?;
    pool.user(&username)?.set_password(verifier, now);
    pool.sessions.close_all_of(&username);
    let pool_id = pool.id.clone();
    call.post_confirmation(&pool_id, "ConfirmForgotPassword", &username)?;
    Ok(json!({}))
}
