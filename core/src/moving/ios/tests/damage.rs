//! Damaged items, a Keychain that fails, and what a log could show.

use proptest::prelude::*;

use super::{both_pools, found, read, user_pool};
use crate::model::MoveWarning;
use crate::moving::Former;
use crate::ports::StoreError;
use crate::test_support::former::ios::amplify::{AmplifyApp, Method, Release, SERVICE};
use crate::test_support::former::ios::{TestKeychain, mobile_client};
use crate::test_support::former::{FormerUser, PHONE};

const UNDECODABLE: [MoveWarning; 1] = [MoveWarning::UndecodableSession];

fn app() -> AmplifyApp {
    AmplifyApp::of(Release::V2_57).with_identity_pool()
}

/// A Keychain with every kind of item.
fn full(app: &AmplifyApp, session: &serde_json::Value) -> TestKeychain {
    let keychain = app.keychain(session);
    app.write_device(&keychain, "Ann@example.com", &PHONE);
    app.write_fingerprint(&keychain, "Ann@example.com", "id-1");
    keychain
}

fn amplify() -> TestKeychain {
    full(&app(), &app().session(&FormerUser::ann(), Method::Srp))
}

fn mobile_client() -> TestKeychain {
    let keychain = mobile_client::signed_in_on_web_pages(&FormerUser::bob());
    mobile_client::write_device(&keychain, "Bob", &PHONE);
    mobile_client::write_fingerprint(&keychain, "Bob", "id-1");
    mobile_client::write_identity(&keychain);
    keychain
}

#[test]
fn a_session_that_is_cut_off_at_any_byte_is_undecodable() {
    let whole = amplify().value(&app().session_account());
    for length in 0..whole.len() {
        let keychain = amplify();
        keychain.change(&app().session_account(), |value| value.truncate(length));
        let Former::Undecodable(warnings) = read(&keychain, &both_pools()) else { panic!("{length}") };
        assert_eq!(warnings, UNDECODABLE);
    }
}

#[test]
fn a_session_of_an_unknown_form_is_undecodable() {
    for form in [
        "{}",
        "[]",
        "null",
        "7",
        "\"noCredentials\"",
        r#"{"noCredentials":null}"#,
        r#"{"newCase":{}}"#,
        r#"{"userPoolOnly":{}}"#,
        r#"{"userPoolOnly":{"signedInData":{}}}"#,
        r#"{"userPoolOnly":{"signedInData":{"cognitoUserPoolTokens":{"refreshToken":7}}}}"#,
        r#"{"userPoolOnly":{"signedInData":{"cognitoUserPoolTokens":{"accessToken":"no-jwt"}}}}"#,
        r#"{"noCredentials":{},"identityPoolOnly":{}}"#,
    ] {
        let keychain = TestKeychain::default();
        keychain.put(SERVICE, None, &app().session_account(), form);
        assert_eq!(read(&keychain, &both_pools()), Former::Undecodable(UNDECODABLE.to_vec()), "{form}");
    }
}

#[test]
fn a_damaged_session_of_amplify_is_not_replaced_by_one_of_the_mobile_client() {
    let keychain = amplify();
    keychain.change(&app().session_account(), |value| value.truncate(100));
    mobile_client::write_current_user(&keychain, "Bob");
    mobile_client::write_tokens(&keychain, "Bob", &FormerUser::bob());
    assert_eq!(read(&keychain, &both_pools()), Former::Undecodable(UNDECODABLE.to_vec()));
}

#[test]
fn each_failure_of_the_keychain_is_unreachable_or_undecodable() {
    let damaged = [
        (StoreError::Corrupt, MoveWarning::UndecodableSession),
        (StoreError::Unrecoverable, MoveWarning::KeyLost),
    ];
    let others = [
        StoreError::Locked,
        StoreError::Unavailable,
        StoreError::UserPresenceRefused,
        StoreError::Full,
        StoreError::Misconfigured,
    ];
    for (keychain, service) in
        [(amplify(), SERVICE.to_owned()), (mobile_client(), mobile_client::user_pool_service())]
    {
        for error in others {
            keychain.fail(&service, error);
            assert_eq!(read(&keychain, &both_pools()), Former::Unreachable(error));
        }
        for (error, warning) in damaged {
            keychain.fail(&service, error);
            assert_eq!(read(&keychain, &both_pools()), Former::Undecodable(vec![warning]));
        }
    }
}

