//! Everything that may begin an item.

use std::collections::{HashMap, HashSet};

use justera_core::labels;
use justera_core::text::{Pattern, lower};
use justera_core::{CaseNumber, Marker, MarkerKind, value_of};

use crate::View;
use crate::prose::has_verb;

/// A marker's form behind the marks of emphasis, heading and list that may stand before it.
macro_rules! form {
    ($form:literal) => {
        Pattern::new(concat!(r"^(?:\s|\u{c}|#|\*|_|>|\||\{)*", $form))
    };
}

/// The ways in which markers are written; the first that fits a line counts.
static FORMS: [(MarkerKind, Pattern); 17] = [
    (MarkerKind::Decimal, form!(r"(?:§\s*)?(?P<w>\d{1,3}(?:\.\d{1,2})?)\.(?P<n>\d{1,2})(?:[.:)]|\s|\*)\s*")),
    // 5a, 5.a, § 94 b): a letter behind the number of its parent.
    (
        MarkerKind::Letter,
        form!(
            r"(?:•\s+)?(?:§\s*)?(?P<w>\d{1,3})[\s.]?(?P<n>[a-h])(?:\s?[.):])?(?:\*\*)?[\s|]+(?P<glued>(?:\*\*)?\p{Lu})"
        ),
    ),
    // `Kf § 61 a` above its heading.
    (MarkerKind::Letter, form!(r"(?:\p{Lu}\p{L}{0,6}\s?)?§\s*(?P<w>\d{1,4})\s?(?P<n>[a-h])(?:\*\*)?\s*$")),
    // § 4, §4, §§ 4, Ks § 46, Paragraf 4, Par. 4, § 4/2023.
    (
        MarkerKind::Section,
        form!(
            r"(?:(?:\p{Lu}[\p{L}]{0,6}\s?)?§§?\s*|(?:Paragraf|PARAGRAF|Par\.?|Ärende|ÄRENDE|Punkt|PUNKT)\s+)(?P<n>\d{1,4}(?:/(?:19|20)?\d\d\b)?)\b(?:\s?[.:)])?(?:\*\*)?\s*"
        ),
    ),
    // {§.1.}, as those who copy by hand mark what stands in the margin.
    (MarkerKind::Section, form!(r"§\.\s?(?P<n>\d{1,3})\.?\}?(?:\s|$)")),
    // §4Val
    (MarkerKind::Section, form!(r"§\s?(?P<n>\d{1,3})(?P<glued>\p{Lu}\p{Ll})")),
    (MarkerKind::Section, form!(r"(?P<n>\d{1,4}(?:/(?:19|20)?\d\d)?)\s?§(?:\s?[.:)])?\s*")),
    // `Kommunstyrelsen § 30` on a line of its own.
    (MarkerKind::Section, form!(r"(?P<body>\p{Lu}[\p{L}-]+(?:\s[\p{L}-]+){0,4})\s+§\s?(?P<n>\d{1,4})\s*$")),
    // § read as 8, $, &, S or 5, or as two or three of them; the body's letters may stand before it.
    (
        MarkerKind::SectionMisread,
        form!(r"(?:\p{Lu}\p{L}{0,6}\s)?[$&8Ss5§£][$&Ssg§£]{0,2}\s?(?P<n>[1-9]\d{0,3})\s?[.|]?(?:$|\s+)"),
    ),
    (MarkerKind::Number, form!(r"(?:[-–]\s+)?(?P<n>\d{1,3})\s?[.)](?:\*\*)?(?:\s+|(?P<glued>\p{Lu})|$)")),
    // 3/ Rapporter; before figures it is a day or a share.
    (MarkerKind::Number, form!(r"(?P<n>\d{1,2})/\s+(?P<glued>(?:\*\*)?\p{Lu}\p{Ll})")),
    // 3: Rapporter; a figure behind the colon is a property's or the hour's.
    (MarkerKind::Number, form!(r"(?P<n>\d{1,3}):\s*(?P<glued>(?:\*\*)?\p{Lu}\p{Ll})")),
    // A full stop read as a comma: `9, Frågan om …`.
    (MarkerKind::Number, form!(r"(?P<n>\d{1,2}),\s+(?:\p{Lu})")),
    (MarkerKind::Letter, form!(r"(?:[-–]\s+)?(?P<n>[a-zåäö])\s?[).](?:\*\*)?\s+")),
    (MarkerKind::Letter, form!(r"(?:[-–]\s+)?(?P<n>[A-ZÅÄÖa-zåäö])\s?[)/](?:\*\*)?\s*")),
    (MarkerKind::Letter, form!(r"\((?P<n>[a-h])\)\s+")),
    // An initial stands before a surname too: such a list must have a second entry, see `lists`.
    (MarkerKind::Letter, form!(r"(?P<n>[A-H])\.\s+")),
];

