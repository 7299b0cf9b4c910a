//! Reading a model where it lies.

use crate::context;
use crate::format::{MAGIC, SECTIONS, SLOT, SPECIAL_ROWS, key, place, unpack};
use crate::letters::{BORDER, Context, STRANGE, code};
use crate::token::{Case, History};
use crate::vocabulary::{self, Vocabulary};

/// What kind of word it is; the kinds may hold together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(pub u8);

impl Flags {
    /// Borne as a first name by at least five people.
    pub const FIRST_NAME: Flags = Flags(1);
    /// Borne as a surname by at least five people.
    pub const SURNAME: Flags = Flags(2);
    /// Part of the name of a municipality, a county or a postal locality.
    pub const PLACE: Flags = Flags(4);
    /// Seen at least three times in running text.
    pub const RUNNING: Flags = Flags(8);
    /// A job title.
    pub const TITLE: Flags = Flags(16);
    /// One of several words that are alike but for a, å, ä, o and ö, which the context tells apart.
    pub const RIVAL: Flags = Flags(32);

    /// Whether all of `other` holds.
    pub fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` holds.
    pub fn any(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }
}

/// A model file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The first bytes are not those of a model.
    #[error(
        "this is not a Justera model: the file should begin with {expected:?}; make one with `justera-train model`"
    )]
    Magic {
        /// What a model begins with.
        expected: String,
    },
    /// A section is no whole number of entries.
    #[error(
        "the model's section '{section}' has {len} bytes, no multiple of {entry}; it was damaged, fetch it again"
    )]
    Ragged {
        /// The section.
        section: &'static str,
        /// Its bytes.
        len: usize,
        /// The bytes of an entry.
        entry: usize,
    },
    /// The file ends too early.
    #[error(
        "the model's section '{section}' should end at byte {end}, but the file has {len} bytes; it was cut off when copied, fetch it again"
    )]
    Short {
        /// The section that is cut.
        section: &'static str,
        /// Where it should end, in bytes.
        end: u64,
        /// The bytes there are.
        len: usize,
    },
}

/// A language model, read in place from bytes that live as long as the program.
#[derive(Clone)]
pub struct Model {
    vocabulary: Vocabulary,
    unigram: &'static [u8],
    case: &'static [u8],
    flags: &'static [u8],
    row_start: &'static [u8],
    row_backoff: &'static [u8],
    row_word: &'static [u8],
    row_prob: &'static [u8],
    letters: &'static [u8],
    context: &'static [u8],
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("words", &self.unigram.len()).finish_non_exhaustive()
    }
}

/// The bytes of the model that is built into the program.
pub const BUILTIN: &[u8] = include_bytes!("../../../model/justera.model");

/// The model that is built into the program.
///
/// # Panics
/// Never in a build whose tests have run: they load it.
#[allow(clippy::expect_used, reason = "the bytes are part of the program and are loaded in its tests")]
pub fn builtin() -> &'static Model {
    static MODEL: std::sync::OnceLock<Model> = std::sync::OnceLock::new();
    MODEL.get_or_init(|| Model::from_bytes(BUILTIN).expect("the built-in model is whole"))
}

impl Model {
    /// A model over `bytes`. Nothing is copied or unpacked.
    ///
    /// # Errors
    /// When the bytes are not a whole model.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, ModelError> {
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::Magic { expected: String::from_utf8_lossy(MAGIC).into_owned() });
        }
        let mut found: [&'static [u8]; SECTIONS.len()] = [&[]; SECTIONS.len()];
        let mut at = MAGIC.len() + 8 * SECTIONS.len();
        for (index, &section) in SECTIONS.iter().enumerate() {
            let slot = MAGIC.len() + 8 * index;
            let short = |end: u64| ModelError::Short { section, end, len: bytes.len() };
            let size = bytes
                .get(slot..slot + 8)
                .and_then(|size| size.try_into().ok())
                .map(u64::from_le_bytes)
                .ok_or_else(|| short(slot as u64 + 8))?;
            let end = (at as u64).saturating_add(size);
            found[index] =
                usize::try_from(end).ok().and_then(|end| bytes.get(at..end)).ok_or_else(|| short(end))?;
            at = end as usize;
        }
        let [
            nodes,
            edges,
            unigram,
            case,
            flags,
            row_start,
            row_backoff,
            row_word,
            row_prob,
            letters,
            context,
        ] = found;
        for (section, bytes, entry) in [
            ("nodes", nodes, vocabulary::NODE),
            ("edges", edges, vocabulary::EDGE),
            ("letters", letters, SLOT),
        ] {
            if bytes.len() % entry != 0 {
                return Err(ModelError::Ragged { section, len: bytes.len(), entry });
            }
        }
        // The weights are found by a mask.
        if !(context.is_empty() || context.len().is_power_of_two()) {
            let (section, len) = ("context", context.len());
            return Err(ModelError::Ragged { section, len, entry: len.next_power_of_two() });
        }
        Ok(Model {
            vocabulary: Vocabulary::new(nodes, edges),
            unigram,
            case,
            flags,
            row_start,
            row_backoff,
            row_word,
            row_prob,
            letters,
            context,
        })
    }

    /// Where the model lies in memory: the same for a model and its clones, unlike for unlike models.
    pub fn identity(&self) -> usize {
        self.unigram.as_ptr() as usize
    }

    /// The vocabulary: small letters to the word's number.
    pub fn vocabulary(&self) -> Vocabulary {
        self.vocabulary
    }

    /// All words, in small letters, with ln P(word), in no order that means anything.
    pub fn words(&self) -> impl Iterator<Item = (String, f32)> + '_ {
        self.vocabulary.words().map(|(word, id)| (word, self.log_prob(id)))
    }

    /// How many words the vocabulary holds.
    pub fn len(&self) -> usize {
        self.unigram.len()
    }

    /// Whether the vocabulary is empty.
    pub fn is_empty(&self) -> bool {
        self.unigram.is_empty()
    }

    /// The number of `word`, which must be in small letters.
    pub fn id(&self, word: &str) -> Option<u32> {
        self.vocabulary.get(word)
    }

    /// ln P(word), all histories taken together.
    pub fn log_prob(&self, id: u32) -> f32 {
        unpack(self.unigram[id as usize])
    }

    /// ln P(word | history).
    pub fn log_prob_after(&self, history: History, id: u32) -> f32 {
        let row = history.row(self.unigram.len());
        let (start, end) = (self.row_start(row), self.row_start(row + 1));
        let (mut low, mut high) = (start, end);
        while low < high {
            let middle = (low + high) / 2;
            match self.row_word(middle).cmp(&id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return unpack(self.row_prob[middle]),
            }
        }
        unpack(self.row_backoff[row]) + self.log_prob(id)
    }

    /// ln P(case | word), the cases being small, Capital and CAPS; a mixed case costs as much as the rarest.
    pub fn case_log_prob(&self, id: u32, case: Case) -> f32 {
        let at = id as usize * 3;
        match case {
            Case::Lower => unpack(self.case[at]),
            Case::Capital => unpack(self.case[at + 1]),
            Case::Caps => unpack(self.case[at + 2]),
            Case::Mixed => (0..3).map(|step| unpack(self.case[at + step])).fold(0.0, f32::min),
        }
    }

    /// ln P(small letters | word), for a word given in small letters; 0 when it is unknown.
    pub fn case_log_prob_lower(&self, word: &str) -> f32 {
        self.id(word).map_or(0.0, |id| self.case_log_prob(id, Case::Lower))
    }

    /// What kind of word it is.
    pub fn flags(&self, id: u32) -> Flags {
        Flags(self.flags[id as usize])
    }

    /// The kinds of `word` in any case; none when it is unknown.
    pub fn flags_of(&self, word: &str) -> Flags {
        self.id(&word.to_lowercase()).map_or(Flags::default(), |id| self.flags(id))
    }

    /// ln P(next letter | the last letters), `letter` being a [`code`].
    pub fn letter_log_prob(&self, context: &Context, letter: u8) -> f32 {
        let codes = context.codes();
        let mut run = [0u8; crate::letters::ORDER];
        let mut given_up = 0.0;
        for from in 0..=codes.len() {
            let len = codes.len() - from;
            run[..len].copy_from_slice(&codes[from..]);
            run[len] = letter;
            if let Some([prob, _]) = self.letter_run(&run[..=len]) {
                return given_up + unpack(prob);
            }
            if let Some([_, backoff]) = self.letter_run(&run[..len]) {
                given_up += unpack(backoff);
            }
        }
        // A letter that no word of the vocabulary holds.
        given_up - if letter == STRANGE { 12.0 } else { 10.0 }
    }

    /// ln P(the letters of `word`, and then its end): how Swedish the string is.
    pub fn spelling_log_prob(&self, word: &str) -> f32 {
        let mut context = Context::start();
        let mut sum = 0.0;
        for letter in word.chars().map(code) {
            sum += self.letter_log_prob(&context, letter);
            context = context.then(letter);
        }
        sum + self.letter_log_prob(&context, BORDER)
    }

    /// By how many nats a rival is to be preferred at the place of these [`context::features`], beside what the pairs of
    /// words say. Only the differences between rivals mean something.
    pub fn context_score(&self, features: &[u64], id: u32) -> f32 {
        if self.context.is_empty() {
            return 0.0;
        }
        let weight =
            |&feature| context::unpack_weight(self.context[context::slot(feature, id, self.context.len())]);
        features.iter().map(weight).sum()
    }

    /// The probability of a run's last letter after the others, and what is given up by forgetting its first: packed.
    fn letter_run(&self, run: &[u8]) -> Option<[u8; 2]> {
        let slots = self.letters.len() / SLOT;
        if slots == 0 || run.is_empty() {
            return None;
        }
        let (key, spread) = key(run);
        let mut slot = place(spread, slots);
        loop {
            let bytes: &[u8; SLOT] = self.letters.get(slot * SLOT..(slot + 1) * SLOT)?.try_into().ok()?;
            let [a, b, c, d, prob, backoff] = *bytes;
            match u32::from_le_bytes([a, b, c, d]) {
                0 => return None,
                held if held == key => return Some([prob, backoff]),
                _ => slot = if slot + 1 == slots { 0 } else { slot + 1 },
            }
        }
    }

    fn row_start(&self, row: usize) -> usize {
        debug_assert!(row <= self.unigram.len() + SPECIAL_ROWS, "row {row} is outside the bigram table");
        self.row_start
            .get(row * 4..row * 4 + 4)
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
    }

    fn row_word(&self, at: usize) -> u32 {
        let bytes = &self.row_word[at * 3..at * 3 + 3];
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_model_is_refused() {
        assert!(matches!(Model::from_bytes(b"Protokoll"), Err(ModelError::Magic { .. })));
        assert!(matches!(Model::from_bytes(b"JUSTERA3\x05\0\0"), Err(ModelError::Short { .. })));
        // One byte of nodes, and nothing else.
        let mut ragged = MAGIC.to_vec();
        ragged.extend_from_slice(&1u64.to_le_bytes());
        ragged.extend_from_slice(&[0; 8 * (SECTIONS.len() - 1) + 1]);
        let found = Model::from_bytes(ragged.leak());
        assert!(matches!(found, Err(ModelError::Ragged { section: "nodes", len: 1, .. })), "{found:?}");
    }

    #[test]
    fn the_built_in_model_knows_swedish() {
        let model = builtin();
        let id = |word| model.id(word).unwrap_or_else(|| panic!("{word} is missing"));
        assert!(model.log_prob(id("att")) > model.log_prob(id("handlingarna")));
        assert!(
            model.log_prob_after(History::Word(id("till")), id("handlingarna"))
                > model.log_prob(id("handlingarna"))
        );
        assert!(model.case_log_prob(id("stockholm"), Case::Capital) > -0.5);
        assert!(model.flags_of("Margareta").has(Flags::FIRST_NAME));
        assert!(model.spelling_log_prob("länsgemensamma") > model.spelling_log_prob("lansgemensamma") + 2.0);
    }
}
