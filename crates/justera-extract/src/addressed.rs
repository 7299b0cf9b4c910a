//! Lists of persons written as a sentence in which each is addressed, as older minutes have them: `herr Bo Ek, ordförande,
//! herrar A. Al och P. Lund, fru Ulla Ås samt suppleanten herr Per Hed, inkallad i stället för herr Sven Ahl`.
//!
//! Behind an address a surname is enough of a name. What stands between two persons is told of the one before, unless it
//! ends with the address: `ordföranden, herr Ek`.

use justera_core::text::{Pattern, lower};
use justera_core::{Capacity, Presence};

use crate::Doc;
use crate::names::{honorific, leading_name};
use crate::person::{Entry, RANGE, add_role, after_title};
use crate::standing::Class;
use crate::tables::is_role_word;

/// Addresses that make a text such a list.
const LEAST: usize = 2;

/// Lines within which the next person is named.
const NEAR: usize = 6;

/// What divides the pieces of the sentence.
static DIVIDES: Pattern =
    Pattern::new(r"(?i),?\s+(?:samt|och|jämte|jemte|ävensom|äfvensom|även)\s+(?:af\s|av\s)?|[,;]\s*");

/// The list of a sentence; none where hardly anyone is addressed.
pub(crate) fn entries(doc: &Doc<'_>, lines: &[(usize, String)], class: Class) -> Option<Vec<Entry>> {
    let text = justera_core::text::unwrap(lines.iter().map(|(_, text)| text.as_str()));
    let addressed = text.split_whitespace().filter(|word| addresses(word)).count();
    // A person a line is a list of lines, whatever stands before the names; behind a word that leads to a name the line only
    // happened to break there: `såsom suppleant för` / `herr Ek`.
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| lines[before].1.split_whitespace().next_back());
        let leads = before.is_some_and(|word| word.chars().all(char::is_lowercase));
        !leads && lines[at].1.split_whitespace().next().is_some_and(addresses)
    };
    let beginning = (0..lines.len()).filter(|&at| begins(at)).count();
    // Or of whom it is told before the name when they were there.
    static DURING: Pattern = Pattern::new(r"(?i)\b(?:under|vid)\s+(?:be)?(?:handl|föredr)\p{L}+\s+a[vf]\s+§");
    // Who is left out of all is told otherwise.
    if crate::commas::ALL_BUT.is_match(&text)
        || (addressed < LEAST && !(class.capacity == Some(Capacity::Other) && DURING.is_match(&text)))
        || (lines.len() > 2 && beginning * 2 > lines.len())
    {
        return None;
    }
    let mut list = List { doc, entries: Vec::new(), class, pending: Pending::default(), addressed: false };
    for sentence in crate::sentences::sentences(&text) {
        // What was done at the meeting is told behind the list.
        const DONE: [&str; 6] = ["utsågs", "utsågos", "valdes", "beslöt", "beslöts", "upplästes"];
        if sentence.split_whitespace().any(|word| DONE.contains(&word)) {
            break;
        }
        list.sentence(&sentence);
    }
    let mut entries = list.entries;
    // Where some stand in or are called members, the others are members.
    let capacity = |entry: &Entry| entry.class.and_then(|class| class.capacity);
    let told = entries.iter().any(|entry| entry.stands_in || capacity(entry) == Some(Capacity::Member));
    for entry in entries.iter_mut().filter(|entry| told && !entry.stands_in) {
        if let Some(class) = entry.class.as_mut().filter(|class| class.capacity.is_none()) {
            class.capacity = Some(Capacity::Member);
        }
    }
    let mut from = 0;
    for entry in &mut entries {
        let last = entry.name.split_whitespace().next_back().unwrap_or("");
        // No name is further down than a few lines, and one that the line's end breaks is in none.
        let mut near = from..lines.len().min(from + NEAR);
        let whole =
            |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == last);
        from = near.find(|&at| whole(&lines[at].1)).unwrap_or(from);
        entry.line = lines[from].0;
    }
    (entries.len() >= LEAST).then_some(entries)
}

/// Whether a word addresses one or several.
fn addresses(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    honorific(word) || matches!(lower(word).as_str(), "broder" | "bröderna" | "syster" | "systrarna")
}

/// Whether a word begins what is told of others than the members.
fn besides(small: &str) -> bool {
    matches!(
        small,
        "dessutom"
            | "därjämte"
            | "därjemte"
            | "härjämte"
            | "härjemte"
            | "vidare"
            | "jämväl"
            | "äfven"
            | "även"
    )
}

