//! The sign-in flows that `guide.rs` does not have, played against the local pool: custom challenges, the choice of a
//! first factor, codes instead of a password, the set-up of second factors during the sign-in, and the auto sign-in
//! after a sign-up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthError, AuthErrorCode, AuthFactorType, AuthFlowType, AuthSignInResult, AuthSignInStep,
    AuthSignUpStep, AuthUserAttribute, AuthUserAttributeKey, DeliveryMedium, MfaType, Ports, SignOutOptions,
    SignUpOptions,
};
use serde_json::{Value, json};
use support::options::{by, by_choice, error_code};
use support::pool::{PASSWORD, TestPool, auth, authenticator_app, other_than, phone_of, ports, with_email};
use support::triggers::TriggerServer;

async fn answer(auth: &Auth, answer: &str) -> Result<AuthSignInResult, AuthError> {
    auth.confirm_sign_in(answer.into(), Default::default()).await
}

/// Triggers that ask for two words, and repeat a challenge until its word is right.
fn two_words(event: &Value) -> Value {
    let session = event["request"]["session"].as_array().cloned().unwrap_or_default();
    let right = session
        .iter()
        .filter(|it| it["challengeName"] == "CUSTOM_CHALLENGE" && it["challengeResult"] == true)
        .count();
    let is_verified =
        session.iter().all(|it| it["challengeName"] == "CUSTOM_CHALLENGE" || it["challengeResult"] == true);
    let srp_begins = session.last().is_some_and(|it| it["challengeName"] == "SRP_A");
    let word = ["open", "sesame"][right.min(1)];
    match event["triggerSource"].as_str().unwrap() {
        "DefineAuthChallenge_Authentication" if srp_begins => {
            json!({ "challengeName": "PASSWORD_VERIFIER", "issueTokens": false, "failAuthentication": false })
        }
        "DefineAuthChallenge_Authentication" => json!({
            "challengeName": "CUSTOM_CHALLENGE", "issueTokens": right == 2, "failAuthentication": !is_verified,
        }),
        "CreateAuthChallenge_Authentication" => json!({
            "publicChallengeParameters": { "hint": word }, "privateChallengeParameters": { "word": word },
        }),
        "VerifyAuthChallengeResponse_Authentication" => {
            let right = &event["request"]["privateChallengeParameters"]["word"];
            json!({ "answerCorrect": event["request"]["challengeAnswer"] == *right })
        }
        other => panic!("{other}"),
    }
}

async fn with_words() -> (TestPool, TriggerServer) {
    with_words_and(json!({})).await
}

/// Like [`with_words`], with more settings of the pool.
async fn with_words_and(mut settings: Value) -> (TestPool, TriggerServer) {
    let pool = TestPool::start().await;
    let triggers = TriggerServer::start(two_words).await;
    let names = ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"];
    let addresses: serde_json::Map<_, _> =
        names.iter().map(|name| ((*name).to_owned(), json!(&*triggers.address))).collect();
    settings["LambdaConfig"] = json!(addresses);
    pool.configure(settings);
    pool.confirmed_user("ann");
    (pool, triggers)
}

fn hint(result: &AuthSignInResult) -> String {
    match &result.next_step {
        AuthSignInStep::ConfirmSignInWithCustomChallenge { additional_info } => {
            additional_info["hint"].clone()
        }
        other => panic!("expected a custom challenge: {other:?}"),
    }
}

