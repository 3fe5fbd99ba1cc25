//! The session's state.

use cognito_auth_core::{
    AuthErrorCode, AuthSignInStep, AuthUser, PendingSignIn, SessionEnd, SessionEndReason, SessionState,
};

#[uniffi::remote(Enum)]
pub enum SessionState {
    Loading,
    SignedOut { ended: Option<SessionEnd> },
    AwaitingChallenge(PendingSignIn),
    SignedIn(AuthUser),
    Guest { identity_id: String },
    Federated { identity_id: String },
    Unavailable { code: AuthErrorCode },
}

#[uniffi::remote(Record)]
pub struct PendingSignIn {
    pub username: String,
    pub next_step: AuthSignInStep,
}

#[uniffi::remote(Record)]
pub struct SessionEnd {
    pub reason: SessionEndReason,
    pub username: String,
}

#[uniffi::remote(Enum)]
pub enum SessionEndReason {
    Expired,
    Revoked,
    Reused,
    UserDeleted,
    UserDisabled,
    PasswordResetRequired,
    NotConfirmed,
    Rejected,
}
