//! What an item's lines say was decided, and how.

use std::sync::LazyLock;

use justera_core::labels::{self, Section};
use justera_core::{Decision, Outcome, Vote};
use regex::Regex;

use crate::Doc;
use crate::names::leading_name;
use crate::people::split_outer;
use crate::tables::resolution;

/// What was read from an item's own lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Read {
    pub(crate) decisions: Vec<Decision>,
    pub(crate) votes: Vec<Vote>,
    pub(crate) reservations: Vec<String>,
    pub(crate) disqualified: Vec<String>,
    pub(crate) recipients: Vec<String>,
    pub(crate) outcome: Option<Outcome>,
}

/// How a document states its decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// In blocks of their own: `X beslutade:`, `Beslut`.
    Blocks,
    /// In sentences: `Dagordningen godkändes.`
    Sentences,
}

/// How this document states them: in blocks, if any item has one.
pub(crate) fn style(doc: &Doc<'_>) -> Style {
    let blocks = doc.outline.nodes.iter().flat_map(|node| &node.body).any(|&line| {
        let text = &doc.plain[line];
        labels::decision_opener(text).is_some()
            || labels::label(text).is_some_and(|found| found.section == Section::Decision)
    });
    if blocks { Style::Blocks } else { Style::Sentences }
}

/// The body that a line opens a decision with, in its basic form; none for a bare `Beslut`.
pub(crate) fn opening_body(text: &str) -> Option<String> {
    let name = match labels::decision_opener(text) {
        Some(name) => name,
        None => inline(text).filter(|found| found.plain)?.by,
    };
    (!name.is_empty() && labels::is_body(name)).then(|| name.trim().to_owned())
}

/// A decision that is being read.
struct Open {
    by: Option<String>,
    /// `X beslutade att:` gives every clause its `att`.
    att: bool,
    /// Opened by a label of its own, so that it lasts to the next label, or by a sentence, so that it ends with its
    /// clauses.
    labelled: bool,
    clauses: Vec<Vec<(usize, String)>>,
    blank: bool,
}

/// Reads an item's lines, those of its heading left out.
pub(crate) fn read(doc: &Doc<'_>, lines: &[usize], body: Option<&str>, style: Style) -> Read {
    let mut found = Read::default();
    let mut open: Option<Open> = None;
    let mut section: Option<Section> = None;
    let mut paragraph: Vec<(usize, String)> = Vec::new();
    let sectioned = lines
        .iter()
        .any(|&line| labels::label(&doc.plain[line]).is_some_and(|found| found.section == Section::Decision));
    for &line in lines {
        let text = doc.plain[line].clone();
        if doc.outline.lines[line].label == justera_core::Label::Furniture {
            continue;
        }
        if text.is_empty() {
            if let Some(open) = &mut open {
                open.blank = true;
            }
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            continue;
        }
        if let Some(label) = labels::label(&text).filter(|label| label.section.of_item()) {
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            close(doc, &mut found, open.take(), body);
            section = Some(label.section);
            if label.section == Section::Decision {
                open = Some(Open { by: None, att: false, labelled: true, clauses: Vec::new(), blank: false });
                if !label.rest.is_empty() {
                    add(&mut open, line, label.rest);
                }
            } else if !label.rest.is_empty() {
                paragraph.push((line, label.rest.to_owned()));
            }
            continue;
        }
        // `Nämnden föreslår fullmäktige besluta:` opens a proposal.
        if PROPOSES.as_ref().is_some_and(|form| form.is_match(&text)) {
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            close(doc, &mut found, open.take(), body);
            section = Some(Section::Proposal);
            continue;
        }
        let opens = labels::decision_opener(&text)
            .filter(|_| !matches!(section, Some(Section::Proposal | Section::Motion)) || open.is_none());
        if let Some(name) = opens {
            let by = (!name.is_empty()).then(|| name.to_owned());
            let att = text.trim_end_matches([':', '*', ' ']).ends_with(" att");
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            match &mut open {
                // Inside a labelled block the line only names the body.
                Some(open) if open.clauses.is_empty() => {
                    open.by = by;
                    open.att = att;
                }
                _ => {
                    close(doc, &mut found, open.take(), body);
                    let labelled = section == Some(Section::Decision) && sectioned;
                    open = Some(Open { by, att, labelled, clauses: Vec::new(), blank: false });
                }
            }
            continue;
        }
        if open.is_some() {
            if add(&mut open, line, &text) {
                continue;
            }
            close(doc, &mut found, open.take(), body);
            section = None;
        }
        // A signature or a number in the margin does not make a paragraph.
        paragraph.push((line, text));
    }
    flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
    close(doc, &mut found, open.take(), body);
    outcome(&mut found, lines.iter().map(|&line| doc.plain[line].as_str()));
    found
}

