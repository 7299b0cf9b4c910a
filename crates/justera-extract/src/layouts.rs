//! Lists of persons whose lines have a form of their own: surnames first, boxes, places or parties apart. Each is given back as
//! lines in the common form.

use std::borrow::Cow;

use justera_core::Presence;
use justera_core::text::Pattern;

use crate::Doc;
use crate::commas::outer_commas;
use crate::lists::strip_bullet;
use crate::names::{first_name, honorific, in_order, leading_name, several, surname};
use crate::person::{Entry, after_title, attributes, split_outer};
use crate::roster::Roster;
use crate::standing::Class;
use crate::tables::{is_party, is_role_word};

/// Lines of a list, each with its number.
type NumberedLines = Vec<(usize, String)>;

/// The lines of a list with a box before each name, `[x] Ulla Ek`, without the boxes, and the lines on which they are not
/// ticked; where none is, nobody ticked the list.
pub(crate) fn boxes_before(roster: &Roster) -> Option<(NumberedLines, Vec<usize>)> {
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
pub(crate) fn first_names(doc: &Doc<'_>, lines: &[(usize, &str)], class: Class) -> Option<Vec<Entry>> {
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
pub(crate) fn names_beside(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
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
pub(crate) fn places_apart(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
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
pub(crate) fn without_ticks(lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
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
pub(crate) fn without_strokes(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
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
pub(crate) fn surname_first(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
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
pub(crate) fn party_first(doc: &Doc<'_>, lines: &[(usize, &str)]) -> Option<Vec<(usize, String)>> {
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
pub(crate) fn double_begins(doc: &Doc<'_>, text: &str) -> bool {
    let first = text.strip_suffix('-').and_then(|text| text.rsplit(' ').next());
    text.contains(',') && first.is_some_and(|first| first_name(doc.model, first))
}

/// Whether a first name stands alone behind the last comma, and a whole name before the first: `Ek, Ulla` has its surname
/// there.
pub(crate) fn ends_in_first_name(doc: &Doc<'_>, text: &str) -> bool {
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
