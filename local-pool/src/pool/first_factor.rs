//! First factors: all that USER_AUTH knows, and those of a user.

use super::UserPool;
use super::inbox::Medium;
use super::mfa::MfaSettings;
use super::passkeys::FactorConfiguration;
use super::settings::{MfaConfiguration, SignInPolicy};
use super::users::{Status, User};

/// A first factor, as USER_AUTH names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FirstFactor {
    Password,
    PasswordSrp,
    EmailOtp,
    SmsOtp,
    WebAuthn,
}

impl FirstFactor {
    pub(crate) const ALL: [Self; 5] =
        [Self::Password, Self::PasswordSrp, Self::EmailOtp, Self::SmsOtp, Self::WebAuthn];

    /// Cognito's name of the challenge, and of the factor in a choice.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::EmailOtp => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::WebAuthn => "WEB_AUTHN",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.name() == name)
    }

    /// How a code reaches the user, for the factors with a code.
    pub(crate) fn medium(self) -> Option<Medium> {
        match self {
            Self::EmailOtp => Some(Medium::Email),
            Self::SmsOtp => Some(Medium::Sms),
            Self::Password | Self::PasswordSrp | Self::WebAuthn => None,
        }
    }

    /// Whether a pool's policy allows this factor. PASSWORD in the policy also means PASSWORD_SRP.
    fn is_allowed(self, policy: &SignInPolicy) -> bool {
        policy.allows(if self == Self::PasswordSrp { Self::Password.name() } else { self.name() })
    }
}

impl UserPool {
    /// The first factors that the pool allows.
    pub(crate) fn allowed_first_factors(&self) -> impl Iterator<Item = FirstFactor> {
        let policy = self.settings.sign_in_policy();
        FirstFactor::ALL.into_iter().filter(move |factor| factor.is_allowed(&policy))
    }

    /// The first factors that a user can begin with.
    pub(crate) fn first_factors(&self, user: &User) -> Vec<FirstFactor> {
        self.allowed_first_factors().filter(|factor| self.can_begin_with(user, *factor)).collect()
    }

    /// The first factors that a choice offers. A user who does not exist seems to have every factor of the pool except
    /// a passkey.
    pub(crate) fn offered_first_factors(&self, username: &str) -> Vec<FirstFactor> {
        match self.users.get(username) {
            Some(user) => self.first_factors(user),
            None => self.allowed_first_factors().filter(|factor| *factor != FirstFactor::WebAuthn).collect(),
        }
    }

    fn can_begin_with(&self, user: &User, factor: FirstFactor) -> bool {
        let has_it = match factor {
            FirstFactor::Password | FirstFactor::PasswordSrp => return user.verifier.is_some(),
            FirstFactor::EmailOtp => user.has_verified(Medium::Email),
            FirstFactor::SmsOtp => user.has_verified(Medium::Sms),
            FirstFactor::WebAuthn => self.has_passkey(user),
        };
        let counts_for_both = factor == FirstFactor::WebAuthn
            && self.web_authn.as_ref().is_some_and(|settings| {
                settings.factor_configuration == FactorConfiguration::MultiFactorWithUserVerification
            });
        has_it
            && user.status != Status::ForceChangePassword
            && (counts_for_both || !user.needs_two_factors(&self.mfa))
    }

    /// Whether the user has a passkey for the pool's relying party.
    fn has_passkey(&self, user: &User) -> bool {
        let web_authn = self.web_authn.as_ref();
        let relying_party_id = web_authn.and_then(|settings| settings.relying_party_id.as_deref());
        relying_party_id.is_some_and(|id| user.passkeys.of(id).next().is_some())
    }

    /// Whether a user may have no password.
    pub(crate) fn is_passwordless(&self) -> bool {
        let password = [FirstFactor::Password, FirstFactor::PasswordSrp];
        self.mfa.configuration != MfaConfiguration::On
            && self.allowed_first_factors().any(|factor| !password.contains(&factor))
    }
}

impl User {
    fn has_verified(&self, medium: Medium) -> bool {
        self.attribute(medium.attribute()).is_some() && self.is_verified(medium.attribute())
    }

    /// Whether the user needs two factors. Such a user can't begin with a code, and can begin with a passkey only if
    /// the passkey counts for both factors.
    pub(crate) fn needs_two_factors(&self, mfa: &MfaSettings) -> bool {
        mfa.configuration == MfaConfiguration::On || !self.required_factors(mfa).is_empty()
    }
}
