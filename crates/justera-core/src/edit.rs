//! What was mended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::markup::marks;
use crate::source::lines;
use crate::span::{Raw, Span, Tidy};

/// What kind of fault an edit mends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EditKind {
    /// å, ä or ö lost its marks or was garbled: `for`, `6ppnande`.
    LostDiacritic,
    /// A letter was taken for another: `rn` for `m`.
    Confusion,
    /// One word was cut in two: `Skogschefs nätverket`.
    Split,
    /// The space between two words was lost: `irapporten`.
    Joined,
    /// The name of a person or a place, moved to a form attested in the same document.
    Name,
    /// A word moved to the form that stands whole elsewhere in the document.
    DocumentForm,
    /// Letters written with other characters: decomposed letters, ligatures, text decoded twice.
    Unicode,
    /// A mark that is no letter: `|` for I.
    Mark,
    /// A letter in the place of a digit, or the other way round.
    Digit,
}

/// Whether an edit was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Trust {
    /// It was made.
    Applied,
    /// It was not made, but is likely enough to be looked at.
    Suggested,
}

/// One change to the source, made or suggested.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Where in the source.
    pub at: Span<Raw>,
    /// What stands there.
    pub from: String,
    /// What should stand there.
    pub to: String,
    /// What kind of fault it mends.
    pub kind: EditKind,
    /// Whether it was made.
    pub trust: Trust,
    /// Why: what was seen, in words.
    pub evidence: String,
    /// How likely it is right, 0 to 1.
    pub probability: f32,
}

/// Where a part lies in the source and in the text.
type Move = (Span<Raw>, Span<Tidy>);

/// The text after the edits that were made, and the way back.
///
/// There are two texts: what is [`written`](Repaired::written) for people, with its markup, and the [`text`](Repaired::text)
/// in which structure is looked for, without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    /// None where it is the text.
    written: Option<String>,
    text: String,
    /// All edits, in the order of the source; those that were made do not overlap.
    edits: Vec<Edit>,
    /// For each part of the text that differs from the source.
    moves: Vec<Move>,
    lines: Vec<Span<Tidy>>,
}

impl Repaired {
    /// Makes those of `edits` that are [`Trust::Applied`] in `source`.
    ///
    /// An edit that overlaps an earlier one, or that does not fit the source, becomes a suggestion: nothing is
    /// ever lost by it.
    pub fn new(source: &str, mut edits: Vec<Edit>) -> Self {
        edits.sort_by(|a, b| (a.at, &a.to).cmp(&(b.at, &b.to)));
        let mut done = 0;
        for edit in edits.iter_mut().filter(|edit| edit.trust == Trust::Applied) {
            if edit.at.start >= done && source.get(edit.at.range()) == Some(edit.from.as_str()) {
                done = edit.at.end;
            } else {
                edit.trust = Trust::Suggested;
            }
        }
        let made: Vec<(Span<Raw>, &str)> = edits
            .iter()
            .filter(|edit| edit.trust == Trust::Applied)
            .map(|edit| (edit.at, edit.to.as_str()))
            .collect();
        let (mut text, mut moves) = changed(source, &made);
        let mut written = None;
        let marks = marks(source);
        if !marks.is_empty() {
            // Where an edit goes over markup, both are left to the edit.
            let free = |at: &Span<Raw>| {
                let behind = made.partition_point(|(edit, _)| edit.end <= at.start);
                made.get(behind).is_none_or(|(edit, _)| edit.start >= at.end)
            };
            let read = marks.iter().map(|mark| (Span::new(mark.at.start, mark.at.end), mark.read));
            let mut changes: Vec<(Span<Raw>, &str)> = read.filter(|(at, _)| free(at)).collect();
            changes.extend(&made);
            changes.sort_by_key(|(at, _)| *at);
            written = Some(text);
            (text, moves) = changed(source, &changes);
        }
        let lines = lines(&text).into_iter().map(|line| Span::new(line.start, line.end)).collect();
        Repaired { written, text, edits, moves, lines }
    }

