//! Refused refreshes: which of them end the session, which are tried once more, and what an error tells while the
//! session goes on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::time::Duration;

use cognito_auth_core::{
    AuthErrorCode, AuthEvent, RefreshFailure, SessionEndReason, SessionState, StoreError, TransportFailure,
};
use serde_json::{Value, json};
use support::options::error_code;
use support::sessions::{FIRST, NOW, SECOND, SESSION_KEY, TestApp, Tokens, access_token};
use support::store::{FaultyStore, StoreOperation};
use support::transport::Step;

const THIRD: Tokens = Tokens { user: "ann", serial: 4 };
const DEVICE: &str = "eu-central-1_device";

fn reuse() -> Step {
    Step::exception("RefreshTokenReuseException", "Refresh Token has been reused")
}

fn not_authorized(text: &str) -> Step {
    Step::exception("NotAuthorizedException", text)
}

/// Whether the session has ended, and why.
async fn end(app: &TestApp) -> Option<SessionEndReason> {
    match app.auth.session_state().await.unwrap() {
        SessionState::SignedOut { ended } => ended.map(|end| end.reason),
        _ => None,
    }
}

#[tokio::test(start_paused = true)]
async fn a_reuse_error_ends_the_session_only_if_it_comes_again_after_thirty_seconds() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(reuse());
    let error = app.fetch().await.unwrap_err();
    assert_eq!((error.code, error.retryable), (AuthErrorCode::RefreshTokenReuse, true));
    assert_eq!(app.stored(), Some(FIRST.expired()));

    // For thirty seconds, only a forced refresh sends another request.
    tokio::time::sleep(Duration::from_millis(29_900)).await;
    assert_eq!(app.fetch().await.unwrap_err(), error);
    assert_eq!(app.transport.recorded().len(), 1);
    app.transport.push(reuse());
    assert_eq!(error_code(app.force_refresh().await), AuthErrorCode::RefreshTokenReuse);
    assert_eq!((app.events.heard(), app.stored()), (vec![], Some(FIRST.expired())));

    tokio::time::sleep(Duration::from_millis(100)).await;
    app.transport.push(reuse());
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
    app.expect_events(&[AuthEvent::SessionExpired]).await;
    assert_eq!(end(&app).await, Some(SessionEndReason::Reused));
}

/// The process's clock may stand still while the device sleeps, so the library asks the device's clock too.
#[tokio::test]
async fn the_thirty_seconds_between_two_reuse_errors_pass_while_the_device_sleeps() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.repeat(reuse());
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::RefreshTokenReuse);
    app.clock.advance_seconds(-3600);
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::RefreshTokenReuse);
    app.clock.advance_seconds(3629);
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::RefreshTokenReuse);
    assert_eq!(app.transport.recorded().len(), 1);
    app.clock.advance_seconds(1);
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
}

#[tokio::test]
async fn a_process_adopts_tokens_of_another_process_after_a_reuse_error_and_counts_their_errors_anew() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(reuse());
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::RefreshTokenReuse);
    let other = app.another();
    other.transport.push(SECOND.rotated());
    other.fetch().await.unwrap();
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    assert_eq!(app.transport.recorded().len(), 1);
    // The new token is refused for the first time, so the session goes on.
    app.clock.advance_seconds(60);
    app.transport.push(reuse());
    assert_eq!(error_code(app.force_refresh().await), AuthErrorCode::RefreshTokenReuse);
    assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
}

#[tokio::test]
async fn tokens_that_another_process_stores_before_an_unknown_refusal_are_adopted() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    let auth = app.auth.clone();
    let refused = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    app.hanging(1).await;
    let other = app.another();
    other.transport.push(SECOND.rotated());
    other.fetch().await.unwrap();
    app.transport.release(&not_authorized("Something new"));
    assert_eq!(access_token(&refused.await.unwrap().unwrap()), SECOND.access());
}

#[tokio::test]
async fn a_refusal_is_not_counted_while_the_store_cant_be_read() {
    let app = TestApp::with(&FIRST.expired());
    app.auth.get_current_user().await.unwrap();
    for refusal in [reuse(), not_authorized("Something new")] {
        for _ in 0..3 {
            app.transport.push(Step::Hang);
            let auth = app.auth.clone();
            let refused = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
            app.hanging(1).await;
            app.lock();
            app.transport.release(&refusal);
            assert_eq!(error_code(refused.await.unwrap()), AuthErrorCode::StoreLocked);
            app.unlock();
            app.clock.advance_seconds(60);
        }
    }
    assert_eq!(app.stored(), Some(FIRST.expired()));
}

