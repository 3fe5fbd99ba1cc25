//! Refusals of the identity pool: which of them lead to another request. A refusal never costs the tokens: only the
//! user pool can end the session.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use cognito_auth_core::{AuthErrorCode, AuthEvent, TransportFailure};
use serde_json::{Value, json};
use support::identity::{
    LOGIN, anns, app, credentials, expired, failure, got, guests, id, identity, new, part, refusal,
};
use support::sessions::{FIRST, NOW, SECOND, TestApp, access_token};
use support::transport::Step;

fn signed_in(identity: Option<Value>) -> TestApp {
    app(Some(FIRST.record(1, NOW)), identity)
}

fn id_token(app: &TestApp) -> Value {
    app.stored().unwrap()["idToken"].clone()
}

#[tokio::test]
async fn a_stored_identity_that_the_service_refuses_is_replaced_by_one_new_identity() {
    let refusals = [
        refusal(&format!("Access to Identity '{}' is forbidden.", identity(1))),
        refusal(
            "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        ),
        Step::exception("ResourceNotFoundException", &format!("Identity '{}' not found.", identity(1))),
        Step::exception("ResourceConflictException", "Logged in user has different identity"),
    ];
    let three = ["GetCredentialsForIdentity", "GetId", "GetCredentialsForIdentity"];
    for step in refusals {
        for (session, stale) in [(None, guests(1)), (Some(FIRST.record(1, NOW)), anns(1))] {
            let app = app(session, Some(expired(stale)));
            app.script([step.clone(), id(2), credentials(2)]);
            assert_eq!(got(&app.fetch().await.unwrap()), new(2), "{step:?}");
            assert_eq!(app.transport.operations(), three);
            assert_eq!(app.stored_identity().unwrap()["identityId"], identity(2));
        }
        // The new identity is refused too. The library asks for no third identity.
        let app = app(None, Some(expired(guests(1))));
        app.script([step.clone(), id(2)]);
        app.transport.repeat(step.clone());
        assert_ne!(failure(&app.fetch().await.unwrap()), AuthErrorCode::Internal, "{step:?}");
        assert_eq!(app.transport.operations(), three);
        assert_eq!(app.stored_identity().unwrap()["identityId"], identity(2));
    }
}

#[tokio::test]
async fn a_refused_identity_is_not_sent_again_if_get_id_returns_it_again() {
    let app = signed_in(Some(expired(anns(1))));
    app.script([refusal("Logins don't match. Please include at least one valid login."), id(1)]);
    let session = app.fetch().await.unwrap();
    assert_eq!(failure(&session), AuthErrorCode::LoginMismatch);
    assert_eq!(part(&session).identity_id, Some(identity(1)));
    assert_eq!(app.transport.operations(), ["GetCredentialsForIdentity", "GetId"]);
}

#[tokio::test]
async fn an_identity_whose_first_request_for_credentials_fails_is_kept_for_the_next_request() {
    for session in [None, Some(FIRST.record(1, NOW))] {
        let app = app(session, None);
        app.script([id(1), Step::exception("InvalidIdentityPoolConfigurationException", "")]);
        let first = app.fetch().await.unwrap();
        assert_eq!(failure(&first), AuthErrorCode::InvalidIdentityPoolConfiguration);
        assert_eq!(part(&first).identity_id, Some(identity(1)));
        app.script([credentials(1)]);
        assert_eq!(got(&app.fetch().await.unwrap()), new(1));
        let expected = ["GetId", "GetCredentialsForIdentity", "GetCredentialsForIdentity"];
        assert_eq!(app.transport.operations(), expected);
    }
}

#[tokio::test]
async fn a_login_token_that_the_identity_pool_calls_expired_is_refreshed_once() {
    let too_old = refusal("Invalid login token. Token expired: 1790000100 >= 1790000000");
    let app = signed_in(Some(expired(anns(1))));
    app.script([too_old.clone(), SECOND.rotated(), credentials(1)]);
    let session = app.fetch().await.unwrap();
    assert_eq!((got(&session), access_token(&session)), (new(1), SECOND.access().as_str()));
    let expected = ["GetCredentialsForIdentity", "GetTokensFromRefreshToken", "GetCredentialsForIdentity"];
    assert_eq!(app.transport.operations(), expected);
    assert_eq!(app.transport.recorded()[2].body["Logins"][LOGIN], id_token(&app));

    let app = signed_in(None);
    app.script([too_old.clone(), SECOND.rotated(), id(1), credentials(1)]);
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));

    // If the service says the same of the new token, the tokens are not refreshed again.
    let app = signed_in(Some(expired(anns(1))));
    app.script([too_old.clone(), SECOND.rotated(), too_old]);
    let session = app.fetch().await.unwrap();
    assert_eq!(failure(&session), AuthErrorCode::LoginTokenExpired);
    assert_eq!(access_token(&session), SECOND.access());
    assert_eq!(app.transport.operations(), expected);
}

