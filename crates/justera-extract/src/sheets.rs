//! Lists of persons in Markdown tables.

use justera_core::Capacity;
use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};

use crate::Doc;
use crate::names::{in_order, leading_name};
use crate::person::{
    Entry, RANGE, REPLACES, add_role, after_title, attributes, is_tick, serves, split_outer, takes_part,
};
use crate::roster::Roster;
use crate::standing::{self, Class};
use crate::tables::{self, Column, is_party, is_role_word};

/// A Markdown table: in each row a cell with names, beside it a cell with their organization or role.
pub(crate) fn table_entries(doc: &Doc<'_>, roster: &Roster) -> Vec<Entry> {
    if let Some(entries) = columns(doc, roster) {
        return entries;
    }
    // A table with heads behind one that has none.
    let headed = |(_, text): &(usize, String)| {
        let cells = row(text);
        is_row(text) && !is_alone(&cells) && Heads::of(&cells).is_some()
    };
    if let Some(at @ 1..) = roster.lines.iter().position(headed) {
        let part = |lines: &[(usize, String)]| Roster { lines: lines.to_vec(), ..roster.clone() };
        let mut entries = table_entries(doc, &part(&roster.lines[..at]));
        entries.extend(table_entries(doc, &part(&roster.lines[at..])));
        return entries;
    }
    let mut heads: Vec<Option<String>> = Vec::new();
    let mut entries = Vec::new();
    for (nth, (line, text)) in roster.lines.iter().filter(|(_, text)| text.starts_with('|')).enumerate() {
        let cells: Vec<&str> = text.trim().trim_matches('|').split('|').map(str::trim).collect();
        if cells.iter().all(|cell| is_rule(cell)) {
            continue;
        }
        heads.resize(heads.len().max(cells.len()), None);
        let mut at = 0;
        while at < cells.len() {
            let cell = cells[at].replace("~~", "");
            let cell = without_number(&cell);
            let pieces = split_outer(cell, &[',', ';']);
            let named: Vec<_> =
                pieces.iter().filter_map(|piece| leading_name(doc.model, piece, nth > 0)).collect();
            if named.is_empty() || named.len() < pieces.len().div_ceil(2) {
                // A cell that heads what follows below it: an organization, or a column's title.
                if !is_rule(cell) {
                    let title = labels::section(cell).is_some() || self::heads(cell);
                    heads[at] = (!title).then(|| cell.to_owned());
                }
                at += 1;
                continue;
            }
            // What is told of a person stands in the cells up to the next name.
            let next = cells[at + 1..].iter().position(|cell| leading_name(doc.model, cell, false).is_some());
            let beside = &cells[at + 1..next.map_or(cells.len(), |next| at + 1 + next)];
            let told = beside.iter().skip(1).take_while(|cell| tells_of_person(cell)).count();
            let beside = &beside[..beside.len().min(told + 1)];
            let held = beside.iter().any(|cell| !cell.is_empty());
            for piece in pieces {
                let Some(named) = leading_name(doc.model, piece, true) else { continue };
                let mut entry = Entry {
                    name: named.name.to_owned(),
                    line: *line,
                    struck: cells[at].contains("~~"),
                    ..Entry::default()
                };
                attributes(doc, named.rest, &mut entry);
                for (nth, cell) in beside.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                    told_beside(doc, cell, &mut entry, heads[at].as_deref(), nth == 0);
                }
                entries.push(entry);
            }
            at += if held { 1 + beside.len() } else { 1 };
        }
    }
    entries
}

/// Whether a cell holds nothing but what is told of a person: a party, a tick, a task, paragraphs, who is replaced; or nothing.
fn tells_of_person(cell: &str) -> bool {
    is_party(cell.trim_matches(['(', ')']))
        || ticks(cell)
        || unticked(cell)
        || cell.split_whitespace().any(is_role_word)
        || REPLACES.is_match(cell)
        || RANGE.is_match(cell)
        || cell.is_empty()
}

