use crate::config::{AuthConfiguration, IdentityPoolConfiguration};
use crate::model::{MoveSource, MoveWarning};
use crate::moving::android::read;
use crate::moving::{Former, Imported};
use crate::ports::StoreError;
use crate::test_support::former::android::Phone;
use crate::test_support::former::android::mobile_client::*;
use crate::test_support::former::{
    CLIENT, FormerUser, IDENTITY, IDENTITY_POOL, OLDER_PHONE, PHONE, configuration,
    configuration_with_identity_pool,
};

fn found(phone: &Phone) -> Imported {
    match read(phone, &configuration_with_identity_pool()) {
        Former::Found(imported) => *imported,
        other => panic!("{other:?}"),
    }
}

fn assert_is_session_of(imported: &Imported, user: &FormerUser) {
    let session = imported.session.as_ref().unwrap();
    assert_eq!(imported.source, MoveSource::MobileClientAndroid);
    assert_eq!(session.id_token.expose(), user.id_token());
    assert_eq!(session.access_token.expose(), user.access_token());
    assert_eq!(session.refresh_token.expose(), user.refresh_token());
    assert_eq!(session.expires_at_milliseconds, None, "AWSMobileClient stores no expiration");
}

fn undecodable() -> Former {
    Former::Undecodable(vec![MoveWarning::UndecodableSession])
}

#[test]
fn everything_of_the_current_user_is_found_in_each_encryption_scheme() {
    for scheme in [Scheme::Keystore, Scheme::Wrapped, Scheme::Clear] {
        let (ann, phone) = (FormerUser::ann(), Phone::default());
        let client = MobileClient { phone: &phone, scheme };
        client.session(&ann).device(&ann.username, &PHONE).identity(IDENTITY).fingerprint("fingerprint");
        client.setting("signInMode", "0");
        let imported = found(&phone);
        assert_is_session_of(&imported, &ann);
        assert!(!imported.session.unwrap().is_web);
        assert_eq!(imported.identity_id.as_deref(), Some(IDENTITY));
        assert_eq!(imported.fingerprint_id.as_deref(), Some("fingerprint"));
        assert_eq!(imported.warnings, [MoveWarning::CredentialsIgnored]);
        let [device] = &imported.devices[..] else { panic!() };
        let password = device.password.as_ref().unwrap().expose();
        assert_eq!((&*device.key, &*device.group_key, password), (PHONE.key, PHONE.group, PHONE.password));
        assert_eq!(device.username, ann.username);
    }
}

#[test]
fn only_the_current_user_of_the_app_client_is_read() {
    let phone = Phone::default();
    let client = MobileClient::install(&phone);
    client.session(&FormerUser::ann()).device(&FormerUser::ann().username, &OLDER_PHONE);
    client.session(&FormerUser::bob()).device("Bob", &PHONE);
    let imported = found(&phone);
    assert_is_session_of(&imported, &FormerUser::bob());
    assert_eq!(imported.devices.len(), 1);
    phone.remove(TOKENS, &format!("{}.encrypted", last_user()));
    assert_eq!(read(&phone, &configuration()), Former::Absent, "there is no current user");

    let phone = Phone::default();
    MobileClient::install(&phone).put(TOKENS, "CognitoIdentityProvider.other.LastAuthUser", "Bob");
    phone.lose_key(&format!("{TOKENS}.aesKeyStoreAlias"));
    assert_eq!(read(&phone, &configuration()), Former::Absent, "nothing of this app client");
}

#[test]
fn a_signed_out_user_has_no_session_and_keeps_the_device() {
    let phone = Phone::default();
    MobileClient::install(&phone).put(TOKENS, &last_user(), "Bob");
    assert_eq!(read(&phone, &configuration()), Former::Absent);
    MobileClient::install(&phone).device("Bob", &PHONE);
    let imported = found(&phone);
    assert_eq!((imported.session, imported.devices.len(), imported.warnings), (None, 1, vec![]));
}

