//! The state machine of a lease: (State, Event) -> (State, Effect). It has no IO, no clock and no randomness.
//!
//! If the holder of a lease stops renewing it, the lease lapses in one of two ways: the lease's time is over by the
//! device's clock, or a waiting process has seen the lease unchanged for the lease's whole duration. The second way
//! works even if the device's clock was set back.

use super::record::{Holder, LeaseRecord};

/// The shortest and the longest wait between two looks at a lease that another process holds, in milliseconds.
const FIRST_WAIT: u64 = 50;
const LONGEST_WAIT: u64 = 1000;

/// How often a release is tried if another process changes the lease at the same moment.
const RELEASES: u32 = 5;

/// The state of a lease, as this process sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// This process is reading the stored lease.
    Reading(Course),
    /// The lease is free, and this process is taking it.
    Taking(LeaseRecord, Course),
    /// Another process holds the lease, or has taken it first.
    Waiting(Course),
    /// This process holds the lease.
    Held(LeaseRecord),
    /// This process holds the lease, and is renewing it.
    Renewing { held: LeaseRecord, renewed: LeaseRecord },
    /// The renewal was refused, so this process is reading the stored lease.
    Checking(LeaseRecord),
    /// This process is releasing the lease. If another process changes it at the same moment, the release is tried
    /// again.
    Releasing { held: LeaseRecord, tries: u32 },
    /// Another process has taken the lease over.
    Lost,
    /// This process does not hold the lease: it was released, or is no longer wanted.
    Over,
    /// The leases can't be reached, or each try to take this one has failed for too long. The work goes on without the
    /// lease.
    Without,
}

/// The course of an attempt to take a lease.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Course {
    /// The stored lease that is being watched, and since when.
    watched: Option<(Vec<u8>, u64)>,
    /// Since when each try has failed in this way: the lease was free, but another process changed it first,
    /// or was changing it.
    refused_since: Option<u64>,
    last_wait: u64,
}

/// What happens to a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The stored lease was read; `None` if there is none.
    Found(Option<Vec<u8>>),
    /// True: the lease was written. False: another process has changed it first, or is
    /// changing it.
    Swapped(bool),
    /// The leases can't be reached.
    Failed,
    /// The time of [`Effect::Wait`] is over.
    Waited,
    /// It is time to renew the lease.
    Due,
    /// The lease is no longer needed.
    End,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Read,
    Swap {
        expected: Option<Vec<u8>>,
        lease: LeaseRecord,
    },
    /// Wait this many milliseconds.
    Wait(u64),
    /// Do nothing. The state says whether this process holds the lease.
    Rest,
}

/// The state does not expect the event. The state stays as it was.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unexpected;

/// What a transition knows besides the state and the event.
#[derive(Clone, Debug)]
pub(super) struct Circumstances<'a> {
    pub(super) me: &'a Holder,
    /// How long a lease holds after it was taken or renewed, in milliseconds.
    pub(super) duration: u64,
    /// The number that the lease gets if it is taken now.
    pub(super) taking: u64,
    /// The time by the device's clock, in milliseconds since 1970.
    pub(super) wall_milliseconds: i64,
    /// The time by a clock that nobody can set.
    pub(super) ticks_milliseconds: u64,
}

impl State {
    /// The start of an attempt to take the lease.
    pub(super) fn begin() -> (Self, Effect) {
        (Self::Reading(Course::default()), Effect::Read)
    }

    /// The state after an event, and what to do.
    pub(super) fn on(self, event: Event, now: &Circumstances<'_>) -> (Self, Result<Effect, Unexpected>) {
        match (self, event) {
            (Self::Reading(course), Event::Found(stored)) => found(course, stored, now),
            (Self::Reading(_) | Self::Taking(..), Event::Failed) => (Self::Without, Ok(Effect::Rest)),
            (Self::Taking(lease, _), Event::Swapped(true)) => (Self::Held(lease), Ok(Effect::Rest)),
            (Self::Taking(_, course), Event::Swapped(false)) => refused(course, now),
            (Self::Waiting(course), Event::Waited) => (Self::Reading(course), Ok(Effect::Read)),
            (Self::Waiting(_), Event::End) => (Self::Over, Ok(Effect::Rest)),

            (Self::Held(held), Event::Due) => {
                let renewed = held.renewed(now.wall_milliseconds);
                let effect = Effect::Swap { expected: Some(held.to_bytes()), lease: renewed.clone() };
                (Self::Renewing { held, renewed }, Ok(effect))
            }
            (Self::Renewing { renewed, .. }, Event::Swapped(true)) => (Self::Held(renewed), Ok(Effect::Rest)),
            (Self::Renewing { held, .. }, Event::Swapped(false)) => (Self::Checking(held), Ok(Effect::Read)),
            // The next renewal may succeed.
            (Self::Renewing { held, .. } | Self::Checking(held), Event::Failed) => {
                (Self::Held(held), Ok(Effect::Rest))
            }
            (Self::Checking(held), Event::Found(stored)) => match still_held(&held, stored) {
                Some(stored) => (Self::Held(stored), Ok(Effect::Rest)),
                None => (Self::Lost, Ok(Effect::Rest)),
            },

            (Self::Held(held), Event::End) => release(held, RELEASES),
            (Self::Releasing { .. }, Event::Swapped(true) | Event::Failed) => (Self::Over, Ok(Effect::Rest)),
            (Self::Releasing { tries: 0, .. }, Event::Swapped(false)) => (Self::Over, Ok(Effect::Rest)),
            (state @ Self::Releasing { .. }, Event::Swapped(false)) => (state, Ok(Effect::Read)),
            (Self::Releasing { held, tries }, Event::Found(stored)) => match still_held(&held, stored) {
                Some(stored) => release(stored, tries),
                None => (Self::Over, Ok(Effect::Rest)),
            },

            // The holder learns of these three states when it looks at the state.
            (state @ (Self::Lost | Self::Over | Self::Without), Event::Due | Event::End) => {
                (state, Ok(Effect::Rest))
            }
            (state @ Self::Reading(_), Event::Swapped(_) | Event::Waited | Event::Due | Event::End)
            | (state @ Self::Taking(..), Event::Found(_) | Event::Waited | Event::Due | Event::End)
            | (state @ Self::Waiting(_), Event::Found(_) | Event::Swapped(_) | Event::Failed | Event::Due)
            | (
                state @ (Self::Held(_) | Self::Lost | Self::Over | Self::Without),
                Event::Found(_) | Event::Swapped(_) | Event::Failed | Event::Waited,
            )
            | (state @ Self::Renewing { .. }, Event::Found(_) | Event::Waited | Event::Due | Event::End)
            | (state @ Self::Checking(_), Event::Swapped(_) | Event::Waited | Event::Due | Event::End)
            | (state @ Self::Releasing { .. }, Event::Waited | Event::Due | Event::End) => {
                (state, Err(Unexpected))
            }
        }
    }
}

