//! The types that Justera's stages hand to each other, and nothing that does work on its own.
//!
//! - [`Source`]: a document as decoded, never changed after loading;
//! - [`Span`]: a place in the source or in the repaired text, which the types keep apart;
//! - [`Edit`] and [`Repaired`]: what was mended, on what evidence, and the text that came of it;
//! - [`Outline`]: every line in exactly one place, the items as a tree;
//! - [`Minutes`]: what is written, the one serializable type;
//! - [`Finding`]: a note beside a value; no stage fails on bad text.

mod case_number;
mod edit;
pub mod labels;
mod markup;
mod minutes;
mod outline;
mod source;
mod span;
pub mod text;

pub use case_number::{CaseNumber, apart_from_heading, is_years};
pub use edit::{Edit, EditKind, Repaired, Trust, take_back};
pub use minutes::*;
pub use outline::{Label, Line, Marker, MarkerKind, Node, NodeId, Outline, Place, Weighed, value_of};
pub use source::{Bounds, Format, Page, Source, WordMark};
pub use span::{Raw, Span, Stage, Tidy};