/// A number without a mark before a heading: `4   Rapporter`. So begin table rows and addresses too, so that these
/// count only where they count the whole document, see `fit`.
static BARE: Pattern =
    form!(r"(?:•\s+)?(?P<n>\d{1,3})(?:\*\*)?\s+(?:[-–—]\s+)?(?P<glued>(?:\*\*)?[\p{Lu}”])");

/// A number behind its heading: `Val av justerare § 41`. So end references too, so that these count only where they
/// count on from each other, see `behind_headings`.
static BEHIND: Pattern =
    form!(r"(?P<title>\p{Lu}[^§:]{1,150}?[^§,:;.(\s])\s+(?:\*\*)?§\s?(?P<n>\d{1,4})(?:\*\*)?\s*$");

/// All candidates, in order, the numbers that [`announced`] knows among them; a line may have one with a mark, one whose § was
/// read as two figures, and one without a mark.
///
/// Of a text that is `sound`, see [`crate::is_sound`], no § was misread; that is asked where it matters only.
pub(crate) fn find(views: &[View<'_>], announced: Vec<Marker>, sound: &dyn Fn() -> bool) -> Vec<Marker> {
    let mut found: Vec<Marker> = views
        .iter()
        .enumerate()
        .filter(|(_, view)| view.counts())
        .flat_map(|(line, view)| {
            let marker = marker(view, line);
            let twice = marker.as_ref().and_then(|marker| twice(view, marker));
            let whole = marker.as_ref().and_then(|marker| whole_number(view, marker));
            marker.into_iter().chain(twice).chain(whole).chain(bare(view, line))
        })
        .collect();
    found.extend(announced);
    found.sort_by_key(|marker| marker.line);
    whole_numbers(views, &mut found, sound);
    count_sentences(views, &mut found);
    let behind = behind_headings(views);
    let before = found.iter().filter(|marker| marker.kind == MarkerKind::Section).count();
    if behind.len() > before {
        // `Frågor till fullmäktige § 23` reads as a body's own number, too.
        let lines: HashSet<usize> = behind.iter().map(|marker| marker.line).collect();
        found.retain(|marker| !lines.contains(&marker.line));
        found.extend(behind);
        found.sort_by_key(|marker| marker.line);
    }
    found
}

/// Figures alone on their line, where below them stands the title that the list of contents has with the same number: `31`
/// above `Föregående protokoll`; or where they count what `Paragrafer 31-38` promises. At the top of a page they look like its
/// number, and are none.
pub(crate) fn announced(views: &[View<'_>]) -> Vec<Marker> {
    static ENTRY: Pattern = form!(r"(?:§\s?)?(?P<n>\d{1,4})[.)]?\s+(?P<title>\p{Lu}.*)");
    static ALONE: Pattern = form!(r"(?P<n>\d{1,4})\s*$");
    let number = |found: &regex::Captures<'_>| value_of(&found["n"]);
    // Nearly every line begins with a letter, and no pattern need be asked.
    let figures = |view: &View<'_>| view.plain.starts_with(|c: char| c.is_ascii_digit() || c == '§');
    let alone: Vec<(usize, u32)> = views
        .iter()
        .enumerate()
        .filter(|(_, view)| figures(view))
        .filter_map(|(line, view)| Some((line, number(&ALONE.captures(view.raw)?)?)))
        .collect();
    if alone.is_empty() {
        return Vec::new();
    }
    // The page at the end of an entry is no part of the title.
    let words = |text: &str| {
        let page = |c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | '\t' | '_');
        lower(&justera_core::text::plain(text.trim_end_matches(page)))
    };
    let mut titles: HashMap<u32, (usize, String)> = HashMap::new();
    for (line, view) in views.iter().enumerate().filter(|(_, view)| figures(view)) {
        if let Some(found) = ENTRY.captures(view.raw)
            && let Some(value) = number(&found)
        {
            titles.entry(value).or_insert_with(|| (line, words(&found["title"])));
        }
    }
    let titled = |&&(line, value): &&(usize, u32)| {
        let below = views[line + 1..].iter().find(|view| !view.blank());
        let title = titles.get(&value).filter(|(first, title)| !title.is_empty() && first + 1 < line);
        title.zip(below).is_some_and(|((_, title), below)| words(&below.plain) == *title)
    };
    let mut told: Vec<(usize, u32)> = alone.iter().filter(titled).copied().collect();
    if told.is_empty()
        && let Some((line, range)) = signed_for(views)
    {
        told = counted(views, &alone, line, range);
    }
    if told.is_empty() {
        told = above_titles(views, &alone);
    }
    if told.is_empty() {
        told = between_titles(views, &alone);
    }
    told.into_iter()
        .map(|(line, value)| Marker {
            kind: MarkerKind::Number,
            number: value.to_string(),
            value,
            within: Vec::new(),
            line,
            rest: bare(&views[line], line)
                .map_or(views[line].start + views[line].raw.len(), |bare| bare.rest),
        })
        .collect()
}

/// Of figures alone on their lines those that count from the first on and each stand directly above a title with a colon:
/// `2` above `Ekonomi:`.
fn above_titles(views: &[View<'_>], alone: &[(usize, u32)]) -> Vec<(usize, u32)> {
    const LEAST: usize = 3;
    let titled = |line: usize| {
        views.get(line + 1).is_some_and(|below| {
            below.plain.ends_with(':')
                && below.plain.starts_with(char::is_uppercase)
                && below.plain.split(' ').count() <= 8
        })
    };
    let mut found: Vec<(usize, u32)> = Vec::new();
    for &(line, value) in alone.iter().filter(|(line, _)| titled(*line)) {
        if value == found.last().map_or(1, |(_, last)| last + 1) {
            found.push((line, value));
        }
    }
    if found.len() >= LEAST { found } else { Vec::new() }
}

/// The paragraphs that those who sign vouch for, `Paragrafer 31-38`, and the line that says so.
fn signed_for(views: &[View<'_>]) -> Option<(usize, std::ops::RangeInclusive<u32>)> {
    static TOLD: Pattern =
        Pattern::new(r"(?i)\bparagrafer\b[:.]?\s+(?:§+\s*)?(?P<a>\d{1,4})\s?[-–]\s?(?P<b>\d{1,4})\b");
    views.iter().enumerate().find_map(|(line, view)| {
        let found = TOLD.captures(&view.plain)?;
        let (first, last) = (value_of(&found["a"])?, value_of(&found["b"])?);
        (first < last && last - first < 200).then_some((line, first..=last))
    })
}

/// Of figures alone on their lines those that count the whole range, each once and in its order below `signed`, with a
/// title below it; one in five may be lost. Two in five may be where some have their titles behind them, `40 Mötets öppnande`:
/// so a column of numbers is read, now with the text beside it and now without.
fn counted(
    views: &[View<'_>],
    alone: &[(usize, u32)],
    signed: usize,
    range: std::ops::RangeInclusive<u32>,
) -> Vec<(usize, u32)> {
    /// So many titled ones are no chance.
    const TITLED: usize = 3;
    let size = (range.end() - range.start() + 1) as usize;
    let opens = |line: usize| {
        let below = views[line + 1..].iter().find(|view| !view.blank());
        below.is_some_and(|below| below.plain.starts_with(|c: char| c.is_uppercase() || c == '”'))
    };
    let whole = |found: &[(usize, u32)], of: usize, least: usize| {
        found.len() >= 3 && found.len() * of >= size * least && found[0].1 == *range.start()
    };
    let within = |&(line, value): &(usize, u32)| line > signed && range.contains(&value);
    let lone = alone.iter().copied().filter(|(line, _)| opens(*line)).filter(within);
    let mut found = rising(lone.clone());
    if !whole(&found, 5, 4) {
        let titled = titled(views);
        let both = titled.iter().copied().filter(within).chain(lone);
        found = rising(sorted(both));
        let behind = found.iter().filter(|number| titled.binary_search(number).is_ok()).count();
        if !whole(&found, 5, 3) || behind < TITLED || behind == found.len() {
            return Vec::new();
        }
    }
    // Where marks count the same, figures alone are those of pages.
    let lines: HashSet<usize> = found.iter().map(|(line, _)| *line).collect();
    let marked: HashSet<u32> = views
        .iter()
        .enumerate()
        .filter(|(line, _)| {
            alone.binary_search_by_key(line, |(line, _)| *line).is_err() && !lines.contains(line)
        })
        .filter_map(|(line, view)| Some(marker(view, line)?.value).filter(|value| range.contains(value)))
        .collect();
    if marked.len() * 2 >= size { Vec::new() } else { found }
}

/// The lines that begin with a number without a mark before a title, and the numbers.
fn titled(views: &[View<'_>]) -> Vec<(usize, u32)> {
    let titled = |(line, view): (usize, &View<'_>)| {
        Some((line, bare(view, line).filter(|_| view.counts() && !has_verb(&view.plain))?.value))
    };
    views.iter().enumerate().filter_map(titled).collect()
}

fn sorted(numbers: impl Iterator<Item = (usize, u32)>) -> impl Iterator<Item = (usize, u32)> {
    let mut numbers: Vec<(usize, u32)> = numbers.collect();
    numbers.sort_unstable();
    numbers.into_iter()
}

/// Of numbers in the order of their lines those that are greater than all before them.
fn rising(numbers: impl Iterator<Item = (usize, u32)>) -> Vec<(usize, u32)> {
    let mut found: Vec<(usize, u32)> = Vec::new();
    for (line, value) in numbers {
        if found.last().is_none_or(|(_, last)| *last < value) {
            found.push((line, value));
        }
    }
    found
}

/// Of figures alone on their lines those that count on from numbers with a title behind them and back to such, `7 Budget` above a
/// column of `11`, `12` to `16` and `17 Nästa möte`: together nearly all numbers from 1 on. By itself such a figure may be a
/// page's, so that several must stand on each other.
fn between_titles(views: &[View<'_>], alone: &[(usize, u32)]) -> Vec<(usize, u32)> {
    /// So many of each are no chance.
    const LEAST: usize = 3;
    let blank = |from: usize, to: usize| views[from + 1..to].iter().all(View::blank);
    let stacked: Vec<(usize, u32)> = alone
        .iter()
        .enumerate()
        .filter(|&(nth, &(line, value))| {
            let above = nth.checked_sub(1).map(|above| alone[above]);
            above.is_some_and(|(above, before)| before + 1 == value && blank(above, line))
                || alone.get(nth + 1).is_some_and(|&(below, after)| value + 1 == after && blank(line, below))
        })
        .map(|(_, &number)| number)
        .collect();
    if stacked.len() < LEAST {
        return Vec::new();
    }
    let titled = titled(views);
    let found = rising(sorted(titled.iter().copied().chain(stacked)));
    let behind = found.iter().filter(|number| titled.binary_search(number).is_ok()).count();
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return Vec::new() };
    let counts = first.1 == 1 && found.len() * 10 >= last.1 as usize * 7;
    if counts && behind >= LEAST && found.len() - behind >= LEAST { found } else { Vec::new() }
}

/// Takes figures as numbers and not as a § and a number where all of them would be misread alike and would not begin with the
/// first: `54 Val`, `55 Rapporter` and so on are no paragraphs 4 and 5. `81 Val`, `82 Avtal` may be; in a sound text they are not.
fn whole_numbers(views: &[View<'_>], found: &mut Vec<Marker>, sound: &dyn Fn() -> bool) {
    static GLUED: Pattern = form!(r"(?P<n>[58]\d{1,2})[.)]?(?:\*\*)?\s+");
    /// So many are no chance.
    const LEAST: usize = 3;
    let misread = |marker: &&Marker| marker.kind == MarkerKind::SectionMisread;
    let whole: Vec<Option<u32>> = found
        .iter()
        .filter(misread)
        .map(|marker| value_of(GLUED.captures(views[marker.line].raw)?.name("n")?.as_str()))
        .collect();
    let first = found.iter().find(misread).map_or(1, |marker| marker.value);
    let counts = whole.windows(2).all(|pair| matches!(pair, [Some(a), Some(b)] if *b == a + 1));
    let others = found.iter().any(|marker| marker.kind == MarkerKind::Section);
    if whole.len() < LEAST || !counts || others || (first == 1 && !sound()) {
        return;
    }
    let numbered: HashSet<usize> =
        found.iter().filter(|marker| marker.kind == MarkerKind::Number).map(|marker| marker.line).collect();
    found.retain(|marker| marker.kind != MarkerKind::SectionMisread || !numbered.contains(&marker.line));
    for marker in found.iter_mut().filter(|marker| marker.kind == MarkerKind::SectionMisread) {
        let line = views[marker.line].raw;
        let value = GLUED.captures(line).and_then(|found| value_of(&found["n"]));
        if let Some(value) = value {
            (marker.kind, marker.value, marker.number) = (MarkerKind::Number, value, value.to_string());
        }
    }
}

/// Takes numbers without a mark as numbers with one where they count sentences from 1 on, all of them: `1 Ordföranden öppnade
/// sammanträdet.`, `2 Dagordningen godkändes.` The rows of a table are no sentences.
fn count_sentences(views: &[View<'_>], found: &mut [Marker]) {
    /// So many are no chance.
    const LEAST: usize = 6;
    let told = |marker: &Marker| {
        let text = &views[marker.line].plain;
        text.contains('.') && has_verb(text)
    };
    let bare: Vec<usize> = (0..found.len()).filter(|&at| found[at].kind == MarkerKind::Bare).collect();
    let counts = bare.iter().zip(1..).all(|(&at, value)| found[at].value == value);
    let sentences = bare.iter().filter(|&&at| told(&found[at])).count();
    let others = found.iter().any(|marker| {
        matches!(marker.kind, MarkerKind::Section | MarkerKind::Number | MarkerKind::SectionMisread)
    });
    if bare.len() >= LEAST && counts && sentences * 3 >= bare.len() * 2 && !others {
        bare.into_iter().for_each(|at| found[at].kind = MarkerKind::Number);
    }
}

/// The numbers that stand behind their headings, where several do and nearly all count on from each other.
fn behind_headings(views: &[View<'_>]) -> Vec<Marker> {
    /// So many are a habit.
    const HABIT: usize = 3;
    let blank = |line: usize| views.get(line).is_none_or(|view| !view.counts());
    let found: Vec<Marker> = views
        .iter()
        .enumerate()
        .filter(|(line, view)| view.counts() && line.checked_sub(1).is_none_or(blank))
        .filter_map(|(line, view)| {
            let found = BEHIND.captures(view.raw)?;
            let number = found.name("n")?.as_str();
            Some(Marker {
                kind: MarkerKind::Section,
                number: number.to_owned(),
                value: value_of(number)?,
                within: Vec::new(),
                line,
                rest: view.start + found.name("title")?.start(),
            })
        })
        .collect();
    let counted = found.windows(2).filter(|pair| pair[1].value == pair[0].value + 1).count();
    if found.len() >= HABIT && (counted + 1) * 4 >= found.len() * 3 { found } else { Vec::new() }
}

/// The heading of a marker on its own line: what stands behind it, or between the line's start and a number at its end.
pub(crate) fn title<'a>(view: &View<'a>, marker: &Marker) -> &'a str {
    let rest = &view.raw[marker.rest - view.start..];
    let behind = (marker.kind == MarkerKind::Section).then(|| BEHIND.captures(view.raw)).flatten();
    let title = behind.and_then(|found| found.name("title"));
    title.filter(|title| title.start() + view.start == marker.rest).map_or(rest, |title| title.as_str())
}

/// The same line with a § that was read as two figures, `5822` for `§ 22`: which it is, the count tells.
fn twice(view: &View<'_>, marker: &Marker) -> Option<Marker> {
    static FORM: Pattern =
        form!(r"(?:\p{Lu}\p{L}{0,6}\s)?[$&8Ss5§£][85]\s?(?P<n>[1-9]\d{1,2})\s?[.|]?(?:$|\s+)");
    if marker.kind != MarkerKind::SectionMisread {
        return None;
    }
    let found = FORM.captures(view.raw)?;
    let (whole, number) = (found.get(0)?, found.name("n")?.as_str());
    let value = value_of(number).filter(|&value| value != marker.value)?;
    Some(Marker { number: number.to_owned(), value, rest: view.start + whole.end(), ..marker.clone() })
}

/// The same line with all figures as the number: `54. Rapporter` is item 54 where others count so, and § 4 where they are
/// paragraphs.
fn whole_number(view: &View<'_>, marker: &Marker) -> Option<Marker> {
    static FORM: Pattern = form!(r"(?P<n>[58]\d{1,2})\s?[.)](?:\*\*)?\s+");
    if marker.kind != MarkerKind::SectionMisread {
        return None;
    }
    let found = FORM.captures(view.raw)?;
    let (whole, number) = (found.get(0)?, found.name("n")?.as_str());
    Some(Marker {
        kind: MarkerKind::Number,
        number: number.to_owned(),
        value: value_of(number)?,
        rest: view.start + whole.end(),
        ..marker.clone()
    })
}

/// Whether the line begins like an item.
pub(crate) fn is_marker(view: &View<'_>) -> bool {
    marker(view, 0).is_some_and(|marker| marker.kind != MarkerKind::SectionMisread)
}

/// The same, a misread § too where the line begins with a capital and a small letter, as a body's do: `Kf 5 22`.
pub(crate) fn begins_item(view: &View<'_>) -> bool {
    let body = || {
        view.plain.starts_with(char::is_uppercase)
            && view.plain.chars().nth(1).is_some_and(char::is_lowercase)
    };
    marker(view, 0).is_some_and(|marker| marker.kind != MarkerKind::SectionMisread || body())
}

fn marker(view: &View<'_>, line: usize) -> Option<Marker> {
    for (kind, form) in FORMS.iter() {
        let Some(found) = form.captures(view.raw) else { continue };
        let (Some(whole), Some(number)) = (found.get(0), found.name("n")) else { continue };
        let last = found.name("body").and_then(|body| body.as_str().split(' ').next_back());
        if last.is_some_and(|word| !labels::is_body(word)) {
            continue;
        }
        let value = match kind {
            MarkerKind::Letter => letter_value(number.as_str())?,
            // The year behind the number counts nothing.
            _ => value_of(number.as_str())?,
        };
        let rest = found.name("glued").map_or(whole.end(), |glued| glued.start());
        // The comma form looks at the letter after it.
        let rest = if *kind == MarkerKind::Number && whole.as_str().contains(',') {
            whole.end() - whole.as_str().chars().next_back().map_or(0, char::len_utf8)
        } else {
            rest
        };
        let text = view.raw[rest..].trim();
        if *kind == MarkerKind::SectionMisread && !reads_as_section(text) {
            continue;
        }
        // `3.5 10` is a figure and not a heading.
        if *kind == MarkerKind::Decimal && text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let within: Option<Vec<u32>> = found
            .name("w")
            .map_or("", |within| within.as_str())
            .split('.')
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect();
        // In the margin a number stands beside the middle of a sentence.
        let beside = view.raw[..rest].ends_with("     ");
        if *kind == MarkerKind::Section && refers(text) && !beside || value == 0 {
            return None;
        }
        return Some(Marker {
            kind: *kind,
            number: lower(number.as_str()),
            value,
            within: within?,
            line,
            rest: view.start + rest,
        });
    }
    None
}

fn bare(view: &View<'_>, line: usize) -> Option<Marker> {
    let found = BARE.captures(view.raw)?;
    let (number, rest) = (found.name("n")?, found.name("glued")?.start());
    Some(Marker {
        kind: MarkerKind::Bare,
        number: number.as_str().to_owned(),
        value: number.as_str().parse().ok().filter(|&value| value > 0)?,
        within: Vec::new(),
        line,
        rest: view.start + rest,
    })
}

/// After a misread § stands nothing, a case number, or a heading; a quantity has a unit after it in small letters.
fn reads_as_section(rest: &str) -> bool {
    rest.chars().next().is_none_or(|first| {
        first.is_uppercase() || first.is_ascii_digit() || matches!(first, '-' | '—' | '–' | '*' | '=')
    })
}

/// `§ 4 kommunallagen`, `§ 10, att godkänna`: a reference inside prose that happens to begin a line.
fn refers(rest: &str) -> bool {
    let range = rest.strip_prefix(['–', '-', '—']).map(str::trim_start);
    rest.starts_with([',', ';'])
        || range.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit() || c.is_lowercase())
        })
        || (rest.starts_with(char::is_lowercase)
            && CaseNumber::labelled(rest).is_none_or(|number| number.start > 0))
}

/// 1 for a, 27 and up for å, ä and ö.
fn letter_value(letter: &str) -> Option<u32> {
    let small = letter.chars().next()?.to_lowercase().next()?;
    match small {
        'a'..='z' => Some(small as u32 - 'a' as u32 + 1),
        'å' => Some(27),
        'ä' => Some(28),
        'ö' => Some(29),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line that stands alone, as the marks are read from it.
    fn view(raw: &str) -> View<'_> {
        View {
            raw,
            plain: justera_core::text::plain(raw),
            start: 0,
            page: 1,
            furniture: false,
            contents: false,
            margin: None,
            cut: 0,
            tail: 0,
        }
    }

    fn read(raw: &str) -> Option<(MarkerKind, u32, &str)> {
        marker(&view(raw), 0).map(|marker| (marker.kind, marker.value, raw[marker.rest..].trim()))
    }

    #[test]
    fn a_section_read_as_two_figures_may_be_either_number() {
        let values = |raw: &str| -> Vec<u32> {
            find(&[view(raw)], Vec::new(), &|| false).iter().map(|marker| marker.value).collect()
        };
        assert_eq!(values("5822 Val"), [822, 22]);
        // A number without a mark is another reading still.
        assert_eq!(values("822 Val"), [22, 822]);
        assert_eq!(values("§ 822 Val"), [822]);
        assert_eq!(values("54. Val"), [4, 54]);
    }

    #[test]
    fn figures_that_would_all_be_misread_alike_are_numbers() {
        let first = |lines: &[&'static str]| -> Vec<(MarkerKind, u32)> {
            let views: Vec<View<'_>> = lines.iter().map(|raw| view(raw)).collect();
            let kinds = find(&views, Vec::new(), &|| false)
                .into_iter()
                .filter(|marker| marker.kind != MarkerKind::Bare);
            kinds.map(|marker| (marker.kind, marker.value)).collect()
        };
        use MarkerKind::{Number, SectionMisread};
        assert_eq!(
            first(&["54 Val", "55 Avtal", "56 Skrivelser"]),
            [(Number, 54), (Number, 55), (Number, 56)]
        );
        // From the first on they may be paragraphs, but not where nothing was misread.
        let views = ["81 Val", "82 Avtal", "83 Skrivelser"].map(view);
        assert_eq!(find(&views, Vec::new(), &|| true).iter().map(|found| found.value).max(), Some(83));
        assert_eq!(first(&["81 Val", "82 Avtal"]), [(SectionMisread, 1), (SectionMisread, 2)]);
        assert_eq!(first(&["8 4 Val", "8 5 Avtal", "8 6 Skrivelser"]).first(), Some(&(SectionMisread, 4)));
    }

    #[test]
    fn numbers_behind_their_headings_count_where_they_go_on() {
        let values = |lines: &[&'static str]| -> Vec<u32> {
            let views: Vec<View<'_>> = lines.iter().flat_map(|raw| [view(raw), view("")]).collect();
            find(&views, Vec::new(), &|| false).iter().map(|marker| marker.value).collect()
        };
        assert_eq!(values(&["Mötet öppnas § 8", "Val av justerare § 9", "Rapporter § 10"]), [8, 9, 10]);
        assert_eq!(values(&["Mötet öppnas § 8", "Se protokollet § 31", "Avtal enligt § 2"]), [0; 0]);
    }

    #[test]
    fn markers_are_read_in_all_their_forms() {
        use MarkerKind::{Decimal, Letter, Number, Section, SectionMisread};
        for (raw, expected) in [
            ("4. Rapporter", Some((Number, 4, "Rapporter"))),
            ("### **4. Avtal**", Some((Number, 4, "Avtal**"))),
            ("10.Regeringens samordnare", Some((Number, 10, "Regeringens samordnare"))),
            ("9, Frågan om ansvar", Some((Number, 9, "Frågan om ansvar"))),
            ("6.", Some((Number, 6, ""))),
            ("§ 112 2031.272 KS", Some((Section, 112, "2031.272 KS"))),
            ("§4", Some((Section, 4, ""))),
            ("4 § Val", Some((Section, 4, "Val"))),
            ("**§ 2 Mötet**", Some((Section, 2, "Mötet**"))),
            ("82 2031.007 XN", Some((SectionMisread, 2, "2031.007 XN"))),
            ("a) Rapport", Some((Letter, 1, "Rapport"))),
            ("A/ Redogörelse", Some((Letter, 1, "Redogörelse"))),
            ("- b) Annat", Some((Letter, 2, "Annat"))),
            ("§ 17.1 Pris", Some((Decimal, 1, "Pris"))),
            ("16 april", None),
            // A reference whose line happened to break before it.
            ("punkt 20.", None),
            ("Punkt 20. Val", Some((Section, 20, "Val"))),
            ("§ 10, att godkänna", None),
            ("2021-04-16", None),
            ("12.30 Lunch", Some((Decimal, 30, "Lunch"))),
            ("82 kronor", None),
            ("8 58 Dnr KS", Some((SectionMisread, 58, "Dnr KS"))),
            ("$ 3. Om taket", Some((SectionMisread, 3, "Om taket"))),
            ("SN 8 26 Dnr 22/05-007", Some((SectionMisread, 26, "Dnr 22/05-007"))),
            ("s& 13 Val av styrelse", Some((SectionMisread, 13, "Val av styrelse"))),
            ("7.1.3 Idrottsansvarig", Some((Decimal, 3, "Idrottsansvarig"))),
            ("5a Integrationer", Some((Letter, 1, "Integrationer"))),
            ("## 3.a Ordförande", Some((Letter, 1, "Ordförande"))),
            ("§ 45/2031 Val", Some((Section, 45, "Val"))),
            ("§ 12/31", Some((Section, 12, ""))),
            ("45/31 § Val", Some((Section, 45, "Val"))),
            ("3: Rapporter", Some((Number, 3, "Rapporter"))),
            ("3:14 Björken", None),
        ] {
            assert_eq!(read(raw), expected, "{raw}");
        }
    }
}
