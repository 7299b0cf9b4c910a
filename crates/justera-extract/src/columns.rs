//! The columns of a list of persons, by their heads or by the gaps between them.

use std::collections::BTreeMap;

use justera_core::labels::{self, Section};
use justera_core::text::{HYPHENS, lower, unwrap};

use crate::commas::outer_commas;
use crate::front::Block;
use crate::names::{first_name, leading_name};
use crate::person::{PARTY, after_title, is_tick, takes_part};
use crate::standing::heading;
use crate::tables::{Column, is_party, is_role_word};
use crate::{Doc, gapless};

/// A piece of a line between gaps, and the character column at which it begins.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) column: usize,
    pub(crate) text: String,
}

/// The lines of a block, column by column where lists stand beside each other.
///
/// Where a line has the heads of a table (Namn, Parti, Närvaro), it and those below it come out as rows with marks. The
/// heads hold for the lists after it as well.
pub(crate) fn columns(doc: &Doc<'_>, block: &Block, heads: &mut Vec<Cell>) -> Vec<Vec<(usize, String)>> {
    if let Some(sheets) = gapless_sheets(doc, block) {
        return sheets;
    }
    let rows: Vec<(usize, Vec<Cell>)> =
        block.lines.iter().map(|(line, text)| (*line, cells(doc, *line, text))).collect();
    let mut rows = ticked_before(&rows).unwrap_or(rows);
    close_broken(&mut rows);
    without_legend(&mut rows);
    let head = rows.iter().position(|(_, row)| {
        let texts: Vec<String> = row.iter().map(|cell| cell.text.clone()).collect();
        row.iter().filter(|cell| crate::sheets::heads(&cell.text)).count() >= 2
            || (row.len() >= 2 && crate::sheets::heads_persons(&texts))
    });
    if let Some(at) = head {
        *heads = rows[at].1.iter().flat_map(split_heads).collect();
        // Heads may run over two or three lines; each of the others has a column of its own.
        for (_, row) in rows[at.saturating_sub(1)..rows.len().min(at + 2)].iter() {
            for cell in row.iter().filter(|cell| crate::sheets::heads(&cell.text)) {
                if heads.iter().all(|head| head.column.abs_diff(cell.column) > 3) {
                    heads.push(cell.clone());
                }
            }
        }
        heads.extend(parties_without_head(&rows, heads));
        heads.sort_by_key(|head| head.column);
        // What has more columns is no list of persons.
        if heads.len() > COLUMNS {
            heads.clear();
        }
    }
    // The heads of another list are none of one in running text: `Ulla Ek, sekreterare, Bo Al, kamrer, § 18,`
    let runs = |row: &[Cell]| row.len() == 1 && outer_commas(&row[0].text) > 1;
    let running = head.is_none() && rows.iter().filter(|(_, row)| runs(row)).count() * 2 > rows.len();
    let heads: &[Cell] = if running { &[] } else { heads };
    let rows: Vec<(usize, Vec<Cell>)> = match heads.len() {
        0 | 1 => rows,
        _ => rows
            .into_iter()
            .map(|(line, row)| (line, row.into_iter().flat_map(|cell| cut(doc, cell, heads)).collect()))
            .collect(),
    };
    // Each cell stands below the head that it begins nearest to.
    let below = |cell: &Cell| -> Option<usize> {
        let (at, head) =
            heads.iter().enumerate().min_by_key(|(_, head)| head.column.abs_diff(cell.column))?;
        (head.column.abs_diff(cell.column) <= 3).then_some(at)
    };
    // Beside the list of those present their votes may stand.
    let vote = |cell: &Cell| {
        matches!(lower(&cell.text).as_str(), "x" | "ja" | "nej" | "avstår" | "avst" | "avst.")
            || cell.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '§' | ' '))
    };
    let fits = |cell: &Cell| below(cell).is_some() || vote(cell);
    let fitting = rows.iter().filter(|(_, row)| row.iter().all(fits)).count();
    if heads.len() >= 2 && fitting * 2 > rows.len() && rows.iter().any(|(_, row)| row.len() >= 2) {
        // The head of the names, where it stands above an earlier list, says who is there and not who is here.
        let mut titles: Vec<&str> = heads.iter().map(|head| head.text.as_str()).collect();
        let list = |text: &&str| labels::section(text) == Some(Section::Attendance);
        let named = titles.iter().any(|text| crate::sheets::column(text) == Some(Column::Name));
        if head.is_none() && titles.iter().all(list) {
            // Lists beside each other go on below a label of their own.
            titles.fill(&block.label);
        } else if let Some(names) = titles.iter_mut().find(|text| head.is_none() && !named && list(text)) {
            *names = "Namn";
        }
        let title = (block.line, format!("| {} |", titles.join(" | ")));
        let told = |row: &[Cell]| {
            row.iter().all(|cell| {
                vote(cell)
                    || split_heads(cell).iter().all(|cell| {
                        crate::sheets::heads(&cell.text) || heads.iter().any(|head| head.text == cell.text)
                    })
            })
        };
        // Who stands before the heads is of a list of its own.
        let above = head.unwrap_or(0);
        let before: Vec<(usize, String)> =
            rows[..above].iter().filter(|(_, row)| !told(row)).cloned().map(joined).collect();
        let table = rows[above..].iter().filter(|(_, row)| !told(row)).map(|(line, row)| {
            let mut cells = vec![""; heads.len()];
            for cell in row {
                if let Some(at) = below(cell) {
                    cells[at] = &cell.text;
                }
            }
            (*line, format!("| {} |", cells.join(" | ")))
        });
        let table: Vec<(usize, String)> = std::iter::once(title).chain(table).collect();
        return if before.is_empty() { vec![table] } else { vec![before, table] };
    }
    // A column of parties before the names is no list.
    let party = |row: &[Cell]| row.len() > 1 && crate::layouts::is_partys(&row[0].text);
    let parties = rows.iter().filter(|(_, row)| party(row)).count();
    if parties >= crate::layouts::PARTIES && parties * 2 >= rows.len() {
        return vec![rows.into_iter().map(joined).collect()];
    }
    if let Some(sheet) = by_organization(doc, &rows) {
        return vec![sheet];
    }
    let mut sheets = Vec::new();
    let mut rest = rows;
    while let Some(border) = border(doc, &rest) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (line, row) in rest {
            let (inner, outer): (Vec<Cell>, Vec<Cell>) =
                row.into_iter().partition(|cell| cell.column + 1 < border);
            if !inner.is_empty() {
                left.push((line, inner));
            }
            if !outer.is_empty() {
                right.push((line, outer));
            }
        }
        if left.is_empty() || right.is_empty() {
            rest = left.into_iter().chain(right).collect();
            break;
        }
        sheets.push(left);
        rest = right;
    }
    sheets.push(rest);
    sheets.into_iter().map(|sheet| sheet.into_iter().map(joined).collect()).collect()
}

