//! What the document itself vouches for: its own forms pull their damaged neighbours.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use foldhash::fast::RandomState;
use justera_core::text::lower;
use justera_lexicon::token::{Case, case, recase};
use justera_lexicon::{Flags, Model};

use crate::candidates::only_marks_differ;
use crate::words::Word;

/// The longer forms that stand in the document.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    /// In small letters.
    held: HashMap<Rc<str>, Form, RandomState>,
    /// The sound forms by their first letter and their last two: only those can pull a word.
    by_edge: HashMap<(char, char, char), Vec<Rc<str>>, RandomState>,
}

/// How often a form stands in the document, and how sure it is, where it is held to be right: a known word, a compound
/// of known words, or what stands often.
#[derive(Clone, Copy, Debug, Default)]
struct Form {
    count: u32,
    soundness: Option<f32>,
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
/// A noun that is commoner than this without its article is one, in nats.
const COMMON_STEM: f32 = -15.0;
/// The soundness of a form that only stands often.
const FREQUENT: f32 = -99.0;
/// The shortest word that is pulled towards another of the document.
const SHORTEST: usize = 7;

impl Forms {
    /// Counts the forms of a document and weighs which are sound.
    #[allow(
        clippy::iter_over_hash_type,
        reason = "of two forms that would do, an order of their own decides"
    )]
    pub(crate) fn of(model: &Model, words: &[Rc<Word>]) -> Self {
        let long = |word: &str| word.chars().count() >= SHORTEST;
        let mut counts: HashMap<&str, (u32, &Word), RandomState> = HashMap::default();
        for word in words.iter().filter(|word| word.letters >= SHORTEST) {
            counts.entry(&word.small).or_insert((0, word)).0 += 1;
        }
        let mut forms = Forms::default();
        for (&small, &(count, word)) in &counts {
            // A form that stands in the genitive only stands in the document all the same.
            let stem = small.strip_suffix('s').filter(|stem| long(stem));
            let [itself, of_stem] = *word
                .vouches
                .get_or_init(|| [soundness(model, small), stem.and_then(|stem| soundness(model, stem))]);
            for (form, soundness) in [(Some(small), itself), (stem, of_stem)] {
                let Some(form) = form else { continue };
                match forms.held.get_mut(form) {
                    Some(held) => held.count += count,
                    None => _ = forms.held.insert(form.into(), Form { count, soundness }),
                }
            }
        }
        for (form, held) in &forms.held {
            if let Some(edge) = edge(form).filter(|_| held.soundness.is_some()) {
                forms.by_edge.entry(edge).or_default().push(Rc::clone(form));
            }
        }
        // What the document writes again and again with its marks is its own word, though no list has it.
        let frequent: Vec<Rc<str>> = forms
            .held
            .iter()
            .filter(|(word, held)| {
                held.count >= 3 && held.soundness.is_none() && word.contains(['å', 'ä', 'ö'])
            })
            .map(|(word, _)| Rc::clone(word))
            .filter(|word| forms.pull(word).is_none())
            .collect();
        for form in frequent {
            if let Some(held) = forms.held.get_mut(&form) {
                held.soundness = Some(FREQUENT);
            }
            if let Some(edge) = edge(&form) {
                forms.by_edge.entry(edge).or_default().push(form);
            }
        }
        forms
    }

    /// How often the form, of seven letters or more, stands in the document.
    pub(crate) fn count(&self, word: &str) -> u32 {
        self.held.get(lower(word).as_str()).map_or(0, |held| held.count)
    }

    /// The form of the document that `word` is a damaged reading of, with the reason, if one is sure enough.
    ///
    /// `word` itself must be no sound form; the other must be one, stand in the document as well, and differ by
    /// one letter, or by two in a long word.
    pub(crate) fn pull(&self, word: &str) -> Option<(String, String)> {
        let letters = word.chars().count();
        if letters < SHORTEST || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let small = lower(word);
        let own = self.held.get(small.as_str()).copied().unwrap_or_default();
        if own.soundness.is_some() {
            return None;
        }
        // Lost marks are no proof of another word; other letters are, unless the document is sure of its form.
        let near = |form: &str, Form { count, soundness }: Form| {
            let apart = strsim::levenshtein(form, &small);
            let frequent = soundness == Some(FREQUENT);
            let allowed = match only_marks_differ(&small, form) {
                // A form that only its number speaks for must stand there much more often.
                true if frequent && count <= 2 * own.count => 0,
                true => 3,
                false if frequent || count < 3 || count <= 2 * own.count => 0,
                false if inflected(&small, form) => 0,
                false => 1,
            };
            (apart > 0 && apart <= allowed).then_some(apart)
        };
        let (_, form, held) = self
            .by_edge
            .get(&edge(&small)?)?
            .iter()
            .filter(|form| form.chars().count().abs_diff(letters) <= 1)
            .filter_map(|form| {
                let held = self.held.get(form).copied()?;
                near(form, held).map(|apart| (apart, form, held))
            })
            .min_by(|(apart, form, held), (others, other, theirs)| {
                let surer =
                    theirs.soundness.unwrap_or(FREQUENT).total_cmp(&held.soundness.unwrap_or(FREQUENT));
                apart
                    .cmp(others)
                    .then(theirs.count.cmp(&held.count))
                    .then(surer)
                    .then_with(|| form.cmp(other))
            })?;
        let shape = case(word);
        let to = recase(form, if shape == Case::Mixed { Case::Capital } else { shape });
        Some((to, format!("'{form}' stands {} times in this document", held.count)))
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
                && model.id(&lower(word)).is_none()
        })
        .collect();
    odd.sort_unstable();
    odd.dedup();
    let near = |word: &str| -> Vec<String> { names_a_letter_away(model, &lower(word)) };
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

