//! Chair, secretary and adjusters.

use justera_core::labels::{self, Section};
use justera_core::text::Pattern;
use justera_core::{Attendee, Item, Place, Presence};

use crate::Doc;
use crate::front::Front;
use crate::names::{Named, leading_name, sureness};
use crate::person::split_outer;

/// Who led the meeting, kept the minutes and adjusts them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Officers {
    pub(crate) chair: Option<String>,
    pub(crate) secretary: Option<String>,
    pub(crate) adjusters: Vec<String>,
}

/// Reads the officers: from the labels and the signatures, from the elections of a general meeting, and from the
/// roles in the attendance.
pub(crate) fn read(doc: &Doc<'_>, front: &Front, attendees: &[Attendee], items: &[Item]) -> Officers {
    let mut officers = Officers::default();
    for block in front.of(Section::Adjusters) {
        for (_, text) in &block.lines {
            for piece in split_outer(&text.replace(" och ", ", "), &[',', ';']) {
                if let Some(named) = leading_name(doc.model, piece, true) {
                    push(&mut officers.adjusters, named.name);
                }
            }
        }
    }
    elections(doc, items, &mut officers);
    signatures(doc, attendees, &mut officers);
    let with_role = |role: &str, not: &str| {
        attendees
            .iter()
            .find(|attendee| {
                attendee.presence == Presence::Present
                    && attendee.role.as_deref().is_some_and(|held| {
                        let held = held.to_lowercase();
                        held.split([',', ' ']).any(|word| word == role)
                            && !held.contains(not)
                            && !held.contains("vice")
                    })
            })
            .map(|attendee| attendee.name.clone())
    };
    if officers.chair.is_none() {
        officers.chair = with_role("ordförande", "kommunrevision").or_else(|| with_role("ordf", "vice"));
    }
    if officers.secretary.is_none() {
        officers.secretary = with_role("sekreterare", "vice")
            .or_else(|| with_role("kommunsekreterare", "vice"))
            .or_else(|| with_role("nämndsekreterare", "vice"));
    }
    // Those who adjust beside the chair: the chair's own signature is not an adjuster's.
    let chair = officers.chair.clone();
    officers.adjusters.retain(|name| Some(name) != chair.as_ref());
    officers
}

fn push(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|held| held == name) {
        names.push(name.to_owned());
    }
}

static ELECTED: Pattern = Pattern::new(
    r"(?i)(?P<before>.*?)\b(?:valdes|väljs|utsågs|utses|utsågos|valts|vald)\b\s*(?P<between>.*?)\b(?:till|att|som)\s+(?P<role>(?:mötes)?ordförande|(?:mötes)?sekreterare|justera|justerare|justerings(?:person|man|män|personer)|protokolljusterare)",
);
static ELECTS: Pattern = Pattern::new(
    r"(?i)\b(?:valde|väljer|välja|utsåg|att)\s+(?P<who>\p{Lu}.*?)\s+(?:till|som|att|utses till)\s+(?:(?:mötets|stämmans)\s+)?(?P<role>(?:mötes)?ordförande|(?:mötes)?sekreterare|justera|justerare|justerings(?:person|man|män|personer)|protokolljusterare)",
);

static ADJUSTS: Pattern =
    Pattern::new(r"(?i)\bjustera\b.{0,60}?\b(?:utsågs|utsågos|utses|valdes|valts|utsetts)\s+(?P<who>.+)$");

/// `X valdes till ordförande för stämman`: elections of the meeting itself, in its first items.
fn elections(doc: &Doc<'_>, items: &[Item], officers: &mut Officers) {
    let all: Vec<&Item> =
        items.iter().flat_map(|item| std::iter::once(item).chain(&item.items)).take(12).collect();
    for item in all {
        let heading = item.heading.to_lowercase();
        // The board's own chair is elected too: only the meeting's officers count.
        let of_meeting = [
            "mötesordförande",
            "mötessekreterare",
            "justera",
            "justering",
            "för stämman",
            "för mötet",
            "mötets",
            "stämmans",
            "mötesfunktionärer",
            "för årsmötet",
            "presidium",
        ]
        .iter()
        .any(|word| heading.contains(word) || item.text.to_lowercase().contains(&format!("till {word}")));
        if !of_meeting && !heading.contains("ordförande och sekreterare") {
            continue;
        }
        for decision in &item.decisions {
            if let Some(who) = ADJUSTS.captures(&decision.text).and_then(|found| found.name("who")) {
                for name in names_in(doc, who.as_str()) {
                    push(&mut officers.adjusters, &name);
                }
                continue;
            }
            for (form, group) in [(&ELECTED, "before"), (&ELECTS, "who")] {
                let Some(found) = form.captures(&decision.text) else {
                    continue;
                };
                let role = found.name("role").map_or(String::new(), |role| role.as_str().to_lowercase());
                let who = found.name(group).map_or("", |who| who.as_str());
                let names = names_in(doc, who);
                for name in names {
                    if role.contains("ordförande") {
                        officers.chair.get_or_insert(name);
                    } else if role.contains("sekreterare") {
                        officers.secretary.get_or_insert(name);
                    } else {
                        push(&mut officers.adjusters, &name);
                    }
                }
                break;
            }
        }
    }
}

