//! `justera-bench`: what Justera is measured with.

mod clean;
mod pairs;
mod peers;
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
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
enum BenchError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{0}: its index.tsv names no page that was asked for")]
    Nothing(PathBuf),
}

fn read(path: &std::path::Path) -> Result<String, BenchError> {
    std::fs::read_to_string(path).map_err(|source| BenchError::File { path: path.to_owned(), source })
}

fn main() -> ExitCode {
    let done = match Args::parse().task {
        Task::Repair(options) => pairs::run(&options),
        Task::Clean(options) => clean::run(&options),
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
