//! Which operations are events of a user's history, and what their answers mean.

use crate::errors::CognitoError;
use crate::pool::auth_events::{Answered, Asked, EventResponse, EventType};
use crate::service::Call;
use serde_json::Value;

/// A request whose answer is an event.
pub(super) struct Watched {
    pool_id: String,
    /// The user, as the request names them.
    name: String,
    event_type: EventType,
    /// What the request answers.
    asked: Option<Asked>,
    /// Whether an earlier request has begun the same event.
    goes_on: bool,
}

/// Reads which event a request will be. This comes before the operation, because during a trigger another request can
/// delete what this request names.
pub(super) fn watch(operation: &str, request: &Value, call: &mut Call<'_>) -> Option<Watched> {
    if !call.world.pools.values().any(|pool| pool.settings.notes_auth_events()) {
        return None;
    }
    let member = |path: &str| request.pointer(path).and_then(Value::as_str);
    let (event_type, name) = match operation {
        "SignUp" => (EventType::SignUp, member("/Username")?),
        "ResendConfirmationCode" => (EventType::ResendCode, member("/Username")?),
        "ForgotPassword" | "ConfirmForgotPassword" => (EventType::ForgotPassword, member("/Username")?),
        "InitiateAuth" | "AdminInitiateAuth" => (EventType::SignIn, member("/AuthParameters/USERNAME")?),
        "RespondToAuthChallenge" | "AdminRespondToAuthChallenge" => {
            (EventType::SignIn, member("/ChallengeResponses/USERNAME")?)
        }
        "ChangePassword" => {
            let (pool, username) = call.signed_in(member("/AccessToken")?).ok()?;
            let (pool_id, event_type) = (pool.id.clone(), EventType::PasswordChange);
            return Some(Watched { pool_id, name: username, event_type, asked: None, goes_on: false });
        }
        _ => return None,
    };
    let flow = member("/AuthFlow").unwrap_or_default();
    // A refresh is not a sign-in.
    if flow.starts_with("REFRESH_TOKEN") {
        return None;
    }
    let asked = match member("/ChallengeName") {
        Some("PASSWORD" | "PASSWORD_VERIFIER") => Some(Asked::Password),
        Some("SMS_MFA" | "SOFTWARE_TOKEN_MFA" | "EMAIL_OTP" | "SMS_OTP") => Some(Asked::Mfa),
        Some(_) => None,
        None => (flow.ends_with("PASSWORD_AUTH") || flow == "ADMIN_NO_SRP_AUTH").then_some(Asked::Password),
    };
    let goes_on = ["RespondToAuthChallenge", "AdminRespondToAuthChallenge", "ConfirmForgotPassword"];
    let goes_on = goes_on.contains(&operation);
    let (pool, _) = call.world.client(member("/ClientId")?).ok()?;
    Some(Watched { pool_id: pool.id.clone(), name: name.to_owned(), event_type, asked, goes_on })
}

impl Watched {
    /// Notes the event that an answer means. An error in the request itself is no event.
    pub(super) fn note(
        self,
        answer: &Result<Value, CognitoError>,
        call: &mut Call<'_>,
    ) -> Result<(), CognitoError> {
        let Some((response, answered)) = meaning(answer) else { return Ok(()) };
        let challenge = self.asked.map(|asked| (asked, answered));
        let now = call.now;
        // While a trigger worked, another request may have deleted the pool and its history.
        let Ok(pool) = call.world.pool(&self.pool_id) else { return Ok(()) };
        pool.note_auth_event(&self.name, self.event_type, response, challenge, self.goes_on, now)
    }
}

fn meaning(answer: &Result<Value, CognitoError>) -> Option<(EventResponse, Answered)> {
    match answer {
        Ok(answer) if answer.get("ChallengeName").is_some() => {
            Some((EventResponse::InProgress, Answered::Success))
        }
        Ok(_) => Some((EventResponse::Pass, Answered::Success)),
        Err(error) => match error.kind.as_ref() {
            // The right code can follow.
            "CodeMismatchException" => Some((EventResponse::InProgress, Answered::Failure)),
            "NotAuthorizedException" | "ExpiredCodeException" | "LimitExceededException" => {
                Some((EventResponse::Fail, Answered::Failure))
            }
            "PasswordResetRequiredException" | "UserNotConfirmedException" => {
                Some((EventResponse::Fail, Answered::Success))
            }
            _ => None,
        },
    }
}
