//! Under which service and account Amplify's session is looked for.

use super::{assert_tokens, both_pools, found, read, user_pool};
use crate::model::MoveWarning;
use crate::moving::Former;
use crate::ports::StoreError;
use crate::test_support::former::ios::TestKeychain;
use crate::test_support::former::ios::amplify::{
    AmplifyApp, Method, Release, SERVICE, SHARED_SERVICE, no_credentials,
};
use crate::test_support::former::{FormerUser, IDENTITY};

const APP: AmplifyApp = AmplifyApp {
    release: Release::V2_57,
    user_pool: Some(crate::test_support::former::USER_POOL),
    identity_pool: None,
    access_group: None,
};

fn session_of(app: &AmplifyApp, user: &FormerUser) -> serde_json::Value {
    app.session(user, Method::Srp)
}

#[test]
fn an_app_that_adds_or_removes_the_identity_pool_keeps_the_session() {
    let with_identity = APP.with_identity_pool();
    let of_another = AmplifyApp { identity_pool: Some("eu-central-1:ffff"), ..APP };
    for (app, configuration) in [
        (APP, both_pools()),
        (with_identity, user_pool()),
        (of_another, both_pools()),
        (of_another, user_pool()),
    ] {
        let keychain = app.signed_in(&FormerUser::ann(), Method::Srp);
        for _ in 0..2 {
            let imported = found(&keychain, &configuration);
            assert_tokens(&imported, &FormerUser::ann());
            assert_eq!(imported.identity_id, None, "the identity of another pool");
            // The second round shows that the session is found without Amplify's last configuration too.
            keychain.remove("authConfiguration");
        }
    }
}

#[test]
fn the_session_of_amplifys_last_configuration_is_taken() {
    let (first, last) = (APP, APP.with_identity_pool());
    let keychain = first.signed_in(&FormerUser::bob(), Method::Srp);
    last.start(&keychain);
    last.write_session(&keychain, &session_of(&last, &FormerUser::ann()));
    for configuration in [user_pool(), both_pools()] {
        assert_tokens(&found(&keychain, &configuration), &FormerUser::ann());
    }
    // After a sign-out, the session under the first configuration is still there.
    keychain.remove(&last.session_account());
    for configuration in [user_pool(), both_pools()] {
        assert_eq!(read(&keychain, &configuration), Former::Absent);
    }
}

#[test]
fn without_a_last_configuration_the_session_of_the_configured_pools_is_preferred() {
    let with_identity = APP.with_identity_pool();
    let keychain = TestKeychain::default();
    APP.write_session(&keychain, &session_of(&APP, &FormerUser::bob()));
    with_identity.write_session(&keychain, &session_of(&with_identity, &FormerUser::ann()));
    assert_tokens(&found(&keychain, &user_pool()), &FormerUser::bob());
    let imported = found(&keychain, &both_pools());
    assert_tokens(&imported, &FormerUser::ann());
    assert_eq!(imported.identity_id.as_deref(), Some(IDENTITY));
}

#[test]
fn a_last_configuration_that_is_odd_or_of_another_pool_is_ignored() {
    let other = AmplifyApp { user_pool: Some("eu-central-1_Other"), ..APP };
    let keychain = APP.signed_in(&FormerUser::ann(), Method::Srp);
    other.start(&keychain);
    assert_tokens(&found(&keychain, &user_pool()), &FormerUser::ann());
    for odd in ["", "7", "{}", r#"{"userPools":7}"#, r#"{"userPools":{"poolId":7},"identityPools":null}"#] {
        keychain.put(SERVICE, None, "authConfiguration", odd);
        assert_tokens(&found(&keychain, &user_pool()), &FormerUser::ann());
    }
}

#[test]
fn a_session_of_another_pool_is_not_looked_for() {
    let other = AmplifyApp { user_pool: Some("eu-central-1_Other"), ..APP };
    let keychain = other.signed_in(&FormerUser::ann(), Method::Srp);
    assert_eq!(read(&keychain, &user_pool()), Former::Absent);
    assert_eq!(read(&keychain, &both_pools()), Former::Absent);
}

#[test]
fn a_shared_session_is_taken_from_the_last_access_group() {
    let keychain = APP.shared().signed_in(&FormerUser::ann(), Method::Srp);
    // What Amplify left in the service that is not shared is stale.
    APP.start(&keychain);
    APP.write_session(&keychain, &session_of(&APP, &FormerUser::bob()));
    assert_tokens(&found(&keychain, &user_pool()), &FormerUser::ann());
    assert!(!keychain.reads().contains(&SERVICE.to_owned()));
    keychain.remove(&APP.session_account());
    assert_eq!(read(&keychain, &user_pool()), Former::Absent);
}

#[test]
fn a_session_that_was_never_moved_to_the_access_group_is_found() {
    let keychain = APP.signed_in(&FormerUser::ann(), Method::Srp);
    APP.shared().start(&keychain);
    keychain.remove("authConfiguration");
    assert_tokens(&found(&keychain, &user_pool()), &FormerUser::ann());
    assert!(keychain.reads().contains(&SHARED_SERVICE.to_owned()));
}

#[test]
fn an_unreadable_access_group_does_not_count_as_empty() {
    let keychain = APP.signed_in(&FormerUser::ann(), Method::Srp);
    APP.shared().start(&keychain);
    for error in [StoreError::Locked, StoreError::Misconfigured] {
        keychain.fail(SHARED_SERVICE, error);
        assert_eq!(read(&keychain, &user_pool()), Former::Unreachable(error));
    }
}

#[test]
fn the_second_look_finds_an_item_that_amplify_is_changing() {
    let keychain = APP.signed_in(&FormerUser::ann(), Method::Srp);
    keychain.miss_once(&APP.session_account());
    assert_tokens(&found(&keychain, &user_pool()), &FormerUser::ann());
}

#[test]
fn named_sessions_are_ignored_and_the_session_without_a_name_is_taken() {
    let beta = AmplifyApp::of(Release::Beta);
    let keychain = beta.signed_in(&FormerUser::ann(), Method::Srp);
    let named = "amplify.1.eu-central-1_AbCdEfGhI.work.session";
    keychain.put(SERVICE, None, named, r#"{"schemaVersion":1,"generation":3,"kind":"userPoolOnly"}"#);
    let imported = found(&keychain, &user_pool());
    assert_tokens(&imported, &FormerUser::ann());
    assert_eq!(imported.warnings, [MoveWarning::NamedSessionIgnored]);
    beta.write_session(&keychain, &no_credentials());
    assert_eq!(found(&keychain, &user_pool()).warnings, [MoveWarning::NamedSessionIgnored]);
}
