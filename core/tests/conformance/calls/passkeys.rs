//! The user's passkeys.

use cognito_auth_core::{Auth, ListWebAuthnCredentialsOptions};
use serde::Deserialize;

use super::{CallResult, NoArguments, done};
use crate::words;

pub(super) async fn associate_web_authn_credential(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    auth.associate_web_authn_credential().await.map(done)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ListCredentials {
    page_size: Option<u32>,
    next_token: Option<String>,
}

pub(super) async fn list_web_authn_credentials(auth: &Auth, given: ListCredentials) -> CallResult {
    let options = ListWebAuthnCredentialsOptions { page_size: given.page_size, next_token: given.next_token };
    Ok(words::credentials(&auth.list_web_authn_credentials(options).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct DeleteCredential {
    credential_id: String,
}

pub(super) async fn delete_web_authn_credential(auth: &Auth, given: DeleteCredential) -> CallResult {
    auth.delete_web_authn_credential(&given.credential_id).await.map(done)
}
