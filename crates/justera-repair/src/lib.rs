//! Mends what recognition broke. In goes a [`Source`], out come its edits and the [`Repaired`] text.
//!
//! A noisy channel with refusal, not a spell checker:
//! score = ln P(reading | word, channel) + ln P(word | history) + ln P(case | word, place), in nats, and what
//! stands there is always a candidate. The steps, each a function below:
//!
//! 1. letters written with other characters (decomposed, ligatures, decoded twice);
//! 2. which pool of faults each block of the page shows;
//! 3. the likeliest sentence, first with the language alone, then with the document's own sure words;
//! 4. the document's own forms: damaged neighbours, words that stand apart;
//! 5. words that a speck glued together, and names on which damaged readings agree;
//! 6. noise, marks that stand for letters, and the section sign.
//!
//! A change that does not beat what stands there by the pool's margin is a suggestion.

mod candidates;
mod channel;
mod decode;
mod document;
mod holes;
pub mod learn;
mod letters;
mod marks;
mod noise;
mod section;
mod words;

use justera_core::text::lower;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::LazyLock;

use candidates::only_marks_differ;
pub use channel::{Pool, use_profile};
use decode::{Cache, Lattice, Memory, Reading, pools};
use document::{Forms, belongs_together};
use foldhash::fast::RandomState;
use justera_core::{Edit, EditKind, Quality, Raw, Repaired, Source, Span, Trust};
use justera_lexicon::token::{Case, case};
use justera_lexicon::{Flags, Model};
use words::{Piece, Word, words};

/// Repairs a source. Never fails and never panics on any text; what is unsure is left and suggested.
pub fn repair(source: &Source, model: &Model) -> (Repaired, Quality) {
    // It is never told to stop, so there is always something.
    repair_while(source, model, &|| true)
        .unwrap_or_else(|| (Repaired::new(source.text(), Vec::new()), Quality::default()))
}

/// Whether the work is to go on; asked every few hundred words, so that it may look at a clock.
pub type GoOn<'a> = &'a dyn Fn() -> bool;

/// Repairs a source as [`repair`] does, as long as `go_on` says so; none when it did not.
pub fn repair_while(source: &Source, model: &Model, go_on: GoOn<'_>) -> Option<(Repaired, Quality)> {
    remembering(model, |memory| repair_with(source, model, memory, go_on))
}

fn repair_with(
    source: &Source,
    model: &Model,
    memory: &mut Memory,
    go_on: GoOn<'_>,
) -> Option<(Repaired, Quality)> {
    let mut edits = letters::edits(source);
    // Words that were written with other characters are read as they should have been.
    let mut pieces: Vec<Piece> =
        words(source, model, memory).into_iter().filter(|piece| !touched(&edits, piece)).collect();
    let left_alone = decode::leave_noise(&mut pieces);
    let pools = pools(model, &pieces, memory, go_on)?;
    let lattice = Lattice::new(model, &pieces, &pools, memory, go_on)?;
    let cache = Cache::of(model, &pieces, &lattice.decode(model, &pieces, None));
    let readings = lattice.decode(model, &pieces, Some(&cache));

    let (strange, other) = (among_strange_words(&pieces, &readings), among_small_words(&pieces));
    let attested: HashSet<&str, RandomState> = pieces.iter().map(|piece| piece.word.small.as_str()).collect();
    let vouchers = Vouchers { cache: &cache, attested: &attested };
    let mut chosen: Vec<Rc<Word>> = Vec::with_capacity(pieces.len());
    for (at, (piece, reading)) in pieces.iter().zip(&readings).enumerate() {
        // On a heavily damaged page strange words are Swedish ones as often; the small words of a language are its own.
        let left = reading.best().identity || other[at] || (strange[at] && !pools[piece.block].is_heavy());
        let made = match left {
            true => None,
            false => word_edit(model, piece, reading, pools[piece.block], vouchers, &mut edits),
        };
        chosen.push(made.map_or_else(|| Rc::clone(&piece.word), |word| memory.word(model, &word)));
    }
    let forms = Forms::of(model, &chosen);
    document_edits(model, source, &pieces, &chosen, &forms, &mut edits);
    glue_edits(source, &pieces, &chosen, &pools, &mut edits);
    name_edits(model, &pieces, &chosen, &pools, &mut edits);
    capital_edits(model, &pieces, &chosen, &mut edits);
    let line_pools = line_pools(source, &pieces, &pools);
    let noise = noise::edits(source, |line| line_pools[line]);
    for step in [noise, section::edits(source), marks::edits(source)] {
        replace(&mut edits, step);
    }

    let quality = quality(model, &pieces, &chosen, &pools, &left_alone);
    // Where most words stay suspect, those that came out as words are chance.
    if quality.unreadable() {
        for edit in edits.iter_mut().filter(|edit| edit.kind != EditKind::Unicode) {
            edit.trust = Trust::Suggested;
        }
    }
    Some((Repaired::new(source.text(), edits), quality))
}

