//! The words of a source, as the repair sees them.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::LazyLock;

use justera_core::text::lower;
use justera_core::{Raw, Source, Span};
use justera_lexicon::Model;
use justera_lexicon::token::{History, after, core, pieces};

use crate::candidates::Candidate;
use crate::channel::Pool;
use crate::decode::Memory;
use crate::holes::HOLE;

/// What is known of a form, wherever it stands: asked once for all its places, in this document and the next.
#[derive(Debug)]
pub(crate) struct Word {
    /// As it stands.
    pub(crate) text: String,
    /// In small letters.
    pub(crate) small: String,
    /// Its number, when it is in the vocabulary.
    pub(crate) id: Option<u32>,
    /// ln P(word), where it is in the vocabulary.
    pub(crate) log_prob: f32,
    /// Whether it has å, ä or ö.
    pub(crate) marked: bool,
    /// How many letters it has, marks and figures among them.
    pub(crate) letters: usize,
    /// What it may stand for, by pool; and itself alone, where it is left as it stands.
    pub(crate) candidates: [OnceCell<Rc<[Candidate]>>; Pool::ALL.len()],
    pub(crate) alone: OnceCell<Rc<[Candidate]>>,
    /// Itself, as a clean page has it.
    pub(crate) as_read: OnceCell<Candidate>,
    /// How sure it is of being a word of the language, and what is left of it without a last s.
    pub(crate) vouches: OnceCell<[Option<f32>; 2]>,
    sound: OnceCell<bool>,
    suspect: OnceCell<bool>,
}

impl Word {
    pub(crate) fn of(model: &Model, text: &str) -> Self {
        let small = lower(text);
        let id = model.id(&small);
        Word {
            id,
            log_prob: id.map_or(f32::NEG_INFINITY, |id| model.log_prob(id)),
            marked: text.contains(['å', 'ä', 'ö', 'Å', 'Ä', 'Ö']),
            letters: text.chars().count(),
            text: text.to_owned(),
            small,
            candidates: Default::default(),
            alone: OnceCell::new(),
            as_read: OnceCell::new(),
            vouches: OnceCell::new(),
            sound: OnceCell::new(),
            suspect: OnceCell::new(),
        }
    }

    /// Whether it is a word, a compound of words, or spelt as Swedish words are.
    pub(crate) fn sound(&self, model: &Model) -> bool {
        self.id.is_some()
            || *self.sound.get_or_init(|| {
                crate::document::compound(model, &self.small).is_some()
                    || model.spelling_log_prob(&self.small) > -2.4 * self.letters as f32
            })
    }

    /// Whether no list has it and its letters do not run as Swedish does.
    pub(crate) fn suspect(&self, model: &Model) -> bool {
        self.id.is_none()
            && self.letters > 1
            && *self.suspect.get_or_init(|| {
                let compound = crate::document::compound(model, &self.small).map_or(0.0, |_| 2.0);
                model.spelling_log_prob(&self.small) / self.letters as f32 + compound < -2.9
            })
    }
}

/// One piece of a word to be read, see [`justera_lexicon::token`].
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Where it stands; two places where a hyphen at a line's end breaks it.
    pub(crate) at: Span<Raw>,
    /// The rest of a broken word, on the next line.
    pub(crate) rest: Option<Span<Raw>>,
    /// What stands there, its two parts put together.
    pub(crate) word: Rc<Word>,
    /// What stands before it, where punctuation decides that; else the word before does.
    pub(crate) history: Option<History>,
    /// How likely it is to begin a sentence, 0 to 1.
    pub(crate) start: f32,
    /// Whether a hyphen follows it that leads nowhere on its line: a part of a word, whatever it looks like.
    pub(crate) open: bool,
    /// Whether it stands in brackets behind a name as the letters of a party or a group do, and is no known word.
    pub(crate) group: bool,
    /// Whether it is left alone: an address, a code, an abbreviation, a mark of a table, a word of a block of noise.
    pub(crate) fixed: bool,
    /// The block it belongs to, for the choice of the pool.
    pub(crate) block: usize,
    /// The line it stands on, from 0.
    pub(crate) line: usize,
}

