//! Which documents there are, and where what becomes of them goes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use justera::{DecodeError, Source};
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::Stop;
use crate::args::Limits;
use crate::messages::{Messages, on_one_line};

/// Endings of the files that are read from folders.
const ENDINGS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// One document to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// Where it lies.
    pub(crate) file: PathBuf,
    /// Its path below the input that was named, with `/` between the parts; this is what outputs are named by.
    pub(crate) path: String,
}

/// All documents below the inputs, sorted by path, and what was seen and not read, by ending.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    pub(crate) documents: Vec<Input>,
    pub(crate) passed_over: BTreeMap<String, usize>,
    /// Folders and files that could not be looked into, with the reason.
    pub(crate) unreadable: Vec<(String, String)>,
}

/// Documents that are handed to the threads at a time: enough to keep them busy, few enough to keep memory flat.
pub(crate) const AT_ONCE: usize = 64;

/// Why a document was not converted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("cannot be read: {0}; check that the file is there and that you may read it")]
    Read(#[from] std::io::Error),
    #[error("{0}")]
    Decode(#[from] DecodeError),
    #[error(
        "has {bytes} bytes, and the most that is read is {most}; cut it at page borders, or allow more with --max-size"
    )]
    TooLarge { bytes: u64, most: u64 },
    #[error(
        "took longer than the {0} seconds that a document may take; cut it at page borders, or allow more with --max-seconds"
    )]
    TooSlow(u64),
    #[error(
        "is no regular file (a folder, a pipe, a socket or a device); copy its content to a file, or give it as JSON Lines on standard input"
    )]
    NotRegular,
    #[error(
        "a fault of the program stopped it ({0}); the other documents are not touched by it. Please report it with the document's name"
    )]
    Bug(String),
    #[error("its output cannot be written: {0}; check the space and the rights in the output folder")]
    Write(std::io::Error),
}

/// A failure as the manifest and the answers of a stream have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Trouble {
    pub(crate) kind: String,
    pub(crate) message: String,
}

impl Failure {
    /// As it is written.
    pub(crate) fn trouble(&self) -> Trouble {
        Trouble { kind: self.kind().to_owned(), message: self.to_string() }
    }

    /// Whether there was no room for the output.
    pub(crate) fn is_full(&self) -> bool {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        matches!(self, Failure::Write(error) if matches!(error.kind(), StorageFull | QuotaExceeded))
    }

    fn kind(&self) -> &'static str {
        match self {
            Failure::Read(_) => "unreadable",
            Failure::Decode(DecodeError::Empty) => "empty",
            Failure::Decode(_) => "not-text",
            Failure::TooLarge { .. } => "too-large",
            Failure::TooSlow(_) => "too-slow",
            Failure::NotRegular => "not-regular",
            Failure::Bug(_) => "bug",
            Failure::Write(_) => "unwritable",
        }
    }
}

/// Finds the documents. A file that is named is read whatever its ending; symbolic links are followed only where
/// they are named. The folder that takes the outputs is passed over where it lies inside an input.
pub(crate) fn find(inputs: &[PathBuf], output: Option<&Path>) -> Result<Inputs, Stop> {
    let output = output.and_then(|output| std::fs::canonicalize(output).ok());
    let mut found = Inputs::default();
    for input in inputs {
        if input.as_os_str() == "-" {
            return Err(Stop::Usage(
                "- (standard input) is read by `justera convert -`, alone; give files or folders".into(),
            ));
        }
        let about = std::fs::metadata(input).map_err(|error| {
            let advice = match error.kind() {
                std::io::ErrorKind::PermissionDenied => "check your rights to it",
                _ => "give a file or a folder that is there",
            };
            Stop::Usage(format!("{}: {error}; {advice}", input.display()))
        })?;
        if about.is_dir() {
            walk(input, output.as_deref(), &mut found);
        } else {
            let path = input.file_name().map_or_else(|| unicode(input.as_os_str()), unicode);
            found.documents.push(Input { file: input.clone(), path });
        }
    }
    found.documents.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.file.cmp(&b.file)));
    // The same file may be spelt in two ways: `in` and `./in/`.
    let whole = |file: &Path| std::fs::canonicalize(file).ok();
    found.documents.dedup_by(|a, b| {
        a.path == b.path
            && (a.file == b.file || whole(&a.file).is_some_and(|file| Some(file) == whole(&b.file)))
    });
    Ok(found)
}

fn walk(folder: &Path, output: Option<&Path>, found: &mut Inputs) {
    let mut entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) => {
                let is_folder = entry.file_type().is_dir();
                if entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.') {
                    // A version control's own store holds texts that nobody means to convert.
                    let kind = if is_folder { "hidden folders" } else { "hidden files" };
                    *found.passed_over.entry(kind.into()).or_default() += 1;
                    if is_folder {
                        entries.skip_current_dir();
                    }
                    continue;
                }
                if is_folder {
                    if entry.depth() > 0
                        && output.is_some()
                        && std::fs::canonicalize(entry.path()).ok().as_deref() == output
                    {
                        *found.passed_over.entry("output folders".into()).or_default() += 1;
                        entries.skip_current_dir();
                    }
                    continue;
                }
                let ending = entry
                    .path()
                    .extension()
                    .map_or_else(String::new, |ending| ending.to_string_lossy().to_lowercase());
                if entry.path_is_symlink() {
                    *found.passed_over.entry("symbolic links".into()).or_default() += 1;
                } else if ENDINGS.contains(&ending.as_str()) {
                    let path = below(folder, entry.path());
                    found.documents.push(Input { file: entry.path().to_owned(), path });
                } else {
                    let name =
                        if ending.is_empty() { "without an ending".into() } else { format!(".{ending}") };
                    *found.passed_over.entry(name).or_default() += 1;
                }
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_string_lossy().into_owned();
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                found
                    .unreadable
                    .push((path, format!("cannot be looked into: {reason}; check your rights to it")));
            }
        }
    }
}