/// The session of a device, with expired tokens.
fn of_device() -> Value {
    FIRST.record_of_device(1, NOW - 7_200_000, DEVICE)
}

fn devices(confirmation: &Value) -> (String, Vec<u8>) {
    let mut device = json!({
        "username": "ann", "aliases": [], "key": DEVICE, "groupKey": "group", "password": "password",
    });
    if !confirmation.is_null() {
        device["confirmation"] = confirmation.clone();
    }
    let devices = json!({ "version": 1, "devices": [device] });
    (SESSION_KEY.replace(".session", ".devices"), devices.to_string().into())
}

/// An app with this session, and with the confirmed device of Ann.
fn with_device(session: &Value) -> TestApp {
    let session = (SESSION_KEY.to_owned(), session.to_string().into());
    TestApp::over(FaultyStore::with([session, devices(&Value::Null)]))
}

/// The device keys of the refreshes, in order.
fn device_keys(app: &TestApp) -> Vec<Value> {
    app.transport.recorded().iter().map(|request| request.body["DeviceKey"].clone()).collect()
}

/// The refusals that may mean that the device's key is wrong or missing.
fn about_the_device() -> [Step; 3] {
    [
        not_authorized("Invalid Refresh Token"),
        not_authorized("Something new"),
        Step::exception("ResourceNotFoundException", "Not found."),
    ]
}

#[tokio::test]
async fn a_device_key_that_may_have_caused_a_refusal_is_left_out_of_the_second_try_and_of_later_refreshes() {
    for refusal in about_the_device() {
        let app = with_device(&of_device());
        app.transport.push(refusal.clone());
        app.transport.push(SECOND.rotated_of_device(DEVICE));
        app.fetch().await.unwrap();
        assert_eq!(device_keys(&app), [json!(DEVICE), Value::Null], "{refusal:?}");
        assert_eq!(app.stored().unwrap()["device"], json!("none"));
        // The new tokens still name the device, but a later refresh in another process sends no device key either.
        let later = app.another();
        later.transport.push(THIRD.rotated_of_device(DEVICE));
        later.force_refresh().await.unwrap();
        assert_eq!(device_keys(&later), [Value::Null]);
        assert_eq!(app.stored().unwrap()["device"], json!("none"));
    }
}

#[tokio::test]
async fn a_refused_refresh_without_a_device_key_is_tried_with_the_key_of_the_users_confirmed_device() {
    for refusal in about_the_device() {
        let app = with_device(&FIRST.expired());
        app.transport.push(refusal.clone());
        app.transport.push(SECOND.rotated());
        app.fetch().await.unwrap();
        assert_eq!(device_keys(&app), [Value::Null, json!(DEVICE)], "{refusal:?}");
        assert_eq!(app.stored().unwrap()["device"], json!({ "key": DEVICE }));
        app.force_refreshed_with(THIRD).await;
        assert_eq!(device_keys(&app)[2], json!(DEVICE));
    }
}

#[tokio::test]
async fn a_refresh_tried_with_and_without_the_device_key_ends_the_session_only_if_both_tries_are_refused() {
    let invalid = || not_authorized("Invalid Refresh Token");
    for session in [of_device(), FIRST.expired()] {
        let app = with_device(&session);
        app.transport.push(invalid());
        app.transport.push(Step::Fail(TransportFailure::Offline));
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::Offline);
        app.transport.push(invalid());
        app.transport.push(not_authorized("SecretHash does not match for the client: client"));
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::NotAuthorized);
        assert_eq!(app.stored(), Some(session));
        app.transport.push(invalid());
        app.transport.push(invalid());
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
        assert_eq!(end(&app).await, Some(SessionEndReason::Rejected));
        assert_eq!(app.transport.recorded().len(), 6);
    }
}

#[tokio::test]
async fn the_session_ends_for_the_reason_that_the_second_try_gives() {
    let app = with_device(&of_device());
    app.transport.push(not_authorized("Invalid Refresh Token"));
    app.transport.push(not_authorized("Refresh Token has expired"));
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
    assert_eq!(end(&app).await, Some(SessionEndReason::Expired));
}

