//! At least one sample of every state and event, for the tests and the diagram.

use std::sync::LazyLock;

use cognito_auth_srp::KeyPair;

use super::{
    AssociatedToken, Attempt, Concluding, Event, FromApp, FromService, IssuedTokens, Leaving, NewDevice,
    OpenPasskey, Prover, Proving, ReceivedChallenge, SettingUp, SideEffect, State, Work,
};
use crate::challenge::samples::{
    PRIVATE, first_factor_selection, mfa_selection, mfa_setup_selection, password, totp_setup,
};
use crate::challenge::{
    Challenge, ChallengeAnswer, ChallengeKind, FirstFactors, PasskeyChallenge, PasswordClaim,
    PasswordVerifier, Username,
};
use crate::error::AuthErrorCode;
use crate::model::{
    AuthFactorType, AuthFlowType, AuthSignInStep, AuthUserAttribute, AuthUserAttributeKey, MfaType,
    RequestContext,
};
use crate::secret::Secret;

pub(crate) const ASKED_AT: i64 = 1_795_373_100_000;

static KEY_PAIR: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::from_entropy(&[7; KeyPair::ENTROPY_BYTES]).expect("not all zeros"));

pub(crate) fn key_pair() -> KeyPair {
    KEY_PAIR.clone()
}

pub(crate) fn attempt(flow: AuthFlowType) -> Attempt {
    let (password, context) = (Some(PRIVATE.into()), context());
    Attempt { username: PRIVATE.into(), password, flow, session: None, context }
}

/// A sign-in with `USER_AUTH`, in which the user may choose.
fn choice(preferred_first_factor: Option<AuthFactorType>) -> Attempt {
    attempt(AuthFlowType::UserAuth { preferred_first_factor })
}

fn context() -> RequestContext {
    RequestContext::new([(PRIVATE.to_owned(), PRIVATE.to_owned())].into(), None)
}

pub(crate) fn username() -> Username {
    Username::typed(PRIVATE)
}

pub(crate) fn challenge(kind: ChallengeKind) -> Challenge {
    Challenge {
        username: username(),
        session: Some(PRIVATE.into()),
        kind,
        asked_at_milliseconds: ASKED_AT,
        context: RequestContext::default(),
    }
}

pub(crate) fn received(kind: ChallengeKind, session: &str) -> ReceivedChallenge {
    ReceivedChallenge { kind, session: Some(session.into()), pool_username: None, at_milliseconds: ASKED_AT }
}

/// The event in which the app answers with this text.
pub(crate) fn answer(challenge_response: &str) -> Event {
    Event::App(FromApp::Answer(challenge_answer(challenge_response), context()))
}

fn challenge_answer(challenge_response: &str) -> ChallengeAnswer {
    ChallengeAnswer {
        challenge_response: challenge_response.into(),
        user_attributes: Vec::new(),
        friendly_device_name: None,
        at_milliseconds: ASKED_AT + 1,
    }
}

/// The event in which the app answers with this text and the attribute `given_name`.
pub(crate) fn answer_with_attribute(challenge_response: &str) -> Event {
    let user_attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::GivenName, PRIVATE)];
    let answer = ChallengeAnswer { user_attributes, ..challenge_answer(challenge_response) };
    Event::App(FromApp::Answer(answer, context()))
}

fn late_answer() -> Event {
    let at_milliseconds = ASKED_AT + Challenge::LIFETIME_MILLISECONDS + 1;
    Event::App(FromApp::Answer(ChallengeAnswer { at_milliseconds, ..challenge_answer("SMS") }, context()))
}

fn tokens(new_device: Option<NewDevice>) -> IssuedTokens {
    let secret = || Secret::new(PRIVATE);
    IssuedTokens {
        id_token: secret(),
        access_token: secret(),
        refresh_token: secret(),
        expires_in_seconds: 3600,
        new_device,
    }
}

fn new_device() -> NewDevice {
    NewDevice { key: PRIVATE.into(), group_key: PRIVATE.into() }
}

fn device_proof_requested() -> FromService {
    FromService::DeviceProofRequested { session: Some(PRIVATE.into()), pool_username: Some(PRIVATE.into()) }
}

fn passkey_challenge() -> PasskeyChallenge {
    PasskeyChallenge {
        options_json: PRIVATE.into(),
        session: Some(PRIVATE.into()),
        pool_username: None,
        at_milliseconds: ASKED_AT,
    }
}

fn open_passkey() -> OpenPasskey {
    OpenPasskey { username: username(), challenge: passkey_challenge() }
}

