//! First and second factors, with all their names: what the app answers, what the service calls them, what is stored.

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

    /// The factors that the service names, without those that this version does not know. GetUserAuthFactors also
    /// lists `SOFTWARE_TOKEN`, which is left out here: it is a second factor, and comes as [`MfaType::Totp`].
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
    /// The answer that selects this factor: `SMS`, `TOTP`, `EMAIL`. It is the same in every language.
    pub fn challenge_response(self) -> &'static str {
        match self {
            Self::Sms => "SMS",
            Self::Totp => "TOTP",
            Self::Email => "EMAIL",
        }
    }

    /// The factor with this name of the service, if this version knows it. The service has two names for e-mail.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "SMS_MFA" => Some(Self::Sms),
            "SOFTWARE_TOKEN_MFA" => Some(Self::Totp),
            "EMAIL_OTP" | "EMAIL_MFA" => Some(Self::Email),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_factors_and_the_authenticator_app_are_left_out_of_the_first_factors() {
        let names = ["SOFTWARE_TOKEN", "PASSWORD", "CARRIER_PIGEON", "WEB_AUTHN"].map(str::to_owned);
        assert_eq!(AuthFactorType::known(&names), [AuthFactorType::Password, AuthFactorType::WebAuthn]);
    }
}
