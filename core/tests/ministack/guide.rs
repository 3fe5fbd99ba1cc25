//! The sign-in guide, from a new user to a signed-in one, and its errors.

use cognito_auth_core::{AuthErrorCode, AuthFlowType, AuthSignInStep, AuthSignUpStep, SignUpOptions};

use crate::server::{CODE, Client, PASSWORD_FLOWS, Person, SERVER, WRONG_CODE};
use crate::support::options::error_code;
use crate::support::store::FaultyStore;

with_and_without_secret! {
    a_user_signs_up_and_in_by_both_flows,
    a_refresh_brings_new_tokens,
    a_wrong_password_is_refused_by_both_flows,
    a_name_that_nobody_has_is_refused_by_both_flows,
    a_wrong_code_is_refused_and_the_right_one_still_works,
    an_unconfirmed_user_is_asked_to_confirm_by_both_flows,
    a_taken_name_is_refused,
    a_password_that_is_too_simple_is_refused,
    a_disabled_user_is_refused_by_both_flows,
    a_user_whom_the_pool_confirms_needs_no_code,
    a_user_whom_the_pool_refuses_does_not_sign_up,
}

async fn a_user_signs_up_and_in_by_both_flows(client: Client) {
    let ann = Person::new("guide", client).registered().await;
    for flow in PASSWORD_FLOWS {
        assert_eq!(ann.sign_in(flow).await, Ok(AuthSignInStep::Done));
        assert_eq!(ann.auth.get_current_user().await.unwrap().username, ann.username);
        ann.sign_out().await;
        assert_eq!(error_code(ann.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    }
}

async fn a_refresh_brings_new_tokens(client: Client) {
    let ann = Person::new("refreshing", client).signed_in().await;
    let first = ann.auth.fetch_auth_session(Default::default()).await.unwrap().tokens.unwrap();
    let second = ann.refresh().await.unwrap().tokens.unwrap();
    assert_ne!(first.access_token, second.access_token);
    assert_ne!(first.id_token, second.id_token);
}

async fn a_wrong_password_is_refused_by_both_flows(client: Client) {
    let ann = Person::new("wrong-password", client).registered().await;
    for flow in PASSWORD_FLOWS {
        assert_eq!(error_code(ann.sign_in_with("Wrong-pass-1", flow).await), AuthErrorCode::NotAuthorized);
        assert_eq!(ann.sign_in(flow).await, Ok(AuthSignInStep::Done));
        ann.sign_out().await;
    }
}

async fn a_name_that_nobody_has_is_refused_by_both_flows(client: Client) {
    let nobody = Person::new("nobody", client);
    for flow in PASSWORD_FLOWS {
        assert_eq!(error_code(nobody.sign_in(flow).await), AuthErrorCode::UserNotFound);
    }
}

async fn a_wrong_code_is_refused_and_the_right_one_still_works(client: Client) {
    let ann = Person::new("wrong-code", client);
    assert!(matches!(ann.sign_up().await, Ok(AuthSignUpStep::ConfirmUser { .. })));
    assert_eq!(error_code(ann.confirm_sign_up(WRONG_CODE).await), AuthErrorCode::CodeMismatch);
    ann.confirm_sign_up(CODE).await.unwrap();
    assert_eq!(error_code(ann.confirm_sign_up(CODE).await), AuthErrorCode::NotAuthorized);
}

async fn an_unconfirmed_user_is_asked_to_confirm_by_both_flows(client: Client) {
    let ann = Person::new("unconfirmed", client);
    ann.sign_up().await.unwrap();
    for flow in PASSWORD_FLOWS {
        let step = ann.sign_in(flow).await.unwrap();
        assert!(matches!(step, AuthSignInStep::ConfirmSignUp { .. }), "{step:?}");
    }
    let sent = ann.auth.resend_sign_up_code(&ann.username, Default::default()).await.unwrap();
    assert_eq!(sent.destination, "u****@e****");
    ann.confirm_sign_up(CODE).await.unwrap();
}

async fn a_taken_name_is_refused(client: Client) {
    let ann = Person::new("taken", client).registered().await;
    assert_eq!(error_code(ann.sign_up().await), AuthErrorCode::UsernameExists);
}

async fn a_password_that_is_too_simple_is_refused(client: Client) {
    let ann = Person::new("simple", client);
    let signed_up = ann.auth.sign_up(&ann.username, Some("simple".into()), SignUpOptions::default()).await;
    assert_eq!(error_code(signed_up), AuthErrorCode::InvalidPassword);
}

async fn a_disabled_user_is_refused_by_both_flows(client: Client) {
    let ann = Person::new("disabled", client);
    for flow in PASSWORD_FLOWS {
        assert_eq!(error_code(ann.sign_in(flow).await), AuthErrorCode::NotAuthorized);
    }
}

async fn a_user_whom_the_pool_confirms_needs_no_code(client: Client) {
    let ann = Person::new("welcome", client);
    assert_eq!(ann.sign_up().await, Ok(AuthSignUpStep::Done));
    assert_eq!(ann.sign_in(AuthFlowType::UserSrp).await, Ok(AuthSignInStep::Done));
}

async fn a_user_whom_the_pool_refuses_does_not_sign_up(client: Client) {
    let ann = Person::new("unwelcome", client);
    assert_eq!(error_code(ann.sign_up().await), AuthErrorCode::UserLambdaValidation);
    assert_eq!(error_code(ann.sign_in(AuthFlowType::UserSrp).await), AuthErrorCode::UserNotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_client_secret_is_refused() {
    let ann = Person::new("secretive", Client::Confidential).registered().await;
    let mut configuration = Client::Confidential.configuration(&SERVER.names);
    for secret in [None, Some("not the secret".into())] {
        configuration.user_pool.client_secret = secret;
        let impostor = Person::with(ann.username.clone(), configuration.clone(), FaultyStore::default());
        for flow in PASSWORD_FLOWS {
            assert_eq!(error_code(impostor.sign_in(flow).await), AuthErrorCode::NotAuthorized);
        }
    }
}
