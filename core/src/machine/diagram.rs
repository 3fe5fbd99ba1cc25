//! Enumerates the transitions of the two machines, and draws `docs/state-machines.md` from them.
//!
//! `UPDATE_STATE_MACHINES=1 cargo test -p cognito-auth-core state_machines` rewrites the file.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::path::Path;

use super::sign_in::samples::{events, name_of_side_effect, name_of_step, name_of_work, states};
use super::sign_in::{Effects, State, Then};
use super::web_sign_in::samples as web;
use crate::web::identity_samples::expected;

/// A transition. `effects` says in words what follows.
pub(crate) struct Arrow {
    pub(crate) from: String,
    pub(crate) event: String,
    pub(crate) to: String,
    effects: String,
}

/// The transitions of a sign-in: one for each pair of a sample state and a sample event that the state takes.
pub(crate) fn arrows() -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for (from, state) in states() {
        for (event_label, event) in events() {
            let (next, effects) = state.clone().on(event);
            if let Ok(effects) = effects {
                let from = from.clone();
                let effects = describe(&effects);
                arrows.push(Arrow { from, event: event_label, to: next.to_string(), effects });
            }
        }
    }
    arrows
}

fn describe(effects: &Effects) -> String {
    let mut words: Vec<String> =
        effects.side_effects.iter().map(|it| format!("background {}", name_of_side_effect(it))).collect();
    words.push(match &effects.then {
        Then::Perform(work) => format!("perform {}", name_of_work(work)),
        Then::Conclude(Ok(step)) => format!("conclude with {}", name_of_step(step)),
        Then::Conclude(Err(error)) => format!("conclude with error {}", error.code.name()),
    });
    words.join(", ")
}

/// A label without its brackets: `Initiating` for `Initiating (SRP)`.
pub(crate) fn bare(label: &str) -> &str {
    label.split(" (").next().unwrap_or(label)
}

/// The transitions of a sign-in on the web.
fn web_arrows() -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for state in web::states() {
        for (event, sample) in web::events() {
            if let (next, Ok(step)) = state.clone().on(sample, &expected()) {
                let (from, to) = (state.to_string(), next.to_string());
                arrows.push(Arrow { from, event: event.to_owned(), to, effects: web::name_of_step(&step) });
            }
        }
    }
    arrows
}

fn document() -> String {
    let mut text = String::from(
        "# The sign-ins, two state machines\n\n\
         Drawn from the code by `core/src/machine/diagram.rs`; a test fails when this file is stale, and\n\
         `UPDATE_STATE_MACHINES=1 cargo test -p cognito-auth-core state_machines` draws it again.\n\n\
         Every pair of state and event that is not in a table is refused and changes nothing. The vocabulary is\n\
         explained in `core/src/machine/README.md`.\n\n\
         ## With a user name\n\n",
    );
    let ended = states().into_iter().filter(|(_, state)| state.has_ended()).map(|(label, _)| label);
    draw(&mut text, "NotStarted", &arrows(), ended);
    text.push_str("\n## On web pages\n\n");
    let ended = web::states().into_iter().filter(|state| state.has_ended()).map(|state| state.to_string());
    draw(&mut text, "Prepared", &web_arrows(), ended);
    text
}

/// Draws one machine: the diagram, then the table.
fn draw(text: &mut String, first: &str, arrows: &[Arrow], ended: impl Iterator<Item = String>) {
    let _ = writeln!(text, "```mermaid\nstateDiagram-v2\n    [*] --> {first}");
    for ((from, to), events) in drawn(arrows) {
        let events = events.into_iter().collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "    {from} --> {to}: {events}");
    }
    for label in ended {
        let _ = writeln!(text, "    {label} --> [*]");
    }
    text.push_str("```\n\n| state | event | next state | effects |\n| --- | --- | --- | --- |\n");
    for Arrow { from, event, to, effects } in arrows {
        let _ = writeln!(text, "| {from} | {event} | {to} | {effects} |");
    }
}

/// One arrow for each pair of states, with the names of the events that lead along it.
fn drawn(arrows: &[Arrow]) -> BTreeMap<(&str, &str), BTreeSet<&str>> {
    let mut drawn: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for arrow in arrows {
        drawn.entry((bare(&arrow.from), &arrow.to)).or_default().insert(bare(&arrow.event));
    }
    drawn
}

#[test]
fn the_drawn_state_machines_match_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/state-machines.md");
    let drawn = document();
    if std::env::var_os("UPDATE_STATE_MACHINES").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let found = std::fs::read_to_string(&path).expect("docs/state-machines.md can be read");
    assert!(found == drawn, "docs/state-machines.md is stale: see core/src/machine/diagram.rs");
}

/// Asserts that every state that is reached has a sample and a way out, that a refused event changes nothing, and that
/// names carry no data.
pub(crate) fn assert_sound() {
    let sampled: BTreeSet<String> = states().iter().map(|(_, state)| state.to_string()).collect();
    for arrow in arrows() {
        assert!(sampled.contains(&arrow.to), "{} has no sample", arrow.to);
    }
    for (label, state) in states() {
        assert_eq!(bare(&label), state.to_string(), "a state's Display is its name alone");
        for (event_label, event) in events() {
            assert_eq!(bare(&event_label), event.to_string(), "an event's Display is its name alone");
            let (next, effects) = state.clone().on(event);
            match effects {
                Ok(effects) => assert_transition(&label, &event_label, &state, &next, &effects),
                Err(unexpected) => {
                    assert_eq!(unexpected.state, bare(&label));
                    assert_eq!(unexpected.event, bare(&event_label));
                    assert_eq!(format!("{next:?}"), format!("{state:?}"), "a refused event changes nothing");
                }
            }
        }
        assert!(state.has_ended() || reaches_the_end(&state), "{label} has no way out");
    }
}

fn assert_transition(from: &str, event: &str, state: &State, next: &State, effects: &Effects) {
    assert!(!state.has_ended(), "{event} is taken by the final state {from}");
    if next.has_ended() {
        assert!(matches!(effects.then, Then::Conclude(_)), "{event} leaves work running after {from}");
    }
}

/// Whether some sequence of events leads from `state` to a final state.
fn reaches_the_end(state: &State) -> bool {
    let mut seen = BTreeSet::from([state.to_string()]);
    let mut open = VecDeque::from([state.clone()]);
    while let Some(state) = open.pop_front() {
        for (_, event) in events() {
            let (next, _) = state.clone().on(event);
            if next.has_ended() {
                return true;
            }
            if seen.insert(next.to_string()) {
                open.push_back(next);
            }
        }
    }
    false
}
