//! The likeliest sentence: Viterbi with max-marginals over the candidates of each piece.

use justera_core::text::lower;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use foldhash::fast::RandomState;
use justera_lexicon::context::{self, Neighbour};
use justera_lexicon::token::{Case, History, case};
use justera_lexicon::{Flags, Model};

use crate::GoOn;
use crate::candidates::{Candidate, LetterMemory, candidates, identity};
use crate::channel::Pool;
use crate::holes::has_hole;
use crate::words::{Piece, Word};

/// What was decided of one piece.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    held: Rc<[Candidate]>,
    chosen: usize,
    /// By how many nats the best path through it beats the best path through what stands there.
    pub(crate) margin: f32,
    /// By how many nats it beats the next best word.
    pub(crate) lead: f32,
}

/// The lead of a word that nothing else can be read as, in nats.
const ANCHORED: f32 = 20.0;

impl Reading {
    /// Chooses by the scores of the candidates, in nats; of equal ones the first.
    fn settle(&mut self, scores: &[f32]) {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        self.chosen = order[0];
        // The same word in another case is no other word.
        let best = &self.held[order[0]].word;
        let alike = |other: &str| other.len() == best.len() && lower(other) == lower(best);
        let next = order[1..].iter().find(|&&k| !alike(&self.held[k].word));
        self.lead = next.map_or(ANCHORED, |&next| scores[order[0]] - scores[next]);
        // What stands there is always the first candidate.
        self.margin = scores[order[0]] - scores[0];
    }

    /// The likeliest word.
    pub(crate) fn best(&self) -> &Candidate {
        &self.held[self.chosen]
    }
}

/// Words of the document that were read surely, with their number.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    /// With the share that the word has of the language, since only what goes beyond it is the document's own.
    known: HashMap<u32, (u32, f32), RandomState>,
    /// Those that are not in the vocabulary, in small letters.
    unknown: HashMap<String, u32, RandomState>,
    total: u32,
}

impl Cache {
    /// What was read with at least this lead, in nats, vouches for others.
    const LEAD: f32 = 2.0;
    /// The share that the document's own words have in the second pass.
    const SHARE: f32 = 0.1;

    pub(crate) fn of(model: &Model, pieces: &[Piece], readings: &[Reading]) -> Self {
        let mut cache = Cache::default();
        for (piece, reading) in pieces.iter().zip(readings) {
            if reading.lead < Cache::LEAD || piece.fixed {
                continue;
            }
            // A form that the letter model wrote vouches for nothing: it would confirm itself.
            match reading.best() {
                Candidate { id: Some(id), .. } => {
                    cache.known.entry(*id).or_insert_with(|| (0, model.log_prob(*id).exp())).0 += 1;
                }
                best if best.identity => *cache.unknown.entry(lower(&best.word)).or_default() += 1,
                _ => continue,
            }
            cache.total += 1;
        }
        cache
    }

    /// How often the word was read surely.
    pub(crate) fn count(&self, candidate: &Candidate) -> u32 {
        self.held(candidate).0
    }

    /// How often the word was read surely, and the share that it has of the language.
    fn held(&self, candidate: &Candidate) -> (u32, f32) {
        match candidate.id {
            Some(id) => self.known.get(&id).copied().unwrap_or_default(),
            None if self.unknown.is_empty() => (0, 0.0),
            None => (self.unknown.get(&lower(&candidate.word)).copied().unwrap_or(0), 0.0),
        }
    }

    /// By how much the word is commoner in the document than in the language, its own occurrence left out: a share of
    /// the document's words. `är` is common everywhere and says nothing of the next word.
    fn excess(&self, candidate: &Candidate) -> f32 {
        let (count, share) = self.held(candidate);
        match (count.saturating_sub(1), self.total) {
            (0, _) | (_, 0) => 0.0,
            (count, total) => (count as f32 / total as f32 - share).max(0.0),
        }
    }

    /// ln of a probability mixed with the document's own.
    fn mix(log_prob: f32, excess: f32) -> f32 {
        match excess > 0.0 {
            true => ((1.0 - Cache::SHARE) * log_prob.exp() + Cache::SHARE * excess).ln(),
            false => log_prob,
        }
    }
}

/// Remembers what is known of each form: it does not depend on the place, so an archive asks for the same again and
/// again.
#[derive(Default)]
pub(crate) struct Memory {
    words: HashMap<String, Rc<Word>, RandomState>,
    letters: LetterMemory,
}

