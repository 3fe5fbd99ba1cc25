//! The app that makes the calls, and what must be prepared for each call.

use std::sync::{Arc, Mutex};

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{
    Accounts, Auth, AuthError, AuthSignInResult, AuthUserAttributeKey, FormerLibrary, FormerStorage,
    IdentityPoolConfiguration, Ports, SecureStore, UserPoolConfiguration,
};
use serde_json::json;

use crate::calls::Call;
use crate::support::former::ios::TestKeychain;
use crate::support::identity::{POOL, record as identity_record};
use crate::support::options::by_password;
use crate::support::passkey::SoftwarePasskey;
use crate::support::pool::{PASSWORD, TestPool, auth, authenticator_app, with_email};
use crate::support::store::FaultyStore;
use crate::support::transport::Switch;

/// An app that faults can be injected into.
pub(crate) struct Stage {
    pub(crate) pool: TestPool,
    pub(crate) transport: Arc<Switch>,
    pub(crate) store: Arc<FaultyStore>,
    passkey: Arc<SoftwarePasskey>,
    pub(crate) username: String,
    /// The authenticator app that is being set up.
    pub(crate) app: Mutex<Option<totp_rs::Totp>>,
    /// The id of a passkey of the user.
    pub(crate) credential: Mutex<String>,
}

impl Stage {
    pub(crate) fn new(pool: TestPool, number: usize) -> Self {
        let host = Arc::new(HostTransport::new().unwrap());
        Self {
            pool,
            transport: Arc::new(Switch::new(host)),
            store: Arc::default(),
            passkey: Arc::new(SoftwarePasskey::new()),
            username: format!("user-{number}"),
            app: Mutex::default(),
            credential: Mutex::default(),
        }
    }

    /// A new instance over the app's store, as after a restart.
    fn auth(&self) -> Auth {
        auth(self.pool.configuration(), self.ports())
    }

    fn auth_with_identity_pool(&self) -> Auth {
        let mut configuration = self.pool.configuration();
        configuration.identity_pool = Some(IdentityPoolConfiguration::new(POOL).with_guests());
        auth(configuration, self.ports())
    }

    pub(crate) fn accounts(&self) -> Accounts {
        Accounts::new(self.pool.configuration(), self.ports()).unwrap()
    }

    fn ports(&self) -> Ports {
        let (transport, store) = (Arc::clone(&self.transport), Arc::clone(&self.store));
        let mut ports = Ports::new(transport, store);
        ports.passkeys = self.passkey.clone();
        ports.former = Some(FormerLibrary {
            storage: FormerStorage::Keychain(Arc::<TestKeychain>::default()),
            defers_refresh: false,
        });
        ports
    }

    /// Stores a federation, as the app did before it was started again.
    fn store_federation(&self) {
        let UserPoolConfiguration { pool_id, client_id, endpoint, .. } = self.pool.configuration().user_pool;
        let origin = endpoint.unwrap();
        let key = format!("cognito-auth.{pool_id}.{client_id}@{}.identity", origin.trim_end_matches('/'));
        let owner = json!({ "federated": { "provider": "accounts.google.com", "token": "google-token" } });
        self.store.save(key, identity_record(1, owner, 0).to_string().into_bytes()).unwrap();
    }

    /// Prepares everything that the call needs, and returns the instance that makes the call.
    pub(crate) async fn prepare(&self, call: Call) -> Auth {
        match call {
            Call::SignUp | Call::Close | Call::SetLabel => {}
            Call::ConfirmSignUp | Call::ResendSignUpCode => self.sign_up(&self.auth()).await,
            Call::AutoSignIn => {
                let auth = self.auth();
                self.sign_up(&auth).await;
                let code = self.pool.code(&self.username);
                auth.confirm_sign_up(&self.username, code.into(), Default::default()).await.unwrap();
                // Only the instance that confirmed the sign-up can go on to the sign-in.
                return auth;
            }
            Call::SignIn | Call::ResetPassword => self.make_user(),
            Call::ConfirmResetPassword => {
                self.make_user();
                self.auth().reset_password(&self.username, Default::default()).await.unwrap();
            }
            Call::ConfirmSignIn => {
                self.make_user();
                self.pool.enable_factors(&self.username, &["EmailMfaSettings"]);
                assert!(!self.sign_in(&self.auth()).await.unwrap().is_signed_in());
            }
            Call::RememberDevice | Call::ForgetDevice | Call::FetchDevices => {
                self.pool.remember_devices(false);
                self.signed_in().await;
            }
            Call::VerifyTotpSetup => {
                let details = self.signed_in().await.set_up_totp().await.unwrap();
                *self.app.lock().unwrap() = Some(authenticator_app(details.shared_secret.expose()));
            }
            Call::ConfirmUserAttribute => {
                let auth = self.signed_in().await;
                auth.send_user_attribute_verification_code(AuthUserAttributeKey::Email, Default::default())
                    .await
                    .unwrap();
            }
            Call::DeleteWebAuthnCredential => {
                let auth = self.signed_in().await;
                auth.associate_web_authn_credential().await.unwrap();
                let listed = auth.list_web_authn_credentials(Default::default()).await.unwrap();
                *self.credential.lock().unwrap() = listed.credentials[0].credential_id.clone();
            }
            Call::FederateToIdentityPool => return self.auth_with_identity_pool(),
            Call::ClearFederationToIdentityPool => {
                self.store_federation();
                return self.auth_with_identity_pool();
            }
            Call::FetchAuthSession
            | Call::SessionState
            | Call::PendingSignIn
            | Call::MoveReport
            | Call::FinishMove
            | Call::GetCurrentUser
            | Call::SignOut
            | Call::UpdatePassword
            | Call::FetchUserAttributes
            | Call::UpdateUserAttribute
            | Call::UpdateUserAttributes
            | Call::DeleteUserAttributes
            | Call::SendUserAttributeVerificationCode
            | Call::FetchMfaPreference
            | Call::UpdateMfaPreference
            | Call::SetUpTotp
            | Call::AssociateWebAuthnCredential
            | Call::ListWebAuthnCredentials
            | Call::FetchUserAuthFactors
            | Call::DeleteUser
            | Call::StoredAccounts
            | Call::SignOutOf
            | Call::Purge => {
                self.signed_in().await;
            }
        }
        self.auth()
    }

    async fn sign_up(&self, auth: &Auth) {
        let email = with_email(&format!("{}@example.com", self.username));
        auth.sign_up(&self.username, Some(PASSWORD.into()), email).await.unwrap();
    }

    async fn signed_in(&self) -> Auth {
        self.make_user();
        let auth = self.auth();
        assert!(self.sign_in(&auth).await.unwrap().is_signed_in());
        auth
    }

    fn make_user(&self) {
        let email = format!("{}@example.com", self.username);
        let attributes =
            json!([{ "Name": "email", "Value": email }, { "Name": "email_verified", "Value": "true" }]);
        let username = &self.username;
        let user = json!({ "Username": username, "MessageAction": "SUPPRESS", "UserAttributes": attributes });
        self.pool.admin("AdminCreateUser", user);
        let password = json!({ "Username": username, "Password": PASSWORD, "Permanent": true });
        self.pool.admin("AdminSetUserPassword", password);
    }

    async fn sign_in(&self, auth: &Auth) -> Result<AuthSignInResult, AuthError> {
        auth.sign_in(&self.username, Some(PASSWORD.into()), by_password()).await
    }
}
