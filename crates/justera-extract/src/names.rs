//! Names of persons: what is one, and where it ends.

use std::borrow::Cow;

use justera_core::labels;
use justera_core::text::lower;
use justera_lexicon::{Flags, Model};

use crate::Doc;
use crate::person::split_outer;
use crate::tables::{abbreviated_name, is_party, is_role_word, of_organizations};

/// A piece of a list that begins with a name: the name, and what stands after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named<'a> {
    pub(crate) name: &'a str,
    pub(crate) rest: &'a str,
}

/// Small words inside names: `von Essen`, `af Klint`.
fn particle(word: &str) -> bool {
    matches!(
        word,
        "von" | "af" | "av" | "de" | "der" | "la" | "van" | "di" | "da" | "el" | "al" | "bin" | "dos"
    )
}

/// What addresses a person, or leads up to one, and names none.
pub(crate) fn honorific(word: &str) -> bool {
    let small = word.trim_end_matches('.').to_lowercase();
    matches!(
        small.as_str(),
        "herr"
            | "herrar"
            | "herrarna"
            | "hr"
            | "hrr"
            | "fru"
            | "fruar"
            | "fruarna"
            | "fröken"
            | "fröknar"
            | "frk"
            // These lead up to one.
            | "även"
            | "också"
            | "likaså"
    )
}

/// Whether a word may be part of a name: a capital letter and then small ones, a hyphenated pair, an initial.
fn name_word(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    let initial = word.chars().count() <= 2
        && word.starts_with(char::is_uppercase)
        && word.ends_with(|c: char| c == '.' || c.is_uppercase());
    // `al-Jaberi`: the article belongs to the name.
    if let Some(rest) = word.strip_prefix("al-").or_else(|| word.strip_prefix("el-")) {
        return name_word(rest);
    }
    // A letter that was lost is one: `Åke \u{fffd}berg`.
    let letter = |c: char| c.is_alphabetic() || c == char::REPLACEMENT_CHARACTER;
    let parts_ok = word
        .split('-')
        .all(|part| part.starts_with(letter) && part.chars().all(|c| letter(c) || c == '\'' || c == '’'));
    let caps = word.chars().filter(|c| c.is_uppercase()).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    initial
        || (word.starts_with(|c: char| c.is_uppercase() || c == char::REPLACEMENT_CHARACTER)
            && parts_ok
            && letters >= 2
            && (caps < letters || letters <= 2 && caps == 1))
}

/// Words that end an organization's name, and so begin none of a person's.
pub(crate) fn of_an_organization(word: &str) -> bool {
    let small = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        small.as_str(),
        "kommun"
            | "kommuns"
            | "region"
            | "regionen"
            | "landsting"
            | "landstinget"
            | "län"
            | "länsstyrelsen"
            | "ab"
            | "förbund"
            | "avdelningen"
            | "division"
            | "enheten"
            | "hus"
            | "bilaga"
            | "föreningen"
            | "stad"
            | "församling"
    ) || labels::is_body(&small)
        || [
            "verket",
            "kontoret",
            "förvaltningen",
            "avdelningen",
            "enheten",
            "myndigheten",
            "centrum",
            "bolaget",
            "högskolan",
            "förening",
            "förbund",
            "sällskap",
        ]
        .iter()
        .any(|ending| small.ends_with(ending))
}

/// How sure it is that `words` are a person's name: 0 not at all, 2 both a first name and a surname are known.
pub(crate) fn sureness(model: &Model, words: &[&str]) -> u8 {
    let known = |word: &str, flag: Flags| {
        word.split('-').any(|part| {
            let flags = model.flags_of(part);
            flags.has(flag)
        })
    };
    let Some((first, rest)) = words.split_first() else { return 0 };
    u8::from(known(first, Flags::FIRST_NAME))
        + u8::from(rest.last().is_some_and(|last| known(last, Flags::SURNAME)))
}

