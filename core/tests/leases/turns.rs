//! What a process does while another process has its turn to refresh, and what it does if that process has died or was
//! suspended. The processes are instances with session managers of their own.

use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthErrorCode, AuthEvent, AuthSession, FederateToIdentityPoolOptions,
    FetchAuthSessionOptions, LoginProvider, SecureStore as _, SignOutOptions, SignOutResult,
};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::support::identity::{IDENTITY_KEY, anns, credentials, expired, failure, got, new, with_pool};
use crate::support::leases::{LeaseFault, TestLeases};
use crate::support::options::error_code;
use crate::support::sessions::{
    BOBS, FIRST, NOW, SECOND, SESSION_KEY, TestApp, Tokens, access_token, configuration, settle,
};
use crate::support::store::FaultyStore;
use crate::support::transport::Step;

const THIRD: Tokens = Tokens { user: "ann", serial: 5 };

/// Two processes over one store.
struct Two {
    app: TestApp,
    leases: Arc<TestLeases>,
    other: TestApp,
    other_leases: Arc<TestLeases>,
}

impl Two {
    fn with(record: &serde_json::Value) -> Self {
        Self::over(configuration(), [(SESSION_KEY, record)])
    }

    /// Two processes whose user has expired tokens.
    fn with_expired_tokens() -> Self {
        Self::with(&FIRST.expired())
    }

    fn over<'a>(
        configuration: AuthConfiguration,
        entries: impl IntoIterator<Item = (&'a str, &'a serde_json::Value)>,
    ) -> Self {
        let entry = |(key, record): (&str, &serde_json::Value)| (key.to_owned(), record.to_string().into());
        let store = Arc::new(FaultyStore::with(entries.into_iter().map(entry)));
        let leases = Arc::new(TestLeases::default());
        let other_leases = Arc::new(leases.another());
        Self {
            app: TestApp::taking_turns(configuration.clone(), &store, &leases),
            other: TestApp::taking_turns(configuration, &store, &other_leases),
            leases,
            other_leases,
        }
    }

    /// Starts a fetch in the first process. Its refresh has the lease, and hangs until the test releases the response.
    async fn first_has_its_turn(&self) -> Call {
        self.app.transport.push(Step::Hang);
        let call = start(&self.app);
        self.app.hanging(1).await;
        call
    }

    fn is_released(&self, name: &str) -> bool {
        self.leases.stored(name).unwrap()["isReleased"] == true
    }
}

type Call = JoinHandle<Result<AuthSession, AuthError>>;

fn start(app: &TestApp) -> Call {
    start_with(&app.auth, false)
}

fn start_with(auth: &Auth, force_refresh: bool) -> Call {
    let auth = auth.clone();
    let options = FetchAuthSessionOptions { force_refresh, ..Default::default() };
    tokio::spawn(async move { auth.fetch_auth_session(options).await })
}

async fn token(call: Call) -> String {
    access_token(&call.await.unwrap().unwrap()).to_owned()
}

/// Makes a fetch whose refresh brings these tokens. Gives how long the fetch takes by the paused clock.
async fn time_to_refresh(app: &TestApp, tokens: Tokens) -> Duration {
    app.transport.push(tokens.rotated());
    let began = Instant::now();
    assert_eq!(access_token(&app.fetch().await.unwrap()), tokens.access());
    began.elapsed()
}

#[tokio::test(start_paused = true)]
async fn a_process_waits_for_the_refresh_of_another_and_takes_its_tokens_even_if_it_forces_a_refresh() {
    for force_refresh in [false, true] {
        let two = Two::with_expired_tokens();
        two.other.auth.get_current_user().await.unwrap();
        let first = two.first_has_its_turn().await;
        let second = start_with(&two.other.auth, force_refresh);
        sleep(Duration::from_secs(5)).await;
        two.app.transport.release(&SECOND.rotated());
        assert_eq!(token(first).await, SECOND.access());
        assert_eq!(token(second).await, SECOND.access());
        assert_eq!(two.app.transport.operations(), ["GetTokensFromRefreshToken"]);
        assert_eq!(two.other.transport.operations(), [""; 0]);
        two.other.expect_events(&[AuthEvent::TokensRefreshed]).await;
        assert!(two.is_released(SESSION_KEY));
    }
}