#[test]
fn the_mode_and_the_scopes_say_whether_the_user_signed_in_on_the_web() {
    for (mode, has_scopes, is_web) in [
        (Some("0"), true, false),
        (Some("1"), true, true),
        (Some("1"), false, false),
        (Some("2"), false, true),
        (Some("-1"), true, true),
        (None, true, true),
        (None, false, false),
    ] {
        let phone = Phone::default();
        let client = MobileClient::install(&phone);
        mode.map(|mode| client.setting("signInMode", mode));
        let pool = "cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI";
        client.setting("provider", pool).setting("token", "id-token");
        let user = FormerUser::ann();
        if has_scopes {
            client.web_session(&user)
        } else {
            client.session(&user)
        };
        let imported = found(&phone);
        assert_is_session_of(&imported, &user);
        assert_eq!(imported.session.unwrap().is_web, is_web, "{mode:?} {has_scopes}");
    }
}

#[test]
fn a_federated_login_is_ignored() {
    for (mode, provider, token) in [
        ("1", "accounts.google.com", "provider-token"),
        ("1", "graph.facebook.com", "provider-token"),
        ("1", "appleid.apple.com", "provider-token"),
        ("1", "www.amazon.com", "provider-token"),
        ("3", "example.com", "provider-token"),
    ] {
        let phone = Phone::default();
        let client = MobileClient::install(&phone);
        client.session(&FormerUser::ann()).identity(IDENTITY).setting("signInMode", mode);
        client.setting("provider", provider).setting("token", token);
        let imported = found(&phone);
        assert_eq!((imported.session, imported.identity_id), (None, None), "{mode} {provider}");
        let expected = [MoveWarning::FederationIgnored, MoveWarning::CredentialsIgnored];
        assert_eq!(imported.warnings, expected);
    }
}

#[test]
fn a_session_is_read_even_if_the_settings_are_unreadable() {
    let phone = Phone::default();
    MobileClient::install(&phone).session(&FormerUser::ann()).setting("signInMode", "2");
    phone.replace_key(&format!("{SETTINGS}.aesKeyStoreAlias"));
    let imported = found(&phone);
    assert_is_session_of(&imported, &FormerUser::ann());
    assert!(!imported.session.unwrap().is_web);
    phone.fail_at(&format!("{SETTINGS}.aesKeyStoreAlias"), StoreError::Locked);
    assert_eq!(read(&phone, &configuration()), Former::Unreachable(StoreError::Locked));
}

#[test]
fn half_written_tokens_are_an_incomplete_session() {
    for missing in ["idToken", "accessToken", "refreshToken"] {
        let (ann, phone) = (FormerUser::ann(), Phone::default());
        let client = MobileClient::install(&phone);
        client.session(&ann).device(&ann.username, &PHONE).identity(IDENTITY);
        phone.remove(TOKENS, &format!("{}.encrypted", token(&ann.username, missing)));
        let imported = found(&phone);
        assert_eq!((imported.session, imported.identity_id), (None, None), "{missing}");
        let expected = [MoveWarning::IncompleteSession, MoveWarning::CredentialsIgnored];
        assert_eq!((imported.warnings.as_slice(), imported.devices.len()), (&expected[..], 1));
    }
}

#[test]
fn tokens_of_another_pool_are_ignored() {
    let other = FormerUser { user_pool: "eu-central-1_Other".to_owned(), ..FormerUser::ann() };
    let phone = Phone::default();
    MobileClient::install(&phone).session(&other);
    let imported = found(&phone);
    assert_eq!((imported.session, imported.warnings), (None, vec![MoveWarning::OtherAppClient]));
}

#[test]
fn a_damaged_part_of_a_token_is_undecodable() {
    let name = format!("{}.encrypted", token("Bob", "refreshToken"));
    for (suffix, value) in [
        ("", Some("no Base64")),
        ("", Some("AAAA")),
        (".iv", None),
        (".iv", Some("AAAA")),
        (".keyvaluestoreversion", None),
        (".keyvaluestoreversion", Some("2")),
    ] {
        let phone = Phone::default();
        MobileClient::install(&phone).session(&FormerUser::bob());
        let part = format!("{name}{suffix}");
        match value {
            Some(value) => phone.put(TOKENS, &part, value),
            None => phone.remove(TOKENS, &part),
        }
        assert_eq!(read(&phone, &configuration()), undecodable(), "{suffix} {value:?}");
    }
    let phone = Phone::default();
    let client = MobileClient { phone: &phone, scheme: Scheme::Clear };
    client.session(&FormerUser::bob());
    phone.put(TOKENS, &token("Bob", "idToken"), [0xff, 0xfe]);
    assert_eq!(read(&phone, &configuration()), undecodable(), "no UTF-8");
    client.session(&FormerUser::bob()).put(TOKENS, &token("Bob", "accessToken"), "no token");
    assert_eq!(read(&phone, &configuration()), undecodable());
}

