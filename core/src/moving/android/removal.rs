//! Finds what the former library stored for the configured pools, and removes it once the move is finished.
//!
//! An entry whose name can never be read stays: nobody can tell which pool it belongs to, and nobody can use it. The
//! entries that belong to no pool stay too: the keysets, the wrapped keys, and AWSMobileClient's id for threat protection.

use super::entries::{Entries, Failure, or_unreachable};
use super::{amplify, mobile_client};
use crate::config::AuthConfiguration;
use crate::ports::{FormerPreferences, StoreError};

/// The entries of one preferences file that belong to the configured pools.
pub(super) struct Owned {
    pub(super) file: String,
    /// The names as they are written in the file.
    pub(super) names: Vec<String>,
}

impl Owned {
    /// The entries of a file for whose names `is_owned` returns true.
    pub(super) fn of(
        storage: &dyn FormerPreferences,
        file: &str,
        is_owned: impl Fn(&str) -> bool,
    ) -> Result<Self, Failure> {
        let entries = or_unreachable(Entries::read(storage, file))?;
        let names = entries.iter().flat_map(Entries::names).filter(|name| is_owned(name));
        Ok(Self { file: file.to_owned(), names: names.map(str::to_owned).collect() })
    }
}

pub(in crate::moving) fn remove(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
) -> Result<(), StoreError> {
    for Owned { file, names } in owned(storage, configuration)? {
        if !names.is_empty() {
            storage.remove(file, names)?;
        }
    }
    Ok(())
}

