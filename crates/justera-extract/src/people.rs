//! The attendance in all its forms, and the presenters.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use justera_core::labels::{self, Section};
use justera_core::{Attendee, Capacity, Finding, FindingKind, Item, Presence, Presenter, Span};
use regex::Regex;

use crate::Doc;
use crate::front::{Block, Front};
use crate::names::{leading_name, trailing_place};
use crate::officers::Officers;
use crate::tables::is_role_word;

/// Who was there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attendance {
    pub(crate) attendees: Vec<Attendee>,
    pub(crate) absent_organizations: Vec<String>,
}

/// A list's class: what its label says of those in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Class {
    presence: Presence,
    capacity: Option<Capacity>,
}

/// A person as read from a list, before it is written.
#[derive(Clone, Debug, Default)]
struct Entry {
    name: String,
    line: usize,
    role: Option<String>,
    organization: Option<String>,
    party: Option<String>,
    paragraphs: Option<String>,
    replaces: Option<String>,
    struck: bool,
}

/// Reads the attendance of a document.
pub(crate) fn attendance(doc: &Doc<'_>, front: &Front, findings: &mut Vec<Finding>) -> Attendance {
    let mut found = Attendance::default();
    for block in front.of(Section::Attendance) {
        let class = class(&block.label);
        // Names are found in the order in which they stand, so that of two alike each has its own place.
        let mut cursor = 0;
        let table = block.lines.iter().any(|(_, text)| text.starts_with('|'));
        let entries = if table { table_entries(doc, block) } else { list_entries(doc, block) };
        let says_struck = block.lines.iter().any(|(_, text)| text.to_lowercase().contains("överstruk"));
        if says_struck && !entries.iter().any(|entry| entry.struck) && !entries.is_empty() {
            let message = "the list says that those struck out were absent, but no strokes are left in the text; all are given as present";
            findings.push(Finding {
                kind: FindingKind::PresenceUnsure,
                message: message.into(),
                at: doc.at_lines(&[block.line]),
            });
        }
        let first = found.attendees.len();
        for entry in entries {
            found.attendees.push(attendee(doc, entry, class, &mut cursor));
        }
        capacities_by_role(&mut found.attendees[first..]);
    }
    found.absent_organizations = absent_organizations(doc);
    found
}

/// In a list without classes of a board, the roles say who is a member: ledamot, suppleant.
fn capacities_by_role(list: &mut [Attendee]) {
    let role = |attendee: &Attendee, words: &[&str]| {
        attendee.role.as_deref().is_some_and(|role| {
            let small = role.to_lowercase();
            words.iter().any(|word| small.contains(word))
        })
    };
    let told = list.iter().any(|attendee| role(attendee, &["ledamot", "suppleant"]));
    for attendee in list.iter_mut().filter(|attendee| told && attendee.capacity.is_none()) {
        if role(attendee, &["suppleant", "ersättare"]) {
            attendee.capacity = Some(Capacity::Substitute);
        } else if role(attendee, &["ledamot", "ordförande", "sekreterare", "kassör"]) {
            attendee.capacity = Some(Capacity::Member);
        }
    }
}

/// What a list's label says of those in it.
fn class(label: &str) -> Class {
    let has = |word: &str| label.contains(word);
    let presence =
        if has("frånvarande") || has("förhinder") { Presence::Absent } else { Presence::Present };
    let capacity = match () {
        () if has("övriga ersättare") || has("övriga suppleanter") => Some(Capacity::Substitute),
        () if has("övriga")
            || has("tjänstemän")
            || has("tjänstepersoner")
            || has("adjungerade")
            || has("gäster") =>
        {
            Some(Capacity::Other)
        }
        () if has("ej tjänst") || has("icke tjänst") => Some(Capacity::Substitute),
        () if has("tjänstgörande") || has("beslutande") => Some(Capacity::Member),
        () if has("ersättare") || has("suppleanter") => Some(Capacity::Substitute),
        () if has("ledamöter") => Some(Capacity::Member),
        () => None,
    };
    Class { presence, capacity }
}

