//! Lists of persons as they are laid out: columns beside each other, headings inside a list, headings above headings.

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_core::{Capacity, Place, Presence};

use std::collections::{BTreeMap, HashSet};

use crate::Doc;
use crate::front::{self, Block, Front};
use crate::gapless;
use crate::names::{first_name, leading_name, of_an_organization};
use crate::person::{PARTY, after_title, is_tick, split_and, split_outer, takes_part};
use crate::tables::{Column, is_party, is_role_word};

/// What the headings above a list say of those in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) presence: Presence,
    pub(crate) capacity: Option<Capacity>,
}

/// One list under one heading.
#[derive(Clone, Debug)]
pub(crate) struct Roster {
    /// What the headings say.
    pub(crate) class: Class,
    /// The organization that heads the list, where one does: `PRO Skogsbyn`.
    pub(crate) organization: Option<String>,
    /// Its lines, one column after the other: the line's index and the text, cells joined by commas.
    pub(crate) lines: Vec<(usize, String)>,
    /// The line of its heading.
    pub(crate) line: usize,
    /// Where an engine read the column of headings before the column of names, all the headings whose lists these may be.
    pub(crate) stacked: Vec<String>,
    /// Whether it may hold again whom another list has: a roll call, a table.
    pub(crate) again: bool,
    /// Whether other lists may hold its persons again: offices above the list of all.
    pub(crate) offices: bool,
}

impl Roster {
    fn new(class: Class, line: usize) -> Self {
        Roster {
            class,
            organization: None,
            lines: Vec::new(),
            line,
            stacked: Vec::new(),
            again: false,
            offices: false,
        }
    }
}

/// The lists of the front page, in reading order.
pub(crate) fn rosters(doc: &Doc<'_>, front: &Front) -> Vec<Roster> {
    let mut found = Vec::new();
    // `Frånvarande` above `Ledamöter` and `Ersättare`: a heading without a list of its own stands above the next.
    let mut above = String::new();
    // Headings above which names stand, and then those that stand alone.
    let mut stack: Vec<String> = Vec::new();
    let mut heads: Vec<Cell> = Vec::new();
    // Below `Närvarolista` the lists may hold again whom others have.
    let mut roll = false;
    let listed: HashSet<usize> = front
        .blocks
        .iter()
        .flat_map(|block| block.lines.iter().map(|&(line, _)| line).chain([block.line]))
        .collect();
    for block in front.of(Section::Attendance) {
        let first = found.len();
        if is_main(&block.label) {
            above.clear();
        }
        // Whom a list elsewhere has is told there; those below the reference are of no list that has a name.
        let elsewhere = block.lines.first().is_some_and(|(_, text)| refers(text));
        let headed = heads.is_empty().then(|| heads_above(doc, &listed, block)).flatten();
        for (nth, lines) in columns(doc, headed.as_ref().unwrap_or(block), &mut heads).into_iter().enumerate()
        {
            let mut label = if nth == 0 { block.label.clone() } else { String::new() };
            let mut roster = Roster::new(class(&above, &label), block.line);
            // The right column's own heading stands beside the left one's.
            if nth > 0 && lines.first().is_none_or(|(_, text)| heading(text).is_none()) {
                label.clone_from(&block.label);
                roster.class = class(&above, &label);
            }
            // A heading with its persons behind it on the line says nothing of the lines after those.
            let mut inline: Option<Class> = None;
            if nth == 0 && elsewhere {
                roster.class.capacity = None;
            }
            let lines = offices_above(doc, answers_beside(headings_apart(lines)));
            let told: Vec<(usize, &str)> = lines.iter().map(|(line, text)| (*line, text.as_str())).collect();
            let lines = crate::lists::apart(doc, &told).unwrap_or(lines);
            let organizations = organizations(doc, &lines);
            for (at, (line, text)) in lines.iter().enumerate() {
                if let Some((inner, rest)) = heading(text) {
                    let under =
                        if is_main(&inner) && nth > 0 { String::new() } else { format!("{above} {label}") };
                    found.push(std::mem::replace(&mut roster, Roster::new(class(&under, &inner), *line)));
                    inline = None;
                    if !rest.is_empty() {
                        inline = (persons(doc, &rest) >= 2).then(|| class(&above, &label));
                        roster.lines.push((*line, rest));
                    }
                } else if let Some(organization) = &organizations[at] {
                    let class = roster.class;
                    found.push(std::mem::replace(
                        &mut roster,
                        Roster { organization: Some(organization.name.clone()), ..Roster::new(class, *line) },
                    ));
                    if !organization.rest.is_empty() {
                        roster.lines.push((*line, organization.rest.clone()));
                    }
                } else if heads_others(text) {
                    // Those below are of another list, up to the next heading.
                    break;
                } else {
                    let open = roster.lines.last().is_some_and(|(_, last)| goes_on(doc, last));
                    if let Some(class) = inline.filter(|_| !open) {
                        inline = None;
                        found.push(std::mem::replace(&mut roster, Roster::new(class, *line)));
                    }
                    roster.lines.push((*line, text.clone()));
                }
            }
            found.push(roster);
        }
        let lists = ["lista", "förteckning", "upprop"].iter().any(|word| block.label.contains(word));
        roll = lists || (roll && !is_main(&block.label));
        found[first..].iter_mut().for_each(|roster| roster.again = roll);
        // `Frånvarande   Ledamot   Ulla Ek` above `Suppleant   Bo Al`.
        if is_main(&block.label) && block.lines.first().is_none_or(|(_, text)| heading(text).is_some()) {
            above.clone_from(&block.label);
        }
        // `Tjänstgörande ersättare` alone has lost its names to a heading below it.
        stack.push(block.label.clone());
        if !block.lines.is_empty() {
            if stack.len() > 1 && stack[1..stack.len() - 1].iter().any(|label| !is_main(label)) {
                for roster in &mut found[first..] {
                    roster.stacked.clone_from(&stack);
                }
            }
            stack = vec![block.label.clone()];
        }
    }
    found.retain(|roster| !roster.lines.is_empty());
    found.splice(0..0, offices_before(doc, front));
    found
}

