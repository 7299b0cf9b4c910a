//! Lists of persons in running text, between commas that may stand before a line's end.

use justera_core::Capacity;
use justera_core::text::{Pattern, lower};

use crate::Doc;
use crate::layouts::ends_in_first_name;
use crate::lists::tells;
use crate::names::{first_name, is_place, leading_name, trailing_place};
use crate::person::{Entry, absence, add_role, after_title, attributes, pieces, split_and, split_outer};
use crate::standing::Class;
use crate::tables::{abbreviated_name, is_party, is_role_word};

/// A comma list that runs over its lines.
///
/// What the persons are is told before the first of them, `ledamöterna A, B och C`, and holds up to another such word or an
/// office.
pub(crate) fn comma_entries(doc: &Doc<'_>, lines: &[(usize, &str)], class: Class) -> Vec<Entry> {
    // A person a line, in a list that is told as running text: `Samtliga ledamöter utom` / `Ulla Ek` / `Bo Al`.
    // And one whose line the next has no comma before: `…, Lars Holm och kyrkoherde Eva Lind` / `Bo Al, Ulla Ek`.
    let full = |text: &str, ends: bool| {
        let named = leading_name(doc.model, after_title(doc.model, text).1, true);
        named.is_some_and(|named| named.name.contains(' ') && (!ends || named.rest.is_empty()))
    };
    let ends = |text: &str| {
        let last = split_outer(text, &[',', ';']).pop().and_then(|piece| split_and(doc, piece).pop());
        last.is_some_and(|piece| full(piece.trim(), true)) && !ends_in_first_name(doc, text)
    };
    let begins = |text: &str| text.starts_with(char::is_uppercase) && full(text, false);
    let whole = |text: &str| leading_name(doc.model, text, true).is_some_and(|named| named.rest.is_empty());
    let parted: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(at, &(_, text))| match lines.get(at + 1) {
            Some((_, next))
                if whole(text) && leading_name(doc.model, next, true).is_some()
                    || ends(text) && begins(next) =>
            {
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
            // `Ordf. Ulla Ek`, `, studieorg. Bo Al`: a task that is shortened; or a first name, `Gust. Ek`.
            let task = is_role_word(&found["word"])
                || abbreviated_name(&found["word"])
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
        pieces(doc, text)
            .map(|(part, _)| behind_joint(doc, part.trim().trim_end_matches('.').trim()).to_owned())
            .collect()
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
        !word.contains(' ')
            && word.starts_with(char::is_uppercase)
            && first_name(doc.model, word)
            && !is_role_word(word)
    };
    let of_person = |piece: &str| lone(piece) && !is_place(doc.model, piece.split(' ').next().unwrap_or(""));
    let by_first_names = pieces.iter().any(|piece| of_person(piece));
    let mut entries: Vec<Entry> = Vec::new();
    // Of `samtliga ledamöter utom …` those named were members, or served for them.
    let members = !left_out.is_empty() && of_members;
    let mut called: Option<Called> = members.then_some(Called { capacity: Capacity::Member, several: true });
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        // What follows the list in the same part: `Ordföranden Ulla Ek hälsade alla välkomna och …`
        if tells(doc, piece) {
            break;
        }
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
pub(crate) fn place_in_name(doc: &Doc<'_>, piece: &str, entry: &mut Entry) {
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

pub(crate) static MORE: Pattern = Pattern::new(
    r"(?i),?\s+(?:samt|och|jämte)\s+ytterligare\s+(?:(?:ca|cirka|c:a|omkring|drygt)\.?\s+)?(?:\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\b",
);

pub(crate) static ALL_BUT: Pattern = Pattern::new(
    r"(?i)\bsamtliga\s+(?:\p{L}+\s+){0,3}utom\s+(?P<who>[^:]+?)(?:,?\s*(?:för|i)\s+(?:vilka|vilkas|vars|vilken)\s+(?:ställe\s+)?(?:\p{L}+\s+){1,2}(?:(?:suppleanterna|suppleanten|ersättarna|ersättaren)\s+)?|$)",
);

pub(crate) static AWAY: Pattern = Pattern::new(
    r"(?i)[.;,]\s*(?:frånvarande|förhindrade)\b(?:\s+(?:voro|var|hade\s+anmält\s+sig))?:?\s+(?P<who>.+)$",
);

pub(crate) static LEFT: Pattern =
    Pattern::new(r"(?i)\b(?:avgått|har\s+lämnat\s+uppdraget|avsagt\s+sig|vakant)\b[^,\d]*$");
static STOP: Pattern = Pattern::new(r"(?P<begins>,\s)?(?P<word>\p{L}*\p{Ll}{3})\. (?P<next>\p{Lu}\p{Ll})");
static SAMT: Pattern = Pattern::new(
    r"(?i)[,.]?\s*\b(?:samt|och)\s+(?:föredragande|medverkande|övriga|ytterligare|föredragare|ca\b|cirka|gäster|deltagare|inbjudna)",
);

pub(crate) fn outer_commas(text: &str) -> usize {
    text.matches(',').count() - text.matches("(punkt").count().min(text.matches(',').count())
}