/// Without the device's key, the service calls every refresh token of a device invalid. The refusal of the second try
/// therefore says nothing about the token. Only the first refusal counts.
#[tokio::test]
async fn a_refused_second_try_without_the_device_key_does_not_make_the_first_refusal_final() {
    let invalid = || not_authorized("Invalid Refresh Token");
    let app = with_device(&of_device());
    for code in [AuthErrorCode::NotAuthorized, AuthErrorCode::SessionExpired] {
        app.transport.push(not_authorized("Something new"));
        app.transport.push(invalid());
        assert_eq!(error_code(app.fetch().await), code);
    }
    assert_eq!(app.transport.recorded().len(), 4);

    let app = with_device(&of_device());
    for _ in 0..3 {
        app.transport.push(Step::exception("ResourceNotFoundException", "Not found."));
        app.transport.push(invalid());
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::ResourceNotFound);
        app.clock.advance_seconds(60);
    }
    assert_eq!((app.stored(), app.events.heard()), (Some(of_device()), vec![]));
}

/// A reuse error, or a refusal for an unknown reason, ends the session only if the last refusal had the same code and
/// the same text.
#[tokio::test]
async fn a_refusal_that_differs_from_the_last_one_does_not_end_the_session() {
    let app = TestApp::with(&FIRST.expired());
    for text in ["Something new", "Something else", "Something new"] {
        app.transport.push(not_authorized(text));
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::NotAuthorized, "{text}");
    }
    for text in ["Refresh Token has been reused", "Reused"] {
        app.transport.push(Step::exception("RefreshTokenReuseException", text));
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::RefreshTokenReuse, "{text}");
        app.clock.advance_seconds(30);
    }
    app.transport.push(Step::exception("RefreshTokenReuseException", "Reused"));
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
}

#[tokio::test]
async fn a_refusal_that_is_not_about_the_device_is_not_tried_again() {
    for refusal in [
        not_authorized("Refresh Token has expired"),
        not_authorized("Refresh Token has been revoked"),
        not_authorized("User is disabled."),
        not_authorized("User does not exist."),
        Step::exception("UserNotFoundException", ""),
        Step::exception("PasswordResetRequiredException", ""),
        Step::exception("UserNotConfirmedException", ""),
        Step::exception("ResourceNotFoundException", "Device does not exist."),
        reuse(),
        not_authorized("SecretHash does not match for the client: client"),
        Step::exception("UserLambdaValidationException", "PreTokenGeneration failed with error No groups."),
        Step::exception("ResourceNotFoundException", "User pool client ID does not exist."),
    ] {
        for session in [of_device(), FIRST.expired()] {
            let app = with_device(&session);
            app.transport.push(refusal.clone());
            app.fetch().await.unwrap_err();
            assert_eq!(app.transport.recorded().len(), 1, "{refusal:?}");
        }
    }
}

#[tokio::test]
async fn a_refused_refresh_has_no_second_try_with_an_unconfirmed_device_or_after_a_web_sign_in() {
    let confirmation = json!({ "salt": "c2FsdA==", "passwordVerifier": "dmVyaWZpZXI=", "deviceName": null });
    let session = (SESSION_KEY.to_owned(), FIRST.expired().to_string().into());
    let unconfirmed = TestApp::over(FaultyStore::with([session, devices(&confirmation)]));
    let mut of_web = of_device();
    of_web["web"] = json!({ "isPrivate": true });
    for app in [unconfirmed, with_device(&of_web)] {
        app.transport.push(not_authorized("Invalid Refresh Token"));
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
        assert_eq!(app.transport.recorded().len(), 1);
    }
}

#[tokio::test]
async fn a_refused_refresh_keeps_the_session_while_the_users_device_cant_be_read() {
    let app = with_device(&FIRST.expired());
    app.store.fail_key(".devices", StoreOperation::Load, StoreError::Locked);
    app.transport.push(not_authorized("Invalid Refresh Token"));
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::StoreLocked);
    assert_eq!(app.stored(), Some(FIRST.expired()));
}

fn transient(retry_after_seconds: Option<u16>) -> Option<RefreshFailure> {
    Some(RefreshFailure::Transient { retry_after_seconds })
}