/// Reads a cell beside a name, `first` directly behind it; `head` is what stands above the name.
fn told_beside(doc: &Doc<'_>, cell: &str, entry: &mut Entry, head: Option<&str>, first: bool) {
    let bare = cell.trim_matches(['(', ')']);
    if is_party(bare) {
        entry.party = Some(bare.to_owned());
    } else if ticks(cell) || unticked(cell) {
        entry.struck |= unticked(cell);
    } else if REPLACES.is_match(cell) || RANGE.is_match(cell) {
        attributes_of_cell(doc, cell, entry);
    } else if cell.split_whitespace().any(is_role_word) {
        add_role(entry, cell);
        if let Some(head) = head {
            entry.organization.get_or_insert_with(|| head.to_owned());
        }
    } else if first {
        entry.organization.get_or_insert_with(|| cell.to_owned());
    }
}

/// Whether a line is a row between bars.
pub(crate) fn is_row(text: &str) -> bool {
    text.starts_with('|') && text.ends_with('|') && text.len() > 1
}

/// Whether one cell of a row is filled, and the others empty.
pub(crate) fn is_alone(cells: &[String]) -> bool {
    cells.iter().filter(|cell| !cell.is_empty()).count() == 1
}

/// Whether a cell is empty or part of the rule below a table's heads.
pub(crate) fn is_rule(cell: &str) -> bool {
    cell.chars().all(|c| matches!(c, '-' | ':' | ' '))
}

/// The cells of a row between bars, without marks of emphasis.
pub(crate) fn row(text: &str) -> Vec<String> {
    let row = text.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').unwrap_or(row);
    row.split('|').map(justera_core::text::plain).collect()
}

/// Whether some cells head the columns of a table of persons: one for names, and another.
pub(crate) fn heads_persons(cells: &[String]) -> bool {
    let known =
        cells.iter().filter(|cell| heads(cell) || labels::section(cell) == Some(Section::Attendance)).count();
    known >= 2 && Heads::of(cells).is_some()
}

/// Whether rows between bars have a column that says who was there.
pub(crate) fn tells_presence(rows: &[(usize, String)]) -> bool {
    let presence = |head: &String| {
        matches!(what(&lower(head)), Some(Column::Presence | Column::Serves | Column::Absence))
    };
    rows.iter().any(|(_, text)| text.starts_with('|') && row(text).iter().any(presence))
}

