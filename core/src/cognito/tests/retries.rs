//! How many requests one call makes when the service fails or refuses.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{Step, always, calls, cognito, transport};
use crate::ports::TransportFailure;

/// The requests that each call makes at most, per kind of failure.
const COUNTS: &[(&str, &str, Counts)] = &[
    ("SignUp", "", Counts { throttled: 3, broken: 1 }),
    ("ConfirmSignUp", "", Counts { throttled: 3, broken: 1 }),
    ("ResendConfirmationCode", "", Counts { throttled: 3, broken: 1 }),
    ("InitiateAuth", "SRP", Counts { throttled: 3, broken: 2 }),
    ("InitiateAuth", "password", Counts { throttled: 3, broken: 1 }),
    ("RespondToAuthChallenge", "", Counts { throttled: 1, broken: 1 }),
    ("GetTokensFromRefreshToken", "", Counts { throttled: 3, broken: 2 }),
    ("RevokeToken", "", Counts { throttled: 3, broken: 2 }),
    ("GlobalSignOut", "", Counts { throttled: 3, broken: 1 }),
    ("ForgotPassword", "", Counts { throttled: 3, broken: 1 }),
    ("ConfirmForgotPassword", "", Counts { throttled: 3, broken: 1 }),
    ("ChangePassword", "", Counts { throttled: 3, broken: 1 }),
    ("UpdateUserAttributes", "", Counts { throttled: 3, broken: 1 }),
    ("GetUserAttributeVerificationCode", "", Counts { throttled: 3, broken: 1 }),
    ("VerifyUserAttribute", "", Counts { throttled: 3, broken: 1 }),
    ("DeleteUser", "", Counts { throttled: 3, broken: 1 }),
    ("AssociateSoftwareToken", "", Counts { throttled: 3, broken: 1 }),
    ("VerifySoftwareToken", "", Counts { throttled: 3, broken: 1 }),
    ("ConfirmDevice", "", Counts { throttled: 3, broken: 2 }),
    ("ForgetDevice", "", Counts { throttled: 3, broken: 1 }),
    ("StartWebAuthnRegistration", "", Counts { throttled: 3, broken: 1 }),
    ("CompleteWebAuthnRegistration", "", Counts { throttled: 3, broken: 1 }),
    ("DeleteWebAuthnCredential", "", Counts { throttled: 3, broken: 1 }),
    ("GetUser", "", Counts { throttled: 3, broken: 2 }),
    ("DeleteUserAttributes", "", Counts { throttled: 3, broken: 2 }),
    ("SetUserMFAPreference", "", Counts { throttled: 3, broken: 2 }),
    ("UpdateDeviceStatus", "", Counts { throttled: 3, broken: 2 }),
    ("ListDevices", "", Counts { throttled: 3, broken: 2 }),
    ("ListWebAuthnCredentials", "", Counts { throttled: 3, broken: 2 }),
    ("GetUserAuthFactors", "", Counts { throttled: 3, broken: 2 }),
];

struct Counts {
    throttled: usize,
    broken: usize,
}

#[tokio::test(start_paused = true)]
async fn each_call_makes_as_many_requests_as_the_table_says() {
    let throttled = [
        Step::exception("TooManyRequestsException", "Rate exceeded"),
        Step::exception("ThrottlingException", ""),
        Step::html(429),
    ];
    let broken = [
        Step::exception("InternalErrorException", ""),
        Step::html(503),
        Step::Fail(TransportFailure::Other),
        Step::Refuse(TransportFailure::Other),
        Step::Forget,
    ];
    // Failures that a second request would not cure.
    let final_ = [
        Step::exception("NotAuthorizedException", ""),
        Step::exception("LimitExceededException", ""),
        Step::html(200),
        Step::html(403),
        Step::raw(302, &[("location", "https://portal.example")], ""),
        Step::Fail(TransportFailure::Offline),
        Step::Fail(TransportFailure::Tls),
        Step::Fail(TransportFailure::CleartextBlocked),
        Step::Fail(TransportFailure::TooLarge),
        Step::Fail(TransportFailure::TimedOut),
        Step::Hang,
    ];
    let calls = calls();
    let called: BTreeSet<_> = calls.iter().map(|call| (call.operation, call.variety)).collect();
    let counts: BTreeMap<_, _> =
        COUNTS.iter().map(|(name, variety, counts)| ((*name, *variety), counts)).collect();
    assert_eq!(called, counts.keys().copied().collect(), "the calls and the rows of COUNTS");
    for call in &calls {
        let counts = counts[&(call.operation, call.variety)];
        let faults = throttled.iter().map(|step| (step, counts.throttled));
        let faults = faults.chain(broken.iter().map(|step| (step, counts.broken)));
        for (step, expected) in faults.chain(final_.iter().map(|step| (step, 1))) {
            let transport = always(step.clone());
            (call.make)(&cognito(&transport)).await.unwrap_err();
            let name = call.operation;
            assert_eq!(transport.operations(), vec![name; expected], "{name} {} {step:?}", call.variety);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_retried_succeeds_once_the_service_does() {
    for call in calls() {
        let throttled = Step::exception("TooManyRequestsException", "Rate exceeded");
        let transport = transport([throttled, Step::success((call.answer)())]);
        let outcome = (call.make)(&cognito(&transport)).await;
        // A challenge response is sent only once, whatever happens.
        assert_eq!(outcome.is_ok(), call.operation != "RespondToAuthChallenge", "{}", call.operation);
    }
}

#[tokio::test(start_paused = true)]
async fn retries_wait_and_the_second_wait_is_longer() {
    let transport = always(Step::exception("TooManyRequestsException", "Rate exceeded"));
    let before = tokio::time::Instant::now();
    cognito(&transport).revoke_token("refresh-token".into()).await.unwrap_err();
    let waited = before.elapsed();
    let range = Duration::from_millis(200 + 400)..=Duration::from_millis(400 + 800 + 10);
    assert!(range.contains(&waited), "waited {waited:?}");
}
