//! A user's history of sign-ins: AdminListUserAuthEvents and AdminUpdateAuthEventFeedback.

use super::users::OneUser;
use crate::errors::CognitoError;
use crate::operations::shared::paging::page_size;
use crate::pool::UserPool;
use crate::pool::auth_events::{AuthEvent, Feedback};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// Fails unless the pool notes events.
fn require_events(pool: &UserPool) -> Result<(), CognitoError> {
    match pool.settings.notes_auth_events() {
        true => Ok(()),
        false => {
            let text = format!("User pool add-ons are not enabled for user pool {}.", pool.id);
            Err(CognitoError::new("UserPoolAddOnNotEnabledException", text))
        }
    }
}

/// An event as the service describes it. The local pool assesses no risk. It does not note the address and the device of
/// the app that sent the request, so `EventContextData` is missing.
fn describe(event: &AuthEvent) -> Value {
    let challenges: Vec<Value> = event
        .challenges
        .iter()
        .map(|(asked, answered)| json!({ "ChallengeName": asked, "ChallengeResponse": answered }))
        .collect();
    let mut described = json!({
        "EventId": event.id,
        "EventType": event.event_type,
        "CreationDate": event.created.date(),
        "EventResponse": event.response,
        "EventRisk": { "RiskDecision": "NoRisk", "CompromisedCredentialsDetected": false },
        "ChallengeResponses": challenges,
    });
    if let Some(feedback) = &event.feedback {
        described["EventFeedback"] = json!({
            "FeedbackValue": feedback.value,
            "Provider": "Admin",
            "FeedbackDate": feedback.date.date(),
        });
    }
    described
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminListUserAuthEvents {
    #[serde(flatten)]
    user: OneUser,
    max_results: Option<usize>,
    next_token: Option<String>,
}

/// Lists the events, the newest first. A token is the id of the last event on the page before.
pub(crate) fn admin_list_user_auth_events(
    call: &mut Call<'_>,
    request: AdminListUserAuthEvents,
) -> Result<Value, CognitoError> {
    let (pool, username) = request.user.find(call)?;
    require_events(pool)?;
    let sub = pool.user(&username)?.sub.clone();
    let events: Vec<&AuthEvent> = pool.auth_events.values().rev().filter(|event| event.sub == sub).collect();
    let start = match &request.next_token {
        None => 0,
        Some(token) => {
            let last = events.iter().position(|event| event.id == *token);
            last.ok_or_else(|| CognitoError::invalid_parameter("Invalid pagination token."))? + 1
        }
    };
    let page: Vec<&AuthEvent> =
        events.iter().skip(start).take(page_size(request.max_results)).copied().collect();
    let mut answer = json!({ "AuthEvents": page.iter().map(|event| describe(event)).collect::<Vec<_>>() });
    if let Some(last) = page.last().filter(|_| start + page.len() < events.len()) {
        answer["NextToken"] = json!(last.id);
    }
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminUpdateAuthEventFeedback {
    #[serde(flatten)]
    user: OneUser,
    event_id: String,
    feedback_value: String,
}

pub(crate) fn admin_update_auth_event_feedback(
    call: &mut Call<'_>,
    request: AdminUpdateAuthEventFeedback,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.user.find(call)?;
    require_events(pool)?;
    let sub = pool.user(&username)?.sub.clone();
    let is_meant = |event: &AuthEvent| event.sub == sub && event.id == request.event_id;
    let number = pool.auth_events.iter().find(|(_, event)| is_meant(event)).map(|(number, _)| *number);
    let event = number.and_then(|number| pool.auth_events.get_mut(&number)).ok_or_else(|| {
        let text = format!("Auth event {} does not exist.", request.event_id);
        CognitoError::new("ResourceNotFoundException", text)
    })?;
    event.feedback = Some(Feedback { value: request.feedback_value, date: now });
    Ok(json!({}))
}