/// Words between that and the persons.
const TOLD: [&str; 10] = [
    "var",
    "voro",
    "närvoro",
    "närvar",
    "tillstädes",
    "närvarande",
    "infunno",
    "sig",
    "frånvarande",
    "förhindrade",
];

/// Whether a text begins with an initial.
fn initial(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or("");
    word.ends_with('.') && word.starts_with(char::is_uppercase) && word.chars().count() <= 5
}

/// What was said before the person it is said of.
#[derive(Default)]
struct Pending {
    role: Option<String>,
    paragraphs: Option<String>,
    stands_in: bool,
    /// For whom the next person serves.
    replaces: Option<String>,
}

/// What stands about a piece of a sentence.
#[derive(Clone, Copy)]
struct Around {
    /// Whether `och`, `samt` or `jämte` stands before it, and not only a comma.
    joined: bool,
    /// The same of the piece behind it, where there is one.
    next: Option<bool>,
}

struct List<'a, 'b> {
    doc: &'a Doc<'b>,
    entries: Vec<Entry>,
    class: Class,
    pending: Pending,
    /// Whether those named next are addressed, so that a surname is a name.
    addressed: bool,
}

impl List<'_, '_> {
    fn sentence(&mut self, text: &str) {
        self.addressed = false;
        self.pending = Pending::default();
        let own = self.class;
        let small = lower(text);
        let away = ["förfall", "frånvarande", "förhindra", "uteblifv", "utebliv"];
        // `Herrar Ek och Al hade anmält förfall`: the whole sentence is of those who were not there.
        let absent = !self.entries.is_empty()
            && away.iter().any(|word| small.contains(word))
            && text
                .split_whitespace()
                .next()
                .is_some_and(|first| addresses(first) || away.contains(&lower(first).as_str()));
        if absent {
            self.class.presence = Presence::Absent;
        }
        if small.contains("bevist") || text.split(' ').next().is_some_and(|first| besides(&lower(first))) {
            self.class.capacity = Some(Capacity::Other);
        }
        let served = small.contains(" i stället för ") || small.contains(" tjänstgjorde för ");
        let pieces = pieces(text);
        for (nth, &(joined, piece)) in pieces.iter().enumerate() {
            let next = pieces.get(nth + 1).map(|&(joined, _)| joined);
            self.piece(piece, served, Around { joined, next });
        }
        self.class = own;
    }

    fn piece(&mut self, piece: &str, served: bool, around: Around) {
        let mut piece = piece.trim().trim_end_matches('.');
        // For whom the next one came: `samt såsom suppleant för herr Ek herr Al`.
        static BEFORE: Pattern = Pattern::new(
            r"(?i)^(?:såsom|som)\s+(?:suppleant|ersättare)\s+för\s+(?:(?:herr|fru|fröken)\s+)?(?P<who>(?-i:\p{Lu}).*)$",
        );
        if let Some(found) = BEFORE.captures(piece).filter(|_| around.joined && around.next.is_some())
            && let Some(named) = self.name(&found["who"], true)
        {
            self.pending.replaces = Some(named.0);
            return;
        }
        // Whom the one before came for.
        static INSTEAD: Pattern = Pattern::new(
            r"(?i)^(?:(?:(?:vilken|hvilken|vilka|hvilka|som|den\s+sistnämnd[ae])\s+)?(?:\p{L}+\s+){0,3}?i\s+stället\s+för|(?:den\s+sistnämnd[ae]\s+)?(?:(?:tjänstgörande|tjänstgjorde|inkallad|suppleant|ersättare)\s+){1,2}för|för)\s+(?P<who>(?:herr|fru|fröken|(?-i:\p{Ll}{5,}))?\s*(?-i:\p{Lu}).*)$",
        );
        if let Some(found) = INSTEAD.captures(piece).filter(|_| !self.entries.is_empty())
            && let Some(named) = self.name(after_title(self.doc.model, &found["who"]).1, true)
        {
            if let Some(last) = self.entries.last_mut() {
                last.replaces.get_or_insert(named.0);
                last.class = Some(Class { presence: Presence::Present, capacity: Some(Capacity::Member) });
            }
            return;
        }
        // Of those who were not there the same sentence may tell behind the others.
        let small = lower(piece);
        if let Some(at) = small.find("frånvarande ").filter(|&at| at > 0) {
            self.class.presence = Presence::Absent;
            let rest = piece.get(at..).unwrap_or("");
            let Some(from) = position(rest, addresses) else { return };
            piece = &rest[from..];
        }
        // A clause of its own tells nothing that is read.
        let relative =
            ["hvilka ", "hvilken ", "vilka ", "vilken ", "som "].iter().any(|word| small.starts_with(word));
        if relative {
            self.addressed = false;
            return;
        }
        // `under behandlingen av § 7` before the person whom it is said of; `§§ 3-9` and `(§§ 3-9)` behind.
        if let Some(found) = RANGE.find(piece) {
            let range = found.as_str().trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned();
            let before = small.starts_with("under ") || small.starts_with("vid ");
            let latter = ["den senare ", "den sistnämnd"].iter().any(|words| small.starts_with(words));
            // Between commas, and with another person joined behind it, it is said of the one before.
            let inserted = !around.joined && around.next != Some(false) && found.end() == piece.len();
            let before = before && !inserted;
            match self.entries.last_mut().filter(|_| latter || inserted || (!before && found.start() <= 1)) {
                Some(last) => {
                    last.paragraphs.get_or_insert(range);
                    return;
                }
                None if before => {
                    self.pending.paragraphs = Some(range);
                    return;
                }
                None => {}
            }
        }
        self.person(piece, served);
    }

