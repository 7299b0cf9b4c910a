//! One person of a list: what stands behind the name.

use justera_core::labels::{self};
use justera_core::text::{Pattern, lower};
use justera_core::value_of;
use justera_lexicon::{Flags, Model};

use crate::Doc;
use crate::names::{first_name, honorific, leading_name, several, surname};
use crate::organization::is_association;
use crate::standing::Class;
use crate::tables::{is_party, is_role_word, of_organizations};

/// A person as read from a list, before it is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) role: Option<String>,
    pub(crate) organization: Option<String>,
    pub(crate) party: Option<String>,
    pub(crate) paragraphs: Option<String>,
    pub(crate) replaces: Option<String>,
    /// Who served for the person, where that is told beside the absence: `F (Ulla Ek)`.
    pub(crate) replaced_by: Option<String>,
    /// Whether the name is struck through, or its row says that the person was absent.
    pub(crate) struck: bool,
    /// Whether a word behind the name says that the substitute served.
    pub(crate) serves: bool,
    /// Whether a word at the name says that the person is a substitute.
    pub(crate) stands_in: bool,
    /// What the head of the person's own table says, where it has one.
    pub(crate) class: Option<Class>,
}

/// The title before a name, where one stands there, and the text from the name on: `kyrkoherde Bo Al`, `Ekonomichef Ulla
/// Ek`. What only addresses someone (herr, fru) is no title.
pub(crate) fn after_title<'a>(model: &Model, text: &'a str) -> (Option<String>, &'a str) {
    /// Words that a title has at most: `fullmäktiges sekreterare`, `tf förvaltningschef`.
    const WORDS: usize = 3;
    let text = text.trim();
    let mut rest = text;
    let mut title: Vec<&str> = Vec::new();
    while let Some((word, behind)) = rest.split_once(' ') {
        let clean = word.trim_end_matches('.');
        let small =
            clean.starts_with(char::is_lowercase) && clean.chars().all(|c| c.is_alphabetic() || c == '-');
        // A title that several share, `Konsulterna Ulla Ek och Bo Al`: of a role, or longer than any name with that end.
        const LONG: usize = 9;
        let shared = || {
            let stem = ["erna", "arna"].iter().find_map(|end| clean.strip_suffix(end));
            stem.is_some_and(|stem| {
                is_role_word(stem) || clean.chars().count() >= LONG && !surname(model, clean)
            })
        };
        // `Vice ordförande Bo Al`, `1:e vice ordförande Eva Lind`
        let rank = || {
            matches!(lower(clean).as_str(), "vice" | "v" | "tf" | "bitr" | "1:e" | "2:e")
                && behind.split(' ').take(2).any(is_role_word)
        };
        let capital = title.is_empty()
            && (honorific(clean) || rank() || (is_role_word(clean) || shared()) && !first_name(model, clean));
        if !(small || capital)
            || title.len() == WORDS
            || matches!(clean, "och" | "samt" | "för" | "ersätter" | "ers" | "i")
        {
            break;
        }
        title.push(word);
        rest = behind.trim_start();
        if rest.starts_with(char::is_uppercase) {
            break;
        }
    }
    if title.is_empty() || leading_name(model, rest, true).is_none() {
        return (None, text);
    }
    title.retain(|word| !honorific(word));
    // `varav från styrelsen Ulla Ek` says of whom she is one.
    if title.iter().any(|word| matches!(*word, "från" | "varav" | "däribland")) {
        title.clear();
    }
    ((!title.is_empty()).then(|| title.join(" ")), rest)
}

/// `A och B`, `A samt suppleanten B`: two persons, unless what stands behind is no name; also behind a task,
/// `kassör samt Bo Al`, where the name is a sure one.
pub(crate) fn split_and<'a>(doc: &Doc<'_>, piece: &'a str) -> Vec<&'a str> {
    const MARKS: [&str; 3] = [" och ", " samt ", " jämte "];
    let named =
        |text: &str, list: bool| leading_name(doc.model, after_title(doc.model, text).1, list).is_some();
    let mut marks: Vec<(usize, &str)> = MARKS.iter().flat_map(|mark| piece.match_indices(mark)).collect();
    marks.sort_unstable();
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, mark) in marks {
        // `A och samt B`: the space between is of both.
        if at < from {
            continue;
        }
        let (left, right) = (&piece[from..at], &piece[at + mark.len()..]);
        let task = || left.split(' ').next_back().is_some_and(is_role_word);
        if named(right, true) && (named(left, true) || task() && named(right, false)) {
            parts.push(left);
            from = at + mark.len();
        }
    }
    parts.push(&piece[from..]);
    parts
}

