//! The operations of an administrator on one user.

use crate::errors::CognitoError;
use crate::operations::shared::account::{add_mfa, change_attributes, remove_attributes};
use crate::operations::shared::delivery;
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::codes::Purpose;
use crate::pool::inbox::MessageKind;
use crate::pool::password_policy::SetBy;
use crate::pool::users::{Status, User};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// Describes a user in the form of AdminCreateUser and ListUsers.
pub(crate) fn describe(user: &User) -> Value {
    json!({
        "Username": user.username,
        "Attributes": user.attribute_list(),
        "UserCreateDate": user.created.date(),
        "UserLastModifiedDate": user.modified.date(),
        "Enabled": user.enabled,
        "UserStatus": user.status.name(),
    })
}

/// The members that name a user of a pool. Most requests of an administrator on one user have only these members.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneUser {
    user_pool_id: String,
    username: String,
}

impl OneUser {
    pub(crate) fn find<'w>(
        &self,
        call: &'w mut Call<'_>,
    ) -> Result<(&'w mut UserPool, String), CognitoError> {
        let pool = call.world.pool(&self.user_pool_id)?;
        let username = pool.resolve(&self.username).ok_or_else(CognitoError::user_not_found)?;
        Ok((pool, username))
    }
}

pub(crate) fn admin_get_user(call: &mut Call<'_>, request: OneUser) -> Result<Value, CognitoError> {
    let (pool, username) = request.find(call)?;
    let user = pool.user(&username)?;
    let mut answer = describe(user);
    answer["UserAttributes"] = answer["Attributes"].take();
    if let Some(members) = answer.as_object_mut() {
        members.remove("Attributes");
    }
    add_mfa(&mut answer, user);
    Ok(answer)
}

pub(crate) fn admin_confirm_sign_up(call: &mut Call<'_>, request: OneUser) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.find(call)?;
    let user = pool.user(&username)?;
    if user.status != Status::Unconfirmed {
        let status = user.status.name();
        let text = format!("User cannot be confirmed. Current status is {status}");
        return Err(CognitoError::not_authorized(text));
    }
    user.codes.withdraw(&Purpose::SignUp);
    user.status = Status::Confirmed;
    user.modified = now;
    let pool_id = pool.id.clone();
    call.post_confirmation(&pool_id, "ConfirmSignUp", &username)?;
    Ok(json!({}))
}

pub(crate) fn admin_delete_user(call: &mut Call<'_>, request: OneUser) -> Result<Value, CognitoError> {
    let (pool, username) = request.find(call)?;
    pool.remove_user(&username);
    Ok(json!({}))
}

/// Disables a user, and ends all of their sign-ins.
pub(crate) fn admin_disable_user(call: &mut Call<'_>, request: OneUser) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.find(call)?;
    pool.grants.revoke_all_of(&username);
    pool.sessions.close_all_of(&username);
    let user = pool.user(&username)?;
    user.enabled = false;
    user.modified = now;
    Ok(json!({}))
}

pub(crate) fn admin_enable_user(call: &mut Call<'_>, request: OneUser) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.find(call)?;
    let user = pool.user(&username)?;
    user.enabled = true;
    user.modified = now;
    Ok(json!({}))
}

pub(crate) fn admin_user_global_sign_out(
    call: &mut Call<'_>,
    request: OneUser,
) -> Result<Value, CognitoError> {
    let (pool, username) = request.find(call)?;
    pool.grants.revoke_all_of(&username);
    Ok(json!({}))
}

/// Sends the user a code with which they set a new password. The old password stops working immediately.
pub(crate) fn admin_reset_user_password(
    call: &mut Call<'_>,
    request: OneUser,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.find(call)?;
    let user = pool.user(&username)?;
    if !matches!(user.status, Status::Confirmed | Status::ResetRequired) {
        return Err(CognitoError::not_authorized("User password cannot be reset in the current state."));
    }
    let to = delivery::recovery(pool, &username)?;
    delivery::send_code(pool, &username, Purpose::ForgotPassword, MessageKind::ForgotPassword, &to, now)?;
    pool.sessions.close_all_of(&username);
    let user = pool.user(&username)?;
    user.status = Status::ResetRequired;
    user.modified = now;
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminSetUserPassword {
    #[serde(flatten)]
    user: OneUser,
    password: String,
    #[serde(default)]
    permanent: bool,
}

pub(crate) fn admin_set_user_password(
    call: &mut Call<'_>,
    request: AdminSetUserPassword,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.user.find(call)?;
    pool.settings.password_policy().check(&request.password, SetBy::Change)?;
    pool.sessions.close_all_of(&username);
    if !request.permanent {
        pool.set_temporary_password(&username, &request.password, now)?;
        return Ok(json!({}));
    }
    let verifier = pool.verifier_for(&username, &request.password)?;
    pool.user(&username)?.set_password(verifier, now);
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminUpdateUserAttributes {
    #[serde(flatten)]
    user: OneUser,
    user_attributes: Vec<Attribute>,
}

pub(crate) fn admin_update_user_attributes(
    call: &mut Call<'_>,
    request: AdminUpdateUserAttributes,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.user.find(call)?;
    change_attributes(pool, &username, &request.user_attributes, Writer::Administrator, now)?;
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminDeleteUserAttributes {
    #[serde(flatten)]
    user: OneUser,
    user_attribute_names: Vec<String>,
}

pub(crate) fn admin_delete_user_attributes(
    call: &mut Call<'_>,
    request: AdminDeleteUserAttributes,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.user.find(call)?;
    remove_attributes(pool, &username, &request.user_attribute_names, Writer::Administrator, now)
}