impl Memory {
    /// How many forms are held before all are forgotten: some 60 MB.
    const MOST: usize = 100_000;

    /// What is known of `text`.
    pub(crate) fn word(&mut self, model: &Model, text: &str) -> Rc<Word> {
        if let Some(held) = self.words.get(text) {
            return Rc::clone(held);
        }
        if self.words.len() >= Memory::MOST {
            self.words.clear();
        }
        let word = Rc::new(Word::of(model, text));
        self.words.insert(text.to_owned(), Rc::clone(&word));
        word
    }

    /// The word as what it reads as, on a clean page.
    fn as_read<'a>(&mut self, model: &Model, word: &'a Word) -> &'a Candidate {
        word.as_read.get_or_init(|| identity(model, &mut self.letters, Pool::Clean, &word.text))
    }

    /// What the word may stand for on a page of the pool, itself first.
    pub(crate) fn candidates(&mut self, model: &Model, pool: Pool, word: &Word) -> Rc<[Candidate]> {
        let held = word.candidates[pool as usize]
            .get_or_init(|| candidates(model, &mut self.letters, pool, &word.text).into());
        Rc::clone(held)
    }
}

/// The candidates of all pieces, and the links between those that have several: what does not change from pass to pass.
pub(crate) struct Lattice {
    held: Vec<Rc<[Candidate]>>,
    runs: Vec<Run>,
}

/// Pieces side by side that have several candidates each. The pieces beside a run have one, so that no other run hangs
/// on it.
struct Run {
    start: usize,
    /// For each piece of the run, and the one after it: ln P(candidate | candidate before it), before by before.
    links: Vec<Vec<f32>>,
    /// For each piece of the run: ln P(reading | word) + ln P(case | word, place).
    own: Vec<Vec<f32>>,
}

