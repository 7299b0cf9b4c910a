//! Who was there: the lists of those present and absent.

use std::collections::HashMap;

use justera_core::text::{Pattern, lower};
use justera_core::{Attendee, Capacity, Finding, FindingKind, Place, Presence, Span};

use crate::Doc;
use crate::front::Front;
use crate::lists::list_entries;
use crate::names::leading_name;
use crate::person::Entry;
use crate::roster::{Roster, rosters, tables};
use crate::sheets::{is_row, is_rule, row, table_entries};
use crate::standing::Class;

/// Who was there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attendance {
    pub(crate) attendees: Vec<Attendee>,
    pub(crate) absent_organizations: Vec<String>,
}

/// Reads the attendance of a document.
pub(crate) fn attendance(doc: &Doc<'_>, front: &Front, findings: &mut Vec<Finding>) -> Attendance {
    let mut found = Attendance::default();
    // Who was read: the place of the first entry, and as what.
    let mut known: HashMap<String, (usize, Vec<Option<Capacity>>)> = HashMap::new();
    // Those whose offices stand above the lists, by their places among the attendees.
    let mut offices = 0..0;
    // Who served, and for whom, as the list tells it of those who were not there.
    let mut served: Vec<(String, String)> = Vec::new();
    for roster in rosters(doc, front).into_iter().chain(tables(doc, front)) {
        // Names are found in the order in which they stand, so that of two alike each has its own place.
        let mut cursor = 0;
        let mut entries: Vec<Entry> = parts(&roster).iter().flat_map(|part| entries(doc, part)).collect();
        // Who chairs may stand in the list of all below.
        entries.retain(|entry| {
            let held = offices.clone().find(|&at| found.attendees[at].name == entry.name);
            if let Some(at) = held {
                // The list tells the person's own task, and the line above who led the meeting.
                if entry.role.is_some() {
                    found.attendees[at].role.clone_from(&entry.role);
                }
                complement(&mut found.attendees[at], entry, entry.class.unwrap_or(roster.class).capacity);
            }
            held.is_none()
        });
        if roster.again {
            // Who stands in another list too is told there; a member may come again as a substitute.
            entries.retain(|entry| {
                let own = entry.class.unwrap_or(roster.class).capacity;
                let again = |held: &Option<Capacity>| held.is_none() || own.is_none() || *held == own;
                let told = known.get(&entry.name).filter(|(_, held)| held.iter().any(again));
                if let Some(&(at, _)) = told {
                    complement(&mut found.attendees[at], entry, own);
                }
                told.is_none()
            });
        }
        let says_struck = roster.lines.iter().any(|(_, text)| lower(text).contains("överstruk"));
        if says_struck && !entries.iter().any(|entry| entry.struck) && !entries.is_empty() {
            let message = "the list says that those struck out were absent, but no strokes are left in the text; all are given as present";
            findings.push(Finding {
                kind: FindingKind::PresenceUnsure,
                message: message.into(),
                at: doc.at_lines(&[roster.line]),
            });
        }
        let first = found.attendees.len();
        for mut entry in entries {
            if entry.organization.is_none() {
                entry.organization.clone_from(&roster.organization);
            }
            served.extend(entry.replaced_by.take().map(|by| (by, entry.name.clone())));
            let class = entry.class.unwrap_or(roster.class);
            // Letters behind an official, `Ulla Ek (BSNF), chef`, are those of the unit and of no party.
            let unit = |party: &mut String| party.chars().count() >= 3 && !crate::tables::is_party(party);
            if class.capacity == Some(Capacity::Other) && entry.organization.is_none() {
                entry.organization = entry.party.take_if(unit);
            }
            found.attendees.push(attendee(doc, entry, class, &mut cursor));
        }
        if roster.offices {
            offices = first..found.attendees.len();
        }
        if !roster.stacked.is_empty() {
            capacities_by_order(&mut found.attendees[first..], &roster.stacked);
        }
        capacities_by_role(&mut found.attendees[first..]);
        for (at, attendee) in found.attendees.iter().enumerate().skip(first) {
            known.entry(attendee.name.clone()).or_insert_with(|| (at, Vec::new())).1.push(attendee.capacity);
        }
    }
    for (by, replaced) in served {
        if let Some(substitute) = found.attendees.iter_mut().find(|attendee| attendee.name == by) {
            substitute.replaces.get_or_insert(replaced);
        }
    }
    chair_beside_members(&mut found.attendees);
    found.absent_organizations = absent_organizations(doc);
    found
}

/// The persons of a list in text or of a table.
fn entries(doc: &Doc<'_>, roster: &Roster) -> Vec<Entry> {
    // A bar before a few of the lines is what is left of a rule.
    let rows = roster.lines.iter().filter(|(_, text)| text.starts_with('|')).count();
    let table = rows * 2 > roster.lines.len();
    if table { table_entries(doc, roster) } else { list_entries(doc, roster) }
}