/// The pieces of a list, a person or what is said of one in each: between commas, beside `och`, and where the comma was left out,
/// `Ulla Ek Bo Al`. Of the last kind it is known that each is a person.
pub(crate) fn pieces<'a>(doc: &Doc<'_>, text: &'a str) -> impl Iterator<Item = (&'a str, bool)> {
    let parts = split_outer(text, &[',', ';']).into_iter().flat_map(move |piece| split_and(doc, piece));
    parts.flat_map(move |part| match several(doc.model, part) {
        Some(persons) => persons.into_iter().map(|person| (person, true)).collect(),
        None => vec![(part, false)],
    })
}

pub(crate) static PARTY: Pattern = Pattern::new(
    r"\((?P<p>[A-ZÅÄÖ]{1,5}|[A-ZÅÄÖ][a-zåäö]{1,2}[A-ZÅÄÖ]|\$S?|S\$|5|s|m|c|l|v|h|k|fp|mp|kd|sd|kds|vpk|nyd|bf|apk|-|–)\)",
);

/// Letters in brackets behind a name that may be a group's: `(Posk)`.
pub(crate) static GROUP: Pattern = Pattern::new(r"^\s*\((?P<p>\p{Lu}\p{L}{1,4}|\p{Ll}{2,4})\)");

/// The paragraphs that someone served, or did not, with the words before them: `§ 74`, `ej §§ 91-97`, `§ 122 - § 138`,
/// `paragraferna 66-83`, `deltog vid § 67`, `från och med punkt 5`.
pub(crate) static RANGE: Pattern = Pattern::new(
    r"(?xi)
    (?: (?: från | fr\.?\s?o\.?\s?m\.? | t\.?\s?o\.?\s?m\.? | till | ej | inte | utom | endast | enbart | frånvarande | jäv
          | delt(?:ar|og)\s+(?:inte|ej)(?:\s+i)? | (?:deltar|deltog|närvarande)\s+(?:vid|under|i|på)
          | (?:anlände|kom|lämnade|gick)\s+(?:mötet\s+)?(?:efter|före|vid|till) | del\s+av | vid | under | punkt\s\w
        ) \s+ (?:och\s+med\s+)? )*
    (?: [§$]{1,2} | paragraf(?:en|er|erna)?\b
      | (?:från|till|under|ej|t\.?o\.?m\.?|fr\.?o\.?m\.?) \s+ (?:och\s+med\s+)? punkt(?:erna)? )
    \s*\d+ (?:\.\d{1,2})? (?:\s*[-–]\s*(?:§{1,2}\s*)?\d+)?
    (?: (?: \s*(?:,|och|samt|&)\s* | \s+(?:t\.?o\.?m\.?|till)\s* | \s+(?:samt|och)\s+(?:fr\.?o\.?m\.?|från)\s* )
        (?:§{1,2}\s*)?\d+ (?:\.\d{1,2})? (?:\s*[-–]\s*(?:§{1,2}\s*)?\d+)? )*",
);

/// Whom someone replaces; an engine that knows no Swedish reads `för` as a word, `for`, which then stands.
pub(crate) static REPLACES: Pattern = Pattern::new(
    r"(?i)\b(?:ersätter|(?:(?:tjänstgörande|tjänstgör|tjänstg|tjgör|tjg|tgj|tj\.?\s?g|tj\b)\.?\s*)?(?:(?:ersättare|ers|suppleant|suppl)\.?\s*)?(?:i\s?stället\s+)?f[öo]r|ers\.?)\s+(?:(?:herr|fru|fröken|hr|frk|(?P<title>(?-i:\p{Ll}{5,})))\s+)?(?P<who>\p{Lu}.+)$",
);

