//! Places in a text, in bytes.

use std::marker::PhantomData;
use std::ops::Range;

/// Marks offsets into the source as decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Raw {}

/// Marks offsets into the repaired text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tidy {}

/// [`Raw`] or [`Tidy`]: which text a span is of.
pub trait Stage: Copy {}
impl Stage for Raw {}
impl Stage for Tidy {}

/// A run of bytes in one of the two texts; spans of different texts do not mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span<S: Stage> {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    stage: PhantomData<S>,
}

impl<S: Stage> Span<S> {
    /// The bytes from `start` to before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span from {start} to {end} runs backwards");
        Span { start, end, stage: PhantomData }
    }

    /// As a range, to cut a text with.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// What the span holds of `text`; nothing when it lies outside.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// How many bytes it holds.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds none.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}
