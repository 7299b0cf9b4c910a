//! From the markers that were kept to the titles of the items, on the line of the number, below it or beside it.

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, is_clause, lower};
use justera_core::{CaseNumber, MarkerKind, Span, Tidy, apart_from_heading};

use crate::back::back_matter;
use crate::beside::{
    beside, beside_heading, beside_number, margin_heading, margin_heading_above, own_column, text_column,
};
use crate::detached::{case_above, ends_with_case, margin_lines};
use crate::fit::{Depth, Taken};
use crate::headings::{begins_list, names_person};
use crate::prose::{has_verb, inline_decision, open_ended, page_width, sentence, sentence_end, verbs};
use crate::running::{
    before_colon, before_subject, below, bold_title, running_items, runs_in, title_before_sentence,
    titles_before_colons, titles_before_stops, titles_before_subjects, without_reference,
};
use crate::{View, markers};

/// A heading before it is a node: its number, its depth and its lines.
pub(crate) struct Start {
    pub(crate) kind: MarkerKind,
    /// Whether its number is not in the text.
    pub(crate) lost: bool,
    pub(crate) number: String,
    /// The number that a letter names before it: 2 of `2a`.
    pub(crate) within: Option<u32>,
    pub(crate) depth: Depth,
    /// The first line that belongs to it.
    pub(crate) first: usize,
    /// The pieces of the heading.
    pub(crate) heading: Vec<Span<Tidy>>,
    /// The lines that the heading takes.
    pub(crate) lines: Vec<usize>,
    /// The line with which the body begins.
    pub(crate) body: usize,
    /// The lines of the margin, below a number that was read apart from its heading, that say who gets the decision.
    pub(crate) recipients: Vec<usize>,
    /// Lines that hold a piece of the heading and then text, and the byte at which that begins.
    pub(crate) text_from: Vec<(usize, usize)>,
    pub(crate) marker_start: usize,
}

/// Where the items start and what their headings are.
pub(crate) fn starts(views: &[View<'_>], taken: &[Taken]) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    let (running, titled) = running_items(views, taken);
    // Behind most numbers the text itself begins, or behind some of them.
    let untitled = running >= 3 && 2 * running >= 5 * titled;
    let told = running >= 3 && 2 * running >= titled;
    let colons = titles_before_colons(views, taken);
    let unmarked = titles_before_subjects(views, taken);
    let stops = titles_before_stops(views, taken);
    // The lines on which the numbers stand.
    let mut numbers: Vec<usize> =
        taken.iter().map(|taken| taken.number_at.unwrap_or(taken.marker.line)).collect();
    numbers.sort_unstable();
    for (nth, item) in taken.iter().enumerate() {
        let marker = &item.marker;
        let view = &views[marker.line];
        // Behind the last item's text stand those who sign.
        let limit =
            taken.get(nth + 1).map_or_else(|| back_matter(views, marker.line + 1), |next| next.marker.line);
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
            recipients: item.number_at.map_or_else(Vec::new, |at| recipients_below(views, &numbers, at)),
            text_from: Vec::new(),
            marker_start: view.start,
        };
        start.lines.push(marker.line);
        // The number of the case above the heading of one whose own number was read elsewhere.
        if (item.number_at.is_some() || item.lost) && case_above(views, marker.line) {
            start.first = marker.line - 1;
            start.lines.push(marker.line - 1);
        }
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
        } else if let Some(stop) = title_before_sentence(views, marker.line, limit, rest, stops)
            .or_else(|| before_colon(views, marker.line, limit, rest).filter(|_| colons))
        {
            start.heading.push(Span::new(rest_start, rest_start + stop - ".".len()));
            start.lines.pop();
            start.body = marker.line;
            start.text_from.push((marker.line, rest_start + stop));
        } else if (untitled && verbs(rest).next().is_some())
            || (told
                && (runs_in(views, marker.line, limit, rest)
                    || (without_reference(rest).ends_with('.') || rest.trim_start().starts_with("Till "))
                        && has_verb(rest)))
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

/// Who gets the decision, in the margin below a number that was read apart from its heading, up to the next of the `numbers`.
fn recipients_below(views: &[View<'_>], numbers: &[usize], at: usize) -> Vec<usize> {
    let next = numbers.get(numbers.partition_point(|&line| line <= at)).copied().unwrap_or(views.len());
    let lines = margin_lines(views, at + 1..next);
    lines.into_iter().filter(|(_, listed)| *listed).map(|(line, _)| line).collect()
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

fn start_is_markdown_heading(raw: &str) -> bool {
    raw.trim_start().starts_with('#')
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

/// Whether a line begins with a small letter that is no point's: what stands above goes on.
fn goes_on_small(line: &str) -> bool {
    line.starts_with(char::is_lowercase) && !begins_point(line)
}

/// Whether a line begins with the letter of a point: `a) Konfirmanderna`, `(a) Läget`.
fn begins_point(line: &str) -> bool {
    let mut letters = line.strip_prefix('(').unwrap_or(line).chars();
    letters.next().is_some_and(char::is_lowercase)
        && matches!(letters.next(), Some('.' | ')'))
        && letters.next() == Some(' ')
}

/// Whether a title goes on in the next line.
fn unfinished(text: &str, next: &str, views: &[View<'_>], line: usize) -> bool {
    let text = text.trim_end();
    let open = text.matches('(').count() > text.matches(')').count()
        || ['"', '”'].iter().any(|&quote| text.matches(quote).count() % 2 == 1);
    let small = goes_on_small(next);
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
        || (next.starts_with('(') && !begins_point(next))
        || open
        || (small && !sentence_end)
        || (full
            && !sentence_end
            && !ends_with_case(text)
            && !next.ends_with('.')
            && self::sentence_end(next).is_none()
            && width > 40
            && next.chars().count() < width * 3 / 4)
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
    let goes_on = more && (open_ended(&text) || goes_on_small(&views[paragraph[kept.len()]].plain));
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
