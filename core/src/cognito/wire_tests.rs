//! Each name on the wire, and what it stands for.

use super::*;
use crate::model::AuthUserAttribute;

const NOW: i64 = 1_795_373_100_000;

fn asked(name: &str, parameters: &[(&str, &str)]) -> Event {
    let parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let session = Some(Secret::new("session"));
    let available = ["PASSWORD_SRP", "CARRIER_PIGEON", "WEB_AUTHN"].map(str::to_owned).into();
    event(AuthenticationResponse::Challenge { name: name.into(), session, parameters, available }, NOW)
}

fn question(name: &str, parameters: &[(&str, &str)]) -> Question {
    match asked(name, parameters) {
        Event::Service(FromService::QuestionReceived(asked)) => {
            assert_eq!(asked.session.unwrap().expose(), "session");
            assert_eq!(asked.at_milliseconds, NOW);
            asked.question
        }
        other => panic!("{other} is no question"),
    }
}

fn failure(event: Event) -> AuthErrorCode {
    match event {
        Event::WorkFailed(error) => error.code,
        other => panic!("{other} is no failure"),
    }
}

fn answered(answer: Answer) -> (String, BTreeMap<String, String>) {
    let response = Response {
        username: Username { typed: "ann@example.com".into(), own: Some("user-id".into()) },
        session: Some("session".into()),
        answer,
        context: Context::default(),
    };
    let request = respond_to_auth_challenge(response, Some("device"));
    assert_eq!(request.username, "user-id");
    assert_eq!(request.session.unwrap().expose(), "session");
    let exposed = request.responses.iter().map(|(name, value)| (name.clone(), value.expose().to_owned()));
    (request.challenge_name, exposed.collect())
}

