//! What the app's former library has stored: somebody with the device may have written it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use aes_siv::siv::Aes256Siv;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cognito_auth_core::{
    FormerItem, FormerKeychain, FormerLibrary, FormerPreferences, FormerStorage, StoreError,
};

use crate::phone::{Phone, checked, run};

/// The name of the preferences file of Amplify for Android. The name ends with [`IDENTIFIER`].
const AMPLIFY: &str = "com.amplify.credentialStore.__amplify__3f2504e0-4f89-41d3-9a0c-0305e82c3301";
/// The identifier that Amplify keeps in a file of its own.
const IDENTIFIER: &str = "__amplify__3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/// The keys of Amplify's file. Each has the id 1.
const NAMES_KEY: [u8; 64] = [1; 64];
const VALUES_KEY: [u8; 32] = [2; 32];

/// The input is the platform, then the items of the former library. The target moves in, finishes the move and signs
/// out.
pub(crate) fn items(input: &[u8]) {
    let auth = Phone { former: Some(library(input)), has_identity_pool: true, ..Phone::default() }.auth();
    run(async {
        let user = checked(auth.get_current_user().await);
        let report = checked(auth.move_report().await).flatten();
        if let Some(user) = user {
            assert!(!user.user_id.is_empty(), "the user of the session has no id");
            assert!(
                report.is_some_and(|report| report.source.is_some()),
                "the move report names no source of the session"
            );
        }
        checked(auth.fetch_auth_session(Default::default()).await);
        checked(auth.finish_move().await);
        auth.sign_out(Default::default()).await;
        assert!(checked(auth.get_current_user().await).is_none(), "a user who signed out came back");
    });
}

/// The storage that the input describes. This function encrypts the items of the place `amplify` as Amplify for Android
/// does. The input has them in plain text, so that a fuzzer can change them.
fn library(input: &[u8]) -> FormerLibrary {
    let mut parts = split(input, b"\n---\n");
    let platform = parts.next().unwrap_or_default();
    let storage = Storage::default();
    for part in parts {
        let (head, value) = split_once(part, b'\n');
        let head = String::from_utf8_lossy(head);
        let (place, name) = head.split_once(' ').unwrap_or((&head, ""));
        match place {
            "amplify" => storage.put_encrypted(name, value),
            _ => storage.put(place, name, value.to_vec()),
        }
    }
    let storage = match platform {
        b"keychain" => FormerStorage::Keychain(Arc::new(storage)),
        _ => FormerStorage::Preferences(Arc::new(storage)),
    };
    FormerLibrary { storage, defers_refresh: false }
}

fn split<'a>(text: &'a [u8], separator: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let at = text.windows(separator.len()).position(|window| window == separator);
        rest = at.map(|at| &text[at + separator.len()..]);
        Some(at.map_or(text, |at| &text[..at]))
    })
}

fn split_once(text: &[u8], separator: u8) -> (&[u8], &[u8]) {
    let at = text.iter().position(|byte| *byte == separator);
    at.map_or((text, &[]), |at| (&text[..at], &text[at + 1..]))
}

/// The items by their places, such as services of the Keychain and preferences files. `decrypt` and `unwrap_key` return
/// what they get, because there is no platform here that keeps keys.
#[derive(Default)]
struct Storage(Mutex<BTreeMap<String, BTreeMap<String, Vec<u8>>>>);

impl Storage {
    fn put(&self, place: &str, name: &str, value: Vec<u8>) {
        self.0.lock().unwrap().entry(place.to_owned()).or_default().insert(name.to_owned(), value);
    }

    /// Writes an entry of Amplify for Android, and the keys of its file.
    fn put_encrypted(&self, name: &str, text: &[u8]) {
        let prefix = "__androidx_security_crypto_encrypted_prefs";
        self.put(AMPLIFY, &format!("{prefix}_key_keyset__"), keyset("AesSivKey", 2, &NAMES_KEY));
        self.put(AMPLIFY, &format!("{prefix}_value_keyset__"), keyset("AesGcmKey", 3, &VALUES_KEY));
        let mut siv = Aes256Siv::new_from_slice(&NAMES_KEY).expect("a key of 64 bytes");
        let name = with_id(&siv.encrypt([AMPLIFY.as_bytes()], name.as_bytes()).expect("a short name"));
        let length = i32::try_from(text.len()).expect("a short text").to_be_bytes();
        let value = [&[0; 4], &length[..], text].concat();
        let payload = Payload { msg: &value, aad: name.as_bytes() };
        let encrypted = Aes256Gcm::new(&VALUES_KEY.into()).encrypt(&Nonce::from([3; 12]), payload);
        let encrypted = [&[3; 12], &encrypted.expect("a short value")[..]].concat();
        self.put(AMPLIFY, &name, with_id(&encrypted).into_bytes());
    }

