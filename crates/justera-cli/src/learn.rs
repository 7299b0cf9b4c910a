//! `justera learn`, and the use of what it wrote.

use std::path::Path;

use justera::learn::{Lessons, compare};
use rayon::prelude::*;

use crate::args::Learn;
use crate::inputs;
use crate::messages::Messages;
use crate::{DONE, SOME_FAILED, Stop, output};

/// The largest page that is compared, in bytes: the alignment takes memory by the square of it.
const LARGEST: u64 = 12_000;

pub(crate) fn run(options: &Learn, messages: &Messages) -> Result<u8, Stop> {
    let truths = inputs::find(std::slice::from_ref(&options.truth), None)?;
    let readings = inputs::find(std::slice::from_ref(&options.reading), None)?;
    inputs::tell(&truths, messages);
    inputs::tell(&readings, messages);
    if let Some(output) = &options.output {
        for given in [&truths.documents, &readings.documents] {
            inputs::refuse_overwriting(given, Path::new(""), std::iter::once(output.to_string_lossy()))?;
        }
    }
    let two_files = options.truth.is_file() && options.reading.is_file();
    let mut failed = truths.unreadable.len() + readings.unreadable.len();
    let mut pairs = Vec::new();
    for truth in &truths.documents {
        match readings.documents.iter().find(|reading| two_files || reading.path == truth.path) {
            Some(reading) => pairs.push((truth, reading)),
            None => {
                failed += 1;
                let advice =
                    format!("{} has no file of this name; the page is left out", options.reading.display());
                messages.error(Some(&truth.path), &advice);
            }
        }
    }
    let learned: Vec<Result<Lessons, String>> = pairs
        .par_iter()
        .map(|(truth, reading)| {
            let load = |input: &inputs::Input| {
                inputs::load(input, LARGEST).map_err(|failure| match failure {
                    inputs::Failure::TooLarge { bytes, most } => format!(
                        "{}: has {bytes} bytes, and a page that is learned from has at most {most}; cut it at page borders",
                        input.file.display()
                    ),
                    failure => format!("{}: {failure}", input.file.display()),
                })
            };
            Ok(compare(load(truth)?.text(), load(reading)?.text()))
        })
        .collect();
    let mut all = Lessons::default();
    let mut used = 0;
    for lessons in learned {
        match lessons {
            Ok(lessons) => {
                used += usize::from(!lessons.letters.is_empty());
                all.add(lessons);
            }
            Err(reason) => {
                failed += 1;
                messages.error(None, &reason);
            }
        }
    }
    if all.letters.is_empty() {
        return Err(Stop::Usage(
            "nothing was learned: no page of the truth has a reading of which two letters in three are right; check that the two belong together".into(),
        ));
    }
    let table = all.table();
    match &options.output {
        Some(path) => output::write(path, table.as_bytes()).map_err(|source| Stop::Write {
            what: format!("{} cannot be written", path.display()),
            source,
            advice: "give a file that you may write with -o",
        })?,
        None => output::print(&table)?,
    }
    let letters: u64 = all.letters.values().sum();
    let wrong: u64 = all.confusions.values().sum();
    messages.note(
        None,
        &format!(
            "{used} of {} pages taught something: {letters} letters, {wrong} faults of {} kinds",
            pairs.len(),
            all.confusions.len()
        ),
    );
    Ok(if failed == 0 { DONE } else { SOME_FAILED })
}

/// Takes a profile for this run.
pub(crate) fn take(path: &Path) -> Result<(), Stop> {
    let table = std::fs::read_to_string(path).map_err(|error| {
        Stop::Usage(format!("{}: {error}; give a profile that `justera learn` wrote", path.display()))
    })?;
    let lessons = Lessons::from_table(&table);
    if lessons.letters.is_empty() {
        return Err(Stop::Usage(format!(
            "{}: no line of it tells how often a letter stood; give a profile that `justera learn` wrote",
            path.display()
        )));
    }
    justera::use_profile(lessons);
    Ok(())
}
