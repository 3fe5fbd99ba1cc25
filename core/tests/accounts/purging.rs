//! A purge removes everything that an account has stored, and sends no request. Every instance of the account learns of
//! it.

use std::collections::BTreeMap;
use std::sync::Arc;

use cognito_auth_core::{AuthErrorCode, AuthEvent, BrowserFailure, SecureStore, StoreError};
use serde_json::json;

use crate::hooked::HookedStore;
use crate::support::browser::{Page, ScriptedBrowser};
use crate::support::options::{by_password, error_code};
use crate::support::sessions::{BOBS, FIRST, NOW, SECOND, TestApp, configuration_of, settle};
use crate::support::store::{FaultyStore, StoreOperation};
use crate::support::transport::Step;
use crate::support::web::{PAGE, sign_in, with_oauth};
use crate::{INDEX_KEY, SIGNED_OUT, Stored, app, done, index, key, keys, store, stored_index};

/// Every kind of entry that a purge removes, with three quarantined sessions. No entry is a valid record.
fn everything(account: Option<&str>) -> Vec<(String, serde_json::Value)> {
    let entries = [
        "session",
        "session.aside",
        "session.aside.2",
        "session.aside.3",
        "pending",
        "ended",
        "web",
        "identity",
        "devices",
        "signedOut",
    ];
    entries.map(|entry| (key(account, entry), json!("something"))).to_vec()
}

/// All entries except for the index and those of the purged account.
fn left(store: &FaultyStore, purged: Option<&str>) -> BTreeMap<String, Vec<u8>> {
    let purged: Vec<_> = everything(purged).into_iter().map(|(key, _)| key).collect();
    store.entries().into_iter().filter(|(key, _)| !purged.contains(key) && key != INDEX_KEY).collect()
}

#[tokio::test]
async fn a_purge_removes_all_that_one_account_has_stored_and_nothing_else() {
    let accounts = [None, Some("work"), Some("Work"), Some("work.session")];
    for purged in accounts {
        let mut entries: Vec<_> = accounts.into_iter().flat_map(everything).collect();
        entries.push((INDEX_KEY.into(), index(&["work", "Work", "work.session"])));
        entries.push((key(None, "cookie"), json!({ "version": 1 })));
        let store = store(entries);
        let others = left(&store, purged);
        let stored = Stored::over(&store);
        stored.accounts.purge(purged).await.unwrap();
        let mut rest = store.entries();
        let index: serde_json::Value = serde_json::from_slice(&rest.remove(INDEX_KEY).unwrap()).unwrap();
        assert_eq!(rest, others, "{purged:?}");
        assert!(!index["accounts"].as_array().unwrap().iter().any(|it| it["name"] == json!(purged)));
        assert_eq!(stored.transport.operations(), [""; 0]);
    }
}

#[tokio::test]
async fn a_purge_of_the_last_account_leaves_nothing() {
    let store = Arc::<FaultyStore>::default();
    let work = app(Some("work"), "last", &store);
    work.sign_in(FIRST).await.unwrap();
    let stored = Stored::named("last", &store);
    stored.accounts.set_label(None, Some("Home")).await.unwrap();
    stored.accounts.purge(Some("work")).await.unwrap();
    assert_eq!(stored.names().await, [""]);
    stored.accounts.purge(None).await.unwrap();
    assert_eq!(keys(&store), [""; 0]);
    assert_eq!(stored.transport.operations(), [""; 0]);
}