/// Whether the two differ in the vowel of an ending, as two forms of one word do: `lagfarits`, `lagfarts`.
fn inflected(word: &str, form: &str) -> bool {
    /// So many letters from the end.
    const ENDING: usize = 4;
    let same = word.chars().zip(form.chars()).take_while(|(a, b)| a == b).count();
    let vowel = |text: &str| text.chars().nth(same).is_some_and(|c| "aeiouyåäö".contains(c));
    let (longer, shorter) =
        if word.chars().count() >= form.chars().count() { (word, form) } else { (form, word) };
    let at_end = longer.chars().count() - same <= ENDING;
    // Of two words of one length both letters are in question, else the one that the longer has.
    at_end && vowel(longer) && (longer.chars().count() > shorter.chars().count() || vowel(shorter))
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
    let together = format!("{small}{}", lower(right));
    let whole = forms.count(&together);
    let known = model.id(&together).is_some();
    // Once may be a slip the other way, where neither a list nor its s speaks for the whole: `second opinion`.
    if right.chars().count() >= 4 && (whole > 1 || (whole == 1 && (known || linking))) && !common {
        return Some(format!("'{together}' stands {whole} times in this document as one word"));
    }
    if linking && !common && known && right.chars().count() >= 4 {
        return Some(format!("'{together}' is one word, and '{small}' does not stand alone"));
    }
    // A genitive before a definite noun is no Swedish: miljöchefs nätverket. Many words end as definite nouns do
    // (äkthet, förhållanden, marina), so that the noun itself must be one; and a name or a definite noun in the genitive
    // (Östersjöns, kommunens) stands before what it will.
    let definite = right.chars().count() >= 6
        && ["et", "en", "na"].iter().filter_map(|end| right.strip_suffix(end)).any(|stem| {
            model
                .id(&lower(stem))
                .is_some_and(|id| model.flags(id).has(Flags::RUNNING) && model.log_prob(id) > COMMON_STEM)
        });
    let definite_genitive = ["ns", "ts", "as"].iter().any(|end| small.ends_with(end));
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
        for (left, right) in
            [("Norrsjöns", "marina"), ("pars", "egendomsförhållanden"), ("handlings", "äkthet")]
        {
            assert_eq!(belongs_together(model, &forms, &word(left), &word(right), 5), None, "{left} {right}");
        }
    }
}
