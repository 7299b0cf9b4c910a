//! Pages of which the truth and the reading are known.

use std::collections::BTreeMap;
use std::path::PathBuf;

use justera::{Format, Repaired, Source, builtin, repair};
use rayon::prelude::*;

use crate::peers::{Symspell, hunspell};
use crate::words::{Fault, compare, words};
use crate::{BenchError, read};

/// One page, read by one engine.
struct Page {
    name: String,
    font: String,
    damage: String,
    engine: String,
    truth: String,
    reading: String,
    /// What the other engine read, where that one knows Swedish.
    swedish: Option<String>,
}

/// What was counted of some pages.
#[derive(Clone, Debug, Default)]
struct Tally {
    words: usize,
    letters: usize,
    wrong_before: usize,
    wrong_after: usize,
    letters_before: usize,
    letters_after: usize,
    /// Words of the truth that were right before; of those, right no more.
    right: usize,
    damaged: usize,
    /// Words of the truth that were wrong before; of those, right now.
    wrong: usize,
    mended: usize,
    /// Wrong words that were changed, but not to the truth.
    still_wrong: usize,
    /// By class: wrong before, right now, and the truth among the candidates.
    faults: BTreeMap<Fault, [usize; 3]>,
    /// What is left by nothing, by Justera and by peers on the pages that peers are tried on: the distance, right words
    /// before, those damaged, and all words.
    peers: BTreeMap<&'static str, [usize; 4]>,
    /// What is wrong after the repair, one line each.
    left: Vec<String>,
    /// By tenths of a probability in log-odds: edits, right ones, the sum of what was said.
    reliability: BTreeMap<i32, (usize, usize, f64)>,
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.words += other.words;
        self.letters += other.letters;
        self.wrong_before += other.wrong_before;
        self.wrong_after += other.wrong_after;
        self.letters_before += other.letters_before;
        self.letters_after += other.letters_after;
        self.right += other.right;
        self.damaged += other.damaged;
        self.wrong += other.wrong;
        self.mended += other.mended;
        self.still_wrong += other.still_wrong;
        for (fault, counts) in &other.faults {
            let held = self.faults.entry(*fault).or_default();
            held.iter_mut().zip(counts).for_each(|(held, more)| *held += more);
        }
        for (peer, counts) in &other.peers {
            let held = self.peers.entry(peer).or_default();
            held.iter_mut().zip(counts).for_each(|(held, more)| *held += more);
        }
        for (bin, (edits, right, sum)) in &other.reliability {
            let held = self.reliability.entry(*bin).or_default();
            held.0 += edits;
            held.1 += right;
            held.2 += sum;
        }
    }
}

/// The options of `justera-bench repair`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder of pairs: index.tsv, NNNN.truth.txt, NNNN.eng.txt, NNNN.swe.txt.
    pairs: PathBuf,
    /// The first page.
    #[arg(long, default_value_t = 450)]
    from: u32,
    /// The page after the last.
    #[arg(long, default_value_t = 10_000)]
    to: u32,
    /// List each word that is still wrong or was damaged: page, damage, class, truth, reading, mended.
    #[arg(long)]
    list: bool,
    /// Try the peers on one page in so many, since hunspell takes seconds for one; 0 leaves them out.
    #[arg(long, default_value_t = 10)]
    peers_every: usize,
}

