//! The requests on the wire: address, headers and body of each.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::{Step, always, calls, cognito, configuration, connected, transport};
use crate::cognito::{AuthenticationResponse, Cognito, ServiceError};
use crate::config::AuthConfiguration;
use crate::error::AuthErrorCode;
use crate::ports::{HttpReply, HttpRequest, HttpTransport, Ports, TransportFailure};
use crate::test_support::store::FaultyStore;

#[tokio::test]
async fn the_body_of_each_request_has_the_operations_parameters_and_nothing_else() {
    let context = json!({ "EncodedData": "fingerprint", "IpAddress": "192.0.2.1" });
    let expected = json!([
        ["SignUp", {
            "ClientId": "client-id", "Username": "alice", "Password": "Password123!", "UserContextData": context,
            "UserAttributes": [{ "Name": "email", "Value": "a@example.com" }],
            "ValidationData": [{ "Name": "origin", "Value": "test" }], "ClientMetadata": { "app": "1" },
        }],
        ["ConfirmSignUp", {
            "ClientId": "client-id", "Username": "alice", "ConfirmationCode": "123456",
            "ForceAliasCreation": true, "Session": "session",
        }],
        ["ResendConfirmationCode", { "ClientId": "client-id", "Username": "alice" }],
        ["InitiateAuth", {
            "ClientId": "client-id", "AuthFlow": "USER_SRP_AUTH", "AuthParameters": { "USERNAME": "alice" },
        }],
        ["InitiateAuth", {
            "ClientId": "client-id", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": { "USERNAME": "alice" },
        }],
        ["RespondToAuthChallenge", {
            "ClientId": "client-id", "ChallengeName": "SMS_MFA", "Session": "session",
            "ChallengeResponses": { "SMS_MFA_CODE": "123456" },
        }],
        ["GetTokensFromRefreshToken", {
            "ClientId": "client-id", "RefreshToken": "refresh-token", "DeviceKey": "device",
        }],
        ["RevokeToken", { "ClientId": "client-id", "Token": "refresh-token" }],
        ["GlobalSignOut", { "AccessToken": "access-token" }],
        ["ForgotPassword", { "ClientId": "client-id", "Username": "alice", "UserContextData": context }],
        ["ConfirmForgotPassword", {
            "ClientId": "client-id", "Username": "alice", "ConfirmationCode": "123456", "Password": "Password456!",
        }],
        ["ChangePassword", {
            "AccessToken": "access-token", "PreviousPassword": "Password123!", "ProposedPassword": "Password456!",
        }],
        ["GetUser", { "AccessToken": "access-token" }],
        ["UpdateUserAttributes", {
            "AccessToken": "access-token", "UserAttributes": [{ "Name": "email", "Value": "a@example.com" }],
        }],
        ["DeleteUserAttributes", { "AccessToken": "access-token", "UserAttributeNames": ["name"] }],
        ["GetUserAttributeVerificationCode", { "AccessToken": "access-token", "AttributeName": "email" }],
        ["VerifyUserAttribute", {
            "AccessToken": "access-token", "AttributeName": "email", "Code": "123456",
        }],
        ["DeleteUser", { "AccessToken": "access-token" }],
        ["AssociateSoftwareToken", { "AccessToken": "access-token" }],
        ["VerifySoftwareToken", {
            "Session": "session", "UserCode": "123456", "FriendlyDeviceName": "phone",
        }],
        ["SetUserMFAPreference", {
            "AccessToken": "access-token",
            "SMSMfaSettings": { "Enabled": false, "PreferredMfa": false },
            "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": true },
            "EmailMfaSettings": { "Enabled": true, "PreferredMfa": false },
        }],
        ["ConfirmDevice", {
            "AccessToken": "access-token", "DeviceKey": "device", "DeviceName": "phone",
            "DeviceSecretVerifierConfig": { "Salt": "c2FsdA==", "PasswordVerifier": "dmVyaWZpZXI=" },
        }],
        ["UpdateDeviceStatus", {
            "AccessToken": "access-token", "DeviceKey": "device", "DeviceRememberedStatus": "remembered",
        }],
        ["ForgetDevice", { "AccessToken": "access-token", "DeviceKey": "device" }],
        ["ListDevices", { "AccessToken": "access-token", "Limit": 60 }],
        ["StartWebAuthnRegistration", { "AccessToken": "access-token" }],
        ["CompleteWebAuthnRegistration", { "AccessToken": "access-token", "Credential": {} }],
        ["ListWebAuthnCredentials", { "AccessToken": "access-token" }],
        ["DeleteWebAuthnCredential", { "AccessToken": "access-token", "CredentialId": "credential" }],
        ["GetUserAuthFactors", { "AccessToken": "access-token" }],
    ]);
    let expected: Vec<(String, Value)> = serde_json::from_value(expected).unwrap();
    let calls = calls();
    let called: Vec<_> = calls.iter().map(|call| call.operation).collect();
    let bodies: Vec<_> = expected.iter().map(|(operation, _)| operation).collect();
    assert_eq!(called, bodies, "the calls and the bodies, in the same order");
    for (call, (_, expected)) in calls.iter().zip(expected) {
        let transport = transport([Step::success((call.answer)())]);
        (call.make)(&cognito(&transport)).await.unwrap();
        let recorded = transport.recorded();
        assert_eq!(recorded.len(), 1, "{}", call.operation);
        assert_eq!(recorded[0].operation, call.operation);
        assert_eq!(recorded[0].body, expected, "{}", call.operation);
    }
}

fn with_secret() -> AuthConfiguration {
    let mut configuration = configuration();
    configuration.user_pool.client_secret = Some("client-secret".into());
    configuration
}

