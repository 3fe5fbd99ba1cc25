//! Triggers: an app's own code that the pool calls, as Cognito calls Lambda functions.
//!
//! A trigger is an HTTP address on this machine. It gets Cognito's event, fills in the event's `response`, and sends
//! the event back.

mod caller;
mod configuration;

pub(crate) use caller::{Caller, unrecognizable};
pub(crate) use configuration::LambdaConfig;

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
    UserMigration,
}

impl Trigger {
    pub(crate) const ALL: [Self; 10] = [
        Self::PreSignUp,
        Self::PostConfirmation,
        Self::PreAuthentication,
        Self::PostAuthentication,
        Self::DefineAuthChallenge,
        Self::CreateAuthChallenge,
        Self::VerifyAuthChallengeResponse,
        Self::PreTokenGeneration,
        Self::CustomMessage,
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
}

/// The members of an operation's request that the triggers get. If one is malformed, the triggers get none of them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Context {
    pub client_id: Option<String>,
    pub client_metadata: Map<String, Value>,
    validation_data: Vec<Pair>,
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
