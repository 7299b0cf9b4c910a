//! Lists of persons in text: commas over line ends, or a person a line.

use std::borrow::Cow;

use justera_core::text::{Pattern, lower};
use justera_core::{Capacity, Presence};

use crate::Doc;
use crate::names::{
    behind_organization, first_name, honorific, in_order, is_place, leading_name, of_an_organization,
    several, surname, trailing_place,
};
use crate::person::{
    Entry, GROUP, PARTY, REPLACES, absence, add_role, after_title, attributes, is_tick, split_and,
    split_outer,
};
use crate::roster::{Class, Roster};
use crate::tables::{is_party, is_role_word};

/// Lines of a list, each with its number.
type NumberedLines = Vec<(usize, String)>;

/// The lines of a list with a box before each name, `[x] Ulla Ek`, without the boxes, and the lines on which they are not
/// ticked; where none is, nobody ticked the list.
fn boxes_before(roster: &Roster) -> Option<(NumberedLines, Vec<usize>)> {
    const TICKED: [&str; 6] = ["[x] ", "[X] ", "☑", "☒", "✓", "✔"];
    const EMPTY: [&str; 3] = ["[ ] ", "☐", "□"];
    let behind = |text: &str| {
        let text = strip_bullet(text);
        let ticked = TICKED.iter().find_map(|mark| text.strip_prefix(mark)).map(|rest| (true, rest));
        let boxed = ticked
            .or_else(|| EMPTY.iter().find_map(|mark| text.strip_prefix(mark)).map(|rest| (false, rest)));
        boxed.map(|(ticked, rest)| (ticked, rest.trim().to_owned()))
    };
    roster.lines.iter().any(|(_, text)| behind(text).is_some()).then_some(())?;
    let ticked = roster.lines.iter().any(|(_, text)| behind(text).is_some_and(|(ticked, _)| ticked));
    let mut unticked = Vec::new();
    let lines = roster.lines.iter().map(|(line, text)| match behind(text) {
        Some((false, rest)) if ticked => {
            unticked.push(*line);
            (*line, rest)
        }
        Some((_, rest)) => (*line, rest),
        None => (*line, text.clone()),
    });
    Some((lines.collect(), unticked))
}

