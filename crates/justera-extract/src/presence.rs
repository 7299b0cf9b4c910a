//! Who took part in each item, by the paragraphs printed beside the names.

use justera_core::text::{Pattern, lower};
use std::collections::HashMap;

use justera_core::{Attendee, Capacity, Document, Item, Presence, value_of};

/// References that are written at most: a year's minutes of a large council have a hundred thousand, and a text that
/// only looks like lists and items would have them by the thousand million.
const MOST: usize = 1_000_000;

/// Writes the presence of each item. Only minutes of a body (protokoll) have it: elsewhere nobody serves.
pub(crate) fn fill(document: &Document, attendees: &[Attendee], items: &mut [Item]) {
    if !document.kind.as_deref().is_some_and(|kind| kind.contains("protokoll")) {
        return;
    }
    // A list without classes is of members; where there are classes, one without is not known to be.
    let classed = attendees.iter().any(|attendee| attendee.capacity.is_some());
    // Officials in a list without classes do not decide, and who else does not is not known then.
    let elected = |role: &str| {
        lower(role).split([',', ' ']).filter(|word| !word.is_empty()).all(|word| {
            [
                "ordförande",
                "ordf",
                "vice",
                "1:e",
                "2:e",
                "ledamot",
                "kassör",
                "sekreterare",
                "sekr",
                "suppleant",
                "revisor",
                "justerare",
                "ordinarie",
            ]
            .contains(&word.trim_end_matches('.'))
        })
    };
    if !classed && attendees.iter().filter_map(|attendee| attendee.role.as_deref()).any(|role| !elected(role))
    {
        return;
    }
    let deciding: Vec<(&Attendee, Served)> = attendees
        .iter()
        .filter(|attendee| attendee.presence == Presence::Present)
        .filter(|attendee| match attendee.capacity {
            Some(Capacity::Member) => true,
            // A personal substitute who does not serve is listed with the one they are for, and without paragraphs.
            Some(Capacity::Substitute) => attendee.replaces.is_some() && attendee.paragraphs.is_some(),
            Some(Capacity::Other) => false,
            None => !classed,
        })
        .map(|attendee| (attendee, Served::read(attendee.paragraphs.as_deref().unwrap_or(""))))
        .collect();
    // Beside those who are known to serve, one of whom that is not told may have served too.
    let untold = |attendee: &Attendee| attendee.presence == Presence::Present && attendee.capacity.is_none();
    if classed && attendees.iter().any(untold) {
        return;
    }
    if deciding.len().saturating_mul(count(items)) > MOST {
        return;
    }
    let mut substitutes: HashMap<&str, Vec<&Served>> = HashMap::new();
    for (attendee, served) in &deciding {
        if let Some(replaced) = &attendee.replaces {
            substitutes.entry(replaced).or_default().push(served);
        }
    }
    for item in items.iter_mut() {
        let number = value_of(&item.number);
        let serves: Vec<&Attendee> = deciding
            .iter()
            .filter(|(attendee, served)| {
                let replaced = substitutes
                    .get(attendee.name.as_str())
                    .is_some_and(|served| served.iter().any(|served| served.has(number)));
                // One who has paragraphs of their own served them, whoever came in for the rest.
                served.has(number) && (!replaced || !served.only.is_empty())
            })
            .map(|&(attendee, _)| attendee)
            .collect();
        put(item, &serves);
    }
    movements(&deciding, items);
}

/// Forgets the presence of the items before which someone came, or after which someone left, where the list does not say
/// which paragraphs that one served.
fn movements(attendees: &[(&Attendee, Served)], items: &mut [Item]) {
    static MOVES: Pattern = Pattern::new(
        r"(?i)\b(?P<v>lämnar|lämnade|avviker|avvek|anländer|anlände|inträder|inträdde|ansluter|anslöt)\b(?:[^.]{0,40}\b(?:sammanträdet|mötet|stämman|salen|lokalen)\b|\s+(?:kl\.?\s*)?\d{1,2}[.:]\d{2})",
    );
    let mut unclear = vec![false; items.len()];
    for (at, item) in items.iter().enumerate() {
        for found in MOVES.captures_iter(&item.text) {
            let Some(whole) = found.get(0) else { continue };
            // The name stands before the verb, in the same sentence.
            let before = &item.text[..whole.start()];
            let sentence = &before[before.rfind(['.', '\n']).map_or(0, |stop| stop + 1)..];
            let known = attendees.iter().any(|(held, served)| {
                sentence.contains(&held.name) && served.only.is_empty() && served.but.is_empty()
            });
            if !known {
                continue;
            }
            let leaves = lower(&found["v"]).starts_with("läm") || lower(&found["v"]).starts_with("avv");
            let range = if leaves { at..items.len() } else { 0..at + 1 };
            unclear[range].fill(true);
        }
    }
    for (item, _) in items.iter_mut().zip(unclear).filter(|(_, unclear)| *unclear) {
        put(item, &[]);
    }
}

