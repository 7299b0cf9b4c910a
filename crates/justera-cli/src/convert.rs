//! `justera convert`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use justera::{Item, Minutes};
use rayon::prelude::*;
use serde::Serialize;

use crate::args::Convert;
use crate::inputs::{self, AT_ONCE, Failure, Input, Trouble};
use crate::messages::Messages;
use crate::{DONE, SOME_FAILED, Stop, output, stream};

/// One line of `manifest.jsonl`. It holds nothing of the clock, so that the whole folder comes out the same again.
#[derive(Debug, Serialize)]
struct Entry {
    path: String,
    output: Option<String>,
    sha256: Option<String>,
    status: &'static str,
    counts: Option<Counts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Trouble>,
}

/// How much was found in a document.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Counts {
    words: usize,
    items: usize,
    decisions: usize,
    attendees: usize,
    repairs: usize,
    suggestions: usize,
    findings: usize,
}

impl Counts {
    fn of(minutes: &Minutes) -> Self {
        fn walk(items: &[Item], counts: &mut Counts) {
            for item in items {
                counts.items += 1;
                counts.decisions += item.decisions.len();
                walk(&item.items, counts);
            }
        }
        let applied = minutes.repairs.iter().filter(|repair| repair.trust == justera::Trust::Applied).count();
        let mut counts = Counts {
            words: minutes.source.quality.words,
            attendees: minutes.attendees.len(),
            repairs: applied,
            suggestions: minutes.repairs.len() - applied,
            findings: minutes.findings.len(),
            ..Counts::default()
        };
        walk(&minutes.items, &mut counts);
        counts
    }
}

/// The list of what became of each input.
const MANIFEST: &str = "manifest.jsonl";

pub(crate) fn run(options: &Convert, messages: &Messages) -> Result<u8, Stop> {
    if options.inputs.iter().any(|input| input.as_os_str() == "-") {
        if options.inputs.len() > 1 || options.output.is_some() {
            return Err(Stop::Usage(
                "- reads JSON Lines and writes them to standard output; give it alone and without -o".into(),
            ));
        }
        return stream::run(messages);
    }
    let inputs = inputs::find(&options.inputs)?;
    inputs::tell(&inputs, messages);
    if inputs.documents.is_empty() && inputs.unreadable.is_empty() {
        return Err(Stop::Usage(
            "no documents were found: none of the inputs is, or holds, a .txt or .md file".into(),
        ));
    }
    match &options.output {
        Some(folder) => to_folder(&inputs, folder, options.explain, messages),
        None => to_stdout(&inputs, options.explain, messages),
    }
}

/// Converts one document, guarded.
fn convert(input: &Input, explain: bool, messages: &Messages) -> Result<Minutes, Failure> {
    inputs::guarded(|| {
        let source = inputs::load(input)?;
        let converted = justera::convert(&source, justera::builtin());
        if explain {
            messages.asked(&input.path, &explanation(&converted));
        }
        Ok(converted.minutes)
    })
}

/// Every candidate for an item's beginning, and what became of it.
fn explanation(converted: &justera::Converted) -> String {
    let mut lines = vec![format!("{} candidates for an item's beginning", converted.outline.weighed.len())];
    for weighed in &converted.outline.weighed {
        let line = &converted.outline.lines[weighed.marker.line];
        let text: String = line.span.of(converted.repaired.text()).trim().chars().take(60).collect();
        let mark = if weighed.taken { "+" } else { "-" };
        lines.push(format!(
            "  {mark} line {:>4}  {:?}  {text:?}  {}",
            weighed.marker.line + 1,
            weighed.marker.kind,
            weighed.reason
        ));
    }
    lines.join("\n")
}

