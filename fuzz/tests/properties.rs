//! Each test feeds one target with its seeds, and with variants of the seeds. None of them may make the target panic.
//! `make fuzz` searches for longer, and prefers inputs that reach new branches.

#![allow(clippy::panic, reason = "a test panics on purpose")]

use std::fs;

use cognito_auth_fuzz::{run, seeds};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A small change of an input.
#[derive(Clone, Debug)]
enum Edit {
    Replace(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
    Truncate(Index),
}

/// Texts to insert, which parsers often handle wrongly.
const TEXTS: &[&str] = &[
    "null",
    "{}",
    "[]",
    "\"\"",
    "0",
    "-1",
    "1e999",
    "18446744073709551616",
    "\\u0000",
    "\\ud800",
    "\r\n",
    "\u{202e}",
    "\"",
    "\u{0}",
    "$",
    "..",
    "true",
];

fn edit() -> impl Strategy<Value = Edit> {
    let text = select(TEXTS).prop_map(|text| text.as_bytes().to_vec());
    prop_oneof![
        any::<(Index, u8)>().prop_map(|(at, byte)| Edit::Replace(at, byte)),
        (any::<Index>(), text).prop_map(|(at, text)| Edit::Insert(at, text)),
        (any::<Index>(), 1..20_usize).prop_map(|(at, length)| Edit::Remove(at, length)),
        (any::<Index>(), 1..200_usize).prop_map(|(at, length)| Edit::Repeat(at, length)),
        any::<Index>().prop_map(Edit::Truncate),
    ]
}

/// The input after these edits.
fn edited(mut input: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for edit in edits {
        let place = |at: &Index| at.index(input.len() + 1);
        let range = |at: &Index, length: usize| place(at)..(place(at) + length).min(input.len());
        match edit {
            Edit::Replace(at, byte) => {
                let range = range(at, 1);
                input[range].fill(*byte);
            }
            Edit::Insert(at, text) => drop(input.splice(place(at)..place(at), text.iter().copied())),
            Edit::Remove(at, length) => drop(input.drain(range(at, *length))),
            Edit::Repeat(at, length) => {
                let (range, end) = (range(at, *length), place(at));
                let part = input[range].to_vec();
                input.splice(end..end, part);
            }
            Edit::Truncate(at) => input.truncate(place(at)),
        }
    }
    input
}

/// Feeds a target its seeds, then this many variants of them. Panics if the target panics on one of them.
fn never_panics(target: &str, variants: u32) {
    let seeds: Vec<_> = seeds(target).into_iter().collect();
    assert!(!seeds.is_empty(), "{target} has no seeds");
    seeds.iter().for_each(|seed| run(target, seed));
    let inputs = (select(seeds), vec(edit(), 1..6)).prop_map(|(seed, edits)| edited(seed, &edits));
    let config = Config { cases: variants, failure_persistence: None, ..Config::default() };
    // The variants are the same in every run. Only `make fuzz` searches for new ones.
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&inputs, |input| {
        run(target, &input);
        Ok(())
    });
    assert_eq!(outcome.err().map(|failure| failure.to_string()), None, "{target}");
}

#[test]
fn configuration_files() {
    never_panics("configuration_files", 2000);
}

#[test]
fn device_records() {
    never_panics("device_records", 200);
}

#[test]
fn former_items() {
    never_panics("former_items", 500);
}

#[test]
fn pending_records() {
    never_panics("pending_records", 500);
}

#[test]
fn pool_connections() {
    never_panics("pool_connections", 200);
}

#[test]
fn pool_requests() {
    never_panics("pool_requests", 200);
}

#[test]
fn service_responses() {
    never_panics("service_responses", 500);
}

#[test]
fn session_records() {
    never_panics("session_records", 500);
}

#[test]
fn srp_inputs() {
    never_panics("srp_inputs", 100);
}

#[test]
fn token_claims() {
    never_panics("token_claims", 500);
}

#[test]
fn web_authn() {
    never_panics("web_authn", 200);
}

#[test]
fn identity_records() {
    never_panics("identity_records", 200);
}

#[test]
fn identity_responses() {
    never_panics("identity_responses", 300);
}

#[test]
fn web_attempts() {
    never_panics("web_attempts", 200);
}

#[test]
fn web_claims() {
    never_panics("web_claims", 300);
}

#[test]
fn web_redirects() {
    never_panics("web_redirects", 300);
}

#[test]
fn web_responses() {
    never_panics("web_responses", 300);
}

#[test]
fn every_target_has_a_program_for_libfuzzer() {
    let manifest = include_str!("../Cargo.toml");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/libfuzzer");
    let mut programs: Vec<String> = fs::read_dir(folder)
        .expect("the programs' folder")
        .map(|entry| {
            entry.expect("a file").path().file_stem().expect("a name").to_string_lossy().into_owned()
        })
        .collect();
    programs.sort();
    let mut targets: Vec<_> = cognito_auth_fuzz::TARGETS.iter().map(|target| target.name).collect();
    targets.sort_unstable();
    assert_eq!(programs, targets);
    for target in targets {
        let source = fs::read_to_string(format!("{folder}/{target}.rs")).expect("the program");
        assert!(source.contains(&format!("run(\"{target}\"")), "{target}'s program runs another target");
        assert!(
            manifest.contains(&format!("path = \"libfuzzer/{target}.rs\"")),
            "{target}'s program is not built"
        );
    }
}

#[test]
fn every_target_has_a_test() {
    let here = include_str!("properties.rs");
    for target in cognito_auth_fuzz::TARGETS {
        assert!(here.contains(&format!("fn {}()", target.name)), "{} has no test", target.name);
    }
}
