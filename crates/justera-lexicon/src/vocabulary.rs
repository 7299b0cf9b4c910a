//! The vocabulary: a finite-state transducer from words to their numbers, laid out to be walked letter by letter.
//!
//! It is the minimal transducer that `fst` builds (Mihov and Maurel 2001), with a letter where `fst` has the bytes of
//! one, and with nodes of one size that say in one number which letters go on. A channel asks every node for some
//! forty letters of which the node has two: that is what this layout makes cheap.
//!
//! The numbers are little-endian and unaligned. A node is 12 bytes: the letters that go on as bits by their code (8),
//! where its edges begin (4). Bit 0, the code of a word's border, says that a word may end here. An edge is 6 bytes:
//! the node it leads to (3) and what it adds to the number (3). Edges stand in the order of their letters' codes.

use crate::letters::{BORDER, letter, small_code};

pub(crate) const NODE: usize = 12;
pub(crate) const EDGE: usize = 6;
/// Nodes and numbers are kept in three bytes.
const MOST: usize = 1 << 24;

/// A place in the vocabulary: all words that begin alike.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    letters: u64,
    edges: u32,
}

impl Node {
    /// Whether a word may end here.
    pub fn is_final(self) -> bool {
        self.has(BORDER)
    }

    /// Whether a word goes on with the letter of this [`crate::code`], which is below 64.
    #[inline]
    pub fn has(self, code: u8) -> bool {
        self.letters >> code & 1 != 0
    }
}

/// The words, in small letters, and their numbers.
#[derive(Clone, Copy)]
pub struct Vocabulary {
    nodes: &'static [u8],
    edges: &'static [u8],
}

impl Vocabulary {
    /// A vocabulary over what [`lay_out`] wrote.
    pub(crate) fn new(nodes: &'static [u8], edges: &'static [u8]) -> Self {
        Vocabulary { nodes, edges }
    }

    /// Whether all letters of `word`, which must be in small letters, are in the alphabet.
    pub fn can_hold(word: &str) -> bool {
        word.chars().all(|letter| small_code(letter).is_some())
    }

    /// Where all words begin.
    pub fn root(&self) -> Node {
        self.node(0).unwrap_or(Node { letters: 0, edges: 0 })
    }

    fn node(&self, at: usize) -> Option<Node> {
        let bytes = self.nodes.get(at * NODE..(at + 1) * NODE)?;
        let (letters, edges) = bytes.split_at(8);
        Some(Node {
            letters: u64::from_le_bytes(letters.try_into().ok()?),
            edges: u32::from_le_bytes(edges.try_into().ok()?),
        })
    }

    /// The node after one more letter, and what the letter adds to the number of the word.
    #[inline]
    pub fn step(&self, node: Node, code: u8) -> Option<(Node, u32)> {
        if !node.has(code) {
            return None;
        }
        let before = node.letters & ((1 << code) - 1) & !1;
        let at = (node.edges as usize + before.count_ones() as usize) * EDGE;
        let edge: &[u8; EDGE] = self.edges.get(at..at + EDGE)?.try_into().ok()?;
        let [a, b, c, x, y, z] = *edge;
        let next = self.node(u32::from_le_bytes([a, b, c, 0]) as usize)?;
        Some((next, u32::from_le_bytes([x, y, z, 0])))
    }

    /// All letters that go on from here, in the order of their codes, as [`Vocabulary::step`] gives each.
    pub fn steps(&self, node: Node) -> impl Iterator<Item = (char, Node, u32)> + '_ {
        (BORDER + 1..64).filter_map(move |code| {
            let (next, output) = self.step(node, code)?;
            Some((letter(code)?, next, output))
        })
    }

    /// The number of `word`, which must be in small letters.
    pub fn get(&self, word: &str) -> Option<u32> {
        let mut here = self.root();
        let mut number = 0;
        for letter in word.chars() {
            let (next, output) = self.step(here, small_code(letter)?)?;
            number = output.wrapping_add(number);
            here = next;
        }
        here.is_final().then_some(number)
    }

    /// All words with their numbers, in no order that means anything.
    pub fn words(&self) -> impl Iterator<Item = (String, u32)> + '_ {
        let mut open = vec![(String::new(), self.root(), 0)];
        std::iter::from_fn(move || {
            loop {
                let (word, node, number) = open.pop()?;
                open.extend(self.steps(node).map(|(letter, next, output)| {
                    let mut longer = word.clone();
                    longer.push(letter);
                    (longer, next, number + output)
                }));
                if node.is_final() {
                    return Some((word, number));
                }
            }
        })
    }
}

