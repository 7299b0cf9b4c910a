//! Aligns two sequences as Python's `difflib.SequenceMatcher(None, a, b, autojunk=False)` does.
//!
//! The blocks it finds are not the fewest edits but the longest common run, then the longest to the
//! left and to the right of it. Another algorithm would give other figures, so this is a port.

use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of `a` and the stretch of `b` that answers to it; at most one of the two is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opcode {
    /// Whether the two stretches are the same, word for word.
    pub(crate) equal: bool,
    pub(crate) a: Range<usize>,
    pub(crate) b: Range<usize>,
}

/// Which stretches of `a` and `b` are equal, and which stand in place of which; in order, without gaps.
pub(crate) fn opcodes<T: Ord>(a: &[T], b: &[T]) -> Vec<Opcode> {
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for block in matching_blocks(a, b) {
        if i < block.a || j < block.b {
            out.push(Opcode { equal: false, a: i..block.a, b: j..block.b });
        }
        (i, j) = (block.a + block.size, block.b + block.size);
        if block.size > 0 {
            out.push(Opcode { equal: true, a: block.a..i, b: block.b..j });
        }
    }
    out
}

/// `size` words from `a` on in the one sequence and from `b` on in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Block {
    a: usize,
    b: usize,
    size: usize,
}

/// Equal blocks in order, neighbours joined; the last one is empty and stands at both ends.
fn matching_blocks<T: Ord>(a: &[T], b: &[T]) -> Vec<Block> {
    let places = places(a, b);
    let mut found = Vec::new();
    // A stack of its own instead of recursion: two texts without a common order go as deep as they
    // are long.
    let mut open = vec![(0..a.len(), 0..b.len())];
    while let Some((in_a, in_b)) = open.pop() {
        let Some(block) = longest(&places, &in_a, &in_b) else { continue };
        if in_a.start < block.a && in_b.start < block.b {
            open.push((in_a.start..block.a, in_b.start..block.b));
        }
        let (end_a, end_b) = (block.a + block.size, block.b + block.size);
        if end_a < in_a.end && end_b < in_b.end {
            open.push((end_a..in_a.end, end_b..in_b.end));
        }
        found.push(block);
    }
    found.sort_unstable();

    let mut joined: Vec<Block> = Vec::with_capacity(found.len() + 1);
    for block in found {
        match joined.last_mut() {
            Some(last) if last.a + last.size == block.a && last.b + last.size == block.b => {
                last.size += block.size;
            }
            _ => joined.push(block),
        }
    }
    joined.push(Block { a: a.len(), b: b.len(), size: 0 });
    joined
}

/// For each word of `a`, where it stands in `b` (difflib's `b2j`, looked up once instead of at each
/// visit). Words share their list, so the memory is that of the two texts.
struct Places {
    /// The list of each word of `a`; `None` when `b` lacks the word.
    of_a: Vec<Option<usize>>,
    /// Places in `b`, ascending, a list for each different word of `b`.
    lists: Vec<Vec<usize>>,
}

fn places<T: Ord>(a: &[T], b: &[T]) -> Places {
    let mut ids: BTreeMap<&T, usize> = BTreeMap::new();
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for (j, word) in b.iter().enumerate() {
        let id = *ids.entry(word).or_insert(lists.len());
        if id == lists.len() {
            lists.push(Vec::new());
        }
        lists[id].push(j);
    }
    let of_a = a.iter().map(|word| ids.get(word).copied()).collect();
    Places { of_a, lists }
}

/// The longest common run within the two stretches; of several the one that starts first in `a`, then
/// in `b`.
///
/// difflib afterwards lengthens the run by equal words on both sides. That only finds something when
/// words were set aside as junk or as too frequent; here none are, so a run is as long as it can be.
fn longest(places: &Places, in_a: &Range<usize>, in_b: &Range<usize>) -> Option<Block> {
    let mut best: Option<Block> = None;
    // (place in b, length of the run that ends there) for the word of `a` before this one, and for this
    // one; both ascending by place, so that one pass along the two finds every predecessor.
    let mut before: Vec<(usize, usize)> = Vec::new();
    let mut now: Vec<(usize, usize)> = Vec::new();
    for i in in_a.clone() {
        now.clear();
        if let Some(id) = places.of_a[i] {
            let list = &places.lists[id];
            let first = list.partition_point(|&j| j < in_b.start);
            let mut earlier = before.iter().copied().peekable();
            for &j in list[first..].iter().take_while(|&&j| j < in_b.end) {
                while earlier.next_if(|&(place, _)| place + 1 < j).is_some() {}
                let run = earlier.next_if(|&(place, _)| place + 1 == j).map_or(0, |(_, run)| run);
                let size = run + 1;
                now.push((j, size));
                if best.is_none_or(|best| size > best.size) {
                    best = Some(Block { a: i + 1 - size, b: j + 1 - size, size });
                }
            }
        }
        std::mem::swap(&mut before, &mut now);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Opcodes as difflib prints them: `=` equal, `-` deleted, `+` inserted, `~` replaced.
    fn shown(a: &str, b: &str) -> String {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let code = |op: &Opcode| {
            let sign = match (op.equal, op.a.is_empty(), op.b.is_empty()) {
                (true, ..) => '=',
                (_, true, _) => '+',
                (_, _, true) => '-',
                _ => '~',
            };
            format!("{sign}{}:{},{}:{}", op.a.start, op.a.end, op.b.start, op.b.end)
        };
        opcodes(&a, &b).iter().map(code).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn opcodes_are_those_of_difflib() {
        // The right-hand side is what Python 3.11's difflib answered.
        let rows = [
            ("", "", ""),
            ("abc", "", "-0:3,0:0"),
            ("", "abc", "+0:0,0:3"),
            ("abc", "abc", "=0:3,0:3"),
            ("qabxcd", "abycdf", "-0:1,0:0 =1:3,0:2 ~3:4,2:3 =4:6,3:5 +6:6,5:6"),
            ("abxcd", "cdab", "+0:0,0:2 =0:2,2:4 -2:5,4:4"),
            ("aab", "aaab", "+0:0,0:1 =0:3,1:4"),
        ];
        for (a, b, want) in rows {
            assert_eq!(shown(a, b), want, "{a} {b}");
        }
    }

    #[test]
    fn opcodes_cover_both_sides_without_gaps() {
        let (a, b) = ("den gamla och den unga".as_bytes(), "den unga och den gamle".as_bytes());
        let (mut i, mut j) = (0, 0);
        for op in opcodes(a, b) {
            assert_eq!((op.a.start, op.b.start), (i, j));
            assert_eq!(op.equal, a[op.a.clone()] == b[op.b.clone()]);
            (i, j) = (op.a.end, op.b.end);
        }
        assert_eq!((i, j), (a.len(), b.len()));
    }
}
