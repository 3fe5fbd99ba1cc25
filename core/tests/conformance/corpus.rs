//! The cases of the corpus. Each test program that plays them has a function `instance`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::play;

/// The folder of the schema and the cases.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance")
}

/// Reads a JSON file.
pub(crate) fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cases by the name of their file.
pub(crate) fn cases() -> BTreeMap<String, Value> {
    let files = fs::read_dir(folder().join("cases")).unwrap().map(|entry| entry.unwrap().path());
    let cases: BTreeMap<_, _> =
        files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), read(&path))).collect();
    assert!(cases.len() >= 200, "the corpus is there: {} cases", cases.len());
    cases
}

/// Plays all cases and gives their number. Panics with the cases that fail.
pub(crate) async fn play_every_case() -> usize {
    let cases = cases();
    let mut failures = Vec::new();
    for (name, text) in &cases {
        if let Err(failure) = play::play(text).await {
            failures.push(format!("{name}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    cases.len()
}
