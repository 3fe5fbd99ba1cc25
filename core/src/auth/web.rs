//! Sign-in and sign-out on the user pool's web pages.

use std::mem::{replace, take};
use std::sync::Arc;

use tokio::runtime::Handle;

use super::active_sign_in::AttemptId;
use super::browser::{BrowserPermit, deliver};
use super::limits::Limit;
use super::{Auth, AuthInner, arguments};
use crate::cognito::issuer;
use crate::config::OAuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::machine::web_sign_in::{Event, State, Step};
use crate::model::{
    AuthSignInResult, AuthSignInStep, RedirectResult, SignOutOptions, SignOutResult, WebSignInOptions,
};
use crate::ports::{Browser, Entropy, LogLevel, show_page};
use crate::secret::Secret;
use crate::tasks::{spawn, spawn_blocking, spawn_on};
use crate::web::{
    CodeExchange, Redirect, SECRET_BYTES, WebAttempt, WebIdentity, WebSecrets, WebTokens, authorization_url,
    is_same_target, logout_url, matches_state,
};

impl Auth {
    /// Signs a user in on the user pool's web pages (managed login), or with another provider (`/oauth2/authorize`,
    /// `/oauth2/token`, with PKCE). The time with the user does not count against the call's limit.
    ///
    /// If the process ends while the browser is open, the sign-in can still be completed for ten minutes: give the
    /// redirect to [`Auth::handle_redirect`]. A new sign-in and a sign-out end it. So does dropping the future.
    ///
    /// # Errors
    /// [`AuthErrorCode::OAuthNotConfigured`], [`AuthErrorCode::AlreadySignedIn`], [`AuthErrorCode::BrowserBusy`],
    /// [`AuthErrorCode::BrowserCancelled`], [`AuthErrorCode::BrowserUnavailable`],
    /// [`AuthErrorCode::WebSignInRefused`], [`AuthErrorCode::WebSignInMisconfigured`],
    /// [`AuthErrorCode::UnexpectedIdentity`], [`AuthErrorCode::MalformedArgument`] for a redirect that is not the
    /// configuration's and for scopes without `openid`, among others.
    pub async fn sign_in_with_web_ui(
        &self,
        options: WebSignInOptions,
        browser: Arc<dyn Browser>,
    ) -> Result<AuthSignInResult, AuthError> {
        let oauth = self.inner.oauth()?;
        let redirect_uri = arguments::web_sign_in(&options, oauth)?.to_owned();
        let limit = self.inner.limits.begin();
        limit.run(self.inner.session.ensure_signed_out()).await?;
        let permit = limit.run(browser_permit(&limit, options.waits_for_browser)).await?;
        self.inner.signed_up.forget();
        let attempt_id = self.inner.active_sign_in.begin()?;
        let (inner, runtime) = (Arc::clone(&self.inner), Handle::current());
        let mut caller = WebCaller { inner, runtime, attempt_id, state: None };
        let work = async {
            let attempt = self.inner.web_attempt(&options, redirect_uri).await?;
            caller.state = Some(attempt.secrets.state.clone());
            let remember =
                self.inner.session.remember_web_attempt(&attempt, self.inner.is_current(attempt_id));
            remember.await?;
            let mut web = WebSignIn::new(&self.inner, attempt_id, State::Prepared(attempt.clone()));
            let url = self.inner.authorization_url(oauth, &attempt, &options);
            let showing = web.show(browser, url, attempt, &permit);
            let event = limit.with_the_user(showing).await?;
            drop(permit);
            web.conclude(event).await
        };
        let result = tokio::select! {
            biased;
            () = self.inner.active_sign_in.superseded(attempt_id) => Err(AuthErrorCode::Cancelled.into()),
            result = limit.run(work) => result,
        };
        caller.finish(&result);
        result
    }

