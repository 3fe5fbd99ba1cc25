//! Which first factors the service may ask for, at each point of a sign-in.
//!
//! A server that only pretends to be the service can send any challenge. The password itself and a passkey's signature
//! are worth stealing, so they are given only where the app or the user chose them. `docs/adr/0010` lists every answer.

use super::{ChallengeAnswer, ChallengeKind};
use crate::model::{AuthFactorType, AuthFlowType};

/// The first factors that the service may ask for next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FirstFactors {
    /// No factor that gives something away: the flow has no such factor, or the user has already given it.
    None,
    /// The factor that the app or the user chose. The service may offer a choice instead.
    Chosen(AuthFactorType),
    /// Every factor: the app leaves the choice to the service and the user.
    Any,
}

impl FirstFactors {
    /// What the service may ask for after the start of a sign-in with this flow.
    pub(crate) fn of_flow(flow: AuthFlowType) -> Self {
        match flow {
            AuthFlowType::UserAuth { preferred_first_factor: None } => Self::Any,
            AuthFlowType::UserAuth { preferred_first_factor: Some(factor) } => Self::Chosen(factor),
            // The flow itself sends the password.
            AuthFlowType::UserPassword => Self::Chosen(AuthFactorType::Password),
            AuthFlowType::UserSrp | AuthFlowType::CustomWithSrp | AuthFlowType::CustomWithoutSrp => {
                Self::None
            }
        }
    }

    /// What the service may ask for after this answer to a challenge.
    pub(crate) fn after(kind: &ChallengeKind, answer: &ChallengeAnswer) -> Self {
        let chosen = match kind {
            ChallengeKind::FirstFactorSelection { factors } => {
                let word = answer.challenge_response.expose();
                factors.iter().copied().find(|factor| factor.is_chosen_by(word))
            }
            ChallengeKind::Password { uses_srp: false, .. } => Some(AuthFactorType::Password),
            ChallengeKind::Password { uses_srp: true, .. } => Some(AuthFactorType::PasswordSrp),
            ChallengeKind::SmsMfa { .. }
            | ChallengeKind::TotpMfa
            | ChallengeKind::EmailOtp { .. }
            | ChallengeKind::SmsOtp { .. }
            | ChallengeKind::MfaSelection { .. }
            | ChallengeKind::NewPassword { .. }
            | ChallengeKind::Custom { .. }
            | ChallengeKind::MfaSetupSelection { .. }
            | ChallengeKind::TotpSetup { .. }
            | ChallengeKind::EmailMfaSetup => None,
        };
        chosen.map_or(Self::None, Self::Chosen)
    }

    /// Whether the service may ask for a passkey.
    pub(crate) fn allow_passkey(self) -> bool {
        matches!(self, Self::Any | Self::Chosen(AuthFactorType::WebAuthn))
    }

    /// Whether the service may send this challenge.
    pub(crate) fn allow(self, kind: &ChallengeKind) -> bool {
        match kind {
            ChallengeKind::Password { uses_srp: false, .. } => {
                matches!(self, Self::Any | Self::Chosen(AuthFactorType::Password))
            }
            // The selection may offer the password itself.
            ChallengeKind::FirstFactorSelection { .. } => self != Self::None,
            // SRP gives nothing of the password away. A thief who has a code still lacks the sign-in's other factor,
            // unless the code is the whole sign-in. The pool decides what its triggers and set-ups ask for.
            ChallengeKind::Password { uses_srp: true, .. }
            | ChallengeKind::SmsMfa { .. }
            | ChallengeKind::TotpMfa
            | ChallengeKind::EmailOtp { .. }
            | ChallengeKind::SmsOtp { .. }
            | ChallengeKind::MfaSelection { .. }
            | ChallengeKind::NewPassword { .. }
            | ChallengeKind::Custom { .. }
            | ChallengeKind::MfaSetupSelection { .. }
            | ChallengeKind::TotpSetup { .. }
            | ChallengeKind::EmailMfaSetup => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{first_factor_selection, kinds, password};
    use super::*;

    const PASSWORD: FirstFactors = FirstFactors::Chosen(AuthFactorType::Password);

    fn preferring(preferred_first_factor: Option<AuthFactorType>) -> AuthFlowType {
        AuthFlowType::UserAuth { preferred_first_factor }
    }

    /// Whether the password itself, a choice and a passkey are allowed.
    fn allowed(factors: FirstFactors) -> [bool; 3] {
        [factors.allow(&password(false)), factors.allow(&first_factor_selection()), factors.allow_passkey()]
    }

    #[test]
    fn a_flow_allows_the_first_factors_that_it_sends_or_prefers() {
        for (flow, expected) in [
            (AuthFlowType::UserSrp, [false, false, false]),
            (AuthFlowType::CustomWithSrp, [false, false, false]),
            (AuthFlowType::CustomWithoutSrp, [false, false, false]),
            (AuthFlowType::UserPassword, [true, true, false]),
            (preferring(None), [true, true, true]),
            (preferring(Some(AuthFactorType::Password)), [true, true, false]),
            (preferring(Some(AuthFactorType::PasswordSrp)), [false, true, false]),
            (preferring(Some(AuthFactorType::EmailOtp)), [false, true, false]),
            (preferring(Some(AuthFactorType::SmsOtp)), [false, true, false]),
            (preferring(Some(AuthFactorType::WebAuthn)), [false, true, true]),
        ] {
            assert_eq!(allowed(FirstFactors::of_flow(flow)), expected, "{flow:?}");
        }
    }

    #[test]
    fn an_answer_allows_the_first_factor_that_it_chooses() {
        let after = |kind: &ChallengeKind, text: &str| {
            let answer = ChallengeAnswer {
                challenge_response: text.into(),
                user_attributes: Vec::new(),
                friendly_device_name: None,
                at_milliseconds: 0,
            };
            FirstFactors::after(kind, &answer)
        };
        let selection = first_factor_selection();
        for (answer, expected) in [
            ("WEB_AUTHN", [false, true, true]),
            ("web_authn", [false, true, true]),
            ("EMAIL_OTP", [false, true, false]),
            ("PASSWORD_SRP", [false, true, false]),
            ("PIGEON", [false, false, false]),
        ] {
            assert_eq!(allowed(after(&selection, answer)), expected, "{answer}");
        }
        assert_eq!(after(&password(false), "secret"), PASSWORD);
        assert_eq!(allowed(after(&password(true), "PASSWORD")), [false, true, false]);
        for kind in kinds() {
            let is_first =
                matches!(kind, ChallengeKind::FirstFactorSelection { .. } | ChallengeKind::Password { .. });
            assert!(is_first || after(&kind, "PASSWORD") == FirstFactors::None, "{kind:?}");
        }
    }

    #[test]
    fn only_the_password_itself_and_a_first_factor_selection_can_be_forbidden() {
        for kind in kinds() {
            let is_guarded = kind == password(false) || kind == first_factor_selection();
            assert_eq!(FirstFactors::None.allow(&kind), !is_guarded, "{kind:?}");
        }
    }
}
