//! Which requests are sent again, after which failures and how often: one table.
//!
//! If a second copy of a request can do harm, the request is sent again only after the service turned the first copy
//! away. For example, a second copy of a challenge response counts as a wrong one.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::ServiceError;
use super::identity_pool::IdentityRequest;
use super::service::Request;
use crate::error::AuthErrorCode;
use crate::ports::{Entropy, LogLevel, LogSink, TransportFailure};
use crate::tasks::spawn_blocking;

/// How often a request is sent again after each kind of failure.
struct Allowance {
    /// How often, if the service refused the request before it did anything.
    throttled: u32,
    /// How often, if the server failed or the connection broke, so that the service may or may not have done the work.
    broken: u32,
}

impl Allowance {
    fn of_identity(request: &IdentityRequest) -> Self {
        match request {
            // Each request of a guest makes a new identity.
            IdentityRequest::GetId { logins, .. } if logins.is_empty() => Self { throttled: 2, broken: 0 },
            // The identity of a login stays the same. Credentials are made anew, and the former ones stay valid.
            IdentityRequest::GetId { .. } | IdentityRequest::GetCredentialsForIdentity { .. } => {
                Self { throttled: 2, broken: 1 }
            }
        }
    }

    fn of(request: &Request) -> Self {
        match request {
            Request::InitiateAuth(initiation) if initiation.request.changes_nothing() => {
                Self { throttled: 2, broken: 1 }
            }
            // If the first request has worked, a second one fails, or sends another code.
            Request::SignUp(_)
            | Request::ConfirmSignUp(_)
            | Request::ResendConfirmationCode(_)
            | Request::InitiateAuth(_)
            | Request::ForgotPassword(_)
            | Request::ConfirmForgotPassword(_)
            | Request::ChangePassword(_)
            | Request::UpdateUserAttributes(_)
            | Request::GetUserAttributeVerificationCode(_)
            | Request::VerifyUserAttribute(_)
            | Request::VerifySoftwareToken(_)
            | Request::ForgetDevice(_)
            | Request::CompleteWebAuthnRegistration(_)
            | Request::DeleteWebAuthnCredential(_) => Self { throttled: 2, broken: 0 },
            // A second request invalidates the secret or the challenge of the first one.
            Request::AssociateSoftwareToken(_) | Request::StartWebAuthnRegistration(_) => {
                Self { throttled: 2, broken: 0 }
            }
            // The first request ends the token that a second one would need.
            Request::GlobalSignOut(_) | Request::DeleteUser(_) => Self { throttled: 2, broken: 0 },
            // The service accepts a challenge response only once. A throttled response was not accepted, so it can be
            // sent again.
            Request::RespondToAuthChallenge(_) => Self { throttled: 2, broken: 0 },
            Request::RevokeToken(_) => Self { throttled: 2, broken: 1 },
            // These requests read, or set a state, so a second one changes nothing more.
            Request::GetUser(_)
            | Request::DeleteUserAttributes(_)
            | Request::SetUserMFAPreference(_)
            | Request::ConfirmDevice(_)
            | Request::UpdateDeviceStatus(_)
            | Request::ListDevices(_)
            | Request::ListWebAuthnCredentials(_)
            | Request::GetUserAuthFactors(_) => Self { throttled: 2, broken: 1 },
            // With rotation, the app client's settings can keep the old token valid for up to a minute. So a second
            // request can still work if the response to the first one was lost.
            Request::GetTokensFromRefreshToken(_) => Self { throttled: 2, broken: 1 },
        }
    }
}

/// The retries that one call has left.
pub(super) struct Retries {
    left: Allowance,
    /// The retries that are left after the identity pool could not verify a login's token: this failure can be
    /// transient.
    unverified: u32,
}

/// The longest wait before the first retry of a throttled request. It doubles with each further retry.
const LONGEST_FIRST_WAIT: Duration = Duration::from_millis(400);

/// The longest wait before a retry for any other reason.
const LONGEST_RECONNECT_WAIT: Duration = Duration::from_millis(200);

