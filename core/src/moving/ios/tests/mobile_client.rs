//! AWSMobileClient, and Amplify version 1.

use super::{assert_tokens, both_pools, found, identity_pool, imported_device, read, session, user_pool};
use crate::model::{MoveSource, MoveWarning};
use crate::moving::Former;
use crate::ports::StoreError;
use crate::test_support::former::ios::TestKeychain;
use crate::test_support::former::ios::mobile_client::{
    device_account, identity_service, put_in_user_pool, settings_service, signed_in, signed_in_on_web_pages,
    token_account, user_pool_service, write_current_user, write_device, write_fingerprint, write_identity,
    write_provider, write_tokens,
};
use crate::test_support::former::{EXPIRES_AT, FormerUser, IDENTITY, OLDER_PHONE, PHONE};

#[test]
fn the_session_of_the_current_user_is_read() {
    let keychain = signed_in(&FormerUser::bob());
    write_tokens(&keychain, "ann", &FormerUser::ann());
    let imported = found(&keychain, &user_pool());
    assert_eq!(imported.source, MoveSource::MobileClientIos);
    assert_tokens(&imported, &FormerUser::bob());
    let session = session(&imported);
    assert_eq!(session.expires_at_milliseconds, Some(EXPIRES_AT * 1_000));
    assert_eq!((session.is_web, &session.typed_username), (false, &None));
    assert_eq!(imported.warnings, []);
}

#[test]
fn a_sign_in_on_web_pages_is_known_by_the_provider_or_else_by_the_scopes() {
    let keychain = signed_in_on_web_pages(&FormerUser::bob());
    for (provider, is_web) in [("hostedUI", true), ("userPools", false), ("none", true), ("odd", true)] {
        write_provider(&keychain, provider);
        assert_eq!(session(&found(&keychain, &user_pool())).is_web, is_web, "{provider}");
    }
    keychain.remove("federationProvider");
    assert!(session(&found(&keychain, &user_pool())).is_web);
    keychain.remove(&token_account("Bob", "scopes"));
    assert!(!session(&found(&keychain, &user_pool())).is_web);
}

#[test]
fn a_current_user_name_counts_as_typed_if_it_is_not_the_pool_user_name() {
    let keychain = TestKeychain::default();
    write_current_user(&keychain, "Ann@example.com");
    write_tokens(&keychain, "Ann@example.com", &FormerUser::ann());
    write_device(&keychain, "Ann@example.com", &PHONE);
    write_fingerprint(&keychain, "Ann@example.com", "id-1");
    write_fingerprint(&keychain, "bob", "id-2");
    let imported = found(&keychain, &user_pool());
    assert_eq!(session(&imported).typed_username.as_deref(), Some("Ann@example.com"));
    assert_eq!(imported.devices, [imported_device(&FormerUser::ann().username, &PHONE)]);
    assert_eq!(imported.fingerprint_id.as_deref(), Some("id-1"));
}

#[test]
fn devices_of_all_users_are_found_and_an_id_for_threat_protection_is_no_device() {
    let keychain = signed_in(&FormerUser::bob());
    write_fingerprint(&keychain, "Bob", "id-1");
    assert_eq!(found(&keychain, &user_pool()).warnings, []);
    write_device(&keychain, "a.name.with.dots", &OLDER_PHONE);
    write_device(&keychain, "Bob", &PHONE);
    let imported = found(&keychain, &user_pool());
    let expected = [imported_device("Bob", &PHONE), imported_device("a.name.with.dots", &OLDER_PHONE)];
    assert_eq!((imported.devices, imported.warnings), (expected.to_vec(), vec![]));
}

#[test]
fn the_expiration_of_the_tokens_may_be_missing_or_odd() {
    for odd in ["", "soon", "2569-09-21T14:13:20Z"] {
        let keychain = signed_in(&FormerUser::bob());
        put_in_user_pool(&keychain, &token_account("Bob", "tokenExpiration"), odd);
        let imported = found(&keychain, &user_pool());
        assert_tokens(&imported, &FormerUser::bob());
        assert_eq!(session(&imported).expires_at_milliseconds, None);
        keychain.remove(&token_account("Bob", "tokenExpiration"));
        assert_tokens(&found(&keychain, &user_pool()), &FormerUser::bob());
    }
}

#[test]
fn after_a_sign_out_nobody_is_signed_in() {
    let keychain = signed_in(&FormerUser::bob());
    for kind in ["idToken", "accessToken", "refreshToken", "tokenExpiration"] {
        keychain.remove(&token_account("Bob", kind));
    }
    assert_eq!(read(&keychain, &user_pool()), Former::Absent);
    write_device(&keychain, "Bob", &PHONE);
    let imported = found(&keychain, &user_pool());
    assert_eq!((imported.session, imported.devices), (None, vec![imported_device("Bob", &PHONE)]));
}

