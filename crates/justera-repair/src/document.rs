//! What the document itself vouches for: its own forms pull their damaged neighbours.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use foldhash::fast::RandomState;
use justera_lexicon::token::{Case, case, recase};
use justera_lexicon::{Flags, Model};

use crate::candidates::only_marks_differ;
use crate::words::Word;

/// A form that stands in the document, and how often.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    /// In small letters.
    counts: BTreeMap<String, u32>,
    /// Forms that are held to be right: known words, compounds of known words, and forms defined in brackets.
    sound: HashMap<String, f32>,
    /// The sound forms by their first letter and their last two: only those can pull a word.
    by_edge: HashMap<(char, char, char), Vec<String>>,
}

/// The first letter and the last two; the last letters carry the inflection, so that kommunernas and kommunerna
/// never meet.
fn edge(word: &str) -> Option<(char, char, char)> {
    let mut end = word.chars().rev();
    let (last, before) = (end.next()?, end.next()?);
    Some((word.chars().next()?, before, last))
}

/// A word that is commoner than this stands by itself, in nats.
pub(crate) const COMMON_LEFT: f32 = -12.0;
/// The soundness of a form that only stands often.
const FREQUENT: f32 = -99.0;
/// The shortest word that is pulled towards another of the document.
const SHORTEST: usize = 7;

impl Forms {
    /// Counts the forms of a document and weighs which are sound.
    pub(crate) fn of(model: &Model, words: &[Rc<Word>]) -> Self {
        let mut counts: HashMap<&str, u32, RandomState> = HashMap::default();
        for word in words {
            *counts.entry(&word.small).or_default() += 1;
        }
        #[allow(clippy::iter_over_hash_type, reason = "they are put in order here")]
        let counts = counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
        let mut forms = Forms { counts, ..Forms::default() };
        // A form that stands in the genitive only stands in the document all the same.
        let stems: Vec<(String, u32)> = forms
            .counts
            .iter()
            .filter_map(|(word, &count)| word.strip_suffix('s').map(|stem| (stem.to_owned(), count)))
            .filter(|(stem, _)| stem.chars().count() >= SHORTEST)
            .collect();
        for (stem, count) in stems {
            forms.counts.entry(stem).and_modify(|held| *held += count).or_insert(count);
        }
        for word in forms.counts.keys() {
            if word.chars().count() >= SHORTEST
                && let Some(soundness) = soundness(model, word)
            {
                forms.sound.insert(word.clone(), soundness);
            }
        }
        forms.index();
        // What the document writes again and again with its marks is its own word, though no list has it.
        let frequent: Vec<String> = forms
            .counts
            .iter()
            .filter(|(word, count)| {
                **count >= 3 && word.contains(['å', 'ä', 'ö']) && word.chars().count() >= SHORTEST
            })
            .map(|(word, _)| word.clone())
            .filter(|word| !forms.sound.contains_key(word) && forms.pull(word).is_none())
            .collect();
        forms.sound.extend(frequent.into_iter().map(|word| (word, FREQUENT)));
        forms.index();
        forms
    }

    /// Sorts the sound forms by their edges.
    fn index(&mut self) {
        let mut words: Vec<&String> = self.sound.keys().collect();
        words.sort();
        self.by_edge.clear();
        for word in words {
            if let Some(edge) = edge(word) {
                self.by_edge.entry(edge).or_default().push(word.clone());
            }
        }
    }

