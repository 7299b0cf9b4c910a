//! Writing what [`crate::Model`] reads.

use std::collections::BTreeMap;

use crate::context;
use crate::format::{MAGIC, SECTIONS, SPECIAL_ROWS, key, pack, place};
use crate::letters::{BORDER, ORDER, code};
use crate::token::History;
use crate::vocabulary::{VocabularyError, lay_out};

/// One word of the vocabulary, as counted.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// How often it was seen, pseudo-counts included.
    pub count: f64,
    /// How often in small letters, with a Capital and in CAPS; all zero is read as small.
    pub cases: [f64; 3],
    /// What kind of word it is, see [`crate::Flags`].
    pub flags: u8,
    /// How much it weighs in the letter model; 0 keeps it out.
    pub spelling_weight: f64,
}

/// Everything that goes into a model. Maps are ordered, so that the same counts give the same bytes.
#[derive(Debug, Default)]
pub struct Counts {
    /// The words, in small letters.
    pub words: BTreeMap<String, Entry>,
    /// How often the second stood after the first; both by their place in `words`.
    pub bigrams: BTreeMap<(History, u32), u64>,
    /// How often each history stood before any word at all.
    pub histories: BTreeMap<History, u64>,
    /// The weights that tell rivals apart, see [`crate::context`]: a power of two, or none.
    pub context: Vec<f32>,
    /// Letter runs of four and more that weigh less than this are left out.
    pub least_letters: f64,
}

/// The bytes of the model.
///
/// # Errors
/// When a word has a letter that no code stands for, or there are too many words.
pub fn model(counts: &Counts) -> Result<Vec<u8>, VocabularyError> {
    let total: f64 = counts.words.values().map(|entry| entry.count).sum();
    let mut sections: BTreeMap<&str, Vec<u8>> = SECTIONS.iter().map(|&name| (name, Vec::new())).collect();
    let mut put = |name: &str, bytes: &[u8]| {
        if let Some(section) = sections.get_mut(name) {
            section.extend_from_slice(bytes);
        }
    };
    for entry in counts.words.values() {
        put("unigram", &[pack((entry.count / total).ln())]);
        let seen: f64 = entry.cases.iter().sum();
        // Half a count each is laid beside what was seen, so that no case is impossible.
        let case = |at: usize| {
            let seen_so = if seen > 0.0 { entry.cases[at] } else { f64::from(u8::from(at == 0)) };
            pack(((seen_so + [0.1, 0.5, 0.1][at]) / (seen.max(1.0) + 0.7)).ln())
        };
        put("case", &[case(0), case(1), case(2)]);
        put("flags", &[entry.flags]);
    }
    let (nodes, edges) = lay_out(counts.words.keys().map(String::as_str))?;
    put("nodes", &nodes);
    put("edges", &edges);
    rows(counts, total, &mut put);
    letters(counts, &mut put);
    for &weight in &counts.context {
        put("context", &[context::pack_weight(weight)]);
    }

    let mut bytes = MAGIC.to_vec();
    for name in SECTIONS {
        bytes.extend_from_slice(&(sections[name].len() as u64).to_le_bytes());
    }
    for name in SECTIONS {
        bytes.extend_from_slice(&sections[name]);
    }
    Ok(bytes)
}

