//! The app is killed, or a store fails, at any step of the move. Afterwards the move goes on, and nothing is lost.

use std::sync::Arc;

use cognito_auth_core::{
    AuthErrorCode, FormerItem, FormerKeychain, FormerLibrary, FormerStorage, Ports, SecureStore, StoreError,
};

use crate::support::former::PHONE;
use crate::support::former::ios::TestKeychain;
use crate::support::former::ios::amplify::{AmplifyApp, Method, Release};
use crate::support::sessions::{TestApp, configuration};
use crate::support::store::FaultyStore;
use crate::{MOVED_KEY, amplify, ann, current_user, keychain_of, sign_out, start};

/// More calls of the store than a start with a move makes.
const MOST_CALLS: usize = 24;

#[tokio::test]
async fn a_store_that_fails_at_any_call_loses_nothing() {
    for spared in 0..MOST_CALLS {
        let user = ann().of_device(&PHONE);
        let amplify_app = AmplifyApp::of(Release::V2_57);
        let keychain = Arc::new(amplify_app.signed_in(&user, Method::Srp));
        amplify_app.write_device(&keychain, &user.typed, &PHONE);
        let store = Arc::<FaultyStore>::default();
        let app = start(&keychain, &store);
        store.fail_all_after(spared, StoreError::Unavailable);
        let first = current_user(&app).await;
        if spared + 1 == MOST_CALLS {
            assert!(first.is_ok(), "the move makes {MOST_CALLS} calls or more");
        }
        match first {
            Ok(name) => assert_eq!(name, "ann"),
            Err(code) => assert_eq!(code, AuthErrorCode::StoreUnavailable, "{spared}"),
        }
        store.fail(None);
        // Either the same process tries again, or the next one after a crash.
        let next = if spared % 2 == 0 { start(&keychain, &store) } else { app };
        assert_eq!(current_user(&next).await, Ok("ann".to_owned()), "{spared}");
        assert!(store.entries().keys().any(|key| key.ends_with(".devices")), "{spared}");
    }
}

/// The second process finds the session of the first.
#[tokio::test]
async fn two_processes_that_start_at_the_same_time_take_over_one_session() {
    let keychain = keychain_of(&ann());
    let store = Arc::<FaultyStore>::default();
    let (one, other) = (start(&keychain, &store), start(&keychain, &store));
    let users = tokio::join!(current_user(&one), current_user(&other));
    assert_eq!(users, (Ok("ann".to_owned()), Ok("ann".to_owned())));
    assert!(store.entries().contains_key(MOVED_KEY));
}

/// The former library's storage. While this process reads it, another process settles the move: there, a user has
/// signed in and out again.
struct SettledMeanwhile {
    keychain: Arc<TestKeychain>,
    store: Arc<FaultyStore>,
}

impl FormerKeychain for SettledMeanwhile {
    fn bundle_identifier(&self) -> Option<String> {
        self.keychain.bundle_identifier()
    }

    fn items(&self, service: String, access_group: Option<String>) -> Result<Vec<FormerItem>, StoreError> {
        self.store.save(MOVED_KEY.to_owned(), b"{}".to_vec())?;
        self.keychain.items(service, access_group)
    }

    fn user_default(&self, key: String) -> Option<String> {
        self.keychain.user_default(key)
    }

    fn remove(
        &self,
        service: String,
        access_group: Option<String>,
        accounts: Vec<String>,
    ) -> Result<(), StoreError> {
        FormerKeychain::remove(&*self.keychain, service, access_group, accounts)
    }
}

#[tokio::test]
async fn if_another_process_settles_the_move_meanwhile_no_session_is_taken_over() {
    let store = Arc::<FaultyStore>::default();
    let storage = SettledMeanwhile { keychain: keychain_of(&ann()), store: store.clone() };
    let storage = FormerStorage::Keychain(Arc::new(storage));
    let app = TestApp::moving_from(FormerLibrary { storage, defers_refresh: false }, &store);
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(app.auth.move_report().await.unwrap(), None);
    assert!(app.stored().is_none());
}

/// This process was about to take over the session when another process signed the user out.
#[tokio::test]
async fn a_session_that_another_process_has_signed_out_is_not_taken_over() {
    let keychain = keychain_of(&ann());
    let store = Arc::<FaultyStore>::default();
    let app = start(&keychain, &store);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    sign_out(&app).await;
    // As if this process had looked for the mark of the settled move before the other process stored that mark.
    store.remove(MOVED_KEY);
    assert_eq!(current_user(&start(&keychain, &store)).await, Err(AuthErrorCode::NotSignedIn));
}

/// A store. Just before this process stores the session, another process signs the user out.
struct SignedOutMeanwhile {
    inner: Arc<FaultyStore>,
    /// The entry with the mark of the sign-ins that have ended.
    mark: (String, Vec<u8>),
}

impl SecureStore for SignedOutMeanwhile {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.load(key)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        if key.ends_with(".session") {
            let (key, mark) = self.mark.clone();
            self.inner.save(key, mark)?;
        }
        self.inner.save(key, value)
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.inner.delete(key)
    }
}

#[tokio::test]
async fn a_session_that_is_signed_out_during_its_move_is_removed_and_revoked() {
    let keychain = keychain_of(&ann());
    let other = start(&keychain, &Arc::default());
    assert_eq!(current_user(&other).await, Ok("ann".to_owned()));
    sign_out(&other).await;
    let mark = other.store.entries().into_iter().find(|(key, _)| key.ends_with(".signedOut")).unwrap();
    let inner = Arc::<FaultyStore>::default();
    let front = SignedOutMeanwhile { inner: inner.clone(), mark };
    let moving = |ports: &mut Ports| ports.former = Some(amplify(&keychain));
    let app = TestApp::of_ports(configuration(), inner, Arc::new(front), moving);
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(app.auth.move_report().await.unwrap(), None);
    assert!(app.stored().is_none());
    sign_out(&app).await;
    assert_eq!(app.transport.recorded()[0].body["Token"], ann().refresh_token());
}
