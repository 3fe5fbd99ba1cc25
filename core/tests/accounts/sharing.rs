//! Calls that name an account while an instance of the account exists: whose settings and whose leases apply.

use std::sync::{Arc, Mutex};

use cognito_auth_core::{
    Accounts, Auth, AuthConfiguration, AuthError, IdentityPoolConfiguration, LeaseStore, Ports, SecureStore,
};

use crate::hooked::HookedStore;
use crate::support::leases::TestLeases;
use crate::support::options::by_password;
use crate::support::sessions::{BOBS, FIRST, NOW, SECOND, configuration_of};
use crate::support::store::{FaultyStore, GatedStore, NamedStore, StoreOperation};
use crate::support::transport::ScriptedTransport;
use crate::{INDEX_KEY, Stored, index, key, keys, listed, signed_in, store};

fn in_process(name: &str, inner: Arc<dyn SecureStore>) -> Arc<dyn SecureStore> {
    Arc::new(NamedStore { name: name.to_owned(), inner })
}

/// Ports of a process that takes turns with others. A refresh brings the tokens `SECOND`.
fn ports(store: Arc<dyn SecureStore>, leases: &Arc<TestLeases>) -> Ports {
    let mut ports = Ports::new(Arc::new(ScriptedTransport::new([SECOND.rotated()])), store);
    ports.leases = Some(leases.clone() as Arc<dyn LeaseStore>);
    ports
}

/// Lists the accounts, through ports without leases. Meanwhile, an instance of the account `work` is made, with these
/// leases.
async fn made_during_a_list(
    process: &'static str,
    store: &Arc<FaultyStore>,
    configuration: AuthConfiguration,
    leases: &Arc<TestLeases>,
) -> Result<Auth, AuthError> {
    let hooked = Arc::new(HookedStore::new(store));
    let made = Arc::<Mutex<Option<Result<Auth, AuthError>>>>::default();
    let (place, ports) = (made.clone(), ports(in_process(process, store.clone()), leases));
    hooked.after(1, StoreOperation::Load, &key(Some("work"), "session"), move |_store| {
        *place.lock().unwrap() = Some(Auth::new(configuration, ports));
    });
    let stored = Stored::of(in_process(process, hooked.clone()));
    assert_eq!(stored.listed().await, [listed(Some("work"), signed_in("ann"))]);
    made.lock().unwrap().take().expect("the list has read the session")
}

fn expired() -> Arc<FaultyStore> {
    store([(key(Some("work"), "session"), FIRST.expired()), (INDEX_KEY.into(), index(&["work"]))])
}

#[tokio::test]
async fn an_instance_takes_turns_by_its_leases_even_if_a_call_without_leases_lists_its_account_meanwhile() {
    let (store, leases) = (expired(), Arc::<TestLeases>::default());
    let auth = made_during_a_list("leases", &store, configuration_of(Some("work")), &leases).await.unwrap();
    assert!(auth.fetch_auth_session(Default::default()).await.unwrap().is_signed_in);
    assert!(leases.stored(&key(Some("work"), "session")).is_some());
}

#[tokio::test]
async fn an_instance_may_have_another_configuration_than_the_call_that_lists_its_account_meanwhile() {
    let (store, leases) = (expired(), Arc::<TestLeases>::default());
    let pool = IdentityPoolConfiguration::new("eu-central-1:00000000-0000-0000-0000-000000000000");
    let configuration = AuthConfiguration { identity_pool: Some(pool), ..configuration_of(Some("work")) };
    assert!(made_during_a_list("settings", &store, configuration, &leases).await.is_ok());
}

#[tokio::test]
async fn changes_of_the_index_take_turns_once_any_instance_of_the_process_has_leases() {
    let (store, leases) = (Arc::<FaultyStore>::default(), Arc::<TestLeases>::default());
    let stored = Stored::named("first leases", &store);
    stored.accounts.set_label(Some("club"), Some("Club")).await.unwrap();
    let mut ports = ports(in_process("first leases", store.clone()), &leases);
    ports.transport = Arc::new(ScriptedTransport::new([BOBS.rotated()]));
    let auth = Auth::new(configuration_of(Some("work")), ports).unwrap();
    auth.sign_in("bob", Some("Password123!".into()), by_password()).await.unwrap();
    let lease = leases.stored(INDEX_KEY).expect("the sign-in took its turn to add the name");
    stored.accounts.set_label(Some("club"), None).await.unwrap();
    assert_ne!(leases.stored(INDEX_KEY), Some(lease), "the call without leases took no turn");
}

#[tokio::test]
async fn a_purge_waits_for_the_refresh_of_another_process() {
    let (store, leases) = (expired(), TestLeases::default());
    let leases = [leases.another(), leases.another()].map(Arc::new);
    let gate = Arc::new(GatedStore::before(store.clone()));
    let auth = Auth::new(configuration_of(Some("work")), ports(gate.clone(), &leases[0])).unwrap();
    gate.hold(StoreOperation::Save);
    let refresh = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    // The refresh has read the session that it replaces, and is about to write.
    gate.held().await;
    let accounts = Accounts::new(configuration_of(None), ports(store.clone(), &leases[1])).unwrap();
    let purge = tokio::spawn(async move { accounts.purge(Some("work")).await });
    crate::support::sessions::until(|| leases[1].reads() > 1).await;
    assert!(keys(&store).contains(&key(Some("work"), "session")));
    gate.let_go();
    assert!(refresh.await.unwrap().unwrap().is_signed_in);
    purge.await.unwrap().unwrap();
    assert_eq!(keys(&store), [""; 0]);
}

#[tokio::test]
async fn a_default_account_is_listed_as_unavailable_if_its_instance_has_another_configuration() {
    let store = store([(key(None, "session"), FIRST.record(1, NOW))]);
    let pool = IdentityPoolConfiguration::new("eu-central-1:00000000-0000-0000-0000-000000000000");
    let configuration = AuthConfiguration { identity_pool: Some(pool), ..configuration_of(None) };
    let leases = Arc::<TestLeases>::default();
    let _home = Auth::new(configuration, ports(in_process("default", store.clone()), &leases)).unwrap();
    let code = cognito_auth_core::AuthErrorCode::ConfigurationMismatch;
    let unavailable = cognito_auth_core::SessionState::Unavailable { code };
    assert_eq!(Stored::named("default", &store).listed().await, [listed(None, unavailable)]);
}
