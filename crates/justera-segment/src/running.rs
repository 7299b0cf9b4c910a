//! Where the text begins on the line of its number: behind a title with a mark, behind one without, or without a title.

use justera_core::text::lower;
use justera_core::{MarkerKind, apart_from_heading};

use crate::beside::beside_heading;
use crate::fit::{Depth, Taken};
use crate::prose::{connective, has_verb, in_the_past, open_ended, page_width, sentence_end};
use crate::{View, markers};

/// How many items begin with their text behind the number, as in old minutes, `§ 3. Protokollet från den 12 augusti upplästes och
/// lades till handlingarna.`, and how many with a heading.
pub(crate) fn running_items(views: &[View<'_>], taken: &[Taken]) -> (usize, usize) {
    let (mut titled, mut running) = (0, 0);
    for (nth, item) in taken.iter().enumerate().filter(|(_, item)| item.depth == Depth::Outer) {
        let view = &views[item.marker.line];
        let rest = &view.raw[item.marker.rest - view.start..];
        let rest = &rest[apart_from_heading(rest).0..];
        if item.marker.kind == MarkerKind::Unnumbered {
            continue;
        }
        let limit = taken.get(nth + 1).map_or(views.len(), |next| next.marker.line);
        let text = match rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
            true => below(views, item.marker.line, limit),
            false => Some((item.marker.line, rest)),
        };
        let Some((line, rest)) = text else { continue };
        // `Dagordningen godkändes.` may be either.
        let short = || rest.trim_end().ends_with('.') && has_verb(rest);
        match runs_in(views, line, limit, rest) {
            true => running += 1,
            false if short() => {}
            false => titled += 1,
        }
    }
    (running, titled)
}

/// A text without the bracket behind its last stop: `Berättelsen godkändes. (bilaga 1)`.
pub(crate) fn without_reference(text: &str) -> &str {
    let text = text.trim_end();
    match text.strip_suffix(')').and_then(|inside| inside.rsplit_once(". (")) {
        Some((before, _)) => &text[..before.len() + 1],
        None => text,
    }
}