#[tokio::test]
async fn an_instance_in_the_same_process_hears_of_the_purge_without_a_call() {
    let store =
        store([(key(Some("work"), "session"), BOBS.record(1, NOW)), (INDEX_KEY.into(), index(&["work"]))]);
    let [work, club] = [Some("work"), Some("club")].map(|account| app(account, "hears", &store));
    assert_eq!(work.auth.get_current_user().await.unwrap().username, "bob");
    let observer = work.auth.observe_session_state();
    Stored::named("hears", &store).accounts.purge(Some("work")).await.unwrap();
    assert_eq!(observer.current(), SIGNED_OUT);
    work.expect_events(&[AuthEvent::SignedOut]).await;
    assert_eq!(error_code(work.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    assert_eq!(club.events.heard(), []);
    assert_eq!(work.transport.operations(), [""; 0]);
    // The account can be used again.
    work.sign_in(FIRST).await.unwrap();
    assert_eq!(stored_index(&store), Some(index(&["work"])));
}

#[tokio::test]
async fn an_instance_in_another_process_hears_of_the_purge_with_its_next_call() {
    let store =
        store([(key(Some("work"), "session"), BOBS.record(1, NOW)), (INDEX_KEY.into(), index(&["work"]))]);
    let work = TestApp::made(configuration_of(Some("work")), store.clone());
    assert_eq!(work.auth.get_current_user().await.unwrap().username, "bob");
    Stored::over(&store).accounts.purge(Some("work")).await.unwrap();
    assert_eq!(error_code(work.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    work.expect_events(&[AuthEvent::SignedOut]).await;
    assert_eq!(keys(&store), [""; 0], "the name came back");
}

#[tokio::test(start_paused = true)]
async fn tokens_that_arrive_after_the_purge_are_revoked_and_not_stored() {
    let store =
        store([(key(Some("work"), "session"), FIRST.expired()), (INDEX_KEY.into(), index(&["work"]))]);
    let work = app(Some("work"), "late tokens", &store);
    work.transport.push(Step::Hang);
    let auth = work.auth.clone();
    let call = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    work.hanging(1).await;
    Stored::named("late tokens", &store).accounts.purge(Some("work")).await.unwrap();
    work.transport.push(done());
    work.transport.release(&SECOND.rotated());
    assert!(!call.await.unwrap().unwrap().is_signed_in);
    settle().await;
    assert_eq!(work.transport.operations(), ["GetTokensFromRefreshToken", "RevokeToken"]);
    assert_eq!(work.transport.recorded()[1].body["Token"], SECOND.refresh());
    assert_eq!(keys(&store), [""; 0]);
}

/// A store that can't read any of its entries.
struct DamagedStore(Arc<FaultyStore>, StoreError);

impl SecureStore for DamagedStore {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        if self.0.entries().contains_key(&key) { Err(self.1) } else { Ok(None) }
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.0.save(key, value)
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.0.delete(key)
    }
}

#[tokio::test]
async fn records_that_the_store_cannot_read_are_purged() {
    for failure in [StoreError::Corrupt, StoreError::Unrecoverable] {
        let store = store(everything(Some("work")));
        let damaged = DamagedStore(store.clone(), failure);
        Stored::of(Arc::new(damaged)).accounts.purge(Some("work")).await.unwrap();
        assert_eq!(keys(&store), [""; 0]);
    }
}

#[tokio::test]
async fn a_purge_that_fails_can_be_made_again() {
    for entry in ["#work#.pending", "#work#.session", "#work#.devices", ".accounts"] {
        let mut entries = everything(Some("work"));
        entries.push((INDEX_KEY.into(), index(&["work"])));
        let store = store(entries);
        let accounts = Stored::over(&store).accounts;
        store.fail_key(entry, StoreOperation::Delete, StoreError::Locked);
        assert_eq!(error_code(accounts.purge(Some("work")).await), AuthErrorCode::StoreLocked, "{entry}");
        assert!(stored_index(&store).is_some(), "the account is no longer listed");
        store.fail(None);
        accounts.purge(Some("work")).await.unwrap();
        assert_eq!(keys(&store), [""; 0]);
    }
}

#[tokio::test]
async fn a_session_that_another_process_stores_during_the_purge_stays_listed() {
    let store =
        store([(key(Some("work"), "session"), BOBS.record(1, NOW)), (INDEX_KEY.into(), index(&["work"]))]);
    let hooked = Arc::new(HookedStore::new(&store));
    let session = FIRST.record(1, NOW).to_string().into_bytes();
    // The other process found its account's name in the index before the purge removed the name.
    hooked.after(1, StoreOperation::Delete, INDEX_KEY, move |store| {
        store.save(key(Some("work"), "session"), session).unwrap();
    });
    let stored = Stored::of(hooked.clone());
    stored.accounts.purge(Some("work")).await.unwrap();
    assert!(hooked.has_acted());
    assert_eq!(stored_index(&store), Some(index(&["work"])));
}

#[tokio::test]
async fn a_name_that_a_purge_removes_during_the_save_of_a_session_is_added_again() {
    let store = store([(INDEX_KEY.into(), index(&["work"]))]);
    let hooked = Arc::new(HookedStore::new(&store));
    hooked.after(1, StoreOperation::Save, &key(Some("work"), "session"), |store| {
        store.delete(INDEX_KEY.to_owned()).unwrap();
    });
    let work = TestApp::made_behind(configuration_of(Some("work")), store.clone(), hooked.clone());
    work.sign_in(FIRST).await.unwrap();
    assert!(hooked.has_acted());
    assert_eq!(stored_index(&store), Some(index(&["work"])));
}

#[tokio::test]
async fn a_name_that_a_purge_removes_during_the_save_of_an_open_sign_in_is_added_again() {
    let _page = PAGE.lock().await;
    for entry in ["pending", "web"] {
        let store = store([(INDEX_KEY.into(), index(&["work"]))]);
        let hooked = Arc::new(HookedStore::new(&store));
        hooked.after(1, StoreOperation::Save, &key(Some("work"), entry), |store| {
            store.delete(INDEX_KEY.to_owned()).unwrap();
        });
        let configuration = with_oauth(configuration_of(Some("work")));
        let work = TestApp::made_behind(configuration, store.clone(), hooked.clone());
        if entry == "web" {
            let browser = ScriptedBrowser::following([Page::Fail(BrowserFailure::Cancelled)]);
            assert_eq!(sign_in(&work, &browser).await, Err(AuthErrorCode::BrowserCancelled));
        } else {
            let asked =
                json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {} });
            work.transport.push(Step::success(asked));
            work.auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
        }
        assert!(hooked.has_acted());
        assert_eq!(keys(&store), [key(Some("work"), entry), INDEX_KEY.into()]);
    }
}

#[tokio::test]
async fn a_purge_leaves_no_quarantined_index_with_the_accounts_name() {
    let half = br#"{"version":1,"accounts":[{"name":"work","label":"Office"},{"na"#.to_vec();
    for current in [index(&["work"]).to_string().into_bytes(), half.clone()] {
        let copies = ["", ".aside", ".aside.2"].map(|copy| format!("{INDEX_KEY}{copy}"));
        let contents = [current, half.clone(), index(&["work"]).to_string().into_bytes()];
        let store = Arc::new(FaultyStore::with(copies.into_iter().zip(contents)));
        Stored::over(&store).accounts.purge(Some("work")).await.unwrap();
        assert_eq!(keys(&store), [""; 0]);
    }
}

#[tokio::test]
async fn a_malformed_name_is_refused_and_nothing_is_removed() {
    let store = store(everything(None));
    let before = store.entries();
    let accounts = Stored::over(&store).accounts;
    for (name, code) in [("", AuthErrorCode::EmptyArgument), ("a#b", AuthErrorCode::MalformedArgument)] {
        let error = accounts.purge(Some(name)).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (code, Some("account")));
    }
    assert_eq!(store.entries(), before);
    assert_eq!(store.calls(), 0);
}