impl Retries {
    /// The retries of one call.
    pub(super) fn of(request: &Request) -> Self {
        Self { left: Allowance::of(request), unverified: 0 }
    }

    /// The retries of one call of the identity pool.
    pub(super) fn of_identity(request: &IdentityRequest) -> Self {
        Self { left: Allowance::of_identity(request), unverified: 1 }
    }

    /// The longest wait before the request is sent again, or `None` if it must not be sent again. Uses up one retry.
    pub(super) fn longest_delay_after(&mut self, error: &ServiceError) -> Option<Duration> {
        let (left, longest) = match error.refusal() {
            ServiceError::Exception { code: AuthErrorCode::TooManyRequests, .. } => {
                let doubled = if self.left.throttled > 1 { 1 } else { 2 };
                (&mut self.left.throttled, LONGEST_FIRST_WAIT * doubled)
            }
            // Not Implemented: waiting does not help.
            ServiceError::Server { status: 501, .. } => return None,
            ServiceError::Exception { code: AuthErrorCode::LoginNotVerified, .. } => {
                (&mut self.unverified, LONGEST_RECONNECT_WAIT)
            }
            ServiceError::Exception {
                code: AuthErrorCode::InternalError | AuthErrorCode::ExternalService,
                ..
            }
            | ServiceError::Server { .. }
            | ServiceError::Transport(TransportFailure::Other | TransportFailure::Unanswered) => {
                (&mut self.left.broken, LONGEST_RECONNECT_WAIT)
            }
            // The refusal is permanent, another try would fail in the same way (offline, TLS), or no time is left.
            ServiceError::Exception { .. }
            | ServiceError::Postponed { .. }
            | ServiceError::Malformed { .. }
            | ServiceError::Transport(
                TransportFailure::Offline
                | TransportFailure::TimedOut
                | TransportFailure::Tls
                | TransportFailure::CleartextBlocked
                | TransportFailure::TooLarge
                | TransportFailure::Cancelled,
            )
            | ServiceError::Request
            | ServiceError::NoUserPool => return None,
        };
        // The service asked for a longer wait: it would refuse a request that comes earlier.
        if error.retry_after().is_some_and(|wait| wait > longest) {
            return None;
        }
        *left = left.checked_sub(1)?;
        Some(longest)
    }
}

/// Sends a request, and sends it again as often as its retries allow.
pub(super) async fn retried<T, Sent>(
    mut retries: Retries,
    operation: &str,
    (entropy, log): (&Arc<dyn Entropy>, Option<&Arc<dyn LogSink>>),
    send: impl Fn() -> Sent,
) -> Result<T, ServiceError>
where
    Sent: Future<Output = Result<T, ServiceError>>,
{
    let note = |outcome: fmt::Arguments<'_>| {
        if let Some(log) = log {
            log.log(LogLevel::Debug, format!("{operation}: {outcome}"));
        }
    };
    loop {
        let error = match send().await {
            Ok(response) => {
                note(format_args!("answered"));
                return Ok(response);
            }
            Err(error) => error,
        };
        note(format_args!("{error}"));
        let Some(longest) = retries.longest_delay_after(&error) else { return Err(error) };
        tokio::time::sleep(spread(longest, entropy).await).await;
    }
}

/// A random delay between half of `longest` and `longest`, so that devices that were throttled together don't retry
/// together. The entropy may block, so it runs on a blocking thread.
async fn spread(longest: Duration, entropy: &Arc<dyn Entropy>) -> Duration {
    let entropy = Arc::clone(entropy);
    let random = spawn_blocking(move || {
        let mut byte = [u8::MAX];
        entropy.fill(&mut byte).map(|()| byte[0])
    });
    // Without randomness, the delay is `longest`.
    let byte = random.await.ok().and_then(Result::ok).unwrap_or(u8::MAX);
    longest.mul_f64(0.5 + f64::from(byte) / f64::from(u8::MAX) / 2.0)
}
