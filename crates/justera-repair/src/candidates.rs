//! What a reading may have been: words of the vocabulary and unheard-of words, each with its cost in the channel.
//!
//! The walk goes through the reading and the vocabulary together, letter by
//! letter, and gives up a branch when it has cost more than the pool's budget.

use fst::raw::Node;
use justera_lexicon::token::{Case, case, recase};
use justera_lexicon::{Context, Model, code};

use crate::channel::{Channel, Pool};

/// Words that are not in the vocabulary, as a share of all words of running text.
const UNKNOWN: f32 = -4.4;
/// A genitive -s on a known word whose genitive is not listed, in nats beside the word itself.
const GENITIVE: f32 = -4.0;
/// Two common words put together, in nats beside the two: the tail is what tells -vägen from -vågen.
const COMPOUND: f32 = -2.0;
/// How many candidates are kept.
const KEPT: usize = 8;
/// How many half-finished unknown words the beam carries.
const BEAM: usize = 12;

/// One way to read what stands there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// The word as it should stand, in its case.
    pub(crate) word: String,
    /// Its number, when it is in the vocabulary.
    pub(crate) id: Option<u32>,
    /// ln P(reading | word), never above 0.
    pub(crate) channel: f32,
    /// ln P(word) where it is not in the vocabulary.
    pub(crate) unknown: f32,
    /// Whether it is what stands there.
    pub(crate) identity: bool,
}

impl Candidate {
    /// ln P(word), history aside.
    pub(crate) fn log_prob(&self, model: &Model) -> f32 {
        self.id.map_or(self.unknown, |id| model.log_prob(id))
    }
}

/// Every way to read `reading`, the likeliest first; what stands there is always among them.
pub(crate) fn candidates(model: &Model, pool: Pool, reading: &str) -> Vec<Candidate> {
    let identity = identity(model, pool, reading);
    let letters: Vec<char> = reading.chars().collect();
    let alphabetic = letters.iter().filter(|c| c.is_alphabetic()).count();
    // On a clean page a known word needs no thought.
    if pool == Pool::Clean && identity.id.is_some()
        || letters.len() > 40
        || (alphabetic == 0 && letters.len() != 1)
    {
        return vec![identity];
    }
    if is_acronym(reading) && pool == Pool::Clean {
        return vec![identity];
    }
    let mut search = Search {
        model,
        channel: Channel::of(pool),
        budget: pool.budget(),
        reading: &letters,
        truth: String::new(),
        found: Vec::new(),
        case: Case::Lower,
        visits: 0,
    };
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    let root = model.vocabulary().as_fst().root();
    for case in [Case::Lower, Case::Capital, Case::Caps] {
        let fits = match case {
            Case::Lower => !(capitals > 1 && capitals == alphabetic),
            Case::Capital => letters.first().is_some_and(|c| !c.is_lowercase()),
            _ => capitals > 1 && capitals + 1 >= alphabetic,
        };
        if fits {
            search.case = case;
            search.visits = 0;
            search.walk(&root, 0, 0.0, 0);
        }
    }
    let mut found = std::mem::take(&mut search.found);
    if pool != Pool::Clean && identity.id.is_none() && alphabetic >= 4 && capitals <= 1 {
        found.extend(unheard_of(model, pool, &letters));
    }
    let plain = pool.plain_letter_cost();
    let acronym = is_acronym(reading);
    let capital = letters.first().is_some_and(|c| c.is_uppercase());
    for candidate in &mut found {
        // A capital is larger than a small letter: engines see that better than they see marks.
        if capital && pool == Pool::DiacriticsLost && candidate.word.starts_with(char::is_lowercase) {
            candidate.channel -= 1.5;
        }
        if !only_marks_differ(reading, &candidate.word) {
            candidate.channel -= plain;
            if acronym {
                // An acronym is not a misspelt word: LCHNV is not SCHNV.
                candidate.channel -= 12.0;
            }
        }
    }
    // Of one or two letters a letter cannot be said to be lost: p. is not på.
    found.retain(|candidate| {
        candidate.word != reading && (letters.len() > 2 || candidate.word.chars().count() <= letters.len())
    });
    found.sort_by(|a, b| {
        let score = |c: &Candidate| c.channel + c.log_prob(model);
        score(b).total_cmp(&score(a)).then_with(|| a.word.cmp(&b.word))
    });
    found.dedup_by(|a, b| a.word == b.word);
    found.truncate(KEPT);
    found.insert(0, identity);
    found
}