/// A list in text: commas over line ends, or one person a line.
pub(crate) fn list_entries(doc: &Doc<'_>, roster: &Roster) -> Vec<Entry> {
    if let Some((lines, unticked)) = boxes_before(roster) {
        let mut entries = list_entries(doc, &Roster { lines, ..roster.clone() });
        entries.iter_mut().for_each(|entry| entry.struck |= unticked.contains(&entry.line));
        return entries;
    }
    // A person on a line whose name is struck out was not there.
    let is_struck = |text: &str| strip_bullet(text).starts_with("~~") && text.matches("~~").count() == 2;
    let struck: Vec<usize> =
        roster.lines.iter().filter(|(_, text)| is_struck(text)).map(|&(line, _)| line).collect();
    if !struck.is_empty() {
        let bare = |text: &str| if is_struck(text) { text.replace("~~", "") } else { text.to_owned() };
        let lines = roster.lines.iter().map(|(line, text)| (*line, bare(text))).collect();
        let mut entries = list_entries(doc, &Roster { lines, ..roster.clone() });
        entries.iter_mut().for_each(|entry| entry.struck |= struck.contains(&entry.line));
        return entries;
    }
    let lines: Vec<(usize, &str)> = roster
        .lines
        .iter()
        .map(|(line, text)| (*line, strip_bullet(text)))
        .filter(|(_, text)| text.chars().any(char::is_alphanumeric))
        // Whose seat is empty was not there to be absent: `Bo Al, avgått`, `Vakant`; with figures it says when someone left.
        .filter(|(_, text)| !LEFT.is_match(text))
        // Ticks that were read apart from their rows.
        .filter(|(_, text)| !is_tick(text))
        .collect();
    if let Some(entries) = crate::addressed::entries(doc, &roster.lines, roster.class) {
        return entries;
    }
    if let Some(entries) = first_names(doc, &lines, roster.class) {
        return entries;
    }
    // `Närvarande: ombud från nio föreningar` names nobody, and what is told below it is no list.
    let named = |text: &str| leading_name(doc.model, after_title(doc.model, text).1, true).is_some();
    if let [(_, first), (_, second), ..] = lines[..]
        && first.starts_with(char::is_lowercase)
        && !first.ends_with([',', '-'])
        && !split_outer(first, &[',', ';']).into_iter().any(named)
        && second.starts_with(char::is_uppercase)
        && prose(second)
    {
        return Vec::new();
    }
    let beside = names_beside(doc, &lines).or_else(|| places_apart(doc, &lines));
    let lines: Vec<(usize, &str)> = match &beside {
        Some(held) => held.iter().map(|(line, text)| (*line, text.as_str())).collect(),
        None => lines,
    };
    let unticked = without_ticks(&lines).or_else(|| without_strokes(doc, &lines));
    let lines: Vec<(usize, &str)> = match &unticked {
        Some(held) => held.iter().map(|(line, text)| (*line, text.as_str())).collect(),
        None => lines,
    };
    let held = party_first(doc, &lines).or_else(|| surname_first(doc, &lines));
    let lines: Vec<(usize, &str)> = match &held {
        Some(held) => held.iter().map(|(line, text)| (*line, text.as_str())).collect(),
        None => lines,
    };
    let glued = |text: &str| {
        split_outer(text, &[',', ';']).iter().skip(1).any(|piece| behind_attributes(doc, piece).1.is_some())
    };
    // A name that the line's end breaks is put together again.
    let mut whole: Vec<(usize, String)> = Vec::new();
    // Whether a line ended in the middle of one of several names: then none has a line of its own.
    let mut over = false;
    for (line, text) in &lines {
        match whole.last_mut() {
            // Where two columns became one line, the next line goes on from neither.
            Some((_, last)) if breaks_name(doc, last) && !glued(last) => {
                over |= ends_in_first_name(doc, last);
                last.push(' ');
                last.push_str(text);
            }
            // A double first name keeps its hyphen over the line's end: `Lars-` / `Erik Ek`.
            Some((_, last)) if text.starts_with(char::is_uppercase) && double_begins(doc, last) => {
                over = true;
                last.push_str(text);
            }
            // The last of several stands behind `och`, wherever the line ends.
            Some((_, last)) if text.starts_with("och ") || text.starts_with("samt ") => {
                last.push(' ');
                last.push_str(text);
            }
            // So is a range, or a number and what it counts: `§§ 75–` / `81`, `ärende` / `4`.
            Some((_, last)) if text.starts_with(|c: char| c.is_ascii_digit()) && waits_for_number(last) => {
                if !last.ends_with(['-', '–']) {
                    last.push(' ');
                }
                last.push_str(text);
            }
            _ if text.starts_with('§') || text.chars().any(char::is_alphabetic) => {
                whole.push((*line, (*text).to_owned()));
            }
            // Figures that go on from nothing are no person's.
            _ => {}
        }
    }
    let lines: Vec<(usize, &str)> = whole.iter().map(|(line, text)| (*line, text.as_str())).collect();
    let begins = |text: &str| leading_name(doc.model, after_title(doc.model, text).1, true).is_some();
    let named = lines.iter().filter(|(_, text)| begins(text)).count();
    let commas: usize = lines.iter().map(|(_, text)| outer_commas(text)).sum();
    let parties = lines.iter().filter(|(_, text)| PARTY.is_match(text)).count();
    // Lines with the parties of several persons are no one's own.
    let crowds = |text: &str| PARTY.find_iter(text).count() > 1 && outer_commas(text) > 1;
    let crowded = lines.iter().filter(|(_, text)| crowds(text)).count();
    // A comma list runs over its lines: they end in a comma or in the middle of a name.
    let ragged = lines.iter().filter(|(_, text)| outer_commas(text) >= 2 || text.ends_with(',')).count();
    // What goes on from a line above begins with a small letter or a §, where no line names two.
    let several = |text: &str| {
        let later = split_outer(text, &[',', ';']).into_iter().skip(1);
        later
            .flat_map(|piece| split_and(doc, piece))
            .any(|piece| is_second_name(doc, after_title(doc.model, piece).1))
    };
    let continued =
        lines.iter().filter(|(_, text)| text.starts_with(|c: char| c.is_lowercase() || c == '§')).count();
    let whole_lines = named == lines.len()
        || (named > 2 * continued
            && named + continued == lines.len()
            && !lines.iter().any(|(_, text)| several(text)));
    // Every line a person, and none that runs on: titles and places stand between the commas.
    // Or nearly every line a name and its title: a list that runs over its lines has names behind the commas.
    let titled_each = lines.iter().filter(|(_, text)| begins(text) && title_behind(doc, text)).count();
    // A comma at the end of one line of many, each a person's, is a slip.
    let trailing = lines.iter().filter(|(_, text)| text.ends_with(',')).count();
    let slip = || {
        trailing * 4 <= lines.len() && named == lines.len() && !lines.iter().any(|(_, text)| several(text))
    };
    let a_line_each =
        lines.len() > 1 && (whole_lines || titled_each * 4 >= lines.len() * 3) && (trailing == 0 || slip());
    // What the line's end breaks, a word or a title and its name, is running text: `samt notarie` / `Åke Lund`.
    let titled = |text: &str| {
        let mut words = text.split_whitespace().rev();
        words.next().is_some_and(is_role_word) && words.next() == Some("samt")
    };
    let broken = lines.windows(2).any(|pair| {
        let word = pair[0].1.ends_with('-') && pair[1].1.starts_with(char::is_lowercase) && !whole_lines;
        outer_commas(pair[0].1) > 0 && (word || titled(pair[0].1))
    });
    // Who was not there is told behind the others in one paragraph.
    let joined = justera_core::text::unwrap(lines.iter().map(|&(_, text)| text));
    let away = AWAY.is_match(&joined) || ALL_BUT.is_match(&joined);
    let running = lines.len() == 1
        || broken
        || over
        || away
        || (!a_line_each
            && commas > lines.len()
            // Most lines begin with a person and no comma has another behind it: what does not is of no list.
            && (named * 3 < lines.len() * 2 || lines.iter().any(|(_, text)| several(text)))
            && ragged * 2 >= lines.len()
            && (parties * 2 < lines.len().max(1) || crowded * 2 >= lines.len()));
    if running {
        return comma_entries(doc, &lines, roster.class);
    }
    // An organization before the name: a habit of the list too.
    const HABIT: usize = 3;
    // `Andersson Lars Olof`: lists also have the surname first.
    let borne = |word: &str| surname(doc.model, word) && !is_place(doc.model, word);
    let told =
        |text: &str| behind_place(doc, text).is_some_and(|at| !text[..at].split_whitespace().all(borne));
    let before = lines.iter().filter(|(_, text)| told(text)).count();
    let place_first = before >= HABIT && before * 2 >= lines.len();
    // Municipality behind the name: a habit of the whole list, or a second surname.
    let placed = lines.iter().filter(|(_, text)| trailing_place(doc.model, text).is_some()).count();
    let by_place = placed * 2 >= named.max(1);
    let mut entries: Vec<Entry> = Vec::new();
    for (line, text) in lines {
        let at = behind_place(doc, text).filter(|_| place_first).unwrap_or(0);
        let (place, text) = (text[..at].trim(), &text[at..]);
        // Whom the one above serves for: `ers. Bo Al`.
        if ["ers. ", "ersätter "].iter().any(|word| text.starts_with(word))
            && let Some(last) = entries.last_mut()
        {
            attributes(doc, text, last);
            continue;
        }
        // What goes on from the line before: a title, a bracket, the rest of a range.
        if !begins(text) {
            // A heading that has lost its list stands above running text, and whom that names was not listed.
            if prose(text)
                && !text.starts_with(['(', '§'])
                && entries.last().is_none_or(|last| !last.name.is_empty() && text.ends_with('.'))
            {
                break;
            }
            let continues = text.starts_with('(')
                || text.starts_with(char::is_lowercase)
                || text.starts_with('§')
                || named == 0;
            if let Some(last) = entries.last_mut().filter(|_| continues) {
                attributes(doc, text, last);
            } else if entries.is_empty() && !continues {
                continue;
            } else if !continues && prose(text) {
                // A sentence: the list is over.
                break;
            }
            continue;
        }
        // `Ulla Ek förklarade mötet öppnat och …`: a sentence, and the list is over.
        let tells = leading_name(doc.model, after_title(doc.model, text).1, true).is_some_and(|named| {
            named.rest.starts_with(char::is_lowercase)
                && !["och ", "samt"].iter().any(|joint| named.rest.starts_with(joint))
                && !text.split_once(named.name).is_some_and(|(_, behind)| behind.starts_with(','))
                && !named.rest.split_whitespace().take(3).any(is_role_word)
                && named.rest.split_whitespace().count() >= 4
                && !REPLACES.is_match(named.rest)
        });
        if tells {
            break;
        }
        let first = entries.len();
        entries.extend(line_entries(doc, line, text, by_place));
        if let Some(entry) = entries.get_mut(first).filter(|_| !place.is_empty()) {
            entry.organization.get_or_insert_with(|| place.to_owned());
        }
    }
    entries
}

