//! What an item's lines say was decided.

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, is_clause, lower};
use justera_core::{Decision, NodeId, Outcome, Place, Vote};

use justera_lexicon::token::capitalized;

use crate::Doc;
use crate::ballots::{dissent, names_into, tells_other, votes};
use crate::sentences::{
    attended, canonical, clauses, infinitive, inline, is_chosen, ours, own, own_sentences, resolves,
    sentences, subject, turned,
};
use crate::sheets::is_row;
use crate::{outcome, recipients};

/// What was read from an item's own lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Read {
    pub(crate) decisions: Vec<Decision>,
    pub(crate) votes: Vec<Vote>,
    pub(crate) reservations: Vec<String>,
    pub(crate) disqualified: Vec<String>,
    pub(crate) recipients: Vec<String>,
    pub(crate) outcome: Option<Outcome>,
    /// The last decision, where a list below it may tell what it was: `Stämman beslutade om följande avgifter:`
    announced: bool,
    /// Whether the list of recipients that is being read has ended, and text stands below it.
    listed: bool,
}

/// How a document states its decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// In blocks of their own: `X beslutade:`, `Beslut`.
    Blocks,
    /// In sentences: `Dagordningen godkändes.`
    Sentences,
    /// In sentences, or in clauses that begin with `att` directly below the heading.
    Clauses,
}

/// How this document states them: in blocks, if any item has one. Minutes of a body that has blocks in few of its items,
/// and in fewer still under a heading of their own, state the others in sentences.
pub(crate) fn style(doc: &Doc<'_>, protokoll: bool) -> Style {
    /// So many items that begin with a clause are a habit.
    const HABIT: usize = 3;
    let (mut opened, mut labelled, mut clauses) = (0, 0, 0);
    for node in &doc.outline.nodes {
        let opens =
            |line: &&usize| labels::decision_opener(&doc.plain[**line]).is_some_and(|by| !by.is_empty());
        let label = |&line: &usize| {
            labels::label(&doc.plain[line]).is_some_and(|found| found.section == Section::Decision)
                || labels::decision_opener(&doc.plain[line]).is_some_and(str::is_empty)
        };
        let first = node.body.iter().find(|&&line| !doc.plain[line].is_empty());
        clauses += usize::from(first.is_some_and(|&line| is_clause(&doc.plain[line])));
        labelled += usize::from(node.body.iter().any(label));
        opened += usize::from(node.body.iter().find(opens).is_some());
    }
    let few = opened * 5 < doc.outline.nodes.len() * 3;
    let rare = labelled * 4 < doc.outline.nodes.len();
    match (labelled > 0 && !(protokoll && rare)) || (opened > 0 && !(protokoll && few)) {
        true => Style::Blocks,
        false if clauses >= HABIT => Style::Clauses,
        false => Style::Sentences,
    }
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
    clauses: Vec<Clause>,
    blank: bool,
    /// Whether its text begins on the line of its label: `Beslut: Lägret blir i juli.`
    beside: bool,
}

impl Open {
    /// A decision with nothing read of it yet.
    fn new(by: Option<String>, att: bool, labelled: bool) -> Self {
        Open { by, att, labelled, clauses: Vec::new(), blank: false, beside: false }
    }
}

/// A clause of a decision as it is read: its lines, and whether a bullet or a number marks it.
struct Clause {
    lines: Vec<(usize, String)>,
    marked: bool,
}