/// Puts together what goes over two lines of a column where others stand beside it: a word that a hyphen breaks, `sjukhus-`
/// above `direktör, ordf`, and what is set in below a comma.
fn close_broken(rows: &mut Vec<(usize, Vec<Cell>)>) {
    /// So many characters the second line may be set in.
    const INDENT: usize = 4;
    let broken =
        |text: &str| text.strip_suffix(HYPHENS).is_some_and(|word| word.ends_with(char::is_alphabetic));
    for at in (1..rows.len()).rev() {
        let (above, below) = rows.split_at_mut(at);
        let (Some((_, above)), Some((_, below))) = (above.last_mut(), below.first_mut()) else { continue };
        if above.len() < 2 || below.is_empty() {
            continue;
        }
        // Nothing stands below the name: the line is of the same person.
        let same = below[0].column > above[0].column + INDENT;
        let mut joined = false;
        for cell in above.iter_mut() {
            let within = match () {
                () if broken(&cell.text) => cell.column..=cell.column + INDENT,
                () if cell.text.ends_with(',') => cell.column + usize::from(!same)..=cell.column + INDENT,
                () => continue,
            };
            let rest = below.iter().position(|rest| {
                within.contains(&rest.column)
                    && rest.text.starts_with(char::is_lowercase)
                    && !rest.text.ends_with(':')
            });
            if let Some(rest) = rest {
                cell.text = unwrap([cell.text.as_str(), below.remove(rest).text.as_str()]);
                joined = true;
            }
        }
        let free = |cell: &Cell| above.iter().all(|held| held.column.abs_diff(cell.column) > INDENT);
        if joined && same && below.iter().all(free) {
            above.append(below);
            above.sort_by_key(|cell| cell.column);
        }
    }
    rows.retain(|(_, row)| !row.is_empty());
}