static HOUSE: Pattern =
    Pattern::new(r"(?i),?\s*[-—]?\s*\b(?:nr|gård|hus|lgh|lägenhet)\W{0,2}\s*\d+.*$|\S+@\S+");

/// The points of the agenda at which someone was there, as notes print them behind the name: `processledare, punkt 4`,
/// `(fr.o.m. p. 4)`.
static POINTS: Pattern = Pattern::new(
    r"(?i)(?:^|,\s*|\s)(?P<way>(?:från|till|endast|ej|fr\.?\s?o\.?\s?m\.?|t\.?\s?o\.?\s?m\.?|(?:lämnade|lämnar|gick|anlände|kom)\s+(?:mötet\s+)?(?:efter|före|vid|till))\s+(?:och\s+med\s+)?)?(?P<what>punkt(?:en|erna)?\s*|pkt\.?\s*|p(?:\.\s*|\s+)|ärende(?:t|na)?\s*)(?P<n>\d{1,2}(?:\.\d{1,2})?(?:\s*(?:[-–]|,|och)\s*\d{1,2}(?:\.\d{1,2})?)*)$",
);

/// The points as they are written: their numbers, and the words before them where these say which way the range is open.
fn printed_points(found: &regex::Captures<'_>) -> String {
    match found.name("way") {
        Some(way) => format!("{}{}{}", way.as_str(), &found["what"], &found["n"]),
        None => found["n"].to_owned(),
    }
}

/// That someone came or went, which is no task: `lämnade 14.20`, `anlände kl. 15`.
static MOVES: Pattern = Pattern::new(
    r"(?i)^(?:lämnade|lämnar|gick|går|avvek|anlände|anländer|kom|anslöt|ansluter|deltog|deltar|närvarande|till|från|t\.?o\.?m\.?|fr\.?o\.?m\.?)\b.*(?:\d{1,2}[.:]\d{2}|\bkl\b).*$",
);

/// Whether a word is a tick, which is often read twice.
pub(crate) fn is_tick(word: &str) -> bool {
    matches!(word, "X" | "x" | "XX" | "Xx" | "xx")
}

/// Words beside a name that say that the person was not there.
pub(crate) fn absence(text: &str) -> bool {
    // `ej närvarande § 2` tells of a paragraph.
    if text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let small = text.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    matches!(
        small.as_str(),
        "frånvarande"
            | "frånv"
            | "ej närvarande"
            | "inte närvarande"
            | "frånvaro"
            | "deltog ej"
            | "deltog inte"
            | "deltar ej"
            | "deltar inte"
            | "uteblev"
            | "sjuk"
            | "sjukanmäld"
            | "förhinder"
            | "anmält förhinder"
            | "förhindrad"
            | "återbud"
            | "anmält förfall"
            | "förfall"
    )
}

/// Paragraphs whose § an engine read as other signs: `8 61`, `88 58-62, 64`.
static MISREAD_RANGE: Pattern = Pattern::new(
    r"^[8$&5Ss§]{1,2}\s?(?P<n>\d{1,4}(?:\s*[-–]\s*\d{1,4})?(?:\s*,\s*\d{1,4}(?:\s*[-–]\s*\d{1,4})?)*)$",
);

/// A range without the figure of an ordinal that stands behind it: `ej § 171, 2:e vice ordförande`; none where no figure is
/// left.
fn whole_numbers(text: &str, range: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    if !text[range.end..].starts_with(":e") && !text[range.end..].starts_with(":a") {
        return Some(range);
    }
    let held = text[range.clone()].trim_end_matches(|c: char| c.is_ascii_digit());
    let left = range.start..range.start + held.trim_end_matches([',', ' ']).len();
    text[left.clone()].contains(|c: char| c.is_ascii_digit()).then_some(left)
}

/// Whether the first number of a range is that of an item.
fn served_here(doc: &Doc<'_>, range: &str) -> bool {
    let first = range.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
    let first = value_of(first);
    first.is_some() && doc.outline.children(None).any(|(_, node)| value_of(&node.number) == first)
}

