//! The index of the accounts. A name is in the index before its account stores anything, and comes back if it is lost.
//! No name is lost if two processes change the index at the same time.

use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthConfiguration, AuthErrorCode, LeaseStore, Ports, SecureStore as _, SignOutOptions, StoreError,
};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::hooked::HookedStore;
use crate::support::browser::ScriptedBrowser;
use crate::support::identity::{credentials, id, with_pool};
use crate::support::leases::{LeaseFault, TestLeases};
use crate::support::options::{by_password, error_code};
use crate::support::sessions::{BOBS, FIRST, NOW, TestApp, Tokens, configuration_of, until};
use crate::support::store::{FaultyStore, GatedStore, StoreOperation};
use crate::support::transport::{ScriptedTransport, Step};
use crate::support::web::{self, PAGE, with_oauth};
use crate::{INDEX_KEY, Stored, app, index, key, keys, store, stored_index};

#[tokio::test]
async fn the_accounts_name_is_stored_before_its_session() {
    let store = Arc::<FaultyStore>::default();
    let work = app(Some("work"), "before the session", &store);
    store.fail_key("#work#.session", StoreOperation::Save, StoreError::Full);
    assert_eq!(work.sign_in(FIRST).await, Err(AuthErrorCode::StoreFull));
    assert_eq!(keys(&store), [INDEX_KEY]);
    assert_eq!(stored_index(&store), Some(index(&["work"])));
}

#[tokio::test]
async fn a_sign_in_whose_account_name_cant_be_stored_fails_and_its_token_is_revoked() {
    let store = Arc::<FaultyStore>::default();
    let work = app(Some("work"), "no place", &store);
    store.fail_key(".accounts", StoreOperation::Save, StoreError::Full);
    assert_eq!(work.sign_in(FIRST).await, Err(AuthErrorCode::StoreFull));
    assert_eq!(keys(&store), [""; 0]);
    until(|| work.transport.operations() == ["InitiateAuth", "RevokeToken"]).await;
}

#[tokio::test]
async fn the_accounts_name_is_stored_before_its_open_challenge() {
    let store = Arc::<FaultyStore>::default();
    let work = app(Some("work"), "before the challenge", &store);
    let asked = json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {} });
    work.transport.push(Step::success(asked));
    store.fail_key("#work#.pending", StoreOperation::Save, StoreError::Full);
    let asked = work.auth.sign_in("ann", Some("Password123!".into()), by_password()).await;
    assert!(!asked.unwrap().is_signed_in(), "the sign-in did not ask for a challenge");
    assert_eq!(stored_index(&store), Some(index(&["work"])));
}

#[tokio::test]
async fn the_accounts_name_is_stored_before_a_guests_identity_and_before_a_web_sign_in() {
    let store = Arc::<FaultyStore>::default();
    let guest =
        TestApp::named_of(AuthConfiguration { account: Some("guest".into()), ..with_pool() }, "web", &store);
    guest.script([id(1), credentials(1)]);
    store.fail_key("#guest#.identity", StoreOperation::Save, StoreError::Full);
    guest.fetch().await.unwrap();
    assert_eq!(keys(&store), [INDEX_KEY]);
    let _page = PAGE.lock().await;
    let work = TestApp::named_of(with_oauth(configuration_of(Some("work"))), "web", &store);
    store.fail_key("#work#.web", StoreOperation::Save, StoreError::Full);
    let browser = ScriptedBrowser::following([]);
    assert_eq!(web::sign_in(&work, &browser).await, Err(AuthErrorCode::StoreFull));
    assert_eq!(stored_index(&store), Some(index(&["guest", "work"])));
}

#[tokio::test]
async fn a_name_that_the_index_has_lost_is_added_again_when_its_account_is_used() {
    let store = store([(key(Some("work"), "session"), FIRST.record(1, NOW))]);
    let work = app(Some("work"), "lost", &store);
    assert_eq!(Stored::over(&store).names().await, [""; 0]);
    work.auth.get_current_user().await.unwrap();
    assert_eq!(stored_index(&store), Some(index(&["work"])));
    // An instance looks for its name only once.
    let calls = store.calls();
    work.auth.get_current_user().await.unwrap();
    assert_eq!(store.calls(), calls + 1);
}

#[tokio::test]
async fn a_call_succeeds_even_if_a_lost_name_cannot_be_added_again() {
    let store = store([(key(Some("work"), "session"), FIRST.record(1, NOW))]);
    for operation in [StoreOperation::Load, StoreOperation::Save] {
        store.fail_key(".accounts", operation, StoreError::Unavailable);
        let work = app(Some("work"), "not again", &store);
        assert_eq!(work.auth.get_current_user().await.unwrap().username, "ann");
        assert!(work.fetch().await.unwrap().is_signed_in);
    }
}

