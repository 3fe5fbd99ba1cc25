//! The whole table of a sign-in on the web, and what each transition carries.

use serde_json::json;

use super::*;
use crate::web::identity_samples::{claims, expected, tokens};
use crate::web::samples::attempt;

/// Every pair that is a transition. All others are refused.
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

fn states() -> Vec<State> {
    vec![
        State::Prepared(attempt()),
        State::BrowserOpen(attempt()),
        State::Exchanging(attempt()),
        State::Storing,
        State::SignedIn,
        State::Failed,
    ]
}

fn redirect(parameters: &str) -> Event {
    Event::Returned(Secret::new(format!(
        "myapp://callback/?state={}&{parameters}",
        attempt().secrets.state.expose()
    )))
}

fn events() -> Vec<(&'static str, Event)> {
    let mut foreign = claims();
    foreign.0["nonce"] = json!("another");
    vec![
        ("BrowserOpened", Event::BrowserOpened),
        ("Returned (a code)", redirect("code=c-1")),
        ("Returned (an error)", redirect("error=access_denied")),
        ("Returned (neither)", redirect("")),
        ("Returned (another's)", Event::Returned("myapp://callback/?code=c&state=other".into())),
        ("BrowserFailed (Cancelled)", Event::BrowserFailed(BrowserFailure::Cancelled)),
        ("BrowserFailed (Unavailable)", Event::BrowserFailed(BrowserFailure::Unavailable)),
        ("BrowserFailed (NotShown)", Event::BrowserFailed(BrowserFailure::NotShown)),
        ("BrowserFailed (Unanswered)", Event::BrowserFailed(BrowserFailure::Unanswered)),
        ("TokensReceived", Event::TokensReceived(Box::new(tokens(claims())))),
        ("TokensReceived (foreign)", Event::TokensReceived(Box::new(tokens(foreign)))),
        ("SessionStored", Event::SessionStored),
        ("WorkFailed", Event::WorkFailed(AuthErrorCode::Offline.into())),
    ]
}

fn name(step: &Step) -> String {
    match step {
        Step::Wait => "Wait".into(),
        Step::Exchange(_) => "Exchange".into(),
        Step::Store(_) => "Store".into(),
        Step::Done => "Done".into(),
        Step::Fail(error) => format!("Fail {}", error.code.name()),
        Step::Leave(error) => format!("Leave {}", error.code.name()),
    }
}

#[test]
fn every_pair_of_state_and_event_does_what_the_table_says() {
    let mut found = Vec::new();
    for state in states() {
        for (label, event) in events() {
            let (from, event_name) = (state.to_string(), event.to_string());
            assert_eq!(label.split(" (").next(), Some(event_name.as_str()));
            match state.clone().on(event, &expected()) {
                (next, Ok(step)) => found.push((from, label, next.to_string(), name(&step))),
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
fn nothing_prints_a_secret() {
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
