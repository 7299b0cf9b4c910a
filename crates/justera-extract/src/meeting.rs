//! Which body met, when and where; what kind of document it is.

use std::collections::BTreeMap;

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_core::{CaseNumber, Document, Label, Meeting, Place};
use justera_lexicon::token::capitalized;

use crate::Doc;
use crate::dates::{Day, days, hours};
use crate::front::Front;
use crate::tables::of_organizations;

/// What the document says of itself and of the meeting.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) document: Document,
    pub(crate) meeting: Meeting,
    /// The first and the last paragraph that the front page names, and the line where it does.
    pub(crate) paragraphs: Option<(u32, u32, usize)>,
}

/// What documents call themselves, with the kind that it makes them; the first that is found counts.
const KINDS: &[(&str, &str)] = &[
    ("minnesanteckning", "minnesanteckningar"),
    ("mötesanteckning", "mötesanteckningar"),
    ("protokollsutdrag", "protokollsutdrag"),
    ("utdrag ur protokoll", "protokollsutdrag"),
    ("beslutsprotokoll", "beslutsprotokoll"),
    ("sammanfattning från", "sammanfattning"),
    ("protokoll", "protokoll"),
    ("anteckningar", "anteckningar"),
];

/// Reads the front page.
pub(crate) fn read(doc: &Doc<'_>, front: &Front) -> About {
    let mut about = About::default();
    let head = head_lines(doc, 40);
    about.document.kind = kind(doc, &head);
    about.document.title = title(doc, &head);
    about.document.record_number = record_number(doc, &head);
    dates(doc, front, &mut about);
    times_and_place(doc, front, &mut about);
    body(doc, front, &head, &mut about);
    for block in front.of(Section::Paragraphs) {
        let text: String = block.lines.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
        static RANGE: Pattern = Pattern::new(r"(?P<a>\d{1,4})\s*[-–—]\s*(?P<b>\d{1,4})|(?P<one>\d{1,4})");
        // § read as 8 is not told apart from the number here: `881-3`.
        let Some(found) = RANGE.captures(&text).filter(|_| text.contains('§')) else { continue };
        let number = |name: &str| found.name(name).and_then(|number| number.as_str().parse::<u32>().ok());
        if let (Some(first), Some(last)) = (number("a").or(number("one")), number("b").or(number("one"))) {
            about.paragraphs = Some((first, last.max(first), block.line));
            break;
        }
    }
    about
}

/// The first written lines, furniture included: a page's head names the body.
fn head_lines(doc: &Doc<'_>, count: usize) -> Vec<usize> {
    (0..doc.plain.len()).filter(|&index| !doc.plain[index].is_empty()).take(count).collect()
}

fn kind(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    let find = |lines: &mut dyn Iterator<Item = usize>| -> Option<String> {
        for line in lines {
            let small = lower(&doc.plain[line]);
            // A title, not a sentence that speaks of minutes.
            if small.split_whitespace().count() > 12
                || small.contains("godkän")
                || small.contains("föregående")
                || small.contains("justera")
            {
                continue;
            }
            if let Some((_, kind)) = KINDS.iter().find(|(word, _)| small.contains(word)) {
                return Some((*kind).to_owned());
            }
        }
        None
    };
    // Above one paragraph of a protokoll its page's own head may stand too, and says what that was cut from.
    let outside = |line: &&usize| !matches!(doc.outline.lines[**line].place, Place::Item(_));
    let cut = head.iter().take(8).filter(outside).any(|&line| lower(&doc.plain[line]) == "protokollsutdrag");
    if cut {
        return Some("protokollsutdrag".to_owned());
    }
    let titled = find(
        &mut head.iter().copied().filter(|&line| !matches!(doc.outline.lines[line].place, Place::Item(_))),
    );
    // A document that is signed by its adjusters is a protokoll, even where no title says so.
    let furniture =
        || find(&mut (0..doc.plain.len()).filter(|&line| doc.outline.lines[line].place == Place::Furniture));
    titled.or_else(furniture).or_else(|| {
        let signed =
            (0..doc.plain.len()).filter(|&line| doc.outline.lines[line].place == Place::Back).any(|line| {
                let small = lower(&doc.plain[line]);
                small.contains("justera")
                    || small.contains("justeringsperson")
                    || small.contains("vid protokollet")
            });
        signed.then(|| "protokoll".to_owned())
    })
}

