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
            Self::VerifyingPassword { .. } => "VerifyingPassword",
            Self::Awaiting(_) => "Awaiting",
            Self::Answering(_) => "Answering",
            Self::StoringSession => "StoringSession",
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
            Self::QuestionReceived(_) => "QuestionReceived",
            Self::TokensReceived(_) => "TokensReceived",
            Self::SessionStored => "SessionStored",
            Self::WorkFailed(_) => "WorkFailed",
            Self::DeadlinePassed => "DeadlinePassed",
            Self::Cancel => "Cancel",
        })
    }
}
