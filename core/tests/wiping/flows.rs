//! The flows: what the service answers, and what the app calls.

use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthFlowType, AuthSignInResult, ConfirmSignInOptions,
    FetchAuthSessionOptions, IdentityPoolConfiguration, OAuthConfiguration, Ports, SignInOptions,
    SignOutOptions, SignUpOptions,
};
use serde_json::{Value, json};

use crate::allocator::outside;
use crate::platform::{KnownBytes, Service, StoppedClock, Store};
use crate::secrets::{CLIENT_SECRET, CODE, NEW_PASSWORD, PASSWORD, TOTP_SECRET, tokens};

/// An app's instance and its platform. Copies of secrets in the platform's own memory do not count.
pub(crate) struct App {
    service: Arc<Service>,
    store: Arc<Store>,
    has_identity_pool: bool,
    pub(crate) auth: Auth,
}

impl App {
    pub(crate) fn new() -> Self {
        Self::with(Arc::default(), Arc::default(), false)
    }

    fn with(service: Arc<Service>, store: Arc<Store>, has_identity_pool: bool) -> Self {
        let mut configuration = AuthConfiguration::new("eu-central-1", "eu-central-1_AbCdEfGhI", "client");
        configuration.user_pool.client_secret = Some(CLIENT_SECRET.into());
        configuration.oauth = Some(OAuthConfiguration::new("auth.example.com", "myapp://callback/"));
        if has_identity_pool {
            let pool = "eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f";
            configuration.identity_pool = Some(IdentityPoolConfiguration::new(pool).with_guests());
        }
        let mut ports = Ports::new(service.clone(), store.clone());
        ports.clock = Arc::new(StoppedClock);
        ports.entropy = Arc::new(KnownBytes);
        let auth = Auth::new(configuration, ports).unwrap();
        Self { service, store, has_identity_pool, auth }
    }

    /// The app after a restart.
    pub(crate) fn restarted(self) -> Self {
        let Self { service, store, has_identity_pool, auth } = self;
        drop(auth);
        Self::with(service, store, has_identity_pool)
    }

    /// The app after a restart, as a version that uses an identity pool.
    pub(crate) fn with_identity_pool(self) -> Self {
        Self { has_identity_pool: true, ..self }.restarted()
    }

    pub(crate) fn answers(&self, body: &Value) {
        self.answers_with(200, body);
    }

    pub(crate) fn answers_with(&self, status: u16, body: &Value) {
        outside(|| self.service.will_answer(status, &body.to_string()));
    }

    pub(crate) fn answers_text(&self, status: u16, body: &str) {
        self.service.will_answer(status, body);
    }

    fn refuses(&self, exception: &str) {
        let body = json!({ "__type": exception, "message": "no" });
        outside(|| self.service.will_answer(400, &body.to_string()));
    }

    pub(crate) fn gives_tokens(&self, serial: u32) {
        outside(|| self.answers(&json!({ "AuthenticationResult": tokens(serial) })));
    }

    fn asks(&self, challenge: &str, parameters: &Value) {
        outside(|| {
            self.answers(&json!({
                "ChallengeName": challenge, "Session": "Session", "ChallengeParameters": parameters,
            }));
        });
    }

    fn asks_for_proof(&self) {
        self.asks("PASSWORD_VERIFIER", &verifier());
    }

    async fn sign_in_by(&self, flow: AuthFlowType) -> Result<AuthSignInResult, AuthError> {
        let options = SignInOptions { flow: Some(flow), ..SignInOptions::default() };
        self.auth.sign_in("ann", Some(PASSWORD.into()), options).await
    }

    async fn sign_in(&self, flow: AuthFlowType) -> bool {
        self.sign_in_by(flow).await.unwrap().is_signed_in()
    }

    async fn try_sign_in(&self) -> Result<AuthSignInResult, AuthError> {
        self.sign_in_by(AuthFlowType::UserPassword).await
    }

    async fn confirm(&self, answer: &str) -> bool {
        let confirmed = self.auth.confirm_sign_in(answer.into(), ConfirmSignInOptions::default()).await;
        confirmed.is_ok_and(|result| result.is_signed_in())
    }