/// Reads what stands behind a name: party, role, paragraphs, whom the person replaces, organization.
pub(crate) fn attributes(doc: &Doc<'_>, text: &str, entry: &mut Entry) {
    let mut rest = text.trim().trim_matches(|c: char| matches!(c, ',' | ';' | '.')).trim().to_owned();
    // `ers PRO för Bo Al`: of whom the substitute is one, and for whom.
    static OF_ONE: Pattern = Pattern::new(r"^ers\.?\s+(?P<of>\p{Lu}{2,6})\s+för\s+(?P<who>\p{Lu}.*)$");
    let of_one =
        OF_ONE.captures(&rest).map(|found| (found["of"].to_owned(), format!("ersätter {}", &found["who"])));
    if let Some((of, instead)) = of_one {
        entry.organization.get_or_insert(of);
        rest = instead;
    }
    // The class and the year of a student, which is no organization: `Ulla Ek m94`, `Bo Al, D-17`.
    static CLASS: Pattern = Pattern::new(r"^\p{L}{1,3}-?\d{2}(?:\s+|$)");
    if let Some(class) = CLASS.find(&rest) {
        rest.replace_range(class.range(), "");
    }
    // A tick whose column is not known says nothing.
    if is_tick(&rest) {
        return;
    }
    // A bare `för` says whom directly behind the name; behind a task it says for whom that is (`tolk för`).
    let instead = |found: &regex::Captures<'_>| {
        let whole = found.get(0).map_or("", |whole| whole.as_str()).to_lowercase();
        let before =
            PARTY.replace_all(&rest[..found.get(0).map_or(0, |whole| whole.start())], "").into_owned();
        let titled = found.name("title").is_none_or(|title| is_role_word(title.as_str()));
        titled
            && (!(whole.starts_with("för ") || whole.starts_with("for "))
                || !before.chars().any(char::is_alphabetic))
    };
    if let Some(found) = REPLACES.captures(&rest).filter(instead) {
        let who = found.name("who").map_or("", |who| who.as_str());
        // The bracket was opened before: `(ersätter Bo Al)`.
        let who = who.strip_suffix(')').filter(|who| !who.contains('(')).unwrap_or(who);
        // `för` alone stands before many things; before a name it says whom.
        if let Some(named) = leading_name(doc.model, who, true) {
            entry.replaces = Some(named.name.to_owned());
            // `tjänstgör för Bo Al`
            let whole = lower(found.get(0).map_or("", |whole| whole.as_str()));
            entry.serves |= whole.starts_with("tj");
            let mut beyond = named.rest.to_owned();
            beyond = PARTY.replace_all(&beyond, "").trim().to_owned();
            let start = found.get(0).map_or(0, |whole| whole.start());
            rest = format!("{} {}", &rest[..start], beyond).trim().to_owned();
        }
    }
    if let Some((party, range)) = group_of_own(doc, &rest) {
        entry.party.get_or_insert(party);
        rest.replace_range(range, " ");
    }
    if let Some(found) = PARTY.captures(&rest) {
        let party = found.name("p").map_or("", |party| party.as_str());
        if !is_role_word(party) {
            // `($)` in the place of a party is an S that an engine misread; `(5)` where others have theirs so.
            let party = match party {
                "$" | "$S" | "S$" => "S",
                "5" if doc.repaired.text().contains("(S)") => "S",
                _ => party,
            };
            // Letters that are no known party's are one's where members have their parties beside them.
            let known = is_party(party)
                || ["(S)", "(M)", "(C)", "(s)", "(m)", "(c)"]
                    .iter()
                    .any(|held| doc.repaired.text().contains(held));
            if known && party.chars().all(char::is_alphabetic) {
                entry.party.get_or_insert_with(|| party.to_owned());
            }
            let whole = found.get(0).map_or(0..0, |whole| whole.range());
            rest.replace_range(whole, " ");
            rest = rest.trim_matches([',', ' ']).to_owned();
        }
    }
    // A bracket may hold a point of a paragraph beside the role: (punkt A § 111, chef).
    let mut roles: Vec<String> = Vec::new();
    while let (Some(open), Some(close)) = (rest.find('('), rest.find(')')) {
        if close < open {
            rest.remove(close);
            continue;
        }
        if let Some(points) = POINTS.captures(&rest[open + 1..close]).filter(|_| entry.paragraphs.is_none()) {
            entry.paragraphs = Some(printed_points(&points));
            let start = open + 1 + points.get(0).map_or(0, |whole| whole.start());
            rest.replace_range(start..close, "");
            continue;
        }
        let range = RANGE.find(&rest[open + 1..close]);
        if let Some(range) = range.filter(|range| !lower(range.as_str()).starts_with("punkt")) {
            // `(§ 74)`, `(suppleant, från punkt 5)`: read with what stands outside.
            let range = range.as_str().to_owned();
            let cut = rest[open + 1..close].replacen(&range, "", 1);
            rest =
                format!("{}({}){} {range}", &rest[..open], cut.trim_matches([',', ' ']), &rest[close + 1..]);
            continue;
        }
        let inside: Vec<String> = split_outer(&rest[open + 1..close], &[','])
            .into_iter()
            .map(str::trim)
            .filter(|part| !part.is_empty() && !lower(part).starts_with("punkt"))
            .filter(|part| !takes_part(part) && !is_part_of_day(part))
            .map(str::to_owned)
            .collect();
        roles.push(inside.join(", "));
        rest.replace_range(open..=close, " ");
    }
    if let Some(open) = rest.find('(') {
        // The bracket goes on in the next line.
        let inside: Vec<&str> = rest[open + 1..]
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty() && !lower(part).starts_with("punkt"))
            .collect();
        roles.push(inside.join(", "));
        rest.truncate(open);
    }
    rest = rest.replace(')', " ");
    rest = HOUSE.replace_all(&rest, "").trim().to_owned();
    if absence(&rest) {
        entry.struck = true;
        rest.clear();
    }
    if is_party(&rest) {
        // `Ulla Ek, S, ordf`; behind the one who is replaced it is that one's.
        if entry.replaces.is_none() || entry.party.is_none() {
            entry.party.get_or_insert_with(|| rest.clone());
        }
        return;
    }
    if let Some(found) = MISREAD_RANGE.captures(&rest).filter(|found| served_here(doc, &found["n"])) {
        let start = found.get(0).map_or(0, |whole| whole.start());
        rest = format!("{} §{}", &rest[..start], &found["n"]);
    }
    // `Ulla Ek (S), 118–125`: the numbers alone, where they are those of items.
    static BARE: Pattern = Pattern::new(r"^\d{1,4}(?:\s*[-–]\s*\d{1,4})?$");
    if BARE.is_match(&rest)
        && rest.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).all(|n| served_here(doc, n))
    {
        rest = format!("§ {rest}");
    }
    // `t.o.m. 45`: the number alone, where it is that of an item.
    static OPEN: Pattern = Pattern::new(
        r"(?i)\b(?P<way>fr\.?\s?o\.?\s?m\.?|t\.?\s?o\.?\s?m\.?|från\s+och\s+med|till\s+och\s+med)\s+(?P<n>\d{1,4})$",
    );
    let open = OPEN.captures(&rest).filter(|found| served_here(doc, &found["n"]));
    if let Some((whole, way, number)) =
        open.and_then(|found| Some((found.get(0)?.start(), found["way"].to_owned(), found["n"].to_owned())))
    {
        rest = format!("{}{way} § {number}", &rest[..whole]);
    }
    if let Some(range) = RANGE.find(&rest).and_then(|range| whole_numbers(&rest, range.range())) {
        // That someone was there is what the list says; the word for a paragraph is left out as its sign is.
        static THERE: Pattern = Pattern::new(
            r"(?i)\b(?:(?:(?:deltar|deltog|närvarande)\s+)?(?:vid|under)|(?:deltar|deltog|närvarande)\s+(?:i|på)|paragraf(?:en|er|erna)?)\s",
        );
        static NOT: Pattern = Pattern::new(r"(?i)\bdelt(?:ar|og)\s(?:inte|ej)(?:\si)?\b");
        let held = rest[range.clone()].replace(['§', '$'], " ");
        let held = NOT.replace_all(&held, "ej");
        let held = THERE.replace_all(&held, " ");
        let held = held.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",");
        entry.paragraphs = Some(match entry.paragraphs.take() {
            Some(before) => format!("{before}, {held}"),
            None => held,
        });
        rest.replace_range(range, " ");
    }
    if entry.paragraphs.is_none()
        && let Some(points) = POINTS.captures(&rest)
    {
        entry.paragraphs = Some(printed_points(&points));
        let start = points.get(0).map_or(0, |whole| whole.start());
        rest.truncate(start);
    }
    let rest = rest
        .trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '.' | '-' | '–' | '—' | ':' | '~')
        })
        .to_owned();
    for role in
        roles.into_iter().chain(std::iter::once(rest)).filter(|role| role.chars().any(char::is_alphabetic))
    {
        let role = role.trim();
        if remark(entry, role) {
            continue;
        }
        // `(fd SD)` tells of a party that was left, and no task.
        let former = role.strip_prefix("fd ").or_else(|| role.strip_prefix("f.d. ")).is_some_and(is_party);
        if former {
            continue;
        }
        // A unit before the title: (socialförvaltningen, sekreterare).
        if let Some((unit, title)) = role.split_once(", ")
            && is_unit(unit)
            && title.split_whitespace().any(is_role_word)
            && entry.organization.is_none()
        {
            entry.organization = Some(unit.to_owned());
            add_role(entry, title);
            continue;
        }
        // `Ulla Ek från kommunen`
        if let Some(organization) =
            role.strip_prefix("från ").filter(|whom| !whom.contains(|c: char| c.is_ascii_digit()))
        {
            entry.organization.get_or_insert_with(|| organization.to_owned());
            continue;
        }
        let (title, organization) = title_and_place(doc, role);
        if let Some(title) = title {
            add_role(entry, &title);
        }
        // What heads another group of the list is no one's organization.
        if let Some(organization) = organization.filter(|organization| !organization.contains(':')) {
            entry.organization.get_or_insert(organization);
        }
    }
}

