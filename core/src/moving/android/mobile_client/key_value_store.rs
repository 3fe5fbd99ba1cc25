//! `AWSKeyValueStore`: a preferences file whose values are encrypted. The key is in the Keystore. Before Android 6, the key
//! was in another preferences file, encrypted by a key of the Keystore. Very old versions encrypted nothing.

use std::cell::OnceCell;

use zeroize::Zeroizing;

use crate::moving::android::encrypted_preferences::gcm;
use crate::moving::android::entries::{Entries, Failure, base64};
use crate::ports::FormerPreferences;

/// The version of the encryption, which is stored with each value.
const VERSION: &[u8] = b"1";
/// In the other preferences file: the entry with the key.
const WRAPPED_KEY: &str = "AesGcmNoPadding18-encrypted-encryption-key";

/// One preferences file.
pub(super) struct KeyValueStore<'a> {
    storage: &'a dyn FormerPreferences,
    file: String,
    entries: Entries,
    /// The key from before Android 6, once it was looked for.
    unwrapped: OnceCell<Result<Zeroizing<Vec<u8>>, Failure>>,
}

impl<'a> KeyValueStore<'a> {
    /// Reads a file. `None` if there is no such file.
    pub(super) fn read(storage: &'a dyn FormerPreferences, file: &str) -> Result<Option<Self>, Failure> {
        let entries = Entries::read(storage, file)?;
        let of = |entries| Self { storage, file: file.to_owned(), entries, unwrapped: OnceCell::new() };
        Ok(entries.map(of))
    }

    /// The names of the entries in the file. An encrypted value has three entries. Their names start with the name of
    /// the value.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.names()
    }

    /// Whether there is a value, readable or not.
    pub(super) fn contains(&self, key: &str) -> bool {
        self.entries.get(key).is_some() || self.entries.get(&format!("{key}.encrypted")).is_some()
    }

    /// The value of a key. `None` if there is none.
    pub(super) fn value(&self, key: &str) -> Result<Option<Zeroizing<String>>, Failure> {
        // At its next start, AWSMobileClient encrypts a value that is not encrypted yet. Until then that value counts.
        let value = match self.entries.get(key) {
            Some(clear) => Zeroizing::new(clear.to_owned()),
            None => match self.decrypted(key)? {
                Some(value) => value,
                None => return Ok(None),
            },
        };
        let text = std::str::from_utf8(&value).map_err(|_| Failure::Damaged)?;
        Ok(Some(Zeroizing::new(text.to_owned())))
    }

    fn decrypted(&self, key: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
        let part = |suffix: &str| self.entries.get(&format!("{key}.encrypted{suffix}"));
        let Some(ciphertext) = part("") else { return Ok(None) };
        if part(".keyvaluestoreversion") != Some(VERSION) {
            return Err(Failure::Damaged);
        }
        let iv = base64(part(".iv").ok_or(Failure::Damaged)?)?;
        let ciphertext = base64(ciphertext)?;
        let alias = format!("{}.aesKeyStoreAlias", self.file);
        match self.storage.decrypt(alias, iv.to_vec(), ciphertext.to_vec()).map_err(Failure::from) {
            Ok(value) => Ok(Some(Zeroizing::new(value))),
            Err(unreachable @ Failure::Unreachable(_)) => Err(unreachable),
            Err(failure) => self.decrypted_with_unwrapped(&iv, &ciphertext, failure).map(Some),
        }
    }

    /// Decrypts with the key from before Android 6. If there is no such key, gives `former`, the failure of the key in
    /// the Keystore.
    fn decrypted_with_unwrapped(
        &self,
        iv: &[u8],
        ciphertext: &[u8],
        former: Failure,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        match self.unwrapped.get_or_init(|| self.unwrap_key()) {
            Ok(key) => gcm(key, iv, ciphertext, &[]).ok_or(Failure::Damaged),
            Err(Failure::Unreachable(error)) => Err(Failure::Unreachable(*error)),
            Err(Failure::KeyLost | Failure::Damaged) => Err(former),
        }
    }

    fn unwrap_key(&self) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let entries = Entries::read(self.storage, &format!("{}.encryptionkey", self.file))?;
        let wrapped =
            entries.as_ref().and_then(|entries| entries.get(WRAPPED_KEY)).ok_or(Failure::KeyLost)?;
        let alias = format!("{}.rsaKeyStoreAlias", self.file);
        Ok(Zeroizing::new(self.storage.unwrap_key(alias, base64(wrapped)?.to_vec())?))
    }
}
