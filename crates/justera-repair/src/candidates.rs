//! What a reading may have been: words of the vocabulary and unheard-of words, each with its cost in the channel.
//!
//! The walk goes through the reading and the vocabulary together, letter by
//! letter, and gives up a branch when it has cost more than the pool's budget.

use justera_core::text::lower;
use justera_lexicon::token::{Case, History, case, recase};
use justera_lexicon::{Context, Model, Node, Vocabulary, code};

use crate::channel::{Channel, Letter, Pool, Rule};
use crate::holes;

/// Words that are not in the vocabulary, as a share of all words of running text.
const UNKNOWN: f32 = -4.4;
/// A genitive -s on a known word whose genitive is not listed, in nats beside the word itself.
const GENITIVE: f32 = -4.0;
/// Two common words put together, in nats beside the two: the tail is what tells -vägen from -vågen.
const COMPOUND: f32 = -2.0;
/// By how many nats a fault that no table holds is likelier in å, ä, ö and é: an engine that does not know the letter
/// writes almost anything.
const MARKED: f32 = 3.0;
/// An old spelling of a known word, in nats beside the word.
const OLD: f32 = -4.0;
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

/// Every way to read `reading`, the likeliest first; what stands there is always the first.
pub(crate) fn candidates(
    model: &Model,
    letters: &mut LetterMemory,
    pool: Pool,
    reading: &str,
) -> Vec<Candidate> {
    if holes::has_hole(reading) {
        return holes::fillings(model, letters, reading);
    }
    let written: Vec<char> = reading.chars().collect();
    let alphabetic = written.iter().filter(|c| c.is_alphabetic()).count();
    let identity = identity(model, letters, pool, reading);
    // On a clean page a known word needs no thought.
    if pool == Pool::Clean && (identity.id.is_some() || is_acronym(reading))
        || written.len() > 40
        || (alphabetic == 0 && written.len() != 1)
    {
        return vec![identity];
    }
    let capitals = written.iter().filter(|c| c.is_uppercase()).count();
    let cases = [Case::Lower, Case::Capital, Case::Caps].into_iter().filter(|case| match case {
        Case::Lower => !(capitals > 1 && capitals == alphabetic),
        // A capital I looks like a small l, so that l may begin a word and AI may be read as Al.
        Case::Capital => written.first().is_some_and(|&c| !c.is_lowercase() || c == 'l'),
        _ => capitals + 1 >= alphabetic && (capitals > 1 || (capitals == 1 && written.contains(&'l'))),
    });
    let mut search = Search::new(model, Channel::of(pool), &written);
    let [near, far] = pool.budgets();
    for case in cases.clone() {
        search.look(case, near);
    }
    let known = identity.id.is_some()
        || old_form(model, &lower(reading)).is_some()
        || search.found.iter().any(|candidate| candidate.id.is_some());
    if !known && far > near {
        // Any letter may be lost, gained or misread, in a way that no page has shown yet; short words would turn into
        // others, and capitals into other names.
        let plain =
            written.iter().skip(usize::from(pool.is_heavy())).all(|c| c.is_lowercase()) && alphabetic >= 5;
        search.unseen = pool.unseen().filter(|_| plain && alphabetic == written.len());
        for case in cases {
            search.look(case, far);
        }
    }
    let mut found = std::mem::take(&mut search.found);
    if pool != Pool::Clean && !known && alphabetic >= 4 && capitals <= 1 {
        found.extend(unheard_of(model, letters, pool, &written));
        found.extend(glued(model, pool, &written));
    }
    let plain = pool.plain_letter_cost();
    let acronym = is_acronym(reading);
    let capital = written.first().is_some_and(|c| c.is_uppercase());
    // Of one or two letters a letter cannot be said to be lost (p. is not på), unless marked letters are lost.
    found.retain(|candidate| {
        candidate.word != reading
            && (written.len() > 2
                || candidate.word.chars().count() <= written.len()
                || (pool.loses_diacritics() && capitals == 0 && only_marks_lost(reading, &candidate.word)))
    });
    for candidate in &mut found {
        if capital && pool.loses_diacritics() && candidate.word.starts_with(char::is_lowercase) {
            // The marks make a letter as tall as a capital: of the small å and ä that begin a word one in twelve is read
            // as a capital, five times as many as inside a word, and half as often an ö (pages 0000-0349). I and l are
            // one stroke. Others keep their height.
            candidate.channel += match candidate.word.chars().next() {
                Some('å' | 'ä') => 1.6,
                Some('ö') => 0.8,
                Some('l') if reading.starts_with('I') => 0.0,
                _ if pool == Pool::DiacriticsLost => -1.5,
                _ => 0.0,
            };
        }
        if acronym && lower(&candidate.word) == lower(reading) {
            candidate.channel -= 12.0;
        } else if !(only_marks_differ(reading, &candidate.word)
            || pool.loses_diacritics() && only_marks_lost(reading, &candidate.word))
        {
            candidate.channel -= plain;
            if acronym {
                // An acronym is not a misspelt word: LCHNV is not SCHNV.
                candidate.channel -= 12.0;
            }
        }
    }
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
pub(crate) fn identity(model: &Model, letters: &mut LetterMemory, pool: Pool, reading: &str) -> Candidate {
    let channel = Channel::of(pool);
    let small = lower(reading);
    let id = model.id(&small);
    let cost: f32 = reading.chars().map(|c| channel.keep(c)).sum();
    let alphabetic = reading.chars().filter(|c| c.is_alphabetic()).count();
    let strange = reading.chars().any(|c| !c.is_alphabetic());
    let unknown = if id.is_some() {
        0.0
    } else if strange && alphabetic <= 1 {
        // `3a`, `2b`: a label, not a misread word, unless the page has lost its marks (`4r`, `&r`).
        if pool.loses_diacritics() { -15.4 } else { -12.0 }
    } else {
        unknown_log_prob(model, letters, &small)
    };
    Candidate { word: reading.to_owned(), id, channel: -cost, unknown, identity: true }
}

/// ln P(word) of a word that is not in the vocabulary: by its letters, as a genitive, or as a compound.
pub(crate) fn unknown_log_prob(model: &Model, letters: &mut LetterMemory, small: &str) -> f32 {
    let spelling = UNKNOWN + letters.word(model, small);
    let spelling =
        crate::document::compound(model, small).map_or(spelling, |parts| spelling.max(COMPOUND + parts));
    let spelling = match small.strip_suffix('s').and_then(|stem| model.id(stem)) {
        Some(stem) => spelling.max(model.log_prob(stem) + GENITIVE),
        None => spelling,
    };
    spelling.max(old_form(model, small).map_or(f32::NEG_INFINITY, |modern| modern + OLD))
}

/// ln P(the word of today) of a word that is spelt as before 1906 or bent as in older prose: `oförändradt`, `hvilken`,
/// `skrifvelse`, `hemmansägarne`, `utsågos`. Old forms are right and are not made new.
fn old_form(model: &Model, small: &str) -> Option<f32> {
    // Svenska Akademiens ordlista of 1900 and the circular of 7 April 1906: hv, fv and f for v, dt for t and tt.
    const INSIDE: &[(&str, &str)] = &[("hv", "v"), ("fv", "v"), ("qv", "kv"), ("w", "v"), ("th", "t")];
    const ENDS: &[(&str, &str)] =
        &[("dt", "t"), ("dt", "tt"), ("f", "v"), ("arne", "arna"), ("erne", "erna"), ("o", ""), ("os", "s")];
    let old = |form: &str| {
        INSIDE.iter().any(|(old, _)| form.contains(old)) || ENDS.iter().any(|(old, _)| form.ends_with(old))
    };
    if !old(small) || small.chars().count() < 4 {
        return None;
    }
    let spelt = INSIDE.iter().fold(small.to_owned(), |form, (old, new)| form.replace(old, new));
    let bent = ENDS.iter().filter_map(|(old, new)| Some(format!("{}{new}", spelt.strip_suffix(old)?)));
    // Inside a compound a part may keep its f: skrif-, af-.
    let parts =
        ["af", "skrif"].iter().filter(|part| spelt.starts_with(*part)).map(|_| spelt.replacen('f', "v", 1));
    bent.chain(parts)
        .chain([spelt.clone()])
        .filter(|form| form != small)
        .filter_map(|form| model.id(&form).map(|id| model.log_prob(id)))
        .max_by(f32::total_cmp)
}

/// Two to five letters, capitals or, between the first and the last, a small one (SiS); a small s, :s or :n after them
/// allowed.
pub(crate) fn is_acronym(word: &str) -> bool {
    let stem = word.trim_end_matches(['s', ':', 'n']);
    let letters = stem.chars().count();
    let capitals = stem.chars().filter(|c| c.is_uppercase()).count();
    (2..=5).contains(&letters)
        && capitals >= 2
        && (capitals == letters
            || (letters == 3
                && capitals == 2
                && stem.starts_with(char::is_uppercase)
                && stem.ends_with(char::is_uppercase)))
}

/// Whether the two differ in the marks of å, ä, ö (and é) only, or in what stands for them.
pub(crate) fn only_marks_differ(reading: &str, word: &str) -> bool {
    marks_differ(reading, word, false)
}

/// Whether the two differ in the marks only, or in that marked letters are lost altogether (`fr` for `för`).
fn only_marks_lost(reading: &str, word: &str) -> bool {
    marks_differ(reading, word, true)
}

fn marks_differ(reading: &str, word: &str, lost: bool) -> bool {
    let bare = |c: char| match c {
        'å' | 'ä' | 'à' | 'á' | 'â' => 'a',
        'ö' | 'ø' | 'ó' | 'ò' | 'ô' => 'o',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ü' => 'u',
        _ => c,
    };
    // A marked letter may have been read as any one or two letters (f6r, foér); all others must agree. `row[r]` says
    // whether the first r letters of the reading can stand for the letters of the word seen so far.
    let reading: Vec<char> = reading.chars().map(|c| Letter::of(c).small).collect();
    let mut row = vec![false; reading.len() + 1];
    row[0] = true;
    for letter in word.chars().map(|c| Letter::of(c).small) {
        let mut next = vec![false; reading.len() + 1];
        for (at, _) in row.iter().enumerate().filter(|(_, reached)| **reached) {
            next[at] |= lost && marked(letter);
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

/// A letter of the reading, with all that it may stand for.
struct Written {
    letter: Letter,
    /// Whether it is a letter at all.
    alphabetic: bool,
    keep: f32,
    alone: &'static [Rule],
    /// With the letter after it.
    pair: &'static [Rule],
}

struct Search<'a> {
    model: &'a Model,
    vocabulary: Vocabulary,
    reading: Vec<Written>,
    lost: &'static [Rule],
    budget: f32,
    truth: String,
    found: Vec<Candidate>,
    case: Case,
    visits: u32,
    /// What one fault costs that no table holds, in nats; `None` where none is thought of, or one was met.
    unseen: Option<f32>,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, channel: &'static Channel, reading: &[char]) -> Self {
        let written = |(at, &letter): (usize, &char)| Written {
            letter: Letter::of(letter),
            alphabetic: letter.is_alphabetic(),
            keep: channel.keep(letter),
            alone: channel.alone(letter),
            pair: reading.get(at + 1).map_or(&[], |&next| channel.pair(letter, next)),
        };
        Search {
            model,
            vocabulary: model.vocabulary(),
            reading: reading.iter().enumerate().map(written).collect(),
            lost: channel.lost(),
            budget: 0.0,
            truth: String::new(),
            found: Vec::new(),
            case: Case::Lower,
            visits: 0,
            unseen: None,
        }
    }

    /// Finds all words in this case that cost no more than the budget.
    fn look(&mut self, case: Case, budget: f32) {
        (self.case, self.budget, self.visits) = (case, budget, 0);
        self.walk(self.vocabulary.root(), 0, 0.0, 0);
    }

    /// Visits all words that begin with the truth so far and can explain the rest of the reading.
    fn walk(&mut self, node: Node, at: usize, cost: f32, id: u32) {
        self.visits += 1;
        // A bound on the work for one word; 60,000 steps take some milliseconds and are seldom met.
        if self.visits > 60_000 {
            return;
        }
        if node.is_final() {
            match &self.reading[at..] {
                [] => self.keep(Some(id), cost, 0.0),
                [last]
                    if last.letter.small == 's'
                        && !last.letter.upper
                        && !self.truth.ends_with('s')
                        && !self.truth.is_empty() =>
                {
                    let genitive = self.model.log_prob(id) + GENITIVE;
                    let keep = last.keep;
                    self.truth.push('s');
                    if self.model.id(&self.truth).is_none() {
                        self.keep(None, cost + keep, genitive);
                    }
                    self.truth.pop();
                }
                _ => {}
            }
        }
        if let Some(next) = self.reading.get(at) {
            let (letter, kept, alone, pair) = (next.letter, cost + next.keep, next.alone, next.pair);
            if next.alphabetic && letter.upper == self.upper() && kept <= self.budget {
                self.step(node, &[letter], at + 1, kept, id);
            }
            self.steps(node, alone, at, cost, id);
            self.steps(node, pair, at, cost, id);
        }
        // A letter that the engine lost altogether.
        self.steps(node, self.lost, at, cost, id);
        if let Some(unseen) = self.unseen.filter(|unseen| cost + unseen - MARKED <= self.budget) {
            self.unseen = None;
            self.any(node, at, cost + unseen, id);
            self.unseen = Some(unseen);
        }
    }

    /// Takes a letter as gained, as misread, or one as lost: the one fault that no table holds.
    fn any(&mut self, node: Node, at: usize, cost: f32, id: u32) {
        if at < self.reading.len() && cost <= self.budget {
            self.walk(node, at + 1, cost, id);
        }
        let vocabulary = self.vocabulary;
        for (letter, next, output) in vocabulary.steps(node) {
            self.misread(next, letter, at, cost, id + output);
        }
    }

    /// Goes on after `letter`, which was misread as the next letter of the reading, or lost before it.
    fn misread(&mut self, node: Node, letter: char, at: usize, cost: f32, id: u32) {
        // A word's first letter keeps its case.
        if self.upper() {
            return;
        }
        let cost = if marked(letter) { cost - MARKED } else { cost };
        if cost > self.budget {
            return;
        }
        self.truth.push(letter);
        if at < self.reading.len() {
            self.walk(node, at + 1, cost, id);
        }
        self.walk(node, at, cost, id);
        self.truth.pop();
    }

    /// Whether the next letter is a capital in this case.
    fn upper(&self) -> bool {
        self.case == Case::Caps || (self.case == Case::Capital && self.truth.is_empty())
    }

    /// Takes all steps that the budget allows; the rules stand in the order of their cost.
    fn steps(&mut self, node: Node, rules: &'static [Rule], at: usize, cost: f32, id: u32) {
        for rule in rules {
            let cost = cost + rule.cost;
            if cost > self.budget {
                break;
            }
            // Most nodes have few of the letters that a mark may stand for.
            if node.has(rule.first) {
                self.step(node, &rule.truth, at + rule.reading, cost, id);
            }
        }
    }

    /// Goes on after the letters of `truth`, where some word has them.
    fn step(&mut self, node: Node, truth: &[Letter], at: usize, cost: f32, mut id: u32) {
        let len = self.truth.len();
        let mut here = Some(node);
        for letter in truth {
            let next = here.filter(|_| letter.upper == self.upper());
            here = next.and_then(|node| self.vocabulary.step(node, letter.code)).map(|(node, output)| {
                id += output;
                self.truth.push(letter.small);
                node
            });
        }
        if let Some(here) = here {
            self.walk(here, at, cost, id);
        }
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

/// The letter model with what was asked of it before: the same few thousand runs come again and again.
pub(crate) struct LetterMemory {
    /// Direct-mapped: by its hash each question has one place, and the newest stays.
    held: Vec<(Context, u8, f32)>,
}

impl LetterMemory {
    const BITS: u32 = 16;

    /// ln P(next letter | the last letters).
    fn next(&mut self, model: &Model, context: Context, letter: u8) -> f32 {
        let place =
            (context.hash() ^ u64::from(letter)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::BITS);
        let held = &mut self.held[place as usize];
        if held.0 != context || held.1 != letter {
            *held = (context, letter, model.letter_log_prob(&context, letter));
        }
        held.2
    }

    /// ln P(the letters of `word`, and then its end).
    pub(crate) fn word(&mut self, model: &Model, word: &str) -> f32 {
        let mut context = Context::start();
        let mut sum = 0.0;
        for letter in word.chars().map(code) {
            sum += self.next(model, context, letter);
            context = context.then(letter);
        }
        sum + self.next(model, context, Context::END)
    }
}

/// Two words whose space was lost, one of them as common as `och` or `för`: the best way to part them.
fn glued(model: &Model, pool: Pool, reading: &[char]) -> Option<Candidate> {
    /// As common as `och`, `i` or `mellan`; what stands by such a word is a word.
    const VERY: f32 = -7.5;
    const COMMON: f32 = -12.0;
    // What it costs that a space was lost, in nats; on a heavily damaged page less.
    let lost = if pool.is_heavy() { 6.0 } else { 8.0 };
    let channel = Channel::of(pool);
    // The half as it stands, or with its marks given back.
    let half = |part: &[char], first: bool| -> Option<(Candidate, f32)> {
        let mut search = Search::new(model, channel, part);
        let capital = first && part[0].is_uppercase();
        search.look(if capital { Case::Capital } else { Case::Lower }, 2.0);
        search
            .found
            .into_iter()
            .filter_map(|found| Some((found.id?, found)))
            .map(|(id, found)| (model.log_prob(id), found))
            .filter(|(prob, found)| {
                // A lone letter is a word only where it is i, å or ö, and of those only i is common.
                *prob > COMMON && (part.len() > 1 || found.word == "i" || found.word == "I")
            })
            .map(|(prob, found)| (found, prob))
            .max_by(|a, b| (a.0.channel + a.1).total_cmp(&(b.0.channel + b.1)))
    };
    if !reading.iter().all(|c| c.is_alphabetic()) || reading[1..].iter().any(|c| c.is_uppercase()) {
        return None;
    }
    (1..reading.len() - 1)
        .filter_map(|cut| {
            let (left, right) = reading.split_at(cut);
            let (right, right_prob) = half(right, false)?;
            let (left, left_prob) = half(left, true)?;
            let after = model.log_prob_after(History::Word(left.id?), right.id?);
            let letters = left.word.chars().count().min(right.word.chars().count());
            // Two short words make up almost anything; and a compound has no very common word in it.
            (left_prob.max(right_prob) > VERY && (letters > 1 || lower(&left.word) == "i")).then(|| {
                Candidate {
                    word: format!("{} {}", left.word, right.word),
                    id: None,
                    channel: left.channel + right.channel - lost,
                    unknown: left_prob + after,
                    identity: false,
                }
            })
        })
        .max_by(|a, b| (a.channel + a.unknown).total_cmp(&(b.channel + b.unknown)))
}

impl Default for LetterMemory {
    fn default() -> Self {
        LetterMemory { held: vec![(Context::start(), u8::MAX, 0.0); 1 << Self::BITS] }
    }
}

/// A half-finished word that nobody listed.
#[derive(Clone, Copy)]
struct Half {
    context: Context,
    /// ln P(reading so far | what was written).
    channel: f32,
    /// ln P(what was written), by its letters.
    spelling: f32,
    /// Whence it came, and what was written then.
    from: usize,
    wrote: &'static [Letter],
    /// The letter of the reading that was kept, where nothing else was written.
    kept: Option<char>,
}

impl Half {
    fn score(&self) -> f32 {
        self.channel + self.spelling
    }
}

/// The best halves that explain as much of the reading, each with its score; the best first, of equals the older.
#[derive(Clone, Default)]
struct Beam(Vec<(f32, usize)>);

impl Beam {
    /// Whether one of this score would stay.
    fn takes(&self, score: f32) -> bool {
        self.0.len() < BEAM || self.0.last().is_some_and(|&(worst, _)| score > worst)
    }

    fn push(&mut self, score: f32, half: usize) {
        if self.takes(score) {
            self.0.truncate(BEAM - 1);
            let at = self.0.partition_point(|&(held, _)| held >= score);
            self.0.insert(at, (score, half));
        }
    }
}

/// Words that nobody listed: the beam writes, letter by letter, what the channel allows and the letter model likes.
fn unheard_of(model: &Model, letters: &mut LetterMemory, pool: Pool, reading: &[char]) -> Vec<Candidate> {
    /// A rule that costs more is left to the walk.
    const DEAREST: f32 = 9.0;
    let channel = Channel::of(pool);
    let start = Context::start();
    let mut halves =
        vec![Half { context: start, channel: 0.0, spelling: 0.0, from: 0, wrote: &[], kept: None }];
    let mut beams = vec![Beam::default(); reading.len() + 1];
    beams[0].push(0.0, 0);
    for at in 0..reading.len() {
        let first = reading[at];
        let alone = channel.alone(first);
        let pair = reading.get(at + 1).map_or(&[][..], |&second| channel.pair(first, second));
        for (score, from) in std::mem::take(&mut beams[at]).0 {
            let half = halves[from];
            let keep = channel.keep(first);
            if first.is_alphabetic() && beams[at + 1].takes(score - keep) {
                let mut next = Half { from, wrote: &[], kept: Some(first), ..half };
                next.channel -= keep;
                next.spelling += letters.next(model, half.context, code(first));
                next.context = half.context.then(code(first));
                beams[at + 1].push(next.score(), halves.len());
                halves.push(next);
            }
            for (rules, at) in [(alone, at + 1), (pair, at + 2)] {
                for rule in rules {
                    // Letters only add to the cost, and dearer rules follow.
                    if rule.cost >= DEAREST || !beams[at].takes(score - rule.cost) {
                        break;
                    }
                    // A letter inside a word is small; the first keeps the case in which it was read.
                    if rule.truth.iter().any(|letter| letter.upper) && from != 0 {
                        continue;
                    }
                    let mut next = Half { from, wrote: &rule.truth, kept: None, ..half };
                    next.channel -= rule.cost;
                    for letter in &rule.truth {
                        next.spelling += letters.next(model, next.context, letter.code);
                        next.context = next.context.then(letter.code);
                    }
                    beams[at].push(next.score(), halves.len());
                    halves.push(next);
                }
            }
        }
    }
    let written = |mut half: usize| {
        let mut backwards: Vec<char> = Vec::with_capacity(reading.len() + 2);
        while half != 0 {
            let Half { from, wrote, kept, .. } = halves[half];
            backwards.extend(kept);
            backwards.extend(wrote.iter().rev().map(|letter| letter.cased()));
            half = from;
        }
        backwards.into_iter().rev().collect::<String>()
    };
    let mut found: Vec<Candidate> = Vec::new();
    for (_, half) in beams.pop().unwrap_or_default().0 {
        let word = written(half);
        // A listed word was found by the walk already, with its own probability.
        let small = lower(&word);
        if case(&word) == Case::Mixed
            || found.iter().any(|held| held.word == word)
            || model.id(&small).is_some()
        {
            continue;
        }
        let unknown = unknown_log_prob(model, letters, &small);
        found.push(Candidate { word, id: None, channel: halves[half].channel, unknown, identity: false });
    }
    found.sort_by(|a, b| {
        (b.channel + b.unknown).total_cmp(&(a.channel + a.unknown)).then_with(|| a.word.cmp(&b.word))
    });
    found.truncate(4);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use justera_lexicon::builtin;

    fn words(pool: Pool, reading: &str) -> Vec<String> {
        candidates(builtin(), &mut LetterMemory::default(), pool, reading)
            .into_iter()
            .map(|c| c.word)
            .collect()
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
