//! The `justera` command: files in, JSON out. Files, printing, threads and the clock live here alone.

mod args;
mod check;
mod convert;
mod evaluate;
mod inputs;
mod interrupt;
mod learn;
mod manifest;
mod messages;
mod output;
mod repair;
mod stream;

use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;
use messages::Messages;

/// Everything went well.
const DONE: u8 = 0;
/// `check` found differences.
const DIFFERS: u8 = 1;
/// Some documents could not be read; the rest are written.
const SOME_FAILED: u8 = 2;
/// Ctrl-C or SIGTERM stopped it; what is written is whole.
const STOPPED: u8 = 130;
/// The command line was not understood, or nothing could be begun.
const USAGE: u8 = 64;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and the version are no errors.
            let code = if error.use_stderr() { USAGE } else { DONE };
            // A reader that has gone away needs no help text.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let messages = Messages::new(args.log_format, args.quiet);
    let code = match run(&args, &messages) {
        Ok(code) => code,
        Err(error) if error.is_broken_pipe() => DONE,
        Err(error) => {
            messages.error(None, &error.to_string());
            USAGE
        }
    };
    ExitCode::from(code)
}

/// What stops the whole run before or outside the documents.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stop {
    /// An input, an output or an option that cannot be used.
    #[error("{0}")]
    Usage(String),
    /// The output cannot be written.
    #[error("{what}: {source}; {advice}")]
    Write { what: String, source: std::io::Error, advice: &'static str },
    /// Writing to standard output failed.
    #[error("standard output: {0}")]
    Stdout(#[from] std::io::Error),
    /// The gold or the predictions cannot be compared.
    #[error("{0}")]
    Evaluate(#[from] justera_eval::EvalError),
}

impl Stop {
    /// Whether the reader of our output has gone away, which is a quiet end.
    fn is_broken_pipe(&self) -> bool {
        matches!(self, Stop::Stdout(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

fn run(args: &Args, messages: &Messages) -> Result<u8, Stop> {
    let jobs =
        args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        // The search for words goes deep on long ones.
        .stack_size(16 << 20)
        .build_global()
        .map_err(|error| {
            Stop::Usage(format!("cannot start {jobs} threads: {error}; give fewer with --jobs"))
        })?;
    let reading = match &args.command {
        Command::Convert(options) => Some(&options.reading),
        Command::Repair(options) => Some(&options.reading),
        Command::Check(options) => Some(&options.reading),
        _ => None,
    };
    if let Some(path) = reading.and_then(|reading| reading.profile.as_ref()) {
        learn::take(path)?;
    }
    match &args.command {
        Command::Convert(options) => convert::run(options, messages),
        Command::Repair(options) => repair::run(options, messages),
        Command::Check(options) => check::run(options, messages),
        Command::Learn(options) => learn::run(options, messages),
        Command::Evaluate(options) => evaluate::run(options),
        Command::Schema => {
            output::print(&justera::schema())?;
            Ok(DONE)
        }
    }
}