pub(crate) fn run(options: &Options) -> Result<String, BenchError> {
    let pages = pages(options)?;
    let symspell = (options.peers_every > 0).then(|| Symspell::new(builtin()));
    let tallies: Vec<(&Page, Tally)> = pages
        .par_iter()
        .enumerate()
        // Two readings stand for each page.
        .map(|(at, page)| {
            let peers = symspell.as_ref().filter(|_| (at / 2).is_multiple_of(options.peers_every));
            (page, measure(page, peers))
        })
        .collect();
    let sum = |wanted: &dyn Fn(&Page) -> bool| {
        let mut total = Tally::default();
        tallies.iter().filter(|(page, _)| wanted(page)).for_each(|(_, tally)| total.add(tally));
        total
    };
    let mut report = String::from(
        "| engine | damage | words | WER before | WER after | CER before | CER after | wrong words mended | damaged in 10,000 | precision |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let percent = |part: usize, whole: usize| format!("{:.2}", 100.0 * part as f64 / whole.max(1) as f64);
    let row = |name: &str, tally: &Tally| {
        format!(
            "| {name} | {} | {} | {} | {} | {} | {} | {:.1} | {} |\n",
            tally.words,
            percent(tally.wrong_before, tally.words),
            percent(tally.wrong_after, tally.words),
            percent(tally.letters_before, tally.letters),
            percent(tally.letters_after, tally.letters),
            percent(tally.mended, tally.wrong),
            1e4 * tally.damaged as f64 / tally.right.max(1) as f64,
            percent(tally.mended, tally.mended + tally.damaged + tally.still_wrong),
        )
    };
    for engine in ["eng", "swe"] {
        for damage in ["none", "light", "medium", "heavy"] {
            let tally = sum(&|page| page.engine == engine && page.damage == damage);
            report += &row(&format!("{engine} | {damage}"), &tally);
        }
    }
    report += "\n| engine | font | words | WER before | WER after | CER before | CER after | wrong words mended | damaged in 10,000 | precision |\n|---|---|---|---|---|---|---|---|---|---|\n";
    let mut fonts: Vec<&str> = pages.iter().map(|page| page.font.as_str()).collect();
    fonts.sort_unstable();
    fonts.dedup();
    for engine in ["eng", "swe"] {
        for font in &fonts {
            let tally = sum(&|page| page.engine == engine && page.font == *font);
            report += &row(&format!("{engine} | {font}"), &tally);
        }
    }
    report += "\n| wrong words by class | eng | mended % | truth among the candidates % | swe | mended % | truth among the candidates % |\n|---|---|---|---|---|---|---|\n";
    let [eng, swe] = ["eng", "swe"].map(|engine| sum(&|page| page.engine == engine));
    for fault in Fault::ALL {
        let cells = |tally: &Tally| {
            let [wrong, mended, held] = tally.faults.get(&fault).copied().unwrap_or_default();
            format!("{wrong} | {} | {}", percent(mended, wrong), percent(held, wrong))
        };
        report += &format!("| {} | {} | {} |\n", fault.name(), cells(&eng), cells(&swe));
    }
    if options.peers_every > 0 {
        report += "\n| WER of the same words | nothing | Justera | SymSpell | hunspell | Tesseract with its Swedish model |\n|---|---|---|---|---|---|\n";
        for (engine, damage) in
            ["eng", "swe"].iter().flat_map(|e| ["none", "light", "medium", "heavy"].map(|d| (e, d)))
        {
            let tally = sum(&|page| page.engine == *engine && page.damage == damage);
            let peer = |name: &str| match tally.peers.get(name) {
                Some([wrong, _, _, words]) => percent(*wrong, *words),
                None => "not there".to_owned(),
            };
            report += &format!(
                "| {engine} {damage} | {} | {} | {} | {} | {} |\n",
                peer("nothing"),
                peer("justera"),
                peer("symspell"),
                peer("hunspell"),
                peer("swedish")
            );
        }
        for name in ["symspell", "hunspell"] {
            if let Some([_, right, damaged, _]) = eng.peers.get(name) {
                report += &format!(
                    "\n{name} damages {:.0} of 10,000 right words of the English readings.\n",
                    1e4 * *damaged as f64 / (*right).max(1) as f64
                );
            }
        }
    }
    report += "\n| said probability of an edit | edits | mean said | observed |\n|---|---|---|---|\n";
    let mut all = eng;
    all.add(&swe);
    for (bin, (edits, right, said)) in &all.reliability {
        let (low, high) = (odds(*bin), odds(*bin + 1));
        report += &format!(
            "| {low:.3} to {high:.3} | {edits} | {:.3} | {:.3} |\n",
            said / (*edits).max(1) as f64,
            *right as f64 / (*edits).max(1) as f64
        );
    }
    if options.list {
        tallies.iter().flat_map(|(_, tally)| &tally.left).for_each(|line| report += &format!("{line}\n"));
    }
    Ok(report)
}

/// The lower bound of a bin of log-odds, as a probability.
fn odds(bin: i32) -> f64 {
    1.0 / (1.0 + (-f64::from(bin)).exp())
}

fn pages(options: &Options) -> Result<Vec<Page>, BenchError> {
    let index = read(&options.pairs.join("index.tsv"))?;
    let mut pages = Vec::new();
    for line in index.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[number, font, _, _, damage, ..] = &fields[..] else { continue };
        if !number.parse::<u32>().is_ok_and(|number| (options.from..options.to).contains(&number)) {
            continue;
        }
        let part = |part: &str| read(&options.pairs.join(format!("{number}.{part}.txt")));
        for engine in ["eng", "swe"] {
            pages.push(Page {
                name: format!("{number}.{engine}"),
                font: font.to_owned(),
                damage: damage.to_owned(),
                engine: engine.to_owned(),
                truth: part("truth")?,
                reading: part(engine)?,
                swedish: (engine == "eng").then(|| part("swe")).transpose()?,
            });
        }
    }
    if pages.is_empty() {
        return Err(BenchError::Nothing(options.pairs.clone()));
    }
    Ok(pages)
}

