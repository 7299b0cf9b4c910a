//! From the bytes of a file to a [`Source`].
//!
//! In go bytes and the path they were found under, out comes the text as
//! decoded, its encoding, its format, its pages and lines, and a note on
//! whatever was odd. Only a file that holds no text is an error.

mod charset;

pub use charset::{DecodeError, DecodeNote, Decoded, Encoding, Twice, decode, encode};
use justera_core::{Finding, FindingKind, Format, Source};
use sha2::{Digest, Sha256};

/// Loads a document.
///
/// # Errors
/// When the bytes are empty or not text; the error says what they are instead.
pub fn load(path: &str, bytes: &[u8]) -> Result<Source, DecodeError> {
    let decoded = decode(bytes)?;
    let notes =
        decoded.notes.iter().map(|note| Finding::new(FindingKind::Encoding, describe(note))).collect();
    let encoding = decoded.encoding.name().to_owned();
    Ok(Source::new(path.to_owned(), format(path), encoding, sha256(bytes), bytes.len() as u64, decoded.text)
        .with_notes(notes))
}

/// The SHA-256 of some bytes, as 64 hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of `text` in the encoding of that name whose hash is `sha256`: the way back to the file itself.
///
/// A name leaves open whether there was a byte order mark; the hash settles it.
pub fn original(text: &str, encoding: &str, sha256_hex: &str) -> Option<Vec<u8>> {
    let flags = [false, true];
    let mut known = vec![
        Encoding::Utf8,
        Encoding::Utf8Bom,
        Encoding::Iso8859_1,
        Encoding::Windows1252,
        Encoding::Cp437,
        Encoding::Cp850,
        Encoding::Macintosh,
        Encoding::Sen850200,
    ];
    for bom in flags {
        known.extend([Encoding::Utf16Le { bom }, Encoding::Utf16Be { bom }]);
        for through_latin1 in flags {
            for inner_bom in flags {
                known.push(Encoding::Utf8Twice(Twice { through_latin1, outer_bom: bom, inner_bom }));
            }
        }
    }
    known
        .into_iter()
        .filter(|known| known.name() == encoding)
        .filter_map(|known| encode(text, known))
        .find(|bytes| sha256(bytes) == sha256_hex)
}

/// How a file is laid out, by the ending of its name.
fn format(path: &str) -> Format {
    let small = path.to_lowercase();
    if small.ends_with(".md") || small.ends_with(".markdown") { Format::Markdown } else { Format::Text }
}

/// A note in words.
fn describe(note: &DecodeNote) -> String {
    match note {
        DecodeNote::InvalidBytes { count, offset, as_letters } => format!(
            "{count} bytes are not valid UTF-8, the first at byte {offset}; {as_letters} of them were read as Windows-1252"
        ),
        DecodeNote::ReplacementCharacters { count, offset } => {
            format!(
                "{count} letters were lost before the file came here (U+FFFD), the first at byte {offset}"
            )
        }
        DecodeNote::DoubleEncodedParts { count, offset } => {
            format!("{count} letters were encoded twice, the first at byte {offset}")
        }
        DecodeNote::UnpairedSurrogates { count, offset } => {
            format!("{count} halves of letters stand alone, the first at byte {offset}")
        }
        DecodeNote::OddByte { offset } => {
            format!("the last byte, {offset}, is half a letter: the file was cut off")
        }
        DecodeNote::ControlCharacters { count, offset } => {
            format!("{count} control characters stand in the text, the first at byte {offset}")
        }
        DecodeNote::Uncertain { runner_up } => {
            format!("the letters do not settle the encoding; {} would do as well", runner_up.name())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEVEN_BITS: &[u8] =
        b"Protokoll f|rt vid sammantr{de i R}dhuset. N{rvarande: ]ke \\berg, ordf|rande";

    #[test]
    fn the_file_can_be_had_back_from_its_text() {
        for bytes in
            [&b"\xEF\xBB\xBF\xC3\xA5r"[..], b"N\x84rvarande: \x8Fke \x99berg", SEVEN_BITS, "Mötet".as_bytes()]
        {
            let source = load("a.txt", bytes).unwrap();
            assert_eq!(original(source.text(), source.encoding(), source.sha256()).as_deref(), Some(bytes));
        }
    }

    #[test]
    fn the_format_follows_the_name() {
        assert_eq!(load("a/b.MD", b"# Protokoll").unwrap().format(), Format::Markdown);
        assert_eq!(load("a/b.txt", b"Protokoll").unwrap().format(), Format::Text);
    }
}
