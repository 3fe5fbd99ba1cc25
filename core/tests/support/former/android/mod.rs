//! A phone with Android, on which Amplify or AWSMobileClient stored something.

pub mod amplify;
pub mod encrypted;
pub mod mobile_client;

use std::collections::BTreeMap;
use std::sync::Mutex;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use cognito_auth_core::{FormerItem, FormerPreferences, StoreError};

/// A phone: files, preferences and a Keystore, in memory.
#[derive(Default)]
pub struct Phone(Mutex<State>);

#[derive(Default)]
struct State {
    files: BTreeMap<String, Vec<u8>>,
    preferences: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
    /// The keys of the Keystore, by alias. Each stands in for an AES key or an RSA key.
    keys: BTreeMap<String, [u8; 32]>,
    /// The errors of the calls that fail, by the file or alias of the call, or by `removal of FILE`.
    failures: BTreeMap<String, StoreError>,
    ivs: u64,
}

impl Phone {
    fn with<T>(&self, use_state: impl FnOnce(&mut State) -> T) -> T {
        use_state(&mut self.0.lock().unwrap())
    }

    /// Fails each call about a file or alias from now on.
    pub fn fail_at(&self, file_or_alias: &str, error: StoreError) {
        self.with(|state| state.failures.insert(file_or_alias.to_owned(), error));
    }

    /// Fails each removal from a file. The file can still be read.
    pub fn fail_removal_of(&self, file: &str, error: StoreError) {
        self.fail_at(&removal_of(file), error);
    }

    pub fn write_file(&self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.with(|state| state.files.insert(name.to_owned(), bytes.into()));
    }

    /// Makes a preferences file without entries.
    pub fn make_preferences(&self, file: &str) {
        self.with(|state| {
            state.preferences.entry(file.to_owned()).or_default();
        });
    }

    pub fn put(&self, file: &str, name: &str, value: impl Into<Vec<u8>>) {
        let value = value.into();
        self.with(|state| {
            state.preferences.entry(file.to_owned()).or_default().insert(name.to_owned(), value);
        });
    }

    pub fn remove(&self, file: &str, name: &str) {
        self.with(|state| state.preferences.get_mut(file).unwrap().remove(name)).unwrap();
    }

    /// No call fails any more.
    pub fn succeed(&self) {
        self.with(|state| state.failures.clear());
    }

    pub fn remove_preferences(&self, file: &str) {
        self.with(|state| state.preferences.remove(file)).unwrap();
    }

    /// Every entry of every preferences file: the file, the name and the value.
    pub fn entries(&self) -> Vec<(String, String, Vec<u8>)> {
        let of_file = |(file, entries): (&String, &BTreeMap<String, Vec<u8>>)| -> Vec<_> {
            entries.iter().map(|(name, value)| (file.clone(), name.clone(), value.clone())).collect()
        };
        self.with(|state| state.preferences.iter().flat_map(of_file).collect())
    }

    /// The key with an alias. The Keystore makes it if there is none.
    pub fn key(&self, alias: &str) -> [u8; 32] {
        let fresh = std::array::from_fn(|at| alias.as_bytes()[at % alias.len()].wrapping_add(at as u8));
        self.with(|state| *state.keys.entry(alias.to_owned()).or_insert(fresh))
    }

    pub fn lose_key(&self, alias: &str) {
        self.with(|state| state.keys.remove(alias)).unwrap();
    }

    /// Replaces the key with this alias by another one.
    pub fn replace_key(&self, alias: &str) {
        self.with(|state| state.keys.get_mut(alias).unwrap()[0] ^= 1);
    }

    /// A new IV for each encryption.
    pub fn iv(&self) -> [u8; 12] {
        let number = self.with(|state| {
            state.ivs += 1;
            state.ivs
        });
        let mut iv = [7; 12];
        iv[..8].copy_from_slice(&number.to_be_bytes());
        iv
    }

    fn check(&self, file_or_alias: &str) -> Result<(), StoreError> {
        self.with(|state| state.failures.get(file_or_alias).copied().map_or(Ok(()), Err))
    }

    fn decrypt_with(&self, alias: &str, iv: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.check(alias)?;
        let key = self.with(|state| state.keys.get(alias).copied()).ok_or(StoreError::Unrecoverable)?;
        let nonce = Nonce::try_from(iv).map_err(|_| StoreError::Corrupt)?;
        Aes256Gcm::new(&key.into()).decrypt(&nonce, ciphertext).map_err(|_| StoreError::Corrupt)
    }
}

impl FormerPreferences for Phone {
    fn no_backup_file(&self, name: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.check(&name)?;
        Ok(self.with(|state| state.files.get(&name).cloned()))
    }

    fn preferences(&self, file: String) -> Result<Option<Vec<FormerItem>>, StoreError> {
        self.check(&file)?;
        let items = |entries: &BTreeMap<String, Vec<u8>>| {
            entries
                .iter()
                .map(|(name, value)| FormerItem { name: name.clone(), value: value.clone() })
                .collect()
        };
        Ok(self.with(|state| state.preferences.get(&file).map(items)))
    }

    fn decrypt(
        &self,
        alias: String,
        iv: Vec<u8>,
        ciphertext_and_tag: Vec<u8>,
    ) -> Result<Vec<u8>, StoreError> {
        self.decrypt_with(&alias, &iv, &ciphertext_and_tag)
    }

    fn unwrap_key(&self, alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        self.decrypt_with(&alias, &[0; 12], &wrapped)
    }

    fn remove(&self, file: String, keys: Vec<String>) -> Result<(), StoreError> {
        self.check(&file)?;
        self.check(&removal_of(&file))?;
        self.with(|state| {
            if let Some(entries) = state.preferences.get_mut(&file) {
                entries.retain(|name, _| !keys.contains(name));
            }
        });
        Ok(())
    }
}

fn removal_of(file: &str) -> String {
    format!("removal of {file}")
}

/// Encrypts with AES-256-GCM.
pub fn gcm(key: &[u8; 32], iv: &[u8; 12], clear: &[u8], associated: &[u8]) -> Vec<u8> {
    let payload = Payload { msg: clear, aad: associated };
    Aes256Gcm::new(&(*key).into()).encrypt(&Nonce::from(*iv), payload).unwrap()
}