/// Whether a line is a sentence rather than a person with specks about: half of its words are in small letters.
fn prose(text: &str) -> bool {
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let small = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    words.len() >= 5 && small * 2 >= words.len()
}

/// Whether a line ends in the middle of a range, or with a word that a number follows.
fn waits_for_number(text: &str) -> bool {
    let range =
        text.strip_suffix(['-', '–']).is_some_and(|first| first.ends_with(|c: char| c.is_ascii_digit()));
    let counted = text.split_whitespace().next_back();
    range || matches!(counted, Some("ärende" | "ärenden" | "punkt" | "punkten" | "punkterna"))
}

/// Where the name begins on a line that tells first whom the person represents, without a mark between: `Norrby Ulla Ek,
/// chef`, `Region Norr Bo Al`. Words with capitals that are no first name stand before one that is.
fn behind_place(doc: &Doc<'_>, text: &str) -> Option<usize> {
    /// Words that the name of an organization before a person's has at most.
    const BEFORE: usize = 3;
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = behind_organization(doc.model, &words, BEFORE)?;
    let organization = words[..at].iter().all(|word| word.chars().all(char::is_alphanumeric))
        && !first_name(doc.model, words[0])
        && !words[..at].iter().any(|word| is_role_word(word) || honorific(word));
    let surname = words.get(at + 1).is_some_and(|word| word.starts_with(char::is_uppercase));
    (organization && surname).then(|| words[at].as_ptr() as usize - text.as_ptr() as usize)
}

/// Whether a title or a range stands behind the first comma of a line, and no other person on it.
fn title_behind(doc: &Doc<'_>, text: &str) -> bool {
    let pieces = split_outer(text, &[',', ';']);
    let later = |piece: &&str| split_and(doc, piece).into_iter().any(|part| is_second_name(doc, part));
    let task = |piece: &str| piece.trim().starts_with(|c: char| c.is_lowercase() || c == '§');
    pieces.get(1).is_some_and(|piece| task(piece)) && !pieces.iter().skip(1).any(later)
}

/// Whether a line ends behind a first name that follows `och`, or the comma behind another's whole name: the surname stands
/// on the next line.
fn breaks_name(doc: &Doc<'_>, text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    let (Some(last), Some(before)) = (words.next(), words.next()) else { return false };
    (matches!(before, "och" | "samt") && last.starts_with(char::is_uppercase) && first_name(doc.model, last))
        || ends_in_first_name(doc, text)
        || honorific(last)
        || last.ends_with('§')
        || last == "ersätter"
        || (matches!(last, "för" | "for")
            && (is_role_word(before.trim_end_matches(',')) || SERVES.is_match(before)))
}

/// The lines of persons with what an engine, or an extraction in the order of reading, has put on lines of their own: each
/// organization below its person, or all that is said of them below all of their names.
pub(crate) fn apart(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
    /// So many persons are a habit.
    const HABIT: usize = 3;
    // A name with nothing behind it but a bracket, or a task behind one comma.
    let person = |text: &str| {
        leading_name(doc.model, text, true).is_some_and(|named| {
            let bracket = named.rest.is_empty() || named.rest.starts_with('(') && named.rest.ends_with(')');
            bracket || (outer_commas(text) == 1 && !named.rest.contains(['.', ':']))
        })
    };
    let join = |(person, told): (&(usize, &str), &(usize, &str))| {
        let mark = if person.1.ends_with(',') { "" } else { "," };
        (person.0, format!("{}{mark} {}", person.1, told.1))
    };
    // What is said of each, in the order of the names: `ordförande`, `ersätter Bo Al`, `ledamot, §§ 3-9`. Where the two
    // are not as many, whose each is cannot be told.
    let small = |text: &str| text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    let task = |text: &str| small(text) || is_role_word(text.split([' ', ',']).next_back().unwrap_or(""));
    let first = lines.iter().position(|(_, text)| task(text)).unwrap_or(lines.len());
    let (names, told) = lines.split_at(first);
    let bare = |text: &str| person(text) && outer_commas(text) == 0;
    if names.len() >= HABIT
        && told.len() >= 2
        && names.iter().all(|(_, text)| bare(text))
        && told.iter().all(|(_, text)| task(text))
    {
        return Some(match names.len() == told.len() {
            true => names.iter().zip(told).map(join).collect(),
            false => names.iter().map(|&(line, text)| (line, text.to_owned())).collect(),
        });
    }
    if lines.len() < 2 * HABIT || !lines.len().is_multiple_of(2) {
        return None;
    }
    let pairs = || lines.chunks_exact(2).map(|pair| (&pair[0], &pair[1]));
    // No name begins it that anyone bears; what nobody has heard of is more likely an organization's.
    let organization = |text: &str| {
        text.starts_with(char::is_uppercase)
            && !text.contains([',', '(', ':'])
            && !is_role_word(text)
            && !text.split(' ').next().is_some_and(|first| first_name(doc.model, first))
    };
    pairs()
        .all(|(above, below)| person(above.1) && organization(below.1))
        .then(|| pairs().map(join).collect())
}

