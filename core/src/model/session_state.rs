//! The session's state.

use super::{AuthSignInStep, AuthUser};
use crate::error::AuthErrorCode;
use crate::redacted::redacted_debug;

/// Whom the session belongs to, or why that is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum SessionState {
    /// The store was not read yet.
    Loading,
    /// Nobody is signed in.
    SignedOut {
        /// The last session, if the service ended it and nobody has signed in or out since.
        ended: Option<SessionEnd>,
    },
    /// Nobody yet: a sign-in waits for the answer to its challenge. An earlier run of the app may have begun it.
    AwaitingChallenge(PendingSignIn),
    /// A user of the user pool.
    SignedIn(AuthUser),
    /// A guest: nobody is signed in, the configuration allows guests, and the app has an identity of the identity pool.
    Guest {
        /// The id of the guest's identity.
        identity_id: String,
    },
    /// A login of another provider, without a user of the user pool.
    Federated {
        /// The id of the login's identity.
        identity_id: String,
    },
    /// The store can't be read. A user may be signed in.
    Unavailable {
        /// The failure of the store, such as [`AuthErrorCode::StoreLocked`].
        code: AuthErrorCode,
    },
}

/// A sign-in whose challenge waits for an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct PendingSignIn {
    /// The user name or alias, as the user typed it.
    pub username: String,
    /// The challenge. Answer it with [`Auth::confirm_sign_in`](crate::Auth::confirm_sign_in).
    pub next_step: AuthSignInStep,
}

/// A session that the service has ended.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionEnd {
    /// Why the service ended it.
    pub reason: SessionEndReason,
    /// The user name in the pool, with which the user can sign in again.
    pub username: String,
}

// A user name may be an e-mail address.
redacted_debug! {
    PendingSignIn { next_step };
    SessionEnd { reason };
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $reason:ident = $name:literal,)+) => {
        /// Why the service ended a session.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
        pub enum SessionEndReason { $($(#[$doc])* $reason,)+ }

        impl SessionEndReason {
            /// Every reason, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$reason,)+];

            /// The reason's name, the same in every language.
            pub fn name(self) -> &'static str {
                match self { $(Self::$reason => $name,)+ }
            }
        }
    };
}

reasons! {
    /// The refresh token's lifetime is over. The app client's settings say how long it is.
    Expired = "expired",
    /// The refresh token was revoked: by a sign-out on all devices, or by an administrator.
    Revoked = "revoked",
    /// The refresh token was used after it had been replaced by another.
    Reused = "reused",
    /// The user no longer exists.
    UserDeleted = "userDeleted",
    /// An administrator has disabled the user.
    UserDisabled = "userDisabled",
    /// The user has to reset the password before the next sign-in.
    PasswordResetRequired = "passwordResetRequired",
    /// The user's sign-up is not confirmed.
    NotConfirmed = "notConfirmed",
    /// The service does not accept the refresh token, and gives no reason. The session's device may have been
    /// forgotten.
    Rejected = "rejected",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_user_name() {
        let username = "ann@example.com".to_owned();
        let pending = PendingSignIn { username: username.clone(), next_step: AuthSignInStep::Done };
        let end = SessionEnd { reason: SessionEndReason::Revoked, username };
        assert_eq!(format!("{pending:?}"), "PendingSignIn { next_step: Done, .. }");
        assert_eq!(format!("{end:?}"), "SessionEnd { reason: Revoked, .. }");
    }
}
