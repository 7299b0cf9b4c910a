//! When and where a body met, and what kind of document it is.

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_core::{CaseNumber, Document, Label, Meeting, Place};

use crate::dates::{Day, days, hours};
use crate::front::Front;
use crate::organization::is_definite_association;
use crate::tables::is_house;
use crate::{Doc, body};

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

/// Whether what the document calls itself stands in `small`, which is in small letters.
pub(crate) fn calls_itself(small: &str) -> bool {
    KINDS.iter().any(|(word, _)| small.contains(word))
}

/// Reads the front page.
pub(crate) fn read(doc: &Doc<'_>, front: &Front) -> About {
    let mut about = About::default();
    let head = head_lines(doc, 40);
    about.document.kind = kind(doc, &head);
    about.document.title = title(doc, &head);
    about.document.record_number = record_number(doc, &head);
    dates(doc, front, &mut about);
    times_and_place(doc, front, &mut about);
    body::read(doc, front, &head, &mut about);
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
            // The sentence that says what the minutes are begins with that.
            let says =
                first_of_title(small.split(' ').next().unwrap_or("")) || small.starts_with("utdrag ur ");
            if (small.split_whitespace().count() > 12 && !says)
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
    // The day of a line that says when they met: `Sammanträde torsdagen den 20 november 2014, kl. 09.30`.
    static MET: Pattern = Pattern::new(
        r"(?i)\b\p{L}*(?:sammanträde|möte|stämma)\b.*(?:(?:mån|tis|ons|tors|fre|lör|sön)dag|\bkl)",
    );
    let mut met: Option<Day> = None;
    let first = front.blocks.iter().map(|block| block.line).min().unwrap_or(usize::MAX);
    for &line in &front.loose {
        let text = &doc.plain[line];
        // Below the labels a whole sentence is the text's and no title.
        if line > first && text.ends_with('.') && !labelled.is_empty() {
            continue;
        }
        // A long line of running text tells of other days.
        if text.split_whitespace().count() <= 16 && !tells_other_day(text) {
            let days = days(text);
            if MET.is_match(text) {
                met = met.or_else(|| days.first().map(|&(_, day)| day));
            }
            loose.extend(days.into_iter().map(|(_, day)| day));
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
        ([], [title, ..]) => {
            let met = met.filter(|met| met.year.is_some() && differ(*met, *title));
            document = met.map(|_| *title);
            meeting = met.or(Some(*title));
        }
        ([], []) => {
            let opening =
                || opening_sentence(doc, front).and_then(|told| days(&told).first().map(|&(_, day)| day));
            meeting = head_date(doc).or_else(opening);
        }
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
            // A meeting in two halves ends with the second: `09.30-10.45` / `12.50-13.05`.
            let mut halves = block.lines.iter().skip(1).filter_map(|(_, text)| {
                hours(text).filter(|_| !text.contains(char::is_alphabetic)).and_then(|(_, end)| end)
            });
            if let Some(end) =
                halves.next_back().filter(|end| meeting.end_time.as_ref().is_some_and(|held| held < end))
            {
                meeting.end_time = Some(end);
            }
        }
    }
    // `Plats: Ängsskolans matsal, kl 18:30-20:45`
    if meeting.start_time.is_none() {
        let clock = |text: &str| ["kl.", "kl ", "klockan "].iter().any(|mark| lower(text).contains(mark));
        let told = front.of(Section::Place).filter_map(|block| block.lines.first());
        if let Some((start, end)) = told.filter(|(_, text)| clock(text)).find_map(|(_, text)| hours(text)) {
            meeting.start_time = Some(start);
            meeting.end_time = end;
        }
    }
    // The summons has the hour at which it began, the minutes both.
    if meeting.start_time.is_some() && meeting.end_time.is_none() {
        let told =
            front.of(Section::Time).flat_map(|block| block.lines.iter()).filter_map(|(_, text)| hours(text));
        let both = told.filter(|(start, _)| meeting.start_time.as_ref() == Some(start));
        meeting.end_time = both.filter_map(|(_, end)| end).next();
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
            static BEHIND: Pattern = Pattern::new(
                r"(?:\d|\b[ef]\.\s?m\.)\s+(?:i|å|på|uti)\s+(?P<p>\p{L}[\p{L}, ]{3,40}?(?:\s\d{1,3},\s\p{Lu}\p{L}+)?)\.?$",
            );
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
                    // Whose the body is stands there too.
                    let whose = ["kommun", "stad", "socken", "församling", "landsting", "län"];
                    !whose.iter().any(|end| place.split(' ').next_back() == Some(end))
                        && !lower(place).split(' ').any(|word| met.iter().any(|end| word.ends_with(end)))
                        && !other.contains(&first.as_str())
                        && !crate::tables::is_role_word(&first)
                })
                // The last `i` before the day is the place's: `stämma i Norrby i sockenstugan`. Behind a house stands
                // the town that it is in: `rådhuset i Norrby`.
                .map(|place| match place.starts_with(char::is_lowercase) {
                    true => place,
                    false => place.rsplit(" i ").next().unwrap_or(&place).to_owned(),
                })
                .filter(|place| is_place(place));
        }
    }
    if meeting.place.is_none() {
        meeting.place = place_below_day(doc).or_else(|| place_behind_day(doc));
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
            // Beside it the line may tell of the next meeting: `Nästa möte 6/11 kl 18:00. Ordföranden avslutade mötet.`
            let told: Vec<String> = crate::sentences::sentences(&doc.plain[line])
                .into_iter()
                .filter(|sentence| !sentence.starts_with("Nästa "))
                .collect();
            let told = told.join(" ");
            hours(&told).or_else(|| hours(&format!("{told} {next}"))).map(|(end, _)| end)
        });
    }
}

