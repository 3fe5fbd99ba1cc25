//! A process is suspended after it has read the store and before it writes a session. Other processes change the store
//! meanwhile, for example by a sign-out. When the process goes on, its late write brings no ended session back: the
//! **mark**, an entry of the store, names the sign-ins that have ended. A session is **half signed out** if the mark
//! names its sign-in, and the session is still stored.

use std::sync::Arc;

use cognito_auth_core::{
    AuthError, AuthErrorCode, AuthEvent, AuthSession, FetchAuthSessionOptions, SecureStore, SignOutOptions,
    SignOutResult, StoreError,
};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::support::options::error_code;
use crate::support::sessions::{
    BOBS, FIRST, NOW, SECOND, SESSION_KEY, TestApp, Tokens, access_token, settle,
};
use crate::support::store::{FaultyStore, GatedStore, StoreOperation};
use crate::support::transport::Step;
use crate::{THIRD, done, revoked, sign_out, start};

/// The tokens of Ann's next sign-in.
const NEXT: Tokens = Tokens { user: "ann", serial: 101 };

fn mark_key() -> String {
    SESSION_KEY.replace(".session", ".signedOut")
}

fn mark(app: &TestApp) -> Value {
    serde_json::from_slice(&app.store.entries()[&mark_key()]).unwrap()
}

/// Two processes with the session of Ann. The process `other` has refreshed the session, and is suspended just before
/// it stores the new tokens.
struct Suspended {
    app: TestApp,
    other: TestApp,
    gate: Arc<GatedStore>,
    call: JoinHandle<Result<AuthSession, AuthError>>,
}

impl Suspended {
    async fn before_its_write() -> Self {
        Self::before_its_write_of(&FIRST.expired(), SECOND.rotated()).await
    }

    /// `session` is the session of both processes, and `refreshed` the response to the refresh of `other`.
    async fn before_its_write_of(session: &Value, refreshed: Step) -> Self {
        let app = TestApp::with(session);
        assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
        let gate = Arc::new(GatedStore::before(Arc::clone(&app.store)));
        let other = app.another_behind(Arc::clone(&gate));
        gate.hold(StoreOperation::Save);
        other.transport.push(refreshed);
        other.transport.repeat(done());
        let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
        let call = start(&other, |auth| async move { auth.fetch_auth_session(options).await });
        gate.held().await;
        Self { app, other, gate, call }
    }

    /// Lets `other` go on, and checks that its fetch finds nobody signed in. Gives both processes.
    async fn finds_nobody(self) -> (TestApp, TestApp) {
        self.gate.let_go();
        assert!(!self.call.await.unwrap().unwrap().is_signed_in);
        settle().await;
        (self.app, self.other)
    }
}

/// Two processes with the session of Ann. The second one will be suspended before its next removal.
async fn before_its_removal() -> (TestApp, TestApp, Arc<GatedStore>) {
    let app = TestApp::with(&FIRST.record(1, NOW));
    let gate = Arc::new(GatedStore::before(Arc::clone(&app.store)));
    let late = app.another_behind(Arc::clone(&gate));
    assert_eq!(late.auth.get_current_user().await.unwrap().username, "ann");
    gate.hold(StoreOperation::Delete);
    late.transport.repeat(done());
    (app, late, gate)
}

/// Stores the session with these tokens, like a process that writes late and is killed before it reads the mark.
fn write_late(app: &TestApp, tokens: Tokens) {
    let record = tokens.record(2, NOW).to_string().into_bytes();
    app.store.save(SESSION_KEY.to_owned(), record).unwrap();
}

/// An app with Ann's session, which is half signed out: the sign-out was interrupted after it had written the mark.
async fn half_signed_out() -> TestApp {
    let app = TestApp::with(&FIRST.record(1, NOW));
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    let entries = app.store.entries().into_iter();
    let session = (SESSION_KEY.to_owned(), FIRST.record(1, NOW).to_string().into());
    TestApp::over(FaultyStore::with(entries.chain([session])))
}

