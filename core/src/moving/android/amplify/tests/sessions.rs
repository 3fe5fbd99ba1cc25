use serde_json::json;

use super::*;
use crate::config::IdentityPoolConfiguration;
use crate::ports::StoreError;
use crate::test_support::former::{IDENTITY, IDENTITY_POOL, PHONE, configuration_with_identity_pool};

#[test]
fn a_session_is_found_under_the_old_and_the_new_master_key() {
    for is_old in [true, false] {
        let phone = Phone::default();
        let amplify = if is_old { Amplify::install_old(&phone) } else { Amplify::install(&phone) };
        amplify.session(&user_pool(&FormerUser::ann())).device(&FormerUser::ann().username, &PHONE);
        amplify.fingerprint("fingerprint");
        let imported = found(&phone, &configuration());
        assert_is_session_of(&imported, &FormerUser::ann());
        assert!(!imported.session.unwrap().is_web);
        assert_eq!(imported.fingerprint_id.as_deref(), Some("fingerprint"));
        assert_eq!((imported.identity_id, imported.warnings), (None, vec![]));
        let [device] = &imported.devices[..] else { panic!() };
        let password = device.password.as_ref().unwrap().expose();
        assert_eq!((&*device.key, &*device.group_key, password), (PHONE.key, PHONE.group, PHONE.password));
        assert_eq!(device.username, FormerUser::ann().username);
    }
}

#[test]
fn nothing_is_found_where_amplify_never_ran() {
    let phone = Phone::default();
    assert_eq!(read(&phone, &configuration()), Former::Absent);
    for blank in ["", " \n"] {
        phone.write_file(IDENTIFIER_FILE, blank);
        assert_eq!(read(&phone, &configuration()), Former::Absent);
    }
    // Amplify could not make the file, and kept its session only in memory.
    phone.write_file(IDENTIFIER_FILE, format!("__amplify__{UUID}"));
    assert_eq!(read(&phone, &configuration()), Former::Absent);
    let amplify = Amplify::install(&phone);
    assert_eq!(read(&phone, &configuration()), Former::Absent);
    amplify.put("amplify.eu-central-1_Other.session", &user_pool(&FormerUser::ann()));
    assert_eq!(read(&phone, &configuration()), Former::Absent, "another pool");
}

#[test]
fn a_damaged_identifier_does_not_look_like_a_first_start() {
    for damaged in ["__amplify__", "__amplify_3f2504e0-4f89-41d3-9a0c-0305e82c3301", &UUID[..20], "\u{0}"] {
        let phone = Phone::default();
        Amplify::install(&phone).session(&user_pool(&FormerUser::ann()));
        phone.write_file(IDENTIFIER_FILE, damaged);
        assert_eq!(read(&phone, &configuration()), undecodable(), "{damaged}");
    }
    let phone = Phone::default();
    phone.write_file(IDENTIFIER_FILE, [0xff, 0xfe]);
    assert_eq!(read(&phone, &configuration()), undecodable());
}

#[test]
fn each_type_of_session_is_read() {
    let ann = FormerUser::ann();
    for (session, has_session, identity, warnings) in [
        (empty(), false, None, vec![]),
        (user_pool(&ann), true, None, vec![]),
        (identity_pool(), false, Some(IDENTITY), vec![MoveWarning::CredentialsIgnored]),
        (
            identity_pool_federated(),
            false,
            None,
            vec![MoveWarning::FederationIgnored, MoveWarning::CredentialsIgnored],
        ),
        (user_and_identity_pool(&ann), true, Some(IDENTITY), vec![MoveWarning::CredentialsIgnored]),
    ] {
        let phone = Phone::default();
        Amplify::install(&phone).session_with_identity_pool(&session);
        let imported = found(&phone, &configuration_with_identity_pool());
        assert_eq!(imported.session.is_some(), has_session, "{session}");
        assert_eq!(imported.identity_id.as_deref(), identity, "{session}");
        assert_eq!(imported.warnings, warnings, "{session}");
    }
}

#[test]
fn the_members_of_a_federated_login_can_be_swapped() {
    let mut session = identity_pool_federated();
    session["federatedToken"] = json!({ "token": "accounts.google.com", "providerName": "provider-token" });
    assert_eq!(of_session(&session), of_session(&identity_pool_federated()));
}

#[test]
fn a_session_of_an_unknown_form_is_undecodable() {
    let ann = FormerUser::ann();
    let without = |path: &[&str]| {
        let mut session = user_pool(&ann);
        let (last, path) = path.split_last().unwrap();
        let parent = path.iter().fold(&mut session, |value, name| &mut value[*name]);
        parent.as_object_mut().unwrap().remove(*last);
        session
    };
    for session in [
        json!({ "type": "other" }),
        json!({ "type": "deviceMetadata" }),
        json!({ "type": "userPool" }),
        json!({ "type": 7 }),
        json!({}),
        json!("userPool"),
        json!(null),
        without(&["type"]),
        without(&["signedInData", "cognitoUserPoolTokens"]),
    ] {
        assert_eq!(of_session(&session), undecodable(), "{session}");
    }
    for token in [json!(7), json!({}), json!({ "tokenValue": null }), json!("no token"), json!(["a"])] {
        let mut session = user_pool(&ann);
        session["signedInData"]["cognitoUserPoolTokens"]["accessToken"] = token;
        assert_eq!(of_session(&session), undecodable(), "{session}");
    }
}

