//! Lists of persons in all their forms: commas over line ends, a person a line, tables.

use justera_core::labels::{self};
use justera_core::text::Pattern;

use crate::Doc;
use crate::front::Block;
use crate::names::{leading_name, trailing_place};
use crate::person::{Entry, PARTY, RANGE, REPLACES, add_role, attributes, split_and, split_outer};
use crate::tables::is_role_word;

/// A list in text: commas over line ends, or one person a line.
pub(crate) fn list_entries(doc: &Doc<'_>, block: &Block) -> Vec<Entry> {
    let lines: Vec<(usize, &str)> = block
        .lines
        .iter()
        .map(|(line, text)| (*line, strip_bullet(text)))
        .filter(|(_, text)| text.chars().any(char::is_alphabetic))
        .collect();
    let begins = |text: &str| leading_name(doc.model, text, true).is_some();
    let named = lines.iter().filter(|(_, text)| begins(text)).count();
    let commas: usize = lines.iter().map(|(_, text)| outer_commas(text)).sum();
    let parties = lines.iter().filter(|(_, text)| PARTY.is_match(text)).count();
    // A comma list runs over its lines: they end in a comma or in the middle of a name.
    let ragged = lines.iter().filter(|(_, text)| outer_commas(text) >= 2 || text.ends_with(',')).count();
    // Every line a person, and none that runs on: titles and places stand between the commas.
    let a_line_each =
        lines.len() > 1 && named == lines.len() && !lines.iter().any(|(_, text)| text.ends_with(','));
    let running = lines.len() == 1
        || (!a_line_each
            && commas > lines.len()
            && ragged * 2 >= lines.len()
            && parties * 2 < lines.len().max(1));
    if running {
        return comma_entries(doc, &lines);
    }
    let mut entries: Vec<Entry> = Vec::new();
    for (line, text) in lines {
        // What goes on from the line before: a title, a bracket, the rest of a range.
        if !begins(text) {
            let continues = text.starts_with('(')
                || text.starts_with(char::is_lowercase)
                || text.starts_with('§')
                || named == 0;
            if let Some(last) = entries.last_mut().filter(|_| continues) {
                attributes(doc, text, last);
            } else if entries.is_empty() && !continues {
                continue;
            } else if !continues && text.split_whitespace().count() >= 5 {
                // A sentence: the list is over.
                break;
            }
            continue;
        }
        // `Ulla Ek förklarade mötet öppnat och …`: a sentence, and the list is over.
        let tells = leading_name(doc.model, text, true).is_some_and(|named| {
            named.rest.starts_with(char::is_lowercase)
                && !named.rest.split_whitespace().take(3).any(is_role_word)
                && named.rest.split_whitespace().count() >= 4
                && !named.rest.starts_with("ersätter")
        });
        if tells {
            break;
        }
        entries.extend(line_entries(doc, line, text));
    }
    entries
}

/// One line with a person, or with two that share what follows: `Ulla Ek, Bo Al, Verket`.
fn line_entries(doc: &Doc<'_>, line: usize, text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let pieces = split_outer(text, &[',']);
    for piece in &pieces {
        match leading_name(doc.model, piece, true)
            .filter(|_| entries.is_empty() || is_second_name(doc, piece))
        {
            Some(named) => {
                let mut entry = Entry { name: named.name.to_owned(), line, ..Entry::default() };
                place_in_name(doc, piece, &mut entry);
                let rest = piece.trim().get(entry.name.len()..).unwrap_or("").to_owned();
                if entry.organization.is_none() {
                    attributes(doc, &rest, &mut entry);
                }
                entries.push(entry);
            }
            None => {
                if let Some(last) = entries.last_mut() {
                    attributes(doc, piece, last);
                }
            }
        }
    }
    share(&mut entries);
    entries
}

/// Whether a later piece of a line is a second person and not a body's or a town's name.
fn is_second_name(doc: &Doc<'_>, piece: &str) -> bool {
    leading_name(doc.model, piece, false).is_some()
}

/// Persons on one line before a single organization share it.
fn share(entries: &mut [Entry]) {
    if let Some((last, others)) = entries.split_last_mut() {
        for entry in others {
            if entry.organization.is_none() && entry.role.is_none() && entry.party.is_none() {
                entry.organization.clone_from(&last.organization);
            }
        }
    }
}