    pub(crate) async fn signed_in(&self) {
        self.gives_tokens(1);
        assert!(self.sign_in(AuthFlowType::UserPassword).await);
    }

    pub(crate) async fn has_tokens(&self, force_refresh: bool) {
        let options = FetchAuthSessionOptions { force_refresh, ..FetchAuthSessionOptions::default() };
        assert!(self.auth.fetch_auth_session(options).await.unwrap().tokens.is_some());
    }

    pub(crate) fn is_done(&self) -> bool {
        self.service.is_done()
    }
}

/// The service's half of SRP. The service does not look at the proof.
fn verifier() -> Value {
    json!({ "USER_ID_FOR_SRP": "ann", "SALT": "0a1b2c", "SRP_B": "3d4e5f", "SECRET_BLOCK": "c2VjcmV0" })
}

pub(crate) async fn srp(app: App) -> App {
    app.asks_for_proof();
    app.gives_tokens(1);
    assert!(app.sign_in(AuthFlowType::UserSrp).await);
    app.has_tokens(false).await;
    app
}

pub(crate) async fn user_password(app: App) -> App {
    app.signed_in().await;
    app.has_tokens(false).await;
    app
}

/// The user chooses to send the password.
pub(crate) async fn chosen_password(app: App) -> App {
    outside(|| {
        app.answers(&json!({
            "ChallengeName": "SELECT_CHALLENGE", "Session": "Session", "ChallengeParameters": {},
            "AvailableChallenges": ["PASSWORD", "PASSWORD_SRP"],
        }));
    });
    app.gives_tokens(1);
    let flow = AuthFlowType::UserAuth { preferred_first_factor: None };
    let options = SignInOptions { flow: Some(flow), ..SignInOptions::default() };
    assert!(!app.auth.sign_in("ann", None, options).await.unwrap().is_signed_in());
    assert!(!app.confirm("PASSWORD").await);
    assert!(app.confirm(PASSWORD).await);
    app
}

pub(crate) async fn wrong_password(app: App) -> App {
    app.refuses("NotAuthorizedException");
    assert!(app.try_sign_in().await.is_err());
    app
}

pub(crate) async fn custom(app: App) -> App {
    app.asks_for_proof();
    app.asks("CUSTOM_CHALLENGE", &json!({ "hint": "blue" }));
    app.gives_tokens(1);
    assert!(!app.sign_in(AuthFlowType::CustomWithSrp).await);
    assert!(app.confirm(CODE).await);
    app
}

pub(crate) async fn new_password(app: App) -> App {
    app.asks_for_proof();
    app.asks("NEW_PASSWORD_REQUIRED", &json!({ "requiredAttributes": "[]", "userAttributes": "{}" }));
    app.refuses("InvalidPasswordException");
    app.gives_tokens(1);
    assert!(!app.sign_in(AuthFlowType::UserSrp).await);
    assert!(!app.confirm(NEW_PASSWORD).await);
    assert!(app.confirm(NEW_PASSWORD).await);
    app
}

pub(crate) async fn second_factor(app: App) -> App {
    app.asks_for_proof();
    app.asks("SOFTWARE_TOKEN_MFA", &json!({}));
    app.refuses("CodeMismatchException");
    app.gives_tokens(1);
    assert!(!app.sign_in(AuthFlowType::UserSrp).await);
    assert!(!app.confirm(CODE).await);
    let app = app.restarted();
    assert!(app.confirm(CODE).await);
    app
}

pub(crate) async fn totp_setup(app: App) -> App {
    app.asks_for_proof();
    app.asks("MFA_SETUP", &json!({ "MFAS_CAN_SETUP": "[\"SOFTWARE_TOKEN_MFA\"]" }));
    outside(|| app.answers(&json!({ "SecretCode": TOTP_SECRET, "Session": "Session" })));
    app.answers(&json!({ "Status": "SUCCESS", "Session": "Session" }));
    app.gives_tokens(1);
    assert!(!app.sign_in(AuthFlowType::UserSrp).await);
    assert!(app.confirm(CODE).await);
    app
}

pub(crate) async fn refresh(app: App) -> App {
    app.signed_in().await;
    let app = app.restarted();
    app.has_tokens(false).await;
    app.gives_tokens(2);
    app.has_tokens(true).await;
    app
}

