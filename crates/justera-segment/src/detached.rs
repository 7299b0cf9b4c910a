//! Numbers that an engine read apart from their headings: a column of numbers beside a column of text.
//!
//! Either several numbers stand on each other, and their headings follow in the same order; or some were lost, and just
//! as many headings stand between the two numbers that are left. Where the counts do not agree nothing is said.

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, is_clause};
use justera_core::{CaseNumber, MarkerKind};

use crate::View;
use crate::align::{align, heads_dated_part, is_recipient};
use crate::back::back_matter;
use crate::beside::beside_heading;
use crate::fit::{Depth, Taken};
use crate::headings::{is_year, stands_apart};
use crate::prose::has_verb;

/// Moves markers that stand on each other to their headings, and adds those whose numbers were lost between two.
pub(crate) fn place(views: &[View<'_>], taken: Vec<Taken>) -> Vec<Taken> {
    // What the numbers about each other do not tell, all of a run together may.
    align(views, fill(views, unstack(views, taken)))
}

/// Whether the first line of text below a number, before `limit`, reads as its heading.
pub(crate) fn is_headed(views: &[View<'_>], taken: &Taken, limit: usize) -> bool {
    let below = taken.marker.line + 1..limit;
    let margin = margin_lines(views, below.clone()).last().map_or(below.start, |(last, _)| last + 1);
    (margin..limit).find(|&line| views[line].counts()).is_some_and(|line| {
        let text = views[line].plain.as_str();
        let label = labels::label(text).is_some_and(|found| found.rest.is_empty());
        reads_as_title(text) || (label && may_head(text))
    })
}

/// Whether nothing stands behind the number on its line.
pub(crate) fn alone(views: &[View<'_>], taken: &Taken) -> bool {
    let view = &views[taken.marker.line];
    let rest = &view.raw[taken.marker.rest - view.start..];
    !rest.chars().any(char::is_alphanumeric)
}

/// The lines from `from` to before `to` that read as headings, where they are just as many as are wanted: the first, where
/// a heading is looked for behind its number (`opens`), and those that are surely headings; or those that stand apart; or all
/// of these; or all that may be titles.
fn just(views: &[View<'_>], from: usize, to: usize, wanted: usize, opens: bool) -> Option<Vec<usize>> {
    let written = |line: &usize| {
        let view = &views[*line];
        view.counts() && !crate::markers::begins_item(view) && !heads_dated_part(&view.plain)
    };
    // A line with a figure in it is as likely a row of a table; but a year ends many a heading.
    let apart = |line: &usize| {
        let text = views[*line].plain.as_str();
        let bare = text.rsplit_once(' ').filter(|(_, last)| is_year(last)).map_or(text, |(bare, _)| bare);
        !bare.contains(|c: char| c.is_ascii_digit())
            && stands_apart(views, *line)
            && !is_recipient(views, *line)
            && labels::decision_opener(&views[*line].plain).is_none()
    };
    let lines: Vec<usize> = (from..to).filter(written).collect();
    let first = lines.first().copied().filter(|&line| opens && reads_as_title(&views[line].plain));
    let sure = |line: &usize| Some(*line) == first || heads(views, *line);
    // At last whatever may be a title below a gap, with its text directly below it or behind a gap.
    let maybe = |line: &usize| {
        let next = views.get(line + 1).is_none_or(|next| !next.plain.starts_with(char::is_lowercase));
        gap_above(views, *line) && next && reads_as_title(&views[*line].plain)
    };
    // Typists underlined a heading and set a stop behind it: `Föregående protokoll.`
    let stopped = |line: &usize| {
        let text = &views[*line].plain;
        let gap_below = views.get(line + 1).is_none_or(|below| !below.counts());
        gap_above(views, *line)
            && gap_below
            && text.strip_suffix('.').is_some_and(|title| {
                let office = labels::label(title).is_some_and(|found| !found.section.of_item());
                !title.contains([':', ';']) && (reads_as_title(title) || office)
            })
            && !has_verb(text)
    };
    // What stands more than once heads a part of the items, as `Arbetsutskottets förslag till kommunstyrelsen`.
    let differ = |heads: &[usize]| {
        let mut seen = std::collections::HashSet::new();
        heads.iter().all(|&line| seen.insert(views[line].plain.as_str()))
    };
    let choices: [&dyn Fn(&usize) -> bool; 5] =
        [&sure, &apart, &|line| apart(line) || sure(line), &stopped, &maybe];
    choices
        .into_iter()
        .map(|choice| lines.iter().copied().filter(|line| choice(line)).collect::<Vec<usize>>())
        .find(|heads| heads.len() == wanted && differ(heads))
}

/// Whether a line is the heading of an item by what stands about it: a gap above it, and its case number behind it or above it,
/// or who presents the matter below it.
pub(crate) fn heads(views: &[View<'_>], line: usize) -> bool {
    let text = &views[line].plain;
    let below = views[line + 1..].iter().find(|view| view.counts()).is_some_and(|below| {
        labels::label(&below.plain)
            .is_some_and(|found| matches!(found.section, Section::Presenters | Section::Description))
    });
    gap_above(views, line)
        && (below || ends_with_case(text) || case_above(views, line))
        && reads_as_title(text)
}

/// Whether the number of a case stands behind the words of a line: `Ekonomisk rapport för mars  Lt 118/78`, `Avtal (dnr 2013/17)`.
pub(crate) fn ends_with_case(text: &str) -> bool {
    static NUMBERED: Pattern = Pattern::new(
        r"\s(?:\p{Lu}\p{L}{0,5}[\s/.-]?)?(?:\d{4}[./:-]\d{1,6}|\d{1,5}/\d{2,4})(?:\s\p{Lu}{2,5})?$",
    );
    NUMBERED.is_match(text) || CaseNumber::trailing(text).is_some_and(|found| found.start > 0)
}

/// Whether a line is a label of an item's part and nothing else, as they stand in the margin below the numbers: `Beslut`.
fn is_lone_label(text: &str) -> bool {
    let text = text.trim_start_matches(['-', ':', ' ']);
    let whole = |text: &str| {
        labels::label(text).is_some_and(|found| found.section.of_item() && found.rest.is_empty())
    };
    // A gap inside the word is the engine's: `F öredragande`.
    whole(text) || whole(&text.replace(' ', ""))
}

/// Whether a line stands in the margin as numbers do: a label, the number of a case, another body's paragraph, whose § may be
/// misread, or that there are papers, `Särsk. bil.`
fn of_margin(text: &str) -> bool {
    static ELSEWHERE: Pattern = Pattern::new(r"^\p{Lu}\p{L}{0,5}\.?\s?[§$&85Ss]{1,2}\s?\d{1,4}$");
    static PAPERS: Pattern =
        Pattern::new(r"^(?:\p{Lu}\p{Ll}{2,8}\.?\s)?[Bb]il(?:aga|agor|\.)?(?:\s\w{1,3})?$");
    is_lone_label(text) || beside_heading(text) || ELSEWHERE.is_match(text) || PAPERS.is_match(text)
}

/// Whether nothing stands directly above a line, or only the number of its case.
pub(crate) fn gap_above(views: &[View<'_>], line: usize) -> bool {
    let blank = |line: usize| line.checked_sub(1).is_none_or(|above| !views[above].counts());
    blank(line) || (case_above(views, line) && blank(line - 1))
}

/// Whether the number of a case stands by itself directly above a line: `Dnr 03/Ks 0061 042`.
pub(crate) fn case_above(views: &[View<'_>], line: usize) -> bool {
    line.checked_sub(1)
        .is_some_and(|above| views[above].counts() && CaseNumber::is_alone(&views[above].plain))
}

/// Whether a line may be a title: a capital letter, no stop, and nothing that another part begins with.
pub(crate) fn reads_as_title(text: &str) -> bool {
    const WORDS: usize = 14;
    // The head of a page that stands below its margin: `PROTOKOLL 2`.
    static PAGE: Pattern = Pattern::new(r"(?i)^(?:sammanträdes)?protokoll\s\d{1,3}(?:\s?\(\d{1,3}\))?$");
    // The date and the page in the head of a page are none.
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let figures = text.chars().filter(char::is_ascii_digit).count();
    text.starts_with(char::is_uppercase)
        && letters > figures
        && !text.ends_with(['.', ',', ';', ':'])
        && text.split_whitespace().count() <= WORDS
        && labels::label(text).is_none()
        && labels::decision_opener(text).is_none()
        && !is_clause(text)
        && !has_verb(text)
        && !PAGE.is_match(text)
}

/// Whether a line directly below a number may be its heading, whatever the word is elsewhere.
fn may_head(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
        && !text.ends_with(['.', ',', ';', ':'])
        && text.split_whitespace().count() <= 14
}

/// Whether text stands between two markers, and not only what stands in the margin as numbers do.
pub(crate) fn text_between(views: &[View<'_>], a: &Taken, b: &Taken) -> bool {
    let between = a.marker.line + 1..b.marker.line;
    between.clone().filter(|&line| views[line].counts()).count() > margin_lines(views, between).len()
}

/// The first lines of some that stand in the margin as numbers do: labels, the numbers of cases, and who gets the decision,
/// directly below its label; and whether each is of these last.
pub(crate) fn margin_lines(views: &[View<'_>], lines: std::ops::Range<usize>) -> Vec<(usize, bool)> {
    /// Words of one who gets it.
    const WORDS: usize = 4;
    let mut listed = false;
    let mut found = Vec::new();
    for line in lines {
        let view = &views[line];
        let text = view.plain.as_str();
        if !view.counts() {
            listed &= !view.blank();
            continue;
        }
        if of_margin(text) {
            listed = labels::label(text).is_some_and(|found| found.section == Section::Recipients);
        } else if !listed || text.split(' ').count() > WORDS || text.ends_with('.') {
            break;
        }
        found.push((line, listed));
    }
    found
}

/// An item that stands in for one whose number is not in the text.
pub(crate) fn lost(views: &[View<'_>], like: &Taken, value: u32, line: usize) -> Taken {
    let mut lost = like.clone();
    lost.marker.value = value;
    lost.marker.number = value.to_string();
    lost.marker.line = line;
    lost.marker.rest = views[line].start;
    lost.number_at = None;
    lost.lost = true;
    lost
}

/// In a stack of numbers one between its neighbours was cut by the engine and taken for an inner one: `10.`, `1.`, `12.`
fn mend_stacked(views: &[View<'_>], taken: &mut [Taken]) {
    for at in 1..taken.len().saturating_sub(1) {
        let (before, after) = (&taken[at - 1], &taken[at + 1]);
        let outer = |taken: &Taken| {
            taken.depth == Depth::Outer && taken.marker.kind == MarkerKind::Number && alone(views, taken)
        };
        let stacked = outer(before)
            && outer(after)
            && alone(views, &taken[at])
            && !text_between(views, before, &taken[at])
            && !text_between(views, &taken[at], after);
        if stacked && taken[at].depth != Depth::Outer && after.marker.value == before.marker.value + 2 {
            let rest = taken[at].marker.rest;
            taken[at] = lost(views, before, before.marker.value + 1, taken[at].marker.line);
            taken[at].marker.rest = rest;
        }
    }
}

fn unstack(views: &[View<'_>], mut taken: Vec<Taken>) -> Vec<Taken> {
    /// More numbers than these were not lost between two.
    const LOST: u32 = 5;
    mend_stacked(views, &mut taken);
    let mut found: Vec<Taken> = Vec::new();
    let mut at = 0;
    while at < taken.len() {
        let mut end = at + 1;
        while end < taken.len()
            && taken[at].depth == Depth::Outer
            && taken[end].depth == Depth::Outer
            && alone(views, &taken[end - 1])
            && alone(views, &taken[end])
            && !text_between(views, &taken[end - 1], &taken[end])
        {
            end += 1;
        }
        if end - at >= 2 {
            let behind = taken[end - 1].marker.line + 1;
            // Entries of lists inside the items stand between their headings; they stay where they are.
            let next = taken[end..].iter().find(|taken| taken.depth == Depth::Outer);
            let limit = next.map_or(views.len(), |next| next.marker.line);
            // The labels of the margin end with the numbers.
            let margin = margin_lines(views, behind..limit).last().map_or(behind, |(last, _)| last + 1);
            let from = (margin..limit).find(|&line| views[line].counts()).unwrap_or(margin);
            let to = if next.is_some() { limit } else { back_matter(views, from) };
            // The first numbers of the stack may be lost, and their headings stand before the others'.
            let number = taken[at].marker.kind == MarkerKind::Number;
            let before = taken[..at].iter().rev().find(|taken| taken.depth == Depth::Outer);
            let missing = before
                .filter(|before| number && before.marker.kind == MarkerKind::Number)
                .map(|before| taken[at].marker.value.saturating_sub(before.marker.value + 1))
                .filter(|&missing| missing <= LOST)
                .unwrap_or(0) as usize;
            let told = just(views, from, to, end - at, true).map(|lines| (lines, 0));
            let more = || Some((just(views, from, to, end - at + missing, true)?, missing));
            if let Some((lines, missing)) = told.or_else(|| more().filter(|_| missing > 0)) {
                let first = taken[at].marker.value - missing as u32;
                let none = lines.iter().take(missing).zip(first..);
                found.extend(none.map(|(&line, value)| lost(views, &taken[at], value, line)));
                for (taken, line) in taken[at..end].iter_mut().zip(lines.into_iter().skip(missing)) {
                    taken.number_at = Some(taken.marker.line);
                    taken.marker.line = line;
                    taken.marker.rest = views[line].start;
                }
            }
        }
        at = end;
    }
    taken.extend(found);
    taken.sort_by_key(|taken| taken.marker.line);
    taken
}

fn fill(views: &[View<'_>], taken: Vec<Taken>) -> Vec<Taken> {
    let mut filled: Vec<Taken> = Vec::with_capacity(taken.len());
    let outer: Vec<usize> = (0..taken.len()).filter(|&at| taken[at].depth == Depth::Outer).collect();
    for (at, item) in taken.iter().enumerate() {
        filled.push(item.clone());
        let Ok(nth) = outer.binary_search(&at) else { continue };
        let Some(next) = outer.get(nth + 1).map(|&next| &taken[next]) else { continue };
        let apart = |taken: &Taken| taken.number_at.is_some() || alone(views, taken);
        let missing = next.marker.value.saturating_sub(item.marker.value + 1) as usize;
        // Only where numbers are known to stand apart from their headings was one lost without its heading.
        if missing == 0
            || item.marker.kind != MarkerKind::Number
            || !(apart(item) || apart(next))
            || outer.get(nth + 1) != Some(&(at + 1))
        {
            continue;
        }
        // The item's own heading is the first that stands behind its number.
        let own = usize::from(alone(views, item));
        let from = item.marker.line + 1;
        let Some(lines) = just(views, from, next.marker.line, missing + own, own > 0) else { continue };
        for (step, line) in lines.into_iter().skip(own).enumerate() {
            filled.push(lost(views, item, item.marker.value + step as u32 + 1, line));
        }
    }
    filled
}
