//! The core's errors for the service's exceptions and their texts.

use super::{Step, cognito, transport};
use crate::cognito::{Reason, ServiceError};
use crate::error::{AuthError, AuthErrorCode};
use crate::test_support::transport::REQUEST_ID;

async fn refusal(exception: &str, message: &str) -> ServiceError {
    let transport = transport([Step::exception(exception, message)]);
    cognito(&transport).initiate_auth(super::initiate("USER_PASSWORD_AUTH")).await.unwrap_err()
}

#[tokio::test]
async fn the_reason_of_a_refusal_is_read_from_its_text_which_is_not_shown() {
    let not_authorized = "NotAuthorizedException";
    let table = [
        (not_authorized, "Access Token has expired", Reason::AccessTokenExpired),
        (not_authorized, "Access Token has been revoked", Reason::AccessTokenRevoked),
        (not_authorized, "Invalid Access Token", Reason::AccessTokenInvalid),
        (not_authorized, "Refresh Token has expired", Reason::RefreshTokenExpired),
        (not_authorized, "Refresh Token has been revoked", Reason::RefreshTokenRevoked),
        (not_authorized, "Invalid Refresh Token", Reason::RefreshTokenInvalid),
        (not_authorized, "Invalid session for the user.", Reason::ChallengeSessionInvalid),
        (
            not_authorized,
            "Invalid session for the user, session is expired.",
            Reason::ChallengeSessionExpired,
        ),
        (not_authorized, "Incorrect username or password.", Reason::WrongUsernameOrPassword),
        (not_authorized, "Password attempts exceeded", Reason::AttemptsExceeded),
        (not_authorized, "User is disabled.", Reason::UserDisabled),
        (not_authorized, "User has been deleted", Reason::UserDeleted),
        (not_authorized, "User cannot be confirmed. Current status is CONFIRMED", Reason::AlreadyConfirmed),
        (not_authorized, "Unable to verify secret hash for client client-id", Reason::SecretHashWrong),
        (
            not_authorized,
            "Client client-id is configured with secret but SECRET_HASH was not received",
            Reason::SecretHashMissing,
        ),
        (
            "InvalidParameterException",
            "USER_PASSWORD_AUTH flow not enabled for this client",
            Reason::FlowNotEnabled,
        ),
        ("ResourceNotFoundException", "Device does not exist.", Reason::DeviceUnknown),
    ];
    for (exception, message, expected) in table {
        let error = refusal(exception, message).await;
        assert_eq!(error.reason(), Some(expected), "{message}");
        for shown in
            [format!("{error}"), format!("{error:?}"), format!("{:?}", AuthError::from(error.clone()))]
        {
            assert!(!shown.contains(message), "{shown}");
        }
    }
    assert_eq!(refusal(not_authorized, "A text that nobody knows").await.reason(), None);
}

#[tokio::test]
async fn a_challenge_that_took_too_long_and_too_many_attempts_have_their_own_codes() {
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
async fn a_malformed_request_id_is_left_out() {
    let headers = [("x-amzn-requestid", "<script>"), ("x-amzn-errortype", "CodeMismatchException")];
    let transport = transport([Step::raw(400, &headers, "{}")]);
    let error = cognito(&transport).global_sign_out("access-token".into()).await.unwrap_err();
    let error = AuthError::from(error);
    assert_eq!((error.code, error.request_id), (AuthErrorCode::CodeMismatch, None));
}