/// Who chairs, where that stands above the list of the others and not in it: `Ordförande: Ulla Ek (S)`, `1:e vice ordförande:
/// Bo Al (M)` above `Ledamöter:`. Whom the list has too is told there.
fn offices_before(doc: &Doc<'_>, front: &Front) -> Option<Roster> {
    static OFFICE: Pattern = Pattern::new(
        r"(?i)^(?P<office>(?:[123]:[ae]\s+|(?:förste|andre)\s+)?(?:vice\s+|v\.?\s+)?(?:ordförande|ordf\.?))(?:\s*:\s*|\s{3,})(?-i:(?P<who>\p{Lu}.*))$",
    );
    let block = front.of(Section::Attendance).next()?;
    let mut lines: Vec<(usize, String)> = Vec::new();
    for line in (0..block.line).rev().filter(|&line| !doc.plain[line].is_empty()) {
        let Some(found) = OFFICE.captures(&doc.plain[line]) else { break };
        let who = found["who"].trim();
        // A table has others beside them.
        if who.contains("   ") || doc.outline.lines[line].place != Place::Front {
            break;
        }
        lines.insert(0, (line, format!("{who}, {}", &found["office"])));
    }
    let &(first, _) = lines.first()?;
    // Without a list of members it is not told that the chair is one.
    let members = capacity(&block.label) == Some(Capacity::Member);
    let class = Class { presence: Presence::Present, capacity: members.then_some(Capacity::Member) };
    Some(Roster { lines, offices: true, ..Roster::new(class, first) })
}

/// A list with the heads of its table, where these stand above its label and in no other list: `Namn   Parti   Närvarande`
/// above `LEDAMÖTER`.
fn heads_above(doc: &Doc<'_>, listed: &HashSet<usize>, block: &Block) -> Option<Block> {
    /// Lines that the heads run over at most.
    const LINES: usize = 4;
    let above = (block.line.saturating_sub(LINES)..block.line).rev();
    let mut above = above.take_while(|&line| !doc.plain[line].is_empty() && !listed.contains(&line));
    let first = above.find(|&line| !doc.plain[line].starts_with('|') && is_head(doc, line))?;
    let heads = (first..block.line).map(|line| (line, doc.plain[line].clone()));
    Some(Block { lines: heads.chain(block.lines.iter().cloned()).collect(), ..block.clone() })
}

/// The lists that stand as tables under no label, in reading order: the table of those who met on a front page of
/// Markdown, a roll call (upprop) inside an item, a list of those present behind the last one.
///
/// Outside the front page a table of persons may also tell who was elected; there it must have a column that says who
/// was there, or stand under a heading that says so.
pub(crate) fn tables(doc: &Doc<'_>, front: &Front) -> Vec<Roster> {
    let taken: HashSet<usize> = front
        .of(Section::Attendance)
        .flat_map(|block| block.lines.iter().map(|&(line, _)| line).chain([block.line]))
        .collect();
    let counts = |line: usize| {
        let held = &doc.outline.lines[line];
        !matches!(held.place, Place::Furniture | Place::Contents) && !taken.contains(&line)
    };
    // Where the front page lists persons, a table elsewhere is theirs only under a heading that says so.
    let listed = front.of(Section::Attendance).any(|block| !block.lines.is_empty());
    let mut found: Vec<Roster> = Vec::new();
    let mut at = 0;
    while at < doc.plain.len() {
        let line = at;
        at += 1;
        let run = gapless::heads(&doc.plain[line]);
        if !counts(line) || !(run.is_some() || is_head(doc, line)) {
            continue;
        }
        let above = (0..line).rev().filter(|&above| counts(above) && !doc.plain[above].is_empty());
        let above: Vec<usize> = above.take(3).collect();
        let label = above.iter().find_map(|&above| label_of_table(&doc.plain[above]));
        let label = label.or_else(|| heading_of_item(doc, line));
        let lines = match &run {
            Some(heads) => {
                let below = (line + 1..doc.plain.len()).map(|next| (next, doc.plain[next].as_str()));
                gapless::rows(
                    doc,
                    line,
                    heads,
                    below.filter(|&(next, text)| counts(next) && !text.is_empty()),
                )
            }
            None => rows(doc, line, above.first().copied(), &counts),
        };
        at = lines.last().map_or(at, |&(last, _)| last + 1).max(at);
        let label = label.unwrap_or_default();
        let block = Block { section: Section::Attendance, label, lines, line };
        for lines in columns(doc, &block, &mut Vec::new()) {
            let told = (crate::sheets::tells_presence(&lines) && !listed)
                || !block.label.is_empty()
                || doc.outline.lines[line].place == Place::Front;
            if lines.iter().any(|(_, text)| text.starts_with('|')) && told {
                found.push(Roster { lines, again: true, ..Roster::new(class("", &block.label), line) });
            }
        }
    }
    found
}

