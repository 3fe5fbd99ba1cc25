//! The table of a sign-in: one function per state, one arm per event, and one arm for the groups of events that the
//! state refuses.

mod challenges;
mod conclusion;
mod opening;
mod passkey;

use std::collections::BTreeMap;

use super::{
    DeviceProof, Effects, Event, FromService, IssuedTokens, ReceivedChallenge, SideEffect, State, Unexpected,
    Work,
};
use crate::challenge::{Challenge, ChallengeKind, FirstFactors, Username};
use crate::error::{AuthError, AuthErrorCode, AuthErrorReason};
use crate::model::{AuthSignInStep, MfaType, RequestContext};
use crate::secret::Secret;

/// A transition, or the unchanged state if it refuses the event.
type Refusable = Result<SignInTransition, Box<State>>;
type SignInTransition = (State, Effects);

pub(super) fn on(state: State, event: Event) -> (State, Result<Effects, Unexpected>) {
    let event_name = event.to_string();
    let outcome = match state {
        State::NotStarted => opening::not_started(event),
        State::PreparingProof(attempt) => opening::preparing_proof(attempt, event),
        State::Initiating(attempt, key_pair) => opening::initiating(attempt, key_pair, event),
        State::ProvingPassword { username, context } => opening::proving_password(username, context, event),
        State::VerifyingProof { username, context } => opening::verifying_proof(username, context, event),
        State::ProvingDevice { username } => opening::proving_device(username, event),
        State::AskingPasskey(open, context) => passkey::asking(open, context, event),
        State::AwaitingPasskey(open) => passkey::awaiting(open, event),
        State::Awaiting(challenge) => challenges::awaiting(challenge, event),
        State::PreparingAnswer(challenge, password, context) => {
            challenges::preparing_answer(challenge, password, context, event)
        }
        State::Answering(challenge, context, prover, allowed) => {
            challenges::answering(challenge, context, prover, allowed, event)
        }
        State::AssociatingToken(challenge) => challenges::associating_token(challenge, event),
        State::VerifyingToken(challenge, context) => challenges::verifying_token(challenge, context, event),
        State::StoringSession { has_new_device } => conclusion::storing_session(has_new_device, event),
        State::ConfirmingDevice => conclusion::confirming_device(event),
        ended @ (State::SignedIn | State::Redirected | State::Failed | State::Cancelled) => stays(ended),
    };
    match outcome {
        Ok((next, effects)) => (next, Ok(effects)),
        Err(state) => {
            let is_working = state.is_working();
            let unexpected = Unexpected { state: state.to_string(), event: event_name, is_working };
            (*state, Err(unexpected))
        }
    }
}

/// The state refuses the event.
fn stays(state: State) -> Refusable {
    Err(Box::new(state))
}

/// Whether the server sends a challenge that [`FirstFactors`] does not allow at this point.
fn oversteps(said: &FromService, allowed: FirstFactors) -> bool {
    match said {
        FromService::ChallengeReceived(received) => !allowed.allow(&received.kind),
        FromService::PasskeyRequested(_) => !allowed.allow_passkey(),
        FromService::ProofRequested(_)
        | FromService::DeviceProofRequested { .. }
        | FromService::TokensReceived(_) => false,
    }
}

/// Ends the sign-in without showing the challenge: the server may only pretend to be the service.
fn overstepped() -> SignInTransition {
    let mut error = AuthError::from(AuthErrorCode::UnsupportedChallenge);
    "The server asks for a first factor that neither the app nor the user chose."
        .clone_into(&mut error.description);
    "Check the endpoint. If it is right, choose a flow that has this factor."
        .clone_into(&mut error.recovery_suggestion);
    failed(error)
}

/// Opens a challenge for the user. If only one factor can be set up, the user is not asked to choose it.
fn receive(received: ReceivedChallenge, username: Username) -> SignInTransition {
    let challenge = Challenge {
        username: username.known_as(received.pool_username),
        session: received.session,
        kind: received.kind,
        asked_at_milliseconds: received.at_milliseconds,
        context: RequestContext::default(),
    };
    if let ChallengeKind::MfaSetupSelection { options } = &challenge.kind {
        if options[..] == [MfaType::Totp] {
            return associate(challenge);
        }
        if options[..] == [MfaType::Email] {
            return await_answer(Challenge { kind: ChallengeKind::EmailMfaSetup, ..challenge });
        }
    }
    await_answer(challenge)
}

fn await_answer(challenge: Challenge) -> SignInTransition {
    let remember = SideEffect::RememberChallenge(challenge.clone());
    let effects = Effects::conclude(Ok(challenge.step())).and(remember);
    (State::Awaiting(challenge), effects)
}

/// Asks for the secret of an authenticator app. The selection of the factor to set up stays open and is stored: if the
/// request fails, the sign-in can go on from it.
fn associate(challenge: Challenge) -> SignInTransition {
    let work = Work::AssociateToken { session: challenge.session.clone() };
    let effects = Effects::perform(work).and(SideEffect::RememberChallenge(challenge.clone()));
    (State::AssociatingToken(challenge), effects)
}

/// Fails the call, and leaves the challenge open for another answer.
fn keep_open(challenge: Challenge, error: AuthError) -> SignInTransition {
    (State::Awaiting(challenge), Effects::conclude(Err(error)))
}

