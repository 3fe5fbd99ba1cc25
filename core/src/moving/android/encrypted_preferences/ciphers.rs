//! How the names and the values of an encrypted preferences file are encrypted.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use aes_siv::siv::Aes256Siv;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::keyset::Keyset;

const IV_BYTES: usize = 12;
/// The first byte of a ciphertext that names its key. The key's id follows.
const VERSION: u8 = 1;

/// Decrypts the name of an entry: AES-SIV (RFC 5297), with the name of the file as the only associated data.
pub(super) fn name(keys: &Keyset, file: &str, encrypted: &str) -> Option<String> {
    let bytes = STANDARD.decode(encrypted).ok()?;
    let (id, ciphertext) = split(&bytes)?;
    let name = keys
        .keys(id)
        .find_map(|key| Aes256Siv::new_from_slice(key).ok()?.decrypt([file.as_bytes()], ciphertext).ok())?;
    String::from_utf8(name).ok()
}

/// Decrypts the value of an entry: AES-GCM, with the encrypted name as the associated data.
pub(super) fn value(keys: &Keyset, encrypted_name: &str, encrypted: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = STANDARD.decode(encrypted).ok()?;
    let (id, rest) = split(&bytes)?;
    let (iv, ciphertext) = rest.split_at_checked(IV_BYTES)?;
    keys.keys(id).find_map(|key| gcm(key, iv, ciphertext, encrypted_name.as_bytes()))
}

/// Decrypts with AES-256-GCM.
pub(in crate::moving::android) fn gcm(
    key: &[u8],
    iv: &[u8],
    ciphertext: &[u8],
    associated: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let payload = Payload { msg: ciphertext, aad: associated };
    let clear = Aes256Gcm::new_from_slice(key).ok()?.decrypt(&Nonce::try_from(iv).ok()?, payload);
    clear.ok().map(Zeroizing::new)
}

/// The id of the key, and the ciphertext.
fn split(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (&VERSION, rest) = bytes.split_first()? else { return None };
    let (id, rest) = rest.split_first_chunk()?;
    Some((u32::from_be_bytes(*id), rest))
}