/// Takes a line into the open decision; false when the decision is over.
fn add(open: &mut Option<Open>, line: usize, text: &str) -> bool {
    let Some(open) = open else { return false };
    let bullet = BULLET.as_ref().and_then(|form| form.find(text)).map_or(0, |found| found.end());
    let clean = text[bullet..].trim();
    let clause = clean.to_lowercase().starts_with("att ") || clean.to_lowercase().starts_with("att:");
    let new = clause || bullet > 0 || open.clauses.is_empty() || (open.blank && open.labelled);
    if open.blank && !new {
        return false;
    }
    // A clause that has ended with its stop is not gone on with by a sentence on the next line.
    let ended = open.clauses.last().and_then(|last| last.last()).is_some_and(|(_, text)| text.ends_with('.'));
    if !open.labelled && !new && ended && clean.starts_with(char::is_uppercase) {
        return false;
    }
    // Clauses with `att` end where a line without it begins a paragraph of its own.
    if open.blank && !clause && bullet == 0 && !open.clauses.is_empty() && !open.labelled {
        return false;
    }
    if new && !(bullet == 0 && !clause && open.labelled && !open.blank && !open.clauses.is_empty()) {
        open.clauses.push(vec![(line, clean.to_owned())]);
    } else if let Some(last) = open.clauses.last_mut() {
        last.push((line, clean.to_owned()));
    }
    open.blank = false;
    true
}

static PROPOSES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    justera_core::text::pattern(
        r"(?i)^\p{L}[\p{L} -]{0,60}?\s+föreslår\s+(?:att\s+)?[\p{L} -]{3,60}?\s+(?:att\s+)?beslut(?:a|ar|ade)?(?:\s+att)?\s*:?$",
    )
});
static BULLET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    justera_core::text::pattern(r"^(?:[-•–*·=\u{f0b7}]\s+|[•\u{f0b7}]|e\s+|¢\s+|\d{1,2}[.)]\s+)")
});

/// Writes the clauses of a decision that has been read.
fn close(doc: &Doc<'_>, found: &mut Read, open: Option<Open>, body: Option<&str>) {
    let Some(open) = open else { return };
    let by = open.by.as_deref().map(|by| canonical(by, body));
    let list_head = open.clauses.first().is_some_and(|first| {
        open.clauses.len() > 1
            && first.last().is_some_and(|(_, text)| text.trim_end_matches(['*', ' ']).ends_with(':'))
    });
    // `att ge X i uppdrag:` before clauses of its own is their opening and no clause.
    let opening =
        list_head && open.clauses.get(1).is_some_and(|second| second[0].1.to_lowercase().starts_with("att "));
    for (nth, clause) in open.clauses.iter().enumerate().skip(usize::from(opening)) {
        let lines: Vec<usize> = clause.iter().map(|&(line, _)| line).collect();
        let whole = justera_core::text::unwrap(clause.iter().map(|(_, text)| text.as_str()));
        let attended = whole.to_lowercase().starts_with("att ");
        let pieces = if attended || open.att || !open.labelled { vec![whole] } else { sentences(&whole) };
        for piece in pieces {
            if !states(&piece) {
                continue;
            }
            let mut by = by.clone();
            let mut text = piece;
            // `Nämnden beslutar att …` inside the block names the body and gives the clause.
            if let Some(inner) = inline(&text).filter(|_| !attended) {
                by = Some(canonical(inner.by, body));
                text = inner.clause.to_owned();
            } else if by.is_none() {
                by = subject(&text, body);
            }
            if open.att && !attended && !(list_head && nth == 0) {
                text = format!("att {text}");
            }
            push(doc, found, by, &text, &lines);
        }
    }
}

