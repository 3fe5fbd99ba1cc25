//! Phones on which both Amplify and AWSMobileClient stored something.

use super::*;
use crate::model::MoveWarning;
use crate::moving::Imported;
use crate::ports::StoreError;
use crate::test_support::former::android::Phone;
use crate::test_support::former::android::amplify::{
    self, Amplify, MASTER_KEY, empty, user_and_identity_pool, user_pool,
};
use crate::test_support::former::android::mobile_client::{MobileClient, devices};
use crate::test_support::former::{
    FormerUser, IDENTITY, OLDER_PHONE, PHONE, configuration, configuration_with_identity_pool,
};

fn found(phone: &Phone) -> Imported {
    match read(phone, &configuration_with_identity_pool()) {
        Former::Found(imported) => *imported,
        other => panic!("{other:?}"),
    }
}

fn access_token(imported: &Imported) -> Option<&str> {
    imported.session.as_ref().map(|session| session.access_token.expose())
}

#[test]
fn amplifys_session_wins_over_that_of_the_mobile_client() {
    let phone = Phone::default();
    MobileClient::install(&phone).session(&FormerUser::ann()).identity(IDENTITY);
    Amplify::install(&phone).session(&user_pool(&FormerUser::bob()));
    let imported = found(&phone);
    assert_eq!(imported.source, MoveSource::AmplifyAndroid);
    assert_eq!(access_token(&imported), Some(&*FormerUser::bob().access_token()));
    assert_eq!((imported.identity_id, imported.warnings), (None, vec![]));
}

#[test]
fn an_older_session_does_not_sign_in_a_user_who_signed_out_in_amplify() {
    let phone = Phone::default();
    MobileClient::install(&phone).session(&FormerUser::ann());
    Amplify::install(&phone).session(&empty());
    let imported = found(&phone);
    assert_eq!((imported.source, imported.session), (MoveSource::AmplifyAndroid, None));
}

#[test]
fn while_amplifys_storage_cannot_be_read_an_older_session_is_not_taken() {
    let phone = Phone::default();
    MobileClient::install(&phone).session(&FormerUser::ann());
    Amplify::install(&phone).session(&user_pool(&FormerUser::bob()));
    phone.fail_at(MASTER_KEY, StoreError::Locked);
    assert_eq!(read(&phone, &configuration()), Former::Unreachable(StoreError::Locked));
    phone.fail_at(MASTER_KEY, StoreError::Unrecoverable);
    assert_eq!(read(&phone, &configuration()), Former::Undecodable(vec![MoveWarning::KeyLost]));
}

#[test]
fn the_mobile_clients_session_is_found_beside_amplifys_devices() {
    let phone = Phone::default();
    Amplify::install(&phone).device("Bob", &PHONE).fingerprint("of Amplify");
    let client = MobileClient::install(&phone);
    client.session(&FormerUser::bob()).device("Bob", &OLDER_PHONE).fingerprint("former").identity(IDENTITY);
    let imported = found(&phone);
    assert_eq!(imported.source, MoveSource::MobileClientAndroid);
    assert_eq!(access_token(&imported), Some(&*FormerUser::bob().access_token()));
    assert_eq!(imported.fingerprint_id.as_deref(), Some("of Amplify"));
    assert_eq!(imported.identity_id.as_deref(), Some(IDENTITY));
    let keys: Vec<_> = imported.devices.iter().map(|device| device.key.as_str()).collect();
    assert_eq!(keys, [PHONE.key]);
}

#[test]
fn without_a_session_the_source_is_amplify_if_it_stored_anything() {
    let phone = Phone::default();
    MobileClient::install(&phone).fingerprint("former");
    assert_eq!(found(&phone).source, MoveSource::MobileClientAndroid);
    Amplify::install(&phone).device("Bob", &PHONE);
    let imported = found(&phone);
    assert_eq!(imported.source, MoveSource::AmplifyAndroid);
    assert_eq!(imported.fingerprint_id.as_deref(), Some("former"));
}

/// Before version 2.14.2 Amplify did not move the device of a user with an alias.
#[test]
fn the_mobile_clients_device_is_found_if_amplify_did_not_move_it() {
    let bob = FormerUser::bob();
    let phone = Phone::default();
    MobileClient::install(&phone).device("Bob", &OLDER_PHONE);
    let amplify = Amplify::install(&phone);
    amplify.session(&user_pool(&bob)).device("ann", &PHONE);
    let keys = |phone: &Phone| found(phone).devices.into_iter().map(|it| it.key).collect::<Vec<_>>();
    assert_eq!(keys(&phone), [PHONE.key, OLDER_PHONE.key]);
    // If the session is bound to another device, AWSMobileClient's device is not added.
    amplify.session(&user_pool(&bob.clone().of_device(&PHONE)));
    assert_eq!(keys(&phone), [PHONE.key]);
    amplify.session(&user_pool(&bob)).device("Bob", &PHONE);
    assert_eq!(keys(&phone), [PHONE.key, PHONE.key]);

    let phone = Phone::default();
    MobileClient::install(&phone).device("Bob", &OLDER_PHONE);
    Amplify::install(&phone).session(&user_pool(&bob));
    phone.lose_key(&format!("{}.aesKeyStoreAlias", devices("Bob")));
    assert_eq!(found(&phone).warnings, [MoveWarning::UndecodableDevice]);
    phone.fail_at(&devices("Bob"), StoreError::Unavailable);
    assert_eq!(read(&phone, &configuration()), Former::Unreachable(StoreError::Unavailable));
}

#[test]
fn debug_shows_no_token_no_key_and_no_name() {
    let user = FormerUser::ann().of_device(&PHONE);
    let phone = Phone::default();
    Amplify::install(&phone).session_with_identity_pool(&user_and_identity_pool(&user)).device("ann", &PHONE);
    let shown = format!("{:?} {:#?}", read(&phone, &configuration()), found(&phone));
    for secret in [
        user.id_token(),
        user.access_token(),
        user.refresh_token(),
        PHONE.password.to_owned(),
        amplify::credentials()["secretAccessKey"].to_string(),
    ] {
        assert!(!shown.contains(&secret), "{shown}");
        let [_, payload, ..] = secret.split('.').collect::<Vec<_>>()[..] else { continue };
        assert!(!shown.contains(payload), "{shown}");
    }
    assert!(shown.contains("ImportedSession") && !shown.contains(&user.username), "{shown}");
}
