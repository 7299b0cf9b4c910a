//! Tables of persons whose gaps an engine has lost: the words of a row stand one space apart, and what they are tells
//! which cell each was of. They come out as rows between bars, for [`crate::sheets`].

use std::ops::Range;

use justera_core::labels::{self, Section};
use justera_core::text::lower;

use crate::Doc;
use crate::names::{behind_organization, leading_name};
use crate::person::{after_title, title_and_place};
use crate::sheets;
use crate::tables::{Column, is_party, is_role_word};

/// The heads of such a table: `Ledamot Parti Tjänstgör Tjänstgörande ersättare`. Behind them may stand what is left of the
/// heads of votes.
pub(crate) fn heads(text: &str) -> Option<Vec<String>> {
    /// A list of those present has at least a name, a party and whether they served; two words alone may be a heading.
    const HEADS: usize = 3;
    /// The heads of two votes, over two lines and misread, have about so many words; prose has more.
    const BEHIND: usize = 12;
    /// A line as long as this, in bytes, or with a stop at its end is text.
    const LONG: usize = 160;
    // The first rule of the table, and no other, may have been read.
    let text = text.strip_prefix("| ").filter(|text| !text.contains('|')).unwrap_or(text);
    // A stop ends a sentence, or a head that is cut short: `Närv.`
    let last = text.rsplit(' ').next().unwrap_or("");
    let ended = text.ends_with(',') || (text.ends_with('.') && !sheets::heads(last));
    if text.starts_with('|') || ended || text.len() > LONG || text.contains("   ") {
        return None;
    }
    let words = words(text);
    let (heads, behind) = heads_in(&words);
    let heads: Vec<String> = heads.into_iter().map(|range| words[range].join(" ")).collect();
    (heads.len() >= HEADS && behind <= BEHIND && sheets::heads_persons(&heads)).then_some(heads)
}

/// The heads of columns with which a line begins, as ranges of its words, and how many words are left.
pub(crate) fn heads_in(words: &[&str]) -> (Vec<Range<usize>>, usize) {
    /// `Ej tjänstgörande ersättare`.
    const LONGEST: usize = 3;
    let mut heads = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = (at + 1..=words.len().min(at + LONGEST)).rev().find(|&end| {
            let head = words[at..end].join(" ");
            let head = head.trim_end_matches('.');
            // Of words that head a column each, every one does.
            let each = end - at > 1 && words[at..end].iter().all(|word| sheets::heads(word));
            !each && (sheets::heads(head) || labels::section(head) == Some(Section::Attendance))
        });
        let Some(end) = end else { break };
        heads.push(at..end);
        at = end;
    }
    (heads, words.len() - at)
}

/// The rows below the heads on `line`, these first: those of the lines behind it up to two that are no rows.
pub(crate) fn rows<'a>(
    doc: &Doc<'_>,
    line: usize,
    heads: &[String],
    lines: impl Iterator<Item = (usize, &'a str)>,
) -> Vec<(usize, String)> {
    /// So many rows tell what a column holds whose head was not read.
    const TOLD: usize = 2;
    /// What heads the column of those who served instead, where its own head was not read.
    const INSTEAD: &str = "ersätts av";
    let mut table: Vec<(usize, &str)> = Vec::new();
    let mut title = None;
    for (next, text) in lines {
        if row(doc, text, heads).is_some() {
            table.push((next, text));
            title = None;
        } else if title.replace(next).is_some() || self::heads(text).is_some() {
            break;
        }
    }
    let mut heads = heads.to_vec();
    // Who stands behind the dash of one who was not there served in the place.
    let instead = |text: &str| {
        let mut behind = words(text).into_iter().skip_while(|word| tick(word) != Some("-")).skip(1);
        let first = behind.next().unwrap_or("");
        let rest = behind.fold(first.to_owned(), |rest, word| rest + " " + word);
        leading_name(doc.model, &rest, true).is_some()
    };
    let headed = heads.iter().skip(1).any(|head| sheets::column(head) == Some(Column::Substitute));
    if !headed && table.iter().filter(|(_, text)| instead(text)).count() >= TOLD {
        heads.push(INSTEAD.to_owned());
    }
    let title = (line, barred(&heads));
    let rows = table.into_iter().filter_map(|(at, text)| Some((at, row(doc, text, &heads)?)));
    std::iter::once(title).chain(rows).collect()
}

