//! The members of the operations on what a pool only keeps.

use super::Kind::{Any, Object, Objects, Switch, Text, TextMap, Texts};
use super::Member;

pub(super) const UI_CUSTOMIZATION: &[Member] = &[("ClientId", Text), ("CSS", Text), ("ImageFile", Text)];

const EMAIL: &[Member] = &[("Subject", Text), ("HtmlBody", Text), ("TextBody", Text)];
const TAKEOVER_ACTION: &[Member] = &[("Notify", Switch), ("EventAction", Text)];

pub(super) const RISK: &[Member] = &[
    ("ClientId", Text),
    (
        "CompromisedCredentialsRiskConfiguration",
        Object(&[("EventFilter", Texts), ("Actions", Object(&[("EventAction", Text)]))]),
    ),
    (
        "AccountTakeoverRiskConfiguration",
        Object(&[
            (
                "NotifyConfiguration",
                Object(&[
                    ("From", Text),
                    ("ReplyTo", Text),
                    ("SourceArn", Text),
                    ("BlockEmail", Object(EMAIL)),
                    ("NoActionEmail", Object(EMAIL)),
                    ("MfaEmail", Object(EMAIL)),
                ]),
            ),
            (
                "Actions",
                Object(&[
                    ("LowAction", Object(TAKEOVER_ACTION)),
                    ("MediumAction", Object(TAKEOVER_ACTION)),
                    ("HighAction", Object(TAKEOVER_ACTION)),
                ]),
            ),
        ]),
    ),
    ("RiskExceptionConfiguration", Object(&[("BlockedIPRangeList", Texts), ("SkippedIPRangeList", Texts)])),
];

pub(super) const LOG_DELIVERY: &[Member] = &[(
    "LogConfigurations",
    Objects(&[
        ("LogLevel", Text),
        ("EventSource", Text),
        ("CloudWatchLogsConfiguration", Object(&[("LogGroupArn", Text)])),
        ("S3Configuration", Object(&[("BucketArn", Text)])),
        ("FirehoseConfiguration", Object(&[("StreamArn", Text)])),
    ]),
)];

pub(super) const BRANDING: &[Member] = &[
    ("UseCognitoProvidedValues", Switch),
    // A document of the caller's own form.
    ("Settings", Any),
    (
        "Assets",
        Objects(&[
            ("Category", Text),
            ("ColorMode", Text),
            ("Extension", Text),
            ("Bytes", Text),
            ("ResourceId", Text),
        ]),
    ),
];

pub(super) const TERMS: &[Member] =
    &[("TermsName", Text), ("TermsSource", Text), ("Enforcement", Text), ("Links", TextMap)];