/// Reads an item's lines, those of its heading left out; whether that `decides` is told by its being a label: `Beslut`.
pub(crate) fn read(doc: &Doc<'_>, lines: &[usize], decides: bool, body: Option<&str>, style: Style) -> Read {
    let mut found = Read::default();
    let first = lines.iter().map(|&line| doc.plain[line].as_str()).find(|text| !text.is_empty());
    let clauses = first.is_some_and(begins_clause);
    let mut open = (decides && clauses).then(|| Open::new(None, false, false));
    let mut section: Option<Section> = None;
    let mut paragraph: Vec<(usize, String)> = Vec::new();
    let labelled =
        |line: usize| labels::label(&doc.plain[line]).is_some_and(|found| found.section == Section::Decision);
    let sectioned =
        lines.iter().rposition(|&line| labelled(line)).is_some_and(|last| !ends_pile(doc, &lines[..=last]));
    let titled = title_of_next(doc, lines);
    // The label of a proposal with nothing below it yet: who is to decide is part of what is proposed.
    let mut proposed = false;
    for (nth, &line) in lines.iter().enumerate() {
        let text = doc.plain[line].clone();
        if doc.outline.lines[line].label == justera_core::Label::Furniture {
            continue;
        }
        if text.is_empty() && over_page(doc, lines, nth) {
            continue;
        }
        // A list of those present, and the title of the items that follow, decide nothing.
        if Some(line) == titled || crate::roster::is_head(doc, line) || pauses(&text) {
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            close(doc, &mut found, open.take(), body);
            section = None;
        }
        // Nearly every line begins with a letter, and no list.
        let begins = open.is_none() && (!text.starts_with(char::is_alphabetic) || is_clause(&text));
        let leads = section.is_none()
            && (text.is_empty() || begins)
            && leads_to_clauses(doc, &paragraph, &lines[nth..]);
        if text.is_empty() || leads {
            if let Some(open) = &mut open {
                open.blank = true;
            }
            let by = leads.then(|| {
                own_sentences(doc, &paragraph)
                    .last()
                    .and_then(|last| opening_body(before_manner(last)).or_else(|| last_body(last)))
            });
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            if let Some(by) = by.filter(|_| open.is_none()) {
                // The clauses take the place of the sentence that leads to them.
                found.decisions.pop_if(|held| ends_with_verb(&held.text));
                open = Some(Open::new(by, false, false));
            }
        }
        if text.is_empty() {
            continue;
        }
        // A row of one cell is what stands beside an item's text in a table, and decides nothing.
        if is_lone_cell(&text) {
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            close(doc, &mut found, open.take(), body);
            section = None;
            continue;
        }
        // `Enligt kommunstyrelsens förslag:` says in a decision on what it rests.
        if open.as_ref().is_some_and(|open| open.labelled && open.clauses.is_empty())
            && text.starts_with("Enligt ")
            && text.ends_with(':')
        {
            continue;
        }
        // `Nämnden beslutade enligt förvaltningens förslag` above the clauses.
        let below = || {
            let below = lines[nth + 1..].iter().map(|&below| doc.plain[below].as_str());
            below.into_iter().find(|below| !below.is_empty()).unwrap_or("")
        };
        let by_manner = before_grounds(&text)
            .and_then(labels::decision_opener)
            .or_else(|| agreed(&text))
            .filter(|_| is_clause(below()));
        if let Some(label) =
            labels::label(&text).filter(|label| label.section.of_item() && by_manner.is_none())
        {
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            close(doc, &mut found, open.take(), body);
            section = Some(label.section).filter(|_| !ends_pile(doc, &lines[..=nth]));
            found.listed = false;
            proposed = label.section == Section::Proposal && label.rest.is_empty();
            if section == Some(Section::Decision) {
                open = Some(Open::new(None, false, true));
                let opener = labels::decision_opener(label.rest).filter(|by| !by.is_empty());
                match opener.or_else(|| agreed(label.rest).filter(|_| is_clause(below()))) {
                    // `Beslut: Nämnden beslutar` above the clauses.
                    Some(by) => {
                        if let Some(open) = &mut open {
                            open.by = Some(by.to_owned());
                            open.att = label.rest.trim_end_matches([':', ' ']).ends_with(" att");
                        }
                    }
                    None if !label.rest.is_empty() => {
                        add(&mut open, line, label.rest);
                        if let Some(open) = &mut open {
                            open.beside = true;
                        }
                    }
                    None => {}
                }
            } else if !label.rest.is_empty() && section != Some(Section::Presenters) {
                paragraph.push((line, label.rest.to_owned()));
            }
            continue;
        }
        // `Nämnden föreslår fullmäktige besluta:` opens a proposal.
        if labels::opens_proposal(&text) {
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            close(doc, &mut found, open.take(), body);
            section = Some(Section::Proposal);
            continue;
        }
        // `Beslöts` by itself opens a list; above a sentence it is the sentence's first word, where the line ends behind it.
        let listed = || {
            matches!(text.trim_end_matches([':', ' ']), "Beslöts" | "Beslutades" | "Beslutas")
                && (begins_clause(below()) || BULLET.is_match(below()))
        };
        let opener = labels::decision_opener(&text).or(by_manner).or_else(|| listed().then_some(""));
        let opens = opener.filter(|_| {
            !proposed && (!matches!(section, Some(Section::Proposal | Section::Motion)) || open.is_none())
        });
        proposed = false;
        if let Some(name) = opens {
            let by = (!name.is_empty()).then(|| name.to_owned());
            let att = text.trim_end_matches([':', '*', ' ']).ends_with(" att");
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            if matches!(section, Some(section) if section != Section::Decision) {
                section = None;
            }
            match &mut open {
                // Inside a labelled block the line only names the body.
                Some(open) if open.clauses.is_empty() => {
                    open.by = by;
                    open.att = att;
                }
                _ => {
                    close(doc, &mut found, open.take(), body);
                    // `Nämndens beslut` heads a part as `Beslut` does.
                    let heads = text.trim_end_matches([':', '*', ' ']).to_lowercase().ends_with(" beslut");
                    let labelled = heads || (section == Some(Section::Decision) && sectioned);
                    open = Some(Open::new(by, att, labelled));
                }
            }
            continue;
        }
        if open.is_none() && BULLET.is_match(&text) {
            if style != Style::Blocks && announces(doc, &paragraph, body) {
                flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            }
            // What the list tells takes the place of the sentence.
            let announced = found.decisions.pop_if(|_| found.announced);
            open = announced.map(|announced| Open::new(announced.by, false, false));
        }
        found.announced = false;
        // Directly below the heading, or where a paragraph of the item begins.
        if open.is_none()
            && style == Style::Clauses
            && section.is_none()
            && paragraph.is_empty()
            && begins_clause(&text)
        {
            open = Some(Open::new(None, false, false));
        }
        // `Beslut` / `Nämnden` / `• Godkänner rapporten`: whose the points below are.
        if let Some(open) = open.as_mut().filter(|open| open.labelled && open.clauses.is_empty())
            && let Some(by) = body_above_list(&text)
            && lines[nth + 1..]
                .iter()
                .map(|&below| doc.plain[below].as_str())
                .find(|below| !below.is_empty())
                .is_some_and(|below| BULLET.is_match(below))
        {
            open.by = Some(by.to_owned());
            continue;
        }
        if open.is_some() {
            if add(&mut open, line, &text) {
                continue;
            }
            close(doc, &mut found, open.take(), body);
            section = None;
        }
        // An entry of a list is a paragraph of its own.
        if let Some(entry) = entry(&text)
            && section.is_none()
        {
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
            paragraph.push((line, entry.trim_start().to_owned()));
            continue;
        }
        // What begins anew below an entry is none of it: `- Inbjudan till kurs` / `Lades till handlingarna.`
        let beside = |at: usize| doc.raw(at).trim_start().starts_with(['-', '•']);
        if let [(entry, said)] = &paragraph[..]
            && section.is_none()
            && beside(*entry)
            && text.starts_with(char::is_uppercase)
            && !doc.raw(line).starts_with(char::is_whitespace)
            && !said.ends_with([',', '-', ':'])
        {
            flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
        }
        // A signature or a number in the margin does not make a paragraph.
        paragraph.push((line, text));
    }
    flush(doc, &mut found, &mut paragraph, section, body, style, sectioned);
    close(doc, &mut found, open.take(), body);
    others(&mut found, body);
    // Who is only proposed is not chosen by standing in a list: what is decided of the proposal says so.
    let only_proposed = |line: usize| {
        let small = lower(&doc.plain[line]);
        small.contains("förslag") && !small.contains("valde")
    };
    if found.decisions.len() > 1 && lines.iter().any(|&line| only_proposed(line)) {
        found.decisions.retain(|decision| !is_chosen(doc, &decision.text));
    }
    outcome::outcome(&mut found, lines.iter().map(|&line| doc.plain[line].as_str()));
    found
}

