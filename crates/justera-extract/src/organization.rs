//! The organization that a body belongs to: by the lines of the head, or by what the document names most often.

use std::collections::BTreeMap;

use justera_core::Place;
use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_lexicon::token::capitalized;

use crate::Doc;
use crate::body::is_assembly;
use crate::meeting::first_of_title;
use crate::tables::of_organizations;

static MUNICIPALITY: Pattern = Pattern::new(
    r"\b(?P<name>\p{Lu}[\p{Ll}]+(?:[- ]\p{Lu}[\p{Ll}]+)?|\p{Lu}{3,}(?:[- ]\p{Lu}{3,})?)\s+(?P<kind>kommun|KOMMUN|stad)(?:s)?\b",
);
static ASSOCIATION: Pattern = Pattern::new(
    r"(?:med|i|för|med föreningen)\s+(?P<name>(?:BRF|Brf|Bostadsrättsföreningen|HSB)?\s*\p{Lu}[^,.;:(]*?(?:förening(?:en)?|samfällighet(?:en)?|byalag(?:et)?|klubb(?:en)?|sällskap(?:et)?|\p{L}+förbund|vägförening|idrottsförening|IF|IK|SK))\b",
);
static ASSOCIATION_ALONE: Pattern = Pattern::new(
    r"^(?P<name>(?:BRF|Brf|Bostadsrättsföreningen)?\s*\p{Lu}[^,.;:(0-9]*?(?i:förening(?:en)?|samfällighet(?:en)?|byalag(?:et)?|klubb(?:en)?|sällskap(?:et)?|krets(?:en)?|sektion(?:en)?|kår(?:en)?))\b",
);

/// An association's word and then its own name, alone on a line: `Vägsamfälligheten Norra Sundet`.
static ASSOCIATION_FIRST: Pattern = Pattern::new(
    r"^(?P<name>\p{Lu}\p{Ll}*(?:föreningen|samfälligheten|klubben|sällskapet|kretsen|förbundet)\s+\p{Lu}[\p{L}-]+(?:\s[\p{L}\d-]+){0,3})$",
);

/// A federation alone on a line: `Svenska Roddförbundet`.
static FEDERATION: Pattern =
    Pattern::new(r"^(?P<name>\p{Lu}[\p{L}&-]+(?:\s[\p{L}&-]+){0,3}?\s\p{L}*(?i:förbund(?:et)?))$");

/// A company whose meeting it is: `ordinarie bolagsstämma i Norrby Bostäder AB`.
static COMPANY: Pattern =
    Pattern::new(r"(?:stämma|möte|sammanträde)\s+(?:i|med|för)\s+(?P<name>\p{Lu}[\p{L}& -]{2,50}?\sAB)\b");

/// Whose board it is: `styrelsemöte med Norrby Kubbförbunds styrelse`.
static OF_BOARD: Pattern =
    Pattern::new(r"\b(?:med|för|hos)\s+(?P<name>\p{Lu}[\p{L}-]*(?:\s[\p{L}-]+){0,4}?)s\s+styrelse\b");

