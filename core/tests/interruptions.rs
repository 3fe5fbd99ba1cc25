//! Interrupted sign-ins. A sign-in is cancelled, passes its deadline, is superseded by a newer one, ends with its
//! instance, goes on after a restart, or can't be stored.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::{Arc, Mutex};

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthErrorCode, AuthEvent, AuthEventListener, AuthSignInResult,
    AuthSignInStep, Ports, SecureStore, SignOutOptions, SignOutResult, StoreError,
};
use cognito_local_pool::{Fault, FaultRule, When};
use support::options::error_code;
use support::pool::{PASSWORD, TestPool, auth, ports};
use support::sessions::until;
use support::store::{FaultyStore, GatedStore, StoreOperation};

/// Longer than any test waits.
const AGES: Fault = Fault::Delay { milliseconds: 120_000 };

fn inject(pool: &TestPool, operation: &str, fault: Fault) {
    pool.pool.inject_fault(FaultRule { operation: operation.into(), times: 1, fault });
}

fn with_deadline(pool: &TestPool, milliseconds: u64) -> AuthConfiguration {
    AuthConfiguration { deadline_milliseconds: milliseconds, ..pool.configuration() }
}

fn with_store(pool: &TestPool, store: Arc<dyn SecureStore>) -> Auth {
    auth(pool.configuration(), Ports::new(Arc::new(HostTransport::new().unwrap()), store))
}

async fn sign_in(auth: &Auth, username: &str) -> Result<AuthSignInResult, AuthError> {
    auth.sign_in(username, Some(PASSWORD.into()), Default::default()).await
}

async fn answer(auth: &Auth, response: &str) -> Result<AuthSignInResult, AuthError> {
    auth.confirm_sign_in(response.into(), Default::default()).await
}

/// A pool with a user who needs a code by text message.
async fn pool_with_mfa() -> TestPool {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    pool.enable_factors("ann", &["SMSMfaSettings"]);
    pool
}

/// Drops a call while its first request waits for the response.
async fn cancelled_meanwhile<T: Send + 'static>(
    pool: &TestPool,
    call: impl Future<Output = T> + Send + 'static,
) {
    let served = pool.operations().len();
    let task = tokio::spawn(call);
    until(|| pool.operations().len() > served).await;
    task.abort();
    assert!(task.await.is_err_and(|error| error.is_cancelled()), "the call ended before it was dropped");
}

#[tokio::test]
async fn a_sign_in_while_signed_in_is_refused_and_nothing_is_sent() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = pool.auth();
    sign_in(&auth, "ann").await.unwrap();
    let served = pool.operations().len();
    assert_eq!(error_code(sign_in(&auth, "ann").await), AuthErrorCode::AlreadySignedIn);
    assert_eq!(pool.operations().len(), served);
}

#[tokio::test]
async fn a_newer_sign_in_ends_the_older_one_that_waits_for_the_network() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    inject(&pool, "InitiateAuth", AGES);
    let auth = pool.auth();
    let older = tokio::spawn({
        let auth = auth.clone();
        async move { sign_in(&auth, "ann").await }
    });
    until(|| !pool.operations().is_empty()).await;
    assert!(sign_in(&auth, "ann").await.unwrap().is_signed_in());
    assert_eq!(error_code(older.await.unwrap()), AuthErrorCode::Cancelled);
}

#[tokio::test]
async fn a_newer_sign_in_ends_an_open_challenge() {
    let pool = pool_with_mfa().await;
    pool.confirmed_user("bob");
    let auth = pool.auth();
    assert!(!sign_in(&auth, "ann").await.unwrap().is_signed_in());
    assert!(sign_in(&auth, "bob").await.unwrap().is_signed_in());
    assert_eq!(error_code(answer(&auth, &pool.code("ann")).await), AuthErrorCode::NoPendingSignIn);
}

