//! The presenters, and everyone who is named.

use justera_core::text::lower;
use std::collections::BTreeSet;

use justera_core::labels::{self};
use justera_core::{Attendee, Item, Presenter};

use crate::Doc;
use crate::names::leading_name;
use crate::officers::Officers;
use crate::person::{PARTY, after_title, split_and, split_outer, title_and_place};

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
            let (title, part) = after_title(doc.model, part);
            if let Some(named) = leading_name(doc.model, part, true)
                .filter(|named| found.is_empty() || plausible(doc, named.name) || title.is_some())
            {
                if !pair {
                    joined.clear();
                }
                let (role, organization) = if named.rest.is_empty() {
                    (None, None)
                } else {
                    title_and_place(doc, named.rest.trim_matches(['(', ')', ' ']))
                };
                let role = title.or(role);
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

/// Every distinct person, in the order in which they are first named.
pub(crate) fn everyone(
    doc: &Doc<'_>,
    attendees: &[Attendee],
    items: &[Item],
    officers: &Officers,
) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    // The names as they are held, and what stands behind each of their spaces.
    let (mut held, mut ends) = (BTreeSet::new(), BTreeSet::new());
    let mut put = |name: &str| {
        // A line's beginning may hold the end of a name, and a genitive its own letter.
        let known = ends.contains(name) || name.strip_suffix('s').is_some_and(|bare| held.contains(bare));
        // A body may present; only persons are people.
        if !known
            && leading_name(doc.model, name, true).is_some_and(|named| named.name == name)
            && seen.insert(lower(name))
        {
            held.insert(name.to_owned());
            ends.extend(name.match_indices(' ').map(|(at, _)| name[at + 1..].to_owned()));
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
        for found in PARTY.find_iter(text) {
            let mut before: Vec<&str> = text[..found.start()].split_whitespace().rev().take(4).collect();
            before.reverse();
            for start in 0..before.len().saturating_sub(1) {
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
