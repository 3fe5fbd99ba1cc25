//! The list of accounts: names, labels and states, without a request.

use std::sync::Arc;

use cognito_auth_core::{
    AuthErrorCode, AuthSignInStep, PendingSignIn, SessionEnd, SessionEndReason, SessionState, StoreError,
    StoredAccount,
};
use serde_json::json;

use crate::support::options::{by_password, error_code};
use crate::support::sessions::{BOBS, FIRST, NOW};
use crate::support::store::{FaultyStore, StoreOperation};
use crate::support::transport::Step;
use crate::{
    INDEX_KEY, SIGNED_OUT, Stored, app, done, index, key, keys, listed, signed_in, store, stored_index,
};

fn unavailable(code: AuthErrorCode) -> SessionState {
    SessionState::Unavailable { code }
}

#[tokio::test]
async fn listing_the_accounts_of_an_empty_store_gives_none_and_stores_nothing() {
    let store = Arc::<FaultyStore>::default();
    let stored = Stored::over(&store);
    assert_eq!(stored.listed().await, []);
    assert_eq!(keys(&store), [""; 0]);
}

#[tokio::test]
async fn an_app_that_uses_only_the_default_account_stores_no_index() {
    let store = Arc::<FaultyStore>::default();
    let home = app(None, "default alone", &store);
    home.sign_in(FIRST).await.unwrap();
    home.force_refreshed_with(FIRST).await;
    let stored = Stored::named("default alone", &store);
    assert_eq!(stored.listed().await, [listed(None, signed_in("ann"))]);
    assert_eq!(keys(&store), [key(None, "session")]);
    home.transport.push(done());
    home.auth.sign_out(Default::default()).await;
    assert_eq!(stored.listed().await, []);
    assert_eq!(keys(&store), [key(None, "signedOut")]);
}

#[tokio::test]
async fn each_account_is_listed_with_its_own_state_and_without_a_request() {
    let ended = json!({ "version": 1, "reason": "revoked", "username": "cleo" });
    let store = store([
        (key(None, "session"), FIRST.record(1, NOW)),
        (key(Some("work"), "session"), BOBS.expired()),
        (key(Some("club"), "ended"), ended),
        (key(Some("old"), "session"), json!("no session")),
        (INDEX_KEY.into(), index(&["work", "club", "old", "left"])),
    ]);
    let challenged = app(Some("left"), "states", &store);
    let asked = json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {} });
    challenged.transport.push(Step::success(asked));
    challenged.auth.sign_in("dan", Some("Password123!".into()), by_password()).await.unwrap();
    let stored = Stored::named("states", &store);
    let next_step = AuthSignInStep::ConfirmSignInWithTotpCode;
    let end = SessionEnd { reason: SessionEndReason::Revoked, username: "cleo".into() };
    let pending = PendingSignIn { username: "dan".into(), next_step };
    let expected = [
        listed(None, signed_in("ann")),
        listed(Some("work"), signed_in("bob")),
        listed(Some("club"), SessionState::SignedOut { ended: Some(end) }),
        listed(Some("old"), unavailable(AuthErrorCode::StoreCorrupt)),
        listed(Some("left"), SessionState::AwaitingChallenge(pending)),
    ];
    assert_eq!(stored.listed().await, expected);
    assert_eq!(Stored::over(&store).listed().await, expected, "another process lists other states");
    assert_eq!(stored.transport.operations(), [""; 0]);
}

#[tokio::test]
async fn the_default_account_is_listed_as_long_as_anything_of_it_is_stored() {
    for entry in ["pending", "ended", "web", "identity", "devices", "session.aside"] {
        let store = store([(key(None, entry), json!("something"))]);
        assert_eq!(Stored::over(&store).listed().await, [listed(None, SIGNED_OUT)], "{entry}");
    }
    let store = store([(key(None, "cookie"), json!({ "version": 1 }))]);
    assert_eq!(Stored::over(&store).listed().await, [], "the cookie made an account appear in the list");
}

#[tokio::test]
async fn a_label_is_listed_until_it_is_removed() {
    let store = store([(key(None, "session"), FIRST.record(1, NOW))]);
    let stored = Stored::over(&store);
    let label = |account: Option<&'static str>, label: Option<&'static str>| {
        let accounts = stored.accounts.clone();
        async move { accounts.set_label(account, label).await.unwrap() }
    };
    label(None, Some("Home")).await;
    label(Some("work"), Some("Office")).await;
    label(Some("work"), Some("Atelier")).await;
    let labelled = |account: Option<&str>, label: &str, state| StoredAccount {
        label: Some(label.to_owned()),
        ..listed(account, state)
    };
    let expected = [labelled(None, "Home", signed_in("ann")), labelled(Some("work"), "Atelier", SIGNED_OUT)];
    assert_eq!(stored.listed().await, expected);
    label(None, None).await;
    label(Some("work"), None).await;
    assert_eq!(stored.listed().await, [listed(None, signed_in("ann")), listed(Some("work"), SIGNED_OUT)]);
    assert!(!format!("{expected:?}").contains("Home"), "Debug prints the label");
}

