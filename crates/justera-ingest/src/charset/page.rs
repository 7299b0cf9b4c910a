//! The single byte pages as tables, in both directions.

use std::sync::LazyLock;

use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP850};

/// A single byte page: the character of every byte, and the way back.
///
/// Every page here gives 256 different characters, so that the way back is exact.
pub(crate) struct Page {
    chars: [char; 256],
    back: [(char, u8); 256],
}

impl Page {
    fn new(char_of: impl Fn(u8) -> char) -> Self {
        let mut chars = ['\0'; 256];
        let mut back = [('\0', 0); 256];
        for ((slot, entry), byte) in chars.iter_mut().zip(&mut back).zip(0..=u8::MAX) {
            *slot = char_of(byte);
            *entry = (*slot, byte);
        }
        back.sort_unstable();
        Page { chars, back }
    }

    /// A page of the Encoding Standard, which gives undefined bytes the C1 controls.
    fn from_standard(encoding: &'static encoding_rs::Encoding) -> Self {
        Page::new(|byte| {
            let bytes = [byte];
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
        })
    }

    /// A page of DOS, whose lower half is ASCII.
    fn from_dos(high: &[char; 128]) -> Self {
        Page::new(|byte| match byte.checked_sub(0x80) {
            Some(index) => high.get(usize::from(index)).copied().unwrap_or('\u{FFFD}'),
            None => char::from(byte),
        })
    }

    /// The character that a byte stands for.
    pub(crate) fn char_of(&self, byte: u8) -> char {
        self.chars.get(usize::from(byte)).copied().unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// The byte that stands for a character, if the page has it.
    pub(crate) fn byte_of(&self, c: char) -> Option<u8> {
        let index = self.back.binary_search_by_key(&c, |entry| entry.0).ok()?;
        self.back.get(index).map(|entry| entry.1)
    }
}

/// ISO 8859-1, with the C1 controls at 0x80 to 0x9F.
pub(crate) fn latin1() -> &'static Page {
    static PAGE: LazyLock<Page> = LazyLock::new(|| Page::new(char::from));
    &PAGE
}

/// Windows-1252, with C1 controls for its five undefined bytes.
pub(crate) fn windows1252() -> &'static Page {
    static PAGE: LazyLock<Page> = LazyLock::new(|| Page::from_standard(encoding_rs::WINDOWS_1252));
    &PAGE
}

/// Mac Roman.
pub(crate) fn macintosh() -> &'static Page {
    static PAGE: LazyLock<Page> = LazyLock::new(|| Page::from_standard(encoding_rs::MACINTOSH));
    &PAGE
}

/// CP437, with ¶ and § at 0x14 and 0x15.
///
/// The page has no § in its upper half, so Swedish DOS text holds the glyph that
/// the screen showed for 0x15. CP850 has § at 0xF5 and keeps the two as controls.
pub(crate) fn cp437() -> &'static Page {
    static PAGE: LazyLock<Page> = LazyLock::new(|| {
        let plain = Page::from_dos(&DECODING_TABLE_CP437);
        Page::new(|byte| match byte {
            0x14 => '¶',
            0x15 => '§',
            _ => plain.char_of(byte),
        })
    });
    &PAGE
}

/// CP850.
pub(crate) fn cp850() -> &'static Page {
    static PAGE: LazyLock<Page> = LazyLock::new(|| Page::from_dos(&DECODING_TABLE_CP850));
    &PAGE
}

/// SEN 85 02 00, the Swedish variant of ISO 646: seven bits, in which å, ä and ö stand in the place of brackets.
///
/// The upper half, which it does not have, takes the signs that gave way, so that the page has a way back.
pub(crate) fn sen850200() -> &'static Page {
    const PAIRS: [(u8, char); 6] =
        [(b'[', 'Ä'), (b'\\', 'Ö'), (b']', 'Å'), (b'{', 'ä'), (b'|', 'ö'), (b'}', 'å')];
    static PAGE: LazyLock<Page> = LazyLock::new(|| {
        Page::new(|byte| {
            let letter = PAIRS.iter().find(|(sign, _)| *sign == byte).map(|(_, letter)| *letter);
            let sign = PAIRS.iter().find(|(_, letter)| *letter == char::from(byte)).map(|(sign, _)| *sign);
            letter.unwrap_or(char::from(sign.unwrap_or(byte)))
        })
    });
    &PAGE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charset::{Encoding, encode};

    #[test]
    fn every_byte_of_every_page_goes_there_and_back() {
        for (encoding, page) in [
            (Encoding::Iso8859_1, latin1()),
            (Encoding::Windows1252, windows1252()),
            (Encoding::Cp437, cp437()),
            (Encoding::Cp850, cp850()),
            (Encoding::Macintosh, macintosh()),
            (Encoding::Sen850200, sen850200()),
        ] {
            let bytes: Vec<u8> = (0..=255).collect();
            let text: String = bytes.iter().map(|&b| page.char_of(b)).collect();
            assert!(!text.contains('\u{FFFD}'));
            assert_eq!(encode(&text, encoding), Some(bytes), "{}", encoding.name());
            for byte in 0..=255 {
                assert_eq!(page.byte_of(page.char_of(byte)), Some(byte));
            }
            assert_eq!(page.byte_of('字'), None);
        }
    }

    #[test]
    fn swedish_letters_stand_where_the_standards_put_them() {
        for (page, bytes) in [
            (latin1(), *b"\xE5\xE4\xF6\xC5\xC4\xD6\xE9\xA7"),
            (windows1252(), *b"\xE5\xE4\xF6\xC5\xC4\xD6\xE9\xA7"),
            (cp437(), *b"\x86\x84\x94\x8F\x8E\x99\x82\x15"),
            (cp850(), *b"\x86\x84\x94\x8F\x8E\x99\x82\xF5"),
            (macintosh(), *b"\x8C\x8A\x9A\x81\x80\x85\x8E\xA4"),
        ] {
            let text: String = bytes.iter().map(|&b| page.char_of(b)).collect();
            assert_eq!(text, "åäöÅÄÖé§");
        }
        let text: String = b"}{|][\\".iter().map(|&b| sen850200().char_of(b)).collect();
        assert_eq!(text, "åäöÅÄÖ");
    }
}