fn push(doc: &Doc<'_>, found: &mut Read, by: Option<String>, text: &str, lines: &[usize]) {
    let text = text.trim().trim_end_matches(['.', ';', ',']).trim();
    // `…, samt` before the next clause belongs to neither.
    let text = text
        .strip_suffix(" samt")
        .or_else(|| text.strip_suffix(", och"))
        .unwrap_or(text)
        .trim_end_matches([',', ';'])
        .trim()
        .to_owned();
    if text.chars().filter(|c| c.is_alphabetic()).count() < 4
        || found.decisions.iter().any(|held| held.text == text)
    {
        return;
    }
    found.decisions.push(Decision { by, text, at: doc.at_lines(lines) });
}

/// What stands in a decision block without deciding: that the paragraph is adjusted, and dashes.
fn states(text: &str) -> bool {
    let small = text.to_lowercase();
    !(small.starts_with("paragrafen är")
        || small.starts_with("justeras omedelbart")
        || text.chars().filter(|c| c.is_alphabetic()).count() < 4)
}

/// Words by which minutes call the body that meets, whichever it is.
fn generic(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "mötet"
            | "stämman"
            | "årsmötet"
            | "nämnden"
            | "styrelsen"
            | "rådet"
            | "nätverket"
            | "utskottet"
            | "årsstämman"
            | "föreningsstämman"
            | "kommunalstämman"
            | "kyrkostämman"
            | "mötesdeltagarna"
            | "gruppen"
            | "kommittén"
            | "fullmäktige"
    )
}

/// The body that a sentence has as its subject, where it is the body that met.
fn subject(text: &str, body: Option<&str>) -> Option<String> {
    let word = text.split_whitespace().next().unwrap_or("");
    if generic(word) {
        return Some(word.to_owned());
    }
    let body = body?;
    let first = text.get(..body.len())?;
    (first.to_lowercase() == body.to_lowercase() && text[body.len()..].starts_with(' '))
        .then(|| body.to_owned())
}

/// The body's one name, where the line has it in the genitive or a little misread.
fn canonical(name: &str, body: Option<&str>) -> String {
    let name = name.trim().trim_matches(|c: char| matches!(c, '*' | '_' | ':' | '"')).trim();
    if let Some(body) = body {
        for form in [name, name.trim_end_matches('s')] {
            if form.to_lowercase() == body.to_lowercase()
                || strsim::normalized_levenshtein(&form.to_lowercase(), &body.to_lowercase()) > 0.8
            {
                return body.to_owned();
            }
        }
    }
    name.to_owned()
}

/// A sentence that states a decision: `X beslutade att …`.
pub(crate) struct Inline<'a> {
    pub(crate) by: &'a str,
    pub(crate) clause: &'a str,
    /// Whether nothing stands between the body and the verb, or the verb and the clause.
    pub(crate) plain: bool,
}

static INLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    justera_core::text::pattern(
        r"(?s)^(?P<by>\p{Lu}[\p{L}-]*(?:\s[\p{L}-]+){0,4}?)\s+(?:beslutade|beslutar|beslöt|beslöto)(?P<between>\s[^.:;]{0,60}?)??\s+(?P<clause>att\s.+)$",
    )
});

