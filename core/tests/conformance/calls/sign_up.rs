//! Signing up.

use cognito_auth_core::{Auth, ConfirmSignUpOptions, ResendSignUpCodeOptions, SignUpOptions};
use serde::Deserialize;

use super::{Attribute, CallResult, ContextData, Texts, attributes};
use crate::words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SignUp {
    username: String,
    password: Option<String>,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    #[serde(default)]
    client_metadata: Texts,
    #[serde(default)]
    validation_data: Texts,
    user_context_data: Option<ContextData>,
}

pub(super) async fn sign_up(auth: &Auth, given: SignUp) -> CallResult {
    let options = SignUpOptions {
        user_attributes: attributes(given.user_attributes),
        validation_data: given.validation_data,
        client_metadata: given.client_metadata,
        user_context_data: given.user_context_data.map(Into::into),
    };
    let result = auth.sign_up(&given.username, given.password.map(Into::into), options).await?;
    Ok(words::sign_up(&result))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ConfirmSignUp {
    username: String,
    confirmation_code: String,
    #[serde(default)]
    force_alias_creation: bool,
    #[serde(default)]
    client_metadata: Texts,
    user_context_data: Option<ContextData>,
}

pub(super) async fn confirm_sign_up(auth: &Auth, given: ConfirmSignUp) -> CallResult {
    let options = ConfirmSignUpOptions {
        force_alias_creation: given.force_alias_creation,
        client_metadata: given.client_metadata,
        user_context_data: given.user_context_data.map(Into::into),
    };
    let result = auth.confirm_sign_up(&given.username, given.confirmation_code.into(), options).await?;
    Ok(words::sign_up(&result))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ResendSignUpCode {
    username: String,
    #[serde(default)]
    client_metadata: Texts,
    user_context_data: Option<ContextData>,
}

pub(super) async fn resend_sign_up_code(auth: &Auth, given: ResendSignUpCode) -> CallResult {
    let options = ResendSignUpCodeOptions {
        client_metadata: given.client_metadata,
        user_context_data: given.user_context_data.map(Into::into),
    };
    let details = auth.resend_sign_up_code(&given.username, options).await?;
    Ok(words::code_sent(&details))
}
