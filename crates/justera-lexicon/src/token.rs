//! How text is cut into words, by the trainer and by the repair alike.
//!
//! A *chunk* is what stands between white space. Of a chunk the outer
//! punctuation is set aside; what is left is the *core*, and a core is cut at
//! hyphens and slashes into *pieces*. `(hälso-` has the core `hälso`, and
//! `LSS-verksamheterna,` the pieces `LSS` and `verksamheterna`. The language
//! model counts pieces.

use std::ops::Range;

/// Marks that may stand before the first letter of a word without belonging to it.
const OPENING: &[char] =
    &['(', '[', '{', '"', '\'', '”', '“', '„', '’', '‘', '»', '«', '*', '_', '~', '<', '#', '>', '|', '`'];
/// Marks that may stand after the last letter of a word without belonging to it.
const CLOSING: &[char] = &[
    ')', ']', '}', '"', '\'', '”', '“', '’', '‘', '»', '«', '*', '_', '~', '>', '<', '.', ',', ';', ':', '!',
    '?', '…', '|', '`',
];
/// Marks that join the parts of a word.
const JOINTS: &[char] = &['-', '–', '—', '/', '‐', '‑'];

/// The byte range of the core of `chunk`; empty where the chunk is all marks.
pub fn core(chunk: &str) -> Range<usize> {
    let start = chunk.len() - chunk.trim_start_matches(|c| OPENING.contains(&c) || JOINTS.contains(&c)).len();
    let rest = &chunk[start..];
    let end = start + rest.trim_end_matches(|c| CLOSING.contains(&c) || JOINTS.contains(&c)).len();
    start..end.max(start)
}

/// The byte ranges, within `chunk`, of the pieces of its core.
pub fn pieces(chunk: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let core = core(chunk);
    let text = &chunk[core.clone()];
    let mut at = 0;
    text.split(JOINTS).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        // Every joint is one character; its width in bytes is read off the text.
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        (!piece.is_empty()).then(|| core.start + start..core.start + start + piece.len())
    })
}

/// What stands before a word, as the bigram table sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum History {
    /// The start of a sentence or of a paragraph.
    Start,
    /// A known word, by its number in the vocabulary.
    Word(u32),
    /// A comma.
    Comma,
    /// A number.
    Number,
    /// Anything else: an unknown word, a bracket, a dash.
    Other,
}

impl History {
    /// Its row in the bigram table of a vocabulary of so many words.
    pub(crate) fn row(self, words: usize) -> usize {
        match self {
            History::Word(id) => id as usize,
            History::Start => words,
            History::Comma => words + 1,
            History::Number => words + 2,
            History::Other => words + 3,
        }
    }
}

/// What a chunk leaves behind for the word that follows it, seen from its closing marks.
pub fn after(chunk: &str, last: History) -> History {
    let mut history = last;
    for mark in chunk[core(chunk).end..].chars() {
        history = match mark {
            '.' | '!' | '?' | ':' => History::Start,
            ',' | ';' => History::Comma,
            '-' | '–' | '—' => History::Other,
            _ => history,
        };
    }
    history
}

/// How the letters of a word are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Case {
    /// `nätverk`
    Lower,
    /// `Nätverk`
    Capital,
    /// `NÄTVERK`; a single capital letter counts as [`Case::Capital`]
    Caps,
    /// `LPOer`, `pA`
    Mixed,
}

/// The case of `word`.
pub fn case(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Case::Lower };
    let (mut upper, mut lower) = (0, 0);
    for letter in letters {
        if letter.is_uppercase() {
            upper += 1;
        } else {
            lower += 1;
        }
    }
    match (first.is_uppercase(), upper, lower) {
        (false, 0, _) => Case::Lower,
        (true, 0, _) => Case::Capital,
        (true, _, 0) => Case::Caps,
        _ => Case::Mixed,
    }
}

/// `word`, which is in small letters, in the given case. [`Case::Mixed`] leaves it small.
pub fn recase(word: &str, to: Case) -> String {
    match to {
        Case::Lower | Case::Mixed => word.to_owned(),
        Case::Caps => word.to_uppercase(),
        Case::Capital => capitalized(word),
    }
}

/// `text` with a capital letter first, and the rest as it is.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_cut_into_pieces() {
        for (chunk, expected) in [
            ("(hälso-", vec!["hälso"]),
            ("LSS-verksamheterna,", vec!["LSS", "verksamheterna"]),
            ("och/eller", vec!["och", "eller"]),
            ("**Miljöchefsnätverket**:", vec!["Miljöchefsnätverket"]),
            ("–", vec![]),
            ("a—b", vec!["a", "b"]),
            ("...", vec![]),
        ] {
            let found: Vec<&str> = pieces(chunk).map(|range| &chunk[range]).collect();
            assert_eq!(found, expected, "{chunk}");
        }
    }

    #[test]
    fn cases_are_told_apart() {
        for (word, expected) in [
            ("nätverk", Case::Lower),
            ("Nätverk", Case::Capital),
            ("Å", Case::Capital),
            ("LSS", Case::Caps),
            ("pA", Case::Mixed),
            ("LPOer", Case::Mixed),
        ] {
            assert_eq!(case(word), expected, "{word}");
        }
    }

    #[test]
    fn closing_marks_set_the_history() {
        assert_eq!(after("möte.", History::Other), History::Start);
        assert_eq!(after("möte,", History::Other), History::Comma);
        assert_eq!(after("möte", History::Number), History::Number);
    }
}