/// A place on a line of its own directly below the day in the head, known by the house or the room that it names.
fn place_below_day(doc: &Doc<'_>) -> Option<String> {
    let (line, _) = head_days(doc).next()?;
    let text = doc.plain.get(line + 1)?.trim();
    let named = text.split([' ', ',']).any(is_house) && !text.split(' ').any(labels::is_body);
    let fits = text.starts_with(char::is_uppercase)
        && text.split_whitespace().count() <= 6
        && !text.ends_with(['.', ':'])
        && !text.contains(['(', '§', '|'])
        && labels::label(text).is_none()
        && crate::names::leading_name(doc.model, text, false).is_none()
        && !matches!(doc.outline.lines[line + 1].place, Place::Item(_));
    (named && fits && is_place(text)).then(|| text.to_owned())
}

/// The place behind the day in the head: `Torsdag den 19 april 2012 i Norrby, Kvarngården`.
fn place_behind_day(doc: &Doc<'_>) -> Option<String> {
    static BEHIND: Pattern = Pattern::new(r"\d{4}\s+(?:i|på|å)\s+(?P<p>\p{Lu}[\p{L}\d ,-]{2,60})\.?$");
    // A sentence that says what the minutes are is longer than a line of the head: `Protokoll fört vid …`.
    let titled = |line: &usize| {
        doc.plain[*line].split(' ').next().is_some_and(first_of_title)
            && !matches!(doc.outline.lines[*line].place, Place::Item(_))
    };
    let lines =
        head_days(doc).map(|(line, _)| line).take(1).chain(head_lines(doc, 12).into_iter().filter(titled));
    let found = lines.into_iter().find_map(|line| BEHIND.captures(doc.plain[line].trim()))?;
    Some(found["p"].trim().to_owned()).filter(|place| is_place(place))
}

/// Whether words behind a label of the place may be one: no other label, nor what the document calls itself.
fn is_place(text: &str) -> bool {
    // `årsmöte i Kulturföreningen Linden`: who met, and not where.
    let who = is_definite_association(&lower(text.split(' ').next().unwrap_or("")));
    labels::section(text).is_none() && !who && !KINDS.iter().any(|(kind, _)| lower(text).starts_with(kind))
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
pub(crate) fn opening_sentence(doc: &Doc<'_>, front: &Front) -> Option<String> {
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
            // `Protokoll från ordinarie stämma lördagen den 21 maj 2016 kl 10 i Sundets missionshus`
            || (["protokoll från ", "protokoll vid ", "anteckningar från "].iter().any(|form| small.contains(form))
                && !days(&small).is_empty())
            // `Sammanträde måndagen den 16 juni 2025 kl. 18.00–20.35 i Folkets hus`
            || (small.split(' ').next().is_some_and(|word| {
                ["möte", "sammanträde", "stämma"].iter().any(|end| word.ends_with(end))
            }) && !days(&small).is_empty()
                && hours(&small).is_some())
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
        r"(?i)[,;.]?\s*\bajourner.*$|[,;]?\s*\b(?:kl\.?|klockan|tid:?)\s*\d.*$|[,;]?\s*\b\d{1,2}[.:]\d{2}\s*[-–].*$|,\s*(?:(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?\b|den\s+\d{1,2}\s|\d{4}-\d{2}-\d{2}).*$|\s+(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?\s+(?:den\s+)?\d{1,2}\s.*$",
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
        r"(?i)^(?:(?:kl\.?|klockan)\s*)?\d{1,2}[.:]\d{2}(?:\s*[-–]\s*(?:kl\.?\s*)?\d{1,2}[.:]\d{2})?\s*[,;]\s*",
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

/// Whether a word begins what a document calls itself: `Protokoll`, `Sammanträdesprotokoll`.
pub(crate) fn first_of_title(word: &str) -> bool {
    let small = lower(word);
    KINDS.iter().any(|(kind, _)| small.starts_with(kind)) || small.starts_with("sammanträde")
}