/// Words of a block, at least; a shorter paragraph is taken together with the next.
const BLOCK_WORDS: usize = 60;

/// Marks that an engine writes for a letter, so that a word may begin or end with them.
pub(crate) const LETTER_LIKE: &[char] = &['@', '£', '€'];

impl Piece {
    /// What stands there.
    pub(crate) fn reading(&self) -> &str {
        &self.word.text
    }
}

/// Cuts the source into pieces, in order.
pub(crate) fn words(source: &Source, model: &Model, memory: &mut Memory) -> Vec<Piece> {
    let text = source.text();
    let mut found: Vec<Piece> = Vec::new();
    let mut history = History::Start;
    let (mut block, mut in_block, mut page) = (0, 0, 1);
    // What the line before ended with: nothing, a stop, or the middle of a sentence.
    let mut line_start: f32 = 1.0;
    let width = width(source);
    for (number, &line) in source.lines().iter().enumerate() {
        let content = line.of(text);
        let here = source.page_of(line.start);
        let blank = content.trim().is_empty();
        if (blank || here != page) && in_block >= BLOCK_WORDS {
            block += 1;
            in_block = 0;
        }
        page = here;
        if blank {
            history = History::Start;
            line_start = 1.0;
            continue;
        }
        let table = content.trim_start().starts_with('|') && content.matches('|').count() > 1;
        let mut start = line_start.max(0.25);
        // Whether nothing but a number stands on the line so far: `§ 4`, `8 12`, `3.`
        let mut numbered = true;
        let bare = line.of(source.bare());
        for chunk in bare.split_whitespace() {
            let from = line.start + (chunk.as_ptr() as usize - bare.as_ptr() as usize);
            // Most chunks are letters and nothing else, of which all that is asked below is known.
            if chunk.chars().all(char::is_alphabetic) {
                found.push(Piece {
                    at: Span::new(from, from + chunk.len()),
                    rest: None,
                    word: memory.word(model, chunk),
                    history: (start > 0.8 || history_fixed(history)).then_some(history),
                    start,
                    open: false,
                    group: false,
                    fixed: false,
                    block,
                    line: number,
                });
                in_block += 1;
                start = 0.0;
                numbered = false;
                history = History::Other;
                continue;
            }
            let fixed = address(chunk) || (table && chunk.chars().all(|c| matches!(c, '|' | '-' | ':')));
            let mut first = true;
            for range in readable(chunk) {
                let reading = &chunk[range.clone()];
                let digits = reading.chars().filter(char::is_ascii_digit).count();
                let dotted = reading.contains('.')
                    && reading
                        .split('.')
                        .all(|part| part.chars().count() <= 3 && part.chars().all(char::is_alphabetic));
                let coded = dotted
                    || digits * 2 > reading.chars().count()
                    || (digits > 0 && reading.contains(['.', ':']));
                // `Ulla Ek (Posk)`: the letters of a group behind a name are no word that was misread.
                let group = &chunk[..range.start] == "("
                    && chunk[range.end..].starts_with(')')
                    && (3..=5).contains(&reading.chars().count())
                    && reading.starts_with(char::is_uppercase)
                    && found.last().is_some_and(|last| {
                        last.line + 1 >= number && last.reading().starts_with(char::is_uppercase)
                    })
                    && (memory.word(model, reading).id.is_none()
                        || reading.chars().skip(1).any(char::is_uppercase));
                // Opening marks begin no sentence, a bullet does.
                let opens = first && chunk[..range.start].contains(['•', '"', '”', '“']);
                found.push(Piece {
                    at: Span::new(from + range.start, from + range.end),
                    rest: None,
                    word: memory.word(model, reading),
                    history: if first || (numbered && history == History::Number) {
                        (start > 0.8 || history_fixed(history)).then_some(history)
                    } else {
                        Some(History::Other)
                    },
                    start: if opens { start.max(0.5) } else { start },
                    open: matches!(&chunk[range.end..], "-" | "–"),
                    group,
                    fixed: fixed
                        || coded
                        // `a) OVK`: the letter of a point.
                        || (reading.chars().count() == 1 && chunk[range.end..].starts_with(')'))
                        || (chunk[range.end..].starts_with('.') && abbreviations().contains(reading))
                        || !reading.contains(|c: char| c.is_alphanumeric() || LETTER_LIKE.contains(&c)),
                    block,
                    line: number,
                });
                in_block += 1;
                first = false;
                // Behind an item's number that stands without its gap a heading begins.
                start = if coded && numbered { 0.85 } else { 0.0 };
                history = match coded {
                    true => History::Number,
                    false => History::Other,
                };
            }
            let was = history;
            history = after(chunk, history);
            if readable(chunk).next().is_none() {
                // A lone mark: a bullet begins a sentence anew.
                start = if chunk.chars().all(|c| matches!(c, '-' | '•' | '*' | '–' | '·' | 'e' | '#')) {
                    0.85
                } else {
                    start
                };
                history = if start > 0.8 { History::Start } else { was };
            } else if history == History::Start {
                start = 0.85;
            }
            numbered &= !chunk.contains(char::is_alphabetic);
            if numbered && chunk.contains(|c: char| c.is_ascii_digit()) {
                // Behind its number a heading begins.
                start = start.max(0.85);
            }
        }
        let last = content.trim_end().chars().next_back().unwrap_or(' ');
        let next = source.lines().get(number + 1).map_or("", |next| next.of(text));
        line_start = match last {
            '.' | '!' | '?' | ':' => 0.85,
            _ if full(content, next, width) => 0.03,
            _ => 0.25,
        };
    }
    join_broken(text, model, memory, &mut found);
    found
}