/// What `reading` may stand for on a page of the pool of this name, the likeliest first, itself among them: the lattice
/// of one word. Empty for a pool that there is not.
pub fn readings(model: &Model, pool: &str, reading: &str) -> Vec<String> {
    let Some(pool) = Pool::ALL.into_iter().find(|held| held.name() == pool) else { return Vec::new() };
    remembering(model, |memory| {
        let word = memory.word(model, reading);
        memory.candidates(model, pool, &word).iter().map(|candidate| candidate.word.clone()).collect()
    })
}

/// Runs `ask` with what this thread remembers of the model's candidates from the documents before. They are a function
/// of model, pool and reading, so what is remembered changes the time and nothing else.
fn remembering<T>(model: &Model, ask: impl FnOnce(&mut Memory) -> T) -> T {
    thread_local! {
        static HELD: RefCell<Option<(usize, Memory)>> = const { RefCell::new(None) };
    }
    HELD.with_borrow_mut(|held| {
        if held.as_ref().is_some_and(|(of, _)| *of != model.identity()) {
            *held = None;
        }
        let (_, memory) = held.get_or_insert_with(|| (model.identity(), Memory::default()));
        ask(memory)
    })
}

/// The language of a small word by which a passage is known, see `data/function_words.tsv`.
fn language(word: &str) -> Option<&'static str> {
    static WORDS: LazyLock<HashMap<&str, &str, RandomState>> = LazyLock::new(|| {
        include_str!("../data/function_words.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .collect()
    });
    WORDS.get(word).copied()
}

/// Which pieces stand in a passage of another language: about them its small words are more than the Swedish ones.
fn among_small_words(pieces: &[Piece]) -> Vec<bool> {
    /// So many words on both sides, and so many small words of one language among them.
    const ABOUT: usize = 6;
    const LEAST: usize = 2;
    let languages: Vec<Option<&str>> = pieces.iter().map(|piece| language(&piece.word.small)).collect();
    if languages.iter().flatten().filter(|language| **language != "sv").count() < LEAST {
        return vec![false; pieces.len()];
    }
    (0..pieces.len())
        .map(|at| {
            let about = &languages[at.saturating_sub(ABOUT)..(at + ABOUT + 1).min(pieces.len())];
            let count = |wanted: &str| about.iter().flatten().filter(|language| **language == wanted).count();
            let others = about.iter().flatten().filter(|language| **language != "sv");
            let most = others.map(|language| count(language)).max().unwrap_or(0);
            most >= LEAST && most > count("sv")
        })
        .collect()
}

/// Which pieces stand among words that no list has and no channel leads to: in a passage of another language.
fn among_strange_words(pieces: &[Piece], readings: &[Reading]) -> Vec<bool> {
    /// So many of the words about a word, itself among them, and so many of them that are none.
    const ABOUT: usize = 4;
    const STRANGE: usize = 5;
    let strange: Vec<bool> = pieces
        .iter()
        .zip(readings)
        .map(|(piece, reading)| {
            !piece.fixed
                && !piece.group
                && reading.best().id.is_none()
                && !reading.best().word.contains(' ')
                && (reading.best().identity || !only_marks_differ(piece.reading(), &reading.best().word))
        })
        .collect();
    (0..pieces.len())
        .map(|at| {
            let about = at.saturating_sub(ABOUT)..(at + ABOUT + 1).min(pieces.len());
            strange[about].iter().filter(|&&strange| strange).count() >= STRANGE
        })
        .collect()
}