/// The words of a line, bars left out: they are rules of the table, and only some of them were read; the first of them
/// also as an `I`.
fn words(text: &str) -> Vec<&str> {
    let text = text.strip_prefix("I ").unwrap_or(text);
    text.split([' ', '|']).filter(|word| !word.is_empty()).collect()
}

fn barred<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |", cells.join(" | "))
}

/// A row between bars; none where the words do not tell which is which.
fn row(doc: &Doc<'_>, text: &str, heads: &[String]) -> Option<String> {
    let marks = |head: &String| {
        matches!(sheets::column(head), Some(Column::Presence | Column::Serves | Column::Party))
    };
    if !heads.iter().any(marks) {
        return row_of_words(doc, text, heads);
    }
    let words = words(text);
    // Tasks and places between the name and the mark at the end: `Ulla Ek chef Norrby kommun Närvarande`.
    let told = |head: &String| matches!(sheets::column(head), Some(Column::Role | Column::Organization));
    if let Some((_, before)) = heads.split_last()
        && heads.iter().any(told)
        && before.iter().all(|head| !marks(head))
    {
        let (last, rest) = words.split_last()?;
        let was = match tick(last) {
            Some(mark) => Some(mark),
            None if sheets::is_presence(last) => Some("ja"),
            None if sheets::is_absence(last, false) => Some("nej"),
            None => None,
        };
        let cells = was.and_then(|was| Some((row_of_words(doc, &rest.join(" "), before)?, was)));
        if let Some((cells, was)) = cells {
            return Some(format!("{cells} {was} |"));
        }
    }
    let (who, rest) = name_and_task(doc, &words)?;
    let (party, served, rest) = party_and_mark(rest)?;
    let (instead, voted) = substitute(doc, rest)?;
    // Who voted was there, even where the mark of it was not read.
    let served = served.or_else(|| voted.then(|| "x".to_owned()))?;
    let cells: Vec<&str> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| match sheets::column(head) {
            _ if at == 0 => who.as_str(),
            Some(Column::Party) => party.as_deref().unwrap_or(""),
            Some(Column::Presence | Column::Serves) => served.as_str(),
            Some(Column::Substitute) => instead.as_deref().unwrap_or(""),
            _ => "",
        })
        .collect();
    Some(barred(&cells))
}

/// A row of a table without a column of marks: whom a person represents stands before or behind the name, the task
/// behind it.
fn row_of_words(doc: &Doc<'_>, text: &str, heads: &[String]) -> Option<String> {
    /// Words that the name of an organization before a person's has at most.
    const BEFORE: usize = 4;
    let columns: Vec<Option<Column>> = heads.iter().map(|head| sheets::column(head)).collect();
    let name_at = columns.iter().position(|&column| column == Some(Column::Name))?;
    let words: Vec<&str> =
        words(text).into_iter().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let begins = match columns[..name_at] {
        [] => 0,
        [Some(Column::Organization)] => behind_organization(doc.model, &words, BEFORE)?,
        _ => return None,
    };
    let before = words[..begins].join(" ");
    let behind = words[begins..].join(" ");
    let named = leading_name(doc.model, &behind, true)?;
    // A task with a capital behind a name is none of it: `Ulla Ek Biträdande chef`.
    let tasked = columns.get(name_at + 1) == Some(&Some(Column::Role));
    let task = |word: &str| {
        is_role_word(word)
            || matches!(word, "Biträdande" | "Bitr" | "Tf" | "Vice" | "Förste" | "Tillförordnad")
    };
    let own = named.name.split(' ').skip(2).find(|word| tasked && task(word));
    let name = own.map_or(named.name, |word| {
        named.name[..word.as_ptr() as usize - named.name.as_ptr() as usize].trim_end()
    });
    let rest = behind
        .get(name.len()..)
        .map_or(named.rest, |rest| if own.is_some() { rest } else { named.rest })
        .trim();
    let (role, organization) = match columns[name_at + 1..] {
        [] if rest.is_empty() => (None, None),
        [Some(Column::Role)] => (Some(rest.to_owned()), None),
        [Some(Column::Organization)] => (None, Some(rest.to_owned())),
        [Some(Column::Role), Some(Column::Organization)] => title_and_place(doc, rest),
        _ => return None,
    };
    let cells: Vec<&str> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| match column {
            Some(Column::Name) => name,
            Some(Column::Role) => role.as_deref().unwrap_or(""),
            Some(Column::Organization) if at < name_at => before.as_str(),
            Some(Column::Organization) => organization.as_deref().unwrap_or(""),
            _ => "",
        })
        .collect();
    Some(barred(&cells))
}

