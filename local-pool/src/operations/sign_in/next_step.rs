//! The step after a first factor: an error for the account's state, a second factor, or the tokens.

use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::operations::shared::delivery::{self, Delivery};
use crate::pool::attributes::mask;
use crate::pool::inbox::MessageKind;
use crate::pool::mfa::Factor;
use crate::pool::sessions::Challenge;
use crate::pool::settings::MfaConfiguration;
use crate::pool::users::{Status, User};
use serde_json::{Map, Value, json};

impl SignInStep<'_, '_> {
    /// Verifies a user's password with `is_right`. Fails while wrong passwords have locked the user out.
    pub(crate) fn verify_password(
        &mut self,
        username: &str,
        is_right: impl FnOnce(&User) -> bool,
    ) -> Result<(), CognitoError> {
        let (now, hides) = (self.now(), self.client.settings.hides_existence());
        let hidden = self.client.settings.unknown_user(CognitoError::wrong_credentials());
        let user = self.pool()?.users.get_mut(username).ok_or(hidden)?;
        if user.password_attempts.is_locked(now) {
            return Err(CognitoError::not_authorized("Password attempts exceeded"));
        }
        if !hides {
            check_has_password(user)?;
        }
        if !is_right(user) {
            user.password_attempts.failed(now);
            return Err(CognitoError::wrong_credentials());
        }
        user.password_attempts.succeeded();
        Ok(())
    }

    /// The step after the right password. It depends on the state of the account.
    pub(crate) fn password_verified(&mut self, username: &str) -> Result<Value, CognitoError> {
        self.check_state(username)?;
        match self.pool()?.user(username)?.status {
            Status::ForceChangePassword => self.new_password_required(username),
            _ => self.second_factor_or_tokens(username),
        }
    }

    /// Refuses a user who has given the right password, and can't sign in now or not with this device.
    pub(crate) fn check_state(&mut self, username: &str) -> Result<(), CognitoError> {
        self.recognise_device(username)?;
        let now = self.now();
        let user = self.pool()?.user(username)?;
        check_account(user)?;
        let expired = user.temporary_password_expires.is_some_and(|expires| expires <= now);
        match user.status == Status::ForceChangePassword && expired {
            true => {
                let text = "Temporary password has expired and must be reset by an administrator.";
                Err(CognitoError::not_authorized(text))
            }
            false => Ok(()),
        }
    }

    /// Asks for a second factor, lets the user choose one or set one up, or issues the tokens. In a custom sign-in the
    /// triggers decide the next step instead.
    pub(crate) fn second_factor_or_tokens(&mut self, username: &str) -> Result<Value, CognitoError> {
        if self.progress.custom.is_some() {
            return self.define_challenge(username);
        }
        let pool = self.pool()?;
        let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
        let factors = user.required_factors(&pool.mfa);
        let required = pool.mfa.configuration == MfaConfiguration::On;
        if self.device_is_second_factor(username)? {
            return self.finish(username);
        }
        match factors.as_slice() {
            [] if required => self.mfa_setup_required(username),
            [] => self.finish(username),
            [factor] => self.ask_second_factor(username, *factor),
            several => {
                let names: Vec<&str> = several.iter().map(|factor| factor.name()).collect();
                let parameters =
                    json!({ "MFAS_CAN_CHOOSE": json!(names).to_string(), "USER_ID_FOR_SRP": username });
                let challenge = Challenge::SelectMfaType { offered: several.to_vec() };
                self.open(username, challenge, parameters)
            }
        }
    }

    /// Asks for the code of a second factor. Sends the code, unless an authenticator app makes it.
    pub(crate) fn ask_second_factor(
        &mut self,
        username: &str,
        factor: Factor,
    ) -> Result<Value, CognitoError> {
        let mut parameters = json!({ "USER_ID_FOR_SRP": username });
        let mut sent = None;
        if let Some(medium) = factor.medium() {
            let destination = self.pool()?.user(username)?.attribute(medium.attribute()).map(str::to_owned);
            let destination = destination.ok_or_else(|| {
                CognitoError::invalid_parameter(format!(
                    "User has no {} to send a code to.",
                    medium.attribute()
                ))
            })?;
            let to = Delivery { medium, destination };
            sent = Some(self.send_code(username, MessageKind::Mfa, &to, &mut parameters)?);
        } else if let Some(name) = self.name_of_authenticator_app(username)? {
            parameters["FRIENDLY_DEVICE_NAME"] = json!(name);
        }
        self.open(username, Challenge::SecondFactor { factor, sent }, parameters)
    }

    fn name_of_authenticator_app(&mut self, username: &str) -> Result<Option<String>, CognitoError> {
        Ok(self.pool()?.user(username)?.software_token.as_ref().and_then(|token| token.device_name.clone()))
    }

    /// Sends the code of a challenge, and describes in the challenge's parameters where it went.
    pub(crate) fn send_code(
        &mut self,
        username: &str,
        kind: MessageKind,
        to: &Delivery,
        parameters: &mut Value,
    ) -> Result<String, CognitoError> {
        let (code, now) = (kind.new_code()?, self.now());
        delivery::send(self.pool()?, username, kind, &code, to, now);
        parameters["CODE_DELIVERY_DELIVERY_MEDIUM"] = json!(to.medium.name());
        parameters["CODE_DELIVERY_DESTINATION"] = json!(mask(&to.destination));
        Ok(code)
    }

    fn new_password_required(&mut self, username: &str) -> Result<Value, CognitoError> {
        let pool = self.pool()?;
        let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
        let missing: Vec<String> = pool
            .settings
            .required_attributes()
            .filter(|name| user.attribute(name).is_none())
            .map(|name| format!("userAttributes.{name}"))
            .collect();
        let held: Map<String, Value> = user
            .attributes
            .iter()
            .filter(|(name, _)| name.as_str() != "sub")
            .map(|(name, value)| (name.as_str().to_owned(), json!(value)))
            .collect();
        let parameters = json!({
            "USER_ID_FOR_SRP": username,
            "requiredAttributes": json!(missing).to_string(),
            "userAttributes": Value::Object(held).to_string(),
        });
        self.open(username, Challenge::NewPasswordRequired, parameters)
    }
}

/// Refuses a user who must set a password and has none yet, such as a user whom an import job made. The error is the
/// same for every password.
fn check_has_password(user: &User) -> Result<(), CognitoError> {
    match (user.status, &user.verifier) {
        (Status::ResetRequired, None) => check_account(user),
        _ => Ok(()),
    }
}

/// Refuses a user whose account can't sign in now.
pub(crate) fn check_account(user: &User) -> Result<(), CognitoError> {
    if !user.enabled {
        return Err(CognitoError::not_authorized("User is disabled."));
    }
    match user.status {
        Status::Unconfirmed => Err(CognitoError::new("UserNotConfirmedException", "User is not confirmed.")),
        Status::ResetRequired => {
            let text = "Password reset required for the user";
            Err(CognitoError::new("PasswordResetRequiredException", text))
        }
        // This user can sign in only on the pages of the provider.
        Status::ExternalProvider => Err(CognitoError::wrong_credentials()),
        Status::ForceChangePassword | Status::Confirmed => Ok(()),
    }
}
