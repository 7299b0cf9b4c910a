//! The list of contents: markers that follow each other closely and come again, further apart, in the body.

use std::collections::HashMap;

use justera_core::{Marker, MarkerKind};

use crate::View;

/// Written lines between two entries of a list of contents, at most: a heading runs over three.
const LINES_AN_ENTRY: usize = 4;

/// Marks the lines of printed lists of contents.
pub(crate) fn mark(views: &mut [View<'_>], markers: &[Marker]) {
    let section = |marker: &Marker| {
        matches!(
            marker.kind,
            MarkerKind::Section | MarkerKind::SectionMisread | MarkerKind::Number | MarkerKind::Bare
        )
    };
    let own: Vec<&Marker> = markers.iter().filter(|marker| section(marker)).collect();
    let words: Vec<String> = own
        .iter()
        .map(|marker| {
            let view = &views[marker.line];
            let behind = justera_core::text::plain(&view.raw[marker.rest - view.start..]).to_lowercase();
            match views.get(marker.line + 1) {
                // A number alone on its line has its title below.
                Some(below) if behind.is_empty() => below.plain.to_lowercase(),
                _ => behind,
            }
        })
        .collect();
    let mut by_value: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, marker) in own.iter().enumerate() {
        by_value.entry(marker.value).or_default().push(index);
    }
    let held = Held { own: &own, words: &words, by_value: &by_value };
    // Where each written line stands among the written lines.
    let mut order = vec![0usize; views.len()];
    let mut written = 0;
    for (index, view) in views.iter().enumerate() {
        order[index] = written;
        written += usize::from(view.counts());
    }
    let mut at = 0;
    while at < own.len() {
        let mut end = at + 1;
        while end < own.len()
            && order[own[end].line] - order[own[end - 1].line] <= LINES_AN_ENTRY
            && own[end].value > own[end - 1].value
            && way(own[end]) == way(own[at])
        {
            end += 1;
        }
        if end - at >= 2 && comes_again(&held, at..end) {
            let first = first_line(views, own[at].line);
            let last = last_line(views, own[end - 1].line, own.get(end).map(|marker| marker.line));
            for view in &mut views[first..=last] {
                view.contents = !view.blank() && !view.furniture;
            }
        }
        at = end;
    }
}

/// How the number is written, a § the same however it was read.
fn way(marker: &Marker) -> MarkerKind {
    match marker.kind {
        MarkerKind::SectionMisread => MarkerKind::Section,
        kind => kind,
    }
}

/// The markers that can stand in a list of contents, in order.
struct Held<'a> {
    own: &'a [&'a Marker],
    /// The words after each, in small letters.
    words: &'a [String],
    /// The places of each number.
    by_value: &'a HashMap<u32, Vec<usize>>,
}

/// Whether most of the run's numbers come again after it, and not as closely: a run of one-line items is the body.
///
/// Numbers with a stop begin inner lists as well, so theirs must come again with the same words.
fn comes_again(held: &Held<'_>, at: std::ops::Range<usize>) -> bool {
    /// So often at most is a number of inner lists looked up: a long document has it hundreds of times.
    const LOOKED_AT: usize = 60;
    let run = &held.own[at.clone()];
    let mut later: HashMap<u32, usize> = HashMap::new();
    for entry in at.clone() {
        let places = held.by_value.get(&held.own[entry].value).map_or(&[][..], Vec::as_slice);
        let after = &places[places.partition_point(|&place| place < at.end)..];
        let like = |&&place: &&usize| {
            // Numbers written in another way are the points of a list as often.
            let marked = !matches!(held.own[place].kind, MarkerKind::Number | MarkerKind::Bare);
            (marked && way(held.own[place]) == way(held.own[entry]))
                || strsim::normalized_levenshtein(&held.words[entry], &held.words[place]) >= 0.7
        };
        if let Some(&found) = after.iter().take(LOOKED_AT).find(like) {
            later.entry(held.own[entry].value).or_insert(held.own[found].line);
        }
    }
    let again = run.iter().filter(|marker| later.contains_key(&marker.value)).count();
    let Some(first) = run.iter().find_map(|marker| later.get(&marker.value)) else { return false };
    // A fragment of the minutes may hold only the first of the paragraphs that its list announces.
    let starts_again = run.first().is_some_and(|marker| later.contains_key(&marker.value));
    let spread =
        run.iter().filter_map(|marker| later.get(&marker.value)).max().map_or(0, |last| last - first);
    let close = run.last().map_or(0, |last| last.line) - run[0].line;
    (again * 10 >= run.len() * 6 || (starts_again && again >= 2)) && spread > close
}

/// A heading's first lines may stand before its number (`Initiativärende till … \n§ 114\n …`).
fn first_line(views: &[View<'_>], marker: usize) -> usize {
    let mut first = marker;
    while first > 0 && views[first - 1].counts() && marker - first < 2 {
        first -= 1;
    }
    // Only a run directly above the first number, itself after a blank line or a page's head, is part of the list.
    let above = first.checked_sub(1).map(|at| &views[at]);
    if above.is_none_or(|view| view.blank() || view.furniture) { first } else { marker }
}

/// The last entry's heading may run over lines, up to a blank line, furniture or the next marker; where the numbers
/// stand in a column of their own, all headings follow after the last.
fn last_line(views: &[View<'_>], marker: usize, next: Option<usize>) -> usize {
    let page = views[marker].page;
    let mut last = marker;
    let numbers_alone = views[marker].plain.chars().filter(|c| c.is_alphabetic()).count() == 0;
    for (index, view) in views.iter().enumerate().take(next.unwrap_or(views.len())).skip(marker + 1) {
        if view.page != page || view.furniture {
            break;
        }
        if view.blank() {
            if numbers_alone && last - marker < 2 {
                continue;
            }
            break;
        }
        last = index;
    }
    last
}
