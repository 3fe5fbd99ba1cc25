//! One sample at least of every state and event, for the tests and the diagram.

use std::sync::LazyLock;

use cognito_auth_srp::KeyPair;

use super::{
    Asked, AssociatedToken, Attempt, Challenge, Concluding, Context, DeviceProofRequest, Event, FromApp,
    FromService, IssuedTokens, Leaving, MfaOption, NewDevice, Note, PasskeyRequest, PasswordClaim,
    PasswordVerifier, Prover, Proving, Question, Reply, SettingUp, State, Username, Work,
};
use crate::error::AuthErrorCode;
use crate::model::{
    AuthCodeDeliveryDetails, AuthFactorType, AuthFlowType, AuthSignInStep, AuthUserAttribute,
    AuthUserAttributeKey, DeliveryMedium, MfaType,
};
use crate::secret::Secret;

pub(crate) const ASKED_AT: i64 = 1_795_373_100_000;

/// A text that stands in every secret and every name of the samples, and so must never be printed.
pub(crate) const PRIVATE: &str = "private";

static KEY_PAIR: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::from_entropy(&[7; KeyPair::ENTROPY_BYTES]).expect("not all zeros"));

pub(crate) fn key_pair() -> KeyPair {
    KEY_PAIR.clone()
}

pub(crate) fn attempt(flow: AuthFlowType) -> Attempt {
    let (password, context) = (Some(PRIVATE.into()), context());
    Attempt { username: PRIVATE.into(), password, flow, session: None, context }
}

/// A sign-in that lets the user choose.
fn choice(preferred_first_factor: Option<AuthFactorType>) -> Attempt {
    attempt(AuthFlowType::UserAuth { preferred_first_factor })
}

fn context() -> Context {
    Context { client_metadata: [(PRIVATE.to_owned(), PRIVATE.to_owned())].into(), user_context_data: None }
}

pub(crate) fn username() -> Username {
    Username::typed(PRIVATE)
}

pub(crate) fn delivery(medium: DeliveryMedium) -> AuthCodeDeliveryDetails {
    AuthCodeDeliveryDetails { medium, destination: PRIVATE.into(), attribute_key: None }
}

/// Every question there is.
pub(crate) fn questions() -> Vec<Question> {
    vec![
        Question::SmsMfa { delivery: delivery(DeliveryMedium::Sms) },
        Question::TotpMfa,
        Question::EmailOtp { delivery: delivery(DeliveryMedium::Email) },
        mfa_selection(),
        Question::NewPassword { required_attributes: vec![AuthUserAttributeKey::GivenName] },
        Question::SmsOtp { delivery: delivery(DeliveryMedium::Sms) },
        Question::Custom { parameters: [(PRIVATE.to_owned(), PRIVATE.to_owned())].into() },
        first_factor_selection(),
        password(true),
        password(false),
        mfa_setup_selection(),
        Question::TotpSetup { shared_secret: Some(PRIVATE.into()) },
        Question::EmailMfaSetup,
    ]
}

pub(crate) fn first_factor_selection() -> Question {
    Question::FirstFactorSelection {
        factors: vec![AuthFactorType::Password, AuthFactorType::PasswordSrp, AuthFactorType::EmailOtp],
    }
}

pub(crate) fn password(is_proved: bool) -> Question {
    Question::Password { is_proved, is_selected: true }
}

pub(crate) fn mfa_setup_selection() -> Question {
    Question::MfaSetupSelection { options: vec![MfaType::Totp, MfaType::Email] }
}

pub(crate) fn mfa_selection() -> Question {
    Question::MfaSelection {
        options: vec![
            MfaOption { mfa_type: MfaType::Sms, offered_as: "SMS_MFA".into() },
            MfaOption { mfa_type: MfaType::Email, offered_as: "EMAIL_MFA".into() },
        ],
    }
}

pub(crate) fn challenge(question: Question) -> Challenge {
    Challenge {
        username: username(),
        session: Some(PRIVATE.into()),
        question,
        asked_at_milliseconds: ASKED_AT,
    }
}

pub(crate) fn asked(question: Question, session: &str) -> Asked {
    Asked { question, session: Some(session.into()), user_id: None, at_milliseconds: ASKED_AT }
}

pub(crate) fn reply(challenge_response: &str) -> Reply {
    Reply {
        challenge_response: challenge_response.into(),
        user_attributes: vec![AuthUserAttribute::new(AuthUserAttributeKey::GivenName, PRIVATE)],
        friendly_device_name: Some(PRIVATE.into()),
        context: context(),
        at_milliseconds: ASKED_AT + 1,
    }
}