/// The lines of the table whose heads stand on `line`, the one above it among them where it holds heads too.
fn rows(
    doc: &Doc<'_>,
    line: usize,
    above: Option<usize>,
    counts: &dyn Fn(usize) -> bool,
) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut title = None;
    let barred = doc.plain[line].starts_with('|');
    let from = above.filter(|&above| !barred && is_beside(doc, above)).unwrap_or(line);
    for next in (from..doc.plain.len()).filter(|&next| counts(next) && !doc.plain[next].is_empty()) {
        let text = &doc.plain[next];
        let row = text.starts_with('|') || cells(doc, next, text).len() >= 2 || is_beside(doc, next);
        if next > line && !row && title.is_none() && goes_on_below(doc, next, counts) {
            // `Ersättare` between two rows: the columns stay.
            lines.push((next, text.clone()));
            continue;
        }
        if next > line && !row {
            // A part of the table has its title on a line by itself, and then its own heads.
            if title.replace(next).is_some() || label_of_table(text).is_some() {
                break;
            }
            continue;
        }
        if title.is_some() && !is_head(doc, next) && !is_beside(doc, next) {
            break;
        }
        title = None;
        lines.push((next, text.clone()));
    }
    lines
}

/// Whether a heading of a list stands directly above a row of the table in which it stands, and no heads.
fn goes_on_below(doc: &Doc<'_>, line: usize, counts: &dyn Fn(usize) -> bool) -> bool {
    let below = (line + 1..doc.plain.len()).find(|&below| counts(below) && !doc.plain[below].is_empty());
    label_of_table(&doc.plain[line]).is_some()
        && below.is_some_and(|below| {
            let row = cells(doc, below, &doc.plain[below]);
            row.len() >= 2 && !is_head(doc, below) && leading_name(doc.model, &row[0].text, true).is_some()
        })
}

/// Whether the line holds the heads of a table of persons.
pub(crate) fn is_head(doc: &Doc<'_>, line: usize) -> bool {
    let text = &doc.plain[line];
    let cells: Vec<String> = match text.starts_with('|') {
        true => crate::sheets::row(text),
        false if text.contains("   ") => cells(doc, line, text).into_iter().map(|cell| cell.text).collect(),
        false => return false,
    };
    crate::sheets::heads_persons(&cells)
}

/// Whether the line holds the heads of three columns or more; two may be a label and a heading beside it.
pub(crate) fn heads_columns(doc: &Doc<'_>, line: usize) -> bool {
    let text = &doc.plain[line];
    let columns = || {
        let cells = cells(doc, line, text);
        cells.iter().flat_map(split_heads).filter(|cell| crate::sheets::column(&cell.text).is_some()).count()
    };
    gapless::heads(text).is_some() || (is_head(doc, line) && columns() >= 3)
}

/// Whether the line holds heads of columns and nothing else that could stand in one: the second line of heads that run
/// over two.
fn is_beside(doc: &Doc<'_>, line: usize) -> bool {
    let text = &doc.plain[line];
    !text.starts_with('|') && cells(doc, line, text).iter().any(|cell| crate::sheets::heads(&cell.text))
}

/// What heads a table of those present, in small letters: `Närvarolista/Omröstningslista`, `Ersättare, ej tjänstgörande`.
fn label_of_table(text: &str) -> Option<String> {
    let found = front::label(text).filter(|found| found.section == Section::Attendance);
    found.filter(|found| found.rest.is_empty()).map(|found| lower(found.label))
}

/// The same of the heading of the item in which a line stands: `Upprop`.
fn heading_of_item(doc: &Doc<'_>, line: usize) -> Option<String> {
    let Place::Item(node) = doc.outline.lines[line].place else { return None };
    let heading = doc.outline.nodes[node.0].heading.iter().map(|span| span.of(doc.repaired.text()));
    let small = lower(&justera_core::text::unwrap(heading));
    ["upprop", "närvaro"].iter().any(|word| small.contains(word)).then_some(small)
}

/// The lines with the answers to whether someone was there, `Ja` and `Nej`, taken to the names before them; who was not is
/// called so.
fn answers_beside(lines: Vec<(usize, String)>) -> Vec<(usize, String)> {
    /// So many are a column.
    const COLUMN: usize = 2;
    let answer = |text: &str| match lower(text.rsplit([' ', ',']).next().unwrap_or("")).as_str() {
        "ja" => Some(true),
        "nej" => Some(false),
        _ => None,
    };
    if lines.iter().filter(|(_, text)| answer(text).is_some()).count() < COLUMN {
        return lines;
    }
    let mut out: Vec<(usize, String)> = Vec::with_capacity(lines.len());
    for (line, text) in lines {
        let Some(there) = answer(&text) else {
            out.push((line, text));
            continue;
        };
        let before = text.rfind([' ', ',']).map_or("", |at| text[..at].trim_end_matches([' ', ',', '\t']));
        if !before.is_empty() {
            out.push((line, before.to_owned()));
        }
        if let Some((_, last)) = out.last_mut().filter(|_| !there) {
            last.push_str(" (frånvarande)");
        }
    }
    out
}

/// The lines with an office that stands above the one who holds it put behind the name: `Ordföranden` / `Ulla Ek (S)`.
fn offices_above(doc: &Doc<'_>, lines: Vec<(usize, String)>) -> Vec<(usize, String)> {
    /// Words that an office has at most: `1:e vice ordförande`.
    const WORDS: usize = 3;
    let person = |text: &str| leading_name(doc.model, after_title(doc.model, text).1, true).is_some();
    let office = |text: &str| {
        // With a colon it heads a group.
        text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && !text.ends_with(':')
            && text.split(' ').count() <= WORDS
            && text.split(' ').next_back().is_some_and(is_role_word)
            && !text.contains([',', '/'])
            && !person(text)
            && heading(text).is_none()
    };
    // One person below it: an office above several heads a group.
    let holds = |at: usize| {
        office(&lines[at].1)
            && lines.get(at + 1).is_some_and(|(_, text)| person(text))
            && lines.get(at + 2).is_none_or(|(_, text)| !person(text))
    };
    let held: Vec<bool> = (0..lines.len()).map(holds).collect();
    let mut above: Option<String> = None;
    let mut out: Vec<(usize, String)> = Vec::with_capacity(lines.len());
    for ((line, text), held) in lines.into_iter().zip(held) {
        if held {
            above = Some(text);
            continue;
        }
        out.push(match above.take() {
            Some(office) => (line, format!("{text}, {office}")),
            None => (line, text),
        });
    }
    out
}

