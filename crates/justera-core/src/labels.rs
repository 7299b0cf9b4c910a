//! The words that head a part of an item or of the front page, and the phrases that open a decision.
//!
//! The words stand in `data/labels.tsv`; here is only how a line is compared with them.

use crate::text::{Pattern, is_clause, lower};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a part of a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// What the matter is.
    Description,
    /// What was decided.
    Decision,
    /// What was proposed.
    Proposal,
    /// What members moved (yrkanden).
    Motion,
    /// How the question was put.
    Procedure,
    /// How they voted.
    Vote,
    /// Who had a reservation recorded.
    Reservation,
    /// Who did not take part for interest.
    Disqualified,
    /// Remarks for the record.
    Note,
    /// To whom the decision is sent.
    Recipients,
    /// The papers the decision rests on.
    Papers,
    /// Who presented the matter.
    Presenters,
    /// Who was there.
    Attendance,
    /// Who was called.
    Summoned,
    /// The day.
    Date,
    /// The hours, and often the place.
    Time,
    /// The place.
    Place,
    /// Which paragraphs the minutes hold.
    Paragraphs,
    /// Who was chosen to adjust the minutes.
    Adjusters,
    /// When and where they are adjusted.
    Adjusting,
    /// Who signs.
    Signature,
    /// The notice of the adjustment.
    Notice,
}

static LABELS: LazyLock<HashMap<String, Section>> = LazyLock::new(|| {
    include_str!("../data/labels.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(label, section)| Some((label.to_owned(), Section::named(section.trim())?)))
        .collect()
});

/// How long a label can be with its marks and a gap between its words, in bytes; headings of lists of persons are made
/// of words, and may be longer than those of the table.
static LONGEST: LazyLock<usize> =
    LazyLock::new(|| LABELS.keys().map(String::len).max().unwrap_or(0).max(60) * 2);

impl Section {
    /// The section of that name in `data/labels.tsv`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "description" => Section::Description,
            "decision" => Section::Decision,
            "proposal" => Section::Proposal,
            "motion" => Section::Motion,
            "procedure" => Section::Procedure,
            "vote" => Section::Vote,
            "reservation" => Section::Reservation,
            "disqualified" => Section::Disqualified,
            "note" => Section::Note,
            "recipients" => Section::Recipients,
            "papers" => Section::Papers,
            "presenters" => Section::Presenters,
            "attendance" => Section::Attendance,
            "summoned" => Section::Summoned,
            "date" => Section::Date,
            "time" => Section::Time,
            "place" => Section::Place,
            "paragraphs" => Section::Paragraphs,
            "adjusters" => Section::Adjusters,
            "adjusting" => Section::Adjusting,
            "signature" => Section::Signature,
            "notice" => Section::Notice,
            _ => return None,
        })
    }

    /// Whether an item may have it: a front page has others.
    pub fn of_item(self) -> bool {
        self <= Section::Presenters
    }
}

/// A label found at the start of a line, and what stands after it on the same line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// What the part holds.
    pub section: Section,
    /// The label as printed.
    pub label: &'a str,
    /// The rest of the line, trimmed.
    pub rest: &'a str,
}

/// What labels and headings of lists begin with: the first three letters of the first word.
static STARTS: LazyLock<HashSet<[char; 3]>> =
    LazyLock::new(|| LABELS.keys().map(String::as_str).chain(PERSONS.keys().copied()).map(start).collect());

/// The first three letters of the first word, small.
fn start(words: &str) -> [char; 3] {
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    let word = words.chars().skip_while(|c| !c.is_alphabetic());
    let mut letters = word.take_while(|c| c.is_alphabetic()).map(small);
    std::array::from_fn(|_| letters.next().unwrap_or(' '))
}

/// The section that exactly these words head.
pub fn section(words: &str) -> Option<Section> {
    // Nearly every line is longer than any label or begins with other letters, and need not be looked up.
    // `Direktionens ledamöter`: whose they are may be any body's name.
    let owned = || {
        words.trim_start().split(' ').next().and_then(|first| first.strip_suffix('s')).is_some_and(is_body)
    };
    if words.trim().len() > *LONGEST || !(STARTS.contains(&start(words)) || owned()) {
        return None;
    }
    let small = lower(words);
    let clean = small.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '*' | '_' | '#'));
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    // What a gap divides stands in two columns.
    let persons = || (!words.trim().contains("   ") && heads_persons(&clean)).then_some(Section::Attendance);
    // `Plats/tid för justering`
    let either =
        || clean.contains('/').then(|| LABELS.get(clean.replace('/', " och ").as_str()).copied()).flatten();
    LABELS.get(clean.as_str()).copied().or_else(either).or_else(persons)
}

