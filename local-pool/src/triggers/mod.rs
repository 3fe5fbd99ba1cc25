//! Triggers: an app's own code that the pool asks on the way, as Cognito asks Lambda functions.
//!
//! A trigger is an HTTP address on this machine. It gets Cognito's event, and answers with the event, its `response`
//! filled in.

mod caller;
mod configuration;

pub(crate) use caller::{Caller, unrecognizable};
pub(crate) use configuration::LambdaConfig;

use crate::errors::CognitoError;
use crate::service::Call;
use parking_lot::MutexGuard;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What the pool asks for.
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
    fn source(self) -> &'static str {
        match self {
            Self::PreTokenGeneration => "TokenGeneration",
            other => other.name(),
        }
    }
}

/// What a request carries for the triggers, whatever the operation. What is malformed the operation refuses.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Context {
    client_id: Option<String>,
    client_metadata: Map<String, Value>,
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
    /// InitiateAuth's ClientMetadata is for the triggers that validate; those after them get none.
    pub(crate) fn as_validation_data(&mut self) {
        let metadata = std::mem::take(&mut self.client_metadata);
        let text = |value: Value| value.as_str().map(str::to_owned).unwrap_or_default();
        self.validation_data =
            metadata.into_iter().map(|(name, value)| Pair { name, value: text(value) }).collect();
    }

    fn validation_data(&self) -> Map<String, Value> {
        self.validation_data.iter().map(|pair| (pair.name.clone(), json!(pair.value))).collect()
    }
}

/// One question to a trigger.
pub(crate) struct Event<'a> {
    pub trigger: Trigger,
    /// The second part of `triggerSource`, e.g. `SignUp`.
    pub occasion: &'a str,
    pub username: &'a str,
    pub request: Value,
}

/// What a trigger filled in.
pub(crate) type Response = Map<String, Value>;

impl Call<'_> {
    pub(crate) fn has_trigger(&mut self, pool_id: &str, trigger: Trigger) -> Result<bool, CognitoError> {
        Ok(self.world.pool(pool_id)?.settings.lambda_config.address(trigger).is_some())
    }

    /// Asks a trigger, where the pool has it. The pools are unlocked meanwhile, so that the trigger may call them:
    /// what was looked up before may have changed.
    pub(crate) fn ask(&mut self, pool_id: &str, event: Event<'_>) -> Result<Option<Response>, CognitoError> {
        let pool = self.world.pool(pool_id)?;
        let address = pool.settings.lambda_config.address(event.trigger).map(str::to_owned);
        let Some(address) = address else { return Ok(None) };
        let body = json!({
            "version": "1",
            "region": pool.region(),
            "userPoolId": pool.id,
            "userName": event.username,
            "callerContext": {
                "awsSdkVersion": "aws-sdk-unknown-unknown",
                "clientId": self.context.client_id.as_deref().unwrap_or("CLIENT_ID_NOT_APPLICABLE"),
            },
            "triggerSource": format!("{}_{}", event.trigger.source(), event.occasion),
            "request": self.with_data(event.trigger, event.request),
            "response": {},
        });
        let caller = &self.service.triggers;
        MutexGuard::unlocked(&mut self.world, || caller.ask(event.trigger, &address, body)).map(Some)
    }

    /// Adds the request's data for triggers: `validationData` for those that validate, `clientMetadata` for all.
    fn with_data(&self, trigger: Trigger, mut request: Value) -> Value {
        const VALIDATING: [Trigger; 3] =
            [Trigger::PreSignUp, Trigger::PreAuthentication, Trigger::UserMigration];
        let validation_data = self.context.validation_data();
        if VALIDATING.contains(&trigger) && !validation_data.is_empty() {
            request["validationData"] = Value::Object(validation_data);
        }
        if !self.context.client_metadata.is_empty() {
            request["clientMetadata"] = Value::Object(self.context.client_metadata.clone());
        }
        request
    }
}
