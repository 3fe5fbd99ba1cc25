//! Takes what the user answers on the page of a step.

use super::{StepOutcome, Typed, attributes, choose, perform, step, text};
use crate::errors::CognitoError;
use crate::operations::app::mfa::{self, AssociateSoftwareToken, VerifySoftwareToken};
use crate::pool::client::Client;
use crate::pool::first_factor::FirstFactor;
use crate::pool::mfa::Factor;
use crate::pool::sessions::{Challenge, Session};
use crate::service::Call;
use serde_json::{Value, json};

/// Takes what the user typed for the Session of a step. After a wrong code the Session stays open, as for an app.
pub(crate) fn answer(
    call: &mut Call<'_>,
    client_id: &str,
    token: &str,
    typed: &Typed,
) -> Result<StepOutcome, CognitoError> {
    let now = call.now;
    let (pool, client) = call.world.client(client_id)?;
    let session = pool.sessions.find(token, client_id, now)?.clone();
    if !session.progress.in_browser {
        return Err(CognitoError::invalid_session());
    }
    match &session.challenge {
        Challenge::ConfirmSignUp { .. } if typed.contains_key("resend") => {
            perform(call, &client, "ResendConfirmationCode", &session.username, json!({}))?;
            Ok(StepOutcome::Asks(token.to_owned()))
        }
        Challenge::ConfirmSignUp { signed_up_here } => {
            let request = json!({ "ConfirmationCode": code(typed) });
            perform(call, &client, "ConfirmSignUp", &session.username, request)?;
            let mut step = step(call, client, &session.username, Some(token), &json!({}))?;
            step.find_session()?;
            step.close_session()?;
            if *signed_up_here {
                step.pre_authentication()?;
            }
            StepOutcome::of(&step.confirmed(&session.username)?)
        }
        Challenge::MfaSetup if text(typed, "factor") == Factor::SoftwareToken.name() => {
            let request = AssociateSoftwareToken { access_token: None, session: Some(token.to_owned()) };
            StepOutcome::of(&mfa::associate_software_token(call, request)?)
        }
        Challenge::MfaSetup if typed.contains_key("code") => {
            let session_text = Some(token.to_owned());
            let request = VerifySoftwareToken {
                access_token: None,
                session: session_text,
                user_code: code(typed),
                friendly_device_name: None,
            };
            let verified = mfa::verify_software_token(call, request)?;
            let renewed = verified.get("Session").and_then(Value::as_str).unwrap_or(token).to_owned();
            respond(call, client, &session.username, &renewed, &json!({}))
        }
        challenge if is_first_factor(challenge) && typed.contains_key("choose") => {
            again(call, client_id, token, &session.username, None)
        }
        Challenge::FirstFactorCode { factor, .. } if typed.contains_key("resend") => {
            again(call, client_id, token, &session.username, Some(*factor))
        }
        challenge => respond(call, client, &session.username, token, &parameters(challenge, typed)),
    }
}

/// Whether a page lets the user go back from this challenge, to another first factor.
fn is_first_factor(challenge: &Challenge) -> bool {
    matches!(challenge, Challenge::Password | Challenge::FirstFactorCode { .. } | Challenge::Passkey(_))
}

/// Begins the sign-in once more: with the choice of first factors, or with a new code of the preferred one.
fn again(
    call: &mut Call<'_>,
    client_id: &str,
    token: &str,
    username: &str,
    preferred: Option<FirstFactor>,
) -> Result<StepOutcome, CognitoError> {
    let outcome = choose(call, client_id, username, preferred)?;
    // This fails if another request has used the former Session while a trigger worked. Nothing was answered with it
    // here, so the new step is valid.
    let _ = call.world.client(client_id)?.0.sessions.close(token);
    Ok(outcome)
}

/// The code in a form. People copy codes with spaces around them.
fn code(typed: &Typed) -> String {
    text(typed, "code").trim().to_owned()
}

/// Answers the challenge of a Session.
fn respond(
    call: &mut Call<'_>,
    client: Client,
    username: &str,
    token: &str,
    parameters: &Value,
) -> Result<StepOutcome, CognitoError> {
    let mut step = step(call, client, username, Some(token), parameters)?;
    let session: Session = step.find_session()?;
    match step.answer(&session) {
        Err(error)
            if error.kind == "UserNotConfirmedException"
                && matches!(session.challenge, Challenge::Password) =>
        {
            step.close_session()?;
            step.ask_confirmation(username)
        }
        answered => StepOutcome::of(&answered?),
    }
}

/// What the user typed, as challenge responses.
fn parameters(challenge: &Challenge, typed: &Typed) -> Value {
    match challenge {
        Challenge::NewPasswordRequired => {
            let attributes = attributes(typed).into_iter();
            let mut parameters: Value =
                attributes.map(|(name, value)| (format!("userAttributes.{name}"), json!(value))).collect();
            parameters["NEW_PASSWORD"] = json!(text(typed, "new_password"));
            parameters
        }
        Challenge::SecondFactor { factor, .. } | Challenge::SetUpCode { factor, .. } => {
            json!({ factor.response_name(): code(typed) })
        }
        Challenge::SelectFirstFactor { .. } => json!({ "ANSWER": text(typed, "first_factor") }),
        Challenge::Password => json!({ "PASSWORD": text(typed, "password") }),
        Challenge::FirstFactorCode { factor, .. } => {
            json!({ format!("{}_CODE", factor.name()): code(typed) })
        }
        Challenge::Passkey(_) => json!({ "CREDENTIAL": text(typed, "credential") }),
        Challenge::SelectMfaType { .. } => json!({ "ANSWER": text(typed, "factor") }),
        Challenge::MfaSetup => {
            let given = [("email", "EMAIL"), ("phone_number", "PHONE_NUMBER")];
            let given = given.into_iter().filter(|(field, _)| !text(typed, field).is_empty());
            given.map(|(field, name)| (name.to_owned(), json!(text(typed, field).trim()))).collect()
        }
        _ => json!({}),
    }
}