/// What stands there, as a candidate like any other.
fn identity(model: &Model, pool: Pool, reading: &str) -> Candidate {
    let channel = Channel::of(pool);
    let small = reading.to_lowercase();
    let id = model.id(&small);
    let cost: f32 = reading.chars().map(|c| channel.keep(c)).sum();
    let letters = reading.chars().filter(|c| c.is_alphabetic()).count();
    let strange = reading.chars().any(|c| !c.is_alphabetic());
    let unknown = if strange && letters <= 1 {
        // `3a`, `2b`: a label, not a misread word, unless the page has lost its marks (`4r`, `&r`).
        if pool.loses_diacritics() { -15.4 } else { -12.0 }
    } else {
        unknown_log_prob(model, &small)
    };
    Candidate { word: reading.to_owned(), id, channel: -cost, unknown, identity: true }
}

/// ln P(word) of a word that is not in the vocabulary: by its letters, as a genitive, or as a compound.
fn unknown_log_prob(model: &Model, small: &str) -> f32 {
    let spelling = UNKNOWN + model.spelling_log_prob(small);
    let spelling =
        crate::document::compound(model, small).map_or(spelling, |parts| spelling.max(COMPOUND + parts));
    match small.strip_suffix('s').and_then(|stem| model.id(stem)) {
        Some(stem) => spelling.max(model.log_prob(stem) + GENITIVE),
        None => spelling,
    }
}

/// Two to five capitals, a small s, :s or :n after them allowed.
pub(crate) fn is_acronym(word: &str) -> bool {
    let stem = word.trim_end_matches(['s', ':', 'n']);
    let letters = stem.chars().count();
    (2..=5).contains(&letters) && stem.chars().all(char::is_uppercase)
}

/// Whether the two differ in the marks of å, ä, ö (and é) only, or in what stands for them.
pub(crate) fn only_marks_differ(reading: &str, word: &str) -> bool {
    let bare = |c: char| match c {
        'å' | 'ä' | 'à' | 'á' | 'â' => 'a',
        'ö' | 'ø' | 'ó' | 'ò' | 'ô' => 'o',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ü' => 'u',
        _ => c,
    };
    // A marked letter may have been read as any one or two letters (f6r, foér); all others must agree. `row[r]` says
    // whether the first r letters of the reading can stand for the letters of the word seen so far.
    let reading: Vec<char> = reading.chars().map(small).collect();
    let mut row = vec![false; reading.len() + 1];
    row[0] = true;
    for letter in word.chars().map(small) {
        let mut next = vec![false; reading.len() + 1];
        for (at, _) in row.iter().enumerate().filter(|(_, reached)| **reached) {
            if let Some(&read) = reading.get(at) {
                next[at + 1] |= bare(read) == bare(letter) || marked(letter);
                if marked(letter) && at + 2 <= reading.len() {
                    next[at + 2] = true;
                }
            }
        }
        row = next;
    }
    row[reading.len()]
}

fn marked(letter: char) -> bool {
    matches!(letter, 'å' | 'ä' | 'ö' | 'é')
}

struct Search<'a> {
    model: &'a Model,
    channel: &'static Channel,
    budget: f32,
    reading: &'a [char],
    truth: String,
    found: Vec<Candidate>,
    case: Case,
    visits: u32,
}