/// Whether an edit lies in the piece already.
fn touched(edits: &[Edit], piece: &Piece) -> bool {
    let before = edits.partition_point(|edit| edit.at.end <= piece.at.start);
    edits.get(before).is_some_and(|edit| {
        edit.at.overlaps(piece.at) || piece.rest.is_some_and(|rest| edit.at.overlaps(rest))
    })
}

/// What of the document speaks for a word.
#[derive(Clone, Copy)]
struct Vouchers<'a> {
    /// Words that were read surely.
    cache: &'a Cache,
    /// What stands in the source, in small letters.
    attested: &'a HashSet<&'a str, RandomState>,
}

/// Makes or suggests the edit of one piece, and returns the word that stands there afterwards, if it is made.
fn word_edit(
    model: &Model,
    piece: &Piece,
    reading: &Reading,
    pool: Pool,
    vouchers: Vouchers<'_>,
    edits: &mut Vec<Edit>,
) -> Option<String> {
    let Vouchers { cache, attested } = vouchers;
    let best = reading.best();
    let (read, word) = (piece.reading(), &best.word);
    if word == read || (piece.rest.is_some() && word.contains(' ')) {
        return None;
    }
    // `har@` on a clean page: a word with a mark beside it.
    let bare = read.trim_matches(words::LETTER_LIKE);
    if pool == Pool::Clean && bare.len() < read.len() && model.id(&lower(bare)).is_some() {
        return None;
    }
    let marks_only = only_marks_differ(read, word);
    let hole = holes::has_hole(read);
    let mut needed = if hole { holes::LEAD } else { pool.margin() };
    let capital_inside = piece.start < 0.2 && case(read) != Case::Lower;
    let stroke = read.starts_with('I') && word.starts_with('l');
    if capital_inside && (hole || !marks_only) && !stroke {
        needed += 3.0;
    }
    // Other letters than the marks were misread: what no list has afterwards either is a word of another language or a name as
    // often; and an inflected form is easily taken for another.
    if !hole && !marks_only && !word.contains(' ') {
        needed += match best.id {
            None => 6.0,
            Some(_) if !pool.is_heavy() => 1.0,
            Some(_) => 0.0,
        };
    }
    // A letter alone is an abbreviation or a label more often than the rest of a word.
    if piece.word.letters == 1 && word.chars().count() > 1 {
        needed += 4.0;
    }
    // `Ulla Ek (Posk)`: letters that stand for words are none that were misread; they still tell how the page was read.
    if piece.group {
        return None;
    }
    // behovs- is the first part of a word, though behövs is a word.
    if piece.open {
        needed += 4.0;
    }
    // A name that no list has was not garbled into one that no list has either.
    if capital_inside && best.id.is_none() && !pool.is_heavy() && !plain_marks_differ(read, word) {
        return None;
    }
    // Of a word that no list has, a name's first letter stays: no mark hides a consonant.
    let consonant = |c: char| c.is_ascii_uppercase() && !matches!(c, 'A' | 'O');
    if best.id.is_none()
        && read
            .chars()
            .next()
            .is_some_and(|first| consonant(first) && !word.to_uppercase().starts_with(first))
    {
        return None;
    }
    // A name moves towards a form that the document has, or gets its marks back; nothing else.
    let name = best.id.is_some_and(|id| {
        let flags = model.flags(id);
        flags.any(Flags(Flags::FIRST_NAME.0 | Flags::SURNAME.0))
            && model.case_log_prob_lower(&lower(word)) < -1.5
    });
    if name && !marks_only && !attested.contains(lower(word).as_str()) {
        return None;
    }
    // What has a hole is no word, so that the next best word is what counts.
    let margin = if hole { reading.lead } else { reading.margin };
    let probability = 1.0 / (1.0 + (-margin).exp());
    let trust = if margin >= needed { Trust::Applied } else { Trust::Suggested };
    if trust == Trust::Suggested && margin < 2.0 {
        return None;
    }
    let kind = match () {
        () if name => EditKind::Name,
        () if word.contains(' ') => EditKind::Joined,
        () if marks_only || lost_mark(read, word) => EditKind::LostDiacritic,
        () => EditKind::Confusion,
    };
    let mut evidence = match hole {
        true if margin >= holes::ALONE => "a letter was lost here; no other word fits".to_owned(),
        true => {
            format!("a letter was lost here; {} nats better than the next word that fits", tenths(margin))
        }
        false => format!("{} nats better in the channel '{}'", tenths(margin), pool.name()),
    };
    let count = cache.count(best);
    if count > 1 && best.id.is_some() {
        evidence.push_str(&format!("; '{}' is read {count} times in this document", lower(word)));
    }
    let made = place(piece, word, kind, trust, &evidence, probability);
    if made.is_empty() {
        return None;
    }
    edits.extend(made);
    (trust == Trust::Applied).then(|| word.clone())
}

