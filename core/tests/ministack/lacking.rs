//! Features that ministack does not have. A test here fails as soon as ministack has the feature: then the feature
//! needs a real test.

use std::future::Future;

use cognito_auth_core::{
    AuthError, AuthErrorCode, AuthFlowType, AuthProvider, AuthSignInStep, AuthUserAttributeKey,
    MfaPreference, MfaType, WebPrompt, WebSignInOptions,
};

use crate::server::{CODE, Client, Person, SERVER};
use crate::support::form_browser::{Act, FormBrowser};
use crate::support::options::error_code;
use crate::support::store::FaultyStore;
use crate::web::{PAGE, password};

/// The call must fail because the server does not know the operation.
async fn expect_unknown<T: std::fmt::Debug>(call: impl Future<Output = Result<T, AuthError>>) {
    assert_eq!(error_code(call.await), AuthErrorCode::UnsupportedOperation);
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_lacks_devices_passkeys_and_codes_for_attributes() {
    let ann = Person::new("lacking", Client::Public).signed_in().await;
    let (auth, email) = (&ann.auth, || AuthUserAttributeKey::Email);
    expect_unknown(auth.fetch_devices()).await;
    expect_unknown(auth.associate_web_authn_credential()).await;
    expect_unknown(auth.list_web_authn_credentials(Default::default())).await;
    expect_unknown(auth.delete_web_authn_credential("a-passkey")).await;
    expect_unknown(auth.fetch_user_auth_factors()).await;
    expect_unknown(auth.send_user_attribute_verification_code(email(), Default::default())).await;
    expect_unknown(auth.confirm_user_attribute(email(), CODE.into())).await;
    expect_unknown(auth.delete_user_attributes(vec![email()])).await;
    assert_eq!(auth.get_current_user().await.unwrap().username, ann.username);
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_lacks_the_choice_of_a_first_factor() {
    let ann = Person::new("choosing", Client::Public).registered().await;
    let chosen = ann.sign_in(AuthFlowType::UserAuth { preferred_first_factor: None }).await;
    assert_eq!(error_code(chosen), AuthErrorCode::InvalidParameter);
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_lacks_the_sign_in_after_a_sign_up() {
    let ann = Person::new("automatic", Client::Public).registered().await;
    assert_eq!(error_code(ann.auth.auto_sign_in().await), AuthErrorCode::NoPendingAutoSignIn);
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_lacks_second_factors_by_text_message_and_e_mail() {
    let ann = Person::new("messages", Client::Public).signed_in().await;
    let (sms, email) = (Some(MfaPreference::Preferred), Some(MfaPreference::Enabled));
    ann.auth.update_mfa_preference(sms, None, email).await.unwrap();
    assert_eq!(ann.auth.fetch_mfa_preference().await.unwrap().enabled, [MfaType::Sms]);
    ann.sign_out().await;
    assert_eq!(ann.sign_in(AuthFlowType::UserSrp).await, Ok(AuthSignInStep::Done));
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_lacks_the_set_up_of_a_required_second_factor_in_the_sign_in() {
    let configuration = Client::Public.configuration(&SERVER.demanding);
    let ann = Person::with("ann".into(), configuration, FaultyStore::default()).registered().await;
    assert_eq!(ann.sign_in(AuthFlowType::UserSrp).await, Ok(AuthSignInStep::Done));
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_lacks_a_session_of_the_browser() {
    let _page = PAGE.lock().await;
    let ann = Person::new("cookie", Client::Public).registered().await;
    let acts = || [ann.types_its_name(), password(&SERVER.password)];
    let browser = FormBrowser::with(acts());
    assert_eq!(ann.sign_in_on_the_web(&browser).await, Ok(()));
    ann.sign_out().await;
    browser.next(acts());
    assert_eq!(ann.sign_in_on_the_web(&browser).await, Ok(()));
    ann.sign_out().await;
    browser.next([Act::Close]);
    let silent = WebSignInOptions { prompt: vec![WebPrompt::None], ..WebSignInOptions::default() };
    let shown = ann.sign_in_on_the_web_with(&browser, silent).await;
    assert_eq!(shown, Err(AuthErrorCode::BrowserCancelled));
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_lacks_second_factors_on_its_pages() {
    let _page = PAGE.lock().await;
    let configuration = Client::Public.configuration(&SERVER.demanding);
    let ann = Person::with("web".into(), configuration, FaultyStore::default()).registered().await;
    let browser = FormBrowser::with([ann.types_its_name(), password(&SERVER.password)]);
    assert_eq!(ann.sign_in_on_the_web(&browser).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_lacks_social_providers_such_as_google() {
    let _page = PAGE.lock().await;
    let ann = Person::new("google", Client::Public);
    let browser = FormBrowser::with([Act::Close]);
    let google = WebSignInOptions { provider: Some(AuthProvider::Google), ..WebSignInOptions::default() };
    let shown = ann.sign_in_on_the_web_with(&browser, google).await;
    assert_eq!(shown, Err(AuthErrorCode::BrowserCancelled));
    assert_eq!(browser.headings(), [""], "ministack showed a page, not an error in JSON");
}