pub(crate) async fn sign_up(app: App) -> App {
    let options = SignUpOptions::default();
    app.refuses("InvalidPasswordException");
    assert!(app.auth.sign_up("ann", Some(PASSWORD.into()), options.clone()).await.is_err());
    app.answers(&json!({ "UserConfirmed": false, "UserSub": "sub-of-ann", "Session": "Session" }));
    app.auth.sign_up("ann", Some(PASSWORD.into()), options).await.unwrap();
    app.answers(&json!({ "Session": "Session" }));
    app.auth.confirm_sign_up("ann", CODE.into(), Default::default()).await.unwrap();
    app.gives_tokens(1);
    assert!(app.auth.auto_sign_in().await.unwrap().is_signed_in());
    app
}

pub(crate) async fn update_password(app: App) -> App {
    app.signed_in().await;
    app.answers(&json!({}));
    app.auth.update_password(Some(PASSWORD.into()), NEW_PASSWORD.into()).await.unwrap();
    app
}

pub(crate) async fn reset_password(app: App) -> App {
    app.answers(&json!({}));
    let options = Default::default();
    app.auth.confirm_reset_password("ann", NEW_PASSWORD.into(), CODE.into(), options).await.unwrap();
    app
}

pub(crate) async fn device(app: App) -> App {
    let mut result = outside(|| tokens(1));
    outside(|| {
        result["NewDeviceMetadata"] =
            json!({ "DeviceKey": "eu-central-1_device", "DeviceGroupKey": "group" });
        app.answers(&json!({ "AuthenticationResult": result }));
        drop(result);
    });
    app.answers(&json!({ "UserConfirmationNecessary": false }));
    assert!(app.sign_in(AuthFlowType::UserPassword).await);
    app.answers(&json!({}));
    app.auth.sign_out(SignOutOptions::default()).await;
    let app = app.restarted();
    app.asks("DEVICE_SRP_AUTH", &json!({}));
    app.asks("DEVICE_PASSWORD_VERIFIER", &verifier());
    app.gives_tokens(2);
    assert!(app.sign_in(AuthFlowType::UserPassword).await);
    app
}

pub(crate) async fn sign_out(app: App) -> App {
    app.signed_in().await;
    app.answers(&json!({}));
    app.auth.sign_out(SignOutOptions { global_sign_out: true, ..SignOutOptions::default() }).await;
    app
}

/// The call is dropped before the tokens come.
pub(crate) async fn left(app: App) -> App {
    app.service.wait();
    app.gives_tokens(1);
    tokio::select! {
        biased;
        _ = app.sign_in(AuthFlowType::UserPassword) => unreachable!("there is no answer"),
        () = async {
            while !app.service.has_request() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        } => {}
    }
    app.service.answer_late();
    app
}

/// Responses with tokens that the library must not accept: they are cut short, have another form, or come with an error
/// status.
pub(crate) async fn malformed(app: App) -> App {
    let whole = outside(|| json!({ "AuthenticationResult": tokens(1) }).to_string());
    let answers = outside(|| {
        let cut = [whole.len() / 3, whole.len() / 2, whole.len() - 1].map(|end| whole[..end].to_owned());
        let mut answers = cut.to_vec();
        answers.extend([format!("[{whole}]"), whole.replace("3600", "\"soon\"")]);
        answers.extend(["AccessToken", "IdToken", "RefreshToken"].map(|name| whole.replace(name, "Other")));
        answers
    });
    for status in [200, 400] {
        for answer in &answers {
            app.service.will_answer(status, answer);
            assert!(app.try_sign_in().await.is_err(), "{status}");
        }
    }
    outside(|| drop((whole, answers)));
    app
}

/// Tokens with escapes, which JSON allows in every text.
pub(crate) async fn escaped(app: App) -> App {
    outside(|| {
        let whole = json!({ "AuthenticationResult": tokens(1) }).to_string();
        app.service.will_answer(200, &whole.replace('.', "\\u002e").replace('-', "\\u002D"));
    });
    assert!(app.try_sign_in().await.unwrap().is_signed_in());
    app
}
