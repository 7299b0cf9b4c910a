//! Which body met: by the lines of the head, by how decisions open, by the form of a general meeting.

use std::collections::{BTreeMap, HashSet};

use justera_core::Place;
use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_lexicon::token::capitalized;

use crate::front::Front;
use crate::meeting::{About, calls_itself, first_of_title, opening_sentence};
use crate::tables::of_organizations;
use crate::{Doc, organization};

/// Reads the body that met, and the organization that it belongs to.
pub(crate) fn read(doc: &Doc<'_>, front: &Front, head: &[usize], about: &mut About) {
    // How often each body opens a decision.
    let mut openers: BTreeMap<String, usize> = BTreeMap::new();
    for (index, text) in doc.plain.iter().enumerate() {
        if matches!(doc.outline.lines[index].place, Place::Item(_))
            && let Some(name) = crate::decisions::opening_body(text)
        {
            *openers.entry(name).or_default() += 1;
        }
    }
    // Unlike readings of one name: the one whose letters run most like Swedish stands for all.
    let names: Vec<String> = openers.keys().cloned().collect();
    let mut merged: BTreeMap<String, usize> = BTreeMap::new();
    for (name, count) in &openers {
        let best = names
            .iter()
            .filter(|other| {
                *other == name || strsim::normalized_levenshtein(&lower(other), &lower(name)) >= 0.75
            })
            .max_by(|a, b| doc.soundness(a).total_cmp(&doc.soundness(b)).then_with(|| b.cmp(a)))
            .unwrap_or(name);
        *merged.entry(best.clone()).or_default() += count;
    }
    let openers = merged;
    let most = openers
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
        .map(|(name, &count)| (name.clone(), count));
    // `Nämnden` is what another opener calls by its name: `Tekniska nämnden`.
    let most = most.map(|(name, count)| {
        let ending = format!(" {}", lower(&name));
        let whole =
            openers.keys().find(|other| crate::sentences::generic(&name) && lower(other).ends_with(&ending));
        (whole.cloned().unwrap_or(name), count)
    });
    let titled = titled_body(doc, front, head)
        .or_else(|| title_that_decides(doc, head))
        .or_else(|| opening_sentence(doc, front).and_then(|opening| body_of_opening(&opening)));
    let general = general_meeting(doc, head);
    let meeting = &mut about.meeting;
    // Only a body of local government belongs to a municipality that the text merely names.
    let official = titled.as_deref().is_some_and(|body| {
        let small = lower(body);
        ["nämnden", "styrelsen", "fullmäktige", "utskott", "utskottet", "beredningen", "nämnd"]
            .iter()
            .any(|ending| small.ends_with(ending))
            // `Nämnd för trafik och kultur`, `Barn- och skolnämnd Norrby Väst`
            || small.split(' ').any(|word| word.ends_with("nämnd"))
    });
    meeting.organization = organization::read(doc, head, general.as_deref(), official);
    match (general, titled, most) {
        (Some(body), _, _) => {
            meeting.body_as_written = Some(body.clone());
            meeting.body = Some(capitalized(&body));
        }
        (None, Some(titled), most) => {
            // Notes call the body by a short name in their decisions: the one that they use is its name.
            let notes = about.document.kind.as_deref().is_some_and(|kind| kind.contains("anteckningar"));
            // `Nätverket` is no name but the end of one, `Styrgruppen` the beginning.
            let used = most
                .filter(|(name, count)| {
                    let (titled, name) = (lower(&titled), lower(name));
                    let stem = name.trim_end_matches("en").trim_end_matches("et");
                    // `Styrelsen för Norrby konstskola beslutar`: whose board it is.
                    let whole = name.strip_prefix(&titled).is_some_and(|rest| rest.starts_with(" för "));
                    (notes && *count >= 2 && !titled.ends_with(&name) && !titled.starts_with(stem)) || whole
                })
                .map(|(name, _)| name);
            meeting.body_as_written = Some(titled.clone());
            // `KOMMUNSTYRELSEN`, as it is otherwise written.
            let shouted = !titled.contains(char::is_lowercase) && labels::is_body(&titled);
            let titled = if shouted { capitalized(&lower(&titled)) } else { titled };
            meeting.body = Some(used.unwrap_or(titled));
        }
        (None, None, Some((name, count))) if count >= 2 || front.blocks.is_empty() => {
            meeting.body_as_written = Some(name.clone());
            meeting.body = Some(name);
        }
        _ => {}
    }
}