/// Whether the last of some lines ends a pile of labels, one of them more than once: a margin that was read apart from the text,
/// of which it is not known what stood beside which.
fn ends_pile(doc: &Doc<'_>, lines: &[usize]) -> bool {
    const PILE: usize = 3;
    let mut held: Vec<Section> = Vec::new();
    for &line in lines.iter().rev().filter(|&&line| !doc.plain[line].is_empty()) {
        match labels::label(&doc.plain[line]) {
            Some(found) if found.section.of_item() && found.rest.is_empty() => {
                if held.len() + 1 >= PILE && held.contains(&found.section) {
                    return true;
                }
                held.push(found.section);
            }
            _ => return false,
        }
    }
    false
}

/// The body that stands by itself above a list of what it decides, `Nämnden`, `Kommunstyrelsen föreslår fullmäktige`.
fn body_above_list(text: &str) -> Option<&str> {
    const WORDS: usize = 8;
    let text = text.trim_end_matches(':');
    let by = text.split_once(" föreslår ").map_or(text, |(by, _)| by);
    let named = by.split(' ').next_back().is_some_and(labels::is_body) || labels::is_named_body(by);
    let fits = text.split(' ').count() <= WORDS && text.starts_with(char::is_uppercase);
    (named && fits && !text.contains(['.', ','])).then_some(by)
}

/// The body that a sentence below `Beslut` begins with, where a verb of resolving stands directly behind: `Skyddskommittén
/// tillstyrker ritningarna`. What another body gets to do is not its own decision: `Styrelsen får i uppdrag att …`
fn decides_itself(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let (body, verb) = (words.next()?, words.next()?);
    let officer = lower(body).starts_with("ordförande");
    (labels::is_body(body) && !officer && crate::tables::resolution(verb) == Some('a'))
        .then(|| body.to_owned())
}

/// Whether a text ends with the verb of a decision: `Efter diskussion beslöts`, `Styrelsen beslutade efter diskussion`.
fn ends_with_verb(text: &str) -> bool {
    let text = before_manner(text);
    // `… beslutar kommunfullmäktige`
    let verb = match text.rsplit_once(' ') {
        Some((before, last)) if labels::is_body(last) => before,
        _ => text,
    };
    let last = verb.rsplit(' ').next().unwrap_or("");
    labels::is_decision_verb(last) || matches!(last, "beslöts" | "beslutades" | "beslutas")
}

/// The body with which a sentence ends: `Sedan Bo Ek yrkat bifall beslutar nämnden`.
fn last_body(sentence: &str) -> Option<String> {
    before_manner(sentence).rsplit(' ').next().filter(|last| labels::is_body(last)).map(capitalized)
}

/// What stands before the words that say by whose proposal something was decided: `Nämnden beslutade enligt liggande förslag`.
fn before_grounds(text: &str) -> Option<&str> {
    static GROUNDS: Pattern = Pattern::new(
        r"\s(?:beslutade|beslutar|beslöt)(?P<grounds>\s+(?:enligt|i\senlighet\smed)\s[^.:;]{3,90})[:,]?\s*$",
    );
    let grounds = GROUNDS.captures(text)?.name("grounds")?;
    Some(&text[..grounds.start()])
}

/// Who is said to agree in the clauses below: `Parterna är eniga om`.
fn agreed(text: &str) -> Option<&str> {
    static AGREED: Pattern = Pattern::new(
        r"^(?P<who>\p{Lu}[\p{L}-]+(?:\soch\s[\p{L}-]+)?)\s(?:är|var|blev|voro|blevo)\s(?:eniga|ense|överens)\som:?$",
    );
    let who = AGREED.captures(text)?.name("who")?.as_str();
    (who != "Vi").then_some(who)
}

/// A text without its last words, where they tell how it was decided.
fn before_manner(text: &str) -> &str {
    static MANNER: Pattern = Pattern::new(
        r"\s+(?:efter\s\p{Ll}+(?:\soch\s\p{Ll}+)?|enhälligt|enigt|således|sålunda|därefter|härefter|vidare|dessutom|följande)$",
    );
    let text = text.trim_end_matches([':', ',', ' ']);
    MANNER.find(text).map_or(text, |found| &text[..found.start()])
}

/// Whether a paragraph ends with the verb of a decision whose clauses begin behind a blank line, or on the next as a list.
fn leads_to_clauses(doc: &Doc<'_>, paragraph: &[(usize, String)], behind: &[usize]) -> bool {
    // Most paragraphs end with another word, and the lines behind them need not be looked for.
    let mut below = behind.iter().map(|&line| doc.plain[line].as_str()).enumerate();
    let below = || {
        let (nth, text) = below.find(|(_, text)| !text.is_empty())?;
        let bullet = BULLET.find(text).map_or(0, |bullet| bullet.end());
        Some((nth > 0 || bullet > 0 || list_of_clauses(doc, behind)) && is_clause(&text[bullet..]))
    };
    paragraph.last().is_some_and(|(_, last)| ends_with_verb(last)) && { below }().unwrap_or(false)
}

/// Whether the lines of a paragraph are clauses, each on lines of its own: one begins where the line above has ended.
fn list_of_clauses(doc: &Doc<'_>, lines: &[usize]) -> bool {
    /// Lines of the first clause at most.
    const LINES: usize = 12;
    let paragraph = lines.iter().map(|&line| doc.plain[line].as_str()).take_while(|text| !text.is_empty());
    let paragraph: Vec<&str> = paragraph.take(LINES).collect();
    paragraph.windows(2).any(|pair| {
        is_clause(pair[1])
            && (pair[0].ends_with([',', ';'])
                || ["samt", "och"].contains(&pair[0].rsplit(' ').next().unwrap_or("")))
    })
}

