//! The remembered devices of Amplify for Swift, and its ids for threat protection.

use serde_json::{Value, json};

use super::{assert_tokens, both_pools, found, imported_device, read, user_pool};
use crate::model::MoveWarning;
use crate::moving::Former;
use crate::test_support::former::ios::TestKeychain;
use crate::test_support::former::ios::amplify::{
    AmplifyApp, Method, RELEASES, Release, data_of, metadata, no_credentials,
};
use crate::test_support::former::{FormerUser, OLDER_PHONE, PHONE};

fn signed_in(app: &AmplifyApp, user: &FormerUser) -> TestKeychain {
    app.signed_in(user, Method::Srp)
}

#[test]
fn the_device_of_the_user_is_found_under_each_name() {
    let ann = FormerUser::ann();
    for release in RELEASES {
        let app = AmplifyApp::of(release);
        let mut names = vec![ann.username.clone(), ann.sub.to_uppercase(), ann.sub.clone()];
        if release >= Release::V2_57 {
            names.push(ann.typed.clone());
        }
        for name in names {
            // The earlier releases keep upper case, and then the stored name is none of the user's names.
            if name != name.to_lowercase() && release < Release::V2_57 {
                continue;
            }
            let keychain = signed_in(&app, &ann);
            app.write_device(&keychain, &name, &PHONE);
            let imported = found(&keychain, &user_pool());
            assert_eq!(imported.devices, [imported_device(&ann.username, &PHONE)], "{release:?} {name}");
            assert_eq!(imported.warnings, []);
        }
    }
}

#[test]
fn a_device_under_a_name_in_upper_case_is_found_as_it_is() {
    let app = AmplifyApp::of(Release::V2_48);
    let keychain = signed_in(&app, &FormerUser::bob());
    app.write_device(&keychain, "Bob", &PHONE);
    assert_eq!(found(&keychain, &user_pool()).devices, [imported_device("Bob", &PHONE)]);
}

#[test]
fn the_device_of_the_token_is_taken_under_any_name() {
    let app = AmplifyApp::of(Release::V2_52);
    // This release of Amplify did not store the typed name, but stored the device under it.
    let keychain = signed_in(&app, &FormerUser::ann().of_device(&PHONE));
    app.write_device(&keychain, "Ann@example.com", &PHONE);
    app.write_device(&keychain, &FormerUser::ann().username, &OLDER_PHONE);
    let expected = [imported_device(&FormerUser::ann().username, &PHONE)];
    assert_eq!(found(&keychain, &user_pool()).devices, expected);
}

#[test]
fn a_device_under_the_typed_name_wins_over_one_under_the_pool_user_name() {
    let app = AmplifyApp::of(Release::V2_57);
    let keychain = signed_in(&app, &FormerUser::ann());
    app.write_device(&keychain, &FormerUser::ann().username, &OLDER_PHONE);
    app.write_device(&keychain, "Ann@example.com", &PHONE);
    let expected = [imported_device(&FormerUser::ann().username, &PHONE)];
    assert_eq!(found(&keychain, &user_pool()).devices, expected);
}

#[test]
fn a_device_in_the_session_is_taken_only_if_the_token_is_bound_to_it() {
    let app = AmplifyApp::of(Release::V2_0);
    for (user, is_bound) in [(FormerUser::ann(), false), (FormerUser::ann().of_device(&PHONE), true)] {
        let mut session = app.session(&user, Method::Srp);
        data_of(&mut session)["deviceMetadata"] = metadata(&PHONE);
        let keychain = app.keychain(&session);
        let expected = is_bound.then(|| imported_device(&user.username, &PHONE));
        assert_eq!(found(&keychain, &user_pool()).devices, Vec::from_iter(expected));
        // A device with an item of its own counts in any case.
        app.write_device(&keychain, &user.username, &PHONE);
        assert_eq!(found(&keychain, &user_pool()).devices, [imported_device(&user.username, &PHONE)]);
    }
}

#[test]
fn devices_of_other_users_are_found_too() {
    let app = AmplifyApp::of(Release::V2_48).with_identity_pool();
    let keychain = signed_in(&app, &FormerUser::ann());
    app.write_device(&keychain, "a.name.with.dots", &PHONE);
    app.write_device(&keychain, &FormerUser::ann().username, &OLDER_PHONE);
    let expected = [
        imported_device(&FormerUser::ann().username, &OLDER_PHONE),
        imported_device("a.name.with.dots", &PHONE),
    ];
    assert_eq!(found(&keychain, &both_pools()).devices, expected);
    // After a sign-out, the devices are found under the names that Amplify stored.
    keychain.remove(&app.session_account());
    assert_eq!(found(&keychain, &both_pools()).session, None);
    assert_eq!(found(&keychain, &both_pools()).devices.len(), 2);
}