#[tokio::test(start_paused = true)]
async fn a_process_releases_its_lease_when_its_refresh_ends_so_the_next_process_need_not_wait() {
    let two = Two::with_expired_tokens();
    assert_eq!(time_to_refresh(&two.app, SECOND).await, Duration::ZERO);
    two.other.auth.get_current_user().await.unwrap();
    let began = Instant::now();
    two.other.transport.push(THIRD.rotated());
    let session = two.other.force_refresh().await.unwrap();
    assert_eq!((access_token(&session), began.elapsed()), (&*THIRD.access(), Duration::ZERO));

    // The process also releases the lease after a refresh that fails.
    two.app.transport.push(Step::exception("InternalErrorException", "Try again"));
    two.app.transport.repeat(Step::exception("InternalErrorException", "Try again"));
    two.app.force_refresh().await.unwrap_err();
    assert!(two.is_released(SESSION_KEY));
}

/// A lease that its process does not renew lapses after ten seconds. This refresh takes longer.
#[tokio::test(start_paused = true)]
async fn a_process_renews_its_lease_as_long_as_its_refresh_takes() {
    let two = Two::with_expired_tokens();
    let first = two.first_has_its_turn().await;
    sleep(Duration::from_secs(1)).await;
    let second = start(&two.other);
    sleep(Duration::from_secs(27)).await;
    assert_eq!(two.other.transport.operations(), [""; 0]);
    two.app.transport.release(&SECOND.rotated());
    assert_eq!(token(first).await, SECOND.access());
    assert_eq!(token(second).await, SECOND.access());
    assert_eq!(two.other.transport.operations(), [""; 0]);
}

/// A lease lapses after ten seconds. A call's deadline is thirty seconds, so a call can wait for that.
#[tokio::test(start_paused = true)]
async fn a_call_takes_over_the_lease_of_a_dead_process_after_ten_seconds() {
    let two = Two::with_expired_tokens();
    two.leases.leave(SESSION_KEY, None);
    let time = time_to_refresh(&two.app, SECOND).await;
    assert!((10..11).contains(&time.as_secs()), "{time:?}");
    assert!(two.is_released(SESSION_KEY));
}

#[tokio::test(start_paused = true)]
async fn with_a_short_deadline_a_call_takes_over_the_lease_of_a_dead_process_sooner() {
    let short = || AuthConfiguration { deadline_milliseconds: 6000, ..configuration() };
    let two = Two::over(short(), [(SESSION_KEY, &FIRST.expired())]);
    let first = two.first_has_its_turn().await;
    // From now on the first process can't renew its lease, as if it had died.
    two.leases.fault(Some(LeaseFault::FailSwap));
    let time = time_to_refresh(&two.other, SECOND).await;
    assert!((2..3).contains(&time.as_secs()), "{time:?}");
    first.abort();
}

