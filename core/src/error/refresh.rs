//! Why a refresh failed without ending the session.

use super::{AuthError, AuthErrorCode, AuthErrorKind, AuthErrorReason};

/// Why a refresh failed without ending the session. A refusal that ends the session has a
/// [`SessionEndReason`](crate::SessionEndReason) instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum RefreshFailure {
    /// The app's configuration, or a setting of the user pool or of its app client, is wrong. The user can do nothing
    /// about it.
    Configuration,
    /// A trigger of the user pool refused or failed. [`AuthError::service_message`] has the trigger's text.
    Trigger,
    /// The network, the server or the service's limits prevented the refresh, or the service refused, and only a second
    /// refusal would end the session. The next try may succeed.
    Transient {
        /// How long the service asks to wait, in seconds (1 to 3,600); `None` if it does not ask.
        retry_after_seconds: Option<u16>,
    },
}

impl AuthError {
    /// Why the session could not be refreshed, for an error of a call that refreshes it, such as
    /// [`Auth::fetch_auth_session`](crate::Auth::fetch_auth_session). For an error of any other call, the result has no
    /// meaning.
    ///
    /// `None` if no variant fits: for example if the session has ended, nobody is signed in, the app defers the
    /// refresh, the store failed, the call was cancelled, or the service refused with an exception that this version
    /// does not know. For [`AuthErrorCode::StoreMisconfigured`], it is [`RefreshFailure::Configuration`].
    pub fn refresh_failure(&self) -> Option<RefreshFailure> {
        match self.code {
            AuthErrorCode::UserLambdaValidation
            | AuthErrorCode::UnexpectedLambda
            | AuthErrorCode::InvalidLambdaResponse => Some(RefreshFailure::Trigger),
            AuthErrorCode::OperationNotEnabled
            | AuthErrorCode::UnsupportedOperation
            | AuthErrorCode::FeatureUnavailableInTier
            | AuthErrorCode::InvalidUserPoolConfiguration
            | AuthErrorCode::InvalidParameter => Some(RefreshFailure::Configuration),
            // A firewall rule may limit how many requests are sent, so a later try may succeed.
            AuthErrorCode::Forbidden => Some(self.transient()),
            _ => self.failure_by_reason_and_kind(),
        }
    }

    fn failure_by_reason_and_kind(&self) -> Option<RefreshFailure> {
        match (self.reason, self.kind) {
            (_, AuthErrorKind::Configuration)
            | (
                Some(
                    AuthErrorReason::SecretHashMissing
                    | AuthErrorReason::SecretHashWrong
                    | AuthErrorReason::AppClientUnknown
                    | AuthErrorReason::UserPoolUnknown
                    | AuthErrorReason::FlowNotEnabled,
                ),
                _,
            ) => Some(RefreshFailure::Configuration),
            (_, AuthErrorKind::Network | AuthErrorKind::TimedOut) => Some(self.transient()),
            (_, AuthErrorKind::Service) if self.retryable => Some(self.transient()),
            // A NotAuthorizedException whose text this version does not know. If it comes again, the session ends.
            (Some(AuthErrorReason::RefreshRefused), AuthErrorKind::NotAuthorized) => Some(self.transient()),
            _ => None,
        }
    }
    fn transient(&self) -> RefreshFailure {
        RefreshFailure::Transient { retry_after_seconds: self.retry_after_seconds }
    }
}
