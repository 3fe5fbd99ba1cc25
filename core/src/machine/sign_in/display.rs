//! Names of states and events, without what they carry: safe to log, and the words of the diagram.

use std::fmt;

use super::{Event, State};

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotStarted => "NotStarted",
            Self::PreparingProof(_) => "PreparingProof",
            Self::Initiating(..) => "Initiating",
            Self::ProvingPassword { .. } => "ProvingPassword",
            Self::VerifyingProof { .. } => "VerifyingProof",
            Self::ProvingDevice { .. } => "ProvingDevice",
            Self::AskingPasskey { .. } => "AskingPasskey",
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
            Self::SignIn(_) => "SignIn",
            Self::Resume(_) => "Resume",
            Self::Answer(_) => "Answer",
            Self::ProofPrepared(_) => "ProofPrepared",
            Self::ProofRequested(_) => "ProofRequested",
            Self::PasswordProved(_) => "PasswordProved",
            Self::DeviceProofRequested(_) => "DeviceProofRequested",
            Self::PasskeyRequested(_) => "PasskeyRequested",
            Self::PasskeyAnswered { .. } => "PasskeyAnswered",
            Self::TokenAssociated(_) => "TokenAssociated",
            Self::TokenVerified { .. } => "TokenVerified",
            Self::QuestionReceived(_) => "QuestionReceived",
            Self::TokensReceived(_) => "TokensReceived",
            Self::SessionStored => "SessionStored",
            Self::DeviceConfirmed => "DeviceConfirmed",
            Self::WorkFailed(_) => "WorkFailed",
            Self::DeadlinePassed => "DeadlinePassed",
            Self::Cancel => "Cancel",
        })
    }
}
