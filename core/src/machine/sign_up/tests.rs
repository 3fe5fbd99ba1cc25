//! The whole table of a sign-up, and the promises that every machine keeps.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Event, State};
use crate::machine::diagram::{Sampled, arrows, assert_sound};
use crate::machine::{Machine, Then};

/// Every pair that is a transition. All others are refused.
const TABLE: &[(&str, &str, &str)] = &[
    ("NotStarted", "SignUp", "Registering"),
    ("Registering", "Registered (unconfirmed)", "AwaitingConfirmation"),
    ("Registering", "Registered (confirmed)", "Confirmed"),
    ("Registering", "WorkFailed", "Failed"),
    ("AwaitingConfirmation", "ConfirmSignUp", "Confirming"),
    ("AwaitingConfirmation", "ResendCode", "ResendingCode"),
    ("Confirming", "CodeAccepted", "Confirmed"),
    ("Confirming", "WorkFailed", "AwaitingConfirmation"),
    ("ResendingCode", "CodeSent", "AwaitingConfirmation"),
    ("ResendingCode", "WorkFailed", "AwaitingConfirmation"),
];

#[test]
fn every_pair_of_state_and_event_does_what_the_table_says() {
    let found = arrows::<State>();
    let found: Vec<_> = found.iter().map(|a| (a.from.as_str(), a.event.as_str(), a.to.as_str())).collect();
    assert_eq!(found, TABLE);
}

#[test]
fn every_state_has_a_way_out_and_final_states_take_nothing() {
    assert_sound::<State>();
}

#[test]
fn nothing_of_a_user_is_printed() {
    for (_, event) in State::events() {
        assert!(!event.to_string().contains("private"));
    }
}

static EVENTS: LazyLock<Vec<(String, Event)>> = LazyLock::new(State::events);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn random_events_never_leave_a_call_without_an_answer(
        choices in proptest::collection::vec(any::<prop::sample::Index>(), 1..40),
    ) {
        let mut state = State::NotStarted;
        let mut work_under_way = false;
        for choice in choices {
            let (_, event) = choice.get(&EVENTS).clone();
            let is_work = !matches!(event.to_string().as_str(), "SignUp" | "ConfirmSignUp" | "ResendCode");
            match state.on(event) {
                Ok((next, effects)) => {
                    prop_assert_eq!(is_work, work_under_way, "only work under way can end, and one at a time");
                    work_under_way = matches!(effects.then, Then::Perform(_));
                    prop_assert!(!(next.is_final() && work_under_way));
                    state = next;
                }
                Err(unexpected) => prop_assert_eq!(unexpected.state, state.to_string()),
            }
        }
    }
}
