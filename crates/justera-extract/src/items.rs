//! From the outline's nodes to items.

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, is_clause, lower};
use justera_core::{CaseNumber, Item, NodeId, Presenter, apart_from_heading, is_years};

use crate::Doc;
use crate::decisions::{self, Style};
use crate::meeting::{About, record};
use crate::sentences::sentences;
use crate::tables;
use crate::{outcome, people, recipients};

/// All items, sub-items inside them.
pub(crate) fn read(doc: &Doc<'_>, about: &About) -> Vec<Item> {
    // Minutes of a board or of a general meeting need not call themselves so: `Styrelsemöte 12 maj`.
    let assembly = about.meeting.body.as_deref().is_some_and(|body| {
        body == "Styrelsen" || ["möte", "stämma"].iter().any(|form| body.ends_with(form))
    });
    let style = decisions::style(doc, assembly || about.document.kind.as_deref() == Some("protokoll"));
    let mut headings = vec![Vec::new(); doc.outline.nodes.len()];
    for (index, line) in doc.outline.lines.iter().enumerate() {
        if let (justera_core::Label::Heading, justera_core::Place::Item(id)) = (line.label, line.place) {
            headings[id.0].push(index);
        }
    }
    // The head of a table whose gaps were lost: `§ Ärende Ansvarig`.
    static COLUMNS: Pattern =
        Pattern::new(r"^(?:§\s|Nr\s|\P{L}{0,3}\s?)?(?:Ärende|Punkt|Rubrik)\b.*\sAnsvarig(?:\s?/\s?\p{L}+)?$");
    let columns = doc
        .plain
        .iter()
        .any(|line| line.len() < 80 && COLUMNS.is_match(line.trim_matches(['|', ' ', '_', '-'])));
    let responsible = if columns { doc.people } else { &[] };
    children(doc, about, &Form { style, headings, responsible }, None)
}

/// What holds of all items of a document.
struct Form<'a> {
    style: Style,
    /// The lines of each node's number and heading.
    headings: Vec<Vec<usize>>,
    /// Who may stand behind a heading, in a column of those responsible that ran together with it.
    responsible: &'a [String],
}

fn children(doc: &Doc<'_>, about: &About, form: &Form<'_>, parent: Option<NodeId>) -> Vec<Item> {
    doc.outline.children(parent).map(|(id, _)| item(doc, about, form, id)).collect()
}