    /// The repaired text as it is written: the source with the edits that were made.
    pub fn written(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.text)
    }

    /// The lines of what is [`written`](Repaired::written), without their ends: as many as the source has.
    pub fn written_lines(&self) -> Vec<&str> {
        lines(self.written()).into_iter().map(|line| line.of(self.written())).collect()
    }

    /// The repaired text as it is read for its structure, without markup, see `markup`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All edits, in the order of the source.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The lines of the text, without their ends.
    pub fn lines(&self) -> &[Span<Tidy>] {
        &self.lines
    }

    /// Where `span` of the text lies in the source. A span that cuts an edit takes all of it.
    pub fn raw(&self, span: Span<Tidy>) -> Span<Raw> {
        let (start, end) = (self.raw_start(span.start), self.raw_end(span.end));
        Span::new(start, end.max(start))
    }

    /// The offset in the text of an offset in the source; inside an edit, the edit's end.
    pub fn tidy_offset(&self, at: usize) -> usize {
        let before = self.moves.partition_point(|(raw, _)| raw.start < at);
        match before.checked_sub(1).and_then(|index| self.moves.get(index)) {
            None => at,
            Some((raw, tidy)) => tidy.end + at.saturating_sub(raw.end),
        }
    }

    /// The offset in the source of the first byte of a span.
    fn raw_start(&self, at: usize) -> usize {
        match self.moves[..self.moves.partition_point(|(_, tidy)| tidy.start <= at)].last() {
            None => at,
            Some((raw, tidy)) if at < tidy.end => raw.start,
            Some((raw, tidy)) => raw.end + (at - tidy.end),
        }
    }

    /// The offset in the source of the byte after the last of a span; what is left out behind it is no part of it.
    fn raw_end(&self, at: usize) -> usize {
        match self.moves[..self.moves.partition_point(|(_, tidy)| tidy.start < at)].last() {
            None => at,
            Some((raw, tidy)) => raw.end + at.saturating_sub(tidy.end),
        }
    }

    /// The source again: every edit that was made, taken back.
    pub fn undo(&self) -> String {
        // The edits were made in this very text: they can be taken back.
        take_back(self.written(), &self.edits).unwrap_or_default()
    }
}

/// `source` with some of its spans, in their order, read otherwise, and where each of them lies in both texts.
fn changed(source: &str, changes: &[(Span<Raw>, &str)]) -> (String, Vec<Move>) {
    let mut text = String::with_capacity(source.len());
    let mut moves = Vec::new();
    let mut done = 0;
    for &(at, to) in changes {
        text.push_str(&source[done..at.start]);
        let start = text.len();
        text.push_str(to);
        moves.push((at, Span::new(start, text.len())));
        done = at.end;
    }
    text.push_str(&source[done..]);
    (text, moves)
}

/// The source of a repaired text: the edits of its ledger that were made, taken back.
///
/// `None` when the edits were not made in this text.
pub fn take_back(repaired: &str, edits: &[Edit]) -> Option<String> {
    let mut source = String::with_capacity(repaired.len());
    let mut done = 0usize;
    for edit in edits.iter().filter(|edit| edit.trust == Trust::Applied) {
        // What stands between two edits is the same in both texts, byte for byte.
        let between = edit.at.start.checked_sub(source.len())?;
        source.push_str(repaired.get(done..done.checked_add(between)?)?);
        done += between;
        repaired.get(done..)?.strip_prefix(edit.to.as_str())?;
        source.push_str(&edit.from);
        done += edit.to.len();
    }
    source.push_str(repaired.get(done..)?);
    Some(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, from: &str, to: &str) -> Edit {
        Edit {
            at: Span::new(start, start + from.len()),
            from: from.into(),
            to: to.into(),
            kind: EditKind::LostDiacritic,
            trust: Trust::Applied,
            evidence: String::new(),
            probability: 1.0,
        }
    }

    #[test]
    fn edits_are_made_and_taken_back() {
        let source = "Motet oppnades for ar 2020";
        let repaired = Repaired::new(
            source,
            vec![edit(15, "for", "för"), edit(0, "Motet", "Mötet"), edit(19, "ar", "år")],
        );
        assert_eq!(repaired.text(), "Mötet oppnades för år 2020");
        assert_eq!(repaired.undo(), source);
        let at = repaired.text().find("år").unwrap();
        assert_eq!(repaired.raw(Span::new(at, at + 3)), Span::new(19, 21));
        let year = repaired.text().find("2020").unwrap();
        assert_eq!(repaired.raw(Span::new(year, year + 4)).of(source), "2020");
    }

    #[test]
    fn markup_is_written_and_not_read() {
        let source = "<b>Motet</b>\n<table><tr><td>for</td><td>ar</td></tr></table>";
        let at = source.find("for").unwrap();
        let repaired = Repaired::new(source, vec![edit(3, "Motet", "Mötet"), edit(at, "for", "för")]);
        assert_eq!(repaired.written(), "<b>Mötet</b>\n<table><tr><td>för</td><td>ar</td></tr></table>");
        assert_eq!(repaired.written_lines().len(), 2);
        assert_eq!(repaired.text(), "**Mötet**\n\n| för | ar |\n");
        assert_eq!(repaired.undo(), source);
        // Places lead to the words and not to their tags.
        for (read, written) in [("Mötet", "Motet"), ("för", "for"), ("ar", "ar")] {
            let at = repaired.text().find(read).unwrap();
            assert_eq!(repaired.raw(Span::new(at, at + read.len())).of(source), written);
        }
    }

    #[test]
    fn what_does_not_fit_is_not_made() {
        let repaired = Repaired::new("abc", vec![edit(0, "ab", "x"), edit(1, "bc", "y"), edit(0, "q", "z")]);
        assert_eq!(repaired.text(), "xc");
        assert_eq!(repaired.edits().iter().filter(|e| e.trust == Trust::Applied).count(), 1);
        assert_eq!(repaired.undo(), "abc");
    }
}
