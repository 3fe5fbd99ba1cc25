use super::*;
use crate::ports::StoreError;
use crate::test_support::former::android::Phone;
use crate::test_support::former::android::encrypted::{
    EncryptedFile, Key, NAMES_KEYSET, VALUES_KEYSET, bytes, encrypted, gcm_keyset, hex, number, siv_keyset,
};

const FILE: &str = "com.amplify.credentialStore.x";
const MASTER_KEY: &str = "master_key";
const NAME: &str = "amplify.us-east-1_AAAAAAAAA.session";

fn read(phone: &Phone) -> Result<Option<EncryptedPreferences>, Failure> {
    EncryptedPreferences::read(phone, FILE, MASTER_KEY)
}

/// The text of an entry, and whether the names of other entries can't be read.
fn text(phone: &Phone, name: &str) -> (Result<Option<String>, Failure>, bool) {
    let preferences = read(phone).unwrap().unwrap();
    let text = preferences.text(name).map(|text| text.map(|it| String::from_utf8(it.to_vec()).unwrap()));
    (text, preferences.has_unreadable_names())
}

fn failure(phone: &Phone) -> Option<Failure> {
    read(phone).err()
}

fn phone_with(text: &str) -> Phone {
    let phone = Phone::default();
    EncryptedFile::make(&phone, FILE, MASTER_KEY).put(NAME, text);
    phone
}

/// Encrypts two keysets as Tink does, and writes them into the file.
fn write_keysets(phone: &Phone, names: &[u8], values: &[u8]) {
    for (name, keyset) in [(NAMES_KEYSET, names), (VALUES_KEYSET, values)] {
        phone.put(FILE, name, hex(&encrypted(phone, MASTER_KEY, keyset)));
    }
}

