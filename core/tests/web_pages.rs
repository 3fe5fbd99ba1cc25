//! Sign-in and sign-out on the pages of the local pool, over HTTP, with a user who fills in the forms.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthErrorCode, FetchAuthSessionOptions, IdentityExpectation,
    OAuthConfiguration, Ports, RedirectResult, Secret, SignOutOptions, SignOutResult, WebPrompt,
    WebSignInOptions,
};
use support::form_browser::{Act, Delivery, FormBrowser};
use support::options::error_code;
use support::pool::{PASSWORD, TestPool};
use support::sessions::until;
use support::store::FaultyStore;
use tokio::sync::{Mutex, MutexGuard};

/// A process shows one page at a time, so these tests run one after the other.
static PAGE: Mutex<()> = Mutex::const_new(());

/// A pool with the user `ada`, and an app.
struct Stage {
    pool: Arc<TestPool>,
    configuration: AuthConfiguration,
    store: Arc<FaultyStore>,
    auth: Auth,
    _page: MutexGuard<'static, ()>,
}

impl Stage {
    async fn set() -> Self {
        Self::set_with(TestPool::configuration).await
    }

    async fn set_with(configuration: fn(&TestPool) -> AuthConfiguration) -> Self {
        let page = PAGE.lock().await;
        let pool = Arc::new(TestPool::start().await);
        pool.confirmed_user("ada");
        let mut configuration = configuration(&pool);
        configuration.oauth = Some(OAuthConfiguration {
            sign_out_redirect_uris: vec!["myapp://signed-out/".into()],
            ..OAuthConfiguration::new(pool.pool.base_url(), "myapp://callback/")
        });
        let store = Arc::new(FaultyStore::default());
        let auth = auth(&configuration, &store);
        Self { pool, configuration, store, auth, _page: page }
    }

    /// The app after its process has died: a new instance with what was stored until then.
    fn restarted(&self) -> Auth {
        auth(&self.configuration, &Arc::new(FaultyStore::with(self.store.entries())))
    }

    async fn sign_in(&self, browser: &FormBrowser) -> Result<(), AuthErrorCode> {
        self.sign_in_with(browser, WebSignInOptions::default()).await.map_err(|error| error.code)
    }

    async fn sign_in_with(&self, browser: &FormBrowser, options: WebSignInOptions) -> Result<(), AuthError> {
        let result = self.auth.sign_in_with_web_ui(options, browser.port()).await?;
        assert!(result.is_signed_in());
        Ok(())
    }

    async fn username(&self) -> String {
        self.auth.get_current_user().await.unwrap().username
    }

    async fn is_signed_out(&self) -> bool {
        error_code(self.auth.get_current_user().await) == AuthErrorCode::NotSignedIn
    }

    /// The requests of the app itself, without those of the browser.
    fn app_requests(&self) -> Vec<String> {
        let browser = ["Authorize", "Login", "Logout"];
        let mut operations = self.pool.operations();
        operations.retain(|operation| !browser.contains(&operation.as_str()));
        operations
    }
}

fn auth(configuration: &AuthConfiguration, store: &Arc<FaultyStore>) -> Auth {
    let ports = Ports::new(Arc::new(HostTransport::new().unwrap()), store.clone());
    support::pool::auth(configuration.clone(), ports)
}

