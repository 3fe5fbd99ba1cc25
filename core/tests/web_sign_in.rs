//! Sign-in and sign-out on web pages, from the first page to the session. The service and the browser follow a script.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::{
    AuthErrorCode, AuthEvent, AuthProvider, BrowserFailure, FetchAuthSessionOptions, IdentityExpectation,
    OAuthConfiguration, RedirectResult, Secret, SignOutOptions, SignOutResult, StoreError, TransportFailure,
    WebSignInOptions,
};
use serde_json::json;
use support::browser::{Page, ScriptedBrowser};
use support::identity::{credentials, got, id, new, with_pool};
use support::sessions::{FIRST, SECOND, TestApp, access_token, configuration, until};
use support::store::{FaultyStore, StoreOperation};
use support::transport::Step;
use support::web::{
    PAGE, TOKEN, app, app_over, has_cookie, sign_in, sign_in_with, sign_out, stored_attempt, with_oauth,
};

#[tokio::test]
async fn a_web_sign_in_sends_one_request_in_addition_to_its_page() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
    app.transport.push(browser.tokens(FIRST));
    assert_eq!(sign_in(&app, &browser).await, Ok(()));
    let [request] = &app.transport.recorded()[..] else { panic!("expected one request") };
    let query = browser.query(0);
    assert_eq!(request.body["grant_type"], "authorization_code");
    assert_eq!(request.body["code"], "c-1");
    assert_eq!(request.body["redirect_uri"], query["redirect_uri"]);
    assert_eq!(request.body["client_id"], "client");
    assert_eq!(query["scope"], "openid email");
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
    until(|| app.events.heard() == [AuthEvent::SignedIn]).await;
    assert_eq!(stored_attempt(&app), None, "the attempt is still stored");
}

#[tokio::test]
async fn an_identity_pool_adds_two_requests_after_a_web_sign_in_and_one_to_a_forced_refresh() {
    let _page = PAGE.lock().await;
    let app = TestApp::made(with_oauth(with_pool()), Arc::default());
    let browser = ScriptedBrowser::following([Page::code("c-1")]);
    app.script([browser.tokens(FIRST), id(1), credentials(1)]);
    assert_eq!(sign_in(&app, &browser).await, Ok(()));
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    let mut seen = 0;
    assert_eq!(app.took(&mut seen), [TOKEN, "GetId", "GetCredentialsForIdentity"]);
    app.script([SECOND.rotated(), credentials(1)]);
    let session = app.force_refresh().await.unwrap();
    assert_eq!((got(&session), access_token(&session)), (new(1), SECOND.access().as_str()));
    assert_eq!(app.took(&mut seen), ["GetTokensFromRefreshToken", "GetCredentialsForIdentity"]);
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    assert_eq!(app.took(&mut seen), [""; 0]);
}

#[tokio::test]
async fn each_attempt_has_its_own_state_nonce_and_code_challenge() {
    let _page = PAGE.lock().await;
    let app = app();
    let browser = ScriptedBrowser::following([
        Page::Fail(BrowserFailure::Cancelled),
        Page::Fail(BrowserFailure::Cancelled),
    ]);
    for _ in 0..2 {
        assert_eq!(sign_in(&app, &browser).await, Err(AuthErrorCode::BrowserCancelled));
    }
    for name in ["state", "nonce", "code_challenge"] {
        assert_ne!(browser.query(0)[name], browser.query(1)[name], "{name}");
    }
}

#[tokio::test]
async fn the_browser_gets_the_provider_and_the_preference_for_a_private_session() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
    app.transport.push(browser.tokens(FIRST));
    let options = WebSignInOptions {
        provider: Some(AuthProvider::Google),
        prefers_private_session: true,
        ..WebSignInOptions::default()
    };
    assert_eq!(sign_in_with(&app, &browser, options).await, Ok(()));
    assert_eq!(browser.query(0)["identity_provider"], "Google");
    assert!(browser.requests()[0].prefers_private_session);
}