#[test]
fn the_sign_in_method_says_whether_the_user_signed_in_on_the_web() {
    let ann = FormerUser::ann();
    for (method, is_web) in [
        (by_web(), true),
        (json!({ "type": "SignInMethod.HostedUI" }), true),
        (json!({ "type": "SignInMethod.HostedUI", "browserPackage": null, "added": 1 }), true),
        (by_call(), false),
        (json!({ "type": "SignInMethod.ApiBased", "authType": "USER_AUTH" }), false),
        (json!({ "type": "SignInMethod.ApiBased", "authType": "UNKNOWN" }), false),
        (json!({ "type": "SignInMethod.ApiBased", "authType": "LATER" }), false),
        (json!({ "type": "SignInMethod.Later" }), false),
        (json!(null), false),
        (json!("text"), false),
    ] {
        let mut session = user_pool(&ann);
        session["signedInData"]["signInMethod"] = method.clone();
        let Former::Found(imported) = of_session(&session) else { panic!("{method}") };
        assert_eq!(imported.session.unwrap().is_web, is_web, "{method}");
    }
}

/// Versions 2.30.2 and 2.30.3 wrote the ID token and the access token as objects.
#[test]
fn tokens_can_be_objects() {
    let ann = FormerUser::ann();
    let mut session = user_pool(&ann);
    let tokens = &mut session["signedInData"]["cognitoUserPoolTokens"];
    tokens["idToken"] = json!({ "tokenValue": ann.id_token() });
    tokens["accessToken"] = json!({ "tokenValue": ann.access_token(), "added": true });
    let Former::Found(imported) = of_session(&session) else { panic!() };
    assert_is_session_of(&imported, &ann);
}

#[test]
fn unknown_members_and_nulls_are_tolerated() {
    let ann = FormerUser::ann();
    let mut session = user_pool(&ann);
    session["added"] = json!({ "any": ["thing"] });
    session["identityId"] = json!(null);
    session["credentials"] = json!(null);
    let data = &mut session["signedInData"];
    data["added"] = json!(1);
    (data["userId"], data["username"], data["signedInDate"]) = (json!(null), json!(null), json!(null));
    data["cognitoUserPoolTokens"]["added"] = json!(null);
    let Former::Found(imported) = of_session(&session) else { panic!() };
    assert_is_session_of(&imported, &ann);
    assert_eq!(imported.warnings, []);
}

#[test]
fn a_session_is_read_even_if_its_expiration_is_senseless() {
    for (expiration, expected) in [
        (json!(1_790_003_600), Some(1_790_003_600_000)),
        (json!(1_790_003_600_000_i64), Some(1_790_003_600_000)),
        (json!(null), None),
        (json!(0), None),
        (json!(-5), None),
        (json!(1e300), None),
        (json!("soon"), None),
        (json!(u64::MAX), None),
    ] {
        let mut session = user_pool(&FormerUser::ann());
        session["signedInData"]["cognitoUserPoolTokens"]["expiration"] = expiration.clone();
        let Former::Found(imported) = of_session(&session) else { panic!("{expiration}") };
        assert_eq!(imported.session.unwrap().expires_at_milliseconds, expected, "{expiration}");
    }
}

#[test]
fn an_incomplete_session_gives_no_user_and_no_identity() {
    let (ann, bob) = (FormerUser::ann(), FormerUser::bob());
    for (name, token) in [
        ("refreshToken", json!(null)),
        ("refreshToken", json!("")),
        ("accessToken", json!(null)),
        ("idToken", json!(null)),
        ("idToken", json!(bob.id_token())),
    ] {
        let mut session = user_and_identity_pool(&ann);
        session["signedInData"]["cognitoUserPoolTokens"][name] = token.clone();
        let phone = Phone::default();
        Amplify::install(&phone).session_with_identity_pool(&session).device("Bob", &PHONE);
        let imported = found(&phone, &configuration_with_identity_pool());
        assert_eq!((imported.session, imported.identity_id), (None, None), "{name} {token}");
        assert_eq!(imported.warnings, [MoveWarning::IncompleteSession], "{name} {token}");
        assert_eq!(imported.devices.len(), 1);
    }
}

#[test]
fn a_session_of_another_app_client_is_ignored() {
    let other = FormerUser { client: "other".to_owned(), ..FormerUser::ann() };
    let phone = Phone::default();
    let amplify = Amplify::install(&phone);
    amplify.session(&user_pool(&other));
    let imported = found(&phone, &configuration());
    assert_eq!((imported.session, imported.warnings), (None, vec![MoveWarning::OtherAppClient]));
    // If another entry has a session of the configured app client, that session is taken.
    amplify.session_with_identity_pool(&user_pool(&FormerUser::bob()));
    let imported = found(&phone, &configuration());
    assert_is_session_of(&imported, &FormerUser::bob());
}