/// The words of headings of lists of persons, and whether each heads one by itself.
static PERSONS: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    include_str!("../data/attendance.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, part)| (word, part == "core"))
        .collect()
});

/// Whether some words in small letters head a list of persons, being made of nothing but the words of such headings:
/// `närvarande röstberättigade medlemmar (röstlängd)`, `tjänstemän m fl`.
fn heads_persons(words: &str) -> bool {
    // A row of a table is no heading, nor what tells what a letter stands for: `frånvarande = f`.
    if !words.starts_with(char::is_alphabetic) || words.contains('=') {
        return false;
    }
    let mut core = false;
    let mut parts = words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    // `Direktionens ledamöter`
    let owner = |word: &str| word.strip_suffix('s').is_some_and(is_body);
    parts.all(|word| {
        let part = PERSONS.get(word);
        core |= part == Some(&true);
        part.is_some() || owner(word)
    }) && core
        && !words.ends_with('.')
}

/// What a part that names its author holds, by the words behind the author's genitive: `Kommunstyrelsens förslag till
/// kommunfullmäktige`, `Förvaltningens bedömning`.
fn authored(line: &str) -> Option<Section> {
    static FORM: Pattern = Pattern::new(
        r"(?x)^ \p{Lu}[\p{L}-]+s? (?:\s(?:och|&)\s[\p{L}-]+ | \s[\p{Ll}-]+){0,3}? (?:s|:s|ns) \s
          (?P<what> förslag | yrkande(?:n|t)? | yttrande | bedömning | överväganden | synpunkter | ställningstagande
                  | skrivelse | handläggning | beredning | motivering | inställning)
          (?: \s till \s (?P<to>[\p{L}\s-]{4,40}) | \s (?:den\s)?\d.{0,30} | \s i\särendet )? \s*:?$",
    );
    // A line in capitals is read as one without.
    let capitals = line.contains("S ") && !line.contains(char::is_lowercase);
    let lowered = capitals.then(|| {
        let mut letters = line.trim().chars();
        letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect::<String>()
    });
    let line = lowered.as_deref().unwrap_or(line);
    // Nearly every line has none of the words, and the pattern need not be asked.
    const STEMS: [&str; 12] = [
        " försl",
        " yrk",
        " yttr",
        " bedöm",
        " överv",
        " synp",
        " ställn",
        " skriv",
        " handl",
        " bered",
        " moti",
        " inställ",
    ];
    if !STEMS.iter().any(|stem| line.contains(stem)) {
        return None;
    }
    let found =
        FORM.captures(line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#')))?;
    // To a body that is to decide, or to a decision; `förslag till utgifter för` is running text.
    let to = found.name("to").map(|to| to.as_str().split_whitespace().next_back().unwrap_or(""));
    if to.is_some_and(|to| to != "beslut" && !is_body(to)) {
        return None;
    }
    Some(match &found["what"] {
        "förslag" => Section::Proposal,
        what if what.starts_with("yrkande") => Section::Motion,
        _ => Section::Description,
    })
}

/// The label that `line` begins with: alone on its line, before a colon, or before a gap of at least two spaces
/// as columns have it.
///
/// What heads a part of an item begins with a capital letter and ends without a stop: `beslut.` on a line by itself
/// is the end of a sentence.
pub fn label(line: &str) -> Option<Found<'_>> {
    let trimmed = line.trim().trim_start_matches(['#', '*', '_', '>', '-', ' ']);
    let titled = trimmed.starts_with(char::is_uppercase) && !trimmed.ends_with('.');
    let fits = |section: &Section| titled || !section.of_item() || *section == Section::Presenters;
    let alone = || if trimmed.len() <= 100 { authored(trimmed) } else { None };
    if let Some(section) = section(trimmed).filter(fits).or_else(alone) {
        return Some(Found { section, label: trimmed.trim_end_matches([':', '*', '_', ' ']), rest: "" });
    }
    let colon = trimmed.find(':');
    let gap = trimmed.find("  ").into_iter().chain(trimmed.find('\t')).min();
    // `Närvarande styrelsen och skola:`: whoever it was.
    if let Some((head, rest)) = trimmed.split_once(':')
        && ["Närvarande ", "Frånvarande "].iter().any(|word| head.starts_with(word))
        && rest.trim().is_empty()
        && head.split(' ').count() <= 6
    {
        return Some(Found { section: Section::Attendance, label: head, rest: "" });
    }
    for end in [colon, gap].into_iter().flatten() {
        let (head, rest) = trimmed.split_at(end);
        let fits = |section: &Section| trimmed.starts_with(char::is_uppercase) || !section.of_item();
        if let Some(section) = section(head).filter(fits) {
            let rest = rest.trim_start_matches([':', ' ', '*', '_', '\t']).trim();
            return Some(Found { section, label: head.trim_end_matches(['*', '_']), rest });
        }
    }
    // Nearly every line begins with other letters than a label does.
    if !STARTS.contains(&start(trimmed)) {
        return None;
    }
    // The gap before the value, read as a mark: `Beslut = att utse`.
    for mark in [" = ", " — ", " – ", " _"] {
        let Some((head, rest)) = trimmed.split_once(mark) else { continue };
        // A dash may be one; a clause with `att` stands behind a label all the same.
        // `Närvarande = N` tells what a letter stands for.
        let letter = || rest.split_whitespace().next().is_none_or(|first| first.chars().count() <= 2);
        let fits =
            trimmed.starts_with(char::is_uppercase) && ((mark == " = " && !letter()) || is_clause(rest));
        if let Some(section) = section(head).filter(|_| fits) {
            return Some(Found { section, label: head, rest: rest.trim() });
        }
    }
    going_on(trimmed).or_else(|| beside_sentence(trimmed))
}

