//! Sign-ins with a scripted service: the requests word for word, and responses that the local pool never sends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::host::MemoryStore;
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthErrorCode, AuthSignInStep, AuthSignUpStep, AuthUserAttribute,
    AuthUserAttributeKey, ConfirmSignInOptions, Ports, SignInOptions, SignUpOptions,
};
use serde_json::{Value, json};
use support::options::{by_password, error_code};
use support::sessions::until;
use support::transport::{ScriptedTransport, Step};
use tokio::task::JoinHandle;

/// An instance whose service follows the script.
fn scripted(script: impl IntoIterator<Item = Step>) -> (Auth, Arc<ScriptedTransport>) {
    let transport = Arc::new(ScriptedTransport::new(script));
    let configuration = AuthConfiguration::new("eu-central-1", "eu-central-1_AbCdEfGhI", "client");
    let ports = Ports::new(transport.clone(), Arc::new(MemoryStore::new()));
    (Auth::new(configuration, ports).unwrap(), transport)
}

fn challenge(name: &str, session: &str, parameters: Value) -> Step {
    Step::success(json!({ "ChallengeName": name, "Session": session, "ChallengeParameters": parameters }))
}

/// Tokens of a user, without a valid signature.
fn tokens() -> Step {
    let claims = json!({ "sub": "1-2-3", "username": "ann", "iat": 1_795_373_100, "exp": 1_795_376_700 });
    let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()));
    Step::success(json!({
        "ChallengeParameters": {},
        "AuthenticationResult": {
            "AccessToken": token, "IdToken": token, "RefreshToken": "refresh", "ExpiresIn": 3600,
            "TokenType": "Bearer",
        },
    }))
}

#[tokio::test]
async fn each_challenge_response_has_the_newest_session_and_the_pool_user_name() {
    let sms = json!({ "CODE_DELIVERY_DESTINATION": "+*1", "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS" });
    let select = json!({ "MFAS_CAN_CHOOSE": "[\"SMS_MFA\",\"EMAIL_MFA\"]", "USER_ID_FOR_SRP": "ann-id" });
    let (auth, transport) = scripted([
        challenge("SELECT_MFA_TYPE", "session 1", select),
        challenge("SMS_MFA", "session 2", sms),
        Step::exception("CodeMismatchException", "Invalid code received for user"),
        tokens(),
    ]);
    let client_metadata = [("source".to_owned(), "test".to_owned())].into();
    let options = SignInOptions { client_metadata, ..by_password() };
    auth.sign_in("ann", Some("Password123!".into()), options).await.unwrap();
    auth.confirm_sign_in("SMS".into(), Default::default()).await.unwrap();
    let wrong = auth.confirm_sign_in("111111".into(), Default::default()).await;
    assert_eq!(error_code(wrong), AuthErrorCode::CodeMismatch);
    let metadata = [("step".to_owned(), "3".to_owned())].into();
    let options = ConfirmSignInOptions { client_metadata: metadata, ..ConfirmSignInOptions::default() };
    assert!(auth.confirm_sign_in("222222".into(), options).await.unwrap().is_signed_in());

    let bodies: Vec<Value> = transport.recorded().into_iter().map(|recorded| recorded.body).collect();
    let sms_answer = |code: &str| json!({ "USERNAME": "ann-id", "SMS_MFA_CODE": code });
    let respond = |name: &str, session: &str, responses: Value| {
        json!({
            "ClientId": "client", "ChallengeName": name, "Session": session, "ChallengeResponses": responses,
        })
    };
    let mut last = respond("SMS_MFA", "session 2", sms_answer("222222"));
    last["ClientMetadata"] = json!({ "step": "3" });
    assert_eq!(
        bodies,
        [
            json!({
                "ClientId": "client", "AuthFlow": "USER_PASSWORD_AUTH",
                "AuthParameters": { "USERNAME": "ann", "PASSWORD": "Password123!" },
                "ClientMetadata": { "source": "test" },
            }),
            respond("SELECT_MFA_TYPE", "session 1", json!({ "USERNAME": "ann-id", "ANSWER": "SMS_MFA" })),
            respond("SMS_MFA", "session 2", sms_answer("111111")),
            last,
        ]
    );
}

