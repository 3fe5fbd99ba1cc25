//! The constraints of the operations on what a pool only keeps.

use super::Check::{self, Count, EachOneOf, EachValue, Length, OneOf, Pattern, Present, Within};
use super::set_up::ARN;

pub(super) const RISK: &[(&str, Check)] = &[
    (
        "CompromisedCredentialsRiskConfiguration.EventFilter",
        EachOneOf(&["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"]),
    ),
    ("CompromisedCredentialsRiskConfiguration.Actions", Present),
    ("CompromisedCredentialsRiskConfiguration.Actions.EventAction", Present),
    ("CompromisedCredentialsRiskConfiguration.Actions.EventAction", OneOf(&["BLOCK", "NO_ACTION"])),
    ("AccountTakeoverRiskConfiguration.Actions", Present),
    ("AccountTakeoverRiskConfiguration.Actions.LowAction.Notify", Present),
    ("AccountTakeoverRiskConfiguration.Actions.LowAction.EventAction", Present),
    ("AccountTakeoverRiskConfiguration.Actions.LowAction.EventAction", OneOf(TAKEOVER_ACTIONS)),
    ("AccountTakeoverRiskConfiguration.Actions.MediumAction.Notify", Present),
    ("AccountTakeoverRiskConfiguration.Actions.MediumAction.EventAction", Present),
    ("AccountTakeoverRiskConfiguration.Actions.MediumAction.EventAction", OneOf(TAKEOVER_ACTIONS)),
    ("AccountTakeoverRiskConfiguration.Actions.HighAction.Notify", Present),
    ("AccountTakeoverRiskConfiguration.Actions.HighAction.EventAction", Present),
    ("AccountTakeoverRiskConfiguration.Actions.HighAction.EventAction", OneOf(TAKEOVER_ACTIONS)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.SourceArn", Present),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.SourceArn", Length(20, 2048)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.SourceArn", ARN),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail.Subject", Present),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail.Subject", Length(1, 140)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail.HtmlBody", Length(6, 20_000)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail.TextBody", Length(6, 20_000)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail.Subject", Present),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail.Subject", Length(1, 140)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail.HtmlBody", Length(6, 20_000)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail.TextBody", Length(6, 20_000)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail.Subject", Present),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail.Subject", Length(1, 140)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail.HtmlBody", Length(6, 20_000)),
    ("AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail.TextBody", Length(6, 20_000)),
    ("RiskExceptionConfiguration.BlockedIPRangeList", Count(0, 200)),
    ("RiskExceptionConfiguration.SkippedIPRangeList", Count(0, 200)),
];
const TAKEOVER_ACTIONS: &[&str] = &["BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION"];
pub(super) const LOG_DELIVERY: &[(&str, Check)] = &[
    ("LogConfigurations", Count(0, 2)),
    ("LogConfigurations.*.LogLevel", Present),
    ("LogConfigurations.*.LogLevel", OneOf(&["ERROR", "INFO"])),
    ("LogConfigurations.*.EventSource", Present),
    ("LogConfigurations.*.EventSource", OneOf(&["userNotification", "userAuthEvents"])),
    ("LogConfigurations.*.CloudWatchLogsConfiguration.LogGroupArn", Length(20, 2048)),
    ("LogConfigurations.*.CloudWatchLogsConfiguration.LogGroupArn", ARN),
    ("LogConfigurations.*.FirehoseConfiguration.StreamArn", Length(20, 2048)),
    ("LogConfigurations.*.FirehoseConfiguration.StreamArn", ARN),
    ("LogConfigurations.*.S3Configuration.BucketArn", Length(3, 1024)),
];
pub(super) const BRANDING: &[(&str, Check)] = &[
    ("ManagedLoginBrandingId", UUID),
    ("Assets", Count(0, 40)),
    ("Assets.*.Category", Present),
    ("Assets.*.Category", OneOf(ASSET_CATEGORIES)),
    ("Assets.*.ColorMode", Present),
    ("Assets.*.ColorMode", OneOf(&["LIGHT", "DARK", "DYNAMIC"])),
    ("Assets.*.Extension", Present),
    ("Assets.*.Extension", OneOf(&["ICO", "JPEG", "PNG", "SVG", "WEBP"])),
    ("Assets.*.ResourceId", Length(1, 40)),
    ("Assets.*.ResourceId", Pattern(r"^[\w\- ]+$", is_resource_id)),
];
const ASSET_CATEGORIES: &[&str] = &[
    "FAVICON_ICO",
    "FAVICON_SVG",
    "EMAIL_GRAPHIC",
    "SMS_GRAPHIC",
    "AUTH_APP_GRAPHIC",
    "PASSWORD_GRAPHIC",
    "PASSKEY_GRAPHIC",
    "PAGE_HEADER_LOGO",
    "PAGE_HEADER_BACKGROUND",
    "PAGE_FOOTER_LOGO",
    "PAGE_FOOTER_BACKGROUND",
    "PAGE_BACKGROUND",
    "FORM_BACKGROUND",
    "FORM_LOGO",
    "IDP_BUTTON_ICON",
];
pub(super) const TERMS: &[(&str, Check)] = &[
    ("TermsId", UUID),
    ("TermsName", Pattern("^(terms-of-use|privacy-policy)$", is_terms_name)),
    ("TermsSource", OneOf(&["LINK"])),
    ("Enforcement", OneOf(&["NONE"])),
    ("Links", Count(1, 13)),
    ("Links", EachValue(1, 1024)),
    ("MaxResults", Within(1, 60)),
];
const UUID: Check = Pattern(
    "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
    is_uuid,
);

/// Whether a text is a random UUID (RFC 9562, version 4).
fn is_uuid(text: &str) -> bool {
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.split('-').collect::<Vec<_>>().as_slice() {
        [one, two, three, four, five] => {
            [one, two, three, four, five].map(|part| part.len()) == [8, 4, 4, 4, 12]
                && [one, two, three, four, five].into_iter().all(|part| is_hex(part))
                && three.starts_with('4')
                && four.starts_with(['8', '9', 'a', 'b', 'A', 'B'])
        }
        _ => false,
    }
}

fn is_resource_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_- ".contains(c))
}

fn is_terms_name(text: &str) -> bool {
    ["terms-of-use", "privacy-policy"].contains(&text)
}
