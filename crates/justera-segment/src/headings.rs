//! Headings without numbers, as associations write them.

use justera_core::labels::{self, Section};
use justera_core::text::lower;
use justera_core::{Marker, MarkerKind};

use crate::View;
use crate::back::is_signature;
use crate::prose::has_verb;

/// Headings without numbers, where a document has no numbered items at all: Markdown headings and bold lines, or
/// short lines that stand apart between paragraphs. They get running numbers.
pub(crate) fn find(views: &[View<'_>]) -> Vec<Marker> {
    let written: Vec<usize> = (0..views.len()).filter(|&index| views[index].counts()).collect();
    let depth = |line: usize| views[line].raw.trim().chars().take_while(|&c| c == '#').count();
    let own = |line: &usize| !is_front(&views[*line].plain);
    // Headings of the level that has several; bold lines only where there are none.
    let level = (1..=6).find(|&level| {
        written.iter().skip(1).filter(|line| depth(**line) == level && own(line)).count() >= 3
    });
    let markdown: Vec<usize> = written
        .iter()
        .copied()
        .filter(|&index| {
            let raw = views[index].raw.trim();
            match level {
                Some(level) => depth(index) == level,
                None => {
                    raw.starts_with('#') || (raw.starts_with("**") && raw.ends_with("**") && raw.len() < 160)
                }
            }
        })
        .filter(own)
        .collect();
    let markdown = match level {
        // The title is of a level of its own.
        Some(_) => markdown,
        None => markdown.into_iter().skip(1).collect(),
    };
    // Titles in bold before their text on the same line, where no label of the front page stands so.
    let title = |index: usize| {
        let raw = views[index].raw;
        crate::running::bold_title(raw, 0).map(|(title, _)| &raw[title])
    };
    let tells = |title: &str| {
        matches!(
            labels::section(title),
            Some(
                Section::Date
                    | Section::Time
                    | Section::Place
                    | Section::Attendance
                    | Section::Adjusters
                    | Section::Paragraphs
                    | Section::Decision
            )
        )
    };
    let run_in = |&index: &usize| title(index).is_some_and(|title| !tells(title));
    let run_ins: Vec<usize> = written.iter().copied().filter(run_in).collect();
    let candidates: Vec<usize> = if markdown.len() >= 3 {
        markdown
    } else if run_ins.len() >= 3 {
        run_ins
    } else {
        let apart = |index: &usize| {
            let text = &views[*index].plain;
            let decides = || labels::decision_opener(text).is_some() || crate::prose::decides(text);
            let part_of_list = || heads_persons(views, *index);
            stands_apart(views, *index)
                && !tells_person(text)
                && !is_named_only(text)
                && !decides()
                && !part_of_list()
        };
        written.iter().copied().skip(1).filter(apart).collect()
    };
    // What the document calls itself stands above the front page's own lines.
    let titled = candidates
        .first()
        .is_some_and(|&first| is_document(&views[first].plain) || heads_front(views, first, &candidates));
    let candidates = &candidates[usize::from(titled)..];
    // Below the title and what belongs to the front page: a date, a place, the attendance.
    let front = written
        .iter()
        .copied()
        .take_while(|index| index < candidates.first().unwrap_or(&0))
        .filter(|&index| is_front(&views[index].plain))
        .last()
        .unwrap_or(0);
    let chosen = candidates.iter().copied().filter(|&index| {
        let labelled = is_front(&views[index].plain) || is_signature(&views[index].plain);
        index > front && (!labelled || run_in(&index) || heads_sentence(views, index))
    });
    chosen
        .enumerate()
        .map(|(nth, line)| Marker {
            kind: MarkerKind::Unnumbered,
            number: (nth + 1).to_string(),
            value: nth as u32 + 1,
            within: Vec::new(),
            line,
            rest: views[line].start,
        })
        .collect()
}

/// A short line between blank lines, with a capital letter and no stop, before a paragraph.
pub(crate) fn stands_apart(views: &[View<'_>], index: usize) -> bool {
    let view = &views[index];
    let text = &view.plain;
    // A year is as good as a word, `Årsmötet 2024`: up to four figures count.
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count()
        - text.chars().filter(char::is_ascii_digit).count().saturating_sub(4);
    let blank = |at: Option<usize>| {
        at.is_none_or(|at| {
            views.get(at).is_none_or(|view| view.blank() || view.furniture || view.page != views[index].page)
        })
    };
    // Where the page breaks are lost, a heading may follow directly on a sentence that has ended.
    let after_a_sentence = index
        .checked_sub(1)
        .is_some_and(|at| views[at].counts() && views[at].plain.ends_with(['.', '!', '?']));
    // Or on a labelled line, which ends with itself: `Ansvarig: SH`, `Inbjuden: Rolf Ek`.
    let after_a_label = index.checked_sub(1).is_some_and(|at| {
        views[at].counts() && labels::label(&views[at].plain).is_some_and(|found| !found.rest.is_empty())
    });
    let begins = text.chars().next().is_some_and(char::is_uppercase);
    let followed = views[index + 1..].iter().find(|view| view.counts()).is_some_and(|next| {
        next.plain.chars().count() > 20
            || is_sentence(&next.plain)
            || begins_list(&next.plain)
            || tells_of_matter(&next.plain)
    });
    // `Övriga frågor` / `Inga övriga frågor.`: a paragraph of one short sentence.
    let alone = |at: usize| views.get(at).is_some_and(|next| is_sentence(&next.plain)) && blank(Some(at + 1));
    // A paragraph may follow directly, where the heading before it and the blank line above tell them apart.
    let directly = views.get(index + 1).is_some_and(|next| {
        next.counts()
            && next.page == view.page
            && (begins_list(&next.plain)
                || labels::label(&next.plain)
                    .is_some_and(|found| found.section == Section::Presenters && !found.rest.is_empty())
                || (next.plain.ends_with(':')
                    && has_verb(&next.plain)
                    && !has_verb(text))
                || (alone(index + 1) && !has_verb(text))
                // `Nästa möte` / `2 december kl. 13-15.`
                || (next.plain.starts_with(|c: char| c.is_ascii_digit()) && is_sentence(&next.plain))
                || (next.plain.chars().count() > text.chars().count().max(45)
                    && next.plain.starts_with(char::is_uppercase)))
    });
    (4..=80).contains(&text.chars().count())
        && letters * 10 >= text.chars().count() * 7
        && begins
        && (labels::label(text).is_none() || heads_sentence(views, index))
        && !text.split_once('(').is_some_and(|(title, inside)| {
            // A party or a place stands behind a name; who presents the matter, behind its title.
            title.split_whitespace().count() < 2
                || is_named_only(title)
                || !inside.contains(' ')
                || !inside.ends_with(')')
        })
        && !text.ends_with(['.', ',', ';', ':', '!', '?'])
        && !text.split_once(": ").is_some_and(|(_, who)| is_named_only(who))
        && (blank(index.checked_sub(1)) || after_a_sentence || after_a_label)
        && (blank(Some(index + 1)) || directly)
        && followed
        && text.split_whitespace().count() <= 11
}

/// Whether a line begins a list: `a) Björken`, `– Julgran`; a bullet is often read as `e` or `»`.
pub(crate) fn begins_list(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next();
    let second = letters.next();
    let third = letters.next();
    match (first, second) {
        (Some('-' | '–' | '•' | '·' | '»'), Some(' ')) | (Some('a'), Some(')' | '/')) => true,
        (Some('e' | 'o'), Some(' ')) => third.is_some_and(char::is_uppercase),
        _ => false,
    }
}

/// Whether a short line says with a word before a colon what belongs to a matter: `Underlag: bilaga 2`.
fn tells_of_matter(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(word, rest)| {
        word.starts_with(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase)
            && rest.starts_with(char::is_lowercase)
    })
}

/// Whether a line is a sentence of its own.
fn is_sentence(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.ends_with('.') && text.split_whitespace().count() >= 3
}

/// Whether a word that is elsewhere a label heads a sentence directly below it: `Sekreterare` above `Till sekreterare
/// valdes Ulla Ek.`
fn heads_sentence(views: &[View<'_>], index: usize) -> bool {
    let whole = labels::label(&views[index].plain).is_some_and(|found| found.rest.is_empty());
    let next = views.get(index + 1).filter(|next| next.counts() && next.page == views[index].page);
    whole && next.is_some_and(|next| next.plain.ends_with('.') && has_verb(&next.plain))
}

/// Whether a comma divides the line as it does a person from title and place: `Ulla Ek, chef, Verket`. Before the comma of
/// a title stand words in small letters: `Upphandling av fiber, etapp 4`.
fn tells_person(text: &str) -> bool {
    text.split_once(',').is_some_and(|(before, _)| {
        !before.contains(|c: char| c.is_ascii_digit())
            && before.split_whitespace().skip(1).filter(|word| word.starts_with(char::is_lowercase)).count()
                < 2
    })
}

/// Whether a line is a person with a task: `Ulla Ek, kamrer`.
pub(crate) fn names_person(text: &str) -> bool {
    text.split_once(", ").is_some_and(|(name, task)| {
        is_named_only(name) && task.starts_with(char::is_lowercase) && !task.ends_with('.')
    })
}

/// Whether a row of a table of persons stands directly below the line, which then heads a part of it: `Styrgrupp` above `Ulla
/// Ek     UE     ordförande     Verket`.
fn heads_persons(views: &[View<'_>], index: usize) -> bool {
    /// A person and two cells that tell of it; less may be a sentence with a gap.
    const CELLS: usize = 3;
    views.get(index + 1).is_some_and(|next| {
        let mut cells = next.raw.trim().split("   ").map(str::trim).filter(|cell| !cell.is_empty());
        cells.next().is_some_and(is_named_only) && cells.count() + 1 >= CELLS
    })
}

/// Whether each of two to five words has a capital, as in a person's name or in the heads of a table; a Swedish heading
/// has one at its beginning.
pub(crate) fn is_named_only(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let named =
        |word: &&str| word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase);
    (2..=5).contains(&words.len()) && words.iter().all(named)
}

/// Whether a line says what the document is: `Protokoll fört vid styrelsens sammanträde`.
fn is_document(text: &str) -> bool {
    let small = lower(text);
    ["protokoll ", "minnesanteckningar", "mötesanteckningar", "anteckningar från"]
        .iter()
        .any(|word| small.starts_with(word))
}

/// Whether a word is a year.
pub(crate) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a heading stands above what tells of the meeting, `| Datum | 2024-11-07 |`: then it is the document's own title.
fn heads_front(views: &[View<'_>], first: usize, candidates: &[usize]) -> bool {
    let next = candidates.get(1).copied().unwrap_or(views.len());
    let mut below = views[first + 1..next].iter().filter(|view| view.counts()).take(2);
    below.any(|view| {
        let cells: Vec<&str> = view.plain.trim_matches(['|', ' ']).split('|').map(str::trim).collect();
        match cells[..] {
            [label, value] => !value.is_empty() && is_date_or_time(labels::section(label)),
            _ => labels::label(&view.plain).is_some_and(|found| is_date_or_time(Some(found.section))),
        }
    })
}

fn is_date_or_time(section: Option<Section>) -> bool {
    matches!(section, Some(Section::Date | Section::Time))
}

fn is_front(text: &str) -> bool {
    // A day by itself: `20 augusti 2020`.
    let words: Vec<&str> = text.split_whitespace().collect();
    if (2..=4).contains(&words.len())
        && text.starts_with(|c: char| c.is_ascii_digit())
        && words.last().is_some_and(|word| is_year(word))
    {
        return true;
    }
    labels::label(text).is_some_and(|found| !found.section.of_item() && found.section != Section::Signature)
}