/// The body that a line of the head names by itself: `Kommunstyrelsen`, `Kultur- och\nutbildningsnämnden`.
fn titled_body(doc: &Doc<'_>, front: &Front, head: &[usize]) -> Option<String> {
    // Who was there may come from another.
    let listed: HashSet<usize> =
        front.of(Section::Attendance).flat_map(|block| block.lines.iter().map(|&(line, _)| line)).collect();
    let before: Vec<usize> = head
        .iter()
        .copied()
        .filter(|&line| !matches!(doc.outline.lines[line].place, Place::Item(_) | Place::Back))
        .take(25)
        .filter(|line| !listed.contains(line))
        .collect();
    // A name has no more words.
    const WORDS: usize = 6;
    // But for what it is for.
    const WITH_PURPOSE: usize = 9;
    for (nth, &line) in before.iter().enumerate() {
        let text = doc.plain[line].trim();
        let cells = text.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
        for cell in cells {
            let stripped = behind_kind(cell).len() < cell.len();
            // What stands behind it counts its meetings or their paragraphs: `Referensgruppen för vatten, möte 3`.
            static COUNTED: Pattern = Pattern::new(
                r"(?i)(?:,\s*möte\s*(?:nr\s*)?\d+|\s+§{1,2}\s?[\d–-]+|\s+\d{1,4}\s?[–-]\s?\d{1,4}|\s+\d{1,3}/(?:19|20)?\d\d(?:\s+\d{1,3})?)$",
            );
            let cell = behind_kind(cell);
            let cell = COUNTED.find(cell).map_or(cell, |found| &cell[..found.start()]);
            let words: Vec<&str> = cell.split_whitespace().collect();
            let most = if words.iter().take(3).any(|&word| word == "för") { WITH_PURPOSE } else { WORDS };
            let Some(last) = words.last().filter(|_| words.len() <= most) else { continue };
            // `Kommunala pensionärsrådet (KPR)`, `Norrby församling Kyrkorådet`
            let bare = cell.split(" (").next().unwrap_or(cell);
            let behind = words.iter().rposition(|word| of_organizations(word) == Some("last"));
            let bare = match behind.filter(|&at| at + 1 < words.len()) {
                Some(at) => {
                    bare.get(words[at + 1].as_ptr() as usize - cell.as_ptr() as usize..).unwrap_or(bare)
                }
                None => bare,
            };
            let last = bare.split_whitespace().next_back().unwrap_or(last);
            // `Kommunstyrelsen, Norrby kommun`
            if let Some((body, whose)) = cell.split_once(", ")
                && whose.split(' ').next_back().is_some_and(|last| of_organizations(last) == Some("last"))
                && labels::is_body(body)
                && is_assembly(body)
                && body.starts_with(char::is_uppercase)
                && !body.split(' ').next().is_some_and(first_of_title)
            {
                return Some(body.to_owned());
            }
            if labels::label(cell).is_some()
                || cell.ends_with([':', ';'])
                || (cell.contains(',') && words.get(1) != Some(&"för"))
            {
                continue;
            }
            let title = words
                .first()
                .is_some_and(|first| first.starts_with(char::is_uppercase) && !first_of_title(first));
            // `Norrby kommun – Kommunfullmäktige`: the body stands behind the dash.
            if let Some((_, body)) = cell.split_once(" – ").or_else(|| cell.split_once(" - "))
                && labels::is_body(body)
                && is_assembly(body)
                && body.split_whitespace().count() <= 3
            {
                return Some(body.trim().to_owned());
            }
            // `Kommunala rådet för äldre och personer med funktionsnedsättning`
            if let Some(body) =
                words.get(1).filter(|_| words.get(2) == Some(&"för") && words[0].ends_with('a'))
                && title
                && labels::is_body(body)
                && is_assembly(body)
                && words.len() > 3
            {
                return Some(bare.trim_end_matches(['.', ',']).to_owned());
            }
            // `Styrgruppen för e-hälsa`, `Minnesanteckningar Chefsnätverket socialtjänst`: what the body is for.
            let group = ["nämnd", "grupp", "råd", "kommitté", "utskott", "nätverk", "beredning"];
            let indefinite = group.iter().any(|end| lower(words[0]).ends_with(end));
            let begins = title && (indefinite || labels::is_body(words[0]) && is_assembly(words[0]));
            // `Minnesanteckningar Ledningsgrupp Barn och unga`.
            if title
                && stripped
                && indefinite
                && (2..=5).contains(&words.len())
                && cell.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'))
            {
                return Some(cell.to_owned());
            }
            let small = |word: &&str| word.chars().all(|c| c.is_lowercase() || c == '-');
            let told = stripped
                && words.len() <= 3
                && words[1..]
                    .iter()
                    .all(|word| small(word) && word.chars().count() > 4 && !first_of_title(word));
            if begins && words.len() > 1 && (words[1] == "för" || told) && !text.starts_with('|') {
                // `Nämnden för trafik och` / `infrastruktur`.
                let next = before.get(nth + 1).map_or("", |&next| doc.plain[next].trim());
                let rest = next.split("  ").next().unwrap_or("");
                if words.last() == Some(&"och") {
                    if rest.starts_with(char::is_lowercase) {
                        return Some(format!("{bare} {rest}"));
                    }
                    continue;
                }
                return Some(bare.trim_end_matches(['.', ',']).to_owned());
            }
            if labels::is_body(last) && is_assembly(last) && title && !text.starts_with('|') {
                return Some(bare.trim_end_matches(['.', ',']).to_owned());
            }
            if title && labels::is_named_body(bare) && !text.starts_with('|') {
                return Some(bare.to_owned());
            }
            // `Norrby stadsdelsnämnd`, `Överby kommuns valnämnd`: one of several that are called so.
            let one = ["nämnd", "styrelse", "utskott", "kommitté", "beredning", "direktion"];
            if title
                && (2..=4).contains(&words.len())
                && words[0].trim_end_matches('s').len() < words[0].len()
                && one.iter().any(|ending| lower(last).ends_with(ending))
            {
                return Some(bare.to_owned());
            }
            // Over two lines: `Kultur- och` / `utbildningsnämnden`, `Kommunstyrelsens` / `arbetsutskott`.
            let next = before.get(nth + 1).map_or("", |&next| doc.plain[next].trim());
            let next = next.split("  ").map(str::trim).next().unwrap_or("");
            let starts_small = next.starts_with(char::is_lowercase) && next.split_whitespace().count() == 1;
            if title && starts_small && labels::is_body(next) && is_assembly(next) && words.len() <= 3 {
                return Some(format!("{cell} {next}"));
            }
        }
        // `Sammanträde med barn- och utbildningsnämnden`, `Minnesanteckningar Miljövårdsrådet 11 mars`.
        let words: Vec<&str> = text.split_whitespace().collect();
        let speaks = || {
            let small = lower(text);
            calls_itself(&small) || ["sammanträde", "möte med "].iter().any(|word| small.contains(word))
        };
        if words.len() <= 12
            && speaks()
            && let Some(at) = words
                .iter()
                .position(|word| labels::is_body(word) && is_assembly(word) && word.chars().count() > 6)
        {
            // `hälso- och sjukvårdsnämnden`: the part before it is of its name.
            let parted = at >= 2 && words[at - 1] == "och" && words[at - 2].ends_with('-');
            let from = if parted { at - 2 } else { at };
            // `Nätverket för hållbar upphandling`: a word that tells no body by itself goes on to the line's end or a mark.
            let general = ["nätverket", "rådet", "gruppen", "nämnden", "kommittén", "delegationen"];
            let whose = &words[at + 1..];
            let end = whose
                .iter()
                .position(|word| {
                    word.starts_with(|c: char| c.is_ascii_digit()) || matches!(*word, "den" | "kl")
                })
                .unwrap_or(whose.len());
            let end = whose[..end].iter().position(|word| word.ends_with(',')).map_or(end, |comma| comma + 1);
            let long =
                general.contains(&lower(words[at]).as_str()) && whose.first() == Some(&"för") && end > 1;
            let name = words[from..=if long { at + end } else { at }].join(" ");
            return Some(capitalized(name.trim_matches(|c: char| !c.is_alphanumeric())));
        }
        // `Direktionens protokoll 14 juni`
        if let [first, second, ..] = words.as_slice()
            && words.len() <= 8
            && calls_itself(&lower(second))
            && first.starts_with(char::is_uppercase)
            && let Some(owner) = first.strip_suffix('s')
            && labels::is_body(owner)
            && is_assembly(owner)
        {
            return Some(owner.to_owned());
        }
        // `Protokoll fört vid sammanträde med Forskningsråd`: without the article it has its capital.
        const INDEFINITE: [&str; 8] =
            ["råd", "nämnd", "styrelse", "utskott", "kommitté", "beredning", "nätverk", "direktion"];
        if words.len() <= 10
            && speaks()
            && let Some(pair) = words.windows(2).find(|pair| pair[0] == "med")
            && pair[1].starts_with(char::is_uppercase)
            && INDEFINITE.iter().any(|end| lower(pair[1]).ends_with(end))
        {
            return Some(pair[1].to_owned());
        }
        // `Projekt Ljusgården – styrgruppsmöte 3`
        if words.len() <= 10
            && let Some(group) = words.iter().find_map(|word| {
                let small = lower(word.trim_matches(|c: char| !c.is_alphabetic()));
                // `kommunalfullmäktigesammanträde`
                if let Some(council) =
                    small.strip_suffix("sammanträde").filter(|stem| stem.ends_with("fullmäktige"))
                {
                    return Some(council.to_owned());
                }
                let stem = small.strip_suffix("smöte").or_else(|| small.strip_suffix("sträff"))?;
                let ending =
                    [("grupp", "en"), ("nämnd", "en"), ("råd", "et"), ("utskott", "et"), ("nätverk", "et")]
                        .into_iter()
                        .find(|(end, _)| {
                            stem.ends_with(end) && (stem.len() > end.len() || *end == "nätverk")
                        })?;
                Some(format!("{stem}{}", ending.1))
            })
        {
            return Some(capitalized(&group));
        }
        // `Möte med förbundets styrelse`
        if words.len() <= 12
            && speaks()
            && words.windows(2).any(|pair| {
                let owner = lower(pair[0]);
                pair[1].trim_end_matches([',', '.']) == "styrelse" && owner.ends_with('s') && owner == pair[0]
            })
        {
            return Some("Styrelsen".to_owned());
        }
        if words.len() <= 10
            && !text.contains(',')
            && !text.starts_with('|')
            && let Some(word) = words.iter().find(|word| {
                word.starts_with(char::is_uppercase) && labels::is_body(word) && is_assembly(word)
            })
        {
            return Some(word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
        }
    }
    None
}

/// The body in the sentence with which older minutes begin: `Protokoll, fört vid sammanträde med kommunalnämnden i Norrby kommun …`.
fn body_of_opening(opening: &str) -> Option<String> {
    // `Anteckningar från arbetsgruppens möte`
    static WHOSE: Pattern = Pattern::new(
        r"\b(?:från|vid|för)\s(?:\p{Ll}+\s)?(?P<body>\p{L}[\p{L}-]{4,})s\s(?:möte|sammanträde|träff)\b",
    );
    let whose = || {
        let body = WHOSE.captures(opening)?.name("body")?.as_str();
        (labels::is_body(body) && is_assembly(body)).then(|| capitalized(body))
    };
    let words: Vec<&str> = opening.split_whitespace().collect();
    let Some(at) = words.iter().position(|word| matches!(*word, "med" | "hos")) else { return whose() };
    let word = |nth: usize| words.get(nth).map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
    let body = word(at + 1)?;
    // `med Svenska Roddförbundets Tävlingskommitté`: a name of its own behind whose it is.
    const FORMS: [&str; 6] = ["kommitté", "kommitte", "utskott", "delegation", "beredning", "nämnd"];
    let named = || {
        let owned = (at + 2..at + 6).find(|&nth| {
            let whose = word(nth - 1)
                .is_some_and(|whose| whose.starts_with(char::is_uppercase) && whose.ends_with('s'));
            let form = |word: &str| {
                word.starts_with(char::is_uppercase) && FORMS.iter().any(|form| lower(word).ends_with(form))
            };
            whose && word(nth).is_some_and(form)
        })?;
        word(owned).map(str::to_owned)
    };
    if labels::is_body(body) && is_assembly(body) { Some(capitalized(body)) } else { named().or_else(whose) }
}

/// Whom the title names behind `anteckningar från`, where the text says that it decided: `AG Skyfall`.
fn title_that_decides(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    static FROM: Pattern = Pattern::new(
        r"(?i)^\p{L}*(?:anteckningar|protokoll)\s+(?:från|för|med)\s+(?-i:(?P<who>\p{Lu}[\p{L}-]*(?:\s[\p{L}-]+){0,3}))$",
    );
    // `Protokoll fört vid LAG-sammanträde`
    static LETTERS: Pattern =
        Pattern::new(r"(?i:\bvid|^protokoll(?:\sfrån)?)\s(?P<who>\p{Lu}{2,6})[- ](?:sammanträde|möte)\b");
    let who = head.iter().take(8).find_map(|&line| {
        let text = doc.plain[line].trim();
        let found = FROM.captures(text).or_else(|| LETTERS.captures(text))?;
        Some(found.name("who")?.as_str().to_owned())
    })?;
    let decides = ["beslutade", "beslutar", "beslöt"].map(|verb| format!("{who} {verb}"));
    doc.plain.iter().any(|text| decides.iter().any(|form| text.contains(form.as_str()))).then_some(who)
}

/// A title without what the document calls itself: `Minnesanteckningar Styrgruppen` is the steering group's.
fn behind_kind(title: &str) -> &str {
    match title.split_once(' ') {
        Some((first, rest)) if first_of_title(first) && rest.trim_start().starts_with(char::is_uppercase) => {
            rest.trim_start()
        }
        _ => title,
    }
}

/// A body that meets, not an officer.
pub(crate) fn is_assembly(word: &str) -> bool {
    let small = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    !small.ends_with("ordföranden")
        && !small.ends_with("ordförande")
        && !small.ends_with("föreningen")
        && !small.ends_with("förbundet")
        && !small.ends_with("mötet")
        && !small.ends_with("deltagarna")
        && small.chars().count() >= 5
        && !small.ends_with("sammanträdet")
        // An authority, whatever its name ends in.
        && of_organizations(&small) != Some("first")
}

/// A general meeting or a board meeting of an association: the form in the title.
fn general_meeting(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    static FORM: Pattern = Pattern::new(
        r"(?i)\b(?P<form>(?:ordinarie\s+|extra\s+)?(?:halvårs|års|höst|vår|stor|styrelse|riks|förbunds|distrikts|med?lems|konstituerande\s+|förenings|kommunal|kyrko|extra)\s?-?(?:möte|stämma)(?:t|n|s)?(?:protokoll)?|(?:ordinarie|extra)\s+stämma|bolagsstämma|styrelsesammanträde|(?:årsmötes|styrelsemötes|mötes|styrelse)protokoll)\b",
    );
    // `Sektionsmöte` by itself on a line is a form of its own.
    static ALONE: Pattern = Pattern::new(
        r"^(?:Protokoll(?:\s+(?:från|vid|fört vid))?\s+)?(?P<form>\p{Lu}\p{Ll}{3,}(?:möte|stämma))(?:\s+\d{4}(?:-\d\d-\d\d)?)?$",
    );
    // `Protokoll fört vid Höst-SM`: the letters of a section's meeting.
    static LETTERS: Pattern = Pattern::new(
        r"^Protokoll(?:\s+\p{Ll}+){0,2}\s+(?P<form>(?:Höst|Vår|Vinter|Extra)-?(?:SM|DM|ÅM)|SM\s\d{1,2})\b",
    );
    for &line in head.iter().take(12) {
        let text = &doc.plain[line];
        if let Some(found) = LETTERS.captures(text) {
            return Some(found["form"].to_owned());
        }
        // A sentence that says what the minutes are is longer than a title.
        let most = if text.split_whitespace().next().is_some_and(first_of_title) { 24 } else { 14 };
        if text.split_whitespace().count() > most || matches!(doc.outline.lines[line].place, Place::Item(_)) {
            continue;
        }
        if let Some(found) = ALONE.captures(text).filter(|found| &found["form"] != "Styrelsemöte") {
            return Some(found["form"].to_owned());
        }
        // `½ årsmötet` is half of that.
        let half = |found: &regex::Captures<'_>| {
            found.get(0).is_some_and(|form| text[..form.start()].trim_end().ends_with('½'))
        };
        if let Some(found) = FORM.captures(text).filter(|found| !half(found)) {
            let form = found.name("form")?.as_str().to_lowercase();
            let form = form.trim_end_matches("protokoll");
            let form = form
                .strip_suffix("mötes")
                .map(|stem| format!("{stem}möte"))
                .unwrap_or_else(|| form.to_owned());
            if form == "möte" {
                continue;
            }
            let form = form.strip_suffix("mötet").map_or(form.clone(), |stem| format!("{stem}möte"));
            let form = form.strip_suffix("stämman").map_or(form.clone(), |stem| format!("{stem}stämma"));
            let form = form.replace("ordinarie ", "");
            // Who meets at a meeting of the board is the board, also at the first of a new one.
            let boards = || {
                head.iter().take(12).any(|&line| {
                    lower(&doc.plain[line])
                        .split(|c: char| !c.is_alphabetic())
                        .any(|word| word == "styrelsemöte")
                })
            };
            if matches!(form.as_str(), "styrelsemöte" | "styrelsesammanträde" | "styrelse")
                || form.starts_with("konstituerande") && boards()
            {
                return Some("Styrelsen".to_owned());
            }
            return Some(capitalized(&form));
        }
    }
    None
}