fn item(doc: &Doc<'_>, about: &About, form: &Form<'_>, id: NodeId) -> Item {
    let style = form.style;
    let node = &doc.outline.nodes[id.0];
    let text = doc.repaired.text();
    let mut pieces: Vec<String> =
        node.heading.iter().map(|span| justera_core::text::plain(span.of(text))).collect();
    let mut lines = node.body.clone();
    let mut record_number = case_number(doc, id, &form.headings[id.0], &mut lines);
    // Without a label, behind a gap or as a short code: `Ekonomisk rapport     Lt 118/78`.
    static CODE: Pattern = Pattern::new(
        r"(?:\s{3,}(?P<n>(?:\p{Lu}\p{L}{0,5}[\s/.-]?)?(?:\d{4}[./:-]\d{1,6}|\d{1,5}/\d{2,4}))|,?\s(?P<m>\p{Lu}\p{L}{0,3}\s(?:\d{1,5}/\d{2}|\d{4}/\d{1,6})))\s*$",
    );
    // In brackets behind the heading: `Akutbilen (RS/488/2018)`; a series of print is no case's: (SOU 2018:99).
    static BRACKET: Pattern =
        Pattern::new(r"\s*\((?P<n>\p{Lu}{1,7}[\s/.-]?(?:\d{4}[./-]\d{1,6}|\d{1,6}/\d{2,4}))\)$");
    let mut cut_margin = |text: &mut String| {
        let own = |found: &regex::Captures<'_>| {
            let number = found.name("n").or_else(|| found.name("m")).map_or("", |number| number.as_str());
            let series = number.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
            !SERIES.contains(&series) && !is_years(number)
        };
        // In the margin of a heading's line: `Om vägar   Dnr 187/75`, `Om vägar (Dnr KS 2023/88)`.
        let margin = CaseNumber::trailing(text).map(|found| (found.number.to_owned(), found.start));
        let found = margin.or_else(|| {
            let found = BRACKET.captures(text).filter(own).or_else(|| CODE.captures(text).filter(own))?;
            let number = found.name("n").or_else(|| found.name("m"))?;
            Some((number.as_str().to_owned(), found.get(0)?.start()))
        });
        let Some((number, cut)) = found else { return };
        record_number = record_number.take().or(Some(number));
        text.truncate(cut);
        text.truncate(text.trim_end_matches([' ', '\t', '–', '-', '(', '[']).len());
    };
    pieces.iter_mut().for_each(&mut cut_margin);
    // The number may stand on the next line, behind its `Dnr` at the end of the first.
    let mut joined = justera_core::text::unwrap(pieces.iter().map(String::as_str));
    cut_margin(&mut joined);
    let heading = before_responsible(heading(&joined), form.responsible);
    let own = own_text(doc, &lines);
    let body = about.meeting.body.as_deref();
    let decides = labels::label(&heading)
        .is_some_and(|found| found.section == Section::Decision && found.rest.is_empty());
    let mut read = decisions::read(doc, &lines, decides, body, style);
    let margin = margin(doc, id);
    recipients::beside(&mut read, &margin);
    let record_number = record_number
        .or_else(|| margin.iter().find_map(|note| Some(CaseNumber::labelled(note)?.number.to_owned())));
    // Outermost items only: a sentence below the last sub-item closes their parent.
    let protokoll = about.document.kind.as_deref() == Some("protokoll");
    if style == Style::Blocks && protokoll && node.parent.is_none() {
        decisions::last_sentence(doc, &mut read, &lines, body);
    }
    if style == Style::Blocks {
        decisions::formal(doc, &mut read, &lines, body);
    }
    if style != Style::Blocks {
        decisions::in_heading(doc, &mut read, id, &heading, body);
    }
    if read.outcome.is_none() && !read.decisions.is_empty() {
        // These may have found what was decided of the matter.
        outcome::outcome(&mut read, lines.iter().map(|&line| doc.plain[line].as_str()));
    }
    // What closes several reports stands below the last of them and is of the item that holds them.
    let mut items = children(doc, about, form, Some(id));
    if let Some((last, others)) = items.split_last_mut()
        && !others.is_empty()
        && others.iter().all(|other| other.decisions.is_empty())
        && let [only] = &last.decisions[..]
        && decisions::closes_several(&only.text)
    {
        read.decisions.append(&mut last.decisions);
    }
    let written: Vec<usize> = lines.iter().copied().filter(|&line| !doc.plain[line].is_empty()).collect();
    let span = written.iter().max().map_or(node.span, |&last| node.span.join(doc.outline.lines[last].span));
    Item {
        number: node.number.clone(),
        path: node.path.clone(),
        kind: kind(&heading),
        record_number,
        presenters: match presenters(doc, &lines) {
            found if found.is_empty() => in_brackets(doc, &heading),
            found => found,
        },
        attachments: attachments(&format!("{heading} {own}")),
        heading: without_stop(&heading).to_owned(),
        text: own,
        decisions: read.decisions,
        votes: read.votes,
        reservations: read.reservations,
        disqualified: read.disqualified,
        recipients: read.recipients,
        outcome: read.outcome,
        at: Some(doc.at(span)),
        present: Vec::new(),
        items,
    }
}

/// The notes that stand in the margin beside an item's lines, in order.
fn margin<'a>(doc: &Doc<'a>, id: NodeId) -> Vec<&'a str> {
    let node = &doc.outline.nodes[id.0];
    let first = doc.outline.lines.partition_point(|line| line.span.end < node.span.start);
    let own = doc.outline.lines[first..].iter().take_while(|line| match line.place {
        justera_core::Place::Item(other) => other == id,
        justera_core::Place::Furniture => true,
        _ => false,
    });
    own.filter_map(|line| Some(line.margin?.of(doc.repaired.text()))).collect()
}

