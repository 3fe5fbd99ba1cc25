//! The service's responses, and texts that can't be a response.

use serde_json::{Value, json};

use super::{Step, calls, cognito, tokens, transport};
use crate::cognito::{AuthenticationResponse, ServiceError};
use crate::error::{AuthError, AuthErrorCode};
use crate::model::DeliveryMedium;
use crate::ports::TransportFailure;
use crate::test_support::transport::REQUEST_ID;

#[tokio::test]
async fn every_call_takes_a_small_response_of_the_service() {
    for call in calls() {
        let transport = transport([Step::success((call.answer)())]);
        (call.make)(&cognito(&transport)).await.unwrap_or_else(|error| panic!("{}: {error}", call.operation));
    }
}

#[tokio::test(start_paused = true)]
async fn each_fault_in_place_of_a_response_has_its_error_code_in_every_call() {
    let faults = [
        (Step::html(200), AuthErrorCode::MalformedResponse),
        (Step::html(404), AuthErrorCode::MalformedResponse),
        (Step::html(500), AuthErrorCode::ServerError),
        (Step::raw(200, &[], ""), AuthErrorCode::MalformedResponse),
        (Step::raw(200, &[], " "), AuthErrorCode::MalformedResponse),
        (Step::raw(200, &[], "[1, 2]"), AuthErrorCode::MalformedResponse),
        (Step::raw(200, &[], "[]"), AuthErrorCode::MalformedResponse),
        (Step::raw(200, &[], "null"), AuthErrorCode::MalformedResponse),
        (Step::raw(200, &[], "\u{feff}{"), AuthErrorCode::MalformedResponse),
        (Step::raw(200, &[], [0xff, 0xfe, 0x00]), AuthErrorCode::MalformedResponse),
        (Step::raw(200, &[], r#"{"BrandNew":{"a":[1]}}"#), AuthErrorCode::MalformedResponse),
        (
            Step::raw(200, &[], r#"{"message":"Log in","url":"https://portal.example"}"#),
            AuthErrorCode::MalformedResponse,
        ),
        (Step::raw(302, &[("location", "https://portal.example")], ""), AuthErrorCode::MalformedResponse),
        (Step::raw(99, &[], "{}"), AuthErrorCode::MalformedResponse),
        (Step::raw(65535, &[], "{}"), AuthErrorCode::MalformedResponse),
        (Step::Fail(TransportFailure::Offline), AuthErrorCode::Offline),
        (Step::Fail(TransportFailure::Tls), AuthErrorCode::TlsFailed),
        (Step::Fail(TransportFailure::CleartextBlocked), AuthErrorCode::CleartextBlocked),
        (Step::Fail(TransportFailure::TooLarge), AuthErrorCode::MalformedResponse),
        (Step::Fail(TransportFailure::TimedOut), AuthErrorCode::DeadlinePassed),
        (Step::Fail(TransportFailure::Cancelled), AuthErrorCode::Cancelled),
        (Step::Refuse(TransportFailure::Tls), AuthErrorCode::TlsFailed),
        (Step::Forget, AuthErrorCode::TransportFailed),
        (Step::Panic, AuthErrorCode::TransportFailed),
        (Step::Hang, AuthErrorCode::DeadlinePassed),
    ];
    for call in calls() {
        for (step, expected) in &faults {
            let transport = super::always(step.clone());
            let error = (call.make)(&cognito(&transport)).await.unwrap_err();
            assert_eq!(error.code(), *expected, "{} {} and {step:?}", call.operation, call.variety);
        }
    }
}

/// An object with one member that the operation knows, or an empty one if it knows none. The operation is one whose
/// smallest response is empty.
fn known_member(operation: &str) -> Value {
    match operation {
        "ConfirmSignUp" => json!({ "Session": null }),
        "UpdateUserAttributes" => json!({ "CodeDeliveryDetailsList": [] }),
        "ConfirmDevice" => json!({ "UserConfirmationNecessary": true }),
        "ListDevices" => json!({ "Devices": [] }),
        _ => json!({}),
    }
}

#[tokio::test]
async fn an_unknown_member_or_a_missing_request_id_is_not_a_failure() {
    for call in calls() {
        let mut answer = (call.answer)();
        if answer == json!({}) {
            answer = known_member(call.operation);
        }
        // An operation that returns nothing knows no member: an object with members comes from another service.
        if answer != json!({}) {
            answer["BrandNew"] = json!({ "a": [1, null] });
        }
        for step in [Step::success(answer.clone()), Step::raw(200, &[], answer.to_string())] {
            let transport = transport([step]);
            (call.make)(&cognito(&transport))
                .await
                .unwrap_or_else(|error| panic!("{}: {error}", call.operation));
        }
    }
}

#[tokio::test]
async fn an_empty_body_with_a_request_id_is_a_response_only_where_the_operation_may_return_nothing() {
    for call in calls() {
        let may_be_empty = (call.answer)() == json!({});
        let step = Step::raw(200, &[("x-amzn-requestid", REQUEST_ID)], "");
        let result = (call.make)(&cognito(&transport([step]))).await;
        let code = result.err().map(|error| error.code());
        assert_eq!(code, (!may_be_empty).then_some(AuthErrorCode::MalformedResponse), "{}", call.operation);
    }
}

#[tokio::test]
async fn a_body_of_more_than_a_mebibyte_is_malformed_and_the_error_has_the_request_id() {
    for call in calls() {
        for (length, is_read) in [(1 << 20, true), ((1 << 20) + 1, false)] {
            let mut body = (call.answer)().to_string();
            body.push_str(&" ".repeat(length - body.len()));
            let step = Step::raw(200, &[("x-amzn-requestid", REQUEST_ID)], body);
            let result = (call.make)(&cognito(&transport([step]))).await;
            let id = result.err().map(|error| AuthError::from(error).request_id);
            let expected = (!is_read).then(|| Some(REQUEST_ID.to_owned()));
            assert_eq!(id, expected, "{} with {length} bytes", call.operation);
            println!("{}: {length} bytes, {}", call.operation, if is_read { "taken" } else { "refused" });
        }
    }
}

#[tokio::test]
async fn a_list_with_too_many_items_is_malformed() {
    let device = json!({ "DeviceKey": "eu-central-1_device" });
    let passkey = json!({ "CredentialId": "id", "CreatedAt": 0 });
    let attribute = json!({ "Name": "custom:team", "Value": "red" });
    let text = json!("EMAIL_OTP");
    let empty = json!({});
    let null = json!(null);
    let lists = [
        ("ListDevices", "/Devices", &device, 60),
        ("ListWebAuthnCredentials", "/Credentials", &passkey, 60),
        ("GetUser", "/UserAttributes", &attribute, 256),
        ("GetUser", "/UserMFASettingList", &text, 256),
        ("GetUserAuthFactors", "/ConfiguredUserAuthFactors", &text, 256),
        ("GetUserAuthFactors", "/UserMFASettingList", &text, 256),
        ("UpdateUserAttributes", "/CodeDeliveryDetailsList", &empty, 256),
        ("InitiateAuth", "/AvailableChallenges", &text, 256),
        // An unreadable item, which is left out, counts too.
        ("InitiateAuth", "/AvailableChallenges", &null, 256),
        ("GetUser", "/UserAttributes", &null, 256),
    ];
    for (operation, pointer, item, most) in lists {
        let call = calls().into_iter().find(|call| call.operation == operation).unwrap();
        for (count, is_read) in [(most, true), (most + 1, false)] {
            let mut answer = (call.answer)();
            answer[&pointer[1..]] = (0..count).map(|_| item.clone()).collect();
            let result = (call.make)(&cognito(&transport([Step::success(answer)]))).await;
            let code = result.err().map(|error| error.code());
            let expected = (!is_read).then_some(AuthErrorCode::MalformedResponse);
            assert_eq!(code, expected, "{operation} with {count} in {pointer}");
        }
    }
    let parameters: serde_json::Map<_, _> = (0..257).map(|n| (format!("P{n}"), json!("1"))).collect();
    let many = json!({ "ChallengeName": "CUSTOM_CHALLENGE", "ChallengeParameters": parameters });
    assert_eq!(sign_in(many).await.unwrap_err().code(), AuthErrorCode::MalformedResponse);
}

/// List items that the library can't read.
fn odd_items() -> [Value; 6] {
    [json!(null), json!(7), json!(true), json!([]), json!(["text"]), json!({ "BrandNew": 1 })]
}

/// One list for each odd item and each of three places: `items`, with that odd item at that place.
fn among(items: &Value) -> Vec<Value> {
    let with = |odd: Value, at: usize| {
        let mut items = items.as_array().unwrap().clone();
        items.insert(at, odd);
        Value::from(items)
    };
    odd_items().into_iter().flat_map(|odd| (0..=2).map(move |at| with(odd.clone(), at))).collect()
}

#[tokio::test]
async fn an_unreadable_item_of_a_list_is_left_out() {
    for list in among(&json!(["ONE", "TWO"])) {
        let answer =
            json!({ "Username": "ann", "ConfiguredUserAuthFactors": list, "UserMFASettingList": list });
        let cognito = cognito(&super::always(Step::success(answer)));
        let factors = cognito.get_user_auth_factors("token".into()).await.unwrap();
        assert_eq!(
            (&factors.factors[..], &factors.mfa_settings),
            (&["ONE".into(), "TWO".into()][..], &factors.factors)
        );
        let choice = json!({ "ChallengeName": "SELECT_CHALLENGE", "AvailableChallenges": list });
        let AuthenticationResponse::Challenge { available, .. } = sign_in(choice).await.unwrap() else {
            panic!("no challenge")
        };
        assert_eq!(available, ["ONE", "TWO"], "{list}");
    }
    for list in among(&json!([{ "Name": "email", "Value": "a" }, { "Name": "name", "Value": "b" }])) {
        let answer = json!({ "Username": "ann", "UserAttributes": list, "UserMFASettingList": list });
        let cognito = cognito(&super::always(Step::success(answer)));
        let user = cognito.get_user("token".into()).await.unwrap();
        let values: Vec<_> = user.attributes.iter().map(|it| it.value.expose()).collect();
        assert_eq!((values, user.mfa_settings), (vec!["a", "b"], Vec::new()), "{list}");
    }
}

#[tokio::test]
async fn an_unreadable_device_or_passkey_is_left_out_of_its_page() {
    let many: Vec<_> = (0..257).map(|_| json!({ "Name": "a", "Value": "b" })).collect();
    let odd = [json!({ "DeviceKey": 7 }), json!({ "DeviceKey": "a", "DeviceAttributes": many })];
    for odd in odd_items().into_iter().chain(odd) {
        let fine = json!({ "DeviceKey": "key", "DeviceCreateDate": "today", "DeviceAttributes": [null, {}] });
        let page = json!({ "Devices": [odd, fine] });
        let page =
            cognito(&transport([Step::success(page)])).list_devices("token".into(), None).await.unwrap();
        let keys: Vec<_> =
            page.devices.iter().map(|it| (it.key.as_str(), it.created_at_milliseconds)).collect();
        assert_eq!(keys, [("key", None)], "{odd}");
    }
    for odd in odd_items().into_iter().chain([json!({ "CredentialId": "a", "CreatedAt": "today" })]) {
        let fine = json!({
            "CredentialId": "id", "CreatedAt": 1, "AuthenticatorTransports": ["usb", 7], "RelyingPartyId": [],
        });
        let page = json!({ "Credentials": [odd, fine] });
        let cognito = cognito(&transport([Step::success(page)]));
        let page = cognito.list_web_authn_credentials("token".into(), Default::default()).await.unwrap();
        let read: Vec<_> =
            page.credentials.iter().map(|it| (&*it.credential_id, &*it.relying_party_id)).collect();
        assert_eq!(read, [("id", "")], "{odd}");
        assert_eq!(page.credentials[0].authenticator_transports, ["usb"]);
    }
}

/// Where an absent member means something, such as the last page, an unreadable one does not count as absent.
#[tokio::test]
async fn an_unreadable_member_is_malformed_where_an_absent_one_means_something() {
    for (operation, member, odd) in [
        ("GetUser", "UserMFASettingList", json!("SMS_MFA")),
        ("GetUser", "PreferredMfaSetting", json!(7)),
        ("GetUser", "UserAttributes", json!({})),
        ("GetUserAuthFactors", "ConfiguredUserAuthFactors", json!({ "a": 1 })),
        ("ListDevices", "Devices", json!("none")),
        ("ListDevices", "PaginationToken", json!(7)),
        ("ListWebAuthnCredentials", "NextToken", json!({})),
        ("UpdateUserAttributes", "CodeDeliveryDetailsList", json!({})),
        ("AssociateSoftwareToken", "SecretCode", json!(7)),
        ("VerifySoftwareToken", "Status", json!(true)),
    ] {
        let call = calls().into_iter().find(|call| call.operation == operation).unwrap();
        let mut answer = (call.answer)();
        answer[member] = odd;
        let error = (call.make)(&cognito(&transport([Step::success(answer)]))).await.unwrap_err();
        assert!(matches!(error, ServiceError::Malformed { .. }), "{operation} {member}: {error}");
    }
}

#[tokio::test]
async fn a_response_that_was_cut_short_anywhere_is_malformed() {
    for call in calls() {
        let whole = (call.answer)().to_string();
        for length in 1..whole.len() {
            let transport = super::always(Step::raw(200, &[], &whole.as_bytes()[..length]));
            let error = (call.make)(&cognito(&transport)).await.unwrap_err();
            assert!(
                matches!(error, ServiceError::Malformed { .. }),
                "{} at {length}: {error}",
                call.operation
            );
        }
    }
}

#[tokio::test]
async fn tokens_without_an_access_token_an_id_token_or_a_lifetime_are_malformed() {
    for missing in ["AccessToken", "IdToken", "ExpiresIn"] {
        let mut answer = tokens();
        answer["AuthenticationResult"].as_object_mut().unwrap().remove(missing).unwrap();
        assert_eq!(sign_in(answer).await.unwrap_err().code(), AuthErrorCode::MalformedResponse, "{missing}");
    }
    for wrong in [json!(0), json!(-3600)] {
        let mut answer = tokens();
        answer["AuthenticationResult"]["ExpiresIn"] = wrong;
        assert_eq!(sign_in(answer).await.unwrap_err().code(), AuthErrorCode::MalformedResponse);
    }
    assert_eq!(sign_in(json!({})).await.unwrap_err().code(), AuthErrorCode::MalformedResponse);
    let no_result = json!({ "AuthenticationResult": {} });
    assert_eq!(sign_in(no_result).await.unwrap_err().code(), AuthErrorCode::MalformedResponse);
}

#[tokio::test]
async fn a_number_is_read_in_every_form_that_servers_send() {
    for number in [json!(3600), json!(3600.0), json!("3600"), json!("3600.0")] {
        let mut answer = tokens();
        answer["AuthenticationResult"]["ExpiresIn"] = number.clone();
        let AuthenticationResponse::Tokens(tokens) = sign_in(answer).await.unwrap() else {
            panic!("no tokens")
        };
        assert_eq!(tokens.expires_in_seconds, 3600, "{number}");
    }
}

#[tokio::test]
async fn in_a_sign_in_an_unreadable_member_counts_as_absent_like_null() {
    for (pointer, wrong) in [
        ("/AuthenticationResult", json!([])),
        ("/AuthenticationResult/AccessToken", json!(1)),
        ("/AuthenticationResult/ExpiresIn", json!("soon")),
        ("/AuthenticationResult/ExpiresIn", json!(true)),
    ] {
        let error = sign_in(with(pointer, wrong)).await.unwrap_err();
        assert_eq!(error.code(), AuthErrorCode::MalformedResponse, "{pointer}");
    }
    for (pointer, absent) in [
        ("/Session", json!(null)),
        ("/ChallengeName", json!(null)),
        ("/ChallengeParameters", json!({ "SALT": null, "PEPPER": 1, "OIL": { "a": ["b"] } })),
        ("/AvailableChallenges", json!(null)),
        ("/Session", json!(7)),
        ("/ChallengeName", json!({})),
        ("/ChallengeParameters", json!(["SALT"])),
        ("/AvailableChallenges", json!("PASSWORD")),
        ("/AuthenticationResult/NewDeviceMetadata", json!(null)),
        ("/AuthenticationResult/NewDeviceMetadata", json!("x")),
        ("/AuthenticationResult/NewDeviceMetadata", json!({ "DeviceKey": 7, "DeviceGroupKey": [] })),
        ("/BrandNew", json!({ "a": [1] })),
    ] {
        let read = sign_in(with(pointer, absent)).await.unwrap_or_else(|error| panic!("{pointer}: {error}"));
        assert_eq!(read, sign_in(tokens()).await.unwrap(), "{pointer}");
    }
}

/// A response with tokens, in which the member at `pointer` is `value`.
fn with(pointer: &str, value: Value) -> Value {
    let mut answer = tokens();
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    answer.pointer_mut(parent).unwrap()[member] = value;
    answer
}

#[tokio::test]
async fn a_refusal_that_was_cut_short_anywhere_is_malformed() {
    let whole =
        json!({ "__type": "NotAuthorizedException", "message": "Refresh Token has expired" }).to_string();
    for length in 1..whole.len() {
        let headers = [("x-amzn-errortype", "NotAuthorizedException")];
        for headers in [&headers[..], &[]] {
            let transport = super::always(Step::raw(400, headers, &whole.as_bytes()[..length]));
            let error = cognito(&transport).refresh_tokens(super::refresh()).await.unwrap_err();
            assert!(matches!(error, ServiceError::Malformed { .. }), "{length}: {error}");
        }
    }
}

#[tokio::test]
async fn an_exception_is_named_by_the_header_or_the_body_in_any_of_their_forms() {
    let named = [
        Step::raw(400, &[("X-Amzn-ErrorType", "CodeMismatchException:http://internal.amazon.com/")], ""),
        Step::raw(400, &[("x-amzn-errortype", "CodeMismatchException")], r#"{"__type":"OtherException"}"#),
        Step::raw(400, &[], r#"{"__type":"com.amazonaws.cognito#CodeMismatchException"}"#),
        Step::raw(400, &[], r#"{"code":"CodeMismatchException","__type":"OtherException"}"#),
        Step::raw(500, &[], r#"{"__type":"CodeMismatchException","message":null}"#),
    ];
    for step in named {
        let error = cognito(&transport([step.clone()])).refresh_tokens(super::refresh()).await.unwrap_err();
        assert_eq!(error.code(), AuthErrorCode::CodeMismatch, "{step:?}");
    }
}

#[tokio::test]
async fn a_response_that_lacks_what_its_operation_must_return_is_malformed() {
    let delivery = || json!({ "CodeDeliveryDetails": null });
    for (operation, answer) in [
        ("SignUp", json!({})),
        ("SignUp", json!({ "Session": "session" })),
        ("SignUp", json!({ "BrandNew": 1 })),
        ("ResendConfirmationCode", delivery()),
        ("ForgotPassword", delivery()),
        ("GetUserAttributeVerificationCode", delivery()),
        ("InitiateAuth", json!({ "Session": "session" })),
        ("InitiateAuth", json!({ "ChallengeName": "" })),
        ("RespondToAuthChallenge", json!({ "ChallengeParameters": {} })),
        ("GetTokensFromRefreshToken", json!({ "ChallengeName": "SMS_MFA" })),
        ("GetUser", json!({ "UserAttributes": [] })),
        ("GetUser", json!({ "Username": "alice" })),
        ("ListWebAuthnCredentials", json!({ "NextToken": "next" })),
        ("AssociateSoftwareToken", json!({ "Session": "session" })),
        ("VerifySoftwareToken", json!({ "Session": "session" })),
        ("StartWebAuthnRegistration", json!({ "CredentialCreationOptions": null })),
        ("GetUserAuthFactors", json!({ "ConfiguredUserAuthFactors": [] })),
    ] {
        let call = calls().into_iter().find(|call| call.operation == operation).unwrap();
        let error = (call.make)(&cognito(&transport([Step::success(answer)]))).await.unwrap_err();
        assert_eq!(error.code(), AuthErrorCode::MalformedResponse, "{operation}");
    }
}

#[tokio::test]
async fn a_sign_up_may_lack_the_users_id_or_the_confirmation() {
    for (answer, user_sub, is_confirmed) in [
        (json!({ "UserConfirmed": true }), None, true),
        (json!({ "UserConfirmed": false, "UserSub": "" }), None, false),
        (json!({ "UserConfirmed": null, "UserSub": "sub" }), Some("sub"), false),
        (json!({ "UserSub": "sub", "BrandNew": { "a": 1 } }), Some("sub"), false),
        (
            json!({ "UserConfirmed": true, "UserSub": 7, "Session": 7, "CodeDeliveryDetails": "x" }),
            None,
            true,
        ),
        (json!({ "UserConfirmed": "yes", "UserSub": "sub" }), Some("sub"), false),
        (json!({ "CodeDeliveryDetails": { "Destination": 7, "DeliveryMedium": {} } }), None, false),
    ] {
        let cognito = cognito(&transport([Step::success(answer.clone())]));
        let response = cognito.sign_up(super::sign_up()).await.unwrap();
        assert_eq!(
            (response.user_sub.as_deref(), response.user_confirmed),
            (user_sub, is_confirmed),
            "{answer}"
        );
    }
}

async fn sign_in(answer: Value) -> Result<AuthenticationResponse, ServiceError> {
    cognito(&transport([Step::success(answer)])).initiate_auth(super::initiate("USER_SRP_AUTH")).await
}

#[tokio::test]
async fn tokens_come_with_their_lifetime() {
    let AuthenticationResponse::Tokens(tokens) = sign_in(tokens()).await.unwrap() else {
        panic!("no tokens")
    };
    assert_eq!(tokens.access_token.expose(), "access-token");
    assert_eq!(tokens.id_token.expose(), "id-token");
    assert_eq!(tokens.refresh_token.unwrap().expose(), "refresh-token");
    assert_eq!(tokens.expires_in_seconds, 3600);
}

#[tokio::test]
async fn every_value_of_a_challenge_is_given_even_if_this_version_does_not_know_the_challenge() {
    let answer = json!({
        "ChallengeName": "BRAND_NEW", "Session": "session", "ChallengeParameters": { "SALT": "secret-salt" },
    });
    let challenge = sign_in(answer).await.unwrap();
    assert!(!format!("{challenge:?}").contains("secret-salt"));
    assert_eq!(
        challenge,
        AuthenticationResponse::Challenge {
            name: "BRAND_NEW".into(),
            session: Some("session".into()),
            available: Vec::new(),
            parameters: [("SALT".into(), "secret-salt".into())].into(),
        }
    );
}

#[tokio::test]
async fn the_destination_of_a_code_is_the_text_that_the_service_sent() {
    let details = |medium: &str| {
        json!({ "CodeDeliveryDetails": {
            "DeliveryMedium": medium, "Destination": "+49*******12", "AttributeName": "phone_number",
        }})
    };
    for (medium, expected) in
        [("SMS", DeliveryMedium::Sms), ("PIGEON", DeliveryMedium::Unknown("PIGEON".into()))]
    {
        let transport = transport([Step::success(details(medium))]);
        let delivery = cognito(&transport).resend_confirmation_code(super::resend()).await.unwrap();
        assert_eq!((delivery.medium, delivery.destination.as_str()), (expected, "+49*******12"));
    }
}

#[tokio::test]
async fn an_empty_member_of_a_code_delivery_counts_as_absent() {
    let empty = json!({ "DeliveryMedium": "", "Destination": "", "AttributeName": "" });
    let null = json!({ "DeliveryMedium": null, "Destination": null, "AttributeName": null });
    for details in [empty, null, json!({})] {
        let transport = transport([Step::success(json!({ "CodeDeliveryDetails": details }))]);
        let delivery = cognito(&transport).resend_confirmation_code(super::resend()).await.unwrap();
        assert_eq!((delivery.destination.as_str(), delivery.attribute_key), ("", None), "{details}");
        assert_eq!(delivery.medium, DeliveryMedium::Unknown(String::new()), "{details}");
    }
}

#[tokio::test]
async fn a_response_with_malformed_or_very_many_headers_is_read() {
    let headers = [
        ("", "x"),
        ("a b", "x"),
        ("x-\u{e9}", "x"),
        ("x", "a\r\nb"),
        ("y", "\0"),
        ("z", "\u{1f600}"),
        ("OK", "1"),
    ];
    let many: Vec<_> = headers.iter().copied().cycle().take(40_000).collect();
    let transport = transport([Step::raw(200, &many, "{}")]);
    cognito(&transport).global_sign_out("access-token".into()).await.unwrap();
}
