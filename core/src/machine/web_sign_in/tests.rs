//! Tests of every transition of a sign-in on the web, and of the data in a step.

use super::samples::{events, name_of_step, redirect, states};
use super::*;
use crate::web::identity_samples::expected;
use crate::web::samples::attempt;

/// Every transition: state, event, next state, step. Every other pair of a state and an event is refused.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("Prepared", "BrowserOpened", "BrowserOpen", "Wait"),
    ("Prepared", "BrowserFailed (Cancelled)", "BrowserOpen", "Leave BrowserCancelled"),
    ("Prepared", "BrowserFailed (Unavailable)", "Failed", "Fail BrowserUnavailable"),
    ("Prepared", "BrowserFailed (NotShown)", "Failed", "Fail BrowserFailed"),
    ("Prepared", "BrowserFailed (Unanswered)", "Failed", "Fail BrowserFailed"),
    ("BrowserOpen", "Returned (a code)", "Exchanging", "Exchange"),
    ("BrowserOpen", "Returned (an error)", "Failed", "Fail WebSignInRefused"),
    ("BrowserOpen", "Returned (neither)", "Failed", "Fail MalformedRedirect"),
    ("BrowserOpen", "Returned (another's)", "Failed", "Fail UnknownRedirect"),
    ("BrowserOpen", "BrowserFailed (Cancelled)", "BrowserOpen", "Leave BrowserCancelled"),
    ("BrowserOpen", "BrowserFailed (Unavailable)", "Failed", "Fail BrowserUnavailable"),
    ("BrowserOpen", "BrowserFailed (NotShown)", "Failed", "Fail BrowserFailed"),
    ("BrowserOpen", "BrowserFailed (Unanswered)", "Failed", "Fail BrowserFailed"),
    ("Exchanging", "TokensReceived", "Storing", "Store"),
    ("Exchanging", "TokensReceived (foreign)", "Failed", "Fail InvalidIdToken"),
    ("Exchanging", "WorkFailed", "Failed", "Fail Offline"),
    ("Storing", "SessionStored", "SignedIn", "Done"),
    ("Storing", "WorkFailed", "Failed", "Fail Offline"),
];

#[test]
fn every_pair_of_state_and_event_does_what_the_table_says() {
    let mut found = Vec::new();
    for state in states() {
        for (label, event) in events() {
            let (from, event_name) = (state.to_string(), event.to_string());
            assert_eq!(label.split(" (").next(), Some(event_name.as_str()));
            match state.clone().on(event, &expected()) {
                (next, Ok(step)) => found.push((from, label, next.to_string(), name_of_step(&step))),
                (next, Err(unexpected)) => {
                    assert_eq!(next, state, "a refused event changes nothing");
                    assert_eq!(unexpected, Unexpected { state: from, event: event_name });
                }
            }
        }
    }
    let found: Vec<_> =
        found.iter().map(|(from, event, to, step)| (&**from, *event, &**to, &**step)).collect();
    assert_eq!(found, TABLE);
}

#[test]
fn the_exchange_has_the_code_the_verifier_and_the_same_redirect() {
    let (_, step) = State::BrowserOpen(attempt()).on(redirect("code=c-1"), &expected());
    let Ok(Step::Exchange(exchange)) = step else { panic!("{step:?}") };
    assert_eq!(exchange.code, "c-1".into());
    assert_eq!(exchange.verifier, attempt().secrets.verifier);
    assert_eq!(exchange.redirect_uri, "myapp://callback/");
}

#[test]
fn no_state_or_event_prints_a_secret() {
    let secrets = attempt().secrets;
    for state in states() {
        for (_, event) in events() {
            let shown = format!("{state} {state:?} {event} {event:?}");
            for secret in [&secrets.state, &secrets.verifier, &secrets.nonce, &"c-1".into()] {
                assert!(!shown.contains(secret.expose()), "{shown}");
            }
        }
    }
}