/// Whether the word is the verb by which a body decides.
pub fn is_decision_verb(word: &str) -> bool {
    matches!(word, "beslutar" | "beslutade" | "beslöt" | "beslöto")
}

/// A label in the margin whose gap an engine has lost, before a sentence that decides: `Beslut Nämnden beslutar att …`.
fn beside_sentence(line: &str) -> Option<Found<'_>> {
    let (label, rest) = line.split_once(' ').filter(|(label, _)| *label == "Beslut")?;
    let verb = rest
        .split_whitespace()
        .skip(1)
        .take(8)
        .position(|word| is_decision_verb(word.trim_end_matches([':', ','])))?;
    let body = rest.split_whitespace().nth(verb)?;
    let first = rest.split_whitespace().next()?;
    (rest.starts_with(char::is_uppercase) && (is_body(body) || is_body(first))).then_some(Found {
        section: Section::Decision,
        label,
        rest,
    })
}

/// The same without the gap before what goes on from the label: `Beslut att välja Ulla Ek till ordförande.`, `Reservation
/// mot beslutet av Bo Al.`
fn going_on(line: &str) -> Option<Found<'_>> {
    let (label, rest) = line.split_once(' ')?;
    // `Beslut att bygga om togs av fullmäktige`: a sentence of which it is the subject.
    const SUBJECT: [&str; 9] = [
        " togs",
        " tas ",
        " fattades",
        " fattas",
        " har fattats",
        " kan överklagas",
        " delegeras",
        " väntas",
        " anmäl",
    ];
    let told = || SUBJECT.iter().any(|verb| rest.contains(verb));
    let section = match label {
        "Beslut" if is_clause(rest) && !told() => Section::Decision,
        "Reservation" if rest.starts_with("mot ") && !told() => Section::Reservation,
        _ => return None,
    };
    Some(Found { section, label, rest })
}

/// Whether some words are a body and its own name behind it: `Barn- och skolnämnd Norrby Väst`.
pub fn is_named_body(words: &str) -> bool {
    const ENDINGS: [&str; 2] = ["nämnd", "utskott"];
    let words: Vec<&str> = words.split_whitespace().collect();
    let body = |word: &&str| ENDINGS.iter().any(|end| lower(word).ends_with(end));
    let Some(at) = words.iter().position(body) else { return false };
    let named = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let begins = words[0].starts_with(char::is_uppercase);
    begins && (1..=3).contains(&words[at + 1..].len()) && words[at + 1..].iter().all(named)
}

