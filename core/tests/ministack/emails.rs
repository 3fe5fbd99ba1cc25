//! A pool with e-mail addresses as user names. Users never type their pool user name, but SRP proofs and secret hashes
//! need it.

use cognito_auth_core::{AuthErrorCode, AuthFlowType, AuthSignInStep};

use crate::custom_auth::hint;
use crate::server::{Client, PASSWORD_FLOWS, Person, RESET_CODE};
use crate::support::options::error_code;
use crate::support::pool::authenticator_app;

with_and_without_secret! {
    a_user_with_an_address_as_name_signs_up_signs_in_and_signs_out_by_both_flows,
    a_user_with_an_address_as_name_is_asked_for_an_authenticators_code_by_both_flows,
    a_user_with_an_address_as_name_answers_a_custom_challenge,
    a_user_with_an_address_as_name_replaces_a_forgotten_password,
}

async fn a_user_with_an_address_as_name_signs_up_signs_in_and_signs_out_by_both_flows(client: Client) {
    let ann = Person::with_email_as_name("guide", client).registered().await;
    for flow in PASSWORD_FLOWS {
        assert_eq!(error_code(ann.sign_in_with("Wrong-pass-1", flow).await), AuthErrorCode::NotAuthorized);
        assert_eq!(ann.sign_in(flow).await, Ok(AuthSignInStep::Done));
        let user = ann.auth.get_current_user().await.unwrap();
        assert_eq!(user.username, user.user_id);
        ann.refresh().await.unwrap();
        ann.sign_out().await;
    }
}

async fn a_user_with_an_address_as_name_is_asked_for_an_authenticators_code_by_both_flows(client: Client) {
    let ann = Person::with_email_as_name("totp", client).signed_in().await;
    let details = ann.auth.set_up_totp().await.unwrap();
    let app = authenticator_app(details.shared_secret.expose());
    let shown = || app.generate_current().to_string();
    ann.auth.verify_totp_setup(shown().into(), Default::default()).await.unwrap();
    ann.sign_out().await;
    for flow in PASSWORD_FLOWS {
        assert_eq!(ann.sign_in(flow).await, Ok(AuthSignInStep::ConfirmSignInWithTotpCode));
        assert_eq!(ann.answer(&shown()).await, Ok(AuthSignInStep::Done));
        ann.sign_out().await;
    }
}

async fn a_user_with_an_address_as_name_answers_a_custom_challenge(client: Client) {
    let ann = Person::with_email_as_name("words", client).registered().await;
    assert_eq!(hint(ann.sign_in(AuthFlowType::CustomWithSrp).await), "o");
    assert_eq!(ann.answer("open").await, Ok(AuthSignInStep::Done));
    ann.refresh().await.unwrap();
}

async fn a_user_with_an_address_as_name_replaces_a_forgotten_password(client: Client) {
    let ann = Person::with_email_as_name("forgetful", client).registered().await;
    ann.auth.reset_password(&ann.username, Default::default()).await.unwrap();
    let (new, sent) = ("Chosen-pass-1", RESET_CODE.into());
    ann.auth.confirm_reset_password(&ann.username, new.into(), sent, Default::default()).await.unwrap();
    assert_eq!(ann.sign_in_with(new, AuthFlowType::UserSrp).await, Ok(AuthSignInStep::Done));
}