/// An organization that a line of the head names by itself: `Region Norrbygd`, `NORRBY STAD`, `Överby församling`.
fn head_organization(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    let lines = head.iter().copied().take(10).take_while(|&line| {
        // The attendance names organizations too.
        !matches!(doc.outline.lines[line].place, Place::Item(_))
            && !crate::roster::heads_columns(doc, line)
            && labels::label(doc.raw(line)).is_none_or(|found| found.section != Section::Attendance)
    });
    // Whose house it is says nothing of whose meeting: `Plats     Sal 7, Norrby högskola`.
    let lines = lines.filter(|&line| {
        labels::label(doc.raw(line)).is_none_or(|found| {
            !matches!(found.section, Section::Place | Section::Date | Section::Time) || found.rest.is_empty()
        })
    });
    for line in lines {
        // The county below the name of its board: `Länsstyrelsen` / `Norrbygds län`.
        let cell =
            |line: usize| doc.plain.get(line).and_then(|text| text.split("  ").next()).unwrap_or("").trim();
        let (above, below) = (cell(line), cell(line + 1));
        if of_organizations(above) == Some("first")
            && lower(below).ends_with(" län")
            && below.split(' ').count() <= 4
        {
            let words: Vec<&str> = above.split(' ').chain(below.split(' ')).collect();
            return Some(in_small_letters(&words));
        }
        let cells = doc.plain[line].split("  ").map(str::trim).filter(|cell| !cell.is_empty());
        for cell in cells {
            // `Kommunstyrelsen, Norrby kommun`
            let behind = cell.split_once(", ").filter(|(body, _)| labels::is_body(body) && is_assembly(body));
            let cell = behind.map_or(cell, |(_, whose)| whose);
            let words: Vec<&str> = cell.trim_end_matches([',', '.']).split_whitespace().collect();
            let (Some(&first), Some(&last)) = (words.first(), words.last()) else { continue };
            let capital = |word: &&str| word.starts_with(char::is_uppercase);
            if !(2..=7).contains(&words.len())
                || !capital(&first)
                || cell.contains([':', '|'])
                || first_of_title(first)
            {
                continue;
            }
            let named = |word: &&str| capital(word) || matches!(*word, "vid" | "i" | "inom" | "och");
            let ends = of_organizations(last) == Some("last") && words[..words.len() - 1].iter().all(named);
            // Behind `Region` stands a name; behind `Myndigheten för` what it is for.
            let begins = of_organizations(first) == Some("first")
                && (capital(&words[1]) || matches!(words[1], "för" | "i" | "inom" | "vid"))
                && !words.iter().any(|word| labels::is_body(word) && is_assembly(word));
            // Before its body: `Norrby Stad kommunfullmäktige`.
            let behind = labels::is_body(last) && is_assembly(last) && words.len() > 2;
            let owner = &words[..words.len() - 1];
            if behind
                && owner.last().is_some_and(|word| of_organizations(word) == Some("last"))
                && owner.iter().all(named)
            {
                return Some(in_small_letters(owner));
            }
            if ends {
                // `Kommunfullmäktige i Norrby kommun`: the body before it is no part of the name.
                let body = words.windows(2).position(|pair| {
                    matches!(lower(pair[1]).as_str(), "i" | "vid" | "för")
                        && labels::is_body(pair[0])
                        && is_assembly(pair[0])
                });
                return Some(in_small_letters(&words[body.map_or(0, |at| at + 2)..]));
            }
            if begins {
                // The document's title may stand behind it: `Kommunförbundet Norrbygd MINNESANTECKNINGAR`.
                let other = |word: &&str| {
                    first_of_title(word)
                        || word.chars().any(|c| c.is_ascii_digit())
                        || labels::section(word).is_some()
                        || ["möte", "stämma"].iter().any(|form| lower(word).ends_with(form))
                };
                let end = words.iter().position(other).unwrap_or(words.len());
                if end >= 2 {
                    return Some(in_small_letters(&words[..end]));
                }
            }
        }
    }
    None
}

/// The authority that stands by itself on the first line: `Klimatverket`.
fn letterhead(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    const ENDINGS: [&str; 4] = ["verket", "myndigheten", "inspektionen", "institutet"];
    let &first = head.first()?;
    let word = doc.plain[first].split("  ").next()?.trim();
    let authority =
        ENDINGS.iter().any(|end| lower(word).ends_with(end)) && word.starts_with(char::is_uppercase);
    (authority && !word.contains(' ') && !labels::is_body(word)).then(|| in_small_letters(&[word]))
}

/// Whose body it is, in the sentence that says what the minutes are: `Protokoll fört vid sammanträde med kyrkorådet i Norrby
/// församling`.
fn behind_body(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    static WHOSE: Pattern = Pattern::new(
        r"(?P<body>\p{L}+)\s+(?:i|för|vid)\s+(?P<name>\p{Lu}[\p{L}-]+(?:\s[\p{L}-]+){0,3}?\s(?:\p{Ll}*församling|\p{L}+förbund|pastorat|kommun|stad|köping|socken|landsting|universitet|högskola|samfällighet|vägförening|\p{L}*(?:bolag|stiftelse)))\b",
    );
    head.iter().take(8).find_map(|&line| {
        // The sentence may go over two lines.
        let below = doc.plain.get(line + 1).map_or("", String::as_str);
        let text = &justera_core::text::unwrap([doc.plain[line].as_str(), below]);
        let title = text.split_whitespace().next().is_some_and(first_of_title)
            || text.contains("fört vid")
            || text.contains("med ");
        let found = WHOSE.captures(text).filter(|_| title)?;
        let body = capitalized(&found["body"]);
        (labels::is_body(&body) && is_assembly(&body)).then(|| found["name"].to_owned())
    })
}

/// Whether the words before an association's own are more than its name: `Vi beslutade att hyra tält av hembygdsföreningen`.
fn runs_as_a_sentence(name: &str) -> bool {
    const SMALL: usize = 2;
    let small = |word: &&str| {
        word.starts_with(char::is_lowercase)
            && !word.ends_with('-')
            && !matches!(*word, "och" | "i" | "för" | "vid" | "samt" | "av")
    };
    name.split_whitespace().filter(small).count() > SMALL
}

