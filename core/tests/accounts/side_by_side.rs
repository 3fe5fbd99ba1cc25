//! Accounts beside each other: each has a session, a refresh and events of its own.

use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthConfiguration, AuthErrorCode, AuthEvent, IdentityPoolConfiguration, Ports, SignOutOptions,
    SignOutResult,
};

use crate::support::browser::{Page, ScriptedBrowser};
use crate::support::options::error_code;
use crate::support::sessions::{BOBS, FIRST, NOW, SECOND, TestApp, Tokens, access_token, configuration_of};
use crate::support::store::{FaultyStore, NamedStore};
use crate::support::transport::{ScriptedTransport, Step};
use crate::support::web::{COOKIE_KEY, PAGE, sign_in, sign_out, with_oauth};
use crate::{INDEX_KEY, app, done, index, key, keys, store, stored_index};

#[tokio::test]
async fn each_account_has_a_user_of_its_own() {
    let store = Arc::<FaultyStore>::default();
    let [home, work] = [None, Some("work")].map(|account| app(account, "own users", &store));
    home.sign_in(FIRST).await.unwrap();
    work.sign_in(BOBS).await.unwrap();
    assert_eq!(home.auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(work.auth.get_current_user().await.unwrap().username, "bob");
    assert_eq!(keys(&store), [key(Some("work"), "session"), INDEX_KEY.into(), key(None, "session")]);
    home.transport.push(done());
    assert_eq!(home.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(access_token(&work.fetch().await.unwrap()), BOBS.access());
    home.expect_events(&[AuthEvent::SignedIn, AuthEvent::SignedOut]).await;
    work.expect_events(&[AuthEvent::SignedIn]).await;
    assert_eq!(work.events.heard(), []);
}

#[tokio::test]
async fn names_that_differ_in_case_are_two_accounts() {
    let store = Arc::<FaultyStore>::default();
    let [lower, upper] = [Some("work"), Some("Work")].map(|account| app(account, "case", &store));
    lower.sign_in(FIRST).await.unwrap();
    upper.sign_in(BOBS).await.unwrap();
    assert_eq!(lower.auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(upper.auth.get_current_user().await.unwrap().username, "bob");
    assert_eq!(stored_index(&store), Some(index(&["work", "Work"])));
}

#[tokio::test]
async fn one_user_may_be_signed_in_to_two_accounts() {
    let store = Arc::<FaultyStore>::default();
    let [home, work] = [None, Some("work")].map(|account| app(account, "same user", &store));
    home.sign_in(FIRST).await.unwrap();
    work.sign_in(SECOND).await.unwrap();
    assert_eq!(home.auth.get_current_user().await.unwrap(), work.auth.get_current_user().await.unwrap());
    work.transport.push(done());
    assert_eq!(work.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(work.transport.recorded()[1].body["Token"], SECOND.refresh());
    assert_eq!(access_token(&home.fetch().await.unwrap()), FIRST.access());
}

#[tokio::test]
async fn an_app_switches_between_accounts_without_a_request() {
    let store = store([
        (key(Some("work"), "session"), BOBS.record(1, NOW)),
        (key(Some("club"), "session"), FIRST.record(1, NOW)),
        (INDEX_KEY.into(), index(&["work", "club"])),
    ]);
    for (account, user) in [("work", "bob"), ("club", "ann"), ("work", "bob")] {
        let app = app(Some(account), "switch", &store);
        assert_eq!(app.auth.get_current_user().await.unwrap().username, user);
        app.auth.close().await;
        assert_eq!(app.transport.operations(), [""; 0]);
    }
}

#[tokio::test(start_paused = true)]
async fn two_instances_of_one_account_share_a_refresh_and_instances_of_two_accounts_do_not() {
    let store = store([
        (key(Some("work"), "session"), FIRST.expired()),
        (key(Some("club"), "session"), BOBS.expired()),
    ]);
    let [work, same, club] =
        [Some("work"), Some("work"), Some("club")].map(|account| app(account, "handles", &store));
    for app in [&work, &club] {
        app.transport.push(Step::Hang);
    }
    let fetch = |app: &TestApp| {
        let auth = app.auth.clone();
        tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap() })
    };
    let first = fetch(&work);
    work.hanging(1).await;
    let (joined, other) = (fetch(&same), fetch(&club));
    club.hanging(1).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    work.transport.release(&SECOND.rotated());
    let bobs_second = Tokens::of("bob", 4);
    club.transport.release(&bobs_second.rotated());
    assert_eq!(access_token(&first.await.unwrap()), SECOND.access());
    assert_eq!(access_token(&joined.await.unwrap()), SECOND.access());
    assert_eq!(access_token(&other.await.unwrap()), bobs_second.access());
    assert_eq!(same.transport.operations(), [""; 0]);
}

fn over(configuration: AuthConfiguration, process: &str) -> Result<Auth, (AuthErrorCode, Option<String>)> {
    let store = NamedStore { name: process.to_owned(), inner: Arc::<FaultyStore>::default() };
    let ports = Ports::new(Arc::<ScriptedTransport>::default(), Arc::new(store));
    Auth::new(configuration, ports).map_err(|error| (error.code, error.field))
}

#[tokio::test]
async fn only_instances_of_the_same_account_need_the_same_configuration() {
    let pool = IdentityPoolConfiguration::new("eu-central-1:00000000-0000-0000-0000-000000000000");
    let with_pool =
        |account| AuthConfiguration { identity_pool: Some(pool.clone()), ..configuration_of(account) };
    let _work = over(configuration_of(Some("work")), "agree").unwrap();
    let mismatch = (AuthErrorCode::ConfigurationMismatch, Some("identity_pool".to_owned()));
    assert_eq!(over(with_pool(Some("work")), "agree").unwrap_err(), mismatch);
    assert!(over(with_pool(Some("Work")), "agree").is_ok());
    assert!(over(with_pool(None), "agree").is_ok());
}

#[tokio::test]
async fn an_instance_with_a_malformed_account_name_is_refused() {
    let refused = (AuthErrorCode::InvalidConfiguration, Some("account".to_owned()));
    assert_eq!(over(configuration_of(Some("a b")), "malformed").unwrap_err(), refused);
}

/// All accounts of an app client share the browser's cookie, so a sign-out of any account in the browser removes it.
#[tokio::test]
async fn a_sign_out_in_one_account_removes_the_browsers_cookie_that_another_account_has_noted() {
    let _page = PAGE.lock().await;
    let store = Arc::<FaultyStore>::default();
    let [home, work] = [None, Some("work")]
        .map(|account| TestApp::named_of(with_oauth(configuration_of(account)), "cookie", &store));
    let browser = ScriptedBrowser::following([Page::code("c-1")]);
    work.transport.push(browser.tokens(FIRST));
    assert_eq!(sign_in(&work, &browser).await, Ok(()));
    assert!(keys(&store).contains(&COOKIE_KEY.to_owned()));
    let browser = ScriptedBrowser::following([Page::Back("myapp://signed-out/".into())]);
    assert_eq!(sign_out(&home, &browser, SignOutOptions::default()).await, None);
    assert_eq!(browser.requests().len(), 1, "the page was not shown");
    assert!(!keys(&store).contains(&COOKIE_KEY.to_owned()));
    assert_eq!(work.auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(error_code(home.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    let browser = ScriptedBrowser::following([]);
    work.transport.push(done());
    assert_eq!(sign_out(&work, &browser, SignOutOptions::default()).await, None);
    assert_eq!(browser.requests().len(), 0, "a page opened although the cookie is gone");
}