/// A list apart from the table that stands behind it under the same label.
fn parts(roster: &Roster) -> Vec<Roster> {
    let rule = |text: &str| is_row(text) && row(text).iter().all(|cell| is_rule(cell));
    let ruled = |pair: &[(usize, String)]| is_row(&pair[0].1) && rule(&pair[1].1);
    match roster.lines.windows(2).position(ruled) {
        Some(at @ 1..) if roster.lines[..at].iter().all(|(_, text)| !text.starts_with('|')) => {
            let part = |lines: &[(usize, String)]| Roster { lines: lines.to_vec(), ..roster.clone() };
            vec![part(&roster.lines[..at]), part(&roster.lines[at..])]
        }
        _ => vec![roster.clone()],
    }
}

/// Gives what a second list says of someone, where the first has left it open.
fn complement(held: &mut Attendee, again: &Entry, capacity: Option<Capacity>) {
    held.capacity = held.capacity.or(capacity);
    let values = [
        (&mut held.role, &again.role),
        (&mut held.organization, &again.organization),
        (&mut held.party, &again.party),
        (&mut held.paragraphs, &again.paragraphs),
    ];
    for (value, told) in values {
        if value.is_none() {
            value.clone_from(told);
        }
    }
}

/// Where members have a list of their own, a chair who stands in one without a class is one of them.
fn chair_beside_members(attendees: &mut [Attendee]) {
    let members = attendees.iter().any(|attendee| attendee.capacity == Some(Capacity::Member));
    let chairs = |attendee: &Attendee| {
        attendee.role.as_deref().is_some_and(|role| {
            // Nothing behind the office: `ordförande i hyresgästföreningen` chairs another body.
            let small = lower(role);
            small.split([',', ' ']).next_back().is_some_and(|word| {
                matches!(word.trim_end_matches('.'), "ordförande" | "ordföranden" | "ordf")
            })
        })
    };
    for attendee in attendees.iter_mut().filter(|attendee| attendee.presence == Presence::Present) {
        if members && attendee.capacity.is_none() && attendee.organization.is_none() && chairs(attendee) {
            attendee.capacity = Some(Capacity::Member);
        }
    }
}

/// Where the headings of several lists stand before all their names, who replaces another divides the lists: members
/// before, those who do not serve behind; who has a title and no party is of none. Without such a one nothing is known.
fn capacities_by_order(list: &mut [Attendee], headings: &[String]) {
    let has = |words: &[&str]| headings.iter().any(|label| words.iter().any(|word| label.contains(word)));
    let members = has(&["ledamöter", "beslutande"]);
    let substitutes = has(&["ej tjänst", "icke tjänst"]);
    let others = has(&["övriga", "tjänstemän", "tjänstepersoner"]);
    let serving: Vec<bool> = list.iter().map(|attendee| attendee.replaces.is_some()).collect();
    let (first, last) =
        (serving.iter().position(|&serves| serves), serving.iter().rposition(|&serves| serves));
    for (nth, attendee) in list.iter_mut().enumerate() {
        attendee.capacity = match (first, last) {
            _ if serving[nth] => Some(Capacity::Member),
            _ if attendee.party.is_none() && attendee.role.is_some() => others.then_some(Capacity::Other),
            (Some(first), _) if nth < first => members.then_some(Capacity::Member),
            (_, Some(last)) if nth > last => substitutes.then_some(Capacity::Substitute),
            _ => None,
        };
    }
}

/// In a list without classes of a board, the roles say who is a member: ledamot, suppleant.
fn capacities_by_role(list: &mut [Attendee]) {
    let role = |attendee: &Attendee, words: &[&str]| {
        attendee.role.as_deref().is_some_and(|role| {
            let small = lower(role);
            words.iter().any(|word| small.contains(word))
        })
    };
    let told = list.iter().any(|attendee| role(attendee, &["ledamot"]));
    for attendee in list.iter_mut() {
        // Among the others stand substitutes who did not serve.
        let named = attendee
            .role
            .as_deref()
            .is_some_and(|role| matches!(lower(role).as_str(), "ersättare" | "suppleant"));
        if attendee.capacity == Some(Capacity::Other) && named {
            attendee.capacity = Some(Capacity::Substitute);
        }
        if attendee.capacity.is_some() {
            continue;
        }
        if role(attendee, &["suppleant", "ersättare"]) {
            attendee.capacity = Some(Capacity::Substitute);
        } else if told && role(attendee, &["ledamot", "ordförande", "sekreterare", "kassör"]) {
            attendee.capacity = Some(Capacity::Member);
        }
    }
}

