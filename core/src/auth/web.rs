//! Sign-in and sign-out on the user pool's web pages.

use std::sync::Arc;

use super::active_sign_in::AttemptId;
use super::browser::{BrowserPermit, deliver, first_redirect};
use super::limits::Limit;
use super::web_flow::WebSignIn;
use super::{Auth, AuthInner, arguments};
use crate::config::OAuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::machine::web_sign_in::{Event, State};
use crate::model::{AuthSignInResult, RedirectResult, SignOutOptions, SignOutResult, WebSignInOptions};
use crate::ports::{Browser, Entropy, show_page};
use crate::secret::Secret;
use crate::sync::Handle;
use crate::tasks::{spawn_blocking, spawn_on};
use crate::web::{
    Redirect, SECRET_BYTES, WebAttempt, WebSecrets, authorization_url, is_same_target, logout_url,
};

impl Auth {
    /// Signs a user in on the user pool's web pages (managed login), or with another provider (`/oauth2/authorize`,
    /// `/oauth2/token`, with PKCE). The time in the browser does not count against the call's limit.
    ///
    /// If the process ends while the browser is open, the sign-in can still be completed for ten minutes: give the
    /// redirect to [`Auth::handle_redirect`]. A new sign-in, a sign-out, and dropping the future end the sign-in.
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
        let permit = limit.run(self.browser_permit(&limit, options.waits_for_browser)).await?;
        self.inner.signed_up.forget();
        let attempt_id = self.inner.begin_attempt()?;
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
            let showing = web.show(browser, url, attempt, options.prefers_private_session, &permit);
            let event = limit.with_the_user(showing).await?;
            let concluded = web.conclude(event).await;
            // The permit is held until here: the next call that gets it begins a sign-in, which would end this one.
            drop(permit);
            concluded
        };
        let result = tokio::select! {
            biased;
            () = self.inner.active_sign_in.superseded(attempt_id) => Err(AuthErrorCode::Cancelled.into()),
            result = limit.run(work) => result,
        };
        let is_over = || !self.inner.is_current(attempt_id)();
        let result = match result {
            // A sign-out or a purge has ended the sign-in, and has removed the stored attempt of this redirect.
            Err(error) if error.code == AuthErrorCode::UnknownRedirect && is_over() => {
                Err(AuthErrorCode::Cancelled.into())
            }
            result => result,
        };
        caller.finish(&result);
        result
    }

    /// Takes an address that reached the app: the redirect of a sign-in, or of a sign-out, on the web. Call it with
    /// every address that the system opens the app with.
    ///
    /// With several accounts, any instance takes the redirect of a browser that this run of the app has opened. After a
    /// restart, the redirect belongs to the account whose sign-in opened the browser, and the instances of other
    /// accounts ignore it: call this for one account after the other, until the result is not
    /// [`RedirectResult::Ignored`].
    ///
    /// Once the code was sent, the sign-in goes on even if this future is dropped, or if this call's time is up: the
    /// service accepts the code only once. A new sign-in and a sign-out still end the sign-in.
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
        let (attempt_id, is_untouched) = self.inner.newest_attempt();
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
            // The same redirect came twice, and another call has taken it first.
            Err(error) if error.code == AuthErrorCode::UnknownRedirect => Ok(RedirectResult::Ignored),
            Err(error) if error.code == AuthErrorCode::AlreadySignedIn => {
                let waits = limit.run(self.inner.session.web_attempt()).await?;
                let is_still_open = waits.is_some_and(|attempt| attempt.secrets.state == state);
                if is_still_open { Err(error) } else { Ok(RedirectResult::Ignored) }
            }
            Err(error) => Err(error),
        }
    }

    /// Goes on with a stored sign-in: an earlier run of the app opened its browser, or the user closed its browser.
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
    /// opens `/logout`. The browser stays closed if it has no cookie: nobody signed in there, the page was private, or
    /// an earlier call has removed the cookie.
    ///
    /// The user is signed out here before the browser opens, whatever happens in the browser. If the cookie stays, the
    /// result has the reason, and the next sign-in on the web may find the same user signed in. The next call of this
    /// function opens the browser again, even if nobody is signed in by then.
    pub async fn sign_out_with_web_ui(
        &self,
        options: SignOutOptions,
        browser: Arc<dyn Browser>,
    ) -> SignOutResult {
        let limit = self.inner.limits.begin();
        let has_cookie = limit.run(self.inner.session.has_cookie()).await;
        let signed_out = self.sign_out_within(&limit, options.clone()).await;
        if let SignOutResult::Failed(_) = signed_out {
            return signed_out;
        }
        let removed = match has_cookie {
            Ok(true) => limit.run(self.remove_cookie(&limit, &options, browser)).await,
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        signed_out.with_hosted_ui_error(removed.err())
    }

    /// Removes the stored sign-in on the web, whether its browser is still open or not. A redirect that comes later has
    /// no effect, not even after the next start of the app. A failure of the store is only logged.
    pub(super) async fn end_web_sign_in(&self) -> Result<(), AuthError> {
        if self.inner.configuration.oauth.is_some()
            && let Err(error) = self.inner.session.forget_web_attempt().await
        {
            let name = error.code.name();
            self.inner.ports.warn(format_args!("sign-in: could not forget the sign-in on the web: {name}"));
        }
        Ok(())
    }

    async fn remove_cookie(
        &self,
        limit: &Limit,
        options: &SignOutOptions,
        browser: Arc<dyn Browser>,
    ) -> Result<(), AuthError> {
        let oauth = self.inner.oauth()?;
        let uri = arguments::web_sign_out(options, oauth)?;
        let url = logout_url(&oauth.base_url(), &self.inner.configuration.user_pool.client_id, uri);
        let permit = match BrowserPermit::now() {
            Err(_busy) if options.waits_for_browser => limit.with_the_user(BrowserPermit::later()).await?,
            permit => permit?,
        };
        let own = uri.to_owned();
        let delivered = permit.redirect(move |url| is_same_target(url, &own));
        let showing = show_page(browser, url, uri.to_owned(), false);
        limit.with_the_user(first_redirect(delivered, showing)).await?;
        if let Err(error) = self.inner.session.forget_cookie().await {
            let name = error.code.name();
            self.inner.ports.warn(format_args!("sign-out: could not forget the browser's cookie: {name}"));
        }
        Ok(())
    }

    /// The permit to open the browser. While another page is open, this waits if `waits` is true, and otherwise fails.
    /// The wait does not count against the call's limit.
    async fn browser_permit(&self, limit: &Limit, waits: bool) -> Result<BrowserPermit, AuthError> {
        match BrowserPermit::now() {
            Err(_busy) if waits => {
                let permit = limit.with_the_user(BrowserPermit::later()).await?;
                // The call that had the page open may have signed a user in.
                self.inner.session.ensure_signed_out().await?;
                Ok(permit)
            }
            permit => permit,
        }
    }
}

impl AuthInner {
    pub(super) fn oauth(&self) -> Result<&OAuthConfiguration, AuthError> {
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
            prefers_private_session: options.prefers_private_session,
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
    /// The `state` of the attempt. Dropping the caller removes this attempt from the store.
    state: Option<Secret>,
}

impl WebCaller {
    /// Takes the result of the call. If the user closed the browser, the attempt stays stored: its redirect may still
    /// come.
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
