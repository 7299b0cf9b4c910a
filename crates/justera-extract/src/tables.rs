//! The tables of `data/`, read once.

use justera_core::text::lower;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// The endings of tasks by their last byte: nearly every word ends with another than a task.
static ROLES: LazyLock<HashMap<u8, Vec<&'static str>>> = LazyLock::new(|| {
    let mut by_end: HashMap<u8, Vec<&'static str>> = HashMap::new();
    for (ending, _) in rows(include_str!("../data/roles.tsv")) {
        by_end.entry(ending.bytes().next_back().unwrap_or(0)).or_default().push(ending);
    }
    by_end
});
static PARTIES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../data/parties.tsv")).map(|(letters, _)| letters).collect());
static ABBREVIATED: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../data/abbreviated_names.tsv")).map(|(word, _)| word).collect());
static ABBREVIATIONS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../data/abbreviations.tsv")).map(|(word, _)| word).collect());
static ORGANIZATIONS: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| rows(include_str!("../data/organizations.tsv")).collect());
/// The words of `ORGANIZATIONS` that stand for all that end so.
static ENDINGS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    rows(include_str!("../data/organizations.tsv"))
        .filter_map(|(word, place)| Some((word.strip_prefix('-')?, place)))
        .collect()
});
static COLUMNS: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
    rows(include_str!("../data/columns.tsv"))
        .filter_map(|(head, column)| Some((without_marks(head), Column::named(column)?)))
        .collect()
});
static KINDS: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| rows(include_str!("../data/kinds.tsv")).collect());
static HOUSES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rows(include_str!("../data/houses.tsv")).map(|(ending, _)| ending).collect());
static RESOLUTIONS: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    rows(include_str!("../data/resolutions.tsv"))
        .filter_map(|(verb, voice)| Some((verb, voice.chars().next()?)))
        .collect()
});

/// Whether the word is one by which a person's task is called: `avdelningschef`, `ordförande`.
pub(crate) fn is_role_word(word: &str) -> bool {
    let small = word.trim_matches(|c: char| matches!(c, ',' | '(' | ')' | ';')).to_lowercase();
    // The shortest stand alone: `VD`.
    let called = |small: &str| {
        let endings =
            small.bytes().next_back().and_then(|last| ROLES.get(&last)).map_or(&[][..], Vec::as_slice);
        endings.iter().any(|ending| if ending.len() < 3 { small == *ending } else { small.ends_with(ending) })
    };
    // In its definite form, too: `bibliotekschefen`, `utvecklingsledaren`, `ombudet`; `valberedningen` is a body.
    let definite = || {
        ["en", "et", "n"].iter().any(|end| small.strip_suffix(end).is_some_and(called))
            && !justera_core::labels::is_body(&small)
    };
    called(&small) || definite()
}

/// Whether a word names a house or a room where meetings are held.
pub(crate) fn is_house(word: &str) -> bool {
    let small = lower(word);
    HOUSES.iter().any(|ending| small.ends_with(ending))
}

/// Whether the letters are a party's.
pub(crate) fn is_party(letters: &str) -> bool {
    let party = || PARTIES.contains(lower(letters).as_str());
    letters.chars().count() <= 4 && letters.chars().all(char::is_alphabetic) && party()
}

/// Whether older minutes shorten a first name so: `Aug.`
pub(crate) fn abbreviated_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && ABBREVIATED.contains(lower(word).as_str())
}

/// Whether a stop behind the word ends no sentence.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.contains(lower(word).as_str()) || abbreviated_name(word)
}

/// Where a word stands in the names of organizations: first or last; nowhere, where it tells none.
pub(crate) fn of_organizations(word: &str) -> Option<&'static str> {
    let small = lower(word);
    let ending = || {
        let mut endings = ENDINGS.iter().filter(|(end, _)| small.len() > end.len() && small.ends_with(end));
        endings.next().map(|(_, place)| *place)
    };
    ORGANIZATIONS.get(small.as_str()).copied().or_else(ending)
}

/// What a column of a list of persons holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// The person.
    Name,
    /// The person's party.
    Party,
    /// Whom the person represents.
    Organization,
    /// The person's task or title.
    Role,
    /// Whom the person replaces.
    Replaces,
    /// Whether the person was there, or for which paragraphs.
    Presence,
    /// Whether the person served, or for which paragraphs.
    Serves,
    /// Whether the person was not there.
    Absence,
    /// Who served for the person: `Tjänstgörande ersättare`, `Ersätts av`.
    Substitute,
}

impl Column {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Column::Name,
            "party" => Column::Party,
            "organization" => Column::Organization,
            "role" => Column::Role,
            "replaces" => Column::Replaces,
            "presence" => Column::Presence,
            "serves" => Column::Serves,
            "absence" => Column::Absence,
            "substitute" => Column::Substitute,
            _ => return None,
        })
    }
}

/// What stands below a head, which is in small letters. Their short forms are in no vocabulary, so that an engine that
/// knew no å, ä and ö may have left them without: `narv`.
pub(crate) fn column(head: &str) -> Option<Column> {
    COLUMNS.get(&without_marks(head)).copied()
}

/// The words without the marks of å, ä and ö.
fn without_marks(words: &str) -> String {
    let bare = |c: char| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        _ => c,
    };
    words.chars().map(bare).collect()
}

/// The kind that a heading's label names.
pub(crate) fn kind(label: &str) -> Option<&'static str> {
    let small = label.trim().to_lowercase().replace(" /", "/").replace("/ ", "/");
    KINDS.get(small.as_str()).copied()
}

/// How a verb states a resolution: `p` passive, `a` active, `l` "laid to the papers"; `None` when it states none.
pub(crate) fn resolution(verb: &str) -> Option<char> {
    let small = verb.trim_end_matches([',', '.', ';', ':']).to_lowercase();
    RESOLUTIONS.get(small.as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_hold_each_key_once_and_give_a_reason() {
        for table in [
            include_str!("../data/roles.tsv"),
            include_str!("../data/kinds.tsv"),
            include_str!("../data/resolutions.tsv"),
            include_str!("../data/parties.tsv"),
            include_str!("../data/abbreviated_names.tsv"),
            include_str!("../data/organizations.tsv"),
            include_str!("../data/abbreviations.tsv"),
            include_str!("../data/columns.tsv"),
            include_str!("../data/houses.tsv"),
        ] {
            let mut keys: Vec<&str> = table
                .lines()
                .filter(|line| !line.starts_with('#'))
                .map(|line| line.split_once('\t').expect(line).0)
                .collect();
            let all = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), all);
        }
    }

    #[test]
    fn each_head_names_a_column() {
        for (head, name) in rows(include_str!("../data/columns.tsv")) {
            assert!(Column::named(name).is_some(), "{name}");
            assert_eq!(column(head), Column::named(name), "{head}");
        }
        assert_eq!(column("narv"), Some(Column::Presence));
    }

    #[test]
    fn roles_and_kinds_are_known() {
        assert!(is_role_word("Avdelningschef"));
        assert!(!is_role_word("Norrland"));
        assert_eq!(kind("Information/dialog"), Some("information/dialog"));
        assert_eq!(kind("Fortsättning"), None);
    }
}
