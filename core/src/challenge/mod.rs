//! A challenge: what the service asks the user in a sign-in.
//!
//! `kind.rs` has everything about each kind of challenge: its name and parameters on the wire, its step for the app,
//! the answers that it takes, and its stored form. `automatic.rs` has the challenges that need no text from the user.
//! `first_factors.rs` says when in a sign-in the service may ask for the password itself or for a passkey.

mod automatic;
mod first_factors;
mod kind;
mod parameters;
mod response;
#[cfg(test)]
pub(crate) mod samples;
mod stored;
#[cfg(test)]
mod tests;

pub(crate) use automatic::{
    AutomaticChallenge, DEVICE_PASSWORD_VERIFIER, PasskeyChallenge, PasswordClaim, PasswordVerifier,
};
pub(crate) use first_factors::FirstFactors;
pub(crate) use kind::{AfterAnswer, ChallengeKind, not_offered, option_refused};
pub(crate) use parameters::Parameters;
pub(crate) use response::ChallengeResponse;

use crate::model::{AuthSignInStep, AuthUserAttribute, RequestContext};
use crate::secret::Secret;

/// The name of the option that holds the attributes for a new password.
const USER_ATTRIBUTES: &str = "user_attributes";

/// The names of a user who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Username {
    /// The user name or alias, as the user typed it.
    pub(crate) typed: String,
    /// The user name in the pool, if the service has given it.
    pub(crate) pool_username: Option<String>,
}

impl Username {
    pub(crate) fn typed(typed: &str) -> Self {
        Self { typed: typed.to_owned(), pool_username: None }
    }

    /// The same user. `pool_username`, if there is one, replaces the pool user name known so far.
    pub(crate) fn known_as(self, pool_username: Option<String>) -> Self {
        Self { pool_username: pool_username.or(self.pool_username), ..self }
    }

    /// The name that challenge responses carry.
    pub(crate) fn in_responses(&self) -> &str {
        self.pool_username.as_deref().unwrap_or(&self.typed)
    }
}

/// An open challenge, with all that an answer needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Challenge {
    /// The user who has to answer.
    pub(crate) username: Username,
    /// Cognito's Session: it identifies this point of the sign-in. Each response of the service brings a new one.
    pub(crate) session: Option<Secret>,
    pub(crate) kind: ChallengeKind,
    /// When the service asked, in milliseconds since 1970.
    pub(crate) asked_at_milliseconds: i64,
    /// The request context of an earlier answer that caused no request, such as the choice of the password. The request
    /// for the next answer sends this context.
    pub(crate) context: RequestContext,
}

/// What the app answers.
#[derive(Clone, Debug)]
pub(crate) struct ChallengeAnswer {
    pub(crate) challenge_response: Secret,
    pub(crate) user_attributes: Vec<AuthUserAttribute>,
    /// A name for the authenticator app that is being set up.
    pub(crate) friendly_device_name: Option<String>,
    /// When the app answered, in milliseconds since 1970.
    pub(crate) at_milliseconds: i64,
}

impl ChallengeAnswer {
    /// The name of this answer's first option that the challenge does not take, if there is one. Only some challenges
    /// take attributes, or a name for an authenticator app.
    pub(crate) fn useless_option(&self, takes_attributes: bool, takes_name: bool) -> Option<&'static str> {
        if !self.user_attributes.is_empty() && !takes_attributes {
            Some(USER_ATTRIBUTES)
        } else if self.friendly_device_name.is_some() && !takes_name {
            Some("friendly_device_name")
        } else {
            None
        }
    }
}

impl Challenge {
    /// A Session lives 3 to 15 minutes: the app client's settings say how long. After 15 minutes it has surely expired.
    pub(crate) const LIFETIME_MILLISECONDS: i64 = 15 * 60 * 1000;

    /// Whether it is too late for an answer.
    pub(crate) fn is_expired(&self, now_milliseconds: i64) -> bool {
        Self::is_expired_since(self.asked_at_milliseconds, now_milliseconds)
    }

    /// Whether it is too late to answer a challenge that came at `asked_at_milliseconds`. A clock that was set back
    /// makes no challenge expire.
    pub(crate) fn is_expired_since(asked_at_milliseconds: i64, now_milliseconds: i64) -> bool {
        now_milliseconds.saturating_sub(asked_at_milliseconds) > Self::LIFETIME_MILLISECONDS
    }

    /// The challenge, as the app sees it.
    pub(crate) fn step(&self) -> AuthSignInStep {
        self.kind.step(&self.username.typed)
    }
}
