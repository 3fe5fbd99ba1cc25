//! A sample of each state, and samples of each event. Brackets after an event's name tell its samples apart.

use serde_json::json;

use super::*;
use crate::web::identity_samples::{claims, tokens};
use crate::web::samples::attempt;

pub(crate) fn states() -> Vec<State> {
    vec![
        State::Prepared(attempt()),
        State::BrowserOpen(attempt()),
        State::Exchanging(attempt()),
        State::Storing,
        State::SignedIn,
        State::Failed,
    ]
}

pub(crate) fn redirect(parameters: &str) -> Event {
    Event::Returned(Secret::new(format!(
        "myapp://callback/?state={}&{parameters}",
        attempt().secrets.state.expose()
    )))
}

pub(crate) fn events() -> Vec<(&'static str, Event)> {
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

pub(crate) fn name_of_step(step: &Step) -> String {
    match step {
        Step::Wait => "Wait".into(),
        Step::Exchange(_) => "Exchange".into(),
        Step::Store(_) => "Store".into(),
        Step::Done => "Done".into(),
        Step::Fail(error) => format!("Fail {}", error.code.name()),
        Step::Leave(error) => format!("Leave {}", error.code.name()),
    }
}
