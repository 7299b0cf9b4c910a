//! Lists of persons as they are laid out: columns beside each other, headings inside a list, headings above headings.

use std::collections::HashSet;

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_core::{Capacity, Place, Presence};

use crate::columns::{Cell, cells, columns, split_heads};
use crate::front::{self, Block, Front};
use crate::names::{first_name, leading_name, of_an_organization};
use crate::person::{after_title, split_and, split_outer};
use crate::standing::{Class, capacity, class, heading, refers};
use crate::tables::is_role_word;
use crate::{Doc, gapless};

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
            let lines = crate::layouts::apart(doc, &told).unwrap_or(lines);
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
    // Where office and name take turns all the way, whatever stands above a name is the office: `Ledamot för trivsel`, `PAS`.
    const HABIT: usize = 4;
    let below = |at: usize| lines.get(at + 1).is_some_and(|(_, text)| person(text));
    let offices = (0..lines.len()).filter(|&at| !person(&lines[at].1));
    let above = offices.clone().filter(|&at| below(at)).count();
    let alone =
        offices.clone().filter(|&at| below(at) && !lines.get(at + 2).is_some_and(|(_, text)| person(text)));
    let known = offices.clone().filter(|&at| office(&lines[at].1)).count();
    let turns = alone.count() >= HABIT && above == offices.count() && known * 2 >= above;
    // One person below it: an office above several heads a group.
    let holds = |at: usize| {
        if turns {
            return !person(&lines[at].1);
        }
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
    let several = groups.iter().flatten().count() > 1 || lines.iter().any(|(_, text)| FROM.is_match(text));
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