fn attendee(doc: &Doc<'_>, entry: Entry, class: Class, cursor: &mut usize) -> Attendee {
    let line = doc.outline.lines[entry.line].span;
    let from = (*cursor).max(line.start);
    let span =
        locate(doc, &entry.name, from).or_else(|| locate(doc, &entry.name, line.start)).unwrap_or(line);
    *cursor = span.end;
    let raw = doc.repaired.raw(span);
    Attendee {
        name: entry.name,
        name_as_written: as_written(doc, span),
        presence: if entry.struck { Presence::Absent } else { class.presence },
        capacity: class.capacity,
        role: entry.role,
        organization: entry.organization,
        party: entry.party,
        paragraphs: entry.paragraphs,
        replaces: entry.replaces,
        at: Some(doc.source.at(raw)),
    }
}

/// What the source has at a place of the repaired text, its lines joined.
fn as_written(doc: &Doc<'_>, span: Span<justera_core::Tidy>) -> String {
    let raw = doc.repaired.raw(span).of(doc.source.text());
    justera_core::text::unwrap(raw.split(['\n', '\r']))
}

/// Where a name stands in the repaired text from `from` on: as it is, or broken over two lines.
fn locate(doc: &Doc<'_>, name: &str, from: usize) -> Option<Span<justera_core::Tidy>> {
    /// A list of those present is not longer; what is not found within it stands elsewhere.
    const REACH: usize = 20_000;
    let text = doc.repaired.text();
    let mut end = text.len().min(from.saturating_add(REACH));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let within = text.get(from..end)?;
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let first = name.split_whitespace().next()?;
    for (at, _) in within.match_indices(first) {
        if !free(within[..at].chars().next_back()) {
            continue;
        }
        // The rest of the name; white space, a line's end or a hyphen at it may stand between the letters.
        let mut rest = within[at..].char_indices();
        let mut wanted = name.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let mut next = wanted.next();
        let mut stop = at;
        while let Some(letter) = next {
            match rest.next() {
                Some((offset, c)) if c == letter => {
                    stop = at + offset + c.len_utf8();
                    next = wanted.next();
                }
                Some((_, c)) if c.is_whitespace() || matches!(c, '-' | '*' | '_') => {}
                _ => break,
            }
        }
        if next.is_none() && free(within[stop..].chars().next()) {
            return Some(Span::new(from + at, from + stop));
        }
    }
    None
}

/// Adds those who are absent only because another replaces them: `ersätter X`.
pub(crate) fn complete(doc: &Doc<'_>, attendees: &mut Vec<Attendee>) {
    let mut index = 0;
    while index < attendees.len() {
        if let Some(replaced) = attendees[index].replaces.clone() {
            let listed = attendees.iter().any(|other| other.name == replaced);
            if !listed {
                // The name stands behind the substitute's.
                let after = attendees[index].at.as_ref().map_or(0, |at| doc.repaired.tidy_offset(at.end));
                let span = locate(doc, &replaced, after);
                let at = span.map(|span| doc.at(span));
                attendees.insert(
                    index + 1,
                    Attendee {
                        name: replaced.clone(),
                        name_as_written: span.map_or(replaced, |span| as_written(doc, span)),
                        presence: Presence::Absent,
                        capacity: Some(Capacity::Member),
                        role: None,
                        organization: None,
                        party: None,
                        paragraphs: None,
                        replaces: None,
                        at,
                    },
                );
                index += 1;
            }
        }
        index += 1;
    }
}