#[tokio::test]
async fn custom_challenges_come_until_each_is_answered_correctly() {
    let (pool, _triggers) = with_words().await;
    let auth = pool.auth();
    let asked = auth.sign_in("ann", None, by(AuthFlowType::CustomWithoutSrp)).await.unwrap();
    assert_eq!(hint(&asked), "open");
    assert_eq!(hint(&answer(&auth, "wrong").await.unwrap()), "open");
    assert_eq!(hint(&answer(&auth, "open").await.unwrap()), "sesame");
    assert!(answer(&auth, "sesame").await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_custom_flow_with_srp_checks_the_password_before_the_custom_challenges() {
    let (pool, _triggers) = with_words().await;
    let auth = pool.auth();
    let flow = || by(AuthFlowType::CustomWithSrp);
    for wrong in [None, Some("".into()), Some("Password999!".into())] {
        assert_eq!(error_code(auth.sign_in("ann", wrong, flow()).await), AuthErrorCode::NotAuthorized);
    }
    assert_eq!(hint(&auth.sign_in("ann", Some(PASSWORD.into()), flow()).await.unwrap()), "open");
    answer(&auth, "open").await.unwrap();
    assert!(answer(&auth, "sesame").await.unwrap().is_signed_in());
}

#[tokio::test]
async fn sign_ins_by_custom_challenges_under_different_aliases_confirm_one_device() {
    let remember = json!({ "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": false });
    let (pool, _triggers) = with_words_and(json!({ "DeviceConfiguration": remember })).await;
    let auth = pool.auth();
    let phone = phone_of("ann");
    for name in ["ann@example.com", &phone, "ann", "ann@example.com"] {
        auth.sign_in(name, None, by(AuthFlowType::CustomWithoutSrp)).await.unwrap();
        answer(&auth, "open").await.unwrap();
        assert!(answer(&auth, "sesame").await.unwrap().is_signed_in(), "{name}");
        auth.sign_out(SignOutOptions::default()).await;
    }
    let confirmations = pool.operations().into_iter().filter(|operation| operation == "ConfirmDevice");
    assert_eq!(confirmations.count(), 1);
}

fn factors(result: &AuthSignInResult) -> Vec<AuthFactorType> {
    match &result.next_step {
        AuthSignInStep::ContinueSignInWithFirstFactorSelection { available_factors } => {
            available_factors.clone()
        }
        other => panic!("expected a choice: {other:?}"),
    }
}

#[tokio::test]
async fn a_user_can_choose_the_password_as_first_factor_with_or_without_srp() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    for factor in [AuthFactorType::PasswordSrp, AuthFactorType::Password] {
        let auth = pool.auth();
        let asked = auth.sign_in("ann", None, by_choice(None)).await.unwrap();
        assert!(factors(&asked).contains(&factor));
        let unknown = answer(&auth, "CARRIER_PIGEON").await;
        assert_eq!(error_code(unknown), AuthErrorCode::MalformedArgument);
        let chosen = answer(&auth, factor.challenge_response()).await.unwrap();
        assert_eq!(chosen.next_step, AuthSignInStep::ConfirmSignInWithPassword);
        assert!(answer(&auth, PASSWORD).await.unwrap().is_signed_in(), "{factor:?}");
    }
}

#[tokio::test]
async fn a_wrong_password_after_the_choice_of_a_factor_ends_the_sign_in_and_a_new_sign_in_succeeds() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = pool.auth();
    auth.sign_in("ann", None, by_choice(None)).await.unwrap();
    answer(&auth, "PASSWORD_SRP").await.unwrap();
    assert_eq!(error_code(answer(&auth, "Password999!").await), AuthErrorCode::NotAuthorized);
    assert_eq!(error_code(answer(&auth, PASSWORD).await), AuthErrorCode::NoPendingSignIn);
    auth.sign_in("ann", None, by_choice(None)).await.unwrap();
    answer(&auth, "PASSWORD_SRP").await.unwrap();
    assert!(answer(&auth, PASSWORD).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn with_the_password_as_preferred_first_factor_one_call_signs_in() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    for factor in [AuthFactorType::PasswordSrp, AuthFactorType::Password] {
        let auth = pool.auth();
        let signed_in = auth.sign_in("ann", Some(PASSWORD.into()), by_choice(Some(factor))).await.unwrap();
        assert!(signed_in.is_signed_in(), "{factor:?}");
    }
}

#[tokio::test]
async fn a_code_by_e_mail_or_text_message_signs_in_without_a_password() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    for (factor, medium) in
        [(AuthFactorType::EmailOtp, DeliveryMedium::Email), (AuthFactorType::SmsOtp, DeliveryMedium::Sms)]
    {
        let auth = pool.auth();
        let asked = auth.sign_in("ann", None, by_choice(Some(factor))).await.unwrap();
        let AuthSignInStep::ConfirmSignInWithOtp { delivery_details } = asked.next_step else {
            panic!("expected a code")
        };
        assert_eq!(delivery_details.medium, medium);
        let right = pool.code("ann");
        assert_eq!(error_code(answer(&auth, &other_than(&right)).await), AuthErrorCode::CodeMismatch);
        assert!(answer(&auth, &right).await.unwrap().is_signed_in());

        // The same factor can also be chosen during the sign-in.
        let auth = pool.auth();
        auth.sign_in("ann", None, by_choice(None)).await.unwrap();
        answer(&auth, factor.challenge_response()).await.unwrap();
        assert!(answer(&auth, &pool.code("ann")).await.unwrap().is_signed_in());
    }
}

