//! `justera repair`.

use std::io::IsTerminal;
use std::path::Path;

use justera::{Edit, Repair as Row, Repaired, Source, Span, Trust};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};

use crate::args::Repair;
use crate::inputs::{self, Failure, Input};
use crate::messages::{Messages, shown};
use crate::{DONE, SOME_FAILED, STOPPED, Stop, interrupt, output};

/// The first line of a ledger: of which file it tells.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    path: String,
    sha256: String,
    encoding: String,
    bytes: u64,
}

pub(crate) fn run(options: &Repair, messages: &Messages) -> Result<u8, Stop> {
    if let Some(ledger) = &options.undo {
        return undo(options, ledger);
    }
    let inputs = inputs::find(&options.inputs, options.output.as_deref())?;
    inputs::tell(&inputs, messages);
    if let Some(folder) = &options.output {
        interrupt::listen();
        inputs::refuse_clashes(&inputs.documents, str::to_owned)?;
        let texts = inputs.documents.iter().map(|document| document.path.as_str().into());
        let ledgers = inputs.documents.iter().map(|document| format!("{}.edits.jsonl", document.path).into());
        inputs::refuse_overwriting(&inputs.documents, folder, texts.chain(ledgers))?;
    } else if inputs.documents.len() > 1 && !options.diff && !options.edits {
        return Err(Stop::Usage(format!(
            "{} documents cannot be written to standard output as text; give a folder with -o",
            inputs.documents.len()
        )));
    }
    let mut failed = !inputs.unreadable.is_empty();
    let bar = messages.progress(inputs.documents.len() as u64);
    for chunk in inputs.documents.chunks(inputs::AT_ONCE) {
        if interrupt::asked() {
            bar.finish_and_clear();
            messages.error(None, "stopped as asked; what is written is whole");
            return Ok(STOPPED);
        }
        let done: Vec<Result<(Source, Repaired), Failure>> = chunk
            .par_iter()
            .map(|input| {
                let done = inputs::guarded(|| {
                    let limits = options.reading.limits();
                    let source = inputs::load(input, limits.bytes)?;
                    let (repaired, _) = inputs::in_time(limits, |go_on| {
                        justera::repair_while(&source, justera::builtin(), go_on)
                    })?;
                    if let Some(folder) = &options.output {
                        output::write_below(folder, &input.path, repaired.written().as_bytes())
                            .map_err(Failure::Write)?;
                        if options.edits {
                            let path = format!("{}.edits.jsonl", input.path);
                            output::write_below(folder, &path, ledger(&source, &repaired).as_bytes())
                                .map_err(Failure::Write)?;
                        }
                    }
                    Ok((source, repaired))
                });
                bar.inc(1);
                done
            })
            .collect();
        for (input, done) in chunk.iter().zip(done) {
            match done {
                Ok((source, repaired)) if options.diff => {
                    output::print(&diff(&source, &repaired, std::io::stdout().is_terminal()))?
                }
                Ok(_) if options.output.is_some() => {}
                Ok((source, repaired)) if options.edits => output::print(&ledger(&source, &repaired))?,
                Ok((_, repaired)) => output::print(repaired.written())?,
                Err(failure) => {
                    failed = true;
                    messages.error(Some(&input.path), &failure.to_string());
                }
            }
        }
    }
    bar.finish_and_clear();
    Ok(if failed { SOME_FAILED } else { DONE })
}

/// The ledger as JSON Lines: what file it is of, then an edit a line.
fn ledger(source: &Source, repaired: &Repaired) -> String {
    let head = Head {
        path: source.path().to_owned(),
        sha256: source.sha256().to_owned(),
        encoding: source.encoding().to_owned(),
        bytes: source.bytes(),
    };
    let mut lines = serde_json::to_string(&head).unwrap_or_default();
    lines.push('\n');
    for row in justera::repairs(source, repaired) {
        lines.push_str(&serde_json::to_string(&row).unwrap_or_default());
        lines.push('\n');
    }
    lines
}

