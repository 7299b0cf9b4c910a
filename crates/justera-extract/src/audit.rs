//! What the document says against itself. Nothing is mended here: a reader is told where to look.

use std::collections::BTreeSet;

use justera_core::labels::{Section, is_body};
use justera_core::text::{Pattern, lower};
use justera_core::{
    At, Attendee, Capacity, Finding, FindingKind, Item, Label, Place, Presence, Quality, Vote, value_of,
};

use crate::Doc;
use crate::attendance::Attendance;
use crate::dates::weekdays;
use crate::front::Front;
use crate::meeting::About;

/// Persons that are held against each other at most: no assembly has more, and a text that only looks like a list may.
const MOST: usize = 1_000;

/// Adds what was found.
pub(crate) fn audit(
    doc: &Doc<'_>,
    front: &Front,
    about: &About,
    attendance: &Attendance,
    items: &[Item],
    quality: &Quality,
    findings: &mut Vec<Finding>,
) {
    let mut all: Vec<&Item> = Vec::new();
    flatten(items, &mut all);
    if attendance.attendees.len() <= MOST {
        persons(&attendance.attendees, findings);
        printed_counts(doc, front, &attendance.attendees, findings);
        organizations(attendance, findings);
        presenters(front, &attendance.attendees, &all, findings);
    }
    range(doc, about, items, findings);
    votes(&attendance.attendees, &all, findings);
    attachments(doc, &all, findings);
    unplaced(items, findings);
    for (index, text) in doc.plain.iter().enumerate() {
        for (printed, day, fell) in weekdays(text) {
            // `Lördag-söndag den 29-30 november`: the day is the first one's.
            if lower(text).contains(&format!("-{printed}")) || lower(text).contains(&format!("–{printed}"))
            {
                continue;
            }
            let message = format!("the text says {printed}, but {day} was a {fell}");
            put(findings, FindingKind::WeekdayMismatch, message, doc.at_lines(&[index]));
        }
    }
    for &place in &quality.unreadable {
        let message = "these words cannot be read as Swedish; what was found here may be wrong".to_owned();
        put(findings, FindingKind::UnreadablePart, message, Some(doc.source.at(place)));
    }
}

/// Items of a margin that was read before the text beside it: several without text, and the text of a page below the last. What
/// was decided there may be of any of them.
fn unplaced(items: &[Item], findings: &mut Vec<Finding>) {
    /// Bytes of what is left of a margin below a number, and of the text of several matters at least.
    const MARGIN: usize = 25;
    const TEXT: usize = 800;
    /// Items without text before one with much, once; twice in a document fewer are no chance either.
    const ONCE: usize = 3;
    const TWICE: usize = 2;
    let bare = |item: &Item| item.text.len() <= MARGIN && item.items.is_empty() && item.decisions.is_empty();
    let mut piles: Vec<(&Item, &Item, usize)> = Vec::new();
    let mut empty: Vec<&Item> = Vec::new();
    for item in items {
        if bare(item) {
            empty.push(item);
            continue;
        }
        if let Some(first) = empty.first().filter(|_| item.text.len() >= TEXT && item.items.is_empty()) {
            piles.push((first, item, empty.len()));
        }
        empty.clear();
    }
    piles.retain(|(.., run)| *run >= TWICE);
    let told = piles.len() > 1 || piles.iter().any(|(.., run)| *run >= ONCE);
    for (first, last, run) in piles.iter().filter(|_| told) {
        let message = format!(
            "the {run} items before {} have no text, and its own may be theirs too, from {} on",
            last.path, first.path
        );
        put(findings, FindingKind::TextUnplaced, message, last.at);
    }
}

fn put(findings: &mut Vec<Finding>, kind: FindingKind, message: String, at: Option<At>) {
    findings.push(Finding { kind, message, at });
}

fn flatten<'a>(items: &'a [Item], all: &mut Vec<&'a Item>) {
    for item in items {
        all.push(item);
        flatten(&item.items, all);
    }
}

/// Persons who stand twice, or under two names that are nearly one.
fn persons(attendees: &[Attendee], findings: &mut Vec<Finding>) {
    for (nth, attendee) in attendees.iter().enumerate() {
        let before = &attendees[..nth];
        // Of different parties, two persons may bear one name.
        let apart = |other: &Attendee| {
            other.party.is_some() && attendee.party.is_some() && other.party != attendee.party
        };
        let same = |other: &&Attendee| other.name == attendee.name && other.paragraphs == attendee.paragraphs;
        if before.iter().any(|other| same(&other) && !apart(other)) {
            let message = format!("{} stands twice in the attendance", attendee.name);
            put(findings, FindingKind::PersonTwice, message, attendee.at);
        }
        if let Some(other) =
            before.iter().find(|other| one_person(&other.name, &attendee.name) && !apart(other))
        {
            let message = format!("{} and {} may be one person", other.name, attendee.name);
            put(findings, FindingKind::PersonTwoSpellings, message, attendee.at);
        }
    }
}

/// Whether two names differ by a letter or two of many, and not only in an initial.
fn one_person(a: &str, b: &str) -> bool {
    let letters = a.chars().count().max(b.chars().count());
    a != b && letters >= 9 && strsim::levenshtein(a, b) <= letters / 9
}

