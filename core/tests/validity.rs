//! When tokens are refreshed: the minimum validity that a caller asks for, and the time of the service's clock.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use cognito_auth_core::{AuthErrorCode, AuthErrorKind, AuthSession, FetchAuthSessionOptions, HttpHeader};
use serde_json::{Value, json};
use support::sessions::{FIRST, NOW, SECOND, TestApp, Tokens, access_token};
use support::transport::Step;

const MINUTE: i64 = 60_000;

async fn fetch_valid_for(app: &TestApp, minimum_validity_milliseconds: i64) -> AuthSession {
    let options = FetchAuthSessionOptions { minimum_validity_milliseconds, ..Default::default() };
    app.auth.fetch_auth_session(options).await.unwrap()
}

/// The response, with this `Date` header: the time of the service's clock.
fn dated(step: Step, date: &str) -> Step {
    let Step::Answer(mut response) = step else { panic!("expected a response") };
    response.headers.push(HttpHeader { name: "Date".to_owned(), value: date.to_owned() });
    Step::Answer(response)
}

#[tokio::test]
async fn tokens_that_stay_valid_for_the_minimum_validity_are_returned_without_a_request() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    for minutes in [0, 1, 59, 60] {
        assert_eq!(access_token(&fetch_valid_for(&app, minutes * MINUTE).await), FIRST.access());
    }
    assert!(app.transport.recorded().is_empty());
}

#[tokio::test]
async fn a_minimum_validity_that_no_refresh_can_meet_causes_one_refresh() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.transport.push(SECOND.refreshed());
    for _ in 0..3 {
        assert_eq!(access_token(&fetch_valid_for(&app, 61 * MINUTE).await), SECOND.access());
    }
    // Even the longest minimum validity causes no second refresh.
    assert_eq!(access_token(&fetch_valid_for(&app, i64::MAX).await), SECOND.access());
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn a_minimum_validity_after_a_sign_in_refreshes_once_even_if_a_refresh_cant_meet_it() {
    let app = TestApp::over(Default::default());
    app.sign_in(FIRST).await.unwrap();
    app.transport.push(SECOND.refreshed());
    for _ in 0..2 {
        assert_eq!(access_token(&fetch_valid_for(&app, 120 * MINUTE).await), SECOND.access());
    }
    assert_eq!(app.transport.operations(), ["InitiateAuth", "GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn two_processes_with_a_minimum_validity_that_no_refresh_can_meet_refresh_once_each() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    let other = app.another();
    app.transport.push(SECOND.refreshed());
    other.transport.push(Tokens::of("ann", 4).refreshed());
    for _ in 0..3 {
        fetch_valid_for(&app, 120 * MINUTE).await;
        fetch_valid_for(&other, 120 * MINUTE).await;
    }
    assert_eq!((app.transport.recorded().len(), other.transport.recorded().len()), (1, 1));
}

#[tokio::test]
async fn callers_with_different_minimum_validities_share_a_refresh() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    let callers: Vec<_> = [0, 30 * MINUTE, 120 * MINUTE]
        .into_iter()
        .map(|minimum_validity_milliseconds| {
            let (auth, options) = (
                app.auth.clone(),
                FetchAuthSessionOptions { minimum_validity_milliseconds, ..Default::default() },
            );
            tokio::spawn(async move { auth.fetch_auth_session(options).await.unwrap() })
        })
        .collect();
    app.hanging(1).await;
    app.transport.release(&SECOND.refreshed());
    for caller in callers {
        assert_eq!(access_token(&caller.await.unwrap()), SECOND.access());
    }
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn a_negative_minimum_validity_is_refused_before_a_request_or_a_read_of_the_store() {
    let app = TestApp::with(&FIRST.expired());
    let options = FetchAuthSessionOptions { minimum_validity_milliseconds: -1, ..Default::default() };
    let error = app.auth.fetch_auth_session(options).await.unwrap_err();
    assert_eq!((error.code, error.kind), (AuthErrorCode::MalformedArgument, AuthErrorKind::Validation));
    assert_eq!(error.field.as_deref(), Some("minimum_validity"));
    assert_eq!((app.transport.recorded().len(), app.store.calls()), (0, 0));
}

/// 59 minutes after the tokens were received, the device's clock was set back: it shows only ten minutes after that
/// time. By that clock the tokens stay valid for long. By the service's clock they expire in less than a minute, which
/// is too soon.
#[tokio::test]
async fn tokens_that_expire_soon_by_the_date_header_of_a_refusal_are_refreshed() {
    // NOW is 14:13:20, and the tokens of the record expire at 15:13:20.
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.clock.advance_seconds(600);
    let refusal = Step::exception("LimitExceededException", "");
    app.transport.push(dated(refusal, "Mon, 21 Sep 2026 15:12:30 GMT"));
    assert_eq!(app.auth.fetch_user_attributes().await.unwrap_err().code, AuthErrorCode::LimitExceeded);
    app.transport.push(SECOND.refreshed());
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    assert_eq!(app.transport.operations(), ["GetUser", "GetTokensFromRefreshToken"]);
    // The stored record has the same members as before: it says nothing about the service's clock.
    let members = |record: Value| record.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(members(app.stored().unwrap()), members(FIRST.record(1, NOW)));
}

/// The service's clock can only shorten a validity: a wrong time in a response makes no expired token valid.
#[tokio::test]
async fn a_date_header_of_the_past_does_not_delay_a_refresh() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.transport.push(dated(
        Step::success(json!({ "Username": "ann", "UserAttributes": [] })),
        "Thu, 01 Jan 1970 00:00:00 GMT",
    ));
    app.auth.fetch_user_attributes().await.unwrap();
    app.clock.advance_seconds(3_541);
    app.transport.push(SECOND.refreshed());
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
}