#[tokio::test]
async fn a_new_password_is_sent_with_the_required_attributes() {
    let required = json!({ "requiredAttributes": "[\"userAttributes.given_name\"]", "userAttributes": "{}" });
    let (auth, transport) = scripted([challenge("NEW_PASSWORD_REQUIRED", "session", required), tokens()]);
    let asked = auth.sign_in("ann", Some("Temporary123!".into()), by_password()).await.unwrap();
    let AuthSignInStep::ConfirmSignInWithNewPassword { required_attributes, .. } = asked.next_step else {
        panic!("expected a new password: {asked:?}")
    };
    assert_eq!(required_attributes, [AuthUserAttributeKey::GivenName]);

    let without = auth.confirm_sign_in("Password123!".into(), Default::default()).await.unwrap_err();
    assert_eq!(without.code, AuthErrorCode::EmptyArgument);
    assert_eq!(without.field.as_deref(), Some("user_attributes.given_name"));
    assert_eq!(transport.operations().len(), 1, "a request was sent");

    let user_attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::GivenName, "Ann")];
    let options = ConfirmSignInOptions { user_attributes, ..ConfirmSignInOptions::default() };
    assert!(auth.confirm_sign_in("Password123!".into(), options).await.unwrap().is_signed_in());
    assert_eq!(
        transport.recorded()[1].body["ChallengeResponses"],
        json!({ "USERNAME": "ann", "NEW_PASSWORD": "Password123!", "userAttributes.given_name": "Ann" })
    );
}

#[tokio::test]
async fn an_unsupported_challenge_is_a_typed_error_and_ends_the_sign_in() {
    for name in ["MFA_SETUP", "SELECT_CHALLENGE", "DEVICE_SRP_AUTH", "A_CHALLENGE_OF_NEXT_YEAR"] {
        let (auth, _transport) = scripted([challenge(name, "session", json!({}))]);
        let asked = auth.sign_in("ann", Some("Password123!".into()), by_password()).await;
        assert_eq!(error_code(asked), AuthErrorCode::UnsupportedChallenge, "{name}");
        let answer = auth.confirm_sign_in("1".into(), Default::default()).await;
        assert_eq!(error_code(answer), AuthErrorCode::NoPendingSignIn);
    }
}

#[tokio::test]
async fn a_server_whose_srp_b_is_a_multiple_of_n_gets_no_proof() {
    // RFC 5054, section 2.5.3, forbids every multiple of N as SRP_B. This one is 0.
    let verifier =
        json!({ "USER_ID_FOR_SRP": "ann", "SALT": "aa", "SRP_B": "0", "SECRET_BLOCK": "c2VjcmV0" });
    let (auth, transport) = scripted([challenge("PASSWORD_VERIFIER", "session", verifier)]);
    let refused = auth.sign_in("ann", Some("Password123!".into()), SignInOptions::default()).await;
    assert_eq!(error_code(refused), AuthErrorCode::InvalidServerProof);
    assert_eq!(transport.operations(), ["InitiateAuth"]);
}

#[tokio::test]
async fn an_srp_challenge_after_the_password_was_sent_is_refused() {
    let verifier =
        json!({ "USER_ID_FOR_SRP": "ann", "SALT": "aa", "SRP_B": "2a", "SECRET_BLOCK": "c2VjcmV0" });
    let (auth, _transport) = scripted([challenge("PASSWORD_VERIFIER", "session", verifier)]);
    let refused = auth.sign_in("ann", Some("Password123!".into()), by_password()).await;
    assert_eq!(error_code(refused), AuthErrorCode::UnsupportedChallenge);
}

/// A sign-up that the pool confirms without a code. The response has a Session for the auto sign-in.
async fn sign_up(auth: &Auth, transport: &ScriptedTransport, username: &str, session: &str) {
    let signed_up = json!({ "UserConfirmed": true, "UserSub": "1-2-3", "Session": session });
    transport.push(Step::success(signed_up));
    auth.sign_up(username, Some("Password123!".into()), Default::default()).await.unwrap();
}