fn prover() -> Prover {
    Prover { key_pair: key_pair(), password: PRIVATE.into() }
}

pub(crate) fn verifier() -> PasswordVerifier {
    PasswordVerifier {
        pool_username: PRIVATE.into(),
        salt: PRIVATE.into(),
        srp_b: PRIVATE.into(),
        secret_block: PRIVATE.into(),
        session: Some(PRIVATE.into()),
    }
}

fn claim() -> PasswordClaim {
    PasswordClaim {
        secret_block: PRIVATE.into(),
        signature: PRIVATE.into(),
        timestamp: PRIVATE.into(),
        session: Some(PRIVATE.into()),
    }
}

/// The user chose a passkey, and the response is on its way.
fn choosing_passkey() -> State {
    let allowed = FirstFactors::Chosen(AuthFactorType::WebAuthn);
    State::Answering(challenge(first_factor_selection()), context(), None, allowed)
}

fn failure(code: AuthErrorCode) -> (String, Event) {
    (format!("WorkFailed ({})", code.name()), Event::WorkFailed(code.into()))
}

/// At least one sample of every state, with the state's name. Brackets after the name tell two samples of one state
/// apart.
pub(crate) fn states() -> Vec<(String, State)> {
    [
        ("NotStarted", State::NotStarted),
        ("PreparingProof", State::PreparingProof(attempt(AuthFlowType::UserSrp))),
        ("Initiating (SRP)", State::Initiating(attempt(AuthFlowType::UserSrp), Some(key_pair()))),
        ("Initiating (password)", State::Initiating(attempt(AuthFlowType::UserPassword), None)),
        ("Initiating (a choice)", State::Initiating(choice(None), None)),
        ("ProvingPassword", State::ProvingPassword { username: username(), context: context() }),
        ("VerifyingProof", State::VerifyingProof { username: username(), context: context() }),
        ("ProvingDevice", State::ProvingDevice { username: username() }),
        ("AskingPasskey", State::AskingPasskey(open_passkey(), context())),
        ("AwaitingPasskey", State::AwaitingPasskey(open_passkey())),
        ("Awaiting (a choice)", State::Awaiting(challenge(mfa_selection()))),
        ("Awaiting (a first factor)", State::Awaiting(challenge(first_factor_selection()))),
        ("Awaiting (a password for SRP)", State::Awaiting(challenge(password(true)))),
        ("Awaiting (what to set up)", State::Awaiting(challenge(mfa_setup_selection()))),
        ("Awaiting (an authenticator app's code)", State::Awaiting(challenge(totp_setup()))),
        ("PreparingAnswer", State::PreparingAnswer(challenge(password(true)), PRIVATE.into(), context())),
        ("Answering", State::Answering(challenge(mfa_selection()), context(), None, FirstFactors::None)),
        (
            "Answering (a password for SRP)",
            State::Answering(
                challenge(password(true)),
                context(),
                Some(prover()),
                FirstFactors::Chosen(AuthFactorType::PasswordSrp),
            ),
        ),
        ("Answering (a passkey)", choosing_passkey()),
        ("AssociatingToken", State::AssociatingToken(challenge(mfa_setup_selection()))),
        ("VerifyingToken", State::VerifyingToken(challenge(totp_setup()), context())),
        ("StoringSession", State::StoringSession { has_new_device: false }),
        ("StoringSession (a new device)", State::StoringSession { has_new_device: true }),
        ("ConfirmingDevice", State::ConfirmingDevice),
        ("SignedIn", State::SignedIn),
        ("Redirected", State::Redirected),
        ("Failed", State::Failed),
        ("Cancelled", State::Cancelled),
    ]
    .map(|(label, state)| (label.to_owned(), state))
    .into()
}

