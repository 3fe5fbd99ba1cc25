//! Tests of a sign-in: a table of every transition, the rules that hold in all of them, and random sign-ins.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::samples::{answer, answer_with_attribute, challenge, received};
use super::{
    AssociatedToken, Attempt, Credential, Effects, Event, FromApp, FromService, Leaving, Proving, SettingUp,
    SideEffect, State, Then, Work, samples,
};
use crate::challenge::samples::{
    first_factor_selection, kinds, mfa_selection, mfa_setup_selection, password,
};
use crate::challenge::{Challenge, ChallengeKind, ChallengeResponse, FirstFactors};
use crate::error::{AuthError, AuthErrorCode, AuthErrorReason};
use crate::machine::diagram::{arrows, assert_sound};
use crate::model::{
    AuthFactorType, AuthFlowType, AuthSignInStep, AuthUserAttributeKey, MfaType, RequestContext,
};

/// Every transition: for each state, the events that it takes and the state that follows. Every other pair of a state
/// and an event is refused.
#[rustfmt::skip]
const TABLE: &[(&str, &[(&str, &str)])] = &[
    ("NotStarted", &[
        ("SignIn (SRP)", "PreparingProof"), ("SignIn (password)", "Initiating"),
        ("SignIn (a choice)", "Initiating"), ("SignIn (a choice, SRP preferred)", "PreparingProof"),
        ("Resume", "Awaiting"), ("Cancel", "Cancelled"),
    ]),
    ("PreparingProof", &[
        ("ProofPrepared", "Initiating"), ("DeadlinePassed", "Failed"), ("Cancel", "Cancelled"),
        ("WorkFailed (CodeMismatch)", "Failed"), ("WorkFailed (NotAuthorized)", "Failed"),
        ("WorkFailed (Offline)", "Failed"), ("WorkFailed (UserNotConfirmed)", "Failed"),
        ("WorkFailed (PasswordResetRequired)", "Failed"),
    ]),
    ("Initiating (SRP)", &[
        ("ProofRequested", "ProvingPassword"), ("DeviceProofRequested", "ProvingDevice"),
        ("PasskeyRequested", "Failed"), ("ChallengeReceived", "Awaiting"),
        ("ChallengeReceived (set up an authenticator app)", "AssociatingToken"),
        ("ChallengeReceived (the password itself)", "Failed"),
        ("ChallengeReceived (a first factor)", "Failed"), ("TokensReceived", "StoringSession"),
        ("TokensReceived (a new device)", "StoringSession"), ("DeadlinePassed", "Failed"),
        ("Cancel", "Cancelled"), ("WorkFailed (CodeMismatch)", "Failed"),
        ("WorkFailed (NotAuthorized)", "Failed"), ("WorkFailed (Offline)", "Failed"),
        ("WorkFailed (UserNotConfirmed)", "Redirected"), ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("Initiating (password)", &[
        ("ProofRequested", "Failed"), ("DeviceProofRequested", "ProvingDevice"),
        ("PasskeyRequested", "Failed"), ("ChallengeReceived", "Awaiting"),
        ("ChallengeReceived (set up an authenticator app)", "AssociatingToken"),
        ("ChallengeReceived (the password itself)", "Awaiting"),
        ("ChallengeReceived (a first factor)", "Awaiting"), ("TokensReceived", "StoringSession"),
        ("TokensReceived (a new device)", "StoringSession"), ("DeadlinePassed", "Failed"),
        ("Cancel", "Cancelled"), ("WorkFailed (CodeMismatch)", "Failed"),
        ("WorkFailed (NotAuthorized)", "Failed"), ("WorkFailed (Offline)", "Failed"),
        ("WorkFailed (UserNotConfirmed)", "Redirected"), ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("Initiating (a choice)", &[
        ("ProofRequested", "Failed"), ("DeviceProofRequested", "ProvingDevice"),
        ("PasskeyRequested", "AskingPasskey"), ("ChallengeReceived", "Awaiting"),
        ("ChallengeReceived (set up an authenticator app)", "AssociatingToken"),
        ("ChallengeReceived (the password itself)", "Awaiting"),
        ("ChallengeReceived (a first factor)", "Awaiting"), ("TokensReceived", "StoringSession"),
        ("TokensReceived (a new device)", "StoringSession"), ("DeadlinePassed", "Failed"),
        ("Cancel", "Cancelled"), ("WorkFailed (CodeMismatch)", "Failed"),
        ("WorkFailed (NotAuthorized)", "Failed"), ("WorkFailed (Offline)", "Failed"),
        ("WorkFailed (UserNotConfirmed)", "Redirected"), ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("ProvingPassword", &[
        ("PasswordProved", "VerifyingProof"), ("DeadlinePassed", "Failed"), ("Cancel", "Cancelled"),
        ("WorkFailed (CodeMismatch)", "Failed"), ("WorkFailed (NotAuthorized)", "Failed"),
        ("WorkFailed (Offline)", "Failed"), ("WorkFailed (UserNotConfirmed)", "Failed"),
        ("WorkFailed (PasswordResetRequired)", "Failed"),
    ]),
    ("VerifyingProof", &[
        ("ProofRequested", "Failed"), ("DeviceProofRequested", "ProvingDevice"),
        ("PasskeyRequested", "Failed"), ("ChallengeReceived", "Awaiting"),
        ("ChallengeReceived (set up an authenticator app)", "AssociatingToken"),
        ("ChallengeReceived (the password itself)", "Failed"),
        ("ChallengeReceived (a first factor)", "Failed"), ("TokensReceived", "StoringSession"),
        ("TokensReceived (a new device)", "StoringSession"), ("DeadlinePassed", "Failed"),
        ("Cancel", "Cancelled"), ("WorkFailed (CodeMismatch)", "Failed"),
        ("WorkFailed (NotAuthorized)", "Failed"), ("WorkFailed (Offline)", "Failed"),
        ("WorkFailed (UserNotConfirmed)", "Redirected"), ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("ProvingDevice", &[
        ("ProofRequested", "Failed"), ("DeviceProofRequested", "Failed"), ("PasskeyRequested", "Failed"),
        ("ChallengeReceived", "Awaiting"),
        ("ChallengeReceived (set up an authenticator app)", "AssociatingToken"),
        ("ChallengeReceived (the password itself)", "Failed"),
        ("ChallengeReceived (a first factor)", "Failed"), ("TokensReceived", "StoringSession"),
        ("TokensReceived (a new device)", "StoringSession"), ("DeadlinePassed", "Failed"),
        ("Cancel", "Cancelled"), ("WorkFailed (CodeMismatch)", "Failed"),
        ("WorkFailed (NotAuthorized)", "Failed"), ("WorkFailed (Offline)", "Failed"),
        ("WorkFailed (UserNotConfirmed)", "Redirected"), ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("AskingPasskey", &[
        ("PasskeyAnswered", "VerifyingProof"), ("DeadlinePassed", "AwaitingPasskey"), ("Cancel", "Cancelled"),
        ("WorkFailed (CodeMismatch)", "AwaitingPasskey"), ("WorkFailed (NotAuthorized)", "AwaitingPasskey"),
        ("WorkFailed (Offline)", "AwaitingPasskey"), ("WorkFailed (UserNotConfirmed)", "AwaitingPasskey"),
        ("WorkFailed (PasswordResetRequired)", "AwaitingPasskey"),
    ]),
    ("AwaitingPasskey", &[
        ("Answer (SMS)", "AwaitingPasskey"), ("Answer (TOTP)", "AwaitingPasskey"),
        ("Answer (EMAIL)", "AwaitingPasskey"), ("Answer (PASSWORD_SRP)", "AwaitingPasskey"),
        ("Answer (EMAIL_OTP)", "AwaitingPasskey"), ("Answer (WEB_AUTHN)", "AskingPasskey"),
        ("Answer (too late)", "Failed"), ("DeadlinePassed", "AwaitingPasskey"), ("Cancel", "Cancelled"),
    ]),
    ("Awaiting (a choice)", &[
        ("Answer (SMS)", "Answering"), ("Answer (TOTP)", "Awaiting"), ("Answer (EMAIL)", "Answering"),
        ("Answer (PASSWORD_SRP)", "Awaiting"), ("Answer (EMAIL_OTP)", "Answering"),
        ("Answer (WEB_AUTHN)", "Awaiting"), ("Answer (too late)", "Failed"), ("DeadlinePassed", "Awaiting"),
        ("Cancel", "Cancelled"),
    ]),
    ("Awaiting (a first factor)", &[
        ("Answer (SMS)", "Awaiting"), ("Answer (TOTP)", "Awaiting"), ("Answer (EMAIL)", "Awaiting"),
        ("Answer (PASSWORD_SRP)", "Awaiting"), ("Answer (EMAIL_OTP)", "Answering"),
        ("Answer (WEB_AUTHN)", "Answering"), ("Answer (too late)", "Failed"), ("DeadlinePassed", "Awaiting"),
        ("Cancel", "Cancelled"),
    ]),
    ("Awaiting (a password for SRP)", &[
        ("Answer (SMS)", "PreparingAnswer"), ("Answer (TOTP)", "PreparingAnswer"),
        ("Answer (EMAIL)", "PreparingAnswer"), ("Answer (PASSWORD_SRP)", "PreparingAnswer"),
        ("Answer (EMAIL_OTP)", "PreparingAnswer"), ("Answer (WEB_AUTHN)", "PreparingAnswer"),
        ("Answer (too late)", "Failed"), ("DeadlinePassed", "Awaiting"), ("Cancel", "Cancelled"),
    ]),
    ("Awaiting (what to set up)", &[
        ("Answer (SMS)", "Awaiting"), ("Answer (TOTP)", "AssociatingToken"), ("Answer (EMAIL)", "Awaiting"),
        ("Answer (PASSWORD_SRP)", "Awaiting"), ("Answer (EMAIL_OTP)", "Awaiting"),
        ("Answer (WEB_AUTHN)", "Awaiting"), ("Answer (too late)", "Failed"), ("DeadlinePassed", "Awaiting"),
        ("Cancel", "Cancelled"),
    ]),
    ("Awaiting (an authenticator app's code)", &[
        ("Answer (SMS)", "VerifyingToken"), ("Answer (TOTP)", "VerifyingToken"),
        ("Answer (EMAIL)", "VerifyingToken"), ("Answer (PASSWORD_SRP)", "VerifyingToken"),
        ("Answer (EMAIL_OTP)", "VerifyingToken"), ("Answer (WEB_AUTHN)", "VerifyingToken"),
        ("Answer (too late)", "Failed"), ("DeadlinePassed", "Awaiting"), ("Cancel", "Cancelled"),
    ]),
    ("PreparingAnswer", &[
        ("ProofPrepared", "Answering"), ("DeadlinePassed", "Awaiting"), ("Cancel", "Cancelled"),
        ("WorkFailed (CodeMismatch)", "Awaiting"), ("WorkFailed (NotAuthorized)", "Awaiting"),
        ("WorkFailed (Offline)", "Awaiting"), ("WorkFailed (UserNotConfirmed)", "Awaiting"),
        ("WorkFailed (PasswordResetRequired)", "Awaiting"),
    ]),
    ("Answering", &[
        ("ProofRequested", "Failed"), ("DeviceProofRequested", "ProvingDevice"),
        ("PasskeyRequested", "Failed"), ("ChallengeReceived", "Awaiting"),
        ("ChallengeReceived (set up an authenticator app)", "AssociatingToken"),
        ("ChallengeReceived (the password itself)", "Failed"),
        ("ChallengeReceived (a first factor)", "Failed"), ("TokensReceived", "StoringSession"),
        ("TokensReceived (a new device)", "StoringSession"), ("DeadlinePassed", "Awaiting"),
        ("Cancel", "Cancelled"), ("WorkFailed (CodeMismatch)", "Awaiting"),
        ("WorkFailed (NotAuthorized)", "Failed"), ("WorkFailed (Offline)", "Awaiting"),
        ("WorkFailed (UserNotConfirmed)", "Redirected"), ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("Answering (a password for SRP)", &[
        ("ProofRequested", "ProvingPassword"), ("DeviceProofRequested", "ProvingDevice"),
        ("PasskeyRequested", "Failed"), ("ChallengeReceived", "Awaiting"),
        ("ChallengeReceived (set up an authenticator app)", "AssociatingToken"),
        ("ChallengeReceived (the password itself)", "Failed"),
        ("ChallengeReceived (a first factor)", "Awaiting"), ("TokensReceived", "StoringSession"),
        ("TokensReceived (a new device)", "StoringSession"), ("DeadlinePassed", "Awaiting"),
        ("Cancel", "Cancelled"), ("WorkFailed (CodeMismatch)", "Awaiting"),
        ("WorkFailed (NotAuthorized)", "Failed"), ("WorkFailed (Offline)", "Awaiting"),
        ("WorkFailed (UserNotConfirmed)", "Redirected"), ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("Answering (a passkey)", &[
        ("ProofRequested", "Failed"), ("DeviceProofRequested", "ProvingDevice"),
        ("PasskeyRequested", "AskingPasskey"), ("ChallengeReceived", "Awaiting"),
        ("ChallengeReceived (set up an authenticator app)", "AssociatingToken"),
        ("ChallengeReceived (the password itself)", "Failed"),
        ("ChallengeReceived (a first factor)", "Awaiting"), ("TokensReceived", "StoringSession"),
        ("TokensReceived (a new device)", "StoringSession"), ("DeadlinePassed", "Awaiting"),
        ("Cancel", "Cancelled"), ("WorkFailed (CodeMismatch)", "Awaiting"),
        ("WorkFailed (NotAuthorized)", "Failed"), ("WorkFailed (Offline)", "Awaiting"),
        ("WorkFailed (UserNotConfirmed)", "Redirected"), ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("AssociatingToken", &[
        ("TokenAssociated", "Awaiting"), ("DeadlinePassed", "Awaiting"), ("Cancel", "Cancelled"),
        ("WorkFailed (CodeMismatch)", "Awaiting"), ("WorkFailed (NotAuthorized)", "Failed"),
        ("WorkFailed (Offline)", "Awaiting"), ("WorkFailed (UserNotConfirmed)", "Redirected"),
        ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("VerifyingToken", &[
        ("TokenVerified", "Answering"), ("DeadlinePassed", "Awaiting"), ("Cancel", "Cancelled"),
        ("WorkFailed (CodeMismatch)", "Awaiting"), ("WorkFailed (NotAuthorized)", "Failed"),
        ("WorkFailed (Offline)", "Awaiting"), ("WorkFailed (UserNotConfirmed)", "Redirected"),
        ("WorkFailed (PasswordResetRequired)", "Redirected"),
    ]),
    ("StoringSession", &[
        ("SessionStored", "SignedIn"), ("DeadlinePassed", "StoringSession"), ("Cancel", "StoringSession"),
        ("WorkFailed (CodeMismatch)", "Failed"), ("WorkFailed (NotAuthorized)", "Failed"),
        ("WorkFailed (Offline)", "Failed"), ("WorkFailed (UserNotConfirmed)", "Failed"),
        ("WorkFailed (PasswordResetRequired)", "Failed"),
    ]),
    ("StoringSession (a new device)", &[
        ("SessionStored", "ConfirmingDevice"), ("DeadlinePassed", "StoringSession"),
        ("Cancel", "StoringSession"), ("WorkFailed (CodeMismatch)", "Failed"),
        ("WorkFailed (NotAuthorized)", "Failed"), ("WorkFailed (Offline)", "Failed"),
        ("WorkFailed (UserNotConfirmed)", "Failed"), ("WorkFailed (PasswordResetRequired)", "Failed"),
    ]),
    ("ConfirmingDevice", &[
        ("DeviceConfirmed", "SignedIn"), ("DeadlinePassed", "SignedIn"), ("Cancel", "SignedIn"),
        ("WorkFailed (CodeMismatch)", "SignedIn"), ("WorkFailed (NotAuthorized)", "SignedIn"),
        ("WorkFailed (Offline)", "SignedIn"), ("WorkFailed (UserNotConfirmed)", "SignedIn"),
        ("WorkFailed (PasswordResetRequired)", "SignedIn"),
    ]),
];

#[test]
fn every_pair_of_state_and_event_does_what_the_table_says() {
    let found = arrows();
    let found: Vec<_> = found.iter().map(|a| (a.from.as_str(), a.event.as_str(), a.to.as_str())).collect();
    let table: Vec<_> = TABLE
        .iter()
        .flat_map(|(from, row)| row.iter().map(move |(event, to)| (*from, *event, *to)))
        .collect();
    assert_eq!(found, table);
}

#[test]
fn every_state_has_a_way_out_and_final_states_accept_no_event() {
    assert_sound();
}

impl State {
    /// The next state, after an event that the state expects.
    fn moved_by(self, event: Event) -> (Self, Effects) {
        let (next, effects) = self.on(event);
        (next, effects.unwrap())
    }
}

fn conclusion(effects: Effects) -> Result<AuthSignInStep, AuthErrorCode> {
    match effects.then {
        Then::Conclude(result) => result.map_err(|error| error.code),
        Then::Perform(_) => panic!("the call goes on"),
    }
}

fn response_sent(effects: Effects) -> ChallengeResponse {
    match effects.then {
        Then::Perform(Work::Respond(outgoing)) => outgoing.response,
        Then::Perform(_) | Then::Conclude(_) => panic!("no response is sent"),
    }
}

fn answering(kind: ChallengeKind) -> State {
    State::Answering(challenge(kind), RequestContext::default(), None, FirstFactors::None)
}

#[test]
fn a_wrong_code_leaves_the_challenge_open_with_its_session() {
    for kind in kinds() {
        let open = challenge(kind);
        let wrong = Event::WorkFailed(AuthErrorCode::CodeMismatch.into());
        let (state, effects) = answering(open.kind.clone()).moved_by(wrong);
        assert!(matches!(state, State::Awaiting(ref still) if *still == open));
        assert!(effects.side_effects.is_empty(), "the stored challenge stays");
        assert_eq!(conclusion(effects), Err(AuthErrorCode::CodeMismatch));
    }
}

/// Checks which kinds of challenge stay open, for a sample of the errors.
#[test]
fn the_challenge_stays_open_where_another_answer_or_another_try_may_help() {
    let stays_open = |kind: &ChallengeKind, code: AuthErrorCode| {
        let (state, _) = answering(kind.clone()).moved_by(Event::WorkFailed(code.into()));
        matches!(state, State::Awaiting(_))
    };
    let is_choice = |kind: &ChallengeKind| {
        [mfa_selection(), first_factor_selection(), mfa_setup_selection()].contains(kind)
    };
    for kind in kinds() {
        for code in [
            // Another answer may help.
            AuthErrorCode::CodeMismatch,
            AuthErrorCode::EnableSoftwareTokenMfa,
            AuthErrorCode::InvalidPassword,
            AuthErrorCode::PasswordHistoryPolicyViolation,
            AuthErrorCode::InvalidParameter,
            AuthErrorCode::AliasExists,
            // Another try may help.
            AuthErrorCode::TooManyRequests,
            AuthErrorCode::LimitExceeded,
            AuthErrorCode::CodeDeliveryFailure,
            AuthErrorCode::InternalError,
            AuthErrorCode::UnexpectedLambda,
            AuthErrorCode::Offline,
            AuthErrorCode::TlsFailed,
            AuthErrorCode::TransportFailed,
            AuthErrorCode::Cancelled,
            AuthErrorCode::CleartextBlocked,
            AuthErrorCode::ServerError,
            AuthErrorCode::MalformedResponse,
        ] {
            assert!(stays_open(&kind, code), "{kind:?} {code:?}");
        }
        // Another choice may help.
        for code in [
            AuthErrorCode::SoftwareTokenMfaNotFound,
            AuthErrorCode::MfaMethodNotFound,
            AuthErrorCode::InvalidSmsRoleAccessPolicy,
            AuthErrorCode::InvalidSmsRoleTrustRelationship,
            AuthErrorCode::InvalidEmailRoleAccessPolicy,
            AuthErrorCode::InvalidUserPoolConfiguration,
            AuthErrorCode::FeatureUnavailableInTier,
            AuthErrorCode::WebAuthnConfigurationMissing,
            AuthErrorCode::WebAuthnNotEnabled,
        ] {
            assert_eq!(stays_open(&kind, code), is_choice(&kind), "{kind:?} {code:?}");
        }
        let shows_new_codes = matches!(kind, ChallengeKind::TotpMfa | ChallengeKind::TotpSetup { .. });
        assert_eq!(stays_open(&kind, AuthErrorCode::ExpiredCode), shows_new_codes, "{kind:?}");
        for code in [
            AuthErrorCode::NotAuthorized,
            AuthErrorCode::ChallengeExpired,
            AuthErrorCode::UserNotFound,
            AuthErrorCode::UserLambdaValidation,
            AuthErrorCode::ResourceNotFound,
            AuthErrorCode::UnsupportedChallenge,
        ] {
            assert!(!stays_open(&kind, code), "{kind:?} {code:?}");
        }
    }
}

/// Checks which kinds of challenge stay open because of the reason. Without a reason, `UserLambdaValidation` ends the
/// sign-in.
#[test]
fn the_challenge_stays_open_where_the_reason_says_that_another_answer_may_help() {
    let stays_open = |kind: &ChallengeKind, reason: AuthErrorReason| {
        let mut error = AuthError::from(AuthErrorCode::UserLambdaValidation);
        error.reason = Some(reason);
        let (state, _) = answering(kind.clone()).moved_by(Event::WorkFailed(error));
        matches!(state, State::Awaiting(_))
    };
    let choices = [mfa_selection(), first_factor_selection(), mfa_setup_selection()];
    for kind in kinds() {
        let (is_choice, is_address) = (choices.contains(&kind), kind == ChallengeKind::EmailMfaSetup);
        for (reason, expected) in [
            (AuthErrorReason::FactorNotEnabled, is_choice),
            (AuthErrorReason::FactorNotSetUp, is_choice),
            (AuthErrorReason::FlowNotEnabled, is_choice),
            (AuthErrorReason::CustomMessageTrigger, is_choice || is_address),
            (AuthErrorReason::CustomSenderTrigger, is_choice || is_address),
            (AuthErrorReason::PreTokenGenerationTrigger, false),
            (AuthErrorReason::SignInRefused, false),
        ] {
            assert_eq!(stays_open(&kind, reason), expected, "{kind:?} {reason:?}");
        }
    }
}

#[test]
fn the_first_request_has_the_password_only_in_a_flow_that_sends_it() {
    let user_auth = |preferred_first_factor| AuthFlowType::UserAuth { preferred_first_factor };
    for (flow, is_sent) in [
        (AuthFlowType::UserPassword, true),
        (user_auth(Some(AuthFactorType::Password)), true),
        (user_auth(None), false),
        (user_auth(Some(AuthFactorType::EmailOtp)), false),
        (user_auth(Some(AuthFactorType::SmsOtp)), false),
        (user_auth(Some(AuthFactorType::WebAuthn)), false),
        (AuthFlowType::CustomWithoutSrp, false),
    ] {
        let start = Event::App(FromApp::SignIn(samples::attempt(flow)));
        let (_, effects) = State::NotStarted.moved_by(start);
        let Then::Perform(Work::Initiate(initiation)) = effects.then else { panic!("{flow:?}") };
        assert_eq!(matches!(initiation.credential, Some(Credential::Password(_))), is_sent, "{flow:?}");
        assert_eq!(initiation.credential.is_some(), is_sent, "{flow:?}");
    }
}

#[test]
fn a_flow_with_srp_sends_a_public_value_and_no_password() {
    let srp_preferred = AuthFlowType::UserAuth { preferred_first_factor: Some(AuthFactorType::PasswordSrp) };
    for flow in [AuthFlowType::UserSrp, AuthFlowType::CustomWithSrp, srp_preferred] {
        let start = Event::App(FromApp::SignIn(samples::attempt(flow)));
        let (state, effects) = State::NotStarted.moved_by(start);
        assert!(matches!(effects.then, Then::Perform(Work::PrepareProof)), "{flow:?}");
        let (_, effects) = state.moved_by(Event::Proving(Proving::ProofPrepared(samples::key_pair())));
        let Then::Perform(Work::Initiate(initiation)) = effects.then else { panic!("{flow:?}") };
        assert!(matches!(initiation.credential, Some(Credential::SrpA(_))), "{flow:?}");
    }
}

#[test]
fn custom_auth_with_srp_takes_an_empty_password_if_there_is_none() {
    let attempt = Attempt { password: None, ..samples::attempt(AuthFlowType::CustomWithSrp) };
    let initiating = State::Initiating(attempt, Some(samples::key_pair()));
    let (_, effects) = initiating.moved_by(Event::Service(FromService::ProofRequested(samples::verifier())));
    let Then::Perform(Work::ProvePassword(task)) = effects.then else { panic!("no proof") };
    assert!(task.password.is_empty());
}

#[test]
fn a_first_factor_that_nobody_chose_ends_the_sign_in_and_removes_the_stored_challenge() {
    let asked = Event::Service(FromService::ChallengeReceived(received(password(false), "next")));
    let (state, effects) = answering(ChallengeKind::TotpMfa).moved_by(asked);
    assert!(matches!(state, State::Failed));
    assert!(matches!(effects.side_effects.as_slice(), [SideEffect::ForgetChallenge]));
    let Then::Conclude(Err(error)) = effects.then else { panic!("expected an error") };
    assert_eq!(error.code, AuthErrorCode::UnsupportedChallenge);
    assert!(error.description.contains("neither the app nor the user chose"));
    assert!(error.recovery_suggestion.contains("Check the endpoint"));
}

#[test]
fn a_passkey_sheet_that_failed_is_shown_again_with_the_same_options() {
    let (_, asking) = samples::states().into_iter().find(|(label, _)| label == "AskingPasskey").unwrap();
    let (state, effects) = asking.moved_by(Event::WorkFailed(AuthErrorCode::PasskeyCancelled.into()));
    assert_eq!(conclusion(effects), Err(AuthErrorCode::PasskeyCancelled));
    let (state, effects) = state.moved_by(answer("EMAIL_OTP"));
    assert_eq!(conclusion(effects), Err(AuthErrorCode::MalformedArgument));
    let (state, effects) = state.moved_by(answer_with_attribute("WEB_AUTHN"));
    assert_eq!(conclusion(effects), Err(AuthErrorCode::MalformedArgument));
    let (state, effects) = state.moved_by(answer("web_authn"));
    assert!(matches!(state, State::AskingPasskey(..)));
    let Then::Perform(Work::AskPasskey(challenge)) = effects.then else { panic!("no sheet") };
    assert_eq!(challenge.options_json, "private");
}

#[test]
fn a_refusal_ends_the_sign_in_and_removes_the_stored_challenge() {
    let refused = Event::WorkFailed(AuthErrorCode::NotAuthorized.into());
    let (state, effects) = answering(ChallengeKind::TotpMfa).moved_by(refused);
    assert!(matches!(state, State::Failed));
    assert!(matches!(effects.side_effects.as_slice(), [SideEffect::ForgetChallenge]));
    assert_eq!(conclusion(effects), Err(AuthErrorCode::NotAuthorized));
}

#[test]
fn the_next_challenge_has_its_own_session_and_the_same_user() {
    let event =
        Event::Service(FromService::ChallengeReceived(received(ChallengeKind::TotpMfa, "the next session")));
    let (state, _) = answering(mfa_selection()).moved_by(event);
    let State::Awaiting(next) = state else { panic!("expected an open challenge") };
    assert_eq!(next.session.unwrap().expose(), "the next session");
    assert_eq!(next.username, challenge(ChallengeKind::TotpMfa).username);
}

#[test]
fn a_selected_second_factor_is_sent_under_the_name_that_the_service_offered() {
    let (_, effects) = State::Awaiting(challenge(mfa_selection())).moved_by(answer("EMAIL"));
    assert_eq!(response_sent(effects).parameters["ANSWER"].expose(), "EMAIL_MFA");
}

#[test]
fn the_app_is_asked_for_the_password_before_the_choice_is_sent() {
    for (word, uses_srp) in [("PASSWORD", false), ("PASSWORD_SRP", true)] {
        let (state, effects) = State::Awaiting(challenge(first_factor_selection())).moved_by(answer(word));
        let State::Awaiting(next) = state else { panic!("expected an open challenge") };
        assert_eq!(next.kind, ChallengeKind::Password { uses_srp, is_selected: true });
        assert_eq!(next.session, challenge(password(true)).session);
        assert!(
            matches!(effects.side_effects.as_slice(), [SideEffect::RememberChallenge(kept)] if *kept == next)
        );
        assert_eq!(conclusion(effects), Ok(AuthSignInStep::ConfirmSignInWithPassword));
    }
}

#[test]
fn a_sign_in_cannot_set_up_a_phone_number() {
    let kind = ChallengeKind::MfaSetupSelection { options: vec![MfaType::Sms, MfaType::Totp] };
    let (state, effects) = State::Awaiting(challenge(kind)).moved_by(answer("SMS"));
    assert!(matches!(state, State::Awaiting(_)));
    assert_eq!(conclusion(effects), Err(AuthErrorCode::UnsupportedChallenge));
}

#[test]
fn a_single_factor_to_set_up_needs_no_choice() {
    let only = |mfa_type| ChallengeKind::MfaSetupSelection { options: vec![mfa_type] };
    let after = |kind| {
        answering(mfa_selection())
            .moved_by(Event::Service(FromService::ChallengeReceived(received(kind, "next"))))
    };
    let (state, effects) = after(only(MfaType::Email));
    assert!(matches!(state, State::Awaiting(open) if open.kind == ChallengeKind::EmailMfaSetup));
    assert_eq!(conclusion(effects), Ok(AuthSignInStep::ContinueSignInWithEmailMfaSetup));
    let (state, effects) = after(only(MfaType::Totp));
    assert!(matches!(state, State::AssociatingToken(_)));
    assert!(matches!(effects.then, Then::Perform(Work::AssociateToken { .. })));
    let (state, _) = after(mfa_setup_selection());
    assert!(matches!(state, State::Awaiting(open) if open.kind == mfa_setup_selection()));
}

#[test]
fn the_error_for_a_missing_required_attribute_names_the_attribute() {
    let required_attributes = vec![AuthUserAttributeKey::GivenName, AuthUserAttributeKey::FamilyName];
    let parameters = BTreeMap::new();
    let state = State::Awaiting(challenge(ChallengeKind::NewPassword { required_attributes, parameters }));
    let (next, effects) = state.moved_by(answer_with_attribute("Password123!"));
    assert!(matches!(next, State::Awaiting(_)));
    let Then::Conclude(Err(error)) = effects.then else { panic!("expected an error") };
    assert_eq!(error.code, AuthErrorCode::EmptyArgument);
    assert_eq!(error.field.as_deref(), Some("user_attributes.family_name"));
}

#[test]
fn a_cancelled_or_late_call_does_not_stop_the_storing_of_its_session() {
    for (event, code) in [
        (Event::Leaving(Leaving::Cancel), AuthErrorCode::Cancelled),
        (Event::Leaving(Leaving::DeadlinePassed), AuthErrorCode::DeadlinePassed),
    ] {
        let storing = State::StoringSession { has_new_device: false };
        let (state, effects) = storing.moved_by(event);
        assert!(matches!(state, State::StoringSession { .. }));
        assert_eq!(conclusion(effects), Err(code));
    }
}

#[test]
fn display_prints_nothing_of_a_secret() {
    for (_, state) in samples::states() {
        assert!(!state.to_string().contains("private"));
    }
    for (_, event) in samples::events() {
        assert!(!event.to_string().contains("private"));
    }
}

static EVENTS: LazyLock<Vec<Event>> =
    LazyLock::new(|| samples::events().into_iter().map(|(_, event)| event).collect());
static KINDS: LazyLock<Vec<ChallengeKind>> = LazyLock::new(kinds);

/// An event of a random sign-in. Each challenge for the user, and each step of setting up an authenticator app, carries
/// a new Session.
fn random_event(choice: usize, step: usize) -> Event {
    let session = format!("session {step}");
    match EVENTS[choice % EVENTS.len()].clone() {
        Event::Service(FromService::ChallengeReceived(_)) => {
            let kind = KINDS[choice / EVENTS.len() % KINDS.len()].clone();
            Event::Service(FromService::ChallengeReceived(received(kind, &session)))
        }
        Event::App(FromApp::Resume(challenge)) => {
            Event::App(FromApp::Resume(Challenge { session: Some(session.as_str().into()), ..challenge }))
        }
        Event::SettingUp(SettingUp::TokenAssociated(token)) => {
            Event::SettingUp(SettingUp::TokenAssociated(AssociatedToken {
                session: Some(session.into()),
                ..token
            }))
        }
        Event::SettingUp(SettingUp::TokenVerified { .. }) => {
            Event::SettingUp(SettingUp::TokenVerified { session: Some(session.into()) })
        }
        other @ (Event::App(_)
        | Event::Service(_)
        | Event::Proving(_)
        | Event::Concluding(_)
        | Event::WorkFailed(_)
        | Event::Leaving(_)) => other,
    }
}

/// What a random sign-in has shown so far.
#[derive(Default)]
struct Witness {
    /// The Session of the response that is on its way to the service.
    asking: Option<String>,
    /// The Sessions of the responses that the service accepted. None of them may be used again.
    taken: BTreeSet<String>,
}

impl Witness {
    fn see(&mut self, was_answering: bool, next: &State, effects: &Effects) {
        if was_answering && let Some(session) = self.asking.take() {
            let is_still_open =
                matches!(next, State::Awaiting(open) if session_of(open.session.as_ref()) == session);
            if !is_still_open {
                self.taken.insert(session);
            }
        }
        if let (State::Answering(..), Then::Perform(Work::Respond(response))) = (next, &effects.then) {
            let session = session_of(response.session.as_ref());
            assert!(self.asking.is_none(), "two responses are on their way at once");
            assert!(!self.taken.contains(&session), "a challenge is answered twice");
            self.asking = Some(session);
        }
    }
}

fn session_of(session: Option<&crate::secret::Secret>) -> String {
    session.map(|session| session.expose().to_owned()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn random_events_break_no_rule_of_the_machine(choices in proptest::collection::vec(any::<usize>(), 1..60)) {
        let mut state = State::NotStarted;
        let mut witness = Witness::default();
        for (step, choice) in choices.into_iter().enumerate() {
            let before = state.to_string();
            let was_answering = matches!(state, State::Answering(..));
            let had_ended = state.has_ended();
            let (next, effects) = state.on(random_event(choice, step));
            match effects {
                Ok(effects) => {
                    prop_assert!(!had_ended, "a final state did something");
                    let goes_on = matches!(effects.then, Then::Perform(_));
                    prop_assert!(!(goes_on && (next.has_ended() || next.awaited_user().is_some())));
                    witness.see(was_answering, &next, &effects);
                }
                Err(unexpected) => {
                    prop_assert_eq!(&unexpected.state, &before);
                    prop_assert_eq!(next.to_string(), before);
                }
            }
            state = next;
            // A sign-in that ended makes room for the next one.
            if state.has_ended() {
                state = State::NotStarted;
                witness = Witness::default();
            }
        }
    }
}
