//! The operations against a scripted service.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    Cognito, ConfirmSignUpRequest, InitiateAuthRequest, RefreshTokensRequest, ResendConfirmationCodeRequest,
    RespondToAuthChallengeRequest, ServiceError, SignUpRequest,
};
use crate::config::{AuthConfiguration, UserPoolConfiguration};
use crate::model::{AuthUserAttribute, AuthUserAttributeKey};
use crate::ports::{HttpTransport, Ports};
use crate::secret::Secret;
use crate::test_support::store::FaultyStore;
use crate::test_support::transport::{ScriptedTransport, Step};

mod answers;
mod exceptions;
mod requests;
mod retries;

fn pool() -> UserPoolConfiguration {
    AuthConfiguration::new("eu-central-1", "eu-central-1_Example", "client-id").user_pool
}

fn cognito(transport: &Arc<ScriptedTransport>) -> Cognito {
    connected(transport, &pool())
}

fn connected(transport: &Arc<ScriptedTransport>, pool: &UserPoolConfiguration) -> Cognito {
    let transport: Arc<dyn HttpTransport> = Arc::<ScriptedTransport>::clone(transport);
    Cognito::new(pool, &Ports::new(transport, Arc::new(FaultyStore::default())))
}

type Outcome<'a> = Pin<Box<dyn Future<Output = Result<(), ServiceError>> + Send + 'a>>;

/// One call of the service, as a row of a table.
struct Call {
    /// The service's name of the operation.
    operation: &'static str,
    /// What tells it from another call of the same operation.
    variety: &'static str,
    make: fn(&Cognito) -> Outcome<'_>,
    /// The least that the service answers to it.
    answer: fn() -> Value,
}

/// Every call, each variety of it that the retry table tells apart.
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
        call("GlobalSignOut", "", |it| drop_answer(it.global_sign_out("access-token".into())), nothing),
    ]
}

fn drop_answer<'a, T: 'a>(call: impl Future<Output = Result<T, ServiceError>> + Send + 'a) -> Outcome<'a> {
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
        client_metadata: [("app".into(), "1".into())].into(),
    }
}

fn confirm_sign_up() -> ConfirmSignUpRequest {
    ConfirmSignUpRequest {
        username: "alice".into(),
        confirmation_code: "123456".into(),
        force_alias_creation: true,
        session: Some("session".into()),
        client_metadata: [].into(),
    }
}

fn resend() -> ResendConfirmationCodeRequest {
    ResendConfirmationCodeRequest { username: "alice".into(), client_metadata: [].into() }
}

fn initiate(flow: &str) -> InitiateAuthRequest {
    InitiateAuthRequest {
        flow: flow.into(),
        username: "alice".into(),
        parameters: [("USERNAME".into(), Secret::new("alice"))].into(),
        client_metadata: [].into(),
    }
}

fn respond() -> RespondToAuthChallengeRequest {
    RespondToAuthChallengeRequest {
        challenge_name: "SMS_MFA".into(),
        session: Some("session".into()),
        username: "alice".into(),
        responses: [("SMS_MFA_CODE".into(), Secret::new("123456"))].into(),
        client_metadata: [].into(),
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