    /// Takes an address that reached the app: the redirect of a sign-in, or of a sign-out, on the web. Call it with
    /// every address that the system opens the app with.
    ///
    /// # Errors
    /// Those of [`Auth::sign_in_with_web_ui`], if this call completes the sign-in;
    /// [`AuthErrorCode::ChallengeExpired`] if the sign-in began more than ten minutes ago.
    pub async fn handle_redirect(&self, url: Secret) -> Result<RedirectResult, AuthError> {
        if !self.inner.is_redirect(url.expose()) {
            return Ok(RedirectResult::NotARedirect);
        }
        if deliver(&url) {
            return Ok(RedirectResult::Delivered);
        }
        let (attempt_id, is_untouched) = self.inner.active_sign_in.newest();
        let limit = self.inner.limits.begin();
        let Some(attempt) = limit.run(self.inner.session.web_attempt()).await? else {
            return Ok(RedirectResult::Ignored);
        };
        let is_its_own =
            !matches!(Redirect::of(&attempt, url.expose()), Redirect::OfAnother | Redirect::Elsewhere);
        if !is_untouched || !is_its_own {
            return Ok(RedirectResult::Ignored);
        }
        let state = attempt.secrets.state.clone();
        match limit.run(self.resume_web_sign_in(attempt_id, attempt, url)).await {
            Ok(result) => Ok(RedirectResult::SignedIn(result)),
            // The same redirect came twice, and the other one was faster.
            Err(error) if error.code == AuthErrorCode::UnknownRedirect => Ok(RedirectResult::Ignored),
            Err(error) if error.code == AuthErrorCode::AlreadySignedIn => {
                let waits = limit.run(self.inner.session.web_attempt()).await?;
                let is_still_open = waits.is_some_and(|attempt| attempt.secrets.state == state);
                if is_still_open { Err(error) } else { Ok(RedirectResult::Ignored) }
            }
            Err(error) => Err(error),
        }
    }

    /// Goes on with a sign-in whose browser an earlier run of the app had opened, or whose browser the user had closed.
    async fn resume_web_sign_in(
        &self,
        attempt_id: AttemptId,
        attempt: WebAttempt,
        url: Secret,
    ) -> Result<AuthSignInResult, AuthError> {
        if attempt.is_expired(self.inner.ports.clock.now_milliseconds()) {
            self.inner.session.take_web_attempt(&attempt.secrets.state).await?;
            return Err(AuthErrorCode::ChallengeExpired.into());
        }
        self.inner.session.ensure_signed_out().await?;
        self.inner.signed_up.forget();
        let resumed = WebSignIn::new(&self.inner, attempt_id, State::BrowserOpen(attempt));
        resumed.conclude(Event::Returned(url)).await
    }

    /// Signs the user out as [`Auth::sign_out`] does, and then removes the cookie of a sign-in on the web: the browser
    /// opens `/logout`. The browser stays closed if the user signed in without it, or in a private session, which has
    /// no cookie.
    ///
    /// The user is signed out here even if the user closes the browser, or if it can't be shown. The result says so,
    /// and the next sign-in on the web may then find the same user signed in.
    pub async fn sign_out_with_web_ui(
        &self,
        options: SignOutOptions,
        browser: Arc<dyn Browser>,
    ) -> SignOutResult {
        let limit = self.inner.limits.begin();
        let shares_cookie = limit.run(async { Ok(self.inner.session.shares_cookie().await) }).await;
        let signed_out = self.sign_out(options).await;
        match (shares_cookie, &signed_out) {
            (_, SignOutResult::Failed(_)) | (Ok(false) | Err(_), _) => signed_out,
            (Ok(true), SignOutResult::Complete | SignOutResult::Partial { .. }) => {
                let removed = limit.run(self.remove_cookie(&limit, browser)).await;
                signed_out.with_hosted_ui_error(removed.err())
            }
        }
    }