/// The name that stands at a place of a text, in bytes, with what an association is called by behind its word, `Seniorföreningen
/// Linden`, and where it is, at the line's end: `Vinkelvägens vägförening i Norrby`.
fn whole_name(text: &str, start: usize, end: usize) -> &str {
    static OWN: Pattern = Pattern::new(
        r"^\s(?P<own>\p{Lu}\p{Ll}[\p{L}-]*(?:\s\p{Lu}\p{Ll}[\p{L}-]*){0,2})(?P<next>\s[\p{Ll}\d]|[.,;:]|\s?$)",
    );
    static WHERE: Pattern = Pattern::new(r"^\si\s\p{Lu}[\p{L}-]+$");
    let (name, behind) = (&text[start..end], &text[end..]);
    let definite = is_definite_association(name);
    let own = OWN.captures(behind).filter(|found| {
        let word = &found["own"];
        definite && !first_of_title(word) && labels::section(word).is_none() && !labels::is_body(word)
    });
    if let Some(own) =
        own.and_then(|found| Some((found.name("own")?, found.name("next")?.as_str().len() > 1)))
    {
        let (word, goes_on) = own;
        // `Hundklubben Norrskens styrelse`
        let genitive = goes_on
            && word.as_str().ends_with('s')
            && behind[word.end()..].trim_start().starts_with(char::is_lowercase);
        return text[start..end + word.end() - usize::from(genitive)].trim();
    }
    let end = if WHERE.is_match(behind) { text.len() } else { end };
    text[start..end].trim()
}

/// Whether a word says that an association bears the name.
pub(crate) fn is_association(word: &str) -> bool {
    ["förening", "samfällighet", "byalag", "klubb", "sällskap", "krets"]
        .iter()
        .any(|end| lower(word).ends_with(end))
}

/// Whether a word means an association that is known: `Föreningen`, `Sällskapet`.
pub(crate) fn is_definite_association(word: &str) -> bool {
    ["en", "et"].iter().any(|end| word.strip_suffix(end).is_some_and(is_association))
}

/// A name in capitals as it is otherwise written: `NORRBY STAD` is Norrby stad.
fn in_small_letters(words: &[&str]) -> String {
    let shouted = words.iter().all(|word| !word.chars().any(char::is_lowercase));
    let written = words.iter().map(|word| match (shouted, of_organizations(word)) {
        (false, _) => (*word).to_owned(),
        (true, Some("last")) => lower(word),
        // Letters that stand for words stay, and what an association is has a small letter: `IK Norrby hembygdsförening`.
        (true, _) if word.chars().count() <= 3 => (*word).to_owned(),
        (true, _) if is_association(word) => lower(word),
        (true, _) => capitalized(&lower(word)),
    });
    written.collect::<Vec<_>>().join(" ")
}

/// The region on whose board the minutes are announced: `på Region Norrbygds anslagstavla`.
fn on_whose_board(doc: &Doc<'_>) -> Option<String> {
    static BOARD: Pattern = Pattern::new(
        r"\b(?P<name>Region\s\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)?)s\s(?:digitala\s|officiella\s)?anslagstavla",
    );
    doc.plain.iter().find_map(|text| Some(BOARD.captures(text)?["name"].to_owned()))
}

