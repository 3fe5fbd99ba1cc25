//! The storage of the former library, which the app used before.

use std::sync::Arc;

use cognito_auth_core as core;
use cognito_auth_core::FormerItem;

use super::{Port, PortError, StoreError};

#[uniffi::export(foreign)]
pub trait FormerKeychain: Send + Sync {
    fn bundle_identifier(&self) -> Result<Option<String>, PortError>;

    fn items(&self, service: String, access_group: Option<String>) -> Result<Vec<FormerItem>, StoreError>;

    fn user_default(&self, key: String) -> Result<Option<String>, PortError>;

    fn remove(
        &self,
        service: String,
        access_group: Option<String>,
        accounts: Vec<String>,
    ) -> Result<(), StoreError>;
}

#[uniffi::export(foreign)]
pub trait FormerPreferences: Send + Sync {
    fn no_backup_file(&self, name: String) -> Result<Option<Vec<u8>>, StoreError>;

    fn preferences(&self, file: String) -> Result<Option<Vec<FormerItem>>, StoreError>;

    fn decrypt(&self, alias: String, iv: Vec<u8>, ciphertext_and_tag: Vec<u8>)
    -> Result<Vec<u8>, StoreError>;

    fn unwrap_key(&self, alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, StoreError>;

    fn remove(&self, file: String, keys: Vec<String>) -> Result<(), StoreError>;
}

#[derive(uniffi::Enum)]
pub enum FormerStorage {
    Keychain { keychain: Arc<dyn FormerKeychain> },
    Preferences { preferences: Arc<dyn FormerPreferences> },
}

#[derive(uniffi::Record)]
pub struct FormerLibrary {
    pub storage: FormerStorage,
    pub defers_refresh: bool,
}

impl From<FormerLibrary> for core::FormerLibrary {
    fn from(library: FormerLibrary) -> Self {
        let storage = match library.storage {
            FormerStorage::Keychain { keychain } => {
                core::FormerStorage::Keychain(Arc::new(Port::new(keychain)))
            }
            FormerStorage::Preferences { preferences } => {
                core::FormerStorage::Preferences(Arc::new(Port::new(preferences)))
            }
        };
        Self { storage, defers_refresh: library.defers_refresh }
    }
}

impl core::FormerKeychain for Port<dyn FormerKeychain> {
    fn bundle_identifier(&self) -> Option<String> {
        self.foreign.bundle_identifier().ok().flatten()
    }

    fn items(
        &self,
        service: String,
        access_group: Option<String>,
    ) -> Result<Vec<FormerItem>, core::StoreError> {
        Ok(self.foreign.items(service, access_group)?)
    }

    fn user_default(&self, key: String) -> Option<String> {
        self.foreign.user_default(key).ok().flatten()
    }

    fn remove(
        &self,
        service: String,
        access_group: Option<String>,
        accounts: Vec<String>,
    ) -> Result<(), core::StoreError> {
        Ok(self.foreign.remove(service, access_group, accounts)?)
    }
}

impl core::FormerPreferences for Port<dyn FormerPreferences> {
    fn no_backup_file(&self, name: String) -> Result<Option<Vec<u8>>, core::StoreError> {
        Ok(self.foreign.no_backup_file(name)?)
    }

    fn preferences(&self, file: String) -> Result<Option<Vec<FormerItem>>, core::StoreError> {
        Ok(self.foreign.preferences(file)?)
    }

    fn decrypt(
        &self,
        alias: String,
        iv: Vec<u8>,
        ciphertext_and_tag: Vec<u8>,
    ) -> Result<Vec<u8>, core::StoreError> {
        Ok(self.foreign.decrypt(alias, iv, ciphertext_and_tag)?)
    }

    fn unwrap_key(&self, alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, core::StoreError> {
        Ok(self.foreign.unwrap_key(alias, wrapped)?)
    }

    fn remove(&self, file: String, keys: Vec<String>) -> Result<(), core::StoreError> {
        Ok(self.foreign.remove(file, keys)?)
    }
}
