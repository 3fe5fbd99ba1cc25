//! Counts the objects that are alive, for tests that look for leaks. Without the feature `testing`, it counts nothing.

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// An instance of the library.
    Instance,
    /// What cancels a call.
    CallHandle,
    /// The work of a call, on the runtime.
    Work,
    /// An observer of the session's state.
    StateObserver,
    /// A listener's subscription.
    Subscription,
    /// The object to which a port gives its reply.
    Reply,
    /// An object of Swift or Kotlin that the library holds: a port or a listener.
    Foreign,
}

/// A member of each counted object. The object is counted until this member is dropped with it.
pub(crate) struct Alive {
    #[cfg(feature = "testing")]
    kind: Kind,
}

#[cfg(not(feature = "testing"))]
impl Alive {
    pub(crate) fn new(_kind: Kind) -> Self {
        Self {}
    }
}

#[cfg(feature = "testing")]
pub(crate) use counts::alive;

#[cfg(feature = "testing")]
mod counts {
    use std::collections::HashMap;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::{Alive, Kind};

    const KINDS: [Kind; 7] = [
        Kind::Instance,
        Kind::CallHandle,
        Kind::Work,
        Kind::StateObserver,
        Kind::Subscription,
        Kind::Reply,
        Kind::Foreign,
    ];

    static COUNTS: [AtomicU64; KINDS.len()] = [const { AtomicU64::new(0) }; KINDS.len()];

    impl Kind {
        fn count(self) -> &'static AtomicU64 {
            &COUNTS[self as usize]
        }
    }

    impl Alive {
        pub(crate) fn new(kind: Kind) -> Self {
            kind.count().fetch_add(1, Ordering::SeqCst);
            Self { kind }
        }
    }

    impl Drop for Alive {
        fn drop(&mut self) {
            self.kind.count().fetch_sub(1, Ordering::SeqCst);
        }
    }

    /// How many objects of each kind are alive in this process, by the kind's name.
    pub(crate) fn alive() -> HashMap<String, u64> {
        KINDS.iter().map(|kind| (format!("{kind:?}"), kind.count().load(Ordering::SeqCst))).collect()
    }
}
