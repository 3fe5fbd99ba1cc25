//! What the service's refusal of a refresh means for the session.
//!
//! Most refusals say clearly whether the session has ended. A **doubtful** refusal may come from a request that was
//! late, or from a rule that this version does not know. It ends the session only if it comes again for the same stored
//! session.

use std::time::Duration;

use tokio::time::Instant;

use crate::cognito::ServiceError;
use crate::error::{AuthError, AuthErrorCode, AuthErrorReason};
use crate::model::SessionEndReason;

/// A second refusal of a reused refresh token ends the session if it comes this long after the first one. Until then,
/// another process may still have to store the token that replaced the refused one. That process's lease holds for at
/// most a third of this time.
const APART_AFTER_A_REUSE: Duration = Duration::from_secs(30);

/// What a refusal means for the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The session has ended.
    Ended,
    /// The session has ended if the same refusal comes again after at least this time.
    Doubtful { apart: Duration },
    /// The session goes on: the refusal has another reason, such as a wrong client secret.
    GoesOn,
}

impl Meaning {
    pub(super) fn of(error: &ServiceError) -> Self {
        if refuses_user(error) || has_bug!(EndsAtAnyFailure) {
            return Self::Ended;
        }
        match (error.code(), error.reason()) {
            (
                _,
                Some(
                    AuthErrorReason::RefreshTokenExpired
                    | AuthErrorReason::RefreshTokenInvalid
                    | AuthErrorReason::RefreshTokenRevoked
                    | AuthErrorReason::DeviceUnknown,
                ),
            ) => Self::Ended,
            (_, Some(_)) => Self::GoesOn,
            (AuthErrorCode::RefreshTokenReuse, None) => Self::Doubtful { apart: APART_AFTER_A_REUSE },
            // The next refusal ends the session, as the conformance cases of format 1 ask for.
            (AuthErrorCode::NotAuthorized, None) => Self::Doubtful { apart: Duration::ZERO },
            (_, None) => Self::GoesOn,
        }
    }
}

/// A moment, by the process's clock and by the device's clock. The process's clock may stand still while the device
/// sleeps, and the device's clock can be set. So [`Self::is_later_by`] takes the longer of the two times that have
/// passed by these clocks.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    ticks: Instant,
    wall_milliseconds: i64,
}

impl Moment {
    pub(super) fn now(wall_milliseconds: i64) -> Self {
        Self { ticks: Instant::now(), wall_milliseconds }
    }

    fn is_later_by(&self, least: Duration, earlier: &Self) -> bool {
        let wall = self.wall_milliseconds.saturating_sub(earlier.wall_milliseconds);
        let by_the_device = u64::try_from(wall).map_or(Duration::ZERO, Duration::from_millis);
        self.ticks.duration_since(earlier.ticks).max(by_the_device) >= least
    }
}

/// A doubtful refusal of the session.
pub(super) struct Doubt {
    /// The generation of the refused session.
    generation: u64,
    /// The first refusal. A repetition does not replace it.
    error: AuthError,
    apart: Duration,
    /// When the first refusal came.
    began: Moment,
}

impl Doubt {
    pub(super) fn new(generation: u64, error: AuthError, apart: Duration, now: Moment) -> Self {
        Self { generation, error, apart, began: now }
    }

    /// Whether `error` is the same refusal of the same session: it has the same code and the same text of the service.
    pub(super) fn is_repeated_by(&self, generation: u64, error: &AuthError) -> bool {
        self.generation == generation
            && self.error.code == error.code
            && self.error.service_message == error.service_message
    }

    /// Whether a repetition of the refusal now ends the session: enough time has passed since the first one.
    pub(super) fn counts_again(&self, now: &Moment) -> bool {
        now.is_later_by(self.apart, &self.began)
    }

    /// The refusal, if it is of this session, and it is too early for a repetition to end the session.
    pub(super) fn still_refuses(&self, generation: u64, now: &Moment) -> Option<&AuthError> {
        (self.generation == generation && !self.counts_again(now)).then_some(&self.error)
    }
}

/// Whether the refusal may mean that the request's device key was wrong or missing. For a wrong device key, the service
/// often only says that the token is invalid. If the service says that it does not know the device, the session of that
/// device is over.
pub(super) fn may_be_about_the_device(error: &ServiceError) -> bool {
    match error.reason() {
        Some(reason) => reason == AuthErrorReason::RefreshTokenInvalid,
        None => matches!(error.code(), AuthErrorCode::NotAuthorized | AuthErrorCode::ResourceNotFound),
    }
}

/// Whether the service no longer accepts the signed-in user, whatever the tokens: the user was deleted or disabled, or
/// has to set a new password or to confirm the sign-up first.
pub(crate) fn refuses_user(error: &ServiceError) -> bool {
    matches!(error.reason(), Some(AuthErrorReason::UserDeleted | AuthErrorReason::UserDisabled))
        || matches!(
            error.code(),
            AuthErrorCode::UserNotFound
                | AuthErrorCode::PasswordResetRequired
                | AuthErrorCode::UserNotConfirmed
        )
}

/// Why a session has ended, by the service's refusal of its refresh token or of its user.
pub(crate) fn end_reason(error: &ServiceError) -> SessionEndReason {
    match (error.code(), error.reason()) {
        (_, Some(AuthErrorReason::RefreshTokenExpired)) => SessionEndReason::Expired,
        (_, Some(AuthErrorReason::RefreshTokenRevoked)) => SessionEndReason::Revoked,
        (_, Some(AuthErrorReason::UserDeleted)) | (AuthErrorCode::UserNotFound, _) => {
            SessionEndReason::UserDeleted
        }
        (_, Some(AuthErrorReason::UserDisabled)) => SessionEndReason::UserDisabled,
        (AuthErrorCode::RefreshTokenReuse, _) => SessionEndReason::Reused,
        (AuthErrorCode::PasswordResetRequired, _) => SessionEndReason::PasswordResetRequired,
        (AuthErrorCode::UserNotConfirmed, _) => SessionEndReason::NotConfirmed,
        _ => SessionEndReason::Rejected,
    }
}