/// Whether a blank line stands at the end of a page that a sentence goes over.
fn over_page(doc: &Doc<'_>, lines: &[usize], nth: usize) -> bool {
    /// Blank lines about the foot of a page and the head of the next.
    const LINES: usize = 24;
    let written = |line: &&usize| !doc.plain[**line].is_empty();
    let before = lines[..nth].iter().rev().take(LINES).find(written);
    let after = lines[nth..].iter().take(LINES).find(written);
    let (Some(&before), Some(&after)) = (before, after) else { return false };
    doc.outline.lines[before].page != doc.outline.lines[after].page
        && !doc.plain[before].ends_with(['.', ':', ';', '!', '?'])
        && doc.plain[after].starts_with(char::is_lowercase)
        && !is_clause(&doc.plain[after])
}

/// Leaves out what another body decided before the matter came to the one that met: where an item tells the decision of the
/// body that met, one of `ARBETSUTSKOTTET BESLUTAR` above it is recounted.
fn others(found: &mut Read, body: Option<&str>) {
    let Some(body) = body else { return };
    let own = |by: &str| canonical(by, Some(body)) == body || ours(by, Some(body));
    let by = |decision: &Decision| decision.by.as_deref().map(own);
    let Some(first) = found.decisions.iter().position(|decision| by(decision) == Some(true)) else { return };
    let mut nth = 0;
    found.decisions.retain(|decision| {
        nth += 1;
        // A sentence below `Beslut` that names who resolves is of this meeting: `Skyddskommittén tillstyrker …`
        let names = |by: &str| labels::is_body(by) && !decision.text.starts_with(by);
        let other = by(decision) == Some(false) && decision.by.as_deref().is_some_and(names);
        nth > first || !other
    });
}

/// Where other items have blocks, one without any part may end with a sentence that states what is resolved, in the
/// present as they do: `Meddelandelistan läggs till handlingarna.` That a matter is put off is told as its outcome.
pub(crate) fn last_sentence(doc: &Doc<'_>, found: &mut Read, lines: &[usize], body: Option<&str>) {
    let written: Vec<usize> = lines
        .iter()
        .copied()
        .filter(|&line| {
            !doc.plain[line].is_empty() && doc.outline.lines[line].label != justera_core::Label::Furniture
        })
        .collect();
    let labelled =
        |line: &usize| labels::label(&doc.plain[*line]).is_some_and(|label| label.section.of_item());
    if !found.decisions.is_empty() || found.outcome.is_some() || written.iter().any(labelled) {
        return;
    }
    // What stands behind a list is no part of its last entry.
    let listed =
        written.iter().rposition(|&line| BULLET.is_match(&doc.plain[line])).map_or(0, |last| last + 1);
    let told = match doc.plain.get(written.get(listed).copied().unwrap_or(usize::MAX)) {
        Some(first) if first.starts_with(char::is_uppercase) => &written[listed..],
        _ => &written[..],
    };
    let whole = justera_core::text::unwrap(told.iter().map(|&line| doc.plain[line].as_str()));
    let past = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        crate::tables::resolution(word).is_some()
            && ["des", "tes", "gos", "gs"].iter().any(|end| word.ends_with(end))
            && !word.ends_with("läggs")
    };
    let mut told = sentences(&whole);
    // When the minutes are adjusted is told behind who was chosen for it.
    if told.len() > 1 && told.last().is_some_and(|last| last.starts_with("Protokollet justeras ")) {
        told.pop();
    }
    if let Some(sentence) = told.pop()
        && !sentence.split_whitespace().any(past)
        && let Some(by) = resolves(doc, &sentence, body)
    {
        push(doc, found, by, &sentence, &written);
    }
}

/// Where other items have blocks, what every meeting decides about itself is often told in a sentence: that the agenda
/// was approved, the last minutes laid to the documents, who adjusts; or that it decided something, without `att`.
pub(crate) fn formal(doc: &Doc<'_>, found: &mut Read, lines: &[usize], body: Option<&str>) {
    if !found.decisions.is_empty() || found.outcome.is_some() {
        return;
    }
    let kept = |line: &usize| {
        !doc.plain[*line].is_empty() && doc.outline.lines[*line].label != justera_core::Label::Furniture
    };
    let written: Vec<(usize, String)> =
        lines.iter().filter(|line| kept(line)).map(|&line| (line, doc.plain[line].clone())).collect();
    // A part of its own tells of proposals and of what others did.
    if written.iter().any(|(_, text)| labels::label(text).is_some_and(|label| label.section.of_item())) {
        return;
    }
    let numbers: Vec<usize> = written.iter().map(|&(line, _)| line).collect();
    for sentence in own_sentences(doc, &written) {
        // `Vi beslutade att …`, `Beslutas att …`
        if let Some((by, clauses)) = attended(&sentence, body) {
            push_all(doc, found, by.as_deref(), &clauses, &numbers);
        } else if (is_formal(&sentence) || infinitive(&sentence, body))
            && let Some(by) = resolves(doc, &sentence, body)
        {
            push(doc, found, by, &sentence, &numbers);
        }
    }
}

/// A point that is all heading, its sentences among it: `b) Medlem söker pris. Avslogs.`
pub(crate) fn in_heading(doc: &Doc<'_>, found: &mut Read, id: NodeId, heading: &str, body: Option<&str>) {
    let node = &doc.outline.nodes[id.0];
    if !found.decisions.is_empty() || !node.body.iter().all(|&line| doc.plain[line].is_empty()) {
        return;
    }
    let first = doc.outline.lines.partition_point(|line| line.span.end < node.span.start);
    let lines: Vec<usize> = (first..doc.outline.lines.len())
        .take_while(|&line| doc.outline.lines[line].span.start <= node.span.end)
        .filter(|&line| doc.outline.lines[line].place == Place::Item(id))
        .collect();
    for sentence in sentences(heading) {
        if let Some(by) = resolves(doc, &sentence, body) {
            push(doc, found, by, &sentence, &lines);
        }
    }
}