#[test]
fn a_half_written_session_is_incomplete() {
    for kind in ["idToken", "accessToken", "refreshToken"] {
        let keychain = signed_in(&FormerUser::bob());
        write_identity(&keychain);
        keychain.remove(&token_account("Bob", kind));
        let imported = found(&keychain, &both_pools());
        assert_eq!((imported.session, imported.identity_id), (None, None), "{kind}");
        let warnings = [MoveWarning::IncompleteSession, MoveWarning::CredentialsIgnored];
        assert_eq!(imported.warnings, warnings);
    }
    let of_two_users = signed_in(&FormerUser::bob());
    put_in_user_pool(&of_two_users, &token_account("Bob", "idToken"), &FormerUser::ann().id_token());
    assert_eq!(found(&of_two_users, &user_pool()).warnings, [MoveWarning::IncompleteSession]);
}

#[test]
fn a_session_is_read_even_if_its_device_is_half_written() {
    let keychain = signed_in(&FormerUser::bob());
    write_device(&keychain, "Bob", &PHONE);
    keychain.remove(&device_account("Bob", "device.secret"));
    let imported = found(&keychain, &user_pool());
    assert_eq!((&imported.devices[0].password, imported.warnings), (&None, vec![]));
    keychain.remove(&device_account("Bob", "device.group"));
    let imported = found(&keychain, &user_pool());
    assert_tokens(&imported, &FormerUser::bob());
    assert_eq!((imported.devices, imported.warnings), (vec![], vec![MoveWarning::UndecodableDevice]));
}

#[test]
fn the_identity_is_the_users_or_the_guests() {
    let keychain = signed_in(&FormerUser::bob());
    write_identity(&keychain);
    let imported = found(&keychain, &both_pools());
    assert_tokens(&imported, &FormerUser::bob());
    assert_eq!(imported.identity_id.as_deref(), Some(IDENTITY));
    assert_eq!(imported.warnings, [MoveWarning::CredentialsIgnored]);

    let guest = TestKeychain::default();
    write_identity(&guest);
    write_provider(&guest, "none");
    for configuration in [both_pools(), identity_pool()] {
        let imported = found(&guest, &configuration);
        assert_eq!((imported.session, imported.identity_id.as_deref()), (None, Some(IDENTITY)));
    }
}

#[test]
fn a_user_without_a_session_does_not_leave_the_identity_to_a_guest() {
    for (provider, warning) in [
        ("oidcFederation", Some(MoveWarning::FederationIgnored)),
        ("userPools", None),
        ("hostedUI", None),
        ("odd", None),
    ] {
        let keychain = TestKeychain::default();
        write_identity(&keychain);
        write_provider(&keychain, provider);
        let imported = found(&keychain, &both_pools());
        assert_eq!(imported.identity_id, None, "{provider}");
        assert_eq!(
            imported.warnings,
            Vec::from_iter(warning.into_iter().chain([MoveWarning::CredentialsIgnored]))
        );
    }
}

#[test]
fn a_session_is_read_even_if_its_identity_is_damaged() {
    let keychain = signed_in(&FormerUser::bob());
    for odd in [&b""[..], b"identity", b"us-east-1:5d1f0b3a", b"\xff"] {
        keychain.put(&identity_service(), None, "identityId", odd);
        let imported = found(&keychain, &both_pools());
        assert_tokens(&imported, &FormerUser::bob());
        assert_eq!((imported.identity_id, imported.warnings), (None, vec![MoveWarning::UndecodableIdentity]));
    }
    for error in [StoreError::Corrupt, StoreError::Unrecoverable] {
        keychain.fail(&identity_service(), error);
        keychain.fail(&settings_service(), error);
        let imported = found(&keychain, &both_pools());
        assert_tokens(&imported, &FormerUser::bob());
        assert_eq!(imported.warnings, [MoveWarning::UndecodableIdentity]);
    }
}

#[test]
fn a_value_of_bytes_that_are_not_utf8_is_undecodable() {
    for account in
        ["client.currentUser", "client.Bob.idToken", "client.Bob.accessToken", "client.Bob.refreshToken"]
    {
        let keychain = signed_in(&FormerUser::bob());
        keychain.put(&user_pool_service(), None, account, b"\xff".to_vec());
        let expected = Former::Undecodable(vec![MoveWarning::UndecodableSession]);
        assert_eq!(read(&keychain, &user_pool()), expected, "{account}");
    }
}

#[test]
fn a_locked_service_is_not_taken_for_an_empty_one() {
    for service in [user_pool_service(), settings_service(), identity_service()] {
        let keychain = signed_in(&FormerUser::bob());
        keychain.fail(&service, StoreError::Locked);
        assert_eq!(read(&keychain, &both_pools()), Former::Unreachable(StoreError::Locked), "{service}");
    }
}
