//! One sign-in on the web: its machine, and the work that the machine asks for.

use std::mem::replace;
use std::sync::Arc;

use super::AuthInner;
use super::active_sign_in::AttemptId;
use super::browser::{BrowserPermit, first_redirect};
use crate::cognito::issuer;
use crate::error::{AuthError, AuthErrorCode};
use crate::machine::web_sign_in::{Event, State, Step};
use crate::model::{AuthSignInResult, AuthSignInStep};
use crate::ports::{Browser, LogLevel, show_page};
use crate::secret::Secret;
use crate::tasks::spawn;
use crate::web::{CodeExchange, WebAttempt, WebIdentity, WebTokens, matches_state};

/// A sign-in on the web: its machine, and the work that the machine asks for.
pub(super) struct WebSignIn {
    inner: Arc<AuthInner>,
    attempt_id: AttemptId,
    state: State,
    /// True once the browser says that it kept no cookie.
    is_private: bool,
}

impl WebSignIn {
    pub(super) fn new(inner: &Arc<AuthInner>, attempt_id: AttemptId, state: State) -> Self {
        Self { inner: Arc::clone(inner), attempt_id, state, is_private: false }
    }

    /// Gives the machine an event, and returns the machine's next step.
    fn on(&mut self, event: Event) -> Result<Step, AuthError> {
        let user_pool = &self.inner.configuration.user_pool;
        let expected = WebIdentity { client_id: user_pool.client_id.clone(), issuer: issuer(user_pool) };
        let (from, name) = (self.state.to_string(), event.to_string());
        let (state, step) = replace(&mut self.state, State::Failed).on(event, &expected);
        self.state = state;
        if let Some(log) = &self.inner.ports.log {
            match &step {
                Ok(_) => log
                    .log(LogLevel::Debug, format!("web sign-in: {name} leads from {from} to {}", self.state)),
                Err(unexpected) => log.log(LogLevel::Error, unexpected.to_string()),
            }
        }
        step.map_err(|_unexpected| AuthErrorCode::Internal.into())
    }

    /// Opens the browser. Waits until the browser returns, or until the redirect reaches the app in another way.
    pub(super) async fn show(
        &mut self,
        browser: Arc<dyn Browser>,
        url: Secret,
        attempt: WebAttempt,
        prefers_private_session: bool,
        permit: &BrowserPermit,
    ) -> Result<Event, AuthError> {
        let state = attempt.secrets.state;
        let delivered = permit.redirect(move |url| matches_state(url, &state));
        let showing = show_page(browser, url, attempt.redirect_uri, prefers_private_session);
        self.on(Event::BrowserOpened)?;
        Ok(match first_redirect(delivered, showing).await {
            Ok(returned) => {
                self.is_private = returned.is_private;
                if prefers_private_session && !returned.is_private {
                    self.inner.ports.warn(format_args!(
                        "web sign-in: the browser did not confirm that the page was private"
                    ));
                }
                Event::Returned(returned.url)
            }
            Err(failure) => Event::BrowserFailed(failure),
        })
    }

    /// Goes on from the browser's result to the end. Once the code is sent, the work goes on even if the caller is
    /// dropped: the tokens are stored, or revoked.
    pub(super) async fn conclude(mut self, event: Event) -> Result<AuthSignInResult, AuthError> {
        let state = match &self.state {
            State::BrowserOpen(attempt) => Some(attempt.secrets.state.clone()),
            State::Prepared(_) | State::Exchanging(_) | State::Storing | State::SignedIn | State::Failed => {
                None
            }
        };
        let came_back = matches!(event, Event::Returned(_));
        let step = self.on(event)?;
        let is_taken = match (&step, state) {
            (Step::Leave(_), _) | (_, None) => Ok(true),
            (Step::Exchange(_), Some(state)) if !self.is_private => {
                self.inner.session.take_web_attempt_and_note_cookie(&state).await
            }
            (_, Some(state)) => self.inner.session.take_web_attempt(&state).await,
        };
        match (step, is_taken) {
            // If the sign-in has failed and the store too, the caller gets the sign-in's error.
            (Step::Fail(error), Err(_)) => Err(error),
            // If the browser has failed, the caller gets that error, even if another call has taken the attempt.
            (Step::Fail(error), Ok(_)) if !came_back => Err(error),
            (_, Err(error)) => Err(error),
            // Another call, or another process, has taken the attempt first.
            (_, Ok(false)) => Err(AuthErrorCode::UnknownRedirect.into()),
            (Step::Exchange(exchange), Ok(true)) => {
                let work = spawn(async move { self.exchange(exchange).await });
                work.await.unwrap_or_else(|_died| Err(AuthErrorCode::Internal.into()))
            }
            (Step::Fail(error) | Step::Leave(error), Ok(true)) => Err(error),
            (Step::Wait | Step::Store(_) | Step::Done, Ok(true)) => Err(AuthErrorCode::Internal.into()),
        }
    }

    async fn exchange(mut self, exchange: CodeExchange) -> Result<AuthSignInResult, AuthError> {
        let domain = self.inner.oauth()?.base_url();
        let (event, refresh_token) = match self.inner.cognito.exchange_code(&domain, exchange).await {
            Ok(tokens) => {
                let refresh_token = tokens.refresh_token.clone();
                (Event::TokensReceived(Box::new(tokens)), Some(refresh_token))
            }
            Err(error) => (Event::WorkFailed(error), None),
        };
        match self.on(event)? {
            Step::Store(tokens) => self.store(*tokens).await,
            Step::Fail(error) | Step::Leave(error) => {
                if let Some(token) = refresh_token {
                    // If the revocation fails, the tokens stay valid until they expire.
                    let _ = self.inner.cognito.revoke_token(token).await;
                }
                Err(error)
            }
            Step::Wait | Step::Exchange(_) | Step::Done => Err(AuthErrorCode::Internal.into()),
        }
    }

    async fn store(mut self, tokens: WebTokens) -> Result<AuthSignInResult, AuthError> {
        let is_current = self.inner.is_current(self.attempt_id);
        let event = match self.inner.session.sign_in_on_the_web(tokens, self.is_private, is_current).await {
            Ok(()) => Event::SessionStored,
            Err(error) => Event::WorkFailed(error),
        };
        match self.on(event)? {
            Step::Done => Ok(AuthSignInResult { next_step: AuthSignInStep::Done }),
            Step::Fail(error) | Step::Leave(error) => Err(error),
            Step::Wait | Step::Exchange(_) | Step::Store(_) => Err(AuthErrorCode::Internal.into()),
        }
    }
}