fn late_reply() -> Reply {
    Reply { at_milliseconds: ASKED_AT + Challenge::LIFETIME_MILLISECONDS + 1, ..reply("SMS") }
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

fn device_proof_request() -> DeviceProofRequest {
    DeviceProofRequest { username: username(), session: Some(PRIVATE.into()), context: context() }
}

fn passkey_request() -> PasskeyRequest {
    PasskeyRequest { options_json: PRIVATE.into(), session: Some(PRIVATE.into()), user_id: None }
}

fn prover() -> Prover {
    Prover { key_pair: key_pair(), password: PRIVATE.into() }
}

fn verifier() -> PasswordVerifier {
    PasswordVerifier {
        user_id: PRIVATE.into(),
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

fn failure(code: AuthErrorCode) -> (String, Event) {
    (format!("WorkFailed ({})", code.name()), Event::WorkFailed(code.into()))
}

/// Every state; a label in brackets tells two samples of the same state apart.
pub(crate) fn states() -> Vec<(String, State)> {
    [
        ("NotStarted", State::NotStarted),
        ("PreparingProof", State::PreparingProof(attempt(AuthFlowType::UserSrp))),
        ("Initiating (SRP)", State::Initiating(attempt(AuthFlowType::UserSrp), Some(key_pair()))),
        ("Initiating (password)", State::Initiating(attempt(AuthFlowType::UserPassword), None)),
        ("ProvingPassword", State::ProvingPassword { username: username(), context: context() }),
        ("VerifyingProof", State::VerifyingProof { username: username(), context: context() }),
        ("ProvingDevice", State::ProvingDevice { username: username() }),
        ("AskingPasskey", State::AskingPasskey { username: username(), context: context() }),
        ("Awaiting (a choice)", State::Awaiting(challenge(mfa_selection()))),
        ("Awaiting (a first factor)", State::Awaiting(challenge(first_factor_selection()))),
        ("Awaiting (a password to prove)", State::Awaiting(challenge(password(true)))),
        ("Awaiting (what to set up)", State::Awaiting(challenge(mfa_setup_selection()))),
        (
            "Awaiting (an authenticator app's code)",
            State::Awaiting(challenge(Question::TotpSetup { shared_secret: Some(PRIVATE.into()) })),
        ),
        ("PreparingAnswer", State::PreparingAnswer(challenge(password(true)), PRIVATE.into(), context())),
        ("Answering", State::Answering(challenge(mfa_selection()), context(), None)),
        (
            "Answering (a password to prove)",
            State::Answering(challenge(password(true)), context(), Some(prover())),
        ),
        ("AssociatingToken", State::AssociatingToken(challenge(mfa_setup_selection()))),
        (
            "VerifyingToken",
            State::VerifyingToken(
                challenge(Question::TotpSetup { shared_secret: Some(PRIVATE.into()) }),
                context(),
            ),
        ),
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

/// Every event, labelled likewise.
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
        ("Answer (SMS)", Event::App(FromApp::Answer(reply("SMS")))),
        ("Answer (TOTP)", Event::App(FromApp::Answer(reply("TOTP")))),
        ("Answer (EMAIL)", Event::App(FromApp::Answer(reply("EMAIL")))),
        ("Answer (PASSWORD_SRP)", Event::App(FromApp::Answer(reply("PASSWORD_SRP")))),
        ("Answer (EMAIL_OTP)", Event::App(FromApp::Answer(reply("EMAIL_OTP")))),
        ("Answer (too late)", Event::App(FromApp::Answer(late_reply()))),
        ("ProofPrepared", Event::Proving(Proving::ProofPrepared(key_pair()))),
        ("ProofRequested", Event::Service(FromService::ProofRequested(verifier()))),
        ("PasswordProved", Event::Proving(Proving::PasswordProved(claim()))),
        ("DeviceProofRequested", Event::Service(FromService::DeviceProofRequested(device_proof_request()))),
        ("PasskeyRequested", Event::Service(FromService::PasskeyRequested(passkey_request()))),
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
        ("QuestionReceived", Event::Service(FromService::QuestionReceived(asked(mfa_selection(), PRIVATE)))),
        (
            "QuestionReceived (set up an authenticator app)",
            Event::Service(FromService::QuestionReceived(asked(
                Question::MfaSetupSelection { options: vec![MfaType::Totp] },
                PRIVATE,
            ))),
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

pub(crate) fn name_of_note(note: &Note) -> &'static str {
    match note {
        Note::RememberChallenge(_) => "RememberChallenge",
        Note::ForgetChallenge => "ForgetChallenge",
    }
}

pub(crate) fn name_of_step(step: &AuthSignInStep) -> &'static str {
    match step {
        AuthSignInStep::Done => "done",
        AuthSignInStep::ConfirmSignUp { .. } => "confirmSignUp",
        AuthSignInStep::ResetPassword { .. } => "resetPassword",
        AuthSignInStep::ConfirmSignInWithSmsMfaCode { .. }
        | AuthSignInStep::ConfirmSignInWithCustomChallenge { .. }
        | AuthSignInStep::ConfirmSignInWithNewPassword { .. }
        | AuthSignInStep::ConfirmSignInWithPassword
        | AuthSignInStep::ConfirmSignInWithTotpCode
        | AuthSignInStep::ConfirmSignInWithOtp { .. }
        | AuthSignInStep::ContinueSignInWithTotpSetup { .. }
        | AuthSignInStep::ContinueSignInWithMfaSelection { .. }
        | AuthSignInStep::ContinueSignInWithEmailMfaSetup
        | AuthSignInStep::ContinueSignInWithMfaSetupSelection { .. }
        | AuthSignInStep::ContinueSignInWithFirstFactorSelection { .. } => "the question's step",
    }
}