fn ada() -> Act {
    Act::sign_in("ada", PASSWORD)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_wrong_password_a_user_signs_in_and_refreshes_and_signs_out_with_no_cookie_left() {
    let stage = Stage::set().await;
    let browser = FormBrowser::with([Act::sign_in("ada", "Wrong-1234"), ada()]);
    assert_eq!(stage.sign_in(&browser).await, Ok(()));
    assert_eq!(browser.headings(), ["Sign in", "Sign in"]);
    assert_eq!(stage.app_requests(), ["Token"]);
    assert_eq!(stage.username().await, "ada");
    let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
    assert!(stage.auth.fetch_auth_session(options).await.unwrap().is_signed_in);
    let attributes = stage.auth.fetch_user_attributes().await.unwrap();
    assert!(attributes.iter().any(|attribute| attribute.value.expose() == "ada@example.com"));

    let signed_out = stage.auth.sign_out_with_web_ui(SignOutOptions::default(), browser.port()).await;
    assert_eq!(signed_out, SignOutResult::Complete);
    assert_eq!(browser.redirects().last().unwrap(), "myapp://signed-out/");
    assert_eq!(stage.app_requests()[1..], ["GetTokensFromRefreshToken", "GetUser", "RevokeToken"]);
    browser.next([Act::Close]);
    assert_eq!(stage.sign_in(&browser).await, Err(AuthErrorCode::BrowserCancelled));
    assert_eq!(browser.headings(), ["Sign in"], "the browser still knows the user");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_outlives_a_sign_out_without_a_page_and_a_private_page_does_not_see_it() {
    let stage = Stage::set().await;
    let browser = FormBrowser::with([ada()]);
    assert_eq!(stage.sign_in(&browser).await, Ok(()));
    browser.headings();
    assert_eq!(stage.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(stage.sign_in(&browser).await, Ok(()));
    assert!(browser.headings().is_empty(), "a page asked the user although the browser has the cookie");

    assert_eq!(stage.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    // A private page does not see the cookie. The first sign-out removes it, and the second one has nothing to remove.
    for pages_of_the_sign_out in [1, 0] {
        browser.next([ada()]);
        let private = WebSignInOptions { prefers_private_session: true, ..WebSignInOptions::default() };
        stage.sign_in_with(&browser, private).await.unwrap();
        assert_eq!(browser.headings(), ["Sign in"]);
        let pages = browser.redirects().len();
        let signed_out = stage.auth.sign_out_with_web_ui(SignOutOptions::default(), browser.port()).await;
        assert_eq!(signed_out, SignOutResult::Complete);
        assert_eq!(browser.redirects().len() - pages, pages_of_the_sign_out);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_redeemed_for_a_client_with_a_secret_only_if_the_secret_is_right() {
    let stage = Stage::set_with(TestPool::configuration_with_secret).await;
    assert_eq!(stage.sign_in(&FormBrowser::with([ada()])).await, Ok(()));
    let mut wrong = stage.configuration.clone();
    wrong.user_pool.client_secret = Some("wrong".into());
    let other = auth(&wrong, &Arc::new(FaultyStore::default()));
    let browser = FormBrowser::with([ada()]).port();
    let refused = other.sign_in_with_web_ui(WebSignInOptions::default(), browser).await;
    assert_eq!(error_code(refused), AuthErrorCode::WebSignInMisconfigured);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for_on_a_page_of_its_own() {
    let stage = Stage::set().await;
    stage.pool.enable_factors("ada", &["SMSMfaSettings"]);
    let pool = Arc::clone(&stage.pool);
    let code = Act::Enter("code", Arc::new(move || pool.code("ada")));
    let browser = FormBrowser::with([ada(), Act::submit([("code", "000000x")]), code]);
    assert_eq!(stage.sign_in(&browser).await, Ok(()));
    assert_eq!(browser.headings(), ["Sign in", "Enter your code", "Enter your code"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_redirect_ends_the_sign_in_as_login_required_or_misconfigured() {
    let stage = Stage::set().await;
    let browser = FormBrowser::with([]);
    let silent = WebSignInOptions { prompt: vec![WebPrompt::None], ..WebSignInOptions::default() };
    let error = stage.sign_in_with(&browser, silent).await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::LoginRequired);
    let scopes = vec!["openid".into(), "shop/read".into()];
    let unknown = WebSignInOptions { scopes, ..WebSignInOptions::default() };
    let error = stage.sign_in_with(&browser, unknown).await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::WebSignInMisconfigured);
    assert!(stage.app_requests().is_empty() && stage.is_signed_out().await);
    assert_eq!(browser.redirects().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_client_id_or_redirect_shows_an_error_page_that_never_leads_back_to_the_app() {
    for change in
        [(|it: &mut AuthConfiguration| it.user_pool.client_id = "unknown".into()) as fn(&mut _), |it| {
            it.oauth.as_mut().unwrap().sign_in_redirect_uris = vec!["myapp://callback".into()]
        }]
    {
        let mut stage = Stage::set().await;
        change(&mut stage.configuration);
        stage.auth = auth(&stage.configuration, &stage.store);
        let browser = FormBrowser::with([Act::Close]);
        assert_eq!(stage.sign_in(&browser).await, Err(AuthErrorCode::BrowserCancelled));
        assert_eq!(browser.headings(), ["An error was encountered with the requested page."]);
        assert!(browser.redirects().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_with_another_state_signs_nobody_in() {
    let stage = Stage::set().await;
    let browser = FormBrowser::with([ada()]).delivering(Delivery::Forged);
    assert_eq!(stage.sign_in(&browser).await, Err(AuthErrorCode::UnknownRedirect));
    assert_eq!(stage.auth.handle_redirect(browser.redirect()).await, Ok(RedirectResult::Ignored));
    assert!(stage.app_requests().is_empty() && stage.is_signed_out().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_signs_in_once_and_the_service_accepts_its_code_once() {
    let stage = Stage::set().await;
    let browser = FormBrowser::with([ada()]);
    assert_eq!(stage.sign_in(&browser).await, Ok(()));
    let replayed = browser.redirect();
    assert_eq!(stage.auth.handle_redirect(replayed.clone()).await, Ok(RedirectResult::Ignored));
    assert_eq!(stage.restarted().handle_redirect(replayed).await, Ok(RedirectResult::Ignored));
    assert_eq!(stage.app_requests(), ["Token"]);
    stage.auth.sign_out(SignOutOptions::default()).await;

    // Two processes of the app have the same attempt. The first one redeems the code.
    browser.deliver(Delivery::Held);
    assert_eq!(stage.sign_in(&browser).await, Err(AuthErrorCode::BrowserCancelled));
    let copy = stage.restarted();
    assert!(is_signed_in(&stage.auth, browser.redirect()).await);
    assert_eq!(
        error_code(copy.handle_redirect(browser.redirect()).await),
        AuthErrorCode::AuthorizationCodeRefused
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_page_cancels_the_web_sign_in_and_the_next_one_succeeds() {
    let stage = Stage::set().await;
    let browser = FormBrowser::with([Act::Close]);
    assert_eq!(stage.sign_in(&browser).await, Err(AuthErrorCode::BrowserCancelled));
    assert!(stage.app_requests().is_empty() && stage.is_signed_out().await);
    browser.next([ada()]);
    assert_eq!(stage.sign_in(&browser).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_that_comes_after_the_page_was_closed_signs_in() {
    let stage = Stage::set().await;
    let browser = FormBrowser::with([ada()]).delivering(Delivery::Held);
    assert_eq!(stage.sign_in(&browser).await, Err(AuthErrorCode::BrowserCancelled));
    assert!(is_signed_in(&stage.auth, browser.redirect()).await);
    assert_eq!(stage.username().await, "ada");
    assert_eq!(stage.app_requests(), ["Token"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_that_comes_after_the_code_has_expired_is_refused() {
    let stage = Stage::set().await;
    let browser = FormBrowser::with([ada()]).delivering(Delivery::Held);
    assert_eq!(stage.sign_in(&browser).await, Err(AuthErrorCode::BrowserCancelled));
    stage.pool.pool.advance_clock(301);
    let refused = stage.auth.handle_redirect(browser.redirect()).await;
    assert_eq!(error_code(refused), AuthErrorCode::AuthorizationCodeRefused);
    assert!(stage.is_signed_out().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_signs_in_after_the_process_has_died_while_the_page_was_open() {
    let stage = Stage::set().await;
    let browser = FormBrowser::with([ada()]).delivering(Delivery::Open);
    let auth = stage.auth.clone();
    let port = browser.port();
    let dying =
        tokio::spawn(async move { auth.sign_in_with_web_ui(WebSignInOptions::default(), port).await });
    until(|| browser.redirects().len() == 1).await;
    let restarted = stage.restarted();
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());

    assert!(is_signed_in(&restarted, browser.redirect()).await);
    assert_eq!(restarted.get_current_user().await.unwrap().username, "ada");
    assert_eq!(stage.app_requests(), ["Token"]);
    assert_eq!(restarted.handle_redirect(browser.redirect()).await, Ok(RedirectResult::Ignored));
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_of_another_user_than_the_expected_one_are_revoked_and_sign_nobody_in() {
    let stage = Stage::set().await;
    stage.pool.confirmed_user("bob");
    let browser = FormBrowser::with([ada()]);
    assert_eq!(stage.sign_in(&browser).await, Ok(()));
    let ada_id = stage.auth.get_current_user().await.unwrap().user_id;
    stage.auth.sign_out(SignOutOptions::default()).await;

    let second = WebSignInOptions {
        identity_expectation: IdentityExpectation::OtherThan(vec![ada_id]),
        ..WebSignInOptions::default()
    };
    // The cookie is still that of the first user.
    let error = stage.sign_in_with(&browser, second.clone()).await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::UnexpectedIdentity);
    assert_eq!(stage.app_requests(), ["Token", "RevokeToken", "Token", "RevokeToken"]);
    assert!(stage.is_signed_out().await);
    browser.next([Act::sign_in("bob", PASSWORD)]);
    let asked = WebSignInOptions { prompt: vec![WebPrompt::Login], ..second };
    stage.sign_in_with(&browser, asked).await.unwrap();
    assert_eq!(stage.username().await, "bob");
}

async fn is_signed_in(auth: &Auth, redirect: Secret) -> bool {
    match auth.handle_redirect(redirect).await.unwrap() {
        RedirectResult::SignedIn(result) => result.is_signed_in(),
        other => panic!("{other:?}"),
    }
}
