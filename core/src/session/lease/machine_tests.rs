//! Tests of the lease's state machine: every event in every state, and the rules of lapsing.

use super::machine::{Circumstances, Course, Effect, Event, State};
use super::record::{Holder, LeaseRecord};

const DURATION: u64 = 10_000;
const WALL: i64 = 1_790_000_000_000;

fn holder(process: &str, run: &str) -> Holder {
    Holder { process: Some(process.to_owned()), run: run.to_owned(), manager: 1 }
}

fn me() -> Holder {
    holder("app", "run")
}

/// A lease that this process has taken at the start of the test.
fn mine() -> LeaseRecord {
    LeaseRecord::taken(&me(), 7, DURATION, WALL)
}

/// A lease that another process has taken at the start of the test.
fn theirs() -> LeaseRecord {
    LeaseRecord::taken(&holder("extension", "run"), 7, DURATION, WALL)
}

fn stored(lease: &LeaseRecord) -> Event {
    Event::Found(Some(lease.to_bytes()))
}

/// The next state and its effect, at a time in milliseconds since the start of the test: `wall` by the device's clock,
/// `ticks` by the clock that nobody can set.
fn step_at(state: State, event: Event, wall: i64, ticks: u64) -> (State, Option<Effect>) {
    let me = me();
    let now = Circumstances {
        me: &me,
        duration: DURATION,
        taking: 7,
        wall_milliseconds: WALL + wall,
        ticks_milliseconds: ticks,
    };
    let (state, effect) = state.on(event, &now);
    (state, effect.ok())
}

fn step(state: State, event: Event) -> (State, Option<Effect>) {
    step_at(state, event, 0, 0)
}

