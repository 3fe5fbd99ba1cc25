//! A sign-in on web pages, and things that get in its way: a redirect that comes late or twice, another call at the
//! same time, another process, a failure of the store.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::{
    AuthErrorCode, AuthEvent, BrowserFailure, RedirectResult, SignOutOptions, SignOutResult, StoreError,
    WebSignInOptions,
};
use serde_json::json;
use support::browser::{Page, ScriptedBrowser};
use support::options::{by_password, error_code};
use support::sessions::{BOBS, FIRST, SECOND, TestApp, until};
use support::store::StoreOperation;
use support::transport::Step;
use support::web::{
    PAGE, TOKEN, app, app_over, has_cookie, redirected, sign_in, sign_in_with, sign_out, signing_in,
    stored_attempt,
};
use tokio::task::JoinHandle;

/// An app whose user has left this many pages, one after the other. Each page can still lead to its redirect.
async fn left_with(pages: usize) -> (TestApp, Arc<ScriptedBrowser>) {
    let cancelled = (0..pages).map(|_| Page::Fail(BrowserFailure::Cancelled));
    let (app, browser) = (app(), ScriptedBrowser::following(cancelled));
    for _ in 0..pages {
        assert_eq!(sign_in(&app, &browser).await, Err(AuthErrorCode::BrowserCancelled));
    }
    (app, browser)
}

async fn is_signed_in(app: &TestApp) -> bool {
    app.fetch().await.unwrap().is_signed_in
}

#[tokio::test]
async fn a_redirect_that_two_calls_hand_over_at_the_same_time_is_redeemed_once() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::Fail(BrowserFailure::Cancelled)]));
    assert_eq!(sign_in(&app, &browser).await, Err(AuthErrorCode::BrowserCancelled));
    app.transport.push(browser.tokens(FIRST));
    let handle = || app.auth.handle_redirect(browser.redirect(0, "c-1"));
    let (one, other) = tokio::join!(handle(), handle());
    let results = [one.unwrap(), other.unwrap()];
    assert!(results.contains(&RedirectResult::Ignored), "{results:?}");
    assert!(results.iter().any(|result| matches!(result, RedirectResult::SignedIn(_))), "{results:?}");
    assert_eq!(app.transport.recorded().len(), 1);
}

#[tokio::test]
async fn a_redirect_signs_nobody_in_after_ten_minutes_a_sign_out_or_a_new_sign_in() {
    let _page = PAGE.lock().await;
    let cancelled = || ScriptedBrowser::following([Page::Fail(BrowserFailure::Cancelled)]);
    let (late, browser) = (app(), cancelled());
    let _ = sign_in(&late, &browser).await;
    late.clock.advance_seconds(600);
    let error = late.auth.handle_redirect(browser.redirect(0, "c-1")).await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::ChallengeExpired);

    let (left, browser) = (app(), cancelled());
    let _ = sign_in(&left, &browser).await;
    let _ = left.auth.sign_out(SignOutOptions::default()).await;
    let redirect = browser.redirect(0, "c-1");
    assert_eq!(left.auth.handle_redirect(redirect).await, Ok(RedirectResult::Ignored));

    let (again, browser) = (app(), cancelled());
    let _ = sign_in(&again, &browser).await;
    again.transport.push(Step::exception("NotAuthorizedException", "Incorrect username or password."));
    let _ = again.auth.sign_in("bob", Some("Wrong1!".into()), by_password()).await;
    let redirect = browser.redirect(0, "c-1");
    assert_eq!(again.auth.handle_redirect(redirect).await, Ok(RedirectResult::Ignored));
}

#[tokio::test]
async fn dropping_the_call_closes_the_page_and_ends_the_attempt() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::StayOpen]));
    {
        let call = app.auth.sign_in_with_web_ui(WebSignInOptions::default(), browser.clone());
        tokio::pin!(call);
        tokio::select! {
            _ = &mut call => panic!("the page stays open"),
            () = until(|| browser.requests().len() == 1) => {}
        }
    }
    until(|| browser.cancelled() == 1 && stored_attempt(&app).is_none()).await;
    let redirect = browser.redirect(0, "c-1");
    assert_eq!(app.auth.handle_redirect(redirect).await, Ok(RedirectResult::Ignored));
}