/// Reads a sentence as a decision.
pub(crate) fn inline(sentence: &str) -> Option<Inline<'_>> {
    let found = INLINE.as_ref()?.captures(sentence.trim())?;
    let by = found.name("by")?.as_str();
    let between = found.name("between").map_or("", |between| between.as_str().trim());
    if !labels::is_body(by.split_whitespace().next_back()?) && !labels::is_body(by.split_whitespace().next()?)
    {
        return None;
    }
    Some(Inline { by, clause: found.name("clause")?.as_str(), plain: between.is_empty() })
}

/// Writes what a paragraph outside decision blocks says.
fn flush(
    doc: &Doc<'_>,
    found: &mut Read,
    paragraph: &mut Vec<(usize, String)>,
    section: Option<Section>,
    body: Option<&str>,
    style: Style,
    sectioned: bool,
) {
    let lines = std::mem::take(paragraph);
    if lines.is_empty() {
        return;
    }
    let numbers: Vec<usize> = lines.iter().map(|&(line, _)| line).collect();
    let whole = justera_core::text::unwrap(lines.iter().map(|(_, text)| text.as_str()));
    votes(found, &whole);
    match section {
        Some(Section::Recipients) => {
            for (_, text) in &lines {
                recipients(found, text, lines.len());
            }
            return;
        }
        Some(Section::Reservation) => {
            names_into(doc, &mut found.reservations, &whole);
            return;
        }
        Some(Section::Disqualified) => {
            // Beside the one who is disqualified the text may name who leads or serves instead.
            if whole.contains("jäv") {
                dissent(doc, found, &whole);
            } else {
                names_into(doc, &mut found.disqualified, &whole);
            }
            return;
        }
        Some(
            Section::Proposal
            | Section::Motion
            | Section::Procedure
            | Section::Vote
            | Section::Papers
            | Section::Note,
        ) => {
            dissent(doc, found, &whole);
            return;
        }
        _ => {}
    }
    dissent(doc, found, &whole);
    match style {
        Style::Blocks if sectioned => {}
        Style::Blocks => {
            for sentence in sentences(&whole) {
                if let Some(decision) = inline(&sentence).filter(|inline| own(inline, &sentence, body)) {
                    let by = canonical(decision.by, body);
                    push(doc, found, Some(by), decision.clause, &numbers);
                }
            }
        }
        Style::Sentences => {
            let pieces = own_sentences(&lines);
            for sentence in pieces {
                if let Some((by, clauses)) = attended(&sentence, body) {
                    for clause in clauses {
                        push(doc, found, by.clone(), &clause, &numbers);
                    }
                } else if let Some(by) = resolves(doc, &sentence, body) {
                    push(doc, found, by, &sentence, &numbers);
                }
            }
        }
    }
}

/// `Nämnden beslöt att …`, `Beslöts att …`, `Vidare beslöt stämman att …`: who decided, and the clauses.
fn attended(sentence: &str, body: Option<&str>) -> Option<(Option<String>, Vec<String>)> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        justera_core::text::pattern(
            r"(?s)^(?:(?:Vidare|Därefter|Därjemte|Dessutom|Slutligen|Sedan|Härefter)\s+)?(?:(?P<by>\p{L}+)\s+)?(?i:beslöt|beslöto|beslöts|beslutade|beslutades|beslutar)(?:\s+(?P<after>\p{L}+))?(?:\s+(?:vidare|därför|även|också|enhälligt|dessutom|härefter|sålunda))*\s+(?P<clause>att\s.+)$",
        )
    });
    let found = FORM.as_ref()?.captures(sentence.trim())?;
    let word = |name: &str| found.name(name).map(|word| word.as_str());
    let assembly =
        |word: &str| generic(word) || body.is_some_and(|body| body.to_lowercase() == word.to_lowercase());
    let small = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "vidare"
                | "därför"
                | "även"
                | "också"
                | "enhälligt"
                | "dessutom"
                | "härefter"
                | "sålunda"
                | "därvid"
        )
    };
    let by = match (word("by"), word("after")) {
        (Some(by), _) if assembly(by) => Some(by.to_owned()),
        (Some(by), _) if !small(by) => return None,
        (_, Some(after)) if assembly(after) => Some(after.to_owned()),
        (None, None) => None,
        (None, Some(after)) if small(after) => None,
        _ => return None,
    };
    let by = by.map(|by| {
        let mut letters = by.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    Some((by, clauses(found.name("clause")?.as_str())))
}

/// A clause cut where another with `att` of its own is joined to it: `att godkänna rapporten och att sända den`.
fn clauses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((at, mark)) = [" och att ", " samt att ", ", att "]
        .iter()
        .filter_map(|mark| rest.find(mark).map(|at| (at, *mark)))
        .min()
    {
        // What is set to someone may have several parts: `i uppdrag att utreda och att återkomma`.
        if rest[..at].contains("uppdrag att") || rest[..at].contains("för att") {
            break;
        }
        found.push(rest[..at].trim_end_matches(',').to_owned());
        rest = &rest[at + mark.len() - "att ".len()..];
    }
    found.push(rest.to_owned());
    found
}

