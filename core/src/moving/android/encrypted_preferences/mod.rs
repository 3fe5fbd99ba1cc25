//! `EncryptedSharedPreferences` of androidx.security: a preferences file whose names and values are encrypted. The keys for
//! them are in the same file, encrypted by a key of the Keystore.

mod ciphers;
mod keyset;
mod proto;
#[cfg(test)]
mod tests;

pub(super) use ciphers::gcm;
use keyset::{Keyset, NAMES, VALUES};
use zeroize::Zeroizing;

use super::entries::{Entries, Failure};
use crate::ports::FormerPreferences;

/// The names of the file's two entries that are not encrypted.
const NAMES_KEYSET: &str = "__androidx_security_crypto_encrypted_prefs_key_keyset__";
const VALUES_KEYSET: &str = "__androidx_security_crypto_encrypted_prefs_value_keyset__";

/// The type of a value that is a text.
const TEXT: i32 = 0;
/// The text that stands for `null`.
const NULL: &[u8] = b"__NULL__";

/// An encrypted preferences file.
pub(super) struct EncryptedPreferences {
    entries: Entries,
    values: Keyset,
    /// Each entry's name, and the encrypted form of the name in the file.
    names: Vec<(String, String)>,
    has_unreadable_names: bool,
}

impl EncryptedPreferences {
    /// Reads a file and its keys. `None` if there is no such file, or no entry in it.
    pub(super) fn read(
        storage: &dyn FormerPreferences,
        file: &str,
        master_key: &str,
    ) -> Result<Option<Self>, Failure> {
        let Some(entries) = Entries::read(storage, file)? else { return Ok(None) };
        let encrypted = || entries.names().filter(|name| ![NAMES_KEYSET, VALUES_KEYSET].contains(name));
        if encrypted().next().is_none() {
            return Ok(None);
        }
        let keyset = |name, kind| {
            let hex = entries.get(name).ok_or(Failure::KeyLost)?;
            Keyset::read(hex, kind, master_key, storage)
        };
        let (keys_of_names, values) = (keyset(NAMES_KEYSET, &NAMES)?, keyset(VALUES_KEYSET, &VALUES)?);
        let mut names = Vec::new();
        let mut has_unreadable_names = false;
        for written in encrypted() {
            match ciphers::name(&keys_of_names, file, written) {
                Some(name) => names.push((name, written.to_owned())),
                None => has_unreadable_names = true,
            }
        }
        Ok(Some(Self { entries, values, names, has_unreadable_names }))
    }

    /// The names of the entries.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// Each entry's name in its encrypted form, as in the file, and then the name itself.
    pub(super) fn written_names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter().map(|(name, written)| (written.as_str(), name.as_str()))
    }

    /// Whether the names of some entries can't be read. Nobody knows what such an entry is.
    pub(super) fn has_unreadable_names(&self) -> bool {
        self.has_unreadable_names
    }

    /// The text of an entry, or `None` if there is no such entry, or it is `null`.
    pub(super) fn text(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
        let Some((_, written)) = self.names.iter().find(|(of_entry, _)| of_entry == name) else {
            return Ok(None);
        };
        let encrypted = self.entries.get(written).ok_or(Failure::Damaged)?;
        let value = ciphers::value(&self.values, written, encrypted).ok_or(Failure::Damaged)?;
        let text = text(&value).ok_or(Failure::Damaged)?;
        Ok((text != NULL).then(|| Zeroizing::new(text.to_owned())))
    }
}

/// The text in a value. A value has the type, the length, and then the text.
fn text(value: &[u8]) -> Option<&[u8]> {
    let (kind, rest) = value.split_first_chunk()?;
    let (length, text) = rest.split_first_chunk()?;
    let is_text = i32::from_be_bytes(*kind) == TEXT;
    let is_whole = usize::try_from(i32::from_be_bytes(*length)) == Ok(text.len());
    (is_text && is_whole).then_some(text)
}