#[tokio::test]
async fn each_failure_of_the_browser_and_each_bad_redirect_is_a_typed_error_and_sends_nothing() {
    let _page = PAGE.lock().await;
    for (page, code) in [
        (Page::Fail(BrowserFailure::Cancelled), AuthErrorCode::BrowserCancelled),
        (Page::Fail(BrowserFailure::Unavailable), AuthErrorCode::BrowserUnavailable),
        (Page::Fail(BrowserFailure::NotShown), AuthErrorCode::BrowserFailed),
        (Page::Forget, AuthErrorCode::BrowserFailed),
        (Page::redirect("error=access_denied&state=STATE"), AuthErrorCode::WebSignInRefused),
        (Page::redirect("error=invalid_scope&state=STATE"), AuthErrorCode::WebSignInMisconfigured),
        (Page::redirect("code=a&error=b&state=STATE"), AuthErrorCode::MalformedRedirect),
        (Page::redirect("code=a&state=other"), AuthErrorCode::UnknownRedirect),
        (Page::redirect("code=a"), AuthErrorCode::UnknownRedirect),
        (Page::Back("https://evil.example.com/?code=a&state=STATE".into()), AuthErrorCode::UnknownRedirect),
    ] {
        let (app, browser) = (app(), ScriptedBrowser::following([page.clone()]));
        assert_eq!(sign_in(&app, &browser).await, Err(code), "{page:?}");
        assert!(app.transport.recorded().is_empty());
        assert!(!app.fetch().await.unwrap().is_signed_in);
        let is_left = code == AuthErrorCode::BrowserCancelled;
        assert_eq!(stored_attempt(&app).is_some(), is_left, "{page:?}");
    }
}

#[tokio::test]
async fn each_bad_response_of_the_token_endpoint_is_a_typed_error_and_the_request_is_not_repeated() {
    let _page = PAGE.lock().await;
    let error = |name: &str| Step::json(400, &[], json!({ "error": name }));
    for (step, code) in [
        (error("invalid_grant"), AuthErrorCode::AuthorizationCodeRefused),
        (error("invalid_client"), AuthErrorCode::WebSignInMisconfigured),
        (error("unauthorized_client"), AuthErrorCode::WebSignInMisconfigured),
        (Step::json(429, &[], json!({})), AuthErrorCode::TooManyRequests),
        (Step::html(200), AuthErrorCode::MalformedResponse),
        (Step::html(403), AuthErrorCode::MalformedResponse),
        (Step::html(503), AuthErrorCode::ServerError),
        (Step::success(json!({})), AuthErrorCode::MalformedResponse),
        (Step::success(json!([])), AuthErrorCode::MalformedResponse),
        (Step::success(json!({ "access_token": 7 })), AuthErrorCode::MalformedResponse),
        (Step::Fail(TransportFailure::Offline), AuthErrorCode::Offline),
        (Step::Fail(TransportFailure::Other), AuthErrorCode::TransportFailed),
    ] {
        let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
        app.transport.push(step.clone());
        assert_eq!(sign_in(&app, &browser).await, Err(code), "{step:?}");
        assert_eq!(app.transport.recorded().len(), 1, "{step:?}");
        assert_eq!(stored_attempt(&app), None);
    }
}

#[tokio::test]
async fn a_refusal_of_the_token_endpoint_has_the_id_of_the_request_unless_the_id_is_malformed() {
    let _page = PAGE.lock().await;
    for (id, expected) in [("8a7b-1", Some("8a7b-1")), ("<script>", None)] {
        for body in [r#"{"error":"invalid_grant"}"#, "not JSON"] {
            let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
            app.transport.push(Step::raw(400, &[("x-amzn-requestid", id)], body));
            let refused =
                app.auth.sign_in_with_web_ui(WebSignInOptions::default(), browser).await.unwrap_err();
            assert_eq!(refused.request_id.as_deref(), expected, "{id} {body}");
        }
    }
}