/// How many items there are, those inside others among them.
fn count(items: &[Item]) -> usize {
    items.iter().map(|item| 1 + count(&item.items)).sum()
}

fn put(item: &mut Item, serves: &[&Attendee]) {
    item.present = serves
        .iter()
        .filter(|attendee| !item.disqualified.contains(&attendee.name))
        .map(|attendee| attendee.id.clone())
        .collect();
    for inner in &mut item.items {
        put(inner, serves);
    }
}

/// Which paragraphs someone served, as inclusive ranges; without any, all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Served {
    only: Vec<(u32, u32)>,
    but: Vec<(u32, u32)>,
    /// Whether words stand there that are not understood: then nothing is known.
    unclear: bool,
}

impl Served {
    /// Reads what is printed beside a name: `94-98, 100`, `från 12`, `t.o.m. 40`, `ej 91-97`, `frånvarande 7`. A part of
    /// a paragraph, or from a point of it on, counts as the paragraph.
    fn read(printed: &str) -> Self {
        let mut served = Served::default();
        // `t o m` and `t. o. m.` are one word.
        static FROM: Pattern = Pattern::new(r"(?i)\bfr\.?\s?o\.?\s?m\b\.?\s*");
        static TO: Pattern = Pattern::new(r"(?i)\bt\.?\s?o\.?\s?m\b\.?\s*");
        let small = lower(printed);
        let small = FROM.replace_all(&small, "fr.o.m. ");
        let small = TO.replace_all(&small, "t.o.m. ");
        let mut way = "";
        // `94-98`, `94 - 98` and `94–98` as one word.
        let joined = small.replace(['–', '—'], "-").replace(" -", "-").replace("- ", "-");
        for word in joined.split([' ', ',']).filter(|word| !word.is_empty()) {
            let mut figures = word.split('-').filter_map(|number| number.parse::<u32>().ok());
            let Some(first) = figures.next() else {
                match word {
                    "från" | "fr.o.m." | "from" | "fr.o.m" | "fom" => way = "from",
                    "till" | "t.o.m." | "tom" | "t.o.m" => way = "to",
                    "ej" | "utom" | "inte" | "frånvarande" | "jäv" => way = "but",
                    "endast" | "enbart" => way = "",
                    "och" | "samt" | "med" | "&" | "punkt" | "punkten" | "punkterna" | "p." | "pkt"
                    | "pkt." | "ärende" | "ärendet" | "ärendena" | "del" | "av" => {}
                    point if point.chars().count() == 1 => {}
                    _ => served.unclear = true,
                }
                continue;
            };
            let range = (first, figures.next().unwrap_or(first));
            match way {
                "from" => served.only.push((range.0, u32::MAX)),
                // `från 12 till 40`: the end of the range that was opened.
                "to" => match served.only.last_mut().filter(|open| open.1 == u32::MAX) {
                    Some(open) => open.1 = range.1,
                    None => served.only.push((0, range.1)),
                },
                "but" => served.but.push(range),
                _ => served.only.push(range),
            }
            // A list of exceptions goes on behind its commas.
            if way != "but" {
                way = "";
            }
        }
        served
    }

    /// Whether the paragraph was served; of one that has no number it is known only where no range is printed.
    fn has(&self, number: Option<u32>) -> bool {
        let Some(number) = number else {
            return self.only.is_empty() && self.but.is_empty() && !self.unclear;
        };
        let within = |ranges: &[(u32, u32)]| ranges.iter().any(|&(from, to)| from <= number && number <= to);
        !self.unclear && (self.only.is_empty() || within(&self.only)) && !within(&self.but)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_printed() {
        for (printed, served, not) in [
            ("94-98", vec![94, 98], vec![93, 99]),
            ("58-62, 64-67", vec![58, 64], vec![63]),
            ("från 12", vec![12, 300], vec![11]),
            ("t.o.m. 40", vec![1, 40], vec![41]),
            ("t o m 6 samt 8", vec![1, 6, 8], vec![7]),
            ("fr o m 12", vec![12, 300], vec![11]),
            ("från 12 till 14", vec![12, 14], vec![15]),
            ("ej 91-97", vec![90, 98], vec![91]),
            ("från punkt B 45", vec![45, 46], vec![44]),
            ("frånvarande 7", vec![6, 8], vec![7]),
            ("endast 14 - 16", vec![14, 16], vec![13, 17]),
            ("5-6 samt 8", vec![5, 8], vec![7]),
            ("lämnade mötet efter 6", vec![], vec![5, 6, 7]),
            ("", vec![1], vec![]),
        ] {
            let read = Served::read(printed);
            assert!(served.iter().all(|&number| read.has(Some(number))), "{printed} {read:?}");
            assert!(!not.iter().any(|&number| read.has(Some(number))), "{printed} {read:?}");
        }
    }
}