/// A table whose first row says what its columns hold: Namn, Parti, Funktion, Ersätter. Another such row begins
/// another table; where its first cell is the heading of a list, that is said of those below.
fn columns(doc: &Doc<'_>, roster: &Roster) -> Option<Vec<Entry>> {
    let rows: Vec<(usize, Vec<String>)> = roster
        .lines
        .iter()
        .filter(|(_, text)| text.starts_with('|'))
        .map(|(line, text)| (*line, row(text)))
        .collect();
    if let Some(entries) = lists_beside(doc, &rows) {
        return Some(entries);
    }
    let rows = tables_beside(rows);
    static LETTER_T: Pattern = Pattern::new(r"\bT\s?[=:]\s?(?P<word>\p{L}+)");
    /// What the letters stand for is told below the last part of the list, so many lines behind this one at most.
    const LEGEND: usize = 40;
    let from = roster.lines.first().map_or(0, |&(line, _)| line);
    let end = roster.lines.last().map_or(0, |&(line, _)| doc.plain.len().min(line + 1 + LEGEND));
    let other_than_serving = doc.plain[from.min(end)..end]
        .iter()
        .any(|text| LETTER_T.captures(text).is_some_and(|found| !lower(&found["word"]).starts_with("tj")));
    let mut heads: Option<Heads> = None;
    let mut represented: Option<String> = None;
    let mut entries = Vec::new();
    for (nth, (line, cells)) in rows.iter().enumerate() {
        if cells.iter().all(|cell| is_rule(cell)) {
            continue;
        }
        if let Some(mut found) = Heads::of(cells) {
            let column = found.heads.iter().position(|head| what(head) == Some(Column::Presence));
            // Up to the next heads; a title in a row of its own stands between.
            let goes_on = |cells: &[String]| is_alone(cells) || Heads::of(cells).is_none();
            let below = rows.iter().skip(nth + 1).take_while(|(_, cells)| goes_on(cells));
            let told: Vec<&String> =
                column.map_or_else(Vec::new, |at| below.filter_map(|(_, cells)| cells.get(at)).collect());
            found.ticked = told.iter().any(|cell| is_presence(cell));
            found.counted = told.iter().filter(|cell| cell.as_str() == "1").count() > 1
                && told.iter().all(|cell| is_rule(cell) || matches!(cell.as_str(), "0" | "1"));
            let head = column.map_or("", |at| found.heads[at].as_str());
            found.letters = head == "n"
                || ["(n)", "n/f", "= n", "=n"].iter().any(|form| head.contains(form))
                || told.iter().any(|cell| cell.eq_ignore_ascii_case("f"))
                // Below `Närvaro` N is no nej where nobody has ja.
                || (head.starts_with("närvaro")
                    && told.iter().all(|cell| is_rule(cell) || matches!(lower(cell).as_str(), "n" | "t")));
            found.serving = !other_than_serving;
            // A heading in a row of its own says who those below are, and the columns stay.
            match heads.as_mut().filter(|held| is_alone(cells) && held.heads.len() > 1) {
                Some(held) => held.class = found.class,
                None => heads = Some(found),
            }
            represented = None;
            continue;
        }
        let Some(heads) = &heads else { return None };
        let mut entry = heads.entry(doc, *line, cells);
        if let Some(entry) = &mut entry {
            heads.below_organization(cells, entry, &mut represented);
        }
        let instead = entry.as_ref().and_then(|entry| heads.substitute(doc, *line, cells, &entry.name));
        entries.extend(entry);
        entries.extend(instead);
    }
    heads.map(|_| entries)
}

/// The rows of tables that stand beside each other, each with its list and the same columns, one table behind the other:
/// `Ledamöter | Närvarande | Ersättare | Närvarande`.
fn tables_beside(rows: Vec<(usize, Vec<String>)>) -> Vec<(usize, Vec<String>)> {
    let split = rows.iter().find_map(|(_, cells)| {
        Heads::of(cells)?;
        let list = |cell: &String| {
            labels::section(cell) == Some(Section::Attendance) && what(cell) != Some(Column::Presence)
        };
        let begins = |cell: &String| list(cell) || what(cell) == Some(Column::Name);
        let first = cells.iter().position(begins)?;
        let second = first + 1 + cells[first + 1..].iter().position(begins)?;
        let shared = |cell: &String| {
            let kind = what(cell);
            kind.is_some() && cells[second..].iter().any(|other| what(other) == kind)
        };
        cells[first + 1..second].iter().any(shared).then_some(second)
    });
    let Some(split) = split else { return rows };
    let left = rows.iter().map(|(line, cells)| (*line, cells[..split.min(cells.len())].to_vec()));
    let right = rows.iter().filter_map(|(line, cells)| Some((*line, cells.get(split..)?.to_vec())));
    left.chain(right).filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect()
}

/// Whether the cells of a row are labels of lists beside each other: `| Närvarande | Frånvarande |`.
pub(crate) fn heads_lists(text: &str) -> bool {
    text.starts_with('|') && are_lists(&row(text))
}

fn are_lists(heads: &[String]) -> bool {
    let list = |head: &String| {
        labels::section(head) == Some(Section::Attendance) && what(head) != Some(Column::Replaces)
    };
    heads.len() > 1 && heads.iter().all(list)
}

/// A table in which each column is a list of its own below its label.
fn lists_beside(doc: &Doc<'_>, rows: &[(usize, Vec<String>)]) -> Option<Vec<Entry>> {
    let mut rows = rows.iter().filter(|(_, cells)| !cells.iter().all(|cell| is_rule(cell)));
    let (_, heads) = rows.next().filter(|(_, heads)| are_lists(heads))?;
    let mut entries = Vec::new();
    for (line, cells) in rows {
        for (head, cell) in heads.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            // A cell that is no name is of a table of persons.
            let named = leading_name(doc.model, after_title(doc.model, cell).1, true)?;
            let class = Some(standing::class("", &lower(head)));
            let mut entry = Entry { name: named.name.to_owned(), line: *line, class, ..Entry::default() };
            attributes(doc, named.rest, &mut entry);
            entries.push(entry);
        }
    }
    (!entries.is_empty()).then_some(entries)
}