/// The edits that put `word` where the piece stands: one, or one for each half of a word broken at a line's end.
///
/// A broken word keeps its break.
fn place(
    piece: &Piece,
    word: &str,
    kind: EditKind,
    trust: Trust,
    evidence: &str,
    probability: f32,
) -> Vec<Edit> {
    let edit = |at: Span<Raw>, from: &str, to: &str| Edit {
        at,
        from: from.to_owned(),
        to: to.to_owned(),
        kind,
        trust,
        evidence: evidence.to_owned(),
        probability,
    };
    let Some(rest) = piece.rest else { return vec![edit(piece.at, piece.reading(), word)] };
    let (left, right) = piece.reading().split_at(piece.at.len());
    let cut = break_of(word, left, right);
    [(piece.at, left, &word[..cut]), (rest, right, &word[cut..])]
        .into_iter()
        .filter(|(_, from, to)| from != to)
        .map(|(at, from, to)| edit(at, from, to))
        .collect()
}

/// Where a mended word goes on in the next line, in bytes: its parts are then as like the two halves as they can be.
fn break_of(word: &str, left: &str, right: &str) -> usize {
    word.char_indices()
        .map(|(at, _)| at)
        .filter(|&at| at > 0)
        .min_by_key(|&at| strsim::levenshtein(&word[..at], left) + strsim::levenshtein(&word[at..], right))
        .unwrap_or(word.len())
}

/// Whether the two differ in å, ä and ö only, and those in what engines commonly read for them.
fn plain_marks_differ(reading: &str, word: &str) -> bool {
    let alike = |(read, letter): (char, char)| {
        read == letter
            || match letter.to_lowercase().next() {
                Some('å' | 'ä') => matches!(read, 'a' | 'A' | '4' | '&' | 'å' | 'ä'),
                Some('ö') => matches!(read, 'o' | 'O' | 'é' | '6' | '0' | 'ö'),
                _ => false,
            }
    };
    reading.chars().count() == word.chars().count() && reading.chars().zip(word.chars()).all(alike)
}

/// Whether the word has å, ä or ö where the reading has none.
fn lost_mark(reading: &str, word: &str) -> bool {
    let marked = |text: &str| text.chars().filter(|c| matches!(c, 'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö')).count();
    marked(word) > marked(reading)
}