#[test]
fn of_two_devices_the_one_stored_beside_the_session_is_taken() {
    let (first, last) = (AmplifyApp::of(Release::V2_48), AmplifyApp::of(Release::V2_48).with_identity_pool());
    for (stale, live) in [(first, last), (last, first)] {
        let keychain = signed_in(&live, &FormerUser::bob());
        stale.write_device(&keychain, "Bob", &OLDER_PHONE);
        assert_eq!(found(&keychain, &both_pools()).devices, [imported_device("Bob", &OLDER_PHONE)]);
        live.write_device(&keychain, "Bob", &PHONE);
        assert_eq!(found(&keychain, &both_pools()).devices, [imported_device("Bob", &PHONE)]);
    }
}

#[test]
fn no_device_is_found_where_amplify_had_none() {
    let app = AmplifyApp::of(Release::V2_48);
    let keychain = signed_in(&app, &FormerUser::bob());
    app.write(&keychain, &app.device_account("Bob"), &json!({ "noData": {} }));
    let imported = found(&keychain, &user_pool());
    assert_eq!((imported.devices, imported.warnings), (vec![], vec![]));
    let other_pool = AmplifyApp { user_pool: Some("eu-central-1_Other"), ..app };
    other_pool.write_device(&keychain, "Bob", &PHONE);
    assert_eq!(found(&keychain, &user_pool()).devices, []);
}

#[test]
fn a_device_without_a_password_is_taken() {
    let app = AmplifyApp::of(Release::V2_48);
    for password in [Value::Null, json!("")] {
        let keychain = signed_in(&app, &FormerUser::bob());
        let mut device = metadata(&PHONE);
        device["metadata"]["_0"]["deviceSecret"] = password;
        app.write(&keychain, &app.device_account("Bob"), &device);
        let devices = found(&keychain, &user_pool()).devices;
        assert_eq!((devices[0].key.as_str(), &devices[0].password), (PHONE.key, &None));
    }
}

#[test]
fn a_session_is_read_even_if_its_device_is_damaged() {
    let app = AmplifyApp::of(Release::V2_48);
    let without = |name: &str| {
        let mut device = metadata(&PHONE);
        device["metadata"]["_0"][name] = Value::Null;
        device
    };
    for odd in
        [without("deviceKey"), without("deviceGroupKey"), json!({}), json!(7), json!({ "metadata": {} })]
    {
        let keychain = signed_in(&app, &FormerUser::bob());
        app.write(&keychain, &app.device_account("Bob"), &odd);
        let imported = found(&keychain, &user_pool());
        assert_tokens(&imported, &FormerUser::bob());
        assert_eq!(
            (imported.devices, imported.warnings),
            (vec![], vec![MoveWarning::UndecodableDevice]),
            "{odd}"
        );
        // A damaged device without a session must not look like an empty Keychain.
        keychain.remove(&app.session_account());
        let expected = Former::Undecodable(vec![MoveWarning::UndecodableDevice]);
        assert_eq!(read(&keychain, &user_pool()), expected);
    }
}

#[test]
fn the_id_for_threat_protection_is_the_users_or_the_only_stored_id() {
    let app = AmplifyApp::of(Release::V2_57);
    for name in ["Ann@example.com", "ann@example.com", &FormerUser::ann().username, "unknown"] {
        let keychain = signed_in(&app, &FormerUser::ann());
        app.write_fingerprint(&keychain, name, "id-1");
        assert_eq!(found(&keychain, &user_pool()).fingerprint_id.as_deref(), Some("id-1"), "{name}");
        let others = if name == "unknown" { None } else { Some("id-1") };
        app.write_fingerprint(&keychain, "another", "id-2");
        assert_eq!(found(&keychain, &user_pool()).fingerprint_id.as_deref(), others, "{name}");
    }
    let signed_out = app.keychain(&no_credentials());
    app.write_fingerprint(&signed_out, "bob", "id-1");
    assert_eq!(found(&signed_out, &user_pool()).fingerprint_id.as_deref(), Some("id-1"));
}

#[test]
fn an_odd_id_for_threat_protection_is_reported() {
    let app = AmplifyApp::of(Release::V2_57);
    let keychain = signed_in(&app, &FormerUser::bob());
    app.write(&keychain, &app.fingerprint_account("Bob"), &json!({ "id": 7 }));
    let imported = found(&keychain, &user_pool());
    assert_tokens(&imported, &FormerUser::bob());
    assert_eq!((imported.fingerprint_id, imported.warnings), (None, vec![MoveWarning::UndecodableDevice]));
}
