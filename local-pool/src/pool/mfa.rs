//! Second factors: those that a pool offers, and those that a user has turned on.

use super::inbox::Medium;
use super::settings::{MfaConfiguration, PoolSettings};
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::random;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Factor {
    Sms,
    SoftwareToken,
    Email,
}

impl Factor {
    pub(crate) const ALL: [Self; 3] = [Self::Sms, Self::SoftwareToken, Self::Email];

    /// Cognito's name of the challenge, and of the factor in a user's settings.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sms => "SMS_MFA",
            Self::SoftwareToken => "SOFTWARE_TOKEN_MFA",
            Self::Email => "EMAIL_OTP",
        }
    }

    /// The name of the challenge response that carries the code.
    pub(crate) fn response_name(self) -> &'static str {
        match self {
            Self::Sms => "SMS_MFA_CODE",
            Self::SoftwareToken => "SOFTWARE_TOKEN_MFA_CODE",
            Self::Email => "EMAIL_OTP_CODE",
        }
    }

    /// How a code reaches the user. An authenticator app makes its own codes.
    pub(crate) fn medium(self) -> Option<Medium> {
        match self {
            Self::Sms => Some(Medium::Sms),
            Self::Email => Some(Medium::Email),
            Self::SoftwareToken => None,
        }
    }

    /// Reads a name. Cognito's documentation also calls EMAIL_OTP `EMAIL_MFA`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|factor| factor.name() == name)
            .or((name == "EMAIL_MFA").then_some(Self::Email))
    }
}

/// The factors that a pool offers: SetUserPoolMfaConfig.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct MfaSettings {
    pub configuration: MfaConfiguration,
    pub offered: Vec<Factor>,
    /// EmailMfaConfiguration, for GetUserPoolMfaConfig. The text of an SMS with a code is a pool setting.
    #[serde(default)]
    pub email: Option<Value>,
    /// Whether the request had the member for software tokens, without `Enabled: true`. GetUserPoolMfaConfig then
    /// describes software tokens as turned off.
    #[serde(default)]
    pub software_token_is_off: bool,
}

impl MfaSettings {
    /// The settings after CreateUserPool: text messages alone, unless MFA is off.
    pub(crate) fn from_pool_settings(settings: &PoolSettings) -> Self {
        let configuration = settings.mfa_configuration.unwrap_or_default();
        let sms = configuration != MfaConfiguration::Off;
        let offered = Vec::from_iter(sms.then_some(Factor::Sms));
        Self { configuration, offered, email: None, software_token_is_off: false }
    }

    pub(crate) fn offers(&self, factor: Factor) -> bool {
        self.configuration != MfaConfiguration::Off && self.offered.contains(&factor)
    }
}

/// The factors that a user has turned on.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct MfaPreference {
    pub enabled: Vec<Factor>,
    pub preferred: Option<Factor>,
}

impl MfaPreference {
    /// Turns a factor on or off. Only a factor that is on can be preferred.
    pub(crate) fn set(&mut self, factor: Factor, enabled: bool, preferred: bool) {
        self.enabled.retain(|on| *on != factor);
        if enabled {
            self.enabled.push(factor);
        }
        if enabled && preferred {
            self.preferred = Some(factor);
        } else if self.preferred == Some(factor) {
            self.preferred = None;
        }
    }
}

/// A user's software token (TOTP, RFC 6238: SHA-1, six digits, 30 seconds).
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SoftwareToken {
    secret: Vec<u8>,
    pub verified: bool,
    last_used_step: Option<u64>,
    /// FriendlyDeviceName: what the user calls the device with the authenticator app.
    #[serde(default)]
    pub device_name: Option<String>,
}

/// The result of checking a code from an authenticator app.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TotpCheck {
    Right,
    Wrong,
    UsedBefore,
}

impl SoftwareToken {
    pub(crate) fn new() -> Result<Self, CognitoError> {
        Ok(Self::with(random::bytes::<20>()?.to_vec(), false))
    }

    fn with(secret: Vec<u8>, verified: bool) -> Self {
        Self { secret, verified, last_used_step: None, device_name: None }
    }

    /// A token that the user has set up already. The secret has at least 16 bytes (RFC 4226 section 4), in base32.
    pub(crate) fn from_base32(code: &str) -> Result<Self, CognitoError> {
        let refusal = || {
            CognitoError::invalid_parameter(
                "It must be 16 to 64 bytes in base32: 26 to 103 letters from A to Z and digits from 2 to 7.",
            )
        };
        let secret = totp_rs::Secret::try_from_base32(code.to_ascii_uppercase()).map_err(|_| refusal())?;
        let secret = secret.as_bytes().to_vec();
        match (16..=64).contains(&secret.len()) {
            true => Ok(Self::with(secret, true)),
            false => Err(refusal()),
        }
    }

    /// The secret in base32, for the authenticator app.
    pub(crate) fn secret_code(&self) -> String {
        totp_rs::Secret::from(self.secret.clone()).to_base32()
    }

    /// Whether a code is right for the current time step, the one before, or the one after.
    pub(crate) fn accepts(&self, code: &str, now: Moment) -> bool {
        self.matching_step(code, now).is_some()
    }

    /// Checks a code and uses it up: no code works twice.
    pub(crate) fn redeem(&mut self, code: &str, now: Moment) -> TotpCheck {
        let Some(step) = self.matching_step(code, now) else { return TotpCheck::Wrong };
        if self.last_used_step.is_some_and(|used| step <= used) {
            return TotpCheck::UsedBefore;
        }
        self.last_used_step = Some(step);
        TotpCheck::Right
    }

    fn matching_step(&self, code: &str, now: Moment) -> Option<u64> {
        let totp = totp_rs::Builder::new().with_skew(1).with_secret(self.secret.clone()).build().ok()?;
        totp.check(code, u64::try_from(now.seconds()).ok()?)
    }
}
