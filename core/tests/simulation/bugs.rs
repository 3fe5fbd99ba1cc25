//! Each invariant can fail: a deliberate bug of the core violates it.

use cognito_auth_core::simulation::Bug;

use crate::history::play;
use crate::plan::Plan;

/// A bug must violate its invariant in a history whose seed is below this.
const HISTORIES: u64 = 4000;

/// The invariants, with the bugs that violate them.
const INVARIANTS: &[(u8, &str, &[Bug])] = &[
    (
        1,
        "a session that the service accepts is never reported as signed out, as expired or as another user's",
        &[Bug::EndsAtAnyFailure],
    ),
    (
        2,
        "a session that was signed out never comes back; its tokens are revoked, or the result says that they are not",
        &[Bug::RevokesNothing, Bug::WritesOverNothing, Bug::MovesAgain],
    ),
    (3, "only stored tokens are shown", &[Bug::ShowsUnsaved]),
    (
        4,
        "no call overwrites or removes the record of a user for whom it is not meant",
        &[Bug::SkipsComparison, Bug::ForgetsShownUser],
    ),
    (5, "every change of user reaches every observer", &[Bug::ForgetsAnInstance]),
    (6, "state, calls and events agree", &[Bug::KeepsTheState]),
    (7, "every call ends", &[Bug::HasNoDeadline]),
    (8, "one refresh at a time for each record, while the lease holds", &[Bug::TakesNoLease]),
    (9, "no secret is outside of the store", &[Bug::LogsTheToken]),
    (10, "after faults stop, the first call tells what is true", &[Bug::NeverReadsAgain]),
];

/// A history in which the bug can show.
fn plan(seed: u64, bug: Bug) -> Plan {
    let mut plan = Plan::of(seed);
    match bug {
        Bug::ForgetsAnInstance => plan.settings.instances = 2,
        Bug::TakesNoLease => plan.settings.has_leases = true,
        Bug::MovesAgain => plan.settings.move_in(),
        _ => {}
    }
    plan
}

/// The seed of the first history in which a bug violates this invariant before any other.
fn first_violation(bug: Bug, invariant: u8) -> Option<u64> {
    let violated = |seed| Some(play(&plan(seed, bug), Some(bug), false).violation?.invariant);
    (1..HISTORIES).find(|seed| violated(*seed) == Some(invariant))
}

#[test]
fn each_invariant_is_violated_by_its_bug() {
    let mut wrong = Vec::new();
    for (number, text, bugs) in INVARIANTS {
        for bug in *bugs {
            let seed = first_violation(*bug, *number);
            println!("{number:>2}  {text}: {bug:?}, seed {seed:?}");
            wrong.extend(seed.is_none().then_some((number, bug)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(INVARIANTS.iter().map(|(_, _, bugs)| bugs.len()).sum::<usize>(), Bug::ALL.len());
}