/// AWSMobileClient encrypts such a value at its next start.
#[test]
fn an_unencrypted_value_wins_over_an_encrypted_one() {
    let phone = Phone::default();
    MobileClient::install(&phone).session(&FormerUser::bob()).session(&FormerUser::ann());
    MobileClient { phone: &phone, scheme: Scheme::Clear }.put(TOKENS, &last_user(), "Bob");
    assert_is_session_of(&found(&phone), &FormerUser::bob());
}

#[test]
fn the_keystore_says_whether_the_key_is_lost() {
    let alias = format!("{TOKENS}.aesKeyStoreAlias");
    let stored = || {
        let phone = Phone::default();
        MobileClient::install(&phone).session(&FormerUser::ann());
        phone
    };
    for error in [StoreError::Locked, StoreError::Unavailable] {
        for at in [alias.as_str(), TOKENS, SETTINGS, CONTEXT_DATA] {
            let phone = stored();
            phone.fail_at(at, error);
            assert_eq!(read(&phone, &configuration()), Former::Unreachable(error), "{at}");
        }
    }
    let phone = stored();
    phone.lose_key(&alias);
    assert_eq!(read(&phone, &configuration()), Former::Undecodable(vec![MoveWarning::KeyLost]));
    let phone = stored();
    phone.replace_key(&alias);
    assert_eq!(read(&phone, &configuration()), undecodable());
}

#[test]
fn if_the_wrapped_key_cannot_be_used_the_keystores_failure_is_reported() {
    let (alias, file) = (format!("{TOKENS}.rsaKeyStoreAlias"), format!("{TOKENS}.encryptionkey"));
    let stored = || {
        let phone = Phone::default();
        MobileClient { phone: &phone, scheme: Scheme::Wrapped }.session(&FormerUser::ann());
        phone
    };
    let lost = Former::Undecodable(vec![MoveWarning::KeyLost]);
    let phone = stored();
    phone.lose_key(&alias);
    assert_eq!(read(&phone, &configuration()), lost);
    let phone = stored();
    phone.replace_key(&alias);
    assert_eq!(read(&phone, &configuration()), lost);
    let phone = stored();
    phone.put(&file, "AesGcmNoPadding18-encrypted-encryption-key", "no Base64");
    assert_eq!(read(&phone, &configuration()), lost);
    for at in [&alias, &file] {
        let phone = stored();
        phone.fail_at(at, StoreError::Unavailable);
        assert_eq!(read(&phone, &configuration()), Former::Unreachable(StoreError::Unavailable));
    }
    let phone = stored();
    phone.put(TOKENS, &format!("{}.encrypted", last_user()), "AAAA");
    assert_eq!(read(&phone, &configuration()), undecodable(), "the value itself is damaged");
}

#[test]
fn a_session_is_read_even_if_its_device_is_damaged() {
    let (bob, file) = (FormerUser::bob(), devices("Bob"));
    for (damaged, devices) in [("DeviceKey", 0), ("DeviceGroupKey", 0), ("DeviceSecret", 1)] {
        let phone = Phone::default();
        MobileClient::install(&phone).session(&bob).device("Bob", &PHONE);
        phone.put(&file, &format!("{damaged}.encrypted"), "AAAA");
        let imported = found(&phone);
        assert_is_session_of(&imported, &bob);
        assert_eq!(imported.warnings, [MoveWarning::UndecodableDevice], "{damaged}");
        assert_eq!(imported.devices.len(), devices, "{damaged}");
        assert!(imported.devices.iter().all(|device| device.password.is_none()));
    }
    let phone = Phone::default();
    MobileClient::install(&phone).session(&bob).device("Bob", &PHONE);
    phone.fail_at(&format!("{file}.aesKeyStoreAlias"), StoreError::Locked);
    assert_eq!(read(&phone, &configuration()), Former::Unreachable(StoreError::Locked));
}

