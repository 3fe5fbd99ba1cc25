//! The state machine of a web sign-in: (State, Event) -> (State, Step). It has no IO, no clock and no randomness.

use std::fmt;

use crate::error::{AuthError, AuthErrorCode};
use crate::ports::BrowserFailure;
use crate::secret::Secret;
use crate::web::{
    CodeExchange, Endpoint, Redirect, WebAttempt, WebIdentity, WebTokens, check_identity, refusal,
};

/// The state of a web sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The attempt is stored. The browser is not open yet.
    Prepared(WebAttempt),
    /// The browser shows the page, or has shown it: a sign-in that the user left, or that an earlier run of the app
    /// began, goes on from here.
    BrowserOpen(WebAttempt),
    /// The code is being sent, or was sent. It is sent only once, because the service accepts it only once.
    Exchanging(WebAttempt),
    /// The session is being stored.
    Storing,
    SignedIn,
    Failed,
}

/// What happens to a web sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    BrowserOpened,
    /// The browser came back with this address.
    Returned(Secret),
    BrowserFailed(BrowserFailure),
    TokensReceived(Box<WebTokens>),
    SessionStored,
    /// The exchange, or storing the session, failed.
    WorkFailed(AuthError),
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Wait for the browser.
    Wait,
    /// Remove the stored attempt, then exchange the code.
    Exchange(CodeExchange),
    Store(Box<WebTokens>),
    /// The session is stored.
    Done,
    /// Fail, and remove the stored attempt, if there is one.
    Fail(AuthError),
    /// Fail, but leave the attempt in the store: its redirect may still come.
    Leave(AuthError),
}

/// The state does not expect the event. The state stays as it was.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unexpected {
    pub(crate) state: String,
    pub(crate) event: String,
}

impl State {
    /// The state after an event, and what to do.
    pub(crate) fn on(self, event: Event, expected: &WebIdentity) -> (Self, Result<Step, Unexpected>) {
        match (self, event) {
            (Self::Prepared(attempt), Event::BrowserOpened) => (Self::BrowserOpen(attempt), Ok(Step::Wait)),
            (Self::Prepared(attempt) | Self::BrowserOpen(attempt), Event::BrowserFailed(failure)) => {
                browser_failed(attempt, failure)
            }
            (Self::BrowserOpen(attempt), Event::Returned(url)) => returned(attempt, &url),
            (Self::Exchanging(attempt), Event::TokensReceived(tokens)) => {
                match check_identity(&tokens, &attempt, expected) {
                    Ok(()) => (Self::Storing, Ok(Step::Store(tokens))),
                    Err(code) => failed(code.into()),
                }
            }
            (Self::Storing, Event::SessionStored) => (Self::SignedIn, Ok(Step::Done)),
            (Self::Exchanging(_) | Self::Storing, Event::WorkFailed(error)) => failed(error),
            (
                state @ (Self::Prepared(_)
                | Self::BrowserOpen(_)
                | Self::Exchanging(_)
                | Self::Storing
                | Self::SignedIn
                | Self::Failed),
                event @ (Event::BrowserOpened
                | Event::Returned(_)
                | Event::BrowserFailed(_)
                | Event::TokensReceived(_)
                | Event::SessionStored
                | Event::WorkFailed(_)),
            ) => {
                let unexpected = Unexpected { state: state.to_string(), event: event.to_string() };
                (state, Err(unexpected))
            }
        }
    }
}

#[cfg(test)]
impl State {
    /// Whether the sign-in is over: the state takes no event.
    pub(crate) fn has_ended(&self) -> bool {
        match self {
            Self::SignedIn | Self::Failed => true,
            Self::Prepared(_) | Self::BrowserOpen(_) | Self::Exchanging(_) | Self::Storing => false,
        }
    }
}

fn failed(error: AuthError) -> (State, Result<Step, Unexpected>) {
    (State::Failed, Ok(Step::Fail(error)))
}

fn returned(attempt: WebAttempt, url: &Secret) -> (State, Result<Step, Unexpected>) {
    match Redirect::of(&attempt, url.expose()) {
        Redirect::Code(code) => {
            let exchange = CodeExchange::of(&attempt, code);
            (State::Exchanging(attempt), Ok(Step::Exchange(exchange)))
        }
        Redirect::Refused { error, description } => failed(refusal(Endpoint::Authorize, &error, description)),
        Redirect::Malformed => failed(AuthErrorCode::MalformedRedirect.into()),
        Redirect::OfAnother | Redirect::Elsewhere => failed(AuthErrorCode::UnknownRedirect.into()),
    }
}

/// A user who closed the browser may come back to the page, for example after reading a code in another app.
fn browser_failed(attempt: WebAttempt, failure: BrowserFailure) -> (State, Result<Step, Unexpected>) {
    let error = AuthError::from(failure);
    match failure {
        BrowserFailure::Cancelled => (State::BrowserOpen(attempt), Ok(Step::Leave(error))),
        BrowserFailure::Unavailable | BrowserFailure::NotShown | BrowserFailure::Unanswered => failed(error),
    }
}

/// Prints the state's name, without its data.
impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Prepared(_) => "Prepared",
            Self::BrowserOpen(_) => "BrowserOpen",
            Self::Exchanging(_) => "Exchanging",
            Self::Storing => "Storing",
            Self::SignedIn => "SignedIn",
            Self::Failed => "Failed",
        })
    }
}

/// Prints the event's name, without its data.
impl fmt::Display for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::BrowserOpened => "BrowserOpened",
            Self::Returned(_) => "Returned",
            Self::BrowserFailed(_) => "BrowserFailed",
            Self::TokensReceived(_) => "TokensReceived",
            Self::SessionStored => "SessionStored",
            Self::WorkFailed(_) => "WorkFailed",
        })
    }
}

impl fmt::Display for Unexpected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "web sign-in: {} does not expect {}", self.state, self.event)
    }
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
