//! Which requests may be sent again, after which failures, how often: one table.
//!
//! The SDK's own retries are off. They know nothing of what a request does: an answer to a challenge that is sent
//! twice is a wrong answer the second time.

use std::time::Duration;

use super::errors::ServiceError;
use crate::error::AuthErrorCode;
use crate::ports::{Entropy, TransportFailure};

/// An operation, as the retry table sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    SignUp,
    ConfirmSignUp,
    ResendConfirmationCode,
    /// InitiateAuth of a flow that changes nothing at the service, such as USER_SRP_AUTH.
    InitiateAuthProof,
    /// InitiateAuth of any other flow: it counts a wrong password, or sends a code.
    InitiateAuth,
    RespondToAuthChallenge,
    GetTokensFromRefreshToken,
    RevokeToken,
    GlobalSignOut,
    ForgotPassword,
    ConfirmForgotPassword,
    ChangePassword,
    GetUser,
    UpdateUserAttributes,
    DeleteUserAttributes,
    GetUserAttributeVerificationCode,
    VerifyUserAttribute,
    DeleteUser,
    AssociateSoftwareToken,
    VerifySoftwareToken,
    SetUserMfaPreference,
    ConfirmDevice,
    UpdateDeviceStatus,
    ForgetDevice,
    ListDevices,
    StartWebAuthnRegistration,
    CompleteWebAuthnRegistration,
    ListWebAuthnCredentials,
    DeleteWebAuthnCredential,
    GetUserAuthFactors,
}

/// How often a request may be sent again after each kind of failure.
struct Allowance {
    /// The service turned the request away before it did anything.
    throttled: u32,
    /// The server failed or the connection broke: the work may have been done, or not.
    broken: u32,
}

impl Operation {
    /// The service's name of the operation.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SignUp => "SignUp",
            Self::ConfirmSignUp => "ConfirmSignUp",
            Self::ResendConfirmationCode => "ResendConfirmationCode",
            Self::InitiateAuthProof | Self::InitiateAuth => "InitiateAuth",
            Self::RespondToAuthChallenge => "RespondToAuthChallenge",
            Self::GetTokensFromRefreshToken => "GetTokensFromRefreshToken",
            Self::RevokeToken => "RevokeToken",
            Self::GlobalSignOut => "GlobalSignOut",
            Self::ForgotPassword => "ForgotPassword",
            Self::ConfirmForgotPassword => "ConfirmForgotPassword",
            Self::ChangePassword => "ChangePassword",
            Self::GetUser => "GetUser",
            Self::UpdateUserAttributes => "UpdateUserAttributes",
            Self::DeleteUserAttributes => "DeleteUserAttributes",
            Self::GetUserAttributeVerificationCode => "GetUserAttributeVerificationCode",
            Self::VerifyUserAttribute => "VerifyUserAttribute",
            Self::DeleteUser => "DeleteUser",
            Self::AssociateSoftwareToken => "AssociateSoftwareToken",
            Self::VerifySoftwareToken => "VerifySoftwareToken",
            Self::SetUserMfaPreference => "SetUserMFAPreference",
            Self::ConfirmDevice => "ConfirmDevice",
            Self::UpdateDeviceStatus => "UpdateDeviceStatus",
            Self::ForgetDevice => "ForgetDevice",
            Self::ListDevices => "ListDevices",
            Self::StartWebAuthnRegistration => "StartWebAuthnRegistration",
            Self::CompleteWebAuthnRegistration => "CompleteWebAuthnRegistration",
            Self::ListWebAuthnCredentials => "ListWebAuthnCredentials",
            Self::DeleteWebAuthnCredential => "DeleteWebAuthnCredential",
            Self::GetUserAuthFactors => "GetUserAuthFactors",
        }
    }

    fn allowance(self) -> Allowance {
        match self {
            // Done twice they fail, or send a second code: not after a failure that leaves open what was done.
            Self::SignUp
            | Self::ConfirmSignUp
            | Self::ResendConfirmationCode
            | Self::InitiateAuth
            | Self::ForgotPassword
            | Self::ConfirmForgotPassword
            | Self::ChangePassword
            | Self::UpdateUserAttributes
            | Self::GetUserAttributeVerificationCode
            | Self::VerifyUserAttribute
            | Self::VerifySoftwareToken
            | Self::ForgetDevice
            | Self::CompleteWebAuthnRegistration
            | Self::DeleteWebAuthnCredential => Allowance { throttled: 2, broken: 0 },
            // A second one makes the first one's secret, or challenge, worthless.
            Self::AssociateSoftwareToken | Self::StartWebAuthnRegistration => {
                Allowance { throttled: 2, broken: 0 }
            }
            // The first ends the token that the second would need.
            Self::GlobalSignOut | Self::DeleteUser => Allowance { throttled: 2, broken: 0 },
            // An answer is good once.
            Self::RespondToAuthChallenge => Allowance { throttled: 0, broken: 0 },
            Self::InitiateAuthProof | Self::RevokeToken => Allowance { throttled: 2, broken: 1 },
            // They read, or say how things are to be: twice is as good as once.
            Self::GetUser
            | Self::DeleteUserAttributes
            | Self::SetUserMfaPreference
            | Self::ConfirmDevice
            | Self::UpdateDeviceStatus
            | Self::ListDevices
            | Self::ListWebAuthnCredentials
            | Self::GetUserAuthFactors => Allowance { throttled: 2, broken: 1 },
            // With rotation the old token is good for a short grace period after a lost answer: soon or never.
            Self::GetTokensFromRefreshToken => Allowance { throttled: 2, broken: 1 },
        }
    }

    /// The retries of one call.
    pub(super) fn retries(self) -> Retries {
        Retries { left: self.allowance() }
    }
}

