//! Triggers: an app's own code that the pool calls, as Cognito calls Lambda functions.
//!
//! A trigger's function runs at an HTTP address. It gets Cognito's event, fills in the event's `response`, and sends the
//! event back.

mod caller;
mod configuration;
mod functions;

pub(crate) use caller::{Caller, unrecognizable};
pub(crate) use configuration::LambdaConfig;
pub(crate) use functions::Functions;
pub use functions::TriggerOptions;

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A trigger of a user pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    PreSignUp,
    PostConfirmation,
    PreAuthentication,
    PostAuthentication,
    DefineAuthChallenge,
    CreateAuthChallenge,
    VerifyAuthChallengeResponse,
    PreTokenGeneration,
    CustomMessage,
    CustomEmailSender,
    CustomSmsSender,
    UserMigration,
}

impl Trigger {
    pub(crate) const ALL: [Self; 12] = [
        Self::PreSignUp,
        Self::PostConfirmation,
        Self::PreAuthentication,
        Self::PostAuthentication,
        Self::DefineAuthChallenge,
        Self::CreateAuthChallenge,
        Self::VerifyAuthChallengeResponse,
        Self::PreTokenGeneration,
        Self::CustomMessage,
        Self::CustomEmailSender,
        Self::CustomSmsSender,
        Self::UserMigration,
    ];

    /// The member of LambdaConfig, and the name in an error.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PreSignUp => "PreSignUp",
            Self::PostConfirmation => "PostConfirmation",
            Self::PreAuthentication => "PreAuthentication",
            Self::PostAuthentication => "PostAuthentication",
            Self::DefineAuthChallenge => "DefineAuthChallenge",
            Self::CreateAuthChallenge => "CreateAuthChallenge",
            Self::VerifyAuthChallengeResponse => "VerifyAuthChallengeResponse",
            Self::PreTokenGeneration => "PreTokenGeneration",
            Self::CustomMessage => "CustomMessage",
            Self::CustomEmailSender => "CustomEmailSender",
            Self::CustomSmsSender => "CustomSMSSender",
            Self::UserMigration => "UserMigration",
        }
    }

    /// The first part of `triggerSource`.
    pub(crate) fn source_prefix(self) -> &'static str {
        match self {
            Self::PreTokenGeneration => "TokenGeneration",
            other => other.name(),
        }
    }

    /// The `response` in the event that the function gets. As at Cognito, it already has its members.
    pub(crate) fn blank_response(self, version: EventVersion) -> Value {
        match self {
            Self::PreSignUp => {
                json!({ "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false })
            }
            Self::DefineAuthChallenge => {
                json!({ "challengeName": null, "issueTokens": null, "failAuthentication": null })
            }
            Self::CreateAuthChallenge => json!({
                "publicChallengeParameters": null, "privateChallengeParameters": null, "challengeMetadata": null,
            }),
            Self::VerifyAuthChallengeResponse => json!({ "answerCorrect": null }),
            Self::PreTokenGeneration => json!({ version.details(): null }),
            Self::CustomMessage => json!({ "smsMessage": null, "emailMessage": null, "emailSubject": null }),
            Self::UserMigration => json!({
                "userAttributes": null, "forceAliasCreation": null, "enableSMSMFA": null, "finalUserStatus": null,
                "messageAction": null, "desiredDeliveryMediums": null,
            }),
            Self::PostConfirmation
            | Self::PreAuthentication
            | Self::PostAuthentication
            | Self::CustomEmailSender
            | Self::CustomSmsSender => json!({}),
        }
    }
}

/// The version of a trigger's events. Only PreTokenGeneration has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventVersion {
    /// Changes the ID token.
    One,
    /// Changes the access token too.
    Two,
    /// The same as `Two`, also for the tokens of clients that act for themselves.
    Three,
}

impl EventVersion {
    /// The member `version` of an event.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Two => "2",
            Self::Three => "3",
        }
    }

    /// The member of PreTokenGeneration's response that holds the changes.
    pub(crate) fn details(self) -> &'static str {
        match self {
            Self::One => "claimsOverrideDetails",
            Self::Two | Self::Three => "claimsAndScopeOverrideDetails",
        }
    }
}

/// The members of an operation's request that the triggers get. If one is malformed, the triggers get none of them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Context {
    pub client_id: Option<String>,
    pub client_metadata: Map<String, Value>,
    validation_data: Vec<Pair>,
    /// The operation's name; empty for a request of a browser.
    #[serde(skip)]
    pub operation: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Pair {
    name: String,
    #[serde(default)]
    value: String,
}

impl Context {
    /// InitiateAuth sends its ClientMetadata as `validationData` to PreSignUp, PreAuthentication and UserMigration, and
    /// to no other trigger.
    pub(crate) fn as_validation_data(&mut self) {
        let metadata = std::mem::take(&mut self.client_metadata);
        let text = |value: Value| value.as_str().map(str::to_owned).unwrap_or_default();
        self.validation_data =
            metadata.into_iter().map(|(name, value)| Pair { name, value: text(value) }).collect();
    }

    /// The validation data for the triggers that get it.
    pub(crate) fn validation_data(&self) -> Map<String, Value> {
        self.validation_data.iter().map(|pair| (pair.name.clone(), json!(pair.value))).collect()
    }
}

/// The `response` of a trigger's event, filled in.
pub(crate) type Response = Map<String, Value>;
