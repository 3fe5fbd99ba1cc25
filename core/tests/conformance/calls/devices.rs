//! The user's devices.

use cognito_auth_core::Auth;
use serde::Deserialize;

use super::{CallResult, NoArguments, done};
use crate::words;

pub(super) async fn remember_device(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    auth.remember_device().await.map(done)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ForgetDevice {
    device_id: Option<String>,
}

pub(super) async fn forget_device(auth: &Auth, given: ForgetDevice) -> CallResult {
    auth.forget_device(given.device_id).await.map(done)
}

pub(super) async fn fetch_devices(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::devices(&auth.fetch_devices().await?))
}