/// Asserts that nobody is signed in, and that no session is stored.
async fn is_nobody(app: &TestApp) {
    assert_eq!(error_code(app.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(app.stored(), None);
}

async fn sign_out_error(app: &TestApp) -> AuthErrorCode {
    match app.auth.sign_out(SignOutOptions::default()).await {
        SignOutResult::Failed(error) => error.code,
        result => panic!("{result:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_written_late_after_a_sign_out_is_removed_and_its_token_revoked() {
    for (refreshed, token) in [(SECOND.rotated(), SECOND.refresh()), (SECOND.refreshed(), FIRST.refresh())] {
        let two = Suspended::before_its_write_of(&FIRST.expired(), refreshed).await;
        assert_eq!(sign_out(&two.app).await, SignOutResult::Complete);
        let (app, other) = two.finds_nobody().await;
        assert_eq!(revoked(&other), [token]);
        is_nobody(&app).await;
        is_nobody(&other).await;
        app.expect_events(&[AuthEvent::SignedOut]).await;
        other.expect_events(&[AuthEvent::SignedOut]).await;
        assert_eq!((app.events.heard(), other.events.heard()), (vec![], vec![]));
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_of_a_web_sign_in_written_late_after_a_sign_out_is_removed_too() {
    let mut session = FIRST.expired();
    session["web"] = json!({ "isPrivate": true });
    let two = Suspended::before_its_write_of(&session, SECOND.rotated()).await;
    assert_eq!(sign_out(&two.app).await, SignOutResult::Complete);
    let (app, other) = two.finds_nobody().await;
    assert_eq!(revoked(&other), [SECOND.refresh()]);
    is_nobody(&app).await;
}

/// Tokens that can't be revoked have no claim that names their sign-in.
#[tokio::test(start_paused = true)]
async fn a_session_written_late_after_a_sign_out_is_removed_even_if_its_tokens_cant_be_revoked() {
    let mut session = FIRST.expired();
    session["accessToken"] = FIRST.access_without_sign_in().into();
    session["isRevocable"] = false.into();
    for refreshed in [SECOND.rotated(), SECOND.refreshed()] {
        let two = Suspended::before_its_write_of(&session, refreshed).await;
        assert_eq!(two.app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
        let (app, _other) = two.finds_nobody().await;
        is_nobody(&app).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_written_late_after_the_service_ended_it_is_removed() {
    let two = Suspended::before_its_write().await;
    two.app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has been revoked"));
    assert_eq!(error_code(two.app.force_refresh().await), AuthErrorCode::SessionExpired);
    let (app, other) = two.finds_nobody().await;
    assert_eq!(revoked(&other), [SECOND.refresh()]);
    is_nobody(&app).await;
    is_nobody(&other).await;
}

#[tokio::test(start_paused = true)]
async fn a_session_written_late_after_the_deletion_of_its_user_is_removed() {
    let two = Suspended::before_its_write_of(&FIRST.record(1, NOW), SECOND.rotated()).await;
    two.app.transport.push(done());
    two.app.auth.delete_user().await.unwrap();
    let (app, other) = two.finds_nobody().await;
    is_nobody(&app).await;
    is_nobody(&other).await;
}

/// A process reads the mark only after its late write. By then, the write has replaced the next user's session. That
/// user has to sign in again. ADR 21 describes this limit.
#[tokio::test(start_paused = true)]
async fn a_session_written_late_over_the_session_of_the_next_user_leaves_nobody_signed_in() {
    let two = Suspended::before_its_write().await;
    assert_eq!(sign_out(&two.app).await, SignOutResult::Complete);
    two.app.sign_in(BOBS).await.unwrap();
    let (app, other) = two.finds_nobody().await;
    assert_eq!(revoked(&other), [SECOND.refresh()]);
    is_nobody(&app).await;
    app.expect_events(&[AuthEvent::SignedOut, AuthEvent::SignedIn, AuthEvent::SignedOut]).await;
    app.sign_in(Tokens::of("bob", 200)).await.unwrap();
    assert_eq!(other.auth.get_current_user().await.unwrap().username, "bob");
}

#[tokio::test(start_paused = true)]
async fn after_finding_nobody_signed_in_a_process_ignores_a_session_written_late() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    let other = app.another();
    is_nobody(&other).await;
    for process in [&app, &other] {
        write_late(&app, SECOND);
        process.transport.push(done());
        is_nobody(process).await;
    }
    settle().await;
    assert_eq!(revoked(&app), [FIRST.refresh(), SECOND.refresh()]);
    assert_eq!(revoked(&other), [SECOND.refresh()]);
    app.expect_events(&[AuthEvent::SignedOut]).await;
    assert_eq!((app.events.heard(), other.events.heard()), (vec![], vec![]));
}

/// The result of a sign-out whose revocations the service answers like this.
async fn sign_out_with(app: &TestApp, response: Step) -> Result<(), AuthErrorCode> {
    app.transport.repeat(response);
    match app.auth.sign_out(SignOutOptions::default()).await {
        SignOutResult::Complete => Ok(()),
        SignOutResult::Partial { revoke_token_error: Some(error), .. } => Err(error.code),
        result => panic!("{result:?}"),
    }
}

fn failure() -> Step {
    Step::exception("InternalErrorException", "Something went wrong")
}

/// A fetch removes the session that was written late, and begins to revoke its token. Sign-outs meanwhile find nobody
/// signed in.
#[tokio::test(start_paused = true)]
async fn a_sign_out_is_not_complete_before_the_token_of_a_late_write_is_revoked() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    write_late(&app, SECOND);
    app.transport.push(Step::Hang);
    assert!(!app.fetch().await.unwrap().is_signed_in);
    app.hanging(1).await;
    for (response, result) in [
        (failure(), Err(AuthErrorCode::InternalError)),
        (failure(), Err(AuthErrorCode::InternalError)),
        (done(), Ok(())),
    ] {
        assert_eq!(sign_out_with(&app, response).await, result);
    }
    let count = revoked(&app).len();
    assert_eq!(sign_out_with(&app, failure()).await, Ok(()));
    assert_eq!(revoked(&app).len(), count, "a revoked token was revoked again");
}

/// A refresh finds the mark, and begins to revoke the tokens that it got.
#[tokio::test(start_paused = true)]
async fn a_sign_out_is_not_complete_before_the_tokens_of_a_late_refresh_are_revoked() {
    let two = Suspended::before_its_write().await;
    assert_eq!(sign_out(&two.app).await, SignOutResult::Complete);
    two.other.transport.push(Step::Hang);
    two.gate.let_go();
    two.other.hanging(1).await;
    assert_eq!(sign_out_with(&two.other, failure()).await, Err(AuthErrorCode::InternalError));
    assert_eq!(revoked(&two.other).last(), Some(&SECOND.refresh()));
    two.other.transport.release(&done());
    assert!(!two.call.await.unwrap().unwrap().is_signed_in);
    assert_eq!(sign_out_with(&two.other, failure()).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_second_sign_out_is_not_complete_before_the_first_one_has_revoked_its_token() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.transport.push(Step::Hang);
    let auth = app.auth.clone();
    let first = tokio::spawn(async move { auth.sign_out(SignOutOptions::default()).await });
    app.hanging(1).await;
    assert_eq!(sign_out_with(&app, failure()).await, Err(AuthErrorCode::InternalError));
    app.transport.release(&done());
    assert_eq!(first.await.unwrap(), SignOutResult::Complete);
    assert_eq!(sign_out_with(&app, failure()).await, Ok(()));
}

/// A process that has just started does not read the mark before its first refresh.
#[tokio::test(start_paused = true)]
async fn a_process_that_starts_shows_a_session_written_late_until_its_next_refresh() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    write_late(&app, SECOND);
    let later = app.another();
    assert_eq!(later.auth.get_current_user().await.unwrap().username, "ann");
    later.transport.push(THIRD.rotated());
    later.transport.push(done());
    assert!(!later.force_refresh().await.unwrap().is_signed_in);
    is_nobody(&later).await;
    settle().await;
    assert_eq!(revoked(&later), [THIRD.refresh()]);
    later.expect_events(&[AuthEvent::SignedOut]).await;
}

#[tokio::test(start_paused = true)]
async fn a_sign_out_that_was_interrupted_after_it_wrote_its_mark_completes_at_the_next_refresh() {
    let app = half_signed_out().await;
    assert_eq!(access_token(&app.fetch().await.unwrap()), FIRST.access());
    app.transport.push(SECOND.refreshed());
    app.transport.push(done());
    assert!(!app.force_refresh().await.unwrap().is_signed_in);
    is_nobody(&app).await;
    settle().await;
    assert_eq!(revoked(&app), [FIRST.refresh()]);
}

#[tokio::test]
async fn a_sign_out_that_was_interrupted_after_it_wrote_its_mark_can_be_made_again() {
    let app = half_signed_out().await;
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    assert_eq!(revoked(&app), [FIRST.refresh()]);
    is_nobody(&app).await;
    assert_eq!(mark(&app)["signedOut"].as_array().unwrap().len(), 1);
}

/// A killed process has written its session after the sign-out, and before the next sign-in ends.
#[tokio::test(start_paused = true)]
async fn a_sign_in_replaces_a_signed_out_session_that_was_written_back_meanwhile() {
    for (next, is_in_another_process) in [(BOBS, false), (BOBS, true), (NEXT, false), (NEXT, true)] {
        let app = TestApp::with(&FIRST.record(1, NOW));
        assert_eq!(sign_out(&app).await, SignOutResult::Complete);
        let process = if is_in_another_process { app.another() } else { app };
        process.transport.push(Step::Hang);
        let sign_in = start(&process, move |auth| async move {
            let by_password = crate::support::options::by_password();
            auth.sign_in(next.user, Some("Password123!".into()), by_password).await
        });
        process.hanging(1).await;
        write_late(&process, SECOND);
        process.transport.release(&next.rotated());
        assert!(sign_in.await.unwrap().unwrap().is_signed_in());
        assert_eq!(process.stored_refresh_token(), Some(next.refresh()));
        process.transport.repeat(done());
        assert_eq!(access_token(&process.fetch().await.unwrap()), next.access());
        settle().await;
        assert_eq!(revoked(&process).last(), Some(&SECOND.refresh()));
        assert_eq!(process.another().auth.get_current_user().await.unwrap().username, next.user);
    }
}

#[tokio::test(start_paused = true)]
async fn a_user_who_signed_out_and_in_again_stays_signed_in() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    let other = app.another();
    is_nobody(&other).await;
    app.sign_in(NEXT).await.unwrap();
    for process in [&other, &app.another()] {
        assert_eq!(process.auth.get_current_user().await.unwrap().username, "ann");
    }
    let newer = Tokens::of("ann", 102);
    assert_eq!(access_token(&app.force_refreshed_with(newer).await), newer.access());
    assert_eq!(app.stored_refresh_token(), Some(newer.refresh()));
}

#[tokio::test(start_paused = true)]
async fn a_suspended_sign_out_does_not_remove_the_session_of_a_user_who_signs_in_meanwhile() {
    // The sign-out has seen Ann's session, and is suspended.
    let (app, late, gate) = before_its_removal().await;
    let auth = late.auth.clone();
    let call = tokio::spawn(async move { auth.sign_out(SignOutOptions::default()).await });
    gate.held().await;
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    app.sign_in(BOBS).await.unwrap();
    gate.let_go();
    let SignOutResult::Failed(error) = call.await.unwrap() else { panic!("Bob was signed out") };
    assert_eq!(error.code, AuthErrorCode::UserChanged);
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
    assert_eq!(revoked(&late), [FIRST.refresh()]);
    // The next sign-out is meant for Bob.
    assert_eq!(late.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(app.stored(), None);
}

#[tokio::test(start_paused = true)]
async fn the_deletion_of_a_user_removes_a_session_that_this_user_gets_meanwhile() {
    // The deletion has seen Ann's session, and is suspended.
    let (app, late, gate) = before_its_removal().await;
    let call = start(&late, |auth| async move { auth.delete_user().await });
    gate.held().await;
    app.store.save(SESSION_KEY.to_owned(), NEXT.record(2, NOW).to_string().into_bytes()).unwrap();
    gate.let_go();
    call.await.unwrap().unwrap();
    is_nobody(&late).await;
}

#[tokio::test(start_paused = true)]
async fn a_sign_out_revokes_unsaved_tokens_and_no_later_fetch_saves_them() {
    let with_unsaved = || async {
        let app = TestApp::with(&FIRST.expired());
        app.store.fail_key(".session", StoreOperation::Save, StoreError::Full);
        app.transport.push(SECOND.rotated());
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::StoreFull);
        app.unlock();
        app
    };
    let app = with_unsaved().await;
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    assert_eq!(revoked(&app), [SECOND.refresh()]);
    is_nobody(&app).await;
    // Another process signs out. The next fetch of this process still finds the session, as if the process had been
    // suspended after its read of the store.
    let app = with_unsaved().await;
    let other = app.another();
    other.auth.get_current_user().await.unwrap();
    assert_eq!(sign_out(&other).await, SignOutResult::Complete);
    app.store.save(SESSION_KEY.to_owned(), FIRST.expired().to_string().into()).unwrap();
    app.transport.repeat(done());
    assert!(!app.fetch().await.unwrap().is_signed_in);
    settle().await;
    assert_eq!(revoked(&app), [SECOND.refresh()]);
    is_nobody(&app).await;
}

#[tokio::test]
async fn a_sign_out_that_fails_removes_its_sign_in_from_the_mark() {
    for key in [".session", ".pending"] {
        let app = TestApp::with(&FIRST.record(2, NOW));
        app.auth.get_current_user().await.unwrap();
        app.store.fail_key(key, StoreOperation::Delete, StoreError::Locked);
        assert_eq!(sign_out_error(&app).await, AuthErrorCode::StoreLocked);
        assert_eq!(mark(&app)["signedOut"], json!([]));
        app.unlock();
        assert_eq!(access_token(&app.force_refreshed_with(SECOND).await), SECOND.access());
    }
}

/// In each round, all calls of the store fail after the first `spared` ones. A sign-out that fails leaves the whole
/// session. The first sign-out that completes ends the test.
#[tokio::test]
async fn a_sign_out_whose_store_fails_at_any_call_can_be_made_again() {
    let mut has_half = false;
    for spared in 0.. {
        let app = TestApp::with(&FIRST.record(1, NOW));
        app.auth.get_current_user().await.unwrap();
        app.transport.repeat(done());
        app.store.fail_all_after(spared, StoreError::Locked);
        let result = app.auth.sign_out(SignOutOptions::default()).await;
        app.unlock();
        if result == SignOutResult::Complete {
            assert_eq!(app.stored(), None);
            break;
        }
        assert_eq!(app.stored(), Some(FIRST.record(1, NOW)));
        assert_eq!(access_token(&app.fetch().await.unwrap()), FIRST.access());
        has_half |= app.store.entries().contains_key(&mark_key());
        assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
        is_nobody(&app).await;
    }
    assert!(has_half, "no sign-out failed after its mark");
}

/// If the mark could not be stored, a late write of another process would undo the sign-out.
#[tokio::test]
async fn a_sign_out_fails_before_it_removes_anything_if_its_mark_cant_be_stored() {
    let pending = SESSION_KEY.replace(".session", ".pending");
    for (operation, error, code) in [
        (StoreOperation::Load, StoreError::Locked, AuthErrorCode::StoreLocked),
        (StoreOperation::Save, StoreError::Locked, AuthErrorCode::StoreLocked),
        (StoreOperation::Save, StoreError::Unavailable, AuthErrorCode::StoreUnavailable),
    ] {
        let app = TestApp::with(&FIRST.record(1, NOW));
        app.store.save(pending.clone(), b"{}".to_vec()).unwrap();
        let entries = app.store.entries();
        app.store.fail_key(".signedOut", operation, error);
        assert_eq!(sign_out_error(&app).await, code);
        app.transport.push(done());
        assert_eq!(error_code(app.auth.delete_user().await), code);
        assert_eq!((app.store.entries(), app.events.heard()), (entries, vec![]));
        assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
        app.unlock();
        assert_eq!(sign_out(&app).await, SignOutResult::Complete);
        is_nobody(&app).await;
    }
}

/// A full store must not keep a user signed in. So a sign-out does without the mark if the store is full.
#[tokio::test]
async fn a_sign_out_succeeds_without_a_mark_while_the_store_is_full() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.store.fail_at(StoreOperation::Save, StoreError::Full);
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    assert!(app.store.entries().is_empty());
}

#[tokio::test]
async fn a_sign_out_writes_a_new_mark_if_the_old_one_cant_be_read() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    for damage in [StoreError::Corrupt, StoreError::Unrecoverable] {
        app.store.fail_key(".signedOut", StoreOperation::Load, damage);
        write_late(&app, FIRST);
        assert_eq!(sign_out(&app).await, SignOutResult::Complete);
        assert_eq!(mark(&app)["signedOut"].as_array().unwrap().len(), 1);
    }
}

/// This session needs no mark: the service refuses its tokens, even if they are written late.
#[tokio::test]
async fn a_refused_session_ends_even_if_its_mark_cant_be_stored() {
    for (operation, error) in [
        (StoreOperation::Load, StoreError::Locked),
        (StoreOperation::Load, StoreError::Corrupt),
        (StoreOperation::Save, StoreError::Full),
    ] {
        let app = TestApp::with(&FIRST.expired());
        app.store.fail_key(".signedOut", operation, error);
        app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has expired"));
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
        is_nobody(&app).await;
    }
}

/// A store that fails signs nobody out. Once the mark can be read, a refresh completes the sign-out.
#[tokio::test(start_paused = true)]
async fn a_refresh_keeps_a_half_signed_out_session_while_the_mark_cant_be_read() {
    let app = half_signed_out().await;
    app.store.fail_key(".signedOut", StoreOperation::Load, StoreError::Locked);
    assert_eq!(access_token(&app.force_refreshed_with(SECOND).await), SECOND.access());
    assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
    app.unlock();
    app.transport.push(THIRD.rotated());
    app.transport.push(done());
    assert!(!app.force_refresh().await.unwrap().is_signed_in);
    is_nobody(&app).await;
}

#[tokio::test]
async fn a_mark_that_cant_be_read_hides_no_session_of_another_process() {
    for error in [StoreError::Locked, StoreError::Corrupt] {
        let app = TestApp::over(FaultyStore::default());
        is_nobody(&app).await;
        app.another().sign_in(BOBS).await.unwrap();
        app.store.fail_key(".signedOut", StoreOperation::Load, error);
        assert_eq!(app.auth.get_current_user().await.unwrap().username, "bob");
    }
}

#[tokio::test(start_paused = true)]
async fn a_signed_out_session_that_was_written_back_and_cant_be_removed_is_ignored_and_revoked_once() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    write_late(&app, SECOND);
    app.store.fail_key(".session", StoreOperation::Delete, StoreError::Locked);
    app.transport.repeat(done());
    for _ in 0..3 {
        assert!(!app.fetch().await.unwrap().is_signed_in);
    }
    assert!(app.stored().is_some());
    app.unlock();
    is_nobody(&app).await;
    settle().await;
    assert_eq!(revoked(&app), [FIRST.refresh(), SECOND.refresh()]);
}

#[tokio::test(start_paused = true)]
async fn a_sign_out_revokes_a_session_whose_removal_was_made_although_the_store_reported_a_failure() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    write_late(&app, SECOND);
    app.store.fail_key(".session", StoreOperation::Delete, StoreError::Locked);
    assert!(!app.fetch().await.unwrap().is_signed_in);
    app.store.remove(SESSION_KEY);
    app.unlock();
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    assert_eq!(revoked(&app), [FIRST.refresh(), SECOND.refresh()]);
}

#[tokio::test]
async fn a_fetch_with_valid_tokens_reads_the_session_but_not_the_mark() {
    for generation in [1, 2] {
        let app = half_signed_out().await;
        app.store.save(SESSION_KEY.to_owned(), FIRST.record(generation, NOW).to_string().into()).unwrap();
        for _ in 0..3 {
            let before = app.store.calls();
            app.fetch().await.unwrap();
            assert_eq!(app.store.calls() - before, 1);
        }
    }
}

/// A hash reveals nothing of a token.
#[tokio::test]
async fn the_mark_holds_a_hash_for_each_of_the_last_eight_signed_out_sign_ins() {
    let app = TestApp::over(FaultyStore::default());
    for number in 0..10 {
        app.sign_in(Tokens::of("ann", number * 100)).await.unwrap();
        assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    }
    let named = mark(&app)["signedOut"].as_array().unwrap().clone();
    assert_eq!(named.len(), 8);
    for name in named {
        let name = name.as_str().unwrap();
        assert!(name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    }
    // The mark still names the last sign-in, so a late write of its session signs nobody in.
    write_late(&app, Tokens::of("ann", 901));
    app.transport.push(done());
    is_nobody(&app).await;
}
