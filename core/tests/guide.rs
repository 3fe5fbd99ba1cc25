//! The steps of Amplify's guides and the sign-in flows, played against the local pool.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use cognito_auth_core::{
    AuthErrorCode, AuthSignInStep, AuthSignUpStep, DeliveryMedium, FetchAuthSessionOptions, MfaType,
    SignInOptions, SignOutOptions, SignOutResult,
};
use serde_json::json;
use support::options::{by_password, error_code};
use support::pool::{PASSWORD, TestPool, auth, other_than, ports, with_email};

#[tokio::test]
async fn a_user_signs_up_confirms_and_signs_in_with_four_requests() {
    let pool = TestPool::start().await;
    let auth = pool.auth();

    let signed_up = auth.sign_up("ann", Some(PASSWORD.into()), with_email("ann@example.com")).await.unwrap();
    let AuthSignUpStep::ConfirmUser { delivery_details, user_id, .. } = &signed_up.next_step else {
        panic!("expected a confirmation: {signed_up:?}")
    };
    let delivery = delivery_details.as_ref().unwrap();
    assert_eq!(delivery.medium, DeliveryMedium::Email);
    assert!(delivery.destination.contains('*'), "masked: {}", delivery.destination);
    assert_eq!((user_id, signed_up.is_sign_up_complete()), (&signed_up.user_id, false));
    assert_eq!(pool.operations(), ["SignUp"]);

    let confirmed = auth.confirm_sign_up("ann", pool.code("ann").into(), Default::default()).await.unwrap();
    assert!(confirmed.is_sign_up_complete());
    assert_eq!(pool.operations()[1..], ["ConfirmSignUp"]);

    let signed_in = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    assert!(signed_in.is_signed_in());
    assert_eq!(pool.operations()[2..], ["InitiateAuth", "RespondToAuthChallenge"]);

    let user = auth.get_current_user().await.unwrap();
    assert_eq!((user.username.as_str(), Some(user.user_id)), ("ann", signed_up.user_id));
    let session = auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap();
    assert!(session.is_signed_in && session.tokens.is_some());
    assert_eq!(auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(error_code(auth.get_current_user().await), AuthErrorCode::NotSignedIn);
}

#[tokio::test]
async fn after_a_wrong_sign_up_code_the_user_can_confirm_with_a_new_code() {
    let pool = TestPool::start().await;
    let auth = pool.auth();
    auth.sign_up("ann", Some(PASSWORD.into()), with_email("ann@example.com")).await.unwrap();
    let wrong = other_than(&pool.code("ann"));
    let refused = auth.confirm_sign_up("ann", wrong.into(), Default::default()).await;
    assert_eq!(error_code(refused), AuthErrorCode::CodeMismatch);
    let delivery = auth.resend_sign_up_code("ann", Default::default()).await.unwrap();
    assert_eq!(delivery.medium, DeliveryMedium::Email);
    let confirmed = auth.confirm_sign_up("ann", pool.code("ann").into(), Default::default()).await.unwrap();
    assert!(confirmed.is_sign_up_complete());
    let again = auth.sign_up("ann", Some(PASSWORD.into()), with_email("ann@example.com")).await;
    assert_eq!(error_code(again), AuthErrorCode::UsernameExists);
}

#[tokio::test]
async fn a_user_signs_in_by_srp_with_an_alias() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = pool.auth();
    let signed_in = auth.sign_in("ann@example.com", Some(PASSWORD.into()), Default::default()).await.unwrap();
    assert!(signed_in.is_signed_in());
    assert_eq!(auth.get_current_user().await.unwrap().username, "ann");
}

#[tokio::test]
async fn the_password_flow_signs_in_with_one_request() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let signed_in = pool.auth().sign_in("ann", Some(PASSWORD.into()), by_password()).await.unwrap();
    assert!(signed_in.is_signed_in());
    assert_eq!(pool.operations(), ["InitiateAuth"]);
}