#[tokio::test(start_paused = true)]
async fn a_process_takes_over_a_lapsed_lease_without_waiting() {
    let two = Two::with_expired_tokens();
    two.leases.leave(SESSION_KEY, None);
    two.app.clock.advance_seconds(10);
    assert_eq!(time_to_refresh(&two.app, SECOND).await, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_process_takes_over_the_lease_of_an_earlier_process_with_the_same_name_without_waiting() {
    let two = Two::with_expired_tokens();
    two.leases.leave(SESSION_KEY, Some("app"));
    let named = |process: &str| {
        let leases = Arc::new(two.leases.another_named(process));
        TestApp::taking_turns(configuration(), &two.app.store, &leases)
    };
    assert_eq!(time_to_refresh(&named("app"), SECOND).await, Duration::ZERO);

    let extension = named("extension");
    extension.auth.get_current_user().await.unwrap();
    two.leases.leave(SESSION_KEY, Some("app"));
    extension.transport.push(THIRD.rotated());
    let began = Instant::now();
    assert_eq!(access_token(&extension.force_refresh().await.unwrap()), THIRD.access());
    assert!(began.elapsed() >= Duration::from_secs(10));
}

/// The first process does not renew its lease any more, like one that the system has suspended.
#[tokio::test(start_paused = true)]
async fn a_suspended_process_adopts_the_tokens_of_the_process_that_took_over() {
    let two = Two::with_expired_tokens();
    let first = two.first_has_its_turn().await;
    two.leases.fault(Some(LeaseFault::FailSwap));
    let time = time_to_refresh(&two.other, THIRD).await;
    assert!((10..11).contains(&time.as_secs()), "{time:?}");
    two.leases.fault(None);
    two.app.transport.release(&SECOND.rotated());
    assert_eq!(token(first).await, THIRD.access());
    assert_eq!(two.app.stored_refresh_token(), Some(THIRD.refresh()));
    settle().await;
    // The late tokens are of the same sign-in as the stored ones, so a revocation would end the stored ones too.
    assert_eq!(two.app.transport.operations(), ["GetTokensFromRefreshToken"]);
    assert!(two.app.log.text().contains("refresh: another process has taken the lease over"));
    assert!(!two.other.log.text().contains("lease"));
}

/// The other process has taken over, but has no tokens yet.
#[tokio::test(start_paused = true)]
async fn a_process_that_took_over_adopts_the_late_tokens_of_the_suspended_process() {
    let two = Two::with_expired_tokens();
    let first = two.first_has_its_turn().await;
    two.leases.fault(Some(LeaseFault::FailSwap));
    two.other.transport.push(Step::Hang);
    let second = start(&two.other);
    sleep(Duration::from_secs(10)).await;
    two.other.hanging(1).await;
    two.leases.fault(None);
    two.app.transport.release(&SECOND.rotated());
    assert_eq!(token(first).await, SECOND.access());
    two.other.transport.release(&THIRD.rotated());
    assert_eq!(token(second).await, SECOND.access());
    assert_eq!(two.app.stored_refresh_token(), Some(SECOND.refresh()));
    assert!(two.is_released(SESSION_KEY));
}

#[tokio::test(start_paused = true)]
async fn a_suspended_process_revokes_its_late_tokens_if_another_user_has_signed_in() {
    let two = Two::with_expired_tokens();
    let first = two.first_has_its_turn().await;
    two.leases.fault(Some(LeaseFault::FailSwap));
    two.other.transport.push(Step::success(json!({})));
    assert_eq!(two.other.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    two.other.sign_in(BOBS).await.unwrap();
    two.leases.fault(None);
    two.app.transport.push(Step::success(json!({})));
    two.app.transport.release(&SECOND.rotated());
    assert_eq!(token(first).await, BOBS.access());
    settle().await;
    assert_eq!(two.app.transport.operations(), ["GetTokensFromRefreshToken", "RevokeToken"]);
    assert_eq!(two.app.stored_refresh_token(), Some(BOBS.refresh()));
}

#[tokio::test(start_paused = true)]
async fn a_process_whose_lease_store_fails_refreshes_without_a_lease() {
    for (fault, waits) in [
        (LeaseFault::Fail, 0..1),
        (LeaseFault::FailSwap, 0..1),
        (LeaseFault::Panic, 0..1),
        (LeaseFault::Refuse, 10..12),
    ] {
        let two = Two::with_expired_tokens();
        two.leases.fault(Some(fault));
        let time = time_to_refresh(&two.app, SECOND).await;
        assert!(waits.contains(&time.as_secs()), "{fault:?}: {time:?}");
        assert!(two.app.log.text().contains("refresh: the lease can't be taken"), "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_process_that_waits_for_its_turn_stops_waiting_at_a_sign_out_in_a_third_process() {
    let two = Two::with_expired_tokens();
    let _first = two.first_has_its_turn().await;
    let second = start(&two.other);
    sleep(Duration::from_secs(2)).await;
    let third = two.app.another();
    third.transport.push(Step::success(json!({})));
    assert_eq!(third.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert!(!second.await.unwrap().unwrap().is_signed_in);
    assert_eq!(two.other.transport.operations(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_process_goes_on_waiting_for_its_turn_while_the_store_cant_be_read() {
    let two = Two::with_expired_tokens();
    let first = two.first_has_its_turn().await;
    let second = start(&two.other);
    sleep(Duration::from_secs(1)).await;
    two.app.lock();
    sleep(Duration::from_secs(3)).await;
    two.app.unlock();
    assert!(!second.is_finished());
    two.app.transport.release(&SECOND.rotated());
    assert_eq!(token(first).await, SECOND.access());
    assert_eq!(token(second).await, SECOND.access());
    assert_eq!(two.other.transport.operations(), [""; 0]);
}

/// The refresh of the former user still runs in this process, and has the lease.
#[tokio::test(start_paused = true)]
async fn a_new_user_does_not_wait_for_the_refresh_of_the_former_user() {
    let two = Two::with_expired_tokens();
    let abandoned = two.first_has_its_turn().await;
    two.app.transport.push(Step::success(json!({})));
    assert_eq!(two.app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    two.app.sign_in(BOBS).await.unwrap();
    let began = Instant::now();
    let newer = Tokens::of("bob", 9);
    assert_eq!(access_token(&two.app.force_refreshed_with(newer).await), newer.access());
    assert_eq!(began.elapsed(), Duration::ZERO);
    // The abandoned refresh shares the lease, so the process releases the lease only when that refresh ends.
    assert!(!two.is_released(SESSION_KEY));
    two.app.transport.push(Step::success(json!({})));
    two.app.transport.release(&SECOND.rotated());
    assert_eq!(token(abandoned).await, newer.access());
    assert!(two.is_released(SESSION_KEY));
}

#[tokio::test(start_paused = true)]
async fn a_process_waits_for_the_credentials_that_another_one_gets() {
    let two =
        Two::over(with_pool(), [(SESSION_KEY, &FIRST.record(1, NOW)), (IDENTITY_KEY, &expired(anns(1)))]);
    two.app.transport.push(Step::Hang);
    let first = start(&two.app);
    two.app.hanging(1).await;
    let (second, third) = (start(&two.other), start(&two.other));
    sleep(Duration::from_secs(15)).await;
    two.app.transport.release(&credentials(1));
    for call in [first, second, third] {
        assert_eq!(got(&call.await.unwrap().unwrap()), new(1));
    }
    assert_eq!(two.app.transport.operations(), ["GetCredentialsForIdentity"]);
    assert_eq!(two.other.transport.operations(), [""; 0]);
    assert!(two.is_released(IDENTITY_KEY));
    assert_eq!(two.leases.stored(SESSION_KEY), None);
}

#[tokio::test(start_paused = true)]
async fn a_process_requests_credentials_itself_if_the_request_of_the_other_process_fails() {
    let two =
        Two::over(with_pool(), [(SESSION_KEY, &FIRST.record(1, NOW)), (IDENTITY_KEY, &expired(anns(1)))]);
    two.app.transport.push(Step::Hang);
    let first = start(&two.app);
    two.app.hanging(1).await;
    two.other.transport.push(credentials(1));
    let second = start(&two.other);
    sleep(Duration::from_secs(1)).await;
    two.app.transport.release(&Step::exception("NotAuthorizedException", "Not today"));
    assert_eq!(failure(&first.await.unwrap().unwrap()), AuthErrorCode::IdentityPoolRefused);
    assert_eq!(got(&second.await.unwrap().unwrap()), new(1));
}

#[tokio::test(start_paused = true)]
async fn a_federation_that_waits_for_its_turn_ends_when_the_app_clears_it() {
    let two = Two::over(with_pool(), []);
    two.leases.leave(IDENTITY_KEY, None);
    let auth = two.other.auth.clone();
    let waiting = tokio::spawn(async move {
        let options = FederateToIdentityPoolOptions::default();
        auth.federate_to_identity_pool(LoginProvider::Google, "token".into(), options).await
    });
    sleep(Duration::from_secs(1)).await;
    assert_eq!(
        error_code(two.other.auth.clear_federation_to_identity_pool().await),
        AuthErrorCode::NotFederated
    );
    assert_eq!(error_code(waiting.await.unwrap()), AuthErrorCode::Cancelled);
    assert_eq!(two.other.transport.operations(), [""; 0]);
    assert!(!two.other_leases.stored(IDENTITY_KEY).unwrap()["isReleased"].as_bool().unwrap());
}

/// Both calls wait for the lease of a process that has died. The first call was made for Ann. Before the second call,
/// another process has signed Bob in.
#[tokio::test(start_paused = true)]
async fn a_call_that_began_for_one_user_joins_the_refresh_of_the_user_who_signed_in_meanwhile() {
    let Two { app, leases, .. } = Two::with_expired_tokens();
    leases.leave(SESSION_KEY, None);
    let for_ann = start(&app);
    sleep(Duration::from_secs(1)).await;
    app.store.save(SESSION_KEY.to_owned(), BOBS.expired().to_string().into()).unwrap();
    app.transport.push(BOBS.refreshed());
    let for_bob = start(&app);
    for call in [for_ann, for_bob] {
        assert_eq!(call.await.unwrap().unwrap().user_sub.as_deref(), Some("sub-of-bob"));
    }
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
}
