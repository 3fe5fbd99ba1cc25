//! The history of users: their sign-ins, their sign-ups, and what they did to their passwords. A pool notes it while
//! UserPoolAddOns asks for threat protection.

use super::UserPool;
use super::settings::PoolSettings;
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::random;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A pool keeps at most this many events.
const REMEMBERED: usize = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EventType {
    SignIn,
    SignUp,
    ForgotPassword,
    PasswordChange,
    ResendCode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EventResponse {
    Pass,
    Fail,
    /// A challenge is open.
    InProgress,
}

/// What the user was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Asked {
    Password,
    Mfa,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Answered {
    Success,
    Failure,
}

/// What an administrator said about an event.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Feedback {
    pub value: String,
    pub date: Moment,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthEvent {
    pub id: String,
    /// The user's `sub`, because a later user may have the same name.
    pub sub: String,
    pub event_type: EventType,
    pub response: EventResponse,
    pub challenges: Vec<(Asked, Answered)>,
    pub created: Moment,
    pub feedback: Option<Feedback>,
}

/// UserPoolAddOns. `other` is only kept and described.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct UserPoolAddOns {
    advanced_security_mode: AdvancedSecurityMode,
    #[serde(flatten)]
    other: Map<String, Value>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum AdvancedSecurityMode {
    #[default]
    Off,
    Audit,
    Enforced,
}

impl PoolSettings {
    /// Whether AdvancedSecurityMode is AUDIT or ENFORCED.
    pub(crate) fn notes_auth_events(&self) -> bool {
        let mode = self.user_pool_add_ons.as_ref().map(|asked| asked.advanced_security_mode);
        matches!(mode, Some(AdvancedSecurityMode::Audit | AdvancedSecurityMode::Enforced))
    }
}

impl UserPool {
    /// Notes what a user did. The steps of one sign-in are one event: `goes_on` says that this is a later step. The first
    /// step begins a new event, because the user may have abandoned the sign-in before.
    pub(crate) fn note_auth_event(
        &mut self,
        name: &str,
        event_type: EventType,
        response: EventResponse,
        challenge: Option<(Asked, Answered)>,
        goes_on: bool,
        now: Moment,
    ) -> Result<(), CognitoError> {
        let found = self.resolve(name).and_then(|username| self.users.get(username.as_str()));
        let Some(sub) = found.filter(|_| self.settings.notes_auth_events()).map(|user| user.sub.clone())
        else {
            return Ok(());
        };
        let is_alike = |event: &AuthEvent| event.sub == sub && event.event_type == event_type;
        let newest = self.auth_events.iter().rev().find(|(_, event)| goes_on && is_alike(event));
        // If the newest event has its result, an older one without a result was abandoned.
        let open = newest.filter(|(_, event)| event.response == EventResponse::InProgress);
        let open = open.map(|(number, _)| *number);
        if let Some(event) = open.and_then(|number| self.auth_events.get_mut(&number)) {
            event.response = response;
            event.challenges.extend(challenge);
            return Ok(());
        }
        if self.auth_events.len() == REMEMBERED {
            self.auth_events.pop_first();
        }
        self.auth_events.push(AuthEvent {
            id: random::uuid()?,
            sub,
            event_type,
            response,
            challenges: Vec::from_iter(challenge),
            created: now,
            feedback: None,
        });
        Ok(())
    }
}