#[tokio::test]
async fn a_user_whose_session_ends_while_credentials_are_fetched_does_not_become_a_guest() {
    let app = signed_in(Some(expired(anns(1))));
    app.script([
        refusal("Invalid login token. Token expired: 1790000100 >= 1790000000"),
        refusal("Refresh Token has been revoked"),
    ]);
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::SessionExpired);
    app.expect_events(&[AuthEvent::SessionExpired]).await;
    assert_eq!((app.stored(), app.stored_identity()), (None, None));
}

/// Refusals of the identity pool. Each has the exception, its text, and the error code that it leads to.
const TEXTS: &[(&str, &str, AuthErrorCode)] = &[
    (
        "NotAuthorizedException",
        "Unauthenticated access is not supported for this identity pool.",
        AuthErrorCode::GuestsNotAllowed,
    ),
    (
        "NotAuthorizedException",
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        AuthErrorCode::LoginMismatch,
    ),
    (
        "NotAuthorizedException",
        "Access to Identity 'eu-central-1:00000000-0000-4000-8000-000000000001' is forbidden.",
        AuthErrorCode::IdentityForbidden,
    ),
    (
        "NotAuthorizedException",
        "Invalid login token. Issuer doesn't match providerName",
        AuthErrorCode::LoginNotAccepted,
    ),
    (
        "NotAuthorizedException",
        "Invalid login token. Couldn't verify signed token.",
        AuthErrorCode::LoginNotVerified,
    ),
    ("NotAuthorizedException", "Invalid login token. Not a Cognito token.", AuthErrorCode::LoginNotVerified),
    (
        "NotAuthorizedException",
        "Token is not from a supported provider of this identity pool.",
        AuthErrorCode::LoginNotAccepted,
    ),
    (
        "NotAuthorizedException",
        "The ambiguous role mapping rules denied this request",
        AuthErrorCode::RoleMappingDenied,
    ),
    ("NotAuthorizedException", "Something new", AuthErrorCode::IdentityPoolRefused),
    ("ResourceConflictException", "Logged in user has different identity", AuthErrorCode::ResourceConflict),
    (
        "ResourceNotFoundException",
        "IdentityPool 'eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f' not found.",
        AuthErrorCode::IdentityPoolNotFound,
    ),
    (
        "ResourceNotFoundException",
        "Identity 'eu-central-1:00000000-0000-4000-8000-000000000001' not found.",
        AuthErrorCode::IdentityNotFound,
    ),
    (
        "InvalidIdentityPoolConfigurationException",
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
        AuthErrorCode::InvalidIdentityPoolConfiguration,
    ),
    ("TooManyRequestsException", "Rate exceeded", AuthErrorCode::TooManyRequests),
    ("LimitExceededException", "", AuthErrorCode::LimitExceeded),
    ("ExternalServiceException", "", AuthErrorCode::ExternalService),
    ("InternalErrorException", "", AuthErrorCode::InternalError),
    ("SomethingNewException", "", AuthErrorCode::UnknownServiceException),
];

#[tokio::test(start_paused = true)]
async fn each_refusal_of_the_identity_pool_has_its_error_code_and_costs_no_tokens() {
    for (exception, text, code) in TEXTS {
        let app = signed_in(None);
        app.transport.repeat(Step::exception(exception, text));
        let session = app.fetch().await.unwrap();
        assert_eq!(failure(&session), *code, "{text}");
        assert_eq!(access_token(&session), FIRST.access());
        let error = part(&session).error.as_ref().unwrap();
        assert_eq!(error.reason, None);
        assert!(text.is_empty() || !format!("{error} {error:?}").contains(text), "{error:?}");
        assert_eq!(app.stored(), Some(FIRST.record(1, NOW)));
        assert_eq!(app.events.heard(), []);
    }
}

#[tokio::test(start_paused = true)]
async fn a_bad_response_of_the_identity_pool_costs_the_credentials_and_never_the_tokens() {
    let bad = [
        (Step::html(200), AuthErrorCode::MalformedResponse),
        (Step::html(502), AuthErrorCode::ServerError),
        (Step::success(json!({})), AuthErrorCode::MalformedResponse),
        (Step::success(json!({ "IdentityId": identity(1) })), AuthErrorCode::MalformedResponse),
        (Step::success(json!({ "IdentityId": 7, "Credentials": 7 })), AuthErrorCode::MalformedResponse),
        (Step::Fail(TransportFailure::Offline), AuthErrorCode::Offline),
        (Step::Forget, AuthErrorCode::TransportFailed),
        // The deadline of the call itself is later, so the call still returns the tokens.
        (Step::Hang, AuthErrorCode::DeadlinePassed),
    ];
    for (step, code) in bad {
        let app = app(Some(FIRST.expired()), Some(expired(anns(1))));
        app.script([SECOND.rotated()]);
        app.transport.repeat(step);
        let session = app.fetch().await.unwrap();
        assert_eq!((failure(&session), access_token(&session)), (code, SECOND.access().as_str()));
        assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
        assert_eq!(app.stored_identity(), Some(expired(anns(1))));
    }
}