#[tokio::test]
async fn tokens_with_a_wrong_nonce_audience_or_issuer_are_revoked_and_sign_nobody_in() {
    let _page = PAGE.lock().await;
    for (member, value) in [("nonce", json!("other")), ("aud", json!("other")), ("iss", json!("https://x/"))]
    {
        let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
        app.transport.push(browser.tokens_with(FIRST, json!({ member: value })));
        app.transport.push(Step::success(json!({})));
        assert_eq!(sign_in(&app, &browser).await, Err(AuthErrorCode::InvalidIdToken), "{member}");
        until(|| app.transport.operations() == [TOKEN, "RevokeToken"]).await;
        assert!(!app.fetch().await.unwrap().is_signed_in);
    }
}

#[tokio::test]
async fn another_user_than_the_expected_one_is_not_signed_in() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
    app.transport.push(browser.tokens(FIRST));
    app.transport.push(Step::success(json!({})));
    let options = WebSignInOptions {
        identity_expectation: IdentityExpectation::User("sub-of-bob".into()),
        ..WebSignInOptions::default()
    };
    assert_eq!(sign_in_with(&app, &browser, options).await, Err(AuthErrorCode::UnexpectedIdentity));
    until(|| app.transport.operations() == [TOKEN, "RevokeToken"]).await;
    assert!(!app.fetch().await.unwrap().is_signed_in);
}

#[tokio::test]
async fn a_redirect_that_reaches_the_app_goes_to_the_call_that_waits() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::StayOpen]));
    app.transport.push(browser.tokens(FIRST));
    let auth = app.auth.clone();
    let waiting = {
        let browser = browser.clone();
        tokio::spawn(async move { auth.sign_in_with_web_ui(WebSignInOptions::default(), browser).await })
    };
    until(|| browser.requests().len() == 1).await;
    for (url, expected) in [
        ("myapp://elsewhere/?code=c&state=x".to_owned(), RedirectResult::NotARedirect),
        ("myapp://callback/?code=c&state=forged".to_owned(), RedirectResult::Ignored),
        ("myapp://callback/?code=c".to_owned(), RedirectResult::Ignored),
    ] {
        assert_eq!(app.auth.handle_redirect(Secret::new(url)).await, Ok(expected));
    }
    let redirect = browser.redirect(0, "c-1");
    assert_eq!(app.auth.handle_redirect(redirect.clone()).await, Ok(RedirectResult::Delivered));
    assert!(waiting.await.unwrap().unwrap().is_signed_in());
    assert_eq!(browser.cancelled(), 1, "the page was closed twice, or not at all");
    assert_eq!(
        app.auth.handle_redirect(redirect).await,
        Ok(RedirectResult::Ignored),
        "the redirect was accepted twice"
    );
    assert_eq!(app.transport.recorded().len(), 1);
}

#[tokio::test]
async fn a_redirect_that_reaches_the_next_process_completes_the_sign_in() {
    let _page = PAGE.lock().await;
    let (first, browser) = (app(), ScriptedBrowser::following([Page::Fail(BrowserFailure::Cancelled)]));
    assert_eq!(sign_in(&first, &browser).await, Err(AuthErrorCode::BrowserCancelled));
    let mut configuration = configuration();
    configuration.oauth = Some(OAuthConfiguration::new("auth.example.com", "myapp://callback/"));
    let second = TestApp::made(configuration, first.store.clone());
    second.transport.push(browser.tokens(FIRST));
    let redirect = browser.redirect(0, "c-1");
    let RedirectResult::SignedIn(result) = second.auth.handle_redirect(redirect.clone()).await.unwrap()
    else {
        panic!("expected a sign-in")
    };
    assert!(result.is_signed_in());
    assert_eq!(second.auth.handle_redirect(redirect).await, Ok(RedirectResult::Ignored));
    assert_eq!(second.transport.recorded().len(), 1);
}

