//! One sample at least of every state and event, for the tests and the diagram.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cognito_auth_srp::KeyPair;

use super::{
    Asked, Attempt, Challenge, Event, IssuedTokens, MfaOption, Note, PasswordClaim, PasswordVerifier,
    Question, Reply, State, Work,
};
use crate::error::AuthErrorCode;
use crate::machine::diagram::Sampled;
use crate::model::{
    AuthCodeDeliveryDetails, AuthFlowType, AuthSignInStep, AuthUserAttribute, AuthUserAttributeKey,
    DeliveryMedium, MfaType,
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
    Attempt { username: PRIVATE.into(), password: PRIVATE.into(), flow, client_metadata: BTreeMap::new() }
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
    ]
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
        username: PRIVATE.into(),
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
        client_metadata: BTreeMap::new(),
        at_milliseconds: ASKED_AT + 1,
    }
}

fn late_reply() -> Reply {
    Reply { at_milliseconds: ASKED_AT + Challenge::LIFETIME_MILLISECONDS + 1, ..reply("SMS") }
}

fn tokens() -> IssuedTokens {
    let secret = || Secret::new(PRIVATE);
    IssuedTokens {
        id_token: secret(),
        access_token: secret(),
        refresh_token: secret(),
        expires_in_seconds: 3600,
    }
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
        user_id: PRIVATE.into(),
        secret_block: PRIVATE.into(),
        signature: PRIVATE.into(),
        timestamp: PRIVATE.into(),
        session: Some(PRIVATE.into()),
    }
}

fn failure(code: AuthErrorCode) -> (String, Event) {
    (format!("WorkFailed ({})", code.name()), Event::WorkFailed(code.into()))
}

impl Sampled for State {
    fn states() -> Vec<(String, Self)> {
        [
            ("NotStarted", Self::NotStarted),
            ("PreparingProof", Self::PreparingProof(attempt(AuthFlowType::UserSrp))),
            ("Initiating (SRP)", Self::Initiating(attempt(AuthFlowType::UserSrp), Some(key_pair()))),
            ("Initiating (password)", Self::Initiating(attempt(AuthFlowType::UserPassword), None)),
            ("ProvingPassword", Self::ProvingPassword { client_metadata: BTreeMap::new() }),
            ("VerifyingPassword", Self::VerifyingPassword { user_id: PRIVATE.into() }),
            ("Awaiting", Self::Awaiting(challenge(mfa_selection()))),
            ("Answering", Self::Answering(challenge(mfa_selection()))),
            ("StoringSession", Self::StoringSession),
            ("SignedIn", Self::SignedIn),
            ("Redirected", Self::Redirected),
            ("Failed", Self::Failed),
            ("Cancelled", Self::Cancelled),
        ]
        .map(|(label, state)| (label.to_owned(), state))
        .into()
    }

    fn events() -> Vec<(String, Event)> {
        let mut events: Vec<(String, Event)> = [
            ("SignIn (SRP)", Event::SignIn(attempt(AuthFlowType::UserSrp))),
            ("SignIn (password)", Event::SignIn(attempt(AuthFlowType::UserPassword))),
            ("Resume", Event::Resume(challenge(mfa_selection()))),
            ("Answer (fits)", Event::Answer(reply("SMS"))),
            ("Answer (does not fit)", Event::Answer(reply("TOTP"))),
            ("Answer (too late)", Event::Answer(late_reply())),
            ("ProofPrepared", Event::ProofPrepared(key_pair())),
            ("ProofRequested", Event::ProofRequested(verifier())),
            ("PasswordProved", Event::PasswordProved(claim())),
            ("QuestionReceived", Event::QuestionReceived(asked(mfa_selection(), PRIVATE))),
            ("TokensReceived", Event::TokensReceived(tokens())),
            ("SessionStored", Event::SessionStored),
            ("DeadlinePassed", Event::DeadlinePassed),
            ("Cancel", Event::Cancel),
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

    fn is_final(&self) -> bool {
        match self {
            Self::SignedIn | Self::Redirected | Self::Failed | Self::Cancelled => true,
            Self::NotStarted
            | Self::PreparingProof(_)
            | Self::Initiating(..)
            | Self::ProvingPassword { .. }
            | Self::VerifyingPassword { .. }
            | Self::Awaiting(_)
            | Self::Answering(_)
            | Self::StoringSession => false,
        }
    }

    fn name_of_work(work: &Work) -> &'static str {
        match work {
            Work::PrepareProof => "PrepareProof",
            Work::Initiate(_) => "Initiate",
            Work::ProvePassword(_) => "ProvePassword",
            Work::Respond(_) => "Respond",
            Work::StoreSession(_) => "StoreSession",
        }
    }

    fn name_of_note(note: &Note) -> &'static str {
        match note {
            Note::RememberChallenge(_) => "RememberChallenge",
            Note::ForgetChallenge => "ForgetChallenge",
        }
    }

    fn name_of_step(step: &AuthSignInStep) -> &'static str {
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
}
