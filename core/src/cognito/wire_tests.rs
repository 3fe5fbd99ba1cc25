//! Each name on the wire, and what it stands for.

use super::*;
use crate::model::AuthUserAttribute;

const NOW: i64 = 1_795_373_100_000;

fn asked(name: &str, parameters: &[(&str, &str)]) -> Event {
    let parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let session = Some(Secret::new("session"));
    event(AuthenticationResponse::Challenge { name: name.into(), session, parameters }, NOW)
}

fn question(name: &str, parameters: &[(&str, &str)]) -> Question {
    match asked(name, parameters) {
        Event::QuestionReceived(asked) => {
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
    let request = respond_to_auth_challenge(Response {
        username: "user-id".into(),
        session: Some("session".into()),
        answer,
        client_metadata: BTreeMap::new(),
    });
    assert_eq!(request.username, "user-id");
    assert_eq!(request.session.unwrap().expose(), "session");
    let exposed = request.responses.iter().map(|(name, value)| (name.clone(), value.expose().to_owned()));
    (request.challenge_name, exposed.collect())
}

fn expected(values: &[(&str, &str)]) -> BTreeMap<String, String> {
    let username = [("USERNAME", "user-id")];
    username.iter().chain(values).map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

#[test]
fn srp_sends_a_and_the_password_flow_the_password() {
    let initiation =
        |credential| Initiation { username: "ann".into(), credential, client_metadata: BTreeMap::new() };
    let request = initiate_auth(initiation(Credential::SrpA("abc".into())));
    assert_eq!((request.flow.as_str(), request.username.as_str()), ("USER_SRP_AUTH", "ann"));
    assert_eq!(request.parameters, named([("USERNAME", "ann".into()), ("SRP_A", "abc".into())]));
    let request = initiate_auth(initiation(Credential::Password("Password123!".into())));
    assert_eq!(request.flow, "USER_PASSWORD_AUTH");
    assert_eq!(request.parameters, named([("USERNAME", "ann".into()), ("PASSWORD", "Password123!".into())]));
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
    let malformed = AuthErrorCode::MalformedResponse;
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
    };
    assert_eq!(failure(event(AuthenticationResponse::Tokens(tokens), NOW)), AuthErrorCode::MalformedResponse);
}

#[test]
fn each_answer_goes_under_the_services_names() {
    let attribute = AuthUserAttribute::new(AuthUserAttributeKey::Custom("team".into()), "red");
    let email = MfaOption { mfa_type: MfaType::Email, offered_as: "EMAIL_MFA".into() };
    let claim = PasswordClaim {
        user_id: "user-id".into(),
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
    let cases: [(Answer, &str, Values<'_>); 6] = [
        (Answer::PasswordClaim(claim), "PASSWORD_VERIFIER", &claim_values),
        (Answer::SmsMfaCode("1".into()), "SMS_MFA", &[("SMS_MFA_CODE", "1")]),
        (Answer::TotpCode("2".into()), "SOFTWARE_TOKEN_MFA", &[("SOFTWARE_TOKEN_MFA_CODE", "2")]),
        (Answer::EmailOtpCode("3".into()), "EMAIL_OTP", &[("EMAIL_OTP_CODE", "3")]),
        (Answer::MfaSelection(email), "SELECT_MFA_TYPE", &[("ANSWER", "EMAIL_MFA")]),
        (Answer::NewPassword(new), "NEW_PASSWORD_REQUIRED", &new_values),
    ];
    for (answer, name, values) in cases {
        assert_eq!(answered(answer), (name.to_owned(), expected(values)));
    }
}
