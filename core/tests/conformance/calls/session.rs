//! The session, sign-out, and the deletion of the user.

use cognito_auth_core::{Auth, FetchAuthSessionOptions, SignOutOptions};
use serde::Deserialize;

use super::{CallResult, NoArguments, Texts, done};
use crate::words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct FetchAuthSession {
    #[serde(default)]
    force_refresh: bool,
    #[serde(default)]
    without_credentials: bool,
    #[serde(default)]
    without_guests: bool,
    #[serde(default)]
    minimum_validity_milliseconds: i64,
    #[serde(default)]
    client_metadata: Texts,
}

pub(super) async fn fetch_auth_session(auth: &Auth, given: FetchAuthSession) -> CallResult {
    let options = FetchAuthSessionOptions {
        force_refresh: given.force_refresh,
        without_credentials: given.without_credentials,
        without_guests: given.without_guests,
        minimum_validity_milliseconds: given.minimum_validity_milliseconds,
        client_metadata: given.client_metadata,
    };
    Ok(words::session(&auth.fetch_auth_session(options).await?))
}

pub(super) async fn get_current_user(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::user(&auth.get_current_user().await?))
}

pub(super) async fn pending_sign_in(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::pending_sign_in(auth.pending_sign_in().await?.as_ref()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SignOut {
    #[serde(default)]
    global_sign_out: bool,
}

pub(super) async fn sign_out(auth: &Auth, given: SignOut) -> CallResult {
    let SignOut { global_sign_out } = given;
    Ok(words::sign_out(&auth.sign_out(SignOutOptions { global_sign_out, ..SignOutOptions::default() }).await))
}

pub(super) async fn delete_user(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    auth.delete_user().await.map(done)
}
