//! Chair, secretary and adjusters.

use std::collections::HashSet;

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_core::{Attendee, Capacity, Item, Place, Presence};

use crate::Doc;
use crate::front::{self, Front};
use crate::names::{Named, leading_name, names_in, sureness};
use crate::person::{after_title, split_outer};
use crate::sentences::sentences;

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
        // `Ordförande`, `Sekreterare`, `Justerare` below each other, and then their names: whose each is is not told.
        let above = (0..block.line).rev().filter(|&line| !doc.plain[line].is_empty());
        let stacked =
            above.map(|line| doc.plain[line].as_str()).take_while(|text| office_of(text).is_some()).count();
        if stacked > 0 && block.lines.len() > stacked {
            continue;
        }
        for (_, text) in &block.lines {
            let text = INSTEAD.replace_all(text, "");
            for piece in split_outer(&text.replace(" och ", ", "), &[',', ';']) {
                for name in leading_name(doc.model, piece, true)
                    .into_iter()
                    .flat_map(|named| two_names(doc, named.name))
                {
                    push(&mut officers.adjusters, &name);
                }
            }
        }
    }
    told_in_front(doc, front, &mut officers);
    elections(doc, items, &mut officers);
    signatures(doc, front, attendees, &mut officers);
    let with_role = |role: &str, not: &str| {
        attendees
            .iter()
            .find(|attendee| {
                attendee.presence == Presence::Present
                    && (role.contains("sekr") || attendee.capacity != Some(Capacity::Other))
                    && attendee.role.as_deref().is_some_and(|held| {
                        let held = lower(held);
                        held.split([',', ' ']).any(|word| word.trim_end_matches('.') == role)
                            && !held.contains(not)
                            && !held.contains("vice")
                            // The board's chair is not the general meeting's.
                            && !held.contains("styrelse")
                    })
            })
            .map(|attendee| attendee.name.clone())
    };
    if officers.chair.is_none() {
        officers.chair = with_role("ordförande", "kommunrevision").or_else(|| with_role("ordf", "vice"));
    }
    if officers.secretary.is_none() {
        officers.secretary = with_role("mötessekreterare", "vice")
            .or_else(|| with_role("sekreterare", "vice"))
            .or_else(|| with_role("sekr", "vice"))
            // `kommunsekreterare`, `nämndsekreterare`
            .or_else(|| {
                let keeps = |attendee: &&Attendee| {
                    attendee.presence == Presence::Present
                        && attendee.role.as_deref().is_some_and(|role| {
                            let mut words = role.split([',', ' ']);
                            !lower(role).contains("vice")
                                && words.any(|word| office_of(word) == Some(Office::Secretary))
                        })
                };
                attendees.iter().find(keeps).map(|attendee| attendee.name.clone())
            });
    }
    if officers.chair.is_none() {
        officers.chair = with_role("mötesledare", "vice");
    }
    if officers.secretary.is_none() {
        officers.secretary = with_role("antecknade", "vice")
            .or_else(|| with_role("antecknar", "vice"))
            .or_else(|| with_role("protokollförare", "vice"));
    }
    if officers.chair.is_none() {
        officers.chair = items.iter().take(3).find_map(|item| {
            let found = OPENED.captures(&item.text)?;
            names_in(doc, found.name("who")?.as_str()).into_iter().next()
        });
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
    r"(?i)(?P<before>.*?)\b(?:valdes|väljs|utsågs|utses|utsågos|valts|vald)\b\s*(?P<between>.*?)\b(?:till|att|som),?\s+(?:(?:jämte|tillsammans\s+med)\s+.{3,60}?\s(?P<beside>justera)\b|(?P<role>(?:mötes|stämmo)?ordförande|(?:mötes)?sekreterare|justera|justerare|justerings(?:person|man|män|personer)|protokolljusterare))",
);
static ELECTS: Pattern = Pattern::new(
    r"(?i)\b(?:valde|väljer|välja|utsåg|utse|utser|att)\s+(?P<who>\p{Lu}.*?)\s+(?:till|som|att|utses till)(?:\s+att)?,?\s+(?:(?:jämte|tillsammans\s+med)\s+.{3,60}?\s(?P<beside>justera)\b|(?:(?:mötets|stämmans)\s+)?(?P<role>(?:mötes|stämmo)?ordförande|(?:mötes)?sekreterare|justera|justerare|justerings(?:person|man|män|personer)|protokolljusterare))",
);

static TO_OFFICE: Pattern = Pattern::new(
    r"(?i)\btill\s+(?P<role>(?:mötes|stämmo)?ordförande|(?:mötes)?sekreterare|justerare|protokolljusterare|justerings(?:person|man|män|personer))\b.{0,70}?\b(?:valdes|utsågs|utsågos|utses|väljs|välja|utse|valde\s+\p{L}+)\s+(?P<who>.+)$",
);

