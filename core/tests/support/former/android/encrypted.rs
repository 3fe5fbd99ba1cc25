//! Writes a file as `EncryptedSharedPreferences` of androidx.security does.

use aes_siv::KeyInit;
use aes_siv::siv::Aes256Siv;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Phone, gcm};

pub const NAMES_KEYSET: &str = "__androidx_security_crypto_encrypted_prefs_key_keyset__";
pub const VALUES_KEYSET: &str = "__androidx_security_crypto_encrypted_prefs_value_keyset__";

/// A key of a keyset.
#[derive(Clone)]
pub struct Key {
    pub id: u32,
    pub bytes: Vec<u8>,
}

/// A file, and the keys with which it is written now.
pub struct EncryptedFile<'a> {
    pub phone: &'a Phone,
    pub file: String,
    pub names: Key,
    pub values: Key,
}

impl<'a> EncryptedFile<'a> {
    /// Makes a file whose keysets are encrypted by the Keystore's key with this alias.
    pub fn make(phone: &'a Phone, file: &str, master_key: &str) -> Self {
        let made = Self::of(phone, file);
        made.write_keysets(|keyset| encrypted(phone, master_key, keyset));
        made
    }

    /// Makes a file whose keysets are not encrypted, as if the Keystore had failed when the file was made.
    pub fn make_clear(phone: &'a Phone, file: &str) -> Self {
        let made = Self::of(phone, file);
        made.write_keysets(<[u8]>::to_vec);
        made
    }

    /// A file that has its keysets already.
    pub fn of(phone: &'a Phone, file: &str) -> Self {
        let names = Key { id: 0x0102_0304, bytes: (0..64).collect() };
        let values = Key { id: 0xf1e2_d3c4, bytes: (100..132).collect() };
        Self { phone, file: file.to_owned(), names, values }
    }

    fn write_keysets(&self, stored: impl Fn(&[u8]) -> Vec<u8>) {
        let keysets =
            [(NAMES_KEYSET, siv_keyset(&[&self.names])), (VALUES_KEYSET, gcm_keyset(&[&self.values]))];
        for (name, keyset) in keysets {
            self.phone.put(&self.file, name, hex(&stored(&keyset)));
        }
    }

    /// The name of an entry as it is in the file.
    pub fn name(&self, name: &str) -> String {
        let mut cipher = Aes256Siv::new_from_slice(&self.names.bytes).unwrap();
        with_id(&self.names, &cipher.encrypt([self.file.as_bytes()], name.as_bytes()).unwrap())
    }

    /// Writes a text.
    pub fn put(&self, name: &str, text: &str) {
        let length = i32::try_from(text.len()).unwrap();
        self.put_value(name, &[&0_i32.to_be_bytes(), &length.to_be_bytes(), text.as_bytes()].concat());
    }

    /// Writes the bytes of a value of any type.
    pub fn put_value(&self, name: &str, value: &[u8]) {
        let (name, iv, key) = (self.name(name), self.phone.iv(), self.values.bytes[..].try_into().unwrap());
        let encrypted = [iv.to_vec(), gcm(key, &iv, value, name.as_bytes())].concat();
        self.phone.put(&self.file, &name, with_id(&self.values, &encrypted));
    }
}

/// A ciphertext in Tink's form: the byte 1, the id of the key, and the encrypted bytes.
fn with_id(key: &Key, encrypted: &[u8]) -> String {
    STANDARD.encode([&[1], &key.id.to_be_bytes()[..], encrypted].concat())
}

/// Tink's message `EncryptedKeyset`.
pub fn encrypted(phone: &Phone, master_key: &str, keyset: &[u8]) -> Vec<u8> {
    let iv = phone.iv();
    let blob = [iv.to_vec(), gcm(&phone.key(master_key), &iv, keyset, &[])].concat();
    [bytes(2, &blob), bytes(3, &number(1, 0x0102_0304))].concat()
}

pub fn siv_keyset(keys: &[&Key]) -> Vec<u8> {
    let of_key = |key: &&Key| (key.id, "AesSivKey", bytes(2, &key.bytes));
    keyset(&keys.iter().map(of_key).collect::<Vec<_>>())
}

pub fn gcm_keyset(keys: &[&Key]) -> Vec<u8> {
    let of_key = |key: &&Key| (key.id, "AesGcmKey", bytes(3, &key.bytes));
    keyset(&keys.iter().map(of_key).collect::<Vec<_>>())
}

/// Tink's message `Keyset`: the id of the last key, and the keys with their ids, types and messages.
fn keyset(keys: &[(u32, &str, Vec<u8>)]) -> Vec<u8> {
    let mut keyset = number(1, keys.last().unwrap().0.into());
    for (id, kind, key) in keys {
        let url = format!("type.googleapis.com/google.crypto.tink.{kind}");
        let data = [bytes(1, url.as_bytes()), bytes(2, key), number(3, 1)].concat();
        keyset.extend(bytes(
            2,
            &[bytes(1, &data), number(2, 1), number(3, (*id).into()), number(4, 1)].concat(),
        ));
    }
    keyset
}

/// A field of Protocol Buffers that is a number.
pub fn number(field: u8, number: u64) -> Vec<u8> {
    [vec![field << 3], varint(number)].concat()
}

/// A field of Protocol Buffers that is bytes.
pub fn bytes(field: u8, bytes: &[u8]) -> Vec<u8> {
    [vec![field << 3 | 2], varint(bytes.len() as u64), bytes.to_vec()].concat()
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
