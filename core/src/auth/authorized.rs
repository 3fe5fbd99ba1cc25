//! Calls on behalf of the signed-in user.

use std::future::Future;
use std::pin::Pin;

use super::Auth;
use crate::cognito::{Reason, ServiceError};
use crate::error::AuthError;
use crate::model::AuthUser;
use crate::secret::Secret;

impl Auth {
    /// Makes a call with the signed-in user's access token, within the limits of a call.
    pub(super) async fn authorized<Answer, Calling>(
        &self,
        call: impl Fn(Secret) -> Calling + Send + Sync,
    ) -> Result<Answer, AuthError>
    where
        Answer: Send,
        Calling: Future<Output = Result<Answer, ServiceError>> + Send,
    {
        // Boxed, so that what keeps the limits is compiled for each kind of answer, not for each call.
        let work: Pin<Box<dyn Future<Output = _> + Send + '_>> = Box::pin(async {
            let user = self.inner.session.current_user().await?;
            self.with_access_token(&user, call).await
        });
        self.inner.limits.begin().run(work).await
    }

    /// Makes a call with the access token of `user`, who was signed in when the app asked for it. One that the service
    /// no longer takes, though it had time left, is replaced once: by then the refresh says whether the session is
    /// over.
    ///
    /// # Errors
    /// [`AuthErrorCode::NotSignedIn`](crate::AuthErrorCode::NotSignedIn) once nobody, or another user, is signed in.
    pub(super) async fn with_access_token<Answer, Calling>(
        &self,
        user: &AuthUser,
        call: impl Fn(Secret) -> Calling,
    ) -> Result<Answer, AuthError>
    where
        Calling: Future<Output = Result<Answer, ServiceError>>,
    {
        let session = &self.inner.session;
        let token = session.access_token(user, None).await?;
        match call(token.clone()).await {
            Err(error) if refuses_access_token(&error) => {
                Ok(call(session.access_token(user, Some(&token)).await?).await?)
            }
            answer => Ok(answer?),
        }
    }
}

fn refuses_access_token(error: &ServiceError) -> bool {
    let reasons = [Reason::AccessTokenExpired, Reason::AccessTokenInvalid, Reason::AccessTokenRevoked];
    error.reason().is_some_and(|reason| reasons.contains(&reason))
}