/// A list of persons who are called by their first names, a letter of the surname behind some: `Ulla, Bo, Eva L och Per`.
fn first_names(doc: &Doc<'_>, lines: &[(usize, &str)], class: Class) -> Option<Vec<Entry>> {
    // So many are a list; of those who were not there, one may be all.
    let least = if class.presence == Presence::Absent { 1 } else { 3 };
    let mut entries: Vec<Entry> = Vec::new();
    for &(line, text) in lines {
        for piece in split_outer(text, &[',', ';']).into_iter().flat_map(|piece| piece.split(" och ")) {
            let piece = piece.trim().trim_end_matches('.');
            let end = piece.find(" (").unwrap_or(piece.len());
            let mut words = piece[..end].split(' ');
            let first = words.next().is_some_and(|word| first_name(doc.model, word));
            let letter = words.next().is_none_or(|word| {
                word.trim_end_matches('.').chars().count() == 1 && word.starts_with(char::is_uppercase)
            });
            if !(first && letter && words.next().is_none()) {
                return None;
            }
            let mut entry = Entry { name: piece[..end].to_owned(), line, ..Entry::default() };
            attributes(doc, &piece[end..], &mut entry);
            entries.push(entry);
        }
    }
    (entries.len() >= least).then_some(entries)
}

/// The lines with each person on one of their own, where an engine has lost the gaps between their columns.
fn names_beside(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
    /// So many such lines are no chance.
    const HABIT: usize = 2;
    let told: Vec<Option<Vec<&str>>> = lines.iter().map(|(_, text)| several(doc.model, text)).collect();
    (told.iter().flatten().count() >= HABIT).then(|| {
        let of_line = |(&(line, text), names): (&(usize, &str), Option<Vec<&str>>)| {
            let names = names.unwrap_or_else(|| vec![text]);
            names.into_iter().map(|name| (line, name.to_owned())).collect::<Vec<_>>()
        };
        lines.iter().zip(told).flat_map(of_line).collect()
    })
}

/// The lines with a comma before whom each person represents, where that stands behind the name without one and most come
/// again: `Ulla Ek Norrby`, `Bo Al Norrby`. A surname seldom does.
fn places_apart(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
    /// So many rows are a list, and so many places of them.
    const ROWS: usize = 4;
    const PLACES: usize = 2;
    // The byte at which the last word of a name of three begins.
    let last = |text: &str| -> Option<usize> {
        let named = leading_name(doc.model, text, true)?;
        let mut words = named.name.split(' ');
        let (first, _, third) = (words.next()?, words.next()?, words.next()?);
        let own = text.starts_with(first) && words.next().is_none() && first_name(doc.model, first);
        own.then(|| third.as_ptr() as usize - text.as_ptr() as usize)
    };
    let word = |text: &str, at: usize| text[at..].split([' ', ',']).next().unwrap_or("").to_owned();
    let at: Vec<Option<usize>> = lines.iter().map(|(_, text)| last(text)).collect();
    let mut held: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (&(_, text), at) in lines.iter().zip(&at) {
        if let Some(at) = at {
            *held.entry(word(text, *at)).or_default() += 1;
        }
    }
    let again: usize = held.values().filter(|&&count| count > 1).sum();
    let places = held.values().filter(|&&count| count > 1).count();
    (lines.len() >= ROWS && places >= PLACES && again * 5 >= lines.len() * 3).then(|| {
        let apart = |(&(line, text), at): (&(usize, &str), &Option<usize>)| match at {
            Some(at) => (line, format!("{}, {}", text[..*at].trim_end(), &text[*at..])),
            None => (line, text.to_owned()),
        };
        lines.iter().zip(&at).map(apart).collect()
    })
}

/// The lines without the ticks that stand behind the names, where any has one: `Ulla Ek X, § 4`. Where several have, the
/// others' `-`, `F` or `0` says that they were not there.
fn without_ticks(lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
    static TICK: Pattern = Pattern::new(r"(?P<name>[\p{L})])(?:,\s*|\s+)(?:X|XX|Xx)(?P<end>,|$)");
    static NOT: Pattern = Pattern::new(r"(?P<name>[\p{L})])(?:,\s*|\s+)(?:-|–|F|0)$");
    let ticked = lines.iter().filter(|(_, text)| TICK.is_match(text)).count();
    (ticked > 0).then(|| {
        lines
            .iter()
            .map(|&(line, text)| {
                let told = TICK.replace_all(text, "${name}${end}");
                match ticked > 1 {
                    true => (line, NOT.replace_all(&told, "${name} (frånvarande)").into_owned()),
                    false => (line, told.into_owned()),
                }
            })
            .collect()
    })
}