#[tokio::test]
async fn an_error_tells_why_the_session_could_not_be_refreshed() {
    let configuration = Some(RefreshFailure::Configuration);
    let failures = [
        (not_authorized("SecretHash does not match for the client: client"), configuration),
        (
            not_authorized("Client 1 is configured with secret but SECRET_HASH was not received"),
            configuration,
        ),
        (not_authorized("Initiate Auth method not supported."), configuration),
        (Step::exception("ResourceNotFoundException", "User pool client 1 does not exist."), configuration),
        (Step::exception("OperationNotEnabledException", ""), configuration),
        (Step::exception("InvalidParameterException", "Something new"), configuration),
        (Step::exception("UserLambdaValidationException", "No groups."), Some(RefreshFailure::Trigger)),
        (Step::exception("UnexpectedLambdaException", ""), Some(RefreshFailure::Trigger)),
        (Step::exception("InvalidLambdaResponseException", ""), Some(RefreshFailure::Trigger)),
        (Step::exception("TooManyRequestsException", ""), transient(None)),
        (Step::exception("LimitExceededException", ""), transient(None)),
        (Step::exception("InternalErrorException", ""), transient(None)),
        (Step::exception("ForbiddenException", ""), transient(None)),
        (Step::html(403), transient(None)),
        (Step::html(503), transient(None)),
        (Step::Fail(TransportFailure::Offline), transient(None)),
        (Step::Fail(TransportFailure::Tls), transient(None)),
        (Step::Fail(TransportFailure::TimedOut), transient(None)),
        (reuse(), transient(None)),
        (not_authorized("Something new"), transient(None)),
        (Step::exception("SomethingNewException", ""), None),
        (not_authorized("Refresh Token has expired"), None),
    ];
    for (failure, expected) in failures {
        let app = TestApp::with(&FIRST.expired());
        app.transport.repeat(failure.clone());
        assert_eq!(app.fetch().await.unwrap_err().refresh_failure(), expected, "{failure:?}");
    }
    let app = TestApp::with(&FIRST.expired());
    app.lock();
    assert_eq!(app.fetch().await.unwrap_err().refresh_failure(), None);
}

/// A failed response with this status and these headers.
fn delayed(status: u16, headers: &[(&str, &str)]) -> Step {
    Step::json(status, headers, json!({}))
}

#[tokio::test]
async fn the_error_has_the_time_of_the_retry_after_header_and_no_request_is_sent_before_that_time() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    for (headers, expected) in [
        (vec![("Retry-After", "30")], Some(30)),
        (vec![("retry-after", " 1 ")], Some(1)),
        (vec![("retry-after", "86400")], Some(3600)),
        (vec![("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"), date], Some(30)),
    ] {
        for status in [429, 503] {
            let app = TestApp::with(&FIRST.expired());
            app.transport.push(delayed(status, &headers));
            let error = app.fetch().await.unwrap_err();
            assert_eq!(error.refresh_failure(), transient(expected), "{headers:?}");
            assert_eq!(error.retry_after_seconds, expected);
            assert_eq!(app.transport.recorded().len(), 1);
        }
    }
}

#[tokio::test]
async fn a_retry_after_header_without_a_usable_time_is_ignored() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    for headers in [
        vec![("retry-after", "0")],
        vec![("retry-after", "-1")],
        vec![("retry-after", "soon")],
        vec![("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")],
        vec![("retry-after", "Sun, 06 Nov 1994 08:49:07 GMT"), date],
    ] {
        let app = TestApp::with(&FIRST.expired());
        app.transport.repeat(delayed(503, &headers));
        assert_eq!(app.fetch().await.unwrap_err().refresh_failure(), transient(None), "{headers:?}");
        assert!(app.transport.recorded().len() > 1, "the request was not sent again");
    }
    // An error that a retry can't change has no time to wait, even if the service sends one.
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::json(
        400,
        &[("x-amzn-errortype", "UserLambdaValidationException"), ("retry-after", "30")],
        json!({ "message": "No groups." }),
    ));
    let error = app.fetch().await.unwrap_err();
    assert_eq!(error.refresh_failure(), Some(RefreshFailure::Trigger));
    assert_eq!(error.retry_after_seconds, None);
}

#[tokio::test]
async fn the_text_of_a_trigger_is_in_service_message_but_not_in_the_printed_error() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::exception(
        "UserLambdaValidationException",
        "PreTokenGeneration failed with error Ann owes us money.",
    ));
    let error = app.fetch().await.unwrap_err();
    assert!(error.service_message.as_ref().unwrap().expose().contains("owes us money"));
    assert!(!format!("{error} {error:?} {:?}", error.refresh_failure()).contains("money"));
}
