//! Two instances of one process over one store: they share one session, one refresh and one state.

use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthConfiguration, AuthErrorCode, AuthEvent, IdentityPoolConfiguration, Ports, SecureStore,
    SignOutOptions, SignOutResult, StoreError, TransportFailure,
};

use crate::support::options::error_code;
use crate::support::sessions::{
    BOBS, FIRST, NOW, SECOND, TestApp, access_token, configuration, settle, until,
};
use crate::support::store::{FaultyStore, NamedStore, StoreOperation};
use crate::support::transport::{ScriptedTransport, Step};
use crate::{done, revoked, sign_out, start};

/// Two instances over the store with this name, which holds `record`.
fn instances(name: &'static str, record: Option<serde_json::Value>) -> (TestApp, TestApp) {
    let key = crate::support::sessions::SESSION_KEY.to_owned();
    let entries = record.map(|record| (key, record.to_string().into()));
    let store = Arc::new(FaultyStore::with(entries));
    (TestApp::named(name, &store), TestApp::named(name, &store))
}

#[tokio::test]
async fn each_change_by_one_instance_reaches_the_listeners_of_the_other_instance_at_once() {
    let (a, b) = instances("events", None);
    a.sign_in(FIRST).await.unwrap();
    b.expect_events(&[AuthEvent::SignedIn]).await;
    assert_eq!(b.auth.get_current_user().await.unwrap().username, "ann");
    a.transport.push(SECOND.rotated());
    a.force_refresh().await.unwrap();
    b.expect_events(&[AuthEvent::TokensRefreshed]).await;
    assert_eq!(access_token(&b.fetch().await.unwrap()), SECOND.access());
    assert_eq!(sign_out(&b).await, SignOutResult::Complete);
    a.expect_events(&[AuthEvent::SignedIn, AuthEvent::TokensRefreshed, AuthEvent::SignedOut]).await;
    assert_eq!(error_code(a.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
}

/// Another process signs Ann out and Bob in. The app asks for the deletion of Ann. While that call reads the store, an
/// observer shows the app that Bob is signed in.
#[tokio::test]
async fn a_deletion_meant_for_one_user_is_not_made_for_another_who_is_shown_meanwhile() {
    let (a, b) = instances("shown meanwhile", Some(FIRST.record(1, NOW)));
    assert_eq!(b.auth.get_current_user().await.unwrap().username, "ann");
    let mut observer = b.auth.observe_session_state();
    tokio::spawn(async move { while observer.changed().await.is_some() {} });
    let other = a.another();
    assert_eq!(sign_out(&other).await, SignOutResult::Complete);
    other.sign_in(BOBS).await.unwrap();
    let reads = start(&a, |auth| async move { auth.session_state().await });
    let deletion = start(&b, |auth| async move { auth.delete_user().await });
    reads.await.unwrap().unwrap();
    assert_eq!(error_code(deletion.await.unwrap()), AuthErrorCode::UserChanged);
    assert_eq!(b.transport.operations(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn callers_of_both_instances_share_one_refresh() {
    let (a, b) = instances("one refresh", Some(FIRST.expired()));
    a.transport.push(Step::Hang);
    let first = start(&a, |auth| async move { auth.fetch_auth_session(Default::default()).await });
    a.hanging(1).await;
    let joined: Vec<_> = [&a, &b]
        .into_iter()
        .cycle()
        .take(50)
        .map(|app| start(app, |auth| async move { auth.fetch_auth_session(Default::default()).await }))
        .collect();
    settle_briefly().await;
    a.transport.release(&SECOND.rotated());
    for call in joined.into_iter().chain([first]) {
        assert_eq!(access_token(&call.await.unwrap().unwrap()), SECOND.access());
    }
    assert_eq!(a.transport.operations(), ["GetTokensFromRefreshToken"]);
    assert_eq!(b.transport.operations(), [""; 0]);
}

/// Lets the other tasks run until they wait. The paused clock moves by less than a call's deadline.
async fn settle_briefly() {
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
}

#[tokio::test]
async fn a_sign_out_is_meant_for_the_user_whom_its_own_instance_has_shown() {
    let (a, b) = instances("meant for", Some(FIRST.record(1, NOW)));
    assert_eq!(b.auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(sign_out(&a).await, SignOutResult::Complete);
    a.sign_in(BOBS).await.unwrap();
    let refused = b.auth.sign_out(SignOutOptions::default()).await;
    assert!(matches!(refused, SignOutResult::Failed(error) if error.code == AuthErrorCode::UserChanged));
    assert_eq!(a.stored_refresh_token(), Some(BOBS.refresh()));
    assert_eq!(sign_out(&b).await, SignOutResult::Complete);
    assert_eq!(revoked(&b), [BOBS.refresh()]);
    assert_eq!(a.stored(), None);
}

#[tokio::test]
async fn tokens_that_one_instance_could_not_save_are_saved_at_the_next_fetch_of_the_other() {
    let (a, b) = instances("unsaved", Some(FIRST.record(1, NOW)));
    a.store.fail_at(StoreOperation::Save, StoreError::Full);
    a.transport.push(SECOND.rotated());
    assert_eq!(error_code(a.force_refresh().await), AuthErrorCode::StoreFull);
    a.unlock();
    assert_eq!(access_token(&b.fetch().await.unwrap()), SECOND.access());
    assert_eq!(b.stored_refresh_token(), Some(SECOND.refresh()));
    assert_eq!(b.transport.operations(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_arrive_after_their_instance_was_closed_are_stored_for_the_other_instance() {
    let (a, b) = instances("closed", Some(FIRST.expired()));
    a.transport.push(Step::Hang);
    let call = start(&a, |auth| async move { auth.fetch_auth_session(Default::default()).await });
    a.hanging(1).await;
    a.auth.close().await;
    assert_eq!(error_code(call.await.unwrap()), AuthErrorCode::Closed);
    a.transport.release(&SECOND.rotated());
    assert_eq!(access_token(&b.fetch().await.unwrap()), SECOND.access());
    assert_eq!(b.transport.operations(), [""; 0]);
    settle().await;
    // A closed instance's listeners hear nothing more.
    assert_eq!(a.events.heard(), []);
    b.expect_events(&[AuthEvent::TokensRefreshed]).await;
}

/// An app may close an instance's transport together with the instance. This cuts off the refresh that other instances
/// wait for.
#[tokio::test(start_paused = true)]
async fn if_the_close_of_one_instance_cuts_off_a_shared_refresh_the_other_instance_refreshes_itself() {
    for failure in [TransportFailure::Cancelled, TransportFailure::Other] {
        let (a, b) = instances("cut off", Some(FIRST.expired()));
        a.transport.push(Step::Hang);
        a.transport.repeat(Step::Fail(failure));
        let call = start(&a, |auth| async move { auth.fetch_auth_session(Default::default()).await });
        a.hanging(1).await;
        let joined = start(&b, |auth| async move { auth.fetch_auth_session(Default::default()).await });
        settle_briefly().await;
        assert_eq!(b.transport.operations(), [""; 0]);
        b.transport.push(SECOND.rotated());
        a.auth.close().await;
        a.transport.release(&Step::Fail(failure));
        assert_eq!(error_code(call.await.unwrap()), AuthErrorCode::Closed);
        assert_eq!(access_token(&joined.await.unwrap().unwrap()), SECOND.access());
        assert_eq!(b.transport.operations(), ["GetTokensFromRefreshToken"]);
    }
}

#[tokio::test(start_paused = true)]
async fn the_failure_of_a_shared_refresh_reaches_the_callers_of_both_instances() {
    let (a, b) = instances("not cut off", Some(FIRST.expired()));
    a.transport.push(Step::Hang);
    let call = start(&a, |auth| async move { auth.fetch_auth_session(Default::default()).await });
    a.hanging(1).await;
    let joined = start(&b, |auth| async move { auth.fetch_auth_session(Default::default()).await });
    settle_briefly().await;
    a.transport.release(&Step::Fail(TransportFailure::Cancelled));
    let codes = [error_code(call.await.unwrap()), error_code(joined.await.unwrap())];
    assert_eq!(codes[0], codes[1]);
    assert_eq!(b.transport.operations(), [""; 0]);
}

fn over(configuration: AuthConfiguration, store: Arc<dyn SecureStore>) -> Result<Auth, AuthErrorCode> {
    let ports = Ports::new(Arc::<ScriptedTransport>::default(), store);
    Auth::new(configuration, ports).map_err(|error| error.code)
}

fn named(name: &'static str) -> Arc<dyn SecureStore> {
    Arc::new(NamedStore { name: name.to_owned(), inner: Arc::<FaultyStore>::default() })
}

fn with_identity_pool() -> AuthConfiguration {
    let pool = IdentityPoolConfiguration::new("eu-central-1:00000000-0000-0000-0000-000000000000");
    AuthConfiguration { identity_pool: Some(pool), ..configuration() }
}

#[tokio::test]
async fn instances_with_contradicting_configurations_are_refused_while_one_is_open() {
    let mut with_secret = configuration();
    with_secret.user_pool.client_secret = Some("secret".to_owned().into());
    for (contradicting, setting) in [(with_secret, "user_pool"), (with_identity_pool(), "identity_pool")] {
        let first = over(configuration(), named("contradictions")).unwrap();
        let second = Auth::new(
            contradicting.clone(),
            Ports::new(Arc::<ScriptedTransport>::default(), named("contradictions")),
        );
        let error = second.unwrap_err();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (AuthErrorCode::ConfigurationMismatch, Some(setting))
        );
        // An instance that is closed twice lets go of the session only once: the third instance still has it.
        let third = over(configuration(), named("contradictions")).unwrap();
        first.begin_close();
        first.close().await;
        assert!(over(contradicting.clone(), named("contradictions")).is_err());
        drop(third);
        assert!(over(contradicting, named("contradictions")).is_ok());
    }
}

#[tokio::test]
async fn instances_may_differ_in_settings_that_do_not_concern_the_session() {
    let mut other = configuration();
    (other.deadline_milliseconds, other.device_name) = (1_000, Some("Pixel 9".into()));
    let _first = over(configuration(), named("other settings")).unwrap();
    assert!(over(other, named("other settings")).is_ok());
}

#[tokio::test]
async fn instances_with_different_store_names_or_app_clients_need_not_agree() {
    let mut other_pool = with_identity_pool();
    other_pool.user_pool.client_id = "other".into();
    let _first = over(configuration(), named("place 1")).unwrap();
    assert!(over(with_identity_pool(), named("place 2")).is_ok());
    assert!(over(other_pool, named("place 1")).is_ok());
}

/// A store without a name.
#[derive(Default)]
struct Nameless(FaultyStore);

impl SecureStore for Nameless {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.load(key)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.0.save(key, value)
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.0.delete(key)
    }
}

#[tokio::test]
async fn instances_over_one_store_object_without_a_name_share_its_session() {
    let store: Arc<dyn SecureStore> = Arc::new(Nameless::default());
    let _first = over(configuration(), Arc::clone(&store)).unwrap();
    assert_eq!(
        over(with_identity_pool(), Arc::clone(&store)).unwrap_err(),
        AuthErrorCode::ConfigurationMismatch
    );
    assert!(over(with_identity_pool(), Arc::new(Nameless::default())).is_ok());
}

#[tokio::test]
async fn an_instance_that_is_opened_after_a_close_reads_the_store() {
    let (a, b) = instances("reopened", Some(FIRST.record(1, NOW)));
    assert_eq!(a.auth.get_current_user().await.unwrap().username, "ann");
    a.auth.close().await;
    b.auth.close().await;
    let again = TestApp::named("reopened", &a.store);
    again.transport.push(done());
    assert_eq!(again.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    until(|| revoked(&again) == [FIRST.refresh()]).await;
}
