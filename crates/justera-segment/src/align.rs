//! Numbers of a margin and headings of a text column that an engine read apart, brought together as a whole.
//!
//! The numbers count on by one, and so do the headings; where a number was lost the heading is left, and the other way
//! round. A dynamic program over both gives each number the heading by which all together fit best. It is asked only of
//! documents in which several numbers stand alone, and says nothing where too much is left over.

use justera_core::MarkerKind;
use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};

use crate::View;
use crate::back::back_matter;
use crate::beside::beside_heading;
use crate::detached::{alone, gap_above, heads, is_headed, lost, reads_as_title, text_between};
use crate::fit::{Depth, Taken};
use crate::headings::{is_year, stands_apart};
use crate::prose::has_verb;
use crate::running::{title_before_sentence, titles_before_stops};

/// The terms of the score, with their reasons.
mod terms {
    /// A heading with its case number or its presenters is surely one.
    pub(super) const SURE: f32 = 2.0;
    /// A short line between gaps before a paragraph.
    pub(super) const APART: f32 = 1.5;
    /// A title with a gap above it and its text directly below.
    pub(super) const TITLE: f32 = 1.0;
    /// The share that is left of a line in the list of those who get the decision.
    pub(super) const RECIPIENT: f32 = 0.4;
    /// A number and its heading are on one page.
    pub(super) const SAME_PAGE: f32 = 1.0;
    /// The margin was read before the text beside it.
    pub(super) const BEHIND: f32 = 0.5;
    /// On different pages they hardly belong together.
    pub(super) const OTHER_PAGE: f32 = -3.0;
    /// A number that is not in the text explains a heading less well than one that is.
    pub(super) const LOST: f32 = -0.4;
    /// A number that gets no heading.
    pub(super) const WITHOUT: f32 = -1.5;
    /// A number that stands in no line and gets no heading: it was never printed.
    pub(super) const NEVER: f32 = -0.6;
    /// The share of a heading's own score that it costs to leave it.
    pub(super) const LEFT: f32 = 0.9;
}

/// Numbers that stand loose before it is asked how they fit.
const LEAST: usize = 3;
/// Numbers and headings of a run that is aligned.
const MOST: usize = 400;

/// A line that may head an item.
struct Heading {
    line: usize,
    score: f32,
}