/// This entry was computed with another implementation of the ciphers.
#[test]
fn an_entry_from_another_implementation_is_read() {
    let phone = Phone::default();
    let names = Key { id: 0x0102_0304, bytes: (0..64).collect() };
    let values = Key { id: 0x0102_0304, bytes: (0..32).collect() };
    write_keysets(&phone, &siv_keyset(&[&names]), &gcm_keyset(&[&values]));
    let name = "AQECAwQdD/PoKhzNgJZmXBIxPHWbGG5upTdBsOLproGqFy1lkGEJ5vStuUpXIiIvcaUaZgAgJ7Q=";
    phone.put(FILE, name, "AQECAwQAAAAAAAAAAAAAAAAOvLXetSyDrXOK3UxoSbOj8CY7I1z4QlLWIWjpyjDu6Hz0EnkD3KdL");
    assert_eq!(text(&phone, NAME), (Ok(Some(r#"{"type":"empty"}"#.to_owned())), false));
    // The tests' generator writes the same name.
    assert_eq!(EncryptedFile { phone: &phone, file: FILE.to_owned(), names, values }.name(NAME), name);
}

#[test]
fn a_text_is_read_back() {
    for written in ["", "text", "\u{e9}\u{1f600}", &"long".repeat(5_000)] {
        assert_eq!(text(&phone_with(written), NAME), (Ok(Some(written.to_owned())), false));
    }
    assert_eq!(text(&phone_with("text"), "other"), (Ok(None), false));
    assert_eq!(text(&phone_with("__NULL__"), NAME), (Ok(None), false));
}

#[test]
fn a_file_without_entries_is_absent() {
    let phone = Phone::default();
    assert!(read(&phone).unwrap().is_none());
    phone.make_preferences(FILE);
    assert!(read(&phone).unwrap().is_none());
    EncryptedFile::make(&phone, FILE, MASTER_KEY);
    assert!(read(&phone).unwrap().is_none());
}

#[test]
fn unencrypted_keysets_need_no_key_of_the_keystore() {
    let phone = Phone::default();
    EncryptedFile::make_clear(&phone, FILE).put(NAME, "text");
    assert_eq!(text(&phone, NAME).0, Ok(Some("text".to_owned())));
}

#[test]
fn an_older_key_of_a_keyset_is_chosen_by_its_id() {
    let phone = Phone::default();
    let file = EncryptedFile::make(&phone, FILE, MASTER_KEY);
    file.put(NAME, "text");
    let newer = |length| Key { id: 9, bytes: vec![1; length] };
    // Two keys can have the same id.
    let twin = |key: &Key| Key { bytes: vec![2; key.bytes.len()], ..*key };
    let names = siv_keyset(&[&twin(&file.names), &file.names, &newer(64)]);
    let values = gcm_keyset(&[&twin(&file.values), &file.values, &newer(32)]);
    write_keysets(&phone, &names, &values);
    assert_eq!(text(&phone, NAME), (Ok(Some("text".to_owned())), false));

    write_keysets(&phone, &siv_keyset(&[&newer(64)]), &values);
    assert_eq!(text(&phone, NAME), (Ok(None), true), "the key of the names is gone");
    write_keysets(&phone, &names, &gcm_keyset(&[&newer(32)]));
    assert_eq!(text(&phone, NAME), (Err(Failure::Damaged), false), "the key of the values is gone");
}

#[test]
fn an_unreadable_keyset_counts_as_a_lost_key() {
    let key = |length: u8| Key { id: 1, bytes: (0..length).collect() };
    let (names, values) = (siv_keyset(&[&key(64)]), gcm_keyset(&[&key(32)]));
    let blob = |field, keyset: &[u8]| hex(&bytes(field, keyset));
    for unreadable in [
        String::new(),
        "0".to_owned(),
        "zz".to_owned(),
        hex(b"no message"),
        blob(2, b"short"),
        blob(3, &[0; 64]),
        hex(&number(1, 7)),
        // The keys of the other keyset, and keys of a wrong length.
        hex(&values),
        hex(&siv_keyset(&[&key(32)])),
        hex(&names[..names.len() - 1]),
    ] {
        let phone = phone_with("text");
        phone.put(FILE, NAMES_KEYSET, unreadable.clone());
        assert_eq!(failure(&phone), Some(Failure::KeyLost), "{unreadable}");
    }
    for keyset in [NAMES_KEYSET, VALUES_KEYSET] {
        let phone = phone_with("text");
        phone.remove(FILE, keyset);
        assert_eq!(failure(&phone), Some(Failure::KeyLost), "without {keyset}");
    }
}

#[test]
fn only_enabled_keys_with_an_id_are_used() {
    let phone = phone_with("text");
    let key = Key { id: 7, bytes: vec![3; 64] };
    let whole = siv_keyset(&[&key]);
    phone.put(FILE, NAMES_KEYSET, hex(&whole));
    assert_eq!(failure(&phone), None);
    // The last fields of the key: its status (2), its id (3), its prefix (4).
    let end = [number(2, 1), number(3, 7), number(4, 1)].concat();
    assert!(whole.ends_with(&end));
    for other in [[number(2, 2), number(3, 7), number(4, 1)], [number(2, 1), number(3, 7), number(4, 3)]] {
        let keyset = [&whole[..whole.len() - end.len()], &other.concat()].concat();
        phone.put(FILE, NAMES_KEYSET, hex(&keyset));
        assert_eq!(failure(&phone), Some(Failure::KeyLost));
    }
}

#[test]
fn hex_digits_can_be_capital_letters() {
    let phone = Phone::default();
    let file = EncryptedFile::make(&phone, FILE, MASTER_KEY);
    file.put(NAME, "text");
    phone.put(FILE, NAMES_KEYSET, hex(&siv_keyset(&[&file.names])).to_uppercase());
    assert_eq!(text(&phone, NAME).0, Ok(Some("text".to_owned())));
}

#[test]
fn the_keystore_says_whether_the_key_is_lost() {
    for error in [StoreError::Locked, StoreError::Unavailable, StoreError::Misconfigured] {
        let phone = phone_with("text");
        phone.fail_at(MASTER_KEY, error);
        assert_eq!(failure(&phone), Some(Failure::Unreachable(error)));
    }
    let phone = phone_with("text");
    phone.replace_key(MASTER_KEY);
    assert_eq!(failure(&phone), Some(Failure::KeyLost), "another key has the alias");
    phone.lose_key(MASTER_KEY);
    assert_eq!(failure(&phone), Some(Failure::KeyLost));

    let phone = phone_with("text");
    phone.fail_at(FILE, StoreError::Unavailable);
    assert_eq!(failure(&phone), Some(Failure::Unreachable(StoreError::Unavailable)));
}

#[test]
fn a_value_of_another_form_is_damaged() {
    let of =
        |kind: i32, length: i32, text: &[u8]| [&kind.to_be_bytes(), &length.to_be_bytes(), text].concat();
    for value in [
        Vec::new(),
        vec![0; 7],
        of(2, 4, b"text"),
        of(0, 3, b"text"),
        of(0, 5, b"text"),
        of(0, -1, b"text"),
        of(-1, 4, b"text"),
    ] {
        let phone = Phone::default();
        EncryptedFile::make(&phone, FILE, MASTER_KEY).put_value(NAME, &value);
        assert_eq!(text(&phone, NAME), (Err(Failure::Damaged), false), "{value:?}");
    }
}

#[test]
fn a_value_belongs_to_its_name_and_a_name_to_its_file() {
    let phone = Phone::default();
    let file = EncryptedFile::make(&phone, FILE, MASTER_KEY);
    file.put(NAME, "text");
    file.put("other", "other text");
    let of_other = phone.entries().into_iter().find(|(_, name, _)| *name == file.name("other")).unwrap();
    phone.put(FILE, &file.name(NAME), of_other.2);
    assert_eq!(text(&phone, NAME), (Err(Failure::Damaged), false));

    let elsewhere = EncryptedFile { file: "other file".to_owned(), ..file };
    phone.put(FILE, &elsewhere.name("third"), "value");
    assert_eq!(text(&phone, "third"), (Ok(None), true));
}

#[test]
fn an_entry_without_a_ciphertext_is_damaged() {
    for (damaged_name, value) in
        [(false, ""), (false, "AQ=="), (false, "***"), (true, "AQECAwQ="), (true, "***")]
    {
        let phone = Phone::default();
        let file = EncryptedFile::make(&phone, FILE, MASTER_KEY);
        let name = if damaged_name { value.to_owned() } else { file.name(NAME) };
        phone.put(FILE, &name, value);
        let expected = if damaged_name { (Ok(None), true) } else { (Err(Failure::Damaged), false) };
        assert_eq!(text(&phone, NAME), expected, "{value}");
    }
}
