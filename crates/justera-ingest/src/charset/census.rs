//! One count over the bytes, which the later decisions share.

use crate::charset::Encoding;

/// What the bytes of a file add up to, before anything is decoded.
#[derive(Debug, Default)]
pub(crate) struct Census {
    /// The length of the file.
    pub len: usize,
    /// How many bytes are 0x80 or above.
    pub high: usize,
    /// Whether a byte from 0x80 to 0x9F occurs, which ISO 8859-1 has no letters for.
    pub has_c1: bool,
    /// How many NUL bytes stand at even offsets.
    pub nul_even: usize,
    /// How many NUL bytes stand at odd offsets.
    pub nul_odd: usize,
    /// Where the first NUL byte stands.
    pub first_nul: Option<usize>,
    /// How many bytes are control characters, except those that text uses.
    controls: usize,
    /// Where the first of those control characters stands.
    first_control: Option<usize>,
    /// How many further control characters may be the DOS glyphs for ¶ and §.
    pub signs: usize,
    /// Where the first of those glyphs stands.
    first_sign: Option<usize>,
}

impl Census {
    /// Counts the bytes of a file.
    pub(crate) fn take(bytes: &[u8]) -> Self {
        let mut census = Census { len: bytes.len(), ..Census::default() };
        for (offset, &byte) in bytes.iter().enumerate() {
            match byte {
                0x20..=0x7E | b'\t' | b'\n' | 0x0B | 0x0C | b'\r' => {}
                0x80.. => {
                    census.high += 1;
                    census.has_c1 |= byte < 0xA0;
                }
                0 => {
                    census.first_nul.get_or_insert(offset);
                    if offset % 2 == 0 { census.nul_even += 1 } else { census.nul_odd += 1 }
                }
                // DOS closed its text files with 0x1A, so it counts only elsewhere.
                0x1A if offset + 1 == bytes.len() => {}
                0x14 | 0x15 => {
                    census.first_sign.get_or_insert(offset);
                    census.signs += 1;
                }
                _ => {
                    census.first_control.get_or_insert(offset);
                    census.controls += 1;
                }
            }
        }
        census
    }

    /// How many control characters text in this encoding has, and where the first stands.
    pub(crate) fn controls_in(&self, encoding: Encoding) -> Option<(usize, usize)> {
        if encoding == Encoding::Cp437 {
            return self.first_control.map(|first| (self.controls, first));
        }
        let first = match (self.first_control, self.first_sign) {
            (Some(control), Some(sign)) => control.min(sign),
            (control, sign) => control.or(sign)?,
        };
        Some((self.controls + self.signs, first))
    }

    /// The offset of the first control character when there are too many for a text.
    ///
    /// The DOS paragraph signs are left out, since minutes are full of them, unless
    /// there is nothing else in the file.
    pub(crate) fn too_many_controls(&self) -> Option<usize> {
        let (all, first) = self.controls_in(Encoding::Utf8)?;
        if all == self.len {
            return Some(first);
        }
        self.first_control.filter(|_| exceeds_share(self.controls, self.len))
    }
}

/// Whether so many odd characters are more than a text of this length may have.
///
/// One is always forgiven, because a stray byte in a short file says nothing.
pub(crate) fn exceeds_share(count: usize, len: usize) -> bool {
    count > 1 + len / 50
}