/// A head for the column of parties, where it has none.
fn parties_without_head(rows: &[(usize, Vec<Cell>)], heads: &[Cell]) -> Option<Cell> {
    /// So many are a column.
    const LEAST: usize = 3;
    let headed = |column: usize| heads.iter().any(|head| head.column.abs_diff(column) <= 3);
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    for cell in rows.iter().flat_map(|(_, row)| row.iter().skip(1)) {
        if is_party(cell.text.trim_matches(['(', ')'])) && !headed(cell.column) {
            *columns.entry(cell.column).or_default() += 1;
        }
    }
    let (&column, &most) = columns.iter().max_by_key(|(_, count)| **count)?;
    (most >= LEAST).then(|| Cell { column, text: "Parti".to_owned() })
}

/// Takes away what the letters of a column stand for where that is told below its head: `Närvarande = N` / `Frånvarande = F`.
fn without_legend(rows: &mut Vec<(usize, Vec<Cell>)>) {
    /// So many lines below the head at most.
    const LINES: usize = 4;
    let letter = |cell: &Cell| cell.text.contains('=') && crate::sheets::heads(&cell.text);
    let Some(first) = rows.iter().position(|(_, row)| row.iter().any(letter)) else { return };
    let below = first + 1..rows.len().min(first + 1 + LINES);
    rows[below].iter_mut().for_each(|(_, row)| row.retain(|cell| !letter(cell)));
    rows.retain(|(_, row)| !row.is_empty());
}

/// The rows of a list in which those who were there are ticked off before their names, and those who served with two ticks:
/// the others are struck out. None where no column of ticks stands before a column of names.
fn ticked_before(rows: &[(usize, Vec<Cell>)]) -> Option<Vec<(usize, Vec<Cell>)>> {
    /// So many ticks make a column, and so far from it the names begin.
    const TICKS: usize = 3;
    const BESIDE: std::ops::RangeInclusive<usize> = 2..=8;
    let tick = |cell: &Cell| is_tick(&cell.text);
    let capital = |cell: &Cell| cell.text.starts_with(char::is_uppercase);
    let named = |pair: &[Cell]| {
        let beside = pair[1].column.checked_sub(pair[0].column).is_some_and(|gap| BESIDE.contains(&gap));
        tick(&pair[0]) && beside && capital(&pair[1]) && !tick(&pair[1])
    };
    let pairs = rows.iter().flat_map(|(_, row)| row.windows(2)).filter(|pair| named(pair));
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    pairs.for_each(|pair| *columns.entry(pair[1].column).or_default() += 1);
    let names = |column: usize| {
        columns.range(column.saturating_sub(1)..=column + 1).map(|(_, count)| count).sum::<usize>() >= TICKS
    };
    columns.keys().any(|&column| names(column)).then_some(())?;
    let told = |row: &Vec<Cell>| {
        let mut cells: Vec<Cell> = Vec::with_capacity(row.len());
        let mut mark: Option<String> = None;
        for cell in row {
            if tick(cell) {
                mark = Some(lower(&cell.text));
                continue;
            }
            let text = match mark.take().as_deref() {
                Some("xx") => format!("{}, tjänstgörande", cell.text),
                None if names(cell.column) && capital(cell) && heading(&cell.text).is_none() => {
                    format!("~~{}~~", cell.text)
                }
                _ => cell.text.clone(),
            };
            cells.push(Cell { text, ..cell.clone() });
        }
        cells
    };
    Some(rows.iter().map(|(line, row)| (*line, told(row))).collect())
}

