//! The move from the former library, which the app used before.

use super::Auth;
use crate::error::AuthError;
use crate::model::MoveReport;

impl Auth {
    /// What was taken over in this process from the library that the app used before ([`Ports::former`]), or why
    /// nothing was. It is `None` if there was nothing to take over, or if an earlier start has taken it over. The call
    /// reads the store first, and sends no request.
    ///
    /// # Errors
    /// The errors of this library's store and of the former library's storage.
    ///
    /// [`Ports::former`]: crate::Ports::former
    pub async fn move_report(&self) -> Result<Option<MoveReport>, AuthError> {
        self.inner.limits.begin().run(self.inner.session.move_report()).await
    }

    /// Removes what the former library has stored for the configuration's pools. Call it when the app will not go back
    /// to that library. The session of this library stays. Until this call, nothing of the former library is changed.
    /// Once started, the work goes on even if this future is dropped.
    ///
    /// # Errors
    /// [`AuthErrorCode::MoveIncomplete`](crate::AuthErrorCode::MoveIncomplete) if the former library's session could
    /// not be taken over, and nobody has signed in since. Also the errors of this library's store and of the former
    /// library's storage.
    pub async fn finish_move(&self) -> Result<(), AuthError> {
        self.inner.limits.begin().run(self.inner.session.finish_move()).await
    }
}
