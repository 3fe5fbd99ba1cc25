//! The table: what each call comes to by each fault.

use cognito_auth_core::{AuthError, AuthErrorCode};

use crate::calls::{Call, Kind};
use crate::fault::{Fault, code};

/// What a call comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// It does what it is for: the fault is none of its business.
    Works,
    Fails(AuthErrorCode),
    /// A sign-out that is done here, and of which the service was not told.
    Partial(AuthErrorCode),
    /// The call takes nothing that could be empty.
    Inapplicable,
}

#[rustfmt::skip]
pub(crate) fn expected(call: Call, fault: Fault) -> Outcome {
    use Fault::*;
    match (call.kind(), fault) {
        (_, EmptyArgument) if call.takes_arguments() => Outcome::Fails(AuthErrorCode::EmptyArgument),
        (_, EmptyArgument) => Outcome::Inapplicable,

        (
            Kind::Service | Kind::ServiceAndStore,
            Html | TruncatedJson | EmptyBody | Status500 | NoNetwork | ConnectionRefused | NoTls | Hang | ForgottenReply | TransportPanics,
        ) => Outcome::Fails(code(fault)),
        (
            Kind::SignOut,
            Html | TruncatedJson | EmptyBody | Status500 | NoNetwork | ConnectionRefused | NoTls | Hang | ForgottenReply | TransportPanics,
        ) => Outcome::Partial(code(fault)),
        (
            Kind::Store | Kind::Local,
            Html | TruncatedJson | EmptyBody | Status500 | NoNetwork | ConnectionRefused | NoTls | Hang | ForgottenReply | TransportPanics,
        ) => Outcome::Works,

        (Kind::Service | Kind::Local, StoreLocked | StoreUnavailable | StoreFull | StoreCorrupt | StoreUnrecoverable | StoreMisconfigured) => Outcome::Works,
        (
            Kind::ServiceAndStore | Kind::Store | Kind::SignOut,
            StoreLocked | StoreUnavailable | StoreFull | StoreCorrupt | StoreUnrecoverable | StoreMisconfigured,
        ) => Outcome::Fails(code(fault)),

        (Kind::Service | Kind::ServiceAndStore | Kind::Store | Kind::SignOut, Closed) => Outcome::Fails(code(fault)),
        (Kind::Local, Closed) => Outcome::Works,
    }
}

/// The code of an error that says what to do.
pub(crate) fn told(error: &AuthError) -> AuthErrorCode {
    assert!(!error.description.is_empty() && !error.recovery_suggestion.is_empty(), "{error:?}");
    error.code
}
