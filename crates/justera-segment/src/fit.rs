//! The one sequence of markers that explains the document best.
//!
//! A dynamic program over all candidates in order. Each candidate is taken as
//! the next outermost item, as the next entry of an inner list, or left as
//! text; the state is where the outermost count and the inner lists stand. The
//! score's terms, with their reasons:

use justera_core::text::{Pattern, is_clause, lower};
use std::collections::BTreeMap;

use justera_core::labels::{self, Section};
use justera_core::{CaseNumber, Marker, MarkerKind};

use crate::View;

/// The terms of the score.
mod terms {
    /// A § is written for one purpose only.
    pub(super) const SECTION: f32 = 4.0;
    /// 8 for § is a figure more often than a §.
    pub(super) const SECTION_MISREAD: f32 = 1.5;
    /// A number with a stop begins lists as well as items.
    pub(super) const NUMBER: f32 = 2.0;
    /// A letter begins sub-items as well as enumerations.
    pub(super) const LETTER: f32 = 1.0;
    /// A number in two parts: the first must be its parent.
    pub(super) const DECIMAL: f32 = 1.5;
    /// A number without a mark begins rows of tables as well as items.
    pub(super) const BARE: f32 = 1.0;
    /// Behind a number without a mark stands a heading and no sentence.
    pub(super) const BARE_PROSE: f32 = -3.0;
    /// For each number that is passed over where they have no mark: nothing else tells such from figures.
    pub(super) const BARE_GAP: f32 = -3.0;
    /// Items stand apart.
    pub(super) const AFTER_BLANK: f32 = 0.6;
    /// A heading begins with a capital letter and is short.
    pub(super) const LIKE_A_HEADING: f32 = 0.8;
    /// `1. att …` is a clause of a proposal or a decision.
    pub(super) const CLAUSE: f32 = -5.0;
    /// Where § count the items, numbers under `Beslut` and the like are its points.
    pub(super) const POINT: f32 = -6.0;
    /// The count goes on by one.
    pub(super) const NEXT: f32 = 2.0;
    /// For each number that is passed over.
    pub(super) const GAP: f32 = -1.3;
    /// The same, for §: extracts and lost pages leave them out.
    pub(super) const SECTION_GAP: f32 = -0.4;
    /// A number that stands twice: writers miscount.
    pub(super) const TWICE: f32 = -1.2;
    /// The first item is 1, but for §, which count through the year.
    pub(super) const NOT_FIRST: f32 = -1.5;
    /// An inner list begins at 1 or a.
    pub(super) const INNER_FIRST: f32 = 0.4;
    /// An inner list goes on.
    pub(super) const INNER_NEXT: f32 = 1.4;
    /// An inner list that begins in the middle explains nothing.
    pub(super) const INNER_MIDDLE: f32 = -2.5;
    /// An inner entry counts less than an item.
    pub(super) const INNER_SHARE: f32 = 0.5;
    /// A strong candidate that is left as text wants a reason.
    pub(super) const LEFT: f32 = -0.15;
}

/// States kept after each candidate; the best explanation is never far down.
const KEPT: usize = 96;

/// How deep a marker was taken to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// An outermost item.
    Outer,
    /// An entry of a list inside an item.
    Inner,
    /// An entry of a list inside an entry.
    Innermost,
}

/// A marker that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub(crate) marker: Marker,
    pub(crate) depth: Depth,
    /// The line on which the number stands, where it stands apart from its heading, see [`crate::detached`].
    pub(crate) number_at: Option<usize>,
    /// Whether the number is not in the text: those about it say what it was.
    pub(crate) lost: bool,
}

/// Where the counts stand: the outermost number, and the kind and number of the two inner lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    outer: u32,
    inner: (u8, u32),
    innermost: (u8, u32),
}

#[derive(Clone, Copy, Debug)]
struct Best {
    score: f32,
    /// The last step, an index into the steps.
    step: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    marker: usize,
    depth: Depth,
    before: Option<usize>,
}

