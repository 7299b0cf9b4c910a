//! Which of several words that are alike but for a, å, ä, o and ö stands here: `här` or `har`, `vår` or `var`?
//!
//! A log-linear model of the word given two words on each side and those near by, in the manner of Golding and Roth
//! ("A Winnow-based approach to context-sensitive spelling correction", 1999), with hashed features (Weinberger et al.
//! 2009). It corrects what pairs of words say and does not replace it: a word's score is a number of nats to be laid
//! beside that of the pairs before and after it.

use crate::token::History;

/// What stands beside a word: a word with its ending, a mark, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbour {
    symbol: u32,
    tail: u32,
}

impl Neighbour {
    /// Beyond the text.
    pub const NONE: Neighbour = Neighbour { symbol: u32::MAX, tail: u32::MAX };
    /// A number or a code.
    const NUMBER: Neighbour = Neighbour { symbol: u32::MAX - 1, tail: u32::MAX - 1 };
    /// The end of a sentence and the start of the next.
    const STOP: Neighbour = Neighbour { symbol: u32::MAX - 2, tail: u32::MAX - 2 };
    /// A comma or a semicolon.
    const COMMA: Neighbour = Neighbour { symbol: u32::MAX - 3, tail: u32::MAX - 3 };
    /// A word that no list has; its ending may tell what it is.
    const UNKNOWN: u32 = u32::MAX - 4;

    /// What stands between two gaps or marks: a number, or a word with its number in the vocabulary.
    pub fn piece(text: &str, id: Option<u32>) -> Self {
        match text.bytes().filter(u8::is_ascii_digit).count() * 2 > text.len() {
            true => Neighbour::NUMBER,
            false => Neighbour::word(id, &text.to_lowercase()),
        }
    }

    /// A word, in small letters, with its number in the vocabulary.
    fn word(id: Option<u32>, small: &str) -> Self {
        /// The letters of an ending.
        const TAIL: usize = 3;
        let ending = small.char_indices().rev().take(TAIL).last().map_or(0, |(at, _)| at);
        let mut tail = 0x811c_9dc5_u32;
        for byte in small[ending..].bytes() {
            tail = (tail ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        Neighbour { symbol: id.unwrap_or(Neighbour::UNKNOWN), tail }
    }

    /// The mark that punctuation leaves between two words, if it is one that parts sentences or clauses.
    pub fn mark(history: History) -> Option<Self> {
        match history {
            History::Start => Some(Neighbour::STOP),
            History::Comma => Some(Neighbour::COMMA),
            History::Word(_) | History::Number | History::Other => None,
        }
    }
}

/// How many neighbours on each side are asked in their order.
const BESIDE: usize = 2;
/// How many on each side are asked at all.
pub const NEAR: usize = 5;

/// The features of the place `at` in a row of neighbours; what stands at `at` itself is not looked at.
pub fn features(row: &[Neighbour], at: usize) -> impl Iterator<Item = u64> + '_ {
    let get = move |step: isize| {
        at.checked_add_signed(step).and_then(|at| row.get(at)).copied().unwrap_or(Neighbour::NONE)
    };
    let [before, after] = [get(-1), get(1)];
    let [second_before, second_after] = [get(-2), get(2)];
    let pair = |a: u32, b: u32| (u64::from(a) << 32) | u64::from(b);
    let beside = [
        0,
        u64::from(before.symbol),
        u64::from(after.symbol),
        u64::from(second_before.symbol),
        u64::from(second_after.symbol),
        pair(second_before.symbol, before.symbol),
        pair(after.symbol, second_after.symbol),
        pair(before.symbol, after.symbol),
        u64::from(before.tail),
        u64::from(after.tail),
        pair(before.tail, after.tail),
        pair(before.symbol, after.tail),
        pair(before.tail, after.symbol),
        pair(after.tail, second_after.tail),
        pair(second_before.tail, before.tail),
    ];
    /// The kind of those beyond, which have no order.
    const OTHERS: u64 = 31;
    let near = (BESIDE as isize + 1..=NEAR as isize).flat_map(|step| [-step, step]);
    let near = near.map(get).filter(|word| *word != Neighbour::NONE).map(|word| u64::from(word.symbol));
    let kinds = beside.into_iter().enumerate().map(|(kind, value)| (kind as u64, value));
    kinds.chain(near.map(|value| (OTHERS, value))).map(|(kind, value)| mix(value ^ (kind << 58 | kind << 27)))
}

/// Where the weight of a feature for a word stands in a table of so many weights, a power of two.
pub fn slot(feature: u64, word: u32, weights: usize) -> usize {
    // In range: it is masked.
    (mix(feature ^ (u64::from(word) << 17)) as usize) & (weights - 1)
}

/// The finishing step of SplitMix64 (Steele, Lea and Flood 2014).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Nats of one step of a packed weight.
const STEP: f32 = 0.04;

/// A weight as a byte; one beyond 5.08 nats is cut to that.
pub(crate) fn pack_weight(weight: f32) -> u8 {
    // The cast is in range: the value was clamped.
    ((weight / STEP).round().clamp(-127.0, 127.0) as i8).to_le_bytes()[0]
}

/// The weight that [`pack_weight`] kept.
pub(crate) fn unpack_weight(byte: u8) -> f32 {
    f32::from(i8::from_le_bytes([byte])) * STEP
}

/// What `word`, in small letters, has in common with its rivals: of the letters that a mark tells apart it keeps only
/// that there is one. `har`, `här` and `hör` are rivals, since engines take any of a, å, ä, o and ö for another.
pub fn bare(word: &str) -> String {
    let letter = |c| match c {
        'å' | 'ä' | 'ö' | 'a' => 'o',
        'é' => 'e',
        _ => c,
    };
    word.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_by_its_neighbours_and_not_by_itself() {
        let words = ["vi", "var", "i", "skolan"];
        let row = |itself: &str| -> Vec<Neighbour> {
            words
                .iter()
                .map(|word| Neighbour::piece(if *word == "var" { itself } else { word }, None))
                .collect()
        };
        let of = |row: &[Neighbour], at| features(row, at).collect::<Vec<_>>();
        assert_eq!(of(&row("var"), 1), of(&row("vår"), 1));
        assert_ne!(of(&row("var"), 1), of(&row("var"), 2));
    }

    #[test]
    fn weights_are_kept_to_a_fiftieth_of_a_nat() {
        for weight in [0.0, 1.5, -3.21, 5.0] {
            assert!((unpack_weight(pack_weight(weight)) - weight).abs() <= STEP / 2.0 + f32::EPSILON);
        }
        assert_eq!(["här", "har", "hör"].map(bare), ["hor", "hor", "hor"]);
    }
}