/// The lines with a heading, or a body, that stands inside one on a line of its own: `Ulla Ek, Bo Al. Adjungerad: Eva
/// Lind`.
fn headings_apart(lines: Vec<(usize, String)>) -> Vec<(usize, String)> {
    static INNER: Pattern = Pattern::new(r"[.;]\s+(?P<head>\p{Lu}[\p{L} ]{3,40}):\s");
    let heads = |text: &str| {
        labels::section(text) == Some(Section::Attendance)
            || text.split(' ').next_back().is_some_and(labels::is_body)
    };
    lines
        .into_iter()
        .flat_map(|(line, text)| {
            let mut parts = Vec::new();
            let mut from = 0;
            for found in INNER.captures_iter(&text) {
                let (Some(whole), Some(head)) = (found.get(0), found.name("head")) else { continue };
                if heads(head.as_str()) {
                    parts.push((line, text[from..whole.start()].to_owned()));
                    from = head.start();
                }
            }
            parts.push((line, text[from..].to_owned()));
            parts
        })
        .collect()
}

/// Whether a heading opens lists anew; the others stand below one (`Ledamöter`, `Ersättare`).
fn is_main(label: &str) -> bool {
    [
        "närvarande",
        "frånv",
        "förh",
        "beslutande",
        "deltag",
        "förhinder",
        "förfall",
        "närvaro",
        "övriga",
        "upprop",
        "tjänstemän",
        "tjänstepersoner",
        "gäst",
        "adjungera",
        "inbjud",
        "medverkande",
        "sakkunnig",
        "föredragande",
        "återbud",
    ]
    .iter()
    .any(|word| label.contains(word))
}

/// What headings say of those below: `label`, and the one `above` it, where there is one.
pub(crate) fn class(above: &str, label: &str) -> Class {
    let absent = |text: &str| {
        let not_there = ["ej närvarande", "inte närvarande", "icke närvarande"];
        text.contains("frånv")
            || text.starts_with("förh")
            || text.contains("förhinder")
            || text.contains("förfall")
            || ["återbud", "frånvaro", "förhindr", "sjukanm", "kunde inte", "kunde ej", "ej med", "inte med"]
                .iter()
                .any(|form| text.contains(form))
            || not_there.iter().any(|form| text.contains(form))
    };
    let presence = if absent(above) || absent(label) { Presence::Absent } else { Presence::Present };
    Class { presence, capacity: capacity(label).or_else(|| capacity(above)) }
}

/// What a word of serving or deciding, also a shortened one (`Tj. ersättare`), or its denial (`Ej tjg ers`), says of a list.
fn serving(label: &str) -> Option<Capacity> {
    let words: Vec<&str> =
        label.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let serves =
        |word: &str| matches!(word, "tj" | "tjg" | "tjgör" | "tjänstg") || word.starts_with("tjänstgör");
    let decides = |word: &str| matches!(word, "beslutande" | "beslutsfattare");
    let denied = |at: usize| at > 0 && matches!(words[at - 1], "ej" | "icke" | "inte");
    let may = |word: &str| word.starts_with("tjänst") || word.starts_with("beslut");
    let refused = (0..words.len()).any(|at| denied(at) && (serves(words[at]) || may(words[at])));
    match refused {
        true => Some(Capacity::Substitute),
        false => words.iter().any(|word| serves(word) || decides(word)).then_some(Capacity::Member),
    }
}

fn capacity(label: &str) -> Option<Capacity> {
    let label = &label.replace('-', " ");
    let both = label.contains("ledamöter") && (label.contains("ersättare") || label.contains("suppleant"));
    if both && !label.contains("tjänst") {
        return None;
    }
    // Two headings that an engine read as one: whose list it is cannot be told.
    if label.matches("närvarande").count() > 1 {
        return None;
    }
    // Who is absent without a substitute would have served.
    if label.contains("utan ersättare") {
        return Some(Capacity::Member);
    }
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    match () {
        () if has(&["övriga ersättare", "övriga suppleanter"]) => Some(Capacity::Substitute),
        () if let Some(capacity) = serving(label) => Some(capacity),
        () if has(&["ersättare", "suppleanter"]) => Some(Capacity::Substitute),
        () if has(&["ledamöter", "ledamot", "upprop"]) => Some(Capacity::Member),
        () if has(&[
            "övriga",
            "dessutom",
            "därjämte",
            "därjemte",
            "härjämte",
            "jämväl",
            "tjänstemän",
            "tjänsteman",
            "tjänstepersoner",
            "adjungera",
            "gäst",
            "inbjuden",
            "inbjudna",
            "personal",
            "sekretariat",
            "kansli",
            "fackliga",
            "åhörare",
            "observatör",
            "revisor",
            "medverkande",
            "sakkunniga",
        ]) =>
        {
            Some(Capacity::Other)
        }
        () => None,
    }
}

/// The heading of a list inside another: its words in small letters, and what stands behind it.
fn heading(text: &str) -> Option<(String, String)> {
    let found = front::label(text).filter(|found| found.section == Section::Attendance)?;
    // `Ersättare för Bo Al` and `ledamot` say what someone is.
    (text.trim_start().starts_with(char::is_uppercase) && !found.rest.starts_with("för "))
        .then(|| (found.label.to_lowercase(), found.rest.trim_start_matches([',', ' ']).to_owned()))
}

