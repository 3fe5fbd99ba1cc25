//! Every call by every fault: a typed error that says what to do, no panic and no hang.
//!
//! The table is a `match` over both lists without a catch-all arm: a missing cell does not compile. The list of calls
//! is compared with the source.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{
    Auth, AuthError, AuthErrorCode, AuthFlowType, AuthSignInResult, AuthUserAttribute, AuthUserAttributeKey,
    FetchAuthSessionOptions, MfaPreference, Ports, SignInOptions, SignOutOptions, SignOutResult, StoreError,
    TransportFailure,
};
use cognito_local_pool::FaultRule;
use serde_json::json;
use support::passkey::SoftwarePasskey;
use support::pool::{PASSWORD, TestPool, auth, authenticator_app, with_email};
use support::store::FaultyStore;
use support::transport::{Step, Switch};

/// An enum and the list of its variants.
macro_rules! listed {
    ($name:ident { $($variant:ident),+ $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq)]
        enum $name { $($variant),+ }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}

listed!(Call {
    SignUp,
    ConfirmSignUp,
    ResendSignUpCode,
    SignIn,
    ConfirmSignIn,
    FetchAuthSession,
    GetCurrentUser,
    SignOut,
    Close,
    ResetPassword,
    ConfirmResetPassword,
    UpdatePassword,
    FetchUserAttributes,
    UpdateUserAttribute,
    UpdateUserAttributes,
    DeleteUserAttributes,
    SendUserAttributeVerificationCode,
    ConfirmUserAttribute,
    FetchMfaPreference,
    UpdateMfaPreference,
    SetUpTotp,
    VerifyTotpSetup,
    AssociateWebAuthnCredential,
    ListWebAuthnCredentials,
    DeleteWebAuthnCredential,
    FetchUserAuthFactors,
    AutoSignIn,
    DeleteUser,
    RememberDevice,
    ForgetDevice,
    FetchDevices,
});

listed!(Fault {
    // Of the input.
    EmptyArgument,
    // Of the network.
    Html,
    TruncatedJson,
    EmptyBody,
    Status500,
    NoNetwork,
    ConnectionRefused,
    NoTls,
    Hang,
    ForgottenReply,
    TransportPanics,
    // Of the store.
    StoreLocked,
    StoreUnavailable,
    StoreFull,
    StoreCorrupt,
    StoreUnrecoverable,
    StoreMisconfigured,
    // Of the moment.
    Closed,
});

/// What a call comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    /// It does what it is for: the fault is none of its business.
    Works,
    Fails(AuthErrorCode),
    /// A sign-out that is done here, and of which the service was not told.
    Partial(AuthErrorCode),
    /// The call takes nothing that could be empty.
    Inapplicable,
}

/// What a call needs, and so what can keep it from doing what it is for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// The service alone.
    Service,
    /// The service and the stored session, or the place for one.
    ServiceAndStore,
    /// The stored session alone.
    Store,
    /// As the two before; but what the service is not told is said in the result.
    SignOut,
    /// Nothing.
    Local,
}

impl Call {
    fn kind(self) -> Kind {
        match self {
            Self::SignUp
            | Self::ConfirmSignUp
            | Self::ResendSignUpCode
            | Self::ResetPassword
            | Self::ConfirmResetPassword => Kind::Service,
            Self::SignIn
            | Self::ConfirmSignIn
            | Self::AutoSignIn
            | Self::FetchAuthSession
            | Self::UpdatePassword
            | Self::FetchUserAttributes
            | Self::UpdateUserAttribute
            | Self::UpdateUserAttributes
            | Self::DeleteUserAttributes
            | Self::SendUserAttributeVerificationCode
            | Self::ConfirmUserAttribute
            | Self::FetchMfaPreference
            | Self::UpdateMfaPreference
            | Self::SetUpTotp
            | Self::VerifyTotpSetup
            | Self::AssociateWebAuthnCredential
            | Self::ListWebAuthnCredentials
            | Self::DeleteWebAuthnCredential
            | Self::FetchUserAuthFactors
            | Self::DeleteUser
            | Self::RememberDevice
            | Self::ForgetDevice
            | Self::FetchDevices => Kind::ServiceAndStore,
            Self::GetCurrentUser => Kind::Store,
            Self::SignOut => Kind::SignOut,
            Self::Close => Kind::Local,
        }
    }

