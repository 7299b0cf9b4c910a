//! Lists of persons in text: commas over line ends, or a person a line.

use justera_core::text::Pattern;

use crate::Doc;
use crate::commas::{ALL_BUT, AWAY, LEFT, MORE, comma_entries, outer_commas, place_in_name};
use crate::layouts::{
    boxes_before, double_begins, ends_in_first_name, first_names, names_beside, party_first, places_apart,
    surname_first, without_strokes, without_ticks,
};
use crate::names::{
    behind_organization, first_name, honorific, is_place, leading_name, of_an_organization, surname,
    trailing_place,
};
use crate::person::{
    Entry, GROUP, PARTY, RANGE, REPLACES, absence, add_role, after_title, attributes, is_tick, pieces,
    split_and, split_outer,
};
use crate::roster::Roster;
use crate::tables::{is_party, is_role_word};

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
        .map(|(line, text)| (*line, behind_way(strip_bullet(text))))
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
            // A § whose numbers were left out is none that the next line goes on from.
            Some((_, last))
                if unnumbered(last) < last.len() && !text.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                last.truncate(unnumbered(last));
                whole.push((*line, (*text).to_owned()));
            }
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
    let lines: Vec<(usize, &str)> =
        whole.iter().map(|(line, text)| (*line, &text[..unnumbered(text)])).collect();
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
    // Nor does a line of one person end with what joins two: `Ulla Ek, Bo Al och` / `Eva Lind`.
    let broken = broken
        || lines.windows(2).any(|pair| {
            let before = pair[0].1.strip_suffix(" och").or_else(|| pair[0].1.strip_suffix(" samt"));
            let named = before.and_then(|before| before.rsplit(' ').next());
            named.is_some_and(|name| name.starts_with(char::is_uppercase))
                && outer_commas(pair[0].1) > 0
                && begins(pair[1].1)
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
    /// So many persons below a sentence are the list that goes on.
    const GOES_ON: usize = 2;
    let mut entries: Vec<Entry> = Vec::new();
    for (nth, &(line, text)) in lines.iter().enumerate() {
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
        if tells(doc, text) {
            // `Ulla Ek deltog inte på plats`: below such a note the list may go on.
            let alone = |&&(_, text): &&(usize, &str)| {
                leading_name(doc.model, text, true).is_some_and(|named| named.rest.is_empty())
            };
            if lines[nth + 1..].iter().take(GOES_ON).filter(alone).count() == GOES_ON {
                continue;
            }
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

/// What stands behind words that say how those of a line took part: `Per telefon: Ulla Ek`.
fn behind_way(text: &str) -> &str {
    static WAY: Pattern = Pattern::new(
        r"^(?i:per|via|på|över)\s+(?i:telefon|länk|distans|teams|zoom|skype|video|mejl|mail)(?:\s+(?:och|eller)\s+\p{L}+)?\s*[:;]\s*",
    );
    WAY.find(text).map_or(text, |way| &text[way.end()..])
}

/// Whether a line that begins with a name is a sentence: `Ulla Ek förklarade mötet öppnat och …`
pub(crate) fn tells(doc: &Doc<'_>, text: &str) -> bool {
    leading_name(doc.model, after_title(doc.model, text).1, true).is_some_and(|named| {
        named.rest.starts_with(char::is_lowercase)
            && !["och ", "samt"].iter().any(|joint| named.rest.starts_with(joint))
            && !text.split_once(named.name).is_some_and(|(_, behind)| behind.starts_with(','))
            && !named.rest.split_whitespace().take(3).any(is_role_word)
            // `m94 tom § 9 samt from § 11`: paragraphs are told without a verb.
            && RANGE.replace_all(named.rest, "").split_whitespace().count() >= 4
            && !REPLACES.is_match(named.rest)
    })
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

/// The length of a text without the § at its end whose numbers were left out; behind a number it has its own, `18 §`.
fn unnumbered(text: &str) -> usize {
    let bare = text.trim_end_matches(['§', ' ', ',']);
    if text.ends_with('§') && !bare.ends_with(|c: char| c.is_ascii_digit()) {
        bare.len()
    } else {
        text.len()
    }
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

/// `tjg ers för`: a word before `för` that says that someone serves in another's place.
static SERVES: Pattern = Pattern::new(r"(?i)^(?:tj\p{L}*|ers|ersättare|suppl|suppleant|stället)\.?$");

/// One line with a person, or with several: `Ulla Ek, Bo Al, Verket` share what follows, `Ulla Ek (s), § 4, Bo Al (m)`
/// have each their own.
fn line_entries(doc: &Doc<'_>, line: usize, text: &str, by_place: bool) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // Others without names are counted at the end: `Bo Al, ledamot samt ytterligare 80 medlemmar`.
    let text = MORE.find(text).map_or(text, |more| &text[..more.start()]);
    for (part, person) in pieces(doc, text) {
        let (title, named) = after_title(doc.model, part);
        // Behind `Ulla Ek, s,` a task is hers, also where the next person follows it without a comma.
        let waits = |title: &str, last: &Entry| match is_party(title) {
            true => last.party.is_none(),
            false => last.party.is_some() && last.role.is_none(),
        };
        let own = title.as_deref().is_some_and(|title| entries.last().is_some_and(|last| waits(title, last)))
            && behind_attributes(doc, part).1.is_some();
        match leading_name(doc.model, named, true)
            .filter(|_| !own && (entries.is_empty() || person || is_second_name(doc, named)))
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
            || matches!(*word, "v" | "vice" | "tf" | "bitr" | "ej" | "del" | "av")
            || word.starts_with(|c: char| c == '§' || c == '$' || c.is_ascii_digit())
    };
    let told = words.iter().take_while(|word| own(word)).count();
    let name = (told > 0)
        .then(|| words.get(told))
        .flatten()
        .map(|first| &piece[first.as_ptr() as usize - piece.as_ptr() as usize..])
        .filter(|name| {
            // Behind paragraphs stands no more of the first one: a surname there need not be known.
            let served = words[told - 1].contains(|c: char| c.is_ascii_digit());
            let whole = leading_name(doc.model, name, served).is_some_and(|named| named.rest.is_empty());
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

/// The line without a bullet, or without the number of a flat or of the row before the name.
pub(crate) fn strip_bullet(text: &str) -> &str {
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
