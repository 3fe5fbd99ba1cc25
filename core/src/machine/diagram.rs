//! Enumerates the machines' transitions, and from them draws `docs/state-machines.md`.
//!
//! `UPDATE_STATE_MACHINES=1 cargo test -p cognito-auth-core state_machines` rewrites the file.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::path::Path;

use super::{Effects, Machine, Then, sign_in, sign_up};

/// A machine with one sample at least of every state and of every event.
pub(crate) trait Sampled: Machine + Clone {
    /// Every state; a label in brackets tells two samples of the same state apart.
    fn states() -> Vec<(String, Self)>;
    /// Every event, labelled likewise.
    fn events() -> Vec<(String, Self::Event)>;
    /// Whether nothing can happen any more.
    fn is_final(&self) -> bool;
    fn name_of_work(work: &Self::Work) -> &'static str;
    fn name_of_note(note: &Self::Note) -> &'static str;
    fn name_of_step(step: &Self::Step) -> &'static str;
}

/// One line of the table: `effects` in words.
pub(crate) struct Arrow {
    pub(crate) from: String,
    pub(crate) event: String,
    pub(crate) to: String,
    effects: String,
}

/// Every pair of samples that is a transition.
pub(crate) fn arrows<M: Sampled>() -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for (from, state) in M::states() {
        for (event_label, event) in M::events() {
            if let Ok((next, effects)) = state.on(event) {
                let from = from.clone();
                let effects = describe(&effects);
                arrows.push(Arrow { from, event: event_label, to: next.to_string(), effects });
            }
        }
    }
    arrows
}

fn describe<M: Sampled>(effects: &Effects<M>) -> String {
    let mut words: Vec<String> =
        effects.notes.iter().map(|note| format!("note {}", M::name_of_note(note))).collect();
    words.push(match &effects.then {
        Then::Perform(work) => format!("perform {}", M::name_of_work(work)),
        Then::Conclude(Ok(step)) => format!("conclude with {}", M::name_of_step(step)),
        Then::Conclude(Err(error)) => format!("conclude with error {}", error.code.name()),
    });
    words.join(", ")
}

/// `Initiating (SRP)` without what is in brackets.
pub(crate) fn bare(label: &str) -> &str {
    label.split(" (").next().unwrap_or(label)
}

fn section<M: Sampled>(title: &str) -> String {
    let arrows = arrows::<M>();
    let mut text = format!("## {title}\n\n```mermaid\nstateDiagram-v2\n    [*] --> NotStarted\n");
    for ((from, to), events) in drawn(&arrows) {
        let events = events.into_iter().collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "    {from} --> {to}: {events}");
    }
    for (label, state) in M::states() {
        if state.is_final() {
            let _ = writeln!(text, "    {label} --> [*]");
        }
    }
    text.push_str("```\n\n| state | event | next state | effects |\n| --- | --- | --- | --- |\n");
    for Arrow { from, event, to, effects } in &arrows {
        let _ = writeln!(text, "| {from} | {event} | {to} | {effects} |");
    }
    text
}

/// One arrow for each pair of states, with the names of the events that lead along it.
fn drawn(arrows: &[Arrow]) -> BTreeMap<(&str, &str), BTreeSet<&str>> {
    let mut drawn: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for arrow in arrows {
        drawn.entry((bare(&arrow.from), &arrow.to)).or_default().insert(bare(&arrow.event));
    }
    drawn
}

fn document() -> String {
    let mut text = String::from(
        "# State machines\n\n\
         Drawn from the code by `core/src/machine/diagram.rs`; a test fails when this file is stale, and\n\
         `UPDATE_STATE_MACHINES=1 cargo test -p cognito-auth-core state_machines` draws it anew.\n\n\
         Every pair of state and event that is not in a table is refused and changes nothing. The vocabulary is\n\
         explained in `core/src/machine/README.md`.\n\n",
    );
    text.push_str(&section::<sign_up::State>("Sign-up"));
    text.push('\n');
    text.push_str(&section::<sign_in::State>("Sign-in"));
    text
}

#[test]
fn the_drawn_state_machines_are_those_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/state-machines.md");
    let drawn = document();
    if std::env::var_os("UPDATE_STATE_MACHINES").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let found = std::fs::read_to_string(&path).expect("docs/state-machines.md can be read");
    assert!(found == drawn, "docs/state-machines.md is stale: see core/src/machine/diagram.rs");
}

/// Asserts what every machine promises.
pub(crate) fn assert_sound<M: Sampled>() {
    let sampled: BTreeSet<String> = M::states().iter().map(|(_, state)| state.to_string()).collect();
    for arrow in arrows::<M>() {
        assert!(sampled.contains(&arrow.to), "{} has no sample", arrow.to);
    }
    for (label, state) in M::states() {
        assert_eq!(bare(&label), state.to_string(), "a state's Display is its name alone");
        for (event_label, event) in M::events() {
            assert_eq!(bare(&event_label), event.to_string(), "an event's Display is its name alone");
            match state.on(event) {
                Ok((next, effects)) => assert_transition(&label, &event_label, &state, &next, &effects),
                Err(unexpected) => {
                    assert_eq!(unexpected.state, bare(&label));
                    assert_eq!(unexpected.event, bare(&event_label));
                }
            }
        }
        assert!(state.is_final() || reaches_the_end(&state), "{label} has no way out");
    }
}

fn assert_transition<M: Sampled>(from: &str, event: &str, state: &M, next: &M, effects: &Effects<M>) {
    assert!(!state.is_final(), "{event} is taken by the final state {from}");
    if next.is_final() {
        assert!(matches!(effects.then, Then::Conclude(_)), "{event} leaves work running after {from}");
    }
}

/// Whether some row of events leads from `state` to a final one.
fn reaches_the_end<M: Sampled>(state: &M) -> bool {
    let mut seen = BTreeSet::from([state.to_string()]);
    let mut open = VecDeque::from([state.clone()]);
    while let Some(state) = open.pop_front() {
        for (_, event) in M::events() {
            let Ok((next, _)) = state.on(event) else { continue };
            if next.is_final() {
                return true;
            }
            if seen.insert(next.to_string()) {
                open.push_back(next);
            }
        }
    }
    false
}
