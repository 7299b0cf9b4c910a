//! The document as labelled lines and a tree of items.

use crate::minutes::Finding;
use crate::span::{Span, Tidy};

/// What kind of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// White space only.
    Blank,
    /// Page heads and feet, page numbers, addresses.
    Furniture,
    /// Carries an item's number, its heading, or both.
    Heading,
    /// Running text.
    Body,
    /// A line of a Markdown table.
    Table,
    /// Signatures and what surrounds them.
    Signature,
    /// The notice that the minutes are adjusted (ANSLAG/BEVIS).
    Notice,
    /// The list of contents or a summons printed before the minutes.
    Contents,
    /// Appendices after the end.
    Appendix,
    /// Nothing that can be read as text.
    Noise,
}

/// Where a line belongs; every line belongs to exactly one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Before the first item: title, place and time, attendance.
    Front,
    /// An item of its own.
    Item(NodeId),
    /// After the last item.
    Back,
    /// Page furniture, wherever it stands.
    Furniture,
    /// The list of contents.
    Contents,
}

/// An item's place in [`Outline::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub usize);

/// One line of the repaired text.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The line without its end.
    pub span: Span<Tidy>,
    /// The page on which it stands, from 1.
    pub page: u32,
    /// What kind of line it is.
    pub label: Label,
    /// Where it belongs.
    pub place: Place,
    /// The byte of the repaired text from which its own text counts: behind a heading that ends inside the line, or that
    /// stands in the margin beside it.
    pub text_from: usize,
    /// The byte of the repaired text behind its own text: where a note begins in a column to the right.
    pub text_to: usize,
    /// A note that stands in the margin beside the text and is no part of it: `Au § 71`, or who gets the decision.
    pub margin: Option<Span<Tidy>>,
}

impl Line {
    /// Its own text.
    pub fn text(&self) -> Span<Tidy> {
        // Where a line is nothing but its marker, what stands before the text may reach beyond the text's end.
        Span::new(self.text_from.min(self.text_to), self.text_to)
    }
}

/// How a marker is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkerKind {
    /// `§ 4`, `§4`, `4 §`
    Section,
    /// `84`, `$4`, `&4` for `§ 4`, as an engine misread it
    SectionMisread,
    /// `4.`, `4)`, `4,`
    Number,
    /// `a)`, `A/`, `a.`
    Letter,
    /// `17.1`, `7.1.3`
    Decimal,
    /// A number without a mark, alone on its line or before a heading: `4 Rapporter`
    Bare,
    /// A heading without a number
    Unnumbered,
}

/// What may begin an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// How it is written.
    pub kind: MarkerKind,
    /// The number or letter, as printed but in small letters and without marks.
    pub number: String,
    /// Its value, to be compared with its neighbours: 1 for `1` and for `a`.
    pub value: u32,
    /// The numbers before it in a number of several parts: 7 and 1 in `7.1.3`, 5 in `5a`; else none.
    pub within: Vec<u32>,
    /// The line on which it stands, an index into [`Outline::lines`].
    pub line: usize,
    /// Where the text after the marker begins, a byte offset into the repaired text.
    pub rest: usize,
}

/// What a printed number counts, the year that may stand behind it left out: 45 for `45` and for `45/2023`; none for a
/// letter.
pub fn value_of(number: &str) -> Option<u32> {
    number.split('/').next()?.parse().ok()
}

/// A candidate and what became of it, for `--explain`.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The candidate.
    pub marker: Marker,
    /// Whether it became an item.
    pub taken: bool,
    /// The reason, in words.
    pub reason: String,
}

/// One item of the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// How its marker is written.
    pub kind: MarkerKind,
    /// Its own number or letter.
    pub number: String,
    /// The numbers from the outermost in, joined by `/`.
    pub path: String,
    /// The item it lies in.
    pub parent: Option<NodeId>,
    /// The lines or parts of lines that make up the heading, in reading order.
    pub heading: Vec<Span<Tidy>>,
    /// Where it is marked and headed.
    pub span: Span<Tidy>,
    /// Its lines after the heading, indices into [`Outline::lines`], without those of its sub-items and without
    /// furniture.
    pub body: Vec<usize>,
}

/// A document as labelled lines and a tree of items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// All lines, in order.
    pub lines: Vec<Line>,
    /// All items, in reading order, parents before their children.
    pub nodes: Vec<Node>,
    /// Every marker that was weighed.
    pub weighed: Vec<Weighed>,
    /// What is worth saying.
    pub notes: Vec<(Finding, Option<Span<Tidy>>)>,
}

impl Outline {
    /// The children of an item, or the outermost items, in order. Takes as long as there are items below the parent.
    pub fn children(&self, parent: Option<NodeId>) -> impl Iterator<Item = (NodeId, &Node)> {
        let first = parent.map_or(0, |parent| parent.0 + 1);
        // In reading order all that is below an item follows it directly.
        self.nodes
            .iter()
            .enumerate()
            .skip(first)
            .take_while(move |(_, node)| node.parent >= parent)
            .filter(move |(_, node)| node.parent == parent)
            .map(|(index, node)| (NodeId(index), node))
    }
}
