//! From text and lists to the counts of a model.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use justera_lexicon::build::{Counts, Entry, model};
use justera_lexicon::token::{Case, History, after, case, pieces};
use justera_lexicon::{Flags, Model, Vocabulary};
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::context;
use crate::{TrainError, files, read, write};

/// What the model is made of.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder of .txt files, UTF-8, a paragraph a line.
    #[arg(long)]
    text: PathBuf,
    /// A folder of .tsv files of formulas: how many times to count it, a tab, the words.
    #[arg(long)]
    formulas: Option<PathBuf>,
    /// Names: name, s(urname)/f(emale)/m(ale) first name, bearers, between tabs.
    #[arg(long)]
    names: Option<PathBuf>,
    /// Files of places, as PATH or PATH:COLUMN of a comma-separated file (columns count from 1).
    #[arg(long)]
    places: Vec<String>,
    /// A file of job titles, one in each line's first field.
    #[arg(long)]
    titles: Option<PathBuf>,
    /// A folder whose *.truth.txt paragraphs are left out of the text, so that they can be used for measuring.
    #[arg(long)]
    leave_out: Option<PathBuf>,
    /// The page number from which on --leave-out applies.
    #[arg(long, default_value_t = 350)]
    leave_out_from: u32,
    /// Words that were seen less often are left out.
    #[arg(long, default_value_t = 3)]
    least_words: u32,
    /// Pairs of words that were seen less often are left out.
    #[arg(long, default_value_t = 5)]
    least_pairs: u32,
    /// Runs of four and more letters that weigh less are left out of the letter model.
    #[arg(long, default_value_t = 2.0)]
    least_letters: f64,
    /// The share of all running words that names are counted as; minutes hold far more names than other text.
    #[arg(long, default_value_t = 0.04)]
    name_share: f64,
    /// How many weights tell words apart that differ in a, å, ä, o and ö only, as a power of two; 0 makes none.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=28))]
    context_bits: u32,
    /// How many times the text is read for them.
    #[arg(long, default_value_t = 4)]
    context_rounds: u32,
    /// The model file.
    #[arg(short, long)]
    output: PathBuf,
}

/// What one file has of each word.
#[derive(Default)]
struct Words(HashMap<String, Seen>);

/// How often a word was seen small, Capital and CAPS inside a sentence, and at the start of one.
type Seen = [u32; 4];

pub(crate) fn train(options: &Options) -> Result<(), TrainError> {
    let left_out = left_out(options)?;
    let mut texts: Vec<(u64, PathBuf)> =
        files(&options.text, ".txt")?.into_iter().map(|path| (1, path)).collect();
    if texts.is_empty() {
        return Err(TrainError::Nothing(options.text.clone()));
    }
    let formulas = match &options.formulas {
        Some(folder) => formulas(folder)?,
        None => Vec::new(),
    };
    texts.sort();

    // First pass: which words there are, and how they are cased.
    let counted: Vec<Words> = texts
        .par_iter()
        .map(|(_, path)| {
            let mut words = Words::default();
            for line in read(path)?.lines().filter(|line| !left_out.contains(*line)) {
                words.count(line, 1);
            }
            Ok(words)
        })
        .collect::<Result<_, TrainError>>()?;
    let mut all = Words::default();
    for words in counted {
        all.add(words);
    }
    let mut formula_words = Words::default();
    for (weight, text) in &formulas {
        formula_words.count(text, *weight);
    }
    let mut entries = BTreeMap::new();
    let sorted: BTreeMap<String, Seen> = all.0.into_iter().collect();
    for (word, [lower, capital, caps, start]) in sorted {
        let count = lower + capital + caps + start;
        if count >= options.least_words {
            let spelling_weight = 1.0 + f64::from(count).log2();
            let cases = [lower, capital, caps].map(f64::from);
            let flags = Flags::RUNNING.0;
            entries.insert(word, Entry { count: f64::from(count), cases, flags, spelling_weight });
        }
    }
    let running: f64 = entries.values().map(|entry| entry.count).sum();
    for (word, seen) in formula_words.0.into_iter().collect::<BTreeMap<_, _>>() {
        let entry = entries.entry(word).or_default();
        for (held, more) in entry.cases.iter_mut().zip(seen) {
            *held += f64::from(more);
        }
        entry.count += f64::from(seen.iter().sum::<u32>());
        entry.flags |= Flags::RUNNING.0;
        entry.spelling_weight = entry.spelling_weight.max(1.0 + entry.count.log2());
    }
    names(options, running, &mut entries)?;
    places(options, &mut entries)?;
    if options.context_bits > 0 {
        context::mark_rivals(&mut entries);
    }

    // Second pass: pairs of words that are both in the vocabulary.
    let ids: HashMap<&str, u32> =
        entries.keys().enumerate().map(|(id, word)| (word.as_str(), id as u32)).collect();
    let paired: Vec<Pairs> = texts
        .par_iter()
        .map(|(_, path)| {
            let mut pairs = Pairs::default();
            for line in read(path)?.lines().filter(|line| !left_out.contains(*line)) {
                pairs.count(line, 1, &ids);
            }
            Ok(pairs)
        })
        .collect::<Result<_, TrainError>>()?;
    let mut pairs = Pairs::default();
    for part in paired {
        pairs.add(part);
    }
    for (weight, text) in &formulas {
        pairs.count(text, *weight, &ids);
    }
    let mut counts = Counts {
        words: entries,
        bigrams: pairs
            .bigrams
            .into_iter()
            .filter(|&(_, count)| count >= u64::from(options.least_pairs))
            .collect(),
        histories: pairs.histories.into_iter().collect(),
        context: Vec::new(),
        least_letters: options.least_letters,
    };
    if options.context_bits > 0 {
        counts.context = learn_context(options, &counts, &texts, &left_out)?;
    }
    let bytes = model(&counts)?;
    #[allow(clippy::print_stderr, reason = "this is the program's front end")]
    {
        eprintln!("{} words, {} pairs, {} bytes", counts.words.len(), counts.bigrams.len(), bytes.len());
    }
    write(&options.output, &bytes)
}

