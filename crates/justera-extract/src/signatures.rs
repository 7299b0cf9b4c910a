//! Who signed, and as what: names beside, above or below their offices.

use std::collections::HashSet;

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_core::{Attendee, Place};

use crate::Doc;
use crate::dates::MONTHS;
use crate::front::{self, Front};
use crate::names::{leading_name, sureness};
use crate::officers::{Office, Officers, office_of, sign};

/// Signatures: an office and, on the same line or below it in the same column, a name; or a name, and the office behind
/// it or below it.
pub(crate) fn signatures(doc: &Doc<'_>, front: &Front, attendees: &[Attendee], officers: &mut Officers) {
    let listed: HashSet<usize> =
        front.of(Section::Attendance).flat_map(|block| block.lines.iter().map(|&(line, _)| line)).collect();
    let mut roles: Vec<Office> = Vec::new();
    // The last line of offices, and whether it stood directly below others.
    let (mut office_line, mut several): (Option<usize>, bool) = (None, false);
    let mut acts = false;
    // The written line before, where it may hold names: they are read only when an office stands below.
    let mut above: Option<Above> = None;
    for index in 0..doc.plain.len() {
        let place = doc.outline.lines[index].place;
        if !matches!(place, Place::Front | Place::Back) {
            // What stands before the items signs nothing behind them; but a name above the first office of the back still
            // lies in the last item.
            if matches!(place, Place::Item(_)) && doc.plain[index].chars().any(char::is_alphabetic) {
                roles.clear();
                let below = (index + 1..doc.plain.len()).find(|&line| !doc.plain[line].trim().is_empty());
                let last = below.is_some_and(|line| doc.outline.lines[line].place == Place::Back);
                above = last.then_some(Above { line: index, offices: 0 });
            }
            continue;
        }
        // The cells of a table are columns.
        let cells = doc.plain[index].replace('|', "   ");
        // Those who sign may be a list with bullets.
        let cells = cells.trim();
        let cells = ["- ", "• "].iter().find_map(|bullet| cells.strip_prefix(bullet)).unwrap_or(cells).trim();
        let text = front::office_beside(cells).unwrap_or(cells);
        if text.is_empty() {
            continue;
        }
        if beside(doc, text, &roles, listed.contains(&index), officers) {
            continue;
        }
        let found = match keeper_below(doc, index) {
            true => vec![Office::Secretary],
            false => roles_of_line(doc, text),
        };
        if !found.is_empty() {
            let small = text.starts_with(char::is_lowercase);
            let nothing_else = text.split_whitespace().count() == found.len();
            // `Ulla Ek   Bo Al   Eva Lind` above `ordf.`: the first of those who sign below each other's names.
            let signed = above.as_ref().filter(|above| small && nothing_else && above.offices > 0);
            let signed = signed.map_or_else(Vec::new, |above| above.names(doc, attendees, 1));
            if let ([Office::Chair], [first, _, ..]) = (&found[..], &signed[..]) {
                officers.chair.get_or_insert_with(|| first.clone());
                officers.adjusters.retain(|name| name != first);
                above = None;
                continue;
            }
            // In a list of those present the others are neither above nor below their offices.
            let in_list = listed.contains(&index);
            let names = above
                .take()
                .filter(|above| {
                    // Of columns that ran together it is not told whose each is.
                    let acts = acts && found.len() > 1 && doc.plain[above.line].contains("   ");
                    nothing_else
                        && !in_list
                        && !(found.len() == 1 && ends_list(doc, index))
                        && (small
                            || (above.offices == 0 || acts && found.len() > 1)
                                && names_first(doc, index, found.len()))
                })
                .map(|above| above.names(doc, attendees, found.len()))
                .filter(|names| names.len() == found.len());
            if let Some(names) = names {
                for (role, name) in found.iter().zip(&names) {
                    if *role == Office::Chair {
                        officers.chair = Some(name.clone());
                    }
                    sign(officers, *role, name);
                }
                roles.clear();
                continue;
            }
            // Of offices directly below each other nobody can tell whose the names below them are.
            let directly = office_line
                .is_some_and(|line| doc.plain[line + 1..index].iter().all(|text| text.trim().is_empty()));
            let stacked = nothing_else && directly && (!roles.is_empty() && roles != found || several);
            (office_line, several) = (Some(index), stacked);
            if stacked {
                roles.clear();
                continue;
            }
            roles.clone_from(&found);
            // `Vid protokollet   Justeras` says what is done; the offices themselves may stand below the names.
            acts = found.len() > 1 && lower(text).starts_with("vid protokollet");
            // A general meeting's own chair signs as such; a board's chair may stand in a list above.
            if lower(text).contains("mötesordförande") {
                officers.chair = None;
            }
            // `Justerande  Anton Ek` or `Sekreterare: Ulla Al` on one line.
            let rest = text
                .split_once(':')
                .map(|(_, rest)| rest)
                .or_else(|| text.split_once("  ").map(|(_, rest)| rest))
                // `Ordf. Emil Hägg`
                .or_else(|| Some(text.split_once(' ').filter(|(office, _)| office.ends_with('.'))?.1));
            if let (Some(rest), [role]) = (rest, found.as_slice())
                && let Some(named) = leading_name(doc.model, rest, true)
            {
                sign(officers, *role, named.name);
                roles.clear();
            }
            if in_list {
                roles.clear();
            }
            continue;
        }
        // Another part of the front page begins.
        let part = front::label(cells).is_some_and(|found| found.section != Section::Signature);
        let small = lower(text);
        if part
            || ["intyg", "betyg", "uppläst", "tillkännag", "avskri", "afskri"]
                .iter()
                .any(|word| small.contains(word))
        {
            roles.clear();
            above = None;
            continue;
        }
        above = Some(Above { line: index, offices: roles.len() });
        if roles.is_empty() {
            continue;
        }
        let names = signed_names(doc, attendees, text, roles.len());
        if names.is_empty() {
            // A name by itself may stand above its office all the same.
            if !is_name(doc, text) {
                above = None;
            }
            // Dots, strokes and specks stand between a label and its name; running text does not.
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            if letters > 40 && text.split_whitespace().count() > 6 && is_prose(doc, text) {
                roles.clear();
            }
            continue;
        }
        if names.len() == roles.len() {
            for (role, name) in roles.iter().zip(&names) {
                sign(officers, *role, name);
            }
        } else if let [role] = roles.as_slice() {
            // Several adjusters sign beside each other.
            for name in &names {
                sign(officers, *role, name);
            }
        } else if roles.last() == Some(&Office::Adjuster) && names.len() > roles.len() {
            // `Vid protokollet   Justeras` above one who kept them and several who adjust.
            let last = roles.len() - 1;
            for (nth, name) in names.iter().enumerate() {
                sign(officers, roles[nth.min(last)], name);
            }
        } else {
            continue;
        }
        // More adjusters may sign below, at the end of the document.
        let more = roles.last() == Some(&Office::Adjuster) && place == Place::Back;
        roles = if more { vec![Office::Adjuster] } else { Vec::new() };
    }
}

