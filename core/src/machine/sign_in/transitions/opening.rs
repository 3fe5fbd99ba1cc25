//! From the start to the first question, or to the tokens: proofs of the password, the device and the passkey.

use cognito_auth_srp::KeyPair;

use super::{
    Outcome, Transition, ask, ask_passkey, cancelled, failed, failed_as, forgetting, prove_device, refused,
    stays, store,
};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::{
    Answer, Attempt, Challenge, Context, Credential, Effects, Event, FromApp, FromService, Initiation,
    Leaving, PasswordVerifier, ProofTask, Prover, Proving, Response, State, Username, Work,
};
use crate::model::{AuthFactorType, AuthFlowType};
use crate::secret::Secret;

pub(super) fn not_started(event: Event) -> Outcome {
    match event {
        Event::App(FromApp::SignIn(attempt)) => Ok(start(attempt)),
        Event::App(FromApp::Resume(challenge)) => Ok(resume(challenge)),
        Event::Leaving(Leaving::Cancel) => Ok(cancelled()),
        Event::App(FromApp::Answer(_))
        | Event::Service(_)
        | Event::Proving(_)
        | Event::SettingUp(_)
        | Event::Concluding(_)
        | Event::WorkFailed(_)
        | Event::Leaving(Leaving::DeadlinePassed) => stays(State::NotStarted),
    }
}

pub(super) fn preparing_proof(attempt: Attempt, event: Event) -> Outcome {
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

pub(super) fn initiating(attempt: Attempt, key_pair: Option<KeyPair>, event: Event) -> Outcome {
    match event {
        Event::Service(said) => {
            let Attempt { username, password, context, .. } = attempt;
            let prover = key_pair.zip(password).map(|(key_pair, password)| Prover { key_pair, password });
            Ok(go_on(said, prover, Username::typed(&username), context))
        }
        Event::WorkFailed(error) => Ok(refused(error)),
        Event::Leaving(why) => Ok(left(why)),
        Event::App(_) | Event::Proving(_) | Event::SettingUp(_) | Event::Concluding(_) => {
            stays(State::Initiating(attempt, key_pair))
        }
    }
}

pub(super) fn proving_password(username: Username, context: Context, event: Event) -> Outcome {
    match event {
        Event::Proving(Proving::PasswordProved(claim)) => {
            let session = claim.session.clone();
            Ok(verify(Answer::PasswordClaim(claim), session, username, context))
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

pub(super) fn verifying_proof(username: Username, context: Context, event: Event) -> Outcome {
    match event {
        Event::Service(said) => Ok(match said {
            FromService::DeviceProofRequested(request) => prove_device(request, username, context),
            FromService::QuestionReceived(asked) => ask(asked, username),
            FromService::TokensReceived(tokens) => store(tokens, username),
            // What proved the user is spent: a second proof would need a new sign-in.
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

pub(super) fn proving_device(username: Username, event: Event) -> Outcome {
    match event {
        Event::Service(said) => Ok(match said {
            FromService::QuestionReceived(asked) => ask(asked, username),
            FromService::TokensReceived(tokens) => store(tokens, username),
            FromService::ProofRequested(_)
            | FromService::DeviceProofRequested(_)
            | FromService::PasskeyRequested(_) => failed_as(AuthErrorCode::UnsupportedChallenge),
        }),
        Event::WorkFailed(error) => Ok(refused(error)),
        Event::Leaving(why) => Ok(left(why)),
        Event::App(_) | Event::Proving(_) | Event::SettingUp(_) | Event::Concluding(_) => {
            stays(State::ProvingDevice { username })
        }
    }
}

/// The platform's sheet is up. What goes wrong there ends the sign-in: its question can be put once.
pub(super) fn asking_passkey(username: Username, context: Context, event: Event) -> Outcome {
    match event {
        Event::Proving(Proving::PasskeyAnswered { credential, session }) => {
            Ok(verify(Answer::Passkey(credential), session, username, context))
        }
        Event::WorkFailed(error) => Ok(failed(error)),
        Event::Leaving(why) => Ok(left(why)),
        Event::App(_)
        | Event::Service(_)
        | Event::Proving(Proving::ProofPrepared(_) | Proving::PasswordProved(_))
        | Event::SettingUp(_)
        | Event::Concluding(_) => stays(State::AskingPasskey { username, context }),
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

/// The caller leaves before there was a question to come back to.
fn left(why: Leaving) -> Transition {
    match why {
        Leaving::DeadlinePassed => failed(why.code().into()),
        Leaving::Cancel => cancelled(),
    }
}

/// What a new sign-in goes on with, or an answer: `prover` is there if a password is to be proved.
pub(super) fn go_on(
    said: FromService,
    prover: Option<Prover>,
    username: Username,
    context: Context,
) -> Transition {
    match said {
        FromService::ProofRequested(verifier) => match prover {
            Some(prover) => prove(prover, verifier, username, context),
            None => failed_as(AuthErrorCode::UnsupportedChallenge),
        },
        FromService::DeviceProofRequested(request) => prove_device(request, username, context),
        FromService::PasskeyRequested(request) => ask_passkey(request, username, context),
        FromService::QuestionReceived(asked) => ask(asked, username),
        FromService::TokensReceived(tokens) => store(tokens, username),
    }
}

/// Proves the password; the state keeps neither it nor the key pair.
fn prove(prover: Prover, verifier: PasswordVerifier, username: Username, context: Context) -> Transition {
    let Prover { key_pair, password } = prover;
    let username = username.known_as(Some(verifier.user_id.clone()));
    let task = ProofTask { key_pair, verifier, password };
    let state = State::ProvingPassword { username, context };
    (state, Effects::perform(Work::ProvePassword(Box::new(task))))
}

/// Sends what proves the user.
fn verify(answer: Answer, session: Option<Secret>, username: Username, context: Context) -> Transition {
    let response = Response { username: username.clone(), session, answer, context: context.clone() };
    (State::VerifyingProof { username, context }, Effects::perform(Work::Respond(response)))
}
