//! Table tests for every encoding, the traps between them, and the properties.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where what it stands on is missing, and not every test uses every helper"
)]

mod common;

use common::{EXACT, MINUTES, TWICE, bytes_of};
use justera_ingest::{DecodeError, DecodeNote, Decoded, Encoding, Twice, decode, encode};

/// Decodes the text's bytes and checks that they give the text and the encoding.
#[track_caller]
fn there_and_back(text: &str, encoding: Encoding) -> Decoded {
    let bytes = bytes_of(text, encoding);
    let decoded = decode(&bytes).unwrap();
    assert_eq!(decoded.text, text, "read as {}", decoded.encoding.name());
    assert_eq!(decoded.encoding, encoding, "{text}");
    assert!(decoded.is_lossless());
    assert_eq!(encode(&decoded.text, decoded.encoding), Some(bytes));
    decoded
}

#[track_caller]
fn reads(bytes: &[u8], name: &str, text: &str) -> Decoded {
    let decoded = decode(bytes).unwrap();
    assert_eq!((decoded.encoding.name(), decoded.text.as_str()), (name, text));
    decoded
}

#[test]
fn minutes_in_every_encoding() {
    for text in MINUTES {
        for encoding in EXACT {
            // Latin-1 and Windows-1252 leave the same bytes when none is from 0x80 to 0x9F.
            if let Encoding::Utf8Twice(Twice { through_latin1: true, .. }) = encoding
                && !text.contains(['Å', 'Ä', 'Ö', 'É'])
            {
                continue;
            }
            let decoded = there_and_back(text, encoding);
            assert_eq!(decoded.notes, [], "{text} in {}", encoding.name());
        }
    }
}

#[test]
fn every_line_of_the_minutes_alone_in_every_page() {
    for line in MINUTES.iter().flat_map(|text| text.lines()) {
        if line.is_ascii() {
            continue;
        }
        for encoding in [Encoding::Iso8859_1, Encoding::Cp850, Encoding::Macintosh] {
            there_and_back(line, encoding);
        }
    }
}

#[test]
fn single_words_in_every_page() {
    let words = "åäö ÅÄÖ år på över sjö är för Åke Öberg ÄRENDEN Mötet \
        kommitté Göteborg ÅRSMÖTE Närvarande två när också Sjöö Umeå";
    for word in words.split(' ') {
        for encoding in [Encoding::Iso8859_1, Encoding::Cp850, Encoding::Macintosh] {
            there_and_back(word, encoding);
        }
        for encoding in [Encoding::Utf8, Encoding::Utf8Bom, TWICE] {
            there_and_back(word, encoding);
        }
        for bom in [true, false] {
            there_and_back(word, Encoding::Utf16Le { bom });
            there_and_back(word, Encoding::Utf16Be { bom });
        }
    }
}

#[test]
fn the_paragraph_sign() {
    let text = "§ 4. Mötet öppnades.\r\n§ 5. Val av ordförande.\r\n";
    for encoding in [
        Encoding::Utf8,
        Encoding::Utf16Le { bom: false },
        Encoding::Iso8859_1,
        Encoding::Cp437,
        Encoding::Cp850,
        Encoding::Macintosh,
        TWICE,
    ] {
        assert_eq!(there_and_back(text, encoding).notes, []);
    }
    reads(b"\x15 4. M\x94tet", "cp437", "§ 4. Mötet");
    reads(b"\xF5 4. M\x94tet", "cp850", "§ 4. Mötet");
    reads(b"\xA7 4. M\xF6tet", "iso-8859-1", "§ 4. Mötet");
    reads(b"\xA4 4. M\x9Atet", "macintosh", "§ 4. Mötet");
}

#[test]
fn dos_pages_are_told_apart_only_where_they_differ() {
    reads(b"N\x84rvarande: \x8Fke \x99berg", "cp850", "Närvarande: Åke Öberg");
    // Ø is 0x9D in CP850 and ¥ in CP437.
    reads(b"\x8Fke S\x9Brensen och M\x84rta", "cp850", "Åke Sørensen och Märta");
    // The line of CP437 that joins single to double is a capital letter in CP850.
    reads(
        b"\xD5\xCD\xCD\xCD\xCD\xB8\n\xB3 \x8Fke \xB3\n\xD4\xCD\xCD\xCD\xCD\xBE\n",
        "cp437",
        "╒════╕\n│ Åke │\n╘════╛\n",
    );
}

#[test]
fn dos_tables_are_not_rows_of_capitals() {
    let text = "┌────────────┬─────┐\r\n│ Ö. Åkesson │ 4:- │\r\n└────────────┴─────┘\r\n\u{1a}";
    let decoded = there_and_back(text, Encoding::Cp850);
    assert_eq!(decoded.notes, []);
}

