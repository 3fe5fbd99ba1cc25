//! Forgotten and changed passwords.

use cognito_auth_core::{Auth, ConfirmResetPasswordOptions, ResetPasswordOptions};
use serde::Deserialize;

use super::{CallResult, ContextData, Texts, done};
use crate::words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ResetPassword {
    username: String,
    #[serde(default)]
    client_metadata: Texts,
    user_context_data: Option<ContextData>,
}

pub(super) async fn reset_password(auth: &Auth, given: ResetPassword) -> CallResult {
    let options = ResetPasswordOptions {
        client_metadata: given.client_metadata,
        user_context_data: given.user_context_data.map(Into::into),
    };
    Ok(words::reset_password(&auth.reset_password(&given.username, options).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ConfirmResetPassword {
    username: String,
    new_password: String,
    confirmation_code: String,
    #[serde(default)]
    client_metadata: Texts,
    user_context_data: Option<ContextData>,
}

pub(super) async fn confirm_reset_password(auth: &Auth, given: ConfirmResetPassword) -> CallResult {
    let options = ConfirmResetPasswordOptions {
        client_metadata: given.client_metadata,
        user_context_data: given.user_context_data.map(Into::into),
    };
    let (password, code) = (given.new_password.into(), given.confirmation_code.into());
    auth.confirm_reset_password(&given.username, password, code, options).await.map(done)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct UpdatePassword {
    old_password: Option<String>,
    new_password: String,
}

pub(super) async fn update_password(auth: &Auth, given: UpdatePassword) -> CallResult {
    auth.update_password(given.old_password.map(Into::into), given.new_password.into()).await.map(done)
}
