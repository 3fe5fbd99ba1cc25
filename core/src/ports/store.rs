//! A place for the session, as the platform has it.

/// Why a [`SecureStore`] could not do what it was asked. None of these ever signs a user out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The device is locked and the entry can't be reached until it is unlocked.
    #[error("the store is locked")]
    Locked,
    /// The store can't be reached now, or refuses: trying again later may help.
    #[error("the store is unavailable")]
    Unavailable,
    /// There is no room.
    #[error("the store is full")]
    Full,
    /// The entry is there but damaged.
    #[error("the stored entry is corrupt")]
    Corrupt,
    /// The entry's key is gone for good: the entry can never be read again.
    #[error("the stored entry can't be recovered")]
    Unrecoverable,
    /// The app is not set up to use the store, such as by a missing entitlement: a mistake in the app.
    #[error("the app may not use the store")]
    Misconfigured,
}

/// A safe place for small secrets: Keychain, Android Keystore. Calls may block; they come on a blocking thread,
/// never on the app's.
pub trait SecureStore: Send + Sync {
    /// The entry's bytes, or `None` if there is no such entry.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes an entry, in place of any former one; it is durable when this returns.
    ///
    /// # Errors
    /// See [`StoreError`]; the former entry then stands.
    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError>;

    /// Removes an entry; one that is not there is no error.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn delete(&self, key: String) -> Result<(), StoreError>;
}
