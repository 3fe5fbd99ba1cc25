//! The user's attributes.

use cognito_auth_core::{
    Auth, AuthUserAttributeKey, SendUserAttributeVerificationCodeOptions, UpdateUserAttributesOptions,
};
use serde::Deserialize;

use super::{Attribute, CallResult, NoArguments, Texts, attributes, done};
use crate::words;

pub(super) async fn fetch_user_attributes(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::attributes(&auth.fetch_user_attributes().await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct UpdateUserAttribute {
    name: String,
    value: String,
    #[serde(default)]
    client_metadata: Texts,
}

pub(super) async fn update_user_attribute(auth: &Auth, given: UpdateUserAttribute) -> CallResult {
    let attribute = Attribute { name: given.name, value: given.value }.into();
    let options = UpdateUserAttributesOptions { client_metadata: given.client_metadata };
    Ok(words::attribute_update(&auth.update_user_attribute(attribute, options).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct UpdateUserAttributes {
    user_attributes: Vec<Attribute>,
    #[serde(default)]
    client_metadata: Texts,
}

pub(super) async fn update_user_attributes(auth: &Auth, given: UpdateUserAttributes) -> CallResult {
    let options = UpdateUserAttributesOptions { client_metadata: given.client_metadata };
    let results = auth.update_user_attributes(attributes(given.user_attributes), options).await?;
    Ok(words::attribute_updates(&results))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteUserAttributes {
    keys: Vec<String>,
}

pub(super) async fn delete_user_attributes(auth: &Auth, given: DeleteUserAttributes) -> CallResult {
    let keys = given.keys.iter().map(|name| AuthUserAttributeKey::from_name(name)).collect();
    auth.delete_user_attributes(keys).await.map(done)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SendVerificationCode {
    key: String,
    #[serde(default)]
    client_metadata: Texts,
}

pub(super) async fn send_user_attribute_verification_code(
    auth: &Auth,
    given: SendVerificationCode,
) -> CallResult {
    let key = AuthUserAttributeKey::from_name(&given.key);
    let options = SendUserAttributeVerificationCodeOptions { client_metadata: given.client_metadata };
    Ok(words::code_sent(&auth.send_user_attribute_verification_code(key, options).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ConfirmUserAttribute {
    key: String,
    confirmation_code: String,
}

pub(super) async fn confirm_user_attribute(auth: &Auth, given: ConfirmUserAttribute) -> CallResult {
    let key = AuthUserAttributeKey::from_name(&given.key);
    auth.confirm_user_attribute(key, given.confirmation_code.into()).await.map(done)
}
