//! Why a file could not be decoded.

use thiserror::Error;

/// Why a file could not be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The file has no bytes, or only white space and a byte order mark.
    #[error(
        "the file is empty or holds only white space; expected text, so check that it was copied \
         or recognised completely"
    )]
    Empty,
    /// The bytes are those of another kind of file.
    #[error("{reason} (at byte {offset}, where plain text was expected)")]
    Binary {
        /// Where the bytes stand that tell.
        offset: usize,
        /// What the file is, and what to do with it.
        reason: &'static str,
    },
    /// Control characters make up too much of the file.
    #[error(
        "too many control characters for text, the first at byte {offset}; expected lines of text \
         in utf-8, utf-16, iso-8859-1, windows-1252, cp437, cp850 or macintosh, so find out what \
         kind of file this is and export it as plain text"
    )]
    NotText {
        /// Where the first control character stands.
        offset: usize,
    },
}