/// The sentences of a paragraph whose lines may be sentences without stops, as associations write them: a line that
/// begins with a capital letter, where the line before would have had room for its first word, begins a sentence.
fn own_sentences(lines: &[(usize, String)]) -> Vec<String> {
    let width = lines.iter().map(|(_, text)| text.chars().count()).max().unwrap_or(0).max(60);
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut last = 0;
    for (_, text) in lines {
        let first = text.split_whitespace().next().map_or(0, |word| word.chars().count());
        let begins = text.starts_with(char::is_uppercase) && last + 1 + first <= width * 9 / 10;
        match groups.last_mut().filter(|_| !begins) {
            Some(group) => group.push(text),
            None => groups.push(vec![text]),
        }
        last = text.chars().count();
    }
    groups.into_iter().flat_map(|group| sentences(&justera_core::text::unwrap(group))).collect()
}

/// Whether the sentence is a decision of this meeting and not one that the text recounts of another.
fn own(inline: &Inline<'_>, sentence: &str, body: Option<&str>) -> bool {
    let Some(body) = body else { return false };
    let same = canonical(inline.by, Some(body)) == body || generic(inline.by);
    let between = &sentence[inline.by.len()..sentence.len() - inline.clause.len()];
    // A day between the body and the clause is another meeting's.
    same && !between.chars().any(|c| c.is_ascii_digit())
        && !between.contains("då")
        && !between.contains("tidigare")
}

/// The sentences of a paragraph. A full stop after a figure, an initial or an abbreviation ends none.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let after = text[at + 1..].trim_start_matches(['"', '”', ')', '.']);
        let next = after.trim_start().chars().next();
        let gap = after.len() != after.trim_start().len() || after.is_empty();
        let last = text[start..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
        let short = last.contains('.')
            || last.chars().count() <= 1
            || ABBREVIATIONS.contains(&last.to_lowercase().as_str());
        let figure = at > 0 && bytes[at - 1].is_ascii_digit() && next.is_some_and(char::is_lowercase);
        let begins = next.is_none_or(|c| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '”' | '§' | '-' | '(')
        });
        if gap && begins && !short && !figure {
            found.push(text[start..=at].trim().to_owned());
            start = at + 1;
        }
    }
    let rest = text[start..].trim();
    if !rest.is_empty() {
        found.push(rest.to_owned());
    }
    found
}

const ABBREVIATIONS: &[&str] = &[
    "kl", "ca", "dnr", "nr", "st", "tel", "resp", "inkl", "exkl", "ang", "bil", "forts", "ordf", "sekr",
    "prof", "dr", "hr", "s.k", "t.ex", "bl.a", "m.m", "m.fl",
];