/// Takes the stored lease if it is free, or else waits.
fn found(
    course: Course,
    stored: Option<Vec<u8>>,
    now: &Circumstances<'_>,
) -> (State, Result<Effect, Unexpected>) {
    let Some(bytes) = stored else { return take(course, None, now) };
    let since = match &course.watched {
        Some((watched, since)) if *watched == bytes => *since,
        Some(_) | None => now.ticks_milliseconds,
    };
    let left = left_milliseconds(&bytes, since, now);
    if left == 0 {
        return take(course, Some(bytes), now);
    }
    wait(Course { watched: Some((bytes, since)), refused_since: None, ..course }, left)
}

/// How long the stored lease still holds, if it is not renewed. An unreadable lease may come from a later version: it
/// counts as a lease with this version's duration.
fn left_milliseconds(bytes: &[u8], watched_since: u64, now: &Circumstances<'_>) -> u64 {
    let watched = now.ticks_milliseconds.saturating_sub(watched_since);
    match LeaseRecord::from_bytes(bytes) {
        Some(lease) if lease.is_void_for(now.me) => 0,
        Some(lease) => {
            let by_the_clock = lease.expires_at_milliseconds.saturating_sub(now.wall_milliseconds);
            let unchanged = lease.duration().saturating_sub(watched);
            u64::try_from(by_the_clock).unwrap_or(0).min(unchanged)
        }
        None => now.duration.saturating_sub(watched),
    }
}

fn take(
    course: Course,
    expected: Option<Vec<u8>>,
    now: &Circumstances<'_>,
) -> (State, Result<Effect, Unexpected>) {
    let lease = LeaseRecord::taken(now.me, now.taking, now.duration, now.wall_milliseconds);
    (State::Taking(lease.clone(), course), Ok(Effect::Swap { expected, lease }))
}

/// Waits for another try: another process has changed the lease first, or is changing it now. If each try fails in this
/// way for as long as a lease holds, that process may have been suspended in the middle of its change. Then the work
/// goes on without the lease.
fn refused(course: Course, now: &Circumstances<'_>) -> (State, Result<Effect, Unexpected>) {
    let since = course.refused_since.unwrap_or(now.ticks_milliseconds);
    if now.ticks_milliseconds.saturating_sub(since) >= now.duration {
        return (State::Without, Ok(Effect::Rest));
    }
    wait(Course { refused_since: Some(since), ..course }, LONGEST_WAIT)
}

/// Waits longer each time, but not much longer than the lease still holds.
fn wait(course: Course, left_milliseconds: u64) -> (State, Result<Effect, Unexpected>) {
    let last_wait = course.last_wait.saturating_mul(2).clamp(FIRST_WAIT, LONGEST_WAIT);
    let wait = last_wait.min(left_milliseconds.max(FIRST_WAIT));
    (State::Waiting(Course { last_wait, ..course }), Ok(Effect::Wait(wait)))
}

fn release(held: LeaseRecord, tries: u32) -> (State, Result<Effect, Unexpected>) {
    let effect = Effect::Swap { expected: Some(held.to_bytes()), lease: held.released() };
    (State::Releasing { held, tries: tries.saturating_sub(1) }, Ok(effect))
}

/// The stored lease, if it is the lease `held` (renewed or not) and was not released.
fn still_held(held: &LeaseRecord, stored: Option<Vec<u8>>) -> Option<LeaseRecord> {
    LeaseRecord::from_bytes(&stored?).filter(|stored| stored.is_same_as(held) && !stored.is_released)
}