/// The letters of a local party or of a group of nominees in brackets behind a name, `(Posk)`, `(BorgA)`, and where
/// they stand: short, with a capital, no name, place or task, and borne by several of those beside whom `(S)` stands.
fn group_of_own(doc: &Doc<'_>, text: &str) -> Option<(String, std::ops::Range<usize>)> {
    let found = GROUP.captures(text)?.name("p")?;
    let letters = found.as_str();
    let whole = format!("({letters})");
    let flags = doc.model.flags_of(letters);
    // `BorgA`: no word has a capital inside.
    let inside = letters.chars().skip(1).any(char::is_uppercase);
    let named = [Flags::PLACE, Flags::FIRST_NAME, Flags::SURNAME].iter().any(|&flag| flags.has(flag));
    let word = doc.model.id(&lower(letters)).is_some() && !is_party(letters);
    let other = ((named || word) && !inside)
        || is_role_word(letters)
        || takes_part(letters)
        || letters.chars().skip(1).all(char::is_uppercase);
    let text = doc.repaired.text();
    let small = letters.starts_with(char::is_lowercase);
    let known =
        if small { ["(s)", "(m)", "(c)", "(fp)", "(v)"] } else { ["(S)", "(M)", "(C)", "(L)", "(V)"] };
    let beside = known.iter().any(|party| text.contains(party));
    let several = text.match_indices(&whole).nth(1).is_some();
    (!other && beside && several).then(|| (letters.to_owned(), found.start() - 1..found.end() + 1))
}

