//! What the tests share.
#![allow(
    dead_code,
    reason = "a test stops where what it stands on is missing, and not every test uses every helper"
)]

use justera_ingest::{Encoding, Twice, encode};

/// Believable minutes, in the letters that every page has.
pub(crate) const MINUTES: [&str; 5] = [
    "Närvarande: Åke Öberg, Märta Ångström, Östen Ärlig och ordföranden.\r\n\
     Föregående protokoll upplästes och godkändes.\r\n",
    "PROTOKOLL FÖRT VID ÅRSMÖTE I HÖGSBY FOLKETS HUS\n\nMötet öppnades av André Sjöö.\n\
     Kommittén fick i uppdrag att se över stadgarna.\n\u{c}Mötet avslutades.\n",
    "Styrelsen beslöt att bevilja 50 kr till Röda Korset.\r",
    "Vid mötet valdes Per Håkansson till kassör på två år.",
    "ÄNDRING AV STADGAR\nÅtgärder för sjön diskuterades; någon enighet nåddes ej.\n",
];

/// The plain case of text encoded twice.
pub(crate) const TWICE: Encoding =
    Encoding::Utf8Twice(Twice { through_latin1: false, outer_bom: false, inner_bom: false });

/// Every encoding that has all letters of the minutes and is told apart from the others.
pub(crate) const EXACT: [Encoding; 15] = [
    Encoding::Utf8,
    Encoding::Utf8Bom,
    Encoding::Utf16Le { bom: true },
    Encoding::Utf16Le { bom: false },
    Encoding::Utf16Be { bom: true },
    Encoding::Utf16Be { bom: false },
    Encoding::Iso8859_1,
    Encoding::Cp850,
    Encoding::Macintosh,
    TWICE,
    Encoding::Utf8Twice(Twice { through_latin1: true, outer_bom: false, inner_bom: false }),
    Encoding::Utf8Twice(Twice { through_latin1: false, outer_bom: true, inner_bom: false }),
    Encoding::Utf8Twice(Twice { through_latin1: true, outer_bom: true, inner_bom: false }),
    Encoding::Utf8Twice(Twice { through_latin1: false, outer_bom: false, inner_bom: true }),
    Encoding::Utf8Twice(Twice { through_latin1: true, outer_bom: true, inner_bom: true }),
];

/// The bytes of text that is known to be in the encoding.
pub(crate) fn bytes_of(text: &str, encoding: Encoding) -> Vec<u8> {
    encode(text, encoding).unwrap_or_else(|| panic!("{text} is not in {}", encoding.name()))
}
