//! Notes in the margin, left of a text that keeps a column of its own: paragraphs in which other bodies dealt with the
//! matter (`Au § 71`), and those who get the decision (`Exp:` and names below it); and to its right, the column
//! of those responsible. They stand beside lines that they have nothing to do with, and are taken off those.

use justera_core::labels::{self, Section};
use justera_core::text::Pattern;
use justera_core::{CaseNumber, Span};

use crate::View;
use crate::back::{is_signature, opens_signatures};

/// The text's column begins within, in characters from the left.
const COLUMN: std::ops::RangeInclusive<usize> = 10..=45;
/// The margin itself begins within.
const INDENT: usize = 8;
/// So many lines about one are asked whether the text keeps its column there.
const NEAR: usize = 6;
/// So many lines of the text may stand between two of those who get the decision.
const BETWEEN: usize = 2;

/// A line with a margin: its first cell, and the column in which the text stands.
struct Cells<'a> {
    margin: &'a str,
    /// The byte at which the text begins; the line's length where there is none.
    text: usize,
    /// The same in characters; none where there is no text.
    column: Option<usize>,
}

/// Takes the notes off the lines beside which they stand.
pub(crate) fn cut(views: &mut [View<'_>]) {
    let mut at = 0;
    while at < views.len() {
        let notes = notes(views, at);
        for &(line, text) in &notes {
            let view = &mut views[line];
            let margin = Span::new(
                view.start + view.raw.len() - view.raw.trim_start().len(),
                view.start + view.raw[..text].trim_end().len(),
            );
            view.margin = Some(margin);
            view.cut += text;
            view.start += text;
            view.raw = &view.raw[text..];
            view.plain = justera_core::text::plain(view.raw);
        }
        at = notes.last().map_or(at, |&(line, _)| line) + 1;
    }
}

/// Takes off the lines what stands in a column of those responsible, to the right of the text, where a head says so: `Punkt` and,
/// behind a gap, `Ansv.   Status`. The head stands again on every page, at times further in or out.
pub(crate) fn cut_responsible(views: &mut [View<'_>]) {
    /// How far from the head's own column the notes below it may begin, in characters.
    const BESIDE: usize = 4;
    /// Characters of a note.
    const NOTE: usize = 40;
    static HEAD: Pattern = Pattern::new(
        r"^\s*(?:(?:§|Nr\.?|Punkt|Ärende|Rubrik|Dagordning)\s+){0,2}\s{3,}(?P<column>Ansv(?:\.|ar|arig|ariga)?)(?:\s?/\s?\p{L}+)?(?:\s{2,}\p{Lu}[\p{L}.]{3,12})?\s*$",
    );
    let mut column: Option<usize> = None;
    // Whether a note stood on the line before: it may go on below the last line of the text.
    let mut noted = false;
    for view in views.iter_mut() {
        if let Some(head) = HEAD.captures(view.raw).and_then(|found| found.name("column")) {
            column = Some(view.raw[..head.start()].chars().count());
            continue;
        }
        // Those who sign stand side by side, too.
        if column.is_some() && view.counts() && (is_signature(&view.plain) || opens_signatures(&view.plain)) {
            column = None;
        }
        let before = std::mem::take(&mut noted);
        let Some(column) = column.filter(|_| view.counts() && !view.raw.contains('|')) else { continue };
        let raw = view.raw.trim_end();
        // The first cell behind a gap that begins at the column.
        let mut at = 0;
        let cell = raw.char_indices().enumerate().find(|&(nth, (byte, letter))| {
            at = byte;
            nth.abs_diff(column) <= BESIDE && !letter.is_whitespace() && raw[..byte].ends_with("  ")
        });
        let note = cell.map_or("", |_| &raw[at..]);
        let words = !note.is_empty()
            && (before || note.chars().any(char::is_alphabetic))
            && note.chars().count() <= NOTE;
        let text = raw[..raw.len() - note.len()].trim_end();
        if words && (before || !text.is_empty()) {
            noted = true;
            let length = text.len();
            view.tail = view.raw.len() - length;
            view.raw = &view.raw[..length];
            view.plain = justera_core::text::plain(view.raw);
        }
    }
}

/// The notes that begin on a line or directly below an item's number on it: their lines, and the byte at which the text
/// beside them begins.
fn notes(views: &[View<'_>], first: usize) -> Vec<(usize, usize)> {
    let Some(cells) = cells(&views[first]) else { return Vec::new() };
    // The item's own number stands in the margin too, or in the text's column directly above.
    let above = views[..first].iter().rev().find(|view| view.counts());
    let below = is_paragraph(cells.margin)
        && cells.margin.starts_with(char::is_alphabetic)
        && above.is_some_and(|above| {
            crate::markers::is_marker(above)
                && cells.column.is_some_and(|column| indent(above).abs_diff(column) <= 1)
        });
    let own = is_paragraph(cells.margin);
    let recipients = labels::section(cells.margin) == Some(Section::Recipients);
    let Some(column) = cells.column.filter(|_| own || recipients) else { return Vec::new() };
    if !COLUMN.contains(&column) || !keeps(views, first, column) {
        return Vec::new();
    }
    let mut found = if own && !below { Vec::new() } else { vec![(first, cells.text)] };
    let mut listed = recipients;
    let mut last = first;
    for (line, view) in views.iter().enumerate().skip(first + 1) {
        let fits = |cells: &Cells<'_>| {
            // A margin without text beside it must end before the text's column.
            cells.column.map_or(width(cells.margin) + 2 <= column, |at| at.abs_diff(column) <= 1)
        };
        let Some(cells) = self::cells(view).filter(fits) else {
            // Lines of the text may stand between, where those of the margin are set wider.
            let of_text = view.blank() || (view.counts() && indent(view) + 1 >= column);
            if listed && of_text && line - last <= BETWEEN {
                continue;
            }
            break;
        };
        last = line;
        if listed && crate::markers::is_marker(view) {
            break;
        }
        let label = labels::label(cells.margin).map(|found| found.section);
        if label == Some(Section::Recipients) {
            listed = true;
        } else {
            let paragraph = is_paragraph(cells.margin) || CaseNumber::labelled(cells.margin).is_some();
            let note = (listed && !paragraph) || (!listed && (paragraph || is_paper(cells.margin)));
            if label.is_some() || !note || (paragraph && goes_on(&views[first], view)) {
                break;
            }
        }
        found.push((line, cells.text));
    }
    // A label with its value beside it is none of the margin: there nothing stands below the label.
    if recipients && found.len() < 2 { Vec::new() } else { found }
}

/// The cells of a line of the text that has something in its margin.
fn cells<'a>(view: &View<'a>) -> Option<Cells<'a>> {
    let raw = view.raw.trim_end();
    let indent = raw.len() - raw.trim_start().len();
    if !view.counts() || indent > INDENT || raw.contains('|') {
        return None;
    }
    let Some(gap) = raw[indent..].find("  ") else {
        return Some(Cells { margin: &raw[indent..], text: view.raw.len(), column: None });
    };
    let margin = &raw[indent..indent + gap];
    let text = raw.len() - raw[indent + gap..].trim_start().len();
    Some(Cells { margin, text, column: Some(raw[..text].chars().count()) })
}

