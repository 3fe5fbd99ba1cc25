//! MFA_SETUP: if the pool requires a second factor, a user without one sets it up in the sign-in.

use super::step::SignInStep;
use crate::errors::CognitoError;
use crate::operations::shared::delivery::Delivery;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::inbox::MessageKind;
use crate::pool::mfa::Factor;
use crate::pool::sessions::{Challenge, Session};
use serde_json::{Value, json};

impl SignInStep<'_, '_> {
    pub(crate) fn mfa_setup_required(&mut self, username: &str) -> Result<Value, CognitoError> {
        let names: Vec<&str> = self.pool()?.mfa.offered.iter().map(|factor| factor.name()).collect();
        let can_setup = json!(names).to_string();
        let parameters = json!({ "USER_ID_FOR_SRP": username, "MFAS_CAN_SETUP": can_setup });
        self.open(username, Challenge::MfaSetup, parameters)
    }

    /// Takes the answer to MFA_SETUP. The answer names an address for codes, or no address if VerifySoftwareToken has
    /// accepted a code in this Session.
    pub(crate) fn mfa_setup(&mut self, session: &Session) -> Result<Value, CognitoError> {
        for (name, factor) in [("EMAIL", Factor::Email), ("PHONE_NUMBER", Factor::Sms)] {
            if let (Some(destination), Some(medium)) = (self.given(name), factor.medium()) {
                let to = Delivery { medium, destination: destination.to_owned() };
                return self.send_set_up(session, factor, to);
            }
        }
        if session.software_token.as_ref().is_none_or(|token| !token.verified) {
            return Err(CognitoError::invalid_parameter("The software token has not been verified."));
        }
        self.close_session()?;
        let user = self.pool()?.user(&session.username)?;
        user.software_token.clone_from(&session.software_token);
        user.mfa.set(Factor::SoftwareToken, true, true);
        self.finish(&session.username)
    }

    /// Sends a code to an address. With the right code, the address becomes the user's.
    fn send_set_up(
        &mut self,
        session: &Session,
        factor: Factor,
        to: Delivery,
    ) -> Result<Value, CognitoError> {
        let username = session.username.as_str();
        let client = self.client.settings.clone();
        let pool = self.pool()?;
        if !pool.mfa.offers(factor) {
            let text = format!("{} is not enabled for the user pool.", factor.name());
            return Err(CognitoError::invalid_parameter(text));
        }
        let (name, value) = (to.medium.attribute().to_owned(), to.destination.clone());
        pool.check_attributes(&[Attribute { name, value }], Writer::User(&client))?;
        let mut parameters = json!({ "USER_ID_FOR_SRP": username });
        let sent = self.send_code(username, MessageKind::Mfa, &to, &mut parameters)?;
        self.close_session()?;
        let destination = to.destination;
        self.open(username, Challenge::SetUpCode { factor, destination, sent }, parameters)
    }

    /// Checks the code of a set-up. The right code verifies the address, and turns the factor on.
    pub(crate) fn set_up_code(
        &mut self,
        username: &str,
        factor: Factor,
        destination: &str,
        sent: &str,
    ) -> Result<Value, CognitoError> {
        self.check_code(factor.response_name(), sent)?;
        let medium = factor.medium().ok_or_else(|| CognitoError::internal("a factor without an address"))?;
        let (name, now) = (medium.attribute(), self.now());
        let pool = self.pool()?;
        pool.claim_alias(username, name, destination, false)?;
        let user = pool.user(username)?;
        user.set_attribute(name, destination);
        user.mark_verified(name);
        user.mfa.set(factor, true, true);
        user.modified = now;
        self.close_session()?;
        self.finish(username)
    }
}
