//! From the start to the first challenge, or to the tokens: SRP, the device and the passkey.

use cognito_auth_srp::KeyPair;

use super::{
    Refusable, SignInTransition, cancelled, failed, failed_as, forgetting, overstepped, oversteps, passkey,
    prove_device, receive, refused, stays, store,
};
use crate::challenge::{Challenge, ChallengeResponse, FirstFactors, PasswordVerifier, Username};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::{
    Attempt, Credential, Effects, Event, FromApp, FromService, Initiation, Leaving, OutgoingResponse,
    ProofTask, Prover, Proving, State, Work,
};
use crate::model::{AuthFactorType, AuthFlowType, RequestContext};
use crate::secret::Secret;

pub(super) fn not_started(event: Event) -> Refusable {
    match event {
        Event::App(FromApp::SignIn(attempt)) => Ok(start(attempt)),
        Event::App(FromApp::Resume(challenge)) => Ok(resume(challenge)),
        Event::Leaving(Leaving::Cancel) => Ok(cancelled()),
        Event::App(FromApp::Answer(..))
        | Event::Service(_)
        | Event::Proving(_)
        | Event::SettingUp(_)
        | Event::Concluding(_)
        | Event::WorkFailed(_)
        | Event::Leaving(Leaving::DeadlinePassed) => stays(State::NotStarted),
    }
}

pub(super) fn preparing_proof(attempt: Attempt, event: Event) -> Refusable {
    match event {
        Event::Proving(Proving::ProofPrepared(key_pair)) => {
            let work = initiate(&attempt, Some(Credential::SrpA(key_pair.public_hex().into())));
            Ok((State::Initiating(attempt, Some(key_pair)), Effects::perform(work)))
        }
        Event::WorkFailed(error) => Ok(failed(error)),
        Event::Leaving(why) => Ok(left(why)),
        Event::App(_)
        | Event::Service(_)
        | Event::Proving(Proving::PasswordProved(_) | Proving::PasskeyAnswered { .. })
        | Event::SettingUp(_)
        | Event::Concluding(_) => stays(State::PreparingProof(attempt)),
    }
}

pub(super) fn initiating(attempt: Attempt, key_pair: Option<KeyPair>, event: Event) -> Refusable {
    match event {
        Event::Service(said) if oversteps(&said, attempt.first_factors()) => Ok(overstepped()),
        Event::Service(said) => {
            let Attempt { username, password, context, .. } = attempt;
            // CUSTOM_AUTH may have no password. Then the client proves an empty one, and the pool's trigger decides
            // whether the sign-in goes on.
            let password = password.unwrap_or_else(|| Secret::new(""));
            let prover = key_pair.map(|key_pair| Prover { key_pair, password });
            Ok(go_on(said, prover, Username::typed(&username), context))
        }
        Event::WorkFailed(error) => Ok(refused(error)),
        Event::Leaving(why) => Ok(left(why)),
        Event::App(_) | Event::Proving(_) | Event::SettingUp(_) | Event::Concluding(_) => {
            stays(State::Initiating(attempt, key_pair))
        }
    }
}

pub(super) fn proving_password(username: Username, context: RequestContext, event: Event) -> Refusable {
    match event {
        Event::Proving(Proving::PasswordProved(claim)) => {
            let session = claim.session.clone();
            Ok(verify(ChallengeResponse::password_claim(claim), session, username, context))
        }
        Event::WorkFailed(error) => Ok(failed(error)),
        Event::Leaving(why) => Ok(left(why)),
        Event::App(_)
        | Event::Service(_)
        | Event::Proving(Proving::ProofPrepared(_) | Proving::PasskeyAnswered { .. })
        | Event::SettingUp(_)
        | Event::Concluding(_) => stays(State::ProvingPassword { username, context }),
    }
}

