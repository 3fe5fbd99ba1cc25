//! The table: the expected effect of each fault on each call.

use cognito_auth_core::{AuthError, AuthErrorCode};

use crate::calls::{Call, Kind};
use crate::fault::{Fault, code};

/// The effect of a fault on a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum FaultEffect {
    /// The call succeeds: the fault does not concern it, or the result reports the fault.
    Works,
    Fails(AuthErrorCode),
    /// A sign-out that succeeds on the device and fails at the service.
    Partial(AuthErrorCode),
    /// The call has no argument that could be empty.
    Inapplicable,
}

#[rustfmt::skip]
pub(crate) fn expected(call: Call, fault: Fault) -> FaultEffect {
    use Fault::*;
    match (call.kind(), fault) {
        (_, EmptyArgument) if call.takes_arguments() => FaultEffect::Fails(AuthErrorCode::EmptyArgument),
        (_, EmptyArgument) => FaultEffect::Inapplicable,

        (
            Kind::Service | Kind::ServiceAndStore,
            Html | TruncatedJson | EmptyBody | Status500 | NoNetwork | ConnectionRefused | NoTls | Hang | ForgottenReply | TransportPanics,
        ) => FaultEffect::Fails(code(fault)),
        (
            Kind::SignOut | Kind::SignOutByName,
            Html | TruncatedJson | EmptyBody | Status500 | NoNetwork | ConnectionRefused | NoTls | Hang | ForgottenReply | TransportPanics,
        ) => FaultEffect::Partial(code(fault)),
        (
            Kind::Store | Kind::Local | Kind::StoreAlone | Kind::Listing,
            Html | TruncatedJson | EmptyBody | Status500 | NoNetwork | ConnectionRefused | NoTls | Hang | ForgottenReply | TransportPanics,
        ) => FaultEffect::Works,

        (Kind::Service | Kind::Local, StoreLocked | StoreUnavailable | StoreUserPresenceRefused | StoreFull | StoreCorrupt | StoreUnrecoverable | StoreMisconfigured) => FaultEffect::Works,
        (
            Kind::ServiceAndStore | Kind::Store | Kind::SignOut | Kind::StoreAlone | Kind::SignOutByName,
            StoreLocked | StoreUnavailable | StoreUserPresenceRefused | StoreFull | StoreCorrupt | StoreUnrecoverable | StoreMisconfigured,
        ) => FaultEffect::Fails(code(fault)),

        (Kind::Service | Kind::ServiceAndStore | Kind::Store | Kind::SignOut, Closed) => FaultEffect::Fails(code(fault)),
        (Kind::Listing, StoreLocked | StoreUnavailable | StoreUserPresenceRefused | StoreFull | StoreMisconfigured) => FaultEffect::Fails(code(fault)),
        (Kind::Listing, StoreCorrupt | StoreUnrecoverable) => FaultEffect::Works,
        (Kind::Local | Kind::StoreAlone | Kind::Listing | Kind::SignOutByName, Closed) => FaultEffect::Works,
    }
}

/// The code of an error, which must have a recovery suggestion.
pub(crate) fn described_code(error: &AuthError) -> AuthErrorCode {
    assert!(!error.description.is_empty() && !error.recovery_suggestion.is_empty(), "{error:?}");
    error.code
}
