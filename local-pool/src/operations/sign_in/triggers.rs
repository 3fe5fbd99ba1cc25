//! The triggers of a sign-in.

use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::triggers::Trigger;
use serde_json::json;

impl SignInStep<'_, '_> {
    /// Calls PreAuthentication, which may refuse the sign-in before its first factor.
    pub(crate) fn pre_authentication(&mut self) -> Result<(), CognitoError> {
        let trigger = Trigger::PreAuthentication;
        if self.call.has_trigger(&self.pool_id, trigger)? {
            let typed = self.typed_name()?;
            let username = self.known_or_feigned(&typed)?;
            self.call.call_trigger_for(&self.pool_id, trigger, "Authentication", &username, json!({}))?;
        }
        Ok(())
    }

    /// Calls UserMigration for a user whom the pool does not have.
    pub(crate) fn migrate(&mut self) -> Result<(), CognitoError> {
        let (typed, password) = (self.typed_name()?, self.parameter("PASSWORD")?.to_owned());
        let migrated = self.call.migrate(&self.pool_id, "Authentication", &typed, Some(&password));
        // The trigger fails if it does not know the user or the password.
        migrated.map_err(|error| match error.kind.as_ref() {
            "UserLambdaValidationException" => {
                self.client.settings.unknown_user(CognitoError::wrong_credentials())
            }
            _ => error,
        })
    }

    pub(crate) fn post_authentication(&mut self, username: &str) -> Result<(), CognitoError> {
        let tracks = self.pool()?.settings.device_configuration.is_some();
        let request = json!({ "newDeviceUsed": tracks && self.progress.device.is_none() });
        let trigger = Trigger::PostAuthentication;
        self.call.call_trigger_for(&self.pool_id, trigger, "Authentication", username, request).map(|_| ())
    }
}