/// `Ordförande Ulla Ek hälsade alla välkomna`, `Ordföranden, lantbrukaren Bo Ek, förklarade …`: the meeting's own chair, where nothing else names one.
static OPENED: Pattern = Pattern::new(
    r"^Ordförande(?:n)?(?:,\s+(?:\p{Ll}{4,30}\s+){1,2}|,?\s+)(?P<who>\p{Lu}.{3,40}?),?\s+(?:hälsade|hälsar|öppnade|öppnar|förklarade|förklarar|inledde)\b",
);

/// For a term of years the association's own officers are chosen.
static TERM: Pattern = Pattern::new(
    r"(?i)\b(?:på|för)\s+(?:ett|två|tre|fyra|\d+)\s+år\b|\bför\s+(?:åren|tiden|verksamhetsåret|mandat)",
);

static ADJUSTS: Pattern = Pattern::new(
    r"(?i)\bjustera\b.{0,60}?\b(?:utsågs|utsågos|utses|utse|valdes|välja|valts|utsetts)\s+(?P<who>.+)$",
);

/// `X valdes till ordförande för stämman`: elections of the meeting itself, in its first items.
fn elections(doc: &Doc<'_>, items: &[Item], officers: &mut Officers) {
    let all: Vec<&Item> =
        items.iter().flat_map(|item| std::iter::once(item).chain(&item.items)).take(12).collect();
    for item in all {
        let heading = lower(&item.heading);
        // The board's own chair is elected too: only the meeting's officers count.
        let of_meeting = [
            "mötesordf",
            "mötessekr",
            "justera",
            "justering",
            "för stämman",
            "för mötet",
            "mötets",
            "stämmans",
            "mötesfunktionärer",
            "stämmoordförande",
            "protokollförare",
            "val av ordförande för",
            "val av ordförande vid",
            "för årsmötet",
            "presidium",
        ]
        .iter()
        .any(|word| heading.contains(word) || lower(&item.text).contains(&format!("till {word}")));
        // Where the items of old minutes have no headings, the sentence says it.
        let untitled = heading.is_empty() && lower(&item.text).contains("justera");
        let named = matches!(heading.as_str(), "sekreterare" | "val av sekreterare" | "mötesordförande");
        if !of_meeting && !untitled && !named && !heading.contains("ordförande och sekreterare") {
            continue;
        }
        for decision in &item.decisions {
            elected(doc, &decision.text, officers);
        }
        offices_below(doc, item, officers);
        chosen_below(doc, item, &heading, officers);
    }
}

/// Who is chosen where the offices are labels: `Ordförande: Ulla Ek` / `Justerare: Bo Al, Eva Ask`.
fn offices_below(doc: &Doc<'_>, item: &Item, officers: &mut Officers) {
    static LABELLED: Pattern = Pattern::new(
        r"(?:^|\s)(?P<office>Mötesordförande|Ordförande|Mötessekreterare|Sekreterare|Protokollförare|Justerare|Justeringspersoner|Justeringsmän|Protokolljusterare):\s+",
    );
    let found: Vec<_> = LABELLED
        .captures_iter(&item.text)
        .filter_map(|found| Some((found.get(0)?, found.name("office")?)))
        .collect();
    for (nth, (whole, office)) in found.iter().enumerate() {
        let end = found.get(nth + 1).map_or(item.text.len(), |(next, _)| next.start());
        let Some(office) = office_of(office.as_str()) else { continue };
        let who = item.text[whole.end()..end].trim_end_matches([' ', '-', '•', '.', ',', '–']);
        let who = who.replace(" och ", ", ").replace(" samt ", ", ");
        for piece in who.split(", ") {
            let Some(named) = leading_name(doc.model, piece, true).filter(|named| named.rest.is_empty())
            else {
                break;
            };
            take(officers, office, named);
        }
    }
}

/// Who is chosen where the heading alone says for what: `Val av mötesordf.` / `Valdes Ulla Ek`, `Val av sekreterare` / `Ulla Ek.`
fn chosen_below(doc: &Doc<'_>, item: &Item, heading: &str, officers: &mut Officers) {
    static CHOSEN: Pattern = Pattern::new(
        r"^(?:(?:Valdes|Utsågs|Utses|Väljs|\p{Lu}\p{Ll}+\s(?:valde|utsåg|väljer|utser))\s+)?(?P<who>\p{Lu}[^.;:]{3,80}?)(?:\s+(?:valdes|utsågs|utses|väljs))?\.?$",
    );
    let offices = [("ordf", Office::Chair), ("sekr", Office::Secretary), ("juster", Office::Adjuster)];
    // One office a heading: of several the sentence must say who bears which.
    let mut named = offices.iter().filter(|(word, _)| heading.contains(word)).map(|&(_, office)| office);
    let (Some(office), None) = (named.next(), named.next()) else { return };
    let year = heading.contains("19") || heading.contains("20");
    if TERM.is_match(heading) || year || heading.contains("vice") {
        return;
    }
    let text = item.decisions.first().map_or(item.text.as_str(), |decision| decision.text.as_str());
    let Some(found) = CHOSEN.captures(text.trim()) else { return };
    // Nothing but names, and what joins them.
    let pieces = found["who"].replace(" och ", ", ").replace(" samt ", ", ");
    for piece in pieces.split(", ") {
        let named = leading_name(doc.model, piece, true).filter(|named| named.rest.is_empty());
        let Some(named) = named else { return };
        take(officers, office, named);
    }
}

