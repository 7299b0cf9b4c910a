//! From the markers that were kept to items with headings and bodies, and a place for every line.

use std::collections::HashSet;
use std::sync::LazyLock;

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, is_clause, lower};
use justera_core::{
    CaseNumber, Finding, FindingKind, Label, MarkerKind, Node, NodeId, Outline, Place, Repaired, Span, Tidy,
    apart_from_heading, value_of,
};

use crate::fit::{Depth, Taken};
use crate::headings::{begins_list, names_person};
use crate::{View, markers};

/// A heading before it is a node: its number, its depth and its lines.
struct Start {
    kind: MarkerKind,
    /// Whether its number is not in the text.
    lost: bool,
    number: String,
    /// The number that a letter names before it: 2 of `2a`.
    within: Option<u32>,
    depth: Depth,
    /// The first line that belongs to it.
    first: usize,
    /// The pieces of the heading.
    heading: Vec<Span<Tidy>>,
    /// The lines that the heading takes.
    lines: Vec<usize>,
    /// The line with which the body begins.
    body: usize,
    /// Lines that hold a piece of the heading and then text, and the byte at which that begins.
    text_from: Vec<(usize, usize)>,
    marker_start: usize,
}

/// Builds the outline.
pub(crate) fn build(views: &[View<'_>], repaired: &Repaired, taken: Vec<Taken>) -> Outline {
    let mut outline = Outline::default();
    let starts = starts(views, &taken);
    for view in views {
        let (label, place) = match () {
            () if view.blank() => (Label::Blank, Place::Front),
            () if view.furniture => (Label::Furniture, Place::Furniture),
            () if view.contents => (Label::Contents, Place::Contents),
            () if view.raw.trim_start().starts_with('|') => (Label::Table, Place::Front),
            () => (Label::Body, Place::Front),
        };
        outline.lines.push(crate::line(view, label, place));
    }
    nodes(&mut outline, &starts);
    for &(line, from) in starts.iter().flat_map(|start| &start.text_from) {
        outline.lines[line].text_from = from;
    }
    let end = back_matter(views, starts.last().map_or(0, |start| start.body));
    assign(&mut outline, views, &starts, end);
    trailing_decisions(&mut outline, views);
    if outline.nodes.is_empty() {
        let message = "no numbered items and no headings that stand apart were found";
        outline.notes.push((Finding::new(FindingKind::NoItems, message), None));
    }
    sequence_notes(&mut outline);
    for (start, node) in starts.iter().zip(&outline.nodes).filter(|(start, _)| start.lost) {
        let message =
            format!("the number {} is not in the text; it follows from those about it", start.number);
        outline.notes.push((Finding::new(FindingKind::NumberInferred, message), Some(node.span)));
    }
    debug_assert_eq!(outline.lines.len(), repaired.lines().len(), "every line has one place");
    outline
}

/// Where the items start and what their headings are.
fn starts(views: &[View<'_>], taken: &[Taken]) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    let (running, titled) = running_items(views, taken);
    // Behind most numbers the text itself begins, or behind some of them.
    let untitled = running >= 3 && 2 * running >= 5 * titled;
    let told = running >= 3 && 2 * running >= titled;
    let colons = titles_before_colons(views, taken);
    let unmarked = titles_before_subjects(views, taken);
    for (nth, item) in taken.iter().enumerate() {
        let marker = &item.marker;
        let view = &views[marker.line];
        let limit = taken.get(nth + 1).map_or(views.len(), |next| next.marker.line);
        let floor = nth.checked_sub(1).map_or(0, |before| taken[before].marker.line + 1);
        let rest = markers::title(view, marker);
        let by_section = matches!(marker.kind, MarkerKind::Section | MarkerKind::SectionMisread);
        let rest = if by_section { &rest[apart_from_heading(rest).0..] } else { rest };
        let rest_start = view.start + (rest.as_ptr() as usize - view.raw.as_ptr() as usize);
        // Where its first letter stands.
        let title_at = rest_start + rest.len() - rest.trim_start().len();
        let whole = rest.len();
        let rest = own_column(rest);
        let mut start = Start {
            kind: marker.kind,
            lost: item.lost,
            number: marker.number.clone(),
            within: marker.within.first().copied().filter(|_| marker.kind == MarkerKind::Letter),
            depth: item.depth,
            first: marker.line,
            heading: Vec::new(),
            lines: item.number_at.map_or_else(Vec::new, |at| number_lines(views, at, marker.line)),
            body: marker.line + 1,
            text_from: Vec::new(),
            marker_start: view.start,
        };
        start.lines.push(marker.line);
        if rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | '.')).is_empty() {
            let column = marker.line.checked_sub(1).and_then(|above| text_column(&views[above]));
            let beside = column.is_some_and(|column| {
                column > view.raw.trim_end().chars().count()
                    && margin_heading_above(views, floor..marker.line, column, &mut start)
            }) || margin_heading(views, marker.line, limit, None, &mut start);
            let text = below(views, marker.line, limit).filter(|_| untitled);
            let without = text.is_some_and(|(at, text)| runs_in(views, at, limit, text));
            if !beside && !without {
                orphan(views, marker.line, limit, &mut start);
            }
        } else if let Some(text) = beside_number(view.raw, title_at - view.start)
            && margin_heading_above(views, floor..marker.line, text, &mut start)
        {
            start.lines.pop();
            start.text_from.push((marker.line, title_at));
        } else if let Some(text) = beside_number(view.raw, title_at - view.start)
            && margin_heading(views, marker.line, limit, Some(text), &mut start)
        {
            // The text begins beside the number, and the heading stands below that.
            start.lines.pop();
            start.body = marker.line;
            start.text_from.insert(0, (marker.line, title_at));
        } else if let Some((title, stop)) = bold_title(view.raw, rest_start - view.start) {
            start.heading.push(Span::new(view.start + title.start, view.start + title.end));
            start.lines.pop();
            start.body = marker.line;
            start.text_from.push((marker.line, view.start + stop));
        } else if let Some(stop) = unmarked.then(|| before_subject(views, marker.line, limit, rest)).flatten()
        {
            start.heading.push(Span::new(rest_start, rest_start + rest[..stop].trim_end().len()));
            start.lines.pop();
            start.body = marker.line;
            start.text_from.push((marker.line, rest_start + stop));
        } else if let Some(stop) = title_before_sentence(views, marker.line, limit, rest)
            .or_else(|| before_colon(views, marker.line, limit, rest).filter(|_| colons))
        {
            start.heading.push(Span::new(rest_start, rest_start + stop - ".".len()));
            start.lines.pop();
            start.body = marker.line;
            start.text_from.push((marker.line, rest_start + stop));
        } else if (untitled && verbs(rest).next().is_some())
            || (told
                && (runs_in(views, marker.line, limit, rest)
                    || without_reference(rest).ends_with('.') && has_verb(rest)))
        {
            start.lines.pop();
            start.body = marker.line;
            start.text_from.push((marker.line, title_at));
        } else {
            start.heading.push(Span::new(rest_start, rest_start + rest.len()));
            if rest.len() < whole {
                // What stands beside the heading is text of the item.
                start.lines.pop();
                start.text_from.push((marker.line, rest_start + rest.len()));
            }
            more_heading(views, marker.line, limit, rest, by_section, &mut start);
        }
        starts.push(start);
    }
    starts
}

