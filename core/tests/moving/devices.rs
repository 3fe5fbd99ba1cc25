//! Devices on which a former library stored a session, in each form: one form for each library and platform.

use std::sync::Arc;

use cognito_auth_core::{FormerLibrary, FormerStorage, MoveSource, StoreError};
use serde_json::json;

use crate::support::former::android::Phone;
use crate::support::former::android::amplify::{self, Amplify, MASTER_KEY};
use crate::support::former::android::encrypted::{NAMES_KEYSET, VALUES_KEYSET};
use crate::support::former::android::mobile_client::{CONTEXT_DATA, MobileClient, TOKENS};
use crate::support::former::ios::amplify::{AmplifyApp, Method, Release, SERVICE};
use crate::support::former::ios::{TestKeychain, mobile_client};
use crate::support::former::{FormerDevice, FormerUser};

/// A former library on a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    AmplifySwift,
    MobileClientIos,
    AmplifyAndroid,
    MobileClientAndroid,
}

pub(crate) const FORMS: [Form; 4] =
    [Form::AmplifySwift, Form::MobileClientIos, Form::AmplifyAndroid, Form::MobileClientAndroid];

impl Form {
    pub(crate) fn source(self) -> MoveSource {
        match self {
            Self::AmplifySwift => MoveSource::AmplifySwift,
            Self::MobileClientIos => MoveSource::MobileClientIos,
            Self::AmplifyAndroid => MoveSource::AmplifyAndroid,
            Self::MobileClientAndroid => MoveSource::MobileClientAndroid,
        }
    }

    /// A device on which a user is signed in, by calls or on web pages.
    pub(crate) fn signed_in(self, user: &FormerUser, is_web: bool) -> Device {
        let storage = match self {
            Self::AmplifySwift => {
                let method = if is_web { Method::WebPages } else { Method::Srp };
                Storage::of_keychain(AmplifyApp::of(Release::V2_57).signed_in(user, method))
            }
            Self::MobileClientIos if is_web => {
                Storage::of_keychain(mobile_client::signed_in_on_web_pages(user))
            }
            Self::MobileClientIos => Storage::of_keychain(mobile_client::signed_in(user)),
            Self::AmplifyAndroid => {
                let mut session = amplify::user_pool(user);
                if is_web {
                    session["signedInData"]["signInMethod"] = amplify::by_web();
                }
                Storage::of_phone(|phone| _ = Amplify::install(phone).session(&session))
            }
            Self::MobileClientAndroid => Storage::of_phone(|phone| {
                let mode = if is_web { "2" } else { "0" };
                MobileClient::install(phone).setting("signInMode", mode).session(user);
            }),
        };
        Device { form: self, storage }
    }
}

/// Where the former library has stored its items.
#[derive(Clone)]
enum Storage {
    Keychain(Arc<TestKeychain>),
    Preferences(Arc<Phone>),
}

impl Storage {
    fn of_keychain(keychain: TestKeychain) -> Self {
        Self::Keychain(Arc::new(keychain))
    }

    fn of_phone(write: impl FnOnce(&Phone)) -> Self {
        let phone = Phone::default();
        write(&phone);
        Self::Preferences(Arc::new(phone))
    }
}

/// An item: its service or file, its name, and its value.
pub(crate) type Item = (String, String, Vec<u8>);

/// A device with items of one former library.
pub(crate) struct Device {
    form: Form,
    storage: Storage,
}

impl Device {
    pub(crate) fn library(&self) -> FormerLibrary {
        let storage = match &self.storage {
            Storage::Keychain(keychain) => FormerStorage::Keychain(keychain.clone()),
            Storage::Preferences(phone) => FormerStorage::Preferences(phone.clone()),
        };
        FormerLibrary { storage, defers_refresh: false }
    }

    fn keychain(&self) -> &TestKeychain {
        let Storage::Keychain(keychain) = &self.storage else { panic!("no Keychain") };
        keychain
    }

    fn phone(&self) -> &Phone {
        let Storage::Preferences(phone) = &self.storage else { panic!("no preferences") };
        phone
    }

    /// Stores a remembered device of a user.
    pub(crate) fn remember(&self, user: &FormerUser, device: &FormerDevice) {
        match self.form {
            Form::AmplifySwift => {
                AmplifyApp::of(Release::V2_57).write_device(self.keychain(), &user.typed, device)
            }
            Form::MobileClientIos => mobile_client::write_device(self.keychain(), &user.username, device),
            Form::AmplifyAndroid => {
                Amplify::of(self.phone()).device(&user.username, device);
            }
            Form::MobileClientAndroid => {
                MobileClient::install(self.phone()).device(&user.username, device);
            }
        }
    }

    /// Adds items of another pool, of another app client, and of the app itself.
    pub(crate) fn put_others(&self) {
        match &self.storage {
            Storage::Keychain(keychain) => {
                keychain.put(SERVICE, None, "amplify.eu-central-1_Another00.session", "another pool's");
                mobile_client::put_in_user_pool(keychain, "client2.currentUser", "ann");
                keychain.put("com.example.app", None, "password", "the app's own");
            }
            Storage::Preferences(phone) => {
                let amplify = match self.form {
                    Form::AmplifyAndroid => Amplify::of(phone),
                    _ => Amplify::install(phone),
                };
                amplify.put("amplify.eu-central-1_Another00.session", &json!({ "type": "empty" }));
                let client = MobileClient::install(phone);
                client.put(TOKENS, "CognitoIdentityProvider.client2.LastAuthUser", "ann").fingerprint("id");
                phone.put("com.example.app", "password", "the app's own");
            }
        }
    }

    /// Every item.
    pub(crate) fn items(&self) -> Vec<Item> {
        match &self.storage {
            Storage::Keychain(keychain) => {
                let mut all = Vec::new();
                for ((service, _), items) in keychain.contents() {
                    all.extend(items.into_iter().map(|(name, value)| (service.clone(), name, value)));
                }
                all
            }
            Storage::Preferences(phone) => phone.entries(),
        }
    }

    /// Each read of the session fails from now on.
    pub(crate) fn fail(&self, error: StoreError) {
        match self.form {
            Form::AmplifySwift => self.keychain().fail(SERVICE, error),
            Form::MobileClientIos => self.keychain().fail(&mobile_client::user_pool_service(), error),
            Form::AmplifyAndroid => self.phone().fail_at(MASTER_KEY, error),
            Form::MobileClientAndroid => self.phone().fail_at(&format!("{TOKENS}.aesKeyStoreAlias"), error),
        }
    }

    /// Lets every read succeed again.
    pub(crate) fn succeed(&self) {
        match &self.storage {
            Storage::Keychain(keychain) => keychain.succeed(),
            Storage::Preferences(phone) => phone.succeed(),
        }
    }
}

/// Whether an item belongs to no pool. Such items are Amplify's last configuration, the keys of Amplify's file, and the
/// id that AWSMobileClient for Android stores for threat protection.
pub(crate) fn is_of_no_pool((file, name, _): &Item) -> bool {
    ["authConfiguration", NAMES_KEYSET, VALUES_KEYSET].contains(&name.as_str()) || file == CONTEXT_DATA
}
