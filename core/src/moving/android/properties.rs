//! Damaged storage gives what could still be read, or a warning. The reader never panics, and never takes damaged data
//! for a session.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::model::MoveWarning;
use crate::moving::Imported;
use crate::ports::StoreError;
use crate::test_support::former::android::Phone;
use crate::test_support::former::android::amplify::{
    Amplify, IDENTIFIER_FILE, MASTER_KEY, prefix_with_identity_pool, user_and_identity_pool,
};
use crate::test_support::former::android::encrypted::{NAMES_KEYSET, VALUES_KEYSET};
use crate::test_support::former::android::mobile_client::{MobileClient, Scheme, TOKENS, last_user, token};
use crate::test_support::former::{FormerUser, IDENTITY, PHONE, configuration_with_identity_pool};

fn amplify() -> Phone {
    let phone = Phone::default();
    let amplify = Amplify::install(&phone);
    amplify.session_with_identity_pool(&user_and_identity_pool(&FormerUser::bob()));
    amplify.device("Bob", &PHONE).fingerprint("fingerprint");
    phone
}

fn mobile_client(scheme: Scheme) -> Phone {
    let phone = Phone::default();
    let client = MobileClient { phone: &phone, scheme };
    client.web_session(&FormerUser::bob()).device("Bob", &PHONE).identity(IDENTITY);
    client.setting("signInMode", "1").fingerprint("fingerprint");
    phone
}

fn phones() -> [Phone; 3] {
    [amplify(), mobile_client(Scheme::Keystore), mobile_client(Scheme::Wrapped)]
}

fn read_phone(phone: &Phone) -> Former {
    read(phone, &configuration_with_identity_pool())
}

/// Whether the session is the one that was stored, with every token.
fn is_bobs(imported: &Imported) -> bool {
    let bob = FormerUser::bob();
    imported.session.as_ref().is_some_and(|session| {
        session.id_token.expose() == bob.id_token()
            && session.access_token.expose() == bob.access_token()
            && session.refresh_token.expose() == bob.refresh_token()
    })
}

/// Some damage: other bytes, fewer bytes, or one byte flipped.
#[derive(Clone, Debug)]
enum Damage {
    Bytes(Vec<u8>),
    Truncated(Index),
    Flipped(Index, u8),
}

impl Damage {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..200).prop_map(Self::Bytes),
            any::<Index>().prop_map(Self::Truncated),
            (any::<Index>(), 1..=u8::MAX).prop_map(|(at, bits)| Self::Flipped(at, bits)),
        ]
    }

    fn of(self, mut value: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => return bytes,
            Self::Truncated(at) => value.truncate(at.index(value.len())),
            Self::Flipped(at, bits) => {
                let at = at.index(value.len());
                value[at] ^= bits;
            }
        }
        value
    }
}

/// Whether damaged storage may give this answer: the rest of the storage, or warnings.
fn is_typed(former: &Former) -> bool {
    match former {
        // If a session is found, it must be whole.
        Former::Found(imported) => imported.session.is_none() || is_bobs(imported),
        Former::Undecodable(warnings) => !warnings.is_empty(),
        Former::Absent | Former::Unreachable(_) => false,
    }
}