/// The person's name that `text` begins with. `list` says that the text stands in a list of persons, where a name
/// that nobody bears is still a name.
pub(crate) fn leading_name<'a>(model: &Model, text: &'a str, list: bool) -> Option<Named<'a>> {
    /// What says behind a name that someone was not there is no longer, in bytes.
    const ABSENCE: usize = 40;
    let mut text = text.trim();
    // `Herr Bo Al`: what addresses someone is no name.
    while let Some((_, rest)) = text.split_once(' ').filter(|(word, _)| honorific(word)) {
        text = rest.trim_start();
    }
    let mut ends_at: Vec<usize> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim();
        // A star behind a name is that of a note.
        let clean = bare.trim_end_matches([',', '.', ';', ':', '*']);
        // `C. Ek`, `Th. Al`; but `Ulla Ek.` ends a sentence.
        let short = clean.chars().count() == 1
            || (clean.chars().count() == 2 && (words.is_empty() || !surname(model, clean)));
        let initial = bare.ends_with('.') && (short || abbreviated_name(clean));
        // `Ulla Ek Norrby kommun`: what stands directly before it is the organization's, and so is what nobody bears.
        let organization =
            !words.is_empty() && (of_an_organization(clean) || of_organizations(clean) == Some("last"));
        if organization && words.len() > 2 && (clean.starts_with(char::is_lowercase) || clean == "AB") {
            let mut own = words.len() - 1;
            while own > 2 && !surname(model, words[own - 1]) {
                own -= 1;
            }
            words.truncate(own);
            ends_at.truncate(own);
            break;
        }
        // `Norra Fiber AB`: two words before the letters of a company are its name.
        if words.len() == 2 && clean == "AB" && !(first_name(model, words[0]) && surname(model, words[1])) {
            return None;
        }
        if bare.is_empty()
            || !(name_word(if initial && !abbreviated_name(clean) { bare } else { clean })
                || (particle(clean) && !words.is_empty()))
        {
            break;
        }
        if organization
            || (!words.is_empty()
                && is_role_word(clean)
                && !surname(model, clean.rsplit('-').next().unwrap_or(clean)))
        {
            break;
        }
        // A tick in the column behind the names, and the V of `V ordförande`.
        let behind = text[at + word.len()..].trim_start();
        let tick = crate::person::is_tick(clean) && behind.is_empty();
        if words.len() >= 2 && (tick || (clean == "V" && lower(behind).starts_with("ordf"))) {
            break;
        }
        // A party of several letters without its brackets: `Ulla Ek SD`.
        let ends = behind.is_empty() || bare.ends_with(',');
        if words.len() >= 2
            && ends
            && clean.len() > 1
            && is_party(clean)
            && clean.chars().all(char::is_uppercase)
        {
            break;
        }
        // `Ulla Ek Hamnen`: behind a whole name a word that nobody bears is a task or a place, whose gap was lost.
        // Where an organization's name ends further on, it is seen there how many of the words before are its own.
        let named_on = || {
            let rest = text[at..].split(',').next().unwrap_or("");
            rest.split(' ')
                .skip(1)
                .any(|word| of_an_organization(word) || of_organizations(word) == Some("last"))
        };
        if list && words.len() >= 2 && !initial && common(model, clean) && !named_on() {
            break;
        }
        // `Ulla Ek Anmält förhinder`
        if words.len() >= 2 && text.len() - at <= ABSENCE && crate::person::absence(&text[at..]) {
            break;
        }
        at += word.len();
        words.push(clean);
        ends_at.push(
            at - word.len() + word.find(clean).unwrap_or(0) + if initial { bare.len() } else { clean.len() },
        );
        if (clean.len() != bare.len() && !initial) || words.len() == 5 {
            break;
        }
    }
    if words
        .first()
        .is_some_and(|first| of_an_organization(first) || (is_role_word(first) && !first_name(model, first)))
    {
        return None;
    }
    while words.last().is_some_and(|last| particle(last)) {
        words.pop();
        ends_at.pop();
    }
    if words.len() < 2 {
        return None;
    }
    let sure = sureness(model, &words);
    // A single word known as a name is not enough in running text: "Anna Region" and "Lund Kommun" are none.
    if sure < if list { 1 } else { 2 }
        && !(list && words.len() <= 3 && words.iter().all(|word| unknown(model, word)))
    {
        return None;
    }
    if !first_name(model, words[0]) && !list {
        return None;
    }
    // `Beslutande S Ulla Ek`: a label is no name.
    if labels::section(words[0]) == Some(labels::Section::Attendance) {
        return None;
    }
    let end = *ends_at.last()?;
    let rest = text[end..].trim_start_matches([',', ' ', '\t', ';', '*']).trim();
    // `Ärendelista Sid 3`: a page is no person.
    let page = words.last().is_some_and(|last| matches!(*last, "Sid" | "Sida" | "Sidan"))
        && rest.starts_with(|c: char| c.is_ascii_digit());
    (!page).then(|| Named { name: &text[..end], rest })
}

