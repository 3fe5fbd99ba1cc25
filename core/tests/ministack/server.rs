//! The running ministack, and users with apps.

use std::sync::{Arc, LazyLock};

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthFlowType, AuthSession, AuthSignInStep, AuthSignUpStep,
    AuthUserAttribute, AuthUserAttributeKey, FetchAuthSessionOptions, OAuthConfiguration, Ports,
    SignInOptions, SignOutResult, SignUpOptions,
};
use serde::Deserialize;

use crate::support::store::FaultyStore;

/// The code that ministack sends for every sign-up, and for every sign-in with a code by e-mail.
pub(crate) const CODE: &str = "123456";
/// The code that ministack sends for every forgotten password.
pub(crate) const RESET_CODE: &str = "654321";
/// A code that ministack never sends.
pub(crate) const WRONG_CODE: &str = "000000";

/// The flows with a password.
pub(crate) const PASSWORD_FLOWS: [AuthFlowType; 2] = [AuthFlowType::UserSrp, AuthFlowType::UserPassword];

/// What `prepare.py` made: user pools, an identity pool, and the passwords of the users.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Server {
    pub(crate) endpoint: String,
    /// A pool in which users choose a name. Other users come from the provider `Partner`.
    pub(crate) names: Pool,
    /// A pool with e-mail addresses as user names.
    pub(crate) emails: Pool,
    /// A pool in which every user needs a second factor.
    pub(crate) demanding: Pool,
    /// A pool that asks for the name and the password on one page. The other pools ask for the name first, on a page of
    /// its own.
    pub(crate) one_page: Pool,
    /// A pool in which users choose between a password and a code by e-mail.
    pub(crate) choosing: Pool,
    /// The port at which ministack expects the provider `Partner`.
    pub(crate) partner_port: u16,
    /// The identity pool for the users of `names`.
    pub(crate) identity_pool_id: String,
    pub(crate) password: String,
    pub(crate) temporary_password: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pool {
    pool_id: String,
    public_client_id: String,
    confidential_client_id: String,
    client_secret: String,
}

pub(crate) static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let json = std::env::var("MINISTACK").expect("MINISTACK is set by core/tests/ministack/run");
    serde_json::from_str(&json).expect("MINISTACK is what prepare.py prints")
});

/// An app client of a pool.
#[derive(Clone, Copy)]
pub(crate) enum Client {
    /// It has no secret.
    Public,
    /// It has a secret. Requests that name the client have a SECRET_HASH, or the secret itself.
    Confidential,
}

impl Client {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Confidential => "confidential",
        }
    }

    pub(crate) fn configuration(self, pool: &Pool) -> AuthConfiguration {
        let (id, secret) = match self {
            Self::Public => (&pool.public_client_id, None),
            Self::Confidential => (&pool.confidential_client_id, Some(pool.client_secret.as_str().into())),
        };
        let mut configuration = AuthConfiguration::new("us-east-1", &pool.pool_id, id);
        configuration.user_pool.endpoint = Some(SERVER.endpoint.clone());
        configuration.user_pool.client_secret = secret;
        configuration.oauth = Some(OAuthConfiguration {
            sign_out_redirect_uris: vec!["myapp://signed-out/".into()],
            ..OAuthConfiguration::new(&SERVER.endpoint, "myapp://callback/")
        });
        configuration
    }
}

/// A user with an app.
pub(crate) struct Person {
    pub(crate) username: String,
    pub(crate) auth: Auth,
    configuration: AuthConfiguration,
    store: Arc<FaultyStore>,
}

impl Person {
    /// A user whose app has this configuration and this store.
    pub(crate) fn with(username: String, configuration: AuthConfiguration, store: FaultyStore) -> Self {
        let store = Arc::new(store);
        let ports = Ports::new(Arc::new(HostTransport::new().unwrap()), store.clone());
        let auth = Auth::new(configuration.clone(), ports).unwrap();
        Self { username, auth, configuration, store }
    }

    /// A user of the pool `names`. The user name contains `story` and the client's name. Each test has a `story` of its
    /// own, so no two tests share a user.
    pub(crate) fn new(story: &str, client: Client) -> Self {
        let username = format!("{story}-{}", client.name());
        Self::with(username, client.configuration(&SERVER.names), FaultyStore::default())
    }

    /// A user of the pool with e-mail addresses as user names.
    pub(crate) fn with_email_as_name(story: &str, client: Client) -> Self {
        let username = format!("{story}-{}@example.com", client.name());
        Self::with(username, client.configuration(&SERVER.emails), FaultyStore::default())
    }

    /// The same user's app on another device, where nobody is signed in.
    pub(crate) fn on_another_device(&self) -> Self {
        Self::with(self.username.clone(), self.configuration.clone(), FaultyStore::default())
    }

    /// An attacker with a copy of what this app has stored.
    pub(crate) fn thief(&self) -> Self {
        Self::with(self.username.clone(), self.configuration.clone(), FaultyStore::with(self.store.entries()))
    }

    pub(crate) async fn sign_up(&self) -> Result<AuthSignUpStep, AuthError> {
        let email = match self.username.contains('@') {
            true => self.username.clone(),
            false => format!("{}@example.com", self.username),
        };
        let user_attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::Email, email)];
        let options = SignUpOptions { user_attributes, ..SignUpOptions::default() };
        let password = Some(SERVER.password.as_str().into());
        Ok(self.auth.sign_up(&self.username, password, options).await?.next_step)
    }

    pub(crate) async fn confirm_sign_up(&self, code: &str) -> Result<(), AuthError> {
        self.auth.confirm_sign_up(&self.username, code.into(), Default::default()).await.map(|_| ())
    }

    /// Signs the user up, and confirms the sign-up.
    pub(crate) async fn registered(self) -> Self {
        self.sign_up().await.unwrap();
        self.confirm_sign_up(CODE).await.unwrap();
        self
    }

    /// Signs the user up and in.
    pub(crate) async fn signed_in(self) -> Self {
        let registered = self.registered().await;
        assert_eq!(registered.sign_in(AuthFlowType::UserSrp).await, Ok(AuthSignInStep::Done));
        registered
    }

    /// Starts a sign-in with the password that the tests give their users.
    pub(crate) async fn sign_in(&self, flow: AuthFlowType) -> Result<AuthSignInStep, AuthError> {
        self.sign_in_with(&SERVER.password, flow).await
    }

    pub(crate) async fn sign_in_with(
        &self,
        password: &str,
        flow: AuthFlowType,
    ) -> Result<AuthSignInStep, AuthError> {
        let options = SignInOptions { flow: Some(flow), ..SignInOptions::default() };
        let result = self.auth.sign_in(&self.username, Some(password.into()), options).await?;
        Ok(result.next_step)
    }

    /// Answers the open challenge.
    pub(crate) async fn answer(&self, answer: &str) -> Result<AuthSignInStep, AuthError> {
        Ok(self.auth.confirm_sign_in(answer.into(), Default::default()).await?.next_step)
    }

    pub(crate) async fn refresh(&self) -> Result<AuthSession, AuthError> {
        let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
        self.auth.fetch_auth_session(options).await
    }

    pub(crate) async fn sign_out(&self) {
        let signed_out = self.auth.sign_out(Default::default()).await;
        assert_eq!(signed_out, SignOutResult::Complete);
    }
}