/// A comma list that runs over its lines.
fn comma_entries(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Vec<Entry> {
    let text = justera_core::text::unwrap(lines.iter().map(|&(_, text)| text));
    // Which line each piece begins on is found again by its first words.
    let mut from = 0;
    let mut line_of = |name: &str| -> usize {
        let first = name.split_whitespace().next().unwrap_or("");
        let at =
            (from..lines.len()).find(|&at| lines[at].1.contains(first)).unwrap_or(from.min(lines.len() - 1));
        from = at;
        lines[at].0
    };
    // A full stop between two persons: the list goes on in a new line.
    let text = STOP.replace_all(&text, "$1, $2").into_owned();
    let text = match SAMT.find(&text) {
        Some(found) => text[..found.start()].to_owned(),
        None => text,
    };
    let mut pieces: Vec<String> = Vec::new();
    for piece in split_outer(&text, &[',', ';']) {
        for part in split_and(doc, piece) {
            pieces.push(part.trim().trim_end_matches('.').trim().to_owned());
        }
    }
    // Municipality behind the name: a habit of the whole list, or a second surname.
    let placed = pieces.iter().filter(|piece| trailing_place(doc.model, piece).is_some()).count();
    let by_place = placed * 2 >= pieces.len().max(1);
    let mut entries: Vec<Entry> = Vec::new();
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        let struck = piece.contains("~~");
        let piece = piece.replace("~~", "");
        let Some(named) = leading_name(doc.model, &piece, true) else {
            if let Some(last) = entries.last_mut() {
                attributes(doc, &piece, last);
            }
            continue;
        };
        let mut entry =
            Entry { name: named.name.to_owned(), line: line_of(named.name), struck, ..Entry::default() };
        if by_place {
            place_in_name(doc, &piece, &mut entry);
        }
        if entry.organization.is_none() {
            attributes(doc, named.rest, &mut entry);
        }
        entries.push(entry);
    }
    if by_place {
        // Without a municipality of their own, those before share the next one's: `Linda Ek, Tora Al Region Norr`.
        for index in (0..entries.len().saturating_sub(1)).rev() {
            let same_line = entries[index].line == entries[index + 1].line;
            if entries[index].organization.is_none() && entries[index].role.is_none() && same_line {
                entries[index].organization = entries[index + 1].organization.clone();
            }
        }
    }
    entries
}

/// Cuts a municipality off the name.
fn place_in_name(doc: &Doc<'_>, piece: &str, entry: &mut Entry) {
    if piece.contains(['(', '§']) {
        return;
    }
    let words = piece.trim();
    if let Some(at) = trailing_place(doc.model, words) {
        let name = words[..at].trim();
        if name.split_whitespace().count() >= 2 {
            let role_inside = name.split_whitespace().skip(2).any(is_role_word);
            if !role_inside {
                entry.name = name.trim_end_matches(',').to_owned();
                entry.organization = Some(words[at..].trim().to_owned());
            }
        }
    }
}

static STOP: Pattern = Pattern::new(r"(\p{Ll}{3})\. (\p{Lu}\p{Ll})");
static SAMT: Pattern = Pattern::new(
    r"(?i)[,.]?\s*\b(?:samt|och)\s+(?:föredragande|medverkande|övriga|ytterligare|föredragare|ca\b|cirka|gäster|deltagare|inbjudna)",
);

fn outer_commas(text: &str) -> usize {
    text.matches(',').count() - text.matches("(punkt").count().min(text.matches(',').count())
}

fn strip_bullet(text: &str) -> &str {
    text.trim_start_matches(['-', '•', '*', '–', '·', '=']).trim()
}

