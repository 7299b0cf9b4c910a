//! Lists of persons as they are laid out: columns beside each other, headings inside a list, headings above headings.

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_core::{Capacity, Place, Presence};

use std::collections::HashSet;

use crate::Doc;
use crate::front::{self, Block, Front};
use crate::names::{first_name, leading_name, of_an_organization};
use crate::person::{PARTY, after_title, split_and, split_outer, takes_part, title_and_place};
use crate::tables::{Column, is_party};

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
}

impl Roster {
    fn new(class: Class, line: usize) -> Self {
        Roster { class, organization: None, lines: Vec::new(), line, stacked: Vec::new() }
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
    for block in front.of(Section::Attendance) {
        let first = found.len();
        if is_main(&block.label) {
            above.clear();
        }
        for (nth, lines) in columns(doc, block, &mut heads).into_iter().enumerate() {
            let mut label = if nth == 0 { block.label.clone() } else { String::new() };
            let mut roster = Roster::new(class(&above, &label), block.line);
            // The right column's own heading stands beside the left one's.
            if nth > 0 && lines.first().is_none_or(|(_, text)| heading(text).is_none()) {
                label.clone_from(&block.label);
                roster.class = class(&above, &label);
            }
            // A heading with its persons behind it on the line says nothing of the lines after those.
            let mut inline: Option<Class> = None;
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
        if is_main(&block.label) && block.lines.is_empty() {
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
    found
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
        let run = run_heads(&doc.plain[line]);
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
                rows_without_gaps(
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
                found.push(Roster { lines, ..Roster::new(class("", &block.label), line) });
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

/// The rows of a table that lost its gaps, between bars, its heads first: those of the lines behind the line of the heads
/// up to two that are no rows.
fn rows_without_gaps<'a>(
    doc: &Doc<'_>,
    line: usize,
    heads: &[String],
    lines: impl Iterator<Item = (usize, &'a str)>,
) -> Vec<(usize, String)> {
    /// So many rows tell what a column holds whose head was not read.
    const ROWS: usize = 2;
    let lines: Vec<(usize, &str)> = lines.collect();
    let mut heads = heads.to_vec();
    // Who stands behind the dash of one who was not there served in the place.
    let instead = |text: &str| {
        let mut words = text.split([' ', '|']).filter(|word| !word.is_empty()).skip(2);
        let dash = words.any(|word| tick(word) == Some("-"));
        dash && leading_name(doc.model, &words.collect::<Vec<_>>().join(" "), true).is_some()
    };
    if heads.iter().skip(1).all(|head| crate::sheets::column(head) != Some(Column::Substitute))
        && lines.iter().filter(|(_, text)| instead(text)).count() >= ROWS
    {
        heads.push("ersätts av".to_owned());
    }
    let mut rows = vec![(line, format!("| {} |", heads.join(" | ")))];
    let mut title = None;
    for (next, text) in lines {
        match row_without_gaps(doc, text, &heads) {
            Some(row) => {
                rows.push((next, row));
                title = None;
            }
            None if title.replace(next).is_some() || run_heads(text).is_some() => break,
            None => {}
        }
    }
    rows
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
    run_heads(text).is_some() || (is_head(doc, line) && columns() >= 3)
}

/// The heads of a table of persons whose gaps an engine has lost: `Ledamot Parti Tjänstgör Tjänstgörande ersättare`.
/// Behind them may stand what is left of the heads of votes.
fn run_heads(text: &str) -> Option<Vec<String>> {
    /// So many words of other columns may stand behind the heads.
    const BEHIND: usize = 12;
    if text.starts_with('|') || text.contains("   ") {
        return None;
    }
    let words: Vec<&str> = text.split([' ', '|']).filter(|word| !word.is_empty()).collect();
    let (heads, behind) = heads_in(&words);
    let heads: Vec<String> = heads.into_iter().map(|range| words[range].join(" ")).collect();
    // Two words alone may be a heading: `Närvarande ledamöter`.
    (heads.len() >= 3 && behind <= BEHIND && crate::sheets::heads_persons(&heads)).then_some(heads)
}

/// The heads of columns with which a line begins, as ranges of its words, and how many words are left.
fn heads_in(words: &[&str]) -> (Vec<std::ops::Range<usize>>, usize) {
    let mut heads = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // The longest run of words that heads a column.
        let end = (at + 1..=words.len().min(at + 3)).rev().find(|&end| {
            let head = words[at..end].join(" ");
            let head = head.trim_end_matches('.');
            // Of words that head a column each, every one does.
            let each = end - at > 1 && words[at..end].iter().all(|word| crate::sheets::heads(word));
            !each && (crate::sheets::heads(head) || labels::section(head) == Some(Section::Attendance))
        });
        let Some(end) = end else { break };
        heads.push(at..end);
        at = end;
    }
    (heads, words.len() - at)
}

/// A row of a table of persons without a column of marks, between bars: whom they represent stands before or behind the
/// name, the task behind it. None where the words do not tell which is which.
fn row_of_words(doc: &Doc<'_>, text: &str, heads: &[String]) -> Option<String> {
    /// Words that the name of an organization before a person's has at most.
    const BEFORE: usize = 4;
    let columns: Vec<Option<Column>> = heads.iter().map(|head| crate::sheets::column(head)).collect();
    let name_at = columns.iter().position(|&column| column == Some(Column::Name))?;
    let words: Vec<&str> =
        text.split([' ', '|']).filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let begins = match columns[..name_at] {
        [] => 0,
        [Some(Column::Organization)] => (1..words.len().min(BEFORE + 1)).find(|&at| {
            let capitals = words[..at].iter().all(|word| word.starts_with(char::is_uppercase));
            capitals && first_name(doc.model, words[at])
        })?,
        _ => return None,
    };
    let behind = words[begins..].join(" ");
    let named = leading_name(doc.model, &behind, true)?;
    let rest = named.rest.trim();
    let (role, organization) = match columns[name_at + 1..] {
        [] if rest.is_empty() => (None, None),
        [Some(Column::Role)] => (Some(rest.to_owned()), None),
        [Some(Column::Organization)] => (None, Some(rest.to_owned())),
        [Some(Column::Role), Some(Column::Organization)] => title_and_place(doc, rest),
        _ => return None,
    };
    let cells: Vec<&str> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| match column {
            Some(Column::Name) => named.name,
            Some(Column::Role) => role.as_deref().unwrap_or(""),
            Some(Column::Organization) if at > name_at => organization.as_deref().unwrap_or(""),
            _ => "",
        })
        .collect();
    let mut cells: Vec<String> = cells.into_iter().map(str::to_owned).collect();
    if begins > 0 {
        cells[0] = words[..begins].join(" ");
    }
    Some(format!("| {} |", cells.join(" | ")))
}

/// A row of such a table between bars: name and task, the party, whether the person served, and who did instead; none
/// where the line does not read so.
fn row_without_gaps(doc: &Doc<'_>, text: &str, heads: &[String]) -> Option<String> {
    /// What is no name, party or mark may be one that was read badly; what is longer is prose.
    const UNREAD: usize = 3;
    let marks = |head: &String| {
        matches!(crate::sheets::column(head), Some(Column::Presence | Column::Serves | Column::Party))
    };
    if !heads.iter().any(marks) {
        return row_of_words(doc, text, heads);
    }
    let words: Vec<&str> = text.split([' ', '|']).filter(|word| !word.is_empty()).collect();
    let named = leading_name(doc.model, after_title(doc.model, text).1, true)?;
    // The name, and behind a comma the task.
    let told = |word: &str| tick(word).is_some() || party_of(word).is_some();
    // A party's letters or a mark behind a name read as an initial of it.
    let bare: Vec<&str> = named.name.split_whitespace().collect();
    let letters = |word: &str| word.chars().all(char::is_uppercase) || party_of(word).is_some();
    let first = bare
        .iter()
        .rposition(|word| !letters(word) && tick(word).is_none())
        .map_or(bare.len(), |last| last + 1);
    let task = words.iter().take(words.len().min(first + 1)).any(|word| word.ends_with(','));
    let title = words.iter().position(|word| named.name.starts_with(word.trim_end_matches(','))).unwrap_or(0);
    let mut at = (title + first).min(words.len());
    while task && at < words.len() && !told(words[at]) {
        at += 1;
    }
    let who = words[..at].join(" ");
    let figure = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let (mut party, mut served, mut rest) = (None, None, String::new());
    while let Some(word) = words.get(at) {
        at += 1;
        if let Some(mark) = tick(word) {
            served = Some(mark.to_owned());
            break;
        }
        // § is read as 8, $ or 5, once or twice, with its number behind it or beside it.
        let misread = word.starts_with(['8', '5'])
            && !word.contains(char::is_alphabetic)
            && (word.len() > 3 || (word.len() == 2 && words.get(at).is_some_and(figure)));
        if word.starts_with(['§', '$']) || misread {
            // `§§ 97-113`, and what follows of figures.
            let count = words[at..].iter().take_while(|word| figure(word)).count();
            let numbers = words[at - 1..at + count].join(" ");
            let numbers = numbers.strip_prefix(section_sign(&numbers)).unwrap_or(&numbers).trim_start();
            served = Some(format!("§ {numbers}"));
            at += count;
            break;
        }
        match party_of(word) {
            Some(letters) if party.is_none() => party = Some(letters),
            _ if word.chars().count() > UNREAD => return None,
            _ => {}
        }
    }
    // Who served instead, and then the votes; who voted was there, even where the mark of it was not read.
    let mut behind = words.get(at..).unwrap_or_default().iter().peekable();
    while let Some(word) = behind.next_if(|word| tick(word).is_none()) {
        let sign =
            behind.peek().is_some_and(|next| figure(next)) && !word.is_empty() && section_sign(word) == *word;
        rest.push_str(if sign { "§" } else { word });
        rest.push(' ');
    }
    let substitute = leading_name(doc.model, rest.trim(), true).is_some();
    let served = served.or_else(|| behind.peek().map(|_| "x".to_owned()))?;
    if !substitute && rest.split_whitespace().any(|word| word.chars().count() > UNREAD) {
        return None;
    }
    let cells: Vec<&str> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| match crate::sheets::column(head) {
            _ if at == 0 => who.as_str(),
            Some(Column::Party) => party.as_deref().unwrap_or(""),
            Some(Column::Presence | Column::Serves) => served.as_str(),
            Some(Column::Substitute) if substitute => rest.trim(),
            _ => "",
        })
        .collect();
    Some(format!("| {} |", cells.join(" | ")))
}

/// The mark in a column that tells who was there: a tick, a letter, a dash. A lone capital is often read twice (`Xx`),
/// and the line beside it as another letter (`IX`, `I-`).
fn tick(word: &str) -> Option<&'static str> {
    let bare = word.strip_prefix(['I', 'l', 'i', '[']).filter(|rest| !rest.is_empty()).unwrap_or(word);
    Some(match lower(bare).as_str() {
        "x" | "xx" | "×" => "x",
        "-" | "–" | "—" | "." => "-",
        "ja" | "j" => "ja",
        "nej" => "nej",
        "n" => "n",
        "f" => "f",
        _ => return None,
    })
}

/// The § at the beginning of paragraphs, read once or twice as 8, $ or 5: `88 41-44`.
fn section_sign(text: &str) -> &str {
    let end = text.find(|c| !matches!(c, '§' | '$' | '8' | '5')).unwrap_or(text.len());
    match text[end..].starts_with(|c: char| c.is_ascii_digit()) {
        // `5541-52`: which of the figures are the sign's is told by those that follow.
        true => &text[..end.min(2)],
        false => &text[..end],
    }
}

/// The party of a cell, read as a lone capital is: `Ss`, `|S`, `IC`.
fn party_of(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let twice = matches!(letters[..], [a, b] if a.is_uppercase() && b.is_lowercase() && lower(&a.to_string()) == b.to_string());
    let party = if twice { letters[0].to_string() } else { word.to_owned() };
    let beside = || word.strip_prefix(['I', 'l', '[']).filter(|rest| is_party(rest)).map(str::to_owned);
    if is_party(&party) { Some(party) } else { beside() }
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

/// Whether a heading opens lists anew; the others stand below one (`Ledamöter`, `Ersättare`).
fn is_main(label: &str) -> bool {
    [
        "närvarande",
        "frånvarande",
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
        text.contains("frånvarande")
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
        () if has(&["ej tjänst", "icke tjänst", "inte tjänst"]) => Some(Capacity::Substitute),
        () if has(&["tjänstgörande", "beslutande"]) => Some(Capacity::Member),
        () if has(&["ersättare", "suppleanter"]) => Some(Capacity::Substitute),
        () if has(&["ledamöter", "ledamot", "upprop"]) => Some(Capacity::Member),
        () if has(&[
            "övriga",
            "dessutom",
            "tjänstemän",
            "tjänstepersoner",
            "adjungera",
            "gäst",
            "inbjuden",
            "inbjudna",
            "personal",
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
        .then(|| (found.label.to_lowercase(), found.rest.to_owned()))
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
    static FROM: Pattern = Pattern::new(r"^[Ff]rån\s+(?P<name>\p{Lu}[^:]{2,50}):\s*(?P<rest>.*)$");
    let person = |text: &str| leading_name(doc.model, after_title(doc.model, text).1, true).is_some();
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
    let told = found.iter().flatten().count();
    let labelled = found.iter().flatten().any(|headed| !headed.rest.is_empty());
    if told < 2 && !labelled {
        found.iter_mut().for_each(|headed| *headed = None);
    }
    found
}

/// A piece of a line between gaps, and the character column at which it begins.
#[derive(Clone, Debug)]
struct Cell {
    column: usize,
    text: String,
}

/// The lines of a block, column by column where lists stand beside each other.
///
/// Where a line has the heads of a table (Namn, Parti, Närvaro), it and those below it come out as rows with marks. The
/// heads hold for the lists after it as well.
fn columns(doc: &Doc<'_>, block: &Block, heads: &mut Vec<Cell>) -> Vec<Vec<(usize, String)>> {
    let gapless = block.lines.iter().enumerate().find_map(|(at, (_, text))| Some((at, run_heads(text)?)));
    if let Some((at, titles)) = gapless {
        let (before, table) = block.lines.split_at(at);
        let below = table[1..].iter().map(|(line, text)| (*line, text.as_str()));
        let rows = rows_without_gaps(doc, table[0].0, &titles, below);
        if rows.len() > 2 {
            let last = rows.last().map_or(0, |&(line, _)| line);
            let after: Vec<(usize, String)> =
                table.iter().filter(|(line, _)| *line > last).cloned().collect();
            let mut sheets = vec![before.to_vec(), rows, after];
            sheets.retain(|sheet| !sheet.is_empty());
            return sheets;
        }
    }
    let rows: Vec<(usize, Vec<Cell>)> =
        block.lines.iter().map(|(line, text)| (*line, cells(doc, *line, text))).collect();
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
        let titles: Vec<&str> = heads.iter().map(|head| head.text.as_str()).collect();
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
fn cells(doc: &Doc<'_>, line: usize, text: &str) -> Vec<Cell> {
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
    let (ranges, 0) = heads_in(&words) else { return vec![cell.clone()] };
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
        .map(|pair| pair[1].column)
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
