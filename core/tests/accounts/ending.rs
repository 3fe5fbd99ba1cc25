//! A sign-out or a purge of an account ends the sign-ins that any instance of the account has begun. No session and
//! no challenge of these sign-ins is stored.

use std::sync::Arc;

use cognito_auth_core::{
    AuthError, AuthErrorCode, AuthSignInResult, RedirectResult, SignOutOptions, SignOutResult,
};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::support::browser::{Page, ScriptedBrowser};
use crate::support::options::{by_password, error_code};
use crate::support::sessions::{FIRST, TestApp, configuration_of, until};
use crate::support::store::FaultyStore;
use crate::support::transport::Step;
use crate::support::web::{COOKIE_KEY, PAGE, signing_in, with_oauth};
use crate::{SIGNED_OUT, Stored, app, done, keys};

/// What ends the sign-ins of an account.
#[derive(Clone, Copy, Debug)]
enum Ending {
    SignOut,
    Purge,
}

impl Ending {
    const ALL: [Self; 2] = [Self::SignOut, Self::Purge];

    /// Ends the sign-ins of the account `work`, with a call in the process `process` that names the account.
    async fn happen(self, process: &str, store: &Arc<FaultyStore>) {
        let stored = Stored::named(process, store);
        match self {
            Self::SignOut => {
                let result = stored.accounts.sign_out_of(Some("work"), SignOutOptions::default()).await;
                assert_eq!(result, SignOutResult::Complete);
            }
            Self::Purge => stored.accounts.purge(Some("work")).await.unwrap(),
        }
        assert_eq!(stored.transport.operations(), [""; 0]);
    }

    fn process(self, test: &str) -> String {
        format!("{test}, {self:?}")
    }
}

fn challenge() -> Step {
    Step::success(json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {} }))
}

fn begin(app: &TestApp) -> JoinHandle<Result<AuthSignInResult, AuthError>> {
    let auth = app.auth.clone();
    tokio::spawn(async move { auth.sign_in("ann", Some("Password123!".into()), by_password()).await })
}

/// Waits until the tokens of the app's only request are revoked.
async fn expect_revoked(app: &TestApp) {
    until(|| app.transport.recorded().len() == 2).await;
    let recorded = app.transport.recorded();
    assert_eq!(
        (recorded[1].operation.as_str(), &recorded[1].body["Token"]),
        ("RevokeToken", &FIRST.refresh().into())
    );
}

#[tokio::test]
async fn tokens_that_arrive_after_a_sign_out_or_a_purge_of_the_account_are_revoked_and_not_stored() {
    for ending in Ending::ALL {
        let (store, process) = (Arc::<FaultyStore>::default(), ending.process("tokens"));
        let work = app(Some("work"), &process, &store);
        work.transport.push(Step::Hang);
        let call = begin(&work);
        work.hanging(1).await;
        ending.happen(&process, &store).await;
        work.transport.push(done());
        work.transport.release(&FIRST.rotated());
        assert_eq!(error_code(call.await.unwrap()), AuthErrorCode::Cancelled);
        expect_revoked(&work).await;
        assert_eq!(keys(&store), [""; 0], "{ending:?}");
        // The next sign-in succeeds.
        work.sign_in(FIRST).await.unwrap();
    }
}

#[tokio::test]
async fn a_challenge_that_arrives_after_a_sign_out_or_a_purge_is_not_stored_and_takes_no_answer() {
    for ending in Ending::ALL {
        let (store, process) = (Arc::<FaultyStore>::default(), ending.process("challenge"));
        let work = app(Some("work"), &process, &store);
        work.transport.push(Step::Hang);
        let call = begin(&work);
        work.hanging(1).await;
        ending.happen(&process, &store).await;
        work.transport.release(&challenge());
        assert_eq!(error_code(call.await.unwrap()), AuthErrorCode::Cancelled);
        assert_eq!(keys(&store), [""; 0], "{ending:?}");
        assert_eq!(work.auth.session_state().await.unwrap(), SIGNED_OUT);
        let answered = work.auth.confirm_sign_in("123456".into(), Default::default()).await;
        assert_eq!(error_code(answered), AuthErrorCode::NoPendingSignIn);
        assert_eq!(work.transport.operations(), ["InitiateAuth"]);
    }
}