/// Whether a line says where else the persons are listed: `Enligt närvarolista, sid 2`.
fn refers(text: &str) -> bool {
    let small = lower(text);
    let list = ["lista", "förteckning", "bilaga", "upprop", "sida", "sid "];
    ["enligt ", "se "].iter().any(|word| small.starts_with(word))
        && list.iter().any(|word| small.contains(word))
}

/// Whether a line heads persons who need not have been there: `Valda revisorer:`.
fn heads_others(text: &str) -> bool {
    const OTHERS: [&str; 6] = ["vald", "avgå", "revisor", "valbered", "kontaktperson", "kandidat"];
    let small = lower(text);
    small.ends_with(':') && !text.contains(',') && OTHERS.iter().any(|word| small.contains(word))
}

/// How many persons a line names between its commas.
fn persons(doc: &Doc<'_>, text: &str) -> usize {
    split_outer(text, &[',', ';'])
        .into_iter()
        .flat_map(|piece| split_and(doc, piece))
        .filter(|piece| leading_name(doc.model, after_title(doc.model, piece).1, true).is_some())
        .count()
}

/// Whether a list goes on in the next line: behind a comma, or in the middle of a name.
fn goes_on(doc: &Doc<'_>, text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or("");
    let alone = || text.rsplit([',', ' ']).nth(1).is_some_and(|before| matches!(before, "" | "och" | "samt"));
    text.ends_with([',', '-']) || matches!(last, "och" | "samt") || (first_name(doc.model, last) && alone())
}

/// An organization that heads a list, and what stands behind it on its line.
struct Headed {
    name: String,
    rest: String,
}

/// For each line, whether an organization alone heads the persons below it. One such line may be the rest of the line
/// above it; two are a way of setting out the list.
fn organizations(doc: &Doc<'_>, lines: &[(usize, String)]) -> Vec<Option<Headed>> {
    // `Från Norrby: Ulla Ek`, `För Vision: Bo Al`
    static FROM: Pattern =
        Pattern::new(r"^(?:[Ff]rån|(?:Närvarande\s+)?[Ff]ör)\s+(?P<name>\p{L}[^:]{2,50}):\s*(?P<rest>.*)$");
    // `Klimatverket: Ulla Ek, Bo Al`, where several lines are of that form.
    static GROUP: Pattern = Pattern::new(r"^(?P<name>\p{Lu}[^:,;§|\d]{2,60}):\s+(?P<rest>\p{Lu}.*)$");
    let person = |text: &str| leading_name(doc.model, after_title(doc.model, text).1, true).is_some();
    let grouped = |text: &str| {
        let found = GROUP.captures(text)?;
        let (name, rest) = (&found["name"], &found["rest"]);
        let office = name.split_whitespace().any(is_role_word) || labels::section(name).is_some();
        let fits = !office && !person(name) && heading(text).is_none() && person(rest);
        fits.then(|| Headed { name: name.to_owned(), rest: rest.to_owned() })
    };
    let mut groups: Vec<Option<Headed>> = lines.iter().map(|(_, text)| grouped(text)).collect();
    let several = groups.iter().flatten().count() > 1;
    let mut found: Vec<Option<Headed>> = lines
        .iter()
        .enumerate()
        .map(|(at, (_, text))| {
            let group = |name: &str, found: &regex::Captures<'_>| {
                found.name(name).map_or("", |held| held.as_str()).to_owned()
            };
            if let Some(from) = FROM.captures(text) {
                return Some(Headed { name: group("name", &from), rest: group("rest", &from) });
            }
            if let Some(headed) = groups[at].take().filter(|_| several) {
                return Some(headed);
            }
            let words: Vec<&str> = text.split_whitespace().collect();
            let acronym =
                |word: &&str| (3..=5).contains(&word.chars().count()) && word.chars().all(char::is_uppercase);
            let alone = (1..=5).contains(&words.len())
                && text.starts_with(char::is_uppercase)
                && !text.contains([',', '(', '§', '|', '.', ';'])
                && (words.iter().any(|word| of_an_organization(word)) || words.iter().any(acronym))
                && !person(text);
            let before = at.checked_sub(1).is_none_or(|at| !lines[at].1.ends_with([',', '-']));
            let below = lines.get(at + 1).is_some_and(|(_, next)| person(next));
            (alone && before && below).then(|| Headed { name: text.clone(), rest: String::new() })
        })
        .collect();
    // Where a person begins the list and no two stand together, it cannot be told whose each organization is.
    let alternate = lines.first().is_some_and(|(_, text)| person(text))
        && found
            .iter()
            .enumerate()
            .all(|(at, headed)| headed.as_ref().is_none_or(|headed| at % 2 == 1 && headed.rest.is_empty()))
        && lines.iter().step_by(2).all(|(_, text)| person(text));
    if alternate {
        found.iter_mut().for_each(|headed| *headed = None);
    }
    let told = found.iter().flatten().count();
    let labelled = found.iter().flatten().any(|headed| !headed.rest.is_empty());
    if told < 2 && !labelled {
        found.iter_mut().for_each(|headed| *headed = None);
    }
    found
}

/// A piece of a line between gaps, and the character column at which it begins.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) column: usize,
    pub(crate) text: String,
}

