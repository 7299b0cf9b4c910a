//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Read the OCR text of Swedish minutes (protokoll, minnesanteckningar), mend what recognition broke, and write
/// who was there and what was decided as JSON.
#[derive(Parser, Debug)]
#[command(
    name = "justera",
    version,
    after_help = "Exit codes: 0 all went well, 1 differences (check), 2 some documents failed and the rest are written, 64 the command could not be begun."
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
        after_help = "Inputs are files, folders (all .txt and .md in them, in sorted order), or - to read JSON Lines {\"id\": …, \"text\": …} or {\"id\": …, \"path\": …} from standard input and write JSON Lines to standard output, in order.\n\nExamples:\n  justera convert protokoll/ -o json/\n  justera convert protokoll.txt | jq .items\n  cat documents.jsonl | justera convert - > minutes.jsonl"
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
}

#[derive(clap::Args, Debug)]
pub(crate) struct Check {
    /// Files or folders, as they were given to `convert`
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The folder that `convert` wrote
    #[arg(long, value_name = "DIR")]
    pub(crate) against: PathBuf,
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