/// Takes a ledger's edits back.
fn undo(options: &Repair, path: &Path) -> Result<u8, Stop> {
    let [input] = options.inputs.as_slice() else {
        return Err(Stop::Usage("--undo takes one mended text and its ledger".into()));
    };
    let read = |path: &Path| {
        std::fs::read(path)
            .map_err(|error| Stop::Usage(format!("{}: {error}; give a file that is there", path.display())))
    };
    let text = String::from_utf8(read(input)?).map_err(|_| {
        Stop::Usage(format!(
            "{} is not UTF-8, as mended texts are; give the file that `justera repair` wrote",
            input.display()
        ))
    })?;
    let ledger = String::from_utf8_lossy(&read(path)?).into_owned();
    let bad = |line: usize, error: serde_json::Error| {
        Stop::Usage(format!(
            "{}: line {line}: {error}; give a ledger that `justera repair --edits` wrote",
            path.display()
        ))
    };
    let mut lines = ledger.lines().enumerate();
    let (_, first) = lines.next().unwrap_or((0, ""));
    let head: Head = serde_json::from_str(first).map_err(|error| bad(1, error))?;
    let mut edits = Vec::new();
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let row: Row = serde_json::from_str(line).map_err(|error| bad(number + 1, error))?;
        edits.push(Edit {
            at: Span::new(row.at.start, row.at.end.max(row.at.start)),
            from: row.from,
            to: row.to,
            kind: row.kind,
            trust: row.trust,
            evidence: row.evidence,
            probability: row.probability,
        });
    }
    let source = justera::take_back(&text, &edits)
        .and_then(|source| justera::original(&source, &head.encoding, &head.sha256));
    let Some(source) = source else {
        return Err(Stop::Usage(format!(
            "the edits of {} do not lead from {} back to {} (SHA-256 {}); one of the two files was changed, or is of another document",
            path.display(),
            input.display(),
            head.path,
            head.sha256,
        )));
    };
    match &options.output {
        Some(folder) => {
            let name = Path::new(&head.path).file_name().unwrap_or_default();
            // In the mended text's own folder it would have that text's name.
            let mended = Input { file: input.clone(), path: head.path.clone() };
            inputs::refuse_overwriting(&[mended], folder, std::iter::once(name.to_string_lossy()))?;
            let target = folder.join(name);
            output::write(&target, &source).map_err(|source| Stop::Write {
                what: format!("{} cannot be written", target.display()),
                source,
                advice: "give a folder that you may write to with -o",
            })?;
        }
        None => {
            use std::io::Write;
            let mut out = std::io::stdout().lock();
            out.write_all(&source)?;
            out.flush()?;
        }
    }
    Ok(DONE)
}

/// The changed lines, old and new, the changed words marked; below each the reasons.
fn diff(source: &Source, repaired: &Repaired, colour: bool) -> String {
    let paint = |code: &str, text: &str| {
        if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    let mut out = String::new();
    let written = repaired.written_lines();
    // The edits are in the order of the source: those of one line stand together.
    for here in repaired.edits().chunk_by(|a, b| source.line_of(a.at.start) == source.line_of(b.at.start)) {
        let number = here.first().map_or(1, |edit| source.line_of(edit.at.start)) as usize;
        let (Some(old), Some(new)) = (source.lines().get(number - 1), written.get(number - 1)) else {
            continue;
        };
        let (old, new) = (shown(old.of(source.text())), shown(new));
        out.push_str(&paint("1", &format!("{}:{number}\n", shown(source.path()))));
        if old != new {
            let words = TextDiff::from_words(&old, &new);
            let side = |keep: ChangeTag, code: &str| -> String {
                words
                    .iter_all_changes()
                    .filter(|change| change.tag() == ChangeTag::Equal || change.tag() == keep)
                    .map(|change| {
                        if change.tag() == keep && !change.value().trim().is_empty() {
                            paint(code, change.value())
                        } else {
                            change.value().to_owned()
                        }
                    })
                    .collect()
            };
            out.push_str(&format!(
                "- {}\n+ {}\n",
                side(ChangeTag::Delete, "31"),
                side(ChangeTag::Insert, "32")
            ));
        }
        for edit in here {
            let grade = if edit.trust == Trust::Applied { "" } else { "suggested: " };
            out.push_str(&paint(
                "2",
                &format!("    {grade}{} -> {}  ({})\n", shown(&edit.from), shown(&edit.to), edit.evidence),
            ));
        }
    }
    out
}
