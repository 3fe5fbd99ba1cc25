//! The armed faults: at which boundary of a process each fault happens, and what it does.

use cognito_auth_core::StoreError;

use crate::random::Random;

/// A boundary between a process and the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    StoreRead,
    StoreWrite,
    StoreDelete,
    LeaseRead,
    LeaseSwap,
    /// A call of the former library's storage.
    Former,
    Request,
    Response,
}

/// What happens at a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    CrashBefore,
    CrashAfter,
    FreezeBefore,
    FreezeAfter,
    FreezeForAnHour,
    Locked,
    Unavailable,
    Full,
    Corrupt,
    /// Half of the bytes are written, and the process crashes.
    HalfWritten,
    /// The change is made, and reported as failed.
    MadeAndFailed,
    Refused,
    Offline,
    RequestLost,
    ResponseLost,
    Doubled,
    Delayed,
    NeverAnswered,
    ServerError,
    /// The request is served, and its response is an error of the server.
    ServedWithError,
    Throttled,
    Html,
    UnknownRefusal,
    /// The response to a refresh has only the new refresh token.
    HalfResponse,
}

/// A fault that will happen once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) process: usize,
    pub(crate) place: Place,
    /// How many times the boundary is crossed before the fault happens.
    pub(crate) skip: usize,
    pub(crate) effect: Effect,
}

impl Fault {
    pub(crate) fn any(random: &mut Random, process: usize) -> Self {
        let place = random.weighted(&[
            (3, Place::StoreRead),
            (4, Place::StoreWrite),
            (3, Place::StoreDelete),
            (4, Place::LeaseRead),
            (6, Place::LeaseSwap),
            (2, Place::Former),
            (9, Place::Request),
            (3, Place::Response),
        ]);
        let effect = random.weighted(place.effects());
        let skip = random.weighted(&[(6, 0), (2, 1), (1, 2), (1, 4)]);
        Self { process, place, skip, effect }
    }
}

impl Place {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::StoreRead => "read of the store",
            Self::StoreWrite => "write of the store",
            Self::StoreDelete => "removal from the store",
            Self::LeaseRead => "read of a lease",
            Self::LeaseSwap => "change of a lease",
            Self::Former => "call of the former library's storage",
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    /// What can happen here, each effect with its weight.
    pub(crate) fn effects(self) -> &'static [(u64, Effect)] {
        use Effect::*;
        match self {
            Self::StoreRead => &[
                (2, CrashBefore),
                (2, CrashAfter),
                (3, FreezeAfter),
                (2, FreezeForAnHour),
                (2, Locked),
                (2, Unavailable),
                (2, Corrupt),
            ],
            Self::StoreWrite => &[
                (3, CrashBefore),
                (3, CrashAfter),
                (3, FreezeBefore),
                (3, FreezeForAnHour),
                (3, Locked),
                (3, Full),
                (3, HalfWritten),
                (3, MadeAndFailed),
            ],
            Self::StoreDelete => &[
                (2, CrashBefore),
                (2, CrashAfter),
                (2, FreezeBefore),
                (2, FreezeForAnHour),
                (2, Locked),
                (2, Unavailable),
                (2, MadeAndFailed),
            ],
            Self::LeaseRead => &[(1, CrashAfter), (1, FreezeAfter), (1, FreezeForAnHour), (1, Unavailable)],
            Self::LeaseSwap => &[
                (1, CrashBefore),
                (1, CrashAfter),
                (1, FreezeAfter),
                (1, FreezeForAnHour),
                (1, Unavailable),
                (1, Refused),
            ],
            Self::Former => &[
                (1, CrashBefore),
                (1, CrashAfter),
                (1, FreezeAfter),
                (1, FreezeForAnHour),
                (1, Locked),
                (1, Unavailable),
            ],
            Self::Request => &[
                (3, CrashBefore),
                (3, CrashAfter),
                (3, FreezeAfter),
                (3, FreezeForAnHour),
                (3, Offline),
                (3, RequestLost),
                (5, ResponseLost),
                (3, Doubled),
                (5, Delayed),
                (3, NeverAnswered),
                (3, ServerError),
                (3, ServedWithError),
                (3, Throttled),
                (3, Html),
                (4, UnknownRefusal),
                (4, HalfResponse),
            ],
            Self::Response => &[(1, CrashBefore), (1, CrashAfter), (1, FreezeBefore), (1, FreezeForAnHour)],
        }
    }
}

impl Effect {
    /// Every effect.
    pub(crate) const ALL: &[Self] = &[
        Self::CrashBefore,
        Self::CrashAfter,
        Self::FreezeBefore,
        Self::FreezeAfter,
        Self::FreezeForAnHour,
        Self::Locked,
        Self::Unavailable,
        Self::Full,
        Self::Corrupt,
        Self::HalfWritten,
        Self::MadeAndFailed,
        Self::Refused,
        Self::Offline,
        Self::RequestLost,
        Self::ResponseLost,
        Self::Doubled,
        Self::Delayed,
        Self::NeverAnswered,
        Self::ServerError,
        Self::ServedWithError,
        Self::Throttled,
        Self::Html,
        Self::UnknownRefusal,
        Self::HalfResponse,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CrashBefore => "the process crashes before it",
            Self::CrashAfter => "the process crashes after it",
            Self::FreezeBefore => "the process is frozen before it",
            Self::FreezeAfter => "the process is frozen after it",
            Self::FreezeForAnHour => "the process is frozen for an hour",
            Self::Locked => "the store is locked",
            Self::Unavailable => "it is unavailable",
            Self::Full => "the store is full",
            Self::Corrupt => "the entry is corrupt",
            Self::HalfWritten => "half of it is written, and the process crashes",
            Self::MadeAndFailed => "it is made, and reported as failed",
            Self::Refused => "it is refused",
            Self::Offline => "there is no network",
            Self::RequestLost => "the request is lost",
            Self::ResponseLost => "the response is lost",
            Self::Doubled => "it reaches the service twice, and two responses come",
            Self::Delayed => "the response is late",
            Self::NeverAnswered => "there is no response",
            Self::ServerError => "the server fails",
            Self::ServedWithError => "the server serves it, then fails",
            Self::Throttled => "the service throttles it",
            Self::Html => "a captive portal responds",
            Self::UnknownRefusal => "the service refuses it for an unknown reason",
            Self::HalfResponse => "the response has only the refresh token",
        }
    }

    pub(crate) fn store_error(self) -> Option<StoreError> {
        match self {
            Self::Locked => Some(StoreError::Locked),
            Self::Unavailable => Some(StoreError::Unavailable),
            Self::Full => Some(StoreError::Full),
            Self::Corrupt => Some(StoreError::Corrupt),
            _ => None,
        }
    }
}