/// What stands before a full stop inside a sentence, in small letters and without the stop.
pub(crate) fn abbreviations() -> &'static HashSet<&'static str> {
    static HELD: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let rows = include_str!("../data/abbreviations.tsv").lines();
        rows.filter(|row| !row.starts_with('#') && !row.is_empty()).collect()
    });
    &HELD
}

/// How wide a full line is, in characters: nine lines in ten are no wider.
fn width(source: &Source) -> usize {
    let mut widths: Vec<usize> = source
        .lines()
        .iter()
        .map(|line| line.of(source.text()).trim_end().chars().count())
        .filter(|&width| width > 0)
        .collect();
    widths.sort_unstable();
    widths.get(widths.len() * 9 / 10).copied().unwrap_or(0)
}

/// Whether a line goes on in the next because no more had room on it.
fn full(line: &str, next: &str, width: usize) -> bool {
    let first = next.split_whitespace().next().unwrap_or("").chars().count();
    line.trim_end().chars().count() + 1 + first > width * 9 / 10 && first > 0
}

/// Whether punctuation, and not a word, stands before.
fn history_fixed(history: History) -> bool {
    !matches!(history, History::Other)
}

/// The pieces of a chunk, with letter-like marks kept on them.
fn readable(chunk: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let lone = core(chunk).is_empty() && chunk.chars().count() == 1 && chunk.starts_with(LETTER_LIKE);
    lone.then_some(0..chunk.len()).into_iter().chain(pieces(chunk).flat_map(|piece| parted(chunk, piece)))
}

/// A piece cut where a speck may have glued two words together, `i.april`, or where a bracket stands without its gap,
/// `a)Beslut`, `Ek(Verket`. What may be an abbreviation or an ending (`t.ex`, `EU:s`, `kommun(er`) is not cut.
fn parted(chunk: &str, piece: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    const SPECKS: &[char] = &['.', ':', ';', ',', '\'', '’', '‘', '"', '”', '(', ')'];
    let text = &chunk[piece.clone()];
    // `2.Äldre`, `10.Regeringens`, `1)Val`: an item's number without its gap.
    if let Some((number, rest)) = text.split_once(['.', ')'])
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
        && rest.chars().count() >= 3
        && rest.chars().all(|c| c.is_alphabetic() || c == HOLE)
    {
        return vec![piece.start..piece.start + number.len(), piece.end - rest.len()..piece.end];
    }
    // Two words whose gap was lost: `överenskommelsenDiarienummer`. Shorter ones may be a name, `YouTube`, and a letter with
    // marks is read as a capital inside a word, too: `klagomAl`, `aterkGp`.
    const GLUED: usize = 5;
    const MARKS: &[char] = &['A', 'O', 'G', 'E', 'Z'];
    let seam = text.char_indices().skip(1).find(|&(at, letter)| {
        letter.is_uppercase() && text[..at].ends_with(char::is_lowercase) && !MARKS.contains(&letter)
    });
    if let Some((at, _)) = seam {
        let word = |part: &str| part.chars().count() >= GLUED && part.chars().skip(1).all(char::is_lowercase);
        if word(&text[..at]) && word(&text[at..]) {
            return vec![piece.start..piece.start + at, piece.start + at..piece.end];
        }
    }
    let parts: Vec<&str> = text.split(SPECKS).collect();
    let words = parts.iter().all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
    let ending = parts.last().is_some_and(|last| !text.contains('.') && last.chars().count() <= 3);
    if parts.len() == 1 || !words || ending || parts.iter().all(|part| part.chars().count() <= 3) {
        return vec![piece];
    }
    parts
        .into_iter()
        .map(|part| {
            let start = piece.start + (part.as_ptr() as usize - text.as_ptr() as usize);
            start..start + part.len()
        })
        .collect()
}