/// The lines with `och` for a stroke between two names: `Ulla Ek/Bo Al, sekretariatet`.
fn without_strokes(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
    let parted = |text: &str| -> Option<String> {
        let (left, right) = text.split_once('/')?;
        let whole = leading_name(doc.model, left, true).is_some_and(|named| named.rest.is_empty());
        (whole && leading_name(doc.model, right, true).is_some())
            .then(|| format!("{} och {}", left.trim_end(), right.trim_start()))
    };
    lines.iter().any(|(_, text)| parted(text).is_some()).then(|| {
        lines.iter().map(|&(line, text)| (line, parted(text).unwrap_or_else(|| text.to_owned()))).collect()
    })
}

/// The lines of a register, `Ek, Ulla (S), ordförande`, `Ek Ulla (S)`, in the order in which names are said.
fn surname_first(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
    let turned: Vec<_> = lines.iter().map(|&(line, text)| (line, in_order(doc.model, text))).collect();
    let told = turned.iter().filter(|(_, text)| matches!(text, Cow::Owned(_))).count();
    if told == lines.len() || (told >= 2 && told * 3 >= lines.len() * 2) {
        return Some(turned.into_iter().map(|(line, text)| (line, text.into_owned())).collect());
    }
    without_comma(doc, lines)
}

/// The same where no comma stands between: only a surname, and behind it a first name.
fn without_comma(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
    /// So many are a habit of the list.
    const HABIT: usize = 2;
    let first_two = |text: &str| {
        let (first, rest) = text.split_once(' ')?;
        let end = rest.find([' ', ',', '(']).unwrap_or(rest.len());
        let word = |word: &str| {
            word.chars().all(|c| c.is_alphabetic() || c == '-') && word.starts_with(char::is_uppercase)
        };
        // A third name may be the surname.
        let ends =
            !rest[end..].trim_start().starts_with(char::is_alphabetic) || rest[end..].starts_with("   ");
        (ends && word(first) && word(&rest[..end]) && !honorific(first))
            .then(|| (first.to_owned(), rest[..end].to_owned(), rest[end..].to_owned()))
    };
    let first = |word: &str| first_name(doc.model, word);
    let turns = |text: &str| {
        first_two(text).is_some_and(|(a, b, _)| !first(&a) && surname(doc.model, &a) && first(&b))
    };
    let stands = |text: &str| first_two(text).is_some_and(|(a, b, _)| first(&a) && !first(&b));
    let habit = lines.iter().filter(|(_, text)| turns(text)).count();
    if habit < HABIT {
        return None;
    }
    // Where none stands in the order of speech, those go along whose names could be either.
    let all = !lines.iter().any(|(_, text)| stands(text));
    let turned = lines.iter().map(|&(line, text)| match first_two(text) {
        Some((a, b, rest)) if turns(text) || (all && first(&b)) => (line, format!("{b} {a}{rest}")),
        _ => (line, text.to_owned()),
    });
    Some(turned.collect())
}

/// So many persons with their parties before them are a habit of the list.
pub(crate) const PARTIES: usize = 3;

/// Whether letters by themselves are a party's, a local one's too: `S`, `TOB`.
pub(crate) fn is_partys(letters: &str) -> bool {
    is_party(letters)
        || ((2..=4).contains(&letters.chars().count()) && letters.chars().all(char::is_uppercase))
}

/// The lines with each person's party behind the name, where the list has it before: `S   Bo Al, § 4`. What an engine made
/// of a party's letters is none, and is left out.
fn party_first(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
    static FORM: Pattern =
        Pattern::new(r"^(?P<p>[\p{L}\d]{1,2}|\p{Lu}{3,4})(?:\s*[=:|—–-]{1,2})?,?\s+(?P<rest>\p{Lu}.*)$");
    let read = |text: &str| -> Option<(String, bool)> {
        let found = FORM.captures(text)?;
        let (letters, rest) = (&found["p"], found.name("rest")?.as_str());
        // `Bo Lars Ek` has no party before it.
        if first_name(doc.model, letters) && !is_party(letters) {
            return None;
        }
        let named = leading_name(doc.model, rest, true)?;
        first_name(doc.model, named.name.split(' ').next()?).then(|| {
            let party = is_partys(letters);
            let behind = if named.rest.is_empty() { String::new() } else { format!(", {}", named.rest) };
            let party_of = if party { format!(" ({letters})") } else { String::new() };
            (format!("{}{party_of}{behind}", named.name), party)
        })
    };
    let told: Vec<Option<(String, bool)>> = lines.iter().map(|(_, text)| read(text)).collect();
    let parties = told.iter().flatten().filter(|(_, party)| *party).count();
    let whole = told.iter().flatten().count() * 3 >= lines.len() * 2;
    (parties == lines.len() || parties >= PARTIES && whole).then(|| {
        let lines = lines.iter().zip(told);
        lines.map(|(&(line, text), told)| (line, told.map_or(text.to_owned(), |(text, _)| text))).collect()
    })
}

/// Whether a line ends in the first half of a double name, behind a comma.
fn double_begins(doc: &Doc<'_>, text: &str) -> bool {
    let first = text.strip_suffix('-').and_then(|text| text.rsplit(' ').next());
    text.contains(',') && first.is_some_and(|first| first_name(doc.model, first))
}

/// Whether a first name stands alone behind the last comma, and a whole name before the first: `Ek, Ulla` has its surname
/// there.
fn ends_in_first_name(doc: &Doc<'_>, text: &str) -> bool {
    let whole = |piece: &str| leading_name(doc.model, after_title(doc.model, piece).1, false).is_some();
    let pieces = split_outer(text, &[',']);
    let [first, .., last] = pieces[..] else { return false };
    let last = last.trim();
    // A letter alone is a party.
    last.starts_with(char::is_uppercase)
        && last.ends_with(char::is_lowercase)
        && !last.contains(' ')
        && first_name(doc.model, last)
        && whole(first)
}