    /// A piece that holds a person, or what is said of one.
    fn person(&mut self, piece: &str, served: bool) {
        if self.told(piece) {
            return;
        }
        let mut rest = piece;
        let mut titles: Vec<&str> = Vec::new();
        let mut addressed = false;
        // Behind `herrar` surnames follow each other; behind `herr` a place may follow the one.
        let mut several = false;
        // Class words, addresses and titles stand before the name.
        while let Some((word, behind)) = rest.split_once(' ') {
            let small = lower(word);
            match small.as_str() {
                "ledamöterna" | "ledamoten" | "ledamöter" => {
                    self.class.capacity = Some(Capacity::Member);
                    self.pending.stands_in = false;
                }
                "suppleanterna" | "suppleanten" | "ersättarna" | "ersättaren" => {
                    self.pending.stands_in = true
                }
                "gäster" | "gästerna" | "gästen" => self.class.capacity = Some(Capacity::Other),
                // What stands before the address is no title.
                _ if addresses(word) => {
                    addressed = true;
                    several = ["herrar", "herrarna", "hrr", "fruar", "fröknar", "bröderna", "systrarna"]
                        .contains(&small.trim_end_matches('.'));
                    titles.clear();
                }
                _ if besides(&small) || TOLD.contains(&small.as_str()) => {}
                _ if word.starts_with(char::is_lowercase) || is_role_word(word) => titles.push(word),
                // `Herr Konsul C. J. Ek`: a title that is not in the table stands before initials.
                _ if addressed && word.chars().count() > 3 && initial(behind) => titles.push(word),
                _ => break,
            }
            rest = behind.trim_start();
        }
        if addressed {
            self.addressed = several;
        }
        let surname = addressed || self.addressed || titles.last().is_some_and(|title| is_role_word(title));
        // `herr Ek, Verkmästarna`: of whom someone is one.
        let crowd =
            ["erna", "arna", "männen", "personalen", "föreningen"].iter().any(|end| rest.ends_with(end));
        if crowd && !rest.contains(' ') && rest.starts_with(char::is_uppercase) && !addressed {
            if let Some(last) = self.entries.last_mut() {
                last.organization.get_or_insert_with(|| rest.to_owned());
            }
            return;
        }
        let named = self.name(rest, surname).filter(|_| titles.len() <= 2);
        let Some((name, behind)) = named else { return };
        // The word directly before the name is the task, where it is one, or where nothing else stands there.
        let role = match titles.last() {
            Some(last) if is_role_word(last) || (titles.len() == 1 && !addressed) => (*last).to_owned(),
            _ => String::new(),
        };
        let pending = std::mem::take(&mut self.pending);
        self.pending.stands_in = pending.stands_in;
        // Who serves for a member does so as one.
        let class = match pending.replaces {
            Some(_) => Class { presence: Presence::Present, capacity: Some(Capacity::Member) },
            None => self.class,
        };
        let mut entry = Entry {
            name,
            replaces: pending.replaces,
            role: pending.role.or_else(|| (!role.is_empty()).then_some(role)),
            paragraphs: pending.paragraphs,
            class: Some(class),
            stands_in: pending.stands_in,
            struck: self.class.presence == Presence::Absent,
            ..Entry::default()
        };
        // Another sentence may tell again of someone who is listed.
        if self.known(&entry.name) {
            return;
        }
        // What goes on behind the name inside the piece.
        static FOR: Pattern =
            Pattern::new(r"\bför\s+(?:[Hh]err\s+|[Ff]ru\s+|[Ff]röken\s+)?(?P<who>\p{Lu}.*)$");
        if let Some(found) = FOR.captures(behind).filter(|_| served)
            && let Some((who, _)) = self.name(&found["who"], true)
        {
            entry.replaces = Some(who);
            entry.class = Some(Class { presence: Presence::Present, capacity: Some(Capacity::Member) });
        } else if let Some(found) = RANGE.find(behind) {
            let range = found.as_str().trim_start_matches(|c: char| !c.is_ascii_digit());
            entry.paragraphs.get_or_insert(range.to_owned());
        }
        self.entries.push(entry);
    }