impl Lattice {
    /// Lays out the pieces, each under its block's pool.
    ///
    /// None, where `go_on` says that it has taken too long.
    pub(crate) fn new(
        model: &Model,
        pieces: &[Piece],
        pools: &[Pool],
        memory: &mut Memory,
        go_on: GoOn<'_>,
    ) -> Option<Self> {
        /// Words between two looks at the clock.
        const STRIDE: usize = 256;
        let held: Option<Vec<Rc<[Candidate]>>> = pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| {
                if at % STRIDE == 0 && !go_on() {
                    return None;
                }
                Some(if piece.fixed {
                    Rc::clone(piece.word.alone.get_or_init(|| {
                        let word = piece.reading().to_owned();
                        Rc::new([Candidate { word, id: None, channel: 0.0, unknown: -5.0, identity: true }])
                    }))
                } else {
                    memory.candidates(model, pools[piece.block], &piece.word)
                })
            })
            .collect();
        let held = held?;
        let links = |at: usize| -> Vec<f32> {
            let before = at.checked_sub(1).map_or(1, |before| held[before].len());
            let width = held[at].len();
            let mut table: Vec<f32> = Vec::with_capacity(before * width);
            for j in 0..before {
                // Links do not depend on the word before where punctuation decides.
                if j > 0 && pieces[at].history.is_some() {
                    table.extend_from_within(..width);
                    continue;
                }
                let history = pieces[at].history.unwrap_or_else(|| {
                    at.checked_sub(1).map_or(History::Start, |before| match held[before][j].id {
                        Some(id) => History::Word(id),
                        None => History::Other,
                    })
                });
                table.extend(held[at].iter().map(|candidate| match candidate.id {
                    Some(id) => model.log_prob_after(history, id),
                    None => candidate.unknown,
                }));
            }
            table
        };
        let mut runs = Vec::new();
        let mut at = 0;
        while at < held.len() {
            if held[at].len() == 1 {
                at += 1;
                continue;
            }
            let start = at;
            while at < held.len() && held[at].len() > 1 {
                at += 1;
            }
            let own = (start..at)
                .map(|at| {
                    let year = pieces.get(at + 1).is_some_and(|next| next.fixed && is_year(next.reading()));
                    let term = is_term(&pieces[..at]);
                    let score = |candidate: &Candidate| {
                        let years = (year && leads_year(&candidate.word)) || (term && candidate.word == "år");
                        let told = if years { YEAR } else { 0.0 };
                        candidate.channel + case_log_prob(model, candidate, &pieces[at]) + told
                    };
                    held[at].iter().map(score).collect()
                })
                .collect();
            runs.push(Run { start, links: (start..(at + 1).min(held.len())).map(links).collect(), own });
        }
        Some(Lattice { held, runs })
    }

    /// The likeliest sentence, with the document's own words or without.
    pub(crate) fn decode(&self, model: &Model, pieces: &[Piece], cache: Option<&Cache>) -> Vec<Reading> {
        // A word with one reading is an anchor.
        let mut readings: Vec<Reading> = self
            .held
            .iter()
            .map(|held| Reading { held: Rc::clone(held), chosen: 0, margin: 0.0, lead: ANCHORED })
            .collect();
        let mut contested: Vec<(usize, Vec<f32>)> = Vec::new();
        for run in &self.runs {
            self.decode_run(model, run, cache, &mut readings, &mut contested);
        }
        contested.sort_by_key(|(at, _)| *at);
        self.ask_context(model, pieces, contested, &mut readings);
        readings
    }

    /// Weighs candidates that are rivals, see [`context::bare`], by what stands about them, from the left to the right. What the
    /// rivals have together they keep.
    fn ask_context(
        &self,
        model: &Model,
        pieces: &[Piece],
        contested: Vec<(usize, Vec<f32>)>,
        readings: &mut [Reading],
    ) {
        if contested.is_empty() {
            return;
        }
        let mut row: Vec<Neighbour> = Vec::with_capacity(pieces.len());
        let mut places: Vec<usize> = Vec::with_capacity(pieces.len());
        let neighbour = |reading: &Reading| Neighbour::piece(&reading.best().word, reading.best().id);
        let mut line = 0;
        for (piece, reading) in pieces.iter().zip(readings.iter()) {
            if piece.line > line + 1 {
                // What stands in another paragraph says nothing.
                row.extend([Neighbour::NONE; context::NEAR]);
            }
            line = piece.line;
            row.extend(piece.history.and_then(Neighbour::mark));
            places.push(row.len());
            row.push(neighbour(reading));
        }
        let mut features = Vec::new();
        for (at, mut total) in contested {
            let held = &self.held[at];
            features.clear();
            features.extend(context::features(&row, places[at]));
            let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for k in (0..held.len()).filter(|&k| is_rival(model, &held[k])) {
                groups.entry(context::bare(&lower(&held[k].word))).or_default().push(k);
            }
            for alike in groups.values() {
                let mass = |total: &[f32]| log_sum(alike.iter().map(|&k| total[k]));
                let before = mass(&total);
                for &k in alike {
                    total[k] += held[k].id.map_or(0.0, |id| model.context_score(&features, id));
                }
                let gained = mass(&total) - before;
                for &k in alike {
                    total[k] -= gained;
                }
            }
            readings[at].settle(&total);
            row[places[at]] = neighbour(&readings[at]);
        }
    }

    fn decode_run(
        &self,
        model: &Model,
        run: &Run,
        cache: Option<&Cache>,
        readings: &mut [Reading],
        contested: &mut Vec<(usize, Vec<f32>)>,
    ) {
        let mixed: Vec<Vec<f32>> = run
            .links
            .iter()
            .enumerate()
            .map(|(step, links)| {
                let Some(cache) = cache else { return links.clone() };
                let here = &self.held[run.start + step];
                let excess: Vec<f32> = here.iter().map(|candidate| cache.excess(candidate)).collect();
                links
                    .iter()
                    .enumerate()
                    .map(|(at, &link)| Cache::mix(link, excess[at % here.len()]))
                    .collect()
            })
            .collect();
        let best = |scores: &mut dyn Iterator<Item = f32>| scores.fold(f32::NEG_INFINITY, f32::max);
        let mut forward: Vec<Vec<f32>> = Vec::with_capacity(run.own.len());
        for (step, own) in run.own.iter().enumerate() {
            let width = own.len();
            let links = &mixed[step];
            let mut scores: Vec<f32> = (0..width)
                .map(|k| {
                    own[k]
                        + match step {
                            0 => links[k],
                            _ => {
                                let before = &forward[step - 1];
                                best(
                                    &mut before
                                        .iter()
                                        .enumerate()
                                        .map(|(j, before)| before + links[j * width + k]),
                                )
                            }
                        }
                })
                .collect();
            renormalize(&mut scores);
            forward.push(scores);
        }
        let mut after: Vec<f32> = Vec::new();
        for step in (0..run.own.len()).rev() {
            let width = run.own[step].len();
            let mut scores: Vec<f32> = match (run.own.get(step + 1), mixed.get(step + 1)) {
                // The word after the run has one reading; only how it follows differs.
                (None, Some(links)) => links.clone(),
                (Some(own), Some(links)) => (0..width)
                    .map(|j| {
                        let next = own.len();
                        best(&mut (0..next).map(|k| links[j * next + k] + own[k] + after[k]))
                    })
                    .collect(),
                _ => vec![0.0; width],
            };
            renormalize(&mut scores);
            after = scores;
            let total: Vec<f32> = forward[step].iter().zip(&after).map(|(a, b)| a + b).collect();
            let at = run.start + step;
            readings[at].settle(&total);
            if self.held[at].iter().filter(|candidate| is_rival(model, candidate)).count() > 1 {
                contested.push((at, total));
            }
        }
    }
}