/// The names in a phrase: `Stämman valde Torgny Ek och Jan Al`.
fn names_in(doc: &Doc<'_>, phrase: &str) -> Vec<String> {
    let phrase = phrase.replace(" och ", ", ").replace(" samt ", ", ");
    split_outer(&phrase, &[',', ';'])
        .into_iter()
        .filter_map(|piece| {
            let words: Vec<&str> = piece.split_whitespace().collect();
            (0..words.len()).find_map(|from| {
                let rest = words[from..].join(" ");
                leading_name(doc.model, &rest, false).map(|named| named.name.to_owned())
            })
        })
        .collect()
}

/// Signatures: a label and, on the same line or below it in the same column, a name.
fn signatures(doc: &Doc<'_>, attendees: &[Attendee], officers: &mut Officers) {
    let mut roles: Vec<Office> = Vec::new();
    for index in 0..doc.plain.len() {
        let place = doc.outline.lines[index].place;
        if !matches!(place, Place::Front | Place::Back) {
            continue;
        }
        let text = &doc.plain[index];
        if text.is_empty() {
            continue;
        }
        let found = roles_of_line(doc, doc.raw(index));
        if !found.is_empty() {
            roles.clone_from(&found);
            // A general meeting's own chair signs as such; a board's chair may stand in a list above.
            if text.to_lowercase().contains("mötesordförande") {
                officers.chair = None;
            }
            // `Justerande  Anton Ek` or `Sekreterare: Ulla Al` on one line.
            let rest = text
                .split_once(':')
                .map(|(_, rest)| rest)
                .or_else(|| text.split_once("  ").map(|(_, rest)| rest));
            if let (Some(rest), [role]) = (rest, found.as_slice())
                && let Some(named) = leading_name(doc.model, rest, true)
            {
                take(officers, *role, named);
                roles.clear();
            }
            continue;
        }
        if roles.is_empty() {
            continue;
        }
        // A name under a signature is often scrawl: only one that people bear, or that the document knows, is taken.
        let names: Vec<String> = names_of_columns(doc, text, roles.len())
            .into_iter()
            .filter(|name| {
                let words: Vec<&str> = name.split_whitespace().collect();
                sureness(doc.model, &words) == 2
                    || doc.repaired.text().matches(name.as_str()).count() > 1
                    || attendees.iter().any(|attendee| attendee.name == *name)
            })
            .collect();
        if names.is_empty() {
            // Dots, strokes and specks stand between a label and its name; running text does not.
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            if letters > 40
                && text.split_whitespace().count() > 6
                && text.contains(' ')
                && is_prose(doc, text)
            {
                roles.clear();
            }
            continue;
        }
        if names.len() == roles.len() {
            for (role, name) in roles.iter().zip(&names) {
                take(officers, *role, Named { name, rest: "" });
            }
            roles.clear();
        } else if let [role] = roles.as_slice() {
            // Several adjusters sign beside each other.
            for name in &names {
                take(officers, *role, Named { name, rest: "" });
            }
            roles.clear();
        }
    }
}

/// Which office a signature is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Office {
    Chair,
    Secretary,
    Adjuster,
}

fn take(officers: &mut Officers, role: Office, named: Named<'_>) {
    match role {
        Office::Chair => {
            officers.chair.get_or_insert_with(|| named.name.to_owned());
        }
        Office::Secretary => {
            officers.secretary.get_or_insert_with(|| named.name.to_owned());
        }
        Office::Adjuster => push(&mut officers.adjusters, named.name),
    }
}

/// The offices that a line names, in the order of its columns; none when it says anything else.
fn roles_of_line(doc: &Doc<'_>, raw: &str) -> Vec<Office> {
    let role = |word: &str| -> Option<Office> {
        let small = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        Some(match small.as_str() {
            "ordförande" | "mötesordförande" | "ordf" => Office::Chair,
            "sekreterare" | "mötessekreterare" | "protokollförare" | "sekr" => Office::Secretary,
            "justerande" | "justeras" | "justerare" | "justeringsperson" | "justeringsman" | "justerat"
            | "justeringspersoner" | "justeringsmän" => Office::Adjuster,
            _ => return None,
        })
    };
    let plain = justera_core::text::plain(raw);
    if plain.to_lowercase().starts_with("vid protokollet") {
        let mut roles = vec![Office::Secretary];
        roles.extend(plain.split_whitespace().skip(2).filter_map(role));
        return roles;
    }
    let head = plain.split(':').next().unwrap_or("");
    let words: Vec<&str> = head.split_whitespace().collect();
    let first = words.first().copied().and_then(role);
    let Some(first) = first else { return Vec::new() };
    let all: Vec<Office> = words.iter().filter_map(|word| role(word)).collect();
    if all.len() == words.len() {
        return all;
    }
    // A label, and then dots or a name.
    let rest = words[1..].join(" ");
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
        .filter_map(|cell| leading_name(doc.model, cell, true))
        .map(|named| named.name.to_owned())
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
