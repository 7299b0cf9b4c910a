//! Page furniture: what repeats at the heads and feet of pages, and what is furniture by its kind.

use std::borrow::Cow;
use std::collections::HashMap;

use justera_core::text::Pattern;
use justera_core::{CaseNumber, labels};

use crate::View;

/// Lines that are furniture wherever they stand, and whether they end a page.
static KINDS: [(Pattern, bool); 7] = [
    // The adjusters' signs: `Justerandes sign   Utdragsbestyrkande`.
    (
        Pattern::new(
            r"(?i)^(?:(?:justerande[sn]?|justerare(?:n?s)?|ordförande(?:n?s)?|sekreterare(?:n?s)?|ordf\.?)\s*(?:sign(?:atur(?:er)?)?\.?)\s*|utdrags?bestyrkande\s*|utdragets? bestyrk(?:e|ande)s?\s*|signatur(?:er)?\s*)+(?:sid(?:a|an)\s*\d{1,4}\s*(?:av|/)\s*\d{1,4})?$",
        ),
        true,
    ),
    // The dotted line behind it is read as small letters and stops: `Justerandes sign ccc. os`.
    (Pattern::new(r"^Justerande[sn]?\s+sign(?:atur)?\.?\s+[\p{Ll}.,:;…_' –—-]{1,30}$"), true),
    (Pattern::new(r"(?i)^sid(?:an|a|nr)?\.?\s*\d{1,4}\s*(?:(?:av|/|\()\s*\d{1,4}\)?)?$"), true),
    (Pattern::new(r"^\d{1,4}\s*\(\s*\d{1,4}\s*\)$"), true),
    (Pattern::new(r"^[-–—]\s*\d{1,4}\s*[-–—]$"), true),
    // The labels of a letterhead side by side, their values behind or below them.
    (
        Pattern::new(
            r"(?i)^(?:(?:postadress|bes[öo]ksadress|gatuadress|telefon|telefax|fax|bankgiro|postgiro|plusgiro|e-post|hemsida|webbplats|internet|org\.?\s?nr|organisationsn(?:umme)?r)\s+){3}",
        ),
        true,
    ),
    // One of them at the beginning of its line; in a sentence that runs on it is written small.
    (
        Pattern::new(
            r"^(?:(?:Post|POST)(?i:adress)|(?:Bes[öo]ks|BES[ÖO]KS)(?i:adress)|T(?i:elefon|elefax)|O(?i:rg\.?\s?nr|rganisationsnr)|B(?i:ankgiro)|P(?i:lusgiro)|E(?i:-post)|(?:telefon|telefax|e-post):)(?:\s*|[\s:].{0,90}[\d@].{0,40}|[\s:]+www.{0,40}|[\s:]*\p{Lu}[\p{L}\s]{0,40})$",
        ),
        true,
    ),
];

/// The body and the day side by side, below the head of a page.
static DATED: Pattern =
    Pattern::new(r"^\p{Lu}[^.:]{3,60}?\s{3,}(?:\d{4}-\d{2}-\d{2}|\d{1,2}\s\p{L}{3,9}\s\d{4})$");

/// Whether a line is the head of a page that is not the first: words, and behind a gap the number of the page, which says
/// that it is one: `NORRBY KOMMUN    PROTOKOLL    Sida 3`, `Kommunstyrelsen    2021-09-13    13 (24)`.
fn is_page_head(line: &str) -> bool {
    static HEADED: Pattern = Pattern::new(
        r"(?i)^\p{L}[^.:;?!]{3,110}?\s{3,}(?:sid(?:a|an)?\s*(?P<a>\d{1,3})(?:\s*(?:av|/|\()\s*\d{1,4}\s*\)?)?|(?P<b>\d{1,3})\s?\(\s?\d{1,3}\s?\))$",
    );
    // `Norrby kommunfullmäktige, protokoll (nr 9)  4 (13)`
    static OF_ALL: Pattern = Pattern::new(r"^\p{L}[^.:;?!]{3,110}?\s{2,}(?P<a>\d{1,3})\s\(\d{1,3}\)$");
    // `NORRBY KOMMUN    PROTOKOLL    5`
    static RECORD: Pattern =
        Pattern::new(r"(?i)^\p{L}[^.:;?!,]{0,60}?protokoll\b[^.:;?!,]{0,60}?\s{5,}(?P<a>\d{1,3})$");
    // Nearly every line ends otherwise.
    if !line.ends_with(|c: char| c.is_ascii_digit() || c == ')') {
        return false;
    }
    let page = HEADED
        .captures(line)
        .or_else(|| OF_ALL.captures(line))
        .or_else(|| RECORD.captures(line))
        .and_then(|found| found.name("a").or(found.name("b"))?.as_str().parse::<u32>().ok());
    page.is_some_and(|page| page > 1) && !line.contains('§')
}

