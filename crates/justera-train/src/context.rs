//! Learning which of several words that are alike but for a, å, ä, o and ö stands where.

use std::collections::{BTreeMap, HashMap};

use justera_lexicon::build::Entry;
use justera_lexicon::context::{Neighbour, bare, features, slot};
use justera_lexicon::token::{History, after, pieces};
use justera_lexicon::{Flags, Model};
use unicode_normalization::UnicodeNormalization;

use crate::text::word;

/// Words that were seen less often are no rivals: too little is known of where they stand.
const LEAST: f64 = 15.0;

/// Marks the words of running text that have rivals in it, see [`bare`].
pub(crate) fn mark_rivals(entries: &mut BTreeMap<String, Entry>) {
    let rivals = |(word, entry): (&String, &Entry)| {
        (entry.count >= LEAST && entry.flags & Flags::RUNNING.0 != 0).then(|| word.clone())
    };
    for word in
        groups(entries.iter().filter_map(rivals)).into_values().filter(|group| group.len() > 1).flatten()
    {
        if let Some(entry) = entries.get_mut(&word) {
            entry.flags |= Flags::RIVAL.0;
        }
    }
}

/// Words by what rivals have in common.
fn groups(words: impl Iterator<Item = String>) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for word in words {
        groups.entry(bare(&word)).or_default().push(word);
    }
    groups
}

/// A rival as it stands in a text.
struct Place {
    /// Where it stands in the row of neighbours.
    at: usize,
    id: u32,
    /// What stands before it, for the pairs of words.
    history: History,
    /// The word after it, where no mark stands between.
    next: Option<u32>,
}

/// How well rivals are told apart, by the pairs of words alone and with the context.
#[derive(Default)]
pub(crate) struct Measured {
    pub(crate) places: u32,
    /// The sums of the log losses, in nats.
    pub(crate) losses: [f64; 2],
    /// How often another rival was likelier.
    pub(crate) wrong: [u32; 2],
}

impl Measured {
    fn add(&mut self, shares: [&[f32]; 2], right: usize) {
        self.places += 1;
        for (by, shares) in shares.into_iter().enumerate() {
            self.losses[by] -= f64::from(shares[right].max(1e-9).ln());
            self.wrong[by] += u32::from(shares.iter().any(|&share| share > shares[right]));
        }
    }
}

/// Learns the weights, one document after the other.
pub(crate) struct Teacher<'a> {
    model: &'a Model,
    rivals: HashMap<u32, Vec<u32>>,
    weights: Vec<f32>,
    /// The sums of the squared slopes of each weight (AdaGrad, Duchi, Hazan and Singer 2011).
    slopes: Vec<f32>,
    /// How well the paragraphs do that are kept for measuring.
    pub(crate) measured: Measured,
}

impl<'a> Teacher<'a> {
    /// `size` is the number of weights, a power of two.
    pub(crate) fn new(
        model: &'a Model,
        entries: &BTreeMap<String, Entry>,
        ids: &HashMap<&str, u32>,
        size: usize,
    ) -> Self {
        let marked =
            |(word, entry): (&String, &Entry)| (entry.flags & Flags::RIVAL.0 != 0).then(|| word.clone());
        let mut rivals = HashMap::new();
        for group in groups(entries.iter().filter_map(marked)).into_values() {
            let ids: Vec<u32> = group.iter().filter_map(|word| ids.get(word.as_str()).copied()).collect();
            for &id in &ids {
                rivals.insert(id, ids.clone());
            }
        }
        Teacher {
            model,
            rivals,
            weights: vec![0.0; size],
            slopes: vec![1.0; size],
            measured: Measured::default(),
        }
    }

    /// Reads a paragraph, to learn from it or to measure what was learned.
    pub(crate) fn read(&mut self, line: &str, ids: &HashMap<&str, u32>, learn: bool) {
        let (row, places) = self.row(line, ids);
        for place in &places {
            self.step(&row, place, learn);
        }
    }

    pub(crate) fn into_weights(self) -> Vec<f32> {
        self.weights
    }

    /// The words and marks of a paragraph, and the rivals among them.
    fn row(&self, line: &str, ids: &HashMap<&str, u32>) -> (Vec<Neighbour>, Vec<Place>) {
        let line: String = line.nfc().collect();
        let mut row = vec![];
        let mut places: Vec<Place> = vec![];
        let mut history = History::Start;
        for chunk in line.split_whitespace() {
            for (nth, range) in pieces(chunk).enumerate() {
                let piece = &chunk[range];
                if nth > 0 {
                    history = History::Other;
                }
                row.extend(Neighbour::mark(history));
                let small = word(piece);
                let id = small.as_deref().and_then(|small| ids.get(small).copied());
                if let (History::Word(_), Some(last), Some(id)) = (history, places.last_mut(), id)
                    && last.at + 1 == row.len()
                {
                    last.next = Some(id);
                }
                if let Some(id) = id.filter(|id| self.rivals.contains_key(id)) {
                    places.push(Place { at: row.len(), id, history, next: None });
                }
                row.push(Neighbour::piece(piece, id));
                history = match id {
                    Some(id) => History::Word(id),
                    None if piece.chars().all(|c| c.is_ascii_digit()) => History::Number,
                    None => History::Other,
                };
            }
            history = after(chunk, history);
        }
        (row, places)
    }

    fn step(&mut self, row: &[Neighbour], place: &Place, learn: bool) {
        /// The length of the first steps.
        const RATE: f32 = 0.3;
        let group = &self.rivals[&place.id];
        let features: Vec<u64> = features(row, place.at).collect();
        let size = self.weights.len();
        let by_pairs = |&id: &u32| {
            let next = place.next.map_or(0.0, |next| self.model.log_prob_after(History::Word(id), next));
            self.model.log_prob_after(place.history, id) + next
        };
        let pairs: Vec<f32> = group.iter().map(by_pairs).collect();
        let together: Vec<f32> = group
            .iter()
            .zip(&pairs)
            .map(|(&id, pairs)| {
                pairs + features.iter().map(|&f| self.weights[slot(f, id, size)]).sum::<f32>()
            })
            .collect();
        let Some(right) = group.iter().position(|&id| id == place.id) else { return };
        let [before, shares] = [pairs, together].map(shares);
        if !learn {
            self.measured.add([&before, &shares], right);
            return;
        }
        // What is sure already teaches nothing.
        if shares[right] > 0.999 {
            return;
        }
        for (at, (&id, share)) in group.iter().zip(&shares).enumerate() {
            let slope = share - if at == right { 1.0 } else { 0.0 };
            for &feature in &features {
                let slot = slot(feature, id, size);
                self.slopes[slot] += slope * slope;
                self.weights[slot] -= RATE * slope / self.slopes[slot].sqrt();
            }
        }
    }
}

/// Probabilities from logarithms that are off by the same number.
fn shares(logs: Vec<f32>) -> Vec<f32> {
    let most = logs.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let parts: Vec<f32> = logs.iter().map(|log| (log - most).exp()).collect();
    let sum: f32 = parts.iter().sum();
    parts.into_iter().map(|part| part / sum).collect()
}
