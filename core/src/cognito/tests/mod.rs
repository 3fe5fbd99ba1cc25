//! The operations against a scripted service.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    Cognito, ConfirmDeviceRequest, ConfirmForgotPasswordRequest, ConfirmSignUpRequest, DeviceSecretVerifier,
    ForgotPasswordRequest, InitiateAuthRequest, MfaPreferences, RefreshTokensRequest,
    ResendConfirmationCodeRequest, RespondToAuthChallengeRequest, ServiceError, SignUpRequest, TokenOwner,
};
use crate::config::AuthConfiguration;
use crate::model::{AuthUserAttribute, AuthUserAttributeKey, MfaPreference, RequestContext, UserContextData};
use crate::ports::{HttpTransport, Ports};
use crate::secret::Secret;
use crate::test_support::store::FaultyStore;
use crate::test_support::transport::{ScriptedTransport, Step};

mod answers;
mod exceptions;
mod requests;
mod retries;

fn configuration() -> AuthConfiguration {
    AuthConfiguration::new("eu-central-1", "eu-central-1_Example", "client-id")
}

fn cognito(transport: &Arc<ScriptedTransport>) -> Cognito {
    connected(transport, &configuration())
}

fn connected(transport: &Arc<ScriptedTransport>, configuration: &AuthConfiguration) -> Cognito {
    let transport: Arc<dyn HttpTransport> = Arc::<ScriptedTransport>::clone(transport);
    Cognito::new(configuration, &Ports::new(transport, Arc::new(FaultyStore::default())))
}

type CallFuture<'a> = Pin<Box<dyn Future<Output = Result<(), ServiceError>> + Send + 'a>>;

/// One call of the service, as a row of a table.
struct Call {
    /// The service's name of the operation.
    operation: &'static str,
    /// A name that distinguishes this call from other calls of the same operation; empty if there is only one call.
    variety: &'static str,
    make: fn(&Cognito) -> CallFuture<'_>,
    /// Makes a valid response to the call, without most of the optional members.
    answer: fn() -> Value,
}