#[test]
fn a_session_is_found_after_an_identity_pool_was_added_or_removed() {
    let ann = FormerUser::ann();
    let phone = Phone::default();
    Amplify::install(&phone).session(&user_pool(&ann));
    assert_is_session_of(&found(&phone, &configuration_with_identity_pool()), &ann);

    let phone = Phone::default();
    Amplify::install(&phone).session_with_identity_pool(&user_and_identity_pool(&ann));
    let imported = found(&phone, &configuration());
    assert_is_session_of(&imported, &ann);
    assert_eq!(imported.identity_id, None, "there is no identity pool now");

    let mut other = configuration();
    let pool_id = "eu-central-1:99999999-8888-4777-8666-555555555555";
    other.identity_pool = Some(IdentityPoolConfiguration::new(pool_id));
    let imported = found(&phone, &other);
    assert_is_session_of(&imported, &ann);
    assert_eq!(imported.identity_id, None, "the identity belongs to another pool");
}

#[test]
fn the_session_of_the_configured_pools_is_preferred() {
    let (ann, bob) = (FormerUser::ann(), FormerUser::bob());
    let phone = Phone::default();
    let amplify = Amplify::install(&phone);
    amplify.session(&user_pool(&ann)).session_with_identity_pool(&user_and_identity_pool(&bob));
    assert_is_session_of(&found(&phone, &configuration()), &ann);
    assert_is_session_of(&found(&phone, &configuration_with_identity_pool()), &bob);
    // If the user has signed out under the configured pools, an older session does not count.
    amplify.session_with_identity_pool(&empty());
    assert_eq!(found(&phone, &configuration_with_identity_pool()).session, None);
    // Amplify reads `null` as nothing.
    amplify.file.put(&format!("{}.session", prefix_with_identity_pool()), "__NULL__");
    assert_is_session_of(&found(&phone, &configuration_with_identity_pool()), &ann);
}

#[test]
fn an_identity_pool_needs_no_user_pool() {
    let alone = AuthConfiguration::without_user_pool(IdentityPoolConfiguration::new(IDENTITY_POOL));
    let phone = Phone::default();
    Amplify::install(&phone).put(&format!("amplify.{IDENTITY_POOL}.session"), &identity_pool());
    for configuration in [alone, configuration_with_identity_pool()] {
        let imported = found(&phone, &configuration);
        assert_eq!((imported.session, imported.identity_id.as_deref()), (None, Some(IDENTITY)));
    }
    assert_eq!(read(&phone, &configuration()), Former::Absent);
}

#[test]
fn a_session_is_read_even_if_its_identity_is_damaged() {
    for id in
        [json!(null), json!(7), json!("identity"), json!("us-east-1:5d1f0b3a-7c2e-4a86-9f10-2b3c4d5e6f70")]
    {
        let mut session = user_and_identity_pool(&FormerUser::ann());
        session["identityId"] = id.clone();
        let phone = Phone::default();
        Amplify::install(&phone).session_with_identity_pool(&session);
        let imported = found(&phone, &configuration_with_identity_pool());
        assert_is_session_of(&imported, &FormerUser::ann());
        assert_eq!(imported.identity_id, None);
        let expected = [MoveWarning::UndecodableIdentity, MoveWarning::CredentialsIgnored];
        assert_eq!(imported.warnings, expected, "{id}");
    }
}

#[test]
fn if_a_name_is_unreadable_a_missing_session_is_undecodable() {
    let phone = Phone::default();
    let amplify = Amplify::install(&phone);
    amplify.device("Bob", &PHONE);
    phone.put(&Amplify::file(), "AQECAwQAAAA=", "value");
    assert_eq!(read(&phone, &configuration()), undecodable());
    amplify.session(&user_pool(&FormerUser::bob()));
    let imported = found(&phone, &configuration());
    assert_is_session_of(&imported, &FormerUser::bob());
    assert_eq!(imported.warnings, [MoveWarning::UndecodableDevice]);
}

#[test]
fn an_unreachable_storage_does_not_count_as_empty() {
    for at in [IDENTIFIER_FILE, &Amplify::file(), MASTER_KEY] {
        for (error, expected) in [
            (StoreError::Locked, Former::Unreachable(StoreError::Locked)),
            (StoreError::Unavailable, Former::Unreachable(StoreError::Unavailable)),
            (StoreError::Unrecoverable, Former::Undecodable(vec![MoveWarning::KeyLost])),
        ] {
            let phone = Phone::default();
            Amplify::install(&phone).session(&user_pool(&FormerUser::ann()));
            phone.fail_at(at, error);
            assert_eq!(read(&phone, &configuration()), expected, "{at}");
        }
    }
    let phone = Phone::default();
    Amplify::install(&phone).session(&user_pool(&FormerUser::ann()));
    phone.lose_key(MASTER_KEY);
    assert_eq!(read(&phone, &configuration()), Former::Undecodable(vec![MoveWarning::KeyLost]));
}
