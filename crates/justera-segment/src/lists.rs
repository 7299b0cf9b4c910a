//! Which inner lists are items and which are enumerations inside the text.

use justera_core::MarkerKind;
use justera_core::labels::{self, Section};
use justera_core::text::is_clause;

use crate::View;
use crate::fit::{Depth, Taken};
use crate::prose::{has_verb, sentence_end};

/// Keeps the markers that are items; of the others it says why they are not.
pub(crate) fn keep_items(views: &[View<'_>], taken: Vec<Taken>) -> (Vec<Taken>, Vec<(usize, &'static str)>) {
    let lines = Lines::of(views);
    let mut keep = vec![true; taken.len()];
    let mut demoted = Vec::new();
    let mut at = 0;
    while at < taken.len() {
        if taken[at].depth == Depth::Outer {
            at += 1;
            continue;
        }
        // A list: markers of one kind and depth that go on, with deeper ones between them.
        let depth = taken[at].depth;
        let kind = taken[at].marker.kind;
        let mut members = vec![at];
        let mut next = at + 1;
        while next < taken.len()
            && taken[next].depth != Depth::Outer
            && !(depth == Depth::Innermost && taken[next].depth == Depth::Inner)
        {
            if taken[next].depth == depth {
                let last = &taken[*members.last().unwrap_or(&at)].marker;
                if taken[next].marker.kind != kind || taken[next].marker.value <= last.value.saturating_sub(1)
                {
                    break;
                }
                members.push(next);
            }
            next += 1;
        }
        let end_line = taken.get(next).map_or(views.len(), |taken| taken.marker.line);
        // The list may go on behind an enumeration inside one of its entries.
        let before = (0..at).rev().take_while(|&before| taken[before].depth != Depth::Outer);
        let goes_on = before
            .filter(|&before| keep[before] && taken[before].depth == depth)
            .map(|before| &taken[before].marker)
            .find(|marker| marker.kind == kind)
            .is_some_and(|marker| marker.value + 1 == taken[at].marker.value);
        let reason = if goes_on { None } else { enumeration(views, &lines, &taken, &members, end_line) };
        if let Some(reason) = reason {
            for index in at..next {
                keep[index] = false;
                demoted.push((taken[index].marker.line, reason));
            }
            at = next;
        } else {
            // The entries are items; what lies between them is looked at in turn.
            at += 1;
            while at < next && taken[at].depth == depth {
                at += 1;
            }
        }
    }
    let mut index = 0;
    let mut taken = taken;
    taken.retain(|_| {
        index += 1;
        keep[index - 1]
    });
    (taken, demoted)
}

/// For each line, what stands at or before it.
struct Lines {
    /// The last line that has a label or opens a decision, and its section.
    labelled: Vec<Option<(usize, Section)>>,
    /// The last line of text.
    text: Vec<Option<usize>>,
}

