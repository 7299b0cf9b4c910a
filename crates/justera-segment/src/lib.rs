//! Cuts a repaired document into lines that each have one place, and a tree of items.
//!
//! In goes the [`Source`] with its [`Repaired`] text, out comes an [`Outline`]. The steps:
//!
//! 1. [`furniture`]: what repeats at page breaks, page numbers, signs of the adjusters;
//! 2. [`margin`]: notes beside the text are taken off its lines; [`markers`]: everything that may begin an item;
//! 3. [`contents`]: the printed list of contents is not the body;
//! 4. [`headings`]: where no number counts the items, headings that stand apart;
//!    [`fit`]: the one sequence of markers that explains the document best;
//! 5. [`lists`]: inner lists that are only enumerations stay text;
//! 6. [`detached`] and, for what it leaves, [`align`]: numbers that stand apart from their headings;
//! 7. [`titles`]: the headings, also [`beside`] the text or, with the text behind them, on one line ([`running`]);
//!    [`tree`]: bodies, and what stands before, after ([`mod@back`]) and between.

mod align;
mod back;
mod beside;
mod contents;
mod detached;
mod fit;
mod furniture;
mod headings;
mod lists;
mod margin;
mod markers;
mod prose;
mod running;
mod titles;
mod tree;

use std::collections::{HashMap, HashSet};

use justera_core::{
    EditKind, Finding, FindingKind, Label, Line, MarkerKind, Outline, Place, Repaired, Source, Span, Tidy,
    Trust, Weighed,
};

/// A line as the steps see it: its text without marks of emphasis, beside its place.
#[derive(Clone, Debug)]
pub(crate) struct View<'a> {
    /// The line as it stands, with its marks and its indentation, behind what stands in its margin.
    pub(crate) raw: &'a str,
    /// The line without Markdown, trimmed.
    pub(crate) plain: String,
    /// The first byte in the repaired text.
    pub(crate) start: usize,
    /// The page, from 1.
    pub(crate) page: u32,
    /// Whether it was found to be page furniture.
    pub(crate) furniture: bool,
    /// Whether it belongs to the list of contents.
    pub(crate) contents: bool,
    /// A note in its margin, see [`margin`].
    pub(crate) margin: Option<Span<Tidy>>,
    /// How many bytes of the line were cut off with it.
    pub(crate) cut: usize,
    /// How many bytes of the line were cut off behind its text, where those responsible stand in a column.
    pub(crate) tail: usize,
}

impl View<'_> {
    pub(crate) fn blank(&self) -> bool {
        self.plain.is_empty()
    }

    /// Whether it is text of the document itself.
    pub(crate) fn counts(&self) -> bool {
        !self.blank() && !self.furniture && !self.contents
    }
}

/// Cuts the document. Never fails: a text without items gives an outline without nodes, and a note.
pub fn segment(source: &Source, repaired: &Repaired) -> Outline {
    let text = repaired.text();
    let mut views: Vec<View<'_>> = repaired
        .lines()
        .iter()
        .map(|&span| {
            let raw = span.of(text);
            View {
                raw,
                plain: justera_core::text::plain(raw),
                start: span.start,
                page: source.page_of(repaired.raw(span).start),
                furniture: false,
                contents: false,
                margin: None,
                cut: 0,
                tail: 0,
            }
        })
        .collect();
    furniture::mark(&mut views);
    let numbers = markers::announced(&views);
    for marker in &numbers {
        views[marker.line].furniture = false;
    }
    margin::cut(&mut views);
    margin::cut_responsible(&mut views);
    let candidates = markers::find(&views, numbers, &|| is_sound(repaired));
    contents::mark(&mut views, &candidates);
    let (announced, candidates): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|marker| views[marker.line].contents);
    let headings = headings::find(&views);
    let fitted = fit::fit(&views, &candidates, &headings);
    let (kept, demoted) = lists::keep_items(&views, fitted);
    let kept = detached::place(&views, kept);
    let mut outline = tree::build(&views, repaired, kept);
    outline.weighed = weigh(&candidates, &outline, &demoted);
    contents_notes(&announced, &mut outline);
    outline
}

/// Whether a text was read by an engine that knows Swedish, on a page that was not damaged: it has å, ä and ö, and next to
/// nothing was mended in it.
fn is_sound(repaired: &Repaired) -> bool {
    /// Words of Swedish text without å, ä and ö, for one that has them; and words for one that was mended.
    const MARKED: usize = 12;
    const MENDED: usize = 300;
    let words = repaired.text().split_whitespace().count();
    let has = |word: &&str| word.contains(['å', 'ä', 'ö', 'Å', 'Ä', 'Ö']);
    let marked = repaired.text().split_whitespace().filter(has).take(words / MARKED + 1).count();
    let misread = |edit: &&justera_core::Edit| {
        use EditKind::{Confusion, Digit, LostDiacritic, Mark};
        edit.trust == Trust::Applied && matches!(edit.kind, LostDiacritic | Confusion | Digit | Mark)
    };
    let mended = repaired.edits().iter().filter(misread).count();
    marked * MARKED > words && mended * MENDED <= words
}

/// Notes on items that the list of contents announces and the document does not have.
fn contents_notes(announced: &[justera_core::Marker], outline: &mut Outline) {
    let held: HashSet<&str> = outline.children(None).map(|(_, node)| node.number.as_str()).collect();
    let missing: Vec<&justera_core::Marker> = announced
        .iter()
        .filter(|marker| !matches!(marker.kind, MarkerKind::Letter | MarkerKind::Decimal))
        .filter(|marker| !held.contains(marker.number.as_str()))
        .collect();
    let (Some(first), Some(last)) = (missing.first(), missing.last()) else { return };
    let numbers: Vec<&str> = missing.iter().map(|marker| marker.number.as_str()).collect();
    let message = format!("the list of contents has {}, not found as items", numbers.join(", "));
    let span = outline.lines[first.line].span.join(outline.lines[last.line].span);
    outline.notes.push((Finding::new(FindingKind::ContentsMismatch, message), Some(span)));
}

/// What became of each candidate, for those who ask why.
fn weigh(
    candidates: &[justera_core::Marker],
    outline: &Outline,
    demoted: &[(usize, &'static str)],
) -> Vec<Weighed> {
    let demoted: HashMap<usize, &str> = demoted.iter().copied().collect();
    candidates
        .iter()
        .map(|marker| {
            let node = outline
                .lines
                .get(marker.line)
                .filter(|line| line.label == Label::Heading)
                .and_then(|line| match line.place {
                    Place::Item(id) => outline.nodes.get(id.0),
                    _ => None,
                })
                .filter(|node| node.number == marker.number);
            let reason = match node {
                Some(node) => format!("item {}", node.path),
                None => {
                    demoted.get(&marker.line).copied().unwrap_or("does not continue any sequence").to_owned()
                }
            };
            Weighed { marker: marker.clone(), taken: node.is_some(), reason }
        })
        .collect()
}

/// A line of the outline before it has a place.
pub(crate) fn line(view: &View<'_>, label: Label, place: Place) -> Line {
    Line {
        span: Span::new(view.start - view.cut, view.start + view.raw.len() + view.tail),
        page: view.page,
        label,
        place,
        text_from: view.start,
        text_to: view.start + view.raw.len(),
        margin: view.margin,
    }
}