    /// What is said of a person: an office behind the name, or before it: `ordföranden, herr Ek`.
    /// Whether the piece is one.
    fn told(&mut self, piece: &str) -> bool {
        let words: Vec<&str> = piece.split_whitespace().filter(|word| lower(word) != "tillika").collect();
        let office = |word: &&str| {
            is_role_word(&lower(word)) || matches!(*word, "vice" | "v." | "tf" | "bitr." | "verkställande")
        };
        if words.len() > 3 || !words.iter().all(office) {
            return false;
        }
        let role = words.join(" ");
        let definite =
            ["ordföranden", "sekreteraren", "kassören"].iter().any(|end| lower(&role).ends_with(end));
        let capital = role.starts_with(char::is_uppercase) || role.contains(" O") || definite;
        match self.entries.last_mut().filter(|_| !capital) {
            Some(last) => add_role(last, &role),
            None if capital => self.pending.role = Some(basic(&role)),
            None => {}
        }
        true
    }

    /// The name at the beginning of a text, and what stands behind it.
    fn name<'t>(&self, text: &'t str, addressed: bool) -> Option<(String, &'t str)> {
        if let Some(named) = leading_name(self.doc.model, text, addressed)
            && named.name.contains(' ')
        {
            return Some((named.name.to_owned(), named.rest));
        }
        // A surname, initials before it: `P. Lund`; without them only behind an address: `Lagerquist`.
        static SURNAME: Pattern = Pattern::new(
            r"^(?P<name>(?:\p{Lu}\p{Ll}{0,4}\.\s?)*(?:(?:von|af|av|de)\s)?\p{Lu}[\p{Ll}æé]+(?:-\p{Lu}\p{Ll}+)?)(?P<rest>$|[\s(.].*$)",
        );
        let found = SURNAME.captures(text)?;
        let name = found.name("name")?.as_str();
        (!is_role_word(name) && (addressed || name.contains(". ")))
            .then(|| (name.to_owned(), found.name("rest").map_or("", |rest| rest.as_str().trim())))
    }

    /// Whether someone of this name, or of this surname alone, is listed or replaced.
    fn known(&self, name: &str) -> bool {
        let surname = name.split_whitespace().next_back().unwrap_or("");
        let held = self.entries.iter().flat_map(|entry| std::iter::once(&entry.name).chain(&entry.replaces));
        let mut alike = held.filter(|held| {
            *held == name || (name == surname && held.split_whitespace().next_back() == Some(surname))
        });
        alike.next().is_some()
    }
}

/// The pieces of a sentence between commas and `och`, `samt`, `jämte`, and of each whether such a word stands before it.
fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut found = Vec::new();
    let (mut from, mut joined) = (0, false);
    for divide in DIVIDES.find_iter(text) {
        found.push((joined, &text[from..divide.start()]));
        joined = divide.as_str().contains(char::is_alphabetic);
        from = divide.end();
    }
    found.push((joined, &text[from..]));
    found.retain(|(_, piece)| piece.chars().any(char::is_alphanumeric));
    found
}

/// An office in its basic form: `vice ordförande` for `vice Ordföranden`.
fn basic(office: &str) -> String {
    let small = lower(office);
    small.strip_suffix("anden").map(|stem| format!("{stem}ande")).unwrap_or(small)
}

/// The byte at which the first word stands that fits.
fn position(text: &str, fits: fn(&str) -> bool) -> Option<usize> {
    text.split_whitespace()
        .find(|word| fits(word))
        .map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
}
