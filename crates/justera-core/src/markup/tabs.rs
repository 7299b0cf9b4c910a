//! Tabs between the columns of a line.
//!
//! Where a tab leads is told in no text. Two habits are tried for lines near each other, and the one whose columns begin at
//! fewer places is taken: each tab ends a cell, whose column is as wide as its widest ([elastic tabstops]), as texts have it
//! that were taken from a word processor; or stops stand at every eighth character, as in what was typed as plain text.
//!
//! [elastic tabstops]: https://nick-gravgaard.com/elastic-tabstops/

use std::collections::BTreeSet;

use super::Mark;

/// Lines without a tab between others that still have their columns.
const BETWEEN: usize = 2;
/// A cell that is longer, in characters, is a sentence, and makes no column wider.
const WIDEST: usize = 40;
/// Columns that are aligned; no page has more.
const COLUMNS: usize = 60;
/// A gap between columns, in spaces: no gap between words is as wide.
const GAP: usize = 5;

/// What is read in the place of each tab of a text.
pub(super) fn marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    if !text.contains('\t') {
        return found;
    }
    let mut block: Vec<(usize, &str)> = Vec::new();
    let (mut at, mut without) = (0, 0);
    for line in text.split('\n') {
        if line.contains('\t') {
            block.push((at, line));
            without = 0;
        } else {
            without += 1;
            if without > BETWEEN {
                of_block(&std::mem::take(&mut block), &mut found);
            }
        }
        at += line.len() + 1;
    }
    of_block(&block, &mut found);
    found
}

/// Reads the tabs of lines that stand near each other, each with its place in the text.
fn of_block(lines: &[(usize, &str)], found: &mut Vec<Mark>) {
    // How wide the cells are, in characters.
    let cells: Vec<Vec<usize>> = lines
        .iter()
        .map(|(_, line)| line.split('\t').map(|cell| cell.trim_end().chars().count()).collect())
        .collect();
    let elastic = elastic(&cells);
    let eighth = layout(&cells, |_, _, at| (at / 8 + 1) * 8);
    // At how many places columns begin, and how many each has, which is the fewer the more they are what was meant.
    let places = |starts: &[Vec<usize>]| {
        let held = |row: usize, column: usize| column > 0 && cells[row][column] > 0;
        let begins = starts.iter().enumerate().flat_map(|(row, starts)| {
            starts.iter().enumerate().filter(move |(column, _)| held(row, *column))
        });
        let of_columns: BTreeSet<(usize, usize)> = begins.map(|(column, at)| (*at, column)).collect();
        let places: BTreeSet<usize> = of_columns.iter().map(|(at, _)| *at).collect();
        (places.len(), of_columns.len())
    };
    let (typed, set) = (places(&eighth), places(&elastic));
    let starts = if typed.0 < set.0 && typed.1 <= set.1 { eighth } else { elastic };
    for (row, (start, line)) in lines.iter().enumerate() {
        let mut byte = *start;
        let last = cells[row].len() - 1;
        for (column, cell) in line.split('\t').enumerate().take(last) {
            byte += cell.len();
            let gap = starts[row][column + 1] - starts[row][column] - cells[row][column];
            // A stop may stand directly behind a cell; what begins there is told apart all the same.
            let gap = gap.max(if cells[row][column + 1] > 0 { GAP } else { 0 });
            found.push(Mark { at: byte..byte + 1, read: spaces(gap) });
            byte += 1;
        }
    }
}

/// Where each cell of each row begins, in characters, where `next` tells for a row, a column and the place at which its cell
/// ends where the next one begins.
fn layout(cells: &[Vec<usize>], next: impl Fn(usize, usize, usize) -> usize) -> Vec<Vec<usize>> {
    let row = |(nth, row): (usize, &Vec<usize>)| {
        let mut at = 0;
        let mut starts = Vec::with_capacity(row.len());
        for (column, width) in row.iter().enumerate() {
            starts.push(at);
            at = next(nth, column, at + width);
        }
        starts
    };
    cells.iter().enumerate().map(row).collect()
}

/// Where each cell begins if each tab ends one, and a column is as wide as the widest of its cells that stand below each other.
fn elastic(cells: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut widths: Vec<Vec<usize>> = cells.iter().map(|row| vec![0; row.len() - 1]).collect();
    let columns = widths.iter().map(Vec::len).max().unwrap_or(0).min(COLUMNS);
    for column in 0..columns {
        let mut row = 0;
        while row < cells.len() {
            let run = widths[row..].iter().take_while(|row| row.len() > column).count();
            let cell = |row: usize| Some(cells[row][column]).filter(|&width| width <= WIDEST).unwrap_or(0);
            let widest = (row..row + run).map(cell).max().unwrap_or(0);
            widths[row..row + run].iter_mut().for_each(|row| row[column] = widest);
            row += run.max(1);
        }
    }
    let mut starts: Vec<Vec<usize>> = Vec::with_capacity(cells.len());
    for (row, widths) in cells.iter().zip(&widths) {
        let (mut at, mut stop) = (0, 0);
        let mut begins = vec![0];
        for (cell, width) in row.iter().zip(widths) {
            stop += width + GAP;
            at = stop.max(at + cell + GAP);
            begins.push(at);
        }
        starts.push(begins);
    }
    starts
}

/// So many spaces, or as many as are held.
fn spaces(count: usize) -> &'static str {
    const SPACES: &str = "                                                                                                                                ";
    &SPACES[..count.min(SPACES.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        let mut out = text.to_owned();
        for Mark { at, read } in marks(text).into_iter().rev() {
            out.replace_range(at, read);
        }
        out
    }

    #[test]
    fn columns_stand_below_each_other() {
        for (text, expected) in [
            (
                "Namn\tParti\tNärv\nTora Ek\tS\tN\n\tM",
                "Namn        Parti     Närv\nTora Ek     S         N\n            M",
            ),
            // Typed with stops at every eighth character.
            (
                "Ulla Ek\t\t(S)\nPer-Olof Al\t(M)\nEva Ask\t\t(C)",
                "Ulla Ek         (S)\nPer-Olof Al     (M)\nEva Ask         (C)",
            ),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }
}