/// A number alone, or with that of all pages: a page number when it stands at the edge of a page.
static NUMBER: Pattern = Pattern::new(r"^\d{1,3}(?:\s?/\s?\d{1,3})?$");

/// Lines from the top or the foot of a page that are looked at.
const HEAD: usize = 6;
const FOOT: usize = 3;

/// Bytes of the longest shape that is held against others letter by letter. No head of a page is longer; a paragraph
/// on one line may be, and comparing two takes as many steps as the product of their lengths.
const LONGEST: usize = 120;

/// Marks the furniture.
pub(crate) fn mark(views: &mut [View<'_>]) {
    let mut ends = vec![false; views.len()];
    for (index, view) in views.iter_mut().enumerate() {
        // A page's foot set as a table: `| Justerandes sign | | Utdragsbestyrkande |`.
        let cells: Cow<'_, str> = match view.plain.contains('|') {
            true => Cow::Owned(
                view.plain.split(['|', ' ']).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" "),
            ),
            false => Cow::Borrowed(&view.plain),
        };
        if let Some((_, end)) = KINDS.iter().find(|(kind, _)| kind.is_match(&cells)) {
            view.furniture = true;
            ends[index] = *end;
        }
    }
    for index in 0..views.len() {
        if is_page_head(&views[index].plain) {
            views[index].furniture = true;
            if let Some(below) = views.get_mut(index + 1).filter(|below| DATED.is_match(&below.plain)) {
                below.furniture = true;
            }
        }
    }
    below_heads(views);
    // The dotted lines on which the adjusters sign each page stand below their label.
    for index in 1..views.len() {
        let turned = views[index].page != views[index - 1].page;
        let dotted =
            views[index].plain.contains("...") && !views[index].plain.contains(char::is_alphanumeric);
        let above = || views[..index].iter().rev().find(|view| !view.blank());
        if dotted && !turned && above().is_some_and(|view| view.furniture && view.page == views[index].page) {
            views[index].furniture = true;
            ends[index] = true;
        }
    }
    heads(views, &ends);
    running_heads(views);
    numbers(views);
}

/// Lines directly below the heads of pages that stand, but for their figures, below several of them.
fn below_heads(views: &mut [View<'_>]) {
    /// So many lines belong to a head.
    const LINES: usize = 3;
    let headed = |&index: &usize| is_page_head(&views[index].plain);
    let below = (0..views.len()).filter(headed).flat_map(|head| {
        let lines = head + 1..views.len().min(head + 1 + LINES);
        lines.take_while(|&line| !views[line].blank() && !is_page_head(&views[line].plain))
    });
    let own = |view: &View<'_>| {
        crate::markers::begins_item(view)
            || labels::decision_opener(&view.plain).is_some()
            || labels::label(&view.plain).is_some_and(|found| found.section.of_item())
    };
    let below: Vec<(usize, String)> = below
        .filter(|&line| !own(&views[line]))
        .map(|line| (line, shape(&views[line].plain)))
        .filter(|(_, shape)| (8..=LONGEST).contains(&shape.len()))
        .collect();
    let mut held: HashMap<&str, usize> = HashMap::new();
    below.iter().for_each(|(_, shape)| *held.entry(shape).or_default() += 1);
    let again: Vec<usize> =
        below.iter().filter(|(_, shape)| held[shape.as_str()] > 1).map(|&(line, _)| line).collect();
    again.into_iter().for_each(|line| views[line].furniture = true);
}

