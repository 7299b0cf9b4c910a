//! What stands behind the last item: signatures, notices, appendices.

use justera_core::labels::{self, Section};
use justera_core::text::lower;

use crate::View;

/// The first line after the last item that belongs to the end of the document: signatures, notices, appendices.
pub(crate) fn back_matter(views: &[View<'_>], from: usize) -> usize {
    for index in from..views.len() {
        let text = &views[index].plain;
        if !views[index].counts() {
            continue;
        }
        let appendix = text.starts_with("Bilaga ")
            && text.split_whitespace().count() <= 3
            && views[index].page > views[from.min(views.len() - 1)].page;
        // Or a heading of Markdown, which has no pages.
        let appendix = appendix
            || views[index].raw.trim_start().starts_with('#')
                && text.strip_prefix("Bilaga ").is_some_and(|number| number.split(' ').count() == 1)
            || lists_appendices(&views[index..]);
        let opens = labels::label(text).is_some_and(|found| {
            matches!(found.section, Section::Signature | Section::Notice | Section::Adjusting)
        });
        let signed = text.starts_with("/") && text.split_whitespace().count() <= 4;
        // Underscores are marks of emphasis to the line without Markdown.
        let dotted = views[index].raw.chars().filter(|c| matches!(c, '_' | '.' | '…')).count() > 10
            && text.chars().filter(|c| c.is_alphabetic()).count() < 25;
        if appendix
            || opens
            || is_signature(text)
            || signed
            || dotted
            || opens_signatures(text)
            || (names_office(text) && all_sign(&views[index..]))
        {
            return index;
        }
    }
    views.len()
}

/// Whether the document ends with the list of its appendices, which these lines begin with: `Bilagor` above `1  Lägesrapport`.
fn lists_appendices(views: &[View<'_>]) -> bool {
    /// More lines are no list.
    const LINES: usize = 40;
    let title = views[0].plain.trim_end_matches(':');
    if !matches!(title, "Bilagor" | "BILAGOR" | "Bilageförteckning" | "Förteckning över bilagor") {
        return false;
    }
    let entry = |text: &str| {
        let text = text.trim_start_matches(['-', '•', '–', '*', ' ']);
        text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with("Bilaga ")
    };
    let written: Vec<&View<'_>> = views[1..].iter().filter(|view| view.counts()).take(LINES + 1).collect();
    let entries = written.iter().take_while(|view| entry(&view.plain)).count();
    entries > 0
        && written.len() <= LINES
        && !written.iter().any(|view| crate::markers::begins_item(view) && !entry(&view.plain))
}

pub(crate) fn is_signature(text: &str) -> bool {
    labels::label(text).is_some_and(|found| found.section == Section::Signature)
        || text
            .split("  ")
            .filter(|part| !part.trim().is_empty())
            .all(|part| labels::section(part) == Some(Section::Signature))
        || text.split_whitespace().all(|word| labels::section(word) == Some(Section::Signature))
}

/// `Ulla Ek, sekreterare`: a name and, behind a comma, an office of those who sign.
fn names_office(text: &str) -> bool {
    let signs =
        |office: &str| matches!(labels::section(office), Some(Section::Signature | Section::Adjusters));
    text.split_once(", ").is_some_and(|(name, office)| {
        let words = || name.split(' ');
        signs(office)
            && (2..=4).contains(&words().count())
            && words().all(|word| word.starts_with(char::is_uppercase))
    })
}

/// Whether the document ends with these lines, and two and more of them are those of persons who sign with their offices.
fn all_sign(views: &[View<'_>]) -> bool {
    /// More lines are no signatures.
    const LINES: usize = 12;
    const SIGNERS: usize = 2;
    let written = views.iter().filter(|view| view.counts() && !view.blank()).map(|view| view.plain.as_str());
    let written: Vec<&str> = written.take(LINES + 1).collect();
    let signers = written.iter().filter(|text| names_office(text)).count();
    let short = |text: &&str| text.split(' ').count() <= 6 && !text.ends_with('.');
    written.len() <= LINES && signers >= SIGNERS && written.iter().all(short)
}

/// `Sekreterare   Ordförande`, `Vid protokollet   Justeras`, `Vid protokollet: Namn`.
pub(crate) fn opens_signatures(text: &str) -> bool {
    let small = lower(text);
    let modern = small.replace("ofvan", "ovan");
    // `Dag och ort som ovan`, in either order.
    let day = ["ort och dag ", "dag och ort ", "år och dag ", "dag "];
    let opened = day.iter().find_map(|day| modern.strip_prefix(day)).unwrap_or(&modern);
    [
        "vid protokollet",
        "justeras",
        "justerat",
        "vid anteckningarna",
        "protokollförare:",
        "in fidem",
        "protokollet uppläst",
        "som ovan",
    ]
    .iter()
    .any(|opening| opened.starts_with(opening))
        && small.split_whitespace().count() <= 9
}
