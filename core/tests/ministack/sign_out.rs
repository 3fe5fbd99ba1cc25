//! Sign-outs on one device and everywhere: which sessions they end, and which sessions stay.

use cognito_auth_core::{AuthErrorCode, AuthFlowType, AuthSignInStep, SignOutOptions, SignOutResult};

use crate::server::{Client, Person};
use crate::support::options::error_code;

with_and_without_secret! {
    a_sign_out_ends_the_session_of_this_device_and_not_of_another,
    a_global_sign_out_ends_the_sessions_of_every_device,
}

async fn a_sign_out_ends_the_session_of_this_device_and_not_of_another(client: Client) {
    let phone = Person::new("signing-out", client).signed_in().await;
    let tablet = phone.on_another_device();
    assert_eq!(tablet.sign_in(AuthFlowType::UserSrp).await, Ok(AuthSignInStep::Done));
    let thief = phone.thief();
    thief.refresh().await.unwrap();

    phone.sign_out().await;
    assert!(!phone.auth.fetch_auth_session(Default::default()).await.unwrap().is_signed_in);
    assert_eq!(error_code(thief.refresh().await), AuthErrorCode::SessionExpired);
    tablet.refresh().await.unwrap();
}

async fn a_global_sign_out_ends_the_sessions_of_every_device(client: Client) {
    let phone = Person::new("everywhere", client).signed_in().await;
    let tablet = phone.on_another_device();
    assert_eq!(tablet.sign_in(AuthFlowType::UserPassword).await, Ok(AuthSignInStep::Done));
    tablet.auth.fetch_user_attributes().await.unwrap();

    let everywhere = SignOutOptions { global_sign_out: true, ..SignOutOptions::default() };
    assert_eq!(phone.auth.sign_out(everywhere).await, SignOutResult::Complete);
    assert!(!phone.auth.fetch_auth_session(Default::default()).await.unwrap().is_signed_in);
    assert_eq!(error_code(tablet.auth.fetch_user_attributes().await), AuthErrorCode::SessionExpired);
    assert_eq!(error_code(tablet.auth.fetch_user_attributes().await), AuthErrorCode::NotSignedIn);
    assert_eq!(phone.sign_in(AuthFlowType::UserSrp).await, Ok(AuthSignInStep::Done));
}