/// The bigram rows: absolute discounting by 0.75 (Ney, Essen and Kneser 1994),
/// what is taken off, and what pruning took off, goes to the unigram.
fn rows(counts: &Counts, total: f64, put: &mut impl FnMut(&str, &[u8])) {
    const DISCOUNT: f64 = 0.75;
    let words: Vec<f64> = counts.words.values().map(|entry| entry.count / total).collect();
    let mut kept: BTreeMap<usize, Vec<(u32, u64)>> = BTreeMap::new();
    let row = |history: History| history.row(words.len());
    for (&(history, word), &count) in &counts.bigrams {
        kept.entry(row(history)).or_default().push((word, count));
    }
    let seen: BTreeMap<usize, u64> =
        counts.histories.iter().map(|(&history, &count)| (row(history), count)).collect();
    let mut at: u32 = 0;
    for index in 0..words.len() + SPECIAL_ROWS {
        put("row-start", &at.to_le_bytes());
        let Some(row) = kept.get(&index) else {
            put("row-backoff", &[0]);
            continue;
        };
        let all =
            seen.get(&index).copied().unwrap_or(0).max(row.iter().map(|&(_, count)| count).sum()) as f64;
        let taken: f64 = row.iter().map(|&(_, count)| count as f64 - DISCOUNT).sum();
        let left = (1.0 - taken / all).max(1e-4);
        put("row-backoff", &[pack(left.ln())]);
        for &(word, count) in row {
            put("row-word", &word.to_le_bytes()[..3]);
            let prob = (count as f64 - DISCOUNT) / all + left * words[word as usize];
            put("row-prob", &[pack(prob.ln())]);
            at += 1;
        }
    }
    put("row-start", &at.to_le_bytes());
}

/// The letter model: interpolated Witten-Bell over the types.
fn letters(counts: &Counts, put: &mut impl FnMut(&str, &[u8])) {
    let mut runs: BTreeMap<Vec<u8>, f64> = BTreeMap::new();
    for (word, entry) in counts.words.iter().filter(|(_, entry)| entry.spelling_weight > 0.0) {
        let mut codes = vec![BORDER];
        codes.extend(word.chars().map(code));
        codes.push(BORDER);
        for end in 1..codes.len() {
            for start in (end + 1).saturating_sub(ORDER)..=end {
                *runs.entry(codes[start..=end].to_vec()).or_default() += entry.spelling_weight;
            }
        }
    }
    runs.retain(|run, weight| run.len() < 4 || *weight >= counts.least_letters);
    // Per context: the weight and the number of the letters that follow it.
    let mut contexts: BTreeMap<&[u8], (f64, f64)> = BTreeMap::new();
    for (run, weight) in &runs {
        let context = contexts.entry(&run[..run.len() - 1]).or_default();
        context.0 += weight;
        context.1 += 1.0;
    }
    let mut probs: BTreeMap<&[u8], f64> = BTreeMap::new();
    let mut by_length: Vec<(&Vec<u8>, f64)> = runs.iter().map(|(run, &weight)| (run, weight)).collect();
    by_length.sort_by_key(|(run, _)| run.len());
    for (run, weight) in by_length {
        let (all, kinds) = contexts[&run[..run.len() - 1]];
        let lower = if run.len() == 1 { 1.0 / 64.0 } else { probs.get(&run[1..]).copied().unwrap_or(1e-5) };
        probs.insert(run, (weight + kinds * lower) / (all + kinds));
    }
    // A context may itself never have been a run (the border at the start); it still has a weight to give up.
    let mut keys: BTreeMap<&[u8], (Option<f64>, Option<f64>)> = BTreeMap::new();
    for (run, prob) in &probs {
        keys.entry(run).or_default().0 = Some(prob.ln());
    }
    for (context, (all, kinds)) in &contexts {
        if !context.is_empty() {
            keys.entry(context).or_default().1 = Some((kinds / (all + kinds)).ln());
        }
    }
    // Two slots of three are taken: most runs that are asked for are not there, and a fuller table would be searched long
    // to learn so.
    let slots = (keys.len() * 3 / 2).max(1);
    let mut table = vec![(0u32, 0u8, 0u8); slots];
    for (run, (prob, backoff)) in keys {
        let (key, spread) = key(run);
        let mut slot = place(spread, slots);
        while table[slot].0 != 0 {
            slot = (slot + 1) % slots;
        }
        table[slot] = (key, prob.map_or(200, pack), backoff.map_or(0, pack));
    }
    for (key, prob, backoff) in table {
        put("letters", &key.to_le_bytes());
        put("letters", &[prob, backoff]);
    }
}