/// Third pass: what the pairs of words do not tell of rivals. One paragraph after the other, since each step depends on
/// those before it. The paragraphs that are kept for measuring were counted in the pairs, which look better for that.
fn learn_context(
    options: &Options,
    counts: &Counts,
    texts: &[(u64, PathBuf)],
    left_out: &HashSet<String>,
) -> Result<Vec<f32>, TrainError> {
    // Read in place like every model, and needed to the end.
    let pairs = Model::from_bytes(model(counts)?.leak())?;
    let ids: HashMap<&str, u32> =
        counts.words.keys().enumerate().map(|(id, word)| (word.as_str(), id as u32)).collect();
    let mut teacher = context::Teacher::new(&pairs, &counts.words, &ids, 1 << options.context_bits);
    // One paragraph in so many is kept for measuring.
    const KEPT: usize = 50;
    for round in 1..=options.context_rounds {
        for learn in [true, false] {
            for (_, path) in texts {
                let text = read(path)?;
                let lines = text.lines().filter(|line| !left_out.contains(*line)).enumerate();
                for (_, line) in lines.filter(|(at, _)| (at % KEPT != 0) == learn) {
                    teacher.read(line, &ids, learn);
                }
            }
        }
        let context::Measured { places, losses, wrong } = std::mem::take(&mut teacher.measured);
        let [loss, with_loss] = losses.map(|sum| sum / f64::from(places.max(1)));
        let [share, with_share] = wrong.map(|wrong| f64::from(wrong) * 100.0 / f64::from(places.max(1)));
        #[allow(clippy::print_stderr, reason = "this is the program's front end")]
        {
            eprintln!(
                "round {round}: of {places} words that were kept for measuring and have rivals, {share:.2} % are taken for another \
                 by pairs of words and {with_share:.2} % with the context; log loss {loss:.4} and {with_loss:.4} nats"
            );
        }
    }
    Ok(teacher.into_weights())
}

impl Words {
    fn count(&mut self, line: &str, times: u32) {
        let line: String = line.nfc().collect();
        // A capital at the start of a sentence says nothing of the word.
        let mut start = true;
        for chunk in line.split_whitespace() {
            for range in pieces(chunk) {
                let piece = &chunk[range];
                if let Some(word) = word(piece) {
                    let at = match case(piece) {
                        Case::Caps => 2,
                        _ if start => 3,
                        Case::Capital => 1,
                        _ => 0,
                    };
                    self.0.entry(word).or_default()[at] += times;
                }
                start = false;
            }
            start =
                after(chunk, History::Other) == History::Start || (start && pieces(chunk).next().is_none());
        }
    }

    fn add(&mut self, other: Words) {
        #[allow(clippy::iter_over_hash_type, reason = "a sum does not depend on the order")]
        for (word, seen) in other.0 {
            let held = self.0.entry(word).or_default();
            for (held, more) in held.iter_mut().zip(seen) {
                *held += more;
            }
        }
    }
}

/// `piece` in small letters, if it is a word: letters of the model's alphabet only, at most 40.
pub(crate) fn word(piece: &str) -> Option<String> {
    let small = piece.to_lowercase();
    let letters = small.chars().count();
    (letters <= 40 && small.chars().all(char::is_alphabetic) && Vocabulary::can_hold(&small)).then_some(small)
}

#[derive(Default)]
struct Pairs {
    bigrams: HashMap<(History, u32), u64>,
    histories: HashMap<History, u64>,
}

impl Pairs {
    fn count(&mut self, line: &str, times: u32, ids: &HashMap<&str, u32>) {
        let line: String = line.nfc().collect();
        let mut history = History::Start;
        for chunk in line.split_whitespace() {
            let mut first = true;
            for range in pieces(chunk) {
                let piece = &chunk[range];
                if !first {
                    history = History::Other;
                }
                first = false;
                let id = word(piece).and_then(|word| ids.get(word.as_str()).copied());
                if let Some(id) = id {
                    *self.bigrams.entry((history, id)).or_default() += u64::from(times);
                    *self.histories.entry(history).or_default() += u64::from(times);
                }
                history = match id {
                    Some(id) => History::Word(id),
                    None if piece.chars().all(|c| c.is_ascii_digit()) => History::Number,
                    None => History::Other,
                };
            }
            history = after(chunk, history);
        }
    }

