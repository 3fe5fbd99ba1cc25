//! Passwords: forgotten, changed, chosen in place of a temporary one, and reset by an administrator.

use cognito_auth_core::{
    AuthError, AuthErrorCode, AuthFlowType, AuthResetPasswordStep, AuthSignInStep, DeliveryMedium,
};

use crate::server::{Client, PASSWORD_FLOWS, Person, RESET_CODE, SERVER, WRONG_CODE};
use crate::support::options::error_code;

with_and_without_secret! {
    a_forgotten_password_is_replaced_with_the_code_that_was_sent,
    the_password_of_an_unknown_user_is_not_replaced,
    a_password_is_changed_with_the_old_one,
    an_invited_user_chooses_a_password_by_both_flows,
    a_user_whose_password_was_reset_is_told_to_choose_another,
}

const NEW_PASSWORD: &str = "Chosen-pass-1";

impl Person {
    async fn confirm_reset(&self, new_password: &str, code: &str) -> Result<(), AuthError> {
        let (new_password, code) = (new_password.into(), code.into());
        self.auth.confirm_reset_password(&self.username, new_password, code, Default::default()).await
    }

    /// Asserts that the new password signs in by both flows, and that the former one no longer does.
    async fn expect_new_password(&self) {
        for flow in PASSWORD_FLOWS {
            assert_eq!(error_code(self.sign_in(flow).await), AuthErrorCode::NotAuthorized);
            assert_eq!(self.sign_in_with(NEW_PASSWORD, flow).await, Ok(AuthSignInStep::Done));
            self.sign_out().await;
        }
    }
}

async fn a_forgotten_password_is_replaced_with_the_code_that_was_sent(client: Client) {
    let ann = Person::new("forgetful", client).registered().await;
    assert_eq!(error_code(ann.confirm_reset(NEW_PASSWORD, RESET_CODE).await), AuthErrorCode::ExpiredCode);

    let reset = ann.auth.reset_password(&ann.username, Default::default()).await.unwrap();
    let AuthResetPasswordStep::ConfirmResetPasswordWithCode { delivery_details, .. } = reset.next_step else {
        panic!("expected a code")
    };
    assert_eq!(delivery_details.medium, DeliveryMedium::Email);
    assert_eq!(delivery_details.destination, "f****@e****");

    assert_eq!(error_code(ann.confirm_reset(NEW_PASSWORD, WRONG_CODE).await), AuthErrorCode::CodeMismatch);
    assert_eq!(error_code(ann.confirm_reset("simple", RESET_CODE).await), AuthErrorCode::InvalidPassword);
    ann.confirm_reset(NEW_PASSWORD, RESET_CODE).await.unwrap();
    assert_eq!(error_code(ann.confirm_reset(NEW_PASSWORD, RESET_CODE).await), AuthErrorCode::ExpiredCode);
    ann.expect_new_password().await;
}

async fn the_password_of_an_unknown_user_is_not_replaced(client: Client) {
    let nobody = Person::new("nobody-forgets", client);
    let reset = nobody.auth.reset_password(&nobody.username, Default::default()).await;
    assert_eq!(error_code(reset), AuthErrorCode::UserNotFound);
    assert_eq!(error_code(nobody.confirm_reset(NEW_PASSWORD, RESET_CODE).await), AuthErrorCode::UserNotFound);
}

async fn a_password_is_changed_with_the_old_one(client: Client) {
    let ann = Person::new("changing", client).signed_in().await;
    let change = |old: &str, new: &str| ann.auth.update_password(Some(old.into()), new.into());
    assert_eq!(error_code(change("Wrong-pass-1", NEW_PASSWORD).await), AuthErrorCode::NotAuthorized);
    assert_eq!(error_code(change(&SERVER.password, "simple").await), AuthErrorCode::InvalidPassword);
    change(&SERVER.password, NEW_PASSWORD).await.unwrap();
    assert_eq!(ann.auth.get_current_user().await.unwrap().username, ann.username);
    ann.sign_out().await;
    ann.expect_new_password().await;
}

async fn an_invited_user_chooses_a_password_by_both_flows(client: Client) {
    for (name, flow) in [("srp", AuthFlowType::UserSrp), ("password", AuthFlowType::UserPassword)] {
        let ann = Person::new(&format!("invited-{name}"), client);
        assert_eq!(error_code(ann.sign_in_with("Wrong-pass-1", flow).await), AuthErrorCode::NotAuthorized);
        let step = ann.sign_in_with(&SERVER.temporary_password, flow).await.unwrap();
        let AuthSignInStep::ConfirmSignInWithNewPassword { required_attributes, .. } = step else {
            panic!("expected a new password: {step:?}")
        };
        assert_eq!(required_attributes, []);
        assert_eq!(ann.answer(NEW_PASSWORD).await, Ok(AuthSignInStep::Done));
        assert_eq!(ann.auth.get_current_user().await.unwrap().username, ann.username);
        ann.sign_out().await;
        ann.expect_new_password().await;
    }
}

async fn a_user_whose_password_was_reset_is_told_to_choose_another(client: Client) {
    let ann = Person::new("reset", client);
    for flow in PASSWORD_FLOWS {
        let step = ann.sign_in(flow).await.unwrap();
        assert!(matches!(step, AuthSignInStep::ResetPassword { .. }), "{step:?}");
    }
    ann.confirm_reset(NEW_PASSWORD, RESET_CODE).await.unwrap();
    ann.expect_new_password().await;
}
