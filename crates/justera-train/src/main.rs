//! `justera-train`: builds the language model and the channel tables, offline and reproducibly.

mod context;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Build Justera's language model from plain text and name lists, and its channel tables from pairs of
/// truth and reading. Needs no network; the same input gives the same bytes, whatever the order of the files.
#[derive(Parser)]
#[command(name = "justera-train", version)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Count words, pairs of words and letters in a folder of text, and write the model.
    Model(text::Options),
    /// Learn which letters a reading takes for which, from NNNN.truth.txt beside NNNN.LANGUAGE.txt.
    Channel {
        /// The folder of pairs, with its index.tsv (page, font, size, dpi, damage, …).
        #[arg(long)]
        pairs: PathBuf,
        /// Learn from pages below this number only; those above are kept for measuring.
        #[arg(long, default_value_t = 350)]
        below: u32,
        /// The folder that takes a table for each pool.
        #[arg(short, long)]
        output: PathBuf,
    },
}

fn main() -> ExitCode {
    let done = match Args::parse().task {
        Task::Model(options) => text::train(&options),
        Task::Channel { pairs, below, output } => channel(&pairs, below, &output),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[allow(clippy::print_stderr, reason = "this is the program's front end")]
            {
                eprintln!("justera-train: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

/// What can go wrong: a file that cannot be read, or that says what cannot be.
#[derive(Debug, thiserror::Error)]
enum TrainError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{path}: line {line}: expected {expected}, found {found:?}")]
    Line { path: PathBuf, line: usize, expected: &'static str, found: String },
    #[error(transparent)]
    Vocabulary(#[from] justera_lexicon::VocabularyError),
    #[error(transparent)]
    Model(#[from] justera_lexicon::ModelError),
    #[error("no text was found in {0}; give the folder that holds the .txt files")]
    Nothing(PathBuf),
}

fn read(path: &std::path::Path) -> Result<String, TrainError> {
    std::fs::read(path)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .map_err(|source| TrainError::File { path: path.to_owned(), source })
}

fn write(path: &std::path::Path, bytes: &[u8]) -> Result<(), TrainError> {
    let file = |source| TrainError::File { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(file)?;
    }
    std::fs::write(path, bytes).map_err(file)
}

/// The files of a folder whose names end so, sorted.
fn files(folder: &std::path::Path, ending: &str) -> Result<Vec<PathBuf>, TrainError> {
    let file = |source| TrainError::File { path: folder.to_owned(), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(file)? {
        let path = entry.map_err(file)?.path();
        if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn channel(pairs: &std::path::Path, below: u32, output: &std::path::Path) -> Result<(), TrainError> {
    use justera_repair::learn::Lessons;
    use rayon::prelude::*;

    let index = pairs.join("index.tsv");
    let mut pages = Vec::new();
    for (at, line) in read(&index)?.lines().enumerate() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (Some(page), Some(damage)) = (fields.first(), fields.get(4)) else {
            return Err(TrainError::Line {
                path: index,
                line: at + 1,
                expected: "page, font, size, dpi, damage, … between tabs",
                found: line.to_owned(),
            });
        };
        if page.parse::<u32>().is_ok_and(|number| number < below) {
            pages.push(((*page).to_owned(), (*damage).to_owned()));
        }
    }
    pages.sort();
    for language in ["eng", "swe"] {
        for (pool, degrees) in
            [("light", &["none", "light"][..]), ("medium", &["medium"]), ("heavy", &["heavy"])]
        {
            let chosen: Vec<&String> = pages
                .iter()
                .filter(|(_, damage)| degrees.contains(&damage.as_str()))
                .map(|(page, _)| page)
                .collect();
            let learned: Vec<Lessons> = chosen
                .par_iter()
                .map(|page| {
                    let truth = read(&pairs.join(format!("{page}.truth.txt")))?;
                    let reading = read(&pairs.join(format!("{page}.{language}.txt")))?;
                    Ok(justera_repair::learn::compare(&truth, &reading))
                })
                .collect::<Result<_, TrainError>>()?;
            let mut all = Lessons::default();
            for lessons in learned {
                all.add(lessons);
            }
            write(&output.join(format!("{language}-{pool}.tsv")), all.table().as_bytes())?;
        }
    }
    Ok(())
}
