//! `justera evaluate`.

use crate::args::{Evaluate, ScoreFormat};
use crate::{DONE, Stop, output};

pub(crate) fn run(options: &Evaluate) -> Result<u8, Stop> {
    let report = justera_eval::evaluate(&options.gold, &options.predicted)?;
    let text = match options.format {
        ScoreFormat::Table => report.table(),
        ScoreFormat::Csv => report.csv(),
        ScoreFormat::Json => format!("{:#}\n", report.json()),
    };
    if options.misses {
        output::print(&report.misses())?;
    }
    output::print(&text)?;
    Ok(DONE)
}