impl Search<'_> {
    /// Visits all words that begin with the truth so far and can explain the rest of the reading.
    fn walk(&mut self, node: &Node<'_>, at: usize, cost: f32, output: u64) {
        self.visits += 1;
        // A bound on the work for one word; 60,000 steps take some milliseconds and are seldom met.
        if self.visits > 60_000 {
            return;
        }
        let rest = &self.reading[at..];
        if node.is_final() {
            if rest.is_empty() {
                let id = (output + node.final_output().value()) as u32;
                self.keep(Some(id), cost, 0.0);
            } else if rest == ['s'] && !self.truth.ends_with('s') && !self.truth.is_empty() {
                let id = (output + node.final_output().value()) as u32;
                let genitive = self.model.log_prob(id) + GENITIVE;
                self.truth.push('s');
                if self.model.id(&self.truth).is_none() {
                    self.keep(None, cost + self.channel.keep('s'), genitive);
                }
                self.truth.pop();
            }
        }
        let first = rest.first().copied().unwrap_or('\0');
        let second = rest.get(1).copied().unwrap_or('\0');
        if first != '\0' {
            let fits = first.is_alphabetic() && self.cased(small(first)) == first;
            if fits {
                self.step(node, &[first], at + 1, cost + self.channel.keep(first), output);
            }
            for rule in self.channel.rules(first, '\0') {
                self.step(node, &rule.truth, at + rule.reading, cost + rule.cost, output);
            }
            if second != '\0' {
                for rule in self.channel.rules(first, second) {
                    self.step(node, &rule.truth, at + rule.reading, cost + rule.cost, output);
                }
            }
        }
        // A letter that the engine lost altogether.
        for rule in self.channel.rules('\0', '\0') {
            self.step(node, &rule.truth, at, cost + rule.cost, output);
        }
    }

    /// The letter in the case that the word has at this place.
    fn cased(&self, letter: char) -> char {
        let upper = self.case == Case::Caps || (self.case == Case::Capital && self.truth.is_empty());
        if upper { letter.to_uppercase().next().unwrap_or(letter) } else { letter }
    }

    fn step(&mut self, node: &Node<'_>, truth: &[char], at: usize, cost: f32, mut output: u64) {
        if cost > self.budget {
            return;
        }
        let len = self.truth.len();
        let fst = self.model.vocabulary().as_fst();
        let mut here = *node;
        for &letter in truth {
            let lower = small(letter);
            if self.cased(lower) != letter {
                self.truth.truncate(len);
                return;
            }
            let mut bytes = [0; 4];
            for &byte in lower.encode_utf8(&mut bytes).as_bytes() {
                let Some(index) = here.find_input(byte) else {
                    self.truth.truncate(len);
                    return;
                };
                let transition = here.transition(index);
                output += transition.out.value();
                here = fst.node(transition.addr);
            }
            self.truth.push(lower);
        }
        self.walk(&here, at, cost, output);
        self.truth.truncate(len);
    }

    fn keep(&mut self, id: Option<u32>, cost: f32, unknown: f32) {
        let word = recase(&self.truth, self.case);
        match self.found.iter_mut().find(|held| held.word == word) {
            Some(held) => held.channel = held.channel.max(-cost),
            None => self.found.push(Candidate { word, id, channel: -cost, unknown, identity: false }),
        }
    }
}

