//! Checks the links of every page: each file and each heading that a page links to exists. The table of contents,
//! `docs/SUMMARY.md`, lists every page of `docs/` once. The documentation tests have the Rust code of every guide.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Folders of the repository that have no pages of ours.
const LEFT_OUT: [&str; 6] = [".git", "dist", "node_modules", "target", ".build", "corpus"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Markdown file, by its path from the repository.
fn pages() -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![repository()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                if !LEFT_OUT.iter().any(|name| path.ends_with(name)) {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path.strip_prefix(repository()).unwrap().to_owned(), text);
            }
        }
    }
    found
}

/// The lines of a page that are not code.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    page.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    })
}

/// A paragraph without its code spans.
fn without_code(paragraph: &str) -> String {
    paragraph.split('`').step_by(2).collect()
}

/// The targets of a page's links, without those to other sites.
fn links(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let prose: Vec<_> = prose(page).collect();
    for paragraph in prose.join("\n").split("\n\n") {
        for rest in without_code(paragraph).split("](").skip(1) {
            let target = rest.split(')').next().unwrap();
            if !target.contains("://") && !target.starts_with("mailto:") {
                found.push(target.to_owned());
            }
        }
    }
    found
}

/// The anchors of a page's headings, by GitHub's rule. An anchor has the heading's letters (in lower case), digits, `-`
/// and `_`, and a `-` for each space. The anchor of a second heading with the same text ends with `-1`.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let headings = prose(page).filter(|line| line.starts_with('#'));
    for heading in headings {
        let text = heading.trim_start_matches('#').trim().to_lowercase();
        let letters = text.chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
        let anchor: String = letters.map(|it| if it == ' ' { '-' } else { it }).collect();
        let numbered = (1..).map(|number| format!("{anchor}-{number}"));
        let free = std::iter::once(anchor.clone()).chain(numbered).find(|it| !found.contains(it));
        found.extend(free);
    }
    found
}

/// A path from the repository without `..`, or `None` if it leaves the repository.
fn resolved(path: &Path) -> Option<PathBuf> {
    let mut found = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir if !found.pop() => return None,
            Component::ParentDir | Component::CurDir => {}
            _ => found.push(component),
        }
    }
    Some(found)
}

/// What is wrong with a link of the page at `from`; nothing if the link is right.
fn mistake(pages: &BTreeMap<PathBuf, String>, from: &Path, link: &str) -> Option<String> {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let target = if file.is_empty() { Some(from.to_owned()) } else { resolved(&from.parent()?.join(file)) };
    let wrong = |why| Some(format!("{}: {link}: {why}", from.display()));
    let Some(target) = target.filter(|target| repository().join(target).exists()) else {
        return wrong("no such file");
    };
    match (anchor, pages.get(&target)) {
        (Some(anchor), Some(page)) if !anchors(page).contains(anchor) => wrong("no such heading"),
        _ => None,
    }
}

#[test]
fn every_link_of_every_page_leads_to_a_file_and_a_heading() {
    let pages = pages();
    let mut mistakes = Vec::new();
    for (from, page) in &pages {
        mistakes.extend(links(page).iter().filter_map(|link| mistake(&pages, from, link)));
    }
    assert!(pages.contains_key(Path::new("docs/guides/sign-in.md")), "the guides are not among the pages");
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn the_table_of_contents_lists_every_page_of_the_docs_once() {
    let pages = pages();
    let mut listed = BTreeSet::new();
    for link in links(&pages[Path::new("docs/SUMMARY.md")]) {
        assert!(listed.insert(Path::new("docs").join(&link)), "{link} is listed twice");
    }
    let missing: Vec<_> = pages
        .keys()
        .filter(|page| page.starts_with("docs") && !page.ends_with("SUMMARY.md"))
        .filter(|page| !listed.contains(*page))
        .collect();
    assert!(missing.is_empty(), "docs/SUMMARY.md does not list {missing:?}");
}

#[test]
fn the_documentation_tests_have_every_guide_with_rust_code() {
    let tested = fs::read_to_string(repository().join("core/src/lib.rs")).unwrap();
    let pages = pages();
    let guides =
        pages.iter().filter(|(path, page)| path.starts_with("docs/guides") && page.contains("\n```rust"));
    let names: Vec<_> = guides.map(|(path, _)| path.file_stem().unwrap().to_str().unwrap()).collect();
    let missing: Vec<_> = names.iter().filter(|name| !tested.contains(&format!("\"{name}\","))).collect();
    assert!(names.len() > 10 && missing.is_empty(), "core/src/lib.rs lacks {missing:?}");
}

#[test]
fn a_link_to_a_missing_file_or_heading_is_found() {
    let page = "# A page\n\n## One `thing`, twice\n## One thing, twice\n```sh\n# no heading [x](none.md)\n```\n\
                [a](#one-thing-twice) [b](#one-thing-twice-1) [c](#no-heading) `[d](none.md)` [e](../README.md) `two\n\
                lines [f](none.md)` [g](none.md#a) [h](https://example.com/none.md) [i](../../outside.md)";
    // The page takes the path of a page that exists, because links are looked up on the disk.
    let from = Path::new("docs/errors.md");
    let pages = BTreeMap::from([(from.to_owned(), page.to_owned())]);
    let found: Vec<_> =
        links(page).into_iter().filter(|link| mistake(&pages, from, link).is_some()).collect();
    assert_eq!(found, ["#no-heading", "none.md#a", "../../outside.md"]);
    assert_eq!(
        anchors(page),
        BTreeSet::from(["a-page", "one-thing-twice", "one-thing-twice-1"].map(str::to_owned))
    );
}
