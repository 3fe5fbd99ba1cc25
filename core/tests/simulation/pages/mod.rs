//! Random histories of a session with sign-ins on web pages and AWS credentials. They have single and simultaneous
//! calls, dropped calls, a network that loses requests and responses, a store that fails for every key or for one,
//! tokens that could not be saved, an app that is killed and started again, a second process over the same store, and
//! federations. An **attempt** is one sign-in on web pages: it waits for its redirect, even after the app was killed.
//! In all histories:
//!
//! - a session is never lost without a sign-out, a deletion of the user or a refusal of the service;
//! - a session that was signed out, or that the service ended, never comes back;
//! - a process that has got a new refresh token never uses the old one again;
//! - tokens that are returned are stored;
//! - no process replaces a session that the other process has stored in the meantime;
//! - a redirect signs in the user of the pages that led to it, at most once, and only while its attempt waits;
//! - a forged redirect changes nothing;
//! - each code is sent at most once, with the verifier of its attempt;
//! - a refresh of a session that began on web pages never sends a device key, although its tokens have the claim
//!   `device_key`;
//! - a sign-out with a browser opens `/logout` if a sign-in may have left a cookie, and only then, unless the store
//!   fails or the call's time is up (a page in a private browser session leaves none, but if the redirect reaches the
//!   app without the browser's reply, the app does not learn that the page was private);
//! - an identity ends with the session of its user, or with its federation (if the store fails or the app is killed, it
//!   can linger, but not beside another user's session); a guest's identity ends with a sign-out;
//! - credentials belong to the owner of the session, and are stored;
//! - a fetch never fails because the identity pool refuses, and a signed-in user's fetch never fails because the store
//!   fails only for the identity.
//!
//! With `WEB_HISTORIES=1000 WEB_SEED=7` in the environment, the test plays a thousand histories of the seed 7.

mod act;
mod browser;
mod credentials;
mod history;
mod identities;
mod process;
mod service;
mod web;

use std::cell::Cell;

use act::Act;
use browser::{LogoutPage, Page};
use history::play;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use web::Tally;

use crate::number;
use crate::support::web::PAGE;

fn runner(histories: u64, seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config =
        Config { cases: u32::try_from(histories).unwrap(), failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

#[test]
fn no_history_loses_a_session_or_brings_one_back() {
    let (histories, seed) = (number("WEB_HISTORIES").unwrap_or(300), number("WEB_SEED").unwrap_or(1));
    let acts = proptest::collection::vec(Act::any(), 1..25);
    let _page = PAGE.blocking_lock();
    let tally = Cell::new(Tally::default());
    let played = runner(histories, seed).run(&acts, |acts| {
        let mut all = tally.get();
        all.add(play(&acts, seed).map_err(TestCaseError::fail)?);
        tally.set(all);
        Ok(())
    });
    if let Err(failure) = played {
        panic!("WEB_SEED={seed}: {failure}");
    }
    println!("{histories} histories played, none with a violation");
    println!("{}", tally.get());
}

/// The tally counts all sign-outs with a browser, and those that opened `/logout`. A sign-out after a sign-in in a
/// private browser session does not open it.
#[test]
fn a_sign_out_opens_the_browser_only_if_a_sign_in_left_a_cookie() {
    let _page = PAGE.blocking_lock();
    let acts = |is_private, page| {
        let signs_in = Act::SignInOnTheWeb { bob: true, page: Page::SignsIn, is_private };
        let refreshes = Act::Fetch { force: true, at_once: 1 };
        [signs_in, refreshes, Act::Restart, Act::SignOutOnTheWeb { page }]
    };
    for page in [LogoutPage::Returns, LogoutPage::ReturnsElsewhere] {
        let signed_out = Tally { web_sign_ins: 1, web_sign_outs: 1, ..Tally::default() };
        let with_page = Tally { logouts: 1, finished_logouts: 1, ..signed_out };
        assert_eq!(play(&acts(false, page), 1), Ok(with_page));
        assert_eq!(play(&acts(true, page), 1), Ok(Tally { private_sign_ins: 1, ..signed_out }));
    }
}

/// This test shows that the checks can fail: here, the store loses the session.
#[test]
fn a_history_that_goes_wrong_is_noticed() {
    let signed_out_by_nobody = [Act::SignIn { bob: false }, Act::LoseRecord, Act::Restart, Act::CurrentUser];
    assert!(play(&signed_out_by_nobody, 1).is_err());
}

#[test]
fn every_kind_of_act_is_generated() {
    let mut runner = runner(1, 1);
    let names: std::collections::BTreeSet<_> = (0..2000)
        .map(|_| {
            let act = proptest::strategy::ValueTree::current(&Act::any().new_tree(&mut runner).unwrap());
            format!("{act:?}").split([' ', '(']).next().unwrap_or_default().to_owned()
        })
        .collect();
    assert_eq!(names.len(), 32, "{names:?}");
}
