//! Passkeys against the local pool, with an authenticator in software.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthErrorCode, AuthFactorType, AuthSignInStep, ListWebAuthnCredentialsOptions, PasskeyFailure,
    SignOutOptions,
};
use support::options::{by_choice, error_code};
use support::passkey::SoftwarePasskey;
use support::pool::{TestPool, ports};
use support::sessions::until;

async fn signed_in(passkey: &Arc<SoftwarePasskey>) -> (TestPool, Auth) {
    let pool = TestPool::start().await;
    let mut ports = ports();
    ports.passkeys = passkey.clone();
    let auth = pool.signed_in_with("ann", ports).await;
    (pool, auth)
}

#[tokio::test]
async fn a_passkey_is_registered_and_signs_in_as_the_preferred_or_the_chosen_factor() {
    let passkey = Arc::new(SoftwarePasskey::new());
    let (_pool, auth) = signed_in(&passkey).await;
    auth.associate_web_authn_credential().await.unwrap();
    let factors = auth.fetch_user_auth_factors().await.unwrap();
    assert_eq!(factors.username, "ann");
    assert!(factors.first_factors.contains(&AuthFactorType::WebAuthn), "{factors:?}");
    auth.sign_out(SignOutOptions::default()).await;

    let preferred = by_choice(Some(AuthFactorType::WebAuthn));
    assert!(auth.sign_in("ann", None, preferred).await.unwrap().is_signed_in());
    auth.sign_out(SignOutOptions::default()).await;

    let asked = auth.sign_in("ann", None, by_choice(None)).await.unwrap();
    assert!(matches!(asked.next_step, AuthSignInStep::ContinueSignInWithFirstFactorSelection { .. }));
    assert!(auth.confirm_sign_in("WEB_AUTHN".into(), Default::default()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn passkeys_are_listed_page_by_page_and_deleted() {
    let passkey = Arc::new(SoftwarePasskey::new());
    let (pool, auth) = signed_in(&passkey).await;
    auth.associate_web_authn_credential().await.unwrap();
    let mut second = ports();
    second.passkeys = Arc::new(SoftwarePasskey::new());
    let elsewhere = support::pool::auth(pool.configuration(), second);
    elsewhere.sign_in("ann", Some(support::pool::PASSWORD.into()), Default::default()).await.unwrap();
    elsewhere.associate_web_authn_credential().await.unwrap();

    let page = |next_token| ListWebAuthnCredentialsOptions { page_size: Some(1), next_token };
    let first = auth.list_web_authn_credentials(page(None)).await.unwrap();
    let last = auth.list_web_authn_credentials(page(first.next_token)).await.unwrap();
    assert_eq!((first.credentials.len(), last.credentials.len()), (1, 1));
    assert_eq!(last.next_token, None);
    let credential = &first.credentials[0];
    assert_eq!(credential.relying_party_id, "localhost");
    assert_ne!(credential.credential_id, last.credentials[0].credential_id);

    auth.delete_web_authn_credential(&credential.credential_id).await.unwrap();
    let left = auth.list_web_authn_credentials(Default::default()).await.unwrap().credentials;
    assert_eq!(left.len(), 1);
    let again = auth.delete_web_authn_credential(&credential.credential_id).await;
    assert_eq!(error_code(again), AuthErrorCode::ResourceNotFound);
    let too_many = ListWebAuthnCredentialsOptions { page_size: Some(21), next_token: None };
    assert_eq!(error_code(auth.list_web_authn_credentials(too_many).await), AuthErrorCode::MalformedArgument);
}

#[tokio::test]
async fn each_failure_of_the_passkey_sheet_is_a_typed_error_and_the_session_stays() {
    let passkey = Arc::new(SoftwarePasskey::new());
    let (_pool, auth) = signed_in(&passkey).await;
    for (failure, expected) in [
        (PasskeyFailure::Cancelled, AuthErrorCode::PasskeyCancelled),
        (PasskeyFailure::Unsupported, AuthErrorCode::PasskeyUnsupported),
        (PasskeyFailure::NoCredential, AuthErrorCode::PasskeyNotFound),
        (PasskeyFailure::AlreadyRegistered, AuthErrorCode::PasskeyAlreadyRegistered),
        (PasskeyFailure::DomainMismatch, AuthErrorCode::PasskeyDomainMismatch),
        (PasskeyFailure::Unanswered, AuthErrorCode::PasskeyFailed),
        (PasskeyFailure::Other, AuthErrorCode::PasskeyFailed),
    ] {
        passkey.refuse(Some(failure));
        assert_eq!(error_code(auth.associate_web_authn_credential().await), expected);
    }
    passkey.refuse(None);
    auth.associate_web_authn_credential().await.unwrap();
}

#[tokio::test]
async fn after_the_user_closed_the_passkey_sheet_the_same_or_a_new_sign_in_shows_it_again() {
    let passkey = Arc::new(SoftwarePasskey::new());
    let (_pool, auth) = signed_in(&passkey).await;
    auth.associate_web_authn_credential().await.unwrap();
    auth.sign_out(SignOutOptions::default()).await;
    let preferred = || by_choice(Some(AuthFactorType::WebAuthn));
    passkey.refuse(Some(PasskeyFailure::Cancelled));
    assert_eq!(error_code(auth.sign_in("ann", None, preferred()).await), AuthErrorCode::PasskeyCancelled);
    let again = || auth.confirm_sign_in("WEB_AUTHN".into(), Default::default());
    assert_eq!(error_code(again().await), AuthErrorCode::PasskeyCancelled);
    passkey.refuse(None);
    assert!(again().await.unwrap().is_signed_in());
    auth.sign_out(SignOutOptions::default()).await;

    passkey.refuse(Some(PasskeyFailure::Cancelled));
    auth.sign_in("ann", None, by_choice(None)).await.unwrap();
    assert_eq!(error_code(again().await), AuthErrorCode::PasskeyCancelled);
    passkey.refuse(None);
    assert!(again().await.unwrap().is_signed_in());
    auth.sign_out(SignOutOptions::default()).await;

    passkey.refuse(Some(PasskeyFailure::Cancelled));
    assert_eq!(error_code(auth.sign_in("ann", None, preferred()).await), AuthErrorCode::PasskeyCancelled);
    passkey.refuse(None);
    assert!(auth.sign_in("ann", None, preferred()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_passkey_that_signs_for_another_origin_is_refused() {
    let passkey = Arc::new(SoftwarePasskey::new());
    let (_pool, auth) = signed_in(&passkey).await;
    auth.associate_web_authn_credential().await.unwrap();
    auth.sign_out(SignOutOptions::default()).await;
    passkey.lie_about_the_origin();
    let refused = auth.sign_in("ann", None, by_choice(Some(AuthFactorType::WebAuthn))).await;
    assert_eq!(error_code(refused), AuthErrorCode::NotAuthorized);
}

#[tokio::test]
async fn dropping_a_call_closes_its_passkey_sheet() {
    let passkey = Arc::new(SoftwarePasskey::hanging());
    let (_pool, auth) = signed_in(&passkey).await;
    let call = tokio::spawn(async move { auth.associate_web_authn_credential().await });
    until(|| passkey.is_open()).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    until(|| passkey.closed() > 0).await;
}

#[tokio::test]
async fn without_an_authenticator_a_passkey_call_is_refused_as_unsupported() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    assert_eq!(error_code(auth.associate_web_authn_credential().await), AuthErrorCode::PasskeyUnsupported);
}