#[tokio::test]
async fn dropping_a_sign_in_ends_it_and_another_can_start() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    inject(&pool, "InitiateAuth", AGES);
    let auth = pool.auth();
    let call = auth.clone();
    cancelled_meanwhile(&pool, async move { sign_in(&call, "ann").await }).await;
    assert_eq!(error_code(answer(&auth, "123456").await), AuthErrorCode::NoPendingSignIn);
    assert!(sign_in(&auth, "ann").await.unwrap().is_signed_in());
}

#[tokio::test]
async fn dropping_the_call_that_answers_a_challenge_ends_the_sign_in() {
    let pool = pool_with_mfa().await;
    let store = Arc::new(MemoryStore::new());
    let auth = with_store(&pool, store.clone());
    sign_in(&auth, "ann").await.unwrap();
    inject(&pool, "RespondToAuthChallenge", AGES);
    let (call, right) = (auth.clone(), pool.code("ann"));
    cancelled_meanwhile(&pool, async move { answer(&call, &right).await }).await;
    assert_eq!(error_code(answer(&auth, "123456").await), AuthErrorCode::NoPendingSignIn);
    let relaunched = with_store(&pool, store);
    assert_eq!(error_code(answer(&relaunched, "123456").await), AuthErrorCode::NoPendingSignIn);
    sign_in(&auth, "ann").await.unwrap();
    assert!(answer(&auth, &pool.code("ann")).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_sign_up_and_a_sign_in_without_a_response_end_at_their_deadline() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = auth(with_deadline(&pool, 300), ports());
    for operation in ["SignUp", "InitiateAuth"] {
        inject(&pool, operation, AGES);
    }
    let late = auth.sign_up("bob", Some(PASSWORD.into()), Default::default()).await;
    assert_eq!(error_code(late), AuthErrorCode::DeadlinePassed);
    assert_eq!(error_code(sign_in(&auth, "ann").await), AuthErrorCode::DeadlinePassed);
    assert_eq!(error_code(answer(&auth, "123456").await), AuthErrorCode::NoPendingSignIn);
}

#[tokio::test]
async fn an_answer_that_did_not_reach_the_service_can_be_given_again() {
    let pool = pool_with_mfa().await;
    let auth = pool.auth();
    sign_in(&auth, "ann").await.unwrap();
    inject(&pool, "RespondToAuthChallenge", Fault::Drop { when: When::Before });
    assert_eq!(error_code(answer(&auth, &pool.code("ann")).await), AuthErrorCode::TransportFailed);
    assert!(answer(&auth, &pool.code("ann")).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn an_answer_given_again_after_its_response_was_lost_ends_the_sign_in() {
    let pool = pool_with_mfa().await;
    let auth = pool.auth();
    sign_in(&auth, "ann").await.unwrap();
    inject(&pool, "RespondToAuthChallenge", Fault::Drop { when: When::After });
    assert_eq!(error_code(answer(&auth, &pool.code("ann")).await), AuthErrorCode::TransportFailed);
    assert_eq!(error_code(answer(&auth, &pool.code("ann")).await), AuthErrorCode::NotAuthorized);
    assert_eq!(error_code(answer(&auth, &pool.code("ann")).await), AuthErrorCode::NoPendingSignIn);
}

#[tokio::test]
async fn an_answer_to_a_challenge_that_is_too_old_ends_the_sign_in() {
    let pool = pool_with_mfa().await;
    let auth = pool.auth();
    sign_in(&auth, "ann").await.unwrap();
    pool.pool.advance_clock(4 * 60);
    assert_eq!(error_code(answer(&auth, &pool.code("ann")).await), AuthErrorCode::ChallengeExpired);
    assert_eq!(error_code(answer(&auth, &pool.code("ann")).await), AuthErrorCode::NoPendingSignIn);
}

#[tokio::test]
async fn an_open_challenge_can_be_answered_after_a_restart_and_its_record_has_no_password() {
    let pool = pool_with_mfa().await;
    let store = Arc::new(FaultyStore::default());
    sign_in(&with_store(&pool, store.clone()), "ann").await.unwrap();
    let stored = store.entries();
    assert_eq!(stored.len(), 1);
    assert!(stored.values().all(|entry| !String::from_utf8_lossy(entry).contains(PASSWORD)));

    let relaunched = with_store(&pool, store.clone());
    let wrong = support::pool::other_than(&pool.code("ann"));
    assert_eq!(error_code(answer(&relaunched, &wrong).await), AuthErrorCode::CodeMismatch);
    assert!(answer(&relaunched, &pool.code("ann")).await.unwrap().is_signed_in());
    let relaunched = with_store(&pool, store);
    assert_eq!(relaunched.get_current_user().await.unwrap().username, "ann");
    assert_eq!(error_code(answer(&relaunched, "123456").await), AuthErrorCode::NoPendingSignIn);
}

#[tokio::test]
async fn a_sign_out_ends_an_unfinished_sign_in() {
    let pool = pool_with_mfa().await;
    let store = Arc::new(FaultyStore::default());
    let auth = with_store(&pool, store.clone());
    sign_in(&auth, "ann").await.unwrap();
    assert_eq!(auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(error_code(answer(&auth, &pool.code("ann")).await), AuthErrorCode::NoPendingSignIn);
    assert!(store.entries().is_empty());
}

#[tokio::test]
async fn a_second_answer_to_a_challenge_is_refused_while_the_first_answer_waits_for_its_response() {
    let pool = pool_with_mfa().await;
    let auth = pool.auth();
    sign_in(&auth, "ann").await.unwrap();
    inject(&pool, "RespondToAuthChallenge", Fault::Delay { milliseconds: 500 });
    let served = pool.operations().len();
    let right = pool.code("ann");
    let (first, second) = tokio::join!(answer(&auth, &right), async {
        until(|| pool.operations().len() > served).await;
        answer(&auth, &right).await
    });
    assert_eq!(error_code(second), AuthErrorCode::SignInInProgress);
    assert!(first.unwrap().is_signed_in());
}

#[tokio::test]
async fn an_answer_is_refused_while_the_sign_in_is_still_running() {
    let pool = pool_with_mfa().await;
    let auth = pool.auth();
    inject(&pool, "RespondToAuthChallenge", Fault::Delay { milliseconds: 500 });
    let (first, early) = tokio::join!(sign_in(&auth, "ann"), async {
        until(|| !pool.operations().is_empty()).await;
        answer(&auth, "123456").await
    });
    assert_eq!(error_code(early), AuthErrorCode::SignInInProgress);
    first.unwrap();
    assert!(answer(&auth, &pool.code("ann")).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn an_answer_is_refused_before_a_request_if_another_instance_has_signed_in() {
    let pool = pool_with_mfa().await;
    let store = Arc::new(FaultyStore::default());
    let (left, other) = (with_store(&pool, store.clone()), with_store(&pool, store.clone()));
    sign_in(&left, "ann").await.unwrap();
    sign_in(&other, "ann").await.unwrap();
    let open: Vec<_> = store.entries().into_iter().collect();
    answer(&other, &pool.code("ann")).await.unwrap();
    for (key, value) in open {
        store.save(key, value).unwrap();
    }
    let relaunched = with_store(&pool, store);
    let served = pool.operations().len();
    assert_eq!(error_code(answer(&relaunched, "123456").await), AuthErrorCode::AlreadySignedIn);
    assert_eq!(pool.operations().len(), served);
}

#[tokio::test]
async fn closing_an_instance_ends_its_active_and_later_calls_and_keeps_the_session() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let store = Arc::new(MemoryStore::new());
    let auth = with_store(&pool, store.clone());
    sign_in(&auth, "ann").await.unwrap();
    inject(&pool, "SignUp", AGES);
    let under_way = tokio::spawn({
        let auth = auth.clone();
        async move { auth.sign_up("bob", Some(PASSWORD.into()), Default::default()).await }
    });
    until(|| pool.operations().contains(&"SignUp".to_owned())).await;
    auth.close().await;
    assert_eq!(error_code(under_way.await.unwrap()), AuthErrorCode::Closed);
    assert_eq!(error_code(auth.get_current_user().await), AuthErrorCode::Closed);
    assert_eq!(error_code(sign_in(&auth, "ann").await), AuthErrorCode::Closed);
    assert!(matches!(
        auth.sign_out(SignOutOptions::default()).await,
        SignOutResult::Failed(error) if error.code == AuthErrorCode::Closed
    ));
    assert_eq!(with_store(&pool, store).get_current_user().await.unwrap().username, "ann");
}

#[tokio::test]
async fn a_sign_in_fails_if_its_session_cant_be_stored() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let store = Arc::new(LockedForSessions);
    let auth = with_store(&pool, store.clone());
    assert_eq!(error_code(sign_in(&auth, "ann").await), AuthErrorCode::StoreLocked);
    assert_eq!(error_code(auth.get_current_user().await), AuthErrorCode::NotSignedIn);
}

#[tokio::test]
async fn a_sign_in_dropped_while_its_session_is_stored_still_signs_the_user_in() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let store = Arc::new(GatedStore::default());
    store.hold(StoreOperation::Save);
    let auth = with_store(&pool, store.clone());
    let heard = Arc::new(Heard::default());
    let _subscription = auth.subscribe(heard.clone());
    let task = tokio::spawn({
        let auth = auth.clone();
        async move { sign_in(&auth, "ann").await }
    });
    store.held().await;
    task.abort();
    assert!(task.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(error_code(sign_in(&auth, "ann").await), AuthErrorCode::AlreadySignedIn);
    store.let_go();
    until(|| heard.0.lock().unwrap().contains(&AuthEvent::SignedIn)).await;
    assert_eq!(auth.get_current_user().await.unwrap().username, "ann");
}

#[tokio::test]
async fn a_sign_out_that_comes_before_the_session_is_stored_leaves_nobody_signed_in() {
    let pool = pool_with_mfa().await;
    let store = Arc::new(GatedStore::default());
    let auth = with_store(&pool, store.clone());
    sign_in(&auth, "ann").await.unwrap();
    let code_of_ann = pool.code("ann");
    store.hold(StoreOperation::Delete);
    let answered = tokio::spawn({
        let auth = auth.clone();
        async move { answer(&auth, &code_of_ann).await }
    });
    // The service has issued tokens, and the store is still removing the answered challenge.
    store.held().await;
    let signed_out = tokio::spawn({
        let auth = auth.clone();
        async move { auth.sign_out(SignOutOptions::default()).await }
    });
    assert_eq!(error_code(answered.await.unwrap()), AuthErrorCode::Cancelled);
    store.let_go();
    assert_eq!(signed_out.await.unwrap(), SignOutResult::Complete);
    until(|| pool.operations().contains(&"RevokeToken".to_owned())).await;
    assert_eq!(error_code(auth.get_current_user().await), AuthErrorCode::NotSignedIn);
}

#[tokio::test]
async fn a_challenge_that_cant_be_stored_can_be_answered_in_the_same_process() {
    let pool = pool_with_mfa().await;
    let store = Arc::new(FaultyStore::default());
    let auth = with_store(&pool, store.clone());
    assert_eq!(error_code(auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    store.fail(Some(StoreError::Full));
    let asked = sign_in(&auth, "ann").await.unwrap();
    assert!(matches!(asked.next_step, AuthSignInStep::ConfirmSignInWithSmsMfaCode { .. }));
    store.fail(None);
    assert!(answer(&auth, &pool.code("ann")).await.unwrap().is_signed_in());
}

/// Fails every save, as on a locked device.
struct LockedForSessions;

impl SecureStore for LockedForSessions {
    fn load(&self, _key: String) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }

    fn save(&self, _key: String, _value: Vec<u8>) -> Result<(), StoreError> {
        Err(StoreError::Locked)
    }

    fn delete(&self, _key: String) -> Result<(), StoreError> {
        Ok(())
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<AuthEvent>>);

impl AuthEventListener for Heard {
    fn on_event(&self, event: AuthEvent) {
        self.0.lock().unwrap().push(event);
    }
}