/// A Markdown table: in each row a cell with names, beside it a cell with their organization or role.
pub(crate) fn table_entries(doc: &Doc<'_>, block: &Block) -> Vec<Entry> {
    if let Some(entries) = columns(doc, block) {
        return entries;
    }
    let mut heads: Vec<Option<String>> = Vec::new();
    let mut entries = Vec::new();
    for (nth, (line, text)) in block.lines.iter().filter(|(_, text)| text.starts_with('|')).enumerate() {
        let cells: Vec<&str> = text.trim().trim_matches('|').split('|').map(str::trim).collect();
        if cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | ' '))) {
            continue;
        }
        heads.resize(heads.len().max(cells.len()), None);
        let mut at = 0;
        while at < cells.len() {
            let cell = cells[at].replace("~~", "");
            let pieces = split_outer(&cell, &[',', ';']);
            let named: Vec<_> =
                pieces.iter().filter_map(|piece| leading_name(doc.model, piece, nth > 0)).collect();
            if named.is_empty() || named.len() < pieces.len().div_ceil(2) {
                // A cell that heads what follows below it: an organization, or a column's title.
                if !cell.is_empty() && !cell.chars().all(|c| matches!(c, '-' | ':' | ' ')) {
                    let title = labels::section(&cell).is_some()
                        || matches!(
                            cell.to_lowercase().as_str(),
                            "kommun"
                                | "namn"
                                | "organisation"
                                | "roll"
                                | "titel"
                                | "funktion"
                                | "representerar"
                                | "parti"
                        );
                    heads[at] = (!title).then(|| cell.clone());
                }
                at += 1;
                continue;
            }
            let beside = cells
                .get(at + 1)
                .map(|beside| beside.trim())
                .filter(|beside| !beside.is_empty() && leading_name(doc.model, beside, false).is_none());
            for piece in pieces {
                let Some(named) = leading_name(doc.model, piece, true) else { continue };
                let mut entry = Entry {
                    name: named.name.to_owned(),
                    line: *line,
                    struck: cells[at].contains("~~"),
                    ..Entry::default()
                };
                attributes(doc, named.rest, &mut entry);
                if let Some(beside) = beside {
                    let party = beside.chars().count() <= 4 && beside.chars().all(char::is_uppercase);
                    let role = beside.split_whitespace().any(is_role_word);
                    if party {
                        entry.party = Some(beside.to_owned());
                    } else if role {
                        add_role(&mut entry, beside);
                        if entry.organization.is_none() {
                            entry.organization = heads[at].clone();
                        }
                    } else if entry.organization.is_none() {
                        entry.organization = Some(beside.to_owned());
                    }
                    // Further cells of the row: whom the person replaces, which paragraphs.
                    let told = |cell: &&&str| REPLACES.is_match(cell) || RANGE.is_match(cell);
                    for further in cells.iter().skip(at + 2).filter(told) {
                        attributes(doc, further, &mut entry);
                    }
                }
                entries.push(entry);
            }
            at += if beside.is_some() { 2 } else { 1 };
        }
    }
    entries
}

/// A table whose first row says what its columns hold: Namn, Parti, Funktion, Ersätter.
fn columns(doc: &Doc<'_>, block: &Block) -> Option<Vec<Entry>> {
    let rows: Vec<(usize, Vec<String>)> = block
        .lines
        .iter()
        .filter(|(_, text)| text.starts_with('|'))
        .map(|(line, text)| {
            (*line, text.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        })
        .collect();
    let (_, heads) = rows.first()?;
    let heads: Vec<String> = heads.iter().map(|head| head.to_lowercase()).collect();
    let name = heads.iter().position(|head| {
        matches!(head.as_str(), "namn" | "ledamot" | "ledamöter" | "ersättare" | "deltagare" | "person")
    })?;
    let mut entries = Vec::new();
    for (line, cells) in rows.iter().skip(1) {
        let Some(named) = cells.get(name).and_then(|cell| leading_name(doc.model, cell, true)) else {
            continue;
        };
        let mut entry = Entry { name: named.name.to_owned(), line: *line, ..Entry::default() };
        attributes(doc, named.rest, &mut entry);
        for (head, cell) in heads.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            match head.as_str() {
                "parti" => entry.party = Some(cell.clone()),
                "organisation" | "kommun" | "representerar" | "enhet" | "förvaltning" => {
                    entry.organization = Some(cell.clone())
                }
                "titel" | "roll" | "funktion" | "befattning" | "uppdrag" if !cell.contains('§') => {
                    add_role(&mut entry, cell)
                }
                "ersätter" | "för" | "i stället för" => {
                    attributes(doc, &format!("ersätter {cell}"), &mut entry)
                }
                _ if cell.contains('§') => attributes(doc, cell, &mut entry),
                _ => {}
            }
        }
        entries.push(entry);
    }
    Some(entries)
}
