//! A sample of every kind of challenge, for the tests and the diagram.

use std::collections::BTreeMap;

use super::ChallengeKind;
use super::kind::MfaOption;
use crate::model::{AuthCodeDeliveryDetails, AuthFactorType, AuthUserAttributeKey, DeliveryMedium, MfaType};

/// The value of every secret and of all personal data in the samples. No log and no error may contain it.
pub(crate) const PRIVATE: &str = "private";

/// At least one sample of every kind.
pub(crate) fn kinds() -> Vec<ChallengeKind> {
    let kinds = vec![
        ChallengeKind::SmsMfa { delivery: delivery(DeliveryMedium::Sms), parameters: private() },
        ChallengeKind::TotpMfa,
        ChallengeKind::EmailOtp { delivery: delivery(DeliveryMedium::Email) },
        ChallengeKind::SmsOtp { delivery: delivery(DeliveryMedium::Unknown("PIGEON".into())) },
        mfa_selection(),
        ChallengeKind::NewPassword {
            required_attributes: vec![
                AuthUserAttributeKey::GivenName,
                AuthUserAttributeKey::Custom("team".into()),
            ],
            parameters: private(),
        },
        ChallengeKind::Custom { parameters: private() },
        first_factor_selection(),
        password(true),
        password(false),
        mfa_setup_selection(),
        totp_setup(),
        ChallengeKind::EmailMfaSetup,
    ];
    assert_every_kind_is_in(&kinds);
    kinds
}

/// Fails unless `kinds` has a sample of every kind. A new kind does not compile until it has a number here. Extend the
/// range below as well, so that a kind without a sample fails the tests.
fn assert_every_kind_is_in(kinds: &[ChallengeKind]) {
    let number = |kind: &ChallengeKind| match kind {
        ChallengeKind::SmsMfa { .. } => 0,
        ChallengeKind::TotpMfa => 1,
        ChallengeKind::EmailOtp { .. } => 2,
        ChallengeKind::SmsOtp { .. } => 3,
        ChallengeKind::MfaSelection { .. } => 4,
        ChallengeKind::NewPassword { .. } => 5,
        ChallengeKind::Custom { .. } => 6,
        ChallengeKind::FirstFactorSelection { .. } => 7,
        ChallengeKind::Password { .. } => 8,
        ChallengeKind::MfaSetupSelection { .. } => 9,
        ChallengeKind::TotpSetup { .. } => 10,
        ChallengeKind::EmailMfaSetup => 11,
    };
    for expected in 0..=11 {
        assert!(kinds.iter().any(|kind| number(kind) == expected), "kind {expected} has no sample");
    }
}

fn private() -> BTreeMap<String, String> {
    [(PRIVATE.to_owned(), PRIVATE.to_owned())].into()
}

pub(crate) fn delivery(medium: DeliveryMedium) -> AuthCodeDeliveryDetails {
    let attribute_key = Some(AuthUserAttributeKey::PhoneNumber);
    AuthCodeDeliveryDetails { medium, destination: PRIVATE.into(), attribute_key }
}

pub(crate) fn first_factor_selection() -> ChallengeKind {
    ChallengeKind::FirstFactorSelection {
        factors: vec![
            AuthFactorType::Password,
            AuthFactorType::PasswordSrp,
            AuthFactorType::EmailOtp,
            AuthFactorType::SmsOtp,
            AuthFactorType::WebAuthn,
        ],
    }
}

pub(crate) fn password(uses_srp: bool) -> ChallengeKind {
    ChallengeKind::Password { uses_srp, is_selected: true }
}

pub(crate) fn mfa_setup_selection() -> ChallengeKind {
    ChallengeKind::MfaSetupSelection { options: vec![MfaType::Totp, MfaType::Email] }
}

pub(crate) fn totp_setup() -> ChallengeKind {
    ChallengeKind::TotpSetup { shared_secret: Some(PRIVATE.into()) }
}

pub(crate) fn mfa_selection() -> ChallengeKind {
    ChallengeKind::MfaSelection {
        options: vec![
            MfaOption { mfa_type: MfaType::Sms, offered_as: "SMS_MFA".into() },
            MfaOption { mfa_type: MfaType::Email, offered_as: "EMAIL_MFA".into() },
        ],
    }
}
