//! The pages of the challenges: one for each step in which a sign-in waits for an answer.

use std::collections::BTreeMap;

use cognito_auth_core::{AuthFactorType, AuthSignInStep, AuthUserAttributeKey, MfaType, PendingSignIn};

use crate::action::{Action, Answer, Field};
use crate::page::Page;
use crate::texts;

/// The page of a sign-in's challenge.
pub(crate) fn page(pending: &PendingSignIn) -> Page {
    let challenge = Challenge { username: &pending.username };
    let page = match &pending.next_step {
        AuthSignInStep::ConfirmSignInWithSmsMfaCode { delivery_details, .. }
        | AuthSignInStep::ConfirmSignInWithOtp { delivery_details } => {
            challenge.typed(texts::sent(delivery_details), "Type the code", Field::Code)
        }
        AuthSignInStep::ConfirmSignInWithTotpCode => {
            challenge.typed("Your authenticator app shows a code.", "Type the code", Field::Code)
        }
        AuthSignInStep::ConfirmSignInWithPassword => {
            challenge.typed("You sign in with your password.", "Type the password", Field::Password)
        }
        AuthSignInStep::ConfirmSignInWithCustomChallenge { additional_info } => {
            challenge.custom(additional_info)
        }
        AuthSignInStep::ConfirmSignInWithNewPassword { required_attributes, .. } => {
            challenge.new_password(required_attributes)
        }
        AuthSignInStep::ContinueSignInWithTotpSetup { details } => {
            let first_code = challenge.answer(Answer::Typed(Field::Code));
            challenge
                .page("You need a second factor: an authenticator app.")
                .key(&details.shared_secret)
                .choice("Type the code that it shows", [Field::Code], first_code)
        }
        AuthSignInStep::ContinueSignInWithEmailMfaSetup => {
            let text = "You need a second factor: codes by e-mail.";
            challenge.typed(text, "Type your e-mail address", Field::Email)
        }
        AuthSignInStep::ContinueSignInWithMfaSelection { allowed_mfa_types } => {
            challenge.second_factors("Choose your second factor.", allowed_mfa_types)
        }
        AuthSignInStep::ContinueSignInWithMfaSetupSelection { allowed_mfa_types } => {
            challenge.second_factors("You need a second factor. Choose one.", allowed_mfa_types)
        }
        AuthSignInStep::ContinueSignInWithFirstFactorSelection { available_factors } => {
            challenge.first_factors(available_factors)
        }
        // A step of a later version, or one that is no challenge.
        _ => challenge.page("This app has no screen for the next step."),
    };
    page.choice("Back to the sign-in", [], Action::GiveUp)
}

struct Challenge<'a> {
    username: &'a str,
}

impl Challenge<'_> {
    fn page(&self, line: impl Into<String>) -> Page {
        Page::new(format!("Sign in as {}", self.username)).line(line)
    }

    fn answer(&self, answer: Answer) -> Action {
        Action::Answer { username: self.username.to_owned(), answer }
    }

    fn typed(&self, line: impl Into<String>, label: &str, field: Field) -> Page {
        self.page(line).choice(label, [field.clone()], self.answer(Answer::Typed(field)))
    }

    fn custom(&self, parameters: &BTreeMap<String, String>) -> Page {
        let page = self.typed("Answer the challenge.", "Type the answer", Field::Answer);
        parameters.iter().fold(page, |page, (name, value)| page.line(format!("{name}: {value}")))
    }

    fn new_password(&self, required: &[AuthUserAttributeKey]) -> Page {
        let attributes = required.iter().cloned().map(Field::Attribute);
        let fields = std::iter::once(Field::NewPassword).chain(attributes);
        let answer = self.answer(Answer::NewPassword(required.to_vec()));
        self.page("You need a new password.").choice("Type a new password", fields, answer)
    }

    fn second_factors(&self, line: &str, allowed: &[MfaType]) -> Page {
        let responses = allowed.iter().map(|factor| factor.challenge_response());
        self.chosen(line, responses)
    }

    /// The first factors. A terminal has no passkeys. The service can check a password in two ways, but the page offers
    /// the password once: by SRP if the service offers that, because SRP does not send the password.
    fn first_factors(&self, available: &[AuthFactorType]) -> Page {
        let has_srp = available.contains(&AuthFactorType::PasswordSrp);
        let is_offered = |factor: &&AuthFactorType| match factor {
            AuthFactorType::WebAuthn => false,
            AuthFactorType::Password => !has_srp,
            _ => true,
        };
        let responses = available.iter().filter(is_offered).map(|factor| factor.challenge_response());
        self.chosen("Choose how to sign in.", responses)
    }

    fn chosen(&self, line: &str, responses: impl Iterator<Item = &'static str>) -> Page {
        responses.fold(self.page(line), |page, response| {
            page.choice(factor(response), [], self.answer(Answer::Chosen(response)))
        })
    }
}

/// The text for a factor, by the answer that chooses it.
fn factor(response: &'static str) -> &'static str {
    match response {
        "PASSWORD" | "PASSWORD_SRP" => "My password",
        "EMAIL" | "EMAIL_OTP" => "A code by e-mail",
        "SMS" | "SMS_OTP" => "A code by text message",
        "TOTP" => "A code of an authenticator app",
        other => other,
    }
}
