//! Reads and plays the cases of the corpus. A test program that includes this file needs two functions at its root:
//! `instance` makes the `Auth`, and `accounts` makes the `Accounts`, on which the calls are made.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
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

/// The corpus's cases, by their files' names.
pub(crate) fn cases() -> BTreeMap<String, Value> {
    let cases = cases_in(&folder().join("cases")).unwrap();
    assert!(cases.len() >= 580, "only {} cases were found", cases.len());
    cases
}

/// The cases of a folder, by their files' names. Fails if there are none.
pub(crate) fn cases_in(folder: &Path) -> Result<BTreeMap<String, Value>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let files = entries.map(|entry| entry.unwrap().path());
    let cases: BTreeMap<_, _> = files
        .filter(|path| path.extension() == Some(OsStr::new("json")))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), read(&path)))
        .collect();
    if cases.is_empty() { Err(format!("{}: there is no case", folder.display())) } else { Ok(cases) }
}

/// Plays the cases and prints their number. If cases fail, panics with a list of them.
pub(crate) async fn play_all(cases: &BTreeMap<String, Value>, folder: &Path) {
    let mut failures = Vec::new();
    for (name, text) in cases {
        if let Err(failure) = play::play(text).await {
            failures.push(format!("{name}: {failure}"));
        }
    }
    // `println!` would be seen only if the test fails.
    let mut output = io::stdout();
    writeln!(output, "conformance: {} cases of {}", cases.len(), folder.display()).unwrap();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