/// The ranges of lines of each page: cut at form feeds and after the lines that end a page by their kind.
fn pages(views: &[View<'_>], ends: &[bool]) -> Vec<std::ops::Range<usize>> {
    let mut pages = Vec::new();
    let mut start = 0;
    for index in 1..views.len() {
        let turned = views[index].page != views[index - 1].page;
        // A run of such lines ends one page.
        if turned || (ends[index - 1] && !ends[index] && !views[index].blank()) {
            pages.push(start..index);
            start = index;
        }
    }
    pages.push(start..views.len());
    pages.retain(|page| views[page.clone()].iter().any(|view| !view.blank()));
    pages
}

/// A line to compare with others: small letters only, marks of å ä ö off, since readings of one head vary; of a number each
/// other figure as #, so that one-figured numbers of pages are alike and the long ones of cases are not.
fn shape(line: &str) -> String {
    let mut shape = String::with_capacity(line.len());
    for letter in line.chars() {
        match letter {
            _ if letter.is_ascii_digit() && !shape.ends_with('#') => {
                shape.push('#');
            }
            'å' | 'ä' | 'Å' | 'Ä' => shape.push('a'),
            'ö' | 'Ö' | 'é' => shape.push('o'),
            _ if letter.is_alphanumeric() => shape.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    shape
}

/// Lines at the top or the foot of a page that stand, nearly alike, at the same edge of others.
fn heads(views: &mut [View<'_>], ends: &[bool]) {
    let pages = pages(views, ends);
    if pages.len() < 2 {
        return;
    }
    let edge = |page: &std::ops::Range<usize>, foot: bool| -> Vec<usize> {
        let written = page.clone().filter(|&index| !views[index].blank());
        if foot { written.rev().take(FOOT).collect() } else { written.take(HEAD).collect() }
    };
    let mut found = Vec::new();
    for foot in [false, true] {
        let edges: Vec<Vec<(usize, String)>> = pages
            .iter()
            .map(|page| {
                edge(page, foot).into_iter().map(|index| (index, shape(&views[index].plain))).collect()
            })
            .collect();
        // How many pages have each shape at this edge; equal shapes are counted once and compared once.
        let mut held: HashMap<&str, usize> = HashMap::new();
        for edge in &edges {
            let mut seen: Vec<&str> = edge.iter().map(|(_, shape)| shape.as_str()).collect();
            seen.sort_unstable();
            seen.dedup();
            for shape in seen {
                *held.entry(shape).or_default() += 1;
            }
        }
        let mut shapes: Vec<(&str, usize)> = held.into_iter().collect();
        // The commonest first: of a long document's many lines only those that come again matter.
        shapes.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        shapes.truncate(2_000);
        let letters: HashMap<&str, Letters> =
            shapes.iter().map(|&(shape, _)| (shape, Letters::of(shape))).collect();
        let mut alike: HashMap<&str, usize> = HashMap::new();
        for &(shape, count) in &shapes {
            // Logos and worn heads are read differently on each page: three letters in four are enough.
            let near: usize = shapes
                .iter()
                .filter(|&&(other, _)| {
                    other == shape
                        || ((6..=LONGEST).contains(&shape.len())
                            && shape.len().abs_diff(other.len()) * 4 <= shape.len()
                            && letters[shape].apart(&letters[other]) * 4 <= shape.len().max(other.len())
                            && strsim::normalized_levenshtein(shape, other) >= 0.75)
                })
                .map(|&(_, count)| count)
                .sum();
            alike.insert(shape, near.max(count));
        }
        // Two pages in five: heads may differ on odd and even pages, but what stands on two pages of many is text.
        let least = (pages.len() * 2).div_ceil(5).clamp(2, 12);
        let common: Vec<&str> = alike
            .iter()
            .filter(|&(shape, &count)| shape.len() >= 8 && count >= least)
            .map(|(&shape, _)| shape)
            .collect();
        for (place, edge) in edges.iter().enumerate() {
            let mut gap = 0;
            for (index, shape) in edge {
                let view = &views[*index];
                // A logo read as specks before the head: 3, NORRBY Protokoll.
                let holds =
                    !foot && common.iter().any(|held| shape.contains(held) && shape.len() <= held.len() + 14);
                // Two letters that come again are as likely a recipient as a foot.
                let repeats =
                    shape.len() >= 4 && (holds || alike.get(shape.as_str()).copied().unwrap_or(0) >= least);
                // `Kommunstyrelsen beslutar` opens the decisions of many items, wherever they stand on a page.
                let own = crate::markers::begins_item(view)
                    || labels::decision_opener(&view.plain).is_some_and(|by| !by.is_empty())
                    || labels::label(&view.plain).is_some_and(|found| {
                        found.section.of_item() || found.section == labels::Section::Attendance
                    });
                if view.furniture || (repeats && !own) {
                    // The first page's head is the document's own title; it is kept as text.
                    if place > 0 || foot {
                        found.push(*index);
                    }
                    gap = 0;
                } else {
                    gap += 1;
                    // A speck between the lines of a head is part of it, a paragraph is not.
                    if gap > 1 || view.plain.chars().count() > 12 || own {
                        break;
                    }
                }
            }
        }
    }
    for index in found {
        views[index].furniture = true;
    }
    // Specks between the lines of a head.
    for index in 1..views.len().saturating_sub(1) {
        let short = !views[index].blank()
            && views[index].plain.chars().count() <= 12
            && !crate::markers::begins_item(&views[index]);
        if short && views[index - 1].furniture && views[index + 1].furniture {
            views[index].furniture = true;
        }
    }
}

/// Heads that repeat inside a text without page breaks: a run of at least two lines, all of them lines of the
/// document's own head.
fn running_heads(views: &mut [View<'_>]) {
    const HEAD_LINES: usize = 14;
    /// Letters that name a body or a document and are no label, at least.
    const WORDED: usize = 8;
    let written: Vec<usize> = (0..views.len()).filter(|&index| !views[index].blank()).collect();
    let front: Vec<usize> = written
        .iter()
        .copied()
        .take(HEAD_LINES)
        .take_while(|&index| !crate::markers::begins_item(&views[index]))
        .collect();
    // Beside the head of a page stand its number and a date.
    let one_figure = |text: &str| shape(text).trim_end_matches('#').to_owned();
    let figures =
        |text: &str| shape(text).trim_end_matches(|c: char| c == '#' || c.is_ascii_digit()).to_owned();
    let head: Vec<[String; 2]> =
        front.iter().map(|&index| [one_figure(&views[index].plain), figures(&views[index].plain)]).collect();
    let last = front.last().copied().unwrap_or(0);
    let longest = head.iter().map(|[shape, _]| shape.len()).max().unwrap_or(0);
    let is_head = |view: &View<'_>| {
        // Most lines are longer than any of them, and need not be looked at letter by letter.
        if view.plain.chars().count() >= 80
            || view.plain.chars().filter(|c| c.is_alphabetic()).count() > longest
        {
            return false;
        }
        let alike =
            |nth: usize, shape: String| !shape.is_empty() && head.iter().any(|head| head[nth] == shape);
        // Each case has a number of its own, and the label of them all stands in the head too.
        let case = || CaseNumber::labelled(&view.plain).is_some();
        let worded = || view.plain.chars().filter(|c| c.is_alphabetic()).count() >= WORDED;
        (alike(0, one_figure(&view.plain)) || worded() && alike(1, figures(&view.plain)) && !case())
            && !crate::markers::begins_item(view)
    };
    // The rule below the heads of a table, where a page's head is set as one.
    let rule = |view: &View<'_>| view.plain.starts_with("| --") || view.plain.starts_with("|--");
    let mut at = 0;
    while at < written.len() {
        let mut end = at;
        while end < written.len()
            && (is_head(&views[written[end]])
                || views[written[end]].furniture
                || (end > at && rule(&views[written[end]])))
        {
            end += 1;
        }
        let heads = (at..end).filter(|&index| !views[written[index]].furniture).count();
        let inside = at < end && written[at] > last;
        if inside && (heads >= 2 || (heads == 1 && end - at > 1)) {
            for &index in &written[at..end] {
                views[index].furniture = true;
            }
        }
        at = end.max(at + 1);
    }
}

/// Numbers alone beside other furniture or at the edge of a page.
fn numbers(views: &mut [View<'_>]) {
    let lone: Vec<usize> = (0..views.len()).filter(|&index| NUMBER.is_match(&views[index].plain)).collect();
    // The number of all pages stands on more than one; `61/79` alone is a case.
    let all = |view: &View<'_>| view.plain.split_once('/').map(|(_, all)| all.trim().to_owned());
    let mut told: HashMap<String, usize> = HashMap::new();
    for all in lone.iter().filter_map(|&index| all(&views[index])) {
        *told.entry(all).or_default() += 1;
    }
    let values: Vec<Lone> = lone
        .iter()
        .map(|&line| Lone { line, page: views[line].page, value: views[line].plain.trim().parse().ok() })
        .collect();
    let last = views.last().map_or(1, |view| view.page);
    for (nth, index) in lone.into_iter().enumerate() {
        if all(&views[index]).is_some_and(|all| told[&all] < 2) || counts_items(&values, nth, last) {
            continue;
        }
        let before = (0..index).rev().find(|&at| !views[at].blank());
        let after = (index + 1..views.len()).find(|&at| !views[at].blank());
        let turned = |at: Option<usize>| at.is_none_or(|at| views[at].page != views[index].page);
        let beside = |at: Option<usize>| at.is_some_and(|at| views[at].furniture);
        if turned(before) || turned(after) || beside(before) || beside(after) {
            views[index].furniture = true;
        }
    }
}

/// A number alone on its line.
struct Lone {
    line: usize,
    page: u32,
    value: Option<u32>,
}

/// Whether a number alone counts items and no pages: the next one stands a few lines from it, `845` above `846`; or it is
/// far beyond the document's pages, and the pages beside it go on from it with none.
fn counts_items(lone: &[Lone], nth: usize, pages: u32) -> bool {
    const BEYOND: u32 = 50;
    const LINES: usize = 6;
    let own = &lone[nth];
    let Some(value) = own.value else { return false };
    let beside = [nth.checked_sub(1), Some(nth + 1)].into_iter().flatten().filter_map(|at| lone.get(at));
    let apart: Vec<(&Lone, u32)> =
        beside.filter_map(|other| Some((other, other.value?.abs_diff(value)))).collect();
    let stacked = apart
        .iter()
        .any(|(other, step)| *step == 1 && other.page == own.page && other.line.abs_diff(own.line) <= LINES);
    let goes_on =
        apart.iter().any(|(other, step)| other.page != own.page && *step == other.page.abs_diff(own.page));
    stacked || (value > pages + BEYOND && pages > 1 && !goes_on)
}

/// How often a line has each pair of letters, by a hash of the pair. Each letter that differs spoils two pairs at most
/// (the q-gram lemma, Ukkonen 1992), so that most lines are told apart without comparing them letter by letter.
struct Letters([u8; 256]);

impl Letters {
    fn of(shape: &str) -> Self {
        let mut counts = [0u8; 256];
        let mut before = 0u32;
        for letter in shape.chars() {
            let pair = before.wrapping_mul(31).wrapping_add(letter as u32) % 256;
            counts[pair as usize] = counts[pair as usize].saturating_add(1);
            before = letter as u32;
        }
        Letters(counts)
    }

    /// A lower bound of the Levenshtein distance, in letters.
    fn apart(&self, other: &Self) -> usize {
        let pairs = |counts: &[u8; 256]| counts.iter().map(|&count| usize::from(count)).sum::<usize>();
        let shared: usize = self.0.iter().zip(&other.0).map(|(&a, &b)| usize::from(a.min(b))).sum();
        pairs(&self.0).max(pairs(&other.0)).saturating_sub(shared) / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn views(text: &str) -> Vec<View<'_>> {
        let mut page = 1;
        let mut start = 0;
        text.split('\n')
            .map(|raw| {
                page += raw.matches('\u{c}').count() as u32;
                let view = View {
                    raw,
                    plain: justera_core::text::plain(raw),
                    start,
                    page,
                    furniture: false,
                    contents: false,
                    margin: None,
                    cut: 0,
                    tail: 0,
                };
                start += raw.len() + 1;
                view
            })
            .collect()
    }

    fn left(text: &str) -> Vec<String> {
        let mut views = views(text);
        mark(&mut views);
        views.into_iter().filter(View::counts).map(|view| view.plain).collect()
    }

    #[test]
    fn heads_that_repeat_at_page_breaks_are_cut_out() {
        let text = "Norrby nämnd\nProtokoll\n\n§ 1\nOm vägar\n\u{c}Norrby nämnd\nProtokoll\n\n§ 2\nOm broar\n\u{c}Norrhy nämnd\nProtokoll\nmera om broar";
        assert_eq!(
            left(text),
            ["Norrby nämnd", "Protokoll", "§ 1", "Om vägar", "§ 2", "Om broar", "mera om broar"]
        );
    }

    #[test]
    fn heads_inside_a_text_without_page_breaks_are_cut_out() {
        let text = "Anteckningar\nDatum: 2021-01-02\n\n1. Öppnande\nDet sades att\n\nAnteckningar\nDatum: 2021-01-02\n\nallt var väl.\n2. Slut";
        assert_eq!(
            left(text),
            ["Anteckningar", "Datum: 2021-01-02", "1. Öppnande", "Det sades att", "allt var väl.", "2. Slut"]
        );
    }

    #[test]
    fn signs_and_page_numbers_are_furniture() {
        assert_eq!(
            left("text\n2 (3)\nJusterandes sign   Justerandes sign  Utdragsbestyrkande\nSida 1 av 2\nmer"),
            ["text", "mer"]
        );
    }
}
