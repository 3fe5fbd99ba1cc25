//! What is stored of a question comes back, and nothing else does.

use super::*;

fn delivery(medium: DeliveryMedium) -> AuthCodeDeliveryDetails {
    AuthCodeDeliveryDetails {
        medium,
        destination: "+*******1234".into(),
        attribute_key: Some(AuthUserAttributeKey::PhoneNumber),
    }
}

fn options() -> Vec<MfaOption> {
    [(MfaType::Sms, "SMS_MFA"), (MfaType::Totp, "SOFTWARE_TOKEN_MFA"), (MfaType::Email, "EMAIL_OTP")]
        .map(|(mfa_type, offered_as)| MfaOption { mfa_type, offered_as: offered_as.into() })
        .into()
}

#[test]
fn every_question_comes_back_as_it_was() {
    let questions = [
        Question::SmsMfa { delivery: delivery(DeliveryMedium::Sms) },
        Question::TotpMfa,
        Question::EmailOtp { delivery: delivery(DeliveryMedium::Email) },
        Question::EmailOtp {
            delivery: AuthCodeDeliveryDetails {
                attribute_key: None,
                ..delivery(DeliveryMedium::Unknown("PIGEON".into()))
            },
        },
        Question::MfaSelection { options: options() },
        Question::NewPassword {
            required_attributes: vec![
                AuthUserAttributeKey::Email,
                AuthUserAttributeKey::Custom("team".into()),
            ],
        },
    ];
    let questions = questions.into_iter().chain([
        Question::SmsOtp { delivery: delivery(DeliveryMedium::Sms) },
        Question::Custom { parameters: [("riddle".to_owned(), "1+1".to_owned())].into() },
        Question::FirstFactorSelection {
            factors: vec![
                AuthFactorType::Password,
                AuthFactorType::PasswordSrp,
                AuthFactorType::EmailOtp,
                AuthFactorType::SmsOtp,
                AuthFactorType::WebAuthn,
            ],
        },
        Question::Password { is_proved: true, is_selected: false },
        Question::MfaSetupSelection { options: vec![MfaType::Totp, MfaType::Email] },
        Question::TotpSetup { shared_secret: None },
        Question::EmailMfaSetup,
    ]);
    for (question, session) in questions.zip([Some("session"), None].into_iter().cycle()) {
        let challenge = Challenge {
            username: Username { typed: "ann@example.com".into(), own: session.map(|_| "ann".to_owned()) },
            session: session.map(Secret::from),
            question,
            asked_at_milliseconds: 1_790_000_000_000,
        };
        let bytes = serde_json::to_vec(&PendingRecord::from(&challenge)).unwrap();
        assert_eq!(PendingRecord::read(&bytes), Some(challenge));
    }
}

#[test]
fn the_secret_of_an_authenticator_app_is_not_stored() {
    let challenge = Challenge {
        username: Username::typed("ann"),
        session: None,
        question: Question::TotpSetup { shared_secret: Some("JBSWY3DPEHPK3PXP".into()) },
        asked_at_milliseconds: 0,
    };
    let text = serde_json::to_string(&PendingRecord::from(&challenge)).unwrap();
    assert!(!text.contains("JBSWY3DPEHPK3PXP"));
}

#[test]
fn another_version_or_a_damaged_record_is_no_question() {
    let record = |version: u32, question: &str| {
        let rest = r#""username":"a","userId":null,"session":null,"askedAt":1"#;
        format!(r#"{{"version":{version},{rest},"question":{question}}}"#)
    };
    assert!(PendingRecord::read(record(1, r#"{"kind":"totpMfa"}"#).as_bytes()).is_some());
    let damaged = [
        String::new(),
        "{}".to_owned(),
        record(2, r#"{"kind":"totpMfa"}"#),
        record(1, "{}"),
        record(1, "[]"),
        record(1, r#"{"kind":"pigeon"}"#),
        record(1, r#"{"kind":["totpMfa"]}"#),
        record(1, r#"{"kind":"smsMfa"}"#),
        record(1, r#"{"kind":"smsMfa","delivery":{"medium":"sms"}}"#),
        record(1, r#"{"kind":"password","isProved":"true","isSelected":false}"#),
        record(1, r#"{"kind":"mfaSelection","options":["sms"]}"#),
    ];
    for text in damaged {
        assert_eq!(PendingRecord::read(text.as_bytes()), None, "{text}");
    }
}