/// Whether a sentence speaks of the agenda, the minutes or who adjusts them, and says what becomes of them.
fn is_formal(sentence: &str) -> bool {
    let small = lower(sentence);
    let has = |words: &[&str]| words.iter().any(|word| small.contains(word));
    if small.contains("föreslå") {
        return false;
    }
    let papers = has(&["dagordning", "föredragningslista", "ärendelista", "protokoll", "anteckning"]);
    small.contains(" till handlingar")
        || (papers && has(&["godkän", "fastställ"]))
        || (has(&["utsågs", "utses", "valdes", "utsåg", "väljs"])
            && has(&[" justera", "justerare", "justeringsm", "justeringsp"]))
}

/// Whether a decision lays several papers to the documents: `Rapporterna läggs till handlingarna`, `att lägga samtliga rapporter
/// till handlingarna`.
pub(crate) fn closes_several(text: &str) -> bool {
    let small = lower(text);
    let Some(before) = small.find(" till handlingar").map(|at| &small[..at]) else { return false };
    // Who lays them may be several, too: behind the verb, or as the subject of the passive.
    let behind = ["lägga ", "lägger ", "lade "].iter().find_map(|verb| Some(before.split_once(verb)?.1));
    let what = behind.unwrap_or(before);
    what.split(|c: char| !c.is_alphabetic()).any(|word| {
        matches!(word, "dem" | "samtliga" | "alla")
            || (word.chars().count() > 7 && ["erna", "arna", "orna"].iter().any(|end| word.ends_with(end)))
    })
}

/// The last line of an item, where it heads the items that follow: a few words without a stop below a paragraph that
/// has one, and below a gap.
fn title_of_next(doc: &Doc<'_>, lines: &[usize]) -> Option<usize> {
    const WORDS: usize = 8;
    let mut written = lines.iter().rev().copied().filter(|&line| !doc.plain[line].is_empty());
    let (last, before) = (written.next()?, written.next()?);
    let text = doc.plain[last].as_str();
    let stands_apart = last > before + 1;
    let title = text.starts_with(char::is_uppercase)
        && !text.ends_with(['.', ':', ',', ';', '!', '?'])
        && text.split_whitespace().count() <= WORDS
        && !text.contains(['|', '(', '§'])
        && labels::label(text).is_none();
    (stands_apart && title && doc.plain[before].ends_with('.') && !states_resolution(text)).then_some(last)
}

/// Whether a line ends with a word that `att` follows in the same clause.
fn waits_for_att(line: &str) -> bool {
    matches!(
        line.split_whitespace().next_back().unwrap_or(""),
        "för"
            | "genom"
            | "om"
            | "på"
            | "till"
            | "med"
            | "av"
            | "i"
            | "än"
            | "så"
            | "utan"
            | "efter"
            | "inte"
            | "ut"
            | "uppdrag"
            | "förutsättning"
            | "villkor"
            | "syfte"
    ) || ASKED.is_match(line)
}

/// `… uppdrar kommunstyrelsen åt kommunchefen`: what is asked of someone follows.
static ASKED: Pattern = Pattern::new(r"(?i)\buppdra(?:r|s)?\b.{0,40}\båt\s+[\p{L}-]+(?:\s[\p{L}-]+)?$");

/// Whether a line is a row between bars with text in no more than one cell.
fn is_lone_cell(text: &str) -> bool {
    is_row(text) && text.split('|').filter(|cell| !cell.trim().is_empty()).count() <= 1
}

/// Whether a line says that the meeting paused, wherever that was noted: `Paus klockan 14.45–15.05`.
fn pauses(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    matches!(first, "Paus" | "Lunchpaus" | "Lunch" | "Kaffepaus" | "Ajournering" | "Ajourneras")
        && text.contains(|c: char| c.is_ascii_digit())
        && text.split_whitespace().count() <= 8
}

/// Whether a word of a line states a resolution.
fn states_resolution(text: &str) -> bool {
    text.split_whitespace().any(|word| crate::tables::resolution(word).is_some())
}

