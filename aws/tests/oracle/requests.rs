//! Requests of every operation that we use, with and without their optional members.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use cognito_auth_core::service::{
    AccessTokenRequest, AssociateSoftwareTokenRequest, AttributeCodeRequest, ChangePasswordRequest,
    CompleteWebAuthnRegistrationRequest, ConfirmDeviceRequest, ConfirmForgotPasswordRequest,
    ConfirmSignUpRequest, DeleteUserAttributesRequest, DeleteWebAuthnCredentialRequest, DeviceSecretVerifier,
    ForgetDeviceRequest, ForgotPasswordRequest, GetTokensFromRefreshTokenRequest, InitiateAuthRequest,
    ListDevicesRequest, ListWebAuthnCredentialsRequest, MfaSettings, OfClient, Request,
    ResendConfirmationCodeRequest, RespondToAuthChallengeRequest, RevokeTokenRequest,
    SetUserMfaPreferenceRequest, SignUpRequest, TokenOwner, UpdateDeviceStatusRequest,
    UpdateUserAttributesRequest, VerifySoftwareTokenRequest, VerifyUserAttributeRequest,
};

use serde_json::Value;

use crate::given::{Given, every, every_with};
use crate::model::model;

/// All requests that the oracle compares. Those of one operation follow one another.
pub(crate) fn requests() -> &'static [Request] {
    static REQUESTS: LazyLock<Vec<Request>> = LazyLock::new(|| {
        let groups = [
            registration(),
            authentication(),
            tokens(),
            passwords(),
            account(),
            mfa(),
            devices(),
            passkeys(),
        ];
        groups.into_iter().flatten().flatten().collect()
    });
    &REQUESTS
}

/// `Debug` of a request prints none of its secrets. Names and client metadata are not treated as secrets.
#[test]
fn no_secret_is_in_the_debug_output_of_a_request() {
    for request in requests() {
        // A request whose credential is not JSON has no body.
        let Ok(body) = serde_json::to_string(request) else { continue };
        let body = serde_json::from_str(&body).unwrap();
        let told = format!("{request:?}");
        for secret in secrets(&body) {
            assert!(!told.contains(&secret), "{}: {secret}", request.operation());
        }
    }
}

/// The texts of the members that hold secrets.
fn secrets(body: &Value) -> Vec<String> {
    const SECRETS: &[&str] = &[
        "AccessToken",
        "ClientSecret",
        "Code",
        "ConfirmationCode",
        "Credential",
        "EncodedData",
        "Password",
        "PasswordVerifier",
        "PreviousPassword",
        "ProposedPassword",
        "RefreshToken",
        "Salt",
        "SecretHash",
        "Session",
        "Token",
        "UserCode",
    ];
    let Value::Object(members) = body else { return Vec::new() };
    let mut found = Vec::new();
    for (name, value) in members {
        match value {
            // All parameters of a sign-in are treated as secrets, except the user name.
            Value::Object(inner) if name == "AuthParameters" || name == "ChallengeResponses" => {
                let kept = inner.iter().filter(|(name, _)| *name != "USERNAME");
                found.extend(kept.filter_map(|(_, value)| value.as_str()).map(str::to_owned));
            }
            // A text without an ending equals its member's name, and `Debug` may print that name anyway.
            Value::String(text) if SECRETS.contains(&name.as_str()) && text != name => {
                found.push(text.clone())
            }
            value if name == "Credential" => found.push(value.to_string()),
            // The values of attributes are secrets, and their names are not.
            Value::Array(attributes) if name == "UserAttributes" => {
                let values = attributes.iter().filter_map(|attribute| attribute["Value"].as_str());
                // A value without an ending is this word, which `Debug` may print anyway.
                found.extend(values.filter(|value| *value != "value").map(str::to_owned));
            }
            value => found.extend(secrets(value)),
        }
    }
    // Some requests have empty texts.
    found.retain(|text| !text.is_empty());
    found
}

/// One request of each operation.
pub(crate) fn one_of_each() -> Vec<&'static Request> {
    let mut seen = BTreeSet::new();
    requests().iter().filter(|request| seen.insert(request.operation())).collect()
}

fn access_token(given: &Given) -> AccessTokenRequest {
    AccessTokenRequest { access_token: given.secret("AccessToken") }
}