#[tokio::test]
async fn without_a_domain_or_with_wrong_options_no_page_opens() {
    let _page = PAGE.lock().await;
    let browser = ScriptedBrowser::following([]);
    let without = TestApp::over(FaultyStore::default());
    assert_eq!(sign_in(&without, &browser).await, Err(AuthErrorCode::OAuthNotConfigured));
    let with = app();
    for (options, field) in [
        (WebSignInOptions { scopes: vec!["email".into()], ..Default::default() }, "scopes"),
        (WebSignInOptions { redirect_uri: Some("other://x".into()), ..Default::default() }, "redirect_uri"),
        (WebSignInOptions { language: Some(String::new()), ..Default::default() }, "language"),
    ] {
        let error = with.auth.sign_in_with_web_ui(options, browser.clone()).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some(field));
    }
    let mut configuration = configuration();
    configuration.oauth = Some(OAuthConfiguration {
        scopes: vec!["email".into()],
        ..OAuthConfiguration::new("auth.example.com", "myapp://callback/")
    });
    let without_openid = TestApp::made(configuration, Arc::new(FaultyStore::default()));
    let signed_in = without_openid.auth.sign_in_with_web_ui(WebSignInOptions::default(), browser.clone());
    let error = signed_in.await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::InvalidConfiguration);
    assert_eq!(error.field.as_deref(), Some("oauth.scopes"));
    assert!(browser.requests().is_empty());
}

#[tokio::test]
async fn calls_that_send_the_access_token_fail_before_their_request_without_the_admin_scope() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
    app.transport.push(browser.tokens_with_access(FIRST, json!({ "scope": "openid email" })));
    assert_eq!(sign_in(&app, &browser).await, Ok(()));
    let error = app.auth.fetch_user_attributes().await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::MissingScope);
    assert_eq!(error.field.as_deref(), Some("aws.cognito.signin.user.admin"));
    app.transport.push(Step::success(json!({})));
    let everywhere = SignOutOptions { global_sign_out: true, ..SignOutOptions::default() };
    let SignOutResult::Partial { global_sign_out_error: Some(error), .. } =
        app.auth.sign_out(everywhere).await
    else {
        panic!("expected a partial result")
    };
    assert_eq!(error.code, AuthErrorCode::MissingScope);
    assert_eq!(app.transport.operations(), [TOKEN, "RevokeToken"]);
}