fn title(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    head.iter()
        .copied()
        .filter(|&line| {
            !matches!(doc.outline.lines[line].place, Place::Item(_)) && labels::label(doc.raw(line)).is_none()
        })
        .map(|line| doc.plain[line].as_str())
        .find(|text| {
            text.chars().filter(|c| c.is_alphabetic()).count() >= 4
                && !text.starts_with("title:")
                && text.chars().count() < 160
        })
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The number behind `Dnr`, where the line begins so.
pub(crate) fn record(text: &str) -> Option<String> {
    CaseNumber::labelled(text.trim()).filter(|found| found.start == 0).map(|found| found.number.to_owned())
}

fn record_number(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    let outside = |&line: &usize| {
        let held = &doc.outline.lines[line];
        !matches!(held.place, Place::Item(_)) && held.label != Label::Contents
    };
    // In the first lines anywhere, below them only where the line begins so.
    let mut lines = head.iter().copied().filter(outside).enumerate();
    lines.find_map(|(nth, line)| {
        // The number stands below its label.
        let label = ["ärendebeteckning", "diarienummer", "ärendenummer"];
        if label.contains(&lower(doc.plain[line].trim_end_matches(':')).as_str()) {
            let below =
                (line + 1..doc.plain.len().min(line + 4)).filter(outside).map(|at| doc.plain[at].as_str());
            let number = below.filter(|text| !text.is_empty()).find(|text| CaseNumber::is_alone(text))?;
            return days(number).is_empty().then(|| number.to_owned());
        }
        let found = match nth {
            0..14 => CaseNumber::labelled(&doc.plain[line]).map(|found| found.number.to_owned()),
            _ => record(&doc.plain[line]),
        };
        // A label without its number, before the page's.
        found.filter(|number| !lower(number).starts_with("sid"))
    })
}

/// The meeting's date and the document's own.
///
/// Dates of the adjustment, of notices and of the next meeting are in parts of their own and are not looked at.
fn dates(doc: &Doc<'_>, front: &Front, about: &mut About) {
    // What stands below the notice of the adjustment repeats the meeting's day beside the notice's own.
    let notice = front.of(Section::Notice).map(|block| block.line).next().unwrap_or(usize::MAX);
    let mut labelled: Vec<Day> = Vec::new();
    // Behind `Tid` or `Sammanträdesdatum` stands the meeting's day; behind a bare `Datum` it may be the document's.
    let mut told: Option<Day> = None;
    let mut own: Option<Day> = None;
    for block in front.blocks.iter().filter(|block| matches!(block.section, Section::Date | Section::Time)) {
        let found: Vec<Day> =
            block.lines.iter().flat_map(|(_, text)| days(text)).map(|(_, day)| day).collect();
        let Some(&first) = found.first().filter(|_| block.line < notice) else { continue };
        // The day of the adjustment or of a notice, and a sentence that only begins as a label does.
        let other = tells_other_day(&block.label)
            || block.lines.iter().any(|(_, text)| {
                text.ends_with('.') && text.split_whitespace().count() > 6 && !days(text).is_empty()
            });
        if other {
            continue;
        }
        let of_document = ["upprätta", "utskrift", "dokument"].iter().any(|word| block.label.contains(word));
        let of_meeting = block.section == Section::Time
            || ["sammanträ", "möte", "dag"].iter().any(|word| block.label.contains(word));
        if of_document {
            own.get_or_insert(first);
        } else if of_meeting {
            told.get_or_insert(first);
            labelled.push(first);
        } else {
            own.get_or_insert(first);
            labelled.push(first);
        }
    }
    let mut loose: Vec<Day> = Vec::new();
    let first = front.blocks.iter().map(|block| block.line).min().unwrap_or(usize::MAX);
    for &line in &front.loose {
        let text = &doc.plain[line];
        // Below the labels a whole sentence is the text's and no title.
        if line > first && text.ends_with('.') && !labelled.is_empty() {
            continue;
        }
        // A long line of running text tells of other days.
        if text.split_whitespace().count() <= 16 && !tells_other_day(text) {
            loose.extend(days(text).into_iter().map(|(_, day)| day));
        }
    }
    // What a front page prints first and again is the meeting's day; the title's day is the meeting's before a
    // bare `Datum:`, which then is the document's own.
    let mut labelled_distinct = labelled.clone();
    labelled_distinct.dedup();
    // The year of a day without one is another's of the front page, or stands by itself in its first lines; a law
    // or a letter that the text names has a year of its own.
    let year = labelled
        .iter()
        .find_map(|day| day.year)
        .or_else(|| loose_head(doc, front))
        .or_else(|| year_alone(doc));
    let differ = |a: Day, b: Day| a.iso(year) != b.iso(year);
    let meeting;
    let mut document = None;
    if let Some(told) = told {
        // The document's own day stands behind its own label, or by itself at the top of the page.
        let apart = |day: &Day| differ(*day, told);
        document =
            own.filter(apart).or_else(|| head_date(doc).filter(|day| day.year.is_some()).filter(apart));
        about.meeting.date = told.iso(year);
        about.document.date = document.and_then(|day| day.iso(None));
        return;
    }
    match (labelled_distinct.as_slice(), loose.as_slice()) {
        ([first, second, ..], _) if differ(*first, *second) => {
            document = Some(*first);
            meeting = Some(*second);
        }
        ([only, ..], [title, ..]) if differ(*only, *title) => {
            // Two days: the one that the title names is the meeting's.
            document = Some(*only);
            meeting = Some(*title);
        }
        ([only, ..], _) => meeting = Some(*only),
        ([], [title, ..]) => meeting = Some(*title),
        ([], []) => meeting = head_date(doc),
    }
    about.meeting.date = meeting.and_then(|day| day.iso(year));
    about.document.date = document.and_then(|day| day.iso(None));
}

/// Whether a line says that its day is another's than the meeting's: the next one's, the adjustment's, the notice's.
fn tells_other_day(text: &str) -> bool {
    let small = lower(text);
    ["nästa", "föregående", "justera", "anslag", "kallelse", "utskriv", "expedier"]
        .iter()
        .any(|word| small.contains(word))
}

/// The year of a date in the first lines.
fn loose_head(doc: &Doc<'_>, front: &Front) -> Option<u32> {
    front.loose.iter().take(8).flat_map(|&line| days(&doc.plain[line])).find_map(|(_, day)| day.year)
}

/// A year by itself in the first lines: `1920. Första kammaren.`
fn year_alone(doc: &Doc<'_>) -> Option<u32> {
    head_lines(doc, 5)
        .into_iter()
        .filter(|&line| {
            // The year alone, or before what the document calls itself: `1920. Första kammaren.`
            let words = doc.plain[line].split_whitespace().count();
            words <= 10 && (words == 1 || doc.plain[line].starts_with(|c: char| c.is_ascii_digit()))
        })
        .flat_map(|line| doc.plain[line].split(|c: char| !c.is_ascii_digit()))
        .filter_map(|number| number.parse().ok())
        .find(|year| (1800..2100).contains(year))
}

/// The days on lines of their own in the page's head, each with its line.
fn head_days(doc: &Doc<'_>) -> impl Iterator<Item = (usize, Day)> {
    head_lines(doc, 12)
        .into_iter()
        .filter(|&line| !matches!(doc.outline.lines[line].place, Place::Item(_)))
        .filter(|&line| {
            doc.plain[line].split_whitespace().count() <= 10 && !tells_other_day(&doc.plain[line])
        })
        .filter_map(|line| days(&doc.plain[line]).first().map(|&(_, day)| (line, day)))
}

/// The first day on a line of its own in the page's head.
fn head_date(doc: &Doc<'_>) -> Option<Day> {
    head_days(doc).map(|(_, day)| day).next()
}

fn times_and_place(doc: &Doc<'_>, front: &Front, about: &mut About) {
    let opening = opening_sentence(doc, front);
    let meeting = &mut about.meeting;
    for block in front.blocks.iter().filter(|block| matches!(block.section, Section::Time | Section::Date)) {
        // A pair of hours may run over the line's end.
        let whole: Vec<&str> = block.lines.iter().map(|(_, text)| text.as_str()).collect();
        let whole = whole.join(" ");
        if meeting.start_time.is_none()
            && let Some((start, end)) = hours(&whole)
        {
            // `Sluttid: 12:05` on a line of its own.
            static ENDS: Pattern =
                Pattern::new(r"(?i)\bslut(?:tid)?\b:?\s*(?P<at>(?:kl\.?\s*)?\d{1,2}[.:]\d{2})");
            let told = || ENDS.captures(&whole).and_then(|found| hours(&found["at"]));
            meeting.end_time = end.or_else(|| told().map(|(end, _)| end)).filter(|end| *end != start);
            meeting.start_time = Some(start);
        }
    }
    for block in front.of(Section::Place) {
        if meeting.place.is_none() {
            meeting.place = place_lines(&block.lines)
                .first()
                .map(|text| place(text))
                .filter(|place| !place.is_empty() && is_place(place));
        }
    }
    if meeting.place.is_none() {
        // `Plats och tid`: what is not a time or a date is the place.
        for block in front.of(Section::Time).filter(|block| block.label.contains("plats")) {
            meeting.place = place_lines(&block.lines)
                .iter()
                .map(|text| place(text))
                .find(|place| place.chars().any(char::is_alphabetic) && is_place(place));
            if meeting.place.is_some() {
                break;
            }
        }
    }
    if let Some(opening) = &opening {
        if let (None, Some((start, end))) = (&meeting.start_time, hours(opening)) {
            meeting.start_time = Some(start);
            meeting.end_time = end;
        }
        if meeting.place.is_none() {
            static HELD: Pattern = Pattern::new(
                r"\s(?:i|å|på|vid|uti)\s+(?P<p>\p{L}[\p{L} ]{3,40}?(?:,\s\p{Lu}\p{L}+)?),?\s+(?:den|måndagen|tisdagen|onsdagen|torsdagen|fredagen|lördagen|söndagen)\s",
            );
            static BEHIND: Pattern =
                Pattern::new(r"(?:\d|\b[ef]\.\s?m\.)\s+(?:i|å|på|uti)\s+(?P<p>\p{L}[\p{L}, ]{3,40}?)\.?$");
            static BESIDE: Pattern = Pattern::new(r"\d[.:]\d\d,\s+(?P<p>\p{L}[^.;:]{3,60}?)\.?$");
            // Behind the hour it stands alone; before the day the body's own place may stand too.
            meeting.place = [&BEHIND, &HELD, &BESIDE]
                .into_iter()
                .find_map(|form| form.captures(opening))
                .and_then(|found| found.name("p"))
                .map(|place| place.as_str().trim().to_owned())
                .filter(|place| {
                    let met = ["möte", "sammanträde", "stämma", "mötet", "stämman"];
                    let other = ["varvid", "då", "när", "där", "vid", "med", "under"];
                    let first = lower(place.split(' ').next().unwrap_or(""));
                    !lower(place).split(' ').any(|word| met.iter().any(|end| word.ends_with(end)))
                        && !other.contains(&first.as_str())
                        && !crate::tables::is_role_word(&first)
                })
                // The last `i` before the day is the place's: `stämma i Norrby i sockenstugan`. Behind a house stands
                // the town that it is in: `rådhuset i Norrby`.
                .map(|place| match place.starts_with(char::is_lowercase) {
                    true => place,
                    false => place.rsplit(" i ").next().unwrap_or(&place).to_owned(),
                });
        }
    }
    if meeting.place.is_none() {
        meeting.place = place_below_day(doc);
    }
    // Behind the day in the head: `Tisdag den 5 mars 2019, kl. 13:00–16:15`. When a page was printed has no `kl`.
    let told = |line: usize| {
        let clock = ["kl.", "kl ", "klockan "].iter().any(|mark| lower(&doc.plain[line]).contains(mark));
        hours(&doc.plain[line]).filter(|_| clock)
    };
    if meeting.start_time.is_none()
        && let Some((start, end)) = head_days(doc).find_map(|(line, _)| told(line))
    {
        meeting.start_time = Some(start);
        meeting.end_time = end;
    }
    if meeting.start_time.is_none() {
        // `Mötet öppnas 17:17.` and `avslutades klockan 19.45`.
        meeting.start_time = (0..doc.plain.len())
            .map(|line| doc.plain[line].as_str())
            .filter(|text| {
                ["öppna", "Öppna", "ÖPPNA"].iter().any(|word| text.contains(word))
                    && text.split_whitespace().count() < 14
            })
            .find_map(|text| hours(text).map(|(start, _)| start));
    }
    if meeting.end_time.is_none() {
        // The hour may stand on the next line: `förklarade mötet avslutat kl.` / `17.25`.
        meeting.end_time = (0..doc.plain.len()).rev().find_map(|line| {
            let closes =
                ["vsluta", "fsluta", "pplöst", "VSLUTA"].iter().any(|word| doc.plain[line].contains(word));
            if !closes {
                return None;
            }
            let next = doc.plain.get(line + 1).map_or("", String::as_str);
            hours(&doc.plain[line])
                .or_else(|| hours(&format!("{} {next}", doc.plain[line])))
                .map(|(end, _)| end)
        });
    }
}

/// A place on a line of its own directly below the day in the head, known by the house or the room that it names.
fn place_below_day(doc: &Doc<'_>) -> Option<String> {
    const HOUSES: [&str; 22] = [
        "salen",
        "sal",
        "huset",
        "hus",
        "lokalen",
        "lokal",
        "gården",
        "gård",
        "rummet",
        "rum",
        "skolan",
        "kansliet",
        "kontoret",
        "biblioteket",
        "hemmet",
        "stugan",
        "hotellet",
        "kyrkan",
        "teatern",
        "teams",
        "zoom",
        "hörsalen",
    ];
    let (line, _) = head_days(doc).next()?;
    let text = doc.plain.get(line + 1)?.trim();
    let named = text.split([' ', ',']).any(|word| {
        HOUSES.iter().any(|house| lower(word).ends_with(house)) || word == "Hörsal" || word == "Aula"
    });
    let fits = text.starts_with(char::is_uppercase)
        && text.split_whitespace().count() <= 6
        && !text.ends_with(['.', ':'])
        && !text.contains(['(', '§', '|'])
        && labels::label(text).is_none()
        && crate::names::leading_name(doc.model, text, false).is_none()
        && !matches!(doc.outline.lines[line + 1].place, Place::Item(_));
    (named && fits && is_place(text)).then(|| text.to_owned())
}

/// Whether words behind a label of the place may be one: no other label, nor what the document calls itself.
fn is_place(text: &str) -> bool {
    labels::section(text).is_none() && !KINDS.iter().any(|(kind, _)| lower(text).starts_with(kind))
}

/// The lines that tell place and time, those that the line's end broke put together: behind a comma, or where a name
/// goes on before the hour.
fn place_lines(lines: &[(usize, String)]) -> Vec<String> {
    let tells_hours = |text: &str| hours(text).is_some();
    let tells_day = |text: &str| {
        let first = lower(text.split_whitespace().next().unwrap_or(""));
        matches!(first.trim_end_matches('.'), "den" | "kl" | "klockan")
            || first.trim_end_matches(',').trim_end_matches("en").ends_with("dag")
    };
    let mut whole: Vec<String> = Vec::new();
    for (_, text) in lines {
        let hour = text.find(|c: char| c.is_ascii_digit()).filter(|_| tells_hours(text));
        match whole.last_mut() {
            Some(last)
                if last.ends_with([',', '-'])
                    || (text.starts_with(char::is_lowercase)
                        && !tells_day(text)
                        && days(text).is_empty())
                    || (!tells_day(text)
                        && days(text).is_empty()
                        && hour.is_some_and(|at| at > 0)
                        && !tells_hours(last)
                        && text.contains(", ")) =>
            {
                *last = justera_core::text::unwrap([last.as_str(), text]);
            }
            _ => whole.push(text.clone()),
        }
    }
    whole
}

/// The sentence in which older minutes say what they are: `Protokoll fört vid sammanträde med … kl. 18.30 i …`.
fn opening_sentence(doc: &Doc<'_>, front: &Front) -> Option<String> {
    let first = front.loose.iter().position(|&line| {
        let small = lower(&doc.plain[line]);
        [
            "fört vid",
            "hållet vid",
            "hållen vid",
            "förda vid",
            "fört wid",
            "hållet wid",
            "hållet å",
            "hållet hos",
            "hållet med",
            "fört hos",
            "fördt vid",
        ]
        .iter()
        .any(|form| small.contains(form))
            || ["möte med ", "sammanträde med "].iter().any(|form| small.starts_with(form))
    })?;
    let mut lines = Vec::new();
    // A column of narrow lines takes more of them.
    const LINES: usize = 7;
    for &line in front.loose[first..].iter().take(LINES) {
        // A paragraph of its own: lines that follow each other.
        if lines.last().is_some_and(|&last| line != last + 1) {
            break;
        }
        lines.push(line);
        if doc.plain[line].ends_with('.') && !doc.plain[line].ends_with("kl.") {
            break;
        }
    }
    Some(justera_core::text::unwrap(lines.iter().map(|&line| doc.plain[line].as_str())))
}

/// A place without what is said of the time behind it.
fn place(text: &str) -> String {
    static AFTER: Pattern = Pattern::new(
        r"(?i)[,;.]?\s*\bajourner.*$|[,;]?\s*\b(?:kl\.?|klockan|tid:?)\s*\d.*$|[,;]?\s*\b\d{1,2}[.:]\d{2}\s*[-–].*$|,\s*(?:(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?\b|den\s+\d{1,2}\s|\d{4}-\d{2}-\d{2}).*$",
    );
    static BEFORE: Pattern =
        Pattern::new(r"(?i)^.*?\d{1,2}[.:]\d{2}(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?\s*[,;]?\s*");
    // The day before the place: `2024-04-25, Folkets hus`, `Tisdagen den 3 maj 2022, kommunhuset`.
    static DAY: Pattern = Pattern::new(
        r"(?i)^(?:(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?\s+)?(?:\d{4}-\d{2}-\d{2}|(?:den\s+)?\d{1,2}\s+\p{L}{3,9}\s+\d{4}),\s+",
    );
    let text = DAY.replace_all(text.trim(), "");
    // And the hours before it.
    static HOURS: Pattern = Pattern::new(
        r"(?i)^(?:kl\.?|klockan)\s*\d{1,2}[.:]\d{2}(?:\s*[-–]\s*(?:kl\.?\s*)?\d{1,2}[.:]\d{2})?\s*[,;]\s*",
    );
    let text = HOURS.replace_all(&text, "");
    let text = AFTER.replace_all(&text, "");
    let text = BEFORE.replace_all(text.trim(), "");
    let text = text.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ' ')).to_owned();
    // What met is no place: `sammanträde med nämnden i Vik`.
    if lower(&text).starts_with("sammanträde ") {
        return String::new();
    }
    // A date alone is no place.
    let date = days(&text).first().is_some_and(|&(at, _)| at < 16) && text.split_whitespace().count() <= 6;
    if date { String::new() } else { text }
}