fn registration() -> Vec<Vec<Request>> {
    vec![
        every(|given| {
            let request = SignUpRequest {
                username: given.text("Username"),
                password: given.choose_secret("Password"),
                user_attributes: if given.choose() { given.attributes() } else { Vec::new() },
                validation_data: given.choose_texts("ValidationData"),
                context: given.choose_context(),
            };
            Request::SignUp(given.of_client(request))
        }),
        every(|given| {
            let request = ConfirmSignUpRequest {
                username: given.text("Username"),
                confirmation_code: given.secret("ConfirmationCode"),
                force_alias_creation: given.choose(),
                session: given.choose_secret("Session"),
                context: given.choose_context(),
            };
            Request::ConfirmSignUp(given.of_client(request))
        }),
        every(|given| {
            let request = ResendConfirmationCodeRequest {
                username: given.text("Username"),
                context: given.choose_context(),
            };
            Request::ResendConfirmationCode(given.of_client(request))
        }),
    ]
}

/// An app client's request without the member for a secret hash: in a sign-in, the hash is one of the parameters.
fn without_hash<T>(given: &Given, request: T) -> OfClient<T> {
    OfClient { client_id: given.text("ClientId"), secret_hash: None, request }
}

/// Requests with each flow and each challenge of the service.
fn authentication() -> Vec<Vec<Request>> {
    vec![
        every_with(model().values("InitiateAuth", "AuthFlow"), |given, flow| {
            let request = InitiateAuthRequest {
                flow: flow.clone(),
                username: String::new(),
                parameters: given.secrets("AuthParameters"),
                session: given.choose_secret("Session"),
                context: given.choose_context(),
            };
            Request::InitiateAuth(without_hash(given, request))
        }),
        every_with(model().values("RespondToAuthChallenge", "ChallengeName"), |given, challenge| {
            let request = RespondToAuthChallengeRequest {
                challenge_name: challenge.clone(),
                session: given.choose_secret("Session"),
                username: String::new(),
                responses: given.secrets("ChallengeResponses"),
                context: given.choose_context(),
            };
            Request::RespondToAuthChallenge(without_hash(given, request))
        }),
    ]
}

fn tokens() -> Vec<Vec<Request>> {
    vec![
        every(|given| {
            Request::GetTokensFromRefreshToken(GetTokensFromRefreshTokenRequest {
                client_id: given.text("ClientId"),
                client_secret: given.choose_secret("ClientSecret"),
                refresh_token: given.secret("RefreshToken"),
                device_key: given.choose_text("DeviceKey"),
                client_metadata: given.choose_texts("ClientMetadata"),
            })
        }),
        every(|given| {
            Request::RevokeToken(RevokeTokenRequest {
                client_id: given.text("ClientId"),
                client_secret: given.choose_secret("ClientSecret"),
                token: given.secret("Token"),
            })
        }),
        every(|given| Request::GlobalSignOut(access_token(given))),
    ]
}

fn passwords() -> Vec<Vec<Request>> {
    vec![
        every(|given| {
            let request =
                ForgotPasswordRequest { username: given.text("Username"), context: given.choose_context() };
            Request::ForgotPassword(given.of_client(request))
        }),
        every(|given| {
            let request = ConfirmForgotPasswordRequest {
                username: given.text("Username"),
                new_password: given.secret("Password"),
                confirmation_code: given.secret("ConfirmationCode"),
                context: given.choose_context(),
            };
            Request::ConfirmForgotPassword(given.of_client(request))
        }),
        every(|given| {
            Request::ChangePassword(ChangePasswordRequest {
                access_token: given.secret("AccessToken"),
                previous_password: given.choose_secret("PreviousPassword"),
                proposed_password: given.secret("ProposedPassword"),
            })
        }),
    ]
}

fn account() -> Vec<Vec<Request>> {
    vec![
        every(|given| Request::GetUser(access_token(given))),
        every(|given| {
            Request::UpdateUserAttributes(UpdateUserAttributesRequest {
                access_token: given.secret("AccessToken"),
                user_attributes: if given.choose() { given.attributes() } else { Vec::new() },
                client_metadata: given.choose_texts("ClientMetadata"),
            })
        }),
        every(|given| {
            Request::DeleteUserAttributes(DeleteUserAttributesRequest {
                access_token: given.secret("AccessToken"),
                user_attribute_names: given.choose_texts("UserAttributeNames").into_keys().collect(),
            })
        }),
        every(|given| {
            Request::GetUserAttributeVerificationCode(AttributeCodeRequest {
                access_token: given.secret("AccessToken"),
                attribute_name: given.text("AttributeName"),
                client_metadata: given.choose_texts("ClientMetadata"),
            })
        }),
        every(|given| {
            Request::VerifyUserAttribute(VerifyUserAttributeRequest {
                access_token: given.secret("AccessToken"),
                attribute_name: given.text("AttributeName"),
                code: given.secret("Code"),
            })
        }),
        every(|given| Request::DeleteUser(access_token(given))),
    ]
}

