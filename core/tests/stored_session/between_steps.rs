//! Another process changes the session between two steps of a call: after this process has read the store, and before
//! the call writes.

use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{AuthError, AuthErrorCode, SignOutOptions, SignOutResult};

use crate::support::options::{by_password, error_code};
use crate::support::sessions::{BOBS, FIRST, NOW, SESSION_KEY, TestApp, settle};
use crate::support::store::{FaultyStore, GatedStore, StoreOperation};
use crate::support::transport::Step;
use crate::{done, revoked, sign_out, start};

/// A process over a store with a gate, and that store. The test can hold the process's calls of the store at the gate.
fn gated(store: FaultyStore) -> (TestApp, Arc<GatedStore>) {
    let app = TestApp::over(store);
    let gated = Arc::new(GatedStore::before(Arc::clone(&app.store)));
    (app.another_behind(Arc::clone(&gated)), gated)
}

fn with_first() -> FaultyStore {
    FaultyStore::with([(SESSION_KEY.to_owned(), FIRST.record(1, NOW).to_string().into())])
}

/// Another process signs Ann out and Bob in.
async fn bob_takes_over(app: &TestApp) {
    let other = app.another();
    assert_eq!(sign_out(&other).await, SignOutResult::Complete);
    other.sign_in(BOBS).await.unwrap();
}

fn failure(result: Result<SignOutResult, AuthError>) -> AuthErrorCode {
    match result {
        Ok(SignOutResult::Failed(error)) => error.code,
        other => panic!("the sign-out did not fail: {other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_does_not_replace_the_session_that_another_process_has_just_stored() {
    // The sign-in stops before it removes the quarantined record.
    let (app, gate) = gated(FaultyStore::with([(format!("{SESSION_KEY}.aside"), b"{}".to_vec())]));
    app.transport.push(FIRST.rotated());
    app.transport.push(done());
    gate.hold(StoreOperation::Delete);
    let slower =
        start(
            &app,
            |auth| async move { auth.sign_in("ann", Some("Password123!".into()), by_password()).await },
        );
    gate.held().await;
    app.another().sign_in(BOBS).await.unwrap();
    gate.let_go();
    assert_eq!(error_code(slower.await.unwrap()), AuthErrorCode::AlreadySignedIn);
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "bob");
    settle().await;
    assert_eq!(revoked(&app), [FIRST.refresh()]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_refresh_does_not_remove_the_session_that_another_process_has_just_stored() {
    let (app, gate) = gated(with_first());
    app.auth.get_current_user().await.unwrap();
    app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has been revoked"));
    // Before the library removes the session, it saves why the session has ended. The refresh stops at this save.
    gate.hold(StoreOperation::Save);
    let refused = start(&app, |auth| async move {
        auth.fetch_auth_session(cognito_auth_core::FetchAuthSessionOptions {
            force_refresh: true,
            ..Default::default()
        })
        .await
    });
    gate.held().await;
    bob_takes_over(&app).await;
    app.transport.push(BOBS.refreshed());
    gate.let_go();
    let session = refused.await.unwrap().unwrap();
    assert_eq!(session.user_sub.as_deref(), Some("sub-of-bob"));
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
}

#[tokio::test(start_paused = true)]
async fn a_sign_out_does_not_remove_the_session_of_another_user_that_another_process_has_just_stored() {
    let (app, gate) = gated(with_first());
    app.auth.get_current_user().await.unwrap();
    gate.hold(StoreOperation::Delete);
    let sign_out = start(&app, |auth| async move { Ok(auth.sign_out(SignOutOptions::default()).await) });
    gate.held().await;
    bob_takes_over(&app).await;
    gate.let_go();
    app.transport.push(done());
    assert_eq!(failure(sign_out.await.unwrap()), AuthErrorCode::UserChanged);
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
}

/// When this process last read the store, nobody was signed in. Another process has signed Bob in since.
#[tokio::test(start_paused = true)]
async fn a_sign_out_fails_if_its_deadline_passes_before_it_has_removed_the_session() {
    let (app, gate) = gated(FaultyStore::default());
    assert!(!app.fetch().await.unwrap().is_signed_in);
    app.another().sign_in(BOBS).await.unwrap();
    gate.hold(StoreOperation::Load);
    let sign_out = start(&app, |auth| async move { Ok(auth.sign_out(SignOutOptions::default()).await) });
    gate.held().await;
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(failure(sign_out.await.unwrap()), AuthErrorCode::DeadlinePassed);
    gate.let_go();
}