/// Who is to stand in for one who adjusts, behind that one's name: `och ersättare Bo Al`, `med Bo Al som ersättare`.
static INSTEAD: Pattern = Pattern::new(
    r"(?i)\s+(?:(?:och|samt|med)\s+(?:som\s+)?(?:ersättare|suppleant)\s+(?-i:\p{Lu}).*$|med\s+(?-i:\p{Lu})[^.;]{3,60}?\s+som\s+(?:ersättare|suppleant)\b.*$)",
);

/// Reads who is chosen for an office of the meeting in a sentence that says so.
fn elected(doc: &Doc<'_>, sentence: &str, officers: &mut Officers) {
    let sentence = &*INSTEAD.replace_all(sentence, "");
    if let Some(who) = ADJUSTS.captures(sentence).and_then(|found| found.name("who")) {
        for name in names_in(doc, who.as_str()) {
            push(&mut officers.adjusters, &name);
        }
        return;
    }
    // `Uppdrogs åt Ulla Ek att föra protokollet.`
    static KEEPS: Pattern = Pattern::new(
        r"(?i)\b(?:uppdrogs\s+åt|utsågs|valdes|utses)\s+(?P<who>\p{Lu}.{3,40}?)\s+att\s+föra\s+(?:dagens\s+)?protokoll",
    );
    // `Ulla Ek utsågs att föra protokollet och Bo Al att justera det`
    static KEPT_BY: Pattern = Pattern::new(
        r"^(?P<who>\p{Lu}[^,.;]{3,40}?)\s+(?:utsågs|valdes|utses|väljs)\s+(?:till\s+)?att\s+föra\s+(?:dagens\s+)?protokoll\p{L}*(?:(?:,|\s+(?:och|samt))\s+(?P<beside>\p{Lu}.{3,60}?)\s+(?:till\s+)?att\s+justera\b)?",
    );
    if let Some(found) = KEPT_BY.captures(sentence) {
        let named = |group: &str| names_in(doc, found.name(group).map_or("", |who| who.as_str()));
        if let Some(keeper) = named("who").into_iter().next() {
            officers.secretary.get_or_insert(keeper);
        }
        named("beside").iter().for_each(|name| push(&mut officers.adjusters, name));
        return;
    }
    // `valdes Ulla Ek och att föra protokollet Bo Al`: who keeps them stands behind.
    let kept = KEEPS.captures(sentence).and_then(|found| found.name("who"));
    if let Some(who) = kept.filter(|who| !who.as_str().ends_with(" och")) {
        officers.secretary =
            officers.secretary.take().or_else(|| names_in(doc, who.as_str()).into_iter().next());
        return;
    }
    for (form, group) in [(&TO_OFFICE, "who"), (&ELECTED, "before"), (&ELECTS, "who")] {
        let Some(found) = form.captures(sentence) else {
            continue;
        };
        let role = found.name("role").or_else(|| found.name("beside"));
        let role = role.map_or(String::new(), |role| lower(role.as_str()));
        let who = found.name(group).map_or("", |who| who.as_str());
        // `Eftersom Bo Al är sjuk valdes Ulla Ek till …`: who is chosen stands nearest to the office.
        let between = found.name("between").map_or("", |between| between.as_str());
        let nearest = names_in(doc, between);
        let names = if nearest.is_empty() { names_in(doc, who) } else { nearest };
        if TERM.is_match(sentence) && !role.contains("juster") {
            return;
        }
        for name in names {
            if role.contains("ordförande") {
                officers.chair.get_or_insert(name);
            } else if role.contains("sekreterare") {
                officers.secretary.get_or_insert(name);
            } else {
                push(&mut officers.adjusters, &name);
            }
        }
        return;
    }
}