/// A vocabulary that cannot be laid out.
#[derive(Debug, thiserror::Error)]
pub enum VocabularyError {
    /// The words are not in the order of their bytes.
    #[error("the vocabulary cannot be written: {0}")]
    Order(#[from] fst::Error),
    /// A word has a letter that no code stands for.
    #[error("the word {0:?} has a letter outside the alphabet of the model; leave it out")]
    Letter(String),
    /// There are too many words.
    #[error(
        "the vocabulary would have {0} nodes or words, and at most {MOST} can be numbered; leave out rare words"
    )]
    Size(usize),
}

/// The nodes and the edges of the words, which must be in the order of their bytes; a word's number is its place.
///
/// Nodes near the root, which every walk meets, stand beside each other.
///
/// # Errors
/// When a word cannot be written, see [`VocabularyError`].
pub(crate) fn lay_out<'a>(
    words: impl Iterator<Item = &'a str>,
) -> Result<(Vec<u8>, Vec<u8>), VocabularyError> {
    let mut minimal = fst::MapBuilder::memory();
    let mut count = 0;
    for word in words {
        if !Vocabulary::can_hold(word) {
            return Err(VocabularyError::Letter(word.to_owned()));
        }
        minimal.insert(word, count as u64)?;
        count += 1;
    }
    let minimal = minimal.into_map();
    let minimal = minimal.as_fst();
    // The places of the fst's nodes, in the order in which they are met breadth first.
    let mut order = vec![minimal.root().addr()];
    let mut numbers = std::collections::HashMap::from([(order[0], 0_usize)]);
    let (mut nodes, mut edges) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(&addr) = order.get(at) {
        at += 1;
        let node = minimal.node(addr);
        let mut onward = letters_of(minimal, &node);
        onward.sort_by_key(|&(code, ..)| code);
        // Numbers that follow the order of the words lie on the edges alone.
        debug_assert!(!node.is_final() || node.final_output().is_zero(), "a number at the end of a word");
        let finals = u64::from(node.is_final());
        let letters = onward.iter().fold(finals, |letters, &(code, ..)| letters | 1 << code);
        nodes.extend_from_slice(&letters.to_le_bytes());
        nodes.extend_from_slice(&((edges.len() / EDGE) as u32).to_le_bytes());
        for (_, next, output) in onward {
            let number = *numbers.entry(next).or_insert_with(|| {
                order.push(next);
                order.len() - 1
            });
            edges.extend_from_slice(&(number as u32).to_le_bytes()[..3]);
            edges.extend_from_slice(&(output as u32).to_le_bytes()[..3]);
        }
    }
    match order.len().max(count) {
        size if size > MOST => Err(VocabularyError::Size(size)),
        _ => Ok((nodes, edges)),
    }
}

/// The letters that go on from a node of the fst, each by its code, with the node after it and what it adds.
fn letters_of(fst: &fst::raw::Fst<Vec<u8>>, node: &fst::raw::Node<'_>) -> Vec<(u8, usize, u64)> {
    let mut found = Vec::new();
    let mut open: Vec<(Vec<u8>, usize, u64)> = vec![(Vec::new(), node.addr(), 0)];
    while let Some((bytes, addr, output)) = open.pop() {
        for transition in fst.node(addr).transitions() {
            let mut bytes = bytes.clone();
            bytes.push(transition.inp);
            let output = output + transition.out.value();
            match std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
                Some(letter) => found.extend(small_code(letter).map(|code| (code, transition.addr, output))),
                None => open.push((bytes, transition.addr, output)),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let (nodes, edges) = lay_out(words.iter().copied()).unwrap();
        Vocabulary::new(nodes.leak(), edges.leak())
    }

    #[test]
    fn every_word_has_its_place_as_its_number() {
        let words = ["allé", "alléer", "bo", "by", "byn", "åby", "ö"];
        let held = vocabulary(&words);
        for (at, word) in words.iter().enumerate() {
            assert_eq!(held.get(word), Some(at as u32), "{word}");
        }
        for word in ["", "a", "all", "alle", "byns", "Bo", "b6"] {
            assert_eq!(held.get(word), None, "{word}");
        }
        let mut all: Vec<(String, u32)> = held.words().collect();
        all.sort();
        let expected: Vec<(String, u32)> = (0..).zip(words).map(|(at, word)| (word.to_owned(), at)).collect();
        assert_eq!(all, expected);
    }

    #[test]
    fn words_that_cannot_be_walked_are_refused() {
        assert!(matches!(lay_out(["b", "a"].into_iter()), Err(VocabularyError::Order(_))));
        assert!(matches!(lay_out(["ﬁn"].into_iter()), Err(VocabularyError::Letter(_))));
    }

    #[test]
    fn a_damaged_vocabulary_has_no_words() {
        let (nodes, edges) = lay_out(["bo", "by"].into_iter()).unwrap();
        let cut = Vocabulary::new(nodes[..13].to_vec().leak(), edges[..2].to_vec().leak());
        assert_eq!(cut.get("bo"), None);
        assert_eq!(cut.words().count(), 0);
    }
}