/// The rows of a list whose left column says whom the persons in the right one represent, with heads of their own; a
/// person without such a one beside stands below the last.
fn by_organization(doc: &Doc<'_>, rows: &[(usize, Vec<Cell>)]) -> Option<Vec<(usize, String)>> {
    /// So many organizations make a column.
    const TOLD: usize = 3;
    let person = |text: &str| leading_name(doc.model, after_title(doc.model, text).1, true).is_some();
    let names = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        text.starts_with(char::is_uppercase)
            && words.len() <= 5
            && !text.contains([',', ':', '(', '§', '|'])
            && !words.iter().any(|word| is_role_word(word))
            && !first_name(doc.model, words[0])
            && heading(text).is_none()
            && labels::section(text).is_none()
    };
    let column = rows.iter().find(|(_, row)| row.len() == 2)?.1[1].column;
    let stands = |cell: &Cell| cell.column.abs_diff(column) <= 2 && person(&cell.text);
    let told = rows.iter().filter(|(_, row)| row.len() == 2).count();
    let fits = rows.iter().all(|(_, row)| match &row[..] {
        [who] => stands(who),
        [organization, who] => organization.column + 3 < column && names(&organization.text) && stands(who),
        _ => false,
    });
    if told < TOLD || !fits || rows[0].1.len() != 2 {
        return None;
    }
    let mut organization = "";
    let mut sheet = vec![(rows[0].0, "| Namn | Organisation |".to_owned())];
    for (line, row) in rows {
        if let [place, _] = &row[..] {
            organization = &place.text;
        }
        sheet.push((*line, format!("| {} | {organization} |", row.last()?.text)));
    }
    Some(sheet)
}

/// The lines of a block that holds a table without gaps: those before it, its rows between bars, those behind it.
fn gapless_sheets(doc: &Doc<'_>, block: &Block) -> Option<Vec<Vec<(usize, String)>>> {
    let (at, titles) =
        block.lines.iter().enumerate().find_map(|(at, (_, text))| Some((at, gapless::heads(text)?)))?;
    let (before, table) = block.lines.split_at(at);
    let (head, below) = table.split_first()?;
    let rows = gapless::rows(doc, head.0, &titles, below.iter().map(|(line, text)| (*line, text.as_str())));
    // The heads and one row may be a chance.
    let last = rows.last().filter(|_| rows.len() > 2)?.0;
    let after: Vec<(usize, String)> = below.iter().filter(|(line, _)| *line > last).cloned().collect();
    Some([before.to_vec(), rows, after].into_iter().filter(|sheet| !sheet.is_empty()).collect())
}

/// A line's cells as they stand in running text, with commas.
fn joined((line, row): (usize, Vec<Cell>)) -> (usize, String) {
    // How someone took part stands in a column of its own and tells nothing of who it is.
    let cells: Vec<&str> = row
        .iter()
        .map(|cell| cell.text.trim_end_matches(',').trim())
        .filter(|cell| !takes_part(cell))
        .collect();
    let trail = row.last().is_some_and(|cell| cell.text.ends_with(','));
    (line, format!("{}{}", cells.join(", "), if trail { "," } else { "" }))
}

/// The cells of a line: what gaps of three spaces divide.
pub(crate) fn cells(doc: &Doc<'_>, line: usize, text: &str) -> Vec<Cell> {
    let text = text.trim();
    if text.starts_with('|') {
        return vec![Cell { column: 0, text: text.to_owned() }];
    }
    let raw = doc.raw(line);
    // Where the label was cut off, the cells count from the line's own beginning all the same.
    let from = raw.find(text).map_or(0, |at| raw[..at].chars().count());
    let mut found = Vec::new();
    let mut offset = 0;
    for piece in text.split("   ") {
        let lead = piece.chars().count() - piece.trim_start().chars().count();
        if !piece.trim().is_empty() {
            found.push(Cell { column: from + offset + lead, text: piece.trim().to_owned() });
        }
        offset += piece.chars().count() + 3;
    }
    found
}

/// Heads that stand one space apart, each as a cell of its own: `Parti Närv`.
pub(crate) fn split_heads(cell: &Cell) -> Vec<Cell> {
    let words: Vec<&str> = cell.text.split(' ').collect();
    let (ranges, 0) = gapless::heads_in(&words) else { return vec![cell.clone()] };
    if ranges.len() < 2 || crate::sheets::column(&cell.text).is_some() {
        return vec![cell.clone()];
    }
    let column =
        |at: usize| cell.column + words[..at].iter().map(|word| word.chars().count() + 1).sum::<usize>();
    ranges
        .into_iter()
        .map(|range| Cell { column: column(range.start), text: words[range].join(" ") })
        .collect()
}