#[tokio::test]
async fn a_call_on_an_account_that_has_nothing_stored_adds_no_name() {
    let store = Arc::<FaultyStore>::default();
    let work = app(Some("work"), "nothing", &store);
    assert_eq!(error_code(work.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    assert!(!work.fetch().await.unwrap().is_signed_in);
    assert_eq!(keys(&store), [""; 0]);
}

/// Signs in, in a process that takes turns with the others over the same store.
fn sign_in(
    (account, tokens): (&str, Tokens),
    gated: &Arc<GatedStore>,
    leases: &Arc<TestLeases>,
) -> (Auth, JoinHandle<()>) {
    let mut ports = Ports::new(Arc::new(ScriptedTransport::new([tokens.rotated()])), gated.clone());
    ports.leases = Some(leases.clone() as Arc<dyn LeaseStore>);
    let auth = Auth::new(configuration_of(Some(account)), ports).unwrap();
    let signing_in = auth.clone();
    let call = tokio::spawn(async move {
        signing_in.sign_in(tokens.user, Some("Password123!".into()), by_password()).await.unwrap();
    });
    (auth, call)
}

#[tokio::test]
async fn two_processes_take_turns_to_add_names_and_neither_name_is_lost() {
    let store = Arc::<FaultyStore>::default();
    let leases = TestLeases::default();
    let leases = [leases.another(), leases.another()].map(Arc::new);
    let gates = [(), ()].map(|()| Arc::new(GatedStore::before(store.clone())));
    gates.iter().for_each(|gate| gate.hold(StoreOperation::Save));
    // The first process has its turn, and has read an index without names.
    let (_, first) = sign_in(("work", FIRST), &gates[0], &leases[0]);
    gates[0].held().await;
    let (auth, second) = sign_in(("club", BOBS), &gates[1], &leases[1]);
    until(|| leases[1].reads() > 1).await;
    assert!(!gates[1].is_held(), "the second process did not wait for its turn");
    // The account's other calls do not wait.
    assert_eq!(error_code(auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    gates[0].let_go();
    first.await.unwrap();
    gates[1].let_go();
    second.await.unwrap();
    assert_eq!(stored_index(&store), Some(index(&["work", "club"])));
}

#[tokio::test]
async fn a_name_is_added_without_a_lease_if_the_lease_cannot_be_taken() {
    let (store, leases) = (Arc::<FaultyStore>::default(), Arc::new(TestLeases::default()));
    leases.fault(Some(LeaseFault::Fail));
    let work = TestApp::taking_turns(configuration_of(Some("work")), &store, &leases);
    work.sign_in(FIRST).await.unwrap();
    assert_eq!(stored_index(&store), Some(index(&["work"])));
    until(|| work.log.text().contains("accounts: the lease can't be taken")).await;
}

/// The index is read a first time without a lock, a second time to change it, and a third time to compare.
#[tokio::test]
async fn a_change_of_the_index_starts_again_if_another_process_has_changed_it_meanwhile() {
    for number in [1, 2] {
        let store = Arc::<FaultyStore>::default();
        let hooked = Arc::new(HookedStore::new(&store));
        let other = index(&["club"]).to_string().into_bytes();
        hooked.after(number, StoreOperation::Load, INDEX_KEY, move |store| {
            store.save(INDEX_KEY.to_owned(), other).unwrap();
        });
        let stored = Stored::of(hooked.clone());
        stored.accounts.set_label(Some("work"), Some("Office")).await.unwrap();
        assert!(hooked.has_acted());
        let both =
            json!({ "version": 1, "accounts": [{ "name": "club" }, { "name": "work", "label": "Office" }] });
        assert_eq!(stored_index(&store), Some(both), "after read {number}");
    }
}

/// An index that a newer version of the library has written.
fn newer() -> Vec<u8> {
    br#"{"version":2,"accounts":[{"name":"club"}]}"#.to_vec()
}

#[tokio::test]
async fn an_index_of_a_newer_version_is_not_replaced_and_does_not_stop_a_sign_in() {
    let store = Arc::new(FaultyStore::with([(INDEX_KEY.to_owned(), newer())]));
    let work = app(Some("work"), "newer", &store);
    work.sign_in(FIRST).await.unwrap();
    assert_eq!(keys(&store), [key(Some("work"), "session"), INDEX_KEY.into()]);
    let accounts = Stored::named("newer", &store).accounts;
    let unreadable = AuthErrorCode::StoreCorrupt;
    assert_eq!(error_code(accounts.stored_accounts().await), unreadable);
    assert_eq!(error_code(accounts.set_label(Some("work"), Some("Office")).await), unreadable);
    assert_eq!(error_code(accounts.purge(Some("work")).await), unreadable);
    assert_eq!(store.entries().into_iter().collect::<Vec<_>>(), [(INDEX_KEY.to_owned(), newer())]);
}

#[tokio::test]
async fn removing_the_label_of_an_unknown_account_adds_no_account() {
    let store = Arc::<FaultyStore>::default();
    Stored::over(&store).accounts.set_label(Some("work"), None).await.unwrap();
    assert_eq!(keys(&store), [""; 0]);
}

#[tokio::test]
async fn sixteen_instances_of_one_process_add_their_names_and_none_is_lost() {
    let store = Arc::<FaultyStore>::default();
    let names: Vec<String> = (0..16).map(|number| format!("account-{number}")).collect();
    let signing_in: Vec<_> = names
        .iter()
        .map(|name| {
            let app = app(Some(name), "many", &store);
            tokio::spawn(async move { app.sign_in(FIRST).await.unwrap() })
        })
        .collect();
    for sign_in in signing_in {
        sign_in.await.unwrap();
    }
    let mut listed = Stored::over(&store).names().await;
    listed.sort();
    let mut expected = names;
    expected.sort();
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn a_sign_out_keeps_the_accounts_name_in_the_index() {
    let store = Arc::<FaultyStore>::default();
    let work = app(Some("work"), "keeps", &store);
    work.sign_in(FIRST).await.unwrap();
    work.transport.push(Step::success(json!({})));
    work.auth.sign_out(SignOutOptions::default()).await;
    assert_eq!(keys(&store), [key(Some("work"), "signedOut"), INDEX_KEY.into()]);
    assert_eq!(Stored::over(&store).names().await, ["work"]);
}