/// Every call of the user pool, in each variety that the table in `retry.rs` distinguishes.
fn calls() -> Vec<Call> {
    let call = |operation, variety, make, answer| Call { operation, variety, make, answer };
    let nothing = || json!({});
    vec![
        call(
            "SignUp",
            "",
            |it| drop_answer(it.sign_up(sign_up())),
            || json!({ "UserConfirmed": false, "UserSub": "sub" }),
        ),
        call("ConfirmSignUp", "", |it| drop_answer(it.confirm_sign_up(confirm_sign_up())), nothing),
        call(
            "ResendConfirmationCode",
            "",
            |it| drop_answer(it.resend_confirmation_code(resend())),
            || json!({ "CodeDeliveryDetails": { "DeliveryMedium": "EMAIL", "Destination": "a***@e***" } }),
        ),
        call("InitiateAuth", "SRP", |it| drop_answer(it.initiate_auth(initiate("USER_SRP_AUTH"))), tokens),
        call(
            "InitiateAuth",
            "password",
            |it| drop_answer(it.initiate_auth(initiate("USER_PASSWORD_AUTH"))),
            tokens,
        ),
        call("RespondToAuthChallenge", "", |it| drop_answer(it.respond_to_auth_challenge(respond())), tokens),
        call("GetTokensFromRefreshToken", "", |it| drop_answer(it.refresh_tokens(refresh())), tokens),
        call("RevokeToken", "", |it| drop_answer(it.revoke_token("refresh-token".into())), nothing),
        call("GlobalSignOut", "", |it| drop_answer(it.global_sign_out(access_token())), nothing),
        call("ForgotPassword", "", |it| drop_answer(it.forgot_password(forgot_password())), delivery),
        call(
            "ConfirmForgotPassword",
            "",
            |it| drop_answer(it.confirm_forgot_password(confirm_forgot_password())),
            nothing,
        ),
        call("ChangePassword", "", |it| drop_answer(change_password(it)), nothing),
        call(
            "GetUser",
            "",
            |it| drop_answer(it.get_user(access_token())),
            || json!({ "Username": "alice", "UserAttributes": [] }),
        ),
        call("UpdateUserAttributes", "", |it| drop_answer(update_user_attributes(it)), nothing),
        call(
            "DeleteUserAttributes",
            "",
            |it| drop_answer(it.delete_user_attributes(access_token(), vec![AuthUserAttributeKey::Name])),
            nothing,
        ),
        call("GetUserAttributeVerificationCode", "", |it| drop_answer(send_code(it)), delivery),
        call("VerifyUserAttribute", "", |it| drop_answer(verify_attribute(it)), nothing),
        call("DeleteUser", "", |it| drop_answer(it.delete_user(access_token())), nothing),
        call(
            "AssociateSoftwareToken",
            "",
            |it| drop_answer(it.associate_software_token(TokenOwner::AccessToken(access_token()))),
            || json!({ "SecretCode": "JBSWY3DPEHPK3PXP" }),
        ),
        call(
            "VerifySoftwareToken",
            "",
            |it| drop_answer(verify_software_token(it)),
            || json!({ "Status": "SUCCESS" }),
        ),
        call("SetUserMFAPreference", "", |it| drop_answer(set_mfa_preference(it)), nothing),
        call("ConfirmDevice", "", |it| drop_answer(it.confirm_device(confirm_device())), nothing),
        call(
            "UpdateDeviceStatus",
            "",
            |it| drop_answer(it.remember_device(access_token(), "device".into())),
            nothing,
        ),
        call(
            "ForgetDevice",
            "",
            |it| drop_answer(it.forget_device(access_token(), "device".into())),
            nothing,
        ),
        call("ListDevices", "", |it| drop_answer(it.list_devices(access_token(), None)), nothing),
        call(
            "StartWebAuthnRegistration",
            "",
            |it| drop_answer(it.start_web_authn_registration(access_token())),
            || json!({ "CredentialCreationOptions": {} }),
        ),
        call(
            "CompleteWebAuthnRegistration",
            "",
            |it| drop_answer(it.complete_web_authn_registration(access_token(), "{}")),
            nothing,
        ),
        call(
            "ListWebAuthnCredentials",
            "",
            |it| drop_answer(it.list_web_authn_credentials(access_token(), Default::default())),
            || json!({ "Credentials": [] }),
        ),
        call(
            "DeleteWebAuthnCredential",
            "",
            |it| drop_answer(it.delete_web_authn_credential(access_token(), "credential".into())),
            nothing,
        ),
        call(
            "GetUserAuthFactors",
            "",
            |it| drop_answer(it.get_user_auth_factors(access_token())),
            || json!({ "Username": "alice" }),
        ),
    ]
}

fn access_token() -> Secret {
    "access-token".into()
}

fn delivery() -> Value {
    json!({ "CodeDeliveryDetails": { "DeliveryMedium": "EMAIL", "Destination": "a***@e***" } })
}

fn context() -> UserContextData {
    UserContextData { encoded_data: "fingerprint".into(), ip_address: Some("192.0.2.1".into()) }
}

fn forgot_password() -> ForgotPasswordRequest {
    ForgotPasswordRequest {
        username: "alice".into(),
        context: RequestContext::new([].into(), Some(context())),
    }
}

fn confirm_forgot_password() -> ConfirmForgotPasswordRequest {
    ConfirmForgotPasswordRequest {
        username: "alice".into(),
        new_password: "Password456!".into(),
        confirmation_code: "123456".into(),
        context: RequestContext::default(),
    }
}

async fn change_password(cognito: &Cognito) -> Result<(), ServiceError> {
    cognito.change_password(access_token(), Some("Password123!".into()), "Password456!".into()).await
}

async fn update_user_attributes(cognito: &Cognito) -> Result<(), ServiceError> {
    let attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::Email, "a@example.com")];
    cognito.update_user_attributes(access_token(), attributes, [].into()).await.map(drop)
}

