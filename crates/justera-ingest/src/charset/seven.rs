//! Seven bits: ASCII in which Swedish machines had å, ä and ö in the place of brackets.

use crate::charset::score::Scorer;
use crate::charset::{Decoded, Encoding, page};

/// Whether text that is all ASCII holds `{`, `|` and `}` as letters: inside words, several times, two of them at least, and
/// so that nearly all of the six signs sit in Swedish words.
///
/// A bar alone may be a letter that an engine misread, or divide cells; brackets alone are brackets.
pub(crate) fn is_swedish(text: &str) -> bool {
    /// So many letters inside words are no chance.
    const INSIDE: usize = 4;
    /// The weight that each of the signs has on average where they are letters, see [`Scorer`].
    const WEIGHT: i64 = 1;
    let bytes = text.as_bytes();
    let mut counts = [0_usize; 3];
    for around in bytes.windows(3) {
        if let (sign @ b'{'..=b'}', true) =
            (around[1], around[0].is_ascii_alphabetic() && around[2].is_ascii_alphabetic())
        {
            counts[usize::from(sign - b'{')] += 1;
        }
    }
    if counts.iter().sum::<usize>() < INSIDE || counts.iter().filter(|&&count| count > 0).count() < 2 {
        return false;
    }
    let mut scorer = Scorer::new();
    let mut signs = 0;
    for &byte in bytes {
        let letter = page::sen850200().char_of(byte);
        signs += i64::from(!letter.is_ascii());
        scorer.push(letter);
    }
    scorer.finish() >= signs * WEIGHT
}

/// Decodes it.
pub(crate) fn decode(text: &str) -> Decoded {
    let text = text.bytes().map(|byte| page::sen850200().char_of(byte)).collect();
    Decoded { text, encoding: Encoding::Sen850200, notes: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_letters_only_inside_swedish_words() {
        for (text, expected) in [
            ("Protokoll f|rt vid sammantr{de i R}dhuset. N{rvarande: ]ke \\berg, ordf|rande", true),
            (
                "\\PPNANDE. Ordf|randen f|rklarade m|tet |ppnat. P} f|rslag av \\rn valdes ]sa [ng att f|ra m|tets protokoll f|r dagen, och d{refter sattes punkt.",
                true,
            ),
            ("| Namn | Parti |\n|---|---|\n| Ulla Ek | S |\n|Bo Al|M|", false),
            ("ja|nej|ja|nej|avst|ja", false),
            ("{\"namn\":\"Ulla\",\"parti\":{\"s\":1}} [lank](adress) [a]{b}|c", false),
            ("Motet ti|l hander i sko|an och a|la var dar i sa|en", false),
        ] {
            assert_eq!(is_swedish(text), expected, "{text}");
        }
    }
}
