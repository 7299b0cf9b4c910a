//! The encodings that are known, and the way back from text to bytes.

use crate::charset::page::{self, Page};

/// How a file was encoded twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Twice {
    /// The first encoding was misread as ISO 8859-1 and not as Windows-1252.
    pub through_latin1: bool,
    /// The file begins with a byte order mark, as the second encoding left it.
    pub outer_bom: bool,
    /// The text began with a byte order mark before it was encoded again ('ï»¿').
    pub inner_bom: bool,
}

/// An encoding that a file was read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8 without a byte order mark, and so ASCII too.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first.
    Utf16Le {
        /// Whether the file begins with a byte order mark.
        bom: bool,
    },
    /// UTF-16, high byte first.
    Utf16Be {
        /// Whether the file begins with a byte order mark.
        bom: bool,
    },
    /// ISO 8859-1: Windows-1252 without any byte from 0x80 to 0x9F.
    Iso8859_1,
    /// Windows-1252.
    Windows1252,
    /// CP437, the first page of DOS; 0x14 and 0x15 are ¶ and § as its screens had them.
    Cp437,
    /// CP850, the later page of DOS.
    Cp850,
    /// Mac Roman.
    Macintosh,
    /// SEN 85 02 00: seven bits, with å, ä and ö in the place of brackets.
    Sen850200,
    /// UTF-8 that was misread as a single byte page and encoded as UTF-8 again.
    Utf8Twice(Twice),
    /// UTF-8 with some bytes that are not.
    Utf8Broken,
}

impl Encoding {
    /// The name of the encoding, as reports give it.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Bom => "utf-8-bom",
            Encoding::Utf16Le { .. } => "utf-16le",
            Encoding::Utf16Be { .. } => "utf-16be",
            Encoding::Iso8859_1 => "iso-8859-1",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Cp437 => "cp437",
            Encoding::Cp850 => "cp850",
            Encoding::Macintosh => "macintosh",
            Encoding::Sen850200 => "sen850200",
            Encoding::Utf8Twice(_) => "utf-8-twice",
            Encoding::Utf8Broken => "utf-8-broken",
        }
    }

    /// The table of a single byte encoding.
    pub(crate) fn page(self) -> Option<&'static Page> {
        match self {
            Encoding::Iso8859_1 => Some(page::latin1()),
            Encoding::Windows1252 => Some(page::windows1252()),
            Encoding::Cp437 => Some(page::cp437()),
            Encoding::Cp850 => Some(page::cp850()),
            Encoding::Macintosh => Some(page::macintosh()),
            Encoding::Sen850200 => Some(page::sen850200()),
            _ => None,
        }
    }
}

/// Encodes text as a file in the given encoding, byte order mark included.
///
/// For every file that [`decode`](crate::charset::decode) read without loss this gives its
/// bytes back. It gives `None` when the encoding lacks one of the characters, and
/// always for [`Encoding::Utf8Broken`], whose broken bytes are not known any more.
pub fn encode(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Utf8Bom => Some([crate::charset::UTF8_BOM, text.as_bytes()].concat()),
        Encoding::Utf16Le { bom } => Some(utf16_bytes(text, bom, u16::to_le_bytes)),
        Encoding::Utf16Be { bom } => Some(utf16_bytes(text, bom, u16::to_be_bytes)),
        Encoding::Utf8Twice(twice) => Some(twice_bytes(text, twice)),
        Encoding::Utf8Broken => None,
        _ => {
            let page = encoding.page()?;
            text.chars().map(|c| page.byte_of(c)).collect()
        }
    }
}

fn utf16_bytes(text: &str, bom: bool, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = bom.then_some(0xFEFF);
    mark.into_iter().chain(text.encode_utf16()).flat_map(order).collect()
}

fn twice_bytes(text: &str, twice: Twice) -> Vec<u8> {
    let page = if twice.through_latin1 { page::latin1() } else { page::windows1252() };
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    if twice.outer_bom {
        out.push('\u{FEFF}');
    }
    let inner: &[u8] = if twice.inner_bom { crate::charset::UTF8_BOM } else { b"" };
    out.extend(inner.iter().chain(text.as_bytes()).map(|&byte| page.char_of(byte)));
    out.into_bytes()
}