/// What sentences of the front page say: `Att jämte ordföranden justera valdes Ulla Ek. Sekreterare är Bo Al.`
fn told_in_front(doc: &Doc<'_>, front: &Front, officers: &mut Officers) {
    static IS: Pattern = Pattern::new(
        r"^(?:(?:Såsom|Som)\s+)?(?P<office>\p{L}+)(?:\s(?:för|vid)\s(?:mötet|sammanträdet|stämman))?\s+(?:är|var|tjänstgjorde)\s+(?P<who>.*)$",
    );
    let listed =
        front.of(Section::Attendance).flat_map(|block| block.lines.iter().map(|(_, text)| text.as_str()));
    let loose = front.loose.iter().map(|&line| doc.plain[line].as_str());
    for sentence in
        loose.chain(listed).filter(|text| text.contains(". ") || text.ends_with('.')).flat_map(sentences)
    {
        let sentence = sentence.trim_end_matches('.');
        if lower(sentence).contains("justera") {
            elected(doc, sentence, officers);
        } else if let Some(found) = IS.captures(sentence)
            && let Some(office) = office_of(&found["office"])
            && let Some(named) = leading_name(doc.model, after_title(doc.model, &found["who"]).1, true)
                .filter(|named| named.rest.is_empty())
        {
            take(officers, office, named);
        }
    }
}

/// Signatures: an office and, on the same line or below it in the same column, a name; or a name, and the office behind
/// it or below it.
fn signatures(doc: &Doc<'_>, front: &Front, attendees: &[Attendee], officers: &mut Officers) {
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
        let found = roles_of_line(doc, text);
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
            let names = above
                .take()
                .filter(|above| {
                    // Of columns that ran together it is not told whose each is.
                    let acts = acts && found.len() > 1 && doc.plain[above.line].contains("   ");
                    nothing_else
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
                    take(officers, *role, Named { name, rest: "" });
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
                take(officers, *role, named);
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
            above = None;
            // Dots, strokes and specks stand between a label and its name; running text does not.
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            if letters > 40 && text.split_whitespace().count() > 6 && is_prose(doc, text) {
                roles.clear();
            }
            continue;
        }
        if names.len() == roles.len() {
            for (role, name) in roles.iter().zip(&names) {
                take(officers, *role, Named { name, rest: "" });
            }
        } else if let [role] = roles.as_slice() {
            // Several adjusters sign beside each other.
            for name in &names {
                take(officers, *role, Named { name, rest: "" });
            }
        } else if roles.last() == Some(&Office::Adjuster) && names.len() > roles.len() {
            // `Vid protokollet   Justeras` above one who kept them and several who adjust.
            let last = roles.len() - 1;
            for (nth, name) in names.iter().enumerate() {
                take(officers, roles[nth.min(last)], Named { name, rest: "" });
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
        let text = text.trim();
        // Typed by itself above its office it is no scrawl: `Edv. Stark` above `sekr.`
        let alone = leading_name(doc.model, text, true).filter(|named| named.rest.is_empty());
        match alone {
            Some(named) if names.is_empty() && self.offices == 0 => vec![named.name.to_owned()],
            _ => names,
        }
    }
}

/// The names that a line below or above so many offices holds. A name under a signature is often scrawl: only one that
/// people bear, or that the document knows, is taken.
fn signed_names(doc: &Doc<'_>, attendees: &[Attendee], text: &str, columns: usize) -> Vec<String> {
    let known = |name: &String| {
        let words: Vec<&str> = name.split_whitespace().collect();
        sureness(doc.model, &words) == 2
            || attendees.iter().any(|attendee| attendee.name == *name)
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
        let Some((name, office)) = cell.rsplit_once(", ") else { continue };
        let named = leading_name(doc.model, name, true).filter(|named| named.name == name);
        let title = listed && lower(office).ends_with("sekreterare") && lower(office) != "sekreterare";
        if let (Some(named), Some(office)) =
            (named, office_of(office.trim_end_matches('.')).filter(|_| !title))
        {
            take(officers, office, named);
            found = true;
        }
    }
    if found && roles.len() == cells.len() {
        for (cell, &role) in cells.iter().zip(roles) {
            let named = leading_name(doc.model, cell, true).filter(|named| named.name == *cell);
            if let Some(named) = named {
                take(officers, role, named);
            }
        }
    }
    found
}

/// The office that a word names.
fn office_of(word: &str) -> Option<Office> {
    let small = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    Some(match small.as_str() {
        "ordförande" | "ordföranden" | "mötesordförande" | "stämmoordförande" | "ordf" => Office::Chair,
        "sekr" | "protokollförare" | "antecknare" => Office::Secretary,
        "justerande" | "justeras" | "justerare" | "justeringsperson" | "justeringsman" | "justerat"
        | "justeringspersoner" | "justeringsmän" | "protokolljusterare" => Office::Adjuster,
        // A political secretary keeps no minutes, nor does who leads an office.
        small
            if small.ends_with("sekreterare")
                && !small.contains(' ')
                && !["general", "stats", "parti"].iter().any(|first| small.starts_with(first)) =>
        {
            Office::Secretary
        }
        _ => return None,
    })
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
fn two_names(doc: &Doc<'_>, name: &str) -> Vec<String> {
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
