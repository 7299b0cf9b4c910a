//! `justera convert`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use justera::{Item, Minutes};
use rayon::prelude::*;
use serde_json::json;

use crate::args::{Convert, MaxFailures};
use crate::inputs::{self, AT_ONCE, Failure, Input};
use crate::manifest::{self, Counts, Entry, Manifest, Status};
use crate::messages::Messages;
use crate::{DONE, SOME_FAILED, STOPPED, Stop, interrupt, output, stream};

/// How much was found in the minutes.
fn counts(minutes: &Minutes) -> Counts {
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

pub(crate) fn run(options: &Convert, messages: &Messages) -> Result<u8, Stop> {
    if options.inputs.iter().any(|input| input.as_os_str() == "-") {
        if options.inputs.len() > 1 || options.output.is_some() {
            return Err(Stop::Usage(
                "- reads JSON Lines and writes them to standard output; give it alone and without -o".into(),
            ));
        }
        return stream::run(options.reading.limits(), messages);
    }
    let inputs = inputs::find(&options.inputs, options.output.as_deref())?;
    inputs::tell(&inputs, messages);
    if inputs.documents.is_empty() && inputs.unreadable.is_empty() {
        return Err(Stop::Usage(
            "no documents were found: none of the inputs is, or holds, a .txt or .md file".into(),
        ));
    }
    match &options.output {
        Some(folder) => to_folder(&inputs, folder, options, messages),
        None => to_stdout(&inputs, options, messages),
    }
}

/// Converts one document, guarded.
fn convert(input: &Input, bytes: &[u8], options: &Convert, messages: &Messages) -> Result<Minutes, Failure> {
    inputs::guarded(|| {
        let source = justera::load(&input.path, bytes)?;
        let converted = inputs::in_time(options.reading.limits(), |go_on| {
            justera::convert_while(&source, justera::builtin(), go_on)
        })?;
        if options.explain {
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

/// Refuses a report that would be written over an input, among the outputs, or over what is no file.
fn refuse_report(report: &Path, folder: &Path, documents: &[Input]) -> Result<(), Stop> {
    inputs::refuse_overwriting(documents, Path::new(""), std::iter::once(report.to_string_lossy()))?;
    let parent = report.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !parent.is_dir() {
        return Err(Stop::Usage(format!(
            "{}: no such folder; nothing was written. Make it, or give another file with --report",
            parent.display()
        )));
    }
    let inside = match (std::fs::canonicalize(parent), std::fs::canonicalize(folder)) {
        (Ok(parent), Ok(folder)) => parent.starts_with(folder),
        _ => false,
    };
    let no_file = std::fs::symlink_metadata(report).is_ok_and(|about| !about.is_file());
    if inside || no_file {
        return Err(Stop::Usage(format!(
            "{} lies among the outputs, or is no regular file; nothing was written. Give another file with --report",
            report.display()
        )));
    }
    // The report of an earlier run is written over; what someone else has written is not.
    let ours = |bytes: Vec<u8>| {
        serde_json::from_slice::<serde_json::Value>(&bytes).is_ok_and(|held| held.get("converted").is_some())
    };
    if std::fs::metadata(report).is_ok_and(|about| about.len() > 0) && !std::fs::read(report).is_ok_and(ours)
    {
        return Err(Stop::Usage(format!(
            "{} is there and is no report of an earlier run; nothing was written. Give another file with --report",
            report.display()
        )));
    }
    Ok(())
}

/// What became of a document in this run.
struct Outcome {
    entry: Entry,
    /// The document's size in bytes.
    bytes: u64,
    /// Whether it was converted before and is unchanged.
    kept: bool,
    /// Whether there was no room for its output: then there is none for the next.
    full: bool,
}

fn to_folder(
    inputs: &inputs::Inputs,
    folder: &Path,
    options: &Convert,
    messages: &Messages,
) -> Result<u8, Stop> {
    inputs::refuse_clashes(&inputs.documents, |path| inputs::output_path(path, "json"))?;
    let outputs = inputs.documents.iter().map(|document| inputs::output_path(&document.path, "json").into());
    inputs::refuse_overwriting(
        &inputs.documents,
        folder,
        outputs.chain(std::iter::once(manifest::NAME.into())),
    )?;
    std::fs::create_dir_all(folder).map_err(|source| Stop::Write {
        what: format!("{} cannot be made", folder.display()),
        source,
        advice: "give a folder that you may write to with -o",
    })?;
    if let Some(report) = &options.report {
        refuse_report(report, folder, &inputs.documents)?;
    }
    interrupt::listen();
    let started = Instant::now();
    let mut manifest = Manifest::open(folder)?;
    let made_by = made_by(options)?;
    let bar = messages.progress(inputs.documents.len() as u64);
    let mut report = Report { unreadable: inputs.unreadable.len(), ..Report::default() };
    let mut stopped = None;
    let mut chunks = inputs.documents.chunks(AT_ONCE).peekable();
    while let Some(chunk) = chunks.next() {
        let outcomes: Vec<Option<Outcome>> = chunk
            .par_iter()
            .map(|input| {
                if interrupt::asked() {
                    return None;
                }
                let outcome = one(input, folder, &made_by, manifest.get(&input.path), options, messages);
                bar.inc(1);
                Some(outcome)
            })
            .collect();
        let full = outcomes.iter().flatten().any(|outcome| outcome.full);
        let mut fresh = Vec::new();
        for outcome in outcomes.into_iter().flatten() {
            report.add(&outcome);
            if !outcome.kept {
                fresh.push(outcome.entry);
            }
        }
        manifest.add(fresh)?;
        let failed = report.fresh_failures;
        stopped = match () {
            () if interrupt::asked() => Some("stopped as asked".to_owned()),
            () if full => Some("stopped: there is no room left for outputs; make room".to_owned()),
            // Behind the last there is nothing to stop.
            () if chunks.peek().is_none() => None,
            () => {
                let reached = |most: &MaxFailures| most.reached(failed, inputs.documents.len());
                options.max_failures.filter(reached).map(|most| {
                    format!("stopped: {failed} documents have failed, and --max-failures is {most}")
                })
            }
        };
        if stopped.is_some() {
            break;
        }
    }
    bar.finish_and_clear();
    if stopped.is_none() {
        if options.prune && !inputs.unreadable.is_empty() {
            messages.error(None, "nothing was pruned: what could not be looked into may hold the sources");
        } else if options.prune {
            let paths = inputs.documents.iter().map(|document| document.path.as_str()).collect();
            prune(folder, manifest.take_others(&paths), &mut report, messages);
        }
        manifest.finish()?;
    }
    report.tell(started.elapsed().as_secs_f64(), messages);
    if let Some(path) = &options.report {
        output::write(path, report.json(started.elapsed().as_secs_f64()).as_bytes()).map_err(|source| {
            Stop::Write {
                what: format!("{} cannot be written", path.display()),
                source,
                advice: "give a file that you may write with --report",
            }
        })?;
    }
    if let Some(why) = stopped {
        messages
            .error(None, &format!("{why}; what is written is whole, and the same command goes on from here"));
        return Ok(if interrupt::asked() { STOPPED } else { SOME_FAILED });
    }
    Ok(if report.failed() == 0 { DONE } else { SOME_FAILED })
}

/// Converts a document, unless that was done before with the same bytes, program and model, and its output is whole.
fn one(
    input: &Input,
    folder: &Path,
    made_by: &str,
    known: Option<&Entry>,
    options: &Convert,
    messages: &Messages,
) -> Outcome {
    let output = inputs::output_path(&input.path, "json");
    let entry = Entry {
        path: input.path.clone(),
        output: None,
        sha256: None,
        output_sha256: None,
        made_by: made_by.to_owned(),
        status: Status::Failed,
        counts: None,
        error: None,
    };
    let failed = |entry: Entry, bytes: u64, failure: &Failure| {
        messages.error(Some(&input.path), &failure.to_string());
        let entry = Entry { error: Some(failure.trouble()), ..entry };
        Outcome { entry, bytes, kept: false, full: failure.is_full() }
    };
    let bytes = match inputs::read(input, options.reading.limits().bytes) {
        Ok(bytes) => bytes,
        Err(failure) => {
            // What cannot be read today may be the same as before: its output stays, and is known.
            let output = known.and_then(|known| known.output.clone());
            let output_sha256 = known.and_then(|known| known.output_sha256.clone());
            return failed(Entry { output, output_sha256, ..entry }, 0, &failure);
        }
    };
    let size = bytes.len() as u64;
    let entry = Entry { sha256: Some(justera::sha256(&bytes)), ..entry };
    let same = known.filter(|known| {
        !options.force && !options.explain && known.sha256 == entry.sha256 && known.made_by == entry.made_by
    });
    match same {
        Some(known) if known.failed_for_good() && !options.retry_failed => {
            let entry = known.clone();
            let reason = entry.error.as_ref().map_or("", |trouble| trouble.message.as_str());
            messages.error(Some(&input.path), &format!("{reason} (as before; --retry-failed tries again)"));
            return Outcome { entry, bytes: size, kept: true, full: false };
        }
        Some(known) if known.status == Status::Converted && own(folder, known) => {
            return Outcome { entry: known.clone(), bytes: size, kept: true, full: false };
        }
        _ => {}
    }
    let done = convert(input, &bytes, options, messages).and_then(|minutes| {
        let json = minutes.to_json();
        output::write_below(folder, &output, json.as_bytes()).map_err(Failure::Write)?;
        Ok((minutes, json))
    });
    match done {
        Ok((minutes, json)) => Outcome {
            entry: Entry {
                output: Some(output),
                output_sha256: Some(justera::sha256(json.as_bytes())),
                status: Status::Converted,
                counts: Some(counts(&minutes)),
                ..entry
            },
            bytes: size,
            kept: false,
            full: false,
        },
        Err(failure) => {
            // An output of other bytes than these would pass for theirs; one of these bytes is as good as it was.
            let stale = known.filter(|known| known.sha256 != entry.sha256 || known.made_by != entry.made_by);
            if let Some(known) = stale.filter(|known| own(folder, known)) {
                messages.note(Some(&input.path), "its former output is removed");
                let _ = std::fs::remove_file(folder.join(known.output.as_deref().unwrap_or(&output)));
            }
            failed(entry, size, &failure)
        }
    }
}

/// The program, the model and the profile, as the manifest has them: what they make, others may make otherwise.
fn made_by(options: &Convert) -> Result<String, Stop> {
    let model = justera::sha256(justera::BUILTIN);
    let mut made_by = format!("justera {} model {}", env!("CARGO_PKG_VERSION"), &model[..12]);
    if let Some(path) = &options.reading.profile {
        let profile =
            std::fs::read(path).map_err(|error| Stop::Usage(format!("{}: {error}", path.display())))?;
        made_by.push_str(&format!(" profile {}", &justera::sha256(&profile)[..12]));
    }
    Ok(made_by)
}

/// Whether the output of an entry is there as this program wrote it, inside the folder.
fn own(folder: &Path, entry: &Entry) -> bool {
    let Some(output) =
        entry.output.as_ref().filter(|output| output::is_below(output) && output.ends_with(".json"))
    else {
        return false;
    };
    let target = folder.join(output);
    let inside = match (std::fs::canonicalize(&target), std::fs::canonicalize(folder)) {
        (Ok(target), Ok(folder)) => target.starts_with(folder),
        _ => false,
    };
    inside && std::fs::read(&target).is_ok_and(|held| Some(justera::sha256(&held)) == entry.output_sha256)
}

/// Removes outputs whose source is not among the inputs, if they are still what this program wrote.
fn prune(folder: &Path, gone: Vec<Entry>, report: &mut Report, messages: &Messages) {
    for entry in gone {
        let Some(output) = &entry.output else { continue };
        let target = folder.join(output);
        match own(folder, &entry).then(|| std::fs::remove_file(&target)) {
            Some(Ok(())) => {
                report.pruned += 1;
                messages.note(Some(&entry.path), &format!("is not among the inputs; {output} was removed"));
            }
            Some(Err(error)) => messages.error(Some(output), &format!("cannot be removed: {error}")),
            None if target.exists() => {
                messages.note(
                    Some(output),
                    "its source is not among the inputs, but it is not as it was written, and is left",
                );
            }
            None => {}
        }
    }
}

/// What the run as a whole came to.
#[derive(Debug, Default)]
struct Report {
    converted: usize,
    kept: usize,
    pruned: usize,
    words: usize,
    bytes: u64,
    /// Files and folders that could not be looked into.
    unreadable: usize,
    failures: BTreeMap<String, usize>,
    /// Failures that were not known from a run before.
    fresh_failures: usize,
    /// Documents where a person should look first: those with the most suggestions and findings.
    look: Vec<(usize, String)>,
}

impl Report {
    /// Documents named in the report.
    const LOOK: usize = 20;

    fn add(&mut self, outcome: &Outcome) {
        let entry = &outcome.entry;
        self.fresh_failures += usize::from(entry.status == Status::Failed && !outcome.kept);
        if outcome.kept && entry.status == Status::Converted {
            self.kept += 1;
            return;
        }
        match (&entry.counts, &entry.error) {
            (Some(counts), _) => {
                self.converted += 1;
                self.words += counts.words;
                self.bytes += outcome.bytes;
                let weight = counts.suggestions + 3 * counts.findings;
                if weight >= 10 {
                    self.look.push((weight, entry.path.clone()));
                    self.look.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
                    self.look.truncate(Report::LOOK);
                }
            }
            (None, Some(trouble)) => *self.failures.entry(trouble.kind.clone()).or_default() += 1,
            (None, None) => {}
        }
    }

    fn failed(&self) -> usize {
        self.failures.values().sum::<usize>() + self.unreadable
    }

    fn tell(&self, seconds: f64, messages: &Messages) {
        let seconds = seconds.max(1e-6);
        let kept = if self.kept > 0 { format!(", {} kept as they were", self.kept) } else { String::new() };
        messages.note(
            None,
            &format!(
                "{} converted, {} failed{kept}; {} words in {seconds:.1} s ({:.0} words/s, {:.2} MB/s)",
                self.converted,
                self.failed(),
                self.words,
                self.words as f64 / seconds,
                self.bytes as f64 / 1e6 / seconds,
            ),
        );
        for (kind, count) in &self.failures {
            messages.note(None, &format!("failed, {kind}: {count}"));
        }
        if !self.look.is_empty() {
            let names: Vec<&str> = self.look.iter().take(5).map(|(_, path)| path.as_str()).collect();
            messages.note(None, &format!("most to look at: {}", names.join(", ")));
        }
    }

    fn json(&self, seconds: f64) -> String {
        let look: Vec<serde_json::Value> =
            self.look.iter().map(|(weight, path)| json!({ "path": path, "weight": weight })).collect();
        let report = json!({
            "converted": self.converted,
            "kept": self.kept,
            "pruned": self.pruned,
            "failed": self.failures,
            "unreadable": self.unreadable,
            "words": self.words,
            "bytes": self.bytes,
            "seconds": seconds,
            "words_per_second": self.words as f64 / seconds.max(1e-6),
            "look_at": look,
        });
        format!("{report:#}\n")
    }
}

/// One document as it is written to a file, several as JSON Lines, in order.
fn to_stdout(inputs: &inputs::Inputs, options: &Convert, messages: &Messages) -> Result<u8, Stop> {
    let alone = inputs.documents.len() == 1;
    let mut failed = !inputs.unreadable.is_empty();
    for chunk in inputs.documents.chunks(AT_ONCE) {
        let done: Vec<Result<Minutes, Failure>> = chunk
            .par_iter()
            .map(|input| {
                convert(input, &inputs::read(input, options.reading.limits().bytes)?, options, messages)
            })
            .collect();
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