/// Finds all entries to remove. In the result the devices come first, because the other entries say which users' device
/// files exist. So an interrupted removal can be repeated.
fn owned(storage: &dyn FormerPreferences, configuration: &AuthConfiguration) -> Result<Vec<Owned>, Failure> {
    let of_amplify = amplify::owned(storage, configuration)?;
    let usernames = amplify::usernames(storage, configuration)?;
    let mut owned = mobile_client::owned(storage, configuration, usernames)?;
    owned.extend(of_amplify);
    Ok(owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moving::Former;
    use crate::moving::android::read;
    use crate::test_support::former::android::Phone;
    use crate::test_support::former::android::amplify::{
        Amplify, MASTER_KEY, metadata, user_and_identity_pool, user_pool,
    };
    use crate::test_support::former::android::encrypted::{NAMES_KEYSET, VALUES_KEYSET};
    use crate::test_support::former::android::mobile_client::{
        IDENTITIES, MobileClient, SETTINGS, Scheme, TOKENS, devices, token,
    };
    use crate::test_support::former::{
        FormerUser, IDENTITY, OLDER_PHONE, PHONE, configuration, configuration_with_identity_pool,
    };

    const OTHER_POOL: &str = "eu-central-1:99999999-8888-4777-8666-555555555555";

    /// A phone with entries of other pools and of the app itself.
    fn of_others(scheme: Scheme) -> Phone {
        let phone = Phone::default();
        let amplify = Amplify::install(&phone);
        amplify.put("amplify.eu-central-1_Another00.session", &user_pool(&FormerUser::ann()));
        amplify.put(&format!("amplify.{OTHER_POOL}.session"), &user_pool(&FormerUser::ann()));
        amplify.put("amplify.eu-central-1_Another00.Bob.deviceMetadata", &metadata(&PHONE));
        let client = MobileClient { phone: &phone, scheme };
        client.put(TOKENS, "CognitoIdentityProvider.client2.LastAuthUser", "Bob");
        client.put(TOKENS, "CognitoIdentityProvider.client2.Bob.idToken", "token");
        client.put("CognitoIdentityProviderDeviceCache.eu-central-1_Another00.Bob", "DeviceKey", "key");
        client.put(IDENTITIES, &format!("{OTHER_POOL}.identityId"), OTHER_POOL);
        client.fingerprint("the phone's");
        phone.put("com.example.app", "password", "the app's own");
        phone
    }

    fn names(phone: &Phone) -> Vec<(String, String)> {
        phone.entries().into_iter().map(|(file, name, _)| (file, name)).collect()
    }

    fn put_all(phone: &Phone, scheme: Scheme) {
        let (ann, bob) = (FormerUser::ann(), FormerUser::bob());
        let client = MobileClient { phone, scheme };
        client.session(&ann).device(&ann.username, &OLDER_PHONE);
        // A user whom AWSMobileClient knows under the name that was typed.
        client.put(TOKENS, &token(&ann.typed, "accessToken"), &ann.access_token());
        client.device(&ann.typed, &PHONE).web_session(&bob).device("Bob", &PHONE);
        client.identity(IDENTITY).setting("signInMode", "2").setting("hostedUI", "{}");
    }

    #[test]
    fn only_the_entries_of_the_configured_pools_are_removed() {
        for scheme in [Scheme::Keystore, Scheme::Wrapped, Scheme::Clear] {
            let phone = of_others(scheme);
            // A file that other pools use too keeps its key.
            let kept = |phone: &Phone| {
                let is_key = |file: &str| file.ends_with(".encryptionkey");
                phone.entries().into_iter().filter(|(file, ..)| !is_key(file)).collect::<Vec<_>>()
            };
            let expected = kept(&phone);
            put_all(&phone, scheme);
            let amplify = Amplify::of(&phone);
            amplify.session(&user_pool(&FormerUser::bob())).device("Bob", &PHONE).fingerprint("fingerprint");
            amplify.session_with_identity_pool(&user_and_identity_pool(&FormerUser::bob()));
            remove(&phone, &configuration_with_identity_pool()).unwrap();
            assert_eq!(kept(&phone), expected);
            let Former::Found(left) = read(&phone, &configuration_with_identity_pool()) else { panic!() };
            assert_eq!((left.session, left.devices.len(), left.identity_id), (None, 0, None));
            assert_eq!(left.fingerprint_id.as_deref(), Some("the phone's"));
        }
    }

    #[test]
    fn a_device_is_removed_even_if_only_amplifys_entries_name_its_user() {
        let phone = Phone::default();
        MobileClient::install(&phone).device("Bob", &OLDER_PHONE).device("ann", &PHONE);
        let amplify = Amplify::install(&phone);
        amplify.session(&user_pool(&FormerUser::bob())).device("ann", &PHONE);
        remove(&phone, &configuration()).unwrap();
        let keysets = [NAMES_KEYSET, VALUES_KEYSET].map(|name| (Amplify::file(), name.to_owned()));
        assert_eq!(names(&phone), keysets);
        remove(&phone, &configuration()).unwrap();
        assert_eq!(read(&phone, &configuration()), Former::Absent);
    }

    /// Without the key, nobody can say which pool an entry belongs to, and nobody can read it.
    #[test]
    fn entries_with_a_lost_key_stay_and_the_rest_is_removed() {
        let phone = Phone::default();
        Amplify::install(&phone).session(&user_pool(&FormerUser::bob()));
        let before = phone.entries();
        put_all(&phone, Scheme::Keystore);
        phone.lose_key(MASTER_KEY);
        phone.lose_key(&format!("{TOKENS}.aesKeyStoreAlias"));
        remove(&phone, &configuration_with_identity_pool()).unwrap();
        // AWSMobileClient does not encrypt the names of its entries, so all of its entries are removed.
        let left: Vec<_> = phone.entries().into_iter().filter(|it| !before.contains(it)).collect();
        assert_eq!(left, []);
    }

    #[test]
    fn if_the_storage_is_unreachable_nothing_is_removed() {
        for at in [
            TOKENS,
            SETTINGS,
            IDENTITIES,
            MASTER_KEY,
            &Amplify::file(),
            &devices("Bob"),
            &format!("{TOKENS}.aesKeyStoreAlias"),
        ] {
            let phone = of_others(Scheme::Keystore);
            put_all(&phone, Scheme::Keystore);
            let before = phone.entries();
            phone.fail_at(at, StoreError::Locked);
            let removed = remove(&phone, &configuration_with_identity_pool());
            assert_eq!(removed, Err(StoreError::Locked), "{at}");
            assert_eq!(phone.entries(), before, "{at}");
            phone.succeed();
            remove(&phone, &configuration_with_identity_pool()).unwrap();
            assert!(phone.entries().len() < before.len(), "{at}");
        }
    }

    /// A process can be killed between two files. The next call removes the rest.
    #[test]
    fn an_interrupted_removal_is_completed_by_the_next_call() {
        let phone = of_others(Scheme::Keystore);
        let expected = phone.entries();
        put_all(&phone, Scheme::Keystore);
        for at in [TOKENS, IDENTITIES, SETTINGS] {
            phone.fail_removal_of(at, StoreError::Unavailable);
            let removed = remove(&phone, &configuration_with_identity_pool());
            assert_eq!(removed, Err(StoreError::Unavailable), "{at}");
            phone.succeed();
        }
        remove(&phone, &configuration_with_identity_pool()).unwrap();
        assert_eq!(phone.entries(), expected);
    }
}