/// What the columns of a table hold.
struct Heads {
    heads: Vec<String>,
    name: usize,
    class: Option<Class>,
    /// Whether the cells below tell with a mark who was there.
    ticked: bool,
    /// Whether they tell it with the letters N (närvarande) and F (frånvarande).
    letters: bool,
    /// Whether those who were there are counted, a 1 for each.
    counted: bool,
    /// Whether T among those letters is tjänstgörande, and nothing else by the list's own word: `T = Teams`.
    serving: bool,
}

impl Heads {
    /// The row as the heads of a table, where one of its cells heads names.
    fn of(cells: &[String]) -> Option<Self> {
        let heads: Vec<String> = cells.iter().map(|head| lower(head)).collect();
        let list = |head: &String| labels::section(head) == Some(Section::Attendance);
        let names = |head: &String| what(head) == Some(Column::Name);
        let name = heads.iter().position(|head| names(head) || list(head))?;
        // A row of a person has `frånvarande` in one of its cells, but no other head.
        let known = heads.iter().filter(|head| list(head) || what(head).is_some()).count();
        let others = heads.iter().filter(|head| !head.is_empty()).count();
        if known < 2 && others > 1 {
            return None;
        }
        let told = |head: &&String| !names(head) || head.starts_with("ledam");
        let class = Some(&heads[name]).filter(told).map(|head| standing::class("", head));
        Some(Heads { name, class, heads, ticked: false, letters: false, counted: false, serving: true })
    }