#[tokio::test]
async fn the_next_step_of_a_sign_up_follows_from_user_confirmed_and_the_session() {
    let unconfirmed = AuthSignUpStep::ConfirmUser {
        delivery_details: None,
        additional_info: Default::default(),
        user_id: Some("1-2-3".to_owned()),
    };
    let go_on = AuthSignUpStep::CompleteAutoSignIn { session: "ann's".into() };
    let (auth, transport) = scripted([]);
    for (answer, next_step) in [
        (json!({ "UserConfirmed": false, "UserSub": "1-2-3" }), &unconfirmed),
        (json!({ "UserConfirmed": false, "UserSub": "1-2-3", "Session": "ann's" }), &unconfirmed),
        (json!({ "UserConfirmed": true, "UserSub": "1-2-3" }), &AuthSignUpStep::Done),
        (json!({ "UserConfirmed": true, "UserSub": "1-2-3", "Session": "ann's" }), &go_on),
    ] {
        transport.push(Step::success(answer));
        let signed_up = auth.sign_up("ann", None, Default::default()).await.unwrap();
        assert_eq!((&signed_up.next_step, signed_up.user_id.as_deref()), (next_step, Some("1-2-3")));
    }
    for (answer, next_step) in [(json!({}), &AuthSignUpStep::Done), (json!({ "Session": "ann's" }), &go_on)] {
        transport.push(Step::success(answer));
        let confirmed = auth.confirm_sign_up("ann", "123456".into(), Default::default()).await.unwrap();
        assert_eq!((&confirmed.next_step, confirmed.user_id), (next_step, None));
    }
}

#[tokio::test]
async fn a_refused_sign_up_leaves_no_auto_sign_in() {
    let (auth, transport) = scripted([]);
    sign_up(&auth, &transport, "ann", "ann's").await;
    transport.push(Step::exception("UsernameExistsException", "User already exists"));
    let refused = auth.sign_up("bob", Some("Password123!".into()), Default::default()).await;
    assert_eq!(error_code(refused), AuthErrorCode::UsernameExists);
    assert_eq!(error_code(auth.auto_sign_in().await), AuthErrorCode::NoPendingAutoSignIn);
}

#[tokio::test]
async fn a_wrong_sign_up_code_keeps_the_session_for_the_next_confirmation() {
    let (auth, transport) = scripted([
        Step::success(json!({ "UserConfirmed": false, "UserSub": "1-2-3", "Session": "ann's" })),
        Step::exception("CodeMismatchException", "Invalid verification code provided, please try again."),
        Step::success(json!({ "CodeDeliveryDetails": { "DeliveryMedium": "SMS", "Destination": "+*1" } })),
        Step::success(json!({})),
    ]);
    auth.sign_up("ann", None, Default::default()).await.unwrap();
    let wrong = auth.confirm_sign_up("ann", "111111".into(), Default::default()).await;
    assert_eq!(error_code(wrong), AuthErrorCode::CodeMismatch);
    let delivery = auth.resend_sign_up_code("ann", Default::default()).await.unwrap();
    assert_eq!(delivery.destination, "+*1");
    assert!(auth.confirm_sign_up("ann", "222222".into(), Default::default()).await.is_ok());
    let recorded = transport.recorded();
    assert_eq!(
        [1, 3].map(|at: usize| recorded[at].body["Session"].clone()),
        [json!("ann's"), json!("ann's")]
    );
}

/// Starts an auto sign-in whose request hangs.
async fn hanging_auto_sign_in(auth: &Auth, transport: &ScriptedTransport) -> JoinHandle<AuthErrorCode> {
    transport.push(Step::Hang);
    let call = auth.clone();
    let begun = tokio::spawn(async move { error_code(call.auto_sign_in().await) });
    until(|| transport.hanging() == 1).await;
    begun
}

#[tokio::test(start_paused = true)]
async fn an_auto_sign_in_that_timed_out_can_be_repeated() {
    let (auth, transport) = scripted([]);
    sign_up(&auth, &transport, "ann", "ann's").await;
    let late = hanging_auto_sign_in(&auth, &transport).await;
    assert_eq!(late.await.unwrap(), AuthErrorCode::DeadlinePassed);
    transport.push(tokens());
    assert!(auth.auto_sign_in().await.unwrap().is_signed_in());
    assert_eq!(transport.recorded().pop().unwrap().body["Session"], "ann's");
}