#[tokio::test]
async fn a_user_without_the_preferred_first_factor_is_asked_to_choose_one() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = pool.auth();
    let asked = auth.sign_in("ann", None, by_choice(Some(AuthFactorType::WebAuthn))).await.unwrap();
    assert!(!factors(&asked).contains(&AuthFactorType::WebAuthn));
}

#[tokio::test]
async fn the_choice_of_a_first_factor_can_be_answered_after_a_restart_and_no_password_is_stored() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let store = Arc::new(support::store::FaultyStore::default());
    let app = || {
        let mut ports = ports();
        ports.store = store.clone();
        auth(pool.configuration(), ports)
    };
    app().sign_in("ann", None, by_choice(None)).await.unwrap();
    let chosen = answer(&app(), "PASSWORD_SRP").await.unwrap();
    assert_eq!(chosen.next_step, AuthSignInStep::ConfirmSignInWithPassword);
    assert!(answer(&app(), PASSWORD).await.unwrap().is_signed_in());
    let stored = store.entries();
    let texts: Vec<_> = stored.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(!texts.concat().contains(PASSWORD));
}

/// A pool that requires a second factor, and a user without one.
async fn demanding(factors: &Value) -> TestPool {
    let pool = TestPool::start().await;
    let mut request = factors.clone();
    request["MfaConfiguration"] = json!("ON");
    pool.admin("SetUserPoolMfaConfig", request);
    pool.admin("AdminCreateUser", json!({ "Username": "ann", "MessageAction": "SUPPRESS" }));
    let password = json!({ "Username": "ann", "Password": PASSWORD, "Permanent": true });
    pool.admin("AdminSetUserPassword", password);
    pool
}

fn totp_setup(result: &AuthSignInResult) -> String {
    match &result.next_step {
        AuthSignInStep::ContinueSignInWithTotpSetup { details } => {
            assert_eq!(details.username, "ann");
            details.shared_secret.expose().to_owned()
        }
        other => panic!("expected a set-up: {other:?}"),
    }
}

