//! What a reader should know about a file that was decoded.

use std::fmt;

use crate::charset::Encoding;

/// Something odd about a file that did not keep it from being decoded.
///
/// Every offset is in bytes from the start of the file, byte order mark included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeNote {
    /// Bytes that are not valid UTF-8 in a file that otherwise is.
    InvalidBytes {
        /// How many bytes are invalid.
        count: usize,
        /// Where the first one stands.
        offset: usize,
        /// How many of them were read as Windows-1252 letters; the rest became U+FFFD.
        as_letters: usize,
    },
    /// The file itself holds U+FFFD, so letters were lost before it came here.
    ReplacementCharacters {
        /// How many there are.
        count: usize,
        /// Where the first one stands.
        offset: usize,
    },
    /// Some letters were encoded twice ('Ã¤'), though the file as a whole was not.
    DoubleEncodedParts {
        /// How many such letters there are.
        count: usize,
        /// Where the first one stands.
        offset: usize,
    },
    /// Halves of UTF-16 surrogate pairs without their other half, read as U+FFFD.
    UnpairedSurrogates {
        /// How many there are.
        count: usize,
        /// Where the first one stands.
        offset: usize,
    },
    /// A UTF-16 file of odd length, whose last byte was read as U+FFFD.
    OddByte {
        /// Where the last byte stands.
        offset: usize,
    },
    /// Control characters that text does not use, left as they were.
    ControlCharacters {
        /// How many there are.
        count: usize,
        /// Where the first one stands.
        offset: usize,
    },
    /// The letters do not settle the encoding, and another would do as well.
    Uncertain {
        /// The encoding that came next.
        runner_up: Encoding,
    },
}

impl DecodeNote {
    /// Whether the bytes this note speaks of cannot be had back from the text.
    pub fn is_loss(&self) -> bool {
        matches!(
            self,
            DecodeNote::InvalidBytes { .. }
                | DecodeNote::UnpairedSurrogates { .. }
                | DecodeNote::OddByte { .. }
        )
    }
}

impl fmt::Display for DecodeNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            DecodeNote::InvalidBytes { count, offset, as_letters } => write!(
                f,
                "{count} byte(s) are not valid utf-8, the first at byte {offset}; {as_letters} \
                 read as windows-1252 letters, the rest as U+FFFD"
            ),
            DecodeNote::ReplacementCharacters { count, offset } => write!(
                f,
                "{count} character(s) were already U+FFFD, the first at byte {offset}; look for \
                 an earlier copy of the file"
            ),
            DecodeNote::DoubleEncodedParts { count, offset } => write!(
                f,
                "{count} letter(s) seem encoded twice, the first at byte {offset}; left as they \
                 were, since the rest of the file is plain"
            ),
            DecodeNote::UnpairedSurrogates { count, offset } => {
                write!(f, "{count} unpaired utf-16 surrogate(s), the first at byte {offset}; read as U+FFFD")
            }
            DecodeNote::OddByte { offset } => write!(
                f,
                "the utf-16 text ends in half a character at byte {offset}; read as U+FFFD, so \
                 the file may be cut short"
            ),
            DecodeNote::ControlCharacters { count, offset } => write!(
                f,
                "{count} control character(s) in the text, the first at byte {offset}; left as \
                 they were"
            ),
            DecodeNote::Uncertain { runner_up } => write!(
                f,
                "the letters do not settle the encoding, which may also be {}; check the text",
                runner_up.name()
            ),
        }
    }
}