/// `tjg ers för`: a word before `för` that says that someone serves in another's place.
static SERVES: Pattern = Pattern::new(r"(?i)^(?:tj\p{L}*|ers|ersättare|suppl|suppleant|stället)\.?$");

/// One line with a person, or with several: `Ulla Ek, Bo Al, Verket` share what follows, `Ulla Ek (s), § 4, Bo Al (m)`
/// have each their own.
fn line_entries(doc: &Doc<'_>, line: usize, text: &str, by_place: bool) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // Others without names are counted at the end: `Bo Al, ledamot samt ytterligare 80 medlemmar`.
    let text = MORE.find(text).map_or(text, |more| &text[..more.start()]);
    let parts: Vec<&str> =
        split_outer(text, &[',', ';']).into_iter().flat_map(|piece| split_and(doc, piece)).collect();
    for part in parts {
        let (title, named) = after_title(doc.model, part);
        // Behind `Ulla Ek, s,` a task is hers, also where the next person follows it without a comma.
        let waits = |title: &str, last: &Entry| match is_party(title) {
            true => last.party.is_none(),
            false => last.party.is_some() && last.role.is_none(),
        };
        let own = title.as_deref().is_some_and(|title| entries.last().is_some_and(|last| waits(title, last)))
            && behind_attributes(doc, part).1.is_some();
        match leading_name(doc.model, named, true)
            .filter(|_| !own && (entries.is_empty() || is_second_name(doc, named)))
        {
            Some(found) => {
                let mut entry = Entry { name: found.name.to_owned(), line, ..Entry::default() };
                match title {
                    Some(title) if absence(&title) => entry.struck = true,
                    Some(title) => add_role(&mut entry, &title),
                    None => {}
                }
                if by_place {
                    place_in_name(doc, named, &mut entry);
                }
                // `herrar Ek`: the name may not begin where the text does.
                let behind = found.name.as_ptr() as usize - named.as_ptr() as usize + found.name.len();
                let rest = named.get(behind..).unwrap_or("").trim_end();
                let (own, next) = run_together(doc, rest);
                if entry.organization.is_none() {
                    attributes(doc, own, &mut entry);
                }
                entries.push(entry);
                if let Some(next) = next {
                    entries.extend(line_entries(doc, line, next, by_place));
                }
            }
            None => {
                let (own, next) = behind_attributes(doc, part);
                if let Some(last) = entries.last_mut() {
                    attributes(doc, own, last);
                }
                if let Some(name) = next {
                    entries.push(Entry { name: name.to_owned(), line, ..Entry::default() });
                }
            }
        }
    }
    share(&mut entries);
    entries
}

/// Where an engine has lost the gap between two columns, a second person stands behind the first one's party:
/// what is the first one's, and where the second begins.
fn run_together<'a>(doc: &Doc<'_>, rest: &'a str) -> (&'a str, Option<&'a str>) {
    static PARTY_THEN_NAME: Pattern = Pattern::new(r"^\s*\([\p{L}-]{1,5}\)\s+(?P<next>\p{Lu}.*)$");
    let next = PARTY_THEN_NAME
        .captures(rest)
        .and_then(|found| found.name("next"))
        .filter(|next| is_second_name(doc, next.as_str()));
    match next {
        Some(next) => (&rest[..next.start()], Some(&rest[next.start()..])),
        None => (rest, None),
    }
}

/// The same inside a piece between commas, where a person's party, task or paragraphs stand before the next one's name:
/// `ordf Ulla Ek`, `s Bo Al`, `§§ 4-9 Ulla Ek`.
fn behind_attributes<'a>(doc: &Doc<'_>, piece: &'a str) -> (&'a str, Option<&'a str>) {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let own = |word: &&str| {
        is_party(word)
            || is_role_word(word)
            || matches!(*word, "v" | "vice" | "tf" | "bitr")
            || word.starts_with(|c: char| c == '§' || c == '$' || c.is_ascii_digit())
    };
    let told = words.iter().take_while(|word| own(word)).count();
    let name = (told > 0)
        .then(|| words.get(told))
        .flatten()
        .map(|first| &piece[first.as_ptr() as usize - piece.as_ptr() as usize..])
        .filter(|name| {
            let whole = leading_name(doc.model, name, false).is_some_and(|named| named.rest.is_empty());
            whole && first_name(doc.model, words[told])
        });
    match name {
        Some(name) => (&piece[..piece.len() - name.len()], Some(name)),
        None => (piece, None),
    }
}