fn measure(page: &Page, symspell: Option<&Symspell>) -> Tally {
    let model = builtin();
    let source =
        Source::new(page.name.clone(), Format::Text, "utf-8".into(), String::new(), 0, page.reading.clone());
    let (repaired, quality) = repair(&source, model);
    let truth = words(&page.truth);
    let before = words(&page.reading);
    let after = words(repaired.written());
    let (places_before, wrong_before) = compare(&truth, &before);
    let (places_after, wrong_after) = compare(&truth, &after);
    let letters = |words: &[String]| words.join(" ").chars().collect::<Vec<char>>();
    let truth_letters = letters(&truth);
    let apart = |words: &[String]| strsim::generic_levenshtein(&truth_letters, &letters(words));
    let mut tally = Tally {
        words: truth.len(),
        letters: truth_letters.len(),
        wrong_before,
        wrong_after,
        letters_before: apart(&before),
        letters_after: apart(&after),
        ..Tally::default()
    };
    for (at, word) in truth.iter().enumerate() {
        let was = places_before[at].map(|place| before[place].as_str());
        let is = places_after[at].map(|place| after[place].as_str());
        let right_now = is == Some(word.as_str());
        let fault = Fault::of(word, was, truth.get(at + 1).map(String::as_str));
        if !right_now {
            let class = if was == Some(word.as_str()) { "DAMAGED" } else { fault.name() };
            let (was, is) = (was.unwrap_or("-"), is.unwrap_or("-"));
            tally.left.push(format!("{} {} | {class} | {word} | {was} | {is}", page.name, page.damage));
        }
        if was == Some(word.as_str()) {
            tally.right += 1;
            tally.damaged += usize::from(!right_now);
            continue;
        }
        tally.wrong += 1;
        tally.mended += usize::from(right_now);
        tally.still_wrong += usize::from(!right_now && was != is);
        let held =
            was.is_some_and(|was| justera::readings(model, &quality.channel, was).iter().any(|w| word == w));
        let counts = tally.faults.entry(fault).or_default();
        counts[0] += 1;
        counts[1] += usize::from(right_now);
        counts[2] += usize::from(right_now || held);
    }
    reliability(&repaired, page, &truth, &mut tally);
    let mut peer = |name: &'static str, text: &str| {
        let mended = words(text);
        let (places, wrong) = compare(&truth, &mended);
        let (mut right, mut damaged) = (0, 0);
        for (at, word) in truth.iter().enumerate() {
            if places_before[at].is_some_and(|place| before[place] == *word) {
                right += 1;
                damaged += usize::from(places[at].is_none_or(|place| mended[place] != *word));
            }
        }
        tally.peers.insert(name, [wrong, right, damaged, truth.len()]);
    };
    if let Some(symspell) = symspell {
        peer("nothing", &page.reading);
        peer("justera", repaired.written());
        peer("symspell", &symspell.mend(&page.reading));
        if let Some(text) = hunspell(&page.reading) {
            peer("hunspell", &text);
        }
        if let Some(text) = &page.swedish {
            peer("swedish", text);
        }
    }
    tally
}

/// Which edits were right: those after which a word stands that the truth has there.
fn reliability(repaired: &Repaired, page: &Page, truth: &[String], tally: &mut Tally) {
    for edit in repaired.edits().iter().filter(|edit| edit.to.chars().any(char::is_alphabetic)) {
        // The text with this edit alone beside the text without it: the one that is nearer to the truth is right.
        let line_start = page.reading[..edit.at.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end =
            page.reading[edit.at.end..].find('\n').map_or(page.reading.len(), |at| edit.at.end + at);
        let (head, tail) = (&page.reading[line_start..edit.at.start], &page.reading[edit.at.end..line_end]);
        let chunk = |text: String, head: usize, len: usize| -> String {
            let start = text[..head].rfind(char::is_whitespace).map_or(0, |at| at + 1);
            let end = text[head + len..].find(char::is_whitespace).map_or(text.len(), |at| head + len + at);
            words(&text[start..end]).join(" ")
        };
        let with = chunk(format!("{head}{}{tail}", edit.to), head.len(), edit.to.len());
        let without = chunk(format!("{head}{}{tail}", edit.from), head.len(), edit.from.len());
        let stands =
            |word: &str| truth.windows(word.split(' ').count().max(1)).any(|held| held.join(" ") == word);
        // Other faults of the same word hide whether this edit was right: both forms are then wrong.
        if stands(&with) == stands(&without) {
            continue;
        }
        let said = f64::from(edit.probability.clamp(0.001, 0.9999));
        let bin = (said / (1.0 - said)).ln().floor() as i32;
        let held = tally.reliability.entry(bin.clamp(-2, 9)).or_default();
        held.0 += 1;
        held.1 += usize::from(stands(&with));
        held.2 += said;
    }
}