#[tokio::test]
async fn a_session_of_a_web_sign_in_is_refreshed_like_any_other() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
    app.transport.push(browser.tokens(FIRST));
    assert_eq!(sign_in(&app, &browser).await, Ok(()));
    app.transport.push(SECOND.refreshed());
    let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
    assert!(app.auth.fetch_auth_session(options).await.unwrap().is_signed_in);
    assert_eq!(app.transport.operations(), [TOKEN, "GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn a_sign_out_opens_a_page_only_if_the_browser_has_a_cookie_to_remove() {
    let _page = PAGE.lock().await;
    for (code, asks_for_privacy, pages) in [
        (Page::code("c-1"), false, 2),
        (Page::code("c-1"), true, 1),
        // The browser has no private pages.
        (Page::shared_code("c-1"), true, 2),
    ] {
        let app = app();
        let browser = ScriptedBrowser::following([code, Page::Back("myapp://signed-out/".into())]);
        app.script([browser.tokens(FIRST), Step::success(json!({}))]);
        let options = WebSignInOptions { prefers_private_session: asks_for_privacy, ..Default::default() };
        assert_eq!(sign_in_with(&app, &browser, options).await, Ok(()));
        assert_eq!(has_cookie(&app), pages == 2);
        assert_eq!(sign_out(&app, &browser, SignOutOptions::default()).await, None);
        assert_eq!(browser.requests().len(), pages);
        assert_eq!(app.transport.operations(), [TOKEN, "RevokeToken"]);
        assert!(app.store.is_empty_apart_from_the_mark());
    }
}

#[tokio::test]
async fn a_cookie_that_stayed_is_removed_by_a_later_sign_out() {
    let _page = PAGE.lock().await;
    for (failure, code) in [
        (BrowserFailure::Cancelled, AuthErrorCode::BrowserCancelled),
        (BrowserFailure::NotShown, AuthErrorCode::BrowserFailed),
    ] {
        let app = app();
        let back = Page::Back("myapp://signed-out/".into());
        let browser = ScriptedBrowser::following([Page::code("c-1"), Page::Fail(failure), back]);
        app.script([browser.tokens(FIRST), Step::success(json!({}))]);
        assert_eq!(sign_in(&app, &browser).await, Ok(()));
        assert_eq!(sign_out(&app, &browser, SignOutOptions::default()).await, Some(code));
        assert!(!app.fetch().await.unwrap().is_signed_in);
        // After the next start of the app, a sign-out without a browser leaves the cookie.
        let app = app_over(app.store.clone());
        assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
        assert!(has_cookie(&app));
        for pages in [3, 3] {
            assert_eq!(sign_out(&app, &browser, SignOutOptions::default()).await, None);
            assert_eq!(
                browser.requests().len(),
                pages,
                "the first sign-out must open the page, and the second one must not"
            );
        }
        assert!(app.store.is_empty_apart_from_the_mark());
    }
}

#[tokio::test]
async fn a_cookie_note_that_cannot_be_removed_makes_the_next_sign_out_open_the_page_again() {
    let _page = PAGE.lock().await;
    let app = app();
    let back = || Page::Back("myapp://signed-out/".into());
    let browser = ScriptedBrowser::following([Page::code("c-1"), back(), back()]);
    app.script([browser.tokens(FIRST), Step::success(json!({}))]);
    assert_eq!(sign_in(&app, &browser).await, Ok(()));
    app.store.fail_key(".cookie", StoreOperation::Delete, StoreError::Unavailable);
    assert_eq!(sign_out(&app, &browser, SignOutOptions::default()).await, None);
    app.unlock();
    assert_eq!(sign_out(&app, &browser, SignOutOptions::default()).await, None);
    assert_eq!(browser.requests().len(), 3);
    assert!(!has_cookie(&app));
}

#[tokio::test]
async fn a_cookie_note_that_can_never_be_read_again_opens_the_page_and_is_removed() {
    let _page = PAGE.lock().await;
    for lost in [StoreError::Corrupt, StoreError::Unrecoverable] {
        let app = app();
        let back = Page::Back("myapp://signed-out/".into());
        let browser = ScriptedBrowser::following([Page::code("c-1"), back]);
        app.script([browser.tokens(FIRST), Step::success(json!({}))]);
        assert_eq!(sign_in(&app, &browser).await, Ok(()));
        app.store.fail_key(".cookie", StoreOperation::Load, lost);
        assert_eq!(sign_out(&app, &browser, SignOutOptions::default()).await, None, "{lost}");
        assert_eq!((browser.requests().len(), has_cookie(&app)), (2, false), "{lost}");
    }
}

#[tokio::test]
async fn a_cookie_note_that_cannot_be_read_does_not_stop_the_sign_out() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
    app.script([browser.tokens(FIRST), Step::success(json!({}))]);
    assert_eq!(sign_in(&app, &browser).await, Ok(()));
    app.store.fail_key(".cookie", StoreOperation::Load, StoreError::Locked);
    let code = sign_out(&app, &browser, SignOutOptions::default()).await;
    assert_eq!(code, Some(AuthErrorCode::StoreLocked));
    assert_eq!(app.transport.operations(), [TOKEN, "RevokeToken"]);
    assert!(!app.fetch().await.unwrap().is_signed_in);
}
