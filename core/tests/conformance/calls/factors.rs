//! The user's factors.

use cognito_auth_core::{Auth, MfaPreference, VerifyTotpSetupOptions};
use serde::Deserialize;

use super::{CallResult, NoArguments, done};
use crate::words;

pub(super) async fn fetch_mfa_preference(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::mfa_preference(&auth.fetch_mfa_preference().await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateMfaPreference {
    sms: Option<Preference>,
    totp: Option<Preference>,
    email: Option<Preference>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Preference {
    Disabled,
    Enabled,
    Preferred,
    NotPreferred,
}

impl From<Preference> for MfaPreference {
    fn from(preference: Preference) -> Self {
        match preference {
            Preference::Disabled => Self::Disabled,
            Preference::Enabled => Self::Enabled,
            Preference::Preferred => Self::Preferred,
            Preference::NotPreferred => Self::NotPreferred,
        }
    }
}

pub(super) async fn update_mfa_preference(auth: &Auth, given: UpdateMfaPreference) -> CallResult {
    let [sms, totp, email] = [given.sms, given.totp, given.email].map(|it| it.map(Into::into));
    auth.update_mfa_preference(sms, totp, email).await.map(done)
}

pub(super) async fn set_up_totp(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::totp_setup(&auth.set_up_totp().await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct VerifyTotpSetup {
    code: String,
    friendly_device_name: Option<String>,
}

pub(super) async fn verify_totp_setup(auth: &Auth, given: VerifyTotpSetup) -> CallResult {
    let options = VerifyTotpSetupOptions { friendly_device_name: given.friendly_device_name };
    auth.verify_totp_setup(given.code.into(), options).await.map(done)
}

pub(super) async fn fetch_user_auth_factors(auth: &Auth, NoArguments {}: NoArguments) -> CallResult {
    Ok(words::auth_factors(&auth.fetch_user_auth_factors().await?))
}