/// Whether a sentence of minutes without blocks states a resolution, and by whom.
fn resolves(doc: &Doc<'_>, sentence: &str, body: Option<&str>) -> Option<Option<String>> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    if words.len() < 2 || words.len() > 70 {
        return None;
    }
    let small = sentence.to_lowercase();
    // Proposals, questions and what others decided are none.
    if ["föreslår", "föreslog", "nominera", "yrkar", "förslag att ", "kandidat"]
        .iter()
        .any(|word| small.contains(word))
        && !small.contains("beslut")
    {
        return None;
    }
    let subject = words[0].trim_matches(|c: char| !c.is_alphabetic());
    let assembly = generic(subject) || body.is_some_and(|body| body.to_lowercase() == subject.to_lowercase());
    for (nth, word) in words.iter().enumerate() {
        match resolution(word) {
            // The meeting itself, and the verb directly behind it.
            Some('a') if assembly && (nth <= 2 || (nth == 3 && words[2] == "och")) => {
                let rest = words[nth..].join(" ").to_lowercase();
                let laid = nth + 1 < words.len() && !rest.starts_with("beslutade den ");
                return laid.then(|| Some(subject.to_owned()));
            }
            Some('p') if nth > 0 => {
                // A subject stands before it in the same clause, and no clause that only tells.
                let told = words[..nth].iter().skip(1).any(|word| {
                    matches!(
                        word.to_lowercase().as_str(),
                        "att"
                            | "behöver"
                            | "får"
                            | "skulle"
                            | "borde"
                            | "som"
                            | "när"
                            | "då"
                            | "där"
                            | "har"
                            | "kan"
                            | "ska"
                            | "skall"
                            | "måste"
                            | "bör"
                            | "ej"
                            | "inte"
                    )
                });
                return (!told).then_some(None);
            }
            Some('p') if nth == 0 && words.len() > 2 => {
                // `Godkändes.`, `Bordlades till nästa möte.`
                return (subject.starts_with(char::is_uppercase)
                    && leading_name(doc.model, sentence, false).is_none())
                .then_some(None);
            }
            Some('l') if small.contains("till handlingarna") => return Some(None),
            _ => {}
        }
    }
    None
}

static VOTES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"(?i)(?P<y>\d{1,3})\s+(?:st\.?\s+)?ja(?:[- ]?röst(?:er)?)?\b[^.\d]{0,40}?(?P<n>\d{1,3})\s+(?:st\.?\s+)?nej(?:[- ]?röst(?:er)?)?(?:[^.\d]{0,40}?\b(?P<a>\d{1,3}|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+(?:ledamöter\s+|ledamot\s+|st\.?\s+)?(?:som\s+)?(?:avstår|avstod|avstående|nedlagda|lade))?",
        r"(?i)\bja:?\s*(?P<y>\d{1,3})\b[^.\d]{0,20}?nej:?\s*(?P<n>\d{1,3})\b(?:[^.\d]{0,20}?avst[åo][\p{L}]*:?\s*(?P<a>\d{1,3}))?",
        r"(?i)\b(?P<y>\d{1,3})/(?P<n>\d{1,3})/(?P<a>\d{1,3})\s+röster",
        r"(?i)(?P<y>\d{1,3})\s+röster\s+för\b(?:[^.\d]{0,20}?(?P<n>\d{1,3})\s+(?:röster\s+)?(?:emot|mot))?(?:[^.\d]{0,30}?(?P<a>\d{1,3})\s+(?:nedlagda|avst|blank))?",
        r"(?i)(?:med|röstade)\s+(?P<y>\d{1,3})\s+(?:röster\s+)?mot\s+(?P<n>\d{1,3})\b",
        r"(?i)^(?:resultat|summa)\b\W*(?P<y>\d{1,3})\s+(?P<n>\d{1,3})\s+(?P<a>\d{1,3})$",
    ]
    .into_iter()
    .filter_map(justera_core::text::pattern)
    .collect()
});

