//! From the start to the first question, or to the tokens: proofs of the password, the device and the passkey.

use cognito_auth_srp::KeyPair;

use super::{
    Outcome, Transition, ask, ask_passkey, cancelled, failed, failed_as, forgetting, prove_device, refused,
    store,
};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::{
    Answer, Attempt, Challenge, Context, Credential, Effects, Event, Initiation, PasswordClaim,
    PasswordVerifier, ProofTask, Response, State, Username, Work,
};
use crate::model::{AuthFactorType, AuthFlowType};
use crate::secret::Secret;

pub(super) fn not_started(event: Event) -> Outcome {
    match event {
        Event::SignIn(attempt) => Some(start(attempt)),
        Event::Resume(challenge) => Some(resume(challenge)),
        Event::Cancel => Some(cancelled()),
        Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::DeviceProofRequested(_)
        | Event::PasskeyRequested(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::DeviceConfirmed
        | Event::WorkFailed(_)
        | Event::DeadlinePassed => None,
    }
}

pub(super) fn preparing_proof(attempt: &Attempt, event: Event) -> Outcome {
    match event {
        Event::ProofPrepared(key_pair) => {
            let work = initiate(attempt, Some(Credential::SrpA(key_pair.public_hex().into())));
            Some((State::Initiating(attempt.clone(), Some(key_pair)), Effects::perform(work)))
        }
        Event::WorkFailed(error) => Some(failed(error)),
        Event::DeadlinePassed => Some(failed_as(AuthErrorCode::DeadlinePassed)),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::DeviceProofRequested(_)
        | Event::PasskeyRequested(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

pub(super) fn initiating(attempt: &Attempt, key_pair: Option<&KeyPair>, event: Event) -> Outcome {
    let username = Username::typed(&attempt.username);
    match event {
        Event::ProofRequested(verifier) => Some(match (key_pair, &attempt.password) {
            (Some(key_pair), Some(password)) => {
                prove(key_pair, password, verifier, &username, &attempt.context)
            }
            _ => failed_as(AuthErrorCode::UnsupportedChallenge),
        }),
        Event::DeviceProofRequested(request) => Some(prove_device(request, &username, &attempt.context)),
        Event::PasskeyRequested(request) => Some(ask_passkey(request, &username, &attempt.context)),
        Event::QuestionReceived(asked) => Some(ask(asked, &username)),
        Event::TokensReceived(tokens) => Some(store(tokens, &username)),
        Event::WorkFailed(error) => Some(refused(error)),
        Event::DeadlinePassed => Some(failed_as(AuthErrorCode::DeadlinePassed)),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::PasswordProved(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

pub(super) fn proving_password(username: &Username, context: &Context, event: Event) -> Outcome {
    match event {
        Event::PasswordProved(claim) => Some(verify(claim, username, context)),
        Event::WorkFailed(error) => Some(failed(error)),
        Event::DeadlinePassed => Some(failed_as(AuthErrorCode::DeadlinePassed)),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::DeviceProofRequested(_)
        | Event::PasskeyRequested(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

pub(super) fn verifying_proof(username: &Username, context: &Context, event: Event) -> Outcome {
    match event {
        Event::DeviceProofRequested(request) => Some(prove_device(request, username, context)),
        Event::QuestionReceived(asked) => Some(ask(asked, username)),
        Event::TokensReceived(tokens) => Some(store(tokens, username)),
        // What proved the user is spent: a second proof would need a new sign-in.
        Event::ProofRequested(_) | Event::PasskeyRequested(_) => {
            Some(failed_as(AuthErrorCode::UnsupportedChallenge))
        }
        Event::WorkFailed(error) => Some(refused(error)),
        Event::DeadlinePassed => Some(failed_as(AuthErrorCode::DeadlinePassed)),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::PasswordProved(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

pub(super) fn proving_device(username: &Username, event: Event) -> Outcome {
    match event {
        Event::QuestionReceived(asked) => Some(ask(asked, username)),
        Event::TokensReceived(tokens) => Some(store(tokens, username)),
        Event::ProofRequested(_) | Event::DeviceProofRequested(_) | Event::PasskeyRequested(_) => {
            Some(failed_as(AuthErrorCode::UnsupportedChallenge))
        }
        Event::WorkFailed(error) => Some(refused(error)),
        Event::DeadlinePassed => Some(failed_as(AuthErrorCode::DeadlinePassed)),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::PasswordProved(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

/// The platform's sheet is up. What goes wrong there ends the sign-in: its question can be put once.
pub(super) fn asking_passkey(username: &Username, context: &Context, event: Event) -> Outcome {
    match event {
        Event::PasskeyAnswered { credential, session } => {
            let response = Response {
                username: username.clone(),
                session,
                answer: Answer::Passkey(credential),
                context: context.clone(),
            };
            let state = State::VerifyingProof { username: username.clone(), context: context.clone() };
            Some((state, Effects::perform(Work::Respond(response))))
        }
        Event::WorkFailed(error) => Some(failed(error)),
        Event::DeadlinePassed => Some(failed_as(AuthErrorCode::DeadlinePassed)),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::DeviceProofRequested(_)
        | Event::PasskeyRequested(_)
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

/// A question that an earlier sign-in left in the store ends here.
fn start(attempt: Attempt) -> Transition {
    let proves_password = match attempt.flow {
        AuthFlowType::UserSrp | AuthFlowType::CustomWithSrp => true,
        AuthFlowType::UserAuth { preferred_first_factor } => {
            preferred_first_factor == Some(AuthFactorType::PasswordSrp) && attempt.password.is_some()
        }
        AuthFlowType::UserPassword | AuthFlowType::CustomWithoutSrp => false,
    };
    let sends_password = match attempt.flow {
        AuthFlowType::UserPassword => true,
        AuthFlowType::UserAuth { preferred_first_factor } => {
            preferred_first_factor == Some(AuthFactorType::Password)
        }
        AuthFlowType::UserSrp | AuthFlowType::CustomWithSrp | AuthFlowType::CustomWithoutSrp => false,
    };
    if proves_password {
        return forgetting((State::PreparingProof(attempt), Effects::perform(Work::PrepareProof)));
    }
    let password = attempt.password.clone().filter(|_| sends_password);
    let work = initiate(&attempt, password.map(Credential::Password));
    forgetting((State::Initiating(attempt, None), Effects::perform(work)))
}

fn resume(challenge: Challenge) -> Transition {
    let step = challenge.step();
    (State::Awaiting(challenge), Effects::conclude(Ok(step)))
}

fn initiate(attempt: &Attempt, credential: Option<Credential>) -> Work {
    Work::Initiate(Initiation {
        username: attempt.username.clone(),
        flow: attempt.flow,
        credential,
        session: attempt.session.clone(),
        context: attempt.context.clone(),
    })
}

/// Proves the password; the state keeps neither it nor the key pair.
pub(super) fn prove(
    key_pair: &KeyPair,
    password: &Secret,
    verifier: PasswordVerifier,
    username: &Username,
    context: &Context,
) -> Transition {
    let username = username.known_as(Some(verifier.user_id.clone()));
    let task = ProofTask { key_pair: key_pair.clone(), verifier, password: password.clone() };
    let state = State::ProvingPassword { username, context: context.clone() };
    (state, Effects::perform(Work::ProvePassword(Box::new(task))))
}

fn verify(claim: PasswordClaim, username: &Username, context: &Context) -> Transition {
    let response = Response {
        username: username.clone(),
        session: claim.session.clone(),
        answer: Answer::PasswordClaim(claim),
        context: context.clone(),
    };
    let state = State::VerifyingProof { username: username.clone(), context: context.clone() };
    (state, Effects::perform(Work::Respond(response)))
}
