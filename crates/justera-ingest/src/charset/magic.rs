//! Tells files that are not text by the numbers they begin with.

use crate::charset::DecodeError;

/// The reason given for a NUL byte in a file that is not UTF-16.
pub(crate) const NUL: &str = "this is not text but holds a NUL byte and is not utf-16; find out \
    what program wrote the file and export it as plain text";

/// The first bytes of a kind of file, and what to tell a person who has one.
const KINDS: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1A\n", "this is a PNG image; run ocr on it first"),
    (b"\xFF\xD8\xFF", "this is a JPEG image; run ocr on it first"),
    (b"II*\0", "this is a TIFF image; run ocr on it first"),
    (b"MM\0*", "this is a TIFF image; run ocr on it first"),
    (b"II+\0", "this is a BigTIFF image; run ocr on it first"),
    (b"MM\0+", "this is a BigTIFF image; run ocr on it first"),
    (b"GIF87a", "this is a GIF image; run ocr on it first"),
    (b"GIF89a", "this is a GIF image; run ocr on it first"),
    (
        b"PK\x03\x04",
        "this is a ZIP archive, perhaps a docx or odt document; unpack it or save it as plain text first",
    ),
    (b"PK\x05\x06", "this is an empty ZIP archive; look for the file it should have held"),
    (b"\x1F\x8B", "this is gzip data; unpack it with gunzip first"),
    (b"\x7FELF", "this is an ELF program, not a document; give a text file instead"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "this is an old MS-Office document (OLE); save it as plain text first",
    ),
    (b"\xFF\xFE\0\0", "this is utf-32le text; convert it with iconv -f utf-32 -t utf-8 first"),
    (b"\0\0\xFE\xFF", "this is utf-32be text; convert it with iconv -f utf-32 -t utf-8 first"),
];

/// Refuses a file that begins as one of the known kinds does.
pub(crate) fn check(bytes: &[u8]) -> Result<(), DecodeError> {
    for &(magic, reason) in KINDS {
        if bytes.starts_with(magic) {
            return Err(DecodeError::Binary { offset: 0, reason });
        }
    }
    // Some programs write a byte order mark or blank lines before the PDF header.
    let body = bytes.strip_prefix(crate::charset::UTF8_BOM).unwrap_or(bytes).trim_ascii_start();
    if body.starts_with(b"%PDF-") {
        let reason = "this is a PDF; extract its text layer with pdftotext first";
        return Err(DecodeError::Binary { offset: bytes.len() - body.len(), reason });
    }
    Ok(())
}