#[tokio::test]
async fn srp_and_the_password_flow_refuse_a_wrong_password_and_then_accept_the_right_one() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = pool.auth();
    for options in [SignInOptions::default(), by_password()] {
        let refused = auth.sign_in("ann", Some("Wrong-password1!".into()), options).await;
        assert_eq!(error_code(refused), AuthErrorCode::NotAuthorized);
    }
    assert_eq!(
        error_code(auth.confirm_sign_in("1".into(), Default::default()).await),
        AuthErrorCode::NoPendingSignIn
    );
    assert!(auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_client_with_a_secret_signs_up_and_signs_in_by_srp_password_and_code() {
    let pool = TestPool::start().await;
    let auth = auth(pool.configuration_with_secret(), ports());
    auth.sign_up("ann", Some(PASSWORD.into()), with_email("ann@example.com")).await.unwrap();
    auth.resend_sign_up_code("ann", Default::default()).await.unwrap();
    auth.confirm_sign_up("ann", pool.code("ann").into(), Default::default()).await.unwrap();
    for options in [SignInOptions::default(), by_password()] {
        // The user signs in by the alias. The secret hash of a challenge response is for the user name in the pool, not
        // for the alias.
        assert!(
            auth.sign_in("ann@example.com", Some(PASSWORD.into()), options).await.unwrap().is_signed_in()
        );
        assert_eq!(auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    }
    pool.enable_factors("ann", &["EmailMfaSettings"]);
    let asked = auth.sign_in("ann@example.com", Some(PASSWORD.into()), Default::default()).await.unwrap();
    assert!(matches!(asked.next_step, AuthSignInStep::ConfirmSignInWithOtp { .. }));
    let signed_in = auth.confirm_sign_in(pool.code("ann").into(), Default::default()).await.unwrap();
    assert!(signed_in.is_signed_in());
}

#[tokio::test]
async fn an_unconfirmed_user_confirms_first_and_then_signs_in() {
    let pool = TestPool::start().await;
    let auth = pool.auth();
    auth.sign_up("ann", Some(PASSWORD.into()), with_email("ann@example.com")).await.unwrap();
    for options in [SignInOptions::default(), by_password()] {
        let led = auth.sign_in("ann", Some(PASSWORD.into()), options).await.unwrap();
        assert!(matches!(led.next_step, AuthSignInStep::ConfirmSignUp { .. }), "{led:?}");
    }
    auth.confirm_sign_up("ann", pool.code("ann").into(), Default::default()).await.unwrap();
    assert!(auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_user_whose_password_an_administrator_has_reset_is_asked_to_reset_it() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    pool.admin("AdminResetUserPassword", json!({ "Username": "ann" }));
    let led = pool.auth().sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    assert!(matches!(led.next_step, AuthSignInStep::ResetPassword { .. }), "{led:?}");
}

#[tokio::test]
async fn a_user_made_by_an_administrator_chooses_a_new_password() {
    let pool = TestPool::start().await;
    let temporary = "Temporary123!";
    let request = json!({ "Username": "ann", "TemporaryPassword": temporary, "MessageAction": "SUPPRESS" });
    pool.admin("AdminCreateUser", request);
    let auth = pool.auth();
    let asked = auth.sign_in("ann", Some(temporary.into()), Default::default()).await.unwrap();
    assert!(matches!(asked.next_step, AuthSignInStep::ConfirmSignInWithNewPassword { .. }), "{asked:?}");
    let weak = auth.confirm_sign_in("weak".into(), Default::default()).await;
    assert_eq!(error_code(weak), AuthErrorCode::InvalidPassword);
    assert!(auth.confirm_sign_in(PASSWORD.into(), Default::default()).await.unwrap().is_signed_in());
    assert_eq!(auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert!(auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_code_by_text_message_is_asked_for_until_it_is_right() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    pool.enable_factors("ann", &["SMSMfaSettings"]);
    let auth = pool.auth();
    let asked = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let AuthSignInStep::ConfirmSignInWithSmsMfaCode { delivery_details, .. } = asked.next_step else {
        panic!("expected a code by text message: {asked:?}")
    };
    assert_eq!(delivery_details.medium, DeliveryMedium::Sms);
    let right = pool.code("ann");
    let wrong = auth.confirm_sign_in(other_than(&right).into(), Default::default()).await;
    assert_eq!(error_code(wrong), AuthErrorCode::CodeMismatch);
    assert!(auth.confirm_sign_in(right.into(), Default::default()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_code_by_e_mail_finishes_the_sign_in() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    pool.enable_factors("ann", &["EmailMfaSettings"]);
    let auth = pool.auth();
    let asked = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let AuthSignInStep::ConfirmSignInWithOtp { delivery_details } = asked.next_step else {
        panic!("expected a code by e-mail: {asked:?}")
    };
    assert_eq!(delivery_details.medium, DeliveryMedium::Email);
    assert!(auth.confirm_sign_in(pool.code("ann").into(), Default::default()).await.unwrap().is_signed_in());
}

/// Sets up an authenticator app for the signed-in user.
async fn set_up_totp(pool: &TestPool, auth: &cognito_auth_core::Auth) -> totp_rs::Totp {
    let session = auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap();
    let access_token = session.tokens.unwrap().access_token.expose().to_owned();
    let request = json!({ "AccessToken": access_token });
    let associated = pool.pool.perform("AssociateSoftwareToken", &request).unwrap();
    let secret = totp_rs::Secret::try_from_base32(associated["SecretCode"].as_str().unwrap()).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let first = json!({ "AccessToken": access_token, "UserCode": totp.generate_current().to_string() });
    pool.pool.perform("VerifySoftwareToken", &first).unwrap();
    totp
}

#[tokio::test]
async fn the_code_of_an_authenticator_app_finishes_the_sign_in() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = pool.auth();
    auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let totp = set_up_totp(&pool, &auth).await;
    pool.enable_factors("ann", &["SoftwareTokenMfaSettings"]);
    auth.sign_out(SignOutOptions::default()).await;

    let asked = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    assert_eq!(asked.next_step, AuthSignInStep::ConfirmSignInWithTotpCode);
    // A code works once. The next one comes with the next half minute of the pool's clock.
    let now = pool.pool.advance_clock(30);
    let next = totp.generate(u64::try_from(now).unwrap()).to_string();
    assert!(auth.confirm_sign_in(next.into(), Default::default()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_user_can_choose_only_an_offered_second_factor() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    pool.enable_factors("ann", &["SMSMfaSettings", "EmailMfaSettings"]);
    let auth = pool.auth();
    let asked = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let AuthSignInStep::ContinueSignInWithMfaSelection { mut allowed_mfa_types } = asked.next_step else {
        panic!("expected a selection: {asked:?}")
    };
    allowed_mfa_types.sort();
    assert_eq!(allowed_mfa_types, [MfaType::Sms, MfaType::Email]);

    let before = pool.operations().len();
    let not_offered = auth.confirm_sign_in("TOTP".into(), Default::default()).await.unwrap_err();
    assert_eq!(not_offered.code, AuthErrorCode::MalformedArgument);
    assert_eq!(not_offered.field.as_deref(), Some("challenge_response"));
    assert_eq!(pool.operations().len(), before, "a request was sent");

    let choice = MfaType::Email.challenge_response();
    let asked = auth.confirm_sign_in(choice.into(), Default::default()).await.unwrap();
    assert!(matches!(asked.next_step, AuthSignInStep::ConfirmSignInWithOtp { .. }), "{asked:?}");
    assert!(auth.confirm_sign_in(pool.code("ann").into(), Default::default()).await.unwrap().is_signed_in());
}