/// Takes a line into the open decision; false when the decision is over.
fn add(open: &mut Option<Open>, line: usize, text: &str) -> bool {
    let Some(open) = open else { return false };
    // A number may stand behind a bullet: `- 2. att utse`.
    let marks = |text: &str| BULLET.find(text).map_or(0, |found| found.end());
    let bullet = marks(text) + marks(&text[marks(text)..]);
    let clean = text[bullet..].trim();
    // `dels    att teckna avtal,`: one of several.
    let clean =
        clean.strip_prefix("dels").map(str::trim_start).filter(|text| is_clause(text)).unwrap_or(clean);
    // An entry without it, behind a blank line, is no clause of those with `att` and without bullets, but another matter: `- Hyran`.
    let attended = |clause: &Clause| !clause.marked && is_clause(&clause.lines[0].1);
    let matter = open.blank && bullet > 0 && !is_clause(clean) && clean.starts_with(char::is_uppercase);
    if matter && !open.clauses.is_empty() && open.clauses.iter().all(attended) {
        return false;
    }
    // A table below clauses is none of them.
    if is_row(clean) && open.clauses.last().is_some_and(|last| !is_row(&last.lines[0].1)) {
        return false;
    }
    // The next point of the agenda, whose number was taken for none: `2b Avgifter`.
    static POINT: Pattern = Pattern::new(r"^\d{1,2}[a-h]\s+\p{Lu}");
    if POINT.is_match(clean) && !open.clauses.is_empty() {
        return false;
    }
    // `… för` / `att minska underskottet`: the line breaks inside a clause.
    let last = open.clauses.last().and_then(|last| last.lines.last()).map_or("", |(_, text)| text);
    let inside = bullet == 0 && !open.blank && waits_for_att(last);
    let clause = (is_clause(clean) && !inside) || lower(clean).starts_with("att:");
    // Engines put blank lines inside a paragraph: a sentence that has not ended goes on behind one.
    let torn = open.blank
        && bullet == 0
        && !clause
        && !open.att
        && open.clauses.last().is_some_and(|held| held.lines[0].1.starts_with(char::is_uppercase))
        && !last.ends_with(['.', ':', ';', '!', '?'])
        && clean.starts_with(char::is_lowercase);
    // Who takes no part is told below the clauses, and is of none.
    let apart =
        [" deltar inte ", " deltar ej ", " deltog inte ", " deltog ej ", " deltager icke ", " deltager ej "]
            .iter()
            .any(|form| clean.contains(form));
    let votes = || ["Vid votering", "Vid omröstning"].iter().any(|start| clean.starts_with(start));
    let told = bullet == 0 && !clause && (apart && clean.starts_with(char::is_uppercase) || votes());
    if told && !open.clauses.is_empty() && !waits_for_att(last) {
        return false;
    }
    let new = clause || bullet > 0 || open.clauses.is_empty() || (open.blank && open.labelled && !torn);
    if open.blank && !new && !torn {
        return false;
    }
    // A clause that has ended with its stop is not gone on with by a sentence on the next line.
    let ended = last.ends_with('.');
    let attended = open.clauses.last().is_some_and(|last| is_clause(&last.lines[0].1));
    // Nor is one that began beside its label, by a sentence that decides nothing: `Ulla ordnar fika.`
    let decides = || {
        states_resolution(clean)
            || [" i uppdrag", " anses ", "usteringen "].iter().any(|form| clean.contains(form))
    };
    let aside = open.beside && !decides();
    if (!open.labelled || attended || aside) && !new && ended && clean.starts_with(char::is_uppercase) {
        return false;
    }
    // Nor by another paragraph that decides nothing.
    if aside && open.blank && ended && !clause && bullet == 0 {
        return false;
    }
    // What the list does not tell any more: a sentence of its own below the last entry.
    let marked = open.clauses.last().is_some_and(|last| last.marked);
    let own = bullet == 0 && !clause && clean.starts_with(char::is_uppercase) && states_resolution(clean);
    if !open.labelled && marked && own {
        return false;
    }
    // A word or two below a clause that has ended head another part: `Avgift`, `Tidigare beslut`.
    let words = clean.split_whitespace().count();
    let heads = ended && bullet == 0 && !clause && words <= 2 && clean.starts_with(char::is_uppercase);
    if heads && !clean.ends_with(['.', ',', ';']) && !states_resolution(clean) {
        return false;
    }
    // Clauses with `att` end where a line without it begins a paragraph of its own.
    if open.blank && !clause && bullet == 0 && !open.clauses.is_empty() && !open.labelled {
        return false;
    }
    if new && !(bullet == 0 && !clause && open.labelled && !open.blank && !open.clauses.is_empty()) {
        open.clauses.push(Clause { lines: vec![(line, clean.to_owned())], marked: bullet > 0 });
    } else if let Some(last) = open.clauses.last_mut() {
        last.lines.push((line, clean.to_owned()));
    }
    open.blank = false;
    true
}

static BULLET: Pattern =
    Pattern::new(r"^(?:[-•–*·=\u{f0b7}]\s+|[•\u{f0b7}]|e\s+|¢\s+|\d{1,2}(?:[.)]\s+|\s{3,}))");

/// The text of a list's entry behind its bullet, also where the space behind that was left out: `-Ulla Ek omvaldes.`
fn entry(text: &str) -> Option<&str> {
    let bare = || text.strip_prefix(['-', '–']).filter(|text| text.starts_with(char::is_uppercase));
    ["- ", "• ", "– "].iter().find_map(|bullet| text.strip_prefix(bullet)).or_else(bare)
}

/// Whether a line is a clause with `att`, behind a bullet or a number or without.
fn begins_clause(text: &str) -> bool {
    is_clause(&text[BULLET.find(text).map_or(0, |bullet| bullet.end())..])
}

/// Writes the clauses of a decision that has been read.
fn close(doc: &Doc<'_>, found: &mut Read, open: Option<Open>, body: Option<&str>) {
    let Some(open) = open else { return };
    let by = open.by.as_deref().map(|by| canonical(by, body));
    let list_head = open.clauses.first().is_some_and(|first| {
        open.clauses.len() > 1
            && first.lines.last().is_some_and(|(_, text)| text.trim_end_matches(['*', ' ']).ends_with(':'))
    });
    // `att ge X i uppdrag:` before clauses of its own is their opening and no clause.
    let opening = list_head && open.clauses.get(1).is_some_and(|second| is_clause(&second.lines[0].1));
    // Where a sentence says that the body decided, the sentences beside it tell what follows from that.
    let mut stated = false;
    for (nth, Clause { lines: clause, marked }) in open.clauses.iter().enumerate().skip(usize::from(opening))
    {
        let lines: Vec<usize> = clause.iter().map(|&(line, _)| line).collect();
        let whole = justera_core::text::unwrap(clause.iter().map(|(_, text)| text.as_str()));
        let attended = is_clause(&whole);
        dissent(doc, found, &whole);
        let pieces = if attended || open.att || *marked { vec![whole] } else { sentences(&whole) };
        for piece in pieces {
            if !states(&piece) {
                continue;
            }
            let mut by = by.clone();
            let mut text = piece;
            // `Nämnden beslutar att …` inside the block names the body and gives the clause.
            if let Some(inner) = inline(&text).filter(|_| !attended) {
                if inner.recounts() {
                    continue;
                }
                by = Some(canonical(inner.by, body));
                stated = true;
                push_all(doc, found, by.as_deref(), &clauses(inner.clause), &lines);
                continue;
            } else if stated && !attended && !marked {
                continue;
            } else if by.is_none() {
                by = subject(&text, body).or_else(|| decides_itself(&text).filter(|_| open.labelled));
            }
            // A point that is a sentence of its own needs no `att` before it.
            let whole = attended || (*marked && text.starts_with(char::is_uppercase));
            if open.att && !whole && !(list_head && nth == 0) {
                text = format!("att {text}");
            }
            push(doc, found, by, &text, &lines);
        }
    }
}

