//! Each kind of challenge: how it is read, and what its answers lead to.

use std::collections::BTreeMap;

use super::samples::{kinds, password};
use super::{
    AfterAnswer, AutomaticChallenge, ChallengeAnswer, ChallengeKind, ChallengeResponse, Parameters,
    PasswordClaim,
};
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{AuthFactorType, AuthUserAttribute, AuthUserAttributeKey, DeliveryMedium, MfaType};

fn parameters(parameters: &[(&str, &str)]) -> Parameters {
    Parameters::new(parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
}

fn read(name: &str, given: &[(&str, &str)]) -> Result<ChallengeKind, AuthErrorCode> {
    let available = ["PASSWORD_SRP", "CARRIER_PIGEON", "WEB_AUTHN"].map(str::to_owned);
    ChallengeKind::read(name, &parameters(given), &available)
}

fn answer(text: &str) -> ChallengeAnswer {
    ChallengeAnswer {
        challenge_response: text.into(),
        user_attributes: Vec::new(),
        friendly_device_name: None,
        at_milliseconds: 0,
    }
}

/// An answer with an attribute.
fn with_attribute(text: &str) -> ChallengeAnswer {
    let team = AuthUserAttributeKey::Custom("team".into());
    ChallengeAnswer { user_attributes: vec![AuthUserAttribute::new(team, "red")], ..answer(text) }
}

fn after(kind: &ChallengeKind, text: &str) -> Result<AfterAnswer, AuthErrorCode> {
    answered(kind, text).map_err(|error| error.code)
}

fn answered(kind: &ChallengeKind, text: &str) -> Result<AfterAnswer, AuthError> {
    let answer = match kind {
        ChallengeKind::NewPassword { .. } => with_attribute(text),
        _ => answer(text),
    };
    kind.answered(answer)
}

fn response(kind: &ChallengeKind, text: &str) -> ChallengeResponse {
    match after(kind, text) {
        Ok(AfterAnswer::Respond(response)) => response,
        other => panic!("{other:?} is not a response"),
    }
}

type Values<'a> = &'a [(&'a str, &'a str)];

fn assert_sends(response: &ChallengeResponse, name: &str, values: Values<'_>) {
    let sent: BTreeMap<_, _> =
        response.parameters.iter().map(|(name, value)| (name.as_str(), value.expose())).collect();
    assert_eq!((response.challenge_name, sent), (name, values.iter().copied().collect()));
}

#[test]
fn a_challenge_is_read_from_its_name_and_parameters() {
    let sms = [("CODE_DELIVERY_DESTINATION", "+*1"), ("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS")];
    for name in ["SMS_MFA", "SMS_OTP"] {
        let Ok(ChallengeKind::SmsMfa { delivery, .. } | ChallengeKind::SmsOtp { delivery }) =
            read(name, &sms)
        else {
            panic!("expected a code by SMS")
        };
        assert_eq!((delivery.destination.as_str(), delivery.medium), ("+*1", DeliveryMedium::Sms));
    }
    let Ok(ChallengeKind::EmailOtp { delivery }) = read("EMAIL_OTP", &[]) else {
        panic!("expected a code by e-mail")
    };
    assert_eq!(delivery.medium, DeliveryMedium::Unknown(String::new()));
    let required_attributes =
        vec![AuthUserAttributeKey::GivenName, AuthUserAttributeKey::Custom("team".into())];
    let required = ("requiredAttributes", r#"["userAttributes.given_name","custom:team"]"#);
    let public = [(required.0.to_owned(), required.1.to_owned())].into();
    let factors = vec![AuthFactorType::PasswordSrp, AuthFactorType::WebAuthn];
    let srp = |uses_srp| ChallengeKind::Password { uses_srp, is_selected: false };
    let riddle: Values<'_> = &[("riddle", "1+1"), ("USERNAME", "ann"), ("USER_ID_FOR_SRP", "ann")];
    let cases: [(&str, Values<'_>, ChallengeKind); 7] = [
        ("SOFTWARE_TOKEN_MFA", &[], ChallengeKind::TotpMfa),
        (
            "NEW_PASSWORD_REQUIRED",
            &[required],
            ChallengeKind::NewPassword { required_attributes, parameters: public },
        ),
        (
            "CUSTOM_CHALLENGE",
            riddle,
            ChallengeKind::Custom { parameters: [("riddle".to_owned(), "1+1".to_owned())].into() },
        ),
        ("SELECT_CHALLENGE", &[], ChallengeKind::FirstFactorSelection { factors }),
        ("PASSWORD", &[], srp(false)),
        ("PASSWORD_SRP", &[], srp(true)),
        (
            "MFA_SETUP",
            &[("MFAS_CAN_SETUP", r#"["SMS_MFA","EMAIL_OTP","SOFTWARE_TOKEN_MFA"]"#)],
            ChallengeKind::MfaSetupSelection { options: vec![MfaType::Email, MfaType::Totp] },
        ),
    ];
    for (name, given, kind) in cases {
        assert_eq!(read(name, given), Ok(kind));
    }
}

#[test]
fn a_selection_keeps_the_offered_names_and_leaves_out_unknown_ones() {
    let offered = [("MFAS_CAN_CHOOSE", r#"["EMAIL_MFA","CARRIER_PIGEON","SMS_MFA"]"#)];
    let Ok(ChallengeKind::MfaSelection { options }) = read("SELECT_MFA_TYPE", &offered) else {
        panic!("expected a selection")
    };
    let options: Vec<_> = options.iter().map(|it| (it.mfa_type, it.offered_as.as_str())).collect();
    assert_eq!(options, [(MfaType::Email, "EMAIL_MFA"), (MfaType::Sms, "SMS_MFA")]);
}

#[test]
fn a_challenge_without_a_known_option_is_unsupported_and_an_unreadable_one_is_malformed() {
    let unsupported = Err(AuthErrorCode::UnsupportedChallenge);
    assert_eq!(read("RIDDLE", &[]), unsupported);
    assert_eq!(read("SELECT_MFA_TYPE", &[("MFAS_CAN_CHOOSE", "[\"PIGEON\"]")]), unsupported);
    assert_eq!(read("MFA_SETUP", &[("MFAS_CAN_SETUP", "[\"SMS_MFA\"]")]), unsupported);
    let malformed = Err(AuthErrorCode::MalformedResponse);
    assert_eq!(read("SELECT_MFA_TYPE", &[("MFAS_CAN_CHOOSE", "[oops")]), malformed);
    assert_eq!(read("NEW_PASSWORD_REQUIRED", &[("requiredAttributes", "{}")]), malformed);
    for (name, given) in [("WEB_AUTHN", &[][..]), ("PASSWORD_VERIFIER", &[("SALT", "1"), ("SRP_B", "2")])] {
        let found = AutomaticChallenge::read(name, &parameters(given), None, 0);
        assert_eq!(found.err(), Some(AuthErrorCode::MalformedResponse));
    }
}

#[test]
fn each_answer_is_sent_under_the_names_of_its_challenge() {
    let code = || ("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS");
    let offered = ("MFAS_CAN_CHOOSE", r#"["EMAIL_MFA"]"#);
    let unselected = |uses_srp| ChallengeKind::Password { uses_srp, is_selected: false };
    let cases: [(ChallengeKind, &str, &str, Values<'_>); 9] = [
        (read("SMS_MFA", &[code()]).unwrap(), "1", "SMS_MFA", &[("SMS_MFA_CODE", "1")]),
        (ChallengeKind::TotpMfa, "2", "SOFTWARE_TOKEN_MFA", &[("SOFTWARE_TOKEN_MFA_CODE", "2")]),
        (read("EMAIL_OTP", &[code()]).unwrap(), "3", "EMAIL_OTP", &[("EMAIL_OTP_CODE", "3")]),
        (read("SMS_OTP", &[code()]).unwrap(), "3", "SMS_OTP", &[("SMS_OTP_CODE", "3")]),
        (
            read("SELECT_MFA_TYPE", &[offered]).unwrap(),
            "EMAIL",
            "SELECT_MFA_TYPE",
            &[("ANSWER", "EMAIL_MFA")],
        ),
        (read("CUSTOM_CHALLENGE", &[]).unwrap(), "2", "CUSTOM_CHALLENGE", &[("ANSWER", "2")]),
        (unselected(false), "4", "PASSWORD", &[("PASSWORD", "4")]),
        (password(false), "4", "SELECT_CHALLENGE", &[("ANSWER", "PASSWORD"), ("PASSWORD", "4")]),
        (ChallengeKind::EmailMfaSetup, "a@example.com", "MFA_SETUP", &[("EMAIL", "a@example.com")]),
    ];
    for (kind, text, name, values) in cases {
        assert_sends(&response(&kind, text), name, values);
    }
    assert_sends(&ChallengeResponse::totp_setup(), "MFA_SETUP", &[]);
    let new = read("NEW_PASSWORD_REQUIRED", &[("requiredAttributes", r#"["custom:team"]"#)]).unwrap();
    let values = [("NEW_PASSWORD", "Password123!"), ("userAttributes.custom:team", "red")];
    assert_sends(&response(&new, "Password123!"), "NEW_PASSWORD_REQUIRED", &values);
}

#[test]
fn attributes_go_with_a_new_password_and_with_no_other_answer() {
    for kind in kinds() {
        let error = kind.answered(with_attribute("SMS")).map(drop).unwrap_err();
        let expected = match kind {
            ChallengeKind::NewPassword { .. } => (AuthErrorCode::EmptyArgument, "user_attributes.given_name"),
            _ => (AuthErrorCode::MalformedArgument, "user_attributes"),
        };
        assert_eq!((error.code, error.field.as_deref()), (expected.0, Some(expected.1)), "{kind:?}");
    }
}

#[test]
fn the_pool_username_is_the_user_id_for_srp_or_else_the_username() {
    let name = |given: Values<'_>| parameters(given).pool_username();
    let (srp, plain) = (("USER_ID_FOR_SRP", "for srp"), ("USERNAME", "plain"));
    assert_eq!(name(&[plain, srp]).as_deref(), Some("for srp"));
    assert_eq!(name(&[plain, ("USER_ID_FOR_SRP", "")]).as_deref(), Some("plain"));
    assert_eq!(name(&[("USERNAME", "")]), None);
}

#[test]
fn list_members_that_are_not_texts_are_left_out() {
    let offered = [("MFAS_CAN_CHOOSE", r#"[null,"SMS_MFA",7]"#)];
    let Ok(ChallengeKind::MfaSelection { options }) = read("SELECT_MFA_TYPE", &offered) else {
        panic!("expected a selection")
    };
    assert_eq!(options.len(), 1);
}

#[test]
fn a_choice_is_accepted_under_each_of_its_names() {
    let offered = [("MFAS_CAN_CHOOSE", r#"["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_MFA"]"#)];
    let selection = read("SELECT_MFA_TYPE", &offered).unwrap();
    for (answers, offered_as) in [
        (["SMS", "sms", "SMS_MFA", "sms_mfa"], "SMS_MFA"),
        (["TOTP", "Totp", "SOFTWARE_TOKEN_MFA", "software_token_mfa"], "SOFTWARE_TOKEN_MFA"),
        (["EMAIL", "email", "EMAIL_OTP", "email_mfa"], "EMAIL_MFA"),
    ] {
        for answer in answers {
            assert_sends(&response(&selection, answer), "SELECT_MFA_TYPE", &[("ANSWER", offered_as)]);
        }
    }
    let set_up = read("MFA_SETUP", &[("MFAS_CAN_SETUP", r#"["EMAIL_OTP","SOFTWARE_TOKEN_MFA"]"#)]).unwrap();
    assert!(matches!(after(&set_up, "software_token_mfa"), Ok(AfterAnswer::AssociateToken)));
    assert!(matches!(after(&set_up, "email_otp"), Ok(AfterAnswer::Ask(ChallengeKind::EmailMfaSetup))));
    let factors = vec![AuthFactorType::SmsOtp, AuthFactorType::Password];
    let factors = ChallengeKind::FirstFactorSelection { factors };
    assert_sends(&response(&factors, "sms_otp"), "SELECT_CHALLENGE", &[("ANSWER", "SMS_OTP")]);
    assert!(matches!(after(&factors, "Password"), Ok(AfterAnswer::Ask(_))));
}

#[test]
fn a_password_challenge_with_srp_is_answered_with_a_public_value() {
    for kind in [password(true), ChallengeKind::Password { uses_srp: true, is_selected: false }] {
        assert!(matches!(after(&kind, "Password123!"), Ok(AfterAnswer::PrepareSrp(_))));
    }
    let selected = [("ANSWER", "PASSWORD_SRP"), ("SRP_A", "5")];
    assert_sends(&password(true).srp_response("5".into()), "SELECT_CHALLENGE", &selected);
    let unselected = ChallengeKind::Password { uses_srp: true, is_selected: false };
    assert_sends(&unselected.srp_response("5".into()), "PASSWORD_SRP", &[("SRP_A", "5")]);
}

#[test]
fn a_device_name_is_refused_unless_an_authenticator_app_is_set_up() {
    for kind in kinds() {
        let given = ChallengeAnswer { friendly_device_name: Some("Ann's phone".into()), ..answer("SMS") };
        let refused = kind.answered(given).err().and_then(|error| error.field);
        let takes_it = matches!(kind, ChallengeKind::TotpSetup { .. });
        assert_eq!(refused.as_deref(), (!takes_it).then_some("friendly_device_name"), "{kind:?}");
    }
}

#[test]
fn an_attribute_that_is_given_twice_is_refused() {
    let kind = ChallengeKind::NewPassword { required_attributes: Vec::new(), parameters: BTreeMap::new() };
    let attribute = |key, value: &str| AuthUserAttribute::new(key, value);
    let team = |name: &str| AuthUserAttributeKey::Custom(name.into());
    for (second, is_refused) in [(team("team"), true), (team("custom:team"), true), (team("unit"), false)] {
        let user_attributes = vec![attribute(team("team"), "red"), attribute(second, "blue")];
        let result = kind.answered(ChallengeAnswer { user_attributes, ..answer("Password123!") });
        let field = result.err().and_then(|error| error.field);
        assert_eq!(field.as_deref(), is_refused.then_some("user_attributes"));
    }
}

#[test]
fn a_repeated_answer_may_have_attributes_before_an_authenticator_app_is_set_up() {
    let kind = ChallengeKind::MfaSetupSelection { options: vec![MfaType::Totp] };
    assert!(matches!(kind.answered(with_attribute("Password123!")), Ok(AfterAnswer::AssociateToken)));
    assert!(matches!(kind.answered(answer("EMAIL")), Ok(AfterAnswer::AssociateToken)));
}

#[test]
fn a_selected_first_factor_is_sent_if_it_is_offered_and_needs_no_password() {
    let factors = vec![AuthFactorType::SmsOtp, AuthFactorType::PasswordSrp];
    let kind = ChallengeKind::FirstFactorSelection { factors };
    assert_sends(&response(&kind, "SMS_OTP"), "SELECT_CHALLENGE", &[("ANSWER", "SMS_OTP")]);
    assert!(matches!(after(&kind, "PASSWORD_SRP"), Ok(AfterAnswer::Ask(next)) if next == password(true)));
    assert_eq!(after(&kind, "WEB_AUTHN").err(), Some(AuthErrorCode::MalformedArgument));
}

#[test]
fn each_automatic_response_is_sent_under_the_names_of_its_challenge() {
    let claim = || PasswordClaim {
        secret_block: "block".into(),
        signature: "signature".into(),
        timestamp: "Sun Nov 22 18:45:00 UTC 2026".into(),
        session: None,
    };
    let values = [
        ("PASSWORD_CLAIM_SECRET_BLOCK", "block"),
        ("PASSWORD_CLAIM_SIGNATURE", "signature"),
        ("TIMESTAMP", "Sun Nov 22 18:45:00 UTC 2026"),
    ];
    assert_sends(&ChallengeResponse::password_claim(claim()), "PASSWORD_VERIFIER", &values);
    assert_sends(&ChallengeResponse::device_claim(claim()), "DEVICE_PASSWORD_VERIFIER", &values);
    assert_sends(&ChallengeResponse::device_srp_a("5".into()), "DEVICE_SRP_AUTH", &[("SRP_A", "5")]);
    assert_sends(&ChallengeResponse::passkey("{}".into()), "WEB_AUTHN", &[("CREDENTIAL", "{}")]);
}

#[test]
fn a_required_attribute_with_an_impossible_name_is_left_out() {
    let forged = "email\r\n2026-11-28 ERROR everything is lost";
    let names =
        [forged, "", " ", "a b", "na\u{202e}me", "\0", &"x".repeat(33), "userAttributes.custom:t\u{e9}am"];
    let list = serde_json::to_string(&names).unwrap();
    let kind = read("NEW_PASSWORD_REQUIRED", &[("requiredAttributes", &list)]).unwrap();
    let expected = vec![AuthUserAttributeKey::Custom("t\u{e9}am".into())];
    assert!(
        matches!(&kind, ChallengeKind::NewPassword { required_attributes, .. } if *required_attributes == expected)
    );
    let error = answered(&kind, "Password123!").unwrap_err();
    assert_eq!(error.field.as_deref(), Some("user_attributes.custom:t\u{e9}am"));
}

#[test]
fn a_parameter_with_too_long_a_list_is_malformed() {
    let list = serde_json::to_string(&vec!["userAttributes.email"; 1000]).unwrap();
    let kind = read("NEW_PASSWORD_REQUIRED", &[("requiredAttributes", &list)]);
    assert_eq!(kind, Err(AuthErrorCode::MalformedResponse));
}