/// The body that met.
fn body(doc: &Doc<'_>, front: &Front, head: &[usize], about: &mut About) {
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
    let titled = titled_body(doc, head)
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
    });
    meeting.organization = organization(doc, head, general.as_ref(), official);
    match (general, titled, most) {
        (Some((body, _)), _, _) => {
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
                    notes && *count >= 2 && !titled.ends_with(&name) && !titled.starts_with(stem)
                })
                .map(|(name, _)| name);
            meeting.body_as_written = Some(titled.clone());
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
fn titled_body(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    let before: Vec<usize> = head
        .iter()
        .copied()
        .filter(|&line| !matches!(doc.outline.lines[line].place, Place::Item(_) | Place::Back))
        .take(25)
        .collect();
    for (nth, &line) in before.iter().enumerate() {
        let text = doc.plain[line].trim();
        let cells = text.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
        for cell in cells {
            let stripped = behind_kind(cell).len() < cell.len();
            // What stands behind it counts its meetings or their paragraphs: `Referensgruppen för vatten, möte 3`.
            static COUNTED: Pattern = Pattern::new(r"(?i)(?:,\s*möte\s*(?:nr\s*)?\d+|\s+§{1,2}\s?[\d–-]+)$");
            let cell = behind_kind(cell);
            let cell = COUNTED.find(cell).map_or(cell, |found| &cell[..found.start()]);
            let words: Vec<&str> = cell.split_whitespace().collect();
            let Some(last) = words.last() else { continue };
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
            if words.len() > 6
                || labels::label(cell).is_some()
                || cell.ends_with([':', ';'])
                || (cell.contains(',') && words.get(1) != Some(&"för"))
            {
                continue;
            }
            let title = words.first().is_some_and(|first| first.starts_with(char::is_uppercase));
            // `Norrby kommun – Kommunfullmäktige`: the body stands behind the dash.
            if let Some((_, body)) = cell.split_once(" – ").or_else(|| cell.split_once(" - "))
                && labels::is_body(body)
                && is_assembly(body)
                && body.split_whitespace().count() <= 3
            {
                return Some(body.trim().to_owned());
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
        let speaks = KINDS.iter().any(|(word, _)| lower(text).contains(word))
            || ["sammanträde", "möte med "].iter().any(|word| lower(text).contains(word));
        if speaks
            && words.len() <= 12
            && let Some(at) = words
                .iter()
                .position(|word| labels::is_body(word) && is_assembly(word) && word.chars().count() > 6)
        {
            // `hälso- och sjukvårdsnämnden`: the part before it is of its name.
            let parted = at >= 2 && words[at - 1] == "och" && words[at - 2].ends_with('-');
            let from = if parted { at - 2 } else { at };
            let name = words[from..=at].join(" ");
            return Some(capitalized(name.trim_matches(|c: char| !c.is_alphanumeric())));
        }
        if let Some(word) = words
            .iter()
            .find(|word| word.starts_with(char::is_uppercase) && labels::is_body(word) && is_assembly(word))
            && words.len() <= 10
            && !text.contains(',')
            && !text.starts_with('|')
        {
            return Some(word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
        }
    }
    None
}

/// The body in the sentence with which older minutes begin: `Protokoll, fört vid sammanträde med kommunalnämnden i Norrby kommun …`.
fn body_of_opening(opening: &str) -> Option<String> {
    let words: Vec<&str> = opening.split_whitespace().collect();
    let at = words.iter().position(|word| matches!(*word, "med" | "hos"))?;
    let body = words.get(at + 1)?.trim_matches(|c: char| !c.is_alphabetic());
    (labels::is_body(body) && is_assembly(body)).then(|| capitalized(body))
}

/// Whom the title names behind `anteckningar från`, where the text says that it decided: `AG Skyfall`.
fn title_that_decides(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    static FROM: Pattern = Pattern::new(
        r"(?i)^\p{L}*(?:anteckningar|protokoll)\s+(?:från|för|med)\s+(?-i:(?P<who>\p{Lu}[\p{L}-]*(?:\s[\p{L}-]+){0,3}))$",
    );
    let who = head
        .iter()
        .take(8)
        .find_map(|&line| Some(FROM.captures(doc.plain[line].trim())?.name("who")?.as_str().to_owned()))?;
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
fn is_assembly(word: &str) -> bool {
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

/// A general meeting or a board meeting of an association: the form in the title, and the association.
fn general_meeting(doc: &Doc<'_>, head: &[usize]) -> Option<(String, Option<String>)> {
    static FORM: Pattern = Pattern::new(
        r"(?i)\b(?P<form>(?:ordinarie\s+|extra\s+)?(?:års|höst|vår|stor|styrelse|med?lems|konstituerande\s+|förenings|kommunal|kyrko|extra)\s?-?(?:möte|stämma)(?:t|n|s)?(?:protokoll)?|(?:årsmötes|styrelsemötes|mötes)protokoll)\b",
    );
    // `Sektionsmöte` by itself on a line is a form of its own.
    static ALONE: Pattern = Pattern::new(
        r"^(?:Protokoll(?:\s+(?:från|vid|fört vid))?\s+)?(?P<form>\p{Lu}\p{Ll}{3,}(?:möte|stämma))(?:\s+\d{4})?$",
    );
    for &line in head.iter().take(12) {
        let text = &doc.plain[line];
        if text.split_whitespace().count() > 14 || matches!(doc.outline.lines[line].place, Place::Item(_)) {
            continue;
        }
        if let Some(found) = ALONE.captures(text).filter(|found| &found["form"] != "Styrelsemöte") {
            return Some((found["form"].to_owned(), None));
        }
        if let Some(found) = FORM.captures(text) {
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
            // Who meets at a meeting of the board is the board.
            if form == "styrelsemöte" {
                return Some(("Styrelsen".to_owned(), None));
            }
            return Some((capitalized(&form), None));
        }
    }
    None
}

static MUNICIPALITY: Pattern = Pattern::new(
    r"\b(?P<name>\p{Lu}[\p{Ll}]+(?:[- ]\p{Lu}[\p{Ll}]+)?|\p{Lu}{3,}(?:[- ]\p{Lu}{3,})?)\s+(?P<kind>kommun|KOMMUN|stad)(?:s)?\b",
);
static ASSOCIATION: Pattern = Pattern::new(
    r"(?:med|i|för|med föreningen)\s+(?P<name>(?:BRF|Brf|Bostadsrättsföreningen|HSB)?\s*\p{Lu}[^,.;:(]*?(?:förening(?:en)?|samfällighet(?:en)?|byalag(?:et)?|klubb(?:en)?|sällskap(?:et)?|vägförening|idrottsförening|IF|IK|SK))\b",
);
static ASSOCIATION_ALONE: Pattern = Pattern::new(
    r"^(?P<name>(?:BRF|Brf|Bostadsrättsföreningen)?\s*\p{Lu}[^,.;:(0-9]*?(?:förening(?:en)?|FÖRENING|samfällighet(?:en)?|SAMFÄLLIGHET|byalag(?:et)?|BYALAG|klubb(?:en)?|KLUBB|sällskap(?:et)?|SÄLLSKAP|krets(?:en)?|KRETS))\b",
);

/// An organization that a line of the head names by itself: `Region Norrbygd`, `NORRBY STAD`, `Överby församling`.
fn head_organization(doc: &Doc<'_>, head: &[usize]) -> Option<String> {
    let lines = head.iter().copied().take(10).take_while(|&line| {
        // The attendance names organizations too.
        !matches!(doc.outline.lines[line].place, Place::Item(_))
            && !crate::roster::heads_columns(doc, line)
            && labels::label(doc.raw(line)).is_none_or(|found| found.section != Section::Attendance)
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
                && (capital(&words[1]) || matches!(words[1], "för" | "i"))
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

fn first_of_title(word: &str) -> bool {
    let small = lower(word);
    KINDS.iter().any(|(kind, _)| small.starts_with(kind)) || small.starts_with("sammanträde")
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

/// Whether a word says that an association bears the name.
fn is_association(word: &str) -> bool {
    ["förening", "samfällighet", "byalag", "klubb", "sällskap", "krets"]
        .iter()
        .any(|end| lower(word).ends_with(end))
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

/// The municipality or association that the body belongs to.
fn organization(
    doc: &Doc<'_>,
    head: &[usize],
    general: Option<&(String, Option<String>)>,
    official: bool,
) -> Option<String> {
    if let Some(named) = head_organization(doc, head) {
        return Some(named);
    }
    if let Some(named) = letterhead(doc, head) {
        return Some(named);
    }
    let person = |text: &str| crate::names::leading_name(doc.model, text, false).is_some();
    let mut shouted: Option<String> = None;
    for &line in head.iter().take(14) {
        let text = &doc.plain[line];
        // Who was there may represent one.
        if matches!(doc.outline.lines[line].place, Place::Item(_)) || person(text) {
            continue;
        }
        // `Protokoll, styrelsemöte, Norrby hembygdsförening`.
        let last = text.rsplit_once(", ").filter(|(before, _)| first_of_title(before));
        let alone = last.map_or(text.as_str(), |(_, last)| last);
        for (form, text) in [(&ASSOCIATION, text.as_str()), (&ASSOCIATION_ALONE, alone)] {
            if let Some(name) = form.captures(text).and_then(|found| found.name("name"))
                && name.as_str().split_whitespace().count() <= 7
                && !runs_as_a_sentence(name.as_str())
                && !name.as_str().split(' ').next().is_some_and(first_of_title)
                && !lower(name.as_str()).contains("valkrets")
            {
                let name = name.as_str().trim();
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
                    let before = text[..at].trim().trim_end_matches('s').trim();
                    if !before.is_empty()
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
        let of_municipality = general.is_some_and(|(body, _)| lower(body).contains("kommunal"));
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
    let total: usize = counts.values().sum();
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
        .filter(|(_, count)| count * 2 > total)
        .map(|(name, _)| name)
}