/// Whether words beside a name say how the person took part: `på distans`.
pub(crate) fn takes_part(text: &str) -> bool {
    static FORM: Pattern = Pattern::new(
        r"(?i)^\(?(?:(?:deltar|deltog|närvarande)\s+)?(?:på\s+(?:distans|länk|plats)|distans|digitalt|fysiskt|via\s+(?:länk|teams|zoom|skype|telefon|video)|per\s+telefon)\)?[.,]?$",
    );
    FORM.is_match(text.trim())
}

/// Whether words beside a name say for which part of the day the person was there: `förmiddagen`.
fn is_part_of_day(text: &str) -> bool {
    matches!(lower(text).as_str(), "förmiddag" | "förmiddagen" | "eftermiddag" | "eftermiddagen")
}

/// Takes what stands in the place of a task and is none: that the person was not there, came or went, or served.
fn remark(entry: &mut Entry, text: &str) -> bool {
    let small = lower(text.trim_matches(['(', ')', '.']));
    match small.as_str() {
        _ if absence(text) => entry.struck = true,
        // Why someone did not serve, and which of two of the same name it is, are no tasks.
        "jäv" | "jr" | "sr" | "d.y" | "d.ä" | "del av" | "del av mötet" | "del av sammanträdet" => {}
        // `dag 1`: on which day of several someone was there.
        _ if small.strip_prefix("dag ").is_some_and(|day| day.chars().all(|c| c.is_ascii_digit())) => {}
        _ if small.starts_with("p.g.a") || small.starts_with("på grund av ") || small.starts_with("pga ") => {
        }
        // Why someone was not there, and whether they had said so.
        "semester" | "tjänstledig" | "föräldraledig" | "ledig" | "tjänsteresa" | "annat möte" => {
            entry.struck = true
        }
        "anmält" | "anmäld" | "oanmäld" | "utan anmälan" | "ej anmält" | "ej anmäld" | "med anmälan" =>
            {}
        // `utan anmält förfall`, `med laga förfall`
        _ if small.ends_with("förfall") => entry.struck = true,
        _ if MOVES.is_match(text) || takes_part(text) || is_part_of_day(text) => {}
        // `(närvaro- och yttranderätt)`: what someone may do there is no task.
        _ if only_rights(&small) => {}
        // `den sistnämnda tjänstgörande för …, som anmält förhinder`: what is told of persons named before.
        "den sistnämnda" | "den sistnämnde" | "de sistnämnda" => {}
        _ if small.strip_prefix("som ").or(small.strip_prefix("vilken ")).is_some_and(absence) => {}
        _ if serves(&small) || small.starts_with("tjänstgör på ") => entry.serves = true,
        "suppl"
        | "suppleanten"
        | "suppleanterna"
        | "ej tjänstgörande"
        | "ej tjänstgörande ersättare"
        | "icke tjänstgörande ersättare"
        | "ej tjänstgörande suppleant" => entry.stands_in = true,
        _ => return false,
    }
    true
}

