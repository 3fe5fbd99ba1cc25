//! Several accounts of one user pool: side by side, listed, signed out and purged by name, and their index.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod at_the_pool;
mod ending;
mod hooked;
mod index;
mod listing;
mod purging;
mod sharing;
mod side_by_side;
mod signing_out;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use cognito_auth_core::{Accounts, AuthUser, Ports, SecureStore, SessionState, StoredAccount};
use serde_json::{Value, json};
use support::clock::ManualClock;
use support::sessions::{NOW, TestApp, configuration, configuration_of};
use support::store::{FaultyStore, NamedStore};
use support::transport::{ScriptedTransport, Step};

const INDEX_KEY: &str = "cognito-auth.eu-central-1_AbCdEfGhI.client.accounts";

/// The API for a store's accounts, and the scripted service that it calls. No instance of `Auth` is open.
struct Stored {
    accounts: Accounts,
    transport: Arc<ScriptedTransport>,
}

impl Stored {
    /// The accounts, in a process of their own.
    fn over(store: &Arc<FaultyStore>) -> Self {
        Self::of(store.clone())
    }

    /// The accounts, in the process that has this name.
    fn named(name: &str, store: &Arc<FaultyStore>) -> Self {
        Self::of(Arc::new(NamedStore { name: name.to_owned(), inner: store.clone() }))
    }

    fn of(store: Arc<dyn SecureStore>) -> Self {
        let transport = Arc::<ScriptedTransport>::default();
        let mut ports = Ports::new(transport.clone(), store);
        ports.clock = Arc::new(ManualClock::at(NOW));
        Self { accounts: Accounts::new(configuration(), ports).unwrap(), transport }
    }

    async fn listed(&self) -> Vec<StoredAccount> {
        self.accounts.stored_accounts().await.unwrap()
    }

    /// The names of the listed accounts. The default account has an empty text.
    async fn names(&self) -> Vec<String> {
        self.listed().await.into_iter().map(|it| it.account.unwrap_or_default()).collect()
    }
}

/// An instance of an account, in the process with this name.
fn app(account: Option<&str>, process: &str, store: &Arc<FaultyStore>) -> TestApp {
    TestApp::named_of(configuration_of(account), process, store)
}

/// The key of an account's entry.
fn key(account: Option<&str>, entry: &str) -> String {
    let account = account.map(|account| format!("#{account}#")).unwrap_or_default();
    format!("cognito-auth.eu-central-1_AbCdEfGhI.client{account}.{entry}")
}

/// A store with entries.
fn store(entries: impl IntoIterator<Item = (String, Value)>) -> Arc<FaultyStore> {
    let entries = entries.into_iter().map(|(key, value)| (key, value.to_string().into_bytes()));
    Arc::new(FaultyStore::with(entries))
}

/// An index with these names.
fn index(names: &[&str]) -> Value {
    let accounts: Vec<_> = names.iter().map(|name| json!({ "name": name })).collect();
    json!({ "version": 1, "accounts": accounts })
}

/// The stored index.
fn stored_index(store: &FaultyStore) -> Option<Value> {
    store.entries().get(INDEX_KEY).map(|bytes| serde_json::from_slice(bytes).unwrap())
}

fn keys(store: &FaultyStore) -> Vec<String> {
    store.entries().into_keys().collect()
}

fn listed(account: Option<&str>, state: SessionState) -> StoredAccount {
    StoredAccount { account: account.map(str::to_owned), label: None, state }
}

fn signed_in(user: &str) -> SessionState {
    SessionState::SignedIn(AuthUser { username: user.into(), user_id: format!("sub-of-{user}") })
}

const SIGNED_OUT: SessionState = SessionState::SignedOut { ended: None };

fn done() -> Step {
    Step::success(json!({}))
}
