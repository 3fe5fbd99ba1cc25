//! The core's error for each exception of the service and for the text that comes with it.

use std::time::Duration;

use super::{Step, calls, cognito, transport};
use crate::cognito::ServiceError;
use crate::error::{AuthError, AuthErrorCode, AuthErrorReason};
use crate::secret::Secret;
use crate::test_support::transport::REQUEST_ID;

async fn refusal(exception: &str, message: &str) -> ServiceError {
    let transport = transport([Step::exception(exception, message)]);
    cognito(&transport).initiate_auth(super::initiate("USER_PASSWORD_AUTH")).await.unwrap_err()
}

#[tokio::test]
async fn a_refusal_has_its_reason_and_hides_the_services_text() {
    let message = "Temporary password has expired and must be reset by an administrator.";
    let error = refusal("NotAuthorizedException", message).await;
    let told = AuthError::from(error.clone());
    assert_eq!(told.reason, Some(AuthErrorReason::TemporaryPasswordExpired));
    assert_eq!(told.service_message.as_ref().map(Secret::expose), Some(message));
    for shown in [format!("{error}"), format!("{error:?}"), format!("{told}"), format!("{told:?}")] {
        assert!(!shown.contains("administrator."), "{shown}");
    }
    assert_ne!(told.description, AuthError::from(AuthErrorCode::NotAuthorized).description);
}

#[test]
fn an_app_sees_a_wait_between_one_second_and_one_hour() {
    for (retry_after, expected) in [
        (Duration::ZERO, 1),
        (Duration::from_millis(999), 1),
        (Duration::from_secs(30), 30),
        (Duration::from_secs(3600), 3600),
        (Duration::from_secs(3601), 3600),
        (Duration::MAX, 3600),
    ] {
        let refusal = Box::new(ServiceError::Server { status: 503, request_id: None });
        let error = AuthError::from(ServiceError::Postponed { refusal, retry_after });
        assert_eq!(error.retry_after_seconds, Some(expected), "{retry_after:?}");
    }
}

#[tokio::test]
async fn an_unknown_text_gives_the_general_reason_of_its_operation() {
    let mut reasons = std::collections::BTreeSet::new();
    for call in calls() {
        for exception in ["NotAuthorizedException", "InvalidParameterException", "BrandNewException"] {
            let transport = transport([Step::exception(exception, "A text that nobody knows")]);
            let error = (call.make)(&cognito(&transport)).await.unwrap_err();
            assert_eq!(error.reason(), None, "{}", call.operation);
            let told = AuthError::from(error);
            assert_eq!(told.service_message.as_ref().map(Secret::expose), Some("A text that nobody knows"));
            let reason = told.reason.unwrap();
            assert!(!reason.is_told(), "{}: {reason:?}", call.operation);
            reasons.insert(reason.name());
            let texts = format!("{told}").to_lowercase();
            assert!(!texts.contains("user name") && !texts.contains("check user"), "{texts}");
        }
    }
    let untold = AuthErrorReason::ALL.iter().filter(|reason| !reason.is_told());
    assert_eq!(reasons, untold.map(|reason| reason.name()).collect());
}

#[tokio::test]
async fn a_long_text_of_the_service_is_cut_and_a_blank_one_is_left_out() {
    let long = "\u{e9}".repeat(1500);
    for (message, kept) in [("", None), (" \n", None), (long.as_str(), Some(2048))] {
        let told = AuthError::from(refusal("NotAuthorizedException", message).await);
        assert_eq!(told.service_message.map(|message| message.expose().len()), kept);
    }
}

#[tokio::test]
async fn an_expired_challenge_and_too_many_attempts_have_their_own_codes() {
    let too_old =
        refusal("NotAuthorizedException", "Invalid session for the user, session is expired.").await;
    assert_eq!(AuthError::from(too_old).code, AuthErrorCode::ChallengeExpired);
    let too_many = refusal("NotAuthorizedException", "Password attempts exceeded").await;
    assert_eq!(AuthError::from(too_many).code, AuthErrorCode::LimitExceeded);
}

#[tokio::test]
async fn an_unknown_exception_has_its_own_code_and_names_the_request() {
    let error = AuthError::from(refusal("BrandNewException", "news").await);
    assert_eq!(error.code, AuthErrorCode::UnknownServiceException);
    assert_eq!(error.request_id.as_deref(), Some(REQUEST_ID));
}

#[tokio::test]
async fn a_refusal_displays_its_code_its_reason_and_its_request() {
    let refused = refusal("NotAuthorizedException", "User is disabled.").await;
    assert_eq!(refused.to_string(), format!("NotAuthorized (UserDisabled), request {REQUEST_ID}"));
}

#[tokio::test]
async fn a_malformed_request_id_is_left_out() {
    let headers = [("x-amzn-requestid", "<script>"), ("x-amzn-errortype", "CodeMismatchException")];
    let transport = transport([Step::raw(400, &headers, "{}")]);
    let error = cognito(&transport).global_sign_out("access-token".into()).await.unwrap_err();
    let error = AuthError::from(error);
    assert_eq!((error.code, error.request_id), (AuthErrorCode::CodeMismatch, None));
}