/// Whether the context tells the word from its rivals.
fn is_rival(model: &Model, candidate: &Candidate) -> bool {
    candidate.id.is_some_and(|id| model.flags(id).has(Flags::RIVAL))
}

/// ln of a sum of probabilities.
fn log_sum(logs: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = logs.clone().fold(f32::NEG_INFINITY, f32::max);
    most + logs.map(|log| (log - most).exp()).sum::<f32>().ln()
}

/// How much likelier a year is after `år` than after any other word, and `år` after a number of them, in nats: the pairs of
/// the model know no figures.
const YEAR: f32 = 5.0;

/// Whether a year commonly follows the word.
fn leads_year(word: &str) -> bool {
    matches!(lower(word).as_str(), "år" | "åren" | "års")
}

/// Whether a number of years may stand behind these pieces: `för 1`, `på 2`.
fn is_term(before: &[Piece]) -> bool {
    let [.., word, number] = before else { return false };
    let small = lower(word.reading());
    number.fixed
        && number.line == word.line
        && (1..=2).contains(&number.reading().len())
        && number.reading().bytes().all(|b| b.is_ascii_digit())
        && matches!(small.as_str(), "för" | "for" | "på" | "pa" | "om" | "under" | "efter" | "i")
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) && text.starts_with(['1', '2'])
}

/// Keeps sums small: only differences matter.
fn renormalize(scores: &mut [f32]) {
    let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if best.is_finite() {
        for score in scores {
            *score -= best;
        }
    }
}

/// ln P(case | word, place): a sentence begins with a capital letter more often than not.
fn case_log_prob(model: &Model, candidate: &Candidate, piece: &Piece) -> f32 {
    let shape = case(&candidate.word);
    let Some(id) = candidate.id else {
        return match shape {
            Case::Lower => (1.0 - piece.start * 0.85).max(0.05).ln(),
            Case::Capital => (0.2 + piece.start * 0.7).ln(),
            _ => -3.0,
        };
    };
    let of_word = model.case_log_prob(id, shape).exp();
    let capital_start = piece.start * 0.85;
    match shape {
        Case::Capital => (capital_start + (1.0 - capital_start) * of_word).ln(),
        Case::Lower => ((1.0 - capital_start) * of_word).max(1e-4).ln(),
        Case::Caps => of_word.max(1e-3).ln(),
        Case::Mixed => -9.0,
    }
}