/// The names of several persons that stand beside each other with nothing between, `Ulla Ek Bo Al`: each begins with a first
/// name behind another's surname. None where the text is anything else, or one person's name.
pub(crate) fn several<'a>(model: &Model, text: &'a str) -> Option<Vec<&'a str>> {
    let text = text.trim();
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    // What only a surname is; one that is a first name too may be either.
    let ends = |word: &str| !first_name(model, word);
    let plain =
        |word: &&str| name_word(word) && !word.ends_with('.') && !is_role_word(word) && !is_party(word);
    if words.len() < 4 || !words.iter().all(plain) || !first_name(model, words[0]) {
        return None;
    }
    let begins =
        |at: usize| first_name(model, words[at]) && ends(words[at - 1]) && words.get(at + 1).is_some();
    let mut names = Vec::new();
    let mut from = 0;
    for at in 2..words.len() {
        if at >= from + 2 && begins(at) {
            names.push((from, at));
            from = at;
        }
    }
    names.push((from, words.len()));
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let cut =
        |&(from, to): &(usize, usize)| &text[place(words[from])..place(words[to - 1]) + words[to - 1].len()];
    let known = |&(from, to): &(usize, usize)| {
        to - from <= 4 && !of_an_organization(words[to - 1]) && sureness(model, &words[from..to]) >= 1
    };
    (names.len() > 1 && names.iter().all(known)).then(|| names.iter().map(cut).collect())
}

/// A name of a register, its surname first, in the order in which it is said: `Ek Al, Ulla (S)` is `Ulla Ek Al (S)`.
pub(crate) fn in_order<'a>(model: &Model, text: &'a str) -> Cow<'a, str> {
    let turned = text.trim().split_once(", ").and_then(|(surname, behind)| {
        let end = behind.find([',', '(', ';']).unwrap_or(behind.len());
        let first = behind[..end].trim();
        let words = |text: &str| text.split(' ').all(|word| name_word(word) || particle(word));
        let begins = first.split(' ').next().is_some_and(|word| first_name(model, word));
        let borne = |word: &str| first_name(model, word) && !particle(word);
        // `Ulla, Bo`: two who are called by their first names.
        let called = |word: &str| borne(word) && !self::surname(model, word);
        let whole = surname.split_once(' ').map_or_else(|| called(surname), |(first, _)| borne(first));
        // `Rektor Ulla Ek, Bo Al`: a title, and two persons.
        let titled = surname.split(' ').any(|word| is_role_word(word) || honorific(word));
        let second = first.split_once(' ').is_none_or(|(_, second)| first_name(model, second));
        (surname.split(' ').count() <= 3
            && !titled
            && second
            && first.split(' ').count() <= 2
            && words(surname)
            && words(first)
            && begins
            && !whole)
            .then(|| format!("{first} {surname} {}", &behind[end..]).trim_end().replace(" ,", ","))
    });
    turned.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The persons that a phrase names: each by first name and surname, or as the only one of the attendance who is called