#[tokio::test]
async fn a_second_web_sign_in_of_the_process_is_refused_or_waits_for_the_first_page() {
    let _page = PAGE.lock().await;
    let (one, other) = (app(), app());
    let open = ScriptedBrowser::following([Page::StayOpen]);
    let auth = one.auth.clone();
    let first = {
        let open = open.clone();
        tokio::spawn(async move { auth.sign_in_with_web_ui(WebSignInOptions::default(), open).await })
    };
    until(|| open.requests().len() == 1).await;
    let second = ScriptedBrowser::following([Page::code("c-2")]);
    assert_eq!(sign_in(&other, &second).await, Err(AuthErrorCode::BrowserBusy));
    other.transport.push(second.tokens(FIRST));
    let options = WebSignInOptions { waits_for_browser: true, ..WebSignInOptions::default() };
    let waiting = sign_in_with(&other, &second, options);
    tokio::pin!(waiting);
    tokio::select! {
        biased;
        _ = &mut waiting => panic!("the first page is open"),
        () = tokio::task::yield_now() => first.abort(),
    }
    assert_eq!(waiting.await, Ok(()));
}

/// Gives an app with a signed-in user whose browser has a cookie, and an open page of another app.
async fn signed_in_beside_an_open_page(
    next: Page,
) -> (TestApp, Arc<ScriptedBrowser>, JoinHandle<Result<(), AuthErrorCode>>) {
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1"), next]));
    app.script([browser.tokens(FIRST), Step::success(json!({}))]);
    assert_eq!(sign_in(&app, &browser).await, Ok(()));
    let (other, open) = (support::web::app(), ScriptedBrowser::following([Page::StayOpen]));
    let page = signing_in(&other, &open, WebSignInOptions::default());
    until(|| open.requests().len() == 1).await;
    (app, browser, page)
}

#[tokio::test]
async fn a_sign_out_while_a_page_is_open_signs_out_on_the_device_and_leaves_the_cookie() {
    let _page = PAGE.lock().await;
    let (app, browser, page) = signed_in_beside_an_open_page(Page::Back("myapp://signed-out/".into())).await;
    let busy = sign_out(&app, &browser, SignOutOptions::default()).await;
    assert_eq!(busy, Some(AuthErrorCode::BrowserBusy));
    assert!(!is_signed_in(&app).await && has_cookie(&app));
    assert_eq!(browser.requests().len(), 1);
    assert_eq!(app.transport.operations(), [TOKEN, "RevokeToken"]);
    page.abort();
    assert!(page.await.unwrap_err().is_cancelled());
    assert_eq!(sign_out(&app, &browser, SignOutOptions::default()).await, None);
    assert_eq!((browser.requests().len(), has_cookie(&app)), (2, false));
}

#[tokio::test]
async fn a_sign_out_that_waits_for_the_browser_signs_out_on_the_device_first() {
    let _page = PAGE.lock().await;
    for is_dropped in [false, true] {
        let (app, browser, page) =
            signed_in_beside_an_open_page(Page::Back("myapp://signed-out/".into())).await;
        let waits = SignOutOptions { waits_for_browser: true, ..SignOutOptions::default() };
        let mut waiting = Box::pin(sign_out(&app, &browser, waits.clone()));
        tokio::select! {
            biased;
            _ = &mut waiting => panic!("the other page is open"),
            () = until(|| app.events.heard() == [AuthEvent::SignedIn, AuthEvent::SignedOut]) => {}
        }
        assert!(!is_signed_in(&app).await && has_cookie(&app));
        if is_dropped {
            drop(waiting);
            page.abort();
            assert!(page.await.unwrap_err().is_cancelled());
            assert_eq!((browser.requests().len(), has_cookie(&app)), (1, true), "a page opened later");
            // The next sign-out may show a page, and still knows of the cookie.
            assert_eq!(sign_out(&app, &browser, SignOutOptions::default()).await, None);
        } else {
            page.abort();
            assert_eq!(waiting.await, None);
        }
        assert_eq!((browser.requests().len(), has_cookie(&app)), (2, false));
    }
}

