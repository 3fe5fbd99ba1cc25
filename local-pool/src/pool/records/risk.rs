//! What threat protection would do: SetRiskConfiguration.

use crate::clock::Moment;
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RiskRecord {
    pub configuration: RiskConfiguration,
    pub modified: Moment,
}

/// The members of SetRiskConfiguration.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct RiskConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    compromised_credentials_risk_configuration: Option<CompromisedCredentials>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_takeover_risk_configuration: Option<AccountTakeover>,
    #[serde(skip_serializing_if = "Option::is_none")]
    risk_exception_configuration: Option<RiskException>,
}

impl RiskConfiguration {
    /// Whether the request sets nothing, which resets the configuration.
    pub(crate) fn is_empty(&self) -> bool {
        self.compromised_credentials_risk_configuration.is_none()
            && self.account_takeover_risk_configuration.is_none()
            && self.risk_exception_configuration.is_none()
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CompromisedCredentials {
    #[serde(default = "every_event")]
    event_filter: Vec<String>,
    actions: CompromisedCredentialsActions,
}

fn every_event() -> Vec<String> {
    ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"].map(str::to_owned).to_vec()
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CompromisedCredentialsActions {
    event_action: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AccountTakeover {
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_configuration: Option<Notify>,
    actions: AccountTakeoverActions,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Notify {
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<String>,
    source_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    block_email: Option<NotifyEmail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_action_email: Option<NotifyEmail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mfa_email: Option<NotifyEmail>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NotifyEmail {
    subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    html_body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_body: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AccountTakeoverActions {
    #[serde(skip_serializing_if = "Option::is_none")]
    low_action: Option<AccountTakeoverAction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    medium_action: Option<AccountTakeoverAction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high_action: Option<AccountTakeoverAction>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AccountTakeoverAction {
    notify: bool,
    event_action: String,
}

#[derive(Clone, Serialize, Deserialize)]
struct RiskException {
    #[serde(rename = "BlockedIPRangeList", skip_serializing_if = "Option::is_none")]
    blocked: Option<Vec<String>>,
    #[serde(rename = "SkippedIPRangeList", skip_serializing_if = "Option::is_none")]
    skipped: Option<Vec<String>>,
}