/// The name with which a row begins, with the title before it and, behind a comma, the task; and the words that are left.
fn name_and_task<'a, 'b>(doc: &Doc<'_>, words: &'b [&'a str]) -> Option<(String, &'b [&'a str])> {
    let line = words.join(" ");
    let (_, untitled) = after_title(doc.model, &line);
    let named = leading_name(doc.model, untitled, true)?;
    // A party's letters or a mark behind a name read as an initial of it.
    let name: Vec<&str> = named.name.split_whitespace().collect();
    let letters = |word: &str| word.chars().all(char::is_uppercase) || party_of(word).is_some();
    let own = name
        .iter()
        .rposition(|word| !letters(word) && tick(word).is_none())
        .map_or(name.len(), |last| last + 1);
    let begins = words.iter().position(|word| word.trim_end_matches(',') == name[0])?;
    let end = (begins + own).min(words.len());
    let tasked = words[begins..end].iter().any(|word| word.ends_with(','));
    let told = |word: &&&str| tick(word).is_none() && party_of(word).is_none();
    let end = end + if tasked { words[end..].iter().take_while(told).count() } else { 0 };
    Some((words[..end].join(" "), &words[end..]))
}

/// What is no name, party or mark may be one that was read badly; what is longer is prose.
const UNREAD: usize = 3;

/// The party and the mark, or the paragraphs, with which what stands behind a name begins; and the words that are left.
fn party_and_mark<'a, 'b>(words: &'b [&'a str]) -> Option<(Option<String>, Option<String>, &'b [&'a str])> {
    let mut party = None;
    for (at, word) in words.iter().enumerate() {
        if let Some(mark) = tick(word) {
            return Some((party, Some(mark.to_owned()), &words[at + 1..]));
        }
        if let Some(first) = paragraphs(word, words.get(at + 1).copied()) {
            let more = words[at + 1..].iter().take_while(|word| is_figure(word)).count();
            let numbers = [&[first], &words[at + 1..=at + more]].concat().join(" ");
            return Some((party, Some(format!("§ {}", numbers.trim())), &words[at + 1 + more..]));
        }
        match party_of(word) {
            Some(letters) if party.is_none() => party = Some(letters),
            _ if word.chars().count() > UNREAD => return None,
            _ => {}
        }
    }
    Some((party, None, &[]))
}

/// Who served instead, up to the votes, and whether there are any; none where prose stands there.
fn substitute(doc: &Doc<'_>, words: &[&str]) -> Option<(Option<String>, bool)> {
    let count = words.iter().take_while(|word| tick(word).is_none()).count();
    let signed: Vec<&str> = (0..count)
        .map(|at| match paragraphs(words[at], words[..count].get(at + 1).copied()) {
            Some("") => "§",
            _ => words[at],
        })
        .collect();
    let rest = signed.join(" ");
    let named = leading_name(doc.model, &rest, true).is_some();
    let prose = !named && signed.iter().any(|word| word.chars().count() > UNREAD);
    (!prose).then(|| (named.then_some(rest), count < words.len()))
}

