//! The ids of requests to ports.

use std::sync::atomic::{AtomicU64, Ordering};

/// The id of a new request, unique within the process.
pub(super) fn next_id() -> u64 {
    static NEXT_ID: AtomicU64 = AtomicU64::new(1);
    NEXT_ID.fetch_add(1, Ordering::Relaxed)
}
