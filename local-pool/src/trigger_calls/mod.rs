//! How an operation calls a trigger.

mod sources;

use crate::errors::CognitoError;
use crate::service::Call;
use crate::triggers::{Response, Trigger};
use parking_lot::MutexGuard;
use serde_json::{Value, json};

/// One call of a trigger.
pub(crate) struct Event<'a> {
    pub trigger: Trigger,
    /// The second part of `triggerSource`, e.g. `SignUp`.
    pub source: &'a str,
    pub username: &'a str,
    pub request: Value,
}

impl Call<'_> {
    pub(crate) fn has_trigger(&mut self, pool_id: &str, trigger: Trigger) -> Result<bool, CognitoError> {
        Ok(self.located(pool_id, trigger)?.is_some())
    }

    /// The address of a trigger's function. None if the pool does not have the trigger, or skips it
    /// (`--skip-unmapped-triggers`). Fails if nothing says where the function runs, or if its host is not allowed.
    fn located(&mut self, pool_id: &str, trigger: Trigger) -> Result<Option<String>, CognitoError> {
        let config = &self.world.pool(pool_id)?.settings.lambda_config;
        let Some(function) = config.function(trigger) else { return Ok(None) };
        self.service.functions.locate(function).map_err(|missing| {
            let text = format!(
                "{} invocation failed due to error ResourceNotFoundException: {missing}.",
                trigger.name()
            );
            CognitoError::new("UnexpectedLambdaException", text)
        })
    }

    /// Calls a trigger, if the pool has it and does not skip it. The pools are unlocked while the trigger works, because the trigger may
    /// call the pool. Afterwards, everything that the operation looked up before may have changed.
    pub(crate) fn call_trigger(
        &mut self,
        pool_id: &str,
        event: Event<'_>,
    ) -> Result<Option<Response>, CognitoError> {
        let trigger = event.trigger;
        let Some(address) = self.located(pool_id, trigger)? else { return Ok(None) };
        let body = self.event(pool_id, event)?;
        let caller = &self.service.triggers;
        MutexGuard::unlocked(&mut self.world, || caller.send(trigger, &address, body)).map(Some)
    }

    /// Calls a trigger, and ignores its response. Returns whether the trigger was called.
    pub(crate) fn notify_trigger(&mut self, pool_id: &str, event: Event<'_>) -> Result<bool, CognitoError> {
        let trigger = event.trigger;
        let Some(address) = self.located(pool_id, trigger)? else { return Ok(false) };
        let body = self.event(pool_id, event)?;
        let caller = &self.service.triggers;
        MutexGuard::unlocked(&mut self.world, || caller.notify(trigger, &address, body)).map(|()| true)
    }

    /// The whole event, as the function gets it.
    fn event(&mut self, pool_id: &str, event: Event<'_>) -> Result<Value, CognitoError> {
        let pool = self.world.pool(pool_id)?;
        let version = pool.settings.lambda_config.version(event.trigger);
        Ok(json!({
            "version": version.name(),
            "region": pool.region(),
            "userPoolId": pool.id,
            "userName": event.username,
            "callerContext": {
                "awsSdkVersion": "aws-sdk-unknown-unknown",
                "clientId": self.context.client_id.as_deref().unwrap_or("CLIENT_ID_NOT_APPLICABLE"),
            },
            "triggerSource": format!("{}_{}", event.trigger.source_prefix(), event.source),
            "request": self.with_data(event.trigger, event.request),
            "response": event.trigger.blank_response(version),
        }))
    }

    /// Calls a trigger with the attributes of a user. The event says if there is no such user.
    pub(crate) fn call_trigger_for(
        &mut self,
        pool_id: &str,
        trigger: Trigger,
        source: &str,
        username: &str,
        request: Value,
    ) -> Result<Option<Response>, CognitoError> {
        if !self.has_trigger(pool_id, trigger)? {
            return Ok(None);
        }
        let request = self.with_attributes(pool_id, username, request)?;
        self.call_trigger(pool_id, Event { trigger, source, username, request })
    }

    /// Adds the attributes of a user to a request. If there is no such user, the request says so.
    pub(crate) fn with_attributes(
        &mut self,
        pool_id: &str,
        username: &str,
        mut request: Value,
    ) -> Result<Value, CognitoError> {
        match self.world.pool(pool_id)?.users.get(username) {
            Some(user) => request["userAttributes"] = Value::Object(user.event_attributes()),
            None => {
                request["userAttributes"] = json!({});
                request["userNotFound"] = json!(true);
            }
        }
        Ok(request)
    }

    /// Adds the request's data for triggers: `clientMetadata` for all, `validationData` for three of them.
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