    async fn remove_cookie(&self, limit: &Limit, browser: Arc<dyn Browser>) -> Result<(), AuthError> {
        let oauth = self.inner.oauth()?;
        let uri = oauth.sign_out_redirect_uri(None).ok_or_else(|| {
            AuthError::from(AuthErrorCode::InvalidConfiguration).with_field("oauth.sign_out_redirect_uris")
        })?;
        let url = logout_url(&oauth.base_url(), &self.inner.configuration.user_pool.client_id, uri);
        let permit = BrowserPermit::now()?;
        let own = uri.to_owned();
        let delivered = permit.redirect(move |url| is_same_target(url, &own));
        let showing = show_page(browser, url, uri.to_owned(), false);
        limit
            .with_the_user(async {
                tokio::select! {
                    Ok(_redirect) = delivered => Ok(()),
                    shown = showing => shown.map(|_redirect| ()).map_err(AuthError::from),
                }
            })
            .await
    }
}

/// The right to open the browser. The time of waiting for it does not count against the call's limit.
async fn browser_permit(limit: &Limit, waits: bool) -> Result<BrowserPermit, AuthError> {
    match BrowserPermit::now() {
        Err(_busy) if waits => limit.with_the_user(BrowserPermit::later()).await,
        permit => permit,
    }
}

impl AuthInner {
    fn oauth(&self) -> Result<&OAuthConfiguration, AuthError> {
        Ok(self.configuration.oauth.as_ref().ok_or(AuthErrorCode::OAuthNotConfigured)?)
    }

    /// Whether an address is one of the configuration's redirects.
    fn is_redirect(&self, url: &str) -> bool {
        let oauth = self.configuration.oauth.iter();
        oauth
            .flat_map(|oauth| oauth.sign_in_redirect_uris.iter().chain(&oauth.sign_out_redirect_uris))
            .any(|uri| is_same_target(url, uri))
    }

    async fn web_attempt(
        &self,
        options: &WebSignInOptions,
        redirect_uri: String,
    ) -> Result<WebAttempt, AuthError> {
        let mut secrets = random_secrets(Arc::clone(&self.ports.entropy)).await?;
        if let Some(nonce) = &options.nonce {
            secrets.nonce = nonce.clone();
        }
        Ok(WebAttempt {
            secrets,
            redirect_uri,
            is_private: options.prefers_private_session,
            expectation: options.identity_expectation.clone(),
            began_at_milliseconds: self.ports.clock.now_milliseconds(),
        })
    }

    fn authorization_url(
        &self,
        oauth: &OAuthConfiguration,
        attempt: &WebAttempt,
        options: &WebSignInOptions,
    ) -> Secret {
        let scopes = if options.scopes.is_empty() { &oauth.scopes } else { &options.scopes };
        let client_id = &self.configuration.user_pool.client_id;
        authorization_url(&oauth.base_url(), client_id, scopes, attempt, options)
    }
}

async fn random_secrets(entropy: Arc<dyn Entropy>) -> Result<WebSecrets, AuthError> {
    let random = spawn_blocking(move || {
        let mut bytes = zeroize::Zeroizing::new([0; SECRET_BYTES]);
        entropy.fill(&mut *bytes).map(|()| WebSecrets::of_random(&bytes))
    });
    Ok(random.await.ok().and_then(Result::ok).ok_or(AuthErrorCode::NoEntropy)?)
}

/// The caller of a sign-in on the web. If it is dropped, the sign-in ends.
struct WebCaller {
    inner: Arc<AuthInner>,
    runtime: Handle,
    attempt_id: AttemptId,
    /// The state of the attempt that is removed from the store if the caller is dropped.
    state: Option<Secret>,
}

impl WebCaller {
    /// The call has ended. If the user only left the browser, the attempt stays stored: its redirect may still come.
    fn finish(&mut self, result: &Result<AuthSignInResult, AuthError>) {
        if matches!(result, Ok(_) | Err(AuthError { code: AuthErrorCode::BrowserCancelled, .. })) {
            self.state = None;
        }
    }
}

impl Drop for WebCaller {
    fn drop(&mut self) {
        let Some(state) = self.state.take() else { return };
        self.inner.active_sign_in.supersede_attempt(self.attempt_id);
        let inner = Arc::clone(&self.inner);
        spawn_on(&self.runtime, async move { inner.session.take_web_attempt(&state).await });
    }
}