    /// How often the form stands in the document.
    pub(crate) fn count(&self, word: &str) -> u32 {
        self.counts.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// The form of the document that `word` is a damaged reading of, with the reason, if one is sure enough.
    ///
    /// `word` itself must be no sound form; the other must be one, stand in the document as well, and differ by
    /// one letter, or by two in a long word.
    pub(crate) fn pull(&self, word: &str) -> Option<(String, String)> {
        let small = word.to_lowercase();
        let letters = small.chars().count();
        if letters < SHORTEST || self.sound.contains_key(&small) || !small.chars().all(char::is_alphabetic) {
            return None;
        }
        // Lost marks are no proof of another word; other letters are, unless the document is sure of its form.
        let near = |form: &str, soundness: f32| {
            let apart = strsim::levenshtein(form, &small);
            let allowed = match (only_marks_differ(&small, form), self.counts[form]) {
                // A form that only its number speaks for must stand there much more often.
                (true, count) if soundness == FREQUENT && count <= 2 * self.count(&small) => 0,
                (false, _) if soundness == FREQUENT => 0,
                (true, _) => 3,
                (false, count) if count < 3 || count <= 2 * self.count(&small) => 0,
                (false, _) => 1,
            };
            (apart > 0 && apart <= allowed).then_some(apart)
        };
        let best = self
            .by_edge
            .get(&edge(&small)?)?
            .iter()
            .filter(|form| form.chars().count().abs_diff(letters) <= 1)
            .filter_map(|form| {
                let soundness = self.sound[form];
                near(form, soundness).map(|apart| (apart, form, soundness))
            })
            .min_by(|a, b| {
                a.0.cmp(&b.0)
                    .then(self.counts[b.1].cmp(&self.counts[a.1]))
                    .then(b.2.total_cmp(&a.2))
                    .then_with(|| a.1.cmp(b.1))
            })?;
        let (_, form, _) = best;
        let shape = case(word);
        let to = recase(form, if shape == Case::Mixed { Case::Capital } else { shape });
        Some((to, format!("'{form}' stands {} times in this document", self.counts[form])))
    }
}

/// Names that nobody bears, each with the one name that all its unlike readings in the document agree on.
///
/// `Liliedahl` and `Liljiedahl`, both beside the same document's damaged words, are two readings of one name: of
/// all names that people bear only `Liljedahl` lies a letter from both. One odd form alone proves nothing and is
/// left, as is a form that anybody bears.
pub(crate) fn agreed_names<'a>(
    model: &Model,
    readings: impl Iterator<Item = &'a str>,
) -> BTreeMap<String, (String, String)> {
    let mut odd: Vec<&str> = readings
        .filter(|word| {
            let letters = word.chars().count();
            letters >= SHORTEST
                && case(word) == Case::Capital
                && word.chars().all(char::is_alphabetic)
                && model.id(&word.to_lowercase()).is_none()
        })
        .collect();
    odd.sort_unstable();
    odd.dedup();
    let near = |word: &str| -> Vec<String> { names_a_letter_away(model, &word.to_lowercase()) };
    let mut agreed = BTreeMap::new();
    let found: Vec<(&str, Vec<String>)> = odd
        .into_iter()
        .take(400)
        .map(|word| (word, near(word)))
        .filter(|(_, near)| !near.is_empty())
        .collect();
    for (word, names) in &found {
        for (other, theirs) in &found {
            if word == other || strsim::levenshtein(word, other) > 2 {
                continue;
            }
            let bearers = |name: &String| model.id(name).map_or(-30.0, |id| model.log_prob(id));
            let mut common: Vec<&String> = names.iter().filter(|name| theirs.contains(name)).collect();
            common.sort_by(|a, b| bearers(b).total_cmp(&bearers(a)).then(a.cmp(b)));
            // Of two names that would do, one must be borne by twenty times as many (3 nats).
            let sure =
                common.len() == 1 || (common.len() > 1 && bearers(common[0]) - bearers(common[1]) >= 3.0);
            if let Some(name) = common.first().filter(|_| sure) {
                let reason = format!(
                    "'{word}' and '{other}' are borne by nobody; of the names a letter from both '{name}' is by far the most borne"
                );
                agreed.insert((*word).to_owned(), (recase(name, Case::Capital), reason));
            }
        }
    }
    agreed
}

/// The surnames that differ from `word` by one letter, small letters on both sides.
fn names_a_letter_away(model: &Model, word: &str) -> Vec<String> {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzåäöéü";
    let letters: Vec<char> = word.chars().collect();
    let mut found: Vec<String> = Vec::new();
    let mut probe = |candidate: String| {
        let known = model.id(&candidate).is_some_and(|id| model.flags(id).has(Flags::SURNAME));
        if known && !found.contains(&candidate) {
            found.push(candidate);
        }
    };
    for at in 0..=letters.len() {
        let (head, tail) = letters.split_at(at);
        let join = |middle: &str, tail: &[char]| {
            head.iter().collect::<String>() + middle + &tail.iter().collect::<String>()
        };
        if let Some((_, rest)) = tail.split_first() {
            probe(join("", rest));
        }
        for letter in LETTERS.chars() {
            let mut bytes = [0; 4];
            let letter = letter.encode_utf8(&mut bytes);
            probe(join(letter, tail));
            if let Some((_, rest)) = tail.split_first() {
                probe(join(letter, rest));
            }
        }
    }
    found
}

/// How sure a form is of being a word of the language: `None` when nothing speaks for it.
fn soundness(model: &Model, word: &str) -> Option<f32> {
    if let Some(id) = model.id(word) {
        let flags = model.flags(id);
        // Rare words of running text are fragments and slips too often to vouch for others.
        if flags.has(Flags::RUNNING) && model.log_prob(id) > -16.0 {
            return Some(model.log_prob(id));
        }
    }
    compound(model, word)
}

