//! What came out for every document: rows, their sum, and four ways to show them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::figures::{Count, Figure};
use crate::score::{MissKind, Scores};

/// Columns in a half of the table, so that a line fits a wide terminal.
const COLUMNS: usize = 11;

/// Letters of a document's name that the table has room for; a longer one loses its beginning.
const NAME_WIDTH: usize = 43;

/// The name of the row that is the sum of all others.
const ALL: &str = "ALL";

/// What stands in the table where there was nothing to find and nothing was found.
const NOTHING: &str = "·";

/// One reading of one document.
#[derive(Debug, Clone)]
pub struct Row {
    /// The gold's name, and the reading's where there are several (`a`, `a.tess-swe`).
    pub name: String,
    /// The predicted document; `None` when there is none, which scores zero.
    pub prediction: Option<PathBuf>,
    /// The repaired text, looked for only where the gold has a clean text.
    pub text: Option<PathBuf>,
    /// Why the prediction could not be used though it is there, in one sentence.
    pub problem: Option<String>,
    /// What the comparison gave.
    pub scores: Scores,
}

/// The scores of all documents.
#[derive(Debug, Clone, Default)]
pub struct Report {
    rows: Vec<Row>,
    total: BTreeMap<Figure, Count>,
}

impl Report {
    /// Sums up the rows, which keep their order. Their names should differ, or JSON keeps the last.
    pub fn new(rows: Vec<Row>) -> Report {
        let mut total: BTreeMap<Figure, Count> = BTreeMap::new();
        for (figure, count) in rows.iter().flat_map(|row| &row.scores.counts) {
            *total.entry(*figure).or_default() += *count;
        }
        Report { rows, total }
    }

    /// A row for each reading of each document.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The sum over all rows, of the figures that any row has.
    pub fn total(&self) -> &BTreeMap<Figure, Count> {
        &self.total
    }

    /// A table of F1 with four decimals for people, in two halves, a line a row and the sum last.
    ///
    /// A column stands only where any document has something in it.
    pub fn table(&self) -> String {
        let columns: Vec<Figure> =
            self.total.iter().filter(|(_, count)| !count.is_empty()).map(|(figure, _)| *figure).collect();
        // Not `chunks`: whatever goes beyond the first half goes into the second, as in score.py.
        let (first, second) = columns.split_at(columns.len().min(COLUMNS));
        let mut out = String::new();
        for half in [first, second].into_iter().filter(|half| !half.is_empty()) {
            let width = NAME_WIDTH + 1;
            let head: String = half.iter().map(|figure| format!("{:>13}", figure.name())).collect();
            out.push_str(&format!("{:width$}{head}\n", ""));
            for (name, counts) in self.lines() {
                let cut = name.chars().count().saturating_sub(NAME_WIDTH);
                let name: String = name.chars().skip(cut).collect();
                let cell = |figure: &Figure| match said(counts, *figure) {
                    Some(count) => format!("{:13.4}", count.f1()),
                    None => format!("{NOTHING:>13}"),
                };
                let cells: String = half.iter().map(cell).collect();
                out.push_str(&format!("{name:width$}{cells}\n"));
            }
            out.push('\n');
        }
        out
    }

    /// A heading and then a line a row, the sum last: the name, then F1 of every figure with four
    /// decimals, empty where there was nothing to find and nothing found.
    pub fn csv(&self) -> String {
        let names = Figure::ALL.map(Figure::name).join(",");
        let mut out = format!("name,{names}\n");
        for (name, counts) in self.lines() {
            out.push_str(&quoted(name));
            for figure in Figure::ALL {
                out.push(',');
                if let Some(count) = said(counts, figure) {
                    out.push_str(&format!("{:.4}", count.f1()));
                }
            }
            out.push('\n');
        }
        out
    }

    /// `{row: {figure: F1 with five decimals}}`, the sum as "ALL" last.
    ///
    /// A figure that says nothing is 1.0 here, and one that was not measured is missing.
    pub fn json(&self) -> Value {
        let figures = |counts: &BTreeMap<Figure, Count>| -> Map<String, Value> {
            counts.iter().map(|(figure, count)| (figure.name().to_string(), rounded(count.f1()))).collect()
        };
        Value::Object(
            self.lines().map(|(name, counts)| (name.to_string(), Value::Object(figures(counts)))).collect(),
        )
    }

