//! UTF-8, whole or broken.

use crate::charset::census::Census;
use crate::charset::score::{Scorer, is_swedish_in_word};
use crate::charset::{DecodeNote, Decoded, Encoding, UTF8_BOM, page, seven, twice};

/// Takes text that is valid UTF-8, and undoes a second encoding if there was one.
pub(crate) fn decode_valid(text: &str, bom: bool, census: &Census) -> Decoded {
    let encoding = if bom { Encoding::Utf8Bom } else { Encoding::Utf8 };
    if census.high == 0 && !bom && seven::is_swedish(text) {
        return seven::decode(text);
    }
    if census.high == 0 {
        return Decoded { text: text.to_owned(), encoding, notes: Vec::new() };
    }
    let start = if bom { UTF8_BOM.len() } else { 0 };
    let signs = twice::look(text);
    if let Some(decoded) = twice::undo(text, bom, &signs) {
        return decoded;
    }
    let mut notes = Vec::new();
    if signs.pairs > 0 {
        let offset = start + signs.first_pair;
        notes.push(DecodeNote::DoubleEncodedParts { count: signs.pairs, offset });
    }
    if signs.replaced > 0 {
        let offset = start + signs.first_replaced;
        notes.push(DecodeNote::ReplacementCharacters { count: signs.replaced, offset });
    }
    Decoded { text: text.to_owned(), encoding, notes }
}

/// How a character of broken UTF-8 was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// It is valid.
    Valid,
    /// It is a byte that was read as a letter of Windows-1252.
    Letter,
    /// It stands for this many bytes that could not be read.
    Lost(usize),
}

/// Gives the characters of broken UTF-8, each with its source and its offset.
///
/// A lone byte is read as Windows-1252 when that puts a Swedish letter in a word. A
/// longer run is the start of a character that was cut off, and reads as U+FFFD.
fn walk(bytes: &[u8], mut take: impl FnMut(char, Source, usize)) {
    let mut offset = 0;
    let mut before = '\n';
    for chunk in bytes.utf8_chunks() {
        for (at, c) in chunk.valid().char_indices() {
            take(c, Source::Valid, offset + at);
            before = c;
        }
        offset += chunk.valid().len();
        let invalid = chunk.invalid();
        let end = offset + invalid.len();
        let (c, source) = match *invalid {
            [] => break,
            [byte] => {
                let letter = page::windows1252().char_of(byte);
                let next = bytes.get(end..).map_or('\n', first_char);
                if is_swedish_in_word(before, letter, next) {
                    (letter, Source::Letter)
                } else {
                    (char::REPLACEMENT_CHARACTER, Source::Lost(1))
                }
            }
            _ => (char::REPLACEMENT_CHARACTER, Source::Lost(invalid.len())),
        };
        take(c, source, offset);
        before = c;
        offset = end;
    }
}

/// The first character of some bytes, read as UTF-8 or else as Windows-1252.
fn first_char(bytes: &[u8]) -> char {
    let Some(&first) = bytes.first() else { return '\n' };
    let head = bytes.get(..4).unwrap_or(bytes);
    let valid = head.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
    valid.unwrap_or_else(|| page::windows1252().char_of(first))
}

/// How well the bytes sit in Swedish as broken UTF-8, if any of them are UTF-8 at all.
pub(crate) fn score_broken(bytes: &[u8]) -> Option<i64> {
    let mut scorer = Scorer::new();
    let mut found = false;
    walk(bytes, |c, source, _| {
        found |= source == Source::Valid && !c.is_ascii();
        // A broken byte has to be explained away, which a single byte page need not do.
        scorer.charge(i64::from(source != Source::Valid));
        scorer.push(c);
    });
    found.then(|| scorer.finish())
}

/// Decodes broken UTF-8, which begins at this offset in the file.
pub(crate) fn decode_broken(bytes: &[u8], start: usize) -> Decoded {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    let (mut count, mut as_letters, mut first) = (0, 0, None);
    let (mut replaced, mut first_replaced) = (0, None);
    walk(bytes, |c, source, offset| {
        match source {
            Source::Valid if c == char::REPLACEMENT_CHARACTER => {
                first_replaced.get_or_insert(start + offset);
                replaced += 1;
            }
            Source::Valid => {}
            Source::Letter | Source::Lost(_) => {
                first.get_or_insert(start + offset);
                let (bytes, letters) = if let Source::Lost(n) = source { (n, 0) } else { (1, 1) };
                count += bytes;
                as_letters += letters;
            }
        }
        text.push(c);
    });
    let invalid = first.map(|offset| DecodeNote::InvalidBytes { count, offset, as_letters });
    let earlier = first_replaced.map(|offset| DecodeNote::ReplacementCharacters { count: replaced, offset });
    let notes = invalid.into_iter().chain(earlier).collect();
    Decoded { text, encoding: Encoding::Utf8Broken, notes }
}