/// A line above an office that may hold the names of those who bear it.
struct Above {
    line: usize,
    /// How many offices stood above it too.
    offices: usize,
}

impl Above {
    /// Its names, for so many offices; in an item, where anything may stand, only where nothing else stands on its line.
    fn names(&self, doc: &Doc<'_>, attendees: &[Attendee], offices: usize) -> Vec<String> {
        let text = &doc.plain[self.line];
        if matches!(doc.outline.lines[self.line].place, Place::Item(_)) {
            let cells: Vec<&str> = text.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
            let names = cells
                .iter()
                .filter_map(|cell| leading_name(doc.model, cell, true).filter(|named| named.rest.is_empty()));
            let names: Vec<String> = names.map(|named| named.name.to_owned()).collect();
            return if names.len() == cells.len() { names } else { Vec::new() };
        }
        let columns = self.offices.max(1);
        let text = text.replace('|', "   ");
        let names = signed_names(doc, attendees, text.trim(), columns);
        // Beside one that is known the other is no scrawl either, where half of it is known.
        if names.len() + 1 == offices && text.contains("   ") {
            let all = names_of_columns(doc, text.trim(), offices);
            let half = |name: &String| sureness(doc.model, &name.split(' ').collect::<Vec<&str>>()) > 0;
            if all.len() == offices && all.iter().all(half) {
                return all;
            }
        }
        // Typed by itself above its office it is no scrawl: `Edv. Stark` above `sekr.`
        match names.is_empty() && is_name(doc, &text) {
            true => vec![text.trim().trim_end_matches([',', ';']).to_owned()],
            false => names,
        }
    }
}

/// Whether a line is one name.
fn is_name(doc: &Doc<'_>, text: &str) -> bool {
    let text = text.trim().trim_end_matches([',', ';']);
    leading_name(doc.model, text, true).is_some_and(|named| named.rest.is_empty())
}

/// The names that a line below or above so many offices holds. A name under a signature is often scrawl: only one that
/// people bear, or that the document knows, is taken.
fn signed_names(doc: &Doc<'_>, attendees: &[Attendee], text: &str, columns: usize) -> Vec<String> {
    let known = |name: &String| {
        let words: Vec<&str> = name.split_whitespace().collect();
        sureness(doc.model, &words) == 2
            // By the whole name, or by the surname where the list gives no more.
            || attendees.iter().any(|held| held.name == *name || words.last() == Some(&held.name.as_str()))
            || doc.repaired.text().match_indices(name.as_str()).nth(1).is_some()
    };
    names_of_columns(doc, text, columns).into_iter().filter(known).collect()
}

