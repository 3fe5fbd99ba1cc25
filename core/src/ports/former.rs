//! The former library's storage: what Amplify or AWSMobileClient left on the device. The core only reads it, until the
//! app says that the move is finished.

use std::fmt;
use std::sync::Arc;

use super::StoreError;

/// One entry of the former library's storage.
#[derive(Clone, PartialEq, Eq)]
pub struct FormerItem {
    /// The account of a Keychain item, or the key of a preference.
    pub name: String,
    /// The item's bytes. A number or a boolean among the preferences is written as text.
    pub value: Vec<u8>,
}

// A name can hold a user's name, and a value holds secrets.
impl fmt::Debug for FormerItem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FormerItem")
    }
}

/// The library that the app used before, and how its session is taken over.
#[derive(Clone)]
pub struct FormerLibrary {
    /// Where the former library stored the session.
    pub storage: FormerStorage,
    /// If true, this library never refreshes a session that it has taken over: a call that needs new tokens fails with
    /// [`RefreshDeferred`](crate::AuthErrorCode::RefreshDeferred). Set it in the first stage of a roll-out. The former
    /// library can use the session until this library refreshes it, even if the user pool rotates refresh tokens.
    pub defers_refresh: bool,
}

/// The storage of the library that the app used before, on one platform.
#[derive(Clone)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum FormerStorage {
    /// Apple's Keychain.
    Keychain(Arc<dyn FormerKeychain>),
    /// Android's shared preferences and Keystore.
    Preferences(Arc<dyn FormerPreferences>),
}

/// Apple's Keychain, as the former library left it. It is called on a blocking thread.
pub trait FormerKeychain: Send + Sync {
    /// The app's bundle identifier, a part of the names of the former library's services.
    fn bundle_identifier(&self) -> Option<String>;

    /// The generic passwords of a service, and of an access group if one is named. The list is empty if there are none.
    ///
    /// # Errors
    /// [`StoreError::Locked`] before the first unlock, and the others of [`StoreError`]. An error never means that there
    /// are no items.
    fn items(&self, service: String, access_group: Option<String>) -> Result<Vec<FormerItem>, StoreError>;

    /// A text in the app's standard user defaults.
    fn user_default(&self, key: String) -> Option<String>;

    /// Removes the generic passwords of these accounts. Only the app's call
    /// [`Auth::finish_move`](crate::Auth::finish_move) leads to this. An absent item is not an error.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn remove(
        &self,
        service: String,
        access_group: Option<String>,
        accounts: Vec<String>,
    ) -> Result<(), StoreError>;
}

/// Android's shared preferences and Keystore, as the former library left them. It is called on a blocking thread.
pub trait FormerPreferences: Send + Sync {
    /// The bytes of a file in the folder that is not backed up, or `None` if there is no such file.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn no_backup_file(&self, name: String) -> Result<Option<Vec<u8>>, StoreError>;

    /// The entries of a preferences file, or `None` if there is no such file.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn preferences(&self, file: String) -> Result<Option<Vec<FormerItem>>, StoreError>;

    /// Decrypts with a key of the Keystore, by AES/GCM/NoPadding with a tag of 128 bits and no associated data.
    ///
    /// # Errors
    /// [`StoreError::Unrecoverable`] if there is no such key, [`StoreError::Corrupt`] if the tag does not match, and
    /// the others of [`StoreError`].
    fn decrypt(&self, alias: String, iv: Vec<u8>, ciphertext_and_tag: Vec<u8>)
    -> Result<Vec<u8>, StoreError>;

    /// Unwraps an AES key with an RSA key of the Keystore, by RSA/ECB/PKCS1Padding.
    ///
    /// # Errors
    /// As [`FormerPreferences::decrypt`].
    fn unwrap_key(&self, alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, StoreError>;

    /// Removes these keys from a preferences file. Only the app's call
    /// [`Auth::finish_move`](crate::Auth::finish_move) leads to this. An absent key is not an error.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn remove(&self, file: String, keys: Vec<String>) -> Result<(), StoreError>;
}
