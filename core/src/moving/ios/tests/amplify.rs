//! The sessions of Amplify for Swift.

use serde_json::{Value, json};

use super::{assert_tokens, both_pools, found, identity_pool, read, session, user_pool};
use crate::model::{MoveSource, MoveWarning};
use crate::moving::Former;
use crate::test_support::former::ios::amplify::{
    AmplifyApp, EXPIRES_AT_MILLISECONDS, Method, RELEASES, Release, data_of, federated, guest,
    no_credentials, taken_over,
};
use crate::test_support::former::ios::{TestKeychain, mobile_client};
use crate::test_support::former::{FormerUser, IDENTITY};

#[test]
fn the_session_of_each_release_is_read() {
    let user = FormerUser::ann();
    for release in RELEASES {
        for method in [Method::Srp, Method::Passwordless, Method::WebPages] {
            let imported = found(&AmplifyApp::of(release).signed_in(&user, method), &user_pool());
            assert_eq!(imported.source, MoveSource::AmplifySwift);
            assert_tokens(&imported, &user);
            let session = session(&imported);
            assert_eq!(session.is_web, method == Method::WebPages, "{release:?} {method:?}");
            assert_eq!(session.expires_at_milliseconds, Some(EXPIRES_AT_MILLISECONDS));
            let typed = (release >= Release::V2_57).then_some("Ann@example.com");
            assert_eq!(session.typed_username.as_deref(), typed, "{release:?}");
            assert_eq!((imported.identity_id, imported.warnings), (None, vec![]));
        }
    }
}

#[test]
fn a_user_of_both_pools_keeps_the_identity() {
    for release in RELEASES {
        let app = AmplifyApp::of(release).with_identity_pool();
        let imported = found(&app.signed_in(&FormerUser::ann(), Method::Srp), &both_pools());
        assert_tokens(&imported, &FormerUser::ann());
        assert_eq!(imported.identity_id.as_deref(), Some(IDENTITY));
        assert_eq!(imported.warnings, [MoveWarning::CredentialsIgnored]);
    }
}

#[test]
fn a_guest_keeps_the_identity() {
    for (app, configuration) in [
        (AmplifyApp::of(Release::V2_0).with_identity_pool(), both_pools()),
        (AmplifyApp::of(Release::V2_57).with_identity_pool().without_user_pool(), identity_pool()),
        // The former version of the app had no user pool.
        (AmplifyApp::of(Release::V2_57).with_identity_pool().without_user_pool(), both_pools()),
    ] {
        let imported = found(&app.keychain(&guest()), &configuration);
        assert_eq!(imported.session, None);
        assert_eq!(imported.identity_id.as_deref(), Some(IDENTITY));
        assert_eq!(imported.warnings, [MoveWarning::CredentialsIgnored]);
    }
}

#[test]
fn a_federated_login_is_not_taken_and_neither_is_its_identity() {
    let app = AmplifyApp::of(Release::V2_57).with_identity_pool();
    let imported = found(&app.keychain(&federated()), &both_pools());
    assert_eq!((imported.session, imported.identity_id), (None, None));
    assert_eq!(imported.warnings, [MoveWarning::FederationIgnored]);
}

#[test]
fn nobody_is_signed_in_without_credentials_even_if_an_older_library_left_a_session() {
    let app = AmplifyApp::of(Release::V2_0);
    let keychain = app.keychain(&no_credentials());
    mobile_client::write_current_user(&keychain, "Bob");
    mobile_client::write_tokens(&keychain, "Bob", &FormerUser::bob());
    let imported = found(&keychain, &user_pool());
    assert_eq!((imported.source, imported.session), (MoveSource::AmplifySwift, None));
}

#[test]
fn a_session_of_amplify_wins_over_one_of_the_mobile_client() {
    let keychain = AmplifyApp::of(Release::V2_57).signed_in(&FormerUser::ann(), Method::Srp);
    mobile_client::write_current_user(&keychain, "Bob");
    mobile_client::write_tokens(&keychain, "Bob", &FormerUser::bob());
    assert_tokens(&found(&keychain, &user_pool()), &FormerUser::ann());
}

#[test]
fn the_mobile_clients_session_is_taken_if_amplify_has_none() {
    let keychain = mobile_client::signed_in(&FormerUser::bob());
    AmplifyApp::of(Release::V2_57).start(&keychain);
    let imported = found(&keychain, &user_pool());
    assert_eq!(imported.source, MoveSource::MobileClientIos);
    assert_tokens(&imported, &FormerUser::bob());
}

#[test]
fn an_empty_keychain_is_read_as_absent() {
    for configuration in [user_pool(), both_pools(), identity_pool()] {
        assert_eq!(read(&TestKeychain::default(), &configuration), Former::Absent);
    }
    let signed_out = TestKeychain::default();
    AmplifyApp::of(Release::V2_57).start(&signed_out);
    assert_eq!(read(&signed_out, &user_pool()), Former::Absent);
}