/// Pulls damaged forms towards sound ones of the document, and puts words together that stand apart.
fn document_edits(
    model: &Model,
    source: &Source,
    pieces: &[Piece],
    chosen: &[Rc<Word>],
    forms: &Forms,
    edits: &mut Vec<Edit>,
) {
    let adjacent = |index: usize| {
        pieces.get(index + 1).is_some_and(|next| {
            pieces[index].rest.is_none()
                && next.rest.is_none()
                && source.text().get(pieces[index].at.end..next.at.start) == Some(" ")
        })
    };
    // Only pairs whose first word is uncommon can be one word, and those are counted.
    let uncommon =
        |index: usize| chosen[index].log_prob <= document::COMMON_LEFT && chosen[index].letters >= 3;
    let mut pairs: HashMap<(&str, &str), u32, RandomState> = HashMap::default();
    for index in (0..pieces.len()).filter(|&index| uncommon(index) && adjacent(index)) {
        *pairs.entry((&chosen[index].small, &chosen[index + 1].small)).or_default() += 1;
    }
    // Two names a letter apart may both be borne, `Crister Ek` and `Christer Al`: one is only a reading of the other beside the
    // same first name or surname.
    let capital = |index: usize| chosen[index].text.starts_with(char::is_uppercase);
    let mut whole_names: HashSet<(&str, &str), RandomState> = HashSet::default();
    for index in
        (1..pieces.len()).filter(|&index| capital(index) && capital(index - 1) && adjacent(index - 1))
    {
        whole_names.insert((&chosen[index - 1].small, &chosen[index].small));
    }
    let of_another = |index: usize, to: &str| {
        let small = lower(to);
        let name = model.flags_of(to).any(Flags(Flags::FIRST_NAME.0 | Flags::SURNAME.0));
        let before = || {
            index > 0
                && adjacent(index - 1)
                && whole_names.contains(&(chosen[index - 1].small.as_str(), small.as_str()))
        };
        let behind =
            || adjacent(index) && whole_names.contains(&(small.as_str(), chosen[index + 1].small.as_str()));
        name && capital(index) && !only_marks_differ(&chosen[index].text, to) && !before() && !behind()
    };
    let mut made = Vec::new();
    let mut pulled: HashMap<&str, Option<(String, String)>, RandomState> = HashMap::default();
    let mut index = 0;
    while index < pieces.len() {
        let piece = &pieces[index];
        if piece.fixed || piece.group {
            index += 1;
            continue;
        }
        if uncommon(index)
            && adjacent(index)
            && !pieces[index + 1].fixed
            && chosen[index + 1].text.starts_with(char::is_lowercase)
        {
            let (left, right) = (&chosen[index], &chosen[index + 1]);
            let count = pairs.get(&(left.small.as_str(), right.small.as_str())).copied().unwrap_or(0);
            if let Some(reason) = belongs_together(model, forms, left, right, count) {
                let at = piece.at.join(pieces[index + 1].at);
                made.push(Edit {
                    at,
                    from: at.of(source.text()).to_owned(),
                    to: format!("{}{}", left.text, right.text),
                    kind: EditKind::Split,
                    trust: Trust::Applied,
                    evidence: reason,
                    probability: 0.98,
                });
                index += 2;
                continue;
            }
        }
        let pull = pulled.entry(&chosen[index].text).or_insert_with(|| forms.pull(&chosen[index].text));
        let pull = pull.as_ref().filter(|(to, _)| piece.rest.is_none() && !of_another(index, to));
        if let Some((to, reason)) = pull {
            made.push(Edit {
                at: piece.at,
                from: piece.reading().to_owned(),
                to: to.clone(),
                kind: EditKind::DocumentForm,
                trust: Trust::Applied,
                evidence: reason.clone(),
                probability: 0.97,
            });
        }
        index += 1;
    }
    replace(edits, made);
}

/// Parts words on heavily damaged pages between which a speck or a stroke stands: `för-kommunen`, `i.april`.
fn glue_edits(source: &Source, pieces: &[Piece], chosen: &[Rc<Word>], pools: &[Pool], edits: &mut Vec<Edit>) {
    /// As common as `och`, `som` or `mellan`: no part of a compound; what stands by such a word is another word.
    const VERY: f32 = -7.5;
    const COMMON: f32 = -13.5;
    let prob = |word: &Word| {
        (word.id.is_some() && word.text.chars().all(char::is_lowercase)).then_some(word.log_prob)
    };
    for (index, pair) in pieces.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        if !pools[left.block].is_heavy() || left.rest.is_some() || left.fixed || right.fixed {
            continue;
        }
        let between = Span::new(left.at.end, right.at.start);
        let mark = between.of(source.text());
        let single = mark.chars().count() == 1
            && mark.chars().all(|c| c.is_ascii_punctuation() || c == '’' || c == '”');
        let (Some(a), Some(b)) = (prob(&chosen[index]), prob(&chosen[index + 1])) else { continue };
        if single && mark != "/" && a.min(b) > COMMON && a.max(b) > VERY {
            edits.push(Edit {
                at: between,
                from: mark.to_owned(),
                to: " ".to_owned(),
                kind: EditKind::Joined,
                trust: Trust::Applied,
                evidence: "two common words with a speck between them".to_owned(),
                probability: 0.93,
            });
        }
    }
}

