//! The whole conversion on bytes that nobody meant, and on documents that were damaged at random.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use justera::builtin;

use crate::BenchError;

/// The options of `justera-bench fuzz`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Files and folders of documents that are damaged at random.
    #[arg(required = true)]
    seeds: Vec<PathBuf>,
    /// How long to go on.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Where the chance begins: the same number makes the same documents.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder that takes the documents on which something went wrong.
    #[arg(short, long, default_value = "target/fuzz")]
    output: PathBuf,
}

/// Goes on until the time is over, and fails when a document was found that does harm.
pub(crate) fn run(options: &Options) -> Result<String, BenchError> {
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for path in &options.seeds {
        for file in crate::texts(path)? {
            seeds.push(std::fs::read(&file).map_err(|source| BenchError::File { path: file, source })?);
        }
    }
    if seeds.is_empty() {
        return Err(BenchError::Nothing(options.seeds[0].clone()));
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let until = Instant::now() + Duration::from_secs(options.seconds);
    let counts: Vec<(u64, u64, Vec<PathBuf>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let seeds = &seeds;
                std::thread::Builder::new().stack_size(16 << 20).spawn_scoped(scope, move || {
                    work(seeds, options.seed * 1000 + thread, until, &options.output)
                })
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.ok()?.join().ok()).collect()
    });
    let done: u64 = counts.iter().map(|count| count.0).sum();
    let converted: u64 = counts.iter().map(|count| count.1).sum();
    let finds: Vec<String> =
        counts.into_iter().flat_map(|count| count.2).map(|path| path.display().to_string()).collect();
    let report = format!(
        "{done} documents in {} s on {threads} threads, {converted} of them text; {} finds\n",
        options.seconds,
        finds.len()
    );
    match finds.is_empty() {
        true => Ok(report),
        false => Err(BenchError::Finds(format!("{report}{}", finds.join("\n")))),
    }
}

fn work(seeds: &[Vec<u8>], seed: u64, until: Instant, output: &std::path::Path) -> (u64, u64, Vec<PathBuf>) {
    let mut chance = fastrand::Rng::with_seed(seed);
    let (mut done, mut converted, mut finds) = (0, 0, Vec::new());
    while Instant::now() < until {
        let document = damage(seeds, &mut chance);
        done += 1;
        match std::panic::catch_unwind(|| holds(&document)) {
            Ok(true) => converted += 1,
            Ok(false) => {}
            Err(_) => {
                let path = output.join(format!("{seed}-{done}.txt"));
                // A find that cannot be kept is told all the same.
                let _ = std::fs::create_dir_all(output).and_then(|()| std::fs::write(&path, &document));
                finds.push(path);
            }
        }
    }
    (done, converted, finds)
}

/// Converts, and checks what must hold of any document; false where it is no text.
fn holds(document: &[u8]) -> bool {
    let Ok(source) = justera::load("fuzz.txt", document) else { return false };
    let converted = justera::convert(&source, builtin());
    assert_eq!(converted.repaired.undo(), source.text(), "the way back is lost");
    assert_eq!(converted.outline.lines.len(), converted.repaired.lines().len(), "a line is lost");
    let json = converted.minutes.to_json();
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "the JSON is broken");
    assert!(json == justera::convert(&source, builtin()).minutes.to_json(), "the second run differs");
    for repair in &converted.minutes.repairs {
        assert_eq!(source.text().get(repair.at.start..repair.at.end), Some(repair.from.as_str()));
    }
    true
}

/// A seed, or noise, changed in one to forty places.
fn damage(seeds: &[Vec<u8>], chance: &mut fastrand::Rng) -> Vec<u8> {
    if chance.u8(..) < 12 {
        let len = chance.usize(..2000);
        return (0..len).map(|_| chance.u8(..)).collect();
    }
    let mut text = seeds[chance.usize(..seeds.len())].clone();
    for _ in 0..chance.usize(1..40) {
        if text.is_empty() {
            break;
        }
        let at = chance.usize(..text.len());
        let to = (at + chance.usize(1..400)).min(text.len());
        match chance.u8(..9) {
            0 => text[at] = chance.u8(..),
            1 => {
                text.drain(at..to);
            }
            2 => {
                let copy = text[at..to].to_vec();
                let into = chance.usize(..=text.len());
                text.splice(into..into, copy);
            }
            3 => text.truncate(at.max(1)),
            4 => {
                let marks: [&[u8]; 8] = [
                    b"\x0c",
                    b"\n\n",
                    b"|",
                    "§ ".as_bytes(),
                    b"1. ",
                    b"-\n",
                    "å".as_bytes(),
                    b"\xEF\xBF\xBD",
                ];
                text.splice(at..at, marks[chance.usize(..marks.len())].to_vec());
            }
            5 => {
                let other = &seeds[chance.usize(..seeds.len())];
                let from = chance.usize(..other.len().max(1));
                let part = other[from..(from + 600).min(other.len())].to_vec();
                text.splice(at..at, part);
            }
            6 => text[at..to].reverse(),
            7 => text[at..to].iter_mut().for_each(|byte| *byte = byte.to_ascii_uppercase()),
            _ => text.iter_mut().skip(at).step_by(7).for_each(|byte| {
                if *byte == b' ' {
                    *byte = b'\n';
                }
            }),
        }
    }
    text
}
