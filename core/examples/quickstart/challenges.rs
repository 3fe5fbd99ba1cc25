//! The challenges of a sign-in, and the answers.

use cognito_auth_core::{
    AuthSignInStep, AuthUserAttribute, AuthUserAttributeKey, MfaType, Secret, TotpSetupDetails,
};

use crate::failure::Failure;
use crate::guide::{Guide, destination};
use crate::terminal::{ask, tell};

/// An answer to a challenge.
pub(crate) struct Answer {
    pub(crate) response: Secret,
    pub(crate) user_attributes: Vec<AuthUserAttribute>,
    /// Whether the user typed the answer. Then the program asks for another one if this one is wrong.
    pub(crate) is_typed: bool,
}

impl Answer {
    pub(crate) fn typed(response: Secret) -> Self {
        Self { response, user_attributes: Vec::new(), is_typed: true }
    }

    pub(crate) fn known(response: impl Into<Secret>) -> Self {
        Self { response: response.into(), user_attributes: Vec::new(), is_typed: false }
    }
}

impl Guide {
    /// Finds or asks for the answer to the challenge of this step.
    pub(crate) fn answer(&self, step: &AuthSignInStep) -> Result<Answer, Failure> {
        match step {
            AuthSignInStep::ConfirmSignInWithSmsMfaCode { delivery_details, .. }
            | AuthSignInStep::ConfirmSignInWithOtp { delivery_details } => {
                tell(format_args!(
                    "Sign in not complete: a code was sent by {}",
                    destination(delivery_details)
                ));
                self.code("The code")
            }
            AuthSignInStep::ConfirmSignInWithTotpCode => {
                tell("Sign in not complete: the authenticator app shows a code");
                ask("The authenticator app's code").map(Answer::typed)
            }
            AuthSignInStep::ContinueSignInWithMfaSelection { allowed_mfa_types } => {
                tell("Sign in not complete: choose a second factor");
                choose(allowed_mfa_types)
            }
            AuthSignInStep::ContinueSignInWithMfaSetupSelection { allowed_mfa_types } => {
                tell("Sign in not complete: choose a second factor to set up");
                choose(allowed_mfa_types)
            }
            AuthSignInStep::ContinueSignInWithTotpSetup { details } => set_up_authenticator_app(details),
            AuthSignInStep::ContinueSignInWithEmailMfaSetup => {
                tell("Sign in not complete: codes by e-mail are set up for the address of --email");
                Ok(Answer::known(self.arguments.email.as_str()))
            }
            AuthSignInStep::ConfirmSignInWithNewPassword { required_attributes, .. } => {
                self.new_password(required_attributes)
            }
            AuthSignInStep::ResetPassword { .. } => Err(incomplete(
                "the password has to be reset first. Reset it, and run again with the new one",
            )),
            AuthSignInStep::ConfirmSignUp { .. } => {
                Err(incomplete("the sign-up is still not confirmed. An administrator can confirm it"))
            }
            AuthSignInStep::ConfirmSignInWithCustomChallenge { .. } => {
                Err(incomplete("the user pool has a custom challenge, which this guide does not show"))
            }
            // A later version may add steps.
            _ => Err(incomplete("the service asks for a step that this guide does not show")),
        }
    }

    fn new_password(&self, required: &[AuthUserAttributeKey]) -> Result<Answer, Failure> {
        tell("Sign in not complete: a new password is needed");
        let names: Vec<_> = required.iter().map(AuthUserAttributeKey::name).collect();
        if !names.is_empty() {
            tell(format_args!("Required with it: {}", names.join(", ")));
        }
        let mut answer = Answer::typed(ask("The new password")?);
        for (key, name) in required.iter().zip(&names) {
            let value = match key {
                AuthUserAttributeKey::Email => Secret::from(self.arguments.email.as_str()),
                _ => ask(&format!("The attribute {name}"))?,
            };
            answer.user_attributes.push(AuthUserAttribute::new(key.clone(), value));
        }
        Ok(answer)
    }
}

/// Shows the key, although it is a secret: the user types it into the authenticator app.
fn set_up_authenticator_app(details: &TotpSetupDetails) -> Result<Answer, Failure> {
    tell("Sign in not complete: an authenticator app has to be set up");
    tell(format_args!("The key to type into it is {}", details.shared_secret.expose()));
    ask("The code that it shows then").map(Answer::typed)
}

/// Asks the user to choose one of these factors. The user types the factor's challenge response, or Cognito's name for
/// it.
fn choose(allowed: &[MfaType]) -> Result<Answer, Failure> {
    let responses: Vec<_> = allowed.iter().map(|factor| factor.challenge_response()).collect();
    let prompt = format!("One of {}", responses.join(", "));
    loop {
        let typed = ask(&prompt)?;
        match factor(typed.expose()) {
            Some(factor) if allowed.contains(&factor) => {
                return Ok(Answer { is_typed: true, ..Answer::known(factor.challenge_response()) });
            }
            _ => tell("That is none of them. Try again."),
        }
    }
}

fn factor(typed: &str) -> Option<MfaType> {
    match typed.to_ascii_uppercase().as_str() {
        "SMS" | "SMS_MFA" => Some(MfaType::Sms),
        "TOTP" | "SOFTWARE_TOKEN_MFA" => Some(MfaType::Totp),
        "EMAIL" | "EMAIL_OTP" => Some(MfaType::Email),
        _ => None,
    }
}

fn incomplete(why: &str) -> Failure {
    Failure::Other(format!("Sign in not complete: {why}."))
}
