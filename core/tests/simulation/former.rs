//! The storage of the library that the app used before: a user is signed in there when the history begins, or the
//! storage is damaged.

use std::sync::Arc;

use cognito_auth_core::{FormerItem, FormerKeychain, FormerLibrary, FormerStorage, StoreError};
use serde_json::Value;

use crate::fault::{Effect, Place};
use crate::model::{Record, Stored};
use crate::plan::{FormerForm, FormerSettings, USERS};
use crate::ports::Port;
use crate::service::{Service, text};
use crate::support::former::FormerUser;
use crate::support::former::ios::TestKeychain;
use crate::support::former::ios::amplify::{AmplifyApp, Method, data_of};
use crate::support::former::ios::mobile_client;
use crate::world::{Run, State};

/// What the former library has stored.
pub(crate) struct Former {
    keychain: TestKeychain,
    /// The session to take over. `None` if the storage is damaged.
    session: Option<Record>,
}

impl Former {
    /// Signs a user in at the service, as the former library did before the history began.
    pub(crate) fn of(settings: FormerSettings, service: &mut Service) -> Self {
        let result = service.sign_in_before(settings.user);
        let keychain = keychain_with(settings, &result);
        let session = Stored::of_tokens(&result, service).filter(|_| settings.form != FormerForm::Damaged);
        Self { keychain, session }
    }
}

fn keychain_with(settings: FormerSettings, tokens: &Value) -> TestKeychain {
    let name = USERS[settings.user];
    let user = FormerUser { username: name.to_owned(), typed: name.to_owned(), ..FormerUser::bob() };
    match settings.form {
        FormerForm::MobileClient => {
            let keychain = TestKeychain::default();
            mobile_client::write_current_user(&keychain, name);
            for (kind, member) in
                [("idToken", "IdToken"), ("accessToken", "AccessToken"), ("refreshToken", "RefreshToken")]
            {
                let account = mobile_client::token_account(name, kind);
                mobile_client::put_in_user_pool(&keychain, &account, text(&tokens[member]));
            }
            keychain
        }
        FormerForm::Amplify(release) => amplify_keychain(AmplifyApp::of(release), &user, tokens),
        FormerForm::Damaged => {
            let app = AmplifyApp::of(crate::support::former::ios::amplify::Release::V2_57);
            let keychain = amplify_keychain(app, &user, tokens);
            keychain.change(&app.session_account(), |value| value.truncate(value.len() / 2));
            keychain
        }
    }
}

fn amplify_keychain(app: AmplifyApp, user: &FormerUser, tokens: &Value) -> TestKeychain {
    let mut session = app.session(user, Method::Srp);
    let stored = &mut data_of(&mut session)["cognitoUserPoolTokens"];
    stored["idToken"] = tokens["IdToken"].clone();
    stored["accessToken"] = tokens["AccessToken"].clone();
    stored["refreshToken"] = tokens["RefreshToken"].clone();
    app.keychain(&session)
}

impl State {
    /// Begins the history with the former library's session, if there is one.
    pub(crate) fn begin_with_former(&mut self) {
        let Some(former) = &self.former else { return };
        match former.session.clone() {
            Some(session) => self.model.stored = vec![Stored::Record(session)],
            // The storage is damaged, so no session can be taken over.
            None => self.model.gone.extend(0..self.service.families.len()),
        }
    }

    /// The session that the next start takes over, if the store has none.
    pub(crate) fn session_to_move(&self) -> Option<Record> {
        let is_settled = self.entries.contains_key(&self.session_key.replace(".session", ".moved"));
        let former =
            self.former.as_ref().filter(|former| !is_settled && !former.keychain.accounts().is_empty());
        former?.session.clone()
    }

    /// A process removes the former library's items.
    fn check_former_removal(&mut self, run: &Run) {
        self.say(|| format!("process {} removes the former library's items", run.slot));
        if !self.model.is_finishing_move(run.slot) {
            self.violate(4, "the former library's items were removed, and no call asked for that");
        }
        if self.session_to_move().is_some() && !self.entries.contains_key(&self.session_key) {
            self.violate(1, "the former library's items were removed before the session moved in");
        }
    }
}

impl Port {
    pub(crate) fn former_library(&self) -> Option<FormerLibrary> {
        let has_former = self.world.lock().former.is_some();
        has_former.then(|| FormerLibrary {
            storage: FormerStorage::Keychain(Arc::new(self.clone())),
            defers_refresh: false,
        })
    }

    /// A call of the former library's storage, with the fault that happens there.
    fn former_call<T>(
        &self,
        call: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let effect: Option<Effect> = self.before(Place::Former)?;
        let result = call(&mut self.world.lock());
        self.world.crossed(&self.run, effect);
        self.ensure_alive()?;
        result
    }
}

impl FormerKeychain for Port {
    fn bundle_identifier(&self) -> Option<String> {
        self.world.lock().former.as_ref()?.keychain.bundle_identifier()
    }

    fn items(&self, service: String, access_group: Option<String>) -> Result<Vec<FormerItem>, StoreError> {
        self.former_call(|state| match &state.former {
            Some(former) => former.keychain.items(service, access_group),
            None => Ok(Vec::new()),
        })
    }

    fn user_default(&self, key: String) -> Option<String> {
        self.world.lock().former.as_ref()?.keychain.user_default(key)
    }

    fn remove(
        &self,
        service: String,
        access_group: Option<String>,
        accounts: Vec<String>,
    ) -> Result<(), StoreError> {
        self.former_call(|state| {
            state.check_former_removal(&self.run);
            match &state.former {
                Some(former) => FormerKeychain::remove(&former.keychain, service, access_group, accounts),
                None => Ok(()),
            }
        })
    }
}