#[test]
fn a_device_can_lack_its_password() {
    let phone = Phone::default();
    let client = MobileClient::install(&phone);
    client.session(&FormerUser::bob()).put(&devices("Bob"), "DeviceKey", "key");
    assert_eq!(found(&phone).warnings, [MoveWarning::UndecodableDevice], "the group's key is missing");
    client.put(&devices("Bob"), "DeviceGroupKey", "group");
    let imported = found(&phone);
    assert_eq!((imported.devices.len(), imported.warnings), (1, vec![]));
    assert_eq!(imported.devices[0].password, None);
}

/// AWSMobileClient uses the name that the user typed, until the service sends another name.
#[test]
fn a_device_is_found_under_both_names_of_the_user() {
    let ann = FormerUser::ann();
    for bound in [true, false] {
        let user = if bound { ann.clone().of_device(&PHONE) } else { ann.clone() };
        let typed = FormerUser { username: ann.typed.clone(), ..user.clone() };
        let phone = Phone::default();
        let client = MobileClient::install(&phone);
        for (name, value) in [
            ("idToken", user.id_token()),
            ("accessToken", user.access_token()),
            ("refreshToken", "r".to_owned()),
        ] {
            client.put(TOKENS, &token(&typed.username, name), &value);
        }
        client.put(TOKENS, &last_user(), &typed.username).device(&typed.username, &PHONE);
        client.device(&ann.username, &OLDER_PHONE);
        let imported = found(&phone);
        let devices: Vec<_> =
            imported.devices.iter().map(|it| (it.username.as_str(), it.key.as_str())).collect();
        let named = [(ann.typed.as_str(), PHONE.key), (ann.username.as_str(), OLDER_PHONE.key)];
        let expected = if bound { &[(ann.username.as_str(), PHONE.key)][..] } else { &named[..] };
        assert_eq!(devices, expected);
    }
}

#[test]
fn a_session_is_read_even_if_its_identity_is_damaged() {
    for (id, identity) in [(IDENTITY, true), ("identity", false), ("us-east-1:0f2a4c6e-1b3d", false)] {
        let phone = Phone::default();
        MobileClient::install(&phone).session(&FormerUser::ann()).identity(id);
        let imported = found(&phone);
        assert_is_session_of(&imported, &FormerUser::ann());
        assert_eq!(imported.identity_id.is_some(), identity, "{id}");
        assert_eq!(imported.warnings.contains(&MoveWarning::UndecodableIdentity), !identity, "{id}");
    }
    let phone = Phone::default();
    MobileClient::install(&phone).session(&FormerUser::ann()).identity(IDENTITY);
    phone.lose_key(&format!("{IDENTITIES}.aesKeyStoreAlias"));
    let imported = found(&phone);
    assert_is_session_of(&imported, &FormerUser::ann());
    assert!(imported.warnings.contains(&MoveWarning::UndecodableIdentity));
}

#[test]
fn a_guest_has_an_identity_and_no_session() {
    let phone = Phone::default();
    MobileClient::install(&phone).identity(IDENTITY);
    let alone = AuthConfiguration::without_user_pool(IdentityPoolConfiguration::new(IDENTITY_POOL));
    for configuration in [alone, configuration_with_identity_pool()] {
        let Former::Found(imported) = read(&phone, &configuration) else { panic!() };
        assert_eq!((imported.session, imported.identity_id.as_deref()), (None, Some(IDENTITY)));
    }
    assert_eq!(read(&phone, &configuration()), Former::Absent, "no identity pool is configured");
}

#[test]
fn without_a_user_pool_no_session_is_read() {
    let phone = Phone::default();
    MobileClient::install(&phone).session(&FormerUser::ann());
    phone.fail_at(TOKENS, StoreError::Locked);
    let alone = AuthConfiguration::without_user_pool(IdentityPoolConfiguration::new(IDENTITY_POOL));
    assert_eq!(read(&phone, &alone), Former::Absent);
    assert!(token("Bob", "idToken").contains(CLIENT));
}