/// The lines of a block, column by column where lists stand beside each other.
///
/// Where a line has the heads of a table (Namn, Parti, Närvaro), it and those below it come out as rows with marks. The
/// heads hold for the lists after it as well.
fn columns(doc: &Doc<'_>, block: &Block, heads: &mut Vec<Cell>) -> Vec<Vec<(usize, String)>> {
    if let Some(sheets) = gapless_sheets(doc, block) {
        return sheets;
    }
    let rows: Vec<(usize, Vec<Cell>)> =
        block.lines.iter().map(|(line, text)| (*line, cells(doc, *line, text))).collect();
    let mut rows = ticked_before(&rows).unwrap_or(rows);
    without_legend(&mut rows);
    let head = rows.iter().position(|(_, row)| {
        let texts: Vec<String> = row.iter().map(|cell| cell.text.clone()).collect();
        row.iter().filter(|cell| crate::sheets::heads(&cell.text)).count() >= 2
            || (row.len() >= 2 && crate::sheets::heads_persons(&texts))
    });
    if let Some(at) = head {
        *heads = rows[at].1.iter().flat_map(split_heads).collect();
        // Heads may run over two or three lines; each of the others has a column of its own.
        for (_, row) in rows[at.saturating_sub(1)..rows.len().min(at + 2)].iter() {
            for cell in row.iter().filter(|cell| crate::sheets::heads(&cell.text)) {
                if heads.iter().all(|head| head.column.abs_diff(cell.column) > 3) {
                    heads.push(cell.clone());
                }
            }
        }
        heads.extend(parties_without_head(&rows, heads));
        heads.sort_by_key(|head| head.column);
        // What has more columns is no list of persons.
        if heads.len() > COLUMNS {
            heads.clear();
        }
    }
    let rows: Vec<(usize, Vec<Cell>)> = match heads.len() {
        0 | 1 => rows,
        _ => rows
            .into_iter()
            .map(|(line, row)| (line, row.into_iter().flat_map(|cell| cut(doc, cell, heads)).collect()))
            .collect(),
    };
    // Each cell stands below the head that it begins nearest to.
    let below = |cell: &Cell| -> Option<usize> {
        let (at, head) =
            heads.iter().enumerate().min_by_key(|(_, head)| head.column.abs_diff(cell.column))?;
        (head.column.abs_diff(cell.column) <= 3).then_some(at)
    };
    // Beside the list of those present their votes may stand.
    let vote = |cell: &Cell| {
        matches!(lower(&cell.text).as_str(), "x" | "ja" | "nej" | "avstår" | "avst" | "avst.")
            || cell.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '§' | ' '))
    };
    let fits = |cell: &Cell| below(cell).is_some() || vote(cell);
    let fitting = rows.iter().filter(|(_, row)| row.iter().all(fits)).count();
    if heads.len() >= 2 && fitting * 2 > rows.len() && rows.iter().any(|(_, row)| row.len() >= 2) {
        // The head of the names, where it stands above an earlier list, says who is there and not who is here.
        let mut titles: Vec<&str> = heads.iter().map(|head| head.text.as_str()).collect();
        let list = |text: &&str| labels::section(text) == Some(Section::Attendance);
        let named = titles.iter().any(|text| crate::sheets::column(text) == Some(Column::Name));
        if let Some(names) = titles.iter_mut().find(|text| head.is_none() && !named && list(text)) {
            *names = "Namn";
        }
        let title = (block.line, format!("| {} |", titles.join(" | ")));
        let told = |row: &[Cell]| {
            row.iter().all(|cell| {
                vote(cell)
                    || split_heads(cell).iter().all(|cell| {
                        crate::sheets::heads(&cell.text) || heads.iter().any(|head| head.text == cell.text)
                    })
            })
        };
        // Who stands before the heads is of a list of its own.
        let above = head.unwrap_or(0);
        let before: Vec<(usize, String)> =
            rows[..above].iter().filter(|(_, row)| !told(row)).cloned().map(joined).collect();
        let table = rows[above..].iter().filter(|(_, row)| !told(row)).map(|(line, row)| {
            let mut cells = vec![""; heads.len()];
            for cell in row {
                if let Some(at) = below(cell) {
                    cells[at] = &cell.text;
                }
            }
            (*line, format!("| {} |", cells.join(" | ")))
        });
        let table: Vec<(usize, String)> = std::iter::once(title).chain(table).collect();
        return if before.is_empty() { vec![table] } else { vec![before, table] };
    }
    // A column of parties before the names is no list.
    let party = |row: &[Cell]| row.len() > 1 && crate::lists::is_partys(&row[0].text);
    let parties = rows.iter().filter(|(_, row)| party(row)).count();
    if parties >= crate::lists::PARTIES && parties * 2 >= rows.len() {
        return vec![rows.into_iter().map(joined).collect()];
    }
    if let Some(sheet) = by_organization(doc, &rows) {
        return vec![sheet];
    }
    let mut sheets = Vec::new();
    let mut rest = rows;
    while let Some(border) = border(doc, &rest) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (line, row) in rest {
            let (inner, outer): (Vec<Cell>, Vec<Cell>) =
                row.into_iter().partition(|cell| cell.column + 1 < border);
            if !inner.is_empty() {
                left.push((line, inner));
            }
            if !outer.is_empty() {
                right.push((line, outer));
            }
        }
        if left.is_empty() || right.is_empty() {
            rest = left.into_iter().chain(right).collect();
            break;
        }
        sheets.push(left);
        rest = right;
    }
    sheets.push(rest);
    sheets.into_iter().map(|sheet| sheet.into_iter().map(joined).collect()).collect()
}

/// A head for the column of parties, where it has none.
fn parties_without_head(rows: &[(usize, Vec<Cell>)], heads: &[Cell]) -> Option<Cell> {
    /// So many are a column.
    const LEAST: usize = 3;
    let headed = |column: usize| heads.iter().any(|head| head.column.abs_diff(column) <= 3);
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    for cell in rows.iter().flat_map(|(_, row)| row.iter().skip(1)) {
        if is_party(cell.text.trim_matches(['(', ')'])) && !headed(cell.column) {
            *columns.entry(cell.column).or_default() += 1;
        }
    }
    let (&column, &most) = columns.iter().max_by_key(|(_, count)| **count)?;
    (most >= LEAST).then(|| Cell { column, text: "Parti".to_owned() })
}