#[tokio::test]
async fn a_request_with_a_username_has_a_secret_hash_and_one_with_a_refresh_token_has_the_secret() {
    let hash = "qROqM+PMKX09MK8ulDVm8LCWdCRqQQEUG9HcF+N7/S4=";
    for call in calls() {
        let transport = transport([Step::success((call.answer)())]);
        (call.make)(&connected(&transport, &with_secret())).await.unwrap();
        let body = transport.recorded().remove(0).body;
        let pointer = match call.operation {
            "SignUp"
            | "ConfirmSignUp"
            | "ResendConfirmationCode"
            | "ForgotPassword"
            | "ConfirmForgotPassword" => "/SecretHash",
            "InitiateAuth" => "/AuthParameters/SECRET_HASH",
            "RespondToAuthChallenge" => "/ChallengeResponses/SECRET_HASH",
            "GetTokensFromRefreshToken" | "RevokeToken" => "/ClientSecret",
            _ => {
                assert!(!body.to_string().contains("client-secret"), "{}", call.operation);
                continue;
            }
        };
        let expected = if pointer == "/ClientSecret" { "client-secret" } else { hash };
        assert_eq!(body.pointer(pointer), Some(&json!(expected)), "{}", call.operation);
    }
}

#[tokio::test]
async fn a_server_without_the_refresh_operation_gets_refresh_token_auth() {
    let expected = json!({
        "ClientId": "client-id", "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {
            "REFRESH_TOKEN": "refresh-token", "DEVICE_KEY": "device",
            "SECRET_HASH": "qROqM+PMKX09MK8ulDVm8LCWdCRqQQEUG9HcF+N7/S4=",
        },
    });
    // The refusals of AWS, of the local pool and of ministack, and the HTTP status 501.
    for lacking in [
        Step::exception("UnknownOperationException", ""),
        Step::exception("UnsupportedOperationException", ""),
        Step::exception("InvalidAction", ""),
        Step::html(501),
    ] {
        let transport = transport([lacking, Step::success(super::tokens())]);
        connected(&transport, &with_secret()).refresh_tokens(super::refresh()).await.unwrap();
        assert_eq!(transport.operations(), ["GetTokensFromRefreshToken", "InitiateAuth"]);
        assert_eq!(transport.recorded()[1].body, expected);
    }
}

#[tokio::test]
async fn a_refused_refresh_is_not_repeated_as_refresh_token_auth() {
    let transport = transport([Step::exception("RefreshTokenReuseException", "")]);
    let error = cognito(&transport).refresh_tokens(super::refresh()).await.unwrap_err();
    assert_eq!(error.code(), AuthErrorCode::RefreshTokenReuse);
    assert_eq!(transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn a_challenge_in_response_to_refresh_token_auth_is_malformed() {
    let challenge = json!({ "ChallengeName": "SMS_MFA", "Session": "session" });
    let transport = transport([Step::exception("UnknownOperationException", ""), Step::success(challenge)]);
    let error = cognito(&transport).refresh_tokens(super::refresh()).await.unwrap_err();
    assert!(matches!(error, ServiceError::Malformed { .. }));
}

#[tokio::test]
async fn a_challenge_response_can_bring_tokens() {
    let transport = transport([Step::success(super::tokens())]);
    let answer = cognito(&transport).respond_to_auth_challenge(super::respond()).await.unwrap();
    assert!(matches!(answer, AuthenticationResponse::Tokens(_)));
}

#[tokio::test(start_paused = true)]
async fn an_exchange_times_out_at_the_deadline_of_its_call_but_not_before_30_seconds() {
    for (deadline, expected) in [(1, 30), (30, 30), (120, 120)] {
        let configuration = AuthConfiguration { deadline_milliseconds: deadline * 1000, ..configuration() };
        let begun = tokio::time::Instant::now();
        let hanging = always(Step::Hang);
        connected(&hanging, &configuration).revoke_token("refresh-token".into()).await.unwrap_err();
        assert_eq!(begun.elapsed().as_secs(), expected, "a deadline of {deadline} s");
    }
}

#[test]
fn creating_the_service_sends_nothing_and_needs_no_runtime() {
    let transport = transport([]);
    let _ = cognito(&transport);
    let mut strange = configuration();
    (strange.user_pool.endpoint, strange.user_pool.region) = (Some("not a url".into()), String::new());
    let _ = connected(&transport, &strange);
    assert_eq!(transport.operations(), Vec::<String>::new());
}

/// A transport that keeps the requests, and fails each of them.
#[derive(Default)]
struct Kept(Mutex<Vec<HttpRequest>>);

impl HttpTransport for Kept {
    fn start(&self, request: HttpRequest, _reply: HttpReply) -> Result<(), TransportFailure> {
        self.0.lock().unwrap().push(request);
        Err(TransportFailure::Offline)
    }

    fn cancel(&self, _id: u64) -> Result<(), TransportFailure> {
        Ok(())
    }
}

#[tokio::test]
async fn a_request_has_the_services_address_and_headers() {
    for call in calls() {
        let kept = Arc::<Kept>::default();
        let ports = Ports::new(kept.clone(), Arc::new(FaultyStore::default()));
        (call.make)(&Cognito::new(&configuration(), &ports)).await.unwrap_err();
        let request = kept.0.lock().unwrap().remove(0);
        assert_eq!(request.method, "POST");
        assert_eq!(request.url, "https://cognito-idp.eu-central-1.amazonaws.com/");
        let headers: Vec<_> =
            request.headers.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
        let target = format!("AWSCognitoIdentityProviderService.{}", call.operation);
        let agent = concat!("cognito-auth/", env!("CARGO_PKG_VERSION"));
        let expected = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target.as_str()),
            ("user-agent", agent),
        ];
        assert_eq!(headers, expected);
    }
}
