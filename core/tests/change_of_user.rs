//! What was begun for one user is never done as another, who signed in meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use cognito_auth_core::{
    Auth, AuthError, AuthErrorCode, AuthFlowType, MfaPreference, SignInOptions, SignOutOptions, SignOutResult,
};
use serde_json::{Value, json};
use support::sessions::{Desk, NOW, Tokens};
use support::transport::Step;
use tokio::task::JoinHandle;

const ANNS: Tokens = Tokens { user: "ann", serial: 1 };
const BOBS: Tokens = Tokens { user: "bob", serial: 2 };

/// A call whose first request was not answered yet when Ann signed out, and Bob in.
struct Begun<T> {
    desk: Desk,
    call: JoinHandle<Result<T, AuthError>>,
}

impl<T: Send + 'static> Begun<T> {
    /// `session` is Ann's.
    async fn with<Calling>(session: &Value, call: impl FnOnce(Auth) -> Calling) -> Self
    where
        Calling: Future<Output = Result<T, AuthError>> + Send + 'static,
    {
        let desk = Desk::with(session);
        desk.transport.push(Step::Hang);
        let call = tokio::spawn(call(desk.auth.clone()));
        desk.hanging(1).await;
        desk.transport.push(Step::success(json!({})));
        assert_eq!(desk.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
        desk.transport.push(BOBS.rotated());
        let by_password =
            SignInOptions { flow: Some(AuthFlowType::UserPassword), ..SignInOptions::default() };
        desk.auth.sign_in("bob", Some("Password123!".into()), by_password).await.unwrap();
        Self { desk, call }
    }

    /// Lets the first request have this answer; gives what the call came to, and what was sent for it from then on.
    async fn goes_on(self, answer: &Step) -> (Result<T, AuthErrorCode>, Vec<String>) {
        let sent = self.desk.transport.recorded().len();
        self.desk.transport.repeat(BOBS.refreshed());
        self.desk.transport.release(answer);
        let result = self.call.await.unwrap().map_err(|error| error.code);
        let mut operations = self.desk.transport.operations().split_off(sent);
        // The tokens of the former refresh, which nobody wants any more, are revoked in passing.
        operations.retain(|operation| operation != "RevokeToken");
        (result, operations)
    }
}

#[tokio::test]
async fn an_account_is_not_deleted_in_place_of_the_one_whose_user_has_left() {
    let begun = Begun::with(&ANNS.expired(), |auth| async move { auth.delete_user().await }).await;
    let (deleted, sent) = begun.goes_on(&ANNS.rotated()).await;
    assert_eq!(deleted, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(sent, Vec::<String>::new());
}

#[tokio::test]
async fn a_call_whose_token_was_refused_is_not_made_again_as_another_user() {
    let session = ANNS.record(1, NOW);
    let begun = Begun::with(&session, |auth| async move { auth.delete_user().await }).await;
    let revoked = Step::exception("NotAuthorizedException", "Access Token has been revoked");
    let (deleted, sent) = begun.goes_on(&revoked).await;
    assert_eq!(deleted, Err(AuthErrorCode::NotSignedIn));
    assert!(!sent.contains(&"DeleteUser".to_owned()), "{sent:?}");
}

#[tokio::test]
async fn a_call_of_several_requests_does_not_go_on_as_another_user() {
    let enabled = Some(MfaPreference::Enabled);
    let call = |auth: Auth| async move { auth.update_mfa_preference(enabled, None, None).await };
    let begun = Begun::with(&ANNS.record(1, NOW), call).await;
    let ann = Step::success(json!({ "Username": "ann", "UserAttributes": [] }));
    let (updated, sent) = begun.goes_on(&ann).await;
    assert_eq!(updated, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(sent, Vec::<String>::new());
}