/// Chooses the pool of each block by how well it explains a sample of the block's words.
///
/// First the document says how badly it was read, on one sample for the blocks that lost their marks and one for the
/// others; then each block says whether it is so or clean, since half a page may have lost its marks. That an engine
/// which knows Swedish read badly is told of the whole document only, where a few odd names weigh little.
///
/// None, where `go_on` says that it has taken too long.
pub(crate) fn pools(
    model: &Model,
    pieces: &[Piece],
    memory: &mut Memory,
    go_on: GoOn<'_>,
) -> Option<Vec<Pool>> {
    /// Words looked at in the document, and in each block. Pools without marks lie hundreds of nats apart, so few
    /// suffice; that an engine which knows Swedish read badly shows in one word of ten.
    const WITHOUT_MARKS: usize = 50;
    const WITH_MARKS: usize = 300;
    const BLOCK: usize = 80;
    /// By how many nats a word a block may be worse explained than the document before it is weighed by itself.
    const WORSE: f32 = 1.5;
    let blocks = pieces.last().map_or(0, |piece| piece.block + 1);
    let mut of_block: Vec<Vec<&Piece>> = vec![Vec::new(); blocks];
    // Where a letter was lost before, nothing is told of how the rest was read.
    let tells = |piece: &&Piece| !piece.fixed && piece.rest.is_none() && !has_hole(piece.reading());
    for piece in pieces.iter().filter(tells) {
        of_block[piece.block].push(piece);
    }
    let looks: Vec<Look> = of_block.iter().map(|words| look(model, words)).collect();
    let mut chosen = vec![Pool::Clean; blocks];
    // Where a third of the text shows broken words, the rest of it is not clean either.
    let held = |wanted: Look| -> usize {
        (0..blocks).filter(|&block| looks[block] == wanted).map(|block| of_block[block].len()).sum()
    };
    let damaged = held(Look::Marked) * 2 >= held(Look::Clean);
    let unmarked = held(Look::Unmarked);
    let total: usize = of_block.iter().map(Vec::len).sum();
    /// Swedish text has a marked letter in every third word; one word in twenty with a hole is more than chance.
    const HOLES: usize = 20;
    // Marks that were lost before were not lost by an engine as well.
    let lost_before = pieces.iter().filter(|piece| has_hole(piece.reading())).count() * HOLES > pieces.len();
    for without in [true, false] {
        if without && lost_before {
            continue;
        }
        let family = &Pool::family(without)[..];
        let own = |block: usize| match looks[block] {
            Look::Clean => damaged && !without,
            Look::Unmarked => without,
            Look::Marked => !without,
        };
        let words: Vec<&Piece> = (0..blocks)
            .filter(|&block| own(block))
            .flat_map(|block| of_block[block].iter().copied())
            .collect();
        let sample = spread(&words, if without { WITHOUT_MARKS } else { WITH_MARKS });
        let Some((pool, clean, best)) = weigh(model, family, &sample, memory) else { continue };
        if !without && best - clean <= pool.prior() * (sample.len() as f32 / 300.0).max(1.0) {
            continue;
        }
        let a_word = best / sample.len() as f32;
        for block in (0..blocks).filter(|&block| own(block)) {
            if !go_on() {
                return None;
            }
            let sample = spread(&of_block[block], BLOCK);
            let Some((mut here, clean, mut explained)) = weigh(model, &[pool], &sample, memory) else {
                continue;
            };
            // A block that departs from its document needs the whole prior for it.
            if explained / (sample.len() as f32) < a_word - WORSE
                && let Some((other, _, better)) = weigh(model, family, &sample, memory)
                && better - explained > other.prior()
            {
                (here, explained) = (other, better);
            }
            // In a document that lost its marks throughout, lists of names did so too.
            let alike = without && unmarked * 2 >= total;
            if !alike && !swedish(model, here, &sample, memory) {
                continue;
            }
            if explained - clean > here.prior() * (sample.len() as f32 / 300.0).max(0.5) {
                chosen[block] = here;
            }
        }
    }
    Some(chosen)
}

/// What a block shows at a glance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// It has the letters å, ä and ö, and nearly every word is one.
    Clean,
    /// It has next to none of them.
    Unmarked,
    /// It has them, and broken words.
    Marked,
}

/// Swedish running text has one of å, ä and ö in every third word; lists of names have fewer.
fn look(model: &Model, words: &[&Piece]) -> Look {
    let sample = spread(words, 80);
    let share = |count: usize| count * 100 / sample.len().max(1);
    let marked = share(sample.iter().filter(|piece| piece.word.marked).count());
    let sound = share(sample.iter().filter(|piece| piece.word.sound(model)).count());
    match () {
        () if sample.is_empty() || (sound >= 94 && marked >= 13) => Look::Clean,
        () if marked < 8 => Look::Unmarked,
        () => Look::Marked,
    }
}

/// Whether the sample, as the pool reads it, has the words that every Swedish sentence has (och, i, att, för): one word in
/// three is as common in running text; and, where marks were lost, whether they come back in words that need them.
/// A passage of another language is not a damaged one.
fn swedish(model: &Model, pool: Pool, sample: &[&Piece], memory: &mut Memory) -> bool {
    const COMMON: f32 = -6.5;
    const PERCENT: usize = 25;
    const MARKED_PERCENT: usize = 10;
    let (mut common, mut marked) = (0, 0);
    for piece in sample {
        let held = memory.candidates(model, pool, &piece.word);
        let score = |candidate: &Candidate| candidate.channel + candidate.log_prob(model);
        let best = held.iter().max_by(|a, b| score(a).total_cmp(&score(b)));
        let Some((best, id)) = best.and_then(|best| Some((best, best.id?))) else { continue };
        common += usize::from(model.log_prob(id) > COMMON);
        marked += usize::from(best.word.contains(['å', 'ä', 'ö', 'Å', 'Ä', 'Ö']));
    }
    common * 100 >= sample.len() * PERCENT && marked * 100 >= sample.len() * MARKED_PERCENT
}