/// A list in text: commas over line ends, or one person a line.
fn list_entries(doc: &Doc<'_>, block: &Block) -> Vec<Entry> {
    let lines: Vec<(usize, &str)> = block
        .lines
        .iter()
        .map(|(line, text)| (*line, strip_bullet(text)))
        .filter(|(_, text)| text.chars().any(char::is_alphabetic))
        .collect();
    let begins = |text: &str| leading_name(doc.model, text, true).is_some();
    let named = lines.iter().filter(|(_, text)| begins(text)).count();
    let commas: usize = lines.iter().map(|(_, text)| outer_commas(text)).sum();
    let parties =
        lines.iter().filter(|(_, text)| PARTY.as_ref().is_some_and(|party| party.is_match(text))).count();
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
    let text = STOP.as_ref().map_or(text.clone(), |stop| stop.replace_all(&text, "$1, $2").into_owned());
    let text = match SAMT.as_ref().and_then(|samt| samt.find(&text)) {
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

/// `A och B`: two persons, unless what stands behind is no name.
fn split_and<'a>(doc: &Doc<'_>, piece: &'a str) -> Vec<&'a str> {
    if let Some((left, right)) = piece.split_once(" och ")
        && leading_name(doc.model, left, true).is_some()
        && leading_name(doc.model, right, true).is_some()
    {
        return vec![left, right];
    }
    vec![piece]
}

static PARTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    justera_core::text::pattern(r"\((?P<p>[A-ZÅÄÖ]{1,4}|s|m|c|l|v|h|k|fp|mp|kd|sd|kds|vpk|nyd|bf|apk|-|–)\)")
});
static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    justera_core::text::pattern(
        r"(?i)(?:(?:från|fr\.?o\.?m\.?|t\.?o\.?m\.?|till|ej|utom|del av|punkt \w)\s+(?:och med\s+)?)*§{1,2}\s*\d+(?:\s*[-–]\s*\d+)?(?:\s*(?:,|och|&)\s*(?:§{1,2}\s*)?\d+(?:\s*[-–]\s*\d+)?)*",
    )
});
static REPLACES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    justera_core::text::pattern(
        r"(?i)\b(?:tjg\.?\s+)?(?:ersätter|ersättare för|tjänstgörande för|tj\.?g\.? för|i stället för|istället för|för)\s+(?P<who>\p{Lu}.+)$",
    )
});
static STOP: LazyLock<Option<Regex>> =
    LazyLock::new(|| justera_core::text::pattern(r"(\p{Ll}{3})\. (\p{Lu}\p{Ll})"));
static SAMT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    justera_core::text::pattern(
        r"(?i)[,.]?\s*\b(?:samt|och)\s+(?:föredragande|medverkande|övriga|ytterligare|föredragare|ca\b|cirka|gäster|deltagare|inbjudna)",
    )
});
static HOUSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    justera_core::text::pattern(r"(?i),?\s*[-—]?\s*\bnr\W{0,2}\s*\d+.*$|,?\s*\bgård\s+\d+.*$|\S+@\S+")
});

