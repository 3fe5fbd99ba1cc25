//! Calls on behalf of the signed-in user.

use std::future::Future;

use super::Auth;
use crate::cognito::ServiceError;
use crate::error::{AuthError, AuthErrorReason};
use crate::model::AuthUser;
use crate::secret::Secret;
use crate::session::refuses_user;
use crate::tasks::{Anything, Untyped, typed, untyped};

/// Makes a request with an access token.
type Call<'a, 'b> = &'a (dyn Fn(Secret) -> Untyped<'b, ServiceError> + Send + Sync);

impl Auth {
    /// Makes a request with the signed-in user's access token, within the limits of a call.
    pub(super) async fn authorized<'a, Response, Sent>(
        &self,
        call: impl Fn(Secret) -> Sent + Send + Sync,
    ) -> Result<Response, AuthError>
    where
        Response: Send + 'static,
        Sent: Future<Output = Result<Response, ServiceError>> + Send + 'a,
    {
        let response = self.untyped_of_acting_user(&|token| untyped(call(token))).await?;
        Ok(typed(response)?)
    }

    /// Makes a request with the access token of `user`, who was signed in when the app made the call. If the service
    /// refuses the token before it expires, the token is refreshed, and the request is made once more. If the session
    /// has ended, the refresh fails. If the service no longer accepts the user, the session ends immediately.
    ///
    /// # Errors
    /// [`AuthErrorCode::NotSignedIn`](crate::AuthErrorCode::NotSignedIn) if nobody or another user is signed in.
    pub(super) async fn with_access_token<'a, Response, Sent>(
        &self,
        user: &AuthUser,
        call: impl Fn(Secret) -> Sent + Send + Sync,
    ) -> Result<Response, AuthError>
    where
        Response: Send + 'static,
        Sent: Future<Output = Result<Response, ServiceError>> + Send + 'a,
    {
        let response = self.untyped_of_user(user, &|token| untyped(call(token))).await?;
        Ok(typed(response)?)
    }

    /// The part of `authorized` that is the same for every request, so that it is compiled once.
    async fn untyped_of_acting_user(&self, call: Call<'_, '_>) -> Result<Anything, AuthError> {
        let work = async {
            let user = self.inner.session.acting_user().await?;
            self.untyped_of_user(&user, call).await
        };
        self.inner.limits.begin().run(work).await
    }

    /// The part of `with_access_token` that is the same for every request.
    async fn untyped_of_user(&self, user: &AuthUser, call: Call<'_, '_>) -> Result<Anything, AuthError> {
        let session = &self.inner.session;
        let mut token = session.access_token(user, None).await?;
        let mut response = call(token.clone()).await;
        if response.as_ref().is_err_and(refuses_access_token) {
            token = session.access_token(user, Some(&token)).await?;
            response = call(token.clone()).await;
        }
        if let Err(refused) = response.as_ref()
            && refuses_user(refused)
        {
            session.end(&token, refused).await;
        }
        Ok(response?)
    }
}

fn refuses_access_token(error: &ServiceError) -> bool {
    let reasons = [
        AuthErrorReason::AccessTokenExpired,
        AuthErrorReason::AccessTokenInvalid,
        AuthErrorReason::AccessTokenRevoked,
    ];
    error.reason().is_some_and(|reason| reasons.contains(&reason))
}