fn attendee(doc: &Doc<'_>, entry: Entry, class: Class, cursor: &mut usize) -> Attendee {
    let line = doc.outline.lines[entry.line].span;
    let from = (*cursor).max(line.start);
    let span =
        locate(doc, &entry.name, from).or_else(|| locate(doc, &entry.name, line.start)).unwrap_or(line);
    *cursor = span.end;
    let raw = doc.repaired.raw(span);
    Attendee {
        id: String::new(),
        name: entry.name,
        name_as_written: as_written(doc, span),
        presence: if entry.struck { Presence::Absent } else { class.presence },
        capacity: match class.capacity {
            _ if entry.serves || (entry.stands_in && entry.replaces.is_some()) => Some(Capacity::Member),
            None | Some(Capacity::Other) if entry.stands_in => Some(Capacity::Substitute),
            told => told,
        },
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

/// The one of those listed whom an initial and a surname name: `I Fredin`.
fn by_initial(attendees: &[Attendee], short: &str) -> Option<String> {
    let (first, surname) = short.split_once(' ')?;
    let initial = first.trim_end_matches('.');
    let mut letters = initial.chars();
    let letter = letters.next().filter(|letter| letter.is_uppercase() && letters.next().is_none())?;
    let named = |name: &&str| {
        name.starts_with(letter) && name.split_once(' ').is_some_and(|(_, rest)| rest == surname)
    };
    let mut found = attendees.iter().map(|attendee| attendee.name.as_str()).filter(named);
    let whole = found.next()?;
    found.all(|other| other == whole).then(|| whole.to_owned())
}

/// Adds those who are absent only because another replaces them (`ersätter X`), and numbers all entries.
pub(crate) fn complete(doc: &Doc<'_>, attendees: &mut Vec<Attendee>) {
    let mut index = 0;
    while index < attendees.len() {
        if let Some(replaced) = attendees[index].replaces.clone() {
            let whole = by_initial(attendees, &replaced);
            let replaced = whole.unwrap_or(replaced);
            attendees[index].replaces = Some(replaced.clone());
            let listed = attendees.iter().any(|other| other.name == replaced);
            if !listed {
                // The name stands behind the substitute's.
                let after = attendees[index].at.as_ref().map_or(0, |at| doc.repaired.tidy_offset(at.end));
                let span = locate(doc, &replaced, after);
                let at = span.map(|span| doc.at(span));
                attendees.insert(
                    index + 1,
                    Attendee {
                        id: String::new(),
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
    // Whom a substitute serves for is a member, wherever the list of those absent has put them.
    let replaced: Vec<String> = attendees.iter().filter_map(|attendee| attendee.replaces.clone()).collect();
    for attendee in attendees.iter_mut().filter(|attendee| attendee.capacity.is_none()) {
        if attendee.presence == Presence::Absent && replaced.contains(&attendee.name) {
            attendee.capacity = Some(Capacity::Member);
        }
    }
    for (nth, attendee) in attendees.iter_mut().enumerate() {
        attendee.id = format!("a{}", nth + 1);
    }
}

/// `Följande kommuner var inte representerade: A, B.`
fn absent_organizations(doc: &Doc<'_>) -> Vec<String> {
    static FORM: Pattern = Pattern::new(
        r"(?i)\b(?:kommun(?:er(?:na)?)?|klass(?:er(?:na)?)?|skol(?:a|or(?:na)?)|organisation(?:er(?:na)?)?|part(?:er(?:na)?)?|huvudmän(?:nen)?|förening(?:ar)?)\b[^.:]{0,40}?\b(?:inte|ej|icke)\s+(?:var\s+)?(?:representera(?:de|d|t)|närvarande|företräd(?:da|d))[^:]{0,30}:\s*(?P<who>.+)$",
    );
    // `Bagarnas förening och Murarnas förening hade ej sänt ombud`, `Ingen från Hamnverket eller Norrby kommun`
    static SENT_NOBODY: Pattern = Pattern::new(
        r"^(?:Ing(?:en|a) (?:representant(?:er)? )?från (?P<from>\p{Lu}[^.:;]{3,100}?)(?:\s(?:den här gången|denna gång|deltog|var med|kunde delta|närvarade))?|(?P<who>\p{Lu}[^.:;]{3,120}?) (?:hade|har) (?:ej|inte|icke) (?:sändt|sänt|skickat|utsett) (?:någon |något |några )?(?:ombud|representant(?:er)?))\.?$",
    );
    for (index, text) in doc.plain.iter().enumerate() {
        if doc.outline.lines[index].place == Place::Front
            && let Some(found) = SENT_NOBODY.captures(text)
            && let Some(who) = found.name("from").or(found.name("who"))
        {
            let who = who.as_str().replace(" och ", ", ").replace(" eller ", ", ");
            return who.split(", ").map(|name| name.trim().to_owned()).collect();
        }
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
        if let Some(who) = FORM.captures(&whole).and_then(|found| found.name("who")) {
            let end = who.as_str().find(". ").unwrap_or(who.as_str().len());
            return who.as_str()[..end]
                .trim_end_matches('.')
                .replace(" och ", ", ")
                .split(',')
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty() && leading_name(doc.model, part, false).is_none())
                .collect();
        }
    }
    Vec::new()
}