/// Words that a body is called by when it decides: their last part, in small letters.
///
/// `Kommunstyrelsen`, `Skogschefsnätverket`, `Miljövårdsrådet`, `Årsmötet`, `Styrgruppen`, `Fullmäktige` …
pub fn is_body(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "nätverket",
        "nätverk",
        "forumet",
        "forum",
        "rådet",
        "styrelsen",
        "nämnden",
        "utskottet",
        "fullmäktige",
        "mötet",
        "stämman",
        "stämma",
        "gruppen",
        "kommittén",
        "kommitteen",
        "beredningen",
        "presidiet",
        "förbundet",
        "direktionen",
        "delegationen",
        "kammaren",
        "församlingen",
        "föreningen",
        "utskott",
        "mötesdeltagarna",
        "deltagarna",
        "ordföranden",
        "ordförande",
        "sammanträdet",
        "forumet",
        "forum",
        "teamet",
        "revisorerna",
        "kollegiet",
        "kommissionen",
        "representantskapet",
    ];
    let small = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    ENDINGS.iter().any(|ending| small.ends_with(ending))
}

/// How a decision is opened on a line of its own: `X beslutade:`, `X beslutar att:`, `Xs beslut`, `Beslut:`.
static OPENER: Pattern = Pattern::new(
    r"(?x)^\W*
        (?: (?P<by>[\p{Lu}][^.:;!?]{0,80}?) \s+ (?i:beslutade|beslutar|beslöto|beslöt
                    |(?:hade|har)\s+(?:alltså|således|sålunda|därmed|följaktligen)\s+(?:beslutat|beslutit))
                (?i:,\s+(?:efter|med)\s[^,:]{3,60},|\s+(?:enhälligt|därför|härefter|därefter|vidare|sålunda|även|också|att|följande|därmed|således|i\s+enlighet\s+med\s+(?:[\p{Ll}-]+s\s+)?förslag(?:et)?|för\s+egen\s+del))* \s*:?
          | (?P<of>[\p{Lu}][^.:;!?]{0,70}?) (?i:s)? \s+ (?:beslut(?:\s+för\s+egen\s+del)?|BESLUT)
          | (?i:beslut(?:\s+för\s+egen\s+del)?)
          | (?:Det\s)?(?i:beslutades|beslutas|beslöts)(?:\s(?:också|även|därför))?\s+att )
        \s* :? \W* $",
);

/// Whether the line opens what one body proposes to another: `Nämnden föreslår fullmäktige besluta:`.
pub fn opens_proposal(line: &str) -> bool {
    let line = line.trim().trim_end_matches(':').trim_end();
    let Some((who, what)) = line.split_once(" föreslår ").filter(|_| line.len() < 200) else {
        return false;
    };
    // `Nämnden föreslår regionstyrelsen följande`
    if is_body(who.split_whitespace().next_back().unwrap_or(""))
        && what.strip_suffix(" följande").is_some_and(|body| is_body(body) && !body.contains(' '))
    {
        return true;
    }
    let words = |text: &str| text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'));
    let end = what.strip_suffix(" att").unwrap_or(what).rsplit(' ').next().unwrap_or("").to_lowercase();
    let decides = matches!(end.as_str(), "beslut" | "besluta" | "beslutar" | "beslutade");
    decides && what.contains(' ') && words(who) && words(what)
}

