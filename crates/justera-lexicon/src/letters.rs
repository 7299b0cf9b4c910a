//! The letter model: how likely is the next letter after the last five?
//!
//! Witten-Bell smoothed 6-grams over the vocabulary's types (Witten and Bell
//! 1991, method C), which scores words that nobody listed and tells, inside
//! them, `lansgemensamma` from `länsgemensamma`.

/// The longest run that is counted.
pub(crate) const ORDER: usize = 6;
/// The code of the word's border.
pub(crate) const BORDER: u8 = 0;
/// The code of every character that no Swedish word holds.
pub const STRANGE: u8 = 1;

/// The letters that have a code, in its order from 2; with the border and the strange ones they are below 64.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzåäöéèüæøàáçñóíêëïôúßðþœ'ýćâãčîòùğšž";

/// The code of a letter, 2 and above; small and capital letters share one.
pub fn code(letter: char) -> u8 {
    match letter {
        'a'..='z' => letter as u8 - b'a' + 2,
        'A'..='Z' => letter as u8 - b'A' + 2,
        'å' | 'Å' => 28,
        'ä' | 'Ä' => 29,
        'ö' | 'Ö' => 30,
        _ => {
            let small = letter.to_lowercase().next().unwrap_or(letter);
            LETTERS.chars().position(|known| known == small).map_or(STRANGE, |at| at as u8 + 2)
        }
    }
}

/// The code of a small letter; `None` for a capital or strange one.
pub(crate) fn small_code(small: char) -> Option<u8> {
    let code = code(small);
    (letter(code) == Some(small)).then_some(code)
}

/// The small letter of a code.
pub(crate) fn letter(code: u8) -> Option<char> {
    match code {
        2..28 => Some(char::from(b'a' + code - 2)),
        28 => Some('å'),
        29 => Some('ä'),
        30 => Some('ö'),
        _ => LETTERS.chars().nth(usize::from(code.checked_sub(2)?)),
    }
}

/// The last letters that were seen, up to five, as codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Context {
    codes: [u8; ORDER - 1],
    len: u8,
}

impl Context {
    /// The code that stands for the end of a word.
    pub const END: u8 = BORDER;

    /// The codes in one number, unlike for unlike contexts.
    pub fn hash(&self) -> u64 {
        let [a, b, c, d, e] = self.codes;
        u64::from_be_bytes([0, self.len, a, b, c, d, e, 0])
    }

    /// The context at the start of a word.
    pub fn start() -> Self {
        let mut codes = [0; ORDER - 1];
        codes[ORDER - 2] = BORDER;
        Context { codes, len: 1 }
    }

    /// The context after one more letter.
    pub fn then(self, letter: u8) -> Self {
        let [_, a, b, c, d] = self.codes;
        Context { codes: [a, b, c, d, letter], len: (self.len + 1).min(ORDER as u8 - 1) }
    }

    /// The codes seen, oldest first.
    pub(crate) fn codes(&self) -> &[u8] {
        &self.codes[ORDER - 1 - self.len as usize..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_a_code_of_six_bits_and_back() {
        for small in LETTERS.chars() {
            assert!(code(small) < 64);
            assert_eq!(letter(code(small)), Some(small));
            assert_eq!(small_code(small), Some(code(small)));
        }
        assert_eq!((small_code('A'), small_code('6')), (None, None));
    }

    #[test]
    fn codes_are_shared_by_cases_and_distinct_otherwise() {
        assert_eq!(code('Å'), code('å'));
        assert_eq!(code('É'), code('é'));
        assert_eq!(code('6'), STRANGE);
        let mut all: Vec<u8> = "abcdefghijklmnopqrstuvwxyzåäöéü".chars().map(code).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 31);
    }

    #[test]
    fn a_context_keeps_five_letters() {
        let context = "nätverk".chars().fold(Context::start(), |context, letter| context.then(code(letter)));
        assert_eq!(context.codes(), "tverk".chars().map(code).collect::<Vec<_>>());
    }
}