/// Whether words say of a substitute, by themselves, that it serves.
pub(crate) fn serves(text: &str) -> bool {
    let small = lower(text);
    matches!(
        small.trim_end_matches('.'),
        "tjänstgörande"
            | "tjänstgörande ersättare"
            | "tjänstgör"
            | "tjänstgjorde"
            | "tjänstg"
            | "tjg"
            | "tjg ers"
            | "tj ers"
            | "tj"
            | "tj.g"
    )
}

/// Whether words in small letters are nothing but rights that someone has there.
fn only_rights(small: &str) -> bool {
    let mut words = small.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| matches!(word, "med" | "utan" | "och" | "närvaro") || word.ends_with("rätt"))
}

/// Writes a task.
pub(crate) fn add_role(entry: &mut Entry, role: &str) {
    // An age, a telephone, a street: figures are of no task but for those of rank, `1:e vice ordförande`.
    let figures = role.split_whitespace().any(|word| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && !word.contains(":e")
            && !word.contains(":a")
            && !matches!(word, "1" | "2" | "3" | "1." | "2.")
    });
    // A letter by itself is a speck.
    let speck = role.chars().filter(|c| c.is_alphabetic()).count() < 2;
    // What someone did is no task: `hälsade alla välkomna`.
    static DID: Pattern = Pattern::new(r"^\p{Ll}{3,}ade\s\p{Ll}+\s|\p{Ll}{3}\.\s\p{Lu}\p{Ll}+\s\p{Ll}");
    if figures || speck || DID.is_match(role) || remark(entry, role) {
        return;
    }
    entry.role = Some(match entry.role.take() {
        Some(held) => format!("{held}, {role}"),
        None => role.to_owned(),
    });
}

/// Whether words before a title name a unit, or an organization by its letters.
fn is_unit(text: &str) -> bool {
    let text = text.trim();
    let small = text.to_lowercase();
    // `SKTF`; two letters, as `VD` and `HR`, are a task or a trade.
    let letters = (3..=8).contains(&text.chars().count()) && text.chars().all(char::is_uppercase);
    letters
        || ["förvaltningen", "kontoret", "avdelningen", "enheten", "bolaget", "byrån"]
            .iter()
            .any(|ending| small.ends_with(ending))
}

