//! What holds for any bytes at all.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where what it stands on is missing, and not every test uses every helper"
)]

mod common;

use common::{EXACT, MINUTES, bytes_of};
use justera_ingest::{DecodeNote, Encoding, decode, encode};

/// A small generator of pseudo-random numbers, so that failures come again.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Whatever the bytes are, decoding ends, keeps its promises and goes back if it can.
fn holds(bytes: &[u8]) {
    match decode(bytes) {
        Ok(decoded) => {
            if decoded.is_lossless() {
                let back = encode(&decoded.text, decoded.encoding);
                assert_eq!(back.as_deref(), Some(bytes), "{decoded:?}");
            }
            for note in &decoded.notes {
                assert!(!note.to_string().ends_with('.'));
                let (DecodeNote::InvalidBytes { offset, .. }
                | DecodeNote::ReplacementCharacters { offset, .. }
                | DecodeNote::DoubleEncodedParts { offset, .. }
                | DecodeNote::ControlCharacters { offset, .. }) = *note
                else {
                    continue;
                };
                assert!(offset < bytes.len());
            }
        }
        Err(error) => assert!(!error.to_string().ends_with('.')),
    }
}

#[test]
fn no_prefix_of_a_sample_panics() {
    for text in MINUTES {
        for encoding in EXACT.into_iter().chain([Encoding::Windows1252, Encoding::Cp437]) {
            let bytes = bytes_of(text, encoding);
            for end in 0..=bytes.len() {
                holds(&bytes[..end]);
            }
        }
    }
}

#[test]
fn no_pseudo_random_bytes_panic() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..60_000u64 {
        let len = random.next() % 48;
        let bytes: Vec<u8> = (0..len)
            .map(|_| match round % 4 {
                0 => random.next() as u8,
                1 => b"ab\n\xC3\xC2\xE2\x80\x9D\xA4\xEF\xBB\xBF\xE4 "[(random.next() % 14) as usize],
                2 => (random.next() as u8).max(0x20),
                _ => [0, b'a', 0, 0xD8, 0xE5, 0xFF, 0xFE, b' '][(random.next() % 8) as usize],
            })
            .collect();
        holds(&bytes);
        // The same again as a whole and as a broken sample.
        let mut sample = bytes_of(MINUTES[(round % 5) as usize], EXACT[(round % 15) as usize]);
        let at = (random.next() % sample.len() as u64) as usize;
        sample[at] = random.next() as u8;
        holds(&sample);
    }
}