    /// Whether the call takes something that could be empty.
    fn takes_arguments(self) -> bool {
        match self {
            Self::SignUp
            | Self::ConfirmSignUp
            | Self::ResendSignUpCode
            | Self::SignIn
            | Self::ConfirmSignIn
            | Self::ResetPassword
            | Self::ConfirmResetPassword
            | Self::UpdatePassword
            | Self::UpdateUserAttribute
            | Self::UpdateUserAttributes
            | Self::DeleteUserAttributes
            | Self::SendUserAttributeVerificationCode
            | Self::ConfirmUserAttribute
            | Self::UpdateMfaPreference
            | Self::VerifyTotpSetup
            | Self::DeleteWebAuthnCredential => true,
            Self::FetchAuthSession
            | Self::GetCurrentUser
            | Self::SignOut
            | Self::Close
            | Self::FetchUserAttributes
            | Self::FetchMfaPreference
            | Self::SetUpTotp
            | Self::AssociateWebAuthnCredential
            | Self::ListWebAuthnCredentials
            | Self::FetchUserAuthFactors
            | Self::AutoSignIn
            | Self::DeleteUser
            | Self::RememberDevice
            | Self::ForgetDevice
            | Self::FetchDevices => false,
        }
    }
}

#[rustfmt::skip]
fn expected(call: Call, fault: Fault) -> Outcome {
    use Fault::*;
    match (call.kind(), fault) {
        (_, EmptyArgument) if call.takes_arguments() => Outcome::Fails(AuthErrorCode::EmptyArgument),
        (_, EmptyArgument) => Outcome::Inapplicable,

        (
            Kind::Service | Kind::ServiceAndStore,
            Html | TruncatedJson | EmptyBody | Status500 | NoNetwork | ConnectionRefused | NoTls | Hang | ForgottenReply | TransportPanics,
        ) => Outcome::Fails(code(fault)),
        (
            Kind::SignOut,
            Html | TruncatedJson | EmptyBody | Status500 | NoNetwork | ConnectionRefused | NoTls | Hang | ForgottenReply | TransportPanics,
        ) => Outcome::Partial(code(fault)),
        (
            Kind::Store | Kind::Local,
            Html | TruncatedJson | EmptyBody | Status500 | NoNetwork | ConnectionRefused | NoTls | Hang | ForgottenReply | TransportPanics,
        ) => Outcome::Works,

        (Kind::Service | Kind::Local, StoreLocked | StoreUnavailable | StoreFull | StoreCorrupt | StoreUnrecoverable | StoreMisconfigured) => Outcome::Works,
        (
            Kind::ServiceAndStore | Kind::Store | Kind::SignOut,
            StoreLocked | StoreUnavailable | StoreFull | StoreCorrupt | StoreUnrecoverable | StoreMisconfigured,
        ) => Outcome::Fails(code(fault)),

        (Kind::Service | Kind::ServiceAndStore | Kind::Store | Kind::SignOut, Closed) => Outcome::Fails(code(fault)),
        (Kind::Local, Closed) => Outcome::Works,
    }
}