/// Whether several items have their text on the line of their title, behind a colon: `1. Mötet öppnas: Ulla hälsar välkommen.`
pub(crate) fn titles_before_colons(views: &[View<'_>], taken: &[Taken]) -> bool {
    /// So many are a habit.
    const HABIT: usize = 3;
    let told = |(nth, item): &(usize, &Taken)| {
        let view = &views[item.marker.line];
        let limit = taken.get(nth + 1).map_or(views.len(), |next| next.marker.line);
        let rest = &view.raw[item.marker.rest - view.start..];
        item.depth == Depth::Outer && before_colon(views, item.marker.line, limit, rest).is_some()
    };
    taken.iter().enumerate().filter(told).count() >= HABIT
}

/// The byte behind the colon of a title before a sentence, which may end on a line below. One word may be a label, which says
/// what kind of item it is.
pub(crate) fn before_colon(views: &[View<'_>], line: usize, limit: usize, rest: &str) -> Option<usize> {
    const WORDS: usize = 7;
    const LINES: usize = 6;
    let colon = rest.find(": ")?;
    let (title, told) = (rest[..colon].trim(), rest[colon + 1..].trim());
    let label = ["beslut", "information", "info", "rapport", "dialog", "diskussion", "remiss"]
        .contains(&lower(title).as_str());
    let ends = || {
        let below = (line + 1..limit).take_while(|&at| views[at].counts()).take(LINES);
        let mut lines = std::iter::once(told).chain(below.map(|at| views[at].plain.as_str()));
        lines.any(|text| text.ends_with('.') || sentence_end(text).is_some())
    };
    (!label
        && title.split_whitespace().count() <= WORDS
        && title.starts_with(char::is_uppercase)
        && told.starts_with(char::is_uppercase)
        && ends())
    .then_some(colon + 1)
}

/// Whether the titles of a document run into the text without a mark: `§ 3 Val av sekreterare Mötet valde Ulla Ek.` One such
/// line may be a heading with a name; half of all are a habit.
pub(crate) fn titles_before_subjects(views: &[View<'_>], taken: &[Taken]) -> bool {
    const HABIT: usize = 3;
    let found = taken.iter().enumerate().filter(|(nth, item)| {
        let limit = taken.get(nth + 1).map_or(views.len(), |next| next.marker.line);
        let rest = markers::title(&views[item.marker.line], &item.marker);
        before_subject(views, item.marker.line, limit, rest).is_some()
    });
    let found = found.count();
    found >= HABIT && found * 2 >= taken.len()
}

/// The byte of a line where a sentence begins behind a title without a mark between them: a word with a capital that no word
/// before it asks for, and a verb behind it.
pub(crate) fn before_subject(views: &[View<'_>], line: usize, limit: usize, rest: &str) -> Option<usize> {
    /// Words of a title, and lines that are looked at for the end of the sentence.
    const WORDS: usize = 14;
    const LINES: usize = 4;
    let below = (line + 1..limit).take_while(|&at| views[at].counts()).take(LINES);
    let below = justera_core::text::unwrap(below.map(|at| views[at].plain.as_str()));
    let mut before = "";
    let starts = rest.split_whitespace().enumerate().filter(|(nth, word)| {
        let free = !before.ends_with([',', '.', ':', ';', '-', '–', '/'])
            && !connective(&lower(before))
            && (*nth == 1 || !before.starts_with(char::is_uppercase));
        before = word;
        // `Störningar i 12 A`
        let letter = word.chars().count() == 1;
        *nth > 0 && *nth <= WORDS && free && !letter && word.starts_with(char::is_uppercase)
    });
    starts.map(|(_, word)| word.as_ptr() as usize - rest.as_ptr() as usize).find(|&at| {
        let told = format!("{} {below}", &rest[at..]);
        // `Ordf. Ulla Ek öppnade mötet.`
        let first = sentence_end(&told).map_or(told.len(), |end| {
            if told[..end].contains(' ') {
                end
            } else {
                end + sentence_end(&told[end..]).unwrap_or(told.len() - end)
            }
        });
        let sentence = told[..first].trim_end();
        sentence.ends_with(['.', '?', ':'])
            && sentence.split(' ').count() > 2
            && (has_verb(sentence) || in_the_past(sentence))
            && !has_verb(&rest[..at])
    })
}

/// The first line of text below a number that stands alone on its line.
pub(crate) fn below<'a>(views: &'a [View<'_>], line: usize, limit: usize) -> Option<(usize, &'a str)> {
    (line + 1..limit)
        .find(|&at| views[at].counts() && !beside_heading(&views[at].plain))
        .map(|at| (at, views[at].plain.as_str()))
}

/// Whether what stands behind a number is a sentence and the beginning of the text, not a heading.
pub(crate) fn runs_in(views: &[View<'_>], line: usize, limit: usize, rest: &str) -> bool {
    /// So few words may be a heading with a stop: `Mötet öppnas.`
    const WORDS: usize = 5;
    // Beside a heading, behind a gap, stand its number or who presents it.
    if rest.trim().contains("    ") {
        return false;
    }
    let width = page_width(views, line);
    let mut text = justera_core::text::plain(rest);
    let mut last = line;
    for at in (line + 1..limit).filter(|&at| !views[at].furniture).take(6) {
        let next = &views[at].plain;
        // A title ends before the line does, and what stands below it begins anew.
        let full = views[last].raw.trim_end().chars().count() * 6 >= width * 5;
        let goes_on = full || open_ended(&text) || next.starts_with(char::is_lowercase);
        if views[at].blank() || !goes_on || sentence_end(&text).is_some() || text.ends_with([':', '.']) {
            break;
        }
        text.push(' ');
        text.push_str(next);
        last = at;
    }
    let sentence = &text[..sentence_end(&text).unwrap_or(text.len())];
    sentence.ends_with(['.', ':', ',']) && sentence.split_whitespace().count() >= WORDS && has_verb(sentence)
}

/// A title in bold before the matter's text on the same line, `**Vägbelysning.** Rådet …`, `**3. Val** Ulla Ek valdes.`: its
/// bytes of the line, `from` being where what stands behind the number begins, and the byte behind it.
pub(crate) fn bold_title(raw: &str, from: usize) -> Option<(std::ops::Range<usize>, usize)> {
    const MARK: &str = "**";
    const TITLE: std::ops::RangeInclusive<usize> = 3..=80;
    let rest = &raw[from..];
    let inner = rest.len() - rest.trim_start().len();
    let open = if rest[inner..].starts_with(MARK) { from + inner + MARK.len() } else { from + inner };
    // The mark may stand before the number.
    if open == from + inner && raw[..from].matches(MARK).count().is_multiple_of(2) {
        return None;
    }
    let close = open + raw[open..].find(MARK)?;
    let title = raw[open..close].trim_end().trim_end_matches(['.', ':']);
    let behind = raw[close + MARK.len()..].trim_start_matches([' ', '.', ':', '–']);
    let sentence = behind.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && behind.split(' ').count() > 2
        && !behind.contains(MARK);
    (sentence && TITLE.contains(&title.chars().count()) && title.starts_with(char::is_uppercase))
        .then(|| (open..open + title.len(), close + MARK.len()))
}

/// Whether the titles of a document end with stops before the text on their lines: then what stands behind one need have no verb
/// that is known, `b) Brukarombuden. Ingen rapport.`
pub(crate) fn titles_before_stops(views: &[View<'_>], taken: &[Taken]) -> bool {
    const HABIT: usize = 3;
    let found = taken.iter().enumerate().filter(|(nth, item)| {
        let limit = taken.get(nth + 1).map_or(views.len(), |next| next.marker.line);
        let rest = markers::title(&views[item.marker.line], &item.marker);
        title_before_sentence(views, item.marker.line, limit, rest, false).is_some()
    });
    found.take(HABIT).count() >= HABIT
}

/// The byte behind the stop of a title that the matter's first sentence follows on the same line: `a) Tältplatsen. Det hade
/// påtalats, att …`. A title may itself be of two parts; a sentence has a verb, unless such titles are a `habit`, and a stop or
/// another line.
pub(crate) fn title_before_sentence(
    views: &[View<'_>],
    line: usize,
    limit: usize,
    rest: &str,
    habit: bool,
) -> Option<usize> {
    const WORDS: usize = 8;
    const WORDS_OF_HABIT: usize = 12;
    let stop = sentence_end(rest)?;
    let title = &rest[..stop];
    let most = if habit { WORDS_OF_HABIT } else { WORDS };
    if title.split_whitespace().count() > most || has_verb(title) {
        return None;
    }
    let mut text = rest[stop..].trim().to_owned();
    let mut last = line;
    for at in (line + 1..limit).take_while(|&at| views[at].counts()).take(4) {
        let view = &views[at];
        // A line that ends before it is full ends what it says.
        let full = views[last].raw.trim_end().chars().count() * 6 >= page_width(views, line) * 5;
        let over = view.plain.starts_with(char::is_uppercase) && !full;
        if sentence_end(&text).is_some() || text.ends_with('.') || over {
            break;
        }
        last = at;
        text.push(' ');
        text.push_str(&view.plain);
    }
    let sentence = &text[..sentence_end(&text).unwrap_or(text.len())];
    // `Fastställande av arvoden. Kassören får 1 500 kr.`: what an agenda calls its points is known without a verb behind it.
    const POINTS: [&str; 12] = [
        "Fastställande av ",
        "Godkännande av ",
        "Föredragning av ",
        "Genomgång av ",
        "Val av ",
        "Fråga om ",
        "Beslut om ",
        "Rapport ",
        "Motion ",
        "Nästa ",
        "Övriga ",
        "Föregående ",
    ];
    let point = || {
        POINTS.iter().any(|point| title.trim_start().starts_with(point))
            && sentence.split_whitespace().count() > 2
    };
    let ends = sentence.trim_end().ends_with('.') || habit && sentence.trim_end().ends_with(':');
    (ends && (habit || has_verb(sentence) || point())).then_some(stop)
}