#[tokio::test]
async fn an_auto_sign_in_that_is_refused_late_keeps_the_session_of_a_newer_sign_up() {
    let (auth, transport) = scripted([]);
    sign_up(&auth, &transport, "ann", "ann's").await;
    let refused = hanging_auto_sign_in(&auth, &transport).await;
    sign_up(&auth, &transport, "bob", "bob's").await;
    transport.release(&Step::exception("NotAuthorizedException", "Invalid session for the user."));
    assert_eq!(refused.await.unwrap(), AuthErrorCode::NotAuthorized);
    transport.push(tokens());
    assert!(auth.auto_sign_in().await.unwrap().is_signed_in());
    assert_eq!(transport.recorded().pop().unwrap().body["Session"], "bob's");
}

#[tokio::test]
async fn an_empty_or_malformed_argument_is_an_error_before_a_request() {
    let (auth, transport) = scripted([]);
    let password = || Some("Password123!".into());
    let nameless = AuthUserAttribute::new(AuthUserAttributeKey::Custom(String::new()), "x");
    let with_nameless = SignUpOptions { user_attributes: vec![nameless.clone()], ..Default::default() };
    let answer_with_nameless =
        ConfirmSignInOptions { user_attributes: vec![nameless], ..ConfirmSignInOptions::default() };
    let errors = [
        auth.sign_up("", password(), Default::default()).await.unwrap_err(),
        auth.sign_up("ann", password(), with_nameless).await.unwrap_err(),
        auth.confirm_sign_up("", "1".into(), Default::default()).await.unwrap_err(),
        auth.confirm_sign_up("ann", "".into(), Default::default()).await.unwrap_err(),
        auth.resend_sign_up_code("", Default::default()).await.unwrap_err(),
        auth.sign_in("", password(), Default::default()).await.unwrap_err(),
        auth.sign_in("ann", Some("".into()), Default::default()).await.unwrap_err(),
        auth.sign_in("ann", None, Default::default()).await.unwrap_err(),
        auth.confirm_sign_in("".into(), Default::default()).await.unwrap_err(),
        auth.confirm_sign_in("1".into(), answer_with_nameless).await.unwrap_err(),
    ];
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_deref().unwrap()).collect();
    assert_eq!(
        fields,
        [
            "username",
            "user_attributes",
            "username",
            "confirmation_code",
            "username",
            "username",
            "password",
            "password",
            "challenge_response",
            "user_attributes",
        ]
    );
    assert!(errors.iter().all(|error| error.code == AuthErrorCode::EmptyArgument));
    let malformed = auth.sign_in("ann smith", password(), Default::default()).await;
    assert_eq!(error_code(malformed), AuthErrorCode::MalformedArgument);
    assert!(transport.operations().is_empty());
}

/// Page `number` of an endless list of devices. Each page has its own pagination token, and a text of `text` bytes.
fn page(number: usize, text: usize) -> Step {
    let attributes = json!([{ "Name": "device_name", "Value": "x".repeat(text) }]);
    let device = json!({ "DeviceKey": "eu-central-1_device", "DeviceAttributes": attributes });
    Step::success(json!({ "Devices": [device], "PaginationToken": format!("page {number}") }))
}

#[tokio::test]
async fn a_list_of_devices_without_an_end_is_malformed_after_a_hundred_pages_or_eight_mebibytes() {
    for (text, most) in [(10, 100), (1_000_000, 9)] {
        let pages = (0..most).map(|number| page(number, text));
        println!("an endless list with a text of {text} bytes on each page is refused after {most} pages");
        let (auth, transport) = scripted([tokens()].into_iter().chain(pages));
        auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
        assert_eq!(error_code(auth.fetch_devices().await), AuthErrorCode::MalformedResponse);
        assert_eq!(transport.operations().len(), 1 + most);
    }
}

#[tokio::test]
async fn devices_on_a_hundred_pages_are_listed() {
    let last = Step::success(json!({ "Devices": [{ "DeviceKey": "eu-central-1_last" }] }));
    let pages = (0..99).map(|number| page(number, 10)).chain([last]);
    let (auth, _) = scripted([tokens()].into_iter().chain(pages));
    auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
    assert_eq!(auth.fetch_devices().await.unwrap().len(), 100);
}