/// Whether a later piece of a line is a second person and not a body's or a town's name.
fn is_second_name(doc: &Doc<'_>, piece: &str) -> bool {
    let party = || {
        leading_name(doc.model, piece, true).is_some_and(|named| {
            PARTY.find(named.rest).is_some_and(|found| found.start() == 0) || GROUP.is_match(named.rest)
        })
    };
    // `C. J. Brandt`: initials and a surname, and nothing else.
    let initials = || {
        leading_name(doc.model, piece, true).is_some_and(|named| {
            let mut words = named.name.split(' ').rev();
            let surname =
                words.next().is_some_and(|word| word.chars().count() > 2 && !of_an_organization(word));
            let initial = |word: &str| word.ends_with('.') && word.chars().count() <= 3;
            let first = named.name.split(' ').next().is_some_and(initial);
            named.rest.is_empty() && surname && first && words.all(initial)
        })
    };
    // `Cajsa Moltby (sekr.)`: a first name, and a task in brackets.
    let tasked = || {
        leading_name(doc.model, piece, true).is_some_and(|named| {
            let inside = named.rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let first = named.name.split(' ').next().is_some_and(|word| first_name(doc.model, word));
            first && inside.is_some_and(|task| !task.contains(' ') && is_role_word(task))
        })
    };
    leading_name(doc.model, piece, false).is_some() || party() || initials() || tasked()
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
///
/// What the persons are is told before the first of them, `ledamöterna A, B och C`, and holds up to another such word or an
/// office.
fn comma_entries(doc: &Doc<'_>, lines: &[(usize, &str)], class: Class) -> Vec<Entry> {
    // A person a line, in a list that is told as running text: `Samtliga ledamöter utom` / `Ulla Ek` / `Bo Al`.
    let whole = |text: &str| leading_name(doc.model, text, true).is_some_and(|named| named.rest.is_empty());
    let parted: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(at, &(_, text))| match lines.get(at + 1) {
            Some((_, next)) if whole(text) && leading_name(doc.model, next, true).is_some() => {
                format!("{text},")
            }
            _ => text.to_owned(),
        })
        .collect();
    let text = justera_core::text::unwrap(parted.iter().map(String::as_str));
    // `herrar A, B samt fru C`: what joins the last to the others is no part of the list of who else was there.
    let text = AND_MRS
        .replace_all(&text, |found: &regex::Captures<'_>| {
            let titled = |who: &regex::Match<'_>| who.as_str().split(' ').next().is_some_and(is_role_word);
            let who = found.get(1).or_else(|| found.get(2).filter(titled));
            who.map_or_else(|| found[0].to_owned(), |who| format!(", {}", who.as_str()))
        })
        .into_owned();
    // Which line each piece begins on is found again by its first words.
    let mut from = 0;
    let mut line_of = |name: &str| -> usize {
        let first = name.split_whitespace().next().unwrap_or("");
        let at =
            (from..lines.len()).find(|&at| lines[at].1.contains(first)).unwrap_or(from.min(lines.len() - 1));
        from = at;
        lines[at].0
    };
    // `samt ers. Ulla Ek` is one more; behind a comma it says for whom.
    static ONE_MORE: Pattern = Pattern::new(r",?\s+(?:samt|och)\s+(?:ers|suppl)\.\s+(?P<next>\p{Lu})");
    let text = ONE_MORE.replace_all(&text, ", suppleanten ${next}").into_owned();
    // A full stop between two persons: the list goes on in a new line.
    let text = STOP
        .replace_all(&text, |found: &regex::Captures<'_>| {
            // `Ordf. Ulla Ek`, `, studieorg. Bo Al`: a task that is shortened.
            let task = is_role_word(&found["word"])
                || (found.name("begins").is_some() && found["word"].starts_with(char::is_lowercase));
            let begins = found.name("begins").map_or("", |begins| begins.as_str());
            match task {
                true => found[0].to_owned(),
                false => format!("{begins}{}, {}", &found["word"], &found["next"]),
            }
        })
        .into_owned();
    // Who kept the minutes is told behind the list.
    static KEPT: Pattern = Pattern::new(
        r"\.\s+(?:(?:Såsom|Som)\s+\p{Ll}+\s+tjänstgjorde|Protokollet\s+fördes|Vid\s+protokollet)\b",
    );
    let text = KEPT.find(&text).map_or(text.as_str(), |kept| &text[..kept.start()]).to_owned();
    let text = match SAMT.find(&text) {
        Some(found) => text[..found.start()].to_owned(),
        None => text,
    };
    // `Frånvarande voro herrar A och B`, in the same paragraph.
    let (text, away) = match AWAY.captures(&text).and_then(|found| Some((found.get(0)?, found.name("who")?)))
    {
        Some((whole, who)) => (text[..whole.start()].to_owned(), who.as_str().to_owned()),
        None => (text, String::new()),
    };
    // `samtliga ledamöter utom herrar A och B, för vilka inträtt C`: who is left out was not there, who came instead was.
    let of_members = lower(&text).contains("samtliga ledamöter");
    let (text, missing) =
        match ALL_BUT.captures(&text).and_then(|found| Some((found.get(0)?, found.name("who")?))) {
            Some((whole, who)) => {
                let rest = format!("{}{}", &text[..whole.start()], &text[whole.end()..]);
                (rest, who.as_str().to_owned())
            }
            None => (text, String::new()),
        };
    let cut = |text: &str| -> Vec<String> {
        let parts = split_outer(text, &[',', ';']).into_iter().flat_map(|piece| split_and(doc, piece));
        parts.map(|part| behind_joint(doc, part.trim().trim_end_matches('.').trim()).to_owned()).collect()
    };
    let left_out: Vec<String> =
        cut(&missing).into_iter().chain(cut(&away)).filter(|piece| !piece.is_empty()).collect();
    let mut pieces: Vec<String> = left_out.iter().map(|piece| format!("~~{piece}~~")).collect();
    pieces.extend(cut(&text));
    // Municipality behind the name: a habit of the whole list, or a second surname.
    let placed = pieces.iter().filter(|piece| trailing_place(doc.model, piece).is_some()).count();
    let by_place = placed * 2 >= pieces.len().max(1);
    // `Ulla Ek, Åsa, Bo`: some are called by their first names. One that is a place's too is so only beside another.
    let lone = |piece: &str| {
        let word = piece.split_once(" (").map_or(piece, |(word, _)| word);
        !word.contains(' ') && first_name(doc.model, word) && !is_role_word(word)
    };
    let of_person = |piece: &str| lone(piece) && !is_place(doc.model, piece.split(' ').next().unwrap_or(""));
    let by_first_names = pieces.iter().any(|piece| of_person(piece));
    let mut entries: Vec<Entry> = Vec::new();
    // Of `samtliga ledamöter utom …` those named were members, or served for them.
    let members = !left_out.is_empty() && of_members;
    let mut called: Option<Called> = members.then_some(Called { capacity: Capacity::Member, several: true });
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        let struck = piece.contains("~~");
        let piece = piece.replace("~~", "");
        let (title, piece) = after_title(doc.model, &piece);
        let Some(named) = leading_name(doc.model, piece, true) else {
            if by_first_names && lone(piece) {
                let name = piece.split(' ').next().unwrap_or(piece);
                let mut entry =
                    Entry { name: name.to_owned(), line: line_of(name), struck, ..Entry::default() };
                attributes(doc, &piece[name.len()..], &mut entry);
                entries.push(entry);
            } else if let Some(last) = entries.last_mut() {
                attributes(doc, piece, last);
            }
            continue;
        };
        let mut entry =
            Entry { name: named.name.to_owned(), line: line_of(named.name), struck, ..Entry::default() };
        match title {
            Some(title) if absence(&title) => entry.struck = true,
            Some(title) if Called::by(&title).is_some() => called = Called::by(&title),
            // The party of the one before, whose line ended behind it.
            Some(title) if is_party(&title) => {
                if let Some(last) = entries.last_mut() {
                    last.party.get_or_insert(title);
                }
            }
            Some(title) => {
                called = None;
                add_role(&mut entry, &title);
            }
            None => {}
        }
        match called {
            Some(Called { capacity: Capacity::Substitute, .. }) => entry.stands_in = true,
            Some(Called { capacity, .. }) => entry.class = Some(Class { capacity: Some(capacity), ..class }),
            None => {}
        }
        called = called.filter(|called| called.several);
        if by_place {
            place_in_name(doc, piece, &mut entry);
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

/// A piece behind a comma without the word that joins it to those before: `, samt Bo Al`.
fn behind_joint<'a>(doc: &Doc<'_>, piece: &'a str) -> &'a str {
    let rest = ["samt ", "och ", "jämte "].iter().find_map(|joint| piece.strip_prefix(joint));
    let named = |rest: &&str| leading_name(doc.model, after_title(doc.model, rest).1, true).is_some();
    rest.filter(named).unwrap_or(piece)
}

/// What persons are called before their names.
#[derive(Clone, Copy)]
struct Called {
    capacity: Capacity,
    /// Whether the word is said of all that follow.
    several: bool,
}

impl Called {
    /// `ledamöterna`, `ordinarie ledamöter`, `suppleanten`.
    fn by(title: &str) -> Option<Self> {
        let small = lower(title);
        let (capacity, several) = match small.strip_prefix("ordinarie ").unwrap_or(&small) {
            "tjänstgörande suppleanten" | "tjänstgörande ersättaren" => (Capacity::Member, false),
            "tjänstgörande suppleanterna" | "tjänstgörande ersättarna" => (Capacity::Member, true),
            "ledamöterna" | "ledamöter" => (Capacity::Member, true),
            "ledamoten" => (Capacity::Member, false),
            "suppleanterna" | "suppleanter" | "ersättarna" => (Capacity::Substitute, true),
            "suppleanten" | "ersättaren" => (Capacity::Substitute, false),
            _ => return None,
        };
        Some(Called { capacity, several })
    }
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
                // Specks of a table's rules stand between the name and the place.
                entry.name = name.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.').to_owned();
                entry.organization = Some(words[at..].trim().to_owned());
            }
        }
    }
}