#[test]
fn windows_quotes_and_signs() {
    for text in [
        "Ordföranden sade: ”Mötet är öppnat” – och så blev det…",
        "„och” „nya” „hej” „rösten” „stadgar”",
        "Fråga om „nya stadgar” väcktes.",
        "Hedersledamoten Märta Öberg † 1912",
        "John Smith † 1912, Mary Jones † 1920",
        "The chairman didn’t object — “agreed” he said.",
        "• Val av kassör\n• Övriga frågor",
        "Kassan visade 50 €",
    ] {
        there_and_back(text, Encoding::Windows1252);
        there_and_back(text, Encoding::Utf8);
        there_and_back(text, TWICE);
    }
    reads(b"John Smith \x86 1912", "windows-1252", "John Smith † 1912");
    reads(b"\x93Agreed\x94, he didn\x92t say", "windows-1252", "“Agreed”, he didn’t say");
}

#[test]
fn macintosh_quotes() {
    for text in [
        "Ordföranden sade: ”Mötet är öppnat” – och så blev det…",
        "“äpple” och “ärende”, “åter” och “över”",
        "He didn’t object",
    ] {
        there_and_back(text, Encoding::Macintosh);
    }
}

#[test]
fn ascii_is_utf8() {
    let text = "The meeting was opened at 7 o'clock.\r\n{ [ ] } | \\ ~\x0c";
    assert_eq!(there_and_back(text, Encoding::Utf8).notes, []);
    assert_eq!(there_and_back(text, Encoding::Utf8Bom).notes, []);
    there_and_back(text, Encoding::Utf16Le { bom: false });
    there_and_back(text, Encoding::Utf16Be { bom: true });
}

#[test]
fn nothing_but_the_encoding_changes() {
    let text = "A\u{30a}ke och a\u{308}ven ﬁskare\r\n\n\r\u{c}¬ \u{ad}\u{a0}\tslut ";
    for encoding in [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Be { bom: false }, TWICE] {
        there_and_back(text, encoding);
    }
}

#[test]
fn twice_only_when_all_of_it_is() {
    reads("NÃ¤rvarande: Ã…ke Ã–berg, Ã„ â€”".as_bytes(), "utf-8-twice", "Närvarande: Åke Öberg, Ä —");
    // The undefined bytes of Windows-1252 come through as controls: Á is 0xC3 0x81.
    reads("\u{c3}\u{81}gnes kÃ¶pte â€\u{9d}".as_bytes(), "utf-8-twice", "Ágnes köpte ”");
    let mixed = "Närvarande: Ã…ke Öberg";
    let decoded = reads(mixed.as_bytes(), "utf-8", mixed);
    assert_eq!(decoded.notes, [DecodeNote::DoubleEncodedParts { count: 1, offset: 13 }]);
    for plain in ["PÅ” och ”Å”", "château É»", "A ÄÄ Ö – É…", "Ã är en bokstav"] {
        reads(plain.as_bytes(), "utf-8", plain);
    }
}

#[test]
fn broken_utf8() {
    let bytes = b"N\xC3\xA4rvarande: \xC3\x85ke, M\xE4rta \xC3\x96berg";
    let decoded = reads(bytes, "utf-8-broken", "Närvarande: Åke, Märta Öberg");
    assert_eq!(decoded.notes, [DecodeNote::InvalidBytes { count: 1, offset: 20, as_letters: 1 }]);
    assert!(!decoded.is_lossless());
    assert_eq!(encode(&decoded.text, decoded.encoding), None);

    let bytes = b"N\xC3\xA4rvarande: \xFF \xC3\x85ke, \xE2\x80 h\xC3";
    let decoded = reads(bytes, "utf-8-broken", "Närvarande: \u{FFFD} Åke, \u{FFFD} h\u{FFFD}");
    assert_eq!(decoded.notes, [DecodeNote::InvalidBytes { count: 4, offset: 13, as_letters: 0 }]);

    let bytes = b"\xEF\xBB\xBFM\xE4rta och \xEF\xBF\xBDke";
    let decoded = reads(bytes, "utf-8-broken", "Märta och \u{FFFD}ke");
    assert_eq!(
        decoded.notes,
        [
            DecodeNote::InvalidBytes { count: 1, offset: 4, as_letters: 1 },
            DecodeNote::ReplacementCharacters { count: 1, offset: 13 },
        ]
    );
}

#[test]
fn replacement_characters_are_counted() {
    let text = "N\u{FFFD}rvarande: Åke \u{FFFD}berg";
    let notes = [DecodeNote::ReplacementCharacters { count: 2, offset: 1 }];
    assert_eq!(there_and_back(text, Encoding::Utf8).notes, notes);
    let notes = [DecodeNote::ReplacementCharacters { count: 2, offset: 4 }];
    assert_eq!(there_and_back(text, Encoding::Utf8Bom).notes, notes);
    assert_eq!(there_and_back(text, Encoding::Utf16Le { bom: true }).notes, notes);
    let decoded = there_and_back("hö\u{FFFD}r nå", TWICE);
    assert_eq!(decoded.notes, [DecodeNote::ReplacementCharacters { count: 1, offset: 5 }]);
}