fn push(doc: &Doc<'_>, found: &mut Read, by: Option<String>, text: &str, lines: &[usize]) {
    let text = text.trim().trim_end_matches(['.', ';', ',', ' ']);
    let text = text.strip_prefix(['-', '–', '•']).map_or(text, str::trim_start);
    // The label may stand in the middle of a line.
    let text = text.strip_prefix("Beslut: ").map_or(text, str::trim_start);
    // Which appendix belongs to it stands behind its stop: `… till revisorerna. Bilaga 1`.
    static APPENDIX: Pattern = Pattern::new(r"\.\s+\(?[Bb]il(?:aga|\.)\s+\w{1,3}\)?$");
    let text = APPENDIX.find(text).map_or(text, |appendix| &text[..appendix.start()]);
    // `…, samt` before the next clause belongs to neither.
    let text = [" samt", ", och", "; och", " och"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text)
        .trim_end_matches([',', ';'])
        .trim()
        .to_owned();
    // A clause that was struck through was not adopted, and a box of a form is none, ticked or not.
    let struck = text.starts_with("~~") && text.ends_with("~~");
    let boxed = ["[ ]", "[x]", "[X]", "☐", "☒", "☑"].iter().any(|mark| text.starts_with(mark));
    if struck || boxed || text.chars().filter(|c| c.is_alphabetic()).count() < 4 {
        return;
    }
    let at = doc.at_lines(lines);
    // The same of another motion, on other lines, is another decision: `Mötet beslutade bifall.`
    let again = |held: &Decision| match (&held.at, &at) {
        (Some(held), Some(at)) => held.start < at.end && at.start < held.end,
        _ => true,
    };
    if found.decisions.iter().any(|held| held.text == text && again(held)) {
        return;
    }
    found.decisions.push(Decision { by, text, at });
}

/// Writes the clauses of one sentence.
fn push_all(doc: &Doc<'_>, found: &mut Read, by: Option<&str>, clauses: &[String], lines: &[usize]) {
    for clause in clauses {
        push(doc, found, by.map(str::to_owned), clause, lines);
    }
}

/// What stands in a decision block without deciding: that the paragraph is adjusted, and dashes.
fn states(text: &str) -> bool {
    let small = lower(text);
    // What the chair does at the end of the meeting decides nothing.
    let chairs =
        small.strip_prefix("herr ").unwrap_or(&small).strip_prefix("ordföranden ").is_some_and(|rest| {
            [
                "tackar",
                "tackade",
                "önskar",
                "avslutar",
                "förklarar",
                "finner",
                "konstaterar",
                "ställer",
                "framställde",
                "framställer",
                "informerar",
            ]
            .iter()
            .any(|verb| rest.starts_with(verb))
        });
    // Where a page goes on from the one before, and who came or went, stand between clauses and are none.
    static BETWEEN: Pattern = Pattern::new(
        r"(?i)^(?:forts(?:\.|ättning)?\s|(?:\p{L}+\s)?§\s?\d+\s+forts\b)|\b\d{1,3}\s?\(\d{1,3}\)$|^\p{L}[\p{L} -]{2,50}\s(?:(?:lämnar|lämnade)\s(?:mötet|sammanträdet|lokalen|rummet|salen)|anländer|anlände|avviker|avvek)\b.{0,40}$|^reservation(?:er)?\s",
    );
    !(chairs
        || BETWEEN.is_match(text.trim_end_matches('.'))
        || small.contains("voteringsproposition")
        || small.contains("reserverar sig")
        || small.contains("reserverade sig")
        || small.contains("avvikande mening")
        || ["på grund av jäv", "anmäler jäv", "anmälde jäv"].iter().any(|form| small.contains(form))
        || small.starts_with("ansvarig:")
        || small.starts_with("paragrafen är")
        || small.starts_with("justeras omedelbart")
        || text.chars().filter(|c| c.is_alphabetic()).count() < 4)
}

/// A sentence that states a decision in clauses with `att`: who decided, and the clauses.
fn with_clauses(sentence: &str, body: Option<&str>) -> Option<(Option<String>, Vec<String>)> {
    let plain = || {
        let decision = inline(sentence).filter(|inline| own(inline, body))?;
        Some((Some(canonical(decision.by, body)), clauses(decision.clause)))
    };
    attended(sentence, body).or_else(plain).or_else(|| turned(sentence, body))
}

/// Whether a paragraph ends with a sentence that states a resolution, and leaves to a list below what it is.
fn announces(doc: &Doc<'_>, paragraph: &[(usize, String)], body: Option<&str>) -> bool {
    paragraph.last().is_some_and(|(_, last)| last.ends_with(':'))
        && own_sentences(doc, paragraph).last().is_some_and(|sentence| {
            with_clauses(sentence, body).is_none() && resolves(doc, sentence, body).is_some()
        })
}

