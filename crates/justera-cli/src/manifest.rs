//! The manifest of an output folder: what became of each document, and by what, so that a run can go on where another
//! stopped and redo no more than what changed.
//!
//! While a run goes on, lines are added at the end. When it is done the file is written anew, a line for each document
//! in the order of the paths: an interrupted run that was finished later leaves the same bytes as one that was not
//! disturbed. A last line that was cut is taken away when the file is opened.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::inputs::Trouble;
use crate::{Stop, output};

/// The file's name in the output folder.
pub(crate) const NAME: &str = "manifest.jsonl";

/// One line. It holds nothing of the clock, so that the whole folder comes out the same again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The document's path below the input that was named.
    pub(crate) path: String,
    /// The output's path below the folder.
    pub(crate) output: Option<String>,
    /// The SHA-256 of the document's bytes; none where they could not be read.
    pub(crate) sha256: Option<String>,
    /// The SHA-256 of the output's bytes.
    #[serde(default)]
    pub(crate) output_sha256: Option<String>,
    /// Which program and model made it.
    #[serde(default)]
    pub(crate) made_by: String,
    pub(crate) status: Status,
    pub(crate) counts: Option<Counts>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Trouble>,
}

impl Entry {
    /// Whether the document failed for what it is, so that the same bytes will fail again; a full disk or a right that is
    /// missing may be mended meanwhile.
    pub(crate) fn failed_for_good(&self) -> bool {
        self.status == Status::Failed
            && self
                .error
                .as_ref()
                .is_some_and(|trouble| matches!(trouble.kind.as_str(), "empty" | "not-text" | "bug"))
    }
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Converted,
    Failed,
}

/// How much was found in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) words: usize,
    pub(crate) items: usize,
    pub(crate) decisions: usize,
    pub(crate) attendees: usize,
    pub(crate) repairs: usize,
    pub(crate) suggestions: usize,
    pub(crate) findings: usize,
}

/// The manifest of a folder, open for adding to.
pub(crate) struct Manifest {
    path: PathBuf,
    file: File,
    entries: BTreeMap<String, Entry>,
}

impl Manifest {
    /// Opens the manifest of `folder`, or begins one. What is no line of a manifest is left out, a cut last line with it.
    pub(crate) fn open(folder: &Path) -> Result<Self, Stop> {
        let path = folder.join(NAME);
        let broken = |source| unwritable(&path, source);
        let held = match std::fs::read(&path) {
            Ok(held) => held,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(broken(error)),
        };
        let entries = entries(&String::from_utf8_lossy(&held));
        // What follows the last line end was cut when a run was stopped; a line added to it would be lost as well.
        let whole = held.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let file = File::options().create(true).append(true).open(&path).map_err(broken)?;
        if whole < held.len() {
            file.set_len(whole as u64).map_err(broken)?;
        }
        Ok(Manifest { path, file, entries })
    }

    /// What is known of a document.
    pub(crate) fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// Adds lines, which are on the disk when this returns.
    pub(crate) fn add(&mut self, entries: Vec<Entry>) -> Result<(), Stop> {
        if entries.is_empty() {
            return Ok(());
        }
        let mut lines = Vec::new();
        for entry in entries {
            lines.extend(line(&entry));
            self.entries.insert(entry.path.clone(), entry);
        }
        let written = self.file.write_all(&lines).and_then(|()| self.file.sync_data());
        written.map_err(|source| unwritable(&self.path, source))
    }

    /// Takes the documents out that are not among `paths`, and returns what is known of them.
    pub(crate) fn take_others(&mut self, paths: &std::collections::BTreeSet<&str>) -> Vec<Entry> {
        let gone: Vec<String> =
            self.entries.keys().filter(|path| !paths.contains(path.as_str())).cloned().collect();
        gone.iter().filter_map(|path| self.entries.remove(path)).collect()
    }

    /// Writes the file anew, a line for each document in the order of the paths.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        let lines: Vec<u8> = self.entries.values().flat_map(line).collect();
        if std::fs::read(&self.path).is_ok_and(|held| held == lines) {
            return Ok(());
        }
        output::write(&self.path, &lines).map_err(|source| unwritable(&self.path, source))
    }
}

/// The documents that a manifest tells of, by their path; of several lines of one document the last holds.
pub(crate) fn entries(manifest: &str) -> BTreeMap<String, Entry> {
    manifest
        .lines()
        .filter_map(|line| serde_json::from_str::<Entry>(line).ok())
        .map(|entry| (entry.path.clone(), entry))
        .collect()
}

fn line(entry: &Entry) -> Vec<u8> {
    // Nothing in the type can fail to be written.
    let mut line = serde_json::to_vec(entry).unwrap_or_default();
    line.push(b'\n');
    line
}

fn unwritable(path: &Path, source: std::io::Error) -> Stop {
    Stop::Write {
        what: format!("{} cannot be written", path.display()),
        source,
        advice: "what stands in the folder is whole; make room or get the right to write, and give the same command again",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry {
            path: path.into(),
            output: None,
            sha256: None,
            output_sha256: None,
            made_by: "x".into(),
            status: Status::Failed,
            counts: None,
            error: None,
        }
    }

    #[test]
    fn a_cut_last_line_is_taken_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::open(folder.path()).unwrap();
        manifest.add(vec![entry("b"), entry("a")]).unwrap();
        drop(manifest);
        let path = folder.path().join(NAME);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, [&whole[..], b"{\"path\":\"c\",\"outp"].concat()).unwrap();
        let mut manifest = Manifest::open(folder.path()).unwrap();
        assert!(manifest.get("a").is_some() && manifest.get("c").is_none());
        manifest.add(vec![entry("d")]).unwrap();
        manifest.finish().unwrap();
        let held = std::fs::read_to_string(&path).unwrap();
        let paths: Vec<String> = held.lines().map(|line| entries(line).into_keys().next().unwrap()).collect();
        assert_eq!(paths, ["a", "b", "d"]);
    }
}