/// Whether names stand above their offices in the block of signatures about a line: it begins with names and ends with
/// offices. Where it does neither or both, offices stand above as they mostly do.
fn names_first(doc: &Doc<'_>, line: usize, columns: usize) -> bool {
    /// Lines above or below that are looked at; no more sign.
    const LINES: usize = 40;
    #[derive(PartialEq)]
    enum Kind {
        Names,
        Offices,
        Other,
    }
    let kind = |line: usize| {
        let text = doc.plain[line].replace('|', "   ");
        let offices = roles_of_line(doc, &text);
        match () {
            () if !offices.is_empty() && offices.len() == text.split_whitespace().count() => Kind::Offices,
            () if names_of_columns(doc, &text, columns).len() == columns => Kind::Names,
            () => Kind::Other,
        }
    };
    let written = |line: &usize| doc.plain[*line].chars().any(char::is_alphabetic);
    let last = |lines: &mut dyn Iterator<Item = usize>| {
        lines.filter(written).take(LINES).map(kind).take_while(|kind| *kind != Kind::Other).last()
    };
    // Names below each other and then offices below each other: it is not the last name that bears the first office.
    let next = (line + 1..doc.plain.len()).find(written);
    let second = (0..line).rev().filter(written).nth(1);
    if next.is_some_and(|at| kind(at) == Kind::Offices) && second.is_some_and(|at| kind(at) == Kind::Names) {
        return false;
    }
    let before = last(&mut (0..line).rev());
    let after = last(&mut (line + 1..doc.plain.len()));
    before == Some(Kind::Names) && after.is_none_or(|last| last == Kind::Offices)
}

/// Whether three names and more stand below each other above a line: it is not told whose of them the office on it is.
fn ends_list(doc: &Doc<'_>, line: usize) -> bool {
    const NAMES: usize = 3;
    let written = (0..line).rev().filter(|&line| doc.plain[line].chars().any(char::is_alphabetic));
    let named = |&line: &usize| names_of_columns(doc, &doc.plain[line], 1).len() == 1;
    written.take(NAMES).take_while(named).count() == NAMES
}

/// Names with their office behind a comma, `Ulla Ek, ordförande`; whether the line held one. A name without one beside them
/// bears the office that stands above it, where there are as many. In the list of those who were there a title is no office:
/// `Ulla Ek, kommunsekreterare`.
fn beside(doc: &Doc<'_>, text: &str, roles: &[Office], listed: bool, officers: &mut Officers) -> bool {
    let mut found = false;
    let cells: Vec<&str> = text.split("   ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    for cell in &cells {
        // `Ulla Ek ordförande`, where they sign.
        let apart =
            || cell.rsplit_once(' ').filter(|(_, office)| !listed && office.starts_with(char::is_lowercase));
        let Some((name, office)) = cell.rsplit_once(", ").or_else(apart) else { continue };
        // `Närvarande: Ledamöterna Ulla Ek, ordförande`
        let name = ["Ledamöterna ", "Suppleanterna "]
            .iter()
            .find_map(|class| Some(name.split_once(class)?.1))
            .unwrap_or(name);
        let named = leading_name(doc.model, name, true).filter(|named| named.name == name);
        let title = listed && lower(office).ends_with("sekreterare") && lower(office) != "sekreterare";
        if let (Some(named), Some(office)) =
            (named, office_of(office.trim_end_matches('.')).filter(|_| !title))
        {
            // Of two that have run together the second bears the office behind them; what the first bears stands above.
            let mut names = two_names(doc, named.name);
            let last = names.pop();
            for (name, &role) in names.iter().zip(roles) {
                sign(officers, role, name);
            }
            if let Some(last) = last {
                sign(officers, office, &last);
            }
            found = true;
        }
    }
    if found && roles.len() == cells.len() {
        for (cell, &role) in cells.iter().zip(roles) {
            let named = leading_name(doc.model, cell, true).filter(|named| named.name == *cell);
            if let Some(named) = named {
                sign(officers, role, named.name);
            }
        }
    }
    found
}

/// Whether who kept the minutes signs below the line: `Som ovan` above one name, and below that nobody or those who adjust.
fn keeper_below(doc: &Doc<'_>, line: usize) -> bool {
    static ABOVE: Pattern =
        Pattern::new(r"(?i)^(?:(?:dag|datum|år|ort)(?:\soch\s(?:dag|ort))?\s)?(?:som|såsom)\sof?van[.:]?$");
    if !ABOVE.is_match(&doc.plain[line]) {
        return false;
    }
    let mut below = doc.plain[line + 1..].iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    let name = |text: &str| leading_name(doc.model, text, true).is_some_and(|named| named.name == text);
    below.next().is_some_and(name) && below.next().is_none_or(|next| lower(next).starts_with("juster"))
}

