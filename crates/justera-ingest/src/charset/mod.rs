//! Detects and decodes the character encodings of old Swedish text files.
//!
//! The text that archives hold has passed through DOS, Macintosh, Windows and
//! Unix machines, and seldom says in which encoding it was left. [`decode`]
//! settles that from the bytes themselves: byte order marks first, then UTF-8,
//! the Swedish seven bits among what is all ASCII, and only then the single byte
//! pages, which it tells apart by how well the letters å, ä, ö and é sit in the
//! words around them.
//!
//! Decoding changes nothing else. Line ends, form feeds, combining marks and
//! ligature letters come out as they stood, and [`encode`] gives the same bytes
//! back wherever that is possible.
//!
//! ```
//! let decoded = justera_ingest::decode(b"N\x84rvarande: \x8Fke \x99berg")?;
//! assert_eq!(decoded.text, "Närvarande: Åke Öberg");
//! assert_eq!(decoded.encoding.name(), "cp850");
//! # Ok::<(), justera_ingest::DecodeError>(())
//! ```

mod census;
mod encoding;
mod error;
mod magic;
mod note;
mod page;
mod score;
mod seven;
mod single;
mod twice;
mod utf16;
mod utf8;

pub use encoding::{Encoding, Twice, encode};
pub use error::DecodeError;
pub use note::DecodeNote;

use census::Census;
use utf16::Endian;

/// The bytes that mark a file as UTF-8.
const UTF8_BOM: &[u8] = b"\xEF\xBB\xBF";

/// A decoded file: its text, the encoding it was in, and what was odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without the byte order mark and otherwise untouched.
    pub text: String,
    /// The encoding the file was read in.
    pub encoding: Encoding,
    /// What a reader of the text should know, in the order it was found.
    pub notes: Vec<DecodeNote>,
}

impl Decoded {
    /// Whether [`encode`] with this text and encoding gives the file's bytes back.
    pub fn is_lossless(&self) -> bool {
        self.encoding != Encoding::Utf8Broken && !self.notes.iter().any(DecodeNote::is_loss)
    }
}

/// Detects the encoding of a file from its bytes and decodes it.
///
/// The work is linear in the length of the file, and a file in plain UTF-8 is
/// validated once.
///
/// # Errors
///
/// [`DecodeError::Empty`] when there is no text, [`DecodeError::Binary`] when the
/// bytes are of another kind of file, and [`DecodeError::NotText`] when control
/// characters make up too much of it.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if bytes.is_empty() {
        return Err(DecodeError::Empty);
    }
    magic::check(bytes)?;
    let decoded = decode_any(bytes)?;
    if decoded.text.chars().all(is_blank) {
        return Err(DecodeError::Empty);
    }
    Ok(decoded)
}

/// Whether a character leaves nothing to read; DOS closed its files with 0x1A.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{1A}')
}

/// Picks the family of encodings and leaves the rest to its module.
fn decode_any(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16::decode(rest, Endian::Little, true);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16::decode(rest, Endian::Big, true);
    }
    let census = Census::take(bytes);
    if let Some(offset) = census.first_nul {
        return match utf16::guess(bytes, &census) {
            Some(endian) => utf16::decode(bytes, endian, false),
            None => Err(DecodeError::Binary { offset, reason: magic::NUL }),
        };
    }
    if let Some(offset) = census.too_many_controls() {
        return Err(DecodeError::NotText { offset });
    }
    let mut decoded = decode_bytes(bytes, &census);
    if let Some((count, offset)) = census.controls_in(decoded.encoding) {
        decoded.notes.push(DecodeNote::ControlCharacters { count, offset });
    }
    Ok(decoded)
}

/// Decodes what is neither UTF-16 nor binary.
fn decode_bytes(bytes: &[u8], census: &Census) -> Decoded {
    let (body, bom) = match bytes.strip_prefix(UTF8_BOM) {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    match std::str::from_utf8(body) {
        Ok(text) => utf8::decode_valid(text, bom, census),
        Err(_) if bom => utf8::decode_broken(body, UTF8_BOM.len()),
        Err(_) => decode_invalid(bytes, census),
    }
}

/// Weighs broken UTF-8 against the single byte pages and takes the likelier.
fn decode_invalid(bytes: &[u8], census: &Census) -> Decoded {
    let choice = single::choose(bytes);
    match utf8::score_broken(bytes) {
        Some(broken) if broken > choice.score => utf8::decode_broken(bytes, 0),
        _ => single::decode(bytes, choice, census),
    }
}
