//! Signing in.

use cognito_auth_core::{Auth, AuthFactorType, ConfirmSignInOptions, SignInOptions};
use serde::Deserialize;

use super::{Attribute, CallResult, ContextData, NoArguments, Texts, attributes};
use crate::case::Flow;
use crate::words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SignIn {
    username: String,
    password: Option<String>,
    flow: Option<Flow>,
    preferred_first_factor: Option<FirstFactor>,
    #[serde(default)]
    client_metadata: Texts,
    user_context_data: Option<ContextData>,
}

#[derive(Clone, Copy, Deserialize)]
enum FirstFactor {
    #[serde(rename = "password")]
    Password,
    #[serde(rename = "passwordSRP")]
    PasswordSrp,
    #[serde(rename = "emailOTP")]
    EmailOtp,
    #[serde(rename = "smsOTP")]
    SmsOtp,
    #[serde(rename = "webAuthn")]
    WebAuthn,
}

impl From<FirstFactor> for AuthFactorType {
    fn from(factor: FirstFactor) -> Self {
        match factor {
            FirstFactor::Password => Self::Password,
            FirstFactor::PasswordSrp => Self::PasswordSrp,
            FirstFactor::EmailOtp => Self::EmailOtp,
            FirstFactor::SmsOtp => Self::SmsOtp,
            FirstFactor::WebAuthn => Self::WebAuthn,
        }
    }
}

pub(super) async fn sign_in(auth: &Auth, given: SignIn) -> CallResult {
    let preferred = given.preferred_first_factor.map(Into::into);
    let options = SignInOptions {
        flow: given.flow.map(|flow| flow.preferring(preferred)),
        client_metadata: given.client_metadata,
        user_context_data: given.user_context_data.map(Into::into),
    };
    let result = auth.sign_in(&given.username, given.password.map(Into::into), options).await?;
    Ok(words::sign_in(&result))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ConfirmSignIn {
    challenge_response: String,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    friendly_device_name: Option<String>,
    #[serde(default)]
    client_metadata: Texts,
    user_context_data: Option<ContextData>,
}

pub(super) async fn confirm_sign_in(auth: &Auth, given: ConfirmSignIn) -> CallResult {
    let options = ConfirmSignInOptions {
        user_attributes: attributes(given.user_attributes),
        friendly_device_name: given.friendly_device_name,
        client_metadata: given.client_metadata,
        user_context_data: given.user_context_data.map(Into::into),
    };
    let result = auth.confirm_sign_in(given.challenge_response.into(), options).await?;
    Ok(words::sign_in(&result))
}

pub(super) async fn auto_sign_in(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::sign_in(&auth.auto_sign_in().await?))
}
