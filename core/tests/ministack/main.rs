//! Our client against ministack, a Cognito that nobody here wrote. `run` beside this file starts one, makes a user
//! pool on it, and says in the environment where it is.

use std::sync::Arc;

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthErrorCode, AuthErrorKind, AuthFlowType, AuthSignInStep, AuthSignUpStep,
    AuthUserAttribute, AuthUserAttributeKey, FetchAuthSessionOptions, Ports, Secret, SignInOptions,
    SignOutOptions, SignOutResult, SignUpOptions, UserPoolTokens,
};
use serde_json::Value;
use totp_rs::{Builder, Secret as TotpSecret};

/// The code that ministack sends to everybody.
const CODE: &str = "123456";

/// The server and what `prepare.py` made on it.
struct Server(Value);

impl Server {
    fn running() -> Self {
        let json = std::env::var("MINISTACK").expect("MINISTACK is set by core/tests/ministack/run");
        Self(serde_json::from_str(&json).unwrap())
    }

    fn text(&self, name: &str) -> String {
        self.0[name].as_str().unwrap_or_else(|| panic!("MINISTACK lacks {name}")).to_owned()
    }

    fn password(&self) -> Secret {
        Secret::new(self.text("password"))
    }

    /// A fresh instance: no session, for the client of this name.
    fn auth(&self, client: &str) -> Auth {
        let pool_id = self.text("poolId");
        let mut configuration = AuthConfiguration::new("us-east-1", pool_id, self.text(client));
        configuration.user_pool.endpoint = Some(self.text("endpoint"));
        if client == "confidentialClientId" {
            configuration.user_pool.client_secret = Some(Secret::new(self.text("clientSecret")));
        }
        let ports = Ports::new(Arc::new(HostTransport::new().unwrap()), Arc::new(MemoryStore::new()));
        Auth::new(configuration, ports).unwrap()
    }
}

/// The guide's first half: registers a user and confirms it.
async fn sign_up(auth: &Auth, username: &str, password: Secret) {
    let email = AuthUserAttribute::new(AuthUserAttributeKey::Email, format!("{username}@example.com"));
    let options = SignUpOptions { user_attributes: vec![email], ..SignUpOptions::default() };
    let result = auth.sign_up(username, Some(password), options).await.unwrap();
    assert!(matches!(result.next_step, AuthSignUpStep::ConfirmUser { .. }));
    let result = auth.confirm_sign_up(username, CODE.into(), Default::default()).await.unwrap();
    assert!(result.is_sign_up_complete());
}

async fn sign_in(auth: &Auth, username: &str, password: Secret, flow: AuthFlowType) -> AuthSignInStep {
    let options = SignInOptions { flow: Some(flow), ..SignInOptions::default() };
    auth.sign_in(username, Some(password), options).await.unwrap().next_step
}

async fn tokens(auth: &Auth, force_refresh: bool) -> UserPoolTokens {
    let options = FetchAuthSessionOptions { force_refresh, ..FetchAuthSessionOptions::default() };
    auth.fetch_auth_session(options).await.unwrap().tokens.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_by_srp() {
    let server = Server::running();
    let auth = server.auth("clientId");
    sign_up(&auth, "guide-srp", server.password()).await;
    assert_eq!(
        sign_in(&auth, "guide-srp", server.password(), AuthFlowType::UserSrp).await,
        AuthSignInStep::Done
    );
    assert_eq!(auth.get_current_user().await.unwrap().username, "guide-srp");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_with_the_password_sent() {
    let server = Server::running();
    let auth = server.auth("clientId");
    sign_up(&auth, "guide-password", server.password()).await;
    let step = sign_in(&auth, "guide-password", server.password(), AuthFlowType::UserPassword).await;
    assert_eq!(step, AuthSignInStep::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_with_a_client_secret_by_both_flows() {
    let server = Server::running();
    let auth = server.auth("confidentialClientId");
    sign_up(&auth, "guide-secret", server.password()).await;
    for flow in [AuthFlowType::UserSrp, AuthFlowType::UserPassword] {
        assert_eq!(sign_in(&auth, "guide-secret", server.password(), flow).await, AuthSignInStep::Done);
        tokens(&auth, true).await;
        assert_eq!(auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_refused_by_both_flows() {
    let server = Server::running();
    let auth = server.auth("clientId");
    sign_up(&auth, "wrong-password", server.password()).await;
    for flow in [AuthFlowType::UserSrp, AuthFlowType::UserPassword] {
        let options = SignInOptions { flow: Some(flow), ..SignInOptions::default() };
        let error = auth.sign_in("wrong-password", Some("Wrong-pass-1".into()), options).await.unwrap_err();
        assert_eq!((error.kind, error.code), (AuthErrorKind::NotAuthorized, AuthErrorCode::NotAuthorized));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_is_refused_and_the_right_one_still_works() {
    let server = Server::running();
    let auth = server.auth("clientId");
    auth.sign_up("wrong-code", Some(server.password()), SignUpOptions::default()).await.unwrap();
    let error = auth.confirm_sign_up("wrong-code", "000000".into(), Default::default()).await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::CodeMismatch);
    assert!(auth.confirm_sign_up("wrong-code", CODE.into(), Default::default()).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unconfirmed_user_is_asked_to_confirm() {
    let server = Server::running();
    let auth = server.auth("clientId");
    auth.sign_up("unconfirmed", Some(server.password()), SignUpOptions::default()).await.unwrap();
    auth.resend_sign_up_code("unconfirmed", Default::default()).await.unwrap();
    let step = sign_in(&auth, "unconfirmed", server.password(), AuthFlowType::UserPassword).await;
    assert!(matches!(step, AuthSignInStep::ConfirmSignUp { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_name_is_refused() {
    let server = Server::running();
    let auth = server.auth("clientId");
    sign_up(&auth, "taken", server.password()).await;
    let error = auth.sign_up("taken", Some(server.password()), SignUpOptions::default()).await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::UsernameExists);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authenticator_app_is_asked_for_its_code() {
    let server = Server::running();
    let auth = server.auth("clientId");
    let step = sign_in(&auth, "with-totp", server.password(), AuthFlowType::UserSrp).await;
    assert_eq!(step, AuthSignInStep::ConfirmSignInWithTotpCode);
    let secret = TotpSecret::try_from_base32(server.text("totpSecret")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let code = totp.generate_current().to_string();
    let result = auth.confirm_sign_in(code.into(), Default::default()).await.unwrap();
    assert!(result.is_signed_in());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_user_chooses_a_password() {
    let server = Server::running();
    let auth = server.auth("clientId");
    let temporary = Secret::new(server.text("temporaryPassword"));
    let step = sign_in(&auth, "invited", temporary, AuthFlowType::UserSrp).await;
    assert!(matches!(step, AuthSignInStep::ConfirmSignInWithNewPassword { .. }));
    let result = auth.confirm_sign_in("Chosen-pass-1".into(), Default::default()).await.unwrap();
    assert!(result.is_signed_in());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_brings_a_new_access_token_and_a_sign_out_ends_the_session() {
    let server = Server::running();
    let auth = server.auth("clientId");
    sign_up(&auth, "refreshing", server.password()).await;
    sign_in(&auth, "refreshing", server.password(), AuthFlowType::UserSrp).await;
    let first = tokens(&auth, false).await;
    let second = tokens(&auth, true).await;
    assert_ne!(first.access_token, second.access_token);
    assert_eq!(auth.sign_out(SignOutOptions { global_sign_out: true }).await, SignOutResult::Complete);
    let session = auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap();
    assert!(!session.is_signed_in);
}
