//! Letters that are written with other characters than the one that is meant.

use justera_core::{Edit, EditKind, Source, Span, Trust};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Characters that stand for letters, with what they stand for and why.
const SUBSTITUTES: &[(char, &str, &str)] = &[
    ('ﬀ', "ff", "ligature"),
    ('ﬁ', "fi", "ligature"),
    ('ﬂ', "fl", "ligature"),
    ('ﬃ', "ffi", "ligature"),
    ('ﬄ', "ffl", "ligature"),
    ('ﬅ', "ft", "ligature"),
    ('ﬆ', "st", "ligature"),
    ('ſ', "s", "long s"),
    ('\u{ad}', "", "soft hyphen"),
    ('\u{200b}', "", "space without width"),
    ('\u{feff}', "", "byte order mark inside the text"),
];

/// One edit for each word that holds such characters.
pub(crate) fn edits(source: &Source) -> Vec<Edit> {
    let text = source.text();
    if text.is_ascii() && !text.contains('&') {
        return Vec::new();
    }
    let strange = |c: char| SUBSTITUTES.iter().any(|&(substitute, ..)| substitute == c);
    let mut found = Vec::new();
    // A tag is no part of the word beside it.
    let chunks = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
    for chunk in chunks.filter(|chunk| !chunk.is_ascii() || chunk.contains('&')) {
        let mut reasons = Vec::new();
        let mut mended = String::with_capacity(chunk.len());
        for letter in chunk.chars() {
            match SUBSTITUTES.iter().find(|&&(substitute, ..)| substitute == letter) {
                // A soft hyphen at the end of a line is a hyphen.
                Some(&('\u{ad}', ..)) if chunk.ends_with('\u{ad}') => mended.push('-'),
                Some(&(_, meant, reason)) => {
                    mended.push_str(meant);
                    reasons.push(reason);
                }
                None => mended.push(letter),
            }
        }
        if let Some(decoded) = entities(&mended) {
            mended = decoded;
            reasons.push("a letter written as in HTML");
        }
        if let Some(undone) = decoded_twice(&mended) {
            mended = undone;
            reasons.push("text decoded twice");
        }
        if !is_nfc(&mended) {
            mended = mended.nfc().collect();
            reasons.push("decomposed letter");
        }
        if mended != chunk {
            debug_assert!(
                !reasons.is_empty() || chunk.chars().any(strange),
                "{chunk:?} was changed without a reason"
            );
            reasons.dedup();
            let start = chunk.as_ptr() as usize - text.as_ptr() as usize;
            found.push(Edit {
                at: Span::new(start, start + chunk.len()),
                from: chunk.to_owned(),
                to: mended,
                kind: EditKind::Unicode,
                trust: Trust::Applied,
                evidence: reasons.join(", "),
                probability: 1.0,
            });
        }
    }
    found
}

/// `K&ouml;p` for `Köp`: letters and marks that HTML has names for. Those of its own brackets stay.
fn entities(word: &str) -> Option<String> {
    const NAMED: &[(&str, &str)] = &[
        ("&aring;", "å"),
        ("&auml;", "ä"),
        ("&ouml;", "ö"),
        ("&Aring;", "Å"),
        ("&Auml;", "Ä"),
        ("&Ouml;", "Ö"),
        ("&eacute;", "é"),
        ("&Eacute;", "É"),
        ("&uuml;", "ü"),
        ("&sect;", "§"),
        ("&nbsp;", "\u{a0}"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&hellip;", "…"),
        ("&quot;", "\""),
        ("&rdquo;", "”"),
        ("&ldquo;", "“"),
        ("&rsquo;", "’"),
        ("&bull;", "•"),
        ("&shy;", ""),
        ("&ensp;", " "),
        ("&emsp;", " "),
        ("&thinsp;", " "),
        ("&egrave;", "è"),
        ("&Uuml;", "Ü"),
        ("&oslash;", "ø"),
        ("&Oslash;", "Ø"),
        ("&aelig;", "æ"),
        ("&laquo;", "«"),
        ("&raquo;", "»"),
        ("&bdquo;", "„"),
        ("&lsquo;", "‘"),
        ("&middot;", "·"),
        ("&times;", "×"),
        ("&frac12;", "½"),
        ("&deg;", "°"),
        ("&euro;", "€"),
        ("&amp;", "&"),
    ];
    (word.contains('&') && NAMED.iter().any(|(name, _)| word.contains(name)))
        .then(|| NAMED.iter().fold(word.to_owned(), |word, (name, meant)| word.replace(name, meant)))
}

/// `Ã¤` for `ä`: UTF-8 that was read as Windows-1252 and written again.
fn decoded_twice(word: &str) -> Option<String> {
    const PAIRS: &[(&str, &str)] = &[
        ("Ã¥", "å"),
        ("Ã¤", "ä"),
        ("Ã¶", "ö"),
        ("Ã…", "Å"),
        ("Ã„", "Ä"),
        ("Ã–", "Ö"),
        ("Ã©", "é"),
        ("Â§", "§"),
        ("â€“", "–"),
        ("â€”", "—"),
        ("â€\u{9d}", "”"),
        ("â€œ", "“"),
        ("â€™", "’"),
        ("â€¢", "•"),
    ];
    PAIRS
        .iter()
        .any(|(twice, _)| word.contains(twice))
        .then(|| PAIRS.iter().fold(word.to_owned(), |word, (twice, once)| word.replace(twice, once)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use justera_core::{Format, Repaired};

    #[test]
    fn letters_are_written_as_meant_and_can_be_taken_back() {
        for (text, expected) in [
            ("a\u{30a}r", "år"),
            ("ﬂöden ﬁrma", "flöden firma"),
            ("fÃ¶r", "för"),
            ("&sect; 4 K&ouml;p, Ek &amp; Al", "§ 4 Köp, Ek & Al"),
            ("<h2>&sect;&nbsp;4 Br&shy;o</h2>", "<h2>§\u{a0}4 Bro</h2>"),
            ("A & B &c.", "A & B &c."),
            ("natt\u{ad}\nen", "natt-\nen"),
            ("sam\u{ad}man", "samman"),
        ] {
            let source = Source::new("x".into(), Format::Text, "utf-8".into(), String::new(), 0, text.into());
            let repaired = Repaired::new(text, edits(&source));
            assert_eq!(repaired.written(), expected);
            assert_eq!(repaired.undo(), text);
        }
    }
}