#[tokio::test]
async fn a_call_that_waited_for_the_browser_opens_no_page_once_a_user_is_signed_in() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::StayOpen, Page::StayOpen]));
    let first = signing_in(&app, &browser, WebSignInOptions::default());
    until(|| browser.requests().len() == 1).await;
    let options = WebSignInOptions { waits_for_browser: true, ..WebSignInOptions::default() };
    let second = signing_in(&app, &browser, options);
    app.transport.push(browser.tokens(FIRST));
    assert_eq!(redirected(&app, &browser, 0).await, Ok(RedirectResult::Delivered));
    assert_eq!(first.await.unwrap(), Ok(()));
    assert_eq!(second.await.unwrap(), Err(AuthErrorCode::AlreadySignedIn));
    assert_eq!(browser.requests().len(), 1);
}

#[tokio::test]
async fn the_redirect_of_an_older_attempt_is_ignored_and_the_newest_attempt_signs_in() {
    let _page = PAGE.lock().await;
    let (app, browser) = left_with(2).await;
    assert_eq!(redirected(&app, &browser, 0).await, Ok(RedirectResult::Ignored));
    app.transport.push(browser.tokens(FIRST));
    assert!(matches!(redirected(&app, &browser, 1).await, Ok(RedirectResult::SignedIn(_))));
    assert_eq!(app.transport.operations(), [TOKEN]);
}

#[tokio::test]
async fn a_sign_in_with_a_password_ends_a_web_sign_in_for_this_and_the_next_start_of_the_app() {
    let _page = PAGE.lock().await;
    let (app, browser) = left_with(1).await;
    app.transport.push(Step::exception("NotAuthorizedException", "Incorrect username or password."));
    let refused = app.auth.sign_in("bob", Some("Wrong1!".into()), by_password()).await;
    assert_eq!(error_code(refused), AuthErrorCode::NotAuthorized);
    assert_eq!(stored_attempt(&app), None);
    let later = app_over(app.store.clone());
    assert_eq!(redirected(&later, &browser, 0).await, Ok(RedirectResult::Ignored));
    assert!(later.transport.recorded().is_empty());
}

#[tokio::test]
async fn a_web_sign_in_ends_an_open_challenge_for_this_and_the_next_start_of_the_app() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::Fail(BrowserFailure::Cancelled)]));
    let challenge = json!({ "ChallengeName": "SMS_MFA", "Session": "s", "ChallengeParameters": {} });
    app.transport.push(Step::success(challenge));
    let next = app.auth.sign_in("bob", Some("Password123!".into()), by_password()).await.unwrap();
    assert!(!next.is_signed_in());
    assert_eq!(sign_in(&app, &browser).await, Err(AuthErrorCode::BrowserCancelled));
    let later = app_over(app.store.clone());
    let answered = later.auth.confirm_sign_in("123456".into(), Default::default()).await;
    assert_eq!(error_code(answered), AuthErrorCode::NoPendingSignIn);
    assert!(later.transport.recorded().is_empty());
}