/// The items, with each number that stands loose at its heading wherever a run of them fits together.
pub(crate) fn align(views: &[View<'_>], taken: Vec<Taken>) -> Vec<Taken> {
    // A number before small letters is a reference whose line broke there.
    let refers = |taken: &Taken| {
        let view = &views[taken.marker.line];
        view.raw[taken.marker.rest - view.start..].trim_start().starts_with(char::is_lowercase)
    };
    let outer: Vec<Taken> = taken.iter().filter(|taken| taken.depth == Depth::Outer).cloned().collect();
    let counted = |taken: &Taken| {
        let kinds = [MarkerKind::Number, MarkerKind::Section, MarkerKind::SectionMisread, MarkerKind::Bare];
        kinds.contains(&taken.marker.kind)
    };
    let own: Vec<&Taken> = outer.iter().filter(|taken| !refers(taken)).collect();
    let increasing = own.windows(2).all(|pair| pair[0].marker.value < pair[1].marker.value);
    if !increasing || !own.iter().all(|taken| counted(taken)) {
        return taken;
    }
    let loose: Vec<bool> = (0..own.len()).map(|nth| is_loose(views, &own, nth)).collect();
    // Those that found their headings by themselves show as well that numbers and headings were read apart.
    let apart = own.iter().zip(&loose).filter(|(taken, loose)| **loose || taken.number_at.is_some());
    let few = apart.count() < LEAST;
    let stops = titles_before_stops(views, &taken);
    let mut aligned: Vec<Taken> = taken.iter().filter(|taken| taken.depth != Depth::Outer).cloned().collect();
    let first = own.first().filter(|_| !loose[0]);
    aligned.extend(first.map_or_else(Vec::new, |first| lost_first(views, first, stops)));
    let mut at = 0;
    let mut told = false;
    while at < own.len() {
        if !loose[at] || few {
            aligned.push(own[at].clone());
            at += 1;
            continue;
        }
        // Up to the next number that has its heading.
        let end = (at..own.len()).find(|&nth| !loose[nth]).unwrap_or(own.len());
        let before = at.checked_sub(1).map(|before| own[before]);
        match run(views, &own[at..end], before, own.get(end).copied(), stops) {
            Some(items) => {
                told = true;
                aligned.extend(items);
            }
            None => aligned.extend(own[at..end].iter().map(|&taken| taken.clone())),
        }
        at = end;
    }
    // What only refers is no item where the others have found their places.
    if !told {
        aligned.extend(outer.iter().filter(|taken| refers(taken)).cloned());
    }
    aligned.sort_by_key(|taken| taken.marker.line);
    aligned
}

/// Whether a number stands alone, and what follows it is not its heading.
fn is_loose(views: &[View<'_>], outer: &[&Taken], nth: usize) -> bool {
    let taken = outer[nth];
    let limit = outer.get(nth + 1).map_or(views.len(), |next| next.marker.line);
    // Below the last of a stack the heading of the first stands.
    let above = nth.checked_sub(1).map(|above| outer[above]);
    let stacked = above.is_some_and(|above| {
        above.number_at.is_none() && alone(views, above) && !text_between(views, above, taken)
    });
    taken.number_at.is_none() && alone(views, taken) && (stacked || !is_headed(views, taken, limit))
}

/// The items of one run of loose numbers, between two that have their headings.
fn run(
    views: &[View<'_>],
    loose: &[&Taken],
    before: Option<&Taken>,
    after: Option<&Taken>,
    stops: bool,
) -> Option<Vec<Taken>> {
    let (first, last) = (loose.first()?, loose.last()?);
    let start = match before {
        Some(before) => before.marker.value + 1,
        None => first.marker.value - lost_before(views, first, stops),
    };
    let stop = after.map_or(last.marker.value, |after| after.marker.value - 1);
    let count = stop.checked_sub(start)? as usize + 1;
    // Only where two numbers stand on each other, or one is missing, were they read apart from their headings.
    let stacked = loose.windows(2).any(|pair| !text_between(views, pair[0], pair[1]));
    // An extract leaves numbers out by the dozen.
    if count > MOST || count > loose.len() * 3 + 2 {
        return None;
    }
    // One by itself has its heading elsewhere only where a single line surely is one.
    let single = !stacked && count == loose.len();
    let from = match before {
        // The heading of the one before stands on its line, or is the next.
        Some(before) => before.marker.line + 1 + usize::from(alone(views, before)),
        None => opening(views, first).unwrap_or(first.marker.line),
    };
    let heading = |line: usize| Some(Heading { line, score: score(views, line, stops)? });
    let end = match after {
        Some(after) => after.marker.line,
        None => {
            // What is signed at the foot of the last number's page stands before the text beside that.
            let text = (last.marker.line + 1..views.len()).find(|&line| heading(line).is_some());
            back_matter(views, text.unwrap_or(last.marker.line) + 1)
        }
    };
    let headings: Vec<Heading> = (from..end).filter_map(heading).collect();
    let sure = headings.iter().filter(|heading| heading.score >= terms::SURE).count();
    if headings.len() > MOST || (single && (count > 1 || sure != 1 || headings.len() != 1)) {
        return None;
    }
    let marks: Vec<Option<&Taken>> =
        (start..=stop).map(|value| loose.iter().find(|taken| taken.marker.value == value).copied()).collect();
    let chosen = best(views, &marks, &headings);
    // Nearly all numbers have a heading, and nearly all headings a number.
    let given = marks.iter().zip(&chosen).filter(|(mark, chosen)| mark.is_some() && chosen.is_some()).count();
    let used: f32 = chosen.iter().flatten().map(|&at| headings[at].score).sum();
    let all: f32 = headings.iter().map(|heading| heading.score).sum();
    if given * 10 < loose.len() * 8 || used * 10.0 < all * 7.0 {
        return None;
    }
    let items = marks.iter().zip(&chosen).zip(start..).filter_map(|((mark, chosen), value)| {
        let heading = chosen.map(|at| headings[at].line);
        match (mark, heading) {
            (Some(mark), Some(line)) => {
                let mut moved = (*mark).clone();
                moved.number_at = Some(mark.marker.line);
                moved.marker.line = line;
                moved.marker.rest = views[line].start;
                Some(moved)
            }
            (Some(mark), None) => Some((*mark).clone()),
            (None, Some(line)) => Some(lost(views, first, value, line)),
            (None, None) => None,
        }
    });
    Some(items.collect())
}

/// The line before the first number with which a meeting begins, `Mötets öppnande`, where that number was lost.
fn opening(views: &[View<'_>], first: &Taken) -> Option<usize> {
    let opens = |text: &str| {
        let small = lower(text);
        small.split_whitespace().count() <= 6
            && ["öppn", "upprop"]
                .iter()
                .any(|stem| small.split_whitespace().any(|word| word.starts_with(stem)))
    };
    (0..first.marker.line).find(|&line| {
        let view = &views[line];
        view.counts() && opens(&view.plain) && reads_as_title(&view.plain) && gap_above(views, line)
    })
}

/// How many numbers before the first were lost: those that count from 1, or as many as titles stand there.
fn lost_before(views: &[View<'_>], first: &Taken, stops: bool) -> u32 {
    const MOST: u32 = 8;
    let Some(opening) = opening(views, first) else { return 0 };
    let titles = (opening..first.marker.line)
        .filter(|&line| gap_above(views, line) && score(views, line, stops).is_some())
        .count() as u32;
    let most = first.marker.value - 1;
    let told = if first.marker.kind == MarkerKind::Number { most } else { titles };
    if told <= MOST { told.min(most) } else { 0 }
}

/// The items before the first whose number was read, where as many titles as numbers stand there from the one with which a
/// meeting begins.
fn lost_first(views: &[View<'_>], first: &Taken, stops: bool) -> Vec<Taken> {
    const MOST: usize = 8;
    let Some(opening) =
        opening(views, first).filter(|_| matches!(first.marker.kind, MarkerKind::Number | MarkerKind::Bare))
    else {
        return Vec::new();
    };
    let titles: Vec<usize> = (opening..first.marker.line)
        .filter(|&line| score(views, line, stops).is_some())
        .take(MOST + 1)
        .collect();
    let missing = first.marker.value as usize - 1;
    if titles.len() != missing || missing > MOST {
        return Vec::new();
    }
    titles.into_iter().zip(1..).map(|(line, value)| lost(views, first, value, line)).collect()
}

/// How surely a line heads an item; none where it does not. Where titles end with `stops` before their text on the same line,
/// so may one of a column that was read apart from its numbers.
fn score(views: &[View<'_>], line: usize, stops: bool) -> Option<f32> {
    let view = &views[line];
    if !view.counts() || crate::markers::begins_item(view) {
        return None;
    }
    if stops
        && gap_above(views, line)
        && title_before_sentence(views, line, views.len(), view.raw, true).is_some()
    {
        return Some(terms::APART);
    }
    if has_verb(&view.plain)
        || labels::decision_opener(&view.plain).is_some()
        || crate::prose::decides(&view.plain)
        || heads_part(&view.plain)
        || !gap_above(views, line)
    {
        return None;
    }
    title(views, line).map(|score| if is_recipient(views, line) { score * terms::RECIPIENT } else { score })
}

/// The same of a line without a number.
fn title(views: &[View<'_>], line: usize) -> Option<f32> {
    let view = &views[line];
    // The number of the case stands below it, or behind it; or who presents the matter.
    let numbered = views.get(line + 1).is_some_and(|next| next.counts() && beside_heading(&next.plain));
    if heads(views, line) || (numbered && reads_as_title(&view.plain)) {
        return Some(terms::SURE);
    }
    // A year is as good as a word.
    let mut figures = view.plain.split(|c: char| !c.is_ascii_digit()).filter(|figure| !figure.is_empty());
    let figures = figures.any(|figure| !is_year(figure));
    if stands_apart(views, line) {
        return Some(if figures { terms::TITLE } else { terms::APART });
    }
    let next = views.get(line + 1).filter(|next| next.counts());
    let below = |at: usize| views.get(at).is_none_or(|view| !view.counts());
    // `Justering` is elsewhere a label of the front page.
    let label = labels::label(&view.plain);
    let office = label.is_some_and(|found| {
        matches!(found.section, Section::Adjusting | Section::Papers) && found.rest.is_empty()
    });
    if office && next.is_none_or(|next| next.plain.starts_with(char::is_uppercase)) {
        return Some(terms::TITLE);
    }
    let title = reads_as_title(&view.plain) && !figures && !view.plain.contains(',');
    let directly = next.is_some_and(|next| next.plain.starts_with(char::is_uppercase));
    // A title over two lines.
    let two = below(line + 2)
        && next.is_some_and(|next| {
            next.plain.starts_with(char::is_lowercase)
                && !next.plain.ends_with(['.', ',', ':'])
                && !has_verb(&next.plain)
        });
    (title && (directly || two)).then_some(terms::TITLE)
}

/// Whether a line heads a part of an item, what it is called with or without a day behind: `Ärendebeskrivning 2003-03-11`.
fn heads_part(text: &str) -> bool {
    // These head items as often as they head a list of papers.
    const OF_ITEMS: [&str; 3] = ["delegationsbeslut", "anmälda delegationsbeslut", "anmälningar"];
    if OF_ITEMS.contains(&lower(text).as_str()) {
        return false;
    }
    of_item(text) || heads_dated_part(text)
}

/// Whether a day stands behind the label of an item's part: `Ärendebeskrivning 2003-03-11`.
pub(crate) fn heads_dated_part(text: &str) -> bool {
    static DAY: Pattern =
        Pattern::new(r"\s(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[-. ]\d{2,4}|\d{1,2}\s\p{Ll}{3,9}\s\d{4})$");
    let first = text.split_whitespace().next().unwrap_or("");
    DAY.is_match(text) && of_item(first)
}

fn of_item(text: &str) -> bool {
    labels::label(text).is_some_and(|found| found.section.of_item())
}

/// Whether a line stands in the list below a label that says who gets the decision.
pub(crate) fn is_recipient(views: &[View<'_>], line: usize) -> bool {
    const MOST: usize = 8;
    const WORDS: usize = 6;
    let above = views[..line].iter().rev().filter(|view| view.counts()).take(MOST);
    for view in above {
        match labels::label(&view.plain).map(|found| found.section) {
            Some(section) => return section == Section::Recipients,
            None if view.plain.ends_with('.') || view.plain.split(' ').count() > WORDS => return false,
            None => {}
        }
    }
    false
}

/// The heading of each number, as an index.
fn best(views: &[View<'_>], marks: &[Option<&Taken>], headings: &[Heading]) -> Vec<Option<usize>> {
    let width = headings.len() + 1;
    // The best score of the first numbers with the first headings, and the step that led there: 0 a heading that is left,
    // 1 a number without one, 2 both together.
    let mut score = vec![f32::NEG_INFINITY; (marks.len() + 1) * width];
    let mut step = vec![0_u8; score.len()];
    score[0] = 0.0;
    for number in 0..=marks.len() {
        for heading in 0..width {
            let at = number * width + heading;
            let mut held = (score[at], step[at]);
            let mut offer = |offered: f32, step: u8| {
                if offered > held.0 {
                    held = (offered, step);
                }
            };
            if heading > 0 {
                offer(score[at - 1] - headings[heading - 1].score * terms::LEFT, 0);
            }
            if number > 0 {
                let cost = if marks[number - 1].is_some() { terms::WITHOUT } else { terms::NEVER };
                offer(score[at - width] + cost, 1);
            }
            if number > 0 && heading > 0 {
                offer(score[at - width - 1] + pair(views, marks[number - 1], &headings[heading - 1]), 2);
            }
            (score[at], step[at]) = held;
        }
    }
    let mut chosen = vec![None; marks.len()];
    let (mut number, mut heading) = (marks.len(), headings.len());
    while number > 0 {
        match step[number * width + heading] {
            0 => heading -= 1,
            1 => number -= 1,
            _ => {
                number -= 1;
                heading -= 1;
                chosen[number] = Some(heading);
            }
        }
    }
    chosen
}

/// How well a number and a heading go together.
fn pair(views: &[View<'_>], mark: Option<&Taken>, heading: &Heading) -> f32 {
    let Some(mark) = mark else { return heading.score + terms::LOST };
    let line = mark.marker.line;
    let page =
        if views[line].page == views[heading.line].page { terms::SAME_PAGE } else { terms::OTHER_PAGE };
    let behind = if heading.line > line { terms::BEHIND } else { 0.0 };
    heading.score + page + behind
}