    fn entry(&self, doc: &Doc<'_>, line: usize, cells: &[String]) -> Option<Entry> {
        let cell = &in_order(doc.model, without_number(cells.get(self.name)?));
        let (title, name) = after_title(doc.model, cell);
        let named = leading_name(doc.model, name, true)?;
        let mut entry = Entry {
            name: named.name.to_owned(),
            line,
            class: self.class,
            struck: cell.contains("~~"),
            ..Entry::default()
        };
        if let Some(title) = title {
            add_role(&mut entry, &title);
        }
        attributes(doc, named.rest, &mut entry);
        for (at, (head, cell)) in self.heads.iter().zip(cells).enumerate() {
            let cell = behind_tick(cell);
            // Where those who were there are ticked off, who is not was not.
            let left_out = self.ticked && cell.is_empty();
            let dash = matches!(cell, "-" | "–" | "—");
            if what(head) == Some(Column::Presence) && (left_out || dash) {
                entry.struck = true;
            }
            if cell.is_empty() || dash {
                continue;
            }
            if self.counted && cell == "1" && what(head) == Some(Column::Presence) {
                continue;
            }
            match column(head) {
                // Whatever the column is called: below `Tid` too.
                None if serves(cell) => entry.serves = true,
                Some(Column::Substitute) => {}
                // What stands in the name's own cell is read.
                Some(Column::Name) | None if !cell.contains('§') || at == self.name => {}
                Some(Column::Party) => entry.party = Some(cell.trim_matches(['(', ')']).to_owned()),
                // `Naturvård, ersätter Bo Al`
                Some(Column::Organization) if REPLACES.is_match(cell) => {
                    attributes_of_cell(doc, cell, &mut entry)
                }
                Some(Column::Organization) => entry.organization = Some(cell.to_owned()),
                Some(Column::Role) if !cell.contains(['§', ',']) && !REPLACES.is_match(cell) => {
                    add_role(&mut entry, cell)
                }
                Some(Column::Replaces) => attributes(doc, &format!("ersätter {cell}"), &mut entry),
                // Who did not serve was there all the same.
                Some(Column::Serves) if unticked(cell) => {}
                Some(Column::Serves) if ticks(cell) => entry.serves = true,
                Some(Column::Presence | Column::Serves) if is_absence(cell, self.letters) => {
                    entry.replaced_by = in_brackets(doc, cell);
                    entry.struck = true
                }
                Some(Column::Absence) => {
                    entry.struck |= is_presence(cell) || (!unticked(cell) && is_absence(cell, true));
                }
                // Below `§` stand the numbers alone.
                Some(Column::Presence | Column::Serves)
                    if cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' ')) =>
                {
                    entry.paragraphs = Some(cell.to_owned());
                }
                // T (tjänstgörande) beside N and F.
                Some(Column::Presence | Column::Serves) if self.letters && cell.eq_ignore_ascii_case("t") => {
                    entry.serves = self.serving;
                }
                Some(Column::Presence | Column::Serves)
                    if !cell.contains('§') && (is_presence(cell) || came_or_went(cell)) => {}
                Some(Column::Presence | Column::Serves) if serves(cell) => entry.serves = true,
                // A letter of which it is not known what it says.
                Some(Column::Presence | Column::Serves)
                    if !cell.contains('§') && !REPLACES.is_match(cell) => {}
                _ => attributes_of_cell(doc, cell, &mut entry),
            }
        }
        // A row that ends before the column of ticks has none.
        let column = self.heads.iter().position(|head| what(head) == Some(Column::Presence));
        entry.struck |= self.ticked && column.is_some_and(|column| column >= cells.len());
        Some(entry)
    }

    /// Where the organizations stand before the names, one stands beside the first of its persons, and the cells below it are
    /// empty; `represented` is the last.
    fn below_organization(&self, cells: &[String], entry: &mut Entry, represented: &mut Option<String>) {
        let before = self.heads[..self.name].iter().position(|head| what(head) == Some(Column::Organization));
        let Some(cell) = before.and_then(|at| cells.get(at)) else { return };
        if !cell.is_empty() {
            represented.clone_from(&entry.organization);
        } else if entry.organization.is_none() {
            entry.organization.clone_from(represented);
        }
    }

    /// Who serves for the person of a row, where the table has a column for that.
    fn substitute(&self, doc: &Doc<'_>, line: usize, cells: &[String], replaced: &str) -> Option<Entry> {
        let column = (0..self.heads.len())
            .find(|&at| at != self.name && column(&self.heads[at]) == Some(Column::Substitute))?;
        let cell = &in_order(doc.model, cells.get(column)?);
        let named = leading_name(doc.model, cell, true)?;
        let class = standing::class("", &self.heads[column]);
        // Who serves for another serves as a member.
        let class = Some(Class { capacity: class.capacity.or(Some(Capacity::Member)), ..class });
        let mut entry = Entry { name: named.name.to_owned(), line, class, ..Entry::default() };
        attributes_of_cell(doc, named.rest, &mut entry);
        entry.replaces = Some(replaced.to_owned());
        Some(entry)
    }
}

/// The name in brackets behind the mark of an absence: `F (Ulla Ek)`.
fn in_brackets(doc: &Doc<'_>, cell: &str) -> Option<String> {
    let (_, inside) = cell.strip_suffix(')')?.split_once('(')?;
    Some(leading_name(doc.model, inside, true)?.name.to_owned())
}

/// A name without the number that counts it: `1. Ulla Ek`.
fn without_number(cell: &str) -> &str {
    static NUMBER: Pattern = Pattern::new(r"^\d{1,3}[.)]\s+");
    NUMBER.find(cell).map_or(cell, |number| &cell[number.end()..])
}

/// What stands below a head; below the label of a list of substitutes those who served for the persons beside them.
pub(crate) fn column(head: &str) -> Option<Column> {
    let list = || labels::section(head.trim()) == Some(Section::Attendance);
    let serving = || {
        let small = lower(head);
        ["ersättare", "suppleant", "tjänstgörande"].iter().any(|word| small.contains(word))
    };
    what(head).or_else(|| (list() && serving()).then_some(Column::Substitute))
}

