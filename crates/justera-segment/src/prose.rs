//! What tells a sentence from a title: its verbs, its stops, and words that another must follow.

use std::collections::HashSet;
use std::sync::LazyLock;

use justera_core::labels;
use justera_core::text::lower;

use crate::View;

/// Whether a word is one that only a sentence has: a verb in one of its finite forms. A few adjectives end as such
/// verbs do, so that the endings tell of many sentences together and not of one.
pub(crate) fn has_verb(text: &str) -> bool {
    let ending = |word: &str| {
        ["ade", "ades", "tes", "des"].iter().any(|ending| word.ends_with(ending)) && !word.ends_with("mötes")
    };
    verbs(text).next().is_some() || text.split(|c: char| !c.is_alphabetic()).any(|word| ending(&lower(word)))
}

/// Whether a line leads up to a decision: `Efter en paus beslutade styrelsen`.
pub(crate) fn decides(text: &str) -> bool {
    text.split_whitespace().skip(1).any(labels::is_decision_verb)
}

/// The verbs of a text, of those that `data/verbs.tsv` has.
pub(crate) fn verbs(text: &str) -> impl Iterator<Item = String> {
    static VERBS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        include_str!("../data/verbs.tsv").lines().filter(|line| !line.starts_with('#')).collect()
    });
    text.split(|c: char| !c.is_alphabetic()).map(lower).filter(|word| VERBS.contains(word.as_str()))
}

/// Whether a word ends as a verb in the past does, `valde`, `väckte`, and not as a noun that ends so: `ordförande`, `område`.
pub(crate) fn in_the_past(text: &str) -> bool {
    const NOUNS: [&str; 8] = ["ande", "ende", "träde", "råde", "bete", "möte", "både", "inte"];
    let word = |word: &str| {
        word.starts_with(char::is_lowercase)
            && word.chars().count() > 4
            && (word.ends_with("de") || word.ends_with("te"))
            && !NOUNS.iter().any(|noun| word.ends_with(noun))
    };
    text.split(|c: char| !c.is_alphabetic()).any(word)
}

/// Whether the line states a decision by itself: `Ärendet utgår`, `X beslutade att …`.
pub(crate) fn inline_decision(line: &str) -> bool {
    let small = lower(line);
    (small.contains(" beslutade att") || small.contains(" beslutar att"))
        && small.split_whitespace().count() > 3
}

/// Whether a line is a whole sentence: `Ärendet utgår.`
pub(crate) fn sentence(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.ends_with('.') && text.contains(' ')
}

/// The byte behind a full stop inside a line that a new sentence follows.
pub(crate) fn sentence_end(line: &str) -> Option<usize> {
    // Short words before a stop are abbreviations, but for those that end many a sentence or a title.
    const WORDS: [&str; 21] = [
        "in", "ut", "upp", "av", "på", "nu", "år", "så", "dem", "tid", "maj", "val", "dag", "hus", "väg",
        "sal", "nej", "mål", "bad", "lag", "bro",
    ];
    line.match_indices(". ").map(|(at, _)| at + 1).find(|&end| {
        let word = line[..end - 1].rsplit(' ').next().unwrap_or("");
        let ends = word.chars().count() > 3 || WORDS.contains(&lower(word).as_str());
        line[end..].trim_start().starts_with(char::is_uppercase) && ends
    })
}

/// Whether what is said cannot end here: it ends with a comma, a hyphen or a word that another must follow.
pub(crate) fn open_ended(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.split_whitespace().next_back().unwrap_or("").trim_end_matches('*').to_lowercase();
    text.ends_with([',', '–']) || text.ends_with(justera_core::text::HYPHENS) || connective(&last)
}

/// Whether another word must follow.
pub(crate) fn connective(word: &str) -> bool {
    matches!(
        word,
        "och"
            | "eller"
            | "samt"
            | "av"
            | "om"
            | "för"
            | "till"
            | "i"
            | "på"
            | "med"
            | "mellan"
            | "från"
            | "den"
            | "det"
            | "de"
            | "en"
            | "ett"
            | "att"
            | "som"
            | "vid"
            | "inom"
            | "enligt"
            | "gällande"
            | "avseende"
            | "angående"
            | "under"
            | "över"
            | "inför"
            | "kring"
            | "hos"
            | "mot"
            | "utan"
            | "efter"
            | "rörande"
            | "beträffande"
            | "ny"
            | "nya"
    )
}

/// The width of the text around a line, in characters: that of the widest but few lines.
pub(crate) fn page_width(views: &[View<'_>], line: usize) -> usize {
    let from = line.saturating_sub(40);
    let mut widths: Vec<usize> = views[from..(line + 60).min(views.len())]
        .iter()
        .filter(|view| view.counts())
        .map(|view| view.raw.trim_end().chars().count())
        .collect();
    widths.sort_unstable();
    widths.get(widths.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_of_verbs_is_in_order() {
        let rows: Vec<&str> =
            include_str!("../data/verbs.tsv").lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "sorted, and each once");
        assert!(rows.iter().all(|row| *row == row.to_lowercase()));
    }
}
