//! The store port.

/// Why a call of a [`SecureStore`] failed. None of these signs a user out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum StoreError {
    /// The entry can't be reached now: the device is locked, or the system could not ask the user, or has ended its
    /// prompt.
    #[error("the store is locked")]
    Locked,
    /// The store can't be reached now. A later try may succeed.
    #[error("the store is unavailable")]
    Unavailable,
    /// The store asks the user to show that they are present, and the user did not: the prompt was cancelled, or the
    /// face, the finger or the passcode was refused. A store that can't tell a refusal from a locked store reports
    /// `Locked` for it.
    #[error("the user did not show that they are present")]
    UserPresenceRefused,
    /// The store is full.
    #[error("the store is full")]
    Full,
    /// The entry is damaged.
    #[error("the stored entry is corrupt")]
    Corrupt,
    /// The key that encrypts the entry is lost: the entry can never be read again.
    #[error("the stored entry can't be recovered")]
    Unrecoverable,
    /// The app is not allowed to use the store, for example because an entitlement is missing. This is a mistake of the
    /// app.
    #[error("the app is not allowed to use the store")]
    Misconfigured,
}

/// A safe place for small secrets: Keychain, Android Keystore. Its entries are read and written on a blocking thread,
/// never on a thread of the app. Two keys that differ in case are two keys: accounts can have such names.
pub trait SecureStore: Send + Sync {
    /// The name of the place that holds the entries, if the store knows it. Two store objects with the same name have
    /// the same entries. The [`Auth`](crate::Auth) instances over such stores share their session. A store object
    /// without a name shares its entries with no other object of this process.
    ///
    /// The core also calls this on the thread that makes an [`Auth`](crate::Auth), so it must not block.
    fn identity(&self) -> Option<String> {
        None
    }

    /// The entry's bytes, or `None` if there is no such entry.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes an entry, in place of any former one. The entry is durable when this returns.
    ///
    /// # Errors
    /// See [`StoreError`]. The former entry then stays.
    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError>;

    /// Removes an entry. An absent entry is not an error.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn delete(&self, key: String) -> Result<(), StoreError>;
}