fn is_figure(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// What stands behind the § of a word that begins paragraphs: `41-44` of `§§41-44`, nothing of `§§`; `None` where it
/// begins none. An engine reads § as 8 or 5, once or twice, beside its number (`8897-113`) or before it (`88 41-44`).
fn paragraphs<'a>(word: &'a str, next: Option<&str>) -> Option<&'a str> {
    let bare = word.trim_start_matches(['§', '$']);
    if bare.len() < word.len() {
        return (bare.is_empty() || is_figure(bare)).then_some(bare);
    }
    let alone = matches!(word, "8" | "5" | "88" | "55" | "58" | "85");
    if alone {
        return next.is_some_and(is_figure).then_some("");
    }
    // Beside its number a misread § leaves a range whose first figure is the greater.
    let (first, last) = word.split_once(['-', '–'])?;
    let backwards = first.parse::<u32>().ok()? > last.parse::<u32>().ok()?;
    let number = first.strip_prefix(['8', '5'])?;
    let number = number.strip_prefix(['8', '5']).filter(|rest| !rest.is_empty()).unwrap_or(number);
    (backwards && is_figure(number)).then(|| &word[first.len() - number.len()..])
}

/// The mark in a column that tells who was there: a tick, a letter, a dash or the stop that is left of one. A lone
/// capital is often read twice (`Xx`), and the line beside a mark as a letter before it (`IX`, `I-`).
fn tick(word: &str) -> Option<&'static str> {
    let mark = |word: &str| match word {
        "x" | "xx" | "×" => Some("x"),
        "-" | "–" | "—" | "." => Some("-"),
        _ => None,
    };
    let small = lower(word);
    let beside = || small.strip_prefix(['i', 'l', '[']).and_then(mark).filter(|_| small != "l.");
    mark(&small).or_else(beside).or(match small.as_str() {
        "ja" | "j" => Some("ja"),
        "nej" => Some("nej"),
        "n" => Some("n"),
        "f" => Some("f"),
        _ => None,
    })
}

/// The party of a cell: `S`, read twice (`Ss`) or with the line beside it (`IC`).
fn party_of(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let twice = match letters[..] {
        [a, b] => a.is_uppercase() && b.is_lowercase() && a.to_lowercase().eq([b]),
        _ => false,
    };
    let party = if twice { letters[0].to_string() } else { word.to_owned() };
    let beside = || word.strip_prefix(['I', 'l', '[']).filter(|rest| is_party(rest)).map(str::to_owned);
    if is_party(&party) { Some(party) } else { beside() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_told_from_votes_and_years() {
        for (word, next, expected) in [
            ("§", Some("5-8"), Some("")),
            ("§5-8", None, Some("5-8")),
            ("§§41-44", None, Some("41-44")),
            ("$§41", None, Some("41")),
            ("§58-60", None, Some("58-60")),
            ("88", Some("41-44"), Some("")),
            ("8", Some("97"), Some("")),
            ("8897-113", None, Some("97-113")),
            ("5541-52", None, Some("41-52")),
            ("5", Some("x"), None),
            ("85-88", None, None),
            ("2031", None, None),
        ] {
            assert_eq!(paragraphs(word, next), expected, "{word} {next:?}");
        }
    }

    #[test]
    fn marks_are_read_with_what_stands_beside_them() {
        for (word, expected) in [
            ("Xx", Some("x")),
            ("IX", Some("x")),
            ("I-", Some("-")),
            ("J", Some("ja")),
            ("in", None),
            ("IF", None),
            ("l.", None),
        ] {
            assert_eq!(tick(word), expected, "{word}");
        }
        assert_eq!(party_of("Ss").as_deref(), Some("S"));
        assert_eq!(party_of("IC").as_deref(), Some("C"));
    }
}
