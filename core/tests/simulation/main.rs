//! A deterministic simulation of apps: processes, instances and users over one store. A fault can happen at every
//! boundary. See README.md. In these files:
//!
//! - A **history** is a plan that is played: settings, and steps one after the other.
//! - A **slot** is the place of a process. A process that crashes is started again in its slot: each start is a
//!   **run**.
//! - A **call** is made by the app. A call of a port names the port, such as "a call of the store".
//! - A **family** is one sign-in, with all the tokens that come from it. A **serial** is the number of a token.
//! - The **mark** is the entry of the store that names the sign-ins that have ended (ADR 21).
//! - A write is **late** if the process was frozen just before it, and makes it when it wakes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod bugs;
mod checks;
mod fault;
mod former;
mod history;
mod model;
mod pages;
mod plan;
mod ports;
mod random;
mod service;
mod shrink;
mod srp;
#[path = "../support/mod.rs"]
mod support;
mod tally;
mod world;

use std::env;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use fault::Effect;
use history::play;
use plan::Plan;
use shrink::shrink;
use tally::Total;
use world::Violation;

/// A report has at most this many of the trace's last lines.
const TRACE: usize = 150;

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is not a number: {text}")))
}

/// Plays this many histories, from the seed `first` on, with a thread for each CPU. Stops early after `most_failures`
/// histories have failed. Gives what happened, and the failed seeds with their violations.
fn play_all(first: u64, histories: u64, most_failures: usize) -> (Total, Vec<(u64, Violation)>) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicU64::new(0);
    let failures = Mutex::new(Vec::new());
    let play_some = || {
        let mut total = Total::default();
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= histories || failures.lock().unwrap().len() >= most_failures {
                return total;
            }
            let plan = Plan::of(first.wrapping_add(number));
            let played = play(&plan, None, false);
            total.add(&plan, &played.tally);
            if let Some(violation) = played.violation {
                failures.lock().unwrap().push((plan.seed, violation));
            }
        }
    };
    let total = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(play_some)).collect();
        let mut total = Total::default();
        threads.into_iter().for_each(|thread| total.merge(thread.join().unwrap()));
        total
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort_by_key(|(seed, _)| *seed);
    (total, failures)
}

/// The report of a failing seed: a short history that fails in the same way, and how to play it again.
fn report(seed: u64, violation: &Violation) -> String {
    let shortest = shrink(&Plan::of(seed), violation);
    let played = play(&shortest, None, true);
    let trace = &played.trace[played.trace.len().saturating_sub(TRACE)..];
    let violation = played.violation.as_ref().unwrap_or(violation);
    format!(
        "invariant {} is violated: {}\n\n{shortest}\n{}\n\nplay it again: make simulate N=1 SEED={seed}",
        violation.invariant,
        violation.text,
        trace.join("\n")
    )
}

/// Asserts that faults, several processes and proofs of a password are frequent enough in the histories.
fn check_shares(total: &Total) {
    let rare: Vec<_> = Effect::ALL.iter().filter(|effect| total.share_of_effect(**effect) < 1.0).collect();
    assert!(rare.is_empty(), "these faults are too rare: {rare:?}");
    assert!(total.share_of_several_processes() >= 30.0, "there are too few processes");
    assert!(total.share_of_proofs() >= 0.1, "there are too few proofs of a password");
}

#[test]
fn no_history_violates_an_invariant() {
    let histories = number("HISTORIES").unwrap_or(20_000);
    let first = number("SEED").unwrap_or(1);
    let began = Instant::now();
    let most_failures = usize::try_from(number("FAILURES").unwrap_or(1)).unwrap();
    let (total, failures) = play_all(first, histories, most_failures);
    println!("{total}");
    println!("seeds {first} to {}, in {:.0} s", first + histories - 1, began.elapsed().as_secs_f64());
    let reports: Vec<_> = failures.iter().map(|(seed, violation)| report(*seed, violation)).collect();
    assert!(reports.is_empty(), "{}", reports.join("\n\n"));
    if histories >= 5000 {
        check_shares(&total);
    }
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in 0..200 {
        let plan = Plan::of(seed);
        let (first, second) = (play(&plan, None, true), play(&plan, None, true));
        let difference = first.trace.iter().zip(&second.trace).find(|(one, other)| one != other);
        assert_eq!(difference, None, "seed {seed}");
        assert_eq!(first.trace.len(), second.trace.len(), "seed {seed}");
    }
}
