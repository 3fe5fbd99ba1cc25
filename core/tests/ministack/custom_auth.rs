//! Custom challenges (CUSTOM_AUTH) of a Lambda function: `triggers.py`.

use cognito_auth_core::{AuthError, AuthErrorCode, AuthFlowType, AuthSignInStep, SignInOptions};

use crate::server::{Client, Person};
use crate::support::options::error_code;

with_and_without_secret! {
    custom_challenges_come_until_each_is_answered_correctly,
    too_many_wrong_words_end_the_sign_in,
    a_custom_flow_with_srp_checks_the_password_before_the_custom_challenges,
    a_wrong_password_leads_to_no_challenge,
}

impl Person {
    /// Starts a sign-in that has only custom challenges.
    async fn sign_in_by_words(&self) -> Result<AuthSignInStep, AuthError> {
        let flow = Some(AuthFlowType::CustomWithoutSrp);
        let options = SignInOptions { flow, ..SignInOptions::default() };
        Ok(self.auth.sign_in(&self.username, None, options).await?.next_step)
    }
}

/// The hint in a custom challenge.
pub(crate) fn hint(step: Result<AuthSignInStep, AuthError>) -> String {
    match step.unwrap() {
        AuthSignInStep::ConfirmSignInWithCustomChallenge { additional_info } => {
            additional_info["hint"].clone()
        }
        other => panic!("expected a custom challenge: {other:?}"),
    }
}

async fn custom_challenges_come_until_each_is_answered_correctly(client: Client) {
    let ann = Person::new("words", client).registered().await;
    assert_eq!(hint(ann.sign_in_by_words().await), "o");
    assert_eq!(hint(ann.answer("wrong").await), "o");
    assert_eq!(hint(ann.answer("open").await), "s");
    assert_eq!(ann.answer("sesame").await, Ok(AuthSignInStep::Done));
    assert_eq!(ann.auth.get_current_user().await.unwrap().username, ann.username);
    ann.refresh().await.unwrap();
}

async fn too_many_wrong_words_end_the_sign_in(client: Client) {
    let ann = Person::new("wrong-words", client).registered().await;
    assert_eq!(hint(ann.sign_in_by_words().await), "o");
    assert_eq!(hint(ann.answer("wrong").await), "o");
    assert_eq!(error_code(ann.answer("wrong").await), AuthErrorCode::NotAuthorized);
    assert_eq!(error_code(ann.answer("open").await), AuthErrorCode::NoPendingSignIn);
    assert_eq!(hint(ann.sign_in_by_words().await), "o");
}

async fn a_custom_flow_with_srp_checks_the_password_before_the_custom_challenges(client: Client) {
    let ann = Person::new("password-and-word", client).registered().await;
    assert_eq!(hint(ann.sign_in(AuthFlowType::CustomWithSrp).await), "o");
    assert_eq!(ann.answer("open").await, Ok(AuthSignInStep::Done));
    ann.refresh().await.unwrap();
}

async fn a_wrong_password_leads_to_no_challenge(client: Client) {
    let ann = Person::new("no-word", client).registered().await;
    let wrong = ann.sign_in_with("Wrong-pass-1", AuthFlowType::CustomWithSrp).await;
    assert_eq!(error_code(wrong), AuthErrorCode::NotAuthorized);
    assert_eq!(error_code(ann.answer("open").await), AuthErrorCode::NoPendingSignIn);
}