#[tokio::test]
async fn a_malformed_name_or_label_is_refused_and_nothing_is_stored() {
    let store = Arc::<FaultyStore>::default();
    let accounts = Stored::over(&store).accounts;
    for (account, label, expected) in [
        (Some(""), Some("x"), (AuthErrorCode::EmptyArgument, "account")),
        (Some("a b"), Some("x"), (AuthErrorCode::MalformedArgument, "account")),
        (None, Some(""), (AuthErrorCode::EmptyArgument, "label")),
        (None, Some(&"x".repeat(257)[..]), (AuthErrorCode::MalformedArgument, "label")),
    ] {
        let error = accounts.set_label(account, label).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (expected.0, Some(expected.1)));
    }
    assert_eq!(store.calls(), 0);
}

#[tokio::test]
async fn listing_fails_if_the_store_is_locked_and_gives_states_if_it_locks_midway() {
    let store = store([
        (key(None, "session"), FIRST.record(1, NOW)),
        (key(Some("work"), "session"), BOBS.record(1, NOW)),
        (INDEX_KEY.into(), index(&["work"])),
    ]);
    store.fail(Some(StoreError::Locked));
    let stored = Stored::over(&store);
    assert_eq!(error_code(stored.accounts.stored_accounts().await), AuthErrorCode::StoreLocked);
    store.fail_after(1, StoreOperation::Load, StoreError::Locked);
    let locked = || unavailable(AuthErrorCode::StoreLocked);
    assert_eq!(stored.listed().await, [listed(None, locked()), listed(Some("work"), locked())]);
    store.fail(None);
    let readable = [listed(None, signed_in("ann")), listed(Some("work"), signed_in("bob"))];
    assert_eq!(stored.listed().await, readable);
}

#[tokio::test]
async fn an_account_is_listed_with_the_state_that_an_instance_of_the_process_knows() {
    let store =
        store([(key(Some("work"), "session"), BOBS.record(1, NOW)), (INDEX_KEY.into(), index(&["work"]))]);
    let work = app(Some("work"), "known", &store);
    assert_eq!(work.auth.get_current_user().await.unwrap().username, "bob");
    store.fail_key("#work#.session", StoreOperation::Load, StoreError::Locked);
    assert_eq!(Stored::named("known", &store).listed().await, [listed(Some("work"), signed_in("bob"))]);
    let elsewhere = unavailable(AuthErrorCode::StoreLocked);
    assert_eq!(Stored::over(&store).listed().await, [listed(Some("work"), elsewhere)]);
}

#[tokio::test]
async fn an_index_that_cannot_be_read_is_quarantined_when_an_account_is_used_next() {
    let half = br#"{"version":1,"accounts":[{"name":"work"},{"na"#;
    let store = store([
        (key(None, "session"), FIRST.record(1, NOW)),
        (key(Some("work"), "session"), BOBS.record(1, NOW)),
    ]);
    let entries = store.entries().into_iter().chain([(INDEX_KEY.to_owned(), half.to_vec())]);
    let store = Arc::new(FaultyStore::with(entries));
    assert_eq!(Stored::over(&store).names().await, [""]);
    assert_eq!(store.entries()[INDEX_KEY], half, "listing changed the index");
    app(Some("work"), "half", &store).fetch().await.unwrap();
    assert_eq!(stored_index(&store), Some(index(&["work"])));
    assert_eq!(store.entries()[&format!("{INDEX_KEY}.aside")], half);
    assert_eq!(Stored::over(&store).names().await, ["", "work"]);
}

#[tokio::test]
async fn an_index_whose_encryption_key_is_lost_is_written_again() {
    let store =
        store([(key(Some("work"), "session"), BOBS.record(1, NOW)), (INDEX_KEY.into(), index(&["work"]))]);
    store.fail_key(".accounts", StoreOperation::Load, StoreError::Unrecoverable);
    let stored = Stored::over(&store);
    assert_eq!(stored.names().await, [""; 0]);
    stored.accounts.set_label(Some("club"), Some("Club")).await.unwrap();
    store.fail(None);
    assert_eq!(stored.names().await, ["club"]);
}
