//! Runs every case of `conformance/cases`; see `conformance/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod calls;
mod case;
mod passkeys;
mod play;
#[path = "../support/mod.rs"]
mod support;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance")
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cases by the name of their file.
fn cases() -> BTreeMap<String, Value> {
    let files = fs::read_dir(folder().join("cases")).unwrap().map(|entry| entry.unwrap().path());
    let cases: BTreeMap<_, _> =
        files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), json(&path))).collect();
    assert!(cases.len() >= 10, "the corpus is there: {} cases", cases.len());
    cases
}

#[tokio::test]
async fn every_case_comes_out_as_it_says() {
    let cases = cases();
    let mut failures = Vec::new();
    for (name, text) in &cases {
        if let Err(failure) = play::play(text).await {
            failures.push(format!("{name}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    println!("{} cases", cases.len());
}

#[test]
fn every_case_obeys_the_schema() {
    let schema = jsonschema::draft202012::new(&json(&folder().join("schema.json"))).unwrap();
    for (name, text) in cases() {
        let errors: Vec<_> = schema.iter_errors(&text).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

/// A runner that passes everything proves nothing: each change to a case that holds must be noticed.
#[tokio::test]
async fn a_case_that_does_not_hold_fails() {
    let text = cases().remove("refresh.json").unwrap();
    play::play(&text).await.unwrap();
    let changes = [
        ("/unknown", Value::Null),
        ("/steps/0/unknown", Value::Null),
        ("/steps/0/arguments", serde_json::json!({"unknown": 1})),
        ("/steps/0/requests/0/target", "SignUp".into()),
        ("/steps/0/requests/0/body/RefreshToken", "another".into()),
        ("/steps/0/requests", Value::Array(Vec::new())),
        ("/steps/0/result/userSub", "another".into()),
        ("/steps/0/events", Value::Array(Vec::new())),
        ("/steps/0/store/session/generation", 7.into()),
        ("/steps/0/store", serde_json::json!({})),
        ("/steps/1/responses", serde_json::json!([{"failure": "offline"}])),
        ("/clockMilliseconds", 0.into()),
    ];
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let mut changed = text.clone();
        changed.pointer_mut(parent).unwrap()[key] = value;
        assert!(play::play(&changed).await.is_err(), "{pointer} makes no difference");
    }
}