/// The retries that one call has left.
pub(super) struct Retries {
    left: Allowance,
}

/// The longest wait before the first retry of a request that was turned away; doubled for each one more.
const LONGEST_FIRST_WAIT: Duration = Duration::from_millis(400);

/// The longest wait before a retry over a connection that broke.
const LONGEST_RECONNECT_WAIT: Duration = Duration::from_millis(200);

impl Retries {
    /// How long to wait before the request is sent again, or `None` if it must not be.
    pub(super) fn delay_after(&mut self, error: &ServiceError, entropy: &dyn Entropy) -> Option<Duration> {
        let (left, longest) = match error {
            ServiceError::Exception { code: AuthErrorCode::TooManyRequests, .. } => {
                let doubled = if self.left.throttled > 1 { 1 } else { 2 };
                (&mut self.left.throttled, LONGEST_FIRST_WAIT * doubled)
            }
            // Not Implemented, which it will not be a moment later either.
            ServiceError::Server { status: 501, .. } => return None,
            ServiceError::Exception { code: AuthErrorCode::InternalError, .. }
            | ServiceError::Server { .. }
            | ServiceError::Transport(TransportFailure::Other | TransportFailure::Unanswered) => {
                (&mut self.left.broken, LONGEST_RECONNECT_WAIT)
            }
            // Refused for good; or another try would fail like this one (offline, TLS), or has no time left.
            ServiceError::Exception { .. }
            | ServiceError::Malformed { .. }
            | ServiceError::Transport(
                TransportFailure::Offline
                | TransportFailure::TimedOut
                | TransportFailure::Tls
                | TransportFailure::Cancelled,
            )
            | ServiceError::Request => return None,
        };
        *left = left.checked_sub(1)?;
        Some(longest.mul_f64(spread(entropy)))
    }
}

/// A factor from 0.5 to 1: devices that were turned away together must not come back together.
fn spread(entropy: &dyn Entropy) -> f64 {
    let mut byte = [u8::MAX];
    // Without randomness the longest wait will do.
    let _ = entropy.fill(&mut byte);
    0.5 + f64::from(byte[0]) / f64::from(u8::MAX) / 2.0
}