pub(super) fn verifying_proof(username: Username, context: RequestContext, event: Event) -> Refusable {
    match event {
        Event::Service(said) if oversteps(&said, FirstFactors::None) => Ok(overstepped()),
        Event::Service(said) => Ok(match said {
            FromService::DeviceProofRequested { session, pool_username } => {
                prove_device(session, username.known_as(pool_username), context)
            }
            FromService::ChallengeReceived(received) => receive(received, username),
            FromService::TokensReceived(tokens) => store(tokens, username),
            // The proof is used up: a second one needs a new sign-in.
            FromService::ProofRequested(_) | FromService::PasskeyRequested(_) => {
                failed_as(AuthErrorCode::UnsupportedChallenge)
            }
        }),
        Event::WorkFailed(error) => Ok(refused(error)),
        Event::Leaving(why) => Ok(left(why)),
        Event::App(_) | Event::Proving(_) | Event::SettingUp(_) | Event::Concluding(_) => {
            stays(State::VerifyingProof { username, context })
        }
    }
}

pub(super) fn proving_device(username: Username, event: Event) -> Refusable {
    match event {
        Event::Service(said) if oversteps(&said, FirstFactors::None) => Ok(overstepped()),
        Event::Service(said) => Ok(match said {
            FromService::ChallengeReceived(received) => receive(received, username),
            FromService::TokensReceived(tokens) => store(tokens, username),
            FromService::ProofRequested(_)
            | FromService::DeviceProofRequested { .. }
            | FromService::PasskeyRequested(_) => failed_as(AuthErrorCode::UnsupportedChallenge),
        }),
        Event::WorkFailed(error) => Ok(refused(error)),
        Event::Leaving(why) => Ok(left(why)),
        Event::App(_) | Event::Proving(_) | Event::SettingUp(_) | Event::Concluding(_) => {
            stays(State::ProvingDevice { username })
        }
    }
}

/// Starts a sign-in, and removes the challenge that an earlier one left in the store.
fn start(attempt: Attempt) -> SignInTransition {
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

fn resume(challenge: Challenge) -> SignInTransition {
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

/// The caller no longer waits. No challenge is open: none has come yet, or the last one has been answered.
fn left(why: Leaving) -> SignInTransition {
    match why {
        Leaving::DeadlinePassed => failed(why.code().into()),
        Leaving::Cancel => cancelled(),
    }
}

/// Goes on with what the service says. `prover` is present if SRP verifies the password.
pub(super) fn go_on(
    said: FromService,
    prover: Option<Prover>,
    username: Username,
    context: RequestContext,
) -> SignInTransition {
    match said {
        FromService::ProofRequested(verifier) => match prover {
            Some(prover) => prove(prover, verifier, username, context),
            None => failed_as(AuthErrorCode::UnsupportedChallenge),
        },
        FromService::DeviceProofRequested { session, pool_username } => {
            prove_device(session, username.known_as(pool_username), context)
        }
        FromService::PasskeyRequested(challenge) => passkey::ask(challenge, username, context),
        FromService::ChallengeReceived(received) => receive(received, username),
        FromService::TokensReceived(tokens) => store(tokens, username),
    }
}

/// Computes the proof of the password. The state keeps neither the password nor the key pair.
fn prove(
    prover: Prover,
    verifier: PasswordVerifier,
    username: Username,
    context: RequestContext,
) -> SignInTransition {
    let Prover { key_pair, password } = prover;
    let username = username.known_as(Some(verifier.pool_username.clone()));
    let task = ProofTask { key_pair, verifier, password };
    let state = State::ProvingPassword { username, context };
    (state, Effects::perform(Work::ProvePassword(Box::new(task))))
}

/// Sends the password's proof, or the passkey's credential.
pub(super) fn verify(
    response: ChallengeResponse,
    session: Option<Secret>,
    username: Username,
    context: RequestContext,
) -> SignInTransition {
    let outgoing =
        OutgoingResponse { username: username.clone(), session, response, context: context.clone() };
    (State::VerifyingProof { username, context }, Effects::perform(Work::Respond(outgoing)))
}
