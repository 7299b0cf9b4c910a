//! Chooses between the single byte pages and decodes with the chosen one.

use crate::charset::census::Census;
use crate::charset::score::Scorer;
use crate::charset::{DecodeNote, Decoded, Encoding};

/// The pages in the order in which they win when nothing tells them apart.
const PAGES: [Encoding; 4] = [Encoding::Windows1252, Encoding::Cp850, Encoding::Cp437, Encoding::Macintosh];

/// The page chosen for a file, and how sure the choice is.
pub(crate) struct Choice {
    encoding: Encoding,
    /// How well the text sits in Swedish when read with the page.
    pub score: i64,
    /// The page that would do as well, if there is one.
    rival: Option<Encoding>,
}

/// Chooses the page that gives the most Swedish text.
pub(crate) fn choose(bytes: &[u8]) -> Choice {
    let mut best = Choice { encoding: Encoding::Windows1252, score: i64::MIN, rival: None };
    let mut second = (Encoding::Cp850, i64::MIN);
    for encoding in PAGES {
        let score = score(bytes, encoding);
        if score > best.score {
            // The two pages of DOS count as one here, since they share their letters.
            if !(is_dos(encoding) && is_dos(best.encoding)) && best.score > i64::MIN {
                second = (best.encoding, best.score);
            }
            best = Choice { encoding, score, rival: None };
        } else if score > second.1 && !(is_dos(encoding) && is_dos(best.encoding)) {
            second = (encoding, score);
        }
    }
    if best.score <= second.1 || best.score <= 0 {
        best.rival = Some(second.0);
    }
    best
}

fn is_dos(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::Cp437 | Encoding::Cp850)
}

fn score(bytes: &[u8], encoding: Encoding) -> i64 {
    let mut scorer = Scorer::new();
    if let Some(page) = encoding.page() {
        for &byte in bytes {
            scorer.push(page.char_of(byte));
        }
    }
    scorer.finish()
}

/// Decodes a file with the chosen page.
pub(crate) fn decode(bytes: &[u8], choice: Choice, census: &Census) -> Decoded {
    let encoding = match choice.encoding {
        Encoding::Windows1252 if !census.has_c1 => Encoding::Iso8859_1,
        other => other,
    };
    // A character beyond ASCII takes at most three bytes, and so does a sign of CP437.
    let mut text = String::with_capacity(census.len + 2 * (census.high + census.signs));
    if let Some(page) = encoding.page() {
        text.extend(bytes.iter().map(|&byte| page.char_of(byte)));
    }
    let notes = choice.rival.map(|runner_up| DecodeNote::Uncertain { runner_up });
    Decoded { text, encoding, notes: notes.into_iter().collect() }
}