/// Whether most lines about one keep the text's column: they begin in it, or have a margin beside it.
fn keeps(views: &[View<'_>], line: usize, column: usize) -> bool {
    let near = |view: &&View<'_>| view.counts();
    let before = views[..line].iter().rev().filter(near).take(NEAR);
    let after = views[line + 1..].iter().filter(near).take(NEAR);
    let of_text = |view: &&View<'_>| {
        indent(view).abs_diff(column) <= 1
            || cells(view).and_then(|cells| cells.column).is_some_and(|at| at.abs_diff(column) <= 1)
    };
    let below = after.filter(of_text).count();
    let above = before.filter(of_text).count();
    below >= 1 && below + above >= NEAR / 2
}

/// How many characters of white space a line begins with.
fn indent(view: &View<'_>) -> usize {
    view.raw.chars().take_while(|c| c.is_whitespace()).count()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// `Au § 71`, `Kfm § 9`: the paragraph under which a matter was dealt with.
fn is_paragraph(text: &str) -> bool {
    static PARAGRAPH: Pattern = Pattern::new(r"^(?:\p{Lu}\p{L}{0,11}\.?\s?){0,2}§\s?\d{1,4}(?:/\d{2,4})?$");
    PARAGRAPH.is_match(text)
}

/// Whether a paragraph below another goes on from it, as in a list of them: it has no letters of a body, or those of the
/// same with a higher number. Those in which other bodies dealt with the matter have their letters.
fn goes_on(above: &View<'_>, view: &View<'_>) -> bool {
    let read = |view: &View<'_>| {
        let (letters, number) = view.plain.split_once('§')?;
        let number: String = number.trim_start().chars().take_while(char::is_ascii_digit).collect();
        Some((letters.trim().to_owned(), number.parse::<u32>().ok()?))
    };
    match (read(above), read(view)) {
        (Some(above), Some(below)) => below.0 == above.0 && below.1 > above.1 || below.0.is_empty(),
        _ => false,
    }
}

/// `Bil. 3`, `Särsk. bil.`: papers that belong to the matter.
fn is_paper(text: &str) -> bool {
    static PAPER: Pattern = Pattern::new(r"(?i)^(?:särsk(?:ild|\.)?\s)?bil(?:aga|\.)?(?:\s\d{1,3})?\.?$");
    PAPER.is_match(text)
}