#[test]
fn debug_shows_no_secret_and_no_name() {
    for (keychain, user) in [(amplify(), FormerUser::ann()), (mobile_client(), FormerUser::bob())] {
        let former = read(&keychain, &both_pools());
        let Former::Found(imported) = &former else { panic!("nothing was found") };
        assert_eq!((imported.devices.len(), imported.session.is_some()), (1, true));
        let [id, access, refresh] = user.tokens();
        for shown in [format!("{former:?}"), format!("{former:#?}")] {
            for secret in [&id, &access, &refresh, PHONE.password, user.typed.as_str()] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
    }
}

/// Which account of a Keychain to damage.
fn account(keychain: &TestKeychain, choice: usize) -> String {
    let accounts = keychain.accounts();
    accounts[choice % accounts.len()].2.clone()
}

/// The claim that both tokens of a session must share.
#[derive(serde::Deserialize, PartialEq)]
struct Subject {
    sub: String,
}

fn assert_session_is_whole(former: &Former) {
    let Former::Found(imported) = former else { return };
    if let Some(session) = &imported.session {
        let [id, access] = [&session.id_token, &session.access_token]
            .map(|token| crate::jwt::claims::<Subject>(token).unwrap());
        assert!(id == access);
        assert!(!session.refresh_token.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn arbitrary_bytes_are_no_session(bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in 0..8_usize) {
        let texts = ["client.currentUser", "client.Bob.idToken", "client.Bob.accessToken", "client.Bob.refreshToken"];
        let (keychain, account) = match kind {
            0..4 => (mobile_client(), texts[kind].to_owned()),
            _ => (amplify(), app().session_account()),
        };
        // Any text can be a refresh token.
        prop_assume!(kind != 3 || std::str::from_utf8(&bytes).is_err());
        keychain.change(&account, |value| value.clone_from(&bytes));
        let former = read(&keychain, &both_pools());
        let has_session = matches!(&former, Former::Found(imported) if imported.session.is_some());
        prop_assert!(!has_session, "{former:?}");
    }

    #[test]
    fn odd_json_is_no_session(json in "[{}\\[\\]\",:a-z0-9]{0,40}", case in 0..5_usize) {
        let cases = ["userPoolOnly", "identityPoolOnly", "identityPoolWithFederation", "userPoolAndIdentityPool", "noCredentials"];
        let keychain = amplify();
        let json = format!("{{\"{}\":{{\"signedInData\":{json}}}}}", cases[case]);
        keychain.change(&app().session_account(), |value| *value = json.clone().into_bytes());
        let former = read(&keychain, &both_pools());
        let has_session = matches!(&former, Former::Found(imported) if imported.session.is_some());
        prop_assert!(!has_session, "{former:?}");
    }

    #[test]
    fn arbitrary_bytes_in_any_item_give_an_answer(
        bytes in proptest::collection::vec(any::<u8>(), 0..200), choice in any::<usize>(), is_amplify in any::<bool>(),
    ) {
        let keychain = if is_amplify { amplify() } else { mobile_client() };
        let account = account(&keychain, choice);
        keychain.change(&account, |value| value.clone_from(&bytes));
        let former = read(&keychain, &both_pools());
        assert_session_is_whole(&former);
        // Damage to an item that the session does not need never loses the session.
        let needless = ["authConfiguration", "device", "identity", "Key", "expiration", "tokenExpiration", "scopes", "federation"];
        if needless.iter().any(|part| account.contains(part)) {
            let has_session = matches!(&former, Former::Found(imported) if imported.session.is_some());
            prop_assert!(has_session, "{} {:?}", account, former);
        }
    }

    #[test]
    fn a_flipped_bit_gives_an_answer(at in any::<usize>(), bit in 0..8_u32, choice in any::<usize>(), is_amplify in any::<bool>()) {
        let keychain = if is_amplify { amplify() } else { mobile_client() };
        keychain.change(&account(&keychain, choice), |value| {
            let at = at % value.len();
            value[at] ^= 1 << bit;
        });
        let former = read(&keychain, &both_pools());
        assert_session_is_whole(&former);
        let is_absent = former == Former::Absent;
        prop_assert!(!is_absent, "there are items");
    }
}

#[test]
fn everything_in_a_full_keychain_is_found() {
    for keychain in [amplify(), mobile_client()] {
        let imported = found(&keychain, &both_pools());
        assert!(imported.session.is_some() && imported.identity_id.is_some());
        assert_eq!((imported.devices.len(), imported.fingerprint_id.as_deref()), (1, Some("id-1")));
        assert_eq!(found(&keychain, &user_pool()).identity_id, None);
    }
}
