//! Scores converted minutes against gold made by hand.
//!
//! What goes in: a folder of `NAME.gold.json` (with `NAME.clean.txt` or `NAME.clean` beside it where
//! the repaired text is measured too), and a folder of predictions. What comes out: a [`Report`] with
//! one row a document and reading, which renders itself as a table, CSV, JSON or a list of misses.
//!
//! 1. [`evaluate`] finds the files and pairs them,
//! 2. [`score`] compares one gold document with one prediction,
//! 3. [`Report`] adds the rows up and renders them.
//!
//! The figures are those of `score.py` to the last digit, and where this crate looks odd (a missing
//! `null` that equals the word "None", a path that is believed only when it holds a slash) it is odd
//! for that reason: two measures that almost agree would be worse than one.
//!
//! Nothing here prints, and no prediction, however broken, is an error: it scores zero and says so.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod diff;
mod figures;
mod files;
mod items;
mod report;
mod score;
mod text;
mod value;

pub use figures::{Count, Figure};
pub use files::{EvalError, evaluate};
pub use report::{Report, Row};
pub use score::{Miss, MissKind, Scores, score};