#[test]
fn damaged_utf16() {
    let decoded = reads(b"\xFF\xFEM\0\xF6\0t\0e\0t", "utf-16le", "Möte\u{FFFD}");
    assert_eq!(decoded.notes, [DecodeNote::OddByte { offset: 10 }]);
    let text = "Mötet öppnades av ordföranden";
    let mut bytes = bytes_of(text, Encoding::Utf16Le { bom: false });
    bytes.splice(4..6, [0, 0xD8]);
    let decoded = reads(&bytes, "utf-16le", &text.replacen('t', "\u{FFFD}", 1));
    assert_eq!(decoded.notes, [DecodeNote::UnpairedSurrogates { count: 1, offset: 4 }]);
}

#[test]
fn control_characters() {
    let decoded = reads(b"Ett ord\x1B och ett till", "utf-8", "Ett ord\x1B och ett till");
    assert_eq!(decoded.notes, [DecodeNote::ControlCharacters { count: 1, offset: 7 }]);
    assert_eq!(decode(b"ab\x01\x02\x03cd"), Err(DecodeError::NotText { offset: 2 }));
    assert_eq!(decode(b"\x01"), Err(DecodeError::NotText { offset: 0 }));
    let units: Vec<u8> = b"\xFF\xFEab\x01\x02\x03".iter().flat_map(|&b| [b, 0]).skip(4).collect();
    let bytes = [b"\xFF\xFE", units.as_slice()].concat();
    assert_eq!(decode(&bytes), Err(DecodeError::NotText { offset: 6 }));
}

#[test]
fn empty_files() {
    for bytes in [
        b"".as_slice(),
        b" \r\n\t\x0c",
        b"\xEF\xBB\xBF",
        b"\xEF\xBB\xBF \n",
        b"\xFF\xFE",
        b"\xFE\xFF\0 \0\n",
        b" \0\n\0",
        b"\r\n\x1A",
    ] {
        assert_eq!(decode(bytes), Err(DecodeError::Empty), "{bytes:?}");
    }
}

#[test]
fn binary_files() {
    for (bytes, at, part) in [
        (b"%PDF-1.4\n%\xE2\xE3".as_slice(), 0, "this is a PDF; extract its text layer with pdftotext"),
        (b"\xEF\xBB\xBF\n%PDF-1.4", 4, "PDF"),
        (b"\x89PNG\r\n\x1A\n\0\0", 0, "PNG"),
        (b"\xFF\xD8\xFF\xE0\0", 0, "JPEG"),
        (b"II*\0\x08", 0, "TIFF"),
        (b"MM\0*\0", 0, "TIFF"),
        (b"GIF89a", 0, "GIF"),
        (b"PK\x03\x04", 0, "docx"),
        (b"\x1F\x8B\x08", 0, "gzip"),
        (b"\x7FELF\x02", 0, "ELF"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, "OLE"),
        (b"\xFF\xFE\0\0a\0\0\0", 0, "utf-32"),
        (b"M\x94tet\0\0", 5, "NUL"),
        (b"En l\xC3\xA5ng rad text\0 och mer", 17, "NUL"),
        (&[0; 40], 0, "NUL"),
        (b"\x01\0\x02\0\x03\0\x04\0\x05\0", 1, "NUL"),
    ] {
        let error = decode(bytes).unwrap_err();
        let DecodeError::Binary { offset, reason } = error else { panic!("{error}") };
        assert_eq!(offset, at, "{reason}");
        assert!(reason.contains(part), "{reason}");
        let message = error.to_string();
        assert!(message.starts_with(|c: char| c.is_lowercase()) && !message.ends_with('.'));
    }
}

#[test]
fn what_nothing_settles_is_noted() {
    let decoded = decode(b"Finlands regering \x86 den ena sidan").unwrap();
    assert_eq!(decoded.notes, [DecodeNote::Uncertain { runner_up: Encoding::Cp850 }]);
    let decoded = decode(b"\x84").unwrap();
    assert!(matches!(decoded.notes[..], [DecodeNote::Uncertain { .. }]), "{decoded:?}");
}

#[test]
fn text_encoded_twice_goes_back_whatever_it_holds() {
    let text = "åäöÅÄÖéÉüÁÍÏÐÝ”“’–—…†•€½°§ och ﬁ\u{301}\u{a0}";
    for bits in 0..8 {
        let twice =
            Twice { through_latin1: bits & 1 != 0, outer_bom: bits & 2 != 0, inner_bom: bits & 4 != 0 };
        there_and_back(text, Encoding::Utf8Twice(twice));
    }
}