impl Lines {
    fn of(views: &[View<'_>]) -> Self {
        let mut lines =
            Lines { labelled: Vec::with_capacity(views.len()), text: Vec::with_capacity(views.len()) };
        let (mut labelled, mut text) = (None, None);
        for (line, view) in views.iter().enumerate() {
            if view.counts() {
                text = Some(line);
                if let Some(found) = labels::label(&view.plain) {
                    labelled = Some((line, found.section));
                } else if labels::decision_opener(&view.plain).is_some() {
                    labelled = Some((line, Section::Decision));
                }
            }
            lines.labelled.push(labelled);
            lines.text.push(text);
        }
        lines
    }
}

/// Why the list is only an enumeration, if it is.
fn enumeration(
    views: &[View<'_>],
    lines: &Lines,
    taken: &[Taken],
    members: &[usize],
    end: usize,
) -> Option<&'static str> {
    let first = &taken[members[0]].marker;
    if first.kind == MarkerKind::Decimal {
        return None;
    }
    let initial = views[first.line].plain.starts_with(char::is_uppercase)
        && views[first.line].plain.chars().nth(1) == Some('.');
    if initial && members.len() < 2 {
        return Some("an initial and no list");
    }
    if first.value != 1 {
        return Some("a list that does not begin at its beginning");
    }
    let parent = taken[..members[0]].iter().rev().find(|taken| taken.depth == Depth::Outer)?;
    // `4a` behind `3` is a point of the agenda.
    if first.within.first().is_some_and(|&within| within != parent.marker.value) {
        return None;
    }
    let by_section = parent.marker.kind != MarkerKind::Number;
    // The last label between the parent's heading and the list, and the line directly before it.
    let before = first.line.checked_sub(1);
    let section = before
        .and_then(|line| lines.labelled[line])
        .filter(|&(line, _)| line > parent.marker.line)
        .map(|(_, section)| section);
    let intro = before.and_then(|line| lines.text[line]).filter(|&line| line > parent.marker.line);
    // A decision's clauses end with it: what follows a blank line after a clause is a new matter.
    if let Some(section) = section {
        let inside = matches!(
            section,
            Section::Decision
                | Section::Proposal
                | Section::Motion
                | Section::Procedure
                | Section::Vote
                | Section::Papers
                | Section::Recipients
                | Section::Note
                | Section::Reservation
        );
        // Points that have presenters of their own are items wherever they stand.
        let presented = first.kind == MarkerKind::Letter
            && (first.line..end).any(|line| {
                labels::label(&views[line].plain).is_some_and(|found| found.section == Section::Presenters)
            });
        let titled = first.kind == MarkerKind::Letter && titled(views, taken, members) * 2 > members.len();
        if inside && !presented && !titled && (by_section || directly_after(views, intro, first.line)) {
            return Some("points of a decision, a proposal or a list of papers");
        }
    }
    if let Some(intro) = intro {
        let line = views[intro].plain.trim_end_matches(['*', '_', ' ']);
        if line.ends_with(':') && labels::label(line).is_none() {
            return Some("announced by a colon: an enumeration inside the text");
        }
    }
    let rests: Vec<String> = members
        .iter()
        .map(|&member| {
            let marker = &taken[member].marker;
            let view = &views[marker.line];
            // The entry's first paragraph, over its lines.
            let first = justera_core::text::plain(&view.raw[marker.rest - view.start..]);
            let more = views[marker.line + 1..end.max(marker.line + 1)]
                .iter()
                .take_while(|view| {
                    view.counts() && !crate::markers::is_marker(view) && labels::label(&view.plain).is_none()
                })
                .take(6)
                .map(|view| view.plain.as_str());
            justera_core::text::unwrap(std::iter::once(first.as_str()).chain(more))
        })
        .collect();
    if rests.iter().filter(|rest| is_clause(rest)).count() * 2 >= rests.len() {
        return Some("clauses that begin with 'att'");
    }
    let small = rests.iter().filter(|rest| rest.starts_with(char::is_lowercase)).count() * 2 > rests.len();
    if small && told_below(views, taken, members) * 2 <= members.len() {
        return Some("entries in small letters: an enumeration inside the text");
    }
    // Directly below the heading of a paragraph titles with a text each are points of the agenda.
    let points = || intro.is_none() && titled(views, taken, members) * 2 > members.len();
    if first.kind == MarkerKind::Number && by_section && !points() {
        return Some("numbered points inside a paragraph");
    }
    if first.kind == MarkerKind::Number && !topics(views, taken, members, &rests, end) {
        return Some("sentences without a text of their own");
    }
    // Of the verbs not all are known; but before another sentence what has none is a title.
    let told = |rest: &&String| has_verb(&rest[..sentence_end(rest).unwrap_or(rest.len())]);
    let sentence = |rest: &String| {
        rest.starts_with(char::is_uppercase)
            && rest.ends_with('.')
            && !rest.contains(": ")
            && (sentence_end(rest).is_none() || told(&rest))
    };
    // A title on a line of its own is no part of the sentence below it.
    let runs_on = |&member: &usize| {
        let line = taken[member].marker.line;
        let next = views.get(line + 1).filter(|next| next.counts() && !crate::markers::is_marker(next));
        next.is_none_or(|next| next.plain.starts_with(char::is_lowercase))
    };
    if first.kind == MarkerKind::Letter
        && rests.len() > 1
        && rests.iter().all(sentence)
        && rests.iter().filter(told).count() * 2 >= rests.len()
        && members.iter().all(runs_on)
    {
        return Some("sentences without a title");
    }
    None
}

/// Whether nothing but a clause stands between the line before and the list.
fn directly_after(views: &[View<'_>], intro: Option<usize>, line: usize) -> bool {
    intro.is_some_and(|intro| {
        labels::label(&views[intro].plain).is_some()
            || labels::decision_opener(&views[intro].plain).is_some()
            || (intro + 1..line).all(|at| !views[at].blank())
    })
}

/// How many entries have a sentence directly below their line, which ends without a stop: `a) ansvarsfrihet` / `Stämman beslutade
/// att …`.
fn told_below(views: &[View<'_>], taken: &[Taken], members: &[usize]) -> usize {
    const LINES: usize = 4;
    let told = |member: &&usize| {
        let line = taken[**member].marker.line;
        let below =
            views[line + 1..].iter().take_while(|next| next.counts() && !crate::markers::is_marker(next));
        let below = justera_core::text::unwrap(below.take(LINES).map(|next| next.plain.as_str()));
        !views[line].plain.ends_with(['.', ',', ';', ':', '-'])
            && below.starts_with(char::is_uppercase)
            && (below.ends_with('.') || sentence_end(&below).is_some())
            && has_verb(&below)
    };
    members.iter().filter(told).count()
}

/// How many entries have a title on a line of its own, and a text below it; behind a blank line it must be a paragraph.
fn titled(views: &[View<'_>], taken: &[Taken], members: &[usize]) -> usize {
    members
        .iter()
        .filter(|&&member| {
            let marker = &taken[member].marker;
            let view = &views[marker.line];
            let title = justera_core::text::plain(&view.raw[marker.rest - view.start..]);
            let text = |at: usize| {
                let next = views.get(at).filter(|next| next.counts() && !crate::markers::is_marker(next))?;
                next.plain
                    .starts_with(|c: char| c.is_uppercase() || matches!(c, '•' | '-' | '–'))
                    .then_some(next)
            };
            let paragraph = || {
                let blank = views.get(marker.line + 1).is_some_and(View::blank);
                let next = text(marker.line + 2).filter(|_| blank)?;
                let part =
                    labels::label(&next.plain).is_some() || labels::decision_opener(&next.plain).is_some();
                (next.plain.split(' ').count() >= 6 && !part).then_some(next)
            };
            (3..=70).contains(&title.chars().count())
                && title.starts_with(char::is_uppercase)
                && !title.ends_with(['.', ',', ';', ':', '-'])
                && (text(marker.line + 1).is_some() || (!has_verb(&title) && paragraph().is_some()))
        })
        .count()
}

/// Whether the entries are topics: most have a title on a line of its own, one at least has a paragraph of its own,
/// or all are short and no sentences.
fn topics(views: &[View<'_>], taken: &[Taken], members: &[usize], rests: &[String], end: usize) -> bool {
    if titled(views, taken, members) * 2 > members.len() {
        return true;
    }
    let own_text = members.iter().enumerate().any(|(nth, &member)| {
        let from = taken[member].marker.line;
        let to = members.get(nth + 1).map_or(end, |&next| taken[next].marker.line);
        let mut blank = false;
        (from + 1..to).any(|line| {
            let view = &views[line];
            if view.blank() {
                blank = true;
                return false;
            }
            let clause = is_clause(&view.plain)
                || labels::label(&view.plain).is_some()
                || labels::decision_opener(&view.plain).is_some();
            // The last entry is followed by whatever the parent goes on with.
            blank && view.counts() && !clause && nth + 1 < members.len()
        })
    });
    own_text || rests.iter().all(|rest| rest.chars().count() <= 90 && !rest.ends_with('.'))
}
