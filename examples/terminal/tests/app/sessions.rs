//! What the session goes through.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cognito_auth_core::host::MemoryStore;
use cognito_auth_core::{SecureStore, StoreError};
use serde_json::json;

use crate::support::{
    Chooses, Meanwhile, ReadsMessage, Types, admin, assert_shows, auth, enable_factors, end, make_ana, play,
    play_on, sign_in, sign_in_and, start_pool,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_that_an_earlier_run_has_left_open_is_the_first_screen() {
    let pool = start_pool().await;
    make_ana(&pool);
    enable_factors(&pool, &["SMSMfaSettings"]);
    let store = Arc::new(MemoryStore::new());
    let earlier = auth(&pool, store.clone());
    play_on(&earlier, &pool, sign_in()).await;
    end(earlier).await;
    let screen = play_on(&auth(&pool, store), &pool, [Chooses("Type the code"), ReadsMessage]).await;
    assert!(screen.starts_with("\n== Sign in as ana ==\nWe sent a code by text message to +"), "{screen}");
    assert_shows(&screen, &["== Hello, ana =="]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_the_service_has_ended_leads_to_the_sign_in_with_the_reason() {
    let pool = start_pool().await;
    make_ana(&pool);
    let store = Arc::new(MemoryStore::new());
    let auth = auth(&pool, store);
    let home = play_on(&auth, &pool, sign_in_and([Chooses("Show my account")])).await;
    assert_shows(
        &home,
        &["== Hello, ana ==", "user name: ana", "email: ana@example.com", "Second factors: none"],
    );
    admin(&pool, "AdminUserGlobalSignOut", json!({ "Username": "ana" }));
    let screen = play_on(&auth, &pool, [Chooses("Show my account"), Chooses("Sign in"), Types("")]).await;
    assert_shows(
        &screen,
        &[
            "== Hello, ana ==",
            "You were signed out. Sign in again.",
            "== Sign in ==",
            "User name [ana]: \nPassword: ",
        ],
    );
    assert!(!screen.contains("Something went wrong"), "{screen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_deleted_only_after_its_user_name_was_typed() {
    let pool = start_pool().await;
    make_ana(&pool);
    let delete = |typed| [Chooses("Delete my account"), Types(typed)];
    let screen = play(&pool, sign_in_and(delete("bob").into_iter().chain(delete("ana")))).await;
    assert_shows(&screen, &["Nothing was deleted.", "Your account is deleted.", "== Sign in =="]);
    let gone = pool.perform("AdminGetUser", &json!({ "UserPoolId": pool.user_pool_id(), "Username": "ana" }));
    assert_eq!(gone.unwrap_err().exception, "UserNotFoundException");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_learns_that_the_service_is_unreachable_and_the_form_stays() {
    let pool = start_pool().await;
    let gone = auth(&pool, Arc::new(MemoryStore::new()));
    let at_rest = start_pool().await;
    pool.shutdown().await;
    let screen = play_on(&gone, &at_rest, sign_in()).await;
    assert_shows(&screen, &["The service can't be reached. Try again.\nChoice: "]);
}

static IS_LOCKED: AtomicBool = AtomicBool::new(false);

/// A store that fails while [`IS_LOCKED`] is true.
#[derive(Default)]
struct Lockable(MemoryStore);

impl Lockable {
    fn unlocked(&self) -> Result<&MemoryStore, StoreError> {
        if IS_LOCKED.load(Ordering::SeqCst) { Err(StoreError::Locked) } else { Ok(&self.0) }
    }
}

impl SecureStore for Lockable {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.unlocked()?.load(key)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.unlocked()?.save(key, value)
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.unlocked()?.delete(key)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_store_is_no_sign_out() {
    let pool = start_pool().await;
    make_ana(&pool);
    let store = Arc::new(Lockable::default());
    let earlier = auth(&pool, store.clone());
    play_on(&earlier, &pool, sign_in()).await;
    end(earlier).await;

    IS_LOCKED.store(true, Ordering::SeqCst);
    let unlock = Meanwhile(|_| IS_LOCKED.store(false, Ordering::SeqCst));
    let steps = [Chooses("Try again"), unlock, Chooses("Try again")];
    let screen = play_on(&auth(&pool, store), &pool, steps).await;
    let failed = "Your session can't be read or stored now. Try again.\nChoice: 1\n";
    assert_shows(&screen, &["\n== Your session can't be read now ==", failed, "== Hello, ana =="]);
}