fn samples() -> [(&'static str, State); 10] {
    let course = Course::default;
    [
        ("Reading", State::Reading(course())),
        ("Taking", State::Taking(mine(), course())),
        ("Waiting", State::Waiting(course())),
        ("Held", State::Held(mine())),
        ("Renewing", State::Renewing { held: mine(), renewed: mine().renewed(WALL) }),
        ("Checking", State::Checking(mine())),
        ("Releasing", State::Releasing { held: mine(), tries: 1 }),
        ("Lost", State::Lost),
        ("Over", State::Over),
        ("Without", State::Without),
    ]
}

fn events() -> [(&'static str, Event); 9] {
    [
        ("found nothing", Event::Found(None)),
        ("found mine", stored(&mine())),
        ("found theirs", stored(&theirs())),
        ("swapped", Event::Swapped(true)),
        ("refused", Event::Swapped(false)),
        ("failed", Event::Failed),
        ("waited", Event::Waited),
        ("due", Event::Due),
        ("end", Event::End),
    ]
}

fn name(state: &State) -> &'static str {
    match state {
        State::Reading(_) => "Reading",
        State::Taking(..) => "Taking",
        State::Waiting(_) => "Waiting",
        State::Held(_) => "Held",
        State::Renewing { .. } => "Renewing",
        State::Checking(_) => "Checking",
        State::Releasing { .. } => "Releasing",
        State::Lost => "Lost",
        State::Over => "Over",
        State::Without => "Without",
    }
}

/// The transitions: state, event, next state, effect. Every other pair of a state and an event is unexpected, and
/// leaves the state as it was.
const EXPECTED: [(&str, &str, &str, &str); 30] = [
    ("Reading", "found nothing", "Taking", "swap"),
    ("Reading", "found mine", "Taking", "swap"),
    ("Reading", "found theirs", "Waiting", "wait"),
    ("Reading", "failed", "Without", "rest"),
    ("Taking", "swapped", "Held", "rest"),
    ("Taking", "refused", "Waiting", "wait"),
    ("Taking", "failed", "Without", "rest"),
    ("Waiting", "waited", "Reading", "read"),
    ("Waiting", "end", "Over", "rest"),
    ("Held", "due", "Renewing", "swap"),
    ("Held", "end", "Releasing", "swap"),
    ("Renewing", "swapped", "Held", "rest"),
    ("Renewing", "refused", "Checking", "read"),
    ("Renewing", "failed", "Held", "rest"),
    ("Checking", "found nothing", "Lost", "rest"),
    ("Checking", "found mine", "Held", "rest"),
    ("Checking", "found theirs", "Lost", "rest"),
    ("Checking", "failed", "Held", "rest"),
    ("Releasing", "found nothing", "Over", "rest"),
    ("Releasing", "found mine", "Releasing", "swap"),
    ("Releasing", "found theirs", "Over", "rest"),
    ("Releasing", "swapped", "Over", "rest"),
    ("Releasing", "refused", "Releasing", "read"),
    ("Releasing", "failed", "Over", "rest"),
    ("Lost", "due", "Lost", "rest"),
    ("Lost", "end", "Lost", "rest"),
    ("Over", "due", "Over", "rest"),
    ("Over", "end", "Over", "rest"),
    ("Without", "due", "Without", "rest"),
    ("Without", "end", "Without", "rest"),
];

#[test]
fn each_event_leads_to_the_expected_state_or_is_refused() {
    for (from, state) in samples() {
        for (happening, event) in events() {
            let (next, effect) = step(state.clone(), event);
            let expected = EXPECTED.iter().find(|it| (it.0, it.1) == (from, happening));
            let effect = effect.map(|effect| match effect {
                Effect::Read => "read",
                Effect::Swap { .. } => "swap",
                Effect::Wait(_) => "wait",
                Effect::Rest => "rest",
            });
            match expected {
                Some((_, _, to, expected)) => {
                    assert_eq!((name(&next), effect), (*to, Some(*expected)), "{from}, {happening}");
                }
                None => {
                    assert_eq!(effect, None, "{from}, {happening}");
                    assert_eq!(next, state, "{from}, {happening}");
                }
            }
        }
    }
}

/// What an attempt does when it finds this lease, `wall` milliseconds after the start of the test.
fn finds(lease: &LeaseRecord, wall: i64) -> Option<Effect> {
    step_at(State::Reading(Course::default()), stored(lease), wall, 0).1
}

fn takes(expected: &LeaseRecord, wall: i64) -> Option<Effect> {
    let lease = LeaseRecord::taken(&me(), 7, DURATION, WALL + wall);
    Some(Effect::Swap { expected: Some(expected.to_bytes()), lease })
}

#[test]
fn a_lease_lapses_by_the_devices_clock() {
    assert_eq!(finds(&theirs(), 9_999), Some(Effect::Wait(50)));
    assert_eq!(finds(&theirs(), 10_000), takes(&theirs(), 10_000));
}

#[test]
fn a_released_lease_and_a_lease_of_an_earlier_run_are_free_immediately() {
    for lease in [theirs().released(), LeaseRecord::taken(&holder("app", "earlier run"), 7, DURATION, WALL)] {
        assert_eq!(finds(&lease, 0), takes(&lease, 0));
    }
}

#[test]
fn a_waiter_takes_a_lease_that_stays_unchanged_even_if_the_clock_was_set_back() {
    let waiting = step_at(State::Reading(Course::default()), stored(&theirs()), -86_400_000, 500).0;
    let reading = step(waiting, Event::Waited).0;
    let (waiting, effect) = step_at(reading, stored(&theirs()), -86_400_000, 10_499);
    assert_eq!(effect, Some(Effect::Wait(50)));
    let reading = step(waiting, Event::Waited).0;
    let (_, effect) = step_at(reading, stored(&theirs()), -86_400_000, 10_500);
    assert_eq!(effect, takes(&theirs(), -86_400_000));
}

#[test]
fn a_renewed_lease_does_not_lapse() {
    let mut state = State::Reading(Course::default());
    let mut lease = theirs();
    for seconds in 1..100 {
        let (wall, ticks) = (seconds * 3000, u64::try_from(seconds * 3000).unwrap());
        lease = lease.renewed(WALL + wall);
        let (waiting, effect) = step_at(state, stored(&lease), wall, ticks);
        assert!(matches!(effect, Some(Effect::Wait(50..=1000))), "{effect:?}");
        state = step(waiting, Event::Waited).0;
    }
}

#[test]
fn an_unreadable_lease_lapses_after_the_duration_of_this_versions_leases() {
    let unreadable = || Event::Found(Some(b"later version".to_vec()));
    let (waiting, effect) = step_at(State::Reading(Course::default()), unreadable(), 0, 0);
    assert_eq!(effect, Some(Effect::Wait(50)));
    let (waiting, effect) = step_at(step(waiting, Event::Waited).0, unreadable(), 0, 9_000);
    assert_eq!(effect, Some(Effect::Wait(100)));
    let (_, effect) = step_at(step(waiting, Event::Waited).0, unreadable(), 0, 10_000);
    let expected = Some(b"later version".to_vec());
    assert_eq!(effect, Some(Effect::Swap { expected, lease: mine() }));
}

#[test]
fn a_waiter_looks_again_after_50_milliseconds_and_then_after_longer_waits_up_to_a_second() {
    let mut state = State::Reading(Course::default());
    let waits: Vec<_> = (0..7)
        .map(|_| {
            let (waiting, effect) = step(state.clone(), stored(&theirs()));
            state = step(waiting, Event::Waited).0;
            effect
        })
        .collect();
    let expected = [50, 100, 200, 400, 800, 1000, 1000].map(|wait| Some(Effect::Wait(wait)));
    assert_eq!(waits, expected);
}

/// A try can be refused again and again after another process was suspended in the middle of its change.
#[test]
fn after_refusals_for_a_leases_duration_the_work_goes_on_without_the_lease() {
    let refused_at = |ticks: u64, state: State| {
        let (taking, _) = step_at(state, Event::Found(None), 0, ticks);
        step_at(taking, Event::Swapped(false), 0, ticks)
    };
    let (waiting, _) = refused_at(1000, State::Reading(Course::default()));
    let (waiting, effect) = refused_at(10_999, step(waiting, Event::Waited).0);
    assert!(matches!(effect, Some(Effect::Wait(_))));
    // Another process had the lease in between.
    let held = step_at(step(waiting.clone(), Event::Waited).0, stored(&theirs()), 0, 11_000).0;
    let (next, _) = refused_at(11_000, step(held, Event::Waited).0);
    assert_eq!(name(&next), "Waiting");

    let (next, _) = refused_at(11_000, step(waiting, Event::Waited).0);
    assert_eq!(next, State::Without);
}

#[test]
fn a_renewal_is_written_over_the_lease_and_a_release_over_the_renewal() {
    let (renewing, effect) = step_at(State::Held(mine()), Event::Due, 3000, 3000);
    let renewed = mine().renewed(WALL + 3000);
    assert_eq!(effect, Some(Effect::Swap { expected: Some(mine().to_bytes()), lease: renewed.clone() }));
    let (held, _) = step(renewing, Event::Swapped(true));
    assert_eq!(held, State::Held(renewed.clone()));
    let (_, effect) = step(held, Event::End);
    assert_eq!(effect, Some(Effect::Swap { expected: Some(renewed.to_bytes()), lease: renewed.released() }));
}

/// The response to a renewal was lost: the stored lease is the renewed one.
#[test]
fn a_lease_whose_renewal_seemed_to_fail_is_still_held() {
    let renewed = mine().renewed(WALL + 3000);
    assert_eq!(step(State::Checking(mine()), stored(&renewed)).0, State::Held(renewed.clone()));
    assert_eq!(step(State::Checking(mine()), stored(&renewed.released())).0, State::Lost);
}

#[test]
fn a_refused_release_is_tried_five_times() {
    let mut state = step(State::Held(mine()), Event::End).0;
    for _ in 0..4 {
        let (reading, effect) = step(state, Event::Swapped(false));
        assert_eq!(effect, Some(Effect::Read));
        state = step(reading, stored(&mine())).0;
    }
    assert_eq!(step(state, Event::Swapped(false)), (State::Over, Some(Effect::Rest)));
}