/// A sentence without the letter or the number of the point that it is of an enumeration inside the text: `b) Rapporten
/// godkändes.`
fn without_point(sentence: &str) -> &str {
    static POINT: Pattern = Pattern::new(r"^(?:\p{Ll}|\d{1,2})\s?[.)/]\s+(?P<begins>\p{Lu})");
    POINT
        .captures(sentence)
        .and_then(|found| found.name("begins"))
        .map_or(sentence, |at| &sentence[at.start()..])
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
    /// Bytes of a paragraph that holds names and nothing else.
    const NAMES: usize = 120;
    let lines = std::mem::take(paragraph);
    if section == Some(Section::Recipients) {
        // Text behind them may be that of another item, whose number was read apart from it: nothing below is read.
        let end = if found.listed { 0 } else { recipients::prose_behind(&lines) };
        recipients::listed(found, &lines[..end]);
        found.listed |= end < lines.len();
        return;
    }
    if lines.is_empty() {
        return;
    }
    let numbers: Vec<usize> = lines.iter().map(|&(line, _)| line).collect();
    let whole = justera_core::text::unwrap(lines.iter().map(|(_, text)| text.as_str()));
    votes(found, &whole);
    match section {
        Some(Section::Reservation) => {
            let held = found.reservations.len();
            dissent(doc, found, &whole);
            let denied = [" sig inte", " sig ej", " sig icke"].iter().any(|no| whole.contains(no));
            if found.reservations.len() == held && !denied && !tells_other(&whole) {
                // A list of names alone.
                names_into(doc, &mut found.reservations, &whole);
            }
            return;
        }
        Some(Section::Disqualified) => {
            // Beside the one who is disqualified the text may name who leads or serves instead.
            if whole.contains("jäv") {
                dissent(doc, found, &whole);
            } else if whole.len() <= NAMES {
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
            // What was decided is told behind what was moved and how they voted, in the past.
            if matches!(section, Some(Section::Motion | Section::Vote)) && !sectioned {
                let past =
                    |sentence: &String| sentence.contains(" beslutade ") || sentence.contains(" beslöt ");
                for sentence in own_sentences(doc, &lines).into_iter().filter(past) {
                    if let Some(decision) =
                        inline(&sentence).filter(|inline| inline.plain && own(inline, body))
                    {
                        let by = canonical(decision.by, body);
                        push_all(doc, found, Some(&by), &clauses(decision.clause), &numbers);
                    }
                }
            }
            return;
        }
        _ => {}
    }
    if ["jäv", "eserv", " mening"].iter().any(|word| whole.contains(word)) {
        // Who is disqualified may stand below a table's rows, which end without stops.
        let held = found.reservations.len() + found.disqualified.len();
        own_sentences(doc, &lines).iter().for_each(|piece| dissent(doc, found, piece));
        if found.reservations.len() + found.disqualified.len() == held {
            dissent(doc, found, &whole);
        }
    }
    if whole.contains("eslutet ") || whole.contains("tdrag ") {
        own_sentences(doc, &lines).iter().for_each(|sentence| recipients::told(found, sentence));
    }
    match style {
        _ if sectioned => {}
        Style::Blocks => {
            for sentence in sentences(&whole) {
                if let Some(decision) = inline(&sentence).filter(|inline| own(inline, body)) {
                    let by = canonical(decision.by, body);
                    push_all(doc, found, Some(&by), &clauses(decision.clause), &numbers);
                }
            }
        }
        Style::Sentences | Style::Clauses => {
            let told = own_sentences(doc, &lines);
            for (nth, sentence) in told.iter().enumerate() {
                let sentence = without_point(sentence);
                if let Some((by, mut clauses)) = with_clauses(sentence, body) {
                    // `att fastställa listan med följande ändringar:` / `Punkt 12 tas före 11`: the lines below are of it.
                    let lists = [":", " välja", " utse"].iter().any(|end| sentence.ends_with(end));
                    let below = told[nth + 1..].iter().map(String::as_str);
                    let whole = lists && below.clone().all(|below| with_clauses(below, body).is_none());
                    if let Some(last) = clauses.last_mut().filter(|_| whole && nth + 1 < told.len()) {
                        *last = justera_core::text::unwrap(std::iter::once(last.as_str()).chain(below));
                    }
                    push_all(doc, found, by.as_deref(), &clauses, &numbers);
                    if whole {
                        break;
                    }
                } else if let Some(by) = resolves(doc, sentence, body) {
                    let held = found.decisions.len();
                    push(doc, found, by, sentence, &numbers);
                    // `Följande skrivelser läggs till handlingarna:` says itself what was decided.
                    let lists = sentence.ends_with(':') && !sentence.contains("till handlingarna");
                    found.announced = lists && found.decisions.len() > held;
                }
            }
        }
    }
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
        assert_eq!(sentences("Avgiften är 3 kr. 60 öre."), ["Avgiften är 3 kr. 60 öre."]);
    }

    #[test]
    fn votes_are_counted_in_every_form() {
        for (text, expected) in [
            ("Med 7 ja-röster och 8 nej-röster finner ordföranden", (Some(7), Some(8), None)),
            ("21 ja-röster mot 19 nej-röster och 2 ledamöter avstår", (Some(21), Some(19), Some(2))),
            ("Mötet nekar med 2/3/1 röster för/emot/blankt", (Some(2), Some(3), Some(1))),
            ("8 röster för.", (Some(8), None, None)),
            ("Resultat 7 8 0", (Some(7), Some(8), Some(0))),
            ("5 ledamöter röstade för att säga upp avtalet och 3 röstade emot.", (Some(5), Some(3), None)),
            ("Sex ledamöter röstar för förslaget och tre ledamöter för Eks.", (Some(6), Some(3), None)),
            ("Omröstning. Fyra röstade för 5 % och två för 8 %.", (Some(4), Some(2), None)),
            ("Då röstade mötet. 15 var för motionen och 9 emot.", (Some(15), Some(9), None)),
            ("befanns att för höjning avgivits 5 röster och mot höjning 4 röster", (Some(5), Some(4), None)),
            (
                "För Eks förslag avges 6 röster, mot 2 röster och 1 ledamot avstår.",
                (Some(6), Some(2), Some(1)),
            ),
            (
                "För styrelsens förslag röstar 8, för Eks yrkande röstar 4 och 1 ledamot avstår.",
                (Some(8), Some(4), Some(1)),
            ),
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
