//! Checks the banned phrases of CONTRIBUTING.md.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use std::fs;
use std::path::{Path, PathBuf};

const EXTENSIONS: [&str; 7] = ["css", "html", "js", "md", "mjs", "rs", "ts"];

/// Folders that hold other people's words, build products or test data.
const SKIPPED: [&str; 6] = [".git", ".tools", "corpus", "node_modules", "target", "vectors"];

/// Returns the phrases in the last table of CONTRIBUTING.md.
fn banned() -> Vec<String> {
    let (_, table) = include_str!("../CONTRIBUTING.md").split_once("### Banned phrases").unwrap();
    let phrases = table.lines().filter_map(|line| line.strip_prefix("| \"")?.split_once('"'));
    phrases.map(|(phrase, _)| phrase.to_lowercase()).collect()
}

/// Returns every file of the project that people write English in.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .filter(|entry| !SKIPPED.contains(&entry.file_name().to_str().unwrap()))
        .flat_map(|entry| {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() { files(&path) } else { vec![path] }
        })
        .filter(|path| path.extension().is_some_and(|end| EXTENSIONS.iter().any(|known| end == *known)))
        // Generated glue, and the table of the phrases itself.
        .filter(|path| !path.starts_with(root().join("pkg/wasm")) && !path.ends_with("CONTRIBUTING.md"))
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Joins lines, so that a phrase is found across a line break and its comment mark.
fn flattened(text: &str) -> String {
    let marks = ['/', '*', '!', '#', '<', '-', '>', ' ', '\t'];
    let lines = text.lines().map(|line| line.trim_start_matches(marks).trim_end());
    lines.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns whether `phrase` occurs in `text` as whole words.
fn contains(text: &str, phrase: &str) -> bool {
    let is_letter = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase).any(|(start, _)| {
        let (before, after) = (&text[..start], &text[start + phrase.len()..]);
        !is_letter(before.chars().next_back()) && !is_letter(after.chars().next())
    })
}

#[test]
fn sources_and_documents_contain_no_banned_phrase() {
    let (phrases, files) = (banned(), files(root()));
    assert!(phrases.len() > 10 && files.len() > 200, "{} phrases, {} files", phrases.len(), files.len());
    let mut found = Vec::new();
    for path in files {
        let text = flattened(&fs::read_to_string(&path).unwrap());
        let in_file = phrases.iter().filter(|phrase| contains(&text, phrase));
        found.extend(in_file.map(|phrase| format!("{}: \"{phrase}\"", path.strip_prefix(root()).unwrap().display())));
    }
    assert!(found.is_empty(), "CONTRIBUTING.md says what to write instead:\n{}", found.join("\n"));
}

#[test]
fn phrase_across_lines_and_comment_marks_is_found() {
    let phrase = "one two three";
    assert!(contains(&flattened("/// It is one\n    /// two three."), phrase));
    assert!(contains(&flattened("<!-- One two\n  three -->"), phrase));
    assert!(!contains(&flattened("none two three, one two threes"), phrase));
}