/// The line of a number that was read apart from its heading, and the case number below it; of several below the last
/// number it is not known whose they are.
fn number_lines(views: &[View<'_>], at: usize, heading: usize) -> Vec<usize> {
    let mut below = (at + 1..heading).filter(|&below| views[below].counts());
    let first = below.next().filter(|&below| beside_heading(&views[below].plain));
    let several = below.next().is_some_and(|below| beside_heading(&views[below].plain));
    std::iter::once(at).chain(first.filter(|_| !several)).collect()
}

/// A heading without the words that stand beside it in another column, behind a wide gap: who is to see to the matter.
/// Figures beside it are a case number, which is read with it.
fn own_column(rest: &str) -> &str {
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
fn beside(raw: &str, above: &str) -> bool {
    const COLUMNS: usize = 40;
    let indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).count();
    indent(raw) >= indent(above) + COLUMNS
}

/// The column, in characters, of a place in a line, where a gap stands before it.
fn beside_number(raw: &str, at: usize) -> Option<usize> {
    const GAP: &str = "   ";
    let before = &raw[..at];
    before.ends_with(GAP).then(|| before.chars().count())
}

/// A heading in the margin, as typists set it beside the text: below a number, the lines begin with a piece of the
/// heading, and behind a gap the text stands in a column of its own, `text_beside` characters from the left where it begins
/// beside the number. Returns whether there is one.
fn margin_heading(
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

/// The column, in characters, of the text behind what stands in a line's margin.
fn text_column(view: &View<'_>) -> Option<usize> {
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

/// A heading in the margin above its number, both of them beside the text, which keeps its column `text` characters from the
/// left: some of the `lines` directly above the number begin with its pieces. Returns whether there is one.
fn margin_heading_above(
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

/// How many items begin with their text behind the number, as in old minutes, `§ 3. Protokollet från den 12 augusti upplästes och
/// lades till handlingarna.`, and how many with a heading.
fn running_items(views: &[View<'_>], taken: &[Taken]) -> (usize, usize) {
    let (mut titled, mut running) = (0, 0);
    for (nth, item) in taken.iter().enumerate().filter(|(_, item)| item.depth == Depth::Outer) {
        let view = &views[item.marker.line];
        let rest = &view.raw[item.marker.rest - view.start..];
        let rest = &rest[apart_from_heading(rest).0..];
        if item.marker.kind == MarkerKind::Unnumbered {
            continue;
        }
        let limit = taken.get(nth + 1).map_or(views.len(), |next| next.marker.line);
        let text = match rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
            true => below(views, item.marker.line, limit),
            false => Some((item.marker.line, rest)),
        };
        let Some((line, rest)) = text else { continue };
        // `Dagordningen godkändes.` may be either.
        let short = || rest.trim_end().ends_with('.') && has_verb(rest);
        match runs_in(views, line, limit, rest) {
            true => running += 1,
            false if short() => {}
            false => titled += 1,
        }
    }
    (running, titled)
}

/// A text without the bracket behind its last stop: `Berättelsen godkändes. (bilaga 1)`.
fn without_reference(text: &str) -> &str {
    let text = text.trim_end();
    match text.strip_suffix(')').and_then(|inside| inside.rsplit_once(". (")) {
        Some((before, _)) => &text[..before.len() + 1],
        None => text,
    }
}

/// Whether several items have their text on the line of their title, behind a colon: `1. Mötet öppnas: Ulla hälsar välkommen.`
fn titles_before_colons(views: &[View<'_>], taken: &[Taken]) -> bool {
    /// So many are a habit.
    const HABIT: usize = 3;
    let told = |(nth, item): &(usize, &Taken)| {
        let view = &views[item.marker.line];
        let limit = taken.get(nth + 1).map_or(views.len(), |next| next.marker.line);
        let rest = &view.raw[item.marker.rest - view.start..];
        item.depth == Depth::Outer && before_colon(views, item.marker.line, limit, rest).is_some()
    };
    taken.iter().enumerate().filter(told).count() >= HABIT
}

/// The byte behind the colon of a title before a sentence, which may end on a line below. One word may be a label, which says
/// what kind of item it is.
fn before_colon(views: &[View<'_>], line: usize, limit: usize, rest: &str) -> Option<usize> {
    const WORDS: usize = 7;
    const LINES: usize = 6;
    let colon = rest.find(": ")?;
    let (title, told) = (rest[..colon].trim(), rest[colon + 1..].trim());
    let label = ["beslut", "information", "info", "rapport", "dialog", "diskussion", "remiss"]
        .contains(&lower(title).as_str());
    let ends = || {
        let below = (line + 1..limit).take_while(|&at| views[at].counts()).take(LINES);
        let mut lines = std::iter::once(told).chain(below.map(|at| views[at].plain.as_str()));
        lines.any(|text| text.ends_with('.') || sentence_end(text).is_some())
    };
    (!label
        && title.split_whitespace().count() <= WORDS
        && title.starts_with(char::is_uppercase)
        && told.starts_with(char::is_uppercase)
        && ends())
    .then_some(colon + 1)
}

/// Whether the titles of a document run into the text without a mark: `§ 3 Val av sekreterare Mötet valde Ulla Ek.` One such
/// line may be a heading with a name; half of all are a habit.
fn titles_before_subjects(views: &[View<'_>], taken: &[Taken]) -> bool {
    const HABIT: usize = 3;
    let found = taken.iter().enumerate().filter(|(nth, item)| {
        let limit = taken.get(nth + 1).map_or(views.len(), |next| next.marker.line);
        let rest = markers::title(&views[item.marker.line], &item.marker);
        before_subject(views, item.marker.line, limit, rest).is_some()
    });
    let found = found.count();
    found >= HABIT && found * 2 >= taken.len()
}

/// The byte of a line where a sentence begins behind a title without a mark between them: a word with a capital that no word
/// before it asks for, and a verb behind it.
fn before_subject(views: &[View<'_>], line: usize, limit: usize, rest: &str) -> Option<usize> {
    /// Words of a title, and lines that are looked at for the end of the sentence.
    const WORDS: usize = 14;
    const LINES: usize = 4;
    let below = (line + 1..limit).take_while(|&at| views[at].counts()).take(LINES);
    let below = justera_core::text::unwrap(below.map(|at| views[at].plain.as_str()));
    let mut before = "";
    let starts = rest.split_whitespace().enumerate().filter(|(nth, word)| {
        let free = !before.ends_with([',', '.', ':', ';', '-', '–', '/'])
            && !connective(&lower(before))
            && (*nth == 1 || !before.starts_with(char::is_uppercase));
        before = word;
        // `Störningar i 12 A`
        let letter = word.chars().count() == 1;
        *nth > 0 && *nth <= WORDS && free && !letter && word.starts_with(char::is_uppercase)
    });
    starts.map(|(_, word)| word.as_ptr() as usize - rest.as_ptr() as usize).find(|&at| {
        let told = format!("{} {below}", &rest[at..]);
        // `Ordf. Ulla Ek öppnade mötet.`
        let first = sentence_end(&told).map_or(told.len(), |end| {
            if told[..end].contains(' ') {
                end
            } else {
                end + sentence_end(&told[end..]).unwrap_or(told.len() - end)
            }
        });
        let sentence = told[..first].trim_end();
        sentence.ends_with(['.', '?', ':'])
            && sentence.split(' ').count() > 2
            && (has_verb(sentence) || in_the_past(sentence))
            && !has_verb(&rest[..at])
    })
}

/// Whether a word ends as a verb in the past does, `valde`, `väckte`, and not as a noun that ends so: `ordförande`, `område`.
fn in_the_past(text: &str) -> bool {
    const NOUNS: [&str; 8] = ["ande", "ende", "träde", "råde", "bete", "möte", "både", "inte"];
    let word = |word: &str| {
        word.starts_with(char::is_lowercase)
            && word.chars().count() > 4
            && (word.ends_with("de") || word.ends_with("te"))
            && !NOUNS.iter().any(|noun| word.ends_with(noun))
    };
    text.split(|c: char| !c.is_alphabetic()).any(word)
}

/// The first line of text below a number that stands alone on its line.
fn below<'a>(views: &'a [View<'_>], line: usize, limit: usize) -> Option<(usize, &'a str)> {
    (line + 1..limit)
        .find(|&at| views[at].counts() && !beside_heading(&views[at].plain))
        .map(|at| (at, views[at].plain.as_str()))
}

/// Whether what stands behind a number is a sentence and the beginning of the text, not a heading.
fn runs_in(views: &[View<'_>], line: usize, limit: usize, rest: &str) -> bool {
    /// So few words may be a heading with a stop: `Mötet öppnas.`
    const WORDS: usize = 5;
    // Beside a heading, behind a gap, stand its number or who presents it.
    if rest.trim().contains("    ") {
        return false;
    }
    let width = page_width(views, line);
    let mut text = justera_core::text::plain(rest);
    let mut last = line;
    for at in (line + 1..limit).filter(|&at| !views[at].furniture).take(6) {
        let next = &views[at].plain;
        // A title ends before the line does, and what stands below it begins anew.
        let full = views[last].raw.trim_end().chars().count() * 6 >= width * 5;
        let goes_on = full || open_ended(&text) || next.starts_with(char::is_lowercase);
        if views[at].blank() || !goes_on || sentence_end(&text).is_some() || text.ends_with([':', '.']) {
            break;
        }
        text.push(' ');
        text.push_str(next);
        last = at;
    }
    let sentence = &text[..sentence_end(&text).unwrap_or(text.len())];
    sentence.ends_with(['.', ':', ',']) && sentence.split_whitespace().count() >= WORDS && has_verb(sentence)
}

/// Whether a word is one that only a sentence has: a verb in one of its finite forms. A few adjectives end as such
/// verbs do, so that the endings tell of many sentences together and not of one.
pub(crate) fn has_verb(text: &str) -> bool {
    let ending = |word: &str| ["ade", "ades", "tes", "des"].iter().any(|ending| word.ends_with(ending));
    verbs(text).next().is_some() || text.split(|c: char| !c.is_alphabetic()).any(|word| ending(&lower(word)))
}

/// Whether a line leads up to a decision: `Efter en paus beslutade styrelsen`.
pub(crate) fn decides(text: &str) -> bool {
    text.split_whitespace().skip(1).any(labels::is_decision_verb)
}

/// The verbs of a text, of those that `data/verbs.tsv` has.
fn verbs(text: &str) -> impl Iterator<Item = String> {
    static VERBS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        include_str!("../data/verbs.tsv").lines().filter(|line| !line.starts_with('#')).collect()
    });
    text.split(|c: char| !c.is_alphabetic()).map(lower).filter(|word| VERBS.contains(word.as_str()))
}

/// A title in bold before the matter's text on the same line, `**Vägbelysning.** Rådet …`, `**3. Val** Ulla Ek valdes.`: its
/// bytes of the line, `from` being where what stands behind the number begins, and the byte behind it.
pub(crate) fn bold_title(raw: &str, from: usize) -> Option<(std::ops::Range<usize>, usize)> {
    const MARK: &str = "**";
    const TITLE: std::ops::RangeInclusive<usize> = 3..=80;
    let rest = &raw[from..];
    let inner = rest.len() - rest.trim_start().len();
    let open = if rest[inner..].starts_with(MARK) { from + inner + MARK.len() } else { from + inner };
    // The mark may stand before the number.
    if open == from + inner && raw[..from].matches(MARK).count().is_multiple_of(2) {
        return None;
    }
    let close = open + raw[open..].find(MARK)?;
    let title = raw[open..close].trim_end().trim_end_matches(['.', ':']);
    let behind = raw[close + MARK.len()..].trim_start_matches([' ', '.', ':', '–']);
    let sentence = behind.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && behind.split(' ').count() > 2
        && !behind.contains(MARK);
    (sentence && TITLE.contains(&title.chars().count()) && title.starts_with(char::is_uppercase))
        .then(|| (open..open + title.len(), close + MARK.len()))
}

/// The byte behind the stop of a title that the matter's first sentence follows on the same line: `a) Tältplatsen. Det hade
/// påtalats, att …`. A title may itself be of two parts; a sentence has a verb, and a stop or another line.
fn title_before_sentence(views: &[View<'_>], line: usize, limit: usize, rest: &str) -> Option<usize> {
    const WORDS: usize = 8;
    let stop = sentence_end(rest)?;
    let title = &rest[..stop];
    if title.split_whitespace().count() > WORDS || has_verb(title) {
        return None;
    }
    let mut text = rest[stop..].trim().to_owned();
    let mut last = line;
    for at in (line + 1..limit).take_while(|&at| views[at].counts()).take(4) {
        let view = &views[at];
        // A line that ends before it is full ends what it says.
        let full = views[last].raw.trim_end().chars().count() * 6 >= page_width(views, line) * 5;
        let over = view.plain.starts_with(char::is_uppercase) && !full;
        if sentence_end(&text).is_some() || text.ends_with('.') || over {
            break;
        }
        last = at;
        text.push(' ');
        text.push_str(&view.plain);
    }
    let sentence = &text[..sentence_end(&text).unwrap_or(text.len())];
    // `Fastställande av arvoden. Kassören får 1 500 kr.`: what an agenda calls its points is known without a verb behind it.
    const POINTS: [&str; 12] = [
        "Fastställande av ",
        "Godkännande av ",
        "Föredragning av ",
        "Genomgång av ",
        "Val av ",
        "Fråga om ",
        "Beslut om ",
        "Rapport ",
        "Motion ",
        "Nästa ",
        "Övriga ",
        "Föregående ",
    ];
    let point = || {
        POINTS.iter().any(|point| title.trim_start().starts_with(point))
            && sentence.split_whitespace().count() > 2
    };
    (sentence.trim_end().ends_with('.') && (has_verb(sentence) || point())).then_some(stop)
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

/// The lines that a heading takes beyond its first: it runs on while the paragraph lasts and reads as one title.
fn more_heading(
    views: &[View<'_>],
    line: usize,
    limit: usize,
    rest: &str,
    by_section: bool,
    start: &mut Start,
) {
    let mut lines = Vec::new();
    let mut closed_by_label = false;
    for at in line + 1..limit {
        let view = &views[at];
        if view.furniture || view.contents {
            break;
        }
        if view.blank() {
            // A short paragraph behind a § that ends without a stop is all heading.
            closed_by_label = by_section
                && lines.len() <= 2
                && lines.last().is_some_and(|&last: &usize| !views[last].plain.ends_with(['.', ':']));
            break;
        }
        if beside_heading(&view.plain) {
            closed_by_label = by_section;
            break;
        }
        // Where its appendix is, stands below a heading and is none of it: `Bilagor 3a och 3b`.
        static APPENDIX: Pattern = Pattern::new(r"^\(?Bilag(?:a|or)\s+\w{1,3}\b");
        // Behind a comma it is part of the heading.
        let listed =
            lines.last().map_or(rest, |&last: &usize| views[last].plain.as_str()).trim_end().ends_with(',');
        if beside(view.raw, views[line].raw) || (APPENDIX.is_match(&view.plain) && !listed) {
            break;
        }
        let label = labels::label(&view.plain).is_some_and(|found| found.section.of_item());
        let clause = is_clause(&view.plain)
            || view.plain.starts_with(['-', '•', '–', '|'])
            || begins_list(&view.plain);
        if label || labels::decision_opener(&view.plain).is_some() || clause || inline_decision(&view.plain) {
            // Between a § and its first label stands nothing but the heading.
            closed_by_label = labels::label(&view.plain).is_some_and(|found| {
                found.section == Section::Presenters || (by_section && found.section == Section::Description)
            });
            break;
        }
        // A sentence behind what is whole is the matter's, and so is who presents it: `Ulla Ek, kamrer`.
        let before =
            lines.last().map_or(justera_core::text::plain(rest), |&last: &usize| views[last].plain.clone());
        if names_person(&view.plain) && !open_ended(&before) {
            closed_by_label = by_section;
            break;
        }
        // When the next meeting is: `Telefonmöte 16/9 kl 19.00`.
        static WHEN: Pattern = Pattern::new(r"\bkl\.?\s?\d{1,2}(?:[.:]\d{2})?\b|\b\d{1,2}/\d{1,2}\b");
        // Or what was done: `Frågan bordlades`, where the title has no verb.
        let done = || {
            view.plain.starts_with(char::is_uppercase)
                && !view.plain.contains(['?', '('])
                && has_verb(&view.plain)
                && !has_verb(&before)
        };
        let meets = || ["möte", "sammanträde"].iter().any(|word| lower(&before).contains(word));
        if ((WHEN.is_match(&view.plain) && meets()) || done()) && !open_ended(&before) {
            break;
        }
        let told = sentence(&view.plain)
            || (view.plain.starts_with(char::is_uppercase) && sentence_end(&view.plain).is_some());
        if told && !open_ended(&before) && !before.trim_end().ends_with(':') {
            break;
        }
        lines.push(at);
        if lines.len() > TITLE {
            break;
        }
    }
    if lines.is_empty() || lines.len() > TITLE {
        // A long paragraph directly under a title: only what is plainly unfinished is taken.
        lines.truncate(TITLE);
        if lines.is_empty() {
            return;
        }
        closed_by_label = false;
    }
    let marked = rest.trim_end().ends_with("**") || start_is_markdown_heading(views[line].raw);
    let mut text = justera_core::text::plain(rest);
    let paragraph = lines.len();
    for at in lines {
        let next = &views[at].plain;
        let goes_on = closed_by_label || (!marked && unfinished(&text, next, views, line));
        if !goes_on {
            break;
        }
        // A run-in heading: the title is the paragraph's first sentence, and the text goes on behind it.
        if let Some(stop) = sentence_end(views[at].raw).filter(|_| paragraph >= 2 && !closed_by_label) {
            start.heading.push(Span::new(views[at].start, views[at].start + stop));
            start.body = at;
            start.text_from.push((at, views[at].start + stop));
            return;
        }
        start.heading.push(Span::new(views[at].start, views[at].start + views[at].raw.len()));
        start.lines.push(at);
        start.body = at + 1;
        text.push(' ');
        text.push_str(next);
    }
}

/// The byte behind a full stop inside a line that a new sentence follows.
fn sentence_end(line: &str) -> Option<usize> {
    // Short words before a stop are abbreviations, but for those that end many a sentence or a title.
    const WORDS: [&str; 21] = [
        "in", "ut", "upp", "av", "på", "nu", "år", "så", "dem", "tid", "maj", "val", "dag", "hus", "väg",
        "sal", "nej", "mål", "bad", "lag", "bro",
    ];
    line.match_indices(". ").map(|(at, _)| at + 1).find(|&end| {
        let word = line[..end - 1].rsplit(' ').next().unwrap_or("");
        let ends = word.chars().count() > 3 || WORDS.contains(&lower(word).as_str());
        line[end..].trim_start().starts_with(char::is_uppercase) && ends
    })
}

fn start_is_markdown_heading(raw: &str) -> bool {
    raw.trim_start().starts_with('#')
}

/// Whether a line is a whole sentence: `Ärendet utgår.`
fn sentence(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.ends_with('.') && text.contains(' ')
}

/// Lines up to the first that is a sentence by itself; all of them where the first is one.
fn before_sentences(views: &[View<'_>], mut lines: Vec<usize>) -> Vec<usize> {
    let tells =
        |text: &str| sentence(text) || (text.starts_with(char::is_uppercase) && sentence_end(text).is_some());
    let end = (1..lines.len()).find(|&at| {
        let before = &views[lines[at - 1]];
        let next = &views[lines[at]].plain;
        // A short line is whole, and what begins with a capital letter below it is another matter.
        let whole = before.plain.chars().count() * 2 < page_width(views, lines[at - 1])
            && next.starts_with(char::is_uppercase)
            && next.chars().count() > before.plain.chars().count()
            && !unfinished(&before.plain, next, views, lines[at - 1]);
        // A sentence that begins below a title and takes several lines.
        let long = at == 1
            && next.starts_with(char::is_uppercase)
            && views[lines[lines.len() - 1]].plain.ends_with('.')
            && !before.plain.ends_with('.')
            && !unfinished(&before.plain, next, views, lines[at - 1]);
        next.starts_with(['•', '-', '–', '*']) || (tells(next) || whole || long) && !open_ended(&before.plain)
    });
    lines.truncate(end.unwrap_or(lines.len()));
    lines
}

/// Whether what is said cannot end here: it ends with a comma, a hyphen or a word that another must follow.
fn open_ended(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.split_whitespace().next_back().unwrap_or("").trim_end_matches('*').to_lowercase();
    text.ends_with([',', '–']) || text.ends_with(justera_core::text::HYPHENS) || connective(&last)
}

/// Whether another word must follow.
fn connective(word: &str) -> bool {
    matches!(
        word,
        "och"
            | "eller"
            | "samt"
            | "av"
            | "om"
            | "för"
            | "till"
            | "i"
            | "på"
            | "med"
            | "mellan"
            | "från"
            | "den"
            | "det"
            | "de"
            | "en"
            | "ett"
            | "att"
            | "som"
            | "vid"
            | "inom"
            | "enligt"
            | "gällande"
            | "avseende"
            | "angående"
            | "under"
            | "över"
            | "inför"
            | "kring"
            | "hos"
            | "mot"
            | "utan"
            | "efter"
            | "rörande"
            | "beträffande"
            | "ny"
            | "nya"
    )
}

/// Whether a title goes on in the next line.
fn unfinished(text: &str, next: &str, views: &[View<'_>], line: usize) -> bool {
    let text = text.trim_end();
    let open = text.matches('(').count() > text.matches(')').count()
        || ['"', '”'].iter().any(|&quote| text.matches(quote).count() % 2 == 1);
    let small = next.starts_with(char::is_lowercase);
    // The line before is nearly as wide as the page: the next word would not have fitted.
    let width = page_width(views, line);
    let first = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    // What stands behind a gap is no part of the title, as the case number in the margin.
    let raw = views[line].raw.trim_end();
    let gap = raw.trim().split("   ").skip(1).any(|cell| CaseNumber::leading(cell.trim()).is_some())
        || own_column(raw).len() < raw.len();
    let full = !gap && views[line].raw.trim_end().chars().count() + 1 + first > width;
    let sentence_end = text.ends_with(['.', '!', '?']);
    open_ended(text)
        || next.starts_with('(')
        || open
        || (small && !sentence_end)
        || (full
            && !sentence_end
            && !next.ends_with('.')
            && self::sentence_end(next).is_none()
            && width > 40
            && next.chars().count() < width * 3 / 4)
}

/// The width of the text around a line, in characters: that of the widest but few lines.
fn page_width(views: &[View<'_>], line: usize) -> usize {
    let from = line.saturating_sub(40);
    let mut widths: Vec<usize> = views[from..(line + 60).min(views.len())]
        .iter()
        .filter(|view| view.counts())
        .map(|view| view.raw.trim_end().chars().count())
        .collect();
    widths.sort_unstable();
    widths.get(widths.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0)
}

/// Whether a line names one of those who are listed at the beginning, alone between the number and the heading: who presents
/// the matter.
fn presents(views: &[View<'_>], line: usize, limit: usize) -> bool {
    /// Lines of the beginning that are looked at.
    const FRONT: usize = 80;
    let name = views[line].plain.as_str();
    let listed =
        |view: &View<'_>| view.counts() && view.plain.len() > name.len() && view.plain.contains(name);
    let below = (line + 1..limit).find(|&below| views[below].counts());
    let titled = below.is_some_and(|below| {
        below > line + 1
            && views[below].plain.starts_with(char::is_uppercase)
            && !views[below].plain.ends_with(['.', ':', ','])
            && labels::label(&views[below].plain).is_none()
    });
    titled && crate::headings::is_named_only(name) && views[..line.min(FRONT)].iter().any(listed)
}

/// A number whose heading stands elsewhere: before a `Föredragande` further down, else in the next paragraph.
fn orphan(views: &[View<'_>], line: usize, limit: usize, start: &mut Start) {
    let mut paragraphs: Vec<Vec<usize>> = Vec::new();
    let mut open = false;
    for at in line + 1..limit {
        let view = &views[at];
        if !view.counts() {
            open = false;
            continue;
        }
        // The case number stands between the number and the heading, or behind both.
        if beside_heading(&view.plain) {
            open = false;
            continue;
        }
        if paragraphs.is_empty() && presents(views, at, limit) {
            continue;
        }
        let label = labels::label(&view.plain).filter(|found| found.section.of_item());
        let matter = label.is_some()
            || labels::decision_opener(&view.plain).is_some()
            || labels::opens_proposal(&view.plain)
            || inline_decision(&view.plain);
        let by_section = matches!(start.kind, MarkerKind::Section | MarkerKind::SectionMisread);
        let unstopped = |paragraph: &[usize]| {
            let last = paragraph.last().map_or("", |&last| views[last].plain.as_str());
            by_section && !last.ends_with(['.', ':', ','])
        };
        let whole = open
            || paragraphs
                .first()
                .is_some_and(|paragraph| title(views, paragraph).is_some() || unstopped(paragraph));
        if matter && whole && paragraphs.len() == 1 && paragraphs[0].len() <= 4 {
            // Between a number and what is said of its matter stands nothing but the heading.
            let chosen = paragraphs.pop().unwrap_or_default();
            take_heading(views, before_sentences(views, chosen), start);
            return;
        }
        if let Some(found) = label {
            if paragraphs.is_empty()
                && found.section != Section::Presenters
                && found.rest.is_empty()
                && !matches!(found.section, Section::Description | Section::Decision)
            {
                // Directly behind its number even a word that is elsewhere a label is the heading.
                paragraphs.push(vec![at]);
                open = true;
                continue;
            }
            let closes = found.section == Section::Presenters
                || (found.section == Section::Description
                    && paragraphs.len() == 1
                    && paragraphs[0].len() <= 4);
            if closes && open && !paragraphs.is_empty() {
                let chosen = paragraphs.pop().unwrap_or_default();
                take_heading(views, before_sentences(views, chosen), start);
                return;
            }
            if paragraphs.is_empty() {
                return;
            }
            break;
        }
        if open {
            if let Some(last) = paragraphs.last_mut() {
                last.push(at);
            }
        } else {
            paragraphs.push(vec![at]);
            open = true;
        }
        if paragraphs.len() > 3 {
            break;
        }
    }
    // The presenters may also be a paragraph of their own, directly after the heading.
    let after = |paragraph: &Vec<usize>| {
        let last = paragraph.last().copied().unwrap_or(line);
        (last + 1..limit).find(|&at| views[at].counts()).is_some_and(|at| {
            labels::label(&views[at].plain).is_some_and(|found| found.section == Section::Presenters)
        })
    };
    // A sentence that stands between the number and a title is no heading.
    let titled =
        paragraphs.iter().take(2).position(|paragraph| title(views, paragraph).is_some()).or_else(|| {
            // Where text follows, a short sentence behind the number may be its heading: `Garage å tomten nr 5.`
            let words: usize =
                paragraphs.first()?.iter().map(|&at| views[at].plain.split_whitespace().count()).sum();
            (paragraphs.len() > 1 && words <= 14).then_some(0)
        });
    let presented = paragraphs.iter().find(|paragraph| after(paragraph) && paragraph.len() <= TITLE);
    let lines = match (presented, titled) {
        (Some(paragraph), _) => before_sentences(views, paragraph.clone()),
        (None, Some(nth)) => title(views, &paragraphs[nth]).unwrap_or_else(|| paragraphs[nth].clone()),
        (None, None) => return,
    };
    take_heading(views, lines, start);
}

/// Lines that a title has at most; longer paragraphs are text.
const TITLE: usize = 4;

/// The lines of a paragraph that are its title; none of a paragraph that is all running text, as where the paragraphs
/// of old minutes have numbers and no headings.
fn title(views: &[View<'_>], paragraph: &[usize]) -> Option<Vec<usize>> {
    let mut kept: Vec<usize> = Vec::new();
    let mut text = String::new();
    for &at in paragraph.iter().take(TITLE) {
        let next = &views[at].plain;
        let begins_matter = inline_decision(next) || labels::decision_opener(next).is_some();
        if kept.last().is_some_and(|&last| begins_matter || !unfinished(&text, next, views, last)) {
            break;
        }
        kept.push(at);
        text.push(' ');
        text.push_str(next);
    }
    let last = *kept.last()?;
    // Clauses of a decision whose opening stands above.
    if is_clause(text.trim()) {
        return None;
    }
    let words = text.split_whitespace().count();
    let more = paragraph.len() > kept.len();
    let goes_on =
        more && (open_ended(&text) || views[paragraph[kept.len()]].plain.starts_with(char::is_lowercase));
    // A heading may end with a stop, before the text that goes on below it.
    let stopped = text.ends_with('.') && words > if more { 14 } else { 6 };
    // `Åby 4:12. Bygglov för garage`: a property's number ends no sentence.
    static PROPERTY: Pattern = Pattern::new(r"^\p{Lu}[\p{L} -]{2,40}\s\d{1,4}:\d{1,4}\.\s+");
    let behind = PROPERTY.find(text.trim()).map_or(text.trim(), |found| &text.trim()[found.end()..]);
    let prose = stopped
        || sentence_end(behind).is_some()
        || goes_on
        || (more && views[last].raw.trim_end().chars().count() * 10 >= page_width(views, last) * 9);
    (!prose).then_some(kept)
}

fn take_heading(views: &[View<'_>], lines: Vec<usize>, start: &mut Start) {
    for &at in &lines {
        start.heading.push(Span::new(views[at].start, views[at].start + views[at].raw.len()));
        start.lines.push(at);
        start.body = at + 1;
    }
    // What stands between the number and a heading far below belongs to the item before, but for the case number.
    let of_item = |at: usize| beside_heading(&views[at].plain) || presents(views, at, views.len());
    let other = |&first: &usize| {
        first > start.first + 2 && (start.first + 1..first).any(|at| views[at].counts() && !of_item(at))
    };
    start.first = lines.first().copied().filter(other).unwrap_or(start.first);
}

/// Whether the line states a decision by itself: `Ärendet utgår`, `X beslutade att …`.
fn inline_decision(line: &str) -> bool {
    let small = lower(line);
    (small.contains(" beslutade att") || small.contains(" beslutar att"))
        && small.split_whitespace().count() > 3
}

pub(crate) fn is_signature(text: &str) -> bool {
    labels::label(text).is_some_and(|found| found.section == Section::Signature)
        || text
            .split("  ")
            .filter(|part| !part.trim().is_empty())
            .all(|part| labels::section(part) == Some(Section::Signature))
        || text.split_whitespace().all(|word| labels::section(word) == Some(Section::Signature))
}

/// Whether the line's first word is a body that decides.
fn begins_with_body(line: &str) -> bool {
    line.split_whitespace()
        .next()
        .is_some_and(|word| word.starts_with(char::is_uppercase) && labels::is_body(word))
}

/// Makes the nodes, each with its parent and its path.
fn nodes(outline: &mut Outline, starts: &[Start]) {
    let mut chain: Vec<(Depth, NodeId)> = Vec::new();
    for start in starts {
        chain.retain(|(depth, _)| rank(*depth) < rank(start.depth));
        let parent = chain.last().map(|&(_, id)| id);
        // `2a` that follows `1` has no parent of its own.
        let other = |parent: &NodeId| {
            start.within.is_some_and(|within| value_of(&outline.nodes[parent.0].number) != Some(within))
                && outline.nodes[parent.0].parent.is_none()
        };
        let alone = parent.filter(other).and(start.within);
        let parent = parent.filter(|_| alone.is_none());
        let path = match parent {
            None if let Some(within) = alone => format!("{within}/{}", start.number),
            Some(parent) => format!("{}/{}", outline.nodes[parent.0].path, start.number),
            None => start.number.clone(),
        };
        let end = start.heading.iter().map(|span| span.end).max().unwrap_or(start.marker_start);
        let id = NodeId(outline.nodes.len());
        outline.nodes.push(Node {
            kind: start.kind,
            number: start.number.clone(),
            path,
            parent,
            heading: start.heading.clone(),
            span: Span::new(start.marker_start, end.max(start.marker_start)),
            body: Vec::new(),
        });
        chain.push((start.depth, id));
    }
}

fn rank(depth: Depth) -> u8 {
    match depth {
        Depth::Outer => 0,
        Depth::Inner => 1,
        Depth::Innermost => 2,
    }
}

/// The first line after the last item that belongs to the end of the document: signatures, notices, appendices.
pub(crate) fn back_matter(views: &[View<'_>], from: usize) -> usize {
    for index in from..views.len() {
        let text = &views[index].plain;
        if !views[index].counts() {
            continue;
        }
        let appendix = text.starts_with("Bilaga ")
            && text.split_whitespace().count() <= 3
            && views[index].page > views[from.min(views.len() - 1)].page;
        let opens = labels::label(text).is_some_and(|found| {
            matches!(found.section, Section::Signature | Section::Notice | Section::Adjusting)
        });
        let signed = text.starts_with("/") && text.split_whitespace().count() <= 4;
        // Underscores are marks of emphasis to the line without Markdown.
        let dotted = views[index].raw.chars().filter(|c| matches!(c, '_' | '.' | '…')).count() > 10
            && text.chars().filter(|c| c.is_alphabetic()).count() < 25;
        if appendix
            || opens
            || is_signature(text)
            || signed
            || dotted
            || opens_signatures(text)
            || (names_office(text) && all_sign(&views[index..]))
        {
            return index;
        }
    }
    views.len()
}

/// `Ulla Ek, sekreterare`: a name and, behind a comma, an office of those who sign.
fn names_office(text: &str) -> bool {
    let signs =
        |office: &str| matches!(labels::section(office), Some(Section::Signature | Section::Adjusters));
    text.split_once(", ").is_some_and(|(name, office)| {
        let words = || name.split(' ');
        signs(office)
            && (2..=4).contains(&words().count())
            && words().all(|word| word.starts_with(char::is_uppercase))
    })
}

/// Whether the document ends with these lines, and two and more of them are those of persons who sign with their offices.
fn all_sign(views: &[View<'_>]) -> bool {
    /// More lines are no signatures.
    const LINES: usize = 12;
    const SIGNERS: usize = 2;
    let written = views.iter().filter(|view| view.counts() && !view.blank()).map(|view| view.plain.as_str());
    let written: Vec<&str> = written.take(LINES + 1).collect();
    let signers = written.iter().filter(|text| names_office(text)).count();
    let short = |text: &&str| text.split(' ').count() <= 6 && !text.ends_with('.');
    written.len() <= LINES && signers >= SIGNERS && written.iter().all(short)
}

/// `Sekreterare   Ordförande`, `Vid protokollet   Justeras`, `Vid protokollet: Namn`.
fn opens_signatures(text: &str) -> bool {
    let small = lower(text);
    [
        "vid protokollet",
        "justeras",
        "justerat",
        "vid anteckningarna",
        "protokollförare:",
        "in fidem",
        "protokollet uppläst",
        "som ofvan",
        "som ovan",
        "dag som ovan",
    ]
    .iter()
    .any(|opening| small.starts_with(opening))
        && small.split_whitespace().count() <= 9
}

/// Gives every written line to the item it stands in, or to what stands before and after the items.
fn assign(outline: &mut Outline, views: &[View<'_>], starts: &[Start], end: usize) {
    let mut owner: Option<usize> = None;
    let mut next = 0;
    let mut order: Vec<usize> = (0..starts.len()).collect();
    order.sort_by_key(|&index| starts[index].first);
    let mut heads: Vec<Option<usize>> = vec![None; views.len()];
    for (node, start) in starts.iter().enumerate() {
        for &line in &start.lines {
            heads[line].get_or_insert(node);
        }
    }
    for index in 0..views.len() {
        while next < order.len() && starts[order[next]].first <= index {
            owner = Some(order[next]);
            next += 1;
        }
        let line = &mut outline.lines[index];
        if let Some(node) = heads[index] {
            line.label = Label::Heading;
            line.place = Place::Item(NodeId(node));
            continue;
        }
        if matches!(line.place, Place::Furniture | Place::Contents) {
            continue;
        }
        line.place = match owner {
            _ if index >= end && next >= order.len() => {
                if !views[index].blank() {
                    line.label = Label::Signature;
                }
                Place::Back
            }
            Some(owner) => {
                outline.nodes[owner].body.push(index);
                Place::Item(NodeId(owner))
            }
            None => Place::Front,
        };
    }
}

/// A decision that stands after the last of several sub-items closes their parent, unless the others have
/// decisions of their own.
fn trailing_decisions(outline: &mut Outline, views: &[View<'_>]) {
    let opener = |line: usize| {
        views[line].counts()
            && (labels::decision_opener(&views[line].plain).is_some()
                || inline_decision(&views[line].plain) && begins_with_body(&views[line].plain))
    };
    for parent in 0..outline.nodes.len() {
        let children: Vec<usize> = outline.children(Some(NodeId(parent))).map(|(id, _)| id.0).collect();
        let Some((&last, others)) = children.split_last() else { continue };
        if others.is_empty()
            || others.iter().any(|&child| outline.nodes[child].body.iter().any(|&line| opener(line)))
        {
            continue;
        }
        let body = &outline.nodes[last].body;
        // Only a decision that stands alone at the end: after it the sub-item does not go on.
        let openers: Vec<usize> = (0..body.len()).filter(|&at| opener(body[at])).collect();
        let [at] = openers[..] else { continue };
        // A number in parts heads a matter of its own, and a clause that speaks of the last sub-item closes that.
        if outline.nodes[last].kind == MarkerKind::Decimal || speaks_of(outline, views, last, others, at) {
            continue;
        }
        let moved = outline.nodes[last].body.split_off(at);
        for &line in &moved {
            outline.lines[line].place = Place::Item(NodeId(parent));
        }
        outline.nodes[parent].body.extend(moved);
    }
}

/// Whether the lines of an item's body from `at` on share more long words with the lines before them than with the
/// item's siblings.
fn speaks_of(outline: &Outline, views: &[View<'_>], item: usize, siblings: &[usize], at: usize) -> bool {
    /// So many letters tell a word of the matter from others; endings are left out.
    const LETTERS: usize = 7;
    /// Words that any decision may have, whatever its matter.
    const OF_ANY: [&str; 6] = ["informa", "handlin", "redovis", "rapport", "förslag", "uppdrag"];
    let words = |lines: &[usize]| -> std::collections::BTreeSet<String> {
        lines
            .iter()
            .flat_map(|&line| views[line].plain.split(|c: char| !c.is_alphabetic()))
            .filter(|word| word.chars().count() >= LETTERS)
            .map(|word| lower(word).chars().take(LETTERS).collect())
            .filter(|word: &String| !OF_ANY.contains(&word.as_str()))
            .collect()
    };
    let node = &outline.nodes[item];
    let clause = words(&node.body[at..]);
    let heads = |node: &Node| -> Vec<usize> {
        let first = views.partition_point(|view| view.start + view.raw.len() < node.span.start);
        let end = views.partition_point(|view| view.start < node.span.end.max(node.span.start + 1));
        (first..end).collect()
    };
    let mut own = words(&node.body[..at]);
    own.extend(words(&heads(node)));
    let mut theirs = std::collections::BTreeSet::new();
    for &sibling in siblings {
        theirs.extend(words(&outline.nodes[sibling].body));
        theirs.extend(words(&heads(&outline.nodes[sibling])));
    }
    clause.intersection(&own).count() > clause.intersection(&theirs).count()
}

/// Notes on numbers that are missing or stand twice among the outermost items.
fn sequence_notes(outline: &mut Outline) {
    let outer: Vec<(String, Span<Tidy>)> =
        outline.children(None).map(|(_, node)| (node.number.clone(), node.span)).collect();
    for pair in outer.windows(2) {
        let (Some(before), Some(after)) = (value_of(&pair[0].0), value_of(&pair[1].0)) else { continue };
        let note = match after.checked_sub(before) {
            Some(1) => continue,
            Some(0) => Finding::new(FindingKind::NumberDuplicate, format!("number {after} stands twice")),
            Some(2) => Finding::new(FindingKind::NumberGap, format!("number {} is missing", before + 1)),
            _ => Finding::new(
                FindingKind::NumberGap,
                format!("numbers {} to {} are missing", before + 1, after.saturating_sub(1)),
            ),
        };
        outline.notes.push((note, Some(pair[1].1)));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_of_verbs_is_in_order() {
        let rows: Vec<&str> =
            include_str!("../data/verbs.tsv").lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "sorted, and each once");
        assert!(rows.iter().all(|row| *row == row.to_lowercase()));
    }
}