#[tokio::test]
async fn if_a_call_of_the_store_fails_a_web_sign_in_fails_with_a_typed_error() {
    let _page = PAGE.lock().await;
    let (save, delete) = (StoreOperation::Save, StoreOperation::Delete);
    let (stays, comes) = (Page::Fail(BrowserFailure::Unavailable), Page::code("c-1"));
    let refused = Page::redirect("error=access_denied&state=STATE");
    let locked = AuthErrorCode::StoreLocked;
    for (key, operation, page, code, pages, requests) in [
        (".web", save, &comes, locked, 0, &[][..]),
        (".pending", delete, &comes, locked, 0, &[]),
        (".session", StoreOperation::Load, &comes, locked, 0, &[]),
        // An attempt that can't be read or removed could be used twice, so the code is not sent.
        (".web", delete, &comes, locked, 1, &[]),
        (".web", StoreOperation::Load, &comes, locked, 1, &[]),
        // Without the note, a later sign-out would leave the browser's cookie. So the code is not sent.
        (".cookie", save, &comes, locked, 1, &[]),
        // The app gets the failure of the browser or the refusal of the service, not that of the store.
        (".web", delete, &stays, AuthErrorCode::BrowserUnavailable, 1, &[]),
        (".web", delete, &refused, AuthErrorCode::WebSignInRefused, 1, &[]),
        (".session", save, &comes, locked, 1, &[TOKEN, "RevokeToken"]),
    ] {
        let (app, browser) = (app(), ScriptedBrowser::following([page.clone()]));
        app.script([browser.tokens(FIRST), Step::success(json!({}))]);
        app.store.fail_key(key, operation, StoreError::Locked);
        assert_eq!(sign_in(&app, &browser).await, Err(code), "{key} {operation:?}");
        assert_eq!(browser.requests().len(), pages, "{key} {operation:?}");
        until(|| app.transport.operations() == requests).await;
        app.unlock();
        assert!(!is_signed_in(&app).await);
        assert_eq!(app.stored(), None);
    }
}

#[tokio::test]
async fn a_sign_out_during_the_exchange_of_the_code_leaves_nobody_signed_in() {
    let _page = PAGE.lock().await;
    for late in [false, true] {
        let (app, browser) =
            if late { left_with(1).await } else { (app(), ScriptedBrowser::following([Page::code("c-1")])) };
        app.script([Step::Hang]);
        let call = if late {
            let (auth, redirect) = (app.auth.clone(), browser.redirect(0, "c-1"));
            tokio::spawn(async move { auth.handle_redirect(redirect).await.map(drop).map_err(|it| it.code) })
        } else {
            signing_in(&app, &browser, WebSignInOptions::default())
        };
        app.hanging(1).await;
        assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
        app.script([Step::success(json!({}))]);
        app.transport.release(&browser.tokens(FIRST));
        assert_eq!(call.await.unwrap(), Err(AuthErrorCode::Cancelled));
        until(|| app.transport.operations() == [TOKEN, "RevokeToken"]).await;
        assert!(!is_signed_in(&app).await);
        assert_eq!(app.stored(), None);
        assert_eq!(app.events.heard(), []);
    }
}

#[tokio::test]
async fn a_user_who_signs_in_while_the_code_of_another_user_is_exchanged_stays_signed_in() {
    let _page = PAGE.lock().await;
    for elsewhere in [false, true] {
        let (app, browser) = left_with(1).await;
        app.script([Step::Hang]);
        let (auth, redirect) = (app.auth.clone(), browser.redirect(0, "c-1"));
        let call = tokio::spawn(async move { auth.handle_redirect(redirect).await });
        app.hanging(1).await;
        let other = if elsewhere { &app_over(app.store.clone()) } else { &app };
        other.sign_in(BOBS).await.unwrap();
        app.script([Step::success(json!({}))]);
        app.transport.release(&browser.tokens(FIRST));
        let result = call.await.unwrap();
        match elsewhere {
            // The instance knows that its own newer sign-in has ended the web sign-in.
            false => assert_eq!(error_code(result), AuthErrorCode::Cancelled),
            true => assert_eq!(result, Ok(RedirectResult::Ignored)),
        }
        until(|| app.transport.operations().ends_with(&["RevokeToken".to_owned()])).await;
        assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
        assert_eq!(app.auth.get_current_user().await.unwrap().username, "bob");
    }
}

/// The store has no lock for two processes. If the redirect reached both at the very same moment, both would send the
/// code, and the service would accept it once.
#[tokio::test]
async fn a_redirect_that_reaches_two_processes_one_after_the_other_is_redeemed_once() {
    let _page = PAGE.lock().await;
    let (first, browser) = left_with(1).await;
    let second = app_over(first.store.clone());
    first.transport.push(browser.tokens(FIRST));
    assert!(matches!(redirected(&first, &browser, 0).await, Ok(RedirectResult::SignedIn(_))));
    assert_eq!(redirected(&second, &browser, 0).await.unwrap(), RedirectResult::Ignored);
    assert_eq!((first.transport.recorded().len(), second.transport.recorded().len()), (1, 0));
    assert!(is_signed_in(&first).await && is_signed_in(&second).await);
}