    /// Everything that was not right, a line each, below the name and files of its row.
    pub fn misses(&self) -> String {
        let mut out = String::new();
        let shown = |path: &Option<PathBuf>| match path {
            Some(path) => path.display().to_string(),
            None => "-".to_string(),
        };
        for row in &self.rows {
            out.push_str(&format!("   {}: {} {}\n", row.name, shown(&row.prediction), shown(&row.text)));
            if let Some(problem) = &row.problem {
                out.push_str(&format!("      {problem}\n"));
            }
            for miss in &row.scores.misses {
                let how = match miss.kind {
                    MissKind::Missed => "missed ",
                    MissKind::NotInGold => "not in the gold ",
                    MissKind::Differs => "",
                };
                out.push_str(&format!("      {}: {how}{}\n", miss.figure.name(), miss.what));
            }
        }
        out
    }

    fn lines(&self) -> impl Iterator<Item = (&str, &BTreeMap<Figure, Count>)> {
        let rows = self.rows.iter().map(|row| (row.name.as_str(), &row.scores.counts));
        rows.chain([(ALL, &self.total)])
    }
}

/// The count, where the figure was measured and says something.
fn said(counts: &BTreeMap<Figure, Count>, figure: Figure) -> Option<&Count> {
    counts.get(&figure).filter(|count| !count.is_empty())
}

/// Five decimals, by way of the digits: that rounds as Python's `round` does, which a multiplication
/// by 100000 would not.
fn rounded(f1: f64) -> Value {
    format!("{f1:.5}").parse::<f64>().map_or(Value::Null, Value::from)
}

/// A name as CSV wants it: in quotes where it holds a comma, a quote or a line end.
fn quoted(name: &str) -> String {
    if name.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let row = |name: &str, counts: &[(Figure, [usize; 3])]| Row {
            name: name.to_string(),
            prediction: None,
            text: None,
            problem: None,
            scores: Scores {
                counts: counts
                    .iter()
                    .map(|&(figure, [hits, gold, predicted])| (figure, Count { hits, gold, predicted }))
                    .collect(),
                misses: Vec::new(),
            },
        };
        Report::new(vec![
            row("a", &[(Figure::Meta, [1, 2, 2]), (Figure::Items, [1, 1, 2]), (Figure::Votes, [0, 0, 0])]),
            row("b, ö", &[(Figure::Text, [1, 32, 32]), (Figure::Items, [0, 0, 0])]),
        ])
    }

    #[test]
    fn the_sum_is_of_counts_not_of_shares() {
        let report = report();
        assert_eq!(report.total()[&Figure::Text], Count { hits: 1, gold: 32, predicted: 32 });
        assert_eq!(report.total()[&Figure::Items], Count { hits: 1, gold: 1, predicted: 2 });
    }

    #[test]
    fn table_leaves_out_what_says_nothing() {
        let want = [
            "                                                     text         meta        items",
            "a                                                       ·       0.5000       0.6667",
            "b, ö                                               0.0312            ·            ·",
            "ALL                                                0.0312       0.5000       0.6667",
            "",
            "",
        ];
        assert_eq!(report().table(), want.join("\n"));
    }

    #[test]
    fn csv_has_a_column_for_every_figure() {
        let csv = report().csv();
        let lines: Vec<&str> = csv.lines().collect();
        assert!(lines[0].starts_with("name,text,meta,items,"), "{csv}");
        assert_eq!(lines[1], format!("a,,0.5000,0.6667{}", ",".repeat(18)));
        assert_eq!(lines[2], format!("\"b, ö\",0.0312{}", ",".repeat(20)));
        assert!(lines[3].starts_with("ALL,0.0312,"), "{csv}");
    }

    #[test]
    fn json_says_one_where_there_was_nothing_and_is_silent_where_nothing_was_measured() {
        let want = serde_json::json!({
            "a": {"meta": 0.5, "items": 0.66667, "votes": 1.0},
            "b, ö": {"text": 0.03125, "items": 1.0},
            "ALL": {"text": 0.03125, "meta": 0.5, "items": 0.66667, "votes": 1.0},
        });
        assert_eq!(report().json(), want);
    }

    #[test]
    fn rounding_is_to_the_even_digit_at_a_tie() {
        let rows = [(1.0 / 64.0, 0.01562), (3.0 / 64.0, 0.04688), (2.0 / 3.0, 0.66667), (0.0, 0.0)];
        for (f1, want) in rows {
            assert_eq!(rounded(f1), Value::from(want), "{f1}");
        }
    }
}