/// `Närvarande: 23 medlemmar`, and the names beside it.
fn printed_counts(doc: &Doc<'_>, front: &Front, attendees: &[Attendee], findings: &mut Vec<Finding>) {
    static COUNT: Pattern = Pattern::new(
        r"(?i)\b(?P<n>\d{1,3})\s+(?:st\.?\s+)?(?:personer|medlemmar|ledamöter|deltagare|närvarande|röstberättigade|hushåll|fastigheter)\b",
    );
    for block in front.of(Section::Attendance) {
        let whole: Vec<&str> = block.lines.iter().map(|(_, text)| text.as_str()).collect();
        let whole = whole.join(" ");
        let counts: Vec<usize> = COUNT
            .captures_iter(&whole)
            .filter_map(|found| found.name("n").and_then(|count| count.as_str().parse().ok()))
            .collect();
        // Several counts are of several lists.
        let [count] = counts[..] else { continue };
        let lines: BTreeSet<u32> =
            block.lines.iter().filter_map(|&(line, _)| doc.at_lines(&[line])).map(|at| at.line).collect();
        let named = attendees
            .iter()
            .filter(|attendee| {
                attendee.presence == Presence::Present
                    && attendee.at.is_some_and(|at| lines.contains(&at.line))
            })
            .count();
        // Where few of many are named, the names are of those who spoke or were elected.
        if named * 2 > count && named != count {
            let message = format!("{count} are said to be present; {named} are named");
            put(findings, FindingKind::CountMismatch, message, doc.at_lines(&[block.line]));
        }
    }
}

/// Organizations that were not represented, and yet someone came from them.
fn organizations(attendance: &Attendance, findings: &mut Vec<Finding>) {
    for absent in &attendance.absent_organizations {
        let same = |held: &str| lower(held) == lower(absent);
        let from = |attendee: &&Attendee| {
            attendee.presence == Presence::Present && attendee.organization.as_deref().is_some_and(same)
        };
        if let Some(attendee) = attendance.attendees.iter().find(from) {
            let message =
                format!("{absent} is said not to have been represented; {} is from there", attendee.name);
            put(findings, FindingKind::OrganizationPresent, message, attendee.at);
        }
    }
}

/// Presenters who are not in the attendance. A general meeting names no attendance, and nobody is missed there; nor
/// where the attendance refers to them (`samt föredragande enligt nedan`).
fn presenters(front: &Front, attendees: &[Attendee], items: &[&Item], findings: &mut Vec<Finding>) {
    let referred = front
        .of(Section::Attendance)
        .flat_map(|block| &block.lines)
        .any(|(_, text)| lower(text).contains("föredragande"));
    // Where only those who decided are listed, officials are not missed.
    let classed = attendees.iter().any(|attendee| attendee.capacity.is_some());
    let others = attendees.iter().any(|attendee| attendee.capacity == Some(Capacity::Other));
    if attendees.is_empty() || referred || (classed && !others) {
        return;
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for item in items {
        for presenter in &item.presenters {
            let name = presenter.name.as_str();
            let listed = attendees.iter().any(|attendee| attendee.name == name);
            if listed || is_body(name) || !told.insert(name) {
                continue;
            }
            match attendees.iter().find(|attendee| one_person(&attendee.name, name)) {
                Some(attendee) => {
                    let message = format!("{} and {name} may be one person", attendee.name);
                    put(findings, FindingKind::PersonTwoSpellings, message, item.at);
                }
                None => {
                    let message = format!("{name} presents item {} and is not in the attendance", item.path);
                    put(findings, FindingKind::PresenterUnlisted, message, item.at);
                }
            }
        }
    }
}

/// The range of paragraphs on the front page against the items.
fn range(doc: &Doc<'_>, about: &About, items: &[Item], findings: &mut Vec<Finding>) {
    let Some((first, last, at)) = &about.paragraphs else { return };
    let numbers: Vec<u32> = items.iter().filter_map(|item| value_of(&item.number)).collect();
    let (Some(&lowest), Some(&highest)) = (numbers.iter().min(), numbers.iter().max()) else { return };
    if (lowest, highest) != (*first, *last) {
        let message =
            format!("the front page says paragraphs {first} to {last}; found were {lowest} to {highest}");
        put(findings, FindingKind::RangeMismatch, message, doc.at_lines(&[*at]));
    }
}

/// The votes against those who served.
fn votes(attendees: &[Attendee], items: &[&Item], findings: &mut Vec<Finding>) {
    // Without a list of members it is not known who could vote.
    if !attendees.iter().any(|attendee| attendee.capacity == Some(Capacity::Member)) {
        return;
    }
    for item in items {
        let serving = item.present.len();
        if serving == 0 {
            continue;
        }
        for vote in &item.votes {
            let Vote { yes: Some(yes), no: Some(no), abstain } = vote else { continue };
            let sum = yes + no + abstain.unwrap_or(0);
            if sum as usize != serving {
                let message =
                    format!("{sum} votes in item {}; {serving} served by the attendance", item.path);
                put(findings, FindingKind::VoteMismatch, message, item.at);
            }
        }
    }
}

/// Appendices that are referred to, against those that the end of the document lists or holds.
fn attachments(doc: &Doc<'_>, items: &[&Item], findings: &mut Vec<Finding>) {
    static HEAD: Pattern =
        Pattern::new(r"^(?:[-•–*]\s*)?[Bb]ilaga\s+(?:nr\.?\s*)?(?P<n>\d{1,3}\s?[a-h]?|[A-Z])\b");
    let listed: BTreeSet<String> = (0..doc.plain.len())
        .filter(|&line| {
            let held = &doc.outline.lines[line];
            held.place == Place::Back || held.label == Label::Contents
        })
        .filter_map(|line| HEAD.captures(&doc.plain[line]))
        .filter_map(|found| found.name("n").map(|number| number.as_str().replace(' ', "")))
        .collect();
    if listed.len() < 2 {
        return;
    }
    for item in items {
        for number in item.attachments.iter().filter(|&number| !listed.contains(number)) {
            let message = format!("item {} refers to appendix {number}, which is not listed", item.path);
            put(findings, FindingKind::AttachmentUnlisted, message, item.at);
        }
    }
}