    fn all(&self, place: &str) -> Option<Vec<FormerItem>> {
        let items = self.0.lock().unwrap().get(place)?.clone();
        Some(items.into_iter().map(|(name, value)| FormerItem { name, value }).collect())
    }

    fn take_out(&self, place: &str, names: &[String]) {
        if let Some(items) = self.0.lock().unwrap().get_mut(place) {
            items.retain(|name, _| !names.contains(name));
        }
    }
}

fn with_id(encrypted: &[u8]) -> String {
    STANDARD.encode([&[1, 0, 0, 0, 1], encrypted].concat())
}

/// A keyset of Tink with one key, as hex digits.
fn keyset(kind: &str, field: u8, key: &[u8]) -> Vec<u8> {
    let url = format!("type.googleapis.com/google.crypto.tink.{kind}");
    let data = [field_of(1, url.as_bytes()), field_of(2, &field_of(field, key)), vec![0x18, 1]].concat();
    let key = [field_of(1, &data), vec![0x10, 1, 0x18, 1, 0x20, 1]].concat();
    let keyset = [vec![0x08, 1], field_of(2, &key)].concat();
    keyset.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// A field of Protocol Buffers with less than 16384 bytes.
fn field_of(number: u8, bytes: &[u8]) -> Vec<u8> {
    let length = match bytes.len() {
        short @ 0..128 => vec![short as u8],
        long => vec![long as u8 | 0x80, (long >> 7) as u8],
    };
    [vec![number << 3 | 2], length, bytes.to_vec()].concat()
}

impl FormerKeychain for Storage {
    fn bundle_identifier(&self) -> Option<String> {
        Some("com.example.app".to_owned())
    }

    fn items(&self, service: String, _access_group: Option<String>) -> Result<Vec<FormerItem>, StoreError> {
        Ok(self.all(&service).unwrap_or_default())
    }

    fn user_default(&self, key: String) -> Option<String> {
        let value = self.0.lock().unwrap().get("defaults")?.get(&key)?.clone();
        String::from_utf8(value).ok()
    }

    fn remove(
        &self,
        service: String,
        _access_group: Option<String>,
        accounts: Vec<String>,
    ) -> Result<(), StoreError> {
        self.take_out(&service, &accounts);
        Ok(())
    }
}

impl FormerPreferences for Storage {
    fn no_backup_file(&self, name: String) -> Result<Option<Vec<u8>>, StoreError> {
        let places = self.0.lock().unwrap();
        let planted = places.get("file").and_then(|files| files.get(&name)).cloned();
        Ok(planted.or_else(|| places.contains_key(AMPLIFY).then(|| IDENTIFIER.into())))
    }

    fn preferences(&self, file: String) -> Result<Option<Vec<FormerItem>>, StoreError> {
        Ok(self.all(&file))
    }

    fn decrypt(&self, _alias: String, _iv: Vec<u8>, ciphertext: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        Ok(ciphertext)
    }

    fn unwrap_key(&self, _alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        Ok(wrapped)
    }

    fn remove(&self, file: String, keys: Vec<String>) -> Result<(), StoreError> {
        self.take_out(&file, &keys);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds;

    /// If a seed moved nobody in, no input made from this seed would reach the code for a session that was taken over.
    #[test]
    fn each_seed_with_a_session_signs_its_user_in() {
        let of_session = |seed: &Vec<u8>| String::from_utf8_lossy(seed).contains("refresh");
        let sessions: Vec<_> = seeds("former_items").into_iter().filter(of_session).collect();
        for seed in &sessions {
            let former = Some(library(seed));
            let auth = Phone { former, has_identity_pool: true, ..Phone::default() }.auth();
            let user = run(auth.get_current_user()).ok();
            assert_eq!(user.map(|user| user.username).as_deref(), Some("Bob"));
        }
        assert_eq!(sessions.len(), 6);
    }
}