#[test]
fn the_whole_storage_is_found() {
    for phone in phones() {
        let Former::Found(imported) = read_phone(&phone) else { panic!() };
        assert!(is_bobs(&imported));
        assert_eq!((imported.devices.len(), imported.warnings), (1, vec![MoveWarning::CredentialsIgnored]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn a_damaged_value_gives_the_rest_or_a_warning(which in 0..3_usize, at: Index, damage in Damage::any()) {
        let phone = &phones()[which];
        let entries = phone.entries();
        let (file, name, value) = at.get(&entries).clone();
        let damaged = damage.of(value.clone());
        prop_assume!(damaged != value);
        phone.put(&file, &name, damaged);
        let former = read_phone(phone);
        prop_assert!(is_typed(&former), "{file} {name} {former:?}");
        if let Former::Found(imported) = &former {
            // Damage loses the session only if it is in the session itself.
            let is_token = file == TOKENS && !name.contains("tokenType") && !name.contains("tokenScopes");
            prop_assert!(!is_token, "{name}");
            prop_assert!(is_bobs(imported), "{file} {name} {former:?}");
        }
    }

    #[test]
    fn a_damaged_name_does_not_look_like_an_empty_storage(at: Index, damage in Damage::any()) {
        let phone = amplify();
        let entries = phone.entries();
        let (file, name, value) = at.get(&entries).clone();
        let Ok(damaged) = String::from_utf8(damage.of(name.clone().into_bytes())) else { return Ok(()) };
        prop_assume!(damaged != name);
        phone.remove(&file, &name);
        phone.put(&file, &damaged, value);
        let former = read_phone(&phone);
        prop_assert!(is_typed(&former), "{name} {damaged} {former:?}");
    }

    #[test]
    fn a_missing_entry_gives_the_rest_or_a_warning(which in 0..3_usize, at: Index) {
        let phone = &phones()[which];
        let entries = phone.entries();
        let (file, name, _) = at.get(&entries).clone();
        phone.remove(&file, &name);
        let former = read_phone(phone);
        // Without this entry, nobody is signed in for the former library either.
        let is_absence = name == format!("{}.encrypted", last_user());
        prop_assert!(is_typed(&former) || is_absence, "{file} {name} {former:?}");
    }

    #[test]
    fn arbitrary_text_in_amplifys_entries_is_no_session(text: String, more in "[{\\[\":,a-zA-Z0-9}\\]]{0,60}") {
        for text in [text, more.clone(), format!(r#"{{"type":"userPool","signedInData":{more}}}"#)] {
            let phone = amplify();
            let file = Amplify::install(&phone).file;
            file.put(&format!("{}.session", prefix_with_identity_pool()), &text);
            match read_phone(&phone) {
                Former::Found(imported) => prop_assert_eq!(imported.session, None),
                other => prop_assert_eq!(other, Former::Undecodable(vec![MoveWarning::UndecodableSession])),
            }
        }
    }

    #[test]
    fn arbitrary_bytes_in_amplifys_values_are_no_session(value: Vec<u8>) {
        let phone = amplify();
        let file = Amplify::install(&phone).file;
        file.put_value(&format!("{}.session", prefix_with_identity_pool()), &value);
        let undecodable = Former::Undecodable(vec![MoveWarning::UndecodableSession]);
        prop_assert_eq!(read_phone(&phone), undecodable);
    }

    #[test]
    fn arbitrary_unencrypted_tokens_are_no_session(id: String, access: String, refresh: String, user: String) {
        let phone = Phone::default();
        let client = MobileClient { phone: &phone, scheme: Scheme::Clear };
        client.put(TOKENS, &last_user(), &user);
        for (name, value) in [("idToken", id), ("accessToken", access), ("refreshToken", refresh)] {
            client.put(TOKENS, &token(&user, name), &value);
        }
        match read_phone(&phone) {
            Former::Found(imported) => prop_assert_eq!(imported.session, None),
            other => prop_assert_eq!(other, Former::Undecodable(vec![MoveWarning::UndecodableSession])),
        }
    }

    #[test]
    fn an_arbitrary_identifier_does_not_look_like_a_first_start(identifier: Vec<u8>) {
        let phone = amplify();
        prop_assume!(!std::str::from_utf8(&identifier).is_ok_and(|text| text.trim().is_empty()));
        phone.write_file(IDENTIFIER_FILE, identifier);
        let undecodable = Former::Undecodable(vec![MoveWarning::UndecodableSession]);
        prop_assert_eq!(read_phone(&phone), undecodable);
    }

    #[test]
    fn an_arbitrary_keyset_counts_as_a_lost_key(keyset: Vec<u8>, is_of_names: bool) {
        let phone = amplify();
        phone.put(&Amplify::file(), if is_of_names { NAMES_KEYSET } else { VALUES_KEYSET }, keyset);
        prop_assert_eq!(read_phone(&phone), Former::Undecodable(vec![MoveWarning::KeyLost]));
    }
}

#[test]
fn a_locked_storage_is_unreachable() {
    for alias in
        [MASTER_KEY.to_owned(), format!("{TOKENS}.aesKeyStoreAlias"), format!("{TOKENS}.rsaKeyStoreAlias")]
    {
        let locked = |phone: Phone| {
            phone.fail_at(&alias, StoreError::Locked);
            read_phone(&phone) == Former::Unreachable(StoreError::Locked)
        };
        assert!(phones().into_iter().any(locked), "{alias}");
    }
}
