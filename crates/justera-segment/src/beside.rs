//! Headings in the margin, as typists set them beside the text, and what else stands beside a heading.

use justera_core::labels;
use justera_core::text::lower;
use justera_core::{Span, apart_from_heading};

use crate::titles::Start;
use crate::{View, markers};

/// A heading in the margin, as typists set it beside the text: below a number, the lines begin with a piece of the
/// heading, and behind a gap the text stands in a column of its own, `text_beside` characters from the left where it begins
/// beside the number. Returns whether there is one.
pub(crate) fn margin_heading(
    views: &[View<'_>],
    line: usize,
    limit: usize,
    text_beside: Option<usize>,
    start: &mut Start,
) -> bool {
    /// The margin is no wider and no narrower, in characters; nor is a heading in it longer, in lines.
    const MARGIN: std::ops::RangeInclusive<usize> = 10..=30;
    const LINES: usize = 10;
    let near: Vec<usize> = (line + 1..limit).filter(|&at| views[at].counts()).take(LINES).collect();
    let indent = |at: usize| views[at].raw.chars().take_while(|c| c.is_whitespace()).count();
    let column = |at: usize, column: usize| {
        let raw = views[at].raw;
        // The heading may be longer than the text.
        if raw.trim_end().chars().count() < column && !raw.trim().contains("  ") {
            return Some(raw.len());
        }
        text_border(raw, column)
    };
    let Some(&first) = near.first() else { return false };
    let raw = views[first].raw;
    let margin = indent(first);
    let behind = || {
        let gap = margin + raw.trim_start()[..raw.trim_start().find("  ")?].chars().count();
        Some(gap + raw.chars().skip(gap).take_while(|c| c.is_whitespace()).count())
    };
    let Some(text) = text_beside.or_else(behind).filter(|text| margin <= 4 && MARGIN.contains(text)) else {
        return false;
    };
    let mut pieces: Vec<(usize, usize)> = near
        .iter()
        .map_while(|&at| (indent(at) <= margin + 1).then(|| Some((at, column(at, text)?)))?)
        .collect();
    // The text goes on below the heading in its own column.
    let below = near.iter().skip(pieces.len()).take(2).filter(|&&at| indent(at) >= text).count();
    // Beside a number that has its text, the heading has some too, or the text goes on; a short line by itself is text.
    let beside = pieces.iter().any(|&(at, border)| border < views[at].raw.len());
    if text_beside.is_some() && !beside && below == 0 {
        return false;
    }
    let own = |at: usize, border: usize| views[at].raw[..border].trim().to_owned();
    // A label behind a blank line is another part's, `Vid protokollet`; one of the list's is a heading where the text
    // stands beside the number: `Justering`.
    let label = |at: usize, border: usize| labels::label(&own(at, border)).map(|found| found.section);
    let other =
        pieces.iter().skip(1).position(|&(at, border)| views[at - 1].blank() && label(at, border).is_some());
    pieces.truncate(other.map_or(pieces.len(), |at| at + 1));
    let labelled = pieces.iter().any(|&(at, border)| {
        label(at, border).is_some_and(|section| section.of_item() || text_beside.is_none())
    });
    let words = pieces
        .iter()
        .map(|&(at, border)| own(at, border))
        .any(|piece| piece.chars().filter(|c| c.is_alphabetic()).count() > 3 && !beside_heading(&piece));
    if pieces.is_empty() || labelled || !words || (below == 0 && near.len() > pieces.len()) {
        return false;
    }
    for (at, border) in pieces {
        let from = views[at].start + views[at].raw.len() - views[at].raw.trim_start().len();
        start.heading.push(Span::new(from, views[at].start + views[at].raw[..border].trim_end().len()));
        start.text_from.push((at, views[at].start + border));
    }
    true
}

/// A heading in the margin above its number, both of them beside the text, which keeps its column `text` characters from the
/// left: some of the `lines` directly above the number begin with its pieces. Returns whether there is one.
pub(crate) fn margin_heading_above(
    views: &[View<'_>],
    lines: std::ops::Range<usize>,
    text: usize,
    start: &mut Start,
) -> bool {
    /// A heading in the margin is no longer, in lines, and stands no further in; the margin is so wide, in characters.
    const LINES: usize = 4;
    const INDENT: usize = 4;
    const MARGIN: std::ops::RangeInclusive<usize> = 10..=40;
    if !MARGIN.contains(&text) {
        return false;
    }
    let indent = |raw: &str| raw.chars().take_while(|c| c.is_whitespace()).count();
    // Below the number stands text alone.
    let number = lines.end;
    if views.get(number + 1).is_some_and(|below| below.counts() && indent(below.raw) < text) {
        return false;
    }
    let piece = |at: usize| {
        let view = &views[at];
        let fits = view.counts() && indent(view.raw) <= INDENT && !markers::is_marker(view);
        text_border(view.raw, text).filter(|_| fits)
    };
    let pieces: Vec<(usize, usize)> =
        lines.rev().take(LINES).map_while(|at| Some((at, piece(at)?))).collect();
    let own = |&(at, border): &(usize, usize)| views[at].raw[..border].trim();
    let Some(first) = pieces.last().filter(|first| own(first).starts_with(char::is_uppercase)) else {
        return false;
    };
    if pieces.len() == LINES || labels::label(own(first)).is_some_and(|found| found.section.of_item()) {
        return false;
    }
    (start.first, start.body) = (first.0, first.0);
    start.marker_start = views[first.0].start;
    for &(at, border) in pieces.iter().rev() {
        let view = &views[at];
        let from = view.start + view.raw.len() - view.raw.trim_start().len();
        start.heading.push(Span::new(from, view.start + view.raw[..border].trim_end().len()));
        start.text_from.push((at, view.start + border));
    }
    true
}

/// The column, in characters, of a place in a line, where a gap stands before it.
pub(crate) fn beside_number(raw: &str, at: usize) -> Option<usize> {
    const GAP: &str = "   ";
    let before = &raw[..at];
    before.ends_with(GAP).then(|| before.chars().count())
}

/// The column, in characters, of the text behind what stands in a line's margin.
pub(crate) fn text_column(view: &View<'_>) -> Option<usize> {
    let margin = view.raw.trim_start();
    let gap = margin.find("  ")?;
    let text = view.raw.len() - margin[gap..].trim_start().len();
    (view.counts() && !margin[gap..].trim().is_empty()).then(|| view.raw[..text].chars().count())
}

/// The byte at which the text that keeps a column, in characters, begins on a line, where nothing runs over its border.
fn text_border(raw: &str, column: usize) -> Option<usize> {
    let (border, letter) = raw.char_indices().nth(column)?;
    (raw[..border].ends_with("  ") && !letter.is_whitespace()).then_some(border)
}

/// A heading without the words that stand beside it in another column, behind a wide gap: who is to see to the matter.
/// Figures beside it are a case number, which is read with it.
pub(crate) fn own_column(rest: &str) -> &str {
    /// So many spaces divide columns, and not a number from its heading.
    const GAP: &str = "        ";
    let title = rest.trim_start();
    let Some(gap) = title.find(GAP) else { return rest };
    let beside = title[gap..].trim();
    // `Bil 1, 2`: papers that belong to the matter.
    let papers = lower(beside).starts_with("bil") && beside.contains([' ', '.']);
    let words =
        beside.chars().any(char::is_alphabetic) && (papers || !beside.contains(|c: char| c.is_ascii_digit()));
    let length = rest.len() - title.len() + gap;
    if words && title[..gap].chars().filter(|c| c.is_alphabetic()).count() > if papers { 1 } else { 3 } {
        &rest[..length]
    } else {
        rest
    }
}

/// Whether a line stands in a column to the right of the one above it.
pub(crate) fn beside(raw: &str, above: &str) -> bool {
    const COLUMNS: usize = 40;
    let indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).count();
    indent(raw) >= indent(above) + COLUMNS
}

/// Whether the line stands beside a heading without being of it: a case number and nothing else
/// (`Diarienummer RS 2022-00011`), or that the paragraph is adjusted at once.
pub(crate) fn beside_heading(text: &str) -> bool {
    let small = lower(text);
    if ["omedelbar justering", "omedelbart justerad", "paragrafen justeras omedelbart", "justeras omedelbart"]
        .contains(&small.trim_matches(|c: char| !c.is_alphabetic()))
    {
        return true;
    }
    let words = ["dnr", "diarienr", "diarienummer", "ärendenr", "ärendenummer"];
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    let (length, _) = apart_from_heading(text);
    // `2026/2027` is a year of school and no case.
    (words.contains(&first.as_str()) && text.split_whitespace().count() <= 6)
        || (length > 0 && text[length..].trim().is_empty() && text.contains(char::is_alphabetic))
}