/// The counts of votes in a paragraph. A count that says again what was said is the same vote; what it adds is kept.
fn votes(found: &mut Read, text: &str) {
    let mut here: Vec<(usize, usize, Vote)> = Vec::new();
    for form in VOTES.iter() {
        for captures in form.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            if here.iter().any(|&(start, end, _)| whole.start() < end && start < whole.end()) {
                continue;
            }
            let number = |name: &str| captures.name(name).and_then(|found| count(found.as_str()));
            here.push((
                whole.start(),
                whole.end(),
                Vote { yes: number("y"), no: number("n"), abstain: number("a") },
            ));
        }
    }
    here.sort_by_key(|&(start, ..)| start);
    for (.., vote) in here {
        let again = found.votes.iter_mut().find(|held| {
            held.yes == vote.yes
                && held.no == vote.no
                && (held.abstain == vote.abstain || held.abstain.is_none())
        });
        match again {
            Some(held) => held.abstain = held.abstain.or(vote.abstain),
            None => found.votes.push(vote),
        }
    }
}

/// A number in figures or in a word.
fn count(text: &str) -> Option<u32> {
    const WORDS: [&str; 11] = ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"];
    let small = text.to_lowercase();
    let word = if small == "ett" {
        Some(1)
    } else {
        WORDS.iter().position(|word| *word == small).map(|at| at as u32)
    };
    small.parse().ok().or(word)
}

/// To whom a decision is sent: a line each, or between commas on one line.
fn recipients(found: &mut Read, text: &str, lines: usize) {
    let text = text.trim_start_matches(['-', '•', '*', '–', '·']).trim().trim_end_matches(['.', ',']);
    let pieces: Vec<&str> =
        if lines == 1 && text.contains(',') { split_outer(text, &[',', ';']) } else { vec![text] };
    for piece in pieces {
        let piece = piece.trim();
        let small = piece.to_lowercase();
        // A place of signature, or that the paragraph is adjusted, is no recipient.
        if piece.chars().any(char::is_alphabetic)
            && !small.starts_with("paragrafen")
            && !small.starts_with("justera")
            && piece.chars().count() <= 120
        {
            found.recipients.push(piece.to_owned());
        }
    }
}

/// Who has a reservation recorded or is disqualified, told in a sentence.
fn dissent(doc: &Doc<'_>, found: &mut Read, text: &str) {
    for sentence in sentences(text) {
        let small = sentence.to_lowercase();
        if small.contains("reserverar sig") || small.contains("reserverade sig") {
            let end = small.find("reserver").unwrap_or(0);
            let before = sentence.get(..end).unwrap_or("");
            let held = found.reservations.len();
            names_into(doc, &mut found.reservations, before);
            if found.reservations.len() == held {
                // `Häremot reserverade sig A och B.`
                names_into(doc, &mut found.reservations, sentence.get(end..).unwrap_or(""));
            }
        }
        let interest = small.contains("anmäler jäv")
            || small.contains("anmälde jäv")
            || small.contains("på grund av jäv")
            || small.contains("jävig");
        if interest {
            let end = small.find("jäv").unwrap_or(0);
            let before = sentence.get(..end).unwrap_or("");
            names_into(doc, &mut found.disqualified, before);
        }
    }
}

/// The names in a phrase, in order, each once.
fn names_into(doc: &Doc<'_>, names: &mut Vec<String>, phrase: &str) {
    let phrase = phrase.replace(" och ", ", ").replace(" samt ", ", ");
    for piece in split_outer(&phrase, &[',', ';', '.', ':']) {
        let words: Vec<&str> = piece.split_whitespace().collect();
        for from in 0..words.len() {
            let rest = words[from..].join(" ");
            if let Some(named) = leading_name(doc.model, &rest, false)
                .or_else(|| leading_name(doc.model, &rest, rest.contains('(')))
            {
                if !names.iter().any(|held| held == named.name) {
                    names.push(named.name.to_owned());
                }
                break;
            }
        }
    }
}