/// `Avdelningschef Hälsa och miljövård` as a title and an organization; either may be missing.
///
/// The title runs to its last word that is a role; what follows with a capital letter is the organization, and a
/// small word that no organization's name has ends it.
pub(crate) fn title_and_place(doc: &Doc<'_>, text: &str) -> (Option<String>, Option<String>) {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    let words: Vec<&str> = text.split_whitespace().collect();
    // `Sveriges Lärare` is a union.
    let of_all = matches!(words.first(), Some(&"Sveriges" | &"Svenska" | &"Riksförbundet"));
    let Some(role) = words.iter().position(|word| is_role_word(word)).filter(|_| !of_all) else {
        let organization = text.chars().any(char::is_alphabetic).then(|| text.to_owned());
        // `(tf)`, `adj.`: small letters and no known role say what someone is, not where.
        // `prodekan för utbildning` is a task; `vårdcentralen Linden` has its article at its end.
        let first = words.first().map_or("", |first| first.trim_end_matches(','));
        let definite =
            first.chars().count() >= 5 && ["en", "et", "an", "na"].iter().any(|end| first.ends_with(end));
        let place = text.starts_with(char::is_uppercase)
            || (words.len() > 1 && definite)
            || labels::is_body(text)
            || is_unit(text);
        return if place { (None, organization) } else { (organization, None) };
    };
    let mut end = role + 1;
    // A title may go on: `facklig representant`, `enhetschef strategisk planering`, `Verksamhetschef HSL`.
    while end < words.len()
        && (words[end].starts_with(char::is_lowercase) && !matches!(words[end], "på" | "vid" | "i" | "från"))
    {
        end += 1;
    }
    let rest: Vec<&str> = words[end..]
        .iter()
        .copied()
        .skip_while(|word| matches!(*word, "på" | "vid" | "i" | "från" | "för"))
        .collect();
    // An acronym before a place belongs to the title.
    let place_last = rest.len() == 2
        && rest[0].chars().all(|c| c.is_uppercase())
        && doc.model.flags_of(rest[1]).has(justera_lexicon::Flags::PLACE)
        // `RSS Norrbygd` is one organization where the document speaks of it elsewhere.
        && doc.repaired.text().matches(rest.join(" ").as_str()).count() < 3;
    let (title, rest) = if place_last {
        (words[..=end].join(" "), rest[1..].to_vec())
    } else {
        (words[..end].join(" "), rest)
    };
    let mut organization: Vec<&str> = Vec::new();
    for (nth, word) in rest.iter().enumerate() {
        let small = word.starts_with(char::is_lowercase);
        let linked = nth > 0
            && matches!(
                rest[nth - 1].trim_end_matches(','),
                "och" | "för" | "i" | "av" | "vid" | "på" | "&" | "samt" | "inom"
            );
        let link = matches!(
            *word,
            "och"
                | "för"
                | "i"
                | "av"
                | "vid"
                | "på"
                | "&"
                | "samt"
                | "inom"
                | "kommun"
                | "region"
                | "län"
                | "stad"
        );
        // `Norrdals hembygdsförbund`: the name ends with what it is.
        let ends = nth > 0 && (of_organizations(word) == Some("last") || is_association(word));
        if small && !link && !linked && !ends {
            break;
        }
        organization.push(word);
    }
    while organization
        .last()
        .is_some_and(|last| matches!(*last, "och" | "för" | "i" | "av" | "vid" | "på" | "&"))
    {
        organization.pop();
    }
    let organization = organization.join(" ").trim_end_matches([',', '.']).to_owned();
    (Some(title.trim_end_matches(',').to_owned()), (!organization.is_empty()).then_some(organization))
}

/// Cuts at the marks that stand outside brackets.
pub(crate) fn split_outer<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = (depth - 1).max(0),
            // `§§ 58-62, 64-67`: a range goes on behind the comma.
            ',' if depth == 0
                && text[at + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '§')
                && text[..at].ends_with(|c: char| c.is_ascii_digit()) => {}
            _ if depth == 0 && marks.contains(&letter) => {
                pieces.push(&text[start..at]);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces.into_iter().filter(|piece| !piece.trim().is_empty()).collect()
}
