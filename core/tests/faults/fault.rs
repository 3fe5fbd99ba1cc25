//! The list of all faults, the error code that each leads to, and the function that injects it.

use cognito_auth_core::{Auth, AuthErrorCode, StoreError, TransportFailure};

use crate::stage::Stage;
use crate::support::transport::Step;

listed!(Fault {
    // In the input.
    EmptyArgument,
    // In the network.
    Html,
    TruncatedJson,
    EmptyBody,
    Status500,
    NoNetwork,
    ConnectionRefused,
    NoTls,
    Hang,
    ForgottenReply,
    TransportPanics,
    // In the store.
    StoreLocked,
    StoreUnavailable,
    StoreUserPresenceRefused,
    StoreFull,
    StoreCorrupt,
    StoreUnrecoverable,
    StoreMisconfigured,
    // In the life of the instance.
    Closed,
});

/// The error code of a call that fails with this fault.
pub(crate) fn code(fault: Fault) -> AuthErrorCode {
    match fault {
        Fault::EmptyArgument => AuthErrorCode::EmptyArgument,
        Fault::Html | Fault::TruncatedJson | Fault::EmptyBody => AuthErrorCode::MalformedResponse,
        Fault::Status500 => AuthErrorCode::ServerError,
        Fault::NoNetwork => AuthErrorCode::Offline,
        Fault::ConnectionRefused | Fault::ForgottenReply | Fault::TransportPanics => {
            AuthErrorCode::TransportFailed
        }
        Fault::NoTls => AuthErrorCode::TlsFailed,
        Fault::Hang => AuthErrorCode::DeadlinePassed,
        Fault::StoreLocked => AuthErrorCode::StoreLocked,
        Fault::StoreUnavailable => AuthErrorCode::StoreUnavailable,
        Fault::StoreUserPresenceRefused => AuthErrorCode::StoreUserPresenceRefused,
        Fault::StoreFull => AuthErrorCode::StoreFull,
        Fault::StoreCorrupt => AuthErrorCode::StoreCorrupt,
        Fault::StoreUnrecoverable => AuthErrorCode::StoreUnrecoverable,
        Fault::StoreMisconfigured => AuthErrorCode::StoreMisconfigured,
        Fault::Closed => AuthErrorCode::Closed,
    }
}

impl Stage {
    pub(crate) async fn inject(&self, auth: &Auth, fault: Fault) {
        match fault {
            Fault::EmptyArgument => {}
            Fault::Html => self.transport.fault(Step::html(200)),
            Fault::TruncatedJson => {
                self.transport.fault(Step::raw(200, &[], r#"{"AuthenticationResult":{"Acc"#))
            }
            Fault::EmptyBody => self.transport.fault(Step::raw(200, &[], "")),
            Fault::Status500 => self.transport.fault(Step::html(500)),
            Fault::NoNetwork => self.transport.fault(Step::Fail(TransportFailure::Offline)),
            Fault::ConnectionRefused => self.transport.fault(Step::Refuse(TransportFailure::Other)),
            Fault::NoTls => self.transport.fault(Step::Fail(TransportFailure::Tls)),
            Fault::Hang => self.transport.fault(Step::Hang),
            Fault::ForgottenReply => self.transport.fault(Step::Forget),
            Fault::TransportPanics => self.transport.fault(Step::Panic),
            Fault::StoreLocked => self.store.fail(Some(StoreError::Locked)),
            Fault::StoreUnavailable => self.store.fail(Some(StoreError::Unavailable)),
            Fault::StoreUserPresenceRefused => self.store.fail(Some(StoreError::UserPresenceRefused)),
            Fault::StoreFull => self.store.fail(Some(StoreError::Full)),
            Fault::StoreCorrupt => self.store.fail(Some(StoreError::Corrupt)),
            Fault::StoreUnrecoverable => self.store.fail(Some(StoreError::Unrecoverable)),
            Fault::StoreMisconfigured => self.store.fail(Some(StoreError::Misconfigured)),
            Fault::Closed => auth.close().await,
        }
    }
}
