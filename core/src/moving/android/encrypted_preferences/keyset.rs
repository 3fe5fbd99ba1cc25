//! The two keysets of an encrypted preferences file: messages of Tink, in the file itself. A key of the Keystore
//! encrypts the keysets.

use zeroize::Zeroizing;

use super::proto::{all_bytes_in, bytes_in, fields, number_in};
use crate::moving::android::entries::Failure;
use crate::ports::FormerPreferences;

/// The first byte of a keyset that is not encrypted: the message begins with field 1, a number. An encrypted keyset
/// begins with field 2, and so with another byte.
const CLEAR: u8 = 0x08;
const IV_BYTES: usize = 12;
/// `KeyStatusType.ENABLED`.
const ENABLED: u64 = 1;
/// `OutputPrefixType.TINK`: the key's id stands before each ciphertext of the key.
const WITH_ID: u64 = 1;

/// How to find the keys for one kind of text in a keyset.
pub(super) struct Kind {
    type_url: &'static [u8],
    /// The number of the field that has the bytes of the key, in the key's message.
    field: u64,
    key_bytes: usize,
}

/// For the names of the entries: AES-SIV keys.
pub(super) const NAMES: Kind =
    Kind { type_url: b"type.googleapis.com/google.crypto.tink.AesSivKey", field: 2, key_bytes: 64 };
/// For the values of the entries: AES-256-GCM keys.
pub(super) const VALUES: Kind =
    Kind { type_url: b"type.googleapis.com/google.crypto.tink.AesGcmKey", field: 3, key_bytes: 32 };

/// The keys of a keyset, by their ids.
pub(super) struct Keyset(Vec<(u32, Zeroizing<Vec<u8>>)>);

impl Keyset {
    /// Reads a keyset from its hex digits. If the keyset can't be understood or decrypted, the result is
    /// [`Failure::KeyLost`].
    pub(super) fn read(
        hex: &[u8],
        kind: &Kind,
        master_key: &str,
        storage: &dyn FormerPreferences,
    ) -> Result<Self, Failure> {
        let stored = bytes_of(hex).ok_or(Failure::KeyLost)?;
        let clear = match stored.first() {
            Some(&CLEAR) => stored,
            _ => decrypted(&stored, master_key, storage)?,
        };
        let keys = keys(&clear, kind).filter(|keys| !keys.is_empty());
        keys.map(Self).ok_or(Failure::KeyLost)
    }

    /// The keys with an id.
    pub(super) fn keys(&self, id: u32) -> impl Iterator<Item = &[u8]> {
        self.0.iter().filter(move |(of_key, _)| *of_key == id).map(|(_, key)| key.as_slice())
    }
}

/// Decrypts an `EncryptedKeyset`. Its field 2 has the IV, the ciphertext and the tag.
fn decrypted(
    stored: &[u8],
    master_key: &str,
    storage: &dyn FormerPreferences,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let fields = fields(stored).ok_or(Failure::KeyLost)?;
    let encrypted = bytes_in(&fields, 2);
    let (iv, ciphertext) = encrypted.split_at_checked(IV_BYTES).ok_or(Failure::KeyLost)?;
    let clear = storage.decrypt(master_key.to_owned(), iv.to_owned(), ciphertext.to_owned());
    match clear.map_err(Failure::from) {
        // The alias belongs to another key by now, or the keyset is damaged.
        Err(Failure::Damaged) => Err(Failure::KeyLost),
        clear => clear.map(Zeroizing::new),
    }
}

/// The keys of a `Keyset`. Each key is a field 2 of the keyset. Within a key, field 1 is the data, 2 the status, 3 the
/// id, and 4 the prefix.
fn keys(keyset: &[u8], kind: &Kind) -> Option<Vec<(u32, Zeroizing<Vec<u8>>)>> {
    let mut keys = Vec::new();
    for key in all_bytes_in(&fields(keyset)?, 2) {
        let key = fields(key)?;
        let data = fields(bytes_in(&key, 1))?;
        if number_in(&key, 2) != ENABLED
            || number_in(&key, 4) != WITH_ID
            || bytes_in(&data, 1) != kind.type_url
        {
            continue;
        }
        let material = fields(bytes_in(&data, 2))?;
        let material = bytes_in(&material, kind.field);
        if material.len() == kind.key_bytes {
            keys.push((u32::try_from(number_in(&key, 3)).ok()?, Zeroizing::new(material.to_owned())));
        }
    }
    Some(keys)
}

/// The bytes of a text of hex digits.
fn bytes_of(hex: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (pairs, rest) = hex.as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Zeroizing::new(Vec::with_capacity(pairs.len()));
    for [high, low] in pairs {
        bytes.push(digit(*high)? << 4 | digit(*low)?);
    }
    rest.is_empty().then_some(bytes)
}
