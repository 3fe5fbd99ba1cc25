//! `docs/features.md` tells the truth: every row of the product is listed once, and each test that it names exists.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

/// So many rows the product has.
const ROWS: u32 = 51;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The cells of every row of the tables under a heading.
fn rows(document: &str, heading: &str) -> Vec<Vec<String>> {
    let section = document.split("\n## ").find(|section| section.starts_with(heading)).expect("a heading");
    let lines = section.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| #"));
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    lines.map(cells).filter(|cells: &Vec<String>| !cells[0].starts_with("---")).collect()
}

/// The numbers that a text names: `1, 2, 4`.
fn numbers(text: &str) -> Vec<u32> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// The names in backticks.
fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// All of a folder's files of one kind, by the name of the file without its ending. Of two with the same name the one
/// further up counts.
fn sources(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = VecDeque::from([repository().join(folder)]);
    while let Some(folder) = folders.pop_front() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push_back(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                // A program of several files goes by the name of its folder.
                let named = if path.ends_with("main.rs") { folder.as_path() } else { path.as_path() };
                let name = named.file_stem().unwrap().to_str().unwrap().to_owned();
                found.entry(name).or_insert_with(|| fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// A language: where its tests are, and how one begins.
struct Language {
    name: &'static str,
    column: usize,
    sources: BTreeMap<String, String>,
    keyword: &'static str,
}

impl Language {
    /// Whether `file.test` is there.
    fn has(&self, test: &str) -> bool {
        let Some((file, function)) = test.split_once('.') else { return false };
        let Some(source) = self.sources.get(file) else { return false };
        source.contains(&format!("{} {function}(", self.keyword))
    }
}

fn languages() -> [Language; 3] {
    let language = |name, column, folder, ending, keyword| Language {
        name,
        column,
        sources: sources(folder, ending),
        keyword,
    };
    [
        language("Rust", 2, "core/tests", "rs", "fn"),
        language("Kotlin", 3, "android/src/test/kotlin", "kt", "fun"),
        language("Swift", 4, "ios/Tests", "swift", "func"),
    ]
}

fn cases() -> Vec<String> {
    let folder = fs::read_dir(repository().join("conformance/cases")).unwrap();
    let name = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    folder.map(|entry| name(entry.unwrap().path())).collect()
}

/// Whether there is a case of this name, or one at least that begins so (`sign-in-*`).
fn is_case(cases: &[String], name: &str) -> bool {
    match name.strip_suffix('*') {
        Some(beginning) => cases.iter().any(|case| case.starts_with(beginning)),
        None => cases.iter().any(|case| case == name),
    }
}

fn document() -> String {
    fs::read_to_string(repository().join("docs/features.md")).unwrap()
}

#[test]
fn every_row_of_the_product_is_listed_once() {
    let document = document();
    let of_table = |heading| rows(&document, heading).into_iter().flat_map(|cells| numbers(&cells[0]));
    let mut listed: Vec<u32> = of_table("There\n").chain(of_table("There in part")).collect();
    let absent = document.split("\n## Not there").nth(1).expect("what is not there");
    let items = absent.split("\n\n").nth(1).unwrap().replace('\n', " ");
    // The number stands before the words: `10, 11 web UI sign-in`.
    let leading = |item: &str| {
        let words = item.find(|letter: char| letter.is_alphabetic()).unwrap_or(item.len());
        numbers(&item[..words])
    };
    listed.extend(items.split('·').flat_map(leading));
    listed.sort_unstable();
    assert_eq!(listed, (1..=ROWS).collect::<Vec<_>>());
}

#[test]
fn every_named_test_and_case_exists() {
    let (languages, cases) = (languages(), cases());
    let mut wrong = Vec::new();
    for cells in rows(&document(), "There\n") {
        assert_eq!(cells.len(), 6, "{cells:?}");
        for language in &languages {
            let tests = names(&cells[language.column]);
            if tests.is_empty() {
                wrong.push(format!("row {}: no test in {}", cells[0], language.name));
            }
            let missing = tests.iter().filter(|test| !language.has(test));
            wrong.extend(missing.map(|test| format!("row {}: no {test} in {}", cells[0], language.name)));
        }
        let named = names(&cells[5]);
        let missing = named.iter().filter(|name| !is_case(&cases, name));
        wrong.extend(missing.map(|name| format!("row {}: no case {name}", cells[0])));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_missing_test_is_noticed() {
    let [rust, kotlin, swift] = languages();
    assert!(rust.has("features.a_missing_test_is_noticed"));
    for (language, test) in [(&rust, "features.another"), (&kotlin, "DevicesTest.another"), (&swift, "x")] {
        assert!(!language.has(test), "{test}");
    }
    assert!(is_case(&cases(), "sign-in-*") && !is_case(&cases(), "sign-in-"));
}
