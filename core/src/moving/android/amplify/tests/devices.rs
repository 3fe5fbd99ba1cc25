use serde_json::json;

use super::*;
use crate::test_support::former::{
    IDENTITY_POOL, OLDER_PHONE, PHONE, USER_POOL, configuration_with_identity_pool,
};

#[test]
fn a_session_is_read_even_if_its_device_is_damaged() {
    for device in [
        json!({ "type": "other" }),
        json!({ "type": "metadata", "deviceKey": "key" }),
        json!({ "type": "metadata", "deviceKey": null, "deviceGroupKey": "group" }),
        json!({ "type": "metadata", "deviceKey": 7, "deviceGroupKey": "group" }),
        json!("text"),
    ] {
        let phone = Phone::default();
        let amplify = Amplify::install(&phone);
        amplify.session(&user_pool(&FormerUser::ann())).device("Bob", &OLDER_PHONE);
        amplify.put(&format!("{}.ann.deviceMetadata", prefix()), &device);
        amplify.put(&format!("{}.asfDevice", prefix()), &json!({ "id": 7 }));
        let imported = found(&phone, &configuration());
        assert_is_session_of(&imported, &FormerUser::ann());
        assert_eq!(imported.warnings, [MoveWarning::UndecodableDevice], "{device}");
        assert_eq!((imported.devices.len(), imported.fingerprint_id), (1, None));
    }
}

#[test]
fn a_user_can_have_no_device_or_one_without_a_password() {
    let phone = Phone::default();
    let amplify = Amplify::install(&phone);
    amplify.session(&user_pool(&FormerUser::ann()));
    let device = |value: Value| amplify.put(&format!("{}.ann.deviceMetadata", prefix()), &value);
    for absent in [
        json!({ "type": "empty" }),
        json!({ "type": "metadata", "deviceKey": "", "deviceGroupKey": "", "deviceSecret": null }),
    ] {
        device(absent);
        let imported = found(&phone, &configuration());
        assert_eq!((imported.devices, imported.warnings), (vec![], vec![]));
    }
    for secret in [json!(null), json!("")] {
        let keys = json!({ "type": "metadata", "deviceKey": "key", "deviceGroupKey": "group", "deviceSecret": secret });
        device(keys);
        let [device] = &found(&phone, &configuration()).devices[..] else { panic!() };
        assert_eq!((&*device.key, &device.password), ("key", &None));
    }
}

/// Before version 2.14.2 Amplify stored a device under the alias that the user had typed.
#[test]
fn a_device_under_an_alias_is_taken_if_the_session_is_bound_to_it() {
    let ann = FormerUser::ann().of_device(&PHONE);
    let phone = Phone::default();
    let amplify = Amplify::install(&phone);
    amplify.session(&user_pool(&ann)).device(&ann.typed, &PHONE).device(&ann.username, &OLDER_PHONE);
    let imported = found(&phone, &configuration());
    let devices: Vec<_> = imported.devices.iter().map(|it| (it.username.as_str(), it.key.as_str())).collect();
    assert_eq!(devices, [(ann.username.as_str(), PHONE.key)]);
}

#[test]
fn the_device_of_the_configured_pools_is_preferred() {
    let phone = Phone::default();
    let amplify = Amplify::install(&phone);
    amplify.device("Bob", &OLDER_PHONE);
    amplify.put(&format!("amplify.{USER_POOL}.{IDENTITY_POOL}.Bob.deviceMetadata"), &metadata(&PHONE));
    for (configuration, key) in
        [(configuration(), OLDER_PHONE.key), (configuration_with_identity_pool(), PHONE.key)]
    {
        let imported = found(&phone, &configuration);
        let [device] = &imported.devices[..] else { panic!() };
        assert_eq!((&*device.username, &*device.key, imported.session), ("Bob", key, None));
    }
}

#[test]
fn the_id_for_threat_protection_can_have_a_type() {
    let phone = Phone::default();
    Amplify::install(&phone)
        .put(&format!("{}.asfDevice", prefix()), &json!({ "type": "asfDevice", "id": "x" }));
    assert_eq!(found(&phone, &configuration()).fingerprint_id.as_deref(), Some("x"));
    Amplify::install(&phone).put(&format!("{}.asfDevice", prefix()), &json!({ "id": null }));
    assert_eq!(read(&phone, &configuration()), Former::Absent);
}
