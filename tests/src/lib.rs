//! What the tests share: where things lie, and how a stage's result is shown so that a reader can judge it.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use justera::{Label, Outline, Place, Repaired, Source, Trust};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// The files below `folder` that have one of these endings, sorted.
pub fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A file or folder of the shared data beside the project, where it stands. Says aloud when it does not: past the
/// test runner, which keeps to itself what a passing test prints.
pub fn shared(what: &str) -> Option<PathBuf> {
    let beside = std::env::var_os("JUSTERA_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let path = beside.join(what);
    if path.exists() {
        return Some(path);
    }
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    // Nothing is lost when there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "skipped: {test}, since {} is not there", path.display());
    None
}

/// The edits, and the text that came of them.
pub fn show_repair(source: &Source, repaired: &Repaired) -> String {
    let mut out = String::new();
    for edit in repaired.edits() {
        let grade = if edit.trust == Trust::Applied { "made     " } else { "suggested" };
        let at = source.at(edit.at);
        out.push_str(&format!("{grade} line {} {:?}: {} -> {}\n", at.line, edit.kind, edit.from, edit.to));
    }
    out.push_str("---\n");
    out.push_str(repaired.written());
    out
}

/// Every line with its label and its place, then the items with their headings.
pub fn show_outline(repaired: &Repaired, outline: &Outline) -> String {
    let mut out = String::new();
    for line in &outline.lines {
        let text = line.span.of(repaired.text());
        let place = match line.place {
            Place::Front => "front".to_owned(),
            Place::Back => "back".to_owned(),
            Place::Furniture => "furniture".to_owned(),
            Place::Contents => "contents".to_owned(),
            Place::Item(id) => format!("item {}", outline.nodes[id.0].path),
        };
        if line.label != Label::Blank {
            out.push_str(&format!("{place:>12} | {text}\n"));
        }
    }
    out.push_str("---\n");
    for node in &outline.nodes {
        let heading: Vec<&str> = node.heading.iter().map(|span| span.of(repaired.text()).trim()).collect();
        out.push_str(&format!("{}: {}\n", node.path, heading.join(" / ")));
    }
    for (note, _) in &outline.notes {
        out.push_str(&format!("note: {}\n", note.message));
    }
    out
}