/// The code of a fault, wherever it strikes.
fn code(fault: Fault) -> AuthErrorCode {
    match fault {
        Fault::EmptyArgument => AuthErrorCode::EmptyArgument,
        Fault::Html | Fault::TruncatedJson | Fault::EmptyBody => AuthErrorCode::MalformedResponse,
        Fault::Status500 => AuthErrorCode::ServerError,
        Fault::NoNetwork => AuthErrorCode::Offline,
        Fault::ConnectionRefused | Fault::ForgottenReply | Fault::TransportPanics => {
            AuthErrorCode::TransportFailed
        }
        Fault::NoTls => AuthErrorCode::TlsFailed,
        Fault::Hang => AuthErrorCode::DeadlinePassed,
        Fault::StoreLocked => AuthErrorCode::StoreLocked,
        Fault::StoreUnavailable => AuthErrorCode::StoreUnavailable,
        Fault::StoreFull => AuthErrorCode::StoreFull,
        Fault::StoreCorrupt => AuthErrorCode::StoreCorrupt,
        Fault::StoreUnrecoverable => AuthErrorCode::StoreUnrecoverable,
        Fault::StoreMisconfigured => AuthErrorCode::StoreMisconfigured,
        Fault::Closed => AuthErrorCode::Closed,
    }
}

/// An app in front of which faults can be put.
struct Stage {
    pool: TestPool,
    transport: Arc<Switch>,
    store: Arc<FaultyStore>,
    passkey: Arc<SoftwarePasskey>,
    username: String,
    /// The authenticator app that is being set up.
    app: Mutex<Option<totp_rs::Totp>>,
    /// The id of a passkey of the user's.
    credential: Mutex<String>,
}

