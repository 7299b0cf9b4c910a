//! Justera reads the OCR text of Swedish minutes and writes normalized JSON.
//!
//! The whole way, from the bytes of a file to [`Minutes`]:
//!
//! 1. [`load`]: bytes to a [`Source`], decoded and never changed again;
//! 2. [`repair`]: the source to its [`Repaired`] text and the ledger of edits;
//! 3. [`segment`]: the repaired text to an [`Outline`], every line in one place;
//! 4. [`extract`]: the outline to [`Minutes`]: items, decisions, people.
//!
//! [`convert`] is that list as a function. No stage fails on bad text; only a file that holds no text is an error.

pub use justera_core::*;
pub use justera_ingest::{DecodeError, load, original, sha256};
pub use justera_lexicon::{BUILTIN, Model, ModelError, builtin};
pub use justera_repair::{GoOn, Pool, learn, readings, repair, repair_while, use_profile};

pub use justera_extract::repairs;

pub use justera_extract::extract;
pub use justera_segment::segment;

/// Everything that became of a document on its way.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The repaired text and its ledger.
    pub repaired: Repaired,
    /// The lines and the tree of items, with every candidate that was weighed.
    pub outline: Outline,
    /// What is written.
    pub minutes: Minutes,
}

/// Converts a loaded document.
pub fn convert(source: &Source, model: &Model) -> Converted {
    let (repaired, quality) = repair(source, model);
    let outline = segment(source, &repaired);
    extracted(source, model, repaired, quality, outline)
}

/// Converts a loaded document as long as `go_on` says so; none when it did not.
pub fn convert_while(source: &Source, model: &Model, go_on: GoOn<'_>) -> Option<Converted> {
    let (repaired, quality) = repair_while(source, model, go_on)?;
    // What follows takes a small part of the time that the repair took, and is asked before each step only.
    let outline = go_on().then(|| segment(source, &repaired))?;
    go_on().then(|| extracted(source, model, repaired, quality, outline))
}

fn extracted(
    source: &Source,
    model: &Model,
    repaired: Repaired,
    quality: Quality,
    outline: Outline,
) -> Converted {
    let minutes = extract(source, &repaired, &outline, quality, model);
    Converted { repaired, outline, minutes }
}

/// The JSON Schema (draft 2020-12) of what is written, with a line end.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Minutes);
    // A schema is a tree of strings: writing it cannot fail.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