#[tokio::test]
async fn after_a_sign_out_or_a_purge_an_open_challenge_takes_no_answer() {
    for ending in Ending::ALL {
        let (store, process) = (Arc::<FaultyStore>::default(), ending.process("open"));
        let work = app(Some("work"), &process, &store);
        work.transport.push(challenge());
        assert!(!begin(&work).await.unwrap().unwrap().is_signed_in());
        ending.happen(&process, &store).await;
        let answered = work.auth.confirm_sign_in("123456".into(), Default::default()).await;
        assert_eq!(error_code(answered), AuthErrorCode::NoPendingSignIn);
        assert_eq!(work.transport.operations(), ["InitiateAuth"]);
    }
}

#[tokio::test]
async fn tokens_of_a_web_sign_in_that_arrive_after_a_sign_out_or_a_purge_are_revoked_and_not_stored() {
    let _page = PAGE.lock().await;
    for ending in Ending::ALL {
        let (store, process) = (Arc::<FaultyStore>::default(), ending.process("exchange"));
        let work = TestApp::named_of(with_oauth(configuration_of(Some("work"))), &process, &store);
        let browser = ScriptedBrowser::following([Page::code("c-1")]);
        work.transport.push(Step::Hang);
        let call = signing_in(&work, &browser, Default::default());
        work.hanging(1).await;
        ending.happen(&process, &store).await;
        work.transport.push(done());
        work.transport.release(&browser.tokens(FIRST));
        assert_eq!(call.await.unwrap(), Err(AuthErrorCode::Cancelled));
        expect_revoked(&work).await;
        let left = keys(&store).into_iter().filter(|key| !key.ends_with(".accounts")).collect::<Vec<_>>();
        assert_eq!(left, [COOKIE_KEY], "{ending:?}: the browser has its cookie");
    }
}

#[tokio::test]
async fn a_redirect_that_comes_after_a_sign_out_or_a_purge_signs_nobody_in() {
    let _page = PAGE.lock().await;
    for ending in Ending::ALL {
        let (store, process) = (Arc::<FaultyStore>::default(), ending.process("redirect"));
        let work = TestApp::named_of(with_oauth(configuration_of(Some("work"))), &process, &store);
        let browser = ScriptedBrowser::following([Page::StayOpen]);
        let call = signing_in(&work, &browser, Default::default());
        until(|| browser.requests().len() == 1).await;
        ending.happen(&process, &store).await;
        let redirected = work.auth.handle_redirect(browser.redirect(0, "c-1")).await;
        assert_eq!(redirected, Ok(RedirectResult::Delivered));
        assert_eq!(call.await.unwrap(), Err(AuthErrorCode::Cancelled));
        assert_eq!(work.transport.operations(), [""; 0], "{ending:?}");
    }
}

#[tokio::test]
async fn a_sign_out_ends_the_sign_in_of_another_instance_of_the_account() {
    let store = Arc::<FaultyStore>::default();
    let [one, other] = [(), ()].map(|()| app(Some("work"), "another instance", &store));
    other.transport.push(Step::Hang);
    let call = begin(&other);
    other.hanging(1).await;
    assert_eq!(one.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    other.transport.push(done());
    other.transport.release(&FIRST.rotated());
    assert_eq!(error_code(call.await.unwrap()), AuthErrorCode::Cancelled);
    expect_revoked(&other).await;
    assert_eq!(keys(&store), [""; 0]);
}

#[tokio::test]
async fn a_sign_out_or_a_purge_of_one_account_does_not_end_the_sign_in_of_another() {
    let store = Arc::<FaultyStore>::default();
    let [home, work] = [None, Some("work")].map(|account| app(account, "another account", &store));
    work.transport.push(Step::Hang);
    let call = begin(&work);
    work.hanging(1).await;
    assert_eq!(home.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    Stored::named("another account", &store).accounts.purge(Some("club")).await.unwrap();
    work.transport.release(&FIRST.rotated());
    assert!(call.await.unwrap().unwrap().is_signed_in());
}

#[tokio::test]
async fn after_a_sign_out_an_instance_can_answer_a_later_challenge_of_another_process() {
    let store = Arc::<FaultyStore>::default();
    let work = app(Some("work"), "answers", &store);
    assert_eq!(work.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    let elsewhere = TestApp::made(configuration_of(Some("work")), store.clone());
    elsewhere.transport.push(challenge());
    assert!(!begin(&elsewhere).await.unwrap().unwrap().is_signed_in());
    work.transport.push(FIRST.rotated());
    let answered = work.auth.confirm_sign_in("123456".into(), Default::default()).await;
    assert!(answered.unwrap().is_signed_in());
}