#[test]
fn a_session_that_amplify_took_over_has_no_known_expiration() {
    let app = AmplifyApp::of(Release::V2_0);
    let imported =
        found(&app.keychain(&taken_over(app.session(&FormerUser::bob(), Method::Srp))), &user_pool());
    assert_tokens(&imported, &FormerUser::bob());
    assert_eq!(session(&imported).expires_at_milliseconds, None);
}

#[test]
fn unneeded_members_of_a_session_may_be_missing_null_odd_or_unknown() {
    let app = AmplifyApp::of(Release::V2_57).with_identity_pool();
    let needless = ["userId", "username", "signedInDate", "signInMethod", "deviceMetadata", "inputUsername"];
    for name in needless.into_iter().chain(["isRefreshTokenExpired", "aNewMember"]) {
        for odd in
            [None, Some(Value::Null), Some(json!(7)), Some(json!({ "hostedUi": [] })), Some(json!("x"))]
        {
            let mut stored = app.session(&FormerUser::ann(), Method::Srp);
            let data = data_of(&mut stored).as_object_mut().unwrap();
            match odd.clone() {
                Some(value) => data.insert(name.to_owned(), value),
                None => data.remove(name),
            };
            let imported = found(&app.keychain(&stored), &both_pools());
            assert_tokens(&imported, &FormerUser::ann());
            assert!(!session(&imported).is_web, "{name} {odd:?}");
        }
    }
}

#[test]
fn a_session_is_read_even_if_its_expiration_its_sign_in_method_or_its_identity_is_odd() {
    let app = AmplifyApp::of(Release::V2_52).with_identity_pool();
    let mut stored = app.session(&FormerUser::ann(), Method::WebPages);
    data_of(&mut stored)["cognitoUserPoolTokens"]["expiration"] = json!("soon");
    data_of(&mut stored)["signInMethod"] = json!({ "hostedUI": { "_0": 7 } });
    for id in [json!(null), json!(7), json!(""), json!("us-east-1:5d1f0b3a"), json!("eu-central-1:?")] {
        stored["userPoolAndIdentityPool"]["identityID"] = id;
        let imported = found(&app.keychain(&stored), &both_pools());
        assert_tokens(&imported, &FormerUser::ann());
        assert!(session(&imported).is_web);
        assert_eq!((session(&imported).expires_at_milliseconds, imported.identity_id), (None, None));
        let warnings = [MoveWarning::UndecodableIdentity, MoveWarning::CredentialsIgnored];
        assert_eq!(imported.warnings, warnings);
    }
    let without_end = app.keychain(&stored);
    without_end.change(&app.session_account(), |json| {
        *json = String::from_utf8(json.clone()).unwrap().replace("\"soon\"", "1e999").into_bytes();
    });
    assert_tokens(&found(&without_end, &both_pools()), &FormerUser::ann());
}

#[test]
fn a_session_of_another_app_client_or_user_pool_is_not_taken() {
    let other_client = FormerUser { client: "other".to_owned(), ..FormerUser::ann() };
    let other_pool = FormerUser { user_pool: "eu-central-1_Other".to_owned(), ..FormerUser::ann() };
    for user in [other_client, other_pool] {
        let app = AmplifyApp::of(Release::V2_57).with_identity_pool();
        let keychain = app.signed_in(&user, Method::Srp);
        let imported = found(&keychain, &both_pools());
        assert_eq!((imported.session, imported.identity_id), (None, None));
        assert_eq!(imported.warnings, [MoveWarning::OtherAppClient]);
        // Such a session does not hide a session of this app client.
        mobile_client::write_current_user(&keychain, "Bob");
        mobile_client::write_tokens(&keychain, "Bob", &FormerUser::bob());
        assert_tokens(&found(&keychain, &both_pools()), &FormerUser::bob());
    }
}

#[test]
fn a_session_without_a_token_or_with_tokens_of_two_users_is_incomplete() {
    let app = AmplifyApp::of(Release::V2_57).with_identity_pool();
    let missing = |name: &'static str| [(name, Value::Null), (name, json!(""))];
    let of_bob = ("idToken", json!(FormerUser::bob().id_token()));
    let cases = ["idToken", "accessToken", "refreshToken"].into_iter().flat_map(missing).chain([of_bob]);
    for (name, value) in cases {
        let mut stored = app.session(&FormerUser::ann(), Method::Srp);
        data_of(&mut stored)["cognitoUserPoolTokens"][name] = value;
        let imported = found(&app.keychain(&stored), &both_pools());
        assert_eq!((imported.session, imported.identity_id), (None, None), "{name}");
        assert_eq!(imported.warnings, [MoveWarning::IncompleteSession]);
    }
}