/// At least one sample of every event, with a name of the same form as in [`states`].
pub(crate) fn events() -> Vec<(String, Event)> {
    let mut events: Vec<(String, Event)> = [
        ("SignIn (SRP)", Event::App(FromApp::SignIn(attempt(AuthFlowType::UserSrp)))),
        ("SignIn (password)", Event::App(FromApp::SignIn(attempt(AuthFlowType::UserPassword)))),
        ("SignIn (a choice)", Event::App(FromApp::SignIn(choice(None)))),
        (
            "SignIn (a choice, SRP preferred)",
            Event::App(FromApp::SignIn(choice(Some(AuthFactorType::PasswordSrp)))),
        ),
        ("Resume", Event::App(FromApp::Resume(challenge(mfa_selection())))),
        ("Answer (SMS)", answer("SMS")),
        ("Answer (TOTP)", answer("TOTP")),
        ("Answer (EMAIL)", answer("EMAIL")),
        ("Answer (PASSWORD_SRP)", answer("PASSWORD_SRP")),
        ("Answer (EMAIL_OTP)", answer("EMAIL_OTP")),
        ("Answer (WEB_AUTHN)", answer("WEB_AUTHN")),
        ("Answer (too late)", late_answer()),
        ("ProofPrepared", Event::Proving(Proving::ProofPrepared(key_pair()))),
        ("ProofRequested", Event::Service(FromService::ProofRequested(verifier()))),
        ("PasswordProved", Event::Proving(Proving::PasswordProved(claim()))),
        ("DeviceProofRequested", Event::Service(device_proof_requested())),
        ("PasskeyRequested", Event::Service(FromService::PasskeyRequested(passkey_challenge()))),
        (
            "PasskeyAnswered",
            Event::Proving(Proving::PasskeyAnswered {
                credential: PRIVATE.into(),
                session: Some(PRIVATE.into()),
            }),
        ),
        (
            "TokenAssociated",
            Event::SettingUp(SettingUp::TokenAssociated(AssociatedToken {
                secret_code: PRIVATE.into(),
                session: Some(PRIVATE.into()),
            })),
        ),
        ("TokenVerified", Event::SettingUp(SettingUp::TokenVerified { session: Some(PRIVATE.into()) })),
        (
            "ChallengeReceived",
            Event::Service(FromService::ChallengeReceived(received(mfa_selection(), PRIVATE))),
        ),
        (
            "ChallengeReceived (set up an authenticator app)",
            Event::Service(FromService::ChallengeReceived(received(
                ChallengeKind::MfaSetupSelection { options: vec![MfaType::Totp] },
                PRIVATE,
            ))),
        ),
        (
            "ChallengeReceived (the password itself)",
            Event::Service(FromService::ChallengeReceived(received(
                ChallengeKind::Password { uses_srp: false, is_selected: false },
                PRIVATE,
            ))),
        ),
        (
            "ChallengeReceived (a first factor)",
            Event::Service(FromService::ChallengeReceived(received(first_factor_selection(), PRIVATE))),
        ),
        ("TokensReceived", Event::Service(FromService::TokensReceived(tokens(None)))),
        (
            "TokensReceived (a new device)",
            Event::Service(FromService::TokensReceived(tokens(Some(new_device())))),
        ),
        ("SessionStored", Event::Concluding(Concluding::SessionStored)),
        ("DeviceConfirmed", Event::Concluding(Concluding::DeviceConfirmed)),
        ("DeadlinePassed", Event::Leaving(Leaving::DeadlinePassed)),
        ("Cancel", Event::Leaving(Leaving::Cancel)),
    ]
    .map(|(label, event)| (label.to_owned(), event))
    .into();
    events.extend(
        [
            AuthErrorCode::CodeMismatch,
            AuthErrorCode::NotAuthorized,
            AuthErrorCode::Offline,
            AuthErrorCode::UserNotConfirmed,
            AuthErrorCode::PasswordResetRequired,
        ]
        .map(failure),
    );
    events
}

pub(crate) fn name_of_work(work: &Work) -> &'static str {
    match work {
        Work::PrepareProof => "PrepareProof",
        Work::Initiate(_) => "Initiate",
        Work::ProvePassword(_) => "ProvePassword",
        Work::ProveDevice(_) => "ProveDevice",
        Work::AskPasskey(_) => "AskPasskey",
        Work::AssociateToken { .. } => "AssociateToken",
        Work::VerifyToken(_) => "VerifyToken",
        Work::Respond(_) => "Respond",
        Work::StoreSession { .. } => "StoreSession",
        Work::ConfirmDevice => "ConfirmDevice",
    }
}

pub(crate) fn name_of_side_effect(side_effect: &SideEffect) -> &'static str {
    match side_effect {
        SideEffect::RememberChallenge(_) => "RememberChallenge",
        SideEffect::ForgetChallenge => "ForgetChallenge",
    }
}

pub(crate) fn name_of_step(step: &AuthSignInStep) -> &'static str {
    if matches!(step, AuthSignInStep::Done) {
        "done"
    } else if matches!(step, AuthSignInStep::ConfirmSignUp { .. }) {
        "confirmSignUp"
    } else if matches!(step, AuthSignInStep::ResetPassword { .. }) {
        "resetPassword"
    } else {
        "the challenge's step"
    }
}