/// Letters before a number that is no case's: terms of school, and series of print and of law.
const SERIES: &[&str] =
    &["VT", "HT", "LÅ", "SOU", "SFS", "DS", "EU", "EG", "JO", "RÅ", "NJA", "AD", "HFD", "MÖD", "ÅR"];

/// A heading without the marks that stand around it.
fn heading(text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '|' | '#'));
    let text = text.trim_start_matches(['-', '–', '=', ':', '.']).trim();
    // A mark that stands apart behind the last word is a speck.
    [" '", " :", " `", " ’", " .", " ,"]
        .iter()
        .fold(text, |text, speck| text.strip_suffix(speck).unwrap_or(text))
        .trim()
        .to_owned()
}

/// A heading without those at its end who are to see to the matter, by their whole names or by first names, `Cykelrummet Katja`;
/// one that a word leads up to is of the heading: `Avtackning av Katja`.
fn before_responsible(mut heading: String, responsible: &[String]) -> String {
    let own = |name: &str, text: &str| {
        let before = text.strip_suffix(name).filter(|before| before.ends_with(' '))?.trim_end();
        let last = before.rsplit(' ').next().unwrap_or("");
        (last.chars().count() > 3 && last != "från").then_some(before.len())
    };
    let first = |name: &str| name.split(' ').next().map_or(0, str::len);
    while let Some(end) = responsible
        .iter()
        .find_map(|name| own(name, &heading).or_else(|| own(&name[..first(name)], &heading)))
    {
        heading.truncate(end);
    }
    heading
}

/// A heading without the stop or the colon that ends it, and with the stop of an abbreviation: `Val av nämnder m.m.`
fn without_stop(text: &str) -> &str {
    if let Some(before) = text.strip_suffix(':') {
        return before.trim_end();
    }
    let Some(before) = text.strip_suffix('.') else { return text };
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let short = last.contains('.') || last.chars().count() < 3 || tables::is_abbreviation(last);
    // A stop belongs to the last of several sentences as to the others.
    if short || before.ends_with('.') || sentences(text).len() > 1 { text } else { before }
}

/// The label before the heading's colon, where it says what kind of item it is.
fn kind(heading: &str) -> Option<String> {
    let (label, _) = heading.split_once(':')?;
    tables::kind(label).map(str::to_owned)
}

/// The case number printed with an item: on the line of its number, or on a line of its own below the heading.
fn case_number(doc: &Doc<'_>, id: NodeId, headings: &[usize], lines: &mut Vec<usize>) -> Option<String> {
    static NUMBER: Pattern =
        Pattern::new(r"^[\s*_#>]*(?:\p{L}{1,6}\s?)?(?:§{1,2}|[8$&S])?\s*\d{1,4}\s*[.:]?[\s*_]*");
    static ALONE: Pattern = Pattern::new(
        r"^(?P<n>(?:\p{Lu}{1,6}[\s/.-]?)(?:\d{4}[./:-]\s?\d{1,6}|\d{1,6}/\d{2,4})(?:[.-]\d{1,4})?)$",
    );
    let node = &doc.outline.nodes[id.0];
    let text = doc.repaired.text();
    // Anywhere in what marks and heads the item, § misread included.
    let first = doc.outline.lines.partition_point(|line| line.span.end < node.span.start);
    let first = doc.outline.lines.get(first).filter(|line| line.span.start <= node.span.start)?;
    let marker = justera_core::text::plain(first.span.of(text));
    // The year behind the number is no case's: `§ 45/2023`.
    let marker = match node.number.split_once('/') {
        Some((number, _)) => marker.replacen(&node.number, number, 1),
        None => marker,
    };
    let behind = NUMBER.find(&marker).map_or("", |found| &marker[found.end()..]);
    if let (_, Some(number)) = apart_from_heading(behind) {
        return Some(number.to_owned());
    }
    // Below a number that was read apart from its heading.
    let numbered = marker.split(|c: char| !c.is_alphanumeric()).any(|word| word == node.number);
    if !numbered && let Some(number) = headings.iter().find_map(|&line| record(&doc.plain[line])) {
        return Some(number);
    }
    let near: Vec<usize> =
        lines.iter().copied().filter(|&line| !doc.plain[line].is_empty()).take(3).collect();
    for line in near {
        let plain = &doc.plain[line];
        if let Some(found) = labels::label(plain).filter(|found| found.section.of_item()) {
            // Beside who presents the matter stands its number: `Föredragande: Ulla Ek   Dnr V 2016/1187`.
            let beside = found.rest.find("Dnr ").filter(|_| found.section == Section::Presenters);
            if let Some(number) = beside.and_then(|at| record(&found.rest[at..])) {
                return Some(number);
            }
            if found.section == Section::Presenters {
                continue;
            }
            break;
        }
        let alone =
            ALONE.captures(plain).and_then(|found| found.name("n")).map(|found| found.as_str().to_owned());
        if let Some(number) = record(plain).or(alone) {
            // Behind the number an attachment may stand.
            let more =
                plain.split_once(number.as_str()).is_some_and(|(_, more)| more.contains(char::is_alphabetic));
            if !more {
                lines.retain(|&held| held != line);
            }
            return Some(number);
        }
    }
    None
}