/// How an item ended that was not decided.
fn outcome<'a>(found: &mut Read, lines: impl Iterator<Item = &'a str>) {
    static WITHDRAWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        justera_core::text::pattern(
            r"(?i)\b(?:ärendet|punkten|frågan|§\s*\d+|paragrafen)\s+(?:utgår|utgick|utgår\.|dras|drogs|har utgått)",
        )
    });
    static ADJOURNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        justera_core::text::pattern(
            r"(?i)\b(?:ärendet|punkten|frågan|ärendena|motionen|valet|interpellationen|beslutet)\s+(?:om\s+[\p{L}\s]{3,40}?\s+)?(?:bordlades|bordläggs|bordlägges|bordlagts|bordlägga)|\batt\s+bordlägga\b|\batt\s+(?:ärendet|frågan|interpellationen|valet|motionen)\s+bordläggs|^bordlades\b|^bordläggs\b|\b(?:bordlades|bordläggs|bordlägges|bordlagts)\s+(?:ärendet|frågan|punkten|motionen)\b|\bfrågan\s+(?:skulle|ska|skall)\s+bordläggas\b",
        )
    });
    static REFERRED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        justera_core::text::pattern(
            r"(?i)\båterremitter(?:as|ades|a)\b|\bårremiss\b|\bbeslutar\s+om\s+återremiss",
        )
    });
    let hit =
        |form: &LazyLock<Option<Regex>>, text: &str| form.as_ref().is_some_and(|form| form.is_match(text));
    let texts: Vec<&str> = lines.collect();
    let whole = justera_core::text::unwrap(texts.iter().copied());
    let decided: String =
        found.decisions.iter().map(|decision| decision.text.as_str()).collect::<Vec<_>>().join(". ");
    // A matter that was sent back or laid over is so by decision; one that is withdrawn is only said to be.
    found.outcome = match () {
        () if hit(&REFERRED, &decided) => Some(Outcome::ReferredBack),
        () if hit(&ADJOURNED, &decided) => Some(Outcome::Adjourned),
        () if found.decisions.is_empty()
            && whole.split_whitespace().count() < 40
            && hit(&WITHDRAWN, &whole) =>
        {
            Some(Outcome::Withdrawn)
        }
        // What was laid over may still have had decisions of procedure beside it.
        () if hit(&ADJOURNED, &whole) => Some(Outcome::Adjourned),
        () => None,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_that_end_them() {
        assert_eq!(
            sentences("Det gäller t.o.m. 2020-11-30 och ca. fem st. Mötet slutade kl. 15. Alla gick."),
            ["Det gäller t.o.m. 2020-11-30 och ca. fem st. Mötet slutade kl. 15.", "Alla gick."]
        );
        assert_eq!(sentences("Avgiften är 5 kr. Den höjs."), ["Avgiften är 5 kr.", "Den höjs."]);
    }

    #[test]
    fn votes_are_counted_in_every_form() {
        for (text, expected) in [
            ("Med 7 ja-röster och 8 nej-röster finner ordföranden", (Some(7), Some(8), None)),
            ("21 ja-röster mot 19 nej-röster och 2 ledamöter avstår", (Some(21), Some(19), Some(2))),
            ("Mötet nekar med 2/3/1 röster för/emot/blankt", (Some(2), Some(3), Some(1))),
            ("8 röster för.", (Some(8), None, None)),
            ("Resultat 7 8 0", (Some(7), Some(8), Some(0))),
        ] {
            let mut read = Read::default();
            votes(&mut read, text);
            let vote = &read.votes[0];
            assert_eq!((vote.yes, vote.no, vote.abstain), expected, "{text}");
            assert_eq!(read.votes.len(), 1);
        }
    }

    #[test]
    fn a_decision_in_a_sentence_names_its_body() {
        let found = inline("Miljöchefsnätverket beslutade att varje kommun ska svara.").expect("it is one");
        assert_eq!((found.by, found.clause), ("Miljöchefsnätverket", "att varje kommun ska svara."));
        assert!(inline("Hon tyckte att det beslutades bra").is_none());
    }
}
