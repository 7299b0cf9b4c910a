//! What the heading of a list says of those below it: whether they were there, and in what capacity.

use justera_core::labels::Section;
use justera_core::text::lower;
use justera_core::{Capacity, Presence};

use crate::front;

/// What the headings above a list say of those in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) presence: Presence,
    pub(crate) capacity: Option<Capacity>,
}

/// What headings say of those below: `label`, and the one `above` it, where there is one.
pub(crate) fn class(above: &str, label: &str) -> Class {
    let absent = |text: &str| {
        let not_there = ["ej närvarande", "inte närvarande", "icke närvarande"];
        text.contains("frånv")
            || text.starts_with("förh")
            || text.contains("förhinder")
            || text.contains("förfall")
            || ["återbud", "frånvaro", "förhindr", "sjukanm", "kunde inte", "kunde ej", "ej med", "inte med"]
                .iter()
                .any(|form| text.contains(form))
            || not_there.iter().any(|form| text.contains(form))
    };
    let presence = if absent(above) || absent(label) { Presence::Absent } else { Presence::Present };
    Class { presence, capacity: capacity(label).or_else(|| capacity(above)) }
}

/// What a word of serving or deciding, also a shortened one (`Tj. ersättare`), or its denial (`Ej tjg ers`), says of a list.
fn serving(label: &str) -> Option<Capacity> {
    let words: Vec<&str> =
        label.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let serves =
        |word: &str| matches!(word, "tj" | "tjg" | "tjgör" | "tjänstg") || word.starts_with("tjänstgör");
    let decides = |word: &str| matches!(word, "beslutande" | "beslutsfattare");
    let denied = |at: usize| at > 0 && matches!(words[at - 1], "ej" | "icke" | "inte");
    let may = |word: &str| word.starts_with("tjänst") || word.starts_with("beslut");
    let refused = (0..words.len()).any(|at| denied(at) && (serves(words[at]) || may(words[at])));
    match refused {
        true => Some(Capacity::Substitute),
        false => words.iter().any(|word| serves(word) || decides(word)).then_some(Capacity::Member),
    }
}

pub(crate) fn capacity(label: &str) -> Option<Capacity> {
    let label = &label.replace('-', " ");
    let both = label.contains("ledamöter") && (label.contains("ersättare") || label.contains("suppleant"));
    if both && !label.contains("tjänst") {
        return None;
    }
    // Two headings that an engine read as one: whose list it is cannot be told.
    if label.matches("närvarande").count() > 1 {
        return None;
    }
    // Who is absent without a substitute would have served.
    if label.contains("utan ersättare") {
        return Some(Capacity::Member);
    }
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    match () {
        () if has(&["övriga ersättare", "övriga suppleanter"]) => Some(Capacity::Substitute),
        () if let Some(capacity) = serving(label) => Some(capacity),
        () if has(&["ersättare", "suppleanter"]) => Some(Capacity::Substitute),
        () if has(&["ledamöter", "ledamot", "upprop"]) => Some(Capacity::Member),
        () if has(&[
            "övriga",
            "dessutom",
            "därjämte",
            "därjemte",
            "härjämte",
            "jämväl",
            "tjänstemän",
            "tjänsteman",
            "tjänstepersoner",
            "adjungera",
            "gäst",
            "inbjuden",
            "inbjudna",
            "personal",
            "sekretariat",
            "kansli",
            "fackliga",
            "åhörare",
            "observatör",
            "revisor",
            "medverkande",
            "sakkunniga",
        ]) =>
        {
            Some(Capacity::Other)
        }
        () => None,
    }
}

/// The heading of a list inside another: its words in small letters, and what stands behind it.
pub(crate) fn heading(text: &str) -> Option<(String, String)> {
    let found = front::label(text).filter(|found| found.section == Section::Attendance)?;
    // `Ersättare för Bo Al` and `ledamot` say what someone is.
    (text.trim_start().starts_with(char::is_uppercase) && !found.rest.starts_with("för "))
        .then(|| (found.label.to_lowercase(), found.rest.trim_start_matches([',', ' ']).to_owned()))
}

/// Whether a line says where else the persons are listed: `Enligt närvarolista, sid 2`.
pub(crate) fn refers(text: &str) -> bool {
    let small = lower(text);
    let list = ["lista", "förteckning", "bilaga", "upprop", "sida", "sid "];
    ["enligt ", "se "].iter().any(|word| small.starts_with(word))
        && list.iter().any(|word| small.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_who_served() {
        use Capacity::{Member, Other, Substitute};
        for (above, label, absent, expected) in [
            ("", "beslutande", false, Some(Member)),
            ("frånvarande", "ledamöter", true, Some(Member)),
            ("", "frånvarande utan ersättare", true, Some(Member)),
            ("övriga närvarande", "ej tjänstgörande ersättare", false, Some(Substitute)),
            ("övriga närvarande", "tjänstemän m fl", false, Some(Other)),
            ("", "närvarande", false, None),
            ("", "ej närvarande", true, None),
            ("", "dessutom närvarande", false, Some(Other)),
        ] {
            let found = class(above, label);
            assert_eq!(
                (found.presence == Presence::Absent, found.capacity),
                (absent, expected),
                "{above} {label}"
            );
        }
    }
}