/// A sign-in on the web: its machine, and the work that the machine asks for.
struct WebSignIn {
    inner: Arc<AuthInner>,
    attempt_id: AttemptId,
    state: State,
}

impl WebSignIn {
    fn new(inner: &Arc<AuthInner>, attempt_id: AttemptId, state: State) -> Self {
        Self { inner: Arc::clone(inner), attempt_id, state }
    }

    /// Gives the machine an event.
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

    /// Opens the browser. Waits until it comes back, or until the redirect reaches the app in another way.
    async fn show(
        &mut self,
        browser: Arc<dyn Browser>,
        url: Secret,
        attempt: WebAttempt,
        permit: &BrowserPermit,
    ) -> Result<Event, AuthError> {
        let state = attempt.secrets.state;
        let delivered = permit.redirect(move |url| matches_state(url, &state));
        let showing = show_page(browser, url, attempt.redirect_uri, attempt.is_private);
        self.on(Event::BrowserOpened)?;
        Ok(tokio::select! {
            biased;
            Ok(redirect) = delivered => Event::Returned(redirect),
            shown = showing => match shown {
                Ok(mut redirect) => Event::Returned(Secret::new(take(&mut *redirect))),
                Err(failure) => Event::BrowserFailed(failure),
            },
        })
    }

    /// Goes on from the browser's result to the end. Once the code is sent, the work goes on even if the caller is
    /// dropped: the tokens are stored, or revoked.
    async fn conclude(mut self, event: Event) -> Result<AuthSignInResult, AuthError> {
        let is_private = matches!(&self.state, State::BrowserOpen(attempt) if attempt.is_private);
        let state = match &self.state {
            State::BrowserOpen(attempt) => Some(attempt.secrets.state.clone()),
            State::Prepared(_) | State::Exchanging(_) | State::Storing | State::SignedIn | State::Failed => {
                None
            }
        };
        let step = self.on(event)?;
        let is_taken = match (&step, state) {
            (Step::Leave(_), _) | (_, None) => true,
            (_, Some(state)) => self.inner.session.take_web_attempt(&state).await?,
        };
        match step {
            // Another call, or another process, was faster.
            _ if !is_taken => Err(AuthErrorCode::UnknownRedirect.into()),
            Step::Exchange(exchange) => {
                let work = spawn(async move { self.exchange(exchange, is_private).await });
                work.await.unwrap_or_else(|_died| Err(AuthErrorCode::Internal.into()))
            }
            Step::Fail(error) | Step::Leave(error) => Err(error),
            Step::Wait | Step::Store(_) | Step::Done => Err(AuthErrorCode::Internal.into()),
        }
    }

    async fn exchange(
        mut self,
        exchange: CodeExchange,
        is_private: bool,
    ) -> Result<AuthSignInResult, AuthError> {
        let domain = self.inner.oauth()?.base_url();
        let (event, refresh_token) = match self.inner.cognito.exchange_code(&domain, exchange).await {
            Ok(tokens) => {
                let refresh_token = tokens.refresh_token.clone();
                (Event::TokensReceived(Box::new(tokens)), Some(refresh_token))
            }
            Err(error) => (Event::WorkFailed(error), None),
        };
        match self.on(event)? {
            Step::Store(tokens) => self.store(*tokens, is_private).await,
            Step::Fail(error) | Step::Leave(error) => {
                if let Some(token) = refresh_token {
                    // If that fails, the tokens expire by themselves.
                    let _ = self.inner.cognito.revoke_token(token).await;
                }
                Err(error)
            }
            Step::Wait | Step::Exchange(_) | Step::Done => Err(AuthErrorCode::Internal.into()),
        }
    }

    async fn store(mut self, tokens: WebTokens, is_private: bool) -> Result<AuthSignInResult, AuthError> {
        let is_current = self.inner.is_current(self.attempt_id);
        let event = match self.inner.session.sign_in_on_the_web(tokens, is_private, is_current).await {
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
