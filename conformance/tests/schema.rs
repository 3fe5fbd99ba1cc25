//! Every case matches `schema.json`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

use std::fs;
use std::path::Path;

use serde_json::Value;

fn read(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

#[test]
fn every_case_obeys_the_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = jsonschema::draft202012::new(&read(&folder.join("schema.json"))).unwrap();
    let cases: Vec<_> =
        fs::read_dir(folder.join("cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(cases.len() >= 580, "{} cases only", cases.len());
    for case in cases {
        let errors: Vec<_> = schema.iter_errors(&read(&case)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", case.display());
    }
}