/// Whether the words of a cell head a column.
pub(crate) fn heads(cell: &str) -> bool {
    what(cell).is_some_and(|column| column != Column::Substitute)
}

/// Two heads in one word are no shorter and no longer, in bytes.
const TWO_HEADS: std::ops::RangeInclusive<usize> = 10..=40;

fn what(head: &str) -> Option<Column> {
    let head = lower(head.trim());
    // `Närv (N)`, `Närv (N) Frånv (F)`: the letters that stand below it.
    let letter = ["(n)", "(f)", "="].iter().filter_map(|letter| head.find(letter)).min();
    let head = letter.map_or(head.as_str(), |letter| &head[..letter]);
    let bare = head.trim_end_matches([':', '.', ' ']);
    let either = || bare.split_once('/').and_then(|(a, b)| tables::column(a).or_else(|| tables::column(b)));
    // The stroke between two heads read as a letter: `Kommunlorganisation`.
    let misread = || {
        let mut strokes = bare.match_indices(['l', 'i']).filter(|_| TWO_HEADS.contains(&bare.len()));
        strokes.find_map(|(at, _)| {
            tables::column(&bare[..at]).filter(|_| tables::column(&bare[at + 1..]).is_some())
        })
    };
    tables::column(bare)
        .or_else(|| tables::column(bare.trim_end_matches(['§', ' '])))
        .or_else(either)
        .or_else(misread)
}

/// Whether a cell says that the person was not there. The letter N is närvarande where F is frånvarande, and else nej.
pub(crate) fn is_absence(cell: &str, letters: bool) -> bool {
    let small = lower(cell);
    let first = small.split([',', ' ', '(']).next().unwrap_or("");
    unticked_box(cell)
        || matches!(
            first,
            "nej" | "f" | "0" | "sjuk" | "sjukanmäld" | "ledig" | "förhindrad" | "borta" | "återbud"
        )
        || (small == "n" && !letters)
        || small.contains("frånvar")
        || small.contains("förhinder")
}

/// A cell without the tick before its paragraphs: `N fr.o.m. § 117`, `Ja, t.o.m. § 3`.
fn behind_tick(cell: &str) -> &str {
    match cell.split_once([' ', ',']) {
        Some((tick, rest)) if rest.contains('§') && (is_presence(tick) || tick.eq_ignore_ascii_case("n")) => {
            rest.trim_start_matches([',', ' ']).trim()
        }
        _ => cell,
    }
}

/// Whether a cell holds the mark of a tick and nothing else.
fn ticks(cell: &str) -> bool {
    is_tick(cell) || matches!(cell, "✓" | "✔" | "☑" | "☒" | "√" | "[x]" | "[X]")
}

/// Whether a cell holds the mark of a tick that was not made.
fn unticked(cell: &str) -> bool {
    unticked_box(cell) || matches!(cell, "-" | "–" | "—")
}

fn unticked_box(cell: &str) -> bool {
    matches!(cell, "☐" | "[ ]" | "□")
}

/// Whether a cell ticks off that the person was there.
pub(crate) fn is_presence(cell: &str) -> bool {
    let small = lower(cell);
    let yes = |word: &str| matches!(word, "ja" | "j" | "x" | "närvarande");
    ticks(cell)
        || yes(&small)
        || small.split_once(", ").is_some_and(|(word, _)| yes(word))
        || takes_part(cell)
}

/// Whether a cell says when or at which point the person came or went: `Ankom 2.3`.
fn came_or_went(cell: &str) -> bool {
    let small = lower(cell);
    let first = small.split([' ', ',']).next().unwrap_or("");
    small.contains(|c: char| c.is_ascii_digit())
        && matches!(first, "ankom" | "anlände" | "kom" | "lämnade" | "gick" | "avvek")
}

/// A cell between whose commas stand role, organization and paragraphs.
fn attributes_of_cell(doc: &Doc<'_>, cell: &str, entry: &mut Entry) {
    for piece in split_outer(cell, &[',', ';']) {
        attributes(doc, piece, entry);
    }
}