fn owner(given: &mut Given) -> TokenOwner {
    if given.choose() {
        TokenOwner::AccessToken(given.secret("AccessToken"))
    } else {
        TokenOwner::Session(given.secret("Session"))
    }
}

fn settings(given: &mut Given) -> Option<MfaSettings> {
    let (is_there, enabled, preferred) = (given.choose(), given.choose(), given.choose());
    is_there.then_some(MfaSettings { enabled, preferred })
}

fn mfa() -> Vec<Vec<Request>> {
    vec![
        every(|given| Request::AssociateSoftwareToken(AssociateSoftwareTokenRequest { owner: owner(given) })),
        every(|given| {
            Request::VerifySoftwareToken(VerifySoftwareTokenRequest {
                owner: owner(given),
                user_code: given.secret("UserCode"),
                friendly_device_name: given.choose_text("FriendlyDeviceName"),
            })
        }),
        every(|given| {
            Request::SetUserMFAPreference(SetUserMfaPreferenceRequest {
                access_token: given.secret("AccessToken"),
                sms: settings(given),
                totp: settings(given),
                email: settings(given),
            })
        }),
    ]
}

fn devices() -> Vec<Vec<Request>> {
    vec![
        every(|given| {
            Request::ConfirmDevice(ConfirmDeviceRequest {
                access_token: given.secret("AccessToken"),
                device_key: given.text("DeviceKey"),
                device_name: given.choose_text("DeviceName"),
                secret_verifier: DeviceSecretVerifier {
                    salt: given.secret("Salt"),
                    password_verifier: given.secret("PasswordVerifier"),
                },
            })
        }),
        every(|given| {
            let is_remembered = given.choose();
            Request::UpdateDeviceStatus(UpdateDeviceStatusRequest {
                access_token: given.secret("AccessToken"),
                device_key: given.text("DeviceKey"),
                remembered_status: if is_remembered { "remembered" } else { "not_remembered" },
            })
        }),
        every(|given| {
            Request::ForgetDevice(ForgetDeviceRequest {
                access_token: given.secret("AccessToken"),
                device_key: given.text("DeviceKey"),
            })
        }),
        every_with(&[0, 1, 60], |given, limit| {
            Request::ListDevices(ListDevicesRequest {
                access_token: given.secret("AccessToken"),
                limit: *limit,
                pagination_token: given.choose_text("PaginationToken"),
            })
        }),
    ]
}

/// An authenticator's credential, JSON of every kind, and texts that are not JSON.
const CREDENTIALS: &[&str] = &[
    r#"{"id":"AQID","rawId":"AQID","type":"public-key","response":{"attestationObject":"o2N"}}"#,
    r#"{"a":[null,true,false,-7,0,18446744073709551615,1.5,2.50,1e3,"\u00e9\ud83d\ude00\"\\\u0000"],"b":{},"":[]}"#,
    "[]",
    "\"text\"",
    "7",
    "null",
    "{oops",
    "",
];

fn passkeys() -> Vec<Vec<Request>> {
    vec![
        every(|given| Request::StartWebAuthnRegistration(access_token(given))),
        every(|given| {
            Request::DeleteWebAuthnCredential(DeleteWebAuthnCredentialRequest {
                access_token: given.secret("AccessToken"),
                credential_id: given.text("CredentialId"),
            })
        }),
        every(|given| Request::GetUserAuthFactors(access_token(given))),
        every_with(CREDENTIALS, |given, credential| {
            Request::CompleteWebAuthnRegistration(CompleteWebAuthnRegistrationRequest {
                access_token: given.secret("AccessToken"),
                credential: (*credential).into(),
            })
        }),
        every_with(&[1, 20], |given, page_size| {
            Request::ListWebAuthnCredentials(ListWebAuthnCredentialsRequest {
                access_token: given.secret("AccessToken"),
                max_results: given.choose().then_some(*page_size),
                next_token: given.choose_text("NextToken"),
            })
        }),
    ]
}