fn expected(values: &[(&str, &str)]) -> BTreeMap<String, String> {
    let username = [("USERNAME", "user-id"), ("DEVICE_KEY", "device")];
    username.iter().chain(values).map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

#[test]
fn each_flow_begins_with_its_own_parameters() {
    let user_auth = |preferred_first_factor| AuthFlowType::UserAuth { preferred_first_factor };
    let srp_a = || Some(Credential::SrpA("abc".into()));
    let password = || Some(Credential::Password("Password123!".into()));
    let (srp, proved) = (("SRP_A", "abc"), ("PREFERRED_CHALLENGE", "PASSWORD_SRP"));
    type Values<'a> = &'a [(&'a str, &'a str)];
    let cases: [(AuthFlowType, Option<Credential>, &str, Values<'_>); 8] = [
        (AuthFlowType::UserSrp, srp_a(), "USER_SRP_AUTH", &[srp]),
        (AuthFlowType::UserPassword, password(), "USER_PASSWORD_AUTH", &[("PASSWORD", "Password123!")]),
        (AuthFlowType::CustomWithSrp, srp_a(), "CUSTOM_AUTH", &[srp, ("CHALLENGE_NAME", "SRP_A")]),
        (AuthFlowType::CustomWithoutSrp, None, "CUSTOM_AUTH", &[]),
        (user_auth(None), None, "USER_AUTH", &[]),
        (user_auth(Some(AuthFactorType::PasswordSrp)), srp_a(), "USER_AUTH", &[srp, proved]),
        (
            user_auth(Some(AuthFactorType::EmailOtp)),
            None,
            "USER_AUTH",
            &[("PREFERRED_CHALLENGE", "EMAIL_OTP")],
        ),
        (
            user_auth(Some(AuthFactorType::WebAuthn)),
            None,
            "USER_AUTH",
            &[("PREFERRED_CHALLENGE", "WEB_AUTHN")],
        ),
    ];
    for (flow, credential, name, values) in cases {
        let (username, context) = ("ann".to_owned(), Context::default());
        let initiation = Initiation { username, flow, credential, session: None, context };
        let request = initiate_auth(initiation, Some("device"));
        assert_eq!((request.flow.as_str(), request.username.as_str()), (name, "ann"));
        let always = [("USERNAME", "ann"), ("DEVICE_KEY", "device")];
        let expected =
            always.iter().chain(values).map(|(name, value)| ((*name).into(), Secret::from(*value)));
        assert_eq!(request.parameters, expected.collect(), "{name}");
    }
}

#[test]
fn each_question_is_read_from_its_parameters() {
    let delivery = [("CODE_DELIVERY_DESTINATION", "+*1"), ("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS")];
    let Question::SmsMfa { delivery } = question("SMS_MFA", &delivery) else { panic!("SMS") };
    assert_eq!((delivery.destination.as_str(), delivery.medium), ("+*1", DeliveryMedium::Sms));
    assert_eq!(question("SOFTWARE_TOKEN_MFA", &[]), Question::TotpMfa);
    let Question::EmailOtp { delivery } = question("EMAIL_OTP", &[]) else { panic!("e-mail") };
    assert_eq!(delivery.medium, DeliveryMedium::Unknown(String::new()));
    let lacking = [("requiredAttributes", r#"["userAttributes.given_name","custom:team"]"#)];
    let required_attributes =
        vec![AuthUserAttributeKey::GivenName, AuthUserAttributeKey::Custom("team".into())];
    assert_eq!(question("NEW_PASSWORD_REQUIRED", &lacking), Question::NewPassword { required_attributes });
}

#[test]
fn the_newer_questions_are_read_too() {
    let Question::SmsOtp { delivery } = question("SMS_OTP", &[("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS")])
    else {
        panic!("SMS")
    };
    assert_eq!(delivery.medium, DeliveryMedium::Sms);
    let riddle = [("riddle", "1+1"), ("USERNAME", "ann"), ("USER_ID_FOR_SRP", "ann")];
    let parameters = [("riddle".to_owned(), "1+1".to_owned())].into();
    assert_eq!(question("CUSTOM_CHALLENGE", &riddle), Question::Custom { parameters });
    let factors = vec![AuthFactorType::PasswordSrp, AuthFactorType::WebAuthn];
    assert_eq!(question("SELECT_CHALLENGE", &[]), Question::FirstFactorSelection { factors });
    let password = |is_proved| Question::Password { is_proved, is_selected: false };
    assert_eq!(question("PASSWORD", &[]), password(false));
    assert_eq!(question("PASSWORD_SRP", &[]), password(true));
    let offered = [("MFAS_CAN_SETUP", r#"["SMS_MFA","EMAIL_OTP","SOFTWARE_TOKEN_MFA"]"#)];
    let options = vec![MfaType::Email, MfaType::Totp];
    assert_eq!(question("MFA_SETUP", &offered), Question::MfaSetupSelection { options });
}

#[test]
fn a_device_and_a_passkey_are_asked_without_the_user() {
    let Event::Service(FromService::DeviceProofRequested(request)) =
        asked("DEVICE_SRP_AUTH", &[("USER_ID_FOR_SRP", "ann")])
    else {
        panic!("a device")
    };
    assert_eq!(request.username.own.as_deref(), Some("ann"));
    assert_eq!(request.session.unwrap().expose(), "session");
    let options = [("CREDENTIAL_REQUEST_OPTIONS", "{}")];
    let Event::Service(FromService::PasskeyRequested(request)) = asked("WEB_AUTHN", &options) else {
        panic!("a passkey")
    };
    assert_eq!(request.options_json, "{}");
}

#[test]
fn a_device_proves_itself_under_its_own_key() {
    let username = Username { typed: "ann@example.com".into(), own: Some("ann".into()) };
    let request = DeviceProofRequest { username, session: Some("first".into()), context: Context::default() };
    let begin = begin_device_proof(&request, "device", "abc".into());
    assert_eq!((begin.challenge_name.as_str(), begin.username.as_str()), ("DEVICE_SRP_AUTH", "ann"));
    let values = [("USERNAME", "ann"), ("DEVICE_KEY", "device"), ("SRP_A", "abc")];
    assert_eq!(begin.responses, named(values.map(|(name, value)| (name, Secret::from(value)))));

    let answer = |name: &str| AuthenticationResponse::Challenge {
        name: name.into(),
        session: Some("second".into()),
        parameters: [("SALT", "1"), ("SRP_B", "2"), ("SECRET_BLOCK", "3")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        available: Vec::new(),
    };
    let verifier = device_verifier(answer("DEVICE_PASSWORD_VERIFIER")).unwrap();
    assert_eq!((verifier.salt.expose(), verifier.srp_b.expose()), ("1", "2"));
    let printed = format!("{verifier:?} {:?}", Credential::SrpA("a value of SRP".into()));
    assert!(!printed.contains("a value of SRP") && printed.contains("salt: [redacted], srp_b: [redacted]"));
    assert_eq!(device_verifier(answer("SMS_MFA")).unwrap_err(), AuthErrorCode::UnsupportedChallenge);

    let claim = PasswordClaim {
        secret_block: verifier.secret_block,
        signature: "signature".into(),
        timestamp: "now".into(),
        session: verifier.session,
    };
    let prove = prove_device(&request, "device", claim);
    assert_eq!(prove.challenge_name, "DEVICE_PASSWORD_VERIFIER");
    assert_eq!(prove.session.unwrap().expose(), "second");
    assert_eq!(prove.responses["DEVICE_KEY"].expose(), "device");
    assert_eq!(prove.responses["PASSWORD_CLAIM_SIGNATURE"].expose(), "signature");
}

#[test]
fn a_selection_keeps_the_names_that_were_offered_and_leaves_out_unknown_ones() {
    let offered = [("MFAS_CAN_CHOOSE", r#"["EMAIL_MFA","CARRIER_PIGEON","SMS_MFA"]"#)];
    let Question::MfaSelection { options } = question("SELECT_MFA_TYPE", &offered) else {
        panic!("a selection")
    };
    let options: Vec<_> = options.iter().map(|it| (it.mfa_type, it.offered_as.as_str())).collect();
    assert_eq!(options, [(MfaType::Email, "EMAIL_MFA"), (MfaType::Sms, "SMS_MFA")]);
}

#[test]
fn what_can_not_be_asked_is_unsupported_and_what_can_not_be_read_is_malformed() {
    let unsupported = AuthErrorCode::UnsupportedChallenge;
    assert_eq!(failure(asked("RIDDLE", &[])), unsupported);
    assert_eq!(failure(asked("SELECT_MFA_TYPE", &[("MFAS_CAN_CHOOSE", "[\"PIGEON\"]")])), unsupported);
    assert_eq!(failure(asked("MFA_SETUP", &[("MFAS_CAN_SETUP", "[\"SMS_MFA\"]")])), unsupported);
    let malformed = AuthErrorCode::MalformedResponse;
    assert_eq!(failure(asked("WEB_AUTHN", &[])), malformed);
    assert_eq!(failure(asked("SELECT_MFA_TYPE", &[("MFAS_CAN_CHOOSE", "[oops")])), malformed);
    assert_eq!(failure(asked("NEW_PASSWORD_REQUIRED", &[("requiredAttributes", "{}")])), malformed);
    assert_eq!(failure(asked("PASSWORD_VERIFIER", &[("SALT", "1"), ("SRP_B", "2")])), malformed);
}

#[test]
fn tokens_without_a_refresh_token_are_malformed() {
    let tokens = TokenSet {
        access_token: "access".into(),
        id_token: "id".into(),
        refresh_token: None,
        expires_in_seconds: 3600,
        new_device: None,
    };
    assert_eq!(failure(event(AuthenticationResponse::Tokens(tokens), NOW)), AuthErrorCode::MalformedResponse);
}

#[test]
fn each_answer_goes_under_the_services_names() {
    let attribute = AuthUserAttribute::new(AuthUserAttributeKey::Custom("team".into()), "red");
    let email = MfaOption { mfa_type: MfaType::Email, offered_as: "EMAIL_MFA".into() };
    let claim = PasswordClaim {
        secret_block: "block".into(),
        signature: "signature".into(),
        timestamp: "Sun Nov 22 18:45:00 UTC 2026".into(),
        session: None,
    };
    let new = NewPassword { password: "Password123!".into(), user_attributes: vec![attribute] };
    let claim_values = [
        ("PASSWORD_CLAIM_SECRET_BLOCK", "block"),
        ("PASSWORD_CLAIM_SIGNATURE", "signature"),
        ("TIMESTAMP", "Sun Nov 22 18:45:00 UTC 2026"),
    ];
    let new_values = [("NEW_PASSWORD", "Password123!"), ("userAttributes.custom:team", "red")];
    type Values<'a> = &'a [(&'a str, &'a str)];
    let selected = |factor: &'static str| ("ANSWER", factor);
    let password = |is_selected| Answer::Password { password: "4".into(), is_selected };
    let srp = |is_selected| Answer::PasswordSrp { srp_a: "5".into(), is_selected };
    let cases: [(Answer, &str, Values<'_>); 16] = [
        (Answer::PasswordClaim(claim), "PASSWORD_VERIFIER", &claim_values),
        (Answer::SmsMfaCode("1".into()), "SMS_MFA", &[("SMS_MFA_CODE", "1")]),
        (Answer::TotpCode("2".into()), "SOFTWARE_TOKEN_MFA", &[("SOFTWARE_TOKEN_MFA_CODE", "2")]),
        (Answer::EmailOtpCode("3".into()), "EMAIL_OTP", &[("EMAIL_OTP_CODE", "3")]),
        (Answer::MfaSelection(email), "SELECT_MFA_TYPE", &[("ANSWER", "EMAIL_MFA")]),
        (Answer::NewPassword(new), "NEW_PASSWORD_REQUIRED", &new_values),
        (Answer::SmsOtpCode("3".into()), "SMS_OTP", &[("SMS_OTP_CODE", "3")]),
        (Answer::Custom("2".into()), "CUSTOM_CHALLENGE", &[("ANSWER", "2")]),
        (Answer::FirstFactor(AuthFactorType::SmsOtp), "SELECT_CHALLENGE", &[selected("SMS_OTP")]),
        (password(true), "SELECT_CHALLENGE", &[selected("PASSWORD"), ("PASSWORD", "4")]),
        (password(false), "PASSWORD", &[("PASSWORD", "4")]),
        (srp(true), "SELECT_CHALLENGE", &[selected("PASSWORD_SRP"), ("SRP_A", "5")]),
        (srp(false), "PASSWORD_SRP", &[("SRP_A", "5")]),
        (Answer::Passkey("{}".into()), "WEB_AUTHN", &[("CREDENTIAL", "{}")]),
        (Answer::TotpSetup, "MFA_SETUP", &[]),
        (Answer::EmailMfaSetup("a@example.com".into()), "MFA_SETUP", &[("EMAIL", "a@example.com")]),
    ];
    for (answer, name, values) in cases {
        assert_eq!(answered(answer), (name.to_owned(), expected(values)));
    }
}