/// At most about so many of the words, at even distances.
fn spread<'a>(words: &[&'a Piece], most: usize) -> Vec<&'a Piece> {
    words.iter().step_by(words.len().div_ceil(most).max(1)).copied().collect()
}

/// The pool that explains the words best after its prior, with the log probability of the words as a clean page's and
/// as its own; `None` without words.
fn weigh(model: &Model, pools: &[Pool], sample: &[&Piece], memory: &mut Memory) -> Option<(Pool, f32, f32)> {
    // On a clean page what stands there is what is meant; to look for more would change little and take long.
    let clean: f32 = sample
        .iter()
        .map(|piece| {
            let itself = memory.as_read(model, &piece.word);
            itself.channel + itself.log_prob(model) + case_log_prob(model, itself, piece)
        })
        .sum();
    /// By how many nats a pool must explain the sample worse than a milder one for the rest to be passed over. With 0 the
    /// heavily damaged pages 0450 and after ended at 12.7 % of wrong words, with 5 at 11.1, with 20 at 10.4 as without it.
    const SLACK: f32 = 20.0;
    /// What a word or two that were misread gain, in nats, however large the sample: one strange name gains as much in a
    /// short text. Of 124 readings by an engine that knows Swedish one was repaired otherwise without this, and wrongly
    /// (`flytbrygga`), and so were two clean documents (`snickra`, `kallgarage`).
    const GAIN: f32 = 10.0;
    let size = sample.len() as f32 / 300.0;
    let score = |(pool, explained): (Pool, f32)| explained - pool.prior() * size.max(0.5);
    let mut best: Option<(Pool, f32)> = None;
    let mut idle = false;
    for &pool in pools.iter().filter(|_| !sample.is_empty()) {
        // Where a milder pool finds hardly a word to mend, a worse one only finds names that it likes otherwise.
        if idle && pool.is_heavy() {
            continue;
        }
        let explained = sample.iter().map(|piece| best_alone(model, pool, piece, memory)).sum();
        idle = explained - clean < GAIN;
        let ahead = best.is_none_or(|best| score((pool, explained)) > score(best));
        // The pools stand in the order of the damage, and past the page's own each explains it worse than the one before,
        // and takes longer. A profile has no place in that order.
        let past = best.is_some_and(|best| score(best) - score((pool, explained)) > SLACK);
        if ahead {
            best = Some((pool, explained));
        } else if past && pools.last() != Some(&Pool::Profile) {
            break;
        }
    }
    best.map(|(pool, best)| (pool, clean, best))
}

/// Sets aside the blocks in which hardly any word is one: no channel leads from there to a text, and to look for
/// one would take long and find something false. Returns the places of their words.
pub(crate) fn leave_noise(pieces: &mut [Piece]) -> Vec<usize> {
    /// Of a page without a single å, ä or ö, heavily damaged, three words in five are still known.
    const KNOWN_PERCENT: usize = 15;
    const LEAST: usize = 30;
    let mut held: Vec<(usize, usize)> = Vec::new();
    for piece in pieces.iter().filter(|piece| !piece.fixed && piece.word.letters > 1) {
        if held.len() <= piece.block {
            held.resize(piece.block + 1, (0, 0));
        }
        held[piece.block].0 += 1;
        held[piece.block].1 += usize::from(piece.word.id.is_some());
    }
    let noise = |block: usize| {
        held.get(block).is_some_and(|&(all, known)| all >= LEAST && known * 100 < all * KNOWN_PERCENT)
    };
    let left: Vec<usize> =
        (0..pieces.len()).filter(|&at| !pieces[at].fixed && noise(pieces[at].block)).collect();
    for &at in &left {
        pieces[at].fixed = true;
    }
    left
}

/// The log probability of a piece under a pool, its neighbours aside.
fn best_alone(model: &Model, pool: Pool, piece: &Piece, memory: &mut Memory) -> f32 {
    memory
        .candidates(model, pool, &piece.word)
        .iter()
        .map(|candidate| {
            candidate.channel + candidate.log_prob(model) + case_log_prob(model, candidate, piece)
        })
        .fold(f32::NEG_INFINITY, f32::max)
}