async fn send_code(cognito: &Cognito) -> Result<(), ServiceError> {
    let key = AuthUserAttributeKey::Email;
    cognito.get_user_attribute_verification_code(access_token(), key, [].into()).await.map(drop)
}

async fn verify_attribute(cognito: &Cognito) -> Result<(), ServiceError> {
    cognito.verify_user_attribute(access_token(), AuthUserAttributeKey::Email, "123456".into()).await
}

async fn verify_software_token(cognito: &Cognito) -> Result<(), ServiceError> {
    let (owner, name) = (TokenOwner::Session("session".into()), Some("phone".to_owned()));
    cognito.verify_software_token(owner, "123456".into(), name).await.map(drop)
}

async fn set_mfa_preference(cognito: &Cognito) -> Result<(), ServiceError> {
    let preferences = MfaPreferences {
        sms: Some(MfaPreference::Disabled),
        totp: Some(MfaPreference::Preferred),
        email: Some(MfaPreference::NotPreferred),
    };
    cognito.set_user_mfa_preference(access_token(), preferences).await
}

fn confirm_device() -> ConfirmDeviceRequest {
    ConfirmDeviceRequest {
        access_token: access_token(),
        device_key: "device".into(),
        device_name: Some("phone".into()),
        secret_verifier: DeviceSecretVerifier {
            salt: "c2FsdA==".into(),
            password_verifier: "dmVyaWZpZXI=".into(),
        },
    }
}

fn drop_answer<'a, T: 'a>(call: impl Future<Output = Result<T, ServiceError>> + Send + 'a) -> CallFuture<'a> {
    Box::pin(async move { call.await.map(drop) })
}

fn tokens() -> Value {
    json!({ "AuthenticationResult": {
        "AccessToken": "access-token", "IdToken": "id-token", "RefreshToken": "refresh-token",
        "ExpiresIn": 3600, "TokenType": "Bearer",
    }})
}

fn sign_up() -> SignUpRequest {
    SignUpRequest {
        username: "alice".into(),
        password: Some("Password123!".into()),
        user_attributes: vec![AuthUserAttribute::new(AuthUserAttributeKey::Email, "a@example.com")],
        validation_data: [("origin".into(), "test".into())].into(),
        context: RequestContext::new([("app".into(), "1".into())].into(), Some(context())),
    }
}

fn confirm_sign_up() -> ConfirmSignUpRequest {
    ConfirmSignUpRequest {
        username: "alice".into(),
        confirmation_code: "123456".into(),
        force_alias_creation: true,
        session: Some("session".into()),
        context: RequestContext::default(),
    }
}

fn resend() -> ResendConfirmationCodeRequest {
    ResendConfirmationCodeRequest { username: "alice".into(), context: RequestContext::default() }
}

fn initiate(flow: &str) -> InitiateAuthRequest {
    InitiateAuthRequest {
        flow: flow.into(),
        username: "alice".into(),
        parameters: [("USERNAME".into(), Secret::new("alice"))].into(),
        session: None,
        context: RequestContext::default(),
    }
}

fn respond() -> RespondToAuthChallengeRequest {
    RespondToAuthChallengeRequest {
        challenge_name: "SMS_MFA".into(),
        session: Some("session".into()),
        username: "alice".into(),
        responses: [("SMS_MFA_CODE".into(), Secret::new("123456"))].into(),
        context: RequestContext::default(),
    }
}

fn refresh() -> RefreshTokensRequest {
    RefreshTokensRequest {
        refresh_token: "refresh-token".into(),
        username: "alice".into(),
        device_key: Some("device".into()),
        client_metadata: [].into(),
    }
}

fn transport(steps: impl IntoIterator<Item = Step>) -> Arc<ScriptedTransport> {
    Arc::new(ScriptedTransport::new(steps))
}

fn always(step: Step) -> Arc<ScriptedTransport> {
    Arc::new(ScriptedTransport::always(step))
}