/// Takes away what the letters of a column stand for where that is told below its head: `Närvarande = N` / `Frånvarande = F`.
fn without_legend(rows: &mut Vec<(usize, Vec<Cell>)>) {
    /// So many lines below the head at most.
    const LINES: usize = 4;
    let letter = |cell: &Cell| cell.text.contains('=') && crate::sheets::heads(&cell.text);
    let Some(first) = rows.iter().position(|(_, row)| row.iter().any(letter)) else { return };
    let below = first + 1..rows.len().min(first + 1 + LINES);
    rows[below].iter_mut().for_each(|(_, row)| row.retain(|cell| !letter(cell)));
    rows.retain(|(_, row)| !row.is_empty());
}

/// The rows of a list in which those who were there are ticked off before their names, and those who served with two ticks:
/// the others are struck out. None where no column of ticks stands before a column of names.
fn ticked_before(rows: &[(usize, Vec<Cell>)]) -> Option<Vec<(usize, Vec<Cell>)>> {
    /// So many ticks make a column, and so far from it the names begin.
    const TICKS: usize = 3;
    const BESIDE: std::ops::RangeInclusive<usize> = 2..=8;
    let tick = |cell: &Cell| is_tick(&cell.text);
    let capital = |cell: &Cell| cell.text.starts_with(char::is_uppercase);
    let named = |pair: &[Cell]| {
        let beside = pair[1].column.checked_sub(pair[0].column).is_some_and(|gap| BESIDE.contains(&gap));
        tick(&pair[0]) && beside && capital(&pair[1]) && !tick(&pair[1])
    };
    let pairs = rows.iter().flat_map(|(_, row)| row.windows(2)).filter(|pair| named(pair));
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    pairs.for_each(|pair| *columns.entry(pair[1].column).or_default() += 1);
    let names = |column: usize| {
        columns.range(column.saturating_sub(1)..=column + 1).map(|(_, count)| count).sum::<usize>() >= TICKS
    };
    columns.keys().any(|&column| names(column)).then_some(())?;
    let told = |row: &Vec<Cell>| {
        let mut cells: Vec<Cell> = Vec::with_capacity(row.len());
        let mut mark: Option<String> = None;
        for cell in row {
            if tick(cell) {
                mark = Some(lower(&cell.text));
                continue;
            }
            let text = match mark.take().as_deref() {
                Some("xx") => format!("{}, tjänstgörande", cell.text),
                None if names(cell.column) && capital(cell) && heading(&cell.text).is_none() => {
                    format!("~~{}~~", cell.text)
                }
                _ => cell.text.clone(),
            };
            cells.push(Cell { text, ..cell.clone() });
        }
        cells
    };
    Some(rows.iter().map(|(line, row)| (*line, told(row))).collect())
}

/// The rows of a list whose left column says whom the persons in the right one represent, with heads of their own; a
/// person without such a one beside stands below the last.
fn by_organization(doc: &Doc<'_>, rows: &[(usize, Vec<Cell>)]) -> Option<Vec<(usize, String)>> {
    /// So many organizations make a column.
    const TOLD: usize = 3;
    let person = |text: &str| leading_name(doc.model, after_title(doc.model, text).1, true).is_some();
    let names = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        text.starts_with(char::is_uppercase)
            && words.len() <= 5
            && !text.contains([',', ':', '(', '§', '|'])
            && !words.iter().any(|word| is_role_word(word))
            && !first_name(doc.model, words[0])
            && heading(text).is_none()
            && labels::section(text).is_none()
    };
    let column = rows.iter().find(|(_, row)| row.len() == 2)?.1[1].column;
    let stands = |cell: &Cell| cell.column.abs_diff(column) <= 2 && person(&cell.text);
    let told = rows.iter().filter(|(_, row)| row.len() == 2).count();
    let fits = rows.iter().all(|(_, row)| match &row[..] {
        [who] => stands(who),
        [organization, who] => organization.column + 3 < column && names(&organization.text) && stands(who),
        _ => false,
    });
    if told < TOLD || !fits || rows[0].1.len() != 2 {
        return None;
    }
    let mut organization = "";
    let mut sheet = vec![(rows[0].0, "| Namn | Organisation |".to_owned())];
    for (line, row) in rows {
        if let [place, _] = &row[..] {
            organization = &place.text;
        }
        sheet.push((*line, format!("| {} | {organization} |", row.last()?.text)));
    }
    Some(sheet)
}

/// The lines of a block that holds a table without gaps: those before it, its rows between bars, those behind it.
fn gapless_sheets(doc: &Doc<'_>, block: &Block) -> Option<Vec<Vec<(usize, String)>>> {
    let (at, titles) =
        block.lines.iter().enumerate().find_map(|(at, (_, text))| Some((at, gapless::heads(text)?)))?;
    let (before, table) = block.lines.split_at(at);
    let (head, below) = table.split_first()?;
    let rows = gapless::rows(doc, head.0, &titles, below.iter().map(|(line, text)| (*line, text.as_str())));
    // The heads and one row may be a chance.
    let last = rows.last().filter(|_| rows.len() > 2)?.0;
    let after: Vec<(usize, String)> = below.iter().filter(|(line, _)| *line > last).cloned().collect();
    Some([before.to_vec(), rows, after].into_iter().filter(|sheet| !sheet.is_empty()).collect())
}

