//! AWS credentials from an identity pool of ministack.

use cognito_auth_core::{
    AuthErrorCode, AuthFlowType, AuthIdentity, AuthSignInStep, IdentityPoolConfiguration, LoginProvider,
    SessionState,
};

use crate::server::{Client, Person, SERVER};
use crate::support::options::error_code;
use crate::support::store::FaultyStore;

with_and_without_secret! {
    a_guest_who_signs_in_keeps_the_identity,
    a_user_has_one_identity_on_every_device,
}

impl Person {
    /// A user whose app has the identity pool.
    fn with_identity_pool(story: &str, client: Client) -> Self {
        let username = format!("{story}-{}", client.name());
        let mut configuration = client.configuration(&SERVER.names);
        configuration.identity_pool =
            Some(IdentityPoolConfiguration::new(&SERVER.identity_pool_id).with_guests());
        Self::with(username, configuration, FaultyStore::default())
    }

    async fn identity(&self) -> AuthIdentity {
        self.auth.fetch_auth_session(Default::default()).await.unwrap().identity.unwrap()
    }

    /// The id of the identity. Checks that the identity has credentials.
    async fn identity_id(&self) -> String {
        let identity = self.identity().await;
        assert_eq!(identity.error, None);
        let credentials = identity.credentials.unwrap();
        assert!(credentials.access_key_id.starts_with("ASIA"));
        assert!(!credentials.secret_access_key.expose().is_empty());
        assert!(!credentials.session_token.expose().is_empty());
        identity.identity_id.unwrap()
    }
}

async fn a_guest_who_signs_in_keeps_the_identity(client: Client) {
    let ann = Person::with_identity_pool("guest", client).registered().await;
    let identity_id = ann.identity_id().await;
    assert_eq!(ann.auth.session_state().await, Ok(SessionState::Guest { identity_id: identity_id.clone() }));
    assert_eq!(ann.identity_id().await, identity_id);
    assert_eq!(ann.sign_in(AuthFlowType::UserSrp).await, Ok(AuthSignInStep::Done));
    assert_eq!(ann.identity_id().await, identity_id);
    assert!(ann.refresh().await.unwrap().identity.unwrap().credentials.is_some());
    ann.sign_out().await;
    assert_ne!(ann.identity_id().await, identity_id, "the next guest got the former guest's identity");
}

async fn a_user_has_one_identity_on_every_device(client: Client) {
    let ann = Person::with_identity_pool("identity", client).signed_in().await;
    let identity_id = ann.identity_id().await;
    let other = ann.on_another_device();
    let guest = other.identity_id().await;
    assert_ne!(guest, identity_id);
    assert_eq!(other.sign_in(AuthFlowType::UserSrp).await, Ok(AuthSignInStep::Done));
    assert_eq!(other.identity_id().await, identity_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_of_another_provider_gets_the_same_identity_again() {
    let ann = Person::with_identity_pool("federated", Client::Public);
    let federate = |provider, token: &str| {
        ann.auth.federate_to_identity_pool(provider, token.into(), Default::default())
    };
    let first = federate(LoginProvider::Facebook, "token-of-ann").await.unwrap();
    assert_eq!(ann.identity_id().await, first.identity_id);
    ann.auth.clear_federation_to_identity_pool().await.unwrap();
    let again = federate(LoginProvider::Facebook, "token-of-ann").await.unwrap();
    assert_eq!(again.identity_id, first.identity_id);
    ann.auth.clear_federation_to_identity_pool().await.unwrap();
    let unknown = federate(LoginProvider::Google, "token").await;
    assert_eq!(error_code(unknown), AuthErrorCode::LoginNotAccepted);
}
