//! First and second factors, and the names of each: in the app's answer, at the service, and in the store.

use serde::{Deserialize, Serialize};

/// A first factor to sign in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthFactorType {
    /// The password. It is sent to the service.
    Password,
    /// The password. SRP verifies it, so it is not sent.
    PasswordSrp,
    /// A code by e-mail.
    EmailOtp,
    /// A code by text message.
    SmsOtp,
    /// A passkey.
    WebAuthn,
}

impl AuthFactorType {
    const ALL: [Self; 5] = [Self::Password, Self::PasswordSrp, Self::EmailOtp, Self::SmsOtp, Self::WebAuthn];

    /// The answer that selects this factor: `PASSWORD`, `PASSWORD_SRP`, `EMAIL_OTP`, `SMS_OTP`, `WEB_AUTHN`. It is the
    /// same in every language, and equals the service's name of the factor.
    pub fn challenge_response(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::EmailOtp => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::WebAuthn => "WEB_AUTHN",
        }
    }

    /// Whether `answer` chooses this factor. Upper or lower case, and white space around the answer, do not matter.
    pub(crate) fn is_chosen_by(self, answer: &str) -> bool {
        answer.trim().eq_ignore_ascii_case(self.challenge_response())
    }

    /// The factors with these names of the service. Names that this version does not know are left out. So is
    /// `SOFTWARE_TOKEN`, which GetUserAuthFactors also lists: it is a second factor, [`MfaType::Totp`].
    pub(crate) fn known(names: &[String]) -> Vec<Self> {
        let known = |name: &String| Self::ALL.into_iter().find(|factor| factor.challenge_response() == name);
        names.iter().filter_map(known).collect()
    }
}

/// A second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum MfaType {
    /// A code by text message.
    Sms,
    /// A code of an authenticator app (RFC 6238).
    Totp,
    /// A code by e-mail.
    Email,
}

impl MfaType {
    /// The answer that selects this factor: `SMS`, `TOTP`, `EMAIL`. It is the same in every language. The service's
    /// names select it too: `SMS_MFA`, `SOFTWARE_TOKEN_MFA`, `EMAIL_OTP`.
    pub fn challenge_response(self) -> &'static str {
        match self {
            Self::Sms => "SMS",
            Self::Totp => "TOTP",
            Self::Email => "EMAIL",
        }
    }

    const ALL: [Self; 3] = [Self::Sms, Self::Totp, Self::Email];

    /// The service's names for this factor. There are two for e-mail.
    fn service_names(self) -> &'static [&'static str] {
        match self {
            Self::Sms => &["SMS_MFA"],
            Self::Totp => &["SOFTWARE_TOKEN_MFA"],
            Self::Email => &["EMAIL_OTP", "EMAIL_MFA"],
        }
    }

    /// The factor with this name of the service, if this version knows it.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.service_names().contains(&name))
    }

    /// Whether `answer` chooses this factor: by its challenge response, or by one of the service's names, which
    /// Amplify's guides answer too. Upper or lower case, and white space around the answer, do not matter.
    pub(crate) fn is_chosen_by(self, answer: &str) -> bool {
        let is_answer = |word: &&str| answer.trim().eq_ignore_ascii_case(word);
        is_answer(&self.challenge_response()) || self.service_names().iter().any(is_answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_factor_is_chosen_by_its_challenge_response_or_a_name_of_the_service_in_any_case() {
        let chosen = |answer: &str| MfaType::ALL.into_iter().filter(|it| it.is_chosen_by(answer)).collect();
        let chosen: fn(&str) -> Vec<MfaType> = chosen;
        for (answers, factor) in [
            (&["SMS", "sms", "SMS_MFA", "Sms_Mfa"][..], MfaType::Sms),
            (&["TOTP", "totp", "SOFTWARE_TOKEN_MFA", "software_token_mfa"], MfaType::Totp),
            (&["EMAIL", "Email", "EMAIL_OTP", "email_otp", "EMAIL_MFA"], MfaType::Email),
        ] {
            for answer in answers {
                assert_eq!(chosen(answer), [factor], "{answer}");
            }
        }
        for answer in ["", "SMS_OTP", "TOTP_MFA", "PIGEON"] {
            assert!(chosen(answer).is_empty(), "{answer}");
        }
    }

    #[test]
    fn unknown_factors_and_the_authenticator_app_are_left_out_of_the_first_factors() {
        let names = ["SOFTWARE_TOKEN", "PASSWORD", "CARRIER_PIGEON", "WEB_AUTHN"].map(str::to_owned);
        assert_eq!(AuthFactorType::known(&names), [AuthFactorType::Password, AuthFactorType::WebAuthn]);
    }
}