/// A line's cells as they stand in running text, with commas.
fn joined((line, row): (usize, Vec<Cell>)) -> (usize, String) {
    // How someone took part stands in a column of its own and tells nothing of who it is.
    let cells: Vec<&str> = row
        .iter()
        .map(|cell| cell.text.trim_end_matches(',').trim())
        .filter(|cell| !takes_part(cell))
        .collect();
    let trail = row.last().is_some_and(|cell| cell.text.ends_with(','));
    (line, format!("{}{}", cells.join(", "), if trail { "," } else { "" }))
}

/// The cells of a line: what gaps of three spaces divide.
pub(crate) fn cells(doc: &Doc<'_>, line: usize, text: &str) -> Vec<Cell> {
    let text = text.trim();
    if text.starts_with('|') {
        return vec![Cell { column: 0, text: text.to_owned() }];
    }
    let raw = doc.raw(line);
    // Where the label was cut off, the cells count from the line's own beginning all the same.
    let from = raw.find(text).map_or(0, |at| raw[..at].chars().count());
    let mut found = Vec::new();
    let mut offset = 0;
    for piece in text.split("   ") {
        let lead = piece.chars().count() - piece.trim_start().chars().count();
        if !piece.trim().is_empty() {
            found.push(Cell { column: from + offset + lead, text: piece.trim().to_owned() });
        }
        offset += piece.chars().count() + 3;
    }
    found
}

/// Heads that stand one space apart, each as a cell of its own: `Parti Närv`.
fn split_heads(cell: &Cell) -> Vec<Cell> {
    let words: Vec<&str> = cell.text.split(' ').collect();
    let (ranges, 0) = gapless::heads_in(&words) else { return vec![cell.clone()] };
    if ranges.len() < 2 || crate::sheets::column(&cell.text).is_some() {
        return vec![cell.clone()];
    }
    let column =
        |at: usize| cell.column + words[..at].iter().map(|word| word.chars().count() + 1).sum::<usize>();
    ranges
        .into_iter()
        .map(|range| Cell { column: column(range.start), text: words[range].join(" ") })
        .collect()
}

/// So many columns a list of persons has at most, with the votes beside it.
const COLUMNS: usize = 20;

/// A cell that runs over the column of the next head is cut there, where words stand on both sides: an engine leaves
/// one space between two columns where the left one is full.
fn cut(doc: &Doc<'_>, cell: Cell, heads: &[Cell]) -> Vec<Cell> {
    let mut found = vec![cell];
    for head in heads {
        let Some(last) = found.last() else { break };
        let Some(at) = head.column.checked_sub(last.column).filter(|&at| at > 3 && at < last.text.len() + 3)
        else {
            continue;
        };
        let letters: Vec<char> = last.text.chars().collect();
        let gap = (at.saturating_sub(3)..letters.len().min(at + 3))
            .filter(|&gap| letters[gap] == ' ')
            .min_by_key(|&gap| (gap + 1).abs_diff(at));
        let Some(gap) = gap else { continue };
        let left = letters[..gap].iter().collect::<String>().trim().to_owned();
        let right: String = letters[gap + 1..].iter().collect();
        // What stands on the right is what its head heads; a surname below `Parti` is none.
        let first = right.split_whitespace().next().unwrap_or("");
        let fits = match crate::sheets::column(&head.text) {
            Some(Column::Party) => is_party(first),
            Some(Column::Presence | Column::Serves) => {
                matches!(lower(first).as_str(), "ja" | "nej" | "n" | "f" | "x") || first.starts_with('§')
            }
            Some(Column::Substitute) => leading_name(doc.model, &right, true).is_some(),
            _ => leading_name(doc.model, &left, true).is_some_and(|named| named.rest.is_empty()),
        };
        if fits {
            let (start, column) = (last.column, last.column + gap + 1);
            found.pop();
            found.push(Cell { column: start, text: left });
            found.push(Cell { column, text: right });
        }
    }
    found
}

/// The column at which a second list begins: names or headings stand there on several lines, and not as those whom
/// the persons before them replace.
fn border(doc: &Doc<'_>, rows: &[(usize, Vec<Cell>)]) -> Option<usize> {
    let replaces = |text: &str| {
        let small = lower(text);
        ["ersätter", "för", "ers", "ers.", "ersättare för"]
            .iter()
            .any(|word| small == *word || small.ends_with(&format!(" {word}")))
    };
    let mut begins: Vec<usize> = rows
        .iter()
        .flat_map(|(_, row)| row.windows(2))
        .filter(|pair| {
            let text = pair[1].text.as_str();
            let name = leading_name(doc.model, text, false).is_some()
                || (leading_name(doc.model, text, true).is_some() && PARTY.is_match(text))
                || heading(text).is_some();
            name && !replaces(&pair[0].text)
        })
        // A heading with a colon says by itself that a list begins beside the first.
        .flat_map(|pair| {
            let headed = pair[1].text.ends_with(':') && heading(&pair[1].text).is_some();
            std::iter::repeat_n(pair[1].column, 1 + usize::from(headed))
        })
        .collect();
    begins.sort_unstable();
    begins.windows(2).find(|pair| pair[1] - pair[0] <= 2).map(|pair| pair[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_who_served() {
        use Capacity::{Member, Other, Substitute};
        for (above, label, absent, expected) in [
            ("", "beslutande", false, Some(Member)),
            ("frånvarande", "ledamöter", true, Some(Member)),
            ("", "frånvarande utan ersättare", true, Some(Member)),
            ("övriga närvarande", "ej tjänstgörande ersättare", false, Some(Substitute)),
            ("övriga närvarande", "tjänstemän m fl", false, Some(Other)),
            ("", "närvarande", false, None),
            ("", "ej närvarande", true, None),
            ("", "dessutom närvarande", false, Some(Other)),
        ] {
            let found = class(above, label);
            assert_eq!(
                (found.presence == Presence::Absent, found.capacity),
                (absent, expected),
                "{above} {label}"
            );
        }
    }
}