/// Mends names on damaged pages where unlike readings of one agree.
fn name_edits(model: &Model, pieces: &[Piece], chosen: &[Rc<Word>], pools: &[Pool], edits: &mut Vec<Edit>) {
    let damaged = |piece: &Piece| {
        pools[piece.block] != Pool::Clean && !piece.fixed && !piece.group && piece.rest.is_none()
    };
    let readings =
        pieces.iter().zip(chosen).filter(|(piece, _)| damaged(piece)).map(|(_, word)| word.text.as_str());
    let agreed = document::agreed_names(model, readings);
    let mut made = Vec::new();
    for (piece, word) in pieces.iter().zip(chosen).filter(|(piece, _)| damaged(piece)) {
        if let Some((to, reason)) = agreed.get(&word.text) {
            made.push(Edit {
                at: piece.at,
                from: piece.reading().to_owned(),
                to: to.clone(),
                kind: EditKind::Name,
                trust: Trust::Applied,
                evidence: reason.clone(),
                probability: 0.95,
            });
        }
    }
    replace(edits, made);
}

/// I and l are one stroke: a capital I inside a word is an l, and an l before a consonant at the beginning of a name is an I,
/// where the word is then known and was not: `UlIa`, `lngrid`.
fn capital_edits(model: &Model, pieces: &[Piece], chosen: &[Rc<Word>], edits: &mut Vec<Edit>) {
    let known = |word: &str| model.id(&justera_core::text::lower(word)).is_some();
    let mut made = Vec::new();
    for (piece, word) in pieces.iter().zip(chosen).filter(|(piece, _)| !piece.group && piece.rest.is_none()) {
        let text = word.text.as_str();
        let Some(to) = one_stroke(text).filter(|to| !known(text) && known(to)) else { continue };
        if piece.reading() == text {
            made.push(Edit {
                at: piece.at,
                from: text.to_owned(),
                to,
                kind: EditKind::Confusion,
                trust: Trust::Applied,
                evidence: "I and l are one stroke, and so it is a word".to_owned(),
                probability: 0.97,
            });
        }
    }
    replace(edits, made);
}

/// The word with l for a capital I between small letters, or with I for an l before a consonant at its beginning.
fn one_stroke(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let inner = |at: usize| at > 0 && letters[at] == 'I' && letters[at - 1].is_lowercase();
    let small = |at: usize| letters.get(at + 1).is_none_or(|next| next.is_lowercase() || *next == 'I');
    if (0..letters.len()).any(|at| inner(at) && small(at)) {
        return Some(
            letters.iter().enumerate().map(|(at, &c)| if at > 0 && c == 'I' { 'l' } else { c }).collect(),
        );
    }
    let consonant = |c: &char| matches!(c, 'n' | 'r' | 'm' | 's' | 'v' | 'd' | 'b' | 'k' | 't');
    (letters.first() == Some(&'l') && letters.get(1).is_some_and(consonant) && letters.len() > 3)
        .then(|| format!("I{}", &word[1..]))
}