/// So many columns a list of persons has at most, with the votes beside it.
const COLUMNS: usize = 20;

/// A cell that runs over the column of the next head is cut there, where words stand on both sides: an engine leaves
/// one space between two columns where the left one is full.
fn cut(doc: &Doc<'_>, cell: Cell, heads: &[Cell]) -> Vec<Cell> {
    let mut found = vec![cell];
    for head in heads {
        let Some(last) = found.last() else { break };
        let Some(at) = head.column.checked_sub(last.column).filter(|&at| at > 3 && at < last.text.len() + 3)
        else {
            continue;
        };
        let letters: Vec<char> = last.text.chars().collect();
        let gap = (at.saturating_sub(3)..letters.len().min(at + 3))
            .filter(|&gap| letters[gap] == ' ')
            .min_by_key(|&gap| (gap + 1).abs_diff(at));
        let Some(gap) = gap else { continue };
        let left = letters[..gap].iter().collect::<String>().trim().to_owned();
        let right: String = letters[gap + 1..].iter().collect();
        // What stands on the right is what its head heads; a surname below `Parti` is none.
        let first = right.split_whitespace().next().unwrap_or("");
        let fits = match crate::sheets::column(&head.text) {
            Some(Column::Party) => is_party(first),
            Some(Column::Presence | Column::Serves) => {
                matches!(lower(first).as_str(), "ja" | "nej" | "n" | "f" | "x") || first.starts_with('§')
            }
            Some(Column::Substitute) => leading_name(doc.model, &right, true).is_some(),
            // Two lists beside each other, where the left one is as wide as its column.
            None if labels::section(&head.text) == Some(Section::Attendance) => {
                gap + 1 == at
                    && [&left, &right].iter().all(|text| leading_name(doc.model, text, true).is_some())
            }
            _ => leading_name(doc.model, &left, true).is_some_and(|named| named.rest.is_empty()),
        };
        if fits {
            let (start, column) = (last.column, last.column + gap + 1);
            found.pop();
            found.push(Cell { column: start, text: left });
            found.push(Cell { column, text: right });
        }
    }
    found
}

/// The column at which a second list begins: names or headings stand there on several lines, and not as those whom
/// the persons before them replace.
fn border(doc: &Doc<'_>, rows: &[(usize, Vec<Cell>)]) -> Option<usize> {
    let replaces = |text: &str| {
        let small = lower(text);
        ["ersätter", "för", "ers", "ers.", "ersättare för"]
            .iter()
            .any(|word| small == *word || small.ends_with(&format!(" {word}")))
    };
    // A heading has names below it; beside a name without them it says what that one is: `Bo Al     Adjungerad`.
    let heads = |nth: usize, cell: &Cell| {
        let below = rows[nth + 1..].iter().take(2).flat_map(|(_, row)| row);
        let mut below = below.filter(|other| other.column.abs_diff(cell.column) <= 2);
        heading(&cell.text).is_some_and(|(_, rest)| !rest.is_empty() || cell.text.ends_with(':'))
            || heading(&cell.text).is_some()
                && (rows.len() == nth + 1
                    || below.any(|other| leading_name(doc.model, &other.text, true).is_some()))
    };
    let mut begins: Vec<usize> = rows
        .iter()
        .enumerate()
        .flat_map(|(nth, (_, row))| row.windows(2).map(move |pair| (nth, pair)))
        .filter(|(nth, pair)| {
            let text = pair[1].text.as_str();
            let name = leading_name(doc.model, text, false).is_some()
                || (leading_name(doc.model, text, true).is_some() && PARTY.is_match(text))
                || heads(*nth, &pair[1]);
            name && !replaces(&pair[0].text)
        })
        .map(|(_, pair)| pair)
        // A heading with a colon says by itself that a list begins beside the first.
        .flat_map(|pair| {
            let headed = pair[1].text.ends_with(':') && heading(&pair[1].text).is_some();
            std::iter::repeat_n(pair[1].column, 1 + usize::from(headed))
        })
        .collect();
    begins.sort_unstable();
    begins.windows(2).find(|pair| pair[1] - pair[0] <= 2).map(|pair| pair[0])
}
