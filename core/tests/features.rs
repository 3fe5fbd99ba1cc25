//! Checks four documents. `docs/features.md` lists no feature twice, and each test and each case that it names exists.
//! `docs/masvs.md` lists every control of MASVS, and each file that it names exists. The summary of that table in
//! `SECURITY.md` matches the table. Each test, case and file that `docs/web-sign-in-reports.md` names exists.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The cells of every row of the table under a heading, without the table's head.
fn rows(document: &str, heading: &str) -> Vec<Vec<String>> {
    let section = document.split("\n## ").find(|section| section.starts_with(heading)).expect("a heading");
    let lines = section.lines().filter(|line| line.starts_with("| "));
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    // The first two lines are the table's head.
    lines.map(cells).skip(2).collect()
}

/// The texts that a cell has in backticks.
fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The files with this ending in a folder and below it, by their names without the ending. If two files have the same
/// name, the file in the upper folder is taken.
fn sources(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = VecDeque::from([repository().join(folder)]);
    while let Some(folder) = folders.pop_front() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push_back(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                // A program of several files has the name of its folder.
                let named = if path.ends_with("main.rs") { folder.as_path() } else { path.as_path() };
                let name = named.file_stem().unwrap().to_str().unwrap().to_owned();
                found.entry(name).or_insert_with(|| fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// A language: its column in the table, the sources of its tests, and the keyword with which a function begins.
struct Language {
    name: &'static str,
    column: usize,
    sources: BTreeMap<String, String>,
    keyword: &'static str,
}

impl Language {
    /// Whether the test `file.test` exists.
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
        language("Rust", 1, "core/tests", "rs", "fn"),
        language("Kotlin", 2, "android/src/test/kotlin", "kt", "fun"),
        language("Swift", 3, "ios/Tests", "swift", "func"),
    ]
}

fn cases() -> Vec<String> {
    let folder = fs::read_dir(repository().join("conformance/cases")).unwrap();
    let name = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    folder.map(|entry| name(entry.unwrap().path())).collect()
}

/// Whether there is a case with this name, or with this beginning (`sign-in-*`).
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
fn no_feature_is_listed_twice() {
    let document = document();
    let of_table = |heading| rows(&document, heading).into_iter().map(|cells| cells[0].clone());
    let absent = document.split("\n## Not there").nth(1).expect("the missing features");
    let absent = absent.split("\n\n").nth(1).unwrap().replace('\n', " ");
    let mut names = BTreeSet::new();
    for name in
        of_table("There\n").chain(of_table("There in part")).chain(absent.split(" · ").map(str::to_owned))
    {
        assert!(name.starts_with(char::is_alphabetic), "no name: {name:?}");
        assert!(names.insert(name.clone()), "{name} is listed twice");
    }
    assert!(names.len() > 40, "{names:?}");
}

#[test]
fn every_feature_names_tests_in_three_languages_and_cases_that_exist() {
    let (languages, cases) = (languages(), cases());
    let mut wrong = Vec::new();
    for cells in rows(&document(), "There\n") {
        assert_eq!(cells.len(), 5, "{cells:?}");
        for language in &languages {
            let tests = names(&cells[language.column]);
            if tests.is_empty() {
                wrong.push(format!("row {}: no test in {}", cells[0], language.name));
            }
            let missing = tests.iter().filter(|test| !language.has(test));
            wrong.extend(missing.map(|test| format!("row {}: no {test} in {}", cells[0], language.name)));
        }
        let named = names(&cells[4]);
        let missing = named.iter().filter(|name| !is_case(&cases, name));
        wrong.extend(missing.map(|name| format!("row {}: no case {name}", cells[0])));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_test_or_case_that_does_not_exist_is_not_found() {
    let [rust, kotlin, swift] = languages();
    assert!(rust.has("features.a_test_or_case_that_does_not_exist_is_not_found"));
    for (language, test) in [(&rust, "features.another"), (&kotlin, "DevicesTest.another"), (&swift, "x")] {
        assert!(!language.has(test), "{test}");
    }
    assert!(is_case(&cases(), "sign-in-*") && !is_case(&cases(), "sign-in-"));
}

#[test]
fn every_report_names_tests_cases_and_files_that_exist() {
    let (languages, cases) = (languages(), cases());
    let exists = |name: &String| match name {
        file if file.contains('/') => repository().join(file).exists(),
        test if test.contains('.') => languages.iter().any(|language| language.has(test)),
        case => is_case(&cases, case),
    };
    let rows = table("docs/web-sign-in-reports.md", "| report ");
    assert_eq!(rows.len(), 28);
    for row in rows {
        let shown = names(&row[3]);
        assert!(!shown.is_empty(), "{}", row[0]);
        let missing: Vec<_> = shown.iter().filter(|name| !exists(name)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", row[0]);
    }
}

/// The groups of controls in MASVS 2, and how many each has.
const CONTROLS: [(&str, usize); 8] = [
    ("STORAGE", 2),
    ("CRYPTO", 2),
    ("AUTH", 3),
    ("NETWORK", 2),
    ("PLATFORM", 3),
    ("CODE", 4),
    ("RESILIENCE", 4),
    ("PRIVACY", 4),
];

/// The cells of every row of a table in a document, without the table's head of two lines.
fn table(document: &str, head: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(repository().join(document)).unwrap();
    let lines =
        text.lines().skip_while(|line| !line.starts_with(head)).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).skip(1).collect();
    lines.skip(2).map(cells).collect()
}

#[test]
fn every_control_of_masvs_has_a_decision_and_files_that_exist() {
    let rows = table("docs/masvs.md", "| control ");
    let listed: Vec<_> = rows.iter().map(|row| row[0].split(':').next().unwrap().to_owned()).collect();
    let numbered = |(group, count)| (1..=count).map(move |number| format!("{group}-{number}"));
    assert_eq!(listed, CONTROLS.into_iter().flat_map(numbered).collect::<Vec<_>>());
    for row in &rows {
        let files = names(&row[3]);
        assert!(["held", "the app's", "open"].contains(&row[1].as_str()), "{row:?}");
        assert!(row[1] != "held" || !files.is_empty(), "{row:?}");
        let missing: Vec<_> = files.iter().filter(|file| !repository().join(file).exists()).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", row[0]);
    }
}

#[test]
fn the_summary_of_masvs_in_security_md_matches_the_table() {
    let rows = table("docs/masvs.md", "| control ");
    let summary = table("SECURITY.md", "| group ");
    for ((group, _), told) in CONTROLS.iter().zip(&summary) {
        for (column, state) in ["held", "the app's", "open"].into_iter().enumerate() {
            let control = |row: &Vec<String>| Some(row[0].strip_prefix(group)?.get(1..2)?.to_owned());
            let decided: String = rows.iter().filter(|row| row[1] == state).filter_map(control).collect();
            let numbers: String = told[column + 1].chars().filter(char::is_ascii_digit).collect();
            assert_eq!(numbers, decided, "{group}: {state}");
        }
    }
    assert_eq!(summary.len(), CONTROLS.len());
}