    fn add(&mut self, other: Pairs) {
        #[allow(clippy::iter_over_hash_type, reason = "a sum does not depend on the order")]
        for (pair, count) in other.bigrams {
            *self.bigrams.entry(pair).or_default() += count;
        }
        #[allow(clippy::iter_over_hash_type, reason = "a sum does not depend on the order")]
        for (history, count) in other.histories {
            *self.histories.entry(history).or_default() += count;
        }
    }
}

/// The paragraphs that are kept for measuring.
fn left_out(options: &Options) -> Result<HashSet<String>, TrainError> {
    let mut paragraphs = HashSet::new();
    if let Some(folder) = &options.leave_out {
        for path in files(folder, ".truth.txt")? {
            let number = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.get(..4));
            if number
                .and_then(|number| number.parse::<u32>().ok())
                .is_some_and(|n| n >= options.leave_out_from)
            {
                paragraphs.extend(read(&path)?.lines().filter(|line| !line.is_empty()).map(str::to_owned));
            }
        }
    }
    Ok(paragraphs)
}

fn formulas(folder: &Path) -> Result<Vec<(u32, String)>, TrainError> {
    let mut found = Vec::new();
    for path in files(folder, ".tsv")? {
        for (at, line) in
            read(&path)?.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        {
            let entry = line
                .split_once('\t')
                .and_then(|(weight, text)| Some((weight.parse().ok()?, text.to_owned())));
            found.push(entry.ok_or_else(|| TrainError::Line {
                path: path.clone(),
                line: at + 1,
                expected: "a whole number, a tab and the words",
                found: line.to_owned(),
            })?);
        }
    }
    Ok(found)
}

/// Names as pseudo-counts in the currency of the words: `name_share` of the
/// running text spread over the bearers, their genitives a tenth of that.
fn names(options: &Options, running: f64, entries: &mut BTreeMap<String, Entry>) -> Result<(), TrainError> {
    let Some(path) = &options.names else { return Ok(()) };
    let mut bearers: BTreeMap<String, (f64, u8)> = BTreeMap::new();
    let mut total = 0.0;
    for (at, line) in read(path)?.lines().enumerate() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, kind, number] = fields[..] else {
            return Err(TrainError::Line {
                path: path.clone(),
                line: at + 1,
                expected: "name, s/f/m and bearers between tabs",
                found: line.to_owned(),
            });
        };
        let number: f64 = number.trim().parse().unwrap_or(0.0);
        for range in pieces(name) {
            if let Some(word) = word(&name[range]) {
                let held = bearers.entry(word).or_default();
                held.0 += number;
                held.1 |= if kind == "s" { Flags::SURNAME.0 } else { Flags::FIRST_NAME.0 };
                total += number;
            }
        }
    }
    let mass = running * options.name_share;
    for (name, (number, flags)) in bearers {
        let count = number / total * mass;
        let mut lay = |word: String, count: f64, flags: u8| {
            let entry = entries.entry(word).or_default();
            entry.count += count;
            entry.cases[1] += count;
            entry.flags |= flags;
            entry.spelling_weight = entry.spelling_weight.max(0.3);
        };
        if number >= 200.0 && !name.ends_with(['s', 'x', 'z']) {
            lay(format!("{name}s"), count * 0.1, 0);
        }
        lay(name, count.max(0.05), flags);
    }
    Ok(())
}

/// Places and titles are words like others, counted as if seen some times.
fn places(options: &Options, entries: &mut BTreeMap<String, Entry>) -> Result<(), TrainError> {
    let mut lay = |line: &str, times: f64, at: usize, flags: Flags| {
        if line.contains('Ã') {
            return;
        }
        for range in pieces(line).collect::<Vec<_>>() {
            let Some(word) = word(&line[range]).filter(|word| word.chars().count() > 2) else { continue };
            let entry = entries.entry(word).or_default();
            entry.count += times;
            entry.cases[at] += times;
            entry.flags |= flags.0;
            entry.spelling_weight = entry.spelling_weight.max(1.0);
        }
    };
    for place in &options.places {
        let (path, column) = match place
            .rsplit_once(':')
            .and_then(|(path, column)| Some((path, column.parse::<usize>().ok()?)))
        {
            Some((path, column)) => (path, column.saturating_sub(1)),
            None => (place.as_str(), 0),
        };
        for line in read(Path::new(path))?.lines() {
            for chunk in line.split(',').nth(column).unwrap_or("").split_whitespace() {
                lay(chunk.trim_matches('"'), 20.0, 1, Flags::PLACE);
            }
        }
    }
    if let Some(path) = &options.titles {
        for line in read(path)?.lines().skip(1) {
            for chunk in line.split([',', ';', '\t']).next().unwrap_or("").split_whitespace() {
                lay(chunk.trim_matches('"'), 2.0, 0, Flags::TITLE);
            }
        }
    }
    Ok(())
}