/// so (`herr Ek`, `Anna`).
pub(crate) fn names_in(doc: &Doc<'_>, phrase: &str) -> Vec<String> {
    let phrase = phrase.replace(" och ", ", ").replace(" samt ", ", ").replace(" jämte ", ", ");
    let mut found: Vec<String> = Vec::new();
    // `herrar Ek, Al och Bo`: all of them are addressed.
    let mut all_addressed = false;
    for piece in split_outer(&phrase, &[',', ';', ':']) {
        let words: Vec<&str> = piece.split_whitespace().collect();
        all_addressed |=
            words.iter().any(|word| matches!(lower(word).as_str(), "herrar" | "fruar" | "fröknar"));
        let full = (0..words.len()).find_map(|from| {
            let rest = words[from..].join(" ");
            leading_name(doc.model, &rest, false)
                .or_else(|| {
                    // A surname that nobody bears, behind a first name: no other word stands there.
                    let second = words.get(from + 1).map_or("", |word| word.trim_matches([',', '.']));
                    let borne = first_name(doc.model, words[from])
                        && (surname(doc.model, second) || unknown(doc.model, second));
                    let sure = rest.contains('(') || borne;
                    leading_name(doc.model, &rest, sure)
                })
                .map(|named| named.name.to_owned())
                // A name of the attendance is one, whatever its letters.
                .or_else(|| doc.people.iter().find(|name| begins_with(&rest, name)).cloned())
        });
        let name = full.or_else(|| called(doc, &words, all_addressed));
        // `Roland Eks reservation` is Roland Ek's.
        let name = name.map(|name| match name.strip_suffix('s') {
            Some(bare) if doc.people.iter().any(|held| held == bare) => bare.to_owned(),
            _ => name,
        });
        if let Some(name) = name.filter(|name| !found.contains(name)) {
            found.push(name);
        }
    }
    found
}

fn begins_with(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The one of the attendance who is called by a single name at the beginning of some words, behind `herr` or a title.
fn called(doc: &Doc<'_>, words: &[&str], addressed: bool) -> Option<String> {
    let titled = words
        .iter()
        .take_while(|word| word.starts_with(char::is_lowercase) || honorific(word) || is_role_word(word))
        .count();
    let word = words.get(titled)?.trim_matches(|c: char| !c.is_alphabetic());
    // Another capital behind it is another's surname.
    if words.get(titled + 1).is_some_and(|next| next.starts_with(char::is_uppercase)) {
        return None;
    }
    // By itself between commas a surname is enough, as it is behind an address.
    let addressed = addressed
        || words.len() == 1
        || titled.checked_sub(1).is_some_and(|at| honorific(words[at]) || is_role_word(words[at]));
    if !word.starts_with(char::is_uppercase) || word.chars().count() < 2 {
        return None;
    }
    let mut bearers = doc.people.iter().filter(|name| {
        let mut parts = name.split_whitespace();
        parts.next() == Some(word) || (addressed && parts.next_back() == Some(word))
    });
    let only = bearers.next()?;
    bearers.all(|other| other == only).then(|| only.clone())
}

/// Whether `word` is borne as a first name.
pub(crate) fn first_name(model: &Model, word: &str) -> bool {
    word.split('-').next().is_some_and(|part| model.flags_of(part).has(Flags::FIRST_NAME))
}

/// Where the name begins among words that tell first whom the person represents: words with capitals, at most so many,
/// before the first that is a first name.
pub(crate) fn behind_organization(model: &Model, words: &[&str], most: usize) -> Option<usize> {
    let at = (1..words.len().min(most + 1)).find(|&at| first_name(model, words[at]))?;
    words[..at].iter().all(|word| word.starts_with(char::is_uppercase)).then_some(at)
}

/// Whether `word` is a municipality or another place.
pub(crate) fn is_place(model: &Model, word: &str) -> bool {
    model.flags_of(word).has(Flags::PLACE)
}

/// Whether `word` is borne as a surname.
pub(crate) fn surname(model: &Model, word: &str) -> bool {
    word.split('-').any(|part| model.flags_of(part).has(Flags::SURNAME))
}

/// Whether `word` is one of running text, written small, and nobody's name.
fn common(model: &Model, word: &str) -> bool {
    /// One of two is written small.
    const HALF: f32 = -0.7;
    let flags = model.flags_of(word);
    let borne = [Flags::FIRST_NAME, Flags::SURNAME, Flags::PLACE].iter().any(|&name| flags.has(name));
    !borne
        && !word.contains('-')
        && word.chars().count() > 3
        && flags.has(Flags::RUNNING)
        && model.case_log_prob_lower(&lower(word)) > HALF
}

fn unknown(model: &Model, word: &str) -> bool {
    model.id(&lower(word)).is_none()
}

/// Where a municipality or region stands at the end of a name without a comma, the byte where it begins.
///
/// `Sofia Ek Region Norr` -> 9; `Fredrik Al Rättvik` -> 11. A place that is a surname too counts only behind
/// another surname.
pub(crate) fn trailing_place(model: &Model, text: &str) -> Option<usize> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let offset = |nth: usize| words.get(nth).map(|word| word.as_ptr() as usize - text.as_ptr() as usize);
    if let Some(region) =
        words.iter().position(|word| matches!(*word, "Region" | "Landstinget" | "Länsstyrelsen"))
    {
        return (region >= 2).then(|| offset(region)).flatten();
    }
    if words.last().is_some_and(|last| matches!(*last, "kommun" | "stad" | "kommuns")) && words.len() >= 4 {
        return offset(words.len() - 2);
    }
    let last = words.last()?;
    let place = last.split('-').all(|part| model.flags_of(part).has(Flags::PLACE));
    // `O. W. Berg`: behind initials stands a surname.
    let before = words.len().checked_sub(2).map_or("", |at| words[at]);
    (place && words.len() >= 3 && !before.ends_with('.') && surname_like(model, before))
        .then(|| offset(words.len() - 1))
        .flatten()
}

