//! How many requests one call sends when the service fails or refuses.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::{Cognito, ScriptedTransport, Step, always, calls, cognito, configuration, transport};
use crate::ports::{Ports, TransportFailure};
use crate::test_support::clock::RepeatedBytes;
use crate::test_support::store::FaultyStore;

/// How many requests each call sends if every one of them fails, by the kind of failure.
const COUNTS: &[(&str, &str, Counts)] = &[
    ("SignUp", "", Counts { throttled: 3, broken: 1 }),
    ("ConfirmSignUp", "", Counts { throttled: 3, broken: 1 }),
    ("ResendConfirmationCode", "", Counts { throttled: 3, broken: 1 }),
    ("InitiateAuth", "SRP", Counts { throttled: 3, broken: 2 }),
    ("InitiateAuth", "password", Counts { throttled: 3, broken: 1 }),
    ("RespondToAuthChallenge", "", Counts { throttled: 3, broken: 1 }),
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
async fn a_call_succeeds_if_the_retry_of_its_request_succeeds() {
    for call in calls() {
        let throttled = Step::exception("TooManyRequestsException", "Rate exceeded");
        let transport = transport([throttled, Step::success((call.answer)())]);
        let outcome = (call.make)(&cognito(&transport)).await;
        assert!(outcome.is_ok(), "{} {outcome:?}", call.operation);
    }
}

/// How long all retries of a call wait in total, if every request meets this failure and each random byte is `byte`.
async fn wait(failure: Step, byte: u8) -> Duration {
    let transport = always(failure);
    let configuration = configuration();
    let mut ports = Ports::new(Arc::<ScriptedTransport>::clone(&transport), Arc::new(FaultyStore::default()));
    ports.entropy = Arc::new(RepeatedBytes(vec![byte]));
    let before = tokio::time::Instant::now();
    Cognito::new(&configuration, &ports).revoke_token("refresh-token".into()).await.unwrap_err();
    before.elapsed()
}

fn throttled() -> Step {
    Step::exception("TooManyRequestsException", "Rate exceeded")
}

#[tokio::test(start_paused = true)]
async fn each_further_retry_of_a_throttled_request_waits_twice_as_long() {
    assert_eq!(wait(throttled(), u8::MAX).await, Duration::from_millis(400 + 800));
    let first = always(throttled());
    let cognito = cognito(&first);
    let mut call = Box::pin(cognito.revoke_token("refresh-token".into()));
    // The first retry waits 200 to 400 ms, and the second one 400 to 800 ms more. So no retry is sent within 199 ms,
    // and exactly one within 599 ms.
    let sent_after = async |call: &mut Pin<Box<_>>, wait: u64| {
        let _ = tokio::time::timeout(Duration::from_millis(wait), call).await;
        first.operations().len()
    };
    assert_eq!(sent_after(&mut call, 199).await, 1);
    assert_eq!(sent_after(&mut call, 201 + 199).await, 2);
}

#[tokio::test(start_paused = true)]
async fn devices_throttled_at_the_same_time_retry_at_different_times() {
    assert_eq!(wait(throttled(), 0).await, Duration::from_millis(200 + 400));
    let spread = [wait(throttled(), 64).await, wait(throttled(), 128).await, wait(throttled(), 192).await];
    assert!(spread.is_sorted() && spread[0] > Duration::from_millis(600), "{spread:?}");
    assert!(spread[0] < spread[1] && spread[1] < spread[2], "{spread:?}");
}

#[tokio::test(start_paused = true)]
async fn a_request_over_a_broken_connection_is_sent_again_within_a_fifth_of_a_second() {
    for failure in [Step::Fail(TransportFailure::Other), Step::Forget, Step::html(503)] {
        let (shortest, longest) = (wait(failure.clone(), 0).await, wait(failure, u8::MAX).await);
        assert_eq!((shortest, longest), (Duration::from_millis(100), Duration::from_millis(200)));
    }
}