/// The municipality or association that the body belongs to.
pub(crate) fn read(doc: &Doc<'_>, head: &[usize], general: Option<&str>, official: bool) -> Option<String> {
    if let Some(named) = head_organization(doc, head) {
        return Some(named);
    }
    if let Some(named) = letterhead(doc, head).or_else(|| behind_body(doc, head)) {
        return Some(named);
    }
    let person = |text: &str| crate::names::leading_name(doc.model, text, false).is_some();
    let mut shouted: Option<String> = None;
    for &line in head.iter().take(14) {
        let text = &doc.plain[line];
        // Who was there may represent one.
        let of_group = text
            .split_once(": ")
            .and_then(|(_, who)| crate::names::leading_name(doc.model, who, true))
            .is_some();
        // `Murarnas förening hade ej sänt ombud.`
        let told = text.ends_with('.') && [" hade ", " har "].iter().any(|verb| text.contains(verb));
        if matches!(doc.outline.lines[line].place, Place::Item(_)) || person(text) || of_group || told {
            continue;
        }
        // `Protokoll, styrelsemöte, Norrby hembygdsförening`.
        let last = text.rsplit_once(", ").filter(|(before, _)| first_of_title(before));
        let alone = last.map_or(text.as_str(), |(_, last)| last);
        // `Protokoll Norrby Sportklubb styrelsemöte`, `Protokoll fört vid Norrby koloniförenings halvårsmöte`
        static KIND: Pattern = Pattern::new(r"^\p{L}*[Pp]rotokoll\s+(?:(?:fört|från|för|vid|hos|av)\s+)*");
        let behind_kind = KIND.find(alone).map(|kind| &alone[kind.end()..]);
        // What met, `möte med klubben`, is no name, nor is an association's word alone.
        let named = |rest: &&str| {
            let mut words = rest.split(' ');
            let first = words.next().unwrap_or("");
            !["möte", "sammanträde", "stämma"].iter().any(|end| lower(first).ends_with(end))
                && words
                    .next()
                    .is_some_and(|_| !is_association(first.trim_end_matches("en").trim_end_matches('s')))
        };
        // In the genitive before what met: `Norrby koloniförenings halvårsmöte`.
        let alone = behind_kind.filter(named).map_or(alone, |rest| {
            let owner =
                rest.split(' ').find_map(|word| word.strip_suffix('s').filter(|word| is_association(word)));
            owner
                .map_or(rest, |owner| &rest[..owner.as_ptr() as usize - rest.as_ptr() as usize + owner.len()])
        });
        for (form, text) in [
            (&COMPANY, text.as_str()),
            (&OF_BOARD, text.as_str()),
            (&ASSOCIATION_FIRST, alone),
            (&ASSOCIATION, text.as_str()),
            (&ASSOCIATION_ALONE, alone),
            (&FEDERATION, alone),
        ] {
            if let Some(name) = form.captures(text).and_then(|found| found.name("name"))
                && name.as_str().split_whitespace().count() <= 7
                && !runs_as_a_sentence(name.as_str())
                && !name.as_str().split(' ').next().is_some_and(first_of_title)
                && !lower(name.as_str()).contains("valkrets")
                // The heads of a letter's columns beside it: `Kommunförbundet   Datum   Beteckning`.
                && !name.as_str().split(' ').skip(1).any(|word| labels::section(word) == Some(Section::Date))
            {
                // `Årsmöte Norrby byalag`: what met is no part of the name.
                let name = whole_name(text, name.start(), name.end());
                let name = match name.split_once(' ') {
                    Some((form, rest))
                        if ["möte", "stämma"].iter().any(|end| form.ends_with(end))
                            && rest.starts_with(char::is_uppercase) =>
                    {
                        rest
                    }
                    _ => name,
                };
                // The letterhead may shorten the name that the title has.
                if name.chars().any(char::is_lowercase) {
                    return Some(name.to_owned());
                }
                shouted
                    .get_or_insert_with(|| in_small_letters(&name.split_whitespace().collect::<Vec<&str>>()));
            }
        }
    }
    if shouted.is_some() {
        return shouted;
    }
    if general.is_some() {
        // `Föreningens namn höstmöte 2020`: what stands before the form.
        for &line in head.iter().take(6) {
            let text = &doc.plain[line];
            for form in
                ["årsmöte", "höstmöte", "vårmöte", "stormöte", "årsstämma", "Mötesprotokoll", "styrelsemöte"]
            {
                // A form that goes on is a word of a sentence: `Före årsmötet visades …`.
                let ends = |at: &usize| !text[at + form.len()..].starts_with(char::is_alphabetic);
                if let Some(at) = text.find(form).filter(ends) {
                    let before = text[..at].trim().trim_end_matches(['s', ',']).trim();
                    if before.starts_with(char::is_uppercase)
                        && before.split_whitespace().count() <= 4
                        && labels::label(before).is_none()
                        && !first_of_title(before)
                        && !before.ends_with("vid")
                    {
                        return Some(before.to_owned());
                    }
                    let after = text[at + form.len()..].trim();
                    let name: Vec<&str> = after
                        .split_whitespace()
                        .take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
                        .collect();
                    if form == "Mötesprotokoll" && !name.is_empty() && name.len() <= 4 {
                        return Some(name.join(" "));
                    }
                }
            }
        }
        // A municipality's own meeting, before there were councils.
        let of_municipality = general.is_some_and(|body| lower(body).contains("kommunal"));
        return head.iter().take(14).filter(|_| of_municipality).find_map(|&line| {
            let found = MUNICIPALITY.captures(&doc.plain[line])?;
            Some(format!("{} {}", found.name("name")?.as_str(), found.name("kind")?.as_str().to_lowercase()))
        });
    }
    if !official {
        return None;
    }
    // The municipality that the document names most often, where it is named as one; the one on whose board the
    // minutes are announced is the body's own.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in doc.plain {
        for found in MUNICIPALITY.captures_iter(text) {
            let (Some(name), Some(kind)) = (found.name("name"), found.name("kind")) else { continue };
            let name = if name.as_str().chars().all(|c| !c.is_lowercase()) {
                let small = lower(name.as_str());
                capitalized(&small)
            } else {
                name.as_str().to_owned()
            };
            // The name stands in the genitive before some nouns; a municipality keeps its own form.
            let weight = if lower(text).contains("anslagstavla") { 5 } else { 1 };
            *counts.entry(format!("{name} {}", lower(kind.as_str()))).or_default() += weight;
        }
    }
    if counts.is_empty() {
        return on_whose_board(doc);
    }
    let total: usize = counts.values().sum();
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
        .filter(|(_, count)| count * 2 > total)
        .map(|(name, _)| name)
}