#[tokio::test]
async fn an_authenticator_app_is_set_up_during_the_sign_in() {
    let pool = demanding(&json!({ "SoftwareTokenMfaConfiguration": { "Enabled": true } })).await;
    let auth = pool.auth();
    let asked = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let app = authenticator_app(&totp_setup(&asked));
    let right = pool.next_totp_code(&app);
    assert_eq!(error_code(answer(&auth, &other_than(&right)).await), AuthErrorCode::EnableSoftwareTokenMfa);
    assert!(answer(&auth, &right).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn the_set_up_of_an_authenticator_app_goes_on_after_a_restart_and_its_secret_is_not_stored() {
    let pool = demanding(&json!({ "SoftwareTokenMfaConfiguration": { "Enabled": true } })).await;
    let store = Arc::new(support::store::FaultyStore::default());
    let app = || {
        let mut ports: Ports = ports();
        ports.store = store.clone();
        auth(pool.configuration(), ports)
    };
    let asked = app().sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let secret = totp_setup(&asked);
    let texts: Vec<_> =
        store.entries().values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(!texts.concat().contains(&secret));
    let right = pool.next_totp_code(&authenticator_app(&secret));
    assert!(answer(&app(), &right).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_user_chooses_one_of_several_second_factors_and_sets_it_up() {
    let pool = demanding(&json!({
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
        "EmailMfaConfiguration": { "Message": "{####}", "Subject": "code" },
    }))
    .await;
    let auth = pool.auth();
    let asked = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let AuthSignInStep::ContinueSignInWithMfaSetupSelection { allowed_mfa_types } = asked.next_step else {
        panic!("expected a choice: {asked:?}")
    };
    assert!(allowed_mfa_types.contains(&MfaType::Totp) && allowed_mfa_types.contains(&MfaType::Email));
    let chosen = answer(&auth, MfaType::Email.challenge_response()).await.unwrap();
    assert_eq!(chosen.next_step, AuthSignInStep::ContinueSignInWithEmailMfaSetup);
    let sent = answer(&auth, "ann@example.com").await.unwrap();
    assert!(matches!(sent.next_step, AuthSignInStep::ConfirmSignInWithOtp { .. }), "{sent:?}");
    assert!(answer(&auth, &pool.code("ann")).await.unwrap().is_signed_in());

    let auth = pool.auth();
    pool.admin("AdminCreateUser", json!({ "Username": "ben", "MessageAction": "SUPPRESS" }));
    pool.admin("AdminSetUserPassword", json!({ "Username": "ben", "Password": PASSWORD, "Permanent": true }));
    auth.sign_in("ben", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let chosen = answer(&auth, MfaType::Totp.challenge_response()).await.unwrap();
    let AuthSignInStep::ContinueSignInWithTotpSetup { details } = chosen.next_step else {
        panic!("expected a set-up")
    };
    let right = pool.next_totp_code(&authenticator_app(details.shared_secret.expose()));
    assert!(answer(&auth, &right).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_confirmed_sign_up_allows_one_auto_sign_in() {
    let pool = TestPool::start().await;
    let auth = pool.auth();
    assert_eq!(error_code(auth.auto_sign_in().await), AuthErrorCode::NoPendingAutoSignIn);
    auth.sign_up("ann", Some(PASSWORD.into()), with_email("ann@example.com")).await.unwrap();
    assert_eq!(error_code(auth.auto_sign_in().await), AuthErrorCode::NoPendingAutoSignIn);
    let confirmed = auth.confirm_sign_up("ann", pool.code("ann").into(), Default::default()).await.unwrap();
    assert!(confirmed.is_sign_up_complete());
    assert!(matches!(confirmed.next_step, AuthSignUpStep::CompleteAutoSignIn { .. }));
    assert!(auth.auto_sign_in().await.unwrap().is_signed_in());
    assert_eq!(auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(error_code(auth.auto_sign_in().await), AuthErrorCode::AlreadySignedIn);
    auth.sign_out(Default::default()).await;
    assert_eq!(error_code(auth.auto_sign_in().await), AuthErrorCode::NoPendingAutoSignIn);
}

#[tokio::test]
async fn a_user_signs_up_and_in_without_a_password() {
    let pool = TestPool::start().await;
    let auth = pool.auth();
    let user_attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::Email, "ann@example.com")];
    let options = SignUpOptions { user_attributes, ..SignUpOptions::default() };
    auth.sign_up("ann", None, options).await.unwrap();
    auth.confirm_sign_up("ann", pool.code("ann").into(), Default::default()).await.unwrap();
    let asked = auth.sign_in("ann", None, by_choice(Some(AuthFactorType::EmailOtp))).await.unwrap();
    assert!(matches!(asked.next_step, AuthSignInStep::ConfirmSignInWithOtp { .. }));
    assert!(answer(&auth, &pool.code("ann")).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_user_without_a_password_sets_a_first_one() {
    let pool = TestPool::start().await;
    let auth = pool.auth();
    auth.sign_up("ann", None, with_email("ann@example.com")).await.unwrap();
    auth.confirm_sign_up("ann", pool.code("ann").into(), Default::default()).await.unwrap();
    auth.auto_sign_in().await.unwrap();
    auth.update_password(None, PASSWORD.into()).await.unwrap();
    auth.sign_out(Default::default()).await;
    assert!(auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap().is_signed_in());
}
