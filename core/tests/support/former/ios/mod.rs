//! A Keychain with items of Amplify for Swift, or of AWSMobileClient. In these files, **account** is the Keychain's
//! word: the name of an item within its service (`kSecAttrAccount`).

pub mod amplify;
pub mod mobile_client;

use std::collections::BTreeMap;
use std::sync::Mutex;

use cognito_auth_core::{FormerItem, FormerKeychain, StoreError};

pub const BUNDLE: &str = "com.example.app";

/// A service and its access group.
pub type Place = (String, Option<String>);

/// A Keychain in memory, which fails on demand.
#[derive(Default)]
pub struct TestKeychain {
    items: Mutex<BTreeMap<Place, BTreeMap<String, Vec<u8>>>>,
    user_defaults: Mutex<BTreeMap<String, String>>,
    failures: Mutex<BTreeMap<String, StoreError>>,
    /// The account whose item the next read does not find.
    missed_once: Mutex<Option<String>>,
    reads: Mutex<Vec<String>>,
}

impl TestKeychain {
    pub fn put(&self, service: &str, access_group: Option<&str>, account: &str, value: impl Into<Vec<u8>>) {
        let place = (service.to_owned(), access_group.map(str::to_owned));
        self.items.lock().unwrap().entry(place).or_default().insert(account.to_owned(), value.into());
    }

    pub fn remove(&self, account: &str) {
        for items in self.items.lock().unwrap().values_mut() {
            items.remove(account);
        }
    }

    pub fn set_user_default(&self, key: &str, value: &str) {
        self.user_defaults.lock().unwrap().insert(key.to_owned(), value.to_owned());
    }

    /// Lets each call for a service fail from now on.
    pub fn fail(&self, service: &str, error: StoreError) {
        self.failures.lock().unwrap().insert(service.to_owned(), error);
    }

    /// Lets every call succeed again.
    pub fn succeed(&self) {
        self.failures.lock().unwrap().clear();
    }

    /// Every item.
    pub fn contents(&self) -> BTreeMap<Place, BTreeMap<String, Vec<u8>>> {
        self.items.lock().unwrap().clone()
    }

    /// Lets the next read miss an account's item. On macOS this happens while Amplify changes the item.
    pub fn miss_once(&self, account: &str) {
        *self.missed_once.lock().unwrap() = Some(account.to_owned());
    }

    /// The services that were read.
    pub fn reads(&self) -> Vec<String> {
        self.reads.lock().unwrap().clone()
    }

    /// All items, as service, access group, account.
    pub fn accounts(&self) -> Vec<(String, Option<String>, String)> {
        let items = self.items.lock().unwrap();
        let of_place = |((service, group), items): (&Place, &BTreeMap<String, Vec<u8>>)| {
            let account = |account: &String| (service.clone(), group.clone(), account.clone());
            items.keys().map(account).collect::<Vec<_>>()
        };
        items.iter().flat_map(of_place).collect()
    }

    /// Changes the bytes of every item with this account.
    pub fn change(&self, account: &str, change: impl Fn(&mut Vec<u8>)) {
        self.items.lock().unwrap().values_mut().filter_map(|items| items.get_mut(account)).for_each(change);
    }

    /// The bytes of the first item with this account.
    pub fn value(&self, account: &str) -> Vec<u8> {
        self.items.lock().unwrap().values().find_map(|items| items.get(account).cloned()).unwrap()
    }
}

impl FormerKeychain for TestKeychain {
    fn remove(
        &self,
        service: String,
        access_group: Option<String>,
        accounts: Vec<String>,
    ) -> Result<(), StoreError> {
        if let Some(error) = self.failures.lock().unwrap().get(&service) {
            return Err(*error);
        }
        if let Some(items) = self.items.lock().unwrap().get_mut(&(service, access_group)) {
            items.retain(|account, _| !accounts.contains(account));
        }
        Ok(())
    }

    fn bundle_identifier(&self) -> Option<String> {
        Some(BUNDLE.to_owned())
    }

    fn items(&self, service: String, access_group: Option<String>) -> Result<Vec<FormerItem>, StoreError> {
        self.reads.lock().unwrap().push(service.clone());
        if let Some(error) = self.failures.lock().unwrap().get(&service) {
            return Err(*error);
        }
        let items = self.items.lock().unwrap();
        let Some(found) = items.get(&(service, access_group)) else { return Ok(Vec::new()) };
        let mut missed = self.missed_once.lock().unwrap();
        let is_missed = |account: &String| missed.as_ref() == Some(account);
        let seen = found.iter().filter(|(account, _)| !is_missed(account));
        let seen =
            seen.map(|(name, value)| FormerItem { name: name.clone(), value: value.clone() }).collect();
        *missed = None;
        Ok(seen)
    }

    fn user_default(&self, key: String) -> Option<String> {
        self.user_defaults.lock().unwrap().get(&key).cloned()
    }
}
