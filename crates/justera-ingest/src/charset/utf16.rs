//! UTF-16, with or without a byte order mark.

use crate::charset::census::{Census, exceeds_share};
use crate::charset::{DecodeError, DecodeNote, Decoded, Encoding};

/// Which byte of a UTF-16 unit comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endian {
    /// The low byte comes first.
    Little,
    /// The high byte comes first.
    Big,
}

impl Endian {
    fn units(self, bytes: &[u8]) -> impl Iterator<Item = u16> {
        let order = match self {
            Endian::Little => u16::from_le_bytes,
            Endian::Big => u16::from_be_bytes,
        };
        bytes.as_chunks::<2>().0.iter().map(move |&pair| order(pair))
    }
}

/// Tells from the NUL bytes whether a file without a byte order mark is UTF-16.
///
/// Western text has a NUL for the high byte of nearly every unit and almost none for
/// the low byte. Rows of small numbers have that too, so the units must also be
/// characters that text has.
pub(crate) fn guess(bytes: &[u8], census: &Census) -> Option<Endian> {
    let units = census.len / 2;
    if units < 2 {
        return None;
    }
    let fits = |high: usize, low: usize| high * 10 >= units * 6 && low * 20 <= units;
    let endian = if fits(census.nul_odd, census.nul_even) {
        Endian::Little
    } else if fits(census.nul_even, census.nul_odd) {
        Endian::Big
    } else {
        return None;
    };
    let odd = endian.units(bytes).filter(|&unit| !is_textual(unit)).count();
    (odd * 20 <= units).then_some(endian)
}

/// Whether a unit is a character that Swedish text may well have.
fn is_textual(unit: u16) -> bool {
    matches!(unit, 0x09..=0x0D | 0x20..=0x7E | 0xA0..=0x24F | 0x300..=0x36F | 0x2000..=0x206F
        | 0x20AC | 0x2122 | 0x2500..=0x25FF | 0xFB00..=0xFB06 | 0xFFFD)
}

/// Decodes UTF-16, `rest` being what follows the byte order mark.
pub(crate) fn decode(rest: &[u8], endian: Endian, bom: bool) -> Result<Decoded, DecodeError> {
    let start = if bom { 2 } else { 0 };
    let mut text = String::with_capacity(rest.len() / 2 + rest.len() / 8 + 3);
    let mut offset = start;
    let mut controls = Tally::default();
    let mut unpaired = Tally::default();
    let mut replaced = Tally::default();
    for item in char::decode_utf16(endian.units(rest)) {
        let lone = item.is_err();
        let c = item.unwrap_or(char::REPLACEMENT_CHARACTER);
        match c {
            _ if lone => unpaired.add(offset),
            '\u{FFFD}' => replaced.add(offset),
            '\t'..='\r' => {}
            '\u{1A}' if offset + 2 >= start + rest.len() => {}
            '\0'..='\u{1F}' | '\u{7F}' => controls.add(offset),
            _ => {}
        }
        offset += 2 * c.len_utf16();
        text.push(c);
    }
    let units = rest.len() / 2;
    for tally in [&controls, &unpaired] {
        if exceeds_share(tally.count, units) {
            return Err(DecodeError::NotText { offset: tally.first });
        }
    }
    let mut notes = Vec::new();
    if let Some((count, offset)) = unpaired.found() {
        notes.push(DecodeNote::UnpairedSurrogates { count, offset });
    }
    if let Some((count, offset)) = replaced.found() {
        notes.push(DecodeNote::ReplacementCharacters { count, offset });
    }
    if let Some((count, offset)) = controls.found() {
        notes.push(DecodeNote::ControlCharacters { count, offset });
    }
    if rest.len() % 2 == 1 {
        text.push(char::REPLACEMENT_CHARACTER);
        notes.push(DecodeNote::OddByte { offset });
    }
    let encoding = match endian {
        Endian::Little => Encoding::Utf16Le { bom },
        Endian::Big => Encoding::Utf16Be { bom },
    };
    Ok(Decoded { text, encoding, notes })
}

/// A count, and where the first of the counted things stands.
#[derive(Debug, Default)]
struct Tally {
    count: usize,
    first: usize,
}

impl Tally {
    fn add(&mut self, offset: usize) {
        if self.count == 0 {
            self.first = offset;
        }
        self.count += 1;
    }

    fn found(&self) -> Option<(usize, usize)> {
        (self.count > 0).then_some((self.count, self.first))
    }
}