fn to_folder(inputs: &inputs::Inputs, folder: &Path, explain: bool, messages: &Messages) -> Result<u8, Stop> {
    inputs::refuse_clashes(&inputs.documents, |path| inputs::output_path(path, "json"))?;
    let outputs = inputs.documents.iter().map(|document| inputs::output_path(&document.path, "json").into());
    inputs::refuse_overwriting(&inputs.documents, folder, outputs.chain(std::iter::once(MANIFEST.into())))?;
    std::fs::create_dir_all(folder).map_err(|source| Stop::Write {
        what: format!("{} cannot be made", folder.display()),
        source,
        advice: "give a folder that you may write to with -o",
    })?;
    let started = Instant::now();
    let bar = messages.progress(inputs.documents.len() as u64);
    let mut report = Report::default();
    let mut manifest = Vec::new();
    for chunk in inputs.documents.chunks(AT_ONCE) {
        let entries: Vec<(Entry, u64)> = chunk
            .par_iter()
            .map(|input| {
                let output = inputs::output_path(&input.path, "json");
                let done = convert(input, explain, messages).and_then(|minutes| {
                    output::write(&folder.join(&output), minutes.to_json().as_bytes())
                        .map_err(Failure::Write)?;
                    Ok(minutes)
                });
                bar.inc(1);
                entry(input, output, done, messages)
            })
            .collect();
        for (entry, bytes) in entries {
            report.add(&entry, bytes);
            // Nothing in the type can fail to be written.
            manifest.extend(serde_json::to_vec(&entry).unwrap_or_default());
            manifest.push(b'\n');
        }
    }
    bar.finish_and_clear();
    let path = folder.join(MANIFEST);
    output::write(&path, &manifest).map_err(|source| Stop::Write {
        what: format!("{} cannot be written", path.display()),
        source,
        advice: "what stands in the folder is whole; make room or get the right to write, and convert again",
    })?;
    report.tell(started.elapsed().as_secs_f64(), messages);
    Ok(if report.failed.is_empty() && inputs.unreadable.is_empty() { DONE } else { SOME_FAILED })
}

fn entry(input: &Input, output: String, done: Result<Minutes, Failure>, messages: &Messages) -> (Entry, u64) {
    match done {
        Ok(minutes) => {
            let counts = Counts::of(&minutes);
            let entry = Entry {
                path: input.path.clone(),
                output: Some(output),
                sha256: Some(minutes.source.sha256.clone()),
                status: "converted",
                counts: Some(counts),
                error: None,
            };
            (entry, minutes.source.bytes)
        }
        Err(failure) => {
            messages.error(Some(&input.path), &failure.to_string());
            let entry = Entry {
                path: input.path.clone(),
                output: None,
                sha256: None,
                status: "failed",
                counts: None,
                error: Some(failure.trouble()),
            };
            (entry, 0)
        }
    }
}

/// What the run as a whole came to.
#[derive(Debug, Default)]
struct Report {
    converted: usize,
    words: usize,
    bytes: u64,
    failed: BTreeMap<&'static str, usize>,
    /// Documents where a person should look first: those with the most suggestions and findings.
    look: Vec<(usize, String)>,
}

impl Report {
    fn add(&mut self, entry: &Entry, bytes: u64) {
        match (&entry.counts, &entry.error) {
            (Some(counts), _) => {
                self.converted += 1;
                self.words += counts.words;
                self.bytes += bytes;
                let weight = counts.suggestions + 3 * counts.findings;
                if weight >= 10 {
                    self.look.push((weight, entry.path.clone()));
                    self.look.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
                    self.look.truncate(5);
                }
            }
            (None, Some(trouble)) => *self.failed.entry(trouble.kind).or_default() += 1,
            (None, None) => {}
        }
    }

    fn tell(&self, seconds: f64, messages: &Messages) {
        let seconds = seconds.max(1e-6);
        messages.note(
            None,
            &format!(
                "{} converted, {} failed; {} words in {seconds:.1} s ({:.0} words/s, {:.2} MB/s)",
                self.converted,
                self.failed.values().sum::<usize>(),
                self.words,
                self.words as f64 / seconds,
                self.bytes as f64 / 1e6 / seconds,
            ),
        );
        for (kind, count) in &self.failed {
            messages.note(None, &format!("failed, {kind}: {count}"));
        }
        if !self.look.is_empty() {
            let names: Vec<&str> = self.look.iter().map(|(_, path)| path.as_str()).collect();
            messages.note(None, &format!("most to look at: {}", names.join(", ")));
        }
    }
}

/// One document as it is written to a file, several as JSON Lines, in order.
fn to_stdout(inputs: &inputs::Inputs, explain: bool, messages: &Messages) -> Result<u8, Stop> {
    let alone = inputs.documents.len() == 1;
    let mut failed = !inputs.unreadable.is_empty();
    for chunk in inputs.documents.chunks(AT_ONCE) {
        let done: Vec<Result<Minutes, Failure>> =
            chunk.par_iter().map(|input| convert(input, explain, messages)).collect();
        for (input, done) in chunk.iter().zip(done) {
            match done {
                Ok(minutes) if alone => output::print(&minutes.to_json())?,
                Ok(minutes) => {
                    let line = serde_json::to_string(&minutes).unwrap_or_default();
                    output::print(&format!("{line}\n"))?;
                }
                Err(failure) => {
                    failed = true;
                    messages.error(Some(&input.path), &failure.to_string());
                }
            }
        }
    }
    Ok(if failed { SOME_FAILED } else { DONE })
}