/// An item's own text: paragraphs joined, a line break between them.
fn own_text(doc: &Doc<'_>, lines: &[usize]) -> String {
    let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
    let mut last: Option<usize> = None;
    for &line in lines {
        let plain = doc.plain[line].as_str();
        // A line that happens to begin with `att` begins a clause only where the line before has ended.
        let ended = last.is_none_or(|last| doc.plain[last].ends_with([':', '.', ';']));
        let bullet = plain.starts_with(['-', '•', '–', '|', '\u{f0b7}']) || (ended && is_clause(plain));
        let label = labels::label(plain).is_some_and(|found| found.rest.is_empty());
        // A page break inside a sentence breaks no paragraph; a blank line does.
        if plain.is_empty()
            || bullet
            || label
            || last.is_some_and(|last| labels::section(&doc.plain[last]).is_some())
        {
            paragraphs.push(Vec::new());
        }
        if let Some(open) = paragraphs.last_mut().filter(|_| !plain.is_empty()) {
            open.push(plain);
            last = Some(line);
        }
    }
    paragraphs
        .into_iter()
        .map(justera_core::text::unwrap)
        .filter(|paragraph| !paragraph.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Who presented the item: what stands behind `Föredragande:`, over its lines.
fn presenters(doc: &Doc<'_>, lines: &[usize]) -> Vec<Presenter> {
    for (nth, &line) in lines.iter().enumerate() {
        let Some(found) =
            labels::label(&doc.plain[line]).filter(|found| found.section == Section::Presenters)
        else {
            continue;
        };
        let mut text = vec![found.rest.to_owned()];
        for &next in &lines[nth + 1..] {
            let plain = &doc.plain[next];
            // Where the label stands alone, the names follow below it.
            let waiting = text.iter().all(String::is_empty);
            if plain.is_empty() && !waiting || labels::label(plain).is_some() {
                break;
            }
            let open = text.last().is_some_and(|last| last.ends_with(','));
            // `Ulla Ek redovisade utfallet …` is the matter's text.
            let name = crate::names::leading_name(doc.model, plain, false).is_some_and(|named| {
                let behind = plain.split_once(named.name).map_or("", |(_, behind)| behind);
                let first = named.rest.split_whitespace().next().unwrap_or("");
                behind.starts_with(',')
                    || !first.starts_with(char::is_lowercase)
                    || first == "och"
                    || tables::is_role_word(first)
            });
            if !waiting && !open && !name {
                // A line that goes on: small letters, or the rest of an organization.
                let short = plain.split_whitespace().count() <= 6 && !plain.ends_with('.');
                if !short || plain.starts_with(char::is_lowercase) {
                    break;
                }
            }
            if name && !open && !waiting {
                text.push(",".to_owned());
            }
            text.push(plain.clone());
        }
        let joined = justera_core::text::unwrap(text.iter().map(String::as_str)).replace(" ,", ",");
        // The number of the case stands beside them.
        let joined = joined.find(" Dnr ").map_or(joined.as_str(), |at| &joined[..at]).to_owned();
        return people::presenters(doc, &joined);
    }
    Vec::new()
}

/// Who presented the item, where a bracket behind its heading names them: `Ny lag (Ulla Ek, Forskningsrådet)`.
fn in_brackets(doc: &Doc<'_>, heading: &str) -> Vec<Presenter> {
    // There the bracket names who moved, asked, was chosen or resigned.
    const OTHERS: [&str; 8] = [
        "motion",
        "interpellation",
        "fråga",
        "medborgarförslag",
        "avsägelse",
        "val",
        "entledigande",
        "ansökan",
    ];
    let first =
        lower(heading.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or(""));
    let Some((_, inside)) = heading.strip_suffix(')').and_then(|text| text.rsplit_once('(')).filter(|_| {
        !OTHERS.iter().any(|other| first.starts_with(other) || heading.contains(&format!("{other} ")))
    }) else {
        return Vec::new();
    };
    // Two words that may be anything are a person's where a first name or a surname is known, or the list has them.
    let named = crate::names::leading_name(doc.model, inside, false).filter(|named| {
        let words: Vec<&str> = named.name.split_whitespace().collect();
        words.len() >= 2
            && (doc.people.iter().any(|held| held == named.name)
                || crate::names::sureness(doc.model, &words) == 2)
    });
    if named.is_some() { people::presenters(doc, inside) } else { Vec::new() }
}

/// The appendices a text refers to, as numbered, each once.
fn attachments(text: &str) -> Vec<String> {
    static FORM: Pattern = Pattern::new(
        r"\b(?:[Bb]ilag(?:a|or|an)|[Bb]il\.?)\s*(?:nr\.?\s*)?(?P<list>(?:\d{1,3}\s?[a-h]?|[A-Z]|[IVX]{1,4})\b(?:\s*(?:,|och|&|samt|-|–)\s*(?:\d{1,3}\s?[a-h]?|[A-Z]|[IVX]{1,4})\b)*)",
    );
    let mut found: Vec<String> = Vec::new();
    for captures in FORM.captures_iter(text) {
        let list = captures.name("list").map_or("", |list| list.as_str());
        let whole = captures.get(0).map_or(0, |whole| whole.end());
        for number in list
            .split([',', '&', '-', '–'])
            .flat_map(|part| part.split(" och "))
            .flat_map(|part| part.split(" samt "))
        {
            let number: String = number.split_whitespace().collect();
            // `bil 214` is a car.
            let car = captures[0].starts_with("bil ") && number.len() > 2;
            // A capital letter that begins a word of the sentence is no number.
            let word = number.len() == 1
                && number.chars().all(char::is_alphabetic)
                && text[whole..].starts_with(|c: char| c.is_lowercase());
            if !number.is_empty() && !word && !car && !found.contains(&number) {
                found.push(number);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_are_read_in_lists_and_once() {
        for (text, expected) in [
            ("enligt bilaga 6, se Bilaga 6", vec!["6"]),
            ("Bilaga 14a. Även Bilaga 14b.", vec!["14a", "14b"]),
            ("boenden, Bilaga E, F", vec!["E", "F"]),
            ("(Bil 16a)", vec!["16a"]),
            ("i bilaga till protokollet", vec![]),
        ] {
            assert_eq!(attachments(text), expected, "{text}");
        }
    }

    #[test]
    fn kinds_are_labels_before_a_colon() {
        assert_eq!(kind("Beslut: Rekvirering").as_deref(), Some("beslut"));
        assert_eq!(kind("Beslut om samverkan: uppdrag"), None);
    }
}
