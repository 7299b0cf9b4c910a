//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Read the OCR text of Swedish minutes (protokoll, minnesanteckningar), mend what recognition broke, and write
/// who was there and what was decided as JSON.
#[derive(Parser, Debug)]
#[command(
    name = "justera",
    version,
    after_help = "Exit codes: 0 all went well, 1 differences (check), 2 some documents failed and the rest are written, 64 the command could not be begun, 130 stopped by Ctrl-C or SIGTERM."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Show errors only: no progress bar and no report
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,

    /// How messages are written to standard error
    #[arg(long, global = true, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(crate) log_format: LogFormat,

    /// Documents converted at once [default: one for each processor]
    #[arg(long, short, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,
}

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people
    Text,
    /// One JSON object a line, for programs
    Json,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Convert documents to JSON, one file for each, and a manifest
    #[command(
        after_help = "Inputs are files, folders (all .txt and .md in them, in sorted order), or - to read JSON Lines {\"id\": …, \"text\": …} or {\"id\": …, \"path\": …} from standard input and write JSON Lines to standard output, in order.\n\nExamples:\n  justera convert protokoll/ -o json/\n  justera convert protokoll.txt | jq .items\n  cat documents.jsonl | justera convert - > minutes.jsonl\n\nA folder that was converted before is gone on with: only what changed (its bytes, the program, the model) is converted again, also after a run that was stopped in the middle."
    )]
    Convert(Convert),
    /// Mend the text only: same lines as the source
    #[command(
        after_help = "Examples:\n  justera repair scan.txt > mended.txt\n  justera repair scans/ -o mended/ --edits\n  justera repair --diff scan.txt\n  justera repair mended.txt --undo mended.txt.edits.jsonl > scan.txt"
    )]
    Repair(Repair),
    /// Convert again and compare with kept results, field by field; exit 1 on a difference
    #[command(
        after_help = "Example, for a team's CI:\n  justera convert archive/ -o expected/     # once, and committed\n  justera check archive/ --against expected/"
    )]
    Check(Check),
    /// Learn how an engine misreads, from texts that are right and its readings of them
    #[command(
        after_help = "TRUTH and OCR are two files, or two folders with files of the same names. What is learned is a table of counts and holds no text. Some fifty pages are enough, a page a file, of at most 12,000 bytes.\n\nExample:\n  justera learn typed/ readings/ -o engine.tsv\n  justera repair scans/ -o mended/ --profile engine.tsv"
    )]
    Learn(Learn),
    /// Score converted documents against hand-made gold
    #[command(
        after_help = "GOLD holds NAME.gold.json files (and NAME.clean for the text); PRED holds what `convert` wrote. NAME.json is compared with NAME.gold.json, and so is every other reading NAME.<reading>.json."
    )]
    Evaluate(Evaluate),
    /// Print the JSON Schema of what `convert` writes
    Schema,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Convert {
    /// Files, folders, or - for JSON Lines on standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The folder that takes the JSON files and manifest.jsonl; without it JSON goes to standard output
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Print every candidate for an item's beginning, whether it was taken, and why, to standard error
    #[arg(long)]
    pub(crate) explain: bool,
    /// Convert every document again, whether it changed or not
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// Try the documents again that failed before and have not changed
    #[arg(long, requires = "output")]
    pub(crate) retry_failed: bool,
    /// Remove outputs in DIR whose source is no more among the inputs
    #[arg(long, requires = "output")]
    pub(crate) prune: bool,
    /// Stop when so many documents have failed in this run, or so many in a hundred (N%); they are counted after every 64
    #[arg(long, value_name = "N|N%", requires = "output")]
    pub(crate) max_failures: Option<MaxFailures>,
    /// Write what the run came to as JSON
    #[arg(long, value_name = "FILE", requires = "output")]
    pub(crate) report: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// What a document may be at most, and by whom it was read.
#[derive(clap::Args, Debug)]
pub(crate) struct Reading {
    /// The largest document that is read, in MB (10^6 bytes); larger ones fail, and the others go on
    #[arg(long, value_name = "MB", default_value = "16", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) max_size: u32,
    /// The longest that a document may take, in seconds; one that takes longer fails, and the others go on
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_seconds: u32,
    /// How another engine misreads, as `justera learn` wrote it; weighed beside what is built in
    #[arg(long, value_name = "FILE")]
    pub(crate) profile: Option<PathBuf>,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Learn {
    /// What stands on the pages: a file, or a folder
    #[arg(value_name = "TRUTH")]
    pub(crate) truth: PathBuf,
    /// What the engine read: a file, or a folder with files of the same names
    #[arg(value_name = "OCR")]
    pub(crate) reading: PathBuf,
    /// The file that takes the profile; without it the profile goes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What a document may be and take at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Its size.
    pub(crate) bytes: u64,
    /// From when it is loaded.
    pub(crate) time: std::time::Duration,
}

impl Reading {
    /// What a document may be and take.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            bytes: u64::from(self.max_size) * 1_000_000,
            time: std::time::Duration::from_secs(self.max_seconds.into()),
        }
    }
}

/// When a run has gone wrong as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum MaxFailures {
    /// So many documents.
    Count(usize),
    /// So many in a hundred of all documents.
    Percent(f64),
}

impl MaxFailures {
    /// Whether so many failures of so many documents are too many.
    pub(crate) fn reached(self, failed: usize, documents: usize) -> bool {
        match self {
            MaxFailures::Count(most) => failed >= most.max(1),
            MaxFailures::Percent(most) => failed > 0 && failed as f64 * 100.0 >= most * documents as f64,
        }
    }
}

impl std::fmt::Display for MaxFailures {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MaxFailures::Count(most) => write!(out, "{most}"),
            MaxFailures::Percent(most) => write!(out, "{most}%"),
        }
    }
}

impl std::str::FromStr for MaxFailures {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("{text:?} is neither a number of documents nor, with %, a share from 0 to 100");
        match text.strip_suffix('%') {
            Some(share) => {
                let share = share.parse().map_err(|_| bad())?;
                (0.0..=100.0).contains(&share).then_some(MaxFailures::Percent(share)).ok_or_else(bad)
            }
            None => text.parse().map(MaxFailures::Count).map_err(|_| bad()),
        }
    }
}

#[derive(clap::Args, Debug)]
pub(crate) struct Repair {
    /// Files or folders
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The folder that takes the mended texts, under the names of their sources
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Show the changed lines, old and new, instead of the text
    #[arg(long, conflicts_with_all = ["output", "edits"])]
    pub(crate) diff: bool,
    /// Write the ledger of edits as JSON Lines: beside each text with -o, else instead of the text
    #[arg(long)]
    pub(crate) edits: bool,
    /// Take the edits of this ledger back: INPUT is a mended text, and its source comes out, byte for byte
    #[arg(long, value_name = "LEDGER", conflicts_with_all = ["diff", "edits"])]
    pub(crate) undo: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Check {
    /// Files or folders, as they were given to `convert`
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The folder that `convert` wrote
    #[arg(long, value_name = "DIR")]
    pub(crate) against: PathBuf,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Evaluate {
    /// The folder of *.gold.json files
    #[arg(value_name = "GOLD")]
    pub(crate) gold: PathBuf,
    /// The folder that `convert` wrote
    #[arg(value_name = "PRED")]
    pub(crate) predicted: PathBuf,
    /// How the scores are written
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: ScoreFormat,
    /// List every value that was missed and every one that is not in the gold
    #[arg(long, short)]
    pub(crate) misses: bool,
}

/// How scores are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// Columns for people
    Table,
    /// One object: document, figure, F1
    Json,
    /// One line a document
    Csv,
}