/// Takes the markers that explain the document best. Which kind counts the outermost items is tried both ways; where
/// neither counts the document, its headings without numbers do.
pub(crate) fn fit(views: &[View<'_>], markers: &[Marker], headings: &[Marker]) -> Vec<Taken> {
    let sections = |marker: &Marker| matches!(marker.kind, MarkerKind::Section | MarkerKind::SectionMisread);
    let numbers = |marker: &Marker| marker.kind == MarkerKind::Number;
    let first = announced_first(views);
    let by_section = run(views, markers, first, &sections);
    let by_number = run(views, markers, first, &numbers);
    let by_bare = run(views, markers, first, &|marker| marker.kind == MarkerKind::Bare);
    let best = if by_section.0 >= by_number.0 { by_section } else { by_number };
    let best = if by_bare.0 > best.0 && counts(views, &by_bare.1) { by_bare.1 } else { best.1 };
    // `Motioner:` and then 1) 2) 3): a list inside a document that has no numbers.
    let announced = |taken: &Taken| {
        let before = (0..taken.marker.line).rev().find(|&line| views[line].counts());
        before.is_some_and(|line| {
            let line = views[line].plain.as_str();
            let agenda = ["ärende", "punkt", "dagordning", "behandla", "föredrag"];
            let small = lower(line);
            line.ends_with(':')
                && labels::label(line).is_none()
                && line.split_whitespace().count() > 1
                && !agenda.iter().any(|word| small.contains(word))
        })
    };
    let few = best.iter().filter(|taken| taken.depth == Depth::Outer).count() <= 5;
    let list =
        best.first().is_some_and(|first| first.marker.kind == MarkerKind::Number && few && announced(first));
    let best = if list { Vec::new() } else { best };
    let outer = best.iter().filter(|taken| taken.depth == Depth::Outer).count();
    let proper = best.iter().any(|taken| taken.depth == Depth::Outer && taken.marker.kind == MarkerKind::Section)
        // A lone misread § is one where a case number stands behind it.
        || (outer == 1 && best.iter().any(|taken| taken.depth == Depth::Outer && is_proper(views, &taken.marker)))
        || (outer >= 2 && best.iter().filter(|taken| taken.depth == Depth::Outer).all(|taken| taken.marker.kind == MarkerKind::SectionMisread));
    // Numbers inside the parts of a document that headings divide are lists, unless they stand in the headings.
    let numbered = |heading: &&Marker| best.iter().any(|taken| taken.marker.line == heading.line);
    let by_headings = headings.iter().filter(numbered).count() * 2 < headings.len();
    if !proper && by_headings && headings.len() >= 3 && outer * 2 <= headings.len() {
        let mut all: Vec<Marker> = markers
            .iter()
            .filter(|marker| headings.iter().all(|heading| heading.line != marker.line))
            .chain(headings)
            .cloned()
            .collect();
        all.sort_by_key(|marker| marker.line);
        return run(views, &all, None, &|marker| marker.kind == MarkerKind::Unnumbered).1;
    }
    // A lone number is no agenda; a lone § is an extract.
    if outer >= 2 || (outer == 1 && proper) { best } else { Vec::new() }
}

/// Whether numbers without a mark count the document: there are some, and text stands between most of them.
fn counts(views: &[View<'_>], taken: &[Taken]) -> bool {
    let outer: Vec<usize> =
        taken.iter().filter(|taken| taken.depth == Depth::Outer).map(|taken| taken.marker.line).collect();
    let texts = outer
        .windows(2)
        .filter(|pair| views[pair[0] + 1..pair[1]].iter().filter(|view| view.counts()).count() > 0)
        .count();
    outer.len() >= 3 && texts * 2 > outer.len()
}

fn kind_code(kind: MarkerKind) -> u8 {
    match kind {
        MarkerKind::Letter => 1,
        MarkerKind::Number => 2,
        MarkerKind::Decimal => 3,
        _ => 4,
    }
}

/// Whether the marker is a §, or what is surely a misread one: a case number stands behind it.
fn is_proper(views: &[View<'_>], marker: &Marker) -> bool {
    let view = &views[marker.line];
    match marker.kind {
        MarkerKind::Section => true,
        MarkerKind::SectionMisread => CaseNumber::leading(&view.raw[marker.rest - view.start..]).is_some(),
        _ => false,
    }
}

/// Whether each line stands under a label that heads points of a decision, of proposals or of papers. A § ends it.
fn under_points(views: &[View<'_>], markers: &[Marker]) -> Vec<bool> {
    let mut sections = vec![false; views.len()];
    for marker in markers.iter().filter(|marker| is_proper(views, marker)) {
        sections[marker.line] = true;
    }
    let mut under = false;
    views
        .iter()
        .enumerate()
        .map(|(line, view)| {
            if sections[line] {
                under = false;
            } else if view.counts() {
                let section = labels::label(&view.plain)
                    .map(|found| found.section)
                    .or_else(|| labels::decision_opener(&view.plain).map(|_| Section::Decision));
                if let Some(section) = section.filter(|section| section.of_item()) {
                    under = !matches!(section, Section::Description | Section::Presenters);
                }
            }
            under
        })
        .collect()
}

/// The first number that the front page announces at the end of a line: `Paragrafer 40–55`.
fn announced_first(views: &[View<'_>]) -> Option<u32> {
    /// Where pages are not told apart, a front page has about so many lines.
    const LINES: usize = 80;
    static RANGE: Pattern = Pattern::new(
        r"(?:^|\s)[Pp]aragraf(?:er)?:?\s*(?:[§$]{1,2}\s*)?(?P<first>\d{1,4})\s*[-–—]\s*(?:[§$]{1,2}\s*)?(?P<last>\d{1,4})\s*$",
    );
    let front = views.iter().take_while(|view| view.page == 1);
    front.take(LINES).filter(|view| view.plain.contains("aragraf")).find_map(|view| {
        let found = RANGE.captures(&view.plain)?;
        let number = |name: &str| found.name(name).and_then(|number| number.as_str().parse::<u32>().ok());
        number("first").filter(|&first| number("last").is_some_and(|last| last >= first))
    })
}

/// `first` is the number that the document says it begins with.
fn run(
    views: &[View<'_>],
    markers: &[Marker],
    first: Option<u32>,
    outermost: &dyn Fn(&Marker) -> bool,
) -> (f32, Vec<Taken>) {
    // One § behind numbers that went before it is a reference whose line broke there.
    let proper = || markers.iter().filter(|marker| is_proper(views, marker));
    let number = markers.iter().find(|marker| marker.kind == MarkerKind::Number).map(|marker| marker.line);
    let by_section = proper().count() > 1
        || proper().next().is_some_and(|first| number.is_none_or(|number| first.line < number));
    let points = if by_section { under_points(views, markers) } else { Vec::new() };
    // What a line begins with is read in one way: a number without a mark only where such count the items.
    let bare = |marker: &&Marker| marker.kind == MarkerKind::Bare;
    let by_bare = markers.iter().any(|marker| bare(&marker) && outermost(marker));
    let read = |marker: &&Marker| match marker.kind {
        MarkerKind::Bare => by_bare,
        MarkerKind::SectionMisread => !by_bare,
        _ => true,
    };
    let markers: Vec<&Marker> = markers.iter().filter(read).collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut states: BTreeMap<State, Best> =
        BTreeMap::from([(State::default(), Best { score: 0.0, step: None })]);
    for (index, &marker) in markers.iter().enumerate() {
        let mut strength = strength(views, marker);
        if marker.kind == MarkerKind::Number && points.get(marker.line).copied().unwrap_or(false) {
            strength += terms::POINT;
        }
        let mut next: BTreeMap<State, Best> = BTreeMap::new();
        let mut offer = |state: State, score: f32, step: Option<Step>, before: Option<usize>| {
            let held = next.get(&state);
            if held.is_none_or(|held| score > held.score) {
                let at = match step {
                    Some(step) => {
                        steps.push(step);
                        Some(steps.len() - 1)
                    }
                    None => before,
                };
                next.insert(state, Best { score, step: at });
            }
        };
        for (&state, best) in &states {
            offer(state, best.score + terms::LEFT * strength.max(0.0), None, best.step);
            let step = |depth| Some(Step { marker: index, depth, before: best.step });
            if outermost(marker)
                && let Some(link) = outer_link(state.outer, marker, first)
            {
                let state = State { outer: marker.value, ..State::default() };
                offer(state, best.score + strength + link, step(Depth::Outer), best.step);
            }
            if state.outer > 0
                && !matches!(
                    marker.kind,
                    MarkerKind::Section
                        | MarkerKind::SectionMisread
                        | MarkerKind::Unnumbered
                        | MarkerKind::Bare
                )
            {
                let code = kind_code(marker.kind);
                let score = |link: f32| best.score + strength * terms::INNER_SHARE + link;
                // A number in several parts lies where its first parts say; `2a` may follow `1`, with no `2` of its own.
                let begins = |outer: u32| {
                    marker.kind == MarkerKind::Letter && marker.value == 1 && outer == state.outer + 1
                };
                let lies_in = match marker.within.as_slice() {
                    [] => (true, true),
                    [outer] => (state.outer == *outer || begins(*outer), false),
                    [outer, inner] => (false, state.outer == *outer && state.inner == (code, *inner)),
                    _ => (false, false),
                };
                let anew = marker.within.first().is_some_and(|&outer| outer != state.outer);
                if lies_in.0 && (anew || state.inner.0 == 0 || state.inner.0 == code) {
                    let outer = marker.within.first().copied().unwrap_or(state.outer);
                    let inner = State { outer, inner: (code, marker.value), innermost: (0, 0) };
                    let held = if outer == state.outer && state.inner.0 == code { state.inner.1 } else { 0 };
                    offer(inner, score(inner_link(held, marker.value)), step(Depth::Inner), best.step);
                }
                let other_list = lies_in == (true, true) && state.inner.0 != 0 && state.inner.0 != code;
                if lies_in == (false, true) || other_list {
                    let held = if state.innermost.0 == code { state.innermost.1 } else { 0 };
                    let innermost = State { innermost: (code, marker.value), ..state };
                    offer(
                        innermost,
                        score(inner_link(held, marker.value)),
                        step(Depth::Innermost),
                        best.step,
                    );
                    // A list of another kind may also begin anew beside the first.
                    if other_list && marker.value == 1 {
                        let inner = State { inner: (code, 1), innermost: (0, 0), ..state };
                        offer(inner, score(terms::INNER_FIRST - 0.3), step(Depth::Inner), best.step);
                    }
                }
            }
        }
        if next.len() > KEPT {
            let mut order: Vec<(State, Best)> = next.into_iter().collect();
            order.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
            order.truncate(KEPT);
            next = order.into_iter().collect();
        }
        states = next;
    }
    let best = states.values().max_by(|a, b| a.score.total_cmp(&b.score));
    let mut taken = Vec::new();
    let mut at = best.and_then(|best| best.step);
    while let Some(step) = at.map(|at| steps[at]) {
        taken.push(Taken {
            marker: markers[step.marker].clone(),
            depth: step.depth,
            number_at: None,
            lost: false,
        });
        at = step.before;
    }
    taken.reverse();
    (best.map_or(0.0, |best| best.score), taken)
}

/// How much speaks for the candidate by itself.
fn strength(views: &[View<'_>], marker: &Marker) -> f32 {
    let view = &views[marker.line];
    let rest = justera_core::text::plain(&view.raw[marker.rest - view.start..]);
    let mut strength = match marker.kind {
        MarkerKind::Section => terms::SECTION,
        MarkerKind::SectionMisread => terms::SECTION_MISREAD,
        MarkerKind::Decimal => terms::DECIMAL,
        // They were chosen as a whole before, see `headings`.
        MarkerKind::Unnumbered => terms::SECTION,
        MarkerKind::Letter => terms::LETTER,
        MarkerKind::Bare => terms::BARE,
        _ => terms::NUMBER,
    };
    let before = marker.line.checked_sub(1).map(|line| &views[line]);
    if before.is_none_or(|before| before.blank() || before.furniture) {
        strength += terms::AFTER_BLANK;
    }
    let letters = rest.chars().count();
    let capital = rest.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase());
    if rest.is_empty() || (capital && letters <= 160) {
        strength += terms::LIKE_A_HEADING;
    }
    if is_clause(&rest) {
        strength += terms::CLAUSE;
    }
    if marker.kind == MarkerKind::Bare && (rest.ends_with(['.', ',', ';', ':']) || letters > 110) {
        strength += terms::BARE_PROSE;
    }
    // `1. 000 kr`, `16. 30`: a figure follows, not words.
    if rest.starts_with(|c: char| c.is_ascii_digit()) && marker.kind == MarkerKind::Number {
        strength -= 1.5;
    }
    strength
}

/// What it is worth to count on from `held` to the marker; `None` where counting goes backwards.
fn outer_link(held: u32, marker: &Marker, first: Option<u32>) -> Option<f32> {
    let section =
        matches!(marker.kind, MarkerKind::Section | MarkerKind::SectionMisread | MarkerKind::Unnumbered);
    let value = marker.value;
    let gap = match marker.kind {
        MarkerKind::Number => terms::GAP,
        MarkerKind::Bare => terms::BARE_GAP,
        _ => terms::SECTION_GAP,
    };
    // What only looks like a number does not stand twice.
    if value == held && matches!(marker.kind, MarkerKind::SectionMisread | MarkerKind::Bare) {
        return None;
    }
    match held {
        0 if value == 1 || section || Some(value) == first => Some(terms::NEXT),
        0 => Some(terms::NOT_FIRST * (value.min(6) - 1) as f32),
        _ if value == held + 1 => Some(terms::NEXT),
        _ if value == held => Some(terms::TWICE),
        _ if value > held => Some(terms::NEXT + (gap * (value - held - 1) as f32).max(-8.0)),
        _ => None,
    }
}

fn inner_link(held: u32, value: u32) -> f32 {
    match (held, value) {
        (_, 1) => terms::INNER_FIRST,
        (held, value) if held > 0 && value == held + 1 => terms::INNER_NEXT,
        (held, value) if held > 0 && value == held => terms::TWICE,
        (held, value) if held > 0 && value > held && value - held <= 2 => terms::INNER_FIRST + terms::GAP,
        _ => terms::INNER_MIDDLE,
    }
}