fn surname_like(model: &Model, word: &str) -> bool {
    surname(model, word) || unknown(model, word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use justera_lexicon::builtin;

    #[test]
    fn names_of_a_register_are_put_in_order() {
        for (text, name) in [
            ("Ek, Ulla (S), ordförande", "Ulla Ek (S), ordförande"),
            ("Renström Bai, Ulla", "Ulla Renström Bai"),
            ("von Platen, Eva", "Eva von Platen"),
            ("Ulla Ek, Norrby", "Ulla Ek, Norrby"),
            ("Ulla Ek, ordförande", "Ulla Ek, ordförande"),
        ] {
            assert_eq!(in_order(builtin(), text), name, "{text}");
        }
    }

    #[test]
    fn names_end_where_titles_and_places_begin() {
        for (text, name, rest) in [
            ("Tora Mårtensson, Avdelningschef", "Tora Mårtensson", "Avdelningschef"),
            ("Ewa Welin Processledare", "Ewa Welin", "Processledare"),
            ("Sofia Berg Region Norr", "Sofia Berg", "Region Norr"),
            ("Per-Ola Vallin (M) (ordförande)", "Per-Ola Vallin", "(M) (ordförande)"),
            ("Carl von Essen (S)", "Carl von Essen", "(S)"),
            ("Karin B Ask (S)", "Karin B Ask", "(S)"),
            ("Karin Ask Norrby kommun", "Karin Ask", "Norrby kommun"),
            ("Gert Andreasson Sandviks Stärkelse AB", "Gert Andreasson", "Sandviks Stärkelse AB"),
            ("Karin Ask SD", "Karin Ask", "SD"),
            ("Anna Ståhlkvo", "Anna Ståhlkvo", ""),
        ] {
            let found = leading_name(builtin(), text, true);
            assert_eq!(found, Some(Named { name, rest }), "{text}");
        }
        for text in [
            "Region Norr",
            "Kommunstyrelsen beslutar",
            "Avdelningen för hälsa",
            "Övriga frågor",
            "Beslut om avtal",
        ] {
            assert_eq!(leading_name(builtin(), text, false), None, "{text}");
        }
    }

    #[test]
    fn places_are_cut_off_names() {
        for (text, expected) in [
            ("Sofia Ek Region Norr", Some("Region Norr")),
            ("Fredrik Olsson Rättvik", Some("Rättvik")),
            ("Bo Lund", None),
            ("Monica Falk Malung-Sälen", Some("Malung-Sälen")),
        ] {
            assert_eq!(trailing_place(builtin(), text).map(|at| &text[at..]), expected, "{text}");
        }
    }
}