/// The offices that a line names, in the order of its columns; none when it says anything else.
fn roles_of_line(doc: &Doc<'_>, raw: &str) -> Vec<Office> {
    let plain = justera_core::text::plain(raw);
    let small = lower(&plain);
    let kept = [
        "vid protokollet",
        "vid anteckningarna",
        "antecknat av",
        "in fidem",
        "antecknade:",
        "antecknare:",
        "vid pennan",
        "protokollet fört av",
        "anteckningar fördes av",
        "protokollet fördes av",
    ];
    // `Anteckningar: Ulla Ek`; by itself the word heads the notes.
    let beside = small.starts_with("anteckningar:")
        && plain.split_once(':').is_some_and(|(_, who)| leading_name(doc.model, who, true).is_some());
    if beside {
        return vec![Office::Secretary];
    }
    if kept.iter().any(|kept| small.starts_with(kept)) {
        let mut roles = vec![Office::Secretary];
        roles.extend(plain.split_whitespace().skip(2).filter_map(office_of));
        return roles;
    }
    // `Ordförande:          Justerare:`
    let columns = plain.split("  ").map(str::trim).filter(|cell| !cell.is_empty());
    let columns: Option<Vec<Office>> = columns.map(|cell| office_of(cell.trim_end_matches(':'))).collect();
    if let Some(columns) = columns.filter(|columns| columns.len() > 1) {
        return columns;
    }
    let head = plain.split(':').next().unwrap_or("");
    let words: Vec<&str> = head.split_whitespace().collect();
    let first = words.first().copied().and_then(office_of);
    let Some(first) = first else { return Vec::new() };
    let all: Vec<Office> = words.iter().filter_map(|word| office_of(word)).collect();
    if all.len() == words.len() {
        return all;
    }
    // A label, and then dots or a name.
    let rest = words[1..].join(" ");
    // `Justeradt den 25 mars 1911:`
    let day = |word: &&str| {
        word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))
            || *word == "den"
            || MONTHS.iter().any(|month| lower(word).starts_with(month))
    };
    if first == Office::Adjuster && words[1..].iter().all(day) {
        return vec![first];
    }
    let name = leading_name(doc.model, &rest, true).is_some();
    // Dots that an engine read as letters: nothing behind the label is a word.
    let word = |word: &str| {
        let small = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        small.chars().count() >= 4 && doc.model.id(&small).is_some()
    };
    let dots = !rest.split_whitespace().any(word);
    let column = plain.contains("  ") && labels::label(&plain).is_some();
    if name || dots || column { vec![first] } else { Vec::new() }
}

/// The names on a line, column by column.
fn names_of_columns(doc: &Doc<'_>, text: &str, columns: usize) -> Vec<String> {
    let gaps: Vec<&str> = text.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let found: Vec<String> = gaps
        .iter()
        .filter_map(|cell| match crate::names::several(doc.model, cell) {
            Some(_) => Some(*cell),
            None => Some(leading_name(doc.model, cell, true)?.name),
        })
        .flat_map(|name| two_names(doc, name))
        .collect();
    if found.len() >= columns || columns == 1 {
        return found;
    }
    // The columns have run together: `Hans Lindberg Tore Ek`.
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() >= 2 * columns && words.len() <= 3 * columns {
        let per = words.len() / columns;
        let cut: Vec<String> = words.chunks(per).map(|chunk| chunk.join(" ")).collect();
        if cut.len() == columns
            && cut
                .iter()
                .all(|name| leading_name(doc.model, name, true).is_some_and(|named| named.name == name))
        {
            return cut;
        }
    }
    found
}

/// Names that have run together: as [`crate::names::several`] tells them apart, or, of two, where both are in the
/// attendance or both are surely names; else the one.
pub(crate) fn two_names(doc: &Doc<'_>, name: &str) -> Vec<String> {
    if let Some(names) = crate::names::several(doc.model, name) {
        return names.into_iter().map(str::to_owned).collect();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let listed = |part: &[&str]| {
        let name = part.join(" ");
        doc.people.contains(&name) || (doc.people.is_empty() && sureness(doc.model, part) == 2)
    };
    let cut = (2..words.len().saturating_sub(1)).find(|&at| listed(&words[..at]) && listed(&words[at..]));
    match cut {
        Some(at) => vec![words[..at].join(" "), words[at..].join(" ")],
        None => vec![name.to_owned()],
    }
}

fn is_prose(doc: &Doc<'_>, text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let known = words
        .iter()
        .filter(|word| {
            doc.model.id(&word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase()).is_some()
        })
        .count();
    known * 3 > words.len() * 2
}