#[tokio::test]
async fn dropping_the_web_sign_in_during_the_exchange_of_the_code_signs_nobody_in() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
    app.script([Step::Hang]);
    let call = signing_in(&app, &browser, WebSignInOptions::default());
    app.hanging(1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    app.script([Step::success(json!({}))]);
    app.transport.release(&browser.tokens(FIRST));
    until(|| app.transport.operations() == [TOKEN, "RevokeToken"]).await;
    assert_eq!(app.stored(), None);
}

/// The code is spent, so the app has no other way to finish this sign-in.
#[tokio::test]
async fn a_late_redirect_signs_in_even_if_the_exchange_of_its_code_is_cut_off_by_a_drop_or_a_close() {
    let _page = PAGE.lock().await;
    for closes in [false, true] {
        let (app, browser) = left_with(1).await;
        app.script([Step::Hang]);
        let (auth, redirect) = (app.auth.clone(), browser.redirect(0, "c-1"));
        let call = tokio::spawn(async move { auth.handle_redirect(redirect).await });
        app.hanging(1).await;
        if closes {
            app.auth.close().await;
            assert_eq!(error_code(call.await.unwrap()), AuthErrorCode::Closed);
        } else {
            call.abort();
        }
        app.transport.release(&browser.tokens(FIRST));
        until(|| app.stored().is_some()).await;
        let later = app_over(app.store.clone());
        assert_eq!(later.auth.get_current_user().await.unwrap().username, "ann");
    }
}

#[tokio::test]
async fn a_jump_of_the_devices_clock_ends_only_an_attempt_whose_page_was_closed() {
    let _page = PAGE.lock().await;
    for seconds in [-3600, -1, 600, 3600] {
        let (app, browser) = left_with(1).await;
        app.clock.advance_seconds(seconds);
        assert_eq!(redirected(&app, &browser, 0).await, Err(AuthErrorCode::ChallengeExpired), "{seconds}");
        assert_eq!(stored_attempt(&app), None);
        assert!(app.transport.recorded().is_empty());

        let browser = ScriptedBrowser::following([Page::StayOpen]);
        let call = signing_in(&app, &browser, WebSignInOptions::default());
        until(|| browser.requests().len() == 1).await;
        app.clock.advance_seconds(seconds);
        app.transport.push(browser.tokens(FIRST));
        assert_eq!(redirected(&app, &browser, 0).await, Ok(RedirectResult::Delivered));
        assert_eq!(call.await.unwrap(), Ok(()), "{seconds}");
    }
}

#[tokio::test]
async fn tokens_without_a_user_name_are_revoked_and_sign_nobody_in() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
    app.transport.push(browser.tokens_with_access(FIRST, json!({ "username": null })));
    app.transport.push(Step::success(json!({})));
    assert_eq!(sign_in(&app, &browser).await, Err(AuthErrorCode::MalformedResponse));
    until(|| app.transport.operations() == [TOKEN, "RevokeToken"]).await;
    assert_eq!(app.transport.recorded()[1].body["Token"], FIRST.refresh());
    assert!(!is_signed_in(&app).await);
}

#[tokio::test]
async fn a_refresh_after_a_web_sign_in_sends_no_device_key_even_if_the_tokens_have_one() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::code("c-1")]));
    let device = json!({ "device_key": "eu-central-1_device" });
    app.transport.push(browser.tokens_with_access(FIRST, device));
    assert_eq!(sign_in(&app, &browser).await, Ok(()));
    app.force_refreshed_with(SECOND).await;
    let sent = app.transport.recorded().pop().unwrap();
    assert_eq!(sent.operation, "GetTokensFromRefreshToken");
    assert_eq!(sent.body.get("DeviceKey"), None);
}