/// The body that opens a decision on this line, in the form printed, empty where the line names none; `None` where
/// the line opens no decision.
pub fn decision_opener(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.len() > 140 || !["eslut", "eslöt", "ESLUT", "ESLÖT"].iter().any(|verb| line.contains(verb)) {
        return None;
    }
    let found = OPENER.captures(line)?;
    let name = found.name("by").or_else(|| found.name("of")).map_or("", |name| name.as_str().trim());
    let last = name.split_whitespace().next_back().unwrap_or("");
    let first = name.split_whitespace().next().unwrap_or("");
    // "Xs beslut": the name stands in the genitive, whose s the pattern may have left on it.
    let body = |word: &str| is_body(word) || is_body(word.trim_end_matches('s'));
    let words = name.split_whitespace().count();
    // A chair opens no decision of the body: `Ordföranden finner att nämnden beslutar`.
    let officer = lower(first).starts_with("ordförande");
    let known = || body(last) || body(first) || words <= 2 || is_named_body(name);
    (name.is_empty() || (!officer && words <= 6 && known())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_alone_before_a_colon_and_in_columns() {
        for (line, expected) in [
            ("Ärendebeskrivning", Some((Section::Description, ""))),
            ("**Närvarande:** Anna Ek, Bo Al", Some((Section::Attendance, "Anna Ek, Bo Al"))),
            (" Utses att justera         Leif Ås (S)", Some((Section::Adjusters, "Leif Ås (S)"))),
            ("Beslutsunderlag:", Some((Section::Papers, ""))),
            ("Beslut om reviderat avtal", None),
            ("Närvarande vid mötet var många", None),
            ("beslut.", None),
            ("Beslut: att bifalla", Some((Section::Decision, "att bifalla"))),
            ("Beslut = att bifalla", Some((Section::Decision, "att bifalla"))),
            ("Beslut — att bifalla", Some((Section::Decision, "att bifalla"))),
            ("Beslut – uppföljning", None),
            ("Reservationer och protokollsanteckningar", Some((Section::Note, ""))),
            (
                "Beslut Direktionen beslutar att utse",
                Some((Section::Decision, "Direktionen beslutar att utse")),
            ),
            ("Beslut att välja Ulla Ek", Some((Section::Decision, "att välja Ulla Ek"))),
            ("Beslut att bygga om togs av fullmäktige 2018.", None),
            ("Reservation mot beslutet av Bo Al", Some((Section::Reservation, "mot beslutet av Bo Al"))),
            ("Beslut Kommunstyrelsen 2031-05-06", None),
            ("ARBETSUTSKOTTETS FÖRSLAG TILL KOMMUNSTYRELSEN", Some((Section::Proposal, ""))),
        ] {
            assert_eq!(label(line).map(|found| (found.section, found.rest)), expected, "{line}");
        }
    }

    #[test]
    fn openers_name_the_body() {
        for (line, expected) in [
            ("Skogschefsnätverket beslutade:", Some("Skogschefsnätverket")),
            ("**Miljöchefsnätverket beslutade:", Some("Miljöchefsnätverket")),
            ("Samrådsnätverkets beslut", Some("Samrådsnätverket")),
            ("Samrådsnätverket beslutar", Some("Samrådsnätverket")),
            ("Beslut", Some("")),
            ("Nämnden beslutar, efter votering, i enlighet med förslaget:", Some("Nämnden")),
            ("Skogschefsnätverket beslutade att:", Some("Skogschefsnätverket")),
            ("Kommunfullmäktiges beslut", Some("Kommunfullmäktige")),
            ("SAMRÅDSNÄTVERKET BESLUTAR", Some("SAMRÅDSNÄTVERKET")),
            ("Riksdagen beslutade den 17 juni 2020 om ett tillskott.", None),
        ] {
            assert_eq!(decision_opener(line), expected, "{line}");
        }
    }

    #[test]
    fn headings_of_lists_are_made_of_their_words() {
        for (line, expected) in [
            ("Närvarande röstberättigade medlemmar (röstlängd)", true),
            ("Tjänstemän m fl", true),
            ("Dessutom närvarande:", true),
            ("Frånvarande utan ersättare", true),
            ("Ej närvarande", true),
            ("Direktionens ledamöter", true),
            ("Sekretariatet", true),
            ("Närvarande var många", false),
            ("Styrelsen", false),
            ("Övriga frågor", false),
        ] {
            let found = label(line).is_some_and(|found| found.section == Section::Attendance);
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn the_table_is_whole() {
        for line in include_str!("../data/labels.tsv").lines().filter(|line| !line.starts_with('#')) {
            let (label, section) = line.split_once('\t').unwrap_or((line, ""));
            assert!(Section::named(section).is_some(), "{line}");
            assert_eq!(label, label.to_lowercase(), "{line}");
        }
    }
}
