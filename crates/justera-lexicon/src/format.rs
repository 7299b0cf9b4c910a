//! The layout of a model file: a magic word, a table of sections, the sections.
//!
//! Numbers are little-endian and need no alignment. Probabilities are kept
//! as a byte: tenths of a nat, 0 to 25.4; 255 stands for "none". The weights of
//! the context are signed, in steps of 0.04 nat.

/// The first eight bytes of every model file; the last is the version.
pub(crate) const MAGIC: &[u8; 8] = b"JUSTERA3";

/// The sections, in the order in which they stand in the file.
pub(crate) const SECTIONS: [&str; 11] = [
    "nodes",
    "edges",
    "unigram",
    "case",
    "flags",
    "row-start",
    "row-backoff",
    "row-word",
    "row-prob",
    "letters",
    "context",
];

/// Rows of the bigram table beyond those of the words, see `History`.
pub(crate) const SPECIAL_ROWS: usize = 4;

/// The bytes of a slot of the table of runs: a key, a probability, a weight left over.
pub(crate) const SLOT: usize = 6;

/// A probability as a byte.
pub(crate) fn pack(log_prob: f64) -> u8 {
    // The cast is in range: the value was clamped.
    (-log_prob * 10.0).round().clamp(0.0, 254.0) as u8
}

/// The natural logarithm that [`pack`] kept.
pub(crate) fn unpack(byte: u8) -> f32 {
    f32::from(byte) * -0.1
}

/// The key of a run of letter codes, of 32 bits, never 0 (0 marks an empty slot).
///
/// FNV-1a with a finishing mix; two different runs share a key about once in
/// 4 billion pairs, which costs one wrong letter probability and no more.
pub(crate) fn key(run: &[u8]) -> (u32, u32) {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ (run.len() as u64);
    for &letter in run {
        hash = (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (((hash >> 32) as u32).max(1), hash as u32)
}

/// Where a run is looked for first in a table of so many slots.
pub(crate) fn place(spread: u32, slots: usize) -> usize {
    // In range: it is below `slots`.
    ((u64::from(spread) * slots as u64) >> 32) as usize
}
