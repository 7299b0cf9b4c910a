//! `justera-bench`: what Justera is measured with.

mod clean;
mod fuzz;
mod pairs;
mod peers;
mod soak;
mod speed;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Measure Justera: the tables of MEASURES.md are made by these commands.
#[derive(Parser)]
#[command(name = "justera-bench", version)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Mend pages whose truth is known, and compare: word and letter errors, damage, precision, classes, calibration,
    /// and what others do with the same pages.
    Repair(pairs::Options),
    /// Repair text that is right, as paragraphs, lines, pages, Markdown and tables: every edit that is made is listed,
    /// to be judged by hand.
    Clean(clean::Options),
    /// Time and memory of the stages and of whole runs, how they grow, and what peers take for the same words.
    Speed(speed::Options),
    /// Convert many varied documents and plot memory and progress over time.
    Soak(soak::Options),
    /// Convert documents that were damaged at random, and check what must hold of each.
    Fuzz(fuzz::Options),
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
enum BenchError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error(
        "{0}: nothing in it was asked for; give a folder with index.tsv and its pages, or with .txt and .md files"
    )]
    Nothing(PathBuf),
    #[error("{0}")]
    Finds(String),
}

fn read(path: &std::path::Path) -> Result<String, BenchError> {
    std::fs::read_to_string(path).map_err(|source| BenchError::File { path: path.to_owned(), source })
}

/// The .txt and .md files of a folder and all below it, sorted; or the file itself.
fn texts(path: &std::path::Path) -> Result<Vec<PathBuf>, BenchError> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in
        std::fs::read_dir(path).map_err(|source| BenchError::File { path: path.to_owned(), source })?
    {
        let entry = entry.map_err(|source| BenchError::File { path: path.to_owned(), source })?.path();
        if entry.is_dir() {
            found.extend(texts(&entry)?);
        } else if entry.extension().is_some_and(|ending| ending == "txt" || ending == "md") {
            found.push(entry);
        }
    }
    found.sort();
    Ok(found)
}

fn main() -> ExitCode {
    let done = match Args::parse().task {
        Task::Repair(options) => pairs::run(&options),
        Task::Clean(options) => clean::run(&options),
        Task::Speed(options) => speed::run(&options),
        Task::Soak(options) => soak::run(&options),
        Task::Fuzz(options) => fuzz::run(&options),
    };
    #[allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the program's front end")]
    match done {
        Ok(report) => {
            print!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("justera-bench: {error}");
            ExitCode::FAILURE
        }
    }
}