/// Reads what stands behind a name: party, role, paragraphs, whom the person replaces, organization.
fn attributes(doc: &Doc<'_>, text: &str, entry: &mut Entry) {
    let mut rest = text.trim().trim_matches(|c: char| matches!(c, ',' | ';' | '.')).trim().to_owned();
    if let Some(found) = REPLACES.as_ref().and_then(|form| form.captures(&rest)) {
        let who = found.name("who").map_or("", |who| who.as_str());
        // `för` alone stands before many things; before a name it says whom.
        if let Some(named) = leading_name(doc.model, who, true) {
            entry.replaces = Some(named.name.to_owned());
            let mut beyond = named.rest.to_owned();
            if let Some(party) = PARTY.as_ref() {
                beyond = party.replace(&beyond, "").trim().to_owned();
            }
            let start = found.get(0).map_or(0, |whole| whole.start());
            rest = format!("{} {}", &rest[..start], beyond).trim().to_owned();
        }
    }
    if let Some(found) = PARTY.as_ref().and_then(|form| form.captures(&rest)) {
        let party = found.name("p").map_or("", |party| party.as_str());
        if !is_role_word(party) {
            if party.chars().all(char::is_alphabetic) {
                entry.party.get_or_insert_with(|| party.to_owned());
            }
            let whole = found.get(0).map_or(0..0, |whole| whole.range());
            rest.replace_range(whole, " ");
        }
    }
    // A bracket may hold a point of a paragraph beside the role: (punkt A § 111, chef).
    let mut roles: Vec<String> = Vec::new();
    while let (Some(open), Some(close)) = (rest.find('('), rest.find(')')) {
        if close < open {
            rest.remove(close);
            continue;
        }
        let inside: Vec<String> = split_outer(&rest[open + 1..close], &[','])
            .into_iter()
            .map(str::trim)
            .filter(|part| !part.is_empty() && !part.to_lowercase().starts_with("punkt"))
            .map(str::to_owned)
            .collect();
        roles.push(inside.join(", "));
        rest.replace_range(open..=close, " ");
    }
    if let Some(open) = rest.find('(') {
        // The bracket goes on in the next line.
        let inside = rest[open + 1..].trim().trim_end_matches(',').to_owned();
        roles.push(inside);
        rest.truncate(open);
    }
    rest = rest.replace(')', " ");
    if let Some(range) = RANGE.as_ref().and_then(|form| form.find(&rest)) {
        let held = range.as_str().replace('§', " ");
        let held = held.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",");
        entry.paragraphs = Some(match entry.paragraphs.take() {
            Some(before) => format!("{before}, {held}"),
            None => held,
        });
        let whole = range.range();
        rest.replace_range(whole, " ");
    }
    if let Some(house) = HOUSE.as_ref() {
        rest = house.replace(&rest, "").into_owned();
    }
    let rest = rest
        .trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '.' | '-' | '–' | '—' | ':' | '~')
        })
        .to_owned();
    for role in
        roles.into_iter().chain(std::iter::once(rest)).filter(|role| role.chars().any(char::is_alphabetic))
    {
        let role = role.trim();
        // A unit before the title: (socialförvaltningen, sekreterare).
        if let Some((unit, title)) = role.split_once(", ")
            && is_unit(unit)
            && entry.organization.is_none()
        {
            entry.organization = Some(unit.to_owned());
            add_role(entry, title);
            continue;
        }
        let (title, organization) = title_and_place(doc, role);
        if let Some(title) = title {
            add_role(entry, &title);
        }
        if let Some(organization) = organization {
            entry.organization.get_or_insert(organization);
        }
    }
}

fn add_role(entry: &mut Entry, role: &str) {
    entry.role = Some(match entry.role.take() {
        Some(held) => format!("{held}, {role}"),
        None => role.to_owned(),
    });
}

fn is_unit(text: &str) -> bool {
    let small = text.trim().to_lowercase();
    ["förvaltningen", "kontoret", "avdelningen", "enheten", "bolaget", "byrån"]
        .iter()
        .any(|ending| small.ends_with(ending))
}

/// `Avdelningschef Hälsa och miljövård` as a title and an organization; either may be missing.
///
/// The title runs to its last word that is a role; what follows with a capital letter is the organization, and a
/// small word that no organization's name has ends it.
pub(crate) fn title_and_place(doc: &Doc<'_>, text: &str) -> (Option<String>, Option<String>) {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(role) = words.iter().position(|word| is_role_word(word)) else {
        let organization = text.chars().any(char::is_alphabetic).then(|| text.to_owned());
        // `(tf)`, `adj.`: small letters and no known role say what someone is, not where.
        let place = text.starts_with(char::is_uppercase)
            || text.split_whitespace().count() > 1
            || labels::is_body(text)
            || is_unit(text);
        return if place { (None, organization) } else { (organization, None) };
    };
    let mut end = role + 1;
    // A title may go on: `facklig representant`, `enhetschef strategisk planering`, `Verksamhetschef HSL`.
    while end < words.len()
        && (words[end].starts_with(char::is_lowercase) && !matches!(words[end], "på" | "vid" | "i" | "från"))
    {
        end += 1;
    }
    let rest: Vec<&str> = words[end..]
        .iter()
        .copied()
        .skip_while(|word| matches!(*word, "på" | "vid" | "i" | "från" | "för"))
        .collect();
    // An acronym before a place belongs to the title.
    let place_last = rest.len() == 2
        && rest[0].chars().all(|c| c.is_uppercase())
        && doc.model.flags_of(rest[1]).has(justera_lexicon::Flags::PLACE)
        // `RSS Norrbygd` is one organization where the document speaks of it elsewhere.
        && doc.repaired.text().matches(rest.join(" ").as_str()).count() < 3;
    let (title, rest) = if place_last {
        (words[..=end].join(" "), rest[1..].to_vec())
    } else {
        (words[..end].join(" "), rest)
    };
    let mut organization: Vec<&str> = Vec::new();
    for (nth, word) in rest.iter().enumerate() {
        let small = word.starts_with(char::is_lowercase);
        let linked = nth > 0
            && matches!(
                rest[nth - 1].trim_end_matches(','),
                "och" | "för" | "i" | "av" | "vid" | "på" | "&" | "samt" | "inom"
            );
        let link = matches!(
            *word,
            "och"
                | "för"
                | "i"
                | "av"
                | "vid"
                | "på"
                | "&"
                | "samt"
                | "inom"
                | "kommun"
                | "region"
                | "län"
                | "stad"
        );
        if small && !link && !linked {
            break;
        }
        organization.push(word);
    }
    while organization
        .last()
        .is_some_and(|last| matches!(*last, "och" | "för" | "i" | "av" | "vid" | "på" | "&"))
    {
        organization.pop();
    }
    let organization = organization.join(" ").trim_end_matches([',', '.']).to_owned();
    (Some(title.trim_end_matches(',').to_owned()), (!organization.is_empty()).then_some(organization))
}

