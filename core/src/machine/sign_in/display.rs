//! The names of states and events, without their data: for logs and for the diagram.

use std::fmt;

use super::{Concluding, Event, FromApp, FromService, Leaving, Proving, SettingUp, State};

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotStarted => "NotStarted",
            Self::PreparingProof(_) => "PreparingProof",
            Self::Initiating(..) => "Initiating",
            Self::ProvingPassword { .. } => "ProvingPassword",
            Self::VerifyingProof { .. } => "VerifyingProof",
            Self::ProvingDevice { .. } => "ProvingDevice",
            Self::AskingPasskey(..) => "AskingPasskey",
            Self::AwaitingPasskey(_) => "AwaitingPasskey",
            Self::Awaiting(_) => "Awaiting",
            Self::PreparingAnswer(..) => "PreparingAnswer",
            Self::Answering(..) => "Answering",
            Self::AssociatingToken(_) => "AssociatingToken",
            Self::VerifyingToken(..) => "VerifyingToken",
            Self::StoringSession { .. } => "StoringSession",
            Self::ConfirmingDevice => "ConfirmingDevice",
            Self::SignedIn => "SignedIn",
            Self::Redirected => "Redirected",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
        })
    }
}

impl fmt::Display for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::App(FromApp::SignIn(_)) => "SignIn",
            Self::App(FromApp::Resume(_)) => "Resume",
            Self::App(FromApp::Answer(..)) => "Answer",
            Self::Proving(Proving::ProofPrepared(_)) => "ProofPrepared",
            Self::Service(FromService::ProofRequested(_)) => "ProofRequested",
            Self::Proving(Proving::PasswordProved(_)) => "PasswordProved",
            Self::Service(FromService::DeviceProofRequested { .. }) => "DeviceProofRequested",
            Self::Service(FromService::PasskeyRequested(_)) => "PasskeyRequested",
            Self::Proving(Proving::PasskeyAnswered { .. }) => "PasskeyAnswered",
            Self::SettingUp(SettingUp::TokenAssociated(_)) => "TokenAssociated",
            Self::SettingUp(SettingUp::TokenVerified { .. }) => "TokenVerified",
            Self::Service(FromService::ChallengeReceived(_)) => "ChallengeReceived",
            Self::Service(FromService::TokensReceived(_)) => "TokensReceived",
            Self::Concluding(Concluding::SessionStored) => "SessionStored",
            Self::Concluding(Concluding::DeviceConfirmed) => "DeviceConfirmed",
            Self::WorkFailed(_) => "WorkFailed",
            Self::Leaving(Leaving::DeadlinePassed) => "DeadlinePassed",
            Self::Leaving(Leaving::Cancel) => "Cancel",
        })
    }
}
