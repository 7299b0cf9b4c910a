//! UTF-8 that was misread as a single byte page and encoded as UTF-8 again.

use crate::charset::{DecodeNote, Decoded, Encoding, Twice, page};

/// What a look over valid UTF-8 found.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    /// How many pairs such as 'Ã¤' there are.
    pub pairs: usize,
    /// Where the first such pair stands.
    pub first_pair: usize,
    /// How many U+FFFD there are.
    pub replaced: usize,
    /// Where the first U+FFFD stands.
    pub first_replaced: usize,
    /// Whether å, ä or ö stands there plainly.
    plain: bool,
    /// Whether a character is in neither page.
    foreign: bool,
    /// Whether a control stands where Windows-1252 has a character.
    latin1_only: bool,
}

/// Looks over the text once for all that matters about characters beyond ASCII.
pub(crate) fn look(text: &str) -> Signs {
    let mut signs = Signs::default();
    let windows = page::windows1252();
    let mut before = ('\n', 0);
    for (offset, c) in text.char_indices() {
        if c.is_ascii() {
            before = (c, offset);
            continue;
        }
        match windows.byte_of(c) {
            Some(0x80..=0xBF) if is_lead(before.0) => pair(&mut signs, before.1),
            Some(_) => {}
            None if matches!(c, '\u{80}'..='\u{9F}') => {
                signs.latin1_only = true;
                if is_lead(before.0) {
                    pair(&mut signs, before.1);
                }
            }
            None => signs.foreign = true,
        }
        signs.plain |= matches!(c, 'å' | 'ä' | 'ö');
        if c == char::REPLACEMENT_CHARACTER {
            if signs.replaced == 0 {
                signs.first_replaced = offset;
            }
            signs.replaced += 1;
        }
        before = (c, offset);
    }
    signs
}

/// Whether a misread first byte looks so, leaving out the letters Swedish itself has.
///
/// These begin the letters of Latin-1, the combining marks, the typographic signs and
/// the ligatures.
fn is_lead(c: char) -> bool {
    matches!(c, 'Ã' | 'Â' | 'Ì' | 'â' | 'ï')
}

fn pair(signs: &mut Signs, offset: usize) {
    if signs.pairs == 0 {
        signs.first_pair = offset;
    }
    signs.pairs += 1;
}

/// Undoes the second encoding, if the whole text was encoded twice.
///
/// Nothing is copied until the look over the text says that it can be undone. It
/// then has to give valid UTF-8 again, and mostly characters that Swedish text has.
pub(crate) fn undo(text: &str, outer_bom: bool, signs: &Signs) -> Option<Decoded> {
    if signs.pairs == 0 || signs.plain || signs.foreign {
        return None;
    }
    let page = if signs.latin1_only { page::latin1() } else { page::windows1252() };
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        bytes.push(page.byte_of(c)?);
    }
    let inner_bom = bytes.starts_with(crate::charset::UTF8_BOM);
    if inner_bom {
        bytes.drain(..crate::charset::UTF8_BOM.len());
    }
    let text = String::from_utf8(bytes).ok()?;
    let beyond = || text.chars().filter(|c| !c.is_ascii());
    if 2 * beyond().filter(|&c| !is_expected(c)).count() > beyond().count() {
        return None;
    }
    let count = text.matches(char::REPLACEMENT_CHARACTER).count();
    let mut notes = Vec::new();
    if count > 0 {
        // The offset is of the undone text, carried back into the file by its length there.
        let before = text.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
        let length: usize = text.bytes().take(before).map(|byte| page.char_of(byte).len_utf8()).sum();
        let marks = if outer_bom { 3 } else { 0 } + if inner_bom { 6 } else { 0 };
        notes.push(DecodeNote::ReplacementCharacters { count, offset: marks + length });
    }
    let twice = Twice { through_latin1: signs.latin1_only, outer_bom, inner_bom };
    Some(Decoded { text, encoding: Encoding::Utf8Twice(twice), notes })
}

/// Whether Swedish text, or what recognition makes of it, may have this character.
fn is_expected(c: char) -> bool {
    matches!(c, '\u{A0}'..='\u{17F}' | '\u{2C6}' | '\u{2DC}' | '\u{300}'..='\u{36F}'
        | '\u{2000}'..='\u{206F}' | '€' | '™' | '−' | '\u{2500}'..='\u{25FF}'
        | '\u{FB00}'..='\u{FB06}' | '\u{FFFD}')
}