/// Puts edits, which do not overlap each other, in the place of those that they cover.
fn replace(edits: &mut Vec<Edit>, mut by: Vec<Edit>) {
    by.sort_by_key(|edit| edit.at.start);
    // Letters written with other characters stay mended: their edit covers the word, this one a mark of it.
    let mut letters: Vec<Span<Raw>> =
        edits.iter().filter(|held| held.kind == EditKind::Unicode).map(|held| held.at).collect();
    letters.sort_by_key(|at| at.start);
    by.retain(|edit| {
        let next = letters.partition_point(|held| held.end <= edit.at.start);
        !letters.get(next).is_some_and(|held| held.overlaps(edit.at))
    });
    edits.retain(|held| {
        let at = by.partition_point(|edit| edit.at.end <= held.at.start);
        !by.get(at).is_some_and(|edit| edit.at.overlaps(held.at))
    });
    edits.extend(by);
}

/// The pool of each line; a line without words is read as the one before it.
fn line_pools(source: &Source, pieces: &[Piece], pools: &[Pool]) -> Vec<Pool> {
    let mut held = vec![None; source.lines().len()];
    for piece in pieces {
        held[piece.line] = Some(pools[piece.block]);
    }
    let mut last = Pool::Clean;
    held.into_iter()
        .map(|pool| {
            last = pool.unwrap_or(last);
            last
        })
        .collect()
}

/// How well the source reads after the repair.
fn quality(model: &Model, pieces: &[Piece], chosen: &[Rc<Word>], pools: &[Pool], noise: &[usize]) -> Quality {
    let words: Vec<(&Piece, &Rc<Word>)> =
        pieces.iter().zip(chosen).filter(|(piece, _)| !piece.fixed).collect();
    let suspect = words.iter().filter(|(_, word)| word.suspect(model)).count();
    let mut held: HashMap<Pool, usize> = HashMap::new();
    for (piece, _) in &words {
        *held.entry(pools[piece.block]).or_default() += 1;
    }
    let channel = Pool::ALL
        .into_iter()
        .max_by_key(|pool| (held.get(pool).copied().unwrap_or(0), std::cmp::Reverse(*pool)));
    Quality {
        words: words.len() + noise.len(),
        suspect_words: suspect + noise.len(),
        channel: channel.unwrap_or(Pool::Clean).name().to_owned(),
        unreadable: unreadable_places(model, pieces, chosen, noise),
    }
}

/// The blocks that do not read as Swedish, those that follow each other as one.
fn unreadable_places(
    model: &Model,
    pieces: &[Piece],
    chosen: &[Rc<Word>],
    noise: &[usize],
) -> Vec<Span<Raw>> {
    struct Block {
        words: usize,
        suspect: usize,
        at: Span<Raw>,
    }
    let mut blocks: Vec<Option<Block>> = Vec::new();
    let mut count = |piece: &Piece, suspect: bool| {
        blocks.resize_with(blocks.len().max(piece.block + 1), || None);
        let block = blocks[piece.block].get_or_insert(Block { words: 0, suspect: 0, at: piece.at });
        block.words += 1;
        block.suspect += usize::from(suspect);
        block.at = block.at.join(piece.at);
    };
    for (piece, word) in pieces.iter().zip(chosen).filter(|(piece, _)| !piece.fixed) {
        count(piece, word.suspect(model));
    }
    for &at in noise {
        count(&pieces[at], true);
    }
    let mut found: Vec<Span<Raw>> = Vec::new();
    let mut before = None;
    for (nth, block) in blocks.iter().enumerate() {
        let Some(block) = block.as_ref().filter(|block| Quality::mostly_suspect(block.words, block.suspect))
        else {
            continue;
        };
        match found.last_mut().filter(|_| before == nth.checked_sub(1)) {
            Some(last) => *last = last.join(block.at),
            None => found.push(block.at),
        }
        before = Some(nth);
    }
    found
}

fn tenths(value: f32) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_of_small_words_is_whole() {
        let rows: Vec<(&str, &str)> = include_str!("../data/function_words.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_once('\t').expect("a word and its language"))
            .collect();
        let mut words: Vec<&str> = rows.iter().map(|&(word, _)| word).collect();
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]), "each word once");
        for (word, language) in rows {
            assert_eq!(word, word.to_lowercase());
            assert!(["sv", "en", "fr", "de", "es", "fi"].contains(&language), "{word}: {language}");
        }
    }
}