impl Stage {
    fn new(pool: TestPool, number: usize) -> Self {
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

    /// The app after a start: another instance over the same store.
    fn auth(&self) -> Auth {
        let (transport, store) = (Arc::clone(&self.transport), Arc::clone(&self.store));
        let mut ports = Ports::new(transport, store);
        ports.passkeys = self.passkey.clone();
        auth(self.pool.configuration(), ports)
    }

    /// What has to be there before the call can do what it is for. Gives the instance that makes the call.
    async fn prepare(&self, call: Call) -> Auth {
        match call {
            Call::SignUp | Call::Close => {}
            Call::ConfirmSignUp | Call::ResendSignUpCode => self.sign_up(&self.auth()).await,
            Call::AutoSignIn => {
                let auth = self.auth();
                self.sign_up(&auth).await;
                let code = self.pool.code(&self.username);
                auth.confirm_sign_up(&self.username, code.into(), Default::default()).await.unwrap();
                // The sign-up lives in its instance.
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
            Call::FetchAuthSession
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
            | Call::DeleteUser => {
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
        let options = SignInOptions { flow: Some(AuthFlowType::UserPassword), ..SignInOptions::default() };
        auth.sign_in(&self.username, Some(PASSWORD.into()), options).await
    }

    async fn strike(&self, auth: &Auth, fault: Fault) {
        match fault {
            Fault::EmptyArgument => {}
            Fault::Html => self.transport.fault(Step::html(200)),
            Fault::TruncatedJson => {
                self.transport.fault(Step::raw(200, &[], r#"{"AuthenticationResult":{"Acc"#))
            }
            Fault::EmptyBody => self.transport.fault(Step::raw(200, &[], "")),
            Fault::Status500 => self.transport.fault(Step::html(500)),
            Fault::NoNetwork => self.transport.fault(Step::Fail(TransportFailure::Offline)),
            Fault::ConnectionRefused => self.transport.fault(Step::Refuse(TransportFailure::Other)),
            Fault::NoTls => self.transport.fault(Step::Fail(TransportFailure::Tls)),
            Fault::Hang => self.transport.fault(Step::Hang),
            Fault::ForgottenReply => self.transport.fault(Step::Forget),
            Fault::TransportPanics => self.transport.fault(Step::Panic),
            Fault::StoreLocked => self.store.fail(Some(StoreError::Locked)),
            Fault::StoreUnavailable => self.store.fail(Some(StoreError::Unavailable)),
            Fault::StoreFull => self.store.fail(Some(StoreError::Full)),
            Fault::StoreCorrupt => self.store.fail(Some(StoreError::Corrupt)),
            Fault::StoreUnrecoverable => self.store.fail(Some(StoreError::Unrecoverable)),
            Fault::StoreMisconfigured => self.store.fail(Some(StoreError::Misconfigured)),
            Fault::Closed => auth.close().await,
        }
    }

    async fn make(&self, auth: &Auth, call: Call, fault: Fault) -> Result<Outcome, AuthError> {
        let is_empty = fault == Fault::EmptyArgument;
        let username = if is_empty { "" } else { &self.username };
        let code = || if is_empty { String::new() } else { self.pool.code(&self.username) };
        let text = |text: &str| if is_empty { String::new() } else { text.to_owned() };
        let key = |key| if is_empty { AuthUserAttributeKey::Custom(String::new()) } else { key };
        let name = || AuthUserAttribute::new(key(AuthUserAttributeKey::Name), "Ann");
        match call {
            Call::SignUp => {
                let email = with_email(&format!("{}@example.com", self.username));
                auth.sign_up(username, Some(PASSWORD.into()), email).await.map(drop)
            }
            Call::ConfirmSignUp => {
                auth.confirm_sign_up(username, code().into(), Default::default()).await.map(drop)
            }
            Call::ResendSignUpCode => auth.resend_sign_up_code(username, Default::default()).await.map(drop),
            Call::SignIn => auth.sign_in(username, Some(PASSWORD.into()), Default::default()).await.map(drop),
            Call::ConfirmSignIn => auth.confirm_sign_in(code().into(), Default::default()).await.map(drop),
            Call::AutoSignIn => auth.auto_sign_in().await.map(drop),
            Call::FetchAuthSession => {
                let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
                auth.fetch_auth_session(options).await.map(drop)
            }
            Call::GetCurrentUser => auth.get_current_user().await.map(drop),
            Call::SignOut => return sign_out(auth).await,
            Call::Close => {
                auth.close().await;
                Ok(())
            }
            Call::ResetPassword => auth.reset_password(username, Default::default()).await.map(drop),
            Call::ConfirmResetPassword => {
                let password = "Password456!".into();
                auth.confirm_reset_password(username, password, code().into(), Default::default()).await
            }
            Call::UpdatePassword => {
                auth.update_password(Some(text(PASSWORD).into()), "Password456!".into()).await
            }
            Call::FetchUserAttributes => auth.fetch_user_attributes().await.map(drop),
            Call::UpdateUserAttribute => {
                auth.update_user_attribute(name(), Default::default()).await.map(drop)
            }
            Call::UpdateUserAttributes => {
                auth.update_user_attributes(vec![name()], Default::default()).await.map(drop)
            }
            Call::DeleteUserAttributes => {
                auth.delete_user_attributes(vec![key(AuthUserAttributeKey::Name)]).await
            }
            Call::SendUserAttributeVerificationCode => {
                let key = key(AuthUserAttributeKey::Email);
                auth.send_user_attribute_verification_code(key, Default::default()).await.map(drop)
            }
            Call::ConfirmUserAttribute => {
                auth.confirm_user_attribute(AuthUserAttributeKey::Email, code().into()).await
            }
            Call::FetchMfaPreference => auth.fetch_mfa_preference().await.map(drop),
            Call::UpdateMfaPreference => {
                let email = (!is_empty).then_some(MfaPreference::Enabled);
                auth.update_mfa_preference(None, None, email).await
            }
            Call::SetUpTotp => auth.set_up_totp().await.map(drop),
            Call::VerifyTotpSetup => {
                let app = self.app.lock().unwrap().take().unwrap();
                let code = text(&self.pool.next_totp_code(&app));
                auth.verify_totp_setup(code.into(), Default::default()).await
            }
            Call::AssociateWebAuthnCredential => auth.associate_web_authn_credential().await,
            Call::ListWebAuthnCredentials => {
                auth.list_web_authn_credentials(Default::default()).await.map(drop)
            }
            Call::DeleteWebAuthnCredential => {
                let id = text(&self.credential.lock().unwrap().clone());
                auth.delete_web_authn_credential(&id).await
            }
            Call::FetchUserAuthFactors => auth.fetch_user_auth_factors().await.map(drop),
            Call::DeleteUser => auth.delete_user().await,
            Call::RememberDevice => auth.remember_device().await,
            Call::ForgetDevice => auth.forget_device(None).await,
            Call::FetchDevices => auth.fetch_devices().await.map(drop),
        }
        .map(|()| Outcome::Works)
    }
}

async fn sign_out(auth: &Auth) -> Result<Outcome, AuthError> {
    match auth.sign_out(SignOutOptions::default()).await {
        SignOutResult::Complete => Ok(Outcome::Works),
        SignOutResult::Partial { revoke_token_error, .. } => {
            Ok(Outcome::Partial(told(&revoke_token_error.unwrap())))
        }
        SignOutResult::Failed(error) => Err(error),
    }
}

/// The code of an error that says what to do.
fn told(error: &AuthError) -> AuthErrorCode {
    assert!(!error.description.is_empty() && !error.recovery_suggestion.is_empty(), "{error:?}");
    error.code
}

/// Longer than any call may take, and than this machine needs.
const NEVER: Duration = Duration::from_secs(120);

#[tokio::test]
async fn every_call_by_every_fault_ends_as_the_table_says() {
    let mut pool = TestPool::start().await;
    let mut wrong = Vec::new();
    let mut cells = 0;
    for &call in Call::ALL {
        for &fault in Fault::ALL {
            let expected = expected(call, fault);
            if expected == Outcome::Inapplicable {
                continue;
            }
            let stage = Stage::new(pool, cells);
            let auth = stage.prepare(call).await;
            stage.strike(&auth, fault).await;
            if fault == Fault::Hang {
                // The deadline comes as soon as nothing else can happen.
                tokio::time::pause();
            }
            let made = tokio::time::timeout(NEVER, stage.make(&auth, call, fault)).await;
            if fault == Fault::Hang {
                tokio::time::resume();
            }
            let outcome = match made.unwrap_or_else(|_| panic!("{call:?} hangs by {fault:?}")) {
                Ok(outcome) => outcome,
                Err(error) => Outcome::Fails(told(&error)),
            };
            if outcome != expected {
                wrong.push(format!("{call:?} by {fault:?}: {outcome:?} in place of {expected:?}"));
            }
            cells += 1;
            pool = stage.pool;
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
    println!("{cells} cells");
}

#[tokio::test]
async fn a_call_that_is_dropped_ends_before_a_server_that_takes_ten_seconds() {
    let mut pool = TestPool::start().await;
    let at_the_service =
        Call::ALL.iter().copied().filter(|call| !matches!(call.kind(), Kind::Store | Kind::Local));
    for (number, call) in at_the_service.enumerate() {
        let stage = Arc::new(Stage::new(pool, number));
        let auth = stage.prepare(call).await;
        let delay = cognito_local_pool::Fault::Delay { milliseconds: 10_000 };
        stage.pool.pool.inject_fault(FaultRule { operation: "*".into(), times: 1, fault: delay });
        let served = stage.pool.operations().len();
        let begun = Instant::now();
        let its_stage = Arc::clone(&stage);
        let made = tokio::spawn(async move { its_stage.make(&auth, call, Fault::Hang).await });
        while stage.pool.operations().len() == served {
            tokio::task::yield_now().await;
        }
        made.abort();
        assert!(made.await.unwrap_err().is_cancelled(), "{call:?}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{call:?}");
        stage.pool.pool.clear_faults();
        pool = Arc::into_inner(stage).expect("the call has let go of everything").pool;
    }
}

#[test]
fn the_table_has_every_call_of_the_api() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/auth");
    let mut in_the_source = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let calls =
            source.lines().filter_map(|line| line.strip_prefix("    pub async fn ")?.split('(').next());
        in_the_source.extend(calls.map(str::to_owned));
    }
    let in_the_table: BTreeSet<_> = Call::ALL.iter().map(|call| snake_case(&format!("{call:?}"))).collect();
    assert_eq!(in_the_table, in_the_source);
}

fn snake_case(name: &str) -> String {
    let words = name.chars().map(|letter| match letter.is_uppercase() {
        true => format!("_{}", letter.to_lowercase()),
        false => letter.to_string(),
    });
    words.collect::<String>().trim_start_matches('_').to_owned()
}