/// The log probability of `word` as two known words put together, with a linking s or without.
///
/// `trygghetsrådet` is `trygghet` + s + `rådet`; `tryghtsrådet` is nothing.
pub(crate) fn compound(model: &Model, word: &str) -> Option<f32> {
    /// Parts that are common enough as words of their own; a rare part makes a compound of anything.
    const COMMON: f32 = -13.5;
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let common = |part: &str| {
        model.id(part).map(|id| (model.log_prob(id), model.flags(id))).filter(|&(log_prob, flags)| {
            log_prob > COMMON && flags.has(Flags::RUNNING) && model.case_log_prob_lower(part) > -1.2
        })
    };
    let mut best: Option<f32> = None;
    let cuts = letters.iter().take(letters.len().saturating_sub(2)).skip(3);
    for &(at, _) in cuts {
        let (head, tail) = word.split_at(at);
        let Some((tail_prob, _)) = common(tail).filter(|_| tail.chars().count() >= 3) else { continue };
        let stems = [Some(head), head.strip_suffix('s').filter(|stem| stem.chars().count() >= 3)];
        for stem in stems.into_iter().flatten() {
            if let Some((head_prob, _)) = common(stem) {
                let sum = head_prob + tail_prob;
                if best.is_none_or(|held| sum > held) {
                    best = Some(sum);
                }
            }
        }
    }
    best
}

/// Whether two words that stand apart are one: `Skogschefs nätverket` for `Skogschefsnätverket`.
///
/// Either the document has them together elsewhere, or the first is a linking form that cannot stand alone
/// before a definite noun, and the pair comes again and again. Returns the reason.
pub(crate) fn belongs_together(
    model: &Model,
    forms: &Forms,
    left: &Word,
    right: &Word,
    pairs: u32,
) -> Option<String> {
    let common = left.log_prob > COMMON_LEFT;
    let small = &left.small;
    let linking = small.ends_with('s') && left.letters >= 4;
    // Most pairs are told by the first word alone.
    if common || left.letters < 3 || right.letters < 4 {
        return None;
    }
    let (left, right) = (&left.text, &right.text);
    if !right.chars().all(char::is_alphabetic) || !left.chars().all(char::is_alphabetic) {
        return None;
    }
    let together = format!("{small}{}", right.to_lowercase());
    let whole = forms.count(&together);
    let known = model.id(&together).is_some();
    if right.chars().count() >= 4 && whole > 0 && !common {
        return Some(format!("'{together}' stands {whole} times in this document as one word"));
    }
    if linking && !common && known && right.chars().count() >= 4 {
        return Some(format!("'{together}' is one word, and '{small}' does not stand alone"));
    }
    // A genitive without an article before a definite noun is no Swedish: miljöchefs nätverket.
    let definite = right.chars().count() >= 6 && ["et", "en", "na"].iter().any(|end| right.ends_with(end));
    let definite_genitive = ["ens", "ets", "nas", "ans"].iter().any(|end| small.ends_with(end));
    if linking && !common && definite && !definite_genitive && pairs >= 3 {
        return Some(format!(
            "'{left} {right}' stands {pairs} times; a form in -s cannot stand alone before a definite noun"
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use justera_lexicon::builtin;

    #[test]
    fn a_sound_form_pulls_its_damaged_neighbours() {
        let words = [
            "Trygghetsrådet",
            "Trygghetsrådet",
            "Trygghetsradet",
            "Styrgruppen",
            "styrgruppen",
            "Styrgruppen",
            "Stygruppen",
            "kommunerna",
            "kommunernas",
        ];
        let forms = Forms::of(builtin(), &words.map(|word| Rc::new(Word::of(builtin(), word))));
        let pulled = |word: &str| forms.pull(word).map(|(to, _)| to);
        assert_eq!(pulled("Trygghetsradet").as_deref(), Some("Trygghetsrådet"));
        assert_eq!(pulled("Trygvårldsrådet"), None, "three letters are too many without more proof");
        assert_eq!(pulled("Stygruppen").as_deref(), Some("Styrgruppen"));
        assert_eq!(pulled("kommunernas"), None);
    }

    #[test]
    fn unlike_readings_of_a_name_agree_on_one_that_is_borne() {
        let agreed =
            agreed_names(builtin(), ["Liljestrnd", "Liljestrannd", "Lindgreen", "Björkslund"].into_iter());
        assert_eq!(agreed.get("Liljestrnd").map(|(name, _)| name.as_str()), Some("Liljestrand"));
        assert!(!agreed.contains_key("Björkslund"), "one odd form alone is left");
    }

    #[test]
    fn words_that_stand_apart_are_put_together_with_proof_only() {
        let model = builtin();
        let word = |text| Rc::new(Word::of(model, text));
        let forms = Forms::of(model, &["Skogschefsnätverket", "nätverket"].map(word));
        assert!(belongs_together(model, &forms, &word("Skogschefs"), &word("nätverket"), 1).is_some());
        assert!(belongs_together(model, &forms, &word("kommunens"), &word("nätverket"), 5).is_none());
        assert!(belongs_together(model, &forms, &word("Vägchefs"), &word("nätverket"), 4).is_some());
        assert!(belongs_together(model, &forms, &word("Vägchefs"), &word("nätverket"), 1).is_none());
    }
}