/// A failure leaves the challenge open, or ends the sign-in.
fn open_or_ended(challenge: Challenge, error: AuthError) -> SignInTransition {
    if leaves_open(&challenge.kind, &error) {
        keep_open(challenge, error)
    } else {
        forgetting(refused(error))
    }
}

fn prove_device(session: Option<Secret>, username: Username, context: RequestContext) -> SignInTransition {
    let proof = DeviceProof { username: username.clone(), session, context };
    (State::ProvingDevice { username }, Effects::perform(Work::ProveDevice(proof)))
}

fn store(tokens: IssuedTokens, username: Username) -> SignInTransition {
    let state = State::StoringSession { has_new_device: tokens.new_device.is_some() };
    (state, Effects::perform(Work::StoreSession { username, tokens }))
}

/// What follows a refusal of the service. Two refusals are next steps, not errors.
fn refused(error: AuthError) -> SignInTransition {
    let additional_info = BTreeMap::new();
    if error.code == AuthErrorCode::UserNotConfirmed {
        redirected(AuthSignInStep::ConfirmSignUp { additional_info })
    } else if error.code == AuthErrorCode::PasswordResetRequired {
        redirected(AuthSignInStep::ResetPassword { additional_info })
    } else {
        failed(error)
    }
}

fn redirected(step: AuthSignInStep) -> SignInTransition {
    (State::Redirected, Effects::conclude(Ok(step)))
}

fn failed(error: AuthError) -> SignInTransition {
    (State::Failed, Effects::conclude(Err(error)))
}

fn failed_as(code: AuthErrorCode) -> SignInTransition {
    failed(code.into())
}

fn cancelled() -> SignInTransition {
    (State::Cancelled, Effects::conclude(Err(AuthErrorCode::Cancelled.into())))
}

fn forgetting((state, effects): SignInTransition) -> SignInTransition {
    (state, effects.and(SideEffect::ForgetChallenge))
}

/// Whether the challenge stays open after this failure: another answer may be right, or the failure may be transient.
/// It may stay open although its Session has ended: then the service refuses the next response.
fn leaves_open(kind: &ChallengeKind, error: &AuthError) -> bool {
    // The service calls a code expired if it is too old or already used. A code from a message is useless then, but an
    // authenticator app shows a new code every half minute.
    let is_of_app = matches!(kind, ChallengeKind::TotpMfa | ChallengeKind::TotpSetup { .. });
    let another_code_comes = error.code == AuthErrorCode::ExpiredCode && is_of_app;
    // The service may take the same password if the attribute is left out.
    let is_attribute_refused = matches!(kind, ChallengeKind::NewPassword { .. })
        && matches!(
            error.reason,
            Some(AuthErrorReason::AttributeNotWritable | AuthErrorReason::AttributeNotChangeable)
        );
    let is_over = error.reason == Some(AuthErrorReason::ChallengeSessionInvalid);
    let another_answer_helps = matches!(
        error.code,
        AuthErrorCode::CodeMismatch
            | AuthErrorCode::EnableSoftwareTokenMfa
            | AuthErrorCode::InvalidPassword
            | AuthErrorCode::PasswordHistoryPolicyViolation
            | AuthErrorCode::InvalidParameter
            // Another user has an attribute that came with the new password, or the address for codes.
            | AuthErrorCode::AliasExists
    );
    another_code_comes
        || (another_answer_helps && !is_over)
        || is_attribute_refused
        || another_choice_helps(kind, error)
        || error.is_unanswered()
}

/// Whether another choice may work, because only the chosen factor is not available: the user or the pool lacks it, or
/// the pool can't send its code.
fn another_choice_helps(kind: &ChallengeKind, error: &AuthError) -> bool {
    let is_set_up = matches!(kind, ChallengeKind::MfaSetupSelection { options } if options.len() > 1);
    let is_choice = is_set_up
        || matches!(kind, ChallengeKind::MfaSelection { .. } | ChallengeKind::FirstFactorSelection { .. });
    // The trigger may accept another address.
    let is_address = matches!(kind, ChallengeKind::EmailMfaSetup);
    let is_lacking = matches!(
        error.code,
        AuthErrorCode::SoftwareTokenMfaNotFound
            | AuthErrorCode::MfaMethodNotFound
            | AuthErrorCode::InvalidSmsRoleAccessPolicy
            | AuthErrorCode::InvalidSmsRoleTrustRelationship
            | AuthErrorCode::InvalidEmailRoleAccessPolicy
            | AuthErrorCode::InvalidUserPoolConfiguration
            | AuthErrorCode::FeatureUnavailableInTier
            | AuthErrorCode::WebAuthnConfigurationMissing
            | AuthErrorCode::WebAuthnNotEnabled
    ) || matches!(
        error.reason,
        Some(
            AuthErrorReason::FactorNotEnabled
                | AuthErrorReason::FactorNotSetUp
                | AuthErrorReason::FlowNotEnabled
        )
    );
    (is_choice && is_lacking) || ((is_choice || is_address) && is_not_sent(error))
}

/// Whether a trigger of the pool refused to write or to send the code.
fn is_not_sent(error: &AuthError) -> bool {
    matches!(error.reason, Some(AuthErrorReason::CustomMessageTrigger | AuthErrorReason::CustomSenderTrigger))
}