static AND_MRS: Pattern = Pattern::new(
    r",?\s+(?:(?:samt|och|ävensom)\s+((?:(?:suppleanten|suppleanterna|ersättaren|adjunkten)\s+)?(?:herr|herrar|fru|fruar|fröken|hr|frk|doktor|kyrkoherde)\s+\p{Lu})|samt\s+(\p{Ll}{4,}\s+\p{Lu}\p{Ll}))",
);
static MORE: Pattern = Pattern::new(
    r"(?i),?\s+(?:samt|och|jämte)\s+ytterligare\s+(?:(?:ca|cirka|c:a|omkring|drygt)\.?\s+)?(?:\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\b",
);
pub(crate) static ALL_BUT: Pattern = Pattern::new(
    r"(?i)\bsamtliga\s+(?:\p{L}+\s+){0,3}utom\s+(?P<who>[^:]+?)(?:,?\s*(?:för|i)\s+(?:vilka|vilkas|vars|vilken)\s+(?:ställe\s+)?(?:\p{L}+\s+){1,2}(?:(?:suppleanterna|suppleanten|ersättarna|ersättaren)\s+)?|$)",
);
static AWAY: Pattern = Pattern::new(
    r"(?i)[.;,]\s*(?:frånvarande|förhindrade)\b(?:\s+(?:voro|var|hade\s+anmält\s+sig))?:?\s+(?P<who>.+)$",
);
static LEFT: Pattern =
    Pattern::new(r"(?i)\b(?:avgått|har\s+lämnat\s+uppdraget|avsagt\s+sig|vakant)\b[^,\d]*$");
static STOP: Pattern = Pattern::new(r"(?P<begins>,\s)?(?P<word>\p{L}*\p{Ll}{3})\. (?P<next>\p{Lu}\p{Ll})");
static SAMT: Pattern = Pattern::new(
    r"(?i)[,.]?\s*\b(?:samt|och)\s+(?:föredragande|medverkande|övriga|ytterligare|föredragare|ca\b|cirka|gäster|deltagare|inbjudna)",
);

fn outer_commas(text: &str) -> usize {
    text.matches(',').count() - text.matches("(punkt").count().min(text.matches(',').count())
}

/// The line without a bullet, or without the number of a flat or of the row before the name.
fn strip_bullet(text: &str) -> &str {
    let text = text
        .trim_start_matches(['-', '•', '*', '–', '—', '·', '=', '_', '|', ' '])
        .trim_end_matches(['|', ' ']);
    // What they all are says who they are no more than `herrar` does.
    let text = ["Ledamöterna ", "Ledamöter ", "Herrar ", "Herrarna ", "herrarna "]
        .iter()
        .find_map(|all| text.strip_prefix(all))
        .unwrap_or(text)
        .trim_start();
    let number = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let rest = text[number..].trim_start_matches(['.', ')', ',']).trim_start();
    if number > 0 && rest.starts_with(char::is_uppercase) { rest } else { text }
}
