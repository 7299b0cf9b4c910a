//! Letters that were lost before the file came here: U+FFFD, where a letter stood that the file's writer could not keep.
//!
//! What a program that expects other letters loses of Swedish is å, ä, ö, é and the ü of names. A hole holds one letter,
//! or one of its two bytes, so that the words that fit are few and can all be tried.

use justera_core::text::lower;
use justera_lexicon::Model;

use crate::candidates::{Candidate, LetterMemory, unknown_log_prob};

/// What stands for a letter that was lost.
pub(crate) const HOLE: char = char::REPLACEMENT_CHARACTER;

/// By how many nats a filled word must lead the next best before it is believed: what stands there is no word at all,
/// so that to beat it proves nothing.
pub(crate) const LEAD: f32 = 3.0;

/// With such a lead, in nats, no other word is left: what stands there is never what was meant.
pub(crate) const ALONE: f32 = 30.0;

/// The letters that a hole may have held.
const LETTERS: [char; 5] = ['å', 'ä', 'ö', 'é', 'ü'];
/// More holes than this in one word are left: five letters each make too many words.
const MOST: usize = 4;
/// So many fillings are weighed as words that no list has: those of three holes, one of them at the border.
const SPELT: usize = 300;
/// How many fillings are kept.
const KEPT: usize = 8;
/// What stands there, with its holes, is never what was meant.
const NEVER: f32 = -60.0;

/// Whether the reading has lost letters.
pub(crate) fn has_hole(reading: &str) -> bool {
    reading.contains(HOLE)
}

/// The likeliest words that the reading may have been, behind what stands there, which is the first.
///
/// A hole may have held a capital at the start of the word, and where all other letters are capitals.
pub(crate) fn fillings(model: &Model, letters: &mut LetterMemory, reading: &str) -> Vec<Candidate> {
    let unknown = mark_log_prob(model, reading).unwrap_or(NEVER);
    let identity = Candidate { word: reading.to_owned(), id: None, channel: 0.0, unknown, identity: true };
    let others = reading.chars().filter(|&c| c != HOLE).collect::<Vec<_>>();
    let all = reading.chars().count() - others.len();
    // Where the two bytes of a letter were lost each by itself, two holes stand for it.
    let paired = all > 0
        && reading.split(|c| c != HOLE).filter(|run| !run.is_empty()).all(|run| run.chars().count() % 2 == 0);
    let holes = if paired { all / 2 } else { all };
    let sound = others.iter().all(|c| c.is_alphabetic() || matches!(c, ':' | '\'' | '’'));
    if holes > MOST || !sound || !others.iter().any(|c| c.is_alphabetic()) {
        return vec![identity];
    }
    let caps =
        others.iter().all(|c| !c.is_lowercase()) && others.iter().filter(|c| c.is_uppercase()).count() > 1;
    let mut words = if all <= MOST { filled(reading, caps) } else { Vec::new() };
    if paired {
        words.extend(filled(&reading.replace("\u{fffd}\u{fffd}", "\u{fffd}"), caps));
        words.retain(|word| !word.contains(HOLE));
    }
    // Of many ways only those that make a listed word are weighed: to spell out each would take a millisecond.
    let spelt = words.len() <= SPELT;
    let mut found: Vec<Candidate> = words
        .into_iter()
        .filter(|word| word != reading)
        .filter_map(|word| {
            let small = lower(word.trim_matches(HOLE));
            let id = model.id(&small);
            if id.is_none() && (word.contains(HOLE) || !spelt) {
                return None;
            }
            let unknown = if id.is_some() { 0.0 } else { unknown_log_prob(model, letters, &small) };
            Some(Candidate { word, id, channel: 0.0, unknown, identity: false })
        })
        .collect();
    // Beside a whole word a hole was a mark, or a letter that makes another word of the language.
    let whole = unknown > NEVER || found.iter().any(|candidate| candidate.word.contains(HOLE));
    found.retain(|candidate| candidate.id.is_some() || !whole);
    found.sort_by(|a, b| b.log_prob(model).total_cmp(&a.log_prob(model)).then_with(|| a.word.cmp(&b.word)));
    found.truncate(KEPT);
    found.insert(0, identity);
    found
}

/// The reading with every letter that may have stood in each of its holes.
fn filled(reading: &str, caps: bool) -> Vec<String> {
    let last = reading.chars().count() - 1;
    let mut words = vec![String::with_capacity(reading.len())];
    for (at, letter) in reading.chars().enumerate() {
        let mut fits = vec![letter];
        if letter == HOLE {
            fits = if caps { Vec::new() } else { LETTERS.to_vec() };
            if caps || at == 0 {
                fits.extend(LETTERS.iter().flat_map(|c| c.to_uppercase()));
            }
            // At the border of a word it may have been a quotation mark, and stays.
            if at == 0 || at == last {
                fits.push(HOLE);
            }
        }
        words = words.iter().flat_map(|word| fits.iter().map(move |&c| format!("{word}{c}"))).collect();
    }
    words
}

/// ln P(words), where the holes may have been marks: a quotation mark or a dash beside whole words.
fn mark_log_prob(model: &Model, reading: &str) -> Option<f32> {
    /// A letter beside a hole says nothing.
    const SHORTEST: usize = 3;
    let mut sum = 0.0;
    for part in reading.split(HOLE).filter(|part| !part.is_empty()) {
        let id = model.id(&lower(part)).filter(|_| part.chars().count() >= SHORTEST)?;
        sum += model.log_prob(id);
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_filled_with_the_letters_that_programs_lose() {
        let model = justera_lexicon::builtin();
        let best = |reading: &str| {
            let found = fillings(model, &mut LetterMemory::default(), reading);
            found.get(1).map(|candidate| candidate.word.clone())
        };
        assert_eq!(best("m\u{fffd}tet").as_deref(), Some("mötet"));
        assert_eq!(best("F\u{fffd}RENING").as_deref(), Some("FÖRENING"));
        assert_eq!(best("Zetterstr\u{fffd}m").as_deref(), Some("Zetterström"));
        assert_eq!(best("f\u{fffd}retag\u{fffd}").as_deref(), Some("företag\u{fffd}"));
        assert_eq!(best("\u{fffd}\u{fffd}ppen").map(|word| lower(&word)).as_deref(), Some("öppen"));
        assert_eq!(best("tv\u{fffd}\u{fffd}rig").as_deref(), Some("tvåårig"));
        assert_eq!(best("\u{fffd}"), None);
        assert_eq!(best("\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}r"), None);
        assert_eq!(best("4\u{fffd}5"), None);
        let marked = |reading: &str| mark_log_prob(model, reading).is_some();
        assert_eq!(["f\u{fffd}r", "värde\u{fffd}", "första\u{fffd}tredje"].map(marked), [false, true, true]);
    }
}
