//! The calls of `Accounts`.

use cognito_auth_core::{Accounts, SignOutOptions};
use serde::Deserialize;

use super::{CallResult, NoArguments, done};
use crate::words;

pub(super) async fn stored_accounts(accounts: &Accounts, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::stored_accounts(&accounts.stored_accounts().await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetLabel {
    account: Option<String>,
    label: Option<String>,
}

pub(super) async fn set_label(accounts: &Accounts, given: SetLabel) -> CallResult {
    accounts.set_label(given.account.as_deref(), given.label.as_deref()).await.map(done)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SignOutOf {
    account: Option<String>,
    #[serde(default)]
    global_sign_out: bool,
}

pub(super) async fn sign_out_of(accounts: &Accounts, given: SignOutOf) -> CallResult {
    let options = SignOutOptions { global_sign_out: given.global_sign_out, ..SignOutOptions::default() };
    Ok(words::sign_out(&accounts.sign_out_of(given.account.as_deref(), options).await))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Purge {
    account: Option<String>,
}

pub(super) async fn purge(accounts: &Accounts, given: Purge) -> CallResult {
    accounts.purge(given.account.as_deref()).await.map(done)
}