/// The path of `file` below `folder`, with `/` between its parts.
pub(crate) fn below(folder: &Path, file: &Path) -> String {
    let relative = file.strip_prefix(folder).unwrap_or(file);
    relative.components().map(|part| unicode(part.as_os_str())).collect::<Vec<_>>().join("/")
}

/// A file name as Unicode; bytes that are none stand as `%FF`, so that two such names stay two.
fn unicode(name: &std::ffi::OsStr) -> String {
    let mut out = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        out.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
    }
    out
}

/// The output's path for an input: the same, with another ending.
pub(crate) fn output_path(input: &str, ending: &str) -> String {
    let cut = input
        .rfind('.')
        .filter(|&at| at > input.rfind('/').map_or(0, |slash| slash + 1))
        .unwrap_or(input.len());
    format!("{}.{ending}", &input[..cut])
}

/// Refuses inputs that would write one output, before anything is written.
pub(crate) fn refuse_clashes(documents: &[Input], output: impl Fn(&str) -> String) -> Result<(), Stop> {
    let mut held: BTreeMap<String, &Input> = BTreeMap::new();
    for document in documents {
        let path = output(&document.path);
        // File systems that do not tell small from capital letters would write one over the other.
        if let Some(other) = held.insert(path.to_lowercase(), document) {
            return Err(Stop::Usage(format!(
                "{} and {} would both be written to {}; nothing was written. Rename one, or convert them into two folders",
                on_one_line(&other.file.to_string_lossy()),
                on_one_line(&document.file.to_string_lossy()),
                on_one_line(&path),
            )));
        }
    }
    Ok(())
}

/// Refuses outputs that would be written over an input, whatever way the paths are spelt or linked.
pub(crate) fn refuse_overwriting<'a>(
    documents: &[Input],
    folder: &Path,
    outputs: impl Iterator<Item = std::borrow::Cow<'a, str>>,
) -> Result<(), Stop> {
    let sources: std::collections::BTreeSet<PathBuf> =
        documents.iter().filter_map(|document| std::fs::canonicalize(&document.file).ok()).collect();
    for output in outputs {
        // What is not there yet can be nobody's source.
        let target = folder.join(output.as_ref());
        if std::fs::canonicalize(&target).is_ok_and(|target| sources.contains(&target)) {
            return Err(Stop::Usage(format!(
                "{} is one of the inputs and would be written over; nothing was written. Give another folder with -o",
                target.display()
            )));
        }
    }
    Ok(())
}

/// Reads and decodes a document of at most so many bytes.
pub(crate) fn load(input: &Input, largest: u64) -> Result<Source, Failure> {
    Ok(justera::load(&input.path, &read(input, largest)?)?)
}

/// Reads the bytes of a document, once: what is done afterwards is done with these, even where the file changes.
pub(crate) fn read(input: &Input, largest: u64) -> Result<Vec<u8>, Failure> {
    use std::io::Read;
    let about = std::fs::metadata(&input.file)?;
    if !about.is_file() {
        return Err(Failure::NotRegular);
    }
    let too_large = |bytes: u64| Failure::TooLarge { bytes, most: largest };
    if about.len() > largest {
        return Err(too_large(about.len()));
    }
    // A file may grow while it is read.
    let mut bytes = Vec::with_capacity(about.len() as usize + 1);
    std::fs::File::open(&input.file)?.take(largest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Runs a step that may be told to stop, for as long as a document may take.
pub(crate) fn in_time<T>(
    limits: Limits,
    step: impl FnOnce(justera::GoOn<'_>) -> Option<T>,
) -> Result<T, Failure> {
    let started = Instant::now();
    step(&|| started.elapsed() < limits.time).ok_or(Failure::TooSlow(limits.time.as_secs()))
}

/// Runs a step on a document so that a fault in it stops that document alone.
pub(crate) fn guarded<T>(step: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(step)) {
        Ok(done) => done,
        Err(fault) => {
            let said = fault
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| fault.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "no reason given".into());
            Err(Failure::Bug(said))
        }
    }
}

/// Says what was passed over and what could not be looked into.
pub(crate) fn tell(inputs: &Inputs, messages: &Messages) {
    for (path, reason) in &inputs.unreadable {
        messages.error(Some(path), reason);
    }
    if !inputs.passed_over.is_empty() {
        let kinds: Vec<String> =
            inputs.passed_over.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        messages.note(
            None,
            &format!("passed over in folders: {}; name a file to have it read", kinds.join(", ")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_named_by_their_inputs() {
        for (input, expected) in [
            ("a/b.txt", "a/b.json"),
            ("a.b/c", "a.b/c.json"),
            ("x.tess-eng.txt", "x.tess-eng.json"),
            (".dold", ".dold.json"),
        ] {
            assert_eq!(output_path(input, "json"), expected);
        }
    }

    #[test]
    fn clashing_outputs_are_refused() {
        let input =
            |file: &str| Input { file: file.into(), path: file.rsplit('/').next().unwrap_or(file).into() };
        let json = |path: &str| output_path(path, "json");
        assert!(refuse_clashes(&[input("a/x.txt"), input("b/x.txt")], json).is_err());
        assert!(refuse_clashes(&[input("a/x.txt"), input("a/x.md")], json).is_err());
        assert!(refuse_clashes(&[input("a/x.txt"), input("a/y.txt")], json).is_ok());
    }
}
