//! A call that started for one user never continues for another user who signs in meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use cognito_auth_core::{Auth, AuthError, AuthErrorCode, MfaPreference, SignOutOptions, SignOutResult};
use serde_json::{Value, json};
use support::options::by_password;
use support::sessions::{NOW, TestApp, Tokens};
use support::transport::Step;
use tokio::task::JoinHandle;

const ANNS: Tokens = Tokens { user: "ann", serial: 1 };
const BOBS: Tokens = Tokens { user: "bob", serial: 2 };

/// A call that Ann's app made. While the call's first request hangs, Ann has signed out and Bob has signed in.
struct OpenCall<T> {
    app: TestApp,
    call: JoinHandle<Result<T, AuthError>>,
}

impl<T: Send + 'static> OpenCall<T> {
    /// Makes the call with this session of Ann, and changes the user.
    async fn with<Work>(session: &Value, call: impl FnOnce(Auth) -> Work) -> Self
    where
        Work: Future<Output = Result<T, AuthError>> + Send + 'static,
    {
        let app = TestApp::with(session);
        app.transport.push(Step::Hang);
        let call = tokio::spawn(call(app.auth.clone()));
        app.hanging(1).await;
        app.transport.push(Step::success(json!({})));
        assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
        app.transport.push(BOBS.rotated());
        app.auth.sign_in("bob", Some("Password123!".into()), by_password()).await.unwrap();
        Self { app, call }
    }

    /// Answers the call's first request. Gives the result of the call, and the operations of all later requests except
    /// for revocations.
    async fn finish(self, answer: &Step) -> (Result<T, AuthErrorCode>, Vec<String>) {
        let sent = self.app.transport.recorded().len();
        self.app.transport.repeat(BOBS.refreshed());
        self.app.transport.release(answer);
        let result = self.call.await.unwrap().map_err(|error| error.code);
        let mut operations = self.app.transport.operations().split_off(sent);
        // If the answer has tokens of Ann, they are revoked in the background.
        operations.retain(|operation| operation != "RevokeToken");
        (result, operations)
    }
}

#[tokio::test]
async fn a_deletion_whose_refresh_ends_after_a_change_of_user_sends_nothing_for_the_next_user() {
    let open = OpenCall::with(&ANNS.expired(), |auth| async move { auth.delete_user().await }).await;
    let (deleted, sent) = open.finish(&ANNS.rotated()).await;
    assert_eq!(deleted, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(sent, Vec::<String>::new());
}

#[tokio::test]
async fn a_deletion_refused_after_a_change_of_user_is_not_repeated_for_the_next_user() {
    let session = ANNS.record(1, NOW);
    let open = OpenCall::with(&session, |auth| async move { auth.delete_user().await }).await;
    let revoked = Step::exception("NotAuthorizedException", "Access Token has been revoked");
    let (deleted, sent) = open.finish(&revoked).await;
    assert_eq!(deleted, Err(AuthErrorCode::NotSignedIn));
    assert!(!sent.contains(&"DeleteUser".to_owned()), "{sent:?}");
}

#[tokio::test]
async fn a_call_of_several_requests_does_not_go_on_for_the_next_user() {
    let enabled = Some(MfaPreference::Enabled);
    let call = |auth: Auth| async move { auth.update_mfa_preference(enabled, None, None).await };
    let open = OpenCall::with(&ANNS.record(1, NOW), call).await;
    let ann = Step::success(json!({ "Username": "ann", "UserAttributes": [] }));
    let (updated, sent) = open.finish(&ann).await;
    assert_eq!(updated, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(sent, Vec::<String>::new());
}
