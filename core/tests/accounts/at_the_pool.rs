//! Accounts at a pool that issues and revokes tokens.

use std::sync::Arc;

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthErrorCode, FetchAuthSessionOptions, Ports, SessionEndReason, SessionState,
    SignOutOptions, SignOutResult,
};

use crate::support::options::error_code;
use crate::support::pool::{PASSWORD, TestPool, auth};

async fn signed_in(pool: &TestPool, account: Option<&str>, store: &Arc<MemoryStore>) -> Auth {
    let configuration = AuthConfiguration { account: account.map(str::to_owned), ..pool.configuration() };
    let auth = auth(configuration, Ports::new(Arc::new(HostTransport::new().unwrap()), store.clone()));
    auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    auth
}

#[tokio::test]
async fn a_global_sign_out_in_one_account_is_noticed_by_the_same_user_in_another() {
    let (pool, store) = (TestPool::start().await, Arc::<MemoryStore>::default());
    pool.confirmed_user("ann");
    let home = signed_in(&pool, None, &store).await;
    let work = signed_in(&pool, Some("work"), &store).await;
    let everywhere = SignOutOptions { global_sign_out: true, ..Default::default() };
    assert_eq!(home.sign_out(everywhere).await, SignOutResult::Complete);
    assert!(work.get_current_user().await.is_ok(), "this account noticed the sign-out before a request");
    let refresh = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
    assert_eq!(error_code(work.fetch_auth_session(refresh).await), AuthErrorCode::SessionExpired);
    let SessionState::SignedOut { ended: Some(end) } = work.session_state().await.unwrap() else {
        panic!("expected that the service has ended the session")
    };
    assert_eq!((end.reason, end.username.as_str()), (SessionEndReason::Revoked, "ann"));
}

#[tokio::test]
async fn a_sign_out_in_one_account_leaves_the_same_user_in_another_signed_in() {
    let (pool, store) = (TestPool::start().await, Arc::<MemoryStore>::default());
    pool.confirmed_user("ann");
    let home = signed_in(&pool, None, &store).await;
    let work = signed_in(&pool, Some("work"), &store).await;
    assert_eq!(home.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    let refresh = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
    assert!(work.fetch_auth_session(refresh).await.unwrap().is_signed_in);
    assert!(!work.fetch_user_attributes().await.unwrap().is_empty());
}