/// A Markdown table: in each row a cell with names, beside it a cell with their organization or role.
fn table_entries(doc: &Doc<'_>, block: &Block) -> Vec<Entry> {
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
                    let told = |cell: &&&str| {
                        REPLACES.as_ref().is_some_and(|form| form.is_match(cell))
                            || RANGE.as_ref().is_some_and(|form| form.is_match(cell))
                    };
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

/// `Följande kommuner var inte representerade: A, B.`
fn absent_organizations(doc: &Doc<'_>) -> Vec<String> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        justera_core::text::pattern(
            r"(?i)(?:kommuner(?:na)?|organisationer(?:na)?|parter(?:na)?|huvudmän(?:nen)?|föreningar)\b[^.:]{0,40}?\b(?:inte|ej|icke)\s+(?:var\s+)?(?:representerade|närvarande|företrädda)[^:]{0,30}:\s*(?P<who>.+)$",
        )
    });
    for (index, text) in doc.plain.iter().enumerate() {
        let Some(form) = FORM.as_ref() else { break };
        if !text.contains(':') {
            continue;
        }
        // The list may run over lines, up to a blank one.
        let lines: Vec<&str> = (index..doc.plain.len())
            .map(|at| doc.plain[at].as_str())
            .take_while(|text| !text.is_empty())
            .take(6)
            .collect();
        let whole = justera_core::text::unwrap(lines);
        if let Some(who) = form.captures(&whole).and_then(|found| found.name("who")) {
            let end = who.as_str().find(". ").unwrap_or(who.as_str().len());
            return who.as_str()[..end]
                .trim_end_matches('.')
                .replace(" och ", ", ")
                .split(',')
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect();
        }
    }
    Vec::new()
}