/// Addresses of the net, and e-mail: nothing in them is Swedish.
fn address(chunk: &str) -> bool {
    if !chunk.contains(['.', ':']) {
        return false;
    }
    let small = lower(chunk);
    small.contains("://")
        || small.contains("www.")
        || (small.contains('@') && small.rfind('.') > small.find('@'))
        || (small.matches('_').count() > 1 && small.contains('.'))
        || [".se", ".com", ".org", ".nu", ".pdf", ".docx"]
            .iter()
            .any(|end| small.trim_end_matches(['.', ',', ')', '>']).ends_with(end))
}

/// Puts words together that a hyphen at the line's end breaks, so that they are read as one.
fn join_broken(text: &str, model: &Model, memory: &mut Memory, pieces: &mut Vec<Piece>) {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for next in pieces.drain(..) {
        let whole = joined.last().is_some_and(|last: &Piece| {
            let between = &text[last.at.end..next.at.start];
            let gap = between.strip_prefix('-').unwrap_or("x");
            // Engines take a wide line for a paragraph: a blank line may stand inside the word.
            let broken = last.rest.is_none()
                && gap.chars().all(char::is_whitespace)
                && (next.line == last.line + 1 || (next.line == last.line + 2 && last.word.letters >= 2));
            broken
                && !last.fixed
                && !next.fixed
                && next.reading().starts_with(char::is_lowercase)
                && !matches!(next.reading(), "och" | "eller" | "samt" | "respektive")
                && !crate::candidates::is_acronym(last.reading())
        });
        match joined.last_mut().filter(|_| whole) {
            Some(last) => {
                last.word = memory.word(model, &format!("{}{}", last.reading(), next.reading()));
                last.rest = Some(next.at);
                last.open = next.open;
            }
            None => joined.push(next),
        }
    }
    *pieces = joined;
}

#[cfg(test)]
mod tests {
    use super::*;
    use justera_core::Format;

    fn read(text: &str) -> Vec<String> {
        let source = Source::new("x".into(), Format::Text, "utf-8".into(), String::new(), 0, text.into());
        words(&source, justera_lexicon::builtin(), &mut Memory::default())
            .into_iter()
            .filter(|piece| !piece.fixed)
            .map(|piece| piece.reading().to_owned())
            .collect()
    }

    #[test]
    fn broken_words_are_read_as_one_and_hanging_hyphens_are_not() {
        assert_eq!(read("mötes-\nsekreterare"), ["mötessekreterare"]);
        assert_eq!(read("hälso-\noch sjukvård"), ["hälso", "och", "sjukvård"]);
        assert_eq!(read("SUS-\nfrågor"), ["SUS", "frågor"]);
    }

    #[test]
    fn addresses_and_codes_are_left_alone() {
        assert_eq!(read("se www.kommun.se, a.b@c.se och 2021-04-16 p.8"), ["se", "och"]);
        assert_eq!(read("det &r & 6ppet"), ["det", "&r", "6ppet"]);
        assert_eq!(read("2.Aldre och 3.e"), ["Aldre", "och"]);
        assert_eq!(read("a) OVK-besiktning"), ["OVK", "besiktning"]);
    }
}
