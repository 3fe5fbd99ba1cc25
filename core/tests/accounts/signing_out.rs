//! A sign-out that names the account, with and without an instance of the account.

use std::sync::Arc;

use cognito_auth_core::{
    AuthErrorCode, AuthEvent, IdentityPoolConfiguration, SessionState, SignOutOptions, SignOutResult,
    StoreError, TransportFailure,
};

use crate::support::options::error_code;
use crate::support::sessions::{BOBS, FIRST, NOW, TestApp, configuration_of};
use crate::support::store::FaultyStore;
use crate::support::transport::Step;
use crate::{INDEX_KEY, SIGNED_OUT, Stored, app, done, index, key, keys, listed, signed_in, store};

/// A store with Ann in the default account, and Bob in the account `work`.
fn two_users() -> Arc<FaultyStore> {
    store([
        (key(None, "session"), FIRST.record(1, NOW)),
        (key(Some("work"), "session"), BOBS.record(1, NOW)),
        (INDEX_KEY.into(), index(&["work"])),
    ])
}

#[tokio::test]
async fn an_account_can_be_signed_out_by_name_without_an_instance() {
    let store = two_users();
    let stored = Stored::over(&store);
    stored.transport.push(done());
    let result = stored.accounts.sign_out_of(Some("work"), SignOutOptions::default()).await;
    assert_eq!(result, SignOutResult::Complete);
    let [revoked] = &stored.transport.recorded()[..] else { panic!("one request") };
    assert_eq!((revoked.operation.as_str(), &revoked.body["Token"]), ("RevokeToken", &BOBS.refresh().into()));
    assert_eq!(stored.listed().await, [listed(None, signed_in("ann")), listed(Some("work"), SIGNED_OUT)]);
    assert_eq!(keys(&store), [key(Some("work"), "signedOut"), INDEX_KEY.to_owned(), key(None, "session")]);
}

#[tokio::test]
async fn an_instance_of_the_account_sees_a_sign_out_by_name_without_a_call() {
    let store = two_users();
    let [home, work] = [None, Some("work")].map(|account| app(account, "sees", &store));
    assert_eq!(work.auth.get_current_user().await.unwrap().username, "bob");
    let observer = work.auth.observe_session_state();
    let stored = Stored::named("sees", &store);
    stored.transport.push(done());
    let options = SignOutOptions { global_sign_out: true, ..Default::default() };
    assert_eq!(stored.accounts.sign_out_of(Some("work"), options).await, SignOutResult::Complete);
    assert_eq!(stored.transport.operations(), ["GlobalSignOut"]);
    assert_eq!(observer.current(), SIGNED_OUT);
    work.expect_events(&[AuthEvent::SignedOut]).await;
    assert_eq!(error_code(work.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    assert_eq!(home.auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(home.events.heard(), []);
}

#[tokio::test]
async fn a_sign_out_without_a_name_signs_the_default_account_out() {
    let store = two_users();
    let stored = Stored::over(&store);
    stored.transport.push(done());
    let result = stored.accounts.sign_out_of(None, SignOutOptions::default()).await;
    assert_eq!(result, SignOutResult::Complete);
    assert_eq!(stored.transport.recorded()[0].body["Token"], FIRST.refresh());
    assert_eq!(stored.listed().await, [listed(Some("work"), signed_in("bob"))]);
}

#[tokio::test]
async fn a_sign_out_of_an_account_without_a_session_is_complete_and_sends_nothing() {
    let stored = Stored::over(&two_users());
    let result = stored.accounts.sign_out_of(Some("nobody"), SignOutOptions::default()).await;
    assert_eq!(result, SignOutResult::Complete);
    assert_eq!(stored.transport.operations(), [""; 0]);
}

#[tokio::test]
async fn a_sign_out_by_name_says_what_failed() {
    let store = two_users();
    let stored = Stored::over(&store);
    stored.transport.repeat(Step::Fail(TransportFailure::Offline));
    let offline = stored.accounts.sign_out_of(Some("work"), SignOutOptions::default()).await;
    assert!(matches!(offline, SignOutResult::Partial { revoke_token_error: Some(error), .. }
        if error.code == AuthErrorCode::Offline));
    store.fail(Some(StoreError::Locked));
    let failed = |result| match result {
        SignOutResult::Failed(error) => error.code,
        other => panic!("{other:?}"),
    };
    let locked = stored.accounts.sign_out_of(None, SignOutOptions::default()).await;
    assert_eq!(failed(locked), AuthErrorCode::StoreLocked);
    for (name, code) in [("", AuthErrorCode::EmptyArgument), ("a b", AuthErrorCode::MalformedArgument)] {
        let refused = stored.accounts.sign_out_of(Some(name), SignOutOptions::default()).await;
        assert_eq!(failed(refused), code);
    }
}

#[tokio::test]
async fn calls_that_name_an_account_fail_while_an_instance_with_another_configuration_is_open() {
    let store = two_users();
    let mut configuration = configuration_of(Some("work"));
    let pool = IdentityPoolConfiguration::new("eu-central-1:00000000-0000-0000-0000-000000000000");
    configuration.identity_pool = Some(pool);
    let work = TestApp::named_of(configuration, "other configuration", &store);
    let accounts = Stored::named("other configuration", &store).accounts;
    let mismatch = AuthErrorCode::ConfigurationMismatch;
    let unavailable = SessionState::Unavailable { code: mismatch };
    let expected = [listed(None, signed_in("ann")), listed(Some("work"), unavailable)];
    assert_eq!(accounts.stored_accounts().await.unwrap(), expected, "the states in the list are wrong");
    assert_eq!(error_code(accounts.purge(Some("work")).await), mismatch);
    let refused = accounts.sign_out_of(Some("work"), SignOutOptions::default()).await;
    assert!(matches!(refused, SignOutResult::Failed(error) if error.code == mismatch));
    work.auth.close().await;
    let expected = [listed(None, signed_in("ann")), listed(Some("work"), signed_in("bob"))];
    assert_eq!(accounts.stored_accounts().await.unwrap(), expected);
}