fn small(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Words that nobody listed: the beam writes, letter by letter, what the channel allows and the letter model likes.
fn unheard_of(model: &Model, pool: Pool, reading: &[char]) -> Vec<Candidate> {
    #[derive(Clone)]
    struct Half {
        word: String,
        context: Context,
        channel: f32,
        spelling: f32,
        at: usize,
    }
    let channel = Channel::of(pool);
    let start = Half { word: String::new(), context: Context::start(), channel: 0.0, spelling: 0.0, at: 0 };
    let mut beams: Vec<Vec<Half>> = vec![Vec::new(); reading.len() + 1];
    beams[0].push(start);
    for at in 0..reading.len() {
        let mut halves = std::mem::take(&mut beams[at]);
        halves.sort_by(|a, b| {
            (b.channel + b.spelling).total_cmp(&(a.channel + a.spelling)).then_with(|| a.word.cmp(&b.word))
        });
        halves.truncate(BEAM);
        for half in halves {
            let mut write = |truth: &[char], read: usize, cost: f32| {
                let mut next = half.clone();
                next.at = at + read;
                next.channel -= cost;
                for &letter in truth {
                    let letter_code = code(letter);
                    next.spelling += model.letter_log_prob(&next.context, letter_code);
                    next.context = next.context.then(letter_code);
                    next.word.push(letter);
                }
                if let Some(beam) = beams.get_mut(next.at) {
                    beam.push(next);
                }
            };
            let first = reading[at];
            let second = reading.get(at + 1).copied().unwrap_or('\0');
            if first.is_alphabetic() {
                write(&[first], 1, channel.keep(first));
            }
            for rule in channel.rules(first, '\0').iter().chain(if second == '\0' {
                &[]
            } else {
                channel.rules(first, second)
            }) {
                // A letter inside a word is small; the first keeps the case in which it was read.
                let cased = rule.truth.iter().all(|c| c.is_lowercase() || (at == 0 && half.word.is_empty()));
                if rule.cost < 9.0 && cased {
                    write(&rule.truth, rule.reading, rule.cost);
                }
            }
        }
    }
    let mut found: Vec<Candidate> = beams
        .pop()
        .unwrap_or_default()
        .into_iter()
        .filter(|half| case(&half.word) != Case::Mixed)
        .map(|half| Candidate {
            unknown: unknown_log_prob(model, &half.word.to_lowercase()),
            word: half.word,
            id: None,
            channel: half.channel,
            identity: false,
        })
        .collect();
    found.sort_by(|a, b| {
        (b.channel + b.unknown).total_cmp(&(a.channel + a.unknown)).then_with(|| a.word.cmp(&b.word))
    });
    found.dedup_by(|a, b| a.word == b.word);
    found.truncate(4);
    // A listed word was found by the walk already, with its own probability.
    found.retain(|candidate| model.id(&candidate.word.to_lowercase()).is_none());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use justera_lexicon::builtin;

    fn words(pool: Pool, reading: &str) -> Vec<String> {
        candidates(builtin(), pool, reading).into_iter().map(|c| c.word).collect()
    }

    #[test]
    fn the_truth_is_among_the_candidates() {
        for (reading, truth) in [
            ("for", "för"),
            ("6ppnande", "öppnande"),
            ("foér", "för"),
            ("pA", "på"),
            ("&r", "är"),
            ("4r", "är"),
            ("lansgemensamma", "länsgemensamma"),
            ("Overenskommelse", "Överenskommelse"),
            ("inférande", "införande"),
            ("Martensson", "Mårtensson"),
        ] {
            let found = words(Pool::DiacriticsLost, reading);
            assert!(found.iter().any(|word| word == truth), "{reading}: {found:?}");
        }
    }

    #[test]
    fn a_known_word_on_a_clean_page_is_left_alone() {
        assert_eq!(words(Pool::Clean, "för"), ["för"]);
        assert_eq!(words(Pool::Clean, "LCHNV"), ["LCHNV"]);
    }

    #[test]
    fn marks_are_told_from_letters() {
        for (reading, word, expected) in [
            ("for", "för", true),
            ("f6r", "för", true),
            ("foér", "för", true),
            ("Overlag", "Överlag", true),
            ("beslutades", "beslutade", false),
            ("man", "men", false),
            ("lans", "län", false),
        ] {
            assert_eq!(only_marks_differ(reading, word), expected, "{reading} {word}");
        }
    }
}