/// The presenters in the text behind `Föredragande:`.
pub(crate) fn presenters(doc: &Doc<'_>, text: &str) -> Vec<Presenter> {
    let mut found: Vec<Presenter> = Vec::new();
    // Two joined by `och` before a common title share it.
    let mut joined: Vec<usize> = Vec::new();
    let text = text.replace(['*', '_'], "");
    for piece in split_outer(&text, &[',', ';']) {
        let parts = split_and(doc, piece.trim());
        let pair = parts.len() == 2;
        for part in parts {
            let part = part.trim().trim_end_matches('.');
            let part = part.strip_prefix("samt ").or_else(|| part.strip_prefix("och ")).unwrap_or(part);
            if let Some(named) = leading_name(doc.model, part, true)
                .filter(|named| found.is_empty() || plausible(doc, named.name))
            {
                if !pair {
                    joined.clear();
                }
                let (role, organization) = if named.rest.is_empty() {
                    (None, None)
                } else {
                    title_and_place(doc, named.rest.trim_matches(['(', ')', ' ']))
                };
                if pair {
                    joined.push(found.len());
                }
                found.push(Presenter { name: named.name.to_owned(), role, organization });
            } else if found.is_empty() && labels::is_body(part) && part.split_whitespace().count() <= 3 {
                found.push(Presenter { name: part.to_owned(), role: None, organization: None });
            } else if let Some(last) = found.last_mut() {
                let (role, organization) = title_and_place(doc, part);
                if last.role.is_none() {
                    last.role = role;
                }
                if last.organization.is_none() {
                    last.organization = organization;
                }
            }
        }
    }
    if let Some(last) = joined.last().and_then(|&last| found.get(last).cloned()) {
        for &index in &joined {
            if found[index].role.is_none() && found[index].organization.is_none() {
                found[index].role.clone_from(&last.role);
                found[index].organization.clone_from(&last.organization);
            }
        }
    }
    found
}

/// Whether a later piece of a presenters' line is a person: `Hälsa Välfärd` is not.
fn plausible(doc: &Doc<'_>, name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    crate::names::sureness(doc.model, &words) >= 1 && crate::names::first_name(doc.model, words[0])
}

/// Cuts at the marks that stand outside brackets.
pub(crate) fn split_outer<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = (depth - 1).max(0),
            // `§§ 58-62, 64-67`: a range goes on behind the comma.
            ',' if depth == 0
                && text[at + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '§')
                && text[..at].ends_with(|c: char| c.is_ascii_digit()) => {}
            _ if depth == 0 && marks.contains(&letter) => {
                pieces.push(&text[start..at]);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces.into_iter().filter(|piece| !piece.trim().is_empty()).collect()
}

fn outer_commas(text: &str) -> usize {
    text.matches(',').count() - text.matches("(punkt").count().min(text.matches(',').count())
}

fn strip_bullet(text: &str) -> &str {
    text.trim_start_matches(['-', '•', '*', '–', '·', '=']).trim()
}

/// Every distinct person, in the order in which they are first named.
pub(crate) fn everyone(
    doc: &Doc<'_>,
    attendees: &[Attendee],
    items: &[Item],
    officers: &Officers,
) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    let mut seen: BTreeMap<String, ()> = BTreeMap::new();
    let mut put = |name: &str| {
        // A body may present; only persons are people.
        if leading_name(doc.model, name, true).is_some_and(|named| named.name == name)
            && seen.insert(name.to_lowercase(), ()).is_none()
        {
            order.push(name.to_owned());
        }
    };
    for attendee in attendees {
        put(&attendee.name);
        if let Some(replaced) = &attendee.replaces {
            put(replaced);
        }
    }
    for name in officers.chair.iter().chain(&officers.secretary).chain(&officers.adjusters) {
        put(name);
    }
    fn walk(items: &[Item], put: &mut dyn FnMut(&str)) {
        for item in items {
            for presenter in &item.presenters {
                put(&presenter.name);
            }
            for name in item.reservations.iter().chain(&item.disqualified) {
                put(name);
            }
            walk(&item.items, put);
        }
    }
    walk(items, &mut put);
    // Members named in headings and in the text, told by their party: `Ulla Ek (S)`.
    for (index, text) in doc.plain.iter().enumerate() {
        if matches!(
            doc.outline.lines[index].label,
            justera_core::Label::Contents | justera_core::Label::Furniture
        ) || !text.contains('(')
        {
            continue;
        }
        for found in PARTY.iter().flat_map(|form| form.find_iter(text)) {
            let before: Vec<&str> = text[..found.start()].split_whitespace().collect();
            let from = before.len().saturating_sub(4);
            for start in from..before.len().saturating_sub(1) {
                let name = before[start..].join(" ");
                let named = leading_name(doc.model, &name, true).is_some_and(|named| named.name == name);
                if named && crate::names::first_name(doc.model, before[start]) {
                    put(&name);
                    break;
                }
            }
        }
    }
    order
}
